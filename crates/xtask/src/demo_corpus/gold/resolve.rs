//! From noted facts to the annotation file: substances get numbers, quotes get pages, and what does not agree is refused.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value as Json, json};

use super::fact::{Body, Value};
use super::item::Mention;
use super::{Gold, Source};
use crate::demo_corpus::substances;

/// The longest quote the form allows, in characters.
const LONGEST_QUOTE: usize = 200;

impl Gold {
    /// The annotation as JSON, with the quotes found in `source`.
    pub(crate) fn annotation(&self, source: &Source<'_>) -> Result<Annotation> {
        let mut ids = BTreeMap::new();
        for (_, fact) in &self.notes {
            if let Body::Mention(mention) = &fact.body {
                let next = format!("s{}", ids.len() + 1);
                ensure!(ids.insert(mention.key, next).is_none(), "{}: `{}` is noted twice", self.file, mention.key);
            }
        }
        let id = |key: &str| ids.get(key).cloned().with_context(|| format!("{}: `{key}` is never named", self.file));
        let subject = self.subject.map(id).transpose()?;
        let mut annotation = Annotation::new(self, subject);
        for (text, fact) in &self.notes {
            let quote = fold(fact.quote.unwrap_or(text));
            let place = self.place(&quote, source)?;
            let (kind, mut item, value) = item(&fact.body, id)?;
            if let Some(value) = value {
                self.agrees(&quote, value)?;
            }
            item.push(("page", place));
            item.push(("quote", json!(quote)));
            annotation.push(kind, item);
        }
        Ok(annotation)
    }

    /// The page on which the quote stands; null in a document without pages.
    fn place(&self, quote: &str, source: &Source<'_>) -> Result<Json> {
        let length = quote.chars().count();
        ensure!(length <= LONGEST_QUOTE, "{}: a quote of {length} characters is too long: `{quote}`", self.file);
        ensure!(length > 0, "{}: an empty quote", self.file);
        match source {
            Source::Whole(text) if fold(text).contains(quote) => Ok(Json::Null),
            Source::Whole(_) => bail!("{}: `{quote}` does not stand in the document", self.file),
            Source::Pages(pages) => {
                let found = pages.iter().position(|page| fold(page).contains(quote));
                let index = found.with_context(|| format!("{}: `{quote}` stands on no page", self.file))?;
                Ok(json!(index + 1))
            }
        }
    }

    /// Every bound of the value is printed in the quote.
    fn agrees(&self, quote: &str, value: Value) -> Result<()> {
        for bound in [value.low, value.high].into_iter().flatten() {
            ensure!(prints(quote, bound), "{}: the quote `{quote}` does not print {bound}", self.file);
        }
        Ok(())
    }
}

/// White space folded to single spaces.
pub(crate) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the number is printed in the text, in any of the usual ways of writing it.
fn prints(text: &str, number: f64) -> bool {
    let words: Vec<&str> = text.split(|sign: char| !(sign.is_ascii_digit() || sign == '.' || sign == ',')).collect();
    let joined = |count: usize| words.windows(count).map(|group| group.concat()).collect::<Vec<_>>();
    (1..=4).flat_map(joined).any(|word| readings(&word).contains(&number.abs()))
}

/// The numbers a written word may stand for: comma or point as the decimal sign.
fn readings(word: &str) -> Vec<f64> {
    let word = word.trim_matches(['.', ',']);
    let grouped = |text: &str, mark: char| {
        let mut groups = text.split(mark);
        let first = groups.next().is_some_and(|first| !first.is_empty() && !first.starts_with('0'));
        first && groups.all(|group| group.len() == 3)
    };
    let whole = |decimal: char| word.split(decimal).next().unwrap_or_default();
    let english = !word.contains(',') || grouped(whole('.'), ',');
    let continental = !word.contains('.') || grouped(whole(','), '.');
    let decimal_point = english.then(|| word.replace(',', ""));
    let decimal_comma = continental.then(|| word.replace('.', "").replace(',', "."));
    [decimal_point, decimal_comma].iter().flatten().filter_map(|form| form.parse().ok()).collect()
}

/// A number as people write it: `640`, not `640.0`.
fn number(value: Option<f64>) -> Json {
    #[allow(clippy::cast_possible_truncation)] // whole and far below 2^53: the cast is exact
    match value {
        Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => json!(whole as i64),
        other => json!(other),
    }
}

type Item = Vec<(&'static str, Json)>;

/// Qualifier, low and high.
fn bounds(value: Option<Value>) -> Item {
    vec![
        ("qualifier", json!(value.map(|value| value.qualifier))),
        ("low", number(value.and_then(|value| value.low))),
        ("high", number(value.and_then(|value| value.high))),
    ]
}

fn item(body: &Body, id: impl Fn(&str) -> Result<String>) -> Result<(&'static str, Item, Option<Value>)> {
    let text = |text: &str| if text.is_empty() { Json::Null } else { json!(text) };
    let named = |key: &str| Ok::<_, anyhow::Error>(("substance", json!(id(key)?)));
    Ok(match body {
        Body::Mention(mention) => ("substances", substance(mention, &id(mention.key)?)?, None),
        Body::Composition(part) => {
            let unit = part.value.map(|_| "%");
            let tail = vec![("unit", json!(unit)), ("withheld", json!(part.withheld))];
            ("composition", [vec![named(part.key)?], bounds(part.value), tail].concat(), part.value)
        }
        Body::Ghs(ghs) => {
            let tail = vec![
                ("h_code", text(ghs.code)),
                ("class", text(ghs.class)),
                ("category", text(ghs.category)),
                ("signal_word", json!(ghs.signal)),
            ];
            ("ghs", [vec![named(ghs.key)?], tail].concat(), None)
        }
        Body::Effect(effect) => {
            let head = vec![named(effect.key)?, ("endpoint", json!(effect.endpoint))];
            let tail = vec![
                ("unit", text(effect.unit)),
                ("species", text(effect.species)),
                ("route", text(effect.route)),
                ("duration", json!(effect.duration)),
                ("effect", json!(effect.effect)),
            ];
            ("toxicity", [head, bounds(Some(effect.value)), tail].concat(), Some(effect.value))
        }
        Body::Exposure(exposure) => {
            let head = vec![named(exposure.key)?, ("kind", json!(exposure.kind)), ("name", json!(exposure.name))];
            let tail = vec![
                ("unit", json!(exposure.unit)),
                ("medium", json!(exposure.medium)),
                ("statistic", json!(exposure.statistic)),
                ("population", json!(exposure.population)),
            ];
            ("exposure", [head, bounds(exposure.value), tail].concat(), exposure.value)
        }
        Body::Volume(volume) => {
            let head = vec![named(volume.key)?, ("activity", json!(volume.activity))];
            let tail =
                vec![("unit", json!(volume.unit)), ("year", json!(volume.year)), ("region", json!(volume.region))];
            ("volume", [head, bounds(Some(volume.value)), tail].concat(), Some(volume.value))
        }
        Body::Property(property) => {
            let head = vec![named(property.key)?, ("property", json!(property.name))];
            let unit = vec![("unit", json!(property.unit))];
            ("properties", [head, bounds(Some(property.value)), unit].concat(), Some(property.value))
        }
    })
}

fn substance(mention: &Mention, id: &str) -> Result<Item> {
    let known = substances::find(mention.key);
    let printed = |wanted: bool, number: Option<&'static str>| match (wanted, number) {
        (false, _) => Ok(Vec::new()),
        (true, Some(number)) if !number.is_empty() => Ok(vec![number]),
        (true, _) => bail!("`{}` has no such registry number in the table of substances", mention.key),
    };
    Ok(vec![
        ("id", json!(id)),
        ("name", json!(mention.name)),
        ("cas", json!(printed(mention.prints_cas, known.map(|known| known.cas))?)),
        ("ec", json!(printed(mention.prints_ec, known.map(|known| known.ec))?)),
        ("other_ids", json!(mention.other)),
        ("role", json!(mention.role)),
    ])
}

/// The kinds of items in the order of the form.
const KINDS: [&str; 7] = ["substances", "composition", "ghs", "toxicity", "exposure", "volume", "properties"];

/// A finished annotation; its keys keep the order of the form.
#[derive(Debug, Clone)]
pub(crate) struct Annotation {
    head: Item,
    items: BTreeMap<&'static str, Vec<Item>>,
}

impl Annotation {
    fn new(gold: &Gold, subject: Option<String>) -> Self {
        let head = vec![
            ("file", json!(gold.file)),
            ("type", json!(gold.kind)),
            ("language", json!(gold.language)),
            ("text_layer", json!("born-digital")),
            ("subject", json!(subject)),
        ];
        Self { head, items: BTreeMap::new() }
    }

    fn push(&mut self, kind: &'static str, item: Item) {
        self.items.entry(kind).or_default().push(item);
    }

    /// The annotation file's text: one item a line, so that a change shows where it is.
    pub(crate) fn print(&self) -> String {
        let pair = |(key, value): &(&str, Json)| format!("{}: {value}", json!(key));
        let object = |item: &Item| format!("{{{}}}", item.iter().map(pair).collect::<Vec<_>>().join(", "));
        let mut parts: Vec<String> = self.head.iter().map(pair).collect();
        for kind in KINDS {
            let items: Vec<String> = self.items.get(kind).into_iter().flatten().map(object).collect();
            let list = if items.is_empty() { "[]".to_owned() } else { format!("[\n  {}\n ]", items.join(",\n  ")) };
            parts.push(format!("{}: {list}", json!(kind)));
        }
        format!("{{\n {}\n}}\n", parts.join(",\n "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_every_usual_writing() {
        for (text, number) in [
            ("1 000 – 10 000 t/a", 10_000.0),
            ("0,37 mg/m3", 0.37),
            ("20,000,000 lb", 20_000_000.0),
            ("-11 °C", -11.0),
            ("LD50 > 2.000 mg/kg", 2000.0),
            ("4.0", 4.0),
        ] {
            assert!(prints(text, number), "{text}");
        }
        for (text, number) in [("12 mg/kg", 1.0), ("0.37", 37.0), ("none", 1.0)] {
            assert!(!prints(text, number), "{text}");
        }
    }
}

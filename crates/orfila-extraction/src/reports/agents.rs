//! Who a report is about: the substances of title, abstract and tables, with the short forms the document defines.

use std::collections::HashMap;
use std::sync::LazyLock;

use orfila_records::{PassageKind, SubstanceRole, TextRange};
use regex::Regex;

use super::abbreviations::{is_short_form, long_form, spells};
use super::actors::{species_key, spelled_out};
use super::chemical_names::{NameMatch, fold, is_group, lowered, names_in, symbol_at_start};
use super::unit_shapes::units_in;
use crate::claims::Context;
use crate::reading::trimmed;

/// Passages read for names; a longer document names its subjects long before.
const MAX_PASSAGES: usize = 20_000;

/// Short forms looked for in the text; each costs a reading of the document.
const MAX_LOOKED_UP: usize = 200;

/// Mentions that make a substance of the abstract a subject.
const OFTEN: usize = 5;

/// Short forms that are defined in their field, used where the document prints the long form too.
const FIELD_SHORT_FORMS: &[(&str, &str)] = &[
    ("AFB1", "aflatoxin b1"),
    ("AFB2", "aflatoxin b2"),
    ("AFG1", "aflatoxin g1"),
    ("AFG2", "aflatoxin g2"),
    ("AFM1", "aflatoxin m1"),
    ("AFM2", "aflatoxin m2"),
    ("AFs", "aflatoxin"),
    ("AFS", "aflatoxin"),
    ("AFT", "aflatoxin"),
    ("OTA", "ochratoxin a"),
    ("FB1", "fumonisin b1"),
    ("FB2", "fumonisin b2"),
    ("DON", "deoxynivalenol"),
    ("ZEN", "zearalenone"),
    ("ZEA", "zearalenone"),
    ("ZON", "zearalenone"),
    ("i-As", "inorganic arsenic"),
    ("iAs", "inorganic arsenic"),
    ("InAs", "inorganic arsenic"),
    ("MeHg", "methylmercury"),
    ("tAs", "arsenic"),
    ("BPA", "bisphenol a"),
    ("AsB", "arsenobetaine"),
];

static SHORT_FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s{0,2}[\(\[](?P<short>[\p{L}][\p{L}\d+-]{1,9})(?:[;,)\]])").expect("the pattern is constant")
});

/// Section titles under which an abstract stands.
static ABSTRACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:abstract|summary|highlights|executive\s+summary|background|objective|results?|conclusions?)\b")
        .expect("the pattern is constant")
});

/// The document's substances by the names it uses.
#[derive(Debug, Default)]
pub(super) struct Agents {
    by_key: HashMap<String, usize>,
    short_forms: Vec<(String, usize)>,
    /// How many short forms were looked for in the text.
    looked_up: usize,
    /// The one substance the title names, if it names one only.
    pub sole: Option<usize>,
    /// The characters of the title.
    pub title: Option<TextRange>,
}

/// What was seen of a name while reading the document.
struct Seen {
    key: String,
    naming: TextRange,
    count: usize,
    in_title: bool,
    in_abstract: bool,
}

impl Agents {
    /// Reads names from title, text and captions and adds them to the document's substances.
    pub(super) fn collect(context: &mut Context<'_>) -> Self {
        let (seen, defined) = survey(context);
        let aliases = aliases(&defined);
        let seen = joined(seen, &aliases);
        let mut agents = Self { title: title_range(context), ..Self::default() };
        let title_count = seen.iter().filter(|name| name.in_title).count();
        for name in &seen {
            let shortened = defined.iter().any(|(_, key)| *key == name.key);
            let subject = name.in_title || name.in_abstract && (name.count >= OFTEN || shortened);
            let role = if subject { SubstanceRole::Subject } else { SubstanceRole::Mentioned };
            let Some(index) = context.name_substance(name.naming, role) else { continue };
            agents.by_key.insert(name.key.clone(), index);
            if name.in_title && title_count == 1 && !is_group(&name.key) {
                agents.sole = Some(index);
            }
        }
        if agents.sole.is_none() && title_count == 0 {
            agents.sole = most_named(&seen).and_then(|key| agents.by_key.get(key).copied());
        }
        for (alias, key) in aliases {
            if let Some(index) = agents.by_key.get(&key).copied() {
                agents.by_key.entry(alias).or_insert(index);
            }
        }
        for (short, key) in defined {
            agents.add_short_form(&short, &key);
        }
        for (short, key) in FIELD_SHORT_FORMS {
            agents.add_short_form(short, key);
        }
        agents
    }

    fn add_short_form(&mut self, short: &str, key: &str) {
        let Some(index) = self.by_key.get(key).copied() else { return };
        for form in [short.to_owned(), lowered(short)] {
            if !self.short_forms.iter().any(|(known, _)| *known == form) {
                self.short_forms.push((form, index));
            }
        }
    }

    /// The known substances named in `range`, left to right, with their characters in the document's text.
    pub(super) fn named_in(&self, context: &Context<'_>, range: TextRange) -> Vec<(usize, TextRange)> {
        let text = context.text(range);
        let mut found: Vec<(usize, TextRange)> =
            names_in(text).into_iter().filter_map(|name| Some((*self.by_key.get(&name.key)?, name.range))).collect();
        for (short, index) in &self.short_forms {
            for start in standing_alone(text, short) {
                let place = TextRange::new(start, start + short.len());
                if !found.iter().any(|(_, other)| other.overlaps(place)) {
                    found.push((*index, place));
                }
            }
        }
        found.sort_by_key(|(_, place)| place.start);
        found.into_iter().map(|(index, place)| (index, place.shifted(range.start))).collect()
    }

    /// The one substance named in `range`; of several mentions of one substance the first, of several substances none.
    pub(super) fn only_in(&self, context: &Context<'_>, range: TextRange) -> Option<(usize, TextRange)> {
        let found = self.named_in(context, range);
        let first = *found.first()?;
        found.iter().all(|(index, _)| *index == first.0).then_some(first)
    }

    /// The substance that a header or label of a table names: a known name or the symbol of an element.
    pub(super) fn labelled(&mut self, context: &mut Context<'_>, label: TextRange) -> Option<usize> {
        if let Some(index) = self.total(context, label).or_else(|| self.only_in(context, label).map(|(index, _)| index))
        {
            return Some(index);
        }
        let (place, name) = bare_symbol(context.text(label))?;
        if let Some(index) = self.by_key.get(name) {
            return Some(*index);
        }
        let index = context.name_substance(place.shifted(label.start), SubstanceRole::Subject)?;
        self.by_key.insert(name.to_owned(), index);
        Some(index)
    }

    /// Whether a header or label names a substance.
    pub(super) fn is_labelled(&self, context: &Context<'_>, label: TextRange) -> bool {
        self.only_in(context, label).is_some() || bare_symbol(context.text(label)).is_some()
    }

    /// The class in `Total fumonisins (FB1, FB2 and FB3)`: its members stand behind it.
    fn total(&self, context: &Context<'_>, label: TextRange) -> Option<usize> {
        static TOTAL: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"(?i)^\W*(?:total|sum(?:\s+of)?|Σ)\s").expect("the pattern is constant"));
        let text = context.text(label);
        let (index, place) = *self.named_in(context, label).first().filter(|_| TOTAL.is_match(text))?;
        text.get(place.end - label.start..)?.trim_start().starts_with(['(', '[']).then_some(index)
    }

    /// The substance that a label of a column of analytes stands for, whatever it is called.
    pub(super) fn analyte(&mut self, context: &mut Context<'_>, label: TextRange) -> Option<usize> {
        if let Some(index) = self.labelled(context, label) {
            self.promote(context, index);
            return Some(index);
        }
        let place = name_part(context, label)?;
        let key = fold(context.text(place));
        if let Some(index) = self.by_key.get(&key) {
            return Some(*index);
        }
        let printed = context.text(place).to_owned();
        let spelled = self.spelled_out(context, &printed);
        let known = spelled.and_then(|spelled| self.by_key.get(&fold(context.text(spelled))).copied());
        let index = match known {
            Some(index) => index,
            None => context.name_substance(spelled.unwrap_or(place), SubstanceRole::Subject)?,
        };
        if spelled.is_some() {
            context.substances.add_synonym(index, &printed);
        }
        self.by_key.insert(key, index);
        self.short_forms.push((printed, index));
        Some(index)
    }

    /// The long form of a label that is a short one.
    fn spelled_out(&mut self, context: &Context<'_>, label: &str) -> Option<TextRange> {
        if !is_short_form(label) || self.looked_up >= MAX_LOOKED_UP {
            return None;
        }
        self.looked_up += 1;
        long_form(context, label)
    }

    /// Makes names of classes mere mentions, where the members are listed.
    pub(super) fn demote_groups(&self, context: &mut Context<'_>) {
        for (_, index) in self.by_key.iter().filter(|(key, _)| is_group(key)) {
            context.substances.set_role(*index, SubstanceRole::Mentioned);
        }
    }

    /// The known substance whose name, with or without its short form in brackets, is all of `cell`.
    pub(super) fn exactly(&self, context: &Context<'_>, cell: TextRange) -> Option<usize> {
        let text = context.text(cell);
        let [name] = <[NameMatch; 1]>::try_from(names_in(text)).ok()?;
        let alone = text.trim() == text.get(name.range.start..name.range.end)?;
        let defined = short_form(text, &name).is_some_and(|short| is_whole_cell(text, &name, short));
        self.by_key.get(&name.key).copied().filter(|_| alone || defined)
    }

    /// Makes `name` another way to speak of a substance.
    pub(super) fn learn(&mut self, name: &str, index: usize) {
        self.by_key.entry(fold(name)).or_insert(index);
    }

    /// A plant or preparation that bears an effect value; the long and the short form of a species are one.
    pub(super) fn actor(&mut self, context: &mut Context<'_>, place: TextRange) -> Option<usize> {
        let key = species_key(context.text(place)).unwrap_or_else(|| fold(context.text(place)));
        if let Some(index) = self.by_key.get(&key) {
            return Some(*index);
        }
        let naming = spelled_out(context, &key, place).unwrap_or(place);
        if crate::vocabulary::organism(context.text(naming)).is_some() {
            return None;
        }
        let index = context.name_substance(naming, SubstanceRole::Subject)?;
        self.by_key.insert(key, index);
        Some(index)
    }

    /// Makes a substance of which something was measured a subject of the document.
    pub(super) fn promote(&self, context: &mut Context<'_>, index: usize) {
        let Some(item) = context.substances.get(index) else { return };
        if item.role == SubstanceRole::Mentioned
            && let Some(naming) = item.evidence.first().map(|evidence| evidence.range)
        {
            let _ = context.name_substance(naming, SubstanceRole::Subject);
        }
    }
}

/// `Cd`, `Cd (µg/L)`, `As, mg/kg`, `Pb exposure (µg/day)`: after the symbol stands nothing, a unit or a word of amount.
fn bare_symbol(label: &str) -> Option<(TextRange, &'static str)> {
    static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[\s,:*]*(?:$|[\(\[]|[µμunp]?g|exposure|intake|concentration|conc|content|level|residue|total|mean|in\s)").expect("the pattern is constant")
    });
    symbol_at_start(label).filter(|(place, _)| AMOUNT.is_match(&label[place.end..]))
}

/// The name in a label: without the unit in brackets, the footnote marks and the sample size.
fn name_part(context: &Context<'_>, label: TextRange) -> Option<TextRange> {
    let text = context.text(label);
    let unit = units_in(text).first().map_or(text.len(), |unit| unit.range.start);
    let size = text.find("(n ").or_else(|| text.find("(n=")).unwrap_or(text.len());
    let head = text[..unit.min(size)].trim_end_matches([' ', '(', '[', ',', ';', ':', '*', '†', '‡', '§', '/']);
    let place = trimmed(&context.document.text, TextRange::new(label.start, label.start + head.len()));
    let printed = context.text(place);
    let letters = printed.chars().filter(|character| character.is_alphabetic()).count();
    let named = letters >= 2 && printed.chars().count() <= 80 && printed.split_whitespace().count() <= 8;
    named.then_some(place)
}

/// Names in the order of the document, and the short forms it defines with the key of what each stands for.
fn survey(context: &Context<'_>) -> (Vec<Seen>, Vec<(String, String)>) {
    let document = context.document;
    let mut seen: Vec<Seen> = Vec::new();
    let mut place_of: HashMap<String, usize> = HashMap::new();
    let mut defined = Vec::new();
    let title = title_range(context);
    let mut abstract_ended = false;
    for (number, passage) in document.passages.iter().enumerate().take(MAX_PASSAGES) {
        if matches!(passage.kind, PassageKind::Reference | PassageKind::Furniture | PassageKind::Footnote) {
            continue;
        }
        let in_title = title.is_some_and(|title| title.overlaps(passage.range)) || passage.kind == PassageKind::Title;
        abstract_ended |= ends_abstract(context, number);
        let in_abstract = !abstract_ended
            || passage.section.first().is_some_and(|section| {
                ABSTRACT.is_match(section.trim())
                    && section.len() < 20
                    && section.to_lowercase().starts_with(['a', 's', 'h'])
            });
        let text = document.passage_text(passage);
        for name in names_in(text) {
            // In a table brackets hold many things; a cell that is nothing but the name and its short form defines it.
            if let Some(short) = short_form(text, &name)
                && (passage.kind != PassageKind::TableRow || is_whole_cell(text, &name, short))
            {
                defined.push((short.to_owned(), name.key.clone()));
            }
            note(&mut seen, &mut place_of, &name, passage.range.start, in_title, in_abstract);
        }
    }
    (seen, defined)
}

/// Short forms that are names of their own in the dictionary, with the key of the long form that the document gives them.
fn aliases(defined: &[(String, String)]) -> HashMap<String, String> {
    let of = |(short, key): &(String, String)| {
        let [name] = <[NameMatch; 1]>::try_from(names_in(short)).ok()?;
        (name.range.len() == short.len() && name.key != *key).then(|| (name.key, key.clone()))
    };
    defined.iter().filter_map(of).collect()
}

/// The names with what was seen of their other names.
fn joined(seen: Vec<Seen>, aliases: &HashMap<String, String>) -> Vec<Seen> {
    let known = |key: &str| seen.iter().any(|name| name.key == key);
    let target = |name: &Seen| aliases.get(&name.key).filter(|key| known(key) && !aliases.contains_key(*key)).cloned();
    let targets: Vec<Option<String>> = seen.iter().map(target).collect();
    let (mut kept, mut others) = (Vec::new(), Vec::new());
    for (name, target) in seen.into_iter().zip(targets) {
        match target {
            Some(target) => others.push((target, name)),
            None => kept.push(name),
        }
    }
    for (target, other) in others {
        if let Some(name) = kept.iter_mut().find(|name: &&mut Seen| name.key == target) {
            name.count += other.count;
            name.in_title |= other.in_title;
            name.in_abstract |= other.in_abstract;
        }
    }
    kept
}

/// The short form in brackets behind a name; a number of oxidation is none.
fn short_form<'t>(text: &'t str, name: &NameMatch) -> Option<&'t str> {
    let found = SHORT_FORM.captures(text.get(name.range.end..)?)?.name("short")?.as_str();
    let roman = found.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'));
    // `organochlorines (DDT)` names a member of the class, not the class.
    let member = is_group(&name.key) && spells(&name.key, found).is_none();
    (found.chars().any(char::is_uppercase) && !roman && !member).then_some(found)
}

/// Whether name and short form are all that stands between the ends of a cell.
fn is_whole_cell(text: &str, name: &NameMatch, short: &str) -> bool {
    let is_end = |text: &str, last: bool| {
        let rest = if last { text.trim_end_matches(' ') } else { text.trim_start_matches(' ') };
        rest.is_empty() || if last { rest.ends_with('\t') } else { rest.starts_with('\t') }
    };
    let before = text.get(..name.range.start).unwrap_or_default();
    let behind = text.get(name.range.end..).unwrap_or_default().trim_start();
    let after = behind.get(1 + short.len() + 1..);
    is_end(before, true) && after.is_some_and(|after| is_end(after, false))
}

fn note(
    seen: &mut Vec<Seen>,
    place_of: &mut HashMap<String, usize>,
    name: &NameMatch,
    offset: usize,
    in_title: bool,
    in_abstract: bool,
) {
    let index = *place_of.entry(name.key.clone()).or_insert_with(|| {
        seen.push(Seen {
            key: name.key.clone(),
            naming: name.range.shifted(offset),
            count: 0,
            in_title: false,
            in_abstract: false,
        });
        seen.len() - 1
    });
    let entry = &mut seen[index];
    entry.count += 1;
    entry.in_title |= in_title;
    entry.in_abstract |= in_abstract;
}

/// The title: the passage of that kind, else the first heading or paragraph of the first page.
fn title_range(context: &Context<'_>) -> Option<TextRange> {
    let passages = &context.document.passages;
    let title = passages.iter().find(|passage| passage.kind == PassageKind::Title);
    let first =
        || passages.iter().take(12).find(|passage| passage.kind == PassageKind::Heading && passage.range.len() >= 20);
    title.or_else(first).map(|passage| passage.range)
}

/// Whether the passage is the heading after the abstract, or stands too far from the beginning to be part of it.
fn ends_abstract(context: &Context<'_>, number: usize) -> bool {
    static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^(?:\d+\.?\s*|I\.\s*)?(?:introduction|background|materials?\s+and\s+methods?|methods|keywords?)\b",
        )
        .expect("the pattern is constant")
    });
    let passage = &context.document.passages[number];
    let text = context.document.passage_text(passage);
    let heading = passage.kind == PassageKind::Heading || text.len() < 40;
    number > 40
        || number > 1
            && heading
            && INTRODUCTION.is_match(text.trim())
            && !passage.section.first().is_some_and(|section| section.eq_ignore_ascii_case("abstract"))
}

/// The name that stands at least five times and twice as often as any other.
fn most_named(seen: &[Seen]) -> Option<&str> {
    let first = seen.iter().max_by_key(|name| name.count)?;
    if is_group(&first.key) {
        return None;
    }
    let clear = seen.iter().filter(|name| name.key != first.key).all(|name| name.count * 2 <= first.count);
    (clear && first.count >= OFTEN).then_some(first.key.as_str())
}

/// Places of `word` in `text` where no letter or digit touches it; case counts.
fn standing_alone<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word).map(|(start, _)| start).filter(move |start| {
        let before = text[..*start].chars().next_back();
        let after = text[*start + word.len()..].chars().next();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '-')
            && !after.is_some_and(|c| c.is_alphanumeric() && c != 's')
    })
}

//! PolyIE: articles as lists of words with BIO tags and tuples of compound, property, value and, sometimes, condition.
//!
//! The text is the words joined by one blank, as nothing else of it is published. A tuple becomes relations from its value to
//! its other members; one without a value is left. Words tagged `ES`, which the corpus does not explain (boilerplate of
//! publishers), are no mentions. The published test part is not read.

use std::collections::HashMap;

use serde::Deserialize;

use crate::corpus::{Corpus, Split};
use crate::draft::{Draft, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::Inputs;
use crate::readers::Reading;
use crate::report::Report;

const FOLDER: &str = "Cleaned_data/Final_v2";
const UNEQUAL: &str = "part with unequal numbers of words, tags and tuples";
const UNEXPLAINED: &str = "mention of a kind the corpus does not explain";
const WITHOUT_VALUE: &str = "tuple without a value";

/// A file: documents of parts of words (as lists of lists of lists).
#[derive(Deserialize)]
struct File {
    text: Vec<Vec<Vec<String>>>,
    label: Vec<Vec<Vec<String>>>,
    /// Tuples of spans, each the first word and the word after the last.
    relation: Vec<Vec<Vec<Vec<Vec<usize>>>>>,
}

/// Reads the training part as train and the validation part as dev; one example a part of a document.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    for (split, name) in [(Split::Train, "train"), (Split::Dev, "validation")] {
        let path = format!("{FOLDER}/{name}_split.txt");
        let text = inputs.text(&path)?;
        let file: File = serde_json::from_str(&text)
            .map_err(|error| CorporaError::Malformed { path: inputs.path(&path), message: error.to_string() })?;
        for (document, ((texts, tags), tuples)) in file.text.iter().zip(&file.label).zip(&file.relation).enumerate() {
            reading.report.documents += 1;
            for (part, ((words, tags), tuples)) in texts.iter().zip(tags).zip(tuples).enumerate() {
                let id = format!("{name}-{}#{}", document + 1, part + 1);
                let words = Words::new(words);
                if words.places.len() != tags.len() {
                    reading.report.drop_one(UNEQUAL);
                    continue;
                }
                let example = Example::new(Corpus::Polyie, split, id, "en", words.text.as_str());
                reading.examples.push(words.annotate(example, tags, tuples, &mut reading.report));
            }
        }
    }
    Ok(reading)
}

/// Words as one text.
struct Words {
    text: String,
    places: Vec<(usize, usize)>,
}

impl Words {
    fn new(words: &[String]) -> Self {
        let mut all = Self { text: String::new(), places: Vec::with_capacity(words.len()) };
        for word in words {
            if !all.text.is_empty() {
                all.text.push(' ');
            }
            let start = all.text.len();
            all.text.push_str(word);
            all.places.push((start, all.text.len()));
        }
        all
    }

    fn annotate(&self, example: Example, tags: &[String], tuples: &[Vec<Vec<usize>>], report: &mut Report) -> Example {
        let mut draft = Draft::new(example, report);
        let mut mentions: HashMap<(usize, usize), usize> = HashMap::new();
        for (first, after, tag) in spans(tags) {
            let Some(kind) = kind(tag) else {
                draft.report().drop_one(UNEXPLAINED);
                continue;
            };
            let range = (self.places[first].0, self.places[after - 1].1);
            if let Some(index) = draft.bytes(range, kind, Vec::new()) {
                mentions.insert((first, after), index);
            }
        }
        for tuple in tuples {
            relate(&mut draft, &mentions, tuple);
        }
        draft.finish()
    }
}

/// Runs of words with one tag: the first word, the word after the last, the tag. A run may begin without `B-`.
fn spans(tags: &[String]) -> Vec<(usize, usize, &str)> {
    let mut spans: Vec<(usize, usize, &str)> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        let Some((position, kind)) = tag.split_once('-') else { continue };
        match spans.last_mut() {
            Some(last) if position == "I" && last.1 == at && last.2 == kind => last.1 += 1,
            _ => spans.push((at, at + 1, kind)),
        }
    }
    spans
}

fn kind(tag: &str) -> Option<&'static str> {
    match tag {
        "CN" => Some("CompoundName"),
        "PN" => Some("PropertyName"),
        "PV" => Some("PropertyValue"),
        "Condition" => Some("Condition"),
        _ => None,
    }
}

/// Binds the values of a tuple to its other members.
fn relate(draft: &mut Draft<'_>, mentions: &HashMap<(usize, usize), usize>, tuple: &[Vec<usize>]) {
    let member = |span: &Vec<usize>| mentions.get(&(*span.first()?, *span.get(1)?)).copied();
    let members: Vec<Option<usize>> = tuple.iter().map(member).collect();
    let kinds: Vec<Option<String>> =
        members.iter().map(|member| Some(draft.example().mentions.get((*member)?)?.kind.clone())).collect();
    let values = || members.iter().zip(&kinds).filter(|(_, kind)| kind.as_deref() == Some("PropertyValue"));
    if values().next().is_none() {
        draft.report().drop_one(WITHOUT_VALUE);
        return;
    }
    for (value, _) in values() {
        for (other, kind) in members.iter().zip(&kinds) {
            match kind.as_deref() {
                Some("PropertyValue") => {}
                Some("CompoundName") => draft.relation(*value, *other, "OfCompound"),
                Some("PropertyName") => draft.relation(*value, *other, "OfProperty"),
                Some(_) => draft.relation(*value, *other, "UnderCondition"),
                None => draft.report().drop_one(reason::RELATION_WITHOUT_ENDS),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{read_fixture, shown};

    #[test]
    fn tuples_become_relations_of_their_value() {
        let train = r#"{"text": [[["Cell", "of", "PEDOT", ":", "PSS", "gave", "η", "=", "5.2", "%", "Elsevier"], ["a"]]],
            "label": [[["O", "O", "B-CN", "I-CN", "I-CN", "O", "I-PN", "O", "B-PV", "I-PV", "B-ES"], []]],
            "relation": [[[[[2, 5], [6, 7], [8, 10]], [[2, 5], [6, 7]], [[2, 4], [8, 10]]], []]]}"#;
        let none = r#"{"text": [], "label": [], "relation": []}"#;
        let file = |name: &str| format!("{FOLDER}/{name}_split.txt");
        let reading = read_fixture(
            Corpus::Polyie,
            &[(&file("train"), train), (&file("validation"), none), (&file("test"), "no")],
        );
        assert_eq!(
            shown(&reading.examples[0]),
            [
                "CompoundName:PEDOT : PSS",
                "PropertyName:η",
                "PropertyValue:5.2 %",
                "OfCompound:5.2 %>PEDOT : PSS",
                "OfProperty:5.2 %>η"
            ]
        );
        for why in [UNEQUAL, UNEXPLAINED, WITHOUT_VALUE, reason::RELATION_WITHOUT_ENDS] {
            assert_eq!(reading.report.dropped.get(why), Some(&1), "{why}");
        }
    }
}

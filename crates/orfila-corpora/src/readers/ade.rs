//! ADE, version 2: sentences of case reports with drugs and their adverse effects or doses, and sentences without any effect.
//!
//! Offsets count characters of documents that are not published; the distance between the two mentions of a row tells which
//! of several equal words in the sentence is meant. Only pairs in relation are marked ([`Corpus::marks_all_mentions`]).
//! Label `ade_sentence`: `adverse_effect` or `none`; sentences known from doses alone have no label.

use std::collections::HashMap;

use crate::corpus::{Corpus, Split};
use crate::draft::{Draft, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::Inputs;
use crate::readers::Reading;

const FOLDER: &str = "ADE-Corpus-V2";
const UNCERTAIN: &str = "pair of mentions with several places in the sentence";
const CONTRARY: &str = "sentence given with and without an effect";
const AGAIN: &str = "sentence given again (merged)";

/// Reads the three files; one example a sentence of a document.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    let effects = inputs.text(&format!("{FOLDER}/DRUG-AE.rel"))?;
    let doses = inputs.text(&format!("{FOLDER}/DRUG-DOSE.rel"))?;
    let negative = inputs.text(&format!("{FOLDER}/ADE-NEG.txt"))?;
    let mut sentences = Sentences::default();
    for (text, kind, relation) in [(&effects, "AdverseEffect", "CausedBy"), (&doses, "Dose", "DoseOf")] {
        for line in text.lines().filter(|line| !line.is_empty()) {
            match Row::read(line, kind, relation) {
                Some(row) => sentences.add(row.document, row.sentence).rows.push(row),
                None => reading.report.drop_one(reason::LINE),
            }
        }
    }
    for line in negative.lines().filter(|line| !line.is_empty()) {
        match line.split_once(" NEG ") {
            Some((document, sentence)) => {
                let sentence = sentences.add(document, sentence.trim());
                if sentence.negative {
                    reading.report.drop_one(AGAIN);
                }
                sentence.negative = true;
            }
            None => reading.report.drop_one(reason::LINE),
        }
    }
    sentences.finish(&mut reading);
    Ok(reading)
}

/// One pair of mentions.
struct Row<'a> {
    document: &'a str,
    sentence: &'a str,
    /// Text and first character in the document.
    head: (&'a str, i64),
    drug: (&'a str, i64),
    kind: &'static str,
    relation: &'static str,
}

impl<'a> Row<'a> {
    fn read(line: &'a str, kind: &'static str, relation: &'static str) -> Option<Self> {
        let columns: Vec<&str> = line.split('|').collect();
        let [document, sentence, head, head_start, _, drug, drug_start, _] = columns.as_slice() else { return None };
        let (head, drug) = ((*head, head_start.parse().ok()?), (*drug, drug_start.parse().ok()?));
        Some(Self { document, sentence: sentence.trim(), head, drug, kind, relation })
    }

    /// Bytes of the two mentions: the places where both read as given, at the distance given.
    fn places(&self) -> Vec<((usize, usize), (usize, usize))> {
        let characters: Vec<usize> = self.sentence.char_indices().map(|(at, _)| at).collect();
        let distance = self.drug.1.checked_sub(self.head.1);
        let drug_at = |number: usize| {
            let at = usize::try_from(i64::try_from(number).ok()?.checked_add(distance?)?).ok()?;
            characters.get(at).copied().filter(|at| self.sentence[*at..].starts_with(self.drug.0))
        };
        let heads = characters.iter().enumerate().filter(|(_, at)| self.sentence[**at..].starts_with(self.head.0));
        heads
            .filter_map(|(number, at)| {
                let drug = drug_at(number)?;
                Some(((*at, at + self.head.0.len()), (drug, drug + self.drug.0.len())))
            })
            .collect()
    }
}

/// What is known of one sentence.
#[derive(Default)]
struct Sentence<'a> {
    document: &'a str,
    text: &'a str,
    rows: Vec<Row<'a>>,
    negative: bool,
}

#[derive(Default)]
struct Sentences<'a> {
    all: Vec<Sentence<'a>>,
    places: HashMap<(&'a str, &'a str), usize>,
}

impl<'a> Sentences<'a> {
    fn add(&mut self, document: &'a str, text: &'a str) -> &mut Sentence<'a> {
        let next = self.all.len();
        let at = *self.places.entry((document, text)).or_insert(next);
        if at == next {
            self.all.push(Sentence { document, text, ..Sentence::default() });
        }
        &mut self.all[at]
    }

    fn finish(self, reading: &mut Reading) {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for sentence in self.all {
            let number = numbers.entry(sentence.document).or_default();
            *number += 1;
            reading.report.documents += usize::from(*number == 1);
            let id = format!("{}#{number}", sentence.document);
            let example = Example::new(Corpus::AdeV2, Split::of_key(sentence.document), id, "en", sentence.text);
            let mut draft = Draft::new(example, &mut reading.report);
            sentence.annotate(&mut draft);
            reading.examples.push(draft.finish());
        }
    }
}

impl Sentence<'_> {
    fn annotate(&self, draft: &mut Draft<'_>) {
        let positive = self.rows.iter().any(|row| row.kind == "AdverseEffect");
        if positive && self.negative {
            draft.report().drop_one(CONTRARY);
        }
        if positive {
            draft.label("ade_sentence", "adverse_effect");
        } else if self.negative {
            draft.label("ade_sentence", "none");
        }
        for row in &self.rows {
            match row.places().as_slice() {
                [(head, drug)] => {
                    let head = draft.bytes(*head, row.kind, Vec::new());
                    let drug = draft.bytes(*drug, "Drug", Vec::new());
                    draft.relation(head, drug, row.relation);
                }
                [] => draft.report().drop_one(reason::DIFFERENT),
                _ => draft.report().drop_one(UNCERTAIN),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{read_fixture, shown};

    #[test]
    fn distances_tell_equal_words_apart() {
        let effects = "1|Rash after aspirin, then aspirin again.|Rash|100|104|aspirin|125|132\n\
                       1|Rash after aspirin, then aspirin again.|nausea|100|106|aspirin|125|132\n\
                       1|a a a|a|5|6|a|7|8\n1|b a b|b|-9223372036854775808|6|a|7|8\nbroken\n";
        let doses = "1|Rash after aspirin, then aspirin again.|again|133|138|aspirin|125|132\n";
        let negative = "1 NEG Nothing happened.\n1 NEG Nothing happened.\n1 NEG a a a\n2 N\n";
        let place = |file: &str| format!("{FOLDER}/{file}");
        let reading = read_fixture(
            Corpus::AdeV2,
            &[(&place("DRUG-AE.rel"), effects), (&place("DRUG-DOSE.rel"), doses), (&place("ADE-NEG.txt"), negative)],
        );
        let [first, second, _, third] = reading.examples.as_slice() else { panic!("{:?}", reading.examples) };
        let expected =
            ["AdverseEffect:Rash", "Drug:aspirin", "Dose:again", "CausedBy:Rash>aspirin", "DoseOf:again>aspirin"];
        assert_eq!(shown(first), expected);
        assert_eq!(first.mentions[1].start, 25);
        assert_eq!((second.label("ade_sentence"), third.label("ade_sentence")), (Some("adverse_effect"), Some("none")));
        for (why, number) in [(UNCERTAIN, 1), (CONTRARY, 1), (AGAIN, 1), (reason::LINE, 2), (reason::DIFFERENT, 2)] {
            assert_eq!(reading.report.dropped.get(why), Some(&number), "{why}");
        }
    }
}

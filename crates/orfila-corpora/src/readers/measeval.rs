//! MeasEval: a table a paragraph with quantities, what is measured, and qualifiers; offsets count characters.
//!
//! The unit is a string in the quantity's `other` column; here it is a mention wherever it stands as a word of its own inside
//! the quantity, with a relation `HasUnit` from the quantity. Texts without a table are left: they may be unread.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::corpus::{Corpus, Split};
use crate::draft::{Draft, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::{Inputs, stem};
use crate::readers::Reading;

const RELATIONS: [&str; 3] = ["HasQuantity", "HasProperty", "Qualifies"];
const WITHOUT_TABLE: &str = "text without a table of annotations";
const UNIT_ELSEWHERE: &str = "unit that is not inside its quantity";

/// Reads the training part as train and the trial part as dev.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    for (split, part, texts) in [(Split::Train, "data/train", "text"), (Split::Dev, "data/trial", "txt")] {
        for file in inputs.files(&format!("{part}/{texts}"), ".txt")? {
            let id = stem(&file, ".txt");
            let table = format!("{part}/tsv/{id}.tsv");
            if !inputs.has(&table) {
                reading.report.drop_one(WITHOUT_TABLE);
                continue;
            }
            let (text, table) = (inputs.text(&file)?, inputs.text(&table)?);
            reading.report.documents += 1;
            let example = Example::new(Corpus::Measeval, split, id, "en", text);
            let mut draft = Draft::new(example, &mut reading.report);
            annotate(&mut draft, &table);
            reading.examples.push(draft.finish());
        }
    }
    Ok(reading)
}

fn annotate(draft: &mut Draft<'_>, table: &str) {
    let mut mentions: HashMap<String, usize> = HashMap::new();
    let mut relations: Vec<(String, &str, String)> = Vec::new();
    for line in table.lines().skip(1).filter(|line| !line.is_empty()) {
        let Some(row) = Row::read(line) else {
            draft.report().drop_one(reason::LINE);
            continue;
        };
        let Some(index) = draft.quoted(row.range, row.kind, row.quote, Vec::new()) else { continue };
        mentions.insert(row.id.to_owned(), index);
        if let Some(unit) = row.other.get("unit").and_then(Value::as_str).filter(|unit| !unit.trim().is_empty()) {
            mark_unit(draft, index, unit.trim());
        }
        for kind in RELATIONS {
            if let Some(target) = row.other.get(kind).and_then(Value::as_str) {
                relations.push((row.id.to_owned(), kind, target.to_owned()));
            }
        }
    }
    for (head, kind, tail) in relations {
        draft.relation(mentions.get(&head).copied(), mentions.get(&tail).copied(), kind);
    }
}

struct Row<'a> {
    kind: &'a str,
    range: (usize, usize),
    id: &'a str,
    quote: &'a str,
    other: Map<String, Value>,
}

impl<'a> Row<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, _, kind, start, end, id, quote, rest @ ..] = columns.as_slice() else { return None };
        let other = match rest.first().map(|other| other.trim()) {
            None | Some("") => Map::new(),
            Some(other) => serde_json::from_str(other).ok()?,
        };
        Some(Self { kind, range: (start.parse().ok()?, end.parse().ok()?), id, quote, other })
    }
}

fn mark_unit(draft: &mut Draft<'_>, quantity: usize, unit: &str) {
    let place = &draft.example().mentions[quantity];
    let (start, quote) = (place.start, draft.example().quote(place));
    let places = unit_places(quote, unit);
    if places.is_empty() {
        draft.report().drop_one(UNIT_ELSEWHERE);
    }
    for at in places {
        let found = draft.bytes((start + at, start + at + unit.len()), "Unit", Vec::new());
        draft.relation(Some(quantity), found, "HasUnit");
    }
}

/// Where the unit stands as a word of its own; if nowhere, its last place in another word.
fn unit_places(quantity: &str, unit: &str) -> Vec<usize> {
    let places: Vec<usize> = quantity.match_indices(unit).map(|(at, _)| at).collect();
    let joined = |left: Option<char>, right: Option<char>| {
        left.is_some_and(char::is_alphabetic) && right.is_some_and(char::is_alphabetic)
    };
    let alone = |at: &usize| {
        let (before, after) = (&quantity[..*at], &quantity[at + unit.len()..]);
        !joined(before.chars().next_back(), unit.chars().next())
            && !joined(unit.chars().next_back(), after.chars().next())
    };
    let words: Vec<usize> = places.iter().copied().filter(alone).collect();
    if words.is_empty() { places.last().copied().into_iter().collect() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{read_fixture, shown};

    #[test]
    fn units_are_found_as_words() {
        for (quantity, unit, expected) in [
            ("about 5 m", "m", &[8][..]),
            ("5 m and 10 m", "m", &[2, 11]),
            ("minus 4°C", "°C", &[7]),
            ("5mm", "m", &[2]),
            ("10–20%", "%", &[7]),
            ("12", "kg", &[]),
        ] {
            assert_eq!(unit_places(quantity, unit), expected, "{quantity} {unit}");
        }
    }

    #[test]
    fn one_mention_serves_several_quantities() {
        let text = "Tank µ held 5 kg and 7 kg of salt.";
        let table = "docId\tannotSet\tannotType\tstartOffset\tendOffset\tannotId\ttext\tother
d\t1\tQuantity\t12\t16\tT1\t5 kg\t{\"unit\": \"kg\", \"mods\": [\"IsList\"]}
d\t1\tMeasuredEntity\t29\t33\tT2\tsalt\t{\"HasQuantity\": \"T1\"}
d\t2\tQuantity\t21\t25\tT3\t7 kg\t{\"unit\": \"grams\"}
d\t2\tMeasuredEntity\t29\t33\tT4\tsalt\t{\"HasQuantity\": \"T3\"}
d\t2\tQualifier\t0\t6\tT5\tTank X\t{\"Qualifies\": \"T3\"}
d\t2\tQualifier\t0\t6\tT6\tTank µ\t{\"Qualifies\": \"T9\"}
d\t2\tQualifier\tbroken
";
        let reading = read_fixture(
            Corpus::Measeval,
            &[("data/train/text/d.txt", text), ("data/train/tsv/d.tsv", table), ("data/trial/txt/e.txt", "unread")],
        );
        assert_eq!(
            shown(&reading.examples[0]),
            [
                "Quantity:5 kg",
                "Unit:kg",
                "MeasuredEntity:salt",
                "Quantity:7 kg",
                "Qualifier:Tank µ",
                "HasUnit:5 kg>kg",
                "HasQuantity:salt>5 kg",
                "HasQuantity:salt>7 kg"
            ]
        );
        for (why, number) in [
            (WITHOUT_TABLE, 1),
            (UNIT_ELSEWHERE, 1),
            (reason::AGAIN, 1),
            (reason::DIFFERENT, 1),
            (reason::RELATION_WITHOUT_ENDS, 1),
            (reason::LINE, 1),
        ] {
            assert_eq!(reading.report.dropped.get(why), Some(&number), "{why}");
        }
    }
}

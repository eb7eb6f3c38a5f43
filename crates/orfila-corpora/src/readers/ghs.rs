//! GHS rationales: why Japan's agencies classified a substance so, in English, as gathered by GHScrunch.
//!
//! Labels: `ghs_class` (`Carcinogenicity`), `ghs_category` (`Category 2`) and, where the classification names one,
//! `ghs_detail` (target organ, kind of irritation), as printed. The translation is uneven; values, species and sources stand
//! in the text as reports print them, so it serves as passages. Rationales are split by substance, and
//! a text that serves several substances is in the split of its first; with the same classification it is kept once.

use std::collections::{HashMap, HashSet};

use crate::corpus::{Corpus, Split};
use crate::draft::{Draft, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::{Inputs, stem};
use crate::readers::Reading;

const FOLDER: &str = "GHS-jp/output";
const SHORT: &str = "rationale of fewer than four words";
const AGAIN: &str = "the same rationale for the same classification";
const UNREAD: &str = "classification without a class";
const COLUMNS: [&str; 3] = ["CASRN", "Classification", "Rationale for classification"];

/// Reads the table of every hazard class.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    let mut seen: HashSet<(String, String)> = HashSet::new();
    let mut substances: HashSet<String> = HashSet::new();
    let mut splits: HashMap<String, Split> = HashMap::new();
    for file in inputs.files(FOLDER, ".csv")? {
        let text = inputs.text(&file)?;
        let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = table.headers().cloned().unwrap_or_default();
        let columns = COLUMNS.map(|name| header.iter().position(|cell| cell == name));
        let [Some(casrn), Some(classification), Some(rationale)] = columns else { continue };
        for row in table.records() {
            let cells = row.ok().and_then(|row| {
                let cell = |at: usize| row.get(at).map(|cell| cell.trim().replace("\r\n", "\n"));
                Some((cell(casrn)?, cell(classification)?, cell(rationale)?))
            });
            let Some((casrn, classification, rationale)) = cells else {
                reading.report.drop_one(reason::LINE);
                continue;
            };
            let Some((class, category, detail)) = parts(&classification) else {
                reading.report.drop_one(UNREAD);
                continue;
            };
            if rationale.split_whitespace().count() < 4 {
                reading.report.drop_one(SHORT);
                continue;
            }
            if !seen.insert((rationale.clone(), classification.clone())) {
                reading.report.drop_one(AGAIN);
                continue;
            }
            let id = format!("{}/{casrn}", stem(&file, ".csv"));
            let split = *splits.entry(rationale.clone()).or_insert_with(|| Split::of_key(&casrn));
            let example = Example::new(Corpus::GhsRationales, split, id, "en", rationale);
            let mut draft = Draft::new(example, &mut reading.report);
            draft.label("ghs_class", class);
            draft.label("ghs_category", category);
            if let Some(detail) = detail {
                draft.label("ghs_detail", detail);
            }
            reading.examples.push(draft.finish());
            substances.insert(casrn);
        }
    }
    number_repeats(&mut reading.examples);
    reading.report.documents = substances.len();
    Ok(reading)
}

/// `Class - Category (detail)` in its parts. `Category1` is `Category 1`.
fn parts(classification: &str) -> Option<(&str, String, Option<&str>)> {
    let (class, rest) = classification.split_once(" - ")?;
    let (category, detail) = match rest.split_once('(') {
        Some((category, detail)) => (category, Some(detail.trim_end_matches(')').trim())),
        None => (rest, None),
    };
    let category = category.trim();
    let number = category.strip_prefix("Category").map(str::trim);
    let category = number.map_or_else(|| category.to_owned(), |number| format!("Category {number}"));
    Some((class.trim(), category, detail.filter(|detail| !detail.is_empty())))
}

/// A substance has several rows in one table where its forms differ: later ones get a number.
fn number_repeats(examples: &mut [Example]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for example in examples {
        let count = counts.entry(example.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            example.id = format!("{}#{count}", example.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read_fixture;

    #[test]
    fn classifications_have_parts() {
        for (printed, class, category, detail) in [
            ("Carcinogenicity - Category 2", "Carcinogenicity", "Category 2", None),
            ("Skin sensitizer - Category1", "Skin sensitizer", "Category 1", None),
            ("Systemic toxicity - Category 1 (blood, liver)", "Systemic toxicity", "Category 1", Some("blood, liver")),
            (
                "Flammable solids - Classification not possible (solid)",
                "Flammable solids",
                "Classification not possible",
                Some("solid"),
            ),
        ] {
            assert_eq!(parts(printed), Some((class, category.to_owned(), detail)), "{printed}");
        }
        assert_eq!(parts("Category 2"), None);
    }

    #[test]
    fn rationales_are_labelled_passages() {
        let table = "CASRN,Name,Classification,Symbol,Rationale for classification\n\
            50-00-0,A,Carcinogenicity - Category 2,,\"Since tumours, in rats,\r\nwere seen \"\n\
            50-00-0,A,Carcinogenicity - Category 2,,\"Since tumours, in rats,\nwere seen\"\n\
            50-00-0,A,Carcinogenicity - Category 1A,,Because people became ill too\n\
            50-00-1,B,Carcinogenicity - Category 2,,no data\n50-00-1,B,x,,a b c d\n50-00-2,B\n";
        let files = [(format!("{FOLDER}/cancer.csv"), table), (format!("{FOLDER}/index.csv"), "CASRN,Name\n1,2\n")];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        let reading = read_fixture(Corpus::GhsRationales, &files);
        let [first, second] = reading.examples.as_slice() else { panic!("{:?}", reading.examples) };
        assert_eq!(first.text, "Since tumours, in rats,\nwere seen");
        assert_eq!((first.label("ghs_category"), second.id.as_str()), (Some("Category 2"), "cancer/50-00-0#2"));
        for why in [SHORT, AGAIN, UNREAD, reason::LINE] {
            assert_eq!(reading.report.dropped.get(why), Some(&1), "{why}");
        }
    }
}

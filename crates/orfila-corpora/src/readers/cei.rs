//! CEI: abstracts by sentence, each with classes of a taxonomy of exposure (task `cei`), or none.
//!
//! The text files hold one sentence a line, with blanks around punctuation as published; the label files hold one part for
//! each sentence, begun by `<`, classes joined by ` AND `. Classes are in lower case here and have no `--` at their end; a
//! sentence without one is labelled `none`. One example a sentence.

use crate::corpus::{Corpus, Split};
use crate::draft::{Draft, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::{Inputs, stem};
use crate::readers::Reading;

const UNEQUAL: &str = "document with unequal numbers of sentences and labels";

/// Reads all abstracts.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    for file in inputs.files("text", ".txt")? {
        let name = stem(&file, ".txt");
        let (text, labels) = (inputs.text(&file)?, inputs.text(&format!("labels/{name}.txt"))?);
        let sentences: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let labels: Vec<Vec<String>> = labels.split('<').skip(1).map(classes).collect();
        if sentences.is_empty() {
            reading.report.drop_one(reason::EMPTY);
        } else if sentences.len() != labels.len() {
            reading.report.drop_one(UNEQUAL);
        } else {
            reading.report.documents += 1;
            for (number, (sentence, classes)) in sentences.into_iter().zip(labels).enumerate() {
                let id = format!("{name}#{}", number + 1);
                let example = Example::new(Corpus::Cei, Split::of_key(name), id, "en", sentence);
                let mut draft = Draft::new(example, &mut reading.report);
                classes.into_iter().for_each(|class| draft.label("cei", class));
                reading.examples.push(draft.finish());
            }
        }
    }
    Ok(reading)
}

/// The classes of one sentence.
fn classes(part: &str) -> Vec<String> {
    let mut classes: Vec<String> = part
        .split(" AND ")
        .map(|class| class.trim().trim_end_matches('-').to_lowercase())
        .filter(|class| !class.is_empty())
        .collect();
    if classes.is_empty() {
        classes.push("none".to_owned());
    }
    classes.sort();
    classes.dedup();
    classes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read_fixture;

    #[test]
    fn labels_meet_sentences() {
        let labels = "< <Exposure routes--oral intake--food--<Biomonitoring--blood-- AND  biomonitoring--hair nail--< ";
        let reading = read_fixture(
            Corpus::Cei,
            &[
                ("text/1.txt", "A .\nB .\nC .\n\nD .\n"),
                ("labels/1.txt", labels),
                ("text/2.txt", "A .\n"),
                ("labels/2.txt", "< < "),
                ("text/3.txt", "\n"),
                ("labels/3.txt", ""),
            ],
        );
        let found: Vec<String> =
            reading.examples.iter().flat_map(|e| &e.labels).map(|label| label.value.clone()).collect();
        assert_eq!(
            found,
            ["none", "exposure routes--oral intake--food", "biomonitoring--blood", "biomonitoring--hair nail", "none"]
        );
        assert_eq!(reading.report.dropped[UNEQUAL], 1);
        assert_eq!(reading.report.dropped[reason::EMPTY], 1);
    }
}

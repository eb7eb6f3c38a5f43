//! DrugProt: tables of abstracts, entities and relations between them. Only the development part is in the shared folder.
//!
//! Offsets count characters of title, one blank, abstract.

use std::collections::HashMap;

use crate::corpus::{Corpus, Split};
use crate::draft::{Draft, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::Inputs;
use crate::readers::Reading;

const FOLDER: &str = "drugprot-gs-training-development";

/// Reads the parts that are there.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    for (split, part) in [(Split::Train, "training"), (Split::Dev, "development")] {
        let file = |what: &str| format!("{FOLDER}/{part}/drugprot_{part}_{what}.tsv");
        if !inputs.has(&file("abstracs")) {
            continue;
        }
        let texts = inputs.text(&file("abstracs"))?;
        let (entities, relations) = (inputs.text(&file("entities"))?, inputs.text(&file("relations"))?);
        let (entities, relations) = (by_document(&entities), by_document(&relations));
        for row in rows(&texts) {
            let [id, title, body] = row.as_slice() else {
                reading.report.drop_one(reason::LINE);
                continue;
            };
            reading.report.documents += 1;
            let example = Example::new(Corpus::Drugprot, split, *id, "en", format!("{title} {body}"));
            let mut draft = Draft::new(example, &mut reading.report);
            annotate(&mut draft, entities.get(id), relations.get(id));
            reading.examples.push(draft.finish());
        }
    }
    Ok(reading)
}

type Rows<'a> = Vec<Vec<&'a str>>;

fn rows(text: &str) -> Rows<'_> {
    text.lines().filter(|line| !line.is_empty()).map(|line| line.split('\t').collect()).collect()
}

fn by_document(text: &str) -> HashMap<&str, Rows<'_>> {
    let mut documents: HashMap<&str, Rows<'_>> = HashMap::new();
    for row in rows(text) {
        documents.entry(row[0]).or_default().push(row);
    }
    documents
}

fn annotate(draft: &mut Draft<'_>, entities: Option<&Rows<'_>>, relations: Option<&Rows<'_>>) {
    let mut mentions: HashMap<&str, usize> = HashMap::new();
    for row in entities.into_iter().flatten() {
        let range = |start: &str, end: &str| Some((start.parse().ok()?, end.parse().ok()?));
        let (id, kind, range, quote) = match row.as_slice() {
            [_, id, kind, start, end, quote] => (*id, *kind, range(start, end), *quote),
            _ => ("", "", None, ""),
        };
        let Some(range) = range else {
            draft.report().drop_one(reason::LINE);
            continue;
        };
        if let Some(index) = draft.quoted(range, kind, quote, Vec::new()) {
            mentions.insert(id, index);
        }
    }
    for row in relations.into_iter().flatten() {
        let [_, kind, head, tail] = row.as_slice() else {
            draft.report().drop_one(reason::LINE);
            continue;
        };
        let mention = |argument: &str| mentions.get(argument.split_once(':')?.1).copied();
        draft.relation(mention(head), mention(tail), kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{read_fixture, shown};

    #[test]
    fn entities_and_relations_meet_in_their_document() {
        let place = |what: &str| format!("{FOLDER}/development/drugprot_development_{what}.tsv");
        let reading = read_fixture(
            Corpus::Drugprot,
            &[
                (&place("abstracs"), "7\tµ-Agonists.\tMorphine binds MOR1.\nbroken\n"),
                (
                    &place("entities"),
                    "7\tT1\tCHEMICAL\t12\t20\tMorphine\n7\tT2\tGENE-Y\t27\t31\tMOR1\n7\tT3\tGENE-Y\t1\n",
                ),
                (&place("relations"), "7\tAGONIST\tArg1:T1\tArg2:T2\n7\tAGONIST\tArg1:T1\tArg2:T9\n"),
            ],
        );
        assert_eq!(shown(&reading.examples[0]), ["CHEMICAL:Morphine", "GENE-Y:MOR1", "AGONIST:Morphine>MOR1"]);
        assert_eq!(reading.examples[0].split, Split::Dev);
        assert_eq!(reading.report.dropped[reason::LINE], 2);
        assert_eq!(reading.report.dropped[reason::RELATION_WITHOUT_ENDS], 1);
    }
}

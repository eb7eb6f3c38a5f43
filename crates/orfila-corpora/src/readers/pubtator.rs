//! PubTator (BC5CDR, BioRED): `id|t|title`, `id|a|abstract`, mentions by tab, relations between concepts by tab.
//!
//! Offsets count characters of title, one blank, abstract. A composite mention keeps all its concepts; its parts, which
//! BC5CDR names in a seventh column, are not text and are not read.

use crate::corpus::{Corpus, Split};
use crate::draft::{Draft, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::Inputs;
use crate::readers::Reading;
use crate::report::Report;

/// Reads `train.pubtator` and `dev.pubtator`; `separator` parts the concepts of a composite mention.
pub(super) fn read(inputs: &mut Inputs, corpus: Corpus, separator: char) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    for (split, file) in [(Split::Train, "train.pubtator"), (Split::Dev, "dev.pubtator")] {
        let text = inputs.text(file)?;
        for block in blocks(&text) {
            let format = Format { corpus, split, separator };
            reading.examples.extend(format.document(&block, &mut reading.report));
        }
    }
    Ok(reading)
}

/// Lines between empty lines.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = vec![Vec::new()];
    for line in text.lines() {
        if line.trim().is_empty() {
            blocks.push(Vec::new());
        } else if let Some(block) = blocks.last_mut() {
            block.push(line);
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

struct Format {
    corpus: Corpus,
    split: Split,
    separator: char,
}

impl Format {
    fn document(&self, block: &[&str], report: &mut Report) -> Option<Example> {
        let part = |mark: &str| {
            block.iter().find_map(|line| {
                let (id, rest) = line.split_once('|')?;
                Some((id, rest.strip_prefix(mark)?))
            })
        };
        let (Some((id, title)), Some((_, body))) = (part("t|"), part("a|")) else {
            report.drop_one(reason::EMPTY);
            return None;
        };
        report.documents += 1;
        let example = Example::new(self.corpus, self.split, id, "en", format!("{title} {body}"));
        let mut draft = Draft::new(example, report);
        let rows: Vec<Vec<&str>> =
            block.iter().filter(|line| line.contains('\t')).map(|line| line.split('\t').collect()).collect();
        for row in &rows {
            self.mention(row, &mut draft);
        }
        for row in &rows {
            match row.as_slice() {
                [_, kind, head, tail, ..] if kind.parse::<usize>().is_err() => draft.concept_relation(head, tail, kind),
                _ => {}
            }
        }
        Some(draft.finish())
    }

    fn mention(&self, row: &[&str], draft: &mut Draft<'_>) {
        let Some(Ok(start)) = row.get(1).map(|start| start.parse::<usize>()) else { return };
        let [_, _, end, quote, kind, rest @ ..] = row else {
            draft.report().drop_one(reason::LINE);
            return;
        };
        let Ok(end) = end.parse() else {
            draft.report().drop_one(reason::LINE);
            return;
        };
        let concepts = rest.first().copied().unwrap_or_default();
        let concepts =
            concepts.split(self.separator).map(str::trim).filter(|concept| !matches!(*concept, "" | "-" | "-1"));
        draft.quoted((start, end), kind, quote, concepts.map(str::to_owned).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{read_fixture, shown};

    const TRAIN: &str = "\
1|t|β-Blockers and rash.
1|a|Eye and ear toxicity of β-blockers.
1\t0\t10\tβ-Blockers\tChemical\tD1
1\t15\t19\trash\tDisease\t-1
1\t21\t41\tEye and ear toxicity\tDisease\tD2|D3\tEye toxicity|ear toxicity
1\t45\t55\tβ-blocker!\tChemical\tD1
1\t46\tx\tbroken
1\tCID\tD1\tD3
1\tCID\tD1\tD9

2|t|No abstract.
";

    #[test]
    fn titles_and_abstracts_are_one_text() {
        let reading = read_fixture(Corpus::Bc5cdr, &[("train.pubtator", TRAIN), ("dev.pubtator", "")]);
        let [example] = reading.examples.as_slice() else { panic!("{:?}", reading.examples) };
        assert_eq!(shown(example), ["Chemical:β-Blockers", "Disease:rash", "Disease:Eye and ear toxicity"]);
        assert_eq!(example.mentions[2].concepts, ["D2", "D3"]);
        assert!(example.mentions[1].concepts.is_empty());
        assert_eq!(example.concept_relations.len(), 1);
        let dropped: Vec<&str> = reading.report.dropped.keys().map(String::as_str).collect();
        let mut expected = [reason::EMPTY, reason::LINE, reason::DIFFERENT, reason::RELATION_WITHOUT_CONCEPTS];
        expected.sort_unstable();
        assert_eq!(dropped, expected);
    }
}

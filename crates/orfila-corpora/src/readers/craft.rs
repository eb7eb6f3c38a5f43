//! CRAFT: full articles with ChEBI classes in Knowtator's XML. One example a paragraph; all mentions are `Chemical`.
//!
//! Offsets count characters of the article's text file. Paragraphs without a mention stay: they say that there is none.
//! ChEBI holds classes and groups (`acid`, `molecule`) beside substances, and the annotators marked those too.

use std::collections::HashMap;

use crate::corpus::{Corpus, Split};
use crate::draft::{CharacterOffsets, Draft, hull, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::{Inputs, stem};
use crate::readers::Reading;
use crate::report::Report;
use crate::xml;

const ANNOTATIONS: &str = "concept-annotation/CHEBI/CHEBI/knowtator";
const ENDING: &str = ".txt.knowtator.xml";
const ACROSS: &str = "mention across paragraphs";

/// Reads every article that has annotations.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    for file in inputs.files(ANNOTATIONS, ENDING)? {
        let article = stem(&file, ENDING);
        let annotations = inputs.text(&file)?;
        let root = xml::parse(&annotations)
            .map_err(|error| CorporaError::Malformed { path: inputs.path(&file), message: error.to_string() })?;
        let text = inputs.text(&format!("articles/txt/{article}.txt"))?;
        let chemicals = chemicals(&root, &text, &mut reading.report);
        reading.report.documents += 1;
        reading.examples.extend(paragraphs(article, &text, chemicals, &mut reading.report));
    }
    Ok(reading)
}

/// A checked annotation, in bytes of the article.
struct Chemical {
    range: (usize, usize),
    concepts: Vec<String>,
}

fn chemicals(root: &xml::Node, text: &str, report: &mut Report) -> Vec<Chemical> {
    let classes: HashMap<&str, &str> = root
        .all("classMention")
        .into_iter()
        .filter_map(|class| Some((class.attribute("id")?, class.all("mentionClass").first()?.attribute("id")?)))
        .collect();
    let offsets = CharacterOffsets::new(text);
    let mut chemicals = Vec::new();
    for annotation in root.all("annotation") {
        match range(annotation, &offsets, text) {
            Ok(range) => {
                let mention = annotation.all("mention").first().and_then(|mention| mention.attribute("id"));
                let concept = mention.and_then(|mention| classes.get(mention)).map(|class| (*class).to_owned());
                chemicals.push(Chemical { range, concepts: concept.into_iter().collect() });
            }
            Err(reason) => report.drop_one(reason),
        }
    }
    chemicals.sort_by_key(|chemical| chemical.range);
    chemicals
}

/// The hull of an annotation's pieces, each of which must read as quoted.
fn range(annotation: &xml::Node, offsets: &CharacterOffsets, text: &str) -> Result<(usize, usize), &'static str> {
    let mut pieces = Vec::new();
    for span in annotation.all("span") {
        let number = |name: &str| span.attribute(name).and_then(|value| value.parse().ok()).ok_or(reason::LINE);
        pieces.push(offsets.range(number("start")?, number("end")?).ok_or(reason::OUTSIDE)?);
    }
    let quote = annotation.all("spannedText").first().map(|quote| quote.all_text()).unwrap_or_default();
    let read: Vec<&str> = pieces.iter().map(|piece| &text[piece.0..piece.1]).collect();
    if read.join(" ... ") != quote {
        return Err(reason::DIFFERENT);
    }
    hull(&pieces).ok_or(reason::WIDE)
}

fn paragraphs(article: &str, text: &str, chemicals: Vec<Chemical>, report: &mut Report) -> Vec<Example> {
    let mut chemicals = chemicals.into_iter().peekable();
    let mut examples = Vec::new();
    for (start, paragraph) in lines(text) {
        let end = start + paragraph.len();
        let id = format!("{article}#{}", examples.len() + 1);
        let example = Example::new(Corpus::CraftChebi, Split::of_key(article), id, "en", paragraph);
        let mut draft = Draft::new(example, report);
        while let Some(chemical) = chemicals.next_if(|chemical| chemical.range.0 < end) {
            match (chemical.range.0.checked_sub(start), chemical.range.1.checked_sub(start)) {
                (Some(from), Some(to)) if to <= paragraph.len() => {
                    draft.bytes((from, to), "Chemical", chemical.concepts);
                }
                _ => draft.report().drop_one(ACROSS),
            }
        }
        examples.push(draft.finish());
    }
    report.drop_many(ACROSS, chemicals.count());
    examples
}

/// Lines with text in them, without white space at their ends, each with its first byte.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        let line = line.trim();
        (!line.is_empty()).then_some((at, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{read_fixture, shown};

    fn annotation(id: &str, spans: &[(usize, usize)], quote: &str) -> String {
        let spans: String =
            spans.iter().map(|(start, end)| format!("<span start=\"{start}\" end=\"{end}\"/>")).collect();
        format!(
            "<annotation><mention id=\"{id}\"/>{spans}<spannedText>{quote}</spannedText></annotation>\
             <classMention id=\"{id}\"><mentionClass id=\"CHEBI:{id}\">x</mentionClass></classMention>"
        )
    }

    #[test]
    fn articles_are_split_into_paragraphs() {
        let text = "β-Carotene\n\nα-keto- and β-keto acids of water. \nNo chemistry here.\n";
        let annotations = [
            annotation("1", &[(0, 10)], "β-Carotene"),
            annotation("2", &[(12, 19), (31, 36)], "α-keto- ... acids"),
            annotation("3", &[(40, 45)], "water"),
            annotation("4", &[(40, 45)], "wader"),
            annotation("5", &[(8, 18)], "ne\n\nα-keto"),
            annotation("6", &[(900, 905)], "x"),
        ];
        let xml = format!("<annotations textSource=\"9.txt\">{}</annotations>", annotations.concat());
        let name = format!("{ANNOTATIONS}/9{ENDING}");
        let reading = read_fixture(Corpus::CraftChebi, &[(&name, &xml), ("articles/txt/9.txt", text)]);
        let found: Vec<Vec<String>> = reading.examples.iter().map(shown).collect();
        let second = vec!["Chemical:α-keto- and β-keto acids".to_owned(), "Chemical:water".to_owned()];
        assert_eq!(found, [vec!["Chemical:β-Carotene".to_owned()], second, vec![]]);
        assert_eq!(reading.examples[1].id, "9#2");
        assert_eq!(reading.examples[1].mentions[1].concepts, ["CHEBI:3"]);
        assert_eq!(reading.report.dropped[reason::DIFFERENT], 1);
        assert_eq!(reading.report.dropped[reason::OUTSIDE], 1);
        assert_eq!(reading.report.dropped[ACROSS], 1);
    }
}

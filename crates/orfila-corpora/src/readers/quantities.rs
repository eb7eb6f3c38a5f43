//! grobid-quantities: paragraphs of articles in TEI, with measures marked in the text.
//!
//! A `measure` of type `value`, `interval` or `list` is a `Quantity`; a `measure` of another type is a `Unit` with the
//! corpus' own notation as its concept; `num` is a `Number`; `date` and `time` are a `Date`. Read are the final and the staged
//! articles; those that the annotators set aside as problematic, the machine-made ones and the lists of lone values and units
//! are not. Runs of white space in the markup are one blank.

use crate::corpus::{Corpus, Split};
use crate::draft::Draft;
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::{Inputs, stem};
use crate::readers::Reading;
use crate::report::Report;
use crate::xml::{self, Node};

const FOLDERS: [&str; 2] = ["resources/dataset/quantities/corpus/final", "resources/dataset/quantities/corpus/staging"];
const NOT_WELL_FORMED: &str = "article whose markup is broken";

/// Reads the articles, one example a paragraph.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    for folder in FOLDERS {
        for file in inputs.files(folder, ".xml")? {
            let text = inputs.text(&file)?;
            match xml::parse(&text) {
                Ok(root) => article(article_name(&file), &root, &mut reading),
                Err(_) => reading.report.drop_one(NOT_WELL_FORMED),
            }
        }
    }
    Ok(reading)
}

/// The name of the article without the endings of its file.
fn article_name(file: &str) -> &str {
    let mut name = stem(file, ".xml");
    for ending in [".tei", ".training", ".quantities", ".quantity"] {
        name = name.strip_suffix(ending).unwrap_or(name);
    }
    name
}

fn article(name: &str, root: &Node, reading: &mut Reading) {
    reading.report.documents += 1;
    let mut found = Vec::new();
    for body in root.all("text") {
        paragraphs(body, "en", &mut found);
    }
    for (number, (language, paragraph)) in found.into_iter().enumerate() {
        let marked = Marked::of(paragraph);
        if marked.text.is_empty() {
            continue;
        }
        let (id, split) = (format!("{name}#{}", number + 1), Split::of_key(name));
        let example = Example::new(Corpus::GrobidQuantities, split, id, language, marked.text.as_str());
        reading.examples.push(marked.annotate(example, &mut reading.report));
    }
}

/// Paragraphs below, each in the language of the nearest element that states one; some articles write `lexicon/en`.
fn paragraphs<'a>(node: &'a Node, language: &'a str, found: &mut Vec<(&'a str, &'a Node)>) {
    let stated = node.attribute("lang").and_then(|language| language.rsplit('/').next());
    let language = stated.filter(|language| language.len() == 2).unwrap_or(language);
    if node.name == "p" {
        found.push((language, node));
        return;
    }
    for child in &node.children {
        paragraphs(child, language, found);
    }
}

/// A paragraph's text with the spans of its marks.
#[derive(Default)]
struct Marked {
    text: String,
    marks: Vec<Mark>,
}

struct Mark {
    kind: &'static str,
    concept: Option<String>,
    range: (usize, usize),
    /// The quantity it stands in, as an index of marks.
    quantity: Option<usize>,
}

impl Marked {
    fn of(paragraph: &Node) -> Self {
        let mut marked = Self::default();
        marked.walk(paragraph, None);
        marked.text.truncate(marked.text.trim_end().len());
        marked
    }

    fn walk(&mut self, node: &Node, quantity: Option<usize>) {
        self.push(&node.text);
        let kind = kind(node);
        let mark = kind.map(|kind| {
            let concept = node.attribute("unit").filter(|_| kind == "Unit").map(str::to_owned);
            self.marks.push(Mark { kind, concept, range: (self.text.len(), 0), quantity });
            self.marks.len() - 1
        });
        let inside = if kind == Some("Quantity") { mark } else { quantity };
        for child in &node.children {
            self.walk(child, inside);
        }
        if let Some(mark) = mark {
            self.close(mark);
        }
    }

    fn push(&mut self, text: &str) {
        for character in text.chars() {
            if !character.is_ascii_whitespace() {
                self.text.push(character);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }

    /// Ends a mark at the end of the text so far, without white space at its ends.
    fn close(&mut self, mark: usize) {
        let start = self.marks[mark].range.0;
        let read = &self.text[start..];
        let from = start + (read.len() - read.trim_start().len());
        self.marks[mark].range = (from, from + read.trim().len());
    }

    fn annotate(self, example: Example, report: &mut Report) -> Example {
        let mut draft = Draft::new(example, report);
        let mut indices = Vec::with_capacity(self.marks.len());
        for mark in self.marks {
            let index = draft.bytes(mark.range, mark.kind, mark.concept.into_iter().collect());
            if let Some(quantity) = mark.quantity {
                let head = indices.get(quantity).copied().flatten();
                draft.relation(head, index, relation(mark.kind));
            }
            indices.push(index);
        }
        draft.finish()
    }
}

/// What binds a quantity to a part of it.
fn relation(part: &str) -> &'static str {
    match part {
        "Unit" => "HasUnit",
        "Date" => "HasDate",
        "Number" => "HasNumber",
        _ => "HasPart",
    }
}

fn kind(node: &Node) -> Option<&'static str> {
    match (node.name.as_str(), node.attribute("type")) {
        ("measure", Some("value" | "interval" | "list")) => Some("Quantity"),
        ("measure", _) => Some("Unit"),
        ("num", _) => Some("Number"),
        ("date" | "time", _) => Some("Date"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{read_fixture, shown};

    #[test]
    fn nested_marks_become_mentions_and_relations() {
        let article = "<!-- c --><tei><teiHeader><p>no</p></teiHeader><text xml:lang=\"fr\"><p>Une masse de\n\t\
            <measure type=\"interval\"><num>5</num> à <num>7 </num><measure type=\"MASS\" unit=\"µg\">µg</measure></measure>\
            <!-- [3] --> en <measure type=\"value\"><date when=\"1999\">1999</date></measure> &lt;x&gt;.</p><p> </p><div xml:lang=\"lexicon/de\"><p>und</p></div></text></tei>";
        let name = format!("{}/a.training.tei.xml", FOLDERS[0]);
        let other = format!("{}/b.quantity.xml", FOLDERS[1]);
        let reading = read_fixture(Corpus::GrobidQuantities, &[(&name, article), (&other, "<tei>")]);
        let [example, german] = reading.examples.as_slice() else { panic!("{:?}", reading.examples) };
        assert_eq!((german.language.as_str(), german.id.as_str()), ("de", "a#3"));
        assert_eq!(example.text, "Une masse de 5 à 7 µg en 1999 <x>.");
        assert_eq!((example.language.as_str(), example.id.as_str()), ("fr", "a#1"));
        assert_eq!(
            shown(example),
            [
                "Quantity:5 à 7 µg",
                "Number:5",
                "Number:7",
                "Unit:µg",
                "Quantity:1999",
                "Date:1999",
                "HasNumber:5 à 7 µg>5",
                "HasNumber:5 à 7 µg>7",
                "HasUnit:5 à 7 µg>µg",
                "HasDate:1999>1999"
            ]
        );
        assert_eq!(example.mentions[3].concepts, ["µg"]);
        assert_eq!(reading.report.dropped[NOT_WELL_FORMED], 1);
    }
}

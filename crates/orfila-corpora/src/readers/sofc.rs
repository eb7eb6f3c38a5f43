//! SOFC-Exp: articles on fuel cells; sentences that describe an experiment, its participants, and links between mentions.
//!
//! One example a sentence, labelled `sofc_sentence` = `experiment` or `other`. Everything is marked only in the former
//! ([`Corpus::marks_all_mentions`]). Slots are relations from the word that evokes the experiment; those that reach into
//! another sentence are left. The source quotes no mention, so one that begins or ends between two small letters, inside a word, is
//! left. Articles of the corpus' test part are not read.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::{Corpus, Split};
use crate::draft::{CharacterOffsets, Draft, reason};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::{Inputs, stem};
use crate::readers::Reading;

const FOLDER: &str = "sofc-exp-corpus";
const TEST: &str = "article of the corpus' test part";
const ACROSS: &str = "relation across sentences";
const SENTENCE: &str = "sentence outside its article";
const INSIDE_WORD: &str = "mention that begins or ends inside a word";

/// Reads the articles that the metadata assigns to train and dev.
pub(super) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let mut reading = Reading::default();
    let metadata = inputs.text(&format!("{FOLDER}/SOFC-Exp-Metadata.csv"))?;
    for file in inputs.files(&format!("{FOLDER}/annotations/frames"), ".csv")? {
        let name = stem(&file, ".csv");
        let split = match set(&metadata, name) {
            Some("train") => Split::Train,
            Some("dev") => Split::Dev,
            _ => {
                reading.report.drop_one(TEST);
                continue;
            }
        };
        let frames = inputs.text(&file)?;
        let sentences = inputs.text(&format!("{FOLDER}/annotations/sentences/{name}.csv"))?;
        let text = inputs.text(&format!("{FOLDER}/texts/{name}.txt"))?;
        reading.report.documents += 1;
        article(&Article { name, split, text: &text, sentences: &sentences, frames: &frames }, &mut reading);
    }
    Ok(reading)
}

/// The part an article belongs to: the word two columns after its address. Some rows are broken over lines, so cells are
/// counted from the article's name.
fn set<'a>(metadata: &'a str, name: &str) -> Option<&'a str> {
    let row = metadata.lines().map(|line| line.split('\t').collect::<Vec<_>>()).find(|row| row.contains(&name))?;
    row.into_iter().skip_while(|cell| *cell != name).nth(4)
}

struct Article<'a> {
    name: &'a str,
    split: Split,
    text: &'a str,
    sentences: &'a str,
    frames: &'a str,
}

/// A span: its id, its kind, its characters in the sentence.
type SpanRow<'a> = (&'a str, &'a str, (usize, usize));

/// Spans and links of a frames file.
#[derive(Default)]
struct Frames<'a> {
    /// By sentence.
    spans: BTreeMap<&'a str, Vec<SpanRow<'a>>>,
    sentence_of: HashMap<&'a str, &'a str>,
    /// Head, kind, tail.
    links: Vec<(&'a str, &'a str, &'a str)>,
    broken: usize,
}

impl<'a> Frames<'a> {
    fn read(text: &'a str) -> Self {
        let mut frames = Self::default();
        let mut evoking = None;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let columns: Vec<&str> = line.split('\t').collect();
            match columns.as_slice() {
                ["SPAN", id, kind, sentence, start, end, ..] => frames.span(id, kind, sentence, (start, end)),
                ["EXPERIMENT", _, span, ..] => evoking = Some(*span),
                ["LINK", kind, head, tail, ..] => frames.links.push((head, kind, tail)),
                ["", kind, span, ..] if evoking.is_some() => {
                    frames.links.push((evoking.unwrap_or_default(), kind, span));
                }
                _ => frames.broken += 1,
            }
        }
        frames
    }

    fn span(&mut self, id: &'a str, kind: &'a str, sentence: &'a str, (start, end): (&str, &str)) {
        let (Ok(start), Ok(end)) = (start.parse(), end.parse()) else {
            self.broken += 1;
            return;
        };
        self.spans.entry(sentence).or_default().push((id, kind, (start, end)));
        self.sentence_of.insert(id, sentence);
    }
}

fn article(article: &Article<'_>, reading: &mut Reading) {
    let frames = Frames::read(article.frames);
    reading.report.drop_many(reason::LINE, frames.broken);
    let mut links: HashMap<&str, Vec<(&str, &str, &str)>> = HashMap::new();
    for link in &frames.links {
        match (frames.sentence_of.get(link.0), frames.sentence_of.get(link.2)) {
            (Some(head), Some(tail)) if head == tail => links.entry(head).or_default().push(*link),
            (Some(_), Some(_)) => reading.report.drop_one(ACROSS),
            _ => reading.report.drop_one(reason::RELATION_WITHOUT_ENDS),
        }
    }
    let offsets = CharacterOffsets::new(article.text);
    for row in article.sentences.lines().filter(|line| !line.is_empty()) {
        let Some((id, describes, range)) = sentence(row, &offsets) else {
            reading.report.drop_one(SENTENCE);
            continue;
        };
        let text = &article.text[range.0..range.1];
        let name = format!("{}#{id}", article.name);
        let mut draft = Draft::new(Example::new(Corpus::SofcExp, article.split, name, "en", text), &mut reading.report);
        draft.label("sofc_sentence", if describes { "experiment" } else { "other" });
        let spans = frames.spans.get(id).map(Vec::as_slice).unwrap_or_default();
        annotate(&mut draft, spans, links.get(id).map(Vec::as_slice).unwrap_or_default());
        reading.examples.push(draft.finish());
    }
}

/// A row of the sentences file: its id, whether it describes an experiment, its bytes in the article.
fn sentence<'a>(row: &'a str, offsets: &CharacterOffsets) -> Option<(&'a str, bool, (usize, usize))> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [id, describes, start, end, ..] = columns.as_slice() else { return None };
    Some((id, *describes == "1", offsets.range(start.parse().ok()?, end.parse().ok()?)?))
}

fn annotate(draft: &mut Draft<'_>, spans: &[SpanRow<'_>], links: &[(&str, &str, &str)]) {
    let mut mentions: HashMap<&str, usize> = HashMap::new();
    let characters: Vec<char> = draft.example().text.chars().collect();
    for (id, kind, range) in spans {
        if inside_word(&characters, *range) {
            draft.report().drop_one(INSIDE_WORD);
        } else if let Some(index) = draft.characters(*range, kind) {
            mentions.insert(id, index);
        }
    }
    for (head, kind, tail) in links {
        draft.relation(mentions.get(head).copied(), mentions.get(tail).copied(), kind);
    }
}

/// Whether a range of characters parts two letters.
fn inside_word(characters: &[char], (start, end): (usize, usize)) -> bool {
    let letter =
        |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|character| character.is_lowercase());
    let parted = |at: usize| letter(at.checked_sub(1)) && letter(Some(at));
    parted(start) || parted(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{read_fixture, shown};

    #[test]
    fn frames_become_relations_inside_sentences() {
        let place = |what: &str| format!("{FOLDER}/{what}");
        let metadata =
            "Document title\tname\turl\tdate\tlicense\tset\nA\tP1\tu\td\tCC BY\tdev\nB\"\tP2\tu\td\tCC BY\ttest\n";
        let frames = "SPAN\t1\tMATERIAL\t1\t7\t10\nSPAN\t2\tEXPERIMENT:current_exp\t1\t15\t21\nSPAN\t3\tVALUE\t2\t0\t2\n\
            SPAN\t4\tVALUE\t2\t4\t6\nSPAN\tx\nEXPERIMENT\t1\t2\n\tanode_material\t1\n\tvoltage\t3\nLINK\tcoreference\t1\t99\n";
        let reading = read_fixture(
            Corpus::SofcExp,
            &[
                (&place("SOFC-Exp-Metadata.csv"), metadata),
                (&place("annotations/frames/P1.csv"), frames),
                (&place("annotations/frames/P2.csv"), ""),
                (&place("annotations/sentences/P1.csv"), "1\t1\t0\t22\n2\t0\t23\t34\n3\t0\t30\t99\n"),
                (&place("texts/P1.txt"), "Anöde (YSZ was tested.\n5V measured"),
            ],
        );
        let found: Vec<Vec<String>> = reading.examples.iter().map(shown).collect();
        let first = ["MATERIAL:YSZ", "EXPERIMENT:current_exp:tested", "anode_material:tested>YSZ"];
        assert_eq!(found, [first.map(str::to_owned).to_vec(), vec!["VALUE:5V".to_owned()]]);
        assert!(Corpus::SofcExp.marks_all_mentions(&reading.examples[0]));
        assert!(!Corpus::SofcExp.marks_all_mentions(&reading.examples[1]));
        for why in [TEST, ACROSS, SENTENCE, INSIDE_WORD, reason::LINE, reason::RELATION_WITHOUT_ENDS] {
            assert_eq!(reading.report.dropped.get(why), Some(&1), "{why}");
        }
    }
}

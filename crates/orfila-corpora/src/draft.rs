//! An example in the making: offsets of the source are checked before they become mentions.

use std::collections::HashMap;

use crate::example::{ConceptRelation, Example, Mention, Relation};
use crate::report::Report;

/// Most bytes that the hull of a mention in pieces may have beside its pieces.
const WIDEST_GAPS: usize = 60;

/// Reasons for leaving something, the same words in every reader.
pub(crate) mod reason {
    pub(crate) const OUTSIDE: &str = "mention outside its text";
    pub(crate) const DIFFERENT: &str = "mention whose quote differs from the text";
    pub(crate) const EDGES: &str = "mention empty or with white space at its ends";
    pub(crate) const WIDE: &str = "mention in pieces too far apart";
    pub(crate) const AGAIN: &str = "mention given again (merged)";
    pub(crate) const RELATION_AGAIN: &str = "relation given again (merged)";
    pub(crate) const RELATION_WITHOUT_ENDS: &str = "relation without its mentions";
    pub(crate) const RELATION_WITHOUT_CONCEPTS: &str = "relation whose concepts no mention has";
    pub(crate) const LINE: &str = "line that does not have the format";
    pub(crate) const EMPTY: &str = "document without text";
}

/// Byte offsets of characters.
pub(crate) struct CharacterOffsets {
    bytes: Vec<usize>,
}

impl CharacterOffsets {
    pub(crate) fn new(text: &str) -> Self {
        Self { bytes: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() }
    }

    /// The byte range of a range of characters; `None` where it is empty, reversed or outside.
    pub(crate) fn range(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        if start >= end {
            return None;
        }
        Some((*self.bytes.get(start)?, *self.bytes.get(end)?))
    }
}

/// An example in the making.
pub(crate) struct Draft<'a> {
    example: Example,
    offsets: CharacterOffsets,
    places: HashMap<(usize, usize, String), usize>,
    report: &'a mut Report,
}

impl<'a> Draft<'a> {
    /// Begins with a text.
    pub(crate) fn new(example: Example, report: &'a mut Report) -> Self {
        Self { offsets: CharacterOffsets::new(&example.text), example, places: HashMap::new(), report }
    }

    pub(crate) fn report(&mut self) -> &mut Report {
        self.report
    }

    pub(crate) fn example(&self) -> &Example {
        &self.example
    }

    /// Adds a mention given in characters with the text it quotes. Returns its index.
    pub(crate) fn quoted(
        &mut self,
        (start, end): (usize, usize),
        kind: &str,
        quote: &str,
        concepts: Vec<String>,
    ) -> Option<usize> {
        let Some((start, end)) = self.offsets.range(start, end) else {
            self.report.drop_one(reason::OUTSIDE);
            return None;
        };
        if &self.example.text[start..end] != quote {
            self.report.drop_one(reason::DIFFERENT);
            return None;
        }
        self.bytes((start, end), kind, concepts)
    }

    /// Adds a mention given in characters by a source that quotes nothing.
    pub(crate) fn characters(&mut self, (start, end): (usize, usize), kind: &str) -> Option<usize> {
        let Some(range) = self.offsets.range(start, end) else {
            self.report.drop_one(reason::OUTSIDE);
            return None;
        };
        self.bytes(range, kind, Vec::new())
    }

    /// Adds a mention given in bytes. The same span and kind again is the same mention.
    pub(crate) fn bytes(&mut self, (start, end): (usize, usize), kind: &str, concepts: Vec<String>) -> Option<usize> {
        let Some(text) = self.example.text.get(start..end) else {
            self.report.drop_one(reason::OUTSIDE);
            return None;
        };
        if text.is_empty() || text.trim() != text {
            self.report.drop_one(reason::EDGES);
            return None;
        }
        if let Some(index) = self.places.get(&(start, end, kind.to_owned())) {
            self.report.drop_one(reason::AGAIN);
            let known = &mut self.example.mentions[*index].concepts;
            let new: Vec<String> = concepts.into_iter().filter(|concept| !known.contains(concept)).collect();
            known.extend(new);
            return Some(*index);
        }
        let index = self.example.mentions.len();
        self.places.insert((start, end, kind.to_owned()), index);
        self.example.mentions.push(Mention { start, end, kind: kind.to_owned(), concepts });
        Some(index)
    }

    /// Adds a relation between mentions; one whose mention was left is left too.
    pub(crate) fn relation(&mut self, head: Option<usize>, tail: Option<usize>, kind: &str) {
        let (Some(head), Some(tail)) = (head, tail) else {
            self.report.drop_one(reason::RELATION_WITHOUT_ENDS);
            return;
        };
        let relation = Relation { head, tail, kind: kind.to_owned() };
        if self.example.relations.contains(&relation) {
            self.report.drop_one(reason::RELATION_AGAIN);
        } else {
            self.example.relations.push(relation);
        }
    }

    /// Adds a relation between concepts; each must be a concept of some mention.
    pub(crate) fn concept_relation(&mut self, head: &str, tail: &str, kind: &str) {
        let known =
            |concept: &str| self.example.mentions.iter().any(|mention| mention.concepts.iter().any(|c| c == concept));
        if known(head) && known(tail) {
            let relation = ConceptRelation { head: head.to_owned(), tail: tail.to_owned(), kind: kind.to_owned() };
            self.example.concept_relations.push(relation);
        } else {
            self.report.drop_one(reason::RELATION_WITHOUT_CONCEPTS);
        }
    }

    pub(crate) fn label(&mut self, task: &str, value: impl Into<String>) {
        self.example.put_label(task, value);
    }

    /// The finished example, counted.
    pub(crate) fn finish(self) -> Example {
        self.report.mentions += self.example.mentions.len();
        self.report.relations += self.example.relations.len() + self.example.concept_relations.len();
        self.example
    }
}

/// The span from the first to the last piece, if not much wider than the pieces together (all in bytes).
pub(crate) fn hull(pieces: &[(usize, usize)]) -> Option<(usize, usize)> {
    let start = pieces.iter().map(|piece| piece.0).min()?;
    let end = pieces.iter().map(|piece| piece.1).max()?;
    let covered: usize = pieces.iter().map(|piece| piece.1.saturating_sub(piece.0)).sum();
    (end.checked_sub(start)? <= covered + WIDEST_GAPS).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Corpus, Split};

    #[test]
    fn characters_become_bytes_and_differences_are_dropped() {
        let mut report = Report::default();
        let example = Example::new(Corpus::Bc5cdr, Split::Train, "1", "en", "5 µg of α-pinene");
        let mut draft = Draft::new(example, &mut report);
        assert_eq!(draft.quoted((8, 16), "Chemical", "α-pinene", vec!["D1".into()]), Some(0));
        assert_eq!(draft.quoted((8, 16), "Chemical", "α-pinene", vec!["D2".into()]), Some(0));
        assert_eq!(draft.quoted((7, 15), "Chemical", "α-pinene", vec![]), None);
        assert_eq!(draft.quoted((8, 17), "Chemical", "α-pinene", vec![]), None);
        assert_eq!(draft.quoted((9, 9), "Chemical", "", vec![]), None);
        assert_eq!(draft.characters((1, 4), "Unit"), None);
        assert_eq!(draft.characters((2, 4), "Unit"), Some(1));
        draft.relation(Some(0), Some(1), "of");
        draft.relation(Some(0), None, "of");
        draft.concept_relation("D1", "D2", "CID");
        draft.concept_relation("D1", "D9", "CID");
        let example = draft.finish();
        assert_eq!(example.quote(&example.mentions[0]), "α-pinene");
        assert_eq!(example.mentions[0].concepts, ["D1", "D2"]);
        assert_eq!((report.mentions, report.relations, report.dropped_in_all()), (2, 2, 7));
    }

    #[test]
    fn pieces_are_kept_when_near() {
        for (pieces, expected) in [
            (&[(0, 5), (10, 15)][..], Some((0, 15))),
            (&[(10, 15), (0, 5)], Some((0, 15))),
            (&[(0, 5), (65, 70)], Some((0, 70))),
            (&[(0, 5), (66, 70)], None),
            (&[(5, 0)], None),
            (&[], None),
        ] {
            assert_eq!(hull(pieces), expected, "{pieces:?}");
        }
    }
}

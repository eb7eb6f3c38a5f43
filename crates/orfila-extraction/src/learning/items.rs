//! Annotated examples to items of a model's tasks.

use std::collections::BTreeMap;
use std::ops::Range;

use orfila_corpora::{Example, Mention};
use orfila_language::crf;
use orfila_language::heads::TaskShape;
use orfila_language::item::{Item, Pair, PairSet, Window, WordSpan, windows};
use orfila_language::model::ModelShape;
use orfila_language::pairs::place;
use orfila_language::vocabulary::{Vocabulary, Words};
use serde::Serialize;

use super::TaskRecipe;

/// What of the annotations an item cannot hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Misfits {
    /// Mentions that begin or end within a word: they are taken with whole words.
    pub within_words: usize,
    /// Mentions that overlap a longer one of the same task: they are left out.
    pub overlapping: usize,
    /// Relations whose mentions lie in different windows: they are left out.
    pub apart: usize,
}

/// Makes items of examples.
#[derive(Debug)]
pub struct Itemiser<'a> {
    /// Cuts texts into words.
    pub vocabulary: &'a Vocabulary,
    /// The tasks as the recipe has them, by number.
    pub recipes: &'a [TaskRecipe],
    /// The tasks as the model has them, by number.
    pub shape: &'a ModelShape,
    /// Most pieces of a window.
    pub window: usize,
    /// Words that neighbouring windows share.
    pub overlap: usize,
}

impl Itemiser<'_> {
    /// The items of an example: one a window.
    #[must_use]
    pub fn items(&self, example: &Example, misfits: &mut Misfits) -> Vec<Item> {
        let words = self.vocabulary.words(&example.text);
        let mut items: Vec<Item> =
            windows(self.vocabulary, &words, self.window, self.overlap).into_iter().map(Item::bare).collect();
        for (task, (recipe, shape)) in self.recipes.iter().zip(&self.shape.tasks).enumerate() {
            if !recipe.corpora().contains(&example.corpus) {
                continue;
            }
            match (recipe, shape) {
                (TaskRecipe::Tags { kinds, .. }, TaskShape::Tags { kinds: numbers, .. }) => {
                    let spans = tag_spans(example, &words, kinds, numbers, misfits);
                    for item in &mut items {
                        item.tags.insert(task, window_labels(&item.window, &spans));
                    }
                }
                (TaskRecipe::Pairs { relations, concepts, .. }, TaskShape::Pairs { mentions, candidates, .. }) => {
                    let pairs = Pairs { example, words: &words, relations, kinds: mentions, candidates };
                    for item in &mut items {
                        let set = pairs.of_window(&item.window, *concepts, misfits);
                        item.pairs.insert(task, set);
                    }
                }
                (TaskRecipe::Classes { name, .. }, TaskShape::Classes { values, .. }) => {
                    let class = example.label(name).and_then(|value| values.iter().position(|other| other == value));
                    for item in &mut items {
                        item.classes.extend(class.map(|class| (task, class as u16)));
                    }
                }
                _ => {}
            }
        }
        items
    }
}

/// The words that a range of bytes touches, half-open; `None` if it touches none.
#[must_use]
pub(crate) fn word_range(words: &Words, bytes: &Range<usize>) -> Option<Range<usize>> {
    let first = words.words.partition_point(|word| word.span.end <= bytes.start);
    let end = words.words.partition_point(|word| word.span.start < bytes.end);
    (first < end).then_some(first..end)
}

/// Spans of words with the numbers of their kinds, without overlap, in order.
fn tag_spans(
    example: &Example,
    words: &Words,
    kinds: &BTreeMap<String, Vec<String>>,
    numbers: &[String],
    misfits: &mut Misfits,
) -> Vec<(Range<usize>, usize)> {
    let number = |mention: &Mention| {
        let name = kinds.iter().find(|(_, names)| names.contains(&mention.kind))?.0;
        numbers.iter().position(|other| other == name)
    };
    let mut spans: Vec<(Range<usize>, usize)> = Vec::new();
    for mention in &example.mentions {
        let Some(kind) = number(mention) else { continue };
        let Some(range) = word_range(words, &(mention.start..mention.end)) else { continue };
        let whole =
            words.words[range.start].span.start == mention.start && words.words[range.end - 1].span.end == mention.end;
        misfits.within_words += usize::from(!whole);
        spans.push((range, kind));
    }
    spans.sort_by_key(|(range, kind)| (std::cmp::Reverse(range.len()), range.start, *kind));
    spans.dedup();
    let mut kept: Vec<(Range<usize>, usize)> = Vec::new();
    for (range, kind) in spans {
        if kept.iter().any(|(other, _)| other.start < range.end && range.start < other.end) {
            misfits.overlapping += 1;
        } else {
            kept.push((range, kind));
        }
    }
    kept.sort_by_key(|(range, _)| range.start);
    kept
}

/// Begin and inside labels of a window's words; a span that the window's edge cuts begins at the edge.
fn window_labels(window: &Window, spans: &[(Range<usize>, usize)]) -> Vec<u16> {
    let mut labels = vec![0; window.words.len()];
    for (range, kind) in spans {
        let (start, end) = (range.start.max(window.words.start), range.end.min(window.words.end));
        for word in start..end {
            let label = 1 + 2 * kind + usize::from(word > start);
            debug_assert!(label < crf::labels(kind + 1));
            labels[word - window.words.start] = label as u16;
        }
    }
    labels
}

struct Pairs<'a> {
    example: &'a Example,
    words: &'a Words,
    relations: &'a BTreeMap<String, Vec<String>>,
    kinds: &'a [String],
    candidates: &'a [[u16; 2]],
}

/// A group of mentions: the indices of its mentions in the example and its kind.
struct Group {
    members: Vec<usize>,
    kind: u16,
    concept: Option<String>,
}

impl Pairs<'_> {
    fn of_window(&self, window: &Window, concepts: bool, misfits: &mut Misfits) -> PairSet {
        let groups = if concepts { self.concept_groups(window) } else { self.single_groups(window) };
        let mut set = PairSet::default();
        for group in &groups {
            let span = |index: &usize| {
                self.span(*index, window).map(|mut span| {
                    span.kind = group.kind;
                    span
                })
            };
            set.groups.push(group.members.iter().filter_map(span).collect());
        }
        for (head, first) in groups.iter().enumerate() {
            for (tail, second) in groups.iter().enumerate() {
                if head == tail || !self.candidates.contains(&[first.kind, second.kind]) {
                    continue;
                }
                let (one, other) =
                    (&self.example.mentions[first.members[0]], &self.example.mentions[second.members[0]]);
                let place = place(&self.example.text, &(one.start..one.end), &(other.start..other.end));
                let label = self.label(first, second);
                set.pairs.push(Pair { head: head as u32, tail: tail as u32, place, label });
            }
        }
        let related = set.pairs.iter().filter(|pair| pair.label > 0).count();
        let all = if concepts { self.example.concept_relations.len() } else { self.example.relations.len() };
        misfits.apart += all.saturating_sub(related);
        set
    }

    /// The words of a mention, counted from the window's first, if it lies within the window whole.
    fn span(&self, index: usize, window: &Window) -> Option<WordSpan> {
        let mention = self.example.mentions.get(index)?;
        let kind = self.kinds.iter().position(|kind| *kind == mention.kind)? as u16;
        let range = word_range(self.words, &(mention.start..mention.end))?;
        let inside = window.words.start <= range.start && range.end <= window.words.end;
        let place = |word: usize| (word - window.words.start) as u32;
        inside.then(|| WordSpan { first: place(range.start), last: place(range.end - 1), kind })
    }

    fn single_groups(&self, window: &Window) -> Vec<Group> {
        let one = |index| {
            let kind = self.span(index, window)?.kind;
            Some(Group { members: vec![index], kind, concept: None })
        };
        (0..self.example.mentions.len()).filter_map(one).collect()
    }

    fn concept_groups(&self, window: &Window) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (index, mention) in self.example.mentions.iter().enumerate() {
            let Some(span) = self.span(index, window) else { continue };
            for concept in mention.concepts.iter().filter(|concept| *concept != "-1") {
                match groups.iter_mut().find(|group| group.concept.as_ref() == Some(concept) && group.kind == span.kind)
                {
                    Some(group) => group.members.push(index),
                    None => {
                        groups.push(Group { members: vec![index], kind: span.kind, concept: Some(concept.clone()) })
                    }
                }
            }
        }
        groups
    }

    /// The number of the relation between two groups, from 1; 0 for none.
    fn label(&self, head: &Group, tail: &Group) -> u16 {
        let kind = match (&head.concept, &tail.concept) {
            (Some(head), Some(tail)) => {
                let mut relations = self.example.concept_relations.iter();
                relations
                    .find(|relation| relation.head == *head && relation.tail == *tail)
                    .map(|relation| &relation.kind)
            }
            _ => {
                let (head, tail) = (head.members[0], tail.members[0]);
                let mut relations = self.example.relations.iter();
                relations.find(|relation| relation.head == head && relation.tail == tail).map(|relation| &relation.kind)
            }
        };
        let number = |kind: &String| self.relations.values().position(|names| names.contains(kind));
        kind.and_then(number).map_or(0, |number| number as u16 + 1)
    }
}

//! The model at work on views.

use std::ops::Range;
use std::path::Path;

use orfila_language::heads::TaskShape;
use orfila_language::item::{Pair, PairSet, WordSpan};
use orfila_language::pairs::place;
use orfila_language::reader::{Reader, ReaderOptions, Reading};
use orfila_records::TextRange;

use super::View;
use crate::learning::{LearningError, ModelFolder};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What a marked span is; the types of `corpora/passages/GUIDELINE.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum MarkKind {
            $($(#[$doc])* $kind,)*
        }

        impl MarkKind {
            /// The kind with a name of the guideline.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$kind),)*
                    _ => None,
                }
            }

            /// Its name in the guideline.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// What is done with a volume.
    Activity = "activity",
    /// A number.
    Amount = "amount",
    /// Exposure or test duration.
    Duration = "duration",
    /// An effect seen.
    Effect = "effect",
    /// Name of an effect value.
    Endpoint = "endpoint",
    /// Use or function.
    Function = "function",
    /// Hazard class, code or phrase.
    Hazard = "hazard",
    /// A registry number.
    Identifier = "identifier",
    /// Name of a limit value.
    Limit = "limit",
    /// What was sampled or tested.
    Medium = "medium",
    /// Guideline or method.
    Method = "method",
    /// Absence, negation, supposition.
    Negation = "negation",
    /// People.
    Population = "population",
    /// Physical-chemical or fate property.
    Property = "property",
    /// Comparator.
    Qualifier = "qualifier",
    /// Country or place.
    Region = "region",
    /// Route.
    Route = "route",
    /// Test organism.
    Species = "species",
    /// What kind of number a measurement is.
    Statistic = "statistic",
    /// A substance or product.
    Substance = "substance",
    /// Unit.
    Unit = "unit",
    /// Year or period.
    Year = "year",
}

/// A span that the model marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// The view it stands in.
    pub view: usize,
    /// Its bytes in the view.
    pub at: Range<usize>,
    /// Its characters in the document.
    pub range: TextRange,
    /// How sure the model is, from 0 to 1.
    pub probability: f32,
}

/// A relation between two marks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The mark that it starts from, as an index into [`Marks::marks`].
    pub head: usize,
    /// The mark that it leads to.
    pub tail: usize,
    /// Whether both are the same thing; else the tail belongs to the head.
    pub same: bool,
    /// How sure the model is, from 0 to 1.
    pub probability: f32,
}

/// What the model marked in a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// Spans, by view and place.
    pub marks: Vec<Mark>,
    /// Relations whose probability is above that of none.
    pub links: Vec<Link>,
}

/// A model that marks documents.
#[derive(Debug)]
pub struct Marker {
    reader: Reader,
    tags: usize,
    pairs: usize,
    kinds: Vec<Option<MarkKind>>,
    /// For each kind of span of the tagging task, its number in the relation task.
    mention_kinds: Vec<Option<u16>>,
    candidates: Vec<[u16; 2]>,
    same: Option<usize>,
    sha256: String,
}

const TAGS: &str = "passages";
const PAIRS: &str = "passage_relations";

impl Marker {
    /// Reads a model from its folder.
    ///
    /// # Errors
    /// [`LearningError`] if it is missing or damaged, or was not trained to mark passages.
    pub fn load(folder: &Path, threads: usize) -> Result<Self, LearningError> {
        let model = ModelFolder::read(folder)?;
        let reader = model.reader(ReaderOptions { threads, ..ReaderOptions::default() })?;
        let wrong = |reason: &str| LearningError::Model { path: folder.to_owned(), reason: reason.to_owned() };
        let shape = reader.shape();
        let (tags, pairs) = shape
            .task(TAGS)
            .zip(shape.task(PAIRS))
            .ok_or_else(|| wrong("the model was not trained to mark passages and their relations"))?;
        let (TaskShape::Tags { kinds, .. }, TaskShape::Pairs { mentions, candidates, relations, .. }) =
            (&shape.tasks[tags], &shape.tasks[pairs])
        else {
            return Err(wrong("its tasks for passages have other heads"));
        };
        let number = |kind: &String| mentions.iter().position(|other| other == kind).map(|number| number as u16);
        Ok(Self {
            kinds: kinds.iter().map(|kind| MarkKind::named(kind)).collect(),
            mention_kinds: kinds.iter().map(number).collect(),
            candidates: candidates.clone(),
            same: relations.iter().position(|relation| relation == "same").map(|at| at + 1),
            tags,
            pairs,
            reader,
            sha256: model.sha256,
        })
    }

    /// SHA-256 of the model's weights.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Marks the views of a document.
    ///
    /// # Errors
    /// [`LearningError`] if the model is damaged.
    pub fn mark(&self, views: &[View]) -> Result<Marks, LearningError> {
        let texts: Vec<&str> = views.iter().map(|view| view.text.as_str()).collect();
        let mut all = Marks::default();
        for (part, texts) in texts.chunks(256).enumerate() {
            for (at, reading) in self.reader.read(texts)?.iter().enumerate() {
                self.mark_view(part * 256 + at, &views[part * 256 + at], reading, &mut all)?;
            }
        }
        Ok(all)
    }

    fn mark_view(&self, index: usize, view: &View, reading: &Reading, all: &mut Marks) -> Result<(), LearningError> {
        let first = all.marks.len();
        let mut set = PairSet::default();
        for span in self.reader.tag(self.tags, reading)? {
            let (start, end) = (reading.words[span.words.start].span.start, reading.words[span.words.end - 1].span.end);
            let Some((kind, range)) = self.kinds[span.kind].zip(view.range(start, end)) else { continue };
            all.marks.push(Mark { kind, view: index, at: start..end, range, probability: span.probability });
            let word = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let mention = self.mention_kinds[span.kind].unwrap_or(u16::MAX);
            set.groups.push(vec![WordSpan {
                first: word(span.words.start),
                last: word(span.words.end - 1),
                kind: mention,
            }]);
        }
        let marks = &all.marks[first..];
        for (head, one) in marks.iter().enumerate() {
            for (tail, other) in marks.iter().enumerate() {
                let kinds = [set.groups[head][0].kind, set.groups[tail][0].kind];
                if head != tail && self.candidates.contains(&kinds) {
                    let place = place(&view.text, &one.at, &other.at);
                    set.pairs.push(Pair { head: head as u32, tail: tail as u32, place, label: 0 });
                }
            }
        }
        // Groups whose kind takes part in no relation have no representation there.
        for group in &mut set.groups {
            group.retain(|mention| mention.kind != u16::MAX);
        }
        for (pair, probabilities) in set.pairs.iter().zip(self.reader.relate(self.pairs, reading, &set)?) {
            let best = (0..probabilities.len()).max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
            let Some(best) = best.filter(|best| *best > 0) else { continue };
            let (head, tail) = (first + pair.head as usize, first + pair.tail as usize);
            all.links.push(Link { head, tail, same: Some(best) == self.same, probability: probabilities[best] });
        }
        Ok(())
    }
}

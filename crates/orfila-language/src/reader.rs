//! A model at work: texts in; spans, relations and classes with their probabilities out.

use std::collections::HashMap;
use std::ops::Range;

use candle_core::Tensor;
use orfila_kernels::{Precision, softmax_rows};

use crate::crf;
use crate::encoder::Batch;
use crate::error::LanguageError;
use crate::heads::{TaskShape, forbidden_transitions};
use crate::item::{PairSet, Window, WordSpan, best_windows, windows};
use crate::model::ModelShape;
use crate::packed::{PackedEncoder, PackedLinear, Source};
use crate::pairs::PLACES;
use crate::vocabulary::{Vocabulary, Word};

/// A model for reading.
#[derive(Debug)]
pub struct Reader {
    shape: ModelShape,
    vocabulary: Vocabulary,
    encoder: PackedEncoder,
    heads: Vec<PackedHead>,
    options: ReaderOptions,
}

/// How texts are cut and shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderOptions {
    /// Most pieces of a window, begin and end included.
    pub window: usize,
    /// Words that neighbouring windows share.
    pub overlap: usize,
    /// Most pieces that go through the encoder at once.
    pub batch: usize,
    /// Threads.
    pub threads: usize,
    /// How products are made.
    pub precision: Precision,
}

impl Default for ReaderOptions {
    fn default() -> Self {
        Self { window: 256, overlap: 48, batch: 1024, threads: 1, precision: Precision::Bf16 }
    }
}

#[derive(Debug)]
enum PackedHead {
    Tags {
        emissions: PackedLinear,
        transitions: Vec<f32>,
        labels: usize,
    },
    Pairs(Box<PackedPairs>),
    Classes {
        classes: PackedLinear,
        count: usize,
    },
    /// A head of training alone.
    Masked,
}

#[derive(Debug)]
struct PackedPairs {
    kinds: Vec<f32>,
    heads: PackedLinear,
    tails: PackedLinear,
    places: Vec<f32>,
    mixed: PackedLinear,
    relations: PackedLinear,
    width: usize,
    count: usize,
}

/// A text after the encoder.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its words.
    pub words: Vec<Word>,
    /// States of the first and last piece of each word beside each other, of shape (words, 2 hidden).
    states: Vec<f32>,
    /// The mean state of its windows, of shape (hidden).
    mean: Vec<f32>,
}

/// A span that the model marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// Its words, half-open.
    pub words: Range<usize>,
    /// Its kind, a number of the task.
    pub kind: usize,
    /// The probability that just this span is of this kind, from 0 to 1.
    pub probability: f32,
}

impl Reader {
    /// A reader from weights by name.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a weight is missing or does not fit.
    pub fn new(
        shape: ModelShape,
        vocabulary: Vocabulary,
        tensors: &HashMap<String, Tensor>,
        options: ReaderOptions,
    ) -> Result<Self, LanguageError> {
        if vocabulary.size() != shape.encoder.pieces || options.window < 3 || options.window > shape.encoder.positions {
            return Err(LanguageError::Shape("the vocabulary or the window does not fit the encoder".into()));
        }
        let encoder = PackedEncoder::new(&shape.encoder, tensors, options.precision)?;
        let heads = shape.tasks.iter().map(|task| PackedHead::new(task, shape.encoder.hidden, tensors));
        let heads = heads.collect::<Result<_, LanguageError>>()?;
        Ok(Self { shape, vocabulary, encoder, heads, options })
    }

    /// Its sizes and tasks.
    #[must_use]
    pub fn shape(&self) -> &ModelShape {
        &self.shape
    }

    /// Its vocabulary.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Sends texts through the encoder. Windows of all texts are sorted by length and shared among the threads; what comes
    /// out does not depend on how.
    ///
    /// # Errors
    /// [`LanguageError`] if the model is damaged.
    pub fn read(&self, texts: &[&str]) -> Result<Vec<Reading>, LanguageError> {
        let cut: Vec<_> = texts
            .iter()
            .map(|text| {
                let words = self.vocabulary.words(text);
                let windows = windows(&self.vocabulary, &words, self.options.window, self.options.overlap);
                (words, windows)
            })
            .collect();
        let mut order: Vec<(usize, usize)> = cut
            .iter()
            .enumerate()
            .flat_map(|(text, (_, windows))| (0..windows.len()).map(move |at| (text, at)))
            .collect();
        order.sort_by_key(|(text, at)| std::cmp::Reverse(cut[*text].1[*at].pieces.len()));
        let states = self.window_states(&order, |(text, at)| &cut[text].1[at])?;
        let places: HashMap<(usize, usize), usize> = order.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        let reading = |(text, (words, windows)): (usize, (crate::vocabulary::Words, Vec<Window>))| {
            let of = |window: usize| states[places[&(text, window)]].as_slice();
            self.reading(words.words, &windows, of)
        };
        Ok(cut.into_iter().enumerate().map(reading).collect())
    }

    /// The states of windows in the order of `order`.
    fn window_states<'a>(
        &self,
        order: &[(usize, usize)],
        window: impl Fn((usize, usize)) -> &'a Window + Sync,
    ) -> Result<Vec<Vec<f32>>, LanguageError> {
        let mut batches: Vec<Range<usize>> = Vec::new();
        let mut used = 0;
        for (at, key) in order.iter().enumerate() {
            let size = window(*key).pieces.len();
            match batches.last_mut() {
                Some(last) if used + size <= self.options.batch => last.end = at + 1,
                _ => {
                    batches.push(at..at + 1);
                    used = 0;
                }
            }
            used += size;
        }
        let run = |range: &Range<usize>| self.batch_states(order[range.clone()].iter().map(|key| window(*key)));
        let threads = self.options.threads.clamp(1, batches.len().max(1));
        if threads == 1 {
            return Ok(batches.iter().map(run).collect::<Result<Vec<_>, _>>()?.concat());
        }
        let share =
            |thread: usize| batches.iter().skip(thread).step_by(threads).map(run).collect::<Result<Vec<_>, _>>();
        let shares = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|thread| scope.spawn(move || share(thread))).collect();
            workers.into_iter().map(|worker| worker.join().map_err(|_| panicked())?).collect::<Result<Vec<_>, _>>()
        })?;
        let mut shares: Vec<_> = shares.into_iter().map(Vec::into_iter).collect();
        let in_turn = (0..batches.len()).filter_map(|at| shares[at % threads].next());
        Ok(in_turn.flatten().collect())
    }

    fn batch_states<'a>(&self, windows: impl Iterator<Item = &'a Window>) -> Result<Vec<Vec<f32>>, LanguageError> {
        let mut batch = Batch::default();
        windows.for_each(|window| batch.push(&window.pieces, &window.shapes));
        let states = self.encoder.states(&batch)?;
        let mut rest = states.as_slice();
        let mut parts = Vec::new();
        for length in &batch.lengths {
            let (part, after) = rest.split_at(length * self.shape.encoder.hidden);
            parts.push(part.to_vec());
            rest = after;
        }
        Ok(parts)
    }

    fn reading<'a>(&self, words: Vec<Word>, windows: &[Window], states: impl Fn(usize) -> &'a [f32]) -> Reading {
        let hidden = self.shape.encoder.hidden;
        let mut gathered = Vec::with_capacity(words.len() * 2 * hidden);
        for (word, window) in best_windows(windows, words.len()).into_iter().enumerate() {
            let (first, last) = windows[window].places[word - windows[window].words.start];
            for place in [first, last] {
                gathered.extend_from_slice(&states(window)[place as usize * hidden..][..hidden]);
            }
        }
        let (mut mean, mut count) = (vec![0.0; hidden], 0);
        for row in (0..windows.len()).flat_map(|window| states(window).chunks_exact(hidden)) {
            orfila_kernels::add_assign(&mut mean, row);
            count += 1;
        }
        orfila_kernels::scale(&mut mean, 1.0 / count.max(1) as f32);
        Reading { words, states: gathered, mean }
    }

    /// The spans of a tagging task, in order.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if the task does not tag.
    pub fn tag(&self, task: usize, reading: &Reading) -> Result<Vec<Tagged>, LanguageError> {
        let Some(PackedHead::Tags { emissions, transitions, labels }) = self.heads.get(task) else {
            return Err(LanguageError::Shape(format!("task {task} does not tag")));
        };
        let scores = emissions.of(&reading.states);
        Ok(spans_of(&scores, transitions, *labels))
    }

    /// For each pair of `set`, the probabilities of none and of each relation.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if the task does not relate, or a mention or group is not there.
    pub fn relate(&self, task: usize, reading: &Reading, set: &PairSet) -> Result<Vec<Vec<f32>>, LanguageError> {
        let Some(PackedHead::Pairs(head)) = self.heads.get(task) else {
            return Err(LanguageError::Shape(format!("task {task} does not relate")));
        };
        head.probabilities(reading, set, self.shape.encoder.hidden)
    }

    /// The probabilities of the classes of a task.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if the task does not classify.
    pub fn classify(&self, task: usize, reading: &Reading) -> Result<Vec<f32>, LanguageError> {
        let Some(PackedHead::Classes { classes, count }) = self.heads.get(task) else {
            return Err(LanguageError::Shape(format!("task {task} does not classify")));
        };
        let mut logits = classes.of(&reading.mean);
        softmax_rows(&mut logits, *count, 1.0);
        Ok(logits)
    }
}

fn panicked() -> LanguageError {
    LanguageError::Shape("a thread of the encoder stopped".into())
}

/// The spans of the best labelling with their probabilities.
fn spans_of(emissions: &[f32], transitions: &[f32], labels: usize) -> Vec<Tagged> {
    let best = crf::best(emissions, transitions, labels);
    let mut spans: Vec<Tagged> = Vec::new();
    for (word, label) in best.iter().enumerate() {
        match (label % 2, spans.last_mut()) {
            (0, Some(last)) if *label > 0 && last.words.end == word => last.words.end += 1,
            (1, _) => spans.push(Tagged { words: word..word + 1, kind: label / 2, probability: 0.0 }),
            _ => {}
        }
    }
    let chain = crf::Chain::new(emissions, transitions, labels);
    for span in &mut spans {
        span.probability = chain.span_probability(&best, span.words.clone());
    }
    spans
}

impl PackedHead {
    fn new(task: &TaskShape, hidden: usize, tensors: &HashMap<String, Tensor>) -> Result<Self, LanguageError> {
        let source = Source { tensors, prefix: format!("heads.{}.", task.name()) };
        let linear = |name: &str, outputs, inputs| source.linear(name, outputs, inputs, Precision::F32);
        Ok(match task {
            TaskShape::Tags { kinds, .. } => {
                let labels = crf::labels(kinds.len());
                let forbidden = forbidden_transitions(kinds.len())?.flatten_all()?.to_vec1::<f32>()?;
                let mut transitions = source.values("transitions", &[labels + 1, labels])?;
                orfila_kernels::add_assign(&mut transitions, &forbidden);
                Self::Tags { emissions: linear("emissions", labels, 2 * hidden)?, transitions, labels }
            }
            TaskShape::Pairs { mentions, relations, width, .. } => Self::Pairs(Box::new(PackedPairs {
                kinds: source.values("kinds", &[mentions.len(), 2 * hidden])?,
                heads: linear("heads", *width, 2 * hidden)?,
                tails: linear("tails", *width, 2 * hidden)?,
                places: source.values("places", &[PLACES, *width])?,
                mixed: linear("mixed", *width, 4 * width)?,
                relations: linear("relations", relations.len() + 1, *width)?,
                width: *width,
                count: relations.len() + 1,
            })),
            TaskShape::Masked { .. } => Self::Masked,
            TaskShape::Classes { values, .. } => {
                Self::Classes { classes: linear("classes", values.len(), hidden)?, count: values.len() }
            }
        })
    }
}

impl PackedPairs {
    fn probabilities(&self, reading: &Reading, set: &PairSet, hidden: usize) -> Result<Vec<Vec<f32>>, LanguageError> {
        if set.pairs.is_empty() {
            return Ok(Vec::new());
        }
        let groups = set.groups.iter().map(|group| self.group(reading, group, hidden));
        let groups = groups.collect::<Result<Vec<_>, _>>()?.concat();
        let (heads, tails) = (self.heads.gelu_of(&groups), self.tails.gelu_of(&groups));
        let missing = || LanguageError::Shape("a pair names a group or place that is not there".into());
        let mut inputs = Vec::with_capacity(set.pairs.len() * 4 * self.width);
        for pair in &set.pairs {
            let row =
                |table: &'_ [f32], at: usize| table.get(at * self.width..(at + 1) * self.width).map(<[f32]>::to_vec);
            let head = row(&heads, pair.head as usize).ok_or_else(missing)?;
            let tail = row(&tails, pair.tail as usize).ok_or_else(missing)?;
            let place = row(&self.places, usize::from(pair.place)).ok_or_else(missing)?;
            inputs.extend(head.iter().chain(&tail));
            inputs.extend(head.iter().zip(&tail).map(|(head, tail)| head * tail));
            inputs.extend(place);
        }
        let mut logits = self.relations.of(&self.mixed.gelu_of(&inputs));
        softmax_rows(&mut logits, self.count, 1.0);
        Ok(logits.chunks_exact(self.count).map(<[f32]>::to_vec).collect())
    }

    /// The mean of the representations of a group's mentions, of shape (2 hidden).
    fn group(&self, reading: &Reading, group: &[WordSpan], hidden: usize) -> Result<Vec<f32>, LanguageError> {
        let outside = || LanguageError::Shape("a mention lies outside the text or has no such kind".into());
        let mut sum = vec![0.0; 2 * hidden];
        for mention in group {
            let state = |word: u32, half: usize| {
                reading.states.get((word as usize * 2 + half) * hidden..).map(|s| &s[..hidden])
            };
            let first = state(mention.first, 0).ok_or_else(outside)?;
            let last = state(mention.last, 1).ok_or_else(outside)?;
            let kind = usize::from(mention.kind) * 2 * hidden;
            let kind = self.kinds.get(kind..kind + 2 * hidden).ok_or_else(outside)?;
            orfila_kernels::add_assign(&mut sum[..hidden], first);
            orfila_kernels::add_assign(&mut sum[hidden..], last);
            orfila_kernels::add_assign(&mut sum, kind);
        }
        orfila_kernels::scale(&mut sum, 1.0 / group.len().max(1) as f32);
        Ok(sum)
    }
}

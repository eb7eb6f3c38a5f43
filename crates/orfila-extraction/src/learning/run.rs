//! A training run: examples in, a model out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use orfila_corpora::{CorporaError, Corpus, Example, Split, dataset};
use orfila_language::fit::{self, FitReport, fit};
use orfila_language::item::Item;
use orfila_language::model::{Model, ModelShape};
use orfila_language::reader::{Reader, ReaderOptions};
use orfila_language::vocabulary::Vocabulary;
use orfila_language::{LanguageError, Precision, SeededGenerator};
use sha2::Digest as _;
use thiserror::Error;

use super::items::Misfits;
use super::{Evaluation, Itemiser, ModelFolder, Provenance, Recipe, evaluate};

/// Why a model could not be trained or measured.
#[derive(Debug, Error)]
pub enum LearningError {
    /// The recipe is not what it should be.
    #[error("{path}: {reason}; see the recipes in `configs`", path = path.display())]
    Recipe {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A file of a model is missing or damaged.
    #[error("{path}: {reason}; train the model again, or fetch it again", path = path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// There are no examples to learn from.
    #[error("no examples of {what} are in {path}; build them with `orfila corpus build`", path = path.display())]
    NoExamples {
        /// Which.
        what: String,
        /// The folder.
        path: PathBuf,
    },
    /// A corpus whose licence does not allow it is part of a model that ships.
    #[error(
        "the corpus {0} may be measured on, but not trained on for a model that ships; leave it out or drop `--ships`"
    )]
    MayNotShip(Corpus),
    /// Annotations of a document cannot be used.
    #[error("the annotations are damaged: {0}; see `FORMAT.md` of the gold set")]
    Annotations(String),
    /// The examples cannot be read.
    #[error(transparent)]
    Corpora(#[from] CorporaError),
    /// The network failed.
    #[error(transparent)]
    Language(#[from] LanguageError),
}

/// Annotated examples of a recipe's corpora.
#[derive(Debug, Default)]
pub struct Data {
    /// To learn from.
    pub train: Vec<Example>,
    /// To measure on.
    pub dev: Vec<Example>,
    /// Examples that were left out of training because their document is one to measure on, in any corpus.
    pub leaks: usize,
}

impl Data {
    /// Loads the examples of a recipe from a folder that `orfila corpus build` wrote.
    ///
    /// # Errors
    /// [`LearningError`] if a corpus is not there.
    pub fn load(folder: &Path, recipe: &Recipe) -> Result<Self, LearningError> {
        let mut data = Self::default();
        for corpus in recipe.tasks.iter().flat_map(|task| task.corpora()).collect::<BTreeSet<_>>() {
            for split in [Split::Train, Split::Dev] {
                let path = folder.join(format!("{corpus}.{}.jsonl", split.name()));
                if path.is_file() {
                    let examples = dataset::load(&path)?;
                    if split == Split::Train { data.train.extend(examples) } else { data.dev.extend(examples) }
                }
            }
        }
        if data.train.is_empty() {
            let what = "the recipe's corpora".to_owned();
            return Err(LearningError::NoExamples { what, path: folder.to_owned() });
        }
        let measured: BTreeSet<String> = data.dev.iter().filter_map(|example| article(&example.id)).collect();
        let before = data.train.len();
        data.train.retain(|example| article(&example.id).is_none_or(|article| !measured.contains(&article)));
        data.leaks = before - data.train.len();
        Ok(data)
    }
}

/// The PubMed number of an example's document, if its id is one: corpora share abstracts.
fn article(id: &str) -> Option<String> {
    let number = id.split(['-', '_', '#', ':']).next()?;
    (number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| number.to_owned())
}

/// What happens in a run.
#[derive(Debug)]
pub enum TrainEvent {
    /// Before the first step.
    Began {
        /// Items to learn from.
        items: usize,
        /// Weights of the network, the table of pieces included.
        weights: usize,
        /// Tasks whose heads begin at random.
        fresh: Vec<String>,
        /// What the items cannot hold.
        misfits: Misfits,
        /// Examples left out because their document is one to measure on.
        leaks: usize,
    },
    /// After an epoch.
    Epoch {
        /// Losses and speed.
        report: FitReport,
        /// Scores on the examples to measure on.
        evaluation: Evaluation,
    },
}

/// What a run needs.
#[derive(Debug)]
pub struct Training<'a> {
    /// The recipe.
    pub recipe: &'a Recipe,
    /// The examples.
    pub data: &'a Data,
    /// The model to begin from.
    pub start: ModelFolder,
    /// Where the state is kept between epochs.
    pub checkpoint: Option<&'a Path>,
    /// Whether the model ships, so that only corpora that allow it may be trained on.
    pub ships: bool,
    /// Whether to measure after every epoch, and not after the last one only.
    pub measure_each: bool,
}

/// Trains a model as its recipe says.
///
/// # Errors
/// [`LearningError`].
pub fn train(
    training: Training<'_>,
    progress: &mut dyn FnMut(TrainEvent),
) -> Result<(ModelFolder, Evaluation), LearningError> {
    let Training { recipe, data, start, checkpoint, ships, measure_each } = training;
    let used = |corpus: &Corpus| recipe.corpora.iter().any(|used| used.name == *corpus && used.visits > 0.0);
    if let Some(corpus) = recipe.corpora.iter().find(|corpus| ships && corpus.visits > 0.0 && !corpus.name.may_ship()) {
        return Err(LearningError::MayNotShip(corpus.name));
    }
    let all: Vec<&Example> = data.train.iter().filter(|example| used(&example.corpus)).collect();
    let tasks = recipe.tasks.iter().map(|task| task.shape(&all)).collect();
    let shape = ModelShape { encoder: start.shape.encoder.clone(), tasks };
    let vocabulary = start.vocabulary()?;
    let itemiser = Itemiser {
        vocabulary: &vocabulary,
        recipes: &recipe.tasks,
        shape: &shape,
        window: recipe.window,
        overlap: recipe.overlap,
    };
    let mut misfits = Misfits::default();
    let mut corpora = Vec::new();
    for corpus in &recipe.corpora {
        let examples = all.iter().filter(|example| example.corpus == corpus.name);
        let mut items: Vec<Item> = examples.flat_map(|example| itemiser.items(example, &mut misfits)).collect();
        let mut visits = corpus.visits;
        if let Some(share) = recipe.hidden_share(corpus.name) {
            let copies = visits.ceil().max(1.0);
            visits /= copies;
            items = hidden_copies(&items, copies as usize, share, &vocabulary, recipe.fit.seed);
        }
        corpora.push(fit::Corpus { name: corpus.name.to_string(), items, visits });
    }
    let precision = if recipe.bf16 { Precision::Bf16 } else { Precision::F32 };
    let (mut model, fresh) = Model::from_tensors(&shape, &start.tensors, recipe.dropout, precision, recipe.fit.seed)?;
    let items = corpora.iter().map(|corpus| corpus.items.len()).sum();
    let weights = model.variables().iter().map(|(_, variable)| variable.elem_count()).sum::<usize>()
        + shape.encoder.pieces * shape.encoder.hidden;
    progress(TrainEvent::Began { items, weights, fresh, misfits, leaks: data.leaks });
    let identity = identity(recipe, &start, data);
    let dev: Vec<&Example> = data.dev.iter().collect();
    let measure = |model: &Model| -> Result<Evaluation, LearningError> {
        let options = ReaderOptions {
            window: recipe.window,
            overlap: recipe.overlap,
            threads: recipe.fit.threads,
            precision,
            ..ReaderOptions::default()
        };
        let reader = Reader::new(shape.clone(), start.vocabulary()?, &model.tensors()?, options)?;
        evaluate(&reader, &recipe.tasks, &dev)
    };
    let mut epoch = 0;
    let last = std::cell::RefCell::new(Evaluation { tasks: Vec::new() });
    let mut validate = |model: &Model| {
        epoch += 1;
        if measure_each {
            *last.borrow_mut() = measure(model).map_err(network_error)?;
        }
        Ok(last.borrow().mean_f1())
    };
    let mut report = |report: &FitReport| {
        progress(TrainEvent::Epoch { report: report.clone(), evaluation: last.borrow().clone() });
    };
    let checkpoint = checkpoint.map(|path| (path, identity.as_str()));
    fit(&mut model, &corpora, &recipe.fit, checkpoint, &mut validate, &mut report)?;
    let licences = recipe.corpora.iter().filter(|corpus| corpus.visits > 0.0);
    let provenance = Provenance {
        corpora: licences
            .map(|corpus| (corpus.name.to_string(), corpus.name.licence().to_owned()))
            .chain(start.provenance.corpora.clone())
            .collect(),
        began_from: start.sha256.clone(),
        seed: recipe.fit.seed,
    };
    let evaluation = measure(&model)?;
    let tensors = model.tensors()?;
    let (window, overlap) = (recipe.window, recipe.overlap);
    Ok((start.trained(shape, tensors, (window, overlap), provenance), evaluation))
}

/// Copies of items with other words hidden in each.
fn hidden_copies(items: &[Item], copies: usize, share: f32, vocabulary: &Vocabulary, seed: u64) -> Vec<Item> {
    let mut generator = SeededGenerator::new(seed, 0x4a5);
    let mut hidden = Vec::with_capacity(items.len() * copies);
    for item in std::iter::repeat_n(items, copies).flatten() {
        let mut item = item.clone();
        item.hide(share, vocabulary, &mut generator);
        hidden.push(item);
    }
    hidden
}

fn network_error(error: LearningError) -> LanguageError {
    match error {
        LearningError::Language(error) => error,
        other => LanguageError::Shape(other.to_string()),
    }
}

/// What a run is made of, so that a checkpoint of another one is refused.
fn identity(recipe: &Recipe, start: &ModelFolder, data: &Data) -> String {
    let mut hash = sha2::Sha256::new();
    hash.update(serde_json::to_vec(recipe).unwrap_or_default());
    hash.update(&start.sha256);
    for example in &data.train {
        hash.update(serde_json::to_vec(example).unwrap_or_default());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

//! Measures of the extraction: the encoder beside other programs, training, the fabrication gate, the gold set, classes of
//! sentences, marked names, and whole documents.

mod annotated;
mod cei;
mod documents;
mod falsehoods;
mod gate;
mod gold;
mod ner;
mod passages;
mod peak;
mod python;
mod rounds;
mod speed;
mod training;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use orfila_extraction::learning::ModelFolder;

use super::report::{self, Page, Part};
use super::terminal::{print, say};
use python::Python;

/// The page of these measures.
const PAGE: Page = Page {
    name: "extraction",
    beginning: "# Extraction: measures\n\nWritten by `cargo xtask bench extraction --write`; do not edit by hand. Corpora and \
        documents lie beside the repository and are not part of it. Times of a machine that does other work at the same \
        time are worthless.\n",
};

/// What of the extraction is measured, and how.
#[derive(Args)]
pub(crate) struct Extraction {
    /// These measures alone.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Measure>,
    /// Where corpora, documents and gold annotations lie; `../shared` beside the source tree when left out.
    #[arg(long)]
    shared: Option<PathBuf>,
    /// The Python environment of the other programs (`benches/extraction/peers/requirements.txt`; torch where there is a
    /// wheel for processors alone); the system's `python3` when left out.
    #[arg(long)]
    venv: Option<PathBuf>,
    /// The folder of the encoder for `speed` and `training`: a stock BERT or a model of ours.
    #[arg(long)]
    start: Option<PathBuf>,
    /// How often the programs take their turn.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Seed of the false fields of `gate`.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Our predictions for `cei`: a JSON object of sentence ids, each with its classes, made with the same folds.
    #[arg(long)]
    ours: Option<PathBuf>,
    /// The model of `ner`.
    #[arg(long)]
    model: Option<PathBuf>,
    /// The recipe of the model of `ner`.
    #[arg(long)]
    recipe: Option<PathBuf>,
    /// The folder that `orfila corpus build` wrote, for `ner`.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Puts the results into the page beside the benchmark.
    #[arg(long)]
    write: bool,
}

/// One measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Passages through the encoder per second, beside onnxruntime and torch on the same weights.
    Speed,
    /// Pieces per second of training, beside torch.
    Training,
    /// False fields offered to the check of grounding.
    Gate,
    /// Agreement with hand-annotated documents.
    Gold,
    /// Classes of the sentences of CEI: a linear classifier, and our predictions.
    Cei,
    /// Strict F1 of marked names and quantities.
    Ner,
    /// Whole documents per minute.
    Documents,
}

/// What a measure is made with.
pub(crate) struct Run<'a> {
    options: &'a Extraction,
    root: &'a Path,
    shared: PathBuf,
    python: Python,
}

impl Run<'_> {
    /// A folder for files of a run, made if it is not there.
    fn scratch(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.root.join("target/bench/extraction").join(name);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// The encoder that is measured.
    fn start(&self) -> anyhow::Result<ModelFolder> {
        let folder = self.options.start.as_ref().context("name the folder of an encoder with --start")?;
        Ok(ModelFolder::read(folder)?)
    }

    /// How often the programs take their turn, one at least.
    fn rounds(&self) -> usize {
        self.options.rounds.max(1)
    }

    /// The binary `orfila`, built with the libraries' features that the other builds of the repository have.
    fn orfila(&self) -> anyhow::Result<PathBuf> {
        built(self.root, &["--bin", "orfila"], "orfila")
    }
}

/// Builds a target of the workspace in release; `place` is where it lies below `target/release`.
fn built(root: &Path, target: &[&str], place: &str) -> anyhow::Result<PathBuf> {
    let status = std::process::Command::new("cargo")
        .args(["build", "--release", "--quiet", "--workspace"])
        .args(target)
        .current_dir(root)
        .status()
        .context("`cargo` could not be started")?;
    anyhow::ensure!(status.success(), "`{place}` could not be built: run `cargo build --release --workspace`");
    Ok(root.join("target/release").join(place))
}

type Make = fn(&Run<'_>) -> anyhow::Result<Part>;
const MEASURES: &[(Measure, Make)] = &[
    (Measure::Speed, speed::run),
    (Measure::Training, training::run),
    (Measure::Gate, gate::run),
    (Measure::Gold, gold::run),
    (Measure::Cei, cei::run),
    (Measure::Ner, ner::run),
    (Measure::Documents, documents::run),
];

/// Runs the measures that are asked for; one that cannot be made does not stop the others.
///
/// # Errors
/// The measures that could not be made, each with what it needs.
pub(crate) fn run(root: &Path, options: &Extraction) -> anyhow::Result<()> {
    let shared = options.shared.clone().unwrap_or_else(|| root.join("../shared"));
    let python = Python::new(root, options.venv.as_deref());
    let run = Run { options, root, shared: shared.canonicalize().unwrap_or(shared), python };
    let mut missing = Vec::new();
    for (measure, make) in MEASURES {
        if options.only.is_empty() || options.only.contains(measure) {
            let result = make(&run).and_then(|part| finish(&run, &part));
            missing.extend(result.err().map(|error| format!("{measure:?}: {error:#}")));
        }
    }
    anyhow::ensure!(missing.is_empty(), "not measured:\n{}", missing.join("\n"));
    Ok(())
}

/// Prints a result and, where asked for, writes it.
fn finish(run: &Run<'_>, part: &Part) -> anyhow::Result<()> {
    print(&format!("\n{}\n\n{}", part.heading, part.text));
    if run.options.write {
        let path = report::write(run.root, &PAGE, part, &run.python.versions())?;
        say(&format!("written to {}", path.display()));
    }
    Ok(())
}

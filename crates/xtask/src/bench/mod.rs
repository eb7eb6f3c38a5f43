//! Measures, each made by one command on the same files for every program: of the readers, and of the extraction.

mod damage;
mod extraction;
mod icdar;
mod ours;
mod pairs;
mod peers;
mod report;
mod score;
mod sheets;
mod speed;
mod tables;
mod terminal;
mod words;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};

use peers::{Asking, Peers};
use report::{Page, Part};
use terminal::{print, say};

/// The page of the measures of the readers.
const PAGE: Page = Page {
    name: "documents",
    beginning: "# Reading documents: measures\n\nWritten by `cargo xtask bench documents --write`; do not edit by hand. Corpora and \
        documents lie beside the repository and are not part of it.\n",
};

/// What is measured.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Reading documents: tables, words, order, speed, damaged files.
    Documents(Documents),
    /// Extraction: the encoder's speed, training, false fields, gold documents, classes, names, whole documents.
    Extraction(extraction::Extraction),
    /// The process that the measure of speed starts for ours.
    #[command(hide = true)]
    Reading {
        /// The files to be read.
        files: Vec<PathBuf>,
    },
}

/// What of the reading of documents is measured, and how.
#[derive(Args)]
pub(crate) struct Documents {
    /// These measures alone.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Measure>,
    /// Which other programs are measured beside ours.
    #[arg(long, default_value = "all")]
    peers: Beside,
    /// Lists what was missed and what was invented, for whoever mends the reader.
    #[arg(long)]
    errors: bool,
    /// Only files whose name contains this.
    #[arg(long, default_value = "")]
    file: String,
    /// Where the corpora and documents lie; `../shared` beside the source tree when left out.
    #[arg(long)]
    shared: Option<PathBuf>,
    /// The Python environment of the other programs; made if it is not there. A folder of the system for temporary files
    /// when left out.
    #[arg(long)]
    venv: Option<PathBuf>,
    /// Asks the other programs again for tables, instead of taking what they said of the same files last time.
    #[arg(long)]
    fresh: bool,
    /// The first of the forty seeds of generated sheets.
    #[arg(long, default_value_t = crate::sheets::FIRST)]
    seed: u64,
    /// Damaged files that ours reads.
    #[arg(long, default_value_t = 10_000)]
    mutants: u64,
    /// Puts the results into the page beside the benchmark.
    #[arg(long)]
    write: bool,
}

impl Documents {
    fn asking(&self) -> Asking {
        match self.peers {
            Beside::Kept => Asking::Not,
            _ if self.fresh => Asking::Afresh,
            _ => Asking::Once,
        }
    }
}

/// Other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Beside {
    /// All of them.
    All,
    /// Those that have been asked of the same files before, with what they said (tables and words).
    Kept,
    /// None: ours alone.
    None,
}

/// One measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Adjacency relations of the cells of the ICDAR 2013 table competition.
    Icdar,
    /// Rows of the composition tables of generated safety data sheets.
    Sheets,
    /// Table cells of PDFs against the JATS of the same article.
    Pairs,
    /// Words and their order.
    Words,
    /// Pages per second of processor time.
    Speed,
    /// Damaged files.
    Damage,
}

/// What a measure is made with.
pub(crate) struct Run<'a> {
    options: &'a Documents,
    root: &'a Path,
    shared: PathBuf,
    peers: Option<Peers>,
}

impl Run<'_> {
    /// A folder for files of a run.
    fn scratch(&self, name: &str) -> PathBuf {
        self.root.join("target/bench").join(name)
    }
}

/// Runs the measures that are asked for.
///
/// # Errors
/// The first measure that could not be made, with what it needs.
pub(crate) fn run(root: &Path, bench: &Bench) -> anyhow::Result<()> {
    let options = match bench {
        Bench::Documents(options) => options,
        Bench::Extraction(options) => return extraction::run(root, options),
        Bench::Reading { files } => return speed::reading(files),
    };
    let shared = options.shared.clone().unwrap_or_else(|| root.join("../shared"));
    let venv = options.venv.clone().unwrap_or_else(|| std::env::temp_dir().join("orfila-bench-peers"));
    let peers = (options.peers != Beside::None).then(|| Peers::new(root, &venv, options.asking()));
    let run = Run { options, root, shared: shared.canonicalize().unwrap_or(shared), peers };
    anyhow::ensure!(
        !options.write || options.file.is_empty(),
        "results of some files alone are not written: leave out --file"
    );
    for (measure, make) in MEASURES {
        if options.only.is_empty() || options.only.contains(measure) {
            finish(&run, make(&run)?)?;
        }
    }
    Ok(())
}

type Make = fn(&Run<'_>) -> anyhow::Result<Part>;
const MEASURES: &[(Measure, Make)] = &[
    (Measure::Icdar, icdar::run),
    (Measure::Sheets, sheets::run),
    (Measure::Pairs, pairs::run),
    (Measure::Words, words::run),
    (Measure::Speed, speed::run),
    (Measure::Damage, damage::run),
];

/// The PDFs of a folder whose name contains `part`, by name.
fn pdfs(folder: &Path, part: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("{} is missing: give the folder of the documents with --shared", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry?.path();
        let named = file.file_stem().is_some_and(|name| name.to_string_lossy().contains(part));
        if named && file.extension().is_some_and(|ending| ending == "pdf") {
            files.push(file);
        }
    }
    files.sort();
    anyhow::ensure!(!files.is_empty(), "no PDF in {} has `{part}` in its name", folder.display());
    Ok(files)
}

/// Prints a result and, where asked for, writes it.
fn finish(run: &Run<'_>, part: Part) -> anyhow::Result<()> {
    print(&format!("\n{}\n\n{}", part.heading, part.text));
    if run.options.write {
        say(&format!(
            "written to {}",
            report::write(run.root, &PAGE, &part, &report::reader_versions(run.root))?.display()
        ));
    }
    Ok(())
}

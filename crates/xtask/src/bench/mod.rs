//! Measures of the readers, each made by one command on the same files for every program.

mod icdar;
mod markup;
mod ours;
mod pairs;
mod score;
mod sheets;
mod tables;
mod terminal;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

/// What is measured.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Reading documents: tables, words, order, speed, damaged files.
    Documents(Documents),
}

/// What of the reading of documents is measured, and how.
#[derive(Args)]
pub(crate) struct Documents {
    /// These measures alone.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Measure>,
    /// Lists what was missed and what was invented, for whoever mends the reader.
    #[arg(long)]
    errors: bool,
    /// Only files whose name contains this.
    #[arg(long, default_value = "")]
    file: String,
    /// Where the corpora and documents lie; `../shared` beside the source tree when left out.
    #[arg(long)]
    shared: Option<PathBuf>,
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
}

impl Documents {
    fn wants(&self, measure: Measure) -> bool {
        self.only.is_empty() || self.only.contains(&measure)
    }
}

/// Runs the measures that are asked for.
///
/// # Errors
/// The first measure that could not be made, with what it needs.
pub(crate) fn run(root: &Path, bench: &Bench) -> anyhow::Result<()> {
    let Bench::Documents(documents) = bench;
    let shared = documents.shared.clone().unwrap_or_else(|| root.join("../shared"));
    if documents.wants(Measure::Icdar) {
        icdar::run(&shared, documents)?;
    }
    if documents.wants(Measure::Sheets) {
        sheets::run(documents)?;
    }
    if documents.wants(Measure::Pairs) {
        pairs::run(&shared, documents)?;
    }
    Ok(())
}

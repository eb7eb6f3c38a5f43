//! Whole documents a minute: read and extracted by the binary, as users run it.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};

use super::rounds::Rates;
use super::{Part, Run, annotated};
use crate::bench::report::Table;
use crate::bench::terminal::say;

const MEANING: &str = "\
`orfila extract --format jsonl --output DIR` over all PDF, XML and HTML files of `documents`: read, extracted and written, each \
document in a process of its own. Scanned pages are not recognised (the search path is empty, so that Tesseract is not found): \
that would be Tesseract's time. Refused documents count as done, since they take their time too. Stated are medians of \
documents a minute by the clock. Seconds of a machine that did other work at the time say nothing.";

/// Numbers of documents read at the same time.
const JOBS: [usize; 2] = [1, 2];

/// Measures each number of jobs in turn.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let mut files = Vec::new();
    for kind in ["pdf", "xml", "html"] {
        files.extend(annotated::files(&run.shared.join("documents").join(kind))?);
    }
    let binary = run.orfila()?;
    let output = run.scratch("documents")?;
    let mut rates = JOBS.map(|_| Rates::default());
    let mut refused = 0;
    for round in 1..=run.rounds() {
        say(&format!("round {round} of {}", run.rounds()));
        for (jobs, rates) in JOBS.iter().zip(&mut rates) {
            std::fs::remove_dir_all(&output)?;
            let start = Instant::now();
            let status = Command::new(&binary)
                .args(["extract", "--format", "jsonl", "--jobs", &jobs.to_string(), "--output"])
                .arg(&output)
                .args(&files)
                .env("PATH", "")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .with_context(|| format!("{} could not be started", binary.display()))?;
            // 1 is a run with documents refused.
            anyhow::ensure!(matches!(status.code(), Some(0 | 1)), "the extraction failed: {status}");
            rates.0.push(60.0 * files.len() as f64 / start.elapsed().as_secs_f64());
            refused = files.len() - written(&output)?;
        }
    }
    let mut table = Table::new(&["jobs", "documents/min", "least to most"]);
    for (jobs, rates) in JOBS.iter().zip(&rates) {
        let (least, most) = rates.ends();
        table.row(vec![jobs.to_string(), format!("{:.0}", rates.median()), format!("{least:.0} to {most:.0}")]);
    }
    let text = format!(
        "{MEANING}\n\n{} documents, {refused} of them refused; {} rounds.\n\n{}",
        files.len(),
        run.rounds(),
        table.markdown()
    );
    Ok(Part { key: "documents", heading: "Whole documents", text })
}

fn written(folder: &std::path::Path) -> Result<usize> {
    let files: Vec<PathBuf> = annotated::files(folder)?;
    Ok(files.len())
}

//! `orfila ingest`: documents into the project's journal, each one all or nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};
use orfila_extraction::{ExtractionOutput, Extractor};
use orfila_records::{Document, DocumentId, RecordKind, RunId};
use orfila_store::{DocumentEntry, Journal, Refusal, now_utc};
use serde::Serialize;

use super::sources::{self, Found};
use super::{Session, extraction};
use crate::cli::ExtractorName;
use crate::isolation::{self, Refused};
use crate::output::{self, Outcome};
use crate::parallel;

/// How one file ended.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FileOutcome {
    pub(crate) path: PathBuf,
    #[serde(flatten)]
    pub(crate) ending: Ending,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub(crate) enum Ending {
    /// Read and committed.
    Read { document: DocumentId, records: usize, losses: usize, problems: usize },
    /// In the journal already, from the same run.
    Unchanged { document: DocumentId },
    /// Not readable, with the reason.
    Refused { refused: Refused, known: bool },
}

/// What a run did.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Summary {
    pub(crate) files: usize,
    pub(crate) read: usize,
    pub(crate) unchanged: usize,
    pub(crate) refused: usize,
    pub(crate) records: BTreeMap<RecordKind, usize>,
    pub(crate) losses: usize,
    pub(crate) seconds: f64,
    pub(crate) refusals: Vec<FileOutcome>,
}

/// What a worker hands to the one who commits.
enum Work {
    Read { path: PathBuf, bytes: u64, document: Box<Document>, output: Box<ExtractionOutput> },
    Unchanged { path: PathBuf, document: DocumentId },
    Refused { path: PathBuf, document: Option<DocumentId>, bytes: Option<u64>, refused: Refused },
}

/// Ingests everything under the paths and brings the search index up to date.
///
/// # Errors
/// If the project cannot be written or no reading process can be started; what was committed stays.
pub(crate) fn run(
    session: &Session,
    paths: &[PathBuf],
    jobs: Option<usize>,
    name: ExtractorName,
) -> anyhow::Result<Outcome> {
    let (summary, _) = ingest(session, paths, jobs, name, &mut |outcome| report(session.json, outcome))?;
    if session.json {
        output::json(&serde_json::json!({"summary": summary}))?;
    } else {
        show(&summary);
    }
    Ok(Outcome::of_failures(summary.refused))
}

/// Ingests and tells of each file.
///
/// # Errors
/// As [`run`].
pub(crate) fn ingest(
    session: &Session,
    paths: &[PathBuf],
    jobs: Option<usize>,
    name: ExtractorName,
    tell: &mut dyn FnMut(&FileOutcome) -> anyhow::Result<()>,
) -> anyhow::Result<(Summary, Journal)> {
    let begun = std::time::Instant::now();
    let mut journal = session.project.journal()?;
    let model = extraction::model(name, &session.settings)?;
    let extractor = isolation::extractor(model.as_deref())?;
    let run = extractor.run();
    let found = sources::find(paths);
    let bar = progress(found.len());
    let mut summary = Summary { files: found.len(), ..Summary::default() };
    let reader = Mutex::new(session.project.existing_journal()?);
    let work = |found: Found| work(session, model.as_deref(), &reader, &run, found);
    let mut failure = None;
    parallel::for_each(found.into_iter(), jobs.unwrap_or_else(parallel::processors), work, |result| {
        let taken = result.and_then(|work| {
            let outcome = commit(&mut journal, extractor.as_ref(), &run, work, &mut summary)?;
            bar.suspend(|| tell(&outcome))?;
            bar.inc(1);
            Ok(())
        });
        match taken {
            Ok(()) => true,
            Err(error) => {
                failure = Some(error);
                false
            }
        }
    });
    bar.finish_and_clear();
    if let Some(error) = failure {
        return Err(error);
    }
    session.project.search_index(&journal)?;
    summary.seconds = begun.elapsed().as_secs_f64();
    Ok((summary, journal))
}

/// Loads a file and reads it, unless the journal holds these bytes already from the same run.
fn work(
    session: &Session,
    model: Option<&Path>,
    reader: &Mutex<Journal>,
    run: &RunId,
    found: Found,
) -> anyhow::Result<Work> {
    let path = match found {
        Ok(path) => path,
        Err((path, refused)) => return Ok(Work::Refused { path, document: None, bytes: None, refused }),
    };
    let source = match sources::load(&path, &session.settings) {
        Ok(source) => source,
        Err(refused) => return Ok(Work::Refused { path, document: None, bytes: None, refused }),
    };
    let known = match reader.lock() {
        Ok(journal) => journal.has_extraction(&source.id, run)?,
        Err(_) => anyhow::bail!("another thread failed while it read the journal"),
    };
    if known {
        return Ok(Work::Unchanged { path, document: source.id });
    }
    let bytes = source.bytes.len() as u64;
    Ok(match isolation::extract(&source.bytes, &source.file_name, &session.settings, model)? {
        Ok((document, output)) => {
            Work::Read { path: source.path, bytes, document: Box::new(document), output: Box::new(output) }
        }
        Err(refused) => Work::Refused { path: source.path, document: Some(source.id), bytes: Some(bytes), refused },
    })
}

fn commit(
    journal: &mut Journal,
    extractor: &(dyn Extractor + Sync),
    run: &RunId,
    work: Work,
    summary: &mut Summary,
) -> anyhow::Result<FileOutcome> {
    let description = extractor.description();
    let (path, ending) = match work {
        Work::Unchanged { path, document } => {
            summary.unchanged += 1;
            (path, Ending::Unchanged { document })
        }
        Work::Read { path, bytes, document, output } => {
            let shown = path.to_string_lossy();
            let committed = journal.commit_document(&DocumentEntry {
                document: &document,
                path: &shown,
                byte_length: bytes,
                run,
                run_description: &description,
                records: &output.records,
                losses: &output.losses,
                outcomes: &output.outcomes,
                at: &now_utc(),
            })?;
            if !committed.new_extraction {
                // The same bytes stood twice under the named paths.
                summary.unchanged += 1;
                let outcome = FileOutcome { path, ending: Ending::Unchanged { document: document.id.clone() } };
                return Ok(outcome);
            }
            summary.read += 1;
            for record in &output.records {
                *summary.records.entry(record.kind()).or_default() += 1;
            }
            let losses = output.losses.len() + document.losses.len();
            summary.losses += losses;
            let ending = Ending::Read {
                document: document.id.clone(),
                records: output.records.len(),
                losses,
                problems: document.problems.len(),
            };
            (path, ending)
        }
        Work::Refused { path, document, bytes, refused } => {
            let shown = path.to_string_lossy();
            let new = journal.commit_refusal(&Refusal {
                document: document.as_ref(),
                path: &shown,
                byte_length: bytes,
                run,
                run_description: &description,
                code: &refused.code,
                message: &refused.message,
                remedy: &refused.remedy,
                at: &now_utc(),
            })?;
            summary.refused += 1;
            (path, Ending::Refused { refused, known: !new })
        }
    };
    let outcome = FileOutcome { path, ending };
    if matches!(outcome.ending, Ending::Refused { .. }) {
        summary.refusals.push(outcome.clone());
    }
    Ok(outcome)
}

fn progress(files: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} documents, {per_sec}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style)
}

pub(crate) fn report(json: bool, outcome: &FileOutcome) -> anyhow::Result<()> {
    if json {
        return output::json(outcome);
    }
    // A file's name must not steer the terminal.
    let path: String =
        outcome.path.display().to_string().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    match &outcome.ending {
        Ending::Read { records, losses, problems, .. } => {
            let problems = if *problems > 0 { format!(", {problems} problems") } else { String::new() };
            output::line(&format!("read       {path}: {records} records, {losses} losses{problems}"));
        }
        Ending::Unchanged { .. } => output::line(&format!("unchanged  {path}")),
        Ending::Refused { refused, .. } => {
            output::line(&format!("refused    {path}: {} ({}). {}", refused.message, refused.code, refused.remedy))
        }
    }
    Ok(())
}

pub(crate) fn show(summary: &Summary) {
    output::line(&format!(
        "\n{} files: {} read, {} unchanged, {} refused; {:.1} s ({:.1} files/s)",
        summary.files,
        summary.read,
        summary.unchanged,
        summary.refused,
        summary.seconds,
        summary.files as f64 / summary.seconds.max(1e-3)
    ));
    let found: Vec<String> = summary.records.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    if !found.is_empty() {
        output::line(&format!("found: {}", found.join(", ")));
    }
    output::line(&format!(
        "lost or unused: {} entries in the ledger; `orfila doctor` says of what sort",
        summary.losses
    ));
}

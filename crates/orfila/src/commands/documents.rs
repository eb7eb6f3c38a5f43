//! `orfila read`: a document as Orfila sees it.

use std::path::PathBuf;

use orfila_records::{Document, Passage};
use serde_json::json;

use super::{Session, drawing, sources};
use crate::cli::ReadFormat;
use crate::output::{self, Outcome};

/// Reads each file and shows it; a file that cannot be read is listed and the next one follows.
///
/// # Errors
/// If no reading process can be started.
pub(crate) fn read(session: &Session, files: &[PathBuf], format: ReadFormat) -> anyhow::Result<Outcome> {
    let mut failures = 0;
    for file in files {
        match sources::read(file, &session.settings)? {
            Ok((_, document)) => match format {
                ReadFormat::Json => output::json(&document)?,
                ReadFormat::Text if session.json => output::json(&document)?,
                ReadFormat::Text => show(&document),
                ReadFormat::Html => output::line(&drawing::html(&document)),
            },
            Err(refused) => {
                failures += 1;
                if session.json || format == ReadFormat::Json {
                    output::json(&json!({"file": file, "refused": refused}))?;
                }
                output::error(&format!(
                    "{}: {} ({}). {}",
                    file.display(),
                    refused.message,
                    refused.code,
                    refused.remedy
                ));
            }
        }
    }
    Ok(Outcome::of_failures(failures))
}

fn show(document: &Document) {
    let coverage = document.coverage();
    output::line(&format!(
        "# {} ({:?}, {} pages, {} passages, {} tables)",
        document.file_name,
        document.format,
        document.pages.len(),
        document.passages.len(),
        document.tables.len()
    ));
    for passage in &document.passages {
        output::line(&format!("\n[{}] {}", head(passage), document.passage_text(passage)));
    }
    output::line(&format!(
        "\n# {} characters in passages, {} left out, {} unexplained",
        coverage.in_passages, coverage.left_out, coverage.unexplained
    ));
    for problem in &document.problems {
        let page = problem.page.map(|page| format!("page {page}: ")).unwrap_or_default();
        output::error(&format!("{}: {page}{} {}", document.file_name, problem.message, problem.remedy));
    }
}

fn head(passage: &Passage) -> String {
    let kind =
        serde_json::to_value(passage.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
    let page = passage.page.map(|page| format!(" p{page}")).unwrap_or_default();
    let section = passage.section.last().map(|section| format!(" · {section}")).unwrap_or_default();
    format!("{kind}{page}{section}")
}

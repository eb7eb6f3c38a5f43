//! `orfila extract`: records of single documents, no project needed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use orfila_extraction::ExtractionOutput;
use orfila_extraction::annotations::annotations;
use orfila_records::{Document, Severity};
use serde_json::json;

use super::{Session, sources};
use crate::cli::{Extract, ExtractFormat, ExtractorName};
use crate::isolation::Refused;
use crate::output::{self, Outcome, WrongUse};
use crate::parallel;
use crate::places;
use crate::settings::Settings;

/// Folder of the shipped language model.
pub(crate) const SHIPPED_MODEL: &str = "models/extractor";

/// The folder of the language model of the extractor with this name; `None` for the grammars alone.
///
/// # Errors
/// If there is no model where it should be.
pub(crate) fn model(name: ExtractorName, settings: &Settings) -> anyhow::Result<Option<PathBuf>> {
    if name == ExtractorName::Grammar {
        return Ok(None);
    }
    let set = settings.extractor.model.clone().filter(|folder| !folder.as_os_str().is_empty());
    let folder = set.or_else(|| places::shipped(SHIPPED_MODEL));
    let found = folder.as_ref().filter(|folder| folder.join("model.json").is_file());
    let place =
        folder.as_ref().map_or_else(|| format!("a folder `{SHIPPED_MODEL}`"), |folder| folder.display().to_string());
    let missing = || {
        format!(
            "no language model in {place}: run from the source tree, set ORFILA_HOME to the folder that holds `models`, name one \
             in the settings (`extractor.model`), or use `--extractor grammar`"
        )
    };
    Ok(Some(found.with_context(missing)?.clone()))
}

type Extracted = (PathBuf, anyhow::Result<Result<(Document, ExtractionOutput), Refused>>);

/// Extracts every file; a file that cannot be read is listed and the next one follows.
///
/// # Errors
/// If the output folder cannot be written or no reading process can be started.
pub(crate) fn run(session: &Session, extract: &Extract) -> anyhow::Result<Outcome> {
    if extract.format == ExtractFormat::Annotations && extract.output.is_none() && extract.files.len() > 1 {
        return Err(
            WrongUse("annotations of several documents need --output DIR, one file a document".to_owned()).into()
        );
    }
    if let Some(folder) = &extract.output {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{}: the output folder cannot be made", folder.display()))?;
    }
    let names = output_names(&extract.files);
    let model = model(extract.extractor, &session.settings)?;
    let jobs = extract.jobs.unwrap_or_else(parallel::processors);
    let mut done: Vec<Option<Extracted>> = extract.files.iter().map(|_| None).collect();
    let work = |(index, file): (usize, &PathBuf)| {
        let result = sources::extract(file, &session.settings, model.as_deref());
        (index, (file.clone(), result))
    };
    parallel::for_each(extract.files.iter().enumerate(), jobs, work, |(index, result)| {
        done[index] = Some(result);
        true
    });
    let mut failures = 0;
    for (file, result) in done.into_iter().flatten() {
        match result? {
            Ok((document, extracted)) => {
                let name = names.get(&file).cloned().unwrap_or_default();
                write(extract, &name, &document, &extracted)?;
                failures += usize::from(tell_problems(&file, &document));
            }
            Err(refused) => {
                failures += 1;
                if session.json {
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

/// Writes what went wrong while reading to stderr; says whether something of the document could not be read.
fn tell_problems(file: &Path, document: &Document) -> bool {
    let worth_telling = document.problems.iter().filter(|problem| problem.severity != Severity::Note);
    for problem in worth_telling {
        let page = problem.page.map(|page| format!("page {page}: ")).unwrap_or_default();
        output::error(&format!("{}: {page}{} {}", file.display(), problem.message, problem.remedy));
    }
    document.problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// The stem of each output file: the document's; of two documents with one stem the later keeps its ending too.
fn output_names(files: &[PathBuf]) -> HashMap<PathBuf, String> {
    let mut taken: HashMap<String, PathBuf> = HashMap::new();
    let mut names = HashMap::new();
    for file in files {
        let text =
            |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
        let (stem, full) = (text(file.file_stem()), text(file.file_name()));
        let mut name = stem.clone();
        let mut number = 1;
        while taken.get(&name).is_some_and(|other| other != file) {
            name = if number == 1 { full.clone() } else { format!("{full}.{number}") };
            number += 1;
        }
        if name != stem {
            output::error(&format!(
                "{}: another document has the stem `{stem}` too; this one's output is named `{name}`",
                file.display()
            ));
        }
        taken.insert(name.clone(), file.clone());
        names.insert(file.clone(), name);
    }
    names
}

fn write(extract: &Extract, name: &str, document: &Document, extracted: &ExtractionOutput) -> anyhow::Result<()> {
    let (ending, text) = match extract.format {
        ExtractFormat::Annotations => {
            ("json", serde_json::to_string_pretty(&annotations(document, &extracted.records))?)
        }
        ExtractFormat::Jsonl => {
            let lines: Result<Vec<String>, _> = extracted.records.iter().map(serde_json::to_string).collect();
            ("jsonl", lines?.join("\n"))
        }
    };
    match &extract.output {
        Some(folder) => write_file(&folder.join(format!("{name}.{ending}")), &text),
        None if text.is_empty() => Ok(()),
        None => {
            output::line(&text);
            Ok(())
        }
    }
}

fn write_file(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, format!("{text}\n")).with_context(|| format!("{}: cannot be written", path.display()))
}

//! `orfila extract --stream`: one JSON object in, one out, for each document: the seam for distributed engines.
//!
//! It writes to no store and keeps nothing: a killed worker's documents are simply given to another.

use std::io::BufRead as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use base64::Engine as _;
use orfila_extraction::Extractor;
use orfila_records::{Document, DocumentId, Loss, PassageOutcome, Record, RunId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Session, extraction, sources};
use crate::cli::Extract;
use crate::isolation::{self, Refused};
use crate::output::{self, Outcome};
use crate::parallel;

/// One line in: an identifier of the caller's and one of the three ways to name a document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    id: Value,
    path: Option<PathBuf>,
    uri: Option<String>,
    bytes: Option<String>,
    name: Option<String>,
}

/// One line out, with the caller's identifier.
#[derive(Debug, Serialize)]
struct Response {
    id: Value,
    #[serde(flatten)]
    result: Answer,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
enum Answer {
    Read(Box<Read>),
    Refused { document: Option<DocumentId>, refused: Refused },
}

#[derive(Debug, Serialize)]
struct Read {
    run: RunId,
    document: Document,
    records: Vec<Record>,
    losses: Vec<Loss>,
    outcomes: Vec<PassageOutcome>,
}

/// Answers every line of stdin with one line on stdout, in any order.
///
/// # Errors
/// If stdin breaks or no reading process can be started.
pub(crate) fn run(session: &Session, extract: &Extract) -> anyhow::Result<Outcome> {
    let model = extraction::model(extract.extractor, &session.settings)?;
    let extractor = isolation::extractor(model.as_deref())?;
    let jobs = extract.jobs.unwrap_or_else(parallel::processors);
    let mut failures = 0;
    let mut broken = None;
    let lines = std::io::BufReader::new(std::io::stdin()).lines();
    let work = |line: std::io::Result<String>| answer(session, model.as_deref(), extractor.as_ref(), line);
    parallel::for_each(
        lines.filter(|line| !matches!(line, Ok(line) if line.trim().is_empty())),
        jobs,
        work,
        |response| match response.and_then(|response| {
            failures += usize::from(matches!(response.result, Answer::Refused { .. }));
            output::json(&response)
        }) {
            Ok(()) => true,
            Err(error) => {
                broken = Some(error);
                false
            }
        },
    );
    broken.map_or(Ok(Outcome::of_failures(failures)), Err)
}

fn answer(
    session: &Session,
    model: Option<&Path>,
    extractor: &(dyn Extractor + Sync),
    line: std::io::Result<String>,
) -> anyhow::Result<Response> {
    let line = line.context("stdin broke")?;
    let request: Request = match serde_json::from_str(&line) {
        Ok(request) => request,
        Err(error) => {
            let id = serde_json::from_str::<Value>(&line)
                .ok()
                .and_then(|value| value.get("id").cloned())
                .unwrap_or(Value::Null);
            let refused = Refused::new(
                "bad_request",
                format!("the line is no request: {error}"),
                "send {\"id\": …, \"path\": …}, or `uri` or base64 `bytes` in place of `path`",
            );
            return Ok(Response { id, result: Answer::Refused { document: None, refused } });
        }
    };
    let id = request.id.clone();
    let result = match load(session, request) {
        Err(refused) => Answer::Refused { document: None, refused },
        Ok((bytes, name)) => match isolation::extract(&bytes, &name, &session.settings, model)? {
            Err(refused) => Answer::Refused { document: Some(DocumentId::of_bytes(&bytes)), refused },
            Ok((document, output)) => Answer::Read(Box::new(Read {
                run: extractor.run(),
                document,
                records: output.records,
                losses: output.losses,
                outcomes: output.outcomes,
            })),
        },
    };
    Ok(Response { id, result })
}

fn load(session: &Session, request: Request) -> Result<(Vec<u8>, String), Refused> {
    let wrong = |message: &str, remedy: &str| Refused::new("bad_request", message, remedy);
    let path = match (request.path, request.uri, request.bytes) {
        (Some(path), None, None) => path,
        (None, Some(uri), None) => match uri.strip_prefix("file://") {
            Some(path) => PathBuf::from(path),
            None => {
                return Err(wrong(
                    "only file:// addresses can be read",
                    "fetch the document first and send its path or bytes",
                ));
            }
        },
        (None, None, Some(bytes)) => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(bytes).map_err(|error| {
                wrong(&format!("`bytes` is no base64: {error}"), "encode the document's bytes with standard base64")
            })?;
            return Ok((bytes, request.name.unwrap_or_else(|| "document".to_owned())));
        }
        _ => return Err(wrong("exactly one of `path`, `uri` and `bytes` is needed", "send one of them")),
    };
    let source = sources::load(&path, &session.settings)?;
    Ok((source.bytes, request.name.unwrap_or(source.file_name)))
}

//! Files to read: found in folders, read into memory once, read as documents in isolation.

use std::path::{Path, PathBuf};

use orfila_extraction::ExtractionOutput;
use orfila_records::{Document, DocumentId};

use crate::isolation::{self, Refused, too_large};
use crate::settings::Settings;

/// A path that was named or found, or the reason why a folder could not be looked into.
pub(crate) type Found = Result<PathBuf, (PathBuf, Refused)>;

/// Every file under the named paths, sorted within each folder; a file named twice comes once.
pub(crate) fn find(paths: &[PathBuf]) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        collect(path, &mut found, 0);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|entry| match entry {
        Ok(path) | Err((path, _)) => seen.insert(path.clone()),
    });
    found
}

/// Folders deeper than this are refused: a loop of links, most likely.
const DEEPEST: usize = 64;

fn collect(path: &Path, found: &mut Vec<Found>, depth: usize) {
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => {
            found.push(Err((path.to_owned(), unreadable(&error))));
            return;
        }
    };
    if !metadata.is_dir() {
        found.push(Ok(path.to_owned()));
        return;
    }
    if depth >= DEEPEST {
        let refused = Refused::new(
            "too_deep",
            format!("{}: more than {DEEPEST} folders inside each other", path.display()),
            "look for a link that leads back to a folder above it",
        );
        found.push(Err((path.to_owned(), refused)));
        return;
    }
    let entries = std::fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>());
    match entries {
        Ok(mut entries) => {
            entries.sort();
            for entry in entries {
                collect(&entry, found, depth + 1);
            }
        }
        Err(error) => found.push(Err((path.to_owned(), unreadable(&error)))),
    }
}

/// The system's message without its number.
fn said(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

fn unreadable(error: &std::io::Error) -> Refused {
    let (code, remedy) = match error.kind() {
        std::io::ErrorKind::NotFound => ("not_found", "check the spelling of the path"),
        std::io::ErrorKind::PermissionDenied => {
            ("permission_denied", "give the user who runs Orfila the right to read it")
        }
        _ => ("unreadable", "check the file and its disk"),
    };
    Refused::new(code, said(error), remedy)
}

/// A file's bytes and identity.
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) file_name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) id: DocumentId,
}

/// Loads a file. A file past the size limit is not loaded.
pub(crate) fn load(path: &Path, settings: &Settings) -> Result<Source, Refused> {
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(Refused::new(
            "not_a_file",
            if metadata.is_dir() { "it is a folder" } else { "it is no regular file" }.to_owned(),
            "name the files themselves; `orfila ingest` takes folders",
        ));
    }
    if metadata.len() > settings.limits.bytes {
        return Err(too_large(metadata.len(), settings));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(&error))?;
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Source { path: path.to_owned(), file_name, id: DocumentId::of_bytes(&bytes), bytes })
}

/// Loads a file and reads it in isolation.
///
/// # Errors
/// Only if no reading process can be started.
pub(crate) fn read(path: &Path, settings: &Settings) -> anyhow::Result<Result<(Source, Document), Refused>> {
    let source = match load(path, settings) {
        Ok(source) => source,
        Err(refused) => return Ok(Err(refused)),
    };
    Ok(isolation::read(&source.bytes, &source.file_name, settings)?.map(|document| (source, document)))
}

/// Loads a file, reads it and extracts records from it in isolation.
///
/// # Errors
/// Only if no reading process can be started.
pub(crate) fn extract(
    path: &Path,
    settings: &Settings,
    model: Option<&Path>,
) -> anyhow::Result<Result<(Document, ExtractionOutput), Refused>> {
    match load(path, settings) {
        Ok(source) => isolation::extract(&source.bytes, &source.file_name, settings, model),
        Err(refused) => Ok(Err(refused)),
    }
}

//! Is what stands on disk what was written?

use std::path::{Path, PathBuf};

use tantivy::Index;

use crate::error::SearchError;
use crate::index::engine;

/// A file of the engine ends with a footer; a shorter one cannot have it.
const SHORTEST_FILE: u64 = 8;

/// Compares every file of every living segment with its checksum.
///
/// The files are taken from the folder, not from the engine's list of managed files: that list is a file without a checksum,
/// and a file missing from it would never be looked at.
///
/// # Errors
/// [`SearchError::Damaged`] with the names of all damaged files.
pub(crate) fn verify(folder: &Path, index: &Index) -> Result<(), SearchError> {
    let segments = index.searchable_segment_ids().map_err(|error| engine(folder, error))?;
    let names: Vec<String> = segments.iter().map(|segment| segment.uuid_string()).collect();
    let mut damaged = Vec::new();
    let mut complete = vec![false; names.len()];
    for path in files(folder)? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let Some(segment) = names.iter().position(|segment| name.starts_with(segment.as_str())) else { continue };
        complete[segment] |= name.ends_with(".store");
        let length = path.metadata().map_or(0, |metadata| metadata.len());
        let valid = length >= SHORTEST_FILE && index.directory().validate_checksum(Path::new(name)).unwrap_or(false);
        if !valid {
            damaged.push(name.to_owned());
        }
    }
    let missing = names.iter().zip(complete).filter(|(_, complete)| !complete);
    damaged.extend(missing.map(|(segment, _)| format!("{segment}.store (missing)")));
    damaged.sort_unstable();
    if damaged.is_empty() {
        return Ok(());
    }
    let reason = "checksums do not agree".to_owned();
    Err(SearchError::Damaged { folder: folder.to_owned(), files: damaged, reason })
}

/// The plain files of a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, SearchError> {
    let failed = |source| SearchError::Folder { folder: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

/// Deletes the files of an index. A folder that holds anything else is refused, so that a mistyped path costs nothing.
///
/// # Errors
/// [`SearchError::Folder`] if the folder holds other files, or a file cannot be deleted.
pub(crate) fn remove_files(folder: &Path) -> Result<(), SearchError> {
    if !folder.exists() {
        return Ok(());
    }
    let failed = |source| SearchError::Folder { folder: folder.to_owned(), source };
    let files = files(folder)?;
    if let Some(foreign) = files.iter().find(|path| !is_index_file(path)) {
        let message = format!("{} is not a file of a search index", foreign.display());
        return Err(failed(std::io::Error::new(std::io::ErrorKind::InvalidInput, message)));
    }
    files.iter().try_for_each(std::fs::remove_file).map_err(failed)
}

/// `meta.json`, the engine's lists and locks, temporary files, and files named by a segment's 32 hexadecimal digits.
fn is_index_file(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let segment = stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
    segment
        || name == "meta.json"
        || name.starts_with(".managed")
        || name.starts_with(".tantivy")
        || name.starts_with(".tmp")
}

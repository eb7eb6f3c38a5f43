//! The files of one corpus: reading them keeps account of which ones and of their content.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::corpus::Corpus;
use crate::error::CorporaError;

/// A corpus' folder and the files that were read out of it.
#[derive(Debug)]
pub struct Inputs {
    folder: PathBuf,
    hashes: BTreeMap<String, String>,
}

/// What was read, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// Number of files.
    pub files: usize,
    /// SHA-256 (hexadecimal) over the lines `hash  path` of all files, sorted by path relative to the corpus' folder, as
    /// `sha256sum` prints them.
    pub sha256: String,
}

impl Inputs {
    /// Opens a corpus' folder.
    ///
    /// # Errors
    /// [`CorporaError::Missing`] if it is not there.
    pub fn open(corpus: Corpus, folder: PathBuf) -> Result<Self, CorporaError> {
        if folder.is_dir() {
            return Ok(Self { folder, hashes: BTreeMap::new() });
        }
        Err(CorporaError::Missing { corpus: corpus.name(), path: folder })
    }

    /// The text of a file, its path relative to the corpus' folder with `/` between parts; a byte order mark is left out.
    ///
    /// # Errors
    /// If it cannot be read or is not UTF-8.
    pub fn text(&mut self, relative: &str) -> Result<String, CorporaError> {
        let path = self.path(relative);
        let bytes = std::fs::read(&path).map_err(|source| file_error("reading", &path, source))?;
        self.hashes.insert(relative.to_owned(), hexadecimal(&Sha256::digest(&bytes)));
        let text = String::from_utf8(bytes)
            .map_err(|error| CorporaError::NotText { path, at: error.utf8_error().valid_up_to() })?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Files directly in a folder whose names end so, as paths for [`Inputs::text`], sorted.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    pub fn files(&self, folder: &str, ending: &str) -> Result<Vec<String>, CorporaError> {
        let path = self.path(folder);
        let entries = std::fs::read_dir(&path).map_err(|source| file_error("listing", &path, source))?;
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|source| file_error("listing", &path, source))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(ending) && entry.path().is_file() {
                files.push(if folder.is_empty() { name } else { format!("{folder}/{name}") });
            }
        }
        files.sort();
        Ok(files)
    }

    /// Whether a file is there.
    #[must_use]
    pub fn has(&self, relative: &str) -> bool {
        self.path(relative).is_file()
    }

    /// Where a file lies.
    #[must_use]
    pub fn path(&self, relative: &str) -> PathBuf {
        if relative.is_empty() { self.folder.clone() } else { self.folder.join(relative) }
    }

    /// What was read so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut all = Sha256::new();
        for (path, hash) in &self.hashes {
            all.update(format!("{hash}  {path}\n"));
        }
        Digest { files: self.hashes.len(), sha256: hexadecimal(&all.finalize()) }
    }
}

/// A failure of the file system, with its place.
pub(crate) fn file_error(action: &'static str, path: &Path, source: std::io::Error) -> CorporaError {
    CorporaError::File { action, path: path.to_path_buf(), source }
}

/// The name of a file without its folder and everything from the first of these endings on.
pub(crate) fn stem<'a>(path: &'a str, ending: &str) -> &'a str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(ending).unwrap_or(name)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_in_the_digest() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("b.txt"), "\u{feff}ä").unwrap();
        std::fs::write(folder.path().join("a.txt"), b"\xff").unwrap();
        std::fs::write(folder.path().join("c.xml"), "").unwrap();
        let mut inputs = Inputs::open(Corpus::Cei, folder.path().to_path_buf()).unwrap();
        assert_eq!(inputs.files("", ".txt").unwrap(), ["a.txt", "b.txt"]);
        assert_eq!(inputs.text("b.txt").unwrap(), "ä");
        assert!(matches!(inputs.text("a.txt"), Err(CorporaError::NotText { at: 0, .. })));
        assert!(matches!(inputs.text("z.txt"), Err(CorporaError::File { .. })));
        assert_eq!(inputs.digest().files, 2);
        let missing = Inputs::open(Corpus::Cei, folder.path().join("no")).unwrap_err().to_string();
        assert!(missing.contains("--shared"), "{missing}");
    }
}

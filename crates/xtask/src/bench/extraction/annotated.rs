//! Documents with gold annotations.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// A set of annotated documents.
pub(crate) struct Set {
    /// What it is called in tables.
    pub(crate) name: &'static str,
    /// The folder of the annotations.
    pub(crate) gold: PathBuf,
    /// The annotated documents, by name.
    pub(crate) documents: Vec<PathBuf>,
}

/// The real documents beside the repository.
///
/// # Errors
/// A folder is missing.
pub(crate) fn real(shared: &Path) -> Result<Set> {
    let kinds = ["pdf", "xml", "html"].map(|kind| shared.join("documents").join(kind));
    set("real documents", shared.join("gold/annotations"), &kinds)
}

/// The demonstration corpus.
///
/// # Errors
/// A folder is missing.
pub(crate) fn demo(root: &Path) -> Result<Set> {
    set("demonstration corpus", root.join("corpora/demo/gold"), &[root.join("corpora/demo/documents")])
}

/// The documents whose stem an annotation file has; where several do, the first of `folders` in which one is.
fn set(name: &'static str, gold: PathBuf, folders: &[PathBuf]) -> Result<Set> {
    let mut all = Vec::new();
    for folder in folders {
        all.extend(files(folder)?);
    }
    let mut documents = Vec::new();
    for annotation in files(&gold)? {
        let found = all.iter().find(|file| file.file_stem() == annotation.file_stem());
        documents.push(found.with_context(|| format!("no document for {}", annotation.display()))?.clone());
    }
    Ok(Set { name, gold, documents })
}

/// The files of a folder, by name.
///
/// # Errors
/// The folder is missing.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("{} is missing: give the folder of the documents with --shared", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}

//! The demonstration corpus: documents and what they state, built from the same data, the same bytes on every run.

mod documents;
mod gold;
mod hostile;
mod plain;
mod prose;
mod substances;
#[cfg(test)]
mod tests;
pub(crate) mod typeset;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use gold::{Gold, Source};
use typeset::{About, Printed};

/// A finished document with its annotation.
pub(crate) struct Assembled {
    /// File name, without folder.
    file: String,
    /// The file's bytes.
    bytes: Vec<u8>,
    /// The annotation file's text.
    gold: String,
}

impl Assembled {
    /// A PDF and its annotation.
    fn printed(mut printed: Printed) -> Result<Self> {
        let bytes = typeset::bytes(&mut printed.document)?;
        let gold = printed.gold.annotation(&Source::Pages(&printed.pages))?.print();
        Ok(Self { file: printed.gold.file().to_owned(), bytes, gold })
    }

    /// A document without pages; `text` is what a reader sees of it.
    fn whole(bytes: Vec<u8>, text: &str, gold: &Gold) -> Result<Self> {
        let annotation = gold.annotation(&Source::Whole(text))?.print();
        Ok(Self { file: gold.file().to_owned(), bytes, gold: annotation })
    }

    /// The file name without its ending.
    fn stem(&self) -> &str {
        self.file.rsplit_once('.').map_or(self.file.as_str(), |(stem, _)| stem)
    }
}

/// Writes `documents/`, `gold/` and `hostile/` into `output_folder`.
///
/// # Errors
/// Names the document whose quotes and text do not agree, or the file that could not be written.
pub(crate) fn build(output_folder: &Path) -> Result<()> {
    for document in documents::all()? {
        write(&output_folder.join("documents").join(&document.file), &document.bytes)?;
        write(&output_folder.join("gold").join(format!("{}.json", document.stem())), document.gold.as_bytes())?;
    }
    for (file, bytes) in hostile::all()? {
        write(&output_folder.join("hostile").join(file), &bytes)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().with_context(|| format!("{} has no folder", path.display()))?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}: is it writable?", folder.display()))?;
    fs::write(path, bytes).with_context(|| format!("cannot write {}: is it writable?", path.display()))
}

/// Closes a document and assembles it.
fn finish(press: typeset::Press, title: &str, created: &'static str) -> Result<Assembled> {
    Assembled::printed(press.finish(&About { title: title.to_owned(), created })?)
}

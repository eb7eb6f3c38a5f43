//! One reader a format. A reader gives what it could take over and counts what not.

mod ade;
mod cei;
mod craft;
mod drugprot;
mod ghs;
mod measeval;
mod polyie;
mod pubtator;
mod quantities;
mod sofc;
#[cfg(test)]
mod totals;

use std::path::PathBuf;

use crate::corpus::Corpus;
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::Inputs;
use crate::report::Report;

/// Where corpora lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roots {
    /// The shared folder, with `corpora/` and `tables/` in it.
    pub shared: PathBuf,
    /// The folder of our own corpora, with `passages/` in it.
    pub own: PathBuf,
}

/// What a reader gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The examples, in an order that depends on the files alone.
    pub examples: Vec<Example>,
    /// What was taken over and what was left.
    pub report: Report,
}

impl Roots {
    /// The folder of a corpus.
    #[must_use]
    pub fn folder(&self, corpus: Corpus) -> PathBuf {
        let root = if corpus == Corpus::Passages { &self.own } else { &self.shared };
        corpus.folder().split('/').fold(root.clone(), |path, part| path.join(part))
    }
}

/// Reads a corpus; the inputs returned keep account of the files.
///
/// # Errors
/// If the corpus is not there or a file of it cannot be read; single bad lines and documents are counted instead.
pub fn read(corpus: Corpus, roots: &Roots) -> Result<(Reading, Inputs), CorporaError> {
    let mut inputs = Inputs::open(corpus, roots.folder(corpus))?;
    let reading = match corpus {
        Corpus::Passages => crate::passages::read(&mut inputs),
        Corpus::Bc5cdr => pubtator::read(&mut inputs, Corpus::Bc5cdr, '|'),
        Corpus::Biored => pubtator::read(&mut inputs, Corpus::Biored, ','),
        Corpus::Drugprot => drugprot::read(&mut inputs),
        Corpus::CraftChebi => craft::read(&mut inputs),
        Corpus::Measeval => measeval::read(&mut inputs),
        Corpus::GrobidQuantities => quantities::read(&mut inputs),
        Corpus::Polyie => polyie::read(&mut inputs),
        Corpus::SofcExp => sofc::read(&mut inputs),
        Corpus::Cei => cei::read(&mut inputs),
        Corpus::AdeV2 => ade::read(&mut inputs),
        Corpus::GhsRationales => ghs::read(&mut inputs),
        // Made by `dataset::write` out of a project, never read from files.
        Corpus::Reviewed => Ok(Reading::default()),
    }?;
    Ok((reading, inputs))
}

/// A folder with these files, read as a corpus.
#[cfg(test)]
fn read_fixture(corpus: Corpus, files: &[(&str, &str)]) -> Reading {
    let folder = tempfile::tempdir().expect("a folder");
    let roots = Roots { shared: folder.path().to_path_buf(), own: folder.path().to_path_buf() };
    for (name, content) in files {
        let path = roots.folder(corpus).join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("writable");
        std::fs::write(path, content).expect("writable");
    }
    read(corpus, &roots).expect("readable").0
}

/// `kind:quote` of all mentions and `kind:head>tail` of all relations, for tests.
#[cfg(test)]
fn shown(example: &Example) -> Vec<String> {
    let quote = |index: usize| example.quote(&example.mentions[index]);
    let mentions = (0..example.mentions.len()).map(|at| format!("{}:{}", example.mentions[at].kind, quote(at)));
    let relations = example.relations.iter().map(|r| format!("{}:{}>{}", r.kind, quote(r.head), quote(r.tail)));
    mentions.chain(relations).collect()
}

//! What a document states, noted while the document is written, and printed in the form of the hand annotations.

mod fact;
mod item;
mod resolve;

pub(crate) use fact::{
    Fact, Value, about, amount, at_least, between, composition, effect, equal, hazard, less, limit, measured, mention,
    more, part_withheld, property, purpose, up_to,
};
pub(crate) use resolve::fold;

/// The facts of one document in the order they were written.
#[derive(Debug, Clone)]
pub(crate) struct Gold {
    file: String,
    kind: &'static str,
    language: &'static str,
    subject: Option<&'static str>,
    notes: Vec<(String, Fact)>,
}

/// Where quotes are looked up.
pub(crate) enum Source<'a> {
    /// A document with pages: the visible text of each.
    Pages(&'a [String]),
    /// A document without pages.
    Whole(&'a str),
}

impl Gold {
    /// An empty annotation of `file`; `subject` is the key of the substance or product the document is about.
    pub(crate) fn new(file: &str, kind: &'static str, language: &'static str, subject: Option<&'static str>) -> Self {
        Self { file: file.to_owned(), kind, language, subject, notes: Vec::new() }
    }

    /// The document's file name.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// Notes facts that the text just written states.
    pub(crate) fn note(&mut self, text: &str, facts: impl IntoIterator<Item = Fact>) {
        self.notes.extend(facts.into_iter().map(|fact| (text.to_owned(), fact)));
    }
}

//! Our own passages: reader with checks, printer, and texts for a second hand.
//!
//! The format and the rules are those of `corpora/passages/GUIDELINE.md`. Reading never fails as a whole: every passage whose
//! header could be read gives an example, and everything that is against the rules is a [`Problem`] with its line. A
//! relation's kind is the type of its tail, [`SAME`](vocabulary::SAME) for two mentions of the same thing.

mod print;
mod reading;
mod relations;
mod spans;
#[cfg(test)]
mod tests;
pub mod vocabulary;

use std::collections::HashSet;

use serde::Serialize;

pub use print::{Unprintable, blank, print};

use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::Inputs;
use crate::readers::Reading;

/// Something against the rules of the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line (base 1).
    pub line: usize,
    /// The passage's id, where it has one.
    pub passage: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}; {}", self.file, self.line, self.message, self.remedy)
    }
}

/// Passages of one or several files. Ids must be unique among all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passages {
    /// Every passage that has a header and a text, problems or not.
    pub examples: Vec<Example>,
    /// Everything against the rules, in order of the files.
    pub problems: Vec<Problem>,
    ids: HashSet<String>,
}

impl Passages {
    /// Reads one more file; `file` is its name in problems.
    pub fn add(&mut self, file: &str, text: &str) {
        reading::file(self, file, text);
    }

    /// Ids of passages with problems.
    #[must_use]
    pub fn with_problems(&self) -> HashSet<&str> {
        self.problems.iter().filter_map(|problem| problem.passage.as_deref()).collect()
    }
}

/// Reads one file.
#[must_use]
pub fn parse(file: &str, text: &str) -> Passages {
    let mut passages = Passages::default();
    passages.add(file, text);
    passages
}

/// Reads all `.passages` files of the corpus; passages with problems are left out and counted.
pub(crate) fn read(inputs: &mut Inputs) -> Result<Reading, CorporaError> {
    let files = inputs.files("", ".passages")?;
    if files.is_empty() {
        return Err(CorporaError::Missing { corpus: "passages", path: inputs.path("*.passages") });
    }
    let mut passages = Passages::default();
    for file in &files {
        let text = inputs.text(file)?;
        passages.add(file, &text);
    }
    let mut reading = Reading::default();
    let bad: HashSet<String> = passages.with_problems().into_iter().map(str::to_owned).collect();
    reading.report.documents = files.len();
    let nowhere = passages.problems.iter().filter(|problem| problem.passage.is_none()).count();
    reading.report.drop_many("line outside any passage", nowhere);
    for example in passages.examples {
        if bad.contains(&example.id) {
            reading.report.drop_one("passage against the rules (see `orfila corpus check`)");
            continue;
        }
        reading.report.mentions += example.mentions.len();
        reading.report.relations += example.relations.len();
        reading.examples.push(example);
    }
    Ok(reading)
}

//! A small dictionary of common substances: elements, solvents, monomers, mycotoxins, plasticisers, pesticides, PFAS.
//!
//! It shows a structure where a record has only a name or a registry number. It is far too small to resolve names in
//! general; what it does not know it does not guess.

use std::collections::HashMap;
use std::sync::OnceLock;

use orfila_records::substance::fold_name;
use orfila_records::{Casrn, EcNumber, IdentifierError};
use thiserror::Error;

const SHIPPED: &str = include_str!("dictionary/substances.tsv");
const HEADER: &str = "name\tsynonyms\tcasrn\tec\tsmiles";

/// Why a dictionary could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DictionaryError {
    /// The first line is not the header.
    #[error("line 1 of the dictionary is not `{HEADER}` (tab-separated); add it")]
    Header,
    /// A line has too few or too many fields.
    #[error("line {line} of the dictionary has {found} tab-separated fields instead of 5; mend the line")]
    Fields {
        /// The line, base 1.
        line: usize,
        /// Number of fields found.
        found: usize,
    },
    /// A registry number is wrong.
    #[error("line {line} of the dictionary: {source}")]
    Identifier {
        /// The line, base 1.
        line: usize,
        /// What is wrong with it.
        source: IdentifierError,
    },
    /// A name or a registry number stands twice.
    #[error("line {line} of the dictionary repeats `{key}`; remove one of the two")]
    Repeated {
        /// The line, base 1.
        line: usize,
        /// What stands twice.
        key: String,
    },
}

/// One substance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DictionaryEntry {
    /// The name to show.
    pub name: String,
    /// Other names.
    pub synonyms: Vec<String>,
    /// CAS Registry Number.
    pub casrn: Casrn,
    /// EC number; `None` where the substance has none.
    pub ec_number: Option<EcNumber>,
    /// Structure; `None` for mixtures.
    pub smiles: Option<String>,
}

/// Substances by name and by CASRN.
#[derive(Debug)]
pub struct SubstanceDictionary {
    entries: Vec<DictionaryEntry>,
    by_name: HashMap<String, usize>,
    by_casrn: HashMap<Casrn, usize>,
}

impl SubstanceDictionary {
    /// The dictionary that ships with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static DICTIONARY: OnceLock<SubstanceDictionary> = OnceLock::new();
        DICTIONARY.get_or_init(|| Self::parse(SHIPPED).expect("the shipped dictionary is read by a test"))
    }

    /// Reads tab-separated lines of name, synonyms (separated by `|`), CASRN, EC number and SMILES, after a header.
    ///
    /// # Errors
    /// [`DictionaryError`] with the line that is wrong, or that repeats a name or a CASRN.
    pub fn parse(text: &str) -> Result<Self, DictionaryError> {
        let mut lines = text.lines().zip(1..);
        if lines.next().is_none_or(|(header, _)| header != HEADER) {
            return Err(DictionaryError::Header);
        }
        let mut dictionary = Self { entries: Vec::new(), by_name: HashMap::new(), by_casrn: HashMap::new() };
        for (line, number) in lines.filter(|(line, _)| !line.is_empty()) {
            dictionary.add(entry(line, number)?, number)?;
        }
        Ok(dictionary)
    }

    fn add(&mut self, entry: DictionaryEntry, line: usize) -> Result<(), DictionaryError> {
        let index = self.entries.len();
        for name in entry.synonyms.iter().chain([&entry.name]) {
            if self.by_name.insert(fold_name(name), index).is_some() {
                return Err(DictionaryError::Repeated { line, key: name.clone() });
            }
        }
        if self.by_casrn.insert(entry.casrn.clone(), index).is_some() {
            return Err(DictionaryError::Repeated { line, key: entry.casrn.to_string() });
        }
        self.entries.push(entry);
        Ok(())
    }

    /// All substances, in the dictionary's order.
    #[must_use]
    pub fn entries(&self) -> &[DictionaryEntry] {
        &self.entries
    }

    /// The substance with this name or synonym; case, blanks and kinds of dash do not count.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&DictionaryEntry> {
        self.entries.get(*self.by_name.get(&fold_name(name))?)
    }

    /// The substance with this CASRN.
    #[must_use]
    pub fn by_casrn(&self, casrn: &Casrn) -> Option<&DictionaryEntry> {
        self.entries.get(*self.by_casrn.get(casrn)?)
    }
}

fn entry(text: &str, line: usize) -> Result<DictionaryEntry, DictionaryError> {
    let fields: Vec<&str> = text.split('\t').collect();
    let [name, synonyms, casrn, ec, smiles] = fields[..] else {
        return Err(DictionaryError::Fields { line, found: fields.len() });
    };
    let wrong = |source| DictionaryError::Identifier { line, source };
    let some = |field: &str| (!field.is_empty()).then(|| field.to_owned());
    Ok(DictionaryEntry {
        name: name.to_owned(),
        synonyms: synonyms.split('|').filter_map(some).collect(),
        casrn: casrn.parse().map_err(wrong)?,
        ec_number: some(ec).map(|ec| ec.parse().map_err(wrong)).transpose()?,
        smiles: some(smiles),
    })
}

#[cfg(test)]
mod tests;

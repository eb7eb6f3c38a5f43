//! Identifiers: content hashes of our own things, and the registry numbers of substances, which cannot be made invalid.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Why a string is not the identifier it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdentifierError {
    /// The characters do not have the identifier's form.
    #[error("`{text}` does not have the form of {kind}, for example {example}")]
    Form {
        /// What was read.
        text: String,
        /// The identifier's name.
        kind: &'static str,
        /// A valid one.
        example: &'static str,
    },
    /// The form is right and the check digit is not: at least one digit is wrong.
    #[error(
        "the check digit of {kind} `{text}` is {found}, its other digits give {expected}: at least one digit is wrong"
    )]
    CheckDigit {
        /// What was read.
        text: String,
        /// The identifier's name.
        kind: &'static str,
        /// The digit the others give.
        expected: u32,
        /// The digit that stands there.
        found: u32,
    },
}

/// Hexadecimal SHA-256 over the parts, each preceded by its length so that no two lists of parts meet.
#[must_use]
pub fn content_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hex(&hasher.finalize())
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

macro_rules! hash_identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a hash that was made before, for example one read back from the journal.
            #[must_use]
            pub fn from_hash(hash: impl Into<String>) -> Self {
                Self(hash.into())
            }

            /// The identifier's characters.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

hash_identifier!(
    /// SHA-256 of a document's bytes, in hexadecimal.
    DocumentId
);
hash_identifier!(
    /// Hash of a document and a range of its text.
    PassageId
);
hash_identifier!(
    /// Hash of a record's content: document, kind, substance, payload and evidence.
    RecordId
);
hash_identifier!(
    /// Hash of a decision's content and its predecessor.
    DecisionId
);
hash_identifier!(
    /// Hash of a run's configuration, model and pipeline version.
    RunId
);

impl DocumentId {
    /// The identifier of a file with these bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }
}

impl PassageId {
    /// The identifier of the passage at `range` (bytes `start..end`) of a document's text.
    #[must_use]
    pub fn of(document: &DocumentId, start: usize, end: usize) -> Self {
        let hash =
            content_hash([document.0.as_bytes(), &(start as u64).to_le_bytes()[..], &(end as u64).to_le_bytes()[..]]);
        Self(hash[..32].to_owned())
    }
}

macro_rules! registry_number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier's characters in their usual form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdentifierError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

registry_number!(
    /// A CAS Registry Number with a right check digit, for example `50-00-0`.
    ///
    /// Form and check digit: <https://www.cas.org/support/documentation/chemical-substances/checkdig>.
    Casrn
);
registry_number!(
    /// A European Community number (EINECS, ELINCS, NLP or list number) with a right check digit, for example `200-001-8`.
    EcNumber
);
registry_number!(
    /// A DSSTox substance identifier, for example `DTXSID7020637`.
    Dtxsid
);
registry_number!(
    /// A standard InChIKey, for example `WSFSSNUMVMOOMR-UHFFFAOYSA-N`.
    InchiKey
);

/// The digits of `text` if it is made of digit groups of the given lengths with single hyphens between them.
fn digit_groups(text: &str, lengths: &[std::ops::RangeInclusive<usize>]) -> Option<Vec<u32>> {
    let groups: Vec<&str> = text.split('-').collect();
    let fits = groups.len() == lengths.len()
        && groups
            .iter()
            .zip(lengths)
            .all(|(group, length)| length.contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_digit()));
    fits.then(|| groups.concat().bytes().map(|byte| u32::from(byte - b'0')).collect())
}

fn checked(text: &str, kind: &'static str, expected: u32, found: u32) -> Result<(), IdentifierError> {
    if expected == found {
        return Ok(());
    }
    Err(IdentifierError::CheckDigit { text: text.to_owned(), kind, expected, found })
}

impl FromStr for Casrn {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kind = "a CAS Registry Number";
        let form = || IdentifierError::Form { text: text.to_owned(), kind, example: "50-00-0" };
        let digits = digit_groups(text, &[2..=7, 2..=2, 1..=1]).ok_or_else(form)?;
        if digits.first() == Some(&0) {
            return Err(form());
        }
        let (check, rest) = digits.split_last().ok_or_else(form)?;
        let sum: u32 = rest.iter().rev().zip(1..).map(|(digit, weight)| digit * weight).sum();
        checked(text, kind, sum % 10, *check)?;
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for EcNumber {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kind = "an EC number";
        let form = || IdentifierError::Form { text: text.to_owned(), kind, example: "200-001-8" };
        let digits = digit_groups(text, &[3..=3, 3..=3, 1..=1]).ok_or_else(form)?;
        let (check, rest) = digits.split_last().ok_or_else(form)?;
        if !(2..=9).contains(&rest[0]) {
            return Err(form());
        }
        let sum: u32 = rest.iter().zip(1..).map(|(digit, weight)| digit * weight).sum();
        checked(text, kind, sum % 11, *check)?;
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for Dtxsid {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix("DTXSID").unwrap_or_default();
        if (3..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(text.to_owned()));
        }
        Err(IdentifierError::Form { text: text.to_owned(), kind: "a DTXSID", example: "DTXSID7020637" })
    }
}

impl FromStr for InchiKey {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let blocks: Vec<&str> = text.split('-').collect();
        let upper = |block: &&str| block.bytes().all(|byte| byte.is_ascii_uppercase());
        if blocks.iter().all(upper) && blocks.iter().map(|block| block.len()).eq([14, 10, 1]) {
            return Ok(Self(text.to_owned()));
        }
        Err(IdentifierError::Form {
            text: text.to_owned(),
            kind: "an InChIKey",
            example: "WSFSSNUMVMOOMR-UHFFFAOYSA-N",
        })
    }
}

impl InchiKey {
    /// The first block: the skeleton without stereo, isotopes and charge.
    #[must_use]
    pub fn connectivity(&self) -> &str {
        &self.0[..14]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_registry_numbers_pass() {
        for text in ["50-00-0", "7732-18-5", "80-05-7", "1333-86-4", "64742-47-8", "811-97-2", "78338-22-4"] {
            assert!(text.parse::<Casrn>().is_ok(), "{text}");
        }
        for text in ["200-001-8", "231-791-2", "201-245-8", "203-049-8", "919-446-0", "212-377-0"] {
            assert!(text.parse::<EcNumber>().is_ok(), "{text}");
        }
        assert!("DTXSID7020637".parse::<Dtxsid>().is_ok());
        assert_eq!("WSFSSNUMVMOOMR-UHFFFAOYSA-N".parse::<InchiKey>().unwrap().connectivity(), "WSFSSNUMVMOOMR");
    }

    #[test]
    fn every_single_digit_error_in_a_casrn_is_refused() {
        let right = "7732-18-5";
        for (position, digit) in right.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for other in ('0'..='9').filter(|other| *other != digit) {
                let mut wrong = right.to_owned();
                wrong.replace_range(position..=position, &other.to_string());
                let sum: u32 = wrong
                    .replace('-', "")
                    .chars()
                    .rev()
                    .enumerate()
                    .skip(1)
                    .map(|(w, c)| w as u32 * (c as u32 - 48))
                    .sum();
                let last = wrong.chars().last().unwrap() as u32 - 48;
                assert_eq!(wrong.parse::<Casrn>().is_ok(), sum % 10 == last && !wrong.starts_with('0'), "{wrong}");
            }
        }
    }

    #[test]
    fn wrong_forms_are_refused() {
        for text in ["", "50-0-0", "50-00-1", "050-00-0", "5-00-0", "12345678-00-1", "50–00–0", "50-00-0 "] {
            assert!(text.parse::<Casrn>().is_err(), "{text}");
        }
        for text in ["200-001-9", "100-001-8", "200-001", "2000-01-8"] {
            assert!(text.parse::<EcNumber>().is_err(), "{text}");
        }
        assert!(serde_json::from_str::<Casrn>("\"50-00-1\"").is_err());
    }

    #[test]
    fn hashes_of_different_splits_differ() {
        assert_ne!(content_hash([&b"ab"[..], b"c"]), content_hash([&b"a"[..], b"bc"]));
    }
}

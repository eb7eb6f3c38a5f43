//! JSON Schemas (draft 2020-12) of what Orfila writes, for readers in other languages.

use schemars::{Schema, schema_for};

use crate::{Decision, Document, Record};

/// The names of the schemas that [`named`] knows.
pub const NAMES: [&str; 3] = ["record", "document", "decision"];

/// The schema of the type with this name; `None` if there is no such type.
#[must_use]
pub fn named(name: &str) -> Option<Schema> {
    match name {
        "record" => Some(schema_for!(Record)),
        "document" => Some(schema_for!(Document)),
        "decision" => Some(schema_for!(Decision)),
        _ => None,
    }
}

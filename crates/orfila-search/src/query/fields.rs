//! The fields that a filter can name.

use orfila_records::RecordKind;

/// A field that a filter can name. Ranges name measures instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FilterField {
    Type,
    Kind,
    Review,
    State,
    HCode,
    Species,
    Route,
    Medium,
    Region,
    Authority,
    Use,
    Class,
    Endpoint,
    Property,
    Name,
    Title,
    Text,
    Cas,
    Ec,
    Dtxsid,
    InchiKey,
    Key,
    Document,
    Year,
    Page,
}

use FilterField as F;

/// Every filter and its names; the first name is the one shown.
const FIELDS: &[(FilterField, &[&str])] = &[
    (F::Type, &["type"]),
    (F::Kind, &["kind"]),
    (F::Review, &["review"]),
    (F::State, &["state"]),
    (F::HCode, &["h", "h_code", "hcode"]),
    (F::Species, &["species"]),
    (F::Route, &["route"]),
    (F::Medium, &["medium"]),
    (F::Region, &["region"]),
    (F::Authority, &["authority"]),
    (F::Use, &["use", "function"]),
    (F::Class, &["class"]),
    (F::Endpoint, &["endpoint"]),
    (F::Property, &["property"]),
    (F::Name, &["name"]),
    (F::Title, &["title"]),
    (F::Text, &["text"]),
    (F::Cas, &["cas", "casrn"]),
    (F::Ec, &["ec"]),
    (F::Dtxsid, &["dtxsid"]),
    (F::InchiKey, &["inchikey"]),
    (F::Key, &["key", "substance"]),
    (F::Document, &["document"]),
    (F::Year, &["year"]),
    (F::Page, &["page"]),
];

/// The states of a review, as in the JSON of a record.
pub(crate) const REVIEW_STATES: [&str; 8] =
    ["unreviewed", "in_review", "accepted", "corrected", "rejected", "conflict", "adjudicated", "superseded"];

/// The states of a value, as in the JSON of a record.
pub(crate) const VALUE_STATES: [&str; 7] =
    ["reported", "not_detected", "withheld", "not_applicable", "not_reported", "unreadable", "failed"];

impl FilterField {
    /// The field with this name, whatever its case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        FIELDS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
    }

    /// The name that is shown.
    pub(crate) fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, _)| *field == self).and_then(|(_, names)| names.first()).copied().unwrap_or("field")
    }

    /// All values of the field, if it can only have some.
    pub(crate) fn closed_values(self) -> Option<Vec<&'static str>> {
        match self {
            F::Type => Some(vec!["substance", "record", "passage"]),
            F::Kind => Some(RecordKind::ALL.iter().map(|kind| kind.as_str()).collect()),
            F::Review => Some(REVIEW_STATES.to_vec()),
            F::State => Some(VALUE_STATES.to_vec()),
            _ => None,
        }
    }
}

/// The names of all filters, in the order in which people read them. Ranges take measures (`ld50`, `boiling_point`, …) instead.
#[must_use]
pub fn field_names() -> Vec<&'static str> {
    FIELDS.iter().filter_map(|(_, names)| names.first()).copied().collect()
}

//! A record: one claim about one substance, with its proof.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::{Evidence, Extraction};
use crate::exposure::Exposure;
use crate::hazard::Hazard;
use crate::identifiers::{RecordId, content_hash};
use crate::property::Property;
use crate::quantity::Quantity;
use crate::review::Review;
use crate::substance::Substance;
use crate::volume::ProductionVolume;

/// Version of the record schema. It changes when old records need another reading.
pub const SCHEMA_VERSION: u32 = 1;

/// The kinds of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// Structure and identity.
    Identity,
    /// Production volume.
    Volume,
    /// Exposure.
    Exposure,
    /// Hazard.
    Hazard,
    /// Physical or chemical property.
    Property,
}

impl RecordKind {
    /// All kinds, in the order in which people read them.
    pub const ALL: [Self; 5] = [Self::Identity, Self::Volume, Self::Exposure, Self::Hazard, Self::Property];

    /// The kind's word in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Volume => "volume",
            Self::Exposure => "exposure",
            Self::Hazard => "hazard",
            Self::Property => "property",
        }
    }
}

impl std::fmt::Display for RecordKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What part a substance plays in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubstanceRole {
    /// The product a sheet is about.
    Product,
    /// A component of the product.
    Component,
    /// An impurity.
    Impurity,
    /// The substance a report or paper is about.
    Subject,
    /// Named in passing.
    Mentioned,
}

/// The claim that a document speaks of a substance, and in what part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// What part it plays.
    pub role: SubstanceRole,
    /// For a component: the key ([`Substance::key`]) of the product it is in.
    pub part_of: Option<String>,
    /// For a component: how much of it is in the product.
    pub concentration: Option<Quantity>,
}

/// What a record claims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "record_kind")]
pub enum Payload {
    /// Structure and identity.
    Identity(Identity),
    /// Production volume.
    Volume(ProductionVolume),
    /// Exposure.
    Exposure(Box<Exposure>),
    /// Hazard.
    Hazard(Hazard),
    /// Physical or chemical property.
    Property(Property),
}

impl Payload {
    /// The kind of record it makes.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Identity(_) => RecordKind::Identity,
            Self::Volume(_) => RecordKind::Volume,
            Self::Exposure(_) => RecordKind::Exposure,
            Self::Hazard(_) => RecordKind::Hazard,
            Self::Property(_) => RecordKind::Property,
        }
    }

    /// The number the claim is about, if it is about one.
    #[must_use]
    pub fn quantity(&self) -> Option<&Quantity> {
        match self {
            Self::Identity(identity) => identity.concentration.as_ref(),
            Self::Volume(volume) => Some(&volume.quantity),
            Self::Exposure(exposure) => exposure.quantity.as_ref(),
            Self::Hazard(Hazard::Effect(effect)) => Some(&effect.quantity),
            Self::Hazard(Hazard::Ghs(_)) => None,
            Self::Property(property) => Some(&property.quantity),
        }
    }

    /// Where [`Payload::quantity`] stands, as a JSON pointer into the record.
    #[must_use]
    pub fn quantity_pointer(&self) -> &'static str {
        match self {
            Self::Identity(_) => "/payload/concentration",
            _ => "/payload/quantity",
        }
    }
}

/// One claim about one substance, with its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Content hash; see [`Record::new`].
    pub id: RecordId,
    /// [`SCHEMA_VERSION`] when it was made.
    pub schema_version: u32,
    /// The substance the claim is about.
    pub substance: Substance,
    /// The claim.
    pub payload: Payload,
    /// Its proof, field by field.
    pub evidence: Vec<Evidence>,
    /// Who read it.
    pub extraction: Extraction,
    /// What curators said of it. It is no part of the record's identity.
    #[serde(default)]
    pub review: Review,
    /// The record in whose place this one stands.
    pub supersedes: Option<RecordId>,
}

impl Record {
    /// A record whose identifier is the hash of its schema version, substance, payload, evidence, extraction and predecessor.
    ///
    /// The same content always gets the same identifier; review is left out, because decisions come later.
    #[must_use]
    pub fn new(substance: Substance, payload: Payload, evidence: Vec<Evidence>, extraction: Extraction) -> Self {
        let mut record = Self {
            id: RecordId::from_hash(String::new()),
            schema_version: SCHEMA_VERSION,
            substance,
            payload,
            evidence,
            extraction,
            review: Review::default(),
            supersedes: None,
        };
        record.id = record.content_id();
        record
    }

    /// The identifier that the record's content gives. A stored record whose `id` differs was tampered with.
    #[must_use]
    pub fn content_id(&self) -> RecordId {
        let content =
            (self.schema_version, &self.substance, &self.payload, &self.evidence, &self.extraction, &self.supersedes);
        let json = serde_json::to_vec(&content).unwrap_or_default();
        RecordId::from_hash(&content_hash([json.as_slice()])[..32])
    }

    /// The kind of claim.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        self.payload.kind()
    }

    /// The evidence of the field at a JSON pointer.
    #[must_use]
    pub fn evidence_for(&self, pointer: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|evidence| evidence.field == pointer)
    }
}

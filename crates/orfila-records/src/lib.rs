//! The domain's words as types: what a document is, what was read from it, what was claimed, and who decided what.
//!
//! This crate is pure: no input or output, no clock, no environment. Everything here serialises to JSON,
//! has a JSON Schema ([`schema`]) and can be checked ([`Record::violations`]).
//!
//! Conventions that hold for the whole crate:
//! - a text offset is a **UTF-8 byte offset**, base 0, half-open, and always on a character boundary ([`TextRange`]);
//! - pages count from **1** ([`PageNumber`]);
//! - boxes are in points (1/72 inch), origin at the **top left** of the page as a reader sees it ([`BoundingBox`]);
//! - identifiers of documents, passages, records and decisions are content hashes ([`identifiers`]).

pub mod document;
pub mod evidence;
pub mod exposure;
pub mod hazard;
pub mod identifiers;
pub mod ledger;
pub mod property;
pub mod quantity;
pub mod record;
pub mod review;
pub mod schema;
pub mod substance;
pub mod text;
pub mod units;
pub mod validation;
pub mod volume;

pub use document::{
    Cell, Concealment, Direction, Document, DocumentFormat, Field, Figure, FigureKind, Page, PageOutcome, Passage,
    PassageKind, Problem, Region, Script, Segment, Severity, Table, TableEvidence, TextSource,
};
pub use evidence::{Evidence, Extraction, Grounding};
pub use exposure::{Exposure, ExposureKind, LimitType};
pub use hazard::{EffectValue, GhsClassification, Hazard};
pub use identifiers::{
    Casrn, DecisionId, DocumentId, Dtxsid, EcNumber, IdentifierError, InchiKey, PassageId, RecordId, RunId,
};
pub use ledger::{Coverage, Loss, LossReason, PassageOutcome};
pub use property::Property;
pub use quantity::{Qualifier, Quantity, Statistic, ValueState};
pub use record::{Identity, Payload, Record, RecordKind, SCHEMA_VERSION, SubstanceRole};
pub use review::{Decision, DecisionAction, Review, ReviewStatus};
pub use substance::{Component, Mapping, MappingStatus, Substance, SubstanceType};
pub use text::{BoundingBox, PageNumber, TextRange};
pub use units::{Dimension, Unit};
pub use validation::Violation;
pub use volume::{Activity, ProductionVolume, VolumeScope, VolumeStatus};

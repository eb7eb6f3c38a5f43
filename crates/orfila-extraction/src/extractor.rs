//! From a document to records, losses and passage outcomes.

use std::collections::BTreeMap;

use orfila_records::identifiers::content_hash;
use orfila_records::{
    Document, Extraction, Identity, Loss, LossReason, PassageOutcome, Payload, Record, RunId, SubstanceRole,
};

use serde::{Deserialize, Serialize};

use crate::claims::{Claim, Context};
use crate::marking::{self, Marker};
use crate::{grounding, ledger, reports, sds};

/// Version of the extraction pipeline; part of every run's identity. It changes when the same document may give other records.
pub const PIPELINE_VERSION: &str = "5";

/// What one document gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExtractionOutput {
    /// Grounded, valid records, in the order of the document.
    pub records: Vec<Record>,
    /// What was seen and not used.
    pub losses: Vec<Loss>,
    /// What became of each passage, in the order of the document.
    pub outcomes: Vec<PassageOutcome>,
}

/// Something that reads records out of documents. Extraction cannot fail: what cannot be used is a loss.
pub trait Extractor {
    /// The run's identity: the same for the same configuration, model and pipeline version.
    fn run(&self) -> RunId;

    /// The run in words, for the journal.
    fn description(&self) -> String;

    /// Reads a document.
    fn extract(&self, document: &Document) -> ExtractionOutput;
}

/// The first layer: grammars alone, no model.
#[derive(Debug, Clone, Copy, Default)]
pub struct GrammarExtractor;

impl Extractor for GrammarExtractor {
    fn run(&self) -> RunId {
        RunId::from_hash(&content_hash([b"grammar".as_slice(), PIPELINE_VERSION.as_bytes()])[..16])
    }

    fn description(&self) -> String {
        format!("{{\"extractor\":\"grammar\",\"pipeline\":\"{PIPELINE_VERSION}\"}}")
    }

    fn extract(&self, document: &Document) -> ExtractionOutput {
        let context = grammars(document);
        output(context, &extraction(self.run(), "grammar", None))
    }
}

/// The grammars, and a language model that marks what they did not read or left open. Without a model to be had, use
/// [`GrammarExtractor`].
#[derive(Debug)]
pub struct ModelExtractor {
    marker: Marker,
}

impl ModelExtractor {
    /// An extractor with a model.
    #[must_use]
    pub fn new(marker: Marker) -> Self {
        Self { marker }
    }
}

impl Extractor for ModelExtractor {
    fn run(&self) -> RunId {
        let parts = [b"model".as_slice(), PIPELINE_VERSION.as_bytes(), self.marker.sha256().as_bytes()];
        RunId::from_hash(&content_hash(parts)[..16])
    }

    fn description(&self) -> String {
        let model = self.marker.sha256();
        format!("{{\"extractor\":\"model\",\"model\":\"{model}\",\"pipeline\":\"{PIPELINE_VERSION}\"}}")
    }

    fn extract(&self, document: &Document) -> ExtractionOutput {
        let mut context = grammars(document);
        let views = marking::views(&context);
        // What the grammars read stands even if the model fails; that it did is said.
        match self.marker.mark(&views) {
            Ok(marks) => marking::read(&mut context, &marks),
            Err(error) => {
                let detail = Some(format!("the language model marked nothing in this document: {error}"));
                let failed = Loss::unread(LossReason::PossiblyMissed, None, "");
                context.losses.push(Loss { detail, ..failed });
            }
        }
        output(context, &extraction(self.run(), "model", Some(self.marker.sha256())))
    }
}

/// What the grammars read in a document.
fn grammars(document: &Document) -> Context<'_> {
    let mut context = Context::new(document);
    if sds::is_safety_data_sheet(&context) {
        sds::read(&mut context);
    } else {
        reports::read(&mut context);
    }
    context
}

/// Records, losses and outcomes of what was read.
fn output(mut context: Context<'_>, extraction: &Extraction) -> ExtractionOutput {
    let (records, refused) = records(&context, extraction);
    let mut losses = std::mem::take(&mut context.losses);
    losses.extend(refused);
    context.losses.clone_from(&losses);
    losses.extend(ledger::unused(&context, &records));
    let outcomes = ledger::outcomes(context.document, &records, &losses);
    ExtractionOutput { records, losses, outcomes }
}

/// Makes records of claims and of substances that no claim places; refuses what is not grounded or not valid.
fn records(context: &Context<'_>, extraction: &Extraction) -> (Vec<Record>, Vec<Loss>) {
    let mut records = Vec::new();
    let mut losses = Vec::new();
    let has_identity = |index: usize| {
        context.claims.iter().any(|claim| claim.substance == index && matches!(claim.payload, Payload::Identity(_)))
    };
    let identities = context.substances.items().iter().enumerate().filter(|(index, _)| !has_identity(*index)).map(
        |(index, item)| {
            let identity = Identity { role: item.role, part_of: None, concentration: None };
            Claim { substance: index, payload: Payload::Identity(identity), evidence: Vec::new() }
        },
    );
    let mut claims: Vec<Claim> = identities.chain(context.claims.iter().cloned()).collect();
    claims.sort_by_key(|claim| (claim.substance, !matches!(claim.payload, Payload::Identity(_))));
    for claim in claims {
        let Some(item) = context.substances.get(claim.substance) else { continue };
        if item.evidence.iter().any(|evidence| evidence.hidden) {
            continue;
        }
        let evidence = item.evidence.iter().chain(&claim.evidence).cloned().collect();
        let record = Record::new(item.substance.clone(), claim.payload, evidence, extraction.clone());
        match refusal(context.document, &record) {
            None => records.push(record),
            Some(detail) => losses.extend(
                claim_range(&claim.evidence, &record)
                    .map(|range| Loss::unused(LossReason::Invalid, context.document, range, Some(detail))),
            ),
        }
    }
    (records, losses)
}

fn extraction(run: RunId, extractor: &str, model: Option<&str>) -> Extraction {
    Extraction {
        run,
        extractor: extractor.to_owned(),
        model: model.map(str::to_owned),
        prompt: None,
        pipeline: PIPELINE_VERSION.to_owned(),
        confidence: BTreeMap::new(),
    }
}

fn claim_range(claimed: &[orfila_records::Evidence], record: &Record) -> Option<orfila_records::TextRange> {
    claimed.first().or(record.evidence.first()).map(|evidence| evidence.range)
}

/// Why a record may not stand, if it may not.
fn refusal(document: &Document, record: &Record) -> Option<String> {
    if let Err(error) = grounding::verify(document, record) {
        return Some(error.to_string());
    }
    record.violations().first().map(ToString::to_string)
}

/// The role of a substance as gold annotations name it.
#[must_use]
pub fn role_word(role: SubstanceRole) -> &'static str {
    match role {
        SubstanceRole::Product => "product",
        SubstanceRole::Component => "component",
        SubstanceRole::Impurity => "impurity",
        SubstanceRole::Subject => "subject",
        SubstanceRole::Mentioned => "mentioned",
    }
}

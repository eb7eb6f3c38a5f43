//! From a document to records, losses and passage outcomes.

use std::collections::BTreeMap;
use std::path::Path;

use orfila_records::identifiers::content_hash;
use orfila_records::{
    Document, Extraction, Identity, Loss, LossReason, PassageOutcome, Payload, Record, RunId, SubstanceRole,
};

use serde::{Deserialize, Serialize};

use crate::claims::{Claim, Context};
use crate::confidence::{Calibration, Sample, Signals, truth::Truth};
use crate::learning::LearningError;
use crate::marking::{self, Marker, Marks};
use crate::{grounding, ledger, reports, sds};

/// Version of the extraction pipeline; part of every run's identity. It changes when the same document may give other records.
pub const PIPELINE_VERSION: &str = "6";

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
        output(context, &extraction(self.run(), "grammar", None), |records| records)
    }
}

/// The grammars, and a language model that marks what they did not read or left open. Without a model to be had, use
/// [`GrammarExtractor`].
#[derive(Debug)]
pub struct ModelExtractor {
    marker: Marker,
    calibration: Option<Calibration>,
}

impl ModelExtractor {
    /// An extractor with a model that states no confidence.
    #[must_use]
    pub fn new(marker: Marker) -> Self {
        Self { marker, calibration: None }
    }

    /// An extractor with the model of a folder, and with the calibration that lies beside it if there is one.
    ///
    /// # Errors
    /// [`LearningError`] if the model is missing, or model or calibration are damaged.
    pub fn load(folder: &Path, threads: usize) -> Result<Self, LearningError> {
        let marker = Marker::load(folder, threads)?;
        let calibration = Calibration::read(folder, marker.sha256())?;
        Ok(Self { marker, calibration })
    }

    /// The fields of the records of a document that people annotated, with what speaks for them and whether they are right;
    /// `number` is the document's.
    ///
    /// # Errors
    /// [`LearningError`] if the model fails or the annotations are damaged.
    pub fn samples(
        &self,
        document: &Document,
        annotated: &serde_json::Value,
        number: usize,
    ) -> Result<Vec<Sample>, LearningError> {
        let mut context = grammars(document);
        let marks = self.marker.mark(&marking::views(&context))?;
        marking::read(&mut context, &marks);
        let sheet = sds::is_safety_data_sheet(&context);
        let (records, _) = records(&context, &extraction(self.run(), "model", None));
        let signals = Signals::new(document, &marks, &records, sheet);
        let truth = Truth::new(annotated).map_err(LearningError::Annotations)?;
        let mut samples = Vec::new();
        for record in &records {
            let right: BTreeMap<_, _> = truth.fields(record).into_iter().collect();
            let known = |signals: crate::confidence::FieldSignals| {
                Some(Sample { document: number, right: *right.get(&signals.group)?, signals })
            };
            samples.extend(signals.fields(record).into_iter().filter_map(known));
        }
        Ok(samples)
    }

    /// The records with how probable it is that each field is right.
    fn weighed(&self, document: &Document, marks: &Marks, sheet: bool, records: Vec<Record>) -> Vec<Record> {
        let Some(calibration) = &self.calibration else { return records };
        let signals = Signals::new(document, marks, &records, sheet);
        let weigh = |record: &Record| {
            let fields = signals.fields(record).into_iter();
            let confidence = fields.map(|field| (field.field.to_owned(), calibration.probability(&field))).collect();
            let extraction = Extraction { confidence, ..record.extraction.clone() };
            Record::new(record.substance.clone(), record.payload.clone(), record.evidence.clone(), extraction)
        };
        records.iter().map(weigh).collect()
    }
}

impl Extractor for ModelExtractor {
    fn run(&self) -> RunId {
        let calibration = serde_json::to_vec(&self.calibration).unwrap_or_default();
        let parts = [b"model".as_slice(), PIPELINE_VERSION.as_bytes(), self.marker.sha256().as_bytes(), &calibration];
        RunId::from_hash(&content_hash(parts)[..16])
    }

    fn description(&self) -> String {
        let (model, calibrated) = (self.marker.sha256(), self.calibration.is_some());
        format!(
            "{{\"extractor\":\"model\",\"model\":\"{model}\",\"calibrated\":{calibrated},\"pipeline\":\"{PIPELINE_VERSION}\"}}"
        )
    }

    fn extract(&self, document: &Document) -> ExtractionOutput {
        let mut context = grammars(document);
        let views = marking::views(&context);
        // What the grammars read stands even if the model fails; that it did is said.
        let marks = self.marker.mark(&views).unwrap_or_else(|error| {
            let detail = Some(format!("the language model marked nothing in this document: {error}"));
            let failed = Loss::unread(LossReason::PossiblyMissed, None, "");
            context.losses.push(Loss { detail, ..failed });
            Marks::default()
        });
        marking::read(&mut context, &marks);
        let sheet = sds::is_safety_data_sheet(&context);
        let weigh = |records: Vec<Record>| self.weighed(document, &marks, sheet, records);
        output(context, &extraction(self.run(), "model", Some(self.marker.sha256())), weigh)
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

/// Records, losses and outcomes of what was read; `weigh` has the last word on the records, before anything refers to them.
fn output(
    mut context: Context<'_>,
    extraction: &Extraction,
    weigh: impl FnOnce(Vec<Record>) -> Vec<Record>,
) -> ExtractionOutput {
    let (records, refused) = records(&context, extraction);
    let records = weigh(records);
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

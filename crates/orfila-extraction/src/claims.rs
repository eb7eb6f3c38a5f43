//! The state of reading one document: its lines, its substances, and the claims read so far.

use std::collections::HashSet;

use orfila_records::{Document, Evidence, Grounding, Hazard, Loss, LossReason, Payload, SubstanceRole, TextRange};

use crate::numbers::NumberStyle;
use crate::quantities::{self, QuantityMatch};
use crate::reading::{Line, lines};
use crate::substances::{Naming, Substances};

/// A claim about a substance of the document, before it becomes a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The substance, as an index into [`Context::substances`].
    pub substance: usize,
    /// What is claimed.
    pub payload: Payload,
    /// The proof of each field.
    pub evidence: Vec<Evidence>,
}

/// The state of reading one document.
#[derive(Debug)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its lines in reading order.
    pub lines: Vec<Line>,
    /// How it prints numbers.
    pub style: NumberStyle,
    /// The substances it names.
    pub substances: Substances,
    /// The claims read so far.
    pub claims: Vec<Claim>,
    /// What was seen and could not be used.
    pub losses: Vec<Loss>,
    /// What is claimed already, printed form apart; see [`said`].
    said: HashSet<(usize, String)>,
}

impl<'a> Context<'a> {
    /// A fresh state for a document.
    #[must_use]
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            lines: lines(document),
            style: NumberStyle::of_document(document),
            substances: Substances::default(),
            claims: Vec::new(),
            losses: Vec::new(),
            said: HashSet::new(),
        }
    }

    /// The characters at `range`; empty if the range does not fit.
    #[must_use]
    pub fn text(&self, range: TextRange) -> &'a str {
        range.slice(&self.document.text).unwrap_or_default()
    }

    /// Exact evidence for `field` from the characters at `range`.
    #[must_use]
    pub fn evidence(&self, field: &str, range: TextRange) -> Option<Evidence> {
        self.document.evidence(field, range)
    }

    /// Evidence for `field` whose value follows from the characters by a stated rule.
    #[must_use]
    pub fn normalized(&self, field: &str, range: TextRange) -> Option<Evidence> {
        self.evidence(field, range).map(|evidence| evidence.grounded(Grounding::Normalized))
    }

    /// Every quantity inside `range`, with ranges in the document's text.
    #[must_use]
    pub fn quantities(&self, range: TextRange) -> Vec<QuantityMatch> {
        quantities::scan(self.text(range), self.style)
            .into_iter()
            .map(|found| QuantityMatch {
                range: found.range.shifted(range.start),
                number: found.number.shifted(range.start),
                unit: found.unit.map(|unit| unit.shifted(range.start)),
                quantity: found.quantity,
            })
            .collect()
    }

    /// The range at the beginning of `range` whose ends stand with their conversions, with ranges in the document's text.
    #[must_use]
    pub fn converted_range(&self, range: TextRange) -> Option<QuantityMatch> {
        let found = quantities::converted_range(self.text(range), self.style)?;
        Some(QuantityMatch {
            range: found.range.shifted(range.start),
            number: found.number.shifted(range.start),
            unit: found.unit.map(|unit| unit.shifted(range.start)),
            quantity: found.quantity,
        })
    }

    /// Adds a claim unless the same claim about the same substance stands already.
    ///
    /// The doubled claim goes to the ledger, so that its place is not lost.
    pub fn claim(&mut self, substance: usize, payload: Payload, evidence: Vec<Option<Evidence>>) {
        let evidence: Vec<Evidence> = evidence.into_iter().flatten().collect();
        if evidence.iter().any(|evidence| evidence.hidden) {
            self.lose(LossReason::HiddenText, &evidence, "a value that readers of the page cannot see is no evidence");
            return;
        }
        if !self.said.insert((substance, said(&payload))) {
            self.lose(LossReason::Duplicate, &evidence, "the same claim was read from an earlier place");
            return;
        }
        self.claims.push(Claim { substance, payload, evidence });
    }

    fn lose(&mut self, reason: LossReason, evidence: &[Evidence], detail: &str) {
        if let Some(first) = evidence.first() {
            self.losses.push(Loss::unused(reason, self.document, first.range, Some(detail.to_owned())));
        }
    }

    /// The product or subject the document is about, if it was read; else the one substance it names.
    #[must_use]
    pub fn subject(&self) -> Option<usize> {
        let only = || (self.substances.items().len() == 1).then_some(0);
        self.substances
            .in_role(SubstanceRole::Product)
            .or_else(|| self.substances.in_role(SubstanceRole::Subject))
            .or_else(only)
    }

    /// Adds a substance named at `name` alone.
    pub fn name_substance(&mut self, name: TextRange, role: SubstanceRole) -> Option<usize> {
        let text = self.text(name).split_whitespace().collect::<Vec<_>>().join(" ");
        let evidence = self.evidence("/substance/raw_name", name)?;
        let grounded = if text == evidence.quote { evidence } else { evidence.grounded(Grounding::Normalized) };
        self.substances.add(Naming { name: Some((text, grounded)), ..Naming::default() }, role)
    }
}

/// What a payload claims, printed form apart: two with the same answer say the same.
fn said(payload: &Payload) -> String {
    // A hazard statement that stands in the classification and again on the label is one claim.
    if let Payload::Hazard(Hazard::Ghs(ghs)) = payload
        && !ghs.h_codes.is_empty()
    {
        return ghs.h_codes.join(",");
    }
    let mut payload = payload.clone();
    let quantity = match &mut payload {
        Payload::Identity(identity) => identity.concentration.as_mut(),
        Payload::Volume(volume) => Some(&mut volume.quantity),
        Payload::Exposure(exposure) => exposure.quantity.as_mut(),
        Payload::Hazard(Hazard::Effect(effect)) => Some(&mut effect.quantity),
        Payload::Hazard(Hazard::Ghs(_)) => None,
        Payload::Property(property) => Some(&mut property.quantity),
    };
    if let Some(quantity) = quantity {
        quantity.raw.clear();
    }
    serde_json::to_string(&payload).unwrap_or_default()
}

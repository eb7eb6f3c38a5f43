//! Claims: which nodes and edges a document's records give.

use std::collections::{BTreeMap, BTreeSet};

use orfila_records::substance::fold_name;
use orfila_records::{
    Activity, DocumentId, Exposure, ExposureKind, Hazard, Payload, Quantity, Record, ReviewStatus, Substance,
};

use crate::edge::{Edge, EdgeKind};
use crate::node::{NodeKey, NodeKind};

/// A node as one record names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NodeClaim {
    pub key: NodeKey,
    pub kind: NodeKind,
    /// The name to show; `None` if the claim knows only the key.
    pub label: Option<String>,
    /// Other names and identifiers, folded.
    pub aliases: BTreeSet<String>,
}

/// Everything a document contributes, in an order that does not depend on the order of its records.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub nodes: Vec<NodeClaim>,
    pub edges: Vec<(NodeKey, NodeKey, Edge)>,
}

impl Claims {
    /// The claims of one document.
    pub(crate) fn of(document: &DocumentId, title: &str, records: &[Record]) -> Self {
        let mut records: Vec<&Record> = records.iter().collect();
        records.sort_by(|a, b| a.id.cmp(&b.id));
        records.dedup_by(|a, b| a.id == b.id);
        let mut claims = Self::default();
        let home = NodeKey::exact(NodeKind::Document, document.as_str());
        claims.node(home.clone(), NodeKind::Document, Some(title), BTreeSet::new());
        let mut mentions: BTreeMap<NodeKey, &Record> = BTreeMap::new();
        for record in records {
            let subject = claims.substance(&record.substance);
            claims.components(&record.substance, &subject, record);
            claims.payload(&subject, record);
            // The first record, but one that still stands before one that was rejected, which would hide the mention.
            let first = mentions.entry(subject).or_insert(record);
            if !stands(first) && stands(record) {
                *first = record;
            }
        }
        for (subject, record) in mentions {
            claims.edge(&subject, &home, edge(EdgeKind::MentionedIn, record, None, None));
        }
        claims.edges.sort_by(|a, b| (&a.0, &a.1, a.2.order()).cmp(&(&b.0, &b.1, b.2.order())));
        claims.edges.dedup();
        claims
    }

    fn node(&mut self, key: NodeKey, kind: NodeKind, label: Option<&str>, aliases: BTreeSet<String>) {
        let label = label.map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned);
        self.nodes.push(NodeClaim { key, kind, label, aliases });
    }

    fn edge(&mut self, from: &NodeKey, to: &NodeKey, edge: Edge) {
        self.edges.push((from.clone(), to.clone(), edge));
    }

    /// A node known by name, with an edge to it.
    fn link(&mut self, from: &NodeKey, kind: NodeKind, name: &str, edge: Edge) {
        if name.trim().is_empty() {
            return;
        }
        let to = NodeKey::named(kind, name);
        self.node(to.clone(), kind, Some(name), BTreeSet::new());
        self.edge(from, &to, edge);
    }

    fn substance(&mut self, substance: &Substance) -> NodeKey {
        let key = NodeKey::exact(NodeKind::Substance, &substance.key());
        let names =
            [Some(substance.raw_name.as_str()), substance.preferred_name.as_deref(), substance.smiles.as_deref()];
        let mut aliases: BTreeSet<String> = names.into_iter().flatten().map(fold_name).collect();
        aliases.extend(substance.synonyms.iter().map(|name| fold_name(name)));
        aliases.extend(substance.casrn.iter().map(|id| fold_name(id.as_str())));
        aliases.extend(substance.ec_number.iter().map(|id| fold_name(id.as_str())));
        aliases.extend(substance.dtxsid.iter().map(|id| fold_name(id.as_str())));
        aliases.extend(substance.inchikey.iter().map(|id| fold_name(id.as_str())));
        aliases.remove("");
        self.node(key.clone(), NodeKind::Substance, Some(substance.display_name()), aliases);
        key
    }

    /// Components that the substance itself lists, one level: deeper ones have records of their own.
    fn components(&mut self, substance: &Substance, product: &NodeKey, record: &Record) {
        for component in &substance.components {
            let part = self.substance(&component.substance);
            if part != *product {
                self.edge(product, &part, edge(EdgeKind::HasComponent, record, None, Some(&component.fraction)));
            }
        }
    }

    fn payload(&mut self, subject: &NodeKey, record: &Record) {
        match &record.payload {
            Payload::Identity(identity) => {
                let Some(product) = &identity.part_of else { return };
                let product = NodeKey::exact(NodeKind::Substance, product);
                if product != *subject {
                    self.node(product.clone(), NodeKind::Substance, None, BTreeSet::new());
                    let quantity = identity.concentration.as_ref();
                    self.edge(&product, subject, edge(EdgeKind::HasComponent, record, None, quantity));
                }
            }
            Payload::Volume(volume) => {
                let said = edge(EdgeKind::ProducedIn, record, Some(activity(volume.activity)), Some(&volume.quantity));
                self.link(subject, NodeKind::Region, volume.region.as_deref().unwrap_or_default(), said);
            }
            Payload::Exposure(exposure) => self.exposure(subject, record, exposure),
            Payload::Hazard(Hazard::Ghs(ghs)) => {
                for code in &ghs.h_codes {
                    let to = NodeKey::exact(NodeKind::HazardCode, code);
                    self.node(to.clone(), NodeKind::HazardCode, Some(code), BTreeSet::from([fold_name(code)]));
                    self.edge(subject, &to, edge(EdgeKind::ClassifiedAs, record, ghs.category.as_deref(), None));
                }
                let said = edge(EdgeKind::ClassifiedAs, record, ghs.category.as_deref(), None);
                self.link(subject, NodeKind::HazardClass, ghs.class.as_deref().unwrap_or_default(), said);
            }
            Payload::Hazard(Hazard::Effect(effect)) => {
                let said = |kind| edge(kind, record, Some(&effect.endpoint), Some(&effect.quantity));
                let species = effect.species.as_deref().unwrap_or_default();
                self.link(subject, NodeKind::Endpoint, &effect.endpoint, said(EdgeKind::HasEndpoint));
                self.link(subject, NodeKind::Species, species, said(EdgeKind::TestedIn));
            }
            // A property says nothing between two things; it is found at its substance through the document.
            Payload::Property(_) => {}
        }
    }

    fn exposure(&mut self, subject: &NodeKey, record: &Record, exposure: &Exposure) {
        let quantity = exposure.quantity.as_ref();
        let said = |kind| edge(kind, record, Some(&exposure.name), quantity);
        let medium = exposure.medium.as_deref().or(exposure.medium_raw.as_deref()).unwrap_or_default();
        let place = exposure.place.as_deref().unwrap_or_default();
        match exposure.kind {
            ExposureKind::Measurement | ExposureKind::Estimate => {
                self.link(subject, NodeKind::Medium, medium, said(EdgeKind::MeasuredIn));
                self.link(subject, NodeKind::Region, place, said(EdgeKind::MeasuredIn));
            }
            ExposureKind::Limit => {
                let authority = exposure.authority.as_deref().unwrap_or_default();
                self.link(subject, NodeKind::Medium, medium, said(EdgeKind::LimitedIn));
                self.link(subject, NodeKind::Authority, authority, said(EdgeKind::LimitedIn));
                self.link(subject, NodeKind::Region, place, said(EdgeKind::LimitedIn));
            }
            ExposureKind::Use => {
                let names = [
                    Some(exposure.name.as_str()),
                    exposure.function_category.as_deref(),
                    exposure.product_category.as_deref(),
                ];
                let different: BTreeMap<String, &str> =
                    names.into_iter().flatten().map(|name| (fold_name(name), name)).collect();
                for name in different.values() {
                    self.link(subject, NodeKind::Use, name, edge(EdgeKind::UsedAs, record, None, quantity));
                }
            }
        }
    }
}

fn edge(kind: EdgeKind, record: &Record, subject: Option<&str>, quantity: Option<&Quantity>) -> Edge {
    Edge {
        kind,
        record: record.id.clone(),
        subject: subject.filter(|subject| !subject.is_empty()).map(str::to_owned),
        value: quantity.map(ToString::to_string),
        qualifier: quantity.filter(|quantity| quantity.low.is_some() || quantity.high.is_some()).map(|q| q.qualifier),
        review: record.review.status,
    }
}

fn stands(record: &Record) -> bool {
    !matches!(record.review.status, ReviewStatus::Rejected | ReviewStatus::Superseded)
}

fn activity(activity: Activity) -> &'static str {
    match activity {
        Activity::Manufactured => "manufactured",
        Activity::Imported => "imported",
        Activity::Exported => "exported",
        Activity::Used => "used",
        Activity::Sold => "sold",
        Activity::Released => "released",
        Activity::Total => "total",
    }
}

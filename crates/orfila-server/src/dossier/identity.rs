//! Who the substance is: every name and identifier that a document gives, each with its proofs, and what it is made of.

use std::collections::BTreeMap;

use orfila_records::{DocumentId, Identity, MappingStatus, Payload, Record, Substance};
use serde::Serialize;

use super::entry::{shown_quantity, words};
use super::proof::Proof;

/// One name or identifier and the records that give it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IdentityFact {
    /// What it is: `name`, `CASRN`, `EC number`, `DTXSID`, `InChIKey`, `SMILES`, `formula`, `type`.
    pub kind: &'static str,
    /// What it says.
    pub value: String,
    /// Number of records that give it.
    pub records: usize,
    /// Proofs, one a document.
    pub proofs: Vec<Proof>,
}

/// A component of the substance, or a product that the substance is in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The key of the component or the product.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Role and amount as the document states them: `component, 10 – 30 %`.
    pub amount: String,
    /// What it rests on.
    pub proof: Proof,
}

/// Names, identifiers and composition.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct IdentitySection {
    /// Names and identifiers, those with the most records first within a kind.
    pub facts: Vec<IdentityFact>,
    /// What it is made of, where a document says so.
    pub components: Vec<Part>,
    /// The products it is in.
    pub component_of: Vec<Part>,
    /// Doubts about who it is, in words.
    pub doubts: Vec<String>,
}

type Titles<'a> = BTreeMap<&'a DocumentId, &'a str>;

/// Kind, value and JSON pointer of everything that a substance is called.
fn names(substance: &Substance) -> Vec<(&'static str, String, &'static str)> {
    let mut names: Vec<(&'static str, String, &'static str)> = Vec::new();
    names.extend(substance.preferred_name.iter().map(|name| ("name", name.clone(), "/substance/preferred_name")));
    names.push(("name", substance.raw_name.clone(), "/substance/raw_name"));
    names.extend(substance.synonyms.iter().map(|name| ("name", name.clone(), "/substance/synonyms")));
    names.extend(substance.casrn.iter().map(|id| ("CASRN", id.to_string(), "/substance/casrn")));
    names.extend(substance.ec_number.iter().map(|id| ("EC number", id.to_string(), "/substance/ec_number")));
    names.extend(substance.dtxsid.iter().map(|id| ("DTXSID", id.to_string(), "/substance/dtxsid")));
    names.extend(substance.inchikey.iter().map(|id| ("InChIKey", id.to_string(), "/substance/inchikey")));
    names.extend(substance.smiles.iter().map(|smiles| ("SMILES", smiles.clone(), "/substance/smiles")));
    names.extend(substance.formula.iter().map(|formula| ("formula", formula.clone(), "/substance/formula")));
    names.extend(substance.substance_type.iter().map(|kind| ("type", words(kind), "/substance/type")));
    names.retain(|(_, value, _)| !value.trim().is_empty());
    names
}

const KINDS: [&str; 8] = ["name", "CASRN", "EC number", "DTXSID", "InChIKey", "SMILES", "formula", "type"];

/// One proof a document; one that quotes the name or identifier itself takes the place of one that does not.
fn keep_best(proofs: &mut Vec<Proof>, proof: Proof, pointer: &str) {
    let document = |proof: &Proof| proof.first().map(|citation| citation.document.clone());
    let direct = |proof: &Proof| proof.first().is_some_and(|citation| citation.field.starts_with(pointer));
    match proofs.iter_mut().find(|known| document(known) == document(&proof)) {
        Some(known) if direct(&proof) && !direct(known) => *known = proof,
        Some(_) => {}
        None => proofs.push(proof),
    }
}

fn facts(records: &[&Record], titles: &Titles<'_>) -> Vec<IdentityFact> {
    let mut facts: BTreeMap<(usize, String), IdentityFact> = BTreeMap::new();
    for record in records {
        let mut seen = Vec::new();
        for (kind, value, pointer) in names(&record.substance) {
            let rank = KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len());
            let fact_key = (rank, value.to_lowercase());
            if seen.contains(&fact_key) {
                continue;
            }
            let fact = facts.entry(fact_key.clone()).or_insert_with(|| IdentityFact {
                kind,
                value,
                records: 0,
                proofs: Vec::new(),
            });
            seen.push(fact_key);
            fact.records += 1;
            let proof = Proof::of(record, pointer, titles);
            keep_best(&mut fact.proofs, proof, pointer);
        }
    }
    let mut facts: Vec<((usize, String), IdentityFact)> = facts.into_iter().collect();
    facts.sort_by(|a, b| a.0.0.cmp(&b.0.0).then(b.1.records.cmp(&a.1.records)).then_with(|| a.0.1.cmp(&b.0.1)));
    facts.into_iter().map(|(_, fact)| fact).collect()
}

fn amount(identity: &Identity) -> String {
    let role = words(&identity.role);
    match &identity.concentration {
        Some(concentration) => format!("{role}, {}", shown_quantity(concentration)),
        None => format!("{role}, amount not stated"),
    }
}

/// The products that the substance is in, from its own records.
fn component_of(records: &[&Record], titles: &Titles<'_>) -> Vec<Part> {
    let part = |record: &&Record| {
        let Payload::Identity(identity) = &record.payload else { return None };
        let key = identity.part_of.clone()?;
        let name = key.split_once(':').map_or(key.as_str(), |(_, name)| name).to_owned();
        let proof = Proof::of(record, "/payload/concentration", titles);
        Some(Part { key, name, amount: amount(identity), proof })
    };
    records.iter().filter_map(part).collect()
}

/// What it is made of: from records of its components, and from what its own records list.
fn components(records: &[&Record], parts: &[&Record], titles: &Titles<'_>) -> Vec<Part> {
    let mut components = Vec::new();
    for record in parts {
        let Payload::Identity(identity) = &record.payload else { continue };
        components.push(Part {
            key: record.substance.key(),
            name: record.substance.display_name().to_owned(),
            amount: amount(identity),
            proof: Proof::of(record, "/payload/concentration", titles),
        });
    }
    for record in records {
        for component in &record.substance.components {
            components.push(Part {
                key: component.substance.key(),
                name: component.substance.display_name().to_owned(),
                amount: format!("component, {}", shown_quantity(&component.fraction)),
                proof: Proof::of(record, "/substance/components", titles),
            });
        }
    }
    let same = |a: &Part, b: &Part| {
        let document = |part: &Part| part.proof.first().map(|citation| citation.document.clone());
        a.key == b.key && a.amount == b.amount && document(a) == document(b)
    };
    let mut unique: Vec<Part> = Vec::new();
    for component in components {
        if !unique.iter().any(|known| same(known, &component)) {
            unique.push(component);
        }
    }
    unique
}

fn doubts(records: &[&Record]) -> Vec<String> {
    let mut doubts = Vec::new();
    let mut add = |number: usize, what: &str| {
        if number > 0 {
            doubts.push(format!("{number} record{} {what}", if number == 1 { "" } else { "s" }));
        }
    };
    let count = |status: MappingStatus| records.iter().filter(|r| r.substance.mapping.status == status).count();
    add(count(MappingStatus::Conflict), "where what the document states about the identity disagrees");
    add(count(MappingStatus::Ambiguous), "whose name fits more than one identity");
    add(count(MappingStatus::Unresolved), "whose name was not resolved to an identity");
    add(count(MappingStatus::Withheld), "whose identity the source withholds");
    doubts
}

/// The section.
pub(super) fn section(records: &[&Record], parts: &[&Record], titles: &Titles<'_>) -> IdentitySection {
    IdentitySection {
        facts: facts(records, titles),
        components: components(records, parts, titles),
        component_of: component_of(records, titles),
        doubts: doubts(records),
    }
}

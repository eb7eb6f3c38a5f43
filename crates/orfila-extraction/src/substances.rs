//! The substances a document speaks of: collected as they are named, merged only on a shared registry number or the same name.

use std::collections::HashMap;

use orfila_records::{
    Casrn, EcNumber, Evidence, Mapping, MappingStatus, Substance, SubstanceRole, SubstanceType, TextRange,
    substance::fold_name,
};

use crate::vocabulary::{find_word, lowercase_same_length};

/// A substance as one document names it, with the proof of its naming.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentSubstance {
    /// The claim.
    pub substance: Substance,
    /// What part it plays.
    pub role: SubstanceRole,
    /// Proof of its name and identifiers; the first one proves `/substance/raw_name`.
    pub evidence: Vec<Evidence>,
}

/// What was read about a substance at one place.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    /// Its name and the characters it was read from.
    pub name: Option<(String, Evidence)>,
    /// CAS numbers with their characters.
    pub casrn: Vec<(Casrn, Evidence)>,
    /// EC number with its characters.
    pub ec: Option<(EcNumber, Evidence)>,
    /// Whether the source withholds its identity.
    pub withheld: bool,
}

/// The substances of one document.
#[derive(Debug, Clone, Default)]
pub struct Substances {
    items: Vec<DocumentSubstance>,
    /// The first substance with each CAS number.
    by_casrn: HashMap<Casrn, usize>,
    /// The substances with each folded name or synonym, in the order in which they were named.
    by_name: HashMap<String, Vec<usize>>,
}

impl Substances {
    /// All of them, in the order in which they were first named.
    #[must_use]
    pub fn items(&self) -> &[DocumentSubstance] {
        &self.items
    }

    /// The one at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&DocumentSubstance> {
        self.items.get(index)
    }

    /// The first in the given role.
    #[must_use]
    pub fn in_role(&self, role: SubstanceRole) -> Option<usize> {
        self.items.iter().position(|item| item.role == role)
    }

    /// Adds what was read at one place: to the substance with the same CAS number or (unless withheld) the same name,
    /// else as a new one. Returns its index; `None` if neither name nor identifier was read.
    pub fn add(&mut self, naming: Naming, role: SubstanceRole) -> Option<usize> {
        let known = self.known(&naming);
        let index = match known {
            Some(index) => index,
            None => {
                let (name, evidence) = match &naming.name {
                    Some((name, evidence)) => (name.clone(), evidence.clone()),
                    None => (String::new(), first_identifier_evidence(&naming)?),
                };
                let mut substance = Substance::named(&name);
                if naming.withheld {
                    substance.mapping = mapping("withheld_in_document", MappingStatus::Withheld);
                }
                self.items.push(DocumentSubstance { substance, role, evidence: vec![evidence] });
                self.items.len() - 1
            }
        };
        let item = &mut self.items[index];
        merge(item, naming, role, known.is_some());
        self.remember(index);
        Some(index)
    }

    /// Keeps the look-ups true after a substance got a name or a number.
    fn remember(&mut self, index: usize) {
        let Some(item) = self.items.get(index) else { return };
        for casrn in &item.substance.casrn {
            self.by_casrn.entry(casrn.clone()).or_insert(index);
        }
        for name in std::iter::once(&item.substance.raw_name).chain(&item.substance.synonyms) {
            let named = self.by_name.entry(fold_name(name)).or_default();
            if let Err(place) = named.binary_search(&index) {
                named.insert(place, index);
            }
        }
    }

    fn known(&self, naming: &Naming) -> Option<usize> {
        if let Some(index) = naming.casrn.iter().filter_map(|(casrn, _)| self.by_casrn.get(casrn)).min() {
            return Some(*index);
        }
        if naming.withheld {
            return None;
        }
        let named = self.by_name.get(&fold_name(&naming.name.as_ref()?.0))?;
        named.iter().copied().find(|index| {
            let substance = &self.items[*index].substance;
            let apart = !naming.casrn.is_empty() && !substance.casrn.is_empty();
            !apart && substance.mapping.status != MappingStatus::Withheld
        })
    }

    /// Sets what part a substance plays.
    pub fn set_role(&mut self, index: usize, role: SubstanceRole) {
        if let Some(item) = self.items.get_mut(index) {
            item.role = role;
        }
    }

    /// Sets the sort of a substance, unless it is known already.
    pub fn set_type(&mut self, index: usize, substance_type: SubstanceType) {
        if let Some(item) = self.items.get_mut(index) {
            item.substance.substance_type.get_or_insert(substance_type);
        }
    }

    /// Adds another name that the document gives to a substance.
    pub fn add_synonym(&mut self, index: usize, synonym: &str) {
        if let Some(item) = self.items.get_mut(index) {
            let folded = fold_name(synonym);
            let known = fold_name(&item.substance.raw_name) == folded
                || item.substance.synonyms.iter().any(|known| fold_name(known) == folded);
            if !known && !folded.is_empty() {
                item.substance.synonyms.push(synonym.to_owned());
            }
        }
        self.remember(index);
    }

    /// The substance with this CAS number.
    #[must_use]
    pub fn with_casrn(&self, casrn: &Casrn) -> Option<usize> {
        self.by_casrn.get(casrn).copied()
    }

    /// The substance whose name is exactly `name`, case and spaces apart.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<usize> {
        let folded = fold_name(name.trim_matches([' ', ':', '*', '.', ',']));
        self.by_name.get(&folded)?.first().copied()
    }

    /// The substance that `text` names, and where: the longest known name that stands alone in it.
    #[must_use]
    pub fn mentioned_in(&self, text: &str) -> Option<(usize, TextRange)> {
        let lower = lowercase_same_length(text);
        let mut best: Option<(usize, TextRange)> = None;
        for (index, item) in self.items.iter().enumerate() {
            let names = std::iter::once(&item.substance.raw_name).chain(&item.substance.synonyms);
            for name in names.filter(|name| name.chars().count() >= 3) {
                let Some(start) = find_word(&lower, &lowercase_same_length(name)) else { continue };
                let range = TextRange::new(start, start + name.len());
                if best.is_none_or(|(_, best)| range.len() > best.len()) {
                    best = Some((index, range));
                }
            }
        }
        best
    }
}

fn mapping(method: &str, status: MappingStatus) -> Mapping {
    Mapping { method: method.to_owned(), score: None, candidates: Vec::new(), status }
}

fn first_identifier_evidence(naming: &Naming) -> Option<Evidence> {
    let evidence =
        naming.casrn.first().map(|(_, evidence)| evidence).or(naming.ec.as_ref().map(|(_, evidence)| evidence))?;
    let mut evidence = evidence.clone();
    evidence.field = "/substance/raw_ids/0".to_owned();
    Some(evidence)
}

fn merge(item: &mut DocumentSubstance, naming: Naming, role: SubstanceRole, known: bool) {
    if known && item.role == SubstanceRole::Mentioned {
        item.role = role;
    }
    if let Some((name, mut evidence)) = naming.name {
        if item.substance.raw_name.is_empty() {
            "/substance/raw_name".clone_into(&mut evidence.field);
            item.substance.raw_name = name;
            item.evidence.insert(0, evidence);
        } else if fold_name(&item.substance.raw_name) != fold_name(&name) && !item.substance.synonyms.contains(&name) {
            item.substance.synonyms.push(name);
        }
    }
    for (casrn, mut evidence) in naming.casrn {
        if !item.substance.casrn.contains(&casrn) {
            evidence.field = format!("/substance/casrn/{}", item.substance.casrn.len());
            item.substance.raw_ids.push(evidence.quote.clone());
            item.substance.casrn.push(casrn);
            item.substance.mapping = mapping("casrn_in_document", MappingStatus::Resolved);
            item.evidence.push(evidence);
        }
    }
    if let Some((ec, mut evidence)) = naming.ec
        && item.substance.ec_number.is_none()
    {
        "/substance/ec_number".clone_into(&mut evidence.field);
        item.substance.raw_ids.push(evidence.quote.clone());
        item.substance.ec_number = Some(ec);
        item.evidence.push(evidence);
    }
}

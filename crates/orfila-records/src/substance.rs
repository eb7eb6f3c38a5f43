//! A substance as a document names it. It is a claim: identity can be reviewed, and nothing is merged silently.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifiers::{Casrn, Dtxsid, EcNumber, InchiKey};
use crate::quantity::Quantity;

/// What sort of substance it is, in the terms of REACH and GHS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubstanceType {
    /// One main constituent.
    MonoConstituent,
    /// Several main constituents, for example an isomer mixture or a reaction mass.
    MultiConstituent,
    /// Unknown or variable composition, complex reaction products or biological materials.
    Uvcb,
    /// A polymer.
    Polymer,
    /// A mixture that is placed on the market.
    Mixture,
    /// A product, by its trade name.
    Product,
    /// A group of substances, for example "lead compounds".
    Group,
}

/// Whether the name was resolved to an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MappingStatus {
    /// One identity, agreed by what the document states.
    Resolved,
    /// More than one candidate; none chosen.
    Ambiguous,
    /// What the document states disagrees.
    Conflict,
    /// No identity found.
    Unresolved,
    /// The source withholds the identity (trade secret).
    Withheld,
}

/// How the name was resolved, with every candidate kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// For example `casrn_in_document`, `dictionary`, `name_only`.
    pub method: String,
    /// Score from 0 to 1, where the method gives one.
    pub score: Option<f64>,
    /// Other identities that fit, best first.
    pub candidates: Vec<String>,
    /// What came of it.
    pub status: MappingStatus,
}

/// A component of a mixture or a product, with its part by weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The component.
    pub substance: Substance,
    /// Its part, usually a weight fraction.
    pub fraction: Quantity,
}

/// A substance as one document names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Substance {
    /// Its name as printed.
    pub raw_name: String,
    /// Its identifiers as printed, repaired or not.
    pub raw_ids: Vec<String>,
    /// CAS Registry Numbers with right check digits.
    pub casrn: Vec<Casrn>,
    /// EC number.
    pub ec_number: Option<EcNumber>,
    /// DSSTox substance identifier.
    pub dtxsid: Option<Dtxsid>,
    /// Standard InChIKey.
    pub inchikey: Option<InchiKey>,
    /// Standard InChI.
    pub inchi: Option<String>,
    /// SMILES as printed or resolved.
    pub smiles: Option<String>,
    /// Molecular formula in Hill order.
    pub formula: Option<String>,
    /// The name we show; the printed one unless it was resolved.
    pub preferred_name: Option<String>,
    /// Other names the document gives.
    pub synonyms: Vec<String>,
    /// What sort of substance it is; `None` while unknown.
    #[serde(rename = "type")]
    pub substance_type: Option<SubstanceType>,
    /// Components, where the document gives them.
    pub components: Vec<Component>,
    /// How the name was resolved.
    pub mapping: Mapping,
}

impl Substance {
    /// A substance of which only the printed name is known.
    #[must_use]
    pub fn named(raw_name: &str) -> Self {
        Self {
            raw_name: raw_name.to_owned(),
            raw_ids: Vec::new(),
            casrn: Vec::new(),
            ec_number: None,
            dtxsid: None,
            inchikey: None,
            inchi: None,
            smiles: None,
            formula: None,
            preferred_name: None,
            synonyms: Vec::new(),
            substance_type: None,
            components: Vec::new(),
            mapping: Mapping {
                method: "name_only".to_owned(),
                score: None,
                candidates: Vec::new(),
                status: MappingStatus::Unresolved,
            },
        }
    }

    /// The name to show: the preferred one, else the printed one, else an identifier.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.preferred_name
            .as_deref()
            .filter(|name| !name.is_empty())
            .or((!self.raw_name.is_empty()).then_some(self.raw_name.as_str()))
            .or_else(|| self.casrn.first().map(Casrn::as_str))
            .unwrap_or("unnamed substance")
    }

    /// The key under which claims about one substance meet: its CASRN, else EC number, else InChIKey, else folded name.
    ///
    /// Claims that share only a name meet only with claims that have no identifier either.
    #[must_use]
    pub fn key(&self) -> String {
        if let Some(casrn) = self.casrn.first() {
            return format!("cas:{casrn}");
        }
        if let Some(ec) = &self.ec_number {
            return format!("ec:{ec}");
        }
        if let Some(inchikey) = &self.inchikey {
            return format!("inchikey:{inchikey}");
        }
        format!("name:{}", fold_name(&self.raw_name))
    }
}

/// A name with case, spaces and dash variants made uniform.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let lower = name.to_lowercase().replace(['‐', '‑', '–', '−'], "-");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

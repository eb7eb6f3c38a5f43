//! Gaps: what a person who judges a substance asks for, and no document of the project states.

use orfila_records::{EffectValue, Exposure, ExposureKind, Hazard, Payload, Record, SubstanceType, ValueState};
use serde::Serialize;

/// One unanswered question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// A stable word for machines: `no_structure`, `no_volume`, `no_chronic_aquatic`.
    pub code: &'static str,
    /// What is missing, in words.
    pub message: String,
}

/// Words by which an aquatic species is known.
const AQUATIC: [&str; 30] = [
    "fish",
    "trout",
    "salmon",
    "minnow",
    "zebrafish",
    "danio",
    "medaka",
    "bluegill",
    "carp",
    "guppy",
    "killifish",
    "sheepshead",
    "orfe",
    "daphni",
    "water flea",
    "alga",
    "selenastrum",
    "raphidocelis",
    "pseudokirchneriella",
    "desmodesmus",
    "scenedesmus",
    "chlorella",
    "skeletonema",
    "lemna",
    "duckweed",
    "shrimp",
    "mysid",
    "oyster",
    "crustacea",
    "aquatic",
];

fn aquatic(effect: &EffectValue) -> bool {
    let holds = |text: &Option<String>, words: &[&str]| {
        text.as_ref().is_some_and(|text| {
            let text = text.to_lowercase();
            words.iter().any(|word| text.contains(word))
        })
    };
    holds(&effect.species, &AQUATIC)
        || holds(&effect.medium, &["water", "marine", "aquatic"])
        || holds(&effect.study_type, &["aquatic", "fish", "daphni", "alga"])
}

fn starts(effect: &EffectValue, endpoints: &[&str]) -> bool {
    let endpoint = effect.endpoint.to_uppercase();
    endpoints.iter().any(|known| endpoint.starts_with(known))
}

/// What the records tell, sorted for the questions below.
struct Known<'a> {
    records: &'a [&'a Record],
    effects: Vec<&'a EffectValue>,
    exposures: Vec<&'a Exposure>,
}

impl<'a> Known<'a> {
    fn of(records: &'a [&'a Record]) -> Self {
        let mut known = Self { records, effects: Vec::new(), exposures: Vec::new() };
        for record in records {
            match &record.payload {
                Payload::Hazard(Hazard::Effect(effect)) => known.effects.push(effect),
                Payload::Exposure(exposure) => known.exposures.push(exposure),
                _ => {}
            }
        }
        known
    }

    fn any(&self, holds: impl Fn(&Payload) -> bool) -> bool {
        self.records.iter().any(|record| holds(&record.payload))
    }

    fn effect(&self, holds: impl Fn(&EffectValue) -> bool) -> bool {
        self.effects.iter().any(|effect| effect.quantity.state == ValueState::Reported && holds(effect))
    }

    fn acute(&self, route: &str) -> bool {
        let routed = |effect: &EffectValue| effect.route.as_deref() == Some(route);
        self.effect(|effect| routed(effect) && starts(effect, &["LD", "LC", "ATE"]) && !aquatic(effect))
    }

    fn property(&self, names: &[&str]) -> bool {
        self.any(|payload| match payload {
            Payload::Property(property) => {
                let name = property.name.to_lowercase();
                property.quantity.state == ValueState::Reported && names.iter().any(|known| name.contains(known))
            }
            _ => false,
        })
    }

    fn has_type(&self, wanted: &[SubstanceType]) -> bool {
        self.records.iter().any(|record| record.substance.substance_type.is_some_and(|kind| wanted.contains(&kind)))
    }
}

fn identity(known: &Known<'_>, gaps: &mut Gaps) {
    use SubstanceType::{Group, Mixture, Polymer, Product, Uvcb};
    let substances = || known.records.iter().map(|record| &record.substance);
    gaps.missing(substances().any(|s| !s.casrn.is_empty()), "no_casrn", "no CAS Registry Number");
    let structure = substances().any(|s| s.smiles.is_some() || s.inchikey.is_some() || s.inchi.is_some());
    let structured = structure || known.has_type(&[Group, Mixture, Polymer, Product, Uvcb]);
    gaps.missing(structured, "no_structure", "no chemical structure, so nothing can be predicted from it");
}

fn exposure(known: &Known<'_>, gaps: &mut Gaps) {
    let stated = known.any(|payload| matches!(payload, Payload::Volume(_)));
    let reported = known.any(|payload| match payload {
        Payload::Volume(volume) => volume.quantity.state == ValueState::Reported,
        _ => false,
    });
    gaps.missing(stated, "no_volume", "no production volume");
    gaps.missing(!stated || reported, "volume_withheld", "production volumes are withheld or without a number");
    let of = |kind: ExposureKind| known.exposures.iter().filter(move |exposure| exposure.kind == kind);
    let measured = of(ExposureKind::Measurement).count() > 0;
    let detected = of(ExposureKind::Measurement)
        .any(|exposure| exposure.quantity.as_ref().is_some_and(|quantity| quantity.state == ValueState::Reported));
    gaps.missing(measured, "no_measurement", "no measured concentration or intake");
    gaps.missing(!measured || detected, "only_nondetects", "measurements without a single detected value");
    gaps.missing(of(ExposureKind::Limit).count() > 0, "no_limit", "no exposure limit or guidance value");
    gaps.missing(of(ExposureKind::Use).count() > 0, "no_use", "no stated use");
}

fn hazard(known: &Known<'_>, gaps: &mut Gaps) {
    let classified = known.any(|payload| matches!(payload, Payload::Hazard(Hazard::Ghs(_))));
    gaps.missing(classified, "no_classification", "no hazard classification");
    gaps.missing(known.acute("oral"), "no_acute_oral", "no acute oral toxicity value (LD50)");
    gaps.missing(known.acute("dermal"), "no_acute_dermal", "no acute dermal toxicity value (LD50)");
    gaps.missing(known.acute("inhalation"), "no_acute_inhalation", "no acute inhalation toxicity value (LC50)");
    let repeated = known.effect(|e| starts(e, &["NOAE", "LOAE", "NOEL", "LOEL", "BMD", "BMC"]) && !aquatic(e));
    gaps.missing(repeated, "no_repeated_dose", "no repeated-dose value (NOAEL, LOAEL, BMDL)");
    let acute = known.effect(|e| aquatic(e) && starts(e, &["LC50", "EC50", "ERC50", "EBC50", "IC50"]));
    gaps.missing(acute, "no_acute_aquatic", "no acute aquatic value (LC50, EC50)");
    let chronic = known.effect(|e| aquatic(e) && starts(e, &["NOEC", "LOEC", "EC10", "ERC10", "MATC", "NOELR"]));
    gaps.missing(chronic, "no_chronic_aquatic", "no chronic aquatic value (NOEC, EC10)");
}

fn properties(known: &Known<'_>, gaps: &mut Gaps) {
    gaps.missing(known.property(&["melting", "freezing"]), "no_melting_point", "no melting point");
    gaps.missing(known.property(&["boiling"]), "no_boiling_point", "no boiling point");
    gaps.missing(known.property(&["vapour pressure", "vapor pressure"]), "no_vapour_pressure", "no vapour pressure");
    gaps.missing(known.property(&["solubility"]), "no_water_solubility", "no water solubility");
    let partition = known.property(&["log kow", "log pow", "log p", "partition", "octanol"]);
    gaps.missing(partition, "no_log_kow", "no octanol-water partition coefficient (log Kow)");
}

#[derive(Default)]
struct Gaps(Vec<Gap>);

impl Gaps {
    fn missing(&mut self, answered: bool, code: &'static str, message: &str) {
        if !answered {
            self.0.push(Gap { code, message: message.to_owned() });
        }
    }
}

/// Every unanswered question.
pub(super) fn find(records: &[&Record]) -> Vec<Gap> {
    let known = Known::of(records);
    let mut gaps = Gaps::default();
    for ask in [identity, exposure, hazard, properties] {
        ask(&known, &mut gaps);
    }
    gaps.0
}

//! What speaks for and against a field.

use std::collections::BTreeMap;

use orfila_records::{Document, Evidence, ExposureKind, Grounding, Hazard, Payload, Record, TextRange};
use serde::{Deserialize, Serialize};

use crate::marking::{MarkKind, Marks};

/// The names of the signals, in the order of [`FieldSignals::values`].
pub const SIGNALS: [&str; 9] =
    ["marked", "mark_odds", "linked", "link_odds", "rival", "in_table", "in_sheet", "normalized", "substances"];

macro_rules! groups {
    ($($(#[$doc:meta])* $group:ident),* $(,)?) => {
        /// Fields that are right about equally often: a kind of record and a part of it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Group {
            $($(#[$doc])* $group,)*
        }

        impl Group {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$group),*];
        }
    };
}

groups! {
    /// That a substance of its own is what is named.
    Named,
    /// The substance of a component's record.
    ComponentSubstance,
    /// A component's concentration.
    ComponentValue,
    /// The substance of a classification.
    GhsSubstance,
    /// A hazard code.
    GhsCode,
    /// The substance of an effect value.
    EffectSubstance,
    /// An effect value's number and unit.
    EffectValue,
    /// An effect value's endpoint.
    EffectEndpoint,
    /// An effect value's species.
    EffectSpecies,
    /// The substance of a limit.
    LimitSubstance,
    /// A limit's number and unit.
    LimitValue,
    /// The substance of a measurement or estimate.
    MeasurementSubstance,
    /// A measurement's or estimate's number and unit.
    MeasurementValue,
    /// The substance of a volume.
    VolumeSubstance,
    /// A volume's number and unit.
    VolumeValue,
    /// What is done with a volume.
    VolumeActivity,
    /// The substance of a property.
    PropertySubstance,
    /// A property's number and unit.
    PropertyValue,
    /// Which property it is.
    PropertyName,
}

/// The signals of one field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldSignals {
    /// The field, as a JSON pointer into the record.
    pub field: &'static str,
    /// What it is.
    pub group: Group,
    /// Strength of each of [`SIGNALS`].
    pub values: [f64; SIGNALS.len()],
}

/// The marks of a document, to be asked for what they say of a place.
#[derive(Debug)]
pub struct Signals<'a> {
    document: &'a Document,
    marks: &'a Marks,
    /// Marks by the beginning of their characters.
    order: Vec<usize>,
    /// Characters of the longest mark.
    longest: usize,
    /// Relations by their head.
    links: BTreeMap<usize, Vec<(usize, f32)>>,
    sheet: bool,
    substances: f64,
}

const SUBSTANCE: &[MarkKind] = &[MarkKind::Substance, MarkKind::Identifier];

impl<'a> Signals<'a> {
    /// For a document of which these records were read; `sheet` says whether it is a safety data sheet.
    #[must_use]
    pub fn new(document: &'a Document, marks: &'a Marks, records: &[Record], sheet: bool) -> Self {
        let mut order: Vec<usize> = (0..marks.marks.len()).collect();
        order.sort_by_key(|at| marks.marks[*at].range.start);
        let mut links: BTreeMap<usize, Vec<(usize, f32)>> = BTreeMap::new();
        for link in marks.links.iter().filter(|link| !link.same) {
            links.entry(link.head).or_default().push((link.tail, link.probability));
        }
        let names: std::collections::BTreeSet<&str> =
            records.iter().map(|record| record.substance.display_name()).collect();
        Self {
            document,
            marks,
            longest: marks.marks.iter().map(|mark| mark.range.len()).max().unwrap_or_default(),
            order,
            links,
            sheet,
            substances: (names.len() as f64).ln_1p() / 4.0,
        }
    }

    /// The fields of a record that can be right or wrong on their own, with their signals.
    #[must_use]
    pub fn fields(&self, record: &Record) -> Vec<FieldSignals> {
        let value = record.payload.quantity_pointer();
        let (substance, others) = parts(&record.payload);
        let head = record.evidence_for(value).and_then(|evidence| self.mark(evidence.range, &[MarkKind::Amount]));
        let head = head.map(|(at, _)| at);
        let mut fields = vec![self.substance(record, substance, head)];
        for (field, group, kinds) in others {
            fields.push(self.field(record, field, *group, kinds, head));
        }
        fields
    }

    fn field(
        &self,
        record: &Record,
        field: &'static str,
        group: Group,
        kinds: &[MarkKind],
        head: Option<usize>,
    ) -> FieldSignals {
        let evidence = record.evidence_for(field);
        let mark = evidence.and_then(|evidence| self.mark(evidence.range, kinds));
        // A number is linked by having a unit or a name, another field by belonging to the number.
        let tails = head.and_then(|head| self.links.get(&head)).map(Vec::as_slice).unwrap_or_default();
        let own = |tail: usize| match mark {
            Some((mark, _)) if Some(mark) != head => {
                self.marks.marks[tail].range.overlaps(self.marks.marks[mark].range)
            }
            _ => matches!(
                self.marks.marks[tail].kind,
                MarkKind::Unit | MarkKind::Endpoint | MarkKind::Property | MarkKind::Limit
            ),
        };
        let link = best(tails.iter().filter(|(tail, _)| own(*tail)));
        let of_kind = |tail: usize| kinds.contains(&self.marks.marks[tail].kind);
        let rival = best(tails.iter().filter(|(tail, _)| of_kind(*tail) && !own(*tail)));
        self.signals(field, group, evidence, mark.map(|(_, probability)| probability), link, rival)
    }

    fn substance(&self, record: &Record, group: Group, head: Option<usize>) -> FieldSignals {
        let field = "/substance";
        let evidence = record.evidence.iter().find(|evidence| evidence.field.starts_with(field));
        let mark =
            evidence.and_then(|evidence| self.mark(evidence.range, SUBSTANCE)).map(|(_, probability)| probability);
        let tails = head.and_then(|head| self.links.get(&head)).map(Vec::as_slice).unwrap_or_default();
        let substances = || tails.iter().filter(|(tail, _)| SUBSTANCE.contains(&self.marks.marks[*tail].kind));
        let own = |tail: usize| {
            let range = self.marks.marks[tail].range;
            let printed = letters(range.slice(&self.document.text).unwrap_or_default());
            let names = [&record.substance.raw_name].into_iter().chain(&record.substance.synonyms);
            let same = |name: &String| {
                let name = letters(name);
                name == printed
                    || (name.len().min(printed.len()) >= 6 && (name.contains(&printed) || printed.contains(&name)))
            };
            names.into_iter().any(same)
                || record.substance.raw_ids.iter().any(|id| letters(id) == printed)
                || evidence.is_some_and(|evidence| evidence.range.overlaps(range))
        };
        let link = best(substances().filter(|(tail, _)| own(*tail)));
        let rival = best(substances().filter(|(tail, _)| !own(*tail)));
        self.signals(field, group, evidence, mark, link, rival)
    }

    fn signals(
        &self,
        field: &'static str,
        group: Group,
        evidence: Option<&Evidence>,
        mark: Option<f32>,
        link: Option<f32>,
        rival: Option<f32>,
    ) -> FieldSignals {
        let flag = |set: bool| f64::from(u8::from(set));
        let values = [
            flag(mark.is_some()),
            mark.map_or(0.0, odds),
            flag(link.is_some()),
            link.map_or(0.0, odds),
            rival.map_or(0.0, f64::from),
            flag(evidence.is_some_and(|evidence| evidence.table_cell.is_some())),
            flag(self.sheet),
            flag(evidence.is_some_and(|evidence| evidence.grounding == Grounding::Normalized)),
            self.substances,
        ];
        FieldSignals { field, group, values }
    }

    /// The surest mark of these kinds that shares characters with `range`.
    fn mark(&self, range: TextRange, kinds: &[MarkKind]) -> Option<(usize, f32)> {
        let from = range.start.saturating_sub(self.longest);
        let first = self.order.partition_point(|at| self.marks.marks[*at].range.start < from);
        self.order[first..]
            .iter()
            .map(|at| (*at, &self.marks.marks[*at]))
            .take_while(|(_, mark)| mark.range.start < range.end)
            .filter(|(_, mark)| kinds.contains(&mark.kind) && mark.range.overlaps(range))
            .map(|(at, mark)| (at, mark.probability))
            .max_by(|one, other| one.1.total_cmp(&other.1))
    }
}

/// A field, its group, and the kinds of marks that say what it says.
type Part = (&'static str, Group, &'static [MarkKind]);

/// The group of a record's substance, and its other fields.
fn parts(payload: &Payload) -> (Group, &'static [Part]) {
    match payload {
        Payload::Identity(identity) if identity.concentration.is_some() => {
            (Group::ComponentSubstance, &[("/payload/concentration", Group::ComponentValue, &[MarkKind::Amount])])
        }
        Payload::Identity(_) => (Group::Named, &[]),
        Payload::Hazard(Hazard::Ghs(_)) => {
            (Group::GhsSubstance, &[("/payload/h_codes/0", Group::GhsCode, &[MarkKind::Hazard])])
        }
        Payload::Hazard(Hazard::Effect(effect)) => {
            let all: &'static [Part] = &[
                ("/payload/quantity", Group::EffectValue, &[MarkKind::Amount]),
                ("/payload/endpoint", Group::EffectEndpoint, &[MarkKind::Endpoint, MarkKind::Limit]),
                ("/payload/species", Group::EffectSpecies, &[MarkKind::Species]),
            ];
            (Group::EffectSubstance, if effect.species.is_some() { all } else { &all[..2] })
        }
        Payload::Exposure(exposure) => match (exposure.kind, &exposure.quantity) {
            (ExposureKind::Use, _) | (_, None) => (Group::Named, &[]),
            (ExposureKind::Limit, _) => {
                (Group::LimitSubstance, &[("/payload/quantity", Group::LimitValue, &[MarkKind::Amount])])
            }
            _ => (Group::MeasurementSubstance, &[("/payload/quantity", Group::MeasurementValue, &[MarkKind::Amount])]),
        },
        Payload::Volume(_) => (
            Group::VolumeSubstance,
            &[
                ("/payload/quantity", Group::VolumeValue, &[MarkKind::Amount]),
                ("/payload/activity", Group::VolumeActivity, &[MarkKind::Activity]),
            ],
        ),
        Payload::Property(_) => (
            Group::PropertySubstance,
            &[
                ("/payload/quantity", Group::PropertyValue, &[MarkKind::Amount]),
                ("/payload/name", Group::PropertyName, &[MarkKind::Property]),
            ],
        ),
    }
}

fn best<'l>(links: impl Iterator<Item = &'l (usize, f32)>) -> Option<f32> {
    links.map(|(_, probability)| *probability).max_by(f32::total_cmp)
}

/// Log odds, in units of about one.
fn odds(probability: f32) -> f64 {
    let probability = f64::from(probability).clamp(0.01, 0.99);
    (probability / (1.0 - probability)).ln() / 4.0
}

/// Letters and digits alone, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use orfila_records::PassageKind;

    use super::*;
    use crate::made_by_hand::Builder;
    use crate::marking::{Link, Mark};

    const TEXT: &str = "The acute oral LD50 of bisphenol A in rats was 3250 mg/kg, that of toluene is unknown.";

    /// Marks of words of [`TEXT`] with probability 0.9, and relations from the first to the others.
    fn marks(words: &[(&str, MarkKind)]) -> Marks {
        let mark = |(word, kind): &(&str, MarkKind)| {
            let start = TEXT.find(word).expect("the word is in the text");
            let range = TextRange::new(start, start + word.len());
            Mark { kind: *kind, view: 0, at: start..start + word.len(), range, probability: 0.9 }
        };
        let link = |tail| Link { head: 0, tail, same: false, probability: 0.8 };
        Marks { marks: words.iter().map(mark).collect(), links: (1..words.len()).map(link).collect() }
    }

    fn signals_of(words: &[(&str, MarkKind)]) -> Vec<FieldSignals> {
        let builder = Builder::new().with(PassageKind::Paragraph, TEXT);
        let records = builder.read().records;
        let record = records.iter().find(|record| matches!(record.payload, Payload::Hazard(_)));
        let marks = marks(words);
        let signals = Signals::new(builder.document(), &marks, &records, false);
        signals.fields(record.expect("the sentence gives an effect value"))
    }

    #[test]
    fn a_model_that_agrees_speaks_for_every_field() {
        let fields = signals_of(&[
            ("3250", MarkKind::Amount),
            ("mg/kg", MarkKind::Unit),
            ("LD50", MarkKind::Endpoint),
            ("bisphenol A", MarkKind::Substance),
            ("rats", MarkKind::Species),
        ]);
        let groups: Vec<Group> = fields.iter().map(|field| field.group).collect();
        use Group::{EffectEndpoint, EffectSpecies, EffectSubstance, EffectValue};
        assert_eq!(groups, [EffectSubstance, EffectValue, EffectEndpoint, EffectSpecies]);
        for field in fields {
            let [marked, odds, linked, link, rival, ..] = field.values;
            assert!(marked > 0.5 && odds > 0.5 && linked > 0.5 && link > 0.3 && rival < 1e-9, "{field:?}");
        }
    }

    #[test]
    fn another_substance_speaks_against_the_one_that_was_read() {
        let fields = signals_of(&[("3250", MarkKind::Amount), ("toluene", MarkKind::Substance)]);
        let [marked, _, linked, _, rival, ..] = fields[0].values;
        assert!(marked < 0.5 && linked < 0.5 && rival > 0.7, "{fields:?}");
    }

    #[test]
    fn without_marks_nothing_speaks() {
        let fields = signals_of(&[]);
        assert!(fields.iter().all(|field| field.values[..5].iter().all(|value| value.abs() < 1e-9)), "{fields:?}");
    }
}

//! Which fields of the records of a document are right, by what people annotated in it.
//!
//! The annotations have the form that `orfila extract --format annotations` writes. Two items say the same by the rules of
//! the gold set: equal bounds, direction and unit of a value, a shared CAS number or name of a substance.

use std::collections::BTreeMap;

use orfila_records::{Record, units};
use serde_json::Value;

use super::Group;
use crate::annotations;

/// What people annotated in one document.
#[derive(Debug)]
pub struct Truth<'a> {
    annotated: &'a Value,
    substances: BTreeMap<&'a str, &'a Value>,
}

/// The lists of an annotation object.
const LISTS: [&str; 7] = ["substances", "composition", "ghs", "toxicity", "exposure", "volume", "properties"];

impl<'a> Truth<'a> {
    /// Of one annotation object.
    ///
    /// # Errors
    /// What is wrong with it, in words, if a list is missing or is none, or an item is about a substance that is not listed:
    /// what such a file says of a record would be chance.
    pub fn new(annotated: &'a Value) -> Result<Self, String> {
        if let Some(missing) = LISTS.iter().find(|kind| !annotated[**kind].is_array()) {
            return Err(format!("it has no list `{missing}`"));
        }
        let listed = list(annotated, "substances").iter();
        let named = |item: &'a Value| Some((item["id"].as_str()?, item)).filter(|_| item["name"].is_string());
        let substances: BTreeMap<&str, &Value> = listed
            .map(|item| named(item).ok_or_else(|| format!("a substance without `id` and `name`: {item}")))
            .collect::<Result<_, _>>()?;
        for kind in &LISTS[1..] {
            let known = |item: &&Value| item["substance"].as_str().is_some_and(|id| substances.contains_key(id));
            if let Some(item) = list(annotated, kind).iter().find(|item| !known(item)) {
                return Err(format!("an item of `{kind}` is about a substance that is not listed: {item}"));
            }
        }
        Ok(Self { annotated, substances })
    }

    /// Which fields of a record are right; none for a record of a sort that people did not annotate.
    #[must_use]
    pub fn fields(&self, record: &Record) -> Vec<(Group, bool)> {
        let own = annotations::substance_item(record);
        let Some((kind, item)) = annotations::item(record, "") else { return self.named(record, &own) };
        if !is_annotated(kind, &item) {
            return Vec::new();
        }
        let groups = fields_of(kind, &item);
        let listed = list(self.annotated, kind).iter();
        let score = |other: &&Value| -> Vec<bool> {
            let same = |(_, field): &(Group, Field)| self.same(*field, &own, &item, other);
            groups.iter().map(same).collect()
        };
        // The annotated item that shares most with the record; one with another value or code is another item.
        let best = listed
            .map(|other| score(&other))
            .filter(|right| groups.iter().zip(right).any(|((_, field), right)| *field == Field::Value && *right))
            .max_by_key(|right| right.iter().filter(|right| **right).count());
        let right = best.unwrap_or_else(|| vec![false; groups.len()]);
        groups.iter().map(|(group, _)| *group).zip(right).collect()
    }

    /// A record that only names a substance.
    fn named(&self, record: &Record, own: &Value) -> Vec<(Group, bool)> {
        let orfila_records::Payload::Identity(identity) = &record.payload else { return Vec::new() };
        let known = self.substances.values().any(|other| same_substance(own, other));
        let mentioned = identity.role == orfila_records::SubstanceRole::Mentioned;
        // People did not annotate every mention.
        if mentioned && !known { Vec::new() } else { vec![(Group::Named, known)] }
    }

    fn same(&self, field: Field, own: &Value, item: &Value, other: &Value) -> bool {
        match field {
            Field::Substance => {
                let annotated = other["substance"].as_str().and_then(|id| self.substances.get(id));
                annotated.is_some_and(|annotated| same_substance(own, annotated))
            }
            Field::Value if item.get("h_code").is_some() => letters(&item["h_code"]) == letters(&other["h_code"]),
            Field::Value => same_value(item, other) && item["kind"] == other["kind"],
            Field::Endpoint => letters(&item["endpoint"]) == letters(&other["endpoint"]),
            Field::Species => overlaps(&other["species"], &item["species"]),
            Field::Activity => letters(&item["activity"]) == letters(&other["activity"]),
            Field::Property => property(&item["property"]) == property(&other["property"]),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Substance,
    Value,
    Endpoint,
    Species,
    Activity,
    Property,
}

fn fields_of(kind: &str, item: &Value) -> Vec<(Group, Field)> {
    let mut fields = match kind {
        "composition" => vec![(Group::ComponentSubstance, Field::Substance), (Group::ComponentValue, Field::Value)],
        "ghs" => vec![(Group::GhsSubstance, Field::Substance), (Group::GhsCode, Field::Value)],
        "toxicity" => vec![
            (Group::EffectSubstance, Field::Substance),
            (Group::EffectValue, Field::Value),
            (Group::EffectEndpoint, Field::Endpoint),
        ],
        "exposure" if item["kind"] == "limit" => {
            vec![(Group::LimitSubstance, Field::Substance), (Group::LimitValue, Field::Value)]
        }
        "exposure" => vec![(Group::MeasurementSubstance, Field::Substance), (Group::MeasurementValue, Field::Value)],
        "volume" => vec![
            (Group::VolumeSubstance, Field::Substance),
            (Group::VolumeValue, Field::Value),
            (Group::VolumeActivity, Field::Activity),
        ],
        _ => vec![
            (Group::PropertySubstance, Field::Substance),
            (Group::PropertyValue, Field::Value),
            (Group::PropertyName, Field::Property),
        ],
    };
    if kind == "toxicity" && !item["species"].is_null() {
        fields.push((Group::EffectSpecies, Field::Species));
    }
    fields
}

/// Whether people annotate such items completely, so that one they did not annotate is wrong.
fn is_annotated(kind: &str, item: &Value) -> bool {
    match kind {
        "ghs" => item["h_code"].is_string(),
        "exposure" => item["kind"] == "limit" || item["kind"] == "measurement",
        _ => true,
    }
}

fn list<'v>(annotated: &'v Value, kind: &str) -> &'v [Value] {
    annotated[kind].as_array().map_or(&[], Vec::as_slice)
}

/// Letters and digits in lower case.
fn letters(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn overlaps(one: &Value, other: &Value) -> bool {
    let (one, other) = (letters(one), letters(other));
    one.is_empty() || (!other.is_empty() && (one.contains(&other) || other.contains(&one)))
}

fn same_substance(one: &Value, other: &Value) -> bool {
    let numbers = |item: &Value| -> Vec<String> {
        item["cas"].as_array().into_iter().flatten().filter_map(|number| Some(number.as_str()?.to_owned())).collect()
    };
    let (first, second) = (numbers(one), numbers(other));
    if !first.is_empty() && !second.is_empty() {
        return first.iter().any(|number| second.contains(number));
    }
    let (first, second) = (letters(&one["name"]), letters(&other["name"]));
    let (shorter, longer) = if first.len() <= second.len() { (&first, &second) } else { (&second, &first) };
    !shorter.is_empty() && (shorter == longer || (shorter.len() >= 6 && longer.contains(shorter.as_str())))
}

fn same_value(one: &Value, other: &Value) -> bool {
    let direction = |item: &Value| match item["qualifier"].as_str().unwrap_or("=") {
        "<=" | "<" => '<',
        ">=" | ">" => '>',
        "range" => 'r',
        _ => '=',
    };
    let same_number = |bound: &str| match (one[bound].as_f64(), other[bound].as_f64()) {
        (None, None) => true,
        (Some(one), Some(other)) => (one - other).abs() <= 1e-6 * one.abs().max(other.abs()) + 1e-12,
        _ => false,
    };
    same_number("low")
        && same_number("high")
        && direction(one) == direction(other)
        && same_unit(&one["unit"], &other["unit"])
}

fn same_unit(one: &Value, other: &Value) -> bool {
    let plain = |unit: &Value| {
        let folded = units::fold(unit.as_str().unwrap_or_default()).to_lowercase();
        let per_cent = ["%", "percent", "wt", "weight", "vol"].iter().any(|word| folded.contains(word));
        if per_cent && !folded.contains("mg") && !folded.contains("g/") {
            "%".to_owned()
        } else {
            folded.replace(' ', "")
        }
    };
    let canonical = |unit: &Value| units::parse(unit.as_str()?).map(|unit| format!("{unit:?}"));
    plain(one) == plain(other) || canonical(one).is_some_and(|unit| canonical(other) == Some(unit))
}

/// The property that several names mean.
fn property(name: &Value) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("flash", "flash"),
        ("boiling", "boiling"),
        ("melting", "melting"),
        ("freezing", "melting"),
        ("vapor pressure", "vapour pressure"),
        ("vapour pressure", "vapour pressure"),
        ("vapor density", "vapour density"),
        ("vapour density", "vapour density"),
        ("bulk density", "bulk density"),
        ("specific gravity", "density"),
        ("density", "density"),
        ("viscosity", "viscosity"),
        ("auto", "auto-ignition"),
        ("partition", "log kow"),
        ("kow", "log kow"),
        ("pow", "log kow"),
        ("molecular weight", "molar mass"),
        ("molar mass", "molar mass"),
        ("lower", "lower explosion limit"),
        ("lel", "lower explosion limit"),
        ("upper", "upper explosion limit"),
        ("uel", "upper explosion limit"),
        ("solub", "solubility"),
        ("evaporation", "evaporation"),
        ("decomposition", "decomposition"),
        ("degrad", "degradation"),
        ("voc", "voc"),
        ("volatile", "voc"),
    ];
    let printed = name.as_str().unwrap_or_default().to_lowercase();
    let known = NAMES.iter().find(|(part, _)| printed.contains(part));
    known.map_or(printed.clone(), |(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_the_same_by_bounds_direction_and_unit() {
        let value = |qualifier: &str, low: Option<f64>, high: Option<f64>, unit: &str| json!({"qualifier": qualifier, "low": low, "high": high, "unit": unit});
        let cases = [
            (value("=", Some(5.0), None, "mg/kg"), value("~", Some(5.0), None, "mg/kg"), true),
            (value("=", Some(5.0), None, "mg/kg"), value(">", Some(5.0), None, "mg/kg"), false),
            (value("<=", None, Some(5.0), "%"), value("<", None, Some(5.0), "% w/w"), true),
            (value("=", Some(5.0), None, "µg/L"), value("=", Some(5.0), None, "ug/l"), true),
            (value("=", Some(5.0), None, "mg/m³"), value("=", Some(5.0), None, "mg/m3"), true),
            (value("=", Some(5.0), None, "mg/kg"), value("=", Some(50.0), None, "mg/kg"), false),
            (value("range", Some(5.0), Some(10.0), "%"), value("range", Some(5.0), None, "%"), false),
            (value("=", Some(5.0), None, "mg/kg"), value("=", Some(5.0), None, "g/kg"), false),
        ];
        for (one, other, expected) in cases {
            assert_eq!(same_value(&one, &other), expected, "{one} {other}");
        }
    }

    #[test]
    fn substances_are_the_same_by_number_and_else_by_name() {
        let item = |name: &str, cas: &[&str]| json!({"name": name, "cas": cas});
        let cases = [
            (item("Toluene", &["108-88-3"]), item("Methylbenzene", &["108-88-3"]), true),
            (item("Toluene", &["108-88-3"]), item("Toluene", &["71-43-2"]), false),
            (item("Toluene", &[]), item("toluene", &["71-43-2"]), true),
            (item("Toluene (techn.)", &[]), item("toluene", &[]), true),
            (item("tin", &[]), item("tinol", &[]), false),
            (item("", &[]), item("toluene", &[]), false),
        ];
        for (one, other, expected) in cases {
            assert_eq!(same_substance(&one, &other), expected, "{one} {other}");
        }
    }

    #[test]
    fn a_record_is_judged_field_by_field() {
        let read = crate::made_by_hand::Builder::new()
            .with(
                orfila_records::PassageKind::Paragraph,
                "The acute oral LD50 of bisphenol A (CAS 80-05-7) in rats was 3250 mg/kg.",
            )
            .read();
        let effect = |record: &&Record| matches!(&record.payload, orfila_records::Payload::Hazard(_));
        let record = read.records.iter().find(effect).expect("the sentence gives an effect value");
        let annotated = |endpoint: &str, low: f64, species: &str| {
            json!({"substances": [{"id": "s1", "name": "bisphenol A", "cas": ["80-05-7"]}],
                   "composition": [], "ghs": [], "exposure": [], "volume": [], "properties": [],
                   "toxicity": [{"substance": "s1", "endpoint": endpoint, "qualifier": "=", "low": low, "high": null,
                                 "unit": "mg/kg", "species": species}]})
        };
        let judged = |annotated: &Value| -> Vec<bool> {
            let truth = Truth::new(annotated).expect("the annotations are whole");
            truth.fields(record).into_iter().map(|(_, right)| right).collect()
        };
        assert_eq!(judged(&annotated("LD50", 3250.0, "rat")), [true, true, true, true]);
        assert_eq!(judged(&annotated("LC50", 3250.0, "rat")), [true, true, false, true]);
        assert_eq!(judged(&annotated("LD50", 3250.0, "mouse")), [true, true, true, false]);
        assert_eq!(judged(&annotated("LD50", 325.0, "rat")), [false, false, false, false]);
    }

    #[test]
    fn damaged_annotations_are_refused() {
        let whole = json!({"substances": [{"id": "s1", "name": "toluene"}], "composition": [], "ghs": [], "toxicity": [],
                           "exposure": [], "volume": [], "properties": [{"substance": "s1", "property": "pH"}]});
        assert!(Truth::new(&whole).is_ok());
        let damages: [fn(&mut Value); 5] = [
            |value| value["properties"][0]["substance"] = json!("s2"),
            |value| value["properties"][0]["substance"] = json!(["s1"]),
            |value| value["substances"] = json!("toluene"),
            |value| value["substances"][0]["name"] = json!([]),
            |value| *value = json!({"file": "a.pdf"}),
        ];
        for damage in damages {
            let mut damaged = whole.clone();
            damage(&mut damaged);
            assert!(Truth::new(&damaged).is_err(), "{damaged}");
        }
    }
}

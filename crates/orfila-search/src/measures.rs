//! Measures: the names under which a record's quantity can be searched by range.

use orfila_records::{Dimension, ExposureKind, Hazard, LimitType, Payload, Quantity, Record, Statistic};

use crate::interval::{Interval, Measured};
use crate::tokens::words;

/// What unit a measure's range takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitRule {
    /// A pure number.
    None,
    /// A unit is needed; the text is one that fits.
    Needed(&'static str),
}

use UnitRule::Needed;

/// Measures that are known without looking into the index, so that a query for one that is absent finds nothing
/// instead of being refused.
pub(crate) const KNOWN: &[(&str, UnitRule)] = &[
    ("ld50", Needed("mg/kg")),
    ("ldlo", Needed("mg/kg")),
    ("lc50", Needed("mg/L")),
    ("lclo", Needed("mg/L")),
    ("lc0", Needed("mg/L")),
    ("ec50", Needed("mg/L")),
    ("ec10", Needed("mg/L")),
    ("erc50", Needed("mg/L")),
    ("ic50", Needed("mg/L")),
    ("ed50", Needed("mg/kg")),
    ("ate", Needed("mg/kg")),
    ("noael", Needed("mg/kg/d")),
    ("noaec", Needed("mg/m3")),
    ("loael", Needed("mg/kg/d")),
    ("loaec", Needed("mg/m3")),
    ("noel", Needed("mg/kg/d")),
    ("loel", Needed("mg/kg/d")),
    ("noec", Needed("mg/L")),
    ("loec", Needed("mg/L")),
    ("bmd", Needed("mg/kg/d")),
    ("bmdl", Needed("mg/kg/d")),
    ("volume", Needed("t/a")),
    ("concentration", Needed("%")),
    ("exposure", Needed("mg/m3")),
    ("measurement", Needed("ug/L")),
    ("estimate", Needed("mg/kg/d")),
    ("limit", Needed("mg/m3")),
    ("twa", Needed("mg/m3")),
    ("stel", Needed("mg/m3")),
    ("ceiling", Needed("mg/m3")),
    ("idlh", Needed("mg/m3")),
    ("biological", Needed("ug/L")),
    ("dnel", Needed("mg/kg/d")),
    ("pnec", Needed("mg/L")),
    ("rfd", Needed("mg/kg/d")),
    ("rfc", Needed("mg/m3")),
    ("adi", Needed("mg/kg/d")),
    ("tolerable_intake", Needed("mg/kg/d")),
    ("maximum_level", Needed("mg/kg")),
    ("guideline", Needed("mg/L")),
    ("boiling_point", Needed("°C")),
    ("melting_point", Needed("°C")),
    ("freezing_point", Needed("°C")),
    ("flash_point", Needed("°C")),
    ("autoignition_temperature", Needed("°C")),
    ("decomposition_temperature", Needed("°C")),
    ("vapour_pressure", Needed("Pa")),
    ("water_solubility", Needed("mg/L")),
    ("density", Needed("g/cm3")),
    ("molecular_weight", Needed("g/mol")),
    ("half_life", Needed("d")),
    ("log_kow", UnitRule::None),
    ("log_pow", UnitRule::None),
    ("log_koc", UnitRule::None),
    ("ph", UnitRule::None),
    ("pka", UnitRule::None),
    ("relative_density", UnitRule::None),
    ("vapour_density", UnitRule::None),
    ("refractive_index", UnitRule::None),
];

/// Units offered when an unknown one is typed. Each is understood by [`orfila_records::units::parse`].
pub(crate) const UNITS: &[&str] = &[
    "%", "ppm", "ppb", "kg", "g", "mg", "t", "t/a", "kt/a", "kg/a", "lb/yr", "mg/kg", "g/kg", "ug/kg", "mg/kg/d",
    "ug/kg/d", "mg/m3", "ug/m3", "mg/L", "ug/L", "ng/L", "g/L", "g/cm3", "g/mol", "°C", "°F", "K", "Pa", "hPa", "kPa",
    "MPa", "bar", "mmHg", "atm", "mm2/s", "s", "min", "h", "d", "a", "L", "mL", "cm", "mm", "mg/d", "ug/d", "mmol/L",
    "µM",
];

/// A printed name as the name of a measure: `Boiling point` becomes `boiling_point`. Empty if it holds no letter or digit.
pub(crate) fn measure_name(printed: &str) -> String {
    let parts: Vec<String> = words(printed).into_iter().flat_map(|word| word.parts).map(|(_, part)| part).collect();
    parts.join("_").chars().take(64).collect()
}

/// The names under which a record's quantity is found, and what it says; `None` if there is nothing to compare.
pub(crate) fn measured(record: &Record) -> Option<(Vec<String>, Measured)> {
    let quantity = record.payload.quantity()?;
    // A spread is not a value of the thing that is spread.
    if quantity.statistic == Some(Statistic::StandardDeviation) {
        return None;
    }
    let measured = Measured::of(quantity)?;
    let measured = match &record.payload {
        Payload::Volume(volume) => per_year(measured, quantity, volume.year.is_some() && volume.period.is_none()),
        _ => measured,
    };
    let mut names = names(&record.payload);
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    Some((names, measured))
}

/// A production volume printed as a mass for one stated year is that mass a year: `1,000 t in 2019` is 1000 t/a.
fn per_year(measured: Measured, quantity: &Quantity, one_year: bool) -> Measured {
    const TONNES_IN_A_KILOGRAM: f64 = 1e-3;
    match measured {
        Measured::Between { interval, approximate, .. } if one_year && quantity.dimension == Some(Dimension::Mass) => {
            let interval = Interval {
                low: interval.low * TONNES_IN_A_KILOGRAM,
                high: interval.high * TONNES_IN_A_KILOGRAM,
                ..interval
            };
            Measured::Between { interval, dimension: Some(Dimension::MassPerTime), approximate }
        }
        other => other,
    }
}

fn names(payload: &Payload) -> Vec<String> {
    match payload {
        Payload::Identity(_) => vec!["concentration".to_owned()],
        Payload::Volume(_) => vec!["volume".to_owned()],
        Payload::Property(property) => vec![measure_name(&property.name)],
        Payload::Hazard(Hazard::Ghs(_)) => Vec::new(),
        Payload::Hazard(Hazard::Effect(effect)) => {
            let name = measure_name(&effect.endpoint);
            // `BMDL10` is a benchmark dose limit at 10 %: found as `bmdl10` and as `bmdl`.
            let family = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
            let benchmark = matches!(family, "bmd" | "bmdl" | "bmc" | "bmcl").then(|| family.to_owned());
            benchmark.into_iter().chain([name]).collect()
        }
        Payload::Exposure(exposure) => {
            let kind = match exposure.kind {
                ExposureKind::Measurement => "measurement",
                ExposureKind::Limit => "limit",
                ExposureKind::Use => "concentration",
                ExposureKind::Estimate => "estimate",
            };
            let limit = exposure.limit_type.and_then(limit_name).map(str::to_owned);
            [kind.to_owned(), "exposure".to_owned()].into_iter().chain(limit).collect()
        }
    }
}

/// The measure of a limit's type; `None` for limits of no stated type.
pub(crate) fn limit_name(limit: LimitType) -> Option<&'static str> {
    Some(match limit {
        LimitType::Twa => "twa",
        LimitType::Stel => "stel",
        LimitType::Ceiling => "ceiling",
        LimitType::Idlh => "idlh",
        LimitType::Biological => "biological",
        LimitType::Dnel => "dnel",
        LimitType::Pnec => "pnec",
        LimitType::RfD => "rfd",
        LimitType::RfC => "rfc",
        LimitType::Adi => "adi",
        LimitType::TolerableIntake => "tolerable_intake",
        LimitType::MaximumLevel => "maximum_level",
        LimitType::Guideline => "guideline",
        LimitType::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offered_units_are_understood() {
        for unit in UNITS {
            assert!(orfila_records::units::parse(unit).is_some(), "{unit}");
        }
        for (name, rule) in KNOWN {
            assert_eq!(&measure_name(name), name);
            if let Needed(unit) = rule {
                assert!(orfila_records::units::parse(unit).is_some(), "{name}: {unit}");
            }
        }
    }

    #[test]
    fn printed_names_become_measures() {
        for (printed, expected) in [
            ("Boiling point", "boiling_point"),
            ("LD50", "ld50"),
            ("log Kow", "log_kow"),
            ("Log-Kow ", "log_kow"),
            ("--", ""),
        ] {
            assert_eq!(measure_name(printed), expected);
        }
    }
}

//! Units of measure: the many ways they are printed, their UCUM form and their canonical unit.
//!
//! UCUM: the Unified Code for Units of Measure, <https://ucum.org/ucum>. A printed unit that is not known stays raw.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a unit measures. Two quantities can be compared only within one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Part of a whole; canonical unit 1 (a fraction).
    Fraction,
    /// Mass; canonical unit kg.
    Mass,
    /// Mass in a year; canonical unit t/a.
    MassPerTime,
    /// Mass of substance in a mass of medium or body; canonical unit mg/kg.
    MassPerMass,
    /// Mass of substance in a mass of body in a time; canonical unit mg/(kg.d).
    MassPerMassTime,
    /// Mass of substance in a volume; canonical unit mg/m3.
    MassPerVolume,
    /// Mass of substance on an area; canonical unit mg/m2.
    MassPerArea,
    /// Amount of substance in a volume; canonical unit mol/m3.
    AmountPerVolume,
    /// Mass of a mole; canonical unit g/mol.
    MassPerAmount,
    /// Temperature; canonical unit Cel.
    Temperature,
    /// Pressure; canonical unit Pa.
    Pressure,
    /// Dynamic viscosity; canonical unit mPa.s.
    DynamicViscosity,
    /// Kinematic viscosity; canonical unit mm2/s.
    KinematicViscosity,
    /// Time; canonical unit d.
    Time,
    /// Volume; canonical unit L.
    Volume,
    /// Length; canonical unit m.
    Length,
    /// Energy in a mass; canonical unit kJ/kg.
    EnergyPerMass,
    /// Mass eaten or taken up in a time by one person; canonical unit mg/d.
    IntakePerTime,
    /// Energy; canonical unit mJ.
    Energy,
    /// Electrical conductivity; canonical unit uS/cm.
    Conductivity,
    /// Surface tension; canonical unit mN/m.
    SurfaceTension,
    /// Volume of a mass; canonical unit m3/kg.
    VolumePerMass,
    /// Fibres or particles in a volume; canonical unit 1/cm3.
    NumberPerVolume,
    /// Pressure over the amount in a volume, as Henry's law has it; canonical unit Pa.m3/mol.
    HenryConstant,
}

/// A unit: its UCUM code and how a number in it becomes one in the dimension's canonical unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// UCUM code, for example `mg/kg`.
    pub ucum: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// canonical = value × factor + offset.
    pub factor: f64,
    /// canonical = value × factor + offset.
    pub offset: f64,
}

impl Unit {
    /// The number `value` of this unit in the dimension's canonical unit.
    #[must_use]
    pub fn to_canonical(&self, value: f64) -> f64 {
        value * self.factor + self.offset
    }
}

const fn unit(ucum: &'static str, dimension: Dimension, factor: f64) -> Unit {
    Unit { ucum, dimension, factor, offset: 0.0 }
}

use Dimension as D;

/// Folded spellings and the unit each stands for. Folding: [`fold`].
const SPELLINGS: &[(&[&str], Unit)] = &[
    (
        &[
            "%",
            "percent",
            "wt%",
            "%w/w",
            "%(w/w)",
            "w/w%",
            "%wt",
            "weight%",
            "%byweight",
            "%byvolume",
            "vol%",
            "vol.%",
            "vol.-%",
            "vol-%",
            "%vol",
            "%vol.",
            "%(vol)",
            "%(vol.)",
            "%volume",
            "%byvol",
            "%byvol.",
            "%bywt",
            "%bywt.",
            "%wt.",
            "wt.%",
            "wt.-%",
            "wt-%",
            "mass%",
            "mass-%",
            "masse-%",
            "ma.-%",
            "gew-%",
            "%(m/m)",
            "%(p/p)",
            "%(weight)",
            "%(volume)",
            "%weight",
            "%envolumen",
            "%envolume",
            "%m",
            "%v",
            "%(v)",
            "%v/v",
            "%(v/v)",
            "gew.-%",
            "gew.%",
            "%p/p",
            "%enpeso",
            "%enpoids",
            "%m/m",
        ],
        unit("%", D::Fraction, 0.01),
    ),
    (&["‰"], unit("[ppth]", D::Fraction, 1e-3)),
    (&["ml/l"], unit("mL/L", D::Fraction, 1e-3)),
    (&["ul/l"], unit("uL/L", D::Fraction, 1e-6)),
    (&["ppm", "ppmv", "ml/m3"], unit("[ppm]", D::Fraction, 1e-6)),
    (&["ppb", "ppbv"], unit("[ppb]", D::Fraction, 1e-9)),
    (&["ppt"], unit("[pptr]", D::Fraction, 1e-12)),
    (&["kg"], unit("kg", D::Mass, 1.0)),
    (&["g", "gm", "gram", "grams"], unit("g", D::Mass, 1e-3)),
    (&["mg"], unit("mg", D::Mass, 1e-6)),
    (&["ug", "mcg"], unit("ug", D::Mass, 1e-9)),
    (&["ng"], unit("ng", D::Mass, 1e-12)),
    (&["t", "tonne", "tonnes", "tons", "metrictons", "mt", "tonnen"], unit("t", D::Mass, 1e3)),
    (&["lb", "lbs", "pound", "pounds"], unit("[lb_av]", D::Mass, 0.453_592_37)),
    (
        &[
            "t/a",
            "t/y",
            "t/yr",
            "t/year",
            "tpa",
            "tonnes/year",
            "tonnes/annum",
            "tonnesperyear",
            "tonnesperannum",
            "tonnes/yr",
            "tonnes/a",
            "tons/year",
            "metrictons/year",
            "metrictonsperyear",
            "t/jahr",
            "tonnenprojahr",
            "tonnen/jahr",
            "tonnes/an",
            "tonnesparan",
            "toneladas/ano",
            "toneladasalano",
            "mt/yr",
            "mt/year",
        ],
        unit("t/a", D::MassPerTime, 1.0),
    ),
    (&["kt/a", "kt/y", "kt/yr", "kt/year", "kilotonnes/year", "kilotonnesperyear"], unit("kt/a", D::MassPerTime, 1e3)),
    (&["kg/a", "kg/y", "kg/yr", "kg/year", "kgperyear"], unit("kg/a", D::MassPerTime, 1e-3)),
    (&["g/a", "g/yr", "g/year"], unit("g/a", D::MassPerTime, 1e-6)),
    (
        &["lb/yr", "lbs/yr", "lb/y", "lb/year", "lbs/year", "lb/a", "pounds/year", "poundsperyear"],
        unit("[lb_av]/a", D::MassPerTime, 0.000_453_592_37),
    ),
    (&["kg/d", "kg/day"], unit("kg/d", D::MassPerTime, 0.365_25)),
    (&["t/d", "t/day"], unit("t/d", D::MassPerTime, 365.25)),
    (
        &[
            "mg/kg",
            "mgkg-1",
            "mg/kgbw",
            "mg/kgbodyweight",
            "mg/kgb.w.",
            "mg/kgbodywt",
            "mg/kgkg",
            "mg/kgkgw",
            "mg/kgkw",
            "mg/kgpc",
            "mg/kgdepc",
            "mg/kgp.c.",
            "mg/kgbw.",
            "mg/kg.bw",
            "milligram/kilogram",
            "mgperkg",
            "ug/g",
            "mcg/g",
            "mg/kgdw",
            "mg/kgww",
            "ng/mg",
        ],
        unit("mg/kg", D::MassPerMass, 1.0),
    ),
    (&["g/kg", "gm/kg", "gkg-1", "mg/g", "g/kgbw"], unit("g/kg", D::MassPerMass, 1e3)),
    (
        &["ug/kg", "mcg/kg", "ugkg-1", "ng/g", "ug/kgbw", "ug/kg.bw", "ng/gdw", "ng/glipid", "ug/kgdw", "ng/gww"],
        unit("ug/kg", D::MassPerMass, 1e-3),
    ),
    (&["ng/kg", "ng/kgbw", "ng/kg.bw", "pg/g", "ngkg-1", "pg/glipid"], unit("ng/kg", D::MassPerMass, 1e-6)),
    (&["mg/100g"], unit("mg/(100.g)", D::MassPerMass, 10.0)),
    (&["mgo2/g"], unit("mg/g", D::MassPerMass, 1e3)),
    (&["g/g", "go2/g", "mgo2/mg", "mg/mg", "kgo2/kg"], unit("g/g", D::MassPerMass, 1e6)),
    (&["mgo2/l"], unit("mg/L", D::MassPerVolume, 1e3)),
    (&["go2/l"], unit("g/L", D::MassPerVolume, 1e6)),
    (
        &[
            "mg/kg/day",
            "mg/kg/d",
            "mg/kg-day",
            "mg/kg-d",
            "mg/kgbw/day",
            "mg/kgbw/d",
            "mg/kgbodyweight/day",
            "mg/(kgd)",
            "mg/kgperday",
            "mgkg-1d-1",
            "mgkg-1day-1",
            "mg/kgday",
            "mg/kg/tag",
            "mg/kgkg/tag",
            "mg/kg/jour",
            "mg/kgpc/jour",
            "mg/kgkw/tag",
            "mg/kgpc/dia",
            "mg/kg/dia",
            "mg/kgbwperday",
        ],
        unit("mg/kg/d", D::MassPerMassTime, 1.0),
    ),
    (
        &[
            "ug/kg/day",
            "ug/kg/d",
            "ug/kgbw/day",
            "ug/kgbw/d",
            "ug/kg-day",
            "ugkg-1d-1",
            "ug/kgbwperday",
            "ug/kgperday",
            "ug/kgbodyweight/day",
            "ugkg-1bwday-1",
        ],
        unit("ug/kg/d", D::MassPerMassTime, 1e-3),
    ),
    (
        &["ng/kg/day", "ng/kg/d", "ng/kgbw/day", "ng/kgbw/d", "ng/kgbwperday", "ngkg-1bwday-1"],
        unit("ng/kg/d", D::MassPerMassTime, 1e-6),
    ),
    (&["ug/kgbw/week", "ug/kgbwperweek", "ug/kg/week"], unit("ug/kg/wk", D::MassPerMassTime, 1e-3 / 7.0)),
    (&["ug/kgbw/month", "ug/kg/month", "ug/kgbwpermonth"], unit("ug/kg/mo", D::MassPerMassTime, 1e-3 / 30.4375)),
    (&["mg/kgbw/week", "mg/kg/week"], unit("mg/kg/wk", D::MassPerMassTime, 1.0 / 7.0)),
    (
        &["mg/l", "mgl-1", "mg/litre", "mg/liter", "ug/ml", "mcg/ml", "mg/dm3", "ugml-1", "g/m3", "gm/m3"],
        unit("mg/L", D::MassPerVolume, 1e3),
    ),
    (&["g/l", "gl-1", "g/litre", "mg/ml", "mgml-1", "kg/m3", "g/dm3"], unit("g/L", D::MassPerVolume, 1e6)),
    (
        &["g/ml", "g/cm3", "g/cc", "gml-1", "gcm-3", "kg/l", "kg/dm3", "g/cu.cm", "gm/cc", "gm/cm3", "gm/ml"],
        unit("g/cm3", D::MassPerVolume, 1e9),
    ),
    (&["g/100ml"], unit("g/(100.mL)", D::MassPerVolume, 1e7)),
    (&["mg/dl"], unit("mg/dL", D::MassPerVolume, 1e4)),
    (&["ug/l", "mcg/l", "ugl-1", "ng/ml", "ngml-1", "ug/litre"], unit("ug/L", D::MassPerVolume, 1.0)),
    (&["ug/dl", "ugdl-1"], unit("ug/dL", D::MassPerVolume, 10.0)),
    (&["ng/l", "ngl-1", "pg/ml"], unit("ng/L", D::MassPerVolume, 1e-3)),
    (&["ng/dl"], unit("ng/dL", D::MassPerVolume, 1e-2)),
    (
        &["mg/m3", "mgm-3", "mg/cum", "mg/cu.m", "mg/cubicmeter", "mg/cubicmetre", "mg/m^3", "mg/cu.m."],
        unit("mg/m3", D::MassPerVolume, 1.0),
    ),
    (&["ug/m3", "mcg/m3", "ugm-3", "ug/cum", "ug/m^3"], unit("ug/m3", D::MassPerVolume, 1e-3)),
    (&["ng/m3", "ngm-3"], unit("ng/m3", D::MassPerVolume, 1e-6)),
    (
        &["lb/gal", "lbs/gal", "lb/usg", "lbs/gallon", "lb/gallon", "lbs./gal."],
        unit("[lb_av]/[gal_us]", D::MassPerVolume, 1.198_264_273e8),
    ),
    (&["lb/ft3", "lbs/ft3", "lb/cu.ft", "lbs/cu.ft."], unit("[lb_av]/[ft_i]3", D::MassPerVolume, 1.601_846_337e7)),
    (&["mg/m2", "mg/cm2"], unit("mg/m2", D::MassPerArea, 1.0)),
    (&["g/ha"], unit("g/har", D::MassPerArea, 0.1)),
    (&["kg/ha"], unit("kg/har", D::MassPerArea, 100.0)),
    (&["mol/l", "m"], unit("mol/L", D::AmountPerVolume, 1e3)),
    (&["mmol/l", "mm(molar)"], unit("mmol/L", D::AmountPerVolume, 1.0)),
    (&["umol/l", "um"], unit("umol/L", D::AmountPerVolume, 1e-3)),
    (&["nmol/l", "nm(molar)"], unit("nmol/L", D::AmountPerVolume, 1e-6)),
    (&["g/mol", "gmol-1", "g/mole", "da", "gm/mole", "u", "amu"], unit("g/mol", D::MassPerAmount, 1.0)),
    (
        &["°c", "℃", "degc", "deg.c", "celsius", "ºc", "c", "degreescelsius", "°celsius", "0c", "ᵒc", "˚c"],
        unit("Cel", D::Temperature, 1.0),
    ),
    (
        &["°f", "℉", "degf", "deg.f", "fahrenheit", "ºf", "f", "degreesf", "0f", "ᵒf", "˚f"],
        Unit { ucum: "[degF]", dimension: D::Temperature, factor: 5.0 / 9.0, offset: -160.0 / 9.0 },
    ),
    (&["k", "kelvin"], Unit { ucum: "K", dimension: D::Temperature, factor: 1.0, offset: -273.15 }),
    (&["pa"], unit("Pa", D::Pressure, 1.0)),
    (&["hpa", "mbar"], unit("hPa", D::Pressure, 100.0)),
    (&["kpa"], unit("kPa", D::Pressure, 1e3)),
    (&["mpa"], unit("MPa", D::Pressure, 1e6)),
    (&["bar"], unit("bar", D::Pressure, 1e5)),
    (&["mmhg", "torr", "mm.hg", "mmofmercury"], unit("mm[Hg]", D::Pressure, 133.322_387_415)),
    (&["atm"], unit("atm", D::Pressure, 101_325.0)),
    (&["psi", "psia", "psig"], unit("[psi]", D::Pressure, 6_894.757_293)),
    (
        &["mpas", "mpa.s", "mpa·s", "mpa*s", "mpaxs", "cp", "cps", "centipoise", "mpa-s"],
        unit("mPa.s", D::DynamicViscosity, 1.0),
    ),
    (&["pa.s", "pa·s", "pas"], unit("Pa.s", D::DynamicViscosity, 1e3)),
    (&["mm2/s", "cst", "centistokes", "mm2s-1", "mm2/sec"], unit("mm2/s", D::KinematicViscosity, 1.0)),
    (&["m2/s"], unit("m2/s", D::KinematicViscosity, 1e6)),
    (&["cm2/s"], unit("cm2/s", D::KinematicViscosity, 100.0)),
    (&["s", "sec", "seconds", "second"], unit("s", D::Time, 1.0 / 86_400.0)),
    (&["min", "mins", "minute", "minutes", "minuten"], unit("min", D::Time, 1.0 / 1_440.0)),
    (&["h", "hr", "hrs", "hour", "hours", "std", "stunden", "heures", "horas"], unit("h", D::Time, 1.0 / 24.0)),
    (&["d", "day", "days", "tage", "tag", "jours", "dias"], unit("d", D::Time, 1.0)),
    (&["wk", "week", "weeks", "wochen", "woche"], unit("wk", D::Time, 7.0)),
    (&["mo", "month", "months", "monate"], unit("mo", D::Time, 30.4375)),
    (&["a", "y", "yr", "yrs", "year", "years"], unit("a", D::Time, 365.25)),
    (&["l", "litre", "liter", "litres", "liters"], unit("L", D::Volume, 1.0)),
    (&["ml", "cc", "cm3"], unit("mL", D::Volume, 1e-3)),
    (&["ul"], unit("uL", D::Volume, 1e-6)),
    (&["cm"], unit("cm", D::Length, 1e-2)),
    (&["mm"], unit("mm", D::Length, 1e-3)),
    (&["nm"], unit("nm", D::Length, 1e-9)),
    (&["kj/kg", "j/g"], unit("kJ/kg", D::EnergyPerMass, 1.0)),
    (&["j/kg"], unit("J/kg", D::EnergyPerMass, 1e-3)),
    (&["mj/kg", "kj/g"], unit("MJ/kg", D::EnergyPerMass, 1e3)),
    (&["mg/day", "mg/d", "mg/person/day"], unit("mg/d", D::IntakePerTime, 1.0)),
    (&["ug/day", "ug/d", "ug/person/day"], unit("ug/d", D::IntakePerTime, 1e-3)),
    (&["ng/day", "ng/d"], unit("ng/d", D::IntakePerTime, 1e-6)),
    (&["us/cm"], unit("uS/cm", D::Conductivity, 1.0)),
    (&["ms/cm"], unit("mS/cm", D::Conductivity, 1e3)),
    (&["ms/m"], unit("mS/m", D::Conductivity, 10.0)),
    (&["us/m"], unit("uS/m", D::Conductivity, 1e-2)),
    (&["ns/m"], unit("nS/m", D::Conductivity, 1e-5)),
    (&["ps/m"], unit("pS/m", D::Conductivity, 1e-8)),
    (
        &["pam3/mol", "pa·m3/mol", "pa.m3/mol", "pa*m3/mol", "pam3mol-1", "pa-m3/mol", "paxm3/mol"],
        unit("Pa.m3/mol", D::HenryConstant, 1.0),
    ),
    (
        &[
            "atmm3/mol",
            "atm·m3/mol",
            "atm.m3/mol",
            "atm*m3/mol",
            "atm-m3/mol",
            "atm-m3/mole",
            "atmm3/mole",
            "atm.m3/mole",
        ],
        unit("atm.m3/mol", D::HenryConstant, 101_325.0),
    ),
    (&["mn/m", "dyn/cm", "dyne/cm", "dynes/cm"], unit("mN/m", D::SurfaceTension, 1.0)),
    (&["m3/kg"], unit("m3/kg", D::VolumePerMass, 1.0)),
    (&["cm3/g", "ml/g", "l/kg"], unit("cm3/g", D::VolumePerMass, 1e-3)),
    (&["ft3/lb", "ft^3/lb", "cu.ft/lb"], unit("[ft_i]3/[lb_av]", D::VolumePerMass, 6.242_796_058e-2)),
    (
        &[
            "fibers/cm3",
            "fibres/cm3",
            "fibers/cc",
            "fibres/cc",
            "fibers/ml",
            "fibres/ml",
            "f/cm3",
            "f/cc",
            "f/ml",
            "fiber/cm3",
            "fibre/cm3",
            "fibre/ml",
            "fiber/cc",
        ],
        unit("{fibre}/cm3", D::NumberPerVolume, 1.0),
    ),
];

/// A printed unit with case, spaces, superscripts and look-alike letters made uniform: `µg / L` becomes `ug/l`.
#[must_use]
pub fn fold(printed: &str) -> String {
    let mut folded = String::with_capacity(printed.len());
    for character in printed.chars() {
        match character {
            'µ' | 'μ' => folded.push('u'),
            '⁰' => folded.push('0'),
            '¹' => folded.push('1'),
            '²' => folded.push('2'),
            '³' => folded.push('3'),
            '⁻' | '−' | '–' | '‐' | '‑' => folded.push('-'),
            '₂' => folded.push('2'),
            'ñ' | 'Ñ' => folded.push('n'),
            'í' | 'Í' => folded.push('i'),
            '∕' | '⁄' => folded.push('/'),
            '⋅' => folded.push('·'),
            _ if character.is_whitespace() => {}
            _ => folded.extend(character.to_lowercase()),
        }
    }
    folded
}

/// Units whose case tells them apart; folding would fuse them.
const EXACT: &[(&str, Unit)] = &[
    ("oC", unit("Cel", D::Temperature, 1.0)),
    ("oF", Unit { ucum: "[degF]", dimension: D::Temperature, factor: 5.0 / 9.0, offset: -160.0 / 9.0 }),
    ("mJ", unit("mJ", D::Energy, 1.0)),
    ("µJ", unit("uJ", D::Energy, 1e-3)),
    ("μJ", unit("uJ", D::Energy, 1e-3)),
    ("S/m", unit("S/m", D::Conductivity, 1e4)),
    ("N/m", unit("N/m", D::SurfaceTension, 1e3)),
    ("MPa", unit("MPa", D::Pressure, 1e6)),
    ("nM", unit("nmol/L", D::AmountPerVolume, 1e-6)),
    ("mM", unit("mmol/L", D::AmountPerVolume, 1.0)),
    ("µM", unit("umol/L", D::AmountPerVolume, 1e-3)),
    ("μM", unit("umol/L", D::AmountPerVolume, 1e-3)),
    ("M", unit("mol/L", D::AmountPerVolume, 1e3)),
];

/// The unit that a printed form stands for; `None` if it is not known.
///
/// `ug/mg/kg` and its like have two readings and are refused: see [`is_ambiguous`].
#[must_use]
pub fn parse(printed: &str) -> Option<Unit> {
    let printed = printed.trim();
    // `o C`: a degree sign that was printed as a raised letter may stand apart.
    let printed = match printed {
        "o C" => "oC",
        "o F" => "oF",
        other => other,
    };
    if let Some((_, unit)) = EXACT.iter().find(|(spelling, _)| *spelling == printed) {
        return Some(*unit);
    }
    let folded = fold(printed);
    if folded == "m" || folded == "mpa" && printed.starts_with('m') {
        return None;
    }
    SPELLINGS.iter().find(|(spellings, _)| spellings.contains(&folded.as_str())).map(|(_, unit)| *unit)
}

/// Whether a printed unit can be read in two ways (`ug/mg/kg`): such a value is refused, never guessed.
#[must_use]
pub fn is_ambiguous(printed: &str) -> bool {
    let folded = fold(printed);
    let parts: Vec<&str> = folded.split('/').collect();
    let mass = |part: &&str| matches!(*part, "ug" | "mg" | "g" | "ng" | "kg");
    parts.len() >= 3 && parts.iter().take(3).all(mass)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(printed: &str, ucum: &str, value: f64, canonical: f64) {
        let unit = parse(printed).unwrap_or_else(|| panic!("{printed} is not known"));
        assert_eq!(unit.ucum, ucum);
        let got = unit.to_canonical(value);
        assert!((got - canonical).abs() <= 1e-9 * canonical.abs().max(1.0), "{printed}: {got} is not {canonical}");
    }

    #[test]
    fn printed_forms_are_understood() {
        check("µg / L", "ug/L", 3.0, 3.0);
        check("mg/m³", "mg/m3", 2.5, 2.5);
        check("mg kg⁻¹", "mg/kg", 640.0, 640.0);
        check("mg/kg bw/day", "mg/kg/d", 50.0, 50.0);
        check("°F", "[degF]", 212.0, 100.0);
        check("K", "K", 273.15, 0.0);
        check("lb/yr", "[lb_av]/a", 1_000_000.0, 453.592_37);
        check("tonnes per annum", "t/a", 1000.0, 1000.0);
        check("mmHg", "mm[Hg]", 760.0, 101_325.014_435_4);
        check("MPa", "MPa", 1.0, 1e6);
        check("µM", "umol/L", 1.0, 1e-3);
        check("Gew.-%", "%", 5.0, 0.05);
    }

    #[test]
    fn unknown_and_ambiguous_units_are_not_guessed() {
        for printed in ["", "furlong", "mPa", "mg/", "m"] {
            assert_eq!(parse(printed), None, "{printed}");
        }
        assert!(is_ambiguous("ug/mg/kg"));
        assert!(!is_ambiguous("mg/kg/day"));
        assert_eq!(parse("ug/mg/kg"), None);
    }

    #[test]
    fn spellings_are_folded_and_unique() {
        let mut seen = std::collections::HashSet::new();
        for spelling in SPELLINGS.iter().flat_map(|(spellings, _)| spellings.iter()) {
            assert_eq!(&fold(spelling), spelling);
            assert!(seen.insert(*spelling), "{spelling} stands twice");
        }
    }
}

//! A number as it was printed: qualifier, bounds, unit, statistic, and the reason where there is none.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::{self, Dimension};

/// The comparator in front of a number. It is never dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Qualifier {
    /// The number itself, or a closed range.
    #[serde(rename = "=")]
    Equal,
    /// Less than.
    #[serde(rename = "<")]
    Less,
    /// At most.
    #[serde(rename = "<=")]
    LessOrEqual,
    /// At least.
    #[serde(rename = ">=")]
    GreaterOrEqual,
    /// More than.
    #[serde(rename = ">")]
    Greater,
    /// About.
    #[serde(rename = "~")]
    Approximate,
}

/// Why there is a number, or why there is none. Never a bare null, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueState {
    /// A number is printed.
    Reported,
    /// Looked for and not found; the limit of detection stands in `high` where it is printed.
    NotDetected,
    /// Confidential business information.
    Withheld,
    /// The question does not arise.
    NotApplicable,
    /// The source says nothing.
    NotReported,
    /// The characters cannot be read.
    Unreadable,
    /// Reading failed.
    Failed,
}

/// Which statistic of a set of measurements a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// Arithmetic mean.
    Mean,
    /// Geometric mean.
    GeometricMean,
    /// Median.
    Median,
    /// Smallest.
    Minimum,
    /// Largest.
    Maximum,
    /// Smallest to largest.
    Range,
    /// 5th percentile.
    P5,
    /// 10th percentile.
    P10,
    /// 25th percentile.
    P25,
    /// 50th percentile, printed as such.
    P50,
    /// 75th percentile.
    P75,
    /// 90th percentile.
    P90,
    /// 95th percentile.
    P95,
    /// 97.5th percentile.
    P975,
    /// 99th percentile.
    P99,
    /// A single measurement.
    Single,
    /// Standard deviation.
    StandardDeviation,
}

/// A number as it was printed, beside what it means.
///
/// Bounds: a single value has `low == high`; `< 5` has no `low` and an exclusive `high`; `10 – 30` has both, inclusive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// The characters it was read from, for example `> 2,000 mg/kg`.
    pub raw: String,
    /// The comparator.
    pub qualifier: Qualifier,
    /// Lower bound in the printed unit.
    pub low: Option<f64>,
    /// Upper bound in the printed unit.
    pub high: Option<f64>,
    /// Whether `low` itself is meant.
    pub low_inclusive: bool,
    /// Whether `high` itself is meant.
    pub high_inclusive: bool,
    /// The unit as printed; `None` for a pure number (pH, relative density).
    pub unit_raw: Option<String>,
    /// The unit's UCUM code, if it is known.
    pub unit: Option<String>,
    /// What the unit measures, if it is known.
    pub dimension: Option<Dimension>,
    /// `low` in the dimension's canonical unit.
    pub canonical_low: Option<f64>,
    /// `high` in the dimension's canonical unit.
    pub canonical_high: Option<f64>,
    /// Which statistic it is.
    pub statistic: Option<Statistic>,
    /// Why there is a number, or why there is none.
    pub state: ValueState,
}

impl Quantity {
    /// A reported quantity with bounds; unit, dimension and canonical bounds follow from `unit_raw`.
    #[must_use]
    pub fn reported(
        raw: &str,
        qualifier: Qualifier,
        low: Option<f64>,
        high: Option<f64>,
        unit_raw: Option<&str>,
    ) -> Self {
        let unit = unit_raw.and_then(units::parse);
        let canonical = |value: Option<f64>| value.zip(unit).map(|(value, unit)| unit.to_canonical(value));
        Self {
            raw: raw.to_owned(),
            qualifier,
            low,
            high,
            low_inclusive: low.is_some() && qualifier != Qualifier::Greater,
            high_inclusive: high.is_some() && qualifier != Qualifier::Less,
            unit_raw: unit_raw.map(str::to_owned),
            unit: unit.map(|unit| unit.ucum.to_owned()),
            dimension: unit.map(|unit| unit.dimension),
            canonical_low: canonical(low),
            canonical_high: canonical(high),
            statistic: None,
            state: ValueState::Reported,
        }
    }

    /// A quantity without a number, with the reason.
    #[must_use]
    pub fn absent(raw: &str, state: ValueState) -> Self {
        Self { state, ..Self::reported(raw, Qualifier::Equal, None, None, None) }
    }

    /// The same bounds in a unit that is printed elsewhere, as reported: whether an end itself is meant does not change.
    #[must_use]
    pub fn with_unit(&self, unit_raw: Option<&str>) -> Self {
        Self {
            low_inclusive: self.low_inclusive,
            high_inclusive: self.high_inclusive,
            statistic: self.statistic,
            ..Self::reported(&self.raw, self.qualifier, self.low, self.high, unit_raw)
        }
    }

    /// The same quantity, printed so.
    #[must_use]
    pub fn with_raw(mut self, raw: &str) -> Self {
        raw.clone_into(&mut self.raw);
        self
    }

    /// The same quantity as the given statistic.
    #[must_use]
    pub fn with_statistic(mut self, statistic: Option<Statistic>) -> Self {
        self.statistic = statistic;
        self
    }

    /// Whether the quantity is one exact number.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.low.is_some() && self.low == self.high
    }
}

impl std::fmt::Display for Quantity {
    /// Writes the quantity for people: qualifier, number or range, unit as printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.low, self.high, self.qualifier) {
            (None, None, _) => {
                return f.write_str(match self.state {
                    ValueState::Reported => &self.raw,
                    ValueState::NotDetected => "not detected",
                    ValueState::Withheld => "withheld",
                    ValueState::NotApplicable => "not applicable",
                    ValueState::NotReported => "not reported",
                    ValueState::Unreadable => "unreadable",
                    ValueState::Failed => "failed",
                });
            }
            (Some(low), Some(high), Qualifier::Approximate) if low == high => write!(f, "~ {low}")?,
            (Some(low), Some(high), _) if low == high => write!(f, "{low}")?,
            (Some(low), Some(high), _) => {
                if !self.low_inclusive {
                    f.write_str("> ")?;
                }
                write!(f, "{low} – {}{high}", if self.high_inclusive { "" } else { "< " })?;
            }
            (Some(low), None, _) => write!(f, "{} {low}", if self.low_inclusive { "≥" } else { ">" })?,
            (None, Some(high), _) => write!(f, "{} {high}", if self.high_inclusive { "≤" } else { "<" })?,
        }
        self.unit_raw.as_ref().map_or(Ok(()), |unit| write!(f, " {unit}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_borrowed_unit_changes_no_bound() {
        let mut bare = Quantity::reported("10 - < 30", Qualifier::Equal, Some(10.0), Some(30.0), None);
        bare.high_inclusive = false;
        let percent = bare.with_unit(Some("%"));
        assert_eq!((percent.low_inclusive, percent.high_inclusive), (true, false));
        assert_eq!((percent.unit.as_deref(), percent.canonical_high), (Some("%"), Some(0.3)));
        assert_eq!(percent.with_raw("10 - < 30 %").raw, "10 - < 30 %");
    }

    #[test]
    fn bounds_follow_the_qualifier() {
        let more = Quantity::reported("> 2,000 mg/kg", Qualifier::Greater, Some(2000.0), None, Some("mg/kg"));
        assert!(!more.low_inclusive && !more.high_inclusive);
        assert_eq!(more.to_string(), "> 2000 mg/kg");
        let range = Quantity::reported("10 - 30 %", Qualifier::Equal, Some(10.0), Some(30.0), Some("%"));
        assert_eq!((range.canonical_low, range.canonical_high), (Some(0.1), Some(0.3)));
        assert_eq!(range.to_string(), "10 – 30 %");
        assert_eq!(Quantity::absent("CBI", ValueState::Withheld).to_string(), "withheld");
    }
}

//! Intervals: what a recorded quantity says about a wanted range.

use orfila_records::{Dimension, Qualifier, Quantity, ValueState};
use serde::{Deserialize, Serialize};

/// Relative difference below which two bounds count as equal: unit conversion is not exact in binary (0.3 g/kg is 300 mg/kg).
const TOLERANCE: f64 = 1e-9;

/// How wide `~ x` is taken to be on either side. A convention, since the sources state no width;
/// for that reason an approximate value is never more than a possible hit.
const APPROXIMATE_SPREAD: f64 = 0.1;

/// How a hit of a numeric range stands to the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The whole recorded interval lies inside the range.
    Certain,
    /// The recorded interval overlaps the range.
    Possible,
    /// Nothing comparable is recorded; [`UnknownReason`] says why.
    Unknown,
}

/// Why a recorded quantity cannot be compared with a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownReason {
    /// The source withholds the value.
    Withheld,
    /// The source does not report the value.
    NotReported,
    /// Looked for and not found, without a limit of detection.
    NotDetected,
    /// The characters of the value cannot be read, or reading failed.
    Unreadable,
    /// The recorded unit is not known or missing.
    UnitUnknown,
    /// The recorded unit measures something else than the range's unit (ppm against mg/m³).
    OtherDimension,
    /// The recorded bounds contradict each other.
    Inconsistent,
}

/// A stretch of the number line, in canonical units. Unbounded sides are infinite and open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    pub low: f64,
    pub high: f64,
    pub low_open: bool,
    pub high_open: bool,
}

/// What was recorded, ready for comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Measured {
    Between { interval: Interval, dimension: Option<Dimension>, approximate: bool },
    Unknown(UnknownReason),
}

/// Which bounds a range asks for; `dimension` is `None` for pure numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wanted {
    pub interval: Interval,
    pub dimension: Option<Dimension>,
}

impl Interval {
    fn tolerates(a: f64, b: f64, floor: f64) -> bool {
        a == b || (a.is_finite() && b.is_finite() && (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(floor))
    }

    /// Whether this interval lies wholly inside `other`.
    fn inside(&self, other: &Self, floor: f64) -> bool {
        let low = if Self::tolerates(self.low, other.low, floor) {
            !other.low_open || self.low_open
        } else {
            other.low < self.low
        };
        let high = if Self::tolerates(self.high, other.high, floor) {
            !other.high_open || self.high_open
        } else {
            self.high < other.high
        };
        low && high
    }

    /// Whether the two intervals share no point.
    fn apart(&self, other: &Self, floor: f64) -> bool {
        let below = |left: &Self, right: &Self| {
            if Self::tolerates(left.high, right.low, floor) {
                left.high_open || right.low_open
            } else {
                left.high < right.low
            }
        };
        below(self, other) || below(other, self)
    }
}

impl Measured {
    /// What a quantity says. `None` if it says that the question does not arise.
    pub(crate) fn of(quantity: &Quantity) -> Option<Self> {
        let unknown = |reason| Some(Self::Unknown(reason));
        match quantity.state {
            ValueState::NotApplicable => return None,
            ValueState::Withheld => return unknown(UnknownReason::Withheld),
            ValueState::NotReported => return unknown(UnknownReason::NotReported),
            ValueState::Unreadable | ValueState::Failed => return unknown(UnknownReason::Unreadable),
            ValueState::NotDetected if quantity.high.is_none() => return unknown(UnknownReason::NotDetected),
            ValueState::NotDetected | ValueState::Reported => {}
        }
        let (low, high) = match (quantity.dimension, &quantity.unit_raw) {
            (Some(_), _) => (quantity.canonical_low, quantity.canonical_high),
            (None, None) => (quantity.low, quantity.high),
            (None, Some(_)) => return unknown(UnknownReason::UnitUnknown),
        };
        if low.is_none() && high.is_none() {
            return unknown(UnknownReason::NotReported);
        }
        Some(Self::between(quantity, low, high))
    }

    fn between(quantity: &Quantity, low: Option<f64>, high: Option<f64>) -> Self {
        // A nondetect may carry its limit in both bounds; what it says is "somewhere below".
        let low = low.filter(|_| quantity.state == ValueState::Reported);
        // Amounts are not negative, so that `< 5 mg/kg` means 0 to 5; temperatures and pure numbers (log Kow) may be.
        let signed = matches!(quantity.dimension, None | Some(Dimension::Temperature));
        let (floor, floor_open) = if signed { (f64::NEG_INFINITY, true) } else { (0.0, false) };
        let mut interval = Interval {
            low: low.unwrap_or(floor),
            high: high.unwrap_or(f64::INFINITY),
            low_open: low.map_or(floor_open, |_| !quantity.low_inclusive),
            high_open: high.is_none_or(|_| !quantity.high_inclusive),
        };
        let ordered = interval.low <= interval.high && !interval.low.is_nan() && !interval.high.is_nan();
        if !ordered {
            return Self::Unknown(UnknownReason::Inconsistent);
        }
        let approximate = quantity.qualifier == Qualifier::Approximate;
        if approximate {
            interval.low -= interval.low.abs() * APPROXIMATE_SPREAD;
            interval.high += interval.high.abs() * APPROXIMATE_SPREAD;
        }
        Self::Between { interval, dimension: quantity.dimension, approximate }
    }

    /// How the recorded value stands to the wanted range; `None` if it lies outside.
    pub(crate) fn stands(&self, wanted: &Wanted) -> Option<(Certainty, Option<UnknownReason>)> {
        let (interval, dimension, approximate) = match self {
            Self::Unknown(reason) => return Some((Certainty::Unknown, Some(*reason))),
            Self::Between { interval, dimension, approximate } => (interval, *dimension, *approximate),
        };
        if dimension != wanted.dimension {
            return Some((Certainty::Unknown, Some(UnknownReason::OtherDimension)));
        }
        // Near 0 °C a relative difference means nothing, because the canonical unit's zero is not the quantity's.
        let floor = if dimension == Some(Dimension::Temperature) { 1.0 } else { 0.0 };
        if interval.apart(&wanted.interval, floor) {
            return None;
        }
        let certain = interval.inside(&wanted.interval, floor) && !approximate;
        Some((if certain { Certainty::Certain } else { Certainty::Possible }, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(low: f64, high: f64, low_open: bool, high_open: bool, dimension: Option<Dimension>) -> Wanted {
        Wanted { interval: Interval { low, high, low_open, high_open }, dimension }
    }

    #[track_caller]
    fn check(quantity: &Quantity, wanted: Wanted, expected: Option<Certainty>) {
        let found =
            Measured::of(quantity).and_then(|measured| measured.stands(&wanted)).map(|(certainty, _)| certainty);
        assert_eq!(found, expected, "{quantity}");
    }

    #[test]
    fn a_recorded_interval_stands_to_a_range() {
        use Certainty::{Certain, Possible, Unknown};
        let dose = |raw, qualifier, low, high, unit| Quantity::reported(raw, qualifier, low, high, Some(unit));
        let below_300 = wanted(f64::NEG_INFINITY, 300.0, true, true, Some(Dimension::MassPerMass));
        let q = Qualifier::Equal;
        check(&dose("250", q, Some(250.0), Some(250.0), "mg/kg"), below_300, Some(Certain));
        check(&dose("300", q, Some(300.0), Some(300.0), "mg/kg"), below_300, None);
        check(&dose("0.3", q, Some(0.3), Some(0.3), "g/kg"), below_300, None);
        check(&dose("0.299", q, Some(0.299), Some(0.299), "g/kg"), below_300, Some(Certain));
        check(&dose("200 - 400", q, Some(200.0), Some(400.0), "mg/kg"), below_300, Some(Possible));
        check(&dose("> 200", Qualifier::Greater, Some(200.0), None, "mg/kg"), below_300, Some(Possible));
        check(&dose("> 300", Qualifier::Greater, Some(300.0), None, "mg/kg"), below_300, None);
        check(&dose("< 300", Qualifier::Less, None, Some(300.0), "mg/kg"), below_300, Some(Certain));
        check(&dose("<= 300", Qualifier::LessOrEqual, None, Some(300.0), "mg/kg"), below_300, Some(Possible));
        check(&dose("~ 250", Qualifier::Approximate, Some(250.0), Some(250.0), "mg/kg"), below_300, Some(Possible));
        check(&dose("~ 320", Qualifier::Approximate, Some(320.0), Some(320.0), "mg/kg"), below_300, Some(Possible));
        check(&dose("~ 400", Qualifier::Approximate, Some(400.0), Some(400.0), "mg/kg"), below_300, None);
        check(&dose("5 ppm", q, Some(5.0), Some(5.0), "ppm"), below_300, Some(Unknown));
        check(&dose("5 foo", q, Some(5.0), Some(5.0), "foo"), below_300, Some(Unknown));
        check(&dose("5 - 4", q, Some(5.0), Some(4.0), "mg/kg"), below_300, Some(Unknown));
        check(&Quantity::absent("CBI", ValueState::Withheld), below_300, Some(Unknown));
        check(&Quantity::absent("-", ValueState::NotReported), below_300, Some(Unknown));
        check(&Quantity::absent("n.d.", ValueState::NotDetected), below_300, Some(Unknown));
        check(&Quantity::absent("n/a", ValueState::NotApplicable), below_300, None);
    }

    #[test]
    fn amounts_are_not_negative_and_temperatures_may_be() {
        let from_zero = wanted(0.0, 300.0, false, false, Some(Dimension::MassPerMass));
        let dose = Quantity::reported("< 300", Qualifier::Less, None, Some(300.0), Some("mg/kg"));
        check(&dose, from_zero, Some(Certainty::Certain));
        let warm = wanted(0.0, 100.0, false, false, Some(Dimension::Temperature));
        let cold = Quantity::reported("< 50 °C", Qualifier::Less, None, Some(50.0), Some("°C"));
        check(&cold, warm, Some(Certainty::Possible));
        let freezing = Quantity::reported("32 °F", Qualifier::Equal, Some(32.0), Some(32.0), Some("°F"));
        check(&freezing, warm, Some(Certainty::Certain));
        let above = wanted(0.0, f64::INFINITY, true, true, Some(Dimension::Temperature));
        check(&freezing, above, None);
    }

    #[test]
    fn a_nondetect_lies_between_nothing_and_its_limit() {
        let mut nondetect = Quantity::reported("< 0.5", Qualifier::Less, None, Some(0.5), Some("µg/L"));
        nondetect.state = ValueState::NotDetected;
        let below = |limit| wanted(f64::NEG_INFINITY, limit, true, true, Some(Dimension::MassPerVolume));
        check(&nondetect, below(1.0), Some(Certainty::Certain));
        check(&nondetect, below(0.2), Some(Certainty::Possible));
        let above = wanted(1.0, f64::INFINITY, true, true, Some(Dimension::MassPerVolume));
        check(&nondetect, above, None);
    }
}

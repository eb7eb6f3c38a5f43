//! Whether two quantities say the same.

use orfila_records::{Quantity, ValueState};
use serde::Serialize;

/// Relative difference under which two bounds are equal: unit conversion is not exact in binary.
const EQUAL: f64 = 1e-6;
/// Relative difference under which two values differ only slightly.
const SLIGHT: f64 = 0.05;

/// How far apart two statements are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    /// The intervals overlap without being equal, or the nearest bounds differ by at most 5 % of the larger one.
    Slight,
    /// The intervals lie further apart, or the statements are of different sorts.
    Clear,
}

/// The bounds in a common unit, with open sides as infinities; `None` if there is no number to compare.
fn bounds(quantity: &Quantity, canonical: bool) -> Option<(f64, f64)> {
    let (low, high) = match canonical {
        true => (quantity.canonical_low, quantity.canonical_high),
        false => (quantity.low, quantity.high),
    };
    if low.is_none() && high.is_none() {
        return None;
    }
    Some((low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY)))
}

fn near(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a.is_finite() && b.is_finite() && (a - b).abs() <= tolerance * a.abs().max(b.abs()))
}

/// How two quantities differ; `None` if they say the same or cannot be compared (other dimension, unknown unit, no number).
pub(super) fn difference(a: &Quantity, b: &Quantity) -> Option<Degree> {
    if a.state != ValueState::Reported || b.state != ValueState::Reported || a.statistic != b.statistic {
        return None;
    }
    let canonical = match (a.dimension, b.dimension) {
        (Some(one), Some(other)) if one == other => true,
        (None, None) if a.unit_raw == b.unit_raw => false,
        _ => return None,
    };
    let (a, b) = (bounds(a, canonical)?, bounds(b, canonical)?);
    if near(a.0, b.0, EQUAL) && near(a.1, b.1, EQUAL) {
        return None;
    }
    let overlap = a.0 <= b.1 && b.0 <= a.1;
    let close = near(a.1, b.0, SLIGHT) || near(b.1, a.0, SLIGHT);
    Some(if overlap || close { Degree::Slight } else { Degree::Clear })
}

#[cfg(test)]
mod tests {
    use orfila_records::Qualifier;

    use super::*;

    fn single(value: f64, unit: Option<&str>) -> Quantity {
        Quantity::reported(&value.to_string(), Qualifier::Equal, Some(value), Some(value), unit)
    }

    #[test]
    fn values_are_compared_in_one_dimension() {
        let check = |a: &Quantity, b: &Quantity, expected| assert_eq!(difference(a, b), expected, "{a} {b}");
        check(&single(300.0, Some("mg/kg")), &single(0.3, Some("g/kg")), None);
        check(&single(300.0, Some("mg/kg")), &single(310.0, Some("mg/kg")), Some(Degree::Slight));
        check(&single(300.0, Some("mg/kg")), &single(800.0, Some("mg/kg")), Some(Degree::Clear));
        check(&single(300.0, Some("mg/kg")), &single(300.0, Some("mg/m3")), None);
        check(&single(3.3, None), &single(4.8, None), Some(Degree::Clear));
        let more = Quantity::reported("> 2000", Qualifier::Greater, Some(2000.0), None, Some("mg/kg"));
        check(&more, &single(3250.0, Some("mg/kg")), Some(Degree::Slight));
        check(&more, &single(800.0, Some("mg/kg")), Some(Degree::Clear));
        check(&more, &Quantity::absent("n.d.", ValueState::NotDetected), None);
    }
}

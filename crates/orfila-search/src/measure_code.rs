//! How a measured interval is written into the index: two bounds and one number that says how to read them.
//!
//! The code's bits: 0–7 why nothing is known (0: something is), 8 low end open, 9 high end open, 10 approximate, 16–23 dimension.
//! The numbers are part of the index's format: changing one means raising [`crate::schema::INDEX_VERSION`].

use orfila_records::Dimension;

use crate::interval::{Interval, Measured, UnknownReason};

const REASONS: [UnknownReason; 7] = [
    UnknownReason::Withheld,
    UnknownReason::NotReported,
    UnknownReason::NotDetected,
    UnknownReason::Unreadable,
    UnknownReason::UnitUnknown,
    UnknownReason::OtherDimension,
    UnknownReason::Inconsistent,
];

const DIMENSIONS: [Dimension; 24] = [
    Dimension::Fraction,
    Dimension::Mass,
    Dimension::MassPerTime,
    Dimension::MassPerMass,
    Dimension::MassPerMassTime,
    Dimension::MassPerVolume,
    Dimension::MassPerArea,
    Dimension::AmountPerVolume,
    Dimension::MassPerAmount,
    Dimension::Temperature,
    Dimension::Pressure,
    Dimension::DynamicViscosity,
    Dimension::KinematicViscosity,
    Dimension::Time,
    Dimension::Volume,
    Dimension::Length,
    Dimension::EnergyPerMass,
    Dimension::IntakePerTime,
    Dimension::Energy,
    Dimension::Conductivity,
    Dimension::SurfaceTension,
    Dimension::VolumePerMass,
    Dimension::NumberPerVolume,
    Dimension::HenryConstant,
];

/// Low bound, high bound and code.
pub(crate) fn encode(measured: &Measured) -> (f64, f64, u64) {
    let place = |index: Option<usize>| index.map_or(0, |index| index as u64 + 1);
    match measured {
        Measured::Unknown(reason) => (0.0, 0.0, place(REASONS.iter().position(|known| known == reason))),
        Measured::Between { interval, dimension, approximate } => {
            let dimension = dimension.and_then(|dimension| DIMENSIONS.iter().position(|known| *known == dimension));
            let flags =
                u64::from(interval.low_open) | u64::from(interval.high_open) << 1 | u64::from(*approximate) << 2;
            (interval.low, interval.high, flags << 8 | place(dimension) << 16)
        }
    }
}

/// What [`encode`] wrote; `None` for a code that it never writes.
pub(crate) fn decode(low: f64, high: f64, code: u64) -> Option<Measured> {
    let byte = |shift: u32| usize::try_from(code >> shift & 0xff).unwrap_or(usize::MAX);
    if let Some(index) = byte(0).checked_sub(1) {
        return REASONS.get(index).map(|reason| Measured::Unknown(*reason));
    }
    let dimension = match byte(16).checked_sub(1) {
        Some(index) => Some(*DIMENSIONS.get(index)?),
        None => None,
    };
    let flag = |bit: u32| code >> (8 + bit) & 1 == 1;
    let interval = Interval { low, high, low_open: flag(0), high_open: flag(1) };
    Some(Measured::Between { interval, dimension, approximate: flag(2) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for reason in REASONS {
            let (low, high, code) = encode(&Measured::Unknown(reason));
            assert_eq!(decode(low, high, code), Some(Measured::Unknown(reason)));
        }
        for dimension in DIMENSIONS.into_iter().map(Some).chain([None]) {
            for flags in 0..8_u8 {
                let interval =
                    Interval { low: f64::NEG_INFINITY, high: 3.5, low_open: flags & 1 != 0, high_open: flags & 2 != 0 };
                let measured = Measured::Between { interval, dimension, approximate: flags & 4 != 0 };
                let (low, high, code) = encode(&measured);
                assert_eq!(decode(low, high, code), Some(measured));
            }
        }
        assert_eq!(decode(0.0, 0.0, 200), None);
        assert_eq!(decode(0.0, 0.0, 200 << 16), None);
    }
}

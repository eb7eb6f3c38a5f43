//! Time stamps: RFC 3339 in UTC. The caller passes them in; [`now_utc`] is there for callers without a clock of their own.

use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: u64 = 86_400;

/// The present time in UTC to the millisecond, for example `2026-03-01T09:30:00.125Z`.
///
/// A system clock that stands before 1970 gives 1970.
#[must_use]
pub fn now_utc() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format_utc(since.as_secs(), since.subsec_millis())
}

/// Seconds and milliseconds since 1970-01-01T00:00:00Z as RFC 3339.
fn format_utc(seconds: u64, milliseconds: u32) -> String {
    let (year, month, day) = civil(seconds / SECONDS_A_DAY);
    let clock = seconds % SECONDS_A_DAY;
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z")
}

/// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
///
/// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

/// Whether a time stamp is RFC 3339 in UTC: `YYYY-MM-DDThh:mm:ss`, an optional fraction, `Z`.
#[must_use]
pub fn is_utc(text: &str) -> bool {
    let Some((clock, fraction)) = text.strip_suffix('Z').and_then(|rest| rest.split_at_checked(19)) else {
        return false;
    };
    let shape = clock.bytes().zip(b"0000-00-00T00:00:00").all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        other => byte == *other,
    });
    let two = |at: usize| clock.get(at..at + 2).and_then(|digits| digits.parse::<u32>().ok());
    let within = |at: usize, low: u32, high: u32| two(at).is_some_and(|value| (low..=high).contains(&value));
    let fraction_fits = fraction.is_empty()
        || fraction.strip_prefix('.').is_some_and(|digits| {
            (1..=9).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
        });
    shape
        && fraction_fits
        && within(5, 1, 12)
        && within(8, 1, 31)
        && within(11, 0, 23)
        && within(14, 0, 59)
        && within(17, 0, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399, "2000-02-28T23:59:59.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_709_251_199, "2024-02-29T23:59:59.000Z"),
            (1_767_225_600, "2026-01-01T00:00:00.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(format_utc(seconds, 0), expected);
        }
    }

    #[test]
    fn time_stamps_are_recognised() {
        assert!(is_utc(&now_utc()), "{}", now_utc());
        for text in ["2026-01-01T00:00:00Z", "2026-12-31T23:59:60.5Z"] {
            assert!(is_utc(text), "{text}");
        }
        for text in [
            "",
            "Z",
            "2026-01-01",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00+01:00",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:0éZ",
        ] {
            assert!(!is_utc(text), "{text}");
        }
    }
}

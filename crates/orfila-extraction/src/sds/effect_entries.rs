//! Which value belongs to which endpoint inside one stretch of text: a line, a cell with one or several stacked entries.

use std::sync::LazyLock;

use orfila_records::{Dimension, TextRange, units};
use regex::Regex;

use crate::claims::Context;
use crate::quantities::QuantityMatch;
use crate::vocabulary::{EndpointMatch, endpoint_limit, endpoint_takes, endpoints, species};

/// One effect value and what was printed around it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The endpoint.
    pub endpoint: EndpointMatch,
    /// The value, with ranges in the document's text.
    pub found: QuantityMatch,
    /// The unit's characters where they stand apart from the value.
    pub unit: Option<TextRange>,
    /// The characters that speak of this value alone.
    pub local: TextRange,
}

/// What a column header gives to the cells below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// The endpoint.
    pub endpoint: Option<EndpointMatch>,
    /// The unit.
    pub unit: Option<TextRange>,
}

/// `35: 96 h Oncorhynchus mykiss mg/L LC50`, as sheets of several makers stack them in one cell.
static VALUE_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)(?P<value>[<>=≤≥~]?\s*\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?)\s*:\s*(?P<time>\d+\s*(?:h|d|min|hours?|days?))\b
          (?P<words>[^:]{3,80}?)\s(?P<unit>(?:[µμu]|m|n)?g/(?:L|l|kg|mL|ml))\s+(?P<endpoint>(?:LC|EC|IC|LD)\s?50)\b",
    )
});

/// A duration at the end of what stands between two entries: it begins the next one.
static DURATION_AHEAD: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\d+\s*-?\s*(?:h|hrs?|hours?|hour\(s\)|d|days?|day\(s\)|min|std\.?|stunden|tage?|heures|jours|horas|d[íi]as)\s*[-:,]?\s*$",
    )
});

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("entry patterns are constant and tested")
}

/// Every endpoint of `range` that is no limit for people or the environment.
pub(super) fn endpoints_in(context: &Context<'_>, range: TextRange) -> Vec<EndpointMatch> {
    endpoints(context.text(range))
        .into_iter()
        .filter(|found| endpoint_limit(&found.endpoint).is_none())
        .map(|found| EndpointMatch { range: found.range.shifted(range.start), ..found })
        .collect()
}

/// Whether the quantity can be the endpoint's value.
pub(super) fn fits(endpoint: &EndpointMatch, found: &QuantityMatch) -> bool {
    endpoint_takes(&endpoint.endpoint, found.quantity.dimension, found.quantity.unit.as_deref())
        || endpoint.endpoint == "ATEmix" && found.unit.is_none() && found.quantity.low.is_some_and(|low| low >= 1.0)
}

/// The entries of a stretch of text, left to right.
pub(super) fn entries(context: &Context<'_>, range: TextRange, header: &Header) -> Vec<Entry> {
    let stacked = value_first(context, range);
    if !stacked.is_empty() {
        return stacked;
    }
    let found = endpoints_in(context, range);
    let mut paired = match &header.endpoint {
        Some(endpoint) if found.is_empty() => headed(context, range, endpoint, header.unit),
        _ => paired(context, range, &found, header.unit),
    };
    bound(context, range, &mut paired);
    paired
}

fn value_first(context: &Context<'_>, range: TextRange) -> Vec<Entry> {
    let text = context.text(range);
    let place = |part: regex::Match<'_>| TextRange::new(range.start + part.start(), range.start + part.end());
    VALUE_FIRST
        .captures_iter(text)
        .filter_map(|captures| {
            let (whole, value, unit, endpoint) =
                (captures.get(0)?, captures.name("value")?, captures.name("unit")?, captures.name("endpoint")?);
            let place_of_value = crate::reading::trimmed(&context.document.text, place(value));
            let found = context.quantities(place_of_value).into_iter().next()?;
            let endpoint = endpoints_in(context, place(endpoint)).into_iter().next()?;
            let found = with_unit(context, &found, place(unit))?;
            Some(Entry { endpoint, found, unit: Some(place(unit)), local: place(whole) })
        })
        .collect()
}

/// The same quantity with a unit that stands elsewhere.
fn with_unit(context: &Context<'_>, found: &QuantityMatch, unit: TextRange) -> Option<QuantityMatch> {
    units::parse(context.text(unit))?;
    let quantity = found.quantity.with_unit(Some(context.text(unit)));
    Some(QuantityMatch { quantity, ..found.clone() })
}

/// A quantity as the endpoint's value, its unit borrowed from the header where it prints none.
fn value_for(
    context: &Context<'_>,
    endpoint: &EndpointMatch,
    found: &QuantityMatch,
    unit: Option<TextRange>,
) -> Option<(QuantityMatch, Option<TextRange>)> {
    if fits(endpoint, found) {
        return Some((found.clone(), None));
    }
    let unit = unit.filter(|_| found.unit.is_none())?;
    let borrowed = with_unit(context, found, unit)?;
    fits(endpoint, &borrowed).then_some((borrowed, Some(unit)))
}

/// Values below a header that names their endpoint.
fn headed(context: &Context<'_>, range: TextRange, endpoint: &EndpointMatch, unit: Option<TextRange>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for found in context.quantities(range) {
        let Some((found, unit)) = value_for(context, endpoint, &found, unit) else { continue };
        // `500 mg/kg (0.5 g/kg)` says one thing twice.
        let doubled = entries.last().is_some_and(|last| {
            let between = context.text(TextRange::new(last.found.range.end, found.range.start));
            unit.is_some() || matches!(between.trim(), "(" | "/" | "=")
        });
        if !doubled {
            entries.push(Entry { endpoint: endpoint.clone(), local: found.range, found, unit });
        }
    }
    entries
}

/// Endpoints with their values: behind each, up to the next one; else before it.
fn paired(context: &Context<'_>, range: TextRange, all: &[EndpointMatch], unit: Option<TextRange>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, endpoint) in all.iter().enumerate() {
        let until = all.get(index + 1).map_or(range.end, |next| next.range.start);
        let from = entries.last().map_or(range.start, |last| last.found.range.end.max(last.endpoint.range.end));
        let behind = context.quantities(TextRange::new(endpoint.range.end, until));
        let values: Vec<_> = behind.iter().filter_map(|found| value_for(context, endpoint, found, unit)).collect();
        let Some((first, borrowed)) = values.first().cloned() else {
            let before = context.quantities(TextRange::new(from.min(endpoint.range.start), endpoint.range.start));
            let ahead = before.iter().rev().find_map(|found| value_for(context, endpoint, found, unit));
            if let Some((found, unit)) = ahead {
                let local = found.range.cover(endpoint.range);
                entries.push(Entry { endpoint: endpoint.clone(), found, unit, local });
            }
            continue;
        };
        let mut end = first.range.end;
        entries.push(Entry {
            endpoint: endpoint.clone(),
            local: endpoint.range.cover(first.range),
            found: first,
            unit: borrowed,
        });
        // `LD50 rat 500 mg/kg; rabbit 300 mg/kg`: another value of the endpoint where another species stands before it.
        for (found, unit) in values.into_iter().skip(1) {
            if species(context.text(TextRange::new(end, found.range.start))).is_some() {
                let local = TextRange::new(end, found.range.end);
                entries.push(Entry { endpoint: endpoint.clone(), found: found.clone(), unit, local });
            }
            end = found.range.end;
        }
    }
    entries
}

/// Gives each entry the characters up to its neighbours.
fn bound(context: &Context<'_>, range: TextRange, entries: &mut [Entry]) {
    let spans: Vec<TextRange> = entries
        .iter()
        .map(|entry| {
            let inside = range.contains(entry.endpoint.range);
            if inside && entry.local.contains(entry.endpoint.range) {
                entry.found.range.cover(entry.endpoint.range)
            } else {
                entry.found.range
            }
        })
        .collect();
    let opens =
        spans.first().is_some_and(|first| species(context.text(TextRange::new(range.start, first.start))).is_some());
    let mut start = range.start;
    for (index, entry) in entries.iter_mut().enumerate() {
        let end = match spans.get(index + 1) {
            Some(next) if next.start > spans[index].end => {
                let gap = TextRange::new(spans[index].end, next.start);
                gap.start + boundary(context.text(gap), opens)
            }
            Some(next) => next.start.max(spans[index].end),
            None => range.end,
        };
        entry.local = TextRange::new(start.min(spans[index].start), end.max(spans[index].end));
        start = end.max(start);
    }
}

/// Where, between two entries, the first one ends.
fn boundary(gap: &str, opens: bool) -> usize {
    if let Some(duration) = DURATION_AHEAD.find(gap) {
        return duration.start();
    }
    let behind = |mark: char| gap.rfind(mark).map(|place| place + mark.len_utf8());
    if let Some(end) = behind(';').or_else(|| behind('\n').filter(|end| !gap[*end..].trim().is_empty())) {
        return end;
    }
    behind(')').unwrap_or(if opens { 0 } else { gap.len() })
}

/// The duration inside `place`: the first quantity of time.
pub(super) fn duration(context: &Context<'_>, place: TextRange) -> Option<TextRange> {
    // `124.7 mg/l/4h`: the time stands in the unit.
    static IN_UNIT: LazyLock<Regex> = LazyLock::new(|| constant(r"/\s?(?P<time>\d{1,3}\s?(?:h|hr|d))\b"));
    let found = context.quantities(place).into_iter().find(|other| other.quantity.dimension == Some(Dimension::Time));
    let in_unit = || {
        let time = IN_UNIT.captures(context.text(place))?.name("time")?;
        Some(TextRange::new(place.start + time.start(), place.start + time.end()))
    };
    found.map(|found| found.range).or_else(in_unit)
}

//! From a cell of a table of measurements to a claim: name, statistic, medium, people, number of samples.

use orfila_records::{Exposure, ExposureKind, Payload, Quantity, Statistic, TextRange, ValueState};

use super::cells::{CellNumber, Part};
use super::columns::Role;
use super::detection_limits::DetectionLimit;
use super::grid::{Grid, GridCell};
use super::labels::Labels;
use super::statistics::{self, Spread};
use crate::claims::Context;

/// What surrounds a value.
pub(super) struct Facts<'f> {
    /// The cell.
    pub(super) cell: &'f GridCell,
    /// The headers above it, top first.
    pub(super) headers: &'f [TextRange],
    /// The labels beside it.
    pub(super) labels: &'f Labels,
    /// The unit's characters; none for a limit whose unit the table does not print.
    pub(super) unit: Option<TextRange>,
    /// The cell with the number of samples.
    pub(super) sample_size: Option<TextRange>,
    /// What the column holds.
    pub(super) role: Role,
}

impl Facts<'_> {
    /// The words that may name a statistic: headers from the lowest up, labels, caption, footnotes.
    pub(super) fn words(&self, context: &Context<'_>, grid: &Grid) -> Vec<String> {
        let places = self.headers.iter().rev().chain(&self.labels.rows).chain(&grid.caption).chain(&grid.footnotes);
        places.map(|place| context.text(*place).to_owned()).collect()
    }

    /// What the table calls the value: the lowest header with words, else the label.
    fn name(&self) -> Option<TextRange> {
        let bears_unit = |place: &&TextRange| self.unit.is_some_and(|unit| place.contains(unit));
        let own_label = self.labels.rows.iter().find(bears_unit).copied();
        own_label
            .or_else(|| self.headers.iter().rev().find(bears_unit).copied())
            .or(self.headers.last().copied())
            .or(self.labels.rows.last().copied())
    }
}

/// The statistic of a number, or `None` if it is no value of its own (a deviation, an interval of confidence).
pub(super) fn statistic(
    words: &[String],
    number: &CellNumber,
    deviation: bool,
    numbers: usize,
) -> Option<Option<Statistic>> {
    let spread = words.iter().find_map(|words| statistics::spread(words));
    match number.part {
        Part::Point => {
            let named = words.iter().find_map(|words| statistics::of_point(words));
            Some(named.or(deviation.then_some(Statistic::Mean)))
        }
        Part::Interval if numbers == 1 => match words.iter().take(3).find_map(|words| statistics::spread(words)) {
            Some(Spread::Uncertainty | Spread::Quartiles) => None,
            Some(Spread::Range) | None => Some(Some(Statistic::Range)),
        },
        Part::Interval => match spread {
            Some(Spread::Range) | None => Some(Some(Statistic::Range)),
            Some(Spread::Uncertainty)
                if !words.iter().take(2).any(|words| words.contains("CI")) && deviation_and_range(words) =>
            {
                Some(Some(Statistic::Range))
            }
            Some(_) => None,
        },
        Part::Bracketed => {
            let first = words.first().map(String::as_str).unwrap_or_default();
            let inside = first.find(['(', '[']).map_or("", |open| &first[open..]);
            let named = statistics::of_point(inside).filter(|statistic| {
                matches!(
                    statistic,
                    Statistic::Maximum | Statistic::Minimum | Statistic::Median | Statistic::P95 | Statistic::P90
                )
            });
            named.map(Some)
        }
        Part::Largest => match words.iter().take(3).find_map(|words| statistics::spread(words)) {
            Some(Spread::Quartiles) => Some(Some(Statistic::P75)),
            Some(Spread::Uncertainty) => None,
            Some(Spread::Range) | None => Some(Some(Statistic::Maximum)),
        },
        Part::LowEnd | Part::HighEnd => {
            let low = number.part == Part::LowEnd;
            match spread? {
                Spread::Range => Some(Some(if low { Statistic::Minimum } else { Statistic::Maximum })),
                Spread::Quartiles => Some(Some(if low { Statistic::P25 } else { Statistic::P75 })),
                Spread::Uncertainty => None,
            }
        }
    }
}

/// Whether the words tell of deviations for some rows and of ranges for others.
fn deviation_and_range(words: &[String]) -> bool {
    words.iter().any(|words| words.contains("range") || words.contains("min"))
}

/// Makes the record of one number of a cell.
pub(super) fn claim(
    context: &mut Context<'_>,
    substance: usize,
    facts: &Facts<'_>,
    number: &CellNumber,
    statistic: Option<Statistic>,
) {
    let printed = number.range.shifted(facts.cell.range.start);
    let unit = facts.unit.map(|unit| context.text(unit));
    let quantity = number.quantity.with_unit(unit);
    let evidence = vec![
        context.evidence("/payload/quantity", printed),
        facts
            .unit
            .filter(|unit| !printed.contains(*unit))
            .and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
    ];
    finish(context, substance, facts, quantity.with_statistic(statistic), evidence);
}

/// A value that was looked for and not found; its limit of detection stands in it where the document states one.
pub(super) fn claim_absence(
    context: &mut Context<'_>,
    substance: usize,
    facts: &Facts<'_>,
    limit: Option<&DetectionLimit>,
) {
    let statistic = facts
        .headers
        .iter()
        .rev()
        .find_map(|header| statistics::named(context.text(*header)).first().map(|(_, statistic)| *statistic));
    let same_unit = |limit: &&DetectionLimit| {
        limit.quantity.unit_raw.as_deref().map(orfila_records::units::fold)
            == facts.unit.map(|unit| orfila_records::units::fold(context.text(unit)))
    };
    let state = context.evidence("/payload/quantity/state", facts.cell.range);
    match limit.filter(same_unit) {
        Some(limit) => {
            let quantity = Quantity { state: ValueState::NotDetected, ..limit.quantity.clone() };
            let evidence = vec![
                context.evidence("/payload/quantity", limit.range),
                limit.unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
                context.evidence("/payload/quantity/qualifier", limit.words),
                state,
            ];
            finish(context, substance, facts, quantity.with_statistic(statistic), evidence);
        }
        None => {
            let mut quantity = Quantity::absent(context.text(facts.cell.range), ValueState::NotDetected);
            quantity.unit_raw = facts.unit.map(|unit| context.text(unit).to_owned());
            let evidence = vec![
                context.evidence("/payload/quantity", facts.cell.range),
                facts.unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
                state,
            ];
            finish(context, substance, facts, quantity.with_statistic(statistic), evidence);
        }
    }
}

fn finish(
    context: &mut Context<'_>,
    substance: usize,
    facts: &Facts<'_>,
    quantity: Quantity,
    mut evidence: Vec<Option<orfila_records::Evidence>>,
) {
    let name = facts.name();
    let printed = name.map(|name| {
        context.text(name).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect::<String>()
    });
    let kind = if facts.role == Role::Limit { ExposureKind::Limit } else { ExposureKind::Measurement };
    let mut exposure = Exposure::new(kind, printed.as_deref().unwrap_or("measured value"), Some(quantity));
    if facts.role == Role::Limit {
        exposure.limit_type = Some(orfila_records::LimitType::MaximumLevel);
    }
    evidence.push(name.and_then(|name| context.normalized("/payload/name", name)));
    let medium = facts.labels.medium(context, facts.headers, facts.cell.column);
    exposure.medium_raw = medium.map(|medium| context.text(medium).to_owned());
    evidence.push(medium.and_then(|medium| context.evidence("/payload/medium_raw", medium)));
    let population = facts.labels.population(context, facts.headers);
    exposure.population = population.map(|population| context.text(population).to_owned());
    evidence.push(population.and_then(|population| context.evidence("/payload/population", population)));
    let (size, place) = facts.labels.sample_size(context, facts.headers, facts.sample_size);
    exposure.sample_size = size;
    evidence.push(place.and_then(|place| context.evidence("/payload/sample_size", place)));
    context.claim(substance, Payload::Exposure(Box::new(exposure)), evidence);
}

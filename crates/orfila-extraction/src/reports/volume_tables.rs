//! Tables of amounts: one substance, year or activity a row, years or activities as columns.

use std::sync::LazyLock;

use orfila_records::{Activity, Dimension, Quantity, TextRange, ValueState, VolumeStatus};
use regex::Regex;

use super::agents::Agents;
use super::grid::{Grid, GridCell};
use super::volumes::{self, VolumeFacts};
use crate::claims::Context;

static YEAR_HEADER: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^(?:reporting\s+|calendar\s+|registration\s+)?(?:year|jahr|année|año)s?$"));
static UNIT_HEADER: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)^(?:units?|einheit|unité|unidad)$"));
static REGION_HEADER: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^(?:region|country|member\s+state|territory|jurisdiction|land|pays)$"));
static ACTIVITY_HEADER: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^(?:activity|type|activity\s+type|operation|flow)$"));
static PROGRAMME_HEADER: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^(?:programme?|source|reporting\s+programme?|regulation)$"));
static AMOUNT_HEADER: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\bvolumes?\b|\btonnage|\bproduction\b|\bproduced\b|\bmanufactur|\bimport|\bexport|\bamounts?\b|\bquantit|\bsales\b|\breleases?\b|\bemissions?\b|\bconsumption\b|\bbands?\b|\bmengen?\b|\bverbrauch\b|\bherstellung|\bquantité|\bcantidad|\bconsommation|\buses?d?\s*\(|^(?:19|20)\d{2}\b",
    )
});

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// The columns of a grid that say when, where and what.
#[derive(Debug, Default)]
pub(super) struct VolumeColumns {
    /// Amounts, with their headers.
    pub amounts: Vec<usize>,
    /// A column that gives the unit of the amounts beside it.
    unit: Option<usize>,
    year: Option<usize>,
    region: Option<usize>,
    activity: Option<usize>,
    programme: Option<usize>,
}

impl VolumeColumns {
    /// The columns of a grid; no amounts if it is no table of yearly amounts.
    pub(super) fn of(context: &Context<'_>, grid: &Grid) -> Self {
        let mut columns = Self::default();
        let caption = grid.caption.map_or("", |caption| context.text(caption));
        let caption_says = volumes::activity(caption).is_some() && volumes::unit_in_header(caption).is_some();
        let is_unit = |column: &usize| {
            grid.column_headers(*column).last().is_some_and(|header| UNIT_HEADER.is_match(context.text(*header).trim()))
        };
        columns.unit = (0..grid.columns).find(is_unit);
        for column in 0..grid.columns {
            let headers = grid.column_headers(column);
            let Some(last) = headers.last().map(|header| context.text(*header).trim()) else { continue };
            let whole = headers.iter().map(|header| context.text(*header)).collect::<Vec<_>>().join(" ");
            if YEAR_HEADER.is_match(last) {
                columns.year = columns.year.or(Some(column));
            } else if REGION_HEADER.is_match(last) {
                columns.region = columns.region.or(Some(column));
            } else if ACTIVITY_HEADER.is_match(last) {
                columns.activity = columns.activity.or(Some(column));
            } else if PROGRAMME_HEADER.is_match(last) {
                columns.programme = columns.programme.or(Some(column));
            } else if AMOUNT_HEADER.is_match(&whole)
                && columns.unit != Some(column)
                && (volumes::unit_in_header(&whole).is_some()
                    || columns.unit.is_some()
                    || caption_says
                    || holds_amounts(context, grid, column))
            {
                columns.amounts.push(column);
            }
        }
        columns
    }

    /// Claims every amount of a row for a substance.
    pub(super) fn read_row(&self, context: &mut Context<'_>, grid: &Grid, row: usize, substance: usize) {
        for column in &self.amounts {
            let Some(cell) = grid.at(row, *column).copied() else { continue };
            if let Some(facts) = self.facts(context, grid, row, *column, &cell) {
                volumes::claim(context, substance, &facts);
            }
        }
    }

    fn facts(
        &self,
        context: &Context<'_>,
        grid: &Grid,
        row: usize,
        column: usize,
        cell: &GridCell,
    ) -> Option<VolumeFacts> {
        let headers = grid.column_headers(column);
        let place = |column: Option<usize>| {
            column.and_then(|column| grid.at(row, column)).map(|cell| cell.range).filter(|range| !range.is_empty())
        };
        let mut places: Vec<TextRange> = headers.iter().rev().copied().collect();
        places.extend(grid.caption);
        let unit_cell = place(self.unit);
        let (quantity, value, unit, status) = amount(context, cell.range, unit_cell, &places)?;
        let words: Vec<TextRange> = place(self.activity)
            .into_iter()
            .chain(first_label(grid, row, cell))
            .chain(places.iter().copied())
            .collect();
        let activity = words.iter().find_map(|place| {
            volumes::activity(context.text(*place))
                .map(|(activity, range)| (activity, Some(range.shifted(place.start))))
        });
        let year_places: Vec<TextRange> =
            place(self.year).into_iter().chain(first_label(grid, row, cell)).chain(places.iter().copied()).collect();
        let year = year_places.iter().find_map(|place| {
            let text = context.text(*place);
            // Digits beside the year (`1975-09-02`, a registry number) make it another thing.
            let found =
                if is_year_alone(text) || grid.caption == Some(*place) { volumes::years(text) } else { Vec::new() };
            let (year, range) = found.first().filter(|_| found.len() == 1)?;
            Some((*year, range.shifted(place.start)))
        });
        let region = place(self.region).or_else(|| {
            places
                .iter()
                .find_map(|place| volumes::region(context.text(*place)).map(|range| range.shifted(place.start)))
        });
        let programme = place(self.programme).or_else(|| {
            places
                .iter()
                .find_map(|place| volumes::programme(context.text(*place)).map(|range| range.shifted(place.start)))
        });
        let around = headers.last().copied().unwrap_or(cell.range);
        // What a column of activities calls neither made nor traded is a use: `Thermal paper`.
        let own = place(self.activity).filter(|place| {
            let text = context.text(*place);
            text.chars().any(char::is_alphabetic) && volumes::activity(text).is_none()
        });
        let activity = own.map(|place| (Activity::Used, Some(place))).or(activity);
        Some(VolumeFacts {
            quantity,
            value,
            unit,
            activity: activity.unwrap_or((Activity::Total, None)),
            year,
            region,
            programme,
            status,
            around,
        })
    }
}

/// Whether the only digits of a cell are those of a year.
fn is_year_alone(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() == 4
}

/// The label of the row, for tables with a year or an activity a row.
fn first_label(grid: &Grid, row: usize, cell: &GridCell) -> Option<TextRange> {
    grid.at(row, 0).filter(|label| label.range != cell.range).map(|label| label.range)
}

/// Whether a column holds amounts with a unit of their own.
fn holds_amounts(context: &Context<'_>, grid: &Grid, column: usize) -> bool {
    (grid.header_rows..grid.rows()).take(50).filter_map(|row| grid.at(row, column)).any(|cell| {
        let text = context.text(cell.range);
        volumes::status(text).is_some()
            || context.quantities(cell.range).first().is_some_and(|found| is_yearly(context, found.number.end))
    })
}

fn is_yearly(context: &Context<'_>, end: usize) -> bool {
    volumes::unit_behind(&context.document.text, end).is_some()
}

type Amount = (Quantity, TextRange, Option<TextRange>, VolumeStatus);

/// The amount in a cell: a number or band with its unit, or the reason why there is none.
fn amount(
    context: &Context<'_>,
    cell: TextRange,
    unit_cell: Option<TextRange>,
    places: &[TextRange],
) -> Option<Amount> {
    if let Some(status) = volumes::status(context.text(cell)) {
        let state = if status == VolumeStatus::Cbi { ValueState::Withheld } else { ValueState::NotReported };
        return Some((Quantity::absent(context.text(cell), state), cell, None, status));
    }
    let found = context.quantities(cell).into_iter().next()?;
    let lead = context.text(TextRange::new(cell.start, found.range.start)).trim();
    if !lead.is_empty() {
        return None;
    }
    let own = volumes::unit_behind(&context.document.text, found.number.end)
        .map(|(unit, _)| unit)
        .filter(|unit| unit.end <= cell.end);
    let beside = unit_cell
        .and_then(|cell| volumes::unit_behind(context.text(cell), 0).map(|(unit, _)| unit.shifted(cell.start)));
    let borrowed = || {
        beside.or_else(|| {
            places
                .iter()
                .find_map(|place| volumes::unit_in_header(context.text(*place)).map(|unit| unit.shifted(place.start)))
        })
    };
    let rest = context.text(TextRange::new(own.map_or(found.number.end, |unit| unit.end), cell.end));
    if rest.chars().any(char::is_alphabetic)
        || matches!(found.quantity.dimension, Some(dimension) if own.is_none() && dimension != Dimension::Mass)
    {
        return None;
    }
    let unit = own.or_else(borrowed)?;
    let value = if own.is_some() {
        TextRange::new(found.range.start, unit.end)
    } else {
        TextRange::new(found.range.start, found.number.end)
    };
    let quantity = found.quantity.with_unit(Some(context.text(unit))).with_raw(context.text(value));
    Some((quantity, value, own.is_none().then_some(unit), VolumeStatus::Reported))
}

/// Reads a report's table of amounts; the substance is named by the row, the caption or the report. Says how many it claimed.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, grid: &Grid) -> usize {
    let columns = VolumeColumns::of(context, grid);
    if columns.amounts.is_empty() {
        return 0;
    }
    let before = context.claims.len();
    let caption = grid.caption.and_then(|caption| agents.only_in(context, caption)).map(|(index, _)| index);
    for row in grid.header_rows..grid.rows() {
        // The substance may stand behind the site or the year.
        let labels: Vec<TextRange> = (0..grid.columns)
            .filter(|column| !columns.amounts.contains(column))
            .filter_map(|column| grid.at(row, column).map(|cell| cell.range))
            .collect();
        let labelled = labels.into_iter().find_map(|label| agents.labelled(context, label));
        let Some(substance) = labelled.or(caption).or(agents.sole) else { continue };
        columns.read_row(context, grid, row, substance);
        agents.promote(context, substance);
    }
    context.claims.len() - before
}

//! Tables that list what was looked for: analytes with their recovery, their ions or their limits of detection. Each is a
//! substance of the document, and its limit of detection serves where another table says that it was not found.

use std::collections::HashMap;
use std::sync::LazyLock;

use orfila_records::{Qualifier, Quantity, TextRange};
use regex::Regex;

use super::agents::Agents;
use super::cells::{CellReading, Part, read_cell};
use super::columns::{Column, Role, columns};
use super::detection_limits::DetectionLimit;
use super::grid::{Grid, GridCell};
use super::legends::Legend;
use super::unit_shapes::{is_level, units_in};
use crate::claims::Context;

/// Headers of columns that hold nothing but names of substances.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\W*(?:(?:name\s+of\s+(?:the\s+)?)?(?:target\s+|heavy\s+|toxic\s+|trace\s+|selected\s+)*(?:pesticides?|insecticides?|herbicides?|fungicides?|acaricides?|analytes?|active\s+(?:ingredients?|substances?)|mycotoxins?|congeners?|PAHs?|PCBs?|PBDEs?|PFASs?|VOCs?|OCPs?|OPPs?|phthalates?|bisphenols?|parabens?|metals?|elements?|antibiotics?|veterinary\s+drugs?|(?:target\s+|chemical\s+)?compounds?|contaminants?|pollutants?))(?:\s+names?)?(?:\s*[(\[][^)\]]*[)\]])?\W*$",
    )
});

/// Headers of what a laboratory tells of an analyte.
static METHOD: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\brecover|\bRSD\b|\bL(?:L)?O[DQ]s?\b|\bMDLs?\b|limits?\s+of\s+(?:detection|quantification)|retention|\bm/z\b|\bions?\b|transition|collision|linear|correlation\s+coefficient|chemical\s+class|mode\s+of\s+action",
    )
});

static DETECTION: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)\bLODs?\b|\bMDLs?\b|limits?\s+of\s+detection|detection\s+limits?"));

/// Labels in a column of names that name no substance.
static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\W*(?:total|sum|mean|average|median|range|minimum|maximum|min|max|s\.?d\.?|n|others?|none|all|control|blank|overall|unknown|unidentified|n\.?i\.?|n\.?d\.?|number(?:\s+of.*)?|no\.?(?:\s+of.*)?)\W*$",
    )
});

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// Names a table of analytes has at least.
const FEWEST: usize = 2;

/// Analytes that make the classes they belong to mere mentions.
const MEMBERS: usize = 5;

/// What the tables of a document say for each other.
#[derive(Debug, Default)]
pub(super) struct Analytes {
    /// The limits of detection of single substances; none for a substance with different ones (by medium or method).
    limits: HashMap<usize, Option<DetectionLimit>>,
    /// The signs that any of them defines.
    legend: Legend,
}

impl Analytes {
    /// What a sign means that another table defines.
    pub(super) fn reading(&self, cell: &str) -> Option<CellReading> {
        self.legend.reading(cell)
    }

    /// The limit of detection of a substance.
    pub(super) fn of(&self, substance: usize) -> Option<&DetectionLimit> {
        self.limits.get(&substance)?.as_ref()
    }

    fn add(&mut self, substance: usize, limit: DetectionLimit) {
        let same = |known: &DetectionLimit| {
            known.quantity.high == limit.quantity.high && known.quantity.unit_raw == limit.quantity.unit_raw
        };
        let known = self.limits.entry(substance).or_insert_with(|| Some(limit.clone()));
        if !known.as_ref().is_some_and(same) {
            *known = None;
        }
    }
}

/// Whether a header says that the labels below are names of substances and nothing else.
pub(super) fn holds_names(header: &str) -> bool {
    NAMES.is_match(header.trim())
}

/// Whether a label in a column of names can be one.
pub(super) fn can_be_name(label: &str) -> bool {
    !NO_NAME.is_match(label)
}

/// Reads the tables of analytes: their names become subjects of the document.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, grids: &[Grid]) -> Analytes {
    let mut analytes = Analytes { legend: Legend::of_all(context, grids), ..Analytes::default() };
    let mut listed = 0;
    for grid in grids {
        let columns = columns(context, grid);
        let Some(names) = column_of_names(context, &columns) else { continue };
        let told =
            columns.iter().flat_map(|column| &column.headers).any(|header| METHOD.is_match(context.text(*header)));
        let rows: Vec<(usize, TextRange)> = labels(context, grid, names);
        if !told || rows.len() < FEWEST {
            continue;
        }
        let detection = detection_columns(context, &columns);
        for (row, label) in rows {
            let Some(substance) = agents.analyte(context, label) else { continue };
            listed += 1;
            for (column, header, unit) in &detection {
                let unit = unit.or_else(|| last_unit(context, label));
                let limit =
                    grid.at(row, *column).zip(unit).and_then(|(cell, unit)| limit(context, cell, *header, unit));
                limit.into_iter().for_each(|limit| analytes.add(substance, limit));
            }
        }
    }
    if listed >= MEMBERS {
        agents.demote_groups(context);
    }
    analytes
}

fn column_of_names(context: &Context<'_>, columns: &[Column]) -> Option<usize> {
    columns.iter().position(|column| {
        let header = column.headers.last().map_or("", |header| context.text(*header));
        column.role == Role::Label && holds_names(header)
    })
}

/// The names of a column, each with the row it begins in; rows that hold nothing else are headings.
fn labels(context: &Context<'_>, grid: &Grid, column: usize) -> Vec<(usize, TextRange)> {
    (grid.header_rows..grid.rows())
        .filter_map(|row| {
            let cell = grid.at(row, column).filter(|cell| cell.row == row && cell.columns == 1)?;
            (grid.row(row).len() > 1 && can_be_name(context.text(cell.range))).then_some((row, cell.range))
        })
        .collect()
}

/// Columns of limits of detection with their header and, where a header has it, the unit.
fn detection_columns(context: &Context<'_>, columns: &[Column]) -> Vec<(usize, TextRange, Option<TextRange>)> {
    let read = |(index, column): (usize, &Column)| {
        let header = *column.headers.iter().rev().find(|header| DETECTION.is_match(context.text(**header)))?;
        let unit = column.headers.iter().rev().find_map(|header| last_unit(context, *header));
        (column.role == Role::DetectionLimit).then_some((index, header, unit))
    };
    columns.iter().enumerate().filter_map(read).collect()
}

fn last_unit(context: &Context<'_>, place: TextRange) -> Option<TextRange> {
    let unit = units_in(context.text(place)).into_iter().next_back().filter(is_level)?;
    Some(unit.range.shifted(place.start))
}

fn limit(context: &Context<'_>, cell: &GridCell, header: TextRange, unit: TextRange) -> Option<DetectionLimit> {
    let CellReading::Numbers { numbers, deviation: false, .. } = read_cell(context.text(cell.range), context.style)
    else {
        return None;
    };
    let number = numbers.first().filter(|number| number.part == Part::Point && numbers.len() == 1)?;
    let plain = number.quantity.is_single() && number.quantity.unit_raw.is_none();
    let value = number.quantity.low.filter(|value| plain && *value > 0.0)?;
    let range = number.range.shifted(cell.range.start);
    let quantity =
        Quantity::reported(context.text(range), Qualifier::Less, None, Some(value), Some(context.text(unit)));
    Some(DetectionLimit { quantity, range, words: header, unit: Some(unit) })
}

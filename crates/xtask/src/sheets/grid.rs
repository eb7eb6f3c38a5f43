//! A table before it is set: its head, its rows of broken cells and the width of its columns.

use anyhow::Result;

use super::breaking::{self, Allowed, CellLine};
use super::column::{Kind, Manner};
use super::design::Design;
use super::random::Lot;
use super::substances::SUBSTANCES;
use super::words::Words;

/// A cell of the head.
#[derive(Debug, Clone)]
pub(super) struct HeadCell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
    text: String,
    pub(super) lines: Vec<CellLine>,
}

/// The table.
pub(super) struct Grid {
    pub(super) kinds: Vec<Kind>,
    pub(super) head_rows: usize,
    pub(super) head: Vec<HeadCell>,
    /// Cells by row and column.
    pub(super) rows: Vec<Vec<Vec<CellLine>>>,
    /// Widths of the columns, side space included.
    pub(super) widths: Vec<f32>,
}

/// Hyphenation is for cells; the marks in headings are always allowed where the column is too narrow.
const HEADINGS: Allowed = Allowed { hyphens: true, words: true };

/// Draws a table that fits between the margins: optional columns that do not fit are left out.
pub(super) fn drawn(lot: &mut Lot, design: &Design, words: &Words, language: usize) -> Result<Grid> {
    let mut kinds = super::column::drawn(lot);
    let parted = kinds.contains(&Kind::Statements);
    let manner = Manner::drawn(lot, language, parted);
    let count = 3 + lot.below(10);
    let chosen = lot.some(count, SUBSTANCES.len());
    let grouped = lot.chance(30);
    let headings: Vec<usize> = kinds.iter().map(|kind| lot.below(words.headings[*kind as usize].len())).collect();
    let mut heads: Vec<&str> =
        kinds.iter().zip(headings).map(|(kind, which)| words.headings[*kind as usize][which]).collect();
    let mut columns: Vec<Vec<String>> = Vec::new();
    for kind in &kinds {
        let cells = chosen.iter().enumerate().map(|(row, at)| manner.cell(lot, *kind, row, &SUBSTANCES[*at], words));
        columns.push(cells.collect());
    }
    while let Some(empty) = columns.iter().position(|cells| cells.iter().all(String::is_empty)) {
        // No sheet has a column that says nothing of any substance.
        kinds.remove(empty);
        heads.remove(empty);
        columns.remove(empty);
    }
    let room = design.paper.0 - 2.0 * design.margin;
    loop {
        let needs = needs(design, &kinds, &heads, &columns)?;
        let least: f32 = needs.iter().map(|(least, _)| least).sum();
        let Some(drop) = (least > room).then(|| kinds.iter().rposition(|kind| kind.optional())).flatten() else {
            let widths = share_out(&needs, room, design.wide);
            return build(design, words, grouped, kinds, heads, columns, widths);
        };
        kinds.remove(drop);
        heads.remove(drop);
        columns.remove(drop);
        if parted && !kinds.contains(&Kind::Statements) && kinds.contains(&Kind::Classification) {
            // Classes alone say less than a sheet must: their column is dropped with that of the statements.
            let at = kinds.iter().position(|kind| *kind == Kind::Classification).unwrap_or_default();
            kinds.remove(at);
            heads.remove(at);
            columns.remove(at);
        }
    }
}

/// Least and wanted width of each column.
fn needs(design: &Design, kinds: &[Kind], heads: &[&str], columns: &[Vec<String>]) -> Result<Vec<(f32, f32)>> {
    let whole = Allowed { hyphens: false, words: false };
    let mut needs = Vec::new();
    for ((kind, head), cells) in kinds.iter().zip(heads).zip(columns) {
        let allowed = if kind.breaks() { design.allowed } else { whole };
        let mut least = breaking::narrowest(head, design.letters(true), HEADINGS)?;
        let mut wanted = least;
        for cell in cells {
            for part in cell.split('\n') {
                let all = breaking::width(&part.replace('|', ""), design.letters(false))?;
                wanted = wanted.max(all);
                least = least.max(if kind.breaks() {
                    breaking::narrowest(part, design.letters(false), allowed)?
                } else {
                    all
                });
            }
        }
        let cap = match kind {
            Kind::Name => design.caps[0],
            Kind::Classification | Kind::Statements => design.caps[1],
            Kind::Limits => design.caps[2],
            _ => f32::MAX,
        };
        let side = 2.0 * design.side;
        needs.push((least + side, wanted.min(cap).max(least) + side));
    }
    Ok(needs)
}

/// Gives every column its least width and shares out the rest: what is wanted first, then, in wide tables, in proportion.
fn share_out(needs: &[(f32, f32)], room: f32, wide: bool) -> Vec<f32> {
    let least: f32 = needs.iter().map(|(least, _)| least).sum();
    let wanted: f32 = needs.iter().map(|(_, wanted)| wanted).sum();
    let part = if wanted > least { ((room - least) / (wanted - least)).clamp(0.0, 1.0) } else { 1.0 };
    let widths: Vec<f32> = needs.iter().map(|(least, wanted)| least + part * (wanted - least)).collect();
    let used: f32 = widths.iter().sum();
    let stretch = if wide && used < room { room / used } else { 1.0 };
    widths.iter().map(|width| width * stretch).collect()
}

fn build(
    design: &Design,
    words: &Words,
    grouped: bool,
    kinds: Vec<Kind>,
    heads: Vec<&str>,
    columns: Vec<Vec<String>>,
    widths: Vec<f32>,
) -> Result<Grid> {
    let mut head = head(words, grouped, &kinds, &heads);
    for cell in &mut head {
        let room: f32 = widths.iter().skip(cell.column).take(cell.column_span).sum();
        cell.lines = breaking::wrap(&cell.text, design.letters(true), room - 2.0 * design.side, HEADINGS)?;
    }
    let mut rows = vec![Vec::new(); columns.first().map_or(0, Vec::len)];
    for ((kind, cells), width) in kinds.iter().zip(&columns).zip(&widths) {
        let allowed = if kind.breaks() { design.allowed } else { Allowed { hyphens: false, words: false } };
        for (row, cell) in rows.iter_mut().zip(cells) {
            row.push(breaking::wrap(cell, design.letters(false), width - 2.0 * design.side, allowed)?);
        }
    }
    let head_rows = head.iter().map(|cell| cell.row + cell.row_span).max().unwrap_or(0);
    Ok(Grid { kinds, head_rows, head, rows, widths })
}

/// The head in one row, or in two with headings over the columns of identifiers and of the classification.
fn head(words: &Words, grouped: bool, kinds: &[Kind], heads: &[&str]) -> Vec<HeadCell> {
    let group_of = |kind: &Kind| match kind {
        Kind::Cas | Kind::Ec | Kind::Index | Kind::Reach => Some(0),
        Kind::Classification | Kind::Statements => Some(1),
        _ => None,
    };
    let groups: Vec<Option<usize>> = (0..kinds.len())
        .map(|at| group_of(&kinds[at]).filter(|group| grouped && beside(kinds, at, *group, group_of)))
        .collect();
    let two = groups.iter().any(Option::is_some);
    let mut cells = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let above = |column_span, text: &str| HeadCell {
            row: 0,
            column: at,
            row_span: 1,
            column_span,
            text: text.to_owned(),
            lines: Vec::new(),
        };
        match group {
            Some(group) if at == 0 || groups[at - 1] != Some(*group) => {
                let span = groups[at..].iter().take_while(|other| **other == Some(*group)).count();
                cells.push(above(span, words.groups[*group]));
                cells.push(HeadCell { row: 1, ..above(1, heads[at]) });
            }
            Some(_) => cells.push(HeadCell { row: 1, ..above(1, heads[at]) }),
            None => cells.push(HeadCell { row_span: if two { 2 } else { 1 }, ..above(1, heads[at]) }),
        }
    }
    cells
}

/// Whether a column next to this one belongs to the same group.
fn beside(kinds: &[Kind], at: usize, group: usize, group_of: impl Fn(&Kind) -> Option<usize>) -> bool {
    let same = |other: usize| kinds.get(other).is_some_and(|kind| group_of(kind) == Some(group));
    same(at + 1) || at.checked_sub(1).is_some_and(same)
}

//! Inventories: one substance a row, the meaning of each column in its header.

use std::sync::LazyLock;

use orfila_chemistry::identifiers::{CasrnOutcome, find_casrns};
use orfila_records::{
    Casrn, EcNumber, Evidence, Exposure, ExposureKind, GhsClassification, Grounding, Hazard, Loss, LossReason, Payload,
    SubstanceRole, TextRange,
};
use regex::Regex;

use super::agents::Agents;
use super::grid::Grid;
use super::volume_tables::VolumeColumns;
use crate::claims::Context;
use crate::codes::{self, CodeFamily};
use crate::substances::Naming;

static CAS: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)\bCAS(?:RN)?\b|^(?:chemical\s+)?registry\s+(?:no|number)"));
static EC: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)^(?:EC|EINECS|ELINCS|EG|EC\s*/\s*list)\b"));
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:(?:substance|chemical|common|preferred|IUPAC|ingredient|compound|product)\s*(?:name)?|name|stoffname|bezeichnung|nom|nombre|substance\s+name.*|chemical\s+name.*)$",
    )
});
static USE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:uses?|main\s+uses?|function|functional?\s+use|use\s+category|application|sector\s+of\s+use|verwendung|utilisation)s?\b",
    )
});
static CODES: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\bH-?\s?(?:code|statement|phrase)s?\b|\bclassification\b|\bhazard\s+(?:statement|code|class)|\bGHS\b|\bCLP\b|einstufung",
    )
});

/// What spreadsheets make of short registry numbers: dates in many forms.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[-\s](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[-\s]\d{2,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-\s]\d{2,4}|\d\.\d+E\+\d+)$",
    )
});

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("inventory patterns are constant")
}

/// The columns of an inventory.
struct Columns {
    cas: usize,
    name: Option<usize>,
    ec: Option<usize>,
    uses: Vec<usize>,
    codes: Vec<usize>,
    volumes: VolumeColumns,
}

/// Reads the grid if a header calls a column CAS numbers; says whether it was an inventory.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, grid: &Grid) -> bool {
    let Some(columns) = columns(context, grid) else { return false };
    for row in grid.header_rows..grid.rows() {
        let Some(substance) = substance(context, agents, grid, &columns, row) else { continue };
        agents.promote(context, substance);
        columns.volumes.read_row(context, grid, row, substance);
        for column in &columns.codes {
            if let Some(cell) = grid.at(row, *column) {
                claim_codes(context, substance, cell.range);
            }
        }
        for column in &columns.uses {
            if let Some(cell) = grid.at(row, *column) {
                claim_use(context, substance, cell.range);
            }
        }
    }
    true
}

fn columns(context: &Context<'_>, grid: &Grid) -> Option<Columns> {
    let header = |column: usize| grid.column_headers(column).last().map_or("", |header| context.text(*header).trim());
    let position = |pattern: &Regex| (0..grid.columns).find(|column| pattern.is_match(header(*column)));
    let all =
        |pattern: &Regex| (0..grid.columns).filter(|column| pattern.is_match(header(*column))).collect::<Vec<_>>();
    let cas = position(&CAS)?;
    let name = position(&NAME).filter(|name| *name != cas);
    let volumes = VolumeColumns::of(context, grid);
    Some(Columns { cas, name, ec: position(&EC), uses: all(&USE), codes: all(&CODES), volumes })
}

/// The substance of a row. A number that is none is a loss with its reason; the row stands under its name.
fn substance(context: &mut Context<'_>, agents: &Agents, grid: &Grid, columns: &Columns, row: usize) -> Option<usize> {
    let cell = |column: usize| grid.at(row, column).map(|cell| cell.range);
    let casrn = cell(columns.cas).map(|cell| casrns(context, cell)).unwrap_or_default();
    let name = columns.name.and_then(cell).filter(|name| context.text(*name).chars().any(char::is_alphabetic));
    let ec = columns.ec.and_then(cell).and_then(|cell| ec_number(context, cell));
    let name = name.and_then(|name| {
        if let Some(known) = agents.exactly(context, name).and_then(|index| context.substances.get(index)) {
            let proof = known.evidence.iter().find(|evidence| evidence.field == "/substance/raw_name")?;
            return Some((known.substance.raw_name.clone(), proof.clone()));
        }
        let printed = context.text(name).split_whitespace().collect::<Vec<_>>().join(" ");
        let evidence = context.evidence("/substance/raw_name", name)?;
        let evidence = if printed == evidence.quote { evidence } else { evidence.grounded(Grounding::Normalized) };
        Some((printed, evidence))
    });
    context.substances.add(Naming { name, casrn, ec, withheld: false }, SubstanceRole::Subject)
}

fn casrns(context: &mut Context<'_>, cell: TextRange) -> Vec<(Casrn, Evidence)> {
    let text = context.text(cell);
    let candidates = find_casrns(text);
    if candidates.is_empty() && text.chars().any(|character| character.is_ascii_digit()) {
        let detail = if DATE.is_match(text.trim()) {
            "a date or a rounded number where a CAS number is expected: spreadsheet programs turn short CAS numbers into dates; format the column as text at its source"
        } else {
            "not in the form of a CAS number"
        };
        context.losses.push(Loss::unused(LossReason::UnassignedValue, context.document, cell, Some(detail.to_owned())));
    }
    let mut found = Vec::new();
    for candidate in candidates {
        let range = candidate.range.shifted(cell.start);
        let (casrn, exact) = match candidate.outcome {
            CasrnOutcome::Valid(casrn) => (casrn, true),
            CasrnOutcome::Repaired { casrn, .. } => (casrn, false),
            CasrnOutcome::BadCheckDigit(_) => continue,
        };
        let evidence = if exact {
            context.evidence("/substance/casrn/0", range)
        } else {
            context.normalized("/substance/casrn/0", range)
        };
        found.extend(evidence.map(|evidence| (casrn, evidence)));
    }
    found.truncate(1);
    found
}

fn ec_number(context: &Context<'_>, cell: TextRange) -> Option<(EcNumber, Evidence)> {
    let number: EcNumber = context.text(cell).trim().parse().ok()?;
    Some((number, context.evidence("/substance/ec_number", cell)?))
}

/// One record for each hazard statement in `range`.
pub(super) fn claim_codes(context: &mut Context<'_>, substance: usize, range: TextRange) -> usize {
    let mut claimed = 0;
    for code in codes::scan(context.text(range)).into_iter().filter(|code| code.family == CodeFamily::Hazard) {
        let place = code.range.shifted(range.start);
        if !code.known {
            context.losses.push(Loss::unused(LossReason::UnknownCode, context.document, place, None));
            continue;
        }
        let minimum = context.text(TextRange::new(place.end, range.end)).starts_with('*');
        let ghs = GhsClassification { h_codes: vec![code.code], minimum, ..GhsClassification::default() };
        let evidence = vec![context.evidence("/payload/h_codes/0", place)];
        context.claim(substance, Payload::Hazard(Hazard::Ghs(ghs)), evidence);
        claimed += 1;
    }
    claimed
}

/// A stated use; several are parted by semicolons.
pub(super) fn claim_use(context: &mut Context<'_>, substance: usize, range: TextRange) {
    let text = context.text(range);
    let mut start = 0;
    for part in text.split(';') {
        let place = crate::reading::trimmed(
            &context.document.text,
            TextRange::new(range.start + start, range.start + start + part.len()),
        );
        start += part.len() + 1;
        let words = context.text(place).trim_end_matches('.');
        let stated = words.chars().filter(|character| character.is_alphabetic()).count() >= 3
            && !matches!(words.to_lowercase().as_str(), "none" | "not applicable" | "unknown" | "n/a" | "not reported");
        if stated && words.chars().count() <= 200 {
            let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let exposure = Exposure::new(ExposureKind::Use, &name, None);
            let evidence = vec![context.normalized("/payload/name", place)];
            context.claim(substance, Payload::Exposure(Box::new(exposure)), evidence);
        }
    }
}

//! Annexes of sheets under REACH: what an exposure scenario estimates, one record for each value.
//!
//! A table is one of estimates where one header names the level of exposure and another the ratio to what is safe.

use std::sync::LazyLock;

use orfila_records::{Dimension, Exposure, ExposureKind, Payload, SubstanceRole, TextRange, units};
use regex::Regex;

use super::limits::sole_component;
use crate::claims::Context;
use crate::quantities::QuantityMatch;
use crate::reading::{Line, trimmed};
use crate::reports::grid::{Grid, GridCell, grids};
use crate::vocabulary::route;

static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?ix)level\s+of\s+exposure|exposure\s+(?:level|estimate|estimation|concentration|value)|(?:estimated|predicted|calculated)\s+(?:exposure|concentration)|\bPECs?\b
        |expositions(?:h[öo]he|grad|niveau|konzentration|wert|absch[äa]tzung)|niveau\s+d.exposition|estimation\s+de\s+l.exposition|(?:nivel|estimaci[óo]n)\s+de\s+(?:la\s+)?exposici[óo]n",
    )
});

static RATIO: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\bRCRs?\b|risk\s+characteri[sz]ation\s+ratio|risikocharakterisierungsverh[äa]ltnis|risikoquotient|\bPEC\s*/\s*PNEC\b",
    )
});

/// A use, process or release as the guidance on descriptors codes it.
static DESCRIPTOR: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"\b(?:PROC|SPERC|ERC|PC|AC)\s?\d{1,2}[a-z]?(?:\s*,\s*(?:PROC|ERC|PC|AC)\s?\d{1,2}[a-z]?)*")
});

/// Models of exposure that such scenarios cite.
static TOOL: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"\b(?:ECETOC\s+TRA(?:\s+(?:workers?|consumers?))?|EUSES|Stoffenmanager|ConsExpo|RISKOFDERM|EMKG[\w-]*|MEASE|EasyTRA|CHESAR)\b(?:\s+v?(?:ersion)?\s*\d[\d.]*)?",
    )
});

static PEOPLE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:workers?|consumers?|general\s+population|man\s+via\s+(?:the\s+)?environment|arbeit(?:er|nehmer)|verbraucher|travailleurs?|consommateurs?|trabajador(?:es)?|consumidor(?:es)?)\b",
    )
});

static COMPARTMENT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:(?:fresh|sea|marine|ground|surface|drinking)\s?-?\s?water(?:\s+sediment)?|(?:sea|marine)\s+sediment|sediment|(?:agricultural\s+)?soil|sewage\s+treatment\s+plant|STP|air)\b",
    )
});

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:\d+(?:\.\d+)*\.?\s*)?(?:short\s+title(?:\s+of\s+(?:the\s+)?exposure\s+scenario)?|kurz(?:titel|bezeichnung)\s+des\s+expositionsszenarios|titre\s+court\s+du\s+sc[ée]nario\s+d.exposition|t[íi]tulo\s+breve\s+del\s+escenario\s+de\s+exposici[óo]n)(?:\s*\d+)?\s*:?\s*",
    )
});

static TERM: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)\b(?:long|short)[- ]term\b|\bacute\b|\bchronic\b|\b(?:lang|kurz)zeit\b"));

/// Lines above a table among which its scenario and the people it is about are named.
const REACH: usize = 400;

/// Longest title of a scenario.
const LONGEST_TITLE: usize = 200;

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant and tested")
}

/// Reads every table of estimates. Where the sheet has several components and no number of its own, nothing says whose the
/// estimates are, and they stay in the ledger.
pub(super) fn read(context: &mut Context<'_>) {
    let Some(product) = context.subject() else { return };
    let of_product = context.substances.get(product).is_some_and(|item| !item.substance.casrn.is_empty());
    let sole = sole_component(context, product);
    let components = context.substances.items().iter().filter(|item| item.role == SubstanceRole::Component);
    let several = components.count() > 1;
    if several && !of_product {
        return;
    }
    let substance = if of_product { product } else { sole };
    for grid in grids(context.document) {
        let Some(level) = level_column(context, &grid) else { continue };
        let place = Place::of(context, &grid);
        for row in grid.header_rows..grid.rows() {
            read_row(context, substance, &grid, (row, level), &place);
        }
    }
}

/// The column of the estimates, if another one holds their ratios to what is safe.
fn level_column(context: &Context<'_>, grid: &Grid) -> Option<usize> {
    let named = |column: usize, words: &Regex| {
        grid.column_headers(column).iter().any(|header| words.is_match(context.text(*header)))
    };
    let ratio = (0..grid.columns).find(|column| named(*column, &RATIO))?;
    (0..grid.columns).find(|column| *column != ratio && named(*column, &LEVEL) && !named(*column, &RATIO))
}

/// What the lines above a table say of all its rows.
#[derive(Debug, Default)]
struct Place {
    title: Option<String>,
    people: Option<String>,
}

impl Place {
    fn of(context: &Context<'_>, grid: &Grid) -> Self {
        let mut place = Self::default();
        let Some(first) = context.lines.iter().position(|line| line.table.is_some() && line.table == grid.table) else {
            return place;
        };
        for (index, line) in context.lines.iter().enumerate().take(first).rev().take(REACH) {
            let text = context.text(line.range);
            // Workers and consumers have tables of their own, below a heading that is their name alone.
            if place.people.is_none() && line.table.is_none() && text.len() < 30 {
                let bare = text.trim_matches([':', ' ', '.']);
                place.people = PEOPLE.find(bare).filter(|found| found.len() == bare.len()).map(|_| bare.to_owned());
            }
            if let Some(found) = TITLE.find(text) {
                place.title = title(context, index, found.end());
                break;
            }
        }
        place
    }
}

/// The title of a scenario from its label on, with the line it runs over to.
fn title(context: &Context<'_>, line: usize, label: usize) -> Option<String> {
    let this = context.lines.get(line)?;
    let mut text = context.text(this.range).get(label..)?.to_owned();
    let goes_on =
        |next: &&Line| next.kind == this.kind && next.cells.len() == 1 && starts_lower(context.text(next.range));
    if let Some(next) = context.lines.get(line + 1).filter(goes_on) {
        text.push(' ');
        text.push_str(context.text(next.range));
    }
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = folded.trim_matches([' ', '.', ':']);
    (!folded.is_empty() && folded.len() <= LONGEST_TITLE).then(|| folded.to_owned())
}

fn starts_lower(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
}

/// The words of a row beside its value.
#[derive(Debug, Default)]
struct Words {
    descriptor: Option<TextRange>,
    route: Option<(TextRange, &'static str)>,
    compartment: Option<TextRange>,
    people: Option<TextRange>,
    tool: Option<TextRange>,
    term: Option<TextRange>,
}

impl Words {
    fn of(context: &Context<'_>, cells: &[TextRange]) -> Self {
        let mut words = Self::default();
        for cell in cells {
            let text = context.text(*cell);
            let find = |pattern: &Regex| {
                pattern.find(text).map(|found| TextRange::new(cell.start + found.start(), cell.start + found.end()))
            };
            words.descriptor = words.descriptor.or_else(|| find(&DESCRIPTOR));
            words.tool = words.tool.or_else(|| find(&TOOL));
            // `ECETOC TRA worker v3` names the model, not the people.
            let people = || find(&PEOPLE).filter(|people| !words.tool.is_some_and(|tool| tool.overlaps(*people)));
            words.people = words.people.or_else(people);
            words.term = words.term.or_else(|| find(&TERM));
            words.route =
                words.route.or_else(|| route(text).map(|found| (found.range.shifted(cell.start), found.word)));
            words.compartment = words.compartment.or_else(|| find(&COMPARTMENT));
        }
        words
    }
}

fn read_row(context: &mut Context<'_>, substance: usize, grid: &Grid, (row, level): (usize, usize), place: &Place) {
    let Some(cell) = grid.at(row, level).filter(|cell| cell.row == row).copied() else { return };
    let Some((found, unit)) = value(context, grid, &cell) else { return };
    let beside: Vec<TextRange> =
        grid.row(row).into_iter().filter(|other| other.column != level).map(|other| other.range).collect();
    let words = Words::of(context, &beside);
    if words.route.is_none() && words.compartment.is_none() {
        return;
    }
    let label = grid.column_headers(level).last().copied();
    claim(context, substance, place, &words, (&found, unit), label);
}

/// The one value of a cell with its unit; a bare number borrows the unit of its column, or of its own cell where a page
/// break parts them.
fn value(context: &Context<'_>, grid: &Grid, cell: &GridCell) -> Option<(QuantityMatch, Option<TextRange>)> {
    let found = context.quantities(cell.range);
    let [found] = found.as_slice() else { return None };
    if found.unit.is_some() {
        // `0.686 mg/kg` with `BW/d` on the next page: half a unit is another unit.
        if over_page(context, grid, cell).is_some() {
            return None;
        }
        return is_estimate(found.quantity.dimension).then(|| (found.clone(), None));
    }
    if context.text(cell.range).trim() != context.text(found.range) {
        return None;
    }
    let header = || grid.headers(cell).into_iter().rev().find_map(|header| bracketed_unit(context, header));
    let below = || over_page(context, grid, cell).filter(|unit| units::parse(context.text(*unit)).is_some());
    let unit = header().or_else(below)?;
    let quantity = found.quantity.with_unit(Some(context.text(unit)));
    is_estimate(quantity.dimension).then(|| (QuantityMatch { quantity, ..found.clone() }, Some(unit)))
}

/// Concentrations and doses; a part of a whole is none, but for `ppm` in air.
fn is_estimate(dimension: Option<Dimension>) -> bool {
    matches!(
        dimension,
        Some(Dimension::MassPerVolume | Dimension::MassPerMass | Dimension::MassPerMassTime | Dimension::Fraction)
    )
}

fn bracketed_unit(context: &Context<'_>, header: TextRange) -> Option<TextRange> {
    let text = context.text(header);
    let open = text.rfind(['(', '['])?;
    let inner = &text[open + 1..];
    let inner = &inner[..inner.find([')', ']'])?];
    units::parse(inner)?;
    Some(TextRange::new(header.start + open + 1, header.start + open + 1 + inner.len()))
}

/// What stands alone in the same column of the next row, where that row has no value and stands on another page.
fn over_page(context: &Context<'_>, grid: &Grid, cell: &GridCell) -> Option<TextRange> {
    let page = |range: TextRange| context.document.boxes(range).0;
    let below = grid.at(cell.row + cell.rows.max(1), cell.column)?;
    let rest = trimmed(&context.document.text, below.range);
    let parted = page(cell.range) != page(rest);
    let unvalued = grid.row(below.row).into_iter().all(|other| context.quantities(other.range).is_empty());
    (parted && unvalued).then_some(rest)
}

fn claim(
    context: &mut Context<'_>,
    substance: usize,
    place: &Place,
    words: &Words,
    (found, unit): (&QuantityMatch, Option<TextRange>),
    label: Option<TextRange>,
) {
    let printed = |range: TextRange| context.text(range).split_whitespace().collect::<Vec<_>>().join(" ");
    let of = match (words.route, words.compartment) {
        (Some((_, route)), _) => format!("{route} exposure"),
        (None, compartment) => compartment.map_or_else(|| "exposure".to_owned(), printed),
    };
    let scenario = words.descriptor.map(printed);
    let said: Vec<String> = [scenario, Some(of)].into_iter().flatten().collect();
    let name = match &place.title {
        Some(title) => format!("{title}: {}", said.join(" ")),
        None => said.join(" "),
    };
    let mut exposure = Exposure::new(ExposureKind::Estimate, &name, Some(found.quantity.clone()));
    exposure.route = words.route.map(|(_, route)| route.to_owned());
    exposure.medium = match words.route {
        Some((_, "inhalation")) => Some("air".to_owned()),
        Some((_, "dermal")) => Some("skin".to_owned()),
        _ => None,
    };
    exposure.medium_raw = words.compartment.filter(|_| words.route.is_none()).map(printed);
    exposure.population = words.people.map(printed).or_else(|| place.people.clone());
    exposure.tool = words.tool.map(printed);
    exposure.duration = words.term.map(printed);
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
        label.and_then(|label| context.normalized("/payload/name", label)),
        words.route.and_then(|(range, _)| context.normalized("/payload/route", range)),
        words.tool.and_then(|range| context.normalized("/payload/tool", range)),
    ];
    context.claim(substance, Payload::Exposure(Box::new(exposure)), evidence);
}

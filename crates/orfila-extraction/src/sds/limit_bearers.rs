//! Whose limits a sheet gives, where it is no component that section 3 names: dusts, particles, traces.

use std::sync::LazyLock;

use orfila_records::{PassageKind, SubstanceRole, TextRange};
use regex::Regex;

use super::casrns;
use super::limits::is_limit_value;
use crate::claims::Context;
use crate::reading::Line;
use crate::reports::grid::Grid;
use crate::substances::Naming;
use crate::vocabulary::{authority, endpoints, names_limit};

static NAME_HEADER: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:hazardous\s+)?(?:(?:substance|component|ingredient|chemical|material|agent|inhaltsstoff|bestandteil|stoff|composant|componente)s?(?:\s+name)?|(?:chemical|common)\s+name|stoffname|bezeichnung|nom(?:bre)?)\s*$",
    )
});

static WITH_LIMITS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:\d+(?:\.\d+)*\.?\s+)?(?:components?|ingredients?|substances?|bestandteile?|inhaltsstoffe?|composants?|componentes?)\s+(?:with|mit|avec|con)\s.{0,50}(?:limits?|control\s+parameters|grenzwert\w*|parametern?|valeurs?\s+limites?|l[íi]mites?)\b",
    )
});

/// Particles that no one regulates by their own name.
static PARTICLES: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?ix)\b(?:(?:insoluble|poorly\s+soluble|inert|nuisance)\s+(?:(?:and|or)\s+)?)*(?:particulates?(?:\s+matter)?|particles?|dusts?)\s*,?\s+not\s+otherwise\s+(?:regulated|specified|classified)
        |\b(?:inert|nuisance)(?:\s+(?:and|or)\s+(?:inert|nuisance))?\s+(?:dusts?|particulates?)",
    )
});

static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:\W|no(?:ne|t)?\b|n/?[ad]\b|remarks?\b|notes?\b|form\b|value\b|basis\b|source\b|the\b|this\b|product\b|keine|aucun|see\b|component|substance)|\b(?:contd|cont\.?d|continued|page|seite|fortsetzung|p[áa]gina|suite)\b",
    )
});

/// Longest name of a bearer.
const LONGEST: usize = 80;

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant and tested")
}

/// Whether a line heads a list of components that have limits, each with its name above its limits.
pub(super) fn heads_list(context: &Context<'_>, line: &Line) -> bool {
    WITH_LIMITS.is_match(context.text(line.range))
}

/// Whether the sheet is about a mixture: there a limit under a name that section 3 does not know is that other name's.
/// Where one substance is all there is, an unknown name may be another one for it.
pub(super) fn is_mixture(context: &Context<'_>, product: usize) -> bool {
    let components = context.substances.items().iter().filter(|item| item.role == SubstanceRole::Component).count();
    let numbered = context.substances.get(product).is_some_and(|item| !item.substance.casrn.is_empty());
    !numbered && components != 1
}

/// The bearer that a row of a table of limits names in its first column.
pub(super) fn of_row(context: &mut Context<'_>, grid: &Grid, line: TextRange) -> Option<usize> {
    let titled = grid.column_headers(0).last().is_some_and(|header| NAME_HEADER.is_match(context.text(*header).trim()));
    let limits = (1..grid.columns)
        .flat_map(|column| grid.column_headers(column))
        .any(|header| names_limit(context.text(header)) || context.text(header).to_lowercase().contains("limit"));
    if !titled || !limits {
        return None;
    }
    let first =
        grid.cells.iter().find(|cell| cell.column == 0 && cell.row >= grid.header_rows && line.contains(cell.range))?;
    let name = first.range;
    fits(context, name).then(|| add(context, name, SubstanceRole::Mentioned)).flatten()
}

/// The bearer that a line of a list names, its limits on the lines below.
pub(super) fn of_list(context: &mut Context<'_>, index: usize) -> Option<usize> {
    let line = context.lines.get(index)?;
    let below = context.lines.get(index + 1)?;
    let text = context.text(below.range);
    let limited = names_limit(text) || authority(text).is_some();
    let alone = line.cells.len() == 1 && line.kind != PassageKind::Heading && line.table.is_none();
    let name = line.range;
    // The heading of the list says that they are components.
    (alone && limited && fits(context, name)).then(|| add(context, name, SubstanceRole::Component)).flatten()
}

/// The bearer of this name, with the CAS number that stands beside the same name elsewhere in the sheet.
fn add(context: &mut Context<'_>, name: TextRange, role: SubstanceRole) -> Option<usize> {
    let index = context.name_substance(name, role)?;
    let text = context.text(name);
    let same = |line: &&Line| line.cells.len() > 1 && line.cells.iter().any(|cell| context.text(*cell) == text);
    let numbers =
        context.lines.iter().filter(same).map(|line| casrns(context, line.range)).find(|found| !found.is_empty());
    if let Some([(casrn, range)]) = numbers.as_deref() {
        let casrn = context.normalized("", *range).map(|evidence| (casrn.clone(), evidence));
        let proof = context.normalized("/substance/raw_name", name);
        let named = proof.map(|proof| (text.split_whitespace().collect::<Vec<_>>().join(" "), proof));
        let naming = Naming { name: named, casrn: casrn.into_iter().collect(), ..Naming::default() };
        return context.substances.add(naming, role);
    }
    Some(index)
}

/// The particles that the passage around a value names last before it, in the same sentence.
pub(super) fn particles(context: &mut Context<'_>, value: TextRange) -> Option<usize> {
    let passage = context.document.passage_at(value.start)?.range;
    let before = context.text(TextRange::new(passage.start, value.start));
    let found = PARTICLES.find_iter(before).last()?;
    if before[found.end()..].contains(". ") {
        return None;
    }
    let name = TextRange::new(passage.start + found.start(), passage.start + found.end());
    context.name_substance(name, SubstanceRole::Mentioned)
}

/// Whether a cell or line can be a name: words, no limit, no authority, no value.
fn fits(context: &Context<'_>, name: TextRange) -> bool {
    let text = context.text(name);
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    letters >= 4
        && text.len() <= LONGEST
        && !text.ends_with([':', '.', ';'])
        && !text.contains(": ")
        && !NO_NAME.is_match(text)
        && !names_limit(text)
        && endpoints(text).is_empty()
        && authority(text).is_none()
        && !context.quantities(name).iter().any(|found| is_limit_value(context, found))
}

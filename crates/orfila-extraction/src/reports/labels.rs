//! What the labels beside a value and the headers above it say: medium, people, number of samples.

use std::sync::LazyLock;

use orfila_records::TextRange;
use regex::Regex;

use super::chemical_names::{names_in, symbol_at_start};
use super::columns::{Column, Role};
use super::grid::Grid;
use super::statistics;
use super::unit_shapes::units_in;
use crate::claims::Context;
use crate::reading::trimmed;
use crate::vocabulary::{endpoint_limit, endpoints, property_label};

/// The labels of one row.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    /// Labels with their columns, left to right.
    pub by_column: Vec<(usize, TextRange)>,
    /// The same without the columns.
    pub rows: Vec<TextRange>,
    /// The heading row above.
    pub section: Option<TextRange>,
}

static PEOPLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\badults?\b|\binfants?\b|\bchild(?:ren)?\b|\bwom[ea]n\b|\bm[ea]n\b|\b(?:fe)?males?\b|\bboys?\b|\bgirls?\b|\bsubjects?\b|\bworkers?\b|\bgroups?\b|\b(?:pre)?term\b|\bcontrols?\b|\bcases?\b|\bparticipants?\b|\bresidents?\b|\b(?:yrs?|years?|mths?|months?)\b|\bsmokers?\b|\bpregnan|\bmothers?\b|\bpatients?\b|\bpopulation\b|\bpersons?\b|\bconsumers?\b|\bstudents?\b|\bzone\b|\bregion\b|\bdonors?\b|\bnewborns?\b|\btrimester\b|\bexposed\b|\bn\s*=")
        .expect("the pattern is constant")
});

static BIOMARKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)cholesterol|triglycer|\b(?:V?LDL|HDL|ALT|AST|ALP|LDH|CK|GGT|BUN|TBARS|MDA|GSH|GPx|SOD|TSH|T3|T4|IgE|CRP|Hb|WBC|RBC)\b|creatinine\s*(?:\(|$)|\burea\b|uric\s+acid|glucose|insulin|ha?emoglobin|albumin|\bproteins?\b|bilirubin|catalase|glutathione|cytokine|antioxid|enzyme|sperm|\bDNA\b|lipid\s+(?:profile|peroxid)|\bphenolics?\b|flavonoid|\bfat\b|\bash\b|moisture|carbohydrate|\bfib(?:re|er)\b")
        .expect("the pattern is constant")
});

static SIZE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bn\s*=\s*(?P<size>\d{1,6}(?:,\d{3})*)").expect("the pattern is constant"));

/// Whether a label or header names something of the body or food that is no exposure.
pub(super) fn is_biomarker(text: &str) -> bool {
    BIOMARKER.is_match(text)
}

/// The labels of a row; an empty first label means the one above.
pub(super) fn row_labels(
    context: &Context<'_>,
    grid: &Grid,
    columns: &[Column],
    row: usize,
    section: Option<TextRange>,
) -> Labels {
    let mut labels = Labels { section, ..Labels::default() };
    for (column, _) in columns.iter().enumerate().filter(|(_, column)| column.role == Role::Label) {
        let cell = grid.at(row, column).copied().or_else(|| (column == 0).then(|| carried(grid, row)).flatten());
        let Some(cell) = cell else { continue };
        let seen = labels.rows.contains(&cell.range);
        if !seen && context.text(cell.range).chars().any(char::is_alphanumeric) {
            labels.by_column.push((column, cell.range));
            labels.rows.push(cell.range);
        }
    }
    labels
}

/// The last label above an empty one in the first column.
fn carried(grid: &Grid, row: usize) -> Option<super::grid::GridCell> {
    (grid.header_rows..row).rev().find_map(|above| grid.at(above, 0)).copied().filter(|cell| cell.columns == 1)
}

/// Labels of rows whose values are no amounts of a substance.
static NO_AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)%|\bquotient|\bT?HQ\b|\bHI\b|\bMO[ES]\b|\bindex\b|\bratio\b|\bcontribution|\brisk\b|\bRSD\b|\brecover|^p$|^p[\s-]value|^S\.?[DE]\.?M?\.?$|^standard\s+(?:deviation|error)|^n$").expect("the pattern is constant")
});

/// Whether a label names an effect (`NOAEL`) or a property (`Water solubility`): its value is no concentration that anybody
/// met with.
fn names_other_kind(text: &str) -> bool {
    let effect = endpoints(text).iter().any(|found| endpoint_limit(&found.endpoint).is_none());
    effect || property_label(text.trim()).is_some_and(|(_, end)| is_label_end(&text.trim()[end..]))
}

/// What may follow the name of a property in its label: nothing, a unit or a condition.
fn is_label_end(rest: &str) -> bool {
    rest.trim_start().chars().next().is_none_or(|next| matches!(next, '(' | '[' | ',' | ':' | '/'))
}

/// Labels of rows that give limits.
static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bP?M?TD?W?M?I\b|\bADI\b|\bRfD\b|\bMRLs?\b|\bMCLs?\b|\bguideline|\b(?:legal|regulatory|permissible|maximum)\s+(?:limit|level)|\blimit\b").expect("the pattern is constant")
});

impl Labels {
    /// The role that the labels give to the row, where they give one.
    pub(super) fn role(&self, context: &Context<'_>) -> Option<Role> {
        self.rows.iter().find_map(|label| {
            let text =
                context.text(*label).trim_matches(|character: char| matches!(character, '*' | '†' | '‡' | '§' | ' '));
            if units_in(text).is_empty() && NO_AMOUNT.is_match(text) || names_other_kind(text) {
                Some(Role::Other)
            } else if LIMIT.is_match(text) {
                Some(Role::Limit)
            } else {
                None
            }
        })
    }

    /// Places that may name the medium or the people: labels from the right, the section, the headers from the top.
    fn places(&self, headers: &[TextRange]) -> Vec<TextRange> {
        self.rows.iter().rev().chain(&self.section).chain(headers).copied().collect()
    }

    /// What was measured in: the first place that names neither people nor a substance nor a statistic. Of the labels
    /// only those left of `column` count; what stands behind the values is a remark.
    pub(super) fn medium(&self, context: &Context<'_>, headers: &[TextRange], column: usize) -> Option<TextRange> {
        let left = self.by_column.iter().rev().filter(|(at, _)| *at < column).map(|(_, label)| *label);
        let own: Vec<TextRange> = left.chain(self.section).collect();
        let label = own.iter().map(|place| bare(context, *place)).find(|place| is_medium(context, *place));
        let header = || {
            let places = headers.iter().map(|place| bare(context, *place));
            places.into_iter().find(|place| is_medium(context, *place) && !is_amount(context.text(*place)))
        };
        label.or_else(header).filter(|place| !place.is_empty())
    }

    /// Whose value it is: the first place that names people, a group or a region.
    pub(super) fn population(&self, context: &Context<'_>, headers: &[TextRange]) -> Option<TextRange> {
        let places = self.places(headers);
        let found = places.iter().find(|place| {
            let text = context.text(**place);
            let unit_free = units_in(text).first().map_or(text, |unit| &text[..unit.range.start]);
            PEOPLE.is_match(unit_free)
        })?;
        Some(bare(context, *found)).filter(|place| !place.is_empty())
    }

    /// The number of samples: from its column, else from `n = 25` in a header or label.
    pub(super) fn sample_size(
        &self,
        context: &Context<'_>,
        headers: &[TextRange],
        cell: Option<TextRange>,
    ) -> (Option<u32>, Option<TextRange>) {
        let number = |text: &str| text.replace(',', "").trim().parse().ok();
        if let Some(size) = cell.and_then(|cell| number(context.text(cell))) {
            return (Some(size), cell);
        }
        let found = self.places(headers).into_iter().find_map(|place| {
            let found = SIZE.captures(context.text(place))?.name("size")?;
            let range = TextRange::new(place.start + found.start(), place.start + found.end());
            Some((number(found.as_str())?, range))
        });
        found.map_or((None, None), |(size, range)| (Some(size), Some(range)))
    }
}

fn is_medium(context: &Context<'_>, place: TextRange) -> bool {
    let text = context.text(place);
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let agent =
        !names_in(text).is_empty() || symbol_at_start(text).is_some() || context.substances.named(text).is_some();
    letters >= 2 && !agent && !PEOPLE.is_match(text) && statistics::named(text).is_empty() && units_in(text).is_empty()
}

/// Headers that speak of the value, not of the medium.
fn is_amount(text: &str) -> bool {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)concentration|exposure|intake|level|content|variable|value|residue|total|result|sample|^\W*[\p{Lu}]{1,3}\W*$").expect("the pattern is constant")
    });
    WORDS.is_match(text)
}

/// The words without what follows in brackets: `Term (n = 25)` becomes `Term`.
fn bare(context: &Context<'_>, place: TextRange) -> TextRange {
    let text = context.text(place);
    let end = text.find(" (").or_else(|| text.find("(n")).filter(|end| *end > 0).unwrap_or(text.len());
    trimmed(&context.document.text, TextRange::new(place.start, place.start + end))
}

//! What each column of a table is about, by the words of its headers.

use std::sync::LazyLock;

use orfila_records::{TextRange, ValueState};
use regex::Regex;

use super::cells::{CellReading, read_cell};
use super::grid::Grid;
use super::unit_shapes::units_in;
use crate::claims::Context;
use crate::vocabulary::{endpoint_limit, endpoints};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Labels of the rows.
    Label,
    /// Running numbers of the rows.
    Serial,
    /// Numbers of samples.
    SampleSize,
    /// Parts of samples in which the substance was found.
    DetectionRate,
    /// Limits of detection or quantification.
    DetectionLimit,
    /// Legal limits and guideline values.
    Limit,
    /// Numbers that are no amounts of a substance.
    Other,
    /// Values.
    Value,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// What it holds.
    pub role: Role,
    /// Its headers, top first.
    pub headers: Vec<TextRange>,
}

static SERIAL: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:s(?:r|l)?\.?\s*(?:no|n|#)?\.?\s*#?|no\.?|#|№|number\s+of\s+peak|peak|entry|ref(?:erence)?s?\.?|year|production\s+year)$",
    )
});
static SAMPLE_SIZE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:n|no\.?\s+of\s+samples?|number\s+of\s+(?:samples?|subjects|participants|observations|individuals)|samples?\s*\(n\)|sample\s+size|n\s*\(samples?\)|samples?\s+\(?number\)?)$",
    )
});
static DETECTION_RATE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)detection\s+(?:rate|frequency)|\bDF\b|%\s*(?:>|≥|above|detect|positive|pos\.)|positive\s+samples|frequency\s+of\s+detection|incidence|n\s*p\s*/\s*n\b|%\s*<\s*LOD|<\s*LOD",
    )
});
/// Headers of numbers of things: `Number of samples > MRL`, `Samples above limit`.
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:total\s+)?(?:numbers?|nos?\.?|nr\.?|n|counts?)\s+(?:of|exceed\w*|above|>|≥)|\b(?:exceed\w*|above|over|violat\w*)\s+(?:the\s+)?(?:\w+\s+)?(?:MRLs?|MLs?|limits?)\b|[>≥]\s*(?:\w+\s+)?MRLs?\b",
    )
});
static DETECTION_LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\bL(?:L)?O[DQ]s?\b|\bMDLs?\b|\bMQLs?\b|limits?\s+of\s+(?:detection|quantification)|detection\s+limit",
    )
});
static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\bMRLs?\b|\bMLs?\b|\bMCLs?\b|\bMACs?\b|\bPTW?I\b|\bP?M?TDI\b|\bADI\b|\bRfD\b|maximum\s+(?:residue|contaminant|permi|allow|accept|level|tolera)|(?:guideline|limit|threshold|standard|permissible)\s*(?:value|limit|level)s?|(?:WHO|EPA|EU|FAO|NIS|FDA)\s+(?:guideline|limit|standard|value)|\blegal\b|\bregulatory\b|allowable",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?ix)^p$|^p[\s-]*values?|^[χx]2|chi|\bnormal\b|reference\s+(?:range|value|interval|person)|\brecover|\bRSD\b|\bCV\b|\bRR\b|\br2\b|r²|\blinear|calibration|slope|intercept|regress|correlat|coefficient|odds|\bOR\b|\bHR\b|β|\bICC\b
        |reference\s+materials?|\bcertified\b|\b(?:SRM|CRM|NIST|GBW|BCR|ERM)\b
        |^standard\s+(?:deviation|error)$|^S\.?[DE]\.?M?\.?$|\bspik|\bfortif|\badded\b|retention|\bm/z\b|wavelength|\benrichment|\bEF\b
        |consumption|food\s+intake|daily\s+intakes?\s+(?:of\s+food|\(kg)|serving|ingestion\s+rate|body\s*(?:weight|wgt|wt)|\bBMI\b|\bages?\b|\bheight|\bweight\b|\blength|circumference
        |\bcontribution|\bhazard|\bT?HQ\b|\bHI\b|\bMO[ES]\b|margin\s+of|\brisk\b|\bquotient|\bindex\b|\bratios?\b|percent|%|\bscore|\bOD\b|\bMI\b
        |\bdose\b|\btreatment|\bgroup\s*no|\bvolume|\btemperature|\bpH\b|\bsize|\bcost|\bdays?\b$|duration|exceed|above\s+(?:EU|the|MRL|limit)|\bfold\b|bioaccumulation|\bBCF\b|transfer\s+factor|\benzyme|\bactivity",
    )
});

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("column patterns are constant and tested")
}

/// The columns of a grid.
pub(super) fn columns(context: &Context<'_>, grid: &Grid) -> Vec<Column> {
    (0..grid.columns).map(|column| read(context, grid, column)).collect()
}

fn read(context: &Context<'_>, grid: &Grid, column: usize) -> Column {
    let headers = grid.column_headers(column);
    let numeric = is_numeric(context, grid, column);
    let role = match named_role(context, &headers) {
        Role::Serial if column > 0 && !numeric => Role::Label,
        Role::Value | Role::Other if !numeric => Role::Label,
        role => role,
    };
    Column { role, headers }
}

/// The role that a header path names; the words without their unit decide, the lowest header first.
pub(super) fn named_role(context: &Context<'_>, headers: &[TextRange]) -> Role {
    let words: Vec<String> = headers.iter().map(|header| words(context.text(*header))).collect();
    let last = words.last().map_or("", String::as_str);
    let patterns: [(&Regex, Role); 4] = [
        (&SERIAL, Role::Serial),
        (&SAMPLE_SIZE, Role::SampleSize),
        (&DETECTION_RATE, Role::DetectionRate),
        (&DETECTION_LIMIT, Role::DetectionLimit),
    ];
    if let Some((_, role)) = patterns.iter().find(|(pattern, _)| pattern.is_match(last)) {
        return *role;
    }
    let effect = headers
        .iter()
        .flat_map(|header| endpoints(context.text(*header)))
        .any(|endpoint| endpoint_limit(&endpoint.endpoint).is_none());
    if effect {
        return Role::Other;
    }
    if COUNT.is_match(last) {
        return Role::Other;
    }
    for words in words.iter().rev() {
        if LIMIT.is_match(words) {
            return Role::Limit;
        }
        if OTHER.is_match(words) {
            return Role::Other;
        }
    }
    Role::Value
}

/// Words that look like another role but only say how the value is given.
static BASIS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\d+\s?%?\s*(?:CI|C\.I\.|confidence\s+intervals?|FL)\b|(?:dry|wet|fresh|lipid|body)[\s-]*weight(?:\s+basis)?|\([^()]*(?:mean|median|SD|SE|range)[^()]*\)",
    )
});

/// A header's words: units, ways of giving the value, line breaks and footnote marks left out.
fn words(header: &str) -> String {
    let mut kept = String::with_capacity(header.len());
    let mut from = 0;
    for unit in units_in(header) {
        kept.push_str(&header[from..unit.range.start]);
        from = unit.range.end;
    }
    kept.push_str(&header[from..]);
    let kept = BASIS.replace_all(&kept, " ").replace("()", " ").replace("[]", " ");
    let folded = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.trim_matches(|character: char| matches!(character, '*' | '†' | '‡' | '§' | ' ' | ':')).to_owned()
}

/// Whether at least half of the column's cells that say anything are numbers or absences.
fn is_numeric(context: &Context<'_>, grid: &Grid, column: usize) -> bool {
    let mut numbers = 0_usize;
    let mut words = 0_usize;
    for row in grid.header_rows..grid.rows() {
        let Some(cell) = grid.at(row, column) else { continue };
        if cell.columns > 1 && cell.column == 0 {
            continue;
        }
        match read_cell(context.text(cell.range), context.style) {
            CellReading::Numbers { .. } | CellReading::NotDetected => numbers += 1,
            CellReading::Empty => {}
            CellReading::Words => words += usize::from(!is_withheld(context.text(cell.range))),
        }
    }
    numbers > 0 && numbers >= words
}

fn is_withheld(text: &str) -> bool {
    super::volumes::absence(text) == Some(ValueState::Withheld)
}

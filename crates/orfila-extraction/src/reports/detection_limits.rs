//! The limit of detection that a document states for its measurements.

use std::sync::LazyLock;

use orfila_records::{Qualifier, Quantity, TextRange};
use regex::Regex;

use super::unit_shapes::{is_level, unit_at};
use crate::claims::Context;

/// A limit of detection with its proof.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DetectionLimit {
    /// `< limit`.
    pub quantity: Quantity,
    /// Number and, unless it stands elsewhere, unit.
    pub range: TextRange,
    /// The unit where it stands in a header of its own.
    pub unit: Option<TextRange>,
    /// The words that call it a limit of detection.
    pub words: TextRange,
}

static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:limits?\s+of\s+detection|detection\s+limits?|LODs?)\b[^.;\n]{0,60}?(?:was|were|is|are|of|:|=)\s*$",
    )
    .expect("the pattern is constant")
});

/// The limit of detection, if the document's text states one only.
pub(super) fn detection_limit(context: &Context<'_>) -> Option<DetectionLimit> {
    let mut found: Vec<DetectionLimit> = Vec::new();
    let limits = context.lines.iter().filter(|line| line.table.is_none() && mentions(context.text(line.range)));
    for line in limits {
        found.extend(in_line(context, line.range));
    }
    let first = found.first()?.clone();
    found
        .iter()
        .all(|other| other.quantity.high == first.quantity.high && other.quantity.unit == first.quantity.unit)
        .then_some(first)
}

fn mentions(text: &str) -> bool {
    text.contains("LOD") || text.to_lowercase().contains("detection")
}

fn in_line(context: &Context<'_>, line: TextRange) -> Vec<DetectionLimit> {
    context
        .quantities(line)
        .into_iter()
        .filter_map(|found| {
            let before = context.text(TextRange::new(line.start, found.range.start));
            let tail = TextRange::new(
                line.start + before.char_indices().rev().nth(140).map_or(0, |(index, _)| index),
                found.range.start,
            );
            let words = WORDS.find(context.text(tail))?;
            let unit = unit_at(&context.document.text, found.number.end).filter(is_level)?;
            let value = found.quantity.low.filter(|_| found.quantity.is_single())?;
            let range = TextRange::new(found.number.start, unit.range.end);
            let quantity = Quantity::reported(
                context.text(range),
                Qualifier::Less,
                None,
                Some(value),
                unit.range.slice(&context.document.text),
            );
            let words = TextRange::new(tail.start + words.start(), range.end);
            Some(DetectionLimit { quantity, range, unit: None, words })
        })
        .collect()
}

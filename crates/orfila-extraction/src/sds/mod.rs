//! Safety data sheets: sixteen sections (or the older forms of the same), read by label, column and order.

mod classification;
mod composition;
mod effect_entries;
mod effect_tables;
mod effects;
mod explosion_limits;
mod exposure_estimates;
mod identity;
mod limit_bearers;
mod limits;
mod names;
mod properties;

use orfila_chemistry::identifiers::{CasrnOutcome, find_casrns};
use orfila_records::{BoundingBox, Casrn, TextRange};

use crate::claims::Context;
use crate::reading::trimmed;
use crate::sections::Topic;

/// Whether the document is a safety data sheet: it has at least five of the sixteen sections, composition, exposure
/// controls or properties among them.
#[must_use]
pub fn is_safety_data_sheet(context: &Context<'_>) -> bool {
    let mut topics: Vec<Topic> =
        context.lines.iter().filter(|line| line.opens_topic).filter_map(|line| line.topic).collect();
    topics.sort_unstable();
    topics.dedup();
    let core = [Topic::Composition, Topic::ExposureControls, Topic::Properties, Topic::FirstAid];
    topics.len() >= 5 && core.iter().filter(|topic| topics.contains(topic)).count() >= 2
}

/// Reads the sheet into the context: first who is named, then what is said of them.
pub fn read(context: &mut Context<'_>) {
    identity::read(context);
    composition::read(context);
    classification::read(context);
    limits::read(context);
    exposure_estimates::read(context);
    properties::read(context);
    effects::read(context);
}

/// The indices of the lines of a topic, heading lines left out.
fn lines_of(context: &Context<'_>, topics: &[Topic]) -> Vec<usize> {
    context
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.topic.is_some_and(|topic| topics.contains(&topic)) && !line.opens_topic)
        .map(|(index, _)| index)
        .collect()
}

/// The valid CAS numbers inside `range`, with their characters in the document's text.
fn casrns(context: &Context<'_>, range: TextRange) -> Vec<(Casrn, TextRange)> {
    find_casrns(context.text(range))
        .into_iter()
        .filter_map(|candidate| match candidate.outcome {
            CasrnOutcome::Valid(casrn) | CasrnOutcome::Repaired { casrn, .. } => {
                Some((casrn, candidate.range.shifted(range.start)))
            }
            CasrnOutcome::BadCheckDigit(_) => None,
        })
        .collect()
}

/// The value of a label that ends at `label_end` inside cell `cell` of line `line`: the rest of the cell, else the next
/// cell, else the first cell of the next line, provided that it is no label itself.
fn value_after_label(context: &Context<'_>, line: usize, cell: usize, label_end: usize) -> Option<TextRange> {
    let this = context.lines.get(line)?;
    let rest = without_colon(context, TextRange::new(label_end, this.cells.get(cell)?.end));
    if !rest.is_empty() {
        return Some(rest);
    }
    for next in this.cells.iter().skip(cell + 1) {
        let value = without_colon(context, *next);
        if !value.is_empty() {
            return Some(value);
        }
    }
    let below = context.lines.get(line + 1)?;
    let first = *below.cells.first()?;
    // `: NAME` below its label: the colon stands with the value.
    let value = without_colon(context, first);
    if value.start > first.start && context.text(first).starts_with(':') && !value.is_empty() {
        return Some(value);
    }
    let text = context.text(value);
    let is_label =
        text.ends_with(':') || below.opens_topic || below.cells.len() > 1 && text.len() < 40 || text.contains(": ");
    (!is_label).then_some(value)
}

/// The stretch without the colons, dashes and dots that lead from a label to its value.
fn without_colon(context: &Context<'_>, range: TextRange) -> TextRange {
    let text = context.text(range);
    let rest = text.trim_start_matches(|character: char| {
        character.is_whitespace() || matches!(character, ':' | '.' | '–' | '*' | '=')
    });
    trimmed(&context.document.text, TextRange::new(range.end - rest.len(), range.end))
}

/// The middle of a stretch on its page, in points from the left; `None` where the source has no pages.
fn centre(context: &Context<'_>, range: TextRange) -> Option<f32> {
    let (_, boxes, _) = context.document.boxes(range);
    let bounds = boxes.into_iter().reduce(BoundingBox::cover)?;
    Some((bounds.x0 + bounds.x1) / 2.0)
}

#[cfg(test)]
mod tests;

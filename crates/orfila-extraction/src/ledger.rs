//! The loss ledger of one extraction: every recognised thing that no record cites, and the outcome of every passage.

use orfila_records::{Document, Loss, LossReason, Passage, PassageKind, PassageOutcome, Record, RecordId, TextRange};

use crate::claims::Context;
use crate::codes;
use crate::numbers::{self, NumberStyle};
use orfila_chemistry::identifiers::{CasrnOutcome, find_casrns};

/// Everything that the grammars recognise in the document and no record or earlier loss cites.
#[must_use]
pub fn unused(context: &Context<'_>, records: &[Record]) -> Vec<Loss> {
    let document = context.document;
    let mut covered: Vec<TextRange> =
        records.iter().flat_map(|record| &record.evidence).map(|evidence| evidence.range).collect();
    covered.extend(context.losses.iter().filter_map(|loss| loss.range));
    let covered = Covered::new(covered);
    let mut losses = Vec::new();
    for passage in document.passages.iter().filter(|passage| passage.kind != PassageKind::Furniture) {
        let text = document.passage_text(passage);
        let offset = passage.range.start;
        for candidate in find_casrns(text) {
            let range = candidate.range.shifted(offset);
            let (reason, detail) = match candidate.outcome {
                CasrnOutcome::BadCheckDigit(error) => (LossReason::CheckDigit, error.to_string()),
                CasrnOutcome::Valid(_) | CasrnOutcome::Repaired { .. } => {
                    (LossReason::UnassignedValue, "a CAS number that no record uses".to_owned())
                }
            };
            if reason == LossReason::CheckDigit || !covered.overlaps(range) {
                losses.push(Loss::unused(reason, document, range, Some(detail)));
            }
        }
        for code in codes::scan(text) {
            let range = code.range.shifted(offset);
            if !covered.overlaps(range) {
                let reason = if code.known { LossReason::UnassignedValue } else { LossReason::UnknownCode };
                let advice = code.family == codes::CodeFamily::Precaution;
                let detail = advice.then(|| "a precautionary statement: no kind of record holds it yet".to_owned());
                losses.push(Loss::unused(reason, document, range, detail));
            }
        }
        for found in context.quantities(passage.range).into_iter().filter(|found| found.unit.is_some()) {
            if !covered.overlaps(found.range) {
                let ambiguous = found.quantity.unit_raw.as_deref().is_some_and(orfila_records::units::is_ambiguous);
                let reason = if ambiguous { LossReason::AmbiguousUnit } else { LossReason::UnassignedValue };
                losses.push(Loss::unused(reason, document, found.range, None));
            }
        }
    }
    losses.extend(of_two_readings(context));
    losses.extend(unused_cells(context, &covered));
    losses
}

/// Numbers that stay unread because the document prints decimal points and decimal commas.
fn of_two_readings(context: &Context<'_>) -> Vec<Loss> {
    if context.style != NumberStyle::Mixed {
        return Vec::new();
    }
    let detail = "a number with two readings: the document prints decimal points and decimal commas";
    let refused = context.lines.iter().flat_map(|line| {
        let found = numbers::of_two_readings(context.text(line.range)).into_iter();
        found.map(|range| range.shifted(line.range.start))
    });
    refused
        .map(|range| Loss::unused(LossReason::UnassignedValue, context.document, range, Some(detail.to_owned())))
        .collect()
}

/// Cells of table-like lines that hold a number alone: the header that says what they are was not understood.
fn unused_cells(context: &Context<'_>, covered: &Covered) -> Vec<Loss> {
    let cells = context.lines.iter().filter(|line| line.cells.len() > 1).flat_map(|line| line.cells.iter().copied());
    let is_number = |cell: &TextRange| {
        let text = context.text(*cell);
        text.chars().any(|c| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "<>≤≥=~±.,–-()".contains(c))
            && find_casrns(text).is_empty()
    };
    cells
        .filter(|cell| is_number(cell) && !covered.overlaps(*cell))
        .map(|cell| {
            let detail = "a number whose unit and meaning no header tells".to_owned();
            Loss::unused(LossReason::UnassignedValue, context.document, cell, Some(detail))
        })
        .collect()
}

/// What became of each passage.
#[must_use]
pub fn outcomes(document: &Document, records: &[Record], losses: &[Loss]) -> Vec<PassageOutcome> {
    let mut cited: Vec<Vec<RecordId>> = vec![Vec::new(); document.passages.len()];
    for record in records {
        for passage in record.evidence.iter().flat_map(|evidence| under(document, evidence.range)) {
            if cited[passage].last() != Some(&record.id) {
                cited[passage].push(record.id.clone());
            }
        }
    }
    let mut lost = vec![0_usize; document.passages.len()];
    for passage in losses.iter().filter_map(|loss| loss.range).flat_map(|range| under(document, range)) {
        lost[passage] += 1;
    }
    let outcome = |((passage, cited), lost): ((&Passage, Vec<RecordId>), usize)| match (cited.is_empty(), lost) {
        (false, _) => PassageOutcome::Used { passage: passage.id.clone(), records: cited },
        (true, 0) => PassageOutcome::NothingRecognised { passage: passage.id.clone() },
        (true, losses) => PassageOutcome::Unused { passage: passage.id.clone(), losses },
    };
    document.passages.iter().zip(cited).zip(lost).map(outcome).collect()
}

/// The passages that share characters with a range, as indices.
fn under(document: &Document, range: TextRange) -> std::ops::Range<usize> {
    let first = document.passages.partition_point(|passage| passage.range.end <= range.start);
    let end = document.passages.partition_point(|passage| passage.range.start < range.end);
    first..end.max(first)
}

/// Ranges that are cited, ready for many questions.
struct Covered {
    /// Sorted by start; `furthest[i]` is the greatest end among the first `i + 1`.
    starts: Vec<usize>,
    furthest: Vec<usize>,
}

impl Covered {
    fn new(mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_unstable();
        let mut end = 0;
        let furthest = ranges
            .iter()
            .map(|range| {
                end = end.max(range.end);
                end
            })
            .collect();
        Self { starts: ranges.iter().map(|range| range.start).collect(), furthest }
    }

    fn overlaps(&self, range: TextRange) -> bool {
        let before = self.starts.partition_point(|start| *start < range.end);
        before > 0 && self.furthest[before - 1] > range.start
    }
}

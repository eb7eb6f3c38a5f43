//! The model card, written with the figures that were measured on the weights as they lie in the folder.

use std::fmt::Write as _;
use std::path::Path;

use super::{LearningError, ModelFolder};
use crate::confidence::Calibration;

/// Name of the card.
const CARD: &str = "MODEL_CARD.md";

/// What stands below this line in a card was written by people and stays.
const BY_HAND: &str = "<!-- Written by hand from here on; the commands leave it alone. -->";

/// Writes the card of the model in a folder from what is known of it: provenance, scores, calibration.
///
/// # Errors
/// [`LearningError::Model`] with the path if the model or an old card cannot be read or the card cannot be written.
pub fn write_card(folder: &Path) -> Result<(), LearningError> {
    let model = ModelFolder::read(folder)?;
    let calibration = Calibration::read(folder, &model.sha256)?;
    let path = folder.join(CARD);
    let wrong = |error: std::io::Error| LearningError::Model { path: path.clone(), reason: error.to_string() };
    let old = if path.is_file() { std::fs::read_to_string(&path).map_err(wrong)? } else { String::new() };
    let kept = old.split_once(BY_HAND).map_or("\n", |(_, kept)| kept);
    let text = format!("{}{BY_HAND}{kept}", card(&model, calibration.as_ref()));
    std::fs::write(&path, text).map_err(wrong)
}

fn card(model: &ModelFolder, calibration: Option<&Calibration>) -> String {
    let encoder = &model.shape.encoder;
    let mut text = format!(
        "# The extractor's language model\n\nA BERT encoder ({layers} layers, {hidden} wide, {pieces} word pieces) with heads that \
         mark spans and their relations. It marks what belongs together in a document; numbers are read by grammars and \
         checked against their characters. It decides nothing about safety by itself.\n\nSHA-256 of weights, vocabulary, shape and windows together: `{sha}`. \
         They began from weights with SHA-256 `{start}`; seed {seed}.\n\n## Trained on\n\n| corpus | licence |\n|---|---|\n",
        layers = encoder.layers,
        hidden = encoder.hidden,
        pieces = encoder.pieces,
        sha = model.sha256,
        start = model.provenance.began_from,
        seed = model.provenance.seed,
    );
    for (corpus, licence) in &model.provenance.corpora {
        let _ = writeln!(text, "| {corpus} | {licence} |");
    }
    if let Some(evaluation) = &model.evaluation {
        text.push_str(
            "\n## Scores\n\nStrict spans, relations between annotated spans, classes; pooled over the part of each corpus that \
             is kept for measuring, with the weights as they lie here (8 bits).\n\n| task | corpus | texts | precision | recall | F1 |\n\
             |---|---|---|---|---|---|\n",
        );
        for task in &evaluation.tasks {
            let all = task.scores.micro;
            let (precision, recall, f1) = (all.precision(), all.recall(), all.f1());
            let _ = writeln!(
                text,
                "| {} | {} | {} | {precision:.3} | {recall:.3} | {f1:.3} |",
                task.task, task.corpus, task.examples
            );
        }
    }
    if let Some(calibration) = calibration {
        text.push_str(&confidence(calibration));
    }
    text.push('\n');
    text
}

fn confidence(calibration: &Calibration) -> String {
    let report = &calibration.report;
    let mut text = format!(
        "\n## Confidence\n\nFitted on {fields} fields of {documents} annotated documents, of which {right:.1} % were right. Every \
         document judged by a calibration fitted on the others: expected calibration error {error:.3}, Brier score {brier:.4} \
         (stating each group's share of right ones: {rates:.4}; stating {right:.1} % for every field, which nobody could know before: {one:.4}). \
         Where nearly all fields are right, a confidence can tell little; the annotated documents are not independent of the grammars.\n\n| stated | fields | mean stated | right |\n|---|---|---|---|\n",
        fields = report.fields,
        documents = report.documents,
        right = report.right * 100.0,
        error = report.error,
        brier = report.brier,
        rates = report.brier_of_rates,
        one = report.right * (1.0 - report.right),
    );
    for (at, bin) in report.bins.iter().enumerate().filter(|(_, bin)| bin.count > 0) {
        let from = at as f64 / 10.0;
        let _ = writeln!(
            text,
            "| {from:.1}–{to:.1} | {count} | {stated:.3} | {right:.3} |",
            to = from + 0.1,
            count = bin.count,
            stated = bin.stated,
            right = bin.right
        );
    }
    text
}

//! The model card, written with the figures that were measured in the same run.

use std::fmt::Write as _;

use crate::evaluation::SplitReport;
use crate::model::Description;

/// The text of `MODEL_CARD.md`.
pub(super) fn card(model: &Description) -> String {
    let report = &model.report;
    let mut text = format!(
        "# {name}\n\nAn ensemble of {members} multi-task networks that predicts activity in {count} cell assays from a \
         structure.\n\n## What it is for\n\nRanking substances for closer study. A prediction is not a measurement, is \
         never stored as evidence, and activity in a cell assay is not by itself a hazard to people. Substances outside \
         the applicability domain (nearest training substance below a Tanimoto similarity of {limit:.2}, an element \
         that was not seen in training, or no carbon) are marked as such.\n\n",
        name = model.name,
        members = model.members,
        count = model.endpoints.len(),
        limit = model.similarity_limit,
    );
    let _ = write!(
        text,
        "## Data and licence\n\nTox21 (US Government work, not subject to copyright there; taken from the collection of \
         DeepChem, MIT), SHA-256 of the file `{sha}`. {training} rows were learned from, {validation} rows (marked `valid` \
         in the file: whole Bemis–Murcko scaffolds, largest scaffolds in training) only measured with. {held} rows were \
         not learned from because their compound, or its largest part, is on the list of {compounds} held-out compounds \
         (first block of the InChIKey); {refused} rows were refused as structures. The weights have the project's licence.\n\n",
        sha = model.data_sha256,
        training = report.training_rows,
        validation = report.validation_rows,
        held = report.held_out_rows,
        compounds = report.held_out_compounds,
        refused = report.refused.len(),
    );
    let _ = write!(
        text,
        "## How\n\nECFP4 folded to 2048 bits and {descriptors} standardised two-dimensional descriptors; hidden layers \
         {hidden:?}, dropout {dropout}, AdamW (learning rate {rate}, weight decay {decay}), masked binary cross-entropy; each \
         network stops by a tenth of its own training scaffolds, drawn anew for each. Seed {seed}. Intervals: 90 % of \
         Student's t over the members' logits; they show how far the members disagree, not the noise of the assay. \
         Thresholds: best sum of sensitivity and specificity on the rows each member did not learn from.\n\n\
         ```sh\ncargo run --release -- train hazard --data FILE --held-out FILE --output models/{name}\n```\n\n",
        descriptors = model.standardizer.names.len(),
        hidden = model.shape.hidden,
        dropout = model.options.dropout,
        rate = model.options.learning_rate,
        decay = model.options.weight_decay,
        seed = model.options.seed,
        name = model.name,
    );
    text.push_str(&figures(model));
    text
}

fn figures(model: &Description) -> String {
    let report = &model.report;
    let columns = [
        ("scaffold", Some(&report.scaffold)),
        ("logistic regression, scaffold", report.linear.as_ref()),
        ("random", report.random.as_ref()),
    ];
    let columns: Vec<(&str, &SplitReport)> =
        columns.into_iter().filter_map(|(name, split)| Some((name, split?))).collect();
    let mut text = String::from(
        "## Measured (ROC-AUC)\n\nOn validation rows that were not learned from. \"logistic regression\" has the same \
         features, rows and split; \"random\" is an ensemble of the same kind trained on another, random split.\n\n| endpoint",
    );
    for (name, _) in &columns {
        let _ = write!(text, " | {name}");
    }
    text.push_str(" | training rows (active) |\n|---");
    (0..=columns.len()).for_each(|_| text.push_str("|---"));
    text.push_str("|\n");
    for (index, endpoint) in model.endpoints.iter().enumerate() {
        let _ = write!(text, "| {}", endpoint.name);
        for (_, split) in &columns {
            let area = split.tasks.get(index).and_then(|task| task.roc_auc);
            let _ = write!(text, " | {}", area.map_or_else(|| "–".to_owned(), |area| format!("{area:.3}")));
        }
        let _ = writeln!(text, " | {} ({}) |", endpoint.labels, endpoint.positives);
    }
    text.push_str("| **mean**");
    for (_, split) in &columns {
        let _ = write!(text, " | **{:.3}**", split.mean_roc_auc);
    }
    text.push_str(" | |\n| rows");
    for (_, split) in &columns {
        let _ = write!(text, " | {}", split.rows);
    }
    text.push_str(" | |\n");
    text
}

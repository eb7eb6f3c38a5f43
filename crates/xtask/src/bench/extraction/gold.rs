//! Agreement of the extraction with hand-annotated documents, by the scorer of the gold set.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use orfila_extraction::annotations::annotations;
use orfila_extraction::{Extractor as _, GrammarExtractor};
use serde::Deserialize;

use super::annotated::{self, Set};
use super::{Part, Run};
use crate::bench::ours;
use crate::bench::peers::output;
use crate::bench::report::Table;

const MEANING: &str = "\
Precision, recall and F1 of the items of each kind, pooled over all documents (`gold/score.py`); the mean is that of the kinds \
with ten items or more. The grammars were written with the real documents in view, so expect less on others.";

/// The kinds as the scorer names them, as we do, and in this order.
const KINDS: [(&str, &str); 8] = [
    ("substances", "substances"),
    ("composition", "composition"),
    ("ghs", "GHS"),
    ("toxicity", "effect values"),
    ("exposure", "exposure"),
    ("volume", "volume"),
    ("properties", "properties"),
    ("mean", "**mean** of kinds with ten items or more"),
];

#[derive(Deserialize)]
struct Row {
    gold: usize,
    precision: f64,
    recall: f64,
    f1: f64,
}

/// Reads, extracts and scores both sets.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let mut text = MEANING.to_owned();
    for set in [annotated::real(&run.shared)?, annotated::demo(run.root)?] {
        let rows = scores(run, &set)?;
        let mut table = Table::new(&["kind", "gold items", "precision", "recall", "F1"]);
        for (kind, name) in KINDS {
            if let Some(Row { gold, precision, recall, f1 }) = rows.get(kind) {
                let share = |value: &f64| format!("{value:.3}");
                table.row(vec![name.to_owned(), gold.to_string(), share(precision), share(recall), share(f1)]);
            }
        }
        text += &format!("\n\n{}, {} documents:\n\n{}", set.name, set.documents.len(), table.markdown());
    }
    Ok(Part { key: "gold", heading: "Agreement with hand-annotated documents", text })
}

fn scores(run: &Run<'_>, set: &Set) -> Result<BTreeMap<String, Row>> {
    let folder = run.scratch(&format!("gold/{}", set.name.replace(' ', "-")))?;
    for file in annotated::files(&folder)? {
        std::fs::remove_file(file)?;
    }
    for file in &set.documents {
        // A document that cannot be read counts as all missed.
        let Ok(document) = ours::read(file) else { continue };
        let output = GrammarExtractor.extract(&document);
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let found = serde_json::to_string_pretty(&annotations(&document, &output.records))?;
        std::fs::write(folder.join(format!("{stem}.json")), found)?;
    }
    let scorer = run.shared.join("gold/score.py");
    anyhow::ensure!(scorer.is_file(), "{} is missing: give its folder with --shared", scorer.display());
    let said = output(run.python.plain().arg(scorer).arg("--json").arg(&set.gold).arg(&folder))?;
    serde_json::from_str(&said).context("the scorer did not say what it should")
}

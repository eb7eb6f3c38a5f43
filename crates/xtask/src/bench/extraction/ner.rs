//! Strict F1 of what the language model marks, by `orfila evaluate extractor`.

use std::process::Command;

use anyhow::{Context as _, Result};
use orfila_corpora::Corpus;
use serde::Deserialize;

use super::{Part, Run};
use crate::bench::peers::output;
use crate::bench::report::Table;

const MEANING: &str = "\
`orfila evaluate extractor` on the development parts of the corpora (`orfila corpus build`): a span counts if both its ends and its \
kind are right. Beside it what is published of others, on the test parts.";

/// What others reach, where the design notes state it.
const GOALS: [(Corpus, &str); 2] =
    [(Corpus::Bc5cdr, "chemicals 0.93 to 0.96 (large biomedical encoders)"), (Corpus::Biored, "0.893 (all kinds)")];

#[derive(Deserialize)]
struct Evaluation {
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
struct Task {
    task: String,
    corpus: Corpus,
    examples: usize,
    scores: Scores,
}

#[derive(Deserialize)]
struct Scores {
    micro: Tally,
    kinds: std::collections::BTreeMap<String, Tally>,
}

#[derive(Clone, Copy, Deserialize)]
struct Tally {
    correct: usize,
    found: usize,
    expected: usize,
}

/// Asks the binary.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let named =
        |folder: &Option<std::path::PathBuf>, what: &str| folder.clone().with_context(|| format!("name {what}"));
    let model = named(&run.options.model, "the model's folder with --model")?;
    let recipe = named(&run.options.recipe, "the model's recipe with --recipe")?;
    let data = named(&run.options.data, "the folder that `orfila corpus build` wrote with --data")?;
    let mut command = Command::new(run.orfila()?);
    command.args(["--json", "evaluate", "extractor", "--data"]).arg(&data);
    let said = output(command.arg("--recipe").arg(&recipe).arg("--model").arg(&model))?;
    let evaluation: Evaluation = serde_json::from_str(&said).context("the evaluation is not what it should be")?;
    let name = |path: &std::path::Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = format!(
        "{MEANING}\n\nModel `{}`, recipe `{}`.\n\n{}",
        name(&model),
        name(&recipe),
        table(&evaluation).markdown()
    );
    Ok(Part { key: "ner", heading: "Marked names and quantities", text })
}

fn table(evaluation: &Evaluation) -> Table {
    let mut table =
        Table::new(&["corpus", "task", "kind", "texts", "precision", "recall", "F1", "published of others"]);
    for task in &evaluation.tasks {
        let goal = GOALS.iter().find(|(corpus, _)| *corpus == task.corpus).map_or("–", |(_, goal)| goal);
        let all = std::iter::once(("all", task.scores.micro));
        let kinds = task.scores.kinds.iter().map(|(kind, tally)| (kind.as_str(), *tally));
        for (kind, tally) in all.chain(kinds) {
            let counts =
                crate::bench::score::Counts { right: tally.correct, found: tally.found, wanted: tally.expected };
            let share = |value: f64| format!("{value:.4}");
            table.row(vec![
                task.corpus.to_string(),
                task.task.clone(),
                kind.to_owned(),
                task.examples.to_string(),
                share(counts.precision()),
                share(counts.recall()),
                share(counts.f1()),
                if kind == "all" { goal.to_owned() } else { String::new() },
            ]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_evaluation_becomes_a_table() {
        let said = r#"{"tasks": [{"task": "names", "corpus": "biored", "examples": 3, "scores": {"micro":
            {"correct": 1, "found": 2, "expected": 4}, "kinds": {"Chemical": {"correct": 1, "found": 1, "expected": 2}}}}]}"#;
        let text = table(&serde_json::from_str(said).unwrap()).markdown();
        let rows: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(rows[0], "| biored | names | all | 3 | 0.5000 | 0.2500 | 0.3333 | 0.893 (all kinds) |");
        assert_eq!(rows[1], "| biored | names | Chemical | 3 | 1.0000 | 0.5000 | 0.6667 |  |");
    }
}

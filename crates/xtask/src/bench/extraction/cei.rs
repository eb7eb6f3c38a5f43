//! Classes of the sentences of CEI (Larsson et al. 2017), five folds by documents: a linear classifier, and ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};
use orfila_corpora::{Corpus, Example, Roots, readers};
use serde_json::json;

use super::{Part, Run};
use crate::bench::peers::output;
use crate::bench::report::Table;
use crate::bench::score::{Counts, mean};
use crate::bench::terminal::say;

const MEANING: &str = "\
Every sentence of the CEI corpus has none, one or several classes of its taxonomy of exposure. Five folds by documents (FNV-1a \
of the document's number, so that they never change): a program learns on four and is asked of the fifth. F1 is of a class over \
all sentences pooled; macro is the mean over classes with twenty sentences or more, since below that a fold may have none; macro \
of all classes stands beside it. A sentence without a class is no class of its own. The linear classifier: TF-IDF of words and \
pairs of words, a linear support vector machine a class (scikit-learn).";

const FOLDS: u64 = 5;
/// Sentences that a class must have to count in the macro mean.
const LEAST: usize = 20;
/// The linear classifiers: the script's word, and what they are called.
const LINEAR: [(&str, &str); 2] =
    [("plain", "TF-IDF and linear support vector machines"), ("balanced", "the same, rare classes weigh more")];
const NONE: &str = "none";

type Classes = BTreeSet<String>;
type Predictions = BTreeMap<String, Classes>;

/// Measures the linear classifier and, where they are given, our predictions.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let roots = Roots { shared: run.shared.clone(), own: run.root.join("corpora") };
    let (reading, _) = readers::read(Corpus::Cei, &roots)?;
    let folder = run.scratch("cei")?;
    write_folds(&folder, &reading.examples)?;
    let mut programs = Vec::new();
    for (word, name) in LINEAR {
        say(&format!("{name} on {} sentences …", reading.examples.len()));
        let said = folder.join(format!("linear-{word}.json"));
        let mut command = run.python.script("cei.py", &["sklearn"])?;
        output(command.arg(folder.join("sentences.jsonl")).arg(&said).arg(word))?;
        programs.push((name, read(&said)?));
    }
    if let Some(ours) = &run.options.ours {
        programs.insert(0, ("Orfila", read(ours)?));
    }
    let head = ["program", "macro F1", "macro F1 of all classes", "micro P", "micro R", "micro F1"];
    let mut table = Table::new(&head);
    let mut frequent = (0, 0);
    for (name, predictions) in programs {
        let scores = score(&reading.examples, &predictions)?;
        frequent = (scores.values().filter(|counts| counts.wanted >= LEAST).count(), scores.len());
        table.row(row(name, &scores));
    }
    let text = format!(
        "{MEANING}\n\n{} sentences of {} documents, {} classes, {} of them with {LEAST} sentences or more. Folds and sentences: \
         `target/bench/extraction/cei/folds.json`, `sentences.jsonl`.\n\n{}",
        reading.examples.len(),
        reading.report.documents,
        frequent.1,
        frequent.0,
        table.markdown()
    );
    Ok(Part { key: "cei", heading: "Classes of sentences about exposure", text })
}

fn document(example: &Example) -> &str {
    example.id.split('#').next().unwrap_or_default()
}

/// The fold of a document, from 0.
fn fold(document: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = document.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    // The low bits of FNV-1a are the weak ones.
    (hash ^ (hash >> 32)) % FOLDS
}

fn classes(example: &Example) -> Classes {
    let of_task = example.labels.iter().filter(|label| label.task == "cei" && label.value != NONE);
    of_task.map(|label| label.value.clone()).collect()
}

/// Writes `folds.json` (each document with its fold) and `sentences.jsonl`.
fn write_folds(folder: &Path, examples: &[Example]) -> Result<()> {
    let folds: BTreeMap<&str, u64> =
        examples.iter().map(|example| (document(example), fold(document(example)))).collect();
    std::fs::write(folder.join("folds.json"), serde_json::to_string_pretty(&folds)?)?;
    let line = |example: &Example| {
        let fold = fold(document(example));
        json!({"id": example.id, "fold": fold, "text": example.text, "classes": classes(example)}).to_string() + "\n"
    };
    std::fs::write(folder.join("sentences.jsonl"), examples.iter().map(line).collect::<String>())?;
    Ok(())
}

fn read(path: &Path) -> Result<Predictions> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no object of sentence ids with classes", path.display()))
}

/// Counts by class; a class that is predicted and never wanted counts too.
fn score(examples: &[Example], predictions: &Predictions) -> Result<BTreeMap<String, Counts>> {
    let mut scores: BTreeMap<String, Counts> = BTreeMap::new();
    for example in examples {
        let wanted = classes(example);
        let found = predictions.get(&example.id).with_context(|| format!("no prediction for {}", example.id))?;
        for class in wanted.iter().chain(found).filter(|class| *class != NONE).collect::<BTreeSet<_>>() {
            let (is_wanted, is_found) = (wanted.contains(class), found.contains(class));
            let one = Counts {
                right: usize::from(is_wanted && is_found),
                found: usize::from(is_found),
                wanted: usize::from(is_wanted),
            };
            let counts = scores.entry(class.clone()).or_default();
            *counts = counts.and(one);
        }
    }
    Ok(scores)
}

fn row(name: &str, scores: &BTreeMap<String, Counts>) -> Vec<String> {
    let micro = scores.values().fold(Counts::default(), |sum, counts| sum.and(*counts));
    let frequent = scores.values().filter(|counts| counts.wanted >= LEAST).map(|counts| counts.f1());
    let share = |value: f64| format!("{value:.3}");
    vec![
        name.to_owned(),
        share(mean(frequent)),
        share(mean(scores.values().map(|counts| counts.f1()))),
        share(micro.precision()),
        share(micro.recall()),
        share(micro.f1()),
    ]
}

#[cfg(test)]
mod tests {
    use orfila_corpora::{Label, Split};

    use super::*;

    fn sentence(id: &str, values: &[&str]) -> Example {
        let mut example = Example::new(Corpus::Cei, Split::Train, id, "en", "A .");
        let label = |value: &&str| Label { task: "cei".to_owned(), value: (*value).to_owned() };
        example.labels = values.iter().map(label).collect();
        example
    }

    #[test]
    fn classes_are_counted_and_none_is_no_class() {
        let examples = [sentence("1#1", &["a", "b"]), sentence("1#2", &["none"]), sentence("2#1", &["a"])];
        let predictions = [("1#1", vec!["a"]), ("1#2", vec!["b"]), ("2#1", vec![])];
        let of = |(id, values): (&str, Vec<&str>)| (id.to_owned(), values.into_iter().map(str::to_owned).collect());
        let predictions: Predictions = predictions.into_iter().map(of).collect();
        let scores = score(&examples, &predictions).unwrap();
        assert_eq!(scores["a"], Counts { right: 1, found: 1, wanted: 2 });
        assert_eq!(scores["b"], Counts { right: 0, found: 1, wanted: 1 });
        assert_eq!(scores.len(), 2);
        assert!(score(&examples, &Predictions::new()).is_err());
    }

    #[test]
    fn folds_are_of_about_one_size_and_never_change() {
        let sizes = (0..5_000).fold([0; 5], |mut sizes, n| {
            sizes[fold(&format!("{}", 10_000_000 + n)) as usize] += 1;
            sizes
        });
        assert!(sizes.iter().all(|size| (800..1200).contains(size)), "{sizes:?}");
        assert_eq!(fold("10092428"), fold("10092428"));
    }
}

//! `orfila train extractor` and `orfila evaluate extractor`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use orfila_extraction::confidence::{self, Sample};
use orfila_extraction::learning::{self, Data, Evaluation, ModelFolder, Recipe, TrainEvent, Training};
use orfila_extraction::marking::Marker;
use orfila_extraction::{ModelExtractor, PIPELINE_VERSION};
use orfila_language::reader::ReaderOptions;

use super::Session;
use super::extraction::SHIPPED_MODEL;
use crate::cli::{Evaluate, Train};
use crate::output::{self, Outcome};
use crate::places;

/// The folder of a model: the one named, or the shipped one.
///
/// # Errors
/// If none is named and none is found.
pub(super) fn shipped(named: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    named.or_else(|| places::shipped(SHIPPED_MODEL)).with_context(|| {
        format!("`{SHIPPED_MODEL}` was not found; name the model, or set ORFILA_HOME to the folder that holds `models`")
    })
}

/// Trains the language model.
///
/// # Errors
/// If recipe, examples or model cannot be read, or the model cannot be written.
pub(crate) fn train(session: &Session, train: Train) -> anyhow::Result<Outcome> {
    let (data, recipe, start, folder, seed, ships, measure_last, exact) = match train {
        Train::Extractor { data, recipe, start, output, seed, ships, measure_last, exact } => {
            (data, recipe, start, output, seed, ships, measure_last, exact)
        }
        Train::Calibration { gold, documents, model } => return calibrate(session, &gold, &documents, model),
        Train::Hazard { .. } => anyhow::bail!("this is no training of the extractor"),
    };
    let mut recipe = Recipe::read(&recipe)?;
    recipe.fit.seed = seed.unwrap_or(recipe.fit.seed);
    let data = Data::load(&data, &recipe)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let state = folder.join("state.safetensors");
    let training = Training {
        recipe: &recipe,
        data: &data,
        start: ModelFolder::read(&shipped(start)?)?,
        checkpoint: Some(&state),
        ships,
        measure_each: !measure_last,
    };
    let (model, _) = learning::train(training, &mut tell)?;
    model.write(&folder, exact)?;
    // The figures are those of the file: 8 bits may do otherwise than what was trained.
    let mut written = ModelFolder::read(&folder)?;
    let reader = written.reader(ReaderOptions { threads: recipe.fit.threads, ..ReaderOptions::default() })?;
    let evaluation = learning::evaluate(&reader, &recipe.tasks, &data.dev.iter().collect::<Vec<_>>())?;
    show(session, &evaluation)?;
    written.evaluation = Some(evaluation);
    written.describe(&folder)?;
    learning::write_card(&folder)?;
    std::fs::remove_file(&state).with_context(|| format!("{}: cannot be removed", state.display()))?;
    Ok(Outcome::AllWell)
}

fn tell(event: TrainEvent) {
    match event {
        TrainEvent::Began { items, weights, fresh, misfits, leaks } => output::error(&format!(
            "{items} windows to learn from ({leaks} examples left out: their document is one to measure on), {weights} \
             weights; heads from nothing: {}; {misfits:?}",
            fresh.join(", ")
        )),
        TrainEvent::Epoch { report, evaluation } => {
            let losses = report.losses.iter().filter_map(|(task, loss)| Some(format!("{task} {:.4}", (*loss)?)));
            let losses: Vec<String> = losses.collect();
            output::error(&format!(
                "epoch {} ({} steps, {:.0} pieces/s): losses {}",
                report.epoch,
                report.steps,
                report.pieces_per_second,
                losses.join(", ")
            ));
            lines(&evaluation).iter().for_each(|line| output::error(line));
        }
    }
}

/// Fits how probable it is that a field is right, and measures it by leaving out each document in turn.
///
/// # Errors
/// If the model or an annotation cannot be read, or none of the annotated documents is there.
fn calibrate(
    session: &Session,
    gold: &[PathBuf],
    documents: &[PathBuf],
    model: Option<PathBuf>,
) -> anyhow::Result<Outcome> {
    let folder = shipped(model)?;
    let marker = Marker::load(&folder, 2)?;
    let sha256 = marker.sha256().to_owned();
    let extractor = ModelExtractor::new(marker);
    let (mut samples, mut outcome) = (Vec::new(), Outcome::AllWell);
    for (number, path) in annotation_files(gold)?.iter().enumerate() {
        match samples_of(&extractor, path, documents, number) {
            Ok(found) => samples.extend(found),
            Err(error) => {
                output::error(&format!("{}: left out: {error:#}", path.display()));
                outcome = Outcome::WithFailures;
            }
        }
    }
    anyhow::ensure!(!samples.is_empty(), "no annotated document gave a field to learn from; see the messages above");
    let calibration = confidence::fit(&samples, &sha256, PIPELINE_VERSION);
    calibration.write(&folder)?;
    learning::write_card(&folder)?;
    let report = &calibration.report;
    if session.json {
        output::json(report)?;
    } else {
        output::line(&format!(
            "{} fields of {} documents, {:.1} % right; on documents left out: expected calibration error {:.3}, Brier score \
             {:.4} (rates of groups alone {:.4})",
            report.fields,
            report.documents,
            report.right * 100.0,
            report.error,
            report.brier,
            report.brier_of_rates
        ));
    }
    Ok(outcome)
}

fn annotation_files(folders: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder).with_context(|| format!("{}: cannot be read", folder.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("{}: cannot be read", folder.display()))?.path();
            files.extend(path.extension().is_some_and(|extension| extension == "json").then_some(path));
        }
    }
    files.sort();
    Ok(files)
}

fn samples_of(
    extractor: &ModelExtractor,
    annotations: &Path,
    folders: &[PathBuf],
    number: usize,
) -> anyhow::Result<Vec<Sample>> {
    let annotated: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(annotations)?)?;
    let name = annotated["file"].as_str().context("it does not say of which `file` it is")?;
    // The name is data: only its last part is looked for, in the folders that the user named.
    let name = Path::new(name).file_name().context("its `file` is no file name")?;
    let found = folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file());
    let path = found.with_context(|| format!("`{}` is in none of the folders of --documents", name.display()))?;
    let name = name.to_string_lossy();
    let document = orfila_documents::read(&std::fs::read(&path)?, &name, &orfila_documents::Limits::default())?;
    Ok(extractor.samples(&document, &annotated, number)?)
}

/// Measures the language model.
///
/// # Errors
/// If recipe, examples or model cannot be read, or the recipe's tasks are not the model's.
pub(crate) fn evaluate(session: &Session, evaluate: Evaluate) -> anyhow::Result<Outcome> {
    let Evaluate::Extractor { data, recipe, model, threads } = evaluate else {
        anyhow::bail!("this is no evaluation of the extractor");
    };
    let recipe = Recipe::read(&recipe)?;
    let data = Data::load(&data, &recipe)?;
    let model = ModelFolder::read(&shipped(model)?)?;
    let names = |tasks: Vec<&str>| tasks.join(", ");
    let (asked, known) = (
        names(recipe.tasks.iter().map(|task| task.name()).collect()),
        names(model.shape.tasks.iter().map(|task| task.name()).collect()),
    );
    anyhow::ensure!(asked == known, "the recipe has the tasks {asked}, the model {known}; name the model's own recipe");
    let reader = model.reader(ReaderOptions { threads, ..ReaderOptions::default() })?;
    let examples: Vec<_> = data.dev.iter().collect();
    show(session, &learning::evaluate(&reader, &recipe.tasks, &examples)?)?;
    Ok(Outcome::AllWell)
}

fn show(session: &Session, evaluation: &Evaluation) -> anyhow::Result<()> {
    if session.json {
        return output::json(evaluation);
    }
    lines(evaluation).iter().for_each(|line| output::line(line));
    Ok(())
}

fn lines(evaluation: &Evaluation) -> Vec<String> {
    let task = |task: &learning::TaskScores| {
        let kind = |(kind, tally): (&String, &orfila_corpora::score::Tally)| format!("{kind} {:.3}", tally.f1());
        let kinds: Vec<String> = task.scores.kinds.iter().map(kind).collect();
        format!(
            "  {} on {} ({} texts): precision {:.4}, recall {:.4}, F1 {:.4}; {}",
            task.task,
            task.corpus,
            task.examples,
            task.scores.micro.precision(),
            task.scores.micro.recall(),
            task.scores.micro.f1(),
            kinds.join(", ")
        )
    };
    evaluation.tasks.iter().map(task).collect()
}

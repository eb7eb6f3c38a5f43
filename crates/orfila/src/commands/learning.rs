//! `orfila train extractor` and `orfila evaluate extractor`.

use std::path::PathBuf;

use anyhow::Context as _;
use orfila_extraction::learning::{self, Data, Evaluation, ModelFolder, Recipe, TrainEvent, Training};
use orfila_language::reader::ReaderOptions;

use super::Session;
use super::extraction::SHIPPED_MODEL;
use crate::cli::{Evaluate, Train};
use crate::output::{self, Outcome};
use crate::places;

fn shipped(named: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let shipped = || {
        let models = places::shipped("models");
        models.context(
            "the folder `models` was not found; name the model, or set ORFILA_HOME to the folder that holds it",
        )
    };
    named.map_or_else(|| Ok(shipped()?.join(SHIPPED_MODEL)), Ok)
}

/// Trains the language model.
///
/// # Errors
/// If recipe, examples or model cannot be read, or the model cannot be written.
pub(crate) fn train(session: &Session, train: Train) -> anyhow::Result<Outcome> {
    let Train::Extractor { data, recipe, start, output: folder, seed, ships, measure_last, exact } = train else {
        anyhow::bail!("this is no training of the extractor");
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
    let (model, evaluation) = learning::train(training, &mut tell)?;
    model.write(&folder, exact)?;
    show(session, &evaluation)?;
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

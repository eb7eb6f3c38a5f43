//! `orfila corpus`: annotated corpora to one form, and checks of our own passages.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use orfila_corpora::agreement::{self, Agreement};
use orfila_corpora::dataset::{self, Built};
use orfila_corpora::passages::{Passages, blank, parse};
use orfila_corpora::score::Scores;
use orfila_corpora::{CorporaError, Corpus, Roots};
use orfila_extraction::learning;
use orfila_extraction::marking::Marker;
use orfila_store::RecordFilter;
use serde_json::json;

use super::{Session, sources};
use crate::cli::CorpusCommand;
use crate::output::{self, Outcome, WrongUse};
use crate::places;

/// Ending of the files of our own passages.
const ENDING: &str = "passages";

/// Runs one of the commands.
///
/// # Errors
/// Wrong use, or a file or folder that cannot be read or written.
pub(crate) fn run(session: &Session, command: CorpusCommand) -> anyhow::Result<Outcome> {
    match command {
        CorpusCommand::Build { shared, own, only, output } => build(session, shared, own, &only, &output),
        CorpusCommand::Reviewed { model, output } => write_reviewed(session, model, &output),
        CorpusCommand::Check { paths } => check(session, &paths),
        CorpusCommand::Agreement { first, second } => agree(session, &first, &second),
        CorpusCommand::Blank { file } => write_blank(session, &file),
    }
}

fn build(
    session: &Session,
    shared: PathBuf,
    own: Option<PathBuf>,
    only: &[String],
    output: &Path,
) -> anyhow::Result<Outcome> {
    let named = only.iter().map(|name| name.parse().map_err(WrongUse)).collect::<Result<Vec<Corpus>, _>>()?;
    let corpora = if named.is_empty() { Corpus::ALL.to_vec() } else { named };
    let own = own.or_else(|| places::shipped("corpora")).unwrap_or_else(|| PathBuf::from("corpora"));
    let roots = Roots { shared, own };
    std::fs::create_dir_all(output).with_context(|| format!("{}: the folder cannot be made", output.display()))?;
    let mut missing = 0;
    for corpus in corpora {
        match dataset::build(corpus, &roots, output) {
            Ok(built) if session.json => output::json(&built)?,
            Ok(built) => show_built(&built),
            Err(error @ CorporaError::Missing { .. }) => {
                missing += 1;
                output::error(&format!("{error}"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Outcome::of_failures(missing))
}

/// Writes the project's decided records as examples.
fn write_reviewed(session: &Session, model: Option<PathBuf>, output: &Path) -> anyhow::Result<Outcome> {
    let journal = session.project.existing_journal()?;
    let marker = Marker::load(&super::learning::shipped(model)?, 2)?;
    std::fs::create_dir_all(output).with_context(|| format!("{}: the folder cannot be made", output.display()))?;
    let mut examples = Vec::new();
    for row in journal.documents()? {
        let Some(document) = journal.document(&row.id)? else { continue };
        let filter = RecordFilter { document: Some(row.id), ..RecordFilter::default() };
        examples.extend(learning::reviewed(&marker, &document, &journal.records(&filter)?)?);
    }
    anyhow::ensure!(
        !examples.is_empty(),
        "no value of this project was accepted, corrected or rejected yet; decide with `orfila review` or in the browser"
    );
    let parts = dataset::write(Corpus::Reviewed, &examples, output)?;
    for (split, part) in &parts {
        if session.json {
            output::json(&json!({"corpus": Corpus::Reviewed, "split": split, "part": part}))?;
        } else {
            let relations: usize = part.summary.relations.values().sum();
            output::line(&format!("reviewed {split:5} {} examples, {relations} relations", part.summary.examples));
        }
    }
    Ok(Outcome::AllWell)
}

fn show_built(built: &Built) {
    let shipping = if built.may_ship { "may train shipped weights" } else { "for measuring only" };
    output::line(&format!("{} ({}; {shipping})", built.corpus, built.licence));
    for (split, part) in &built.splits {
        let (summary, kinds) = (&part.summary, &part.summary.mentions);
        let mentions: Vec<String> = kinds.iter().map(|(kind, number)| format!("{kind} {number}")).collect();
        let (relations, labels) = (summary.relations.values().sum::<usize>(), summary.labels.values().sum::<usize>());
        output::line(&format!(
            "  {split:5} {} examples, {} words; {}; {relations} relations; {labels} labels",
            summary.examples,
            summary.tokens,
            if mentions.is_empty() { "no mentions".to_owned() } else { mentions.join(", ") }
        ));
    }
    for (reason, number) in &built.report.dropped {
        output::line(&format!("  left: {number} × {reason}"));
    }
}

fn check(session: &Session, paths: &[PathBuf]) -> anyhow::Result<Outcome> {
    let passages = read(paths)?;
    for problem in &passages.problems {
        if session.json {
            output::json(problem)?;
        } else {
            output::line(&problem.to_string());
        }
    }
    let (examples, problems) = (&passages.examples, passages.problems.len());
    let spans: usize = examples.iter().map(|example| example.mentions.len()).sum();
    let relations: usize = examples.iter().map(|example| example.relations.len()).sum();
    if session.json {
        output::json(&json!({"summary":
            {"passages": examples.len(), "spans": spans, "relations": relations, "problems": problems}}))?;
    } else {
        let passages = examples.len();
        output::line(&format!("{passages} passages, {spans} spans, {relations} relations, {problems} problems"));
    }
    Ok(Outcome::of_failures(problems))
}

/// Passages of files, and of all `.passages` files in folders.
fn read(paths: &[PathBuf]) -> anyhow::Result<Passages> {
    let mut passages = Passages::default();
    let mut files = 0;
    for found in sources::find(paths) {
        let path = found.map_err(|(path, refused)| {
            anyhow::anyhow!("{}: {}; {}", path.display(), refused.message, refused.remedy)
        })?;
        if paths.contains(&path) || path.extension().is_some_and(|ending| ending == ENDING) {
            passages.add(&path.display().to_string(), &text(&path)?);
            files += 1;
        }
    }
    anyhow::ensure!(files > 0, "there is no .{ENDING} file; name files, or a folder that holds some");
    Ok(passages)
}

fn text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path)
        .with_context(|| format!("{}: cannot be read as UTF-8 text; check the path and the encoding", path.display()))
}

fn agree(session: &Session, first: &Path, second: &Path) -> anyhow::Result<Outcome> {
    let hands = [read(&[first.to_owned()])?, read(&[second.to_owned()])?];
    for problem in hands.iter().flat_map(|hand| &hand.problems) {
        output::error(&problem.to_string());
    }
    let agreement = agreement::compare(&hands[0].examples, &hands[1].examples);
    if session.json {
        output::json(&agreement)?;
    } else {
        show_agreement(&agreement);
    }
    let unpaired = agreement.only_first.len() + agreement.only_second.len() + agreement.different_text.len();
    Ok(Outcome::of_failures(unpaired + hands.iter().map(|hand| hand.problems.len()).sum::<usize>()))
}

fn show_agreement(agreement: &Agreement) {
    output::line(&format!("{} passages compared", agreement.passages));
    for (what, ids) in [
        ("of the first hand alone", &agreement.only_first),
        ("of the second hand alone", &agreement.only_second),
        ("with different texts, not compared", &agreement.different_text),
    ] {
        if !ids.is_empty() {
            let (shown, more) = ids.split_at(ids.len().min(10));
            let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            output::line(&format!("{} {what}: {}{more}", ids.len(), shown.join(" ")));
        }
    }
    show_scores("spans", &agreement.spans);
    output::line(&format!("spans, bounds alone: F1 {:.3}", agreement.bounds.f1()));
    show_scores("relations", &agreement.relations);
    for (task, labels) in &agreement.labels {
        let (same, all) = (labels.same, labels.compared);
        output::line(&format!("{task}: {same} of {all} the same, kappa {:.3}", labels.kappa));
    }
}

fn show_scores(what: &str, scores: &Scores) {
    let (micro, mean) = (scores.micro, scores.macro_f1());
    let (first, second) = (micro.expected, micro.found);
    output::line(&format!(
        "{what}: F1 {:.3} ({} the same, {first} and {second}); mean over kinds {mean:.3}",
        micro.f1(),
        micro.correct
    ));
    for (kind, tally) in &scores.kinds {
        output::line(&format!("  {kind:14} {:.3} ({}, {})", tally.f1(), tally.expected, tally.found));
    }
}

fn write_blank(session: &Session, file: &Path) -> anyhow::Result<Outcome> {
    let passages = parse(&file.display().to_string(), &text(file)?);
    if session.json {
        for example in &passages.examples {
            output::json(&json!({"id": example.id, "language": example.language, "text": example.text}))?;
        }
    } else {
        output::line(blank(&passages.examples)?.trim_end());
    }
    for problem in &passages.problems {
        output::error(&problem.to_string());
    }
    Ok(Outcome::of_failures(passages.problems.len()))
}

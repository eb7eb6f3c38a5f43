//! `orfila demo`: the demonstration corpus through everything, in one go.

use std::path::Path;

use anyhow::Context as _;
use orfila_graph::{NodeKind, PathOptions};
use orfila_records::RecordKind;
use orfila_store::{Journal, RecordFilter};

use super::{Session, curation, hazard, ingest, knowledge};
use crate::cli::ExtractorName;
use crate::output::{self, Outcome, WrongUse};
use crate::places;
use crate::project::Project;

/// Marks a folder as made by the demo, so that a second demo may empty it.
const MARK: &str = ".orfila-demo";

/// The searches shown: words, a hazard by range, volumes by band.
const SEARCHES: [&str; 3] = ["kind:hazard h:H350,H351", "kind:hazard ld50:<2000 mg/kg", "volume:[100 t/a TO 100 kt/a]"];

/// Runs the demonstration.
///
/// # Errors
/// If the corpus is not found, the folder holds something else, or a step fails.
pub(crate) fn run(session: &Session, folder: &Path) -> anyhow::Result<Outcome> {
    let corpus = places::shipped("corpora")
        .map(|corpora| corpora.join("demo").join("documents"))
        .filter(|folder| folder.is_dir());
    let corpus = corpus.context("the demonstration corpus was not found; run from the source tree, or set ORFILA_HOME to the folder that holds `corpora`")?;
    prepare(folder)?;
    let session = Session { project: Project::new(folder), ..session.clone() };
    heading("1. Documents in");
    let (summary, journal) = ingest::ingest(&session, &[corpus], None, ExtractorName::Grammar, &mut |outcome| {
        ingest::report(session.json, outcome)
    })?;
    ingest::show(&summary);
    heading("2. Records of every kind");
    records(&journal)?;
    heading("3. What was seen and not used");
    for total in journal.loss_summary()? {
        output::line(&format!(
            "  {:?}: {} entries, {} characters left out",
            total.reason, total.losses, total.characters
        ));
    }
    heading("4. Three searches");
    let mut hits = 0;
    for query in searches() {
        output::line(&format!("\n> orfila search '{query}'"));
        let results = knowledge::find(&session, &journal, query, 3, 0)?;
        hits += usize::from(results.total > 0);
        knowledge::show(&results, &[]);
    }
    heading("5. A dossier");
    let key = richest(&journal)?;
    let dossier = knowledge::assemble(&journal, &key)?.to_markdown();
    output::line(&dossier);
    heading("6. A path through the knowledge graph");
    let found = path(&session, &journal, &key)?;
    heading("7. A prediction");
    let model = hazard::model()?;
    let bisphenol_a = "CC(C)(c1ccc(O)cc1)c1ccc(O)cc1";
    let prediction = model.predict_each(&[bisphenol_a]).pop().context("the model gave no answer")??;
    hazard::show(&prediction, "bisphenol A");
    heading("What next");
    let project = folder.display();
    output::line(&format!("  orfila --project {project} serve        the web pages, http://127.0.0.1:8080/"));
    output::line(&format!("  orfila --project {project} review next  curate on the command line"));
    output::line(&format!("  orfila --project {project} search '…'   search"));
    let missing = usize::from(summary.refused > 0) + usize::from(hits < SEARCHES.len()) + usize::from(!found);
    Ok(Outcome::of_failures(missing))
}

fn searches() -> impl Iterator<Item = &'static str> {
    SEARCHES.into_iter()
}

fn heading(text: &str) {
    output::line(&format!("\n== {text} =="));
}

/// Makes the folder, or empties it if an earlier demo made it. Anything else in it is left alone.
fn prepare(folder: &Path) -> anyhow::Result<()> {
    let cannot = || format!("{}: the folder cannot be made", folder.display());
    if folder.is_dir() && std::fs::read_dir(folder).with_context(cannot)?.next().is_some() {
        if !folder.join(MARK).is_file() {
            return Err(WrongUse(format!(
                "{}: the folder holds something else; name an empty one with --dir",
                folder.display()
            ))
            .into());
        }
        std::fs::remove_dir_all(folder).with_context(cannot)?;
    }
    std::fs::create_dir_all(folder).with_context(cannot)?;
    std::fs::write(folder.join(MARK), "made by `orfila demo`\n").with_context(cannot)
}

/// Two records of every kind, each with the characters it was read from.
fn records(journal: &Journal) -> anyhow::Result<()> {
    for kind in RecordKind::ALL {
        let all = journal.records(&RecordFilter { kind: Some(kind), ..RecordFilter::default() })?;
        output::line(&format!("{kind}: {}", all.len()));
        for record in all.iter().step_by((all.len() / 2).max(1)).take(2) {
            output::line(&format!("  {}: {}", record.substance.display_name(), curation::summary(record)));
            let evidence = record.evidence_for(record.payload.quantity_pointer()).or(record.evidence.last());
            if let Some(evidence) = evidence {
                let page = evidence.page.map(|page| format!(", page {page}")).unwrap_or_default();
                output::line(&format!(
                    "    “{}” — {}{page}",
                    evidence.quote.split_whitespace().collect::<Vec<_>>().join(" "),
                    evidence.title
                ));
            }
        }
    }
    Ok(())
}

/// The identified substance with records of the most kinds, then with the most records.
fn richest(journal: &Journal) -> anyhow::Result<String> {
    let summaries = journal.substances()?;
    let best = summaries
        .into_iter()
        .filter(|summary| summary.casrn.is_some())
        .max_by_key(|summary| (summary.records.len(), summary.total(), std::cmp::Reverse(summary.key.clone())));
    Ok(best.context("no substance was found")?.key)
}

/// A path from the substance to another one, over a hazard, a use, a medium: never over a document.
fn path(session: &Session, journal: &Journal, key: &str) -> anyhow::Result<bool> {
    let graph = session.project.graph(journal)?;
    let substances: Vec<_> =
        graph.nodes().filter(|node| node.kind == NodeKind::Substance && !node.key.as_str().ends_with(key)).collect();
    for other in substances {
        let from = key.to_owned();
        if let Ok(Some(path)) = graph.shortest_path(&from, other.key.as_str(), &PathOptions::default())
            && path.steps.len() >= 2
        {
            knowledge::show_path(&path);
            return Ok(true);
        }
    }
    output::line("no path was found");
    Ok(false)
}

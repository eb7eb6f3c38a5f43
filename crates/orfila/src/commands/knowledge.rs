//! `orfila search`, `orfila dossier`, `orfila graph`: what the project knows.

use std::io::Write as _;

use anyhow::Context as _;
use orfila_graph::{Filter, Path, PathOptions};
use orfila_records::substance::fold_name;
use orfila_search::{Hit, Query, SearchResults};
use orfila_server::Dossier;
use orfila_store::Journal;

use super::{Session, hazard};
use crate::cli::{DossierFormat, Graph};
use crate::output::{self, Outcome, WrongUse};

/// Searches the project.
///
/// # Errors
/// If there is no project, or the query cannot be understood ([`WrongUse`]).
pub(crate) fn search(
    session: &Session,
    query: &str,
    facets: &[String],
    limit: usize,
    offset: usize,
) -> anyhow::Result<Outcome> {
    let journal = session.project.existing_journal()?;
    let results = find(session, &journal, query, limit, offset)?;
    if session.json {
        output::json(&results)?;
    } else {
        show(&results, facets);
    }
    Ok(Outcome::AllWell)
}

/// The hits of a query.
pub(crate) fn find(
    session: &Session,
    journal: &Journal,
    query: &str,
    limit: usize,
    offset: usize,
) -> anyhow::Result<SearchResults> {
    let index = session.project.search_index(journal)?;
    index
        .search(&Query::new(query).page(offset, limit))
        .map_err(|error| if error.is_query_error() { WrongUse(error.to_string()).into() } else { error.into() })
}

/// Writes hits and facet counts.
pub(crate) fn show(results: &SearchResults, facets: &[String]) {
    for notice in &results.notices {
        output::error(notice);
    }
    let ranges = results
        .ranges
        .map(|ranges| {
            format!(" ({} certain, {} possible, {} unknown)", ranges.certain, ranges.possible, ranges.unknown)
        })
        .unwrap_or_default();
    output::line(&format!("{} hits{ranges}", results.total));
    for (number, hit) in results.hits.iter().enumerate() {
        output::line(&format!("{:>3}. {}", results.offset + number + 1, hit.title));
        let place = place(hit);
        if !place.is_empty() {
            output::line(&format!("     {place}"));
        }
        if let Some(snippet) = &hit.snippet {
            output::line(&format!("     “{}”", snippet.text.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    for facet in results
        .facets
        .iter()
        .filter(|facet| facets.is_empty() && facet.field == "kind" || facets.contains(&facet.field))
    {
        let values: Vec<String> =
            facet.values.iter().take(12).map(|value| format!("{} ({})", value.value, value.count)).collect();
        output::line(&format!("{}: {}", facet.field, values.join(", ")));
    }
}

fn place(hit: &Hit) -> String {
    let mut parts = Vec::new();
    if let Some(certainty) = hit.certainty {
        parts.push(format!("{certainty:?}").to_lowercase());
    }
    if let Some(record) = &hit.record {
        parts.push(format!("record {record}"));
    } else if let Some(document) = &hit.document {
        parts.push(format!("document {}", &document.as_str()[..document.as_str().len().min(12)]));
    }
    if let Some(page) = hit.page {
        parts.push(format!("page {page}"));
    }
    parts.join(", ")
}

/// Shows everything known about a substance.
///
/// # Errors
/// If there is no project or no such substance.
pub(crate) fn dossier(session: &Session, id: &str, format: DossierFormat) -> anyhow::Result<Outcome> {
    let journal = session.project.existing_journal()?;
    let dossier = assemble(&journal, id)?;
    let format = if session.json { DossierFormat::Json } else { format };
    output::line(&match format {
        DossierFormat::Json => dossier.to_json()?,
        DossierFormat::Markdown => dossier.to_markdown(),
        DossierFormat::Html => dossier.to_html()?,
    });
    Ok(Outcome::AllWell)
}

/// The dossier of the substance that `id` names.
pub(crate) fn assemble(journal: &Journal, id: &str) -> anyhow::Result<Dossier> {
    let key = resolve(journal, id)?;
    let prediction = hazard::for_dossier(journal, &key);
    let dossier = Dossier::from_journal(journal, &key, prediction)?;
    Ok(dossier.ok_or_else(|| WrongUse(format!("no record speaks of {id}")))?)
}

/// The substance key behind a key, a CASRN, an EC number or a name.
pub(crate) fn resolve(journal: &Journal, id: &str) -> anyhow::Result<String> {
    let summaries = journal.substances()?;
    let id = id.trim();
    let folded = fold_name(id);
    let exact = |key: &str| summaries.iter().find(|summary| summary.key == key).map(|summary| summary.key.clone());
    let candidates =
        [id.to_owned(), format!("cas:{id}"), format!("ec:{id}"), format!("inchikey:{id}"), format!("name:{folded}")];
    if let Some(key) = candidates.iter().find_map(|key| exact(key)) {
        return Ok(key);
    }
    let mut named: Vec<_> = summaries.iter().filter(|summary| fold_name(&summary.name) == folded).collect();
    named.sort_by_key(|summary| std::cmp::Reverse(summary.total()));
    if let Some(summary) = named.first() {
        return Ok(summary.key.clone());
    }
    if let Some(entry) = orfila_chemistry::dictionary::SubstanceDictionary::shipped().by_name(id)
        && let Some(key) = exact(&format!("cas:{}", entry.casrn))
    {
        return Ok(key);
    }
    let near: Vec<&str> = summaries
        .iter()
        .filter(|summary| fold_name(&summary.name).contains(&folded))
        .take(5)
        .map(|summary| summary.name.as_str())
        .collect();
    let hint = if near.is_empty() {
        "look for it with `orfila search`".to_owned()
    } else {
        format!("did you mean {}?", near.join(", "))
    };
    Err(WrongUse(format!("no record speaks of `{id}`; {hint}")).into())
}

/// Answers a question to the knowledge graph.
///
/// # Errors
/// If there is no project or no such node.
pub(crate) fn graph(session: &Session, question: Graph) -> anyhow::Result<Outcome> {
    let journal = session.project.existing_journal()?;
    let graph = session.project.graph(&journal)?;
    match question {
        Graph::Neighbours { node, depth } => {
            let found = graph.neighbours(&node, depth, &Filter::default()).map_err(wrong)?;
            if session.json {
                output::json(&found)?;
            } else {
                for neighbour in &found.nodes {
                    output::line(&format!(
                        "{:>2}  {:14} {}",
                        neighbour.distance,
                        neighbour.node.kind.as_str(),
                        neighbour.node.label
                    ));
                }
                for edge in &found.edges {
                    output::line(&format!(
                        "    {} —{}→ {}  [{}]",
                        edge.from.as_str(),
                        edge.edge.kind.as_str(),
                        edge.to.as_str(),
                        edge.edge.record
                    ));
                }
            }
        }
        Graph::Path { from, to } => match graph.shortest_path(&from, &to, &PathOptions::default()).map_err(wrong)? {
            Some(path) if session.json => output::json(&path)?,
            Some(path) => show_path(&path),
            None => {
                output::line(&format!("no path leads from {from} to {to}"));
                return Ok(Outcome::WithFailures);
            }
        },
        Graph::Export { output: Some(file) } => {
            let written =
                std::fs::File::create(&file).with_context(|| format!("{}: cannot be written", file.display()))?;
            let mut writer = std::io::BufWriter::new(written);
            graph.export_graphml(&mut writer)?;
            writer.flush()?;
        }
        Graph::Export { output: None } => graph.export_graphml(std::io::stdout().lock())?,
        Graph::Stats => {
            let stats = graph.stats();
            if session.json {
                output::json(&stats)?;
            } else {
                output::line(&format!(
                    "{} nodes, {} edges, {} records, {} documents",
                    stats.nodes, stats.edges, stats.records, stats.documents
                ));
                for kind in stats.nodes_by_kind.iter().chain(&stats.edges_by_kind) {
                    output::line(&format!("  {:>8} {}", kind.count, kind.kind));
                }
            }
        }
    }
    Ok(Outcome::AllWell)
}

fn wrong(error: orfila_graph::GraphError) -> WrongUse {
    WrongUse(error.to_string())
}

/// Writes a path, each step in words with its record.
pub(crate) fn show_path(path: &Path) {
    let labels: Vec<&str> = path.nodes.iter().map(|node| node.label.as_str()).collect();
    output::line(&labels.join(" → "));
    for step in &path.steps {
        output::line(&format!("  {}  [record {}]", step.words, step.edge.edge.record));
    }
}

//! One module a command.

mod corpus;
mod curation;
mod demo;
mod documents;
mod drawing;
mod extraction;
mod figures;
mod hazard;
mod ingest;
mod knowledge;
mod learning;
mod maintenance;
pub(crate) mod pages;
mod sources;
mod stream;

use crate::cli::{Arguments, Command, Evaluate, Train};
use crate::isolation;
use crate::output::{self, Outcome, WrongUse};
use crate::project::Project;
use crate::settings::Settings;

/// What every command needs.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) project: Project,
    pub(crate) settings: Settings,
    pub(crate) json: bool,
}

/// Runs the command that was asked for.
///
/// # Errors
/// Wrong use ([`WrongUse`]) or a broken environment; failures of single documents are an [`Outcome`].
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    if let Command::IsolatedReader { file_name, limits, extract, model, draw } = &arguments.command {
        isolation::serve_one(file_name, limits, *extract, model.as_deref(), draw.as_deref())?;
        return Ok(Outcome::AllWell);
    }
    let settings = Settings::load(&arguments.project, arguments.config.as_deref())?;
    let session = Session { project: Project::new(&arguments.project), settings, json: arguments.json };
    match arguments.command {
        Command::Demo { dir } => demo::run(&session, &dir),
        Command::Read(read) => documents::read(&session, &read),
        Command::Extract(extract) if extract.stream => stream::run(&session, &extract),
        Command::Extract(extract) => extraction::run(&session, &extract),
        Command::Ingest { paths, jobs, extractor } => ingest::run(&session, &paths, jobs, extractor),
        Command::Search { query, facet, limit, offset } => knowledge::search(&session, &query, &facet, limit, offset),
        Command::Dossier { id, format } => knowledge::dossier(&session, &id, format),
        Command::Review(review) => curation::run(&session, review),
        Command::Graph(graph) => knowledge::graph(&session, graph),
        Command::Train(Train::Hazard { data, held_out, output, seed }) => {
            hazard::train(&session, &data, held_out.as_deref(), &output, seed)
        }
        Command::Train(train) => learning::train(&session, train),
        Command::Evaluate(Evaluate::Hazard { data, model }) => hazard::evaluate(&session, &data, model),
        Command::Evaluate(evaluate) => learning::evaluate(&session, evaluate),
        Command::Predict { file, smiles } => hazard::predict(&session, file.as_deref(), smiles.as_deref()),
        Command::Serve { addr, allow_remote } => maintenance::serve(&session, &addr, allow_remote),
        Command::Schema { name } => schema(&name),
        Command::Corpus(command) => corpus::run(&session, command),
        Command::Audit(_) => maintenance::audit(&session),
        Command::Rebuild => maintenance::rebuild(&session),
        Command::Doctor => maintenance::doctor(&session),
        Command::IsolatedReader { .. } => Ok(Outcome::AllWell),
    }
}

fn schema(name: &str) -> anyhow::Result<Outcome> {
    let names = orfila_records::schema::NAMES.join(", ");
    let schema = orfila_records::schema::named(name)
        .ok_or_else(|| WrongUse(format!("there is no schema `{name}`; there are: {names}")))?;
    output::line(&serde_json::to_string_pretty(&schema)?);
    Ok(Outcome::AllWell)
}

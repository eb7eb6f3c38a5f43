//! The `orfila` command: documents in; grounded records, search, graph and prediction out.
//!
//! This crate is the composition root: it reads settings, starts isolated readers, prints results on stdout and progress
//! on stderr. What the words mean lives in the libraries.

mod cli;
mod commands;
mod isolation;
mod output;
mod parallel;
mod places;
mod project;
mod settings;

use std::process::ExitCode;

use clap::Parser as _;

use crate::output::Outcome;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    start_logging(arguments.verbose);
    match commands::run(arguments) {
        Ok(Outcome::AllWell) => ExitCode::SUCCESS,
        Ok(Outcome::WithFailures) => ExitCode::from(1),
        Err(error) => {
            output::error(&format!("error: {error:#}"));
            ExitCode::from(if error.is::<output::WrongUse>() { 2 } else { 3 })
        }
    }
}

/// Logs go to stderr; `RUST_LOG` overrides the level.
fn start_logging(verbose: u8) {
    let level = match verbose {
        0 => "warn",
        1 => "info",
        _ => "debug",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(format!("{level},tantivy=warn")));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}

//! `orfila serve`, `orfila audit`, `orfila rebuild`, `orfila doctor`.

use std::net::ToSocketAddrs as _;

use anyhow::Context as _;
use orfila_documents::recognition::Tesseract;
use orfila_extraction::confidence::Calibration;
use orfila_extraction::marking::Marker;
use orfila_search::SearchIndex;
use orfila_server::{Access, ServerOptions, ServerState};
use orfila_store::Journal;
use serde_json::json;

use super::{Session, hazard};
use crate::cli::ExtractorName;
use crate::output::{self, Outcome, WrongUse};
use crate::places;
use crate::settings::Ocr;

/// Serves API and pages until interrupted.
///
/// # Errors
/// If the address is wrong or taken, or the project cannot be opened.
pub(crate) fn serve(session: &Session, address: &str, allow_remote: bool) -> anyhow::Result<Outcome> {
    let address = address
        .to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next())
        .ok_or_else(|| WrongUse(format!("{address}: no address; write for example 127.0.0.1:8080")))?;
    // Makes the project on first use and brings the index up to date before the first visitor comes.
    let journal = session.project.journal()?;
    session.project.search_index(&journal)?;
    drop(journal);
    let models = places::shipped("models").map(|models| models.join("hazard-tox21"));
    let options = ServerOptions {
        project: session.project.folder().to_owned(),
        index: session.project.index_folder(),
        hazard_model: models,
    };
    let state = ServerState::open(&options)?;
    let ready = |address| output::error(&format!("serving http://{address}/ (Ctrl-C stops)"));
    orfila_server::serve(state, address, Access { allow_remote }, ready)?;
    Ok(Outcome::AllWell)
}

/// Checks the journal's chain of events.
///
/// # Errors
/// If there is no journal.
pub(crate) fn audit(session: &Session) -> anyhow::Result<Outcome> {
    let verification = session.project.existing_journal()?.verify()?;
    if session.json {
        output::json(&verification)?;
    } else {
        output::line(&format!(
            "{} events, {} extractions, {} records, {} decisions",
            verification.events, verification.extractions, verification.records, verification.decisions
        ));
        for finding in &verification.findings {
            output::line(&format!("  {finding}"));
        }
        output::line(if verification.is_sound() { "the chain is whole" } else { "the journal was changed" });
    }
    Ok(Outcome::of_failures(verification.findings.len()))
}

/// Deletes the search index and makes it again from the journal.
///
/// # Errors
/// If there is no journal or the index cannot be written.
pub(crate) fn rebuild(session: &Session) -> anyhow::Result<Outcome> {
    let journal = session.project.existing_journal()?;
    drop(SearchIndex::recreate(&session.project.index_folder())?);
    session.project.search_index(&journal)?;
    output::line(&format!("the search index was made again from {} events", journal.last_seq()?));
    Ok(Outcome::AllWell)
}

/// One finding of the doctor.
struct Finding {
    name: &'static str,
    well: bool,
    state: String,
    remedy: &'static str,
}

/// Says what is there, what is missing, and how to mend it.
///
/// # Errors
/// If the findings cannot be written.
pub(crate) fn doctor(session: &Session) -> anyhow::Result<Outcome> {
    let mut findings = vec![
        journal(session),
        index(session),
        language_model(session),
        model(),
        demo_corpus(),
        reader(session)?,
        recognition(session),
    ];
    findings.extend(ledger(session));
    let failures = findings.iter().filter(|finding| !finding.well).count();
    for finding in &findings {
        if session.json {
            output::json(
                &json!({"check": finding.name, "well": finding.well, "state": finding.state, "remedy": finding.remedy}),
            )?;
        } else {
            let mark = if finding.well { "ok  " } else { "MEND" };
            let remedy = if finding.well { "" } else { finding.remedy };
            output::line(&format!("{mark} {:14} {} {remedy}", finding.name, finding.state));
        }
    }
    Ok(Outcome::of_failures(failures))
}

fn finding<T>(
    name: &'static str,
    result: anyhow::Result<T>,
    say: impl FnOnce(T) -> String,
    remedy: &'static str,
) -> Finding {
    match result {
        Ok(value) => Finding { name, well: true, state: say(value), remedy },
        Err(error) => Finding { name, well: false, state: format!("{error:#}."), remedy },
    }
}

fn journal(session: &Session) -> Finding {
    let journal = session
        .project
        .existing_journal()
        .and_then(|journal: Journal| Ok((journal.path().display().to_string(), journal.last_seq()?)));
    finding(
        "journal",
        journal,
        |(path, events)| format!("{path}: {events} events"),
        "Start a project with `orfila ingest FOLDER`, or name another with --project.",
    )
}

fn index(session: &Session) -> Finding {
    let index = session
        .project
        .existing_journal()
        .and_then(|journal| Ok((session.project.search_index(&journal)?.watermark(), journal.last_seq()?)));
    finding(
        "search index",
        index,
        |(watermark, seq)| format!("at event {} of {seq}", watermark.unwrap_or(0)),
        "Make it again with `orfila rebuild`.",
    )
}

fn language_model(session: &Session) -> Finding {
    let read = super::extraction::model(ExtractorName::Model, &session.settings).and_then(|folder| {
        let folder = folder.unwrap_or_default();
        let marker = Marker::load(&folder, 1)?;
        let calibrated = Calibration::read(&folder, marker.sha256())?.is_some();
        Ok((folder, marker.sha256().to_owned(), calibrated))
    });
    finding(
        "language model",
        read,
        |(folder, sha256, calibrated)| {
            let confidence = if calibrated { "fields state how sure they are" } else { "fields state no confidence" };
            format!("{} (weights {}; {confidence})", folder.display(), sha256.get(..12).unwrap_or_default())
        },
        "`--extractor grammar` does without.",
    )
}

fn model() -> Finding {
    finding(
        "hazard model",
        hazard::model(),
        |model| format!("{} ({} endpoints)", model.name(), model.endpoint_names().len()),
        "Run from the source tree, or set ORFILA_HOME to the folder that holds `models`.",
    )
}

fn demo_corpus() -> Finding {
    let folder = places::shipped("corpora").context("the folder `corpora` was not found");
    finding(
        "demo corpus",
        folder,
        |folder| folder.join("demo").display().to_string(),
        "Run from the source tree, or set ORFILA_HOME to the folder that holds `corpora`.",
    )
}

fn reader(session: &Session) -> anyhow::Result<Finding> {
    let read = crate::isolation::read(b"Benzene 71-43-2\n", "doctor.txt", &session.settings)?;
    let read = read.map_err(|refused| anyhow::anyhow!(refused.message));
    Ok(finding(
        "reader",
        read,
        |_| {
            format!(
                "starts, at most {} MiB and {} s a document",
                session.settings.reader.memory_mib, session.settings.reader.seconds
            )
        },
        "Raise `reader.memory_mib` in the settings.",
    ))
}

/// Text recognition is no must: without it, scanned pages are losses.
fn recognition(session: &Session) -> Finding {
    let reader = &session.settings.reader;
    let (name, remedy) = ("recognition", "");
    if reader.ocr == Ocr::Off {
        let state = "switched off (`reader.ocr`); scanned pages stay unread and are listed as losses".to_owned();
        return Finding { name, well: true, state, remedy };
    }
    let state = match Tesseract::installed(&reader.tesseract) {
        Some(found) => {
            let turns = match found.orientation {
                true => "pages that lie on their side are found (`osd`)",
                false => "without `osd` data: pages that lie on their side are tried in every turn",
            };
            format!("{}, languages {}; {turns}", found.engine, found.languages.join(", "))
        }
        None => format!(
            "`{}` is not installed; scanned pages stay unread and are listed as losses. Debian, Ubuntu: `apt install \
             tesseract-ocr` (and tesseract-ocr-deu for German, and so on); macOS: `brew install tesseract`. Then read \
             the documents again, or name the program with `reader.tesseract`.",
            reader.tesseract.display()
        ),
    };
    Finding { name, well: true, state, remedy }
}

fn ledger(session: &Session) -> Vec<Finding> {
    let Ok(summary) = session.project.existing_journal().and_then(|journal| Ok(journal.loss_summary()?)) else {
        return Vec::new();
    };
    summary
        .into_iter()
        .map(|total| Finding {
            name: "loss ledger",
            well: true,
            state: format!("{:?}: {} entries, {} characters left out", total.reason, total.losses, total.characters),
            remedy: "",
        })
        .collect()
}

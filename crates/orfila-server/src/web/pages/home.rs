//! The first page: a search box, what the project holds, the latest documents.

use askama::Template;
use axum::extract::State;
use orfila_records::LossReason;
use orfila_store::{DocumentOutcome, DocumentRow, Journal, StoreError};

use super::{Page, layout};
use crate::dossier::{review_word, words};
use crate::web::App;

/// Documents listed.
const LATEST: usize = 10;

struct Figure {
    number: usize,
    what: String,
    link: &'static str,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    figures: Vec<Figure>,
    latest: Vec<DocumentRow>,
    losses: Vec<(String, usize)>,
}

fn gather(journal: &Journal) -> Result<Home, StoreError> {
    let stats = journal.review_stats()?;
    let substances = journal.substances()?.len();
    let mut latest = journal.documents()?;
    let refused = latest.iter().filter(|row| matches!(row.outcome, DocumentOutcome::Refused { .. })).count();
    let figure = |number, what: &str, link| Figure { number, what: what.to_owned(), link };
    let mut figures = vec![
        figure(latest.len() - refused, "documents read", "/documents"),
        figure(refused, "documents refused", "/documents"),
        figure(substances, "substances", "/search?q=type%3Asubstance"),
        figure(stats.records, "records", "/search?q=type%3Arecord"),
    ];
    for (status, number) in &stats.by_status {
        figures.push(figure(*number, &format!("records {}", review_word(*status)), "/review"));
    }
    latest.sort_by(|a, b| b.at.cmp(&a.at));
    latest.truncate(LATEST);
    let reason = |reason: LossReason| words(&reason);
    let losses = journal.loss_summary()?.into_iter().map(|total| (reason(total.reason), total.losses)).collect();
    Ok(Home { figures, latest, losses })
}

/// `GET /`
pub(crate) async fn show(State(app): State<App>) -> Page {
    let home = app.blocking(|state| Ok(state.read(gather)?)).await?;
    layout::page("Orfila", "", &home)
}

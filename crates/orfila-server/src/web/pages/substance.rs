//! The dossier as a page.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::{Page, dossier_of, known_key, layout};
use crate::dossier::DossierBody;
use crate::web::App;
use crate::web::session::encode;

/// `GET /substances/{key}`. An identifier without its prefix leads on to the key.
pub(crate) async fn show(State(app): State<App>, Path(text): Path<String>) -> Page {
    let asked = text.clone();
    let key = app.blocking(move |state| known_key(state, &asked)).await?;
    if key != text {
        return Ok(Redirect::to(&format!("/substances/{}", encode(&key))).into_response());
    }
    let dossier = app.blocking(move |state| dossier_of(state, &key)).await?;
    let title = format!("{} – Orfila", dossier.name);
    layout::page(&title, "", &DossierBody { dossier: &dossier, links: true })
}

//! Predictions for a structure.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;

use super::Answer;
use crate::web::App;
use crate::web::failure::Failure;

/// Longest SMILES that is taken, in bytes.
const LONGEST_SMILES: usize = 2_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PredictAsked {
    smiles: String,
}

/// What the hazard model says of a structure, by `?smiles=`.
pub(crate) async fn predict(State(app): State<App>, Query(asked): Query<PredictAsked>) -> Answer {
    answer(app, asked).await
}

/// What the hazard model says of a structure, by a JSON body.
pub(crate) async fn predict_posted(State(app): State<App>, Json(asked): Json<PredictAsked>) -> Answer {
    answer(app, asked).await
}

async fn answer(app: App, asked: PredictAsked) -> Answer {
    if asked.smiles.trim().is_empty() || asked.smiles.len() > LONGEST_SMILES {
        let detail =
            format!("`smiles` is 1 to {LONGEST_SMILES} characters, for example CC(C)(c1ccc(O)cc1)c1ccc(O)cc1.");
        return Err(Failure::bad_request(detail));
    }
    let prediction = app.blocking(move |state| Ok(state.predict(asked.smiles.trim()))).await?;
    match prediction {
        Some(Ok(prediction)) => Ok(Json(prediction).into_response()),
        Some(Err(reason)) => Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, reason)),
        None => {
            let detail = "There is no hazard model; the server's log says why. Start it with a models folder.";
            Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, detail))
        }
    }
}

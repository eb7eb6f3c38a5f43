//! The web application: routes, and the rules that hold for every request.

mod api;
mod failure;
mod guard;
mod pages;
mod paging;
mod session;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::error::ServerError;
use crate::state::ServerState;
use failure::Failure;

/// Largest body of a request, in bytes.
const LARGEST_BODY: usize = 64 * 1024;
/// Requests that work on journal, index or graph at the same time; others wait their turn.
const AT_ONCE: usize = 16;

/// Who may reach the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Access {
    /// Whether an address that other machines can reach is allowed. There is no login: whoever reaches the server can
    /// read everything and decide under any name.
    pub allow_remote: bool,
}

/// What every handler gets.
#[derive(Debug, Clone)]
pub(crate) struct App {
    state: Arc<ServerState>,
    permits: Arc<Semaphore>,
    access: Access,
}

impl App {
    /// Runs work that blocks, on a thread where it may.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&ServerState) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Failure::internal)?;
        let state = Arc::clone(&self.state);
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&state)
        });
        task.await.map_err(Failure::internal)?
    }
}

fn page_routes() -> Router<App> {
    Router::new()
        .route("/", get(pages::home::show))
        .route("/search", get(pages::search::show))
        .route("/substances/{key}", get(pages::substance::show))
        .route("/records/{id}", get(pages::record::show))
        .route("/records/{id}/decisions", post(pages::decision::decide))
        .route("/review", get(pages::review::show))
        .route("/review/next", get(pages::review::next))
        .route("/documents", get(pages::documents::list))
        .route("/documents/{id}", get(pages::documents::show))
        .route("/graph/{key}", get(pages::graph::show))
        .route("/style.css", get(pages::layout::stylesheet))
        .fallback(pages::not_found)
        .layer(from_fn(guard::as_pages))
}

fn api_routes(app: &App) -> Router<App> {
    Router::new()
        .route("/status", get(api::status))
        .route("/search", get(api::search))
        .route("/substances/{key}", get(api::substance))
        .route("/records/{id}", get(api::record))
        .route("/records/{id}/decisions", post(api::decide))
        .route("/documents", get(api::documents))
        .route("/documents/{id}", get(api::document))
        .route("/review/next", get(api::review_next))
        .route("/graph/neighbours", get(api::neighbours))
        .route("/graph/path", get(api::path))
        .route("/predict", get(api::predict).post(api::predict_posted))
        .fallback(pages::not_found)
        .layer(from_fn_with_state(app.clone(), guard::with_etag))
        .layer(from_fn(guard::as_problems))
}

/// All routes over a state.
pub fn router(state: Arc<ServerState>, access: Access) -> Router {
    let app = App { state, permits: Arc::new(Semaphore::new(AT_ONCE)), access };
    Router::new()
        .nest("/api/v1", api_routes(&app))
        .merge(page_routes())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(app.clone(), guard::every_request))
        .with_state(app)
}

/// Serves on a listener that is open already, until `stop` is there.
///
/// # Errors
/// [`ServerError::NotLoopback`] unless remote access is allowed; [`ServerError::Serve`].
pub async fn serve_on(
    listener: TcpListener,
    state: Arc<ServerState>,
    access: Access,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServerError> {
    let address = listener.local_addr().map_err(ServerError::Serve)?;
    allowed(address, access)?;
    axum::serve(listener, router(state, access)).with_graceful_shutdown(stop).await.map_err(ServerError::Serve)
}

fn allowed(address: SocketAddr, access: Access) -> Result<(), ServerError> {
    match address.ip().is_loopback() || access.allow_remote {
        true => Ok(()),
        false => Err(ServerError::NotLoopback(address)),
    }
}

/// Serves on `address` until the process is interrupted (Ctrl-C). `ready` is told the address once it is listened on,
/// which matters for port 0. It blocks and brings its own runtime.
///
/// # Errors
/// [`ServerError::NotLoopback`] for an address that other machines can reach, unless that is allowed;
/// [`ServerError::Listen`] if the address is taken; [`ServerError::Serve`].
pub fn serve(
    state: ServerState,
    address: SocketAddr,
    access: Access,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServerError> {
    allowed(address, access)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServerError::Serve)?;
    runtime.block_on(async {
        let listen = |source| ServerError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        ready(listener.local_addr().map_err(ServerError::Serve)?);
        let interrupted = async {
            if tokio::signal::ctrl_c().await.is_err() {
                tracing::warn!("interrupts cannot be heard; end the process to stop serving");
                std::future::pending::<()>().await;
            }
        };
        serve_on(listener, Arc::new(state), access, interrupted).await
    })
}

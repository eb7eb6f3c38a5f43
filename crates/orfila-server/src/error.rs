//! What can go wrong in the server and in the projections it keeps.

use std::net::SocketAddr;

use orfila_search::SearchError;
use orfila_store::StoreError;
use thiserror::Error;

/// Why the server cannot start, or a projection cannot be brought up to date.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// An address that other machines can reach.
    #[error(
        "{0} can be reached from other machines, and there is no login: everybody who reaches it could read and decide. \
         Use 127.0.0.1 and a tunnel, or allow it explicitly (`--allow-remote`) behind a proxy that authenticates people"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("{address} cannot be listened on ({source}); stop what uses it, or choose another port")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Serving ended with a failure.
    #[error("serving failed: {0}; start again")]
    Serve(#[source] std::io::Error),
}

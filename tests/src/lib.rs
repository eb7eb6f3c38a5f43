//! End-to-end tests of the `orfila` binary; see the integration tests beside this file.

//! orfila-server

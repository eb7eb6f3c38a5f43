//! orfila-store

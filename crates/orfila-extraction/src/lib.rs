//! orfila-extraction

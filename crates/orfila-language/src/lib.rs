//! orfila-language

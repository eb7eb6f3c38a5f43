//! orfila-documents

//! orfila-chemistry

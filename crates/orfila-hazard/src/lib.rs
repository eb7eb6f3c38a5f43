//! orfila-hazard

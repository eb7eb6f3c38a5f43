//! orfila-graph

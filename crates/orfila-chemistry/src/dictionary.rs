//! A small dictionary of common substances.

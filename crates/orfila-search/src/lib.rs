//! orfila-search

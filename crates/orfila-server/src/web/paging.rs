//! Parts of long lists, with caps.

use serde::{Deserialize, Serialize};

use super::failure::Failure;

/// Most entries returned at once.
pub(crate) const LARGEST_LIMIT: usize = 200;
/// Furthest that a list can be skipped into.
pub(crate) const LARGEST_OFFSET: usize = 10_000;
/// Entries on a page.
pub(crate) const ON_A_PAGE: usize = 20;

/// Which part of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Paging {
    limit: Option<usize>,
    offset: Option<usize>,
}

impl Paging {
    /// Limit and offset within the caps.
    pub(crate) fn checked(self) -> Result<(usize, usize), Failure> {
        let (limit, offset) = (self.limit.unwrap_or(ON_A_PAGE), self.offset.unwrap_or(0));
        if limit == 0 || limit > LARGEST_LIMIT {
            return Err(Failure::bad_request(format!("`limit` is 1 to {LARGEST_LIMIT}, not {limit}.")));
        }
        if offset > LARGEST_OFFSET {
            let detail = format!("`offset` is at most {LARGEST_OFFSET}, not {offset}: narrow the question instead.");
            return Err(Failure::bad_request(detail));
        }
        Ok((limit, offset))
    }
}

/// A part of a list in JSON.
#[derive(Debug, Serialize)]
pub(crate) struct Part<T> {
    total: usize,
    limit: usize,
    offset: usize,
    items: Vec<T>,
}

impl<T> Part<T> {
    pub(crate) fn of(all: Vec<T>, (limit, offset): (usize, usize)) -> Self {
        Self { total: all.len(), limit, offset, items: all.into_iter().skip(offset).take(limit).collect() }
    }
}

/// Links to the pages before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pager {
    /// This page, from 1.
    pub(crate) page: usize,
    /// Number of pages.
    pub(crate) pages: usize,
    /// The address up to the number.
    pub(crate) address: String,
}

impl Pager {
    /// The pager over `total` entries, `size` on a page; `page` counts from 1.
    pub(crate) fn new(page: usize, total: usize, size: usize, address: String) -> Self {
        let pages = total.div_ceil(size.max(1)).clamp(1, LARGEST_OFFSET / size.max(1) + 1);
        Self { page: page.clamp(1, pages), pages, address }
    }

    /// How many entries come before this page.
    pub(crate) fn offset(&self, size: usize) -> usize {
        (self.page - 1).saturating_mul(size)
    }

    /// The address of the page before.
    pub(crate) fn before(&self) -> Option<String> {
        (self.page > 1).then(|| format!("{}{}", self.address, self.page - 1))
    }

    /// The address of the page after.
    pub(crate) fn after(&self) -> Option<String> {
        (self.page < self.pages).then(|| format!("{}{}", self.address, self.page + 1))
    }
}

//! The time that laying out a page may take. Every step is bounded by what a page may hold; the clock is for the page
//! that nobody thought of.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// Looked at in the outer loops of layout: once it is late, what is left of the page is read line by line.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    deadline: Option<Instant>,
    late: Cell<bool>,
}

impl Clock {
    /// A clock that is late after `left`.
    pub(crate) fn of(left: Duration) -> Self {
        Self { deadline: Instant::now().checked_add(left), late: Cell::new(false) }
    }

    /// Looks at the clock; once late, always late.
    pub(crate) fn is_late(&self) -> bool {
        if !self.late.get() && self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            self.late.set(true);
        }
        self.late.get()
    }

    /// Whether anybody found it late when looking.
    pub(crate) fn was_late(&self) -> bool {
        self.late.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_late_only_for_those_who_look() {
        let clock = Clock::of(Duration::ZERO);
        assert!(!clock.was_late());
        assert!(clock.is_late() && clock.was_late());
        assert!(!Clock::of(Duration::from_secs(3_600)).is_late());
        assert!(!Clock::default().is_late());
    }
}

//! `--pages 1-3,7`: which pages to show.

use std::str::FromStr;

use orfila_records::PageNumber;

/// Some pages of a document; all of them by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PageRange(Vec<(u32, u32)>);

impl PageRange {
    /// Whether a page is among them.
    pub(crate) fn holds(&self, page: PageNumber) -> bool {
        self.0.is_empty() || self.0.iter().any(|(first, last)| (*first..=*last).contains(&page.0))
    }
}

impl FromStr for PageRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` names no pages; write for example 3, 1-3 or 1-3,7");
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| *number > 0);
        let mut ranges = Vec::new();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = number(first).zip(number(last)).ok_or_else(wrong)?;
            if first > last {
                return Err(wrong());
            }
            ranges.push((first, last));
        }
        Ok(Self(ranges))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_and_nonsense_is_refused() {
        let range: PageRange = "1-3, 7".parse().expect("a range");
        let held: Vec<u32> = (1..=8).filter(|page| range.holds(PageNumber(*page))).collect();
        assert_eq!(held, [1, 2, 3, 7]);
        assert!(PageRange::default().holds(PageNumber(99)));
        for wrong in ["", "0", "3-1", "a", "1-", "-2", "1,,2"] {
            assert!(wrong.parse::<PageRange>().is_err(), "{wrong}");
        }
    }
}

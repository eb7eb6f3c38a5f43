//! The headings above the current place.

/// How deep a heading is: by its printed number, by nesting, or by how large it is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Rank {
    /// Depth from 1, from a section number or from nesting.
    Depth(u32),
    /// Size in points.
    Size(f32),
}

/// The stack of open headings.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    open: Vec<(Rank, String)>,
}

impl Outline {
    /// Enters a heading: it closes those of its own rank and below.
    pub(crate) fn enter(&mut self, rank: Rank, heading: &str) {
        const DEEPEST: usize = 12;
        while self.open.last().is_some_and(|(last, _)| closes(rank, *last)) {
            self.open.pop();
        }
        self.open.truncate(DEEPEST);
        self.open.push((rank, heading.split_whitespace().collect::<Vec<_>>().join(" ")));
    }

    /// Leaves every heading deeper than `depth`.
    pub(crate) fn leave_to(&mut self, depth: usize) {
        self.open.truncate(depth);
    }

    /// Number of open headings.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn path(&self) -> Vec<String> {
        self.open.iter().map(|(_, heading)| heading.clone()).collect()
    }

    /// The innermost heading.
    pub(crate) fn innermost(&self) -> Option<&str> {
        self.open.last().map(|(_, heading)| heading.as_str())
    }
}

fn closes(new: Rank, open: Rank) -> bool {
    match (new, open) {
        (Rank::Depth(new), Rank::Depth(open)) => new <= open,
        (Rank::Size(new), Rank::Size(open)) => new >= open - 0.3,
        // A numbered heading ends the unnumbered ones before it; an unnumbered one stands inside the numbered one.
        (Rank::Depth(_), Rank::Size(_)) => true,
        (Rank::Size(_), Rank::Depth(_)) => false,
    }
}

/// Whether a heading stands above a list of references.
pub(crate) fn is_reference_heading(heading: &str) -> bool {
    const HEADINGS: [&str; 14] = [
        "references",
        "bibliography",
        "literature cited",
        "literature",
        "literatur",
        "references and notes",
        "references cited",
        "literaturverzeichnis",
        "références",
        "bibliographie",
        "referencias",
        "bibliografía",
        "bibliografia",
        "参考文献",
    ];
    let heading =
        heading.trim_start_matches(|first: char| first.is_ascii_digit() || ". ".contains(first)).to_lowercase();
    HEADINGS.contains(&heading.trim_end_matches([':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_nest_by_rank() {
        let mut outline = Outline::default();
        outline.enter(Rank::Depth(1), "3. Composition");
        outline.enter(Rank::Depth(2), "3.1 Substances");
        outline.enter(Rank::Size(10.0), "Notes");
        assert_eq!(outline.path(), ["3. Composition", "3.1 Substances", "Notes"]);
        outline.enter(Rank::Size(10.1), "More  notes");
        assert_eq!(outline.path(), ["3. Composition", "3.1 Substances", "More notes"]);
        outline.enter(Rank::Depth(1), "4. First aid");
        assert_eq!(outline.path(), ["4. First aid"]);
    }
}

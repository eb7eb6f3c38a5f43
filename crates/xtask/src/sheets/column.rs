//! The columns of a composition table and what they say of a substance.

use super::random::Lot;
use super::substances::Substance;
use super::words::Words;

/// What a column holds; the order is that of [`Words::headings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Name,
    Cas,
    Ec,
    Index,
    Reach,
    /// All identifiers below each other.
    Identifiers,
    Share,
    /// Classes with their statements.
    Classification,
    /// Statements alone, beside a column of classes.
    Statements,
    Limits,
}

impl Kind {
    /// Whether its cells may be broken, or only its heading.
    pub(super) fn breaks(self) -> bool {
        matches!(self, Self::Name | Self::Reach | Self::Classification | Self::Statements | Self::Limits)
    }

    /// Whether a table is still one without it.
    pub(super) fn optional(self) -> bool {
        !matches!(self, Self::Name | Self::Cas | Self::Identifiers | Self::Share)
    }
}

/// How a sheet writes what its columns hold.
pub(super) struct Manner {
    /// Index into the names of a substance.
    pub(super) language: usize,
    share: usize,
    comma: bool,
    percent: bool,
    classes: usize,
    empty: &'static str,
    /// Whether classes and statements have a column each.
    pub(super) parted: bool,
}

impl Manner {
    pub(super) fn drawn(lot: &mut Lot, language: usize, parted: bool) -> Self {
        Self {
            language,
            share: lot.below(5),
            comma: language > 0 || lot.chance(20),
            percent: lot.chance(50),
            classes: lot.below(4),
            empty: lot.one(["", "-", "–", "---"]),
            parted,
        }
    }

    /// The cell of a substance; `row` counts from 0.
    pub(super) fn cell(&self, lot: &mut Lot, kind: Kind, row: usize, of: &Substance, words: &Words) -> String {
        let or_empty = |text: &str| if text.is_empty() { self.empty.to_owned() } else { text.to_owned() };
        match kind {
            Kind::Number => (row + 1).to_string(),
            Kind::Name => of.names[self.language].to_owned(),
            Kind::Cas => of.cas.to_owned(),
            Kind::Ec => or_empty(of.ec),
            Kind::Index => or_empty(of.index),
            Kind::Reach => or_empty(of.reach),
            Kind::Identifiers => identifiers(of, words),
            Kind::Share => self.share(lot),
            Kind::Classification => self.classification(of, words),
            Kind::Statements if of.classes.is_empty() => self.empty.to_owned(),
            Kind::Statements => self.joined(of.classes.iter().map(|(_, statement)| (*statement).to_owned())),
            Kind::Limits => or_empty(
                &of.limit.replace(" = ", "~=~").replace(" ≥ ", "~≥~").replace(" ≤ ", "~≤~").replace(" %", "~%"),
            ),
        }
    }

    fn share(&self, lot: &mut Lot) -> String {
        const RANGES: [(&str, &str); 12] = [
            ("0.1", "1"),
            ("1", "2.5"),
            ("1", "5"),
            ("2.5", "5"),
            ("5", "10"),
            ("10", "20"),
            ("10", "25"),
            ("20", "30"),
            ("25", "50"),
            ("50", "75"),
            ("0.025", "0.25"),
            ("0.0015", "0.06"),
        ];
        let (low, high) = RANGES[lot.below(RANGES.len())];
        let text = match self.share {
            0 => format!("{low}~-~{high}"),
            1 => format!("≥~{low}~-~<~{high}"),
            2 => format!("{low}~–~{high}"),
            3 => format!("≥{low}~-~≤{high}"),
            _ => format!("<~{high}"),
        };
        let text = if self.comma { text.replace('.', ",") } else { text };
        if self.percent { format!("{text}~%") } else { text }
    }

    fn classification(&self, of: &Substance, words: &Words) -> String {
        if of.classes.is_empty() {
            return words.unclassified.to_owned();
        }
        let one = |(class, statement): &(&str, &str)| {
            let class = class.replace(' ', if self.classes == 3 { " " } else { "~" });
            if self.parted { class } else { format!("{class},~{statement}") }
        };
        self.joined(of.classes.iter().map(one))
    }

    /// One below the other, or one after the other.
    fn joined(&self, parts: impl Iterator<Item = String>) -> String {
        let parts: Vec<String> = parts.collect();
        // Beside each other, two columns of one list are read line by line.
        let below = self.parted || self.classes < 2;
        parts.join(if below { "\n" } else { "; " })
    }
}

fn identifiers(of: &Substance, words: &Words) -> String {
    let numbers = [of.cas, of.ec, of.index, of.reach];
    let lines = numbers.iter().zip(words.labels).filter(|(number, _)| !number.is_empty());
    let lines = lines.map(|(number, label)| format!("{label}{number}").replace(' ', "~"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The columns of a sheet, from left to right.
pub(super) fn drawn(lot: &mut Lot) -> Vec<Kind> {
    let stacked = lot.chance(22);
    let mut identifiers = if stacked { vec![Kind::Identifiers] } else { vec![Kind::Cas] };
    let mut maybe = |kinds: &mut Vec<Kind>, kind, percent| {
        if lot.chance(percent) {
            kinds.push(kind);
        }
    };
    if !stacked {
        maybe(&mut identifiers, Kind::Ec, 70);
        maybe(&mut identifiers, Kind::Index, 30);
        maybe(&mut identifiers, Kind::Reach, 40);
    }
    let mut rest = Vec::new();
    maybe(&mut rest, Kind::Classification, 88);
    if !rest.is_empty() {
        maybe(&mut rest, Kind::Statements, 28);
    }
    maybe(&mut rest, Kind::Limits, 25);
    let share_at = if lot.chance(60) { 0 } else { rest.len() };
    rest.insert(share_at, Kind::Share);
    let name_at = if lot.chance(70) { 0 } else { identifiers.len() };
    identifiers.insert(name_at, Kind::Name);
    if lot.chance(12) {
        identifiers.insert(0, Kind::Number);
    }
    identifiers.extend(rest);
    identifiers
}

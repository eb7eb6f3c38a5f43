//! The look of a sheet, drawn by lot.

use super::breaking::Allowed;
use super::random::Lot;
use crate::demo_corpus::typeset::{A4, Face, LETTER, Letters};

/// Which rules a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// Around every cell.
    Grid,
    /// Around every cell, without the outer left and right edge.
    OpenSides,
    /// Between the rows.
    Rows,
    /// A frame, between the columns and below the head.
    Columns,
    /// A frame and a rule below the head; every second row is grey.
    Zebra,
    /// None at all.
    None,
}

/// How a program draws rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pen {
    /// A stroke as long as the rule.
    Strokes,
    /// A stroke for each side of each cell.
    Segments,
    /// Thin filled rectangles, as word processors write them.
    Bars,
}

/// How a program writes lines of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// A string a line.
    Lines,
    /// A string a word, each at its own place.
    Words,
    /// Strings with moves between them; spaces are moves too.
    Moves,
    /// A string a character, each at its own place.
    Characters,
}

/// Where a line or a block stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Left or above.
    First,
    /// In the middle.
    Middle,
    /// Right or below.
    Last,
}

/// The look of a sheet.
pub(super) struct Design {
    pub(super) paper: (f32, f32),
    pub(super) margin: f32,
    pub(super) body: Face,
    pub(super) strong: Face,
    /// Size of running text.
    pub(super) size: f32,
    /// Size of the table's text.
    pub(super) small: f32,
    /// Height of a line, as a multiple of its size.
    pub(super) leading: f32,
    pub(super) rules: Rules,
    pub(super) pen: Pen,
    pub(super) hand: Hand,
    /// Free space left and right in a cell.
    pub(super) side: f32,
    /// Free space above and below in a cell.
    pub(super) above: f32,
    pub(super) thickness: f32,
    /// Grey of the rules, 0 black.
    pub(super) ink: f32,
    /// Grey of the head's ground, 1 white.
    pub(super) ground: f32,
    /// Where cells of a row stand in its height.
    pub(super) rows: Place,
    /// The same for the head.
    pub(super) head_rows: Place,
    /// Whether headings stand in the middle of their column.
    pub(super) head_centred: bool,
    /// Where shares and registry numbers stand in their column.
    pub(super) shares: Place,
    pub(super) numbers: Place,
    pub(super) bold_head: bool,
    /// Whether the table takes the whole width between the margins.
    pub(super) wide: bool,
    pub(super) allowed: Allowed,
    /// Widest a name, a classification and a limit may be before it is broken.
    pub(super) caps: [f32; 3],
}

impl Design {
    pub(super) fn drawn(lot: &mut Lot, ruled: bool) -> Self {
        let (body, strong) =
            lot.one([(Face::Sans, Face::SansBold), (Face::Sans, Face::SansBold), (Face::Serif, Face::SerifBold)]);
        let rules = lot.one([
            Rules::Grid,
            Rules::Grid,
            Rules::Grid,
            Rules::Grid,
            Rules::OpenSides,
            Rules::Rows,
            Rules::Columns,
            Rules::Zebra,
        ]);
        let rules = if ruled { rules } else { Rules::None };
        let small = lot.one([7.0, 7.5, 8.0, 8.5, 9.0, 9.5]);
        let leading = lot.between(1.12, 1.32);
        let rows = if lot.chance(30) { Place::Middle } else { Place::First };
        let open = !matches!(rules, Rules::Grid | Rules::OpenSides | Rules::Rows);
        Self {
            paper: lot.one([A4, A4, A4, LETTER]),
            margin: lot.between(34.0, 64.0),
            body,
            strong,
            size: lot.one([8.5, 9.0, 9.5, 10.0]),
            small,
            leading,
            rules,
            pen: lot.one([Pen::Strokes, Pen::Segments, Pen::Bars]),
            hand: lot.one([Hand::Lines, Hand::Lines, Hand::Words, Hand::Moves, Hand::Characters]),
            side: if ruled { lot.between(2.0, 5.0) } else { lot.between(4.0, 9.0) },
            above: free(lot, open, rows, small * leading),
            thickness: lot.one([0.25, 0.5, 0.75, 1.0]),
            ink: lot.one([0.0, 0.0, 0.35, 0.6]),
            ground: if ruled { lot.one([1.0, 1.0, 0.9, 0.8, 0.3]) } else { 1.0 },
            rows,
            head_rows: lot.one([Place::First, Place::Middle, Place::Last]),
            head_centred: lot.chance(35),
            shares: lot.one([Place::First, Place::Middle, Place::Last]),
            numbers: lot.one([Place::First, Place::First, Place::Middle]),
            bold_head: lot.chance(75),
            wide: lot.chance(65),
            allowed: Allowed { hyphens: lot.chance(75), words: lot.chance(50) },
            caps: [lot.between(85.0, 150.0), lot.between(75.0, 160.0), lot.between(70.0, 120.0)],
        }
    }

    /// Letters of the table.
    pub(super) fn letters(&self, head: bool) -> Letters {
        Letters { face: if head && self.bold_head { self.strong } else { self.body }, size: self.small }
    }

    /// Height of a line of the table.
    pub(super) fn line(&self) -> f32 {
        self.small * self.leading
    }
}

/// Space above and below the text of a cell. Rows that no rule parts stand further apart than lines do, so that a person
/// can tell them; further still where the cells of a row begin at different heights.
fn free(lot: &mut Lot, open: bool, rows: Place, line: f32) -> f32 {
    match (open, rows) {
        (false, _) => lot.between(1.0, 5.0),
        (true, Place::First) => line * lot.between(0.12, 0.5),
        (true, _) => line * lot.between(0.35, 0.7),
    }
}

//! What a page shows: glyphs with their places, and the painted areas that decide whether a reader sees them.

use orfila_records::Concealment;

use crate::pdf::font::GlyphText;
use crate::pdf::path::Strokes;

/// A glyph on a page. `u` runs along the line in reading direction, `v` downwards across the lines, both in points;
/// for upright text these are x and y from the page's top left.
#[derive(Debug, Clone, Default)]
pub(crate) struct Glyph {
    pub(crate) text: GlyphText,
    /// Left edge along the line.
    pub(crate) u0: f32,
    /// Right edge along the line.
    pub(crate) u1: f32,
    /// The baseline.
    pub(crate) v: f32,
    /// Font size in points as shown.
    pub(crate) size: f32,
    /// Letter height above the baseline in points.
    pub(crate) ascent: f32,
    /// Depth below the baseline in points.
    pub(crate) depth: f32,
    /// Direction of the line: whole degrees clockwise from left-to-right.
    pub(crate) angle: i16,
    pub(crate) bold: bool,
    /// Whether the file contradicts itself about its character.
    pub(crate) doubtful: bool,
    /// The typeface; 0 if it is not known.
    pub(crate) face: u32,
    /// Whether characters stand below each other (writing mode 1); `u` then runs down the column.
    pub(crate) vertical: bool,
    pub(crate) visibility: Visibility,
}

impl Glyph {
    /// The point on the page at `share` of the glyph's width, at the middle of a small letter.
    pub(crate) fn point(&self, share: f32) -> (f32, f32) {
        let (u, v) =
            (self.u0 + share * (self.u1 - self.u0), self.v - if self.vertical { 0.0 } else { 0.3 * self.size });
        match self.angle {
            0 => (u, v),
            angle => {
                let radians = f32::from(angle).to_radians();
                let (sin, cos) = radians.sin_cos();
                (u * cos - v * sin, u * sin + v * cos)
            }
        }
    }
}

/// Whether a reader of the page sees a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Visibility {
    #[default]
    Visible,
    /// Not painted itself, but the text of an image at its place, as text recognition writes it.
    Layer,
    /// Never to be seen.
    Hidden(Concealment),
}

impl Visibility {
    /// Why a reader cannot see it; an image's text layer is seen in the image.
    pub(crate) fn concealment(self) -> Option<Concealment> {
        match self {
            Self::Visible | Self::Layer => None,
            Self::Hidden(reason) => Some(reason),
        }
    }
}

/// An axis-parallel area on the page, in points from the top left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x0: f32,
    pub(crate) y0: f32,
    pub(crate) x1: f32,
    pub(crate) y1: f32,
}

impl Area {
    pub(crate) const EMPTY: Self =
        Self { x0: f32::INFINITY, y0: f32::INFINITY, x1: f32::NEG_INFINITY, y1: f32::NEG_INFINITY };

    pub(crate) fn include(&mut self, (x, y): (f32, f32)) {
        self.x0 = self.x0.min(x);
        self.y0 = self.y0.min(y);
        self.x1 = self.x1.max(x);
        self.y1 = self.y1.max(y);
    }

    pub(crate) fn contains(&self, (x, y): (f32, f32)) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }

    pub(crate) fn intersect(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    pub(crate) fn is_finite(&self) -> bool {
        [self.x0, self.y0, self.x1, self.y1].iter().all(|value| value.is_finite())
    }

    pub(crate) fn size(&self) -> f32 {
        (self.x1 - self.x0).max(0.0) * (self.y1 - self.y0).max(0.0)
    }
}

/// An image on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ImagePlace {
    /// What of it can be seen.
    pub(crate) area: Area,
    /// Its name in the resources; empty for inline images.
    pub(crate) name: String,
}

/// Everything a page's content shows.
#[derive(Debug, Default)]
pub(crate) struct PageContent {
    pub(crate) glyphs: Vec<Glyph>,
    /// Images drawn, in order.
    pub(crate) images: Vec<ImagePlace>,
    /// Lines, filled areas and drawings.
    pub(crate) strokes: Strokes,
    /// Part of the page under images, 0 to 1 (overlaps counted twice, then capped).
    pub(crate) image_share: f32,
    /// Number of painted paths.
    pub(crate) shapes: usize,
    /// Glyphs that could not be placed, because a transform is not a number.
    pub(crate) unplaced: usize,
    /// Glyphs whose characters another text that the file states (`ActualText`) replaced.
    pub(crate) replaced: usize,
    /// Stretches of text for which the file states another text: how they begin as shown and as stated.
    pub(crate) contradictions: Vec<(String, String)>,
    /// Glyphs by fonts that tell their characters wrongly or not at all, each with what is wrong.
    pub(crate) doubts: std::collections::BTreeMap<String, usize>,
    /// Text of the page's annotations that is not shown on the page.
    pub(crate) notes: Vec<Note>,
    /// Texts of the tiling patterns that the page paints with.
    pub(crate) patterns: std::collections::BTreeSet<std::rc::Rc<str>>,
    /// Values of form fields that have no appearance.
    pub(crate) bare_values: usize,
    /// Why reading stopped early, if it did.
    pub(crate) stopped: Option<Stop>,
}

/// What a page with too many letters is past.
pub(crate) const PAGE_GLYPHS: &str = "the number of a page's glyphs";
/// What a page that takes too long is past.
pub(crate) const PAGE_TIME: &str = "the time for a page in seconds";

/// Why a page was not read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Something past a limit.
    Limit {
        /// What was measured.
        what: &'static str,
        /// How much is allowed.
        limit: u64,
    },
    /// Damage, in words.
    Damage(String),
}

impl Stop {
    /// The reason in words.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Limit { what, limit } => format!("{what} is past the limit of {limit}"),
            Self::Damage(reason) => reason.clone(),
        }
    }
}

/// Text of an annotation that is not shown on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) text: String,
    /// Whether the annotation is hidden on purpose; otherwise a viewer shows it when asked.
    pub(crate) hidden: bool,
}

//! What a page shows: glyphs with their places, and the painted areas that decide whether a reader sees them.

use orfila_records::Concealment;

use crate::pdf::font::GlyphText;
use crate::pdf::path::Strokes;

/// A glyph on a page. `u` runs along the line in reading direction, `v` downwards across the lines, both in points;
/// for upright text these are x and y from the page's top left.
#[derive(Debug, Clone)]
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
    pub(crate) visibility: Visibility,
}

/// Whether a reader of the page sees a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    Visible,
    /// Render mode 3: hidden, unless it is the text layer over a page image.
    Invisible,
    /// White: hidden, unless something dark lies below it.
    White,
    /// Never to be seen.
    Hidden(Concealment),
}

impl Visibility {
    /// Why a reader cannot see it; text in render mode 3 over a page's image is that image's text layer.
    pub(crate) fn concealment(self, text_layer: bool) -> Option<Concealment> {
        match self {
            Self::Visible => None,
            Self::Invisible => (!text_layer).then_some(Concealment::NotPainted),
            Self::White => Some(Concealment::Colour),
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
    /// Why reading stopped early, if it did.
    pub(crate) stopped: Option<String>,
}

//! The graphics state that text depends on (ISO 32000-1, 8.4 and 9.3).

use std::rc::Rc;

use crate::pdf::font::Font;
use crate::pdf::glyphs::Area;
use crate::pdf::matrix::Matrix;

/// What the operands of `sc` and `scn` mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColourSpace {
    Gray,
    Rgb,
    Cmyk,
    /// One ink: 0 is none of it.
    Tint,
    Other,
}

/// A colour, as far as two of them can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    /// Red, green and blue, 0 to 255.
    Light([u8; 3]),
    /// Four inks turned into red, green and blue; comparable among themselves only, for presses differ.
    Ink([u8; 3]),
    /// A pattern, an image, an ink of its own: like nothing else.
    Unknown,
}

impl Paint {
    pub(crate) const BLACK: Self = Self::Light([0; 3]);
    pub(crate) const WHITE: Self = Self::Light([255; 3]);

    pub(crate) fn is_white(self) -> bool {
        const WHITE: u8 = 247;
        match self {
            Self::Light(parts) | Self::Ink(parts) => parts.iter().all(|part| *part >= WHITE),
            Self::Unknown => false,
        }
    }

    /// Whether no eye tells the two apart.
    pub(crate) fn is_like(self, other: Self) -> bool {
        const NEAR: u8 = 6;
        match (self, other) {
            (Self::Light(a), Self::Light(b)) | (Self::Ink(a), Self::Ink(b)) => {
                a.iter().zip(&b).all(|(a, b)| a.abs_diff(*b) <= NEAR)
            }
            _ => self.is_white() && other.is_white(),
        }
    }
}

/// One level of the graphics state stack.
#[derive(Clone)]
pub(crate) struct GraphicsState {
    pub(crate) transform: Matrix,
    pub(crate) clip: Area,
    /// Whether the clipping path is just that area.
    pub(crate) clip_is_exact: bool,
    pub(crate) fill_space: ColourSpace,
    pub(crate) fill: Paint,
    pub(crate) stroke_space: ColourSpace,
    pub(crate) stroke: Paint,
    /// How much areas and letters hide of what lies below, 0 to 1.
    pub(crate) fill_alpha: f32,
    /// How much lines hide of what lies below, 0 to 1.
    pub(crate) stroke_alpha: f32,
    /// Whether what is painted replaces what lies below: no blend mode, soft mask or overprinting.
    pub(crate) replaces: bool,
    pub(crate) line_width: f32,
    pub(crate) font: Option<Rc<Font>>,
    pub(crate) size: f32,
    pub(crate) character_spacing: f32,
    pub(crate) word_spacing: f32,
    pub(crate) horizontal_scale: f32,
    pub(crate) leading: f32,
    pub(crate) rise: f32,
    pub(crate) render_mode: i32,
}

impl GraphicsState {
    pub(crate) fn new(transform: Matrix, clip: Area) -> Self {
        Self {
            transform,
            clip,
            clip_is_exact: true,
            fill_space: ColourSpace::Gray,
            fill: Paint::BLACK,
            stroke_space: ColourSpace::Gray,
            stroke: Paint::BLACK,
            fill_alpha: 1.0,
            stroke_alpha: 1.0,
            replaces: true,
            line_width: 1.0,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            horizontal_scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            render_mode: 0,
        }
    }

    /// Narrows the clipping path to `area`; `exact` says whether the path is just that area.
    pub(crate) fn clip_to(&mut self, area: &Area, exact: bool) {
        self.clip = self.clip.intersect(area);
        self.clip_is_exact &= exact;
    }
}

impl ColourSpace {
    /// The colour that the space begins with.
    pub(crate) fn initial(self) -> Paint {
        match self {
            Self::Gray | Self::Rgb | Self::Cmyk => Paint::BLACK,
            Self::Tint | Self::Other => Paint::Unknown,
        }
    }

    /// A colour of this space.
    pub(crate) fn paint(self, components: &[f32]) -> Paint {
        let part = |value: f32| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
        match (self, components) {
            (Self::Gray, [gray]) => Paint::Light([part(*gray); 3]),
            (Self::Rgb, [red, green, blue]) => Paint::Light([part(*red), part(*green), part(*blue)]),
            (Self::Cmyk, [inks @ .., black]) if inks.len() == 3 => Paint::Ink(
                [0, 1, 2].map(|ink: usize| part((1.0 - inks[ink].clamp(0.0, 1.0)) * (1.0 - black.clamp(0.0, 1.0)))),
            ),
            (Self::Tint, [tint]) if *tint <= 0.03 => Paint::WHITE,
            _ => Paint::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_alike_only_where_no_eye_tells_them_apart() {
        let gray = |value| ColourSpace::Gray.paint(&[value]);
        assert!(gray(0.99).is_white() && ColourSpace::Cmyk.paint(&[0.0, 0.0, 0.02, 0.0]).is_white());
        assert!(gray(0.5).is_like(ColourSpace::Rgb.paint(&[0.5, 0.51, 0.5])));
        assert!(!gray(0.5).is_like(gray(0.55)));
        assert!(ColourSpace::Cmyk.paint(&[0.0; 4]).is_like(Paint::WHITE));
        assert!(!ColourSpace::Cmyk.paint(&[0.0, 0.0, 0.0, 0.5]).is_like(gray(0.5)));
        assert!(!Paint::Unknown.is_like(Paint::Unknown));
        assert!(!gray(f32::NAN).is_white());
    }
}

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

/// One level of the graphics state stack.
#[derive(Clone)]
pub(crate) struct GraphicsState {
    pub(crate) transform: Matrix,
    pub(crate) clip: Area,
    pub(crate) fill_space: ColourSpace,
    pub(crate) fill_is_white: bool,
    pub(crate) stroke_space: ColourSpace,
    pub(crate) stroke_is_white: bool,
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
            fill_space: ColourSpace::Gray,
            fill_is_white: false,
            stroke_space: ColourSpace::Gray,
            stroke_is_white: false,
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
}

impl ColourSpace {
    /// Whether a colour of this space is white.
    pub(crate) fn is_white(self, components: &[f32]) -> bool {
        let white = 0.97;
        match (self, components) {
            (ColourSpace::Gray, [gray]) => *gray >= white,
            (ColourSpace::Rgb, [red, green, blue]) => red.min(*green).min(*blue) >= white,
            (ColourSpace::Cmyk, [cyan, magenta, yellow, black]) => {
                cyan.max(*magenta).max(*yellow).max(*black) <= 1.0 - white
            }
            (ColourSpace::Tint, [tint]) => *tint <= 1.0 - white,
            _ => false,
        }
    }
}

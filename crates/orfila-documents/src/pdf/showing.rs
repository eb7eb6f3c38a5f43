//! Text-showing operators: every glyph gets its place on the page (ISO 32000-1, 9.4).

use std::rc::Rc;

use orfila_records::Concealment;

use crate::pdf::concealment::Manner;
use crate::pdf::font::{Font, GlyphText};
use crate::pdf::glyphs::{Area, Glyph, PAGE_GLYPHS, Stop, Visibility};
use crate::pdf::interpreter::{Interpreter, number};
use crate::pdf::lexer::Operand;
use crate::pdf::matrix::Matrix;
use crate::pdf::state::Paint;
use crate::pdf::tracking;

/// Letters that hide less than this of what lies below count as not painted.
const FAINTEST: f32 = 0.02;

/// Fewest letters without a character for a font to count as garbled.
const FEWEST_GARBLED: usize = 5;

/// Letters shown in one font.
pub(crate) struct Tally {
    font: Rc<Font>,
    shown: usize,
    unmapped: usize,
    doubtful: usize,
}

impl Interpreter<'_, '_> {
    pub(crate) fn show_operator(&mut self, operator: &[u8], operands: &[Operand<'_>]) {
        if operator == b"\"" {
            self.state.word_spacing = number(operands, 0).unwrap_or(0.0);
            self.state.character_spacing = number(operands, 1).unwrap_or(0.0);
        }
        if operator != b"Tj" && operator != b"TJ" {
            self.next_line();
        }
        let vertical = self.state.font.as_ref().is_some_and(|font| font.vertical);
        let first = self.content.glyphs.len();
        for operand in operands {
            match operand {
                Operand::String(bytes) => self.show(bytes),
                Operand::Number(adjustment) if operator == b"TJ" => {
                    let shift = -adjustment / 1000.0 * self.state.size;
                    self.text_matrix = match vertical {
                        true => self.text_matrix.shifted(0.0, shift),
                        false => self.text_matrix.shifted(shift * self.state.horizontal_scale, 0.0),
                    };
                }
                _ => {}
            }
        }
        if self.state.character_spacing != 0.0 && !vertical {
            self.settle_spacing(first, operator == b"TJ");
        }
    }

    /// Character spacing that the adjustments of a `TJ` undo, or that stands for spaces, is no part of its glyphs.
    fn settle_spacing(&mut self, first: usize, adjusted: bool) {
        let to_page = self.text_matrix.then(&self.state.transform);
        let spacing = self.state.character_spacing * self.state.horizontal_scale;
        let spacing = tracked(spacing, false, self.state.size) * to_page.a.hypot(to_page.b);
        if spacing.is_finite()
            && let Some(shown) = self.content.glyphs.get_mut(first..)
        {
            if adjusted {
                tracking::settle(shown, spacing);
            } else {
                tracking::settle_signs(shown, spacing);
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else {
            // Text without a font cannot be placed or decoded: it is counted, not dropped in silence.
            self.content.unplaced += bytes.len();
            return;
        };
        let state = &self.state;
        let (size, scale) = (state.size, state.horizontal_scale);
        let to_page = self.text_matrix.then(&state.transform);
        if !to_page.is_finite() || !size.is_finite() || !scale.is_finite() {
            self.content.unplaced += bytes.len();
            return;
        }
        let frame = Frame::of(&to_page, size, font.em, font.vertical);
        let (spacing, rise) = ((state.character_spacing, state.word_spacing), state.rise);
        let sight = Sight { crop: self.crop, clip: state.clip, off: self.marked.is_hidden() };
        self.canvas.show(self.content.glyphs.len(), self.manner());
        let room = self.reader.limits().page_glyphs.saturating_sub(self.content.glyphs.len());
        let (mut shift, mut shown_count, mut unplaced) = (0.0_f32, 0_usize, 0_usize);
        let (mut unmapped, mut doubtful) = (0_usize, 0_usize);
        let glyphs = &mut self.content.glyphs;
        font.decode(bytes, |shown| {
            shown_count += 1;
            if shown_count > room {
                return;
            }
            unmapped += usize::from(shown.text == GlyphText::Unmapped);
            doubtful += usize::from(shown.doubtful);
            let space = spacing.0 + if shown.word_space { spacing.1 } else { 0.0 };
            let (start, end) = if font.vertical {
                let start = to_page.apply(rise, shift);
                let end = to_page.apply(rise, shift + shown.drop * size);
                shift += shown.drop * size + space;
                (start, end)
            } else {
                let (advance, space) = (shown.width * size * scale, space * scale);
                let start = to_page.apply(shift, rise);
                let end = to_page.apply(shift + advance + tracked(space, shown.word_space, size), rise);
                shift += advance + space;
                (start, end)
            };
            let (u0, v) = frame.place(start);
            let (u1, _) = frame.place(end);
            if !(u0.is_finite() && u1.is_finite() && v.is_finite()) {
                unplaced += 1;
                return;
            }
            let centre = frame.back((0.5 * (u0 + u1), v - if font.vertical { 0.0 } else { 0.3 * frame.size }));
            let (ascent, depth) = if font.vertical { (0.5, 0.5) } else { (font.ascent, -font.descent) };
            glyphs.push(Glyph {
                text: shown.text,
                u0: u0.min(u1),
                u1: u1.max(u0),
                v,
                size: frame.size,
                ascent: ascent * frame.size,
                depth: depth * frame.size,
                angle: frame.angle,
                bold: font.bold,
                doubtful: shown.doubtful,
                face: font.face,
                vertical: font.vertical,
                visibility: sight.of(centre, frame.size),
            });
        });
        if shown_count > room {
            let limit = self.reader.limits().page_glyphs as u64;
            self.content.stopped.get_or_insert(Stop::Limit { what: PAGE_GLYPHS, limit });
        }
        self.content.unplaced += unplaced;
        self.text_matrix =
            if font.vertical { self.text_matrix.shifted(0.0, shift) } else { self.text_matrix.shifted(shift, 0.0) };
        self.tally(&font, shown_count, unmapped, doubtful);
    }

    /// Counts letters by font, with those that it does not tell or that are doubtful.
    fn tally(&mut self, font: &Rc<Font>, shown: usize, unmapped: usize, doubtful: usize) {
        let at = self.tallies.iter().rposition(|tally| Rc::ptr_eq(&tally.font, font)).unwrap_or_else(|| {
            self.tallies.push(Tally { font: Rc::clone(font), shown: 0, unmapped: 0, doubtful: 0 });
            self.tallies.len() - 1
        });
        if let Some(tally) = self.tallies.get_mut(at) {
            tally.shown += shown;
            tally.unmapped += unmapped;
            tally.doubtful += doubtful;
        }
    }

    /// Turns the counts into what the user should know.
    pub(crate) fn note_doubts(&mut self) {
        for tally in std::mem::take(&mut self.tallies) {
            let doubts = &mut self.content.doubts;
            if let Some(doubt) = tally.font.doubt.as_ref().filter(|_| tally.doubtful > 0) {
                *doubts.entry(doubt.clone()).or_default() += tally.doubtful;
            }
            if tally.unmapped >= FEWEST_GARBLED && 10 * tally.unmapped >= 3 * tally.shown {
                let doubt = format!("the font {} does not tell which characters they are", tally.font.name);
                *doubts.entry(doubt).or_default() += tally.unmapped;
            }
        }
    }

    fn manner(&self) -> Manner {
        let state = &self.state;
        let fill = if state.fill_alpha < FAINTEST { Manner::Unpainted } else { Manner::Painted(state.fill) };
        let stroke = if state.stroke_alpha < FAINTEST { Manner::Unpainted } else { Manner::Painted(state.stroke) };
        match state.render_mode {
            3 => Manner::Unpainted,
            7 => Manner::ClipOnly,
            1 | 5 => stroke,
            2 | 6 if fill == Manner::Unpainted => stroke,
            2 | 6 if stroke != fill && stroke != Manner::Unpainted => Manner::Painted(Paint::Unknown),
            _ => fill,
        }
    }
}

/// What decides at once that a letter cannot be seen.
struct Sight {
    crop: Area,
    clip: Area,
    /// Whether the layer is switched off.
    off: bool,
}

impl Sight {
    fn of(&self, centre: (f32, f32), size: f32) -> Visibility {
        let reason = if self.off {
            Concealment::LayerOff
        } else if !self.crop.contains(centre) {
            Concealment::OffPage
        } else if !self.clip.contains(centre) {
            Concealment::Clipped
        } else if size < 1.0 {
            Concealment::Tiny
        } else {
            return Visibility::Visible;
        };
        Visibility::Hidden(reason)
    }
}

/// Tracking belongs to the letters; a spacing wider than a word gap is layout and stays a gap.
fn tracked(space: f32, word_space: bool, size: f32) -> f32 {
    if word_space || space.abs() > 0.5 * size.abs() { 0.0 } else { space }
}

/// The direction of a line of text.
struct Frame {
    cos: f32,
    sin: f32,
    angle: i16,
    size: f32,
}

impl Frame {
    /// `em` is the size of an em in text space units.
    fn of(to_page: &Matrix, size: f32, em: f32, vertical: bool) -> Self {
        let sign = if size < 0.0 { -1.0 } else { 1.0 };
        let along = if vertical { (-to_page.c, -to_page.d) } else { (to_page.a, to_page.b) };
        let degrees = (sign * along.1).atan2(sign * along.0).to_degrees();
        let right = (degrees / 90.0).round() * 90.0;
        let snapped = if (degrees - right).abs() <= 3.0 { right } else { degrees.round() };
        let angle = if snapped <= -180.0 { snapped + 360.0 } else { snapped } as i16;
        let (sin, cos) = match angle {
            0 => (0.0, 1.0),
            angle => f32::from(angle).to_radians().sin_cos(),
        };
        let height = if vertical { to_page.a.hypot(to_page.b) } else { to_page.c.hypot(to_page.d) };
        Self { cos, sin, angle, size: (height * size * em).abs() }
    }

    fn place(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (x * self.cos + y * self.sin, y * self.cos - x * self.sin)
    }

    fn back(&self, (u, v): (f32, f32)) -> (f32, f32) {
        (u * self.cos - v * self.sin, u * self.sin + v * self.cos)
    }
}

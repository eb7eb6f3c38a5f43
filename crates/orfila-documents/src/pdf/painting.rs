//! What a page's content paints besides letters: colours, paths and images (ISO 32000-1, 8.5, 8.6 and 8.9).

use lopdf::Dictionary;

use crate::pdf::concealment::Painted;
use crate::pdf::glyphs::{Area, ImagePlace};
use crate::pdf::interpreter::{Interpreter, number};
use crate::pdf::lexer::Operand;
use crate::pdf::state::{ColourSpace, Paint};

impl<'d> Interpreter<'_, 'd> {
    /// Operators in capitals set the colour of lines, the others that of areas and letters.
    pub(crate) fn colour(&mut self, operator: &[u8], operands: &[Operand<'_>], resources: &'d Dictionary) {
        let lines = operator.first().is_some_and(u8::is_ascii_uppercase);
        let mut space = if lines { self.state.stroke_space } else { self.state.fill_space };
        let paint;
        match operator {
            b"g" | b"G" => space = ColourSpace::Gray,
            b"rg" | b"RG" => space = ColourSpace::Rgb,
            b"k" | b"K" => space = ColourSpace::Cmyk,
            b"cs" | b"CS" => {
                if let Some(Operand::Name(name)) = operands.first() {
                    space = self.reader.colour_space(resources, name);
                }
            }
            _ => {}
        }
        if operator.eq_ignore_ascii_case(b"cs") {
            paint = space.initial();
        } else {
            let mut components = [0.0; 4];
            let mut count = 0;
            for operand in operands {
                if let (Operand::Number(value), Some(slot)) = (operand, components.get_mut(count)) {
                    *slot = *value;
                    count += 1;
                }
            }
            let pattern = operands.iter().find_map(|operand| match operand {
                Operand::Name(name) => Some(name),
                _ => None,
            });
            if let Some(text) = pattern.and_then(|name| self.reader.pattern_text(resources, name)) {
                self.content.patterns.insert(text);
            }
            paint = if pattern.is_some() { Paint::Unknown } else { space.paint(&components[..count]) };
        }
        if lines {
            (self.state.stroke_space, self.state.stroke) = (space, paint);
        } else {
            (self.state.fill_space, self.state.fill) = (space, paint);
        }
    }

    pub(crate) fn path_operator(&mut self, operator: &[u8], operands: &[Operand<'_>]) {
        let transform = self.state.transform;
        let raw = |index: usize| Some((number(operands, index)?, number(operands, index + 1)?));
        let point = |index: usize| raw(index).map(|(x, y)| transform.apply(x, y));
        match operator {
            b"re" => {
                if let (Some(corner), Some(size)) = (raw(0), raw(2)) {
                    self.path.rectangle(corner, size, &transform);
                }
            }
            b"m" => point(0).into_iter().for_each(|point| self.path.move_to(point)),
            b"l" => point(0).into_iter().for_each(|point| self.path.line_to(point)),
            b"c" | b"v" | b"y" => {
                let mut points = [(0.0, 0.0); 3];
                let mut count = 0;
                for (slot, point) in points.iter_mut().zip((0..operands.len()).step_by(2).filter_map(point)) {
                    *slot = point;
                    count += 1;
                }
                self.path.curve_to(&points[..count]);
            }
            b"h" => self.path.close(),
            b"W" | b"W*" if !self.path.is_empty() => {
                let exact = self.path.single_box().is_some();
                self.state.clip_to(&self.path.area, exact);
            }
            b"n" => self.path.clear(),
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" => self.paint_path(operator),
            b"sh" => self.paint(self.state.clip, Paint::Unknown, false, false),
            _ => {}
        }
    }

    fn paint_path(&mut self, operator: &[u8]) {
        if matches!(operator, b"s" | b"b" | b"b*") {
            self.path.close();
        }
        let seen = self.path.area.intersect(&self.state.clip);
        let shown = seen.x1 >= seen.x0 && seen.y1 >= seen.y0 && !self.marked.is_hidden();
        let strokes = &mut self.content.strokes;
        let framed = !matches!(operator, b"f" | b"F" | b"f*") && !self.state.stroke.is_white();
        if framed && shown && self.state.stroke_alpha > 0.0 {
            self.path.frame(strokes);
        }
        if matches!(operator, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*") {
            self.content.shapes += 1;
            let (paint, boxed) = (self.state.fill, self.path.single_box());
            if shown && self.state.fill_alpha > 0.0 {
                self.path.fill(paint.is_white(), seen, strokes);
                self.paint(boxed.unwrap_or(self.path.area), paint, boxed.is_some(), false);
            }
        } else if shown && self.state.stroke_alpha > 0.0 {
            let thickness = self.state.line_width * self.state.transform.scale();
            self.path.stroke(thickness, self.state.stroke.is_white(), seen, strokes);
        }
        self.path.clear();
    }

    /// Notes a painted area; `whole` says whether all of it is painted, without gaps.
    fn paint(&mut self, area: Area, paint: Paint, whole: bool, image: bool) {
        let seen = area.intersect(&self.state.clip).intersect(&self.crop);
        let unclipped = self.state.clip_is_exact || seen == area;
        let solid = self.state.replaces && self.state.fill_alpha >= 0.99;
        let known = image || paint != Paint::Unknown;
        let opaque = whole && solid && known && unclipped;
        self.canvas.paint(Painted { area: seen, paint, opaque, image, after: self.content.glyphs.len() });
    }

    /// An image fills the unit square of its user space; `solid` says whether it hides what lies below.
    pub(crate) fn image(&mut self, name: &[u8], solid: bool) {
        if self.marked.is_hidden() || self.state.fill_alpha <= 0.0 {
            return;
        }
        let mut area = Area::EMPTY;
        for (x, y) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            area.include(self.state.transform.apply(x, y));
        }
        let shown = area.intersect(&self.state.clip).intersect(&self.crop);
        let name = String::from_utf8_lossy(name).into_owned();
        self.content.images.push(ImagePlace { area: shown, name });
        self.content.image_share += shown.size();
        self.paint(shown, Paint::Unknown, solid && self.state.transform.is_upright(), true);
    }
}

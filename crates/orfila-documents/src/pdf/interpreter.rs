//! Runs a page's content streams and records the glyphs they show (ISO 32000-1, 8 and 9).

use lopdf::{Dictionary, Object, Stream};
use orfila_records::Concealment;

use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::{Area, Glyph, ImagePlace, PageContent, Visibility};
use crate::pdf::lexer::{Lexer, Operand, Token};
use crate::pdf::matrix::Matrix;
use crate::pdf::objects;
use crate::pdf::path::Path;
use crate::pdf::resources::Reader;
use crate::pdf::state::{ColourSpace, GraphicsState};

const DEEPEST_STACK: usize = 256;
const DEEPEST_FORM: usize = 12;
const MOST_OPERANDS: usize = 4_096;

/// The state of one page's interpretation.
pub(crate) struct Interpreter<'r, 'd> {
    reader: &'r mut Reader<'d>,
    crop: Area,
    state: GraphicsState,
    stack: Vec<GraphicsState>,
    text_matrix: Matrix,
    line_matrix: Matrix,
    path: Path,
    /// Areas painted so far that are not white, the latest last.
    painted: Vec<Area>,
    operations_left: usize,
    content: PageContent,
}

impl<'r, 'd> Interpreter<'r, 'd> {
    /// An interpreter for a page whose user space maps to the page as shown by `transform`.
    pub(crate) fn new(reader: &'r mut Reader<'d>, transform: Matrix, crop: Area) -> Self {
        let operations_left = reader.limits().page_operations;
        Self {
            reader,
            crop,
            state: GraphicsState::new(transform, crop),
            stack: Vec::new(),
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            path: Path::default(),
            painted: Vec::new(),
            operations_left,
            content: PageContent::default(),
        }
    }

    /// Runs the page's own stream and gives what it showed.
    pub(crate) fn page(mut self, bytes: &[u8], resources: &'d Dictionary) -> PageContent {
        self.run(bytes, resources, 0);
        let area = self.crop.size().max(1.0);
        self.content.image_share = (self.content.image_share / area).min(1.0);
        self.content
    }

    fn run(&mut self, bytes: &[u8], resources: &'d Dictionary, depth: usize) {
        let base = self.stack.len();
        let mut lexer = Lexer::new(bytes);
        let mut operands: Vec<Operand<'_>> = Vec::with_capacity(16);
        while let Some(token) = lexer.next_token() {
            match token {
                Token::Operand(operand) if operands.len() < MOST_OPERANDS => operands.push(operand),
                Token::Operand(_) => {}
                Token::Operator(operator) => {
                    if self.operations_left == 0 {
                        self.content.stopped.get_or_insert_with(|| "more operators than the limit allows".to_owned());
                        break;
                    }
                    self.operations_left -= 1;
                    if operator == b"ID" {
                        lexer.skip_inline_image();
                        self.image(&[]);
                    } else {
                        self.operate(operator, &operands, resources, depth, base);
                    }
                    operands.clear();
                }
            }
        }
        while self.stack.len() > base {
            self.restore(base);
        }
    }

    fn operate(
        &mut self,
        operator: &[u8],
        operands: &[Operand<'_>],
        resources: &'d Dictionary,
        depth: usize,
        base: usize,
    ) {
        match operator {
            b"q" if self.stack.len() < DEEPEST_STACK => self.stack.push(self.state.clone()),
            b"Q" => self.restore(base),
            b"cm" => {
                if let Some(matrix) = matrix(operands) {
                    self.state.transform = matrix.then(&self.state.transform);
                }
            }
            b"Do" => self.external(operands, resources, depth),
            b"gs" => self.graphics_parameters(operands, resources),
            b"Tf" => self.set_font(operands, resources),
            b"BT" | b"Td" | b"TD" | b"Tm" | b"T*" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts" | b"Tr" => {
                self.text_state(operator, operands);
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => self.show_operator(operator, operands),
            b"g" | b"rg" | b"k" | b"sc" | b"scn" | b"cs" | b"G" | b"RG" | b"K" | b"SC" | b"SCN" | b"CS" => {
                self.colour(operator, operands, resources);
            }
            b"w" => self.state.line_width = number(operands, 0).unwrap_or(1.0),
            _ => self.path_operator(operator, operands),
        }
    }

    fn restore(&mut self, base: usize) {
        if self.stack.len() > base
            && let Some(state) = self.stack.pop()
        {
            self.state = state;
        }
    }

    fn text_state(&mut self, operator: &[u8], operands: &[Operand<'_>]) {
        let first = number(operands, 0).unwrap_or(0.0);
        match operator {
            b"BT" => self.set_line(Matrix::IDENTITY),
            b"Td" | b"TD" => {
                let y = number(operands, 1).unwrap_or(0.0);
                if operator == b"TD" {
                    self.state.leading = -y;
                }
                self.set_line(self.line_matrix.shifted(first, y));
            }
            b"Tm" => {
                if let Some(matrix) = matrix(operands) {
                    self.set_line(matrix);
                }
            }
            b"T*" => self.next_line(),
            b"Tc" => self.state.character_spacing = first,
            b"Tw" => self.state.word_spacing = first,
            b"Tz" => self.state.horizontal_scale = first / 100.0,
            b"TL" => self.state.leading = first,
            b"Ts" => self.state.rise = first,
            _ => self.state.render_mode = first as i32,
        }
    }

    fn set_line(&mut self, matrix: Matrix) {
        self.line_matrix = matrix;
        self.text_matrix = matrix;
    }

    fn next_line(&mut self) {
        self.set_line(self.line_matrix.shifted(0.0, -self.state.leading));
    }

    fn set_font(&mut self, operands: &[Operand<'_>], resources: &'d Dictionary) {
        if let (Some(Operand::Name(name)), Some(size)) = (operands.first(), number(operands, 1)) {
            self.state.font = self.reader.font(resources, name);
            self.state.size = size;
        }
    }

    fn graphics_parameters(&mut self, operands: &[Operand<'_>], resources: &'d Dictionary) {
        let Some(Operand::Name(name)) = operands.first() else { return };
        if let Some((font, size)) = self.reader.graphics_font(resources, name) {
            self.state.font = Some(font);
            self.state.size = size;
        }
    }

    fn show_operator(&mut self, operator: &[u8], operands: &[Operand<'_>]) {
        if operator == b"\"" {
            self.state.word_spacing = number(operands, 0).unwrap_or(0.0);
            self.state.character_spacing = number(operands, 1).unwrap_or(0.0);
        }
        if operator != b"Tj" && operator != b"TJ" {
            self.next_line();
        }
        for operand in operands {
            match operand {
                Operand::String(bytes) => self.show(bytes),
                Operand::Number(adjustment) if operator == b"TJ" => {
                    let shift = -adjustment / 1000.0 * self.state.size * self.state.horizontal_scale;
                    self.text_matrix = self.text_matrix.shifted(shift, 0.0);
                }
                _ => {}
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
        let frame = Frame::of(&to_page, size);
        let spacing = (state.character_spacing, state.word_spacing);
        let visibility = self.visibility();
        let rise = state.rise;
        let mut x = 0.0_f32;
        let glyphs = &mut self.content.glyphs;
        let (crop, clip) = (self.crop, state.clip);
        font.decode(bytes, |shown| {
            let advance = shown.width * size * scale;
            let space = (spacing.0 + if shown.word_space { spacing.1 } else { 0.0 }) * scale;
            let start = to_page.apply(x, rise);
            let end = to_page.apply(x + advance + tracked(space, shown.word_space, size), rise);
            x += advance + space;
            let (u0, v) = frame.place(start);
            let (u1, _) = frame.place(end);
            if !(u0.is_finite() && u1.is_finite() && v.is_finite()) {
                return;
            }
            let centre = frame.back((0.5 * (u0 + u1), v - 0.3 * frame.size));
            let concealed = if !crop.contains(centre) {
                Some(Concealment::OffPage)
            } else if !clip.contains(centre) {
                Some(Concealment::Clipped)
            } else {
                (frame.size < 1.0).then_some(Concealment::Tiny)
            };
            glyphs.push(Glyph {
                text: shown.text,
                u0: u0.min(u1),
                u1: u1.max(u0),
                v,
                size: frame.size,
                ascent: font.ascent * frame.size,
                depth: -font.descent * frame.size,
                angle: frame.angle,
                bold: font.bold,
                visibility: concealed.map_or(visibility, Visibility::Hidden),
            });
        });
        self.text_matrix = self.text_matrix.shifted(x, 0.0);
        self.settle_white_text();
    }

    fn visibility(&self) -> Visibility {
        match self.state.render_mode {
            3 | 7 => Visibility::Invisible,
            0 | 2 | 4 | 6 if self.state.fill_is_white => Visibility::White,
            _ => Visibility::Visible,
        }
    }

    /// White text over something painted before it can be seen.
    fn settle_white_text(&mut self) {
        let painted = &self.painted;
        for glyph in self.content.glyphs.iter_mut().rev() {
            if glyph.visibility != Visibility::White {
                break;
            }
            let angle = f32::from(glyph.angle).to_radians();
            let frame = Frame { cos: angle.cos(), sin: angle.sin(), angle: glyph.angle, size: glyph.size };
            let centre = frame.back((0.5 * (glyph.u0 + glyph.u1), glyph.v - 0.3 * glyph.size));
            let covered = painted.iter().rev().any(|area| area.contains(centre));
            glyph.visibility = if covered { Visibility::Visible } else { Visibility::Hidden(Concealment::Colour) };
        }
    }

    /// Operators in capitals set the colour of lines, the others that of areas and letters.
    fn colour(&mut self, operator: &[u8], operands: &[Operand<'_>], resources: &'d Dictionary) {
        let lines = operator.first().is_some_and(u8::is_ascii_uppercase);
        let mut space = if lines { self.state.stroke_space } else { self.state.fill_space };
        let mut white = false;
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
        if !operator.eq_ignore_ascii_case(b"cs") {
            let mut components = [0.0; 4];
            let mut count = 0;
            for operand in operands {
                if let (Operand::Number(value), Some(slot)) = (operand, components.get_mut(count)) {
                    *slot = *value;
                    count += 1;
                }
            }
            white = space.is_white(&components[..count]);
        }
        if lines {
            (self.state.stroke_space, self.state.stroke_is_white) = (space, white);
        } else {
            (self.state.fill_space, self.state.fill_is_white) = (space, white);
        }
    }

    fn path_operator(&mut self, operator: &[u8], operands: &[Operand<'_>]) {
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
            b"W" | b"W*" => self.state.clip = self.state.clip.intersect(&self.path.area),
            b"n" => self.path.clear(),
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" => self.paint_path(operator),
            b"sh" => self.paint(self.state.clip),
            _ => {}
        }
    }

    fn paint_path(&mut self, operator: &[u8]) {
        if matches!(operator, b"s" | b"b" | b"b*") {
            self.path.close();
        }
        let strokes = &mut self.content.strokes;
        let seen = self.path.area.intersect(&self.state.clip);
        let shown = seen.x1 >= seen.x0 && seen.y1 >= seen.y0;
        if matches!(operator, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*") {
            self.content.shapes += 1;
            if shown {
                self.path.fill(self.state.fill_is_white, strokes);
            }
            if !self.state.fill_is_white {
                self.paint(self.path.area);
            }
        } else if shown {
            let thickness = self.state.line_width * self.state.transform.scale();
            self.path.stroke(thickness, self.state.stroke_is_white, strokes);
        }
        self.path.clear();
    }

    fn paint(&mut self, area: Area) {
        const MOST_KEPT: usize = 4_096;
        if area.size() > 0.0 && self.painted.len() < MOST_KEPT {
            self.painted.push(area);
        }
    }

    /// An image fills the unit square of its user space.
    fn image(&mut self, name: &[u8]) {
        let mut area = Area::EMPTY;
        for (x, y) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            area.include(self.state.transform.apply(x, y));
        }
        let shown = area.intersect(&self.state.clip).intersect(&self.crop);
        let name = String::from_utf8_lossy(name).into_owned();
        self.content.images.push(ImagePlace { area: shown, name });
        self.content.image_share += shown.size();
        self.paint(shown);
    }

    fn external(&mut self, operands: &[Operand<'_>], resources: &'d Dictionary, depth: usize) {
        let Some(Operand::Name(name)) = operands.first() else { return };
        let document = self.reader.document();
        let Some(objects) = objects::dictionary(document, resources, b"XObject") else { return };
        let Some(Object::Stream(stream)) = objects::value(document, objects, name) else { return };
        match objects::name(document, &stream.dict, b"Subtype") {
            Some(b"Image") => self.image(name),
            Some(b"Form") if depth < DEEPEST_FORM => self.form(stream, resources, depth),
            Some(b"Form") => {
                self.content.stopped.get_or_insert_with(|| "forms are nested too deeply".to_owned());
            }
            _ => {}
        }
    }

    fn form(&mut self, stream: &'d Stream, outer: &'d Dictionary, depth: usize) {
        let document = self.reader.document();
        let resources = objects::dictionary(document, &stream.dict, b"Resources").unwrap_or(outer);
        let matrix = objects::numbers::<6>(document, &stream.dict, b"Matrix").map(Matrix::new);
        let bytes = match self.reader.content(stream) {
            Ok(bytes) => bytes,
            Err(reason) => {
                self.content.stopped.get_or_insert(reason);
                return;
            }
        };
        let saved = (self.state.clone(), self.text_matrix, self.line_matrix);
        self.state.transform = matrix.unwrap_or(Matrix::IDENTITY).then(&self.state.transform);
        self.run(&bytes, resources, depth + 1);
        (self.state, self.text_matrix, self.line_matrix) = saved;
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
    fn of(to_page: &Matrix, size: f32) -> Self {
        let sign = if size < 0.0 { -1.0 } else { 1.0 };
        let degrees = (sign * to_page.b).atan2(sign * to_page.a).to_degrees();
        let right = (degrees / 90.0).round() * 90.0;
        let snapped = if (degrees - right).abs() <= 3.0 { right } else { degrees.round() };
        let angle = if snapped <= -180.0 { snapped + 360.0 } else { snapped } as i16;
        let radians = f32::from(angle).to_radians();
        let height = to_page.c.hypot(to_page.d);
        Self { cos: radians.cos(), sin: radians.sin(), angle, size: (height * size).abs() }
    }

    fn place(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (x * self.cos + y * self.sin, y * self.cos - x * self.sin)
    }

    fn back(&self, (u, v): (f32, f32)) -> (f32, f32) {
        (u * self.cos - v * self.sin, u * self.sin + v * self.cos)
    }
}

fn number(operands: &[Operand<'_>], index: usize) -> Option<f32> {
    match operands.get(index)? {
        Operand::Number(value) => Some(*value),
        _ => None,
    }
}

fn matrix(operands: &[Operand<'_>]) -> Option<Matrix> {
    let mut values = [0.0; 6];
    for (index, value) in values.iter_mut().enumerate() {
        *value = number(operands, index)?;
    }
    Some(Matrix::new(values))
}

impl PageContent {
    /// Whether any glyph tells a character.
    pub(crate) fn has_text(&self) -> bool {
        self.glyphs.iter().any(|glyph| match &glyph.text {
            GlyphText::One(character) => !character.is_whitespace(),
            GlyphText::Many(_) => true,
            GlyphText::Unmapped => false,
        })
    }
}

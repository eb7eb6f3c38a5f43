//! Runs a page's content streams and records the glyphs they show (ISO 32000-1, 8 and 9).

use std::ops::Range;
use std::time::Instant;

use lopdf::{Dictionary, Object, Stream};

use crate::pdf::concealment::Canvas;
use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::{Area, Glyph, PAGE_GLYPHS, PAGE_TIME, PageContent, Stop};
use crate::pdf::lexer::{Lexer, Operand, Token};
use crate::pdf::marked::{self, Effect, MarkedContent, Stated, Stretch};
use crate::pdf::matrix::Matrix;
use crate::pdf::objects;
use crate::pdf::path::Path;
use crate::pdf::resources::Reader;
use crate::pdf::showing::Tally;
use crate::pdf::state::GraphicsState;
use crate::pdf::structure::Tagged;

const DEEPEST_STACK: usize = 256;
const DEEPEST_FORM: usize = 12;
/// Operands of one operator; an array of shown text may hold those of a whole page.
const MOST_OPERANDS: usize = 1_000_000;
/// Operators between two looks at the clock.
const OPERATORS_A_LOOK: usize = 1_024;

/// The state of one page's interpretation.
pub(crate) struct Interpreter<'r, 'd> {
    pub(crate) reader: &'r mut Reader<'d>,
    pub(crate) crop: Area,
    pub(crate) state: GraphicsState,
    stack: Vec<GraphicsState>,
    pub(crate) text_matrix: Matrix,
    pub(crate) line_matrix: Matrix,
    pub(crate) path: Path,
    pub(crate) canvas: Canvas,
    pub(crate) marked: MarkedContent,
    /// Stretches of content that the structure tree knows.
    tagged: Vec<Tagged>,
    /// The entry of the page or form in the structure tree.
    parents: Option<i64>,
    pub(crate) tallies: Vec<Tally>,
    operations_left: usize,
    deadline: Option<Instant>,
    late: bool,
    /// Whether a limit ended the page.
    halted: bool,
    pub(crate) content: PageContent,
}

impl<'r, 'd> Interpreter<'r, 'd> {
    /// An interpreter for a page whose user space maps to the page as shown by `transform`.
    pub(crate) fn new(reader: &'r mut Reader<'d>, transform: Matrix, crop: Area) -> Self {
        let operations_left = reader.limits().page_operations;
        let deadline = Instant::now().checked_add(reader.limits().page_time);
        Self {
            reader,
            crop,
            state: GraphicsState::new(transform, crop),
            stack: Vec::new(),
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            path: Path::default(),
            canvas: Canvas::default(),
            marked: MarkedContent::default(),
            tagged: Vec::new(),
            parents: None,
            tallies: Vec::new(),
            operations_left,
            deadline,
            late: false,
            halted: false,
            content: PageContent::default(),
        }
    }

    /// Runs the page's own stream, then its annotations, and gives what they showed.
    pub(crate) fn page(mut self, bytes: &[u8], resources: &'d Dictionary, page: &'d Dictionary) -> PageContent {
        let state = self.state.clone();
        self.parents = self.struct_parents(page);
        self.run(bytes, resources, 0);
        self.state = state;
        self.annotations(page);
        self.settle_tagged();
        self.note_doubts();
        self.canvas.conceal(&mut self.content.glyphs, &self.crop);
        let area = self.crop.size().max(1.0);
        self.content.image_share = (self.content.image_share / area).min(1.0);
        self.content
    }

    fn run(&mut self, bytes: &[u8], resources: &'d Dictionary, depth: usize) {
        let base = self.stack.len();
        let marks = self.marked.depth();
        let mut lexer = Lexer::new(bytes);
        let mut operands: Vec<Operand<'_>> = Vec::with_capacity(16);
        while let Some(token) = lexer.next_token() {
            match token {
                Token::Operand(operand) if operands.len() < MOST_OPERANDS => operands.push(operand),
                Token::Operand(_) => {
                    let what = "the number of an operator's operands";
                    self.content.stopped.get_or_insert(Stop::Limit { what, limit: MOST_OPERANDS as u64 });
                }
                Token::Operator(operator) => {
                    if !self.may_go_on() {
                        break;
                    }
                    if operator == b"ID" {
                        lexer.skip_inline_image();
                        self.image(&[], false);
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
        while self.marked.depth() > marks {
            self.end_marked();
        }
    }

    /// Counts an operator; `false` when a limit is reached.
    fn may_go_on(&mut self) -> bool {
        if self.halted {
            return false;
        }
        let limits = self.reader.limits();
        let (what, limit) = if self.operations_left == 0 {
            ("the number of a page's operators", limits.page_operations as u64)
        } else if self.content.glyphs.len() >= limits.page_glyphs {
            (PAGE_GLYPHS, limits.page_glyphs as u64)
        } else if self.late || (self.operations_left.is_multiple_of(OPERATORS_A_LOOK) && self.is_late()) {
            (PAGE_TIME, limits.page_time.as_secs())
        } else {
            self.operations_left -= 1;
            return true;
        };
        self.content.stopped = Some(Stop::Limit { what, limit });
        self.halted = true;
        false
    }

    fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
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
            b"BDC" | b"BMC" => self.begin_marked(operator, operands, resources),
            b"EMC" => self.end_marked(),
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

    pub(crate) fn next_line(&mut self) {
        self.set_line(self.line_matrix.shifted(0.0, -self.state.leading));
    }

    fn set_font(&mut self, operands: &[Operand<'_>], resources: &'d Dictionary) {
        if let (Some(Operand::Name(name)), Some(size)) = (operands.first(), number(operands, 1)) {
            self.state.font = self.reader.font(resources, name);
            self.state.size = size;
            // A font may take long to decode.
            self.late |= self.is_late();
        }
    }

    fn graphics_parameters(&mut self, operands: &[Operand<'_>], resources: &'d Dictionary) {
        let Some(Operand::Name(name)) = operands.first() else { return };
        let document = self.reader.document();
        let states = objects::dictionary(document, resources, b"ExtGState");
        let Some(parameters) = states.and_then(|states| objects::dictionary(document, states, name)) else { return };
        if let Some((font, size)) = self.reader.graphics_font(parameters) {
            self.state.font = Some(font);
            self.state.size = size;
        }
        let number = |key: &[u8]| objects::number(document, parameters, key);
        self.state.fill_alpha = number(b"ca").unwrap_or(self.state.fill_alpha);
        self.state.stroke_alpha = number(b"CA").unwrap_or(self.state.stroke_alpha);
        self.state.line_width = number(b"LW").unwrap_or(self.state.line_width);
        self.state.replaces = replaces(document, parameters).unwrap_or(self.state.replaces);
    }

    fn begin_marked(&mut self, operator: &[u8], operands: &[Operand<'_>], resources: &'d Dictionary) {
        let mut stretch = Stretch { first: self.content.glyphs.len(), ..Stretch::default() };
        if operator == b"BDC" {
            stretch.stated = marked::stated(operands);
            stretch.number = marked::content_number(operands);
            if let [Operand::Name(tag), Operand::Name(name), ..] = operands {
                let document = self.reader.document();
                let lists = objects::dictionary(document, resources, b"Properties");
                let list = lists.and_then(|lists| lists.get(name).ok());
                stretch.hidden = tag.as_ref() == b"OC" && list.is_some_and(|list| self.reader.hides(list));
                let list = list.and_then(|list| objects::resolve(document, list)?.as_dict().ok());
                stretch.stated = list.and_then(|list| marked::stated_by(document, list));
                stretch.number = list.and_then(|list| objects::value(document, list, b"MCID")?.as_i64().ok());
            }
        }
        self.marked.begin(stretch);
    }

    fn end_marked(&mut self) {
        let Some(stretch) = self.marked.end() else { return };
        let letters = stretch.first..self.content.glyphs.len();
        if let Some((parents, number)) = self.parents.zip(stretch.number) {
            self.tagged.push(Tagged { parents, number, letters: letters.clone() });
        }
        if let Some((stated, glyphs)) = stretch.stated.zip(self.content.glyphs.get_mut(letters.clone())) {
            let effect = marked::replace(glyphs, &stated);
            self.note_effect(effect, std::slice::from_ref(&letters), &stated);
        }
    }

    fn note_effect(&mut self, effect: Effect, letters: &[Range<usize>], stated: &Stated) {
        match effect {
            Effect::None => {}
            Effect::Filled(letters) => self.content.replaced += letters,
            Effect::Contradicts => {
                let glyphs = &self.content.glyphs;
                let shown = letters.iter().filter_map(|range| glyphs.get(range.clone())).flatten();
                let contradiction = (marked::shown(shown), stated.opening());
                self.content.contradictions.push(contradiction);
            }
        }
    }

    fn struct_parents(&self, dictionary: &Dictionary) -> Option<i64> {
        objects::value(self.reader.document(), dictionary, b"StructParents")?.as_i64().ok()
    }

    /// Puts what the structure tree states in the place of letters that are not known.
    fn settle_tagged(&mut self) {
        let tagged = std::mem::take(&mut self.tagged);
        for (stated, ranges) in self.reader.stated(&tagged) {
            let effect = self.replace_in(&ranges, &stated);
            self.note_effect(effect, &ranges, &stated);
        }
    }

    fn replace_in(&mut self, ranges: &[Range<usize>], stated: &Stated) -> Effect {
        let glyphs = &mut self.content.glyphs;
        if let [range] = ranges {
            return glyphs.get_mut(range.clone()).map_or(Effect::None, |glyphs| marked::replace(glyphs, stated));
        }
        let places: Vec<usize> = ranges.iter().cloned().flatten().collect();
        let mut parts: Vec<Glyph> = places.iter().filter_map(|at| glyphs.get(*at).cloned()).collect();
        let effect = marked::replace(&mut parts, stated);
        for (at, part) in places.into_iter().zip(parts) {
            if let Some(glyph) = glyphs.get_mut(at) {
                *glyph = part;
            }
        }
        effect
    }

    fn external(&mut self, operands: &[Operand<'_>], resources: &'d Dictionary, depth: usize) {
        let Some(Operand::Name(name)) = operands.first() else { return };
        let document = self.reader.document();
        let Some(objects) = objects::dictionary(document, resources, b"XObject") else { return };
        let Some(Object::Stream(stream)) = objects::value(document, objects, name) else { return };
        let hidden = stream.dict.get(b"OC").is_ok_and(|group| self.reader.hides(group));
        self.marked.begin(Stretch { hidden, first: self.content.glyphs.len(), ..Stretch::default() });
        match objects::name(document, &stream.dict, b"Subtype") {
            Some(b"Image") => self.image(name, is_solid(&stream.dict)),
            Some(b"Form") => self.form(stream, resources, depth),
            _ => {}
        }
        self.marked.end();
    }

    /// Runs a form's content in the current state.
    pub(crate) fn form(&mut self, stream: &'d Stream, outer: &'d Dictionary, depth: usize) {
        if depth >= DEEPEST_FORM {
            self.content.stopped.get_or_insert_with(|| Stop::Damage("forms are nested too deeply".to_owned()));
            return;
        }
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
        let saved = (self.state.clone(), self.text_matrix, self.line_matrix, self.parents);
        self.parents = self.struct_parents(&stream.dict).or(self.parents);
        self.state.transform = matrix.unwrap_or(Matrix::IDENTITY).then(&self.state.transform);
        if let Some(bounds) = objects::numbers::<4>(document, &stream.dict, b"BBox") {
            self.clip_to_box(bounds);
        }
        self.run(&bytes, resources, depth + 1);
        (self.state, self.text_matrix, self.line_matrix, self.parents) = saved;
    }

    /// A form shows nothing outside its box.
    fn clip_to_box(&mut self, [x0, y0, x1, y1]: [f32; 4]) {
        let transform = self.state.transform;
        let mut area = Area::EMPTY;
        for (x, y) in [(x0, y0), (x1, y0), (x0, y1), (x1, y1)] {
            area.include(transform.apply(x, y));
        }
        if area.is_finite() && area.size() > 0.0 {
            self.state.clip_to(&area, transform.is_upright());
        }
    }
}

/// Whether painting with these parameters replaces what lies below; `None` if they do not say.
fn replaces(document: &lopdf::Document, parameters: &Dictionary) -> Option<bool> {
    let blend = objects::value(document, parameters, b"BM").map(|mode| match mode {
        Object::Name(name) => matches!(name.as_slice(), b"Normal" | b"Compatible"),
        _ => false,
    });
    let mask = objects::value(document, parameters, b"SMask").map(|mask| mask.as_name().is_ok());
    let overprint = objects::value(document, parameters, b"op").map(|on| !on.as_bool().unwrap_or(false));
    [blend, mask, overprint].into_iter().flatten().reduce(|a, b| a && b)
}

/// Whether an image hides all that lies below it.
fn is_solid(image: &Dictionary) -> bool {
    let stencil = image.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false);
    !stencil && !image.has(b"SMask") && !image.has(b"Mask") && !image.has(b"SMaskInData")
}

pub(crate) fn number(operands: &[Operand<'_>], index: usize) -> Option<f32> {
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

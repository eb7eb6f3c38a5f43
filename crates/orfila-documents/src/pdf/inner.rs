//! Text inside the procedures of Type 3 glyphs and inside tiling patterns: content that is drawn for something else
//! (ISO 32000-1, 8.7.3 and 9.6.5).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document};

use crate::pdf::font::{Font, GlyphText};
use crate::pdf::lexer::{Lexer, Operand, Token};
use crate::pdf::objects;

/// Tokens that are looked at for one font or pattern.
const MOST_TOKENS: usize = 50_000;
/// Characters kept of one stream.
const LONGEST: usize = 400;
/// Fonts that are loaded for one font or pattern.
const MOST_FONTS: usize = 16;

/// Content inside something, with the fonts it shows text in.
pub(crate) struct Inner<'d> {
    document: &'d Document,
    resources: &'d Dictionary,
    fonts: BTreeMap<Vec<u8>, Option<Font>>,
    tokens_left: usize,
    /// Bound of each stream.
    limit: usize,
}

impl<'d> Inner<'d> {
    pub(crate) fn new(document: &'d Document, resources: &'d Dictionary, limit: usize) -> Self {
        Self { document, resources, fonts: BTreeMap::new(), tokens_left: MOST_TOKENS, limit }
    }

    /// The characters that a content stream shows, in its order; letters whose characters are not known are left out.
    pub(crate) fn text(&mut self, content: &[u8]) -> String {
        let mut shown = String::new();
        let mut current: Vec<u8> = Vec::new();
        let mut operands: Vec<Operand<'_>> = Vec::new();
        let mut lexer = Lexer::new(content);
        while self.tokens_left > 0 && shown.len() <= LONGEST {
            self.tokens_left -= 1;
            let Some(token) = lexer.next_token() else { break };
            let Token::Operator(operator) = token else {
                operands.extend(token.operand());
                continue;
            };
            match operator {
                b"Tf" => {
                    if let Some(Operand::Name(name)) = operands.first() {
                        current = name.to_vec();
                        self.load(&current);
                    }
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => {
                    if let Some(font) = self.fonts.get(&current).and_then(Option::as_ref) {
                        show(font, &operands, &mut shown);
                    }
                }
                b"ID" => lexer.skip_inline_image(),
                _ => {}
            }
            operands.clear();
        }
        shown.trim().chars().take(LONGEST).collect()
    }

    /// Loads a font that is no Type 3 font itself, so that no font is loaded inside itself.
    fn load(&mut self, name: &[u8]) {
        if self.fonts.len() >= MOST_FONTS || self.fonts.contains_key(name) {
            return;
        }
        let fonts = objects::dictionary(self.document, self.resources, b"Font");
        let dictionary = fonts.and_then(|fonts| objects::dictionary(self.document, fonts, name));
        let plain = |dictionary: &&Dictionary| objects::name(self.document, dictionary, b"Subtype") != Some(b"Type3");
        let font = dictionary.filter(plain).map(|dictionary| Font::load(self.document, dictionary, self.limit));
        self.fonts.insert(name.to_vec(), font);
    }
}

fn show(font: &Font, operands: &[Operand<'_>], shown: &mut String) {
    for operand in operands {
        if let Operand::String(bytes) = operand {
            font.decode(bytes, |glyph| match glyph.text {
                GlyphText::One(character) => shown.push(character),
                GlyphText::Many(text) => shown.push_str(&text),
                GlyphText::Unmapped => {}
            });
        }
    }
}

//! Fonts, colour spaces and streams of a document, each decoded once and within the document's budget.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, Stream};

use crate::Limits;
use crate::pdf::font::Font;
use crate::pdf::glyphs::Stop;
use crate::pdf::inner::Inner;
use crate::pdf::layers::Layers;
use crate::pdf::marked::Stated;
use crate::pdf::state::ColourSpace;
use crate::pdf::structure::{Structure, Tagged};
use crate::pdf::{inflate, objects};

/// Access to a document's resources.
pub(crate) struct Reader<'d> {
    document: &'d Document,
    limits: &'d Limits,
    /// Fonts by the address of their dictionary, which stays put while the document is borrowed.
    fonts: HashMap<usize, Rc<Font>>,
    /// Texts of tiling patterns by the address of their stream.
    patterns: HashMap<usize, Option<Rc<str>>>,
    layers: Layers,
    structure: Structure<'d>,
    /// The first limit that a page was past, and how much it allows.
    pub(crate) passed: Option<(&'static str, u64)>,
    bytes_left: u64,
    /// Content streams so far whose data break off.
    cut_streams: usize,
}

impl<'d> Reader<'d> {
    pub(crate) fn new(document: &'d Document, limits: &'d Limits) -> Self {
        Self {
            document,
            limits,
            fonts: HashMap::new(),
            patterns: HashMap::new(),
            layers: Layers::of(document),
            structure: Structure::default(),
            passed: None,
            bytes_left: limits.decompressed_bytes,
            cut_streams: 0,
        }
    }

    pub(crate) fn document(&self) -> &'d Document {
        self.document
    }

    pub(crate) fn limits(&self) -> &'d Limits {
        self.limits
    }

    /// Number of content streams so far whose compressed data break off or are broken.
    pub(crate) fn cut_streams(&self) -> usize {
        self.cut_streams
    }

    /// A stream's bytes; the reason in words if they cannot be had.
    pub(crate) fn content(&mut self, stream: &Stream) -> Result<Vec<u8>, Stop> {
        let limit = usize::try_from(self.bytes_left).unwrap_or(usize::MAX);
        let inflated = inflate::decode(stream, limit).map_err(|error| match error {
            inflate::Failure::TooLarge => {
                let what = "the size of the unpacked streams in bytes";
                Stop::Limit { what, limit: self.limits.decompressed_bytes }
            }
            inflate::Failure::Broken(reason) => Stop::Damage(format!("a content stream cannot be decoded: {reason}")),
        })?;
        self.cut_streams += usize::from(inflated.cut);
        self.bytes_left = self.bytes_left.saturating_sub(inflated.bytes.len() as u64);
        Ok(inflated.bytes)
    }

    /// The font that `resources` call `name`.
    pub(crate) fn font(&mut self, resources: &'d Dictionary, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = objects::dictionary(self.document, resources, b"Font")?;
        let dictionary = objects::dictionary(self.document, fonts, name)?;
        Some(self.load(dictionary))
    }

    /// Font and size that an extended graphics state sets.
    pub(crate) fn graphics_font(&mut self, parameters: &'d Dictionary) -> Option<(Rc<Font>, f32)> {
        let [font, size] = objects::array(self.document, parameters, b"Font")? else { return None };
        let dictionary = objects::resolve(self.document, font)?.as_dict().ok()?;
        Some((self.load(dictionary), objects::resolve(self.document, size)?.as_float().ok()?))
    }

    /// The text of the tiling pattern that `resources` call `name`, if it shows any.
    pub(crate) fn pattern_text(&mut self, resources: &'d Dictionary, name: &[u8]) -> Option<Rc<str>> {
        let patterns = objects::dictionary(self.document, resources, b"Pattern")?;
        let pattern = objects::stream(self.document, patterns, name)?;
        let address = std::ptr::from_ref(pattern) as usize;
        if let Some(known) = self.patterns.get(&address) {
            return known.clone();
        }
        let text = self.text_of_pattern(pattern);
        self.patterns.insert(address, text.clone());
        text
    }

    fn text_of_pattern(&mut self, pattern: &'d Stream) -> Option<Rc<str>> {
        let inner = objects::dictionary(self.document, &pattern.dict, b"Resources")?;
        let limit = self.font_limit();
        let content = inner.has(b"Font").then(|| self.content(pattern).ok()).flatten()?;
        let text = Inner::new(self.document, inner, limit).text(&content);
        (!text.is_empty()).then(|| text.into())
    }

    /// Bound of each stream of a font.
    fn font_limit(&self) -> usize {
        usize::try_from(self.bytes_left.min(32 << 20)).unwrap_or(usize::MAX)
    }

    /// Whether content that belongs to `group` is in a layer that is switched off.
    pub(crate) fn hides(&self, group: &Object) -> bool {
        self.layers.hides(self.document, group)
    }

    /// What the structure tree states for stretches of a page, each with its letters.
    pub(crate) fn stated(&mut self, tagged: &[Tagged]) -> Vec<(Stated, Vec<Range<usize>>)> {
        self.structure.stated(self.document, tagged)
    }

    fn load(&mut self, dictionary: &'d Dictionary) -> Rc<Font> {
        let address = std::ptr::from_ref(dictionary) as usize;
        if let Some(font) = self.fonts.get(&address) {
            return Rc::clone(font);
        }
        let font = Rc::new(Font::load(self.document, dictionary, self.font_limit()));
        self.fonts.insert(address, Rc::clone(&font));
        font
    }

    /// What kind of colour space `resources` call `name`.
    pub(crate) fn colour_space(&self, resources: &'d Dictionary, name: &[u8]) -> ColourSpace {
        match name {
            b"DeviceGray" | b"CalGray" | b"G" => return ColourSpace::Gray,
            b"DeviceRGB" | b"CalRGB" | b"RGB" => return ColourSpace::Rgb,
            b"DeviceCMYK" | b"CMYK" => return ColourSpace::Cmyk,
            _ => {}
        }
        let spaces = objects::dictionary(self.document, resources, b"ColorSpace");
        let space = spaces.and_then(|spaces| objects::value(self.document, spaces, name));
        match space {
            Some(Object::Name(inner)) if is_device(inner) => self.colour_space(resources, inner),
            Some(Object::Array(items)) => self.array_space(items),
            _ => ColourSpace::Other,
        }
    }

    fn array_space(&self, items: &[Object]) -> ColourSpace {
        match items.first().and_then(|item| item.as_name().ok()) {
            Some(b"CalGray") => ColourSpace::Gray,
            Some(b"CalRGB") => ColourSpace::Rgb,
            Some(b"Separation") => ColourSpace::Tint,
            Some(b"ICCBased") => {
                let profile = items.get(1).and_then(|item| objects::resolve(self.document, item)?.as_stream().ok());
                match profile.and_then(|profile| objects::number(self.document, &profile.dict, b"N")) {
                    Some(1.0) => ColourSpace::Gray,
                    Some(3.0) => ColourSpace::Rgb,
                    Some(4.0) => ColourSpace::Cmyk,
                    _ => ColourSpace::Other,
                }
            }
            _ => ColourSpace::Other,
        }
    }
}

/// Only device spaces may be named by another name, so that two names cannot refer to each other for ever.
fn is_device(name: &[u8]) -> bool {
    matches!(name, b"DeviceGray" | b"CalGray" | b"DeviceRGB" | b"CalRGB" | b"DeviceCMYK")
}

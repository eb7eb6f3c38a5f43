//! Marked content: stretches of a page that belong to a layer, or for which the file states other text
//! (ISO 32000-1, 14.6 and 14.9.4).

use std::ops::Range;

use lopdf::{Dictionary, Document};
use unicode_normalization::UnicodeNormalization;

use crate::characters::is_right_to_left;
use crate::pdf::encoding::expand_ligature;
use crate::pdf::font::{GlyphText, is_meaningless};
use crate::pdf::glyphs::Glyph;
use crate::pdf::lexer::Operand;
use crate::pdf::{objects, trust};

/// Stretches open at a time; deeper ones are only counted.
const DEEPEST: usize = 512;
/// Text longer than this describes; it does not replace letters that are unknown as a whole.
const LONGEST: usize = 64;
/// Characters of a text that are told to the user.
const OPENING: usize = 40;
/// Text longer than this is not compared with letters.
const LONGEST_COMPARED: usize = 1_024;

/// What the file states instead of the letters shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stated {
    /// The text itself (`ActualText`).
    Text(String),
    /// A description (`Alt`).
    Description(String),
}

impl Stated {
    /// How it begins.
    pub(crate) fn opening(&self) -> String {
        let (Self::Text(text) | Self::Description(text)) = self;
        text.chars().filter(|character| !character.is_control()).take(OPENING).collect()
    }
}

/// How letters begin as they are shown.
pub(crate) fn shown<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> String {
    let text = |glyph: &Glyph| match &glyph.text {
        GlyphText::Unmapped => vec!['\u{FFFD}'],
        _ => known(glyph),
    };
    glyphs.flat_map(text).take(OPENING).collect()
}

/// A stretch of marked content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Stretch {
    /// Whether it belongs to a layer that is switched off.
    pub(crate) hidden: bool,
    pub(crate) stated: Option<Stated>,
    /// Its number in the content, by which the structure tree knows it.
    pub(crate) number: Option<i64>,
    /// Number of letters shown before.
    pub(crate) first: usize,
}

/// The stretches open at a place of the content.
#[derive(Default)]
pub(crate) struct MarkedContent {
    open: Vec<Stretch>,
    deeper: usize,
    hidden: usize,
}

impl MarkedContent {
    pub(crate) fn begin(&mut self, stretch: Stretch) {
        if self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        self.hidden += usize::from(stretch.hidden);
        self.open.push(stretch);
    }

    /// Ends the innermost stretch.
    pub(crate) fn end(&mut self) -> Option<Stretch> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let stretch = self.open.pop()?;
        self.hidden -= usize::from(stretch.hidden);
        Some(stretch)
    }

    /// Number of open stretches, to end those that a form leaves open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len() + self.deeper
    }

    /// Whether the place is in a layer that is switched off.
    pub(crate) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }
}

/// What the operands of `BDC` state, where the property list is written in place.
pub(crate) fn stated(operands: &[Operand<'_>]) -> Option<Stated> {
    let text = |key: &[u8]| match after(operands, key)? {
        Operand::String(bytes) => text_string(bytes),
        _ => None,
    };
    text(b"ActualText").map(Stated::Text).or_else(|| text(b"Alt").map(Stated::Description))
}

/// The number of the stretch in the content, where the property list is written in place.
pub(crate) fn content_number(operands: &[Operand<'_>]) -> Option<i64> {
    match after(operands, b"MCID")? {
        Operand::Number(number) if *number >= 0.0 => Some(*number as i64),
        _ => None,
    }
}

/// What follows a name.
fn after<'o, 'b>(operands: &'o [Operand<'b>], key: &[u8]) -> Option<&'o Operand<'b>> {
    let at = operands.iter().position(|operand| matches!(operand, Operand::Name(name) if name.as_ref() == key))?;
    operands.get(at + 1)
}

/// What a property list or an element of the structure tree states.
pub(crate) fn stated_by(document: &Document, list: &Dictionary) -> Option<Stated> {
    let text = |key: &[u8]| text_string(objects::value(document, list, key)?.as_str().ok()?);
    text(b"ActualText").map(Stated::Text).or_else(|| text(b"Alt").map(Stated::Description))
}

/// A text string of the file.
pub(crate) fn text_string(bytes: &[u8]) -> Option<String> {
    lopdf::decode_text_string(&lopdf::Object::string_literal(bytes)).ok()
}

/// What stated text did to the letters it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It says what is shown, or nothing.
    None,
    /// So many letters whose characters are not known were taken from it.
    Filled(usize),
    /// It says something else than the letters, which stay.
    Contradicts,
}

/// Puts stated text in the place of letters whose characters are not known. Letters that are known stay: what is printed
/// is what counts, and stated text must not hide it.
pub(crate) fn replace(glyphs: &mut [Glyph], stated: &Stated) -> Effect {
    let (text, whole) = match stated {
        Stated::Text(text) => (text, false),
        Stated::Description(text) => (text, true),
    };
    let open = glyphs.iter().filter(|glyph| is_open(glyph)).count();
    let text: Vec<char> = text
        .chars()
        .filter(|character| !is_mark(*character) && !is_meaningless(*character))
        .nfc()
        .flat_map(letters)
        .collect();
    let solid: Vec<usize> = (0..text.len()).filter(|at| !text[*at].is_whitespace()).collect();
    // An empty text, or a hyphen that is none, says that something is no text.
    let silent = solid.iter().all(|at| text[*at] == '\u{AD}') || solid.len() > LONGEST_COMPARED;
    if silent || glyphs.len() > 2 * LONGEST_COMPARED || (whole && (open < glyphs.len() || solid.len() > LONGEST)) {
        return Effect::None;
    }
    let shown: Vec<usize> = (0..glyphs.len()).filter(|at| !glyphs[*at].text.is_space()).collect();
    if open == 0 {
        return if shown.is_empty() || says_the_same(glyphs, &text) { Effect::None } else { Effect::Contradicts };
    }
    match alignment(glyphs, &shown, &text, &solid) {
        Some(runs) => Effect::Filled(runs.into_iter().map(|run| run.fill(glyphs, &text, &solid)).sum()),
        None if open == shown.len() => Effect::None,
        None => Effect::Contradicts,
    }
}

/// Whether a letter may be any: its character is not known, or the file contradicts itself about it, or it is the radical
/// of dictionaries that looks like the ideograph that is meant.
fn is_open(glyph: &Glyph) -> bool {
    let radical = |character| matches!(character, '\u{2E80}'..='\u{2FDF}');
    match glyph.text {
        GlyphText::Unmapped => true,
        GlyphText::One(character) => glyph.doubtful || radical(character),
        GlyphText::Many(_) => glyph.doubtful,
    }
}

/// A ligature as its letters.
fn letters(character: char) -> Vec<char> {
    match character {
        '\u{FB00}'..='\u{FB06}' => expand_ligature(character).chars().collect(),
        other => vec![other],
    }
}

fn known(glyph: &Glyph) -> Vec<char> {
    match &glyph.text {
        GlyphText::One(character) => letters(*character),
        GlyphText::Many(text) => text.chars().flat_map(letters).collect(),
        GlyphText::Unmapped => Vec::new(),
    }
}

fn alike(a: char, b: char) -> bool {
    a == b || trust::same(a.encode_utf8(&mut [0; 4]), b.encode_utf8(&mut [0; 4]))
}

/// Whether the letters say what the text says; white space and hyphens of line breaks count for nothing, and letters that
/// stand from right to left may come in either order.
fn says_the_same(glyphs: &[Glyph], text: &[char]) -> bool {
    let folded = |characters: Vec<char>| -> Vec<char> {
        let text: String = characters.into_iter().filter(|character| *character != '\u{AD}').collect();
        trust::folded(&text).trim_end_matches('-').chars().collect()
    };
    let (mut shown, mut stated) = (folded(glyphs.iter().flat_map(known).collect()), folded(text.to_vec()));
    if stated.iter().any(|character| is_right_to_left(*character)) {
        shown.sort_unstable();
        stated.sort_unstable();
    }
    shown == stated
}

/// Letters that are not known, and the part of the text that stands for them.
struct Run {
    letters: Vec<usize>,
    /// Indices of the text's characters without white space.
    part: Range<usize>,
}

impl Run {
    /// Gives the letters their characters; one text for several shapes, or several letters for one: the first shape
    /// carries all of it.
    fn fill(&self, glyphs: &mut [Glyph], text: &[char], solid: &[usize]) -> usize {
        let solid = solid.get(self.part.clone()).unwrap_or_default();
        let each = solid.len() == self.letters.len();
        let end = self.letters.iter().filter_map(|at| glyphs.get(*at)).map(|glyph| glyph.u1).fold(f32::MIN, f32::max);
        for (nth, at) in self.letters.iter().enumerate() {
            let Some(glyph) = glyphs.get_mut(*at) else { continue };
            glyph.doubtful = false;
            glyph.text = match (each, nth, solid.first().zip(solid.last())) {
                (true, ..) => {
                    GlyphText::of(&solid.get(nth).and_then(|at| text.get(*at)).into_iter().collect::<String>())
                }
                (false, 0, Some((first, last))) => {
                    glyph.u1 = glyph.u1.max(end);
                    GlyphText::of(&text.get(*first..=*last).unwrap_or_default().iter().collect::<String>())
                }
                _ => GlyphText::One(' '),
            };
        }
        self.letters.len()
    }
}

/// Which part of the text stands for which unknown letters, if the known ones leave one way only.
fn alignment(glyphs: &[Glyph], shown: &[usize], text: &[char], solid: &[usize]) -> Option<Vec<Run>> {
    let stated: Vec<char> = solid.iter().map(|at| text[*at]).collect();
    let pieces = pieces(glyphs, shown);
    let open = |(letters, known): &(Vec<usize>, Vec<char>)| known.is_empty().then(|| letters.clone());
    let ends = if letter_by_letter(glyphs, shown, &stated) {
        // As many letters as the text has: each stands for its own.
        pieces
            .iter()
            .scan(0, |at, (letters, known)| {
                let from = *at;
                *at += if known.is_empty() { letters.len() } else { known.len() };
                Some(from..*at)
            })
            .collect()
    } else {
        let first = places(&pieces, &stated)?;
        let turned: Vec<(Vec<usize>, Vec<char>)> = pieces
            .iter()
            .rev()
            .map(|(letters, known)| (letters.clone(), known.iter().rev().copied().collect()))
            .collect();
        let backwards = places(&turned, &stated.iter().rev().copied().collect::<Vec<char>>())?;
        let length = stated.len();
        let last: Vec<Range<usize>> =
            backwards.into_iter().rev().map(|part| length - part.end..length - part.start).collect();
        let short = pieces.len() > 1 || stated.len() <= LONGEST;
        (first == last && short).then_some(first)?
    };
    let runs = pieces.iter().zip(ends).filter_map(|(piece, part)| Some(Run { letters: open(piece)?, part }));
    Some(runs.collect())
}

/// Runs of letters that are known, with their characters, and of those that are not, without.
fn pieces(glyphs: &[Glyph], shown: &[usize]) -> Vec<(Vec<usize>, Vec<char>)> {
    let mut pieces: Vec<(Vec<usize>, Vec<char>)> = Vec::new();
    for (at, glyph) in shown.iter().filter_map(|at| Some((*at, glyphs.get(*at)?))) {
        let characters = if is_open(glyph) { Vec::new() } else { known(glyph) };
        match pieces.last_mut().filter(|(_, known)| known.is_empty() == characters.is_empty()) {
            Some((letters, known)) => {
                letters.push(at);
                known.extend(characters);
            }
            None => pieces.push((vec![at], characters)),
        }
    }
    pieces
}

fn letter_by_letter(glyphs: &[Glyph], shown: &[usize], stated: &[char]) -> bool {
    let mut at = 0;
    for glyph in shown.iter().filter_map(|at| glyphs.get(*at)) {
        let characters = if is_open(glyph) { Vec::new() } else { known(glyph) };
        let fits = |(nth, character): (usize, &char)| stated.get(at + nth).is_some_and(|b| alike(*character, *b));
        if !characters.iter().enumerate().all(fits) {
            return false;
        }
        at += characters.len().max(1);
    }
    at == stated.len()
}

/// Where the pieces lie in the text, known ones as early as they can: unknown ones take at least a character each.
fn places(pieces: &[(Vec<usize>, Vec<char>)], stated: &[char]) -> Option<Vec<Range<usize>>> {
    let mut places: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    for (nth, (_, known)) in pieces.iter().enumerate() {
        let last = nth + 1 == pieces.len();
        if known.is_empty() {
            let end = if last { stated.len() } else { at + 1 };
            if end <= at || end > stated.len() {
                return None;
            }
            places.push(at..end);
            at = end;
            continue;
        }
        let fits = |from: &usize| {
            let part = stated.get(*from..from + known.len());
            part.is_some_and(|part| part.iter().zip(known).all(|(a, b)| alike(*a, *b)))
        };
        let latest = stated.len().checked_sub(known.len())?;
        let from = match (nth, last) {
            (0, _) => Some(0).filter(fits),
            (_, true) => Some(latest).filter(|from| *from >= at).filter(fits),
            _ => (at..=latest).find(fits),
        }?;
        if let Some(before) = places.last_mut() {
            before.end = from;
        }
        places.push(from..from + known.len());
        at = from + known.len();
    }
    (at == stated.len()).then_some(places)
}

/// Marks of direction and language that stated text may carry.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{1B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(texts: &[GlyphText]) -> Vec<Glyph> {
        texts.iter().map(|text| Glyph { text: text.clone(), ..Glyph::default() }).collect()
    }

    fn shown(glyphs: &[Glyph]) -> String {
        let text = |glyph: &Glyph| match &glyph.text {
            GlyphText::One(character) => character.to_string(),
            GlyphText::Many(text) => text.to_string(),
            GlyphText::Unmapped => "?".to_owned(),
        };
        glyphs.iter().map(text).collect()
    }

    #[test]
    fn stated_text_fills_gaps_and_never_hides_letters() {
        use Effect::{Contradicts, Filled, None};
        use GlyphText::{One, Unmapped};
        let many = |text: &str| GlyphText::Many(text.into());
        for (letters, stated, expected, effect) in [
            (vec![Unmapped], Stated::Text("≤".into()), "≤", Filled(1)),
            (vec![Unmapped], Stated::Text("ffi".into()), "ffi", Filled(1)),
            (vec![Unmapped, Unmapped], Stated::Text("≥".into()), "≥ ", Filled(2)),
            (vec![One('5'), Unmapped, One('C')], Stated::Text("5°C".into()), "5°C", Filled(1)),
            // White space is stated or shown, or not.
            (vec![One('5'), Unmapped, One('C')], Stated::Text("5 °C".into()), "5°C", Filled(1)),
            (vec![One('5'), One(' '), Unmapped, One('C')], Stated::Text("5°C".into()), "5 °C", Filled(1)),
            // Known letters are anchors for what lies between.
            (vec![One('a'), Unmapped, One('e')], Stated::Text("affle".into()), "affle", Filled(1)),
            (vec![Unmapped, many("fi"), Unmapped], Stated::Text("≤ ﬁ ≥".into()), "≤fi≥", Filled(2)),
            // Two ways to read it are none.
            (vec![Unmapped, One('1'), Unmapped], Stated::Text("21113".into()), "?1?", Contradicts),
            (vec![One('5'), Unmapped], Stated::Text("6°".into()), "5?", Contradicts),
            (vec![One('5'), One('0')], Stated::Text("60".into()), "50", Contradicts),
            (vec![One('5'), One('0')], Stated::Text("5 0\u{AD}".into()), "50", None),
            (vec![One('−'), One('4')], Stated::Text("-4".into()), "−4", None),
            (vec![One('4')], Stated::Text("-4".into()), "4", Contradicts),
            (vec![One(' ')], Stated::Text("x.png".into()), " ", None),
            (vec![One('•')], Stated::Text("\u{F0B7}".into()), "•", None),
            (vec![One('⻅')], Stated::Text("见".into()), "见", Filled(1)),
            (vec![One('ם'), One('ל')], Stated::Text("לם".into()), "םל", None),
            (vec![One('5')], Stated::Text("".into()), "5", None),
            (vec![One('-')], Stated::Text("\u{AD}".into()), "-", None),
            (vec![Unmapped], Stated::Description("delta".into()), "delta", Filled(1)),
            (vec![One('a'), Unmapped], Stated::Description("ab".into()), "a?", None),
        ] {
            let mut glyphs = glyphs(&letters);
            assert_eq!(replace(&mut glyphs, &stated), effect, "{letters:?} {stated:?}");
            assert_eq!(shown(&glyphs), expected, "{letters:?} {stated:?}");
        }
    }

    #[test]
    fn letters_that_the_file_doubts_itself_are_taken_from_stated_text() {
        let mut glyphs = glyphs(&[GlyphText::One('5'), GlyphText::One('x')]);
        glyphs[1].doubtful = true;
        assert_eq!(replace(&mut glyphs, &Stated::Text("5µ".into())), Effect::Filled(1));
        assert_eq!(shown(&glyphs), "5µ");
    }

    #[test]
    fn stretches_nest_and_end() {
        let mut marked = MarkedContent::default();
        marked.begin(Stretch { hidden: true, ..Stretch::default() });
        let inner = Stretch { stated: Some(Stated::Text("x".into())), first: 4, ..Stretch::default() };
        marked.begin(inner.clone());
        assert!(marked.is_hidden());
        assert_eq!(marked.end(), Some(inner));
        assert!(marked.end().is_some_and(|outer| outer.hidden));
        assert!(!marked.is_hidden());
        assert_eq!(marked.end(), None);
    }
}

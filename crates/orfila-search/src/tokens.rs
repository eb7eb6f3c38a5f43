//! Words and tokens: how text is cut so that `80-05-7`, `2,4-D`, `p,p'-DDT` and `3,250` are found whole and by their parts.
//!
//! Index and query go through the same two functions, [`fold`] and [`words`]; whatever they do to one they do to the other.

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A token longer than this many bytes (base64, a run of underscores) is not indexed whole; its parts are, if they are shorter.
pub(crate) const LONGEST_TOKEN: usize = 255;

/// The name under which the tokenizer stands in the index's schema.
pub(crate) const TOKENIZER_NAME: &str = "orfila";

/// A stretch of text between white space, trimmed, with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its bytes in the text, after trimming.
    pub range: Range<usize>,
    /// The whole, folded.
    pub whole: String,
    /// Runs of letters and digits inside it, folded, each with its bytes in the text.
    pub parts: Vec<(Range<usize>, String)>,
    /// Other forms: hyphen-separated pieces (with the index of their first part), numbers without separators, repaired line breaks.
    pub variants: Vec<(usize, Range<usize>, String)>,
}

/// Text with case, accents, ligatures, dashes, primes and Greek letters made uniform: `α-HCH` becomes `alpha-hch`.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkd().filter(|character| !is_combining_mark(*character)) {
        fold_character(character, &mut folded);
    }
    folded
}

fn fold_character(character: char, folded: &mut String) {
    match character {
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' => folded.push('-'),
        '’' | '‘' | '‛' | '′' | 'ʹ' | 'ʼ' | '´' | '`' => folded.push('\''),
        '⁄' | '∕' => folded.push('/'),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}' => {}
        'ß' | 'ẞ' => folded.push_str("ss"),
        'ø' | 'Ø' => folded.push('o'),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        'ł' | 'Ł' => folded.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
        _ => {
            for lower in character.to_lowercase().filter(|lower| !is_combining_mark(*lower)) {
                match greek_name(lower) {
                    Some(name) => folded.push_str(name),
                    None => folded.push(lower),
                }
            }
        }
    }
}

/// The Greek letters as chemists spell them out. `μ` is the exception: in these texts it is the prefix micro.
fn greek_name(lower: char) -> Option<&'static str> {
    Some(match lower {
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' => "theta",
        'ι' => "iota",
        'κ' => "kappa",
        'λ' => "lambda",
        'μ' => "u",
        'ν' => "nu",
        'ξ' => "xi",
        'ο' => "omicron",
        'π' => "pi",
        'ρ' => "rho",
        'σ' | 'ς' => "sigma",
        'τ' => "tau",
        'υ' => "upsilon",
        'φ' => "phi",
        'χ' => "chi",
        'ψ' => "psi",
        'ω' => "omega",
        _ => return None,
    })
}

/// The words of a text in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let chunks: Vec<Range<usize>> = chunks(text);
    let mut words = Vec::with_capacity(chunks.len());
    for (index, chunk) in chunks.iter().enumerate() {
        let Some(mut word) = word(text, chunk.clone()) else { continue };
        if let Some(next) = chunks.get(index + 1) {
            word.variants.extend(rejoined(text, chunk, next));
        }
        words.push(word);
    }
    words
}

/// Runs of characters between white space.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut start = None;
    for (offset, character) in text.char_indices() {
        match (character.is_whitespace(), start) {
            (true, Some(from)) => {
                chunks.push(from..offset);
                start = None;
            }
            (false, None) => start = Some(offset),
            _ => {}
        }
    }
    chunks.extend(start.map(|from| from..text.len()));
    chunks
}

fn word(text: &str, chunk: Range<usize>) -> Option<Word> {
    let range = trim(text, chunk);
    let slice = text.get(range.clone())?;
    let parts = parts(slice, range.start);
    if parts.is_empty() {
        return None;
    }
    let whole = fold(slice);
    let mut variants = pieces(slice, range.start, &parts, &whole);
    variants.extend(without_separators(&whole).map(|number| (0, range.clone(), number)));
    Some(Word { range, whole, parts, variants })
}

/// Takes off punctuation that belongs to the sentence, not to the name: `(benzene),` becomes `benzene`, `(R)-limonene` stays.
fn trim(text: &str, mut range: Range<usize>) -> Range<usize> {
    while let Some(slice) = text.get(range.clone()) {
        let (Some(first), Some(last)) = (slice.chars().next(), slice.chars().next_back()) else { break };
        if is_loose_at_start(first) || opens_nothing(slice, first) {
            range.start += first.len_utf8();
        } else if is_loose_at_end(last) || closes_nothing(slice, last) {
            range.end -= last.len_utf8();
        } else {
            break;
        }
    }
    range
}

fn is_loose(character: char) -> bool {
    matches!(
        character,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '"'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '…'
            | '·'
            | '•'
            | '*'
            | '†'
            | '‡'
            | '§'
            | '|'
            | '-'
            | '–'
            | '—'
            | '−'
            | '_'
    )
}

fn is_loose_at_start(character: char) -> bool {
    is_loose(character) || matches!(character, '<' | '>' | '=' | '≤' | '≥' | '~' | '≈' | '\'' | '‘' | '’' | '/')
}

fn is_loose_at_end(character: char) -> bool {
    is_loose(character) || matches!(character, '=' | '/' | '’')
}

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];

/// Whether the first character is a bracket that encloses everything, or that is never closed.
fn opens_nothing(slice: &str, first: char) -> bool {
    let Some((open, close)) = BRACKETS.iter().find(|(open, _)| *open == first) else { return false };
    let mut depth = 0_usize;
    for (offset, character) in slice.char_indices() {
        if character == *open {
            depth += 1;
        } else if character == *close {
            depth -= 1;
            if depth == 0 {
                return offset + character.len_utf8() == slice.len();
            }
        }
    }
    true
}

/// Whether the last character closes a bracket that was not opened in the slice.
fn closes_nothing(slice: &str, last: char) -> bool {
    let Some((open, close)) = BRACKETS.iter().find(|(_, close)| *close == last) else { return false };
    slice.matches(*close).count() > slice.matches(*open).count()
}

/// Runs of letters and digits; every ideograph is a part of its own, because those scripts set no spaces.
fn parts(slice: &str, offset: usize) -> Vec<(Range<usize>, String)> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut push = |from: usize, to: usize| {
        let part = fold(&slice[from..to]);
        if !part.is_empty() && part.len() <= LONGEST_TOKEN {
            parts.push((offset + from..offset + to, part));
        }
    };
    for (at, character) in slice.char_indices() {
        let inside = character.is_alphanumeric() || is_combining_mark(character) || is_invisible(character);
        if (!inside || is_ideograph(character))
            && let Some(from) = start.take()
        {
            push(from, at);
        }
        if is_ideograph(character) {
            push(at, at + character.len_utf8());
        } else if inside && start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        push(from, slice.len());
    }
    parts
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Pieces between hyphens and slashes that are more than one part: `1,1,1` of `1,1,1-trichloroethane`.
fn pieces(
    slice: &str,
    offset: usize,
    parts: &[(Range<usize>, String)],
    whole: &str,
) -> Vec<(usize, Range<usize>, String)> {
    let mut found = Vec::new();
    let mut start = 0;
    let is_joint = |character: char| matches!(character, '-' | '/' | '‐' | '‑' | '–' | '—' | '−');
    for (at, joint) in slice.match_indices(is_joint).map(|(at, joint)| (at, joint.len())).chain([(slice.len(), 0)]) {
        let range = trim(slice, start..at);
        start = at + joint;
        let inside = |part: &Range<usize>| part.start >= offset + range.start && part.end <= offset + range.end;
        let first = parts.iter().position(|(part, _)| inside(part));
        let many = parts.iter().filter(|(part, _)| inside(part)).count() > 1;
        let piece = fold(&slice[range.clone()]);
        if let Some(first) = first.filter(|_| many && piece != whole) {
            found.push((first, offset + range.start..offset + range.end, piece));
        }
    }
    found
}

/// `3,250` as `3250`, if the commas stand where thousands are separated.
fn without_separators(whole: &str) -> Option<String> {
    let (integer, rest) = whole.split_once('.').unwrap_or((whole, "0"));
    let groups: Vec<&str> = integer.split(',').collect();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let fits = groups.len() > 1
        && groups[0].len() <= 3
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups.iter().all(|group| digits(group))
        && digits(rest);
    fits.then(|| whole.replace(',', ""))
}

/// A word broken at the end of a line, with and without its hyphen: `80-05-⏎7` becomes `80-05-7`.
fn rejoined(text: &str, chunk: &Range<usize>, next: &Range<usize>) -> Vec<(usize, Range<usize>, String)> {
    let broken = text[chunk.clone()].ends_with(['-', '‐', '‑', '\u{ad}']) && text[chunk.end..next.start].contains('\n');
    if !broken {
        return Vec::new();
    }
    let head = trim(text, chunk.clone());
    let tail = trim(text, next.clone());
    let (Some(left), Some(right)) = (text.get(head.clone()), text.get(tail.clone())) else { return Vec::new() };
    let (left, right) = (fold(left), fold(right));
    if left.is_empty() || right.is_empty() {
        return Vec::new();
    }
    let range = head.start..tail.end;
    vec![(0, range.clone(), format!("{left}-{right}")), (0, range, format!("{left}{right}"))]
}

/// The tokens of a text: for every word the whole, its variants and its parts; parts take consecutive positions.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut position = 0;
    for word in words(text) {
        let mut push = |part: usize, range: &Range<usize>, text: &str| {
            if text.len() <= LONGEST_TOKEN {
                tokens.push(Token {
                    offset_from: range.start,
                    offset_to: range.end,
                    position: position + part,
                    text: text.to_owned(),
                    position_length: 1,
                });
            }
        };
        for (index, (range, part)) in word.parts.iter().enumerate() {
            if index == 0 && *part != word.whole {
                push(0, &word.range, &word.whole);
            }
            for (_, range, variant) in word.variants.iter().filter(|(first, _, _)| *first == index) {
                push(index, range, variant);
            }
            push(index, range, part);
        }
        position += word.parts.len();
    }
    tokens
}

/// The tokenizer of every full-text field.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChemicalTokenizer;

/// The tokens of one text, handed out one by one.
pub(crate) struct ChemicalTokens {
    tokens: Vec<Token>,
    next: usize,
    empty: Token,
}

impl Tokenizer for ChemicalTokenizer {
    type TokenStream<'a> = ChemicalTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ChemicalTokens {
        ChemicalTokens { tokens: tokens(text), next: 0, empty: Token::default() }
    }
}

impl TokenStream for ChemicalTokens {
    fn advance(&mut self) -> bool {
        self.next += usize::from(self.next <= self.tokens.len());
        self.next <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        self.next.checked_sub(1).and_then(|index| self.tokens.get(index)).unwrap_or(&self.empty)
    }

    fn token_mut(&mut self) -> &mut Token {
        match self.next.checked_sub(1).and_then(|index| self.tokens.get_mut(index)) {
            Some(token) => token,
            None => &mut self.empty,
        }
    }
}

#[cfg(test)]
mod tests;

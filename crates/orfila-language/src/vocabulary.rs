//! Text to words and word pieces, with the place of each word in the text.

use std::ops::Range;
use std::path::Path;

use ahash::AHashMap;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::{Model, NormalizedString, Normalizer};

use crate::error::LanguageError;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text: UTF-8 bytes, half-open.
    pub span: Range<usize>,
    /// Its pieces, as a range of [`Words::pieces`]; never empty.
    pub pieces: Range<usize>,
    /// How it is written, a number below [`SHAPES`].
    pub shape: u8,
}

/// A text cut into words and pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The words in order.
    pub words: Vec<Word>,
    /// The pieces of all words, as rows of the vocabulary.
    pub pieces: Vec<u32>,
}

/// Number of ways in which a word is written that a model can tell apart.
pub const SHAPES: usize = 32;

/// The vocabulary of word pieces of a BERT-like model, without letter case.
pub struct Vocabulary {
    model: WordPiece,
    normalizer: BertNormalizer,
    size: usize,
    special: [u32; 4],
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Vocabulary").field("size", &self.size).finish_non_exhaustive()
    }
}

impl Vocabulary {
    /// A vocabulary from the text of a `vocab.txt`: one piece a line, in the order of their rows.
    ///
    /// # Errors
    /// [`LanguageError::Weights`] with `path` if a special piece is missing or a line stands twice.
    pub fn parse(text: &str, path: &Path) -> Result<Self, LanguageError> {
        let mut rows = AHashMap::new();
        for (row, piece) in text.lines().enumerate() {
            let row = u32::try_from(row).map_err(|error| LanguageError::weights(path, error))?;
            if rows.insert(piece.to_owned(), row).is_some() {
                return Err(LanguageError::weights(path, format!("the piece `{piece}` stands twice")));
            }
        }
        let mut special = [0; 4];
        for (slot, piece) in special.iter_mut().zip(["[UNK]", "[CLS]", "[SEP]", "[MASK]"]) {
            *slot = *rows.get(piece).ok_or_else(|| LanguageError::weights(path, format!("no piece `{piece}`")))?;
        }
        let size = rows.len();
        let model = WordPiece::builder()
            .vocab(rows)
            .unk_token("[UNK]".to_owned())
            .build()
            .map_err(|error| LanguageError::weights(path, error))?;
        Ok(Self { model, normalizer: BertNormalizer::new(true, true, Some(true), true), size, special })
    }

    /// Reads a `vocab.txt`.
    ///
    /// # Errors
    /// [`LanguageError`] with the path.
    pub fn read(path: &Path) -> Result<Self, LanguageError> {
        Self::parse(&std::fs::read_to_string(path).map_err(LanguageError::io(path))?, path)
    }

    /// Number of pieces.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The piece for what has none.
    #[must_use]
    pub fn unknown(&self) -> u32 {
        self.special[0]
    }

    /// The piece that begins a sequence.
    #[must_use]
    pub fn begin(&self) -> u32 {
        self.special[1]
    }

    /// The piece that ends a sequence.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.special[2]
    }

    /// The piece that hides another.
    #[must_use]
    pub fn mask(&self) -> u32 {
        self.special[3]
    }

    /// Cuts a text into words: runs of letters and digits, and every other character that is not white space alone. A run
    /// that begins with digits and goes on with letters is cut between them (`50mg`, `96h`).
    #[must_use]
    pub fn words(&self, text: &str) -> Words {
        let mut words = Words::default();
        for span in spans(text) {
            let written = &text[span.clone()];
            let start = words.pieces.len();
            self.pieces(written, &mut words.pieces);
            let pieces = start..words.pieces.len();
            words.words.push(Word { span, pieces, shape: shape(written) });
        }
        words
    }

    fn pieces(&self, word: &str, pieces: &mut Vec<u32>) {
        let mut normalized = NormalizedString::from(word);
        let before = pieces.len();
        if self.normalizer.normalize(&mut normalized).is_ok()
            && let Ok(tokens) = self.model.tokenize(normalized.get().trim())
        {
            pieces.extend(tokens.iter().map(|token| token.id));
        }
        if pieces.len() == before {
            pieces.push(self.unknown());
        }
    }
}

/// The spans of the words of a text.
fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut previous = Class::Space;
    for (at, character) in text.char_indices() {
        let (class, end) = (class(character), at + character.len_utf8());
        let joins =
            matches!((previous, class), (Class::Letter, Class::Letter | Class::Digit) | (Class::Digit, Class::Digit));
        // `H315` is one word, so that letters before digits keep their class.
        let kept = if joins && previous == Class::Letter { Class::Letter } else { class };
        match spans.last_mut() {
            Some(last) if joins && last.end == at => last.end = end,
            _ if class == Class::Space => {}
            _ => spans.push(at..end),
        }
        previous = kept;
    }
    spans
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Other,
}

fn class(character: char) -> Class {
    match character {
        _ if character.is_whitespace() || character.is_control() => Class::Space,
        '0'..='9' => Class::Digit,
        // Ideographs are words of their own.
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Class::Other,
        _ if character.is_alphabetic() || unicode_mark(character) => Class::Letter,
        _ if character.is_numeric() => Class::Other,
        _ => Class::Other,
    }
}

fn unicode_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// How a word is written: its case, its length in classes, whether it has digits or letters outside Latin.
fn shape(word: &str) -> u8 {
    let count = word.chars().count();
    let upper = word.chars().filter(|character| character.is_uppercase()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(|character| character.is_alphabetic()).count();
    let first_upper = word.chars().next().is_some_and(char::is_uppercase);
    if letters == 0 {
        return match digits {
            0 if word.is_ascii() => 1,
            0 => 2,
            1..=4 => 2 + digits as u8,
            _ => 7,
        };
    }
    let case = match (upper, first_upper) {
        (0, _) => 0,
        (1, true) if letters > 1 => 1,
        (upper, _) if upper == letters => 2,
        (_, true) => 3,
        (_, false) => 4,
    };
    let length = match count {
        1 => 0,
        2..=3 => 1,
        _ => 2,
    };
    let outside = !word.is_ascii() && word.chars().any(|character| ('\u{370}'..='\u{3ff}').contains(&character));
    if outside {
        return 23;
    }
    let base = 8 + case * 3 + length;
    if digits > 0 { 24 + case } else { base }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A vocabulary of some words, for tests of other modules as well.
    pub(crate) fn small() -> Vocabulary {
        let mut lines =
            vec!["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "benz", "##ene", "the", "rat", "mg", "5", "##0"];
        lines.extend([
            "ld", "##50", "h", "##315", "na", "##ive", "kg", "/", "oral", "of", "was", "dose", "in", "no", "effect",
        ]);
        Vocabulary::parse(&lines.join("\n"), Path::new("vocab.txt")).unwrap()
    }

    fn check(text: &str, expected: &[(&str, &[u32])]) {
        let words = small().words(text);
        let got: Vec<(&str, &[u32])> =
            words.words.iter().map(|word| (&text[word.span.clone()], &words.pieces[word.pieces.clone()])).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn words_and_pieces() {
        check("", &[]);
        check("  \n", &[]);
        check("The Benzene", &[("The", &[7]), ("Benzene", &[5, 6])]);
        check("50mg/kg", &[("50", &[10, 11]), ("mg", &[9]), ("/", &[19]), ("kg", &[18])]);
        check("LD50", &[("LD50", &[12, 13])]);
        check("H315, naïve", &[("H315", &[14, 15]), (",", &[1]), ("naïve", &[16, 17])]);
        check("\u{4e2d}\u{6587}", &[("\u{4e2d}", &[1]), ("\u{6587}", &[1])]);
        check("nai\u{308}ve", &[("nai\u{308}ve", &[16, 17])]);
    }

    #[test]
    fn every_character_but_space_is_in_one_word() {
        for text in ["1,2-dichloro-(4R)-α-pinene ≥ 5 µg/m³\u{a0}x", "a\u{200d}b \u{fffd} \u{1f9ea}½ mg", "\u{0}x\u{7}"]
        {
            let words = small().words(text);
            let mut at = 0;
            for word in &words.words {
                assert!(text[at..word.span.start].chars().all(|c| c.is_whitespace() || c.is_control()), "{text:?}");
                assert!(!word.span.is_empty() && !word.pieces.is_empty() && usize::from(word.shape) < SHAPES);
                at = word.span.end;
            }
            assert!(text[at..].chars().all(|c| c.is_whitespace() || c.is_control()));
        }
    }

    #[test]
    fn shapes_tell_case_and_digits() {
        let shapes = ["ab", "Ab", "AB", "ABc", "aB", "a1", "A1", "12", "12345", ",", "≥", "α"].map(shape);
        let distinct: std::collections::BTreeSet<u8> = shapes.into_iter().collect();
        assert_eq!(distinct.len(), shapes.len(), "{shapes:?}");
    }

    #[test]
    fn damaged_vocabularies_are_refused() {
        for text in ["", "[UNK]\n[CLS]\n[SEP]", "[UNK]\n[CLS]\n[SEP]\n[MASK]\na\na"] {
            assert!(matches!(Vocabulary::parse(text, Path::new("v")), Err(LanguageError::Weights { .. })), "{text}");
        }
    }
}

//! Text that no reader could have meant: a font's map may be sound in form and give every letter another one's place.
//! Nothing here knows chemistry or one language: numbers, codes, formulae and names never decide.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// Short words that running text of European languages is full of, each of three to five letters.
const FREQUENT: [&str; 60] = [
    "the", "and", "for", "with", "was", "were", "that", "this", "are", "from", "not", "have", "been", "which", "may",
    "use", "all", "can", "has", "der", "die", "und", "den", "von", "das", "ist", "mit", "des", "auf", "für", "eine",
    "nicht", "les", "dem", "est", "une", "dans", "pour", "que", "par", "sur", "los", "las", "del", "por", "para",
    "con", "una", "como", "dei", "che", "non", "per", "het", "een", "van", "och", "att", "som", "med",
];
/// Fewer different words of another shift tell nothing.
const FEWEST_FREQUENT: usize = 6;
/// Shift by which capitals are small letters.
const CAPITALS: i32 = -32;
/// Furthest shift that is looked for.
const FURTHEST: i32 = 96;
/// Fewer words of small letters tell nothing.
const FEWEST_WORDS: usize = 40;
/// Fewer different words without a vowel are abbreviations.
const FEWEST_DIFFERENT: usize = 20;
/// Fewer ideographs tell nothing.
const FEWEST_IDEOGRAPHS: usize = 40;

/// Why a page's words cannot be what it shows, if they cannot.
pub(crate) fn verdict<'w>(words: impl Iterator<Item = &'w str>) -> Option<String> {
    let mut found = Found::default();
    words.for_each(|word| found.add(word));
    found.shift().or_else(|| found.voiceless()).or_else(|| found.paired())
}

/// From each letter of a short word to the next, which a shift leaves as it is.
type Steps = [i32; 4];

/// A word's steps and its first letter, if it is as long as the frequent words.
fn steps(word: &str) -> Option<(Steps, char)> {
    const NONE: i32 = i32::MAX;
    let mut letters = word.chars();
    let first = letters.next()?;
    let (mut steps, mut last, mut length) = ([NONE; 4], first, 1);
    for letter in letters {
        *steps.get_mut(length - 1)? = letter as i32 - last as i32;
        (last, length) = (letter, length + 1);
    }
    (length >= 3).then_some((steps, first))
}

/// What is counted on a page.
#[derive(Default)]
struct Found<'w> {
    words: usize,
    /// Frequent words by how many places their letters are shifted, each with how often it stands there.
    shifted: BTreeMap<i32, BTreeMap<Steps, usize>>,
    /// Words of four and more small letters.
    small: usize,
    /// Those of them without a vowel.
    voiceless: Vec<&'w str>,
    ideographs: usize,
    /// Ideographs whose two bytes are letters, digits or a space each.
    paired: usize,
}

impl<'w> Found<'w> {
    fn add(&mut self, word: &'w str) {
        self.words += 1;
        self.look_for_shift(word);
        if word.len() >= 4 && word.chars().all(is_small) {
            self.small += 1;
            if !word.chars().any(is_vowel) {
                self.voiceless.push(word);
            }
        }
        if word.is_ascii() {
            return;
        }
        for character in word.chars().filter(|character| matches!(character, '\u{3400}'..='\u{9FFF}')) {
            let half = |byte: u32| u8::try_from(byte).is_ok_and(|byte| byte == b' ' || byte.is_ascii_alphanumeric());
            self.ideographs += 1;
            self.paired += usize::from(half(character as u32 >> 8) && half(character as u32 & 0xFF));
        }
    }

    fn look_for_shift(&mut self, word: &str) {
        static FREQUENT_STEPS: OnceLock<HashMap<Steps, char>> = OnceLock::new();
        let known = FREQUENT_STEPS.get_or_init(|| FREQUENT.iter().filter_map(|word| steps(word)).collect());
        let Some((steps, first)) = steps(word) else { return };
        let Some(shift) = known.get(&steps).map(|meant| first as i32 - *meant as i32) else { return };
        if shift.abs() <= FURTHEST {
            *self.shifted.entry(shift).or_default().entry(steps).or_default() += 1;
        }
    }

    /// Letters that all stand the same number of places from those that are meant.
    fn shift(&self) -> Option<String> {
        let count = |shift: i32| self.shifted.get(&shift).map_or(0, |found| found.values().sum::<usize>());
        let plain = count(0) + count(CAPITALS);
        let moved = self.shifted.iter().filter(|(shift, _)| !matches!(**shift, 0 | CAPITALS));
        let (shift, found) = moved.max_by_key(|(_, found)| found.values().sum::<usize>())?;
        let all: usize = found.values().sum();
        let telling = found.len() >= FEWEST_FREQUENT && 20 * all >= self.words && all > 5 * plain;
        telling.then(|| format!("its letters stand {} places from those that are meant", shift.abs()))
    }

    /// Words of small letters without a vowel.
    fn voiceless(&self) -> Option<String> {
        let (all, voiceless) = (self.small, self.voiceless.len());
        let different = || self.voiceless.iter().collect::<BTreeSet<_>>().len();
        let telling = all >= FEWEST_WORDS && 5 * voiceless >= 2 * all && different() >= FEWEST_DIFFERENT;
        telling.then(|| format!("{voiceless} of its {all} words of small letters have no vowel"))
    }

    /// Ideographs that are pairs of Latin letters taken for one character each.
    fn paired(&self) -> Option<String> {
        let telling = self.ideographs >= FEWEST_IDEOGRAPHS && 20 * self.paired >= 17 * self.ideographs;
        telling.then(|| "its ideographs are pairs of other letters".to_owned())
    }
}

fn is_small(character: char) -> bool {
    character.is_ascii_lowercase() || matches!(character, '\u{DF}'..='\u{24F}') && character.is_lowercase()
}

/// Vowels of languages in Latin letters; an accent makes none of another letter here, so that none is missed.
fn is_vowel(character: char) -> bool {
    matches!(character, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || character > '\u{DF}'
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "the acute toxicity was tested with rats and the animals were treated by gavage that is the \
        dose for which no adverse effects have been found in this study and all values are from the report which may \
        not be used for other routes as the data from inhalation have shown that the substance can be absorbed with \
        food water body weight groups male female control vehicle corn days weeks liver kidney changes organ weights \
        clinical signs mortality observed necropsy findings reduced gain consumption statistically significant";

    fn shifted(text: &str, by: i32) -> String {
        let moved = |letter: char| {
            if letter == ' ' { letter } else { char::from_u32((letter as i32 + by) as u32).unwrap_or('?') }
        };
        text.chars().map(moved).collect()
    }

    fn says(text: &str) -> Option<String> {
        verdict(text.split_whitespace())
    }

    #[test]
    fn shifted_letters_are_told() {
        for by in [-29, -3, 1, 13, 29] {
            assert!(says(&shifted(ENGLISH, by)).is_some_and(|reason| reason.contains(&by.abs().to_string())), "{by}");
        }
        assert_eq!(says(ENGLISH), None);
        assert_eq!(says(&ENGLISH.to_uppercase()), None);
    }

    #[test]
    fn letters_in_each_others_places_are_told() {
        // Every letter is another one, without any order in it.
        let other = |letter: char| match letter {
            'a'..='z' => {
                b"qjxkzvbwpfgmtncdrshlyeoiua".get(letter as usize - 97).map_or(letter, |other| char::from(*other))
            }
            other => other,
        };
        let garbled: String = ENGLISH.chars().map(other).collect();
        assert!(says(&garbled).is_some_and(|reason| reason.contains("vowel")), "{garbled}");
    }

    #[test]
    fn pairs_of_letters_are_no_ideographs() {
        let units: Vec<u16> =
            ENGLISH.as_bytes().chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        assert!(says(&String::from_utf16_lossy(&units)).is_some());
        assert_eq!(says(&"本化学品安全技术说明书按照国家标准编制，包括化学品及企业标识、危险性概述、成分信息、急救措施、消防措施、泄漏应急处理、操作处置与储存等内容。".repeat(3)), None);
    }

    #[test]
    fn what_is_no_running_text_tells_nothing() {
        let numbers: String =
            (0..2_000).map(|index| format!("{} {}.{} ", index * 7 % 1_000, index % 97, index % 13)).collect();
        let casrns: String =
            (0..500).map(|index| format!("{}-{}-{} ", 50 + index * 37 % 9_000, 10 + index % 90, index % 10)).collect();
        let sequence = "ATGGCGTACGTTAGC KLMNPQRSTVWY LD50 NOAEL mg/kg CH3 C6H5NO2 ppm µg kg bw ".repeat(60);
        let code = "const strchr mbstr fprintf sscanf ".repeat(40);
        for text in [numbers, casrns, sequence, code] {
            assert_eq!(says(&text), None, "{}", &text[..60]);
        }
    }
}

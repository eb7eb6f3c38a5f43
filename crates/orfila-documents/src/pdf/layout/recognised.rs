//! Recognised words take the form that stated ones have, so that the same layout reads them.

use orfila_records::{BoundingBox, Script};

use crate::pdf::layout::words::{Word, Words};
use crate::recognition::RecognisedWord;
use crate::recognition::turns::Reading;

/// Height of letters in ems, as printed faces have them on average.
const CAPITAL: f32 = 0.71;
const SMALL_LETTER: f32 = 0.5;
const DESCENT: f32 = 0.21;

/// The words of a picture that may have been turned, in the frame of their lines on the page, and the direction of the
/// lines in degrees clockwise; `scale` is points a pixel, `size` that of the page in points.
pub(crate) fn turned(reading: &Reading, scale: f32, (width, height): (f32, f32)) -> (Words, i16) {
    let mut words = words(&reading.words, scale);
    // A picture turned clockwise shows upright what runs as many degrees counter-clockwise on the page.
    let (angle, (du, dv)) = match reading.turned {
        90 => (-90, (-height, 0.0)),
        180 => (180, (-width, -height)),
        270 => (90, (0.0, -width)),
        _ => (0, (0.0, 0.0)),
    };
    for word in &mut words.words {
        (word.u0, word.u1) = (word.u0 + du, word.u1 + du);
        (word.v, word.line_v) = (word.v + dv, word.line_v + dv);
    }
    (words, angle)
}

/// The words of a picture on a page; `scale` is points a pixel.
///
/// The layout knows no slanted lines, and labels and values of one row are often lines of their own to the engine: the
/// baselines are those of the page turned straight about its middle. The boxes stay where the ink is.
fn words(recognised: &[RecognisedWord], scale: f32) -> Words {
    let mut words = Words::default();
    let lines: Vec<&[RecognisedWord]> = recognised.chunk_by(|a, b| a.line == b.line).collect();
    let sizes = lines.iter().flat_map(|line| vec![size(line); line.len()]).collect();
    let usual = median(sizes).unwrap_or(40.0);
    let lean = Lean::of(&lines, usual);
    for line in lines {
        let size = settled(size(line), usual);
        let baseline = median(line.iter().map(|word| lean.straight(centre(word), foot(word, size))).collect());
        for word in line {
            push(&mut words, word, baseline.unwrap_or(word.bounds.y1) * scale, size * scale, scale);
        }
    }
    words
}

fn push(words: &mut Words, word: &RecognisedWord, baseline: f32, size: f32, scale: f32) {
    let start = words.characters.len();
    words.characters.push_str(&word.text);
    let BoundingBox { x0, x1, y0, y1 } = word.bounds;
    words.words.push(Word {
        text: start..words.characters.len(),
        u0: x0 * scale,
        u1: x1 * scale,
        v: baseline,
        line_v: baseline,
        size,
        ascent: baseline - y0 * scale,
        depth: y1 * scale - baseline,
        bold: false,
        face: 0,
        apart: false,
        space_before: true,
        script: Script::Normal,
        confidence: Some(word.confidence),
        concealed: None,
        count: word.text.chars().count(),
    });
}

fn centre(word: &RecognisedWord) -> f32 {
    0.5 * (word.bounds.x0 + word.bounds.x1)
}

/// Where a word stands: the lower edge of its ink, without what reaches below the line.
fn foot(word: &RecognisedWord, size: f32) -> f32 {
    word.bounds.y1 - if descends(&word.text) { DESCENT * size } else { 0.0 }
}

/// The type size of a line in pixels.
fn size(line: &[RecognisedWord]) -> f32 {
    let sizes = line.iter().filter_map(|word| Some(word.bounds.height() / extent(&word.text)?));
    let heights = line.iter().map(|word| word.bounds.height()).collect();
    median(sizes.collect()).or_else(|| median(heights)).unwrap_or(40.0).max(1.0)
}

/// Sizes that differ by about a tenth from the page's usual one are that size: ink is measured in whole pixels.
fn settled(size: f32, usual: f32) -> f32 {
    if (size - usual).abs() < 0.15 * usual { usual } else { size }
}

/// How far the page lies turned on the scanner.
struct Lean {
    slope: f32,
    middle: f32,
}

impl Lean {
    fn of(lines: &[&[RecognisedWord]], size: f32) -> Self {
        let slopes = lines.iter().filter_map(|line| slope(line, size)).collect();
        let middle = median(lines.iter().flat_map(|line| line.iter().map(centre)).collect());
        Self { slope: median(slopes).unwrap_or(0.0), middle: middle.unwrap_or(0.0) }
    }

    fn straight(&self, x: f32, y: f32) -> f32 {
        y - self.slope * (x - self.middle)
    }
}

/// The slope of a line, if it is long enough to have one.
fn slope(line: &[RecognisedWord], size: f32) -> Option<f32> {
    let (first, last) = (line.first()?, line.last()?);
    let run = centre(last) - centre(first);
    let slope = (foot(last, size) - foot(first, size)) / run;
    (run > 15.0 * size && slope.abs() < 0.05).then_some(slope)
}

/// How many ems a word's ink is high; `None` for words of marks alone, whose ink tells nothing.
fn extent(text: &str) -> Option<f32> {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    let mut tallest = 0.0_f32;
    for letter in letters {
        let small = matches!(letter, 'a' | 'c' | 'e' | 'g' | 'm'..='s' | 'u'..='z');
        tallest = tallest.max(if small { SMALL_LETTER } else { CAPITAL });
    }
    (tallest > 0.0).then(|| tallest + if descends(text) { DESCENT } else { 0.0 })
}

fn descends(text: &str) -> bool {
    text.chars().any(|letter| {
        matches!(letter, 'g' | 'j' | 'p' | 'q' | 'y' | 'Q' | ',' | ';' | '(' | ')' | '[' | ']' | '|' | '/')
    })
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f32, y0: f32, x1: f32, y1: f32, line: usize) -> RecognisedWord {
        RecognisedWord { text: text.to_owned(), bounds: BoundingBox { x0, y0, x1, y1 }, confidence: 0.9, line }
    }

    #[test]
    fn a_turned_row_stands_on_one_baseline_and_boxes_stay() {
        // A long line that sinks by one pixel in a hundred, and a label and its value that are two lines to the engine.
        let recognised = [
            word("Head", 0.0, 100.0, 100.0, 128.0, 1),
            word("line", 1900.0, 119.0, 2000.0, 147.0, 1),
            word("Label", 0.0, 200.0, 100.0, 228.0, 2),
            word("Value", 1500.0, 215.0, 1600.0, 243.0, 3),
        ];
        let words = words(&recognised, 0.24);
        let v: Vec<f32> = words.words.iter().map(|word| word.line_v).collect();
        assert!((v[0] - v[1]).abs() < 0.01 && (v[2] - v[3]).abs() < 0.05, "{v:?}");
        for (word, recognised) in words.words.iter().zip(&recognised) {
            assert!((word.top() - 0.24 * recognised.bounds.y0).abs() < 0.01, "{word:?}");
            assert!((word.bottom() - 0.24 * recognised.bounds.y1).abs() < 0.01, "{word:?}");
            assert_eq!(word.confidence, Some(0.9));
        }
    }

    #[test]
    fn words_of_a_turned_picture_stand_where_they_are_on_the_page() {
        // A page of 100 × 200 points at a point a pixel, and a word near the upper left corner of the turned picture.
        for (turned_by, angle, corner) in
            [(0, 0, (10.0, 20.0)), (90, -90, (20.0, 190.0)), (180, 180, (90.0, 180.0)), (270, 90, (80.0, 10.0))]
        {
            let reading = Reading { words: vec![word("Head", 10.0, 20.0, 60.0, 48.0, 1)], turned: turned_by };
            let (words, found) = turned(&reading, 1.0, (100.0, 200.0));
            let word = &words.words[0];
            let area =
                crate::pdf::layout::lines::Orientation::of(found).area((word.u0, word.top()), (word.u0, word.top()));
            assert_eq!((found, (area.x0.round(), area.y0.round())), (angle, corner), "{turned_by}");
        }
    }

    #[test]
    fn sizes_come_from_the_letters() {
        let recognised = [
            word("some", 0.0, 100.0, 80.0, 120.0, 1),
            word("Hegyp", 90.0, 91.6, 180.0, 128.4, 1),
            word("LARGE", 0.0, 200.0, 200.0, 256.8, 2),
        ];
        let sizes: Vec<f32> = words(&recognised, 1.0).words.iter().map(|word| word.size.round()).collect();
        assert_eq!(sizes, [40.0, 40.0, 80.0]);
    }
}

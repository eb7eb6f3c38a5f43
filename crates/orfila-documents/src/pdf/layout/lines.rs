//! Rows of a region become lines of text: words joined by spaces, cells by tabs, raised digits as superscripts.

use orfila_records::{BoundingBox, Concealment, Script};

use crate::builder::PlacedWord;
use crate::characters::{lower, raise_after};
use crate::pdf::glyphs::Area;
use crate::pdf::layout::bidirectional;
use crate::pdf::layout::forms::lines_of_rows;
use crate::pdf::layout::rows::{Chunk, cluster};
use crate::pdf::layout::words::{WEIGHT_GAP, WORD_GAP, Word, Words};

/// A gap wider than this many ems inside a line is a cell or column boundary.
const CELL_GAP: f32 = 1.15;

/// A line of text.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) words: Vec<LineWord>,
    pub(crate) u0: f32,
    pub(crate) u1: f32,
    pub(crate) v: f32,
    /// The size of most of its characters.
    pub(crate) size: f32,
    /// Whether all of it is bold.
    pub(crate) bold: bool,
    /// Where the bold words end that it begins with, in bytes.
    pub(crate) bold_until: usize,
    /// Whether all of it is set in a typeface that the document uses seldom.
    pub(crate) apart: bool,
}

/// A word of a line: its bytes in the line and its box in line coordinates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineWord {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) u0: f32,
    pub(crate) u1: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    pub(crate) script: Script,
    pub(crate) concealed: Option<Concealment>,
    pub(crate) confidence: Option<f32>,
}

/// The lines of a region from top to bottom.
pub(crate) fn lines(words: &Words, region: Vec<Chunk>) -> Vec<Line> {
    let rows = cluster(region, |chunk| (chunk.v, chunk.size, chunk.u0));
    lines_of_rows(words, join_centred_cells(rows))
}

/// A cell that spans two rows of a table is set half-way between them: it is read with the upper row, whose cells it
/// leaves room for. Lines of running text are never that close.
fn join_centred_cells(rows: Vec<Vec<Chunk>>) -> Vec<Vec<Chunk>> {
    let mut joined: Vec<Vec<Chunk>> = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        let centred = joined.last().zip(rows.peek()).is_some_and(|(above, below)| is_centred(&row, above, below));
        match joined.last_mut().filter(|_| centred) {
            Some(above) => above.extend(row),
            None => joined.push(row),
        }
    }
    joined
}

fn is_centred(row: &[Chunk], above: &[Chunk], below: &[Chunk]) -> bool {
    let (Some(middle), Some(upper), Some(lower)) = (row.first(), above.first(), below.first()) else { return false };
    let size = middle.size.max(1.0);
    let (up, down) = ((middle.v - upper.v) / size, (lower.v - middle.v) / size);
    let apart = |other: &Chunk| row.iter().all(|chunk| chunk.u1 < other.u0 || other.u1 < chunk.u0);
    (0.25..0.85).contains(&up)
        && (0.25..0.85).contains(&down)
        && (up - down).abs() < 0.25
        && above.len() >= 2
        && below.len() >= 2
        && above.iter().chain(below).all(apart)
}

/// One line of the given words.
pub(crate) fn line(words: &Words, mut row: Vec<usize>) -> Line {
    row.sort_by(|a, b| words.words[*a].u0.total_cmp(&words.words[*b].u0));
    let mut line = Line {
        text: String::new(),
        words: Vec::with_capacity(row.len()),
        u0: f32::INFINITY,
        u1: f32::NEG_INFINITY,
        v: 0.0,
        size: 0.0,
        bold: true,
        bold_until: 0,
        apart: true,
    };
    let mut last: Option<&Word> = None;
    let mut weights = Weights::default();
    let stretched = is_stretched(words, &row);
    for index in row {
        let word = &words.words[index];
        if let Some(separator) = last.and_then(|last| separator(last, word, line.u1)) {
            line.text.push(if stretched { ' ' } else { separator });
        } else if line.ends_in_note_mark(words.text(word), word.script) {
            line.text.push(' ');
        }
        line.push(word, words.text(word));
        weights.add(word);
        last = Some(word);
    }
    (line.size, line.v) = weights.dominant();
    bidirectional::read(&mut line);
    line
}

impl Line {
    fn push(&mut self, word: &Word, text: &str) {
        let start = self.text.len();
        match word.script {
            Script::Normal => self.text.push_str(text),
            Script::Superscript => {
                let raised = raise_after(self.text.chars().next_back(), text);
                self.text.push_str(&raised);
            }
            // A lowered digit after a digit would join the number; elsewhere formulae keep their plain digits.
            Script::Subscript if self.text.ends_with(|last: char| last.is_ascii_digit()) => {
                self.text.push_str(&lower(text));
            }
            Script::Subscript => self.text.push_str(text),
        }
        self.words.push(LineWord {
            start,
            end: self.text.len(),
            u0: word.u0,
            u1: word.u1,
            top: word.top(),
            bottom: word.bottom(),
            script: word.script,
            concealed: word.concealed,
            confidence: word.confidence,
        });
        self.u0 = self.u0.min(word.u0);
        self.u1 = self.u1.max(word.u1);
        self.bold &= word.bold || word.script != Script::Normal;
        self.bold_until = if self.bold { self.text.len() } else { self.bold_until };
        self.apart &= word.apart || word.script != Script::Normal;
    }

    /// Whether the line so far is, or ends after a semicolon in, the raised mark of a note or an affiliation that begins
    /// with `next`: `¹Department of`, `ᵃMeasured at`; the mark is no letter of the word. Isotopes and charges are:
    /// `¹³C`, `³MLCT`.
    fn ends_in_note_mark(&self, next: &str, script: Script) -> bool {
        let raised = |word: &LineWord| word.script == Script::Superscript;
        let Some(mark) = self.words.last().filter(|mark| script == Script::Normal && raised(mark)) else {
            return false;
        };
        let text = self.text.get(mark.start..mark.end).unwrap_or_default();
        let short = text.chars().count() <= 2 && text.chars().all(char::is_alphanumeric);
        let before = self.text.get(..mark.start).unwrap_or_default().trim_end();
        let opens = before.is_empty() || before.ends_with(';') && self.text.len() - mark.end == 0;
        let mut letters = next.chars();
        let word = letters.next().is_some_and(char::is_uppercase)
            && letters.by_ref().take(3).filter(|letter| letter.is_lowercase()).count() == 3;
        short && opens && word
    }

    /// Sets another line after this one; the place of the line stays that of this one.
    pub(crate) fn append(&mut self, other: Self, separator: char) {
        if separator != ' ' || !self.text.ends_with('-') {
            self.text.push(separator);
        }
        let offset = self.text.len();
        self.text.push_str(&other.text);
        let moved = |word: LineWord| LineWord { start: word.start + offset, end: word.end + offset, ..word };
        self.words.extend(other.words.into_iter().map(moved));
        self.u0 = self.u0.min(other.u0);
        self.u1 = self.u1.max(other.u1);
        self.bold &= other.bold;
        self.apart &= other.apart;
    }

    /// Number of cell boundaries.
    pub(crate) fn cells(&self) -> usize {
        self.text.bytes().filter(|byte| *byte == b'\t').count()
    }
}

/// Whether a line of running text was stretched to the width of its column: words in letters, parted by spaces that were
/// all made equally wide. Cells are not that even.
fn is_stretched(words: &Words, row: &[usize]) -> bool {
    const FEWEST_GAPS: usize = 4;
    const WIDEST: f32 = 4.0;
    let row: Vec<&Word> = row.iter().filter_map(|index| words.words.get(*index)).collect();
    let Some(size) = row.first().map(|word| word.size.max(0.1)) else { return false };
    let gaps: Vec<f32> = row.windows(2).map(|pair| pair[1].u0 - pair[0].u1).collect();
    let (least, most) = gaps.iter().fold((f32::INFINITY, 0.0_f32), |ends, gap| (ends.0.min(*gap), ends.1.max(*gap)));
    let spaced = row.iter().skip(1).all(|word| word.space_before);
    let letters = |word: &&&Word| words.text(word).chars().filter(|sign| sign.is_alphabetic()).count() * 2 > word.count;
    gaps.len() >= FEWEST_GAPS
        && spaced
        && most > CELL_GAP * size
        && most < WIDEST * size
        && most - least < 0.1 * size
        && 4 * row.iter().filter(letters).count() >= 3 * row.len()
}

/// What stands between two neighbouring words; `reached` is the right edge of the line so far.
fn separator(last: &Word, word: &Word, reached: f32) -> Option<char> {
    let gap = word.u0 - reached.max(last.u1);
    let normal = last.script == Script::Normal && word.script == Script::Normal;
    let size = last.size.max(word.size) * if normal { 1.0 } else { 0.9 };
    let widest = if normal && last.bold != word.bold { WEIGHT_GAP } else { WORD_GAP };
    if gap > CELL_GAP * size {
        Some('\t')
    } else if gap > widest * size.min(word.size.max(last.size)) || (word.space_before && gap > -0.3 * size) {
        Some(' ')
    } else if gap < -0.5 * size && last.script == word.script {
        // Two texts over each other: they are no single word.
        Some(' ')
    } else {
        None
    }
}

/// Characters by size, to find the size and baseline of most of a line.
#[derive(Default)]
struct Weights(Vec<(f32, f32, usize)>);

impl Weights {
    fn add(&mut self, word: &Word) {
        let like = |(size, _, _): &&mut (f32, f32, usize)| (*size - word.size).abs() < 0.05 * word.size;
        match self.0.iter_mut().find(like) {
            Some((_, _, count)) => *count += word.count,
            None => self.0.push((word.size, word.line_v, word.count)),
        }
    }

    fn dominant(&self) -> (f32, f32) {
        let most = self.0.iter().max_by_key(|(_, _, count)| *count);
        most.map_or((0.0, 0.0), |(size, v, _)| (*size, *v))
    }
}

/// Turns line coordinates into a box on the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Orientation {
    cos: f32,
    sin: f32,
}

impl Orientation {
    /// For lines that run `angle` degrees clockwise from left-to-right.
    pub(crate) fn of(angle: i16) -> Self {
        match angle {
            0 => Self { cos: 1.0, sin: 0.0 },
            90 => Self { cos: 0.0, sin: 1.0 },
            180 => Self { cos: -1.0, sin: 0.0 },
            -90 => Self { cos: 0.0, sin: -1.0 },
            other => {
                let radians = f32::from(other).to_radians();
                Self { cos: radians.cos(), sin: radians.sin() }
            }
        }
    }

    /// The area between two corners in line coordinates, on the page.
    pub(crate) fn area(self, (u0, v0): (f32, f32), (u1, v1): (f32, f32)) -> Area {
        let mut area = Area::EMPTY;
        for (u, v) in [(u0, v0), (u1, v0), (u0, v1), (u1, v1)] {
            area.include((u * self.cos - v * self.sin, u * self.sin + v * self.cos));
        }
        area
    }

    pub(crate) fn place(self, word: &LineWord, offset: usize) -> PlacedWord {
        let corner = |u: f32, v: f32| (u * self.cos - v * self.sin, u * self.sin + v * self.cos);
        let corners = [
            corner(word.u0, word.top),
            corner(word.u1, word.top),
            corner(word.u0, word.bottom),
            corner(word.u1, word.bottom),
        ];
        let fold = |pick: fn(&(f32, f32)) -> f32, join: fn(f32, f32) -> f32, start: f32| {
            corners.iter().map(pick).fold(start, join)
        };
        let bounds = BoundingBox {
            x0: fold(|corner| corner.0, f32::min, f32::INFINITY),
            y0: fold(|corner| corner.1, f32::min, f32::INFINITY),
            x1: fold(|corner| corner.0, f32::max, f32::NEG_INFINITY),
            y1: fold(|corner| corner.1, f32::max, f32::NEG_INFINITY),
        };
        PlacedWord {
            start: offset + word.start,
            end: offset + word.end,
            bounds,
            script: word.script,
            hidden: word.concealed,
            confidence: word.confidence,
        }
    }
}

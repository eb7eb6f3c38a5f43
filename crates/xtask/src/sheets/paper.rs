//! Pages in the making: text in the hand of a program, rules with its pen.

use std::fmt::Write as _;

use anyhow::Result;

use super::breaking;
use super::design::{Design, Hand, Pen};
use super::words::Words;
use crate::demo_corpus::typeset::{self, About, Face, Letters};

/// The pages of a sheet; `y` is where the next line's upper edge comes.
pub(super) struct Paper<'a> {
    pub(super) design: &'a Design,
    words: &'a Words,
    pages: Vec<Vec<u8>>,
    pub(super) y: f32,
}

/// Lowest place of running text.
pub(super) const BOTTOM: f32 = 56.0;

impl<'a> Paper<'a> {
    pub(super) fn new(design: &'a Design, words: &'a Words) -> Self {
        let mut paper = Self { design, words, pages: Vec::new(), y: 0.0 };
        paper.turn();
        paper
    }

    /// Starts a page.
    pub(super) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.design.paper.1 - 58.0;
    }

    /// Number of the current page, from 1.
    pub(super) fn page(&self) -> usize {
        self.pages.len()
    }

    fn put(&mut self, operators: &str) {
        if let Some(page) = self.pages.last_mut() {
            page.extend(operators.bytes());
        }
    }

    /// Sets a line with its baseline beginning at a place; `grey` 0 is black.
    pub(super) fn set(&mut self, text: &str, letters: Letters, x: f32, y: f32, grey: f32) -> Result<()> {
        let operators = written(text, letters, (x, y), self.design.hand, grey)?;
        if let Some(page) = self.pages.last_mut() {
            page.extend(operators);
        }
        Ok(())
    }

    /// Running text from the left margin on.
    pub(super) fn paragraph(&mut self, text: &str, letters: Letters, indent: f32) -> Result<()> {
        let design = self.design;
        let room = design.paper.0 - 2.0 * design.margin - indent;
        let whole = breaking::Allowed { hyphens: false, words: false };
        for line in breaking::wrap(text, letters, room, whole)? {
            let height = letters.size * 1.25;
            if self.y - height < BOTTOM {
                self.turn();
            }
            self.y -= height;
            self.set(&line.text, letters, design.margin + indent, self.y + 0.25 * letters.size, 0.0)?;
        }
        Ok(())
    }

    /// A label and its value beside it.
    pub(super) fn field(&mut self, label: &str, value: &str) -> Result<()> {
        let letters = Letters { face: self.design.body, size: self.design.size };
        self.y -= letters.size * 1.3;
        let (x, y) = (self.design.margin, self.y + 0.25 * letters.size);
        self.set(&format!("{label}:"), letters, x, y, 0.0)?;
        self.set(value, letters, x + 130.0, y, 0.0)
    }

    /// A rule from one point to another, level or upright.
    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        let ((x0, y0), (x1, y1)) = (from, to);
        let (ink, thick) = (self.design.ink, self.design.thickness);
        let operators = if self.design.pen == Pen::Bars {
            let (width, height) = ((x1 - x0).abs().max(thick), (y1 - y0).abs().max(thick));
            let (left, low) = (x0.min(x1) - thick / 2.0, y0.min(y1) - thick / 2.0);
            format!("{ink:.2} g\n{left:.2} {low:.2} {width:.2} {height:.2} re f\n")
        } else {
            format!("{ink:.2} G\n{thick:.2} w\n{x0:.2} {y0:.2} m {x1:.2} {y1:.2} l S\n")
        };
        self.put(&operators);
    }

    /// A filled area.
    pub(super) fn fill(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), grey: f32) {
        self.put(&format!("{grey:.2} g\n{x:.2} {y:.2} {width:.2} {height:.2} re f\n"));
    }

    /// Sets running heads and feet and gives the file's bytes.
    pub(super) fn finish(mut self, title: &str) -> Result<Vec<u8>> {
        let (design, words) = (self.design, self.words);
        let small = Letters { face: design.body, size: 7.5 };
        let count = self.pages.len();
        for (at, page) in self.pages.iter_mut().enumerate() {
            let number = format!("{} {} / {count}", words.page, at + 1);
            let right = design.paper.0 - design.margin - breaking::width(&number, small)?;
            let height = design.paper.1;
            page.extend(written(words.title, small, (design.margin, height - 34.0), design.hand, 0.0)?);
            page.extend(written(title, small, (design.margin, 30.0), design.hand, 0.0)?);
            page.extend(written(&number, small, (right, 30.0), design.hand, 0.0)?);
        }
        let about = About { title: title.to_owned(), created: "D:20240115090000Z" };
        let mut document = typeset::document(self.pages, design.paper.0, design.paper.1, &about)?;
        typeset::bytes(&mut document)
    }
}

/// A character with the face and code that set it, and its place from the line's beginning.
struct Set {
    character: char,
    face: Face,
    code: u8,
    at: f32,
}

fn places(text: &str, letters: Letters) -> Result<Vec<Set>> {
    let mut at = 0.0;
    let mut found = Vec::new();
    for character in text.chars() {
        let (face, code, width) = letters.face.glyph(character)?;
        found.push(Set { character, face, code, at });
        at += f32::from(width) / 1000.0 * letters.size;
    }
    Ok(found)
}

/// The operators of a line.
fn written(text: &str, letters: Letters, (x, y): (f32, f32), hand: Hand, grey: f32) -> Result<Vec<u8>> {
    let places = places(text, letters)?;
    let parted = |a: &Set, b: &Set| match hand {
        Hand::Lines => a.face != b.face,
        Hand::Words | Hand::Moves => a.face != b.face || a.character == ' ' || b.character == ' ',
        Hand::Characters => true,
    };
    let mut out = format!("BT\n{grey:.2} g\n").into_bytes();
    for run in places.chunk_by(|a, b| !parted(a, b)) {
        let Some(first) = run.first().filter(|first| hand == Hand::Lines || first.character != ' ') else { continue };
        let mut head = String::new();
        write!(head, "/{} {:.2} Tf\n1 0 0 1 {:.3} {y:.2} Tm\n", first.face.resource(), letters.size, x + first.at)?;
        out.extend(head.bytes());
        out.extend(shown(run, hand));
    }
    out.extend(b"ET\n");
    Ok(out)
}

/// A run as one string, or with small moves in it that cancel each other.
fn shown(run: &[Set], hand: Hand) -> Vec<u8> {
    if hand != Hand::Moves {
        return [string(run), b" Tj\n".to_vec()].concat();
    }
    let mut out = vec![b'['];
    for (index, part) in run.chunks(3).enumerate() {
        if index > 0 {
            out.extend(if index % 2 == 1 { &b" 8 "[..] } else { &b" -8 "[..] });
        }
        out.extend(string(part));
    }
    out.extend(b"] TJ\n");
    out
}

fn string(run: &[Set]) -> Vec<u8> {
    let mut out = vec![b'('];
    for set in run {
        if matches!(set.code, b'(' | b')' | b'\\') {
            out.push(b'\\');
        }
        out.push(set.code);
    }
    out.push(b')');
    out
}

//! The press: keeps the place on the page, breaks lines, columns and pages, and remembers what a reader sees.

use anyhow::Result;

use super::face::Face;
use super::file::{self, About};
use super::line::{self, Letters};
use crate::demo_corpus::gold::{Fact, Gold};

/// How section headings look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// Bold text alone.
    Plain,
    /// Bold text on a grey bar.
    Bar,
    /// Bold text over a rule.
    Underlined,
}

/// The look of a document.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    /// Page width and height in points.
    pub(crate) paper: (f32, f32),
    /// Left and right margin in points.
    pub(crate) margin: f32,
    /// Face of running text.
    pub(crate) body: Face,
    /// Face of headings and labels.
    pub(crate) strong: Face,
    /// Size of running text in points.
    pub(crate) size: f32,
    /// Look of section headings.
    pub(crate) heading: Heading,
    /// Width of the label column of fields, in points.
    pub(crate) label: f32,
    /// What stands between a label and its value.
    pub(crate) separator: &'static str,
    /// Left and right text at the top of each page.
    pub(crate) header: (String, String),
    /// Left and right text at the foot; `{page}` and `{pages}` are filled in.
    pub(crate) footer: (String, String),
}

/// A4 in points.
pub(crate) const A4: (f32, f32) = (595.0, 842.0);
/// US Letter in points.
pub(crate) const LETTER: (f32, f32) = (612.0, 792.0);

/// One page in the making.
#[derive(Default)]
struct Leaf {
    operators: Vec<u8>,
    lines: Vec<String>,
}

/// A finished document.
pub(crate) struct Printed {
    /// The PDF, not yet serialised.
    pub(crate) document: lopdf::Document,
    /// The visible text of each page, one line a line.
    pub(crate) pages: Vec<String>,
    /// The facts noted on the way.
    pub(crate) gold: Gold,
}

/// The press.
pub(crate) struct Press {
    pub(super) style: Style,
    leaves: Vec<Leaf>,
    pub(super) y: f32,
    columns: Vec<(f32, f32)>,
    column: usize,
    top: f32,
    /// The facts noted so far.
    pub(crate) gold: Gold,
}

impl Press {
    /// A press with an empty first page.
    pub(crate) fn new(style: Style, gold: Gold) -> Self {
        let mut press = Self { style, leaves: Vec::new(), y: 0.0, columns: Vec::new(), column: 0, top: 0.0, gold };
        press.columns = vec![(press.style.margin, press.style.paper.0 - press.style.margin)];
        press.turn();
        press
    }

    /// Starts a page.
    fn turn(&mut self) {
        self.leaves.push(Leaf::default());
        self.column = 0;
        self.top = self.style.paper.1 - 62.0;
        self.y = self.top;
    }

    /// From here on the text runs in `count` columns.
    pub(crate) fn columns(&mut self, count: u16) {
        let gutter = 18.0;
        let whole = self.style.paper.0 - 2.0 * self.style.margin;
        let width = (whole - gutter * f32::from(count - 1)) / f32::from(count);
        let start = |index: u16| self.style.margin + f32::from(index) * (width + gutter);
        self.columns = (0..count).map(|index| (start(index), start(index) + width)).collect();
        self.column = 0;
        self.top = self.y;
    }

    /// Left and right edge of the current column.
    pub(super) fn edges(&self) -> (f32, f32) {
        self.columns[self.column]
    }

    /// Line height of running text.
    pub(super) fn leading(&self) -> f32 {
        self.style.size * 1.28
    }

    /// Running text.
    pub(super) fn letters(&self) -> Letters {
        Letters { face: self.style.body, size: self.style.size }
    }

    /// Labels and headings.
    pub(super) fn strong(&self) -> Letters {
        Letters { face: self.style.strong, size: self.style.size }
    }

    /// Makes sure `height` points are free, else goes on in the next column or page.
    pub(super) fn need(&mut self, height: f32) {
        if self.y - height >= 58.0 {
            return;
        }
        if self.column + 1 < self.columns.len() {
            self.column += 1;
            self.y = self.top;
        } else {
            self.turn();
        }
    }

    /// Leaves `height` points free.
    pub(crate) fn gap(&mut self, height: f32) {
        self.y -= height;
    }

    fn leaf(&mut self) -> &mut Leaf {
        let last = self.leaves.len() - 1;
        &mut self.leaves[last]
    }

    /// Sets a line at a place without remembering it.
    pub(super) fn set(&mut self, markup: &str, letters: Letters, x: f32, y: f32) -> Result<()> {
        let operators = line::operators(markup, letters, x, y, 0.0)?;
        self.leaf().operators.extend(operators);
        Ok(())
    }

    /// Remembers a line a reader sees on the current page.
    pub(super) fn remember(&mut self, text: String) {
        self.leaf().lines.push(text);
    }

    /// Draws a rule.
    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32) {
        let ((x0, y0), (x1, y1)) = (from, to);
        let stroke = format!("0 G\n{thickness:.2} w\n{x0:.2} {y0:.2} m {x1:.2} {y1:.2} l S\n");
        self.leaf().operators.extend(stroke.into_bytes());
    }

    /// Fills a bar with grey.
    fn bar(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let fill = format!("0.86 g\n{x:.2} {y:.2} {width:.2} {height:.2} re f\n");
        self.leaf().operators.extend(fill.into_bytes());
    }

    /// Flows lines of one style; returns the plain text.
    fn flow(&mut self, markup: &str, letters: Letters, indent: f32) -> Result<String> {
        let (left, right) = self.edges();
        let leading = letters.size * 1.28;
        let mut text = Vec::new();
        let parts = line::wrap(markup, letters, right - left - indent)?;
        // Short paragraphs stay whole, so that what they state stands on one page.
        let kept = if parts.len() <= 8 { parts.len() } else { 1 };
        self.need(leading * f32::from(u16::try_from(kept)?));
        for part in parts {
            self.need(leading);
            self.y -= leading;
            let (left, _) = self.edges();
            self.set(&part, letters, left + indent, self.y)?;
            self.remember(line::plain(&part));
            text.push(line::plain(&part));
        }
        Ok(text.join(" "))
    }

    /// A large line.
    pub(crate) fn title(&mut self, markup: &str, size: f32, facts: impl IntoIterator<Item = Fact>) -> Result<()> {
        let letters = Letters { face: self.style.strong, size };
        let text = self.flow(markup, letters, 0.0)?;
        self.gap(size * 0.3);
        self.gold.note(&text, facts);
        Ok(())
    }

    /// A section heading.
    pub(crate) fn heading(&mut self, markup: &str) -> Result<()> {
        let letters = Letters { face: self.style.strong, size: self.style.size + 1.2 };
        self.need(letters.size * 4.5);
        self.gap(self.style.size * 0.7);
        let (left, right) = self.edges();
        if self.style.heading == Heading::Bar {
            self.bar(left - 2.0, self.y - letters.size * 1.62, right - left + 4.0, letters.size * 1.5);
        }
        self.flow(markup, letters, 0.0)?;
        if self.style.heading == Heading::Underlined {
            self.rule((left, self.y - 3.0), (right, self.y - 3.0), 0.7);
        }
        self.gap(self.style.size * 0.45);
        Ok(())
    }

    /// A heading inside a section.
    pub(crate) fn subheading(&mut self, markup: &str) -> Result<()> {
        self.need(self.leading() * 3.0);
        self.gap(self.style.size * 0.25);
        self.flow(markup, self.strong(), 0.0)?;
        Ok(())
    }

    /// A paragraph of running text.
    pub(crate) fn paragraph(&mut self, markup: &str, facts: impl IntoIterator<Item = Fact>) -> Result<()> {
        let text = self.flow(markup, self.letters(), 0.0)?;
        self.gap(self.style.size * 0.25);
        self.gold.note(&text, facts);
        Ok(())
    }

    /// Lines set in from the left, one a sentence or statement.
    pub(crate) fn indented(&mut self, markup: &str, facts: impl IntoIterator<Item = Fact>) -> Result<()> {
        let text = self.flow(markup, self.letters(), 14.0)?;
        self.gold.note(&text, facts);
        Ok(())
    }

    /// A label and its value beside it.
    pub(crate) fn field(&mut self, label: &str, value: &str, facts: impl IntoIterator<Item = Fact>) -> Result<()> {
        let (letters, leading) = (self.letters(), self.leading());
        let (left, right) = self.edges();
        let labels = line::wrap(label, letters, self.style.label - 6.0)?;
        let indent = self.style.label + line::width(self.style.separator, letters)? + 4.0;
        let values = line::wrap(value, letters, right - left - indent)?;
        let separator = self.style.separator;
        let mut text = Vec::new();
        for index in 0..labels.len().max(values.len()) {
            self.need(leading);
            self.y -= leading;
            let (left, y) = (self.edges().0, self.y);
            let mut seen = Vec::new();
            if let Some(label) = labels.get(index) {
                self.set(label, letters, left, y)?;
                seen.push(line::plain(label));
            }
            if index == 0 && !separator.is_empty() {
                self.set(separator, letters, left + self.style.label, y)?;
                seen.push(separator.to_owned());
            }
            if let Some(value) = values.get(index) {
                self.set(value, letters, left + indent, y)?;
                seen.push(line::plain(value));
            }
            text.push(seen.join(" "));
            self.remember(seen.join(" "));
        }
        self.gold.note(&text.join(" "), facts);
        Ok(())
    }

    /// White text: in the file, and not for a reader; so it is not remembered either.
    pub(crate) fn hidden(&mut self, markup: &str) -> Result<()> {
        self.need(self.leading());
        self.y -= self.leading();
        let operators = line::operators(markup, self.letters(), self.edges().0, self.y, 1.0)?;
        self.leaf().operators.extend(operators);
        Ok(())
    }

    /// Sets headers and footers and closes the document.
    pub(crate) fn finish(mut self, about: &About) -> Result<Printed> {
        let pages = self.leaves.len();
        let small = Letters { face: self.style.body, size: 7.5 };
        let (width, height) = self.style.paper;
        let margin = self.style.margin;
        for (index, leaf) in self.leaves.iter_mut().enumerate() {
            let fill =
                |text: &str| text.replace("{pages}", &pages.to_string()).replace("{page}", &(index + 1).to_string());
            for (y, (left, right)) in [(height - 36.0, &self.style.header), (30.0, &self.style.footer)] {
                let (left, right) = (fill(left), fill(right));
                let start = width - margin - line::width(&right, small)?;
                leaf.operators.extend(line::operators(&left, small, margin, y, 0.0)?);
                leaf.operators.extend(line::operators(&right, small, start, y, 0.0)?);
                leaf.lines.push(format!("{left} {right}"));
            }
        }
        let (contents, pages) =
            self.leaves.into_iter().map(|leaf| (leaf.operators, leaf.lines.join("\n"))).unzip::<_, _, Vec<_>, Vec<_>>();
        Ok(Printed { document: file::document(contents, width, height, about)?, pages, gold: self.gold })
    }
}

//! Documents without pages: a running text that remembers what it states, and rows of cells.

use crate::demo_corpus::gold::{Fact, Gold, fold};

/// A text under construction: `source` is what the file holds, `seen` what a reader sees.
pub(crate) struct Sheet {
    source: String,
    seen: String,
    gold: Gold,
}

impl Sheet {
    /// An empty text.
    pub(crate) fn new(gold: Gold) -> Self {
        Self { source: String::new(), seen: String::new(), gold }
    }

    /// Markup that a reader does not see.
    pub(crate) fn markup(&mut self, source: &str) {
        self.source.push_str(source);
        self.source.push('\n');
    }

    /// Text inside markup: `before` and `after` are the tags around it. Entities are written for the reader.
    pub(crate) fn text(&mut self, before: &str, text: &str, after: &str, facts: impl IntoIterator<Item = Fact>) {
        self.source.push_str(&format!("{before}{}{after}\n", raised(&escaped(text))));
        self.see(text, facts);
    }

    /// A line that stands in the file as the reader sees it.
    pub(crate) fn line(&mut self, text: &str, facts: impl IntoIterator<Item = Fact>) {
        self.source.push_str(text);
        self.source.push('\n');
        self.see(text, facts);
    }

    /// A table row: each cell between `<td>` and `</td>`.
    pub(crate) fn cells<const N: usize>(&mut self, tag: &str, cells: [&str; N], facts: impl IntoIterator<Item = Fact>) {
        let inner: String = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", raised(&escaped(cell)))).collect();
        self.source.push_str(&format!("<tr>{inner}</tr>\n"));
        self.see(&cells.join(" "), facts);
    }

    /// A row of a file of separated values.
    pub(crate) fn values<const N: usize>(
        &mut self,
        separator: char,
        cells: [&str; N],
        facts: impl IntoIterator<Item = Fact>,
    ) {
        let written: Vec<String> = cells.iter().map(|cell| quoted(cell, separator)).collect();
        self.source.push_str(&written.join(&separator.to_string()));
        self.source.push_str("\r\n");
        self.see(&cells.join(" "), facts);
    }

    fn see(&mut self, text: &str, facts: impl IntoIterator<Item = Fact>) {
        let text = fold(&crate::demo_corpus::typeset::plain(text));
        self.seen.push_str(&text);
        self.seen.push('\n');
        self.gold.note(&text, facts);
    }

    /// The file's text, what a reader sees, and what it states.
    pub(crate) fn finish(self) -> (String, String, Gold) {
        (self.source, self.seen, self.gold)
    }
}

/// Characters that markup reserves.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `^{…}` and `_{…}` as elements.
fn raised(text: &str) -> String {
    let mut out = String::new();
    let mut open = "";
    let mut rest = text;
    while let Some(index) = rest.find(["^", "_", "}"].map(|sign| sign.chars().next().unwrap_or('}'))) {
        let (before, from) = rest.split_at(index);
        out.push_str(before);
        let (written, length) = match &from[..from.len().min(2)] {
            "^{" => ("<sup>", 2),
            "_{" => ("<sub>", 2),
            _ if from.starts_with('}') => (if open == "<sup>" { "</sup>" } else { "</sub>" }, 1),
            _ => (&from[..1], 1),
        };
        if length == 2 {
            open = written;
        }
        out.push_str(written);
        rest = &from[length..];
    }
    out.push_str(rest);
    out
}

/// A value in quotation marks where it holds the separator.
fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_text_becomes_elements() {
        assert_eq!(raised("mg/m^{3}, log K_{ow}, a_b"), "mg/m<sup>3</sup>, log K<sub>ow</sub>, a_b");
    }

    #[test]
    fn separators_inside_values_are_quoted() {
        assert_eq!(quoted("1,000", ','), "\"1,000\"");
        assert_eq!(quoted("say \"x\"", ';'), "\"say \"\"x\"\"\"");
        assert_eq!(quoted("plain", ','), "plain");
    }
}

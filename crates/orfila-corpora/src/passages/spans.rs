//! Marked text into plain text with spans.

use std::collections::HashMap;

use crate::passages::reading::Complaints;
use crate::passages::vocabulary::TYPES;

/// A span in bytes of the plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: &'static str,
}

/// What a marked text says.
#[derive(Debug, Default)]
pub(super) struct Spans<'a> {
    /// The text without marks.
    pub(super) plain: String,
    /// Spans that keep the rules, in order of the text.
    pub(super) spans: Vec<Span>,
    /// Every id with its type and, where the span keeps the rules, its index in `spans`.
    pub(super) ids: HashMap<&'a str, (&'static str, Option<usize>)>,
}

/// A span that has begun.
struct Open<'a> {
    kind: &'static str,
    id: Option<&'a str>,
    start: usize,
}

/// Reads the lines of a text.
pub(super) fn read<'a>(lines: &[(usize, &'a str)], complaints: &mut Complaints<'_>) -> Spans<'a> {
    let mut spans = Spans::default();
    let mut open: Option<Open<'a>> = None;
    for (index, (number, line)) in lines.iter().enumerate() {
        if index > 0 {
            spans.plain.push('\n');
        }
        spans.line(line, *number, &mut open, complaints);
        if open.is_some() && lines.get(index + 1).is_some() {
            complaints.add(*number, "a span over a line break", "close it at the end of the line and open another");
            open = None;
        }
    }
    if open.is_some() {
        complaints.add(lines.last().map_or(0, |(number, _)| *number), "a span is not closed", "add its `}`");
    }
    spans
}

impl<'a> Spans<'a> {
    fn line(&mut self, line: &'a str, number: usize, open: &mut Option<Open<'a>>, complaints: &mut Complaints<'_>) {
        let mut rest = line;
        while let Some(character) = rest.chars().next() {
            let after = &rest[character.len_utf8()..];
            rest = after;
            match character {
                '\\' if after.starts_with(['{', '}']) => {
                    self.plain.push_str(&after[..1]);
                    rest = &after[1..];
                }
                '{' => {
                    if open.is_some() {
                        complaints.add(number, "a span in a span", "spans never nest: close the first one before");
                    }
                    match start(after) {
                        Some((kind, id, length)) => {
                            *open = Some(Open { kind, id, start: self.plain.len() });
                            rest = &after[length..];
                        }
                        None => complaints.add(
                            number,
                            format!("a bad begin of a span: `{{{}`", after.chars().take(30).collect::<String>()),
                            "write `{type text}` or `{type#id text}` with a type of GUIDELINE.md, or `\\{` for a brace",
                        ),
                    }
                }
                '}' => match open.take() {
                    Some(span) => self.close(span, number, complaints),
                    None => complaints.add(number, "a `}` without a `{`", "open the span, or write `\\}` for a brace"),
                },
                other => self.plain.push(other),
            }
        }
    }

    fn close(&mut self, open: Open<'a>, number: usize, complaints: &mut Complaints<'_>) {
        let text = &self.plain[open.start..];
        let good = !text.is_empty() && text.trim() == text;
        if !good {
            complaints.add(
                number,
                format!("the span `{text}` is empty or has white space at its ends"),
                "put the white space outside the braces",
            );
        }
        let index = good.then_some(self.spans.len());
        if good {
            self.spans.push(Span { start: open.start, end: self.plain.len(), kind: open.kind });
        }
        if let Some(id) = open.id
            && self.ids.insert(id, (open.kind, index)).is_some()
        {
            complaints.add(number, format!("the id {id} is given twice"), "give each span of the passage its own id");
        }
    }
}

/// Type, id and length of what follows the opening brace, up to and with the blank before the span's text.
fn start(after: &str) -> Option<(&'static str, Option<&str>, usize)> {
    let (head, _) = after.split_once(' ')?;
    let (kind, id) = head.split_once('#').map_or((head, None), |(kind, id)| (kind, Some(id)));
    let word = |id: &str| !id.is_empty() && id.chars().all(|character| character.is_alphanumeric() || character == '_');
    let kind = TYPES.into_iter().find(|known| *known == kind)?;
    id.is_none_or(word).then_some((kind, id, head.len() + 1))
}

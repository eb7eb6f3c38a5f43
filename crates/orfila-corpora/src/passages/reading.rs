//! Files into passages: headers, texts, relation lines.

use crate::corpus::{Corpus, Split};
use crate::example::{Example, Mention};
use crate::passages::vocabulary::{HEADER, WORDS};
use crate::passages::{Passages, Problem, relations, spans};

/// Collects the problems of one passage, or of lines outside any.
pub(super) struct Complaints<'a> {
    pub(super) file: &'a str,
    pub(super) passage: Option<&'a str>,
    pub(super) problems: Vec<Problem>,
}

impl Complaints<'_> {
    /// Adds a problem at a line (base 1).
    pub(super) fn add(&mut self, line: usize, message: impl Into<String>, remedy: &'static str) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            passage: self.passage.map(str::to_owned),
            message: message.into(),
            remedy,
        });
    }
}

/// Reads a file into `passages`.
pub(super) fn file(passages: &mut Passages, file: &str, text: &str) {
    let mut lines = (1..).zip(text.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        if is_skipped(line) {
            continue;
        }
        let mut block = Vec::new();
        while let Some(next) = lines.next_if(|(_, line)| !line.trim().is_empty() && !line.starts_with("===")) {
            block.push(next);
        }
        let follows = lines.peek().filter(|(_, line)| line.starts_with("===")).map(|(number, _)| *number);
        let id = line.strip_prefix("=== ").and_then(|rest| rest.split_once(' ')).filter(|(id, _)| !id.is_empty());
        let mut complaints = Complaints { file, passage: id.map(|(id, _)| id), problems: Vec::new() };
        match id {
            Some((id, fields)) => {
                if !passages.ids.insert(id.to_owned()) {
                    complaints.add(number, format!("the id {id} is given twice"), "give each passage an id of its own");
                }
                passages.examples.extend(passage(id, fields, number, &block, &mut complaints));
            }
            None => complaints.add(
                number,
                format!("expected a header, found `{}`", line.chars().take(40).collect::<String>()),
                "begin each passage with `=== ID lang=… genre=… section=… kind=… exposure=…`",
            ),
        }
        if let Some(next) = follows {
            complaints.add(next, "a header without an empty line before it", "put an empty line between passages");
        }
        passages.problems.append(&mut complaints.problems);
    }
}

fn is_skipped(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

/// One passage; `None` where it has no text.
fn passage(
    id: &str,
    fields: &str,
    header: usize,
    block: &[(usize, &str)],
    complaints: &mut Complaints<'_>,
) -> Option<Example> {
    let labels = header_fields(fields, header, complaints);
    let (mut text, mut relation_lines) = (Vec::new(), Vec::new());
    for (number, line) in block.iter().filter(|(_, line)| !line.starts_with('#')) {
        if line.starts_with('~') {
            relation_lines.push((*number, *line));
            continue;
        }
        if !relation_lines.is_empty() {
            complaints.add(*number, "text after relations", "put all text before the first `~`");
        }
        text.push((*number, *line));
    }
    let first = text.first().map_or(header, |(number, _)| *number);
    let spans = spans::read(&text, complaints);
    let words = spans.plain.split_whitespace().count();
    if !WORDS.contains(&words) {
        complaints.add(first, format!("{words} words"), "a passage has 3 to 260 words: split it or leave it out");
    }
    let relations = relations::read(&relation_lines, first, &spans, complaints);
    if text.is_empty() {
        return None;
    }
    let language = labels.iter().find(|(field, _)| *field == "lang").map_or("en", |(_, value)| *value);
    let mut example = Example::new(Corpus::Passages, Split::of_key(id), id, language, spans.plain);
    let mention = |span: spans::Span| Mention {
        start: span.start,
        end: span.end,
        kind: span.kind.to_owned(),
        concepts: Vec::new(),
    };
    example.mentions = spans.spans.into_iter().map(mention).collect();
    example.relations = relations;
    for (field, _) in HEADER.iter().filter(|(field, _)| *field != "lang") {
        if let Some((_, value)) = labels.iter().find(|(name, _)| name == field) {
            example.put_label(field, *value);
        }
    }
    Some(example)
}

/// The fields of a header, with complaints about missing, unknown and wrong ones.
fn header_fields<'a>(fields: &'a str, line: usize, complaints: &mut Complaints<'_>) -> Vec<(&'a str, &'a str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for field in fields.split_whitespace() {
        let Some((name, value)) = field.split_once('=') else {
            complaints.add(line, format!("`{field}` is no field"), "write fields as `name=value`");
            continue;
        };
        if found.iter().any(|(known, _)| *known == name) {
            complaints.add(line, format!("the field `{name}` is given twice"), "leave one of them out");
        }
        match HEADER.iter().find(|(known, _)| *known == name) {
            None => complaints.add(line, format!("there is no field `{name}`"), "leave it out"),
            Some((_, values)) if !values.contains(&value) => {
                complaints.add(line, format!("{name}={value} is not in the list"), "take a value of GUIDELINE.md");
            }
            Some(_) => {}
        }
        found.push((name, value));
    }
    for (name, _) in HEADER.iter().filter(|(name, _)| !found.iter().any(|(known, _)| known == name)) {
        complaints.add(line, format!("the field `{name}` is missing"), "add it with a value of GUIDELINE.md");
    }
    found
}

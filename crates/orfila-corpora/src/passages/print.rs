//! Examples into the format of passages.

use std::collections::{BTreeMap, HashMap};

use crate::example::{Example, Mention};
use crate::passages::vocabulary::{HEADER, SAME, TYPES};

/// Why an example cannot be written as a passage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unprintable {
    /// A label of the header is missing.
    #[error("passage {id}: no label `{field}`; add one")]
    Label {
        /// The example.
        id: String,
        /// The header's field.
        field: &'static str,
    },
    /// A mention cannot be marked in the text.
    #[error("passage {id}: the mention at bytes {start}..{end} cannot be marked: {why}; leave it out")]
    Mention {
        /// The example.
        id: String,
        /// Its first byte.
        start: usize,
        /// The byte after its last.
        end: usize,
        /// What is in the way.
        why: &'static str,
    },
    /// A line of the text would be read as something else.
    #[error("passage {id}: line {line} of the text is empty or begins with `===`, `~` or `#`; change the text")]
    Line {
        /// The example.
        id: String,
        /// Its number in the text (base 1).
        line: usize,
    },
    /// A relation has a kind or ends that the format has no words for.
    #[error("passage {id}: the relation `{kind}` cannot be written; its kind is the type of its tail, or `same`")]
    Relation {
        /// The example.
        id: String,
        /// Its kind.
        kind: String,
    },
}

/// Writes an example as a passage, without an empty line after it. Only mentions in relations get ids, and they are new.
///
/// # Errors
/// If the format has no words for something in the example.
pub fn print(example: &Example) -> Result<String, Unprintable> {
    let names = names(example)?;
    let mut header = vec![format!("=== {}", example.id)];
    for (field, _) in HEADER {
        let value = if field == "lang" { Some(example.language.as_str()) } else { example.label(field) };
        let value = value.ok_or_else(|| Unprintable::Label { id: example.id.clone(), field })?;
        header.push(format!("{field}={value}"));
    }
    let text = marked(example, &names)?;
    checked_lines(&example.id, &text)?;
    Ok(format!("{}\n{text}\n{}", header.join(" "), relations(example, &names)))
}

/// Writes texts alone, for a second hand that must not see the first: language and genre stay, the other fields are `?`.
///
/// # Errors
/// If a line of a text would be read as something else.
pub fn blank(examples: &[Example]) -> Result<String, Unprintable> {
    let mut all = String::new();
    for example in examples {
        let text = escaped(&example.text);
        checked_lines(&example.id, &text)?;
        let genre = example.label("genre").unwrap_or("?");
        let (id, language) = (&example.id, &example.language);
        all.push_str(&format!("=== {id} lang={language} genre={genre} section=? kind=? exposure=?\n{text}\n\n"));
    }
    Ok(all)
}

fn checked_lines(id: &str, text: &str) -> Result<(), Unprintable> {
    let bad = |line: &str| line.trim().is_empty() || ["===", "~", "#"].iter().any(|mark| line.starts_with(mark));
    match text.split('\n').position(bad) {
        Some(line) => Err(Unprintable::Line { id: id.to_owned(), line: line + 1 }),
        None => Ok(()),
    }
}

fn escaped(text: &str) -> String {
    text.replace('{', "\\{").replace('}', "\\}")
}

/// Names of the mentions that stand in relations, by index.
fn names(example: &Example) -> Result<HashMap<usize, String>, Unprintable> {
    let mut related: Vec<usize> =
        example.relations.iter().flat_map(|relation| [relation.head, relation.tail]).collect();
    related.sort_by_key(|index| example.mentions.get(*index).map(|mention| mention.start));
    let mut counts: HashMap<char, usize> = HashMap::new();
    let mut names = HashMap::new();
    for index in related {
        let letter = example.mentions.get(index).and_then(|mention| mention.kind.chars().next());
        let letter = letter.ok_or_else(|| Unprintable::Relation { id: example.id.clone(), kind: String::new() })?;
        names.entry(index).or_insert_with(|| {
            let count = counts.entry(letter).or_default();
            *count += 1;
            format!("{letter}{count}")
        });
    }
    Ok(names)
}

/// The text with its marks.
fn marked(example: &Example, names: &HashMap<usize, String>) -> Result<String, Unprintable> {
    let mut order: Vec<(usize, &Mention)> = example.mentions.iter().enumerate().collect();
    order.sort_by_key(|(_, mention)| (mention.start, mention.end));
    let (mut text, mut at) = (String::new(), 0);
    for (index, mention) in order {
        let fault = |why| Unprintable::Mention { id: example.id.clone(), start: mention.start, end: mention.end, why };
        let before = example.text.get(at..mention.start).ok_or_else(|| fault("it overlaps the one before"))?;
        let inside = example.text.get(mention.start..mention.end).ok_or_else(|| fault("it is outside the text"))?;
        if !TYPES.contains(&mention.kind.as_str()) {
            return Err(fault("its kind is none of the format"));
        }
        if inside.is_empty() || inside.trim() != inside || inside.contains('\n') {
            return Err(fault("it is empty, has white space at its ends, or goes over a line break"));
        }
        if before.ends_with('\\') || inside.ends_with('\\') {
            return Err(fault("a backslash stands before a brace of its mark"));
        }
        let name = names.get(&index).map(|name| format!("#{name}")).unwrap_or_default();
        text.push_str(&format!("{}{{{}{name} {}}}", escaped(before), mention.kind, escaped(inside)));
        at = mention.end;
    }
    text.push_str(&escaped(&example.text[at..]));
    Ok(text)
}

/// The relation lines: one a head in order of the mentions, then those of the same thing.
fn relations(example: &Example, names: &HashMap<usize, String>) -> String {
    let name = |index: &usize| names.get(index).map(String::as_str).unwrap_or_default();
    let mut heads: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    let mut lines = String::new();
    for relation in example.relations.iter().filter(|relation| relation.kind != SAME) {
        heads.entry(relation.head).or_default().push(name(&relation.tail));
    }
    for (head, tails) in &heads {
        lines.push_str(&format!("~ {}: {}\n", name(head), tails.join(" ")));
    }
    for relation in example.relations.iter().filter(|relation| relation.kind == SAME) {
        lines.push_str(&format!("~ {} = {}\n", name(&relation.head), name(&relation.tail)));
    }
    lines
}

//! Reads a query's text into clauses. Every error names the byte where it stands.

use std::collections::BTreeSet;

use orfila_records::{Casrn, Dtxsid, EcNumber, InchiKey};

use super::identifier::{Detected, detect, h_term};
use super::{Clause, FilterField, LONGEST_QUERY, MOST_CLAUSES, Parsed, field_names, range};
use crate::error::SearchError;
use crate::measures::{KNOWN, UnitRule, measure_name};
use crate::nearest::nearest;

/// A place in a text. The offset is always on a character boundary.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Where the text begins in the query.
    origin: usize,
}

impl<'a> Cursor<'a> {
    /// The start of a text that stands at `origin` in the query.
    pub(super) fn at(text: &'a str, origin: usize) -> Self {
        Self { text, at: 0, origin }
    }

    /// The byte offset in the query.
    pub(super) fn position(&self) -> usize {
        self.origin + self.at
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Moves on by `bytes`, to the next character boundary at the latest at the end.
    pub(super) fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.text.len());
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    /// Moves past white space.
    pub(super) fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }
}

/// Understands a query. `measures` are the measures that the index holds beside the known ones.
pub(crate) fn parse(text: &str, measures: &BTreeSet<String>) -> Result<Parsed, SearchError> {
    if text.len() > LONGEST_QUERY {
        return Err(SearchError::TooLong { what: "bytes", found: text.len(), limit: LONGEST_QUERY });
    }
    let mut cursor = Cursor::at(text, 0);
    let mut parsed = Parsed::default();
    loop {
        cursor.skip_spaces();
        if cursor.peek().is_none() {
            return Ok(parsed);
        }
        if parsed.clauses.len() == MOST_CLAUSES {
            return Err(SearchError::TooLong { what: "conditions", found: MOST_CLAUSES + 1, limit: MOST_CLAUSES });
        }
        let clause = clause(&mut cursor, measures, &mut parsed.notices)?;
        parsed.clauses.push(clause);
    }
}

fn clause(
    cursor: &mut Cursor<'_>,
    measures: &BTreeSet<String>,
    notices: &mut Vec<String>,
) -> Result<Clause, SearchError> {
    let start = cursor.position();
    let behind = cursor.rest().strip_prefix('-').unwrap_or_default();
    let excluded = behind.starts_with(is_quote) || field_name(behind).is_some();
    if excluded {
        cursor.advance(1);
    }
    if cursor.peek().is_some_and(is_quote) {
        return Ok(Clause::Phrase { text: quoted(cursor)?, excluded });
    }
    let Some(name) = field_name(cursor.rest()) else { return Ok(bare(cursor, notices)) };
    let position = cursor.position();
    cursor.advance(name.len() + 1);
    if let Some(field) = FilterField::named(name) {
        return Ok(Clause::Filter { field, values: values(cursor, field)?, excluded });
    }
    let measure = measure_name(name);
    let rule = rule_of(&measure);
    if rule.is_none() && !measures.contains(&measure) {
        let known = field_names().into_iter().chain(KNOWN.iter().map(|(known, _)| *known));
        let nearest = nearest(name, known.chain(measures.iter().map(String::as_str)));
        return Err(SearchError::UnknownField { field: name.to_owned(), position, nearest });
    }
    if excluded {
        let message = "a range cannot be left out: turn its comparator round".to_owned();
        return Err(SearchError::Syntax { message, position: start });
    }
    require_value(cursor, name)?;
    range::read(cursor, &measure, rule)
}

/// What unit a measure's range takes, if it is known.
fn rule_of(measure: &str) -> Option<UnitRule> {
    KNOWN.iter().find(|(known, _)| *known == measure).map(|(_, rule)| *rule)
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„')
}

/// The name in front of a colon, if the text begins with one. `http://` and `1:1` are words.
fn field_name(text: &str) -> Option<&str> {
    let (name, value) = text.split_once(':')?;
    let fits = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !value.starts_with("//");
    fits.then_some(name)
}

fn bare(cursor: &mut Cursor<'_>, notices: &mut Vec<String>) -> Clause {
    let rest = cursor.rest();
    let end = rest.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(rest.len());
    let word = &rest[..end];
    cursor.advance(end);
    match detect(word) {
        Detected::Identifier(identifier) => return Clause::Identifier(identifier),
        Detected::Broken(reason) => notices.push(format!("{reason}; searched as text")),
        Detected::Word => {}
    }
    Clause::Word(word.to_owned())
}

/// Reads a text in quotes; the cursor stands on the opening one.
fn quoted(cursor: &mut Cursor<'_>) -> Result<String, SearchError> {
    let position = cursor.position();
    cursor.advance(cursor.peek().map_or(0, char::len_utf8));
    let rest = cursor.rest();
    let Some(end) = rest.find(is_quote) else {
        let message = "the quote is not closed: put a \" at its end".to_owned();
        return Err(SearchError::Syntax { message, position });
    };
    cursor.advance(end);
    cursor.advance(cursor.peek().map_or(0, char::len_utf8));
    Ok(rest[..end].to_owned())
}

fn require_value(cursor: &Cursor<'_>, name: &str) -> Result<(), SearchError> {
    if cursor.peek().is_none_or(char::is_whitespace) {
        let message = format!("`{name}:` needs a value right behind the colon");
        return Err(SearchError::Syntax { message, position: cursor.position() });
    }
    Ok(())
}

/// The values behind `field:`, separated by commas; each may stand in quotes.
fn values(cursor: &mut Cursor<'_>, field: FilterField) -> Result<Vec<String>, SearchError> {
    let mut values = Vec::new();
    loop {
        require_value(cursor, field.name())?;
        let position = cursor.position();
        let value = if cursor.peek().is_some_and(is_quote) { quoted(cursor)? } else { unquoted(cursor) };
        values.push(checked(field, value, position)?);
        if values.len() > MOST_CLAUSES {
            return Err(SearchError::TooLong { what: "values", found: values.len(), limit: MOST_CLAUSES });
        }
        if cursor.peek() != Some(',') {
            return Ok(values);
        }
        cursor.advance(1);
    }
}

fn unquoted(cursor: &mut Cursor<'_>) -> String {
    let rest = cursor.rest();
    let end = rest.find(|c: char| c.is_whitespace() || is_quote(c) || c == ',').unwrap_or(rest.len());
    cursor.advance(end);
    rest[..end].to_owned()
}

/// The value in the form of the index, or why it cannot be a value of the field.
fn checked(field: FilterField, value: String, position: usize) -> Result<String, SearchError> {
    let refused = |message: String| SearchError::Syntax { message, position };
    if value.trim().is_empty() {
        return Err(refused(format!("`{}:` needs a value", field.name())));
    }
    if let Some(known) = field.closed_values() {
        let folded = value.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        if known.contains(&folded.as_str()) {
            return Ok(folded);
        }
        let nearest = nearest(&folded, known.iter().copied());
        let known = known.into_iter().map(str::to_owned).collect();
        return Err(SearchError::UnknownValue { field: field.name().to_owned(), value, position, nearest, known });
    }
    let plain = value.trim().replace(['‐', '‑', '–', '−'], "-");
    match field {
        FilterField::Cas => plain.parse::<Casrn>().map(String::from).map_err(|error| refused(error.to_string())),
        FilterField::Ec => plain.parse::<EcNumber>().map(String::from).map_err(|error| refused(error.to_string())),
        FilterField::Dtxsid => {
            plain.to_ascii_uppercase().parse::<Dtxsid>().map(String::from).map_err(|error| refused(error.to_string()))
        }
        FilterField::InchiKey => {
            plain.to_ascii_uppercase().parse::<InchiKey>().map(String::from).map_err(|error| refused(error.to_string()))
        }
        FilterField::HCode => h_term(&plain)
            .ok_or_else(|| refused(format!("`{plain}` is not a hazard statement code, for example H350 or EUH066"))),
        FilterField::Year => plain
            .parse::<i32>()
            .map(|year| year.to_string())
            .map_err(|_| refused(format!("`{plain}` is not a year, for example 2019"))),
        FilterField::Page => plain
            .parse::<u32>()
            .map(|page| page.to_string())
            .map_err(|_| refused(format!("`{plain}` is not a page number, counted from 1"))),
        _ => Ok(value),
    }
}

#[cfg(test)]
mod tests;

//! XML into a tree. Entities are never expanded beyond the characters they stand for.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::markup::tree::{Content, DEEPEST, Element, NodeId, Tree};
use crate::{Limits, ReadError};

/// A parsed file and what was odd about it.
pub(crate) struct Parsed {
    pub(crate) tree: Tree,
    /// Entities that are not defined and stand in the text as they are written.
    pub(crate) unresolved: Vec<String>,
    /// Why parsing stopped early, if it did; the tree holds what came before.
    pub(crate) broken: Option<String>,
}

/// Parses XML; a file that breaks off gives what stands before the break.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<Parsed, ReadError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut parser = Parser::default();
    loop {
        let at = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => parser.event(event)?,
            Err(error) => {
                parser.parsed.broken = Some(format!("at byte {at}: {error}"));
                break;
            }
        }
        if parser.parsed.tree.len() > limits.objects {
            let (found, limit) = (parser.parsed.tree.len() as u64, limits.objects as u64);
            return Err(ReadError::TooLarge { what: "the number of elements", found, limit });
        }
    }
    if parser.open.len() > 1 && parser.parsed.broken.is_none() {
        let names: Vec<&str> = parser.open.iter().map(|(_, name)| name.as_str()).collect();
        parser.parsed.broken = Some(format!("the file ends inside <{}>", names.join("> <")));
    }
    Ok(parser.parsed)
}

struct Parser {
    parsed: Parsed,
    /// Open elements with their printed names; the first is the root.
    open: Vec<(NodeId, String)>,
    /// Open elements past the greatest depth.
    too_deep: usize,
    entities: HashMap<String, String>,
}

impl Default for Parser {
    fn default() -> Self {
        let parsed = Parsed { tree: Tree::new(), unresolved: Vec::new(), broken: None };
        Self { parsed, open: vec![(Tree::ROOT, String::new())], too_deep: 0, entities: HashMap::new() }
    }
}

impl Parser {
    fn current(&self) -> NodeId {
        self.open.last().map_or(Tree::ROOT, |(node, _)| *node)
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        let current = self.current();
        match event {
            Event::Start(start) => {
                let node = self.add(&start);
                if self.open.len() < DEEPEST {
                    self.open.push((node, start.name().as_ref().to_owned()));
                } else {
                    self.too_deep += 1;
                }
            }
            Event::Empty(start) => {
                self.add(&start);
            }
            Event::End(end) => self.close(end.name().as_ref()),
            Event::Text(text) => self.parsed.tree.add_text(current, &text.xml10_content()),
            Event::CData(data) => self.parsed.tree.add_text(current, &data.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = self.resolve(&reference);
                self.parsed.tree.add_text(current, &text);
            }
            Event::DocType(declaration) => self.entities = declared_entities(&declaration)?,
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, start: &BytesStart<'_>) -> NodeId {
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).flatten().map(|attribute| {
            let key: &str = attribute.key.local_name().into_inner();
            let value = quick_xml::escape::unescape(&attribute.value).map(|value| value.into_owned());
            (key.to_owned(), value.unwrap_or_else(|_| attribute.value.to_string()))
        });
        let element = Element::new(start.name().as_ref(), attributes.collect());
        self.parsed.tree.add(self.current(), Content::Element(element))
    }

    /// Closes the nearest open element of that name; an end without a beginning closes nothing.
    fn close(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(at) = self.open.iter().rposition(|(_, open)| open == name).filter(|at| *at > 0) {
            self.open.truncate(at);
        }
    }

    fn resolve(&mut self, reference: &BytesRef<'_>) -> String {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            return character.to_string();
        }
        let name = reference.xml10_content();
        if let Some(text) = quick_xml::escape::resolve_predefined_entity(&name) {
            return text.to_owned();
        }
        if let Some(text) = self.entities.get(name.as_ref()) {
            return text.clone();
        }
        if let Some(text) = crate::markup::html::named_character(&name) {
            return text;
        }
        const MOST_KEPT: usize = 100;
        if self.parsed.unresolved.len() < MOST_KEPT {
            self.parsed.unresolved.push(name.to_string());
        }
        format!("&{name};")
    }
}

/// The internal entities of a document type that stand for plain characters.
///
/// An entity made of other entities is refused, because a few lines of them can stand for gigabytes.
fn declared_entities(declaration: &str) -> Result<HashMap<String, String>, ReadError> {
    const LONGEST: usize = 1_000;
    const MOST: usize = 5_000;
    let mut entities = HashMap::new();
    for part in declaration.split("<!ENTITY").skip(1) {
        let mut words = part.split_whitespace();
        let name = words.next().unwrap_or_default();
        let refuse = |reason| Err(ReadError::DoctypeRefused { entity: name.chars().take(60).collect(), reason });
        if name == "%" {
            return refuse("parameter entities are not read");
        }
        let value = quoted(part.trim_start().get(name.len()..).unwrap_or_default().trim_start());
        let Some(value) = value else { continue };
        let plain = quick_xml::escape::unescape(value);
        match plain {
            Ok(plain) if plain.len() <= LONGEST && entities.len() < MOST && !plain.contains(['<', '&']) => {
                entities.insert(name.to_owned(), plain.into_owned());
            }
            Ok(plain) if plain.contains(['<', '&']) => return refuse("it stands for markup or other entities"),
            Ok(_) => return refuse("it is too long, or there are too many"),
            Err(_) => return refuse("it stands for other entities"),
        }
    }
    Ok(entities)
}

/// The text between quotes at the beginning; `None` for entities that lie outside the file.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    text[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Parsed {
        parse(text, &Limits::default()).expect("readable")
    }

    fn all_text(tree: &Tree) -> String {
        tree.descendants(Tree::ROOT).filter_map(|node| tree.text(node)).collect()
    }

    #[test]
    fn characters_are_resolved() {
        for (text, expected) in [
            ("<a>5 &lt; 6 &amp; &#181;g &#x2265;</a>", "5 < 6 & µg ≥"),
            ("<a>&alpha;&nbsp;&ge;</a>", "α\u{A0}≥"),
            ("<!DOCTYPE a [<!ENTITY co \"Example Co\">]><a>&co;</a>", "Example Co"),
            ("<!DOCTYPE a [<!ENTITY fig SYSTEM \"f.gif\" NDATA gif>]><a>x</a>", "x"),
            ("<a>&nosuch;</a>", "&nosuch;"),
            ("<a><![CDATA[1 < 2]]></a>", "1 < 2"),
            ("<a>1<b>2</a>3", "123"),
        ] {
            assert_eq!(all_text(&parsed(text).tree), expected, "{text}");
        }
        assert_eq!(parsed("<a>&nosuch;</a>").unresolved, ["nosuch"]);
    }

    #[test]
    fn nested_entities_are_refused() {
        let laughs = "<!DOCTYPE a [<!ENTITY lol \"lol\"><!ENTITY b \"&lol;&lol;&lol;\">]><a>&b;</a>";
        let error = parse(laughs, &Limits::default()).err().expect("refused");
        assert_eq!(error.code(), "doctype_refused");
        // A declared ampersand would begin another reference.
        let ampersand = "<!DOCTYPE a [<!ENTITY co \"Example &#38; Co\">]><a>&co;</a>";
        assert!(parse(ampersand, &Limits::default()).is_err());
        let parameter = "<!DOCTYPE a [<!ENTITY % x \"y\"> %x;]><a/>";
        assert_eq!(parse(parameter, &Limits::default()).err().map(|error| error.code()), Some("doctype_refused"));
    }

    #[test]
    fn broken_files_give_what_they_have() {
        let parsed = parsed("<a><b>text</b><c");
        assert_eq!(all_text(&parsed.tree), "text");
        assert!(parsed.broken.is_some());
        let deep = "<d>".repeat(50_000) + "x";
        assert_eq!(all_text(&self::parsed(&deep).tree), "x");
        let limits = Limits { objects: 10, ..Limits::default() };
        assert_eq!(parse(&"<a/>".repeat(20), &limits).err().map(|error| error.code()), Some("too_large"));
    }
}

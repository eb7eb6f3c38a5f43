//! XML into a small tree; comments and processing instructions are left out. Apart from the reader of documents, so that it can
//! hold the truth that the reader is measured by.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements deeper than this are refused, so that walking a tree cannot exhaust the stack.
const DEEPEST: usize = 256;

/// An element, or a piece of text where `name` is empty.
#[derive(Debug, Default)]
pub struct Node {
    /// Its name without prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub children: Vec<Node>,
    /// The characters of a piece of text.
    pub text: String,
}

/// Why XML cannot be read, with the byte.
#[derive(Debug, thiserror::Error)]
#[error("{0}; check that the file is whole, well-formed XML")]
pub struct XmlError(String);

impl Node {
    /// An attribute by its local name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that holds a whole number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Elements of that name below, in order of the file; those inside a found one are not looked for.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&Node> {
        let below = |child| if Node::is(child, name) { vec![child] } else { child.all(name) };
        self.children.iter().flat_map(below).collect()
    }

    fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// All text below.
    #[must_use]
    pub fn all_text(&self) -> String {
        self.text_without(&[])
    }

    /// The text below, without that in elements of the names in `except`.
    #[must_use]
    pub fn text_without(&self, except: &[&str]) -> String {
        if except.contains(&self.name.as_str()) {
            return String::new();
        }
        let below: String = self.children.iter().map(|child| child.text_without(except)).collect();
        format!("{}{below}", self.text)
    }
}

/// Reads XML.
///
/// # Errors
/// [`XmlError`] with the byte.
pub fn parse(text: &str) -> Result<Node, XmlError> {
    tree(text).map_err(XmlError)
}

fn tree(text: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| format!("at byte {at}: {error}"))?;
        match event {
            Event::Eof => break,
            Event::Start(start) if open.len() < DEEPEST => open.push(element(&start)),
            Event::Start(_) => return Err(format!("at byte {at}: elements deeper than {DEEPEST}")),
            Event::Empty(start) => put(&mut open, element(&start)),
            Event::End(_) if open.len() > 1 => {
                let closed = open.pop().unwrap_or_default();
                put(&mut open, closed);
            }
            Event::End(_) => return Err(format!("at byte {at}: an end without a beginning")),
            Event::Text(text) => put(&mut open, characters(&text.xml10_content())),
            Event::CData(data) => put(&mut open, characters(&data.xml10_content())),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let numbered = reference.resolve_char_ref().ok().flatten().map(String::from);
                let named = || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let text =
                    numbered.or_else(named).ok_or_else(|| format!("at byte {at}: `&{name};` is not declared"))?;
                put(&mut open, characters(&text));
            }
            _ => {}
        }
    }
    if open.len() > 1 {
        return Err("the file ends inside an element".to_owned());
    }
    open.pop().ok_or_else(|| "the file is empty".to_owned())
}

fn put(open: &mut [Node], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn characters(text: &str) -> Node {
    Node { text: text.to_owned(), ..Node::default() }
}

fn element(start: &BytesStart<'_>) -> Node {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let key: &str = attribute.key.local_name().into_inner();
        let value = quick_xml::escape::unescape(&attribute.value).map(|value| value.into_owned());
        (key.to_owned(), value.unwrap_or_else(|_| attribute.value.to_string()))
    });
    let name: &str = start.name().local_name().into_inner();
    Node { name: name.to_owned(), attributes: attributes.collect(), ..Node::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_texts_and_faults() {
        let root = parse("<a x:lang='de'>b<i>c</i><!-- no -->d &lt;&#101;</a>").unwrap();
        let a = root.all("a")[0];
        assert_eq!((a.attribute("lang"), a.all_text().as_str()), (Some("de"), "bcd <e"));
        let root = parse("<a x='1'>b<i>c</i>d &lt;&#101;<note>f</note></a>").unwrap();
        let a = root.all("a")[0];
        assert_eq!((a.number("x"), a.text_without(&["note"]).as_str()), (Some(1), "bcd <e"));
        assert_eq!(a.text_without(&[]), "bcd <ef");
        for broken in ["<a><b></a>", "<a>", "<a>&nosuch;</a>", &"<a>".repeat(300)] {
            assert!(parse(broken).is_err(), "{broken}");
        }
    }
}

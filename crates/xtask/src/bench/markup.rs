//! A small tree of XML elements for ground truths; apart from our own reader, so that it can judge that.

use anyhow::{Context as _, Result, bail};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements deeper than this are refused.
const DEEPEST: usize = 256;

/// An element or a text (whose name is empty).
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// Name without prefix.
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    text: String,
    /// What it holds, in order.
    pub(crate) children: Vec<Node>,
}

impl Node {
    /// An attribute's value.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that holds a whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// All elements of this name below, in document order; none inside another of that name.
    pub(crate) fn all<'a>(&'a self, name: &str) -> Vec<&'a Node> {
        let below = |child: &'a Node| if child.name == name { vec![child] } else { child.all(name) };
        self.children.iter().flat_map(below).collect()
    }

    /// The characters below it, without those in elements of the names in `except`.
    pub(crate) fn text_without(&self, except: &[&str]) -> String {
        if except.contains(&self.name.as_str()) {
            return String::new();
        }
        let below: String = self.children.iter().map(|child| child.text_without(except)).collect();
        format!("{}{below}", self.text)
    }
}

/// Reads XML.
pub(crate) fn parse(text: &str) -> Result<Node> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    loop {
        let event = reader.read_event().with_context(|| format!("at byte {}", reader.buffer_position()))?;
        match event {
            Event::Eof => break,
            Event::Start(start) if open.len() < DEEPEST => open.push(element(&start)),
            Event::Start(_) => bail!("elements deeper than {DEEPEST}"),
            Event::Empty(start) => put(&mut open, element(&start)),
            Event::End(_) => {
                let closed = open.pop().context("an end without a beginning")?;
                put(&mut open, closed);
            }
            Event::Text(text) => put(&mut open, characters(&text.xml10_content())),
            Event::CData(data) => put(&mut open, characters(&data.xml10_content())),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let numbered = reference.resolve_char_ref().ok().flatten().map(String::from);
                let named = || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let text = numbered.or_else(named).with_context(|| format!("`&{name};` is not declared"))?;
                put(&mut open, characters(&text));
            }
            _ => {}
        }
    }
    anyhow::ensure!(open.len() == 1, "the file ends inside an element");
    open.pop().context("the file is empty")
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
    fn texts_stand_in_order() {
        let root = parse("<a x='1'>b<i>c</i>d &lt;&#101;<note>f</note></a>").unwrap();
        let a = root.all("a")[0];
        assert_eq!((a.number("x"), a.text_without(&["note"]).as_str()), (Some(1), "bcd <e"));
        assert_eq!(a.text_without(&[]), "bcd <ef");
        assert!(parse("<a><b></a>").is_err());
    }
}

//! HTML into a tree, by the rules browsers follow.

use scraper::{Html, Node};

use crate::markup::nesting::flattened;
use crate::markup::tree::{Content, DEEPEST, Element, Tree};
use crate::{Limits, ReadError};

/// Parses HTML; there is no broken HTML.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<Tree, ReadError> {
    let page = Html::parse_document(&flattened(text));
    let mut tree = Tree::new();
    let mut open: Vec<_> = page.tree.root().children().rev().map(|node| (node, Tree::ROOT, 1_usize)).collect();
    while let Some((node, parent, depth)) = open.pop() {
        match node.value() {
            Node::Element(element) => {
                let attributes = element.attrs().map(|(name, value)| (name.to_owned(), value.to_owned()));
                let content = Content::Element(Element::new(element.name(), attributes.collect()));
                let id = tree.add(parent, content);
                let inside = if depth < DEEPEST { id } else { parent };
                open.extend(node.children().rev().map(|child| (child, inside, depth + 1)));
            }
            Node::Text(text) => tree.add_text(parent, text),
            Node::Fragment => open.extend(node.children().rev().map(|child| (child, parent, depth))),
            _ => {}
        }
        if tree.len() > limits.objects {
            let (found, limit) = (tree.len() as u64, limits.objects as u64);
            return Err(ReadError::TooLarge { what: "the number of elements", found, limit });
        }
    }
    Ok(tree)
}

/// The characters of a named character reference of HTML, which the document types of journals define alike.
pub(crate) fn named_character(name: &str) -> Option<String> {
    if name.len() > 40 || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let reference = format!("&{name};");
    let fragment = Html::parse_fragment(&reference);
    let text: String = fragment.root_element().text().collect();
    (text != reference && !text.is_empty() && !text.contains(';')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_characters_are_known() {
        for (name, expected) in
            [("alpha", Some("α")), ("le", Some("≤")), ("micro", Some("µ")), ("nosuch", None), ("a b", None)]
        {
            assert_eq!(named_character(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn deep_pages_end() {
        let deep = "<div>".repeat(20_000) + "x";
        let tree = parse(&deep, &Limits::default()).expect("readable");
        assert_eq!(tree.descendants(Tree::ROOT).filter_map(|node| tree.text(node)).collect::<String>(), "x");
    }
}

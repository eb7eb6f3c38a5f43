//! A plain tree of elements and texts, the common form of XML and HTML.

/// Elements deeper than this are put beside their ancestors, so that no reader recurses without end.
pub(crate) const DEEPEST: usize = 200;

/// Index of a node in its [`Tree`].
pub(crate) type NodeId = usize;

/// What a node is.
#[derive(Debug)]
pub(crate) enum Content {
    Element(Element),
    Text(String),
}

/// An element's name (lower case, without prefix) and attributes (names without prefix).
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn new(name: &str, attributes: Vec<(String, String)>) -> Self {
        let local = name.rsplit(':').next().unwrap_or(name);
        Self { name: local.to_ascii_lowercase(), attributes }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A positive number, at most 1,000.
    pub(crate) fn span(&self, name: &str) -> usize {
        self.attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, 1_000)
    }
}

#[derive(Debug)]
struct Node {
    content: Content,
    children: Vec<NodeId>,
}

/// A document tree; node 0 is a nameless root.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub(crate) const ROOT: NodeId = 0;

    pub(crate) fn new() -> Self {
        Self { nodes: vec![Node { content: Content::Element(Element::default()), children: Vec::new() }] }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn add(&mut self, parent: NodeId, content: Content) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node { content, children: Vec::new() });
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.push(id);
        }
        id
    }

    /// Adds text; texts that follow each other become one.
    pub(crate) fn add_text(&mut self, parent: NodeId, text: &str) {
        let last = self.children(parent).last().copied();
        match last.and_then(|last| self.nodes.get_mut(last)).map(|node| &mut node.content) {
            Some(Content::Text(open)) => open.push_str(text),
            _ => {
                self.add(parent, Content::Text(text.to_owned()));
            }
        }
    }

    pub(crate) fn children(&self, node: NodeId) -> &[NodeId] {
        self.nodes.get(node).map_or(&[], |node| &node.children)
    }

    pub(crate) fn element(&self, node: NodeId) -> Option<&Element> {
        match &self.nodes.get(node)?.content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        }
    }

    /// The element's name; empty for a text.
    pub(crate) fn name(&self, node: NodeId) -> &str {
        self.element(node).map_or("", |element| &element.name)
    }

    pub(crate) fn text(&self, node: NodeId) -> Option<&str> {
        match &self.nodes.get(node)?.content {
            Content::Text(text) => Some(text),
            Content::Element(_) => None,
        }
    }

    /// Child elements with one of the names.
    pub(crate) fn named<'a>(&'a self, node: NodeId, names: &'a [&str]) -> impl Iterator<Item = NodeId> + 'a {
        self.children(node).iter().copied().filter(move |child| names.contains(&self.name(*child)))
    }

    /// Whether the element itself holds characters, not only its children.
    pub(crate) fn is_mixed(&self, node: NodeId) -> bool {
        self.children(node).iter().any(|child| self.text(*child).is_some_and(|text| !text.trim().is_empty()))
    }

    /// All nodes below `node` in document order.
    pub(crate) fn descendants(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut open: Vec<NodeId> = self.children(node).iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(self.children(next).iter().rev());
            Some(next)
        })
    }

    /// Number of characters other than white space below `node`.
    pub(crate) fn characters(&self, node: NodeId) -> usize {
        let own = self.text(node).map_or(0, solid);
        own + self.descendants(node).filter_map(|below| self.text(below)).map(solid).sum::<usize>()
    }
}

fn solid(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}

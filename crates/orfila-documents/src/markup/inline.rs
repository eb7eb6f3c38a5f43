//! Running text of markup: white space folded, raised and lowered runs as Unicode superscripts and subscripts.

use crate::characters::{lower, raise_after};
use crate::markup::tree::{NodeId, Tree};

/// Text that grows piece by piece; runs of white space become one space.
#[derive(Debug, Default)]
pub(crate) struct Inline {
    text: String,
    space: bool,
}

impl Inline {
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text so far; the buffer is empty afterwards.
    pub(crate) fn take(&mut self) -> String {
        self.space = false;
        let text = std::mem::take(&mut self.text);
        match text.trim_end() {
            trimmed if trimmed.len() == text.len() => text,
            trimmed => trimmed.to_owned(),
        }
    }

    pub(crate) fn push(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() {
                self.space = true;
            } else if character != '\u{AD}' && !character.is_control() {
                self.settle();
                self.text.push(character);
            }
        }
    }

    /// A space, unless there is one or nothing stands before it.
    pub(crate) fn space(&mut self) {
        self.space = true;
    }

    fn settle(&mut self) {
        if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.space = false;
    }

    fn line_break(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.space = false;
    }

    fn last(&self) -> Option<char> {
        if self.space { Some(' ') } else { self.text.chars().next_back() }
    }

    fn raised(&mut self, text: &str) {
        let raised = raise_after(self.last(), text.trim());
        self.framed(text, &raised);
    }

    fn lowered(&mut self, text: &str) {
        let lowered = lower(text.trim());
        self.framed(text, &lowered);
    }

    /// `shown` with the white space that stood around `written`.
    fn framed(&mut self, written: &str, shown: &str) {
        self.space |= written.starts_with(char::is_whitespace);
        self.push(shown);
        self.space |= written.len() > 1 && written.ends_with(char::is_whitespace);
    }

    /// Appends the text of a node and all below it.
    pub(crate) fn node(&mut self, tree: &Tree, node: NodeId) {
        if let Some(text) = tree.text(node) {
            self.push(text);
            return;
        }
        match tree.name(node) {
            "sup" => {
                let text = plain(tree, node);
                self.raised(&text);
            }
            "sub" | "inf" => {
                let text = plain(tree, node);
                self.lowered(&text);
            }
            "xref" | "claim-ref" | "a" => self.reference(tree, node),
            "br" | "break" => self.line_break(),
            "msup" | "msub" | "msubsup" => self.scripted(tree, node),
            "mfrac" => self.joined(tree, node, "/"),
            "alternatives" => {
                if let Some(chosen) = chosen_alternative(tree, node) {
                    self.node(tree, chosen);
                }
            }
            name if is_invisible(name) => {}
            _ => self.children(tree, node),
        }
    }

    /// Appends the children. In an element that holds no characters of its own, they are parts set apart by spaces.
    pub(crate) fn children(&mut self, tree: &Tree, node: NodeId) {
        let apart = !tree.is_mixed(node) && !is_tight(tree.name(node));
        for child in tree.children(node) {
            let block = is_paragraph(tree.name(*child));
            if (apart || block) && tree.element(*child).is_some() && !is_script(tree.name(*child)) {
                self.space();
            }
            self.node(tree, *child);
            if block {
                self.space();
            }
        }
    }

    /// A citation or note mark that stands directly after a letter or digit is raised, so that it joins no number.
    fn reference(&mut self, tree: &Tree, node: NodeId) {
        let text = plain(tree, node);
        let digits = !text.trim().is_empty() && text.chars().all(|c| c.is_ascii_digit() || ",-–*† ".contains(c));
        let scripted = tree.children(node).iter().any(|child| is_script(tree.name(*child)));
        if digits && !scripted && tree.name(node) == "xref" && self.last().is_some_and(char::is_alphanumeric) {
            self.raised(&text);
        } else {
            self.children(tree, node);
        }
    }

    /// MathML scripts: the base, then the parts below and above.
    fn scripted(&mut self, tree: &Tree, node: NodeId) {
        let parts: Vec<NodeId> =
            tree.children(node).iter().copied().filter(|child| tree.element(*child).is_some()).collect();
        let name = tree.name(node);
        for (index, part) in parts.into_iter().enumerate() {
            match (name, index) {
                (_, 0) => self.node(tree, part),
                ("msub", _) | ("msubsup", 1) => self.lowered(&compact(tree, part)),
                _ => self.raised(&compact(tree, part)),
            }
        }
    }

    fn joined(&mut self, tree: &Tree, node: NodeId, separator: &str) {
        let parts = tree.children(node).iter().copied().filter(|child| tree.element(*child).is_some());
        for (index, part) in parts.enumerate() {
            if index > 0 {
                self.push(separator);
            }
            self.node(tree, part);
        }
    }
}

/// The folded text of a node.
pub(crate) fn text_of(tree: &Tree, node: NodeId) -> String {
    let mut inline = Inline::default();
    inline.children(tree, node);
    inline.take()
}

/// The text below a node as it is written.
fn plain(tree: &Tree, node: NodeId) -> String {
    tree.descendants(node).filter_map(|below| tree.text(below)).collect()
}

fn compact(tree: &Tree, node: NodeId) -> String {
    let text = tree.text(node).map_or_else(|| plain(tree, node), str::to_owned);
    text.split_whitespace().collect()
}

/// Of several forms of a formula or figure, the one that is text.
pub(crate) fn chosen_alternative(tree: &Tree, node: NodeId) -> Option<NodeId> {
    let elements = || tree.children(node).iter().copied().filter(|child| tree.element(*child).is_some());
    let best = ["math", "table", "textual-form", "tex-math"];
    best.iter().find_map(|name| elements().find(|child| tree.name(*child) == *name)).or_else(|| elements().next())
}

fn is_script(name: &str) -> bool {
    matches!(name, "sup" | "sub" | "inf")
}

fn is_paragraph(name: &str) -> bool {
    matches!(
        name,
        "p" | "div" | "li" | "list-item" | "list" | "ul" | "ol" | "tr" | "td" | "th" | "title" | "label" | "dd" | "dt"
    )
}

/// Elements whose parts follow each other without a space although they hold no characters of their own.
fn is_tight(name: &str) -> bool {
    matches!(
        name,
        "italic"
            | "bold"
            | "i"
            | "b"
            | "em"
            | "strong"
            | "span"
            | "xref"
            | "a"
            | "u"
            | "sc"
            | "underline"
            | "styled-content"
            | "named-content"
            | "font"
            | "small"
    )
}

/// Elements that a reader of the rendered document does not see.
pub(crate) fn is_invisible(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "head"
            | "noscript"
            | "template"
            | "iframe"
            | "object-id"
            | "svg"
            | "annotation"
            | "annotation-xml"
            | "alt-text"
            | "long-desc"
            | "select"
            | "option"
            | "textarea"
    )
}

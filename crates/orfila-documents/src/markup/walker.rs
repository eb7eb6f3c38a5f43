//! Walks a tree in reading order and appends its blocks as passages.

use std::collections::BTreeMap;

use orfila_records::{LossReason, PassageKind, TextRange};

use crate::builder::{DocumentBuilder, Draft};
use crate::markup::definitions;
use crate::markup::figures;
use crate::markup::inline::{Inline, chosen_alternative, text_of};
use crate::markup::roles::{Role, is_skipped, role};
use crate::markup::tables;
use crate::markup::tree::{NodeId, Tree};
use crate::outline::{Rank, is_reference_heading};

/// Appends all blocks of the tree; `cells` is the most cells its tables may have.
pub(crate) fn walk(tree: &Tree, builder: &mut DocumentBuilder, cells: usize) {
    let mut walker = Walker { tree, builder, cells_left: cells, depth: 0, term: None };
    walker.flow(Tree::ROOT, PassageKind::Paragraph, None);
    figures::append_loose(tree, builder);
    note_losses(tree, builder);
}

/// The state of a walk.
pub(crate) struct Walker<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) builder: &'a mut DocumentBuilder,
    pub(crate) cells_left: usize,
    /// Depth of the open sections.
    depth: u32,
    /// The last term of a list of definitions.
    pub(crate) term: Option<TextRange>,
}

impl Walker<'_> {
    /// Appends the content of an element: its running text as passages of `kind`, its blocks by their own roles.
    pub(crate) fn flow(&mut self, node: NodeId, kind: PassageKind, table: Option<usize>) {
        let mut text = Inline::default();
        self.flow_into(&mut text, node, kind, table);
        self.flush(&mut text, kind, table);
    }

    fn flow_into(&mut self, text: &mut Inline, node: NodeId, kind: PassageKind, table: Option<usize>) {
        let tree = self.tree;
        let apart = !tree.is_mixed(node);
        for child in tree.children(node) {
            let role = role(tree, *child, node);
            match role {
                Role::Skipped => {}
                Role::Inline => {
                    if apart && tree.element(*child).is_some() && !matches!(tree.name(*child), "sup" | "sub") {
                        text.space();
                    }
                    text.node(tree, *child);
                    if tree.name(*child) == "label" {
                        text.space();
                    }
                }
                // The text of an item and of a note begins with its label and its first paragraph.
                Role::Paragraph if kind != PassageKind::Paragraph => {
                    text.space();
                    self.flow_into(text, *child, kind, table);
                    if kind == PassageKind::Footnote {
                        self.flush(text, kind, table);
                    }
                }
                _ => {
                    self.flush(text, kind, table);
                    self.block(*child, role, kind, table);
                }
            }
        }
    }

    pub(crate) fn flush(&mut self, text: &mut Inline, kind: PassageKind, table: Option<usize>) {
        if text.is_empty() {
            return;
        }
        // Lists below the heading of the references are those.
        let referring = kind == PassageKind::ListItem
            && table.is_none()
            && self.builder.outline.innermost().is_some_and(is_reference_heading);
        let mut draft = Draft::new(if referring { PassageKind::Reference } else { kind }, text.take());
        draft.table = table;
        let range = self.builder.passage(draft);
        if let (Some(range), PassageKind::Footnote, Some(table)) =
            (range, kind, table.and_then(|table| self.builder.table_mut(table)))
        {
            table.footnotes.push(range);
        }
    }

    fn block(&mut self, node: NodeId, role: Role, outer: PassageKind, table: Option<usize>) {
        match role {
            Role::Title => self.title(node),
            Role::Section => self.section(node),
            Role::Heading(depth) => self.heading(node, depth),
            Role::Container if outer == PassageKind::Furniture => self.flow(node, outer, table),
            Role::Container => self.container(node, outer, table),
            Role::Paragraph if self.tree.name(node) == "dt" => definitions::append_term(self, node, outer, table),
            Role::Paragraph => self.flow(node, outer, table),
            Role::ListItem => definitions::append_item(self, node),
            Role::TableWrap | Role::Table => tables::append(self, node),
            Role::Figure => self.figure(node),
            Role::Caption => self.flow(node, PassageKind::Caption, table),
            Role::Footnote => self.flow(node, PassageKind::Footnote, table),
            Role::Reference | Role::People => {
                let kind = if role == Role::Reference { PassageKind::Reference } else { PassageKind::Paragraph };
                self.builder.passage(Draft::new(kind, text_of(self.tree, node)));
            }
            Role::Furniture => self.flow(node, PassageKind::Furniture, None),
            Role::Alternatives => {
                if let Some(chosen) = chosen_alternative(self.tree, node) {
                    let role = self::role(self.tree, chosen, node);
                    self.block(chosen, role, outer, table);
                }
            }
            Role::Skipped | Role::Inline => {}
        }
    }

    /// Containers of HTML hold headings that count for what follows inside them; other containers are transparent.
    fn container(&mut self, node: NodeId, outer: PassageKind, table: Option<usize>) {
        match self.tree.name(node) {
            "contrib-group" => {
                let people: Vec<String> =
                    self.tree.named(node, &["contrib"]).map(|person| text_of(self.tree, person)).collect();
                self.builder.passage(Draft::new(PassageKind::Paragraph, people.join(", ")));
                for child in self.tree.children(node) {
                    let role = role(self.tree, *child, node);
                    if role != Role::People {
                        self.block(*child, role, outer, table);
                    }
                }
            }
            _ => self.flow(node, outer, table),
        }
    }

    fn title(&mut self, node: NodeId) {
        let text = text_of(self.tree, node);
        self.builder.set_title(&text);
        self.builder.passage(Draft::new(PassageKind::Title, text));
    }

    fn heading(&mut self, node: NodeId, depth: u32) {
        let text = text_of(self.tree, node);
        if text.is_empty() {
            return;
        }
        let depth = if depth == 0 { self.depth.max(1) } else { depth };
        self.append_heading(depth, text);
    }

    fn append_heading(&mut self, depth: u32, text: String) {
        self.builder.outline.enter(Rank::Depth(depth), &text);
        let mut draft = Draft::new(PassageKind::Heading, text);
        draft.level = u32::try_from(self.builder.outline.depth()).ok();
        self.builder.passage(draft);
    }

    fn section(&mut self, node: NodeId) {
        let tree = self.tree;
        let open = self.builder.outline.depth();
        self.depth += 1;
        let label = tree.named(node, &["label"]).next();
        let title = tree.named(node, &["title"]).next();
        let parts = [label, title].into_iter().flatten().map(|part| text_of(tree, part));
        let heading = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if !heading.is_empty() {
            self.append_heading(self.depth, heading);
        } else if tree.name(node) == "abstract" {
            self.builder.outline.enter(Rank::Depth(self.depth), "Abstract");
        }
        if tree.name(node) == "kwd-group" {
            let keywords: Vec<String> = tree.named(node, &["kwd"]).map(|keyword| text_of(tree, keyword)).collect();
            self.builder.passage(Draft::new(PassageKind::Paragraph, keywords.join("; ")));
        } else {
            self.section_content(node, [label, title]);
        }
        self.depth -= 1;
        self.builder.outline.leave_to(open);
    }

    fn section_content(&mut self, node: NodeId, heading: [Option<NodeId>; 2]) {
        let mut text = Inline::default();
        for child in self.tree.children(node).iter().filter(|child| !heading.contains(&Some(**child))) {
            match role(self.tree, *child, node) {
                Role::Inline => text.node(self.tree, *child),
                other => {
                    self.flush(&mut text, PassageKind::Paragraph, None);
                    self.block(*child, other, PassageKind::Paragraph, None);
                }
            }
        }
        self.flush(&mut text, PassageKind::Paragraph, None);
    }

    /// A figure's label and caption are one passage; everything else in it is read as usual.
    fn figure(&mut self, node: NodeId) {
        let figure = figures::figure_of(self.tree, node).map(|figure| self.builder.figure(figure));
        let caption = self.caption_of(node);
        let captioned = self.builder.passage(Draft::new(PassageKind::Caption, caption)).is_some();
        if let Some(figure) = figure.filter(|_| captioned) {
            self.builder.tie_to_figure(figure, true);
        }
        for child in self.tree.children(node) {
            let role = role(self.tree, *child, node);
            if !matches!(self.tree.name(*child), "label" | "caption" | "figcaption") {
                self.block(*child, role, PassageKind::Paragraph, None);
            }
        }
    }

    /// Label and caption of a figure or table.
    pub(crate) fn caption_of(&self, node: NodeId) -> String {
        let parts = self.tree.named(node, &["label", "caption", "figcaption"]).map(|part| text_of(self.tree, part));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// What the walk leaves out, by element name.
fn note_losses(tree: &Tree, builder: &mut DocumentBuilder) {
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    let mut open: Vec<NodeId> = vec![Tree::ROOT];
    let mut soft = 0;
    while let Some(node) = open.pop() {
        if let Some(text) = tree.text(node) {
            soft += text.chars().filter(|character| *character == '\u{AD}').count();
        }
        let chosen = (tree.name(node) == "alternatives").then(|| chosen_alternative(tree, node));
        for child in tree.children(node) {
            let unchosen = chosen.is_some_and(|chosen| chosen != Some(*child));
            if unchosen || is_skipped(tree, *child, tree.name(node)) {
                let characters = tree.characters(*child);
                if characters > 0 {
                    *left_out.entry(tree.name(*child).to_owned()).or_default() += characters;
                }
            } else {
                open.push(*child);
            }
        }
    }
    for (name, characters) in left_out {
        builder.counted_loss(LossReason::Markup, None, characters, &format!("<{name}>: not part of the shown text"));
    }
    if soft > 0 {
        builder.counted_loss(LossReason::Markup, None, soft, "soft hyphens, which show only at a line's end");
    }
}

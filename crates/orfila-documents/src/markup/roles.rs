//! What the elements of JATS, HTML and other XML are to a reader.

use crate::markup::inline::is_invisible;
use crate::markup::tree::{NodeId, Tree};

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Not shown, or data about the article rather than of it.
    Skipped,
    /// The document's title.
    Title,
    /// A part with its own heading: `sec`, `abstract`, `app`.
    Section,
    /// A heading of the given depth (HTML), or of the part it stands in (0).
    Heading(u32),
    /// A container of blocks.
    Container,
    /// A block of running text.
    Paragraph,
    ListItem,
    /// A table with its label, caption and notes.
    TableWrap,
    Table,
    /// A figure: its label and caption.
    Figure,
    Caption,
    Footnote,
    Reference,
    /// Names of people, shown in one line.
    People,
    /// Running heads, navigation, licences.
    Furniture,
    /// Several forms of one thing.
    Alternatives,
    /// Part of the running text around it.
    Inline,
}

/// The role of an element. Unknown elements inside running text are part of it; elsewhere they hold blocks.
pub(crate) fn role(tree: &Tree, node: NodeId, parent: NodeId) -> Role {
    let Some(element) = tree.element(node) else { return Role::Inline };
    let parent_name = tree.name(parent);
    if is_skipped(tree, node, parent_name) {
        return Role::Skipped;
    }
    match element.name.as_str() {
        "article-title" | "trans-title" if parent_name == "title-group" => Role::Title,
        "invention-title" => Role::Title,
        "sec" | "abstract" | "trans-abstract" | "app" | "ack" | "glossary" | "notes" | "boxed-text" | "ref-list"
        | "bio" | "kwd-group" => Role::Section,
        "title" | "heading" => Role::Heading(0),
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "p" | "disp-formula" | "disp-quote" | "aff" | "corresp" | "subtitle" | "journal-title" | "verse-line"
        | "pre" | "blockquote" | "address" | "speech" | "preformat" | "dt" | "kwd" => Role::Paragraph,
        "list-item" | "li" | "def-item" | "dd" | "claim-text" => Role::ListItem,
        "table-wrap" => Role::TableWrap,
        "table" | "tables" if holds_rows(tree, node) => Role::Table,
        "fig" | "figure" | "chem-struct-wrap" | "supplementary-material" => Role::Figure,
        "caption" | "figcaption" => Role::Caption,
        "fn" | "table-wrap-foot" => Role::Footnote,
        "ref" => Role::Reference,
        "contrib" => Role::People,
        "permissions" | "nav" | "footer" => Role::Furniture,
        "alternatives" => Role::Alternatives,
        name if is_container(name) => Role::Container,
        name if is_inline(name) || tree.is_mixed(parent) => Role::Inline,
        _ if tree.is_mixed(node) || is_short_record(tree, node) => Role::Paragraph,
        _ => Role::Container,
    }
}

fn holds_rows(tree: &Tree, node: NodeId) -> bool {
    tree.descendants(node).any(|below| matches!(tree.name(below), "tr" | "row"))
}

fn is_container(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "body"
            | "div"
            | "main"
            | "section"
            | "article"
            | "header"
            | "aside"
            | "ul"
            | "ol"
            | "dl"
            | "list"
            | "def-list"
            | "front"
            | "back"
            | "article-meta"
            | "title-group"
            | "contrib-group"
            | "fn-group"
            | "floats-group"
            | "form"
            | "center"
            | "fieldset"
            | "details"
            | "fig-group"
            | "table-wrap-group"
            | "author-notes"
    )
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bold"
            | "br"
            | "break"
            | "chem-struct"
            | "cite"
            | "code"
            | "del"
            | "def"
            | "em"
            | "email"
            | "ext-link"
            | "font"
            | "i"
            | "inline-formula"
            | "inline-graphic"
            | "ins"
            | "italic"
            | "kbd"
            | "label"
            | "mark"
            | "math"
            | "monospace"
            | "named-content"
            | "q"
            | "roman"
            | "s"
            | "samp"
            | "sans-serif"
            | "sc"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "styled-content"
            | "sub"
            | "sup"
            | "inf"
            | "tex-math"
            | "term"
            | "time"
            | "tt"
            | "u"
            | "underline"
            | "uri"
            | "var"
            | "xref"
    )
}

/// A record of a few short values, such as a document number with its date, reads as one line.
fn is_short_record(tree: &Tree, node: NodeId) -> bool {
    const LONGEST: usize = 160;
    let mut characters = 0;
    for below in tree.descendants(node) {
        match tree.text(below) {
            Some(text) => characters += text.trim().len(),
            None if is_container(tree.name(below)) || matches!(tree.name(below), "p" | "table" | "sec" | "claim") => {
                return false;
            }
            None => {}
        }
        if characters > LONGEST {
            return false;
        }
    }
    characters > 0
}

/// Whether an element is left out of the text; what it holds is a loss.
pub(crate) fn is_skipped(tree: &Tree, node: NodeId, parent_name: &str) -> bool {
    const ARTICLE: [&str; 10] = [
        "title-group",
        "contrib-group",
        "aff",
        "aff-alternatives",
        "author-notes",
        "abstract",
        "trans-abstract",
        "kwd-group",
        "permissions",
        "product",
    ];
    let Some(element) = tree.element(node) else { return false };
    let name = element.name.as_str();
    let hidden = element.attribute("hidden").is_some()
        || element.attribute("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
    match parent_name {
        "article-meta" => !ARTICLE.contains(&name),
        "journal-meta" => !matches!(name, "journal-title-group" | "journal-title"),
        _ => is_invisible(name) || hidden || name == "contrib-id" || name == "ref-type",
    }
}

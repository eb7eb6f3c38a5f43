//! Lists of terms and what is said of them (`dl`, `def-list`): each is a field.

use orfila_records::{Field, PassageKind, TextRange};

use crate::markup::inline::text_of;
use crate::markup::tree::NodeId;
use crate::markup::walker::Walker;

/// Appends an item of a list whose element may be a term, what is said of the last term, or both.
pub(crate) fn append_item(walker: &mut Walker<'_>, node: NodeId) {
    let start = walker.builder.next_start();
    walker.flow(node, PassageKind::ListItem, None);
    let Some(appended) = walker.builder.appended_since(start) else { return };
    match walker.tree.name(node) {
        "dd" => {
            if let Some(label) = walker.term {
                walker.builder.field(Field { label, value: appended });
            }
        }
        "def-item" => append_definition(walker, node, appended),
        _ => {}
    }
}

/// Appends a term, which stands in its own element before what is said of it.
pub(crate) fn append_term(walker: &mut Walker<'_>, node: NodeId, kind: PassageKind, table: Option<usize>) {
    let start = walker.builder.next_start();
    walker.flow(node, kind, table);
    walker.term = walker.builder.appended_since(start);
}

fn append_definition(walker: &mut Walker<'_>, node: NodeId, appended: TextRange) {
    let Some(term) = walker.tree.named(node, &["term"]).next() else { return };
    let term = text_of(walker.tree, term);
    let begins = appended.slice(walker.builder.text()).is_some_and(|text| text.starts_with(&term));
    if begins && !term.is_empty() {
        let label = TextRange::new(appended.start, appended.start + term.len());
        walker.builder.field(Field { label, value: TextRange::new(label.end, appended.end) });
    }
}

//! Exports: GraphML for programs, DOT for pictures.

use std::io::Write;

use crate::error::GraphError;
use crate::graph::Graph;

/// The attributes of GraphML: id, where it stands, name, type.
const ATTRIBUTES: &[(&str, &str, &str, &str)] = &[
    ("n_kind", "node", "kind", "string"),
    ("n_label", "node", "label", "string"),
    ("n_degree", "node", "degree", "int"),
    ("e_kind", "edge", "kind", "string"),
    ("e_record", "edge", "record", "string"),
    ("e_subject", "edge", "subject", "string"),
    ("e_value", "edge", "value", "string"),
    ("e_qualifier", "edge", "qualifier", "string"),
    ("e_review", "edge", "review", "string"),
];

impl Graph {
    /// Writes the whole graph as GraphML (<http://graphml.graphdrawing.org/specification.html>), nodes and edges in a fixed order.
    ///
    /// # Errors
    /// [`GraphError::Write`] if the writer fails.
    pub fn export_graphml(&self, mut writer: impl Write) -> Result<(), GraphError> {
        writeln!(writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(writer, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        for (id, domain, name, kind) in ATTRIBUTES {
            writeln!(writer, "  <key id=\"{id}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
        }
        writeln!(writer, "  <graph id=\"orfila\" edgedefault=\"directed\">")?;
        for node in self.nodes() {
            writeln!(writer, "    <node id=\"{}\">", escape_xml(node.key.as_str()))?;
            data(&mut writer, "n_kind", Some(node.kind.as_str()))?;
            data(&mut writer, "n_label", Some(&node.label))?;
            data(&mut writer, "n_degree", Some(&node.degree.to_string()))?;
            writeln!(writer, "    </node>")?;
        }
        for (number, view) in self.edges().iter().enumerate() {
            let (from, to) = (escape_xml(view.from.as_str()), escape_xml(view.to.as_str()));
            writeln!(writer, "    <edge id=\"e{number}\" source=\"{from}\" target=\"{to}\">")?;
            data(&mut writer, "e_kind", Some(view.edge.kind.as_str()))?;
            data(&mut writer, "e_record", Some(view.edge.record.as_str()))?;
            data(&mut writer, "e_subject", view.edge.subject.as_deref())?;
            data(&mut writer, "e_value", view.edge.value.as_deref())?;
            data(&mut writer, "e_qualifier", view.edge.qualifier.map(qualifier))?;
            data(&mut writer, "e_review", Some(review(view.edge.review)))?;
            writeln!(writer, "    </edge>")?;
        }
        writeln!(writer, "  </graph>\n</graphml>")?;
        writer.flush()?;
        Ok(())
    }

    /// Writes the whole graph in the DOT language of Graphviz, for a picture.
    ///
    /// # Errors
    /// [`GraphError::Write`] if the writer fails.
    pub fn export_dot(&self, mut writer: impl Write) -> Result<(), GraphError> {
        writeln!(writer, "digraph orfila {{")?;
        for node in self.nodes() {
            let (key, label) = (escape_dot(node.key.as_str()), escape_dot(&node.label));
            writeln!(writer, "  \"{key}\" [label=\"{label}\", class=\"{}\"];", node.kind.as_str())?;
        }
        for view in self.edges() {
            let (from, to) = (escape_dot(view.from.as_str()), escape_dot(view.to.as_str()));
            let value = view.edge.value.map_or_else(String::new, |value| format!(" {value}"));
            let label = escape_dot(&format!("{}{value}", view.edge.kind.as_str()));
            writeln!(
                writer,
                "  \"{from}\" -> \"{to}\" [label=\"{label}\", id=\"{}\"];",
                escape_dot(view.edge.record.as_str())
            )?;
        }
        writeln!(writer, "}}")?;
        writer.flush()?;
        Ok(())
    }
}

fn data(writer: &mut impl Write, key: &str, value: Option<&str>) -> Result<(), GraphError> {
    if let Some(value) = value {
        writeln!(writer, "      <data key=\"{key}\">{}</data>", escape_xml(value))?;
    }
    Ok(())
}

/// Text for XML 1.0: markup is escaped, line ends survive attribute normalisation,
/// and characters that no XML document may hold are replaced.
fn escape_xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

fn escape_dot(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r', '\0'], " ")
}

fn qualifier(qualifier: orfila_records::Qualifier) -> &'static str {
    use orfila_records::Qualifier as Q;
    match qualifier {
        Q::Equal => "=",
        Q::Less => "<",
        Q::LessOrEqual => "<=",
        Q::GreaterOrEqual => ">=",
        Q::Greater => ">",
        Q::Approximate => "~",
    }
}

fn review(status: orfila_records::ReviewStatus) -> &'static str {
    use orfila_records::ReviewStatus as R;
    match status {
        R::Unreviewed => "unreviewed",
        R::InReview => "in_review",
        R::Accepted => "accepted",
        R::Corrected => "corrected",
        R::Rejected => "rejected",
        R::Conflict => "conflict",
        R::Adjudicated => "adjudicated",
        R::Superseded => "superseded",
    }
}

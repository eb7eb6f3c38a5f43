//! What stands next to a node of the knowledge graph: a table, and a drawing made here.

use askama::Template;
use axum::extract::{Path, State};
use orfila_graph::{EdgeView, Filter, Neighbourhood, NodeKind, NodeView};

use super::{Page, layout};
use crate::dossier::{review_class, review_word, words};
use crate::web::App;
use crate::web::session::encode;

/// Nodes listed at most.
const LISTED: usize = 150;
/// Nodes drawn at most: more cannot be read.
const DRAWN: usize = 28;
/// Longest label in the drawing, in characters.
const LABEL: usize = 26;

struct Row {
    relation: String,
    forward: bool,
    label: String,
    kind: String,
    link: String,
    subject: String,
    value: String,
    review: &'static str,
    review_class: String,
    record: String,
}

/// A node of the drawing; places in user units of a 900 × 560 field.
struct Dot {
    x: f64,
    y: f64,
    text_x: f64,
    text_y: f64,
    anchor: &'static str,
    label: String,
    kind: String,
    link: String,
}

#[derive(Template)]
#[template(path = "graph.html")]
struct GraphBody {
    label: String,
    key: String,
    dossier: String,
    rows: Vec<Row>,
    dots: Vec<Dot>,
    nodes: usize,
    truncated: bool,
}

fn link(node: &NodeView) -> String {
    match node.kind {
        NodeKind::Document => format!("/documents/{}", encode(node.key.identifier())),
        _ => format!("/graph/{}", encode(node.key.as_str())),
    }
}

fn short(label: &str) -> String {
    match label.chars().count() > LABEL {
        true => label.chars().take(LABEL - 1).chain(['…']).collect(),
        false => label.to_owned(),
    }
}

/// Neighbours on an ellipse around the middle, those of one kind together.
fn dots(neighbours: &[&NodeView]) -> Vec<Dot> {
    let mut drawn: Vec<&&NodeView> = neighbours.iter().take(DRAWN).collect();
    drawn.sort_by(|a, b| (a.kind, &a.label).cmp(&(b.kind, &b.label)));
    let count = drawn.len().max(1) as f64;
    let place = |(index, node): (usize, &&&NodeView)| {
        let angle = std::f64::consts::TAU * (index as f64 + 0.5) / count - std::f64::consts::FRAC_PI_2;
        let (x, y) = (450.0 + 230.0 * angle.cos(), 280.0 + 235.0 * angle.sin());
        let right = angle.cos() >= 0.0;
        Dot {
            x: x.round(),
            y: y.round(),
            text_x: (if right { x + 10.0 } else { x - 10.0 }).round(),
            text_y: (y + 4.0).round(),
            anchor: if right { "start" } else { "end" },
            label: short(&node.label),
            kind: words(&node.kind),
            link: link(node),
        }
    };
    drawn.iter().enumerate().map(place).collect()
}

fn row(edge: &EdgeView, found: &Neighbourhood, centre: &NodeView) -> Option<Row> {
    let forward = edge.from == centre.key;
    let other = if forward { &edge.to } else { &edge.from };
    if !forward && edge.to != centre.key {
        return None;
    }
    let node = found.nodes.iter().map(|neighbour| &neighbour.node).find(|node| &node.key == other)?;
    Some(Row {
        relation: words(&edge.edge.kind),
        forward,
        label: node.label.clone(),
        kind: words(&node.kind),
        link: link(node),
        subject: edge.edge.subject.clone().unwrap_or_default(),
        value: edge.edge.value.clone().unwrap_or_default(),
        review: review_word(edge.edge.review),
        review_class: review_class(edge.edge.review),
        record: edge.edge.record.as_str().to_owned(),
    })
}

fn body(found: &Neighbourhood) -> Option<GraphBody> {
    let centre = &found.nodes.first()?.node;
    let neighbours: Vec<&NodeView> = found.nodes.iter().skip(1).map(|neighbour| &neighbour.node).collect();
    let dossier = match centre.kind {
        NodeKind::Substance => format!("/substances/{}", encode(centre.key.identifier())),
        _ => String::new(),
    };
    Some(GraphBody {
        label: centre.label.clone(),
        key: centre.key.as_str().to_owned(),
        dossier,
        rows: found.edges.iter().filter_map(|edge| row(edge, found, centre)).collect(),
        dots: dots(&neighbours),
        nodes: neighbours.len(),
        truncated: found.truncated,
    })
}

/// `GET /graph/{key}`
pub(crate) async fn show(State(app): State<App>, Path(key): Path<String>) -> Page {
    let filter = Filter { limit: Some(LISTED), ..Filter::default() };
    let found = app.blocking(move |state| Ok(state.graph(|graph| graph.neighbours(&key, 1, &filter))??)).await?;
    match body(&found) {
        Some(body) => layout::page(&format!("{} – graph – Orfila", body.label), "", &body),
        None => Err(crate::web::failure::Failure::not_found("The graph holds no such node.")),
    }
}

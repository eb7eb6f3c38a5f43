//! Sections 11 and 12: effect values, with the species, route and duration that stand beside them.

use std::collections::HashSet;
use std::sync::LazyLock;

use orfila_records::{EffectValue, Hazard, PassageKind, Payload, TextRange};
use regex::Regex;

use super::effect_entries::{Entry, Header, duration, endpoints_in, entries, fits};
use super::names::Names;
use super::{centre, effect_tables, lines_of};
use crate::claims::Context;
use crate::quantities::QuantityMatch;
use crate::reports::grid::{Grid, grids};
use crate::sections::Topic;
use crate::vocabulary::{self, EndpointMatch};

/// How many lines below its endpoint a value may stand.
const REACH: usize = 5;

/// How many lines above an endpoint its label may stand.
const ABOVE: usize = 3;

/// Lines that go on about the entry above them.
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:[-–•(:>≥~<]|\d|species|spezies|tierart|esp[èe]ce|especie|organism|test|exposure|exposition|expositions|dur[ée]e|duraci[óo]n|tiempo|dose|dosis|value|wert|valeur|valor|methode?|m[ée]thode|m[ée]todo|remarks?|anmerkung|bemerkung|remarque|observaciones|route|application|sex|strain|guideline|richtlinie|glp|result|ergebnis|vehicle|atmosphere|duration|time|endpoint|effect|estimated|calculated|invertebrates)")
        .expect("the pattern is constant")
});

static ABSENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^:?\s*(?:no\s+data|not\s+(?:available|applicable|determined)|keine\s+daten|nicht\s+(?:verf|bestimmt|anw)|aucune\s+donn|non\s+(?:disponible|d[ée]termin)|sin\s+datos|no\s+(?:hay\s+datos|disponible)|n\.?\s?[aev]\.?(?:v\.?)?$)")
        .expect("the pattern is constant")
});

/// Lines of a page's head or foot that the reader took for text.
static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:version|print\s+date|revision(?:\s+date)?|date\s+of\s+issue|(?:m?sds|material)\s+(?:number|no)|page\s+\d|seite\s+\d|druckdatum|\(contd|\d+\s*(?:/|of)\s*\d+$)\b")
        .expect("the pattern is constant")
});

/// Where species, route and duration of a value may stand, the nearest first.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// For the species.
    pub species: Vec<TextRange>,
    /// For the route.
    pub route: Vec<TextRange>,
    /// For the duration.
    pub duration: Vec<TextRange>,
}

/// An endpoint in a column header, for the rows below it.
struct Column {
    endpoint: EndpointMatch,
    header: TextRange,
    centre: Option<f32>,
}

/// Reads every effect value of sections 11 and 12.
pub(super) fn read(context: &mut Context<'_>) {
    let Some(product) = context.subject() else { return };
    let names = Names::of(context);
    let lines = lines_of(context, &[Topic::Toxicology, Topic::Ecology]);
    let tables = grids(context.document);
    let mut substance = product;
    let mut columns: Vec<Column> = Vec::new();
    let mut topic = None;
    let mut done: HashSet<usize> = HashSet::new();
    let mut refused: HashSet<usize> = HashSet::new();
    let mut taken = 0;
    for (position, index) in lines.iter().enumerate() {
        if position < taken {
            continue;
        }
        let line = context.lines[*index].clone();
        if line.topic != topic {
            topic = line.topic;
            substance = product;
            columns.clear();
        }
        if let Some(table) = line.table.filter(|table| !refused.contains(table)) {
            if !done.contains(&table) {
                let above = above(context, &lines, position);
                let grid = tables.iter().find(|grid| grid.table == Some(table));
                let ecology = topic == Some(Topic::Ecology);
                let claimed = grid
                    .map_or(0, |grid: &Grid| effect_tables::read(context, &names, grid, substance, ecology, &above));
                if claimed > 0 {
                    done.insert(table)
                } else {
                    refused.insert(table)
                };
            }
            if done.contains(&table) {
                continue;
            }
        }
        let headed = names.heading(context, &line).or_else(|| {
            let heads = line.kind == PassageKind::Heading;
            heads.then(|| names.mentioned(context, line.range)).flatten()
        });
        substance = headed.unwrap_or(substance);
        let found = endpoints_in(context, line.range);
        if found.is_empty() {
            read_row(context, substance, &columns, line.range);
            continue;
        }
        let valued =
            context.quantities(line.range).iter().any(|quantity| found.iter().any(|endpoint| fits(endpoint, quantity)));
        if found.len() > 1 && !valued {
            columns = found.into_iter().map(|endpoint| column(context, *index, endpoint)).collect();
            continue;
        }
        columns.clear();
        if let Some(whole) = wrapped(context, &lines, position) {
            taken = whole.1;
            read_flow(context, substance, &lines, position, whole.0);
            continue;
        }
        let own = names.mentioned(context, line.range).filter(|_| headed.is_none() && line.range.len() < 200);
        let bearer = own.filter(|own| *own != product).unwrap_or(substance);
        read_line(context, bearer, &lines, position, &found);
    }
}

/// The entries of one line; the value of its last endpoint may stand on the lines below.
fn read_line(context: &mut Context<'_>, substance: usize, lines: &[usize], position: usize, found: &[EndpointMatch]) {
    let line = context.lines[lines[position]].range;
    let header = Header { endpoint: None, unit: unit_in_label(context, line) };
    let mut read = entries(context, line, &header);
    let last = found.last().filter(|last| !read.iter().any(|entry| entry.endpoint.range == last.range));
    let below = below(context, lines, position);
    let mut wide = line;
    if let Some(endpoint) = last
        && let Some(entry) = value_below(context, endpoint, line, &below)
    {
        wide = wide.cover(entry.found.range);
        read.push(entry);
    }
    let above = above(context, lines, position);
    let ecology = context.lines[lines[position]].topic == Some(Topic::Ecology);
    let alone = read.len() == 1;
    for (index, entry) in read.iter().enumerate() {
        let own = vec![entry.local];
        let around: Vec<TextRange> = if alone { vec![wide] } else { Vec::new() };
        let after: Vec<TextRange> = if index + 1 == read.len() { below.clone() } else { Vec::new() };
        let chain = |groups: &[&Vec<TextRange>]| -> Vec<TextRange> {
            groups.iter().flat_map(|group| group.iter().copied()).collect()
        };
        let places = Places {
            species: chain(&[&own, &around, &after, &above]),
            route: if ecology { own.clone() } else { chain(&[&own, &around, &above]) },
            duration: chain(&[&own, &around, &after]),
        };
        claim(context, substance, entry, &places);
    }
}

/// A statement that wraps over lines between its endpoints: its characters and the position behind it.
///
/// Only where a later line holds an endpoint of its own: else the lines below are read as attributes of the entry.
fn wrapped(context: &Context<'_>, lines: &[usize], position: usize) -> Option<(TextRange, usize)> {
    let first = &context.lines[lines[position]];
    let header = Header { endpoint: None, unit: unit_in_label(context, first.range) };
    let last = endpoints_in(context, first.range).pop()?;
    if entries(context, first.range, &header).iter().any(|entry| entry.endpoint.range == last.range) {
        return None;
    }
    let mut whole = first.range;
    let mut end = position + 1;
    let mut joined = false;
    while let Some(next) = lines.get(end).map(|index| &context.lines[*index]) {
        let above = &context.lines[lines[end - 1]];
        let open =
            context.text(above.range).ends_with(['-', '–', ',', '(']) || ends_in_number(context.text(above.range));
        let goes_on = context.text(next.range).starts_with(|first: char| first.is_lowercase());
        let same = next.passage == first.passage && next.cells.len() == 1 && next.table.is_none();
        if !same || !(open || goes_on) || end - position > 3 {
            break;
        }
        joined |= !endpoints_in(context, next.range).is_empty();
        whole = whole.cover(next.range);
        end += 1;
    }
    joined.then_some((whole, end))
}

fn ends_in_number(text: &str) -> bool {
    text.ends_with(|last: char| last.is_ascii_digit())
}

/// The entries of a statement over several lines.
fn read_flow(context: &mut Context<'_>, substance: usize, lines: &[usize], position: usize, whole: TextRange) {
    let above = above(context, lines, position);
    let ecology = context.lines[lines[position]].topic == Some(Topic::Ecology);
    for entry in entries(context, whole, &Header::default()) {
        let own = vec![entry.local, whole];
        let mut route = own.clone();
        let mut species = own.clone();
        species.extend(above.iter().copied());
        if !ecology {
            route.extend(above.iter().copied());
        }
        claim(context, substance, &entry, &Places { species, route, duration: own });
    }
}

/// A unit in brackets behind the endpoint of a label, for the value behind the colon: `LD50 rat (mg/kg) : > 16000`.
fn unit_in_label(context: &Context<'_>, line: TextRange) -> Option<TextRange> {
    static UNIT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[(\[](?P<unit>[µμumn]?g\s?/\s?(?:kg|l|L|m3|m³)|ppm)(?:\s?/\s?\d+\s?h)?[^()]{0,12}[)\]]\s*:")
            .expect("the pattern is constant")
    });
    let unit = UNIT.captures(context.text(line))?.name("unit")?;
    Some(TextRange::new(line.start + unit.start(), line.start + unit.end()))
}

/// The lines below that go on about the last entry of the line at `position`.
fn below(context: &Context<'_>, lines: &[usize], position: usize) -> Vec<TextRange> {
    let first = &context.lines[lines[position]];
    lines
        .iter()
        .skip(position + 1)
        .take(REACH)
        .map(|index| &context.lines[*index])
        .filter(|line| !FURNITURE.is_match(context.text(line.range)))
        .take_while(|line| {
            let text = context.text(line.range);
            line.topic == first.topic
                && line.table.is_none()
                && line.kind != PassageKind::Heading
                && endpoints_in(context, line.range).is_empty()
                && !text.trim_end().ends_with(':')
                && (ATTRIBUTE.is_match(text) || is_plain(context, line))
        })
        .map(|line| line.range)
        .collect()
}

/// One cell that is no label: `Rat`, `mg/l - 96 h`, `No data available`; or the second half of a wrapped label beside it.
fn is_plain(context: &Context<'_>, line: &crate::reading::Line) -> bool {
    let text = context.text(line.range);
    line.cells.len() == 1 && !text.contains(':') && text.len() < 90
        || line.cells.len() == 2
            && line.cells.last().is_some_and(|cell| ATTRIBUTE.is_match(context.text(*cell)))
            && context.text(line.cells[0]).starts_with(char::is_lowercase)
}

/// The first value below that fits, unless a line says that there is none.
fn value_below(context: &Context<'_>, endpoint: &EndpointMatch, line: TextRange, below: &[TextRange]) -> Option<Entry> {
    // A value may begin at the end of one line and end on the next: `- 3,600` over `mg/kg`.
    let first = below.first().map(|first| TextRange::new(endpoint.range.end, first.end));
    if let Some(found) =
        first.and_then(|range| context.quantities(range).into_iter().find(|found| fits(endpoint, found)))
    {
        return Some(Entry {
            endpoint: endpoint.clone(),
            local: line.cover(TextRange::new(found.range.start, below.first()?.end)),
            found,
            unit: None,
        });
    }
    let page = |range: TextRange| context.document.boxes(range).0;
    for range in below {
        if ABSENT.is_match(context.text(*range)) && page(*range) == page(line) {
            // A value may follow the page's foot; on the same page nothing does.
            let turned = below.iter().any(|other| page(*other) != page(line));
            if !turned {
                return None;
            }
        }
        if let Some(found) = context.quantities(*range).into_iter().find(|found| fits(endpoint, found)) {
            return Some(Entry { endpoint: endpoint.clone(), local: line.cover(*range), found, unit: None });
        }
    }
    None
}

/// The lines above an endpoint that may label it: up to the nearest one with an endpoint or a value of its own.
///
/// `Species : Rat` between a label and its endpoint belongs to it; without a label above it ends the entry before.
fn above(context: &Context<'_>, lines: &[usize], position: usize) -> Vec<TextRange> {
    let topic = context.lines[lines[position]].topic;
    let near: Vec<&crate::reading::Line> = lines[..position]
        .iter()
        .rev()
        .take(ABOVE)
        .map(|index| &context.lines[*index])
        .take_while(|line| {
            line.topic == topic
                && endpoints_in(context, line.range).is_empty()
                && line.range.len() < 100
                && line.table.is_none()
        })
        .collect();
    let attribute = |line: &&crate::reading::Line| ATTRIBUTE.is_match(context.text(line.range));
    let attributes = near.iter().take_while(|line| attribute(line)).count();
    let labels = near.iter().skip(attributes).take_while(|line| !attribute(line)).count();
    let kept = if labels > 0 { attributes + labels } else { 0 };
    near.into_iter().take(kept).map(|line| line.range).collect()
}

fn column(context: &Context<'_>, line: usize, endpoint: EndpointMatch) -> Column {
    let cell =
        context.lines[line].cells.iter().copied().find(|cell| cell.contains(endpoint.range)).unwrap_or(endpoint.range);
    Column { centre: centre(context, cell), header: cell, endpoint }
}

/// A row under column headers: each value goes to the nearest column.
fn read_row(context: &mut Context<'_>, substance: usize, columns: &[Column], range: TextRange) {
    if columns.is_empty() {
        return;
    }
    for found in context.quantities(range) {
        let place = centre(context, found.range);
        let distance = |column: &Column| place.zip(column.centre).map_or(f32::MAX, |(a, b)| (a - b).abs());
        let nearest = columns
            .iter()
            .filter(|column| fits(&column.endpoint, &found))
            .min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let Some(column) = nearest else { continue };
        let around = surroundings(context, range, &found);
        let places = vec![around, column.header];
        let entry = Entry { endpoint: column.endpoint.clone(), found, unit: None, local: around };
        let places = Places { species: places.clone(), route: places.clone(), duration: places };
        claim(context, substance, &entry, &places);
    }
}

/// What is said around a value inside its own cell or line: up to the next value.
fn surroundings(context: &Context<'_>, line: TextRange, found: &QuantityMatch) -> TextRange {
    let next = context
        .quantities(TextRange::new(found.range.end, line.end))
        .into_iter()
        .find(|other| other.quantity.dimension != Some(orfila_records::Dimension::Time))
        .map_or(line.end, |other| other.range.start);
    TextRange::new(found.range.start, next)
}

/// Makes the record; species, route and duration come from the first of the places that names them.
pub(super) fn claim(context: &mut Context<'_>, substance: usize, entry: &Entry, places: &Places) {
    let (endpoint, found) = (&entry.endpoint, &entry.found);
    // An estimate for the mixture is never a component's.
    let substance = if endpoint.endpoint == "ATEmix" { context.subject().unwrap_or(substance) } else { substance };
    let species = places.species.iter().find_map(|place| {
        vocabulary::organism(context.text(*place)).map(|(word, range)| (word, range.shifted(place.start)))
    });
    let route = places.route.iter().find_map(|place| {
        vocabulary::route(context.text(*place)).map(|found| (found.word, found.range.shifted(place.start)))
    });
    let time = places.duration.iter().find_map(|place| duration(context, *place));
    let mut effect = EffectValue::new(&endpoint.endpoint, found.quantity.clone());
    effect.species = species.as_ref().map(|(word, _)| word.clone());
    effect.route = route.map(|(word, _)| word.to_owned());
    effect.duration = time.map(|range| context.text(range).to_owned());
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        entry.unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
        context.normalized("/payload/endpoint", endpoint.range),
        species.and_then(|(_, range)| context.normalized("/payload/species", range)),
        route.and_then(|(_, range)| context.normalized("/payload/route", range)),
        time.and_then(|range| context.evidence("/payload/duration", range)),
    ];
    context.claim(substance, Payload::Hazard(Hazard::Effect(Box::new(effect))), evidence);
}

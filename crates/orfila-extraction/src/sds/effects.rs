//! Sections 11 and 12: effect values, with the species, route and duration that stand beside them.

use orfila_records::{Dimension, EffectValue, Hazard, Payload, TextRange};

use super::{centre, headed_by, lines_of};
use crate::claims::Context;
use crate::quantities::QuantityMatch;
use crate::sections::Topic;
use crate::vocabulary::{self, EndpointMatch, endpoint_takes, endpoints};

/// How many lines below its endpoint a value may stand.
const REACH: usize = 3;

/// An endpoint in a column header, for the rows below it.
struct Column {
    endpoint: EndpointMatch,
    header: TextRange,
    centre: Option<f32>,
}

/// Reads every effect value of sections 11 and 12.
pub(super) fn read(context: &mut Context<'_>) {
    let Some(product) = context.subject() else { return };
    let lines = lines_of(context, &[Topic::Toxicology, Topic::Ecology]);
    let mut substance = product;
    let mut columns: Vec<Column> = Vec::new();
    let mut topic = None;
    for (position, line) in lines.iter().enumerate() {
        let range = context.lines[*line].range;
        if context.lines[*line].topic != topic {
            topic = context.lines[*line].topic;
            substance = product;
            columns.clear();
        }
        substance = headed_by(context, &context.lines[*line]).unwrap_or(substance);
        let found: Vec<EndpointMatch> = endpoints(context.text(range))
            .into_iter()
            .map(|found| EndpointMatch { range: found.range.shifted(range.start), ..found })
            .collect();
        if found.is_empty() {
            read_row(context, substance, &columns, range);
            continue;
        }
        let valued =
            context.quantities(range).iter().any(|quantity| found.iter().any(|endpoint| fits(endpoint, quantity)));
        if found.len() > 1 && !valued {
            columns = found.into_iter().map(|endpoint| column(context, *line, endpoint)).collect();
            continue;
        }
        columns.clear();
        for (index, endpoint) in found.iter().enumerate() {
            read_endpoint(context, substance, &lines, position, &found, index, endpoint);
        }
    }
}

fn column(context: &Context<'_>, line: usize, endpoint: EndpointMatch) -> Column {
    let cell =
        context.lines[line].cells.iter().copied().find(|cell| cell.contains(endpoint.range)).unwrap_or(endpoint.range);
    Column { centre: centre(context, cell), header: cell, endpoint }
}

fn fits(endpoint: &EndpointMatch, quantity: &QuantityMatch) -> bool {
    endpoint_takes(&endpoint.endpoint, quantity.quantity.dimension, quantity.quantity.unit.as_deref())
        || endpoint.endpoint.starts_with("ATE")
            && quantity.unit.is_none()
            && quantity.quantity.low.is_some_and(|low| low >= 1.0)
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
        let (endpoint, header) = (column.endpoint.clone(), column.header);
        claim(context, substance, &endpoint, &found, &[around, header]);
    }
}

/// What is said around a value inside its own cell or line: up to the next value.
fn surroundings(context: &Context<'_>, line: TextRange, found: &QuantityMatch) -> TextRange {
    let next = context
        .quantities(TextRange::new(found.range.end, line.end))
        .into_iter()
        .find(|other| other.quantity.dimension != Some(Dimension::Time))
        .map_or(line.end, |other| other.range.start);
    TextRange::new(found.range.start, next)
}

/// One endpoint in running text or a form: its value stands behind it, before it, or a few lines below.
fn read_endpoint(
    context: &mut Context<'_>,
    substance: usize,
    lines: &[usize],
    position: usize,
    all: &[EndpointMatch],
    index: usize,
    endpoint: &EndpointMatch,
) {
    let line = context.lines[lines[position]].range;
    let from = if index == 0 { line.start } else { all[index - 1].range.end };
    let until = all.get(index + 1).map_or(line.end, |next| next.range.start);
    let behind = TextRange::new(endpoint.range.end, until);
    let before = TextRange::new(from, endpoint.range.start);
    let local = TextRange::new(from, until);
    let value = context
        .quantities(behind)
        .into_iter()
        .find(|found| fits(endpoint, found))
        .or_else(|| context.quantities(before).into_iter().rfind(|found| fits(endpoint, found)));
    if let Some(found) = value {
        let mut places = vec![local];
        places.extend(neighbours(context, lines, position));
        claim(context, substance, endpoint, &found, &places);
        return;
    }
    if index + 1 < all.len() {
        return;
    }
    let mut window = vec![local];
    for below in lines.iter().skip(position + 1).take(REACH) {
        let range = context.lines[*below].range;
        if !endpoints(context.text(range)).is_empty() {
            return;
        }
        window.push(range);
        if let Some(found) = context.quantities(range).into_iter().find(|found| fits(endpoint, found)) {
            window.extend(
                context
                    .lines
                    .get(*below + 1)
                    .map(|line| line.range)
                    .filter(|range| endpoints(context.text(*range)).is_empty()),
            );
            claim(context, substance, endpoint, &found, &window);
            return;
        }
    }
}

/// The lines around a value that may name its species or duration: two below while they hold no endpoint, then two above.
fn neighbours(context: &Context<'_>, lines: &[usize], position: usize) -> Vec<TextRange> {
    let free = |line: &&usize| endpoints(context.text(context.lines[**line].range)).is_empty();
    let below = lines.iter().skip(position + 1).take(2).take_while(free);
    let above = lines[..position].iter().rev().take(2).take_while(free);
    below.chain(above).map(|line| context.lines[*line].range).collect()
}

/// Makes the record; species, route and duration come from the first of the places that names them.
fn claim(
    context: &mut Context<'_>,
    substance: usize,
    endpoint: &EndpointMatch,
    found: &QuantityMatch,
    places: &[TextRange],
) {
    // An estimate for the mixture is never a component's.
    let substance = if endpoint.endpoint == "ATEmix" { context.subject().unwrap_or(substance) } else { substance };
    let first = |find: &dyn Fn(&str) -> Option<vocabulary::WordMatch>| {
        places
            .iter()
            .find_map(|place| find(context.text(*place)).map(|word| (word.word, word.range.shifted(place.start))))
    };
    let species = first(&vocabulary::species);
    // The heading above tells the route; what stands below belongs to the next entry.
    let route = places.iter().filter(|place| place.start <= found.range.start).find_map(|place| {
        vocabulary::route(context.text(*place)).map(|word| (word.word, word.range.shifted(place.start)))
    });
    let duration = places.iter().take(3).find_map(|place| {
        context
            .quantities(*place)
            .into_iter()
            .find(|other| other.quantity.dimension == Some(Dimension::Time))
            .map(|other| other.range)
    });
    let mut effect = EffectValue::new(&endpoint.endpoint, found.quantity.clone());
    effect.species = species.map(|(word, _)| word.to_owned());
    effect.route = route.map(|(word, _)| word.to_owned());
    effect.duration = duration.map(|range| context.text(range).to_owned());
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        context.normalized("/payload/endpoint", endpoint.range),
        species.and_then(|(_, range)| context.normalized("/payload/species", range)),
        route.and_then(|(_, range)| context.normalized("/payload/route", range)),
        duration.and_then(|range| context.evidence("/payload/duration", range)),
    ];
    context.claim(substance, Payload::Hazard(Hazard::Effect(Box::new(effect))), evidence);
}

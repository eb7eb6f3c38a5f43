//! Section 8: limits of exposure, one record for each value.

use std::sync::LazyLock;

use orfila_records::{
    Dimension, Exposure, ExposureKind, LimitType, PassageKind, Payload, SubstanceRole, TextRange, units,
};
use regex::Regex;

use super::composition::WITHHELD;
use super::names::Names;
use super::{limit_bearers, lines_of};
use crate::claims::Context;
use crate::numbers::NumberStyle;
use crate::quantities::QuantityMatch;
use crate::reading::Line;
use crate::reports::grid::{Grid, grids};
use crate::sections::Topic;
use crate::vocabulary::{authority, endpoint_limit, endpoints, limit_type, names_limit};

/// Lines below its label on which a limit may stand.
const REACH: usize = 4;

/// Limits that sheets repeat among the regulations; other amounts there are no limits of exposure.
static IN_REGULATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:TWA|STEL|TLV|PEL|OEL|MAK|AGW|VLEP|VLA|Ceiling)\b[^.;]{0,20}\d").expect("the pattern is constant")
});

/// The words a limit stands under.
#[derive(Debug, Clone, Copy, Default)]
struct Labels {
    /// A heading that says which limits follow: `Derived No Effect Level (DNEL)`.
    heading: Option<TextRange>,
    /// The last line that named a limit.
    line: Option<TextRange>,
    /// Lines since then.
    since: usize,
    /// The last line that names an authority and no value: `OSHA PEL 1989 (United States).`
    authority: Option<TextRange>,
}

impl Labels {
    fn current(&self) -> Option<TextRange> {
        self.line.filter(|_| self.since <= REACH).or(self.heading)
    }
}

/// Reads every limit of section 8.
pub(super) fn read(context: &mut Context<'_>) {
    let Some(product) = context.subject() else { return };
    let sole = sole_component(context, product);
    let bearers = Bearers { names: Names::of(context), product, mixture: limit_bearers::is_mixture(context, product) };
    let tables = grids(context.document);
    let mut substance = Some(sole);
    let mut topic = None;
    let mut listed = false;
    let mut labels = Labels::default();
    for index in lines_of(context, &[Topic::ExposureControls, Topic::Composition, Topic::Regulation]) {
        let line = context.lines[index].clone();
        if line.topic != topic {
            topic = line.topic;
            substance = Some(sole);
            listed = false;
            labels = Labels::default();
        }
        let heads = line.kind == PassageKind::Heading;
        if heads {
            labels.heading = None;
        }
        let grid = line.table.and_then(|table| tables.iter().find(|grid| grid.table == Some(table)));
        listed = limit_bearers::heads_list(context, &line) || listed && !heads;
        let found = bearers.known(context, &line).or_else(|| bearers.unknown(context, index, grid, listed));
        if found.is_some() || opens_unnamed(context, &line) {
            substance = found;
            labels.line = None;
        }
        let text = context.text(line.range);
        let endpoint = endpoints(text).iter().any(|found| endpoint_limit(&found.endpoint).is_some());
        let named = names_limit(text) || !endpoints(text).is_empty();
        if named {
            labels.line = Some(line.range);
            labels.since = 0;
        } else {
            labels.since += 1;
        }
        if heads && endpoint {
            labels.heading = Some(line.range);
        }
        let valued = context.quantities(line.range).iter().any(|found| is_limit_value(context, found));
        if found.is_some() || !valued && authority(text).is_some() {
            labels.authority = authority(text).map(|_| line.range).filter(|range| range.len() < 80 && !valued);
        }
        if line.topic == Some(Topic::Composition) && !named && labels.since > 2
            || line.topic == Some(Topic::Regulation) && !IN_REGULATION.is_match(text)
        {
            continue;
        }
        // The limits of a component whose name is withheld are nobody's: they stay in the ledger.
        let Some(substance) = substance else { continue };
        match grid {
            Some(grid) if read_row(context, substance, grid, line.range, &labels) => {}
            _ => read_line(context, substance, line.range, &labels),
        }
    }
}

/// Those whose limits a sheet may give.
struct Bearers {
    names: Names,
    product: usize,
    /// Whether a name that section 3 does not know is another substance's.
    mixture: bool,
}

impl Bearers {
    /// The substance of the sheet that a line opens or, in a short row of section 8, mentions.
    fn known(&self, context: &Context<'_>, line: &Line) -> Option<usize> {
        self.names.heading(context, line).or_else(|| {
            let short = line.range.len() < 200 || line.kind == PassageKind::Heading;
            let component = self.names.mentioned(context, line.range).filter(|index| *index != self.product);
            component.filter(|_| short && line.cells.len() > 1 && line.topic == Some(Topic::ExposureControls))
        })
    }

    /// What a line of section 8 names that no section before did.
    fn unknown(&self, context: &mut Context<'_>, index: usize, grid: Option<&Grid>, listed: bool) -> Option<usize> {
        let line = context.lines.get(index)?.range;
        if !self.mixture || context.lines[index].topic != Some(Topic::ExposureControls) {
            return None;
        }
        let of_row = grid.and_then(|grid| limit_bearers::of_row(context, grid, line));
        of_row.or_else(|| listed.then(|| limit_bearers::of_list(context, index)).flatten())
    }
}

/// Whether a line of section 3 opens a component whose name is withheld.
fn opens_unnamed(context: &Context<'_>, line: &Line) -> bool {
    let first = line.cells.first().map_or("", |cell| context.text(*cell));
    line.topic == Some(Topic::Composition) && line.cells.len() > 1 && first.len() < 40 && WITHHELD.is_match(first)
}

fn read_line(context: &mut Context<'_>, substance: usize, line: TextRange, labels: &Labels) {
    let Some(words) = labels.current() else { return };
    for found in context.quantities(line) {
        if !is_limit_value(context, &found) {
            continue;
        }
        let before = TextRange::new(line.start, found.range.start);
        let substance = limit_bearers::particles(context, found.range).unwrap_or(substance);
        let own = words == line || names_limit(context.text(before));
        let prefix = labels.authority.filter(|prefix| authority(context.text(before)).is_none() && *prefix != words);
        let place =
            Place { label: words, heading: labels.heading, prefix, name: if own { before } else { words }, before };
        claim(context, substance, &place, &found, None);
    }
}

/// A row of a table whose header or labels name limits. Says whether the row was one.
fn read_row(context: &mut Context<'_>, substance: usize, grid: &Grid, line: TextRange, labels: &Labels) -> bool {
    let Some(row) = (grid.header_rows..grid.rows())
        .find(|row| grid.row(*row).first().is_some_and(|cell| cell.row == *row && line.contains(cell.range)))
    else {
        return false;
    };
    let cells: Vec<_> = grid.row(row).into_iter().filter(|cell| cell.row == row).copied().collect();
    let mut read = false;
    // A header above the labels too is the title of the table.
    let titles = grid.column_headers(0);
    for cell in &cells {
        let mut headers = grid.headers(cell);
        headers.retain(|header| cell.column == 0 || !titles.contains(header));
        let head = headers.iter().rev().find(|header| {
            let text = context.text(**header);
            cell.column > 0 && (names_limit(text) || !endpoints(text).is_empty())
        });
        let before = TextRange::new(line.start, cell.range.start.max(line.start));
        let row_names = names_limit(context.text(before)) || labels.heading.is_some();
        let Some(label) = head.copied().or_else(|| row_names.then_some(line)).or_else(|| labels.current()) else {
            continue;
        };
        let unit = headers.iter().rev().find_map(|header| unit_in(context, *header));
        for found in context.quantities(cell.range) {
            let Some((found, unit)) = with_unit(context, found, unit, cell.range) else { continue };
            let lead = TextRange::new(cell.range.start, found.range.start);
            let name = match head {
                Some(_) if names_limit(context.text(lead)) => TextRange::new(line.start, found.range.start),
                Some(head) => *head,
                None if row_names => TextRange::new(line.start, found.range.start),
                None => label,
            };
            let beside = cells.iter().skip(1).find(|other| {
                other.column < cell.column
                    && context.text(other.range).chars().filter(|c| c.is_alphabetic()).count() >= 2
            });
            let prefix = beside
                .map(|other| other.range)
                .filter(|range| !name.contains(*range) && context.quantities(*range).is_empty());
            let before = TextRange::new(line.start, found.range.start);
            let above = authority_above(context, TextRange::new(cell.range.start, found.range.start));
            let (prefix, name) = match above {
                Some(above) => (Some(above), last_line(context, before)),
                None => (prefix, name),
            };
            let place = Place { label, heading: labels.heading, prefix, name, before };
            let substance = limit_bearers::particles(context, found.range).unwrap_or(substance);
            claim(context, substance, &place, &found, unit);
            read = true;
        }
    }
    read
}

/// The last line of a cell before a value that names an authority and no value, in cells that list limits line by line.
fn authority_above(context: &Context<'_>, lead: TextRange) -> Option<TextRange> {
    let mut start = lead.start;
    let mut found = None;
    let text = context.text(lead);
    for line in text.split('\n') {
        let range = crate::reading::trimmed(&context.document.text, TextRange::new(start, start + line.len()));
        start += line.len() + 1;
        let complete = start <= lead.end;
        if complete
            && authority(line).is_some()
            && !context.quantities(range).iter().any(|found| is_limit_value(context, found))
        {
            found = Some(range);
        }
    }
    found
}

/// What stands on the value's own line before it.
fn last_line(context: &Context<'_>, before: TextRange) -> TextRange {
    let lead = context.text(before).rsplit(['\n', '\t']).next().unwrap_or_default();
    let range = crate::reading::trimmed(&context.document.text, TextRange::new(before.end - lead.len(), before.end));
    if range.is_empty() { before } else { range }
}

/// The unit that a header of a column of limits gives: `TWA ppm`, `mg/m³`.
fn unit_in(context: &Context<'_>, header: TextRange) -> Option<TextRange> {
    let text = context.text(header);
    let mut start = header.start;
    for word in text.split([' ', '(', ')', '[', ']', ',', '\n']) {
        let range = TextRange::new(start, start + word.len());
        start = range.end + 1;
        let limit =
            units::parse(word).is_some_and(|unit| unit.ucum == "[ppm]" || unit.dimension == Dimension::MassPerVolume);
        if limit {
            return Some(range);
        }
    }
    None
}

/// A limit value with its unit; a bare number that is all of its cell borrows the header's.
fn with_unit(
    context: &Context<'_>,
    found: QuantityMatch,
    unit: Option<TextRange>,
    cell: TextRange,
) -> Option<(QuantityMatch, Option<TextRange>)> {
    if is_limit_value(context, &found) {
        return Some((found, None));
    }
    let alone = context.text(cell).trim() == context.text(found.range);
    let unit = unit.filter(|_| found.unit.is_none() && alone)?;
    let quantity = found.quantity.with_unit(Some(context.text(unit)));
    Some((QuantityMatch { quantity, ..found }, Some(unit)))
}

/// Where a sheet has one component only, its limits are meant when nothing else is said.
pub(super) fn sole_component(context: &Context<'_>, product: usize) -> usize {
    let items = context.substances.items();
    let mut others =
        (0..items.len()).filter(|index| *index != product && items[*index].role != SubstanceRole::Mentioned);
    match (others.next(), others.next()) {
        (Some(only), None) => only,
        _ => product,
    }
}

/// `1.900 mg/m³`: no one prints a limit to three decimals with zeros at the end, so the point may part thousands, and a
/// wrong digit is worse than a missing one.
fn has_two_readings(raw: &str) -> bool {
    static TWO: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:^|[^\d.,])[1-9]\d{0,2}\.\d00(?:[^\d.,]|$)").expect("the pattern is constant"));
    TWO.is_match(raw)
}

pub(super) fn is_limit_value(context: &Context<'_>, found: &QuantityMatch) -> bool {
    if context.style == NumberStyle::DecimalPoint && has_two_readings(&found.quantity.raw) {
        return false;
    }
    match found.quantity.dimension {
        Some(Dimension::MassPerVolume | Dimension::NumberPerVolume) => true,
        Some(Dimension::Fraction) => matches!(found.quantity.unit.as_deref(), Some("[ppm]" | "[ppb]")),
        Some(Dimension::MassPerMass | Dimension::MassPerMassTime) => true,
        _ => false,
    }
}

/// The words that say what a value is.
struct Place {
    /// The line or header that names the limit.
    label: TextRange,
    /// The heading of the list or table.
    heading: Option<TextRange>,
    /// Words of the row that the name needs too: `ACGIH TLV` beside a header `TWA`.
    prefix: Option<TextRange>,
    /// What the limit is called.
    name: TextRange,
    /// What stands before the value in its line.
    before: TextRange,
}

fn claim(context: &mut Context<'_>, substance: usize, place: &Place, found: &QuantityMatch, unit: Option<TextRange>) {
    let heading = place.heading.map_or("", |heading| context.text(heading));
    let words = format!("{} {} {}", context.text(place.label), context.text(place.before), context.text(place.name));
    let mut kind = limit_type(context.text(place.name));
    if kind == LimitType::Other {
        kind = limit_type(&words);
    }
    let spoken = format!("{heading} {words}");
    if let Some(endpoint) = endpoints(&spoken).last().and_then(|found| endpoint_limit(&found.endpoint)) {
        kind = endpoint;
    }
    let prefix = place.prefix.map_or(String::new(), |prefix| format!("{} ", context.text(prefix)));
    let name = limit_name(&format!("{prefix}{}", context.text(place.name)));
    let mut exposure = Exposure::new(
        ExposureKind::Limit,
        if name.is_empty() { "limit value" } else { &name },
        Some(found.quantity.clone()),
    );
    exposure.limit_type = Some(kind);
    exposure.medium = (kind != LimitType::Biological && !matches!(kind, LimitType::Pnec)).then(|| "air".to_owned());
    let places = place.prefix.into_iter().chain([place.label, place.before]);
    let source =
        places.into_iter().find_map(|place| authority(context.text(place)).map(|found| found.shifted(place.start)));
    exposure.authority = source.map(|source| context.text(source).to_owned());
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
        context.normalized("/payload/name", place.name),
        source.and_then(|source| context.evidence("/payload/authority", source)),
    ];
    context.claim(substance, Payload::Exposure(Box::new(exposure)), evidence);
}

/// The label as a name: white space folded, earlier values and trailing punctuation cut off.
fn limit_name(words: &str) -> String {
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = folded.trim_end_matches([' ', ':', '-', '–', ',', '(', ';', '=']).chars().take(120).collect();
    cut
}

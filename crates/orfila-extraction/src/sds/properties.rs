//! Section 9: physical and chemical properties, one record for each value.

use std::collections::HashSet;
use std::sync::LazyLock;

use orfila_records::{Dimension, Payload, Property, TextRange};
use regex::Regex;

use super::explosion_limits;
use super::names::Names;
use super::{lines_of, value_after_label};
use crate::claims::Context;
use crate::quantities::QuantityMatch;
use crate::reports::grid::{Grid, grids};
use crate::sections::Topic;
use crate::vocabulary::{PropertyWords, property_label};

static ABSENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:no(?:t|ne)?\b|n/?[ad]\b|nicht|keine|non\s|pas\s|aucun|sin\s|unknown|undetermined|data\s+lacking)",
    )
    .expect("the pattern is constant")
});

/// Words after which a number is a condition, not the value: `at 20 °C`, `@ 736 mm Hg`.
static CONDITION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:@|\bat|\bbei|\bà|\ba|\()\s*$").expect("the pattern is constant"));

/// A condition inside a label: `Density at 20 °C`, `Specific gravity @ 25C`, `pH-Wert bei 20 °C (10 g/l)`.
static LABEL_CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:\([^()]*\)\s*|\[[^\]]*\]\s*)*,?\s*(?:at|@|bei|à|a|\()\s*(?:ca\.?\s*)?[\d.,]+\s*[°º⁰ᵒ˚o]?\s*(?:deg(?:rees)?\.?\s*)?[CFK]\b[^:]*$")
        .expect("the pattern is constant")
});

/// A range whose ends stand with their conversions, `160°C (320°F) - 162°C (324°F)`: neither end alone is the value.
static CONVERTED_RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[^()]*\d[^()]*(?:\([^()]*\d[^()]*\)|\bat\s+\d+\s*°\s*[CF])\s*[-–—]\s*\d")
        .expect("the pattern is constant")
});

/// Reads every property of section 9, and the few that stand in sections 1, 3, 11 and 12.
pub(super) fn read(context: &mut Context<'_>) {
    let Some(product) = context.subject() else { return };
    let names = Names::of(context);
    let tables = grids(context.document);
    let mut done = HashSet::new();
    let mut substance = product;
    for line in lines_of(
        context,
        &[
            Topic::Identification,
            Topic::Composition,
            Topic::Properties,
            Topic::Ecology,
            Topic::FireFighting,
            Topic::Regulation,
        ],
    ) {
        let topic = context.lines[line].topic;
        if topic == Some(Topic::Properties) || topic == Some(Topic::Ecology) {
            substance = names.heading(context, &context.lines[line]).unwrap_or(substance);
        } else {
            substance = product;
        }
        if matches!(topic, Some(Topic::Properties | Topic::Ecology))
            && let Some(table) = context.lines[line].table
            && done.insert(table)
            && let Some(grid) = tables.iter().find(|grid| grid.table == Some(table))
        {
            read_table(context, &names, product, grid);
        }
        if topic == Some(Topic::Properties) && continues(context, line) {
            let above = context.lines[line - 1].cells.first().copied();
            if let Some((words, end)) = above.and_then(|cell| property_label(context.text(cell)))
                && let Some(cell) = above
            {
                let label = TextRange::new(cell.start, cell.start + end);
                let value = context.lines[line].cells.first().copied().unwrap_or(context.lines[line].range);
                read_value(context, &names, substance, words, label, value, None);
            }
            continue;
        }
        if matches!(topic, Some(Topic::Properties | Topic::FireFighting))
            && explosion_limits::read(context, &names, substance, line)
        {
            continue;
        }
        if topic == Some(Topic::Properties) && read_ratio(context, &names, substance, line) {
            continue;
        }
        for cell in 0..context.lines[line].cells.len() {
            read_cell(context, &names, substance, line, cell);
        }
    }
}

/// Whether a line gives another value under the label of the line above: its first cell is a value with a unit, and a
/// condition follows, as in `0.73 kPa at 50 °C` below `9 kPa at 100 °C`.
fn continues(context: &Context<'_>, line: usize) -> bool {
    static VALUE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[<>≤≥~]?\s*-?\d[\d.,]*\s*[^\s\d]{1,8}(?:\s*\([^)]*\))?\s+(?:at|@|bei|à)\s+-?\d")
            .expect("the pattern is constant")
    });
    let Some(above) = line.checked_sub(1).and_then(|above| context.lines.get(above)) else { return false };
    let this = &context.lines[line];
    // Some sheets part the values of a list by bars.
    let last = |text: &'_ str| text.rsplit('|').next().unwrap_or_default().trim().to_owned();
    let first = context.text(*this.cells.first().unwrap_or(&this.range)).trim_start_matches(['|', ' ']);
    above.topic == this.topic
        && above.cells.len() >= 2
        && above.page == this.page
        && VALUE.is_match(first)
        && VALUE.is_match(&last(context.text(*above.cells.last().unwrap_or(&above.range))))
}

fn read_cell(context: &mut Context<'_>, names: &Names, substance: usize, line: usize, cell: usize) {
    let range = context.lines[line].cells[cell];
    let Some((words, end)) = property_label(context.text(range)) else { return };
    let topic = context.lines[line].topic;
    let label = TextRange::new(range.start, range.start + end);
    if topic != Some(Topic::Properties) && !stands_elsewhere(words, topic, context.text(label)) {
        return;
    }
    let Some(value) = property_value(context, line, cell, label.end) else { return };
    let before = context.claims.len();
    read_label(context, names, substance, words, (line, cell), (label, value));
    if context.claims.len() > before {
        read_beside(context, substance, words, line, (label, value));
    } else if topic == Some(Topic::Ecology)
        && let Some(result) = result_below(context, line)
    {
        read_value(context, names, substance, words, label, result, None);
    }
}

/// Whether a property's label counts in a section other than that of the properties.
fn stands_elsewhere(words: &PropertyWords, topic: Option<Topic>, label: &str) -> bool {
    if topic == Some(Topic::Regulation) {
        // Regulations limit what a class of products may hold; only a content is the product's own.
        let label = label.to_lowercase();
        return words.name == "voc"
            && ["content", "gehalt", "teneur", "contenido"].iter().any(|word| label.contains(word));
    }
    let anywhere = matches!(
        words.name,
        "molecular weight"
            | "flash point"
            | "lower explosion limit"
            | "upper explosion limit"
            | "auto-ignition temperature"
            | "minimum ignition energy"
            | "log kow"
            | "BCF"
            | "log koc"
            | "voc"
    );
    let fate = matches!(
        words.name,
        "biodegradability"
            | "theoretical oxygen demand"
            | "theoretical carbon dioxide"
            | "koc"
            | "chemical oxygen demand"
            | "biochemical oxygen demand"
            | "half-life"
            | "surface tension"
            | "henry's law constant"
    );
    anywhere || fate && topic == Some(Topic::Ecology)
}

/// The outcome of a test on a line of its own below the line that says what was tested and how: `Result: 69 %`.
fn result_below(context: &Context<'_>, line: usize) -> Option<TextRange> {
    static RESULT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:results?|ergebnis|r[ée]sultat|resultado)\s*:\s*").expect("the pattern is constant")
    });
    const REACH: usize = 3;
    let topic = context.lines.get(line)?.topic;
    for below in context.lines.iter().skip(line + 1).take(REACH) {
        let first = context.text(*below.cells.first()?);
        if below.topic != topic || below.opens_topic || property_label(first).is_some() {
            return None;
        }
        if let Some(found) = RESULT.find(first) {
            return Some(TextRange::new(below.cells.first()?.start + found.end(), below.range.end));
        }
    }
    None
}

/// A ratio at two temperatures on a line of its own below its label: `20/4 : 0.879` below `Specific gravity`.
fn read_ratio(context: &mut Context<'_>, names: &Names, substance: usize, line: usize) -> bool {
    static RATIO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\d{1,2}(?:[.,]\d)?\s*°?C?\s*/\s*\d{1,2}(?:[.,]\d)?\s*°?C?\s*[:=]\s*")
            .expect("the pattern is constant")
    });
    let this = context.lines[line].range;
    let Some(found) = RATIO.find(context.text(this)) else { return false };
    let above = context.lines[..line].iter().rev().find(|above| !RATIO.is_match(context.text(above.range)));
    let Some(label) = above.map(|above| above.range) else { return false };
    let Some((words, end)) = property_label(context.text(label)) else { return false };
    let alone = context.text(label).get(end..).is_some_and(|rest| rest.trim_matches([' ', ':', '\t']).is_empty());
    if !alone || !matches!(words.name, "specific gravity" | "relative density" | "density") {
        return false;
    }
    let value = TextRange::new(this.start + found.end(), this.end);
    read_value(context, names, substance, words, label, value, None);
    true
}

/// The same value in another unit, in a cell of its own beside the first: `40-45 °C` beside `105-110 °F.`
fn read_beside(
    context: &mut Context<'_>,
    substance: usize,
    words: &PropertyWords,
    line: usize,
    (label, value): (TextRange, TextRange),
) {
    let cells = &context.lines[line].cells;
    let Some(next) = cells.iter().position(|cell| cell.end == value.end).and_then(|at| cells.get(at + 1)).copied()
    else {
        return;
    };
    let found = context.quantities(next);
    let [found] = found.as_slice() else { return };
    let alone = context.text(next).trim_end_matches(['.', ' ']) == context.text(found.range);
    let stated = context.quantities(value);
    let [first] = stated.as_slice() else { return };
    let another = found.quantity.unit.is_some()
        && found.quantity.unit != first.quantity.unit
        && found.quantity.dimension == first.quantity.dimension
        && found.quantity.qualifier == first.quantity.qualifier;
    if alone && another && words.value.takes(found.quantity.dimension) {
        claim(context, substance, words, label, next, &found.clone(), None);
    }
}

/// Claims what stands behind a label of a cell.
fn read_label(
    context: &mut Context<'_>,
    names: &Names,
    substance: usize,
    words: &PropertyWords,
    (line, cell): (usize, usize),
    (label, value): (TextRange, TextRange),
) {
    let range = context.lines[line].cells[cell];
    if ABSENT.is_match(context.text(value)) {
        return;
    }
    if CONVERTED_RANGE.is_match(context.text(value)) {
        // `160 °C (320 °F) - 162 °C (324 °F)` is one range; where the ends do not agree in unit nothing is said.
        if let Some(found) = context.converted_range(value)
            && words.value.takes(found.quantity.dimension)
        {
            claim(context, substance, words, label, value, &found, None);
        }
        return;
    }
    let unit =
        unit_in_label(context, TextRange::new(label.end, range.end), words).or_else(|| percent_in(context, label));
    read_value(context, names, substance, words, label, value, unit);
}

/// Claims the value of a label and the same value in other units.
fn read_value(
    context: &mut Context<'_>,
    names: &Names,
    substance: usize,
    words: &PropertyWords,
    label: TextRange,
    value: TextRange,
    unit: Option<TextRange>,
) {
    let mut previous: Option<QuantityMatch> = None;
    let mut end = value.start;
    let substance = names.of_extreme(context, value).unwrap_or(substance);
    for found in context.quantities(value) {
        let lead = context.text(TextRange::new(end, found.range.start)).trim();
        // `Toluene: 2.73 Acetone: -0.24`: one value for each component.
        let named = lead.strip_suffix(':').and_then(|name| names.exactly(name));
        if named.is_some() {
            previous = None;
        }
        end = found.range.end;
        if !belongs(context, words, value, &found, previous.as_ref(), unit) {
            continue;
        }
        let bearer = named.or_else(|| names.in_brackets(context, TextRange::new(found.range.end, value.end)));
        claim(context, bearer.unwrap_or(substance), words, label, value, &found, unit);
        previous = Some(found);
    }
}

/// The value behind a label: the rest of its cell after the colon, the next cell, or the line below.
///
/// Qualifying words between label and colon (`(Liquid) (°C):`, `and boiling range`) are part of the label.
fn property_value(context: &Context<'_>, line: usize, cell: usize, label_end: usize) -> Option<TextRange> {
    let range = context.lines[line].cells[cell];
    let rest = context.text(TextRange::new(label_end, range.end));
    let colon = rest.find(':').filter(|colon| rest[..*colon].chars().count() <= 70).map(|colon| label_end + colon + 1);
    let next_cell = context.lines[line].cells.get(cell + 1);
    // `Not applicable` below its label is the answer: what stands in the next cell is another entry.
    let opaque = !rest.chars().any(|character| character.is_ascii_digit())
        && !ABSENT.is_match(rest.trim())
        && next_cell.is_none_or(|next| !rest.contains('\n') || property_label(context.text(*next)).is_none());
    let conditioned = next_cell.is_some() && LABEL_CONDITION.is_match(rest.trim_end_matches([':', ' ']));
    let end = match (colon, next_cell) {
        (_, Some(_)) if conditioned => range.end,
        // `Partition coefficient: n-octanol/water`: what stands behind the colon goes on with the label.
        (Some(_), Some(next)) if opaque && goes_on(context, range, *next) => range.end,
        (Some(colon), _) => colon,
        (None, Some(_)) if opaque || rest.trim_start().starts_with('(') && rest.trim_end().ends_with(')') => range.end,
        (None, _) => label_end,
    };
    value_after_label(context, line, cell, end)
}

/// The word for per cent in a label: `Percent degraded 24.1`.
fn percent_in(context: &Context<'_>, label: TextRange) -> Option<TextRange> {
    let text = context.text(label);
    let start = text.to_lowercase().find("percent").filter(|start| text.get(*start..start + 7).is_some())?;
    Some(TextRange::new(label.start + start, label.start + start + 7))
}

/// Reads a table whose headers name properties, one substance a row: `Ingredient | LogPow | BCF`.
fn read_table(context: &mut Context<'_>, names: &Names, product: usize, grid: &Grid) {
    let columns: Vec<(usize, TextRange)> = (1..grid.columns)
        .filter_map(|column| Some((column, *grid.column_headers(column).last()?)))
        .filter(|(_, header)| property_label(context.text(*header)).is_some())
        .collect();
    for row in grid.header_rows..grid.rows() {
        let first = grid.at(row, 0).map(|cell| cell.range);
        let substance = first.and_then(|first| names.exactly(context.text(first))).unwrap_or(product);
        for (column, header) in &columns {
            let Some(cell) = grid.at(row, *column).filter(|cell| cell.row == row).map(|cell| cell.range) else {
                continue;
            };
            let Some((words, end)) = property_label(context.text(*header)) else { continue };
            let label = TextRange::new(header.start, header.start + end);
            if !ABSENT.is_match(context.text(cell)) {
                let unit = unit_in_label(context, TextRange::new(label.end, header.end), words);
                read_value(context, names, substance, words, label, cell, unit);
            }
        }
    }
}

/// Whether a label that holds a colon goes on in its cell and has its value in the next one.
fn goes_on(context: &Context<'_>, cell: TextRange, next: TextRange) -> bool {
    let behind = context.text(cell).split_once(':').map_or("", |(_, behind)| behind.trim());
    let value = context.text(next).trim_start_matches([':', ' ']);
    !behind.is_empty()
        && !ABSENT.is_match(behind)
        && property_label(behind).is_none()
        && value.starts_with(|first: char| first.is_ascii_digit() || "<>≤≥~=-–−".contains(first))
}

/// A unit in brackets behind the label, for values that print none: `Vapor Pressure (kPa): 2.3`.
fn unit_in_label(context: &Context<'_>, rest: TextRange, words: &PropertyWords) -> Option<TextRange> {
    let text = context.text(rest);
    let open = text.find(['(', '['])?;
    let close = open + text[open..].find([')', ']'])?;
    let inner = &text[open + 1..close];
    // `(mm Hg @ 20 C)`, `(hPa, 20 °C)`: the unit stands before the condition.
    let cut = inner.find(['@', ',', ';']).or_else(|| inner.find(" at ")).unwrap_or(inner.len());
    let printed = inner[..cut].trim_end();
    let unit = orfila_records::units::parse(printed)?;
    let start = rest.start + open + 1;
    words.value.takes(Some(unit.dimension)).then(|| TextRange::new(start, start + printed.len()))
}

fn belongs(
    context: &Context<'_>,
    words: &PropertyWords,
    value: TextRange,
    found: &QuantityMatch,
    previous: Option<&QuantityMatch>,
    unit: Option<TextRange>,
) -> bool {
    let before = context.text(TextRange::new(value.start, found.range.start));
    let dimension = found
        .quantity
        .dimension
        .or_else(|| unit.and_then(|unit| orfila_records::units::parse(context.text(unit))).map(|unit| unit.dimension));
    if !words.value.takes(dimension) || (found.unit.is_none() && found.quantity.unit_raw.is_some()) {
        return false;
    }
    let reference = context.text(TextRange::new(found.range.end, value.end)).trim_start().starts_with(')')
        && found.quantity.raw.contains('=');
    if reference {
        return false;
    }
    let Some(previous) = previous else {
        let named = before.trim_end().ends_with(':');
        let is_condition = !named && CONDITION.is_match(before) && before.trim().len() > 2;
        return !is_condition;
    };
    // A second value counts only as the same value in another unit: `80 °C (176 °F)`, `5 °C / 41 °F`.
    let between = context.text(TextRange::new(previous.range.end, found.range.start)).trim();
    let other_unit = found.quantity.unit.is_some() && found.quantity.unit != previous.quantity.unit;
    // `>60 °C (140 °F)`: the comparator stands once and means both; the second value alone would lose it.
    let same_comparator = found.quantity.qualifier == previous.quantity.qualifier;
    other_unit && same_comparator && matches!(between, "" | "(" | "/" | "or" | "," | ";" | "=" | "[")
}

fn claim(
    context: &mut Context<'_>,
    substance: usize,
    words: &PropertyWords,
    label: TextRange,
    value: TextRange,
    found: &QuantityMatch,
    unit: Option<TextRange>,
) {
    let borrowed = unit.filter(|_| found.unit.is_none());
    let quantity =
        borrowed.map_or_else(|| found.quantity.clone(), |unit| found.quantity.with_unit(Some(context.text(unit))));
    let mut property = Property::new(words.name, quantity);
    let conditions = context.quantities(TextRange::new(found.range.end, value.end));
    let condition = |dimension: Dimension| {
        conditions.iter().find(|other| other.quantity.dimension == Some(dimension)).map(|other| other.range)
    };
    let own = found.quantity.dimension;
    let temperature = condition(Dimension::Temperature).filter(|_| own != Some(Dimension::Temperature));
    let pressure = condition(Dimension::Pressure).filter(|_| own != Some(Dimension::Pressure));
    property.temperature = temperature.map(|range| context.text(range).to_owned());
    property.pressure = pressure.map(|range| context.text(range).to_owned());
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        context.normalized("/payload/name", label),
        borrowed.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
        temperature.and_then(|range| context.evidence("/payload/temperature", range)),
        pressure.and_then(|range| context.evidence("/payload/pressure", range)),
    ];
    context.claim(substance, Payload::Property(property), evidence);
}

//! Section 3: components with their numbers, their part of the whole and their hazard codes.

use std::sync::LazyLock;

use orfila_chemistry::identifiers::find_ec_numbers;
use orfila_records::{Casrn, Evidence, Identity, Payload, Quantity, SubstanceRole, TextRange, ValueState};
use regex::Regex;

use super::{casrns, classification, lines_of};
use crate::claims::Context;
use crate::quantities::QuantityMatch;
use crate::reading::trimmed;
use crate::sections::Topic;
use crate::substances::Naming;

static HEADER_WORDS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    let word = |pattern: &str| Regex::new(pattern).expect("header patterns are constant");
    [
        word(
            r"(?i)\b(?:chemical\s+name|component|ingredient|substance|common\s+name|name|hazardous\s+components?|material|stoffname|bezeichnung|inhaltsstoff|bestandteil|nom|composant|nombre|componente|produktidentifikator)s?\b",
        ),
        word(r"(?i)\bcas\b"),
        word(r"(?i)\b(?:ec|einecs|elincs|eg|ce|index|reach)\b"),
        word(
            r"(?i)%|\b(?:weight|wt|concentration|content|konzentration|gehalt|anteil|concentración|percent|contenu|teneur)\b",
        ),
    ]
});

pub(super) static WITHHELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)trade\s*secret|proprietary|confidential|withheld|\bcbi\b|betriebsgeheimnis|secret\s+(?:commercial|de\s+fabrication)|secreto\s+comercial|vertraulich").expect("the pattern is constant")
});

static NOT_A_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?ix)^(?:not\s+(?:listed|classified|available|applicable|hazardous|regulated)|no\s+data|none|n/?a\b|nc\b|cas\b|ec[\s-]|eec\b|eg[\s-]|index|reach|registration|einecs|classification|concentration\s+limits?
        |(?:flam|acute|skin|eye|stot|asp|repr|muta|carc|aquatic|resp|met|ox|press|org|self|water|expl|pyr|eye|nota|gew|anmerkung)\.?\s*(?:liq|tox|corr|irrit|dam|sens|se\b|re\b|gas|sol|aerosol|perox|react|heat|acute|chronic|\d)
        |ghs\d|danger\b|warning\b|h\d{3}|r\s?\d{2}|x[ni]\b|xi;|t\+?;|[\d\s.,%<>=≤≥–~*+-]+$)").expect("the pattern is constant")
});

/// `3 - < 10 %: STOT SE 2, H371`: what mixtures with so much of the component are, not what the component is.
static CONCENTRATION_LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d\s*%\s*:|\bC\s*[≥>≤<]|[≤<]\s*C\b|(?i:konzentrationsgrenz|concentration\s+limits?|limites?\s+de\s+concentration|l[íi]mites?\s+de\s+concentraci)").expect("the pattern is constant")
});

static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:the|this|for|see|according|text|any|there|additional|within|which|all|under|information|additionnel|wortlaut|texte|remark|note|product|material)\b").expect("the pattern is constant")
});

/// Whether a line is the header of a table of components: it has words of at least two kinds of column.
pub(super) fn is_header(context: &Context<'_>, line: usize) -> bool {
    let Some(line) = context.lines.get(line) else { return false };
    let text = context.text(line.range);
    let kinds = HEADER_WORDS.iter().filter(|word| word.is_match(text)).count();
    kinds >= 2 && line.cells.len() >= 2 && casrns(context, line.range).is_empty() && text.len() < 200
}

/// One component, gathered from the lines between two anchors.
#[derive(Debug, Default)]
struct Row {
    name: Option<TextRange>,
    casrn: Vec<(Casrn, TextRange)>,
    lines: Vec<usize>,
    concentration: Option<(Quantity, TextRange, Option<TextRange>)>,
    withheld: bool,
}

/// Reads the components and what section 3 says of each.
pub(super) fn read(context: &mut Context<'_>) {
    let lines = lines_of(context, &[Topic::Composition]);
    let percent = percent_header(context, &lines);
    let proprietary_star = has_proprietary_star(context, &lines);
    let mut rows: Vec<Row> = Vec::new();
    let mut in_table = false;
    let mut form = false;
    let flow = flow_area(context, &lines);
    if let Some((area, _)) = &flow {
        rows.extend(flow_rows(context, *area));
    }
    for line in lines {
        if flow.as_ref().is_some_and(|(_, taken)| taken.contains(&line)) {
            continue;
        }
        if let Some(name) = form_name(context, line) {
            form = true;
            rows.push(Row { name: Some(name), lines: vec![line], ..Row::default() });
            continue;
        }
        if form && let Some(row) = rows.last_mut() {
            form = fill_form(context, row, line);
            if form {
                continue;
            }
        }
        if is_header(context, line) {
            in_table = true;
            continue;
        }
        let range = context.lines[line].range;
        let numbers = casrns(context, range);
        if numbers.len() > 1 && context.lines[line].cells.len() <= 2 {
            rows.extend(inline_rows(context, range, &numbers));
            continue;
        }
        let starts = starts_row(context, line, &numbers, in_table, percent.is_some());
        match rows.last_mut() {
            Some(row) if !starts || joins(row, context, line, &numbers) => row.lines.push(line),
            _ if starts => rows.push(Row { lines: vec![line], ..Row::default() }),
            _ => continue,
        }
        if let Some(row) = rows.last_mut() {
            fill(context, row, line, numbers, percent, proprietary_star);
        }
    }
    for row in rows {
        claim(context, &row);
    }
}

/// The characters of the column header that say `%`, for rows that print bare numbers.
fn percent_header(context: &Context<'_>, lines: &[usize]) -> Option<TextRange> {
    static PERCENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"%|(?i:percent)").expect("the pattern is constant"));
    lines.iter().filter(|line| is_header(context, **line) || is_header(context, **line + 1)).find_map(|line| {
        let range = context.lines[*line].range;
        let found = PERCENT.find(context.text(range))?;
        Some(TextRange::new(range.start + found.start(), range.start + found.end()))
    })
}

/// Whether a footnote says that `*` stands for a withheld part.
fn has_proprietary_star(context: &Context<'_>, lines: &[usize]) -> bool {
    lines.iter().any(|line| {
        let text = context.text(context.lines[*line].range);
        text.rfind("* ").or_else(|| text.rfind("*")).is_some_and(|star| {
            let single = !text[..star].ends_with('*');
            single && WITHHELD.is_match(&text[star..])
        })
    })
}

/// A line starts a row if it has a CAS number, or, inside a table, a name beside an amount or a withheld mark.
fn starts_row(
    context: &Context<'_>,
    line: usize,
    numbers: &[(Casrn, TextRange)],
    in_table: bool,
    percent: bool,
) -> bool {
    if !numbers.is_empty() {
        return true;
    }
    let Some(name) = name_cell(context, line) else { return false };
    let text = context.text(context.lines[line].range);
    let amounts = amount(context, line, Some(name), percent.then_some(name)).is_some();
    in_table
        && context.lines[line].cells.len() >= 2
        && !PROSE.is_match(context.text(name))
        && (amounts || WITHHELD.is_match(text) && text.len() < 120)
}

/// A line with a CAS number completes the row above if that has none yet and no other amount (`Methanol` over `CAS-No. 67-56-1`).
fn joins(row: &Row, context: &Context<'_>, line: usize, numbers: &[(Casrn, TextRange)]) -> bool {
    row.casrn.is_empty() && !numbers.is_empty() && name_cell(context, line).is_none()
}

/// The first cell that can be a name, CAS number and amount cut off.
fn name_cell(context: &Context<'_>, line: usize) -> Option<TextRange> {
    context.lines.get(line)?.cells.iter().find_map(|cell| {
        let mut range = *cell;
        for (_, number) in casrns(context, *cell) {
            range = if number.start <= range.start + 14
                && context.text(TextRange::new(range.start, number.start)).chars().filter(|c| c.is_alphabetic()).count()
                    < 3
            {
                TextRange::new(number.end, range.end)
            } else {
                TextRange::new(range.start, number.start)
            };
        }
        if let Some(found) =
            context.quantities(range).into_iter().find(|found| found.quantity.unit.as_deref() == Some("%"))
            && found.range.start > range.start
        {
            range = TextRange::new(range.start, found.range.start);
        }
        let text = context.text(range);
        let cut = text.trim_start_matches([' ', ':', '-', '[', '(', '•', '·', ',']).len();
        let range = trimmed(&context.document.text, TextRange::new(range.end - cut, range.end));
        let text = context.text(range).trim_end_matches([' ', '[', '(', ',', ';', ':']);
        let range = TextRange::new(range.start, range.start + text.len());
        let letters = text.chars().filter(|character| character.is_alphabetic()).count();
        (letters >= 3 && !NOT_A_NAME.is_match(text) && text.len() <= 140).then_some(range)
    })
}

/// The amount on a line: a percentage anywhere behind the name, or a bare number in a cell of its own under a `%` header.
fn amount(
    context: &Context<'_>,
    line: usize,
    name: Option<TextRange>,
    percent: Option<TextRange>,
) -> Option<QuantityMatch> {
    let line = context.lines.get(line)?;
    let outside_name = |found: &QuantityMatch| name.is_none_or(|name| !name.overlaps(found.number));
    let stated = context
        .quantities(line.range)
        .into_iter()
        .rfind(|found| found.quantity.unit.as_deref() == Some("%") && outside_name(found));
    if stated.is_some() {
        return stated;
    }
    percent?;
    let numbers: Vec<TextRange> = casrns(context, line.range).into_iter().map(|(_, range)| range).collect();
    line.cells.iter().rev().find_map(|cell| {
        let text = context.text(*cell);
        if text.chars().any(|character| character.is_alphabetic()) {
            return None;
        }
        context.quantities(*cell).into_iter().find(|found| {
            found.unit.is_none()
                && outside_name(found)
                && !numbers.iter().any(|number| number.overlaps(found.range))
                && within_hundred(&found.quantity)
        })
    })
}

fn within_hundred(quantity: &Quantity) -> bool {
    [quantity.low, quantity.high].iter().flatten().all(|value| (0.0..=100.0).contains(value))
}

fn fill(
    context: &Context<'_>,
    row: &mut Row,
    line: usize,
    numbers: Vec<(Casrn, TextRange)>,
    percent: Option<TextRange>,
    proprietary_star: bool,
) {
    let name = name_cell(context, line);
    let first_line = row.lines.len() == 1;
    if row.name.is_none() {
        row.name = name.or_else(|| first_line.then(|| name_above(context, line)).flatten());
    }
    if row.casrn.is_empty() {
        row.casrn = numbers;
    }
    let text = context.text(context.lines[line].range);
    let cells = &context.lines[line].cells;
    let starred =
        proprietary_star && cells.len() > 1 && cells.last().is_some_and(|cell| context.text(*cell).trim() == "*");
    if first_line {
        row.withheld = WITHHELD.is_match(text) || starred;
    }
    if row.concentration.is_none() {
        row.concentration = amount(context, line, row.name, percent).map(|found| with_percent(context, found, percent));
    }
    if row.concentration.is_none()
        && first_line
        && (starred || row.withheld && cells.iter().skip(1).any(|cell| WITHHELD.is_match(context.text(*cell))))
    {
        let mark = cells
            .iter()
            .rev()
            .find(|cell| WITHHELD.is_match(context.text(**cell)) || context.text(**cell).trim() == "*");
        row.concentration = mark.map(|cell| (Quantity::absent(context.text(*cell), ValueState::Withheld), *cell, None));
    }
}

/// A component's name may stand alone on the line above its numbers.
fn name_above(context: &Context<'_>, line: usize) -> Option<TextRange> {
    let above = line.checked_sub(1)?;
    let candidate = context.lines.get(above)?;
    let fits = candidate.topic == Some(Topic::Composition)
        && candidate.cells.len() <= 2
        && !is_header(context, above)
        && !candidate.opens_topic;
    let name = fits.then(|| name_cell(context, above)).flatten()?;
    let text = context.text(name);
    (!PROSE.is_match(text) && text.len() < 80 && !text.ends_with(['.', ':'])).then_some(name)
}

/// A bare number under a `%` header gets its unit from there.
fn with_percent(
    context: &Context<'_>,
    found: QuantityMatch,
    percent: Option<TextRange>,
) -> (Quantity, TextRange, Option<TextRange>) {
    if found.unit.is_some() {
        return (found.quantity, found.range, None);
    }
    let mut quantity = found.quantity.with_unit(Some("%"));
    let header = percent.filter(|header| context.text(*header) == "%");
    if header.is_none() {
        quantity.unit_raw = percent.map(|header| context.text(header).to_owned());
    }
    (quantity, found.range, percent)
}

/// The label of a component's name in a form of labels and values, one below the other.
static FORM_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:(?:chemical|common|substance|component|ingredient|iupac)\s+name|ingredient|component|substance|inhaltsstoff|bestandteil|composant|componente)\s*\d{0,2}|chemische\s+bezeichnung|stoffname|nom\s+chimique|nombre\s+qu[íi]mico|inci(?:\s+name)?)\s*:?$").expect("the pattern is constant")
});
static FORM_AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:percent(?:age)?|concentration|content|weight\s*%?|%.*|gehalt|konzentration|teneur|contenido|concentraci[óo]n)\b.{0,20}:?$").expect("the pattern is constant")
});

/// Label and value of a line: two cells, or one cell parted by a colon.
fn form_parts(context: &Context<'_>, line: usize) -> Option<(TextRange, TextRange)> {
    match context.lines.get(line)?.cells.as_slice() {
        [label, value] => Some((*label, *value)),
        [only] => {
            let colon = context.text(*only).find(':').filter(|colon| *colon <= 40)?;
            let value = trimmed(&context.document.text, TextRange::new(only.start + colon + 1, only.end));
            (!value.is_empty()).then(|| (TextRange::new(only.start, only.start + colon), value))
        }
        _ => None,
    }
}

/// The name that a line `Chemical Name | Mineral Oil` gives, if it opens a form and no row of a table.
pub(super) fn form_name(context: &Context<'_>, line: usize) -> Option<TextRange> {
    let (label, value) = form_parts(context, line)?;
    let named = FORM_NAME.is_match(context.text(label).trim());
    let value = super::without_colon(context, value);
    let text = context.text(value);
    let plain = text.chars().filter(|character| character.is_alphabetic()).count() >= 3
        && text.len() <= 100
        && HEADER_WORDS.iter().filter(|word| word.is_match(text)).count() == 0
        && !NOT_A_NAME.is_match(text);
    // The lines of a form go on with labels of their own.
    let below = form_parts(context, line + 1).map(|(label, _)| context.text(label).trim());
    let labelled = below.is_some_and(|text| {
        FORM_AMOUNT.is_match(text) || text.to_uppercase().starts_with("CAS") || text.to_uppercase().starts_with("EC")
    });
    (named && plain && labelled).then_some(value)
}

/// Adds what a further line of the form says; says whether it was one.
fn fill_form(context: &Context<'_>, row: &mut Row, line: usize) -> bool {
    let Some((label, value)) = form_parts(context, line) else { return false };
    let text = context.text(label).trim();
    if text.to_uppercase().starts_with("CAS") {
        row.casrn = casrns(context, value);
    } else if FORM_AMOUNT.is_match(text) {
        let stated = context.quantities(value).into_iter().find(|found| found.quantity.unit.as_deref() == Some("%"));
        let bare = || {
            let words = context.text(label).to_lowercase();
            let (at, length) = words
                .find('%')
                .map(|at| (at, 1))
                .or_else(|| words.find("percent").map(|at| (at, 7)))
                .filter(|(at, length)| context.text(label).get(*at..at + length).is_some())?;
            let found = context.quantities(value).into_iter().find(|found| found.unit.is_none())?;
            let place = TextRange::new(label.start + at, label.start + at + length);
            within_hundred(&found.quantity).then(|| with_percent(context, found, Some(place)))
        };
        row.withheld = WITHHELD.is_match(context.text(value));
        row.concentration = if row.withheld {
            Some((Quantity::absent(context.text(value), ValueState::Withheld), value, None))
        } else {
            stated.map(|found| (found.quantity, found.range, None)).or_else(bare)
        };
    } else if text.to_uppercase().starts_with("CHEMICAL") || row.lines.len() > 4 {
        return false;
    }
    row.lines.push(line);
    true
}

/// The lines of running text that list names with numbers in brackets and percentages: three at least.
fn flow_area(context: &Context<'_>, lines: &[usize]) -> Option<(TextRange, Vec<usize>)> {
    static BRACKETED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[\[(]\s*(?:CAS[^\d]{0,8})?\d{2,7}-\d{0,2}").expect("the pattern is constant"));
    let plain = |line: &&usize| {
        let line = &context.lines[**line];
        line.table.is_none() && line.cells.len() == 1
    };
    let run: Vec<usize> = lines
        .iter()
        .skip_while(|line| !plain(line) || !context.text(context.lines[**line].range).contains('%'))
        .take_while(plain)
        .copied()
        .collect();
    let area = run.iter().map(|line| context.lines[*line].range).reduce(TextRange::cover)?;
    let text = context.text(area);
    let percents = context.quantities(area).iter().filter(|found| found.quantity.unit.as_deref() == Some("%")).count();
    (percents >= 3 && BRACKETED.find_iter(text).count() >= 2).then_some((area, run))
}

/// The components of a list in running text: each ends with its percentage.
fn flow_rows(context: &Context<'_>, area: TextRange) -> Vec<Row> {
    let mut start = area.start;
    let mut rows = Vec::new();
    for found in context.quantities(area) {
        if found.quantity.unit.as_deref() != Some("%") {
            continue;
        }
        let segment = TextRange::new(start, found.range.start.max(start));
        start = found.range.end;
        let text = context.text(segment);
        let head = &text[..text.find(['[', '(']).unwrap_or(text.len())];
        let head = head.trim_end_matches([' ', ',', ';', ':', '\n', '-']);
        let lead = head.rfind([',', ';', ':']).map_or(0, |at| at + 1);
        let name = trimmed(&context.document.text, TextRange::new(segment.start + lead, segment.start + head.len()));
        let name = match context.text(name).strip_prefix("and ") {
            Some(rest) => TextRange::new(name.end - rest.len(), name.end),
            None => name,
        };
        let printed = context.text(name);
        let letters = printed.chars().filter(|character| character.is_alphabetic()).count();
        if letters < 3 || printed.len() > 80 || PROSE.is_match(printed) {
            continue;
        }
        rows.push(Row {
            name: Some(name),
            casrn: casrns(context, segment),
            concentration: Some((found.quantity, found.range, None)),
            ..Row::default()
        });
    }
    rows
}

/// Components in running text: `Glycerin [56-81-5] 3 %, Water [7732-18-5] 80 %`.
fn inline_rows(context: &Context<'_>, range: TextRange, numbers: &[(Casrn, TextRange)]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut start = range.start;
    for (index, (casrn, number)) in numbers.iter().enumerate() {
        let end = numbers.get(index + 1).map_or(range.end, |(_, next)| next.start);
        let before = context.text(TextRange::new(start, number.start));
        let tail = before.rsplit_once([',', '\t']).map_or(before, |(_, tail)| tail);
        let name = trimmed(&context.document.text, TextRange::new(number.start - tail.len(), number.start));
        let text = context.text(name).trim_end_matches([' ', '[', '(']);
        let name = TextRange::new(name.start, name.start + text.len());
        let after = TextRange::new(number.end, end);
        let found = context.quantities(after).into_iter().find(|found| found.quantity.unit.as_deref() == Some("%"));
        start = found.as_ref().map_or(number.end, |found| found.range.end);
        let letters = context.text(name).chars().filter(|character| character.is_alphabetic()).count();
        rows.push(Row {
            name: (letters >= 3).then_some(name),
            casrn: vec![(casrn.clone(), *number)],
            concentration: found.map(|found| (found.quantity, found.range, None)),
            ..Row::default()
        });
    }
    rows
}

fn claim(context: &mut Context<'_>, row: &Row) {
    if row.casrn.is_empty() && row.concentration.is_none() {
        return;
    }
    let Some(index) = add_component(context, row) else { return };
    let evidence: Vec<Option<Evidence>> = match &row.concentration {
        Some((quantity, range, unit)) => vec![
            if quantity.state == ValueState::Withheld {
                context.normalized("/payload/concentration", *range)
            } else {
                context.evidence("/payload/concentration", *range)
            },
            unit.and_then(|unit| context.evidence("/payload/concentration/unit", unit)),
        ],
        None => Vec::new(),
    };
    let product = context.subject().filter(|product| *product != index);
    let part_of = product.and_then(|product| context.substances.get(product)).map(|item| item.substance.key());
    let role = context.substances.get(index).map_or(SubstanceRole::Component, |item| item.role);
    if let Some((quantity, ..)) = &row.concentration {
        let identity = Identity { role, part_of, concentration: Some(quantity.clone()) };
        context.claim(index, Payload::Identity(identity), evidence);
    }
    for line in &row.lines {
        let range = context.lines[*line].range;
        if !CONCENTRATION_LIMIT.is_match(context.text(range)) {
            classification::claim_codes(context, index, range);
        }
    }
}

/// The component itself; the product again where name or number are the product's.
fn add_component(context: &mut Context<'_>, row: &Row) -> Option<usize> {
    let name = row.name.and_then(|range| {
        let text = context.text(range).split_whitespace().collect::<Vec<_>>().join(" ");
        Some((text, context.normalized("/substance/raw_name", range)?))
    });
    let span = row.lines.iter().map(|line| context.lines[*line].range).reduce(TextRange::cover);
    let ec = span.and_then(|span| {
        find_ec_numbers(context.text(span)).into_iter().find_map(|candidate| {
            let number = candidate.identifier()?.clone();
            Some((number, context.normalized("", candidate.range.shifted(span.start))?))
        })
    });
    let casrn =
        row.casrn.iter().filter_map(|(casrn, range)| Some((casrn.clone(), context.normalized("", *range)?))).collect();
    let withheld = row.withheld && row.casrn.is_empty();
    context.substances.add(Naming { name, casrn, ec, withheld }, SubstanceRole::Component)
}

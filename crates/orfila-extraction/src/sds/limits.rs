//! Section 8: limits of exposure, one record for each value.

use orfila_records::{Dimension, Exposure, ExposureKind, LimitType, Payload, TextRange};

use super::lines_of;
use super::names::Names;
use crate::claims::Context;
use crate::quantities::QuantityMatch;
use crate::sections::Topic;
use crate::vocabulary::{authority, endpoint_limit, endpoints, limit_type, names_limit};

/// Reads every limit of section 8.
pub(super) fn read(context: &mut Context<'_>) {
    let Some(product) = context.subject() else { return };
    let sole = sole_component(context, product);
    let names = Names::of(context);
    let mut substance = sole;
    let mut topic = None;
    let mut label: Option<TextRange> = None;
    let mut since_label = 0;
    for line in lines_of(context, &[Topic::ExposureControls, Topic::Composition]) {
        let range = context.lines[line].range;
        if context.lines[line].topic != topic {
            topic = context.lines[line].topic;
            substance = sole;
            label = None;
        }
        if let Some(found) = names.heading(context, &context.lines[line]) {
            substance = found;
            label = None;
        }
        let text = context.text(range);
        let named = names_limit(text) || !endpoints(text).is_empty();
        let found: Vec<QuantityMatch> = context.quantities(range).into_iter().filter(is_limit_value).collect();
        if named {
            label = Some(range);
            since_label = 0;
        } else {
            since_label += 1;
        }
        if context.lines[line].topic == Some(Topic::Composition) && !named && since_label > 2 {
            continue;
        }
        let Some(words) = label.filter(|_| since_label <= 4) else { continue };
        for found in &found {
            claim(context, substance, words, range, found);
        }
    }
}

/// Where a sheet has one component only, its limits are meant when nothing else is said.
fn sole_component(context: &Context<'_>, product: usize) -> usize {
    let mut others = (0..context.substances.items().len()).filter(|index| *index != product);
    match (others.next(), others.next()) {
        (Some(only), None) => only,
        _ => product,
    }
}

fn is_limit_value(found: &QuantityMatch) -> bool {
    match found.quantity.dimension {
        Some(Dimension::MassPerVolume) => true,
        Some(Dimension::Fraction) => matches!(found.quantity.unit.as_deref(), Some("[ppm]" | "[ppb]")),
        Some(Dimension::MassPerMass | Dimension::MassPerMassTime) => true,
        _ => false,
    }
}

fn claim(context: &mut Context<'_>, substance: usize, label: TextRange, line: TextRange, found: &QuantityMatch) {
    let before = TextRange::new(line.start, found.range.start);
    let words = if label == line || names_limit(context.text(before)) {
        context.text(before).to_owned()
    } else {
        format!("{} {}", context.text(label), context.text(before))
    };
    let name_range = if label == line || names_limit(context.text(before)) { before } else { label };
    let mut kind = limit_type(&words);
    if let Some(endpoint) = endpoints(&words).last().and_then(|found| endpoint_limit(&found.endpoint)) {
        kind = endpoint;
    }
    let name = limit_name(context.text(name_range));
    let mut exposure = Exposure::new(
        ExposureKind::Limit,
        if name.is_empty() { "limit value" } else { &name },
        Some(found.quantity.clone()),
    );
    exposure.limit_type = Some(kind);
    exposure.medium = (kind != LimitType::Biological && !matches!(kind, LimitType::Pnec)).then(|| "air".to_owned());
    let source = authority(context.text(label)).map(|found| found.shifted(label.start));
    exposure.authority = source.map(|source| context.text(source).to_owned());
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        context.normalized("/payload/name", name_range),
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

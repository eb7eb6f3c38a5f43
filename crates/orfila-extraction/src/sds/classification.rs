//! Section 2, and the codes of section 3: hazard statements, classes, categories, signal word.

use std::sync::LazyLock;

use orfila_records::{GhsClassification, Hazard, LossReason, Payload, TextRange};
use regex::Regex;

use super::lines_of;
use super::names::Names;
use crate::claims::Context;
use crate::codes::{self, CodeFamily};
use crate::sections::Topic;

static CLASS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?P<class>(?:Flam\.|Acute|Skin|Eye|STOT|Asp\.|Repr\.|Muta\.|Carc\.|Aquatic|Resp\.|Met\.|Ox\.|Press\.|Org\.|Self-react\.|Self-heat\.|Water-react\.|Expl\.|Pyr\.|Aerosol|Lact\.|Ozone)
             [\s.]*(?:Liq|Tox|Corr|Irrit|Dam|Sens|SE|RE|Gas|Sol|Acute|Chronic|Perox)?\b\.?)
             \s*(?P<category>\d[A-F]?)?",
    )
    .expect("the class pattern is constant")
});

static CATEGORY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?ix)^(?P<class>[\p{L}][\p{L}\s/,()\-–.]{3,90}?)[\s:,;\-–(\t]*(?:hazard\s+)?(?:category|cat\.|kategorie|kat\.|catégorie|categoría)\s*(?P<category>\d\s?[A-F]?)\b")
        .expect("the category pattern is constant")
});

static SIGNAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:signal\s*word|signalwort|mention\s+d.avertissement|palabra\s+de\s+advertencia)\b[\s:\t]*(?:\(s\))?[\s:\t]*(?P<word>danger|warning|gefahr|achtung|attention|peligro|atención)|^(?P<alone>DANGER|WARNING|Danger|Warning|Gefahr|Achtung)!?$")
        .expect("the signal word pattern is constant")
});

/// Reads the product's classification.
pub(super) fn read(context: &mut Context<'_>) {
    let lines = lines_of(context, &[Topic::Hazards]);
    let Some(product) = context.subject() else { return };
    let names = Names::of(context);
    let signal = lines.iter().find_map(|line| signal_word(context.text(context.lines[*line].range)));
    for line in lines {
        let range = context.lines[line].range;
        let substance = names.heading(context, &context.lines[line]).unwrap_or(product);
        let coded = claim_codes_with(context, substance, range, signal);
        if !coded {
            claim_class(context, substance, range, signal);
        }
    }
}

fn signal_word(text: &str) -> Option<&'static str> {
    let found = SIGNAL.captures(text)?;
    let word = found.name("word").or_else(|| found.name("alone"))?.as_str().to_lowercase();
    Some(match word.as_str() {
        "danger" | "gefahr" | "peligro" => "Danger",
        _ => "Warning",
    })
}

/// One record for each hazard statement on the line, with class and category where they stand beside it.
pub(super) fn claim_codes(context: &mut Context<'_>, substance: usize, range: TextRange) {
    claim_codes_with(context, substance, range, None);
}

fn claim_codes_with(context: &mut Context<'_>, substance: usize, range: TextRange, signal: Option<&str>) -> bool {
    let text = context.text(range);
    let found: Vec<_> = codes::scan(text).into_iter().filter(|code| code.family == CodeFamily::Hazard).collect();
    let mut from = 0;
    let mut claimed = false;
    for code in found {
        let between = &text[from..code.range.start];
        // A list of classes before a list of codes does not say which belongs to which.
        let mut classes = CLASS.captures_iter(between);
        let class = match (classes.next(), classes.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        let part = |name: &str| {
            let part = class.as_ref()?.name(name)?;
            Some(TextRange::new(range.start + from + part.start(), range.start + from + part.end()))
        };
        let (class_range, category_range) = (part("class"), part("category"));
        from = code.range.end;
        let place = code.range.shifted(range.start);
        if !code.known {
            context.losses.push(orfila_records::Loss::unused(LossReason::UnknownCode, context.document, place, None));
            continue;
        }
        let ghs = GhsClassification {
            class: class_range.map(|range| context.text(range).trim().to_owned()),
            category: category_range.map(|range| context.text(range).to_owned()),
            h_codes: vec![code.code],
            minimum: text[from..].trim_start_matches(')').starts_with('*'),
            signal_word: signal.map(str::to_owned),
            ..GhsClassification::default()
        };
        let evidence = vec![
            context.evidence("/payload/h_codes/0", place),
            class_range.and_then(|range| context.evidence("/payload/class", range)),
            category_range.and_then(|range| context.evidence("/payload/category", range)),
        ];
        context.claim(substance, Payload::Hazard(Hazard::Ghs(ghs)), evidence);
        claimed = true;
    }
    claimed
}

/// A class and category without a code: `Flammable liquids – Category 2`.
fn claim_class(context: &mut Context<'_>, substance: usize, range: TextRange, signal: Option<&str>) {
    let text = context.text(range);
    let Some(found) = CATEGORY.captures(text) else { return };
    let (Some(class), Some(category)) = (found.name("class"), found.name("category")) else { return };
    let place = |part: regex::Match<'_>| TextRange::new(range.start + part.start(), range.start + part.end());
    let name = class.as_str().trim_end_matches([' ', ':', '-', '–', '(', ',', '.']);
    if name.split_whitespace().count() > 10 {
        return;
    }
    let ghs = GhsClassification {
        class: Some(name.to_owned()),
        category: Some(category.as_str().replace(' ', "")),
        signal_word: signal.map(str::to_owned),
        ..GhsClassification::default()
    };
    let evidence =
        vec![context.evidence("/payload/class", place(class)), context.evidence("/payload/category", place(category))];
    context.claim(substance, Payload::Hazard(Hazard::Ghs(ghs)), evidence);
}

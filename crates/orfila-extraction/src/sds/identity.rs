//! Section 1: the product, its numbers and its uses.

use std::sync::LazyLock;

use orfila_chemistry::identifiers::find_ec_numbers;
use orfila_records::{Exposure, ExposureKind, Payload, SubstanceRole, SubstanceType, TextRange};
use regex::Regex;

use super::{casrns, lines_of, value_after_label, without_colon};
use crate::claims::Context;
use crate::sections::Topic;
use crate::substances::Naming;

static PRODUCT_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:\d(?:\.\d)*\.?\s+)?(?:
            product\s*(?:name|identifier|identity|description)(?:\s+used\s+on\s+the\s+label)?|trade\s*name|material\s*name|(?:chemical|common)\s+name|name\s+of\s+(?:the\s+)?(?:substance|product)
            |identification\s+of\s+the\s+(?:substance|preparation|product|mixture)|identity
            |handelsname|produktname|produktidentifikator|stoffname|bezeichnung\s+des\s+stoffs
            |nom\s+(?:du\s+produit|commercial|de\s+la\s+substance)|identificateur\s+de\s+produit
            |nombre\s+(?:del\s+producto|comercial)|identificador\s+del?\s+producto
        )(?:\s*\([^)]{0,40}\))?\s*(?:[:\-–]|$|\t|(?P<bare>\s{1,}))",
    )
    .expect("the product label pattern is constant")
});

static USE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:\d(?:\.\d)*\.?\s+)?(?:
            recommended\s+use(?:s)?(?:\s+of\s+the\s+(?:chemical|product))?|(?:relevant\s+)?identified\s+uses?|product\s+use|intended\s+use|general\s+use|use\s+of\s+(?:the\s+)?(?:substance|product|preparation)[^:]{0,30}|application|product\s+type|uses?
            |verwendung(?:\s+des\s+stoffs)?[^:]{0,30}|(?:relevante\s+)?identifizierte\s+verwendungen|empfohlene\s+verwendung
            |utilisations?\s+(?:identifiées?|recommandées?|de\s+la\s+substance)[^:]{0,30}|usos?\s+(?:pertinentes\s+)?(?:identificados?|recomendados?)
        )\s*(?::|\t|$)",
    )
    .expect("the use label pattern is constant")
});

static CAS_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:\(?[a-z0-9]{1,2}[.)]\s*)?(?:cas(?:rn)?|n[°º.]?\s*cas|núm(?:ero)?\.?\s+cas)\b")
        .expect("the CAS label pattern is constant")
});
static EC_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:ec|eg|ce|einecs|elincs|n[°º.]?\s*ce)\b").expect("the EC label pattern is constant")
});

/// Values that stand where a name should and are none.
static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:not?\s+(?:data|available|applicable|information)|n/?a\b|none\b|mixture$|substance$|see\s|and\s|of\s)",
    )
    .expect("the pattern is constant")
});

/// Reads name, numbers and uses of the product.
pub(super) fn read(context: &mut Context<'_>) {
    read_product(context);
    let Some(product) = context.subject() else { return };
    context.substances.set_type(product, SubstanceType::Product);
    read_numbers(context, product);
    read_uses(context, product);
}

fn read_product(context: &mut Context<'_>) {
    let head: Vec<usize> = head_lines(context);
    for line in head {
        for (cell, range) in context.lines[line].cells.clone().into_iter().enumerate() {
            let text = context.text(range);
            let Some(label) = PRODUCT_LABEL.captures(text) else { continue };
            let whole = label.get(0).map_or(0, |found| found.end());
            if label.name("bare").is_some() && context.lines[line].cells.len() > 1 && whole < text.len() {
                continue;
            }
            let Some(value) = value_after_label(context, line, cell, range.start + whole) else { continue };
            let value = until_next_label(context, value);
            let name = context.text(value);
            if name.chars().filter(|character| character.is_alphabetic()).count() < 2
                || NO_NAME.is_match(name)
                || name.len() > 150
            {
                continue;
            }
            match context.subject() {
                None => {
                    context.name_substance(value, SubstanceRole::Product);
                }
                Some(product) => {
                    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                    context.substances.add_synonym(product, &name);
                }
            }
        }
    }
    if context.subject().is_none() {
        name_by_title(context);
    }
}

/// Section 1, or the first forty lines where it has no heading.
fn head_lines(context: &Context<'_>) -> Vec<usize> {
    let mut lines = lines_of(context, &[Topic::Identification]);
    lines.extend((0..context.lines.len().min(40)).filter(|index| context.lines[*index].topic.is_none()));
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// A value ends where the next label of the same line begins (`Product Number :`).
fn until_next_label(context: &Context<'_>, value: TextRange) -> TextRange {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\s+(?:Product (?:Number|Code|No\.?)|Revision [Dd]ate|Page \d|Brand|SDS|MSDS|Version|Item)\b")
            .expect("the pattern is constant")
    });
    let text = context.text(value);
    let end = NEXT.find(text).map_or(text.len(), |found| found.start());
    TextRange::new(value.start, value.start + text[..end].trim_end().len())
}

/// Without a label the largest heading before section 1 names the product.
fn name_by_title(context: &mut Context<'_>) {
    static SHEET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)safety\s+data|material\s+safety|sicherheitsdatenblatt|fiche\s+de\s+données|ficha\s+de\s+datos|page\s+\d|revision|date|according|version|\d{3}.\d{4}").expect("the pattern is constant")
    });
    let title = context.lines.iter().take(12).take_while(|line| !line.opens_topic).find(|line| {
        let text = context.text(line.range);
        line.cells.len() == 1 && (4..80).contains(&text.len()) && !SHEET.is_match(text) && !text.contains(':')
    });
    if let Some(range) = title.map(|line| line.range) {
        context.name_substance(range, SubstanceRole::Product);
    }
}

/// CAS and EC numbers that stand behind their own label in sections 1 and 3 belong to the product.
fn read_numbers(context: &mut Context<'_>, product: usize) {
    let Some(name) = context.substances.get(product).map(|item| item.substance.raw_name.clone()) else { return };
    let Some(evidence) = context.substances.get(product).and_then(|item| item.evidence.first().cloned()) else {
        return;
    };
    let mut naming = Naming { name: Some((name, evidence)), ..Naming::default() };
    let head = lines_of(context, &[Topic::Identification]);
    for line in head.into_iter().chain(substance_lines(context)) {
        let cells = context.lines[line].cells.clone();
        let Some(first) = cells.first() else { continue };
        let text = context.text(*first);
        let row = context.lines[line].range;
        if CAS_LABEL.is_match(text) {
            let found = casrns(context, row);
            naming
                .casrn
                .extend(found.into_iter().filter_map(|(casrn, range)| Some((casrn, context.normalized("", range)?))));
        } else if EC_LABEL.is_match(text) && naming.ec.is_none() {
            naming.ec = find_ec_numbers(context.text(row)).into_iter().find_map(|candidate| {
                let number = candidate.identifier()?.clone();
                Some((number, context.normalized("", candidate.range.shifted(row.start))?))
            });
        }
    }
    // Several labelled numbers are several components: section 3 tells which.
    naming.casrn.dedup_by(|a, b| a.0 == b.0);
    naming.casrn.truncate(usize::from(naming.casrn.iter().all(|(casrn, _)| *casrn == naming.casrn[0].0)));
    context.substances.add(naming, SubstanceRole::Product);
}

/// Lines of section 3 up to the first table of components, where the sheet is about one substance.
fn substance_lines(context: &Context<'_>) -> Vec<usize> {
    let lines = lines_of(context, &[Topic::Composition]);
    let product = context.subject().and_then(|product| context.substances.get(product));
    let another = |line: usize| {
        let name = super::composition::form_name(context, line).map(|name| context.text(name).to_lowercase());
        name.is_some_and(|name| {
            !product.is_some_and(|item| {
                std::iter::once(&item.substance.raw_name)
                    .chain(&item.substance.synonyms)
                    .any(|known| known.to_lowercase().contains(&name) || name.contains(&known.to_lowercase()))
            })
        })
    };
    let table = lines
        .iter()
        .position(|line| super::composition::is_header(context, *line) || another(*line))
        .unwrap_or(lines.len());
    lines.into_iter().take(table).collect()
}

fn read_uses(context: &mut Context<'_>, product: usize) {
    for line in head_lines(context) {
        let Some(first) = context.lines[line].cells.first().copied() else { continue };
        let Some(label) = USE_LABEL.find(context.text(first)) else { continue };
        let Some(value) = value_after_label(context, line, 0, first.start + label.end()) else { continue };
        let value = without_colon(context, value);
        let text = context.text(value);
        let unknown = NO_NAME.is_match(text) || text.len() < 3 || text.len() > 200 || text.ends_with(':');
        if unknown {
            continue;
        }
        let exposure = Exposure::new(ExposureKind::Use, text, None);
        let evidence = vec![context.evidence("/payload/name", value)];
        context.claim(product, Payload::Exposure(Box::new(exposure)), evidence);
    }
}

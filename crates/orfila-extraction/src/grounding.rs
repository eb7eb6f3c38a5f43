//! The last check before a record is made: every digit, sign, comparator, unit, registry number and code of every field
//! must stand in the characters it cites, whole and not as a piece of something longer or with another sense. Nothing fuzzy vouches for a value.

use orfila_records::{Document, Evidence, Hazard, Payload, Qualifier, Quantity, Record};
use thiserror::Error;

use crate::numbers::NumberStyle;
use crate::quantities;
use crate::sense;
use crate::standing::{self, Whole};

/// Why a record is not grounded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GroundingError {
    /// A field without any evidence.
    #[error("{field} has no evidence")]
    NoEvidence {
        /// JSON pointer of the field.
        field: String,
    },
    /// The quote is not what stands at its range.
    #[error("the quote of {field} does not stand at its range")]
    QuoteMoved {
        /// JSON pointer of the field.
        field: String,
    },
    /// The value does not stand in the quote.
    #[error("{field}: `{value}` does not stand in the quote `{quote}`")]
    NotInQuote {
        /// JSON pointer of the field.
        field: String,
        /// The claimed value.
        value: String,
        /// The cited characters.
        quote: String,
    },
}

/// Checks every field of a record against its document.
///
/// # Errors
/// The first field that its evidence does not bear.
pub fn verify(document: &Document, record: &Record) -> Result<(), GroundingError> {
    for evidence in &record.evidence {
        let stands = evidence.document == document.id && evidence.range.slice(&document.text) == Some(&evidence.quote);
        if !stands {
            return Err(GroundingError::QuoteMoved { field: evidence.field.clone() });
        }
    }
    verify_substance(document, record)?;
    if let Some(quantity) = record.payload.quantity() {
        verify_quantity(document, record, record.payload.quantity_pointer(), quantity)?;
    }
    match &record.payload {
        Payload::Hazard(Hazard::Ghs(ghs)) => {
            for (index, code) in ghs.h_codes.iter().enumerate() {
                let field = format!("/payload/h_codes/{index}");
                let evidence = find(record, &field)?;
                ensure(standing::code_stands(&document.text, evidence.range, code), evidence, code)?;
            }
            Ok(())
        }
        Payload::Hazard(Hazard::Effect(effect)) => {
            let evidence = find(record, "/payload/endpoint")?;
            let stands =
                crate::vocabulary::endpoints(&evidence.quote).iter().any(|found| found.endpoint == effect.endpoint)
                    || contains_folded(&evidence.quote, &effect.endpoint);
            ensure(stands, evidence, &effect.endpoint)
        }
        Payload::Volume(volume) => match volume.year {
            Some(year) => {
                let evidence = find(record, "/payload/year")?;
                ensure(evidence.quote.contains(&year.to_string()), evidence, &year.to_string())
            }
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

fn verify_substance(document: &Document, record: &Record) -> Result<(), GroundingError> {
    let substance = &record.substance;
    for (index, casrn) in substance.casrn.iter().enumerate() {
        let evidence = find(record, &format!("/substance/casrn/{index}"))?;
        ensure(registry_stands(document, evidence, casrn.as_str()), evidence, casrn.as_str())?;
    }
    if let Some(ec) = &substance.ec_number {
        let evidence = find(record, "/substance/ec_number")?;
        ensure(registry_stands(document, evidence, ec.as_str()), evidence, ec.as_str())?;
    }
    if !substance.raw_name.is_empty() {
        let evidence = find(record, "/substance/raw_name")?;
        let stands = standing::stands(&document.text, evidence.range, &substance.raw_name, Whole::Name);
        ensure(stands, evidence, &substance.raw_name)?;
    }
    Ok(())
}

/// Whether the digits of a registry number stand in the evidence, whatever parts them.
fn registry_stands(document: &Document, evidence: &Evidence, number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    standing::stands(&document.text, evidence.range, &digits, Whole::Registry)
}

/// The numbers, the comparator and the unit must all stand in the cited characters; the unit may stand in a header of its own.
fn verify_quantity(
    document: &Document,
    record: &Record,
    pointer: &str,
    quantity: &Quantity,
) -> Result<(), GroundingError> {
    if quantity.low.is_some() || quantity.high.is_some() {
        let evidence = find(record, pointer)?;
        let stands = number_stands(document, record, evidence, quantity);
        ensure(stands, evidence, &quantity.raw)?;
    }
    let Some(unit) = &quantity.unit_raw else { return Ok(()) };
    let evidence = record.evidence_for(&format!("{pointer}/unit")).map_or_else(|| find(record, pointer), Ok)?;
    let stands = standing::stands(&document.text, evidence.range, unit, Whole::Unit)
        && sense::unit_keeps_sense(&document.text, evidence.range, unit);
    ensure(stands, evidence, unit)
}

fn number_stands(document: &Document, record: &Record, evidence: &Evidence, quantity: &Quantity) -> bool {
    let (raw, style) = (quantity.raw.as_str(), NumberStyle::of_document(document));
    let header = quantity_is_from_header(record, record.payload.quantity_pointer(), "qualifier");
    let compared = header && quantity.qualifier != Qualifier::Equal;
    let same_bounds = |found: &Quantity| {
        let qualifier = found.qualifier == quantity.qualifier || header;
        found.low == quantity.low && found.high == quantity.high && qualifier
            || header && bounds(found) == bounds(quantity)
    };
    let read = || {
        let converted = quantities::converted_range(raw, style);
        let descending = quantities::descending_range(raw, style);
        let mut found = quantities::scan(raw, style).into_iter().chain(converted).chain(descending);
        found.any(|found| same_bounds(&found.quantity))
    };
    evidence.quote.contains(raw)
        && standing::stands(&document.text, evidence.range, raw, Whole::Number)
        && standing::is_first_group(&document.text, evidence.range, raw)
        && sense::number_keeps_sense(&document.text, evidence.range, raw, style, compared)
        && read()
}

/// A part of the quantity may stand in a column header or a footnote; it then has evidence of its own.
fn quantity_is_from_header(record: &Record, pointer: &str, part: &str) -> bool {
    record.evidence_for(&format!("{pointer}/{part}")).is_some_and(|evidence| {
        let quantity = record.payload.quantity();
        let word = evidence.quote.to_lowercase();
        quantity.is_some_and(|quantity| match quantity.qualifier {
            Qualifier::Less | Qualifier::LessOrEqual => {
                ["<", "≤", "less", "below", "detect", "lod", "loq", "max", "n.d"].iter().any(|w| word.contains(w))
                    || word.split(|letter: char| !letter.is_alphanumeric()).any(|token| token == "nd")
            }
            Qualifier::Greater | Qualifier::GreaterOrEqual => {
                [">", "≥", "more", "greater", "over", "min", "not less", "no less", "at least"]
                    .iter()
                    .any(|w| word.contains(w))
            }
            Qualifier::Approximate => ["~", "ca", "about", "approx"].iter().any(|w| word.contains(w)),
            Qualifier::Equal => true,
        })
    })
}

fn bounds(quantity: &Quantity) -> (Option<u64>, Option<u64>) {
    let low = quantity.low.or(quantity.high).map(f64::to_bits);
    let high = quantity.high.or(quantity.low).map(f64::to_bits);
    (low, high)
}

fn find<'r>(record: &'r Record, field: &str) -> Result<&'r Evidence, GroundingError> {
    record.evidence_for(field).ok_or_else(|| GroundingError::NoEvidence { field: field.to_owned() })
}

fn ensure(holds: bool, evidence: &Evidence, value: &str) -> Result<(), GroundingError> {
    if holds {
        return Ok(());
    }
    Err(GroundingError::NotInQuote {
        field: evidence.field.clone(),
        value: value.to_owned(),
        quote: evidence.quote.clone(),
    })
}

/// Whether `value` stands in `quote`, white space and case apart.
fn contains_folded(quote: &str, value: &str) -> bool {
    let fold = |text: &str| {
        text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect::<String>()
    };
    fold(quote).contains(&fold(value))
}

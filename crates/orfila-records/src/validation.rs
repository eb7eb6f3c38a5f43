//! The rules that a record must keep. A broken rule is a [`Violation`]; the extractor turns it into a loss, the store refuses it.

use crate::exposure::{Exposure, ExposureKind};
use crate::hazard::{EffectValue, GhsClassification, Hazard};
use crate::quantity::{Qualifier, Quantity, ValueState};
use crate::record::{Payload, Record};
use crate::substance::Substance;
use crate::units::{self, Dimension};

/// A rule that a record breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The field as a JSON pointer into the record.
    pub field: String,
    /// The rule, in words for the user.
    pub rule: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.rule)
    }
}

#[derive(Default)]
struct Checker(Vec<Violation>);

impl Checker {
    fn require(&mut self, holds: bool, field: &str, rule: &str) {
        if !holds {
            self.0.push(Violation { field: field.to_owned(), rule: rule.to_owned() });
        }
    }
}

impl Record {
    /// Every rule that the record breaks; empty for a sound record.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let mut checker = Checker::default();
        checker.require(self.id == self.content_id(), "/id", "the identifier must be the hash of the content");
        checker.require(!self.evidence.is_empty(), "/evidence", "a record needs evidence");
        for (index, evidence) in self.evidence.iter().enumerate() {
            let field = format!("/evidence/{index}");
            checker.require(evidence.grounding.is_accepted(), &field, "only exact or normalized evidence is accepted");
            checker.require(!evidence.hidden, &field, "what people cannot see is not evidence");
            checker.require(!evidence.quote.is_empty(), &field, "a quote must not be empty");
            checker.require(
                evidence.quote.len() == evidence.range.len(),
                &field,
                "the quote must be as long as its range",
            );
        }
        for (field, confidence) in &self.extraction.confidence {
            checker.require((0.0..=1.0).contains(confidence), field, "confidence lies between 0 and 1");
        }
        substance(&mut checker, "/substance", &self.substance);
        payload(&mut checker, &self.payload);
        checker.0
    }
}

fn substance(checker: &mut Checker, field: &str, substance: &Substance) {
    let named = !substance.raw_name.is_empty() || !substance.raw_ids.is_empty();
    checker.require(named, field, "a substance needs a name or an identifier");
    for component in &substance.components {
        quantity(checker, &format!("{field}/components"), &component.fraction);
        weight_fraction(checker, &format!("{field}/components"), &component.fraction);
    }
}

fn payload(checker: &mut Checker, payload: &Payload) {
    let pointer = payload.quantity_pointer();
    if let Some(value) = payload.quantity() {
        quantity(checker, pointer, value);
    }
    match payload {
        Payload::Identity(identity) => {
            if let Some(concentration) = &identity.concentration {
                weight_fraction(checker, pointer, concentration);
            }
        }
        Payload::Exposure(exposure) => check_exposure(checker, exposure),
        Payload::Hazard(Hazard::Ghs(ghs)) => check_ghs(checker, ghs),
        Payload::Hazard(Hazard::Effect(effect)) => check_effect(checker, effect),
        Payload::Volume(_) | Payload::Property(_) => {}
    }
}

fn quantity(checker: &mut Checker, field: &str, quantity: &Quantity) {
    let finite = [quantity.low, quantity.high, quantity.canonical_low, quantity.canonical_high];
    checker.require(finite.iter().flatten().all(|value| value.is_finite()), field, "numbers must be finite");
    let ordered = quantity.low.zip(quantity.high).is_none_or(|(low, high)| low <= high);
    checker.require(ordered, field, "the lower bound must not exceed the upper bound");
    let bounded = quantity.low.is_some() || quantity.high.is_some();
    checker.require(
        bounded == (quantity.state == ValueState::Reported) || quantity.state == ValueState::NotDetected,
        field,
        "a reported value has a bound, an absent value has none",
    );
    let one_sided = match quantity.qualifier {
        Qualifier::Less | Qualifier::LessOrEqual => quantity.high.is_some() || !bounded,
        Qualifier::Greater | Qualifier::GreaterOrEqual => quantity.low.is_some() || !bounded,
        Qualifier::Equal | Qualifier::Approximate => true,
    };
    checker.require(one_sided, field, "the bound must stand on the qualifier's side");
    let ambiguous = quantity.unit_raw.as_deref().is_some_and(units::is_ambiguous);
    checker.require(!ambiguous, field, "the unit has two readings");
}

fn weight_fraction(checker: &mut Checker, field: &str, quantity: &Quantity) {
    if quantity.dimension != Some(Dimension::Fraction) {
        return;
    }
    let bounds = [quantity.canonical_low, quantity.canonical_high];
    let within = bounds.iter().flatten().all(|value| (0.0..=1.0 + 1e-9).contains(value));
    checker.require(within, field, "a weight fraction lies between 0 and 1");
}

fn check_exposure(checker: &mut Checker, exposure: &Exposure) {
    let valued = exposure.quantity.is_some() || exposure.kind == ExposureKind::Use;
    checker.require(valued, "/payload/quantity", "only a use may stand without a value");
    if let Some(rate) = exposure.detection_rate {
        checker.require((0.0..=1.0).contains(&rate), "/payload/detection_rate", "a rate lies between 0 and 1");
    }
    let upper = |quantity: &Option<Quantity>| quantity.as_ref().and_then(|quantity| quantity.canonical_high);
    let ordered = upper(&exposure.lod).zip(upper(&exposure.loq)).is_none_or(|(lod, loq)| lod <= loq);
    checker.require(ordered, "/payload/lod", "the limit of detection must not exceed the limit of quantification");
}

fn check_ghs(checker: &mut Checker, ghs: &GhsClassification) {
    let stated =
        ghs.class.is_some() || !ghs.h_codes.is_empty() || ghs.signal_word.is_some() || !ghs.pictograms.is_empty();
    checker.require(stated, "/payload", "a classification states a class, a code, a signal word or a pictogram");
    for code in &ghs.h_codes {
        checker.require(is_h_code(code), "/payload/h_codes", "not a hazard statement code");
    }
}

fn check_effect(checker: &mut Checker, effect: &EffectValue) {
    let klimisch = effect.klimisch.is_none_or(|score| (1..=4).contains(&score));
    checker.require(klimisch, "/payload/klimisch", "a Klimisch score is 1, 2, 3 or 4");
    let in_air = effect.quantity.unit.as_deref().is_some_and(|unit| unit.ends_with("/m3"));
    let oral = matches!(effect.route.as_deref(), Some("oral" | "dermal"));
    checker.require(!(in_air && oral), "/payload/quantity", "an oral or dermal dose is not a concentration in air");
}

/// Whether a code has the form of a hazard statement: `H315`, `H360FD`, `EUH066`, or a combination such as `H300+H310`.
#[must_use]
pub fn is_h_code(code: &str) -> bool {
    !code.is_empty()
        && code.split('+').all(|part| {
            let digits =
                part.strip_prefix("EUH").or_else(|| part.strip_prefix("AUH")).or_else(|| part.strip_prefix('H'));
            digits.is_some_and(|digits| {
                digits.len() >= 3
                    && digits.bytes().take(3).all(|byte| byte.is_ascii_digit())
                    && digits.bytes().skip(3).all(|byte| byte.is_ascii_alphabetic())
                    && digits.len() <= 6
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hazard_codes_have_their_form() {
        for code in ["H315", "H360FD", "H360Fd", "EUH066", "H300+H310", "H350i", "EUH201A", "AUH019"] {
            assert!(is_h_code(code), "{code}");
        }
        for code in ["", "H31", "P301", "H315+", "H315 H319", "HH315", "H3150"] {
            assert!(!is_h_code(code), "{code}");
        }
    }

    #[test]
    fn quantities_keep_their_rules() {
        let mut checker = Checker::default();
        quantity(
            &mut checker,
            "/q",
            &Quantity::reported("30 - 10", Qualifier::Equal, Some(30.0), Some(10.0), Some("%")),
        );
        weight_fraction(
            &mut checker,
            "/q",
            &Quantity::reported("110 %", Qualifier::Equal, Some(110.0), Some(110.0), Some("%")),
        );
        quantity(
            &mut checker,
            "/q",
            &Quantity::reported("1 ug/mg/kg", Qualifier::Equal, Some(1.0), Some(1.0), Some("ug/mg/kg")),
        );
        quantity(&mut checker, "/q", &Quantity::absent("n.d.", ValueState::NotDetected));
        assert_eq!(checker.0.len(), 3, "{:?}", checker.0);
    }
}

//! Records with one false field, made of true ones: what a reader that invents would offer.

use orfila_extraction::numbers::NumberStyle;
use orfila_extraction::{codes, quantities};
use orfila_records::{Casrn, Document, Evidence, Hazard, Payload, Qualifier, Quantity, Record, TextRange, units};

use crate::sheets::random::Lot;

/// Which field is false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A registry number with other digits and a right check digit.
    Casrn,
    /// A number with a digit replaced, dropped, doubled or moved.
    Value,
    /// A number without the comparator or the sign it stands with.
    Comparator,
    /// Another unit, or a piece of the printed one.
    Unit,
    /// A substance that is not there, or a piece of a printed name.
    Name,
    /// Another hazard statement, or one without its suffix.
    Code,
}

impl Kind {
    /// All kinds, in the order in which they are offered.
    pub(crate) const ALL: [Self; 6] = [Self::Casrn, Self::Value, Self::Comparator, Self::Unit, Self::Name, Self::Code];

    /// What it is called in tables.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Casrn => "registry number with other digits, check digit right",
            Self::Value => "digit replaced, dropped, doubled or moved",
            Self::Comparator => "comparator or sign dropped",
            Self::Unit => "other unit, or a piece of the printed one",
            Self::Name => "substance that is not there, or a piece of a name",
            Self::Code => "other hazard statement, or one without its suffix",
        }
    }
}

/// A record whose one field is false.
#[derive(Debug)]
pub(crate) struct Falsehood {
    /// The field.
    pub(crate) kind: Kind,
    /// What was made of what.
    pub(crate) what: String,
    /// The record.
    pub(crate) record: Record,
}

/// `count` false records of a document's true ones: the kinds in turn, those that the records have no field for left out;
/// fewer if there is nothing to falsify.
pub(crate) fn falsehoods(document: &Document, records: &[Record], count: usize, lot: &mut Lot) -> Vec<Falsehood> {
    const TRIES: usize = 40;
    let mut made = Vec::new();
    let mut able: Vec<Kind> = Kind::ALL.to_vec();
    while made.len() < count && !able.is_empty() && !records.is_empty() {
        able.retain(|kind| {
            let one = (0..TRIES).find_map(|_| {
                let record = &records[lot.below(records.len())];
                falsehood(document, record, *kind, lot)
            });
            let found = one.is_some();
            made.extend(one);
            found
        });
    }
    made.truncate(count);
    made
}

/// The record with its field of this kind made false; `None` if it has none, or the change happened to make a truth.
fn falsehood(document: &Document, record: &Record, kind: Kind, lot: &mut Lot) -> Option<Falsehood> {
    let mut change = Change { document, record: record.clone(), lot };
    let what = match kind {
        Kind::Casrn => change.casrn(),
        Kind::Value => change.value(),
        Kind::Comparator => change.comparator(),
        Kind::Unit => change.unit(),
        Kind::Name => change.name(),
        Kind::Code => change.code(),
    }?;
    let mut record = change.record;
    record.id = record.content_id();
    Some(Falsehood { kind, what, record })
}

struct Change<'a> {
    document: &'a Document,
    record: Record,
    lot: &'a mut Lot,
}

/// Units that sheets and papers print.
const UNITS: [&str; 16] = [
    "mg/kg", "g/kg", "µg/kg", "mg/L", "µg/L", "g/L", "mg/m3", "µg/m3", "ppm", "ppb", "%", "°C", "°F", "hPa", "t/a",
    "kg/a",
];
/// Substances that few documents name.
const ABSENT: [&str; 12] = [
    "thallium sulfate",
    "aldicarb",
    "tetramine",
    "ricin",
    "osmium tetroxide",
    "phosgene oxime",
    "beryllium oxide",
    "fluoroacetamide",
    "strychnine",
    "diborane",
    "perfluoroisobutene",
    "cadmium telluride",
];
const CODES: [&str; 14] =
    ["H200", "H224", "H240", "H270", "H290", "H300", "H310", "H330", "H340", "H350", "H360", "H372", "H410", "H420"];

impl Change<'_> {
    /// Makes the evidence of the false field fit: in a third of the cases its quote says the falsehood at the true place, in
    /// another third the citation is cut to the falsehood where that is a piece of what is cited.
    fn requote(&mut self, field: &str, from: &str, to: &str) {
        let of_field = |evidence: &&mut Evidence| evidence.field == field;
        let Some(evidence) = self.record.evidence.iter_mut().find(of_field) else { return };
        let piece = evidence.quote.find(to).filter(|_| !to.is_empty());
        match (self.lot.below(3), piece) {
            (0, _) => {
                let quote = evidence.quote.replace(from, to);
                evidence.quote = if quote == evidence.quote { to.to_owned() } else { quote };
            }
            (1, Some(at)) => {
                let start = evidence.range.start + at;
                evidence.range = TextRange::new(start, start + to.len());
                to.clone_into(&mut evidence.quote);
            }
            _ => {}
        }
    }

    fn casrn(&mut self) -> Option<String> {
        let index = self.lot.below(self.record.substance.casrn.len());
        let old = self.record.substance.casrn.get(index)?.as_str().to_owned();
        let digits: Vec<u8> = old.bytes().filter(u8::is_ascii_digit).collect();
        let shorter = || Some(digits.get(1..)?.to_vec()).filter(|digits| digits.len() >= 5);
        let new = shorter().filter(|_| self.lot.chance(20)).and_then(|digits| casrn(&digits));
        let new = new.or_else(|| (0..200).find_map(|_| casrn(&self.other_digits(&digits))))?;
        if new.as_str() == old || stands(&self.document.text, new.as_str()) {
            return None;
        }
        let what = format!("{old} → {new}");
        self.requote(&format!("/substance/casrn/{index}"), &old, new.as_str());
        self.record.substance.casrn[index] = new;
        Some(what)
    }

    /// Two digits before the check digit changed places, or were replaced.
    fn other_digits(&mut self, digits: &[u8]) -> Vec<u8> {
        let mut digits = digits.to_vec();
        let (one, other) = (self.lot.below(digits.len() - 1), self.lot.below(digits.len() - 1));
        if self.lot.chance(50) {
            digits.swap(one, other);
        } else {
            digits[one] = b'0' + self.lot.below(10) as u8;
            digits[other] = b'0' + self.lot.below(10) as u8;
        }
        digits
    }

    fn value(&mut self) -> Option<String> {
        let style = NumberStyle::of_document(self.document);
        let pointer = self.record.payload.quantity_pointer();
        let true_one = self.record.payload.quantity()?.clone();
        let raw = self.other_number(&true_one.raw)?;
        let bounds = |quantity: &Quantity| (quantity.low, quantity.high);
        let false_one = quantities::scan(&raw, style).into_iter().next()?.quantity;
        let quote = &self.record.evidence_for(pointer)?.quote;
        let printed = |found: &quantities::QuantityMatch| {
            let (low, high) = bounds(&found.quantity);
            [low, high].into_iter().flatten().any(|value| [false_one.low, false_one.high].contains(&Some(value)))
        };
        // A range of which one end alone was changed has the other end in print.
        let same_shape =
            false_one.low.is_some() == true_one.low.is_some() && false_one.high.is_some() == true_one.high.is_some();
        let is_range = true_one.low != true_one.high && true_one.low.is_some() && true_one.high.is_some();
        let stands = if is_range { stands(quote, &raw) } else { quantities::scan(quote, style).iter().any(printed) };
        if !same_shape || bounds(&false_one) == bounds(&true_one) || stands {
            return None;
        }
        let keeps_raw = self.lot.chance(33);
        if !keeps_raw {
            self.requote(pointer, &true_one.raw, &raw);
        }
        let quantity = quantity_of(&mut self.record.payload)?;
        (quantity.low, quantity.high) = bounds(&false_one);
        if !keeps_raw {
            quantity.raw.clone_from(&raw);
        }
        Some(format!("`{}` → `{raw}`{}", true_one.raw, if keeps_raw { " with the true characters" } else { "" }))
    }

    /// `< 5 mg` as `5 mg`, `-5 °C` as `5 °C`.
    fn comparator(&mut self) -> Option<String> {
        let style = NumberStyle::of_document(self.document);
        let pointer = self.record.payload.quantity_pointer();
        let true_one = self.record.payload.quantity()?.clone();
        let start = true_one.raw.find(|sign: char| sign.is_ascii_digit())?;
        let raw = true_one.raw[start..].to_owned();
        let value = true_one.low.or(true_one.high)?.abs();
        let one_number = true_one.low.is_none() || true_one.high.is_none() || true_one.low == true_one.high;
        let changes = true_one.qualifier != Qualifier::Equal || true_one.low.is_some_and(|low| low < 0.0);
        let quote = &self.record.evidence_for(pointer)?.quote;
        let plain = |found: &quantities::QuantityMatch| {
            found.quantity.is_single()
                && found.quantity.low == Some(value)
                && found.quantity.qualifier == Qualifier::Equal
        };
        if start == 0 || !one_number || !changes || quantities::scan(quote, style).iter().any(plain) {
            return None;
        }
        self.requote(pointer, &true_one.raw, &raw);
        let quantity = quantity_of(&mut self.record.payload)?;
        (quantity.low, quantity.high, quantity.qualifier) = (Some(value), Some(value), Qualifier::Equal);
        quantity.raw.clone_from(&raw);
        Some(format!("`{}` → `{raw}`", true_one.raw))
    }

    /// Characters with one digit replaced, dropped, doubled or moved.
    fn other_number(&mut self, raw: &str) -> Option<String> {
        let mut characters: Vec<char> = raw.chars().collect();
        let places: Vec<usize> = (0..characters.len()).filter(|at| characters[*at].is_ascii_digit()).collect();
        let at = *places.get(self.lot.below(places.len()))?;
        match self.lot.below(4) {
            0 => characters[at] = char::from(b'0' + self.lot.below(10) as u8),
            1 => drop(characters.remove(at)),
            2 => characters.insert(at, characters[at]),
            _ => {
                let other = *places.get(self.lot.below(places.len()))?;
                characters.swap(at, other);
            }
        }
        Some(characters.into_iter().collect::<String>().trim().to_owned())
    }

    fn unit(&mut self) -> Option<String> {
        let pointer = self.record.payload.quantity_pointer();
        let old = self.record.payload.quantity()?.unit_raw.clone()?;
        let own = format!("{pointer}/unit");
        let field = if self.record.evidence_for(&own).is_some() { own } else { pointer.to_owned() };
        let quote = self.record.evidence_for(&field)?.quote.clone();
        let new = match self.lot.below(3) {
            0 => old.chars().skip(1).collect(),
            1 => {
                let ends: Vec<usize> = old.match_indices(['/', ' ', '·', '.', '\u{a0}']).map(|(at, _)| at).collect();
                let end = ends.get(self.lot.below(ends.len())).copied().unwrap_or(0);
                old[..end].to_owned()
            }
            _ => self.lot.one(UNITS).to_owned(),
        };
        let same = units::fold(&new) == units::fold(&old)
            || units::parse(&new).zip(units::parse(&old)).is_some_and(|(new, old)| new.ucum == old.ucum);
        // A piece of the printed unit stands in it, and is false all the same.
        let elsewhere = quote.replace(&old, " ");
        let is_unit = new.chars().next().is_some_and(|first| first.is_alphabetic() || first == '%');
        if same || !is_unit || units::parse(&new).is_none() || unit_stands(&elsewhere, &new) {
            return None;
        }
        self.requote(&field, &old, &new);
        quantity_of(&mut self.record.payload)?.unit_raw = Some(new.clone());
        Some(format!("`{old}` → `{new}`"))
    }

    fn name(&mut self) -> Option<String> {
        let field = "/substance/raw_name";
        let old = self.record.substance.raw_name.clone();
        let quote = self.record.evidence_for(field)?.quote.clone();
        let length = old.chars().count();
        let new: String = match self.lot.below(4) {
            0 if length >= 7 => old.chars().skip(1 + self.lot.below(3)).collect(),
            1 if length >= 7 => old.chars().take(length - 1 - self.lot.below(3)).collect(),
            _ => self.lot.one(ABSENT).to_owned(),
        };
        let ends = |name: &str| name.chars().next().zip(name.chars().next_back());
        let whole = ends(&new).is_some_and(|(first, last)| first.is_alphabetic() && last.is_alphabetic());
        if !whole || old.is_empty() || stands(&one_line(&quote), &one_line(&new)) {
            return None;
        }
        self.requote(field, &old, &new);
        self.record.substance.raw_name.clone_from(&new);
        Some(format!("`{old}` → `{new}`"))
    }

    fn code(&mut self) -> Option<String> {
        let Payload::Hazard(Hazard::Ghs(ghs)) = &self.record.payload else { return None };
        let index = self.lot.below(ghs.h_codes.len());
        let old = ghs.h_codes.get(index)?.clone();
        let field = format!("/payload/h_codes/{index}");
        let quote = &self.record.evidence_for(&field)?.quote;
        let bare = old.get(..4).filter(|bare| bare.len() < old.len()).map(str::to_owned);
        let new = bare.filter(|_| self.lot.chance(50)).unwrap_or_else(|| self.lot.one(CODES).to_owned());
        if new == old || codes::scan(quote).iter().any(|found| found.code == new) {
            return None;
        }
        self.requote(&field, &old, &new);
        let Payload::Hazard(Hazard::Ghs(ghs)) = &mut self.record.payload else { return None };
        ghs.h_codes[index].clone_from(&new);
        Some(format!("{old} → {new}"))
    }
}

/// The registry number of these digits, if its check digit is right.
fn casrn(digits: &[u8]) -> Option<Casrn> {
    let text = std::str::from_utf8(digits).ok()?;
    let (body, check) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let (first, second) = body.split_at_checked(body.len().checked_sub(2)?)?;
    format!("{first}-{second}-{check}").parse().ok()
}

/// Whether `value` stands in `text` as it is, not as a piece of a longer number or word.
fn stands(text: &str, value: &str) -> bool {
    let whole = |(start, found): (usize, &str)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        let continues = |end: Option<char>, beside: Option<char>| {
            end.zip(beside).is_some_and(|(end, beside)| end.is_alphanumeric() && beside.is_alphanumeric())
        };
        !continues(value.chars().next(), before) && !continues(value.chars().next_back(), after)
    };
    !value.is_empty() && text.match_indices(value).any(whole)
}

/// Text in lower case with single blanks for white space.
fn one_line(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a unit stands in a quote, not as a piece of another.
fn unit_stands(quote: &str, unit: &str) -> bool {
    let (quote, unit) = (quote.replace(['µ', 'μ'], "u").to_lowercase(), unit.replace(['µ', 'μ'], "u").to_lowercase());
    let whole = |(start, found): (usize, &str)| {
        let part = |beside: Option<char>| beside.is_some_and(|sign| sign.is_alphabetic() || sign == '/');
        !part(quote[..start].chars().next_back()) && !part(quote[start + found.len()..].chars().next())
    };
    quote.match_indices(&unit).any(whole)
}

fn quantity_of(payload: &mut Payload) -> Option<&mut Quantity> {
    match payload {
        Payload::Identity(identity) => identity.concentration.as_mut(),
        Payload::Volume(volume) => Some(&mut volume.quantity),
        Payload::Exposure(exposure) => exposure.quantity.as_mut(),
        Payload::Hazard(Hazard::Effect(effect)) => Some(&mut effect.quantity),
        Payload::Hazard(Hazard::Ghs(_)) => None,
        Payload::Property(property) => Some(&mut property.quantity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_is_whole() {
        let cases = [
            ("10 mg", "10", true),
            ("10 mg", "1", false),
            ("methanol", "ethanol", false),
            ("ethanol, 95 %", "ethanol", true),
            ("CAS 7732-18-5", "732-18-5", false),
            ("", "a", false),
            ("a", "", false),
        ];
        for (text, value, expected) in cases {
            assert_eq!(stands(text, value), expected, "{value} in {text}");
        }
        for (quote, unit, expected) in
            [("5 mg/kg", "g/kg", false), ("5 mg/kg", "mg", false), ("5mg/kg bw", "mg/kg", true)]
        {
            assert_eq!(unit_stands(quote, unit), expected, "{unit} in {quote}");
        }
    }

    #[test]
    fn registry_numbers_have_their_check_digit() {
        assert_eq!(casrn(b"71432").unwrap().as_str(), "71-43-2");
        assert!(casrn(b"71433").is_none() && casrn(b"12").is_none() && casrn(b"").is_none());
    }
}

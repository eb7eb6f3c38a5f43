//! Facts: one stated thing each, as short to write as it is to read.

use super::item::{Composition, Effect, Exposure, Ghs, Mention, Property, Volume};

/// One stated thing, with its quote where the whole line would be too long.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(super) body: Body,
    pub(super) quote: Option<&'static str>,
}

/// What is stated.
#[derive(Debug, Clone)]
pub(super) enum Body {
    Mention(Mention),
    Composition(Composition),
    Ghs(Ghs),
    Effect(Effect),
    Exposure(Exposure),
    Volume(Volume),
    Property(Property),
}

/// A printed value: `low` alone for a single one, the bounds otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value {
    pub(super) qualifier: &'static str,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

/// `5`.
pub(crate) fn equal(value: f64) -> Value {
    Value { qualifier: "=", low: Some(value), high: None }
}

/// `~ 5`.
pub(crate) fn about(value: f64) -> Value {
    Value { qualifier: "~", low: Some(value), high: None }
}

/// `< 5`.
pub(crate) fn less(value: f64) -> Value {
    Value { qualifier: "<", low: None, high: Some(value) }
}

/// `≤ 5`.
pub(crate) fn up_to(value: f64) -> Value {
    Value { qualifier: "<=", low: None, high: Some(value) }
}

/// `> 5`.
pub(crate) fn more(value: f64) -> Value {
    Value { qualifier: ">", low: Some(value), high: None }
}

/// `≥ 5`.
pub(crate) fn at_least(value: f64) -> Value {
    Value { qualifier: ">=", low: Some(value), high: None }
}

/// `5 - 10`.
pub(crate) fn between(low: f64, high: f64) -> Value {
    Value { qualifier: "range", low: Some(low), high: Some(high) }
}

fn fact(body: Body) -> Fact {
    Fact { body, quote: None }
}

/// A substance as it is named; `key` is how the generator's other facts call it.
pub(crate) fn mention(key: &'static str, name: &'static str, role: &'static str) -> Fact {
    fact(Body::Mention(Mention::new(key, name, role)))
}

/// How much of a component is in the product, in the printed unit `%`.
pub(crate) fn composition(key: &'static str, value: Value) -> Fact {
    fact(Body::Composition(Composition { key, value: Some(value), withheld: false }))
}

/// A component whose identity or share is withheld.
pub(crate) fn part_withheld(key: &'static str, value: Option<Value>) -> Fact {
    fact(Body::Composition(Composition { key, value, withheld: true }))
}

/// A hazard statement with its class and category.
pub(crate) fn hazard(key: &'static str, code: &'static str, class: &'static str, category: &'static str) -> Fact {
    fact(Body::Ghs(Ghs { key, code, class, category, signal: None }))
}

/// An effect value; `species` and `route` are empty where none is stated.
pub(crate) fn effect(
    key: &'static str,
    endpoint: &'static str,
    value: Value,
    unit: &'static str,
    species: &'static str,
    route: &'static str,
) -> Fact {
    fact(Body::Effect(Effect { key, endpoint, value, unit, species, route, duration: None, effect: None }))
}

/// An occupational limit in air.
pub(crate) fn limit(
    key: &'static str,
    name: &'static str,
    value: Value,
    unit: &'static str,
    statistic: &'static str,
) -> Fact {
    let exposure = Exposure { kind: "limit", name, medium: Some("air"), ..Exposure::new(key) };
    fact(Body::Exposure(Exposure { value: Some(value), unit: Some(unit), statistic: Some(statistic), ..exposure }))
}

/// A measured concentration.
pub(crate) fn measured(
    key: &'static str,
    name: &'static str,
    value: Value,
    unit: &'static str,
    medium: &'static str,
    statistic: &'static str,
) -> Fact {
    let exposure = Exposure { kind: "measurement", name, medium: Some(medium), ..Exposure::new(key) };
    fact(Body::Exposure(Exposure { value: Some(value), unit: Some(unit), statistic: Some(statistic), ..exposure }))
}

/// A stated use.
pub(crate) fn purpose(key: &'static str, name: &'static str) -> Fact {
    fact(Body::Exposure(Exposure { kind: "use", name, ..Exposure::new(key) }))
}

/// A produced, imported or used amount.
pub(crate) fn amount(
    key: &'static str,
    activity: &'static str,
    value: Value,
    unit: &'static str,
    year: &'static str,
    region: &'static str,
) -> Fact {
    let known = |text: &'static str| (!text.is_empty()).then_some(text);
    fact(Body::Volume(Volume { key, activity, value, unit, year: known(year), region: known(region) }))
}

/// A physical-chemical property.
pub(crate) fn property(key: &'static str, name: &'static str, value: Value, unit: &'static str) -> Fact {
    fact(Body::Property(Property { key, name, value, unit: (!unit.is_empty()).then_some(unit) }))
}

impl Fact {
    /// Gives the quote, where the whole text is too long or is not contiguous on the page.
    pub(crate) fn quoting(mut self, quote: &'static str) -> Self {
        self.quote = Some(quote);
        self
    }

    /// The mention prints the CAS number.
    pub(crate) fn cas(mut self) -> Self {
        if let Body::Mention(mention) = &mut self.body {
            mention.prints_cas = true;
        }
        self
    }

    /// The mention prints the EC number.
    pub(crate) fn ec(mut self) -> Self {
        if let Body::Mention(mention) = &mut self.body {
            mention.prints_ec = true;
        }
        self
    }

    /// The mention prints another identifier.
    pub(crate) fn other(mut self, kind: &'static str, value: &'static str) -> Self {
        if let Body::Mention(mention) = &mut self.body {
            mention.other.insert(kind, value);
        }
        self
    }

    /// The hazard stands under this signal word.
    pub(crate) fn signal(mut self, word: &'static str) -> Self {
        if let Body::Ghs(ghs) = &mut self.body {
            ghs.signal = Some(word);
        }
        self
    }

    /// The effect was seen after this time.
    pub(crate) fn after(mut self, duration: &'static str) -> Self {
        if let Body::Effect(effect) = &mut self.body {
            effect.duration = Some(duration);
        }
        self
    }

    /// The effect that was seen.
    pub(crate) fn seen(mut self, what: &'static str) -> Self {
        if let Body::Effect(effect) = &mut self.body {
            effect.effect = Some(what);
        }
        self
    }

    /// The limit or measurement holds for this medium.
    pub(crate) fn within(mut self, medium: &'static str) -> Self {
        if let Body::Exposure(exposure) = &mut self.body {
            exposure.medium = Some(medium);
        }
        self
    }

    /// The people, group or region that was measured.
    pub(crate) fn among(mut self, population: &'static str) -> Self {
        if let Body::Exposure(exposure) = &mut self.body {
            exposure.population = Some(population);
        }
        self
    }
}

//! The kinds of items before they are numbered and placed.

use std::collections::BTreeMap;

use super::fact::Value;

/// A named substance.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) prints_cas: bool,
    pub(super) prints_ec: bool,
    pub(super) other: BTreeMap<&'static str, &'static str>,
}

impl Mention {
    pub(super) fn new(key: &'static str, name: &'static str, role: &'static str) -> Self {
        Self { key, name, role, prints_cas: false, prints_ec: false, other: BTreeMap::new() }
    }
}

/// A component's share.
#[derive(Debug, Clone)]
pub(super) struct Composition {
    pub(super) key: &'static str,
    pub(super) value: Option<Value>,
    pub(super) withheld: bool,
}

/// A hazard statement.
#[derive(Debug, Clone)]
pub(super) struct Ghs {
    pub(super) key: &'static str,
    pub(super) code: &'static str,
    pub(super) class: &'static str,
    pub(super) category: &'static str,
    pub(super) signal: Option<&'static str>,
}

/// An effect value.
#[derive(Debug, Clone)]
pub(super) struct Effect {
    pub(super) key: &'static str,
    pub(super) endpoint: &'static str,
    pub(super) value: Value,
    pub(super) unit: &'static str,
    pub(super) species: &'static str,
    pub(super) route: &'static str,
    pub(super) duration: Option<&'static str>,
    pub(super) effect: Option<&'static str>,
}

/// A limit, a measurement or a use.
#[derive(Debug, Clone)]
pub(super) struct Exposure {
    pub(super) key: &'static str,
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    pub(super) value: Option<Value>,
    pub(super) unit: Option<&'static str>,
    pub(super) medium: Option<&'static str>,
    pub(super) statistic: Option<&'static str>,
    pub(super) population: Option<&'static str>,
}

impl Exposure {
    pub(super) fn new(key: &'static str) -> Self {
        Self { key, kind: "", name: "", value: None, unit: None, medium: None, statistic: None, population: None }
    }
}

/// An amount.
#[derive(Debug, Clone)]
pub(super) struct Volume {
    pub(super) key: &'static str,
    pub(super) activity: &'static str,
    pub(super) value: Value,
    pub(super) unit: &'static str,
    pub(super) year: Option<&'static str>,
    pub(super) region: Option<&'static str>,
}

/// A property.
#[derive(Debug, Clone)]
pub(super) struct Property {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) value: Value,
    pub(super) unit: Option<&'static str>,
}

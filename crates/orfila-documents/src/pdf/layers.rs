//! Layers (optional content groups) that are switched off when the file is opened (ISO 32000-1, 8.11).

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::pdf::objects;

/// Which layers of a document cannot be seen.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    off: HashSet<ObjectId>,
}

impl Layers {
    pub(crate) fn of(document: &Document) -> Self {
        let properties =
            document.catalog().ok().and_then(|catalog| objects::dictionary(document, catalog, b"OCProperties"));
        let Some(properties) = properties else { return Self::default() };
        let Some(configuration) = objects::dictionary(document, properties, b"D") else { return Self::default() };
        let listed = |parent: &Dictionary, key: &[u8]| -> Vec<ObjectId> {
            let items = objects::array(document, parent, key).unwrap_or_default();
            items.iter().filter_map(|item| item.as_reference().ok()).collect()
        };
        let mut off: HashSet<ObjectId> = HashSet::new();
        if objects::name(document, configuration, b"BaseState") == Some(b"OFF") {
            off.extend(listed(properties, b"OCGs"));
        }
        for id in listed(configuration, b"ON") {
            off.remove(&id);
        }
        off.extend(listed(configuration, b"OFF"));
        Self { off }
    }

    /// Whether content that belongs to `group`, a layer or a rule over layers, cannot be seen.
    pub(crate) fn hides(&self, document: &Document, group: &Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if group.as_reference().is_ok_and(|id| self.off.contains(&id)) {
            return true;
        }
        let Some(Object::Dictionary(rule)) = objects::resolve(document, group) else { return false };
        rule.has_type(b"OCMD") && self.rule_hides(document, rule)
    }

    /// A membership dictionary; visibility expressions are not evaluated, and what they rule counts as visible.
    fn rule_hides(&self, document: &Document, rule: &Dictionary) -> bool {
        let members: Vec<ObjectId> = match rule.get(b"OCGs") {
            Ok(Object::Reference(id)) if objects::array(document, rule, b"OCGs").is_none() => vec![*id],
            _ => {
                let items = objects::array(document, rule, b"OCGs").unwrap_or_default();
                items.iter().filter_map(|item| item.as_reference().ok()).collect()
            }
        };
        if members.is_empty() || rule.has(b"VE") {
            return false;
        }
        let is_off = |id: &ObjectId| self.off.contains(id);
        let visible = match objects::name(document, rule, b"P") {
            Some(b"AllOn") => !members.iter().any(is_off),
            Some(b"AnyOff") => members.iter().any(is_off),
            Some(b"AllOff") => members.iter().all(is_off),
            _ => !members.iter().all(is_off),
        };
        !visible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let mut document = Document::new();
        let group = |name: &str| {
            let mut group = Dictionary::new();
            group.set("Type", Object::Name(b"OCG".to_vec()));
            group.set("Name", Object::string_literal(name));
            Object::Dictionary(group)
        };
        document.objects.insert((1, 0), group("on"));
        document.objects.insert((2, 0), group("off"));
        let mut configuration = Dictionary::new();
        configuration.set("OFF", vec![Object::Reference((2, 0))]);
        let mut properties = Dictionary::new();
        properties.set("OCGs", vec![Object::Reference((1, 0)), Object::Reference((2, 0))]);
        properties.set("D", configuration);
        let mut catalog = Dictionary::new();
        catalog.set("Type", Object::Name(b"Catalog".to_vec()));
        catalog.set("OCProperties", properties);
        document.objects.insert((3, 0), Object::Dictionary(catalog));
        document.trailer.set("Root", Object::Reference((3, 0)));
        document
    }

    #[test]
    fn layers_and_rules_over_them_hide_what_is_off() {
        let document = document();
        let layers = Layers::of(&document);
        let rule = |policy: &str| {
            let mut rule = Dictionary::new();
            rule.set("Type", Object::Name(b"OCMD".to_vec()));
            rule.set("OCGs", vec![Object::Reference((1, 0)), Object::Reference((2, 0))]);
            rule.set("P", Object::Name(policy.as_bytes().to_vec()));
            Object::Dictionary(rule)
        };
        for (group, hidden) in [
            (Object::Reference((1, 0)), false),
            (Object::Reference((2, 0)), true),
            (Object::Reference((9, 0)), false),
            (rule("AnyOn"), false),
            (rule("AllOn"), true),
            (rule("AnyOff"), false),
            (rule("AllOff"), true),
        ] {
            assert_eq!(layers.hides(&document, &group), hidden, "{group:?}");
        }
        assert!(!Layers::of(&Document::new()).hides(&document, &Object::Reference((2, 0))));
    }
}

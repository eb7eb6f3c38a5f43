//! The line that stands for an entry in a list of hits.

use orfila_records::{ExposureKind, Hazard, Payload, Record, SubstanceRole};

/// What a record claims, in one line: `LD50 3250 mg/kg (rat, oral)`.
pub(crate) fn claim(record: &Record) -> String {
    match &record.payload {
        Payload::Identity(identity) => {
            let role = match identity.role {
                SubstanceRole::Product => "product",
                SubstanceRole::Component => "component",
                SubstanceRole::Impurity => "impurity",
                SubstanceRole::Subject => "subject of the document",
                SubstanceRole::Mentioned => "mentioned",
            };
            joined(role, identity.concentration.as_ref().map(ToString::to_string), &[])
        }
        Payload::Volume(volume) => {
            let year = volume.year.map(|year| year.to_string());
            let details = [volume.region.as_deref(), volume.period.as_deref().or(year.as_deref())];
            joined("volume", Some(volume.quantity.to_string()), &details)
        }
        Payload::Exposure(exposure) => {
            let name = match exposure.kind {
                ExposureKind::Use => format!("use: {}", exposure.name),
                _ => exposure.name.clone(),
            };
            let medium = exposure.medium_raw.as_deref().or(exposure.medium.as_deref());
            let details = [exposure.authority.as_deref(), medium, exposure.population.as_deref()];
            joined(&name, exposure.quantity.as_ref().map(ToString::to_string), &details)
        }
        Payload::Hazard(Hazard::Ghs(ghs)) => {
            let class = ghs.class.as_deref().or(ghs.signal_word.as_deref()).unwrap_or("classification");
            let codes = (!ghs.h_codes.is_empty()).then(|| ghs.h_codes.join(", "));
            let pictograms = (!ghs.pictograms.is_empty()).then(|| ghs.pictograms.join(", "));
            joined(class, ghs.category.clone(), &[codes.or(pictograms).as_deref()])
        }
        Payload::Hazard(Hazard::Effect(effect)) => {
            let details = [effect.species.as_deref(), effect.route.as_deref(), effect.duration.as_deref()];
            joined(&effect.endpoint, Some(effect.quantity.to_string()), &details)
        }
        Payload::Property(property) => {
            let details = [property.temperature.as_deref(), property.pressure.as_deref()];
            joined(&property.name, Some(property.quantity.to_string()), &details)
        }
    }
}

fn joined(name: &str, value: Option<String>, details: &[Option<&str>]) -> String {
    let details: Vec<&str> = details.iter().flatten().copied().filter(|detail| !detail.is_empty()).collect();
    let mut line = name.to_owned();
    if let Some(value) = value {
        line.push(' ');
        line.push_str(&value);
    }
    if !details.is_empty() {
        line.push_str(&format!(" ({})", details.join(", ")));
    }
    line
}

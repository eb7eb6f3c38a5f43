//! Marks to claims of properties, limits, measurements and volumes that no grammar read.

use std::sync::LazyLock;

use orfila_records::units::Dimension;
use orfila_records::{
    Evidence, Exposure, ExposureKind, LimitType, Payload, ProductionVolume, Property, TextRange, VolumeStatus, units,
};

use regex::Regex;

use super::MarkKind;
use super::claims::{SURE, Value, candidate, substance, value};
use super::facts::Facts;
use crate::claims::Context;
use crate::reports::{statistics, volumes};
use crate::vocabulary::{authority, endpoint_limit, endpoints, limit_type, property_label};

/// What a number is the value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Property,
    Limit,
    Volume,
    Measurement,
}

impl Sort {
    /// By the mark that most probably belongs to the number.
    fn of(facts: &Facts<'_>) -> Option<(Self, MarkKind)> {
        let named = [
            (Self::Property, MarkKind::Property),
            (Self::Limit, MarkKind::Limit),
            (Self::Volume, MarkKind::Activity),
            (Self::Measurement, MarkKind::Medium),
            (Self::Measurement, MarkKind::Population),
        ];
        named
            .into_iter()
            .filter_map(|(sort, kind)| Some((sort, kind, facts.tail(kind)?.1)))
            .max_by(|one, other| one.2.total_cmp(&other.2))
            .map(|(sort, kind, _)| (sort, kind))
    }

    /// Least probability of number, unit, substance and name together with which a claim is made. Held against the gold
    /// documents: where the model alone says what a number is, it has to be surer than where a grammar agrees.
    fn threshold(self) -> f32 {
        match self {
            Self::Volume => 0.8,
            Self::Property | Self::Limit | Self::Measurement => 0.98,
        }
    }

    fn takes(self, dimension: Option<Dimension>) -> bool {
        use Dimension::{
            AmountPerVolume, Fraction, Mass, MassPerArea, MassPerMass, MassPerMassTime, MassPerTime, MassPerVolume,
        };
        match (self, dimension) {
            (Self::Property, _) => true,
            (_, None) => false,
            (Self::Limit, Some(dimension)) => {
                matches!(
                    dimension,
                    Fraction | MassPerVolume | MassPerMass | MassPerMassTime | AmountPerVolume | MassPerArea
                )
            }
            (Self::Volume, Some(dimension)) => matches!(dimension, Mass | MassPerTime),
            (Self::Measurement, Some(dimension)) => {
                matches!(dimension, MassPerVolume | MassPerMass | MassPerMassTime | AmountPerVolume | MassPerArea)
            }
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Property => "a property that the model marked",
            Self::Limit => "a limit that the model marked",
            Self::Volume => "an amount of a substance that the model marked",
            Self::Measurement => "a measured value that the model marked",
        }
    }
}

/// Claims the value that a number is, where the model is sure enough; else says what it may be.
pub(super) fn read(context: &mut Context<'_>, facts: &Facts<'_>) {
    let Some((sort, name)) = Sort::of(facts) else { return };
    let sure = facts.sure(&[name, MarkKind::Unit]);
    let Some(value) = value(context, facts) else {
        return candidate(context, facts.amount.range, sure, "a number that cannot be read");
    };
    let quantity = &value.quantity;
    let ambiguous = quantity.unit_raw.as_deref().is_some_and(units::is_ambiguous);
    let denied = facts.tail(MarkKind::Negation).is_some_and(|(_, probability)| probability >= SURE);
    if sure < sort.threshold() || ambiguous || denied || !sort.takes(quantity.dimension) {
        return candidate(context, value.number, sure, sort.words());
    }
    let claimed = match sort {
        Sort::Property => property(context, facts, &value),
        Sort::Limit => limit(context, facts, &value),
        Sort::Volume => volume(context, facts, &value),
        Sort::Measurement => measurement(context, facts, &value),
    };
    let Some((payload, more)) = claimed else { return candidate(context, value.number, sure, sort.words()) };
    // A cell that the reading of tables left out was left out for what its headers say.
    let printed = context.evidence("/payload/quantity", value.number);
    let in_table = printed.as_ref().is_some_and(|evidence| evidence.table_cell.is_some());
    if in_table && matches!(sort, Sort::Limit | Sort::Measurement) {
        return candidate(context, value.number, sure, sort.words());
    }
    // Measured and limited is what is named; a property may be that of the product.
    let own = facts.tail(MarkKind::Substance).is_some_and(|(_, probability)| probability >= sort.threshold());
    let about = (own || sort == Sort::Property).then(|| substance(context, facts)).flatten();
    let Some(about) = about else { return candidate(context, value.number, sure, sort.words()) };
    let mut evidence = vec![printed, value.unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit))];
    evidence.extend(more);
    context.claim(about, payload, evidence);
}

type Claimed = Option<(Payload, Vec<Option<Evidence>>)>;

fn mark(facts: &Facts<'_>, kind: MarkKind) -> Option<TextRange> {
    facts.tail(kind).filter(|(_, probability)| *probability >= SURE).map(|(mark, _)| mark.range)
}

fn property(context: &Context<'_>, facts: &Facts<'_>, value: &Value) -> Claimed {
    let label = mark(facts, MarkKind::Property)?;
    let (words, _) = property_label(context.text(label))?;
    if !words.value.takes(value.quantity.dimension) {
        return None;
    }
    let payload = Payload::Property(Property::new(words.name, value.quantity.clone()));
    Some((payload, vec![context.normalized("/payload/name", label)]))
}

fn limit(context: &Context<'_>, facts: &Facts<'_>, value: &Value) -> Claimed {
    let label = mark(facts, MarkKind::Limit)?;
    let printed = context.text(label);
    let endpoint = endpoints(printed).last().and_then(|found| endpoint_limit(&found.endpoint));
    let kind = endpoint.unwrap_or_else(|| limit_type(printed));
    let mut exposure = Exposure::new(ExposureKind::Limit, &folded(printed), Some(value.quantity.clone()));
    exposure.limit_type = Some(kind);
    let source = authority(printed).map(|found| found.shifted(label.start));
    exposure.authority = source.map(|source| context.text(source).to_owned());
    let mut evidence = vec![
        context.normalized("/payload/name", label),
        source.and_then(|source| context.evidence("/payload/authority", source)),
    ];
    if kind == LimitType::Other {
        evidence.extend(medium(context, facts, &mut exposure));
    }
    Some((Payload::Exposure(Box::new(exposure)), evidence))
}

/// What is no value of a sample: what can be found at all, and the figures of tests and models.
static NO_VALUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:L\.?O\.?[DQ]|MDL|detection|quantification|detected|p|r|r2|β|OR|RR|HR|recover\w*|ratio|odds|correlation|coefficient|difference|change|increase|decrease|error|deviation|SD|SE)\b")
        .expect("the pattern is constant")
});

fn measurement(context: &Context<'_>, facts: &Facts<'_>, value: &Value) -> Claimed {
    if facts.tail(MarkKind::Statistic).is_some_and(|(mark, _)| NO_VALUE.is_match(context.text(mark.range))) {
        return None;
    }
    let name = mark(facts, MarkKind::Statistic).or_else(|| mark(facts, MarkKind::Unit));
    let printed = name.map_or_else(|| "measured value".to_owned(), |name| folded(context.text(name)));
    let statistic = mark(facts, MarkKind::Statistic).and_then(|range| statistics::of_point(context.text(range)));
    let quantity = value.quantity.clone().with_statistic(statistic);
    let mut exposure = Exposure::new(ExposureKind::Measurement, &printed, Some(quantity));
    let mut evidence = vec![name.and_then(|name| context.normalized("/payload/name", name))];
    evidence.extend(medium(context, facts, &mut exposure));
    if let Some(population) = mark(facts, MarkKind::Population) {
        exposure.population = Some(context.text(population).to_owned());
        evidence.push(context.evidence("/payload/population", population));
    }
    Some((Payload::Exposure(Box::new(exposure)), evidence))
}

fn medium(context: &Context<'_>, facts: &Facts<'_>, exposure: &mut Exposure) -> Vec<Option<Evidence>> {
    let Some(medium) = mark(facts, MarkKind::Medium) else { return Vec::new() };
    exposure.medium_raw = Some(context.text(medium).to_owned());
    vec![context.evidence("/payload/medium_raw", medium)]
}

fn volume(context: &Context<'_>, facts: &Facts<'_>, value: &Value) -> Claimed {
    let words = mark(facts, MarkKind::Activity)?;
    let (activity, _) = volumes::activity(context.text(words))?;
    let year = mark(facts, MarkKind::Year).and_then(|range| {
        volumes::years(context.text(range)).first().map(|(year, at)| (*year, at.shifted(range.start)))
    });
    let region = mark(facts, MarkKind::Region)
        .and_then(|range| volumes::region(context.text(range)).map(|found| found.shifted(range.start)));
    let payload = ProductionVolume {
        quantity: value.quantity.clone(),
        year: year.map(|(year, _)| year),
        period: None,
        region: region.map(|region| folded(context.text(region))),
        scope: None,
        activity,
        programme: None,
        status: VolumeStatus::Reported,
    };
    let evidence = vec![
        context.normalized("/payload/activity", words),
        year.and_then(|(_, range)| context.evidence("/payload/year", range)),
        region.and_then(|region| context.normalized("/payload/region", region)),
    ];
    Some((Payload::Volume(payload), evidence))
}

/// White space folded, 120 characters at most.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect()
}

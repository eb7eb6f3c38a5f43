//! What curators decided, as examples to learn from.
//!
//! A view of a document becomes an example if a curator decided about a value in it. What the model marked there stands,
//! except where decisions say otherwise: what a record says belongs to an accepted or corrected value stands in the place of what the
//! model related to it of the same kind; nothing but its unit belongs to a rejected value; a field that was corrected says
//! nothing, since its characters were the wrong ones.

use std::collections::BTreeMap;
use std::ops::Range;

use orfila_corpora::{Corpus, Example, Mention, Relation, Split};
use orfila_records::{Document, ExposureKind, Payload, Record, ReviewStatus, TextRange};

use super::LearningError;
use crate::claims::Context;
use crate::marking::{MarkKind, Marker, Marks, View, views};

/// A mark of the model at least this sure stays.
const KEPT: f32 = 0.5;

/// The examples that a document's reviewed records give; none if nothing was decided about it.
///
/// # Errors
/// [`LearningError`] if the model fails.
pub fn reviewed(marker: &Marker, document: &Document, records: &[Record]) -> Result<Vec<Example>, LearningError> {
    let context = Context::new(document);
    let decided = decisions(&context, records);
    if decided.is_empty() {
        return Ok(Vec::new());
    }
    let views = views(&context);
    let marks = marker.mark(&views)?;
    Ok(examples(document, &views, &marks, &decided))
}

/// What was decided about one value.
#[derive(Debug, Clone, PartialEq)]
struct Decided {
    value: TextRange,
    /// What belongs to it; `None` if it was rejected.
    parts: Option<Vec<(MarkKind, TextRange)>>,
}

fn decisions(context: &Context<'_>, records: &[Record]) -> Vec<Decided> {
    records.iter().filter_map(|record| decision(context, record)).collect()
}

fn decision(context: &Context<'_>, record: &Record) -> Option<Decided> {
    let accepted = match record.review.status {
        ReviewStatus::Accepted | ReviewStatus::Corrected | ReviewStatus::Adjudicated => true,
        ReviewStatus::Rejected => false,
        _ => return None,
    };
    let pointer = record.payload.quantity_pointer();
    let corrected = |field: &str| {
        record.review.decisions.iter().filter_map(|one| one.field.as_deref()).any(|one| field.starts_with(one))
    };
    let printed = record.evidence_for(pointer).filter(|_| !corrected(pointer))?.range;
    let found = context.quantities(printed).into_iter().next()?;
    if !accepted {
        return Some(Decided { value: found.number, parts: None });
    }
    let mut parts: Vec<(MarkKind, TextRange)> = Vec::new();
    parts.extend(found.unit.map(|unit| (MarkKind::Unit, unit)));
    if found.range.start < found.number.start {
        let before = context.text(TextRange::new(found.range.start, found.number.start));
        let end = found.range.start + before.trim_end().len();
        parts.push((MarkKind::Qualifier, TextRange::new(found.range.start, end)));
    }
    for evidence in record.evidence.iter().filter(|evidence| !corrected(&evidence.field)) {
        parts.extend(kind(&evidence.field, &record.payload).map(|kind| (kind, evidence.range)));
    }
    parts.retain(|(_, range)| !range.overlaps(found.number) && !range.is_empty());
    Some(Decided { value: found.number, parts: Some(parts) })
}

/// What the characters of a field are in the words of the guideline.
fn kind(field: &str, payload: &Payload) -> Option<MarkKind> {
    Some(match field {
        "/payload/name" => match payload {
            Payload::Property(_) => MarkKind::Property,
            Payload::Exposure(exposure) if exposure.kind == ExposureKind::Limit => MarkKind::Limit,
            _ => return None,
        },
        "/substance/raw_name" => MarkKind::Substance,
        "/payload/quantity/unit" | "/payload/concentration/unit" => MarkKind::Unit,
        "/payload/endpoint" => MarkKind::Endpoint,
        "/payload/species" => MarkKind::Species,
        "/payload/route" => MarkKind::Route,
        "/payload/duration" => MarkKind::Duration,
        "/payload/region" => MarkKind::Region,
        "/payload/year" => MarkKind::Year,
        "/payload/activity" => MarkKind::Activity,
        "/payload/population" => MarkKind::Population,
        "/payload/medium" | "/payload/medium_raw" => MarkKind::Medium,
        "/payload/guideline" | "/payload/method" => MarkKind::Method,
        "/payload/effect" => MarkKind::Effect,
        "/payload/limit_type" => MarkKind::Limit,
        "/payload/quantity/statistic" => MarkKind::Statistic,
        _ => return None,
    })
}

fn examples(document: &Document, views: &[View], marks: &Marks, decided: &[Decided]) -> Vec<Example> {
    let of_view = |(index, view): (usize, &View)| {
        let here: Vec<&Decided> = decided.iter().filter(|one| view.place(one.value).is_some()).collect();
        (!here.is_empty()).then(|| example(document, index, view, marks, &here))
    };
    views.iter().enumerate().filter_map(of_view).collect()
}

fn example(document: &Document, index: usize, view: &View, marks: &Marks, decided: &[&Decided]) -> Example {
    let mut mentions = Mentions::default();
    let mut relations = Vec::new();
    // Whether a decided value was accepted.
    let mut heads: BTreeMap<usize, bool> = BTreeMap::new();
    for one in decided {
        let Some(value) = view.place(one.value) else { continue };
        let head = mentions.add(MarkKind::Amount, value);
        heads.insert(head, one.parts.is_some());
        for (kind, range) in one.parts.iter().flatten() {
            if let Some(place) = view.place(*range) {
                relations.push((head, mentions.add(*kind, place), kind.name()));
            }
        }
    }
    let said: Vec<(usize, usize, MarkKind)> =
        relations.iter().map(|(head, tail, _)| (*head, *tail, mentions.all[*tail].0)).collect();
    let own = |at: &usize| marks.marks[*at].view == index && marks.marks[*at].probability >= KEPT;
    let places: BTreeMap<usize, usize> = (0..marks.marks.len())
        .filter(own)
        .filter_map(|at| Some((at, mentions.join(marks.marks[at].kind, &marks.marks[at].at)?)))
        .collect();
    // Of a rejected value only what it is made of stands; an accepted one keeps what its record does not say.
    let stands = |head: usize, tail: usize, kind: MarkKind| match heads.get(&head) {
        None => true,
        Some(false) => matches!(kind, MarkKind::Unit | MarkKind::Qualifier),
        Some(true) => said.iter().all(|(other, at, of)| *other != head || *of != kind || *at == tail),
    };
    for link in marks.links.iter().filter(|link| link.probability >= KEPT) {
        let (Some(head), Some(tail)) = (places.get(&link.head), places.get(&link.tail)) else { continue };
        if head != tail && (link.same || stands(*head, *tail, mentions.all[*tail].0)) {
            let kind = if link.same { "same" } else { mentions.all[*tail].0.name() };
            relations.push((*head, *tail, kind));
        }
    }
    relations.sort_unstable();
    relations.dedup();
    let id = format!("{}-{index}", document.id.as_str());
    let language = document.language.as_deref().unwrap_or("en");
    let mut example =
        Example::new(Corpus::Reviewed, Split::of_key(document.id.as_str()), id, language, view.text.clone());
    example.mentions = mentions.all.into_iter().map(|(kind, place)| mention(kind, &place)).collect();
    let relation = |(head, tail, kind): (usize, usize, &str)| Relation { head, tail, kind: kind.to_owned() };
    example.relations = relations.into_iter().map(relation).collect();
    example
}

fn mention(kind: MarkKind, place: &Range<usize>) -> Mention {
    Mention { start: place.start, end: place.end, kind: kind.name().to_owned(), concepts: Vec::new() }
}

/// Spans without overlap.
#[derive(Debug, Default)]
struct Mentions {
    all: Vec<(MarkKind, Range<usize>)>,
}

impl Mentions {
    /// The number of a span that a decision proves; one that overlaps an earlier one is that one.
    fn add(&mut self, kind: MarkKind, place: Range<usize>) -> usize {
        self.at(&place).unwrap_or_else(|| {
            self.all.push((kind, place));
            self.all.len() - 1
        })
    }

    /// The number of a span that the model marked; `None` if decisions have another kind at its place.
    fn join(&mut self, kind: MarkKind, place: &Range<usize>) -> Option<usize> {
        match self.at(place) {
            Some(at) => (self.all[at].0 == kind).then_some(at),
            None => Some(self.add(kind, place.clone())),
        }
    }

    fn at(&self, place: &Range<usize>) -> Option<usize> {
        self.all.iter().position(|(_, other)| other.start < place.end && place.start < other.end)
    }
}

#[cfg(test)]
mod tests {
    use orfila_records::{Hazard, PassageKind};

    use super::*;
    use crate::made_by_hand::Builder;
    use crate::marking::{Link, Mark};

    const TEXT: &str = "The oral LD50 of toluene in rats was > 5000 mg/kg; xylene gave 3500 mg/kg.";

    fn marks() -> Marks {
        let words = [
            ("LD50", MarkKind::Endpoint, 0.9),
            ("xylene", MarkKind::Substance, 0.9),
            ("3500", MarkKind::Amount, 0.9),
            ("oral", MarkKind::Species, 0.2),
            ("5000", MarkKind::Amount, 0.9),
        ];
        let mark = |(word, kind, probability): (&str, MarkKind, f32)| {
            let start = TEXT.find(word).expect("the word is in the text");
            let at = start..start + word.len();
            Mark { kind, view: 0, range: TextRange::new(at.start, at.end), at, probability }
        };
        let link = |head, tail| Link { head, tail, same: false, probability: 0.9 };
        Marks { marks: words.map(mark).to_vec(), links: vec![link(2, 1), link(2, 0), link(4, 1)] }
    }

    /// The example of the text once the first value has this status: its spans, and its relations as `head tail`.
    fn example_with(status: ReviewStatus) -> Option<(Vec<String>, Vec<String>)> {
        let builder = Builder::new().with(PassageKind::Paragraph, TEXT);
        let mut records = builder.read().records;
        let first = |record: &&mut Record| matches!(&record.payload, Payload::Hazard(Hazard::Effect(effect)) if effect.quantity.raw.contains("5000"));
        records.iter_mut().find(first).expect("the first value is read").review.status = status;
        let context = Context::new(builder.document());
        let decided = decisions(&context, &records);
        let example = examples(builder.document(), &views(&context), &marks(), &decided).into_iter().next()?;
        let quote = |at: usize| example.quote(&example.mentions[at]).to_owned();
        let mut spans: Vec<String> =
            (0..example.mentions.len()).map(|at| format!("{} {}", example.mentions[at].kind, quote(at))).collect();
        spans.sort();
        let relation = |relation: &Relation| format!("{} {}", quote(relation.head), quote(relation.tail));
        Some((spans, example.relations.iter().map(relation).collect()))
    }

    #[test]
    fn an_accepted_value_brings_its_circumstances() {
        let (spans, relations) = example_with(ReviewStatus::Accepted).expect("a decided value gives an example");
        for span in ["amount 5000", "unit mg/kg", "qualifier >", "substance toluene", "endpoint LD50", "amount 3500"] {
            assert!(spans.contains(&span.to_owned()), "{span} in {spans:?}");
        }
        assert!(!spans.contains(&"species oral".to_owned()), "an unsure mark is none");
        assert!(relations.contains(&"5000 toluene".to_owned()) && relations.contains(&"3500 xylene".to_owned()));
        assert!(!relations.contains(&"5000 xylene".to_owned()), "the record says otherwise: {relations:?}");
    }

    #[test]
    fn nothing_belongs_to_a_rejected_value() {
        let (spans, relations) = example_with(ReviewStatus::Rejected).expect("a decided value gives an example");
        assert!(spans.contains(&"amount 5000".to_owned()));
        assert!(relations.iter().all(|relation| !relation.starts_with("5000")), "{relations:?}");
        assert!(relations.contains(&"3500 LD50".to_owned()), "{relations:?}");
    }

    #[test]
    fn what_nobody_looked_at_teaches_nothing() {
        assert_eq!(example_with(ReviewStatus::Unreviewed), None);
        assert_eq!(example_with(ReviewStatus::InReview), None);
    }
}

//! From clauses to a query of the engine.

use std::collections::BTreeSet;

use orfila_records::ReviewStatus;
use orfila_records::substance::fold_name;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::entries::{EntryKind, review_word};
use crate::interval::Wanted;
use crate::query::{Clause, FilterField, Identifier};
use crate::schema::Fields;
use crate::snippet::Needle;
use crate::tokens::{LONGEST_TOKEN, Word, fold, words};

/// Weights: a name counts more than a title, a title more than running text, an identifier most.
const NAME_BOOST: f32 = 4.0;
const TITLE_BOOST: f32 = 2.0;
const IDENTIFIER_BOOST: f32 = 10.0;
const EXACT_NAME_SCORE: f32 = 30.0;

type Subquery = Box<dyn Query>;

/// What the engine is to look for.
pub(crate) struct Plan {
    /// The conditions apart from the bounds of ranges.
    pub query: Subquery,
    /// Which kinds of entry are wanted.
    pub entries: BTreeSet<EntryKind>,
    /// Ranges: measure and wanted interval.
    pub ranges: Vec<(String, Wanted)>,
    /// What to mark in snippets.
    pub needles: Vec<Needle>,
}

/// The plan of a query.
pub(crate) fn plan(fields: &Fields, clauses: &[Clause]) -> Plan {
    let ranges = ranges(clauses);
    let entries = entries(clauses, !ranges.is_empty());
    let mut parts = vec![(Occur::Must, entry_query(fields, &entries))];
    parts.extend(clauses.iter().filter_map(|clause| clause_query(fields, clause)));
    parts.extend(measure_query(fields, &ranges, entries.contains(&EntryKind::Substance)));
    parts.extend(exact_name(fields, clauses).map(|query| (Occur::Should, query)));
    Plan { query: Box::new(BooleanQuery::new(parts)), entries, ranges, needles: needles(clauses) }
}

/// The records that decide whether a substance meets a range: those with the measure, with the filters that speak of
/// a measurement (species, route, medium, …), and, unless the query asks for a review state, those that still stand.
pub(crate) fn join_query(fields: &Fields, clauses: &[Clause], measure: &str) -> Subquery {
    let mut parts = vec![
        (Occur::Must, entry_query(fields, &BTreeSet::from([EntryKind::Record]))),
        (Occur::Must, term(fields.measure, measure)),
    ];
    let mut review = false;
    for clause in clauses {
        let Clause::Filter { field, .. } = clause else { continue };
        review |= *field == FilterField::Review;
        if describes_a_measurement(*field) {
            parts.extend(clause_query(fields, clause));
        }
    }
    if !review {
        for status in [ReviewStatus::Rejected, ReviewStatus::Superseded] {
            parts.push((Occur::MustNot, term(fields.review, &review_word(status))));
        }
    }
    Box::new(BooleanQuery::new(parts))
}

fn describes_a_measurement(field: FilterField) -> bool {
    use FilterField as F;
    matches!(
        field,
        F::Review
            | F::State
            | F::Species
            | F::Route
            | F::Medium
            | F::Region
            | F::Authority
            | F::Endpoint
            | F::Property
            | F::Year
    )
}

fn ranges(clauses: &[Clause]) -> Vec<(String, Wanted)> {
    let range = |clause: &Clause| match clause {
        Clause::Range { measure, wanted } => Some((measure.clone(), *wanted)),
        _ => None,
    };
    clauses.iter().filter_map(range).collect()
}

/// The wanted kinds of entry: those the query names, else all, but only records if there is a range.
fn entries(clauses: &[Clause], ranged: bool) -> BTreeSet<EntryKind> {
    let mut entries: BTreeSet<EntryKind> = EntryKind::ALL.into();
    let mut named = false;
    for clause in clauses {
        let Clause::Filter { field: FilterField::Type, values, excluded } = clause else { continue };
        named |= !excluded;
        entries.retain(|kind| values.iter().any(|value| value == kind.as_str()) != *excluded);
    }
    if ranged && !named {
        entries.retain(|kind| *kind == EntryKind::Record);
    }
    entries
}

fn entry_query(fields: &Fields, entries: &BTreeSet<EntryKind>) -> Subquery {
    if entries.len() == EntryKind::ALL.len() {
        return unscored(Box::new(AllQuery));
    }
    unscored(any(entries.iter().map(|kind| term(fields.entry, kind.as_str())).collect()))
}

fn measure_query(fields: &Fields, ranges: &[(String, Wanted)], substances: bool) -> Option<(Occur, Subquery)> {
    if ranges.is_empty() {
        return None;
    }
    let measures = ranges.iter().map(|(measure, _)| (Occur::Must, term(fields.measure, measure))).collect();
    let mut either: Vec<Subquery> = vec![Box::new(BooleanQuery::new(measures))];
    if substances {
        either.push(term(fields.entry, EntryKind::Substance.as_str()));
    }
    Some((Occur::Must, unscored(any(either))))
}

/// The engine's query of one clause; `None` for those that are handled elsewhere or hold no word.
fn clause_query(fields: &Fields, clause: &Clause) -> Option<(Occur, Subquery)> {
    match clause {
        Clause::Word(text) => {
            Some((Occur::Must, all(words(text).iter().map(|word| word_anywhere(fields, word)).collect())?))
        }
        Clause::Identifier(identifier) => Some((Occur::Must, identifier_query(fields, identifier))),
        Clause::Phrase { text, excluded } => {
            let everywhere = [(fields.names, NAME_BOOST), (fields.title, TITLE_BOOST), (fields.body, 1.0)];
            let either = everywhere.into_iter().filter_map(|(field, boost)| Some(boosted(phrase(field, text)?, boost)));
            let either: Vec<Subquery> = either.collect();
            (!either.is_empty()).then(|| (if *excluded { Occur::MustNot } else { Occur::Must }, any(either)))
        }
        Clause::Filter { field: FilterField::Type, .. } | Clause::Range { .. } => None,
        Clause::Filter { field, values, excluded } => {
            let either = values.iter().map(|value| filter(fields, *field, value)).collect();
            Some((if *excluded { Occur::MustNot } else { Occur::Must }, unscored(any(either))))
        }
    }
}

fn word_anywhere(fields: &Fields, word: &Word) -> Subquery {
    any(vec![
        boosted(word_query(fields.names, word), NAME_BOOST),
        boosted(word_query(fields.title, word), TITLE_BOOST),
        word_query(fields.body, word),
        boosted(term(fields.identifiers, &word.whole), IDENTIFIER_BOOST),
    ])
}

/// A word in a field: whole, or its parts side by side.
fn word_query(field: Field, word: &Word) -> Subquery {
    let mut either = Vec::new();
    if word.whole.len() <= LONGEST_TOKEN {
        either.push(term(field, &word.whole));
    }
    let parts: Vec<(usize, Term)> =
        word.parts.iter().enumerate().map(|(at, (_, part))| (at, Term::from_field_text(field, part))).collect();
    if parts.len() > 1 {
        either.push(Box::new(PhraseQuery::new_with_offset(parts)));
    } else if let [(_, part)] = parts.as_slice() {
        either.push(Box::new(TermQuery::new(part.clone(), IndexRecordOption::WithFreqs)));
    }
    any(either)
}

/// The parts of a text side by side in a field; `None` if it holds no word.
fn phrase(field: Field, text: &str) -> Option<Subquery> {
    let parts = words(text).into_iter().flat_map(|word| word.parts);
    let terms: Vec<(usize, Term)> =
        parts.enumerate().map(|(at, (_, part))| (at, Term::from_field_text(field, &part))).collect();
    match terms.as_slice() {
        [] => None,
        [(_, term)] => Some(Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))),
        _ => Some(Box::new(PhraseQuery::new_with_offset(terms))),
    }
}

fn identifier_query(fields: &Fields, identifier: &Identifier) -> Subquery {
    let text = match identifier {
        Identifier::Registry(text) | Identifier::HCode(text) => text,
    };
    let exact = match identifier {
        Identifier::Registry(_) => boosted(term(fields.identifiers, text), IDENTIFIER_BOOST),
        Identifier::HCode(_) => boosted(term(fields.h_terms, text), IDENTIFIER_BOOST),
    };
    let whole = fold(text);
    any(vec![
        exact,
        boosted(term(fields.names, &whole), NAME_BOOST),
        boosted(term(fields.title, &whole), TITLE_BOOST),
        term(fields.body, &whole),
    ])
}

fn filter(fields: &Fields, field: FilterField, value: &str) -> Subquery {
    use FilterField as F;
    let phrase_in = |field| phrase(field, value).unwrap_or_else(|| Box::new(EmptyQuery));
    match field {
        F::Type => term(fields.entry, value),
        F::Kind => term(fields.kind, value),
        F::Review => term(fields.review, value),
        F::State => term(fields.state, value),
        F::HCode => term(fields.h_terms, value),
        F::Year => term(fields.year, value),
        F::Key => term(fields.key, value.trim()),
        F::Cas | F::Ec | F::Dtxsid | F::InchiKey => term(fields.identifiers, value),
        F::Page => match value.parse::<u64>() {
            Ok(page) => Box::new(TermQuery::new(Term::from_field_u64(fields.page, page), IndexRecordOption::Basic)),
            Err(_) => Box::new(EmptyQuery),
        },
        F::Document => any(vec![term(fields.document, &value.trim().to_ascii_lowercase()), phrase_in(fields.title)]),
        F::Species => phrase_in(fields.species),
        F::Route => phrase_in(fields.route),
        F::Medium => phrase_in(fields.medium),
        F::Region => phrase_in(fields.region),
        F::Authority => phrase_in(fields.authority),
        F::Use => phrase_in(fields.use_words),
        F::Class => phrase_in(fields.class),
        F::Endpoint => phrase_in(fields.endpoint),
        F::Property => phrase_in(fields.property),
        F::Name => phrase_in(fields.names),
        F::Title => phrase_in(fields.title),
        F::Text => phrase_in(fields.body),
    }
}

/// Lifts entries whose name is exactly the words of the query.
fn exact_name(fields: &Fields, clauses: &[Clause]) -> Option<Subquery> {
    let texts = clauses.iter().filter_map(|clause| match clause {
        Clause::Word(text) | Clause::Phrase { text, excluded: false } => Some(text.as_str()),
        _ => None,
    });
    let name = fold(&fold_name(&texts.collect::<Vec<_>>().join(" ")));
    let exact = || ConstScoreQuery::new(term(fields.name_exact, &name), EXACT_NAME_SCORE);
    (!name.is_empty()).then(|| Box::new(exact()) as Subquery)
}

fn needles(clauses: &[Clause]) -> Vec<Needle> {
    let text = |clause: &Clause| match clause {
        Clause::Word(text)
        | Clause::Phrase { text, excluded: false }
        | Clause::Identifier(Identifier::Registry(text) | Identifier::HCode(text)) => vec![text.clone()],
        Clause::Filter { field, values, excluded: false } if *field != FilterField::Type => values.clone(),
        _ => Vec::new(),
    };
    clauses.iter().flat_map(text).filter_map(|text| Needle::of(&text)).collect()
}

fn term(field: Field, text: &str) -> Subquery {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn boosted(query: Subquery, boost: f32) -> Subquery {
    Box::new(BoostQuery::new(query, boost))
}

fn unscored(query: Subquery) -> Subquery {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn any(queries: Vec<Subquery>) -> Subquery {
    Box::new(BooleanQuery::union(queries))
}

/// All of them; `None` if there is none.
fn all(queries: Vec<Subquery>) -> Option<Subquery> {
    (!queries.is_empty()).then(|| Box::new(BooleanQuery::intersection(queries)) as Subquery)
}

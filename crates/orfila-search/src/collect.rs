//! The collector: ranks hits, compares intervals with the wanted ranges and counts facets in one pass.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::interval::{Certainty, UnknownReason, Wanted};
use crate::measure_code::decode;
use crate::results::RangeCounts;
use crate::schema::FACETS;

/// How a hit stands to the ranges, and why, if unknown.
pub(crate) type Standing = (Certainty, Option<UnknownReason>);

/// How substances stand to the ranges, by key.
pub(crate) type SubstanceStandings = HashMap<String, Standing>;

/// A substance says more than one of its records, a record more than a passage it was read from.
const ENTRY_WEIGHTS: [f32; 3] = [2.0, 1.2, 1.0];
const SUBSTANCE_CODE: u64 = 0;

/// A hit in order of rank: the less, the better.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ranked {
    pub standing: Option<Standing>,
    pub score: Score,
    /// Filters give no score; substances then come before records, and these before passages.
    pub entry: u64,
    pub order: u64,
    pub address: DocAddress,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let certainty = |ranked: &Self| ranked.standing.map(|(certainty, _)| certainty);
        certainty(self)
            .cmp(&certainty(other))
            .then_with(|| other.score.total_cmp(&self.score))
            .then_with(|| (self.entry, self.order).cmp(&(other.entry, other.order)))
            .then_with(|| self.address.cmp(&other.address))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked {}

/// What was collected.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub total: u64,
    pub ranges: RangeCounts,
    /// The best hits, best first.
    pub best: Vec<Ranked>,
    /// Counts by value, in the order of [`FACETS`].
    pub facets: Vec<HashMap<String, u64>>,
}

/// Collects the best `keep` hits and counts all.
pub(crate) struct HitCollector {
    pub wanted: Vec<Wanted>,
    pub substances: Arc<SubstanceStandings>,
    pub keep: usize,
}

impl Collector for HitCollector {
    type Fruit = Collected;
    type Child = SegmentHits;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentHits> {
        let columns = reader.fast_fields();
        let mut facets = Vec::with_capacity(FACETS.len());
        for name in FACETS {
            facets.push(columns.str(name)?.map(|column| (column, HashMap::new())));
        }
        Ok(SegmentHits {
            segment,
            wanted: self.wanted.clone(),
            keep: self.keep,
            interval: IntervalColumns {
                low: columns.column_opt("low")?,
                high: columns.column_opt("high")?,
                code: columns.column_opt("interval")?,
            },
            entry: columns.column_opt("entry_code")?,
            order: columns.column_opt("order")?,
            substances: substances_of(&self.substances, columns.str("key")?)?,
            facets,
            best: BinaryHeap::new(),
            total: 0,
            ranges: RangeCounts::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Collected>>) -> tantivy::Result<Collected> {
        let mut merged = Collected { facets: vec![HashMap::new(); FACETS.len()], ..Collected::default() };
        for fruit in fruits {
            let fruit = fruit?;
            merged.total += fruit.total;
            merged.ranges.certain += fruit.ranges.certain;
            merged.ranges.possible += fruit.ranges.possible;
            merged.ranges.unknown += fruit.ranges.unknown;
            merged.best.extend(fruit.best);
            for (sum, counts) in merged.facets.iter_mut().zip(fruit.facets) {
                for (value, count) in counts {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        merged.best.sort_unstable();
        merged.best.truncate(self.keep);
        Ok(merged)
    }
}

/// The standings of the substances that a segment holds, by the ordinal of their key.
type OrdinalStandings = Option<(Column<u64>, HashMap<u64, Standing>)>;

fn substances_of(standings: &SubstanceStandings, keys: Option<StrColumn>) -> tantivy::Result<OrdinalStandings> {
    let Some(keys) = keys else { return Ok(None) };
    let mut ordinals = HashMap::with_capacity(standings.len());
    for (key, standing) in standings {
        if let Some(ordinal) = keys.dictionary().term_ord(key.as_bytes())? {
            ordinals.insert(ordinal, *standing);
        }
    }
    Ok(Some((keys.ords().clone(), ordinals)))
}

struct IntervalColumns {
    low: Option<Column<f64>>,
    high: Option<Column<f64>>,
    code: Option<Column<u64>>,
}

impl IntervalColumns {
    /// The worst standing over all ranges; `None` if the record lies outside one of them.
    fn standing(&self, document: DocId, wanted: &[Wanted]) -> Option<Standing> {
        let low = self.low.as_ref()?.first(document)?;
        let high = self.high.as_ref()?.first(document)?;
        let measured = decode(low, high, self.code.as_ref()?.first(document)?)?;
        let mut worst = (Certainty::Certain, None);
        for wanted in wanted {
            worst = worse(worst, measured.stands(wanted)?);
        }
        Some(worst)
    }
}

/// The less certain of two standings.
pub(crate) fn worse(a: Standing, b: Standing) -> Standing {
    if b.0 > a.0 { b } else { a }
}

/// The hits of one segment.
pub(crate) struct SegmentHits {
    segment: SegmentOrdinal,
    wanted: Vec<Wanted>,
    keep: usize,
    interval: IntervalColumns,
    entry: Option<Column<u64>>,
    order: Option<Column<u64>>,
    substances: OrdinalStandings,
    facets: Vec<Option<(StrColumn, HashMap<u64, u64>)>>,
    best: BinaryHeap<Ranked>,
    total: u64,
    ranges: RangeCounts,
}

impl SegmentHits {
    /// `None` if the entry is no hit; `Some(None)` if the query has no range.
    fn standing(&self, document: DocId, entry: u64) -> Option<Option<Standing>> {
        if self.wanted.is_empty() {
            return Some(None);
        }
        if entry != SUBSTANCE_CODE {
            return self.interval.standing(document, &self.wanted).map(Some);
        }
        let (keys, standings) = self.substances.as_ref()?;
        standings.get(&keys.first(document)?).copied().map(Some)
    }

    fn count(&mut self, document: DocId, standing: Option<Standing>) {
        self.total += 1;
        match standing.map(|(certainty, _)| certainty) {
            Some(Certainty::Certain) => self.ranges.certain += 1,
            Some(Certainty::Possible) => self.ranges.possible += 1,
            Some(Certainty::Unknown) => self.ranges.unknown += 1,
            None => {}
        }
        for (column, counts) in self.facets.iter_mut().flatten() {
            for ordinal in column.term_ords(document) {
                *counts.entry(ordinal).or_default() += 1;
            }
        }
    }
}

impl SegmentCollector for SegmentHits {
    type Fruit = tantivy::Result<Collected>;

    fn collect(&mut self, document: DocId, score: Score) {
        let entry = self.entry.as_ref().and_then(|column| column.first(document)).unwrap_or(u64::MAX);
        let Some(standing) = self.standing(document, entry) else { return };
        self.count(document, standing);
        let weight = usize::try_from(entry).ok().and_then(|entry| ENTRY_WEIGHTS.get(entry)).copied().unwrap_or(1.0);
        self.best.push(Ranked {
            standing,
            score: score * weight,
            entry,
            order: self.order.as_ref().and_then(|column| column.first(document)).unwrap_or(u64::MAX),
            address: DocAddress::new(self.segment, document),
        });
        if self.best.len() > self.keep {
            self.best.pop();
        }
    }

    fn harvest(self) -> tantivy::Result<Collected> {
        let mut facets = Vec::with_capacity(self.facets.len());
        for facet in self.facets {
            let mut counts = HashMap::new();
            let mut value = String::new();
            if let Some((column, ordinals)) = facet {
                for (ordinal, count) in ordinals {
                    if column.ord_to_str(ordinal, &mut value)? {
                        *counts.entry(value.clone()).or_default() += count;
                    }
                }
            }
            facets.push(counts);
        }
        Ok(Collected { total: self.total, ranges: self.ranges, best: self.best.into_vec(), facets })
    }
}

/// The standing of every substance to one range: that of its best record.
pub(crate) struct SubstanceCollector {
    pub wanted: Wanted,
}

/// The substances of one segment.
pub(crate) struct SegmentSubstances {
    wanted: Wanted,
    interval: IntervalColumns,
    keys: Option<StrColumn>,
    standings: HashMap<u64, Standing>,
}

impl Collector for SubstanceCollector {
    type Fruit = SubstanceStandings;
    type Child = SegmentSubstances;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentSubstances> {
        let columns = reader.fast_fields();
        let interval = IntervalColumns {
            low: columns.column_opt("low")?,
            high: columns.column_opt("high")?,
            code: columns.column_opt("interval")?,
        };
        Ok(SegmentSubstances { wanted: self.wanted, interval, keys: columns.str("key")?, standings: HashMap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<SubstanceStandings>>) -> tantivy::Result<SubstanceStandings> {
        let mut merged = SubstanceStandings::new();
        for fruit in fruits {
            for (key, standing) in fruit? {
                keep_better(merged.entry(key), standing);
            }
        }
        Ok(merged)
    }
}

fn keep_better<K>(entry: std::collections::hash_map::Entry<'_, K, Standing>, standing: Standing) {
    entry.and_modify(|known| *known = (*known).min(standing)).or_insert(standing);
}

impl SegmentCollector for SegmentSubstances {
    type Fruit = tantivy::Result<SubstanceStandings>;

    fn collect(&mut self, document: DocId, _: Score) {
        let Some(standing) = self.interval.standing(document, std::slice::from_ref(&self.wanted)) else { return };
        for ordinal in self.keys.iter().flat_map(|keys| keys.term_ords(document)) {
            keep_better(self.standings.entry(ordinal), standing);
        }
    }

    fn harvest(self) -> tantivy::Result<SubstanceStandings> {
        let mut standings = SubstanceStandings::with_capacity(self.standings.len());
        let mut key = String::new();
        for (ordinal, standing) in self.standings {
            if self.keys.as_ref().map_or(Ok(false), |keys| keys.ord_to_str(ordinal, &mut key))? {
                standings.insert(key.clone(), standing);
            }
        }
        Ok(standings)
    }
}

//! Collects the substance keys of entries.

use std::collections::BTreeSet;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// The different keys of all hits.
pub(crate) struct KeyCollector;

/// The keys of one segment, as ordinals.
pub(crate) struct SegmentKeys {
    keys: Option<StrColumn>,
    ordinals: BTreeSet<u64>,
}

impl Collector for KeyCollector {
    type Fruit = BTreeSet<String>;
    type Child = SegmentKeys;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentKeys> {
        Ok(SegmentKeys { keys: reader.fast_fields().str("key")?, ordinals: BTreeSet::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<BTreeSet<String>>>) -> tantivy::Result<BTreeSet<String>> {
        let mut merged = BTreeSet::new();
        for fruit in fruits {
            merged.extend(fruit?);
        }
        Ok(merged)
    }
}

impl SegmentCollector for SegmentKeys {
    type Fruit = tantivy::Result<BTreeSet<String>>;

    fn collect(&mut self, document: DocId, _: Score) {
        self.ordinals.extend(self.keys.iter().flat_map(|keys| keys.term_ords(document)));
    }

    fn harvest(self) -> tantivy::Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        let mut key = String::new();
        for (keys, ordinal) in
            self.keys.iter().flat_map(|keys| self.ordinals.iter().map(move |ordinal| (keys, ordinal)))
        {
            if keys.ord_to_str(*ordinal, &mut key)? {
                found.insert(key.clone());
            }
        }
        Ok(found)
    }
}

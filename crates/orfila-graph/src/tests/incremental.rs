use proptest::prelude::*;

use super::*;

#[test]
fn the_order_of_records_and_documents_does_not_matter() {
    let mut documents = sample();
    let expected = snapshot(&build(&documents));
    documents.reverse();
    documents.iter_mut().for_each(|(_, records)| records.reverse());
    assert_eq!(snapshot(&build(&documents)), expected);
}

#[test]
fn taking_a_document_out_leaves_no_trace() {
    let documents = sample();
    let mut graph = build(&documents);
    assert!(graph.remove_document(&document("report")));
    assert!(!graph.remove_document(&document("report")));
    assert_eq!(snapshot(&graph), snapshot(&build(&documents[..1])));
    assert!(matches!(graph.find("Formaldehyde"), Err(GraphError::UnknownNode { .. })));
    assert!(graph.remove_document(&document("sheet")));
    assert_eq!(graph.stats(), Graph::default().stats());
    assert_eq!(graph.names, Graph::default().names);
}

const DOCUMENTS: [&str; 3] = ["a", "b", "c"];

fn any_record(document_name: &'static str) -> impl Strategy<Value = Record> {
    (0..3_usize, 0..8_usize, 0..3_usize, any::<bool>()).prop_map(move |(which, kind, variant, rejected)| {
        let named = substance("glue", None);
        let claimed = [bpa(), formaldehyde(), named.clone()][which].clone();
        let species = ["rat", "Rat", "rainbow trout"][variant];
        let payload = match kind {
            0 => component(&named),
            1 => classified(&["H350", "H360FD"][..variant.min(2)], "Carcinogenicity"),
            2 => effect(["LD50", "NOAEL", "ld50"][variant], species, 5.0),
            3 => measured(["water", "air", "Water"][variant]),
            4 => limited(None, "OSHA"),
            5 => used("solvent"),
            6 => volume(["EU", "US", ""][variant]),
            _ => boiling(),
        };
        let mut record = record(document_name, claimed, payload);
        if rejected {
            record.review = Review { status: ReviewStatus::Rejected, decisions: vec![] };
        }
        record
    })
}

fn any_step() -> impl Strategy<Value = (usize, Option<Vec<Record>>)> {
    (0..DOCUMENTS.len()).prop_flat_map(|index| {
        let records = proptest::collection::vec(any_record(DOCUMENTS[index]), 0..6);
        (Just(index), proptest::option::weighted(0.75, records))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Any sequence of taking in and taking out gives the graph that a rebuild gives.
    #[test]
    fn changing_is_rebuilding(steps in proptest::collection::vec(any_step(), 0..12)) {
        let mut graph = Graph::default();
        let mut state: BTreeMap<&'static str, Vec<Record>> = BTreeMap::new();
        for (index, records) in steps {
            let name = DOCUMENTS[index];
            let id = document(name);
            match records {
                Some(records) => {
                    graph.apply(DocumentRecords { id: &id, title: name, records: &records });
                    state.insert(name, records);
                }
                None => {
                    graph.remove_document(&id);
                    state.remove(name);
                }
            }
        }
        let documents: Vec<(&'static str, Vec<Record>)> = state.into_iter().rev().collect();
        let rebuilt = build(&documents);
        prop_assert_eq!(snapshot(&graph), snapshot(&rebuilt));
        prop_assert_eq!(&graph.names, &rebuilt.names);
        let path = |graph: &Graph| graph.shortest_path("cas:80-05-7", "cas:50-00-0", &PathOptions::default()).ok().flatten();
        prop_assert_eq!(path(&graph), path(&rebuilt));
    }
}

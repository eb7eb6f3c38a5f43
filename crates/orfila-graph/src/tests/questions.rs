use quick_xml::events::Event;

use super::*;

#[test]
fn nodes_are_found_by_key_name_and_identifier() {
    let graph = build(&sample());
    for name in ["substance:cas:80-05-7", "cas:80-05-7", "80-05-7", "bisphenol  a", "4,4'-Isopropylidenediphenol"] {
        assert_eq!(graph.find(name).unwrap().key.as_str(), "substance:cas:80-05-7", "{name}");
    }
    assert_eq!(graph.find("Rat").unwrap().kind, NodeKind::Species);
    assert_eq!(graph.find("species:Rat").unwrap().kind, NodeKind::Species);
    assert_eq!(graph.find("h360f").unwrap().label, "H360F");
    assert_eq!(graph.find(document("sheet").as_str()).unwrap().kind, NodeKind::Document);
}

#[test]
fn unknown_and_ambiguous_names_are_typed_errors() {
    let mut documents = sample();
    documents[0].1.push(record("sheet", substance("formaldehyde", None), boiling()));
    let graph = build(&documents);
    match graph.find("bisphenol B") {
        Err(GraphError::UnknownNode { nearest, .. }) => assert_eq!(nearest, ["bisphenol a"]),
        other => panic!("{other:?}"),
    }
    match graph.find("formaldehyde") {
        Err(GraphError::AmbiguousNode { keys, .. }) => {
            assert_eq!(keys, ["substance:cas:50-00-0", "substance:name:formaldehyde"]);
        }
        other => panic!("{other:?}"),
    }
    for name in ["", "  ", "substance:", "\u{0}", &"x".repeat(10_000)] {
        assert!(matches!(graph.find(name), Err(GraphError::UnknownNode { .. })), "{name}");
    }
}

#[test]
fn every_edge_carries_its_record_and_value() {
    let documents = sample();
    let graph = build(&documents);
    let records: Vec<&Record> = documents.iter().flat_map(|(_, records)| records).collect();
    let edges = graph.edges();
    for edge in &edges {
        assert!(records.iter().any(|record| record.id == edge.edge.record), "{edge:?}");
    }
    let seen: Vec<EdgeKind> =
        EdgeKind::ALL.into_iter().filter(|kind| edges.iter().any(|edge| edge.edge.kind == *kind)).collect();
    assert_eq!(seen, EdgeKind::ALL);
    let tested =
        edges.iter().find(|edge| edge.edge.kind == EdgeKind::TestedIn && edge.from.as_str().ends_with("80-05-7"));
    let tested = tested.unwrap();
    assert_eq!((tested.to.as_str(), tested.edge.subject.as_deref()), ("species:rat", Some("LD50")));
    assert_eq!((tested.edge.value.as_deref(), tested.edge.qualifier), (Some("3250 mg/kg"), Some(Qualifier::Equal)));
    let contained = edges.iter().find(|edge| edge.edge.kind == EdgeKind::HasComponent).unwrap();
    assert_eq!(contained.to.as_str(), "substance:cas:80-05-7");
    assert_eq!(contained.edge.value.as_deref(), Some("10 – 30 %"));
}

#[test]
fn a_path_is_explained_and_avoids_documents() {
    let graph = build(&sample());
    let path = graph.shortest_path("H360F", "preservative", &PathOptions::default()).unwrap().unwrap();
    assert_eq!(path.nodes.len(), path.steps.len() + 1);
    assert!(path.nodes.iter().all(|node| node.kind != NodeKind::Document));
    let words: Vec<&str> = path.steps.iter().map(|step| step.words.as_str()).collect();
    assert!(words[0].starts_with("H360F is a classification of Bisphenol A (1B) [record "), "{words:?}");
    assert!(words.last().unwrap().starts_with("Formaldehyde is used as preservative [record "), "{words:?}");
    assert_eq!(path.steps.len(), 4);

    let glue = "glue <strong> & \"fast\"";
    let short = graph.shortest_path("drinking water", "osha", &PathOptions::through_documents()).unwrap().unwrap();
    assert!(short.nodes.iter().any(|node| node.kind == NodeKind::Document));
    assert_eq!(graph.shortest_path(glue, glue, &PathOptions::default()).unwrap().unwrap().steps.len(), 0);
    let to_document = graph.shortest_path(glue, document("sheet").as_str(), &PathOptions::default()).unwrap().unwrap();
    assert_eq!(to_document.steps.len(), 1);
    let short = PathOptions { longest: Some(2), ..PathOptions::default() };
    assert_eq!(graph.shortest_path("H360F", "preservative", &short).unwrap(), None);
    assert!(graph.shortest_path("H360F", "nothing at all", &short).is_err());
}

#[test]
fn rejected_records_open_no_path() {
    let mut documents = sample();
    for record in documents.iter_mut().flat_map(|(_, records)| records) {
        if record.substance.key() == "cas:50-00-0" {
            record.review.status = ReviewStatus::Rejected;
        }
    }
    let graph = build(&documents);
    assert_eq!(graph.shortest_path("bisphenol a", "preservative", &PathOptions::default()).unwrap(), None);
    let mut options = PathOptions::default();
    options.filter.rejected = true;
    assert!(graph.shortest_path("bisphenol a", "preservative", &options).unwrap().is_some());
}

#[test]
fn a_neighbourhood_grows_by_depth_and_keeps_to_its_filter() {
    let graph = build(&sample());
    let all = Filter::default();
    let near = graph.neighbours("bisphenol a", 1, &all).unwrap();
    assert_eq!(near.nodes[0].node.key.as_str(), "substance:cas:80-05-7");
    assert!(near.nodes[1..].iter().all(|node| node.distance == 1));
    assert!(!near.nodes.iter().any(|node| node.node.label == "Formaldehyde"));
    let far = graph.neighbours("bisphenol a", 2, &all).unwrap();
    assert!(far.nodes.iter().any(|node| node.node.label == "Formaldehyde" && node.distance == 2));
    assert_eq!(graph.neighbours("bisphenol a", 0, &all).unwrap().nodes.len(), 1);
    let hazards = Filter { edges: [EdgeKind::ClassifiedAs].into(), ..Filter::default() };
    assert_eq!(graph.neighbours("bisphenol a", 9, &hazards).unwrap().nodes.len(), 4);
    let few = Filter { limit: Some(3), ..Filter::default() };
    let few = graph.neighbours("bisphenol a", 9, &few).unwrap();
    assert!(few.truncated && few.nodes.len() == 3);
    let json = serde_json::to_string(&near).unwrap();
    assert_eq!(serde_json::from_str::<Neighbourhood>(&json).unwrap(), near);
}

#[test]
fn graphml_is_well_formed_and_complete() {
    let graph = build(&sample());
    let (nodes, edges, _, graphml) = snapshot(&graph);
    let mut reader = quick_xml::Reader::from_str(&graphml);
    let (mut node_ids, mut ends, mut edge_count, mut depth) = (Vec::new(), Vec::new(), 0, 0_i32);
    loop {
        let event = reader.read_event().unwrap();
        let attribute = |element: &quick_xml::events::BytesStart<'_>, name: &str| {
            let value = element.try_get_attribute(name).unwrap().unwrap();
            quick_xml::escape::unescape(&value.value).unwrap().into_owned()
        };
        match event {
            Event::Start(element) => {
                depth += 1;
                match element.name().as_ref() {
                    "node" => node_ids.push(attribute(&element, "id")),
                    "edge" => {
                        edge_count += 1;
                        ends.push(attribute(&element, "source"));
                        ends.push(attribute(&element, "target"));
                    }
                    _ => {}
                }
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    assert_eq!(edge_count, edges.len());
    assert_eq!(node_ids, nodes.iter().map(|node| node.key.to_string()).collect::<Vec<_>>());
    assert!(ends.iter().all(|end| node_ids.contains(end)));
    assert!(node_ids.iter().any(|id| id.contains("glue <strong> & \"fast\"")));
    assert!(graphml.contains("attr.name=\"degree\" attr.type=\"int\""));
}

#[test]
fn exports_survive_any_characters() {
    let name = "a\u{0}\u{1}\n\t\r\"\\<&>\u{fffe}]]>";
    let graph = build(&[("d\u{2}", vec![record("d\u{2}", substance(name, None), used(name))])]);
    let (.., graphml) = snapshot(&graph);
    let mut reader = quick_xml::Reader::from_str(&graphml);
    while reader.read_event().unwrap() != Event::Eof {}
    assert!(!graphml.contains(['\u{0}', '\u{1}', '\u{2}', '\u{fffe}']));
    let mut dot = Vec::new();
    graph.export_dot(&mut dot).unwrap();
    let dot = String::from_utf8(dot).unwrap();
    assert_eq!(dot.lines().count(), 2 + graph.stats().nodes + graph.stats().edges);
}

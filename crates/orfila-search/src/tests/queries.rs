use super::*;

#[test]
fn identifiers_are_found_exactly() {
    let (_folder, index) = Corpus::sample().index();
    for text in [
        "80-05-7",
        "cas:80-05-7",
        "201-245-8",
        "ec:201-245-8",
        "DTXSID7020182",
        "IISBACLAFKSPIT-UHFFFAOYSA-N",
        "key:cas:80-05-7",
    ] {
        let results = search(&index, text);
        assert_eq!(results.hits[0].entry, EntryKind::Substance, "{text}");
        assert_eq!(results.hits[0].title, "Bisphenol A · 80-05-7", "{text}");
        let keys: Vec<Option<&str>> = results.hits.iter().map(|hit| hit.substance_key.as_deref()).collect();
        assert!(keys.iter().all(|key| key.is_none_or(|key| key == "cas:80-05-7")), "{text}: {keys:?}");
    }
    assert_eq!(search(&index, "80-05-7 type:passage").total, 1);
    assert_eq!(search(&index, "7732-18-5").total, 0);
    let wrong = search(&index, "80-05-8");
    assert!(wrong.total == 0 && wrong.notices[0].contains("check digit"), "{:?}", wrong.notices);
}

#[test]
fn chemical_words_are_found_whole_and_by_their_parts() {
    let (_folder, index) = Corpus::sample().index();
    for text in [
        "α-HCH",
        "alpha-hch",
        "hch",
        "2,4-D",
        "\"2,4-D\"",
        "p,p'-DDT",
        "ddt",
        "p,p′-DDT",
        "trichloroethane",
        "\"drinking water\"",
    ] {
        let results = search(&index, &format!("{text} type:passage"));
        assert_eq!((results.total, results.hits[0].page), (1, Some(PageNumber(3))), "{text}");
    }
    for text in ["3,250", "3250", "4,4'-isopropylidenediphenol", "LD50"] {
        assert_eq!(search(&index, &format!("{text} type:passage")).total, 1, "{text}");
    }
    assert_eq!(search(&index, "phenol type:passage").total, 1);
    assert_eq!(search(&index, "\"water drinking\" type:passage").total, 0);
    assert_eq!(search(&index, "325 type:passage").total, 0);
}

#[test]
fn all_words_must_occur_and_an_exact_name_comes_first() {
    let mut corpus = Corpus::sample();
    let sheet = corpus.documents[0].clone();
    let ether = substance("Bisphenol A diglycidyl ether of bisphenol A", Some("1675-54-3"));
    corpus.records.push(record(&sheet, ether, classified(&["H319"])));
    let (_folder, index) = corpus.index();
    assert_eq!(search(&index, "bisphenol A").hits[0].title, "Bisphenol A · 80-05-7");
    assert_eq!(search(&index, "bisphenol polycarbonate").total, 1);
    assert_eq!(search(&index, "bisphenol formaldehyde").total, 0);
}

#[test]
fn filters_narrow_down() {
    let (_folder, index) = Corpus::sample().index();
    assert_eq!(titles(&index, "type:record h:H350"), ["Formaldehyde · Carcinogenicity (H350)"]);
    assert_eq!(titles(&index, "type:record h:H360"), ["Bisphenol A · Carcinogenicity (H360F, H317)"]);
    assert_eq!(titles(&index, "type:record h:h360f"), ["Bisphenol A · Carcinogenicity (H360F, H317)"]);
    assert_eq!(search(&index, "type:record h:H360D").total, 0);
    assert_eq!(search(&index, "type:record h:H350,H360F").total, 2);
    assert_eq!(search(&index, "type:record kind:property").total, 2);
    assert_eq!(search(&index, "type:record species:rat route:oral endpoint:ld50").total, 2);
    assert_eq!(search(&index, "type:record medium:\"drinking water\"").total, 1);
    assert_eq!(search(&index, "type:record medium:water").total, 1);
    assert_eq!(search(&index, "type:record region:eu").total, 3);
    assert_eq!(search(&index, "review:accepted type:record").total, 1);
    assert_eq!(search(&index, "type:record -kind:hazard").total, 3);
    assert_eq!(search(&index, "-type:record,passage").total, 2);
    assert_eq!(search(&index, "type:passage page:2").total, 2);
    let report = DocumentId::of_bytes(b"report");
    assert_eq!(search(&index, &format!("document:{report} type:passage")).total, 2);
    // A rejected classification is found as a record, and its substance is not found by it.
    assert_eq!(search(&index, "h:H341 type:record").hits[0].review, Some(ReviewStatus::Rejected));
    assert_eq!(search(&index, "h:H341 type:substance").total, 0);
    assert_eq!(search(&index, "h:H350 type:substance").hits[0].title, "Formaldehyde · 50-00-0");
}

#[test]
fn facets_are_counted_over_all_hits() {
    let (_folder, index) = Corpus::sample().index();
    let results = index.search(&Query::new("type:record").page(0, 1)).unwrap();
    assert_eq!((results.total, results.hits.len()), (8, 1));
    let counts = |field: &str| -> Vec<(String, u64)> {
        let facet = results.facet(field).unwrap();
        facet.values.iter().map(|value| (value.value.clone(), value.count)).collect()
    };
    let expected =
        |pairs: &[(&str, u64)]| pairs.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect::<Vec<_>>();
    assert_eq!(counts("kind"), expected(&[("hazard", 5), ("property", 2), ("exposure", 1)]));
    assert_eq!(counts("h"), expected(&[("H317", 1), ("H341", 1), ("H350", 1), ("H360F", 1)]));
    assert_eq!(counts("review"), expected(&[("unreviewed", 6), ("accepted", 1), ("rejected", 1)]));
    assert_eq!(counts("region"), expected(&[("EU", 3)]));
    assert_eq!(counts("document").iter().map(|(_, count)| *count).collect::<Vec<_>>(), [4, 4]);
    assert_eq!(search(&index, "type:passage").facet("kind"), None);
}

#[test]
fn pages_of_hits_do_not_overlap() {
    let (_folder, index) = Corpus::sample().index();
    let whole: Vec<String> =
        index.search(&Query::new("").page(0, 100)).unwrap().hits.iter().map(|hit| format!("{hit:?}")).collect();
    assert_eq!(whole.len(), 2 + 8 + 5);
    let mut paged = Vec::new();
    for offset in (0..).step_by(4).take(5) {
        paged.extend(index.search(&Query::new("").page(offset, 4)).unwrap().hits.iter().map(|hit| format!("{hit:?}")));
    }
    assert_eq!(paged, whole);
    assert!(index.search(&Query::new("").page(usize::MAX, usize::MAX)).unwrap().hits.is_empty());
}

#[test]
fn a_passage_shows_where_the_words_stand() {
    let corpus = Corpus::sample();
    let (_folder, index) = corpus.index();
    let hit = &search(&index, "isopropylidenediphenol \"oral LD50\" type:passage").hits[0];
    let snippet = hit.snippet.as_ref().unwrap();
    let marked: Vec<&str> = snippet.highlights.iter().map(|range| range.slice(&snippet.text).unwrap()).collect();
    assert_eq!(marked, ["oral LD50", "isopropylidenediphenol"]);
    let text = &corpus.documents[0].text;
    let offset = snippet.offset.unwrap();
    assert_eq!(&text[offset..offset + snippet.text.len()], snippet.text);
    assert_eq!((hit.title.as_str(), hit.page), ("Title of sheet · SECTION 11", Some(PageNumber(2))));
    assert_eq!(hit.document, Some(corpus.documents[0].id.clone()));
    assert_eq!(hit.passage, Some(corpus.documents[0].passages[1].id.clone()));
}

#[test]
fn results_go_through_json() {
    let (_folder, index) = Corpus::sample().index();
    let results = search(&index, "ld50:<5000 mg/kg");
    let json = serde_json::to_string(&results).unwrap();
    assert_eq!(serde_json::from_str::<SearchResults>(&json).unwrap(), results);
    let query: Query = serde_json::from_str("{\"text\":\"a\"}").unwrap();
    assert_eq!(query, Query::new("a"));
}

#[test]
fn any_query_is_answered_or_refused() {
    use proptest::test_runner::{Config, TestRunner};
    let (_folder, index) = Corpus::sample().index();
    let mut runner = TestRunner::new(Config { cases: 400, ..Config::default() });
    let likely = "((-?(ld50|ph|h|kind|type|medium|page|document|x):)?[<>\\[\"(]{0,2}[0-9a-c.,α苯'-]{0,6}( TO [0-9])?[\\]\")]?( ?(mg/kg|°C|%))? ?){0,4}";
    for pattern in ["\\PC{0,60}", likely] {
        runner
            .run(&pattern, |text| {
                if let Err(error) = index.search(&Query::new(&text)) {
                    proptest::prop_assert!(error.is_query_error(), "{}: {}", text, error);
                }
                Ok(())
            })
            .unwrap();
    }
}

//! Real documents: every file ends as a sound document or a typed refusal, and the gold quotes are found in the text.

#![expect(clippy::print_stdout, reason = "tests print what they measure and what they skip")]

mod support;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use orfila_documents::{Limits, ReadError, read};
use orfila_records::Document;
use support::check;

/// The folder of shared documents; `None` (with a message) where it is missing.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    if !path.is_dir() {
        println!("skipped: {} is missing", path.display());
        return None;
    }
    Some(path)
}

fn files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["pdf", "xml", "html"] {
        let entries = std::fs::read_dir(root.join(folder)).expect("a folder of documents");
        files.extend(entries.map(|entry| entry.expect("an entry").path()));
    }
    files.sort();
    files
}

fn read_file(path: &Path) -> Result<Document, ReadError> {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    read(&std::fs::read(path).expect("a readable file"), &name, &Limits::default())
}

#[test]
fn every_document_is_sound_or_refused_with_a_remedy() {
    let Some(root) = shared("documents") else { return };
    let mut refused = Vec::new();
    for path in files(&root) {
        match read_file(&path) {
            Ok(document) => check(&document),
            Err(error) => {
                assert!(!error.remedy().is_empty());
                refused.push((path.file_name().expect("a file").to_string_lossy().into_owned(), error.code()));
            }
        }
    }
    let scanned = ["factotum_08905c83.pdf", "patent_US7642344_scan.pdf", "sds_symrise_2.pdf"];
    assert_eq!(refused, scanned.map(|name| (name.to_owned(), "no_text")));
}

/// A quote as the comparison sees it: no white space, compatibility forms unified, dashes and quotes alike.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let unify = |character: char| match character {
        '‐' | '‑' | '–' | '—' | '−' | '\u{AD}' => '-',
        '’' | '‘' | '´' | '`' => '\'',
        '“' | '”' => '"',
        'μ' => 'µ',
        other => other,
    };
    text.nfkc()
        .filter(|character| !character.is_whitespace())
        .map(unify)
        .collect::<String>()
        .replace('μ', "µ")
        .to_lowercase()
}

/// The words of each page line by line across the whole page: a quote of a table's line runs through its cells, which
/// the text keeps whole.
fn printed(document: &Document) -> HashMap<Option<u64>, String> {
    let mut pages: BTreeMap<u32, Vec<(f32, f32, f32, &str)>> = BTreeMap::new();
    for segment in document.passages.iter().flat_map(|passage| &passage.segments) {
        let (bounds, text) = (segment.bounds, segment.range.slice(&document.text).unwrap_or_default());
        let middle = 0.5 * (bounds.y0 + bounds.y1);
        pages.entry(segment.page.0).or_default().push((middle, bounds.x0, bounds.y1 - bounds.y0, text));
    }
    let line_by_line = |mut words: Vec<(f32, f32, f32, &str)>| {
        words.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut lines: Vec<Vec<(f32, f32, f32, &str)>> = Vec::new();
        for word in words {
            match lines.last_mut().filter(|line| word.0 - line[0].0 < 0.4 * word.2) {
                Some(line) => line.push(word),
                None => lines.push(vec![word]),
            }
        }
        lines.iter_mut().for_each(|line| line.sort_by(|a, b| a.1.total_cmp(&b.1)));
        lines.iter().flatten().map(|word| folded(word.3)).collect::<String>()
    };
    pages.into_iter().map(|(page, words)| (Some(u64::from(page)), line_by_line(words))).collect()
}

/// `(quotes, found)` of one document; quotes that are not found are printed where `ORFILA_SHOW_MISSING` is set.
fn quotes(gold: &serde_json::Value, document: &Document) -> (usize, usize) {
    let mut pages: HashMap<Option<u64>, String> = HashMap::new();
    // The same with words that are divided at a line's end put together again.
    let mut undivided: HashMap<Option<u64>, String> = HashMap::new();
    for passage in &document.passages {
        let page = passage.page.map(|page| u64::from(page.0));
        let text = document.passage_text(passage);
        pages.entry(page).or_default().push_str(&folded(text));
        undivided.entry(page).or_default().push_str(&folded(&text.replace("-\n", "")));
    }
    let printed = printed(document);
    let (mut all, mut found) = (0, 0);
    for kind in ["substances", "composition", "ghs", "toxicity", "exposure", "volume", "properties"] {
        for item in gold[kind].as_array().into_iter().flatten() {
            let (Some(quote), page) = (item["quote"].as_str(), item["page"].as_u64()) else { continue };
            all += 1;
            let quote_found = |text: &String| text.contains(&folded(quote));
            if [&pages, &undivided, &printed].iter().any(|texts| texts.get(&page).is_some_and(quote_found)) {
                found += 1;
            } else if std::env::var_os("ORFILA_SHOW_MISSING").is_some() {
                println!("{} page {page:?} {kind}: {quote}", document.file_name);
            }
        }
    }
    (all, found)
}

#[test]
fn gold_quotes_are_found_in_the_text() {
    let (Some(root), Some(gold)) = (shared("documents"), shared("gold/annotations")) else { return };
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for entry in std::fs::read_dir(gold).expect("a folder of annotations") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("an annotation");
        let annotation: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
        let file = annotation["file"].as_str().expect("a file name");
        let folder = if file.ends_with(".pdf") { "pdf" } else { "xml" };
        let document = read_file(&root.join(folder).join(file)).expect("a readable document");
        let (all, found) = quotes(&annotation, &document);
        println!("{file}: {found} of {all}");
        let count = counts.entry(folder).or_default();
        *count = (count.0 + all, count.1 + found);
    }
    for (folder, floor) in [("pdf", 0.93), ("xml", 0.99)] {
        let (all, found) = counts[folder];
        println!("{folder}: {found} of {all}");
        assert!(found as f64 >= floor * all as f64, "{folder}: {found} of {all} quotes are found");
    }
}

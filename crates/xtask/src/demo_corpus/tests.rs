//! The corpus is what the generator builds, and its annotations say what its documents say.

#![allow(clippy::unwrap_used)] // a test may stop where it fails

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use orfila_records::{Casrn, EcNumber};
use serde_json::Value;

use super::gold::fold;
use super::{build, documents, hostile, substances};

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/demo")
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for part in ["documents", "gold", "hostile"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{part}/{}", entry.file_name().to_string_lossy());
            found.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// A zip's entries: name, checksum and size of the content. What the compressor of the day made of them does not matter.
fn directory(zip: &[u8]) -> Vec<(Vec<u8>, u32, u32)> {
    let word = |at: usize| u32::from_le_bytes(zip[at..at + 4].try_into().unwrap());
    let half = |at: usize| usize::from(u16::from_le_bytes(zip[at..at + 2].try_into().unwrap()));
    (0..zip.len().saturating_sub(46))
        .filter(|at| zip[*at..].starts_with(b"PK\x01\x02"))
        .map(|at| (zip[at + 46..at + 46 + half(at + 28)].to_vec(), word(at + 16), word(at + 24)))
        .collect()
}

#[test]
fn the_committed_files_are_a_fresh_build() {
    let fresh = std::env::temp_dir().join(format!("orfila-demo-corpus-{}", std::process::id()));
    build(&fresh).unwrap();
    let (fresh_files, committed_files) = (files(&fresh), files(&committed()));
    std::fs::remove_dir_all(&fresh).unwrap();
    assert!(fresh_files.keys().eq(committed_files.keys()), "run `cargo xtask corpus demo`: files differ");
    for (name, bytes) in &fresh_files {
        if name.ends_with(".xlsx") && !bytes.is_empty() {
            assert_eq!(directory(bytes), directory(&committed_files[name]), "run `cargo xtask corpus demo`: {name}");
            assert!(directory(bytes).len() > 5, "{name}");
        } else {
            assert!(bytes == &committed_files[name], "run `cargo xtask corpus demo`: {name} differs");
        }
    }
    let total: usize = committed_files.values().map(Vec::len).sum();
    assert!(total < 3_000_000, "{total} bytes");
}

#[test]
fn two_builds_are_the_same() {
    let (first, second) = (documents::all().unwrap(), documents::all().unwrap());
    assert!(first.len() >= 14);
    for (first, second) in first.iter().zip(&second) {
        assert!(first.bytes == second.bytes && first.gold == second.gold, "{}", first.file);
    }
    assert_eq!(hostile::all().unwrap(), hostile::all().unwrap());
}

#[test]
fn stems_are_unique() {
    let documents = documents::all().unwrap();
    let stems: std::collections::BTreeSet<&str> = documents.iter().map(super::Assembled::stem).collect();
    assert_eq!(stems.len(), documents.len());
}

#[test]
fn registry_numbers_have_right_check_digits() {
    for substance in substances::SUBSTANCES {
        assert!(substance.cas.parse::<Casrn>().is_ok(), "{}: {}", substance.key, substance.cas);
        assert!(substance.ec.is_empty() || substance.ec.parse::<EcNumber>().is_ok(), "{}", substance.key);
    }
    let keys: std::collections::BTreeSet<&str> = substances::SUBSTANCES.iter().map(|known| known.key).collect();
    assert_eq!(keys.len(), substances::SUBSTANCES.len());
    assert!(keys.len() >= 25);
}

#[test]
fn the_broken_numbers_are_broken() {
    for text in ["106-43-3", "1975-09-02"] {
        assert!(text.parse::<Casrn>().is_err(), "{text}");
    }
}

/// What `lopdf` finds on a page, without any white space.
fn page_text(document: &lopdf::Document, page: u32) -> String {
    document.extract_text(&[page]).unwrap().split_whitespace().collect()
}

#[test]
fn every_quote_stands_on_its_page() {
    for assembled in documents::all().unwrap() {
        let gold: Value = serde_json::from_str(&assembled.gold).unwrap();
        assert_eq!(gold["file"], assembled.file.as_str());
        let pdf = assembled.file.ends_with(".pdf").then(|| lopdf::Document::load_mem(&assembled.bytes).unwrap());
        let mut count = 0;
        let kinds = gold.as_object().unwrap().values().filter_map(Value::as_array);
        for item in kinds.flatten() {
            count += 1;
            let quote = item["quote"].as_str().unwrap();
            assert!(quote.chars().count() <= 200 && quote == fold(quote), "{}: {quote}", assembled.file);
            let Some(pdf) = &pdf else {
                assert!(item["page"].is_null());
                continue;
            };
            let page = u32::try_from(item["page"].as_u64().unwrap()).unwrap();
            let text = page_text(pdf, page);
            // Signs from Symbol are decoded by some readers only.
            let missing = quote.split_whitespace().filter(|word| word.is_ascii()).find(|word| !text.contains(*word));
            assert!(missing.is_none(), "{} page {page}: `{quote}`", assembled.file);
        }
        assert!(count >= 10, "{} states {count} things", assembled.file);
    }
}

#[test]
fn hidden_text_is_in_the_file_and_in_no_annotation() {
    let documents = documents::all().unwrap();
    for (file, false_value) in [
        ("sds_xylene_isomers_eu.pdf", "35 230"),
        ("assessment_degreasing_solvents_us.pdf", "0.0094"),
        ("factsheet_pesticides.html", "18.69"),
    ] {
        let document = documents.iter().find(|document| document.file == file).unwrap();
        let found = document.bytes.windows(false_value.len()).any(|window| window == false_value.as_bytes());
        assert!(found, "{file} holds the hidden value");
        assert!(!document.gold.contains(false_value), "{file}");
    }
}

#[test]
fn the_encrypted_file_opens_with_its_password_alone() {
    let files = hostile::all().unwrap();
    let (_, bytes) = files.iter().find(|(name, _)| *name == "encrypted.pdf").unwrap();
    let closed = lopdf::Document::load_mem(bytes).unwrap();
    assert!(closed.is_encrypted() && closed.get_pages().is_empty());
    assert!(closed.authenticate_user_password("wrong").is_err());
    assert!(closed.authenticate_user_password("orfila").is_ok());
}

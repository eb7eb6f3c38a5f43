//! Bad input: every file ends as a typed refusal or as a document that says what is missing; none panics.

mod support;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use orfila_documents::{Limits, read};
use support::check;

/// A PDF of one page with the given content stream and font `F1`.
fn pdf(content: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let stream = document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => stream,
        "MediaBox" => vec![0.into(), 0.into(), 300.into(), 400.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a writable document");
    bytes
}

const CONTENT: &str = "BT /F1 10 Tf 20 350 Td (LD50 oral rat) Tj 150 0 Td (640 mg/kg) Tj \
    -150 -20 Td (5 mg/m) Tj /F1 6 Tf 0 4 Td ET BT /F1 6 Tf 52 334 Td (3) Tj ET \
    BT /F1 10 Tf 20 300 Td 3 Tr (unseen) Tj ET BT 0 Tr 1 g 20 280 Td (white) Tj ET";

#[test]
fn a_page_keeps_cells_superscripts_and_hidden_text_apart() {
    let document = read(&pdf(CONTENT), "a.pdf", &Limits::default()).expect("a readable page");
    check(&document);
    assert!(document.text.contains("LD50 oral rat\t640 mg/kg"), "{:?}", document.text);
    assert!(document.text.contains("5 mg/m³"), "{:?}", document.text);
    for (word, hidden) in [("unseen", true), ("white", true), ("640", false)] {
        let at = document.text.find(word).expect(word);
        let passage = document.passage_at(at).expect("a passage");
        let segment = passage.segments.iter().find(|segment| segment.range.start <= at && at < segment.range.end);
        assert_eq!(segment.map(|segment| segment.hidden.is_some()), Some(hidden), "{word}");
    }
    let first = &document.passages[0].segments[0];
    assert!((first.bounds.x0 - 20.0).abs() < 0.5 && (50.0..54.0).contains(&first.bounds.y1), "{first:?}");
}

#[test]
fn bad_files_are_refused_with_a_code_and_a_remedy() {
    let whole = pdf(CONTENT);
    let laughs = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><a>&b;</a>";
    for (bytes, name, codes) in [
        (Vec::new(), "a.pdf", &["empty"][..]),
        (Vec::new(), "a.xlsx", &["empty"]),
        (b"only text".to_vec(), "a.pdf", &["not_what_its_name_says"]),
        (whole[..whole.len() / 3].to_vec(), "a.pdf", &["damaged", "no_pages"]),
        (pdf(""), "a.pdf", &["no_text"]),
        (b"PK\x03\x04xl/workbook.xml broken".to_vec(), "a.xlsx", &["damaged"]),
        (laughs.as_bytes().to_vec(), "a.xml", &["doctype_refused"]),
        (b"<?xml version='1.0'?><a/>".to_vec(), "a.xml", &["no_text"]),
    ] {
        let error = read(&bytes, name, &Limits::default()).expect_err(name);
        assert!(codes.contains(&error.code()), "{name}: {error}");
        assert!(!error.remedy().is_empty() && !error.to_string().is_empty());
    }
    let small = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(read(&whole, "a.pdf", &small).expect_err("too large").code(), "too_large");
}

#[test]
fn cyclic_trees_and_forms_end() {
    let mut document = Document::load_mem(&pdf("/X Do BT /F1 10 Tf 20 20 Td (kept) Tj ET")).expect("a document");
    let form = document.new_object_id();
    let itself = dictionary! { "X" => Object::Reference(form) };
    let resources = dictionary! { "XObject" => itself.clone() };
    let header = dictionary! { "Subtype" => "Form", "Resources" => resources };
    document.objects.insert(form, Object::Stream(Stream::new(header, b"/X Do /X Do".to_vec())));
    let page = document.page_iter().next().expect("a page");
    let page = document.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page");
    let parent = page.get(b"Parent").and_then(Object::as_reference).expect("a tree");
    page.get_mut(b"Resources").and_then(Object::as_dict_mut).expect("resources").set("XObject", itself);
    let tree = document.get_object_mut(parent).and_then(Object::as_dict_mut).expect("a tree");
    tree.get_mut(b"Kids").and_then(Object::as_array_mut).expect("kids").push(Object::Reference(parent));
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a writable document");
    let document = read(&bytes, "a.pdf", &Limits::default()).expect("a readable page");
    assert!(document.text.contains("kept"));
    assert!(document.problems.iter().any(|problem| problem.code == "partly_read_page"));
}

#[test]
fn mutated_files_never_panic() {
    let whole = pdf(CONTENT);
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..600 {
        let mut bytes = whole.clone();
        for _ in 0..=next(6) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = next(256) as u8,
                1 => bytes[at] = b"0123456789/<>[]()-"[next(18)],
                2 => drop(bytes.drain(at..(at + next(20)).min(bytes.len()))),
                _ => bytes.truncate(at.max(20)),
            }
        }
        if let Ok(document) = read(&bytes, "a.pdf", &Limits::default()) {
            check(&document);
        }
    }
}

//! Annotations, form fields, passwords and limits.

#![expect(dead_code, reason = "the made files serve several tests")]

mod made;

use std::time::Duration;

use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::{Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions, dictionary};
use made::{Made, bytes, problems};
use orfila_documents::{Limits, read};
use orfila_records::{LossReason, PageOutcome};

fn rectangle(x0: i64, y0: i64, x1: i64, y1: i64) -> Object {
    vec![x0.into(), y0.into(), x1.into(), y1.into()].into()
}

fn appearance(made: &mut Made, text: &str) -> Object {
    let resources = dictionary! { "Font" => made.fonts.clone() };
    let header = dictionary! { "Subtype" => "Form", "BBox" => rectangle(0, 0, 100, 20), "Resources" => resources };
    let stream = made.stream(header, format!("BT /F1 10 Tf 2 6 Td ({text}) Tj ET").as_bytes());
    Object::Dictionary(dictionary! { "N" => stream })
}

#[test]
fn annotations_are_read_as_a_viewer_shows_them() {
    let mut made = Made::new();
    let shown = appearance(&mut made, "71-43-2");
    let unseen = appearance(&mut made, "secret");
    let stamp = appearance(&mut made, "APPROVED");
    let annotations: Vec<Object> = vec![
        dictionary! { "Subtype" => "Widget", "FT" => "Tx", "Rect" => rectangle(50, 200, 150, 220), "AP" => shown }.into(),
        dictionary! { "Subtype" => "Widget", "FT" => "Tx", "V" => Object::string_literal("Benzene"), "Rect" => rectangle(50, 170, 150, 190) }.into(),
        dictionary! { "Subtype" => "FreeText", "F" => 2, "Rect" => rectangle(50, 140, 150, 160), "AP" => unseen, "Contents" => Object::string_literal("secret") }.into(),
        dictionary! { "Subtype" => "Stamp", "Rect" => rectangle(50, 100, 250, 140), "AP" => stamp }.into(),
        dictionary! { "Subtype" => "Text", "Contents" => Object::string_literal("check this value"), "Rect" => rectangle(5, 5, 20, 20) }.into(),
        dictionary! { "Subtype" => "Link", "Contents" => Object::string_literal("a link"), "Rect" => rectangle(5, 25, 20, 40) }.into(),
    ];
    made.page.set("Annots", annotations);
    let document = made.read("BT /F1 10 Tf 50 300 Td (CAS number) Tj ET");
    for (text, there) in [("71-43-2", true), ("Benzene", true), ("APPROVED", true), ("secret", false), ("check", false)]
    {
        assert_eq!(document.text.contains(text), there, "{text} in {:?}", document.text);
    }
    let at = document.text.find("71-43-2").expect("the field");
    let (_, boxes, hidden) = document.boxes(orfila_records::TextRange::new(at, at + 7));
    assert!(!hidden && (52.0..53.0).contains(&boxes[0].x0) && (180.0..200.0).contains(&boxes[0].y0), "{boxes:?}");
    // The stamp's appearance is drawn twice as large.
    let at = document.text.find("APPROVED").expect("the stamp");
    assert!(document.boxes(orfila_records::TextRange::new(at, at + 8)).1[0].height() > 15.0);
    assert_eq!(problems(&document, "form_values").len(), 1);
    let lost = |reason| {
        document.losses.iter().filter(|loss| loss.reason == reason).map(|loss| loss.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(lost(LossReason::HiddenText), ["secret"]);
    assert_eq!(lost(LossReason::Markup), ["check this value"]);
}

#[test]
fn a_form_shows_nothing_outside_its_box() {
    let mut made = Made::new();
    let resources = dictionary! { "Font" => made.fonts.clone() };
    let header = dictionary! { "Subtype" => "Form", "BBox" => rectangle(0, 0, 300, 150), "Resources" => resources };
    let form = made.stream(header, b"BT /F1 10 Tf 20 100 Td (inside) Tj 0 100 Td (outside) Tj ET");
    made.resources.set("XObject", dictionary! { "X" => form });
    let document = made.read("/X Do");
    assert_eq!(made::hidden(&document, "inside"), None);
    assert_eq!(made::hidden(&document, "outside"), Some(orfila_records::Concealment::Clipped));
}

const CONTENT: &str = "BT /F1 10 Tf 20 100 Td (LD50 640 mg/kg) Tj ET";

fn document() -> Document {
    let mut document = Made::new().finish(CONTENT);
    let identifier = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![identifier.clone(), identifier]);
    document
}

fn encrypted(mut document: Document, version: EncryptionVersion<'_>) -> Vec<u8> {
    let state = EncryptionState::try_from(version).expect("a state");
    document.encrypt(&state).expect("an encrypted document");
    bytes(document)
}

fn rc4(user: &str) -> Vec<u8> {
    let plain = document();
    let version = EncryptionVersion::V2 {
        document: &plain,
        owner_password: "owner",
        user_password: user,
        key_length: 128,
        permissions: Permissions::all(),
    };
    encrypted(document(), version)
}

fn aes(user: &str) -> Vec<u8> {
    let filter: std::sync::Arc<dyn CryptFilter> = std::sync::Arc::new(Aes256CryptFilter);
    let version = EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: std::collections::BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        file_encryption_key: &[7; 32],
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: "owner",
        user_password: user,
        permissions: Permissions::all(),
    };
    encrypted(document(), version)
}

#[test]
fn files_that_open_without_a_password_are_read_and_others_refused() {
    for file in [rc4(""), aes("")] {
        let document = read(&file, "a.pdf", &Limits::default()).expect("no password is needed");
        assert_eq!(document.text, "LD50 640 mg/kg");
    }
    for file in [rc4("secret"), aes("secret")] {
        assert_eq!(read(&file, "a.pdf", &Limits::default()).expect_err("a password").code(), "encrypted");
    }
}

fn position(bytes: &[u8], word: &str) -> usize {
    bytes.windows(word.len()).rposition(|window| window == word.as_bytes()).unwrap_or_else(|| panic!("{word}"))
}

/// The file with its encryption dictionary in the trailer itself, as MuPDF writes it.
fn sealed(file: Vec<u8>) -> Vec<u8> {
    let at = position(&file, "/Encrypt ");
    let reference: Vec<u8> = file[at + 9..].iter().copied().take_while(|byte| *byte != b'R').collect();
    let reference = String::from_utf8(reference).expect("a reference");
    let object = format!("\n{}obj", reference);
    let body = position(&file, &object) + object.len();
    let end = body + file[body..].windows(6).position(|window| window == b"endobj").expect("the end of an object");
    [&file[..at + 9], &file[body..end], &file[at + 9 + reference.len() + 1..]].concat()
}

#[test]
fn encryption_may_stand_in_the_trailer() {
    for (user, opens) in [("", true), ("secret", false)] {
        let file = sealed(aes(user));
        match read(&file, "a.pdf", &Limits::default()) {
            Ok(document) => assert!(opens && document.text == "LD50 640 mg/kg", "{}", document.text),
            Err(error) => assert!(!opens && error.code() == "encrypted", "{error}"),
        }
    }
}

#[test]
fn files_that_open_and_hold_nothing_are_refused() {
    let mut empty = document();
    let tree =
        empty.catalog().and_then(|catalog| catalog.get(b"Pages")).and_then(Object::as_reference).expect("a tree");
    empty.objects.insert(
        tree,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new(), "Count" => 0 }),
    );
    let mut treeless = document();
    treeless.objects.remove(&tree);
    let blank = Made::new().bytes("");
    for (file, code) in [(bytes(empty), "no_pages"), (bytes(treeless), "damaged"), (blank, "no_text")] {
        assert!(Document::load_mem(&file).is_ok(), "{code}: the container is sound");
        assert_eq!(read(&file, "a.pdf", &Limits::default()).expect_err(code).code(), code);
    }
}

#[test]
fn every_limit_is_a_typed_outcome() {
    let content = "BT /F1 10 Tf 20 100 Td (first) Tj ET\n".repeat(3_000);
    let file = Made::new().bytes(&content);
    let usual = Limits::default();
    for (limits, what) in [
        (Limits { page_operations: 50, ..usual.clone() }, "operators"),
        (Limits { page_glyphs: 40, ..usual.clone() }, "glyphs"),
        (Limits { page_time: Duration::ZERO, ..usual.clone() }, "seconds"),
    ] {
        match read(&file, "a.pdf", &limits) {
            Ok(document) => {
                let loss = document.losses.iter().find(|loss| loss.reason == LossReason::LimitExceeded).expect(what);
                assert!(loss.detail.as_ref().is_some_and(|detail| detail.contains(what)) && loss.page.is_some());
                assert!(problems(&document, "page_limit")[0].contains(what));
                assert_eq!(document.pages[0].outcome, PageOutcome::Read);
            }
            // No time at all leaves no text.
            Err(error) => assert!(what == "seconds" && error.code() == "too_large", "{what}: {error}"),
        }
    }
    for (limits, what) in
        [(Limits { bytes: 100, ..usual.clone() }, "size"), (Limits { objects: 3, ..usual.clone() }, "objects")]
    {
        let error = read(&file, "a.pdf", &limits).expect_err(what);
        assert!(error.code() == "too_large" && error.to_string().contains(what), "{error}");
    }
    let tight = Limits { decompressed_bytes: 1_000, ..usual };
    let error = read(&file, "a.pdf", &tight).expect_err("nothing can be read");
    assert!(error.code() == "too_large" && error.to_string().contains("unpacked"), "{error}");
}

#[test]
fn pages_past_the_limit_are_a_loss() {
    let mut document = document();
    let page = document.page_iter().next().expect("a page");
    let tree =
        document.catalog().and_then(|catalog| catalog.get(b"Pages")).and_then(Object::as_reference).expect("a tree");
    let copy = document.get_dictionary(page).cloned().expect("a page");
    let second = document.add_object(copy);
    let kids = vec![Object::Reference(page), Object::Reference(second)];
    let mut pages = Dictionary::new();
    pages.set("Type", "Pages");
    pages.set("Kids", kids);
    pages.set("Count", 2);
    document.objects.insert(tree, Object::Dictionary(pages));
    let limits = Limits { pages: 1, ..Limits::default() };
    let document = read(&bytes(document), "a.pdf", &limits).expect("the first page");
    assert_eq!(document.pages.len(), 1);
    assert!(document.losses.iter().any(|loss| loss.reason == LossReason::LimitExceeded));
    assert_eq!(problems(&document, "too_many_pages").len(), 1);
}

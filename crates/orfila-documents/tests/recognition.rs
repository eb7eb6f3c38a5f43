//! Scanned pages and pictures with an engine that says what the test wants; and with the real one where it is installed.
#![cfg(feature = "render")]

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use orfila_documents::recognition::{RecognisedWord, Recognition, RecognitionError, Tesseract, TextRecogniser};
use orfila_documents::{Limits, read, read_with};
use orfila_records::{BoundingBox, Document, DocumentFormat, LossReason, PageOutcome, TextSource};

/// An engine that gives the same answer for every picture, and keeps the pictures.
struct Scripted {
    answer: Result<Vec<RecognisedWord>, RecognitionError>,
    seen: RefCell<Vec<Vec<u8>>>,
}

impl Scripted {
    fn new(answer: Result<Vec<RecognisedWord>, RecognitionError>) -> Self {
        Self { answer, seen: RefCell::default() }
    }
}

impl TextRecogniser for Scripted {
    fn engine(&self) -> Option<&str> {
        Some("scripted 1.0")
    }

    fn recognise(&self, picture: &[u8], _: Duration) -> Result<Vec<RecognisedWord>, RecognitionError> {
        self.seen.borrow_mut().push(picture.to_vec());
        self.answer.clone()
    }
}

fn read_by(bytes: &[u8], name: &str, engine: &dyn TextRecogniser, seconds: u64) -> Result<Document, String> {
    let time = Duration::from_secs(seconds);
    let recognition = Recognition { recogniser: engine, page: time, document: time };
    read_with(bytes, name, &Limits::default(), Some(&recognition)).map_err(|error| error.code().to_owned())
}

fn word(text: &str, x0: f32, y0: f32, confidence: f32, line: usize) -> RecognisedWord {
    let bounds = BoundingBox { x0, y0, x1: x0 + 20.0 * text.len() as f32, y1: y0 + 28.0 };
    RecognisedWord { text: text.to_owned(), bounds, confidence, line }
}

/// A PDF of these objects, numbered from 1; the first is its catalog.
fn file_of(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    file.push_str(&format!("trailer<</Root 1 0 R/Size {}>>\n%%EOF", objects.len() + 1));
    file.into_bytes()
}

/// A page of 200 × 100 points under one gray image of one pixel, with `text` stamped on it at the lower left.
fn scan(text: &str) -> Vec<u8> {
    let content = format!("q 200 0 0 100 0 0 cm /I Do Q BT /F 10 Tf 10 10 Td ({text}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n~\nendstream"
            .to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    file_of(&objects)
}

#[test]
fn a_scan_is_drawn_recognised_and_laid_out() {
    let engine = Scripted::new(Ok(vec![word("Flash", 40.0, 50.0, 0.9, 1), word("p0int", 160.0, 50.0, 0.5, 1)]));
    let document = read_by(&scan(""), "a.pdf", &engine, 60).expect("a document");
    assert_eq!(document.text, "Flash p0int");
    let page = &document.pages[0];
    assert_eq!(page.outcome, PageOutcome::Read);
    assert_eq!(page.text_source, TextSource::Recognised { engine: "scripted 1.0".to_owned(), confidence: 0.7 });
    let words = &document.passages[0].segments;
    assert_eq!(words.iter().map(|word| word.confidence).collect::<Vec<_>>(), [Some(0.9), Some(0.5)]);
    let expected = BoundingBox { x0: 9.6, y0: 12.0, x1: 33.6, y1: 18.72 };
    let found = words[0].bounds;
    assert!((found.x0 - expected.x0).abs() < 0.1 && (found.y0 - expected.y0).abs() < 0.1, "{found:?}");
    assert!((found.x1 - expected.x1).abs() < 0.1 && (found.y1 - expected.y1).abs() < 0.1, "{found:?}");
    assert!(
        document
            .problems
            .iter()
            .any(|problem| problem.code == "doubtful_words" && problem.message.starts_with("1 of 2"))
    );
    assert!(document.losses.is_empty());
    // 200 × 100 points at 300 dots an inch.
    assert!(engine.seen.borrow()[0].starts_with(b"P5\n834 417\n255\n"));
}

#[test]
fn stamped_words_are_stated_once() {
    // The engine sees the stamp too: 10 points from the left, 10 from below, in pixels.
    let engine = Scripted::new(Ok(vec![word("Flash", 40.0, 50.0, 0.9, 1), word("DRAFT", 50.0, 345.0, 0.9, 2)]));
    let document = read_by(&scan("DRAFT"), "a.pdf", &engine, 60).expect("a document");
    assert_eq!(document.text.matches("DRAFT").count(), 1);
    assert!(document.text.contains("Flash"));
    let stated =
        document.passages.iter().flat_map(|passage| &passage.segments).filter(|word| word.confidence.is_none());
    assert_eq!(stated.count(), 1);
}

#[test]
fn a_page_with_text_is_not_recognised() {
    let engine = Scripted::new(Ok(Vec::new()));
    let text = "Running text that fills a page) Tj 0 12 Td (".repeat(6);
    read_by(&scan(&text), "a.pdf", &engine, 60).expect("a document");
    assert!(engine.seen.borrow().is_empty());
}

#[test]
fn what_is_not_recognised_is_a_loss() {
    for (answer, seconds, code) in [
        (Err(RecognitionError::Failed("no".to_owned())), 60, "recognition_failed"),
        (Err(RecognitionError::TimeLimit(Duration::from_secs(3))), 60, "recognition_failed"),
        (Ok(vec![word("Flash", 40.0, 50.0, 0.9, 1)]), 0, "recognition_failed"),
        (Ok(Vec::new()), 60, "no_words_recognised"),
    ] {
        let engine = Scripted::new(answer);
        assert_eq!(read_by(&scan(""), "a.pdf", &engine, seconds), Err("no_text".to_owned()));
        let document = read_by(&scan("DRAFT 7"), "a.pdf", &engine, seconds).expect("the stamp is text");
        assert_eq!(document.text, "DRAFT 7");
        let failed = code == "recognition_failed";
        assert_eq!(document.problems.iter().any(|problem| problem.code == code), failed, "{code}");
        assert_eq!(document.losses.iter().any(|loss| loss.reason == LossReason::ScannedPage), failed, "{code}");
    }
}

#[test]
fn pictures_are_read_by_recognition_alone() {
    let picture =
        orfila_documents::render::page(&scan("Word"), orfila_records::PageNumber(1), 100.0, &Limits::default());
    let picture = picture.and_then(|picture| picture.png()).expect("a picture");
    let engine = Scripted::new(Ok(vec![word("Flash", 50.0, 40.0, 0.9, 1)]));
    let document = read_by(&picture, "a.png", &engine, 60).expect("a document");
    assert_eq!((document.text.as_str(), document.format), ("Flash", DocumentFormat::Image));
    assert!((document.pages[0].width - 200.0).abs() < 1.0 && (document.pages[0].height - 100.0).abs() < 1.0);
    assert_eq!(document.passages[0].segments[0].bounds.x0.round(), 36.0);
    assert_eq!(engine.seen.borrow()[0], picture);
    let refused = read(&picture, "a.png", &Limits::default()).expect_err("a refusal");
    assert!(refused.remedy().contains("tesseract-ocr"), "{}", refused.remedy());
    assert_eq!(read_by(&picture, "a.pdf", &engine, 60), Err("not_what_its_name_says".to_owned()));
}

#[test]
fn the_real_engine_reads_a_drawn_page() {
    let engine = Tesseract::new(Path::new("tesseract"), &["eng".to_owned()]);
    if engine.engine().is_none() {
        eprintln!("skipped: tesseract is not installed");
        return;
    }
    let words = "The flash point is 13 degrees";
    let picture =
        orfila_documents::render::page(&scan(words), orfila_records::PageNumber(1), 300.0, &Limits::default());
    let picture = picture.and_then(|picture| picture.png()).expect("a picture");
    let document = read_by(&picture, "a.png", &engine, 60).expect("a document");
    assert_eq!(document.text, words);
    let first = document.passages[0].segments[0].bounds;
    assert!((first.x0 - 10.0).abs() < 1.5 && (first.y1 - 90.0).abs() < 1.5, "{first:?}");
}

/// A page whose font tells none of its sixty letters.
fn garbled() -> Vec<u8> {
    let content = format!("BT /F 8 Tf 10 80 Td <{}> Tj ET", "0102".repeat(30));
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Custom/Encoding<</Type/Encoding/Differences[1/g1/g2]>>>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F {font}>>>>>>"),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    file_of(&objects)
}

#[test]
fn a_garbled_page_is_read_from_its_picture() {
    let remedy = |document: &Document| {
        let garbled = document.problems.iter().filter(|problem| problem.message.contains("garbled"));
        garbled.map(|problem| problem.remedy.clone()).collect::<Vec<_>>()
    };
    let engine = Scripted::new(Ok(vec![word("Flash", 40.0, 50.0, 0.9, 1), word("point", 160.0, 50.0, 0.8, 1)]));
    let document = read_by(&garbled(), "a.pdf", &engine, 60).expect("a document");
    assert_eq!(document.text, "Flash point");
    assert_eq!(remedy(&document).len(), 1, "{:?}", document.problems);
    let left_out = document.losses.iter().filter(|loss| loss.range.is_none() && loss.characters == 60);
    assert!(left_out.count() >= 1, "{:?}", document.losses);
    // What is recognised badly stands in place of nothing.
    for engine in [
        Scripted::new(Ok(vec![word("F1@sh", 40.0, 50.0, 0.3, 1)])),
        Scripted::new(Err(RecognitionError::Failed("no".to_owned()))),
    ] {
        let document = read_by(&garbled(), "a.pdf", &engine, 60).expect("a document");
        assert_eq!(document.text, "\u{FFFD}".repeat(60));
        assert_eq!(remedy(&document).len(), 1, "{:?}", document.problems);
    }
    let alone = read(&garbled(), "a.pdf", &Limits::default()).expect("a document");
    assert!(remedy(&alone)[0].contains("tesseract-ocr"), "{:?}", alone.problems);
}

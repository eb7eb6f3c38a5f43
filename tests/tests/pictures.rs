//! Documents drawn over their pages, figures as files, scans with and without an engine.

use std::fs;

use orfila_tests::{orfila, repository, stderr, stdout};

/// A page under one image, with a small image on a second page; the text of page 2 keeps the file readable.
fn scanned() -> Vec<u8> {
    let image = "<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray/Length 4>>stream\n\
        \u{1}~\u{1}~\nendstream";
    let (first, second) =
        ("q 200 0 0 100 0 0 cm /I Do Q", "q 60 0 0 40 20 50 cm /I Do Q BT /F 8 Tf 20 30 Td (Figure 1. A dose) Tj ET");
    let page = |content: u32| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents {content} 0 R/Resources<</XObject<</I 7 0 R>>/Font<</F 8 0 R>>>>>>"
        )
    };
    let stream = |content: &str| format!("<</Length {}>>stream\n{content}\nendstream", content.len());
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_owned(),
        page(5),
        page(6),
        stream(first),
        stream(second),
        image.to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    file.push_str("trailer<</Root 1 0 R/Size 9>>\n%%EOF");
    file.into_bytes()
}

#[test]
fn a_document_is_drawn_over_its_pages() {
    let sheet = repository().join("corpora/demo/documents/sds_xylene_isomers_eu.pdf");
    let output = orfila().arg("read").arg(&sheet).args(["--format", "html", "--pages", "1"]).output().unwrap();
    let html = stdout(&output);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(html.matches("<svg").count(), 1);
    assert_eq!(html.matches("data:image/png;base64,").count(), 1);
    assert!(html.contains("class=\"block heading\"") && html.contains("<polyline points=\""));
    assert!(!html.contains("src=\"http") && !html.contains("href=\"http"));
    let output = orfila().arg("read").arg(&sheet).args(["--format", "json", "--pages", "1"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let output = orfila().arg("read").arg(&sheet).args(["--pages", "2-1"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
}

#[test]
fn figures_become_files_and_a_scan_without_an_engine_is_a_loss() {
    let folder = tempfile::tempdir().unwrap();
    let (file, images) = (folder.path().join("scan.pdf"), folder.path().join("images"));
    fs::write(&file, scanned()).unwrap();
    let settings = folder.path().join("settings.toml");
    fs::write(&settings, "[reader]\ntesseract = \"/nowhere/tesseract\"\n").unwrap();
    let output = orfila()
        .arg("--config")
        .arg(&settings)
        .arg("read")
        .arg(&file)
        .args(["--format", "json", "--images"])
        .arg(&images)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let document: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(document["losses"][0]["reason"], "scanned_page");
    assert_eq!(document["pages"][0]["outcome"]["state"], "scanned");
    let figures = document["figures"].as_array().unwrap();
    assert_eq!(figures.len(), 1, "{figures:?}");
    assert_eq!((&figures[0]["kind"], figures[0]["caption"].is_null()), (&"image".into(), false));
    let picture = fs::read(images.join("scan_figure1_page2.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    let output = orfila().arg("--config").arg(&settings).arg("doctor").output().unwrap();
    assert!(stdout(&output).contains("apt install tesseract-ocr"), "{}", stdout(&output));
}

//! Files that must be refused with a reason, never read as if nothing were wrong.

use anyhow::{Context as _, Result};
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};

use super::gold::Gold;
use super::typeset::{self, A4, About, Face, Heading, Press, Style, zlib_stored};

/// The password that opens `encrypted.pdf`.
const USER_PASSWORD: &str = "orfila";

/// File names and bytes.
pub(super) fn all() -> Result<Vec<(&'static str, Vec<u8>)>> {
    let whole = typeset::bytes(&mut letter()?)?;
    let half = whole.get(..whole.len() / 2).context("a PDF has at least two bytes")?.to_vec();
    Ok(vec![
        ("empty.pdf", Vec::new()),
        ("empty_workbook.xlsx", Vec::new()),
        ("text_named.pdf", b"This file is plain text, whatever its name says.\nLD50 rat oral 640 mg/kg.\n".to_vec()),
        ("truncated.pdf", half),
        ("encrypted.pdf", encrypted()?),
        ("billion_laughs.xml", billion_laughs().into_bytes()),
        ("scanned_page.pdf", scanned()?),
    ])
}

/// A short letter with something to find in it.
fn letter() -> Result<Document> {
    let style = Style {
        paper: A4,
        margin: 70.0,
        body: Face::Serif,
        strong: Face::SerifBold,
        size: 11.0,
        heading: Heading::Plain,
        label: 120.0,
        separator: ":",
        header: ("Hostile inputs".into(), "Orfila demonstration corpus".into()),
        footer: ("".into(), "{page}".into()),
    };
    let mut press = Press::new(style, Gold::new("letter.pdf", "other", "en", None));
    press.title("Acrylamide", 16.0, [])?;
    for _ in 0..12 {
        press.paragraph(
            "Acrylamide (CAS 79-06-1): LD50 oral rat 124 mg/kg. This paragraph is repeated to fill the page.",
            [],
        )?;
    }
    let about = About { title: "Letter on acrylamide".to_owned(), created: "D:20200101000000Z" };
    Ok(press.finish(&about)?.document)
}

/// RC4 of 40 bits: the one revision whose dictionary holds no random bytes, so that every run gives the same file.
fn encrypted() -> Result<Vec<u8>> {
    let mut document = letter()?;
    let version = EncryptionVersion::V1 {
        document: &document,
        owner_password: "mathieu",
        user_password: USER_PASSWORD,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version)?;
    document.encrypt(&state)?;
    typeset::bytes(&mut document)
}

/// Ten entities, each ten times the one before: a few hundred bytes that stand for gigabytes.
fn billion_laughs() -> String {
    let mut declarations = String::from("<!ENTITY lol0 \"LD50 \">\n");
    for level in 1..=9 {
        let inner = format!("&lol{};", level - 1).repeat(10);
        declarations.push_str(&format!("<!ENTITY lol{level} \"{inner}\">\n"));
    }
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE article [\n{declarations}]>\n<article><body><p>&lol9;</p></body></article>\n"
    )
}

/// A page that holds one grey image and no text.
fn scanned() -> Result<Vec<u8>> {
    const WIDTH: usize = 120;
    const HEIGHT: usize = 168;
    let dark = |row: usize, column: usize| {
        let (line, word) = (row % 8, (column * 7 + row / 8 * 13) % 31);
        (16..150).contains(&row) && (14..106).contains(&column) && (2..6).contains(&line) && word > 6
    };
    let pixels: Vec<u8> =
        (0..HEIGHT).flat_map(|row| (0..WIDTH).map(move |column| if dark(row, column) { 0x30 } else { 0xf4 })).collect();
    let about = About { title: "Scanned page".to_owned(), created: "D:20200101000000Z" };
    let paint = b"q\n595 0 0 842 0 0 cm\n/Im1 Do\nQ\n".to_vec();
    let mut document = typeset::document(vec![paint], A4.0, A4.1, &about)?;
    let image = Stream::new(
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::try_from(WIDTH)?,
            "Height" => i64::try_from(HEIGHT)?,
            "ColorSpace" => "DeviceGray",
            "BitsPerComponent" => 8,
            "Filter" => "FlateDecode",
        },
        zlib_stored(&pixels),
    );
    let image = document.add_object(image.with_compression(false));
    let page = document.page_iter().next().context("the document has one page")?;
    let page = document.get_dictionary_mut(page)?;
    page.set("Resources", dictionary! { "XObject" => dictionary! { "Im1" => Object::Reference(image) } });
    typeset::bytes(&mut document)
}

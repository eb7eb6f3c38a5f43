//! Pictures of pages of all kinds: that they are decoded, turned as they say or lie, and read page by page.
#![cfg(feature = "render")]

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use orfila_documents::recognition::{RecognisedWord, Recognition, RecognitionError, Tesseract, TextRecogniser};
use orfila_documents::render::{Bitmap, page};
use orfila_documents::{Limits, read_with};
use orfila_records::{BoundingBox, Document, PageNumber, PageOutcome};

// A picture of 32 × 24 pixels, white, with a black rectangle from (8, 6) to (23, 17). Made with Pillow 12 (libtiff, OpenJPEG).
/// The picture by CCITT group 4; its white is what the code calls black.
const GROUP4: &str = "26a0d5ffc8b57ffffffffffe3ffc004004";
/// The same as JBIG2: page information and a region in group 4.
const JBIG2: &str = "0000000030000100000013000000200000001800000000000000000000000000000126000100000023000000200000001800\
    00000000000000000126a0d5ffc8b57ffffffffffe3ffc004004";
/// The picture as JPEG 2000.
const JPEG_2000: &str = "0000000c6a5020200d0a870a00000014667479706a703220000000006a7032200000002d6a70326800000016696864720000\
    0018000000200001070700000000000f636f6c7201000000000011000001796a703263ff4fff510029000000000020000000\
    180000000000000000000000200000001800000000000000000001070101ff52000c00000001000404040001ff5c00104040\
    484850484850484850484850ff640025000143726561746564206279204f70656e4a5045472076657273696f6e20322e352e\
    34ff90000a0000000000fb0001ff93df8030020e6f24b9bfcfc01a7e0091f802000fb84c7dcf3f0c3586770b4c7f7fc7da1d\
    7e61f1f807800adf64a4f71f9cedb1ad6169d17719adaf5bbaee8c5854300510cdc5470e4682923a5d9e408b2e8ab3bdb78f\
    cfc0667e03707d42601919d448013453b2f18056e40f4c4f0bfc64a9ab8ebc79857f6f4db7983d4e5bfe760c2a93539168ce\
    a6ca87c30ff61696d115f1169f177b1f43407be4a46ba2bfb70c43c3fd3fcfc0627e03b0fb42807429dd43a602deee83a239\
    6dba6526fa7caf16ba602675692dd000594bb755a6c0f2abca6e8f75f61a221bfd85d82be713f515c83f22ea299a16034a14\
    4923ffd9";
/// The picture as JPEG.
const JPEG: &str = "ffd8ffe000104a46494600010100000100010000ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17\
    202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffc0000b08001800200101\
    1100ffc4001f0000010501010101010100000000000000000102030405060708090a0bffc400b51000020103030204030505\
    04040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a\
    25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a8384858687\
    88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2\
    e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00f4eae63fe160f853fe82bff92f2fff001347fc2c1f0a\
    7fd057ff0025e5ff00e26ba7a2be62a2be9da2b98ff857de14ff00a057fe4c4bff00c551ff000afbc29ff40aff00c9897ff8\
    aae9ebffd9";
/// The picture in eight bits a pixel by LZW.
const LZW: &str = "803fe0503824160d0784426150b864361d0f884462513850022d178c46401108d4762f1c8f47641218cc8e491f87c9e4b299\
    54a21d2d974366116934aa6b279bc92293b9e4f67d3fa050619010";

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let byte = |at: usize| u8::from_str_radix(&hexadecimal[at..at + 2], 16).expect("two digits");
    (0..hexadecimal.len()).step_by(2).map(byte).collect()
}

/// A file of one page of 32 × 24 points, or as many as the picture has, under an image.
fn under(image: &[u8], parameters: &str, (width, height): (u32, u32), page: &str) -> Vec<u8> {
    let content = format!("q {width} 0 0 {height} 0 0 cm /I Do Q");
    let mut file = b"%PDF-1.7\n".to_vec();
    for (number, object) in [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>{page}>>"),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ]
    .iter()
    .enumerate()
    {
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let head = format!("5 0 obj\n<</Type/XObject/Subtype/Image/Length {} {parameters}>>stream\n", image.len());
    file.extend(head.bytes());
    file.extend(image);
    file.extend(b"\nendstream\nendobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF");
    file
}

/// A picture of a TIFF file: width, height, further tags (tag, value) and its only strip.
type Picture<'t> = (u32, u32, &'t [(u16, u32)], Vec<u8>);

fn tiff(pictures: &[Picture<'_>]) -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for (at, (width, height, further, strip)) in pictures.iter().enumerate() {
        let mut tags = vec![(256, *width), (257, *height), (277, 1), (278, *height), (279, strip.len() as u32)];
        tags.extend(further.iter());
        let start = file.len() as u32;
        let strip_at = start + 2 + 12 * (tags.len() as u32 + 1) + 4;
        tags.push((273, strip_at));
        tags.sort_unstable();
        file.extend((tags.len() as u16).to_le_bytes());
        for (tag, value) in &tags {
            file.extend(tag.to_le_bytes());
            file.extend([4, 0, 1, 0, 0, 0]);
            file.extend(value.to_le_bytes());
        }
        let padded = strip.len().next_multiple_of(2);
        let next = if at + 1 < pictures.len() { strip_at + padded as u32 } else { 0 };
        file.extend(next.to_le_bytes());
        file.extend(strip);
        file.resize(strip_at as usize + padded, 0);
    }
    file
}

/// The rectangle with one byte a pixel.
fn plain() -> Vec<u8> {
    let dark = |x: usize, y: usize| (8..24).contains(&x) && (6..18).contains(&y);
    (0..24 * 32).map(|at| if dark(at % 32, at / 32) { 0 } else { 255 }).collect()
}

/// Whether the middle and a corner are dark.
fn shades(picture: &Bitmap) -> (bool, bool) {
    let dark = |x, y| picture.pixel(x, y).is_some_and(|pixel| pixel[0] < 80);
    (dark(picture.width / 2, picture.height / 2), dark(2, 2))
}

#[test]
fn images_of_pages_are_decoded() {
    let size = "/Width 32/Height 24";
    for (name, image, parameters, expected) in [
        (
            "CCITT",
            GROUP4,
            "/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 32/Rows 24/BlackIs1 true>>",
            (true, false),
        ),
        // Its region is the negative.
        ("JBIG2", JBIG2, "/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode", (false, true)),
        ("JPX", JPEG_2000, "/Filter/JPXDecode", (true, false)),
        ("DCT", JPEG, "/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode", (true, false)),
    ] {
        let file = under(&bytes(image), &format!("{size}{parameters}"), (32, 24), "");
        let picture = page(&file, PageNumber(1), 72.0, &Limits::default()).expect(name);
        assert_eq!(shades(&picture), expected, "{name}");
    }
}

#[test]
fn pictures_are_decoded_as_they_are() {
    let gray = |compression, bits, photometric| vec![(258, bits), (259, compression), (262, photometric)];
    let bits: Vec<u8> = plain().chunks(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | (bit >> 7))).collect();
    for (name, tags, strip) in [
        ("plain", gray(1, 8, 1), plain()),
        ("one bit", gray(1, 1, 1), bits.clone()),
        ("white is zero", gray(1, 1, 0), bits.iter().map(|byte| !byte).collect()),
        ("CCITT", gray(4, 1, 1), bytes(GROUP4)),
        ("LZW", gray(5, 8, 1), bytes(LZW)),
        ("JPEG", gray(7, 8, 1), bytes(JPEG)),
    ] {
        let file = tiff(&[(32, 24, &tags, strip)]);
        let picture = page(&file, PageNumber(1), 300.0, &Limits::default()).expect(name);
        assert_eq!((picture.width, picture.height, shades(&picture)), (32, 24, (true, false)), "{name}");
        for end in 0..file.len() {
            let _ = page(&file[..end], PageNumber(1), 300.0, &Limits::default());
        }
    }
    let photograph = page(&bytes(JPEG), PageNumber(1), 300.0, &Limits::default()).expect("a photograph");
    assert_eq!(shades(&photograph), (true, false));
    let again = photograph.png().and_then(|file| page(&file, PageNumber(1), 150.0, &Limits::default())).expect("a PNG");
    assert_eq!((again.width, again.height, shades(&again)), (16, 12, (true, false)));
}

#[test]
fn orientation_and_limits_are_heeded() {
    let upright = |orientation| {
        let tags = [(258, 8), (259, 1), (262, 1), (274, orientation), (282, 0)];
        let mut strip = plain();
        strip[..32 * 4].fill(0);
        page(&tiff(&[(32, 24, &tags[..4], strip)]), PageNumber(1), 300.0, &Limits::default()).expect("a picture")
    };
    for (orientation, size, dark) in
        [(1, (32, 24), (16, 1)), (3, (32, 24), (16, 22)), (6, (24, 32), (22, 16)), (8, (24, 32), (1, 16))]
    {
        let picture = upright(orientation);
        assert_eq!((picture.width, picture.height), size, "{orientation}");
        assert_eq!(picture.pixel(dark.0, dark.1), Some([0; 3]), "{orientation}");
    }
    let small = Limits { pixels: 100, ..Limits::default() };
    let file = tiff(&[(32, 24, &[(258, 8), (259, 1), (262, 1)], plain())]);
    assert!(page(&file, PageNumber(1), 300.0, &small).is_err());
    assert_eq!(read_by(&file, "a.tif", &Scripted::default(), &small), Err("too_large".to_owned()));
    let huge = tiff(&[(60_000, 60_000, &[(258, 8), (259, 1), (262, 1)], plain())]);
    assert_eq!(read_by(&huge, "a.tif", &Scripted::default(), &Limits::default()), Err("too_large".to_owned()));
}

/// An engine that reads one word more in every picture.
#[derive(Default)]
struct Scripted {
    seen: RefCell<Vec<Vec<u8>>>,
}

impl TextRecogniser for Scripted {
    fn engine(&self) -> Option<&str> {
        Some("scripted 1.0")
    }

    fn recognise(&self, picture: &[u8], _: Duration) -> Result<Vec<RecognisedWord>, RecognitionError> {
        self.seen.borrow_mut().push(picture.to_vec());
        let text = format!("word{}", self.seen.borrow().len());
        let bounds = BoundingBox { x0: 2.0, y0: 2.0, x1: 30.0, y1: 20.0 };
        Ok(vec![RecognisedWord { text, bounds, confidence: 0.9, line: 1 }])
    }

    fn turn(&self, _: &[u8], _: Duration) -> Result<Option<u32>, RecognitionError> {
        Ok(None)
    }
}

fn read_by(file: &[u8], name: &str, engine: &dyn TextRecogniser, limits: &Limits) -> Result<Document, String> {
    let time = Duration::from_secs(120);
    let recognition = Recognition { recogniser: engine, page: time, document: time };
    read_with(file, name, limits, Some(&recognition)).map_err(|error| error.code().to_owned())
}

#[test]
fn a_file_of_several_pictures_is_a_document_of_several_pages() {
    let gray = [(258, 8), (259, 1), (262, 1)];
    let unknown = [(258, 8), (259, 34_712), (262, 1)];
    let file = tiff(&[(32, 24, &gray, plain()), (32, 24, &unknown, plain()), (32, 24, &gray, plain())]);
    let engine = Scripted::default();
    let document = read_by(&file, "a.tiff", &engine, &Limits::default()).expect("a document");
    assert_eq!(document.text, "word1\nword2");
    let outcomes: Vec<bool> = document.pages.iter().map(|page| page.outcome == PageOutcome::Read).collect();
    assert_eq!(outcomes, [true, false, true], "{:?}", document.pages);
    assert!(engine.seen.borrow()[0].starts_with(b"P5\n32 24\n"));
    let unread = document.problems.iter().find(|problem| problem.code == "unreadable_page").expect("a problem");
    assert_eq!(unread.page, Some(PageNumber(2)));
    assert!(document.losses.iter().any(|loss| loss.page == Some(PageNumber(2))));
    let two = Limits { pages: 2, ..Limits::default() };
    let cut = read_by(&file, "a.tif", &Scripted::default(), &two).expect("a document");
    assert!(cut.problems.iter().any(|problem| problem.code == "too_many_pages"));
    assert_eq!(read_by(&file, "a.pdf", &engine, &two), Err("not_what_its_name_says".to_owned()));
    assert_eq!(read_by(&file[..9], "a.tif", &engine, &two), Err("damaged".to_owned()));
}

const LINES: [&str; 5] = [
    "The flash point of the mixture is 13 degrees Celsius",
    "Its density at room temperature was found to be 879",
    "Rats were treated by gavage for twenty eight days",
    "No adverse effects were observed in any of the groups",
    "The report was written in the month of September",
];

/// A page of text as a picture.
fn printed() -> Bitmap {
    let lines: String = LINES.iter().map(|line| format!("({line}) Tj 0 -24 Td ")).collect();
    let content = format!("BT /F 12 Tf 30 150 Td {lines} ET");
    let font = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>";
    let file = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 380 200]/Contents 4 0 R{font}>>\nendobj\n\
         4 0 obj\n<</Length {}>>stream\n{content}\nendstream\nendobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF",
        content.len()
    );
    page(file.as_bytes(), PageNumber(1), 300.0, &Limits::default()).expect("a page")
}

fn check(document: &Document, rotation: u16, first: (f32, f32), what: &str) {
    let text: Vec<&str> = document.text.lines().collect();
    assert_eq!(text, LINES, "{what}");
    let passage = &document.passages[0];
    assert_eq!(passage.direction.rotation, rotation, "{what}");
    let bounds = passage.segments[0].bounds;
    let (x, y) = (0.5 * (bounds.x0 + bounds.x1), 0.5 * (bounds.y0 + bounds.y1));
    assert!((x - first.0).abs() < 8.0 && (y - first.1).abs() < 8.0, "{what}: {bounds:?}, expected {first:?}");
}

#[test]
fn the_real_engine_reads_pages_that_lie_on_their_side() {
    let engine = Tesseract::new(Path::new("tesseract"), &["eng".to_owned()]);
    if engine.engine().is_none() {
        eprintln!("skipped: tesseract is not installed");
        return;
    }
    let upright = printed();
    // `The` stands 30 points from the left and 46 from above on a page of 380 × 200.
    for (turned, rotation, first) in
        [(0, 0, (40.0, 46.0)), (90, 90, (154.0, 40.0)), (180, 180, (340.0, 154.0)), (270, 270, (46.0, 340.0))]
    {
        let picture = upright.turned(turned);
        let document =
            read_by(&picture.png().expect("a PNG"), "a.png", &engine, &Limits::default()).expect("a document");
        check(&document, rotation, first, &format!("picture turned by {turned}"));
        // The same as the image of a page, which may be turned back by the page.
        let gray = picture.graymap();
        let pixels = &gray[gray.len() - (picture.width * picture.height) as usize..];
        let parameters =
            format!("/Width {}/Height {}/BitsPerComponent 8/ColorSpace/DeviceGray", picture.width, picture.height);
        let size = if turned.is_multiple_of(180) { (380, 200) } else { (200, 380) };
        let scan = under(pixels, &parameters, size, "");
        check(&read_by(&scan, "a.pdf", &engine, &Limits::default()).expect("a document"), rotation, first, "scan");
        let back = under(pixels, &parameters, size, &format!("/Rotate {}", (360 - turned) % 360));
        check(
            &read_by(&back, "a.pdf", &engine, &Limits::default()).expect("a document"),
            0,
            (40.0, 46.0),
            "turned back",
        );
    }
}

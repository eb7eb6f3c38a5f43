//! Pages of operators → the bytes of a PDF.

use anyhow::Result;
use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::face::{FACES, Face, SYMBOLS};

/// What the file says about itself.
#[derive(Debug, Clone)]
pub(crate) struct About {
    /// Title in the document information.
    pub(crate) title: String,
    /// Creation date in PDF form, for example `D:20240115090000Z`.
    pub(crate) created: &'static str,
}

/// Builds the document of pages with these content streams, each `width` × `height` points.
pub(crate) fn document(contents: Vec<Vec<u8>>, width: f32, height: f32, about: &About) -> Result<Document> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let fonts = fonts(&mut document);
    let mut kids = Vec::new();
    for content in contents {
        let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, zlib_stored(&content));
        let content = document.add_object(stream.with_compression(false));
        kids.push(Object::Reference(document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => pages,
            "MediaBox" => vec![0.into(), 0.into(), width.into(), height.into()],
            "Resources" => dictionary! { "Font" => fonts },
            "Contents" => content,
        })));
    }
    let count = i64::try_from(kids.len())?;
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    let info = document.add_object(dictionary! {
        "Title" => text(&about.title),
        "Producer" => text("Orfila demonstration corpus"),
        "CreationDate" => text(about.created),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let id = Object::String(file_identifier(&about.title), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    Ok(document)
}

/// The bytes of a document.
pub(crate) fn bytes(document: &mut Document) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// A text string: Latin-1 characters are the same in PDFDocEncoding.
fn text(value: &str) -> Object {
    let codes = value.chars().map(|character| u8::try_from(u32::from(character)).unwrap_or(b'-')).collect();
    Object::String(codes, StringFormat::Literal)
}

/// Sixteen bytes that depend on the title alone (FNV-1a, twice).
fn file_identifier(title: &str) -> Vec<u8> {
    let hash = |seed: u64| {
        title
            .bytes()
            .fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
            .to_be_bytes()
    };
    [hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4)].concat()
}

/// The font resources every page shares.
fn fonts(document: &mut Document) -> ObjectId {
    let mut resources = lopdf::Dictionary::new();
    for (face, resource, name) in FACES {
        let mut font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name };
        if let Some(widths) = face.widths() {
            font.set("Encoding", "WinAnsiEncoding");
            font.set("FirstChar", 32);
            font.set("LastChar", 255);
            font.set("Widths", widths.iter().map(|width| i64::from(*width).into()).collect::<Vec<Object>>());
        }
        if face == Face::Symbol {
            let map = Stream::new(dictionary! {}, symbol_map().into_bytes()).with_compression(false);
            font.set("ToUnicode", document.add_object(map));
        }
        let font = document.add_object(font);
        resources.set(resource, font);
    }
    document.add_object(resources)
}

/// Tells readers which characters the codes of Symbol stand for.
fn symbol_map() -> String {
    let lines: String =
        SYMBOLS.iter().map(|(sign, code, _)| format!("<{code:02X}> <{:04X}>\n", u32::from(*sign))).collect();
    let count = SYMBOLS.len();
    format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Orfila-Symbol def\n\
         /CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n\
         {count} beginbfchar\n{lines}endbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
}

/// A zlib stream of stored blocks: every Flate decoder reads it, and its bytes depend on no compressor's version.
pub(crate) fn zlib_stored(bytes: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 65_535;
    let mut out = vec![0x78, 0x01];
    let blocks = bytes.chunks(BLOCK).count().max(1);
    for index in 0..blocks {
        let block = bytes.chunks(BLOCK).nth(index).unwrap_or_default();
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(index + 1 == blocks));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    out.extend(((high << 16) | low).to_be_bytes());
    out
}

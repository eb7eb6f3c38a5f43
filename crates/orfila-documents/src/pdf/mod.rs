//! PDF: objects, streams and decryption are lopdf's; placing glyphs and finding lines, columns and blocks happens here.

#[cfg(test)]
mod accounting;
mod annotations;
mod cff;
mod cmap;
mod composite;
mod concealment;
mod encoding;
mod font;
mod garbled;
mod glyphs;
mod inflate;
mod inner;
mod interpreter;
mod layers;
mod layout;
mod lexer;
mod load;
mod losses;
mod marked;
mod matrix;
mod objects;
mod overprints;
mod page_tree;
mod painting;
mod path;
mod resources;
mod scans;
mod sealed;
mod showing;
mod simple;
mod state;
mod structure;
mod tracking;
mod truetype;
mod trust;
mod type1;
mod widths;

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use lopdf::ObjectId;
use orfila_records::{Document, DocumentFormat, Page, PageNumber, PageOutcome, TextSource};

use crate::builder::DocumentBuilder;
use crate::pdf::glyphs::{PageContent, Stop};
use crate::pdf::interpreter::Interpreter;
use crate::pdf::layout::figures;
use crate::pdf::layout::furniture::furniture;
use crate::pdf::layout::page::Sheet;
use crate::pdf::layout::recognised;
use crate::pdf::resources::Reader;
use crate::pdf::scans::Scans;
use crate::recognition::Recognition;
use crate::recognition::turns::Reading;
use crate::{Limits, ReadError};

/// Reads a PDF file; scanned pages by `recognition`, if there is one.
pub(crate) fn read(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    recognition: Option<&Recognition<'_>>,
) -> Result<Document, ReadError> {
    let source = load::load(bytes, limits)?;
    let pages = page_tree::pages(&source, limits.pages as usize + 1);
    if pages.is_empty() {
        return Err(load::why_no_pages(&source));
    }
    let mut builder = DocumentBuilder::new(bytes, file_name, DocumentFormat::Pdf);
    load::note_repairs(&source, pages.len(), limits, &mut builder);
    let mut reader = Reader::new(&source, limits);
    let mut scans = Scans::new(bytes, limits, recognition);
    let mut sheets = Vec::new();
    let mut scanned = Vec::new();
    for (number, id) in (1_u32..=limits.pages).zip(&pages) {
        let number = PageNumber(number);
        let (sheet, outcome) = read_page(&mut reader, &mut scans, *id, number, &mut builder);
        if outcome == PageOutcome::Scanned {
            scanned.push(number.0);
        }
        sheets.push(sheet);
    }
    figures::decoration::remove(&mut sheets.iter_mut().map(Sheet::figures_mut).collect::<Vec<_>>());
    emit(&mut sheets, |builder| load::note_printed_title(&source, builder), limits, &mut builder);
    load::note_metadata(&source, &mut builder);
    if !builder.has_text() {
        if let Some((what, limit)) = reader.passed {
            return Err(ReadError::TooLarge { what, found: limit, limit });
        }
        scanned.truncate(50);
        return Err(ReadError::NoText { pages: sheets.len() as u32, scanned });
    }
    Ok(builder.finish())
}

fn read_page(
    reader: &mut Reader<'_>,
    scans: &mut Scans<'_>,
    id: ObjectId,
    number: PageNumber,
    builder: &mut DocumentBuilder,
) -> (Sheet, PageOutcome) {
    let started = Instant::now();
    let document = reader.document();
    let empty = lopdf::Dictionary::new();
    let page = document.get_dictionary(id).unwrap_or(&empty);
    let geometry = page_tree::Geometry::of(document, page);
    let mut content = match page_content(reader, id, &geometry) {
        Ok(content) => content,
        Err(reason) => PageContent { stopped: Some(reason), ..PageContent::default() },
    };
    if let Some(Stop::Limit { what, limit }) = &content.stopped {
        reader.passed.get_or_insert((what, *limit));
    }
    let overprints = content.drop_overprints();
    let mut sheet = Sheet::of(number, geometry.height, &content);
    // A page whose content took all the time is still laid out.
    let time = reader.limits().page_time;
    sheet.allow(time.saturating_sub(started.elapsed()).max(time / 4));
    losses::note_losses(&content, &sheet, overprints, number, builder);
    *sheet.figures_mut() = figures::candidates(&content, geometry.area());
    let outcome = scans.settle(number, &geometry, &content, losses::outcome(&content), &mut sheet, builder);
    sheet.draw(geometry.width, std::mem::take(&mut content.strokes));
    losses::note_outcome(&outcome, number, builder);
    builder.page(Page {
        number,
        width: geometry.width,
        height: geometry.height,
        outcome: outcome.clone(),
        text_source: sheet.text_source(),
    });
    (sheet, outcome)
}

fn page_content(reader: &mut Reader<'_>, id: ObjectId, geometry: &page_tree::Geometry) -> Result<PageContent, Stop> {
    let document = reader.document();
    let page = document
        .get_dictionary(id)
        .map_err(|error| Stop::Damage(format!("the page object cannot be read: {error}")))?;
    let resources = page_tree::resources(document, page).unwrap_or(page);
    let mut bytes = Vec::new();
    let mut failed = None;
    let cut_before = reader.cut_streams();
    for stream in document.get_page_contents(id) {
        match document.get_object(stream).and_then(lopdf::Object::as_stream) {
            Ok(stream) => match reader.content(stream) {
                Ok(part) => bytes.extend(part),
                Err(reason) => failed = Some(reason),
            },
            Err(error) => failed = Some(Stop::Damage(format!("a content stream is missing: {error}"))),
        }
        bytes.push(b'\n');
    }
    let mut content = Interpreter::new(&mut *reader, geometry.transform, geometry.area()).page(&bytes, resources, page);
    if reader.cut_streams() > cut_before {
        failed.get_or_insert_with(|| Stop::Damage("a content stream breaks off".to_owned()));
    }
    content.stopped = content.stopped.or(failed);
    Ok(content)
}

/// Appends the passages of all pages and the title: a stated one that the pages print, else the one that looks it.
fn emit(
    sheets: &mut [Sheet],
    note_printed_title: impl FnOnce(&mut DocumentBuilder),
    limits: &Limits,
    builder: &mut DocumentBuilder,
) {
    mark_rare_faces(sheets);
    let sheets = &*sheets;
    let body_size = body_size(sheets);
    let edges: Vec<_> = sheets.iter().enumerate().flat_map(|(page, sheet)| sheet.edge_rows(page)).collect();
    let mut furniture_rows: HashMap<usize, HashSet<usize>> = HashMap::new();
    for (page, row) in furniture(&edges, sheets.len()) {
        furniture_rows.entry(page).or_default().insert(row);
    }
    let none = HashSet::new();
    let mut open = None;
    for (page, sheet) in sheets.iter().enumerate() {
        if !sheet.emit(builder, furniture_rows.get(&page).unwrap_or(&none), body_size, &mut open) {
            losses::note_late(limits.page_time, sheet.number, builder);
        }
    }
    note_printed_title(builder);
    let heads = furniture_rows.get(&0).unwrap_or(&none);
    let title = |heads: &HashSet<usize>| sheets.first().and_then(|sheet| sheet.title(heads, body_size));
    if let Some(title) = title(heads).or_else(|| title(&none)) {
        builder.set_title(&title);
    }
}

/// A picture of a page that was recognised.
pub(crate) struct PicturePage {
    pub(crate) number: PageNumber,
    /// In points.
    pub(crate) size: (f32, f32),
    /// Points a pixel.
    pub(crate) scale: f32,
    /// Its words, or why it was not read.
    pub(crate) reading: Result<Reading, String>,
}

/// Lays out the words that were recognised in pictures of pages.
pub(crate) fn lay_out_pictures(pages: &[PicturePage], engine: &str, limits: &Limits, builder: &mut DocumentBuilder) {
    let mut sheets = Vec::new();
    for page in pages {
        let (number, (width, height)) = (page.number, page.size);
        let mut sheet = Sheet::of(number, height, &PageContent::default());
        sheet.allow(limits.page_time);
        let outcome = match &page.reading {
            Err(reason) => PageOutcome::Unreadable(reason.clone()),
            Ok(reading) if reading.words.is_empty() => {
                scans::note_no_words(engine, number, builder);
                PageOutcome::Scanned
            }
            Ok(reading) => {
                let confidence = scans::mean_confidence(&reading.words);
                scans::note_doubt(&reading.words, number, builder);
                let source = TextSource::Recognised { engine: engine.to_owned(), confidence };
                sheet.add_recognised(recognised::turned(reading, page.scale, page.size), source);
                PageOutcome::Read
            }
        };
        builder.page(Page { number, width, height, outcome, text_source: sheet.text_source() });
        sheets.push(sheet);
    }
    emit(&mut sheets, |_| {}, limits, builder);
}

/// Marks the words in typefaces that the document sets few of its characters in: those of headings, often.
fn mark_rare_faces(sheets: &mut [Sheet]) {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for (face, count) in sheets.iter().flat_map(Sheet::faces) {
        *counts.entry(face).or_default() += count;
    }
    let all: usize = counts.values().sum();
    let rare = |face: u32| face != 0 && counts.get(&face).is_some_and(|count| count.saturating_mul(7) < all);
    sheets.iter_mut().for_each(|sheet| sheet.mark_faces(&rare));
}

/// The size that most characters of the document are set in.
fn body_size(sheets: &[Sheet]) -> f32 {
    let mut counts: HashMap<i32, usize> = HashMap::new();
    for (size, count) in sheets.iter().flat_map(Sheet::sizes) {
        *counts.entry((size.min(1000.0) * 4.0).round() as i32).or_default() += count;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    // Lists of references and notes may be as long as the text, and are set smaller.
    let body = counts.into_iter().filter(|(_, count)| 2 * count > most).map(|(size, _)| size).max();
    body.map_or(10.0, |size| size as f32 / 4.0)
}

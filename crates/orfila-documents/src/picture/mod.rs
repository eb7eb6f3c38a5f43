//! Pictures of pages (PNG, JPEG, TIFF with one page or several) as documents: their words are recognised.

pub(crate) mod header;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use orfila_records::{Document, DocumentFormat, LossReason, PageNumber, Severity};

use crate::builder::DocumentBuilder;
use crate::pdf::{self, PicturePage};
use crate::picture::header::Header;
use crate::recognition::turns::{self, Reading};
use crate::recognition::{Recognition, RecognitionError};
use crate::{Limits, ReadError};

/// Reads the pictures of a file.
pub(crate) fn read(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    recognition: Option<&Recognition<'_>>,
) -> Result<Document, ReadError> {
    let headers = Header::all(bytes, limits.pages as usize + 1);
    let first = headers.first().ok_or_else(|| ReadError::Damaged { reason: no_size(bytes).to_owned() })?;
    if let ([_], Some(refusal)) = (headers.as_slice(), too_large(first, limits)) {
        return Err(refusal);
    }
    let scanned = || (1..=headers.len().min(50) as u32).collect();
    let engine = recognition.and_then(|recognition| Some((recognition, recognition.recogniser.engine()?)));
    let (recognition, engine) =
        engine.ok_or_else(|| ReadError::NoText { pages: headers.len() as u32, scanned: scanned() })?;
    let mut builder = DocumentBuilder::new(bytes, file_name, DocumentFormat::Image);
    let mut pictures = Pictures { bytes, limits, recognition, spent: Duration::ZERO };
    let mut pages = Vec::new();
    for (number, header) in (1..=limits.pages).map(PageNumber).zip(&headers) {
        let reading = match pictures.page(number, header) {
            Ok(reading) => Ok(reading),
            Err(error) if headers.len() == 1 => return Err(refusal(error)),
            Err(error) => Err(note_unread(error, number, &mut builder)),
        };
        pages.push(PicturePage { number, size: size(header), scale: 72.0 / header.dpi, reading });
    }
    if headers.len() > limits.pages as usize {
        let message = format!("the pages after page {} are past the limit and were not read", limits.pages);
        builder.loss(LossReason::LimitExceeded, None, "", &message);
        builder.problem(Severity::Error, "too_many_pages", message, "Raise the page limit or split the file.", None);
    }
    pdf::lay_out_pictures(&pages, engine, limits, &mut builder);
    if !builder.has_text() {
        return Err(ReadError::NoText { pages: headers.len() as u32, scanned: Vec::new() });
    }
    Ok(builder.finish())
}

fn no_size(bytes: &[u8]) -> &'static str {
    match header::is_tiff(bytes) && !cfg!(feature = "render") {
        true => "this program was built without drawing and cannot read TIFF pictures",
        false => "the picture does not state its size",
    }
}

/// Points across and down.
fn size(header: &Header) -> (f32, f32) {
    let scale = 72.0 / header.dpi;
    (header.width as f32 * scale, header.height as f32 * scale)
}

fn too_large(header: &Header, limits: &Limits) -> Option<ReadError> {
    let found = u64::from(header.width).saturating_mul(u64::from(header.height));
    let (what, limit) = ("the picture's number of pixels", limits.pixels);
    (found > limit).then_some(ReadError::TooLarge { what, found, limit })
}

/// Why a picture was not read.
enum Unread {
    Refused(ReadError),
    NotRecognised(RecognitionError),
    NotDecoded(String),
}

/// The pictures of a file, one after the other.
struct Pictures<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    recognition: &'a Recognition<'a>,
    spent: Duration,
}

impl Pictures<'_> {
    fn page(&mut self, number: PageNumber, header: &Header) -> Result<Reading, Unread> {
        if let Some(refusal) = too_large(header, self.limits) {
            return Err(Unread::Refused(refusal));
        }
        let started = Instant::now();
        let left = self.recognition.document.saturating_sub(self.spent).min(self.recognition.page);
        let as_it_is = header.turn == 0 && !header::is_tiff(self.bytes);
        let file = if as_it_is { Cow::Borrowed(self.bytes) } else { Cow::Owned(self.graymap(number, 0)?) };
        let turned = |degrees| self.graymap(number, degrees).ok();
        let reading = turns::read(self.recognition.recogniser, &file, turned, left).map_err(Unread::NotRecognised);
        self.spent += started.elapsed();
        reading
    }

    /// The picture as it is to be seen, turned clockwise, as a graymap.
    #[cfg(feature = "render")]
    fn graymap(&self, number: PageNumber, degrees: u32) -> Result<Vec<u8>, Unread> {
        use crate::render::{Request, Resolution, draw};
        let resolution = Resolution::Native { least: 1.0, most: 10_000.0, otherwise: 300.0 };
        let picture = draw(self.bytes, vec![Request { page: number, bounds: None, resolution }], self.limits).next();
        let picture = picture.unwrap_or(Err(crate::render::RenderError::NoPixels));
        let picture = picture.map_err(|error| Unread::NotDecoded(error.to_string()))?;
        Ok(if degrees == 0 { picture.graymap() } else { picture.turned(degrees).graymap() })
    }

    #[cfg(not(feature = "render"))]
    fn graymap(&self, _: PageNumber, _: u32) -> Result<Vec<u8>, Unread> {
        Err(Unread::NotDecoded("this program was built without drawing".to_owned()))
    }
}

fn refusal(error: Unread) -> ReadError {
    match error {
        Unread::Refused(refusal) => refusal,
        Unread::NotRecognised(RecognitionError::TimeLimit(time)) => ReadError::TooLarge {
            what: "the time for text recognition in seconds",
            found: time.as_secs().saturating_add(1),
            limit: time.as_secs(),
        },
        Unread::NotRecognised(other) => ReadError::Damaged { reason: other.to_string() },
        Unread::NotDecoded(reason) => ReadError::Damaged { reason },
    }
}

/// Notes a picture among several that was not read, and gives the reason.
fn note_unread(error: Unread, number: PageNumber, builder: &mut DocumentBuilder) -> String {
    let error = refusal(error);
    let reason = error.to_string();
    builder.loss(LossReason::ScannedPage, Some(number), "", &reason);
    builder.problem(Severity::Error, "unreadable_page", reason.clone(), &error.remedy(), Some(number));
    reason
}

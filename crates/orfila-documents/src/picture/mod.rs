//! A picture of a page (PNG or JPEG) as a document of one page: its words are recognised.

mod header;

use orfila_records::{Document, DocumentFormat, Page, PageNumber, PageOutcome, TextSource};

use crate::builder::DocumentBuilder;
use crate::pdf;
use crate::recognition::{RecognisedWord, Recognition, RecognitionError};
use crate::{Limits, ReadError};

/// Reads a picture.
pub(crate) fn read(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    recognition: Option<&Recognition<'_>>,
) -> Result<Document, ReadError> {
    let number = PageNumber(1);
    let damaged = || ReadError::Damaged { reason: "the picture does not state its size".to_owned() };
    let header = header::of(bytes).ok_or_else(damaged)?;
    let pixels = u64::from(header.width).saturating_mul(u64::from(header.height));
    if pixels > limits.pixels {
        return Err(ReadError::TooLarge {
            what: "the picture's number of pixels",
            found: pixels,
            limit: limits.pixels,
        });
    }
    let engine = recognition.and_then(|recognition| Some((recognition, recognition.recogniser.engine()?)));
    let (recognition, engine) = engine.ok_or(ReadError::NoText { pages: 1, scanned: vec![1] })?;
    let words = recognised(bytes, recognition)?;
    let scale = 72.0 / header.dpi;
    let mut builder = DocumentBuilder::new(bytes, file_name, DocumentFormat::Image);
    let (width, height) = (header.width as f32 * scale, header.height as f32 * scale);
    let source = pdf::lay_out_words(number, height, &words, (scale, engine), limits, &mut builder);
    builder.page(page(number, (width, height), source));
    if !builder.has_text() {
        return Err(ReadError::NoText { pages: 1, scanned: Vec::new() });
    }
    Ok(builder.finish())
}

fn page(number: PageNumber, (width, height): (f32, f32), text_source: TextSource) -> Page {
    Page { number, width, height, outcome: PageOutcome::Read, text_source }
}

fn recognised(bytes: &[u8], recognition: &Recognition<'_>) -> Result<Vec<RecognisedWord>, ReadError> {
    let time = recognition.page.min(recognition.document);
    recognition.recogniser.recognise(bytes, time).map_err(|error| match error {
        RecognitionError::TimeLimit(time) => ReadError::TooLarge {
            what: "the time for text recognition in seconds",
            found: time.as_secs().saturating_add(1),
            limit: time.as_secs(),
        },
        other => ReadError::Damaged { reason: other.to_string() },
    })
}

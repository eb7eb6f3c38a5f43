//! Pages that are images of text: they are drawn, recognised and laid out as other pages are.

use std::time::Duration;
#[cfg(feature = "render")]
use std::time::Instant;

use orfila_records::{LossReason, PageNumber, PageOutcome, Severity, TextSource};

use crate::Limits;
use crate::builder::DocumentBuilder;
use crate::pdf::glyphs::{PageContent, Visibility};
use crate::pdf::layout::page::Sheet;
use crate::pdf::layout::recognised;
use crate::pdf::page_tree::Geometry;
#[cfg(feature = "render")]
use crate::recognition::turns;
use crate::recognition::turns::Reading;
use crate::recognition::{DOUBTFUL, RECOGNITION_DPI, RecognisedWord, Recognition};

/// A page under an image with fewer visible characters than this is a scan that was stamped or numbered.
const STAMP: usize = 120;
/// How much of a page the image of a stamped scan covers at least.
const SCANNED_SHARE: f32 = 0.7;

/// The scanned pages of one file.
pub(crate) struct Scans<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    recognition: Option<&'a Recognition<'a>>,
    spent: Duration,
}

impl<'a> Scans<'a> {
    pub(crate) fn new(bytes: &'a [u8], limits: &'a Limits, recognition: Option<&'a Recognition<'a>>) -> Self {
        Self { bytes, limits, recognition, spent: Duration::ZERO }
    }

    /// Recognises the page if it is a scan, and gives what became of it.
    pub(crate) fn settle(
        &mut self,
        number: PageNumber,
        geometry: &Geometry,
        content: &PageContent,
        stated: PageOutcome,
        sheet: &mut Sheet,
        builder: &mut DocumentBuilder,
    ) -> PageOutcome {
        let scanned = stated == PageOutcome::Scanned || is_stamped(content);
        let garbled = if scanned { None } else { sheet.garbled() };
        let wanted = scanned || garbled.is_some();
        let engine = self.recognition.filter(|_| wanted).and_then(|found| Some((found, found.recogniser.engine()?)));
        if let Some(reason) = garbled {
            self.settle_garbled((number, geometry), &reason, engine, sheet, builder);
            return stated;
        }
        let Some((recognition, engine)) = engine else { return stated };
        match self.recognise(number, geometry, recognition) {
            Ok((reading, scale)) if !reading.words.is_empty() => {
                let engine = engine.to_owned();
                let confidence = mean_confidence(&reading.words);
                note_doubt(&reading.words, number, builder);
                let words = recognised::turned(&reading, scale, (geometry.width, geometry.height));
                sheet.add_recognised(words, TextSource::Recognised { engine, confidence });
                PageOutcome::Read
            }
            Ok(_) if stated == PageOutcome::Scanned => {
                note_no_words(engine, number, builder);
                stated
            }
            Ok(_) => stated,
            Err(reason) => {
                let remedy = "Read the file again; raise `reader.recognition_seconds` if the time was too short.";
                builder.loss(LossReason::ScannedPage, Some(number), "", &reason);
                builder.problem(Severity::Warning, "recognition_failed", reason, remedy, Some(number));
                stated
            }
        }
    }

    /// A page whose text cannot be what it shows: its picture is read instead, where that can be done.
    fn settle_garbled(
        &mut self,
        (number, geometry): (PageNumber, &Geometry),
        reason: &str,
        engine: Option<(&Recognition<'_>, &str)>,
        sheet: &mut Sheet,
        builder: &mut DocumentBuilder,
    ) {
        let page = Some(number);
        let read = engine.map(|(recognition, engine)| (self.recognise(number, geometry, recognition), engine));
        match read {
            Some((Ok((reading, scale)), engine)) if mean_confidence(&reading.words) >= DOUBTFUL => {
                let dropped = sheet.drop_visible();
                let detail = "garbled letters of a font; what was recognised in the page's picture stands instead";
                builder.counted_loss(LossReason::UnmappedGlyphs, page, dropped, detail);
                let message =
                    format!("the text that the file states is garbled: {reason}; the page's picture was read");
                let remedy = "Compare the page's text with its image before relying on it.";
                builder.problem(Severity::Warning, "broken_encoding", message, remedy, page);
                note_doubt(&reading.words, number, builder);
                let confidence = mean_confidence(&reading.words);
                let source = TextSource::Recognised { engine: engine.to_owned(), confidence };
                let words = recognised::turned(&reading, scale, (geometry.width, geometry.height));
                sheet.add_recognised(words, source);
            }
            read => {
                let message = format!("the page's text is garbled: {reason}");
                let remedy = match read {
                    None => {
                        "Install tesseract-ocr (`orfila doctor` says how) and read the file again: the page's picture is then read instead."
                    }
                    Some(_) => "Print the page to an image, check that it can be read, and read the image.",
                };
                builder.problem(Severity::Error, "broken_encoding", message, remedy, page);
            }
        }
    }

    /// The words of the page's picture, and points a pixel.
    #[cfg(feature = "render")]
    fn recognise(
        &mut self,
        number: PageNumber,
        geometry: &Geometry,
        recognition: &Recognition<'_>,
    ) -> Result<(Reading, f32), String> {
        let left = recognition.document.saturating_sub(self.spent).min(recognition.page);
        if left.is_zero() {
            return Err("the time for text recognition in this document was used up on the pages before".to_owned());
        }
        let start = Instant::now();
        let (picture, dpi) = self.picture(number, geometry)?;
        let turned = |degrees| Some(picture.turned(degrees).graymap());
        let reading = turns::read(recognition.recogniser, &picture.graymap(), turned, left);
        self.spent += start.elapsed();
        reading.map(|reading| (reading, 72.0 / dpi)).map_err(|error| error.to_string())
    }

    #[cfg(not(feature = "render"))]
    fn recognise(&mut self, number: PageNumber, _: &Geometry, _: &Recognition<'_>) -> Result<(Reading, f32), String> {
        let _ = (self.bytes, self.limits, self.spent, RECOGNITION_DPI);
        Err(format!("page {number} cannot be drawn: this program was built without drawing"))
    }

    /// The page's picture: as fine as recognition likes it, coarser only where the page is larger than the limit allows.
    #[cfg(feature = "render")]
    fn picture(&self, number: PageNumber, geometry: &Geometry) -> Result<(crate::render::Bitmap, f32), String> {
        let inches =
            (geometry.width / crate::render::POINTS_AN_INCH) * (geometry.height / crate::render::POINTS_AN_INCH);
        let finest = (0.95 * self.limits.pixels as f32 / inches.max(0.01)).sqrt();
        let dpi = RECOGNITION_DPI.min(finest);
        let bitmap = crate::render::page(self.bytes, number, dpi, self.limits).map_err(|error| error.to_string())?;
        Ok((bitmap, dpi))
    }
}

/// Whether a page is an image with a few words on it: a scan with a stamp, a page number or a watermark. A page with an
/// invisible text layer was recognised by whoever made the file.
fn is_stamped(content: &PageContent) -> bool {
    let visible = content.glyphs.iter().filter(|glyph| glyph.visibility == Visibility::Visible).count();
    let layered = content.glyphs.iter().any(|glyph| glyph.visibility == Visibility::Layer);
    content.image_share > SCANNED_SHARE && visible < STAMP && !layered && !content.images.is_empty()
}

/// The mean confidence of words, to three digits.
pub(crate) fn mean_confidence(words: &[RecognisedWord]) -> f32 {
    let sum: f32 = words.iter().map(|word| word.confidence).sum();
    (1000.0 * sum / words.len().max(1) as f32).round() / 1000.0
}

/// Says that a page's picture has no words.
pub(crate) fn note_no_words(engine: &str, number: PageNumber, builder: &mut DocumentBuilder) {
    let message = format!("{engine} finds no words in the page's image");
    let remedy = "Look at the page: it may be a photograph, or a scan too coarse or too faint to read.";
    builder.problem(Severity::Note, "no_words_recognised", message, remedy, Some(number));
}

/// Says how many words of a page are doubtful.
pub(crate) fn note_doubt(words: &[RecognisedWord], number: PageNumber, builder: &mut DocumentBuilder) {
    const MANY: f32 = 0.2;
    let doubtful = words.iter().filter(|word| word.confidence < DOUBTFUL).count();
    if doubtful == 0 {
        return;
    }
    let share = doubtful as f32 / words.len().max(1) as f32;
    let severity = if share > MANY { Severity::Warning } else { Severity::Note };
    let message = format!(
        "{doubtful} of {} recognised words ({:.0} %) are doubtful: their confidence is under {DOUBTFUL}",
        words.len(),
        100.0 * share
    );
    let remedy = "Compare them with the page's image; `orfila read FILE --format html` marks them.";
    builder.problem(severity, "doubtful_words", message, remedy, Some(number));
}

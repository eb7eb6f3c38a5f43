//! What a page did not give, as losses for the ledger and problems for the user.

use std::time::Duration;

use orfila_records::{LossReason, PageNumber, PageOutcome, Severity};

use crate::builder::DocumentBuilder;
use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::{PAGE_TIME, PageContent, Stop};
use crate::pdf::layout::page::Sheet;

/// What became of a page.
pub(crate) fn outcome(content: &PageContent) -> PageOutcome {
    const MANY_SHAPES: usize = 200;
    if content.has_text() || content.glyphs.iter().any(|glyph| glyph.text == GlyphText::Unmapped) {
        PageOutcome::Read
    } else if let Some(stop) = &content.stopped {
        PageOutcome::Unreadable(stop.reason())
    } else if !content.images.is_empty() {
        PageOutcome::Scanned
    } else if content.shapes > MANY_SHAPES {
        PageOutcome::Unreadable("it has no text and many drawn shapes: its letters may be drawn as outlines".to_owned())
    } else {
        PageOutcome::Blank
    }
}

/// Notes a page that gave no text.
pub(crate) fn note_outcome(outcome: &PageOutcome, number: PageNumber, builder: &mut DocumentBuilder) {
    let page = Some(number);
    match outcome {
        PageOutcome::Read | PageOutcome::Blank => {}
        PageOutcome::Scanned => {
            builder.loss(LossReason::ScannedPage, page, "", "the page is an image without a text layer");
            let remedy = "Install tesseract-ocr (`orfila doctor` says how) and read the file again.";
            builder.problem(Severity::Warning, "scanned_page", "the page is an image without text", remedy, page);
        }
        PageOutcome::Unreadable(reason) => {
            builder.loss(LossReason::UnreadablePage, page, "", reason);
            let remedy = "Open the file in a viewer, save or print it anew as PDF and read the new file.";
            builder.problem(Severity::Error, "unreadable_page", reason.clone(), remedy, page);
        }
    }
}

/// Notes what of a page did not become text, or only doubtful text.
pub(crate) fn note_losses(
    content: &PageContent,
    sheet: &Sheet,
    overprints: usize,
    number: PageNumber,
    builder: &mut DocumentBuilder,
) {
    let page = Some(number);
    if overprints > 0 {
        builder.counted_loss(LossReason::Duplicate, page, overprints, "drawn twice at the same place");
    }
    if content.unplaced > 0 {
        let detail = "shown without a font or at no place on the page (bytes)";
        builder.counted_loss(LossReason::UnmappedGlyphs, page, content.unplaced, detail);
    }
    note_unmapped(sheet.unmapped(), page, builder);
    note_doubts(content, page, builder);
    note_annotations(content, page, builder);
    note_patterns(content, page, builder);
    let hidden = sheet.hidden_characters();
    if hidden > 0 {
        let message = format!("{hidden} characters that a reader of the page cannot see");
        let remedy = "Nothing to do; hidden text is kept apart and is no evidence.";
        builder.problem(Severity::Note, "hidden_text", message, remedy, page);
    }
    note_stop(content, page, builder);
}

fn note_unmapped(unmapped: usize, page: Option<PageNumber>, builder: &mut DocumentBuilder) {
    if unmapped > 0 {
        let detail = "the font does not tell which characters they are; each stands as U+FFFD";
        builder.counted_loss(LossReason::UnmappedGlyphs, page, unmapped, detail);
        let message = format!("{unmapped} characters that the font does not name; each stands as U+FFFD");
        let remedy = "Compare the page with its image; characters shown as U+FFFD cannot be read from this file.";
        builder.problem(Severity::Warning, "unmapped_glyphs", message, remedy, page);
    }
}

fn note_doubts(content: &PageContent, page: Option<PageNumber>, builder: &mut DocumentBuilder) {
    for (doubt, count) in &content.doubts {
        let message = format!("{count} characters: {doubt}");
        let remedy = "Compare the page's text with its image before relying on it.";
        builder.problem(Severity::Warning, "broken_encoding", message, remedy, page);
    }
    if let Some((shown, stated)) = content.contradictions.first() {
        let count = content.contradictions.len();
        let message = format!(
            "{count} texts are printed otherwise than the file states them (`{shown}`, stated `{stated}`); the print was read"
        );
        let remedy = "Compare the page's text with its image before relying on it.";
        builder.problem(Severity::Warning, "stated_text_differs", message, remedy, page);
    }
    if content.replaced > 0 {
        let message = format!("{} characters are taken from text that the file states for them", content.replaced);
        let remedy = "Nothing to do; compare with the page's image where it matters.";
        builder.problem(Severity::Note, "stated_text", message, remedy, page);
    }
}

/// Text in a pattern stands on the page as often as the pattern is repeated: it is told once and is no running text.
fn note_patterns(content: &PageContent, page: Option<PageNumber>, builder: &mut DocumentBuilder) {
    for text in &content.patterns {
        builder.loss(LossReason::Furniture, page, text, "text in a pattern that areas of the page are painted with");
        let message = format!("text in a painted pattern is left out: `{}`", text.chars().take(60).collect::<String>());
        let remedy = "Nothing to do where it is a watermark; else print the file anew as PDF and read the new file.";
        builder.problem(Severity::Warning, "pattern_text", message, remedy, page);
    }
}

fn note_annotations(content: &PageContent, page: Option<PageNumber>, builder: &mut DocumentBuilder) {
    for note in &content.notes {
        let (reason, detail) = match note.hidden {
            true => (LossReason::HiddenText, "an annotation that is hidden"),
            false => (LossReason::Markup, "the text of an annotation that a viewer shows only when asked"),
        };
        builder.loss(reason, page, &note.text, detail);
    }
    if content.bare_values > 0 {
        let message =
            format!("{} form values have no appearance; their place is that of the field", content.bare_values);
        let remedy = "Open the form in a viewer, save it anew and read the new file to get the exact places.";
        builder.problem(Severity::Note, "form_values", message, remedy, page);
    }
}

/// Says that a page was not laid out to its end: its text is there, line by line.
pub(crate) fn note_late(limit: Duration, number: PageNumber, builder: &mut DocumentBuilder) {
    let reason = Stop::Limit { what: PAGE_TIME, limit: limit.as_secs() }.reason();
    let reason = format!("{reason}: not all of its columns and tables were sought");
    note_limit(reason, Some(number), builder);
}

fn note_limit(reason: String, page: Option<PageNumber>, builder: &mut DocumentBuilder) {
    builder.loss(LossReason::LimitExceeded, page, "", &reason);
    let remedy = "Raise the limit in the settings and read the file again.";
    builder.problem(Severity::Error, "page_limit", reason, remedy, page);
}

fn note_stop(content: &PageContent, page: Option<PageNumber>, builder: &mut DocumentBuilder) {
    let Some(stop) = &content.stopped else { return };
    let reason = stop.reason();
    match stop {
        Stop::Limit { .. } => note_limit(reason, page, builder),
        // A page without any text is unreadable, which is said elsewhere.
        Stop::Damage(_) if content.has_text() => {
            builder.loss(LossReason::UnreadablePage, page, "", &reason);
            let remedy = "Open the file in a viewer, save it anew and read the new file.";
            builder.problem(Severity::Warning, "partly_read_page", reason, remedy, page);
        }
        Stop::Damage(_) => {}
    }
}

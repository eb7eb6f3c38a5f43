//! Plain text: its encoding, its paragraphs.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use orfila_records::{Document, DocumentFormat, PassageKind};

use crate::builder::{DocumentBuilder, Draft};
use crate::outline::Rank;
use crate::{Limits, ReadError};

/// Decodes text as UTF-8, UTF-16 or, where it is neither, windows-1252; says which.
pub(crate) fn decode(bytes: &[u8]) -> (Cow<'_, str>, &'static Encoding) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(&bytes[length..]).0, encoding);
    }
    if looks_like_utf16(bytes) {
        let zeros_first = bytes.iter().step_by(2).filter(|byte| **byte == 0).count();
        let encoding = if zeros_first * 4 > bytes.len() / 2 { UTF_16BE } else { UTF_16LE };
        return (encoding.decode_without_bom_handling(bytes).0, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), UTF_8),
        // A character cut off at the end of a sample is no sign of another encoding.
        Err(error) if error.error_len().is_none() && bytes.len() - error.valid_up_to() < 4 => {
            (String::from_utf8_lossy(bytes), UTF_8)
        }
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, WINDOWS_1252),
    }
}

/// Every other byte of Western text in UTF-16 is zero.
pub(crate) fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    half >= 2 && ((even * 10 > half * 7 && odd * 10 < half) || (odd * 10 > half * 7 && even * 10 < half))
}

/// Reads plain text: paragraphs are separated by blank lines, `# …` and `SECTION n` lines are headings.
pub(crate) fn read(bytes: &[u8], file_name: &str, _limits: &Limits) -> Result<Document, ReadError> {
    let (text, encoding) = decode(bytes);
    let mut builder = DocumentBuilder::new(bytes, file_name, DocumentFormat::Text);
    note_encoding(&mut builder, &text, encoding);
    let mut open: Vec<&str> = Vec::new();
    for line in text.split(['\n', '\u{C}']).map(|line| line.trim_end_matches('\r').trim_end()) {
        let heading = heading(line);
        if line.trim().is_empty() || heading.is_some() {
            paragraph(&mut builder, &mut open);
        }
        match heading {
            Some(depth) => {
                builder.outline.enter(Rank::Depth(depth), line.trim_start_matches('#').trim());
                builder.passage(Draft::new(PassageKind::Heading, line.to_owned()));
            }
            None if !line.trim().is_empty() => open.push(line),
            None => {}
        }
    }
    paragraph(&mut builder, &mut open);
    if !builder.has_text() {
        return Err(ReadError::NoText { pages: 0, scanned: Vec::new() });
    }
    Ok(builder.finish())
}

fn paragraph(builder: &mut DocumentBuilder, lines: &mut Vec<&str>) {
    builder.passage(Draft::new(PassageKind::Paragraph, lines.join("\n")));
    lines.clear();
}

fn heading(line: &str) -> Option<u32> {
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&marks) && line[marks..].starts_with(' ') {
        return Some(marks as u32);
    }
    let mut words = line.split_whitespace();
    let section = words.next().is_some_and(|word| word.eq_ignore_ascii_case("section"));
    let numbered = words.next().is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    (section && numbered && line.len() <= 120).then_some(1)
}

/// Says when the encoding was guessed or characters were lost in decoding.
pub(crate) fn note_encoding(builder: &mut DocumentBuilder, text: &str, encoding: &'static Encoding) {
    use orfila_records::{LossReason, Severity};
    if encoding == WINDOWS_1252 {
        let message = "the text is no valid UTF-8 and was read as windows-1252";
        let remedy = "If letters look wrong, save the file as UTF-8 and read it again.";
        builder.problem(Severity::Note, "guessed_encoding", message, remedy, None);
    }
    let lost = text.chars().filter(|character| *character == '\u{FFFD}').count();
    if lost > 0 {
        builder.counted_loss(
            LossReason::UnmappedGlyphs,
            None,
            lost,
            "bytes that are no character; each stands as U+FFFD",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let wide: Vec<u8> = "µg/m³ ok".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, text) in [
            ("µg/m³".as_bytes().to_vec(), "µg/m³"),
            (b"\xB5g/m\xB3".to_vec(), "µg/m³"),
            (b"\xEF\xBB\xBFx".to_vec(), "x"),
            (b"\xFF\xFEa\0".to_vec(), "a"),
            (wide, "µg/m³ ok"),
        ] {
            assert_eq!(decode(&bytes).0, text);
        }
    }

    #[test]
    fn paragraphs_and_headings_are_told() {
        let text = b"# Report\n\nFirst line\nsecond line\r\n\r\nSECTION 3: Composition\nBenzene";
        let document = read(text, "a.txt", &Limits::default()).expect("text");
        let kinds: Vec<_> = document.passages.iter().map(|passage| passage.kind).collect();
        use PassageKind::{Heading, Paragraph};
        assert_eq!(kinds, [Heading, Paragraph, Heading, Paragraph]);
        assert_eq!(document.passage_text(&document.passages[1]), "First line\nsecond line");
        assert_eq!(document.passages[3].section, ["SECTION 3: Composition"]);
        assert_eq!(read(b" \n ", "a.txt", &Limits::default()).expect_err("blank").code(), "no_text");
    }
}

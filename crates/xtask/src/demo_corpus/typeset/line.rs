//! One line of text: its markup (`^{…}` raised, `_{…}` lowered), its width, its operators and its plain form.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::face::Face;

/// How a line is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letters {
    /// Font.
    pub(crate) face: Face,
    /// Size in points.
    pub(crate) size: f32,
}

/// A stretch of characters at one height.
struct Stretch<'a> {
    text: &'a str,
    rise: f32,
    scale: f32,
}

/// Splits markup into stretches.
fn stretches(markup: &str) -> Result<Vec<Stretch<'_>>> {
    let mut found = Vec::new();
    let mut rest = markup;
    while let Some(start) = [rest.find("^{"), rest.find("_{")].into_iter().flatten().min() {
        found.push(Stretch { text: &rest[..start], rise: 0.0, scale: 1.0 });
        let rise = if rest[start..].starts_with('^') { 0.36 } else { -0.18 };
        let inner = &rest[start + 2..];
        let end = inner.find('}').with_context(|| format!("`{markup}` opens a brace it does not close"))?;
        found.push(Stretch { text: &inner[..end], rise, scale: 0.68 });
        rest = &inner[end + 1..];
    }
    found.push(Stretch { text: rest, rise: 0.0, scale: 1.0 });
    found.retain(|stretch| !stretch.text.is_empty());
    Ok(found)
}

/// The characters a reader sees.
pub(crate) fn plain(markup: &str) -> String {
    markup.replace("^{", "").replace("_{", "").replace('}', "")
}

/// Width of a line in points.
pub(super) fn width(markup: &str, letters: Letters) -> Result<f32> {
    let mut total = 0.0;
    for stretch in stretches(markup)? {
        for character in stretch.text.chars() {
            let (_, _, width) = letters.face.glyph(character)?;
            total += f32::from(width) / 1000.0 * letters.size * stretch.scale;
        }
    }
    Ok(total)
}

/// Breaks markup into lines no wider than `room`; `\n` always breaks, a no-break space never does.
pub(super) fn wrap(markup: &str, letters: Letters, room: f32) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for part in markup.split('\n') {
        let mut line = String::new();
        for word in part.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && width(&longer, letters)? > room {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            } else {
                line = longer;
            }
        }
        lines.push(line);
    }
    Ok(lines)
}

/// The operators that set a line with its baseline starting at (`x`, `y`), in the given grey (0 black, 1 white).
pub(super) fn operators(markup: &str, letters: Letters, x: f32, y: f32, grey: f32) -> Result<Vec<u8>> {
    let mut out = format!("BT\n{grey:.2} g\n{x:.2} {y:.2} Td\n").into_bytes();
    for stretch in stretches(markup)? {
        for (face, codes) in runs(stretch.text, letters.face)? {
            let mut head = String::new();
            let (name, size, rise) = (face.resource(), letters.size * stretch.scale, letters.size * stretch.rise);
            write!(head, "/{name} {size:.2} Tf\n{rise:.2} Ts\n(")?;
            out.extend(head.into_bytes());
            for code in codes {
                if matches!(code, b'(' | b')' | b'\\') {
                    out.push(b'\\');
                }
                out.push(code);
            }
            out.extend(b") Tj\n");
        }
    }
    out.extend(b"ET\n");
    Ok(out)
}

/// Groups characters by the face that sets them.
fn runs(text: &str, face: Face) -> Result<Vec<(Face, Vec<u8>)>> {
    let mut found: Vec<(Face, Vec<u8>)> = Vec::new();
    for character in text.chars() {
        let (face, code, _) = face.glyph(character)?;
        match found.last_mut() {
            Some((last, codes)) if *last == face => codes.push(code),
            _ => found.push((face, vec![code])),
        }
    }
    Ok(found)
}

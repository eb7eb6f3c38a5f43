//! Advance widths of the standard 14 fonts, for files that do not state them.
//!
//! Source: the Adobe Core 14 font metrics (AFM), characters U+0020 to U+007E, in thousandths of an em.

use unicode_normalization::UnicodeNormalization;

type Widths = [u16; 95];

/// Helvetica.
const HELVETICA: Widths = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 333, 556, 222, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 333,
];
/// Helvetica-Bold.
const HELVETICA_BOLD: Widths = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 333, 556, 278, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 333,
];
/// Times-Roman.
const TIMES: Widths = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
    722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 333, 500, 333, 444, 500, 444, 500,
    444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
    200, 480, 333,
];
/// Times-Bold.
const TIMES_BOLD: Widths = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944,
    722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 333, 500, 333, 500, 556, 444, 556,
    444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
    220, 394, 333,
];
/// Times-Italic.
const TIMES_ITALIC: Widths = [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 675, 675, 675, 500, 920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667, 556, 833,
    667, 722, 611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 333, 500, 333, 500, 500, 444, 500,
    444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500, 500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400,
    275, 400, 333,
];
/// Times-BoldItalic.
const TIMES_BOLD_ITALIC: Widths = [
    250, 389, 555, 500, 500, 833, 778, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 570, 570, 570, 500, 832, 667, 667, 667, 722, 667, 667, 722, 778, 389, 500, 667, 611, 889,
    722, 722, 611, 722, 667, 556, 611, 722, 667, 889, 667, 611, 611, 333, 278, 333, 333, 500, 333, 500, 500, 444, 500,
    444, 333, 500, 556, 278, 278, 500, 278, 778, 556, 500, 500, 500, 389, 389, 278, 556, 444, 667, 500, 444, 389, 348,
    220, 348, 333,
];

/// The advance of a character in thousandths of an em in the standard font nearest to `base_font`.
pub(crate) fn standard_width(base_font: &str, bold: bool, italic: bool, character: char) -> f32 {
    let name = base_font.to_ascii_lowercase();
    if name.contains("courier") || name.contains("mono") || name.contains("consol") {
        return 600.0;
    }
    let serif = ["times", "serif", "roman", "georgia", "garamond", "palatino", "book", "cambria", "minion"];
    let widths = match (serif.iter().any(|word| name.contains(word)), bold, italic) {
        (true, false, false) => &TIMES,
        (true, true, false) => &TIMES_BOLD,
        (true, false, true) => &TIMES_ITALIC,
        (true, true, true) => &TIMES_BOLD_ITALIC,
        (false, false, _) => &HELVETICA,
        (false, true, _) => &HELVETICA_BOLD,
    };
    width_in(widths, character)
}

fn width_in(widths: &Widths, character: char) -> f32 {
    let printable = |character: char| {
        let index = (character as usize).checked_sub(0x20)?;
        widths.get(index).map(|width| f32::from(*width))
    };
    let known = match character {
        '\u{2014}' | '\u{2026}' | '\u{2122}' => Some(1000.0),
        '\u{2022}' => Some(350.0),
        '\u{2018}' | '\u{2019}' => Some(222.0),
        '\u{201C}' | '\u{201D}' => Some(333.0),
        '°' => Some(400.0),
        _ => printable(character),
    };
    known.or_else(|| character.nfd().next().and_then(printable)).unwrap_or(556.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_metrics_files() {
        for (font, bold, italic, character, width) in [
            ("Helvetica", false, false, 'A', 667.0),
            ("Arial-BoldMT", true, false, 'a', 556.0),
            ("Times-Roman", false, false, '0', 500.0),
            ("TimesNewRoman", false, true, 'W', 833.0),
            ("CourierNew", false, false, 'i', 600.0),
            ("Helvetica", false, false, 'é', 556.0),
        ] {
            assert!((standard_width(font, bold, italic, character) - width).abs() < 0.5, "{font} {character}");
        }
    }
}

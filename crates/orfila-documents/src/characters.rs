//! Superscripts and subscripts as Unicode characters, so that a footnote mark or an exponent never joins a number.

/// A character as superscript; `None` where Unicode has none (only digits, signs, brackets, `n` and `i` are raised).
pub(crate) fn superscript(character: char) -> Option<char> {
    Some(match character {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4'..='9' => char::from_u32(u32::from('⁴') + (u32::from(character) - u32::from('4')))?,
        '+' => '⁺',
        '-' | '−' | '–' | '‐' | '‑' | '\u{AD}' => '⁻',
        '=' => '⁼',
        '(' => '⁽',
        ')' => '⁾',
        'n' => 'ⁿ',
        'i' => 'ⁱ',
        _ => return None,
    })
}

/// A character as subscript; `None` where Unicode has none.
pub(crate) fn subscript(character: char) -> Option<char> {
    Some(match character {
        '0'..='9' => char::from_u32(u32::from('₀') + (u32::from(character) - u32::from('0')))?,
        '+' => '₊',
        '-' | '−' | '–' | '‐' | '‑' | '\u{AD}' => '₋',
        '=' => '₌',
        '(' => '₍',
        ')' => '₎',
        _ => return None,
    })
}

/// Raises digits and signs of a run; a run with a letter other than a lone `n` stays as it is, `1st` for example.
pub(crate) fn raise(text: &str) -> String {
    shift(text, superscript)
}

/// Raises a run that stands after `previous`: a note letter after a digit is raised as well, for `5.2a` could be years.
pub(crate) fn raise_after(previous: Option<char>, text: &str) -> String {
    let after_number = previous.is_some_and(|previous| previous.is_numeric() || "%)±".contains(previous));
    let ordinal = ["st", "nd", "rd", "th"].contains(&text.to_lowercase().as_str());
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    if after_number && !ordinal && (1..=3).contains(&letters) {
        let raised = |character: char| superscript(character).or_else(|| note_letter(character)).unwrap_or(character);
        return text.chars().map(raised).collect();
    }
    raise(text)
}

/// A lower-case letter as a raised letter.
fn note_letter(character: char) -> Option<char> {
    const RAISED: [char; 26] = [
        'ᵃ', 'ᵇ', 'ᶜ', 'ᵈ', 'ᵉ', 'ᶠ', 'ᵍ', 'ʰ', 'ⁱ', 'ʲ', 'ᵏ', 'ˡ', 'ᵐ', 'ⁿ', 'ᵒ', 'ᵖ', 'q', 'ʳ', 'ˢ', 'ᵗ', 'ᵘ', 'ᵛ',
        'ʷ', 'ˣ', 'ʸ', 'ᶻ',
    ];
    let index = (character as usize).checked_sub('a' as usize)?;
    RAISED.get(index).copied()
}

/// Lowers digits and signs of a run.
pub(crate) fn lower(text: &str) -> String {
    shift(text, subscript)
}

/// Whether a character is a letter of a script that is written from right to left.
pub(crate) fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{5BE}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}')
        && !character.is_numeric()
        && unicode_normalization::char::canonical_combining_class(character) == 0
}

/// Whether most letters of a text are of such scripts.
pub(crate) fn reads_right_to_left(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let (mut turned, mut other) = (0_usize, 0_usize);
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        if is_right_to_left(character) {
            turned += 1;
        } else {
            other += 1;
        }
    }
    turned > other
}

fn shift(text: &str, map: impl Fn(char) -> Option<char>) -> String {
    let worded = text.chars().filter(|character| character.is_alphabetic()).count() > 1;
    let shifted = |character: char| match map(character) {
        Some(_) if worded && character.is_alphabetic() => character,
        Some(shifted) => shifted,
        None => character,
    };
    text.chars().map(shifted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_raised_and_lowered() {
        for (text, raised) in
            [("-6", "⁻⁶"), ("3", "³"), ("−1", "⁻¹"), ("1,2", "¹,²"), ("st", "st"), ("a", "a"), ("n", "ⁿ")]
        {
            assert_eq!(raise(text), raised);
        }
        assert_eq!(raise("0123456789"), "⁰¹²³⁴⁵⁶⁷⁸⁹");
        for (previous, text, raised) in [
            (Some('2'), "a", "ᵃ"),
            (Some('2'), "a,b", "ᵃ,ᵇ"),
            (Some('1'), "st", "st"),
            (Some('g'), "a", "a"),
            (Some('g'), "3", "³"),
            (None, "14", "¹⁴"),
        ] {
            assert_eq!(raise_after(previous, text), raised);
        }
        assert_eq!(lower("50"), "₅₀");
        assert_eq!(lower("max"), "max");
    }
}

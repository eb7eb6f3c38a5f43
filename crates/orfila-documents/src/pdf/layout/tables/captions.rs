//! What the words above and below a table say.

/// Whether a text begins as captions of tables do.
pub(crate) fn is_table_caption(text: &str) -> bool {
    const WORDS: [&str; 8] = ["table", "tabelle", "tableau", "tab.", "exhibit", "tabella", "tabla", "box"];
    let mut parts = text.split_whitespace();
    let (Some(word), Some(number)) = (parts.next(), parts.next()) else { return false };
    WORDS.contains(&word.to_lowercase().as_str())
        && word.starts_with(char::is_uppercase)
        && number.len() <= 8
        && (number.starts_with(|first: char| first.is_ascii_digit() || "ISA".contains(first))
            || number.chars().all(|c| "IVX.:".contains(c)))
}

/// Whether a text begins as notes below a table do.
pub(crate) fn opens_note(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "note",
        "notes",
        "source",
        "sources",
        "abbreviations",
        "abbreviation",
        "legend",
        "key",
        "quelle",
        "anmerkung",
        "see",
        "data",
        "values",
        "nd",
    ];
    let first = text.split([' ', ':', '.', '\t', '=']).next().unwrap_or_default();
    let marked = text.starts_with(['*', '†', '‡', '§', '¶', '#', '¹', '²', '³', 'ᵃ', 'ᵇ', '⁽', '—']);
    // `a Values are means`: a mark, then words.
    let lettered = first.len() == 1 && first.starts_with(|c: char| c.is_ascii_lowercase());
    marked || lettered || WORDS.contains(&first.to_lowercase().as_str()) && text.len() > first.len()
}

/// Whether a text in brackets says that a page goes on with the one before, or the next with it (`(Contd. on page 3)`).
pub(crate) fn is_continuation(text: &str) -> bool {
    const WORDS: [&str; 8] = ["contd", "cont", "cont'd", "continued", "fortsetzung", "suite", "continuación", "segue"];
    let inside = text.strip_prefix(['(', '[']).unwrap_or_default();
    let first = inside.split([' ', '.', ':', ')', ']']).next().unwrap_or_default();
    WORDS.contains(&first.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_and_notes_are_told_by_their_first_words() {
        for (text, expected) in
            [("Table 3. Doses", true), ("Tabelle A1", true), ("Table of contents", false), ("TABLE IV", true)]
        {
            assert_eq!(is_table_caption(text), expected, "{text}");
        }
        for (text, expected) in [
            ("* Significant", true),
            ("a Mean of three", true),
            ("Source: OECD", true),
            ("The rats were", false),
            ("Notes", false),
        ] {
            assert_eq!(opens_note(text), expected, "{text}");
        }
        for (text, expected) in [
            ("(Contd. on page 3)", true),
            ("(Fortsetzung von Seite 2)", true),
            ("(Suite de la page 1)", true),
            ("(Continuous dosing)", false),
            ("Contd. on page 3", false),
        ] {
            assert_eq!(is_continuation(text), expected, "{text}");
        }
    }
}

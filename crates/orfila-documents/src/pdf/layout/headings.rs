//! What makes a line a heading or a caption.

use crate::outline::Rank;
use crate::pdf::layout::items::{self, Marker};
use crate::pdf::layout::lines::Line;

const LONGEST_HEADING: usize = 160;

/// How deep the heading is that these lines are; `None` if they are none.
pub(crate) fn rank(lines: &[Line], body_size: f32) -> Option<Rank> {
    let first = lines.first()?;
    let length: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let title = lines.iter().all(|line| line.size > 1.3 * body_size);
    let (most_lines, longest) = if title { (6, 2 * LONGEST_HEADING) } else { (3, LONGEST_HEADING) };
    if lines.len() > most_lines
        || length > longest
        || opens_caption(&first.text)
        || is_bulleted(&first.text)
        || has_leaders(&first.text)
    {
        return None;
    }
    if is_numbered_heading(first, body_size) {
        return numbered_depth(&first.text).map(Rank::Depth);
    }
    let letters = lines.iter().flat_map(|line| line.text.chars()).filter(|character| character.is_alphabetic()).count();
    let last = lines.last()?.text.trim_end();
    let bold = lines.iter().all(|line| line.bold);
    let sentence = last.ends_with([',', ';', '-'])
        || (last.ends_with('.') && length > 60 && !(title && (bold || first.size > 1.8 * body_size)));
    let celled = lines.iter().any(|line| line.cells() > 0);
    let large = lines.iter().all(|line| line.size > 1.15 * body_size);
    let worded = letters >= 3 && 2 * letters > length && lines.iter().any(|line| has_word(&line.text));
    let middle = !bold && opens_in_the_middle(&first.text);
    if sentence || celled || middle || !worded || !(large || bold) {
        return None;
    }
    let depth = numbered_depth(&first.text).filter(|_| large || bold);
    Some(depth.map_or(Rank::Size(first.size + if bold { 0.5 } else { 0.0 }), Rank::Depth))
}

/// A line such as `SECTION 3: Composition` or `3. COMPOSITION`, or `3.1 Substances` in bold or large type.
pub(crate) fn is_numbered_heading(line: &Line, body_size: f32) -> bool {
    if has_leaders(&line.text)
        || line.text.len() > LONGEST_HEADING
        || line.text.ends_with(['.', ',', ';']) && line.text.len() > 60
    {
        return false;
    }
    if opens_section(&line.text) {
        return true;
    }
    let set_apart = line.apart && !line.text.ends_with('.');
    let emphasised = line.bold || line.size > 1.12 * body_size || set_apart;
    // `2 OZ WT.` is an amount.
    let shouted = is_upper(&line.text) && line.text.split_whitespace().skip(1).any(|word| word.chars().count() >= 4);
    (emphasised || shouted) && line.cells() <= 1 && numbered_depth(&line.text).is_some()
}

/// Whether a text has the dots between a title and its page, as tables of contents do.
fn has_leaders(text: &str) -> bool {
    ["....", ". . . .", "……", "____"].iter().any(|leaders| text.contains(leaders))
}

/// Whether a text has a word, and not only formulae: `OsO4, tBuOH` stands over an arrow.
fn has_word(text: &str) -> bool {
    let mut small = 0;
    let lowered = text.chars().any(|letter| {
        small = if letter.is_lowercase() { small + 1 } else { 0 };
        small >= 3 || letter.is_alphabetic() && !letter.is_ascii() && !('ⁱ'..='ⁿ').contains(&letter)
    });
    let loud = |word: &str| word.chars().filter(|letter| letter.is_uppercase()).count() >= 6;
    lowered || is_upper(text) && (!text.contains(|letter: char| letter.is_numeric()) || text.split(' ').any(loud))
}

/// Whether a text begins with a small word, as the next line of a sentence does; `p-Cresol` and `α-Pinene` are names.
fn opens_in_the_middle(text: &str) -> bool {
    let word: String = text.chars().take_while(|letter| letter.is_alphabetic()).collect();
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether a text is an item of a list; some journals set a square before their headings in capitals.
fn is_bulleted(text: &str) -> bool {
    items::marker(text) == Some(Marker::Bullet) && !is_upper(text)
}

/// Whether a row begins with a section number of two parts or more in a cell of its own: `2.3⇥Hazards not otherwise
/// classified - none`.
pub(crate) fn opens_numbered_row(text: &str) -> bool {
    text.split_once('\t').is_some_and(|(number, _)| number.contains('.') && number.len() <= 8)
        && numbered_depth(text).is_some_and(|depth| depth >= 2)
}

/// Whether a text is short, begins large and is no sentence, as headings in a typeface of their own are.
pub(crate) fn may_be_set_apart(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let begins = text.starts_with(|first: char| first.is_alphanumeric() && !first.is_lowercase());
    let open = text.ends_with(['.', ',', ';', '-', ')', '=']) || text.contains(['=', '@', ';']);
    const VERBS: [&str; 8] = [" is ", " are ", " was ", " were ", " has ", " have ", " been ", " can "];
    let sentence = VERBS.iter().any(|verb| text.contains(verb));
    begins
        && !open
        && !sentence
        && has_word(text)
        && !has_leaders(text)
        && letters >= 4
        && 10 * letters > 7 * text.chars().count()
        && text.chars().count() <= 100
}

/// Whether lines are the heading of the text that begins with `after`: in a typeface that the document uses seldom, or
/// one line in capitals; what they head is set as the document's text is.
pub(crate) fn heads(lines: &[Line], after: &Line, body_size: f32) -> bool {
    let [first, rest @ ..] = lines else { return false };
    let body = !after.apart && (after.size - body_size).abs() < 0.08 * body_size && !is_upper(&after.text);
    let near = (0.5..4.0).contains(&((after.v - lines.last().map_or(after.v, |last| last.v)) / after.size.max(1.0)));
    let plain = lines.iter().all(|line| line.cells() == 0 && !line.bold && line.size > 0.9 * body_size);
    let whole = after.text.chars().count() >= 35 && after.text.starts_with(|first: char| !first.is_lowercase());
    let apart = rest.len() <= 1 && lines.iter().all(|line| line.apart) && whole && {
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        may_be_set_apart(&text.join(" "))
    };
    let lettered = first.text.chars().all(|letter| !letter.is_numeric() && letter != ':');
    let short = first.text.chars().count() <= 80 && has_word(&first.text);
    let several = first.text.split_whitespace().filter(|word| word.chars().count() >= 3).count() >= 2;
    let capitals = rest.is_empty() && is_upper(&first.text) && lettered && short;
    let capitals = capitals && (several || whole && first.text.chars().count() >= 6);
    body && near && plain && !is_signal(&first.text) && (apart || capitals)
}

/// Whether lines in a typeface of their own stand over the heading that begins with `after`.
pub(crate) fn stands_over(lines: &[Line], after: &Line, body_size: f32) -> bool {
    let near = lines.last().is_some_and(|last| (0.5..3.0).contains(&((after.v - last.v) / after.size.max(1.0))));
    let apart =
        lines.len() <= 2 && lines.iter().all(|line| line.apart && line.cells() == 0 && line.size > 0.9 * body_size);
    let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    near && apart && after.apart && may_be_set_apart(&text.join(" "))
}

/// Whether a text is the signal word of a label and no heading.
fn is_signal(text: &str) -> bool {
    const WORDS: [&str; 9] =
        ["danger", "warning", "caution", "gefahr", "achtung", "attention", "peligro", "atención", "pericolo"];
    let word = text.trim_end_matches(['!', '.', ' ']).to_lowercase();
    WORDS.contains(&word.as_str())
}

/// Whether `line` is another heading after `last` and not its second line: it stands well below, or its first word had
/// room beside `last`. Titles in large type are broken at will.
pub(crate) fn follows_as_another(last: &Line, line: &Line, right: f32, body_size: f32) -> bool {
    let size = line.size.max(1.0);
    let below = (line.v - last.v) / size > 1.6;
    let aligned = (line.u0 - last.u0).abs() < 0.5 * size;
    let inset = line.u0 > last.u0 + 0.5 * size && line.u0 < last.u0 + 4.0 * size;
    let word = line.words.first().map_or(0.0, |word| word.u1 - word.u0);
    let room = right - last.u1 > word + 0.6 * size;
    let fresh = line.text.starts_with(|first: char| !first.is_lowercase() && first.is_alphanumeric());
    const JOINTS: [&str; 10] = [" and", " or", " of", " the", " for", " in", " to", " with", " by", " on"];
    let open = last.text.ends_with(['-', '–', '/', ',', '&']) || JOINTS.iter().any(|joint| last.text.ends_with(joint));
    let another = aligned || inset && last.text.ends_with(':');
    line.size <= 1.3 * body_size && fresh && (room || below) && !open && another
}

/// Whether the text begins with the word for section in the languages of safety data sheets, and a number.
fn opens_section(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["section", "abschnitt", "rubrique", "sección", "seccion", "sezione", "sekcja", "rubriek", "avsnitt", "secção"];
    let mut parts = text.split_whitespace();
    let (Some(word), Some(number)) = (parts.next(), parts.next()) else { return false };
    let word = word.to_lowercase();
    // `Section 2.5.2 of the classification` and `Section 8).` are the middle of a sentence.
    let titled = parts.next().is_none_or(|next| !next.starts_with(|first: char| first.is_lowercase() || first == ','));
    let bare = number.ends_with('.') && text.split_whitespace().nth(2).is_none() && !is_upper(text);
    let closed = bare || number.contains([')', ',', ';']);
    let numbered = number.starts_with(|first: char| first.is_ascii_digit()) && titled && !closed;
    WORDS.contains(&word.as_str()) && numbered && text.len() <= 120
}

/// Whether the text begins with the word for chapter or annex and its number or letter.
fn opens_chapter(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "chapter",
        "annex",
        "appendix",
        "kapitel",
        "anhang",
        "chapitre",
        "annexe",
        "capítulo",
        "anexo",
        "capitolo",
        "allegato",
        "глава",
    ];
    let mut parts = text.split_whitespace();
    let (Some(word), Some(number)) = (parts.next(), parts.next()) else { return false };
    let number = number.trim_end_matches(['.', ':', '-', '–']);
    let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let roman = !number.is_empty() && number.chars().all(|letter| "IVXLC".contains(letter));
    let lettered = number.len() == 1 && number.starts_with(|letter: char| letter.is_ascii_uppercase());
    let titled = parts.next().is_none_or(|next| !next.starts_with(|first: char| first.is_lowercase() || first == ','));
    WORDS.contains(&word.to_lowercase().as_str()) && number.len() <= 5 && (numbered || roman || lettered) && titled
}

/// The depth that a leading section number states: `3.` and `SECTION 3` are 1, `3.1` is 2.
fn numbered_depth(text: &str) -> Option<u32> {
    if opens_section(text) {
        let number = text.split_whitespace().nth(1).unwrap_or_default();
        let parts = number.trim_end_matches(['.', ':']).split('.');
        let counted = parts.take_while(|part| part.bytes().all(|byte| byte.is_ascii_digit()) && *part != "0").count();
        return Some(counted.clamp(1, 5) as u32);
    }
    if opens_chapter(text) {
        return Some(1);
    }
    let number = text.split([' ', '\t']).next()?;
    let rest = text[number.len()..].trim_start();
    let parts: Vec<&str> = number.trim_end_matches(['.', ':', ')']).split('.').collect();
    let counted =
        parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    // `5.2 mg/kg` is a value: a heading goes on with a capital letter or an ideograph.
    let titled = rest.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase());
    let marked = parts.len() > 1 || number.ends_with(['.', ':', ')']) || rest.len() >= 4;
    let sane = parts.first().and_then(|part| part.parse::<u32>().ok()).is_some_and(|first| (1..=40).contains(&first));
    // `1.0 Introduction` stands above `1.1 Scope`.
    let nought = parts.iter().rev().take_while(|part| **part == "0").count();
    let depth = parts.len().saturating_sub(nought).max(1);
    (counted && titled && marked && sane && parts.len() <= 5).then_some(depth as u32)
}

/// Whether a text begins with a section number.
pub(crate) fn is_numbered(text: &str) -> bool {
    numbered_depth(text).is_some()
}

fn is_upper(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic());
    let (upper, all) =
        letters.fold((0, 0), |(upper, all), letter| (upper + usize::from(!letter.is_lowercase()), all + 1));
    all >= 4 && upper * 10 >= all * 9
}

/// A title without the lines above it that name the kind of the article.
pub(crate) fn without_labels(title: &str) -> String {
    title.lines().skip_while(|line| is_label(line)).collect::<Vec<_>>().join("\n")
}

/// Whether a text is the kind of an article or the like, as journals print it above the title.
fn is_label(text: &str) -> bool {
    const LABELS: [&str; 20] = [
        "research article",
        "original article",
        "original research",
        "original paper",
        "review",
        "review article",
        "mini review",
        "short communication",
        "case report",
        "article",
        "full paper",
        "letter",
        "communication",
        "research",
        "open access",
        "technical report",
        "abstract",
        "contents",
        "table of contents",
        "supporting information",
    ];
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    LABELS.contains(&text.as_str())
}

/// Whether `line` is the next line of the numbered heading that `last` begins: set alike, and a small letter goes on
/// with what was begun.
pub(crate) fn continues_numbered(last: &Line, line: &Line) -> bool {
    let alike = last.bold == line.bold && (last.size - line.size).abs() < 0.05 * last.size.max(1.0);
    let alike = alike && last.apart == line.apart;
    let emphasised = last.bold || last.apart || is_upper(&last.text) || opens_section(&last.text);
    let open = !last.text.ends_with(['.', ':', ';', ')']) && line.cells() == 0;
    // The rest of a long name may begin with a locant.
    let shape = if is_upper(&last.text) { is_upper(&line.text) } else { line.text.starts_with(char::is_lowercase) };
    let shape = shape || last.text.ends_with('-');
    alike && emphasised && open && shape && last.text.len() > 30 && !is_numbered(&line.text)
}

/// Whether a text begins as the captions of tables and figures do.
pub(crate) fn opens_caption(text: &str) -> bool {
    const WORDS: [&str; 21] = [
        "table",
        "figure",
        "fig.",
        "fig",
        "scheme",
        "chart",
        "plate",
        "box",
        "tabelle",
        "tab.",
        "abbildung",
        "abb.",
        "tableau",
        "tabla",
        "figura",
        "tabella",
        "tabela",
        "tabell",
        "figuur",
        "rysunek",
        "schéma",
    ];
    let mut parts = text.split_whitespace();
    let (Some(word), Some(number)) = (parts.next(), parts.next()) else { return false };
    let numbered = number.trim_end_matches(['.', ':', '|', ')']);
    WORDS.contains(&word.to_lowercase().as_str())
        && word.starts_with(char::is_uppercase)
        && numbered.len() <= 5
        && (number.ends_with(['.', ':', '|'])
            || parts.next().is_none_or(|next| next.starts_with(|c: char| !c.is_lowercase())))
        && numbered
            .trim_start_matches(['S', 'A', 'B'])
            .starts_with(|first: char| first.is_ascii_digit() || first == 'I')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, size: f32, bold: bool) -> Line {
        Line {
            text: text.to_owned(),
            words: Vec::new(),
            u0: 0.0,
            u1: 100.0,
            v: 0.0,
            size,
            bold,
            bold_until: 0,
            apart: false,
        }
    }

    #[test]
    fn headings_are_told_from_text() {
        for (text, size, bold, expected) in [
            ("SECTION 3: Composition/information on ingredients", 10.0, false, Some(Rank::Depth(1))),
            ("Abschnitt 3: Zusammensetzung", 10.0, false, Some(Rank::Depth(1))),
            ("3.1 Substances", 10.0, true, Some(Rank::Depth(2))),
            ("3. COMPOSITION", 10.0, false, Some(Rank::Depth(1))),
            ("Introduction", 14.0, false, Some(Rank::Size(14.0))),
            ("5.2 mg/kg", 10.0, true, None),
            ("5.2 Mg", 10.0, false, None),
            ("Oral toxicity in rats", 10.0, false, None),
            ("Acute toxicity\t500 mg/kg", 10.0, true, None),
            ("Table 3. Results", 10.0, true, None),
            ("1998 2004", 14.0, true, None),
            ("1.0 Introduction", 10.0, true, Some(Rank::Depth(1))),
            ("Chapter 2. Physical hazards", 10.0, true, Some(Rank::Depth(1))),
            ("Section 2.5 Gases", 10.0, false, Some(Rank::Depth(2))),
            ("Section 2.5.2 of the classification says so", 10.0, false, None),
            ("Section 8).", 10.0, false, None),
            ("SECTION 8.", 10.0, false, Some(Rank::Depth(1))),
            ("2 OZ WT.", 10.0, false, None),
            ("2.1 Summary Statistics ............ 9", 10.0, true, None),
            ("• hand protection", 10.0, true, None),
            ("■ RESULTS AND DISCUSSION", 10.0, true, Some(Rank::Size(10.5))),
            ("OsO4, tBuOH", 10.0, true, None),
            ("MANCOZEB 80% WP", 10.0, true, Some(Rank::Size(10.5))),
            ("p-Cresol in air", 14.0, false, Some(Rank::Size(14.0))),
            ("and roots in powder form", 14.0, false, None),
        ] {
            assert_eq!(rank(&[line(text, size, bold)], 10.0), expected, "{text}");
        }
    }

    #[test]
    fn captions_are_told_from_mentions() {
        for (text, expected) in [
            ("Table 1. Oral toxicity", true),
            ("Table 1 Oral toxicity", true),
            ("TABLE S2: More", true),
            ("Fig. 3. Dose", true),
            ("Table 1 shows that", false),
            ("Table of contents", false),
            ("table 1", false),
        ] {
            assert_eq!(opens_caption(text), expected, "{text}");
        }
    }
}

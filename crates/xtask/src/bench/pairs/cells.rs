//! Cells as multisets of their characters.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use orfila_corpora::xml::Node;

/// Cells without place: how often each text stands.
pub(crate) type Cells = BTreeMap<String, usize>;

/// The same rule for both sides: compatibility characters unified (so superscripts, subscripts and ligatures too), one
/// kind of dash and of quotation mark, no white space and no soft hyphen.
pub(crate) fn normal(text: &str) -> String {
    let kept =
        text.nfkc().filter(|character| !character.is_whitespace() && !matches!(character, '\u{ad}' | '\u{200b}'));
    kept.map(|character| match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '‘' | '’' | '‛' | '′' | '`' => '\'',
        '“' | '”' | '″' => '"',
        other => other,
    })
    .collect()
}

/// The cells with text of a table of the XML.
pub(crate) fn of_table(table: &Node) -> Cells {
    let cells = ["td", "th"].into_iter().flat_map(|name| table.all(name));
    counted(cells.map(|cell| cell.text_without(&[])))
}

/// Counts the texts that are not empty.
pub(crate) fn counted(texts: impl Iterator<Item = String>) -> Cells {
    let mut cells = Cells::new();
    for text in texts.map(|text| normal(&text)).filter(|text| !text.is_empty()) {
        *cells.entry(text).or_default() += 1;
    }
    cells
}

/// How many cells two sets share.
pub(crate) fn shared(a: &Cells, b: &Cells) -> usize {
    a.iter().map(|(text, count)| (*count).min(b.get(text).copied().unwrap_or_default())).sum()
}

/// How many cells.
pub(crate) fn size(cells: &Cells) -> usize {
    cells.values().sum()
}

/// Adds the cells of `more`.
pub(crate) fn add(cells: &mut Cells, more: &Cells) {
    for (text, count) in more {
        *cells.entry(text.clone()).or_default() += count;
    }
}

/// The cells of `a` that `b` lacks.
pub(crate) fn without(a: &Cells, b: &Cells) -> Cells {
    let left =
        a.iter().map(|(text, count)| (text.clone(), count.saturating_sub(b.get(text).copied().unwrap_or_default())));
    left.filter(|(_, count)| *count > 0).collect()
}

/// The cell most like `text`: the one with the fewest single-character changes for its length.
pub(crate) fn nearest<'a>(text: &str, cells: &'a Cells) -> Option<&'a str> {
    let likeness = |other: &str| {
        let longest = text.chars().count().max(other.chars().count()).max(1);
        (1000 * changes(text, other)) / longest
    };
    cells
        .keys()
        .map(|other| (likeness(other), other.as_str()))
        .min()
        .filter(|(far, _)| *far < 800)
        .map(|(_, other)| other)
}

/// Edit distance over the first 200 characters.
fn changes(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(200).collect();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, one) in a.chars().take(200).enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let changed = last[column] + usize::from(one != *other);
            next.push(changed.min(last[column + 1] + 1).min(next[column] + 1));
        }
        last = next;
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_for_marks_dashes_and_spaces() {
        assert_eq!(normal("10\u{2212}6 mg/m³\u{a0}(a–b)"), "10-6mg/m3(a-b)");
        assert_eq!(normal("ef\u{ad}fi\u{fb01}"), "effifi");
    }

    #[test]
    fn cells_are_shared_as_often_as_both_have_them() {
        let cells = |texts: &[&str]| counted(texts.iter().map(|text| (*text).to_owned()));
        let (a, b) = (cells(&["0", "0", "x", " "]), cells(&["0", "y"]));
        assert_eq!((size(&a), shared(&a, &b)), (3, 1));
        assert_eq!(without(&a, &b), cells(&["0", "x"]));
    }

    #[test]
    fn nearest_is_by_changed_characters() {
        let cells = counted(["12.5", "benzene", "toluene"].into_iter().map(str::to_owned));
        assert_eq!(nearest("12,5", &cells), Some("12.5"));
        assert_eq!(nearest("benzenea", &cells), Some("benzene"));
        assert_eq!(nearest("####", &cells), None);
        assert_eq!(changes("kitten", "sitting"), 3);
    }
}

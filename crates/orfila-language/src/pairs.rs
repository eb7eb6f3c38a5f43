//! How two spans of a text stand to each other, as a small number a model can learn from.

use std::ops::Range;

/// Number of places that [`place`] tells apart.
pub const PLACES: usize = 2 * 6 * 4 * 2;

/// How `tail` stands to `head` in `text` (spans in bytes): which comes first, how many words and how many line breaks lie
/// between, and whether both stand in the same column of a table whose cells are parted by `|`.
#[must_use]
pub fn place(text: &str, head: &Range<usize>, tail: &Range<usize>) -> u16 {
    let after = tail.start >= head.start;
    let (first, second) = if after { (head, tail) } else { (tail, head) };
    let between = text.get(first.end..second.start.max(first.end)).unwrap_or("");
    let words = match between.split_whitespace().count() {
        0 => 0,
        1..=2 => 1,
        3..=5 => 2,
        6..=10 => 3,
        11..=25 => 4,
        _ => 5,
    };
    let lines = between.matches('\n').count().min(3);
    let same_column = lines > 0 && column(text, head.start).is_some_and(|c| column(text, tail.start) == Some(c));
    let number = ((usize::from(after) * 6 + words) * 4 + lines) * 2 + usize::from(same_column);
    number as u16
}

/// Number of cell borders before a place on its line; `None` outside tables.
fn column(text: &str, at: usize) -> Option<usize> {
    let line = text.get(..at)?.rsplit('\n').next()?;
    let borders = line.matches('|').count();
    (borders > 0).then_some(borders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_differ_where_they_should() {
        let text = "| a | b (mg) |\n| x | 5 |\n| y | 6 |\nplain 7 mg";
        let span = |word: &str| text.find(word).map(|at| at..at + word.len()).unwrap();
        let five = span("5");
        let unit = place(text, &five, &span("(mg)"));
        assert_ne!(unit, place(text, &five, &span("a")), "same column");
        assert_ne!(unit, place(text, &span("6"), &span("(mg)")), "lines between");
        assert_ne!(place(text, &five, &span("x")), place(text, &span("x"), &five), "order");
        for (head, tail) in [(five.clone(), five.clone()), (0..0, text.len()..text.len()), (3..9, 5..7)] {
            assert!(usize::from(place(text, &head, &tail)) < PLACES);
        }
        assert_eq!(place("é", &(1..2), &(0..1)), place("é", &(1..2), &(0..1)));
    }
}

//! Line numbers at the margin or between two columns, as patents and manuscripts have them: they belong to no sentence
//! and to no table.

use std::collections::HashSet;

use crate::pdf::layout::words::{Word, Words};

/// Numbers that count in fives: at least so many of them on a page.
const FEWEST_FIVES: usize = 5;
/// Numbers on every line: at least so many of them on a page.
const FEWEST_ONES: usize = 15;
/// More candidates than this are a table of numbers.
const MOST: usize = 400;

/// A word that may be the number of a line.
#[derive(Debug, Clone, Copy)]
struct Number {
    word: usize,
    row: usize,
    value: u32,
    centre: f32,
    v: f32,
}

/// The words of a page that are line numbers; `rows` are its lines from top to bottom, `height` is the page's.
pub(crate) fn line_numbers(words: &Words, rows: &[Vec<usize>], height: f32) -> HashSet<usize> {
    let mut numbers = candidates(words, rows);
    if numbers.len() < FEWEST_FIVES || numbers.len() > MOST {
        return HashSet::new();
    }
    numbers.sort_by(|a, b| a.centre.total_cmp(&b.centre));
    let columns = numbers.chunk_by(|a, b| b.centre - a.centre < 4.0);
    let found = columns.flat_map(|column| {
        let mut column = column.to_vec();
        column.sort_by_key(|number| number.row);
        let counts = counts_lines(&column, words, rows, height);
        if counts { column } else { Vec::new() }
    });
    found.map(|number| number.word).collect()
}

/// Whole numbers without anything close beside them.
fn candidates(words: &Words, rows: &[Vec<usize>]) -> Vec<Number> {
    let mut found = Vec::new();
    for (row, members) in rows.iter().enumerate() {
        for (at, index) in members.iter().enumerate() {
            let beside = |at: Option<usize>| at.and_then(|at| words.words.get(*members.get(at)?));
            let Some(word) = words.words.get(*index) else { continue };
            let clear = |left: f32, right: f32| right - left > 0.5 * word.size;
            let alone = beside(at.checked_sub(1)).is_none_or(|before| clear(before.u1, word.u0))
                && beside(at.checked_add(1)).is_none_or(|after| clear(word.u1, after.u0));
            if let Some(value) = number(words.text(word)).filter(|_| alone) {
                found.push(Number { word: *index, row, value, centre: 0.5 * (word.u0 + word.u1), v: word.line_v });
            }
        }
    }
    found
}

fn number(text: &str) -> Option<u32> {
    let short = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if short { text.parse().ok().filter(|value| *value > 0) } else { None }
}

/// Whether a column of numbers counts the lines beside it: in equal steps, at equal distances, down most of the page, with
/// nothing else above or below.
fn counts_lines(column: &[Number], words: &Words, rows: &[Vec<usize>], height: f32) -> bool {
    let (Some(first), Some(last)) = (column.first(), column.last()) else { return false };
    let steps = || column.windows(2).filter_map(|pair| pair[1].value.checked_sub(pair[0].value));
    let in_steps = |step: u32| steps().count() + 1 == column.len() && steps().all(|found| found == step);
    let fives = column.len() >= FEWEST_FIVES && in_steps(5) && first.value % 5 == 0 && skips_lines(column, rows);
    let ones = column.len() >= FEWEST_ONES && in_steps(1) && stands_before_text(column, words, rows);
    let tall = last.v - first.v > 0.4 * height;
    (fives || ones) && tall && even(column) && alone(column, words, rows)
}

/// Between two numbers stand lines without one, as far as the text goes down; below it, numbers stand alone. The rows of a
/// table have their number each.
fn skips_lines(column: &[Number], rows: &[Vec<usize>]) -> bool {
    let apart = |pair: &[Number]| pair[1].row.saturating_sub(pair[0].row);
    let beside = 1 + column.windows(2).take_while(|pair| apart(pair) > 1).count();
    let (Some(first), Some(last)) = (column.first(), column.get(beside - 1)) else { return false };
    let alone = |number: &Number| rows.get(number.row).is_some_and(|row| row.len() == 1);
    let below = column.get(beside..).unwrap_or_default();
    beside >= 2 && below.iter().all(alone) && (last.row - first.row) * 2 >= (beside - 1) * 5
}

/// Lines that are numbered one by one are running text: most of them have no gaps and reach as far as the longest.
fn stands_before_text(column: &[Number], words: &Words, rows: &[Vec<usize>]) -> bool {
    let ends = column.iter().filter_map(|number| {
        let row = rows.get(number.row)?;
        let place = row.iter().position(|word| *word == number.word)?;
        let beside: Vec<&Word> = row.get(place + 1..)?.iter().filter_map(|word| words.words.get(*word)).collect();
        let gaps = beside.windows(2).any(|pair| pair[1].u0 - pair[0].u1 > 1.2 * pair[0].size);
        beside.last().filter(|_| !gaps).map(|last| last.u1)
    });
    let ends: Vec<f32> = ends.collect();
    let right = ends.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let left = column.first().map_or(0.0, |number| number.centre);
    let full = ends.iter().filter(|end| **end > right - 0.1 * (right - left)).count();
    full * 2 >= column.len()
}

/// Equal steps stand at distances that are nearly equal; gaps between paragraphs apart.
fn even(column: &[Number]) -> bool {
    let mut distances: Vec<f32> = column.windows(2).map(|pair| pair[1].v - pair[0].v).collect();
    distances.sort_by(f32::total_cmp);
    let middle = distances.get(distances.len() / 2).copied().unwrap_or(0.0);
    let like = distances.iter().filter(|distance| (0.6 * middle..1.7 * middle).contains(*distance)).count();
    middle > 0.0 && like * 10 >= distances.len() * 7
}

/// Nothing else stands above, between or below the numbers, and nothing touches them: they are outside of the text.
fn alone(column: &[Number], words: &Words, rows: &[Vec<usize>]) -> bool {
    let own: HashSet<usize> = column.iter().map(|number| number.word).collect();
    let numbers = || column.iter().filter_map(|number| words.words.get(number.word));
    let (left, right) =
        numbers().fold((f32::INFINITY, f32::NEG_INFINITY), |ends, word| (ends.0.min(word.u0), ends.1.max(word.u1)));
    let (Some(first), Some(last)) = (column.first(), column.last()) else { return false };
    let between = rows.get(first.row..=last.row).unwrap_or_default().iter().flatten();
    let others = || between.clone().filter(|word| !own.contains(word)).filter_map(|word| words.words.get(*word));
    let crossed = others().filter(|word| word.u0 < right + 2.0 && word.u1 > left - 2.0).count();
    let beside = others().filter(|word| word.u0 >= right).count();
    crossed == 0 && beside > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::rows::rows;
    use crate::pdf::layout::words::written;

    /// How many line numbers a page of such rows has: `(left edge, text)` on lines 12 points apart.
    fn found(lines: &[Vec<(f32, String)>]) -> usize {
        let rows_of = lines.iter().enumerate();
        let texts: Vec<(&str, f32, f32)> = rows_of
            .flat_map(|(row, texts)| {
                texts.iter().map(move |(left, text)| (text.as_str(), *left, 60.0 + 12.0 * row as f32))
            })
            .collect();
        let words = written(&texts);
        line_numbers(&words, &rows(&words), 800.0).len()
    }

    const TEXT: &str = "the shafts of large generators are made of steel";

    #[test]
    fn every_fifth_line_is_numbered_at_the_margin() {
        let margin = |row: usize| if row % 5 == 4 { vec![(30.0, (row + 1).to_string())] } else { Vec::new() };
        let page: Vec<_> = (0..40).map(|row| [margin(row), vec![(60.0, TEXT.to_owned())]].concat()).collect();
        assert_eq!(found(&page), 8);
        let gutter = (0..40).map(|row| {
            let middle = if row % 5 == 4 { vec![(310.0, (row + 1).to_string())] } else { Vec::new() };
            [vec![(40.0, TEXT.to_owned())], middle, vec![(340.0, TEXT.to_owned())]].concat()
        });
        assert_eq!(found(&gutter.collect::<Vec<_>>()), 8);
    }

    #[test]
    fn the_margin_is_numbered_below_the_text_too() {
        let page = (0..40).map(|row| {
            let margin = if row % 5 == 4 { vec![(30.0, (row + 1).to_string())] } else { Vec::new() };
            let text = if row < 12 || row == 38 { vec![(60.0, TEXT.to_owned())] } else { Vec::new() };
            [margin, text].concat()
        });
        assert_eq!(found(&page.collect::<Vec<_>>()), 8);
    }

    #[test]
    fn manuscripts_number_every_line() {
        let page: Vec<_> = (0..30).map(|row| vec![(30.0, (row + 101).to_string()), (60.0, TEXT.to_owned())]).collect();
        assert_eq!(found(&page), 30);
    }

    #[test]
    fn numbers_of_tables_and_lists_are_none() {
        // Doses of five, ten, fifteen: each row has its own.
        let doses: Vec<_> = (1..40)
            .map(|row| vec![(30.0, (5 * row).to_string()), (60.0, "12.5".to_owned()), (160.0, "33.1".to_owned())])
            .collect();
        assert_eq!(found(&doses), 0);
        // A numbered inventory: names of all lengths.
        let names = ["benzene", "sodium hydroxide solution", "toluene", "o-xylene", "acetone"];
        let inventory: Vec<_> =
            (0..40).map(|row: usize| vec![(30.0, (row + 1).to_string()), (60.0, names[row % 5].to_owned())]).collect();
        assert_eq!(found(&inventory), 0);
        // Numbers of the text itself.
        let inside: Vec<_> =
            (0..40).map(|row: usize| vec![(30.0, TEXT.to_owned()), (300.0, (5 * row).to_string())]).collect();
        assert_eq!(found(&inside), 0);
    }
}

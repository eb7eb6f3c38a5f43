//! Rows told by the space between them: the lines of one row stand closer together than rows do.

use crate::pdf::layout::tables::wraps::GridLine;

/// Lines closer than this many ems stand beside each other: cells set half-way between the lines of their neighbours.
const BESIDE: f32 = 0.85;
/// Lines further apart than this many ems are no lines of one text.
const LOOSEST: f32 = 1.7;
/// How much closer than rows the lines of a row stand at least.
const CLOSER: f32 = 1.1;

/// Lines that begin a row, if space tells them; `None` where all lines are as far apart, or where close lines are rows of
/// their own (groups of rows). `going_on` says which lines surely go on with the one above.
pub(super) fn spaced_starts(lines: &[GridLine], going_on: &[bool]) -> Option<Vec<bool>> {
    let distances: Vec<f32> = lines.windows(2).map(|pair| (pair[1].v - pair[0].v) / pair[1].size.max(1.0)).collect();
    let reach = reach(&distances)?;
    let mut starts = vec![true];
    starts.extend(distances.iter().map(|distance| *distance > reach));
    let rows = starts.iter().filter(|start| **start).count();
    let parts = starts.len() - rows;
    let filled = rows_of(lines, &starts).all(|row| is_group_name(row) || cells_of(row) >= 2);
    let names = rows_of(lines, &starts).filter(|row| is_group_name(row)).count();
    let free: Vec<bool> = (0..lines.len()).map(|at| !going_on.get(at).copied().unwrap_or(false)).collect();
    let whole =
        rows_of(lines, &starts).zip(rows_of(&free, &starts)).map(|(row, free)| whole_lines(row, free)).sum::<usize>();
    (rows >= 3 && parts >= 2 && filled && names * 4 <= rows && whole * 10 <= parts).then_some(starts)
}

fn rows_of<'a, T>(lines: &'a [T], starts: &'a [bool]) -> impl Iterator<Item = &'a [T]> {
    let firsts: Vec<usize> = (0..lines.len()).filter(|line| starts.get(*line).copied().unwrap_or(true)).collect();
    let ends: Vec<usize> = firsts.iter().skip(1).copied().chain(std::iter::once(lines.len())).collect();
    firsts.into_iter().zip(ends).filter_map(|(from, to)| lines.get(from..to))
}

fn cells_of(row: &[GridLine]) -> usize {
    row.iter().map(|line| line.cells.len()).sum()
}

/// Whether a row is the name of the rows below it: one line with nothing beside it.
fn is_group_name(row: &[GridLine]) -> bool {
    matches!(row, [line] if line.cells.len() == 1 && line.at(0).is_some())
}

/// How many lines after the first of a row could be rows themselves: they fill nearly all of its columns, or all but that
/// of the names, and may be no part of the row above (`free`).
fn whole_lines(row: &[GridLine], free: &[bool]) -> usize {
    let most = row.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    let whole = |line: &GridLine| {
        let cells = line.cells.len();
        cells >= 2 && (cells * 5 >= most * 4 || cells + 1 >= most && line.at(0).is_none())
    };
    row.iter().zip(free).skip(1).filter(|(line, free)| **free && whole(line)).count()
}

/// The largest distance of lines of one row: the usual leading, if all other distances are clearly larger.
fn reach(distances: &[f32]) -> Option<f32> {
    let mut sorted: Vec<f32> = distances.iter().copied().filter(|distance| *distance > BESIDE).collect();
    sorted.sort_by(f32::total_cmp);
    let least = sorted.first().copied().filter(|least| *least < LOOSEST)?;
    // What stands as close as the closest lines do, but for rounding.
    let tight = sorted.iter().take_while(|distance| **distance < 1.05 * least).last().copied()?;
    let next = sorted.iter().copied().find(|distance| *distance > tight)?;
    (next > CLOSER * tight).then_some(0.5 * (tight + next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::stops::Placed;
    use crate::pdf::layout::tables::text_lines::Piece;

    fn lines(places: &[(f32, &[usize])]) -> Vec<GridLine> {
        let cell = |column: &usize| Placed {
            piece: Piece { words: Vec::new(), u0: 0.0, u1: 1.0, count: 1, first: 1.0 },
            first: *column,
            last: *column,
        };
        let line =
            |(v, columns): &(f32, &[usize])| GridLine { v: *v, size: 10.0, cells: columns.iter().map(cell).collect() };
        places.iter().map(line).collect()
    }

    #[test]
    fn close_lines_with_few_cells_go_on_with_the_row() {
        let rows = lines(&[
            (0.0, &[0, 1, 2, 3]),
            (12.0, &[2]),
            (28.0, &[0, 1, 2, 3]),
            (44.0, &[0, 1, 2, 3]),
            (56.0, &[1, 2]),
            (68.0, &[1]),
        ]);
        assert_eq!(spaced_starts(&rows, &[]), Some(vec![true, false, true, true, false, false]));
    }

    #[test]
    fn names_of_groups_and_lines_that_surely_go_on_leave_space_to_tell() {
        let rows = lines(&[
            (0.0, &[0]),
            (16.0, &[0, 1, 2]),
            (28.0, &[0, 1, 2]),
            (44.0, &[0, 1, 2]),
            (56.0, &[0, 2]),
            (72.0, &[0, 1, 2]),
            (88.0, &[0, 1, 2]),
            (100.0, &[0]),
        ]);
        let starts = vec![true, true, false, true, false, true, true, false];
        let going_on = [false, false, true, false, false, false, false, false];
        assert_eq!(spaced_starts(&rows, &going_on), Some(starts));
        assert_eq!(spaced_starts(&rows, &[]), None);
    }

    #[test]
    fn groups_of_rows_and_even_lines_are_not_told_by_space() {
        let groups = lines(&[
            (0.0, &[0, 1, 2]),
            (12.0, &[0, 1, 2]),
            (28.0, &[0, 1, 2]),
            (40.0, &[0, 1, 2]),
            (56.0, &[0, 1, 2]),
            (68.0, &[0, 1, 2]),
        ]);
        assert_eq!(spaced_starts(&groups, &[]), None);
        let even = lines(&[(0.0, &[0, 1, 2]), (12.0, &[1]), (24.0, &[0, 1, 2]), (36.0, &[1]), (48.0, &[0, 1, 2])]);
        assert_eq!(spaced_starts(&even, &[]), None);
    }
}

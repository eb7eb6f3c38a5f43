//! Columns of an area without lines down: stretches of white that run through nearly all of its lines.

use crate::pdf::layout::tables::text_lines::{Piece, TextLine};
use crate::pdf::layout::words::Words;

/// A column: what its cells take from left to right, and where it ends on the right side for words that stick out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Column {
    pub(crate) u0: f32,
    pub(crate) u1: f32,
    /// Half-way to the next column.
    pub(crate) cut: f32,
}

impl Column {
    pub(super) fn middle(&self) -> f32 {
        0.5 * (self.u0 + self.u1)
    }
}

/// The columns of lines; one column where no gap persists.
pub(super) fn columns(lines: &[TextLine]) -> Vec<Column> {
    columns_below(lines, &[])
}

/// The columns of lines below the lines of a head: a column that one row alone fills is one if it has a title.
pub(super) fn columns_below(lines: &[TextLine], head: &[TextLine]) -> Vec<Column> {
    let mut counts: Vec<usize> = lines.iter().map(|line| line.pieces.len()).collect();
    counts.sort_unstable();
    let usual = counts.get(counts.len() * 9 / 10).or(counts.last()).copied().unwrap_or(0);
    let least = (usual / 2 + usual % 2).max(2);
    let full = |line: &TextLine| line.pieces.len() >= least;
    // Cells set half-way between the lines of their neighbours are on a line of their own.
    let beside = |at: usize| {
        let near = |other: &&TextLine| lines.get(at).is_some_and(|line| (other.v - line.v).abs() < 0.85 * line.size);
        let around = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| lines.get(at));
        around.filter(near).any(full)
    };
    let voters: Vec<&TextLine> = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| full(line) || line.pieces.len() >= 2 && beside(*at))
        .map(|(_, line)| line)
        .collect();
    let mut pieces: Vec<&Piece> = voters.iter().flat_map(|line| &line.pieces).collect();
    let tolerated = if voters.len() < 5 { 0 } else { (voters.len() / 8).max(1) };
    let lone = lines.iter().enumerate().filter(|(at, line)| line.pieces.len() == 1 && beside(*at));
    let lone: Vec<(&Piece, f32)> = lone.filter_map(|(_, line)| Some((line.pieces.first()?, line.size))).collect();
    let unseen = of_unseen_columns(lone, &profile(&pieces), tolerated);
    pieces.extend(unseen);
    let titles: Vec<&Piece> = head.iter().flat_map(|line| &line.pieces).collect();
    let cuts = cuts(&pieces, &titles, tolerated);
    let mut columns = with_cuts(&pieces, &cuts);
    for line in lines {
        line.pieces.iter().for_each(|piece| widen(&mut columns, piece, line.size));
    }
    columns
}

/// Lone texts beside full lines that stand in the white of nearly all of those, below each other: a column whose cells are
/// set half-way between the lines of their neighbours is on none of their lines.
fn of_unseen_columns<'a>(
    lone: Vec<(&'a Piece, f32)>,
    profile: &[(f32, f32, usize)],
    tolerated: usize,
) -> Vec<&'a Piece> {
    let taken: Vec<(f32, f32)> =
        profile.iter().filter(|stretch| stretch.2 > tolerated).map(|stretch| (stretch.0, stretch.1)).collect();
    let free = |(piece, size): &(&Piece, f32)| {
        let slack = 0.3 * size;
        let right = taken.partition_point(|(_, to)| *to < piece.u0 - slack);
        right > 0 && taken.get(right).is_none_or(|(from, _)| *from > piece.u1 + slack)
    };
    let mut free: Vec<(&Piece, f32)> = lone.into_iter().filter(free).collect();
    free.sort_by(|a, b| a.0.u0.total_cmp(&b.0.u0));
    let near = |pair: &[(&Piece, f32)]| pair[1].0.u0 - pair[0].0.u0 < 0.4 * pair[0].1;
    let below: Vec<bool> = free.windows(2).map(near).collect();
    let aligned =
        |at: usize| below.get(at) == Some(&true) || at.checked_sub(1).and_then(|at| below.get(at)) == Some(&true);
    (0..free.len()).filter(|at| aligned(*at)).filter_map(|at| Some(free.get(at)?.0)).collect()
}

/// A text that ends, or begins, in the white between two columns widens the column that it is in: cuts leave it whole.
pub(super) fn widen(columns: &mut [Column], piece: &Piece, size: f32) {
    let cut_of = |columns: &[Column], u: f32| columns.partition_point(|column| column.cut < u);
    let (first, last) = (cut_of(columns, piece.u0), cut_of(columns, piece.u1));
    let Some([left, right]) = columns.get_mut(first..=last).filter(|_| last == first + 1) else { return };
    let slack = 0.3 * size;
    if piece.u0 < left.u1 && piece.u1 < right.u0 - slack {
        left.u1 = left.u1.max(piece.u1);
    } else if piece.u1 > right.u0 && piece.u0 > left.u1 + slack {
        right.u0 = right.u0.min(piece.u0);
    } else {
        return;
    }
    left.cut = 0.5 * (left.u1 + right.u0);
}

/// Stretches of the line that few pieces take: `(from, to, pieces)`.
fn profile(pieces: &[&Piece]) -> Vec<(f32, f32, usize)> {
    let mut ends: Vec<(f32, bool)> = Vec::with_capacity(2 * pieces.len());
    for piece in pieces {
        ends.push((piece.u0, true));
        ends.push((piece.u1.max(piece.u0 + 0.1), false));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut depth = 0_usize;
    let mut stretches = Vec::new();
    let mut last = f32::NEG_INFINITY;
    for (at, opens) in ends {
        if at > last && last.is_finite() {
            stretches.push((last, at, depth));
        }
        depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
        last = at;
    }
    stretches
}

/// The middles of the gaps that all but `tolerated` lines have.
fn cuts(pieces: &[&Piece], titles: &[&Piece], tolerated: usize) -> Vec<f32> {
    let profile = profile(pieces);
    let mut cuts = Vec::new();
    let mut from = 0;
    while from < profile.len() {
        let length = profile[from..].iter().take_while(|stretch| stretch.2 <= tolerated).count();
        let valley = &profile[from..from + length];
        if let (Some(first), Some(last)) = (valley.first(), valley.last()) {
            if from > 0 && from + length < profile.len() {
                cuts.extend(cuts_of_valley(valley, pieces, titles, (first.0, last.1)));
            } else {
                cuts.extend(cut_at_edge(valley, pieces, titles));
            }
        }
        from += length.max(1);
    }
    cuts
}

/// A valley at the edge may hold an outer column whose texts do not lie below each other: the widest white in it parts
/// them, if there are two on its outer side, or one with a title.
fn cut_at_edge(valley: &[(f32, f32, usize)], pieces: &[&Piece], titles: &[&Piece]) -> Option<f32> {
    let white = valley.iter().filter(|stretch| stretch.2 == 0);
    let widest = white.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    let left = pieces.iter().filter(|piece| piece.u1 <= widest.0).count();
    let right = pieces.iter().filter(|piece| piece.u0 >= widest.1).count();
    let least = if titles_part(titles, (widest.0, widest.1)) { 1 } else { 2 };
    (left.min(right) >= least).then_some(0.5 * (widest.0 + widest.1))
}

/// Whether titles stand on both sides of the white, and none over it.
fn titles_part(titles: &[&Piece], (from, to): (f32, f32)) -> bool {
    let middle = 0.5 * (from + to);
    let (left, right): (Vec<&Piece>, Vec<&Piece>) = titles.iter().partition(|title| title.middle() < middle);
    let untouched = left.iter().all(|title| title.u1 < middle) && right.iter().all(|title| title.u0 > middle);
    !left.is_empty() && !right.is_empty() && untouched
}

/// A valley may hold a column that few lines fill, or one with a title: then it is cut on both sides of it.
fn cuts_of_valley(
    valley: &[(f32, f32, usize)],
    pieces: &[&Piece],
    titles: &[&Piece],
    (from, to): (f32, f32),
) -> Vec<f32> {
    let least = valley.iter().map(|stretch| stretch.2).min().unwrap_or(0);
    let middle = |stretch: &(f32, f32, usize)| 0.5 * (stretch.0 + stretch.1);
    let lowest: Vec<&(f32, f32, usize)> = valley.iter().filter(|stretch| stretch.2 == least).collect();
    let widest = lowest.iter().copied().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let inside = |piece: &&&Piece| piece.u0 > from && piece.u1 < to;
    let titled = usize::from(titles.iter().any(|title| inside(&title)));
    if least == 0 && lowest.len() >= 2 && pieces.iter().filter(inside).count() + titled >= 2 {
        let (first, last) = (lowest.first().map(|s| middle(s)), lowest.last().map(|s| middle(s)));
        return first.into_iter().chain(last).collect();
    }
    widest.map(|stretch| vec![middle(stretch)]).unwrap_or_default()
}

/// Columns between cuts, as wide as the pieces that lie in one of them.
fn with_cuts(pieces: &[&Piece], cuts: &[f32]) -> Vec<Column> {
    let empty = Column { u0: f32::INFINITY, u1: f32::NEG_INFINITY, cut: f32::INFINITY };
    let mut columns = vec![empty; cuts.len() + 1];
    for (column, cut) in columns.iter_mut().zip(cuts) {
        column.cut = *cut;
    }
    for piece in pieces {
        let (first, last) = (column_of(cuts, piece.u0), column_of(cuts, piece.u1));
        if let Some(column) = columns.get_mut(first).filter(|_| first == last) {
            column.u0 = column.u0.min(piece.u0);
            column.u1 = column.u1.max(piece.u1);
        }
    }
    let mut kept: Vec<Column> = Vec::with_capacity(columns.len());
    for column in columns {
        match kept.last_mut().filter(|_| column.u0 > column.u1) {
            Some(last) => last.cut = column.cut,
            None if column.u0 > column.u1 => {}
            None => kept.push(column),
        }
    }
    kept
}

fn column_of(cuts: &[f32], u: f32) -> usize {
    cuts.partition_point(|cut| *cut < u)
}

/// A piece of a line in the columns it takes, first and last.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) piece: Piece,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Puts a line's pieces into columns. A piece over several columns is cut between words if its parts stand as the cells
/// of their columns do; else it spans them.
pub(super) fn place(words: &Words, line: &TextLine, columns: &[Column]) -> Vec<Placed> {
    let cuts: Vec<f32> = columns.iter().map(|column| column.cut).take(columns.len().saturating_sub(1)).collect();
    let mut placed: Vec<Placed> = Vec::new();
    for (at, piece) in line.pieces.iter().enumerate() {
        let slack = 0.25 * line.size;
        let mut first = column_of(&cuts, piece.u0);
        let mut last = column_of(&cuts, piece.u1);
        // A little over a border is not in the next column.
        while first < last && cuts.get(first).is_some_and(|cut| cut - piece.u0 < slack) {
            first += 1;
        }
        while last > first && cuts.get(last - 1).is_some_and(|cut| piece.u1 - cut < slack) {
            last -= 1;
        }
        // Nor in a column that its neighbour stands in.
        let stands = |neighbour: Option<&Piece>| neighbour.map(|piece| column_of(&cuts, piece.middle()));
        let (left, right) =
            (stands(at.checked_sub(1).and_then(|at| line.pieces.get(at))), stands(line.pieces.get(at + 1)));
        first += usize::from(first < last && left == Some(first));
        last -= usize::from(first < last && right == Some(last));
        if first == last {
            placed.push(Placed { piece: piece.clone(), first, last });
            continue;
        }
        let alone = line.pieces.len() == 1 && first == 0;
        match parts(words, piece, &cuts, line.size).filter(|parts| !alone || parts.len() > 2) {
            Some(parts) if stand_alone(words, &parts, columns, line.size) => placed.extend(parts),
            _ => placed.push(Placed { piece: piece.clone(), first, last }),
        }
    }
    placed
}

/// The piece cut between words at every column border it crosses, if there is a gap at each.
fn parts(words: &Words, piece: &Piece, cuts: &[f32], size: f32) -> Option<Vec<Placed>> {
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    for index in &piece.words {
        let word = &words.words[*index];
        let column = column_of(cuts, 0.5 * (word.u0 + word.u1));
        // A word in the middle of a border belongs to neither side, unless it is a value.
        let torn = |cut: &f32| (0.5 * (word.u0 + word.u1) - cut).abs() < 0.3 * size && word.u1 - word.u0 > size;
        if cuts.iter().any(torn) {
            return None;
        }
        match groups.last_mut().filter(|(last, _)| *last == column) {
            Some((_, group)) => group.push(*index),
            None => groups.push((column, vec![*index])),
        }
    }
    let parts = groups.into_iter().map(|(column, group)| Placed {
        piece: Piece::of(words, group),
        first: column,
        last: column,
    });
    Some(parts.collect())
}

/// Whether the parts are cells of their own: all of them values, or each aligned with its column.
fn stand_alone(words: &Words, parts: &[Placed], columns: &[Column], size: f32) -> bool {
    if parts.len() < 2 {
        return false;
    }
    let aligned = |part: &Placed| {
        columns.get(part.first).is_some_and(|column| {
            (part.piece.u0 - column.u0).abs() < 0.4 * size
                || (part.piece.u1 - column.u1).abs() < 0.4 * size
                || (part.piece.middle() - column.middle()).abs() < 0.6 * size
        })
    };
    let gaps: Vec<f32> = parts.windows(2).map(|pair| pair[1].piece.u0 - pair[0].piece.u1).collect();
    let inner = parts.iter().flat_map(|part| inner_gaps(words, &part.piece)).fold(0.0, f32::max);
    let wide = inner > 0.0 && gaps.iter().all(|gap| *gap > 1.3 * inner && *gap > 0.3 * size);
    let values = parts.iter().filter(|part| part.piece.is_value(words)).count();
    // Words no further apart than those beside them may stand below a column by chance.
    let running = inner > 0.0 && gaps.iter().any(|gap| *gap < 1.1 * inner);
    let below = || !running && parts.iter().all(aligned);
    wide || values == parts.len() || (values + 1 >= parts.len() && parts.len() > 2) || below()
}

/// The gaps between the words of a piece.
fn inner_gaps(words: &Words, piece: &Piece) -> Vec<f32> {
    let gap = |pair: &[usize]| Some(words.words.get(pair[1])?.u0 - words.words.get(pair[0])?.u1);
    piece.words.windows(2).filter_map(gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(v: f32, stretches: &[(f32, f32)]) -> TextLine {
        let piece = |(u0, u1): &(f32, f32)| Piece { words: Vec::new(), u0: *u0, u1: *u1, count: 3, first: 10.0 };
        TextLine { v, size: 10.0, pieces: stretches.iter().map(piece).collect() }
    }

    fn ends(lines: &[TextLine]) -> Vec<(f32, f32)> {
        columns(lines).iter().map(|column| (column.u0, column.u1)).collect()
    }

    #[test]
    fn persisting_gaps_part_columns() {
        let lines = [
            line(0.0, &[(0.0, 40.0), (60.0, 80.0), (100.0, 130.0)]),
            line(12.0, &[(0.0, 30.0), (65.0, 80.0), (110.0, 130.0)]),
            line(24.0, &[(0.0, 130.0)]),
            line(36.0, &[(0.0, 50.0), (62.0, 80.0), (105.0, 130.0)]),
        ];
        assert_eq!(ends(&lines), [(0.0, 50.0), (60.0, 80.0), (100.0, 130.0)]);
    }

    #[test]
    fn a_sparse_column_is_a_column() {
        let mut lines: Vec<TextLine> =
            (0..20).map(|index| line(12.0 * index as f32, &[(0.0, 40.0), (100.0, 130.0)])).collect();
        for index in [3, 7] {
            lines[index] = line(12.0 * index as f32, &[(0.0, 40.0), (60.0, 70.0), (100.0, 130.0)]);
        }
        assert_eq!(ends(&lines).len(), 3);
    }

    #[test]
    fn texts_half_way_between_the_lines_of_their_neighbours_are_a_column() {
        let row = |v: f32| line(v, &[(0.0, 40.0), (60.0, 100.0), (200.0, 220.0)]);
        let mut lines = vec![line(0.0, &[(0.0, 40.0), (60.0, 90.0), (130.0, 170.0), (200.0, 220.0)])];
        for at in 1..6 {
            let v = 36.0 * at as f32;
            lines.extend([line(v - 6.0, &[(130.0, 180.0)]), row(v), line(v + 6.0, &[(130.0, 160.0)])]);
        }
        assert_eq!(ends(&lines), [(0.0, 40.0), (60.0, 100.0), (130.0, 180.0), (200.0, 220.0)]);
        // Titles of groups stand a whole line above their rows.
        let titles = (1..6).flat_map(|at| [line(36.0 * at as f32 - 12.0, &[(130.0, 180.0)]), row(36.0 * at as f32)]);
        assert_eq!(ends(&titles.collect::<Vec<_>>()).len(), 3);
    }

    #[test]
    fn a_column_that_one_row_fills_is_one_if_it_has_a_title() {
        let mut rows: Vec<TextLine> =
            (0..6).map(|at| line(12.0 * at as f32, &[(0.0, 40.0), (60.0, 70.0), (100.0, 130.0)])).collect();
        rows.push(line(72.0, &[(0.0, 40.0), (60.0, 70.0), (100.0, 130.0), (138.0, 160.0)]));
        for (titles, expected) in [
            (&[(0.0, 30.0), (60.0, 70.0), (105.0, 125.0), (140.0, 170.0)][..], 4),
            (&[(0.0, 30.0), (60.0, 70.0), (105.0, 145.0)][..], 3),
            (&[(0.0, 30.0), (60.0, 70.0), (105.0, 125.0)][..], 3),
        ] {
            assert_eq!(columns_below(&rows, &[line(-12.0, titles)]).len(), expected, "{titles:?}");
        }
    }

    #[test]
    fn names_half_way_between_lines_of_values_are_a_column() {
        let values = |v: f32| line(v, &[(60.0, 70.0), (74.0, 80.0), (100.0, 110.0), (114.0, 120.0)]);
        let lines = [
            values(0.0),
            line(6.0, &[(0.0, 4.0), (20.0, 50.0)]),
            values(12.0),
            values(40.0),
            line(46.0, &[(0.0, 8.0), (16.0, 54.0)]),
            values(52.0),
        ];
        assert_eq!(ends(&lines)[..2], [(0.0, 8.0), (16.0, 54.0)]);
    }

    #[test]
    fn a_text_that_stands_alone_on_its_line_widens_its_column() {
        let rows = [
            line(0.0, &[(0.0, 40.0), (100.0, 130.0), (150.0, 160.0)]),
            line(12.0, &[(0.0, 30.0), (100.0, 130.0), (150.0, 160.0)]),
            line(24.0, &[(0.0, 90.0)]),
        ];
        assert_eq!(ends(&rows), [(0.0, 90.0), (100.0, 130.0), (150.0, 160.0)]);
        let late = [rows[0].clone(), rows[1].clone(), line(24.0, &[(60.0, 125.0)])];
        assert_eq!(ends(&late), [(0.0, 40.0), (60.0, 130.0), (150.0, 160.0)]);
        let over = [rows[0].clone(), rows[1].clone(), line(24.0, &[(0.0, 110.0)])];
        assert_eq!(ends(&over), [(0.0, 40.0), (100.0, 130.0), (150.0, 160.0)]);
    }

    #[test]
    fn one_long_title_among_many_rows_parts_nothing() {
        let mut lines: Vec<TextLine> =
            (0..16).map(|index| line(12.0 * index as f32, &[(0.0, 40.0), (100.0, 130.0)])).collect();
        lines[4] = line(48.0, &[(0.0, 90.0), (93.0, 130.0)]);
        lines[5] = line(60.0, &[(0.0, 105.0), (110.0, 130.0)]);
        assert_eq!(ends(&lines).len(), 2);
    }
}

//! Texts in drawings: the lines of one box are read together, not across the boxes beside it.

use crate::pdf::layout::lines::{Line, line, lines};
use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::words::Words;

/// Texts beyond this many in one drawing are read row by row.
const MOST: usize = 2_000;

/// The lines of a drawing's texts: those set closely below each other one after the other, all others row by row.
pub(crate) fn boxed_lines(words: &Words, mut chunks: Vec<Chunk>) -> Vec<Line> {
    if chunks.len() > MOST {
        return lines(words, chunks);
    }
    chunks.sort_by(|a, b| a.v.total_cmp(&b.v).then(a.u0.total_cmp(&b.u0)));
    let below = next_lines(&chunks);
    let mut headed = vec![true; chunks.len()];
    below.iter().flatten().for_each(|next| headed[*next] = false);
    let mut rest = Vec::new();
    let mut read: Vec<Vec<Line>> = Vec::new();
    for start in (0..chunks.len()).filter(|start| headed[*start]) {
        let members: Vec<usize> = std::iter::successors(Some(start), |at| below[*at]).collect();
        if let [alone] = members.as_slice() {
            rest.push(chunks[*alone].clone());
        } else {
            read.push(members.into_iter().map(|at| line(words, chunks[at].words.clone())).collect());
        }
    }
    read.extend(lines(words, rest).into_iter().map(|line| vec![line]));
    let place = |lines: &Vec<Line>| lines.first().map_or((0.0, 0.0), |line| (line.v, line.u0));
    read.sort_by(|a, b| place(a).0.total_cmp(&place(b).0).then(place(a).1.total_cmp(&place(b).1)));
    read.into_iter().flatten().collect()
}

/// For every chunk the one that goes on below it, if there is one. The chunks are sorted from top to bottom.
fn next_lines(chunks: &[Chunk]) -> Vec<Option<usize>> {
    let mut taken = vec![false; chunks.len()];
    chunks
        .iter()
        .enumerate()
        .map(|(at, chunk)| {
            let near =
                chunks.iter().enumerate().skip(at + 1).take_while(|(_, next)| next.v - chunk.v < REACH * chunk.size);
            let next = near.map(|(next, _)| next).find(|next| !taken[*next] && goes_on(chunk, &chunks[*next]))?;
            taken[next] = true;
            Some(next)
        })
        .collect()
}

/// Lines of one text are at most so many ems apart.
const REACH: f32 = 1.45;

/// Whether `next` is the line below `chunk` in one text: centred under it, or set flush with it.
fn goes_on(chunk: &Chunk, next: &Chunk) -> bool {
    let size = chunk.size.max(1.0);
    let alike = (chunk.size - next.size).abs() < 0.1 * size;
    let close = (0.8..REACH).contains(&((next.v - chunk.v) / size));
    let overlap = chunk.u1.min(next.u1) - chunk.u0.max(next.u0);
    let over = overlap > 0.5 * (chunk.u1 - chunk.u0).min(next.u1 - next.u0);
    let centre = |chunk: &Chunk| 0.5 * (chunk.u0 + chunk.u1);
    let aligned = (chunk.u0 - next.u0).abs() < 0.3 * size || (centre(chunk) - centre(next)).abs() < 0.8 * size;
    alike && close && over && aligned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::rows::{chunks, rows};
    use crate::pdf::layout::words::written;

    #[test]
    fn boxes_beside_each_other_are_read_one_by_one() {
        for (texts, expected) in [
            (
                vec![("Git", 30.0, 100.0), ("tester", 80.0, 101.0), ("CMD", 30.0, 112.0), ("posts", 82.5, 113.0)],
                vec!["Git", "CMD", "tester", "posts"],
            ),
            // The ticks of an axis and the curves' names stand in rows.
            (vec![("0", 30.0, 100.0), ("10", 80.0, 100.0), ("20", 130.0, 100.0)], vec!["0\t10\t20"]),
            (vec![("100", 30.0, 100.0), ("A", 80.0, 100.0), ("80", 30.0, 130.0)], vec!["100\tA", "80"]),
        ] {
            let words = written(&texts);
            let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
            let read: Vec<String> = boxed_lines(&words, pieces).into_iter().map(|line| line.text).collect();
            assert_eq!(read, expected);
        }
    }
}

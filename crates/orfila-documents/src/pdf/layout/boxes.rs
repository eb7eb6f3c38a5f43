//! Texts in drawings: the lines of one box are read together, not across the boxes beside it.

use crate::pdf::layout::lines::{Line, line, lines};
use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::words::Words;

/// Texts beyond this many in one drawing are read row by row.
const MOST: usize = 2_000;

/// The lines of a drawing's texts: those set closely below each other one after the other. The texts follow each other as
/// they were drawn, which keeps the labels of a molecule or of an axis together; the place on the page would mix those of
/// all molecules of a row.
pub(crate) fn boxed_lines(words: &Words, chunks: Vec<Chunk>) -> Vec<Line> {
    boxed_texts(words, chunks).into_iter().flatten().collect()
}

/// The same, text by text.
pub(crate) fn boxed_texts(words: &Words, mut chunks: Vec<Chunk>) -> Vec<Vec<Line>> {
    if chunks.len() > MOST {
        return vec![lines(words, chunks)];
    }
    chunks.sort_by(|a, b| a.v.total_cmp(&b.v).then(a.u0.total_cmp(&b.u0)));
    let below = next_lines(&chunks);
    let mut headed = vec![true; chunks.len()];
    below.iter().flatten().for_each(|next| headed[*next] = false);
    let heads = (0..chunks.len()).filter(|start| headed[*start]);
    let mut texts: Vec<Vec<&Chunk>> = heads
        .map(|start| std::iter::successors(Some(start), |at| below[*at]).map(|at| &chunks[at]).collect())
        .collect();
    texts.sort_by_key(|text| text.iter().flat_map(|chunk| &chunk.words).min().copied());
    // Of each text its lines, of each line its chunks.
    let mut read: Vec<Vec<Vec<&Chunk>>> = Vec::with_capacity(texts.len());
    for text in texts {
        match read.last_mut().map(Vec::as_mut_slice) {
            Some([row]) if goes_on_beside(row, &text) => row.extend(text),
            _ => read.push(text.into_iter().map(|chunk| vec![chunk]).collect()),
        }
    }
    let words_of = |row: Vec<&Chunk>| row.into_iter().flat_map(|chunk| chunk.words.iter().copied()).collect();
    read.into_iter().map(|text| text.into_iter().map(|row| line(words, words_of(row))).collect()).collect()
}

/// Whether a text of one line was drawn on the baseline of the one before it, further to the right.
fn goes_on_beside(row: &[&Chunk], text: &[&Chunk]) -> bool {
    let (Some(last), [next]) = (row.last(), text) else { return false };
    (last.v - next.v).abs() < 0.33 * last.size.min(next.size) && next.u0 > last.u1
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

/// Whether `next` is the line below `chunk` in one text: centred under it, or set flush with it. Atoms and numbers stand
/// over each other by chance.
fn goes_on(chunk: &Chunk, next: &Chunk) -> bool {
    const FEWEST_LETTERS: usize = 6;
    if chunk.count + next.count < FEWEST_LETTERS {
        return false;
    }
    let size = chunk.size.max(1.0);
    let alike = (chunk.size - next.size).abs() < 0.1 * size;
    let close = (0.8..REACH).contains(&((next.v - chunk.v) / size));
    let overlap = chunk.u1.min(next.u1) - chunk.u0.max(next.u0);
    let over = overlap > 0.5 * (chunk.u1 - chunk.u0).min(next.u1 - next.u0);
    let centre = |chunk: &Chunk| 0.5 * (chunk.u0 + chunk.u1);
    let flush = (chunk.u0 - next.u0).abs().min((chunk.u1 - next.u1).abs()) < 0.3 * size;
    let aligned = flush || (centre(chunk) - centre(next)).abs() < 0.8 * size;
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
            // Two molecules side by side, drawn one after the other.
            (
                vec![("O", 30.0, 100.0), ("OH", 30.0, 130.0), ("O", 80.0, 100.0), ("Me", 90.0, 130.0)],
                vec!["O", "OH", "O", "Me"],
            ),
        ] {
            let words = written(&texts);
            let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
            let read: Vec<String> = boxed_lines(&words, pieces).into_iter().map(|line| line.text).collect();
            assert_eq!(read, expected);
        }
    }
}

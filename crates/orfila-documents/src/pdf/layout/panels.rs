//! Panels: drawn boxes that stand apart, side by side, with running text in them, as posters and labels have them. Each is
//! read whole before the next one.

use crate::pdf::glyphs::Area;
use crate::pdf::layout::columns::{self, Divider};
use crate::pdf::layout::rows::{Chunk, chunks};
use crate::pdf::layout::words::Words;

/// Smaller boxes hold no running text, in points.
const NARROWEST: f32 = 60.0;
const LOWEST: f32 = 12.0;
/// Cells share their lines; panels stand further apart than this, in points.
const APART: f32 = 3.0;
/// A page with more boxes is a form.
const MOST_BOXES: usize = 200;
/// Boxes in boxes are looked into so far.
const DEEPEST: usize = 8;

/// The panels of a page; none where no two of them stand side by side.
#[derive(Debug, Default)]
pub(crate) struct Panels {
    /// All boxes that may be panels, the largest first.
    boxes: Vec<Area>,
    /// Panels of running text that stand beside each other.
    pairs: Vec<(Area, Area)>,
}

impl Panels {
    /// The panels among drawn boxes that are given in the frame of the text.
    pub(crate) fn of(words: &Words, rows: &[Vec<usize>], boxes: impl Iterator<Item = Area>) -> Self {
        let mut boxes: Vec<Area> = boxes.filter(is_roomy).take(2 * MOST_BOXES).collect();
        boxes.sort_by(|a, b| b.size().total_cmp(&a.size()).then(a.x0.total_cmp(&b.x0)).then(a.y0.total_cmp(&b.y0)));
        boxes.dedup_by(|next, last| lies_in(last, next));
        if !(2..=MOST_BOXES).contains(&boxes.len()) {
            return Self::default();
        }
        let chunks: Vec<Chunk> = rows.iter().flat_map(|row| chunks(words, row)).collect();
        let prose: Vec<Area> =
            boxes.iter().filter(|area| is_prose(chunks.iter().filter(|chunk| holds(area, chunk)))).copied().collect();
        let pairs: Vec<(Area, Area)> = prose
            .iter()
            .flat_map(|left| prose.iter().map(move |right| (*left, *right)))
            .filter(|(left, right)| stand_beside(left, right))
            .collect();
        if pairs.is_empty() { Self::default() } else { Self { boxes, pairs } }
    }

    /// Whether an area holds panels side by side: it is no table.
    pub(crate) fn are_in(&self, area: &Area) -> bool {
        self.pairs.iter().any(|(left, right)| area.contains(centre(left)) && area.contains(centre(right)))
    }

    /// The page's chunks in reading order: panel by panel, and what stands in none of them as columns have it.
    pub(crate) fn regions(&self, chunks: Vec<Chunk>, dividers: &[Divider]) -> Vec<Vec<Chunk>> {
        if self.pairs.is_empty() {
            return columns::regions(chunks, dividers);
        }
        let mut regions = Vec::new();
        let chunks = chunks.into_iter().filter(|chunk| !chunk.words.is_empty()).collect();
        ordered(chunks, &self.boxes, DEEPEST, &mut regions);
        regions
    }
}

fn is_roomy(area: &Area) -> bool {
    area.x1 - area.x0 >= NARROWEST && area.y1 - area.y0 >= LOWEST
}

fn centre(area: &Area) -> (f32, f32) {
    (0.5 * (area.x0 + area.x1), 0.5 * (area.y0 + area.y1))
}

/// Whether `inner` lies in `outer`, but for the thickness of lines.
fn lies_in(inner: &Area, outer: &Area) -> bool {
    const LINE: f32 = 2.0;
    inner.x0 > outer.x0 - LINE && inner.x1 < outer.x1 + LINE && inner.y0 > outer.y0 - LINE && inner.y1 < outer.y1 + LINE
}

fn holds(area: &Area, chunk: &Chunk) -> bool {
    area.contains((0.5 * (chunk.u0 + chunk.u1), chunk.v - 0.35 * chunk.size))
}

/// Whether the right one stands beside the left one, clear of it.
fn stand_beside(left: &Area, right: &Area) -> bool {
    let both = left.y1.min(right.y1) - left.y0.max(right.y0);
    right.x0 - left.x1 > APART && both > 0.5 * (left.y1 - left.y0).min(right.y1 - right.y0)
}

/// Whether chunks are running text: several lines that are no cells.
fn is_prose<'a>(chunks: impl Iterator<Item = &'a Chunk>) -> bool {
    const FEWEST_LINES: usize = 4;
    const FEWEST_CHARACTERS: usize = 120;
    const FEWEST_IN_LINE: usize = 18;
    let (mut lines, mut characters, mut last) = (0_usize, 0_usize, f32::NEG_INFINITY);
    for chunk in chunks {
        if chunk.v - last > 0.4 * chunk.size {
            lines += 1;
            last = chunk.v;
        }
        characters += chunk.count;
    }
    lines >= FEWEST_LINES && characters >= FEWEST_CHARACTERS.max(FEWEST_IN_LINE * lines)
}

/// A box with its text, or a chunk outside of all boxes.
struct Atom {
    area: Area,
    chunks: Vec<Chunk>,
    /// The boxes in it; none for a chunk alone.
    inner: Vec<Area>,
    boxed: bool,
    prose: bool,
}

impl Atom {
    fn of(chunk: Chunk) -> Self {
        let (y0, y1) = (chunk.v - 0.7 * chunk.size, chunk.v + 0.2 * chunk.size);
        let area = Area { x0: chunk.u0, y0, x1: chunk.u1, y1 };
        Self { area, chunks: vec![chunk], inner: Vec::new(), boxed: false, prose: false }
    }

    fn middle(&self) -> f32 {
        0.5 * (self.area.y0 + self.area.y1)
    }

    fn crosses(&self, x: f32) -> bool {
        self.area.x0 < x - 1.0 && self.area.x1 > x + 1.0
    }
}

/// The outermost of the boxes with their text, and the chunks outside of them.
fn atoms(chunks: Vec<Chunk>, boxes: &[Area]) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    for area in boxes {
        match atoms.iter_mut().find(|outer| lies_in(area, &outer.area)) {
            Some(outer) => outer.inner.push(*area),
            None => {
                atoms.push(Atom { area: *area, chunks: Vec::new(), inner: Vec::new(), boxed: true, prose: false });
            }
        }
    }
    let mut loose = Vec::new();
    for chunk in chunks {
        match atoms.iter_mut().find(|atom| holds(&atom.area, &chunk)) {
            Some(atom) => atom.chunks.push(chunk),
            None => loose.push(Atom::of(chunk)),
        }
    }
    atoms.retain(|atom| !atom.chunks.is_empty());
    for atom in &mut atoms {
        atom.chunks.sort_by(|a, b| a.v.total_cmp(&b.v));
        atom.prose = is_prose(atom.chunks.iter());
    }
    atoms.extend(loose);
    atoms
}

fn ordered(chunks: Vec<Chunk>, boxes: &[Area], depth: usize, regions: &mut Vec<Vec<Chunk>>) {
    if depth == 0 || boxes.is_empty() {
        regions.extend(columns::regions(chunks, &[]));
    } else {
        cut(atoms(chunks, boxes), depth, regions);
    }
}

/// Parts panels that stand side by side; what is left is read from top to bottom.
fn cut(atoms: Vec<Atom>, depth: usize, regions: &mut Vec<Vec<Chunk>>) {
    let gutter = if depth == 0 { None } else { best_gutter(&atoms) };
    let Some(gutter) = gutter else {
        return downwards(atoms, depth, regions);
    };
    let mut full = Vec::new();
    for band in bands(atoms, gutter) {
        if !is_parted(&band, gutter) {
            full.extend(band);
            continue;
        }
        cut(std::mem::take(&mut full), depth - 1, regions);
        let (left, right) = band.into_iter().partition(|atom| atom.area.x0 < gutter - 1.0);
        cut(left, depth - 1, regions);
        cut(right, depth - 1, regions);
    }
    cut(full, depth - 1, regions);
}

/// The left edge of panels that have most text beside each other.
fn best_gutter(atoms: &[Atom]) -> Option<f32> {
    let mut candidates: Vec<f32> = atoms.iter().filter(|atom| atom.prose).map(|atom| atom.area.x0).collect();
    candidates.sort_by(f32::total_cmp);
    candidates.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let score = |x: f32| -> usize {
        let mut crossing: Vec<f32> = atoms.iter().filter(|atom| atom.crosses(x)).map(Atom::middle).collect();
        crossing.sort_by(f32::total_cmp);
        let band = |atom: &Atom| crossing.partition_point(|middle| *middle < atom.middle());
        let prose = || atoms.iter().filter(|atom| atom.prose && !atom.crosses(x));
        let left = || prose().filter(|atom| atom.area.x0 < x - 1.0);
        let beside = |right: &&Atom| {
            right.area.x0 >= x - 1.0
                && left().any(|left| stand_beside(&left.area, &right.area) && band(left) == band(right))
        };
        prose().filter(beside).flat_map(|atom| &atom.chunks).map(|chunk| chunk.count).sum()
    };
    let scored = candidates.into_iter().map(|x| (score(x), x)).filter(|(score, _)| *score > 0);
    scored.max_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1))).map(|(_, x)| x)
}

/// What stands between the atoms that cross a gutter, and these, from top to bottom.
fn bands(mut atoms: Vec<Atom>, gutter: f32) -> Vec<Vec<Atom>> {
    atoms.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    let mut bands: Vec<Vec<Atom>> = vec![Vec::new()];
    for atom in atoms {
        if atom.crosses(gutter) {
            bands.extend([vec![atom], Vec::new()]);
        } else if let Some(band) = bands.last_mut() {
            band.push(atom);
        }
    }
    bands
}

/// Whether panels stand side by side there.
fn is_parted(band: &[Atom], gutter: f32) -> bool {
    let prose = || band.iter().filter(|atom| atom.prose && !atom.crosses(gutter));
    let right = |atom: &&Atom| atom.area.x0 >= gutter - 1.0;
    prose().filter(right).any(|right| prose().any(|left| stand_beside(&left.area, &right.area)))
}

/// Boxes and the text between them from top to bottom; what stands beside a box is read with it.
fn downwards(mut atoms: Vec<Atom>, depth: usize, regions: &mut Vec<Vec<Chunk>>) {
    const TOUCH: f32 = 2.0;
    atoms.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0));
    let mut slabs: Vec<(f32, Vec<Atom>)> = Vec::new();
    for atom in atoms {
        match slabs.last_mut().filter(|(bottom, _)| atom.area.y0 < *bottom - TOUCH) {
            Some((bottom, slab)) => {
                *bottom = bottom.max(atom.area.y1);
                slab.push(atom);
            }
            None => slabs.push((atom.area.y1, vec![atom])),
        }
    }
    let mut loose: Vec<Chunk> = Vec::new();
    for (_, slab) in slabs {
        match <[Atom; 1]>::try_from(slab) {
            Ok([only]) if only.boxed => {
                regions.extend(columns::regions(std::mem::take(&mut loose), &[]));
                ordered(only.chunks, &only.inner, depth.saturating_sub(1), regions);
            }
            Ok(slab) => loose.extend(slab.into_iter().flat_map(|atom| atom.chunks)),
            Err(slab) => loose.extend(slab.into_iter().flat_map(|atom| atom.chunks)),
        }
    }
    regions.extend(columns::regions(loose, &[]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::rows::rows;
    use crate::pdf::layout::words::written;

    const LINE: &str = "a line of running text in a panel";

    /// A panel with a title in a bar of its own and lines below it.
    fn panel(texts: &mut Vec<(&'static str, f32, f32)>, title: &'static str, left: f32, lines: usize) -> [Area; 2] {
        texts.push((title, left + 60.0, 100.0));
        texts.extend((0..lines).map(|line| (LINE, left + 5.0, 125.0 + 12.0 * line as f32)));
        let bar = Area { x0: left, y0: 88.0, x1: left + 190.0, y1: 106.0 };
        [bar, Area { y0: 110.0, y1: 125.0 + 12.0 * lines as f32, ..bar }]
    }

    /// The first words of the regions in which a page is read.
    fn read(texts: &[(&str, f32, f32)], boxes: &[Area]) -> (bool, Vec<String>) {
        let words = written(texts);
        let rows = rows(&words);
        let panels = Panels::of(&words, &rows, boxes.iter().copied());
        let pieces = rows.iter().flat_map(|row| chunks(&words, row)).collect();
        let text = |region: &Vec<Chunk>| {
            let first = region.first().and_then(|chunk| chunk.words.first()).and_then(|word| words.words.get(*word));
            first.map_or(String::new(), |word| words.text(word).to_owned())
        };
        let page = Area { x0: 0.0, y0: 0.0, x1: 1000.0, y1: 1000.0 };
        (panels.are_in(&page), panels.regions(pieces, &[]).iter().map(text).collect())
    }

    #[test]
    fn panels_are_read_one_after_the_other() {
        let mut texts =
            vec![("A title over the whole width of a poster with three panels below it and more", 50.0, 50.0)];
        let mut boxes = vec![Area { x0: 0.0, y0: 80.0, x1: 700.0, y1: 600.0 }];
        for (title, left, lines) in [("Aims", 10.0, 9), ("Methods", 210.0, 14), ("Results", 410.0, 11)] {
            boxes.extend(panel(&mut texts, title, left, lines));
        }
        texts.push(("Disclaimer of the authors about the views in it", 15.0, 400.0));
        let (found, regions) = read(&texts, &boxes);
        assert!(found);
        assert_eq!(regions, ["A", "Aims", "a", "Methods", "a", "Results", "a", "Disclaimer"]);
    }

    #[test]
    fn cells_that_share_their_lines_and_boxes_below_each_other_are_no_panels() {
        let mut texts = Vec::new();
        let [_, left] = panel(&mut texts, "Aims", 10.0, 9);
        let [_, right] = panel(&mut texts, "Methods", 201.0, 9);
        assert!(!read(&texts, &[left, right]).0);
        let (below, few) = (Area { y0: 300.0, y1: 400.0, ..left }, Area { y1: 130.0, ..right });
        assert!(!read(&texts, &[left, below]).0);
        assert!(!read(&texts, &[left, few]).0);
    }
}

//! The figures of a page as they go into the document, and the text that is tied to them.

use orfila_records::{Figure, FigureKind, PageNumber, Region};

use super::captions::{self, opens_figure_caption};
use super::labels::{self, Piece};
use super::{Candidate, bounds, neighbours, share};
use crate::builder::DocumentBuilder;
use crate::pdf::glyphs::Area;
use crate::pdf::layout::lines::{Line, Orientation};
use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::words::Words;

/// The figures of one page.
#[derive(Debug, Default)]
pub(crate) struct PageFigures {
    figures: Vec<Candidate>,
    areas: Vec<Area>,
    /// Indices of those that a caption calls figures.
    captioned: Vec<usize>,
    /// Index of the first in the document.
    first: usize,
}

impl PageFigures {
    /// Sifts the candidates by the text around them.
    pub(crate) fn settle(mut figures: Vec<Candidate>, pieces: &[Piece], body_size: f32) -> Self {
        let captions: Vec<Area> = pieces.iter().filter(|piece| piece.caption).map(|piece| piece.area).collect();
        labels::take_touching(&mut figures, pieces);
        neighbours::join_rows(&mut figures);
        labels::drop_panels(&mut figures, pieces);
        neighbours::join_schemes(&mut figures, pieces, body_size);
        captions::settle_diagrams(&mut figures, &captions, pieces);
        captions::join_panels(&mut figures, &captions);
        labels::take_along(&mut figures, pieces, body_size);
        figures.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0).then(a.area.x0.total_cmp(&b.area.x0)));
        let areas = figures.iter().map(|figure| figure.area).collect();
        let captioned = captions.iter().filter_map(|caption| captions::nearest(caption, &figures)).collect();
        Self { figures, areas, captioned, first: 0 }
    }

    /// Whether an area lies in a drawing that a caption calls a figure: the labels of a chart are no table.
    pub(crate) fn holds(&self, area: &Area) -> bool {
        let drawings = self.captioned.iter().filter_map(|index| self.figures.get(*index));
        drawings.filter(|figure| figure.kind == FigureKind::Drawing).any(|figure| share(area, &figure.area) > 0.8)
    }

    /// Where a figure is.
    pub(crate) fn area(&self, figure: usize) -> Option<&Area> {
        self.areas.get(figure)
    }

    /// Whether an area meets one of the figures.
    pub(crate) fn meets(&self, area: &Area) -> bool {
        self.areas.iter().any(|figure| {
            let shared = area.intersect(figure);
            shared.x1 >= shared.x0 && shared.y1 >= shared.y0
        })
    }

    /// Puts the figures into the document.
    pub(crate) fn open(mut self, page: PageNumber, builder: &mut DocumentBuilder) -> Self {
        self.first = builder.figures();
        for figure in &self.figures {
            let region = Some(Region { page, bounds: bounds(&figure.area) });
            builder.figure(Figure { kind: figure.kind, region, caption: None, name: figure.name.clone() });
        }
        self
    }

    /// Parts a layer's stretches into running text and labels; labels come by figure, with their index on the page.
    pub(crate) fn part(&self, words: &Words, angle: i16, chunks: Vec<Chunk>) -> (Vec<Chunk>, Vec<(usize, Vec<Chunk>)>) {
        if self.figures.is_empty() {
            return (chunks, Vec::new());
        }
        let mut labels: Vec<(usize, Vec<Chunk>)> = (0..self.figures.len()).map(|figure| (figure, Vec::new())).collect();
        let mut running = Vec::with_capacity(chunks.len());
        for chunk in chunks {
            let owner = labels::owner(&Piece::of(words, &chunk, angle), &self.areas);
            match owner.and_then(|figure| labels.get_mut(figure)) {
                Some((_, labels)) => labels.push(chunk),
                None => running.push(chunk),
            }
        }
        labels.retain(|(_, labels)| !labels.is_empty());
        (running, labels)
    }

    /// Chunks without words that hold the places of the figures among an upright layer's running text, a line each, so that
    /// a column which a figure fills is seen as one. Where text runs on a figure, it holds no place.
    pub(crate) fn places(&self, running: &[Chunk], size: f32) -> Vec<Chunk> {
        const SMALLEST: f32 = 60.0;
        const LEADING: f32 = 1.2;
        const MOST: usize = 200;
        let size = size.clamp(4.0, 40.0);
        let on = |chunk: &Chunk, area: &Area| area.contains((0.5 * (chunk.u0 + chunk.u1), chunk.v - 0.3 * chunk.size));
        let large = |area: &&Area| area.x1 - area.x0 >= SMALLEST && area.y1 - area.y0 >= SMALLEST;
        let free = self.areas.iter().filter(large).filter(|area| !running.iter().any(|chunk| on(chunk, area)));
        let lines = free.flat_map(|area| {
            let count = (((area.y1 - area.y0) / (LEADING * size)) as usize).min(MOST);
            (1..=count).map(move |line| (area, area.y0 + LEADING * size * line as f32))
        });
        lines.map(|(area, v)| Chunk { words: Vec::new(), u0: area.x0, u1: area.x1, v, size, count: 0 }).collect()
    }

    /// Ties the last passage to a figure as its label.
    pub(crate) fn tie_label(&self, figure: usize, builder: &mut DocumentBuilder) {
        builder.tie_to_figure(self.first + figure, false);
    }

    /// Ties the last passage to the figure whose caption it is, if its first line says so.
    pub(crate) fn tie_caption(&self, line: Option<&Line>, angle: i16, builder: &mut DocumentBuilder) {
        let Some(line) = line.filter(|line| !self.figures.is_empty() && opens_figure_caption(&line.text)) else {
            return;
        };
        let area = Orientation::of(angle).area((line.u0, line.v - line.size), (line.u1, line.v));
        if let Some(figure) = captions::nearest(&area, &self.figures) {
            builder.tie_to_figure(self.first + figure, true);
        }
    }
}

impl Piece {
    /// What a stretch of a layer is to figures.
    pub(crate) fn of(words: &Words, chunk: &Chunk, angle: i16) -> Self {
        let area =
            Orientation::of(angle).area((chunk.u0, chunk.v - 0.8 * chunk.size), (chunk.u1, chunk.v + 0.2 * chunk.size));
        let texts = || chunk.words.iter().filter_map(|index| Some(words.text(words.words.get(*index)?)));
        let letters: usize = texts().map(|text| text.chars().filter(|letter| letter.is_alphabetic()).count()).sum();
        let opening: Vec<&str> = texts().take(4).collect();
        Self {
            area,
            size: chunk.size,
            count: chunk.count,
            numeric: 2 * letters < chunk.count,
            upright: angle == 0,
            caption: opens_figure_caption(&opening.join(" ")),
        }
    }
}

//! One page on its way from glyphs to passages.

use std::collections::{BTreeMap, HashSet};

use orfila_records::{Direction, PageNumber, PassageKind, TextSource};

use crate::builder::{DocumentBuilder, Draft};
use crate::outline::{Rank, is_reference_heading};
use crate::pdf::glyphs::{Glyph, PageContent, Visibility};
use crate::pdf::layout::blocks::{Block, blocks, mark_footnotes};
use crate::pdf::layout::columns::regions;
use crate::pdf::layout::figures::{Candidate, PageFigures, Piece};
use crate::pdf::layout::furniture::EdgeRow;
use crate::pdf::layout::headings;
use crate::pdf::layout::lines::{Line, Orientation, line, lines};
use crate::pdf::layout::rows::{Chunk, chunks, rows};
use crate::pdf::layout::words::Words;

/// Rows within this share of the page's height from an edge may be furniture.
const EDGE: f32 = 0.2;
/// Rows further from the first or last one are body.
const DEEPEST_EDGE: usize = 12;
/// The first and last rows of a page may be furniture wherever they stand.
const OUTERMOST: usize = 3;

/// The words of a page that run in one direction.
struct Layer {
    angle: i16,
    /// Whether characters stand below each other.
    vertical: bool,
    words: Words,
    rows: Vec<Vec<usize>>,
    hidden: bool,
}

impl Layer {
    fn direction(&self) -> Direction {
        // Columns of vertical writing run downwards on an upright page.
        let turned = i32::from(self.angle) - if self.vertical { 90 } else { 0 };
        Direction { rotation: turned.rem_euclid(360) as u16, vertical: self.vertical, right_to_left: false }
    }

    /// A few large letters askew over the page.
    fn is_watermark(&self, body_size: f32) -> bool {
        const MOST: usize = 60;
        let large = self.words.words.iter().all(|word| word.size > 1.5 * body_size);
        self.angle % 90 != 0 && !self.hidden && large && self.words.characters.len() <= MOST
    }
}

/// A page's text before it is put into the document.
pub(crate) struct Sheet {
    pub(crate) number: PageNumber,
    pub(crate) height: f32,
    layers: Vec<Layer>,
    text_source: TextSource,
    /// What may be a figure.
    figures: Vec<Candidate>,
}

impl Sheet {
    /// Sorts the glyphs by direction and visibility. Text in render mode 3 over a page image is that image's text layer.
    pub(crate) fn of(number: PageNumber, height: f32, content: &PageContent) -> Self {
        let hidden = |glyph: &Glyph| glyph.visibility.concealment().is_some();
        let mut groups: BTreeMap<(bool, i16, bool), Vec<&Glyph>> = BTreeMap::new();
        for glyph in &content.glyphs {
            groups.entry((hidden(glyph), glyph.angle, glyph.vertical)).or_default().push(glyph);
        }
        let mut layers: Vec<Layer> = groups
            .into_iter()
            .map(|((hidden, angle, vertical), glyphs)| {
                let words = Words::of(glyphs.into_iter());
                let rows = rows(&words);
                Layer { angle, vertical, words, rows, hidden }
            })
            .filter(|layer| !layer.words.words.is_empty())
            .collect();
        layers.sort_by_key(|layer| (layer.hidden, std::cmp::Reverse(layer.words.characters.len())));
        let seen = |visibility| content.glyphs.iter().filter(|glyph| glyph.visibility == visibility).count();
        let layered = seen(Visibility::Layer) > seen(Visibility::Visible);
        let text_source = if layered { TextSource::Layer } else { TextSource::Stated };
        Self { number, height, layers, text_source, figures: Vec::new() }
    }

    /// What may be a figure, to be filled and sifted.
    pub(crate) fn figures_mut(&mut self) -> &mut Vec<Candidate> {
        &mut self.figures
    }

    /// The page's figures, settled with the text around them.
    fn settled_figures(&self, body_size: f32) -> PageFigures {
        if self.figures.is_empty() {
            return PageFigures::default();
        }
        let mut pieces = Vec::new();
        for layer in self.layers.iter().filter(|layer| !layer.hidden && !layer.vertical) {
            let chunks = layer.rows.iter().flat_map(|row| chunks(&layer.words, row));
            pieces.extend(chunks.map(|chunk| Piece::of(&layer.words, &chunk, layer.angle)));
        }
        PageFigures::settle(self.figures.clone(), &pieces, body_size)
    }

    /// Adds words that were recognised in the page's image, but for those that the file states at the same place.
    pub(crate) fn add_recognised(&mut self, mut recognised: Words, source: TextSource) {
        let upright = |layer: &&mut Layer| layer.angle == 0 && !layer.hidden && !layer.vertical;
        self.text_source = source;
        match self.layers.iter_mut().find(upright) {
            Some(layer) => {
                recognised.words.retain(|word| !layer.words.words.iter().any(|stated| word.stands_on(stated)));
                layer.words.append(recognised);
                layer.rows = rows(&layer.words);
            }
            None => {
                let rows = rows(&recognised);
                self.layers.insert(0, Layer { angle: 0, vertical: false, words: recognised, rows, hidden: false });
            }
        }
        self.layers.sort_by_key(|layer| (layer.hidden, std::cmp::Reverse(layer.words.characters.len())));
    }

    /// Where its characters come from.
    pub(crate) fn text_source(&self) -> TextSource {
        self.text_source.clone()
    }

    /// Glyphs without a known character.
    pub(crate) fn unmapped(&self) -> usize {
        self.layers.iter().map(|layer| layer.words.unmapped).sum()
    }

    /// Characters that a reader of the page cannot see.
    pub(crate) fn hidden_characters(&self) -> usize {
        let hidden = self.layers.iter().filter(|layer| layer.hidden);
        hidden.map(|layer| layer.words.characters.chars().count()).sum()
    }

    /// `(size, characters)` of every visible word.
    pub(crate) fn sizes(&self) -> impl Iterator<Item = (f32, usize)> + '_ {
        let visible = self.layers.iter().filter(|layer| !layer.hidden);
        visible.flat_map(|layer| layer.words.words.iter().map(|word| (word.size, word.count)))
    }

    /// Rows near the edges of the page, candidates for furniture.
    pub(crate) fn edge_rows(&self, page: usize) -> Vec<EdgeRow> {
        let Some(layer) = self.layers.first().filter(|layer| layer.angle == 0 && !layer.hidden) else {
            return Vec::new();
        };
        let place = |row: &Vec<usize>| row.first().and_then(|first| layer.words.words.get(*first));
        let lines: Vec<(f32, f32)> =
            layer.rows.iter().map(|row| place(row).map_or((0.0, 1.0), |word| (word.line_v, word.size))).collect();
        let mut found = Vec::new();
        for (index, (row, (v, size))) in layer.rows.iter().zip(&lines).enumerate() {
            let from_end = layer.rows.len() - index;
            let outermost = index < OUTERMOST || from_end <= OUTERMOST;
            let head = *v < EDGE * self.height || index < OUTERMOST && *v < 0.5 * self.height;
            let foot = *v > (1.0 - EDGE) * self.height || from_end <= OUTERMOST;
            if (head && index < DEEPEST_EDGE) || (foot && from_end <= DEEPEST_EDGE) {
                let text = row.iter().map(|index| layer.words.text(&layer.words.words[*index])).collect::<Vec<_>>();
                let next = if head { index + 1 } else { index.wrapping_sub(1) };
                let close = lines.get(next).is_some_and(|next| (next.0 - v).abs() < 1.9 * size.max(next.1));
                found.push(EdgeRow {
                    page,
                    row: index,
                    text: text.join(" "),
                    height: if head { *v } else { self.height - v },
                    head,
                    outermost,
                    heads_table: close && row.len() >= 3 && chunks(&layer.words, row).len() >= 3,
                });
            }
        }
        found
    }

    /// Appends the page's passages; `furniture` are row indices of its first layer.
    pub(crate) fn emit(&self, builder: &mut DocumentBuilder, furniture: &HashSet<usize>, body_size: f32) {
        let figures = self.settled_figures(body_size).open(self.number, builder);
        for (index, layer) in self.layers.iter().enumerate() {
            let is_furniture = |row: usize| index == 0 && furniture.contains(&row);
            let (heads, feet): (Vec<usize>, Vec<usize>) =
                (0..layer.rows.len()).filter(|row| is_furniture(*row)).partition(|row| self.is_head(layer, *row));
            self.emit_furniture(builder, layer, &heads);
            let body = (0..layer.rows.len()).filter(|row| !is_furniture(*row));
            let pieces = body.flat_map(|row| chunks(&layer.words, &layer.rows[row])).collect();
            let (pieces, labels) = figures.part(&layer.words, layer.angle, pieces);
            for region in regions(pieces) {
                let mut blocks = blocks(lines(&layer.words, region), body_size);
                mark_footnotes(&mut blocks, body_size, 0.5 * self.height);
                for block in blocks {
                    self.emit_block(builder, layer, &block, body_size);
                    figures.tie_caption(block.lines.first(), layer.angle, builder);
                }
            }
            self.emit_labels(builder, layer, &figures, labels);
            self.emit_furniture(builder, layer, &feet);
        }
    }

    /// Words inside figures come after the layer's running text, figure by figure.
    fn emit_labels(
        &self,
        builder: &mut DocumentBuilder,
        layer: &Layer,
        figures: &PageFigures,
        labels: Vec<(usize, Vec<Chunk>)>,
    ) {
        for (figure, chunks) in labels {
            self.passage(builder, layer, PassageKind::Paragraph, &lines(&layer.words, chunks), None);
            figures.tie_label(figure, builder);
        }
    }

    fn is_head(&self, layer: &Layer, row: usize) -> bool {
        let word = layer.rows.get(row).and_then(|row| layer.words.words.get(*row.first()?));
        word.is_some_and(|word| word.line_v < 0.5 * self.height)
    }

    fn emit_furniture(&self, builder: &mut DocumentBuilder, layer: &Layer, rows: &[usize]) {
        for row in rows {
            let line = line(&layer.words, layer.rows[*row].clone());
            self.passage(builder, layer, PassageKind::Furniture, &[line], None);
        }
    }

    fn emit_block(&self, builder: &mut DocumentBuilder, layer: &Layer, block: &Block, body_size: f32) {
        if layer.is_watermark(body_size) {
            self.passage(builder, layer, PassageKind::Furniture, &block.lines, None);
            return;
        }
        if layer.hidden {
            self.passage(builder, layer, PassageKind::Paragraph, &block.lines, None);
            return;
        }
        if let Some(rank) = block.rank {
            builder.outline.enter(rank, &block.text());
        }
        let in_references = builder.outline.innermost().is_some_and(is_reference_heading);
        let kind = match block.kind {
            PassageKind::Paragraph | PassageKind::ListItem if in_references => PassageKind::Reference,
            kind => kind,
        };
        let level = block.rank.and_then(|_| u32::try_from(builder.outline.depth()).ok());
        self.passage(builder, layer, kind, &block.lines, level);
    }

    fn passage(
        &self,
        builder: &mut DocumentBuilder,
        layer: &Layer,
        kind: PassageKind,
        lines: &[Line],
        level: Option<u32>,
    ) {
        let orientation = Orientation::of(layer.angle);
        let mut text = String::new();
        let mut words = Vec::new();
        for line in lines {
            if !text.is_empty() {
                text.push('\n');
            }
            let offset = text.len();
            text.push_str(&line.text);
            words.extend(line.words.iter().map(|word| orientation.place(word, offset)));
        }
        let page = Some(self.number);
        let mut draft = Draft::new(kind, text);
        draft.page = page;
        draft.words = words;
        draft.level = level;
        draft.direction = layer.direction();
        builder.passage(draft);
    }

    /// The first heading in the largest type of the page, if that is clearly larger than running text; names of
    /// journals and kinds of articles are no titles.
    pub(crate) fn title(&self, furniture: &HashSet<usize>, body_size: f32) -> Option<String> {
        let layer = self.layers.first().filter(|layer| !layer.hidden)?;
        let body = layer.rows.iter().enumerate().filter(|(row, _)| !furniture.contains(row));
        let pieces = body.flat_map(|(_, row)| chunks(&layer.words, row)).collect();
        let blocks = regions(pieces).into_iter().flat_map(|region| blocks(lines(&layer.words, region), body_size));
        let headings: Vec<(f32, String)> = blocks
            .filter_map(|block| {
                let size = block.lines.first().map(|line| line.size)?;
                matches!(block.rank, Some(Rank::Size(_))).then(|| (size, headings::without_labels(&block.text())))
            })
            .filter(|(size, text)| *size > 1.15 * body_size && !text.is_empty())
            .collect();
        let worded = |(_, text): &&(f32, String)| text.split_whitespace().count() >= 3;
        let largest = |best: &(f32, String), next: &(f32, String)| next.0 > best.0 + 0.5;
        let pick = |candidates: Vec<&(f32, String)>| {
            candidates.into_iter().reduce(|best, next| if largest(best, next) { next } else { best }).cloned()
        };
        let title = pick(headings.iter().filter(worded).collect()).or_else(|| pick(headings.iter().collect()));
        title.map(|(_, text)| text)
    }
}

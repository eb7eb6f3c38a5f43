//! One page on its way from glyphs to passages.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use orfila_records::{Direction, PageNumber, PassageKind, TextRange, TextSource};

use crate::builder::{DocumentBuilder, Draft};
use crate::outline::{Rank, is_reference_heading};
use crate::pdf::garbled;
use crate::pdf::glyphs::{Area, Glyph, PageContent, Visibility};
use crate::pdf::layout::blocks::{Block, blocks};
use crate::pdf::layout::boxes::boxed_lines;
use crate::pdf::layout::clock::Clock;
use crate::pdf::layout::columns::{Divider, regions};
use crate::pdf::layout::figures::{Candidate, PageFigures, Piece, union};
use crate::pdf::layout::flow::{Bond, Flow, Item, Look};
use crate::pdf::layout::furniture::{self, EdgeRow};
use crate::pdf::layout::headings;
use crate::pdf::layout::lines::{Line, Orientation, line, lines};
use crate::pdf::layout::margins;
use crate::pdf::layout::panels::Panels;
use crate::pdf::layout::rows::{Chunk, chunks, rows};
use crate::pdf::layout::run_in;
use crate::pdf::layout::tables::emit::{OpenTable, Place};
use crate::pdf::layout::tables::rules::turned;
use crate::pdf::layout::tables::{Around, Carried, PageTable, drawn};
use crate::pdf::layout::words::Words;
use crate::pdf::path::Strokes;

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
    /// An area in the frame of its text, on the page.
    fn on_page(&self, area: &Area) -> Area {
        Orientation::of(self.angle).area((area.x0, area.y0), (area.x1, area.y1))
    }

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

/// The words of figures, to be read where their figure stands among the items of a page.
struct Labels(Vec<(usize, (usize, Vec<Chunk>))>);

impl Labels {
    /// The chunks of each figure with the item that they are read before; those of turned text come last.
    fn placed(labels: Vec<(usize, Vec<Chunk>)>, flow: &Flow, figures: &PageFigures, angle: i16) -> Self {
        let place = |figure: usize| match figures.area(figure).filter(|_| angle == 0) {
            Some(area) => flow.place_of(area),
            None => usize::MAX,
        };
        let mut placed: Vec<_> = labels.into_iter().map(|label| (place(label.0), label)).collect();
        placed.sort_by_key(|(place, _)| *place);
        Self(placed)
    }

    /// The words that come before the item `index`.
    fn take_up_to(&mut self, index: usize) -> Vec<(usize, Vec<Chunk>)> {
        let count = self.0.partition_point(|(place, _)| *place <= index);
        self.0.drain(..count).map(|(_, label)| label).collect()
    }
}

/// A page's text before it is put into the document.
pub(crate) struct Sheet {
    pub(crate) number: PageNumber,
    pub(crate) height: f32,
    width: f32,
    strokes: Strokes,
    layers: Vec<Layer>,
    text_source: TextSource,
    /// What may be a figure.
    figures: Vec<Candidate>,
    /// How long laying it out may take.
    time: Duration,
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
        let (figures, time) = (Vec::new(), Duration::MAX);
        Self { number, height, width: 0.0, strokes: Strokes::default(), layers, text_source, figures, time }
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
    pub(crate) fn add_recognised(&mut self, (mut recognised, angle): (Words, i16), source: TextSource) {
        let upright = |layer: &&mut Layer| layer.angle == angle && !layer.hidden && !layer.vertical;
        self.text_source = source;
        match self.layers.iter_mut().find(upright) {
            Some(layer) => {
                recognised.words.retain(|word| !layer.words.words.iter().any(|stated| word.stands_on(stated)));
                layer.words.append(recognised);
                layer.rows = rows(&layer.words);
            }
            None => {
                let rows = rows(&recognised);
                self.layers.insert(0, Layer { angle, vertical: false, words: recognised, rows, hidden: false });
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

    /// Why the page's visible text cannot be what it shows, if it cannot.
    pub(crate) fn garbled(&self) -> Option<String> {
        const FEWEST: usize = 50;
        let visible = || self.layers.iter().filter(|layer| !layer.hidden);
        let unmapped: usize = visible().map(|layer| layer.words.unmapped).sum();
        let all: usize = visible().flat_map(|layer| &layer.words.words).map(|word| word.count).sum();
        if unmapped >= FEWEST && 2 * unmapped > all {
            return Some(format!("{unmapped} of its {all} characters are not known"));
        }
        garbled::verdict(visible().flat_map(|layer| layer.words.words.iter().map(|word| layer.words.text(word))))
    }

    /// Leaves out the visible text, which is garbled, and gives the number of its characters.
    pub(crate) fn drop_visible(&mut self) -> usize {
        let visible = self.layers.iter().filter(|layer| !layer.hidden);
        let characters = visible.map(|layer| layer.words.characters.chars().count()).sum();
        self.layers.retain(|layer| layer.hidden);
        characters
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

    /// `(typeface, characters)` of every visible word.
    pub(crate) fn faces(&self) -> impl Iterator<Item = (u32, usize)> + '_ {
        let visible = self.layers.iter().filter(|layer| !layer.hidden);
        visible.flat_map(|layer| layer.words.words.iter().map(|word| (word.face, word.count)))
    }

    /// Marks the words in typefaces for which `rare` holds.
    pub(crate) fn mark_faces(&mut self, rare: &impl Fn(u32) -> bool) {
        let words = self.layers.iter_mut().flat_map(|layer| &mut layer.words.words);
        words.for_each(|word| word.apart = rare(word.face));
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

    /// Sets how long laying it out may take.
    pub(crate) fn allow(&mut self, time: Duration) {
        self.time = time;
    }

    /// The lines and filled areas of the page, which is `width` points wide.
    pub(crate) fn draw(&mut self, width: f32, strokes: Strokes) {
        self.width = width;
        self.strokes = strokes;
    }

    /// Appends the page's passages; `furniture` are row indices of its first layer, `open` is the table that a table at
    /// the head of this page may go on with. `false` if it ran out of time: what is left is then read line by line.
    pub(crate) fn emit(
        &self,
        builder: &mut DocumentBuilder,
        furniture: &HashSet<usize>,
        body_size: f32,
        open: &mut Option<OpenTable>,
    ) -> bool {
        let clock = Clock::of(self.time);
        let figures = self.settled_figures(body_size).open(self.number, builder);
        for (index, layer) in self.layers.iter().enumerate() {
            let is_furniture = |row: usize| index == 0 && furniture.contains(&row);
            let before = if index == 0 { open.take() } else { None };
            let carried = before.as_ref().and_then(|before| before.carried(self.number, layer.angle));
            let panels = self.panels(layer, &clock);
            let mut tables = self.drawn_tables(layer, is_furniture, (&panels, carried), &clock);
            tables.retain(|table| !figures.holds(&layer.on_page(&table.area)));
            let mut taken: HashSet<usize> = tables.iter().flat_map(PageTable::words).collect();
            let numbers = self.line_numbers(layer, &taken);
            taken.extend(&numbers);
            let free = |row: usize| layer.rows[row].iter().copied().filter(|word| !taken.contains(word)).collect();
            let (heads, feet): (Vec<usize>, Vec<usize>) =
                (0..layer.rows.len()).filter(|row| is_furniture(*row)).partition(|row| self.is_head(layer, *row));
            self.emit_furniture(builder, layer, heads.into_iter().map(free).collect());
            self.emit_line_numbers(builder, layer, &numbers);
            let body: Vec<Vec<usize>> = (0..layer.rows.len()).filter(|row| !is_furniture(*row)).map(free).collect();
            let pieces = body.iter().flat_map(|row| chunks(&layer.words, row)).collect();
            let (mut pieces, labels) = figures.part(&layer.words, layer.angle, pieces);
            if layer.angle == 0 && !layer.hidden && !layer.vertical {
                pieces.extend(figures.places(&pieces, body_size));
            }
            let seek_tables = !layer.hidden && !layer.vertical;
            let dividers = if layer.angle == 0 { self.dividers(&tables, &figures) } else { Vec::new() };
            let middle = 0.5 * self.height;
            let diagram = tables.is_empty() && self.is_diagram(&pieces);
            let panels = &panels;
            let look =
                Look { body_size, middle, dividers: &dividers, diagram, seek_tables, clock: &clock, panels, carried };
            let flow = Flow::of(&layer.words, pieces, tables, look);
            let labels = Labels::placed(labels, &flow, &figures, layer.angle);
            let last = self.emit_flow(builder, layer, (flow, labels), before, (body_size, &figures));
            *open = last.or(open.take());
            self.emit_furniture(builder, layer, feet.into_iter().map(free).collect());
        }
        !clock.was_late()
    }

    /// Whether lines that connect boxes run over most of the page and nothing on it is running text, as in a mind map.
    fn is_diagram(&self, pieces: &[Chunk]) -> bool {
        const SHORTEST: f32 = 20.0;
        const FEWEST: usize = 10;
        const MOST: usize = 2_000;
        const LONGEST_TEXT: usize = 45;
        let drawings = self.strokes.drawings.len();
        let texts = || pieces.iter().filter(|piece| !piece.words.is_empty());
        if !(FEWEST..=MOST).contains(&drawings) || texts().any(|piece| piece.count > LONGEST_TEXT) {
            return false;
        }
        let long = |area: &&Area| (area.x1 - area.x0).max(area.y1 - area.y0) >= SHORTEST;
        // A frame around text connects nothing.
        let middle = |piece: &Chunk| (0.5 * (piece.u0 + piece.u1), piece.v - 0.3 * piece.size);
        let empty = |area: &&Area| !texts().any(|piece| area.contains(middle(piece)));
        let connectors: Vec<&Area> = self.strokes.drawings.iter().filter(long).filter(empty).collect();
        let all = connectors.iter().fold(Area::EMPTY, |all, area| union(&all, area));
        let spread = all.is_finite() && all.size() > 0.5 * self.width * self.height;
        connectors.len() >= FEWEST && spread
    }

    /// Tall lines outside of tables and figures, the tallest first.
    fn dividers(&self, tables: &[PageTable], figures: &PageFigures) -> Vec<Divider> {
        const SHORTEST: f32 = 100.0;
        const WIDEST: f32 = 3.0;
        const MOST: usize = 8;
        let tall = |area: &Area| area.y1 - area.y0 >= SHORTEST && area.x1 - area.x0 <= WIDEST;
        let rules = self.strokes.rules.iter().filter(|rule| !rule.white && tall(&rule.area)).map(|rule| rule.area);
        let meets = |area: &Area, other: &Area| {
            let shared = area.intersect(other);
            shared.x1 >= shared.x0 && shared.y1 > shared.y0
        };
        let free = rules.filter(|rule| !tables.iter().any(|table| meets(rule, &table.area)) && !figures.meets(rule));
        let mut found: Vec<Divider> =
            free.map(|rule| Divider { x: 0.5 * (rule.x0 + rule.x1), top: rule.y0, bottom: rule.y1 }).collect();
        found.sort_by(|a, b| (b.bottom - b.top).total_cmp(&(a.bottom - a.top)));
        found.truncate(MOST);
        found
    }

    /// Line numbers at the margin that are in none of the page's tables.
    fn line_numbers(&self, layer: &Layer, taken: &HashSet<usize>) -> HashSet<usize> {
        if layer.hidden || layer.vertical || layer.angle != 0 {
            return HashSet::new();
        }
        let mut numbers = margins::line_numbers(&layer.words, &layer.rows, self.height);
        numbers.retain(|word| !taken.contains(word));
        numbers
    }

    /// Appends the line numbers of a page as one passage of furniture.
    fn emit_line_numbers(&self, builder: &mut DocumentBuilder, layer: &Layer, numbers: &HashSet<usize>) {
        let rows = layer.rows.iter().map(|row| row.iter().copied().filter(|word| numbers.contains(word)).collect());
        let lines: Vec<Line> =
            rows.filter(|row: &Vec<usize>| !row.is_empty()).map(|row| line(&layer.words, row)).collect();
        if !lines.is_empty() {
            self.passage(builder, layer, PassageKind::Furniture, &lines, (None, None));
        }
    }

    /// Drawn boxes of running text that stand side by side.
    fn panels(&self, layer: &Layer, clock: &Clock) -> Panels {
        if clock.is_late() || layer.hidden || layer.vertical || layer.angle % 90 != 0 {
            return Panels::default();
        }
        let boxes = self.strokes.boxes.iter().map(|area| turned(area, layer.angle));
        Panels::of(&layer.words, &layer.rows, boxes)
    }

    /// Tables with lines; a ruled page head or foot is none.
    fn drawn_tables(
        &self,
        layer: &Layer,
        is_furniture: impl Fn(usize) -> bool,
        (panels, carried): (&Panels, Option<&Carried>),
        clock: &Clock,
    ) -> Vec<PageTable> {
        if clock.is_late() || layer.hidden || layer.vertical || layer.angle % 90 != 0 {
            return Vec::new();
        }
        let rows = || (0..layer.rows.len()).filter(|row| is_furniture(*row));
        let furniture: HashSet<usize> = rows().flat_map(|row| layer.rows[row].iter().copied()).collect();
        let low = rows().filter(|row| !self.is_head(layer, *row));
        let feet: HashSet<usize> = low.flat_map(|row| layer.rows[row].iter().copied()).collect();
        let frame = (layer.angle, self.width * self.height);
        let around = Around { panels, furniture: &furniture, feet: &feet, carried };
        let mut tables = drawn(&layer.words, &self.strokes, frame, around, clock);
        tables.retain(|table| {
            let running = table.words().filter(|word| furniture.contains(word)).count();
            running * 10 < table.words().count() * 7
        });
        tables
    }

    /// Appends blocks, tables and the words of figures in reading order; gives the table that the next page may go on with.
    fn emit_flow(
        &self,
        builder: &mut DocumentBuilder,
        layer: &Layer,
        (flow, mut labels): (Flow, Labels),
        mut before: Option<OpenTable>,
        (body_size, figures): (f32, &PageFigures),
    ) -> Option<OpenTable> {
        let place = Place { words: &layer.words, angle: layer.angle, page: self.number };
        let mut opened: HashMap<usize, usize> = HashMap::new();
        if let Some(open) = before.as_ref().filter(|open| flow.goes_on_with(open, &place)) {
            opened.insert(0, open.index);
        }
        let trailing = flow.has_trailing_table();
        let mut last = None;
        for (index, item) in flow.items.into_iter().enumerate() {
            self.emit_labels(builder, layer, figures, labels.take_up_to(index));
            match item {
                Item::Table(at, table) => {
                    let continued = at == 0 && opened.contains_key(&0);
                    if let Some(mut open) = before.take_if(|open| continued && opened.get(&0) == Some(&open.index)) {
                        place.go_on(builder, &mut open, &table);
                        last = Some(open);
                    } else {
                        let index = *opened.entry(at).or_insert_with(|| builder.open_table());
                        last = Some(place.table(builder, index, &table));
                    }
                }
                Item::Block(block, Some(Bond { table, caption })) => {
                    let index = *opened.entry(table).or_insert_with(|| builder.open_table());
                    let kind = if caption { PassageKind::Caption } else { PassageKind::Footnote };
                    let range = self.passage(builder, layer, kind, &block.lines, (None, Some(index)));
                    if let Some((range, open)) = range.zip(builder.table_mut(index)) {
                        if caption {
                            open.caption = open.caption.or(Some(range));
                        } else {
                            open.footnotes.push(range);
                        }
                    }
                }
                Item::Block(block, None) => {
                    self.emit_block(builder, layer, &block, body_size);
                    figures.tie_caption(block.lines.first(), layer.angle, builder);
                }
            }
        }
        self.emit_labels(builder, layer, figures, labels.take_up_to(usize::MAX));
        last.filter(|_| trailing)
    }

    /// Words inside figures, figure by figure.
    fn emit_labels(
        &self,
        builder: &mut DocumentBuilder,
        layer: &Layer,
        figures: &PageFigures,
        labels: Vec<(usize, Vec<Chunk>)>,
    ) {
        for (figure, chunks) in labels {
            self.passage(builder, layer, PassageKind::Paragraph, &boxed_lines(&layer.words, chunks), (None, None));
            figures.tie_label(figure, builder);
        }
    }

    fn is_head(&self, layer: &Layer, row: usize) -> bool {
        let word = layer.rows.get(row).and_then(|row| layer.words.words.get(*row.first()?));
        word.is_some_and(|word| word.line_v < 0.5 * self.height)
    }

    /// Running heads and feet, row by row, or what stands at the left before what stands at the right.
    fn emit_furniture(&self, builder: &mut DocumentBuilder, layer: &Layer, rows: Vec<Vec<usize>>) {
        for row in furniture::sides(&layer.words, rows).into_iter().filter(|row| !row.is_empty()) {
            let line = line(&layer.words, row);
            self.passage(builder, layer, PassageKind::Furniture, &[line], (None, None));
        }
    }

    fn emit_block(&self, builder: &mut DocumentBuilder, layer: &Layer, block: &Block, body_size: f32) {
        if layer.is_watermark(body_size) {
            self.passage(builder, layer, PassageKind::Furniture, &block.lines, (None, None));
            return;
        }
        if layer.hidden {
            self.passage(builder, layer, PassageKind::Paragraph, &block.lines, (None, None));
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
        let range = self.passage(builder, layer, kind, &block.lines, (level, None));
        if let Some(range) = range.filter(|_| matches!(kind, PassageKind::Paragraph | PassageKind::ListItem)) {
            run_in::fields(&block.lines, range.start).into_iter().for_each(|field| builder.field(field));
        }
    }

    fn passage(
        &self,
        builder: &mut DocumentBuilder,
        layer: &Layer,
        kind: PassageKind,
        lines: &[Line],
        (level, table): (Option<u32>, Option<usize>),
    ) -> Option<TextRange> {
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
        draft.table = table;
        draft.direction = layer.direction();
        builder.passage(draft)
    }

    /// The first heading in the largest type of the page, if that is clearly larger than running text; names of
    /// journals and kinds of articles are no titles.
    pub(crate) fn title(&self, furniture: &HashSet<usize>, body_size: f32) -> Option<String> {
        let layer = self.layers.first().filter(|layer| !layer.hidden)?;
        let body = layer.rows.iter().enumerate().filter(|(row, _)| !furniture.contains(row));
        let pieces = body.flat_map(|(_, row)| chunks(&layer.words, row)).collect();
        let blocks = regions(pieces, &[]).into_iter().flat_map(|region| blocks(lines(&layer.words, region), body_size));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::words::written;

    #[test]
    fn a_mind_map_is_a_diagram_and_framed_text_is_none() {
        let chunks_of = |texts: &[(&str, f32, f32)]| -> Vec<Chunk> {
            let words = written(texts);
            rows(&words).iter().flat_map(|row| chunks(&words, row)).collect()
        };
        let boxes: Vec<(&str, f32, f32)> =
            (0..12).map(|node| ("a formula", 300.0, 60.0 + 60.0 * node as f32)).collect();
        let connector = |node: usize| {
            let y = 55.0 + 60.0 * node as f32;
            Area { x0: 30.0, y0: y.min(400.0), x1: 290.0, y1: y.max(400.0) }
        };
        let sheet = |drawings: Vec<Area>| {
            let mut sheet = Sheet::of(PageNumber(1), 800.0, &PageContent::default());
            sheet.draw(600.0, Strokes { drawings, ..Strokes::default() });
            sheet
        };
        let pieces = chunks_of(&boxes);
        let lines: Vec<Area> = (0..12).map(connector).collect();
        let wide = Area { x0: 30.0, y0: 40.0, x1: 590.0, y1: 45.0 };
        assert!(sheet([lines.clone(), vec![wide]].concat()).is_diagram(&pieces));
        let frames = (0..12).map(|node| Area { x0: 290.0, y0: 45.0 + 60.0 * node as f32, x1: 590.0, y1: 750.0 });
        assert!(!sheet(frames.collect()).is_diagram(&pieces), "frames around text");
        let mut text = boxes;
        text.push(("a line of running text that goes on and on over the whole width of the page", 30.0, 780.0));
        let pieces = chunks_of(&text);
        assert!(!sheet([lines, vec![wide]].concat()).is_diagram(&pieces), "running text");
    }
}

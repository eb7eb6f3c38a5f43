//! Tables: ruled, with a rule under the head alone, or without any rule.

use anyhow::Result;

use super::line;
use super::press::Press;
use crate::demo_corpus::gold::Fact;

/// Which rules a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Around every cell.
    Ruled,
    /// Above and below the head and below the last row, as journals have it.
    Booktabs,
    /// None: columns stand apart by white space.
    Borderless,
}

/// The shape of a table.
pub(crate) struct Grid<'a> {
    /// Which rules it has.
    pub(crate) look: Look,
    /// Relative widths of the columns.
    pub(crate) columns: &'a [f32],
    /// The head; it is repeated where the table breaks.
    pub(crate) head: &'a [&'a str],
}

/// A row with what it states.
pub(crate) struct Row {
    cells: Vec<String>,
    facts: Vec<Fact>,
}

/// A row of cells.
pub(crate) fn row<const N: usize>(cells: [&str; N], facts: impl IntoIterator<Item = Fact>) -> Row {
    Row { cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), facts: facts.into_iter().collect() }
}

/// Cells broken into lines, with the columns' left edges.
struct Broken {
    cells: Vec<Vec<String>>,
    edges: Vec<f32>,
    strong: bool,
}

impl Broken {
    fn lines(&self) -> usize {
        self.cells.iter().map(Vec::len).max().unwrap_or(0)
    }
}

const PADDING: f32 = 3.0;

impl Press {
    /// Sets a table where the text has come to.
    pub(crate) fn table(&mut self, grid: &Grid<'_>, rows: impl IntoIterator<Item = Row>) -> Result<()> {
        self.gap(4.5);
        let mut page_head = true;
        for row in rows {
            let broken = self.broken(grid, &row.cells, false)?;
            let height = self.height(&broken, grid.look);
            let before = self.y;
            self.need(height + if page_head { self.leading() * 2.0 } else { 0.0 });
            if (page_head || self.y > before) && !grid.head.is_empty() {
                let head: Vec<String> = grid.head.iter().map(|cell| (*cell).to_owned()).collect();
                let head = self.broken(grid, &head, true)?;
                self.cells(&head, grid.look)?;
            }
            page_head = false;
            let broken = self.broken(grid, &row.cells, false)?;
            let text = self.cells(&broken, grid.look)?;
            self.gold.note(&text, row.facts);
        }
        if grid.look == Look::Booktabs {
            let (left, right) = self.edges();
            self.rule((left, self.y - 2.0), (right, self.y - 2.0), 0.8);
        }
        self.gap(self.leading() * 0.6);
        Ok(())
    }

    /// Breaks the cells of a row for the current column of the page.
    fn broken(&self, grid: &Grid<'_>, cells: &[String], strong: bool) -> Result<Broken> {
        let (left, right) = self.edges();
        let total: f32 = grid.columns.iter().sum();
        let mut edges = vec![left];
        for share in grid.columns {
            edges.push(edges[edges.len() - 1] + share / total * (right - left));
        }
        let letters = if strong { self.strong() } else { self.letters() };
        let broken = cells.iter().zip(edges.windows(2)).map(|(cell, edge)| {
            let lines = line::wrap(cell, letters, edge[1] - edge[0] - 2.0 * PADDING)?;
            Ok(if cell.is_empty() { Vec::new() } else { lines })
        });
        Ok(Broken { cells: broken.collect::<Result<_>>()?, edges, strong })
    }

    fn height(&self, broken: &Broken, look: Look) -> f32 {
        let lines = f32::from(u16::try_from(broken.lines()).unwrap_or(u16::MAX));
        lines * self.leading() + if look == Look::Ruled { 2.0 * PADDING } else { 1.5 }
    }

    /// Sets one row; returns its text line by line, as it stands on the page.
    fn cells(&mut self, broken: &Broken, look: Look) -> Result<String> {
        let height = self.height(broken, look);
        let letters = if broken.strong { self.strong() } else { self.letters() };
        let (top, leading) = (self.y, self.leading());
        let padding = if look == Look::Ruled { PADDING } else { 0.0 };
        let mut text = Vec::new();
        let mut y = top - padding;
        for index in 0..broken.lines() {
            y -= leading;
            let mut seen = Vec::new();
            for (cell, left) in broken.cells.iter().zip(&broken.edges) {
                let Some(part) = cell.get(index) else { continue };
                self.set(part, letters, left + PADDING, y + leading * 0.22)?;
                seen.push(line::plain(part));
            }
            text.push(seen.join(" "));
            self.remember(seen.join(" "));
        }
        self.y = top - height;
        self.rules(broken, look, top);
        Ok(text.join(" "))
    }

    fn rules(&mut self, broken: &Broken, look: Look, top: f32) {
        let (left, right) = (broken.edges[0], broken.edges[broken.edges.len() - 1]);
        let bottom = self.y;
        match look {
            Look::Ruled => {
                for y in [top, bottom] {
                    self.rule((left, y), (right, y), 0.5);
                }
                for x in &broken.edges {
                    self.rule((*x, top), (*x, bottom), 0.5);
                }
            }
            Look::Booktabs if broken.strong => {
                self.rule((left, top + 1.0), (right, top + 1.0), 0.8);
                self.rule((left, bottom - 1.0), (right, bottom - 1.0), 0.5);
                self.y -= 3.5;
            }
            Look::Booktabs | Look::Borderless => {}
        }
    }
}

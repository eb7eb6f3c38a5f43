//! Paths under construction, and what painting them leaves on the page: rules, filled areas and drawings
//! (ISO 32000-1, 8.5).

use crate::pdf::glyphs::Area;
use crate::pdf::matrix::Matrix;

/// Filled areas thinner than this many points are drawn lines.
const THINNEST_FILL: f32 = 3.0;
/// How far from parallel to an axis a line may be, in points.
const SLANT: f32 = 0.75;
/// Segments kept of one path; a path with more is a drawing, not a table.
const MOST_SEGMENTS: usize = 4_096;

/// A straight line that is parallel to an edge of the page, as an area of its thickness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    pub(crate) area: Area,
    /// Whether it is drawn in white: it parts filled areas.
    pub(crate) white: bool,
}

/// A filled area parallel to the edges of the page, thicker than a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fill {
    pub(crate) area: Area,
    pub(crate) white: bool,
}

/// What a page's paths leave on it.
#[derive(Debug, Default)]
pub(crate) struct Strokes {
    pub(crate) rules: Vec<Rule>,
    pub(crate) fills: Vec<Fill>,
    /// Bounds of painted paths with curves or slanted lines.
    pub(crate) drawings: Vec<Area>,
    /// Boxes drawn with a line around them.
    pub(crate) boxes: Vec<Area>,
}

type Point = (f32, f32);

/// The current path, in page coordinates.
#[derive(Debug)]
pub(crate) struct Path {
    /// Its bounds.
    pub(crate) area: Area,
    start: Point,
    current: Point,
    segments: Vec<(Point, Point)>,
    boxes: Vec<Area>,
    /// First segment of the open subpath.
    subpath: usize,
    curved: bool,
}

impl Default for Path {
    fn default() -> Self {
        Self {
            area: Area::EMPTY,
            start: (0.0, 0.0),
            current: (0.0, 0.0),
            segments: Vec::new(),
            boxes: Vec::new(),
            subpath: 0,
            curved: false,
        }
    }
}

impl Path {
    /// Empties the path.
    pub(crate) fn clear(&mut self) {
        self.area = Area::EMPTY;
        self.segments.clear();
        self.boxes.clear();
        self.subpath = 0;
        self.curved = false;
    }

    /// Whether nothing was drawn since the last painting.
    pub(crate) fn is_empty(&self) -> bool {
        self.segments.is_empty() && !self.curved
    }

    /// The area of the path if it is one box and nothing else.
    pub(crate) fn single_box(&mut self) -> Option<Area> {
        self.end_subpath();
        match self.boxes.as_slice() {
            [only] if !self.curved && self.segments.len() <= 5 => Some(*only),
            _ => None,
        }
    }

    pub(crate) fn move_to(&mut self, point: Point) {
        self.end_subpath();
        self.area.include(point);
        (self.start, self.current) = (point, point);
    }

    pub(crate) fn line_to(&mut self, point: Point) {
        self.area.include(point);
        self.segment(self.current, point);
        self.current = point;
    }

    /// A curve; `points` are its control points and its end, the last last.
    pub(crate) fn curve_to(&mut self, points: &[Point]) {
        self.curved = true;
        for point in points {
            self.area.include(*point);
            self.current = *point;
        }
    }

    pub(crate) fn close(&mut self) {
        if self.current != self.start {
            self.segment(self.current, self.start);
        }
        self.current = self.start;
        self.end_subpath();
    }

    /// A rectangle in user space.
    pub(crate) fn rectangle(&mut self, (x, y): Point, (width, height): Point, transform: &Matrix) {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            .map(|corner| transform.apply(corner.0, corner.1));
        self.move_to(corners[0]);
        for corner in &corners[1..] {
            self.line_to(*corner);
        }
        self.close();
    }

    fn segment(&mut self, from: Point, to: Point) {
        if self.segments.len() < MOST_SEGMENTS {
            self.segments.push((from, to));
        } else {
            self.curved = true;
        }
    }

    /// Four lines parallel to the axes are a box; so are three that are closed by filling.
    fn end_subpath(&mut self) {
        let lines = &self.segments[self.subpath.min(self.segments.len())..];
        if (3..=5).contains(&lines.len()) && lines.iter().all(|line| is_parallel(*line)) {
            let mut area = Area::EMPTY;
            for (from, to) in lines {
                area.include(*from);
                area.include(*to);
            }
            self.boxes.push(area);
        }
        self.subpath = self.segments.len();
    }

    /// Records the boxes that a stroked path draws around what stands in them.
    pub(crate) fn frame(&self, strokes: &mut Strokes) {
        let boxes = self.boxes.iter().filter(|_| !self.curved);
        boxes.for_each(|area| strokes.frame(*area));
    }

    /// Records the lines of a stroked path, `thickness` points thick; `seen` is what the clipping path leaves of it.
    pub(crate) fn stroke(&self, thickness: f32, white: bool, seen: Area, strokes: &mut Strokes) {
        if self.curved || !self.segments.iter().all(|line| is_parallel(*line)) {
            strokes.draw(seen);
            return;
        }
        let half = 0.5 * thickness.clamp(0.1, 20.0);
        for (from, to) in &self.segments {
            let mut area = Area::EMPTY;
            area.include(*from);
            area.include(*to);
            if area.x1 - area.x0 > area.y1 - area.y0 {
                let y = 0.5 * (area.y0 + area.y1);
                (area.y0, area.y1) = (y - half, y + half);
            } else {
                let x = 0.5 * (area.x0 + area.x1);
                (area.x0, area.x1) = (x - half, x + half);
            }
            strokes.rule(Rule { area, white });
        }
    }

    /// Records the boxes of a filled path: thin ones as lines; `seen` is what the clipping path leaves of it.
    pub(crate) fn fill(&mut self, white: bool, seen: Area, strokes: &mut Strokes) {
        self.end_subpath();
        let boxed = !self.curved && self.segments.iter().all(|line| is_parallel(*line)) && !self.boxes.is_empty();
        if !boxed {
            strokes.draw(seen);
            return;
        }
        for area in &self.boxes {
            if (area.x1 - area.x0).min(area.y1 - area.y0) <= THINNEST_FILL {
                strokes.rule(Rule { area: *area, white });
            } else {
                strokes.fill(Fill { area: *area, white });
            }
        }
    }
}

impl Strokes {
    const MOST: usize = 50_000;

    fn rule(&mut self, rule: Rule) {
        if self.rules.len() < Self::MOST && rule.area.is_finite() {
            self.rules.push(rule);
        }
    }

    fn fill(&mut self, fill: Fill) {
        if self.fills.len() < Self::MOST && fill.area.is_finite() {
            self.fills.push(fill);
        }
    }

    fn frame(&mut self, area: Area) {
        if self.boxes.len() < Self::MOST && area.is_finite() {
            self.boxes.push(area);
        }
    }

    fn draw(&mut self, area: Area) {
        if self.drawings.len() < Self::MOST && area.is_finite() {
            self.drawings.push(area);
        }
    }
}

fn is_parallel(((ax, ay), (bx, by)): (Point, Point)) -> bool {
    (ax - bx).abs() <= SLANT || (ay - by).abs() <= SLANT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_lines_and_drawings_are_told_apart() {
        let mut strokes = Strokes::default();
        let mut path = Path::default();
        path.rectangle((10.0, 10.0), (100.0, 0.5), &Matrix::IDENTITY);
        path.rectangle((10.0, 20.0), (100.0, 30.0), &Matrix::IDENTITY);
        path.fill(false, path.area, &mut strokes);
        assert_eq!((strokes.rules.len(), strokes.fills.len(), strokes.drawings.len()), (1, 1, 0));
        path.clear();
        path.move_to((5.0, 5.0));
        path.line_to((5.0, 95.0));
        path.stroke(1.0, false, path.area, &mut strokes);
        path.clear();
        path.move_to((5.0, 5.0));
        path.line_to((50.0, 95.0));
        path.stroke(1.0, false, path.area, &mut strokes);
        path.clear();
        path.move_to((0.0, 0.0));
        path.curve_to(&[(1.0, 1.0), (2.0, 2.0), (3.0, 0.0)]);
        path.fill(false, path.area, &mut strokes);
        assert_eq!((strokes.rules.len(), strokes.drawings.len()), (2, 2));
    }
}

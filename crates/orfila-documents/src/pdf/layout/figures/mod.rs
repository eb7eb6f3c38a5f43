//! Figures of a page: images, and drawings that are neither table nor decoration.

mod captions;
mod clusters;
pub(crate) mod decoration;
mod labels;
mod neighbours;
mod settled;

use orfila_records::{BoundingBox, FigureKind};

use crate::pdf::glyphs::{Area, PageContent};
use clusters::{Cluster, clusters};

pub(crate) use labels::Piece;
pub(crate) use settled::PageFigures;

/// Images closer than this are strips or tiles of one.
const TILE_GAP: f32 = 2.0;
/// Strokes closer than this belong to one drawing.
const STROKE_GAP: f32 = 8.0;
/// Figures are at least this wide and high, in points.
const SMALLEST: f32 = 18.0;
/// A drawing has at least so many strokes that are no lines of a table.
const FEWEST_STROKES: usize = 3;
/// What covers more of the page than this is its background.
const BACKGROUND: f32 = 0.8;

/// What may be a figure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) kind: FigureKind,
    pub(crate) area: Area,
    /// What the source calls it.
    pub(crate) name: Option<String>,
    pub(crate) strength: Strength,
}

/// How sure it is that something is a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Boxes and lines alone, as tables have them too: a figure if a caption says so.
    Straight,
    /// One or two curves, such as an arrow: part of a figure beside it.
    Slight,
    /// A figure.
    Sure,
}

/// Images and drawings of a page, from top to bottom; `page` is the page's own area.
pub(crate) fn candidates(content: &PageContent, page: Area) -> Vec<Candidate> {
    let mut found = images(content, page);
    for drawing in drawings(content, page).into_iter().chain(diagrams(content, page)) {
        if drawing.strength == Strength::Straight {
            found.push(drawing);
            continue;
        }
        match found.iter_mut().find(|image| share(&drawing.area, &image.area) > 0.3) {
            // Arrows and letters drawn over an image are part of its figure.
            Some(image) if drawing.area.size() < 3.0 * image.area.size() => {
                image.area = union(&image.area, &drawing.area)
            }
            Some(image) => *image = Candidate { area: union(&image.area, &drawing.area), ..drawing },
            None => found.push(drawing),
        }
    }
    found.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0).then(a.area.x0.total_cmp(&b.area.x0)));
    found
}

fn images(content: &PageContent, page: Area) -> Vec<Candidate> {
    let seen = content.images.iter().map(|image| image.area.intersect(&page));
    let areas: Vec<Area> = seen.filter(|area| area.is_finite() && area.size() > 0.0).collect();
    let whole = clusters(&areas, TILE_GAP);
    let whole = whole.iter().filter(|cluster| is_figure_sized(cluster, page));
    whole
        .map(|cluster| Candidate {
            kind: FigureKind::Image,
            area: cluster.area,
            name: name(content, &cluster.area),
            strength: Strength::Sure,
        })
        .collect()
}

/// The name of the largest image in an area.
fn name(content: &PageContent, area: &Area) -> Option<String> {
    let inside = content.images.iter().filter(|image| share(&image.area, area) > 0.5);
    let largest = inside.max_by(|a, b| a.area.size().total_cmp(&b.area.size()));
    largest.map(|image| image.name.clone()).filter(|name| !name.is_empty())
}

fn drawings(content: &PageContent, page: Area) -> Vec<Candidate> {
    let mut found = clusters(&slanted(content, page), STROKE_GAP);
    clusters::attach(&mut found, &straight(content, page), STROKE_GAP);
    let drawn = found.iter().filter(|cluster| cluster.area.size() < BACKGROUND * page.size());
    drawn
        .map(|cluster| {
            let sure = cluster.members >= FEWEST_STROKES && is_figure_sized(cluster, page);
            let strength = if sure { Strength::Sure } else { Strength::Slight };
            Candidate { kind: FigureKind::Drawing, area: cluster.area, name: None, strength }
        })
        .collect()
}

/// Flow charts and bar charts: boxes and lines that stand closer to each other than to anything else.
fn diagrams(content: &PageContent, page: Area) -> Vec<Candidate> {
    const GAP: f32 = 20.0;
    const SMALLEST_DIAGRAM: f32 = 60.0;
    const FEWEST_PARTS: usize = 4;
    let parts = [slanted(content, page), straight(content, page)].concat();
    let large = |cluster: &&Cluster| {
        let (width, height) = (cluster.area.x1 - cluster.area.x0, cluster.area.y1 - cluster.area.y0);
        cluster.members >= FEWEST_PARTS && width.min(height) >= SMALLEST_DIAGRAM && is_figure_sized(cluster, page)
    };
    let found = clusters(&parts, GAP);
    let diagram = |cluster: &Cluster| Candidate {
        kind: FigureKind::Drawing,
        area: cluster.area,
        name: None,
        strength: Strength::Straight,
    };
    found.iter().filter(large).map(diagram).collect()
}

/// Strokes with curves or slanted lines, frames around the page apart.
fn slanted(content: &PageContent, page: Area) -> Vec<Area> {
    let framed = |area: &Area| area.x1 - area.x0 > 0.85 * page.x1 || area.y1 - area.y0 > 0.85 * page.y1;
    let areas = content.strokes.drawings.iter().map(|area| area.intersect(&page));
    areas.filter(|area| visible(area) && !framed(area)).collect()
}

/// Lines and boxes parallel to the edges.
fn straight(content: &PageContent, page: Area) -> Vec<Area> {
    let lines = content.strokes.rules.iter().filter(|rule| !rule.white).map(|rule| rule.area);
    let fills = content.strokes.fills.iter().filter(|fill| !fill.white).map(|fill| fill.area);
    lines.chain(fills).map(|area| area.intersect(&page)).filter(visible).collect()
}

fn visible(area: &Area) -> bool {
    area.is_finite() && area.x1 >= area.x0 && area.y1 >= area.y0
}

fn is_figure_sized(cluster: &Cluster, page: Area) -> bool {
    let area = &cluster.area;
    let large = area.x1 - area.x0 >= SMALLEST && area.y1 - area.y0 >= SMALLEST;
    large && area.size() < BACKGROUND * page.size()
}

/// How much of `a` lies in `b`, 0 to 1.
pub(crate) fn share(a: &Area, b: &Area) -> f32 {
    let common = a.intersect(b).size();
    if a.size() > 0.0 { common / a.size() } else { 0.0 }
}

pub(crate) fn union(a: &Area, b: &Area) -> Area {
    Area { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) }
}

pub(crate) fn grown(area: &Area, by: f32) -> Area {
    Area { x0: area.x0 - by, y0: area.y0 - by, x1: area.x1 + by, y1: area.y1 + by }
}

/// The area as a box of the document.
pub(crate) fn bounds(area: &Area) -> BoundingBox {
    BoundingBox { x0: area.x0, y0: area.y0, x1: area.x1, y1: area.y1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::glyphs::ImagePlace;
    use crate::pdf::path::{Rule, Strokes};

    const PAGE: Area = Area { x0: 0.0, y0: 0.0, x1: 600.0, y1: 800.0 };

    fn area(x0: f32, y0: f32, x1: f32, y1: f32) -> Area {
        Area { x0, y0, x1, y1 }
    }

    fn image(name: &str, area: Area) -> ImagePlace {
        ImagePlace { area, name: name.to_owned() }
    }

    #[test]
    fn strips_are_one_image_and_backgrounds_none() {
        let strips = (0..10)
            .map(|strip| image("S", area(50.0, 100.0 + 20.0 * strip as f32, 250.0, 120.0 + 20.0 * strip as f32)));
        let mut images: Vec<ImagePlace> = strips.collect();
        images.push(image("Back", PAGE));
        images.push(image("Dot", area(5.0, 5.0, 9.0, 9.0)));
        images.push(image("Other", area(300.0, 100.0, 400.0, 200.0)));
        let alone = PageContent { images: images.split_off(11), ..PageContent::default() };
        let striped = PageContent { images: images[..10].to_vec(), ..PageContent::default() };
        let found = candidates(&striped, PAGE);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].area, found[0].name.as_deref()), (area(50.0, 100.0, 250.0, 300.0), Some("S")));
        let found = candidates(&alone, PAGE);
        assert_eq!(found.iter().filter_map(|figure| figure.name.as_deref()).collect::<Vec<_>>(), ["Other"]);
        assert!(candidates(&PageContent { images: images[10..].to_vec(), ..PageContent::default() }, PAGE).is_empty());
    }

    #[test]
    fn a_plot_takes_its_axes_along_and_a_grid_is_no_drawing() {
        let rule = |area| Rule { area, white: false };
        let curve =
            (0..5).map(|step| area(100.0 + 20.0 * step as f32, 200.0, 125.0 + 20.0 * step as f32, 230.0)).collect();
        let axes = vec![rule(area(95.0, 120.0, 96.0, 300.0)), rule(area(95.0, 299.0, 260.0, 300.0))];
        let far = rule(area(50.0, 600.0, 550.0, 601.0));
        let rules = [axes, vec![far]].concat();
        let plot =
            PageContent { strokes: Strokes { rules, drawings: curve, ..Strokes::default() }, ..PageContent::default() };
        let mut found = candidates(&plot, PAGE);
        found.retain(|figure| figure.strength == Strength::Sure);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind, found[0].area), (FigureKind::Drawing, area(95.0, 120.0, 260.0, 300.0)));
        let rules = (0..20)
            .map(|line| rule(area(50.0, 100.0 + 10.0 * line as f32, 550.0, 101.0 + 10.0 * line as f32)))
            .collect();
        let grid = PageContent { strokes: Strokes { rules, ..Strokes::default() }, ..PageContent::default() };
        assert!(candidates(&grid, PAGE).iter().all(|figure| figure.strength == Strength::Straight));
    }
}

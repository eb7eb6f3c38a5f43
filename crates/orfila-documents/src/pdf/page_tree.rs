//! Pages: their boxes, rotation and resources, inherited from the tree above them (ISO 32000-1, 7.7.3).

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::pdf::glyphs::Area;
use crate::pdf::matrix::Matrix;
use crate::pdf::objects;

const DEEPEST_TREE: usize = 64;
/// US Letter, for pages that state no box.
const USUAL_BOX: [f32; 4] = [0.0, 0.0, 612.0, 792.0];

/// A page's geometry as a reader sees it.
pub(crate) struct Geometry {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// From the page's user space to points from the top left of the page as shown.
    pub(crate) transform: Matrix,
}

impl Geometry {
    pub(crate) fn area(&self) -> Area {
        Area { x0: 0.0, y0: 0.0, x1: self.width, y1: self.height }
    }

    pub(crate) fn of(document: &Document, page: &Dictionary) -> Self {
        let boxed =
            |key: &[u8]| inherited(document, page, key).and_then(|node| objects::numbers::<4>(document, node, key));
        let media = boxed(b"MediaBox").and_then(ordered).unwrap_or(USUAL_BOX);
        let crop = boxed(b"CropBox").and_then(ordered).and_then(|crop| {
            ordered_overlap([
                crop[0].max(media[0]),
                crop[1].max(media[1]),
                crop[2].min(media[2]),
                crop[3].min(media[3]),
            ])
        });
        let [x0, y0, x1, y1] = crop.unwrap_or(media);
        let rotation = inherited(document, page, b"Rotate").and_then(|node| objects::number(document, node, b"Rotate"));
        let turns = ((rotation.unwrap_or(0.0) / 90.0).round() as i64).rem_euclid(4);
        let (width, height) = (x1 - x0, y1 - y0);
        match turns {
            1 => Self { width: height, height: width, transform: Matrix::new([0.0, 1.0, 1.0, 0.0, -y0, -x0]) },
            2 => Self { width, height, transform: Matrix::new([-1.0, 0.0, 0.0, 1.0, x1, -y0]) },
            3 => Self { width: height, height: width, transform: Matrix::new([0.0, -1.0, -1.0, 0.0, y1, x1]) },
            _ => Self { width, height, transform: Matrix::new([1.0, 0.0, 0.0, -1.0, -x0, y1]) },
        }
    }
}

fn ordered([ax, ay, bx, by]: [f32; 4]) -> Option<[f32; 4]> {
    ordered_overlap([ax.min(bx), ay.min(by), ax.max(bx), ay.max(by)])
}

/// The box if it is at least a point wide and high and no larger than any paper.
fn ordered_overlap(area: [f32; 4]) -> Option<[f32; 4]> {
    let [x0, y0, x1, y1] = area;
    let sides = 1.0..200_000.0;
    (sides.contains(&(x1 - x0)) && sides.contains(&(y1 - y0))).then_some(area)
}

/// The nearest dictionary at or above the page that has `key`.
fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    let mut node = page;
    for _ in 0..DEEPEST_TREE {
        if node.has(key) {
            return Some(node);
        }
        node = objects::dictionary(document, node, b"Parent")?;
    }
    None
}

/// The page's resources, its own or inherited.
pub(crate) fn resources<'a>(document: &'a Document, page: &'a Dictionary) -> Option<&'a Dictionary> {
    objects::dictionary(document, inherited(document, page, b"Resources")?, b"Resources")
}

/// The page objects in order, at most `most`; the tree may be damaged or cyclic.
pub(crate) fn pages(document: &Document, most: usize) -> Vec<ObjectId> {
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    let Some(root) = document.catalog().ok().and_then(|catalog| catalog.get(b"Pages").ok()) else { return pages };
    let mut open = vec![(root, 0_usize)];
    while let Some((object, depth)) = open.pop() {
        let Object::Reference(id) = object else { continue };
        if pages.len() >= most || depth > DEEPEST_TREE || !seen.insert(*id) {
            continue;
        }
        let Ok(node) = document.get_dictionary(*id) else { continue };
        match objects::array(document, node, b"Kids") {
            Some(kids) => open.extend(kids.iter().rev().map(|kid| (kid, depth + 1))),
            None if !node.has_type(b"Pages") => pages.push(*id),
            None => {}
        }
    }
    pages
}

/// How many pages the document says it has.
pub(crate) fn stated_count(document: &Document) -> Option<usize> {
    let root = objects::dictionary(document, document.catalog().ok()?, b"Pages")?;
    usize::try_from(objects::value(document, root, b"Count")?.as_i64().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(media: [f32; 4], rotation: i64) -> Dictionary {
        let mut page = Dictionary::new();
        page.set("MediaBox", media.iter().map(|value| Object::Real(*value)).collect::<Vec<_>>());
        page.set("Rotate", rotation);
        page
    }

    #[test]
    fn the_top_left_as_shown_is_the_origin() {
        let media = [10.0, 20.0, 110.0, 220.0];
        for (rotation, corner, size) in [
            (0, (10.0, 220.0), (100.0, 200.0)),
            (90, (10.0, 20.0), (200.0, 100.0)),
            (180, (110.0, 20.0), (100.0, 200.0)),
            (-90, (110.0, 220.0), (200.0, 100.0)),
        ] {
            let geometry = Geometry::of(&Document::new(), &page(media, rotation));
            assert_eq!(geometry.transform.apply(corner.0, corner.1), (0.0, 0.0), "{rotation}");
            assert_eq!((geometry.width, geometry.height), size, "{rotation}");
        }
    }

    #[test]
    fn senseless_boxes_are_replaced() {
        for media in [[0.0; 4], [0.0, 0.0, f32::INFINITY, 5.0], [0.0, 0.0, 1e9, 1e9]] {
            let geometry = Geometry::of(&Document::new(), &page(media, 0));
            assert_eq!((geometry.width, geometry.height), (612.0, 792.0));
        }
    }
}

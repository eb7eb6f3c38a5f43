//! Which letters a reader of the page cannot see: letters in the colour of what lies below them, letters that nothing
//! paints, and letters that something painted later covers.

use orfila_records::Concealment;

use crate::pdf::glyphs::{Area, Glyph, Visibility};
use crate::pdf::state::Paint;

/// Painted areas kept of a page.
const MOST_AREAS: usize = 4_096;
/// Comparisons of areas with letters on one page; past them, letters count as visible.
const MOST_COMPARISONS: usize = 20_000_000;
/// Areas thinner than this many points are lines: neither background nor cover.
const THINNEST: f32 = 3.0;
/// Height of the bands by which letters are looked up, in points.
const BAND: f32 = 16.0;
const BANDS: usize = 512;

/// How a run of letters is painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Manner {
    Painted(Paint),
    /// Neither filled nor stroked, or fully transparent.
    Unpainted,
    /// Only added to the clipping path: what is painted afterwards shows through the letters.
    ClipOnly,
}

/// An area that was painted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Painted {
    pub(crate) area: Area,
    pub(crate) paint: Paint,
    /// Whether nothing below it can be seen anywhere in the area.
    pub(crate) opaque: bool,
    pub(crate) image: bool,
    /// How many letters had been shown before.
    pub(crate) after: usize,
}

/// What was painted on a page, in order.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    areas: Vec<Painted>,
    /// `(first letter, manner)`, in order.
    runs: Vec<(usize, Manner)>,
    /// Letters shown before areas were no longer kept.
    full: Option<usize>,
}

impl Canvas {
    /// Notes how the letters from index `from` on are painted.
    pub(crate) fn show(&mut self, from: usize, manner: Manner) {
        match self.runs.last_mut() {
            Some((_, last)) if *last == manner => {}
            Some((start, last)) if *start == from => *last = manner,
            _ => self.runs.push((from, manner)),
        }
    }

    /// Notes a painted area.
    pub(crate) fn paint(&mut self, painted: Painted) {
        let (width, height) = (painted.area.x1 - painted.area.x0, painted.area.y1 - painted.area.y0);
        // Written so that areas that are no numbers are left out.
        if !(width >= THINNEST && height >= THINNEST) {
            return;
        }
        if self.areas.len() < MOST_AREAS {
            self.areas.push(painted);
        } else {
            self.full.get_or_insert(painted.after);
        }
    }

    /// Settles which of the page's letters can be seen. `page` is the page's area.
    pub(crate) fn conceal(&self, glyphs: &mut [Glyph], page: &Area) {
        let mut left = MOST_COMPARISONS;
        for (index, (from, manner)) in self.runs.iter().enumerate() {
            let end = self.runs.get(index + 1).map_or(glyphs.len(), |(next, _)| *next).min(glyphs.len());
            if *from < end {
                self.settle(&mut glyphs[*from..end], *from, *manner, &mut left);
            }
        }
        self.cover(glyphs, page, &mut left);
    }

    fn settle(&self, glyphs: &mut [Glyph], from: usize, manner: Manner, left: &mut usize) {
        if matches!(manner, Manner::Painted(paint) if !self.can_vanish(paint)) {
            return;
        }
        for (index, glyph) in glyphs.iter_mut().enumerate() {
            if glyph.visibility != Visibility::Visible || *left < self.areas.len() {
                continue;
            }
            *left -= self.areas.len();
            glyph.visibility = match manner {
                Manner::Painted(paint) => self.against_background(glyph, from + index, paint),
                Manner::Unpainted if self.image_at(glyph) => Visibility::Layer,
                Manner::ClipOnly if self.image_at(glyph) || self.painted_after(glyph, from + index) => {
                    Visibility::Visible
                }
                Manner::Unpainted | Manner::ClipOnly => Visibility::Hidden(Concealment::NotPainted),
            };
        }
    }

    /// Whether anything on the page has the colour, so that letters in it could vanish.
    fn can_vanish(&self, paint: Paint) -> bool {
        paint.is_white() || self.areas.iter().any(|area| area.paint.is_like(paint))
    }

    /// Letters vanish where all of their width is over their own colour.
    fn against_background(&self, glyph: &Glyph, index: usize, paint: Paint) -> Visibility {
        let vanishes = |share: f32| self.background(glyph.point(share), index).is_like(paint);
        match [0.1, 0.5, 0.9].into_iter().all(vanishes) {
            true => Visibility::Hidden(Concealment::Colour),
            false => Visibility::Visible,
        }
    }

    /// The colour below a letter; paper is white.
    fn background(&self, point: (f32, f32), index: usize) -> Paint {
        if self.full.is_some_and(|full| full <= index) {
            return Paint::Unknown;
        }
        let before = self.areas.partition_point(|area| area.after <= index);
        let last = self.areas[..before].iter().rev().find(|area| area.area.contains(point));
        last.map_or(Paint::WHITE, |area| if area.opaque { area.paint } else { Paint::Unknown })
    }

    fn image_at(&self, glyph: &Glyph) -> bool {
        let point = glyph.point(0.5);
        self.areas.iter().any(|area| area.image && area.area.contains(point))
    }

    fn painted_after(&self, glyph: &Glyph, index: usize) -> bool {
        let point = glyph.point(0.5);
        let later = self.areas.partition_point(|area| area.after <= index);
        self.areas[later..].iter().any(|area| area.area.contains(point))
    }

    /// Letters that a later opaque area covers wholly. Below an image of most of the page they are its text layer.
    fn cover(&self, glyphs: &mut [Glyph], page: &Area, left: &mut usize) {
        let covers: Vec<&Painted> = self.areas.iter().filter(|area| area.opaque && area.after > 0).collect();
        if covers.is_empty() {
            return;
        }
        let bands = bands(glyphs, page);
        for cover in covers {
            let layer = cover.image && cover.area.size() > 0.5 * page.size();
            let concealed = if layer { Visibility::Layer } else { Visibility::Hidden(Concealment::Covered) };
            for band in &bands[band(cover.area.y0, page)..=band(cover.area.y1, page)] {
                for index in band.iter().map(|index| *index as usize).take_while(|index| *index < cover.after) {
                    if *left == 0 {
                        return;
                    }
                    *left -= 1;
                    let Some(glyph) = glyphs.get_mut(index) else { break };
                    let hides = |share: f32| cover.area.contains(glyph.point(share));
                    if glyph.visibility == Visibility::Visible && hides(0.15) && hides(0.5) && hides(0.85) {
                        glyph.visibility = concealed;
                    }
                }
            }
        }
    }
}

/// Indices of the letters by the height of their middle.
fn bands(glyphs: &[Glyph], page: &Area) -> Vec<Vec<u32>> {
    let mut bands = vec![Vec::new(); BANDS];
    for (index, glyph) in (0_u32..).zip(glyphs) {
        if glyph.visibility == Visibility::Visible {
            bands[band(glyph.point(0.5).1, page)].push(index);
        }
    }
    bands
}

fn band(y: f32, page: &Area) -> usize {
    (((y - page.y0) / BAND).max(0.0) as usize).min(BANDS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::font::GlyphText;

    const PAGE: Area = Area { x0: 0.0, y0: 0.0, x1: 600.0, y1: 800.0 };

    fn glyph(u0: f32, v: f32) -> Glyph {
        Glyph { text: GlyphText::One('x'), u0, u1: u0 + 5.0, v, size: 10.0, ..Glyph::default() }
    }

    fn area(x0: f32, y0: f32, x1: f32, y1: f32, paint: Paint, after: usize) -> Painted {
        Painted { area: Area { x0, y0, x1, y1 }, paint, opaque: true, image: false, after }
    }

    fn settled(canvas: &Canvas, mut glyphs: Vec<Glyph>) -> Vec<Visibility> {
        canvas.conceal(&mut glyphs, &PAGE);
        glyphs.into_iter().map(|glyph| glyph.visibility).collect()
    }

    #[test]
    fn letters_in_the_colour_of_their_background_vanish() {
        let blue = Paint::Light([0, 0, 200]);
        let mut canvas = Canvas::default();
        canvas.paint(area(0.0, 0.0, 300.0, 100.0, blue, 0));
        canvas.show(0, Manner::Painted(blue));
        canvas.show(2, Manner::Painted(Paint::WHITE));
        let places = vec![glyph(10.0, 50.0), glyph(400.0, 50.0), glyph(10.0, 50.0), glyph(10.0, 300.0)];
        let hidden = Visibility::Hidden(Concealment::Colour);
        assert_eq!(settled(&canvas, places), [hidden, Visibility::Visible, Visibility::Visible, hidden]);
    }

    #[test]
    fn a_background_that_is_not_known_hides_nothing() {
        let mut canvas = Canvas::default();
        canvas.paint(Painted { opaque: false, ..area(0.0, 0.0, 300.0, 100.0, Paint::WHITE, 0) });
        canvas.paint(Painted { image: true, ..area(0.0, 200.0, 300.0, 300.0, Paint::Unknown, 0) });
        canvas.show(0, Manner::Painted(Paint::WHITE));
        assert_eq!(settled(&canvas, vec![glyph(10.0, 50.0), glyph(10.0, 250.0)]), [Visibility::Visible; 2]);
    }

    #[test]
    fn later_areas_cover_and_earlier_ones_do_not() {
        let mut canvas = Canvas::default();
        canvas.paint(area(0.0, 0.0, 300.0, 100.0, Paint::Light([255, 255, 0]), 0));
        canvas.show(0, Manner::Painted(Paint::BLACK));
        canvas.paint(area(0.0, 40.0, 30.0, 60.0, Paint::BLACK, 2));
        let covered = Visibility::Hidden(Concealment::Covered);
        let places = vec![glyph(10.0, 55.0), glyph(100.0, 55.0), glyph(10.0, 55.0)];
        assert_eq!(settled(&canvas, places), [covered, Visibility::Visible, Visibility::Hidden(Concealment::Colour)]);
    }

    #[test]
    fn letters_that_nothing_paints_are_the_layer_of_an_image_or_hidden() {
        let mut canvas = Canvas::default();
        canvas.show(0, Manner::Unpainted);
        canvas.paint(Painted { image: true, ..area(0.0, 0.0, 300.0, 100.0, Paint::Unknown, 2) });
        canvas.show(2, Manner::ClipOnly);
        canvas.paint(Painted { opaque: false, ..area(0.0, 400.0, 300.0, 500.0, Paint::Unknown, 4) });
        let places = vec![glyph(10.0, 50.0), glyph(10.0, 300.0), glyph(10.0, 450.0), glyph(10.0, 600.0)];
        let hidden = Visibility::Hidden(Concealment::NotPainted);
        assert_eq!(settled(&canvas, places), [Visibility::Layer, hidden, Visibility::Visible, hidden]);
    }

    #[test]
    fn text_below_the_image_of_a_page_is_its_layer() {
        let mut canvas = Canvas::default();
        canvas.show(0, Manner::Painted(Paint::BLACK));
        canvas.paint(Painted { image: true, ..area(0.0, 0.0, 600.0, 800.0, Paint::Unknown, 1) });
        assert_eq!(settled(&canvas, vec![glyph(10.0, 50.0)]), [Visibility::Layer]);
    }
}

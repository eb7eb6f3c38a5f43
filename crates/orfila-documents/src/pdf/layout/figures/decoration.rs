//! Logos and ornaments: what stands on many pages at the same place and in the same size is no figure.

use std::collections::{BTreeMap, BTreeSet};

use super::Candidate;
use crate::pdf::glyphs::Area;
use crate::pdf::layout::furniture::needed;

/// Places and sizes within a few points of each other fall into the same or neighbouring bands.
const BAND: f32 = 4.0;

/// Takes the decoration out of the candidates of all pages.
pub(crate) fn remove(pages: &mut [&mut Vec<Candidate>]) {
    let enough = needed(pages.len());
    let mut places: BTreeMap<[i64; 4], BTreeSet<usize>> = BTreeMap::new();
    for (page, candidates) in pages.iter().enumerate() {
        for candidate in candidates.iter() {
            // Rounding may put neighbours apart: each stands in its own band and in that of the next half step.
            for half in [0.0, 0.5] {
                places.entry(place(&candidate.area, half)).or_default().insert(page);
            }
        }
    }
    let often = |area: &Area| {
        [0.0, 0.5].into_iter().any(|half| places.get(&place(area, half)).is_some_and(|pages| pages.len() >= enough))
    };
    for candidates in pages.iter_mut() {
        candidates.retain(|candidate| !often(&candidate.area));
    }
}

fn place(area: &Area, half: f32) -> [i64; 4] {
    // The half step tells its bands from those of the whole step by an odd number.
    let band = |value: f32| (value / BAND + half).floor() as i64 * 2 + i64::from(half > 0.0);
    [band(area.x0), band(area.y0), band(area.x1 - area.x0), band(area.y1 - area.y0)]
}

#[cfg(test)]
mod tests {
    use super::super::Strength;
    use super::*;
    use orfila_records::FigureKind;

    fn figure(x0: f32, y0: f32, side: f32) -> Candidate {
        let area = Area { x0, y0, x1: x0 + side, y1: y0 + side };
        Candidate { kind: FigureKind::Image, area, name: None, strength: Strength::Sure }
    }

    #[test]
    fn a_logo_on_every_page_goes_and_a_plot_stays() {
        let mut pages: Vec<Vec<Candidate>> = (0..6)
            .map(|page| vec![figure(40.0 + 0.3 * page as f32, 30.0, 60.0), figure(100.0, 80.0 * page as f32, 90.0)])
            .collect();
        remove(&mut pages.iter_mut().collect::<Vec<_>>());
        assert!(pages.iter().all(|page| page.len() == 1 && page[0].area.x0 == 100.0), "{pages:?}");
        let mut single = vec![figure(40.0, 30.0, 60.0)];
        remove(&mut [&mut single]);
        assert_eq!(single.len(), 1);
    }
}

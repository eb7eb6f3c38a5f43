//! Captions of figures: how they begin, and which figure they belong to.

use orfila_records::FigureKind;

use super::labels::{LONGEST_LABEL, Piece};
use super::{Candidate, Strength, share, union};
use crate::pdf::glyphs::Area;

/// The words that open a figure's caption, in lower case.
const WORDS: [&str; 34] = [
    "figure",
    "fig",
    "figs",
    "scheme",
    "chart",
    "plate",
    "structure",
    "photo",
    "graph",
    "abbildung",
    "abb",
    "bild",
    "schema",
    "schéma",
    "figura",
    "gráfico",
    "grafico",
    "esquema",
    "figuur",
    "afbeelding",
    "figur",
    "kuva",
    "rysunek",
    "rys",
    "obrázek",
    "obr",
    "ábra",
    "рисунок",
    "рис",
    "схема",
    "şekil",
    "图",
    "図",
    "그림",
];

/// Whether a text begins as the caption of a figure does: `Figure 2. Dose`, `Fig. 3`, `Scheme 1:`, `图 1 …`; not
/// `Figure 2 shows that`.
pub(crate) fn opens_figure_caption(text: &str) -> bool {
    let text = text.trim_start();
    let word: String = text.chars().take_while(|letter| letter.is_alphabetic()).take(12).collect();
    let rest = text.get(word.len()..).unwrap_or_default();
    let capital = word.chars().next().is_some_and(|first| !first.is_lowercase());
    if !capital || !WORDS.contains(&word.to_lowercase().as_str()) {
        return false;
    }
    let rest = rest.trim_start_matches(['.', ' ', '\u{A0}', '\t']);
    let number = rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || ".-–".contains(*letter));
    let number: String = number.take(9).collect();
    let after = rest.get(number.len()..).unwrap_or_default();
    let prefix = number.trim_start_matches(['S', 'A', 'B', 'C', 'I', 'V', 'X']);
    let numbered =
        prefix.starts_with(|first: char| first.is_ascii_digit()) || (prefix.is_empty() && !number.is_empty());
    numbered && number.len() <= 8 && (number.ends_with('.') || goes_on_as_caption(after))
}

/// After the number stands a mark, nothing, or the beginning of a sentence.
fn goes_on_as_caption(after: &str) -> bool {
    let after = after.trim_start();
    after.chars().next().is_none_or(|next| !next.is_lowercase() && next != ',' && next != ')')
}

/// A caption makes a figure of the boxes and lines beside it, unless it has one of its own that is not just a part of
/// them. Boxes, lines and arrows without a caption are none.
pub(crate) fn settle_diagrams(figures: &mut Vec<Candidate>, captions: &[Area], pieces: &[Piece]) {
    let of = |strength: Strength| figures.iter().filter(move |figure| figure.strength == strength).cloned();
    let (mut sure, diagrams): (Vec<_>, Vec<_>) = (of(Strength::Sure).collect(), of(Strength::Straight).collect());
    for caption in captions {
        let Some(diagram) = nearest(caption, &diagrams).and_then(|index| diagrams.get(index)) else { continue };
        let own = nearest(caption, &sure).and_then(|index| sure.get(index));
        if own.is_none_or(|own| is_part(own, &diagram.area, pieces)) {
            sure.retain(|figure| share(&figure.area, &diagram.area) < 0.5);
            sure.push(Candidate { strength: Strength::Sure, ..diagram.clone() });
        }
    }
    *figures = sure;
}

/// Whether a drawing is just a part of the boxes and lines around it: of much more than itself, or of a few more boxes with
/// short texts. A table beside it is full of numbers.
fn is_part(own: &Candidate, diagram: &Area, pieces: &[Piece]) -> bool {
    const MUCH: f32 = 2.0;
    const MORE: f32 = 1.15;
    const MOST_TEXTS: usize = 15;
    let middle = |area: &Area| (0.5 * (area.x0 + area.x1), 0.5 * (area.y0 + area.y1));
    let more = || {
        pieces.iter().filter(|piece| diagram.contains(middle(&piece.area)) && !own.area.contains(middle(&piece.area)))
    };
    let boxed = || {
        let numeric = more().filter(|piece| piece.numeric).count();
        more().all(|piece| piece.count <= LONGEST_LABEL)
            && more().count() <= MOST_TEXTS
            && 3 * numeric <= more().count()
    };
    let ratio = diagram.size() / own.area.size().max(1.0);
    let drawn = own.kind == FigureKind::Drawing;
    share(&own.area, diagram) > 0.5 && (ratio > MUCH || drawn && ratio > MORE && boxed())
}

/// How far above or below its figure a caption stands at most, in points.
const FARTHEST: f32 = 50.0;

/// The figure that a caption's first line belongs to: the nearest one above it; else the nearest below or beside it.
pub(crate) fn nearest(caption: &Area, figures: &[Candidate]) -> Option<usize> {
    let near = |distance: fn(&Area, &Area) -> Option<f32>| {
        let distances =
            figures.iter().enumerate().filter_map(|(index, figure)| Some((distance(caption, &figure.area)?, index)));
        distances.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, index)| index)
    };
    near(above).or_else(|| near(below)).or_else(|| near(beside))
}

fn above(caption: &Area, figure: &Area) -> Option<f32> {
    let gap = caption.y0 - figure.y1;
    (overlap(caption.x0, caption.x1, figure.x0, figure.x1) && (-0.4 * (figure.y1 - figure.y0)..FARTHEST).contains(&gap))
        .then_some(gap.abs())
}

fn below(caption: &Area, figure: &Area) -> Option<f32> {
    // Only the caption's first line is known: it may have several.
    let gap = figure.y0 - caption.y1;
    (overlap(caption.x0, caption.x1, figure.x0, figure.x1) && (-5.0..1.5 * FARTHEST).contains(&gap))
        .then_some(gap.abs())
}

fn beside(caption: &Area, figure: &Area) -> Option<f32> {
    let gap = (caption.x0 - figure.x1).max(figure.x0 - caption.x1);
    (overlap(caption.y0, caption.y1, figure.y0, figure.y1) && (-5.0..FARTHEST).contains(&gap)).then_some(gap.abs())
}

fn overlap(a0: f32, a1: f32, b0: f32, b1: f32) -> bool {
    a0 < b1 && b0 < a1
}

/// Joins the panels over one caption: figures without a caption of their own that stand beside or above the captioned one.
pub(crate) fn join_panels(figures: &mut Vec<Candidate>, captions: &[Area]) {
    const PANEL_GAP: f32 = 30.0;
    let mut owners: Vec<Option<usize>> = captions.iter().map(|caption| nearest(caption, figures)).collect();
    let mut taken = 0;
    while taken < figures.len() {
        let mut captioned = vec![false; figures.len()];
        // Every figure with captions once, in the order of its first caption.
        let mut captioned_once: Vec<usize> = Vec::new();
        for owner in owners.iter().flatten() {
            if let Some(seen) = captioned.get_mut(*owner).filter(|seen| !**seen) {
                *seen = true;
                captioned_once.push(*owner);
            }
        }
        let neighbour = |owner: usize| {
            let area = figures.get(owner)?.area;
            let next = |candidate: &Candidate| gap(&area, &candidate.area) < PANEL_GAP;
            let free = |index: &usize| !captioned.get(*index).copied().unwrap_or(true);
            (0..figures.len()).filter(free).find(|index| figures.get(*index).is_some_and(next))
        };
        let pair = captioned_once.iter().find_map(|owner| Some((*owner, neighbour(*owner)?)));
        let Some((owner, panel)) = pair else { break };
        let joined = figures.get(panel).map(|panel| panel.area);
        if let (Some(figure), Some(area)) = (figures.get_mut(owner), joined) {
            figure.area = union(&figure.area, &area);
        }
        figures.remove(panel);
        owners.iter_mut().flatten().filter(|owner| **owner > panel).for_each(|owner| *owner -= 1);
        taken += 1;
    }
}

/// The wider of the horizontal and the vertical gap between two areas.
fn gap(a: &Area, b: &Area) -> f32 {
    let across = (b.x0 - a.x1).max(a.x0 - b.x1);
    let down = (b.y0 - a.y1).max(a.y0 - b.y1);
    across.max(down)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_from_mentions() {
        for (text, expected) in [
            ("Figure 2. Dose response", true),
            ("Fig. 3", true),
            ("Fig 3 Survival", true),
            ("FIGURE S1: More", true),
            ("Scheme 1. Synthesis", true),
            ("Abb. 4: Verlauf", true),
            ("图 1 结构", true),
            ("Рис. 2. Кривая", true),
            ("Figure 2.1 Overview", true),
            ("Figure 2 shows that", false),
            ("Figure 2, left", false),
            ("Table 1. Doses", false),
            ("Figures of merit", false),
            ("fig. 3", false),
            ("Structure of benzene", false),
        ] {
            assert_eq!(opens_figure_caption(text), expected, "{text}");
        }
    }

    fn figure(x0: f32, y0: f32, x1: f32, y1: f32) -> Candidate {
        Candidate { kind: FigureKind::Image, area: Area { x0, y0, x1, y1 }, name: None, strength: Strength::Sure }
    }

    #[test]
    fn a_caption_makes_boxes_a_diagram_and_arrows_alone_are_none() {
        let with = |strength, area| Candidate { strength, area, ..figure(0.0, 0.0, 0.0, 0.0) };
        let flow = Area { x0: 50.0, y0: 100.0, x1: 300.0, y1: 300.0 };
        let arrow = Area { x0: 60.0, y0: 110.0, x1: 90.0, y1: 130.0 };
        let page = [with(Strength::Straight, flow), with(Strength::Slight, arrow), with(Strength::Sure, arrow)];
        let caption = Area { x0: 100.0, y0: 310.0, x1: 240.0, y1: 318.0 };
        for (captions, expected) in [(&[caption][..], flow), (&[], arrow)] {
            let mut figures = page.to_vec();
            settle_diagrams(&mut figures, captions, &[]);
            assert_eq!(figures.iter().map(|figure| figure.area).collect::<Vec<_>>(), [expected]);
        }
    }

    #[test]
    fn the_figure_above_comes_first_and_panels_are_joined() {
        let mut figures = vec![
            figure(50.0, 100.0, 140.0, 200.0),
            figure(160.0, 100.0, 250.0, 200.0),
            figure(50.0, 230.0, 250.0, 300.0),
        ];
        let caption = Area { x0: 50.0, y0: 208.0, x1: 240.0, y1: 216.0 };
        assert_eq!(nearest(&caption, &figures), Some(0));
        assert_eq!(nearest(&caption, &figures[2..]), Some(0));
        let second = Area { x0: 50.0, y0: 310.0, x1: 240.0, y1: 318.0 };
        join_panels(&mut figures, &[caption, second]);
        assert_eq!(figures.len(), 2);
        assert_eq!(figures[0].area, Area { x0: 50.0, y0: 100.0, x1: 250.0, y1: 200.0 });
        assert_eq!(nearest(&Area { x0: 400.0, y0: 600.0, x1: 500.0, y1: 610.0 }, &figures), None);
    }

    #[test]
    fn boxes_with_short_texts_around_a_drawing_are_part_of_it() {
        let area = |y0: f32| Area { x0: 50.0, y0, x1: 300.0, y1: 300.0 };
        let drawn = |strength, y0| Candidate { kind: FigureKind::Drawing, area: area(y0), name: None, strength };
        let caption = Area { x0: 100.0, y0: 310.0, x1: 240.0, y1: 318.0 };
        let text = |count, numeric| {
            let area = Area { x0: 60.0, y0: 106.0, x1: 120.0, y1: 114.0 };
            Piece { area, size: 8.0, count, numeric, upright: true, caption: false }
        };
        for (text, top) in [(text(12, false), 100.0), (text(60, false), 150.0), (text(4, true), 150.0)] {
            let mut figures = vec![drawn(Strength::Sure, 150.0), drawn(Strength::Straight, 100.0)];
            settle_diagrams(&mut figures, &[caption], &[text]);
            assert_eq!(figures.iter().map(|figure| figure.area.y0).collect::<Vec<_>>(), [top], "{text:?}");
        }
    }
}

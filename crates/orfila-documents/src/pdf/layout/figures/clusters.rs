//! Areas that touch each other, or nearly do.

use super::{grown, share, union};
use crate::pdf::glyphs::Area;

/// More clusters than this are a texture; what would open another one is left out.
const MOST: usize = 300;

/// Areas that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cluster {
    pub(super) area: Area,
    /// How many areas it is made of.
    pub(super) members: usize,
}

/// Joins areas whose gap is at most `gap`. What a page draws together follows each other, so most areas meet the newest
/// cluster.
pub(super) fn clusters(areas: &[Area], gap: f32) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for area in areas {
        let near = grown(area, gap);
        let open = clusters.len();
        match clusters.iter_mut().rev().find(|cluster| touch(&cluster.area, &near)) {
            Some(cluster) => {
                cluster.area = union(&cluster.area, area);
                cluster.members += 1;
            }
            None if open < MOST => clusters.push(Cluster { area: *area, members: 1 }),
            None => {}
        }
    }
    join(clusters, gap)
}

/// Joins clusters until none touches another.
fn join(mut open: Vec<Cluster>, gap: f32) -> Vec<Cluster> {
    let mut done: Vec<Cluster> = Vec::new();
    while let Some(mut cluster) = open.pop() {
        let near = grown(&cluster.area, gap);
        match done.iter().position(|other| touch(&other.area, &near)) {
            Some(index) => {
                let other = done.swap_remove(index);
                cluster.area = union(&cluster.area, &other.area);
                cluster.members += other.members;
                open.push(cluster);
            }
            None => done.push(cluster),
        }
    }
    done.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0).then(a.area.x0.total_cmp(&b.area.x0)));
    done
}

/// Gives axes, bars and frames to the drawings they touch, if they are not much longer than these: a rule across the
/// page is none of theirs.
pub(super) fn attach(clusters: &mut Vec<Cluster>, straight: &[Area], gap: f32) {
    const ROUNDS: usize = 3;
    const REACH: f32 = 3.0;
    const MOST_STRAIGHT: usize = 4_000;
    for _ in 0..ROUNDS {
        let mut changed = false;
        for cluster in clusters.iter_mut() {
            let (width, height) = (cluster.area.x1 - cluster.area.x0, cluster.area.y1 - cluster.area.y0);
            let near = grown(&cluster.area, gap);
            for area in straight.iter().take(MOST_STRAIGHT) {
                let fits =
                    area.x1 - area.x0 <= REACH * width.max(height) && area.y1 - area.y0 <= REACH * width.max(height);
                if (fits || is_shaft(area, &cluster.area))
                    && touch(area, &near)
                    && share_of_line(area, &cluster.area) < 1.0
                {
                    cluster.area = union(&cluster.area, area);
                    changed = true;
                }
            }
        }
        *clusters = join(std::mem::take(clusters), gap);
        if !changed {
            break;
        }
    }
}

/// Whether a line is the shaft of the arrow whose head is drawn at one of its ends.
fn is_shaft(line: &Area, head: &Area) -> bool {
    const LARGEST_HEAD: f32 = 15.0;
    const LONGEST: f32 = 150.0;
    const TOUCH: f32 = 3.0;
    let small = head.x1 - head.x0 <= LARGEST_HEAD && head.y1 - head.y0 <= LARGEST_HEAD;
    let across = line.y1 - line.y0 <= 2.0 && line.x1 - line.x0 <= LONGEST;
    let level = head.y0 < line.y0 && line.y1 < head.y1;
    let ends = (line.x1 - head.x0).abs() <= TOUCH || (line.x0 - head.x1).abs() <= TOUCH;
    small && across && level && ends
}

/// How much of an area, which may be a line without thickness, lies in another.
fn share_of_line(area: &Area, other: &Area) -> f32 {
    share(&grown(area, 0.01), &grown(other, 0.01))
}

fn touch(a: &Area, b: &Area) -> bool {
    a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1
}

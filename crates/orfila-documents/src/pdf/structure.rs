//! The structure tree: which element of the logical structure a stretch of marked content belongs to, and what that
//! element states instead of the letters shown (ISO 32000-1, 14.7.4 and 14.9.4).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use lopdf::{Dictionary, Document, Object};

use crate::pdf::marked::{Stated, stated_by};
use crate::pdf::objects;

/// Nodes of the tree of parents that are looked at.
const MOST_NODES: usize = 200_000;
/// Elements above a stretch that are asked what they state.
const HIGHEST: usize = 6;
/// An element with more parts than this describes; it does not stand for letters.
const MOST_PARTS: usize = 64;
const DEEPEST: usize = 8;

/// A stretch of marked content that the structure tree knows.
#[derive(Debug, Clone)]
pub(crate) struct Tagged {
    /// The entry of the page or form in the tree of parents.
    pub(crate) parents: i64,
    /// Its number in the content.
    pub(crate) number: i64,
    /// Its letters.
    pub(crate) letters: Range<usize>,
}

/// The structure tree of a document.
#[derive(Debug, Default)]
pub(crate) struct Structure<'d> {
    /// Elements by page or form; filled when the first page asks.
    parents: Option<HashMap<i64, &'d Object>>,
}

impl<'d> Structure<'d> {
    /// What elements state for the stretches of a page: each with its letters, in the order in which they are shown. An
    /// element of which a part is missing on the page states nothing for the rest.
    pub(crate) fn stated(&mut self, document: &'d Document, tagged: &[Tagged]) -> Vec<(Stated, Vec<Range<usize>>)> {
        let parents = self.parents.get_or_insert_with(|| parents(document));
        if parents.is_empty() {
            return Vec::new();
        }
        let mut found: BTreeMap<usize, Found> = BTreeMap::new();
        let mut places: HashMap<usize, usize> = HashMap::new();
        for (place, part) in tagged.iter().enumerate() {
            let elements = parents.get(&part.parents).and_then(|object| object.as_array().ok());
            let element = usize::try_from(part.number).ok().and_then(|number| elements?.get(number));
            let Some((element, stated)) = element.and_then(|element| speaker(document, element)) else { continue };
            let place = *places.entry(std::ptr::from_ref(element) as usize).or_insert(place);
            let entry = found.entry(place).or_insert_with(|| Found::new(document, element, stated));
            entry.met.insert((part.parents, part.number));
            entry.letters.push(part.letters.clone());
        }
        let whole = found.into_values().filter(|found| found.parts == Some(found.met.len()));
        whole.map(|found| (found.stated, found.letters)).collect()
    }
}

struct Found {
    stated: Stated,
    letters: Vec<Range<usize>>,
    met: BTreeSet<(i64, i64)>,
    /// How many stretches the element has, if that can be told.
    parts: Option<usize>,
}

impl Found {
    fn new(document: &Document, element: &Dictionary, stated: Stated) -> Self {
        Self { stated, letters: Vec::new(), met: BTreeSet::new(), parts: parts(document, element) }
    }
}

/// The tree of parents as a list, within bounds.
fn parents(document: &Document) -> HashMap<i64, &Object> {
    let mut found = HashMap::new();
    let root = document.catalog().ok().and_then(|catalog| objects::dictionary(document, catalog, b"StructTreeRoot"));
    let Some(tree) = root.and_then(|root| objects::dictionary(document, root, b"ParentTree")) else { return found };
    let mut open = vec![(tree, 0_usize)];
    let mut left = MOST_NODES;
    while let Some((node, depth)) = open.pop() {
        for pair in objects::array(document, node, b"Nums").unwrap_or_default().chunks_exact(2).take(left) {
            left = left.saturating_sub(1);
            if let [Object::Integer(key), value] = pair
                && let Some(value) = objects::resolve(document, value)
            {
                found.entry(*key).or_insert(value);
            }
        }
        let kids = objects::array(document, node, b"Kids").unwrap_or_default();
        for kid in kids.iter().take(if depth < DEEPEST { left } else { 0 }) {
            left = left.saturating_sub(1);
            open.extend(objects::resolve(document, kid).and_then(|kid| kid.as_dict().ok()).map(|kid| (kid, depth + 1)));
        }
    }
    found
}

/// The element, or the nearest one above it, that states text.
fn speaker<'d>(document: &'d Document, element: &'d Object) -> Option<(&'d Dictionary, Stated)> {
    let mut element = objects::resolve(document, element)?.as_dict().ok()?;
    for _ in 0..HIGHEST {
        if let Some(stated) = stated_by(document, element) {
            return Some((element, stated));
        }
        element = objects::dictionary(document, element, b"P")?;
    }
    None
}

/// How many stretches of marked content an element has; `None` for too many.
fn parts(document: &Document, element: &Dictionary) -> Option<usize> {
    let mut count = 0;
    let mut looked = 0;
    let mut open: Vec<&Object> = objects::value(document, element, b"K").into_iter().collect();
    while let Some(kid) = open.pop().and_then(|kid| objects::resolve(document, kid)) {
        looked += 1;
        match kid {
            Object::Integer(_) => count += 1,
            Object::Array(kids) => open.extend(kids.iter().take(MOST_PARTS + 1)),
            Object::Dictionary(kid) if kid.has(b"MCID") => count += 1,
            Object::Dictionary(kid) => open.extend(objects::value(document, kid, b"K")),
            _ => {}
        }
        if looked > 4 * MOST_PARTS || count > MOST_PARTS {
            return None;
        }
    }
    Some(count)
}

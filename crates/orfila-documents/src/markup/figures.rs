//! Figures of markup: what marks them, what their pictures are called.

use orfila_records::{Figure, FigureKind};

use crate::builder::DocumentBuilder;
use crate::markup::roles::is_skipped;
use crate::markup::tree::{NodeId, Tree};

/// Elements that show a picture.
const PICTURES: [&str; 6] = ["graphic", "inline-graphic", "img", "image", "media", "svg"];
/// Pictures with a side shorter than this many pixels are icons.
const SMALLEST_SIDE: u32 = 48;

/// The figure that an element is; `None` for wrappers of tables and of files to load down.
pub(super) fn figure_of(tree: &Tree, node: NodeId) -> Option<Figure> {
    if !matches!(tree.name(node), "fig" | "figure" | "chem-struct-wrap") {
        return None;
    }
    let picture = tree.descendants(node).find(|below| PICTURES.contains(&tree.name(*below)));
    // HTML puts tables and code into figures too.
    (tree.name(node) != "figure" || picture.is_some())
        .then(|| figure(picture.and_then(|picture| address(tree, picture))))
}

/// Appends the pictures of a page that stand in no figure, icons and what a reader does not see apart.
pub(super) fn append_loose(tree: &Tree, builder: &mut DocumentBuilder) {
    let mut open = vec![Tree::ROOT];
    while let Some(node) = open.pop() {
        if tree.name(node) == "img" && is_content(tree, node) {
            builder.figure(figure(address(tree, node)));
        }
        let inner = tree.children(node).iter().rev().copied();
        open.extend(
            inner.filter(|child| !is_skipped(tree, *child, tree.name(node)) && figure_of(tree, *child).is_none()),
        );
    }
}

fn figure(name: Option<String>) -> Figure {
    Figure { kind: FigureKind::Image, region: None, caption: None, name }
}

/// A picture that is described, and is no icon.
fn is_content(tree: &Tree, node: NodeId) -> bool {
    let Some(element) = tree.element(node) else { return false };
    let side = |name: &str| element.attribute(name).and_then(|side| side.trim_end_matches("px").parse::<u32>().ok());
    let small = ["width", "height"].into_iter().filter_map(side).any(|side| side < SMALLEST_SIDE);
    !small && element.attribute("alt").is_some_and(|text| !text.trim().is_empty())
}

/// Where a picture is to be found. An address that holds the picture itself is no name.
fn address(tree: &Tree, node: NodeId) -> Option<String> {
    const LONGEST: usize = 1_000;
    let element = tree.element(node)?;
    let address = ["href", "src", "data-src", "file"].into_iter().find_map(|name| element.attribute(name))?.trim();
    (!address.is_empty() && !address.starts_with("data:") && address.len() <= LONGEST).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::{Limits, read};

    #[test]
    fn figures_of_articles_and_pages_have_caption_and_name() {
        let article = "<?xml version='1.0'?><article><body><sec><title>Results</title><fig id='f1'><label>Figure 1</label>\
            <caption><p>Dose response.</p></caption><graphic xlink:href='dose.jpg'/></fig><p>Text.</p></sec></body></article>";
        let page = "<!DOCTYPE html><html><body><figure><img src='dose.jpg'><figcaption>Figure 1 Dose response.</figcaption>\
            </figure><figure><table><tr><td>1</td></tr></table></figure><p>Text <img src='icon.png' alt='go' width='16'></p>\
            <p><img src='plot.png' alt='A plot'><img src='data:image/png;base64,AAAA' alt='Small'></p></body></html>";
        for (bytes, name, names) in
            [(article, "a.xml", &[Some("dose.jpg")][..]), (page, "a.html", &[Some("dose.jpg"), Some("plot.png"), None])]
        {
            let document = read(bytes.as_bytes(), name, &Limits::default()).expect(name);
            let found: Vec<_> = document.figures.iter().map(|figure| figure.name.as_deref()).collect();
            assert_eq!(found, names, "{name}");
            let caption = document.figures[0].caption.and_then(|caption| caption.slice(&document.text));
            assert_eq!(caption, Some("Figure 1 Dose response."), "{name}");
            let tied: Vec<_> = document.passages.iter().filter_map(|passage| passage.figure).collect();
            assert_eq!(tied, [0], "{name}");
        }
    }
}

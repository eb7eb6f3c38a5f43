//! Every character that a page shows stands in a passage or is counted as a loss.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use orfila_records::{LossReason, PageNumber};
use unicode_normalization::UnicodeNormalization;

use crate::Limits;
use crate::pdf::font::GlyphText;
use crate::pdf::resources::Reader;
use crate::pdf::{load, page_content, page_tree, read};

/// Characters without white space, compatibility forms taken apart.
fn characters(text: &str) -> usize {
    text.nfkd().filter(|character| !character.is_whitespace()).count()
}

fn shown(text: &GlyphText) -> usize {
    match text {
        GlyphText::One(character) => characters(&character.to_string()),
        GlyphText::Many(text) => characters(text),
        GlyphText::Unmapped => 1,
    }
}

/// Pages on which the sums differ: `(page, shown, in passages, lost)`.
fn differences(bytes: &[u8], name: &str) -> Option<Vec<(u32, usize, usize, usize)>> {
    let limits = Limits::default();
    let document = read(bytes, name, &limits, None).ok()?;
    let mut sums: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for passage in &document.passages {
        let page = passage.page.map_or(0, |page| page.0);
        sums.entry(page).or_default().0 += characters(document.passage_text(passage));
    }
    let duplicate = |loss: &&orfila_records::Loss| loss.reason == LossReason::Duplicate && loss.range.is_none();
    for loss in document.losses.iter().filter(duplicate) {
        sums.entry(loss.page.map_or(0, |page| page.0)).or_default().1 += loss.characters;
    }
    let source = load::load(bytes, &limits).ok()?;
    let mut reader = Reader::new(&source, &limits);
    let mut differences = Vec::new();
    for (number, id) in (1..).map(PageNumber).zip(page_tree::pages(&source, 5_000)) {
        let page = source.get_dictionary(id).expect("a page");
        let geometry = page_tree::Geometry::of(&source, page);
        let Ok(content) = page_content(&mut reader, id, &geometry) else { continue };
        let shown: usize = content.glyphs.iter().map(|glyph| shown(&glyph.text)).sum();
        let (read, lost) = sums.get(&number.0).copied().unwrap_or_default();
        if shown != read + lost {
            differences.push((number.0, shown, read, lost));
        }
    }
    Some(differences)
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.join("../../corpora/demo/documents"), root.join("../../../shared/documents/pdf")];
    let entries = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    files.sort();
    files
}

#[test]
fn every_character_is_in_a_passage_or_a_counted_loss() {
    let mut wrong = Vec::new();
    let mut read = 0;
    for path in files() {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let Some(differences) = differences(&std::fs::read(&path).expect("a readable file"), &name) else { continue };
        read += 1;
        wrong.extend(differences.into_iter().map(|difference| (name.clone(), difference)));
    }
    assert!(read > 0, "the demonstration corpus has PDF files");
    assert!(wrong.is_empty(), "(file, (page, shown, in passages, lost)): {wrong:?}");
}

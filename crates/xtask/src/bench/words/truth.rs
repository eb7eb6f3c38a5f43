//! Words and their order against the articles' own XML.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::agreement::{Bag, Kept, pairs, words};
use super::{Pages, Said};
use crate::bench::peers::name as name_of;
use crate::bench::report::Table;
use crate::bench::score::share;
use crate::bench::terminal::print;
use orfila_corpora::xml;

pub(super) const MEANING: &str = "\
Where the publisher's XML of an article is there, its paragraphs and headings (without tables, figures and formulae set \
apart) are what stands on the pages and how it is read, whatever programs agree on: the share of its words, and of its \
pairs of following words within a paragraph, that a program has anywhere in its text of the PDF. Dashes and quotation \
marks are taken for one kind; the rest as above.";

/// Elements of the XML that are no running text.
const APART: [&str; 8] = [
    "table-wrap",
    "table",
    "fig",
    "disp-formula",
    "inline-formula",
    "tex-math",
    "supplementary-material",
    "boxed-text",
];

/// A table of all programs, judged by the XML.
pub(super) fn table(articles: &[(PathBuf, PathBuf)], programs: &BTreeMap<&str, &Said>, errors: bool) -> Result<String> {
    let mut kept: BTreeMap<&str, Kept> = BTreeMap::new();
    for (pdf, xml) in articles {
        let text = std::fs::read_to_string(xml).with_context(|| format!("cannot read {}", xml.display()))?;
        let root = xml::parse(&text).with_context(|| format!("in {}", xml.display()))?;
        let wanted = wanted(&root);
        for (program, said) in programs {
            let flat = said.get(&name_of(pdf)).map(flat).unwrap_or_default();
            let missing = kept.entry(program).or_default().judge(&flat, &wanted.0, &wanted.1);
            if errors && *program == "orfila" {
                let some = missing.pairs.keys().take(200).cloned().collect::<Vec<_>>().join(" | ");
                print(&format!("{}: {} pairs missing: {some}", name_of(pdf), missing.pairs.values().sum::<usize>()));
            }
        }
    }
    let mut table = Table::new(&["program", "words of the XML", "recall", "pairs of the XML", "order"]);
    for (program, Kept { words, pairs }) in kept {
        table.row(vec![
            program.to_owned(),
            words.1.to_string(),
            format!("{:.4}", share(words.0, words.1)),
            pairs.1.to_string(),
            format!("{:.4}", share(pairs.0, pairs.1)),
        ]);
    }
    Ok(table.markdown())
}

/// Words and pairs of the article's running text.
fn wanted(root: &xml::Node) -> (Bag, Bag) {
    let (mut all_words, mut all_pairs) = (Bag::new(), Bag::new());
    let places = ["abstract", "body", "ack"].into_iter().flat_map(|name| root.all(name));
    for place in places {
        for name in ["p", "title"] {
            for text in place.all(name) {
                let text: Vec<String> = text.text_without(&APART).split_whitespace().map(plain).collect();
                add(&mut all_words, words(&text));
                add(&mut all_pairs, pairs(&text));
            }
        }
    }
    (all_words, all_pairs)
}

fn add(bag: &mut Bag, more: Bag) {
    for (item, count) in more {
        *bag.entry(item).or_default() += count;
    }
}

/// All words of a document, one page after the other.
fn flat(pages: &Pages) -> Vec<String> {
    pages.iter().flatten().map(|word| plain(word)).collect()
}

/// With dashes and quotation marks of one kind.
fn plain(word: &str) -> String {
    word.chars()
        .map(|sign| match sign {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '‘' | '’' | '′' | '`' => '\'',
            '“' | '”' | '″' => '"',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_headings_are_wanted_and_tables_are_not() {
        let xml = "<article><body><sec><title>Dose used</title><p>Rats got <xref>5</xref>\u{2013}10 mg <table-wrap><p>cell \
                   text</p></table-wrap>daily.</p></sec></body></article>";
        let root = xml::parse(xml).expect("it is well-formed");
        let (words, pairs) = wanted(&root);
        let names: Vec<&str> = pairs.keys().map(String::as_str).collect();
        assert_eq!(names, ["5-10 mg", "Dose used", "Rats got", "got 5-10", "mg daily."]);
        assert_eq!(words.values().sum::<usize>(), 7);
    }
}

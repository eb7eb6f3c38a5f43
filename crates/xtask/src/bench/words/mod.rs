//! Words and their order against what two other programs agree on.

mod agreement;
mod ours;
mod truth;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::Run;
use super::peers::{Environment, name as name_of};
use super::report::{Part, Table};
use super::score::share;
use super::terminal::{print, say};
use agreement::{Bag, Kept, agreed, pairs, words};

const MEANING: &str = "\
All PDFs of `documents/pdf`, page by page. For each of pdftotext, pymupdf and pdfium the other two are the judges: the \
words that both have on a page (as often as both have them; compatibility characters unified, soft hyphens left out; halves of words at line ends joined and hyphens after letters left out, the minus sign taken for a hyphen, ideographs taken one by one, bullets that stand alone and words with private-use characters left out, for all programs alike) and \
the pairs of following words that both have. Recall is the share of those words, order the share of those pairs, that \
the program has too; ours is judged on exactly the same words and pairs. `ratio` is the share of ours divided by the \
program's. Pages for which a program failed count as pages without words of it. pdf_oxide and pdfplumber are judged by all \
three, that is by what any two of them have.";

/// The programs that judge each other.
const JUDGES: [&str; 3] = ["pdftotext", "pymupdf", "pdfium"];
/// Programs that are judged and judge none.
const JUDGED: [&str; 2] = ["pdf_oxide", "pdfplumber"];

/// Words of a document's pages, in order.
pub(crate) type Pages = Vec<Vec<String>>;
/// Pages of every file, by its name.
type Said = BTreeMap<String, Pages>;

/// A line of the script.
#[derive(Deserialize)]
struct Line {
    file: PathBuf,
    #[serde(default)]
    pages: Pages,
    error: Option<String>,
}

/// What a program is judged on, and how it and ours do.
#[derive(Default)]
struct Judged {
    theirs: Kept,
    ours: Kept,
    /// Share of pairs that ours lacks, with the page.
    worst: Vec<(usize, String)>,
}

/// Judges ours and the others.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let files = super::pdfs(&run.shared.join("documents/pdf"), &run.options.file)?;
    let mut table = Table::new(&[
        "program",
        "words agreed",
        "recall",
        "recall of ours",
        "ratio",
        "pairs agreed",
        "order",
        "order of ours",
        "ratio",
    ]);
    let mut notes = Vec::new();
    let (mut said, mine) = (BTreeMap::new(), ours(&files));
    for name in JUDGES.into_iter().chain(JUDGED) {
        match spoken(run, name, &files) {
            Ok((pages, failures)) => {
                notes.extend(failures);
                said.insert(name, pages);
            }
            Err(error) => notes.push(format!("{name}: missing ({error:#})")),
        }
    }
    for name in said.keys().copied().collect::<Vec<_>>() {
        let judges: Vec<&Said> =
            JUDGES.iter().filter(|judge| **judge != name).filter_map(|judge| said.get(judge)).collect();
        if judges.len() < 2 {
            notes.push(format!("{name}: its judges are missing"));
            continue;
        }
        let judged = judged(&files, &judges, &said[name], &mine);
        if run.options.errors {
            print(&format!("\nfewest words and pairs of ours where the judges of {name} agree:"));
            judged.worst.iter().for_each(|(_, text)| print(text));
        }
        table.row(row(name, &judged));
    }
    let text = format!("{MEANING}\n\n{} files.\n\n{}\n{}", files.len(), table.markdown(), notes.join("\n"));
    let text = match super::pairs::pairs(&run.shared, &run.options.file) {
        Ok(articles) => {
            let programs = said.iter().map(|(name, said)| (*name, said)).chain([("orfila", &mine)]).collect();
            let table = truth::table(&articles, &programs, run.options.errors)?;
            format!("{text}\n{}\n\n{} articles.\n\n{table}", truth::MEANING, articles.len())
        }
        Err(_) => text,
    };
    Ok(Part { key: "words", heading: "Words and their order", text })
}

fn row(name: &str, judged: &Judged) -> Vec<String> {
    let Judged { theirs, ours, .. } = judged;
    let (recall, mine) = (share(theirs.words.0, theirs.words.1), share(ours.words.0, ours.words.1));
    let (order, my_order) = (share(theirs.pairs.0, theirs.pairs.1), share(ours.pairs.0, ours.pairs.1));
    let ratio = |a: f64, b: f64| format!("{:.5}", if b > 0.0 { a / b } else { 0.0 });
    vec![
        name.to_owned(),
        theirs.words.1.to_string(),
        format!("{recall:.5}"),
        format!("{mine:.5}"),
        ratio(mine, recall),
        theirs.pairs.1.to_string(),
        format!("{order:.5}"),
        format!("{my_order:.5}"),
        ratio(my_order, order),
    ]
}

fn ours(files: &[PathBuf]) -> Said {
    let read = |file: &PathBuf| match super::ours::read(file) {
        Ok(document) => ours::pages(&document),
        Err(error) => {
            say(&format!("{error:#}"));
            Pages::new()
        }
    };
    files.iter().map(|file| (name_of(file), read(file))).collect()
}

/// A program's words, and what to say of files it failed on.
fn spoken(run: &Run<'_>, name: &str, files: &[PathBuf]) -> Result<(Said, Option<String>)> {
    let peers = run.peers.as_ref().context("words are judged by other programs: leave out `--peers none`")?;
    let text = peers.said(&format!("words {name}"), Environment::Current, "words.py", name, files)?;
    let mut said = Said::new();
    let mut failed: Vec<String> = Vec::new();
    for line in text.lines() {
        let line: Line = serde_json::from_str(line).context("a line of the script is not what it should be")?;
        let file = name_of(&line.file);
        failed.extend(line.error.map(|error| format!("{file}: {error}")));
        said.insert(file, line.pages);
    }
    let first = failed.first().map(|first| format!("{name} failed for {} files, the first: {first}", failed.len()));
    Ok((said, first))
}

fn judged(files: &[PathBuf], judges: &[&Said], theirs: &Said, mine: &Said) -> Judged {
    let mut judged = Judged::default();
    let empty: Vec<String> = Vec::new();
    for file in files {
        let name = name_of(file);
        let count = judges.iter().filter_map(|said| said.get(&name)).map(Vec::len).max().unwrap_or(0);
        for at in 0..count {
            let page = |said: &Said| said.get(&name).and_then(|pages| pages.get(at)).unwrap_or(&empty).clone();
            let judges: Vec<Vec<String>> = judges.iter().map(|said| page(said)).collect();
            let (agreed_words, agreed_pairs) = (agreed(&judges, words), agreed(&judges, pairs));
            judged.theirs.judge(&page(theirs), &agreed_words, &agreed_pairs);
            let missing = judged.ours.judge(&page(mine), &agreed_words, &agreed_pairs);
            let lost = missing.words.values().sum::<usize>() + missing.pairs.values().sum::<usize>();
            if lost > 0 {
                judged.worst.push((lost, page_of(&name, at + 1, &missing, &agreed_words)));
            }
        }
    }
    judged.worst.sort_by(|a, b| b.cmp(a));
    judged
}

fn page_of(name: &str, page: usize, missing: &agreement::Missing, agreed: &Bag) -> String {
    let some = |bag: &Bag| bag.keys().take(200).cloned().collect::<Vec<_>>().join(" | ");
    let count = |bag: &Bag| bag.values().sum::<usize>();
    format!(
        "{name} page {page}: {} of {} words and {} pairs missing\n    words: {}\n    pairs: {}",
        count(&missing.words),
        count(agreed),
        count(&missing.pairs),
        some(&missing.words),
        some(&missing.pairs),
    )
}

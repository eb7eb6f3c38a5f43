//! Pages per second of processor time, one thread, one program after the other in turn.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::peers::{Environment, output};
use super::report::{Part, Table};
use super::terminal::{print, say};
use super::{Run, ours};

const MEANING: &str = "\
All PDFs of `documents/pdf` that hold text (ours refuses a file that is images alone); files are read from disk. Seconds are user and system time of the \
reading process; loading the program is not counted (for pdftotext, which is started for each file, the time of starting \
it for nothing is taken off). Ours reads everything: characters with boxes, order, tables. The programs run in turn, \
round by round; stated are medians over the rounds, with the least and the most. Programs with few pages read the \
first pages of each file alone, because they are slow; ours is then compared on the same pages per second of whole files.";

/// How often each program runs.
const ROUNDS: usize = 3;

/// A program and what it is asked for: the script's word, what that gives, and the most pages of a file (0: all).
const PROGRAMS: [(&str, &str, usize); 12] = [
    ("pdfium:text", "pdfium: plain text", 0),
    ("pdfium:boxes", "pdfium: text and box of each character", 0),
    ("pymupdf:text", "pymupdf: plain text", 0),
    ("pymupdf:words", "pymupdf: words with boxes", 0),
    ("pymupdf:rawdict", "pymupdf: characters with boxes (`rawdict`)", 0),
    ("pdf_oxide:text", "pdf_oxide: plain text", 0),
    ("pdf_oxide:chars", "pdf_oxide: characters with boxes", 0),
    ("pdftotext:plain", "pdftotext: plain text", 0),
    ("pdftotext:bbox", "pdftotext -bbox: words with boxes", 0),
    ("pdftotext:bbox-layout", "pdftotext -bbox-layout: blocks and words with boxes", 0),
    ("pdfplumber:words", "pdfplumber: words with boxes, first 3 pages of a file", 3),
    ("pdfplumber:tables", "pdfplumber: words with boxes and tables, first 3 pages of a file", 3),
];

/// What a reading process says at its end.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Spent {
    pages: usize,
    seconds: f64,
    failed: usize,
}

impl Spent {
    fn rate(&self) -> f64 {
        self.pages as f64 / self.seconds.max(1e-9)
    }
}

/// Measures ours and the others.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let files = readable(&run.shared.join("documents/pdf"), &run.options.file)?;
    let programs: &[(&str, &str, usize)] = if run.peers.is_some() { &PROGRAMS } else { &[] };
    let mut mine: Vec<Spent> = Vec::new();
    let mut theirs: Vec<Vec<Spent>> = vec![Vec::new(); programs.len()];
    let mut notes: Vec<String> = Vec::new();
    for round in 1..=ROUNDS {
        say(&format!("round {round} of {ROUNDS}"));
        mine.push(spent(Command::new(std::env::current_exe()?).args(["bench", "reading"]).args(&files))?);
        for ((variant, name, most), all) in programs.iter().zip(&mut theirs) {
            match other(run, variant, *most, &files) {
                Ok(spent) => all.push(spent),
                Err(error) if round == 1 => notes.push(format!("{name}: missing ({error:#})")),
                Err(_) => {}
            }
        }
    }
    let mut table =
        Table::new(&["program", "pages", "pages per CPU-second", "least to most", "Orfila ÷ program", "files failed"]);
    let ours = median(&mine);
    table.row(row("Orfila: characters and words with boxes, order, tables", &mine, ours));
    for ((_, name, _), all) in programs.iter().zip(&theirs).filter(|(_, all)| !all.is_empty()) {
        table.row(row(name, all, ours));
    }
    let text =
        format!("{MEANING}\n\n{} files, {ROUNDS} rounds.\n\n{}\n{}", files.len(), table.markdown(), notes.join("\n"));
    Ok(Part { key: "speed", heading: "Speed", text })
}

fn row(name: &str, all: &[Spent], ours: f64) -> Vec<String> {
    let rates = || all.iter().map(Spent::rate);
    let (least, most) = (rates().fold(f64::MAX, f64::min), rates().fold(0.0, f64::max));
    let rate = median(all);
    let (pages, failed) = all.last().map_or((0, 0), |spent| (spent.pages, spent.failed));
    let ratio = format!("{:.2}", ours / rate.max(1e-9));
    vec![
        name.to_owned(),
        pages.to_string(),
        format!("{rate:.0}"),
        format!("{least:.0} to {most:.0}"),
        ratio,
        failed.to_string(),
    ]
}

fn median(all: &[Spent]) -> f64 {
    let mut rates: Vec<f64> = all.iter().map(Spent::rate).collect();
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

fn other(run: &Run<'_>, variant: &str, most: usize, files: &[PathBuf]) -> Result<Spent> {
    let peers = run.peers.as_ref().context("no other programs are asked for")?;
    let mut command = Command::new(peers.python(Environment::Current)?);
    spent(command.arg(peers.script("speed.py")).arg(variant).arg(most.to_string()).args(files))
}

fn spent(command: &mut Command) -> Result<Spent> {
    let text = output(command)?;
    serde_json::from_str(text.lines().last().unwrap_or_default()).context("the program did not say what it spent")
}

/// The PDFs that ours reads without an error.
fn readable(folder: &Path, part: &str) -> Result<Vec<PathBuf>> {
    let files = super::pdfs(folder, part)?;
    Ok(files.into_iter().filter(|file| ours::read(file).is_ok()).collect())
}

/// The process that the measure starts for ours: reads files and says what it spent.
pub(crate) fn reading(files: &[PathBuf]) -> Result<()> {
    let before = processor_seconds()?;
    let mut spent = Spent { pages: 0, seconds: 0.0, failed: 0 };
    for file in files {
        match ours::read(file) {
            Ok(document) => spent.pages += document.pages.len(),
            Err(_) => spent.failed += 1,
        }
    }
    spent.seconds = processor_seconds()? - before;
    print(&serde_json::to_string(&spent)?);
    Ok(())
}

/// User and system time of this process and of those it has waited for, in seconds, as Linux counts it (hundredths).
fn processor_seconds() -> Result<f64> {
    let text =
        std::fs::read_to_string("/proc/self/stat").context("processor time is read from /proc, which Linux has")?;
    let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields);
    // Fields 14 to 17 of proc_pid_stat(5); the first two stand before the parenthesis.
    let ticks: u64 = fields.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(ticks as f64 / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_of_rates() {
        let spent = |pages, seconds| Spent { pages, seconds, failed: 0 };
        assert_eq!(median(&[spent(10, 1.0), spent(10, 10.0), spent(10, 2.0)]), 5.0);
    }

    #[test]
    fn processor_time_grows_with_work() {
        let before = processor_seconds().unwrap();
        let mut sum = 0_u64;
        while processor_seconds().unwrap() - before < 0.03 {
            sum = (0..1_000_000_u64).fold(sum, |sum, number| sum.wrapping_mul(31).wrapping_add(number));
        }
        assert!(processor_seconds().unwrap() > before, "{sum}");
    }
}

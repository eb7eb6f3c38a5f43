//! Damaged files: ours on many, ours and the others on a part of them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::Run;
use super::peers::{Environment, output};
use super::report::{Part, Table};
use crate::mutate::{Arguments, damaged_pdfs, tally};

const MEANING: &str = "\
Mutants of the real documents (`cargo xtask mutate`, seed 1): bytes, objects, streams and tags damaged in repeatable ways, \
each read in a process of its own with 11 s of processor time and 3 GiB of address space. A crash is a process that ended \
by a signal or a panic, a hang one that took more than 10 s. The first table is ours over all kinds of files, seconds by \
the clock; the second is every program over the same mutants of PDFs, seconds of processor time of the reading process \
(for ours and pdftotext with starting it, for pymupdf and pdfium without loading it).";

/// Mutants that every program reads.
const PART: usize = 500;

/// A line of the script.
#[derive(Deserialize)]
struct Line {
    outcome: String,
    pages: usize,
    seconds: f64,
    peak: u64,
}

/// Damages and reads.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let all = tally(run.root, &Arguments::first(run.options.mutants))?;
    let count = |code: &str| all.outcomes.get(code).copied().unwrap_or(0);
    let (crashes, hangs) = (count("crash"), count("hang"));
    let mut ours = Table::new(&[
        "mutants",
        "crashes",
        "hangs",
        "over 1 GiB",
        "pages",
        "pages per second",
        "slowest, s",
        "peak, MiB",
    ]);
    ours.row(vec![
        run.options.mutants.to_string(),
        crashes.to_string(),
        hangs.to_string(),
        all.findings.saturating_sub(crashes + hangs).to_string(),
        all.pages.to_string(),
        format!("{:.0}", all.pages as f64 / all.seconds.max(1e-9)),
        format!("{:.2}", all.slowest),
        (all.peak_kib / 1024).to_string(),
    ]);
    let mut text = format!("{MEANING}\n\n{}", ours.markdown());
    if run.peers.is_some() {
        text.push_str(&format!("\n{}", compared(run)?));
    }
    Ok(Part { key: "damage", heading: "Damaged files", text })
}

/// Every program over the same files.
fn compared(run: &Run<'_>) -> Result<String> {
    let folder = run.scratch("mutants");
    std::fs::create_dir_all(&folder)?;
    let mut files: Vec<PathBuf> = Vec::new();
    for (index, name, bytes) in damaged_pdfs(run.root, PART)? {
        let file = folder.join(format!("{index}-{name}"));
        std::fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        files.push(file);
    }
    let mut table = Table::new(&[
        "program",
        "read",
        "refused",
        "crashes",
        "hangs",
        "pages",
        "pages per CPU-second",
        "slowest, s",
        "peak, MiB",
    ]);
    let own = format!("orfila={}", std::env::current_exe()?.display());
    let mut notes = Vec::new();
    for (name, program) in [
        ("Orfila", own.as_str()),
        ("pymupdf: words", "pymupdf"),
        ("pdfium: plain text", "pdfium"),
        ("pdftotext -bbox", "pdftotext"),
    ] {
        match lines(run, program, &files) {
            Ok(lines) => table.row(row(name, &lines)),
            Err(error) => notes.push(format!("{name}: missing ({error:#})")),
        }
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(format!("{}\n{}", table.markdown(), notes.join("\n")))
}

fn lines(run: &Run<'_>, program: &str, files: &[PathBuf]) -> Result<Vec<Line>> {
    let peers = run.peers.as_ref().context("no other programs are asked for")?;
    let mut command = Command::new(peers.python(Environment::Current)?);
    let text = output(command.arg(peers.script("damaged.py")).arg(program).args(files))?;
    text.lines()
        .map(|line| serde_json::from_str(line).context("a line of the script is not what it should be"))
        .collect()
}

fn row(name: &str, lines: &[Line]) -> Vec<String> {
    let count = |outcome: &str| lines.iter().filter(|line| line.outcome == outcome).count().to_string();
    let pages: usize = lines.iter().map(|line| line.pages).sum();
    let seconds: f64 = lines.iter().map(|line| line.seconds).sum();
    let slowest = lines.iter().map(|line| line.seconds).fold(0.0, f64::max);
    let peak = lines.iter().map(|line| line.peak).max().unwrap_or(0);
    vec![
        name.to_owned(),
        count("read"),
        count("refused"),
        count("crash"),
        count("hang"),
        pages.to_string(),
        format!("{:.0}", pages as f64 / seconds.max(1e-9)),
        format!("{slowest:.2}"),
        (peak / 1024).to_string(),
    ]
}

//! The page of results beside the benchmark: each measure has its part, and a run replaces the parts it has made.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

/// A table of results.
pub(crate) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub(crate) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|cell| (*cell).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// As Markdown.
    pub(crate) fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rule = format!("|{}\n", "---|".repeat(self.head.len()));
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("{}{rule}{rows}", line(&self.head))
    }
}

/// A part of the page.
pub(crate) struct Part {
    /// A word that tells it from the others.
    pub(crate) key: &'static str,
    /// Its heading.
    pub(crate) heading: &'static str,
    /// What its figures mean, and the tables.
    pub(crate) text: String,
}

/// A page of results.
pub(crate) struct Page {
    /// The measures' name on the command line, and that of the page's folder.
    pub(crate) name: &'static str,
    /// What a new page begins with.
    pub(crate) beginning: &'static str,
}

/// Puts a part into the page, with the versions of the other programs.
///
/// # Errors
/// The page could not be read or written.
pub(crate) fn write(root: &Path, page: &Page, part: &Part, versions: &str) -> Result<PathBuf> {
    let path = root.join("crates/xtask/benches").join(page.name).join("README.md");
    let old = std::fs::read_to_string(&path).unwrap_or_else(|_| page.beginning.to_owned());
    let mut text = String::new();
    writeln!(text, "## {}\n", part.heading)?;
    writeln!(text, "`cargo xtask bench {} --only {} --write` on {}, {}.\n", page.name, part.key, date()?, machine())?;
    writeln!(text, "Versions: {versions}.\n")?;
    writeln!(text, "{}", part.text.trim())?;
    std::fs::write(&path, replaced(&old, part.key, &text))
        .with_context(|| format!("cannot write {}: is it writable?", path.display()))?;
    Ok(path)
}

/// The page with what stands between a part's marks replaced, or put at the end.
fn replaced(page: &str, key: &str, text: &str) -> String {
    let (open, close) = (format!("<!-- {key} -->\n"), format!("<!-- end of {key} -->\n"));
    let between = page.find(&open).zip(page.find(&close));
    let (before, after) = match between {
        Some((from, to)) if from < to => (&page[..from], &page[to + close.len()..]),
        _ => (page, ""),
    };
    let gap = if before.ends_with("\n\n") { "" } else { "\n" };
    format!("{before}{gap}{open}{text}{close}{after}")
}

/// The pinned versions of the other readers, and that of the system's pdftotext.
pub(crate) fn reader_versions(root: &Path) -> String {
    let folder = root.join("crates/xtask/benches/documents/peers");
    let pins = ["requirements.txt", "requirements-pymupdf-1.26.txt"].map(|name| folder.join(name));
    let pins = pins.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect::<String>();
    let mut versions: Vec<String> = pins.lines().map(|pin| pin.replace("==", " ")).collect();
    let poppler = Command::new("pdftotext").arg("-v").output().ok();
    let said = poppler.map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).unwrap_or_default();
    versions.push(said.lines().next().map_or_else(|| "no pdftotext".to_owned(), |line| line.replace(" version", "")));
    versions.join(", ")
}

/// Today, UTC.
fn date() -> Result<String> {
    let output = Command::new("date").args(["-u", "+%Y-%m-%d"]).output().context("`date` could not be started")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The processor, as the system names it.
fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let name = named.map_or_else(|| "an unnamed processor".to_owned(), |(_, name)| name.trim().to_owned());
    format!("{count} × {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_replaces_itself_alone() {
        let one = replaced("top\n", "a", "A\n");
        let two = replaced(&one, "b", "B\n");
        let three = replaced(&two, "a", "C\n");
        assert_eq!(three, "top\n\n<!-- a -->\nC\n<!-- end of a -->\n\n<!-- b -->\nB\n<!-- end of b -->\n");
    }

    #[test]
    fn tables_are_markdown() {
        let mut table = Table::new(&["program", "F1"]);
        table.row(vec!["ours".into(), "1".into()]);
        assert_eq!(table.markdown(), "| program | F1 |\n|---|---|\n| ours | 1 |\n");
    }
}

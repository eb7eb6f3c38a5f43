//! Policy as checks: what stands at the top level, how long files are, what must not be named.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

/// What the top level holds, beside dot-files.
const TOP_LEVEL: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "configs",
    "corpora",
    "crates",
    "models",
    "rustfmt.toml",
    "tests",
];
/// Longest source file, in lines.
const LONGEST: usize = 700;
/// Largest file, in bytes.
const LARGEST: u64 = 30 * 1024 * 1024;

/// Checks every tracked file.
///
/// # Errors
/// All findings together.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let listed =
        Command::new("git").args(["ls-files", "-z"]).current_dir(root).output().context("git could not be started")?;
    anyhow::ensure!(listed.status.success(), "git ls-files failed: run from a checkout");
    let files = String::from_utf8(listed.stdout).context("a tracked file's name is not UTF-8")?;
    let mut findings = Vec::new();
    for file in files.split('\0').filter(|file| !file.is_empty()) {
        findings.extend(check(root, file));
    }
    anyhow::ensure!(findings.is_empty(), "the tree is not tidy:\n  {}", findings.join("\n  "));
    Ok(())
}

fn check(root: &Path, file: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let top = file.split('/').next().unwrap_or_default();
    if !top.starts_with('.') && !TOP_LEVEL.contains(&top) {
        findings.push(format!("{file}: `{top}` does not belong at the top level"));
    }
    let path = root.join(file);
    let Ok(metadata) = path.metadata() else { return findings };
    if metadata.len() > LARGEST {
        findings.push(format!("{file}: larger than 30 MB"));
    }
    if !file.ends_with(".rs") {
        return findings;
    }
    let Ok(text) = std::fs::read_to_string(&path) else {
        findings.push(format!("{file}: not UTF-8"));
        return findings;
    };
    let lines = text.lines().count();
    if lines > LONGEST {
        findings.push(format!("{file}: {lines} lines; split it by what it does"));
    }
    for name in ["utils.rs", "helpers.rs", "common.rs", "manager.rs"] {
        if file.rsplit('/').next() == Some(name) {
            findings.push(format!("{file}: name it by what it does"));
        }
    }
    for (number, line) in text.lines().enumerate() {
        let ignored = concat!("#[", "ignore");
        if line.trim_start().starts_with(ignored) {
            findings.push(format!("{file}:{}: a test that is never run", number + 1));
        }
    }
    findings
}

//! Other programs beside ours: their Python environment, their scripts and what they say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::tables::form::FoundTable;
use super::terminal::say;

/// The scripts and the pinned versions, below the root of the source tree.
const FOLDER: &str = "crates/xtask/benches/documents/peers";

/// Which environment a program lives in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Environment {
    /// Current versions.
    Current,
    /// pymupdf 1.26, whose search for tables differs from that of 2.0.
    Earlier,
}

/// A way to find tables with a program.
pub(crate) struct TableFinder {
    /// What it is called in reports.
    pub(crate) name: &'static str,
    environment: Environment,
    /// What the script calls it.
    variant: &'static str,
}

const fn finder(name: &'static str, environment: Environment, variant: &'static str) -> TableFinder {
    TableFinder { name, environment, variant }
}

/// Every program that finds tables, each with every strategy that it offers for whole files.
pub(crate) const TABLE_FINDERS: [TableFinder; 15] = [
    finder("camelot lattice", Environment::Current, "camelot:lattice"),
    finder("tabula lattice", Environment::Current, "tabula:lattice"),
    finder("pymupdf 1.26 lines", Environment::Earlier, "pymupdf:lines"),
    finder("pdfplumber lines", Environment::Current, "pdfplumber:lines"),
    finder("tabula auto", Environment::Current, "tabula:auto"),
    finder("camelot stream", Environment::Current, "camelot:stream"),
    finder("pdf_oxide", Environment::Current, "pdf_oxide:"),
    finder("tabula stream", Environment::Current, "tabula:stream"),
    finder("camelot network", Environment::Current, "camelot:network"),
    finder("camelot hybrid", Environment::Current, "camelot:hybrid"),
    finder("pymupdf 1.26 text", Environment::Earlier, "pymupdf:text"),
    finder("pymupdf 2.0 lines", Environment::Current, "pymupdf:lines"),
    finder("pymupdf 2.0 lines, text of each cell's box", Environment::Current, "pymupdf:lines+textbox"),
    finder("pymupdf 2.0 text", Environment::Current, "pymupdf:text"),
    finder("pdfplumber text", Environment::Current, "pdfplumber:text"),
];

/// When other programs are run for what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// Where nothing is kept of the same files.
    Once,
    /// In any case.
    Afresh,
    /// Never.
    Not,
}

/// The environments and scripts of a run.
pub(crate) struct Peers {
    root: PathBuf,
    venv: PathBuf,
    asking: Asking,
}

/// A line of a script.
#[derive(Deserialize)]
struct Line {
    file: PathBuf,
    #[serde(default)]
    tables: Vec<FoundTable>,
    error: Option<String>,
}

/// What a program found: tables by file, and for how many files it failed.
pub(crate) struct Found {
    /// By file name.
    pub(crate) tables: BTreeMap<String, Vec<FoundTable>>,
    /// Files for which it failed, with its words.
    pub(crate) failures: Vec<String>,
}

impl Found {
    /// A line for the report if the program failed for some files.
    pub(crate) fn failed(&self, finder: &TableFinder) -> Option<String> {
        let first = self.failures.first()?;
        Some(format!("{} failed for {} files, the first: {first}", finder.name, self.failures.len()))
    }
}

impl Peers {
    /// `venv` is the folder of the current versions; the earlier ones stand beside it.
    pub(crate) fn new(root: &Path, venv: &Path, asking: Asking) -> Self {
        Self { root: root.to_path_buf(), venv: venv.to_path_buf(), asking }
    }

    /// A script's path.
    pub(crate) fn script(&self, name: &str) -> PathBuf {
        self.root.join(FOLDER).join(name)
    }

    /// The interpreter of an environment, which is made if it is not there.
    ///
    /// # Errors
    /// What could not be made, in words for the report.
    pub(crate) fn python(&self, environment: Environment) -> Result<PathBuf> {
        let (venv, pins) = match environment {
            Environment::Current => (self.venv.clone(), "requirements.txt"),
            Environment::Earlier => {
                (PathBuf::from(format!("{}-pymupdf-1.26", self.venv.display())), "requirements-pymupdf-1.26.txt")
            }
        };
        let python = venv.join("bin/python");
        if !python.exists() {
            say(&format!("making {} …", venv.display()));
            done(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
            done(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(self.script(pins)))?;
        }
        Ok(python)
    }

    /// The tables of files.
    pub(crate) fn tables(&self, finder: &TableFinder, files: &[PathBuf]) -> Result<Found> {
        let text = self.said(finder.name, finder.environment, "tables.py", finder.variant, files)?;
        let mut found = Found { tables: BTreeMap::new(), failures: Vec::new() };
        for line in text.lines() {
            let line: Line = serde_json::from_str(line).context("a line of the script is not what it should be")?;
            let name = name(&line.file);
            found.failures.extend(line.error.map(|error| format!("{name}: {error}")));
            found.tables.insert(name, line.tables);
        }
        Ok(found)
    }

    /// What a script says of files. It is kept beside the environment by name and by content of script and files, so that
    /// only ours is read again and again.
    pub(crate) fn said(
        &self,
        name: &str,
        environment: Environment,
        script: &str,
        variant: &str,
        files: &[PathBuf],
    ) -> Result<String> {
        let script = self.script(script);
        let folder = PathBuf::from(format!("{}-said", self.venv.display()));
        let kept = folder.join(format!("{}.jsonl", key(name, &script, files)?));
        if let Some(text) = std::fs::read_to_string(&kept).ok().filter(|_| self.asking != Asking::Afresh) {
            return Ok(text);
        }
        anyhow::ensure!(self.asking != Asking::Not, "it has not been asked of these files yet");
        say(&format!("{name} on {} files …", files.len()));
        let text = output(Command::new(self.python(environment)?).arg(script).arg(variant).args(files))?;
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        std::fs::write(&kept, &text)?;
        Ok(text)
    }
}

/// A file's name without its folder.
pub(crate) fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Names a result.
fn key(name: &str, script: &Path, files: &[PathBuf]) -> Result<String> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files.iter().map(PathBuf::as_path).chain([script]) {
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        for byte in file.file_name().unwrap_or_default().as_encoded_bytes().iter().chain(&bytes) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    let name: String = name.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '_' }).collect();
    Ok(format!("{name}-{hash:016x}"))
}

/// Runs a command whose words are not needed.
fn done(command: &mut Command) -> Result<()> {
    output(command).map(|_| ())
}

/// What a command writes; its complaints are shown only if it fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{}` could not be started", command.get_program().to_string_lossy()))?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    let last: Vec<&str> = complaint.lines().rev().take(3).collect();
    anyhow::ensure!(output.status.success(), "{}: {}", output.status, last.join(" / "));
    String::from_utf8(output.stdout).context("it wrote no UTF-8")
}

//! `cargo xtask fuzz pdf`: feeds a reader with bytes that libFuzzer makes up from real files, led by the code they reach.
//! The stable compiler is enough: coverage needs no sanitizer, and a panic ends the run by itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

/// What makes the compiler count which code was reached.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// Larger seeds make every round slow.
const LARGEST_SEED: u64 = 60_000;
/// A reading that takes longer, in seconds, is a finding.
const LONGEST: u32 = 20;

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The reader: `pdf`, `html` or `xml`.
    target: String,
    /// How long to go on.
    #[arg(long, default_value_t = 300)]
    seconds: u32,
    /// Where what was found is kept between runs; `target/fuzz/found-READER` when left out.
    #[arg(long)]
    found: Option<PathBuf>,
}

/// Builds the target and runs it.
///
/// # Errors
///
/// If the target is unknown, does not build, or a finding ended the run: libFuzzer says where it put the bytes.
pub(crate) fn run(root: &Path, arguments: &Arguments) -> Result<()> {
    let target = arguments.target.as_str();
    ensure!(["pdf", "html", "xml"].contains(&target), "there is no fuzz target `{target}`: write pdf, html or xml");
    let folder = root.join("target/fuzz");
    let binary = build(root, &folder, target)?;
    let found = arguments.found.clone().unwrap_or_else(|| folder.join(format!("found-{target}")));
    let seeds = folder.join(format!("seeds-{target}"));
    for place in [&found, &seeds] {
        fs::create_dir_all(place).with_context(|| format!("cannot make {}: is it writable?", place.display()))?;
    }
    gather(root, &seeds, target)?;
    let status = Command::new(&binary)
        .args([&found, &seeds])
        .arg(format!("-max_total_time={}", arguments.seconds))
        .args([format!("-timeout={LONGEST}"), "-rss_limit_mb=3000".to_owned(), "-max_len=80000".to_owned()])
        .current_dir(&folder)
        .status()
        .with_context(|| format!("cannot start {}", binary.display()))?;
    ensure!(status.success(), "the run ended with a finding ({status}); its bytes lie in {}", folder.display());
    Ok(())
}

/// Builds the target for this machine by name, so that the flags do not reach build scripts.
fn build(root: &Path, folder: &Path, target: &str) -> Result<PathBuf> {
    let told = Command::new("rustc").arg("-vV").output().context("rustc is missing: install Rust")?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let Some(host) = told.lines().find_map(|line| line.strip_prefix("host: ")) else {
        bail!("rustc does not say which machine it builds for");
    };
    let status = Command::new("cargo")
        .args(["build", "--release", "--target", host, "--bin", target])
        .current_dir(root.join("crates/orfila-documents/fuzz"))
        .env("CARGO_TARGET_DIR", folder)
        .env("RUSTFLAGS", FLAGS)
        .status()
        .context("cargo is missing: install Rust")?;
    ensure!(status.success(), "the fuzz target does not build; libFuzzer needs a C++ compiler (`c++`)");
    Ok(folder.join(host).join("release").join(target))
}

/// Copies small real files of the target's kind.
fn gather(root: &Path, seeds: &Path, target: &str) -> Result<()> {
    let places =
        ["corpora/demo/documents", "../shared/documents/pdf", "../shared/documents/xml", "../shared/documents/html"];
    for file in places.iter().filter_map(|place| fs::read_dir(root.join(place)).ok()).flatten().flatten() {
        let path = file.path();
        let small = file.metadata().is_ok_and(|data| data.is_file() && data.len() <= LARGEST_SEED);
        if let Some(name) =
            path.file_name().filter(|_| small && path.extension().is_some_and(|ending| ending == target))
        {
            fs::copy(&path, seeds.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

//! What `.ci/run` does, the same here as there.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Context as _;

use crate::tidy;

/// Runs every check in turn and stops at the first that fails. The tests come last.
///
/// # Errors
/// The check that failed.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    tidy::run(root)?;
    step(root, "format", &["fmt", "--all", "--", "--check"], &[])?;
    step(
        root,
        "lints",
        &["clippy", "--release", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
        &[],
    )?;
    step(
        root,
        "documentation",
        &["doc", "--release", "--workspace", "--no-deps", "--locked"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )?;
    step(root, "build", &["build", "--release", "--workspace", "--locked"], &[])?;
    step(root, "documentation tests", &["test", "--release", "--workspace", "--doc", "--locked"], &[])?;
    let nextest =
        Command::new("cargo").args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success());
    let tests: &[&str] = if nextest {
        &["nextest", "run", "--release", "--workspace", "--locked", "--no-fail-fast"]
    } else {
        &["test", "--release", "--workspace", "--locked", "--no-fail-fast", "--lib", "--bins", "--tests"]
    };
    step(root, "tests", tests, &[])
}

fn step(root: &Path, name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> anyhow::Result<()> {
    say(&format!("== {name}: cargo {}", arguments.join(" ")));
    let begun = Instant::now();
    let status = Command::new("cargo")
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(root)
        .status()
        .context("cargo could not be started")?;
    anyhow::ensure!(status.success(), "{name} failed: `cargo {}`", arguments.join(" "));
    say(&format!("== {name}: {:.0} s", begun.elapsed().as_secs_f64()));
    Ok(())
}

#[expect(clippy::print_stderr, reason = "progress of a chore on a terminal")]
fn say(text: &str) {
    eprintln!("{text}");
}

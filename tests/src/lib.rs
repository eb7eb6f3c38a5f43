//! What the end-to-end tests share: the binary under test, the repository, and the material beside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the source tree.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The `orfila` binary built beside this test.
///
/// # Panics
/// If it was not built: `cargo xtask ci` builds it first.
#[must_use]
pub fn orfila() -> Command {
    let test = std::env::current_exe().unwrap_or_default();
    let binary = test.ancestors().nth(2).map(|folder| folder.join("orfila")).unwrap_or_default();
    assert!(
        binary.is_file(),
        "{} is missing: run `cargo build --release` first, or `cargo xtask ci`",
        binary.display()
    );
    let mut command = Command::new(binary);
    command.current_dir(repository()).env_remove("RUST_LOG");
    command
}

/// The shared real documents, or `None` with a message where they are not there.
#[must_use]
pub fn shared(folder: &str) -> Option<PathBuf> {
    let path = repository().join("../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln_skip(folder);
    None
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn eprintln_skip(folder: &str) {
    eprintln!("skipped: ../shared/{folder} is not there");
}

/// What a finished command wrote to stdout.
#[must_use]
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a finished command wrote to stderr.
#[must_use]
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

//! Results go to stdout, progress and errors to stderr. A closed pipe ends the output quietly.

use std::io::Write as _;

use serde::Serialize;

/// How a command ended, short of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything asked for was done: exit status 0.
    AllWell,
    /// Done, with failures listed: exit status 1.
    WithFailures,
}

impl Outcome {
    /// All well, if nothing failed.
    pub(crate) fn of_failures(failures: usize) -> Self {
        if failures == 0 { Self::AllWell } else { Self::WithFailures }
    }
}

/// The command was called in a way that cannot work: exit status 2.
#[derive(Debug)]
pub(crate) struct WrongUse(pub(crate) String);

impl std::fmt::Display for WrongUse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUse {}

/// Writes one line to stdout. A reader that has gone away (`| head`) ends the program: nobody is listening. Where the
/// output cannot be kept (a full disk), that is said and the exit status is 3.
pub(crate) fn line(text: &str) {
    let mut stdout = std::io::stdout().lock();
    if let Err(failed) = writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        if failed.kind() == std::io::ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        error(&format!("error: the output cannot be written: {failed}; make room or write it elsewhere"));
        std::process::exit(3);
    }
}

/// Writes one line to stderr.
pub(crate) fn error(text: &str) {
    // Nothing can be done about a closed stderr.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Writes a value as one line of JSON to stdout.
///
/// # Errors
/// If the value cannot be written as JSON.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(&serde_json::to_string(value)?);
    Ok(())
}

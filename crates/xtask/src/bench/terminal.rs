//! What a benchmark prints.

/// Results.
#[expect(clippy::print_stdout, reason = "the result of a chore is what it prints")]
pub(crate) fn print(text: &str) {
    println!("{text}");
}

/// Progress and what is missing.
#[expect(clippy::print_stderr, reason = "progress of a chore on a terminal")]
pub(crate) fn say(text: &str) {
    eprintln!("{text}");
}

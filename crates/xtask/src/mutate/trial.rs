//! Reading one mutant in a process of its own, within limits, and what came of it.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use orfila_documents::{Limits, read};

/// Processor seconds after which a mutant counts as a hang.
pub(crate) const SECONDS: u64 = 10;
/// Wall seconds after which the process is ended in any case.
const WALL_SECONDS: u64 = 60;
/// Address space of the process, in bytes: past it an allocation fails and the process aborts.
const ADDRESS_SPACE: u64 = 3 << 30;

/// What came of one mutant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// It was read: pages, or refused with a code.
    Ended {
        code: String,
        pages: usize,
        peak_kib: u64,
        seconds: f64,
    },
    Hang,
    Crash(String),
}

/// The child's side: reads a file from stdin and says what came of it in one line.
pub(crate) fn child(file_name: &str) -> anyhow::Result<()> {
    limit(rustix::process::Resource::Cpu, SECONDS + 1);
    limit(rustix::process::Resource::As, ADDRESS_SPACE);
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let started = Instant::now();
    let (code, pages) = match read(&bytes, file_name, &Limits::default()) {
        Ok(document) => ("read", document.pages.len()),
        Err(error) => (error.code(), 0),
    };
    let line = format!("{code} {pages} {} {:.4}\n", peak_kib(), started.elapsed().as_secs_f64());
    std::io::stdout().write_all(line.as_bytes())?;
    // Freeing a large document takes time and tells nothing.
    std::process::exit(0)
}

fn limit(resource: rustix::process::Resource, most: u64) {
    let limit = rustix::process::Rlimit { current: Some(most), maximum: Some(most) };
    if rustix::process::setrlimit(resource, limit).is_err() {
        // Without the limit the trial is still ended by the clock.
    }
}

/// The most memory this process held so far (`VmHWM`), in KiB; 0 where the system does not tell.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The parent's side: starts a child over `bytes` and waits for it.
pub(crate) fn run(bytes: &[u8], file_name: &str) -> anyhow::Result<Outcome> {
    let program = std::env::current_exe().context("the program's own path")?;
    let mut child = Command::new(program)
        .args(["mutant", file_name])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("a process for a mutant")?;
    if let Some(mut input) = child.stdin.take() {
        // A child that ends early closes its end; what came of it shows in its status.
        let _ = input.write_all(bytes);
    }
    wait(child)
}

fn wait(mut child: Child) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > Duration::from_secs(WALL_SECONDS) {
            child.kill()?;
            child.wait()?;
            return Ok(Outcome::Hang);
        }
        std::thread::sleep(Duration::from_millis(if started.elapsed().as_millis() < 50 { 1 } else { 10 }));
    };
    let (mut answer, mut complaint) = (String::new(), String::new());
    child.stdout.take().map(|mut pipe| pipe.read_to_string(&mut answer));
    child.stderr.take().map(|mut pipe| pipe.read_to_string(&mut complaint));
    if let Some(outcome) = parsed(&answer).filter(|_| status.success()) {
        return Ok(outcome);
    }
    Ok(ended(&status.to_string(), &complaint))
}

fn ended(status: &str, complaint: &str) -> Outcome {
    // SIGXCPU or SIGKILL by the limit on processor time.
    if status.contains("signal: 24") || status.contains("signal: 9") {
        return Outcome::Hang;
    }
    let lines: Vec<&str> = complaint.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
    Outcome::Crash(format!("{status}: {}", lines.join(" | ")))
}

fn parsed(answer: &str) -> Option<Outcome> {
    let mut words = answer.split_whitespace();
    let code = words.next()?.to_owned();
    let pages = words.next()?.parse().ok()?;
    let peak_kib = words.next()?.parse().ok()?;
    let seconds: f64 = words.next()?.parse().ok()?;
    if seconds > SECONDS as f64 {
        return Some(Outcome::Hang);
    }
    Some(Outcome::Ended { code, pages, peak_kib, seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_deaths_are_told_apart() {
        let read = Outcome::Ended { code: "read".into(), pages: 3, peak_kib: 9000, seconds: 0.25 };
        assert_eq!(parsed("read 3 9000 0.2500\n"), Some(read));
        assert_eq!(parsed("read 3 9000 12.0\n"), Some(Outcome::Hang));
        assert_eq!(parsed(""), None);
        assert_eq!(ended("signal: 24 (SIGXCPU)", ""), Outcome::Hang);
        assert!(
            matches!(ended("exit status: 101", "thread main panicked\n at x.rs:3"), Outcome::Crash(text) if text.contains("x.rs:3"))
        );
    }
}

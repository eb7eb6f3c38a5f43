//! Programs that take turns: each round asks each of them once, so that what slows the machine slows them alike.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// A program in a process of its own: it is asked by a line of JSON on its stdin and answers with one on its stdout.
pub(crate) struct Worker {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Worker {
    /// Starts it and waits until it is ready.
    ///
    /// # Errors
    /// It could not be started or did not get ready; what it complained of stands on stderr.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{}` could not be started", command.get_program().to_string_lossy()))?;
        let answers = child.stdout.take().context("a process with a pipe has its end")?;
        let asks = child.stdin.take();
        let mut worker = Self { child, asks, answers: BufReader::new(answers) };
        worker.answer()?;
        Ok(worker)
    }

    /// Asks and waits.
    ///
    /// # Errors
    /// It ended or did not answer in JSON.
    pub(crate) fn ask(&mut self, what: &Value) -> Result<Value> {
        let asks = self.asks.as_mut().context("the program has ended")?;
        writeln!(asks, "{what}")?;
        asks.flush()?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        serde_json::from_str(&line).context("the program ended or did not answer; what it said stands above")
    }

    /// Closes its stdin, at which it ends, and waits for that.
    pub(crate) fn close(&mut self) {
        self.asks = None;
        let _ = self.child.wait();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.close();
    }
}

/// One program's rates, by round.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rates(pub(crate) Vec<f64>);

impl Rates {
    /// The median; 0 of nothing.
    pub(crate) fn median(&self) -> f64 {
        median(self.0.clone())
    }

    /// The least and the most.
    pub(crate) fn ends(&self) -> (f64, f64) {
        (self.0.iter().copied().fold(f64::MAX, f64::min), self.0.iter().copied().fold(0.0, f64::max))
    }

    /// The median over rounds of how many times as fast this one was.
    pub(crate) fn times(&self, other: &Self) -> f64 {
        median(self.0.iter().zip(&other.0).map(|(ours, theirs)| ours / theirs.max(1e-9)).collect())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        count if count % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_the_same_round() {
        let (ours, theirs) = (Rates(vec![2.0, 20.0, 6.0]), Rates(vec![1.0, 10.0, 2.0]));
        assert_eq!(ours.times(&theirs), 2.0);
        assert_eq!((ours.median(), ours.ends()), (6.0, (2.0, 20.0)));
        assert_eq!((median(vec![]), median(vec![1.0, 2.0])), (0.0, 1.5));
    }

    #[test]
    fn a_worker_answers_until_it_is_closed() {
        let mut worker =
            Worker::start(Command::new("sh").args(["-c", "echo 1; while read l; do echo \"$l\"; done"])).unwrap();
        assert_eq!(worker.ask(&serde_json::json!({"a": 2})).unwrap()["a"], 2);
        assert!(Worker::start(Command::new("sh").args(["-c", "exit 1"])).is_err());
    }
}

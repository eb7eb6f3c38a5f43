//! Tesseract in a process of its own, with a time limit.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use orfila_records::BoundingBox;

use super::{RecognisedWord, RecognitionError, TextRecogniser};

/// What is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Program and version, for example `tesseract 5.3.0`.
    pub engine: String,
    /// The languages it has data for, sorted, script detection (`osd`) apart.
    pub languages: Vec<String>,
    /// Whether it has the data to find how a page lies (`osd`).
    pub orientation: bool,
}

/// The program `tesseract`; it is looked for when the first page needs it.
#[derive(Debug, Clone)]
pub struct Tesseract {
    program: PathBuf,
    wanted: Vec<String>,
    found: OnceLock<Option<(Installation, String)>>,
}

impl Tesseract {
    /// Recognition by `program` in those of the `wanted` languages that are installed; in all that are installed, if
    /// none of the wanted ones is.
    #[must_use]
    pub fn new(program: &Path, wanted: &[String]) -> Self {
        Self { program: program.to_owned(), wanted: wanted.to_vec(), found: OnceLock::new() }
    }

    /// Looks which version and languages `program` has; `None` if it is not installed or does not answer.
    #[must_use]
    pub fn installed(program: &Path) -> Option<Installation> {
        let version = ask(program, "--version")?;
        let engine = version.lines().next()?.trim().to_owned();
        let listed = ask(program, "--list-langs")?;
        let mut languages: Vec<String> = listed.lines().skip(1).map(str::trim).map(str::to_owned).collect();
        let orientation = languages.iter().any(|language| language == "osd");
        languages.retain(|language| !language.is_empty() && language != "osd" && !language.contains('/'));
        languages.sort();
        (engine.starts_with("tesseract") && !languages.is_empty()).then_some(Installation {
            engine,
            languages,
            orientation,
        })
    }

    /// What is installed, and the languages to recognise.
    fn found(&self) -> Option<&(Installation, String)> {
        let with_languages = |found: Installation| {
            let languages = chosen(&self.wanted, &found.languages);
            (found, languages)
        };
        self.found.get_or_init(|| Self::installed(&self.program).map(with_languages)).as_ref()
    }

    /// What the program says about a picture, and whether it did so well.
    fn asked(&self, picture: &[u8], arguments: &[&str], time: Duration) -> Result<Answer, RecognitionError> {
        let mut command = Command::new(&self.program);
        command.args(["stdin", "stdout"]).args(arguments);
        // One thread: the result and the processor's time do not depend on what else runs.
        command.env("OMP_THREAD_LIMIT", "1").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().map_err(|error| RecognitionError::NotStarted(error.to_string()))?;
        converse(child, picture.to_vec(), time)
    }
}

/// The languages to recognise, as the program wants them.
fn chosen(wanted: &[String], installed: &[String]) -> String {
    let mut chosen: Vec<&str> = wanted.iter().map(String::as_str).collect();
    chosen.retain(|language| installed.iter().any(|installed| installed == language));
    if chosen.is_empty() {
        chosen = installed.iter().map(String::as_str).collect();
    }
    chosen.join("+")
}

/// What the program says to a question about itself.
fn ask(program: &Path, question: &str) -> Option<String> {
    let mut command = Command::new(program);
    command.arg(question).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let (well, stdout, stderr) = converse(command.spawn().ok()?, Vec::new(), Duration::from_secs(10)).ok()?;
    // Old versions answer on stderr.
    let said = if stdout.trim_ascii().is_empty() { stderr } else { stdout };
    well.then(|| String::from_utf8_lossy(&said).into_owned())
}

impl TextRecogniser for Tesseract {
    fn engine(&self) -> Option<&str> {
        self.found().map(|(found, _)| found.engine.as_str())
    }

    fn recognise(&self, picture: &[u8], time: Duration) -> Result<Vec<RecognisedWord>, RecognitionError> {
        let missing = || RecognitionError::NotStarted(format!("{} is not installed", self.program.display()));
        let (_, languages) = self.found().ok_or_else(missing)?;
        let arguments = ["-l", languages, "--dpi", "300", "--psm", "3", "-c", "thresholding_method=1", "tsv"];
        let (well, stdout, stderr) = self.asked(picture, &arguments, time)?;
        if !well {
            let said = String::from_utf8_lossy(&stderr);
            return Err(RecognitionError::Failed(said.lines().last().unwrap_or("it said nothing").to_owned()));
        }
        Ok(words(&String::from_utf8_lossy(&stdout)))
    }

    /// The program refuses pictures with few letters; those do not tell how they lie.
    fn turn(&self, picture: &[u8], time: Duration) -> Result<Option<u32>, RecognitionError> {
        let missing = || RecognitionError::NotStarted("the data of orientation (`osd`) are not installed".to_owned());
        self.found().filter(|(found, _)| found.orientation).ok_or_else(missing)?;
        let (well, stdout, _) = self.asked(picture, &["-l", "osd", "--dpi", "300", "--psm", "0"], time)?;
        Ok(if well { stated_turn(&String::from_utf8_lossy(&stdout)) } else { None })
    }
}

/// The turn in the program's report on orientation: `Rotate: 90`.
fn stated_turn(report: &str) -> Option<u32> {
    let stated = report.lines().find_map(|line| line.trim().strip_prefix("Rotate:"))?;
    stated.trim().parse().ok().filter(|turn| matches!(turn, 0 | 90 | 180 | 270))
}

/// Whether a child ended well, and what it wrote.
type Answer = (bool, Vec<u8>, Vec<u8>);

/// Writes to a child, reads what it says, waits; stops it when its time is up.
fn converse(mut child: Child, input: Vec<u8>, time: Duration) -> Result<Answer, RecognitionError> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(mut stdin) = stdin {
                // A child that has given up closes its end; what it says counts.
                let _ = stdin.write_all(&input);
            }
        });
        let out = scope.spawn(move || read_all(stdout));
        let err = scope.spawn(move || read_all(stderr));
        let status = wait(&mut child, time);
        if !matches!(status, Ok(Some(_))) {
            let _ = child.kill();
            let _ = child.wait();
        }
        let (stdout, stderr) = (out.join().unwrap_or_default(), err.join().unwrap_or_default());
        match status {
            Ok(Some(well)) => Ok((well, stdout, stderr)),
            Ok(None) => Err(RecognitionError::TimeLimit(time)),
            Err(error) => Err(RecognitionError::Failed(error.to_string())),
        }
    })
}

fn read_all(from: Option<impl std::io::Read>) -> Vec<u8> {
    const MOST: u64 = 64 << 20;
    let mut bytes = Vec::new();
    if let Some(from) = from {
        let _ = from.take(MOST).read_to_end(&mut bytes);
    }
    bytes
}

fn wait(child: &mut Child, time: Duration) -> std::io::Result<Option<bool>> {
    let end = Instant::now() + time;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if Instant::now() >= end {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The words of Tesseract's table: `level page block paragraph line word left top width height confidence text`.
fn words(table: &str) -> Vec<RecognisedWord> {
    let mut words = Vec::new();
    let mut place = ["0"; 4];
    let mut line = 0;
    for row in table.lines() {
        let columns: Vec<&str> = row.splitn(12, '\t').collect();
        let [level, page, block, paragraph, number, _, left, top, width, height, confidence, text] = columns[..] else {
            continue;
        };
        let text = text.trim();
        let numbers = [left, top, width, height, confidence].map(|number| number.parse::<f32>().ok());
        let [Some(x0), Some(y0), Some(width), Some(height), Some(confidence)] = numbers else { continue };
        if level != "5" || text.is_empty() || confidence < 0.0 || width <= 0.0 || height <= 0.0 {
            continue;
        }
        if place != [page, block, paragraph, number] {
            place = [page, block, paragraph, number];
            line += 1;
        }
        let bounds = BoundingBox { x0, y0, x1: x0 + width, y1: y0 + height };
        let confidence = (confidence / 100.0).clamp(0.0, 1.0);
        words.push(RecognisedWord { text: text.to_owned(), bounds, confidence, line });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_word_by_word() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t\n\
            5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tFlash\n\
            5\t1\t1\t1\t1\t2\t45\t20\t30\t12\t31\tp0int\n\
            5\t1\t1\t1\t2\t1\t10\t40\t30\t12\t90\t \n\
            5\t1\t1\t1\t2\t2\t10\t40\t-3\t12\t90\tx\n\
            5\t1\t1\t2\t1\t1\t10\t60\t30\t12\t90\t13\n\
            nonsense\n";
        let found = words(table);
        let seen: Vec<_> = found.iter().map(|word| (word.text.as_str(), word.confidence, word.line)).collect();
        assert_eq!(seen, [("Flash", 0.965, 1), ("p0int", 0.31, 1), ("13", 0.9, 2)]);
        assert_eq!(found[0].bounds, BoundingBox { x0: 10.0, y0: 20.0, x1: 40.0, y1: 32.0 });
    }

    #[test]
    fn the_turn_is_read_from_the_report() {
        let report = "Page number: 0\nOrientation in degrees: 270\nRotate: 90\nOrientation confidence: 5.4\n";
        for (report, turn) in [(report, Some(90)), ("Rotate: 45", None), ("Too few characters", None)] {
            assert_eq!(stated_turn(report), turn);
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_no_recogniser() {
        let absent = Tesseract::new(Path::new("/nowhere/tesseract"), &[]);
        assert_eq!(absent.engine(), None);
        assert!(matches!(absent.recognise(b"", Duration::from_secs(1)), Err(RecognitionError::NotStarted(_))));
    }

    #[test]
    fn languages_that_are_not_installed_are_left_out() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let installed = names(&["chi_sim", "deu", "eng"]);
        for (wanted, expected) in
            [(&["eng"][..], "eng"), (&["fra", "deu", "eng"], "deu+eng"), (&["fra"], "chi_sim+deu+eng")]
        {
            assert_eq!(chosen(&names(wanted), &installed), expected);
        }
    }

    #[test]
    fn a_child_that_hangs_is_stopped() {
        let mut sleep = Command::new("sleep");
        let Ok(child) = sleep.arg("30").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() else {
            eprintln!("skipped: there is no `sleep`");
            return;
        };
        let time = Duration::from_millis(50);
        assert_eq!(converse(child, Vec::new(), time), Err(RecognitionError::TimeLimit(time)));
    }
}

//! Reading a document in a child process with limits on time and memory.
//!
//! An abort, a hang or a memory bomb is one document's typed outcome; the parent goes on. The child gets the bytes on
//! stdin, so that what was hashed is what is read.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use orfila_documents::Limits;
use orfila_extraction::{ExtractionOutput, Extractor as _, GrammarExtractor};
use orfila_records::Document;
use serde::{Deserialize, Serialize};

use crate::cli::ExtractorName;
use crate::settings::{LimitSettings, Settings};

/// Why a document was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refused {
    /// A stable word for machines.
    pub(crate) code: String,
    /// What happened.
    pub(crate) message: String,
    /// What the user can do.
    pub(crate) remedy: String,
}

impl Refused {
    pub(crate) fn new(code: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), remedy: remedy.into() }
    }
}

/// What the child writes to stdout.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Read(Box<Document>),
    Extracted(Box<(Document, ExtractionOutput)>),
    Refused(Refused),
}

/// Reads `bytes` in a child process.
///
/// # Errors
/// Only if the child cannot be started at all; whatever the document does to it is a [`Refused`].
pub(crate) fn read(bytes: &[u8], file_name: &str, settings: &Settings) -> anyhow::Result<Result<Document, Refused>> {
    Ok(ask(bytes, file_name, settings, None)?.and_then(|answer| match answer {
        Answer::Read(document) => Ok(*document),
        Answer::Extracted(extracted) => Ok(extracted.0),
        Answer::Refused(refused) => Err(refused),
    }))
}

/// Reads `bytes` and extracts records from them in a child process, so that the limits hold for both.
///
/// # Errors
/// As [`read`].
pub(crate) fn extract(
    bytes: &[u8],
    file_name: &str,
    settings: &Settings,
    extractor: ExtractorName,
) -> anyhow::Result<Result<(Document, ExtractionOutput), Refused>> {
    Ok(ask(bytes, file_name, settings, Some(extractor))?.and_then(|answer| match answer {
        Answer::Extracted(extracted) => Ok(*extracted),
        Answer::Refused(refused) => Err(refused),
        Answer::Read(_) => Err(Refused::new("reader_failed", "the reader did not extract", "please report this")),
    }))
}

fn ask(
    bytes: &[u8],
    file_name: &str,
    settings: &Settings,
    extractor: Option<ExtractorName>,
) -> anyhow::Result<Result<Answer, Refused>> {
    if bytes.len() as u64 > settings.limits.bytes {
        return Ok(Err(too_large(bytes.len() as u64, settings)));
    }
    let mut child = start(file_name, settings, extractor)?;
    let (status, stdout, stderr) = converse(&mut child, bytes, Duration::from_secs(settings.reader.seconds))?;
    Ok(match status {
        None => Err(Refused::new(
            "time_limit",
            format!("reading took longer than {} seconds and was stopped", settings.reader.seconds),
            "raise `reader.seconds` in the settings, or split the document",
        )),
        Some(status) if status.success() => match serde_json::from_slice(&stdout) {
            Ok(answer) => Ok(answer),
            Err(error) => Err(Refused::new(
                "reader_failed",
                format!("the reader's answer is cut short ({error})"),
                "try again; report the document if it happens twice",
            )),
        },
        Some(status) => Err(died(status, &stderr, settings)),
    })
}

pub(crate) fn too_large(bytes: u64, settings: &Settings) -> Refused {
    Refused::new(
        "too_large",
        format!("the file has {bytes} bytes, more than the limit of {}", settings.limits.bytes),
        "raise `limits.bytes` in the settings, or split the file",
    )
}

fn start(file_name: &str, settings: &Settings, extractor: Option<ExtractorName>) -> anyhow::Result<Child> {
    let program = std::env::current_exe().context("the path of this program is not known")?;
    let limits = serde_json::to_string(&(&settings.limits, settings.reader.memory_mib, settings.reader.seconds))?;
    let mut command = Command::new(program);
    // Joined with `=`, because a file's name may begin with a dash.
    command.arg("isolated-reader").arg(format!("--file-name={file_name}")).arg(format!("--limits={limits}"));
    if extractor.is_some() {
        command.arg("--extract");
    }
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("a reading process cannot be started; too many processes, or too little memory")
}

/// Writes the bytes, reads both outputs, waits; kills the child when its time is up (`None`).
fn converse(child: &mut Child, bytes: &[u8], time: Duration) -> anyhow::Result<(Option<ExitStatus>, Vec<u8>, Vec<u8>)> {
    let mut stdin = child.stdin.take().context("the child has no stdin")?;
    let mut stdout = child.stdout.take().context("the child has no stdout")?;
    let mut stderr = child.stderr.take().context("the child has no stderr")?;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A child that refuses early closes its stdin; what it says on stdout counts.
            let _ = stdin.write_all(bytes);
        });
        let out = scope.spawn(move || {
            let mut buffer = Vec::new();
            let _ = stdout.read_to_end(&mut buffer);
            buffer
        });
        let err = scope.spawn(move || {
            let mut buffer = Vec::new();
            let _ = stderr.by_ref().take(64 * 1024).read_to_end(&mut buffer);
            let _ = std::io::copy(&mut stderr, &mut std::io::sink());
            buffer
        });
        let status = wait(child, time);
        if !matches!(status, Ok(Some(_))) {
            let _ = child.kill();
            let _ = child.wait();
        }
        let stdout = out.join().unwrap_or_default();
        let stderr = err.join().unwrap_or_default();
        Ok((status?, stdout, stderr))
    })
}

fn wait(child: &mut Child, time: Duration) -> anyhow::Result<Option<ExitStatus>> {
    let end = Instant::now() + time;
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().context("the reading process cannot be waited for")? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn died(status: ExitStatus, stderr: &[u8], settings: &Settings) -> Refused {
    let said = String::from_utf8_lossy(stderr);
    let said = said.trim();
    if said.contains("memory allocation of") || said.contains("capacity overflow") {
        return Refused::new(
            "memory_limit",
            format!("reading needs more than {} MiB of memory", settings.reader.memory_mib),
            "raise `reader.memory_mib` in the settings; a small file that needs this much is probably hostile",
        );
    }
    let last = said.lines().next().unwrap_or("it said nothing");
    Refused::new(
        "reader_crashed",
        format!("the reader ended with {status}: {last}"),
        "please report the document; the rest of the batch is not affected",
    )
}

/// The child's side: limits itself, reads stdin, answers on stdout.
///
/// # Errors
/// If stdin or stdout break.
pub(crate) fn serve_one(file_name: &str, limits: &str, extract: bool) -> anyhow::Result<()> {
    let (limits, memory_mib, seconds): (LimitSettings, u64, u64) =
        serde_json::from_str(limits).context("--limits is no valid JSON")?;
    limit_this_process(memory_mib, seconds)?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let answer = read_here(&bytes, file_name, &limits.limits(), extract);
    let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut stdout, &answer)?;
    stdout.flush()?;
    Ok(())
}

fn read_here(bytes: &[u8], file_name: &str, limits: &Limits, extract: bool) -> Answer {
    match orfila_documents::read(bytes, file_name, limits) {
        Ok(document) if extract => {
            let output = GrammarExtractor.extract(&document);
            Answer::Extracted(Box::new((document, output)))
        }
        Ok(document) => Answer::Read(Box::new(document)),
        Err(error) => Answer::Refused(Refused::new(error.code(), error.to_string(), error.remedy())),
    }
}

fn limit_this_process(memory_mib: u64, seconds: u64) -> anyhow::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(Resource::As, limit(memory_mib.saturating_mul(1 << 20))).context("the memory limit cannot be set")?;
    setrlimit(Resource::Cpu, limit(seconds.saturating_add(5))).context("the time limit cannot be set")?;
    setrlimit(Resource::Core, limit(0)).context("core files cannot be switched off")?;
    Ok(())
}

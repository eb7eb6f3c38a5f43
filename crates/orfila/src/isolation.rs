//! Reading a document in a child process with limits on time and memory.
//!
//! An abort, a hang or a memory bomb is one document's typed outcome; the parent goes on. The child gets the bytes on
//! stdin, so that what was hashed is what is read.

use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use base64::Engine as _;
use orfila_documents::Limits;
use orfila_documents::recognition::Recognition;
use orfila_documents::render::{self, Request, Resolution};
use orfila_extraction::{ExtractionOutput, Extractor, GrammarExtractor, ModelExtractor};
use orfila_records::{BoundingBox, Document, DocumentFormat, PageNumber};
use serde::{Deserialize, Serialize};

use crate::settings::{LimitSettings, Ocr, ReaderSettings, Settings};

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
    Drawn(Vec<Drawn>),
    Refused(Refused),
}

/// Part of a page, or a page, to be drawn.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Draw {
    pub(crate) page: PageNumber,
    /// Part of the page; `None` for all of it.
    pub(crate) bounds: Option<BoundingBox>,
    /// Pixels an inch; `None` for as many as the images there have.
    pub(crate) dpi: Option<f32>,
}

/// A picture that was drawn: a PNG file in base64, or why it was not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Drawn {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) png: Result<String, String>,
}

/// Reads `bytes` in a child process.
///
/// # Errors
/// Only if the child cannot be started at all; whatever the document does to it is a [`Refused`].
pub(crate) fn read(bytes: &[u8], file_name: &str, settings: &Settings) -> anyhow::Result<Result<Document, Refused>> {
    Ok(ask(bytes, file_name, settings, &Task::Read)?.and_then(|answer| match answer {
        Answer::Read(document) => Ok(*document),
        Answer::Extracted(extracted) => Ok(extracted.0),
        Answer::Refused(refused) => Err(refused),
        Answer::Drawn(_) => Err(unexpected("read")),
    }))
}

/// Draws pages and parts of pages of a PDF file in a child process, one picture a task, in order.
///
/// # Errors
/// As [`read`].
pub(crate) fn draw(bytes: &[u8], tasks: &[Draw], settings: &Settings) -> anyhow::Result<Result<Vec<Drawn>, Refused>> {
    // What is to be done is an argument of the child, and the length of arguments is limited.
    const AT_ONCE: usize = 200;
    let mut pictures = Vec::with_capacity(tasks.len());
    for tasks in tasks.chunks(AT_ONCE) {
        match ask(bytes, "drawing", settings, &Task::Draw(tasks))? {
            Ok(Answer::Drawn(drawn)) => pictures.extend(drawn),
            Ok(Answer::Refused(refused)) | Err(refused) => return Ok(Err(refused)),
            Ok(_) => return Ok(Err(unexpected("draw"))),
        }
    }
    Ok(Ok(pictures))
}

fn unexpected(asked: &str) -> Refused {
    Refused::new("reader_failed", format!("the reader did not {asked}"), "please report this")
}

/// What a child is to do.
enum Task<'a> {
    Read,
    Extract { model: Option<&'a Path> },
    Draw(&'a [Draw]),
}

/// Reads `bytes` and extracts records from them in a child process, so that the limits hold for both.
///
/// # Errors
/// As [`read`].
pub(crate) fn extract(
    bytes: &[u8],
    file_name: &str,
    settings: &Settings,
    model: Option<&Path>,
) -> anyhow::Result<Result<(Document, ExtractionOutput), Refused>> {
    Ok(ask(bytes, file_name, settings, &Task::Extract { model })?.and_then(|answer| match answer {
        Answer::Extracted(extracted) => Ok(*extracted),
        Answer::Refused(refused) => Err(refused),
        _ => Err(unexpected("extract")),
    }))
}

fn ask(bytes: &[u8], file_name: &str, settings: &Settings, task: &Task<'_>) -> anyhow::Result<Result<Answer, Refused>> {
    if bytes.len() as u64 > settings.limits.bytes {
        return Ok(Err(too_large(bytes.len() as u64, settings)));
    }
    let mut child = start(file_name, settings, task)?;
    let time = longest(bytes, file_name, settings);
    let (status, stdout, stderr) = converse(&mut child, bytes, time)?;
    Ok(match status {
        None => Err(Refused::new(
            "time_limit",
            format!("reading took longer than {} seconds and was stopped", time.as_secs()),
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

/// Only files that may hold scanned pages get the time for text recognition on top; the limit on the processor's time
/// holds for them as for all others.
fn longest(bytes: &[u8], file_name: &str, settings: &Settings) -> Duration {
    let may_be_scanned =
        matches!(orfila_documents::detect_format(bytes, file_name), Ok(DocumentFormat::Pdf | DocumentFormat::Image));
    let recognition =
        if may_be_scanned && settings.reader.ocr == Ocr::Auto { settings.reader.recognition_seconds } else { 0 };
    Duration::from_secs(settings.reader.seconds.saturating_add(recognition))
}

pub(crate) fn too_large(bytes: u64, settings: &Settings) -> Refused {
    Refused::new(
        "too_large",
        format!("the file has {bytes} bytes, more than the limit of {}", settings.limits.bytes),
        "raise `limits.bytes` in the settings, or split the file",
    )
}

fn start(file_name: &str, settings: &Settings, task: &Task<'_>) -> anyhow::Result<Child> {
    let program = std::env::current_exe().context("the path of this program is not known")?;
    let limits = serde_json::to_string(&(&settings.limits, &settings.reader))?;
    let mut command = Command::new(program);
    // Joined with `=`, because a file's name may begin with a dash.
    command.arg("isolated-reader").arg(format!("--file-name={file_name}")).arg(format!("--limits={limits}"));
    match task {
        Task::Read => {}
        Task::Extract { model: None } => drop(command.arg("--extract")),
        Task::Extract { model: Some(folder) } => drop(command.arg("--extract").arg("--model").arg(folder)),
        Task::Draw(tasks) => drop(command.arg(format!("--draw={}", serde_json::to_string(tasks)?))),
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
    if status.signal() == Some(rustix::process::Signal::XCPU.as_raw()) {
        return Refused::new(
            "time_limit",
            format!("reading took more than {} seconds of the processor and was stopped", settings.reader.seconds),
            "raise `reader.seconds` in the settings, or split the document",
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
pub(crate) fn serve_one(
    file_name: &str,
    limits: &str,
    extract: bool,
    model: Option<&Path>,
    draw: Option<&str>,
) -> anyhow::Result<()> {
    let (limits, reader): (LimitSettings, ReaderSettings) =
        serde_json::from_str(limits).context("--limits is no valid JSON")?;
    limit_this_process(reader.memory_mib, reader.seconds)?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let recogniser = reader.recogniser();
    let recognition = recogniser.as_ref().map(|recogniser| reader.recognition(recogniser));
    let answer = match draw {
        Some(tasks) => drawn_here(&bytes, tasks, &limits.limits())?,
        None => {
            let extractor = extract.then(|| extractor(model)).transpose()?;
            read_here(&bytes, file_name, &limits.limits(), recognition.as_ref(), extractor.as_deref())
        }
    };
    let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut stdout, &answer)?;
    stdout.flush()?;
    Ok(())
}

fn read_here(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    recognition: Option<&Recognition<'_>>,
    extractor: Option<&(dyn Extractor + Sync)>,
) -> Answer {
    match (orfila_documents::read_with(bytes, file_name, limits, recognition), extractor) {
        (Ok(document), Some(extractor)) => {
            let output = extractor.extract(&document);
            Answer::Extracted(Box::new((document, output)))
        }
        (Ok(document), None) => Answer::Read(Box::new(document)),
        (Err(error), _) => Answer::Refused(Refused::new(error.code(), error.to_string(), error.remedy())),
    }
}

/// The extractor with a model, or the grammars alone.
///
/// # Errors
/// If the model cannot be read.
pub(crate) fn extractor(model: Option<&Path>) -> anyhow::Result<Box<dyn Extractor + Sync>> {
    Ok(match model {
        Some(folder) => Box::new(ModelExtractor::load(folder, 1)?),
        None => Box::new(GrammarExtractor),
    })
}

fn drawn_here(bytes: &[u8], tasks: &str, limits: &Limits) -> anyhow::Result<Answer> {
    let tasks: Vec<Draw> = serde_json::from_str(tasks).context("--draw is no valid JSON")?;
    let request = |task: &Draw| Request {
        page: task.page,
        bounds: task.bounds,
        resolution: task.dpi.map_or(Resolution::NATIVE, Resolution::Dpi),
    };
    let drawn = render::draw(bytes, tasks.iter().map(request).collect(), limits).map(|answer| {
        let picture = answer.and_then(|bitmap| Ok((bitmap.width, bitmap.height, bitmap.png()?)));
        match picture {
            Ok((width, height, png)) => {
                Drawn { width, height, png: Ok(base64::engine::general_purpose::STANDARD.encode(png)) }
            }
            Err(error) => Drawn { width: 0, height: 0, png: Err(error.to_string()) },
        }
    });
    Ok(Answer::Drawn(drawn.collect()))
}

fn limit_this_process(memory_mib: u64, seconds: u64) -> anyhow::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // Batch systems set limits of their own, and nobody may go past those.
    let limit = |resource: Resource, value: u64| {
        let value = getrlimit(resource).maximum.map_or(value, |most| most.min(value));
        setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) })
    };
    limit(Resource::As, memory_mib.saturating_mul(1 << 20)).context("the memory limit cannot be set")?;
    limit(Resource::Cpu, seconds.saturating_add(5)).context("the time limit cannot be set")?;
    limit(Resource::Core, 0).context("core files cannot be switched off")?;
    Ok(())
}

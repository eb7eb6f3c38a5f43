//! Drawing in a thread of its own: deep pages need a deep stack, and a page that takes too long is given up.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use hayro::RenderCache;
use hayro::hayro_syntax::Pdf;

use super::{Bitmap, RenderError, Request, canvas, pictures};
use crate::Limits;

/// Forms and patterns may stand inside each other; the stack of a main thread holds some hundred levels.
const STACK_BYTES: usize = 64 << 20;

type Answer = Result<Bitmap, RenderError>;

/// The pictures of a file, one an answer, in the order they were asked for.
pub struct Pictures {
    answers: Option<Receiver<Answer>>,
    left: usize,
    seconds: u64,
    failed: RenderError,
}

/// Starts drawing. At most one picture is drawn ahead of the reader.
pub(super) fn start(bytes: &[u8], requests: Vec<Request>, limits: &Limits) -> Pictures {
    let (sender, answers) = sync_channel(1);
    let (left, pixels, file) = (requests.len(), limits.pixels, bytes.to_vec());
    let work = move || {
        for answer in Drawing::open(file, pixels).answers(requests) {
            if sender.send(answer).is_err() {
                break;
            }
        }
    };
    let thread = std::thread::Builder::new().name("drawing".to_owned()).stack_size(STACK_BYTES).spawn(work);
    let failed = match &thread {
        Ok(_) => RenderError::Defect("the drawing thread ended".to_owned()),
        Err(error) => RenderError::NotOpened(error.to_string()),
    };
    Pictures { answers: thread.is_ok().then_some(answers), left, seconds: limits.picture_seconds, failed }
}

impl Iterator for Pictures {
    type Item = Answer;

    /// The next picture. A thread that takes too long cannot be stopped: it is left to itself, and all further requests
    /// have the same answer.
    fn next(&mut self) -> Option<Answer> {
        self.left = self.left.checked_sub(1)?;
        let answer = self.answers.as_ref().map(|answers| answers.recv_timeout(Duration::from_secs(self.seconds)));
        let error = match answer {
            Some(Ok(answer)) => return Some(answer),
            Some(Err(RecvTimeoutError::Timeout)) => RenderError::TimeLimit(self.seconds),
            Some(Err(RecvTimeoutError::Disconnected)) | None => self.failed.clone(),
        };
        (self.answers, self.failed) = (None, error.clone());
        Some(Err(error))
    }
}

/// A file that is open for drawing, or why it is not.
struct Drawing {
    file: Result<File, RenderError>,
    pixels: u64,
}

enum File {
    Pdf(Box<Pdf>),
    /// A file that is a picture, or several.
    Picture(Vec<u8>),
}

impl Drawing {
    fn open(bytes: Vec<u8>, pixels: u64) -> Self {
        if pictures::is_picture(&bytes) {
            return Self { file: Ok(File::Picture(bytes)), pixels };
        }
        let opened = guarded(|| Pdf::new(bytes).map_err(|error| RenderError::NotOpened(format!("{error:?}"))));
        Self { file: opened.map(|file| File::Pdf(Box::new(file))), pixels }
    }

    fn answers(&self, requests: Vec<Request>) -> impl Iterator<Item = Answer> + '_ {
        let mut cache = RenderCache::new();
        requests.into_iter().map(move |request| {
            let file = self.file.as_ref().map_err(Clone::clone)?;
            let answer = guarded(|| match file {
                File::Pdf(file) => canvas::draw(file, &cache, &request, self.pixels),
                File::Picture(bytes) => pictures::draw(bytes, &request, self.pixels),
            });
            if matches!(answer, Err(RenderError::Defect(_))) {
                cache = RenderCache::new();
            }
            answer
        })
    }
}

/// The one place where a panic is caught: hayro and the decoders under it index and add on what the file states, and a
/// file that makes them panic must cost its own picture only. What was in use is thrown away after a panic, so no
/// half-made state is seen again.
fn guarded<T>(work: impl FnOnce() -> Result<T, RenderError>) -> Result<T, RenderError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let said = payload.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("it panicked");
        Err(RenderError::Defect(said.chars().take(200).collect()))
    })
}

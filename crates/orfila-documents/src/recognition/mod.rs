//! Text recognition: pictures of pages become words with boxes and a confidence.

mod tesseract;
pub(crate) mod turns;

use std::time::Duration;

use orfila_records::BoundingBox;
use thiserror::Error;

pub use tesseract::{Installation, Tesseract};

/// Words less sure than this are doubtful; a page's share of them is said.
pub const DOUBTFUL: f32 = 0.6;

/// Pixels an inch at which pages are drawn for recognition.
pub const RECOGNITION_DPI: f32 = 300.0;

/// A word that was recognised in a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct RecognisedWord {
    /// Its characters.
    pub text: String,
    /// Its box in pixels from the picture's top left.
    pub bounds: BoundingBox,
    /// How sure the engine was, 0 to 1.
    pub confidence: f32,
    /// The line it stands on: words of one line have one number, lines are numbered in the engine's reading order.
    pub line: usize,
}

/// Why a picture was not recognised.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecognitionError {
    /// The engine cannot be started.
    #[error("text recognition cannot be started: {0}")]
    NotStarted(String),
    /// The engine gave up.
    #[error("text recognition failed: {0}")]
    Failed(String),
    /// The engine took too long and was stopped.
    #[error("text recognition took longer than {} seconds and was stopped", .0.as_secs())]
    TimeLimit(Duration),
}

/// Something that reads the words of a picture.
pub trait TextRecogniser {
    /// Program and version, for example `tesseract 5.3.0`; `None` where it is not installed. Asked only when a page needs
    /// recognition.
    fn engine(&self) -> Option<&str>;

    /// The words of a picture in the engine's reading order. `picture` is a file: PNG, JPEG or a netpbm graymap.
    ///
    /// # Errors
    /// [`RecognitionError`]; a picture without words is no error.
    fn recognise(&self, picture: &[u8], time: Duration) -> Result<Vec<RecognisedWord>, RecognitionError>;

    /// How many degrees clockwise (0, 90, 180, 270) a picture is to be turned so that its text stands upright; `None`
    /// where the picture does not tell.
    ///
    /// # Errors
    /// [`RecognitionError::NotStarted`] where the engine cannot find that out at all.
    fn turn(&self, _picture: &[u8], _time: Duration) -> Result<Option<u32>, RecognitionError> {
        Err(RecognitionError::NotStarted("the engine finds no orientation".to_owned()))
    }
}

/// A recogniser and the time it may take.
#[derive(Clone, Copy)]
pub struct Recognition<'a> {
    /// What recognises.
    pub recogniser: &'a dyn TextRecogniser,
    /// Longest time for one page.
    pub page: Duration,
    /// Longest time for all pages of a document; the pages after that stay unread and are losses.
    pub document: Duration,
}

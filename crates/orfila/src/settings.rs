//! Settings: the shipped defaults, then the project's `orfila.toml`, then `--config`, then `ORFILA_…` variables.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use figment::Figment;
use figment::providers::{Env, Format as _, Toml};
use orfila_documents::Limits;
use orfila_documents::recognition::{Recognition, Tesseract};
use serde::{Deserialize, Serialize};

/// The shipped defaults; every key is there with a comment.
pub(crate) const DEFAULTS: &str = include_str!("../../../configs/orfila.toml");

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) reader: ReaderSettings,
    pub(crate) extractor: ExtractorSettings,
    pub(crate) limits: LimitSettings,
}

/// What extraction uses.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtractorSettings {
    /// Folder of the language model; the shipped one where empty.
    pub(crate) model: Option<PathBuf>,
}

/// Limits on the process that reads one document, and how it reads scanned pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReaderSettings {
    /// Wall-clock seconds for one document.
    pub(crate) seconds: u64,
    /// Address space of the reading process, in MiB.
    pub(crate) memory_mib: u64,
    /// Whether scanned pages are read by text recognition.
    pub(crate) ocr: Ocr,
    /// The program that recognises text: a name to be found in the search path, or a path.
    pub(crate) tesseract: PathBuf,
    /// Languages to recognise, as Tesseract calls them; those that are not installed are left out.
    pub(crate) ocr_languages: Vec<String>,
    /// Wall-clock seconds for recognition of one page.
    pub(crate) page_recognition_seconds: u64,
    /// Wall-clock seconds for recognition of one document, on top of `seconds`.
    pub(crate) recognition_seconds: u64,
}

/// Whether scanned pages are read by text recognition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ocr {
    /// Where the program is installed.
    Auto,
    /// Never.
    Off,
}

impl ReaderSettings {
    /// The recogniser that the settings name; it looks for its program when the first page needs it.
    pub(crate) fn recogniser(&self) -> Option<Tesseract> {
        (self.ocr == Ocr::Auto).then(|| Tesseract::new(&self.tesseract, &self.ocr_languages))
    }

    /// How the recogniser is used.
    pub(crate) fn recognition<'a>(&self, recogniser: &'a Tesseract) -> Recognition<'a> {
        let (page, document) = (self.page_recognition_seconds, self.recognition_seconds);
        Recognition { recogniser, page: Duration::from_secs(page), document: Duration::from_secs(document) }
    }
}

/// Limits on what one document may hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitSettings {
    pub(crate) bytes: u64,
    pub(crate) pages: u32,
    pub(crate) objects: usize,
    pub(crate) decompressed_bytes: u64,
    pub(crate) page_operations: usize,
    pub(crate) page_glyphs: usize,
    pub(crate) page_seconds: u64,
    pub(crate) cells: usize,
    pub(crate) pixels: u64,
    pub(crate) picture_seconds: u64,
}

impl LimitSettings {
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            bytes: self.bytes,
            pages: self.pages,
            objects: self.objects,
            decompressed_bytes: self.decompressed_bytes,
            page_operations: self.page_operations,
            page_glyphs: self.page_glyphs,
            page_time: std::time::Duration::from_secs(self.page_seconds),
            cells: self.cells,
            pixels: self.pixels,
            picture_seconds: self.picture_seconds,
        }
    }
}

impl Settings {
    /// Reads the settings of a project.
    ///
    /// # Errors
    /// A file that is missing (`--config` only), is no TOML, or has an unknown key or a value of the wrong type; the
    /// error names file and key.
    pub(crate) fn load(project: &Path, config: Option<&Path>) -> anyhow::Result<Self> {
        let mut figment = Figment::from(Toml::string(DEFAULTS)).merge(Toml::file(project.join("orfila.toml")));
        if let Some(config) = config {
            std::fs::metadata(config)
                .with_context(|| format!("{}: the settings file cannot be read", config.display()))?;
            figment = figment.merge(Toml::file_exact(config));
        }
        let known = |key: &figment::value::UncasedStr| {
            ["reader.", "limits."].iter().any(|section| key.as_str().to_ascii_lowercase().starts_with(section))
        };
        let settings = figment.merge(Env::prefixed("ORFILA_").split("__").filter(known)).extract();
        settings.context("the settings are wrong; `configs/orfila.toml` lists every key")
    }
}

//! A model on disk: `model.json`, `weights.safetensors`, `vocab.txt`; or the weights of a stock BERT to begin from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use orfila_language::encoder::from_bert;
use orfila_language::model::{ENCODER, ModelShape, TABLE};
use orfila_language::reader::{Reader, ReaderOptions};
use orfila_language::vocabulary::Vocabulary;
use orfila_language::weights::Tensors;
use orfila_language::{compact, weights};
use serde::{Deserialize, Serialize};

use super::{Evaluation, LearningError};

/// Where a model comes from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// What it and the model it began from were trained on: corpora with the licence that their source states.
    pub corpora: BTreeMap<String, String>,
    /// SHA-256 of the weights that training began from.
    pub began_from: String,
    /// Seed.
    pub seed: u64,
}

/// What `model.json` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    format: u32,
    window: usize,
    overlap: usize,
    shape: ModelShape,
    provenance: Provenance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evaluation: Option<Evaluation>,
}

const FORMAT: u32 = 1;
const DESCRIPTION: &str = "model.json";
const WEIGHTS: &str = "weights.safetensors";
const VOCABULARY: &str = "vocab.txt";

/// A model's parts, read from a folder.
#[derive(Debug)]
pub struct ModelFolder {
    /// Sizes and tasks.
    pub shape: ModelShape,
    /// Weights by name, in f32.
    pub tensors: Tensors,
    /// The text of the vocabulary.
    pub vocabulary: String,
    /// Most pieces of a window.
    pub window: usize,
    /// Words that neighbouring windows share.
    pub overlap: usize,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What it scored on the examples to measure on, as written.
    pub evaluation: Option<Evaluation>,
    /// SHA-256 of everything that its marks follow from: weights, vocabulary, shape and windows; of the weights alone for a
    /// stock BERT.
    pub sha256: String,
    path: PathBuf,
}

impl ModelFolder {
    /// Reads a model of ours, or a stock BERT (`config.json`, `model.safetensors`, `vocab.txt`), which has no tasks.
    ///
    /// # Errors
    /// [`LearningError`] with the path.
    pub fn read(folder: &Path) -> Result<Self, LearningError> {
        if folder.join(DESCRIPTION).is_file() { Self::read_own(folder) } else { Self::read_bert(folder) }
    }

    fn read_own(folder: &Path) -> Result<Self, LearningError> {
        let wrong = |path: &Path, reason: String| LearningError::Model { path: path.to_owned(), reason };
        let path = folder.join(DESCRIPTION);
        let text = std::fs::read_to_string(&path).map_err(|error| wrong(&path, error.to_string()))?;
        let description: Description = serde_json::from_str(&text).map_err(|error| wrong(&path, error.to_string()))?;
        if description.format != FORMAT {
            return Err(wrong(
                &path,
                format!("format {} is not the one this program knows, {FORMAT}", description.format),
            ));
        }
        let (bytes, weights_sha256) = read_with_hash(&folder.join(WEIGHTS))?;
        let Description { window, overlap, shape, provenance, evaluation, .. } = description;
        let tensors = compact::widen(&weights::from_bytes(&bytes, &folder.join(WEIGHTS))?)?;
        for (name, tensor) in &tensors {
            let values = tensor
                .flatten_all()
                .and_then(|flat| flat.to_vec1::<f32>())
                .map_err(orfila_language::LanguageError::from)?;
            if values.iter().any(|value| !value.is_finite()) {
                return Err(wrong(&folder.join(WEIGHTS), format!("`{name}` holds values that are no numbers")));
            }
        }
        let vocabulary = read_text(&folder.join(VOCABULARY))?;
        let said = serde_json::to_vec(&(&shape, window, overlap)).map_err(|error| wrong(&path, error.to_string()))?;
        let sha256 = hexadecimal_hash([weights_sha256.as_bytes(), vocabulary.as_bytes(), &said]);
        Ok(Self {
            shape,
            tensors,
            vocabulary,
            window,
            overlap,
            provenance,
            evaluation,
            sha256,
            path: folder.to_owned(),
        })
    }

    fn read_bert(folder: &Path) -> Result<Self, LearningError> {
        #[derive(Deserialize)]
        struct Config {
            num_attention_heads: usize,
        }
        let path = folder.join("config.json");
        let config: Config = serde_json::from_str(&read_text(&path)?)
            .map_err(|error| LearningError::Model { path: path.clone(), reason: error.to_string() })?;
        let file = folder.join("model.safetensors");
        let (bytes, sha256) = read_with_hash(&file)?;
        let (encoder, weights, table) = from_bert(&weights::from_bytes(&bytes, &file)?, config.num_attention_heads)?;
        let mut tensors: Tensors =
            weights.into_iter().map(|(name, tensor)| (format!("{ENCODER}{name}"), tensor)).collect();
        tensors.insert(TABLE.to_owned(), table);
        Ok(Self {
            shape: ModelShape { encoder, tasks: Vec::new() },
            tensors,
            vocabulary: read_text(&folder.join(VOCABULARY))?,
            window: 256,
            overlap: 48,
            provenance: Provenance::default(),
            evaluation: None,
            sha256,
            path: folder.to_owned(),
        })
    }

    /// The model that training made of this one; `windows` is the most pieces of a window and the words they share.
    pub(super) fn trained(
        self,
        shape: ModelShape,
        tensors: Tensors,
        windows: (usize, usize),
        provenance: Provenance,
    ) -> Self {
        Self { shape, tensors, window: windows.0, overlap: windows.1, provenance, evaluation: None, ..self }
    }

    /// The vocabulary.
    ///
    /// # Errors
    /// [`LearningError`] if it is damaged.
    pub fn vocabulary(&self) -> Result<Vocabulary, LearningError> {
        Ok(Vocabulary::parse(&self.vocabulary, &self.path.join(VOCABULARY))?)
    }

    /// A reader of the model; its window is the model's.
    ///
    /// # Errors
    /// [`LearningError`] if weights are missing.
    pub fn reader(&self, options: ReaderOptions) -> Result<Reader, LearningError> {
        let options = ReaderOptions { window: self.window, overlap: self.overlap, ..options };
        Ok(Reader::new(self.shape.clone(), self.vocabulary()?, &self.tensors, options)?)
    }

    /// Writes the model into a folder, with its weights in 8 bits, or in f32 if `exact`, to go on training from.
    ///
    /// # Errors
    /// [`LearningError`] with the path.
    pub fn write(&self, folder: &Path, exact: bool) -> Result<(), LearningError> {
        let failed = |path: &Path, error: std::io::Error| LearningError::Model {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        // A calibration of the weights that are replaced says nothing of these.
        let stale = folder.join(crate::confidence::FILE);
        if stale.is_file() {
            std::fs::remove_file(&stale).map_err(|error| failed(&stale, error))?;
        }
        if exact {
            weights::save(&self.tensors, &folder.join(WEIGHTS))?;
        } else {
            weights::save(&compact::narrow(&self.tensors)?, &folder.join(WEIGHTS))?;
        }
        self.describe(folder)?;
        let path = folder.join(VOCABULARY);
        std::fs::write(&path, &self.vocabulary).map_err(|error| failed(&path, error))
    }

    /// Writes what is said of the model, without its weights.
    ///
    /// # Errors
    /// [`LearningError`] with the path.
    pub fn describe(&self, folder: &Path) -> Result<(), LearningError> {
        let description = Description {
            format: FORMAT,
            window: self.window,
            overlap: self.overlap,
            shape: self.shape.clone(),
            provenance: self.provenance.clone(),
            evaluation: self.evaluation.clone(),
        };
        let path = folder.join(DESCRIPTION);
        let wrong = |reason: String| LearningError::Model { path: path.clone(), reason };
        let text = serde_json::to_string_pretty(&description).map_err(|error| wrong(error.to_string()))?;
        std::fs::write(&path, text + "\n").map_err(|error| wrong(error.to_string()))
    }
}

fn read_text(path: &Path) -> Result<String, LearningError> {
    std::fs::read_to_string(path)
        .map_err(|error| LearningError::Model { path: path.to_owned(), reason: error.to_string() })
}

fn read_with_hash(path: &Path) -> Result<(Vec<u8>, String), LearningError> {
    let bytes = std::fs::read(path)
        .map_err(|error| LearningError::Model { path: path.to_owned(), reason: error.to_string() })?;
    let text = hexadecimal_hash([bytes.as_slice()]);
    Ok((bytes, text))
}

/// SHA-256 of the lengths and bytes of parts.
fn hexadecimal_hash<const PARTS: usize>(parts: [&[u8]; PARTS]) -> String {
    use sha2::Digest as _;
    let mut hash = sha2::Sha256::new();
    for part in parts {
        if PARTS > 1 {
            hash.update((part.len() as u64).to_le_bytes());
        }
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

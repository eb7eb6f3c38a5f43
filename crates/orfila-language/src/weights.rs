//! Weight files in the safetensors format, written whole or not at all.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{Device, Tensor};

use crate::error::LanguageError;

/// Weights by name.
pub type Tensors = HashMap<String, Tensor>;

/// Writes tensors to `path`: first to a file beside it, which then takes its place, so that no half file is ever seen.
///
/// # Errors
/// [`LanguageError::Io`] or [`LanguageError::Weights`] with the path.
pub fn save(tensors: &HashMap<String, Tensor>, path: &Path) -> Result<(), LanguageError> {
    let beside = path.with_extension("partial");
    candle_core::safetensors::save(tensors, &beside).map_err(|error| LanguageError::weights(&beside, error))?;
    std::fs::File::open(&beside).and_then(|file| file.sync_all()).map_err(LanguageError::io(&beside))?;
    std::fs::rename(&beside, path).map_err(LanguageError::io(path))
}

/// Reads the tensors of a file.
///
/// # Errors
/// [`LanguageError::Io`] if it cannot be read, [`LanguageError::Weights`] if it is not a safetensors file.
pub fn load(path: &Path) -> Result<HashMap<String, Tensor>, LanguageError> {
    let bytes = std::fs::read(path).map_err(LanguageError::io(path))?;
    from_bytes(&bytes, path)
}

/// Reads tensors from the bytes of a safetensors file; `path` only names it in errors.
///
/// # Errors
/// [`LanguageError::Weights`] if the bytes are not a safetensors file.
pub fn from_bytes(bytes: &[u8], path: &Path) -> Result<HashMap<String, Tensor>, LanguageError> {
    candle_core::safetensors::load_buffer(bytes, &Device::Cpu).map_err(|error| LanguageError::weights(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tensors_travel_and_damage_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        let tensor = Tensor::from_slice(&[1.0_f32, 2.0, 3.0], 3, &Device::Cpu).unwrap();
        save(&HashMap::from([("a".to_owned(), tensor)]), &path).unwrap();
        assert_eq!(load(&path).unwrap()["a"].to_vec1::<f32>().unwrap(), [1.0, 2.0, 3.0]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let bytes = std::fs::read(&path).unwrap();
        for cut in [0, 4, 8, 20, bytes.len() - 1] {
            assert!(matches!(from_bytes(&bytes[..cut], &path), Err(LanguageError::Weights { .. })), "{cut}");
        }
        assert!(matches!(load(&folder.path().join("none")), Err(LanguageError::Io { .. })));
    }
}

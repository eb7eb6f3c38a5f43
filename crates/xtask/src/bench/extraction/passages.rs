//! Real text as passages of one length.

use std::path::Path;

use anyhow::{Context as _, Result};
use orfila_extraction::learning::ModelFolder;
use orfila_language::encoder::{Batch, EncoderShape};

use crate::bench::ours;

/// Pieces of a passage, begin and end included.
pub(crate) const PIECES: usize = 128;

/// Rows of the table of pieces, and how the word of each is written.
pub(crate) type Passage = (Vec<u32>, Vec<u8>);

/// `count` passages from the demonstration documents, over and over if they are too few: rows of the table of pieces, with
/// the pieces that begin and end a sequence, and how the word of each is written.
///
/// # Errors
/// A document or the vocabulary could not be read.
pub(crate) fn passages(root: &Path, model: &ModelFolder, count: usize) -> Result<Vec<Passage>> {
    let vocabulary = model.vocabulary()?;
    let mut stream = Vec::new();
    for file in super::annotated::files(&root.join("corpora/demo/documents"))? {
        let words = vocabulary.words(&ours::read(&file)?.text);
        for word in &words.words {
            stream.extend(words.pieces[word.pieces.clone()].iter().map(|piece| (*piece, word.shape)));
        }
    }
    anyhow::ensure!(stream.len() >= PIECES, "the demonstration documents have too little text");
    let chunks: Vec<_> = stream.chunks_exact(PIECES - 2).collect();
    let passage = |chunk: &[(u32, u8)]| {
        let begin = std::iter::once((vocabulary.begin(), 0));
        begin.chain(chunk.iter().copied()).chain([(vocabulary.end(), 0)]).unzip()
    };
    Ok(chunks.iter().cycle().take(count).map(|chunk| passage(chunk)).collect())
}

/// Batches of `size` passages.
pub(crate) fn batches(passages: &[Passage], size: usize) -> Vec<Batch> {
    let batch = |part: &[Passage]| {
        let mut batch = Batch::default();
        part.iter().for_each(|(pieces, shapes)| batch.push(pieces, shapes));
        batch
    };
    passages.chunks(size).map(batch).collect()
}

/// Writes the weights and batches for the other programs: `weights.safetensors` (our names) and `batches.json`.
///
/// # Errors
/// A file could not be written.
pub(crate) fn export(folder: &Path, model: &ModelFolder, passages: &[Passage], size: usize) -> Result<()> {
    orfila_language::weights::save(&model.tensors, &folder.join("weights.safetensors"))?;
    let chunks: Vec<_> = passages.chunks(size).collect();
    let of = |pick: &dyn Fn(&Passage) -> Vec<u32>| -> Vec<Vec<Vec<u32>>> {
        chunks.iter().map(|chunk| chunk.iter().map(pick).collect()).collect()
    };
    let pieces = of(&|(pieces, _)| pieces.clone());
    let shapes = of(&|(_, shapes)| shapes.iter().map(|shape| u32::from(*shape)).collect());
    let shape = &model.shape.encoder;
    let text = serde_json::json!({"heads": shape.heads, "layers": shape.layers, "epsilon": shape.epsilon, "pieces": pieces,
        "shapes": shapes});
    let path = folder.join("batches.json");
    std::fs::write(&path, text.to_string()).with_context(|| format!("cannot write {}", path.display()))
}

/// Floating-point operations (a multiplication and an addition are two) of the products that an encoder makes of one
/// passage.
pub(crate) fn operations(shape: &EncoderShape, pieces: usize) -> f64 {
    let (hidden, between) = (shape.hidden as f64, shape.intermediate as f64);
    let linear = 2.0 * (4.0 * hidden * hidden + 2.0 * hidden * between);
    let attention = 4.0 * pieces as f64 * hidden;
    shape.layers as f64 * pieces as f64 * (linear + attention)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operations_of_minilm() {
        let shape = EncoderShape {
            pieces: 30522,
            positions: 512,
            hidden: 384,
            intermediate: 1536,
            layers: 6,
            heads: 12,
            epsilon: 1e-12,
        };
        assert!((operations(&shape, 128) / 1e9 - 2.87).abs() < 0.005, "{}", operations(&shape, 128));
    }

    #[test]
    fn batches_hold_every_passage() {
        let passages: Vec<_> = (0..5).map(|n| (vec![n; 4], vec![0; 4])).collect();
        let batches = batches(&passages, 2);
        assert_eq!(batches.iter().map(|batch| batch.lengths.len()).collect::<Vec<_>>(), [2, 2, 1]);
        assert_eq!(batches[2].pieces, [4; 4]);
    }
}

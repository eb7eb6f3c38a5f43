//! Data sets on disk: `<corpus>.<split>.jsonl`, one [`Example`] a line, and `manifest.json`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::corpus::{Corpus, Split};
use crate::error::CorporaError;
use crate::example::Example;
use crate::inputs::{Digest, file_error};
use crate::readers::{self, Roots};
use crate::report::{Report, Summary};

/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// What was written of one corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Built {
    /// The corpus.
    pub corpus: Corpus,
    /// Its licence as stated by its source.
    pub licence: &'static str,
    /// Whether weights that we ship may be trained on it.
    pub may_ship: bool,
    /// The files it was read from.
    pub inputs: Digest,
    /// What was written, by split; a split without examples has no file.
    pub splits: BTreeMap<&'static str, Part>,
    /// What was taken over and what was left.
    pub report: Report,
}

/// One file of examples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name in the folder.
    pub file: String,
    /// SHA-256 of it (hexadecimal).
    pub sha256: String,
    /// What it holds.
    #[serde(flatten)]
    pub summary: Summary,
}

/// The manifest as it is read back: corpora that an earlier call wrote stay as they are.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    corpora: BTreeMap<String, Value>,
}

/// Reads a corpus and writes it into a folder that exists; its entry of the manifest is replaced, the others stay.
///
/// # Errors
/// If the corpus is not there or cannot be read, or the folder cannot be written.
pub fn build(corpus: Corpus, roots: &Roots, output: &Path) -> Result<Built, CorporaError> {
    let (reading, inputs) = readers::read(corpus, roots)?;
    let splits = write(corpus, &reading.examples, output)?;
    let built = Built {
        corpus,
        licence: corpus.licence(),
        may_ship: corpus.may_ship(),
        inputs: inputs.digest(),
        splits,
        report: reading.report,
    };
    enter(&built, output)?;
    Ok(built)
}

/// Writes examples that were made elsewhere into a folder that exists, as [`build`] writes those of a corpus.
///
/// # Errors
/// If the folder cannot be written.
pub fn write(
    corpus: Corpus,
    examples: &[Example],
    output: &Path,
) -> Result<BTreeMap<&'static str, Part>, CorporaError> {
    let mut splits = BTreeMap::new();
    for split in [Split::Train, Split::Dev] {
        let of_split: Vec<&Example> = examples.iter().filter(|example| example.split == split).collect();
        if let Some(part) = write_part(corpus, split, &of_split, output)? {
            splits.insert(split.name(), part);
        }
    }
    Ok(splits)
}

fn write_part(
    corpus: Corpus,
    split: Split,
    examples: &[&Example],
    output: &Path,
) -> Result<Option<Part>, CorporaError> {
    let file = format!("{corpus}.{}.jsonl", split.name());
    let path = output.join(&file);
    if examples.is_empty() {
        if path.exists() {
            std::fs::remove_file(&path)
                .map_err(|source| file_error("removing the file of an earlier call", &path, source))?;
        }
        return Ok(None);
    }
    let failed = |source| file_error("writing", &path, source);
    let mut target = std::io::BufWriter::new(std::fs::File::create(&path).map_err(failed)?);
    let mut hash = Sha256::new();
    for example in examples {
        let mut line =
            serde_json::to_vec(example).map_err(|source| CorporaError::Json { id: example.id.clone(), source })?;
        line.push(b'\n');
        hash.update(&line);
        target.write_all(&line).map_err(failed)?;
    }
    target.flush().map_err(failed)?;
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Some(Part { file, sha256, summary: Summary::of(examples.iter().copied()) }))
}

/// Puts an entry into the manifest. A manifest that cannot be read is begun anew.
fn enter(built: &Built, output: &Path) -> Result<(), CorporaError> {
    let path = output.join(MANIFEST);
    let known = std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut manifest: Manifest = known.unwrap_or_default();
    let json = |source| CorporaError::Json { id: built.corpus.name().to_owned(), source };
    manifest.corpora.insert(built.corpus.name().to_owned(), serde_json::to_value(built).map_err(json)?);
    let text = serde_json::to_string_pretty(&manifest).map_err(json)?;
    std::fs::write(&path, text + "\n").map_err(|source| file_error("writing", &path, source))
}

/// Reads a file of examples back.
///
/// # Errors
/// If it cannot be read, or a line is no example.
pub fn load(path: &Path) -> Result<Vec<Example>, CorporaError> {
    let text = std::fs::read_to_string(path).map_err(|source| file_error("reading", path, source))?;
    let example = |(number, line): (usize, &str)| {
        let read = serde_json::from_str(line).map_err(|error| error.to_string());
        read.and_then(|example: Example| fault(&example).map_or(Ok(example), Err)).map_err(|error| {
            CorporaError::Malformed {
                path: path.to_path_buf(),
                message: format!("line {}: {error}; build it again with `orfila corpus build`", number + 1),
            }
        })
    };
    text.lines().enumerate().map(example).collect()
}

/// What of an example's annotations points outside of it.
fn fault(example: &Example) -> Option<String> {
    let (text, mentions) = (&example.text, &example.mentions);
    let stands = |start: usize, end: usize| start < end && text.get(start..end).is_some();
    let outside = mentions.iter().find(|mention| !stands(mention.start, mention.end));
    let loose = example.relations.iter().find(|relation| relation.head.max(relation.tail) >= mentions.len());
    outside.map(|mention| format!("the mention {}..{} is no stretch of the text", mention.start, mention.end)).or_else(
        || {
            loose.map(|relation| {
                format!("a relation of mentions {} and {} that are not there", relation.head, relation.tail)
            })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_sets_are_written_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own");
        std::fs::create_dir_all(own.join("passages")).unwrap();
        let passage = |n: usize| {
            format!("=== p-{n} lang=en genre=sds section=other kind=list exposure=none\n{{amount 5}} or so\n\n")
        };
        let text: String = (0..40).map(passage).collect();
        let broken = "=== p-x lang=en genre=sds section=other kind=list exposure=none\ntoo few\n";
        std::fs::write(own.join("passages/a.passages"), text + broken).unwrap();
        let roots = Roots { shared: folder.path().join("none"), own };
        let output = folder.path().join("out");
        std::fs::create_dir(&output).unwrap();
        std::fs::write(output.join(MANIFEST), "{\"corpora\": {\"cei\": {\"corpus\": \"cei\"}}}").unwrap();
        let built = build(Corpus::Passages, &roots, &output).unwrap();
        assert_eq!(built.report.dropped_in_all(), 1);
        let (train, dev) = (&built.splits["train"], &built.splits["dev"]);
        assert_eq!((train.summary.examples + dev.summary.examples, built.report.mentions), (40, 40));
        let examples = load(&output.join(&train.file)).unwrap();
        assert_eq!((examples.len(), examples[0].split), (train.summary.examples, Split::Train));
        assert_eq!(build(Corpus::Passages, &roots, &output).unwrap(), built);
        let manifest: Value = serde_json::from_slice(&std::fs::read(output.join(MANIFEST)).unwrap()).unwrap();
        assert_eq!(manifest["corpora"]["passages"]["splits"]["dev"]["sha256"], dev.sha256.as_str());
        assert_eq!(manifest["corpora"]["cei"]["corpus"], "cei");
        assert!(matches!(build(Corpus::Cei, &roots, &output), Err(CorporaError::Missing { .. })));
        let damages: [fn(&mut Example); 4] = [
            |example| example.mentions[0].end = 1000,
            |example| example.mentions[0].start = example.mentions[0].end,
            |example| example.text.insert(0, 'ä'),
            |example| example.relations.push(crate::example::Relation { head: 0, tail: 9, kind: "unit".to_owned() }),
        ];
        for (at, damage) in damages.into_iter().enumerate() {
            let mut example = examples[0].clone();
            example.mentions[0].start = 0;
            if at == 2 {
                example.mentions[0].end = 1;
            }
            damage(&mut example);
            std::fs::write(output.join("bad.jsonl"), serde_json::to_string(&example).unwrap()).unwrap();
            assert!(load(&output.join("bad.jsonl")).is_err(), "damage {at}");
        }
        std::fs::write(output.join("bad.jsonl"), "{}\n").unwrap();
        assert!(load(&output.join("bad.jsonl")).unwrap_err().to_string().contains("line 1"));
    }
}

//! Reading labelled structures, and leaving out those that must never be learned from.

use std::collections::HashSet;
use std::path::Path;

use orfila_chemistry::Molecule;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::HazardError;
use crate::features::RawFeatures;

/// Columns that are not endpoints.
const OTHER_COLUMNS: [&str; 3] = ["smiles", "split", "mol_id"];

/// A row with its structure read and described.
#[derive(Debug, Clone)]
pub struct LabelledMolecule {
    /// The structure.
    pub molecule: Molecule,
    /// Its features.
    pub features: RawFeatures,
    /// One label an endpoint; `None` where it is missing.
    pub labels: Vec<Option<bool>>,
    /// Bemis–Murcko scaffold; empty without rings.
    pub scaffold: String,
    /// What the file's `split` column says, lower case; empty without such a column.
    pub split: String,
    /// Whether its compound is held out: it must not be learned from.
    pub held_out: bool,
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusedRow {
    /// Line of the file, base 1, the header being line 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// A file of labelled structures.
#[derive(Debug, Clone)]
pub struct LabelledSet {
    /// Names of the endpoints, in the file's order.
    pub endpoints: Vec<String>,
    /// The rows that could be read.
    pub rows: Vec<LabelledMolecule>,
    /// The rows that could not be used.
    pub refused: Vec<RefusedRow>,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// Hexadecimal SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Compounds that must not be learned from: first blocks of InChIKeys, one a line.
#[derive(Debug, Clone, Default)]
pub struct HeldOut {
    keys: HashSet<String>,
}

impl HeldOut {
    /// Reads one key a line; empty lines are skipped, whole InChIKeys are cut to their first block.
    ///
    /// # Errors
    /// [`HazardError::Data`] with the line that is no key: a file that is misread would let compounds through.
    pub fn read(path: &Path) -> Result<Self, HazardError> {
        let text = std::fs::read_to_string(path).map_err(HazardError::io(path))?;
        let mut keys = HashSet::new();
        for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
            let key = line.trim().split('-').next().unwrap_or_default();
            if key.len() != 14 || !key.bytes().all(|byte| byte.is_ascii_uppercase()) {
                let reason = format!("line {number} is not the first block of an InChIKey (14 capital letters)");
                return Err(HazardError::data(path, reason));
            }
            keys.insert(key.to_owned());
        }
        Ok(Self { keys })
    }

    /// Whether the molecule, or its largest part (a salt's acid or base), is held out.
    ///
    /// # Errors
    /// [`HazardError::Structure`] if no key can be made: such a row must not be used, because nobody can know.
    pub fn contains(&self, molecule: &Molecule) -> Result<bool, HazardError> {
        if self.keys.is_empty() {
            return Ok(false);
        }
        let whole = self.keys.contains(&molecule.connectivity_key()?);
        Ok(whole || self.keys.contains(&molecule.largest_part()?.connectivity_key()?))
    }

    /// Number of compounds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether nothing is held out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// Reads a CSV file with the columns `smiles`, optionally `split` and `mol_id`, and one column an endpoint holding
/// `1`/`1.0`, `0`/`0.0` or nothing.
///
/// # Errors
/// [`HazardError`] if the file cannot be read at all; single rows are refused with their reason.
pub fn read_labelled(path: &Path, held_out: &HeldOut) -> Result<LabelledSet, HazardError> {
    let bytes = std::fs::read(path).map_err(HazardError::io(path))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&bytes[..]);
    let wrong = |error: csv::Error| HazardError::data(path, format!("{error}; save it as CSV in UTF-8"));
    let header = reader.headers().map_err(wrong)?.clone();
    let columns = Columns::of(&header)
        .ok_or_else(|| HazardError::data(path, "the columns must be `smiles` and at least one endpoint"))?;
    let endpoints = columns.endpoints.iter().map(|column| header[*column].to_owned()).collect();
    let mut refused = Vec::new();
    let mut records = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => records.push(record),
            Err(error) => refused.push(RefusedRow { line: line(error.position()), reason: error.to_string() }),
        }
    }
    let mut set = LabelledSet { endpoints, rows: Vec::new(), refused, sha256: sha256(&bytes) };
    for (record, outcome) in records.iter().zip(in_parallel(&records, |record| columns.read(record, held_out))) {
        match outcome {
            Ok(row) => set.rows.push(row),
            Err(reason) => set.refused.push(RefusedRow { line: line(record.position()), reason }),
        }
    }
    Ok(set)
}

fn line(position: Option<&csv::Position>) -> u64 {
    position.map_or(0, csv::Position::line)
}

/// Maps on all cores; the results stand in the order of the items.
pub(crate) fn in_parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let share = items.len().div_ceil(cores).max(1);
    let map = &map;
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            items.chunks(share).map(|chunk| scope.spawn(move || chunk.iter().map(map).collect::<Vec<R>>())).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.flat_map(|results| results.expect("structure code is guarded, nothing else here can panic")).collect()
    })
}

struct Columns {
    smiles: usize,
    split: Option<usize>,
    endpoints: Vec<usize>,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Option<Self> {
        let find = |name: &str| header.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        let is_endpoint = |column: &str| !OTHER_COLUMNS.contains(&column.trim().to_lowercase().as_str());
        let named = header.iter().enumerate();
        let endpoints: Vec<usize> = named.filter(|(_, name)| is_endpoint(name)).map(|(index, _)| index).collect();
        (!endpoints.is_empty()).then_some(Self { smiles: find("smiles")?, split: find("split"), endpoints })
    }

    fn read(&self, record: &csv::StringRecord, held_out: &HeldOut) -> Result<LabelledMolecule, String> {
        let smiles = record.get(self.smiles).ok_or("the row is too short")?;
        let labels = self.endpoints.iter().map(|column| label(record.get(*column).unwrap_or_default()));
        let labels = labels.collect::<Result<Vec<_>, _>>()?;
        let molecule = Molecule::parse_smiles(smiles).map_err(|error| error.to_string())?;
        let held_out = held_out.contains(&molecule).map_err(|error| error.to_string())?;
        let features = RawFeatures::of(&molecule).map_err(|error| error.to_string())?;
        let scaffold = molecule.murcko_scaffold().map_err(|error| error.to_string())?;
        let split = self.split.and_then(|column| record.get(column)).unwrap_or_default().trim().to_lowercase();
        Ok(LabelledMolecule { molecule, features, labels, scaffold, split, held_out })
    }
}

fn label(text: &str) -> Result<Option<bool>, String> {
    match text.trim() {
        "" => Ok(None),
        "0" | "0.0" => Ok(Some(false)),
        "1" | "1.0" => Ok(Some(true)),
        other => Err(format!("`{other}` is not a label; write 1, 0 or nothing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn rows_are_read_refused_and_held_out() {
        let (_data, data) = write(
            "smiles,NR-AR,SR-p53,split\nCCO,0.0,1.0,train\nc1ccccc1,,0,valid\nC(,1,1,train\nCCN,2,0,train\n\
             C=O,1.0,1.0,train\n[Na+].[O-]C=O,1,1,train\nCC(=O)O,1\n",
        );
        // Formaldehyde by its whole key, formic acid by its block; the latter's salt goes with it.
        let (_held, held) = write("WSFSSNUMVMOOMR-UHFFFAOYSA-N\n\nBDAGIHXWWSANSR\n");
        let held = HeldOut::read(&held).unwrap();
        assert_eq!(held.len(), 2);
        let set = read_labelled(&data, &held).unwrap();
        assert_eq!(set.endpoints, ["NR-AR", "SR-p53"]);
        assert_eq!(set.rows.iter().filter(|row| row.held_out).count(), 2);
        let free: Vec<_> = set.rows.iter().filter(|row| !row.held_out).collect();
        let smiles: Vec<_> = free.iter().map(|row| row.molecule.canonical_smiles()).collect();
        assert_eq!(smiles, ["CCO", "c1ccccc1", "CC(=O)O"]);
        assert_eq!(free[0].labels, [Some(false), Some(true)]);
        assert_eq!(free[1].labels, [None, Some(false)]);
        assert_eq!(free[1].split, "valid");
        assert_eq!(free[2].labels, [Some(true), None]);
        let lines: Vec<_> = set.refused.iter().map(|row| row.line).collect();
        assert_eq!(lines, [4, 5]);
        assert_eq!(set.sha256.len(), 64);
    }

    #[test]
    fn files_that_are_something_else_are_refused() {
        for text in ["", "a,b\n1,2\n", "smiles\nCCO\n"] {
            let (_folder, path) = write(text);
            assert!(matches!(read_labelled(&path, &HeldOut::default()), Err(HazardError::Data { .. })), "{text:?}");
        }
        let (_folder, path) = write("CCO\n");
        assert!(matches!(HeldOut::read(&path), Err(HazardError::Data { .. })));
        assert!(matches!(HeldOut::read(Path::new("/nowhere")), Err(HazardError::Io { .. })));
    }

    #[test]
    fn parallel_results_keep_their_order() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(in_parallel(&items, |item| item * 2), (0..1000).map(|item| item * 2).collect::<Vec<_>>());
        assert!(in_parallel(&[] as &[u8], |item| *item).is_empty());
    }
}

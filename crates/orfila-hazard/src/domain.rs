//! The applicability domain: what a model has seen.

use std::collections::BTreeSet;
use std::path::Path;

use orfila_chemistry::{FINGERPRINT_BYTES, Fingerprint, Molecule};

use crate::data::in_parallel;
use crate::error::HazardError;
use crate::prediction::{Domain, Neighbour};

/// How many neighbours are shown.
const SHOWN: usize = 3;

/// The part of the training substances that is less similar to all others than the limit.
const OUTLIERS: f64 = 0.05;

/// The training substances of a model.
pub struct TrainingDomain {
    fingerprints: Vec<Fingerprint>,
    smiles: Vec<String>,
    labels: Vec<Vec<Option<bool>>>,
    elements: BTreeSet<String>,
    limit: f32,
}

impl TrainingDomain {
    /// The domain of these substances (canonical SMILES, labels, fingerprints, one entry each, in one order).
    #[must_use]
    pub fn new(
        fingerprints: Vec<Fingerprint>,
        smiles: Vec<String>,
        labels: Vec<Vec<Option<bool>>>,
        elements: BTreeSet<String>,
        limit: f32,
    ) -> Self {
        Self { fingerprints, smiles, labels, elements, limit }
    }

    /// Where a molecule with this fingerprint stands.
    #[must_use]
    pub fn place(&self, molecule: &Molecule, fingerprint: &Fingerprint) -> Domain {
        let mut nearest: Vec<(f32, usize)> =
            self.fingerprints.iter().map(|known| known.tanimoto(fingerprint)).zip(0..).collect();
        // Ties by the training order, so that the answer never depends on the sort.
        nearest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let neighbours: Vec<Neighbour> = nearest.iter().take(SHOWN).map(|at| self.neighbour(*at)).collect();
        let similarity = neighbours.first().map_or(0.0, |neighbour| neighbour.similarity);
        let reasons = self.reasons(molecule, similarity);
        Domain { nearest_similarity: similarity, nearest: neighbours, inside: reasons.is_empty(), reasons }
    }

    fn neighbour(&self, (similarity, index): (f32, usize)) -> Neighbour {
        let smiles = self.smiles.get(index).cloned().unwrap_or_default();
        Neighbour { smiles, similarity, labels: self.labels.get(index).cloned().unwrap_or_default() }
    }

    fn reasons(&self, molecule: &Molecule, similarity: f32) -> Vec<String> {
        let mut reasons = Vec::new();
        if similarity < self.limit {
            reasons.push(format!(
                "the nearest training substance has a similarity of {similarity:.2}; the limit is {:.2}",
                self.limit
            ));
        }
        if molecule.elements().is_empty() {
            reasons.push("it has no atom but hydrogen".to_owned());
        }
        if !molecule.elements().contains(&"C") {
            reasons.push("it holds no carbon; the model is for organic substances".to_owned());
        }
        let unseen = molecule.elements().into_iter().filter(|element| !self.elements.contains(*element));
        reasons.extend(unseen.map(|element| format!("no training substance holds {element}")));
        reasons
    }

    /// The fingerprints one after another.
    #[must_use]
    pub fn fingerprint_bytes(&self) -> Vec<u8> {
        self.fingerprints.iter().flat_map(Fingerprint::to_bytes).collect()
    }

    /// One line a substance: canonical SMILES, tab, one character an endpoint (`1`, `0`, `.` for missing).
    #[must_use]
    pub fn table(&self) -> String {
        let character = |label: &Option<bool>| label.map_or('.', |active| if active { '1' } else { '0' });
        let line = |(smiles, labels): (&String, &Vec<Option<bool>>)| {
            format!("{smiles}\t{}\n", labels.iter().map(character).collect::<String>())
        };
        self.smiles.iter().zip(&self.labels).map(line).collect()
    }

    /// Reads what [`TrainingDomain::fingerprint_bytes`] and [`TrainingDomain::table`] wrote.
    ///
    /// # Errors
    /// [`HazardError::Model`] if the two do not fit each other or the number of endpoints.
    pub fn read(
        table: &str,
        bytes: &[u8],
        endpoints: usize,
        elements: BTreeSet<String>,
        limit: f32,
        path: &Path,
    ) -> Result<Self, HazardError> {
        let (mut smiles, mut labels) = (Vec::new(), Vec::new());
        for (line, number) in table.lines().zip(1..) {
            let (structure, marks) = line
                .split_once('\t')
                .filter(|(_, marks)| marks.len() == endpoints && marks.bytes().all(|mark| b"01.".contains(&mark)))
                .ok_or_else(|| HazardError::model(path, format!("line {number} of the training table is damaged")))?;
            smiles.push(structure.to_owned());
            labels.push(marks.bytes().map(|mark| (mark != b'.').then_some(mark == b'1')).collect());
        }
        let (chunks, rest) = bytes.as_chunks::<FINGERPRINT_BYTES>();
        if chunks.len() != smiles.len() || !rest.is_empty() || smiles.is_empty() {
            return Err(HazardError::model(path, "training table and fingerprints do not fit each other"));
        }
        let fingerprints = chunks.iter().map(Fingerprint::from_bytes).collect();
        Ok(Self { fingerprints, smiles, labels, elements, limit })
    }
}

/// The similarity that all but 5 % of the substances reach to their nearest other one.
#[must_use]
pub fn similarity_limit(fingerprints: &[Fingerprint]) -> f32 {
    let indexed: Vec<(usize, &Fingerprint)> = fingerprints.iter().enumerate().collect();
    let mut nearest = in_parallel(&indexed, |(index, fingerprint)| {
        let others = fingerprints.iter().enumerate().filter(|(other, _)| other != index);
        others.map(|(_, other)| fingerprint.tanimoto(other)).fold(0.0_f32, f32::max)
    });
    nearest.sort_by(f32::total_cmp);
    nearest.get((nearest.len() as f64 * OUTLIERS) as usize).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(smiles: &str) -> (Molecule, Fingerprint) {
        let molecule = Molecule::parse_smiles(smiles).unwrap();
        let fingerprint = molecule.fingerprint().unwrap();
        (molecule, fingerprint)
    }

    fn domain() -> TrainingDomain {
        let smiles = ["CCO", "CCCO", "c1ccccc1", "Cc1ccccc1"];
        let fingerprints = smiles.map(|smiles| read(smiles).1).into();
        let labels = vec![vec![Some(true), None], vec![Some(false), None], vec![None, None], vec![None, Some(true)]];
        let elements = ["C", "O"].map(str::to_owned).into();
        TrainingDomain::new(fingerprints, smiles.map(str::to_owned).into(), labels, elements, 0.3)
    }

    #[test]
    fn neighbours_are_nearest_first() {
        let (molecule, fingerprint) = read("CCCCO");
        let place = domain().place(&molecule, &fingerprint);
        assert_eq!(place.nearest[0].smiles, "CCCO");
        assert_eq!(place.nearest[0].labels, [Some(false), None]);
        assert_eq!(place.nearest.len(), 3);
        assert!(place.nearest.is_sorted_by(|a, b| a.similarity >= b.similarity));
        assert!(place.inside && place.reasons.is_empty());
    }

    #[test]
    fn strangers_are_outside_with_a_reason() {
        for (smiles, reason) in
            [("FC(F)(F)F", "similarity"), ("CCBr", "holds Br"), ("[Pb]", "no carbon"), ("[H][H]", "hydrogen")]
        {
            let (molecule, fingerprint) = read(smiles);
            let place = domain().place(&molecule, &fingerprint);
            assert!(!place.inside && place.reasons.iter().any(|text| text.contains(reason)), "{:?}", place.reasons);
        }
    }

    #[test]
    fn files_travel_and_damage_is_refused() {
        let domain = domain();
        let (table, bytes) = (domain.table(), domain.fingerprint_bytes());
        assert!(table.starts_with("CCO\t1.\n"), "{table}");
        let read =
            |table: &str, bytes: &[u8]| TrainingDomain::read(table, bytes, 2, BTreeSet::new(), 0.3, Path::new("test"));
        let back = read(&table, &bytes).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((back.table(), back.fingerprint_bytes()), (table.clone(), bytes.clone()));
        assert!(read(&table, &bytes[1..]).is_err());
        assert!(read(&table.replace("1.", "x."), &bytes).is_err());
        assert!(read("", &[]).is_err());
    }

    #[test]
    fn the_limit_leaves_out_a_few() {
        let fingerprints: Vec<_> = (1..=40).map(|length| read(&format!("{}O", "C".repeat(length))).1).collect();
        let limit = similarity_limit(&fingerprints);
        assert!(limit > 0.2 && limit <= 1.0, "{limit}");
        assert_eq!(similarity_limit(&[]), 0.0);
    }
}

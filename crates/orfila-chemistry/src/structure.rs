//! Reading structures and what follows from them.

use std::sync::Arc;

use chematic::{chem, fp, smiles};
use orfila_records::InchiKey;
use thiserror::Error;

use crate::descriptors::{self, DESCRIPTOR_COUNT};
use crate::fingerprint::{FINGERPRINT_BYTES, Fingerprint};
use crate::guard;

/// Longest SMILES that is read, in bytes.
pub const MAX_SMILES_BYTES: usize = 10_000;
/// Largest structure that is read, in atoms as written (explicit hydrogens count).
pub const MAX_ATOMS: usize = 2_000;

/// Why a structure could not be read, or something could not be derived from it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StructureError {
    /// Nothing was given.
    #[error("the SMILES is empty; give a structure, for example `CCO`")]
    Empty,
    /// Longer than [`MAX_SMILES_BYTES`] or larger than [`MAX_ATOMS`].
    #[error("the SMILES `{smiles}` is too large ({detail}); structures of up to {MAX_ATOMS} atoms are read")]
    TooLarge {
        /// The beginning of what was given.
        smiles: String,
        /// What is too large.
        detail: String,
    },
    /// The text is not a SMILES.
    #[error("`{smiles}` is not a SMILES: {detail}; check brackets, ring numbers and element symbols")]
    Syntax {
        /// The beginning of what was given.
        smiles: String,
        /// The parser's reason, with its position.
        detail: String,
    },
    /// The text is a SMILES of a structure that cannot exist or is not supported, for example pentavalent carbon.
    #[error("the structure `{smiles}` is refused: {detail}; check valences, charges and aromatic rings")]
    Chemistry {
        /// The beginning of what was given.
        smiles: String,
        /// The reason.
        detail: String,
    },
    /// The structure has no InChI.
    #[error("no InChI could be made for `{smiles}`: {detail}")]
    Inchi {
        /// The beginning of what was given.
        smiles: String,
        /// The reason.
        detail: String,
    },
    /// A fault of the program.
    #[error("the structure code failed on `{smiles}`; please report this structure")]
    Internal {
        /// The beginning of what was given.
        smiles: String,
    },
}

/// The beginning of a SMILES, short enough for a message.
pub(crate) fn shown(smiles: &str) -> String {
    const LIMIT: usize = 120;
    match smiles.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &smiles[..end]),
        None => smiles.to_owned(),
    }
}

/// A structure's standard InChI and the key made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InchiIdentity {
    /// The standard InChI.
    pub inchi: String,
    /// Its key.
    pub key: InchiKey,
}

/// A structure that was read from a SMILES and found sound. Cheap to clone; may be sent between threads.
#[derive(Clone)]
pub struct Molecule {
    graph: Arc<chematic::core::Molecule>,
    written: String,
    canonical: String,
    formula: String,
    weight: f64,
}

impl std::fmt::Debug for Molecule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Molecule").field("smiles", &self.canonical).field("formula", &self.formula).finish()
    }
}

impl PartialEq for Molecule {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for Molecule {}

impl Molecule {
    /// Reads a SMILES; blanks around it are dropped.
    ///
    /// # Errors
    /// [`StructureError`] for an empty or over-long text, for what is not a SMILES, and for impossible structures.
    pub fn parse_smiles(text: &str) -> Result<Self, StructureError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(StructureError::Empty);
        }
        if text.len() > MAX_SMILES_BYTES {
            let detail = format!("{} bytes", text.len());
            return Err(StructureError::TooLarge { smiles: shown(text), detail });
        }
        guard::run(text.len(), text, || Self::read(text))
    }

    fn read(text: &str) -> Result<Self, StructureError> {
        let limits = smiles::SmilesParseLimits {
            max_input_bytes: MAX_SMILES_BYTES,
            max_atoms: MAX_ATOMS,
            max_bonds: MAX_ATOMS * 4,
        };
        let graph = smiles::parse_with_limits(text, &limits).map_err(|error| match error {
            smiles::SmilesError::ResourceLimit { .. } => {
                StructureError::TooLarge { smiles: shown(text), detail: error.to_string() }
            }
            _ => StructureError::Syntax { smiles: shown(text), detail: error.to_string() },
        })?;
        let refused = |error: smiles::RdkitSmilesError| StructureError::Chemistry {
            smiles: shown(text),
            detail: error.to_string(),
        };
        let canonical = smiles::rdkit_canonical_smiles(&graph).map_err(refused)?;
        if canonical.is_empty() {
            return Err(StructureError::Empty);
        }
        // Everything is derived from the canonical form, so that it cannot depend on how the structure was written.
        let graph = smiles::parse_with_limits(&canonical, &limits)
            .map_err(|_| StructureError::Internal { smiles: shown(text) })?;
        Ok(Self {
            written: text.to_owned(),
            canonical,
            formula: chem::calc_mol_formula(&graph),
            weight: chem::rdkit_molecular_weight(&graph),
            graph: Arc::new(graph),
        })
    }

    fn guarded<R: Send>(
        &self,
        work: impl FnOnce(&chematic::core::Molecule) -> Result<R, StructureError> + Send,
    ) -> Result<R, StructureError> {
        let graph = &*self.graph;
        guard::run(graph.atom_count(), &self.written, move || work(graph))
    }

    fn refused(&self, detail: impl std::fmt::Display) -> StructureError {
        StructureError::Chemistry { smiles: shown(&self.written), detail: detail.to_string() }
    }

    /// The SMILES it was read from, without blanks around it.
    #[must_use]
    pub fn written_smiles(&self) -> &str {
        &self.written
    }

    /// The canonical SMILES, as RDKit writes it: one text for every way of writing the structure.
    #[must_use]
    pub fn canonical_smiles(&self) -> &str {
        &self.canonical
    }

    /// The molecular formula in Hill order, with a net charge at its end, for example `C15H16O2` or `C2H3O2-`.
    #[must_use]
    pub fn formula(&self) -> &str {
        &self.formula
    }

    /// Average molecular weight in g/mol.
    #[must_use]
    pub fn molecular_weight(&self) -> f64 {
        self.weight
    }

    /// Number of atoms other than hydrogens (hydrogens count only where nothing else holds them, as in `[H][H]`).
    #[must_use]
    pub fn atom_count(&self) -> usize {
        self.graph.atom_count()
    }

    /// The symbols of its elements, hydrogen left out, sorted, each once; `*` for a dummy atom.
    #[must_use]
    pub fn elements(&self) -> Vec<&'static str> {
        let symbol = |atom: &chematic::core::Atom| if atom.wildcard { "*" } else { atom.element.symbol() };
        let symbols = self.graph.atoms().map(|(_, atom)| symbol(atom)).filter(|symbol| *symbol != "H");
        symbols.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    /// The canonical SMILES of its largest part (by heavy atoms, ties by weight); itself if it has one part.
    ///
    /// # Errors
    /// [`StructureError`] if a part cannot stand alone.
    pub fn largest_part(&self) -> Result<Self, StructureError> {
        if !self.canonical.contains('.') {
            return Ok(self.clone());
        }
        let parts: Vec<Self> = self.canonical.split('.').map(Self::parse_smiles).collect::<Result<_, _>>()?;
        let larger = |a: &Self, b: &Self| {
            a.atom_count().cmp(&b.atom_count()).then(a.weight.total_cmp(&b.weight)).then(b.canonical.cmp(&a.canonical))
        };
        parts.into_iter().max_by(larger).ok_or(StructureError::Empty)
    }

    /// Two-dimensional descriptors, in the order of [`crate::DESCRIPTOR_NAMES`]; every value is finite.
    ///
    /// # Errors
    /// [`StructureError::Internal`] if the structure code fails.
    pub fn descriptors(&self) -> Result<[f32; DESCRIPTOR_COUNT], StructureError> {
        self.guarded(|graph| Ok(descriptors::of(graph)))
    }

    /// ECFP4 folded to 2048 bits.
    ///
    /// # Errors
    /// [`StructureError::Chemistry`] where aromaticity cannot be settled (rare coordination compounds).
    pub fn fingerprint(&self) -> Result<Fingerprint, StructureError> {
        self.guarded(|graph| {
            let bits = fp::rdkit_morgan_ecfp4_bitvec(graph).map_err(|error| self.refused(error))?;
            let bytes: [u8; FINGERPRINT_BYTES] = bits.to_le_bytes();
            Ok(Fingerprint::from_bytes(&bytes))
        })
    }

    /// Canonical SMILES of the Bemis–Murcko scaffold (rings and the chains between them); empty without rings.
    ///
    /// # Errors
    /// [`StructureError::Chemistry`] where the scaffold is not supported.
    pub fn murcko_scaffold(&self) -> Result<String, StructureError> {
        self.guarded(|graph| smiles::rdkit_murcko_scaffold(graph).map_err(|error| self.refused(error)))
    }

    /// Standard InChI and InChIKey, made by the InChI library from a drawing of the structure.
    ///
    /// # Errors
    /// [`StructureError::Inchi`] where the structure cannot be drawn faithfully or InChI refuses it.
    pub fn inchi(&self) -> Result<InchiIdentity, StructureError> {
        self.guarded(|graph| {
            let failed = |detail: String| StructureError::Inchi { smiles: shown(&self.written), detail };
            let block = smiles::rdkit_mol_block_2d(graph).map_err(|error| failed(error.to_string()))?;
            let inchi = inchi::from_molfile(&block, ()).map_err(|error| failed(error.to_string()))?.into_inchi();
            let key = inchi::inchikey(&inchi).map_err(|error| failed(error.to_string()))?;
            let key = key.parse::<InchiKey>().map_err(|error| failed(error.to_string()))?;
            Ok(InchiIdentity { inchi, key })
        })
    }

    /// The first block of the InChIKey: the skeleton without stereo, isotopes and protonation.
    ///
    /// Where the structure's stereo cannot be drawn, the key is made from the structure without it, which is the same.
    ///
    /// # Errors
    /// [`StructureError::Inchi`] where InChI refuses the structure.
    pub fn connectivity_key(&self) -> Result<String, StructureError> {
        match self.inchi() {
            Ok(identity) => Ok(identity.key.connectivity().to_owned()),
            Err(_) => {
                let flat: String = self.canonical.chars().filter(|c| !matches!(c, '/' | '\\' | '@')).collect();
                Ok(Self::parse_smiles(&flat)?.inchi()?.key.connectivity().to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! Two-dimensional descriptors: numbers that describe a whole molecule.
//!
//! Sources: Crippen contributions (Wildman and Crippen 1999), TPSA (Ertl 2000), Labute surface and its bins by
//! contribution ("VSA", Labute 2000), connectivity and shape indices (Kier and Hall), Bertz and Balaban indices,
//! E-state (Kier and Hall), QED (Bickerton 2012).

use chematic::{chem, core};

type Scalar = fn(&core::Molecule) -> f64;

/// Number of descriptors.
pub const DESCRIPTOR_COUNT: usize = SCALARS.len() + BINNED.len();

/// Names of the descriptors in the order of [`crate::Molecule::descriptors`].
pub const DESCRIPTOR_NAMES: [&str; DESCRIPTOR_COUNT] = names();

const fn names() -> [&'static str; DESCRIPTOR_COUNT] {
    let mut names = [""; DESCRIPTOR_COUNT];
    let mut index = 0;
    while index < SCALARS.len() {
        names[index] = SCALARS[index].0;
        index += 1;
    }
    let mut bin = 0;
    while bin < BINNED.len() {
        names[index + bin] = BINNED[bin];
        bin += 1;
    }
    names
}

/// Values beyond this are cut: a few indices grow without bound for large molecules.
const LIMIT: f64 = 1e6;

/// The descriptors of a molecule; what is not defined for it (no atoms of a kind, one atom) is 0.
pub(crate) fn of(graph: &core::Molecule) -> [f32; DESCRIPTOR_COUNT] {
    let bins = [chem::slogp_vsa(graph), chem::smr_vsa(graph), chem::peoe_vsa(graph), chem::estate_vsa(graph)];
    let all = SCALARS.iter().map(|(_, scalar)| scalar(graph)).chain(bins.into_iter().flatten());
    let mut values = [0.0; DESCRIPTOR_COUNT];
    for (slot, value) in values.iter_mut().zip(all) {
        *slot = if value.is_finite() { value.clamp(-LIMIT, LIMIT) as f32 } else { 0.0 };
    }
    values
}

fn atoms_where(graph: &core::Molecule, holds: impl Fn(&core::Atom) -> bool) -> f64 {
    graph.atoms().filter(|(_, atom)| holds(atom)).count() as f64
}

/// Elements that are not metals, by atomic number: H, He, B, C, N, O, F, Ne, Si, P, S, Cl, Ar, As, Se, Br, Kr, Te, I, Xe.
const NON_METALS: [u8; 20] = [1, 2, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 33, 34, 35, 36, 52, 53, 54];

fn metals(graph: &core::Molecule) -> f64 {
    atoms_where(graph, |atom| !atom.wildcard && !NON_METALS.contains(&atom.element.atomic_number()))
}

/// Number of separate parts (salts and mixtures have more than one).
fn fragments(graph: &core::Molecule) -> f64 {
    let mut seen = vec![false; graph.atom_count()];
    let mut parts = 0.0;
    for (start, _) in graph.atoms() {
        let mut open = vec![start];
        if std::mem::replace(&mut seen[start.0 as usize], true) {
            continue;
        }
        parts += 1.0;
        while let Some(atom) = open.pop() {
            for (neighbour, _) in graph.neighbors(atom) {
                if !std::mem::replace(&mut seen[neighbour.0 as usize], true) {
                    open.push(neighbour);
                }
            }
        }
    }
    parts
}

const SCALARS: &[(&str, Scalar)] = &[
    ("molecular_weight", chem::rdkit_molecular_weight),
    ("heavy_atoms", |m| chem::heavy_atom_count(m) as f64),
    ("log_p_crippen", chem::logp_crippen),
    ("molar_refractivity", chem::molar_refractivity),
    ("tpsa", chem::rdkit_tpsa),
    ("hydrogen_bond_donors", |m| chem::hbd_count(m) as f64),
    ("hydrogen_bond_acceptors", |m| chem::rdkit_hba_count(m) as f64),
    ("rotatable_bonds", |m| chem::rotatable_bond_count(m) as f64),
    ("fraction_sp3", chem::fsp3),
    ("rings", |m| chem::rdkit_num_rings(m) as f64),
    ("aromatic_rings", |m| chem::rdkit_aromatic_ring_count(m) as f64),
    ("aliphatic_rings", |m| chem::num_aliphatic_rings(m) as f64),
    ("saturated_rings", |m| chem::num_saturated_rings(m) as f64),
    ("aromatic_heterocycles", |m| chem::num_aromatic_heterocycles(m) as f64),
    ("aliphatic_heterocycles", |m| chem::num_aliphatic_heterocycles(m) as f64),
    ("ring_systems", |m| chem::ring_system_count(m) as f64),
    ("spiro_atoms", |m| chem::num_spiro_atoms(m) as f64),
    ("bridgehead_atoms", |m| chem::num_bridgehead_atoms(m) as f64),
    ("stereocentres", |m| chem::num_stereocenters(m) as f64),
    ("formal_charge", |m| f64::from(chem::formal_charge_sum(m))),
    ("positive_atoms", |m| atoms_where(m, |atom| atom.charge > 0)),
    ("negative_atoms", |m| atoms_where(m, |atom| atom.charge < 0)),
    ("valence_electrons", |m| f64::from(chem::num_valence_electrons(m))),
    ("carbons", |m| chem::num_carbons(m) as f64),
    ("hydrogens", |m| chem::num_hydrogens(m) as f64),
    ("nitrogens", |m| chem::num_nitrogens(m) as f64),
    ("oxygens", |m| chem::num_oxygens(m) as f64),
    ("fluorines", |m| chem::num_fluorines(m) as f64),
    ("chlorines", |m| chem::num_chlorines(m) as f64),
    ("bromines", |m| chem::num_bromines(m) as f64),
    ("iodines", |m| chem::num_iodines(m) as f64),
    ("sulfurs", |m| chem::num_sulfurs(m) as f64),
    ("phosphorus", |m| chem::num_phosphorus(m) as f64),
    ("heteroatoms", |m| chem::num_heteroatoms(m) as f64),
    ("metals", metals),
    ("fragments", fragments),
    ("amide_bonds", |m| chem::num_amide_bonds(m) as f64),
    ("ester_bonds", |m| chem::num_ester_bonds(m) as f64),
    ("labute_surface", chem::labute_asa),
    ("chi0", chem::chi0),
    ("chi1", chem::chi1),
    ("chi2", chem::chi2),
    ("chi3", chem::chi3),
    ("chi0_valence", chem::chi0v),
    ("chi1_valence", chem::chi1v),
    ("chi2_valence", chem::chi2v),
    ("chi3_valence", chem::chi3v),
    ("kappa1", chem::kappa1),
    ("kappa2", chem::kappa2),
    ("kappa3", chem::kappa3),
    ("hall_kier_alpha", chem::hall_kier_alpha),
    ("bertz_complexity", chem::bertz_ct),
    ("balaban_j", chem::balaban_j),
    ("estate_max", chem::max_estate),
    ("estate_min", chem::min_estate),
    ("druglikeness_qed", chem::qed),
];

/// Labute surface binned by contribution to log P, to molar refractivity, by partial charge and by E-state.
const BINNED: &[&str] = &[
    "slogp_vsa1",
    "slogp_vsa2",
    "slogp_vsa3",
    "slogp_vsa4",
    "slogp_vsa5",
    "slogp_vsa6",
    "slogp_vsa7",
    "slogp_vsa8",
    "slogp_vsa9",
    "slogp_vsa10",
    "slogp_vsa11",
    "slogp_vsa12",
    "smr_vsa1",
    "smr_vsa2",
    "smr_vsa3",
    "smr_vsa4",
    "smr_vsa5",
    "smr_vsa6",
    "smr_vsa7",
    "smr_vsa8",
    "smr_vsa9",
    "smr_vsa10",
    "peoe_vsa1",
    "peoe_vsa2",
    "peoe_vsa3",
    "peoe_vsa4",
    "peoe_vsa5",
    "peoe_vsa6",
    "peoe_vsa7",
    "peoe_vsa8",
    "peoe_vsa9",
    "peoe_vsa10",
    "peoe_vsa11",
    "peoe_vsa12",
    "peoe_vsa13",
    "peoe_vsa14",
    "estate_vsa1",
    "estate_vsa2",
    "estate_vsa3",
    "estate_vsa4",
    "estate_vsa5",
    "estate_vsa6",
    "estate_vsa7",
    "estate_vsa8",
    "estate_vsa9",
    "estate_vsa10",
    "estate_vsa11",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::Molecule;

    fn value(smiles: &str, name: &str) -> f32 {
        let index = DESCRIPTOR_NAMES.iter().position(|known| *known == name).unwrap();
        Molecule::parse_smiles(smiles).unwrap().descriptors().unwrap()[index]
    }

    #[track_caller]
    fn check(smiles: &str, name: &str, expected: f32) {
        let got = value(smiles, name);
        assert!((got - expected).abs() < 0.006, "{name} of {smiles}: {got} is not {expected}");
    }

    /// Reference values from RDKit's documentation and the definitions themselves.
    #[test]
    fn known_values() {
        check("CC(=O)Oc1ccccc1C(=O)O", "molecular_weight", 180.159);
        check("CC(=O)Oc1ccccc1C(=O)O", "tpsa", 63.60);
        check("CC(=O)Oc1ccccc1C(=O)O", "log_p_crippen", 1.3101);
        check("CC(=O)Oc1ccccc1C(=O)O", "hydrogen_bond_donors", 1.0);
        check("c1ccc2ccccc2c1", "aromatic_rings", 2.0);
        check("CCCC", "fraction_sp3", 1.0);
        check("[Na+].[Cl-]", "fragments", 2.0);
        check("[Na+].[Cl-]", "metals", 1.0);
        check("[Na+].[Cl-]", "negative_atoms", 1.0);
        check("[Pb]", "metals", 1.0);
    }

    #[test]
    fn names_are_unique_and_every_bin_is_filled() {
        let unique: std::collections::HashSet<_> = DESCRIPTOR_NAMES.iter().collect();
        assert_eq!(unique.len(), DESCRIPTOR_COUNT);
        let graph = chematic::smiles::parse("CCO").unwrap();
        let bins = [chem::slogp_vsa(&graph), chem::smr_vsa(&graph), chem::peoe_vsa(&graph), chem::estate_vsa(&graph)];
        assert_eq!(bins.iter().map(Vec::len).sum::<usize>(), BINNED.len());
    }

    #[test]
    fn they_do_not_depend_on_how_the_structure_is_written() {
        for (one, other) in [
            ("Oc1ccccc1", "C1=CC=CC=C1O"),
            ("[H]C([H])([H])[H]", "C"),
            ("C[N+](=O)[O-]", "CN(=O)=O"),
            ("c1cc[nH]c1", "C1=CNC=C1"),
            ("OC(=O)[C@@H]1CCCN1", "N1CCC[C@H]1C(=O)O"),
        ] {
            let of = |smiles| Molecule::parse_smiles(smiles).unwrap().descriptors().unwrap();
            assert_eq!(of(one), of(other), "{one} and {other}");
        }
    }

    #[test]
    fn odd_structures_have_finite_values() {
        for smiles in ["[H][H]", "[He]", "[Na+]", "*", "*CC*", "[Hg]", "O", "[O-2].[Pb+2]", "F[P-](F)(F)(F)(F)F"] {
            let values = Molecule::parse_smiles(smiles).unwrap().descriptors().unwrap();
            assert!(values.iter().all(|value| value.is_finite()), "{smiles}");
        }
    }
}

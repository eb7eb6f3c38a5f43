use super::*;

#[track_caller]
fn read(smiles: &str) -> Molecule {
    Molecule::parse_smiles(smiles).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn formula_weight_and_canonical_form() {
    for (smiles, formula, weight, canonical) in [
        ("CCO", "C2H6O", 46.069, "CCO"),
        ("  C1=CC=CC=C1 ", "C6H6", 78.114, "c1ccccc1"),
        ("[Na+].CC([O-])=O", "C2H3NaO2", 82.034, "CC(=O)[O-].[Na+]"),
        ("CC([O-])=O", "C2H3O2-", 59.044, "CC(=O)[O-]"),
        ("[H]O[H]", "H2O", 18.015, "O"),
        (
            "OC(=O)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)F",
            "C8HF15O2",
            414.064,
            "O=C(O)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)F",
        ),
    ] {
        let molecule = read(smiles);
        assert_eq!(molecule.formula(), formula, "{smiles}");
        assert!((molecule.molecular_weight() - weight).abs() < 0.002, "{smiles}: {}", molecule.molecular_weight());
        assert_eq!(molecule.canonical_smiles(), canonical, "{smiles}");
    }
}

#[test]
fn what_is_no_structure_is_refused() {
    let long = "C".repeat(MAX_SMILES_BYTES + 1);
    let large = "C".repeat(MAX_ATOMS + 1);
    assert!(matches!(Molecule::parse_smiles("  "), Err(StructureError::Empty)));
    assert!(matches!(Molecule::parse_smiles(&long), Err(StructureError::TooLarge { .. })));
    assert!(matches!(Molecule::parse_smiles(&large), Err(StructureError::TooLarge { .. })));
    for smiles in ["C(", "C1CC", "Xx", "[Zz]", "benzene", "C)", "50-00-0", "é", "C[C@", "c1cccc1c("] {
        assert!(matches!(Molecule::parse_smiles(smiles), Err(StructureError::Syntax { .. })), "{smiles}");
    }
    for smiles in ["C(C)(C)(C)(C)C", "c1cccc1", "FC(F)(F)(F)F"] {
        assert!(matches!(Molecule::parse_smiles(smiles), Err(StructureError::Chemistry { .. })), "{smiles}");
    }
}

#[test]
fn the_largest_structures_do_not_overflow_the_stack() {
    let chain = "C".repeat(MAX_ATOMS);
    let nested = format!("C{}{}", "(C".repeat(900), ")".repeat(900));
    let rings = "C1CC1".repeat(600);
    for smiles in [chain.as_str(), nested.as_str(), rings.as_str()] {
        match Molecule::parse_smiles(smiles) {
            Ok(molecule) => {
                assert!(molecule.fingerprint().unwrap().count_ones() > 0);
                assert!(molecule.murcko_scaffold().is_ok());
                assert!(molecule.descriptors().is_ok());
            }
            Err(error) => assert!(!matches!(error, StructureError::Internal { .. }), "{error}"),
        }
    }
    assert!(Molecule::parse_smiles(&chain).is_ok());
}

#[test]
fn scaffolds() {
    for (smiles, scaffold) in [
        ("CC(C)(c1ccc(O)cc1)c1ccc(O)cc1", "c1ccc(Cc2ccccc2)cc1"),
        ("CCCCCC", ""),
        ("CC1CCCC(=O)C1", "O=C1CCCCC1"),
        ("[Na+].[Cl-]", ""),
    ] {
        assert_eq!(read(smiles).murcko_scaffold().unwrap(), scaffold, "{smiles}");
    }
}

#[test]
fn inchikeys_of_known_substances() {
    for (smiles, key) in [
        ("C=O", "WSFSSNUMVMOOMR-UHFFFAOYSA-N"),
        ("CCO", "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"),
        ("O", "XLYOFNOQVPJJNP-UHFFFAOYSA-N"),
        ("c1ccccc1", "UHOVQNZJYSORNB-UHFFFAOYSA-N"),
        ("CC(C)(c1ccc(O)cc1)c1ccc(O)cc1", "IISBACLAFKSPIT-UHFFFAOYSA-N"),
        ("CC(=O)Oc1ccccc1C(=O)O", "BSYNRYMUTXBXSQ-UHFFFAOYSA-N"),
        ("C[C@H](N)C(=O)O", "QNAYBMKLOCPYGJ-REOHCLBHSA-N"),
        ("C[C@@H](N)C(=O)O", "QNAYBMKLOCPYGJ-UWTATZPHSA-N"),
        ("C/C=C/C", "IAQRGUVFOMOMEM-ONEGZZNKSA-N"),
        ("C/C=C\\C", "IAQRGUVFOMOMEM-ARJAWSKDSA-N"),
        ("[Na+].[Cl-]", "FAPWRFPIFSIZLT-UHFFFAOYSA-M"),
        ("[Hg]", "QSHDDOUJBYECFT-UHFFFAOYSA-N"),
    ] {
        let identity = read(smiles).inchi().unwrap();
        assert_eq!(identity.key.as_str(), key, "{smiles} gives {}", identity.inchi);
        assert_eq!(read(smiles).connectivity_key().unwrap(), key[..14]);
    }
    assert!(read("C=O").inchi().unwrap().inchi.starts_with("InChI=1S/CH2O/"));
}

#[test]
fn molecules_are_equal_by_structure_and_cross_threads() {
    fn sendable<T: Send + Sync>() {}
    sendable::<Molecule>();
    assert_eq!(read("OCC"), read("CCO"));
    assert_ne!(read("OCC"), read("COC"));
    assert_eq!(read(" OCC ").written_smiles(), "OCC");
}

#[test]
fn elements_and_parts() {
    assert_eq!(read("OC(=O)C(F)(F)F").elements(), ["C", "F", "O"]);
    assert_eq!(read("[H][H]").elements(), Vec::<&str>::new());
    assert_eq!(read("[Na+].CC([O-])=O").elements(), ["C", "Na", "O"]);
    assert_eq!(read("[Na+].CC([O-])=O").largest_part().unwrap().canonical_smiles(), "CC(=O)[O-]");
    assert_eq!(read("CCO").largest_part().unwrap(), read("CCO"));
}

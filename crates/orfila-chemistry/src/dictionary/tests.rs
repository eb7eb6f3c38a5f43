use std::collections::HashSet;
use std::path::PathBuf;

use super::*;
use crate::structure::Molecule;

#[test]
fn the_shipped_dictionary_is_sound() {
    let dictionary = SubstanceDictionary::parse(SHIPPED).unwrap();
    assert!(dictionary.entries().len() >= 120);
    for entry in dictionary.entries() {
        if let Some(smiles) = &entry.smiles {
            let molecule = Molecule::parse_smiles(smiles).unwrap_or_else(|error| panic!("{}: {error}", entry.name));
            molecule.inchi().unwrap_or_else(|error| panic!("{}: {error}", entry.name));
        }
        assert_eq!(dictionary.by_casrn(&entry.casrn), Some(entry));
    }
    let without: Vec<_> = dictionary.entries().iter().filter(|entry| entry.smiles.is_none()).collect();
    assert_eq!(without.len(), 1, "only xylene, a mixture of isomers, has no structure");
}

/// InChIKeys that are in print for these CASRNs, among them those whose stereo is easily written wrong.
#[test]
fn structures_have_their_published_inchikeys() {
    for (casrn, key) in [
        ("335-67-1", "SNGREZUHAYWORS-UHFFFAOYSA-N"),
        ("1763-23-1", "YFSUTJLHUFNCNZ-UHFFFAOYSA-N"),
        ("1746-01-6", "HGUFODBRKLSHSI-UHFFFAOYSA-N"),
        ("58-89-9", "JLYXXMFPNIAWKQ-GNIYUCBRSA-N"),
        ("51481-10-8", "LINOMUASTDIRTM-QGRHZQQGSA-N"),
        ("21259-20-1", "BXFOFFBJRFZBQZ-QYWOHJEZSA-N"),
        ("1162-65-8", "OQIQSTLJSLGHID-WNWIJWBNSA-N"),
        ("5989-27-5", "XMGQYMWWDOXHJM-JTQLQIEISA-N"),
        ("50-28-2", "VOXZDWNPVJITMN-ZBRFXRBCSA-N"),
        ("54-11-5", "SNICXCGAKADSCV-JTQLQIEISA-N"),
    ] {
        let entry = SubstanceDictionary::shipped().by_casrn(&casrn.parse().unwrap()).unwrap();
        let identity = Molecule::parse_smiles(entry.smiles.as_deref().unwrap()).unwrap().inchi().unwrap();
        assert_eq!(identity.key.as_str(), key, "{}", entry.name);
    }
}

#[test]
fn no_two_substances_share_a_structure() {
    let mut seen = HashSet::new();
    for entry in SubstanceDictionary::shipped().entries() {
        if let Some(smiles) = &entry.smiles {
            let canonical = Molecule::parse_smiles(smiles).unwrap().canonical_smiles().to_owned();
            assert!(seen.insert(canonical), "{}", entry.name);
        }
    }
}

#[test]
fn lookups_fold_names() {
    let dictionary = SubstanceDictionary::shipped();
    for name in ["bpa", "BISPHENOL  A", "4,4'-Isopropylidenediphenol", "2,2‑bis(4‑hydroxyphenyl)propane"] {
        assert_eq!(dictionary.by_name(name).map(|entry| entry.casrn.as_str()), Some("80-05-7"), "{name}");
    }
    assert_eq!(dictionary.by_casrn(&"7439-92-1".parse().unwrap()).unwrap().name, "Lead");
    for name in ["", "bisphenol", "lead compounds", "phenol A"] {
        assert!(dictionary.by_name(name).is_none(), "{name}");
    }
    assert!(dictionary.by_casrn(&"64742-47-8".parse().unwrap()).is_none());
}

#[test]
fn wrong_lines_are_refused() {
    let read = |line: &str| SubstanceDictionary::parse(&format!("{HEADER}\n{line}\n")).map(|_| ()).unwrap_err();
    assert_eq!(SubstanceDictionary::parse("").map(|_| ()).unwrap_err(), DictionaryError::Header);
    assert_eq!(read("Water\t\t7732-18-5"), DictionaryError::Fields { line: 2, found: 3 });
    assert!(matches!(read("Water\t\t7732-18-6\t\tO"), DictionaryError::Identifier { line: 2, .. }));
    assert!(matches!(read("Water\t\t7732-18-5\t231-791-3\tO"), DictionaryError::Identifier { line: 2, .. }));
    assert!(matches!(read("Water\twater\t7732-18-5\t\tO"), DictionaryError::Repeated { line: 2, .. }));
    assert!(matches!(read("A\t\t7732-18-5\t\tO\nB\t\t7732-18-5\t\tO"), DictionaryError::Repeated { line: 3, .. }));
}

/// A table beside the repository, one substance a line; `None` (with a message) where it is not there.
fn shared(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/tables").join(name);
    let text = std::fs::read(&path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if text.is_none() {
        eprintln!("skipped: {name} is not beside the repository");
    }
    text
}

/// CASRN, SMILES and InChIKey of a public table of identifiers agree with the dictionary.
#[test]
fn structures_agree_with_a_public_table() {
    let Some(text) = shared("calebbell/chemicals/Identifiers/chemical identifiers pubchem small.tsv") else { return };
    let (mut compared, mut differing) = (0, Vec::new());
    for fields in text.lines().map(|line| line.split('\t').collect::<Vec<_>>()) {
        let (Some(casrn), Some(key)) = (fields.get(1), fields.get(6)) else { continue };
        let Ok(casrn) = casrn.parse::<Casrn>() else { continue };
        let Some(entry) = SubstanceDictionary::shipped().by_casrn(&casrn) else { continue };
        let Some(smiles) = &entry.smiles else { continue };
        let own = Molecule::parse_smiles(smiles).unwrap().inchi().unwrap().key;
        compared += 1;
        if own.as_str() != *key {
            differing.push(format!("{} {casrn}: {own} against {key}", entry.name));
        }
    }
    eprintln!("compared {compared} structures");
    assert!(compared >= 80, "{compared}");
    assert!(differing.is_empty(), "{differing:#?}");
}

//! Dependencies between crates point one way only: see ARCHITECTURE.md, "Crates".

use std::collections::BTreeMap;
use std::process::Command;

use orfila_tests::repository;
use serde_json::Value;

/// Each crate and those of ours it may depend on.
const ALLOWED: &[(&str, &[&str])] = &[
    ("orfila-records", &[]),
    ("orfila-corpora", &[]),
    ("orfila-chemistry", &["orfila-records"]),
    ("orfila-documents", &["orfila-records"]),
    ("orfila-kernels", &[]),
    ("orfila-language", &["orfila-kernels"]),
    ("orfila-extraction", &["orfila-records", "orfila-corpora", "orfila-chemistry", "orfila-language"]),
    ("orfila-store", &["orfila-records"]),
    ("orfila-search", &["orfila-records", "orfila-chemistry"]),
    ("orfila-graph", &["orfila-records", "orfila-chemistry"]),
    ("orfila-hazard", &["orfila-records", "orfila-chemistry", "orfila-graph", "orfila-language"]),
    (
        "orfila-server",
        &[
            "orfila-records",
            "orfila-chemistry",
            "orfila-documents",
            "orfila-store",
            "orfila-search",
            "orfila-graph",
            "orfila-hazard",
        ],
    ),
    (
        "orfila",
        &[
            "orfila-records",
            "orfila-corpora",
            "orfila-chemistry",
            "orfila-documents",
            "orfila-language",
            "orfila-extraction",
            "orfila-store",
            "orfila-search",
            "orfila-graph",
            "orfila-hazard",
            "orfila-server",
        ],
    ),
    ("xtask", &["orfila-records", "orfila-corpora", "orfila-documents", "orfila-language", "orfila-extraction"]),
    ("orfila-tests", &[]),
];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(repository())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

#[test]
fn dependencies_point_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    assert_eq!(
        packages.len(),
        ALLOWED.len(),
        "a crate is missing from the table of allowed dependencies, or was removed"
    );
    for package in packages {
        let name = package["name"].as_str().expect("name");
        let may =
            allowed.get(name).unwrap_or_else(|| panic!("{name} is missing from the table of allowed dependencies"));
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let on = dependency["name"].as_str().expect("name");
            let is_ours = allowed.contains_key(on);
            let for_tests_only = dependency["kind"] == "dev";
            assert!(!is_ours || for_tests_only || may.contains(&on), "{name} must not depend on {on}");
        }
    }
}

#[test]
fn crates_stand_in_folders_of_their_name() {
    for package in metadata()["packages"].as_array().expect("packages") {
        let (name, path) = (package["name"].as_str().expect("name"), package["manifest_path"].as_str().expect("path"));
        let folder = std::path::Path::new(path).parent().and_then(|folder| folder.file_name()).expect("folder");
        assert!(folder == name || name == "orfila-tests", "{name} stands in {path}");
        assert_eq!(package["license"], "Apache-2.0", "{name} has no licence");
    }
}

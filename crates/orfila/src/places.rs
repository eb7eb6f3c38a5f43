//! Where the shipped folders are: `models/` and `corpora/`.

use std::path::PathBuf;

/// The shipped folder `name`: under the current folder, beside the program, or at the root of the source tree the
/// program was built in. `ORFILA_HOME` names another place.
pub(crate) fn shipped(name: &str) -> Option<PathBuf> {
    let mut roots: Vec<PathBuf> = std::env::var_os("ORFILA_HOME").map(PathBuf::from).into_iter().collect();
    roots.push(PathBuf::from("."));
    if let Ok(program) = std::env::current_exe() {
        roots.extend(program.ancestors().skip(1).take(4).map(PathBuf::from));
    }
    roots.into_iter().map(|root| root.join(name)).find(|folder| folder.is_dir())
}

//! The Python environment of the other programs. It is made by hand, because torch should be the wheel for processors alone,
//! which not every registry offers; what is missing is said.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::bench::peers::output;

/// Where the scripts lie, below the root of the source tree.
const FOLDER: &str = "crates/xtask/benches/extraction/peers";
/// The packages whose versions are told.
const PACKAGES: [&str; 6] = ["onnxruntime", "onnx", "torch", "numpy", "scikit-learn", "safetensors"];

/// An environment and the scripts.
pub(crate) struct Python {
    scripts: PathBuf,
    interpreter: PathBuf,
}

impl Python {
    /// The environment in the folder `venv`, or the system's.
    pub(crate) fn new(root: &Path, venv: Option<&Path>) -> Self {
        let interpreter = venv.map_or_else(|| PathBuf::from("python3"), |venv| venv.join("bin/python"));
        Self { scripts: root.join(FOLDER), interpreter }
    }

    /// The interpreter alone, for a script that needs no packages.
    pub(crate) fn plain(&self) -> Command {
        let mut command = Command::new(&self.interpreter);
        // Compiled scripts would lie about in the source tree.
        command.arg("-B");
        command
    }

    /// A script's command, once the packages that it imports are found.
    ///
    /// # Errors
    /// The packages that are missing, and how to get them.
    pub(crate) fn script(&self, name: &str, imports: &[&str]) -> Result<Command> {
        const FIND: &str =
            "import importlib.util as u, sys\nprint(*[n for n in sys.argv[1:] if u.find_spec(n) is None])";
        let missing = output(self.plain().args(["-c", FIND]).args(imports))
            .with_context(|| format!("{} cannot be used", self.interpreter.display()))?;
        let missing = missing.trim();
        anyhow::ensure!(
            missing.is_empty(),
            "missing in the Python environment: {missing}; make one (`python3 -m venv DIR`, `DIR/bin/pip install -r \
             {FOLDER}/requirements.txt`; torch: the wheel for processors alone) and name it with --venv DIR"
        );
        let mut command = self.plain();
        command.arg(self.scripts.join(name));
        Ok(command)
    }

    /// The versions of the packages that are there.
    pub(crate) fn versions(&self) -> String {
        const TELL: &str = "import importlib.metadata as m, sys\nfor n in sys.argv[1:]:\n try: print(n, m.version(n))\n \
            except m.PackageNotFoundError: print('no', n)";
        let told = output(self.plain().args(["-c", TELL]).args(PACKAGES)).unwrap_or_else(|_| "no Python".to_owned());
        told.lines().collect::<Vec<_>>().join(", ")
    }
}

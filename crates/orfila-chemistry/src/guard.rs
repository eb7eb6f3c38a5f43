//! Runs structure code where neither a deep recursion nor a panic in it can take the process down.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::structure::StructureError;

/// Atoms above which work is moved to a thread with a big stack: recursion in the SMILES writer is one frame an atom.
const BIG: usize = 150;
/// 256 MiB of address space holds the frames of the largest molecule that is let in, with a wide margin.
const STACK_BYTES: usize = 256 << 20;

/// Runs `work` on a molecule of `atoms` atoms (or characters, before it is parsed).
///
/// # Errors
/// [`StructureError::Internal`] if the work panicked or no thread could be started.
pub(crate) fn run<R: Send>(
    atoms: usize,
    smiles: &str,
    work: impl FnOnce() -> Result<R, StructureError> + Send,
) -> Result<R, StructureError> {
    let failed = || StructureError::Internal { smiles: crate::structure::shown(smiles) };
    if atoms <= BIG {
        return catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(failed()));
    }
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work)
            .map_err(|_| failed())?
            .join()
            .unwrap_or_else(|_| Err(failed()))
    })
}

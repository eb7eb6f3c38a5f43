//! What this machine could do at most.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::bench::peers::output;

/// Floating-point operations a second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Peaks {
    /// The fastest product of our kernels on one thread, f32.
    pub(crate) f32: f64,
    /// The fastest product of our kernels on one thread, bf16.
    pub(crate) bf16: f64,
    /// 2048 bf16 operations in each cycle of a core at its clock in scalar code; none where the processor has no tiles.
    pub(crate) tiles: Option<f64>,
    /// Cycles a second.
    pub(crate) clock: f64,
}

/// bf16 operations that a core with tiles can begin in a cycle (16 × 16 × 32 multiplications and additions in 16 cycles:
/// Intel 64 and IA-32 Architectures Optimization Reference Manual, chapter on Intel AMX).
const TILE_OPERATIONS: f64 = 2048.0;

/// Measures them; the products by the example of `orfila-kernels`.
///
/// # Errors
/// The example could not be run.
pub(crate) fn measure(root: &Path) -> Result<Peaks> {
    let example = super::built(root, &["--example", "throughput"], "examples/throughput")?;
    let said = output(&mut Command::new(example)).context("the example `throughput`")?;
    let best = |precision: &str| {
        best(&said, precision).with_context(|| format!("`throughput` told of no {precision} product"))
    };
    let flags = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let clock = clock();
    let tiles = flags.contains(" amx_bf16").then_some(TILE_OPERATIONS * clock);
    let f32 = best("f32")?;
    // Without tiles the kernels make bf16 products in f32, and say so.
    Ok(Peaks { f32, bf16: best("bf16").unwrap_or(f32), tiles, clock })
}

/// The fastest line of a precision, in operations a second.
fn best(said: &str, precision: &str) -> Option<f64> {
    let rate = |line: &str| {
        let rest = line.strip_prefix(precision)?.strip_prefix(' ')?;
        rest.strip_suffix(" GFLOP/s")?.split_whitespace().last()?.parse::<f64>().ok()
    };
    said.lines().filter_map(rate).max_by(f64::total_cmp).map(|rate| rate * 1e9)
}

/// Cycles a second, by a chain of multiplications (3 cycles each on processors of the last ten years) and exclusive ors (1
/// cycle) that wait for each other; the fastest of some tries. In code with wide registers the clock may be lower.
fn clock() -> f64 {
    const STEPS: u32 = 20_000_000;
    let factor = black_box(0x9e37_79b9_7f4a_7c15_u64);
    let seconds = |_| {
        let start = Instant::now();
        let end = (0..STEPS).fold(black_box(1_u64), |value, _| value.wrapping_mul(factor) ^ factor);
        black_box(end);
        start.elapsed().as_secs_f64()
    };
    let least = (0..5).map(seconds).fold(f64::MAX, f64::min);
    4.0 * f64::from(STEPS) / least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_product_of_each_precision() {
        let said = "f32 packed 1x2x3      0.100 ms     90.5 GFLOP/s\nf32 left transposed 1x2x3  0.1 ms 80.0 GFLOP/s\n\
            bf16 packed 1x2x3      0.100 ms    900.0 GFLOP/s\ngelu 1024x1536   0.1 ms 9999.0 GFLOP/s\n";
        assert_eq!((best(said, "f32"), best(said, "bf16"), best(said, "f64")), (Some(90.5e9), Some(900e9), None));
    }
}

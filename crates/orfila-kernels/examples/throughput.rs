//! Floating-point operations a second of the products that an encoder makes, on one thread: what the model card calls
//! this machine's speed. `cargo run --release -p orfila-kernels --example throughput`

use std::time::Instant;

use orfila_kernels::{AttentionShape, Matrix, Packed, Precision, attend, gelu, layer_norm, matmul, matmul_packed};

fn report(name: &str, operations: f64, mut work: impl FnMut()) {
    work();
    let mut seconds: Vec<f64> = (0..15)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    #[allow(clippy::print_stdout)]
    {
        println!("{name:40} {:9.3} ms {:9.1} GFLOP/s", seconds[7] * 1e3, operations / seconds[7] / 1e9);
    }
}

fn main() {
    for precision in [Precision::F32, Precision::Bf16] {
        let name = precision.name();
        for (m, k, n) in [(1024, 384, 1152), (1024, 384, 1536), (1024, 1536, 384), (1536, 4096, 384)] {
            let (a, b) = (vec![0.5_f32; m * k], vec![0.25_f32; n * k]);
            let packed = Packed::new(Matrix::new(&b, n, k).transposed(), precision);
            let mut target = vec![0.0_f32; m * n];
            let operations = 2.0 * (m * k * n) as f64;
            report(&format!("{name} packed {m}x{k}x{n}"), operations, || {
                matmul_packed(Matrix::new(&a, m, k), &packed, &mut target, |_| ());
            });
            let b = Matrix::new(&b, k, n);
            report(&format!("{name} both packed anew {m}x{k}x{n}"), operations, || {
                matmul(Matrix::new(&a, m, k), b, &mut target, n, false, precision);
            });
            report(&format!("{name} left transposed {m}x{k}x{n}"), operations, || {
                matmul(Matrix::new(&a, k, m).transposed(), b, &mut target, n, false, precision);
            });
        }
        let lengths = [128; 8];
        let shape = AttentionShape { heads: 12, width: 32, lengths: &lengths };
        let (inputs, mut target) = (vec![0.1_f32; 8 * 128 * 1152], vec![0.0_f32; 8 * 128 * 384]);
        let operations = 8.0 * 12.0 * 4.0 * 128.0 * 128.0 * 32.0;
        report(&format!("{name} attention 8x128"), operations, || attend(&inputs, shape, precision, &mut target));
    }
    let mut values = vec![0.3_f32; 1024 * 1536];
    report("gelu 1024x1536", 1024.0 * 1536.0, || gelu(&mut values));
    let mut values = vec![0.3_f32; 1024 * 384];
    report("layer norm 1024x384", 1024.0 * 384.0, || layer_norm(&mut values, &[1.0; 384], &[0.1; 384], 1e-12));
}

//! What an encoder spends its time on, as functions over slices.
//!
//! [`matmul`] multiplies strided matrices of f32. Where the processor has bf16 tiles (Intel AMX) and [`Precision::Bf16`] is
//! asked for, both sides are rounded to bf16 and multiplied in tiles with sums in f32; elsewhere, and for
//! [`Precision::F32`], the `gemm` crate multiplies in f32. The elementwise functions are compiled for several instruction
//! sets and give the same result with each, because sums are always made over sixteen lanes.
//!
//! All of `unsafe` is in `tiles.rs` and `plain.rs`.

mod adam;
mod attention;
mod bf16;
mod dropout;
mod elementwise;
mod matmul;
mod norm;
mod plain;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod tiles;

pub use adam::{AdamStep, adam};
pub use attention::{AttentionShape, attend, attend_backward};
pub use dropout::drop_out;
pub use elementwise::{add_assign, column_sums, exp, gelu, gelu_backward, scale, softmax_rows};
pub use matmul::{Matrix, Packed, Precision, matmul, matmul_packed};
pub use norm::{layer_norm, layer_norm_backward};

//! Fused operations with a backward pass, as candle custom operations over the kernels of `orfila-kernels`.
//!
//! candle's own `LayerNorm`, `softmax_last_dim` and `Dropout` have no backward pass or do nothing; its `gelu_erf` costs as
//! much as the matrix products around it. Each operation here is made of one kernel forward and one or two backward.

mod add;
mod attention;
mod dropout;
mod gelu;
mod linear;
mod norm;

use candle_core::{CpuStorage, Layout, Result, Shape, Tensor};
use orfila_kernels::Precision;

use add::Add;
use attention::Attention;
use dropout::Dropout;
use gelu::Gelu;
use linear::Linear;
use norm::Norm;

/// `x Wᵀ + b`: `x` of shape (rows, in), `weight` (out, in), `bias` (out).
///
/// # Errors
/// [`candle_core::Error`] if the shapes do not fit.
pub fn linear(x: &Tensor, weight: &Tensor, bias: &Tensor, precision: Precision) -> Result<Tensor> {
    x.contiguous()?.apply_op3(&weight.contiguous()?, &bias.contiguous()?, Linear { precision })
}

/// `x Φ(x)`, elementwise.
///
/// # Errors
/// [`candle_core::Error`] if there is no memory.
pub fn gelu(x: &Tensor) -> Result<Tensor> {
    x.contiguous()?.apply_op1(Gelu)
}

/// Layer normalisation of each row of `x` (rows, width) with `weight` and `bias` of shape (width).
///
/// # Errors
/// [`candle_core::Error`] if the shapes do not fit.
pub fn layer_norm(x: &Tensor, weight: &Tensor, bias: &Tensor, epsilon: f32) -> Result<Tensor> {
    x.contiguous()?.apply_op3(&weight.contiguous()?, &bias.contiguous()?, Norm { epsilon })
}

/// Multi-head attention of consecutive sequences of `lengths` within themselves; `qkv` of shape (positions, 3 hidden), the
/// result (positions, hidden).
///
/// # Errors
/// [`candle_core::Error`] if the shapes do not fit.
pub fn attention(qkv: &Tensor, heads: usize, lengths: &[usize], precision: Precision) -> Result<Tensor> {
    qkv.contiguous()?.apply_op1(Attention { heads, lengths: lengths.to_vec(), precision })
}

/// Sets the part `rate` of the values to 0 and scales up the others; `seed` chooses them.
///
/// # Errors
/// [`candle_core::Error`] if `rate` is not in `0.0..1.0`.
pub fn drop_out(x: &Tensor, rate: f32, seed: u32) -> Result<Tensor> {
    if !(0.0..1.0).contains(&rate) {
        candle_core::bail!("a dropout of {rate} is not in 0..1");
    }
    if rate == 0.0 { Ok(x.clone()) } else { x.contiguous()?.apply_op1(Dropout { rate, seed }) }
}

/// `x + y` of the same shape. candle's own sum wakes a pool of threads that wait by spinning, which costs more than the sum
/// where every processor has work already.
///
/// # Errors
/// [`candle_core::Error`] if the shapes differ.
pub fn add(x: &Tensor, y: &Tensor) -> Result<Tensor> {
    x.contiguous()?.apply_op2(&y.contiguous()?, Add)
}

/// The sum of the squares of all values.
///
/// # Errors
/// [`candle_core::Error`] if it is no tensor of f32 on the CPU.
pub fn sum_of_squares(x: &Tensor) -> Result<f64> {
    with_values([&x.contiguous()?], |[values]| {
        let part = |values: &[f32]| f64::from(values.iter().map(|value| value * value).sum::<f32>());
        Ok(values.chunks(1024).map(part).sum())
    })
}

/// The values of a contiguous f32 tensor's storage.
pub(crate) fn values<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    let Some((start, end)) = layout.contiguous_offsets() else {
        candle_core::bail!("the values of a fused operation must be contiguous");
    };
    Ok(&storage.as_slice::<f32>()?[start..end])
}

/// Runs `work` on the values of tensors on the CPU.
pub(crate) fn with_values<const N: usize, T>(
    tensors: [&Tensor; N],
    work: impl FnOnce([&[f32]; N]) -> Result<T>,
) -> Result<T> {
    let guards = tensors.map(Tensor::storage_and_layout);
    let mut slices: [&[f32]; N] = [&[]; N];
    for (slice, (storage, layout)) in slices.iter_mut().zip(&guards) {
        let candle_core::Storage::Cpu(storage) = &**storage else {
            candle_core::bail!("fused operations run on the CPU only");
        };
        *slice = values(storage, layout)?;
    }
    work(slices)
}

/// A tensor of the shape of `like`.
pub(crate) fn tensor_like(values: Vec<f32>, like: &Tensor) -> Result<Tensor> {
    Tensor::from_vec(values, like.dims(), like.device())
}

/// What a forward pass gives back.
pub(crate) fn output(values: Vec<f32>, shape: impl Into<Shape>) -> (CpuStorage, Shape) {
    (CpuStorage::F32(values), shape.into())
}

#[cfg(test)]
mod tests;

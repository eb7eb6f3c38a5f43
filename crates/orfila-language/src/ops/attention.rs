//! Multi-head attention; its weights are made again in the backward pass, which costs less than keeping them.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use orfila_kernels::{AttentionShape, Precision, attend, attend_backward};

use super::{output, tensor_like, values, with_values};

pub(super) struct Attention {
    pub(super) heads: usize,
    pub(super) lengths: Vec<usize>,
    pub(super) precision: Precision,
}

impl Attention {
    fn shape(&self, dims: (usize, usize)) -> Result<AttentionShape<'_>> {
        let (positions, width) = dims;
        let heads = self.heads;
        if heads == 0 || width % (3 * heads) != 0 || self.lengths.iter().sum::<usize>() != positions {
            candle_core::bail!(
                "{positions} x {width} is no input of {heads} heads and sequences of {:?}",
                self.lengths
            );
        }
        Ok(AttentionShape { heads, width: width / 3 / heads, lengths: &self.lengths })
    }
}

impl CustomOp1 for Attention {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let dims = layout.shape().dims2()?;
        let mut target = vec![0.0; dims.0 * dims.1 / 3];
        attend(values(storage, layout)?, self.shape(dims)?, self.precision, &mut target);
        Ok(output(target, (dims.0, dims.1 / 3)))
    }

    fn bwd(&self, qkv: &Tensor, _: &Tensor, gradient: &Tensor) -> Result<Option<Tensor>> {
        let shape = self.shape(qkv.dims2()?)?;
        let target = with_values([qkv, &gradient.contiguous()?], |[qkv, gradient]| {
            let mut target = vec![0.0; qkv.len()];
            attend_backward(qkv, gradient, shape, self.precision, &mut target);
            Ok(target)
        })?;
        tensor_like(target, qkv).map(Some)
    }
}

//! The Gaussian error linear unit.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use orfila_kernels::{gelu, gelu_backward};

use super::{output, tensor_like, values, with_values};

pub(super) struct Gelu;

impl CustomOp1 for Gelu {
    fn name(&self) -> &'static str {
        "gelu"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let mut target = values(storage, layout)?.to_vec();
        gelu(&mut target);
        Ok(output(target, layout.shape().clone()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, gradient: &Tensor) -> Result<Option<Tensor>> {
        let target = with_values([x, &gradient.contiguous()?], |[x, gradient]| {
            let mut target = gradient.to_vec();
            gelu_backward(x, &mut target);
            Ok(target)
        })?;
        tensor_like(target, x).map(Some)
    }
}

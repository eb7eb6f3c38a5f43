//! Dropout.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use orfila_kernels::drop_out;

use super::{output, tensor_like, values, with_values};

pub(super) struct Dropout {
    pub(super) rate: f32,
    pub(super) seed: u32,
}

impl CustomOp1 for Dropout {
    fn name(&self) -> &'static str {
        "dropout"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let mut target = values(storage, layout)?.to_vec();
        drop_out(&mut target, self.rate, self.seed);
        Ok(output(target, layout.shape().clone()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, gradient: &Tensor) -> Result<Option<Tensor>> {
        let mut target = with_values([&gradient.contiguous()?], |[gradient]| Ok(gradient.to_vec()))?;
        drop_out(&mut target, self.rate, self.seed);
        tensor_like(target, x).map(Some)
    }
}

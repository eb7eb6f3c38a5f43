//! Layer normalisation.

use candle_core::{CpuStorage, CustomOp3, Layout, Result, Shape, Tensor};
use orfila_kernels::{layer_norm, layer_norm_backward};

use super::{output, tensor_like, values, with_values};

pub(super) struct Norm {
    pub(super) epsilon: f32,
}

impl CustomOp3 for Norm {
    fn name(&self) -> &'static str {
        "layer-norm"
    }

    fn cpu_fwd(
        &self,
        s1: &CpuStorage,
        l1: &Layout,
        s2: &CpuStorage,
        l2: &Layout,
        s3: &CpuStorage,
        l3: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (_, width) = l1.shape().dims2()?;
        if l2.shape().dims1()? != width || l3.shape().dims1()? != width {
            candle_core::bail!("the weights of a layer norm must be as wide as its input, {width}");
        }
        let mut target = values(s1, l1)?.to_vec();
        layer_norm(&mut target, values(s2, l2)?, values(s3, l3)?, self.epsilon);
        Ok(output(target, l1.shape().clone()))
    }

    fn bwd(
        &self,
        x: &Tensor,
        weight: &Tensor,
        bias: &Tensor,
        _: &Tensor,
        gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let (mut for_weight, mut for_bias) = (vec![0.0; weight.elem_count()], vec![0.0; weight.elem_count()]);
        let target = with_values([x, weight, &gradient.contiguous()?], |[x, weight, gradient]| {
            let mut target = gradient.to_vec();
            layer_norm_backward(x, &mut target, weight, self.epsilon, &mut for_weight, &mut for_bias);
            Ok(target)
        })?;
        let (for_weight, for_bias) = (tensor_like(for_weight, weight)?, tensor_like(for_bias, bias)?);
        Ok((Some(tensor_like(target, x)?), Some(for_weight), Some(for_bias)))
    }
}

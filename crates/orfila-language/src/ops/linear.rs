//! `x Wᵀ + b`.

use candle_core::{CpuStorage, CustomOp3, Layout, Result, Shape, Tensor};
use orfila_kernels::{Matrix, Precision, add_assign, column_sums, matmul};

use super::{output, tensor_like, values, with_values};

pub(super) struct Linear {
    pub(super) precision: Precision,
}

impl CustomOp3 for Linear {
    fn name(&self) -> &'static str {
        "linear"
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
        let ((rows, depth), (columns, inputs)) = (l1.shape().dims2()?, l2.shape().dims2()?);
        if depth != inputs || l3.shape().dims1()? != columns {
            candle_core::bail!("a layer of {columns} x {inputs} does not fit an input of width {depth}");
        }
        let (x, weight, bias) = (values(s1, l1)?, values(s2, l2)?, values(s3, l3)?);
        let mut target = vec![0.0; rows * columns];
        let weight = Matrix::new(weight, columns, depth).transposed();
        matmul(Matrix::new(x, rows, depth), weight, &mut target, columns, false, self.precision);
        target.chunks_exact_mut(columns.max(1)).for_each(|row| add_assign(row, bias));
        Ok(output(target, (rows, columns)))
    }

    fn bwd(
        &self,
        x: &Tensor,
        weight: &Tensor,
        bias: &Tensor,
        _: &Tensor,
        gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let ((rows, depth), columns) = (x.dims2()?, weight.dim(0)?);
        let gradient = gradient.contiguous()?;
        let mut for_x = vec![0.0; if x.track_op() { rows * depth } else { 0 }];
        let (mut for_weight, mut for_bias) = (vec![0.0; columns * depth], vec![0.0; columns]);
        with_values([x, weight, &gradient], |[x, weight, gradient]| {
            let gradient_matrix = Matrix::new(gradient, rows, columns);
            if !for_x.is_empty() {
                let weight = Matrix::new(weight, columns, depth);
                matmul(gradient_matrix, weight, &mut for_x, depth, false, self.precision);
            }
            let x = Matrix::new(x, rows, depth);
            matmul(gradient_matrix.transposed(), x, &mut for_weight, depth, false, self.precision);
            column_sums(gradient, &mut for_bias);
            Ok(())
        })?;
        let for_x = if for_x.is_empty() { None } else { Some(tensor_like(for_x, x)?) };
        Ok((for_x, Some(tensor_like(for_weight, weight)?), Some(tensor_like(for_bias, bias)?)))
    }
}

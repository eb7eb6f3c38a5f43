//! Products in f32, by the `gemm` crate.
#![allow(unsafe_code)]

use crate::matmul::{Matrix, assert_fits};

/// `target = a b`, or `target += a b` with `accumulate`.
pub(crate) fn multiply(a: Matrix<'_>, b: Matrix<'_>, target: &mut [f32], row_stride: usize, accumulate: bool) {
    assert_fits(target.len(), a.rows, b.columns, row_stride);
    assert_fits_view(a);
    assert_fits_view(b);
    let strides = [row_stride, a.row_stride, a.column_stride, b.row_stride, b.column_stride];
    let [target_row, a_row, a_column, b_row, b_column] = strides.map(|stride| stride.cast_signed());
    let kept = f32::from(u8::from(accumulate));
    // SAFETY: the three asserts above hold every element that the strides reach within its slice; `target` is borrowed
    // alone, and a stride of a slice's element count fits an `isize`.
    unsafe {
        gemm::gemm(
            a.rows,
            b.columns,
            a.columns,
            target.as_mut_ptr(),
            1,
            target_row,
            accumulate,
            a.data.as_ptr(),
            a_column,
            a_row,
            b.data.as_ptr(),
            b_column,
            b_row,
            kept,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

fn assert_fits_view(view: Matrix<'_>) {
    let last = view.rows.saturating_sub(1) * view.row_stride + view.columns.saturating_sub(1) * view.column_stride;
    assert!(view.rows == 0 || view.columns == 0 || last < view.data.len(), "a view reaches past its data");
}

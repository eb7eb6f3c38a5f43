//! Products of strided matrices.

use crate::plain;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
use crate::tiles;

/// How the factors of a product are held while it is made. Sums are f32 always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 32-bit floats.
    F32,
    /// bf16 where the processor multiplies it in tiles, 32-bit floats elsewhere.
    Bf16,
}

impl Precision {
    /// Whether this processor multiplies bf16 in tiles and the system lets this process do so.
    #[must_use]
    pub fn has_tiles() -> bool {
        #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
        return tiles::available();
        #[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
        return false;
    }

    /// What products with this precision are made of on this machine: `bf16` or `f32`.
    #[must_use]
    pub fn name(self) -> &'static str {
        if self.uses_tiles() { "bf16" } else { "f32" }
    }

    pub(crate) fn uses_tiles(self) -> bool {
        self == Self::Bf16 && Self::has_tiles()
    }
}

/// A view of f32 values as a matrix: the value of row `i` and column `j` stands at `i * row_stride + j * column_stride`.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    pub(crate) data: &'a [f32],
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) row_stride: usize,
    pub(crate) column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// A matrix whose rows follow each other.
    ///
    /// # Panics
    /// If `data` is shorter than `rows * columns`.
    #[must_use]
    pub fn new(data: &'a [f32], rows: usize, columns: usize) -> Self {
        Self::strided(data, rows, columns, columns)
    }

    /// A matrix whose rows begin `row_stride` values apart.
    ///
    /// # Panics
    /// If `data` ends before the last value.
    #[must_use]
    pub fn strided(data: &'a [f32], rows: usize, columns: usize, row_stride: usize) -> Self {
        assert_fits(data.len(), rows, columns, row_stride);
        Self { data, rows, columns, row_stride, column_stride: 1 }
    }

    /// Rows as columns, columns as rows.
    #[must_use]
    pub fn transposed(self) -> Self {
        let Self { data, rows, columns, row_stride, column_stride } = self;
        Self { data, rows: columns, columns: rows, row_stride: column_stride, column_stride: row_stride }
    }

    #[inline(always)]
    pub(crate) fn at(&self, row: usize, column: usize) -> f32 {
        self.data[row * self.row_stride + column * self.column_stride]
    }
}

pub(crate) fn assert_fits(length: usize, rows: usize, columns: usize, row_stride: usize) {
    let needed = if rows == 0 || columns == 0 { 0 } else { (rows - 1) * row_stride + columns };
    assert!(length >= needed, "{length} values are too few for {rows} rows of {columns} every {row_stride}");
}

/// `target = a b`, or `target += a b` with `accumulate`; the rows of `target` begin `row_stride` values apart.
///
/// # Panics
/// If the shapes do not fit each other.
pub fn matmul(
    a: Matrix<'_>,
    b: Matrix<'_>,
    target: &mut [f32],
    row_stride: usize,
    accumulate: bool,
    precision: Precision,
) {
    assert_eq!(a.columns, b.rows, "columns of the left factor must be the rows of the right one");
    assert_fits(target.len(), a.rows, b.columns, row_stride);
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    if precision.uses_tiles() {
        let right = tiles::Right::pack(b);
        return tiles::multiply(a, &right, target, row_stride, accumulate, |_| ());
    }
    let _ = precision;
    plain::multiply(a, b, target, row_stride, accumulate);
}

/// A right factor that is used many times, in the form that the products need.
#[derive(Debug, Clone)]
pub struct Packed {
    form: Form,
    rows: usize,
    columns: usize,
}

#[derive(Debug, Clone)]
enum Form {
    /// Row after row.
    Plain(Vec<f32>),
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    Tiles(tiles::Right),
}

impl Packed {
    /// Packs `b`.
    #[must_use]
    pub fn new(b: Matrix<'_>, precision: Precision) -> Self {
        #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
        if precision.uses_tiles() {
            return Self { form: Form::Tiles(tiles::Right::pack(b)), rows: b.rows, columns: b.columns };
        }
        let _ = precision;
        let values = (0..b.rows).flat_map(|row| (0..b.columns).map(move |column| b.at(row, column)));
        Self { form: Form::Plain(values.collect()), rows: b.rows, columns: b.columns }
    }

    /// Rows of the factor: the length of the sums.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns of the factor and of the product.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }
}

/// `target = a b` for a packed `b`; `finish` then gets whole rows of the product, some at a time and each once, while they
/// are still near the processor.
///
/// # Panics
/// If the shapes do not fit each other.
pub fn matmul_packed(a: Matrix<'_>, b: &Packed, target: &mut [f32], finish: impl Fn(&mut [f32])) {
    assert_eq!(a.columns, b.rows, "columns of the left factor must be the rows of the right one");
    assert_fits(target.len(), a.rows, b.columns, b.columns);
    match &b.form {
        Form::Plain(values) => {
            let part = (128 * 1024 / b.columns.max(1)).max(1);
            for first in (0..a.rows).step_by(part) {
                let rows = part.min(a.rows - first);
                let view = Matrix { data: &a.data[first * a.row_stride..], rows, ..a };
                let lines = &mut target[first * b.columns..(first + rows) * b.columns];
                plain::multiply(view, Matrix::new(values, b.rows, b.columns), lines, b.columns, false);
                finish(lines);
            }
        }
        #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
        Form::Tiles(right) => tiles::multiply(a, right, target, b.columns, false, finish),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    fn slow(a: Matrix<'_>, b: Matrix<'_>) -> Vec<f64> {
        let sum = |i, j| (0..a.columns).map(|k| f64::from(a.at(i, k)) * f64::from(b.at(k, j))).sum();
        (0..a.rows).flat_map(|i| (0..b.columns).map(move |j| (i, j))).map(|(i, j)| sum(i, j)).collect()
    }

    /// Every shape and orientation agrees with the definition: f32 to 1e-5, bf16 to its rounding.
    #[test]
    fn products_agree_with_the_definition() {
        for (m, k, n) in
            [(1, 1, 1), (3, 5, 7), (16, 32, 16), (33, 65, 31), (64, 96, 40), (100, 33, 129), (300, 1100, 17)]
        {
            let (left, right) = (numbers(m * k, 1), numbers(k * n, 2));
            for (a, b) in [
                (Matrix::new(&left, m, k), Matrix::new(&right, k, n)),
                (Matrix::new(&left, k, m).transposed(), Matrix::new(&right, k, n)),
                (Matrix::new(&left, m, k), Matrix::new(&right, n, k).transposed()),
            ] {
                let expected = slow(a, b);
                for (precision, tolerance) in [(Precision::F32, 1e-5), (Precision::Bf16, 1e-2)] {
                    let stride = n + 3;
                    let mut target = vec![1.0; m * stride];
                    matmul(a, b, &mut target, stride, false, precision);
                    matmul(a, b, &mut target, stride, true, precision);
                    let packed = Packed::new(b, precision);
                    let mut again = vec![0.0; m * n];
                    matmul_packed(a, &packed, &mut again, |rows| rows.iter_mut().for_each(|value| *value += 1.0));
                    let limit = tolerance * (k as f64).sqrt();
                    for (i, j) in (0..m).flat_map(|i| (0..n).map(move |j| (i, j))) {
                        let want = expected[i * n + j];
                        let (twice, once) = (f64::from(target[i * stride + j]), f64::from(again[i * n + j]));
                        assert!(
                            (twice - 2.0 * want).abs() < 2.0 * limit,
                            "{m}x{k}x{n} {precision:?} {i},{j}: {twice} {want}"
                        );
                        assert!((once - 1.0 - want).abs() < limit, "{m}x{k}x{n} {precision:?} {i},{j}: {once} {want}");
                    }
                    assert!((0..m - 1).all(|i| target[i * stride + n..(i + 1) * stride].iter().all(|v| *v == 1.0)));
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "too few")]
    fn short_data_are_refused() {
        let _ = Matrix::new(&[0.0; 5], 2, 3);
    }

    #[test]
    fn nothing_times_nothing() {
        let mut target = [3.0];
        matmul(Matrix::new(&[], 0, 4), Matrix::new(&[0.0; 8], 4, 2), &mut target, 2, false, Precision::Bf16);
        matmul(Matrix::new(&[], 1, 0), Matrix::new(&[], 0, 1), &mut target, 1, false, Precision::Bf16);
        assert_eq!(target, [0.0]);
    }
}

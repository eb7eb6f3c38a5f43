//! Losses.

use candle_core::Tensor;

use crate::error::LanguageError;

/// Binary cross-entropy over several tasks, averaged over the labels that are present.
///
/// All three tensors have the shape (examples, tasks): `logits` before the sigmoid, `labels` 0 or 1, and `mask` 1 where a
/// label is present and 0 where it is missing (there the label counts for nothing). Returns a scalar; 0 without labels.
///
/// # Errors
/// [`LanguageError::Tensor`] if the shapes differ.
pub fn masked_binary_cross_entropy(logits: &Tensor, labels: &Tensor, mask: &Tensor) -> Result<Tensor, LanguageError> {
    // max(x, 0) - x z + ln(1 + exp(-|x|)) does not overflow for any logit.
    let softplus = (logits.abs()?.neg()?.exp()? + 1.0)?.log()?;
    let each = ((logits.relu()? - logits.mul(labels)?)? + softplus)?;
    let present = mask.sum_all()?.to_scalar::<f32>()?.max(1.0);
    Ok((each.mul(mask)?.sum_all()? / f64::from(present))?)
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    fn loss(logits: &[f32], labels: &[f32], mask: &[f32]) -> f32 {
        let tensor = |values: &[f32]| Tensor::from_slice(values, (1, values.len()), &Device::Cpu).unwrap();
        masked_binary_cross_entropy(&tensor(logits), &tensor(labels), &tensor(mask)).unwrap().to_scalar().unwrap()
    }

    #[test]
    fn values() {
        for (logits, labels, mask, expected) in [
            (&[0.0][..], &[1.0][..], &[1.0][..], std::f32::consts::LN_2),
            (&[2.0], &[1.0], &[1.0], 0.126_928),
            (&[2.0], &[0.0], &[1.0], 2.126_928),
            (&[100.0, -100.0], &[1.0, 0.0], &[1.0, 1.0], 0.0),
            (&[100.0], &[0.0], &[1.0], 100.0),
            (&[0.0, 5.0], &[1.0, 0.0], &[1.0, 0.0], std::f32::consts::LN_2),
            (&[3.0], &[0.0], &[0.0], 0.0),
        ] {
            let got = loss(logits, labels, mask);
            assert!((got - expected).abs() < 1e-5, "{logits:?}: {got} is not {expected}");
        }
    }

    #[test]
    fn shapes_that_differ_are_refused() {
        let tensor = |n: usize| Tensor::zeros((1, n), candle_core::DType::F32, &Device::Cpu).unwrap();
        assert!(masked_binary_cross_entropy(&tensor(2), &tensor(3), &tensor(2)).is_err());
    }
}

//! Weights in 8 bits for shipping: each row of a matrix as signed bytes times one scale, vectors in f32.
//!
//! A matrix `name` becomes `name` (u8 of the same shape: value + 128) and `name.scale` (f32, one a row). Rounding moves a
//! weight by at most half of its row's scale, a 254th of the row's span.

use std::collections::HashMap;

use candle_core::{DType, Device, Tensor};

use crate::error::LanguageError;

const SCALE: &str = ".scale";

/// Matrices of f32 to 8 bits; everything else stays.
///
/// # Errors
/// [`LanguageError::Tensor`] if a tensor cannot be read.
pub fn narrow(tensors: &HashMap<String, Tensor>) -> Result<HashMap<String, Tensor>, LanguageError> {
    let mut narrow = HashMap::new();
    for (name, tensor) in tensors {
        if tensor.rank() != 2 || tensor.dtype() != DType::F32 {
            narrow.insert(name.clone(), tensor.clone());
            continue;
        }
        let (rows, columns) = tensor.dims2()?;
        let values = tensor.flatten_all()?.to_vec1::<f32>()?;
        let (mut bytes, mut scales) = (Vec::with_capacity(values.len()), Vec::with_capacity(rows));
        for row in values.chunks_exact(columns.max(1)) {
            let scale = row.iter().fold(0.0_f32, |most, value| most.max(value.abs())) / 127.0;
            let byte = |value: &f32| if scale > 0.0 { (value / scale).round() + 128.0 } else { 128.0 };
            bytes.extend(row.iter().map(|value| byte(value) as u8));
            scales.push(scale);
        }
        narrow.insert(name.clone(), Tensor::from_vec(bytes, (rows, columns), &Device::Cpu)?);
        narrow.insert(format!("{name}{SCALE}"), Tensor::from_vec(scales, rows, &Device::Cpu)?);
    }
    Ok(narrow)
}

/// What [`narrow`] made, in f32 again.
///
/// # Errors
/// [`LanguageError::Shape`] if scales are missing or have another length.
pub fn widen(tensors: &HashMap<String, Tensor>) -> Result<HashMap<String, Tensor>, LanguageError> {
    let mut wide = HashMap::new();
    for (name, tensor) in tensors {
        if name.strip_suffix(SCALE).is_some_and(|name| tensors.contains_key(name)) {
            continue;
        }
        if tensor.dtype() != DType::U8 {
            wide.insert(name.clone(), tensor.to_dtype(DType::F32)?);
            continue;
        }
        let (rows, columns) = tensor.dims2()?;
        let scales = tensors.get(&format!("{name}{SCALE}")).filter(|scales| scales.dims() == [rows]);
        let scales = scales.ok_or_else(|| LanguageError::Shape(format!("no `{name}{SCALE}` of length {rows}")))?;
        let (bytes, scales) = (tensor.flatten_all()?.to_vec1::<u8>()?, scales.to_vec1::<f32>()?);
        let mut values = Vec::with_capacity(bytes.len());
        for (row, scale) in bytes.chunks_exact(columns.max(1)).zip(&scales) {
            values.extend(row.iter().map(|byte| (f32::from(*byte) - 128.0) * scale));
        }
        wide.insert(name.clone(), Tensor::from_vec(values, (rows, columns), &Device::Cpu)?);
    }
    Ok(wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back_within_half_a_step() {
        let values: Vec<f32> = (0..60).map(|i| ((i * 7919 + 13) % 101) as f32 / 50.0 - 1.0).chain([0.0; 20]).collect();
        let matrix = Tensor::from_vec(values.clone(), (4, 20), &Device::Cpu).unwrap();
        let vector = Tensor::from_vec(vec![0.1_f32, -3.0], 2, &Device::Cpu).unwrap();
        let tensors = HashMap::from([("m".to_owned(), matrix), ("v.scale".to_owned(), vector)]);
        let narrow = narrow(&tensors).unwrap();
        assert_eq!((narrow.len(), narrow["m"].dtype()), (3, DType::U8));
        let wide = widen(&narrow).unwrap();
        assert_eq!(wide["v.scale"].to_vec1::<f32>().unwrap(), [0.1, -3.0]);
        for (got, want) in wide["m"].flatten_all().unwrap().to_vec1::<f32>().unwrap().iter().zip(&values) {
            assert!((got - want).abs() <= 0.5 / 127.0 + 1e-6, "{got} {want}");
        }
        let damaged: HashMap<String, Tensor> = narrow.into_iter().filter(|(name, _)| name != "m.scale").collect();
        assert!(widen(&damaged).is_err());
    }
}

//! The table of word pieces in training: a step reads and changes only the rows that occur in its batch.

use std::collections::HashMap;

use candle_core::{Device, Tensor, Var};
use orfila_kernels::{AdamStep, adam};

use crate::error::LanguageError;

/// A table of shape (pieces, width) with the state of its optimizer.
#[derive(Debug, Clone)]
pub struct PieceTable {
    width: usize,
    values: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
}

/// The rows that a batch needs.
#[derive(Debug)]
pub struct Rows {
    /// Rows of the table, each once, ascending.
    pub rows: Vec<u32>,
    /// Their values, of shape (rows, width).
    pub leaf: Var,
    places: HashMap<u32, u32>,
}

impl Rows {
    /// The values for each of `pieces`, of shape (pieces, width).
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a piece is not among the rows.
    pub fn embed(&self, pieces: &[u32]) -> Result<Tensor, LanguageError> {
        let places = pieces.iter().map(|piece| self.places.get(piece).copied());
        let places = places.collect::<Option<Vec<_>>>();
        let places = places.ok_or_else(|| LanguageError::Shape("a piece is not among the batch's rows".into()))?;
        let count = places.len();
        Ok(self.leaf.as_tensor().index_select(&Tensor::from_vec(places, count, &Device::Cpu)?, 0)?)
    }

    /// Where a row of the table stands among these rows.
    #[must_use]
    pub fn place(&self, piece: u32) -> Option<u32> {
        self.places.get(&piece).copied()
    }
}

impl PieceTable {
    /// A table from a tensor of shape (pieces, width).
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if it is not a matrix of f32.
    pub fn new(table: &Tensor) -> Result<Self, LanguageError> {
        let (_, width) = table.dims2()?;
        let values = table.flatten_all()?.to_vec1::<f32>()?;
        let zeros = vec![0.0; values.len()];
        Ok(Self { width, first: zeros.clone(), second: zeros, values })
    }

    /// Number of rows.
    #[must_use]
    pub fn pieces(&self) -> usize {
        self.values.len() / self.width.max(1)
    }

    /// The table as a tensor of shape (pieces, width).
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if there is no memory.
    pub fn tensor(&self) -> Result<Tensor, LanguageError> {
        Ok(Tensor::from_slice(&self.values, (self.pieces(), self.width), &Device::Cpu)?)
    }

    /// The optimizer's two means, as tensors of the same shape.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if there is no memory.
    pub fn moments(&self) -> Result<[Tensor; 2], LanguageError> {
        let shape = (self.pieces(), self.width);
        Ok([
            Tensor::from_slice(&self.first, shape, &Device::Cpu)?,
            Tensor::from_slice(&self.second, shape, &Device::Cpu)?,
        ])
    }

    /// Takes what [`PieceTable::tensor`] and [`PieceTable::moments`] gave.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if the shapes differ.
    pub fn restore(&mut self, values: &Tensor, moments: &[Tensor; 2]) -> Result<(), LanguageError> {
        for (slot, tensor) in
            [&mut self.values, &mut self.first, &mut self.second].into_iter().zip([values, &moments[0], &moments[1]])
        {
            let taken = tensor.flatten_all()?.to_vec1::<f32>()?;
            if taken.len() != slot.len() {
                return Err(LanguageError::Shape("a table of pieces has another size".into()));
            }
            *slot = taken;
        }
        Ok(())
    }

    /// The rows of `pieces`.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a piece is not in the table.
    pub fn rows<'a>(&self, pieces: impl Iterator<Item = &'a u32>) -> Result<Rows, LanguageError> {
        let mut rows: Vec<u32> = pieces.copied().collect();
        rows.sort_unstable();
        rows.dedup();
        if rows.last().is_some_and(|last| *last as usize >= self.pieces()) {
            return Err(LanguageError::Shape("a piece is not in the table".into()));
        }
        let values: Vec<f32> = rows.iter().flat_map(|row| self.row(*row)).copied().collect();
        let leaf = Var::from_vec(values, (rows.len(), self.width), &Device::Cpu)?;
        let places = rows.iter().zip(0..).map(|(row, place)| (*row, place)).collect();
        Ok(Rows { rows, leaf, places })
    }

    fn row(&self, row: u32) -> &[f32] {
        &self.values[row as usize * self.width..][..self.width]
    }

    /// One step of the optimizer on some rows; `gradient` has the shape of their leaf.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if it is no matrix of f32.
    pub fn step(&mut self, rows: &Rows, gradient: &Tensor, step: AdamStep) -> Result<(), LanguageError> {
        let gradient = gradient.flatten_all()?.to_vec1::<f32>()?;
        for (row, gradient) in rows.rows.iter().zip(gradient.chunks_exact(self.width)) {
            let place = *row as usize * self.width..(*row as usize + 1) * self.width;
            let (first, second) = (&mut self.first[place.clone()], &mut self.second[place.clone()]);
            adam(step, &mut self.values[place], gradient, first, second);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: AdamStep = AdamStep {
        rate: 0.1 / (1.0 - 0.9),
        beta1: 0.9,
        beta2: 0.999,
        second_scale: 1.0 / (1.0 - 0.999),
        epsilon: 1e-8,
        kept: 1.0,
        gradient_scale: 1.0,
    };

    #[test]
    fn only_the_rows_of_a_batch_change() {
        let tensor = Tensor::arange(0.0_f32, 12.0, &Device::Cpu).unwrap().reshape((4, 3)).unwrap();
        let mut table = PieceTable::new(&tensor).unwrap();
        let rows = table.rows([3_u32, 1, 3].iter()).unwrap();
        assert_eq!(rows.rows, [1, 3]);
        let embedded = rows.embed(&[3, 1, 3]).unwrap();
        assert_eq!(embedded.to_vec2::<f32>().unwrap()[0], [9.0, 10.0, 11.0]);
        let gradients = embedded.sum_all().unwrap().backward().unwrap();
        let gradient = gradients.get(rows.leaf.as_tensor()).unwrap();
        assert_eq!(gradient.to_vec2::<f32>().unwrap(), [[1.0; 3], [2.0; 3]]);
        table.step(&rows, gradient, STEP).unwrap();
        let after = table.tensor().unwrap().to_vec2::<f32>().unwrap();
        assert_eq!(
            (after[0].as_slice(), after[2].as_slice()),
            ([0.0, 1.0, 2.0].as_slice(), [6.0, 7.0, 8.0].as_slice())
        );
        assert!((after[1][0] - 2.9).abs() < 1e-4 && (after[3][0] - 8.9).abs() < 1e-4, "{after:?}");
        assert!(table.rows([4_u32].iter()).is_err() && rows.embed(&[0]).is_err());
        let mut copy = PieceTable::new(&tensor).unwrap();
        copy.restore(&table.tensor().unwrap(), &table.moments().unwrap()).unwrap();
        assert_eq!((copy.values, copy.second), (table.values, table.second));
    }
}

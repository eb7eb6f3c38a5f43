//! Dividing rows into those to learn from and those to measure with.

use std::collections::HashMap;

use orfila_language::SeededGenerator;

/// The part of the rows that is set aside in [`scaffold_split`] and [`random_split`].
pub const VALIDATION_PART: f64 = 0.1;

/// For each row whether it is for validation: whole scaffolds only, the largest scaffolds stay in training.
///
/// Rows are grouped by scaffold and the groups sorted by size, largest first (ties by the first row); groups go to
/// training until it is full, the others to validation (Wu et al., Chem. Sci. 2018, 9, 513).
#[must_use]
pub fn scaffold_split(scaffolds: &[String]) -> Vec<bool> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for (row, scaffold) in scaffolds.iter().enumerate() {
        groups.entry(scaffold).or_default().push(row);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(|rows| (std::cmp::Reverse(rows.len()), rows[0]));
    let room = (scaffolds.len() as f64 * (1.0 - VALIDATION_PART)).round() as usize;
    let mut validation = vec![false; scaffolds.len()];
    let mut taken = 0;
    for rows in groups {
        if taken + rows.len() <= room {
            taken += rows.len();
        } else {
            rows.into_iter().for_each(|row| validation[row] = true);
        }
    }
    validation
}

/// For each of `rows` rows whether it is for validation, by lot.
#[must_use]
pub fn random_split(rows: usize, seed: u64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..rows).collect();
    SeededGenerator::new(seed, 0x5e1ec7).shuffle(&mut order);
    let mut validation = vec![false; rows];
    let count = (rows as f64 * VALIDATION_PART).round() as usize;
    order.into_iter().take(count).for_each(|row| validation[row] = true);
    validation
}

/// For each row whether it is for validation: whole scaffolds by lot, so that other seeds choose other scaffolds.
#[must_use]
pub fn random_scaffold_split(scaffolds: &[String], seed: u64) -> Vec<bool> {
    // A scaffold of its own for every molecule without rings: "no scaffold" is not a family.
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (row, scaffold) in scaffolds.iter().enumerate() {
        let key = if scaffold.is_empty() { format!("#{row}") } else { scaffold.clone() };
        groups.entry(key).or_default().push(row);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(|rows| rows[0]);
    SeededGenerator::new(seed, 0x5caff01d).shuffle(&mut groups);
    let room = (scaffolds.len() as f64 * VALIDATION_PART).round() as usize;
    let mut validation = vec![false; scaffolds.len()];
    let mut taken = 0;
    for rows in groups {
        if taken + rows.len() <= room {
            taken += rows.len();
            rows.into_iter().for_each(|row| validation[row] = true);
        }
    }
    validation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaffolds() -> Vec<String> {
        (0..200).map(|row| if row % 4 == 0 { "benzene".to_owned() } else { format!("s{}", row % 60) }).collect()
    }

    fn check_whole(scaffolds: &[String], validation: &[bool]) {
        for (one, a) in scaffolds.iter().zip(validation) {
            for (other, b) in scaffolds.iter().zip(validation) {
                assert!(one.is_empty() || one != other || a == b, "{one} stands on both sides");
            }
        }
    }

    #[test]
    fn scaffolds_stay_whole_and_the_largest_in_training() {
        let scaffolds = scaffolds();
        let validation = scaffold_split(&scaffolds);
        check_whole(&scaffolds, &validation);
        assert!(!validation[0]);
        let count = validation.iter().filter(|held| **held).count();
        assert!((15..=30).contains(&count), "{count}");
        assert_eq!(validation, scaffold_split(&scaffolds));
    }

    #[test]
    fn random_splits_depend_on_the_seed_alone() {
        assert_eq!(random_split(500, 1), random_split(500, 1));
        assert_ne!(random_split(500, 1), random_split(500, 2));
        assert_eq!(random_split(500, 1).iter().filter(|held| **held).count(), 50);
        let scaffolds = scaffolds();
        check_whole(&scaffolds, &random_scaffold_split(&scaffolds, 1));
        assert_ne!(random_scaffold_split(&scaffolds, 1), random_scaffold_split(&scaffolds, 2));
        assert!(scaffold_split(&[]).is_empty() && random_split(0, 1).is_empty());
    }
}

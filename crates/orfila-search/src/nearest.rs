//! The known word that looks most like an unknown one.

/// The candidate with the smallest edit distance to `word`, if it is near enough to be meant; ties go to the first in order.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let word: Vec<char> = word.chars().take(64).flat_map(char::to_lowercase).collect();
    let allowed = (word.len() / 3).max(2);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = distance(&word, candidate);
        let smaller = best.is_none_or(|(smallest, known)| (distance, candidate) < (smallest, known));
        if distance <= allowed && distance < word.len().max(1) && smaller {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

/// Levenshtein distance, case folded.
fn distance(word: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.chars().take(64).flat_map(char::to_lowercase).collect();
    let mut row: Vec<usize> = (0..=candidate.len()).collect();
    for (index, character) in word.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in candidate.iter().enumerate() {
            let replaced = diagonal + usize::from(character != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[candidate.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_words_are_offered() {
        assert_eq!(nearest("specis", ["species", "region"]).as_deref(), Some("species"));
        assert_eq!(nearest("LD5O", ["ld50", "lc50"]).as_deref(), Some("ld50"));
        assert_eq!(nearest("qwertyuiop", ["species", "region"]), None);
        assert_eq!(nearest("", ["h"]), None);
    }
}

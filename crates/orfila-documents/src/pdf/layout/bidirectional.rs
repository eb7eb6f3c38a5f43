//! Arabic and Hebrew stand on a page from right to left; in the text they stand in the order in which they are read.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::characters::{is_right_to_left, reads_right_to_left};
use crate::pdf::layout::lines::{Line, LineWord};

/// A word, or what stands between two.
struct Unit {
    text: String,
    word: Option<LineWord>,
}

impl Unit {
    fn is_latin(&self) -> bool {
        let mut letters = self.text.chars().filter(|character| character.is_alphabetic());
        letters.next().is_some_and(|first| !is_right_to_left(first)) && !letters.any(is_right_to_left)
    }

    fn is_number(&self) -> bool {
        self.text.chars().any(char::is_numeric) && !self.text.chars().any(char::is_alphabetic)
    }

    fn is_turned(&self) -> bool {
        self.text.chars().any(is_right_to_left)
    }

    fn is_space(&self) -> bool {
        self.word.is_none() && !self.text.contains('\t')
    }
}

/// Puts a line whose words stand from left to right into reading order.
pub(crate) fn read(line: &mut Line) {
    if line.text.is_ascii() || !line.text.chars().any(is_right_to_left) {
        return;
    }
    let mut units = units(line);
    if reads_right_to_left(&line.text) || begins_at_the_right(&units) {
        units.reverse();
        turn_runs(&mut units, |unit| unit.is_latin() || unit.is_number(), Unit::is_latin);
    } else {
        turn_runs(&mut units, Unit::is_turned, Unit::is_turned);
    }
    line.text.clear();
    line.words.clear();
    for unit in units {
        let start = line.text.len();
        let turned = unit.is_turned();
        line.text.push_str(&if turned { turned_word(&unit.text) } else { unit.text });
        if let Some(word) = unit.word {
            line.words.push(LineWord { start, end: line.text.len(), ..word });
        }
    }
}

/// Whether the word at the right end is of a script from right to left, and a good part of the line with it.
fn begins_at_the_right(units: &[Unit]) -> bool {
    let lettered: Vec<&Unit> = units.iter().filter(|unit| unit.text.chars().any(char::is_alphabetic)).collect();
    let turned = lettered.iter().filter(|unit| unit.is_turned()).count();
    lettered.last().is_some_and(|last| last.is_turned()) && 3 * turned >= lettered.len()
}

fn units(line: &Line) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut at = 0;
    for word in &line.words {
        let between = line.text.get(at..word.start).unwrap_or_default();
        if !between.is_empty() {
            units.push(Unit { text: between.to_owned(), word: None });
        }
        units
            .push(Unit { text: line.text.get(word.start..word.end).unwrap_or_default().to_owned(), word: Some(*word) });
        at = word.end;
    }
    units
}

/// Reverses runs of units that belong to a run of the other direction; a run ends at both sides with an `edge`.
fn turn_runs(units: &mut [Unit], belongs: impl Fn(&Unit) -> bool, edge: impl Fn(&Unit) -> bool) {
    let mut start = 0;
    while start < units.len() {
        if !edge(&units[start]) {
            start += 1;
            continue;
        }
        let length = units[start..].iter().take_while(|unit| belongs(unit) || unit.is_space()).count();
        let run = &units[start..start + length];
        let end = start + run.iter().rposition(&edge).map_or(0, |last| last + 1);
        units[start..end].reverse();
        start = end.max(start + 1);
    }
}

/// The letters of a word in reading order; numbers and foreign letters inside it keep theirs.
fn turned_word(word: &str) -> String {
    let mut clusters: Vec<String> = Vec::new();
    for character in word.chars() {
        match clusters.last_mut().filter(|_| canonical_combining_class(character) != 0) {
            Some(cluster) => cluster.push(character),
            None => clusters.push(character.to_string()),
        }
    }
    clusters.reverse();
    let foreign =
        |cluster: &String| cluster.chars().any(|character| character.is_alphanumeric() && !is_right_to_left(character));
    let mut start = 0;
    while start < clusters.len() {
        if !foreign(&clusters[start]) {
            clusters[start] = mirrored(&clusters[start]);
            start += 1;
            continue;
        }
        let inside = |cluster: &&String| foreign(cluster) || matches!(cluster.as_str(), "." | "," | ":" | "/" | "%");
        let length = clusters[start..].iter().take_while(inside).count();
        let end = start + clusters[start..start + length].iter().rposition(foreign).map_or(1, |last| last + 1);
        clusters[start..end].reverse();
        start = end;
    }
    clusters.concat()
}

/// Letters by themselves instead of their shapes inside a word; brackets open where reading begins.
fn mirrored(cluster: &str) -> String {
    match cluster {
        "(" => ")".to_owned(),
        ")" => "(".to_owned(),
        "[" => "]".to_owned(),
        "]" => "[".to_owned(),
        shaped
            if shaped
                .chars()
                .any(|character| matches!(character, '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')) =>
        {
            shaped.nfkc().collect()
        }
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use orfila_records::Script;

    use super::*;

    fn line(words: &[&str]) -> Line {
        let mut line = Line {
            text: String::new(),
            words: Vec::new(),
            u0: 0.0,
            u1: 0.0,
            v: 0.0,
            size: 10.0,
            bold: false,
            bold_until: 0,
            apart: false,
        };
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                line.text.push(' ');
            }
            let start = line.text.len();
            line.text.push_str(word);
            let (u0, top, bottom) = (index as f32, 0.0, 1.0);
            let (script, concealed, confidence) = (Script::Normal, None, None);
            let end = line.text.len();
            line.words.push(LineWord { start, end, u0, u1: u0 + 0.9, top, bottom, script, concealed, confidence });
        }
        line
    }

    #[test]
    fn lines_are_put_into_reading_order() {
        for (seen, read_as) in [
            (&["םלוע", "םולש"][..], "שלום עולם"),
            (&["mg/kg", "640", "לע", "הלעמל", "הנמ"], "מנה למעלה על 640 mg/kg"),
            (&["Sigma", "Aldrich", "תרבח"], "חברת Sigma Aldrich"),
            (&["Benzene", "means", "ןזנב", "אוה", "here"], "Benzene means הוא בנזן here"),
            (&["ﻡﻼﺳ"], "سلام"),
            (&["(12.5)א"], "א(12.5)"),
            (&["plain", "text"], "plain text"),
        ] {
            let mut line = line(seen);
            read(&mut line);
            assert_eq!(line.text, read_as, "{seen:?}");
            assert!(line.words.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}

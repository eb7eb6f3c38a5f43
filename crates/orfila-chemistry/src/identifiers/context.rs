//! What stands around a candidate and speaks for or against it.

/// Characters that print like a hyphen.
pub(super) const DASHES: [char; 10] =
    ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{ad}', '\u{fe63}', '\u{ff0d}'];

/// How far before a candidate a label may stand, in characters.
const LABEL_REACH: usize = 48;

/// The text before and after a candidate.
pub(super) struct Context<'a> {
    before: &'a str,
    after: &'a str,
}

impl<'a> Context<'a> {
    /// The surroundings of `text[start..end]`; both offsets stand on character boundaries.
    pub(super) fn of(text: &'a str, start: usize, end: usize) -> Self {
        Self { before: text.get(..start).unwrap_or_default(), after: text.get(end..).unwrap_or_default() }
    }

    /// Whether digits, letters or dashes run on at either end, so that the candidate is part of something longer.
    pub(super) fn is_part_of_more(&self) -> bool {
        self.runs_on_before() || self.runs_on_after()
    }

    fn runs_on_before(&self) -> bool {
        let mut back = self.before.chars().rev();
        match back.next() {
            Some(last) if last.is_ascii_digit() => true,
            Some(last) if last.is_alphabetic() => !self.ends_with_label(),
            Some('.') => back.next().is_some_and(|c| c.is_ascii_digit()),
            Some('+' | '_') => true,
            Some(last) if DASHES.contains(&last) => match back.find(|c| *c != ' ') {
                Some(c) if c.is_ascii_digit() => true,
                Some(c) if c.is_alphabetic() => !Self::labelled(self.before.trim_end_matches(DASHES)),
                _ => false,
            },
            _ => false,
        }
    }

    fn runs_on_after(&self) -> bool {
        let mut ahead = self.after.chars();
        match ahead.next() {
            Some(first) if first.is_ascii_digit() || first == '_' => true,
            // One small letter is a footnote mark.
            Some(first) if first.is_ascii_lowercase() => ahead.next().is_some_and(char::is_alphanumeric),
            Some(first) if first.is_alphabetic() => true,
            Some('.') => ahead.next().is_some_and(|c| c.is_ascii_digit()),
            Some(first) if DASHES.contains(&first) => {
                ahead.find(|c| !matches!(c, '\n' | '\r')).is_some_and(|c| c.is_ascii_digit())
            }
            _ => false,
        }
    }

    fn labelled(before: &str) -> bool {
        let words: String = before.chars().rev().take(12).collect();
        let word: String = words.chars().take_while(|c| c.is_alphabetic() || *c == '#').collect();
        let word: String = word.chars().rev().collect::<String>().to_lowercase();
        ["cas", "casrn", "casno", "casnr", "rn", "no", "nr", "nummer", "number", "numéro", "ec", "einecs", "eg", "ce"]
            .contains(&word.as_str())
    }

    fn ends_with_label(&self) -> bool {
        Self::labelled(self.before)
    }

    /// The end of the text before: same line and the one above it, lower case.
    fn nearby(&self) -> String {
        let start = self.before.char_indices().rev().nth(LABEL_REACH - 1).map_or(0, |(index, _)| index);
        self.before[start..].to_lowercase()
    }

    /// Whether one of `labels` (lower case) stands as a word shortly before.
    pub(super) fn has_label(&self, labels: &[&str]) -> bool {
        let nearby = self.nearby();
        nearby.split(|c: char| !c.is_alphanumeric()).any(|word| labels.contains(&word))
    }

    /// Whether it reads like a telephone number: a word for one, or a `+`, on the same line shortly before.
    pub(super) fn is_telephone(&self) -> bool {
        let nearby = self.nearby();
        let line = nearby.rsplit('\n').next().unwrap_or_default();
        let words = ["tel", "tél", "telefon", "telephone", "téléphone", "phone", "fax", "telefax", "mobile", "call"];
        let named = line.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
        let international = line.rsplit('+').next().filter(|rest| rest.len() < line.len()).is_some_and(|rest| {
            rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '/'))
                && rest.chars().any(|c| c.is_ascii_digit())
        });
        named || international
    }

    /// Whether a hyphen joins the candidate to letters or digits at either end.
    pub(super) fn is_hyphened_on(&self) -> bool {
        let joined = |mut away: Box<dyn Iterator<Item = char> + '_>| {
            away.next().is_some_and(|c| DASHES.contains(&c)) && away.next().is_some_and(char::is_alphanumeric)
        };
        joined(Box::new(self.before.chars().rev())) || joined(Box::new(self.after.chars()))
    }

    /// Whether the candidate fills its cell or line.
    pub(super) fn stands_alone(&self) -> bool {
        let edge = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\t' | '\r'));
        edge(self.before.trim_end_matches(' ').chars().next_back())
            && edge(self.after.trim_start_matches(' ').chars().next())
    }
}

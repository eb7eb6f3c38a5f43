//! What several programs have in common on a page.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

/// Words or pairs, and how often each stands.
pub(crate) type Bag = BTreeMap<String, usize>;

/// Found of agreed on, for words and for pairs.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) words: (usize, usize),
    pub(crate) pairs: (usize, usize),
}

/// What a page lacks.
pub(crate) struct Missing {
    pub(crate) words: Bag,
    pub(crate) pairs: Bag,
}

impl Kept {
    /// Adds a page; returns what it lacks.
    pub(crate) fn judge(&mut self, page: &[String], agreed_words: &Bag, agreed_pairs: &Bag) -> Missing {
        let (missing_words, missing_pairs) = (without(agreed_words, &words(page)), without(agreed_pairs, &pairs(page)));
        let add = |sum: &mut (usize, usize), agreed: &Bag, missing: &Bag| {
            let (all, lost) = (size(agreed), size(missing));
            *sum = (sum.0 + all - lost, sum.1 + all);
        };
        add(&mut self.words, agreed_words, &missing_words);
        add(&mut self.pairs, agreed_pairs, &missing_pairs);
        Missing { words: missing_words, pairs: missing_pairs }
    }
}

fn size(bag: &Bag) -> usize {
    bag.values().sum()
}

/// Words with compatibility characters unified (ligatures, superscripts), without soft hyphens and control characters.
/// Programs differ in what they do with a hyphen at the end of a line (kept, dropped, the halves joined or not): halves
/// are joined for all of them, and hyphens between letters, or a letter and a digit, are left out.
fn normal(page: &[String]) -> impl Iterator<Item = String> {
    let plain = |word: &String| {
        let kept = word
            .nfkc()
            .filter(|sign| !sign.is_control() && !matches!(sign, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{fffd}'));
        kept.map(|sign| if is_hyphen(sign) { '-' } else { sign }).collect::<String>()
    };
    // Unifying may bring spaces into a word (a spacing accent alone).
    let parts: Vec<String> = page
        .iter()
        .map(plain)
        .flat_map(|word| word.split_whitespace().flat_map(ideographs_apart).collect::<Vec<_>>())
        .filter(|word| !word.chars().all(is_bullet))
        .collect();
    let mut words: Vec<String> = Vec::with_capacity(parts.len());
    for part in parts {
        match words.last_mut().filter(|open| is_half(open) && part.starts_with(char::is_alphanumeric)) {
            Some(open) => open.push_str(&part),
            None => words.push(part),
        }
    }
    words.into_iter().map(|word| unhyphenated(&word))
}

/// Whether it marks an item of a list, or is a private-use character.
fn is_bullet(sign: char) -> bool {
    is_private(sign)
        || matches!(sign, '\u{2022}' | '\u{25A0}'..='\u{25FF}' | '\u{2043}' | '\u{2219}' | '\u{2700}'..='\u{27BF}')
}

fn is_private(sign: char) -> bool {
    matches!(sign, '\u{E000}'..='\u{F8FF}')
}

/// Every ideograph is a word of its own: such scripts have no spaces, and a line's end is no boundary.
fn ideographs_apart(word: &str) -> Vec<String> {
    let ideographic =
        |sign: char| matches!(sign, '\u{3001}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}');
    let mut parts: Vec<String> = Vec::new();
    let mut open = false;
    for sign in word.chars() {
        match parts.last_mut().filter(|_| open && !ideographic(sign)) {
            Some(part) => part.push(sign),
            None => parts.push(sign.to_string()),
        }
        open = !ideographic(sign);
    }
    parts
}

fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}' | '\u{2011}' | '\u{2212}')
}

/// Whether a word ends in a letter and a hyphen.
fn is_half(word: &str) -> bool {
    let mut signs = word.chars().rev();
    signs.next().is_some_and(is_hyphen) && signs.next().is_some_and(char::is_alphabetic)
}

/// The word without the hyphens that stand between letters, or a letter and a digit after it; those between digits are
/// signs and ranges.
fn unhyphenated(word: &str) -> String {
    let signs: Vec<char> = word.chars().collect();
    let sign = |place: Option<usize>| place.and_then(|place| signs.get(place));
    let letter = |place: Option<usize>| sign(place).is_some_and(|sign| sign.is_alphabetic());
    let goes_on = |place: Option<usize>| sign(place).is_some_and(|sign| sign.is_alphanumeric());
    let kept = signs
        .iter()
        .enumerate()
        .filter(|(place, sign)| !(is_hyphen(**sign) && letter(place.checked_sub(1)) && goes_on(place.checked_add(1))));
    kept.map(|(_, sign)| *sign).collect()
}

/// The words of a page.
pub(crate) fn words(page: &[String]) -> Bag {
    counted(normal(page))
}

/// The pairs of following words of a page.
pub(crate) fn pairs(page: &[String]) -> Bag {
    let words: Vec<String> = normal(page).collect();
    counted(words.windows(2).map(|pair| format!("{} {}", pair[0], pair[1])))
}

fn counted(items: impl Iterator<Item = String>) -> Bag {
    let mut bag = Bag::new();
    for item in items {
        *bag.entry(item).or_default() += 1;
    }
    bag
}

/// What at least two of the pages have, as often as two of them have it. A private-use character in a word is a letter
/// that the program could not name: nobody is asked for such words.
pub(crate) fn agreed(pages: &[Vec<String>], of: impl Fn(&[String]) -> Bag) -> Bag {
    let bags: Vec<Bag> = pages.iter().map(|page| of(page)).collect();
    let mut agreed = Bag::new();
    for item in bags.iter().flat_map(BTreeMap::keys) {
        let mut counts: Vec<usize> = bags.iter().map(|bag| bag.get(item).copied().unwrap_or_default()).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let second = counts.get(1).copied().unwrap_or_default();
        if second > 0 && !item.contains(is_private) {
            agreed.insert(item.clone(), second);
        }
    }
    agreed
}

fn without(a: &Bag, b: &Bag) -> Bag {
    let left =
        a.iter().map(|(item, count)| (item.clone(), count.saturating_sub(b.get(item).copied().unwrap_or_default())));
    left.filter(|(_, count)| *count > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_at_line_ends_make_no_difference() {
        let words = |text: &str| {
            let page: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            normal(&page).collect::<Vec<_>>()
        };
        for text in ["Aspara- gus", "Asparagus", "Aspara-gus"] {
            assert_eq!(words(text), ["Asparagus"]);
        }
        assert_eq!(words("碳-碳CN键 的"), ["碳", "-", "碳", "CN", "键", "的"]);
        assert_eq!(words("10- 20 -5 71-43-2 C-14"), ["10-", "20", "-5", "71-43-2", "C14"]);
        for text in ["1-octen- 3-ol", "1-octen-3-ol", "1-octen3-ol"] {
            assert_eq!(words(text), ["1-octen3-ol"]);
        }
    }

    fn page(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn two_agree_as_often_as_both_have_it() {
        let bag =
            |items: &[(&str, usize)]| items.iter().map(|(item, count)| ((*item).to_owned(), *count)).collect::<Bag>();
        let judges = [page("a b b c"), page("b b b a d")];
        assert_eq!(agreed(&judges, words), bag(&[("a", 1), ("b", 2)]));
        assert_eq!(agreed(&judges, pairs), bag(&[("b b", 1)]));
        let three = [page("a"), page("a a"), page("b a a")];
        assert_eq!(agreed(&three, words), bag(&[("a", 2)]));
    }

    #[test]
    fn known_recall_and_order() {
        let judges = [page("one two three four"), page("one two three four")];
        let (agreed_words, agreed_pairs) = (agreed(&judges, words), agreed(&judges, pairs));
        let mut kept = Kept::default();
        let missing = kept.judge(&page("three one two"), &agreed_words, &agreed_pairs);
        assert_eq!(kept, Kept { words: (3, 4), pairs: (1, 3) });
        assert!(missing.words.contains_key("four") && missing.pairs.contains_key("two three"));
    }

    #[test]
    fn ligatures_and_soft_hyphens_do_not_count() {
        assert_eq!(words(&page("e\u{fb00}ect con\u{ad}tent")), words(&page("effect content")));
    }
}

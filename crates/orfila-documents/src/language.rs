//! The language of a text, told by its commonest words. It decides how numbers are read, so a doubtful text has none.

/// Words that are frequent in one language and rare in the others, by two-letter ISO 639-1 code.
const WORDS: &[(&str, &[&str])] = &[
    ("en", &["the", "of", "and", "is", "with", "for", "not", "are", "this", "by", "or", "if", "from", "be"]),
    (
        "de",
        &[
            "und", "der", "die", "das", "nicht", "mit", "von", "bei", "für", "ist", "oder", "nach", "keine", "zur",
            "den",
        ],
    ),
    ("fr", &["et", "le", "les", "des", "du", "pour", "avec", "dans", "est", "une", "pas", "par", "sur", "ou", "aux"]),
    ("es", &["el", "los", "las", "del", "con", "para", "por", "una", "según", "no", "y", "se", "al", "sin"]),
    ("it", &["il", "della", "delle", "con", "per", "non", "una", "gli", "nel", "sono", "dei", "di"]),
    ("nl", &["het", "een", "van", "niet", "met", "voor", "zijn", "bij", "wordt", "naar"]),
    ("pt", &["os", "das", "com", "não", "uma", "por", "em", "ao", "dos", "pela"]),
    ("sv", &["och", "att", "är", "för", "med", "inte", "av", "till", "som", "vid"]),
];

/// Words looked at: enough for any document, few enough for any size.
const MOST_WORDS: usize = 5_000;
/// Fewest frequent words for a verdict.
const FEWEST_HITS: usize = 5;

/// The language of `text` as a two-letter code: the one whose words are at least twice as frequent as any other's.
pub(crate) fn detect(text: &str) -> Option<&'static str> {
    let mut counts = [0_usize; WORDS.len()];
    let words = text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty());
    for word in words.take(MOST_WORDS) {
        let word = word.to_lowercase();
        for (count, (_, frequent)) in counts.iter_mut().zip(WORDS) {
            *count += usize::from(frequent.contains(&word.as_str()));
        }
    }
    let (best, most) = counts.iter().copied().enumerate().max_by_key(|(_, count)| *count)?;
    let next = counts.iter().copied().enumerate().filter(|(index, _)| *index != best).map(|(_, count)| count).max()?;
    (most >= FEWEST_HITS && most >= 2 * next).then(|| WORDS[best].0)
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn languages_are_told_by_their_words() {
        let german = "Bei Kontakt mit der Haut mit Wasser und Seife waschen. Die Einstufung ist nach der Verordnung für das Gemisch nicht bekannt.";
        let french = "Ne pas respirer les vapeurs et les aérosols. Conserver dans le récipient d'origine avec une étiquette pour les mélanges.";
        let english = "Wash with plenty of water. If eye irritation persists, get medical advice. This product is not classified by the regulation and for use.";
        let spanish = "Lavar con agua y jabón. No se debe mezclar con los ácidos. Según el reglamento, para las mezclas no hay datos.";
        assert_eq!(detect(german), Some("de"));
        assert_eq!(detect(french), Some("fr"));
        assert_eq!(detect(english), Some("en"));
        assert_eq!(detect(spanish), Some("es"));
    }

    #[test]
    fn a_doubtful_text_has_no_language() {
        assert_eq!(detect(""), None);
        assert_eq!(detect("CAS 71-43-2 Benzene 80 °C"), None);
    }
}

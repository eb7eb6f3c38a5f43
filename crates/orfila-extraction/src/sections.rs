//! The sixteen sections of a safety data sheet, and the older forms that had the same parts in another order.
//!
//! Numbers and titles: GHS Annex 4; Regulation (EC) 1907/2006 Annex II; 29 CFR 1910.1200 Appendix D. Older sheets
//! (OSHA form 174, 91/155/EEC, ANSI Z400.1) use other numbers for the same topics, so the words decide, not the number.

use std::sync::LazyLock;

use orfila_records::PassageKind;
use regex::Regex;

/// What a section of a safety data sheet is about, in GHS order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// 1: product and company.
    Identification,
    /// 2: hazards.
    Hazards,
    /// 3: composition.
    Composition,
    /// 4: first aid.
    FirstAid,
    /// 5: fire fighting.
    FireFighting,
    /// 6: accidental release.
    AccidentalRelease,
    /// 7: handling and storage.
    Handling,
    /// 8: exposure controls.
    ExposureControls,
    /// 9: physical and chemical properties.
    Properties,
    /// 10: stability and reactivity.
    Stability,
    /// 11: toxicology.
    Toxicology,
    /// 12: ecology.
    Ecology,
    /// 13: disposal.
    Disposal,
    /// 14: transport.
    Transport,
    /// 15: regulation.
    Regulation,
    /// 16: other information.
    Other,
}

/// Title words of each topic in English, German, French and Spanish; a title begins with one of them.
const TITLES: &[(Topic, &str)] = &[
    (
        Topic::Composition,
        r"composition|hazardous\s+(?:ingredients|components)|information\s+on\s+(?:the\s+)?(?:ingredients|components)|ingredients?\b|zusammensetzung|composición|composicion",
    ),
    (
        Topic::FireFighting,
        r"fire[\s-]*(?:fighting|and\s+explosion)|fire\s+(?:hazard|&)|maßnahmen\s+zur\s+brand|brandbekämpfung|mesures\s+de\s+lutte\s+contre\s+l.incendie|medidas\s+de\s+lucha\s+contra\s+incendios",
    ),
    (
        Topic::FirstAid,
        r"first[\s-]*aid|emergency\s+(?:and\s+)?first|erste[\s-]*hilfe|premiers\s+secours|primeros\s+auxilios",
    ),
    (
        Topic::AccidentalRelease,
        r"accidental\s+release|spill|maßnahmen\s+bei\s+unbeabsichtigter|mesures\s+à\s+prendre\s+en\s+cas\s+de\s+(?:dispersion|rejet)|medidas\s+en\s+caso\s+de\s+vertido",
    ),
    (
        Topic::Handling,
        r"handling\s+(?:and|&|/)|precautions\s+for\s+safe\s+handling|handhabung\s+und\s+lagerung|manipulation\s+et\s+stockage|manipulación\s+y\s+almacenamiento",
    ),
    (
        Topic::ExposureControls,
        r"exposure\s+control|personal\s+protect|control\s+measures|begrenzung\s+und\s+überwachung|expositionsbegrenzung|contrôles?\s+de\s+l.exposition|controles?\s+de\s+(?:la\s+)?exposición|special\s+protection",
    ),
    (
        Topic::Properties,
        r"physical\s*(?:and|&|/|data|chemical|\s)*\s*(?:chemical|data|propert|characteristics)|physikalische\s+und\s+chemische|propriétés\s+physiques|propiedades\s+físicas|physical[/\s]chemical",
    ),
    (
        Topic::Stability,
        r"stability\s+(?:and|&)|reactivity\s+data|reactivity|stabilität\s+und|stabilité\s+et|estabilidad\s+y",
    ),
    (
        Topic::Toxicology,
        r"toxicolog|health\s+hazard\s+data|toxikologische|informations\s+toxicologiques|información\s+toxicológica|toxicity\s+data",
    ),
    (
        Topic::Ecology,
        r"ecolog|ecotoxicolog|environmental\s+(?:information|data|effects)|umweltbezogene|informations\s+écologiques|información\s+ecológica",
    ),
    (
        Topic::Disposal,
        r"disposal|waste\s+disposal|hinweise\s+zur\s+entsorgung|entsorgung|considérations\s+relatives\s+à\s+l.élimination|consideraciones\s+relativas\s+a\s+la\s+eliminación",
    ),
    (
        Topic::Transport,
        r"transport|shipping|angaben\s+zum\s+transport|informations\s+relatives\s+au\s+transport|información\s+relativa\s+al\s+transporte",
    ),
    (
        Topic::Regulation,
        r"regulat|rechtsvorschriften|informations\s+relatives\s+à\s+la\s+réglementation|informations\s+réglementaires|información\s+reglamentaria",
    ),
    (
        Topic::Other,
        r"other\s+information|additional\s+information|sonstige\s+angaben|autres\s+informations|otra\s+información|otras\s+informaciones",
    ),
    (
        Topic::Hazards,
        r"hazards?\s+identification|hazard\(s\)\s+identification|mögliche\s+gefahren|identification\s+des\s+dangers|identificación\s+de\s+(?:los\s+)?peligros|identification\s+of\s+hazards|hazards\s+summary",
    ),
    (
        Topic::Identification,
        r"identification|product\s+(?:and\s+company\s+)?(?:identification|information|name)|chemical\s+product|company\s+identification|bezeichnung\s+des\s+stoff|material\s+identification|identificación\s+de\s+la\s+(?:sustancia|mezcla)|general\s+information|manufacturer",
    ),
];

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    // Only constant text, so the pattern always compiles.
    Regex::new(r"(?i)^(?:(?:section|abschnitt|rubrique|sección|seccion|part)\s*(?:\d{1,2}|[ivx]{1,5})\s*[.:)–—-]*|\d{1,2}\s*[.:)–—-]+|(?:[ivx]{1,5})\s*[.:)–—-]+|\d{1,2})\s*(?P<title>\p{L}.*)$")
        .expect("the numbered heading pattern is constant")
});

static TITLE_PATTERNS: LazyLock<Vec<(Topic, Regex)>> = LazyLock::new(|| {
    TITLES
        .iter()
        .map(|(topic, words)| {
            let regex = Regex::new(&format!(r"(?i)^(?:{words})")).expect("the title patterns are constant");
            (*topic, regex)
        })
        .collect()
});

/// The topic that a line opens, if it is a section heading; see [`heading`].
#[must_use]
pub fn heading_topic(line: &str, kind: PassageKind) -> Option<Topic> {
    heading(line, kind).map(|(topic, _)| topic)
}

/// The topic that a line opens, and whether the heading bears a number.
///
/// A numbered line needs a title word at its beginning; a line without a number must be a heading in kind or in capitals.
#[must_use]
pub fn heading(line: &str, kind: PassageKind) -> Option<(Topic, bool)> {
    let line = line.trim().replace('\t', " ");
    if line.chars().count() > 110 || kind == PassageKind::TableRow {
        return None;
    }
    if let Some(title) = NUMBERED.captures(&line).and_then(|found| found.name("title")) {
        let title = title.as_str().trim_start_matches([' ', '.', ':', '-', '–']);
        let sentence = title.split_whitespace().count() > 12 || title.ends_with('.') && title.len() > 60;
        return (!sentence && !looks_like_data(title))
            .then(|| topic_of_title(title))
            .flatten()
            .map(|topic| (topic, true));
    }
    let letters = line.chars().filter(|character| character.is_alphabetic()).count();
    let capitals = line.chars().filter(|character| character.is_uppercase()).count();
    let shouted = letters >= 8 && capitals * 10 >= letters * 8;
    let short = line.split_whitespace().count() <= 8 && !line.ends_with('.') && !line.contains(':');
    (short && (shouted || kind == PassageKind::Heading))
        .then(|| topic_of_title(&line))
        .flatten()
        .filter(|topic| {
            // Words that head sub-sections too count only with a number.
            !matches!(
                topic,
                Topic::Identification | Topic::Other | Topic::Transport | Topic::Regulation | Topic::Disposal
            ) || shouted && letters >= 14
        })
        .map(|topic| (topic, false))
}

fn looks_like_data(title: &str) -> bool {
    title.chars().filter(char::is_ascii_digit).count() > 4
}

fn topic_of_title(title: &str) -> Option<Topic> {
    TITLE_PATTERNS.iter().find(|(_, pattern)| pattern.is_match(title)).map(|(topic, _)| *topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<Topic>) {
        assert_eq!(heading_topic(line, PassageKind::Paragraph), expected, "{line}");
    }

    #[test]
    fn headings_of_many_forms_open_their_topic() {
        check("1. IDENTIFICATION OF THE SUBSTANCE/MIXTURE AND THE COMPANY/UNDERTAKING", Some(Topic::Identification));
        check("SECTION 2 - HAZARDOUS INGREDIENTS", Some(Topic::Composition));
        check("SECTION 3: Composition/information on ingredients", Some(Topic::Composition));
        check("SECTION 3.COMPOSITION/INFORMATION ON INGREDIENTS", Some(Topic::Composition));
        check("3 Composition/information on ingredients", Some(Topic::Composition));
        check("SECTION 3\tCOMPOSITION / INFORMATION ON INGREDIENTS", Some(Topic::Composition));
        check("11. TOXICOLOGICAL INFORMATION", Some(Topic::Toxicology));
        check("8 Exposure controls/personal protection", Some(Topic::ExposureControls));
        check("ABSCHNITT 9: Physikalische und chemische Eigenschaften", Some(Topic::Properties));
        check("RUBRIQUE 11: Informations toxicologiques", Some(Topic::Toxicology));
        check("SECCIÓN 3. Composición/información sobre los componentes", Some(Topic::Composition));
        check("SECTION 2 - COMPOSITION, INFORMATION ON INGREDIENTS Active", Some(Topic::Composition));
        check("Section 9. Physical and chemical properties", Some(Topic::Properties));
    }

    #[test]
    fn other_lines_open_nothing() {
        check("Engineering controls should be used as the primary means to control exposures.", None);
        check("3.1 Substances", None);
        check("96 h LC50 2.5 mg/l", None);
        check("Disposal considerations", None);
        check(
            "12 month study in rats with exposure to 5 mg/kg showed toxicological effects in liver and kidney.",
            None,
        );
    }
}

//! Names of substances in running text: the dictionary, forms of names that nothing else has, and symbols of elements.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use orfila_chemistry::SubstanceDictionary;
use orfila_records::TextRange;
use regex::Regex;

use crate::vocabulary::lowercase_same_length;

/// A name of a substance in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameMatch {
    /// Its characters in the scanned text.
    pub range: TextRange,
    /// What it stands for: the same for all names of one substance that the dictionary knows, else the folded name.
    pub key: String,
}

/// Names that are words of everyday language, or of every laboratory, in most places where they stand.
const EVERYDAY: &[&str] = &["water", "u", "silver", "gold"];

/// Abbreviations of the dictionary that also stand for other things are used only where the document defines them.
const MIN_ABBREVIATION: usize = 3;

static DICTIONARY: LazyLock<HashMap<String, Vec<(String, String)>>> = LazyLock::new(|| {
    let mut by_first_word: HashMap<String, Vec<(String, String)>> = HashMap::new();
    let mut insert = |name: &str, key: &str| {
        let folded = lowercase_same_length(name);
        let short = name.len() < MIN_ABBREVIATION || name.len() <= 4 && name.chars().all(|c| c.is_uppercase());
        if !short && !EVERYDAY.contains(&folded.as_str()) {
            by_first_word.entry(first_word(&folded).to_owned()).or_default().push((folded, key.to_owned()));
        }
    };
    for entry in SubstanceDictionary::shipped().entries() {
        let key = entry.name.to_lowercase();
        for name in entry.synonyms.iter().chain([&entry.name]) {
            insert(name, &key);
        }
    }
    for (symbol, name) in ELEMENTS {
        let _ = symbol;
        insert(name, name);
    }
    for names in by_first_word.values_mut() {
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    }
    by_first_word
});

/// Symbols and names of the elements that are measured in media.
pub(super) const ELEMENTS: &[(&str, &str)] = &[
    ("Ag", "silver"),
    ("Al", "aluminium"),
    ("As", "arsenic"),
    ("Ba", "barium"),
    ("Be", "beryllium"),
    ("Bi", "bismuth"),
    ("Cd", "cadmium"),
    ("Co", "cobalt"),
    ("Cr", "chromium"),
    ("Cs", "caesium"),
    ("Cu", "copper"),
    ("Fe", "iron"),
    ("Ga", "gallium"),
    ("Hg", "mercury"),
    ("Li", "lithium"),
    ("Mn", "manganese"),
    ("Mo", "molybdenum"),
    ("Ni", "nickel"),
    ("Pb", "lead"),
    ("Pd", "palladium"),
    ("Pt", "platinum"),
    ("Rb", "rubidium"),
    ("Sb", "antimony"),
    ("Se", "selenium"),
    ("Sn", "tin"),
    ("Sr", "strontium"),
    ("Th", "thorium"),
    ("Ti", "titanium"),
    ("Tl", "thallium"),
    ("U", "uranium"),
    ("V", "vanadium"),
    ("W", "tungsten"),
    ("Zn", "zinc"),
    ("Zr", "zirconium"),
    ("Ca", "calcium"),
    ("Mg", "magnesium"),
    ("Na", "sodium"),
    ("K", "potassium"),
];

/// Forms of names. Each is a form that hardly any other word has.
static FORMS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?i:\b[a-z0-9(][a-z0-9,'()\[\]-]*yl[)\]]?(?:\s+[a-z0-9,'()\[\]-]*yl[)\]]?)?\s+(?:tere)?(?:phthalate|adipate)s?\b
        |\b(?:per|poly)fluor[a-z-]+\s+(?:(?:sul[fp]h?onic|carboxylic|phosphonic)\s+acids?|sul[fp]h?onates?|sul[fp]h?onamides?)\b
        |\b(?:in)?organic\s+(?:arsenic|mercury|lead|tin)\b
        |\b(?:methyl|ethyl|phenyl|butyl)\s?-?mercury\b
        |\b(?:aflatoxin|ochratoxin|fumonisin|vitamin|bisphenol|microcystin)s?\s*(?-i:[A-Z]{1,2}\s?-?(?:[₀-₉]{1,2}|\d{1,2}\b|\b))
        |\b(?:afla|ochra|myco|zear|tricho|botulin|micro|cyano|phyto|saxi|tetrodo|okada)?toxins?\b
        |\baflatoxins?\b|\bochratoxins?\b|\bfumonisins?\b|\btrichothecenes?\b|\bmicrocystins?\b
        |\b(?:sodium|potassium|calcium|magnesium|lead|cadmium|mercur(?:y|ic)|copper|zinc|iron|ferr(?:ic|ous)|cupric|nickel|cobalt|chromium|manganese|silver|barium|lithium|aluminium|aluminum|ammonium|diarsenic|arsenic|titanium|hydrogen|choline|methyl|ethyl|vinyl|benzyl|dimethyl|diethyl|trimethyl)(?:\s*\([IVX]+\))?\s+(?:di|tri|tetra|penta|hepta|thio|per|hydrogen\s?)?(?:chloride|bromide|fluoride|iodide|oxide|peroxide|sul[fp]h?ate|sul[fp]h?ide|sul[fp]h?ite|nitrate|nitrite|carbonate|acetate|phosphate|hydroxide|cyanide|arsenate|arsenite|chromate|dichromate|permanganate|azide|stearate|formate|borate|silicate|sulfonate)s?\b
        |\b[a-z0-9,'()\[\]-]*(?:chlor|brom|fluor|nitr|phenyl|methyl|ethyl|propyl|butyl|benz|cycl|hydroxy|amino|oxy|thio|carb|phosph|arson|arsin)[a-z0-9,'()\[\]-]*(?:ane|ene|yne|anol|enol|one|amine|amide|aniline|imide|azole|azine|ether|ester|aldehyde|phenol|phenols|benzene|toluene|pyrene|biphenyls?|furans?|dioxins?|phos|fos|thion|ate|ite|oxide|chloride|uron|quat|nitrile)\b
        |\b[a-z0-9,'()\[\]-]+(?:onic|inic|oic|onoic|ulfonic|ulphonic|aric|onous|ilic|ulic|itric|lactic|etic|ormic|oxalic|sorbic)\s+acids?\b
        |\b[a-z0-9-]*(?:phthalates?|parabens?|nitrosamines?|pyrethroids?|neonicotinoids?|organochlorines?|organophosphates?|glyphosate|paraquat|diquat|strobin|conazole|thrin|methrin|imidacloprid|cloprid|thiamethoxam|clothianidin|carbofuran|aldicarb|methomyl|pyrifos|dioxins?|chlordane|dieldrin|aldrin|endrin|endosulfan|heptachlor|toxaphene|mirex|lindane|ivermectin|abamectin|spinosad|carbendazim|captan|folpet|mancozeb|chlorothalonil|estradiol|estrone|estriol|testosterone|progesterone|diethylstilbestrol|caffeine|nicotine|cotinine|acrylamide|melamine|malathion|parathion|diazinon|dimethoate|asbestos|benzidine|cholinesterase\s+inhibitors?)\b
        |\bpolychlorinated\s+(?:biphenyls|dibenzo[a-z-]*(?:\s+and\s+(?:dibenzo)?furans)?|naphthalenes)\b
        |\bpolybrominated\s+diphenyl\s+ethers\b
        |\bpolycyclic\s+aromatic\s+hydrocarbons\b
        |\barseno(?:betaine|choline|sugars?|pyrite)\b|\barsen(?:ite|ate)s?\b
        |\b(?:perfluor|polyfluor)[a-z-]+(?:\s+(?:substances|acids?|sulfonates?))?\b)",
    )
    .expect("the name pattern is constant and tested")
});

/// Words that have the form of a name and are none.
static NOT_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:toxins?|carbonate|nitrate|nitrite|carbohydrates?|someone|hormone|fluorescence|fluorescen[a-z]*|chlorophyll[a-z]*|ethylene|benzene|cyclone|cyclic|concentrate[ds]?|carbonates?|phosphates?|carboxylate|nucleotide|(?:per)?oxidase|phosphatase|fluorimetr[a-z]*|methylene|ester|alternate|separate|carbonated|hydroxylate[sd]?|metabolite|amino\s+acids?|fatty\s+acids?|nucleic\s+acids?|nitrite|.*(?:genic|logic|metric)\s+acids?|thione|methylate|phosphorylate|benzoate|stearate|chlorinate|brominate|fluorinate|methylone|cyclone|thioredoxine?|phosphorene)$")
        .expect("the pattern is constant")
});

fn first_word(name: &str) -> &str {
    name.split(|character: char| {
        character.is_whitespace() || matches!(character, ',' | ')' | ';' | '.' | ':' | '/' | '?' | '!')
    })
    .next()
    .unwrap_or(name)
}

/// Every name of a substance in `text`, left to right, none overlapping; of two at one place the longer.
pub(super) fn names_in(text: &str) -> Vec<NameMatch> {
    let mut found = dictionary_names(text);
    found.extend(FORMS.find_iter(text).filter_map(|place| form(text, TextRange::new(place.start(), place.end()))));
    found.sort_by_key(|name| (std::cmp::Reverse(name.range.len()), name.range.start));
    // Kept names do not overlap, so the last one that begins before a place's end is the only one that can reach into it.
    let mut kept: BTreeMap<usize, NameMatch> = BTreeMap::new();
    for name in found {
        let before = kept.range(..name.range.end).next_back();
        if !before.is_some_and(|(_, other)| other.range.overlaps(name.range)) {
            kept.insert(name.range.start, name);
        }
    }
    kept.into_values().collect()
}

/// The name a form matched, brackets that open outside of it left out.
fn form(text: &str, range: TextRange) -> Option<NameMatch> {
    let mut printed = range.slice(text)?;
    let mut start = range.start;
    while let Some(rest) = printed.strip_prefix(['(', '[', ',', '-', '\'', ')', ']']) {
        if printed.starts_with(['(', '['])
            && printed.contains([')', ']'])
            && printed.matches('(').count() == printed.matches(')').count()
        {
            break;
        }
        start += 1;
        printed = rest;
    }
    let printed = if printed.matches(')').count() == printed.matches('(').count() {
        printed
    } else {
        printed.trim_end_matches(')')
    };
    let balanced = printed.matches('(').count() == printed.matches(')').count();
    let known = !NOT_NAMES.is_match(printed) && printed.len() >= 5 && balanced;
    known.then(|| NameMatch { range: TextRange::new(start, start + printed.len()), key: fold(printed) })
}

const SUBSCRIPTS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// A short form with its digits lowered, as some documents print it: `AFB₁`.
pub(super) fn lowered(short: &str) -> String {
    short
        .chars()
        .map(|character| {
            character.to_digit(10).and_then(|digit| SUBSCRIPTS.get(digit as usize).copied()).unwrap_or(character)
        })
        .collect()
}

/// Names of groups so wide that a paper about them says nothing of one substance.
pub(super) fn is_group(key: &str) -> bool {
    matches!(
        key,
        "mycotoxin"
            | "toxin"
            | "pesticide"
            | "organophosphate"
            | "organochlorine"
            | "pyrethroid"
            | "neonicotinoid"
            | "phthalate"
            | "paraben"
            | "strobin"
            | "dioxin"
            | "zearotoxin"
            | "trichothecene"
    )
}

/// A name's key: lower case, singular, blanks folded.
pub(super) fn fold(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|character| {
            SUBSCRIPTS
                .iter()
                .position(|subscript| *subscript == character)
                .and_then(|digit| char::from_digit(digit as u32, 10))
                .unwrap_or(character)
        })
        .collect();
    let folded = plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = apart(&folded).unwrap_or(folded);
    let plural = folded.ends_with('s')
        && !folded.ends_with("ss")
        && !folded.ends_with("us")
        && !folded.ends_with("is")
        && !folded.ends_with("os")
        && folded.len() > 5;
    if plural { folded[..folded.len() - 1].to_owned() } else { folded }
}

/// `ochratoxina` as `ochratoxin a`: tables leave out the blank before the letter of a toxin.
fn apart(folded: &str) -> Option<String> {
    const FAMILIES: [&str; 4] = ["aflatoxin", "ochratoxin", "fumonisin", "bisphenol"];
    let (family, rest) = FAMILIES.iter().find_map(|family| folded.strip_prefix(family).map(|rest| (family, rest)))?;
    let letter = rest.starts_with(|first: char| first.is_ascii_lowercase());
    (letter && rest != "s" && rest.len() <= 3).then(|| format!("{family} {rest}"))
}

fn dictionary_names(text: &str) -> Vec<NameMatch> {
    let lower = lowercase_same_length(text);
    let mut found = Vec::new();
    let mut from = 0;
    for (start, _) in lower.char_indices() {
        let boundary =
            !lower[..start].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '-');
        if start < from || !boundary {
            continue;
        }
        let rest = &lower[start..];
        let Some(names) = DICTIONARY.get(first_word(rest)) else { continue };
        let whole = |name: &&(String, String)| {
            let after = rest.get(name.0.len()..).and_then(|after| after.chars().next());
            rest.starts_with(&name.0) && !after.is_some_and(|after| after.is_alphanumeric() || after == '-')
        };
        let Some((name, key)) = names.iter().find(whole) else { continue };
        if is_verb(text, start, name) {
            continue;
        }
        found.push(NameMatch { range: TextRange::new(start, start + name.len()), key: key.clone() });
        from = start + name.len();
    }
    found
}

/// `lead to`, `may lead`, `leads` are no metal; nor is the tin a food is sold in.
fn is_verb(text: &str, start: usize, name: &str) -> bool {
    let after = text.get(start + name.len()..).unwrap_or_default().trim_start();
    let before = text[..start].trim_end();
    match name {
        "lead" => {
            after.starts_with("to ")
                || after.starts_with("author")
                || after.starts_with("by ")
                || after.starts_with("in the field")
                || ["to", "may", "can", "could", "will", "would", "might", "and", "which", "that", "also", "the", "not"]
                    .iter()
                    .any(|word| {
                        before.ends_with(&format!(" {word}"))
                            && (after.starts_with("to") || after.starts_with("an ") || *word == "to")
                    })
        }
        "tin" | "iron" => after.starts_with("can ") || after.starts_with("foil"),
        _ => false,
    }
}

/// The element whose symbol a header or label begins with: `Cd`, `Cd (µg/L)`, `As, mg/kg`, `Pb exposure`.
pub(super) fn symbol_at_start(text: &str) -> Option<(TextRange, &'static str)> {
    // The mass number of an isotope may stand before the symbol: `⁹⁸Mo`.
    let start =
        text.len() - text.trim_start_matches(|first: char| first.is_whitespace() || "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(first)).len();
    let rest = &text[start..];
    let length = rest.chars().take_while(|character| character.is_alphabetic()).map(char::len_utf8).sum();
    let (symbol, name) = ELEMENTS.iter().find(|(symbol, _)| rest.get(..length) == Some(*symbol))?;
    let after = rest[length..].chars().next();
    let stands_alone =
        after.is_none_or(|after| matches!(after, ' ' | '(' | '[' | ',' | '*' | ':' | '/' | '\n' | '\u{a0}'));
    stands_alone.then(|| (TextRange::new(start, start + symbol.len()), *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = names_in(text).iter().filter_map(|name| name.range.slice(text)).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn names_stand_in_titles_and_sentences() {
        check("An Assessment of Dietary Exposure to Cadmium in Residents of Guangzhou", &["Cadmium"]);
        check(
            "exposure to inorganic arsenic (i-As) and dimethylarsinic acid (DMA)",
            &["inorganic arsenic", "dimethylarsinic acid"],
        );
        check("naturally occurring aflatoxins in cereals; aflatoxin B1 (AFB1)", &["aflatoxins", "aflatoxin B1"]);
        check("Iron, selenium and lead, zinc", &["Iron", "selenium", "lead", "zinc"]);
        check(
            "Organophosphorus residues: chlorpyrifos, malathion and deltamethrin",
            &["chlorpyrifos", "malathion", "deltamethrin"],
        );
        check("lead nitrate and hydrogen peroxide", &["lead nitrate", "hydrogen peroxide"]);
        check("monomethylarsonic acid (MMA)", &["monomethylarsonic acid"]);
        check("as mono(2-ethyl-5-hydroxyhexyl) phthalate in", &["mono(2-ethyl-5-hydroxyhexyl) phthalate"]);
        check("OchratoxinA * and AflatoxinB1", &["OchratoxinA", "AflatoxinB1"]);
        assert_eq!((fold("OchratoxinA"), fold("Aflatoxins")), ("ochratoxin a".into(), "aflatoxin".into()));
        check("benzyl butyl phthalate, phthalate esters", &["benzyl butyl phthalate", "phthalate"]);
        check("perfluorohexane sulfonic acid (PFHxS)", &["perfluorohexane sulfonic acid", "PFHxS"]);
    }

    #[test]
    fn words_that_look_like_names_are_refused() {
        check("This may lead to cancer. The lead author ironed someone's carbohydrates; fluorescence.", &[]);
        check("Infants had higher urine levels of metabolites", &[]);
    }

    #[test]
    fn symbols_begin_a_header() {
        assert_eq!(symbol_at_start("Cd Exposure (μg/Day)").map(|(_, name)| name), Some("cadmium"));
        assert_eq!(symbol_at_start("As").map(|(_, name)| name), Some("arsenic"));
        assert_eq!(symbol_at_start("Asian"), None);
        assert_eq!(symbol_at_start("Variable"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_finder(text in "\\PC{0,60}|[a-z()\\[\\]', -]{0,60}") {
            for name in names_in(&text) {
                proptest::prop_assert!(name.range.slice(&text).is_some());
            }
            let _ = symbol_at_start(&text);
        }
    }
}

//! Which substance of the sheet a line, cell or heading speaks of.

use std::sync::LazyLock;

use orfila_records::substance::fold_name;
use orfila_records::{SubstanceRole, TextRange};
use regex::Regex;

use super::casrns;
use crate::claims::Context;
use crate::reading::Line;
use crate::vocabulary::{find_word, lowercase_same_length};

/// Words behind a substance's name that say its form: without them the name means the same component of the sheet.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s*(?:,\s+(?-i:\p{Ll}).*|\s(?:en\s+(?:solution|disoluci[óo]n)|in\s+w[äa]ssriger|solutions?|l[öo]sung|disoluci[óo]n|aqueous|anhydrous|wasserfrei|anhydre|technical|technisch|denatured|stabili[sz]ed|stabilisiert|crystalline|conc\b).*)$")
        .expect("the pattern is constant")
});

/// Words that speak of the sheet's product itself.
static PRODUCT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:the|das|le|el)\s+)?(?:product(?:\s+itself)?|produkt|produit|producto|mixture|gemisch|m[ée]lange|mezcla|product\s+information|material)\s*(?::|$)")
        .expect("the pattern is constant")
});

/// Words before a value that is one component's and stands for the mixture.
static EXTREME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:greatest|highest|lowest|smallest)\s+known\b").expect("the pattern is constant")
});

/// A name in capitals, alone in brackets.
static CAPITALS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\(\s*(\p{Lu}[\p{Lu}0-9,' -]{2,}\p{Lu})\s*\)").expect("the pattern is constant"));

/// Shortest other form of a name that counts.
const SHORTEST: usize = 4;

/// Longest first cell or heading that may name a substance.
const LONGEST: usize = 120;

/// The names of the sheet's substances in all the forms the sheet may use.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Folded forms that mean one substance only.
    exact: Vec<(String, usize)>,
    /// The same forms in lower case, as they stand in text, longest first.
    words: Vec<(String, usize)>,
}

impl Names {
    /// The names known so far; a short form that two substances share is none.
    pub(super) fn of(context: &Context<'_>) -> Self {
        let product = context.subject();
        let mut forms: Vec<(String, usize, bool)> = Vec::new();
        for (index, item) in context.substances.items().iter().enumerate() {
            for name in std::iter::once(&item.substance.raw_name).chain(&item.substance.synonyms) {
                forms.push((name.clone(), index, true));
                forms.extend(short_forms(name).into_iter().map(|form| (form, index, false)));
            }
        }
        let mut names = Self::default();
        for (form, index, whole) in &forms {
            let folded = fold_name(form);
            let others = forms.iter().any(|(other, at, other_whole)| {
                at != index && fold_name(other) == folded && (*other_whole || !*whole) && Some(*at) != product
            });
            let taken = names.exact.iter().any(|(known, at)| *known == folded && (at == index || *whole));
            if folded.is_empty() || taken || others && !*whole {
                continue;
            }
            names.exact.push((folded, *index));
            if form.chars().count() >= SHORTEST {
                names.words.push((lowercase_same_length(form), *index));
            }
        }
        names.words.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
        names
    }

    /// The substance that `text` is the name of, brackets and ends apart.
    pub(super) fn exactly(&self, text: &str) -> Option<usize> {
        let find = |name: &str| {
            let folded = fold_name(name.trim_matches([' ', ':', '*', '.', ',', ';', '-', '–', '\n']));
            self.exact.iter().find(|(known, _)| *known == folded).map(|(_, index)| *index)
        };
        let bare = text.split([' ', '\n']).next().and_then(|_| text.split_once(['(', '[']).map(|(head, _)| head));
        find(text).or_else(|| bare.filter(|head| head.trim().len() >= SHORTEST).and_then(find))
    }

    /// The substance named anywhere in `range`: the longest form that stands alone there.
    pub(super) fn mentioned(&self, context: &Context<'_>, range: TextRange) -> Option<usize> {
        let lower = lowercase_same_length(context.text(range));
        self.words.iter().find(|(form, _)| find_word(&lower, form).is_some()).map(|(_, index)| *index)
    }

    /// The substance named in brackets right behind a value: `97 mmHg @ 20 °C (methanol)`.
    pub(super) fn in_brackets(&self, context: &Context<'_>, behind: TextRange) -> Option<usize> {
        let inner = context.text(behind).split_once('(')?.1.split(')').next()?;
        self.exactly(inner)
    }

    /// The component whose value a sheet gives for the mixture as the least or greatest known: `The lowest known value is
    /// 12 °C (ETHANOL)`. One that the sheet does not name elsewhere is named here.
    pub(super) fn of_extreme(&self, context: &mut Context<'_>, value: TextRange) -> Option<usize> {
        let text = context.text(value);
        if !EXTREME.is_match(text) {
            return None;
        }
        let found = CAPITALS.captures(text)?.get(1)?;
        let name = TextRange::new(value.start + found.start(), value.start + found.end());
        self.exactly(found.as_str()).or_else(|| context.name_substance(name, SubstanceRole::Mentioned))
    }

    /// The substance that a line opens: it holds the CAS number of a known one, or its first cell, or what stands before
    /// a colon, is the name of one. Lines that speak of the product name the product.
    pub(super) fn heading(&self, context: &Context<'_>, line: &Line) -> Option<usize> {
        let numbered = casrns(context, line.range);
        if let Some(index) = numbered.iter().find_map(|(casrn, _)| context.substances.with_casrn(casrn)) {
            return Some(index);
        }
        let first = context.text(*line.cells.first()?);
        if first.len() > LONGEST {
            return first.split([':', ';']).next().and_then(|head| self.exactly(head));
        }
        if PRODUCT.is_match(first) {
            return context.subject();
        }
        self.exactly(first).or_else(|| first.split([':', ';']).next().and_then(|head| self.exactly(head)))
    }
}

/// Shorter forms of a name: what stands before brackets, what stands inside them, and the name without its form.
fn short_forms(name: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if let Some((head, rest)) = name.split_once(" (") {
        forms.push(head.trim().to_owned());
        let inner = rest.split(')').next().unwrap_or_default().trim();
        let named = inner.chars().filter(|character| character.is_alphabetic()).count() >= SHORTEST
            && !inner.contains(|character: char| character.is_ascii_digit() || matches!(character, '%' | '/'))
            && inner.split_whitespace().count() <= 3
            && !inner.starts_with("mixture")
            && !inner.starts_with("impurity");
        if named {
            forms.push(inner.to_owned());
        }
    }
    let bare = FORM.replace(forms.first().map_or(name, String::as_str), "").trim().to_owned();
    if bare != name && !forms.contains(&bare) {
        forms.push(bare);
    }
    forms.retain(|form| form.chars().filter(|character| character.is_alphabetic()).count() >= SHORTEST);
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_shorter_forms() {
        assert_eq!(short_forms("Dichloromethane (methylene chloride)"), ["Dichloromethane", "methylene chloride"]);
        assert_eq!(short_forms("Ammoniac en solution"), ["Ammoniac"]);
        assert_eq!(short_forms("Amoníaco en disolución"), ["Amoníaco"]);
        assert_eq!(short_forms("Xylene (mixture of isomers)"), ["Xylene"]);
        assert_eq!(short_forms("Ethanol, anhydrous"), ["Ethanol"]);
        assert!(short_forms("Propane-2-ol").is_empty());
    }
}

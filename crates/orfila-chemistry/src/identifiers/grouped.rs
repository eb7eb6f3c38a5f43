//! Three groups of digits with separators between them: the form of CASRNs and EC numbers.

use orfila_records::TextRange;
use regex::{Captures, Regex};

use super::CasrnRepair;
use super::context::{Context, DASHES};

/// Between two groups: a dash, up to two spaces on either side and at most one line break.
const SEPARATOR: &str = r" {0,2}(?:\r?\n ?)?[-\x{2010}\x{2011}\x{2012}\x{2013}\x{2014}\x{2212}\x{ad}\x{fe63}\x{ff0d}] {0,2}(?:\r?\n {0,2})?";

/// Three groups of digits that stand on their own.
pub(super) struct Grouped<'a> {
    pub(super) range: TextRange,
    pub(super) raw: &'a str,
    pub(super) groups: [&'a str; 3],
    pub(super) repairs: Vec<CasrnRepair>,
    pub(super) context: Context<'a>,
}

impl Grouped<'_> {
    /// The usual form: groups with hyphens between them.
    pub(super) fn joined(&self) -> String {
        self.groups.join("-")
    }

    /// Whether both separators have spaces around them, as in a calculation or an enumeration.
    pub(super) fn is_spaced_out(&self) -> bool {
        self.raw.matches(' ').count() >= 2
    }
}

/// A pattern of three groups of digits of the given lengths, for example `{2,7}`, `{2}`, `{1}`.
pub(super) fn pattern(first: &str, second: &str, third: &str) -> Regex {
    let pattern = format!("([0-9]{first})({SEPARATOR})([0-9]{second})({SEPARATOR})([0-9]{third})");
    Regex::new(&pattern).expect("the pattern is made of constants and is tested")
}

/// Every match of a [`pattern`] that is not part of something longer, in text order.
pub(super) fn find<'a>(text: &'a str, pattern: &Regex) -> Vec<Grouped<'a>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(captures) = pattern.captures_at(text, from) {
        let grouped = read(text, &captures);
        // A match begins with a digit, so one byte further is a character boundary.
        from = grouped.range.start + 1;
        if !grouped.context.is_part_of_more() {
            from = grouped.range.end;
            found.push(grouped);
        }
    }
    found
}

fn read<'a>(text: &'a str, captures: &Captures<'a>) -> Grouped<'a> {
    let group = |index: usize| captures.get(index).map_or("", |group| group.as_str());
    let (start, end) = captures.get(0).map_or((0, 0), |whole| (whole.start(), whole.end()));
    Grouped {
        range: TextRange::new(start, end),
        raw: group(0),
        groups: [group(1), group(3), group(5)],
        repairs: repairs(&[group(2), group(4)]),
        context: Context::of(text, start, end),
    }
}

fn repairs(separators: &[&str]) -> Vec<CasrnRepair> {
    let any = |holds: &dyn Fn(char) -> bool| separators.iter().any(|separator| separator.chars().any(holds));
    let mut repairs = Vec::new();
    let broken = any(&|c| c == '\n');
    if broken {
        repairs.push(CasrnRepair::LineBreak);
    }
    if any(&|c| c != '-' && DASHES.contains(&c)) {
        repairs.push(CasrnRepair::DashVariant);
    }
    if any(&|c| c == ' ') && !broken {
        repairs.push(CasrnRepair::Spaces);
    }
    repairs
}

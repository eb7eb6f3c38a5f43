//! Lists and addresses set abreast: columns of short lines that are read one after the other, not across as the rows of a
//! table are. What tells them is what they say: names in alphabetical order, or the parts of an address.

use crate::pdf::layout::rows::{Chunk, cluster};
use crate::pdf::layout::words::Words;

/// Lines of one column begin within so many ems of each other; further in, a line goes on with the one above.
const FLUSH: f32 = 0.35;
const INDENT: f32 = 2.5;
/// Lines are at most so many ems apart, and at most so many times as far as those above.
const REACH: f32 = 2.7;
const LOOSER: f32 = 1.5;

/// The region with its lists and addresses parted: what stands above them, column by column, what stands below.
pub(crate) fn parted(words: &Words, region: Vec<Chunk>) -> Vec<Vec<Chunk>> {
    let mut rows = cluster(region, |chunk| (chunk.v, chunk.size, chunk.u0));
    let mut parts: Vec<Vec<Chunk>> = Vec::new();
    if let Some(head) = Head::of(words, &rows) {
        let below = rows.split_off(head.rows);
        let (left, right) = rows.into_iter().flatten().partition(|chunk: &Chunk| chunk.u0 < head.x);
        parts.extend([left, right]);
        rows = below;
    }
    let mut open: Vec<Chunk> = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        if row.len() < 2 {
            open.extend(row);
            continue;
        }
        let mut run = Run::of(row);
        while let Some(next) = rows.next_if(|next| run.takes(words, next)) {
            run.push(next);
        }
        if run.is_abreast(words) {
            parts.push(std::mem::take(&mut open));
            parts.extend(run.columns.into_iter().map(|column| column.chunks));
        } else {
            open.extend(run.columns.into_iter().flat_map(|column| column.chunks));
        }
    }
    parts.push(open);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The head of a document: at the left what it is, at the right of which version and day.
struct Head {
    /// The first rows of the region.
    rows: usize,
    /// Where the right side begins.
    x: f32,
}

impl Head {
    fn of(words: &Words, rows: &[Vec<Chunk>]) -> Option<Self> {
        const MOST_ROWS: usize = 8;
        const FEWEST: usize = 2;
        const APART: f32 = 3.0;
        let (mut x, mut reached) = (f32::INFINITY, f32::NEG_INFINITY);
        let (mut said, mut left, mut count) = (0_usize, 0_usize, 0_usize);
        let mut last = f32::NEG_INFINITY;
        for row in rows.iter().take(MOST_ROWS) {
            let (first, end) = (row.first()?, row.last()?);
            let says = row.len() <= 2 && says_version(words, end) && (row.len() == 2 || said == 0 || end.u0 >= x);
            let below = said > 0 && row.len() == 1 && first.v - last < 1.3 * first.size && first.u1 < x;
            if !says && !below {
                break;
            }
            if says {
                said += 1;
                x = x.min(end.u0);
            }
            if row.len() == 2 || below {
                left += 1;
                reached = reached.max(first.u1);
                if text(words, first).ends_with(':') {
                    return None;
                }
            }
            last = first.v;
            count += 1;
        }
        let apart = x - reached > APART * rows.first()?.first()?.size;
        (said >= FEWEST && left >= FEWEST && apart).then_some(Self { rows: count, x })
    }
}

/// Whether a line says the version, day or page of a document.
fn says_version(words: &Words, chunk: &Chunk) -> bool {
    const SAYING: [&str; 12] = [
        "version",
        "revision",
        "revised",
        "print",
        "date",
        "issue",
        "page",
        "replaces",
        "supersedes",
        "überarbeitet",
        "druckdatum",
        "seite",
    ];
    let text = text(words, chunk).to_lowercase();
    SAYING.iter().any(|word| text.starts_with(word)) && text.contains(|sign: char| sign.is_ascii_digit())
}

struct Column {
    left: f32,
    right: f32,
    chunks: Vec<Chunk>,
}

/// Rows that begin at common places.
struct Run {
    columns: Vec<Column>,
    /// Its last baseline, and how far its closest rows are apart.
    last: f32,
    leading: f32,
    rows: usize,
}

impl Run {
    fn of(row: Vec<Chunk>) -> Self {
        let last = row.first().map_or(0.0, |chunk| chunk.v);
        let mut run = Self { columns: Vec::new(), last, leading: f32::INFINITY, rows: 0 };
        run.push(row);
        run
    }

    /// The column that a chunk stands in, if there is one.
    fn column(&self, chunk: &Chunk) -> Option<usize> {
        let at = self.columns.iter().rposition(|column| column.left <= chunk.u0 + FLUSH * chunk.size)?;
        let near = chunk.u0 - self.columns.get(at)?.left <= INDENT * chunk.size;
        let clear = self.columns.get(at + 1).is_none_or(|next| chunk.u1 < next.left);
        (near && clear).then_some(at)
    }

    /// Whether a chunk begins a column to the right of all others.
    fn opens_column(&self, chunk: &Chunk) -> bool {
        self.columns.iter().all(|column| column.right < chunk.u0 - 0.5 * chunk.size)
    }

    fn takes(&self, words: &Words, row: &[Chunk]) -> bool {
        let Some(first) = row.first() else { return false };
        let distance = first.v - self.last;
        let near = distance < LOOSER * self.leading.min(1.6 * first.size);
        let plain = row.len() > 1 || !is_bold(words, first);
        let alike = row.iter().all(|chunk| (chunk.size - self.size()).abs() < 0.15 * chunk.size);
        let placed = row.iter().all(|chunk| self.column(chunk).is_some() || self.opens_column(chunk));
        alike && placed && (near && plain || row.len() > 1 && distance < REACH * first.size)
            || alike && placed && near && self.is_bold(words)
    }

    fn size(&self) -> f32 {
        self.columns.first().and_then(|column| column.chunks.first()).map_or(0.0, |chunk| chunk.size)
    }

    /// Whether its lines are bold below the first one.
    fn is_bold(&self, words: &Words) -> bool {
        self.rows > 1
            && self.columns.iter().any(|column| column.chunks.last().is_some_and(|chunk| is_bold(words, chunk)))
    }

    fn push(&mut self, row: Vec<Chunk>) {
        if let Some(first) = row.first().filter(|_| self.rows > 0) {
            self.leading = self.leading.min(first.v - self.last);
            self.last = first.v;
        }
        self.rows += 1;
        for chunk in row {
            match self.column(&chunk).and_then(|at| self.columns.get_mut(at)) {
                Some(column) => {
                    column.right = column.right.max(chunk.u1);
                    column.chunks.push(chunk);
                }
                None => self.columns.push(Column { left: chunk.u0, right: chunk.u1, chunks: vec![chunk] }),
            }
        }
    }

    fn is_abreast(&self, words: &Words) -> bool {
        self.columns.len() >= 2 && (self.are_lists(words) || self.are_addresses(words))
    }

    /// Whether all columns are names in alphabetical order, and more than the first of a table.
    fn are_lists(&self, words: &Words) -> bool {
        const FEWEST: usize = 4;
        const SURE: usize = 6;
        const MOST_CHARACTERS: usize = 48;
        let Some(counts) = self.columns.iter().map(|column| sorted(words, column)).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let short = self.columns.iter().flat_map(|column| &column.chunks).all(|chunk| chunk.count <= MOST_CHARACTERS);
        let long = counts.iter().filter(|count| **count >= FEWEST).count();
        let later = counts.iter().skip(1).any(|count| *count >= SURE);
        short && (long >= 2 || later) && !self.is_glossary(words)
    }

    /// Whether the lines of two columns mostly begin with the same letters, as abbreviations and what they stand for do.
    fn is_glossary(&self, words: &Words) -> bool {
        let [first, second, ..] = self.columns.as_slice() else { return false };
        let initial = |chunk: &Chunk| item(words, chunk).chars().next();
        let (mut both, mut same) = (0_usize, 0_usize);
        let mut others = second.chunks.iter().peekable();
        for chunk in &first.chunks {
            while others.next_if(|other| other.v < chunk.v - 0.4 * chunk.size).is_some() {}
            if let Some(other) = others.next_if(|other| (other.v - chunk.v).abs() <= 0.4 * chunk.size) {
                both += 1;
                same += usize::from(initial(chunk) == initial(other));
            }
        }
        4 * same >= 3 * both.max(1)
    }

    /// Whether all columns are addresses.
    fn are_addresses(&self, words: &Words) -> bool {
        const FEWEST_LINES: usize = 3;
        const FEWEST_SIGNS: u32 = 2;
        let address = |column: &Column| {
            let signs = column.chunks.iter().map(|chunk| address_signs(&text(words, chunk))).fold(0, |a, b| a | b);
            let labels = column.chunks.iter().filter(|chunk| text(words, chunk).ends_with(':')).count();
            column.chunks.len() >= FEWEST_LINES
                && u32::count_ones(signs) >= FEWEST_SIGNS
                && 3 * labels < column.chunks.len()
        };
        self.columns.iter().all(address)
    }
}

fn is_bold(words: &Words, chunk: &Chunk) -> bool {
    chunk.words.iter().filter_map(|word| words.words.get(*word)).all(|word| word.bold)
}

fn text(words: &Words, chunk: &Chunk) -> String {
    let texts = chunk.words.iter().filter_map(|word| words.words.get(*word)).map(|word| words.text(word));
    texts.collect::<Vec<_>>().join(" ")
}

/// An item as lists are sorted: without case, spaces and what marks it.
fn item(words: &Words, chunk: &Chunk) -> String {
    let text = text(words, chunk);
    text.trim_start_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase()
}

/// How many names of a column follow each other in alphabetical order below its title, if all do but a slip of a writer.
fn sorted(words: &Words, column: &Column) -> Option<usize> {
    const SLIPS: usize = 10;
    let size = column.chunks.first().map_or(0.0, |chunk| chunk.size);
    let flush = column.chunks.iter().filter(|chunk| chunk.u0 - column.left <= FLUSH * size.max(1.0));
    let items: Vec<String> = flush.map(|chunk| item(words, chunk)).collect();
    let named = |item: &String| item.starts_with(char::is_alphabetic);
    let titled = items.len() >= 2 && items.first() > items.get(1);
    let items = items.get(usize::from(titled)..)?;
    let slips = items.windows(2).filter(|pair| pair[0] >= pair[1]).count();
    (items.iter().all(named) && slips * SLIPS <= items.len()).then_some(items.len() - slips)
}

/// Which parts of an address a line has, as bits: a company, a street, a place with its code, a telephone or mail.
fn address_signs(text: &str) -> u32 {
    const COMPANIES: [&str; 21] = [
        "inc",
        "ltd",
        "limited",
        "gmbh",
        "ag",
        "kg",
        "llc",
        "corp",
        "corporation",
        "company",
        "plc",
        "pty",
        "s.a",
        "sa",
        "sas",
        "sarl",
        "s.r.l",
        "s.p.a",
        "b.v",
        "bv",
        "n.v",
    ];
    const STREETS: [&str; 16] = [
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "lane",
        "drive",
        "boulevard",
        "blvd",
        "parkway",
        "highway",
        "rue",
        "via",
        "calle",
        "box",
    ];
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower.split_whitespace().map(|part| part.trim_matches(['.', ',', ';', '(', ')'])).collect();
    // Alone on its line, such a word is the label of one.
    let among = |list: &[&str]| parts.len() >= 2 && parts.iter().any(|part| list.contains(part));
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|sign| sign.is_alphabetic()).count();
    let street =
        among(&STREETS) || parts.iter().any(|part| ["straße", "strasse", "str"].iter().any(|end| part.ends_with(end)));
    let code = |part: &&str| (4..=6).contains(&part.len()) && digits(part) == part.len();
    let halves = |pair: &[&str]| {
        let mixed = |part: &str| digits(part) > 0 && digits(part) < part.len();
        mixed(pair[0]) && mixed(pair[1]) && pair[1].len() == 3 && (2..=4).contains(&pair[0].len())
    };
    let place = letters > 3 && parts.iter().any(code) || parts.windows(2).any(halves);
    let called = digits(text) >= 7 && digits(text) > letters || text.contains('@');
    [among(&COMPANIES), street, place, called].iter().enumerate().map(|(bit, sign)| u32::from(*sign) << bit).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::rows::{chunks, rows};
    use crate::pdf::layout::words::written;

    /// The parts of a page of lines, 12 points apart, with columns parted by `|`, 200 points apart.
    fn check(page: &[&str], expected: &[&[&str]]) {
        let mut texts = Vec::new();
        for (line, row) in page.iter().enumerate() {
            let cells = row.split('|').enumerate().filter(|(_, cell)| !cell.is_empty());
            texts.extend(cells.map(|(column, cell)| (cell, 40.0 + 200.0 * column as f32, 100.0 + 12.0 * line as f32)));
        }
        let words = written(&texts);
        let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
        let parts = parted(&words, pieces);
        let read: Vec<Vec<String>> =
            parts.iter().map(|part| part.iter().map(|chunk| text(&words, chunk)).collect()).collect();
        assert_eq!(read, expected, "{page:#?}");
    }

    #[test]
    fn lists_in_alphabetical_order_are_read_downwards() {
        check(
            &[
                "These weeds are controlled",
                "GRASSES|BROADLEAVES",
                "Barley, wild|Burclover|Mallow",
                "Crabgrass|Chickweed|Mustard, black",
                "Foxtail|Dandelion|Pigweed",
                "|Henbit|Spurge",
                "|Kochia",
                "Weeds that are not named here are not controlled by it",
            ],
            &[
                &["These weeds are controlled"],
                &["GRASSES", "Barley, wild", "Crabgrass", "Foxtail"],
                &["BROADLEAVES", "Burclover", "Chickweed", "Dandelion", "Henbit", "Kochia"],
                &["Mallow", "Mustard, black", "Pigweed", "Spurge"],
                &["Weeds that are not named here are not controlled by it"],
            ],
        );
    }

    #[test]
    fn rows_are_read_across() {
        for page in [
            // Only the first column is sorted.
            &["Acetone|rat", "Benzene|mouse", "Ethanol|dog", "Methanol|rat", "Toluene|rabbit"][..],
            // What is said of the substances is mostly the same.
            &["Acetone|listed", "Benzene|listed", "Ethanol|listed", "Methanol|not listed", "Toluene|not listed"],
            // Abbreviations and what they stand for are in the same order.
            &["AUC|area below", "BMD|benchmark dose", "CAS|chemical list", "DNEL|derived level", "EC|enzymes"],
            &["Company|Example Inc", "Street|12 Long Road", "Town|10017 New York", "Telephone|030 1234567"],
        ] {
            let all: Vec<&str> = page.iter().flat_map(|row| row.split('|')).collect();
            let mut texts = Vec::new();
            for (line, row) in page.iter().enumerate() {
                let place = |column: usize| (40.0 + 200.0 * column as f32, 100.0 + 12.0 * line as f32);
                texts.extend(row.split('|').enumerate().map(|(column, cell)| (cell, place(column).0, place(column).1)));
            }
            let words = written(&texts);
            let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
            let parts = parted(&words, pieces);
            assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [all.len()], "{page:?}");
        }
    }

    #[test]
    fn addresses_are_read_one_after_the_other() {
        check(
            &[
                "Example Inc|Example Ltd",
                "235 East 42nd Street|Ramsgate Road",
                "New York 10017|Sandwich CT13 9NJ",
                "1-800-879-3477|+44 1304 616161",
            ],
            &[
                &["Example Inc", "235 East 42nd Street", "New York 10017", "1-800-879-3477"],
                &["Example Ltd", "Ramsgate Road", "Sandwich CT13 9NJ", "+44 1304 616161"],
            ],
        );
    }

    #[test]
    fn names_of_documents_stand_beside_their_versions() {
        check(
            &["Safety data sheet|Version 6.9", "according to 1907/2006|Print date 10.03.2026"],
            &[&["Safety data sheet", "according to 1907/2006"], &["Version 6.9", "Print date 10.03.2026"]],
        );
        let labelled = ["Name:", "Version 6.9", "Day:", "Date 1"];
        check(&["Name:|Version 6.9", "Day:|Date 1"], &[&[labelled[0], labelled[2], labelled[1], labelled[3]]]);
    }
}

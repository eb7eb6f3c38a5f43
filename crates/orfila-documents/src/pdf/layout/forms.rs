//! Forms: labels at the left that go over several lines beside their values are read in one piece.

use crate::pdf::layout::lines::{Line, line};
use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::words::Words;

/// Lines that one label may take, so that no page is read twice.
const MOST_LABEL_LINES: usize = 6;
/// Rows whose values begin at one place make a form.
const FEWEST_ROWS: usize = 3;
/// Words in the middle of a label.
const JOINTS: [&str; 24] = [
    "and", "or", "of", "for", "the", "in", "to", "with", "by", "on", "from", "und", "oder", "für", "von", "der", "des",
    "et", "ou", "de", "du", "pour", "y", "para",
];
/// Characters that the last line of a label has at most.
const LONGEST_LABEL_LINE: usize = 30;
/// Labels that show how labels begin.
const FEWEST_CAPITALS: usize = 5;
/// Values that begin within so many points of each other begin at one place.
const STOP: f32 = 2.0;
/// A value shorter than so many ems was not broken.
const LONG: f32 = 10.0;
/// A line that ends within so many ems of the right edge may have been broken there.
const ALMOST_FULL: f32 = 8.0;

/// The lines of rows; the further lines of a label are joined to its first, before the value beside it.
pub(crate) fn lines_of_rows(words: &Words, rows: Vec<Vec<Chunk>>) -> Vec<Line> {
    let form = Form::of(words, &rows);
    let mut rows: Vec<Option<Vec<Chunk>>> = rows.into_iter().map(Some).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for index in 0..rows.len() {
        let Some(row) = rows.get_mut(index).and_then(Option::take) else { continue };
        let entry = form.entry(&row);
        let more = match (entry, rows.get_mut(index + 1..)) {
            (Some(entry), Some(below)) => form.take_label_lines(&row, entry, below),
            _ => Vec::new(),
        };
        lines.push(match entry.filter(|_| !more.is_empty()) {
            Some(entry) => joined(words, row, entry, more),
            None => line(words, row.into_iter().flat_map(|chunk| chunk.words).collect()),
        });
    }
    lines
}

/// One line of an entry whose label goes on in `more`.
fn joined(words: &Words, mut row: Vec<Chunk>, entry: Entry, more: Vec<Chunk>) -> Line {
    let value = row.split_off(entry.value.min(row.len()));
    let mut label = line(words, row.into_iter().flat_map(|chunk| chunk.words).collect());
    for chunk in more {
        label.append(line(words, chunk.words), ' ');
    }
    label.append(line(words, value.into_iter().flat_map(|chunk| chunk.words).collect()), '\t');
    label
}

fn texts<'w>(words: &'w Words, chunk: &'w Chunk) -> impl Iterator<Item = &'w str> {
    chunk.words.iter().filter_map(|word| Some(words.text(words.words.get(*word)?)))
}

fn first_text<'w>(words: &'w Words, chunk: &Chunk) -> &'w str {
    let word = chunk.words.first().and_then(|first| words.words.get(*first));
    word.map_or("", |word| words.text(word))
}

fn last_text<'w>(words: &'w Words, chunk: &Chunk) -> &'w str {
    let word = chunk.words.last().and_then(|last| words.words.get(*last));
    word.map_or("", |word| words.text(word))
}

fn begins_with_colon(words: &Words, chunk: &Chunk) -> bool {
    first_text(words, chunk).starts_with([':', '：'])
}

/// Whether a chunk begins in the middle of a sentence or a label; `pH` and `pKa` are names.
fn begins_small(words: &Words, chunk: &Chunk) -> bool {
    let text = first_text(words, chunk);
    let name = text.chars().take_while(|letter| letter.is_alphabetic()).any(char::is_uppercase);
    text.starts_with(['(', '/']) || text.starts_with(char::is_lowercase) && !name
}

fn ends_with_colon(words: &Words, chunk: &Chunk) -> bool {
    last_text(words, chunk).ends_with([':', '：'])
}

fn is_bold(words: &Words, chunk: &Chunk) -> bool {
    chunk.words.first().and_then(|first| words.words.get(*first)).is_some_and(|word| word.bold)
}

/// Whether a line breaks off where no label ends.
fn breaks_off(words: &Words, chunk: &Chunk) -> bool {
    last_text(words, chunk).ends_with([',', '-', '–', '/', '&'])
}

/// Whether a chunk is nothing but the number or letter of an entry: `a)`, `9.1`, `•`.
fn is_marker(words: &Words, chunk: &Chunk) -> bool {
    let text = first_text(words, chunk);
    let numbered = text.ends_with([')', '.']) || text.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    chunk.words.len() == 1
        && (text.chars().count() <= 4 && numbered || text.chars().all(|sign| !sign.is_alphanumeric()))
}

/// Where label and value stand among the chunks of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    label: usize,
    value: usize,
}

/// How the rows of a region pair labels with values.
struct Form<'w> {
    words: &'w Words,
    /// Left edges at which values of several rows begin.
    stops: Vec<f32>,
    /// Whether labels end with a colon.
    colons: bool,
    /// Whether most labels begin with a capital letter or a number.
    capitals: bool,
    /// Whether entries stand apart: most labels have more room above it than the lines of one entry have.
    spaced: bool,
    /// The right edge of all rows.
    right: f32,
}

impl<'w> Form<'w> {
    fn of(words: &'w Words, rows: &[Vec<Chunk>]) -> Self {
        let right = rows.iter().flatten().map(|chunk| chunk.u1).fold(f32::NEG_INFINITY, f32::max);
        let mut form = Self { words, stops: Vec::new(), colons: false, capitals: false, spaced: false, right };
        let paired = |row: &&Vec<Chunk>| (2..=3).contains(&row.len());
        let entries: Vec<(&Vec<Chunk>, Entry)> =
            rows.iter().filter(paired).filter_map(|row| Some((row, form.place(row)?))).collect();
        let mut edges: Vec<f32> =
            entries.iter().filter_map(|(row, entry)| row.get(entry.value).map(|value| value.u0)).collect();
        edges.sort_by(f32::total_cmp);
        let colons = entries.iter().filter_map(|(row, entry)| row.get(entry.label));
        let colons = colons.filter(|label| ends_with_colon(words, label)).count();
        form.colons = colons >= FEWEST_ROWS && colons * 2 > entries.len();
        let small = entries.iter().filter_map(|(row, entry)| row.get(entry.label));
        let small = small.filter(|label| begins_small(words, label)).count();
        form.capitals = entries.len() >= FEWEST_CAPITALS && 2 * small <= entries.len();
        form.spaced = is_spaced(rows, &entries);
        form.stops = edges
            .windows(FEWEST_ROWS)
            .filter_map(|stop| Some((*stop.first()?, *stop.last()?)))
            .filter(|(first, last)| last - first < STOP)
            .map(|(first, _)| first)
            .collect();
        form
    }

    /// Where label and value would stand in a row.
    fn place(&self, row: &[Chunk]) -> Option<Entry> {
        let label = usize::from(row.len() > 2 && row.first().is_some_and(|first| is_marker(self.words, first)));
        (row.len() > label + 1).then_some(Entry { label, value: label + 1 })
    }

    /// The label and value of a row, where its value begins with a colon or where those of other rows begin.
    fn entry(&self, row: &[Chunk]) -> Option<Entry> {
        let entry = self.place(row).filter(|_| row.len() <= 3)?;
        let value = row.get(entry.value)?;
        let colon = begins_with_colon(self.words, value) && entry.label == 0;
        let alone = entry.value + 1 == row.len();
        (colon || alone && self.stops.iter().any(|stop| (value.u0 - stop).abs() < STOP)).then_some(entry)
    }

    /// Takes the further lines of a label from the rows below it; the values beside them stay.
    fn take_label_lines(&self, row: &[Chunk], entry: Entry, below: &mut [Option<Vec<Chunk>>]) -> Vec<Chunk> {
        let (Some(label), Some(value)) = (row.get(entry.label), row.get(entry.value)) else { return Vec::new() };
        let mut taken: Vec<Chunk> = Vec::new();
        let mut before = value.clone();
        for at in 0..below.len().min(MOST_LABEL_LINES) {
            let after = below.get(at + 1).and_then(Option::as_ref).and_then(|row| row.first()).map(|chunk| chunk.v);
            let Some(slot) = below.get_mut(at) else { break };
            let Some(next) = slot.as_mut() else { break };
            let last = taken.last().unwrap_or(label);
            if !self.goes_on((label, last, entry.label > 0), (value, &before), next, after)
                && !self.ends_label(last, value, next, after)
            {
                break;
            }
            taken.push(next.remove(0));
            match next.first() {
                Some(beside) => before = beside.clone(),
                None => *slot = None,
            }
        }
        taken
    }

    /// Whether the row `next` is the last line of a label and nothing else: it stands close below, and what follows at the
    /// baseline `after` stands apart.
    fn ends_label(&self, last: &Chunk, value: &Chunk, next: &[Chunk], after: Option<f32>) -> bool {
        let [first] = next else { return false };
        let size = first.size.max(1.0);
        let tight = first.v - last.v < 1.35 * size && (first.size - last.size).abs() < 0.1 * size;
        let apart = after.is_none_or(|after| after - first.v > 1.5 * size);
        let short = value.u1 < self.right - ALMOST_FULL * value.size && first.count < LONGEST_LABEL_LINE;
        let weight = is_bold(self.words, last) == is_bold(self.words, first);
        let under = (first.u0 - last.u0).abs() < 3.0 && first.u1 < value.u0;
        let open = !last_text(self.words, last).ends_with([':', '.', ';']);
        tight && apart && short && weight && under && open && !last_text(self.words, first).ends_with('.')
    }

    /// Whether the row `next` begins with one more line of a label: `label` is its first line and `last` the one before,
    /// `value` the first line of its value and `before` the last one so far; `after` is the baseline of the row after it.
    fn goes_on(
        &self,
        (label, last, numbered): (&Chunk, &Chunk, bool),
        (value, before): (&Chunk, &Chunk),
        next: &[Chunk],
        after: Option<f32>,
    ) -> bool {
        let Some(first) = next.first() else { return false };
        let close = first.v - last.v < 1.7 * first.size && (first.size - label.size).abs() < 0.1 * label.size;
        let under_label = (first.u0 - label.u0).abs() < 3.0 && first.u1 < value.u0;
        // `[0080]` beside a paragraph is a number and no label.
        let worded = texts(self.words, label).flat_map(str::chars).filter(|letter| letter.is_alphabetic()).count() >= 2;
        // The end of a sentence below a label that is said, or a line in another weight, is none of it.
        let sentence = ends_with_colon(self.words, last) && last_text(self.words, first).ends_with('.');
        let lighter = is_bold(self.words, label) != is_bold(self.words, first);
        let ended = sentence || lighter && !begins_with_colon(self.words, value);
        if !close || !under_label || !worded || ended || next.len() > 2 {
            return false;
        }
        let unfinished = self.colons && !ends_with_colon(self.words, last) && ends_with_colon(self.words, first);
        let small = begins_small(self.words, first) || breaks_off(self.words, last);
        let colon = begins_with_colon(self.words, value);
        let open = small || !ends_with_colon(self.words, last);
        let spaced = self.spaced && open && !last_text(self.words, first).ends_with('.');
        // Where entries stand apart, a line close below a label is no other label.
        let tight = first.v - last.v < 1.35 * first.size;
        let apart = after.is_none_or(|after| after - first.v > 1.35 * first.size);
        let Some(beside) = next.get(1) else { return small || unfinished || spaced && apart && (colon || tight) };
        let offset = (beside.u0 - value.u0) / beside.size.max(1.0);
        if !(-0.5..3.0).contains(&offset) || begins_with_colon(self.words, beside) {
            return false;
        }
        let long = before.u1 - before.u0 > LONG * before.size;
        let full =
            long && !last_text(self.words, before).ends_with('.') && before.u1 > self.right - ALMOST_FULL * before.size;
        // A number may be the value of a label of its own.
        let numeric = texts(self.words, beside).any(|text| text.contains(|sign: char| sign.is_numeric()));
        let opening = first_text(self.words, beside);
        let remark = opening.ends_with(':') || opening.starts_with('(');
        // `log Kow` begins small and is a label of its own; `and`, `for` and what follows `/` are none.
        let joins = breaks_off(self.words, last) || JOINTS.contains(&first_text(self.words, first));
        let worded = spaced && !ends_with_colon(self.words, value) && (joins || remark && !numeric);
        // In brackets may stand a label of its own (`(Mo + W)` below `Cr`).
        let bracketed = first_text(self.words, first).starts_with('(') && !breaks_off(self.words, last);
        let lowered = self.capitals && joins && !bracketed && !self.colons;
        let goes_on = begins_small(self.words, beside);
        let closed = !ends_with_colon(self.words, last) && ends_with_colon(self.words, first) && long && goes_on;
        // A new value would not begin in the middle of a sentence that broke off above it.
        let lower = opening.starts_with(char::is_lowercase);
        let carried = full && lower && !numeric && !bracketed && last.count + first.count <= 2 * LONGEST_LABEL_LINE;
        // Where entries are numbered, a row without a number is no entry.
        let numbered = numbered && small && !ends_with_colon(self.words, first);
        colon
            || worded
            || lowered
            || closed
            || carried
            || numbered
            || (unfinished || small && !(bracketed && numeric)) && (full || goes_on)
    }
}

/// Whether most labels of entries have clearly more room above them than the rows of one entry have.
fn is_spaced(rows: &[Vec<Chunk>], entries: &[(&Vec<Chunk>, Entry)]) -> bool {
    const FEWEST: usize = 3;
    let place = |row: &Vec<Chunk>| row.first().map(|chunk| (chunk.v, chunk.size));
    let mut labels: Vec<f32> =
        entries.iter().filter_map(|(row, entry)| row.get(entry.label)).map(|label| label.u0).collect();
    labels.sort_by(f32::total_cmp);
    let Some(left) = labels.get(labels.len() / 2).copied() else { return false };
    let (mut headed, mut close) = (0_usize, 0_usize);
    for pair in rows.windows(2) {
        let (Some(above), Some(row)) = (place(&pair[0]), place(&pair[1])) else { continue };
        let labelled = pair[1].len() >= 2 && pair[1].first().is_some_and(|label| (label.u0 - left).abs() < 3.0);
        if labelled {
            let apart = (row.0 - above.0) / row.1.max(1.0);
            headed += usize::from(apart > 1.5);
            close += usize::from(apart <= 1.3);
        }
    }
    headed >= FEWEST && close <= headed
}

#[cfg(test)]
mod tests {
    use crate::pdf::layout::lines::lines;
    use crate::pdf::layout::rows::{chunks, rows};
    use crate::pdf::layout::words::written;

    /// Words at `(left edge, baseline)`, read as a page.
    fn read(texts: &[(&str, f32, f32)]) -> Vec<String> {
        let words = written(texts);
        let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
        lines(&words, pieces).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn labels_over_several_lines_stand_before_their_values() {
        let beside = [
            ("Possibility of hazardous", 50.0, 100.0),
            (": Toxic gas may be", 200.0, 100.0),
            ("reactions", 50.0, 112.0),
            ("formed.", 206.0, 112.0),
            ("Conditions to avoid", 50.0, 124.0),
            (": None.", 200.0, 124.0),
        ];
        let read_beside = read(&beside);
        let expected =
            ["Possibility of hazardous reactions\t: Toxic gas may be", "formed.", "Conditions to avoid\t: None."];
        assert_eq!(read_beside, expected);
        let above = [("Flash", 50.0, 100.0), (": 13 C", 200.0, 100.0), ("point", 50.0, 112.0), ("Odour", 50.0, 124.0)];
        assert_eq!(read(&above), ["Flash point\t: 13 C", "Odour"]);
    }

    #[test]
    fn a_line_alone_below_a_label_is_its_end() {
        let texts = |last: f32| {
            [
                ("H225", 50.0, 100.0),
                ("Highly flammable liquid and vapour, so keep it away", 200.0, 100.0),
                ("H301", 50.0, 112.0),
                ("Toxic if swallowed.", 200.0, 112.0),
                ("Supplemental Hazard", 50.0, 140.0),
                ("none", 200.0, 140.0),
                ("Statements", 50.0, 152.0),
                ("Reduced Labelling", 50.0, last),
            ]
        };
        assert!(read(&texts(180.0)).contains(&"Supplemental Hazard Statements\tnone".to_owned()));
        assert!(read(&texts(164.0)).contains(&"Supplemental Hazard\tnone".to_owned()));
    }

    #[test]
    fn running_text_goes_on_below_its_label() {
        let text = [
            ("Hand Protection:", 50.0, 100.0),
            ("Any specific glove information is based on literature", 150.0, 100.0),
            ("manufacturer data.", 50.0, 112.0),
            ("Eye Protection:", 50.0, 130.0),
            ("Goggles", 150.0, 130.0),
            ("Skin:", 50.0, 150.0),
            ("Boots", 150.0, 150.0),
        ];
        let read = read(&text);
        assert_eq!(read[1], "manufacturer data.");
    }

    #[test]
    fn labels_go_on_in_small_letters_among_capitals() {
        let entry = |v: f32, label: &'static str, value: &'static str| [(label, 50.0, v), (value, 250.0, v)];
        let rows = [
            entry(100.0, "Proposition 65", "Not listed"),
            entry(111.0, "Hazardous Substances", "5000 lb"),
            entry(122.0, "and their quantities", "2270 kg"),
            entry(133.0, "Inventory", "Present"),
            entry(144.0, "Australia", "Present"),
            entry(155.0, "Vapour density", "2.9"),
            entry(166.0, "pH", "3 - 4"),
            entry(177.0, "log Kow", "1.2"),
        ];
        let amounts = [
            entry(100.0, "Ni", "3,5 à 5%"),
            entry(111.0, "Cr", "au moins 2,05%, moins de 3,5%"),
            entry(122.0, "(Mo + W)", "de 0,1 à 1,0%, W étant en option"),
            entry(133.0, "V", "0,03 à 0,35%"),
        ];
        assert!(read(&amounts.concat()).contains(&"Cr\tau moins 2,05%, moins de 3,5%".to_owned()));
        let read = read(&rows.concat());
        assert_eq!(read[1..3], ["Hazardous Substances and their quantities\t5000 lb", "2270 kg"]);
        assert_eq!(read[5..], ["Vapour density\t2.9", "pH\t3 - 4", "log Kow\t1.2"]);
    }

    #[test]
    fn labels_in_brackets_beside_values_are_labels() {
        let entry = |v: f32, label: &'static str, value: &'static str| [(label, 50.0, v), (value, 250.0, v)];
        let rows = [
            entry(100.0, "Silicon", "0.05 %"),
            entry(111.0, "Manganese", "0.1 %"),
            entry(122.0, "Chromium", "2.05 %"),
            entry(133.0, "(Mo + W)", "0.1 %"),
            entry(144.0, "Vanadium", "0.03 %"),
            entry(155.0, "Nickel", "3.5 %"),
        ];
        let read = read(&rows.concat());
        assert_eq!(read[2..4], ["Chromium\t2.05 %", "(Mo + W)\t0.1 %"]);
    }

    #[test]
    fn labels_go_on_where_entries_stand_apart() {
        let entry = |v: f32, label: &'static str, value: &'static str| [(label, 50.0, v), (value, 200.0, v)];
        let rows = [
            entry(100.0, "Biodegradability", "Result: 99 %"),
            entry(125.0, "Biochemical Oxygen", "600 mg/g"),
            entry(136.0, "Demand (BOD)", "Remarks: (IUCLID)"),
            entry(160.0, "Ratio", "76 %"),
            entry(185.0, "Bioaccumulation", "Carp"),
        ];
        let expected = [
            "Biodegradability\tResult: 99 %",
            "Biochemical Oxygen Demand (BOD)\t600 mg/g",
            "Remarks: (IUCLID)",
            "Ratio\t76 %",
            "Bioaccumulation\tCarp",
        ];
        assert_eq!(read(&rows.concat()), expected);
        let dense = [entry(136.0, "Health emergency", "(800) 424"), entry(125.0, "Synonym:", "none")];
        let rows_with = [rows[0], rows[3], rows[4], dense[1], dense[0]];
        assert!(read(&rows_with.concat()).contains(&"Synonym:\tnone".to_owned()));
        let none = [entry(136.0, "Pictograms:", "Not required"), entry(125.0, "Signal word:", "Not required")];
        let rows_with = [rows[0], rows[3], rows[4], none[1], none[0]];
        assert!(read(&rows_with.concat()).contains(&"Signal word:\tNot required".to_owned()));
        let values = [entry(136.0, "Boiling point", "100 C"), entry(125.0, "Melting point", "0 C")];
        let rows = [rows[0], rows[3], rows[4], values[1], values[0]];
        assert!(read(&rows.concat()).contains(&"Boiling point\t100 C".to_owned()));
    }

    #[test]
    fn labels_with_values_of_their_own_and_numbers_of_paragraphs_do_not_go_on() {
        let entries = [
            ("Flash point:", 50.0, 100.0),
            ("11 C", 200.0, 100.0),
            ("Flammability", 50.0, 110.0),
            ("Not applicable.", 200.0, 110.0),
            ("Ignition temperature:", 50.0, 120.0),
            ("455 C", 200.0, 120.0),
            ("Density:", 50.0, 130.0),
            ("0.8", 200.0, 130.0),
        ];
        let expected =
            ["Flash point:\t11 C", "Flammability\tNot applicable.", "Ignition temperature:\t455 C", "Density:\t0.8"];
        assert_eq!(read(&entries), expected);
        let mut paragraphs = Vec::new();
        for line in 0..4 {
            paragraphs.push(("[0080]", 50.0, 100.0 + 40.0 * line as f32));
            paragraphs.push(("the rotor is cooled", 100.0, 100.0 + 40.0 * line as f32));
            paragraphs.push(("directly.", 50.0, 112.0 + 40.0 * line as f32));
        }
        assert_eq!(read(&paragraphs)[..2], ["[0080]\tthe rotor is cooled", "directly."]);
    }

    #[test]
    fn labels_without_colons_before_their_values_go_on() {
        let numbered = [
            ("g)", 30.0, 100.0),
            ("Odour", 50.0, 100.0),
            ("pungent", 200.0, 100.0),
            ("i)", 30.0, 112.0),
            ("Autoignition", 50.0, 112.0),
            ("455 C", 200.0, 112.0),
            ("temperature", 50.0, 124.0),
            ("at 1013 hPa", 202.0, 124.0),
            ("k)", 30.0, 136.0),
            ("pH", 50.0, 136.0),
            ("7", 200.0, 136.0),
        ];
        let lines = ["g) Odour\tpungent", "i) Autoignition temperature\t455 C", "at 1013 hPa", "k) pH\t7"];
        assert_eq!(read(&numbered), lines);
        let unnumbered = [
            ("g)", 30.0, 100.0),
            ("Odour", 50.0, 100.0),
            ("pungent", 200.0, 100.0),
            ("pH", 50.0, 112.0),
            ("7", 200.0, 112.0),
            ("h)", 30.0, 124.0),
            ("Form", 50.0, 124.0),
            ("solid", 200.0, 124.0),
        ];
        assert_eq!(read(&unnumbered), ["g) Odour\tpungent", "pH\t7", "h) Form\tsolid"]);
        let colons = [
            ("Taste:", 50.0, 88.0),
            ("none", 200.0, 88.0),
            ("Odour:", 50.0, 100.0),
            ("none", 200.0, 100.0),
            ("Symptoms and Effects of", 50.0, 112.0),
            ("See Section 2 and also", 200.0, 112.0),
            ("Exposure:", 50.0, 124.0),
            ("Section 11.", 200.0, 124.0),
            ("Colour,", 50.0, 136.0),
            ("none", 200.0, 136.0),
            ("Shade:", 50.0, 148.0),
        ];
        let lines = [
            "Taste:\tnone",
            "Odour:\tnone",
            "Symptoms and Effects of Exposure:\tSee Section 2 and also",
            "Section 11.",
            "Colour, Shade:\tnone",
        ];
        assert_eq!(read(&colons), lines);
    }

    #[test]
    fn rows_of_tables_stay() {
        let table = [("Rat", 50.0, 100.0), ("500 mg", 200.0, 100.0), ("Mouse", 50.0, 112.0), ("700 mg", 200.0, 112.0)];
        assert_eq!(read(&table), ["Rat\t500 mg", "Mouse\t700 mg"]);
        let small = [
            ("Rat", 50.0, 100.0),
            ("500 mg", 200.0, 100.0),
            ("mouse", 50.0, 112.0),
            ("700 mg", 200.0, 112.0),
            ("rabbit", 50.0, 124.0),
            ("900 mg in an oily solution", 200.0, 124.0),
        ];
        assert_eq!(read(&small), ["Rat\t500 mg", "mouse\t700 mg", "rabbit\t900 mg in an oily solution"]);
    }
}

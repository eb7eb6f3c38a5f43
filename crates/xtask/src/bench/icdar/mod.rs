//! Tables of the ICDAR 2013 competition, found on the page and read, against its ground truth.

mod judge;
mod truth;

use std::path::PathBuf;

use anyhow::Result;
use judge::Judged;
use truth::Sample;

use super::Run;
use super::ours;
use super::peers::{self, TABLE_FINDERS};
use super::report::{Part, Table};
use super::score::{Counts, harmonic, mean};
use super::tables::adjacency::Comparison;
use super::tables::form::FoundTable;
use super::terminal::{print, say};

const MEANING: &str = "\
Every program gets whole files and must find the tables on their pages. Scored are the relations of neighbouring cells, as \
the competition's own program has them (each cell with text and the next one to its right and below it; text without \
white space and in upper case, the direction and the number of blank places between them must agree); rows and columns \
that are blank as a whole are left out on both sides. Tables are paired by page and by most relations right, each once; \
relations of tables that are none count against precision. Of two readings of the annotators the better one counts. \
`mean` is the competition's figure: the harmonic mean of the mean precision and mean recall over the documents, where a \
document without a found table has precision 0. `letters` compares letters and digits alone (its option for difficult \
encodings). `paired` is over those tables alone that were paired, so that it says how well a table is read once it is found.";

/// Scores ours and the others.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let samples = truth::samples(&run.shared, &run.options.file)?;
    let mut table = Table::new(&[
        "program",
        "P",
        "R",
        "F1",
        "mean P",
        "mean R",
        "mean F1",
        "letters F1",
        "paired F1",
        "tables found",
        "too many",
    ]);
    let mine = results(&samples, ours_of);
    for (sample, (judged, _)) in samples.iter().zip(&mine) {
        print(&line(&sample.name, judged));
        if run.options.errors {
            print(&judged.errors.join("\n"));
        }
    }
    table.row(row("Orfila", &mine));
    let mut notes = Vec::new();
    for finder in run.peers.iter().flat_map(|_| &TABLE_FINDERS) {
        let files: Vec<PathBuf> = samples.iter().map(|sample| sample.pdf.clone()).collect();
        match run.peers.as_ref().map(|peers| peers.tables(finder, &files)) {
            Some(Ok(mut found)) => {
                let of = |sample: &Sample| found.tables.remove(&peers::name(&sample.pdf)).unwrap_or_default();
                table.row(row(finder.name, &results(&samples, of)));
                notes.extend(found.failed(finder));
            }
            Some(Err(error)) => notes.push(format!("{}: missing ({error:#})", finder.name)),
            None => {}
        }
    }
    let text = format!("{MEANING}\n\n{} documents.\n\n{}\n{}", samples.len(), table.markdown(), notes.join("\n"));
    Ok(Part { key: "icdar", heading: "Tables of the ICDAR 2013 competition", text })
}

fn ours_of(sample: &Sample) -> Vec<FoundTable> {
    match ours::read(&sample.pdf) {
        Ok(document) => ours::tables(&document),
        Err(error) => {
            say(&format!("{}: {error:#}", sample.name));
            Vec::new()
        }
    }
}

/// Each document's result, and its relations when letters and digits alone are compared.
fn results(samples: &[Sample], mut found: impl FnMut(&Sample) -> Vec<FoundTable>) -> Vec<(Judged, Counts)> {
    let judge = |sample: &Sample| {
        let found = found(sample);
        let lenient = judge::best(&found, &sample.readings, Comparison::LettersAndDigits);
        (judge::best(&found, &sample.readings, Comparison::Characters), lenient.counts)
    };
    samples.iter().map(judge).collect()
}

fn line(name: &str, judged: &Judged) -> String {
    let counts = judged.counts;
    let (wanted, found, invented) = judged.tables;
    format!(
        "{name:<8} P {:.3}  R {:.3}  F1 {:.3}   relations {}/{} of {} found   tables {found}/{wanted}, {invented} too many",
        counts.precision(),
        counts.recall(),
        counts.f1(),
        counts.right,
        counts.wanted,
        counts.found,
    )
}

fn row(name: &str, results: &[(Judged, Counts)]) -> Vec<String> {
    let all = results.iter().fold(Counts::default(), |all, (judged, _)| all.and(judged.counts));
    let paired = results.iter().fold(Counts::default(), |all, (judged, _)| all.and(judged.paired));
    let lenient = results.iter().fold(Counts::default(), |all, (_, counts)| all.and(*counts));
    let precision = mean(results.iter().map(|(judged, _)| judged.counts.precision()));
    let recall = mean(results.iter().map(|(judged, _)| judged.counts.recall()));
    let figures = [
        all.precision(),
        all.recall(),
        all.f1(),
        precision,
        recall,
        harmonic(precision, recall),
        lenient.f1(),
        paired.f1(),
    ];
    let (wanted, found, invented) = results.iter().fold((0, 0, 0), |sum, (judged, _)| {
        let (wanted, found, invented) = judged.tables;
        (sum.0 + wanted, sum.1 + found, sum.2 + invented)
    });
    let mut row = vec![name.to_owned()];
    row.extend(figures.iter().map(|figure| format!("{figure:.3}")));
    row.extend([format!("{found} of {wanted}"), invented.to_string()]);
    row
}

//! Tables of the ICDAR 2013 competition, found on the page and read, against its ground truth.

mod judge;
mod truth;

use std::path::Path;

use judge::Judged;

use super::Documents;
use super::ours;
use super::score::{Counts, harmonic, mean};
use super::tables::adjacency::Comparison;
use super::terminal::{print, say};

/// Prints the result of every document and of all.
pub(crate) fn run(shared: &Path, options: &Documents) -> anyhow::Result<()> {
    let samples = truth::samples(shared, &options.file)?;
    let mut results = Vec::new();
    for sample in &samples {
        let found = match ours::read(&sample.pdf) {
            Ok(document) => ours::tables(&document),
            Err(error) => {
                say(&format!("{}: {error:#}", sample.name));
                Vec::new()
            }
        };
        let judged = judge::best(&found, &sample.readings, Comparison::Characters);
        let lenient = judge::best(&found, &sample.readings, Comparison::LettersAndDigits);
        print(&line(&sample.name, &judged));
        if options.errors {
            print(&judged.errors.join("\n"));
        }
        results.push((judged, lenient.counts));
    }
    print(&summary(&results));
    Ok(())
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

fn summary(results: &[(Judged, Counts)]) -> String {
    let all = results.iter().fold(Counts::default(), |all, (judged, _)| all.and(judged.counts));
    let matched = results.iter().fold(Counts::default(), |all, (judged, _)| all.and(judged.matched));
    let lenient = results.iter().fold(Counts::default(), |all, (_, counts)| all.and(*counts));
    let precision = mean(results.iter().map(|(judged, _)| judged.counts.precision()));
    let recall = mean(results.iter().map(|(judged, _)| judged.counts.recall()));
    let tables = results.iter().fold((0, 0, 0), |sum, (judged, _)| {
        let (wanted, found, invented) = judged.tables;
        (sum.0 + wanted, sum.1 + found, sum.2 + invented)
    });
    [
        format!("all relations       P {:.3}  R {:.3}  F1 {:.3}", all.precision(), all.recall(), all.f1()),
        format!("mean over documents P {precision:.3}  R {recall:.3}  F1 {:.3}", harmonic(precision, recall)),
        format!("letters and digits alone, all relations: F1 {:.3}", lenient.f1()),
        format!(
            "of tables that were found alone: P {:.3}  R {:.3}  F1 {:.3}",
            matched.precision(),
            matched.recall(),
            matched.f1()
        ),
        format!(
            "tables: {} wanted, {} found (half of their relations right), {} found that are none",
            tables.0, tables.1, tables.2
        ),
    ]
    .join("\n")
}

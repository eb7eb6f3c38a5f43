//! Reads files and prints how fast that was, what is hidden in them and what went wrong: `reading [--rounds N] FILE…`.

#![expect(clippy::print_stdout, reason = "an example that prints")]

use std::time::Instant;

use orfila_documents::{Limits, read};
use orfila_records::Document;

fn main() {
    let mut rounds = 1_usize;
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => rounds = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1),
            _ => files.push(argument),
        }
    }
    let mut pages = 0;
    let started = Instant::now();
    for round in 0..rounds.max(1) {
        for file in &files {
            let Ok(bytes) = std::fs::read(file) else { continue };
            let name = file.rsplit('/').next().unwrap_or(file);
            match read(&bytes, name, &Limits::default()) {
                Ok(document) => {
                    pages += document.pages.len();
                    if round == 0 {
                        report(&document);
                    }
                }
                Err(error) if round == 0 => println!("{name}: {}: {error}", error.code()),
                Err(_) => {}
            }
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{pages} pages in {seconds:.2} s: {:.0} pages/s", pages as f64 / seconds);
}

fn report(document: &Document) {
    println!("{}: {} pages, {} characters", document.file_name, document.pages.len(), document.text.chars().count());
    for passage in &document.passages {
        if let Some(reason) = passage.segments.iter().find_map(|segment| segment.hidden) {
            let page = passage.page.map(|page| page.0).unwrap_or_default();
            println!("  hidden on page {page} ({reason:?}): {:?}", document.passage_text(passage));
        }
    }
    for problem in &document.problems {
        let page = problem.page.map(|page| format!("page {}: ", page.0)).unwrap_or_default();
        println!("  {:?} {}: {page}{}", problem.severity, problem.code, problem.message);
    }
}

//! Prints what a model marks in a document: `marks MODEL FILE`. For looking at errors.
#![allow(clippy::print_stdout)]

use orfila_extraction::claims::Context;
use orfila_extraction::marking::{Marker, views};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = std::path::PathBuf::from(arguments.next().ok_or("a model is needed")?);
    let file = std::path::PathBuf::from(arguments.next().ok_or("a file is needed")?);
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let document = orfila_documents::read(&std::fs::read(&file)?, &name, &orfila_documents::Limits::default())?;
    let context = Context::new(&document);
    let views = views(&context);
    let marks = Marker::load(&model, 2)?.mark(&views)?;
    for (index, view) in views.iter().enumerate() {
        println!("=== {index} {:?}\n{}", view.topic, view.text);
        for (at, mark) in marks.marks.iter().enumerate().filter(|(_, mark)| mark.view == index) {
            println!("  {at} {:?} {:?} {:.2}", mark.kind, &view.text[mark.at.clone()], mark.probability);
        }
        for link in marks.links.iter().filter(|link| marks.marks[link.head].view == index) {
            let of = |at: usize| &view.text[marks.marks[at].at.clone()];
            let sign = if link.same { "=" } else { "<-" };
            println!("    {:?} {sign} {:?} {:.2}", of(link.head), of(link.tail), link.probability);
        }
    }
    Ok(())
}

//! Prints the lines of documents as the grammars see them, with topic and cells: `lines FILE…`.

use orfila_extraction::reading;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    for file in std::env::args().skip(1).map(std::path::PathBuf::from) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let document = orfila_documents::read(&std::fs::read(&file)?, &name, &orfila_documents::Limits::default())?;
        for line in reading::lines(&document) {
            let cells: Vec<&str> = line.cells.iter().filter_map(|cell| cell.slice(&document.text)).collect();
            let mark = if line.opens_topic { "##" } else { "" };
            let table = line.table.map(|table| format!(" t{table}")).unwrap_or_default();
            writeln!(
                out,
                "{mark}{:?} p{:?} {:?}{table}: {}",
                line.topic,
                line.page.map(|page| page.0),
                line.kind,
                cells.join(" | ")
            )?;
        }
    }
    Ok(())
}

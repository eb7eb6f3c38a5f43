//! Writes the annotations of documents into a folder: `annotate FOLDER FILE…`. For measuring a change of the grammars;
//! users call `orfila extract --format annotations`.

use orfila_extraction::annotations::annotations;
use orfila_extraction::{Extractor as _, GrammarExtractor};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(arguments.next().ok_or("a folder is needed")?);
    std::fs::create_dir_all(&folder)?;
    for file in arguments.map(std::path::PathBuf::from) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let read = orfila_documents::read(&std::fs::read(&file)?, &name, &orfila_documents::Limits::default());
        let Ok(document) = read else { continue };
        let output = GrammarExtractor.extract(&document);
        let annotations = serde_json::to_string_pretty(&annotations(&document, &output.records))?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let path = folder.join(format!("{stem}.json"));
        if !path.exists() {
            std::fs::write(path, annotations)?;
        }
    }
    Ok(())
}

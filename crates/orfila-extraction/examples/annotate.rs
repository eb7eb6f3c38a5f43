//! Writes the annotations of documents into a folder: `annotate FOLDER [--model DIR] FILE…`. For measuring a change of the
//! grammars or of the model; users call `orfila extract --format annotations`.

use orfila_extraction::annotations::annotations;
use orfila_extraction::{Extractor, GrammarExtractor, ModelExtractor};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(arguments.next().ok_or("a folder is needed")?);
    std::fs::create_dir_all(&folder)?;
    let mut files: Vec<std::path::PathBuf> = arguments.map(std::path::PathBuf::from).collect();
    let mut extractor: Box<dyn Extractor> = Box::new(GrammarExtractor);
    if files.first().is_some_and(|first| first.as_os_str() == "--model") {
        let model = files.drain(..2.min(files.len())).next_back().unwrap_or_default();
        extractor = Box::new(ModelExtractor::load(&model, 2)?);
    }
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let read = orfila_documents::read(&std::fs::read(&file)?, &name, &orfila_documents::Limits::default());
        let Ok(document) = read else { continue };
        let output = extractor.extract(&document);
        let annotations = serde_json::to_string_pretty(&annotations(&document, &output.records))?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let path = folder.join(format!("{stem}.json"));
        if !path.exists() {
            std::fs::write(path, annotations)?;
        }
    }
    Ok(())
}

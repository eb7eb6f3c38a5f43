//! `orfila read --images DIR`: the figures of a document as PNG files.

use std::path::Path;

use anyhow::Context as _;
use base64::Engine as _;
use orfila_records::Document;

use super::Session;
use super::pages::PageRange;
use super::sources::Source;
use crate::isolation::{self, Draw};
use crate::output;

/// Writes the figures of the pages in `pages` into `folder`, each as fine as the images in it are, and names the files
/// on stderr; gives how many could not be drawn.
///
/// # Errors
/// If the folder or a file in it cannot be written, or no drawing process can be started.
pub(crate) fn write(
    session: &Session,
    folder: &Path,
    source: &Source,
    document: &Document,
    pages: &PageRange,
) -> anyhow::Result<usize> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{}: the folder cannot be made; name another with --images", folder.display()))?;
    let placed = document.figures.iter().enumerate().filter_map(|(number, figure)| Some((number + 1, figure.region?)));
    let placed: Vec<_> = placed.filter(|(_, region)| pages.holds(region.page)).collect();
    let task = |region: &orfila_records::Region| Draw { page: region.page, bounds: Some(region.bounds), dpi: None };
    let tasks: Vec<Draw> = placed.iter().map(|(_, region)| task(region)).collect();
    if tasks.is_empty() {
        output::error(&format!("{}: no figures to write", source.file_name));
        return Ok(0);
    }
    let drawn = match isolation::draw(&source.bytes, &tasks, &session.settings)? {
        Ok(drawn) => drawn,
        Err(refused) => {
            output::error(&format!("{}: {} {}", source.file_name, refused.message, refused.remedy));
            return Ok(tasks.len());
        }
    };
    let mut failures = 0;
    let stem = Path::new(&source.file_name).file_stem().unwrap_or_default().to_string_lossy();
    for ((number, region), drawn) in placed.iter().zip(drawn) {
        let file = folder.join(format!("{stem}_figure{number}_page{}.png", region.page));
        match drawn.png {
            Ok(png) => {
                let bytes =
                    base64::engine::general_purpose::STANDARD.decode(png).context("the picture is cut short")?;
                std::fs::write(&file, bytes).with_context(|| format!("{}: cannot be written", file.display()))?;
                output::error(&format!("{}: {} × {} pixels", file.display(), drawn.width, drawn.height));
            }
            Err(reason) => {
                failures += 1;
                output::error(&format!("{}: figure {number} on page {}: {reason}", source.file_name, region.page));
            }
        }
    }
    Ok(failures)
}

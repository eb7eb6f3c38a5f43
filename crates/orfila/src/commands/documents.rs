//! `orfila read`: a document as Orfila sees it.

use base64::Engine as _;
use orfila_records::{Document, DocumentFormat, Passage};
use serde_json::json;

use super::sources::Source;
use super::{Session, drawing, figures, pages::PageRange, sources};
use crate::cli::{Read, ReadFormat};
use crate::isolation::{self, Draw};
use crate::output::{self, Outcome, WrongUse};

/// Reads each file and shows it; a file that cannot be read is listed and the next one follows.
///
/// # Errors
/// If no reading process can be started, or `--pages` is asked for with a form that has all pages.
pub(crate) fn read(session: &Session, asked: &Read) -> anyhow::Result<Outcome> {
    let pages = asked.pages.clone().unwrap_or_default();
    if asked.pages.is_some() && (asked.format == ReadFormat::Json || session.json) {
        return Err(WrongUse("--pages goes with --format text and html; JSON is the whole document".to_owned()).into());
    }
    if asked.format == ReadFormat::Html && asked.files.len() > 1 && !session.json {
        return Err(WrongUse(
            "--format html makes one page of one file: name one, and the next in another call".to_owned(),
        )
        .into());
    }
    let mut failures = 0;
    for file in &asked.files {
        match sources::read(file, &session.settings)? {
            Ok((source, document)) => {
                if !document.pages.is_empty() && !document.pages.iter().any(|page| pages.holds(page.number)) {
                    failures += 1;
                    let count = document.pages.len();
                    output::error(&format!("{}: it has {count} pages, and none that --pages names", file.display()));
                    continue;
                }
                show(session, asked, &source, &document, &pages)?;
                if let Some(folder) = &asked.images {
                    failures += figures::write(session, folder, &source, &document, &pages)?;
                }
            }
            Err(refused) => {
                failures += 1;
                if session.json || asked.format == ReadFormat::Json {
                    output::json(&json!({"file": file, "refused": refused}))?;
                }
                output::error(&format!(
                    "{}: {} ({}). {}",
                    file.display(),
                    refused.message,
                    refused.code,
                    refused.remedy
                ));
            }
        }
    }
    Ok(Outcome::of_failures(failures))
}

fn show(
    session: &Session,
    asked: &Read,
    source: &Source,
    document: &Document,
    pages: &PageRange,
) -> anyhow::Result<()> {
    match asked.format {
        ReadFormat::Json => output::json(document),
        ReadFormat::Text if session.json => output::json(document),
        ReadFormat::Text => {
            print(document, pages);
            Ok(())
        }
        ReadFormat::Html => {
            let pictures = pictures(session, source, document, pages)?;
            output::line(&drawing::html(document, &pictures, pages));
            print_problems(document, pages);
            Ok(())
        }
    }
}

/// The pages' pictures as `data:` addresses, each drawn in isolation; a picture that a browser shows is its own.
fn pictures(
    session: &Session,
    source: &Source,
    document: &Document,
    pages: &PageRange,
) -> anyhow::Result<Vec<drawing::Picture>> {
    let known = [(&b"\x89PNG"[..], "png"), (b"\xFF\xD8\xFF", "jpeg")];
    let kind = known.iter().find(|(magic, _)| source.bytes.starts_with(magic)).map(|(_, kind)| kind);
    if let Some(kind) = kind.filter(|_| document.format == DocumentFormat::Image) {
        let bytes = base64::engine::general_purpose::STANDARD.encode(&source.bytes);
        return Ok(vec![Ok(format!("data:image/{kind};base64,{bytes}"))]);
    }
    let shown: Vec<_> = document.pages.iter().filter(|page| pages.holds(page.number)).collect();
    let task = |page: &&orfila_records::Page| Draw { page: page.number, bounds: None, dpi: Some(drawing::DPI) };
    let tasks: Vec<Draw> = shown.iter().map(task).collect();
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    Ok(match isolation::draw(&source.bytes, &tasks, &session.settings)? {
        Ok(drawn) => {
            let address = |png: String| format!("data:image/png;base64,{png}");
            drawn.into_iter().map(|drawn| drawn.png.map(address)).collect()
        }
        Err(refused) => vec![Err(refused.message); tasks.len()],
    })
}

fn print(document: &Document, pages: &PageRange) {
    let coverage = document.coverage();
    output::line(&format!(
        "# {} ({:?}, {} pages, {} passages, {} tables, {} figures)",
        document.file_name,
        document.format,
        document.pages.len(),
        document.passages.len(),
        document.tables.len(),
        document.figures.len()
    ));
    for passage in document.passages.iter().filter(|passage| passage.page.is_none_or(|page| pages.holds(page))) {
        output::line(&format!("\n[{}] {}", head(passage), document.passage_text(passage)));
    }
    output::line(&format!(
        "\n# {} characters in passages, {} left out, {} unexplained",
        coverage.in_passages, coverage.left_out, coverage.unexplained
    ));
    print_problems(document, pages);
}

/// Names what was wrong with the pages that are shown, and what can be done about it, on stderr.
fn print_problems(document: &Document, pages: &PageRange) {
    for problem in document.problems.iter().filter(|problem| problem.page.is_none_or(|page| pages.holds(page))) {
        let page = problem.page.map(|page| format!("page {page}: ")).unwrap_or_default();
        let message = problem.message.trim_end_matches('.');
        output::error(&format!("{}: {page}{message}. {}", document.file_name, problem.remedy));
    }
}

fn head(passage: &Passage) -> String {
    let kind =
        serde_json::to_value(passage.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
    let page = passage.page.map(|page| format!(" p{page}")).unwrap_or_default();
    let figure = passage.figure.map(|figure| format!(" · figure {}", figure + 1)).unwrap_or_default();
    let section = passage.section.last().map(|section| format!(" · {section}")).unwrap_or_default();
    format!("{kind}{page}{figure}{section}")
}

//! Pages and stretches of pages as pixels: those of PDF files drawn by hayro, those of pictures as they are.
//!
//! Drawing never fails as a whole and never panics: every request has an answer of its own. A hostile image may still ask
//! for more memory than there is; files of strangers are drawn in a process with a limit on its address space, as
//! `orfila` does.

mod bitmap;
mod canvas;
pub(crate) mod pictures;
mod strips;
mod worker;

use orfila_records::{Document, PageNumber, Region};
use thiserror::Error;

use crate::Limits;

pub use bitmap::Bitmap;

/// Points in an inch: the unit of all boxes.
pub const POINTS_AN_INCH: f32 = 72.0;

/// Why a page or a stretch of it was not drawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RenderError {
    /// The file cannot be opened for drawing.
    #[error("the file cannot be opened for drawing: {0}")]
    NotOpened(String),
    /// There is no such page.
    #[error("page {page} is asked for, {pages} pages can be drawn")]
    NoSuchPage {
        /// The page asked for.
        page: u32,
        /// How many there are.
        pages: usize,
    },
    /// The picture would be empty, or the box or the resolution is not a number.
    #[error("the picture would have no pixels")]
    NoPixels,
    /// The picture would be larger than the limit.
    #[error("the picture would have {pixels} pixels, the limit is {limit}")]
    TooManyPixels {
        /// Width times height.
        pixels: u64,
        /// The limit.
        limit: u64,
    },
    /// Drawing took too long.
    #[error("drawing took longer than {0} seconds")]
    TimeLimit(u64),
    /// The page met a defect of the drawing library.
    #[error("the page cannot be drawn: {0}")]
    Defect(String),
    /// The picture cannot be written as PNG.
    #[error("the picture cannot be written: {0}")]
    Encoding(String),
}

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// The page.
    pub page: PageNumber,
    /// Part of the page, in points from its top left as a reader sees it; `None` for the whole page.
    pub bounds: Option<orfila_records::BoundingBox>,
    /// How fine to draw.
    pub resolution: Resolution,
}

/// How many pixels an inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Resolution {
    /// So many.
    Dpi(f32),
    /// As many as the finest image inside the bounds has, `otherwise` where there is none, in any case no more than
    /// `most` and no fewer than `least`.
    Native {
        /// Fewest.
        least: f32,
        /// Most.
        most: f32,
        /// Where there is no image.
        otherwise: f32,
    },
}

impl Resolution {
    /// For figures: what the images have, 300 dots an inch for drawings.
    pub const NATIVE: Self = Self::Native { least: 100.0, most: 600.0, otherwise: 300.0 };
}

/// Draws the figures of a document at their own resolution, with everything that stands on them: strips and tiles
/// are one picture, masks and colour spaces are resolved. Each comes with its index in [`Document::figures`]; figures
/// without a place on a page have no picture.
pub fn figures<'a>(
    bytes: &[u8],
    document: &'a Document,
    limits: &Limits,
) -> impl Iterator<Item = (usize, Result<Bitmap, RenderError>)> + 'a {
    let placed = document.figures.iter().enumerate().filter_map(|(index, figure)| Some((index, figure.region?)));
    let request = |(_, region): (usize, Region)| Request {
        page: region.page,
        bounds: Some(region.bounds),
        resolution: Resolution::NATIVE,
    };
    let requests = placed.clone().map(request).collect();
    placed.map(|(index, _)| index).zip(draw(bytes, requests, limits))
}

/// Draws one page at `dpi` pixels an inch.
///
/// # Errors
/// [`RenderError`], of the file or the page.
pub fn page(bytes: &[u8], page: PageNumber, dpi: f32, limits: &Limits) -> Result<Bitmap, RenderError> {
    one(bytes, Request { page, bounds: None, resolution: Resolution::Dpi(dpi) }, limits)
}

/// Draws a stretch of a page at `dpi` pixels an inch.
///
/// # Errors
/// [`RenderError`], of the file, the page or the stretch.
pub fn crop(bytes: &[u8], region: &Region, dpi: f32, limits: &Limits) -> Result<Bitmap, RenderError> {
    let request = Request { page: region.page, bounds: Some(region.bounds), resolution: Resolution::Dpi(dpi) };
    one(bytes, request, limits)
}

fn one(bytes: &[u8], request: Request, limits: &Limits) -> Result<Bitmap, RenderError> {
    draw(bytes, vec![request], limits).next().unwrap_or(Err(RenderError::NoPixels))
}

/// Draws all that is asked for, in order, one answer a request; the file is opened once.
pub fn draw(bytes: &[u8], requests: Vec<Request>, limits: &Limits) -> Pictures {
    worker::start(bytes, requests, limits)
}

pub use worker::Pictures;

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        // A red square of 20 points at the top left of a page of 100 × 200 points.
        let stream = "1 0 0 rg 0 180 20 20 re f";
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 200]/Contents 4 0 R>>".to_owned(),
            format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()),
        ];
        let mut file = "%PDF-1.4\n".to_owned();
        for (number, object) in objects.iter().enumerate() {
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
        }
        file.push_str("trailer<</Root 1 0 R/Size 5>>\n%%EOF");
        file.into_bytes()
    }

    #[test]
    fn a_page_and_its_stretches_are_drawn_where_they_are() {
        let limits = Limits::default();
        let whole = page(&file(), PageNumber(1), 144.0, &limits).expect("a page");
        assert_eq!((whole.width, whole.height), (200, 400));
        assert_eq!((whole.pixel(10, 10), whole.pixel(60, 60)), (Some([255, 0, 0]), Some([255, 255, 255])));
        let bounds = orfila_records::BoundingBox { x0: 10.0, y0: 10.0, x1: 30.0, y1: 20.0 };
        let part = crop(&file(), &Region { page: PageNumber(1), bounds }, 72.0, &limits).expect("a stretch");
        assert_eq!((part.width, part.height), (20, 10));
        assert_eq!((part.pixel(5, 5), part.pixel(15, 5)), (Some([255, 0, 0]), Some([255, 255, 255])));
        assert!(whole.png().expect("a PNG").starts_with(b"\x89PNG"));
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        let limits = Limits { pixels: 1_000, ..Limits::default() };
        let bytes = file();
        let asked = |number: u32, dpi: f32| page(&bytes, PageNumber(number), dpi, &limits).expect_err("an error");
        assert_eq!(asked(2, 10.0), RenderError::NoSuchPage { page: 2, pages: 1 });
        assert_eq!(asked(1, 72.0), RenderError::TooManyPixels { pixels: 20_000, limit: 1_000 });
        assert_eq!(asked(1, f32::NAN), RenderError::NoPixels);
        assert_eq!(asked(1, 0.0), RenderError::NoPixels);
        assert!(matches!(asked(1, f32::INFINITY), RenderError::NoPixels));
        assert!(matches!(page(b"nothing", PageNumber(1), 72.0, &limits), Err(RenderError::NotOpened(_))));
        let none = Limits { picture_seconds: 0, ..Limits::default() };
        assert_eq!(page(&bytes, PageNumber(1), 72.0, &none), Err(RenderError::TimeLimit(0)));
    }
}

//! How much a reader may take: every limit is a typed refusal or a recorded loss, never a hang.

use std::time::Duration;

/// Limits on one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub bytes: u64,
    /// Most pages read; the pages after them become a loss.
    pub pages: u32,
    /// Most PDF objects, or elements and text nodes of a markup document.
    pub objects: usize,
    /// Most bytes all streams of a document may decompress to.
    pub decompressed_bytes: u64,
    /// Most operators of a page's content, its form XObjects included.
    pub page_operations: usize,
    /// Most glyphs of a page; the rest of the page becomes a loss.
    pub page_glyphs: usize,
    /// Longest time for one page: for its content, the rest of which becomes a loss, and then for its layout, which
    /// goes on line by line without columns and tables. This is the only limit that can fall differently on two
    /// machines, and it is far above what any sound page takes.
    pub page_time: Duration,
    /// Most cells of all tables of a document.
    pub cells: usize,
    /// Most pixels of one picture that is drawn.
    pub pixels: u64,
    /// Longest time for one picture, in seconds of the clock.
    pub picture_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            pages: 5_000,
            objects: 2_000_000,
            decompressed_bytes: 1 << 30,
            page_operations: 2_000_000,
            page_glyphs: 250_000,
            page_time: Duration::from_secs(20),
            cells: 2_000_000,
            pixels: 64_000_000,
            picture_seconds: 30,
        }
    }
}

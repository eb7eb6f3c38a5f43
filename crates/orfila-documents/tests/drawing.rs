//! Drawing real files and damaged copies of them: an answer for every request, and no panic.
#![cfg(feature = "render")]

use std::path::{Path, PathBuf};

use orfila_documents::render::{self, RenderError, Request, Resolution};
use orfila_documents::{Limits, read};
use orfila_records::PageNumber;

/// The real PDF files beside the repository; none, with a message, where they are missing.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn pdfs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/documents/pdf");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// The pages of real files have the size that the reader says, and are not blank.
#[test]
fn pages_are_drawn_as_large_as_they_are_read() {
    for file in pdfs() {
        let bytes = std::fs::read(&file).expect("a file");
        let name = file.display().to_string();
        let Ok(document) = read(&bytes, "a.pdf", &Limits::default()) else { continue };
        let Some(page) = document.pages.first() else { continue };
        let drawn = render::page(&bytes, page.number, 24.0, &Limits::default()).expect(&name);
        let expected = (page.width / 3.0, page.height / 3.0);
        let off = (drawn.width as f32 - expected.0).abs().max((drawn.height as f32 - expected.1).abs());
        assert!(off <= 1.0, "{name}: {drawn:?}, expected {expected:?}");
        assert!(!drawn.is_plain(), "{name}: nothing is drawn");
    }
}

/// A damaged file costs its own pictures only. The damage is the same in every run.
#[test]
fn damaged_files_are_answered() {
    const COPIES: u64 = 300;
    let files = pdfs();
    if files.is_empty() {
        return;
    }
    let limits = Limits { picture_seconds: 10, pixels: 1_000_000, ..Limits::default() };
    let (mut drawn, mut refused) = (0, 0);
    for copy in 0..COPIES {
        let file = &files[copy as usize % files.len()];
        let bytes = damaged(std::fs::read(file).expect("a file"), copy);
        let asked = |number| Request { page: PageNumber(number), bounds: None, resolution: Resolution::Dpi(18.0) };
        for answer in render::draw(&bytes, vec![asked(1), asked(2)], &limits) {
            match answer {
                Ok(_) => drawn += 1,
                Err(RenderError::TimeLimit(_)) => panic!("{}, copy {copy}: too slow", file.display()),
                Err(RenderError::Defect(reason)) => eprintln!("{}, copy {copy}: {reason}", file.display()),
                Err(_) => refused += 1,
            }
        }
    }
    eprintln!("{drawn} pictures, {refused} refusals of {} requests", 2 * COPIES);
    assert!(drawn > 0 && refused > 0);
}

/// Flips, removes and doubles stretches of bytes, as a broken download or an evil mind does.
fn damaged(mut bytes: Vec<u8>, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    for _ in 0..=next(60) {
        let at = next(bytes.len());
        match next(4) {
            0 => bytes[at] = next(256) as u8,
            1 => bytes[at] ^= 1 << next(8),
            2 => {
                let end = (at + next(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let end = (at + next(40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = next(bytes.len());
                bytes.splice(to..to, piece);
            }
        }
    }
    bytes
}

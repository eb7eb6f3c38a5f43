//! PDF files of any bytes: `cargo xtask fuzz pdf`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use orfila_documents::{Limits, read};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = read(bytes, "fuzzed.pdf", &Limits::default()) {
        assert_eq!(document.coverage().unexplained, 0);
    }
});

//! HTML files of any bytes: `cargo xtask fuzz html`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use orfila_documents::{Limits, read};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = read(bytes, "fuzzed.html", &Limits::default()) {
        assert_eq!(document.coverage().unexplained, 0);
    }
});

//! Sheets to PDF bytes.
//!
//! A small writer of its own, because a letter is two font subsets and a page of text, and a general library spends
//! more time and bytes on it than the letter itself is worth (figures in `DECISIONS.md` and `tests/trial_printpdf.rs`).
//! Everything is written in the order in which it is met, and nothing comes from a clock or a random source: the same
//! sheets give the same bytes.

mod content;
mod file;
mod fonts;
mod metadata;

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

pub(crate) use file::File;
pub(crate) use metadata::About;

/// Deflates a stream. The level is measured: higher ones make a letter 2 % smaller and half as fast.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(LEVEL));
    // Writing into a vector cannot fail; a stream cut short would be a damaged letter, so it is not hidden either.
    match encoder.write_all(bytes).and_then(|()| encoder.finish()) {
        Ok(packed) => packed,
        Err(error) => unreachable!("deflate into memory: {error}"),
    }
}

const LEVEL: u32 = 6;

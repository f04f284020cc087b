//! Sheets to PDF bytes.
//!
//! A small writer of its own, because a letter is two font subsets and a page of text, and a general library spends
//! more time and bytes on it than the letter itself is worth (see `tests/trial_printpdf.rs`).
//! Everything is written in the order in which it is met, and nothing comes from a clock or a random source: the same
//! sheets give the same bytes.

mod content;
mod file;
mod fonts;
mod metadata;

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

pub(crate) use file::File;
pub(crate) use metadata::About;

/// Measured on letters of 12 items: level 6 makes them 2 % smaller and a third slower, level 1 makes them 13 % larger.
const LEVEL: u32 = 2;

thread_local! {
    /// A deflater is a quarter of a megabyte of tables; a letter has half a dozen streams, and clearing the tables is
    /// cheaper than making them.
    static DEFLATER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
}

/// Deflates a stream.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    DEFLATER.with_borrow_mut(|deflater| {
        deflater.reset();
        // Incompressible data grows by five bytes in sixteen thousand; the vector is never too small.
        let mut packed = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
        let status = deflater.compress_vec(bytes, &mut packed, FlushCompress::Finish);
        // A stream cut short would be a damaged letter in the archive.
        assert!(
            matches!(status, Ok(Status::StreamEnd)),
            "deflate into memory"
        );
        packed
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn streams_of_any_kind_come_back() {
        let noise: Vec<u8> = (0..200_000_u64)
            .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()[0])
            .collect();
        let same = vec![7; 100_000];
        for bytes in [&b""[..], b"a", &same, &noise] {
            let mut back = Vec::new();
            flate2::read::ZlibDecoder::new(&packed(bytes)[..])
                .read_to_end(&mut back)
                .unwrap();
            assert!(back == bytes);
            assert_eq!(packed(bytes), packed(bytes));
        }
    }
}

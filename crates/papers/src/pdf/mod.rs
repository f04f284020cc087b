//! Sheets to PDF bytes.
//!
//! A small writer of its own, because a letter is two font subsets and a page of text, and a general library spends
//! more time and bytes on it than the letter itself is worth (see `tests/trial_printpdf.rs`).
//! Everything is written in the order in which it is met, and nothing comes from a clock or a random source: the same
//! sheets give the same bytes.

mod content;
mod core;
mod file;
mod fonts;
mod metadata;
mod unicode;

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

pub(crate) use core::Cores;
pub(crate) use file::File;
pub(crate) use metadata::About;

/// Measured on letters of 12 items: level 6 makes them 2 % smaller and a third slower, level 1 makes them 13 % larger.
const LEVEL: u32 = 2;

thread_local! {
    /// A deflater is a quarter of a megabyte of tables; a letter has half a dozen streams, and clearing the tables is
    /// cheaper than making them.
    static DEFLATER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
    /// The same without the frame of a stream, for parts of one.
    static PARTS: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), false));
}

/// Deflates a stream.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    DEFLATER.with_borrow_mut(|deflater| deflated(deflater, bytes, FlushCompress::Finish))
}

fn deflated(deflater: &mut Compress, bytes: &[u8], flush: FlushCompress) -> Vec<u8> {
    deflater.reset();
    // Incompressible data grows by five bytes in sixteen thousand; the vector is never too small.
    let mut packed = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
    let status = deflater.compress_vec(bytes, &mut packed, flush);
    let whole = match status {
        Ok(Status::StreamEnd) => true,
        Ok(Status::Ok) => matches!(flush, FlushCompress::Full),
        _ => false,
    };
    // A stream cut short would be a damaged letter in the archive.
    assert!(
        whole && deflater.total_in() == bytes.len() as u64,
        "deflate into memory"
    );
    packed
}

/// Bytes that stand in many streams, deflated once: blocks that begin and end with a byte and refer to nothing before
/// them (RFC 1951, 3.2.4), so that they are the same wherever they stand.
#[derive(Debug)]
pub(crate) struct Piece {
    pub raw: Vec<u8>,
    packed: Vec<u8>,
}

impl Piece {
    pub fn new(raw: &[u8]) -> Self {
        let mut deflater = Compress::new(Compression::best(), false);
        Self {
            packed: deflated(&mut deflater, raw, FlushCompress::Full),
            raw: raw.to_vec(),
        }
    }

    /// Deflates the stream `before`, this piece, `after`.
    pub fn packed_between(&self, before: &[u8], after: &[u8]) -> Vec<u8> {
        // Deflate with a window of 32 KB, and a check that makes the two bytes a multiple of 31 (RFC 1950, 2.2).
        let mut packed = vec![0x78, 0x01];
        PARTS.with_borrow_mut(|deflater| {
            if !before.is_empty() {
                packed.extend(deflated(deflater, before, FlushCompress::Full));
            }
            packed.extend_from_slice(&self.packed);
            packed.extend(deflated(deflater, after, FlushCompress::Finish));
        });
        packed.extend(adler32(&[before, &self.raw, after]).to_be_bytes());
        packed
    }
}

/// The check sum of a stream (RFC 1950, 8.2).
fn adler32(parts: &[&[u8]]) -> u32 {
    const MODULUS: u32 = 65_521;
    let (mut low, mut high) = (1_u32, 0_u32);
    for part in parts {
        // So many bytes fit 32 bits before the remainder is needed.
        for chunk in part.chunks(5_552) {
            for byte in chunk {
                low += u32::from(*byte);
                high += low;
            }
            low %= MODULUS;
            high %= MODULUS;
        }
    }
    high << 16 | low
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

    /// A reader that checks everything takes a stream with a piece in it, and the piece is there byte by byte.
    #[test]
    fn pieces_stand_in_any_stream() {
        let noise: Vec<u8> = (0..30_000_u64)
            .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()[0])
            .collect();
        let piece = Piece::new(&noise[..9_000]);
        for before in [&b""[..], b"head", &noise] {
            for after in [&b""[..], b"tail", &noise] {
                let stream = piece.packed_between(before, after);
                let mut back = Vec::new();
                flate2::read::ZlibDecoder::new(&stream[..])
                    .read_to_end(&mut back)
                    .unwrap();
                assert!(back == [before, &piece.raw, after].concat());
                let found = stream
                    .windows(piece.packed.len())
                    .any(|part| part == piece.packed);
                assert!(found);
            }
        }
    }
}

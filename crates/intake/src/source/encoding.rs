//! Which encoding a text file is in, and its bytes as UTF-8.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Progress;
use crate::fault::Fault;

const CHUNK: usize = 1 << 18;
/// The detector needs no more non-ASCII text than this to make up its mind.
const DETECT: usize = 1 << 20;

/// What one pass over the bytes of a text file tells.
#[derive(Debug)]
pub(crate) struct Survey {
    pub encoding: &'static Encoding,
    pub has_mark: bool,
    /// Whether the bytes themselves prove the encoding (a mark, or valid UTF-8).
    pub is_proven: bool,
    /// Line ends, when no quote could hide one; `None` when only reading can tell.
    pub lines: Option<u64>,
    pub is_blank: bool,
}

/// Validity of UTF-8 over chunks that cut characters.
#[derive(Default)]
struct Validity {
    broken: bool,
    carry: Vec<u8>,
}

impl Validity {
    fn feed(&mut self, chunk: &[u8]) {
        if self.broken || (self.carry.is_empty() && chunk.is_ascii()) {
            return;
        }
        let mut joined = std::mem::take(&mut self.carry);
        joined.extend_from_slice(chunk);
        if let Err(error) = std::str::from_utf8(&joined) {
            self.broken = error.error_len().is_some();
            self.carry = joined[error.valid_up_to()..].to_vec();
        }
    }

    fn is_valid(&self) -> bool {
        !self.broken && self.carry.is_empty()
    }
}

/// Reads the whole file once: encoding, line count, emptiness. `forced` is the caller's choice of encoding.
pub(crate) fn survey(
    path: &Path,
    forced: Option<&'static Encoding>,
    size: u64,
    tick: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Survey, Fault> {
    let mut file = File::open(path)?;
    let mut chunk = vec![0; CHUNK];
    let (mut validity, mut marked) = (Validity::default(), None);
    let (mut read, mut lines) = (0_u64, 0_u64);
    let (mut has_quote, mut is_blank, mut last, mut returns) = (false, true, b'\n', false);
    loop {
        let n = file.read(&mut chunk)?;
        if n == 0 {
            break;
        }
        let bytes = &chunk[..n];
        if read == 0 {
            marked = Encoding::for_bom(bytes)
                .map(|(encoding, _)| encoding)
                .or_else(|| wide_without_mark(bytes));
        }
        let text = if read == 0 {
            bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
        } else {
            bytes
        };
        is_blank = is_blank
            && text
                .iter()
                .all(|b| b.is_ascii_whitespace() || matches!(b, 0 | 0xFE | 0xFF));
        validity.feed(bytes);
        has_quote = has_quote || bytes.contains(&b'"');
        lines += count(bytes, b'\n');
        returns = returns || (lines == 0 && bytes.contains(&b'\r'));
        last = bytes[n - 1];
        read += n as u64;
        if tick(Progress {
            bytes_read: read,
            bytes_total: size,
            rows: 0,
        })
        .is_break()
        {
            return Err(Fault::Cancelled);
        }
    }
    let proven = marked.or_else(|| validity.is_valid().then_some(UTF_8));
    let encoding = match forced.or(proven) {
        Some(encoding) if encoding == UTF_8 && !validity.is_valid() => {
            return Err(Fault::Unreadable {
                encoding: encoding.name().to_owned(),
            });
        }
        Some(encoding) => encoding,
        None => guess(path)?,
    };
    let countable = encoding == UTF_8 && !has_quote && !(returns && lines == 0);
    Ok(Survey {
        encoding,
        has_mark: Encoding::for_bom(&head(path)?).is_some(),
        is_proven: forced.is_none() && proven.is_some(),
        lines: countable.then_some(lines + u64::from(last != b'\n')),
        is_blank,
    })
}

/// The most likely encoding of a file that is no UTF-8, by its first chunks that are more than ASCII. Most files are UTF-8
/// and never come here: the guess costs more than reading them.
fn guess(path: &Path) -> Result<&'static Encoding, Fault> {
    let mut file = File::open(path)?;
    let mut chunk = vec![0; CHUNK];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut detected = 0;
    while detected < DETECT {
        let n = file.read(&mut chunk)?;
        if n == 0 {
            break;
        }
        if !chunk[..n].is_ascii() {
            detector.feed(&chunk[..n], false);
            detected += n;
        }
    }
    detector.feed(&[], true);
    Ok(detector.guess(None, Utf8Detection::Deny))
}

/// The first bytes of a file, enough to tell what it is.
pub(crate) fn head(path: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::with_capacity(8_192);
    File::open(path)?.take(8_192).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// How often a byte stands in others.
pub(crate) fn count(bytes: &[u8], wanted: u8) -> u64 {
    // Counting in bytes over short runs lets the compiler use wide registers.
    bytes
        .chunks(255)
        .map(|run| u64::from(run.iter().fold(0_u8, |sum, b| sum + u8::from(*b == wanted))))
        .sum()
}

/// UTF-16 without its mark shows by the zero byte in every other place of plain text.
pub(crate) fn wide_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(512) & !1];
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half < 4 {
        return None;
    }
    match () {
        () if odd * 10 > half * 8 && even == 0 => Some(UTF_16LE),
        () if even * 10 > half * 8 && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

/// The encoding of a name, as people and remembered mappings give it.
pub(crate) fn encoding_for(label: &str) -> Result<&'static Encoding, Fault> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| Fault::UnknownEncoding {
        label: label.to_owned(),
    })
}

/// A reader of UTF-8 over bytes in any encoding. Bytes that the encoding does not have are an error, not a question mark.
pub(crate) struct Transcoder<R = File> {
    file: R,
    decoder: Decoder,
    name: &'static str,
    input: Vec<u8>,
    /// The part of `input` that is not decoded yet.
    pending: std::ops::Range<usize>,
    at_end: bool,
    /// The decoder has given its last character and may not be asked again.
    finished: bool,
    pub raw_bytes: u64,
}

impl<R: Read> Transcoder<R> {
    pub fn new(file: R, encoding: &'static Encoding) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_with_bom_removal(),
            name: encoding.name(),
            input: vec![0; CHUNK],
            pending: 0..0,
            at_end: false,
            finished: false,
            raw_bytes: 0,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.pending.is_empty() && !self.at_end {
            let n = self.file.read(&mut self.input)?;
            self.raw_bytes += n as u64;
            self.pending = 0..n;
            self.at_end = n == 0;
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // The decoder may need room for one whole character; the caller's buffer is far larger.
        if self.finished || out.len() < 4 {
            return Ok(0);
        }
        loop {
            self.fill()?;
            let input = &self.input[self.pending.clone()];
            let (result, read, written) =
                self.decoder
                    .decode_to_utf8_without_replacement(input, out, self.at_end);
            self.pending.start += read;
            if let DecoderResult::Malformed(..) = result {
                self.finished = true;
                return Err(io::Error::other(Fault::Unreadable {
                    encoding: self.name.to_owned(),
                }));
            }
            self.finished = self.at_end && result == DecoderResult::InputEmpty;
            if written > 0 || self.finished {
                return Ok(written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_cut_by_a_chunk_are_still_valid() {
        let mut validity = Validity::default();
        validity.feed(b"Malm\xC3");
        assert!(!validity.is_valid());
        validity.feed(b"\xB6");
        assert!(validity.is_valid());
        validity.feed(b"\xFCr");
        assert!(!validity.is_valid());
    }

    #[test]
    fn line_ends_are_counted_over_long_runs() {
        assert_eq!(count(&vec![b'\n'; 10_000], b'\n'), 10_000);
    }
}

//! Delimited text as records.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};

use super::encoding::Transcoder;
use super::{Progress, Record};
use crate::fault::{Fault, IntakeError};

/// More than any real record; a quote that is never closed would otherwise take the rest of the file into memory.
const MAX_RECORD: usize = 16 << 20;

enum Decoded {
    Plain { file: File, raw_bytes: u64 },
    Transcoded(Box<Transcoder>),
}

/// How lines end, which the CSV parser takes in its stride but does not tell: it counts a line when it passes `\n`, and
/// ends a record at the `\r` before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    Lf,
    CrLf,
    Cr,
}

/// Counts bytes since the last whole record, and sees what the parser does not tell.
struct Metered {
    decoded: Decoded,
    since_record: usize,
    line_ends: Option<LineEnds>,
    at_end: bool,
}

impl Metered {
    fn raw_bytes(&self) -> u64 {
        match &self.decoded {
            Decoded::Plain { raw_bytes, .. } => *raw_bytes,
            Decoded::Transcoded(transcoder) => transcoder.raw_bytes,
        }
    }
}

impl Read for Metered {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.since_record > MAX_RECORD {
            return Err(io::Error::other(Fault::RecordTooLong));
        }
        let n = match &mut self.decoded {
            Decoded::Plain { file, raw_bytes } => {
                let n = file.read(out)?;
                *raw_bytes += n as u64;
                n
            }
            Decoded::Transcoded(transcoder) => transcoder.read(out)?,
        };
        self.since_record += n;
        self.at_end = n == 0;
        self.line_ends.get_or_insert_with(|| line_ends(&out[..n]));
        Ok(n)
    }
}

/// Judged by the first piece of the file. Cells may hold bare line feeds in a file whose rows end with both.
fn line_ends(text: &[u8]) -> LineEnds {
    if text.windows(2).any(|pair| pair == b"\r\n") {
        LineEnds::CrLf
    } else {
        match text.iter().find(|b| matches!(b, b'\r' | b'\n')) {
            Some(b'\r') => LineEnds::Cr,
            _ => LineEnds::Lf,
        }
    }
}

/// The records of a delimited text file.
pub(crate) struct TextSource {
    csv: csv::Reader<Metered>,
    file: String,
    bytes_total: u64,
    rows: u64,
    /// The line on which the last record ended.
    last_line: u64,
}

impl TextSource {
    pub fn open(path: &Path, encoding: &'static Encoding, delimiter: u8) -> Result<Self, Fault> {
        let file = File::open(path)?;
        let bytes_total = file.metadata()?.len();
        let decoded = if encoding == UTF_8 {
            Decoded::Plain { file, raw_bytes: 0 }
        } else {
            Decoded::Transcoded(Box::new(Transcoder::new(file, encoding)))
        };
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 18)
            .from_reader(Metered {
                decoded,
                since_record: 0,
                line_ends: None,
                at_end: false,
            });
        Ok(Self {
            csv,
            file: super::file_name(path),
            bytes_total,
            rows: 0,
            last_line: 0,
        })
    }

    pub fn read(&mut self, record: &mut Record) -> Result<bool, IntakeError> {
        self.csv.get_mut().since_record = 0;
        match self.csv.read_record(&mut record.cells) {
            Ok(more) => {
                if more {
                    record.line = self.line_of(record);
                }
                self.rows += u64::from(more);
                Ok(more)
            }
            Err(error) => Err(self.fault(error)),
        }
    }

    /// The line on which a record begins, from 1.
    fn line_of(&mut self, record: &Record) -> u64 {
        let inside = record.cells.as_slice().bytes();
        let input = self.csv.get_ref();
        let passed = self.csv.position().line();
        let (first, last) = match input.line_ends {
            Some(LineEnds::Cr) => {
                let breaks = inside.filter(|b| matches!(b, b'\r' | b'\n')).count() as u64;
                (self.last_line + 1, self.last_line + 1 + breaks)
            }
            ends => {
                let breaks = inside.filter(|b| *b == b'\n').count() as u64;
                // A record that ends with `\n` has passed it; one that ends with `\r` or the file has not.
                let has_passed_own = ends == Some(LineEnds::Lf) && !input.at_end;
                let last = passed - u64::from(has_passed_own);
                (last.saturating_sub(breaks), last)
            }
        };
        self.last_line = last;
        first
    }

    fn fault(&self, error: csv::Error) -> IntakeError {
        let line = self.last_line + 1;
        let fault = match error.into_kind() {
            csv::ErrorKind::Io(error) => Fault::from(error),
            csv::ErrorKind::Utf8 { .. } => Fault::Unreadable {
                encoding: UTF_8.name().to_owned(),
            },
            other => Fault::Io {
                detail: format!("{other:?}"),
            },
        };
        fault.at(&self.file, line)
    }

    pub fn progress(&self) -> Progress {
        Progress {
            bytes_read: self.csv.get_ref().raw_bytes(),
            bytes_total: self.bytes_total,
            rows: self.rows,
        }
    }
}

/// A delimiter as the reader needs it: one ASCII byte that is no letter, digit, quote or line end.
pub(crate) fn delimiter_byte(delimiter: char) -> Result<u8, Fault> {
    let byte = u8::try_from(delimiter).ok().filter(u8::is_ascii);
    byte.filter(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'"' | b'\r' | b'\n' | 0))
        .ok_or(Fault::UnknownDelimiter { delimiter })
}

//! The size of a workbook before it is unpacked, from the directory at the end of its ZIP.
//!
//! A small file can unpack to gigabytes, and the directory says so before anything is unpacked. A sheet is streamed, so
//! for it the limit is one of time; the shared strings are held in memory, so their limit is lower. A directory that
//! lies about its sizes is not found out here: the unpacker's checksum refuses it, but only after the part was read.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::fault::{Content, Fault};

/// The most that one part of a workbook may unpack to: a sheet at Excel's row limit with 30 columns stays below.
pub(crate) const MAX_PART: u64 = 2 << 30;
/// Shared strings are held in memory, so they get less.
pub(crate) const MAX_STRINGS: u64 = 512 << 20;

/// The content of an OpenDocument sheet is streamed too, but one text in it is held whole.
pub(crate) const MAX_CONTENT: u64 = 512 << 20;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// Which workbook a ZIP is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packed {
    /// Excel.
    Xlsx,
    /// OpenDocument.
    Ods,
}

/// Refuses a workbook that is none, is cut short, or would unpack beyond the limits; tells which it is.
pub(crate) fn check(path: &Path) -> Result<Packed, Fault> {
    let broken = |detail: &str| Fault::BrokenWorkbook {
        detail: detail.to_owned(),
    };
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    // The end record is 22 bytes and a comment of at most 64 KiB.
    let tail_from = size.saturating_sub(66_000);
    file.seek(SeekFrom::Start(tail_from))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let end = tail
        .windows(4)
        .rposition(|w| w == END)
        .ok_or_else(|| broken("no end of directory"))?;
    let record = tail
        .get(end..end + 22)
        .ok_or_else(|| broken("directory cut short"))?;
    let (length, offset) = (u64::from(u32_at(record, 12)), u64::from(u32_at(record, 16)));
    if offset + length > size {
        return Err(broken("directory outside the file"));
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut directory = vec![0; usize::try_from(length).unwrap_or(0)];
    file.read_exact(&mut directory)?;
    let (mut is_workbook, mut has_content, mut has_mimetype) = (false, false, false);
    let mut rest = directory.as_slice();
    while rest.len() >= 46 && rest.starts_with(ENTRY) {
        let unpacked = u64::from(u32_at(rest, 24));
        let name_end = 46 + usize::from(u16_at(rest, 28));
        let next = name_end + usize::from(u16_at(rest, 30)) + usize::from(u16_at(rest, 32));
        let name = rest
            .get(46..name_end)
            .ok_or_else(|| broken("directory cut short"))?;
        is_workbook = is_workbook || name.starts_with(b"xl/");
        has_content = has_content || name == b"content.xml";
        has_mimetype = has_mimetype || name == b"mimetype" || name.starts_with(b"META-INF/");
        let limit = match name {
            b"content.xml" => MAX_CONTENT,
            name if name.ends_with(b"sharedStrings.xml") => MAX_STRINGS,
            _ => MAX_PART,
        };
        if unpacked > limit {
            return Err(Fault::WorkbookTooLarge {
                bytes: unpacked,
                limit,
            });
        }
        rest = rest.get(next..).unwrap_or(&[]);
    }
    match (is_workbook, has_content && has_mimetype) {
        (true, _) => Ok(Packed::Xlsx),
        (false, true) => Ok(Packed::Ods),
        (false, false) => Err(Fault::WrongContent {
            found: Content::Zip,
        }),
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

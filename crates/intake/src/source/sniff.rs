//! What a file is by its first bytes; its name is not asked.

use crate::fault::{Content, Fault};

/// How the table is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Text,
    Workbook,
}

/// Tells text from workbook by the head of the file (some kilobytes), and names what is neither.
pub(crate) fn container(head: &[u8]) -> Result<Container, Fault> {
    let wrong = |found| Err(Fault::WrongContent { found });
    match head {
        // The file format of old workbooks also wraps encrypted new ones.
        [0xD0, 0xCF, 0x11, 0xE0, ..] if is_encrypted(head) => Err(Fault::EncryptedWorkbook),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => wrong(Content::OldWorkbook),
        [b'P', b'K', 3, 4, ..] => Ok(Container::Workbook),
        [b'P', b'K', 5, 6, ..] => wrong(Content::Zip),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => {
            wrong(Content::Picture)
        }
        [0x1F, 0x8B, ..] | [0x7F, b'E', b'L', b'F', ..] => wrong(Content::Binary),
        _ => text(head),
    }
}

fn text(head: &[u8]) -> Result<Container, Fault> {
    let body = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    // Readers of PDF take a header anywhere in the first kilobyte.
    if body[..body.len().min(1_024)]
        .windows(5)
        .any(|w| w == b"%PDF-")
    {
        return Err(Fault::IsAPdf);
    }
    let lower = body[..body.len().min(64)].to_ascii_lowercase();
    if lower.starts_with(b"<?xml") {
        return Err(Fault::WrongContent {
            found: Content::Xml,
        });
    }
    if [&b"<!doctype"[..], b"<html", b"<table", b"<head"]
        .iter()
        .any(|tag| lower.starts_with(tag))
    {
        return Err(Fault::WrongContent {
            found: Content::Html,
        });
    }
    let wide = matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
        || super::encoding::wide_without_mark(head).is_some();
    let controls = head.iter().filter(|b| matches!(b, 0..=8 | 14..=31)).count();
    if !wide && (head.contains(&0) || controls * 20 > head.len()) {
        return Err(Fault::WrongContent {
            found: Content::Binary,
        });
    }
    Ok(Container::Text)
}

/// An encrypted workbook names its stream `EncryptedPackage` in the directory of the compound file.
fn is_encrypted(head: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    head.windows(name.len()).any(|w| w == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_counts_not_the_name() {
        assert_eq!(container(b"a;b\r\n1;2\r\n"), Ok(Container::Text));
        assert_eq!(container(b"\xFF\xFEa\0;\0b\0"), Ok(Container::Text));
        assert_eq!(
            container(b"a\0;\0b\0\n\x001\0;\x002\0"),
            Ok(Container::Text)
        );
        assert_eq!(container(b"%PDF-1.7\n"), Err(Fault::IsAPdf));
        assert_eq!(container(b"\xEF\xBB\xBF %PDF-1.7\n"), Err(Fault::IsAPdf));
        assert_eq!(container(b"PK\x03\x04...."), Ok(Container::Workbook));
        for (head, found) in [
            (&b"\xD0\xCF\x11\xE0\xA1\xB1"[..], Content::OldWorkbook),
            (b"\x89PNG\r\n", Content::Picture),
            (b"\n<HTML><table>", Content::Html),
            (b"<?xml version='1.0'?>", Content::Xml),
            (b"\x7FELF\x02", Content::Binary),
            (b"abc\0\0\0\0\x01\x02", Content::Binary),
        ] {
            assert_eq!(container(head), Err(Fault::WrongContent { found }));
        }
    }
}

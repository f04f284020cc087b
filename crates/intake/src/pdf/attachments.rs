//! The files inside a PDF, wherever its catalog, pages or annotations name them.

use std::collections::BTreeSet;

use super::filter::Decoded;
use super::load::Pdf;
use super::object::{Dict, Object};

/// More files inside one PDF are not looked at.
const MAX_ATTACHMENTS: usize = 64;

/// A file inside a PDF.
pub(crate) struct Attachment {
    /// Its name, without folders.
    pub name: String,
    number: u32,
}

impl Pdf<'_> {
    /// All files inside, in the order of their objects.
    ///
    /// Any dictionary with an `EF` entry describes a file; where it hangs (name tree, `AF`, annotation) does not matter.
    pub fn attachments(&self) -> Vec<Attachment> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for number in self.numbers() {
            let mut open = vec![&self.objects[&number].object];
            while let Some(object) = open.pop() {
                match object {
                    Object::Dict(dict) => {
                        if let Some(attachment) = self.file_of(dict)
                            && seen.insert(attachment.number)
                            && found.len() < MAX_ATTACHMENTS
                        {
                            found.push(attachment);
                        }
                        open.extend(dict.values());
                    }
                    Object::Array(items) => open.extend(items),
                    _ => {}
                }
            }
        }
        found
    }

    fn file_of(&self, dict: &Dict) -> Option<Attachment> {
        let streams = self.dict(dict, b"EF")?;
        let first_of = |dict: &Dict, keys: [&[u8]; 2]| {
            keys.into_iter().find_map(|key| match dict.get(key) {
                Some(Object::Reference(number)) => Some(*number),
                _ => None,
            })
        };
        let number = first_of(streams, [b"F", b"UF"])?;
        let name = [b"UF".as_slice(), b"F"]
            .into_iter()
            .find_map(|key| match self.get(dict, key) {
                Some(Object::Text(text)) => Some(words(text)),
                _ => None,
            })
            .unwrap_or_default();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        Some(Attachment {
            name: name.chars().take(200).collect(),
            number,
        })
    }

    /// The bytes of a file inside; `None` where it is larger than the limit or cannot be unpacked.
    pub fn attached(&self, attachment: &Attachment, limit: usize) -> Option<Vec<u8>> {
        match self.stream(attachment.number, limit) {
            Decoded::Whole(bytes) => Some(bytes),
            Decoded::Cut(_) | Decoded::Unreadable => None,
        }
    }
}

/// A text string: UTF-16 or UTF-8 by its mark, else the PDF's own encoding, whose letters are those of Windows-1252.
fn words(text: &[u8]) -> String {
    match text {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => encoding_rs::WINDOWS_1252.decode(text).0.into_owned(),
    }
}

//! The ZIP: names in order, no instants, and the hashes of everything in it.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use sha2::{Digest as _, Sha256};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::act::hex;
use crate::refusal::Refusal;

/// The list of hashes, in the form that `sha256sum -c` reads.
const HASHES: &str = "SHA256SUMS";

/// Files by name.
#[derive(Debug, Default)]
pub(super) struct Pack(BTreeMap<String, Vec<u8>>);

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl Pack {
    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.insert(name.to_owned(), bytes);
    }

    /// The bytes, and the names in it with the list of hashes last.
    pub(super) fn finish(self) -> Result<(Vec<u8>, Vec<String>), Refusal> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let mut hashes = String::new();
        let mut names = Vec::with_capacity(self.0.len() + 1);
        for (name, bytes) in &self.0 {
            hashes += &hex(&sha256(bytes));
            hashes += "  ";
            hashes += name;
            hashes.push('\n');
            writer
                .start_file(name.as_str(), options)
                .map_err(unwritten)?;
            writer.write_all(bytes)?;
            names.push(name.clone());
        }
        writer.start_file(HASHES, options).map_err(unwritten)?;
        writer.write_all(hashes.as_bytes())?;
        names.push(HASHES.to_owned());
        let bytes = writer.finish().map_err(unwritten)?.into_inner();
        Ok((bytes, names))
    }
}

fn unwritten(error: zip::result::ZipError) -> Refusal {
    Refusal::new("lawyers_file_not_written").with("detail", error.to_string())
}

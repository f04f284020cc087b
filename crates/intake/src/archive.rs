//! The files of a ZIP, one after the other, without trusting any of it.
//!
//! Invariants:
//! - Nothing is written anywhere: an entry is a name and a stream of bytes. A name that leads out of the archive is refused
//!   all the same, because it says what the archive was made for.
//! - Sizes are counted while unpacking. The directory of a ZIP may lie; only what came out counts.
//! - Memory does not depend on what is packed: the list of names is bounded, and entries are streams.
//!
//! Left out on purpose: a ZIP inside a ZIP. Its bytes can be read like any other entry's, but nobody opens them here.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::read::ZipFileEntry;
use zip::{CompressionMethod, ZipArchive};

use crate::fault::Fault;

/// The longest name of an entry, in bytes.
const MAX_NAME: usize = 1_024;

/// What an archive may hold at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Entries, folders included.
    pub entries: usize,
    /// Bytes that one entry may unpack to.
    pub entry_bytes: u64,
    /// Bytes that all entries that are read may unpack to together.
    pub total_bytes: u64,
    /// How many times its packed size an entry may unpack to, once it is larger than [`Limits::RATIO_FROM`].
    pub ratio: u64,
}

impl Limits {
    /// Small files may be as dense as they like: they cannot hurt.
    const RATIO_FROM: u64 = 1 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            entry_bytes: 64 << 20,
            total_bytes: 256 << 20,
            ratio: 200,
        }
    }
}

/// An archive, opened for visiting its files in the order of its directory.
pub(crate) struct Archive {
    path: PathBuf,
    files: std::vec::IntoIter<Listed>,
    limits: Limits,
    /// What came out of all entries so far.
    unpacked: Arc<AtomicU64>,
}

/// What the directory says about a file; sizes are only believed where they refuse.
struct Listed {
    name: String,
    header_start: u64,
    packed: u64,
    method: CompressionMethod,
    crc: u32,
}

impl Archive {
    /// Opens a ZIP and looks at the name and kind of every entry, so that an archive is refused before anything is taken.
    pub fn open(path: &Path, limits: Limits) -> Result<Self, Fault> {
        let file = File::open(path)?;
        expect_few(&file, &limits)?;
        let directory = ZipArchive::new(file).map_err(|e| broken("", &e))?;
        too_many(directory.len(), &limits)?;
        // The index below keeps one of two entries of a name, and a reader that drops the other would be lying.
        if directory.has_duplicate_names() {
            return Err(broken("", &"two entries of one name"));
        }
        let mut files = Vec::new();
        for index in 0..directory.len() {
            let entry = directory.by_index_data(index).map_err(|e| broken("", &e))?;
            let name = checked_name(&entry)?;
            if !entry.is_dir() && !name.ends_with('\\') {
                files.push(Listed {
                    name,
                    header_start: entry.header_start(),
                    packed: entry.compressed_size(),
                    method: entry.compression(),
                    crc: entry.crc32(),
                });
            }
        }
        Ok(Self {
            path: path.to_owned(),
            files: files.into_iter(),
            limits,
            unpacked: Arc::default(),
        })
    }

    /// Goes on by name instead of by the order of the directory.
    pub fn sort_by_name(&mut self) {
        let mut files: Vec<Listed> = self.files.by_ref().collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        self.files = files.into_iter();
    }

    /// The next file; `None` after the last one. It stands on its own: it may be kept or dropped, read or not.
    pub fn next(&mut self) -> Result<Option<Entry>, Fault> {
        let Some(listed) = self.files.next() else {
            return Ok(None);
        };
        Entry::open(self, listed).map(Some)
    }
}

/// One file of an archive: its name there, and its bytes by [`Read`].
///
/// A limit that is passed, and a checksum that does not fit, is an error of reading that carries its [`Fault`].
pub(crate) struct Entry {
    name: String,
    body: Body,
    packed: u64,
    unpacked: u64,
    limits: Limits,
    total: Arc<AtomicU64>,
    crc: Crc,
    expected_crc: u32,
}

enum Body {
    Stored(BufReader<Take<File>>),
    Deflated(Box<DeflateDecoder<BufReader<Take<File>>>>),
}

impl Entry {
    fn open(archive: &Archive, listed: Listed) -> Result<Self, Fault> {
        let Listed { name, packed, .. } = listed;
        let mut file = File::open(&archive.path)?;
        file.seek(SeekFrom::Start(listed.header_start))?;
        let mut header = [0; 30];
        if file.read_exact(&mut header).is_err() || !header.starts_with(b"PK\x03\x04") {
            return Err(broken(&name, &"no local header"));
        }
        let length = |at: usize| i64::from(u16::from_le_bytes([header[at], header[at + 1]]));
        file.seek(SeekFrom::Current(length(26) + length(28)))?;
        let bytes = BufReader::with_capacity(1 << 16, file.take(packed));
        let body = match listed.method {
            CompressionMethod::Stored => Body::Stored(bytes),
            CompressionMethod::Deflated => Body::Deflated(Box::new(DeflateDecoder::new(bytes))),
            other => {
                return Err(Fault::ArchiveUnknownMethod {
                    entry: name,
                    method: format!("{other:?}"),
                });
            }
        };
        Ok(Self {
            name,
            body,
            packed,
            unpacked: 0,
            limits: archive.limits,
            total: Arc::clone(&archive.unpacked),
            crc: Crc::new(),
            expected_crc: listed.crc,
        })
    }

    /// The name inside the archive, folders included.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Bytes it takes in the archive.
    pub fn packed(&self) -> u64 {
        self.packed
    }

    fn count(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let n = bytes.len() as u64;
        self.crc.update(bytes);
        self.unpacked += n;
        let total = self.total.fetch_add(n, Ordering::Relaxed) + n;
        let limits = &self.limits;
        let entry = || self.name.clone();
        if self.unpacked > Limits::RATIO_FROM
            && self.unpacked > self.packed.saturating_mul(limits.ratio)
        {
            return Err(Fault::ArchiveBomb {
                entry: entry(),
                limit: limits.ratio,
            });
        }
        let passed = [
            (self.unpacked, limits.entry_bytes),
            (total, limits.total_bytes),
        ];
        match passed.into_iter().find(|(bytes, limit)| bytes > limit) {
            Some((_, limit)) => Err(Fault::ArchiveTooLarge {
                entry: entry(),
                limit,
            }),
            None => Ok(()),
        }
    }
}

impl Read for Entry {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.body {
            Body::Stored(bytes) => bytes.read(out),
            Body::Deflated(bytes) => bytes.read(out),
        };
        let n = read.map_err(|error| io::Error::other(broken(&self.name, &error)))?;
        if n == 0 && !out.is_empty() && self.crc.sum() != self.expected_crc {
            return Err(io::Error::other(broken(&self.name, &"checksum")));
        }
        self.count(&out[..n]).map_err(io::Error::other)?;
        Ok(n)
    }
}

/// Refuses a directory that is too long by its end record, before the whole of it is read into memory.
fn expect_few(mut file: &File, limits: &Limits) -> Result<(), Fault> {
    let size = file.metadata()?.len();
    // The end record is 22 bytes and a comment of at most 64 KiB.
    let tail_from = size.saturating_sub(66_000);
    file.seek(SeekFrom::Start(tail_from))?;
    let mut tail = Vec::new();
    file.take(66_000).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let end = tail.windows(4).rposition(|w| w == b"PK\x05\x06");
    let record = end.and_then(|at| tail.get(at..at + 12));
    let record = record.ok_or_else(|| broken("", &"no end of directory"))?;
    too_many(
        usize::from(u16::from_le_bytes([record[10], record[11]])),
        limits,
    )
}

fn too_many(found: usize, limits: &Limits) -> Result<(), Fault> {
    if found > limits.entries {
        return Err(Fault::ArchiveTooManyEntries {
            found,
            limit: limits.entries,
        });
    }
    Ok(())
}

/// The name of an entry, when the entry is one to be read: not encrypted, and not on its way out of the archive.
fn checked_name(entry: &ZipFileEntry<'_>) -> Result<String, Fault> {
    let name = entry.name().map_err(|e| broken("", &e))?.into_owned();
    let drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    let is_unsafe = name.is_empty()
        || name.len() > MAX_NAME
        || drive
        || name.contains('\0')
        || name.starts_with(['/', '\\'])
        || name.split(['/', '\\']).any(|part| part == "..")
        || entry.is_symlink();
    if is_unsafe {
        let entry = name.chars().take(MAX_NAME).collect();
        return Err(Fault::ArchiveUnsafePath { entry });
    }
    if entry.encrypted() {
        return Err(Fault::ArchiveEncrypted { entry: name });
    }
    Ok(name)
}

fn broken(entry: &str, detail: &dyn std::fmt::Display) -> Fault {
    Fault::ArchiveBroken {
        entry: entry.to_owned(),
        detail: detail.to_string(),
    }
}

#[cfg(test)]
mod tests;

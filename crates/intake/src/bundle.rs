//! The files that one drop brings: a file, all files of a folder, or all files of a ZIP, by name.
//!
//! Links are not followed and hidden files are passed over, so that a folder gives what a person sees in it.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use crate::archive::{Archive, Limits};
use crate::fault::{Fault, IntakeError};
use crate::source::file_name;

/// The most files of one folder or ZIP.
const MAX_FILES: usize = 50_000;
/// How deep folders may lie in each other.
const MAX_DEPTH: usize = 16;

/// A ZIP of a year's invoices is large, but its files are not.
const LIMITS: Limits = Limits {
    entries: MAX_FILES,
    entry_bytes: 256 << 20,
    total_bytes: 8 << 30,
    ratio: 200,
};

/// How the files came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    File,
    Folder,
    Zip,
}

/// The files, one after the other.
pub(crate) struct Bundle {
    pub shape: Shape,
    files: Files,
}

enum Files {
    Paths {
        root: PathBuf,
        rest: std::vec::IntoIter<PathBuf>,
    },
    Zip {
        name: String,
        archive: Archive,
    },
}

/// The files of a folder or ZIP as they are, for whoever hands them on.
pub struct RawFiles {
    bundle: Bundle,
}

/// A file as it is.
pub struct RawFile {
    /// Its name, with folders inside the folder or ZIP.
    pub name: String,
    /// Its bytes, to be read before the next file is asked for.
    pub bytes: Box<dyn Read>,
}

/// Lists a file, a folder or a ZIP, whatever the files are.
pub fn read_raw(path: &Path) -> Result<RawFiles, IntakeError> {
    Bundle::open(path).map(|bundle| RawFiles { bundle })
}

impl Iterator for RawFiles {
    type Item = Result<RawFile, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let file = self.bundle.next()?;
        Some(file.map(|file| RawFile {
            name: file.name,
            bytes: file.bytes,
        }))
    }
}

/// One of the files: its name, with folders inside the bundle, and its bytes.
pub(crate) struct BundleFile {
    pub name: String,
    pub bytes: Box<dyn Read>,
}

impl Bundle {
    /// Lists what is there. A file that begins like a ZIP is one, whatever its name.
    pub fn open(path: &Path) -> Result<Self, IntakeError> {
        let name = file_name(path);
        Self::list(path, &name).map_err(|fault| fault.of(&name))
    }

    fn list(path: &Path, name: &str) -> Result<Self, Fault> {
        if std::fs::metadata(path)?.is_dir() {
            let mut found = Vec::new();
            walk(path, 0, &mut found)?;
            found.sort();
            return Ok(Self {
                shape: Shape::Folder,
                files: Files::Paths {
                    root: path.to_owned(),
                    rest: found.into_iter(),
                },
            });
        }
        let mut head = Vec::new();
        File::open(path)?.take(4).read_to_end(&mut head)?;
        if matches!(head.as_slice(), [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6]) {
            let mut archive = Archive::open(path, LIMITS)?;
            archive.sort_by_name();
            return Ok(Self {
                shape: Shape::Zip,
                files: Files::Zip {
                    name: name.to_owned(),
                    archive,
                },
            });
        }
        Ok(Self {
            shape: Shape::File,
            files: Files::Paths {
                root: path.parent().unwrap_or(Path::new("")).to_owned(),
                rest: vec![path.to_owned()].into_iter(),
            },
        })
    }

    /// The next file; a file that cannot be opened is an error of its own, and the next one can be asked for.
    pub fn next(&mut self) -> Option<Result<BundleFile, IntakeError>> {
        match &mut self.files {
            Files::Paths { root, rest } => {
                let path = rest.next()?;
                let inside = path.strip_prefix(&*root).unwrap_or(&path);
                let name = inside.to_string_lossy().replace('\\', "/");
                Some(match File::open(&path) {
                    Ok(file) => Ok(BundleFile {
                        name,
                        bytes: Box::new(BufReader::new(file)),
                    }),
                    Err(error) => Err(Fault::from(error).of(&name)),
                })
            }
            Files::Zip { name, archive } => loop {
                return match archive.next() {
                    Ok(None) => None,
                    Ok(Some(entry)) if is_hidden(entry.name()) => continue,
                    Ok(Some(entry)) => Some(Ok(BundleFile {
                        name: entry.name().replace('\\', "/"),
                        bytes: Box::new(entry),
                    })),
                    Err(fault) => Some(Err(fault.of(name))),
                };
            },
        }
    }
}

impl BundleFile {
    /// All its bytes, refused beyond a limit.
    pub fn read_all(&mut self, limit: usize) -> Result<Vec<u8>, IntakeError> {
        let most = limit as u64;
        let mut bytes = Vec::new();
        let read = (&mut self.bytes).take(most + 1).read_to_end(&mut bytes);
        read.map_err(|error| Fault::from(error).of(&self.name))?;
        if bytes.len() > limit {
            return Err(Fault::FileTooLarge { limit: most }.of(&self.name));
        }
        Ok(bytes)
    }
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Fault> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if is_hidden(&entry.file_name().to_string_lossy()) {
            continue;
        }
        if kind.is_dir() && depth < MAX_DEPTH {
            walk(&entry.path(), depth + 1, found)?;
        } else if kind.is_file() {
            found.push(entry.path());
        }
        if found.len() > MAX_FILES {
            return Err(Fault::TooManyFiles { limit: MAX_FILES });
        }
    }
    Ok(())
}

/// What systems leave behind in folders and ZIPs.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| {
        part.starts_with('.')
            || part.eq_ignore_ascii_case("__MACOSX")
            || part.eq_ignore_ascii_case("Thumbs.db")
            || part.eq_ignore_ascii_case("desktop.ini")
    })
}

//! Invoice copies: the PDFs of a folder or ZIP, with what it takes to find their documents (spec 30 §14).
//!
//! A PDF whose text cannot be read is a copy all the same: it can be matched by its name, and it says why its text is
//! missing. Which document it belongs to is decided by `engine::copies`.
//!
//! Left out on purpose: pictures of text (scans have no text), and the bytes themselves, which are read again when a copy
//! is kept.

use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::bundle::{Bundle, BundleFile};
use crate::einvoice::is_plain_pdf;
use crate::fault::{Content, Fault, IntakeError, PdfFault};
use crate::pdf::{MAX_PDF, Pdf, is_pdf};

/// Pages whose text is read.
pub const COPY_TEXT_PAGES: usize = 5;
/// The most text that is kept, in bytes.
pub const COPY_TEXT_BYTES: usize = 64 << 10;
/// The largest copy, in bytes.
pub const MAX_COPY_BYTES: u64 = 256 << 20;

/// A PDF that may be the copy of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvoiceCopy {
    /// Its name, with folders inside the folder or ZIP, `/` between them.
    pub file: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Pages; `None` where they cannot be counted.
    pub pages: Option<usize>,
    /// The text of its first [`COPY_TEXT_PAGES`] pages, at most [`COPY_TEXT_BYTES`]; empty for a scan.
    pub text: String,
    /// Why there is neither text nor a number of pages.
    pub unreadable: Option<PdfFault>,
}

/// The copies of a folder, a ZIP or a single PDF, by name; files that are no PDFs are problems with their name.
pub struct CopyReader {
    bundle: Bundle,
    takes: Takes,
}

/// Which PDFs of a folder or ZIP are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    All,
    /// Only those without an electronic invoice inside; what is no PDF is passed over as well.
    Plain,
}

/// Lists a folder, a ZIP or a single PDF.
pub fn read_copies(path: &Path) -> Result<CopyReader, IntakeError> {
    Bundle::open(path).map(|bundle| CopyReader {
        bundle,
        takes: Takes::All,
    })
}

impl Iterator for CopyReader {
    type Item = Result<InvoiceCopy, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_with_bytes()
            .map(|copy| copy.map(|(copy, _)| copy))
    }
}

impl CopyReader {
    /// The next copy with its bytes, for whoever keeps it. Of a PDF that is too large to be taken apart they are cut.
    pub fn next_with_bytes(&mut self) -> Option<Result<(InvoiceCopy, Vec<u8>), IntakeError>> {
        loop {
            let read = self.bundle.next()?.and_then(read_copy);
            let is_passed = self.takes == Takes::Plain
                && match &read {
                    Ok((_, bytes)) => !is_plain_pdf(bytes),
                    Err(error) => {
                        matches!(error.fault, Fault::WrongContent { .. } | Fault::EmptyFile)
                    }
                };
            if !is_passed {
                return Some(read);
            }
        }
    }

    /// Leaves everything that is no PDF, or that has an electronic invoice inside, to whoever reads these.
    #[must_use]
    pub fn without_e_invoices(mut self) -> Self {
        self.takes = Takes::Plain;
        self
    }
}

/// Hashes all of a file, and keeps its bytes as long as they can be taken apart.
fn read_copy(mut file: BundleFile) -> Result<(InvoiceCopy, Vec<u8>), IntakeError> {
    let mut hash = Sha256::new();
    let mut kept = Vec::new();
    let mut size = 0_u64;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.bytes.read(&mut buffer);
        let n = read.map_err(|error| Fault::from(error).of(&file.name))?;
        if n == 0 {
            break;
        }
        let part = &buffer[..n];
        hash.update(part);
        size += n as u64;
        if size <= MAX_PDF as u64 {
            kept.extend_from_slice(part);
        }
        if size > MAX_COPY_BYTES {
            return Err(Fault::FileTooLarge {
                limit: MAX_COPY_BYTES,
            }
            .of(&file.name));
        }
    }
    if size == 0 {
        return Err(Fault::EmptyFile.of(&file.name));
    }
    if !is_pdf(&kept) {
        let found = Content::Binary;
        return Err(Fault::WrongContent { found }.of(&file.name));
    }
    let (pages, text, unreadable) = if size > MAX_PDF as u64 {
        (None, String::new(), Some(PdfFault::TooLarge))
    } else {
        match pages_and_text(&kept) {
            Ok((pages, text)) => (Some(pages), text, None),
            Err(fault) => (None, String::new(), Some(fault)),
        }
    };
    let copy = InvoiceCopy {
        file: file.name,
        bytes: size,
        sha256: hex(&hash.finalize()),
        pages,
        text,
        unreadable,
    };
    Ok((copy, kept))
}

/// The pages of a PDF, where they can be counted.
pub fn count_pages(bytes: &[u8]) -> Option<usize> {
    Pdf::open(bytes).and_then(|pdf| pdf.page_count()).ok()
}

fn pages_and_text(bytes: &[u8]) -> Result<(usize, String), PdfFault> {
    let pdf = Pdf::open(bytes)?;
    let pages = pdf.page_count()?;
    let text = pdf.text(COPY_TEXT_PAGES, COPY_TEXT_BYTES)?;
    Ok((pages, text))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

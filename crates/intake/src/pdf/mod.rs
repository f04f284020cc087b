//! Just enough of PDF: how many pages, their text, and the files inside.
//!
//! A PDF comes from strangers, so this reader is built around budgets: every byte of the file is parsed a bounded number
//! of times, objects are counted, and what streams unpack to is counted over the whole document. Cross-reference tables
//! are not trusted at all: objects are found where they stand, the last one of a number counts, as in an updated file.
//!
//! Left out on purpose: encrypted files (they say so), pictures, layout beyond words and lines, and every filter that
//! only pictures use.

mod attachments;
mod filter;
mod font;
mod load;
mod names;
mod object;
mod page;
mod text;

#[cfg(test)]
mod tests;

pub(crate) use load::Pdf;

pub(crate) use crate::fault::PdfFault;

/// The largest file that is taken apart, in bytes.
pub(crate) const MAX_PDF: usize = 32 << 20;

/// Objects, counted with everything inside them: about 100 MiB at the very worst.
const MAX_NODES: usize = 600_000;

/// What all object streams of a file may unpack to.
const MAX_UNPACKED: usize = 32 << 20;

/// What the pages that are read may unpack to, forms and fonts included.
const MAX_CONTENT: usize = 16 << 20;

/// Whether these first bytes are those of a PDF, which may have some rubbish before its mark.
pub(crate) fn is_pdf(head: &[u8]) -> bool {
    head[..head.len().min(1024)]
        .windows(5)
        .any(|w| w == b"%PDF-")
}

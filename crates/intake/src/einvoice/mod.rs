//! Electronic invoices by EN 16931 and its relatives: UBL 2.1 (Peppol, `XRechnung`) and CII (`ZUGFeRD`,
//! Factur-X, `XRechnung`), as XML, inside a PDF, in a folder or in a ZIP.
//!
//! Invariants:
//! - Amounts are minor units, exactly as written; one with more decimals than its currency has is refused.
//! - What the invoice says about its own sums is kept, and checked: a disagreement is a warning with both figures.
//! - One bad file is a problem with its name and line, and never keeps the others from being read.
//!
//! Terms of the standard are named in the comments (`BT-1`), because every format calls them differently.
//!
//! Left out on purpose: validation by the standard's business rules, attachments, and whatever the invoice means for a book.

mod checks;
mod cii;
mod files;
mod model;
mod terms;
mod ubl;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use files::is_plain_pdf;
pub use files::{EInvoiceContainer, EInvoiceFile, EInvoiceReader, PlainPdfs, read, survey};
pub use model::{
    EInvoice, EInvoiceAllowance, EInvoiceDiscount, EInvoiceFormat, EInvoiceKind, EInvoiceLine,
    EInvoiceParty, EInvoiceProfile, EInvoiceTax, EInvoiceTotals, EInvoiceWarning, PayeeAccount,
};

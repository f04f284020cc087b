//! The PDF in which an electronic invoice came is the copy of its document (spec 30 §14).

use intake::einvoice::EInvoice;
use rusqlite::{OptionalExtension as _, named_params};
use sha2::{Digest as _, Sha256};

use super::kind_and_amount;
use crate::act::hex;
use crate::documents::copy::{NewCopy, has_copy, keep_copy};
use crate::import::work::Work;
use crate::refusal::Refusal;

/// Keeps the PDF with the document of its invoice, unless the document has these very bytes; gives whether it is new.
/// A preview says so and writes nothing of it.
pub(super) fn keep(
    work: &mut Work<'_, '_>,
    invoice: &EInvoice,
    pdf: &[u8],
) -> Result<bool, Refusal> {
    let (kind, _) = kind_and_amount(invoice);
    let document: Option<i64> = work
        .act
        .prepare_cached(
            "SELECT id FROM transactions WHERE document_no = :no AND kind = :kind
               AND company_id = (SELECT id FROM temp.current_company)",
        )?
        .query_row(
            named_params! {":no": invoice.document_no, ":kind": kind.code()},
            |row| row.get("id"),
        )
        .optional()?;
    let sha256 = hex(&Sha256::digest(pdf));
    let Some(id) = document else {
        return Ok(false);
    };
    if has_copy(work.act, id, &sha256)? {
        return Ok(false);
    }
    if work.tally.shown.is_none() {
        let copy = NewCopy {
            file: &invoice.file,
            sha256: &sha256,
            pages: intake::count_pages(pdf).map(|pages| pages as u64),
            bytes: pdf,
            // The number stood inside it.
            found_by: "text",
        };
        keep_copy(work.act, id, &copy)?;
    }
    Ok(true)
}

//! Credits whose file names the document that they were booked against: settled with it at the end of the file, when both
//! are there in whatever order they came.

use rusqlite::named_params;

use super::work::Work;
use crate::company;
use crate::ledger::{SettlementFact, effective_on};
use crate::refusal::Refusal;

/// Settles the new credits of the file. One whose document is not there, or that is another customer's or currency's,
/// stays open.
pub(super) fn settle(work: &mut Work<'_, '_>) -> Result<(), Refusal> {
    for (credit_id, document_no) in std::mem::take(&mut work.booked_against) {
        let found: Option<(i64, i64, String, String, i64, i64)> = work
            .act
            .prepare_cached(
                "SELECT c.customer_id, d.id, d.transaction_on AS debit_on, c.transaction_on AS credit_on,
                        d.amount_minor AS debit_minor, c.amount_minor AS credit_minor
                 FROM transactions c JOIN transactions d
                   ON d.document_no = :no AND d.company_id = :company AND d.customer_id = c.customer_id
                      AND d.currency = c.currency AND d.amount_minor > 0
                 WHERE c.id = :credit AND c.amount_minor < 0 ORDER BY d.id LIMIT 1",
            )?
            .query_map(
                named_params! {":no": document_no, ":company": company::current(work.act)?, ":credit": credit_id},
                |row| {
                    Ok((
                        row.get("customer_id")?,
                        row.get("id")?,
                        row.get("debit_on")?,
                        row.get("credit_on")?,
                        row.get("debit_minor")?,
                        row.get("credit_minor")?,
                    ))
                },
            )?
            .next()
            .transpose()?;
        let Some((customer_id, debit_id, debit_on, credit_on, debit, credit)) = found else {
            continue;
        };
        let open_debit = debit - work.settled.of(debit_id);
        let minor = open_debit.min(-credit - work.settled.of(credit_id));
        if minor <= 0 {
            continue;
        }
        let fact = SettlementFact {
            customer_id,
            debit_id,
            credit_id,
            accounting_on: &credit_on,
            effective_on: effective_on(&credit_on, &debit_on, &credit_on),
            amount_minor: minor,
            occurrence: 1,
            external_key: None,
            reverses_id: None,
        };
        if work.new_settlement(&fact)?.is_some() {
            for id in [debit_id, credit_id] {
                work.settled.add(id, minor);
                work.touched.note(id);
            }
        }
    }
    Ok(())
}

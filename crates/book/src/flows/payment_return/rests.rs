//! What rests on a payment, so that it has to be taken back before the payment can come back: by itself it would go on as if
//! the money had stayed.
//!
//! A reimbursement that accounts payable have got does not: the money is out of the house, and what was paid back is owed by
//! the customer once the payment has come back.

use rusqlite::{Connection, Row, named_params};

use crate::accounts::currency_of;
use crate::refusal::Refusal;
use crate::returns::PaymentFacts;

/// Refuses a payment that was taken as a recovery or as a dividend, or that is about to be paid back.
pub(super) fn demand_nothing_rests(
    connection: &Connection,
    payment: &PaymentFacts,
) -> Result<(), Refusal> {
    let rests = [
        (
            "return_of_recovery",
            "SELECT w.number, r.amount_minor FROM write_off_recoveries r JOIN write_offs w ON w.id = r.write_off_id
             WHERE w.customer_id = :customer AND r.credit_id = :id AND r.undone_by_act_id IS NULL ORDER BY r.id LIMIT 1",
        ),
        (
            "return_of_reimbursement",
            "SELECT r.number, i.amount_minor FROM reimbursement_items i JOIN reimbursements r ON r.id = i.reimbursement_id
             WHERE r.customer_id = :customer AND i.transaction_id = :id AND r.status = 'approved' ORDER BY r.id LIMIT 1",
        ),
        (
            "return_of_dividend",
            "SELECT v.file_number AS number, SUM(s.amount_minor) AS amount_minor FROM settlements s
             JOIN settlement_posting_parts q ON q.settlement_id = s.id
             JOIN settlement_postings p ON p.id = q.posting_id AND p.undone_by_act_id IS NULL
             JOIN insolvency_postings x ON x.posting_id = p.id
             JOIN insolvency_entries e ON e.id = x.entry_id JOIN insolvencies v ON v.id = e.insolvency_id
             WHERE s.customer_id = :customer AND s.credit_id = :id GROUP BY p.id ORDER BY p.id LIMIT 1",
        ),
    ];
    for (code, sql) in rests {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows =
            statement.query(named_params! {":customer": payment.customer_id, ":id": payment.id})?;
        if let Some(row) = rows.next()? {
            return Err(refusal(code, payment, row)?);
        }
    }
    Ok(())
}

fn refusal(code: &str, payment: &PaymentFacts, row: &Row<'_>) -> Result<Refusal, Refusal> {
    let minor: i64 = row.get("amount_minor")?;
    let amount = engine::money::Money {
        minor: minor.saturating_abs(),
        currency: currency_of(&payment.currency)?,
    };
    Ok(Refusal::new(code)
        .with("document_no", &payment.document_no)
        .with("number", row.get::<_, String>("number")?)
        .with("amount", amount))
}

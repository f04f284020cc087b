//! Credits whose file names the document that they were booked against: settled with it at the end of the file, when both
//! are there in whatever order they came.

use engine::account::Kind;
use intake::TransactionRow;
use rusqlite::named_params;

use super::disappeared::refused;
use super::inferred;
use super::row::Trouble;
use super::transactions::StandIn;
use super::transactions::meet::owned;
use super::work::Work;
use crate::accounts::parse_day;
use crate::company;
use crate::days::DayText;
use crate::ledger::{SettlementFact, effective_on};
use crate::refusal::Refusal;

/// The number of a credit that carries the number of the document against which it was booked: `R-1`, then `R-1/2`, `R-1/3`
/// for the further payments of one invoice. The same booking gets the same number again in whatever file it comes. `None`
/// where it is the number as written.
pub(super) fn number(
    work: &Work<'_, '_>,
    row: &TransactionRow<'_>,
    (kind, customer_id): (Kind, i64),
    written: &str,
) -> Result<Option<String>, Trouble> {
    let company = company::current(work.act)?;
    let on = row.document_date.to_string();
    let mut statement = work.act.prepare_cached(
        "SELECT id, customer_id, currency, amount_minor, document_on FROM transactions
         WHERE document_no = :no AND kind = :kind AND company_id = :company",
    )?;
    let mut part = 1_u32;
    loop {
        let number = match part {
            1 => written.to_owned(),
            part => format!("{written}/{part}"),
        };
        let holder = statement
            .query_map(
                named_params! {":no": number, ":kind": kind.code(), ":company": company},
                |held| {
                    let is_it = held.get::<_, i64>("customer_id")? == customer_id
                        && held.get::<_, String>("currency")? == row.currency.code()
                        && held.get::<_, i64>("amount_minor")? == row.amount_minor
                        && held.get::<_, String>("document_on")? == on;
                    Ok((held.get::<_, i64>("id")?, is_it))
                },
            )?
            .next()
            .transpose()?;
        let is_free = match holder {
            None => true,
            Some((id, is_it)) => is_it && work.met_transactions.first(id).is_none(),
        };
        if is_free {
            return Ok((part > 1).then_some(number));
        }
        part += 1;
    }
}

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
        let rest = -credit - work.settled.of(credit_id);
        let mut open_debit = debit - work.settled.of(debit_id);
        // What a list only inferred gives way to the booking; what the booking leaves of it is inferred again.
        let inferred = if open_debit < rest {
            inferred_of(work, debit_id)?
        } else {
            None
        };
        if inferred.is_some() && inferred::replace(work, debit_id).map_err(refused)? {
            open_debit = debit - work.settled.of(debit_id);
        }
        let minor = open_debit.min(rest);
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
        if let Some((before, on)) = inferred.filter(|(before, _)| *before > minor) {
            infer_again(work, debit_id, before - minor, on)?;
        }
    }
    Ok(())
}

/// What is settled of a document only by inference, minor units, and since when at the latest.
fn inferred_of(work: &Work<'_, '_>, document_id: i64) -> Result<Option<(i64, DayText)>, Refusal> {
    if !work.has_inferences {
        return Ok(None);
    }
    let (minor, on): (i64, Option<String>) = work
        .act
        .prepare_cached(
            "SELECT COALESCE(SUM(s.amount_minor), 0) AS minor, MAX(s.accounting_on) AS last_on FROM inferred_settlements i
             JOIN settlements s ON s.id = i.settlement_id WHERE i.document_id = :id",
        )?
        .query_row(named_params! {":id": document_id}, |row| {
            Ok((row.get("minor")?, row.get("last_on")?))
        })?;
    let on = on.as_deref().and_then(parse_day).map(DayText::of);
    Ok(on.map(|on| (minor, on)))
}

fn infer_again(
    work: &mut Work<'_, '_>,
    document_id: i64,
    minor: i64,
    on: DayText,
) -> Result<(), Refusal> {
    let document = owned(work, document_id).map_err(refused)?;
    let fact = document.fact();
    let stand_in = StandIn {
        document_id,
        fact: &fact,
        minor,
        on,
    };
    let (settlement_id, counter_id) = stand_in.write(work).map_err(refused)?;
    work.ledger
        .mark_inferred(work.act, settlement_id, counter_id, document_id)
}

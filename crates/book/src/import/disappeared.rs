//! Documents that a whole list of open items no longer has: they have been paid or credited on a day that nobody knows
//! yet, and count as settled from the day of the list.
//!
//! A list covers what an accounting package can have in it: imported documents up to its day, in its currencies. What this
//! book has posted itself, fees and interest, is no part of it.

use engine::account::Kind;
use rusqlite::named_params;

use super::known::account_of;
use super::request::{PreviewRow, RowChange};
use super::row::Trouble;
use super::transactions::StandIn;
use super::work::Work;
use crate::days::DayText;
use crate::ledger::OwnedTransaction;
use crate::refusal::Refusal;
use crate::session::check_cancelled;

/// What a whole list covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Coverage {
    /// Its day.
    pub on: DayText,
    /// Its one currency; `None` for a list that names the currency of each row.
    pub currency: Option<String>,
}

/// Documents of one look.
const PAGE: i64 = 1_000;

const OPEN: &str = "
  SELECT t.id AS transaction_id, t.customer_id, t.kind, t.document_no, t.external_key, t.transaction_on, t.document_on,
         t.due_on, t.due_given, t.currency, t.amount_minor, t.disputed_flag, t.order_no, t.text
  FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id
  WHERE (o.customer_id, o.transaction_id) > (:customer, :transaction) AND t.company_id = (SELECT id FROM temp.current_company)
    AND t.document_on <= :on AND t.transaction_on <= :on AND (:currency IS NULL OR t.currency = :currency)
    AND t.act_id IN (SELECT act_id FROM import_batches WHERE kind IN ('transactions', 'e_invoices')
                     UNION SELECT undone_by_act_id FROM import_batches WHERE undone_by_act_id IS NOT NULL)
  ORDER BY o.customer_id, o.transaction_id LIMIT :limit";

/// Settles by inference what was open before this import and was not met in it. Gives how many documents.
pub(super) fn settle(
    work: &mut Work<'_, '_>,
    coverage: &Coverage,
    job: &dyn crate::host::Job,
) -> Result<u64, Refusal> {
    let mut after = (i64::MIN, i64::MIN);
    let mut count = 0;
    loop {
        let page = page(work, coverage, after)?;
        let Some(last) = page.last() else {
            return Ok(count);
        };
        after = (last.fact().customer_id, last.id);
        for document in &page {
            if settle_one(work, coverage, document)? {
                count += 1;
            }
        }
        check_cancelled(job)?;
    }
}

fn page(
    work: &Work<'_, '_>,
    coverage: &Coverage,
    after: (i64, i64),
) -> Result<Vec<OwnedTransaction>, Refusal> {
    let mut statement = work.act.prepare_cached(OPEN)?;
    let mut rows = statement.query(named_params! {
        ":customer": after.0, ":transaction": after.1, ":on": coverage.on.as_str(),
        ":currency": coverage.currency, ":limit": PAGE,
    })?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push(OwnedTransaction::from_row(row)?);
    }
    Ok(page)
}

fn settle_one(
    work: &mut Work<'_, '_>,
    coverage: &Coverage,
    document: &OwnedTransaction,
) -> Result<bool, Refusal> {
    let fact = document.fact();
    let minor = fact.amount_minor.abs() - work.settled.of(document.id);
    let is_own = matches!(
        fact.kind,
        Kind::LetterFee | Kind::InterestNote | Kind::Other
    );
    let is_met = work.met_transactions.first(document.id).is_some() || work.refused.has(&fact);
    if minor <= 0 || is_own || is_met {
        return Ok(false);
    }
    let stand_in = StandIn {
        document_id: document.id,
        fact: &fact,
        minor,
        on: coverage.on,
    };
    let (settlement_id, counter_id) = stand_in.write(work).map_err(refused)?;
    work.ledger
        .mark_inferred(work.act, settlement_id, counter_id, document.id)?;
    let account = account_of(work.act, fact.customer_id)?;
    let file = work.file().to_owned();
    work.tally.show(|| PreviewRow {
        file,
        line: 0,
        change: RowChange::Disappeared,
        record: fact.kind.code().to_owned(),
        key: fact.document_no.to_owned(),
        account,
        amount_minor: Some(minor * fact.amount_minor.signum()),
        currency: Some(fact.currency.to_owned()),
        fields: vec![(
            "settled_on".to_owned(),
            String::new(),
            coverage.on.as_str().to_owned(),
        )],
        rejected: None,
    });
    Ok(true)
}

/// There is no row that could be refused.
pub(super) fn refused(trouble: Trouble) -> Refusal {
    match trouble {
        Trouble::Stop(refusal) => refusal,
        Trouble::Row(row) => {
            let mut refusal = Refusal::new(row.code);
            refusal.args = row.args;
            refusal
        }
    }
}

/// Refuses a whole list that is older than one the book has already: what it lacks may have come later.
pub(super) fn demand_newest(
    connection: &rusqlite::Connection,
    file: &str,
    on: chrono::NaiveDate,
) -> Result<(), Refusal> {
    let newer: Option<String> = connection.query_row(
        "SELECT MAX(as_of) AS newest FROM import_batches
         WHERE company_id = (SELECT id FROM temp.current_company)
           AND whole_list = 1 AND undone_by_act_id IS NULL AND as_of > :on",
        named_params! {":on": on.to_string()},
        |row| row.get("newest"),
    )?;
    match newer {
        None => Ok(()),
        Some(newest) => Err(Refusal::new("whole_list_older")
            .with("file", file)
            .with("as_of", on)
            .with("newest", newest)),
    }
}

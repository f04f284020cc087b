//! `payments.unmatched`: credits that pay nothing yet, whether the bank brought them or a file.

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{day_of, kind_of};
use crate::listing::slice;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{PageRequest, Sort, SortOrder};

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UnmatchedRequest {
    /// Text in account, name, number or text.
    pub search: String,
    /// Only payments; else credit notes and other credits too.
    pub payments_only: bool,
    /// By day where missing. Columns: `account`, `name`, `transaction_on`, `amount`, `open`, `document_no`.
    pub sort: Option<Sort>,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UnmatchedListing {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Per currency: code, rows, and open in minor units, negative.
    #[ts(type = "Array<[string, number, number]>")]
    pub totals: Vec<(String, i64, i64)>,
}

/// A credit that pays nothing yet, or only in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UnmatchedRow {
    /// The credit.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// Accounting day.
    pub transaction_on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Minor units, negative.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open, minor units, negative.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Text.
    pub text: Option<String>,
    /// Bank line that brought it.
    #[ts(type = "number | null")]
    pub line_id: Option<i64>,
    /// Open debits of the customer in this currency, minor units: 0 says that there is nothing to settle it with.
    #[ts(type = "number")]
    pub debits_minor: i64,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UnmatchedPage {
    /// The rows.
    pub rows: Vec<UnmatchedRow>,
}

#[derive(Debug)]
struct Kept(Vec<(i64, i64)>);

const FROM: &str = "
  FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id JOIN customers c ON c.id = o.customer_id";

/// `payments.unmatched`
pub fn unmatched(
    session: &mut Session<'_>,
    request: UnmatchedRequest,
) -> Result<UnmatchedListing, Refusal> {
    let order = order(request.sort.as_ref())?;
    let mut keys = Vec::new();
    let mut totals: Vec<(String, i64, i64)> = Vec::new();
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT o.customer_id, o.transaction_id, o.currency, o.open_minor {FROM}
             WHERE o.open_minor < 0 AND (NOT :payments OR o.kind = 'payment')
               AND (:search = '' OR instr(lower(c.account), lower(:search)) > 0
                 OR instr(lower(c.name), lower(:search)) > 0 OR instr(lower(t.document_no), lower(:search)) > 0
                 OR instr(lower(COALESCE(t.text, '')), lower(:search)) > 0)
             ORDER BY {order}"
        ))?;
        let mut rows = statement.query(
            named_params! {":payments": request.payments_only, ":search": request.search.trim()},
        )?;
        while let Some(row) = rows.next()? {
            keys.push((row.get("customer_id")?, row.get("transaction_id")?));
            let currency: String = row.get("currency")?;
            let open: i64 = row.get("open_minor")?;
            match totals.iter_mut().find(|total| total.0 == currency) {
                Some(total) => {
                    total.1 += 1;
                    total.2 += open;
                }
                None => totals.push((currency, 1, open)),
            }
        }
    }
    totals.sort();
    let count = keys.len() as u64;
    Ok(UnmatchedListing {
        handle: session.book.listings.keep(Kept(keys)),
        count,
        totals,
    })
}

fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let Some(sort) = sort else {
        return Ok("o.transaction_on, o.transaction_id".to_owned());
    };
    let column = match sort.column.as_str() {
        "account" => "c.account",
        "name" => "c.name",
        "transaction_on" => "o.transaction_on",
        "amount" => "o.amount_minor",
        "open" => "o.open_minor",
        "document_no" => "t.document_no",
        other => return Err(Refusal::new("unknown_column").with("column", other)),
    };
    let direction = match sort.order {
        SortOrder::Ascending => "ASC",
        SortOrder::Descending => "DESC",
    };
    Ok(format!(
        "{column} {direction}, o.transaction_on, o.transaction_id"
    ))
}

/// `payments.page`: rows that were settled meanwhile are left out.
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<UnmatchedPage, Refusal> {
    let keys = slice(
        &session.book.listings.get::<Kept>(request.handle)?.0,
        request,
    )
    .to_vec();
    let connection = session.connection();
    let mut rows = Vec::with_capacity(keys.len());
    for key in keys {
        rows.extend(load(connection, key)?);
    }
    Ok(UnmatchedPage { rows })
}

fn load(
    connection: &Connection,
    (customer, id): (i64, i64),
) -> Result<Option<UnmatchedRow>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT t.id, c.account, c.name, o.kind, t.document_no, o.transaction_on, o.currency, o.amount_minor,
                o.open_minor, t.text,
                (SELECT p.line_id FROM bank_postings p WHERE p.transaction_id = t.id) AS line_id,
                (SELECT COALESCE(SUM(d.open_minor), 0) FROM open_items_snapshot d
                 WHERE d.customer_id = o.customer_id AND d.currency = o.currency AND d.open_minor > 0) AS debits
         {FROM} WHERE o.customer_id = :customer AND o.transaction_id = :id AND o.open_minor < 0"
    ))?;
    let mut rows = statement.query(named_params! {":customer": customer, ":id": id})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(UnmatchedRow {
        transaction_id: row.get("id")?,
        account: row.get("account")?,
        name: row.get("name")?,
        kind: kind_of(&row.get::<_, String>("kind")?)?,
        document_no: row.get("document_no")?,
        transaction_on: day_of(row, "transaction_on")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        open_minor: row.get("open_minor")?,
        text: row.get("text")?,
        line_id: row.get("line_id")?,
        debits_minor: row.get("debits")?,
    }))
}

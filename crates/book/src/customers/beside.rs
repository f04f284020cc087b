//! What the list of transactions shows beside the figures: texts, status, letters and case of each row, by one statement for
//! all of them.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::collections::Status;
use rusqlite::{Connection, Row, named_params};

use crate::accounts::optional_day_of;
use crate::company;
use crate::refusal::Refusal;

/// What a transaction has beside its figures.
#[derive(Debug)]
pub(super) struct Beside {
    pub document_no: String,
    pub voucher: Option<String>,
    pub due_given: bool,
    pub disputed_flag: bool,
    pub order_no: Option<String>,
    pub text: Option<String>,
    pub status: Status,
    pub status_on: Option<NaiveDate>,
    pub letter_code: Option<String>,
    pub letter_on: Option<NaiveDate>,
    pub case_id: Option<i64>,
    pub case_number: Option<String>,
    pub company: String,
    /// In the currency of the document, minor units.
    pub interest_minor: i64,
}

/// Of each transaction the code that it had last by the day, and the day of its last letter; those of a letter that was
/// cancelled by then don't count. The newest code is the one behind the greatest day and id, so that nothing is sorted.
const BESIDE: &str = "
  SELECT t.id, t.document_no, t.external_key, t.due_given, t.disputed_flag, t.order_no, t.text,
    (SELECT x.collections_status FROM transaction_states x WHERE x.transaction_id = t.id) AS status,
    (SELECT h.changed_on FROM collections_history h WHERE h.transaction_id = t.id AND h.old_status <> h.new_status
     ORDER BY h.id DESC LIMIT 1) AS status_on,
    (SELECT substr(MAX(k.coded_on || printf('%020d', k.id) || k.code), 31)
     FROM letter_codes k LEFT JOIN letter_cancellations x ON x.letter_id = k.letter_id
     WHERE k.customer_id = t.customer_id AND k.transaction_id = t.id AND k.coded_on <= :as_of
       AND COALESCE(x.cancelled_on > :as_of, 1)) AS letter_code,
    (SELECT MAX(k.coded_on) FROM letter_codes k LEFT JOIN letter_cancellations x ON x.letter_id = k.letter_id
     WHERE k.customer_id = t.customer_id AND k.transaction_id = t.id AND k.coded_on <= :as_of
       AND k.letter_id IS NOT NULL AND COALESCE(x.cancelled_on > :as_of, 1)) AS letter_on,
    c.id AS case_id, c.number AS case_number,
    (SELECT co.code FROM companies co WHERE co.id = t.company_id) AS company,
    COALESCE((SELECT SUM(m.interest_minor + m.lump_sum_minor - COALESCE((
         SELECT SUM(CASE a.kind WHEN 'reinstated' THEN -p.amount_minor ELSE p.amount_minor END)
         FROM interest_adjustments a JOIN interest_adjustment_parts p ON p.adjustment_id = a.id
         WHERE a.note_id = m.note_id AND a.adjusted_on <= :as_of AND p.part IN (m.id, -1 - m.id)), 0))
       FROM interest_note_items m JOIN interest_notes n ON n.id = m.note_id
       WHERE m.customer_id = t.customer_id AND m.transaction_id = t.id AND n.side = 'earnings' AND n.posted_on <= :as_of), 0)
      AS interest_minor
  FROM json_each(:ids) j JOIN transactions t ON t.id = j.value
    LEFT JOIN case_transactions l ON l.transaction_id = t.id AND l.open = 1
    LEFT JOIN cases c ON c.id = l.case_id";

/// Reads it for these transactions.
pub(super) fn beside(
    connection: &Connection,
    ids: &[i64],
    as_of: NaiveDate,
) -> Result<HashMap<i64, Beside>, Refusal> {
    let several = company::here(connection)?.several;
    let mut statement = connection.prepare_cached(BESIDE)?;
    let mut rows = statement.query(named_params! {
        ":ids": serde_json::to_string(ids)?, ":as_of": as_of.to_string(),
    })?;
    let mut found = HashMap::with_capacity(ids.len());
    while let Some(row) = rows.next()? {
        let mut beside = of_row(row)?;
        if !several {
            beside.company.clear();
        }
        found.insert(row.get("id")?, beside);
    }
    Ok(found)
}

fn of_row(row: &Row<'_>) -> Result<Beside, Refusal> {
    Ok(Beside {
        document_no: row.get("document_no")?,
        voucher: row.get("external_key")?,
        due_given: row.get("due_given")?,
        disputed_flag: row.get("disputed_flag")?,
        order_no: row.get("order_no")?,
        text: row.get("text")?,
        status: row
            .get::<_, Option<String>>("status")?
            .and_then(|code| Status::from_code(&code))
            .unwrap_or(Status::NotDisputed),
        status_on: optional_day_of(row, "status_on")?,
        letter_code: row.get("letter_code")?,
        letter_on: optional_day_of(row, "letter_on")?,
        case_id: row.get("case_id")?,
        case_number: row.get("case_number")?,
        company: row.get("company")?,
        interest_minor: row.get("interest_minor")?,
    })
}

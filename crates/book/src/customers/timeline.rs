//! `customers.timeline`: what happened with a customer in the last 365 days, the newest first (spec 21 §4).
//!
//! Each kind is one statement of [`SOURCES`]; a slice that comes later adds its line there and its word to the window.

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{customer_id, day_of, optional_day_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// Days that are shown before the day itself.
const SHOWN_DAYS: u64 = 365;

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// An invoice, a credit note or another document.
    Invoice,
    /// A payment or a refund.
    Payment,
    /// A posted letter.
    Letter,
    /// An activity.
    Activity,
    /// An order that was held, or let go.
    Hold,
    /// A limit that was set.
    Limit,
    /// A promise to pay that was taken, or what became of it.
    Promise,
    /// A dispute that was opened, opened again or closed.
    Dispute,
    /// A collections status that changed.
    Status,
}

/// Asks for the timeline of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TimelineRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Only these kinds; all where it is empty.
    #[serde(default)]
    pub kinds: Vec<TimelineKind>,
}

/// Something that happened. Amounts in minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TimelineEntry {
    /// What it is about.
    pub kind: TimelineKind,
    /// What it is within its kind: a kind of document, a letter code, a category, `held` or `released`, a kind of limit,
    /// `taken` or what became of a promise, `opened`, `reopened`, `closed` or how a dispute ended, a status.
    pub code: String,
    /// What an activity is: `action`, `task`, `appointment` or `event`.
    pub activity: Option<String>,
    /// When.
    pub on: NaiveDate,
    /// `HH:MM`, where it has a time.
    pub at: Option<String>,
    /// Its number.
    pub number: String,
    /// Its title, the sequence of a letter, the order, or the document that it is about.
    pub text: String,
    /// Amount.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Of it, the fee of a letter.
    #[ts(type = "number | null")]
    pub fee_minor: Option<i64>,
    /// Currency of the amounts.
    pub currency: Option<String>,
    /// When it falls due.
    pub due_on: Option<NaiveDate>,
    /// Code of who is responsible.
    pub user: Option<String>,
    /// Whether there are notes.
    pub memo: bool,
    /// Row id within its kind: transaction, letter, activity, hold, line of a promise, dispute.
    #[ts(type = "number")]
    pub id: i64,
}

/// The timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Timeline {
    /// First day that is shown.
    pub from_on: NaiveDate,
    /// Last day that is shown.
    pub to_on: NaiveDate,
    /// The newest first.
    pub entries: Vec<TimelineEntry>,
}

/// The statements: customer `:id`, days `:from` to `:to`. Columns that a kind has not are NULL.
const SOURCES: [(TimelineKind, &str); 9] = [
    (
        TimelineKind::Invoice,
        "SELECT t.id, t.kind AS code, t.transaction_on AS on_day, NULL AS at, t.document_no AS number, COALESCE(t.text, '') AS text,
                t.amount_minor, NULL AS fee_minor, t.currency, t.due_on, NULL AS user, 0 AS memo
         FROM transactions t WHERE t.customer_id = :id AND t.kind NOT IN ('payment', 'refund')
           AND t.transaction_on BETWEEN :from AND :to",
    ),
    (
        TimelineKind::Payment,
        "SELECT t.id, t.kind AS code, t.transaction_on AS on_day, NULL AS at, t.document_no AS number, COALESCE(t.text, '') AS text,
                t.amount_minor, NULL AS fee_minor, t.currency, NULL AS due_on, NULL AS user, 0 AS memo
         FROM transactions t WHERE t.customer_id = :id AND t.kind IN ('payment', 'refund')
           AND t.transaction_on BETWEEN :from AND :to
           AND NOT EXISTS (SELECT 1 FROM bank_postings p WHERE p.transaction_id = t.id AND p.undone_by_act_id IS NOT NULL)",
    ),
    (
        TimelineKind::Letter,
        "SELECT l.id, l.code, l.letter_on AS on_day, NULL AS at, l.letter_no AS number, d.sequence_id AS text,
                l.total_minor AS amount_minor, l.fee_minor, l.currency, NULL AS due_on, NULL AS user, 0 AS memo
         FROM letters l JOIN letter_drafts d ON d.id = l.id
         WHERE l.customer_id = :id AND l.letter_on BETWEEN :from AND :to
           AND NOT EXISTS (SELECT 1 FROM letter_cancellations x WHERE x.letter_id = l.id)",
    ),
    (
        TimelineKind::Activity,
        "SELECT v.id, v.kind AS activity, v.category AS code, v.ends_on AS on_day, v.ends_at AS at, v.number, v.purpose AS text,
                NULL AS amount_minor, NULL AS fee_minor, NULL AS currency, NULL AS due_on, u.code AS user, v.memo <> '' AS memo
         FROM activities v LEFT JOIN users u ON u.id = v.responsible_id
         WHERE v.customer_id = :id AND v.ends_on BETWEEN :from AND :to",
    ),
    (
        TimelineKind::Hold,
        "SELECT h.id, e.code, e.on_day, NULL AS at, k.order_no AS number, e.comment AS text, h.amount_minor, NULL AS fee_minor,
                (SELECT currency FROM companies) AS currency, NULL AS due_on, e.user, e.comment <> '' AS memo
         FROM (SELECT id, 'held' AS code, held_on AS on_day, '' AS comment, NULL AS user FROM holds WHERE customer_id = :id
               UNION ALL
               SELECT h.id, h.state, h.closed_on, h.comment, u.code FROM holds h LEFT JOIN audit a ON a.id = h.closed_act_id
                 LEFT JOIN users u ON u.id = a.user_id
               WHERE h.customer_id = :id AND h.closed_on IS NOT NULL) e
           JOIN holds h ON h.id = e.id JOIN order_credit k ON k.id = h.order_id
         WHERE e.on_day BETWEEN :from AND :to",
    ),
    (
        TimelineKind::Limit,
        "SELECT h.id, h.kind AS code, h.set_on AS on_day, NULL AS at, COALESCE(j.number, '') AS number, h.comment AS text,
                h.new_minor AS amount_minor, NULL AS fee_minor, h.currency, NULL AS due_on, u.code AS user, h.comment <> '' AS memo
         FROM limit_history h JOIN users u ON u.id = h.preparer_id LEFT JOIN limit_lines l ON l.id = h.line_id
           LEFT JOIN limit_journals j ON j.id = l.journal_id
         WHERE h.customer_id = :id AND h.set_on BETWEEN :from AND :to",
    ),
    (
        TimelineKind::Promise,
        "SELECT e.id, e.code, e.on_day, NULL AS at, p.number, t.document_no AS text, e.amount_minor, NULL AS fee_minor, t.currency,
                CASE WHEN e.code = 'taken' THEN l.promised_on END AS due_on, CASE WHEN e.code = 'taken' THEN u.code END AS user,
                p.note <> '' AS memo
         FROM (SELECT id, 'taken' AS code, taken_on AS on_day, amount_minor FROM promise_lines WHERE customer_id = :id
               UNION ALL
               SELECT id, status, ended_on, CASE WHEN status IN ('kept', 'partly_kept') THEN kept_minor ELSE amount_minor END
               FROM promise_lines WHERE customer_id = :id AND ended_on IS NOT NULL) e
           JOIN promise_lines l ON l.id = e.id JOIN promises p ON p.id = l.promise_id
           JOIN transactions t ON t.id = l.transaction_id LEFT JOIN users u ON u.id = p.taken_by_id
         WHERE p.undone_by_act_id IS NULL AND e.on_day BETWEEN :from AND :to",
    ),
    (
        TimelineKind::Dispute,
        "SELECT e.id, e.code, e.on_day, NULL AS at, d.number, t.document_no AS text, e.amount_minor, NULL AS fee_minor, t.currency,
                CASE WHEN d.status = 'open' THEN d.due_on END AS due_on, u.code AS user, d.explanation <> '' AS memo
         FROM (SELECT q.dispute_id AS id, q.from_on AS on_day, q.amount_minor, NULL AS act_id,
                 CASE WHEN EXISTS (SELECT 1 FROM dispute_periods r WHERE r.dispute_id = q.dispute_id AND r.id < q.id)
                   THEN 'reopened' ELSE 'opened' END AS code
               FROM dispute_periods q WHERE q.customer_id = :id
               UNION ALL
               SELECT q.dispute_id, q.until_on, q.amount_minor, NULL, COALESCE((SELECT l.after FROM dispute_log l
                   WHERE l.dispute_id = q.dispute_id AND l.what = 'closed'
                     AND (SELECT COUNT(*) FROM dispute_log m
                          WHERE m.dispute_id = l.dispute_id AND m.what = 'closed' AND m.id > l.id)
                       = (SELECT COUNT(*) FROM dispute_periods r
                          WHERE r.dispute_id = q.dispute_id AND r.until_on IS NOT NULL AND r.id > q.id)), 'closed')
               FROM dispute_periods q
               WHERE q.customer_id = :id AND q.until_on IS NOT NULL
                 AND EXISTS (SELECT 1 FROM dispute_periods r WHERE r.dispute_id = q.dispute_id AND r.id > q.id)
               UNION ALL
               SELECT id, resolved_on, COALESCE(resolution_minor, amount_minor), closed_by_act_id, status
               FROM disputes WHERE customer_id = :id AND resolved_on IS NOT NULL) e
           JOIN disputes d ON d.id = e.id JOIN transactions t ON t.id = d.transaction_id
           LEFT JOIN audit a ON a.id = e.act_id
           LEFT JOIN users u ON u.id = CASE e.code WHEN 'opened' THEN d.opened_by_id ELSE a.user_id END
         WHERE d.undone_by_act_id IS NULL AND e.on_day BETWEEN :from AND :to",
    ),
    (
        TimelineKind::Status,
        "SELECT h.id, h.new_status AS code, h.changed_on AS on_day, NULL AS at, t.document_no AS number, h.note AS text,
                h.balance_minor AS amount_minor, NULL AS fee_minor, t.currency, NULL AS due_on, u.code AS user, h.note <> '' AS memo
         FROM transactions t CROSS JOIN collections_history h ON h.transaction_id = t.id LEFT JOIN users u ON u.id = h.user_id
         WHERE t.customer_id = :id AND h.old_status <> h.new_status AND h.changed_on BETWEEN :from AND :to",
    ),
];

/// `customers.timeline`
pub fn timeline(session: &mut Session<'_>, request: TimelineRequest) -> Result<Timeline, Refusal> {
    let to_on = request.as_of.unwrap_or(session.today);
    let from_on = to_on
        .checked_sub_days(Days::new(SHOWN_DAYS))
        .unwrap_or(to_on);
    let id = customer_id(session.connection(), &request.account)?;
    let entries = session.read(|connection| {
        let mut entries = Vec::new();
        for (kind, sql) in SOURCES {
            if request.kinds.is_empty() || request.kinds.contains(&kind) {
                ask(connection, kind, sql, (id, from_on, to_on), &mut entries)?;
            }
        }
        Ok(entries)
    });
    let mut entries = entries?;
    entries.sort_by(|a, b| (b.on, &b.at, a.kind, b.id).cmp(&(a.on, &a.at, b.kind, a.id)));
    Ok(Timeline {
        from_on,
        to_on,
        entries,
    })
}

fn ask(
    connection: &Connection,
    kind: TimelineKind,
    sql: &str,
    (id, from, to): (i64, NaiveDate, NaiveDate),
    entries: &mut Vec<TimelineEntry>,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {
        ":id": id, ":from": from.to_string(), ":to": to.to_string(),
    })?;
    while let Some(row) = rows.next()? {
        entries.push(entry(kind, row)?);
    }
    Ok(())
}

fn entry(kind: TimelineKind, row: &Row<'_>) -> Result<TimelineEntry, Refusal> {
    Ok(TimelineEntry {
        kind,
        code: row.get("code")?,
        activity: match kind {
            TimelineKind::Activity => row.get("activity")?,
            _ => None,
        },
        on: day_of(row, "on_day")?,
        at: row.get("at")?,
        number: row.get("number")?,
        text: row.get("text")?,
        amount_minor: row.get("amount_minor")?,
        fee_minor: row.get("fee_minor")?,
        currency: row.get("currency")?,
        due_on: optional_day_of(row, "due_on")?,
        user: row.get("user")?,
        memo: row.get("memo")?,
        id: row.get("id")?,
    })
}

//! What waits for a user on other pages: the one list of sources. A new source is one entry.

use chrono::NaiveDate;
use rusqlite::{Connection, ToSql};
use serde::{Deserialize, Serialize};

use crate::accounts::parse_day;
use crate::flows::hooks;
use crate::refusal::Refusal;
use crate::users::{Right, User};

/// Where work waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum WaitingKind {
    /// Orders on hold.
    Holds,
    /// Asked releases of orders on hold.
    HoldRequests,
    /// Limit journals that wait for the user's signature.
    LimitJournals,
    /// Credit applications that wait for the user's signature.
    Applications,
    /// Proposed write-offs that wait for the user's signature.
    WriteOffs,
    /// Proposed reimbursements that the user may approve.
    Reimbursements,
    /// Credit tasks of the user's roles.
    CreditTasks,
    /// Promises that were not kept, of documents that are still open: what the list of promises shows as such.
    PromisesBroken,
    /// Promises whose day has come.
    PromisesDue,
    /// Open activities of the user of which the day of the reminder has come.
    Reminders,
    /// Open disputes that are the user's, or nobody's yet.
    Disputes,
    /// Returned payments of bank files that nobody has taken back yet.
    BankReturns,
    /// Money that came in and is neither posted nor set aside.
    BankLines,
}

/// Work that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Waiting {
    /// Where.
    pub kind: WaitingKind,
    /// How much.
    #[ts(type = "number")]
    pub count: i64,
    /// Since when the oldest waits, or by when the first is to be done.
    pub oldest_on: Option<NaiveDate>,
}

/// A source: for whom, and a statement that gives `count` and `oldest_on`; `:user`, `:roles` (JSON), `:today` and `:pool`
/// (JSON of the customers to which the page is narrowed, or nothing) may be asked.
struct Source {
    kind: WaitingKind,
    right: Right,
    sql: &'static str,
}

const SOURCES: &[Source] = &[
    Source {
        kind: WaitingKind::Holds,
        right: Right::Credit,
        sql: "SELECT COUNT(*) AS count, MIN(held_on) AS oldest_on FROM holds WHERE state = 'open'",
    },
    Source {
        kind: WaitingKind::CreditTasks,
        right: Right::Read,
        sql: "SELECT COUNT(*) AS count, MIN(due_on) AS oldest_on FROM credit_tasks
              WHERE state = 'open' AND role IN (SELECT value FROM json_each(:roles))",
    },
    Source {
        kind: WaitingKind::PromisesBroken,
        right: Right::Collect,
        sql: "SELECT COUNT(*) AS count, MIN(l.promised_on) AS oldest_on FROM promise_lines l
              JOIN promises p ON p.id = l.promise_id
              JOIN open_items_snapshot o ON o.customer_id = l.customer_id AND o.transaction_id = l.transaction_id
              WHERE l.status IN ('broken', 'partly_kept') AND l.replaced_on IS NULL AND p.undone_by_act_id IS NULL
                AND (:pool IS NULL OR l.customer_id IN (SELECT value FROM json_each(:pool)))",
    },
    Source {
        kind: WaitingKind::PromisesDue,
        right: Right::Collect,
        sql: "SELECT COUNT(*) AS count, MIN(l.promised_on) AS oldest_on FROM promise_lines l
              JOIN promises p ON p.id = l.promise_id
              WHERE l.promised_on <= :today AND l.status IN ('open', 'awaiting_bank_data') AND p.undone_by_act_id IS NULL
                AND (:pool IS NULL OR l.customer_id IN (SELECT value FROM json_each(:pool)))",
    },
    Source {
        kind: WaitingKind::Reminders,
        right: Right::Collect,
        sql: "SELECT COUNT(*) AS count, MIN(reminder_on) AS oldest_on FROM activities
              WHERE state = 'open' AND responsible_id = :user AND reminder_on <= :today
                AND (:pool IS NULL OR customer_id IN (SELECT value FROM json_each(:pool)))",
    },
    Source {
        kind: WaitingKind::Disputes,
        right: Right::Collect,
        sql: "SELECT COUNT(*) AS count, MIN(opened_on) AS oldest_on FROM disputes
              WHERE status = 'open' AND undone_by_act_id IS NULL
                AND (investigator_id = :user OR investigator_id IS NULL)
                AND (:pool IS NULL OR customer_id IN (SELECT value FROM json_each(:pool)))",
    },
    Source {
        kind: WaitingKind::BankReturns,
        right: Right::Settle,
        sql: "SELECT COUNT(*) AS count, MIN(l.booking_on) AS oldest_on FROM bank_line_states s
              JOIN bank_lines l ON l.id = s.line_id WHERE s.state = 'returned' AND :pool IS NULL",
    },
    Source {
        kind: WaitingKind::BankLines,
        right: Right::Settle,
        sql: "SELECT COUNT(*) AS count, MIN(l.booking_on) AS oldest_on FROM bank_line_states s
              JOIN bank_lines l ON l.id = s.line_id WHERE s.state = 'open' AND l.amount_minor > 0 AND :pool IS NULL",
    },
];

/// Everything that waits for the user; a source in which nothing waits is left out.
pub(super) fn all(
    connection: &Connection,
    user: &User,
    pool: Option<&[i64]>,
    today: NaiveDate,
) -> Result<Vec<Waiting>, Refusal> {
    // Whose turn it is follows from the matrix: no statement can tell. Nobody decides about what he asked for himself.
    let mut asked = vec![(
        WaitingKind::WriteOffs,
        hooks::write_offs_to_sign(connection, user.id, today)?,
    )];
    if user.may(Right::Approve) {
        let requests = hooks::hold_requests_to_sign(connection, user.id, today)?;
        let [journals, applications] = hooks::limits_to_sign(connection, user.id, today)?;
        let reimbursements = hooks::reimbursements_to_sign(connection, user.id, today)?;
        asked.extend([
            (WaitingKind::HoldRequests, requests),
            (WaitingKind::LimitJournals, journals),
            (WaitingKind::Applications, applications),
            (WaitingKind::Reimbursements, reimbursements),
        ]);
    }
    let mut found: Vec<Waiting> = asked
        .into_iter()
        .filter(|(_, (count, _))| *count > 0)
        .map(|(kind, (count, oldest_on))| Waiting {
            kind,
            count,
            oldest_on,
        })
        .collect();
    let today = today.to_string();
    let roles = serde_json::to_string(&user.roles)?;
    let pool = pool.map(serde_json::to_string).transpose()?;
    for source in SOURCES.iter().filter(|source| user.may(source.right)) {
        let mut statement = connection.prepare_cached(source.sql)?;
        for (name, value) in [
            (":user", &user.id as &dyn ToSql),
            (":roles", &roles),
            (":today", &today),
            (":pool", &pool),
        ] {
            if let Some(at) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(at, value)?;
            }
        }
        let mut rows = statement.raw_query();
        let Some(row) = rows.next()? else { continue };
        let (count, oldest): (i64, Option<String>) = (row.get("count")?, row.get("oldest_on")?);
        if count > 0 {
            found.push(Waiting {
                kind: source.kind,
                count,
                oldest_on: oldest.as_deref().and_then(parse_day),
            });
        }
    }
    Ok(found)
}

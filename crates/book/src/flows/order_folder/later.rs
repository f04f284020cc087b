//! What is decided after the answer: a file for each order that came through the folder and was held, released, rejected or
//! cancelled since, by a person or by night; and for each that did not go on and may go on now, or does not for another
//! reason: a rate came, a status was lifted, a rejected order was opened again.
//!
//! Invariant: each decision is told once. Of holds the mark is the newest act that was looked at, of what waits the answer that
//! it got; both move in the act that writes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::write;
use crate::act::Act;
use crate::company;
use crate::orders::{self, DataFormat, Decided};
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::{Keep, Session};

const NAME: &str = "order_folder_told";

/// The newest act whose decisions were told, by company.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Told {
    acts: BTreeMap<i64, i64>,
}

/// Nothing up to now is news in any company.
pub(super) fn begin(act: &mut Act<'_>) -> Result<(), Refusal> {
    let newest = act.id;
    let acts = company::all(act)?.into_iter().map(|id| (id, newest));
    let told = Told {
        acts: acts.collect(),
    };
    parameters::save(act, NAME, &told)
}

/// Numbers of the orders of the company with a decision that was not told: they came through the folder, and one of their
/// holds was closed since, or began by another act than that of the answer; or they wait for something else, and it came.
pub(super) fn numbers(connection: &Connection, today: NaiveDate) -> Result<Vec<String>, Refusal> {
    let mut all: BTreeSet<String> = held(connection)?.into_iter().collect();
    for waiting in waiting(connection)? {
        let now = orders::decided(connection, today, &waiting.order_no)?;
        if (now.decision, now.may_go_on) != (waiting.decision, false) {
            all.insert(waiting.order_no);
        }
    }
    Ok(all.into_iter().collect())
}

/// An order whose shop was told that it does not go on.
struct Waiting {
    order_no: String,
    decision: String,
}

/// The orders of the company that do not go on as far as their shop knows.
fn waiting(connection: &Connection) -> Result<Vec<Waiting>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT k.order_no, w.decision FROM order_answers w JOIN order_credit k ON k.id = w.order_id
         WHERE w.may_go_on = 0 AND k.company_id = :company AND w.decision NOT IN ('cancelled')",
    )?;
    let rows = statement.query_map(
        named_params! {":company": company::current(connection)?},
        |row| {
            Ok(Waiting {
                order_no: row.get("order_no")?,
                decision: row.get("decision")?,
            })
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps what shops are told; an order of which credit management knows nothing has nothing to wait for.
fn remember(act: &Act<'_>, told: &[Decided]) -> Result<(), Refusal> {
    let mut statement = act.prepare_cached(
        "INSERT INTO order_answers (order_id, decision, may_go_on, act_id)
         SELECT id, :decision, :go, :act FROM order_credit WHERE company_id = :company AND order_no = :no
         ON CONFLICT (order_id) DO UPDATE SET decision = excluded.decision, may_go_on = excluded.may_go_on,
           act_id = excluded.act_id",
    )?;
    for one in told {
        statement.execute(named_params! {
            ":decision": one.decision, ":go": one.may_go_on, ":act": act.id,
            ":company": company::current(act)?, ":no": one.order_no,
        })?;
    }
    Ok(())
}

/// Checks again what could not be checked when the shop asked; whether any could be by now.
fn check_again(session: &mut Session<'_>) -> Result<(), Refusal> {
    let today = session.today;
    let numbers: Vec<String> = waiting(session.connection())?
        .into_iter()
        .filter(|one| one.decision == "not_checked")
        .map(|one| one.order_no)
        .collect();
    if numbers.is_empty() {
        return Ok(());
    }
    session.act_if(|act| {
        act.about("orders", "check");
        let checked = orders::check_again(act, today, &numbers)?;
        act.note("checked", checked);
        Ok(((), if checked == 0 { Keep::No } else { Keep::Yes }))
    })
}

fn held(connection: &Connection) -> Result<Vec<String>, Refusal> {
    let company = company::current(connection)?;
    let told: Told = parameters::load(connection, NAME)?;
    let Some(mark) = told.acts.get(&company) else {
        return Ok(Vec::new());
    };
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT k.order_no FROM (
           SELECT h.order_id FROM holds h JOIN audit a ON a.id = h.closed_act_id
             WHERE h.closed_act_id > :mark AND a.command <> 'orders.answer'
           UNION SELECT h.order_id FROM holds h JOIN audit a ON a.id = h.act_id
             WHERE h.state = 'open' AND h.act_id > :mark AND a.command <> 'orders.answer') d
           JOIN order_credit k ON k.id = d.order_id
         WHERE k.company_id = :company AND EXISTS (SELECT 1 FROM order_checks c JOIN audit a ON a.id = c.act_id
           WHERE c.order_id = k.id AND a.command = 'orders.answer')
         ORDER BY k.order_no",
    )?;
    Ok(statement
        .query_map(named_params! {":mark": mark, ":company": company}, |row| {
            row.get(0)
        })?
        .collect::<Result<_, _>>()?)
}

/// Writes a file for each; gives their paths. `answered` is what was told just now, beside its files.
pub(super) fn write_all(
    session: &mut Session<'_>,
    (to, format): (&Path, DataFormat),
    answered: &[Decided],
) -> Result<Vec<String>, Refusal> {
    if !answered.is_empty() {
        session.act(|act| {
            act.about("order_folder", "answers");
            remember(act, answered)
        })?;
    }
    check_again(session)?;
    let connection = session.connection();
    let company = company::current(connection)?;
    let numbers = numbers(connection, session.today)?;
    let mut told: Told = parameters::load(connection, NAME)?;
    if numbers.is_empty() && told.acts.contains_key(&company) {
        return Ok(Vec::new());
    }
    let newest: i64 =
        connection.query_row("SELECT COALESCE(MAX(id), 0) FROM audit", [], |row| {
            row.get(0)
        })?;
    told.acts.insert(company, newest);
    let today = session.today;
    session.act(|act| {
        act.about("order_folder", "decisions");
        act.note("orders", &numbers);
        parameters::save(act, NAME, &told)?;
        let mut written = Vec::new();
        for number in &numbers {
            let path = free(to, number, format);
            let decided = [orders::decided(act, today, number)?];
            write(&path, format, &decided)?;
            remember(act, &decided)?;
            written.push(path.display().to_string());
        }
        Ok(written)
    })
}

/// The first path after the order's number that is not taken; what no file may be called is an underscore.
fn free(to: &Path, number: &str, format: DataFormat) -> PathBuf {
    let plain = |one: char| {
        if one.is_alphanumeric() || matches!(one, '-' | '_' | '.') {
            one
        } else {
            '_'
        }
    };
    let number: String = number.chars().map(plain).collect();
    let ending = match format {
        DataFormat::Csv => "csv",
        DataFormat::Json => "json",
    };
    (1..=u32::MAX)
        .map(|count| to.join(format!("{number}.decisions.{count}.{ending}")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| to.join(format!("{number}.decisions.{ending}")))
}

//! What is decided after the answer: a file for each order that came through the folder and was held, released, rejected or
//! cancelled since, by a person or by night.
//!
//! Invariant: each decision is told once. The mark is the newest act that was looked at; it moves in the act that writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::write;
use crate::act::Act;
use crate::company;
use crate::orders::{self, DataFormat};
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;

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
/// holds was closed since, or began by another act than that of the answer.
pub(super) fn numbers(connection: &Connection) -> Result<Vec<String>, Refusal> {
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

/// Writes a file for each; gives their paths.
pub(super) fn write_all(
    session: &mut Session<'_>,
    to: &Path,
    format: DataFormat,
) -> Result<Vec<String>, Refusal> {
    let connection = session.connection();
    let company = company::current(connection)?;
    let numbers = numbers(connection)?;
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
            write(&path, format, &[orders::decided(act, today, number)?])?;
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

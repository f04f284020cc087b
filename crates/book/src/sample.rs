//! The sample book: a year of a believable company, made from a seed, the same every time.
//!
//! The year ends today, so that whoever looks around sees a living business. Invariant: the same day gives the same
//! facts, byte by byte, and all of them are posted by the ledger in one act like any import. Nothing in it is real:
//! names are combined from lists, mail addresses end in `.example`.

mod collections;
mod countries;
mod credit;
mod customers;
mod days;
mod dice;
mod disputes;
mod history;
mod setup;
#[cfg(test)]
mod tests;
mod trade;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::commands::{self, Output};
use crate::ledger;
use crate::refusal::Refusal;
use crate::session::Session;
use days::Days;

/// Size of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// 100 customers, 1,000 invoices.
    Small,
    /// 10,000 customers, 100,000 invoices.
    Medium,
    /// 100,000 customers, 1,000,000 invoices.
    Large,
}

impl Size {
    fn customers(self) -> u32 {
        match self {
            Self::Small => 100,
            Self::Medium => 10_000,
            Self::Large => 100_000,
        }
    }

    fn invoices(self) -> u32 {
        self.customers() * 10
    }
}

/// Fills a new book: company, users and terms, then customers and a year of trade, then the snapshots and letters that
/// a working book would have by now.
///
/// Refuses with `cancelled` when the job is stopped; the caller then removes the book.
pub fn fill(session: &mut Session<'_>, size: Size) -> Result<(), Refusal> {
    setup::dress(session)?;
    let days = Days::ending(session.today)?;
    let job = session.job;
    session.act(|act| {
        act.about("sample", size.customers());
        setup::terms_and_rates(act, &days)?;
        let buyers = customers::write(act, size.customers(), &days, job)?;
        trade::write(act, &buyers, size.invoices(), &days, job)?;
        job.progress(0, 0, "open_items");
        ledger::rebuild_open_items(act)
    })?;
    // The letters first: their fees belong to the snapshot of today, and so does what is promised and disputed.
    history::remind(session, &days)?;
    collections::collect(session, size.customers(), &days)?;
    history::age(session, &days)?;
    credit::give(session, size.customers(), &days)
}

/// Calls a command as a person does, and gives its answer.
fn call(session: &mut Session<'_>, name: &str, request: Value) -> Result<Value, Refusal> {
    let command = commands::find(name)
        .ok_or_else(|| Refusal::new("unknown_command").with("command", name))?;
    match (command.run)(session, request)? {
        Output::Json(answer) => Ok(serde_json::from_str(answer.get())?),
        Output::Bytes(_) => Ok(Value::Null),
    }
}

//! `hand_overs.file`: what a lawyer or an agency needs of a customer, in one ZIP (spec 30 §10).
//!
//! Statement, letters with days and channels, promises, disputes and notes as one PDF and as tables; the letters as they left
//! the house; copies of the invoices where the book has them; and a list of hashes. The same book gives the same bytes on the
//! same day: nothing of it carries an instant.

mod pack;
mod paper;
mod tables;
mod words;

use std::path::Path;

use chrono::NaiveTime;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use crate::accounts::customer_id;
use crate::act::hex;
use crate::documents::Unpacker;
use crate::hand_overs::list::one;
use crate::letters::output::plain;
use crate::letters::posted::paper_of;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::sheet::write_whole;
use pack::Pack;
use tables::Asked;
use words::Words;

/// Asks for the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct LawyersFile {
    /// Account number.
    pub account: Option<String>,
    /// Or a hand-over: the statement then has its items only.
    #[ts(type = "number | null")]
    pub hand_over_id: Option<i64>,
    /// Where to write it.
    pub path: String,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LawyersFileWritten {
    /// Where it is.
    pub path: String,
    /// Names in it.
    pub files: Vec<String>,
    /// Its SHA-256.
    pub sha256: String,
    /// Documents of the statement of which the book has no copy.
    pub copies_missing: Vec<String>,
}

/// `hand_overs.file`: nothing in the book changes.
pub fn write(
    session: &mut Session<'_>,
    request: LawyersFile,
) -> Result<LawyersFileWritten, Refusal> {
    let (account, items) = match (request.hand_over_id, request.account) {
        (Some(id), _) => {
            let hand_over = one(session.connection(), id)?;
            let items = hand_over.items.iter().map(|item| item.transaction_id);
            (hand_over.account.clone(), Some(items.collect()))
        }
        (None, Some(account)) => (account, None),
        (None, None) => return Err(Refusal::new("value_missing").with("field", "account")),
    };
    let words = Words::of(session)?;
    let asked = Asked {
        customer_id: customer_id(session.connection(), &account)?,
        account,
        items,
    };
    session.job.progress(0, 0, "lawyers_file");
    let tables = tables::all(session, &asked, &words)?;
    let mut pack = Pack::default();
    let at = session.today.and_time(NaiveTime::MIN).and_utc();
    pack.put(
        &words.file_pdf(),
        paper::pdf(session, (&asked, &words), &tables, at)?,
    );
    for table in &tables {
        pack.put(
            &format!("{}.csv", table.file),
            tables::csv(session, table, &words)?,
        );
    }
    put_letters(session, asked.customer_id, &mut pack)?;
    let copies_missing = put_copies(session, &tables, &mut pack)?;
    let (bytes, files) = pack.finish()?;
    write_whole(Path::new(&request.path), &bytes)?;
    Ok(LawyersFileWritten {
        path: request.path,
        files,
        sha256: hex(&pack::sha256(&bytes)),
        copies_missing,
    })
}

/// The letters as they left the house, cancelled ones too: they were in the customer's hands.
fn put_letters(session: &Session<'_>, customer_id: i64, pack: &mut Pack) -> Result<(), Refusal> {
    let connection = session.connection();
    let ids: Vec<i64> = connection
        .prepare_cached("SELECT id FROM letters WHERE customer_id = :customer ORDER BY id")?
        .query_map(named_params! {":customer": customer_id}, |row| {
            row.get("id")
        })?
        .collect::<Result<_, _>>()?;
    let mut unpacker = Unpacker::new(connection);
    for (at, id) in ids.iter().enumerate() {
        check_cancelled(session.job)?;
        session
            .job
            .progress(at as u64, ids.len() as u64, "lawyers_file");
        let (name, bytes) = paper_of(connection, &mut unpacker, *id)?;
        pack.put(&format!("letters/{name}"), bytes);
    }
    Ok(())
}

/// The copies of the invoices on the statement; gives the documents that have none.
fn put_copies(
    session: &Session<'_>,
    tables: &[tables::Table],
    pack: &mut Pack,
) -> Result<Vec<String>, Refusal> {
    let mut missing = Vec::new();
    for document in tables.iter().flat_map(|table| &table.invoices) {
        check_cancelled(session.job)?;
        match crate::copies::bytes(session.connection(), document.transaction_id, None)? {
            Some(bytes) => pack.put(
                &format!(
                    "invoices/{}-{}.pdf",
                    plain(&document.number),
                    document.transaction_id
                ),
                bytes,
            ),
            None => missing.push(document.number.clone()),
        }
    }
    Ok(missing)
}

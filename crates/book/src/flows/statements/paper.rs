//! The letterhead and the addressee of a statement of account: what it shares with letters.

use chrono::{DateTime, NaiveDate, Utc};
use papers::{EdgeMarks, StatementAccount, StatementDueUntil, StatementPaper, Wording};
use rusqlite::Connection;

use super::{Asked, Statement};
use crate::letters::note_paper::{AddressFor, Addressee};
use crate::letters::{Letterhead, refused};
use crate::refusal::Refusal;

/// The statement of a customer, in its language, to its address for statements.
pub(super) fn paper(
    connection: &Connection,
    head: &Letterhead,
    customer_id: i64,
    (asked, statement, written_on, produced_at): (&Asked, Statement, NaiveDate, DateTime<Utc>),
) -> Result<StatementPaper, Refusal> {
    let to = Addressee::load(
        connection,
        customer_id,
        &head.record.country,
        AddressFor::Statements,
    )?;
    let language = to
        .language
        .clone()
        .unwrap_or_else(|| head.record.language.clone());
    let words = Wording::of(&language).map_err(|error| refused(&error))?;
    let headings: Vec<String> = asked
        .headings(&words)
        .into_iter()
        .map(|heading| heading.replace('\n', " "))
        .collect();
    let accounts = statement
        .0
        .into_iter()
        .map(|(currency, of)| StatementAccount {
            currency: currency.code().to_owned(),
            minor_digits: currency.digits(),
            opening_minor: of.opening_minor,
            lines: of.lines,
            closing_minor: of.closing_minor,
            due_until: asked.due_until().map(|until| StatementDueUntil {
                until,
                lines: of.due,
            }),
            periods: headings.iter().cloned().zip(of.by_due_minor).collect(),
            limit: of.limit,
        });
    Ok(StatementPaper {
        page: head.record.page(),
        window: head.window(&to.country),
        edge_marks: EdgeMarks::Printed,
        sender: head.sender().clone(),
        recipient: to.recipient,
        written_on,
        place: Some(head.record.city()).filter(|city| !city.is_empty()),
        account: to.account,
        contact_name: to.contact_name,
        agent: to.agent,
        span: asked.span(),
        accounts: accounts.collect(),
        language,
        produced_at,
    })
}

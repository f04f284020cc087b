//! A statement of account that adds up.

use chrono::{Datelike as _, Days, NaiveDate};

use super::{LETTER_ON, german, items};
use crate::{
    StatementAccount, StatementDue, StatementLimit, StatementLine, StatementPaper, StatementSpan,
};

/// A statement of the half-year to the day of the sample letters with `count` rows, a third of them settled.
pub fn statement(count: u64) -> StatementPaper {
    let letter = german(1, 1);
    let to_on = LETTER_ON;
    let from_on = NaiveDate::from_ymd_opt(to_on.year(), 1, 1).unwrap_or(to_on);
    let mut lines: Vec<StatementLine> = items(count, 1)
        .into_iter()
        .zip(0_u64..)
        .map(|(item, index)| StatementLine {
            kind: item.kind,
            document_no: item.document_no,
            on: item.document_on.max(from_on + Days::new(index % 20)),
            due: match index % 6 {
                5 => StatementDue::Multiple,
                4 => StatementDue::None,
                _ => StatementDue::On(item.due_on),
            },
            amount_minor: item.amount_minor,
            open_minor: if index % 3 == 1 { 0 } else { item.open_minor },
        })
        .collect();
    lines.sort_by_key(|line| line.on);
    let opening_minor = 482_150;
    let came: i64 = lines.iter().map(|line| line.amount_minor).sum();
    let closing_minor = opening_minor + came;
    StatementPaper {
        language: letter.language,
        page: letter.page,
        window: letter.window,
        edge_marks: letter.edge_marks,
        sender: letter.sender,
        recipient: letter.recipient,
        written_on: to_on,
        place: letter.place,
        account: letter.account,
        contact_name: letter.contact_name,
        agent: letter.agent,
        span: StatementSpan::Period { from_on, to_on },
        accounts: vec![StatementAccount {
            currency: letter.currency,
            minor_digits: letter.minor_digits,
            opening_minor,
            lines,
            closing_minor,
            due_until: None,
            periods: Vec::new(),
            limit: Some(StatementLimit {
                limit_minor: 5_000_000,
                available_minor: Some(5_000_000 - closing_minor),
            }),
        }],
        produced_at: letter.produced_at,
    }
}

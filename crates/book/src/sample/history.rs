//! What a working book has by now: a snapshot per month-end and of today, and letters of the last weeks.

use super::customers::account_number;
use super::days::{Days, YEAR};
use crate::aging::run::{self, RunRequest};
use crate::letters::create::{self, CreateLetters};
use crate::letters::post::{self, PostLetters};
use crate::refusal::Refusal;
use crate::session::Session;

/// Days before today on which letters went out.
const LETTER_DAYS: [i64; 3] = [46, 25, 4];

/// Only so many customers got letters, whatever the size: a look around needs no more paper.
const REMINDED: u32 = 100;

/// Ages all customers at each past month-end, then today.
pub(super) fn age(session: &mut Session<'_>, days: &Days) -> Result<(), Refusal> {
    let today = days.date(YEAR);
    for as_of in days.month_ends().chain([today]) {
        run::run(
            session,
            RunRequest {
                as_of: Some(as_of),
                ..RunRequest::default()
            },
        )?;
    }
    Ok(())
}

/// Makes and posts the letters of three past days.
pub(super) fn remind(session: &mut Session<'_>, days: &Days) -> Result<(), Refusal> {
    let customers: i64 = session.connection().query_row(
        "SELECT COUNT(*) AS customers FROM customers",
        [],
        |row| row.get("customers"),
    )?;
    let count = u32::try_from(customers).unwrap_or(u32::MAX);
    let accounts: Vec<String> = (0..REMINDED.min(count))
        .map(|number| account_number(number, count))
        .collect();
    for before in LETTER_DAYS {
        let letter_on = days.date(days.office(YEAR - before));
        let request = serde_json::json!({"letter_on": letter_on, "accounts": accounts});
        let request: CreateLetters = serde_json::from_value(request)?;
        let made = create::create(session, request)?;
        let request = PostLetters {
            run_id: Some(made.run_id),
            posting_on: Some(letter_on),
            ..PostLetters::default()
        };
        post::post(session, request)?;
    }
    Ok(())
}

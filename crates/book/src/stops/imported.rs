//! Holds of files (`Postensperre`, `Mahnsperre`, `Zinssperre`) become stops of their documents, and of their customers.
//!
//! A hold with a day is a stop through that day. One without a day holds until 30 days after the import and, as long as files
//! repeat it, is set again after that; a stop that a person ended meanwhile is not set again before those days are over.

use chrono::{Days, NaiveDate};
use engine::stops::Purpose;
use rusqlite::named_params;

use super::set::{NewStop, write};
use crate::accounts::parse_day;
use crate::act::Act;
use crate::company;
use crate::ledger::DocumentHold;
use crate::refusal::Refusal;

/// Days that a hold without a day lasts.
const DAYS: u64 = 30;

/// What the holds of a file came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Imported {
    /// New stops.
    pub stops: u64,
    /// Of these, without a day in the file.
    pub without_day: u64,
    /// The last day of those.
    pub until_on: Option<NaiveDate>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
enum Held {
    /// One document of a customer.
    Document { id: i64, customer_id: i64 },
    /// Everything that a customer owes.
    Customer { id: i64 },
}

impl Held {
    fn customer_id(self) -> i64 {
        match self {
            Self::Document { customer_id, .. } => customer_id,
            Self::Customer { id } => id,
        }
    }

    fn transaction_id(self) -> Option<i64> {
        match self {
            Self::Document { id, .. } => Some(id),
            Self::Customer { .. } => None,
        }
    }
}

/// Sets the stops of the documents and the customers that have holds in the file `file`.
pub(crate) fn from_file(
    act: &Act<'_>,
    documents: &[(i64, Vec<DocumentHold>)],
    customers: &[(i64, Vec<DocumentHold>)],
    file: &str,
) -> Result<Imported, Refusal> {
    let mut tally = Imported::default();
    if documents.is_empty() && customers.is_empty() {
        return Ok(tally);
    }
    let reason = reason(act, file)?;
    for (id, holds) in documents {
        let (customer_id, amount_minor): (i64, i64) = act
            .prepare_cached("SELECT customer_id, amount_minor FROM transactions WHERE id = :id")?
            .query_row(named_params! {":id": id}, |row| {
                Ok((row.get("customer_id")?, row.get("amount_minor")?))
            })?;
        // A credit is claimed from nobody.
        if amount_minor > 0 {
            let held = Held::Document {
                id: *id,
                customer_id,
            };
            set(act, held, holds, &reason, &mut tally)?;
        }
    }
    for (id, holds) in customers {
        set(act, Held::Customer { id: *id }, holds, &reason, &mut tally)?;
    }
    Ok(tally)
}

fn set(
    act: &Act<'_>,
    held: Held,
    holds: &[DocumentHold],
    reason: &str,
    tally: &mut Imported,
) -> Result<(), Refusal> {
    let today = act.today;
    let default_until = today.checked_add_days(Days::new(DAYS)).unwrap_or(today);
    for hold in holds {
        let purpose = match hold.of.as_str() {
            "dunning" => Purpose::Dunning,
            "interest" => Purpose::Interest,
            _ => Purpose::Both,
        };
        let given = hold.until.as_deref().and_then(parse_day);
        let until_on = given.unwrap_or(default_until);
        if until_on < today || is_known(act, held, purpose, given)? {
            continue;
        }
        write(
            act,
            &NewStop {
                customer_id: held.customer_id(),
                transaction_id: held.transaction_id(),
                purpose,
                reason,
                until_on,
                source: "import",
            },
        )?;
        tally.stops += 1;
        if given.is_none() {
            tally.without_day += 1;
            tally.until_on = Some(default_until);
        }
    }
    Ok(())
}

/// Whether an earlier file set this very stop: with the same day, or without one and not over as it was first set.
fn is_known(
    act: &Act<'_>,
    held: Held,
    purpose: Purpose,
    given: Option<NaiveDate>,
) -> Result<bool, Refusal> {
    Ok(act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM stops
               WHERE customer_id = :customer AND transaction_id IS :id AND purpose = :purpose AND source = 'import'
               AND CASE WHEN :given IS NULL THEN MAX(first_until_on, until_on) >= :today
                 ELSE first_until_on = :given END) AS known",
        )?
        .query_row(
            named_params! {
                ":customer": held.customer_id(), ":id": held.transaction_id(), ":purpose": purpose.code(),
                ":given": given.map(|day| day.to_string()), ":today": act.today.to_string(),
            },
            |row| row.get("known"),
        )?)
}

/// The reason stands in the book as text, in the language of the company.
fn reason(act: &Act<'_>, file: &str) -> Result<String, Refusal> {
    let german = company::load(act)?.language.starts_with("de");
    Ok(if german {
        format!("Sperre aus der Datei {file}")
    } else {
        format!("Hold in the file {file}")
    })
}

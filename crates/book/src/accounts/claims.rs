//! What customers say of their items as of a day: disputes and promises, which few accounts have. The same beside every
//! source of open items.

use chrono::NaiveDate;
use engine::account::{Account, Horizon};
use engine::promises::{Promised, Runs};

use super::{Cursor, columns};
use crate::refusal::Refusal;

/// The day whose disputes and promises a question sees: they are recorded on the day on which they come.
pub(super) fn claims_day(horizon: Horizon) -> NaiveDate {
    horizon
        .known_on
        .map_or(horizon.as_of, |known| known.min(horizon.as_of))
}

/// Disputes that were open on the day `?2`.
pub(super) fn disputes_sql(filter: &str) -> String {
    format!(
        "SELECT customer_id, transaction_id, amount_minor
         FROM dispute_periods INDEXED BY dispute_periods_by_customer
         WHERE {filter} AND from_on <= ?2 AND (until_on IS NULL OR until_on > ?2) ORDER BY customer_id, transaction_id"
    )
}

/// Lines of promises that were in force on the day `?2`, those that had ended by then too.
pub(super) fn promises_sql(filter: &str) -> String {
    format!(
        "SELECT customer_id, transaction_id, promised_on, amount_minor, open_then_minor, kept_minor,
                ended_on IS NULL OR ended_on > ?2 AS runs
         FROM promise_lines INDEXED BY promise_lines_by_customer
         WHERE {filter} AND taken_on <= ?2 AND (replaced_on IS NULL OR replaced_on > ?2)
         ORDER BY customer_id, transaction_id, promised_on"
    )
}

/// The rows of both, in the order of customers.
pub(super) struct Claims<'s> {
    pub disputes: Cursor<'s>,
    pub promises: Cursor<'s>,
}

impl Claims<'_> {
    /// Adds them to the account, whose transactions are there in the order of their ids.
    pub fn complete(&mut self, account: &mut Account) -> Result<(), Refusal> {
        self.disputes.take(account.customer_id, |row| {
            let id: i64 = row.get(1)?;
            if let Ok(at) = account
                .transactions
                .binary_search_by_key(&id, |transaction| transaction.id)
            {
                account.transactions[at].disputed_minor += row.get::<_, i64>(2)?;
            }
            Ok(())
        })?;
        self.promises.take(account.customer_id, |row| {
            account.promises.push(Promised {
                transaction_id: row.get(1)?,
                promised_on: columns::day(row, 2)?,
                amount_minor: row.get(3)?,
                open_then_minor: row.get(4)?,
                kept_minor: row.get(5)?,
                runs: if row.get::<_, bool>(6)? {
                    Runs::Still
                } else {
                    Runs::NoMore
                },
            });
            Ok(())
        })
    }
}

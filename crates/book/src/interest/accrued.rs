//! What documents of a customer have cost up to a day, for the sheet of a letter.

use chrono::NaiveDate;
use engine::interest::charge::NoteItem;
use rusqlite::Connection;

use super::fault;
use super::pass::{Found, InterestQuestion, Rules, code_of, for_each_debtor};
use crate::host::Unwatched;
use crate::refusal::Refusal;

/// No act: notes of every act count.
const NO_ACT: i64 = 0;

/// Everything that decides besides the customer, read once for letters of one day.
pub(crate) struct Accruals(Rules);

impl Accruals {
    /// Reads it, by the parameters of interest.
    pub(crate) fn load(connection: &Connection, to_on: NaiveDate) -> Result<Self, Refusal> {
        let question = InterestQuestion {
            to_on: Some(to_on),
            ..InterestQuestion::default()
        };
        Rules::load(connection, &question, to_on).map(Self)
    }

    /// The last day.
    pub(crate) fn to_on(&self) -> NaiveDate {
        self.0.to
    }

    /// What these documents have cost, whether it was charged or not.
    ///
    /// # Errors
    /// `interest_rate_unknown` where a day lies beyond the known rates.
    pub(crate) fn of(
        &mut self,
        connection: &Connection,
        customer_id: i64,
        transactions: &[i64],
    ) -> Result<Vec<NoteItem>, Refusal> {
        self.0.narrow(customer_id, transactions);
        let mut items = Vec::new();
        let rules = &self.0;
        for_each_debtor(connection, rules, (NO_ACT, &Unwatched), |found| {
            let Found {
                debtor,
                question,
                facts,
                ..
            } = *found;
            items.extend(
                engine::interest::accrued(debtor, question, |row| code_of(rules, facts, row))
                    .map_err(|found| fault(&found).with("account", facts.account()))?,
            );
            Ok(())
        })?;
        Ok(items)
    }
}

//! The interest sheet of a letter (spec 30 §4): how interest on what it claims was computed, on pages of its own.
//!
//! The letter claims nothing by it; what interest notes have of it already is taken off at its end.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::money::Currency;
use papers::InterestSheet;
use rusqlite::Connection;

use super::interest_print::{Cost, sheet_item};
use crate::interest::Accruals;
use crate::refusal::Refusal;

/// A letter that carries a sheet.
pub(crate) struct Claims<'a> {
    pub customer_id: i64,
    pub currency: Currency,
    /// The day of the letter.
    pub to_on: NaiveDate,
    /// Its documents: transaction, number, day.
    pub documents: Vec<(i64, &'a str, NaiveDate)>,
}

/// Makes sheets; what they have in common is read once for each day.
#[derive(Default)]
pub(crate) struct LetterSheets(Option<Accruals>);

impl LetterSheets {
    /// The sheet of a letter; `None` where nothing of what it claims bears interest.
    ///
    /// # Errors
    /// `interest_rate_unknown` where the day of the letter lies beyond the known rates.
    pub(crate) fn of(
        &mut self,
        connection: &Connection,
        claims: &Claims<'_>,
    ) -> Result<Option<InterestSheet>, Refusal> {
        let accruals = match self.0.take() {
            Some(known) if known.to_on() == claims.to_on => known,
            _ => Accruals::load(connection, claims.to_on)?,
        };
        let accruals = self.0.insert(accruals);
        let documents: HashMap<i64, (&str, NaiveDate)> = claims
            .documents
            .iter()
            .map(|(id, number, on)| (*id, (*number, *on)))
            .collect();
        let ids: Vec<i64> = documents.keys().copied().collect();
        let mut items = Vec::new();
        for item in accruals.of(connection, claims.customer_id, &ids)? {
            let Some((number, document_on)) = documents.get(&item.transaction_id) else {
                continue;
            };
            let cost = Cost {
                amount_minor: item.amount_minor,
                cumulative_minor: item.cumulative_minor,
                before_minor: item.before_minor,
                interest_minor: item.interest_minor,
                lump_sum_minor: item.lump_sum_minor,
            };
            let days = (*document_on, item.due_on);
            items.push(sheet_item(number, days, &item.slices, &cost));
        }
        if items.is_empty() {
            return Ok(None);
        }
        Ok(Some(InterestSheet {
            items,
            to_on: claims.to_on,
            currency: claims.currency.code().to_owned(),
            minor_digits: claims.currency.digits(),
        }))
    }
}

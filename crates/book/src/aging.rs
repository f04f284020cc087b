//! Aging (spec 20): definitions, snapshots, lists and tables. Every figure comes from [`engine::aging::age_items`].

mod attempts;
pub mod definitions;
pub mod export;
mod header;
pub mod ledger_periods;
pub mod list;
mod papers;
pub mod report;
mod report_lines;
pub mod report_output;
pub mod run;
pub mod stored;
pub mod table;
pub(crate) mod together;
pub mod trend;

use engine::account::{Horizon, OpenItem};
use engine::aging::{AgedBalance, Promises, Question};
use rusqlite::Connection;

use crate::accounts::{Scope, for_each_promised};
use crate::refusal::Refusal;

/// Ages every account of `scope`, in the order of customers: the one pass behind lists, tables and snapshots. Amounts of
/// running promises age by their day (spec 20 §4).
pub fn for_each_balance(
    connection: &Connection,
    scope: Scope,
    question: &Question<'_>,
    use_it: impl FnMut(i64, &[AgedBalance], &[OpenItem]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for_each_balance_by(connection, scope, question, Promises::Respected, use_it)
}

/// The same, with promises respected or not.
pub fn for_each_balance_by(
    connection: &Connection,
    scope: Scope,
    question: &Question<'_>,
    promises: Promises,
    mut use_it: impl FnMut(i64, &[AgedBalance], &[OpenItem]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut balances = Vec::new();
    let horizon: Horizon = question.horizon;
    for_each_promised(connection, scope, horizon, |customer_id, items, parts| {
        balances.clear();
        engine::aging::age_promised(items, promises.parts(parts), question, &mut balances);
        use_it(customer_id, &balances, items)
    })
}

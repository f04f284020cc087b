//! `customers.export`: exactly the customers that an open list has.
//!
//! A spreadsheet sums what stands in a column, so a customer with balances in two currencies has two rows, each with the
//! currency of its amounts.

use std::collections::HashMap;

use super::list::{Kept, Row, ask, read};
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::standing::Taker;

/// Code, total and overdue.
type Balance = (String, i64, i64);

/// `customers.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let company_currency = crate::company::load(session.connection())?.currency;
    let mut known: HashMap<i64, Vec<Balance>> = HashMap::new();
    ask(
        session.connection(),
        None,
        kept.as_of,
        |customer_id, balances| {
            let balances = balances
                .iter()
                .map(|balance| {
                    (
                        balance.currency.to_string(),
                        balance.total_minor,
                        balance.overdue_minor,
                    )
                })
                .collect();
            known.insert(customer_id, balances);
        },
    )?;
    // A figure that costs a look at every account is taken only where the file has its column.
    let taker = request
        .columns
        .iter()
        .any(|column| column.id == "remaining_credit")
        .then(|| Taker::on(session.connection(), kept.as_of))
        .transpose()?;
    let mut file = ListFile::create(&request)?;
    for ids in kept.ids.chunks(512) {
        for mut row in read(session.connection(), ids)? {
            if let Some(taker) = &taker {
                row.remaining_credit_minor =
                    taker.remaining_minor(session.connection(), row.customer_id)?;
            }
            let balances = known
                .remove(&row.customer_id)
                .filter(|balances| !balances.is_empty())
                .unwrap_or_else(|| vec![(row.currency.clone(), 0, 0)]);
            for balance in &balances {
                file.row(|column| cell(column, &row, balance, &company_currency))?;
            }
        }
        session.checkpoint()?;
    }
    file.finish()
}

fn cell(
    column: &ExportColumn,
    row: &Row,
    (currency, total, overdue): &Balance,
    company_currency: &str,
) -> Option<Cell> {
    let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
    Some(match column.id.as_str() {
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "city" => Cell::text(&row.city),
        "country" => text(&row.country),
        "group" => text(&row.group),
        "region" => text(&row.region),
        "agent" => text(&row.agent),
        "status" => text(&row.account_status),
        "remaining_credit" => row
            .remaining_credit_minor
            .map_or(Cell::text(""), |minor| Cell::money(minor, company_currency)),
        "language" => text(&row.language),
        "currency" => Cell::text(currency),
        "total" => Cell::money(*total, currency),
        "overdue" => Cell::money(*overdue, currency),
        "credit_limit" => row
            .credit_limit_minor
            .map_or(Cell::text(""), |minor| Cell::money(minor, company_currency)),
        "hold" => column.word(&row.delivery_hold),
        _ => return None,
    })
}

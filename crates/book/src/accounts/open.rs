//! What is open on a day, account by account: from the stored list of what is open now, or from the facts.
//!
//! Invariant: every way gives the same items, because each ends in [`Account::open_items_from`] or
//! [`Account::open_items`], which calls it.

use chrono::NaiveDate;
use engine::account::{Account, Horizon, Instalment, OpenItem, Scratch, Transaction};
use engine::promises::{Part, spare};
use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use super::claims::{Claims, claims_day, disputes_sql, promises_sql};
use super::{Cursor, Filter, Scope, columns, for_each_account};
use crate::refusal::Refusal;
use crate::sight::planned;

/// Streams the open items of each customer of `scope` on the horizon's day, in the order of customers; only customers
/// that have any.
///
/// Where no fact lies after that day the stored list of what is open now answers; else the facts do. Both give the same
/// items.
pub fn for_each_open(
    connection: &Connection,
    scope: Scope,
    horizon: Horizon,
    mut use_it: impl FnMut(i64, &[OpenItem]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for_each_promised(connection, scope, horizon, |customer_id, items, _| {
        use_it(customer_id, items)
    })
}

/// The same with the parts of the items that running promises spare, each with its day.
pub fn for_each_promised(
    connection: &Connection,
    scope: Scope,
    horizon: Horizon,
    mut use_it: impl FnMut(i64, &[OpenItem], &[Part]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    if horizon.known_on.is_none() {
        return for_each_known(connection, &scope.filter(connection)?, horizon, use_it);
    }
    let (mut items, mut parts) = (Vec::new(), Vec::new());
    let mut scratch = Scratch::default();
    for_each_account(connection, scope, horizon, |account| {
        items.clear();
        parts.clear();
        account.open_items(horizon, &mut scratch, &mut items);
        spare(&account.promises, &mut items, &mut parts);
        if items.is_empty() {
            Ok(())
        } else {
            use_it(account.customer_id, &items, &parts)
        }
    })
}

/// The same for the customers `ids`, as known now, on the day `as_of`.
pub fn for_each_open_among(
    connection: &Connection,
    ids: &[i64],
    as_of: NaiveDate,
    mut use_it: impl FnMut(i64, &[OpenItem]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for_each_promised_among(connection, ids, as_of, |customer_id, items, _| {
        use_it(customer_id, items)
    })
}

/// The same with what running promises spare.
pub fn for_each_promised_among(
    connection: &Connection,
    ids: &[i64],
    as_of: NaiveDate,
    use_it: impl FnMut(i64, &[OpenItem], &[Part]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for_each_known(
        connection,
        &Filter::among(ids),
        Horizon::as_of(as_of),
        use_it,
    )
}

fn for_each_known(
    connection: &Connection,
    filter: &Filter,
    horizon: Horizon,
    use_it: impl FnMut(i64, &[OpenItem], &[Part]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    if open_now_answers(connection, horizon)? {
        for_each_open_now(connection, filter, horizon, use_it)
    } else {
        for_each_open_then(connection, filter, horizon, use_it)
    }
}

/// Whether what is open now is what was open on the horizon's day.
pub fn open_now_answers(connection: &Connection, horizon: Horizon) -> Result<bool, Refusal> {
    if horizon.known_on.is_some() {
        return Ok(false);
    }
    let latest: Option<String> = connection
        .prepare_cached(
            "SELECT MAX(COALESCE(transaction_on, ''), COALESCE(effective_on, '')) AS day FROM latest_facts_snapshot",
        )?
        .query_row([], |row| row.get("day"))
        .optional()?;
    Ok(latest.is_none_or(|latest| latest <= horizon.as_of.to_string()))
}

/// Rows of instalments, disputes and promises, which few accounts have: the same beside either source of open items.
struct Beside<'s> {
    instalments: Cursor<'s>,
    claims: Claims<'s>,
}

/// Their statements.
struct Sources<'c> {
    instalments: CachedStatement<'c>,
    disputes: CachedStatement<'c>,
    promises: CachedStatement<'c>,
}

impl<'c> Sources<'c> {
    fn prepare(connection: &'c Connection, filter: &str) -> Result<Self, Refusal> {
        Ok(Self {
            instalments: connection
                .prepare_cached(&planned(connection, instalments_sql(filter)))?,
            disputes: connection.prepare_cached(&planned(connection, disputes_sql(filter)))?,
            promises: connection.prepare_cached(&planned(connection, promises_sql(filter)))?,
        })
    }

    fn open(&mut self, value: &Value, horizon: Horizon) -> Result<Beside<'_>, Refusal> {
        let seen_on = claims_day(horizon).to_string();
        Ok(Beside {
            instalments: Cursor::start(self.instalments.query([value])?)?,
            claims: Claims {
                disputes: Cursor::start(self.disputes.query(params![value, seen_on])?)?,
                promises: Cursor::start(self.promises.query(params![value, seen_on])?)?,
            },
        })
    }
}

fn instalments_sql(filter: &str) -> String {
    format!(
        "SELECT customer_id, transaction_id, due_on, amount_minor
         FROM instalments INDEXED BY instalments_by_customer WHERE {filter} ORDER BY customer_id, transaction_id, due_on"
    )
}

impl Beside<'_> {
    /// Adds what stands beside the transactions of the account, which are there in the order of their ids.
    fn complete(&mut self, account: &mut Account) -> Result<(), Refusal> {
        self.instalments.take(account.customer_id, |row| {
            account.instalments.push(Instalment {
                transaction_id: row.get(1)?,
                due_on: columns::day(row, 2)?,
                amount_minor: row.get(3)?,
            });
            Ok(())
        })?;
        self.claims.complete(account)
    }
}

fn for_each_open_now(
    connection: &Connection,
    Filter { sql: filter, value }: &Filter,
    horizon: Horizon,
    mut use_it: impl FnMut(i64, &[OpenItem], &[Part]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut open = connection.prepare_cached(&format!(
        "SELECT customer_id, transaction_id, kind, transaction_on, document_on, due_on, currency, amount_minor,
                open_minor
         FROM open_items_snapshot WHERE {filter} ORDER BY customer_id, transaction_id"
    ))?;
    let mut sources = Sources::prepare(connection, filter)?;
    let mut open = Cursor::start(open.query([value])?)?;
    let mut beside = sources.open(value, horizon)?;
    let mut account = Account::default();
    let mut settled = Vec::new();
    let (mut items, mut parts) = (Vec::new(), Vec::new());
    while let Some(customer_id) = open.customer() {
        account.reset(customer_id);
        settled.clear();
        items.clear();
        parts.clear();
        open.take(customer_id, |row| {
            let amount_minor: i64 = row.get(7)?;
            let open_minor: i64 = row.get(8)?;
            settled.push(amount_minor - open_minor);
            account.transactions.push(Transaction {
                id: row.get(1)?,
                kind: columns::kind(row, 2)?,
                transaction_on: columns::day(row, 3)?,
                document_on: columns::day(row, 4)?,
                due_on: columns::day(row, 5)?,
                recorded_on: NaiveDate::MIN,
                currency: columns::currency(row, 6)?,
                amount_minor,
                disputed_minor: 0,
            });
            Ok(())
        })?;
        beside.complete(&mut account)?;
        account.open_items_from(horizon, &settled, &mut items);
        spare(&account.promises, &mut items, &mut parts);
        use_it(customer_id, &items, &parts)?;
    }
    Ok(())
}

/// A past day from the facts.
fn for_each_open_then(
    connection: &Connection,
    filter: &Filter,
    horizon: Horizon,
    mut use_it: impl FnMut(i64, &[OpenItem], &[Part]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut sources = Sources::prepare(connection, filter.sql)?;
    let mut beside = sources.open(&filter.value, horizon)?;
    let mut account = Account::default();
    let (mut settled, mut items, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for_each_remainder_in(
        connection,
        filter,
        &horizon.as_of.to_string(),
        |customer_id, remainders| {
            account.reset(customer_id);
            settled.clear();
            items.clear();
            parts.clear();
            for (transaction, minor) in remainders {
                account.transactions.push(*transaction);
                settled.push(*minor);
            }
            beside.complete(&mut account)?;
            account.open_items_from(horizon, &settled, &mut items);
            spare(&account.promises, &mut items, &mut parts);
            if items.is_empty() {
                Ok(())
            } else {
                use_it(customer_id, &items, &parts)
            }
        },
    )
}

/// Streams the transactions of each customer of `scope` that are not settled in full by the day `until`, in the order of
/// their ids, each with what is settled of it, signed like its amount; only customers that have any.
///
/// Most of a ledger is settled in full: what is settled is added up first, so that of a closed transaction nothing but
/// its amount is ever read.
pub fn for_each_remainder(
    connection: &Connection,
    scope: Scope,
    until: &str,
    use_it: impl FnMut(i64, &[(Transaction, i64)]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for_each_remainder_in(connection, &scope.filter(connection)?, until, use_it)
}

fn for_each_remainder_in(
    connection: &Connection,
    Filter { sql: filter, value }: &Filter,
    until: &str,
    mut use_it: impl FnMut(i64, &[(Transaction, i64)]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut transactions = connection.prepare_cached(&planned(
        connection,
        format!(
        "SELECT customer_id, id, amount_minor, kind, transaction_on, document_on, due_on, currency
         FROM transactions INDEXED BY transactions_by_customer
         WHERE {filter} AND transaction_on <= ?2 ORDER BY customer_id"
    ),
    ))?;
    let mut settlements = connection.prepare_cached(&planned(
        connection,
        format!(
            "SELECT customer_id, debit_id, credit_id, amount_minor
         FROM settlements INDEXED BY settlements_by_customer
         WHERE {filter} AND effective_on <= ?2 ORDER BY customer_id"
        ),
    ))?;
    let mut transactions = Cursor::start(transactions.query(rusqlite::params![value, until])?)?;
    let mut settlements = Cursor::start(settlements.query(rusqlite::params![value, until])?)?;
    let mut moves = Moves::default();
    let mut open: Vec<(Transaction, i64)> = Vec::new();
    while let Some(customer_id) = transactions.customer() {
        moves.0.clear();
        open.clear();
        settlements.take(customer_id, |row| {
            let minor: i64 = row.get(3)?;
            moves.0.push((row.get(1)?, minor));
            moves.0.push((row.get(2)?, -minor));
            Ok(())
        })?;
        moves.sort();
        transactions.take(customer_id, |row| {
            let (id, amount_minor): (i64, i64) = (row.get(1)?, row.get(2)?);
            let settled = moves.of(id);
            if settled != amount_minor {
                let transaction = Transaction {
                    id,
                    kind: columns::kind(row, 3)?,
                    transaction_on: columns::day(row, 4)?,
                    document_on: columns::day(row, 5)?,
                    due_on: columns::day(row, 6)?,
                    recorded_on: NaiveDate::MIN,
                    currency: columns::currency(row, 7)?,
                    amount_minor,
                    disputed_minor: 0,
                };
                open.push((transaction, settled));
            }
            Ok(())
        })?;
        if !open.is_empty() {
            open.sort_unstable_by_key(|(transaction, _)| transaction.id);
            use_it(customer_id, &open)?;
        }
    }
    Ok(())
}

/// What settlements move on each transaction of one account: its id and minor units signed like its amount.
#[derive(Default)]
struct Moves(Vec<(i64, i64)>);

impl Moves {
    fn sort(&mut self) {
        self.0.sort_unstable_by_key(|(id, _)| *id);
    }

    /// The sum for a transaction; sorted before.
    fn of(&self, id: i64) -> i64 {
        let first = self.0.partition_point(|(known, _)| *known < id);
        self.0[first..]
            .iter()
            .take_while(|(known, _)| *known == id)
            .map(|(_, minor)| minor)
            .sum()
    }
}

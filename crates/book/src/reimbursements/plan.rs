//! What a run would propose: the open credits of each customer, and what the engine makes of them.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use engine::account::{Horizon, OpenItem};
use engine::money::Currency;
use engine::reimbursements::{
    Credit, Dispute, Proposal, Skipped, Summarize, Terms, WithDebits, plan,
};
use rusqlite::{Connection, named_params};

use super::parameters;
use super::propose::{AskReimbursements, ReimburseDebits, ReimburseSums};
use crate::accounts::{Scope, customer_id, for_each_open};
use crate::refusal::Refusal;
use crate::sight;

/// What is open of a credit, and what the ledger says beside it.
struct Known {
    id: i64,
    currency: Currency,
    open_minor: i64,
    dispute: Dispute,
    dimensions: String,
}

/// Hands what is proposed and left out for each customer to `use_it`, in the order of customers; only customers with a
/// credit.
pub(super) fn for_each_customer(
    connection: &Connection,
    request: &AskReimbursements,
    today: NaiveDate,
    mut use_it: impl FnMut(i64, &[Proposal<'_>], &[Skipped]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let scopes = scopes(connection, request)?;
    let minimum = parameters::load(connection)?.engine()?;
    let terms = Terms {
        minimum: &minimum,
        summarize: match request.summarize {
            ReimburseSums::Customer => Summarize::Customer,
            ReimburseSums::Dimensions => Summarize::Dimensions,
        },
        with_debits: match request.with_debits {
            ReimburseDebits::Skip => WithDebits::Skip,
            ReimburseDebits::Include => WithDebits::Include,
        },
    };
    let seen = sight::only(connection)?;
    let mut look = |id: i64, items: &[OpenItem]| {
        if seen
            .as_ref()
            .is_some_and(|seen| seen.binary_search(&id).is_err())
            || items.iter().all(|item| item.open_minor >= 0)
            || !is_in(connection, id, &request.groups)?
        {
            return Ok(());
        }
        let known = known(connection, items)?;
        let credits: Vec<Credit<'_>> = known
            .iter()
            .map(|one| Credit {
                id: one.id,
                currency: one.currency,
                open_minor: one.open_minor,
                dispute: one.dispute,
                dimensions: &one.dimensions,
            })
            .collect();
        let debits: Vec<(Currency, i64)> = items
            .iter()
            .filter(|item| item.open_minor > 0)
            .map(|item| (item.currency, item.open_minor))
            .collect();
        let (proposals, skipped) = plan(&credits, &debits, &terms);
        use_it(id, &proposals, &skipped)
    };
    for scope in scopes {
        for_each_open(connection, scope, Horizon::as_of(today), &mut look)?;
    }
    Ok(())
}

/// The customers that are asked for, each once and in the order of their ids; everybody where none is named.
fn scopes(connection: &Connection, request: &AskReimbursements) -> Result<Vec<Scope>, Refusal> {
    let named = request.account.iter().chain(&request.accounts);
    let ids = named
        .map(|account| customer_id(connection, account.trim()))
        .collect::<Result<BTreeSet<i64>, Refusal>>()?;
    Ok(if ids.is_empty() {
        vec![Scope::All]
    } else {
        ids.into_iter().map(Scope::Customer).collect()
    })
}

/// Whether a customer is in one of these groups; where none is named, everybody is.
fn is_in(connection: &Connection, customer_id: i64, groups: &[String]) -> Result<bool, Refusal> {
    if groups.is_empty() {
        return Ok(true);
    }
    let own: Option<String> = connection
        .prepare_cached("SELECT customer_group FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| {
            row.get("customer_group")
        })?;
    Ok(own.is_some_and(|own| groups.contains(&own)))
}

/// The credits of a customer that stand in no proposal yet, the oldest first.
fn known(connection: &Connection, items: &[OpenItem]) -> Result<Vec<Known>, Refusal> {
    let mut open: HashMap<i64, (i64, bool)> = HashMap::new();
    let mut order: Vec<&OpenItem> = items.iter().filter(|item| item.open_minor < 0).collect();
    order.sort_by_key(|item| (item.transaction_on, item.transaction_id));
    for item in &order {
        let sum = open.entry(item.transaction_id).or_default();
        sum.0 -= item.open_minor;
        sum.1 |= item.disputed_minor > 0;
    }
    order.dedup_by_key(|item| item.transaction_id);
    let mut statement = connection.prepare_cached(
        "SELECT t.disputed_flag = 1 OR COALESCE(s.disputed_minor > 0 OR s.collections_status = 'disputed', 0) AS disputed,
                COALESCE(json_extract(d.detail, '$.dimensions'), '[]') AS dimensions,
                EXISTS (SELECT 1 FROM reimbursement_items i JOIN reimbursements r ON r.id = i.reimbursement_id
                  WHERE i.transaction_id = t.id AND r.status = 'proposed') AS proposed
         FROM transactions t LEFT JOIN transaction_details d ON d.transaction_id = t.id
         LEFT JOIN transaction_states s ON s.transaction_id = t.id WHERE t.id = :id",
    )?;
    let mut known = Vec::with_capacity(order.len());
    for item in order {
        let (open_minor, disputed) = open.get(&item.transaction_id).copied().unwrap_or_default();
        let (also, dimensions, proposed): (bool, String, bool) =
            statement.query_row(named_params! {":id": item.transaction_id}, |row| {
                Ok((
                    row.get("disputed")?,
                    row.get("dimensions")?,
                    row.get("proposed")?,
                ))
            })?;
        if proposed {
            continue;
        }
        known.push(Known {
            id: item.transaction_id,
            currency: item.currency,
            open_minor,
            dispute: if disputed || also {
                Dispute::Disputed
            } else {
                Dispute::None
            },
            dimensions,
        });
    }
    Ok(known)
}

//! Open documents within reach of a run, each with what the rule says of it.

use std::collections::{HashMap, HashSet};

use engine::account::{Horizon, Kind};
use engine::settlement::{Clearing, Dispute, Leave, OpenRest, Verdict};
use rusqlite::{Connection, Row, named_params};

use super::terms::Terms;
use crate::accounts::{Scope, currency_of, day_of, for_each_remainder, kind_of, open_now_answers};
use crate::filters::Filters;
use crate::refusal::Refusal;
use crate::settlement::side::Side;

/// A document within reach.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub customer_id: i64,
    pub transaction_id: i64,
    pub account: String,
    pub name: String,
    pub kind: Kind,
    pub document_no: String,
    pub transaction_on: String,
    pub currency: String,
    pub amount_minor: i64,
    /// Open now; 0 where it was closed meanwhile.
    pub open_minor: i64,
    pub verdict: Verdict,
}

impl Candidate {
    /// As the poster sees it.
    pub fn side(&self) -> Side {
        Side {
            id: self.transaction_id,
            customer_id: self.customer_id,
            account: self.account.clone(),
            kind: self.kind,
            document_no: self.document_no.clone(),
            transaction_on: self.transaction_on.clone(),
            currency: self.currency.clone(),
            open_minor: self.open_minor,
            before_minor: self.open_minor,
        }
    }
}

/// The order in which a run goes through the book.
pub(super) const BY_CUSTOMER: &str = "o.customer_id, o.transaction_id";

/// The documents within reach: one pass over what is open now, in the order of the book.
const CANDIDATES: &str = "
  o.customer_id, o.transaction_id, o.kind, o.transaction_on, o.currency, o.amount_minor, o.open_minor, t.document_no,
  c.account, c.name, COALESCE(s.disputed_minor > 0 OR s.collections_status = 'disputed', 0) AS disputed
  FROM open_items_snapshot o
  JOIN transactions t ON t.id = o.transaction_id
  JOIN customers c ON c.id = o.customer_id
  LEFT JOIN transaction_states s ON s.transaction_id = o.transaction_id
  WHERE o.open_minor BETWEEN -:reach AND :reach";

/// Hands every document that is proposed or a near miss to `use_it`, in an order that the caller has made of known
/// columns.
pub(super) fn for_each(
    connection: &Connection,
    terms: &Terms,
    filters: &Filters<'_>,
    order: &str,
    mut use_it: impl FnMut(Candidate, Passes) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let judge = Judge::load(connection, terms)?;
    let customers = terms.customers(connection)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {} {CANDIDATES} ORDER BY {order}",
        filters.select()
    ))?;
    let mut rows = statement.query(named_params! {":reach": terms.rule().reach_minor()})?;
    while let Some(row) = rows.next()? {
        if !customers.has(row.get("customer_id")?) {
            continue;
        }
        if let Some(candidate) = judge.candidate(row)? {
            let passes = if filters.pass(row)? {
                Passes::Yes
            } else {
                Passes::No
            };
            use_it(candidate, passes)?;
        }
    }
    Ok(())
}

/// Whether a document passes the filters of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passes {
    Yes,
    No,
}

/// What is read once for all documents.
struct Judge<'t> {
    terms: &'t Terms,
    /// What was open on the posting day of documents within reach; missing where it is what is open now.
    on_day: Option<HashMap<i64, i64>>,
    /// Documents that a paper shall pay which is not money yet.
    on_paper: HashSet<i64>,
}

impl<'t> Judge<'t> {
    fn load(connection: &Connection, terms: &'t Terms) -> Result<Self, Refusal> {
        Ok(Self {
            terms,
            on_day: open_on_day(connection, terms)?,
            on_paper: on_paper(connection)?,
        })
    }

    /// The document of a row where it is proposed or a near miss.
    fn candidate(&self, row: &Row<'_>) -> Result<Option<Candidate>, Refusal> {
        let currency: String = row.get("currency")?;
        let (id, open_minor): (i64, i64) = (row.get("transaction_id")?, row.get("open_minor")?);
        let rest = OpenRest {
            currency: currency_of(&currency)?,
            amount_minor: row.get("amount_minor")?,
            open_minor,
            open_on_day_minor: match &self.on_day {
                Some(open) => open.get(&id).copied().unwrap_or(0),
                None => open_minor,
            },
            dispute: if row.get("disputed")? {
                Dispute::Disputed
            } else {
                Dispute::None
            },
            clearing: if self.on_paper.contains(&id) {
                Clearing::Pending {
                    due_on: day_of(row, "transaction_on")?,
                }
            } else {
                Clearing::Cleared
            },
        };
        let rule = self.terms.rule();
        let verdict = rule.judge(&rest);
        if verdict != Verdict::Close && !rule.is_near_miss(&rest) {
            return Ok(None);
        }
        Ok(Some(Candidate {
            customer_id: row.get("customer_id")?,
            transaction_id: id,
            account: row.get("account")?,
            name: row.get("name")?,
            kind: kind_of(&row.get::<_, String>("kind")?)?,
            document_no: row.get("document_no")?,
            transaction_on: row.get("transaction_on")?,
            currency,
            amount_minor: rest.amount_minor,
            open_minor,
            verdict,
        }))
    }
}

fn open_on_day(
    connection: &Connection,
    terms: &Terms,
) -> Result<Option<HashMap<i64, i64>>, Refusal> {
    if open_now_answers(connection, Horizon::as_of(terms.on))? {
        return Ok(None);
    }
    let reach = terms.rule().reach_minor();
    let mut open = HashMap::new();
    for_each_remainder(
        connection,
        Scope::All,
        &terms.on.to_string(),
        |_, remainders| {
            for (transaction, settled) in remainders {
                let minor = transaction.amount_minor - settled;
                if (-reach..=reach).contains(&minor) {
                    open.insert(transaction.id, minor);
                }
            }
            Ok(())
        },
    )?;
    Ok(Some(open))
}

fn on_paper(connection: &Connection) -> Result<HashSet<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT p.value AS id FROM instruments i, json_each(i.pays) p
         WHERE i.cleared_on IS NULL AND i.returned_on IS NULL",
    )?;
    let ids = statement.query_map([], |row| row.get("id"))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// A document that was shown and is out of reach by now: it was paid meanwhile, or opened again. Nothing where it has
/// left the book.
pub(super) fn out_of_reach(connection: &Connection, id: i64) -> Result<Option<Candidate>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.customer_id, t.kind, t.transaction_on, t.currency, t.amount_minor, t.document_no, c.account, c.name,
                COALESCE(o.open_minor, 0) AS open_minor
         FROM transactions t JOIN customers c ON c.id = t.customer_id
         LEFT JOIN open_items_snapshot o ON o.customer_id = t.customer_id AND o.transaction_id = t.id
         WHERE t.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(Candidate {
        customer_id: row.get("customer_id")?,
        transaction_id: id,
        account: row.get("account")?,
        name: row.get("name")?,
        kind: kind_of(&row.get::<_, String>("kind")?)?,
        document_no: row.get("document_no")?,
        transaction_on: row.get("transaction_on")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        open_minor: row.get("open_minor")?,
        verdict: Verdict::Leave(Leave::AboveThreshold),
    }))
}

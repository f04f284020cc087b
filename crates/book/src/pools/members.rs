//! Who is in a pool, today.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use engine::account::Horizon;
use engine::aging::{AgeBy, CreditsIn, Periods, Question};
use engine::money::Currency;
use engine::pools::{Facts, Owed, matches};
use rusqlite::Connection;

use super::rows::{self, Pool};
use crate::accounts::Scope;
use crate::aging::{definitions, for_each_balance};
use crate::refusal::Refusal;
use crate::sight;

/// Cards with everything that a row can ask of them.
const CARDS: &str = "
  SELECT c.id, c.account, COALESCE(c.customer_group, ''), COALESCE(g.code, ''), COALESCE(c.region, ''),
    COALESCE(c.segment, ''), COALESCE(c.salesperson, ''), COALESCE(r.risk_group, ''), COALESCE(s.code, ''),
    COALESCE(c.currency, co.currency), COALESCE(u.code, ''), COALESCE(a.employee_responsible, ''), co.code
  FROM customers c JOIN companies co ON co.id = c.company_id
  LEFT JOIN credit_attributes a ON a.customer_id = c.id
  LEFT JOIN credit_groups g ON g.id = a.credit_group_id
  LEFT JOIN account_statuses s ON s.id = a.status_id
  LEFT JOIN risk_scores r ON r.customer_id = c.id AND r.is_current = 1
  LEFT JOIN users u ON u.id = c.agent_id";

/// What a customer owes in a currency: balance and overdue, minor units.
type OwedByCurrency = (Currency, i64, i64);

/// What is open of the customers, where a row asks for it.
#[derive(Default)]
struct Balances {
    owed: HashMap<i64, Vec<OwedByCurrency>>,
    /// By definition: the number of the oldest bucket, and its id.
    oldest: Vec<HashMap<i64, (u32, usize)>>,
}

/// The ids of the customers of each pool, ascending: one pass over the cards, and one over what is open for every
/// definition that a row asks for.
pub fn of_each(
    connection: &Connection,
    pools: &[Pool],
    today: NaiveDate,
) -> Result<Vec<Vec<i64>>, Refusal> {
    of_each_among(connection, pools, today, Scope::All)
}

/// The pools that one customer is in, by rank: only its card and what is open of it are read.
pub(super) fn containing(
    connection: &Connection,
    customer_id: i64,
    today: NaiveDate,
) -> Result<Vec<Pool>, Refusal> {
    let pools = rows::all(connection)?;
    let members = of_each_among(connection, &pools, today, Scope::Customer(customer_id))?;
    Ok(pools
        .into_iter()
        .zip(members)
        .filter(|(_, members)| !members.is_empty())
        .map(|(pool, _)| pool)
        .collect())
}

fn of_each_among(
    connection: &Connection,
    pools: &[Pool],
    today: NaiveDate,
    scope: Scope,
) -> Result<Vec<Vec<i64>>, Refusal> {
    let asked = Asked::by(connection, pools, today)?;
    let balances = balances(connection, scope, &asked.periods, today)?;
    let mut found = vec![Vec::new(); pools.len()];
    let (among, first) = match scope {
        Scope::Customer(id) => ("c.id = ?1", id),
        Scope::All | Scope::Whole => ("c.id >= ?1", i64::MIN),
    };
    let mut statement =
        connection.prepare_cached(&format!("{CARDS} WHERE {among} ORDER BY c.id"))?;
    let mut cards = statement.query([first])?;
    let mut owed: Vec<Owed<'_>> = Vec::new();
    while let Some(row) = cards.next()? {
        let id: i64 = row.get(0)?;
        let text = |at: usize| -> Result<&str, Refusal> {
            Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
        };
        owed.clear();
        owed.extend(balances.owed.get(&id).into_iter().flatten().map(
            |(currency, balance_minor, overdue_minor)| Owed {
                currency: currency.code(),
                balance_minor: *balance_minor,
                overdue_minor: *overdue_minor,
            },
        ));
        let facts = Facts {
            account: text(1)?,
            customer_group: text(2)?,
            credit_group: text(3)?,
            region: text(4)?,
            segment: text(5)?,
            salesperson: text(6)?,
            risk_group: text(7)?,
            account_status: text(8)?,
            currency: text(9)?,
            agent: text(10)?,
            employee_responsible: text(11)?,
            company: text(12)?,
            owed: &owed,
            oldest_bucket: "",
        };
        for (at, pool) in pools.iter().enumerate() {
            let oldest_bucket = asked.of_pool[at]
                .and_then(|asks| Some((asks, balances.oldest[asks].get(&id)?)))
                .and_then(|(asks, (_, column))| asked.periods[asks].list().get(*column))
                .map_or("", |period| period.id.as_str());
            let facts = Facts {
                oldest_bucket,
                ..facts
            };
            if matches(&pool.criteria, &facts) {
                found[at].push(id);
            }
        }
    }
    Ok(found)
}

/// The customers of one pool.
pub fn of(connection: &Connection, code: &str, today: NaiveDate) -> Result<Vec<i64>, Refusal> {
    let pool = rows::of_code(connection, code)?;
    Ok(of_each(connection, &[pool], today)?.swap_remove(0))
}

/// The customers whom a run takes, ascending: those of the pool with this code, or whoever may be seen where none is asked for.
/// `None` is everybody.
///
/// An act writes on a connection without views: there a pool that is not the agent's is unknown as well, and an agent without
/// a pool means the customers whom the agent sees.
pub fn asked(
    connection: &Connection,
    pool: Option<&str>,
    today: NaiveDate,
) -> Result<Option<Vec<i64>>, Refusal> {
    let seen = if sight::is_narrowed(connection) {
        None
    } else {
        sight::only(connection)?
    };
    let Some(code) = pool else {
        return Ok(seen);
    };
    let pool = rows::of_code(connection, code)?;
    if seen.is_some() && !sight::works(connection, pool.id)? {
        return Err(rows::unknown(code));
    }
    let mut ids = of_each(connection, &[pool], today)?.swap_remove(0);
    if let Some(seen) = seen {
        ids.retain(|id| seen.binary_search(id).is_ok());
    }
    Ok(Some(ids))
}

/// The same for a run that goes from customer to customer: only those of the company in which the connection works.
pub fn asked_here(
    connection: &Connection,
    pool: Option<&str>,
    today: NaiveDate,
) -> Result<Option<Vec<i64>>, Refusal> {
    let Some(mut ids) = asked(connection, pool, today)? else {
        return Ok(None);
    };
    keep_here(connection, &mut ids)?;
    Ok(Some(ids))
}

/// Leaves the customers of the company in which the connection works.
pub fn keep_here(connection: &Connection, ids: &mut Vec<i64>) -> Result<(), Refusal> {
    let here: HashSet<i64> = connection
        .prepare_cached(
            "SELECT id FROM customers WHERE company_id = (SELECT id FROM temp.current_company)",
        )?
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    ids.retain(|id| here.contains(id));
    Ok(())
}

/// The customers of any of the pools with these ids, ascending and each once.
pub fn of_any(connection: &Connection, ids: &[i64], today: NaiveDate) -> Result<Vec<i64>, Refusal> {
    let mut pools = rows::all(connection)?;
    pools.retain(|pool| ids.contains(&pool.id));
    let mut found: Vec<i64> = of_each(connection, &pools, today)?
        .into_iter()
        .flatten()
        .collect();
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The definitions by which pools ask for what is open, each once however many pools share it: what is open is read once for
/// each of them.
struct Asked {
    periods: Vec<Periods>,
    /// Which of them a pool asks for; `None` where no row of it needs what is open.
    of_pool: Vec<Option<usize>>,
}

impl Asked {
    /// A pool has its own definition, else that of the lists.
    fn by(connection: &Connection, pools: &[Pool], today: NaiveDate) -> Result<Self, Refusal> {
        let mut names: Vec<Option<&str>> = Vec::new();
        let mut asked = Self {
            periods: Vec::new(),
            of_pool: Vec::with_capacity(pools.len()),
        };
        for pool in pools {
            if !pool.criteria.iter().any(|row| row.field.needs_balances()) {
                asked.of_pool.push(None);
                continue;
            }
            let name = pool.definition.as_deref();
            let at = if let Some(at) = names.iter().position(|known| *known == name) {
                at
            } else {
                names.push(name);
                asked
                    .periods
                    .push(definitions::periods(connection, name, today)?.1);
                names.len() - 1
            };
            asked.of_pool.push(Some(at));
        }
        Ok(asked)
    }
}

fn balances(
    connection: &Connection,
    scope: Scope,
    periods: &[Periods],
    today: NaiveDate,
) -> Result<Balances, Refusal> {
    let mut found = Balances {
        oldest: vec![HashMap::new(); periods.len()],
        ..Balances::default()
    };
    for (at, periods) in periods.iter().enumerate() {
        let question = Question {
            horizon: Horizon::as_of(today),
            periods,
            by: AgeBy::Due,
            credits_in: CreditsIn::OwnPeriod,
        };
        let Balances { owed, oldest } = &mut found;
        for_each_balance(connection, scope, &question, |customer_id, balances, _| {
            owed.insert(
                customer_id,
                balances
                    .iter()
                    .map(|balance| (balance.currency, balance.total_minor, balance.overdue_minor))
                    .collect(),
            );
            // The earliest bucket of all currencies, by its day and whatever the order of the columns.
            let earliest = balances
                .iter()
                .filter_map(|balance| balance.oldest_period.map(usize::from))
                .filter_map(|column| Some((periods.list().get(column)?.number, column)))
                .min();
            if let Some(earliest) = earliest {
                oldest[at].insert(customer_id, earliest);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// Whom a list shows that a pool narrows.
#[derive(Debug, Default)]
pub struct Narrowed(Option<Vec<i64>>);

impl Narrowed {
    /// The customers of the pool with this code today; everybody where none is asked for.
    pub fn to(
        connection: &Connection,
        pool: Option<&str>,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        pool.map(|code| of(connection, code, today))
            .transpose()
            .map(Self)
    }

    /// Whom a run takes that a pool limits, as [`asked`] says.
    pub fn to_run(
        connection: &Connection,
        pool: Option<&str>,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        asked(connection, pool, today).map(Self)
    }

    /// Their ids as JSON; `None` where everybody is meant.
    pub fn json(&self) -> Result<Option<String>, Refusal> {
        Ok(self.0.as_ref().map(serde_json::to_string).transpose()?)
    }

    /// Whether the customer is among them.
    pub fn has(&self, customer_id: i64) -> bool {
        self.0
            .as_ref()
            .is_none_or(|ids| ids.binary_search(&customer_id).is_ok())
    }
}

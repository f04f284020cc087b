//! Aging snapshots: "Age customer balances" (spec 20 §2).
//!
//! A run writes its rows once, in the order of customers. The rows of a customer that are active for a definition are
//! those of the newest run that covered the customer, so a run for some customers leaves the rows of the others with
//! their own as-of day and no row is ever copied.

use chrono::{Datelike as _, Days, NaiveDate};
use engine::account::Horizon;
use engine::aging::{
    AgeBy, AgedBalance, CreditsIn, MAX_PERIODS, Period, Periods, Promises, Question,
};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::header::{Cards, Header, Today, cards_sql};
use super::together::Together;
use super::{definitions, for_each_balance_by};
use crate::accounts::{Scope, customer_id, parse_day};
use crate::act::{Act, instant};
use crate::file::cache;
use crate::host::Job;
use crate::pools::{
    self,
    rows::{Pool, PoolKind},
};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::sight;

/// Asks for a run.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct RunRequest {
    /// Definition; the default one where missing.
    #[serde(default)]
    pub definition: Option<String>,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Which day counts.
    #[serde(default)]
    pub by: AgeBy,
    /// Where credits stand.
    #[serde(default)]
    pub credits_in: CreditsIn,
    /// Only what was recorded up to this day.
    #[serde(default)]
    pub known_on: Option<NaiveDate>,
    /// Account numbers; all customers where empty.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Code of a pool of the kind *aging snapshot*: its customers of today, and its definition where none is given.
    #[serde(default)]
    pub pool: Option<String>,
    /// Codes of companies that are aged together with the one in which the run is started; customers of the same party become
    /// one row, in the currency of that company. A list of the same companies shows it, and no other.
    #[serde(default)]
    pub companies: Vec<String>,
    /// Whether customers without open items are shown with a row of zeros too: in a run for some, those of them.
    #[serde(default)]
    pub include_zero: bool,
    /// Whether amounts of running promises age by their day; missing means yes.
    #[serde(default)]
    pub promises: Promises,
    /// Whether promises whose day is past are judged first (*Update collections status*).
    #[serde(default)]
    pub update_status: bool,
}

/// A finished run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RunDone {
    /// Id of the run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its day.
    pub as_of: NaiveDate,
    /// Rows written: customers times currencies.
    #[ts(type = "number")]
    pub rows: i64,
}

/// Asks for the runs of a definition.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct RunsRequest {
    /// Definition; the default one where missing.
    #[serde(default)]
    pub definition: Option<String>,
}

/// One total of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RunTotal {
    /// Currency.
    pub currency: String,
    /// Sum of all open items, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Of it, overdue.
    #[ts(type = "number")]
    pub overdue_minor: i64,
    /// One amount per period.
    #[ts(type = "Array<number>")]
    pub period_minor: Vec<i64>,
}

/// One run of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RunRow {
    /// Id of the run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its day.
    pub as_of: NaiveDate,
    /// When it ran.
    pub ran_at: String,
    /// Which day counted.
    pub by: AgeBy,
    /// Where credits stood.
    pub credits_in: CreditsIn,
    /// Only what was recorded up to this day counted; `None` where everything did.
    pub known_on: Option<NaiveDate>,
    /// Whether promises were respected.
    pub promises: Promises,
    /// Whether it covered every customer.
    pub covers_all: bool,
    /// Codes of the companies that it took together; empty where it is of one.
    pub companies: Vec<String>,
    /// Rows.
    #[ts(type = "number")]
    pub rows: i64,
    /// Its periods.
    pub periods: Vec<Period>,
    /// Totals per currency.
    pub totals: Vec<RunTotal>,
}

/// The history of a definition, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Runs {
    /// The definition.
    pub definition: String,
    /// Its runs.
    pub runs: Vec<RunRow>,
}

/// `aging.run`
pub fn run(session: &mut Session<'_>, request: RunRequest) -> Result<RunDone, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let job = session.job;
    let total: i64 = session.connection().query_row(
        "SELECT COUNT(*) AS customers FROM customers",
        [],
        |row| row.get("customers"),
    )?;
    let pool = request
        .pool
        .as_deref()
        .map(|code| snapshot_pool(session.connection(), code))
        .transpose()?;
    let mut members = chosen(session, pool.as_ref(), &request.accounts)?;
    if let (Some(ids), true) = (&mut members, request.companies.is_empty()) {
        pools::members::keep_here(session.connection(), ids)?;
    }
    let user_id = session.actor.user_id;
    if !request.companies.is_empty() && sight::only(session.connection())?.is_some() {
        return Err(Refusal::new("needs_all_customers").with("command", session.command));
    }
    session.act(|act| {
        let own = pool.as_ref().and_then(|pool| pool.definition.as_deref());
        let (definition, periods) =
            definitions::periods(act, request.definition.as_deref().or(own), as_of)?;
        let question = Question {
            horizon: Horizon {
                as_of,
                known_on: request.known_on,
            },
            periods: &periods,
            by: request.by,
            credits_in: request.credits_in,
        };
        let mut together = Together::of(act, &request.companies, user_id, as_of)?;
        if let (Some(together), Some(ids)) = (&mut together, &members) {
            together.among(ids);
        }
        let scopes: Vec<Scope> = match members {
            None => vec![Scope::All],
            Some(ids) => ids.into_iter().map(Scope::Customer).collect(),
        };
        act.about("aging", format!("{definition} {as_of}"));
        if request.update_status {
            crate::flows::hooks::judge_promises(act, as_of)?;
        }
        let shared = together
            .as_ref()
            .map(|together| serde_json::to_string(&together.companies))
            .transpose()?;
        let head = Head {
            definition: &definition,
            question: &question,
            scopes: &scopes,
            promises: request.promises,
            companies: shared.as_deref(),
            include_zero: request.include_zero,
        };
        let run_id = open_run(act, &head)?;
        let progress = Progress { job, total };
        // What remains of a limit is known of a customer in its own company, not of a party.
        let today = if as_of == act.today && request.known_on.is_none() && together.is_none() {
            Some(Today::read(act, as_of)?)
        } else {
            None
        };
        let mut rows = match &together {
            Some(together) => write_shared(act, run_id, together, &head, &progress)?,
            None => write_rows(act, run_id, &head, today.as_ref(), &progress)?,
        };
        rows += write_zeros(act, run_id, together.as_ref(), &head)?;
        if let (Some(today), true) = (&today, request.include_zero && scopes == [Scope::All]) {
            today.complete(act, run_id, job)?;
        }
        act.execute(
            "UPDATE aging_runs SET row_count = :rows WHERE id = :id",
            named_params! {":rows": rows, ":id": run_id},
        )?;
        let totals = serde_json::to_string(&summed(act, run_id, periods.list().len())?)?;
        act.execute(
            "UPDATE aging_runs SET totals = :totals WHERE id = :id",
            named_params! {":totals": totals, ":id": run_id},
        )?;
        retire(act, &definition, run_id, shared.as_deref())?;
        act.note("rows", rows);
        Ok(RunDone {
            run_id,
            as_of,
            rows,
        })
    })
}

/// A pool whose customers may be aged.
fn snapshot_pool(connection: &Connection, code: &str) -> Result<Pool, Refusal> {
    let pool = pools::rows::of_code(connection, code)?;
    if pool.kind == PoolKind::AgingSnapshot {
        return Ok(pool);
    }
    Err(Refusal::new("pool_not_for_aging")
        .with("field", "pool")
        .with("pool", code))
}

/// Ids of the customers to age, ascending and each once; `None` for everybody. Accounts and a pool mean who is in both.
fn chosen(
    session: &Session<'_>,
    pool: Option<&Pool>,
    accounts: &[String],
) -> Result<Option<Vec<i64>>, Refusal> {
    let connection = session.connection();
    let of_pool = pool
        .map(|pool| pools::members::of(connection, &pool.code, session.today))
        .transpose()?;
    if accounts.is_empty() {
        return match of_pool {
            Some(ids) => Ok(Some(ids)),
            None if session.is_narrowed() => sight::only(connection),
            None => Ok(None),
        };
    }
    let mut ids: Vec<i64> = accounts
        .iter()
        .map(|account| customer_id(connection, account))
        .collect::<Result<_, _>>()?;
    ids.sort_unstable();
    ids.dedup();
    if let Some(of_pool) = of_pool {
        ids.retain(|id| of_pool.binary_search(id).is_ok());
    }
    Ok(Some(ids))
}

struct Progress<'a> {
    job: &'a dyn Job,
    total: i64,
}

impl Progress<'_> {
    fn at(&self, customer_id: i64) -> Result<(), Refusal> {
        if customer_id % 512 == 0 {
            let known = |value: i64| u64::try_from(value).unwrap_or(0);
            self.job.progress(
                known(customer_id.min(self.total)),
                known(self.total),
                "aging",
            );
            check_cancelled(self.job)?;
        }
        Ok(())
    }
}

/// What a run is asked with.
struct Head<'a> {
    definition: &'a str,
    question: &'a Question<'a>,
    scopes: &'a [Scope],
    promises: Promises,
    /// JSON of the ids of companies that are taken together.
    companies: Option<&'a str>,
    include_zero: bool,
}

fn open_run(act: &Act<'_>, head: &Head<'_>) -> Result<i64, Refusal> {
    let Head {
        definition,
        question,
        scopes,
        promises,
        companies,
        include_zero,
    } = *head;
    let periods: &Periods = question.periods;
    let credits_in = match question.credits_in {
        CreditsIn::OwnPeriod => "own_period",
        CreditsIn::FirstPeriod => "first_period",
    };
    Ok(act.query_row(
        "INSERT INTO aging_runs (definition_id, as_of, known_on, age_by, credits_in, covers, periods, row_count, ran_at,
           promises, act_id, companies, zero_balances, company_id)
         VALUES (:definition, :as_of, :known_on, :by, :credits_in, :covers, :periods, 0, :at, :promises, :act, :companies, :zeros,
           (SELECT id FROM temp.current_company))
         RETURNING id",
        named_params! {
            ":definition": definition, ":as_of": question.horizon.as_of.to_string(),
            ":known_on": question.horizon.known_on.map(|day| day.to_string()), ":by": question.by.code(),
            ":credits_in": credits_in,
            ":covers": if scopes == [Scope::All] { "all" } else { "some" },
            ":periods": serde_json::to_string(periods.list())?, ":at": instant(act.at), ":promises": promises.code(),
            ":companies": companies, ":act": act.id,
            ":zeros": if include_zero { "shown" } else { "hidden" },
        },
        |row| row.get("id"),
    )?)
}

/// Page cache of the pass, which leaves a page once and for all.
const PASS_KIB: i64 = 32 * 1024;

const INSERT_ROW: &str = "
  INSERT INTO aging_balances_snapshot (run_id, customer_id, currency, total_minor, overdue_minor,
    undisputed_overdue_minor, unapplied_minor, disputed_count, disputed_minor, open_count, oldest_days_overdue,
    oldest_period, credit_limit_minor, packing_slip_minor, sales_order_minor, remaining_credit_minor,
    p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
    ?24, ?25, ?26, ?27, ?28, ?29)";

fn write_rows(
    act: &Act<'_>,
    run_id: i64,
    head: &Head<'_>,
    today: Option<&Today>,
    progress: &Progress<'_>,
) -> Result<i64, Refusal> {
    let Head {
        question,
        scopes,
        promises,
        ..
    } = *head;
    let _small = cache::Narrow::to(act, PASS_KIB)?;
    let mut insert = act.prepare(INSERT_ROW)?;
    let mut cards = act.prepare_cached(cards_sql(today))?;
    let mut rows = 0;
    for scope in scopes {
        let mut covered = false;
        let first = match scope {
            Scope::All | Scope::Whole => i64::MIN,
            Scope::Customer(id) => *id,
        };
        let mut cards = Cards::start(&mut cards, first, today)?;
        for_each_balance_by(
            act,
            *scope,
            question,
            promises,
            |customer_id, balances, items| {
                progress.at(customer_id)?;
                let card = cards.of(act, customer_id, items)?;
                for balance in balances {
                    covered = true;
                    rows += 1;
                    insert_row(&mut insert, run_id, customer_id, balance, &card)?;
                }
                Ok(())
            },
        )?;
        // A customer of a run for some who owes nothing gets a row all the same: it ends the older one.
        if let (Scope::Customer(id), false) = (scope, covered) {
            let currency = home_currency(act, *id)?;
            rows += 1;
            insert_row(
                &mut insert,
                run_id,
                *id,
                &AgedBalance::nothing(currency),
                &cards.of(act, *id, &[])?,
            )?;
        }
    }
    Ok(rows)
}

/// The rows of companies that are taken together; a limit is shown where it is one of the company of the run.
fn write_shared(
    act: &Act<'_>,
    run_id: i64,
    together: &Together,
    head: &Head<'_>,
    progress: &Progress<'_>,
) -> Result<i64, Refusal> {
    let mut insert = act.prepare(INSERT_ROW)?;
    let mut limit = act.prepare_cached(
        "SELECT CASE WHEN company_id = (SELECT id FROM temp.current_company) THEN credit_limit_minor END AS minor
         FROM customers WHERE id = :id",
    )?;
    let mut rows = 0;
    together.for_each_balance(
        act,
        head.question,
        head.promises,
        |customer_id, balances| {
            progress.at(customer_id)?;
            let card = Header {
                limit: limit
                    .query_row(named_params! {":id": customer_id}, |row| row.get("minor"))?,
                ..Header::default()
            };
            for balance in balances {
                rows += 1;
                insert_row(&mut insert, run_id, customer_id, balance, &card)?;
            }
            Ok(())
        },
    )?;
    Ok(rows)
}

/// The rows of those who owe nothing; a run for some ends their older rows by them, whether they are shown or not.
fn write_zeros(
    act: &Act<'_>,
    run_id: i64,
    together: Option<&Together>,
    head: &Head<'_>,
) -> Result<i64, Refusal> {
    let for_all = head.scopes == [Scope::All];
    match together {
        Some(together) if head.include_zero || !for_all => {
            write_zero_parties(act, run_id, together)
        }
        None if head.include_zero && for_all => write_zero_rows(act, run_id),
        _ => Ok(0),
    }
}

/// A row of zeros, in the currency of the customer, for everybody of whom the run has no row yet: customers without open
/// items. One statement, because these rows follow from the cards alone. Returns how many.
fn write_zero_rows(act: &Act<'_>, run_id: i64) -> Result<i64, Refusal> {
    let rows = act.execute(
        "INSERT INTO aging_balances_snapshot (run_id, customer_id, currency, total_minor, overdue_minor,
           undisputed_overdue_minor, unapplied_minor, disputed_count, disputed_minor, open_count, credit_limit_minor,
           p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12)
         SELECT :run, c.id, COALESCE(c.currency, co.currency), 0, 0, 0, 0, 0, 0, 0, c.credit_limit_minor,
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
         FROM customers c JOIN companies co ON co.id = c.company_id
         WHERE c.company_id = (SELECT id FROM temp.current_company)
           AND NOT EXISTS (SELECT 1 FROM aging_balances_snapshot s WHERE s.run_id = :run AND s.customer_id = c.id)",
        named_params! {":run": run_id},
    )?;
    Ok(i64::try_from(rows).unwrap_or(i64::MAX))
}

/// The same for every party of a run over companies that has no row, in the currency of the run.
fn write_zero_parties(act: &Act<'_>, run_id: i64, together: &Together) -> Result<i64, Refusal> {
    let rows = act.execute(
        "INSERT INTO aging_balances_snapshot (run_id, customer_id, currency, total_minor, overdue_minor,
           undisputed_overdue_minor, unapplied_minor, disputed_count, disputed_minor, open_count,
           p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12)
         SELECT :run, j.value, :currency, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
         FROM json_each(:customers) j
         WHERE NOT EXISTS (SELECT 1 FROM aging_balances_snapshot s WHERE s.run_id = :run AND s.customer_id = j.value)",
        named_params! {
            ":run": run_id, ":currency": together.currency.code(),
            ":customers": serde_json::to_string(&together.customers())?,
        },
    )?;
    Ok(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn home_currency(
    connection: &Connection,
    customer_id: i64,
) -> Result<engine::money::Currency, Refusal> {
    let code: String = connection.query_row(
        "SELECT COALESCE(c.currency, co.currency) AS currency
         FROM customers c JOIN companies co ON co.id = c.company_id WHERE c.id = :id",
        named_params! {":id": customer_id},
        |row| row.get("currency"),
    )?;
    crate::accounts::currency_of(&code)
}

fn insert_row(
    insert: &mut rusqlite::Statement<'_>,
    run_id: i64,
    customer_id: i64,
    balance: &AgedBalance,
    card: &Header,
) -> Result<(), Refusal> {
    insert.raw_bind_parameter(1, run_id)?;
    insert.raw_bind_parameter(2, customer_id)?;
    insert.raw_bind_parameter(3, balance.currency.code())?;
    insert.raw_bind_parameter(4, balance.total_minor)?;
    insert.raw_bind_parameter(5, balance.overdue_minor)?;
    insert.raw_bind_parameter(6, balance.undisputed_overdue_minor)?;
    insert.raw_bind_parameter(7, balance.unapplied_minor)?;
    insert.raw_bind_parameter(8, balance.disputed_count)?;
    insert.raw_bind_parameter(9, balance.disputed_minor)?;
    insert.raw_bind_parameter(10, balance.open_count)?;
    insert.raw_bind_parameter(11, balance.oldest_days_overdue)?;
    insert.raw_bind_parameter(12, balance.oldest_period)?;
    insert.raw_bind_parameter(13, card.limit)?;
    insert.raw_bind_parameter(14, card.delivered)?;
    insert.raw_bind_parameter(15, card.ordered)?;
    insert.raw_bind_parameter(16, card.remaining)?;
    for (at, minor) in balance.period_minor.iter().enumerate() {
        insert.raw_bind_parameter(17 + at, minor)?;
    }
    insert.raw_execute()?;
    Ok(())
}

/// Drops the runs that the history no longer keeps: one a day for 60 days, then the last of each month (spec 20 §2).
fn retire(
    act: &Act<'_>,
    definition: &str,
    newest: i64,
    companies: Option<&str>,
) -> Result<(), Refusal> {
    let runs: Vec<(i64, NaiveDate)> = {
        let mut statement = act.prepare(
            "SELECT id, as_of FROM aging_runs WHERE definition_id = :definition AND id < :newest
               AND company_id = (SELECT id FROM temp.current_company) AND companies IS :companies
               AND covers = 'all'
             ORDER BY id",
        )?;
        statement
            .query_map(
                named_params! {":definition": definition, ":newest": newest, ":companies": companies},
                |row| {
                    let day: String = row.get("as_of")?;
                    Ok((row.get("id")?, day.parse().unwrap_or(NaiveDate::MIN)))
                },
            )?
            .collect::<Result<_, _>>()?
    };
    let newest_day: String = act.query_row(
        "SELECT as_of FROM aging_runs WHERE id = :id",
        named_params! {":id": newest},
        |row| row.get("as_of"),
    )?;
    let newest_day: NaiveDate = newest_day.parse().unwrap_or(NaiveDate::MIN);
    let covers_all: bool = act.query_row(
        "SELECT covers = 'all' AS covers_all FROM aging_runs WHERE id = :id",
        named_params! {":id": newest},
        |row| row.get("covers_all"),
    )?;
    // A run for some stands on the full run before it.
    if !covers_all {
        return Ok(());
    }
    for id in superseded(&runs, newest_day) {
        drop_run(act, id)?;
    }
    let partial: Vec<i64> = {
        let mut statement = act.prepare(
            "SELECT id FROM aging_runs WHERE definition_id = :definition AND id < :newest
               AND company_id = (SELECT id FROM temp.current_company) AND companies IS :companies
               AND covers = 'some'",
        )?;
        statement
            .query_map(
                named_params! {":definition": definition, ":newest": newest, ":companies": companies},
                |row| row.get("id"),
            )?
            .collect::<Result<_, _>>()?
    };
    for id in partial {
        drop_run(act, id)?;
    }
    Ok(())
}

/// Ids of full runs, given oldest first, that a run as of `newest_day` makes superfluous.
fn superseded(runs: &[(i64, NaiveDate)], newest_day: NaiveDate) -> Vec<i64> {
    let recent = newest_day
        .checked_sub_days(Days::new(60))
        .unwrap_or(NaiveDate::MIN);
    runs.iter()
        .enumerate()
        .filter(|(at, (_, day))| {
            let mut later = runs[at + 1..]
                .iter()
                .map(|(_, day)| *day)
                .chain([newest_day]);
            if *day >= recent {
                later.any(|other| other == *day)
            } else {
                later.any(|other| {
                    (other.year(), other.month()) == (day.year(), day.month()) && other >= *day
                })
            }
        })
        .map(|(_, (id, _))| *id)
        .collect()
}

fn drop_run(connection: &Connection, id: i64) -> Result<(), Refusal> {
    connection.execute(
        "DELETE FROM aging_balances_snapshot WHERE run_id = :id",
        named_params! {":id": id},
    )?;
    connection.execute(
        "DELETE FROM aging_runs WHERE id = :id",
        named_params! {":id": id},
    )?;
    Ok(())
}

/// `aging.runs`
pub fn runs(session: &mut Session<'_>, request: RunsRequest) -> Result<Runs, Refusal> {
    let connection = session.connection();
    let definition = match request.definition {
        Some(id) => id,
        None => definitions::default_id(connection)?,
    };
    let mut statement = connection.prepare_cached(
        "SELECT id, as_of, ran_at, age_by, credits_in, known_on, promises, covers, row_count, periods, companies FROM aging_runs
         WHERE definition_id = :definition AND company_id = (SELECT id FROM temp.current_company)
         ORDER BY id DESC LIMIT 200",
    )?;
    let mut rows = statement.query(named_params! {":definition": definition})?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        let day: String = row.get("as_of")?;
        let by: String = row.get("age_by")?;
        let covers: String = row.get("covers")?;
        let credits_in: String = row.get("credits_in")?;
        let known_on: Option<String> = row.get("known_on")?;
        let periods: String = row.get("periods")?;
        let periods: Vec<Period> = serde_json::from_str(&periods)?;
        let run_id = row.get("id")?;
        runs.push(RunRow {
            run_id,
            as_of: day.parse().unwrap_or(NaiveDate::MIN),
            ran_at: row.get("ran_at")?,
            by: AgeBy::from_code(&by).unwrap_or_default(),
            credits_in: credits_in_of(&credits_in),
            known_on: known_on.as_deref().and_then(parse_day),
            promises: promises_of(row)?,
            covers_all: covers == "all",
            companies: codes(connection, row.get("companies")?)?,
            rows: row.get("row_count")?,
            totals: totals(connection, run_id, periods.len())?,
            periods,
        });
    }
    Ok(Runs { definition, runs })
}

/// The codes of companies by their ids, JSON.
pub(super) fn codes(connection: &Connection, ids: Option<String>) -> Result<Vec<String>, Refusal> {
    let Some(ids) = ids else {
        return Ok(Vec::new());
    };
    Ok(connection
        .prepare_cached(
            "SELECT code FROM companies WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id",
        )?
        .query_map(named_params! {":ids": ids}, |row| row.get("code"))?
        .collect::<Result<_, _>>()?)
}

/// Whether a stored run respected promises.
pub(super) fn promises_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Promises> {
    let code: String = row.get("promises")?;
    Ok(Promises::from_code(&code).unwrap_or_default())
}

/// Where the credits of a stored run stand.
pub(super) fn credits_in_of(code: &str) -> CreditsIn {
    if code == "first_period" {
        CreditsIn::FirstPeriod
    } else {
        CreditsIn::OwnPeriod
    }
}

/// The totals of a run as it kept them; summed up where it is of before they were kept.
pub(super) fn totals(
    connection: &Connection,
    run_id: i64,
    columns: usize,
) -> Result<Vec<RunTotal>, Refusal> {
    let kept: Option<String> = connection
        .prepare_cached("SELECT totals FROM aging_runs WHERE id = :id")?
        .query_row(named_params! {":id": run_id}, |row| row.get("totals"))?;
    match kept {
        Some(kept) => Ok(serde_json::from_str(&kept)?),
        None => summed(connection, run_id, columns),
    }
}

fn summed(connection: &Connection, run_id: i64, columns: usize) -> Result<Vec<RunTotal>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT currency, SUM(total_minor) AS total, SUM(overdue_minor) AS overdue, SUM(p0) AS p0, SUM(p1) AS p1,
           SUM(p2) AS p2, SUM(p3) AS p3, SUM(p4) AS p4, SUM(p5) AS p5, SUM(p6) AS p6, SUM(p7) AS p7, SUM(p8) AS p8,
           SUM(p9) AS p9, SUM(p10) AS p10, SUM(p11) AS p11, SUM(p12) AS p12
         FROM aging_balances_snapshot WHERE run_id = :id GROUP BY currency ORDER BY currency",
    )?;
    let totals = statement
        .query_map(named_params! {":id": run_id}, |row| {
            let period_minor = (0..columns.min(MAX_PERIODS))
                .map(|at| row.get(format!("p{at}").as_str()))
                .collect::<Result<_, _>>()?;
            Ok(RunTotal {
                currency: row.get("currency")?,
                total_minor: row.get("total")?,
                overdue_minor: row.get("overdue")?,
                period_minor,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(totals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Spec 20 §2: one run a day for 60 days, then the last of each month.
    #[test]
    fn history_thins_out() {
        let runs = [
            (1, day("2026-01-10")),
            (2, day("2026-01-31")),
            (3, day("2026-05-20")),
            (4, day("2026-05-20")),
            (5, day("2026-05-21")),
        ];
        assert_eq!(superseded(&runs, day("2026-05-22")), [1, 3]);
        assert_eq!(
            superseded(&runs[4..], day("2026-05-21")),
            [5],
            "a second run of the day replaces the first"
        );
        assert_eq!(superseded(&runs, day("2026-09-01")), [1, 3, 4]);
    }
}

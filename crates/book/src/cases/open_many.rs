//! `cases.open_many`: one case for each customer of the marked rows of a list, with its items (spec 21 §3). All of them are
//! one act; a document that is in another open case stays there.

use std::collections::{BTreeMap, BTreeSet};

use engine::day::days_overdue;
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::assign::open_case;
use super::edit::begin;
use super::write::CaseFields;
use crate::accounts::customer_id;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::{Keep, Session, check_cancelled};
use crate::standing;

/// Opens cases.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenCases {
    /// Account numbers: each gets a case about everything that is overdue, and one without items where nothing is.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Row ids of transactions: the customer of each gets a case about those of it.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// What each of them says.
    pub case: CaseFields,
}

/// A case that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseOpened {
    /// Row id.
    #[ts(type = "number")]
    pub case_id: i64,
    /// Its number.
    pub number: String,
    /// Account number of its customer.
    pub account: String,
    /// Documents in it.
    #[ts(type = "number")]
    pub transactions: usize,
}

/// What was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CasesOpened {
    /// The cases, by customer.
    pub opened: Vec<CaseOpened>,
    /// Documents that stay in another open case.
    #[ts(type = "number")]
    pub in_other_cases: u64,
    /// Account numbers of customers who get none, because all of their marked documents are in open cases already.
    pub without: Vec<String>,
}

/// The documents of one customer that a case is to be about.
#[derive(Default)]
struct Wanted {
    /// The customer was marked, and gets a case even without documents.
    marked: bool,
    ids: BTreeSet<i64>,
}

/// `cases.open_many`
pub fn open(session: &mut Session<'_>, request: OpenCases) -> Result<CasesOpened, Refusal> {
    if request.accounts.is_empty() && request.transaction_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let fields = request.case.clone().checked(session.connection(), None)?;
    let job = session.job;
    session.act_if(|act| {
        let wanted = wanted(act, &request)?;
        let mut done = CasesOpened::default();
        let total = wanted.len() as u64;
        for ((customer, of), at) in wanted.into_iter().zip(0_u64..) {
            job.progress(at, total, "customers");
            check_cancelled(job)?;
            one(act, (customer, of), &fields, &mut done)?;
        }
        act.about("cases", done.opened.len());
        act.note("description", &fields.description);
        act.note("opened", &done.opened);
        let keep = if done.opened.is_empty() {
            Keep::No
        } else {
            Keep::Yes
        };
        Ok((done, keep))
    })
}

fn one(
    act: &mut Act<'_>,
    (customer, of): (i64, Wanted),
    fields: &CaseFields,
    done: &mut CasesOpened,
) -> Result<(), Refusal> {
    let account: String = act
        .prepare_cached("SELECT account FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer}, |row| row.get("account"))?;
    let mut ids = Vec::with_capacity(of.ids.len());
    for id in of.ids {
        if open_case(act, id)?.is_some() {
            done.in_other_cases += 1;
        } else {
            ids.push(id);
        }
    }
    if ids.is_empty() && !of.marked {
        done.without.push(account);
        return Ok(());
    }
    let (case_id, number) = begin(act, customer, fields, &ids)?;
    done.opened.push(CaseOpened {
        case_id,
        number,
        account,
        transactions: ids.len(),
    });
    Ok(())
}

/// The customers with the documents that their cases are to be about.
fn wanted(act: &Act<'_>, request: &OpenCases) -> Result<BTreeMap<i64, Wanted>, Refusal> {
    let mut found: BTreeMap<i64, Wanted> = BTreeMap::new();
    for account in &request.accounts {
        let customer = customer_id(act, account)?;
        let of = found.entry(customer).or_default();
        of.marked = true;
        let items = standing::open_items(act, customer, act.today)?;
        of.ids.extend(
            items
                .iter()
                .filter(|item| item.open_minor > 0 && days_overdue(item.due_on, act.today) > 0)
                .map(|item| item.transaction_id),
        );
    }
    for id in &request.transaction_ids {
        let customer: i64 = act
            .prepare_cached("SELECT customer_id FROM transactions WHERE id = :id")?
            .query_row(named_params! {":id": id}, |row| row.get("customer_id"))
            .optional()?
            .ok_or_else(|| Refusal::new("unknown_document").with("id", *id))?;
        found.entry(customer).or_default().ids.insert(*id);
    }
    Ok(found)
}

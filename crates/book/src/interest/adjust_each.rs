//! `interest.adjustments`, `interest.adjust_each` and `interest.reinstate_each`: waives, reinstates or reverses what several customers, or some documents
//! of one, were charged – from a list of customers and from the customer page (spec 21 §3, 23 §5).
//!
//! Each charge is adjusted by the same rule as from its note, the newest first; what cannot be is named with its reason and
//! left as it is. All of it is one act.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::interest::adjust::PaidPart;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use serde::{Deserialize, Serialize};

use super::adjust::{AdjustInterest, AdjustedObject, AdjustmentKind, planned, write_planned};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::host::Job;
use crate::journal::posted::{PostedJournal, journal_of_act};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Names a charge among those of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestChargeOf")]
pub struct ChargeOf {
    /// The note.
    #[ts(type = "number")]
    pub note_id: i64,
    /// Its item, where it is the interest of one transaction.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub item_id: Option<i64>,
}

/// Asks for the adjustment of several charges.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "AdjustInterestOfEach")]
pub struct AdjustEach {
    /// What is done.
    pub kind: AdjustmentKind,
    /// Account numbers.
    pub accounts: Vec<String>,
    /// Only what was charged on these documents, or by these interest notes; all that the customers were charged where empty.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// What of it.
    pub object: AdjustedObject,
    /// Of all that was found, only these; all of it where missing.
    #[serde(default)]
    pub only: Option<Vec<ChargeOf>>,
    /// Whether a waiver also covers what is paid.
    #[serde(default)]
    pub paid_part: PaidPart,
    /// The day; today where missing.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// Why.
    #[serde(default)]
    pub comment: String,
}

/// A charge, and what is done with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestChargeAdjusted")]
pub struct ChargeAdjusted {
    /// Account number.
    pub account: String,
    /// Name; empty where the customer is not known.
    pub name: String,
    /// The charge; missing where the customer has none.
    pub charge: Option<ChargeOf>,
    /// Number of the note; empty where the customer has none.
    pub note_no: String,
    /// Last day that the note charges.
    pub to_on: Option<NaiveDate>,
    /// Number of the document whose interest it is; empty for a whole note and a fee.
    pub document: String,
    /// Currency; empty where the customer has none.
    pub currency: String,
    /// Whether it was asked for.
    pub chosen: bool,
    /// What the adjustment comes to, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Of it, what settled at once, minor units.
    #[ts(type = "number")]
    pub settled_minor: i64,
    /// Number of the document of the adjustment; empty where nothing was done.
    pub document_no: String,
    /// Why nothing is done with it.
    pub refusal: Option<Refusal>,
}

/// What adjustments come to in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestAdjustedTotal")]
pub struct AdjustedTotal {
    /// Currency.
    pub currency: String,
    /// Minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Of it, what settled at once, minor units.
    #[ts(type = "number")]
    pub settled_minor: i64,
}

/// What was adjusted, or would be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterestAdjustedEach {
    /// By customer in the order of the request, then the newest first.
    pub charges: Vec<ChargeAdjusted>,
    /// Those that are adjusted.
    #[ts(type = "number")]
    pub possible: usize,
    /// Per currency.
    pub totals: Vec<AdjustedTotal>,
    /// What is posted.
    pub journal: PostedJournal,
}

/// `interest.adjustments`: what would be adjusted, with its lines; writes nothing.
pub fn preview(
    session: &mut Session<'_>,
    request: AdjustEach,
) -> Result<InterestAdjustedEach, Refusal> {
    let (today, job) = (session.today, session.job);
    let found = session.read(|connection| find(connection, &request))?;
    session.rehearse(|act| adjust(act, &request, found, (today, job)))
}

/// `interest.adjust_each`
pub fn adjust_each(
    session: &mut Session<'_>,
    request: AdjustEach,
) -> Result<InterestAdjustedEach, Refusal> {
    let (today, job) = (session.today, session.job);
    let found = session.read(|connection| find(connection, &request))?;
    session.act(|act| {
        let done = adjust(act, &request, found, (today, job))?;
        if done.possible == 0 {
            return Err(done
                .charges
                .into_iter()
                .find_map(|charge| charge.refusal)
                .unwrap_or_else(|| Refusal::new("nothing_chosen")));
        }
        act.about("interest_notes", done.possible);
        act.note("kind", request.kind);
        act.note("totals", &done.totals);
        Ok(done)
    })
}

/// Claims waivers again, as they were given at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(rename = "ReinstateInterestOfEach")]
pub struct ReinstateEach {
    /// The waivers.
    #[ts(type = "Array<number>")]
    pub adjustment_ids: Vec<i64>,
    /// Why.
    pub comment: String,
}

/// What was claimed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestReinstatedEach")]
pub struct ReinstatedEach {
    /// How many waivers.
    #[ts(type = "number")]
    pub reinstated: usize,
    /// Per currency.
    pub totals: Vec<AdjustedTotal>,
    /// What is posted.
    pub journal: PostedJournal,
}

/// `interest.reinstate_each`: just these waivers, whatever else was waived; all of them in one act, or none.
pub fn reinstate_each(
    session: &mut Session<'_>,
    request: ReinstateEach,
) -> Result<ReinstatedEach, Refusal> {
    let (today, job) = (session.today, session.job);
    if request.adjustment_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let waivers = request
        .adjustment_ids
        .iter()
        .map(|id| waiver(session.connection(), *id, &request.comment))
        .collect::<Result<Vec<_>, Refusal>>()?;
    session.act(|act| {
        let mut by_currency: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for (at, own) in (0..).zip(&waivers) {
            check_cancelled(job)?;
            job.progress(at, waivers.len() as u64, "interest_adjusting");
            let plan = planned(act, AdjustmentKind::Reinstated, own)?;
            let done = write_planned(act, AdjustmentKind::Reinstated, own, (&plan, today))?;
            let total = by_currency.entry(done.currency).or_default();
            total.0 += done.amount_minor;
            total.1 += done.settled_minor;
        }
        let totals: Vec<AdjustedTotal> = by_currency
            .into_iter()
            .map(|(currency, (amount_minor, settled_minor))| AdjustedTotal {
                currency,
                amount_minor,
                settled_minor,
            })
            .collect();
        act.about("interest_notes", waivers.len());
        act.note("kind", AdjustmentKind::Reinstated);
        act.note("totals", &totals);
        Ok(ReinstatedEach {
            reinstated: waivers.len(),
            totals,
            journal: journal_of_act(act, act.id)?,
        })
    })
}

/// What claims one waiver again.
fn waiver(connection: &Connection, id: i64, comment: &str) -> Result<AdjustInterest, Refusal> {
    let found = connection
        .prepare_cached(
            "SELECT note_id, object, item_id FROM interest_adjustments WHERE id = :id AND kind = 'waived'",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok((
                row.get("note_id")?,
                row.get::<_, String>("object")?,
                row.get("item_id")?,
            ))
        })
        .optional()?;
    let (note_id, object, item_id) =
        found.ok_or_else(|| Refusal::new("unknown_interest_waiver").with("adjustment_id", id))?;
    Ok(AdjustInterest {
        note_id,
        object: AdjustedObject::of(&object)?,
        item_id,
        adjustment_id: Some(id),
        paid_part: PaidPart::Left,
        on: None,
        comment: comment.to_owned(),
    })
}

/// The charges that a request is about, as the user sees them, each customer without one in its place.
fn find(connection: &Connection, request: &AdjustEach) -> Result<Vec<ChargeAdjusted>, Refusal> {
    if request.accounts.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let mut all = Vec::new();
    for account in &request.accounts {
        match customer_id(connection, account) {
            Ok(id) => {
                let found = of_customer(connection, id, request)?;
                if found.is_empty() {
                    all.push(nothing_of(connection, account, id)?);
                }
                all.extend(found);
            }
            Err(refusal) => all.push(ChargeAdjusted {
                refusal: Some(refusal),
                ..bare(account, "")
            }),
        }
    }
    Ok(all)
}

fn bare(account: &str, name: &str) -> ChargeAdjusted {
    ChargeAdjusted {
        account: account.to_owned(),
        name: name.to_owned(),
        charge: None,
        note_no: String::new(),
        to_on: None,
        document: String::new(),
        currency: String::new(),
        chosen: false,
        amount_minor: 0,
        settled_minor: 0,
        document_no: String::new(),
        refusal: None,
    }
}

/// A customer who was charged nothing that the request is about.
fn nothing_of(connection: &Connection, account: &str, id: i64) -> Result<ChargeAdjusted, Refusal> {
    let name: String = connection
        .prepare_cached("SELECT name FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get("name"))?;
    Ok(ChargeAdjusted {
        refusal: Some(Refusal::new("interest_nothing_of_customer").with("account", account)),
        ..bare(account, &name)
    })
}

/// Notes, or what each of their documents was charged, that are posted, the newest first. A reinstated debit stands for its
/// note, and a fee for the note that it belongs to.
fn of_customer(
    connection: &Connection,
    customer_id: i64,
    request: &AdjustEach,
) -> Result<Vec<ChargeAdjusted>, Refusal> {
    let head = "n.id AS note_id, n.note_no, n.to_on, n.currency, c.account, c.name";
    let of_note =
        "n.interest_transaction_id IN (SELECT value FROM json_each(:ids)) OR EXISTS (SELECT 1 FROM interest_adjustments a
           WHERE a.note_id = n.id AND a.transaction_id IN (SELECT value FROM json_each(:ids)))";
    let sql = if request.object == AdjustedObject::Interest {
        format!(
            "SELECT {head}, i.id AS item_id, i.document_no AS document FROM interest_notes n
             JOIN customers c ON c.id = n.customer_id JOIN interest_note_items i ON i.note_id = n.id
             WHERE n.customer_id = :customer AND n.status = 'posted' AND (n.side = 'earnings' OR :kind = 'reversed')
               AND (:ids = '[]' OR i.transaction_id IN (SELECT value FROM json_each(:ids)) OR {of_note})
             ORDER BY n.to_on DESC, n.id DESC, i.id"
        )
    } else {
        format!(
            "SELECT {head}, NULL AS item_id, '' AS document FROM interest_notes n JOIN customers c ON c.id = n.customer_id
             WHERE n.customer_id = :customer AND n.status = 'posted' AND (n.side = 'earnings' OR :kind = 'reversed')
               AND (:fee = 0 OR n.fee_minor <> 0)
               AND (:ids = '[]' OR n.fee_transaction_id IN (SELECT value FROM json_each(:ids)) OR {of_note}
                 OR EXISTS (SELECT 1 FROM interest_note_items i
                   WHERE i.note_id = n.id AND i.transaction_id IN (SELECT value FROM json_each(:ids))))
             ORDER BY n.to_on DESC, n.id DESC"
        )
    };
    let ids = serde_json::to_string(&request.transaction_ids)?;
    let fee = i64::from(request.object == AdjustedObject::Fee);
    let mut statement = connection.prepare_cached(&sql)?;
    let kind = request.kind.code();
    let mut rows = if request.object == AdjustedObject::Interest {
        statement.query(named_params! {":customer": customer_id, ":ids": ids, ":kind": kind})?
    } else {
        statement.query(
            named_params! {":customer": customer_id, ":ids": ids, ":kind": kind, ":fee": fee},
        )?
    };
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(charge(row, request)?);
    }
    Ok(found)
}

fn charge(row: &Row<'_>, request: &AdjustEach) -> Result<ChargeAdjusted, Refusal> {
    let of = ChargeOf {
        note_id: row.get("note_id")?,
        item_id: row.get("item_id")?,
    };
    let (account, name): (String, String) = (row.get("account")?, row.get("name")?);
    Ok(ChargeAdjusted {
        charge: Some(of),
        note_no: row.get::<_, Option<String>>("note_no")?.unwrap_or_default(),
        to_on: Some(super::text_day(row, "to_on")?),
        document: row.get("document")?,
        currency: row.get("currency")?,
        chosen: request.only.as_ref().is_none_or(|only| only.contains(&of)),
        ..bare(&account, &name)
    })
}

/// Adjusts one charge after the other. Those of a whole customer that have nothing left are not worth a line.
fn adjust(
    act: &mut Act<'_>,
    request: &AdjustEach,
    found: Vec<ChargeAdjusted>,
    (today, job): (NaiveDate, &dyn Job),
) -> Result<InterestAdjustedEach, Refusal> {
    let total = found.len() as u64;
    let whole = request.transaction_ids.is_empty();
    let mut charges: Vec<ChargeAdjusted> = Vec::with_capacity(found.len());
    let mut emptied: Option<ChargeAdjusted> = None;
    for (at, mut charge) in (0..).zip(found) {
        check_cancelled(job)?;
        job.progress(at, total, "interest_adjusting");
        say_emptied(&mut charges, &mut emptied, &charge.account);
        if let (Some(of), true) = (charge.charge, charge.chosen) {
            one(act, request, (&mut charge, of), today)?;
        }
        let is_spent = charge.refusal.as_ref().is_some_and(is_nothing_left);
        if whole && is_spent {
            emptied = Some(ChargeAdjusted {
                refusal: Some(
                    Refusal::new("interest_nothing_of_customer").with("account", &charge.account),
                ),
                ..bare(&charge.account, &charge.name)
            });
        } else {
            charges.push(charge);
        }
    }
    say_emptied(&mut charges, &mut emptied, "");
    Ok(InterestAdjustedEach {
        possible: done(&charges).count(),
        totals: totals(&charges),
        charges,
        journal: journal_of_act(act, act.id)?,
    })
}

/// A customer of whose charges none has anything left gets one line that says so, before the next customer begins.
fn say_emptied(
    charges: &mut Vec<ChargeAdjusted>,
    emptied: &mut Option<ChargeAdjusted>,
    next_account: &str,
) {
    let is_over = emptied
        .as_ref()
        .is_some_and(|emptied| emptied.account != next_account);
    if !is_over {
        return;
    }
    if let Some(emptied) = emptied.take()
        && !charges
            .iter()
            .any(|charge| charge.account == emptied.account)
    {
        charges.push(emptied);
    }
}

fn is_nothing_left(refusal: &Refusal) -> bool {
    matches!(
        refusal.code.as_str(),
        "interest_nothing_to_waive"
            | "interest_nothing_to_reinstate"
            | "interest_nothing_to_reverse"
    )
}

fn one(
    act: &mut Act<'_>,
    request: &AdjustEach,
    (charge, of): (&mut ChargeAdjusted, ChargeOf),
    today: NaiveDate,
) -> Result<(), Refusal> {
    let own = AdjustInterest {
        note_id: of.note_id,
        object: request.object,
        item_id: of.item_id,
        adjustment_id: None,
        paid_part: request.paid_part,
        on: request.on,
        comment: request.comment.clone(),
    };
    match planned(act, request.kind, &own) {
        Ok(plan) => {
            let adjusted = write_planned(act, request.kind, &own, (&plan, today))?;
            charge.amount_minor = adjusted.amount_minor;
            charge.settled_minor = adjusted.settled_minor;
            charge.document_no = adjusted.document_no;
        }
        Err(refusal) => charge.refusal = Some(refusal),
    }
    Ok(())
}

fn done(charges: &[ChargeAdjusted]) -> impl Iterator<Item = &ChargeAdjusted> {
    charges
        .iter()
        .filter(|charge| !charge.document_no.is_empty())
}

fn totals(charges: &[ChargeAdjusted]) -> Vec<AdjustedTotal> {
    let mut by_currency: BTreeMap<&str, AdjustedTotal> = BTreeMap::new();
    for charge in done(charges) {
        let total = by_currency
            .entry(&charge.currency)
            .or_insert_with(|| AdjustedTotal {
                currency: charge.currency.clone(),
                amount_minor: 0,
                settled_minor: 0,
            });
        total.amount_minor += charge.amount_minor;
        total.settled_minor += charge.settled_minor;
    }
    by_currency.into_values().collect()
}

//! What is filed, admitted and distributed: `insolvency.file_claim`, `insolvency.admit`, `insolvency.dividend`,
//! `insolvency.withdraw`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::insolvency::{DividendFault, Side, of_rate, spread};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::record::close_tasks;
use super::shown::{
    Insolvencies, InsolvenciesOf, InsolvencyEntry, InsolvencyHead, InsolvencyItem, entries, head,
    items, of_customer,
};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Notes that the claim was filed.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct FileClaim {
    /// The insolvency.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub on: NaiveDate,
    /// The items; every debit before the opening that was open at it and is not filed yet where it is empty.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// Words.
    #[serde(default)]
    pub note: String,
}

/// Notes what the administrator admitted in all.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AdmitClaim {
    /// The insolvency.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Words.
    #[serde(default)]
    pub note: String,
}

/// A dividend: an amount, or a rate over what was filed.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct Dividend {
    /// The insolvency.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Minor units.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Hundredths of a percent.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub rate_bp: Option<i64>,
    /// Words.
    #[serde(default)]
    pub note: String,
}

/// Withdraws an entry that was wrong.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WithdrawEntry {
    /// The entry.
    #[ts(type = "number")]
    pub entry_id: i64,
    /// Why.
    pub reason: String,
}

/// The part of a dividend that falls on an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DividendPart {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// Filed of it, minor units.
    #[ts(type = "number")]
    pub filed_minor: i64,
    /// Its part, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open of it now, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
}

/// A dividend as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DividendPreview {
    /// Currency.
    pub currency: String,
    /// The dividend, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Filed in all, minor units.
    #[ts(type = "number")]
    pub filed_minor: i64,
    /// Parts by due day; they add up to the dividend.
    pub parts: Vec<DividendPart>,
}

/// An entry to be written.
struct NewEntry<'a> {
    insolvency_id: i64,
    kind: &'a str,
    on: NaiveDate,
    currency: &'a str,
    amount_minor: i64,
    rate_bp: Option<i64>,
    withdraws_id: Option<i64>,
    note: &'a str,
    /// Transaction and minor units.
    parts: &'a [(i64, i64)],
}

fn enter(act: &mut Act<'_>, new: &NewEntry<'_>) -> Result<(), Refusal> {
    let id: i64 = act.query_row(
        "INSERT INTO insolvency_entries (insolvency_id, kind, entry_on, currency, amount_minor, rate_bp, withdraws_id,
           note, entered_by_id, act_id)
         VALUES (:insolvency, :kind, :on, :currency, :minor, :rate, :withdraws, :note, :user, :act) RETURNING id",
        named_params! {
            ":insolvency": new.insolvency_id, ":kind": new.kind, ":on": new.on.to_string(),
            ":currency": new.currency, ":minor": new.amount_minor, ":rate": new.rate_bp,
            ":withdraws": new.withdraws_id, ":note": new.note.trim(), ":user": act.actor.user_id, ":act": act.id,
        },
        |row| row.get("id"),
    )?;
    let mut insert = act.prepare_cached(
        "INSERT INTO insolvency_parts (entry_id, transaction_id, amount_minor) VALUES (?1, ?2, ?3)",
    )?;
    for (transaction_id, minor) in new.parts {
        insert.execute([id, *transaction_id, *minor])?;
    }
    Ok(())
}

/// An open insolvency, with its customer; an entry is of a day since the opening and not later than today.
fn open_head(session: &Session<'_>, id: i64, on: NaiveDate) -> Result<InsolvencyHead, Refusal> {
    let head = head(session.connection(), id)?;
    if let Some(closed_on) = head.closed_on {
        return Err(Refusal::new("insolvency_closed").with("closed_on", closed_on));
    }
    if on < head.opened_on || on > session.today {
        return Err(Refusal::new("insolvency_entry_day")
            .with("field", "on")
            .with("opened_on", head.opened_on)
            .with("today", session.today));
    }
    Ok(head)
}

fn items_now(
    connection: &Connection,
    head: &InsolvencyHead,
    today: NaiveDate,
) -> Result<Vec<InsolvencyItem>, Refusal> {
    let customer = customer_id(connection, &head.account)?;
    items(connection, customer, head, today)
}

/// `insolvency.file_claim`: one entry per currency.
pub fn file_claim(session: &mut Session<'_>, request: FileClaim) -> Result<Insolvencies, Refusal> {
    let head = open_head(session, request.id, request.on)?;
    let items = items_now(session.connection(), &head, session.today)?;
    let chosen = &request.transaction_ids;
    let mut by_currency: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    for item in &items {
        let wanted = chosen.is_empty() || chosen.contains(&item.transaction_id);
        if wanted && item.side == Side::Before && item.opening_minor > 0 && item.filed_minor == 0 {
            by_currency
                .entry(&item.currency)
                .or_default()
                .push((item.transaction_id, item.opening_minor));
        }
    }
    let found: usize = by_currency.values().map(Vec::len).sum();
    if found == 0 || (!chosen.is_empty() && found != chosen.len()) {
        return Err(Refusal::new("insolvency_nothing_to_file").with("field", "transaction_ids"));
    }
    session.act(|act| {
        act.about("insolvency", &head.account);
        for (currency, parts) in &by_currency {
            let amount_minor = parts.iter().map(|(_, minor)| minor).sum();
            act.note(&format!("filed {currency}"), amount_minor);
            enter(
                act,
                &NewEntry {
                    insolvency_id: head.id,
                    kind: "filed",
                    on: request.on,
                    currency,
                    amount_minor,
                    rate_bp: None,
                    withdraws_id: None,
                    note: &request.note,
                    parts,
                },
            )?;
        }
        close_tasks(act, head.id, None)
    })?;
    of_customer(session, InsolvenciesOf::today(head.account))
}

/// `insolvency.admit`
pub fn admit(session: &mut Session<'_>, request: AdmitClaim) -> Result<Insolvencies, Refusal> {
    let head = open_head(session, request.id, request.on)?;
    let filed = filed(&head, &request.currency)?;
    if request.amount_minor < 0 || request.amount_minor > filed {
        return Err(above_filed(&request.currency, filed));
    }
    session.act(|act| {
        act.about("insolvency", &head.account);
        act.note("admitted", request.amount_minor);
        enter(
            act,
            &NewEntry {
                insolvency_id: head.id,
                kind: "admitted",
                on: request.on,
                currency: &request.currency,
                amount_minor: request.amount_minor,
                rate_bp: None,
                withdraws_id: None,
                note: &request.note,
                parts: &[],
            },
        )
    })?;
    of_customer(session, InsolvenciesOf::today(head.account))
}

fn filed(head: &InsolvencyHead, currency: &str) -> Result<i64, Refusal> {
    let sum = head.sums.iter().find(|sum| sum.currency == currency);
    match sum.map(|sum| sum.filed_minor) {
        Some(filed) if filed > 0 => Ok(filed),
        _ => Err(Refusal::new("insolvency_nothing_filed").with("currency", currency)),
    }
}

fn above_filed(currency: &str, filed_minor: i64) -> Refusal {
    Refusal::new("insolvency_above_filed")
        .with("field", "amount_minor")
        .with("filed_minor", filed_minor)
        .with("currency", currency)
}

/// `insolvency.dividend_preview`: writes nothing.
pub fn dividend_preview(
    session: &mut Session<'_>,
    request: Dividend,
) -> Result<DividendPreview, Refusal> {
    let head = open_head(session, request.id, request.on)?;
    proposed(session, &head, &request)
}

fn proposed(
    session: &Session<'_>,
    head: &InsolvencyHead,
    request: &Dividend,
) -> Result<DividendPreview, Refusal> {
    let total = filed(head, &request.currency)?;
    let amount_minor = match (request.amount_minor, request.rate_bp) {
        (Some(minor), None) => minor,
        (None, Some(rate)) if (1..=10_000).contains(&rate) => of_rate(rate, total).unwrap_or(0),
        _ => return Err(Refusal::new("value_missing").with("field", "amount_minor")),
    };
    let items: Vec<InsolvencyItem> = items_now(session.connection(), head, session.today)?
        .into_iter()
        .filter(|item| item.currency == request.currency && item.filed_minor > 0)
        .collect();
    let weights: Vec<i64> = items.iter().map(|item| item.filed_minor).collect();
    let spread = spread(amount_minor, &weights).map_err(|fault| match fault {
        DividendFault::NothingFiled => {
            Refusal::new("insolvency_nothing_filed").with("currency", &request.currency)
        }
        DividendFault::NotPositive => Refusal::new("value_missing").with("field", "amount_minor"),
        DividendFault::AboveFiled { filed_minor } => above_filed(&request.currency, filed_minor),
    })?;
    let parts = items
        .into_iter()
        .zip(spread)
        .map(|(item, amount_minor)| DividendPart {
            transaction_id: item.transaction_id,
            document_no: item.document_no,
            filed_minor: item.filed_minor,
            amount_minor,
            open_minor: item.open_minor,
        })
        .collect();
    Ok(DividendPreview {
        currency: request.currency.clone(),
        amount_minor,
        filed_minor: total,
        parts,
    })
}

/// `insolvency.dividend`: dividends together never exceed what was filed.
pub fn dividend(session: &mut Session<'_>, request: Dividend) -> Result<Insolvencies, Refusal> {
    let head = open_head(session, request.id, request.on)?;
    let proposed = proposed(session, &head, &request)?;
    let before: i64 = head
        .sums
        .iter()
        .filter(|sum| sum.currency == request.currency)
        .map(|sum| sum.dividends_minor)
        .sum();
    if before + proposed.amount_minor > proposed.filed_minor {
        return Err(above_filed(&request.currency, proposed.filed_minor));
    }
    let parts: Vec<(i64, i64)> = proposed
        .parts
        .iter()
        .map(|part| (part.transaction_id, part.amount_minor))
        .collect();
    session.act(|act| {
        act.about("insolvency", &head.account);
        act.note("dividend", proposed.amount_minor);
        enter(
            act,
            &NewEntry {
                insolvency_id: head.id,
                kind: "dividend",
                on: request.on,
                currency: &request.currency,
                amount_minor: proposed.amount_minor,
                rate_bp: request.rate_bp,
                withdraws_id: None,
                note: &request.note,
                parts: &parts,
            },
        )
    })?;
    of_customer(session, InsolvenciesOf::today(head.account))
}

/// A dividend that was noted and is not posted.
pub(crate) struct NotedDividend {
    pub account: String,
    pub opened_on: NaiveDate,
    /// Number of the court's file.
    pub file_number: String,
    pub currency: String,
    pub amount_minor: i64,
    /// Transaction and minor units; they add up to the dividend.
    pub parts: Vec<(i64, i64)>,
}

/// The dividend of an entry, to be posted; refused where it is none, was withdrawn or is posted already.
pub(crate) fn noted_dividend(
    connection: &Connection,
    entry_id: i64,
) -> Result<NotedDividend, Refusal> {
    let (head, entry) = entry_of(connection, entry_id)?;
    if entry.kind != "dividend" || entry.withdrawn {
        return Err(Refusal::new("insolvency_no_dividend").with("kind", entry.kind));
    }
    if entry.posting_id.is_some() {
        return Err(Refusal::new("insolvency_dividend_posted"));
    }
    let parts = connection
        .prepare_cached(
            "SELECT transaction_id, amount_minor FROM insolvency_parts WHERE entry_id = :entry AND amount_minor > 0
             ORDER BY transaction_id",
        )?
        .query_map(named_params! {":entry": entry_id}, |row| {
            Ok((row.get("transaction_id")?, row.get("amount_minor")?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(NotedDividend {
        account: head.account,
        opened_on: head.opened_on,
        file_number: head.file_number,
        currency: entry.currency,
        amount_minor: entry.amount_minor,
        parts,
    })
}

fn entry_of(
    connection: &Connection,
    entry_id: i64,
) -> Result<(InsolvencyHead, InsolvencyEntry), Refusal> {
    let unknown = || Refusal::new("unknown_insolvency").with("id", entry_id);
    let insolvency_id: i64 = connection
        .prepare_cached("SELECT insolvency_id FROM insolvency_entries WHERE id = :id")?
        .query_map(named_params! {":id": entry_id}, |row| row.get(0))?
        .next()
        .transpose()?
        .ok_or_else(unknown)?;
    let entry = entries(connection, insolvency_id)?
        .into_iter()
        .find(|entry| entry.id == entry_id)
        .ok_or_else(unknown)?;
    Ok((head(connection, insolvency_id)?, entry))
}

/// `insolvency.withdraw`: what was filed can be withdrawn only while nothing rests on it.
pub fn withdraw(
    session: &mut Session<'_>,
    request: WithdrawEntry,
) -> Result<Insolvencies, Refusal> {
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "reason"));
    }
    let (head, entry) = entry_of(session.connection(), request.entry_id)?;
    let insolvency_id = head.id;
    let all = entries(session.connection(), insolvency_id)?;
    if entry.withdrawn || entry.kind == "withdrawn" {
        return Err(Refusal::new("insolvency_withdrawn"));
    }
    if entry.posting_id.is_some() {
        return Err(Refusal::new("insolvency_dividend_posted"));
    }
    let rests = all.iter().any(|other| {
        !other.withdrawn
            && other.currency == entry.currency
            && matches!(other.kind.as_str(), "admitted" | "dividend")
    });
    if entry.kind == "filed" && rests {
        return Err(Refusal::new("insolvency_rests_on_claim"));
    }
    session.act(|act| {
        act.about("insolvency", &head.account);
        act.because(Some(reason), None);
        act.note("withdrawn", entry.id);
        enter(
            act,
            &NewEntry {
                insolvency_id,
                kind: "withdrawn",
                on: act.today,
                currency: &entry.currency,
                amount_minor: entry.amount_minor,
                rate_bp: None,
                withdraws_id: Some(entry.id),
                note: reason,
                parts: &[],
            },
        )
    })?;
    of_customer(session, InsolvenciesOf::today(head.account))
}

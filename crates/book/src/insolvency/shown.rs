//! `insolvency.list` and `insolvency.of_customer`: the items before and after the opening, apart, with what became of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::{Horizon, Kind, OpenItem};
use engine::insolvency::{Side, side};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{Scope, customer_id, day_of, for_each_open, kind_of, optional_day_of};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// What is recorded of an insolvency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InsolvencyHead {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Account number.
    pub account: String,
    /// Name of the customer.
    pub name: String,
    /// Court.
    pub court: String,
    /// Number of the court's file.
    pub file_number: String,
    /// The opening day.
    pub opened_on: NaiveDate,
    /// Administrator.
    pub administrator: String,
    /// The last day for filing.
    pub file_by_on: Option<NaiveDate>,
    /// Notes.
    pub note: String,
    /// The first day on which it is over.
    pub closed_on: Option<NaiveDate>,
    /// The day on which the claim was filed first.
    pub filed_on: Option<NaiveDate>,
    /// Sums per currency.
    pub sums: Vec<InsolvencySum>,
}

/// Filed, admitted and distributed in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InsolvencySum {
    /// Currency.
    pub currency: String,
    /// Filed, minor units.
    #[ts(type = "number")]
    pub filed_minor: i64,
    /// Admitted by the newest entry, minor units; `None` before the first.
    #[ts(type = "number | null")]
    pub admitted_minor: Option<i64>,
    /// Dividends, minor units.
    #[ts(type = "number")]
    pub dividends_minor: i64,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InsolvencyEntry {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// `filed`, `admitted`, `dividend` or `withdrawn`.
    pub kind: String,
    /// Its day.
    pub on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Of a dividend given as a rate: hundredths of a percent.
    #[ts(type = "number | null")]
    pub rate_bp: Option<i64>,
    /// The entry that it withdraws.
    #[ts(type = "number | null")]
    pub withdraws_id: Option<i64>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// Of a dividend that settled its items: the posting.
    #[ts(type = "number | null")]
    pub posting_id: Option<i64>,
    /// Words.
    pub note: String,
    /// Who entered it.
    pub entered_by: String,
}

/// An item on one side of the opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InsolvencyItem {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// What it is.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// Day of the document.
    pub document_on: NaiveDate,
    /// When it fell due.
    pub due_on: NaiveDate,
    /// Side of the opening.
    pub side: Side,
    /// Currency.
    pub currency: String,
    /// Open at the opening, minor units; 0 of one after it.
    #[ts(type = "number")]
    pub opening_minor: i64,
    /// Open on the day that is shown, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Filed of it, minor units.
    #[ts(type = "number")]
    pub filed_minor: i64,
    /// Its part of the dividends, minor units.
    #[ts(type = "number")]
    pub dividends_minor: i64,
}

/// What is left of the filed items of a currency once dividends were posted: it is proposed to be written off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InsolvencyRest {
    /// Currency.
    pub currency: String,
    /// Items that are open still.
    #[ts(type = "number")]
    pub items: i64,
    /// Minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// An insolvency with its items and its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Insolvency {
    /// What is recorded.
    pub head: InsolvencyHead,
    /// Items before the opening, then those after it, each by due day.
    pub items: Vec<InsolvencyItem>,
    /// The history, oldest first.
    pub entries: Vec<InsolvencyEntry>,
    /// What is left of filed items, for each currency in which a dividend was posted.
    pub rests: Vec<InsolvencyRest>,
}

/// The insolvencies of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Insolvencies {
    /// The open one, then those that are over, newest first.
    pub insolvencies: Vec<Insolvency>,
}

/// Asks for the insolvencies of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct InsolvenciesOf {
    /// Account number.
    pub account: String,
    /// The day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

impl InsolvenciesOf {
    pub(crate) fn today(account: String) -> Self {
        Self {
            account,
            as_of: None,
        }
    }
}

/// Every insolvency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InsolvencyList {
    /// Open ones first, newest first.
    pub insolvencies: Vec<InsolvencyHead>,
}

const HEADS: &str = "
  SELECT i.*, c.account, c.name,
    (SELECT MIN(e.entry_on) FROM insolvency_entries e WHERE e.insolvency_id = i.id AND e.kind = 'filed'
       AND NOT EXISTS (SELECT 1 FROM insolvency_entries w WHERE w.withdraws_id = e.id)) AS filed_on
  FROM insolvencies i JOIN customers c ON c.id = i.customer_id";

/// `insolvency.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<InsolvencyList, Refusal> {
    session.read(|connection| {
        let mut statement = connection.prepare_cached(&format!(
            "{HEADS} ORDER BY i.closed_on IS NOT NULL, i.opened_on DESC, i.id DESC"
        ))?;
        let mut rows = statement.query([])?;
        let mut insolvencies = Vec::new();
        while let Some(row) = rows.next()? {
            insolvencies.push(read_head(connection, row)?);
        }
        Ok(InsolvencyList { insolvencies })
    })
}

/// What is recorded of the insolvency `id`.
pub(super) fn head(connection: &Connection, id: i64) -> Result<InsolvencyHead, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{HEADS} WHERE i.id = :id"))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    match rows.next()? {
        Some(row) => read_head(connection, row),
        None => Err(Refusal::new("unknown_insolvency").with("id", id)),
    }
}

fn read_head(connection: &Connection, row: &Row<'_>) -> Result<InsolvencyHead, Refusal> {
    let id = row.get("id")?;
    Ok(InsolvencyHead {
        id,
        account: row.get("account")?,
        name: row.get("name")?,
        court: row.get("court")?,
        file_number: row.get("file_number")?,
        opened_on: day_of(row, "opened_on")?,
        administrator: row.get("administrator")?,
        file_by_on: optional_day_of(row, "file_by_on")?,
        note: row.get("note")?,
        closed_on: optional_day_of(row, "closed_on")?,
        filed_on: optional_day_of(row, "filed_on")?,
        sums: sums(&entries(connection, id)?),
    })
}

fn sums(entries: &[InsolvencyEntry]) -> Vec<InsolvencySum> {
    let mut sums: BTreeMap<&str, InsolvencySum> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !entry.withdrawn) {
        let sum = sums
            .entry(&entry.currency)
            .or_insert_with(|| InsolvencySum {
                currency: entry.currency.clone(),
                filed_minor: 0,
                admitted_minor: None,
                dividends_minor: 0,
            });
        match entry.kind.as_str() {
            "filed" => sum.filed_minor += entry.amount_minor,
            "admitted" => sum.admitted_minor = Some(entry.amount_minor),
            "dividend" => sum.dividends_minor += entry.amount_minor,
            _ => {}
        }
    }
    sums.retain(|_, sum| {
        sum.filed_minor != 0 || sum.admitted_minor.is_some() || sum.dividends_minor != 0
    });
    sums.into_values().collect()
}

/// The history of an insolvency, oldest first.
pub(super) fn entries(connection: &Connection, id: i64) -> Result<Vec<InsolvencyEntry>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT e.*, u.code AS entered_by,
                EXISTS (SELECT 1 FROM insolvency_entries w WHERE w.withdraws_id = e.id) AS withdrawn,
                (SELECT x.posting_id FROM insolvency_postings x JOIN settlement_postings p ON p.id = x.posting_id
                 WHERE x.entry_id = e.id AND p.undone_by_act_id IS NULL) AS posting_id
         FROM insolvency_entries e JOIN users u ON u.id = e.entered_by_id
         WHERE e.insolvency_id = :id ORDER BY e.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(InsolvencyEntry {
            id: row.get("id")?,
            kind: row.get("kind")?,
            on: day_of(row, "entry_on")?,
            currency: row.get("currency")?,
            amount_minor: row.get("amount_minor")?,
            rate_bp: row.get("rate_bp")?,
            withdraws_id: row.get("withdraws_id")?,
            withdrawn: row.get("withdrawn")?,
            posting_id: row.get("posting_id")?,
            note: row.get("note")?,
            entered_by: row.get("entered_by")?,
        });
    }
    Ok(found)
}

/// `insolvency.of_customer`
pub fn of_customer(
    session: &mut Session<'_>,
    request: InsolvenciesOf,
) -> Result<Insolvencies, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let customer = customer_id(connection, &request.account)?;
        let mut statement = connection.prepare_cached(&format!(
            "{HEADS} WHERE i.customer_id = :customer
             ORDER BY i.closed_on IS NOT NULL, i.opened_on DESC, i.id DESC"
        ))?;
        let mut rows = statement.query(named_params! {":customer": customer})?;
        let mut insolvencies = Vec::new();
        while let Some(row) = rows.next()? {
            let head = read_head(connection, row)?;
            let items = items(connection, customer, &head, as_of)?;
            let entries = entries(connection, head.id)?;
            insolvencies.push(Insolvency {
                rests: rests(&items, &entries),
                items,
                entries,
                head,
            });
        }
        Ok(Insolvencies { insolvencies })
    })
}

fn rests(items: &[InsolvencyItem], entries: &[InsolvencyEntry]) -> Vec<InsolvencyRest> {
    let mut rests: BTreeMap<&str, InsolvencyRest> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.posting_id.is_some()) {
        rests
            .entry(&entry.currency)
            .or_insert_with(|| InsolvencyRest {
                currency: entry.currency.clone(),
                items: 0,
                amount_minor: 0,
            });
    }
    for item in items
        .iter()
        .filter(|item| item.filed_minor > 0 && item.open_minor > 0)
    {
        if let Some(rest) = rests.get_mut(item.currency.as_str()) {
            rest.items += 1;
            rest.amount_minor += item.open_minor;
        }
    }
    rests.into_values().collect()
}

/// What is open of each transaction of a customer on a day; instalments count as one.
pub(super) fn open_on(
    connection: &Connection,
    customer: i64,
    day: NaiveDate,
) -> Result<BTreeMap<i64, OpenItem>, Refusal> {
    let mut open: BTreeMap<i64, OpenItem> = BTreeMap::new();
    for_each_open(
        connection,
        Scope::Customer(customer),
        Horizon::as_of(day),
        |_, items| {
            for item in items {
                open.entry(item.transaction_id)
                    .and_modify(|known| {
                        known.open_minor += item.open_minor;
                        known.due_on = known.due_on.min(item.due_on);
                    })
                    .or_insert(*item);
            }
            Ok(())
        },
    )?;
    Ok(open)
}

/// Filed amounts and parts of dividends by transaction, of entries that were not withdrawn.
pub(super) fn parts(
    connection: &Connection,
    id: i64,
) -> Result<BTreeMap<i64, (i64, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT p.transaction_id, e.kind, SUM(p.amount_minor) AS minor
         FROM insolvency_entries e JOIN insolvency_parts p ON p.entry_id = e.id
         WHERE e.insolvency_id = :id AND NOT EXISTS (SELECT 1 FROM insolvency_entries w WHERE w.withdraws_id = e.id)
         GROUP BY p.transaction_id, e.kind",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut parts: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get("kind")?;
        let part = parts.entry(row.get("transaction_id")?).or_default();
        if kind == "filed" {
            part.0 += row.get::<_, i64>("minor")?;
        } else {
            part.1 += row.get::<_, i64>("minor")?;
        }
    }
    Ok(parts)
}

/// Items that were open at the opening, were filed, or are open now, on their side.
pub(super) fn items(
    connection: &Connection,
    customer: i64,
    head: &InsolvencyHead,
    as_of: NaiveDate,
) -> Result<Vec<InsolvencyItem>, Refusal> {
    let opening = open_on(connection, customer, head.opened_on)?;
    let now = open_on(connection, customer, as_of)?;
    let parts = parts(connection, head.id)?;
    let mut ids: Vec<i64> = now.keys().chain(parts.keys()).copied().collect();
    ids.extend(
        opening
            .values()
            .filter(|item| side(item.document_on, head.opened_on) == Side::Before)
            .map(|item| item.transaction_id),
    );
    ids.sort_unstable();
    ids.dedup();
    let mut document = connection.prepare_cached(
        "SELECT kind, document_no, document_on, due_on, currency FROM transactions WHERE id = ?1",
    )?;
    let mut items = Vec::new();
    for id in ids {
        let mut rows = document.query([id])?;
        let Some(row) = rows.next()? else { continue };
        let document_on = day_of(row, "document_on")?;
        let at = side(document_on, head.opened_on);
        let minor =
            |open: &BTreeMap<i64, OpenItem>| open.get(&id).map_or(0, |item| item.open_minor);
        let (filed_minor, dividends_minor) = parts.get(&id).copied().unwrap_or_default();
        items.push(InsolvencyItem {
            transaction_id: id,
            kind: kind_of(&row.get::<_, String>("kind")?)?,
            document_no: row.get("document_no")?,
            document_on,
            due_on: day_of(row, "due_on")?,
            side: at,
            currency: row.get("currency")?,
            opening_minor: match at {
                Side::Before => minor(&opening),
                Side::After => 0,
            },
            open_minor: minor(&now),
            filed_minor,
            dividends_minor,
        });
    }
    items.sort_by_key(|item| (item.side == Side::After, item.due_on, item.transaction_id));
    Ok(items)
}

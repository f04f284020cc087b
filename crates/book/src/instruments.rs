//! Instruments: post-dated cheques and bills. They are paper, not money: they settle nothing until they are cleared,
//! and are shown apart with their day until then (T-A17).

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::{INSTRUMENTS, customer_id, instrument};
pub use crate::accounts::{InstrumentKind, InstrumentRow, InstrumentState};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for papers.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct InstrumentsRequest {
    /// Account number; all where missing.
    pub account: Option<String>,
    /// Also those that were cleared or returned.
    pub all: bool,
}

/// Papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Instruments {
    /// By the day on them.
    pub instruments: Vec<InstrumentRow>,
}

/// Records a paper.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct RecordInstrument {
    /// Account number.
    pub account: String,
    /// Kind.
    pub kind: InstrumentKind,
    /// Its number.
    pub number: String,
    /// When it was received; today where missing.
    pub received_on: Option<NaiveDate>,
    /// The day on it.
    pub due_on: Option<NaiveDate>,
    /// Currency.
    pub currency: String,
    /// Minor units, positive.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Documents that it shall pay.
    #[ts(type = "Array<number>")]
    pub pays: Vec<i64>,
}

/// A paper that came back unpaid.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReturnInstrument {
    /// The paper.
    #[ts(type = "number")]
    pub id: i64,
    /// When; today where missing.
    pub returned_on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

/// `instruments.list`
pub fn list(
    session: &mut Session<'_>,
    request: InstrumentsRequest,
) -> Result<Instruments, Refusal> {
    let mut statement = session.connection().prepare_cached(&format!(
        "{INSTRUMENTS} WHERE (:account IS NULL OR c.account = :account)
           AND (:all OR (i.cleared_on IS NULL AND i.returned_on IS NULL)) ORDER BY i.due_on, i.id"
    ))?;
    let mut rows =
        statement.query(named_params! {":account": request.account, ":all": request.all})?;
    let mut instruments = Vec::new();
    while let Some(row) = rows.next()? {
        instruments.push(instrument(row)?);
    }
    Ok(Instruments { instruments })
}

/// One paper.
pub(crate) fn load(connection: &Connection, id: i64) -> Result<InstrumentRow, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{INSTRUMENTS} WHERE i.id = :id"))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    match rows.next()? {
        Some(row) => instrument(row),
        None => Err(Refusal::new("unknown_instrument").with("id", id)),
    }
}

/// `instruments.record`
pub fn record(
    session: &mut Session<'_>,
    request: RecordInstrument,
) -> Result<InstrumentRow, Refusal> {
    let received_on = request.received_on.unwrap_or(session.today);
    let due_on = request.due_on.unwrap_or(received_on);
    let number = request.number.trim();
    if number.is_empty() {
        return Err(Refusal::new("instrument_number_missing").with("field", "number"));
    }
    if request.amount_minor <= 0 {
        return Err(Refusal::new("amount_not_positive").with("field", "amount_minor"));
    }
    let currency: engine::money::Currency = request
        .currency
        .parse()
        .map_err(|_| Refusal::new("unknown_currency").with("currency", &request.currency))?;
    let id = session.act(|act| {
        let customer = customer_id(act, &request.account)?;
        act.about("instrument", number);
        act.note("account", &request.account);
        act.note("amount_minor", request.amount_minor);
        act.note("currency", currency);
        act.note("due_on", due_on);
        Ok(act
            .prepare_cached(
                "INSERT INTO instruments (uuid, customer_id, kind, number, received_on, due_on, currency,
                   amount_minor, pays, act_id)
                 VALUES (:uuid, :customer, :kind, :number, :received, :due, :currency, :amount, :pays, :act)",
            )?
            .insert(named_params! {
                ":uuid": Uuid::now_v7().to_string(), ":customer": customer, ":kind": request.kind.code(),
                ":number": number, ":received": received_on.to_string(), ":due": due_on.to_string(),
                ":currency": currency.code(), ":amount": request.amount_minor,
                ":pays": serde_json::to_string(&request.pays)?, ":act": act.id,
            })?)
    })?;
    load(session.connection(), id)
}

/// `instruments.return`: the paper came back unpaid; what it should have paid was open all the time.
pub fn give_back(
    session: &mut Session<'_>,
    request: ReturnInstrument,
) -> Result<InstrumentRow, Refusal> {
    let on = request.returned_on.unwrap_or(session.today);
    session.act(|act| {
        let paper = load(act, request.id)?;
        demand_uncleared(&paper)?;
        act.about("instrument", &paper.number);
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        act.change("returned_on", None::<NaiveDate>, Some(on));
        act.execute(
            "UPDATE instruments SET returned_on = :on, act_id = :act WHERE id = :id",
            named_params! {":id": request.id, ":on": on.to_string(), ":act": act.id},
        )?;
        Ok(())
    })?;
    load(session.connection(), request.id)
}

/// Refuses what is money already, or came back.
pub(crate) fn demand_uncleared(paper: &InstrumentRow) -> Result<(), Refusal> {
    if paper.state == InstrumentState::Uncleared {
        return Ok(());
    }
    Err(Refusal::new("instrument_not_uncleared")
        .with("number", &paper.number)
        .with("state", paper.state)
        .with("state_on", paper.state_on))
}

//! `settlement.preview` and `settlement.post`: debits and credits of a customer, marked by hand or in the order of the
//! rules.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::automatic;
use super::cross::{CrossMark, exchange};
use super::posted::{DifferenceKind, Posting};
use super::poster::{Poster, SettledBy, Side, pairs};
use crate::accounts::{customer_id, parse_day};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settling;

/// Settles documents of a customer.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SettleRequest {
    /// Account number.
    pub account: String,
    /// Currency of the documents, and of the credits of an exchange.
    pub currency: String,
    /// Accounting day; today where missing.
    pub settled_on: Option<NaiveDate>,
    /// Credits, in the order in which they are spent.
    pub credits: Vec<SettleCredit>,
    /// Debits, in the order in which they are paid; with `automatic` they are what the payer names.
    pub debits: Vec<SettleDebit>,
    /// Whether the order of the rules decides what else the credits pay.
    pub automatic: bool,
    /// Debits in another currency, each with both amounts.
    pub cross: Vec<CrossMark>,
    /// A comment for the history.
    pub note: String,
}

/// A credit that is spent.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SettleCredit {
    /// The credit.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Minor units, positive; all that is open where missing.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
}

/// A debit that is paid.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SettleDebit {
    /// The debit.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Minor units that the credits pay; what is open less discount and difference where missing.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Cash discount, minor units.
    #[ts(type = "number")]
    pub discount_minor: i64,
    /// Small difference, minor units.
    #[ts(type = "number")]
    pub difference_minor: i64,
}

/// What was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SettlementPosted {
    /// The posting; `settlement.undo` takes it.
    #[ts(type = "number")]
    pub posting_id: i64,
    /// What was posted.
    pub posting: Posting,
}

/// `settlement.preview`: the same act, taken back.
pub fn preview(session: &mut Session<'_>, request: SettleRequest) -> Result<Posting, Refusal> {
    let today = session.today;
    session.rehearse(|act| Ok(settle(act, &request, today)?.posting))
}

/// `settlement.post`
pub fn post(
    session: &mut Session<'_>,
    request: SettleRequest,
) -> Result<SettlementPosted, Refusal> {
    let today = session.today;
    session.act(|act| settle(act, &request, today))
}

fn settle(
    act: &mut Act<'_>,
    request: &SettleRequest,
    today: NaiveDate,
) -> Result<SettlementPosted, Refusal> {
    let on = request.settled_on.unwrap_or(today);
    act.about("settlement", &request.account);
    act.because(
        None,
        Some(request.note.trim()).filter(|note| !note.is_empty()),
    );
    let customer = customer_id(act, &request.account)?;
    let mut poster = Poster::default();
    let posting_id = poster.begin(act, customer, None, SettledBy::Person, on)?;
    for id in request
        .credits
        .iter()
        .map(|credit| credit.transaction_id)
        .chain(request.debits.iter().map(|debit| debit.transaction_id))
    {
        let side = poster.side(act, id)?;
        if side.customer_id != customer || side.currency != request.currency {
            return Err(Refusal::new("settle_not_of_account")
                .with("document_no", side.document_no)
                .with("account", &request.account)
                .with("currency", &request.currency));
        }
    }
    for mark in &request.cross {
        exchange(act, &mut poster, mark, on)?;
    }
    if request.automatic {
        automatic::settle_marked(act, &mut poster, request, customer, on)?;
    } else {
        by_hand(act, &mut poster, request, on)?;
    }
    let settled = poster.done.settlements.len();
    if settled == 0 {
        return Err(Refusal::new("nothing_to_settle").with("account", &request.account));
    }
    act.note("settlements", settled);
    let (posting, customers) = poster.finish(act)?;
    crate::flows::hooks::after_settlement(act, &customers);
    Ok(SettlementPosted {
        posting_id,
        posting,
    })
}

fn by_hand(
    act: &mut Act<'_>,
    poster: &mut Poster,
    request: &SettleRequest,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let mut debits = Vec::new();
    let mut credits = Vec::new();
    for mark in &request.debits {
        let side = poster.side(act, mark.transaction_id)?;
        let rest = side.open_minor - mark.discount_minor - mark.difference_minor;
        debits.push((side.id, mark.amount_minor.unwrap_or(rest)));
    }
    for mark in &request.credits {
        let side = poster.side(act, mark.transaction_id)?;
        credits.push((side.id, mark.amount_minor.unwrap_or(-side.open_minor)));
    }
    if let Some((id, _)) = debits.iter().chain(&credits).find(|(_, minor)| *minor < 0) {
        let side = poster.side(act, *id)?;
        return Err(Refusal::new("settle_not_positive").with("document_no", side.document_no));
    }
    for (debit, credit, minor) in pairs(&debits, &credits) {
        poster.settle(act, debit, credit, minor, on)?;
    }
    for mark in &request.debits {
        for (kind, minor) in [
            (DifferenceKind::CashDiscount, mark.discount_minor),
            (DifferenceKind::SmallDifference, mark.difference_minor),
        ] {
            close_by(act, poster, (mark.transaction_id, None), kind, minor, on)?;
        }
    }
    Ok(())
}

/// Closes `minor` of a document by an entry of its own; on a credit the entry is a debit. A discount is granted only
/// for the days of the document.
pub(crate) fn close_by(
    act: &mut Act<'_>,
    poster: &mut Poster,
    (document_id, payment_id): (i64, Option<i64>),
    kind: DifferenceKind,
    minor: i64,
    on: NaiveDate,
) -> Result<(), Refusal> {
    if minor == 0 {
        return Ok(());
    }
    let document = poster.side(act, document_id)?;
    if minor < 0 || minor > document.open_minor.abs() {
        return Err(Refusal::new("settle_over_open")
            .with("document_no", &document.document_no)
            .with("open_minor", document.open_minor.abs())
            .with("asked_minor", minor)
            .with("currency", &document.currency));
    }
    if kind == DifferenceKind::CashDiscount {
        check_discount(act, &document, minor, on)?;
    }
    let is_debit = document.open_minor > 0;
    let entry = (
        if is_debit { -minor } else { minor },
        document.currency.as_str(),
    );
    let id = poster.difference(act, kind, &document, payment_id, entry, on)?;
    let (debit, credit) = if is_debit {
        (document_id, id)
    } else {
        (id, document_id)
    };
    poster.settle(act, debit, credit, minor, on)?;
    Ok(())
}

fn check_discount(
    connection: &Connection,
    document: &Side,
    minor: i64,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let parameters = settling::load(connection)?;
    let granted: Option<(Option<i64>, Option<String>)> = connection
        .prepare_cached(
            "SELECT discount_minor, discount_on FROM transaction_details WHERE transaction_id = :id",
        )?
        .query_row(named_params! {":id": document.id}, |row| {
            Ok((row.get("discount_minor")?, row.get("discount_on")?))
        })
        .optional()?;
    let (granted, until) = granted.unwrap_or_default();
    let until = until.as_deref().and_then(parse_day);
    let allowed = match (granted, until) {
        (Some(granted), Some(until)) => engine::account::CashDiscount {
            amount_minor: granted.abs(),
            until,
        }
        .on(on, parameters.discount_tolerance_days),
        _ => 0,
    };
    let tolerance = parameters
        .tolerances
        .iter()
        .find(|tolerance| tolerance.currency == document.currency)
        .map_or(0, |tolerance| tolerance.discount_minor);
    if allowed > 0 && minor <= allowed + tolerance {
        return Ok(());
    }
    Err(Refusal::new("discount_not_granted")
        .with("document_no", &document.document_no)
        .with("granted_minor", allowed)
        .with("asked_minor", minor)
        .with("until", until)
        .with("currency", &document.currency))
}

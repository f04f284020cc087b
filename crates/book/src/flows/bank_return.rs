//! `bank.return`: a line of the bank gives payments back (T-B9). The line is the reason: day, code and amount come from it.

use chrono::NaiveDate;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::payment_return::{Asked, PaymentReturned, give_back_all};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::bank::{ReturnLine, payments_of_line, states};
use crate::refusal::Refusal;
use crate::returns;
use crate::session::Session;

/// Confirms a returned line.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReturnBankLine {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// The payment, where a person knows better than the matching which one it is.
    #[ts(type = "number | null")]
    pub transaction_id: Option<i64>,
    /// A comment for the history.
    pub note: String,
}

/// Payments of a customer that are looked at for a returned line.
const MOST: i64 = 50;

/// Asks which payments of a customer a returned line may give back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReturnPaymentsAsked {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Account number.
    pub account: String,
}

/// A payment that a returned line may give back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReturnablePayment {
    /// The payment.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// Its day.
    pub paid_on: NaiveDate,
    /// What was paid, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// What the bank took besides, minor units.
    #[ts(type = "number")]
    pub besides_minor: i64,
    /// Why it cannot have come back.
    pub refusal: Option<Refusal>,
}

/// Payments that a returned line may give back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReturnablePayments {
    /// Those of the same amount first, then the newest.
    pub payments: Vec<ReturnablePayment>,
}

/// `bank.return_payments`: payments of a customer in the currency of the line, made by its day and not larger than it.
pub fn payments_of_customer(
    session: &mut Session<'_>,
    request: ReturnPaymentsAsked,
) -> Result<ReturnablePayments, Refusal> {
    let today = session.today;
    session.read(|connection| {
        let line = ReturnLine::load(connection, request.line_id)?;
        let mut statement = connection.prepare_cached(
            "SELECT id, amount_minor - :amount AS besides FROM transactions
             WHERE customer_id = :customer AND kind = 'payment' AND currency = :currency
               AND amount_minor < 0 AND amount_minor >= :amount AND transaction_on <= :on
             ORDER BY amount_minor = :amount DESC, transaction_on DESC, id DESC LIMIT :most",
        )?;
        let found: Vec<(i64, i64)> = statement
            .query_map(
                named_params! {
                    ":customer": customer_id(connection, &request.account)?, ":currency": line.currency,
                    ":amount": line.amount_minor, ":on": line.booking_on.to_string(), ":most": MOST,
                },
                |row| Ok((row.get("id")?, row.get("besides")?)),
            )?
            .collect::<Result<_, _>>()?;
        let mut payments = Vec::with_capacity(found.len());
        for (id, besides_minor) in found {
            let payment = returns::payment(connection, id)?;
            let possible = returns::demand_returnable(connection, &payment, line.booking_on, today);
            payments.push(ReturnablePayment {
                transaction_id: id,
                document_no: payment.document_no,
                paid_on: payment.transaction_on,
                amount_minor: payment.amount_minor.saturating_neg(),
                besides_minor,
                refusal: possible.err(),
            });
        }
        Ok(ReturnablePayments { payments })
    })
}

/// `bank.return_preview`: the same act, taken back.
pub fn preview(
    session: &mut Session<'_>,
    request: ReturnBankLine,
) -> Result<PaymentReturned, Refusal> {
    session.rehearse(|act| post(act, &request))
}

/// `bank.return`
pub fn give_back(
    session: &mut Session<'_>,
    request: ReturnBankLine,
) -> Result<PaymentReturned, Refusal> {
    session.act(|act| post(act, &request))
}

fn post(act: &mut Act<'_>, request: &ReturnBankLine) -> Result<PaymentReturned, Refusal> {
    let line = ReturnLine::load(act, request.line_id)?;
    if line.state != "returned" {
        return Err(Refusal::new("bank_line_not_returned")
            .with("line_id", request.line_id)
            .with("state", &line.state));
    }
    act.about("bank_line", request.line_id);
    act.change("state", "returned", "posted");
    let note = request.note.trim();
    act.because(
        Some(line.reason_code.as_str()).filter(|code| !code.is_empty()),
        Some(note).filter(|note| !note.is_empty()),
    );
    let payments = payments(act, request, &line)?;
    let besides_minor = besides(act, &payments, &line)?;
    let asked: Vec<Asked<'_>> = payments
        .iter()
        .enumerate()
        .map(|(at, payment_id)| Asked {
            payment_id: *payment_id,
            line_id: Some(request.line_id),
            returned_on: line.booking_on,
            reason_code: &line.reason_code,
            reason_text: &line.reason_text,
            // The line is one posting of the bank: what it took besides goes with the first payment.
            besides_minor: if at == 0 { besides_minor } else { 0 },
        })
        .collect();
    states::set(act, request.line_id, "posted", note)?;
    give_back_all(act, &asked)
}

/// The payments of the line that had brought them, one for each customer.
fn payments(
    act: &Act<'_>,
    request: &ReturnBankLine,
    line: &ReturnLine,
) -> Result<Vec<i64>, Refusal> {
    if let Some(id) = request.transaction_id {
        return Ok(vec![id]);
    }
    let Some((line_id, _)) = line.payment_line else {
        return Err(Refusal::new("return_payment_unknown").with("line_id", request.line_id));
    };
    let found = payments_of_line(act, line_id)?;
    if found.is_empty() {
        return Err(Refusal::new("return_payment_not_posted").with("line_id", line_id));
    }
    Ok(found)
}

/// What the bank took besides the payments, minor units: its own charge. A part of a payment does not come back.
fn besides(act: &Act<'_>, payments: &[i64], line: &ReturnLine) -> Result<i64, Refusal> {
    let mut sum = 0_i64;
    for id in payments {
        let payment = returns::payment(act, *id)?;
        if payment.currency != line.currency {
            return Err(Refusal::new("return_other_currency")
                .with("document_no", payment.document_no)
                .with("currency", payment.currency)
                .with("other", &line.currency));
        }
        sum = sum.saturating_sub(payment.amount_minor);
    }
    if line.amount_minor.saturating_neg() < sum {
        return Err(Refusal::new("return_of_a_part")
            .with("returned_minor", line.amount_minor.saturating_neg())
            .with("paid_minor", sum)
            .with("currency", &line.currency));
    }
    Ok(line.amount_minor.saturating_neg().saturating_sub(sum))
}

//! `bank.return`: a line of the bank gives payments back (T-B9). The line is the reason: day, code and amount come from it.

use serde::{Deserialize, Serialize};

use super::payment_return::{Asked, PaymentReturned, give_back_all};
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
    demand_amount(act, &payments, &line)?;
    let asked: Vec<Asked<'_>> = payments
        .iter()
        .map(|payment_id| Asked {
            payment_id: *payment_id,
            line_id: Some(request.line_id),
            returned_on: line.booking_on,
            reason_code: &line.reason_code,
            reason_text: &line.reason_text,
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

/// The bank may take more than the payment, which is its own charge; a part of a payment does not come back.
fn demand_amount(act: &Act<'_>, payments: &[i64], line: &ReturnLine) -> Result<(), Refusal> {
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
    Ok(())
}

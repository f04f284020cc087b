//! Settling across currencies, by hand and with both amounts (T-M1): the amount leaves one currency by an entry of its
//! own and enters the other by another, so that every open amount stays in the currency of its document.

use chrono::NaiveDate;

use engine::money::Currency;
use engine::settlement::{Automatic, Class, Clearing, Credit, CreditUsed, Item, Mark, Rates, mark};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::posted::DifferenceKind;
use super::poster::{Poster, Side};
use crate::accounts::{currency_of, parse_day};
use crate::act::Act;
use crate::company;
use crate::refusal::Refusal;
use crate::terms::rate_on;

/// A debit paid by a credit in another currency.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct CrossMark {
    /// The debit.
    #[ts(type = "number")]
    pub debit_id: i64,
    /// What is settled of it, minor units of its currency.
    #[ts(type = "number")]
    pub debit_minor: i64,
    /// The credit.
    #[ts(type = "number")]
    pub credit_id: i64,
    /// What is used of it, minor units of its currency.
    #[ts(type = "number")]
    pub credit_minor: i64,
}

/// Settles a debit by a credit in another currency. Equal currencies are refused: there is nothing to exchange, and no
/// rate is ever applied to them (T-C9).
pub(super) fn exchange(
    act: &mut Act<'_>,
    poster: &mut Poster,
    cross: &CrossMark,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let (debit, credit) = (
        poster.side(act, cross.debit_id)?,
        poster.side(act, cross.credit_id)?,
    );
    poster.done.exchange_difference_minor += judged(act, &debit, &credit, cross, on)?;
    let kind = DifferenceKind::Currency;
    let into = (-cross.debit_minor, debit.currency.as_str());
    let entered = poster.difference(act, kind, &debit, Some(credit.id), into, on)?;
    poster.settle(act, debit.id, entered, cross.debit_minor, on)?;
    let out = (cross.credit_minor, credit.currency.as_str());
    let left = poster.difference(act, kind, &debit, Some(credit.id), out, on)?;
    poster.settle(act, left, credit.id, cross.credit_minor, on)?;
    Ok(())
}

/// What the engine says of the mark: the difference of values, minor units of the company's currency.
fn judged(
    connection: &Connection,
    debit: &Side,
    credit: &Side,
    cross: &CrossMark,
    on: NaiveDate,
) -> Result<i64, Refusal> {
    let company: Currency = currency_of(&company::load(connection)?.currency)?;
    let (own, other) = (
        currency_of(&debit.currency)?,
        currency_of(&credit.currency)?,
    );
    let mut of = Vec::new();
    for currency in [own, other] {
        if let Some(rate) = rate_on(connection, currency, company, on)? {
            of.push((currency, rate));
        }
    }
    let day = parse_day(&debit.transaction_on).unwrap_or(on);
    let item = Item {
        transaction_id: debit.id,
        row: 0,
        customer_id: debit.customer_id,
        kind: debit.kind,
        class: Class::of(debit.kind),
        document_no: &debit.document_no,
        voucher: &debit.document_no,
        transaction_on: day,
        due_on: Some(day),
        currency: own,
        open_minor: debit.open_minor,
        disputed_minor: 0,
        clearing: Clearing::Cleared,
        discount: None,
        automatic: Automatic::Allowed,
    };
    let paid = Credit {
        customer_id: credit.customer_id,
        currency: other,
        amount_minor: -credit.open_minor,
        on,
        clearing: Clearing::Cleared,
    };
    let mark_of = Mark {
        transaction_id: debit.id,
        row: 0,
        amount_minor: cross.debit_minor,
        discount_minor: 0,
        uses: CreditUsed::Across(cross.credit_minor),
    };
    let rates = Rates { company, of: &of };
    match mark(&[item], &paid, &[mark_of], &rates, 0) {
        Ok(marked) => Ok(marked.exchange_difference_minor),
        Err(refusals) => Err(refused(debit, credit, refusals.first())),
    }
}

fn refused(debit: &Side, credit: &Side, refusal: Option<&engine::settlement::Refusal>) -> Refusal {
    use engine::settlement::Refusal as Said;
    let of = |code: &str| {
        Refusal::new(code)
            .with("document_no", &debit.document_no)
            .with("currency", &debit.currency)
            .with("other", &credit.currency)
    };
    match refusal {
        Some(Said::SameCurrency { .. }) => of("settle_same_currency"),
        Some(Said::NoRate { currency }) => of("exchange_rate_missing").with("currency", currency),
        Some(Said::OtherCustomer { .. }) => of("settle_other_customer")
            .with("account", &debit.account)
            .with("other", &credit.account),
        Some(Said::OverOpen {
            open_minor,
            asked_minor,
            ..
        }) => of("settle_over_open")
            .with("open_minor", open_minor)
            .with("asked_minor", asked_minor),
        Some(Said::OverCredit {
            left_minor,
            asked_minor,
        }) => Refusal::new("settle_over_open")
            .with("document_no", &credit.document_no)
            .with("currency", &credit.currency)
            .with("open_minor", left_minor)
            .with("asked_minor", asked_minor),
        _ => of("settle_not_positive"),
    }
}

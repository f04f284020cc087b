mod adjustments;
mod approval;
mod batch;
mod duties;
mod exposure;
mod limits;
mod oracle;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Flag;
use super::exposure::{
    Component, CurrentOrder, Exposures, LimitType, Order, OrderCredit, Step, Taking,
};
use super::limits::{Management, Own, Question, Resolution, resolve};
use crate::account::{Kind, OpenItem};
use crate::exchange::Rates;
use crate::money::{Currency, Money};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Whole units of a currency with two digits.
const fn units(units: i64) -> i64 {
    units * 100
}

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn euro(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::EUR,
    }
}

/// A company in EUR that knows no other currency.
fn only_euro() -> Rates<'static> {
    Rates {
        company: Currency::EUR,
        of: &[],
    }
}

fn item(transaction_id: i64, kind: Kind, open_minor: i64) -> OpenItem {
    OpenItem {
        transaction_id,
        kind,
        transaction_on: day("2026-01-10"),
        document_on: day("2026-01-10"),
        due_on: day("2026-02-09"),
        currency: Currency::EUR,
        amount_minor: open_minor,
        open_minor,
        disputed_minor: 0,
        promised_minor: 0,
    }
}

fn order(order_no: &str, open_minor: i64) -> Order<'_> {
    Order {
        order_no,
        step: Step::Confirmation,
        credit: OrderCredit::Free,
        currency: Currency::EUR,
        open_minor,
        tax_minor: 0,
        prepaid_minor: 0,
    }
}

fn current(order_no: &str, amount_minor: i64) -> CurrentOrder<'_> {
    CurrentOrder {
        order_no,
        currency: Currency::EUR,
        amount_minor,
        tax_minor: 0,
        prepaid_minor: 0,
    }
}

fn taking(limit_type: &LimitType) -> Taking<'_> {
    Taking {
        day: day("2026-03-02"),
        limit_type,
        include_tax: Flag::Yes,
        rates: only_euro(),
    }
}

fn custom(parts: &[Component]) -> LimitType {
    LimitType::Custom(parts.iter().copied().collect())
}

fn all_of(total_minor: i64) -> Exposures {
    Exposures {
        total_minor,
        uninsured_minor: total_minor,
    }
}

fn question(own: Own<'_>, exposure_minor: i64) -> Question<'_> {
    Question {
        day: day("2026-03-02"),
        management: Management::On,
        tested: Flag::Yes,
        check_groups: Flag::Yes,
        own,
        cover_minor: 0,
        exposures: all_of(exposure_minor),
        group: None,
        rates: only_euro(),
    }
}

fn limit_of(minor: i64) -> Own<'static> {
    Own {
        permanent_minor: Some(minor),
        ..Own::default()
    }
}

fn resolved(question: &Question<'_>) -> Resolution {
    resolve(question).unwrap()
}

fn rate(code: &str, text: &str) -> (Currency, Decimal) {
    (currency(code), text.parse().unwrap())
}

//! From a record to a contact, an order, a delivery, a rate or a revenue figure.

use chrono::{Months, NaiveDate};

use super::Others;
use super::kinds::{ContactRow, DeliveryRow, ExchangeRateRow, OrderRow, OrderStep, RevenueRow};
use super::parts::{self, Parts};
use super::plan::{Money, Plan, Refusal};
use super::typing::{Around, Currencies, currency, one_of, party};
use crate::fault::RejectCode;
use crate::field::Field;
use crate::source::Record;
use crate::synonyms::normalise_heading;

pub(super) fn contact<'a>(plan: &'a Plan, record: &'a Record) -> Result<ContactRow<'a>, Refusal> {
    let text = |field| plan.text(record, field);
    let (customer_key, customer_no, customer_name) = party(plan, record, "")?;
    let (name, email, phone) = (
        text(Field::ContactName),
        text(Field::Email),
        text(Field::Phone),
    );
    one_of(
        plan,
        &[Field::ContactName, Field::Email, Field::Phone],
        name.or(email).or(phone),
    )?;
    Ok(ContactRow {
        line: record.line,
        customer_key,
        customer_no,
        customer_name,
        purpose: text(Field::ContactPurpose),
        name,
        email,
        phone,
        language: text(Field::Language),
        others: Others { record, plan },
    })
}

pub(super) fn order<'a>(
    plan: &'a Plan,
    record: &'a Record,
    around: Around<'a>,
    currencies: &mut Currencies,
) -> Result<OrderRow<'a>, Refusal> {
    let order_no = plan.needed(record, Field::OrderNo)?;
    let (customer_key, customer_no, customer_name) = party(plan, record, "")?;
    let order_date = needed_day(plan, record, Field::OrderDate)?;
    let (currency, money) = currency(plan, record, currencies)?;
    let open_amount_minor = open_amount(plan, record, money)?;
    let amount_minor = amount(plan, record, money, open_amount_minor)?;
    let step = match plan.text(record, Field::OrderStep) {
        None => OrderStep::Confirmed,
        Some(text) => order_step(text)
            .ok_or_else(|| plan.refuse(Field::OrderStep, RejectCode::UnknownOrderStep))?,
    };
    let sums = parts::check(plan, record, around.rest, money, amount_minor)?;
    Ok(OrderRow {
        line: record.line,
        order_no,
        customer_key,
        customer_no,
        customer_name,
        order_date,
        step,
        amount_minor,
        open_amount_minor,
        prepaid_minor: plan.amount(record, Field::Prepaid, money)?,
        tax_minor: plan.amount(record, Field::TaxAmount, money)?,
        terms: plan.text(record, Field::Terms),
        discount: plan.text(record, Field::DiscountCode),
        deliver_to: plan.text(record, Field::DeliverTo),
        suspicious: plan.flag(record, Field::Suspicious)?,
        currency,
        parts: Parts {
            plan,
            first: record,
            rest: around.rest,
            money,
            sign: sums.sign,
        },
        others: Others { record, plan },
    })
}

pub(super) fn delivery<'a>(
    plan: &'a Plan,
    record: &'a Record,
    currencies: &mut Currencies,
) -> Result<DeliveryRow<'a>, Refusal> {
    let delivery_no = plan.needed(record, Field::DeliveryNo)?;
    let (customer_key, customer_no, customer_name) = party(plan, record, "")?;
    let delivery_date = needed_day(plan, record, Field::DeliveryDate)?;
    let (currency, money) = currency(plan, record, currencies)?;
    let open = open_amount(plan, record, money)?;
    let whole = amount(plan, record, money, open)?;
    Ok(DeliveryRow {
        line: record.line,
        delivery_no,
        order_no: plan.text(record, Field::OrderNo),
        customer_key,
        customer_no,
        customer_name,
        delivery_date,
        amount_minor: open.unwrap_or(whole),
        currency,
        others: Others { record, plan },
    })
}

pub(super) fn exchange_rate(
    plan: &Plan,
    record: &Record,
    currencies: &mut Currencies,
) -> Result<ExchangeRateRow, Refusal> {
    let unknown = |field| plan.refuse(field, RejectCode::UnknownCurrency);
    let from = plan.needed(record, Field::CurrencyFrom)?;
    let from = currencies
        .known(from)
        .ok_or_else(|| unknown(Field::CurrencyFrom))?;
    let to = match plan.text(record, Field::CurrencyTo) {
        Some(code) => Some(
            currencies
                .known(code)
                .ok_or_else(|| unknown(Field::CurrencyTo))?,
        ),
        None => plan.default_currency(),
    };
    let to = one_of(plan, &[Field::CurrencyTo], to)?;
    let rate = one_of(plan, &[Field::Rate], plan.decimal(record, Field::Rate)?)?;
    if rate.mantissa <= 0 {
        return Err(plan.refuse(Field::Rate, RejectCode::RateNotPositive));
    }
    let units = plan.whole(record, Field::RateUnits)?.unwrap_or(1);
    if units == 0 {
        return Err(plan.refuse(Field::RateUnits, RejectCode::RateNotPositive));
    }
    Ok(ExchangeRateRow {
        line: record.line,
        from,
        to,
        day: needed_day(plan, record, Field::RateDate)?,
        rate,
        units,
    })
}

pub(super) fn revenue<'a>(
    plan: &'a Plan,
    record: &'a Record,
    currencies: &mut Currencies,
) -> Result<RevenueRow<'a>, Refusal> {
    let (customer_key, customer_no, customer_name) = party(plan, record, "")?;
    let (period_from, period_to) = period(plan, record)?;
    let (currency, money) = currency(plan, record, currencies)?;
    Ok(RevenueRow {
        line: record.line,
        customer_key,
        customer_no,
        customer_name,
        period_from,
        period_to,
        amount_minor: amount(plan, record, money, None)?,
        currency,
    })
}

fn needed_day(plan: &Plan, record: &Record, field: Field) -> Result<NaiveDate, Refusal> {
    one_of(plan, &[field], plan.day(record, field)?)
}

fn open_amount(plan: &Plan, record: &Record, money: Money) -> Result<Option<i64>, Refusal> {
    match plan.amount(record, Field::OpenAmountMinor, money)? {
        None => plan.amount(record, Field::OpenAmount, money),
        minor => Ok(minor),
    }
}

/// The whole amount; what is open stands in where the file has nothing else.
fn amount(plan: &Plan, record: &Record, money: Money, open: Option<i64>) -> Result<i64, Refusal> {
    let whole = match plan.amount(record, Field::AmountMinor, money)? {
        None => plan.amount(record, Field::Amount, money)?,
        minor => minor,
    };
    one_of(
        plan,
        &[Field::Amount, Field::AmountMinor, Field::OpenAmount],
        whole.or(open),
    )
}

/// First and last day of the period of a row.
fn period(plan: &Plan, record: &Record) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let named = plan.text(record, Field::Period).map(period_of);
    let wrong = |field| plan.refuse(field, RejectCode::NotAPeriod);
    let (from, to) = (
        plan.day(record, Field::PeriodFrom)?,
        plan.day(record, Field::PeriodTo)?,
    );
    let (from, to) = match (from, to, named) {
        (Some(from), Some(to), _) => (from, to),
        (_, _, Some(period)) => period.ok_or_else(|| wrong(Field::Period))?,
        // A period that only begins is a month where it begins with one, else no period.
        (Some(from), None, None) => {
            let end = from.checked_add_months(Months::new(1));
            let end = end.and_then(|day| day.pred_opt());
            (from, end.ok_or_else(|| wrong(Field::PeriodFrom))?)
        }
        (None, _, None) => return Err(wrong(Field::PeriodFrom)),
    };
    if to < from {
        return Err(wrong(Field::PeriodTo));
    }
    Ok((from, to))
}

/// `2026`, `2026-03`, `03/2026`, `Q1 2026`, `2026 Q1`.
fn period_of(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let upper = text.to_ascii_uppercase();
    let parts: Vec<&str> = upper
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let months_from = |year: &str, first: u32, months: u32| {
        let from = NaiveDate::from_ymd_opt(year.parse().ok()?, first, 1)?;
        let to = from.checked_add_months(Months::new(months))?.pred_opt()?;
        Some((from, to))
    };
    match parts.as_slice() {
        [year] if is_year(year) => months_from(year, 1, 12),
        [part, year] | [year, part] if is_year(year) => match part.strip_prefix('Q') {
            Some(quarter) => {
                let quarter: u32 = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
                months_from(year, quarter * 3 - 2, 3)
            }
            None => months_from(year, part.parse().ok().filter(|m| (1..=12).contains(m))?, 1),
        },
        _ => None,
    }
}

/// The words of the steps, as they are compared.
#[rustfmt::skip]
const STEPS: &[(OrderStep, &[&str])] = &[
    (OrderStep::Quotation, &["quotation", "quote", "offer", "angebot", "offerte", "devis", "preventivo", "draft"]),
    (OrderStep::Entered, &["entry", "entered", "created", "new", "erfasst", "neu", "angelegt", "saisi", "inserito", "ingevoerd"]),
    (OrderStep::Closed, &["closed", "done", "completed", "finished", "abgeschlossen", "erledigt", "termine", "chiuso", "afgesloten"]),
    (OrderStep::Cancelled, &["cancelled", "canceled", "void", "storniert", "storno", "annule", "annullato", "geannuleerd"]),
    (OrderStep::Confirmed, &["confirmed", "confirmation", "open", "ordered", "salesorder", "openorder", "bestatigt", "bestaetigt", "auftrag", "offen", "confirme", "confermato", "bevestigd"]),
    (OrderStep::Picking, &["picking", "pickinglist", "picked", "picklist", "kommissionierung", "inkommissionierung", "kommissioniert"]),
    (OrderStep::PackingSlip, &["packingslip", "packed", "delivered", "shipped", "geliefert", "lieferschein", "versandt", "livre", "consegnato", "geleverd"]),
    (OrderStep::Invoiced, &["invoiced", "billed", "berechnet", "fakturiert", "abgerechnet", "facture", "fatturato", "gefactureerd"]),
];

fn order_step(text: &str) -> Option<OrderStep> {
    let word = normalise_heading(text);
    let found = STEPS
        .iter()
        .find(|(_, words)| words.contains(&word.as_str()));
    found.map(|(step, _)| *step)
}

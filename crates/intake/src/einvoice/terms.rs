//! Cash discounts that `XRechnung` writes into the words of the payment terms, one line each:
//! `#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=119.00#` (the base is optional).

use chrono::{Days, NaiveDate};
use engine::money::Currency;
use rust_decimal::Decimal;

use super::model::{EInvoiceDiscount, EInvoiceWarning};
use super::value::{decimal_of, minor_of};

/// The discounts in these terms, and the lines that look like one but cannot be read.
///
/// `#VERZUG#…` lines (default interest) are left in the words: interest follows the book's own policy.
pub(super) fn discounts(
    terms: &str,
    issue_on: NaiveDate,
    currency: Currency,
) -> (Vec<EInvoiceDiscount>, Vec<EInvoiceWarning>) {
    let (mut found, mut unreadable) = (Vec::new(), Vec::new());
    for line in terms.lines().map(str::trim) {
        let Some(rest) = line.strip_prefix("#SKONTO#") else {
            continue;
        };
        match discount(rest, issue_on, currency) {
            Some(discount) => found.push(discount),
            None => unreadable.push(EInvoiceWarning::DiscountUnreadable {
                text: line.chars().take(80).collect(),
            }),
        }
    }
    (found, unreadable)
}

fn discount(rest: &str, issue_on: NaiveDate, currency: Currency) -> Option<EInvoiceDiscount> {
    let mut days = None;
    let mut percent = None;
    let mut base_minor = None;
    for part in rest.split('#').map(str::trim).filter(|p| !p.is_empty()) {
        match part.split_once('=')? {
            ("TAGE", text) => days = Some(text.parse::<u16>().ok()?),
            ("PROZENT", text) => percent = Some(decimal_of(text)?),
            ("BASISBETRAG", text) => base_minor = Some(minor_of(text, currency)?),
            _ => return None,
        }
    }
    let percent = percent.filter(|p| *p > Decimal::ZERO && *p < Decimal::ONE_HUNDRED)?;
    let days = days?;
    Some(EInvoiceDiscount {
        percent,
        days: Some(days),
        until_on: issue_on.checked_add_days(Days::new(u64::from(days))),
        base_minor,
    })
}

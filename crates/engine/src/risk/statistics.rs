//! Credit statistics (spec 10 §5). Days are hundredths of a day, shares are basis points.

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::account::{Kind, OpenItem};
use crate::day::{days_overdue, last_of_month};
use crate::money::round_minor;

/// The days over which a figure is taken; both count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First day.
    pub from_on: NaiveDate,
    /// Last day: the day of the figure.
    pub to_on: NaiveDate,
}

impl Window {
    /// The last `months` months before `today`; with `customer_since` it starts then, where that is later. `None` where
    /// it would start after today.
    pub fn last_months(
        today: NaiveDate,
        months: u32,
        customer_since: Option<NaiveDate>,
    ) -> Option<Self> {
        let start = today.checked_sub_months(Months::new(months))?;
        let from_on = customer_since.map_or(start, |since| since.max(start));
        (from_on <= today).then_some(Self {
            from_on,
            to_on: today,
        })
    }

    /// Its length: the difference of the two days (S-1 to S-4).
    pub fn days(self) -> i64 {
        (self.to_on - self.from_on).num_days()
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from_on <= day && day <= self.to_on
    }
}

/// A document that makes or lowers sales, in minor units of the company's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sale {
    /// What it is; only invoices and credit notes count.
    pub kind: Kind,
    /// The day on the document.
    pub document_on: NaiveDate,
    /// Signed as in the ledger: credit notes are negative and reduce sales.
    pub amount_minor: i64,
}

/// The credit sales of a window, minor units; `None` beyond the range.
pub fn sales(documents: &[Sale], window: Window) -> Option<i64> {
    let sum: i128 = documents
        .iter()
        .filter(|sale| matches!(sale.kind, Kind::Invoice | Kind::CreditNote))
        .filter(|sale| window.holds(sale.document_on))
        .map(|sale| i128::from(sale.amount_minor))
        .sum();
    i64::try_from(sum).ok()
}

/// Days sales outstanding in hundredths of a day: balance ÷ sales × days.
///
/// Blank (`None`) where there were no sales, or credit notes ate them up, or the window has no day (S-5).
pub fn dso(balance_minor: i64, sales_minor: i64, days: i64) -> Option<i64> {
    if sales_minor <= 0 || days <= 0 {
        return None;
    }
    ratio(
        i128::from(balance_minor)
            .checked_mul(i128::from(days))?
            .checked_mul(100)?,
        i128::from(sales_minor),
    )
}

/// What is stored of a customer at the end of a month, in minor units of the company's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthEnd {
    /// The last day of the month.
    pub on: NaiveDate,
    /// Open balance.
    pub balance_minor: i64,
    /// Exposure.
    pub exposure_minor: i64,
    /// *Total credit limit*; `None` where not set or unlimited.
    pub limit_minor: Option<i64>,
    /// Value of insurance and guarantees.
    pub cover_minor: i64,
}

/// The last `months` month-ends up to and including `today`.
pub fn month_ends(today: NaiveDate, months: u32) -> BTreeSet<NaiveDate> {
    let this_month = last_of_month(today).filter(|end| *end == today);
    let first_back = u32::from(this_month.is_none());
    (first_back..months.saturating_add(first_back))
        .map_while(|back| {
            let first = today.with_day(1)?;
            last_of_month(first.checked_sub_months(Months::new(back))?)
        })
        .collect()
}

/// The month-ends of the last `months` months that are stored.
fn stored(rows: &[MonthEnd], today: NaiveDate, months: u32) -> impl Iterator<Item = &MonthEnd> {
    let ends = month_ends(today, months);
    rows.iter().filter(move |row| ends.contains(&row.on))
}

/// *Average balance*: the mean of the month-end balances, minor units; `None` without a month-end.
pub fn average_balance(rows: &[MonthEnd], today: NaiveDate, months: u32) -> Option<i64> {
    let (mut sum, mut count) = (0_i128, 0_i128);
    for row in stored(rows, today, months) {
        sum += i128::from(row.balance_minor);
        count += 1;
    }
    ratio(sum, count)
}

/// *Average credit limit %*: the mean of exposure ÷ total credit limit, basis points. Months without a limit are left
/// out, and those of a limit of 0, of which there is no share.
pub fn average_limit_used(rows: &[MonthEnd], today: NaiveDate, months: u32) -> Option<i64> {
    mean_share(
        stored(rows, today, months).filter_map(|row| Some((row.exposure_minor, row.limit_minor?))),
    )
}

/// *Average exposure %*: the mean share of the exposure that is not insured, basis points. Months without exposure are
/// left out.
pub fn average_uninsured(rows: &[MonthEnd], today: NaiveDate, months: u32) -> Option<i64> {
    mean_share(stored(rows, today, months).map(|row| {
        let uninsured = row.exposure_minor.saturating_sub(row.cover_minor).max(0);
        (uninsured, row.exposure_minor)
    }))
}

/// The mean of part ÷ whole over positive wholes, basis points, rounded once.
fn mean_share(pairs: impl Iterator<Item = (i64, i64)>) -> Option<i64> {
    // The shares in ascending order, so that the last digit does not depend on the order of the rows.
    let mut shares: Vec<Decimal> = pairs
        .filter(|(_, whole)| *whole > 0)
        .map(|(part, whole)| Decimal::from(part) / Decimal::from(whole))
        .collect();
    shares.sort_unstable();
    let count = Decimal::from(
        i64::try_from(shares.len())
            .ok()
            .filter(|count| *count > 0)?,
    );
    let mut sum = Decimal::ZERO;
    for share in shares {
        sum = sum.checked_add(share)?;
    }
    sum.checked_mul(Decimal::from(10_000))
        .and_then(|sum| sum.checked_div(count))
        .and_then(round_minor)
}

/// How much a settled pair counts in a mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighted {
    /// Each pair the same.
    Equally,
    /// By its amount.
    ByAmount,
}

/// Whether the payment of a pair was returned by the bank (NSF).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// It stands.
    No,
    /// It came back, and is ignored.
    Yes,
}

/// An invoice and what settled it, in whole or in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The day on the invoice.
    pub invoiced_on: NaiveDate,
    /// When it fell due.
    pub due_on: NaiveDate,
    /// From which day the settlement counts.
    pub settled_on: NaiveDate,
    /// Settled, minor units of the company's currency, positive.
    pub amount_minor: i64,
    /// Whether the payment came back.
    pub returned: Returned,
}

/// *Average payment days*: mean days from invoice to settlement over the pairs settled in the window, hundredths of a
/// day; a pair of one day counts as 0 (S-6). `None` without a pair.
pub fn average_payment_days(pairs: &[Pair], window: Window) -> Option<i64> {
    mean_days(pairs, window, Weighted::Equally, |pair| {
        (pair.settled_on - pair.invoiced_on).num_days()
    })
}

/// *Average days past due*: mean of max(0, settlement − due) over the pairs settled in the window, hundredths of a day.
pub fn average_days_past_due(pairs: &[Pair], window: Window, weighted: Weighted) -> Option<i64> {
    mean_days(pairs, window, weighted, |pair| {
        days_overdue(pair.due_on, pair.settled_on).max(0)
    })
}

fn mean_days(
    pairs: &[Pair],
    window: Window,
    weighted: Weighted,
    days: impl Fn(&Pair) -> i64,
) -> Option<i64> {
    let (mut sum, mut weights) = (0_i128, 0_i128);
    for pair in pairs {
        if pair.returned == Returned::Yes || !window.holds(pair.settled_on) {
            continue;
        }
        let weight = match weighted {
            Weighted::Equally => 1,
            Weighted::ByAmount => i128::from(pair.amount_minor.max(0)),
        };
        sum += i128::from(days(pair)) * weight;
        weights += weight;
    }
    ratio(sum.checked_mul(100)?, weights)
}

/// *Longest delinquency*: the most days past due, of what was settled up to `today` or is open on it; 0 where nothing was
/// ever late.
pub fn longest_delinquency(pairs: &[Pair], open: &[OpenItem], today: NaiveDate) -> i64 {
    let settled = pairs
        .iter()
        .filter(|pair| pair.returned == Returned::No && pair.settled_on <= today)
        .map(|pair| days_overdue(pair.due_on, pair.settled_on));
    let open = open
        .iter()
        .filter(|item| item.open_minor > 0)
        .map(|item| days_overdue(item.due_on, today));
    settled.chain(open).max().unwrap_or(0).max(0)
}

/// Whether an invoice was disputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disputed {
    /// Never.
    No,
    /// A dispute is or was recorded.
    Recorded,
    /// A file brought the word without a day: counts here, and is no collections status (S-8).
    UndatedFlag,
}

/// An invoice as far as disputes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invoice {
    /// The day on the document.
    pub document_on: NaiveDate,
    /// Minor units of the company's currency, positive.
    pub amount_minor: i64,
    /// Whether it was disputed.
    pub disputed: Disputed,
}

/// How often a customer disputes, in basis points of the invoices of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeRate {
    /// Of their number.
    pub by_count_bp: Option<i64>,
    /// Of their amount.
    pub by_amount_bp: Option<i64>,
}

/// *Dispute rate*: disputed invoices ÷ invoices of the window; blank without an invoice.
pub fn dispute_rate(invoices: &[Invoice], window: Window) -> DisputeRate {
    let (mut count, mut disputed_count) = (0_i128, 0_i128);
    let (mut amount, mut disputed_amount) = (0_i128, 0_i128);
    for invoice in invoices {
        if !window.holds(invoice.document_on) {
            continue;
        }
        count += 1;
        amount += i128::from(invoice.amount_minor);
        if invoice.disputed != Disputed::No {
            disputed_count += 1;
            disputed_amount += i128::from(invoice.amount_minor);
        }
    }
    DisputeRate {
        by_count_bp: ratio(disputed_count * 10_000, count),
        by_amount_bp: disputed_amount
            .checked_mul(10_000)
            .and_then(|part| ratio(part, amount)),
    }
}

/// A quotient rounded half away from zero; `None` where nothing divides or the result leaves the range.
fn ratio(dividend: i128, divisor: i128) -> Option<i64> {
    if divisor <= 0 {
        return None;
    }
    let twice = dividend.checked_mul(2)?;
    let half = twice.signum() * divisor;
    i64::try_from(twice.checked_add(half)? / divisor.checked_mul(2)?).ok()
}

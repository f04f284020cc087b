//! The further fields of a document: what few files have, read only where the file has one of them.

use chrono::NaiveDate;

use super::plan::{Money, Plan, Refusal};
use crate::field::{Field, Shape};
use crate::number::ExactDecimal;
use crate::recognise::RecognisedColumn;
use crate::source::Record;

/// What a file says about a document beyond its figures. Blank cells are `None`; text is as written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Further<'a> {
    /// Posting profile.
    pub posting_profile: Option<&'a str>,
    /// Own bank account of a payment; the contra account of anything else is no bank account.
    pub bank_account: Option<&'a str>,
    /// Cash discount.
    pub cash_discount: Option<CashDiscount>,
    /// Last day of the cash discount.
    pub cash_discount_date: Option<NaiveDate>,
    /// Since when the document is disputed.
    pub disputed_on: Option<NaiveDate>,
    /// Salesperson.
    pub salesperson: Option<&'a str>,
    /// Sales region.
    pub region: Option<&'a str>,
    /// Branch of trade.
    pub segment: Option<&'a str>,
    /// Language.
    pub language: Option<&'a str>,
    /// Customer group.
    pub customer_group: Option<&'a str>,
    /// Credit limit of the customer in minor units of the row's currency; a blank is `None`, a written 0 is 0.
    pub credit_limit_minor: Option<i64>,
    /// Reminder level in the system that wrote the file.
    pub reminder_level: Option<u32>,
    /// Stops.
    pub holds: Holds,
    /// Number of the document that this credit was booked against, where the file says so.
    pub settles: Option<&'a str>,
}

/// A cash discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CashDiscount {
    /// Of the whole amount.
    Percent(ExactDecimal),
    /// In minor units of the row's currency.
    AmountMinor(i64),
}

/// The stops that a file knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holds {
    /// For reminders and interest.
    pub all: Option<HoldMark>,
    /// For reminders.
    pub dunning: Option<HoldMark>,
    /// For interest.
    pub interest: Option<HoldMark>,
}

/// Whether something is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldMark {
    /// It is not.
    No,
    /// It is, without a day.
    Yes,
    /// It is, up to and with this day.
    Until(NaiveDate),
}

/// Tax of a document by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax<'a> {
    /// The code as written, else the rate as written; `None` where the file has an amount only.
    pub code: Option<&'a str>,
    /// What is taxed, minor units.
    pub base_minor: Option<i64>,
    /// The tax, minor units.
    pub amount_minor: Option<i64>,
}

/// A financial dimension and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimension<'a> {
    /// Its name: a cell of its own, else the heading.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
}

/// Where one tax code stands.
#[derive(Debug, Default)]
pub(crate) struct TaxColumns {
    code: Option<usize>,
    base: Option<usize>,
    amount: Option<usize>,
    /// The rate that the heading of the amount names: `USt 19 %`.
    named: Option<String>,
}

/// Where one dimension stands.
#[derive(Debug)]
pub(crate) struct DimensionColumn {
    name: Option<usize>,
    heading: String,
    value: usize,
}

/// Columns of tax in the order of the file: a part that comes a second time begins the next code.
pub(crate) fn tax_columns(columns: &[RecognisedColumn]) -> Vec<TaxColumns> {
    let mut taxes: Vec<TaxColumns> = Vec::new();
    for column in columns {
        let part = |tax: &TaxColumns| match column.field {
            Some(Field::TaxCode) => Some(tax.code.is_some()),
            Some(Field::TaxBase) => Some(tax.base.is_some()),
            Some(Field::TaxAmount) => Some(tax.amount.is_some()),
            _ => None,
        };
        let Some(is_taken) = part(taxes.last().unwrap_or(&TaxColumns::default())) else {
            continue;
        };
        if is_taken || taxes.is_empty() {
            taxes.push(TaxColumns::default());
        }
        let Some(tax) = taxes.last_mut() else {
            continue;
        };
        match column.field {
            Some(Field::TaxCode) => tax.code = Some(column.index),
            Some(Field::TaxBase) => tax.base = Some(column.index),
            _ => {
                tax.amount = Some(column.index);
                tax.named = rate_in(&column.heading);
            }
        }
    }
    taxes
}

/// The number of a heading like `USt 19 %`; without a percent sign it may as well count the columns.
fn rate_in(heading: &str) -> Option<String> {
    let (before, _) = heading.split_once('%')?;
    let number = before
        .trim_end()
        .rsplit(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .next()?;
    (!number.is_empty()).then(|| format!("{number}%"))
}

/// A name of a dimension belongs to the next column with a value.
pub(crate) fn dimension_columns(columns: &[RecognisedColumn]) -> Vec<DimensionColumn> {
    let mut name = None;
    let mut found = Vec::new();
    for column in columns {
        match column.field {
            Some(Field::DimensionName) => name = Some(column.index),
            Some(Field::Dimension) => found.push(DimensionColumn {
                name: name.take(),
                heading: column.heading.clone(),
                value: column.index,
            }),
            _ => {}
        }
    }
    found
}

impl Further<'_> {
    /// Whether the field is one of those that are read here.
    pub(crate) const fn has(field: Field) -> bool {
        matches!(
            field,
            Field::PostingProfile
                | Field::BankAccount
                | Field::ContraAccount
                | Field::CashDiscount
                | Field::CashDiscountPercent
                | Field::CashDiscountDate
                | Field::DisputedOn
                | Field::Salesperson
                | Field::Region
                | Field::Segment
                | Field::Language
                | Field::CustomerGroup
                | Field::CreditLimit
                | Field::CreditLimitMinor
                | Field::ReminderLevel
                | Field::Hold
                | Field::DunningHold
                | Field::InterestHold
                | Field::TaxCode
                | Field::TaxBase
                | Field::TaxAmount
        )
    }
}

/// Reads the further fields of a document.
pub(super) fn read<'a>(
    plan: &'a Plan,
    record: &'a Record,
    money: Money,
) -> Result<Further<'a>, Refusal> {
    if !plan.has_further {
        return Ok(Further::default());
    }
    let text = |field| plan.text(record, field);
    for tax in &plan.taxes {
        tax_of(plan, record, tax, money)?;
    }
    Ok(Further {
        posting_profile: text(Field::PostingProfile),
        bank_account: text(Field::BankAccount),
        cash_discount: cash_discount(plan, record, money)?,
        cash_discount_date: plan.day(record, Field::CashDiscountDate)?,
        disputed_on: plan.day(record, Field::DisputedOn)?,
        salesperson: text(Field::Salesperson),
        region: text(Field::Region),
        segment: text(Field::Segment),
        language: text(Field::Language),
        customer_group: text(Field::CustomerGroup),
        credit_limit_minor: credit_limit(plan, record, money)?,
        reminder_level: plan.whole(record, Field::ReminderLevel)?,
        holds: holds(plan, record)?,
        settles: None,
    })
}

/// The credit limit in minor units; a blank is `None`.
pub(super) fn credit_limit(
    plan: &Plan,
    record: &Record,
    money: Money,
) -> Result<Option<i64>, Refusal> {
    match plan.amount(record, Field::CreditLimitMinor, money)? {
        None => plan.amount(record, Field::CreditLimit, money),
        minor => Ok(minor),
    }
}

/// The stops of a row.
pub(super) fn holds(plan: &Plan, record: &Record) -> Result<Holds, Refusal> {
    Ok(Holds {
        all: plan.hold(record, Field::Hold)?,
        dunning: plan.hold(record, Field::DunningHold)?,
        interest: plan.hold(record, Field::InterestHold)?,
    })
}

/// The cash discount; a percent where the heading or the cell says so. Nothing is no discount.
pub(super) fn cash_discount(
    plan: &Plan,
    record: &Record,
    money: Money,
) -> Result<Option<CashDiscount>, Refusal> {
    let percent = plan.decimal(record, Field::CashDiscountPercent)?;
    if let Some(percent) = percent.filter(|p| p.mantissa != 0) {
        return Ok(Some(CashDiscount::Percent(percent)));
    }
    let column = plan.column(Field::CashDiscount);
    match (plan.text(record, Field::CashDiscount), column) {
        (Some(text), Some(column)) if text.ends_with('%') => plan
            .decimal_at(record, column, text)
            .map(|percent| Some(CashDiscount::Percent(percent)))
            .map_err(|code| Refusal::new(Some(column), code)),
        (Some(_), _) => {
            let minor = plan.amount(record, Field::CashDiscount, money)?;
            Ok(minor.filter(|m| *m != 0).map(CashDiscount::AmountMinor))
        }
        (None, _) => Ok(None),
    }
}

/// One code of a row; `None` where its cells are blank.
fn tax_of<'a>(
    plan: &'a Plan,
    record: &'a Record,
    tax: &'a TaxColumns,
    money: Money,
) -> Result<Option<Tax<'a>>, Refusal> {
    let text = |column: Option<usize>| {
        column
            .map(|column| record.cell(column))
            .filter(|text| !text.is_empty())
    };
    let amount = |column: Option<usize>| match column {
        Some(column) if !record.cell(column).ends_with('%') => plan
            .amount_at(record, column, Shape::Amount, money)
            .map_err(|code| Refusal::new(Some(column), code)),
        _ => Ok(None),
    };
    let rate = text(tax.amount).filter(|text| text.ends_with('%'));
    let (code, base_minor, amount_minor) = (text(tax.code), amount(tax.base)?, amount(tax.amount)?);
    if code.or(rate).is_none() && base_minor.is_none() && amount_minor.is_none() {
        return Ok(None);
    }
    Ok(Some(Tax {
        code: code.or(rate).or(tax.named.as_deref()),
        base_minor,
        amount_minor,
    }))
}

/// The tax of a row by code, as its columns have it.
pub(super) fn taxes<'a>(plan: &'a Plan, record: &'a Record, money: Money) -> Vec<Tax<'a>> {
    let found = plan
        .taxes
        .iter()
        .filter_map(|tax| tax_of(plan, record, tax, money).ok().flatten());
    found.collect()
}

/// The dimensions of a row, blank ones left out.
pub(super) fn dimensions<'a>(
    plan: &'a Plan,
    record: &'a Record,
) -> impl Iterator<Item = Dimension<'a>> + use<'a> {
    plan.dimensions.iter().filter_map(move |column| {
        let named = column.name.map_or("", |name| record.cell(name));
        let value = record.cell(column.value);
        let name = if named.is_empty() {
            column.heading.as_str()
        } else {
            named
        };
        (!value.is_empty()).then_some(Dimension { name, value })
    })
}

//! The predefined factors: what the book knows of a customer, as values of scoring groups.

use chrono::NaiveDate;

use super::{GroupType, Value};
use crate::money::Currency;
use crate::risk::Fixed;

/// What is known of a customer; `None` where it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factors<'a> {
    /// Average payment days, hundredths of a day.
    pub average_payment_hundredths: Option<i64>,
    /// *Customer since*.
    pub customer_since: Option<NaiveDate>,
    /// *Business started date*.
    pub business_started: Option<NaiveDate>,
    /// DSO of 12 months, hundredths of a day.
    pub dso_hundredths: Option<i64>,
    /// Average balance of 12 months, minor units.
    pub average_balance_minor: Option<i64>,
    /// The company's currency.
    pub currency: Currency,
    /// Credit management group.
    pub credit_management_group: Option<&'a str>,
    /// Account status.
    pub account_status: Option<&'a str>,
    /// Country, or country and region as the list has it.
    pub country: Option<&'a str>,
}

/// The value of a predefined factor on `today`; `None` where it is not known, and for what is entered by hand.
pub fn value_of(group_type: GroupType, factors: &Factors<'_>, today: NaiveDate) -> Option<Value> {
    let years = |since: Option<NaiveDate>| Fixed::whole(completed_years(since?, today)?);
    let text = |text: Option<&str>| text.map(|text| Value::Text(text.to_owned()));
    match group_type {
        GroupType::UserDefined => None,
        GroupType::AveragePaymentDays => {
            Fixed::hundredths(factors.average_payment_hundredths?).map(Value::Number)
        }
        GroupType::CustomerSince => years(factors.customer_since).map(Value::Number),
        GroupType::InBusinessSince => years(factors.business_started).map(Value::Number),
        GroupType::Dso => Fixed::hundredths(factors.dso_hundredths?).map(Value::Number),
        GroupType::AverageBalance => {
            Fixed::major(factors.average_balance_minor?, factors.currency).map(Value::Number)
        }
        GroupType::CreditManagementGroup => text(factors.credit_management_group),
        GroupType::AccountStatus => text(factors.account_status),
        GroupType::Country => text(factors.country),
    }
}

/// Whole years from `since` to `today`; `None` where it has not begun.
pub fn completed_years(since: NaiveDate, today: NaiveDate) -> Option<i64> {
    today.years_since(since).map(i64::from)
}

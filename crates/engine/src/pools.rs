//! Pools: which customers a set of plain rows means (spec 21 §1).
//!
//! A pool holds nobody. Its rows are asked of the facts of a customer; all rows must hold, and of the values of a row one
//! is enough. Amounts compare in one currency, that of the row: nothing is converted, because a pool must not change its
//! members with a rate of exchange (T-M2).

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// What a row looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PoolField")]
pub enum Field {
    /// Account number.
    Account,
    /// Customer group.
    CustomerGroup,
    /// Credit management group.
    CreditGroup,
    /// Region.
    Region,
    /// Segment.
    Segment,
    /// Salesperson.
    Salesperson,
    /// Employee responsible, as the credit attributes have it.
    EmployeeResponsible,
    /// Risk group.
    RiskGroup,
    /// Account status.
    AccountStatus,
    /// Currency of the customer.
    Currency,
    /// Code of the company to which the customer belongs.
    Company,
    /// Code of the specialist on the customer's card.
    Agent,
    /// Sum of the open items in the row's currency.
    Balance,
    /// Of it, overdue.
    Overdue,
    /// Period of the oldest open item.
    OldestBucket,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 15] = [
        Self::Account,
        Self::CustomerGroup,
        Self::CreditGroup,
        Self::Region,
        Self::Segment,
        Self::Salesperson,
        Self::EmployeeResponsible,
        Self::RiskGroup,
        Self::AccountStatus,
        Self::Currency,
        Self::Company,
        Self::Agent,
        Self::Balance,
        Self::Overdue,
        Self::OldestBucket,
    ];

    /// Whether its values are amounts.
    pub const fn is_amount(self) -> bool {
        matches!(self, Self::Balance | Self::Overdue)
    }

    /// Whether it needs the open items of the customer.
    pub const fn needs_balances(self) -> bool {
        self.is_amount() || matches!(self, Self::OldestBucket)
    }
}

/// How a row compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PoolComparison")]
pub enum Comparison {
    /// One of the values; the empty one is *not set*.
    Is,
    /// None of the values.
    IsNot,
    /// From the first value to the second, both included.
    Between,
    /// The value or more.
    AtLeast,
    /// The value or less.
    AtMost,
}

/// A row of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "PoolCriterion")]
pub struct Criterion {
    /// What it looks at.
    pub field: Field,
    /// How.
    pub comparison: Comparison,
    /// Texts; amounts are minor units.
    pub values: Vec<String>,
    /// Currency of an amount.
    #[serde(default)]
    pub currency: Option<String>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PoolFault")]
pub enum Fault {
    /// The field is not compared like that.
    Comparison,
    /// Too few or too many values.
    Values,
    /// A value is no amount.
    Amount,
    /// An amount without a currency.
    Currency,
    /// The second value lies before the first.
    Order,
}

/// What is owed in one currency, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed<'a> {
    /// The currency.
    pub currency: &'a str,
    /// Sum of the open items.
    pub balance_minor: i64,
    /// Of it, overdue.
    pub overdue_minor: i64,
}

/// What is known of a customer; a text that is not set is empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Account number.
    pub account: &'a str,
    /// Customer group.
    pub customer_group: &'a str,
    /// Credit management group.
    pub credit_group: &'a str,
    /// Region.
    pub region: &'a str,
    /// Segment.
    pub segment: &'a str,
    /// Salesperson.
    pub salesperson: &'a str,
    /// Employee responsible.
    pub employee_responsible: &'a str,
    /// Risk group.
    pub risk_group: &'a str,
    /// Account status.
    pub account_status: &'a str,
    /// Currency of the customer.
    pub currency: &'a str,
    /// Code of the company.
    pub company: &'a str,
    /// Code of the specialist.
    pub agent: &'a str,
    /// One entry per currency with open items.
    pub owed: &'a [Owed<'a>],
    /// Id of the period of the oldest open item.
    pub oldest_bucket: &'a str,
}

impl Facts<'_> {
    fn text(&self, field: Field) -> &str {
        match field {
            Field::Account => self.account,
            Field::CustomerGroup => self.customer_group,
            Field::CreditGroup => self.credit_group,
            Field::Region => self.region,
            Field::Segment => self.segment,
            Field::Salesperson => self.salesperson,
            Field::EmployeeResponsible => self.employee_responsible,
            Field::RiskGroup => self.risk_group,
            Field::AccountStatus => self.account_status,
            Field::Currency => self.currency,
            Field::Company => self.company,
            Field::Agent => self.agent,
            Field::OldestBucket => self.oldest_bucket,
            Field::Balance | Field::Overdue => "",
        }
    }

    /// The amount in a currency; who owes nothing in it owes 0.
    fn minor(&self, field: Field, currency: &str) -> i64 {
        let owed = self.owed.iter().find(|owed| owed.currency == currency);
        owed.map_or(0, |owed| match field {
            Field::Overdue => owed.overdue_minor,
            _ => owed.balance_minor,
        })
    }
}

/// What is wrong with a row, if anything.
pub fn check(row: &Criterion) -> Result<(), Fault> {
    let listed = matches!(row.comparison, Comparison::Is | Comparison::IsNot);
    let fits = match row.field {
        Field::Balance | Field::Overdue => !listed,
        Field::Account => true,
        _ => listed,
    };
    if !fits {
        return Err(Fault::Comparison);
    }
    let counts = match row.comparison {
        Comparison::Is | Comparison::IsNot => !row.values.is_empty(),
        Comparison::Between => row.values.len() == 2,
        Comparison::AtLeast | Comparison::AtMost => row.values.len() == 1,
    };
    if !counts {
        return Err(Fault::Values);
    }
    let ordered = if row.field.is_amount() {
        let minor: Vec<i64> = row
            .values
            .iter()
            .map(|value| value.parse().map_err(|_| Fault::Amount))
            .collect::<Result<_, _>>()?;
        if row.currency.as_deref().is_none_or(str::is_empty) {
            return Err(Fault::Currency);
        }
        minor.is_sorted()
    } else {
        row.comparison != Comparison::Between
            || compare(&row.values[0], &row.values[1]) != Ordering::Greater
    };
    if ordered { Ok(()) } else { Err(Fault::Order) }
}

/// Whether the customer is meant: every row holds. No rows mean everybody.
pub fn matches(rows: &[Criterion], facts: &Facts<'_>) -> bool {
    rows.iter().all(|row| holds(row, facts))
}

fn holds(row: &Criterion, facts: &Facts<'_>) -> bool {
    if row.field.is_amount() {
        let minor = facts.minor(row.field, row.currency.as_deref().unwrap_or(""));
        let value = |at: usize| {
            row.values
                .get(at)
                .and_then(|value| value.parse::<i64>().ok())
        };
        return within(
            row.comparison,
            value(0).as_ref(),
            value(1).as_ref(),
            |bound| minor.cmp(bound),
        );
    }
    let text = facts.text(row.field);
    let is = || {
        row.values
            .iter()
            .any(|value| compare(text, value) == Ordering::Equal)
    };
    match row.comparison {
        Comparison::Is => is(),
        Comparison::IsNot => !is(),
        range => within(range, row.values.first(), row.values.get(1), |bound| {
            compare(text, bound)
        }),
    }
}

fn within<B>(
    comparison: Comparison,
    first: Option<&B>,
    second: Option<&B>,
    against: impl Fn(&B) -> Ordering,
) -> bool {
    let from = |bound: Option<&B>| bound.is_some_and(|b| against(b) != Ordering::Less);
    let to = |bound: Option<&B>| bound.is_some_and(|b| against(b) != Ordering::Greater);
    match comparison {
        Comparison::AtLeast => from(first),
        Comparison::AtMost => to(first),
        Comparison::Between => from(first) && to(second),
        Comparison::Is | Comparison::IsNot => false,
    }
}

/// Texts in any case; two numbers by their value, so that account 900 lies before 1000.
fn compare(a: &str, b: &str) -> Ordering {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(a) && digits(b) {
        let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
        return a.len().cmp(&b.len()).then_with(|| a.cmp(b));
    }
    a.trim().to_lowercase().cmp(&b.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(field: Field, comparison: Comparison, values: &[&str]) -> Criterion {
        Criterion {
            field,
            comparison,
            values: values.iter().map(|&value| value.to_owned()).collect(),
            currency: field.is_amount().then(|| "EUR".to_owned()),
        }
    }

    #[test]
    fn a_range_of_accounts_counts_numbers_as_numbers() {
        let range = row(Field::Account, Comparison::Between, &["900", "1100"]);
        let within = |account| {
            let facts = Facts {
                account,
                ..Facts::default()
            };
            matches(std::slice::from_ref(&range), &facts)
        };
        assert!(within("900") && within("1000") && within("1100"));
        assert!(!within("899") && !within("1101") && !within("95000"));
    }

    #[test]
    fn texts_compare_in_any_case_and_the_empty_value_is_not_set() {
        let in_north = row(Field::Region, Comparison::Is, &["nord", ""]);
        let region = |region| {
            let facts = Facts {
                region,
                ..Facts::default()
            };
            matches(std::slice::from_ref(&in_north), &facts)
        };
        assert!(region("NORD") && region(""));
        assert!(!region("Süd"));
    }

    /// T-M2: an amount is that of one currency; what is owed in another does not count.
    #[test]
    fn t_m2_amounts_of_other_currencies_do_not_count() {
        let large = row(Field::Balance, Comparison::AtLeast, &["100000"]);
        let owed = |currency, balance_minor| Owed {
            currency,
            balance_minor,
            overdue_minor: 0,
        };
        let of = |owed: &[Owed<'_>]| {
            let facts = Facts {
                owed,
                ..Facts::default()
            };
            matches(std::slice::from_ref(&large), &facts)
        };
        assert!(of(&[owed("USD", 1), owed("EUR", 100_000)]));
        assert!(!of(&[owed("USD", 900_000), owed("EUR", 99_999)]));
        assert!(!of(&[]));
    }

    #[test]
    fn rows_that_cannot_be_meant_are_told() {
        for (wrong, fault) in [
            (
                row(Field::Region, Comparison::AtLeast, &["a"]),
                Fault::Comparison,
            ),
            (
                row(Field::Balance, Comparison::Is, &["1"]),
                Fault::Comparison,
            ),
            (row(Field::Region, Comparison::Is, &[]), Fault::Values),
            (
                row(Field::Account, Comparison::Between, &["1"]),
                Fault::Values,
            ),
            (
                row(Field::Overdue, Comparison::AtLeast, &["many"]),
                Fault::Amount,
            ),
            (
                row(Field::Overdue, Comparison::Between, &["2", "1"]),
                Fault::Order,
            ),
            (
                row(Field::Account, Comparison::Between, &["20", "3"]),
                Fault::Order,
            ),
        ] {
            assert_eq!(check(&wrong), Err(fault), "{wrong:?}");
        }
        let mut no_currency = row(Field::Overdue, Comparison::AtLeast, &["1"]);
        no_currency.currency = None;
        assert_eq!(check(&no_currency), Err(Fault::Currency));
    }

    proptest! {
        /// A row and its opposite part the customers; one more row never brings anybody in.
        #[test]
        fn a_row_and_its_opposite_part_the_customers(
            region in "[a-c]{0,2}", values in prop::collection::vec("[a-c]{0,2}", 1..3), minor in -5_i64..5, bound in -5_i64..5,
        ) {
            let list: Vec<&str> = values.iter().map(String::as_str).collect();
            let owed = [Owed { currency: "EUR", balance_minor: minor, overdue_minor: 0 }];
            let facts = Facts { region: &region, owed: &owed, ..Facts::default() };
            let is = row(Field::Region, Comparison::Is, &list);
            let is_not = row(Field::Region, Comparison::IsNot, &list);
            prop_assert_eq!(matches(std::slice::from_ref(&is), &facts), values.contains(&region));
            prop_assert_ne!(matches(std::slice::from_ref(&is), &facts), matches(std::slice::from_ref(&is_not), &facts));
            let more = row(Field::Balance, Comparison::AtLeast, &[&bound.to_string()]);
            prop_assert_eq!(matches(&[is.clone(), more], &facts), values.contains(&region) && minor >= bound);
        }
    }
}

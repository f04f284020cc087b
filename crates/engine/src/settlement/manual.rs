//! Marking by hand: a user says which items a credit pays, with amounts, across currencies where need be.
//!
//! Invariant: either every mark is right and the parts are given, or nothing is and every wrong mark is named. An open
//! amount stays in the currency of its document (T-M1); what two currencies leave over is a difference in the company's
//! currency, in whole minor units (T-M3), and equal currencies are never multiplied by a rate (T-C9).

use super::{Clearing, Credit, Item, Part, Source, Why};
use crate::exchange::{RateFault, Rates};
use crate::money::Currency;

/// One marked item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The transaction.
    pub transaction_id: i64,
    /// Its row; 0 where there are none.
    pub row: u32,
    /// What is settled of it, minor units of the item's currency.
    pub amount_minor: i64,
    /// What is closed by discount besides, minor units of the item's currency.
    pub discount_minor: i64,
    /// What the credit gives for it.
    pub uses: CreditUsed,
}

/// What a mark takes from the credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditUsed {
    /// The same amount, in the same currency.
    Same,
    /// This many minor units of the credit's currency, which is another.
    Across(i64),
}

/// Why marks are not accepted; each names its item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The paper of the credit has not been cleared.
    #[error("the credit has not been cleared")]
    CreditUncleared,
    /// No open item is this.
    #[error("transaction {transaction_id} has no open row {row}")]
    UnknownItem {
        /// The transaction.
        transaction_id: i64,
        /// The row.
        row: u32,
    },
    /// The same row is marked twice.
    #[error("transaction {transaction_id} is marked twice")]
    MarkedTwice {
        /// The transaction.
        transaction_id: i64,
    },
    /// Only debits are paid.
    #[error("transaction {transaction_id} is not a debit")]
    NotADebit {
        /// The transaction.
        transaction_id: i64,
    },
    /// The item belongs to someone else.
    #[error("transaction {transaction_id} is of customer {customer_id}")]
    OtherCustomer {
        /// The transaction.
        transaction_id: i64,
        /// Whose it is.
        customer_id: i64,
    },
    /// The item has another currency and no amount in the credit's is given.
    #[error("transaction {transaction_id} is in {currency}")]
    OtherCurrency {
        /// The transaction.
        transaction_id: i64,
        /// Its currency.
        currency: Currency,
    },
    /// An amount in the credit's currency is given although both are the same.
    #[error("transaction {transaction_id} is in the currency of the credit")]
    SameCurrency {
        /// The transaction.
        transaction_id: i64,
    },
    /// The paper of the item has not been cleared.
    #[error("transaction {transaction_id} has not been cleared")]
    ItemUncleared {
        /// The transaction.
        transaction_id: i64,
    },
    /// An amount is not positive, or a discount is negative.
    #[error("the amounts for transaction {transaction_id} are not positive")]
    NotPositive {
        /// The transaction.
        transaction_id: i64,
    },
    /// More than is open.
    #[error("{asked_minor} is more than the open {open_minor} of transaction {transaction_id}")]
    OverOpen {
        /// The transaction.
        transaction_id: i64,
        /// What is open, minor units.
        open_minor: i64,
        /// What was asked for, with discount, minor units.
        asked_minor: i64,
    },
    /// More discount than is granted on the day of the credit.
    #[error("{asked_minor} is more than the discount {granted_minor} of {transaction_id}")]
    OverDiscount {
        /// The transaction.
        transaction_id: i64,
        /// What is granted, minor units.
        granted_minor: i64,
        /// What was asked for, minor units.
        asked_minor: i64,
    },
    /// All marks together take more than the credit has.
    #[error("{asked_minor} is more than the credit's {left_minor}")]
    OverCredit {
        /// What the credit has, minor units.
        left_minor: i64,
        /// What was asked for, minor units.
        asked_minor: i64,
    },
    /// No positive rate is given for a currency.
    #[error("there is no exchange rate for {currency}")]
    NoRate {
        /// The currency.
        currency: Currency,
    },
    /// A value does not fit 64 bits.
    #[error("the value of transaction {transaction_id} is too large")]
    TooLarge {
        /// The transaction.
        transaction_id: i64,
    },
}

/// An accepted marking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// In the order of the marks.
    pub parts: Vec<Part>,
    /// What is left of the credit, minor units of its currency.
    pub unapplied_minor: i64,
    /// Value of the credit used less value of the items settled, minor units of the company's currency: a gain is
    /// positive. 0 where every item has the currency of the credit.
    pub exchange_difference_minor: i64,
}

/// Checks marks against what is open and gives the parts.
///
/// `discount_tolerance_days` is that of the policy. Errors: every reason, in the order of the marks.
pub fn mark(
    items: &[Item<'_>],
    credit: &Credit,
    marks: &[Mark],
    rates: &Rates<'_>,
    discount_tolerance_days: u32,
) -> Result<Marked, Vec<Refusal>> {
    let mut refusals = Vec::new();
    if credit.clearing != Clearing::Cleared {
        refusals.push(Refusal::CreditUncleared);
    }
    let mut used = 0_i64;
    let mut difference = 0_i64;
    let mut parts = Vec::with_capacity(marks.len());
    for (at, mark) in marks.iter().enumerate() {
        let checked = not_twice(&marks[..at], mark)
            .and_then(|()| find(items, mark))
            .and_then(|item| check(item, credit, mark, discount_tolerance_days))
            .and_then(|item| Ok((item, exchange(item, credit, mark, rates)?)));
        match checked {
            Err(refusal) => refusals.push(refusal),
            Ok((item, gain)) => {
                used = used.saturating_add(mark.used_minor());
                difference = difference.saturating_add(gain);
                parts.push(Part {
                    source: Source::Credit,
                    transaction_id: item.transaction_id,
                    row: item.row,
                    customer_id: item.customer_id,
                    amount_minor: mark.amount_minor,
                    discount_minor: mark.discount_minor,
                    why: Why::Marked,
                });
            }
        }
    }
    if used > credit.amount_minor {
        refusals.push(Refusal::OverCredit {
            left_minor: credit.amount_minor,
            asked_minor: used,
        });
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(Marked {
        parts,
        unapplied_minor: credit.amount_minor - used,
        exchange_difference_minor: difference,
    })
}

impl Mark {
    fn used_minor(&self) -> i64 {
        match self.uses {
            CreditUsed::Same => self.amount_minor,
            CreditUsed::Across(minor) => minor,
        }
    }
}

fn not_twice(before: &[Mark], mark: &Mark) -> Result<(), Refusal> {
    let same = |other: &Mark| (other.transaction_id, other.row) == (mark.transaction_id, mark.row);
    if before.iter().any(same) {
        return Err(Refusal::MarkedTwice {
            transaction_id: mark.transaction_id,
        });
    }
    Ok(())
}

fn find<'a>(items: &'a [Item<'a>], mark: &Mark) -> Result<&'a Item<'a>, Refusal> {
    items
        .iter()
        .find(|item| (item.transaction_id, item.row) == (mark.transaction_id, mark.row))
        .ok_or(Refusal::UnknownItem {
            transaction_id: mark.transaction_id,
            row: mark.row,
        })
}

fn check<'a>(
    item: &'a Item<'a>,
    credit: &Credit,
    mark: &Mark,
    discount_tolerance_days: u32,
) -> Result<&'a Item<'a>, Refusal> {
    let transaction_id = item.transaction_id;
    if item.open_minor <= 0 {
        return Err(Refusal::NotADebit { transaction_id });
    }
    if item.customer_id != credit.customer_id {
        return Err(Refusal::OtherCustomer {
            transaction_id,
            customer_id: item.customer_id,
        });
    }
    if item.clearing != Clearing::Cleared {
        return Err(Refusal::ItemUncleared { transaction_id });
    }
    match mark.uses {
        CreditUsed::Same if item.currency != credit.currency => {
            return Err(Refusal::OtherCurrency {
                transaction_id,
                currency: item.currency,
            });
        }
        CreditUsed::Across(_) if item.currency == credit.currency => {
            return Err(Refusal::SameCurrency { transaction_id });
        }
        CreditUsed::Same | CreditUsed::Across(_) => {}
    }
    if mark.amount_minor <= 0 || mark.used_minor() <= 0 || mark.discount_minor < 0 {
        return Err(Refusal::NotPositive { transaction_id });
    }
    let asked_minor = mark.amount_minor.saturating_add(mark.discount_minor);
    if asked_minor > item.open_minor {
        return Err(Refusal::OverOpen {
            transaction_id,
            open_minor: item.open_minor,
            asked_minor,
        });
    }
    let granted_minor = item.discount.map_or(0, |discount| {
        discount.on(credit.on, discount_tolerance_days)
    });
    if mark.discount_minor > granted_minor {
        return Err(Refusal::OverDiscount {
            transaction_id,
            granted_minor,
            asked_minor: mark.discount_minor,
        });
    }
    Ok(item)
}

/// Value of what the credit gives less value of what is settled.
fn exchange(
    item: &Item<'_>,
    credit: &Credit,
    mark: &Mark,
    rates: &Rates<'_>,
) -> Result<i64, Refusal> {
    let CreditUsed::Across(used_minor) = mark.uses else {
        return Ok(0);
    };
    let value = |minor, currency| {
        rates.value(minor, currency).map_err(|fault| match fault {
            RateFault::RateMissing { currency } => Refusal::NoRate { currency },
            RateFault::AmountOutOfRange { .. } => Refusal::TooLarge {
                transaction_id: item.transaction_id,
            },
        })
    };
    let given = value(used_minor, credit.currency)?;
    let settled = value(mark.amount_minor, item.currency)?;
    given.checked_sub(settled).ok_or(Refusal::TooLarge {
        transaction_id: item.transaction_id,
    })
}

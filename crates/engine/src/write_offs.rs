//! Write-offs (spec 24 §2): which lines of the journal an amount that nobody will pay becomes.
//!
//! Invariant: the lines of a currency add up to nothing; what the customer's lines take away is what was open of the items,
//! group by group, and the tax in it is the share that the open amount has of the original gross amount.
//!
//! How the spec is read where it leaves room:
//! - Tax lines stand once for each currency, set of dimensions and tax code: the account follows from the code, so that items
//!   of two profiles share a line.
//! - A group whose items cancel out has no lines, whatever their tax; its items are settled against each other.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::round_minor;

/// Dimensions: name and value.
pub type Dimensions = Vec<(String, String)>;

/// Tax in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// Its code.
    pub code: String,
    /// Signed minor units, with the sign of the document.
    pub minor: i64,
}

/// A document of which something is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The transaction.
    pub transaction_id: i64,
    /// ISO 4217.
    pub currency: String,
    /// Posting profile; empty for none.
    pub profile: String,
    /// Its dimensions.
    pub dimensions: Dimensions,
    /// Original gross amount, signed minor units.
    pub gross_minor: i64,
    /// What is open, signed minor units.
    pub open_minor: i64,
    /// Tax by code, as it was in the original.
    pub taxes: Vec<Tax>,
}

/// Whether tax has lines of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "WriteOffTax")]
pub enum SeparateTax {
    /// What is written off includes it.
    #[default]
    No,
    /// It goes to the tax account of its code.
    Yes,
}

/// What a line is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "WriteOffLineKind")]
pub enum LineKind {
    /// On the customer's account.
    Customer,
    /// On the write-off account.
    WriteOff,
    /// On the account of a sales tax.
    SalesTax,
}

impl LineKind {
    /// Every kind, in the order of the journal.
    pub const ALL: [Self; 3] = [Self::Customer, Self::WriteOff, Self::SalesTax];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::WriteOff => "write_off",
            Self::SalesTax => "sales_tax",
        }
    }

    /// Reads what [`LineKind::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// Its currency.
    pub currency: String,
    /// Posting profile; empty for none, and on tax lines.
    pub profile: String,
    /// Dimensions.
    pub dimensions: Dimensions,
    /// Tax code; of tax lines only.
    pub tax_code: String,
    /// Debits positive, credits negative, minor units; not 0.
    pub amount_minor: i64,
}

/// Why no lines can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing is open, or what is open cancels out without any line.
    #[error("nothing is open")]
    NothingOpen,
    /// The tax of a document is not a part of its gross amount, so that the open amount has no share of it.
    #[error("the tax of {transaction_id} is no part of it")]
    TaxNotAPart {
        /// The transaction.
        transaction_id: i64,
        /// Its tax, signed minor units.
        tax_minor: i64,
        /// Its gross amount, signed minor units.
        gross_minor: i64,
    },
    /// A sum does not fit 64 bits.
    #[error("a sum is out of range")]
    OutOfRange,
}

/// The tax in what is open of an item, by code: original tax × open ÷ original gross, rounded once; the rest of the whole
/// goes to the last code. Parts of nothing are left out.
///
/// # Errors
/// [`Fault::TaxNotAPart`] where the tax is larger than the document or has the other sign.
pub fn tax_share(item: &Item) -> Result<Vec<(String, i64)>, Fault> {
    let total: i64 = item
        .taxes
        .iter()
        .try_fold(0_i64, |sum, tax| sum.checked_add(tax.minor))
        .ok_or(Fault::OutOfRange)?;
    let is_part = total == 0
        || (total.signum() == item.gross_minor.signum()
            && total.unsigned_abs() <= item.gross_minor.unsigned_abs());
    if !is_part || (item.gross_minor == 0 && !item.taxes.is_empty()) {
        return Err(Fault::TaxNotAPart {
            transaction_id: item.transaction_id,
            tax_minor: total,
            gross_minor: item.gross_minor,
        });
    }
    let share = |minor: i64| {
        (Decimal::from(minor) * Decimal::from(item.open_minor))
            .checked_div(Decimal::from(item.gross_minor))
            .and_then(round_minor)
            .ok_or(Fault::OutOfRange)
    };
    let Some((last, before)) = item.taxes.split_last() else {
        return Ok(Vec::new());
    };
    let mut left = share(total)?;
    let mut parts = Vec::with_capacity(item.taxes.len());
    for tax in before {
        let minor = share(tax.minor)?;
        left -= minor;
        parts.push((tax.code.clone(), minor));
    }
    parts.push((last.code.clone(), left));
    parts.retain(|(_, minor)| *minor != 0);
    Ok(parts)
}

/// A set of items that one customer line stands for: currency, dimensions, profile.
pub type Group = (String, Dimensions, String);

/// The group of an item. Dimensions are a set: their order says nothing.
pub fn group(item: &Item) -> Group {
    let mut dimensions = item.dimensions.clone();
    dimensions.sort();
    (item.currency.clone(), dimensions, item.profile.clone())
}

/// The lines of a write-off, by currency, then customer, write-off and tax lines.
///
/// # Errors
/// [`Fault`] where nothing is open, or a tax does not divide.
pub fn lines(items: &[Item], separate: SeparateTax) -> Result<Vec<Line>, Fault> {
    let mut customer: BTreeMap<Group, i64> = BTreeMap::new();
    let mut taxes: BTreeMap<(String, Dimensions, String), i64> = BTreeMap::new();
    let mut tax_of_group: BTreeMap<Group, i64> = BTreeMap::new();
    let add = |sum: &mut i64, minor: i64| -> Result<(), Fault> {
        *sum = sum.checked_add(minor).ok_or(Fault::OutOfRange)?;
        Ok(())
    };
    for item in items {
        let group = group(item);
        add(customer.entry(group).or_default(), item.open_minor)?;
    }
    customer.retain(|_, open| *open != 0);
    let with_tax = items.iter().filter(|_| separate == SeparateTax::Yes);
    for item in with_tax {
        let group = group(item);
        for (code, minor) in tax_share(item)? {
            if customer.contains_key(&group) {
                add(tax_of_group.entry(group.clone()).or_default(), minor)?;
                let key = (group.0.clone(), group.1.clone(), code);
                add(taxes.entry(key).or_default(), minor)?;
            }
        }
    }
    let mut lines = Vec::new();
    let mut push = |kind, (currency, dimensions, key): &Group, amount_minor| {
        if amount_minor != 0 {
            let is_tax = kind == LineKind::SalesTax;
            lines.push(Line {
                kind,
                currency: currency.clone(),
                profile: if is_tax { String::new() } else { key.clone() },
                dimensions: dimensions.clone(),
                tax_code: if is_tax { key.clone() } else { String::new() },
                amount_minor,
            });
        }
    };
    for (group, open) in &customer {
        push(LineKind::Customer, group, -open);
    }
    for (group, open) in &customer {
        let tax = tax_of_group.get(group).copied().unwrap_or(0);
        push(LineKind::WriteOff, group, open - tax);
    }
    for (key, minor) in &taxes {
        push(LineKind::SalesTax, key, *minor);
    }
    if lines.is_empty() {
        return Err(Fault::NothingOpen);
    }
    lines.sort_by(|a, b| (&a.currency, a.kind).cmp(&(&b.currency, b.kind)));
    Ok(lines)
}

/// What each currency is out of balance by, minor units; the hard check before anything is posted finds none.
pub fn out_of_balance(lines: &[Line]) -> Vec<(String, i64)> {
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    for line in lines {
        *sums.entry(&line.currency).or_default() += i128::from(line.amount_minor);
    }
    sums.into_iter()
        .filter(|(_, sum)| *sum != 0)
        .map(|(currency, sum)| {
            let clamped = sum.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
            (currency.to_owned(), i64::try_from(clamped).unwrap_or(0))
        })
        .collect()
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "WriteOffStatus")]
pub enum Status {
    /// Somebody has to approve it.
    Draft,
    /// It may be posted.
    Approved,
    /// It will not be posted.
    Rejected,
    /// It is posted.
    Posted,
    /// It was posted and taken back.
    Undone,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Approved,
        Self::Rejected,
        Self::Posted,
        Self::Undone,
    ];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Posted => "posted",
            Self::Undone => "undone",
        }
    }

    /// Reads what [`Status::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// Whether a proposal may go on to another status.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Draft, Self::Approved)
                | (Self::Draft | Self::Approved, Self::Rejected)
                | (Self::Approved, Self::Posted)
                | (Self::Posted, Self::Undone)
        )
    }
}

#[cfg(test)]
mod tests;

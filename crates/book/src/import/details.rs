//! What a row says about its document beyond the amount: lines, tax, dimensions, discount, stops.

use intake::{CashDiscount, ExactDecimal, Field, HoldMark, Holds, Recognition, TransactionRow};
use rust_decimal::Decimal;

use super::discounts::percent_of;
use super::row::Trouble;
use super::work::Work;
use crate::ledger::{DetailFact, DetailText, DocumentHold, DocumentLine, DocumentTax};

/// Whether a file has any column that goes into the details: a plain ledger is not asked row by row.
pub(super) fn has_any(recognition: &Recognition) -> bool {
    recognition
        .columns
        .iter()
        .any(|column| column.field.is_some_and(is_detail))
}

fn is_detail(field: Field) -> bool {
    use Field as F;
    matches!(
        field,
        F::PostingProfile
            | F::BankAccount
            | F::ContraAccount
            | F::CashDiscount
            | F::CashDiscountPercent
            | F::CashDiscountDate
            | F::Salesperson
            | F::Region
            | F::Segment
            | F::ReminderLevel
            | F::Hold
            | F::DunningHold
            | F::InterestHold
            | F::TaxCode
            | F::TaxBase
            | F::TaxAmount
            | F::Dimension
            | F::DimensionName
            | F::InstalmentNo
            | F::InstalmentAmount
            | F::LineNo
            | F::LineItem
            | F::LineText
            | F::LineQuantity
            | F::LinePrice
            | F::LineAmount
            | F::LineTaxCode
            | F::LineTaxAmount
            | F::Information
    )
}

/// The details of a row; empty where it says nothing.
pub(super) fn of_row(row: &TransactionRow<'_>) -> DetailFact {
    let further = &row.further;
    let own = |text: Option<&str>| text.map(str::to_owned);
    DetailFact {
        posting_profile: own(further.posting_profile),
        bank_account: own(further.bank_account),
        payment_reference: None,
        discount_minor: further
            .cash_discount
            .and_then(|discount| discount_minor(discount, row.amount_minor)),
        discount_on: further.cash_discount_date.map(|day| day.to_string()),
        text: DetailText {
            lines: lines(row),
            taxes: row
                .taxes()
                .into_iter()
                .map(|tax| DocumentTax {
                    code: tax.code.unwrap_or_default().to_owned(),
                    base_minor: tax.base_minor,
                    tax_minor: tax.amount_minor.unwrap_or(0),
                })
                .collect(),
            dimensions: row
                .dimensions()
                .map(|dimension| (dimension.name.to_owned(), dimension.value.to_owned()))
                .collect(),
            salesperson: own(further.salesperson),
            region: own(further.region),
            segment: own(further.segment),
            reminder_level: further.reminder_level.map(|level| level.to_string()),
            holds: holds(row.further.holds),
            information: row
                .others
                .information()
                .map(|(heading, text)| (heading.to_owned(), text.to_owned()))
                .collect(),
        },
    }
}

fn lines(row: &TransactionRow<'_>) -> Vec<DocumentLine> {
    let own = |text: Option<&str>| text.map(str::to_owned);
    let numbered = row.parts.lines().zip(1_i64..);
    numbered
        .map(|(line, place)| DocumentLine {
            number: line.no.and_then(|no| no.parse().ok()).unwrap_or(place),
            item: own(line.item),
            text: own(line.text),
            quantity: line.quantity.map(|quantity| quantity.to_string()),
            price: line.unit_price.map(|price| price.to_string()),
            amount_minor: Some(line.amount_minor),
            tax_code: own(line.tax_code),
        })
        .collect()
}

/// A stop in the system that wrote the file.
/// The stops that a row asks for.
pub(super) fn holds(holds: Holds) -> Vec<DocumentHold> {
    [
        ("all", holds.all),
        ("dunning", holds.dunning),
        ("interest", holds.interest),
    ]
    .into_iter()
    .filter_map(|(of, mark)| match mark {
        None | Some(HoldMark::No) => None,
        Some(HoldMark::Yes) => Some(DocumentHold {
            of: of.to_owned(),
            until: None,
        }),
        Some(HoldMark::Until(day)) => Some(DocumentHold {
            of: of.to_owned(),
            until: Some(day.to_string()),
        }),
    })
    .collect()
}

/// What may be deducted, with the sign of the document; a percentage is rounded once, half away from zero.
fn discount_minor(discount: CashDiscount, amount_minor: i64) -> Option<i64> {
    match discount {
        CashDiscount::AmountMinor(minor) => Some(minor.abs() * amount_minor.signum()),
        CashDiscount::Percent(ExactDecimal { mantissa, scale }) => {
            let percent = Decimal::try_from_i128_with_scale(i128::from(mantissa), scale).ok()?;
            percent_of(amount_minor, percent)
        }
    }
}

/// Writes the details of a new document.
pub(super) fn write_new(
    work: &mut Work<'_, '_>,
    customer_id: i64,
    id: i64,
    detail: &DetailFact,
) -> Result<(), Trouble> {
    if !detail.is_empty() {
        work.ledger.set_detail(work.act, customer_id, id, detail)?;
    }
    Ok(())
}

/// Parts that a later row changes: name, old and new text.
pub(super) fn differences(old: &DetailFact, new: &DetailFact) -> Vec<(String, String, String)> {
    let mut fields = Vec::new();
    let mut compare = |name: &str, old: String, new: String| {
        if old != new {
            fields.push((name.to_owned(), old, new));
        }
    };
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let minor = |minor: Option<i64>| minor.map(|minor| minor.to_string()).unwrap_or_default();
    let listed = |list: &[(String, String)]| {
        let parts: Vec<String> = list
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        parts.join(", ")
    };
    compare(
        "posting_profile",
        own(&old.posting_profile),
        own(&new.posting_profile),
    );
    compare(
        "bank_account",
        own(&old.bank_account),
        own(&new.bank_account),
    );
    compare(
        "payment_reference",
        own(&old.payment_reference),
        own(&new.payment_reference),
    );
    compare(
        "discount_minor",
        minor(old.discount_minor),
        minor(new.discount_minor),
    );
    compare("discount_on", own(&old.discount_on), own(&new.discount_on));
    let (old, new) = (&old.text, &new.text);
    compare("salesperson", own(&old.salesperson), own(&new.salesperson));
    compare("region", own(&old.region), own(&new.region));
    compare("segment", own(&old.segment), own(&new.segment));
    compare(
        "reminder_level",
        own(&old.reminder_level),
        own(&new.reminder_level),
    );
    compare(
        "dimensions",
        listed(&old.dimensions),
        listed(&new.dimensions),
    );
    compare(
        "information",
        listed(&old.information),
        listed(&new.information),
    );
    let json = |value: Result<String, serde_json::Error>| value.unwrap_or_default();
    compare(
        "taxes",
        json(serde_json::to_string(&old.taxes)),
        json(serde_json::to_string(&new.taxes)),
    );
    compare(
        "lines",
        json(serde_json::to_string(&old.lines)),
        json(serde_json::to_string(&new.lines)),
    );
    compare(
        "holds",
        json(serde_json::to_string(&old.holds)),
        json(serde_json::to_string(&new.holds)),
    );
    fields
}

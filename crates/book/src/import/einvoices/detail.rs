//! What an electronic invoice says beyond its amount.

use intake::einvoice::{EInvoice, EInvoiceFormat};
use rust_decimal::Decimal;

use crate::import::discounts::percent_of;
use crate::ledger::{DetailFact, DetailText, DocumentLine, DocumentTax};

/// Details with the sign of the document.
pub(super) fn detail(invoice: &EInvoice, sign: i64, amount_minor: i64) -> DetailFact {
    let discount = invoice.discounts.first();
    let discount_minor = discount.and_then(|discount| {
        let base = discount.base_minor.map_or(amount_minor, |base| sign * base);
        percent_of(base, discount.percent)
    });
    let discount_on = discount.and_then(|discount| {
        let by_days = discount.days.and_then(|days| {
            invoice
                .issue_on
                .checked_add_days(chrono::Days::new(days.into()))
        });
        discount.until_on.or(by_days).map(|day| day.to_string())
    });
    let rated = |category: &str, rate: Option<Decimal>| match rate {
        Some(rate) => format!("{category} {}%", rate.normalize()),
        None => category.to_owned(),
    };
    DetailFact {
        posting_profile: None,
        bank_account: invoice
            .payee_account
            .as_ref()
            .map(|account| account.account.clone()),
        payment_reference: invoice.payment_reference.clone(),
        discount_minor,
        discount_on,
        text: DetailText {
            lines: invoice
                .lines
                .iter()
                .zip(1_i64..)
                .map(|(line, place)| DocumentLine {
                    number: line.number.parse().unwrap_or(place),
                    item: line.item_id.clone(),
                    text: Some(line.name.clone()).filter(|name| !name.is_empty()),
                    quantity: line.quantity.map(|quantity| quantity.to_string()),
                    price: line.price.map(|price| price.to_string()),
                    amount_minor: Some(sign * line.net_minor),
                    tax_code: line
                        .tax_category
                        .as_deref()
                        .map(|category| rated(category, line.tax_rate)),
                })
                .collect(),
            taxes: invoice
                .taxes
                .iter()
                .map(|tax| DocumentTax {
                    code: rated(&tax.category, tax.rate),
                    base_minor: tax.base_minor.map(|base| sign * base),
                    tax_minor: sign * tax.amount_minor,
                })
                .collect(),
            information: information(invoice),
            ..DetailText::default()
        },
    }
}

/// What nothing is computed from.
fn information(invoice: &EInvoice) -> Vec<(String, String)> {
    let format = match invoice.format {
        EInvoiceFormat::UblInvoice | EInvoiceFormat::UblCreditNote => "UBL",
        EInvoiceFormat::Cii => "CII",
        EInvoiceFormat::Zugferd1 => "ZUGFeRD 1",
    };
    [
        ("format", Some(format.to_owned())),
        ("terms", invoice.terms.clone()),
        ("buyer_reference", invoice.buyer_reference.clone()),
        (
            "preceding",
            Some(invoice.preceding.join(", ")).filter(|numbers| !numbers.is_empty()),
        ),
    ]
    .into_iter()
    .filter_map(|(name, text)| text.map(|text| (name.to_owned(), text)))
    .collect()
}

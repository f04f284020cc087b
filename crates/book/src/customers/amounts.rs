//! In which currency the customer's page shows its amounts: each as on its document, or all of them in one currency.
//!
//! Every panel and the list convert the same items by the same rates, so that a period and the rows behind it agree to the
//! minor unit. The rate is the one by which a credit limit is tested on the day.

use chrono::NaiveDate;
use engine::account::OpenItem;
use engine::exchange::{RateFault, Rates};
use engine::money::Currency;
use engine::promises::Part;
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounts::currency_of;
use crate::refusal::Refusal;
use crate::standing;

/// In which currency amounts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Amounts {
    /// Each in the currency of its document.
    #[default]
    Document,
    /// All in the company's currency.
    Company,
    /// All in the customer's currency; in the company's where it has none of its own.
    Customer,
}

/// One currency, and what the others are worth in it.
#[derive(Debug)]
struct Into {
    currency: Currency,
    rates: Vec<(Currency, Decimal)>,
}

/// Shows amounts of a day as asked for.
#[derive(Debug)]
pub(super) struct Teller {
    into: Option<Into>,
    as_of: NaiveDate,
}

impl Teller {
    /// Reads what it needs of a customer and the rates of the day.
    pub fn of(
        connection: &Connection,
        customer_id: i64,
        amounts: Amounts,
        as_of: NaiveDate,
    ) -> Result<Self, Refusal> {
        let company = standing::company_currency(connection)?;
        let currency = match amounts {
            Amounts::Document => return Ok(Self { into: None, as_of }),
            Amounts::Company => company,
            Amounts::Customer => own_currency(connection, customer_id)?.unwrap_or(company),
        };
        let rate_type = standing::parameters(connection)?.rate_type;
        let rates = standing::rates(connection, &rate_type, currency, as_of)?;
        Ok(Self {
            into: Some(Into { currency, rates }),
            as_of,
        })
    }

    /// The currency in which it shows everything; `None` where each amount keeps its own.
    pub fn currency(&self) -> Option<Currency> {
        self.into.as_ref().map(|into| into.currency)
    }

    /// An amount as it is shown, and its currency.
    pub fn amount(&self, minor: i64, own: Currency) -> Result<(i64, Currency), Refusal> {
        let Some(Into { currency, rates }) = &self.into else {
            return Ok((minor, own));
        };
        let rates = Rates {
            company: *currency,
            of: rates,
        };
        match rates.value(minor, own) {
            Ok(minor) => Ok((minor, *currency)),
            Err(RateFault::RateMissing { .. }) => Err(Refusal::new("amounts_rate_missing")
                .with("currency", own.code())
                .with("into", currency.code())
                .with("day", self.as_of.to_string())),
            Err(fault) => Err(fault.into()),
        }
    }

    /// An item as it is shown.
    pub fn item(&self, item: &OpenItem) -> Result<OpenItem, Refusal> {
        let minor = |minor: i64| self.amount(minor, item.currency).map(|(minor, _)| minor);
        Ok(OpenItem {
            currency: self.currency().unwrap_or(item.currency),
            amount_minor: minor(item.amount_minor)?,
            open_minor: minor(item.open_minor)?,
            disputed_minor: minor(item.disputed_minor)?,
            promised_minor: minor(item.promised_minor)?,
            ..*item
        })
    }

    /// The parts of these items that promises spare, in the currency in which `shown` has the items.
    pub fn parts(
        &self,
        own: &[OpenItem],
        shown: &[OpenItem],
        parts: &[Part],
    ) -> Result<Vec<Part>, Refusal> {
        parts
            .iter()
            .map(|part| {
                let (own, shown) = (&own[part.item], &shown[part.item]);
                // A promise of all that is open stays so, however the two amounts are rounded.
                let amount_minor = if part.amount_minor == own.open_minor {
                    shown.open_minor
                } else {
                    self.amount(part.amount_minor, own.currency)?.0
                };
                Ok(Part {
                    amount_minor,
                    ..*part
                })
            })
            .collect()
    }
}

fn own_currency(connection: &Connection, customer_id: i64) -> Result<Option<Currency>, Refusal> {
    let code: Option<String> = connection
        .prepare_cached("SELECT currency FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| {
            row.get("currency")
        })?;
    code.map(|code| currency_of(&code)).transpose()
}

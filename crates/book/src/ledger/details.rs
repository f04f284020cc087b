//! What a file says about a document beyond its amount: lines, tax by code, dimensions, discount.
//!
//! One row is one fact. A later import replaces it as a whole and keeps the earlier one.

use rusqlite::{OptionalExtension as _, Row, named_params};
use serde::{Deserialize, Serialize};

use super::Ledger;
use crate::act::Act;
use crate::facts::{FactKind, FactRow};
use crate::refusal::Refusal;

/// One line of an invoice. Amounts in minor units of the document's currency; quantity and price as decimal text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentLine {
    /// From 1, as in the file where it has one.
    pub number: i64,
    /// Item number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Quantity, decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Price of one, decimal text in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// Amount of the line, signed minor units.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Tax code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
}

/// Tax of one code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentTax {
    /// The code as the file writes it.
    pub code: String,
    /// Base, signed minor units; missing where the file has none.
    #[ts(type = "number | null")]
    pub base_minor: Option<i64>,
    /// Tax, signed minor units.
    #[ts(type = "number")]
    pub tax_minor: i64,
}

/// A stop that the system which wrote the file knows: information until somebody makes it one of this book's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentHold {
    /// `dunning`, `interest` or `all`.
    pub of: String,
    /// Its last day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// The part of the details that no rule asks for by column. Empty parts are left out of the stored text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct DetailText {
    /// Lines, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<DocumentLine>,
    /// Tax by code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<DocumentTax>,
    /// Dimensions: name and value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<(String, String)>,
    /// Salesperson.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<String>,
    /// Sales region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Branch of trade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// Reminder level in the system that wrote the file: information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminder_level: Option<String>,
    /// Stops of the system that wrote the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<DocumentHold>,
    /// Columns that are information only: heading and text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub information: Vec<(String, String)>,
}

/// Details of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailFact {
    /// Posting profile as the file names it.
    pub posting_profile: Option<String>,
    /// Own bank account of a payment.
    pub bank_account: Option<String>,
    /// The reference that a payer is asked to give (RF, QRR, or free).
    pub payment_reference: Option<String>,
    /// What may be deducted when paid in time, with the sign of the document, minor units.
    pub discount_minor: Option<i64>,
    /// Last day of the discount, `YYYY-MM-DD`.
    pub discount_on: Option<String>,
    /// Everything else.
    pub text: DetailText,
}

impl DetailFact {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads the columns of `transaction_details`.
    pub fn from_row(row: &Row<'_>) -> Result<Self, Refusal> {
        let text: String = row.get("detail")?;
        Ok(Self {
            posting_profile: row.get("posting_profile")?,
            bank_account: row.get("bank_account")?,
            payment_reference: row.get("payment_reference")?,
            discount_minor: row.get("discount_minor")?,
            discount_on: row.get("discount_on")?,
            text: serde_json::from_str(&text)?,
        })
    }

    /// What a later file leaves out stays: each part of `self` that is there wins over the `earlier` one.
    #[must_use]
    pub fn over(self, earlier: &Self) -> Self {
        fn list<T: Clone>(new: Vec<T>, old: &[T]) -> Vec<T> {
            if new.is_empty() { old.to_vec() } else { new }
        }
        let (new, old) = (self.text, &earlier.text);
        Self {
            posting_profile: self
                .posting_profile
                .or_else(|| earlier.posting_profile.clone()),
            bank_account: self.bank_account.or_else(|| earlier.bank_account.clone()),
            payment_reference: self
                .payment_reference
                .or_else(|| earlier.payment_reference.clone()),
            discount_minor: self.discount_minor.or(earlier.discount_minor),
            discount_on: self.discount_on.or_else(|| earlier.discount_on.clone()),
            text: DetailText {
                lines: list(new.lines, &old.lines),
                taxes: list(new.taxes, &old.taxes),
                dimensions: list(new.dimensions, &old.dimensions),
                salesperson: new.salesperson.or_else(|| old.salesperson.clone()),
                region: new.region.or_else(|| old.region.clone()),
                segment: new.segment.or_else(|| old.segment.clone()),
                reminder_level: new.reminder_level.or_else(|| old.reminder_level.clone()),
                holds: list(new.holds, &old.holds),
                information: list(new.information, &old.information),
            },
        }
    }
}

/// Canonical bytes of a row of details, whose columns have the names of `transaction_details`.
pub fn canonical_detail<'r>(
    row: &Row<'_>,
    bytes: &'r mut FactRow,
) -> Result<&'r FactRow, rusqlite::Error> {
    let optional = |name: &str| {
        row.get_ref(name)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)
    };
    bytes
        .start()
        .int(row.get("transaction_id")?)
        .int(row.get("customer_id")?)
        .optional(optional("posting_profile")?)
        .optional(optional("bank_account")?)
        .optional(optional("payment_reference")?)
        .int(
            row.get::<_, Option<i64>>("discount_minor")?
                .unwrap_or_default(),
        )
        .optional(optional("discount_on")?)
        .text(
            row.get_ref("detail")?
                .as_str()
                .map_err(rusqlite::Error::from)?,
        );
    Ok(bytes)
}

/// The columns of a row of details.
pub const DETAIL_COLUMNS: &str = "transaction_id, customer_id, posting_profile, bank_account, payment_reference, \
     discount_minor, discount_on, detail";

impl Ledger {
    /// The details of a transaction, where it has any.
    pub fn detail(
        &mut self,
        act: &Act<'_>,
        transaction_id: i64,
    ) -> Result<Option<DetailFact>, Refusal> {
        let mut statement = act.prepare_cached(&format!(
            "SELECT {DETAIL_COLUMNS} FROM transaction_details WHERE transaction_id = :id"
        ))?;
        let mut rows = statement.query(named_params! {":id": transaction_id})?;
        rows.next()?.map(DetailFact::from_row).transpose()
    }

    /// Writes the details of a transaction; earlier ones are kept in the history.
    pub fn set_detail(
        &mut self,
        act: &mut Act<'_>,
        customer_id: i64,
        transaction_id: i64,
        detail: &DetailFact,
    ) -> Result<(), Refusal> {
        let same_act: Option<bool> = act
            .prepare_cached(
                "SELECT act_id = :act AS same FROM transaction_details WHERE transaction_id = :id",
            )?
            .query_row(
                named_params! {":id": transaction_id, ":act": act.id},
                |row| row.get("same"),
            )
            .optional()?;
        if same_act == Some(true) {
            return Err(Refusal::new("internal").with(
                "detail",
                "the details of a document are written twice in one act",
            ));
        }
        Self::keep_detail(act, transaction_id)?;
        act.prepare_cached(
            "INSERT INTO transaction_details (transaction_id, customer_id, posting_profile, bank_account,
               payment_reference, discount_minor, discount_on, detail, act_id)
             VALUES (:id, :customer, :profile, :bank_account, :reference, :discount, :discount_on, :detail, :act)
             ON CONFLICT (transaction_id) DO UPDATE SET customer_id = excluded.customer_id,
               posting_profile = excluded.posting_profile, bank_account = excluded.bank_account,
               payment_reference = excluded.payment_reference, discount_minor = excluded.discount_minor,
               discount_on = excluded.discount_on, detail = excluded.detail, act_id = excluded.act_id",
        )?
        .execute(named_params! {
            ":id": transaction_id, ":customer": customer_id, ":profile": detail.posting_profile,
            ":bank_account": detail.bank_account, ":reference": detail.payment_reference,
            ":discount": detail.discount_minor, ":discount_on": detail.discount_on,
            ":detail": serde_json::to_string(&detail.text)?, ":act": act.id,
        })?;
        self.hash_detail(act, transaction_id)
    }

    /// Takes the details of a transaction away; they stay in the history.
    pub fn withdraw_detail(
        &mut self,
        act: &mut Act<'_>,
        transaction_id: i64,
    ) -> Result<(), Refusal> {
        Self::keep_detail(act, transaction_id)?;
        act.prepare_cached("DELETE FROM transaction_details WHERE transaction_id = :id")?
            .execute(named_params! {":id": transaction_id})?;
        Ok(())
    }

    fn keep_detail(act: &Act<'_>, transaction_id: i64) -> Result<(), Refusal> {
        act.prepare_cached(&format!(
            "INSERT INTO transaction_detail_history ({DETAIL_COLUMNS}, act_id, replaced_by_act_id)
             SELECT {DETAIL_COLUMNS}, act_id, :act FROM transaction_details WHERE transaction_id = :id"
        ))?
        .execute(named_params! {":id": transaction_id, ":act": act.id})?;
        Ok(())
    }

    fn hash_detail(&mut self, act: &mut Act<'_>, transaction_id: i64) -> Result<(), Refusal> {
        let mut bytes = std::mem::take(&mut self.row);
        {
            let mut statement = act.prepare_cached(&format!(
                "SELECT {DETAIL_COLUMNS} FROM transaction_details WHERE transaction_id = :id"
            ))?;
            statement.query_row(named_params! {":id": transaction_id}, |row| {
                canonical_detail(row, &mut bytes)?;
                Ok(())
            })?;
        }
        act.facts.changed(FactKind::Detail, transaction_id, &bytes);
        self.row = bytes;
        Ok(())
    }
}

//! `reimbursements.payee`: how a customer is paid. The vendor account is optional: without one a reimbursement gets a
//! vendor of its own, for once (W-13).

use engine::codes::{iban_is_valid, plain_iban};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::customer_id;
use crate::refusal::Refusal;
use crate::session::Session;

/// Names a customer.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct PayeeRequest {
    /// Account number.
    pub account: String,
}

/// How a customer is paid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct Payee {
    /// Account number.
    pub account: String,
    /// Vendor account in accounts payable; empty for none.
    pub vendor: String,
    /// Holder of the bank account; the customer where empty.
    pub holder: String,
    /// IBAN, or number of the account; that of the customer's last payment where empty.
    pub iban: String,
    /// BIC.
    pub bic: String,
    /// The account from which the customer paid last, as the bank wrote it; saving does not change it.
    pub paid_from: String,
}

/// `reimbursements.payee`
pub fn get(session: &mut Session<'_>, request: PayeeRequest) -> Result<Payee, Refusal> {
    let connection = session.connection();
    let id = customer_id(connection, &request.account)?;
    load(connection, id, &request.account)
}

fn load(connection: &Connection, id: i64, account: &str) -> Result<Payee, Refusal> {
    let stored = connection
        .prepare_cached(
            "SELECT vendor, holder, iban, bic FROM customer_payees WHERE customer_id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok(Payee {
                account: account.to_owned(),
                vendor: row.get("vendor")?,
                holder: row.get("holder")?,
                iban: row.get("iban")?,
                bic: row.get("bic")?,
                paid_from: String::new(),
            })
        })
        .optional()?;
    let paid_from: Option<String> = connection
        .prepare_cached(
            "SELECT l.payer_account FROM bank_postings p JOIN bank_lines l ON l.id = p.line_id
             WHERE p.customer_id = :id AND p.undone_by_act_id IS NULL AND l.payer_account <> '' AND l.amount_minor > 0
             ORDER BY l.booking_on DESC, l.id DESC LIMIT 1",
        )?
        .query_row(named_params! {":id": id}, |row| row.get("payer_account"))
        .optional()?;
    Ok(Payee {
        account: account.to_owned(),
        paid_from: paid_from.unwrap_or_default(),
        ..stored.unwrap_or_default()
    })
}

/// `reimbursements.payee_save`
pub fn save(session: &mut Session<'_>, request: Payee) -> Result<Payee, Refusal> {
    let iban = plain_iban(&request.iban);
    // A number of another shape is that of a country without IBAN.
    let looks_like_iban = iban
        .chars()
        .take(2)
        .filter(char::is_ascii_alphabetic)
        .count()
        == 2;
    if looks_like_iban && !iban_is_valid(&iban) {
        return Err(Refusal::new("iban_invalid")
            .with("field", "iban")
            .with("iban", &request.iban));
    }
    session.act(|act| {
        let id = customer_id(act, &request.account)?;
        act.about("payee", &request.account);
        let old = load(act, id, &request.account)?;
        for (field, old, new) in [
            ("vendor", &old.vendor, &request.vendor),
            ("holder", &old.holder, &request.holder),
            ("iban", &old.iban, &iban),
            ("bic", &old.bic, &request.bic),
        ] {
            act.change(field, old, new.trim());
        }
        act.execute(
            "INSERT INTO customer_payees (customer_id, vendor, holder, iban, bic, act_id)
             VALUES (:id, :vendor, :holder, :iban, :bic, :act)
             ON CONFLICT (customer_id) DO UPDATE SET vendor = excluded.vendor, holder = excluded.holder,
               iban = excluded.iban, bic = excluded.bic, act_id = excluded.act_id",
            named_params! {
                ":id": id, ":vendor": request.vendor.trim(), ":holder": request.holder.trim(), ":iban": iban,
                ":bic": request.bic.trim(), ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    get(
        session,
        PayeeRequest {
            account: request.account,
        },
    )
}

/// Who is paid, as a proposal keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PaidTo {
    /// Empty where the customer has none.
    pub vendor: String,
    pub holder: String,
    pub iban: String,
    pub bic: String,
}

/// Who is paid for a customer: what is set up, else the account from which the customer paid last.
pub(super) fn paid_to(connection: &Connection, id: i64, name: &str) -> Result<PaidTo, Refusal> {
    let payee = load(connection, id, "")?;
    let set_up = !payee.iban.is_empty();
    let or = |text: String, other: &str| {
        if text.is_empty() {
            other.to_owned()
        } else {
            text
        }
    };
    Ok(PaidTo {
        vendor: payee.vendor,
        holder: or(payee.holder, name),
        iban: or(payee.iban, &payee.paid_from),
        bic: if set_up { payee.bic } else { String::new() },
    })
}

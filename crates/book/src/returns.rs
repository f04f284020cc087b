//! Returned payments (spec 24 §3): the parameter, which payment may come back, and what came back so far.
//!
//! Invariant: a payment comes back once; while it is back its own settlements are taken back from that day on, and a refund
//! of that day settles it. The act itself is a flow, because it touches the ledger, charges, promises and the bank.

mod list;
pub(crate) mod words;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::returns::{BankAccount, Fault, Payment, State, Switch, fault};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{day_of, kind_of};
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;
pub use list::{ReturnedDocument, ReturnedPaymentRow, ReturnedPayments, ReturnsRequest, list};
pub(crate) use list::{count_of_customer, one, returns_of_documents};

const NAME: &str = "returns";

/// Whether returned payments are worked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReturnsSwitch {
    /// They are.
    #[default]
    On,
    /// They are not.
    Off,
}

/// The parameters of returned payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReturnsParameters {
    /// *Not sufficient funds*: whether payments may be marked as returned.
    pub not_sufficient_funds: ReturnsSwitch,
}

/// `returns.parameters`
pub fn parameters(session: &mut Session<'_>, _: Nothing) -> Result<ReturnsParameters, Refusal> {
    parameters::load(session.connection(), NAME)
}

/// `returns.parameters_save`
pub fn parameters_save(
    session: &mut Session<'_>,
    new: ReturnsParameters,
) -> Result<ReturnsParameters, Refusal> {
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    parameters::load(session.connection(), NAME)
}

/// A payment with everything that its return needs.
#[derive(Debug, Clone)]
pub(crate) struct PaymentFacts {
    pub id: i64,
    pub customer_id: i64,
    pub account: String,
    pub customer_group: Option<String>,
    /// Language of the customer; empty where the file gave none.
    pub language: String,
    pub kind: Kind,
    pub document_no: String,
    pub transaction_on: NaiveDate,
    pub currency: String,
    /// Minor units, signed: a payment is negative.
    pub amount_minor: i64,
    /// Number of the own bank account; empty where the payment names none.
    pub bank_account: String,
    /// The charges group of that account.
    pub charges_group: Option<String>,
    /// Posting profile; empty for none.
    pub profile: String,
    /// Dimensions: name and value.
    pub dimensions: Vec<(String, String)>,
    of_account: BankAccount,
    state: State,
}

/// Reads a payment, or whatever else the id names.
pub(crate) fn payment(connection: &Connection, id: i64) -> Result<PaymentFacts, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.id, t.customer_id, c.account, c.customer_group, COALESCE(c.language, '') AS language, t.kind,
                t.document_no, t.transaction_on, t.currency, t.amount_minor,
                COALESCE(d.bank_account, '') AS bank_account, b.charges_group,
                COALESCE(d.posting_profile, '') AS profile,
                COALESCE(json_extract(d.detail, '$.dimensions'), '[]') AS dimensions,
                COALESCE(b.returns, 'allowed') AS returns,
                EXISTS (SELECT 1 FROM returned_payments r
                  WHERE r.payment_id = t.id AND r.undone_by_act_id IS NULL) AS returned,
                EXISTS (SELECT 1 FROM bank_postings p
                  WHERE p.transaction_id = t.id AND p.undone_by_act_id IS NOT NULL) AS taken_back
         FROM transactions t JOIN customers c ON c.id = t.customer_id
         LEFT JOIN transaction_details d ON d.transaction_id = t.id
         LEFT JOIN bank_accounts b ON b.company_id = t.company_id
           AND b.number = upper(replace(d.bank_account, ' ', ''))
         WHERE t.id = :id",
    )?;
    let found = statement
        .query_row(named_params! {":id": id}, |row| {
            let bank_account: String = row.get("bank_account")?;
            let of_account = match row.get::<_, String>("returns")?.as_str() {
                _ if bank_account.trim().is_empty() => BankAccount::Missing,
                "forbidden" => BankAccount::Forbids,
                _ => BankAccount::Allows,
            };
            let state = match (row.get("returned")?, row.get("taken_back")?) {
                (true, _) => State::Returned,
                (_, true) => State::TakenBack,
                (false, false) => State::Stands,
            };
            Ok((
                PaymentFacts {
                    id,
                    customer_id: row.get("customer_id")?,
                    account: row.get("account")?,
                    customer_group: row.get("customer_group")?,
                    language: row.get("language")?,
                    kind: Kind::Other,
                    document_no: row.get("document_no")?,
                    transaction_on: NaiveDate::MIN,
                    currency: row.get("currency")?,
                    amount_minor: row.get("amount_minor")?,
                    bank_account,
                    charges_group: row.get("charges_group")?,
                    profile: row.get("profile")?,
                    dimensions: Vec::new(),
                    of_account,
                    state,
                },
                row.get::<_, String>("kind")?,
                day_of(row, "transaction_on").ok(),
                row.get::<_, String>("dimensions")?,
            ))
        })
        .optional()?;
    let (facts, kind, on, dimensions) =
        found.ok_or_else(|| Refusal::new("unknown_transaction").with("transaction_id", id))?;
    Ok(PaymentFacts {
        kind: kind_of(&kind)?,
        transaction_on: on.ok_or_else(|| Refusal::new("book_damaged").with("id", id))?,
        dimensions: serde_json::from_str(&dimensions)?,
        ..facts
    })
}

/// Refuses a payment that may not be marked as returned on a day, with the reason and what to do (W-11).
pub(crate) fn demand_returnable(
    connection: &Connection,
    payment: &PaymentFacts,
    returned_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let parameters: ReturnsParameters = parameters::load(connection, NAME)?;
    let switch = match parameters.not_sufficient_funds {
        ReturnsSwitch::On => Switch::On,
        ReturnsSwitch::Off => Switch::Off,
    };
    let asked = Payment {
        kind: payment.kind,
        amount_minor: payment.amount_minor,
        account: payment.of_account,
        state: payment.state,
        paid_on: payment.transaction_on,
    };
    let Some(fault) = fault(&asked, switch, returned_on, today) else {
        return Ok(());
    };
    let of = |code: &str| Refusal::new(code).with("document_no", &payment.document_no);
    Err(match fault {
        Fault::SwitchedOff => of("returns_switched_off"),
        Fault::NotAPayment => of("return_not_a_payment"),
        Fault::NoBankAccount => of("return_without_bank_account"),
        Fault::AccountForbids => {
            of("return_account_forbids").with("bank_account", &payment.bank_account)
        }
        Fault::ReturnedBefore => returned_before(connection, payment)?,
        Fault::TakenBack => of("return_payment_taken_back"),
        Fault::BeforePayment => of("return_before_payment")
            .with("field", "returned_on")
            .with("returned_on", returned_on)
            .with("paid_on", payment.transaction_on),
        Fault::InFuture => of("return_in_future")
            .with("field", "returned_on")
            .with("returned_on", returned_on),
    })
}

fn returned_before(connection: &Connection, payment: &PaymentFacts) -> Result<Refusal, Refusal> {
    let on: Option<String> = connection
        .prepare_cached(
            "SELECT returned_on FROM returned_payments WHERE payment_id = :id AND undone_by_act_id IS NULL",
        )?
        .query_row(named_params! {":id": payment.id}, |row| row.get("returned_on"))
        .optional()?;
    Ok(Refusal::new("return_twice")
        .with("document_no", &payment.document_no)
        .with("returned_on", on))
}

/// Refuses to take back what a payment did while the payment is with the bank again: first the return is taken back.
pub(crate) fn demand_not_returned(connection: &Connection, payment_id: i64) -> Result<(), Refusal> {
    let facts: Option<(String, String)> = connection
        .prepare_cached(
            "SELECT t.document_no, r.returned_on FROM returned_payments r JOIN transactions t ON t.id = r.payment_id
             WHERE r.payment_id = :id AND r.undone_by_act_id IS NULL",
        )?
        .query_row(named_params! {":id": payment_id}, |row| {
            Ok((row.get("document_no")?, row.get("returned_on")?))
        })
        .optional()?;
    match facts {
        None => Ok(()),
        Some((document_no, on)) => Err(Refusal::new("payment_was_returned")
            .with("document_no", document_no)
            .with("returned_on", on)),
    }
}

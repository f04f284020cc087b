//! `customers.rename`: a customer gets another account number, in one act (spec 10 §1).
//!
//! Everything of the book stands on the row id, so that nothing else has to be rewritten; what was printed keeps the number
//! that it was printed with. The former number still finds the customer when a file names it.

use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::card::{Customer, load};
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;

/// Longest account number.
const LONGEST: usize = 60;

/// Gives a customer another number.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RenameCustomer {
    /// Account number now.
    pub account: String,
    /// The new one.
    pub new_account: String,
    /// Why, for the audit log.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// `customers.rename`
pub fn rename(session: &mut Session<'_>, request: RenameCustomer) -> Result<Customer, Refusal> {
    let account = request.account;
    let id = load(session.connection(), &account)?.customer_id;
    let new = request.new_account.trim().to_owned();
    demand_free(session, &account, &new, id)?;
    let today = session.today.to_string();
    session.act(|act| {
        act.about("customer", &new);
        act.change("account", &account, &new);
        act.because(request.reason.as_deref(), None);
        act.credit.customers.insert(id);
        // The new number may be a former one, of this customer or of another: in use, it is no former one any more.
        act.execute(
            "DELETE FROM former_accounts WHERE company_id = :company AND account = :new",
            named_params! {":company": company::current(act)?, ":new": new},
        )?;
        act.execute(
            "UPDATE customers SET account = :new, act_id = :act WHERE id = :id",
            named_params! {":new": new, ":act": act.id, ":id": id},
        )?;
        act.execute(
            "INSERT INTO former_accounts (company_id, account, customer_id, renamed_on, act_id)
             VALUES (:company, :old, :id, :on, :act)
             ON CONFLICT (company_id, account) DO UPDATE SET customer_id = excluded.customer_id,
               renamed_on = excluded.renamed_on, act_id = excluded.act_id",
            named_params! {
                ":company": company::current(act)?, ":old": account, ":id": id, ":on": today, ":act": act.id,
            },
        )?;
        load(act, &new)
    })
}

/// Refuses a number that is empty, too long, the same, or of another customer.
fn demand_free(session: &Session<'_>, account: &str, new: &str, id: i64) -> Result<(), Refusal> {
    let field = "new_account";
    if new.is_empty() {
        return Err(Refusal::new("value_missing").with("field", field));
    }
    if new.chars().count() > LONGEST {
        return Err(Refusal::new("value_too_long")
            .with("field", field)
            .with("limit", LONGEST));
    }
    if new == account {
        return Err(Refusal::new("account_unchanged")
            .with("field", field)
            .with("account", new));
    }
    let holder: Option<String> = session
        .connection()
        .query_row(
            "SELECT name FROM customers WHERE company_id = :company AND account = :account AND id <> :id",
            named_params! {":company": company::current(session.connection())?, ":account": new, ":id": id},
            |row| row.get("name"),
        )
        .optional()?;
    match holder {
        None => Ok(()),
        Some(name) => Err(Refusal::new("account_taken")
            .with("field", field)
            .with("account", new)
            .with("name", name)),
    }
}

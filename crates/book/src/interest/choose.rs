//! `interest.choose`: a code for one document, which goes before that of its profile.

use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::codes::demand;
use crate::refusal::Refusal;
use crate::session::Session;

/// Chooses a code for documents.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ChooseInterestCode {
    /// The documents.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// The code; that of the profile again where missing.
    pub code: Option<String>,
}

/// What is chosen now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterestChoice {
    /// How many documents have another code than before.
    #[ts(type = "number")]
    pub changed: u64,
}

/// `interest.choose`: only new calculations follow.
pub fn choose(
    session: &mut Session<'_>,
    request: ChooseInterestCode,
) -> Result<InterestChoice, Refusal> {
    if request.transaction_ids.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "transaction_ids"));
    }
    session.act(|act| {
        if let Some(code) = &request.code {
            demand(act, code)?;
        }
        let mut changed = 0;
        for id in &request.transaction_ids {
            let found: Option<(i64, String)> = act
                .prepare_cached("SELECT customer_id, document_no FROM transactions WHERE id = :id")?
                .query_row(named_params! {":id": id}, |row| {
                    Ok((row.get("customer_id")?, row.get("document_no")?))
                })
                .optional()?;
            let (customer_id, document_no) = found
                .ok_or_else(|| Refusal::new("unknown_transaction").with("transaction_id", id))?;
            act.about("interest_code", &document_no);
            let old: Option<String> = act
                .prepare_cached("SELECT code_id FROM interest_choices WHERE transaction_id = :id")?
                .query_row(named_params! {":id": id}, |row| row.get("code_id"))
                .optional()?;
            if old == request.code {
                continue;
            }
            changed += 1;
            act.change(&document_no, &old, &request.code);
            act.execute(
                "DELETE FROM interest_choices WHERE transaction_id = :id",
                named_params! {":id": id},
            )?;
            if let Some(code) = &request.code {
                act.execute(
                    "INSERT INTO interest_choices (transaction_id, customer_id, code_id, act_id)
                     VALUES (:id, :customer, :code, :act)",
                    named_params! {":id": id, ":customer": customer_id, ":code": code, ":act": act.id},
                )?;
            }
        }
        Ok(InterestChoice { changed })
    })
}

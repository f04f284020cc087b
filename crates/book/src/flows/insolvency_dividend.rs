//! `insolvency.post_dividend`: the money of a dividend settles the filed items by their parts (spec 30 §16). Taken back, the
//! dividend is noted as before, and a payment that was written for it is gone.

use chrono::NaiveDate;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::hooks::after_settlement;
use super::take_back::cancel_entry;
use crate::accounts::customer_id;
use crate::act::Act;
use crate::insolvency::{self, Insolvencies, InsolvenciesOf, NotedDividend};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settlement::posted::Posting;
use crate::settlement::poster::{PaymentFact, Poster, SettledBy};

/// Posts a dividend that was noted.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PostDividend {
    /// The entry of the dividend.
    #[ts(type = "number")]
    pub entry_id: i64,
    /// When the money came.
    pub on: NaiveDate,
    /// The payment that is on the account already; one is written where it is missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub payment_id: Option<i64>,
}

/// A dividend that settled its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DividendPosted {
    /// The posting; `settlement.undo` takes it.
    #[ts(type = "number")]
    pub posting_id: i64,
    /// What was posted.
    pub posting: Posting,
    /// The insolvencies of the customer as they are now.
    pub insolvencies: Insolvencies,
}

/// `insolvency.post_dividend`: each item gets its part; what its part has too much, because it was paid otherwise meanwhile,
/// stays on the account.
pub fn post(session: &mut Session<'_>, request: PostDividend) -> Result<DividendPosted, Refusal> {
    let noted = insolvency::noted_dividend(session.connection(), request.entry_id)?;
    if request.on < noted.opened_on || request.on > session.today {
        return Err(Refusal::new("insolvency_entry_day")
            .with("field", "on")
            .with("opened_on", noted.opened_on)
            .with("today", session.today));
    }
    let (posting_id, posting) = session.act(|act| settle(act, &noted, &request))?;
    let insolvencies = insolvency::of_customer(session, InsolvenciesOf::today(noted.account))?;
    Ok(DividendPosted {
        posting_id,
        posting,
        insolvencies,
    })
}

fn settle(
    act: &mut Act<'_>,
    noted: &NotedDividend,
    request: &PostDividend,
) -> Result<(i64, Posting), Refusal> {
    act.about("insolvency", &noted.account);
    act.note("dividend", noted.amount_minor);
    let customer = customer_id(act, &noted.account)?;
    let mut poster = Poster::default();
    let posting_id = poster.begin(act, customer, None, SettledBy::Person, request.on)?;
    let written = match request.payment_id {
        Some(id) => {
            demand_payment(act, &mut poster, noted, (customer, id))?;
            None
        }
        None => Some(poster.payment(
            act,
            &PaymentFact {
                customer_id: customer,
                amount_minor: -noted.amount_minor,
                currency: &noted.currency,
                transaction_on: request.on,
                document_on: request.on,
                text: &noted.file_number,
                bank_account: None,
                reference: None,
            },
        )?),
    };
    let payment = request.payment_id.or(written).unwrap_or_default();
    for (document_id, part) in &noted.parts {
        let side = poster.side(act, *document_id)?;
        let minor = (*part).min(side.open_minor);
        if minor > 0 {
            poster.settle(act, *document_id, payment, minor, request.on)?;
        }
    }
    if poster.done.settlements.is_empty() {
        return Err(Refusal::new("nothing_to_settle").with("account", &noted.account));
    }
    act.execute(
        "INSERT INTO insolvency_postings (posting_id, entry_id, payment_id) VALUES (:posting, :entry, :payment)",
        named_params! {":posting": posting_id, ":entry": request.entry_id, ":payment": written},
    )?;
    let (posting, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    Ok((posting_id, posting))
}

/// The payment is the customer's, in the currency of the dividend, and has as much left.
fn demand_payment(
    act: &Act<'_>,
    poster: &mut Poster,
    noted: &NotedDividend,
    (customer, id): (i64, i64),
) -> Result<(), Refusal> {
    let side = poster.side(act, id)?;
    if side.customer_id != customer || side.currency != noted.currency {
        return Err(Refusal::new("settle_not_of_account")
            .with("document_no", side.document_no)
            .with("account", &noted.account)
            .with("currency", &noted.currency));
    }
    if -side.open_minor < noted.amount_minor {
        return Err(Refusal::new("insolvency_payment_too_small")
            .with("field", "payment_id")
            .with("document_no", side.document_no)
            .with("open", money(-side.open_minor, &noted.currency))
            .with("amount", money(noted.amount_minor, &noted.currency)));
    }
    Ok(())
}

fn money(minor: i64, currency: &str) -> serde_json::Value {
    serde_json::json!({"minor": minor, "currency": currency})
}

/// Where the posting `posting_id` was a dividend whose payment was written for it, the payment goes with what it settled.
pub(super) fn take_dividend_back(
    act: &mut Act<'_>,
    poster: &mut Poster,
    posting_id: i64,
) -> Result<(), Refusal> {
    let written: Option<i64> = act
        .prepare_cached(
            "SELECT payment_id FROM insolvency_postings WHERE posting_id = :posting AND payment_id IS NOT NULL",
        )?
        .query_map(named_params! {":posting": posting_id}, |row| row.get(0))?
        .next()
        .transpose()?;
    written.map_or(Ok(()), |payment| cancel_entry(act, poster, payment))
}

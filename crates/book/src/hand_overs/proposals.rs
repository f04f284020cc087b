//! `hand_overs.proposals`: customers to whom a letter was posted whose line hands over, and who still owe it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A letter after which its items go to an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandOverProposal {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Its number.
    pub letter_no: String,
    /// Its day.
    pub letter_on: NaiveDate,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// What is open of its items, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// The items that are open and with nobody.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
}

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandOverProposals {
    /// The oldest letter first.
    pub proposals: Vec<HandOverProposal>,
}

/// `hand_overs.proposals`: the mark stands on the last line of a currency (spec 22 §1).
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<HandOverProposals, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT l.id, l.letter_no, l.letter_on, c.account, c.name, l.currency, SUM(o.open_minor) AS open_minor,
                json_group_array(i.transaction_id) AS ids
         FROM letter_lines q
         JOIN letter_drafts d ON d.sequence_id = q.sequence_id AND d.currency = q.currency AND d.code = q.code
           AND d.status = 'posted'
         JOIN letters l ON l.id = d.id
         JOIN customers c ON c.id = l.customer_id
         JOIN (SELECT DISTINCT letter_id, transaction_id FROM letter_items) i ON i.letter_id = l.id
         JOIN open_items_snapshot o ON o.customer_id = l.customer_id AND o.transaction_id = i.transaction_id
           AND o.open_minor > 0
         WHERE q.hands_over = 'on'
           AND NOT EXISTS (SELECT 1 FROM letter_cancellations x WHERE x.letter_id = l.id)
           AND NOT EXISTS (SELECT 1 FROM hand_over_items h JOIN hand_overs v ON v.id = h.hand_over_id
             WHERE h.transaction_id = i.transaction_id AND v.status <> 'recalled')
         GROUP BY l.id ORDER BY l.letter_on, l.id",
    )?;
    let mut rows = statement.query([])?;
    let mut proposals = Vec::new();
    while let Some(row) = rows.next()? {
        let ids: String = row.get("ids")?;
        proposals.push(HandOverProposal {
            letter_id: row.get("id")?,
            letter_no: row.get("letter_no")?,
            letter_on: day_of(row, "letter_on")?,
            account: row.get("account")?,
            name: row.get("name")?,
            currency: row.get("currency")?,
            open_minor: row.get("open_minor")?,
            transaction_ids: serde_json::from_str(&ids)?,
        });
    }
    Ok(HandOverProposals { proposals })
}

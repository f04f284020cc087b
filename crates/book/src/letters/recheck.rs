//! Drafts computed again: what changed since they were made drops out or shrinks, and it is said which and why (spec 30
//! §3, T-D1, L-27).

use std::collections::{BTreeMap, HashSet};

use engine::letters::{
    Check, Code, CodeChoice, Decision, Draft, LeftOutReason, Outcome, Per, SkipReason,
};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::create::insert_items;
use super::pass::{Candidate, Rules, SkipStop, for_each_candidate};
use super::selection::Selection;
use super::sequences::blocks_word;
use super::{code, day, runs};
use crate::host::Job;
use crate::refusal::Refusal;

/// Customers up to which a selection is loaded one by one instead of in a pass over all.
const FEW: usize = 200;

/// A draft that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterChange {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// Why there is no letter any more; `None` where it only changed.
    pub dropped: Option<SkipReason>,
    /// Of one that is on hold by now, the stop.
    pub stop: Option<SkipStop>,
    /// What it claimed, minor units, without fee.
    #[ts(type = "number")]
    pub before_minor: i64,
    /// What it claims, minor units, without fee; 0 where dropped.
    #[ts(type = "number")]
    pub after_minor: i64,
    /// Its fee with tax as it was, minor units.
    #[ts(type = "number")]
    pub fee_before_minor: i64,
    /// Its fee with tax as it is, minor units.
    #[ts(type = "number")]
    pub fee_after_minor: i64,
    /// Whether it was printed before and paid since: it is posted without its block.
    pub paid_since_printing: bool,
    /// The items that are gone, smaller or new.
    pub items: Vec<LetterItemChange>,
}

/// An item that changed on a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterItemChange {
    /// Its document.
    pub document_no: String,
    /// What was claimed of it, minor units; 0 where it was not there.
    #[ts(type = "number")]
    pub before_minor: i64,
    /// What is claimed of it, minor units; 0 where it is gone.
    #[ts(type = "number")]
    pub after_minor: i64,
}

/// A draft as it stands in the book.
struct Stored {
    id: i64,
    currency: String,
    code: Code,
    items_minor: i64,
    fee_minor: i64,
    fee_tax_minor: i64,
    /// By transaction and due day: claimed amount and days overdue.
    items: BTreeMap<(i64, String), (i64, i64)>,
}

/// What a letter whose code is another by now becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherCode {
    /// No letter: nobody has read the text that it would have.
    Drops,
    /// A letter of that code: whoever took an item off reads it again.
    Follows,
}

/// Computes the drafts of a selection again with the clock of `rules`, writes what they are now, and gives the changes.
pub(super) fn recheck(
    connection: &Connection,
    selection: &Selection,
    clock: chrono::NaiveDate,
    other_code: OtherCode,
    job: &dyn Job,
) -> Result<Vec<LetterChange>, Refusal> {
    // The accounts of the question are those of the drafts by now.
    let question = super::pass::LetterQuestion {
        accounts: Vec::new(),
        groups: Vec::new(),
        pool: None,
        ..runs::question(connection, selection.run_id)?
    };
    let mut rules = Rules::load(connection, &question, clock)?;
    let customers = selection.customers(connection)?;
    if customers.len() <= FEW {
        rules = rules.only(&customers);
    }
    let other_code = match (rules.per(), rules.code()) {
        (Per::Customer, _) => other_code,
        // One letter over all codes takes the text of the highest that is left on it.
        (Per::Transaction, CodeChoice::PerCustomer) => OtherCode::Follows,
        (Per::Transaction, CodeChoice::All | CodeChoice::One(_)) => OtherCode::Drops,
    };
    let mut changes = Vec::new();
    let mut seen = HashSet::new();
    for_each_candidate(connection, &rules, Some(selection), job, |candidate| {
        seen.insert(candidate.customer_id);
        for draft in stored(connection, selection, candidate.customer_id)? {
            changes.extend(apply(connection, candidate, &draft, (&rules, other_code))?);
        }
        Ok(())
    })?;
    // Who owes nothing at all any more did not come by in the pass.
    for customer_id in customers
        .into_iter()
        .filter(|customer_id| !seen.contains(customer_id))
    {
        for draft in stored(connection, selection, customer_id)? {
            changes.push(drop_draft(
                connection,
                &draft,
                SkipReason::NothingLeft,
                &[],
            )?);
        }
    }
    Ok(changes)
}

fn apply(
    connection: &Connection,
    candidate: &Candidate<'_>,
    draft: &Stored,
    (rules, other_code): (&Rules, OtherCode),
) -> Result<Option<LetterChange>, Refusal> {
    let of_currency = |decision: &&Decision| decision.currency.code() == draft.currency;
    let own_code = |decision: &&Decision| match &decision.outcome {
        Outcome::Letter(letter) => letter.line.code == draft.code,
        Outcome::Skip(_) => false,
    };
    let mut decisions = candidate.decisions.iter().filter(of_currency);
    let own = decisions.clone().find(own_code);
    let Some(decision) = own.or_else(|| decisions.next()) else {
        return drop_draft(connection, draft, SkipReason::NothingLeft, &[]).map(Some);
    };
    if own.is_none() && rules.per() == Per::Transaction && other_code == OtherCode::Drops {
        let mut change = drop_draft(connection, draft, why_gone(decision, draft), &[])?;
        change.stop = candidate.stop_of(decision);
        return Ok(Some(change));
    }
    match &decision.outcome {
        Outcome::Skip(reason) => {
            let mut change = drop_draft(connection, draft, *reason, &decision.checks)?;
            change.stop = candidate.stop_of(decision);
            Ok(Some(change))
        }
        Outcome::Letter(new) if new.line.code != draft.code && other_code == OtherCode::Drops => {
            drop_draft(connection, draft, SkipReason::OtherCode, &decision.checks).map(Some)
        }
        Outcome::Letter(new) => {
            let tax_code = rules.tax_code(candidate.sequence.unwrap_or_default(), &new.line);
            renew(connection, draft, (new, tax_code), &decision.checks)
        }
    }
}

/// Why a letter per transaction is gone: what its own items say, and where they say nothing, the customer.
fn why_gone(decision: &Decision, draft: &Stored) -> SkipReason {
    let mut own: Vec<LeftOutReason> = decision
        .left_out
        .iter()
        .filter(|left| {
            let key = (left.transaction_id, left.due_on.to_string());
            draft.items.contains_key(&key)
        })
        .map(|left| left.reason)
        .collect();
    // What only stays in a draft because it cannot join another says least.
    own.sort_by_key(|reason| *reason == LeftOutReason::NotOnDraft);
    match (&decision.outcome, own.first()) {
        (Outcome::Skip(reason), None) if decision.left_out.is_empty() => *reason,
        (_, Some(LeftOutReason::NotOnDraft)) => SkipReason::OtherCode,
        (_, Some(reason)) => reason.skip(),
        (_, None) => SkipReason::NothingLeft,
    }
}

fn drop_draft(
    connection: &Connection,
    draft: &Stored,
    reason: SkipReason,
    checks: &[Check],
) -> Result<LetterChange, Refusal> {
    connection
        .prepare_cached(
            "UPDATE letter_drafts SET status = 'dropped', drop_reason = :reason,
               checks = CASE WHEN :checks = '[]' THEN checks ELSE :checks END
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": draft.id, ":reason": reason.code(), ":checks": serde_json::to_string(checks)?,
        })?;
    change(connection, draft, Some(reason), 0, &BTreeMap::new())
}

fn renew(
    connection: &Connection,
    draft: &Stored,
    (new, tax_code): (&Draft, &str),
    checks: &[Check],
) -> Result<Option<LetterChange>, Refusal> {
    let mut items: BTreeMap<(i64, String), (i64, i64)> = BTreeMap::new();
    for row in &new.items {
        let entry = items
            .entry((row.item.transaction_id, row.item.due_on.to_string()))
            .or_default();
        *entry = (entry.0 + row.claimed_minor, row.days_overdue);
    }
    // Taken off in review, an item is gone from both sides; the total must follow all the same.
    let fee_is_same =
        (new.line.fee_minor, new.line.fee_tax_minor) == (draft.fee_minor, draft.fee_tax_minor);
    let is_same =
        fee_is_same && new.line.code == draft.code && new.items_minor == draft.items_minor;
    if items == draft.items && is_same {
        return Ok(None);
    }
    connection
        .prepare_cached("DELETE FROM letter_draft_items WHERE draft_id = :id AND removed = 0")?
        .execute(named_params! {":id": draft.id})?;
    insert_items(connection, draft.id, new)?;
    connection
        .prepare_cached(
            "UPDATE letter_drafts SET code = :code, blocks = :blocks, items_minor = :items, fee_minor = :fee,
               fee_tax_minor = :tax, fee_tax_code = :tax_code, total_minor = :total, previous_code = :previous_code, previous_on = :previous_on, checks = :checks
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": draft.id, ":items": new.items_minor, ":fee": new.line.fee_minor, ":total": new.total_minor,
            ":tax": new.line.fee_tax_minor, ":tax_code": tax_code, ":code": new.line.code.code(), ":blocks": blocks_word(new.line.blocks),
            ":previous_code": new.previous.map(|(code, _)| code.code()),
            ":previous_on": new.previous.map(|(_, on)| on.to_string()), ":checks": serde_json::to_string(checks)?,
        })?;
    let claimed = |items: &BTreeMap<(i64, String), (i64, i64)>| -> Vec<i64> {
        items.values().map(|(claimed, _)| *claimed).collect()
    };
    // A later day alone changes days overdue, which is nothing to report.
    let fee_differs = new.line.fee_minor != draft.fee_minor;
    if items.keys().eq(draft.items.keys())
        && claimed(&items) == claimed(&draft.items)
        && !fee_differs
    {
        return Ok(None);
    }
    let mut change = change(connection, draft, None, new.items_minor, &items)?;
    change.fee_after_minor = new.line.fee_minor;
    Ok(Some(change))
}

fn change(
    connection: &Connection,
    draft: &Stored,
    dropped: Option<SkipReason>,
    after_minor: i64,
    after: &BTreeMap<(i64, String), (i64, i64)>,
) -> Result<LetterChange, Refusal> {
    let (account, name) = connection
        .prepare_cached(
            "SELECT c.account, c.name FROM letter_drafts d JOIN customers c ON c.id = d.customer_id WHERE d.id = :id",
        )?
        .query_row(named_params! {":id": draft.id}, |row| Ok((row.get("account")?, row.get("name")?)))?;
    let mut document =
        connection.prepare_cached("SELECT document_no FROM transactions WHERE id = ?1")?;
    let keys: std::collections::BTreeSet<_> = draft.items.keys().chain(after.keys()).collect();
    let mut items = Vec::new();
    for key in keys {
        let claimed = |map: &BTreeMap<(i64, String), (i64, i64)>| {
            map.get(key).map_or(0, |(claimed, _)| *claimed)
        };
        let (before_minor, after_minor) = (claimed(&draft.items), claimed(after));
        if before_minor != after_minor {
            let document_no = document.query_row([key.0], |row| row.get("document_no"))?;
            items.push(LetterItemChange {
                document_no,
                before_minor,
                after_minor,
            });
        }
    }
    Ok(LetterChange {
        letter_id: draft.id,
        account,
        name,
        currency: draft.currency.clone(),
        dropped,
        stop: None,
        before_minor: draft.items_minor,
        after_minor,
        fee_before_minor: draft.fee_minor,
        fee_after_minor: if dropped.is_some() {
            0
        } else {
            draft.fee_minor
        },
        paid_since_printing: false,
        items,
    })
}

fn stored(
    connection: &Connection,
    selection: &Selection,
    customer_id: i64,
) -> Result<Vec<Stored>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, currency, code, items_minor, fee_minor, fee_tax_minor FROM letter_drafts
         WHERE customer_id = :customer AND run_id = :run AND status = 'created'
           AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = letter_drafts.id) ORDER BY id",
    )?;
    let mut items = connection.prepare_cached(
        "SELECT transaction_id, due_on, claimed_minor, days_overdue FROM letter_draft_items
         WHERE draft_id = ?1 AND removed = 0",
    )?;
    let mut rows =
        statement.query(named_params! {":customer": customer_id, ":run": selection.run_id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        if !selection.admits(id) {
            continue;
        }
        let mut of_draft = BTreeMap::new();
        let mut item_rows = items.query([id])?;
        while let Some(item) = item_rows.next()? {
            let key = (
                item.get("transaction_id")?,
                day(item, "due_on")?.to_string(),
            );
            of_draft.insert(key, (item.get("claimed_minor")?, item.get("days_overdue")?));
        }
        found.push(Stored {
            id,
            currency: row.get("currency")?,
            code: code(row, "code")?,
            items_minor: row.get("items_minor")?,
            fee_minor: row.get("fee_minor")?,
            fee_tax_minor: row.get("fee_tax_minor")?,
            items: of_draft,
        });
    }
    Ok(found)
}

//! What of an act still stands, and what its undo is asked for it.
//!
//! Each question goes by the key of the act, so that none of them looks through all letters or postings of a book.

use rusqlite::{Connection, OptionalExtension as _, Params, named_params};
use serde_json::{Value, json};

use super::{ActRow, refused};
use crate::refusal::Refusal;

/// What an undo is asked, and what the act was in a few names.
pub(super) struct Target {
    /// The request; missing where the parts are taken back one by one.
    pub request: Option<Value>,
    /// How many files, letters or postings stand.
    pub count: i64,
    /// Names of files or customers.
    pub names: Vec<String>,
    /// Amount and currency.
    pub amount: Option<(i64, String)>,
    /// Why it is not taken back as a whole, where it has no request: a code of a refusal.
    pub why: &'static str,
}

pub(super) type Found = Result<Option<Target>, Refusal>;

const NAMES: usize = 3;

impl Target {
    pub(super) fn of(request: Value, count: usize, names: Vec<String>) -> Self {
        Self {
            request: Some(request),
            count: i64::try_from(count).unwrap_or(i64::MAX),
            names: first_names(names),
            amount: None,
            why: "undo_one_by_one",
        }
    }

    fn one_by_one(count: i64, names: Vec<String>) -> Option<Self> {
        Self::without(count, names, "undo_one_by_one")
    }

    /// What is not taken back as a whole, and why; nothing where nothing of it stands.
    pub(super) fn without(count: i64, names: Vec<String>, why: &'static str) -> Option<Self> {
        (count > 0).then(|| Self {
            request: None,
            count,
            names: first_names(names),
            amount: None,
            why,
        })
    }
}

fn first_names(mut names: Vec<String>) -> Vec<String> {
    names.dedup();
    names.truncate(NAMES);
    names
}

/// Ids with a name each.
pub(super) fn named(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<(Vec<i64>, Vec<String>), Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let (mut ids, mut names) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        ids.push(row.get("id")?);
        names.push(row.get("name")?);
    }
    Ok((ids, names))
}

/// Files that came in together go together; any of their batches stands for all.
pub(super) fn import(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT id, file_name AS name FROM import_batches WHERE act_id = :act AND undone_by_act_id IS NULL ORDER BY id",
        named_params! {":act": act.id},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"batch_id": id}), ids.len(), names)))
}

/// Orders that were released or rejected and are so still: no later hold of theirs was opened.
pub(super) fn holds(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT h.id, k.order_no AS name FROM holds h JOIN order_credit k ON k.id = h.order_id
         WHERE h.closed_act_id = :act AND h.state IN ('released', 'rejected') AND k.state = h.state
           AND h.id = (SELECT MAX(l.id) FROM holds l WHERE l.order_id = h.order_id) ORDER BY h.id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"hold_ids": ids}), ids.len(), names)))
}

/// A customer that has the new number still, while the old one is free.
pub(super) fn renamed(connection: &Connection, act: &ActRow) -> Found {
    let Some(old) = act.changes["account"][0].as_str() else {
        return Ok(None);
    };
    let name: Option<String> = connection
        .prepare_cached(
            "SELECT c.name FROM former_accounts f JOIN customers c ON c.id = f.customer_id
             WHERE f.act_id = :act AND f.account = :old AND c.account = :new",
        )?
        .query_row(
            named_params! {":act": act.id, ":old": old, ":new": act.key},
            |row| row.get("name"),
        )
        .optional()?;
    let request = json!({"account": act.key, "new_account": old});
    Ok(name.map(|name| Target::of(request, 1, vec![name])))
}

/// A payment that is with the bank again still.
pub(super) fn returned_payment(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT r.id, c.name FROM returned_payments r JOIN customers c ON c.id = r.customer_id
         WHERE r.act_id = :act AND r.undone_by_act_id IS NULL ORDER BY r.id",
        named_params! {":act": act.id},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"return_id": id}), ids.len(), names)))
}

/// Reimbursements that stand as the act left them.
pub(super) fn reimbursements(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT r.id, c.name FROM reimbursements r JOIN customers c ON c.id = r.customer_id
         WHERE r.act_id = :act AND r.status IN ('approved', 'rejected', 'paid') ORDER BY r.id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"reimbursement_ids": ids}), ids.len(), names)))
}

/// A bank line that was confirmed and is posted still.
pub(super) fn posted_line(connection: &Connection, act: &ActRow) -> Found {
    line(connection, act, "posted")
}

/// A bank line that was set aside and is so still.
pub(super) fn line_set_aside(connection: &Connection, act: &ActRow) -> Found {
    line(connection, act, "set_aside")
}

fn line(connection: &Connection, act: &ActRow, state: &str) -> Found {
    let Ok(id) = act.key.parse::<i64>() else {
        return Ok(None);
    };
    let found = connection
        .prepare_cached(
            "SELECT l.payer_name AS name, l.amount_minor, l.currency
             FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id
             WHERE s.line_id = :line AND s.state = :state AND s.act_id = :act",
        )?
        .query_row(
            named_params! {":line": id, ":state": state, ":act": act.id},
            |row| {
                Ok((
                    row.get("name")?,
                    row.get("amount_minor")?,
                    row.get("currency")?,
                ))
            },
        )
        .optional()?;
    Ok(found.map(|(name, minor, currency)| Target {
        amount: Some((minor, currency)),
        ..Target::of(json!({"line_id": id}), 1, vec![name])
    }))
}

/// Lines that posted themselves and are posted still. Several are taken back one by one: each is a decision of its own.
pub(super) fn exact_lines(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT s.line_id AS id, l.payer_name AS name FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id
         WHERE s.state = 'posted' AND s.act_id = :act ORDER BY s.line_id",
        named_params! {":act": act.id},
    )?;
    Ok(match ids[..] {
        [id] => Some(Target::of(json!({"line_id": id}), 1, names)),
        _ => Target::one_by_one(i64::try_from(ids.len()).unwrap_or(i64::MAX), names),
    })
}

/// A dividend that is posted still.
pub(super) fn dividend(connection: &Connection, act: &ActRow) -> Found {
    let customer = connection
        .prepare_cached(
            "SELECT id FROM customers WHERE company_id = :company AND account = :account",
        )?
        .query_row(
            named_params! {":company": crate::company::current(connection)?, ":account": act.key},
            |row| row.get("id"),
        )
        .optional()?;
    customer.map_or(Ok(None), |customer| postings(connection, act, customer))
}

/// What was settled for a customer at once; for all customers, each posting for itself.
pub(super) fn settlement(connection: &Connection, act: &ActRow) -> Found {
    if act.key == "*" && crate::sight::is_narrowed(connection) {
        return Ok(None);
    }
    if act.key == "*" {
        return Ok(Target::one_by_one(
            act.changes["settlements"].as_i64().unwrap_or(0),
            Vec::new(),
        ));
    }
    let customer = connection
        .prepare_cached(
            "SELECT id FROM customers WHERE company_id = :company AND account = :account",
        )?
        .query_row(
            named_params! {":company": crate::company::current(connection)?, ":account": act.key},
            |row| row.get("id"),
        )
        .optional()?;
    customer.map_or(Ok(None), |customer| postings(connection, act, customer))
}

fn postings(connection: &Connection, act: &ActRow, customer: i64) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT p.id, c.name FROM settlement_postings p JOIN customers c ON c.id = p.customer_id
         WHERE p.customer_id = :customer AND p.act_id = :act AND p.undone_by_act_id IS NULL ORDER BY p.id",
        named_params! {":customer": customer, ":act": act.id},
    )?;
    Ok(match ids[..] {
        [] => None,
        [id] => Some(Target::of(json!({"posting_id": id}), 1, names)),
        _ => Target::one_by_one(i64::try_from(ids.len()).unwrap_or(i64::MAX), names),
    })
}

/// Rests that a run closed and that are closed still; the run is taken back as a whole.
pub(super) fn small_balances(connection: &Connection, act: &ActRow) -> Found {
    let count: i64 = connection
        .prepare_cached(
            "SELECT COUNT(*) AS postings FROM settlement_postings WHERE act_id = :act AND undone_by_act_id IS NULL",
        )?
        .query_row(named_params! {":act": act.id}, |row| row.get("postings"))?;
    let Ok(run_id) = act.key.parse::<i64>() else {
        return Ok(None);
    };
    let (_, names) = named(
        connection,
        "SELECT p.id, c.name FROM settlement_postings p JOIN customers c ON c.id = p.customer_id
         WHERE p.act_id = :act AND p.undone_by_act_id IS NULL ORDER BY p.id LIMIT 3",
        named_params! {":act": act.id},
    )?;
    Ok((count > 0).then(|| Target {
        count,
        ..Target::of(json!({"run_id": run_id}), 1, names)
    }))
}

/// Letters of a run that wait still.
pub(super) fn drafts(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT d.id, c.name FROM letter_runs r JOIN letter_drafts d ON d.run_id = r.id
           JOIN customers c ON c.id = d.customer_id
         WHERE r.act_id = :act AND d.status = 'created' AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = d.id)
         ORDER BY d.id",
        named_params! {":act": act.id},
    )?;
    Ok(of_letters(&ids, names))
}

/// Letters of the act, printed or posted, that are not cancelled.
pub(super) fn letters(connection: &Connection, act: &ActRow) -> Found {
    let (mut ids, mut names) = (Vec::new(), Vec::new());
    for run in act.key.split(',').filter_map(|run| run.parse::<i64>().ok()) {
        let of_run = named(
            connection,
            "SELECT l.id, c.name FROM letter_drafts d JOIN letters l ON l.id = d.id
               JOIN customers c ON c.id = l.customer_id
             WHERE d.run_id = :run AND (l.act_id = :act
                 OR EXISTS (SELECT 1 FROM letter_postings p WHERE p.letter_id = l.id AND p.act_id = :act))
               AND NOT EXISTS (SELECT 1 FROM letter_cancellations x WHERE x.letter_id = l.id)
             ORDER BY l.id",
            named_params! {":run": run, ":act": act.id},
        )?;
        ids.extend(of_run.0);
        names.extend(of_run.1);
    }
    Ok(of_letters(&ids, names))
}

fn of_letters(ids: &[i64], names: Vec<String>) -> Option<Target> {
    (!ids.is_empty()).then(|| Target::of(json!({"letter_ids": ids}), ids.len(), names))
}

/// An item that was taken off a letter, or put on it again; the letter is a draft still.
pub(super) fn letter_item(connection: &Connection, act: &ActRow) -> Found {
    let removed = act.changes["removed"].as_i64();
    let (Some(transaction), Ok(letter)) = (
        removed.or(act.changes["restored"].as_i64()),
        act.key.parse::<i64>(),
    ) else {
        return Ok(None);
    };
    let (ids, names) = named(
        connection,
        "SELECT i.transaction_id AS id, c.name FROM letter_drafts d
           JOIN letter_draft_items i ON i.draft_id = d.id AND i.transaction_id = :transaction AND i.removed = :removed
           JOIN customers c ON c.id = d.customer_id
         WHERE d.id = :letter AND d.status = 'created' LIMIT 1",
        named_params! {":letter": letter, ":transaction": transaction, ":removed": removed.is_some()},
    )?;
    let to = if removed.is_some() {
        "restore"
    } else {
        "remove"
    };
    let request = json!({"letter_id": letter, "transaction_id": transaction, "to": to});
    Ok((!ids.is_empty()).then(|| Target::of(request, 1, names)))
}

/// Interest notes of a run, or printed by the act, that are not posted.
pub(super) fn interest_notes(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT n.id, c.name FROM interest_notes n JOIN customers c ON c.id = n.customer_id
         WHERE :act IN (n.act_id, n.printed_act_id) AND n.status IN ('created', 'printed') ORDER BY n.id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"note_ids": ids}), ids.len(), names)))
}

/// Interest notes that the act posted and that nothing was reversed of; they are reversed as a run, the newest first.
pub(super) fn interest_posted(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT n.id, c.name FROM interest_notes n JOIN customers c ON c.id = n.customer_id
         WHERE n.posted_act_id = :act AND NOT EXISTS (SELECT 1 FROM interest_adjustments a
           WHERE a.note_id = n.id AND a.kind = 'reversed') ORDER BY n.id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"note_ids": ids}), ids.len(), names)))
}

/// Reimbursements that were proposed and wait still.
pub(super) fn proposed_reimbursements(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT r.id, c.name FROM reimbursements r JOIN customers c ON c.id = r.customer_id
         WHERE r.act_id = :act AND r.status = 'proposed' ORDER BY r.id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"reimbursement_ids": ids}), ids.len(), names)))
}

/// Waivers of several charges at once, as far as they stand; what was claimed again or reversed so is told with its reason.
pub(super) fn interest_adjusted_each(connection: &Connection, act: &ActRow) -> Found {
    match act.changes["kind"].as_str() {
        Some("reinstated") => return refused::reinstated(connection, act),
        Some("reversed") => return refused::reversed(connection, act),
        _ => {}
    }
    let (ids, names) = named(
        connection,
        &format!(
            "SELECT a.id, c.name FROM interest_adjustments a JOIN customers c ON c.id = a.customer_id
             WHERE a.act_id = :act AND {WAIVED_STILL} ORDER BY a.id"
        ),
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"adjustment_ids": ids}), ids.len(), names)))
}

/// A waiver `a` of whose parts nothing was claimed again or reversed since.
const WAIVED_STILL: &str = "a.kind = 'waived' AND NOT EXISTS (SELECT 1 FROM interest_adjustments r
    WHERE r.note_id = a.note_id AND r.id > a.id AND r.kind <> 'waived'
      AND (r.reinstates_id IS NULL OR r.reinstates_id = a.id)
      AND EXISTS (SELECT 1 FROM interest_adjustment_parts p JOIN interest_adjustment_parts q ON q.part = p.part
        WHERE p.adjustment_id = a.id AND q.adjustment_id = r.id))";

/// A waiver of which nothing was claimed again, nor reversed, since. Just this waiver is taken back, whatever else is waived.
pub(super) fn interest_waived(connection: &Connection, act: &ActRow) -> Found {
    let found = connection
        .prepare_cached(&format!(
            "SELECT a.id, a.note_id, a.object, a.item_id, c.name, a.amount_minor, n.currency FROM interest_adjustments a
             JOIN interest_notes n ON n.id = a.note_id JOIN customers c ON c.id = a.customer_id
             WHERE a.act_id = :act AND {WAIVED_STILL}"
        ))?
        .query_row(named_params! {":act": act.id}, |row| {
            let request = json!({
                "note_id": row.get::<_, i64>("note_id")?, "object": row.get::<_, String>("object")?,
                "item_id": row.get::<_, Option<i64>>("item_id")?, "adjustment_id": row.get::<_, i64>("id")?,
            });
            Ok((
                request,
                row.get("name")?,
                row.get("amount_minor")?,
                row.get("currency")?,
            ))
        })
        .optional()?;
    Ok(found.map(|(request, name, minor, currency)| Target {
        amount: Some((minor, currency)),
        ..Target::of(request, 1, vec![name])
    }))
}

/// Paper that waits for its money still.
pub(super) fn instrument(connection: &Connection, act: &ActRow) -> Found {
    let found = connection
        .prepare_cached(
            "SELECT i.id, c.name, i.amount_minor, i.currency FROM instruments i JOIN customers c ON c.id = i.customer_id
             WHERE i.act_id = :act AND i.cleared_on IS NULL AND i.returned_on IS NULL",
        )?
        .query_row(named_params! {":act": act.id}, |row| {
            Ok((
                row.get::<_, i64>("id")?,
                row.get("name")?,
                row.get("amount_minor")?,
                row.get("currency")?,
            ))
        })
        .optional()?;
    Ok(found.map(|(id, name, minor, currency)| Target {
        amount: Some((minor, currency)),
        ..Target::of(json!({"id": id}), 1, vec![name])
    }))
}

/// What a cleared paper has settled; the money itself came, and stays on the account.
pub(super) fn cleared(connection: &Connection, act: &ActRow) -> Found {
    let customer = connection
        .prepare_cached(
            "SELECT customer_id FROM instruments WHERE act_id = :act AND cleared_on IS NOT NULL",
        )?
        .query_row(named_params! {":act": act.id}, |row| row.get("customer_id"))
        .optional()?;
    customer.map_or(Ok(None), |customer| postings(connection, act, customer))
}

/// Activities that a person noted, unless they were changed or taken back since.
pub(super) fn noted_activities(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT id, purpose AS name FROM activities WHERE act_id = :act AND source = 'manual'
           AND EXISTS (SELECT 1 FROM activities a WHERE a.id = CAST(:key AS INTEGER) AND a.act_id = :act) ORDER BY id",
        named_params! {":key": act.key, ":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"activity_ids": ids}), ids.len(), names)))
}

/// Activities that were noted with several customers at once, and are still as they were.
pub(super) fn many_activities(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT a.id, c.name FROM activities a JOIN customers c ON c.id = a.customer_id
         WHERE a.act_id = :act AND a.source = 'manual' ORDER BY a.id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"activity_ids": ids}), ids.len(), names)))
}

/// Stops that were set, with which nothing was done since.
pub(super) fn stops_set(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT s.id, COALESCE(t.document_no, c.name) AS name FROM stops s JOIN customers c ON c.id = s.customer_id
           LEFT JOIN transactions t ON t.id = s.transaction_id
         WHERE s.act_id = :act AND NOT EXISTS (SELECT 1 FROM stop_changes x WHERE x.stop_id = s.id) ORDER BY s.id",
        named_params! {":act": act.id},
    )?;
    Ok(stops(act, &ids, names))
}

/// A stop that was extended or ended, with which nothing was done since.
pub(super) fn stop_changed(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT s.id, COALESCE(t.document_no, c.name) AS name FROM stops s JOIN customers c ON c.id = s.customer_id
           LEFT JOIN transactions t ON t.id = s.transaction_id
         WHERE s.id = :stop
           AND (SELECT x.act_id FROM stop_changes x WHERE x.stop_id = s.id ORDER BY x.id DESC LIMIT 1) = :act",
        named_params! {":stop": act.changes["stop"].as_i64(), ":act": act.id},
    )?;
    Ok(stops(act, &ids, names))
}

fn stops(act: &ActRow, ids: &[i64], names: Vec<String>) -> Option<Target> {
    let request = json!({"stop_ids": ids, "act_id": act.id});
    (!ids.is_empty()).then(|| Target::of(request, ids.len(), names))
}

/// Activities that were closed and are so still, unchanged.
pub(super) fn closed_activities(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT id, purpose AS name FROM activities WHERE act_id = :act AND state = 'closed' ORDER BY id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"activity_ids": ids}), ids.len(), names)))
}

/// A case that was opened and was not taken back.
pub(super) fn opened_case(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT id, description AS name FROM cases WHERE number = :key AND withdrawn = 0",
        named_params! {":key": act.key},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"case_id": id}), 1, names)))
}

/// Cases that were opened together and were not taken back.
pub(super) fn opened_cases(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT k.id, c.name FROM json_each(:opened) j JOIN cases k ON k.id = j.value ->> 'case_id'
           JOIN customers c ON c.id = k.customer_id
         WHERE k.withdrawn = 0 ORDER BY k.id",
        named_params! {":opened": act.changes["opened"].to_string()},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"case_ids": ids}), ids.len(), names)))
}

/// Transactions that were put into a case and are in it still, while the case is open.
pub(super) fn assigned(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT x.transaction_id AS id, t.document_no AS name FROM cases k JOIN case_transactions x ON x.case_id = k.id
           JOIN transactions t ON t.id = x.transaction_id
         WHERE k.number = :key AND x.act_id = :act AND x.open = 1 ORDER BY x.transaction_id",
        named_params! {":key": act.key, ":act": act.id},
    )?;
    let (cases, _) = named(
        connection,
        "SELECT id, number AS name FROM cases WHERE number = :key",
        named_params! {":key": act.key},
    )?;
    let (Some(case), false) = (cases.first(), ids.is_empty()) else {
        return Ok(None);
    };
    let request = json!({"case_id": case, "transaction_ids": ids});
    Ok(Some(Target::of(request, ids.len(), names)))
}

/// Cases that were closed and are so still, unchanged.
pub(super) fn closed_cases(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT id, description AS name FROM cases
         WHERE act_id = :act AND status = 'closed' AND withdrawn = 0 ORDER BY id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"case_ids": ids}), ids.len(), names)))
}

//! `write_offs.post` and `write_offs.undo`: what nobody will pay leaves the account – transactions with the other sign settle the
//! documents, the journal gets the lines, and the promises, disputes and cases about them end with a note. Taken back, all of
//! it is as it was.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::disputes::Status as DisputeStatus;
use engine::write_offs::{Group, LineKind, Status, group};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::hooks::after_settlement;
use super::take_back::{cancel_transaction, free_number, take_back};
use crate::act::Act;
use crate::cases::close as cases;
use crate::collections;
use crate::company;
use crate::disputes;
use crate::disputes::close::{CloseDispute, DisputeRequest, close_in, reopen_in};
use crate::journal::{AccountRole, Entry, EntryKind, Journal, Line, Side};
use crate::ledger::{DetailFact, DetailText};
use crate::promises::undo::bring_back;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settlement::poster::{Poster, SettledBy, customer, pairs};
use crate::write_offs::draft::WriteOffLine;
use crate::write_offs::items::{Loaded, of_write_off};
use crate::write_offs::show::{WriteOff, WriteOffAsked, one};
use crate::write_offs::stored::{Step, Stored, lines, note, set_status};

/// Takes a write-off back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoWriteOff {
    /// Row id.
    #[ts(type = "number")]
    pub write_off_id: i64,
    /// Why.
    pub reason: String,
}

/// `write_offs.post`: exactly what was proposed; a document of which something else is open by now stands in the way.
pub fn post(session: &mut Session<'_>, request: WriteOffAsked) -> Result<WriteOff, Refusal> {
    let today = session.today;
    session.act(|act| {
        let stored = Stored::load(act, request.write_off_id)?;
        stored.demand(Status::Posted)?;
        let items = of_write_off(act, stored.id)?;
        let lines = lines(act, stored.id)?;
        let posted = settle(act, &stored, &items, &lines)?;
        enter(act, &stored, &lines, &posted)?;
        end_claims(act, &stored, &items)?;
        note(act, (stored.id, &stored.number), &Step::plain("posted", ""))?;
        set_status(act, &stored, Status::Posted)
    })?;
    one(session.connection(), request.write_off_id, today)
}

/// What posting wrote to the customer: the transaction of each group, and the posting.
struct Posted {
    posting_id: i64,
    transactions: BTreeMap<Group, i64>,
}

/// Writes a transaction for each line of the customer, and settles every group of documents with it.
fn settle(
    act: &mut Act<'_>,
    stored: &Stored,
    items: &[Loaded],
    lines: &[WriteOffLine],
) -> Result<Posted, Refusal> {
    let mut poster = Poster::default();
    let posting_id = poster.begin(act, stored.customer_id, None, SettledBy::Person, stored.on)?;
    let mut groups: BTreeMap<Group, Vec<i64>> = BTreeMap::new();
    for loaded in items {
        demand_unchanged(act, &mut poster, stored, loaded)?;
        let ids = groups.entry(group(&loaded.item)).or_default();
        ids.push(loaded.item.transaction_id);
    }
    let mut transactions = BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Customer) {
        let number = number(act, stored, transactions.len())?;
        let id = poster.counter(
            act,
            stored.customer_id,
            Kind::Other,
            &number,
            (line.amount_minor, &line.currency),
            &stored.on.to_string(),
        )?;
        let detail = DetailFact {
            posting_profile: Some(line.profile.clone()).filter(|profile| !profile.is_empty()),
            text: DetailText {
                dimensions: line.dimensions.clone(),
                ..DetailText::default()
            },
            ..DetailFact::default()
        };
        if !detail.is_empty() {
            poster
                .ledger
                .set_detail(act, stored.customer_id, id, &detail)?;
        }
        let key = line.group();
        groups.entry(key.clone()).or_default().push(id);
        transactions.insert(key, id);
    }
    for ids in groups.values() {
        settle_group(act, &mut poster, ids, stored.on)?;
    }
    let (_, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    Ok(Posted {
        posting_id,
        transactions,
    })
}

fn demand_unchanged(
    act: &Act<'_>,
    poster: &mut Poster,
    stored: &Stored,
    loaded: &Loaded,
) -> Result<(), Refusal> {
    let side = poster.side(act, loaded.item.transaction_id)?;
    if side.open_minor == loaded.item.open_minor && side.customer_id == stored.customer_id {
        return Ok(());
    }
    let money = |minor: i64| serde_json::json!({"minor": minor, "currency": side.currency});
    Err(Refusal::new("write_off_changed")
        .with("number", &stored.number)
        .with("document_no", &side.document_no)
        .with("then", money(loaded.item.open_minor))
        .with("open", money(side.open_minor)))
}

/// The number of the write-off, and of its further transactions.
fn number(act: &Act<'_>, stored: &Stored, before: usize) -> Result<String, Refusal> {
    let wanted = if before == 0 {
        stored.number.clone()
    } else {
        format!("{}-{}", stored.number, before + 1)
    };
    free_number(act, Kind::Other, &wanted)
}

/// Debits and credits of a group cancel out.
fn settle_group(
    act: &mut Act<'_>,
    poster: &mut Poster,
    ids: &[i64],
    on: NaiveDate,
) -> Result<(), Refusal> {
    let (mut debits, mut credits) = (Vec::new(), Vec::new());
    for id in ids {
        let open = poster.side(act, *id)?.open_minor;
        if open > 0 {
            debits.push((*id, open));
        } else {
            credits.push((*id, -open));
        }
    }
    for (debit, credit, minor) in pairs(&debits, &credits) {
        poster.settle(act, debit, credit, minor, on)?;
    }
    Ok(())
}

/// Writes the lines into the journal, an entry for each currency.
fn enter(
    act: &mut Act<'_>,
    stored: &Stored,
    lines: &[WriteOffLine],
    posted: &Posted,
) -> Result<(), Refusal> {
    let mut currencies: Vec<&str> = lines.iter().map(|line| line.currency.as_str()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let text = text(act, stored)?;
    let mut journal = Journal::default();
    for currency in currencies {
        let own: Vec<&WriteOffLine> = lines
            .iter()
            .filter(|line| line.currency == currency)
            .collect();
        let entry_lines: Vec<Line<'_>> = own.iter().map(|line| entry_line(line, posted)).collect();
        let entry_id = journal.post(
            act,
            &Entry {
                customer_id: stored.customer_id,
                kind: EntryKind::WriteOff,
                on: stored.on,
                document_no: &stored.number,
                currency,
                text: &text,
                lines: &entry_lines,
            },
        )?;
        for line in own.iter().filter(|line| line.kind == LineKind::Customer) {
            act.prepare_cached(
                "INSERT INTO write_off_postings (transaction_id, write_off_id, posting_id, entry_id)
                 VALUES (:transaction, :id, :posting, :entry)",
            )?
            .execute(named_params! {
                ":transaction": posted.transactions.get(&line.group()), ":id": stored.id, ":posting": posted.posting_id,
                ":entry": entry_id,
            })?;
        }
    }
    Ok(())
}

fn entry_line<'a>(line: &'a WriteOffLine, posted: &Posted) -> Line<'a> {
    let side = match line.kind {
        LineKind::Customer => Side::Customer,
        LineKind::WriteOff => Side::Chosen(AccountRole::WriteOff, "", &line.account),
        LineKind::SalesTax => Side::Chosen(AccountRole::SalesTax, &line.tax_code, &line.account),
    };
    Line {
        side,
        amount_minor: line.amount_minor,
        transaction_id: posted.transactions.get(&line.group()).copied(),
        profile: &line.profile,
        dimensions: &line.dimensions,
        tax_code: &line.tax_code,
    }
}

/// The text of the lines in the company's language (spec 24 §2): what it is, whose, and why.
fn text(act: &Act<'_>, stored: &Stored) -> Result<String, Refusal> {
    let (account, name) = customer(act, stored.customer_id)?;
    let word = if company::load(act)?.language.starts_with("de") {
        "Ausbuchung"
    } else {
        "Write-off"
    };
    Ok(format!("{word} {account} {name} ({})", stored.reason))
}

/// Ends what was claimed about the documents: nobody follows up what is written off.
fn end_claims(act: &mut Act<'_>, stored: &Stored, items: &[Loaded]) -> Result<(), Refusal> {
    let ids: Vec<i64> = items.iter().map(|item| item.item.transaction_id).collect();
    for id in &ids {
        collections::end_promise(act, *id)?;
    }
    let disputes: Vec<i64> = act
        .prepare_cached(
            "SELECT id FROM disputes WHERE status = 'open' AND undone_by_act_id IS NULL
               AND transaction_id IN (SELECT value FROM json_each(:ids)) ORDER BY id",
        )?
        .query_map(
            named_params! {":ids": serde_json::to_string(&ids)?},
            |row| row.get("id"),
        )?
        .collect::<Result<_, _>>()?;
    for dispute_id in disputes {
        close_in(
            act,
            &CloseDispute {
                dispute_id,
                outcome: DisputeStatus::Resolved,
                resolution_minor: None,
                note: stored.number.clone(),
                credit_note_no: String::new(),
            },
        )?;
        closed(act, stored.id, "dispute", dispute_id)?;
    }
    for case_id in cases::close_settled(act, &ids, &stored.number)? {
        closed(act, stored.id, "case", case_id)?;
    }
    Ok(())
}

/// Remembers what was closed.
fn closed(act: &Act<'_>, write_off_id: i64, what: &str, record_id: i64) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO write_off_closed (write_off_id, what, record_id) VALUES (:id, :what, :record)",
    )?
    .execute(named_params! {":id": write_off_id, ":what": what, ":record": record_id})?;
    Ok(())
}

/// `write_offs.undo`: the documents are open again on every day, entries of their own take the entries back, and what ended runs
/// again. What came in on it is taken back first.
pub fn undo(session: &mut Session<'_>, request: UndoWriteOff) -> Result<WriteOff, Refusal> {
    let today = session.today;
    session.act(|act| {
        let stored = Stored::load(act, request.write_off_id)?;
        stored.demand(Status::Undone)?;
        demand_not_recovered(act, &stored)?;
        take_postings_back(act, &stored)?;
        claims_again(act, &stored)?;
        note(
            act,
            (stored.id, &stored.number),
            &Step::plain("undone", &request.reason),
        )?;
        set_status(act, &stored, Status::Undone)
    })?;
    one(session.connection(), request.write_off_id, today)
}

fn demand_not_recovered(act: &Act<'_>, stored: &Stored) -> Result<(), Refusal> {
    let recovered: i64 = act
        .prepare_cached(
            "SELECT COUNT(*) AS recovered FROM write_off_recoveries WHERE write_off_id = :id AND undone_by_act_id IS NULL",
        )?
        .query_row(named_params! {":id": stored.id}, |row| row.get("recovered"))?;
    if recovered > 0 {
        return Err(Refusal::new("write_off_recovered")
            .with("number", &stored.number)
            .with("count", recovered));
    }
    Ok(())
}

fn take_postings_back(act: &mut Act<'_>, stored: &Stored) -> Result<(), Refusal> {
    let column = |column: &str| -> Result<Vec<i64>, Refusal> {
        Ok(act
            .prepare_cached(&format!(
                "SELECT DISTINCT {column} AS id FROM write_off_postings WHERE write_off_id = :id ORDER BY {column}"
            ))?
            .query_map(named_params! {":id": stored.id}, |row| row.get("id"))?
            .collect::<Result<_, _>>()?)
    };
    let (postings, entries, transactions) = (
        column("posting_id")?,
        column("entry_id")?,
        column("transaction_id")?,
    );
    let mut poster = Poster::default();
    for posting_id in postings {
        take_back(act, &mut poster, posting_id)?;
    }
    for id in transactions {
        cancel_transaction(act, &mut poster, id)?;
    }
    // An entry may be about several transactions: it is taken back once, on its day, as they are.
    for entry_id in entries {
        poster.journal.correct(act, entry_id, stored.on, None)?;
    }
    let (_, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    Ok(())
}

/// Opens disputes, cases, the tasks about them and promises again, with the statuses that were there before.
fn claims_again(act: &mut Act<'_>, stored: &Stored) -> Result<(), Refusal> {
    let Some(of_act) = stored.posted_act_id else {
        return Ok(());
    };
    let records: Vec<(String, i64)> = act
        .prepare_cached(
            "SELECT what, record_id FROM write_off_closed WHERE write_off_id = :id ORDER BY what, record_id",
        )?
        .query_map(named_params! {":id": stored.id}, |row| {
            Ok((row.get("what")?, row.get("record_id")?))
        })?
        .collect::<Result<_, _>>()?;
    act.execute(
        "UPDATE activities SET state = 'open', closed_on = NULL, act_id = :act WHERE act_id = :of AND state = 'closed'
           AND subject GLOB 'dispute:*'",
        named_params! {":act": act.id, ":of": of_act},
    )?;
    for (what, id) in records {
        if what == "case" {
            cases::reopen_closed(act, id)?;
        } else {
            open_dispute_again(act, id, &stored.number)?;
        }
    }
    for item in of_write_off(act, stored.id)? {
        bring_back(act, item.item.transaction_id, of_act)?;
    }
    Ok(())
}

/// What somebody opened again by hand, or took back, meanwhile stays as it is.
fn open_dispute_again(act: &mut Act<'_>, dispute_id: i64, number: &str) -> Result<(), Refusal> {
    match disputes::stored(act, dispute_id) {
        Ok(dispute) if dispute.status != DisputeStatus::Open => {
            reopen_in(
                act,
                &DisputeRequest {
                    dispute_id,
                    reason: number.to_owned(),
                },
            )?;
            Ok(())
        }
        _ => Ok(()),
    }
}

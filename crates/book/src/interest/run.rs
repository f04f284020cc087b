//! `interest.preview` and `interest.create`: what is not posted yet, first only shown, then as notes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use engine::interest::charge::{Decision, Note, Skip};
use engine::interest::claims::Side;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::list::NoteTotal;
use super::pass::{InterestQuestion, Rules, for_each_candidate};
use crate::act::{Act, instant};
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;

/// Notes that a preview shows; its counts and totals cover all.
const PREVIEW_ROWS: usize = 500;

/// Documents that fall out, and are named.
const DROPPED_ROWS: usize = 100;

/// How many rows were left out for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestSkipTotal")]
pub struct SkipTotal {
    /// Why.
    pub reason: Skip,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// A note that a run would make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestPreviewNote")]
pub struct PreviewNote {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Who owes.
    pub side: Side,
    /// Currency.
    pub currency: String,
    /// Code.
    pub code: String,
    /// Rows on it.
    #[ts(type = "number")]
    pub items: u64,
    /// Interest with lump sums and rounding, minor units.
    #[ts(type = "number")]
    pub interest_minor: i64,
    /// Fee, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
}

/// A document on a note that a run replaces, and that the run charges nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestDropped")]
pub struct Dropped {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Number of the document.
    pub document_no: String,
    /// Currency.
    pub currency: String,
    /// What the note has of it, minor units.
    #[ts(type = "number")]
    pub interest_minor: i64,
}

/// What a run would do: unposted interest, which is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterestPreview {
    /// Last day that would be charged.
    pub to_on: NaiveDate,
    /// Per currency and side.
    pub totals: Vec<NoteTotal>,
    /// Notes that are not posted and would be made anew.
    #[ts(type = "number")]
    pub replaced: u64,
    /// Documents on those notes that would be charged nothing now; the first hundred.
    pub dropped: Vec<Dropped>,
    /// Rows without interest, by reason.
    pub skipped: Vec<SkipTotal>,
    /// Whether interest itself would bear interest, which the law of many countries forbids.
    pub compounds: bool,
    /// The first notes, by customer.
    pub notes: Vec<PreviewNote>,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterestRun {
    /// The run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Last day that is charged.
    pub to_on: NaiveDate,
    /// How many notes it made.
    #[ts(type = "number")]
    pub notes: u64,
    /// How many that were not posted it replaced.
    #[ts(type = "number")]
    pub replaced: u64,
    /// Documents on those notes that are charged nothing now; the first hundred.
    pub dropped: Vec<Dropped>,
    /// Per currency and side.
    pub totals: Vec<NoteTotal>,
    /// Rows without interest, by reason.
    pub skipped: Vec<SkipTotal>,
}

/// `interest.preview`: *calculate without creating*; writes nothing.
pub fn preview(
    session: &mut Session<'_>,
    request: InterestQuestion,
) -> Result<InterestPreview, Refusal> {
    let (today, job) = (session.today, session.job);
    let connection = session.connection();
    let rules = Rules::load(connection, &request, today)?;
    let replaced = replaced_ids(connection, &rules)?;
    let mut tally = Tally::default();
    let mut notes = Vec::new();
    let mut names =
        connection.prepare_cached("SELECT account, name FROM customers WHERE id = ?1")?;
    for_each_candidate(connection, &rules, 0, job, |candidate| {
        tally.add(candidate.decision);
        for note in &candidate.decision.notes {
            if notes.len() == PREVIEW_ROWS {
                return Ok(());
            }
            let (account, name) = names.query_row([candidate.customer_id], |row| {
                Ok((row.get("account")?, row.get("name")?))
            })?;
            notes.push(PreviewNote {
                customer_id: candidate.customer_id,
                account,
                name,
                side: note.side,
                currency: note.currency.code().to_owned(),
                code: note.code.clone(),
                items: note.items.len() as u64,
                interest_minor: note.interest_minor,
                fee_minor: note.fee_minor,
            });
        }
        Ok(())
    })?;
    Ok(InterestPreview {
        to_on: rules.to,
        dropped: dropped(connection, &replaced, &tally.charged)?,
        replaced: replaced.len() as u64,
        compounds: rules.compounds(),
        skipped: tally.skips(),
        totals: tally.into_totals(),
        notes,
    })
}

/// `interest.create`
pub fn create(
    session: &mut Session<'_>,
    request: InterestQuestion,
) -> Result<InterestRun, Refusal> {
    let (today, job) = (session.today, session.job);
    session.act(|act| {
        let rules = Rules::load(act, &request, today)?;
        if rules.to > today {
            return Err(Refusal::new("interest_to_future").with("to_on", rules.to));
        }
        let replaced = replace(act, &rules, today)?;
        let run_id = insert_run(act, &request, &rules, today)?;
        act.about("interest_run", run_id);
        let mut tally = Tally::default();
        {
            let mut desk = Desk::open(act, run_id, today, &rules);
            let act_id = act.id;
            for_each_candidate(act, &rules, act_id, job, |candidate| {
                tally.add(candidate.decision);
                desk.keep(candidate.customer_id, candidate.decision)
            })?;
        }
        let (notes, skipped) = (tally.notes, tally.skips());
        let dropped = dropped(act, &replaced, &tally.charged)?;
        let replaced = replaced.len() as u64;
        act.execute(
            "UPDATE interest_runs SET counts = :counts WHERE id = :id",
            named_params! {
                ":id": run_id,
                ":counts": serde_json::json!({"notes": notes, "replaced": replaced, "skipped": skipped}).to_string(),
            },
        )?;
        act.note("notes", notes);
        act.note("replaced", replaced);
        act.note("dropped", dropped.len());
        act.note("to_on", rules.to);
        let totals = tally.into_totals();
        act.note("totals", &totals);
        Ok(InterestRun {
            run_id,
            to_on: rules.to,
            notes,
            replaced,
            dropped,
            totals,
            skipped,
        })
    })
}

/// Notes that are not posted and that a run from the due day on makes anew.
fn replaced_ids(connection: &Connection, rules: &Rules) -> Result<Vec<i64>, Refusal> {
    if !rules.is_fresh() {
        return Ok(Vec::new());
    }
    let customers = rules
        .customers()
        .map(|ids| serde_json::Value::from(ids).to_string());
    let mut statement = connection.prepare_cached(
        "SELECT n.id FROM interest_notes n JOIN customers c ON c.id = n.customer_id
         WHERE n.status IN ('created', 'printed') AND c.company_id = :company
           AND (:customers IS NULL OR n.customer_id IN (SELECT value FROM json_each(:customers)))
           AND (:groups = '[]' OR c.customer_group IN (SELECT value FROM json_each(:groups)))
           AND (:ids = '[]' OR EXISTS (SELECT 1 FROM interest_note_items x WHERE x.note_id = n.id
             AND x.transaction_id IN (SELECT value FROM json_each(:ids))))
         ORDER BY n.id",
    )?;
    let ids = statement
        .query_map(
            named_params! {
                ":company": company::current(connection)?, ":customers": customers, ":groups": rules.groups_json(),
                ":ids": rules.transactions_json(),
            },
            |row| row.get("id"),
        )?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

fn replace(act: &Act<'_>, rules: &Rules, today: NaiveDate) -> Result<Vec<i64>, Refusal> {
    let ids = replaced_ids(act, rules)?;
    for id in &ids {
        super::cancel::mark(act, *id, today, "recalculated")?;
    }
    Ok(ids)
}

/// What stands on notes that are replaced and is not charged by what replaces them.
fn dropped(
    connection: &Connection,
    replaced: &[i64],
    charged: &BTreeSet<i64>,
) -> Result<Vec<Dropped>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT i.transaction_id, i.document_no, i.interest_minor + i.lump_sum_minor AS interest, n.currency, c.account, c.name
         FROM interest_notes n JOIN interest_note_items i ON i.note_id = n.id JOIN customers c ON c.id = n.customer_id
         WHERE n.id IN (SELECT value FROM json_each(:ids)) ORDER BY c.account, i.due_on, i.id",
    )?;
    let mut rows =
        statement.query(named_params! {":ids": serde_json::Value::from(replaced).to_string()})?;
    let mut dropped = Vec::new();
    while let Some(row) = rows.next()? {
        let transaction_id: i64 = row.get("transaction_id")?;
        if dropped.len() == DROPPED_ROWS || charged.contains(&transaction_id) {
            continue;
        }
        dropped.push(Dropped {
            account: row.get("account")?,
            name: row.get("name")?,
            document_no: row.get("document_no")?,
            currency: row.get("currency")?,
            interest_minor: row.get("interest")?,
        });
    }
    Ok(dropped)
}

fn insert_run(
    act: &Act<'_>,
    request: &InterestQuestion,
    rules: &Rules,
    today: NaiveDate,
) -> Result<i64, Refusal> {
    Ok(act
        .prepare_cached(
            "INSERT INTO interest_runs (uuid, company_id, from_on, to_on, request, created_on, created_at, counts, act_id)
             VALUES (:uuid, :company, :from, :to, :request, :on, :at, '{}', :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":company": company::current(act)?,
            ":from": rules.from.map(|day| day.to_string()), ":to": rules.to.to_string(),
            ":request": serde_json::to_string(request)?, ":on": today.to_string(), ":at": instant(act.at), ":act": act.id,
        })?)
}

/// Writes the notes of a run.
struct Desk<'a, 'c> {
    act: &'a Act<'c>,
    rules: &'a Rules,
    run_id: i64,
    today: String,
    to_on: String,
}

impl<'a, 'c> Desk<'a, 'c> {
    fn open(act: &'a Act<'c>, run_id: i64, today: NaiveDate, rules: &'a Rules) -> Self {
        Self {
            act,
            rules,
            run_id,
            today: today.to_string(),
            to_on: rules.to.to_string(),
        }
    }

    fn keep(&mut self, customer_id: i64, decision: &Decision) -> Result<(), Refusal> {
        for note in &decision.notes {
            let id = self.note(customer_id, note)?;
            self.items(customer_id, id, note)?;
        }
        // Where no code applies a run may skip every document of the book: those are counted only.
        let told = |skip: &&(i64, u32, Skip)| skip.2 != Skip::NoCode;
        for (transaction_id, number, reason) in decision.skipped.iter().filter(told) {
            self.act
                .prepare_cached(
                    "INSERT OR IGNORE INTO interest_skips (run_id, customer_id, transaction_id, number, reason)
                     VALUES (:run, :customer, :transaction, :number, :reason)",
                )?
                .execute(named_params! {
                    ":run": self.run_id, ":customer": customer_id, ":transaction": transaction_id, ":number": number,
                    ":reason": word(*reason),
                })?;
        }
        Ok(())
    }

    fn note(&self, customer_id: i64, note: &Note) -> Result<i64, Refusal> {
        Ok(self
            .act
            .prepare_cached(
                "INSERT INTO interest_notes (uuid, run_id, customer_id, side, currency, code_id, version_id, to_on,
                   interest_minor, rounding_minor, fee_minor, items, created_on, profile, act_id)
                 VALUES (:uuid, :run, :customer, :side, :currency, :code, :version, :to, :interest, :rounding, :fee, :items,
                   :on, :profile, :act)",
            )?
            .insert(named_params! {
                ":profile": self.rules.profile_of(self.act, note)?,
                ":uuid": Uuid::now_v7().to_string(), ":run": self.run_id, ":customer": customer_id,
                ":side": note.side.code(), ":currency": note.currency.code(), ":code": note.code,
                ":version": note.version_id, ":to": self.to_on, ":interest": note.interest_minor,
                ":rounding": note.rounding_minor, ":fee": note.fee_minor,
                ":items": i64::try_from(note.items.len()).unwrap_or(i64::MAX), ":on": self.today, ":act": self.act.id,
            })?)
    }

    fn items(&self, customer_id: i64, note_id: i64, note: &Note) -> Result<(), Refusal> {
        for item in &note.items {
            self.act
                .prepare_cached(
                    "INSERT INTO interest_note_items (note_id, customer_id, transaction_id, number, version_id, document_no,
                       due_on, amount_minor, cumulative_minor, before_minor, interest_minor, lump_sum_minor,
                       charged_from, charged_to, slices, act_id)
                     VALUES (:note, :customer, :transaction, :number, :version,
                       (SELECT document_no FROM transactions WHERE id = :transaction), :due, :amount, :cumulative, :before,
                       :interest, :lump_sum, :charged_from, :charged_to, :slices, :act)",
                )?
                .execute(named_params! {
                    ":note": note_id, ":customer": customer_id, ":transaction": item.transaction_id,
                    ":number": item.number, ":version": note.version_id, ":due": item.due_on.to_string(),
                    ":amount": item.amount_minor, ":cumulative": item.cumulative_minor, ":before": item.before_minor,
                    ":interest": item.interest_minor, ":lump_sum": item.lump_sum_minor,
                    ":charged_from": item.charged_from.to_string(), ":charged_to": item.charged_to.to_string(), ":slices": serde_json::to_string(&item.slices)?,
                    ":act": self.act.id,
                })?;
        }
        Ok(())
    }
}

fn word(skip: Skip) -> &'static str {
    match skip {
        Skip::Excluded => "excluded",
        Skip::NoCode => "no_code",
        Skip::Disputed => "disputed",
        Skip::Stopped => "stopped",
        Skip::HandedOver => "handed_over",
        Skip::NotYet => "not_yet",
        Skip::ChargedBefore => "charged_before",
    }
}

/// Counts and sums of a run.
#[derive(Debug, Default)]
struct Tally {
    notes: u64,
    totals: BTreeMap<(String, Side), NoteTotal>,
    skipped: BTreeMap<Skip, u64>,
    /// Transactions with a charge.
    charged: BTreeSet<i64>,
}

impl Tally {
    fn add(&mut self, decision: &Decision) {
        for note in &decision.notes {
            self.notes += 1;
            self.charged
                .extend(note.items.iter().map(|item| item.transaction_id));
            let currency = note.currency.code();
            self.totals
                .entry((currency.to_owned(), note.side))
                .or_insert_with(|| NoteTotal::nothing(currency, note.side))
                .add(note.interest_minor, note.fee_minor);
        }
        for (_, _, reason) in &decision.skipped {
            *self.skipped.entry(*reason).or_default() += 1;
        }
    }

    fn skips(&self) -> Vec<SkipTotal> {
        self.skipped
            .iter()
            .map(|(reason, count)| SkipTotal {
                reason: *reason,
                count: *count,
            })
            .collect()
    }

    fn into_totals(self) -> Vec<NoteTotal> {
        self.totals.into_values().collect()
    }
}

/// Asks for what a run left out.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(rename = "InterestSkipsOf")]
pub struct SkipsOf {
    /// The run.
    #[ts(type = "number")]
    pub run_id: i64,
}

/// A row that a run left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestSkipRow")]
pub struct SkipRow {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Number of the document; empty where it left the book.
    pub document_no: String,
    /// Why: `excluded`, `disputed`, `stopped`, `not_yet` or `charged_before`.
    pub reason: String,
}

/// What a run left out, but for documents to which no code applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestSkips")]
pub struct Skips {
    /// The first thousand, by account.
    pub rows: Vec<SkipRow>,
}

/// `interest.skips`
pub fn skips(session: &mut Session<'_>, request: SkipsOf) -> Result<Skips, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT c.account, c.name, COALESCE(t.document_no, '') AS document_no, s.reason FROM interest_skips s
         JOIN customers c ON c.id = s.customer_id LEFT JOIN transactions t ON t.id = s.transaction_id
         WHERE s.run_id = :run ORDER BY c.account, s.transaction_id LIMIT 1000",
    )?;
    let rows = statement
        .query_map(named_params! {":run": request.run_id}, |row| {
            Ok(SkipRow {
                account: row.get("account")?,
                name: row.get("name")?,
                document_no: row.get("document_no")?,
                reason: row.get("reason")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Skips { rows })
}

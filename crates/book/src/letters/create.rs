//! `letters.preview` and `letters.create`: what a run of a day does, first only shown, then kept as drafts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use engine::letters::{Code, Decision, Draft, Outcome, SkipReason};
use rusqlite::{CachedStatement, Connection, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::freshness::{Freshness, LetterSource};
use super::pass::{Candidate, LetterQuestion, Rules, SkipStop, for_each_candidate};
use super::runs::{self, LetterRun, LetterTotal};
use super::sequences::blocks_word;
use crate::act::{Act, instant};
use crate::refusal::Refusal;
use crate::session::Session;

/// Rows of letters and of skips that a preview shows; its counts and totals cover all.
const PREVIEW_ROWS: usize = 500;

/// Asks for a run.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CreateLetters {
    /// Day of the letters, which is the clock of the run: facts dated later are invisible to it. Today where missing.
    #[serde(default)]
    pub letter_on: Option<NaiveDate>,
    /// Why letters are made although the bank file and the open items are old; asked for only where both are.
    #[serde(default)]
    #[ts(optional)]
    pub confirm: Option<String>,
    /// What to include, and whom.
    #[serde(flatten)]
    pub question: LetterQuestion,
}

/// What a run would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterPreview {
    /// The clock.
    pub letter_on: NaiveDate,
    /// Number of letters.
    #[ts(type = "number")]
    pub letters_count: u64,
    /// Number of customers, per currency, without one.
    #[ts(type = "number")]
    pub skipped_count: u64,
    /// Customers among those with a letter whose postal address has neither street nor town: paper does not reach them.
    #[ts(type = "number")]
    pub without_address: u64,
    /// Letters per currency and code.
    pub totals: Vec<LetterTotal>,
    /// Skipped per reason.
    pub reasons: Vec<SkipCount>,
    /// How old the sources are on that day.
    pub freshness: Freshness,
    /// Drafts of the same customers that a run would put in their place.
    pub replaced: LettersReplaced,
    /// The first letters, by customer.
    pub letters: Vec<PreviewLetter>,
    /// The first skipped, by customer.
    pub skipped: Vec<LetterSkip>,
}

/// Drafts that a run replaces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LettersReplaced {
    /// How many.
    #[ts(type = "number")]
    pub drafts: u64,
    /// How many of them have a note, an address or an item taken off.
    #[ts(type = "number")]
    pub edited: u64,
}

/// How many were skipped for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SkipCount {
    /// Why.
    pub reason: SkipReason,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// A letter that would be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewLetter {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// Code.
    pub code: Code,
    /// Items on it.
    #[ts(type = "number")]
    pub items_count: u64,
    /// Days since the oldest of them fell due.
    #[ts(type = "number")]
    pub oldest_days_overdue: i64,
    /// Fee, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
    /// Items and fee, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
}

/// A customer with overdue items and no letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterSkip {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// Why.
    pub reason: SkipReason,
    /// What is overdue, minor units.
    #[ts(type = "number")]
    pub overdue_minor: i64,
    /// The rules with what they measured; the last one was not met.
    pub checks: Vec<engine::letters::Check>,
    /// Of one that is on hold, the stop.
    pub stop: Option<SkipStop>,
}

/// `letters.preview`: writes nothing.
pub fn preview(
    session: &mut Session<'_>,
    request: CreateLetters,
) -> Result<LetterPreview, Refusal> {
    let letter_on = request.letter_on.unwrap_or(session.today);
    let job = session.job;
    let connection = session.connection();
    let rules = Rules::load(connection, &request.question, letter_on)?;
    let mut tally = Tally::default();
    let mut letters = Vec::new();
    let mut skipped = Vec::new();
    let mut there = drafts_there(connection, rules.replaces_only())?;
    let mut replaced = LettersReplaced::default();
    let mut written = BTreeSet::new();
    let mut names =
        connection.prepare_cached("SELECT account, name FROM customers WHERE id = ?1")?;
    for_each_candidate(connection, &rules, None, job, |candidate| {
        for decision in &candidate.decisions {
            tally.add(decision);
            if matches!(decision.outcome, Outcome::Letter(_)) {
                let key = (candidate.customer_id, decision.currency.code().to_owned());
                let gone = there.remove(&key).unwrap_or_default();
                replaced.drafts += gone.drafts;
                replaced.edited += gone.edited;
                written.insert(candidate.customer_id);
            }
            let full = match &decision.outcome {
                Outcome::Letter(_) => letters.len() == PREVIEW_ROWS,
                Outcome::Skip(_) => skipped.len() == PREVIEW_ROWS,
            };
            if full {
                continue;
            }
            let customer_id = candidate.customer_id;
            let (account, name) = names.query_row([customer_id], |row| {
                Ok((row.get("account")?, row.get("name")?))
            })?;
            let currency = decision.currency.code().to_owned();
            match &decision.outcome {
                Outcome::Letter(draft) => letters.push(PreviewLetter {
                    customer_id,
                    account,
                    name,
                    currency,
                    code: draft.line.code,
                    items_count: draft.items.len() as u64,
                    oldest_days_overdue: oldest(draft),
                    fee_minor: draft.line.fee_minor,
                    total_minor: draft.total_minor,
                }),
                Outcome::Skip(reason) => skipped.push(LetterSkip {
                    customer_id,
                    account,
                    name,
                    currency,
                    reason: *reason,
                    overdue_minor: candidate.overdue_minor(decision.currency, letter_on),
                    checks: decision.checks.clone(),
                    stop: candidate.stop_of(decision),
                }),
            }
        }
        Ok(())
    })?;
    Ok(LetterPreview {
        letter_on,
        letters_count: tally.letters(),
        skipped_count: tally.skipped.values().sum(),
        reasons: tally
            .skipped
            .into_iter()
            .map(|(reason, count)| SkipCount { reason, count })
            .collect(),
        freshness: Freshness::measure(connection, letter_on)?,
        without_address: without_address(connection, &written)?,
        totals: tally.totals.into_values().collect(),
        replaced,
        letters,
        skipped,
    })
}

/// How many of these customers have no place to which the post can bring a letter.
pub(super) fn without_address(
    connection: &Connection,
    customers: &BTreeSet<i64>,
) -> Result<u64, Refusal> {
    let count: i64 = connection
        .prepare_cached(
            "SELECT COUNT(*) AS missing FROM json_each(:ids) j
             WHERE NOT EXISTS (SELECT 1 FROM addresses a WHERE a.customer_id = j.value AND a.purpose = 'postal'
               AND trim(a.street || a.city) <> '')",
        )?
        .query_row(
            named_params! {":ids": serde_json::to_string(customers)?},
            |row| row.get("missing"),
        )?;
    Ok(u64::try_from(count).unwrap_or(0))
}

fn oldest(draft: &Draft) -> i64 {
    draft
        .items
        .iter()
        .filter(|row| row.claimed_minor > 0)
        .map(|row| row.days_overdue)
        .max()
        .unwrap_or(0)
}

/// Counts and sums of a run.
#[derive(Debug, Default)]
struct Tally {
    totals: BTreeMap<(engine::money::Currency, Code), LetterTotal>,
    skipped: BTreeMap<SkipReason, u64>,
}

impl Tally {
    fn add(&mut self, decision: &Decision) {
        match &decision.outcome {
            Outcome::Letter(draft) => {
                let key = (decision.currency, draft.line.code);
                let total = self
                    .totals
                    .entry(key)
                    .or_insert_with(|| LetterTotal::nothing(key.0.code(), key.1));
                total.letters += 1;
                total.items_minor += draft.items_minor;
                total.fee_minor += draft.line.fee_minor;
                total.total_minor += draft.total_minor;
            }
            Outcome::Skip(reason) => *self.skipped.entry(*reason).or_default() += 1,
        }
    }

    fn letters(&self) -> u64 {
        self.totals.values().map(|total| total.letters).sum()
    }
}

/// `letters.create`: keeps the letters as drafts and the skipped with their reasons; drafts that the same customers still
/// had are replaced.
pub fn create(session: &mut Session<'_>, request: CreateLetters) -> Result<LetterRun, Refusal> {
    let letter_on = request.letter_on.unwrap_or(session.today);
    let today = session.today;
    let job = session.job;
    let run_id = session.act(|act| {
        let rules = Rules::load(act, &request.question, letter_on)?;
        let question = LetterQuestion {
            per: Some(rules.per()),
            ..request.question.clone()
        };
        act.about("letter_run", letter_on);
        let freshness = Freshness::measure(act, letter_on)?;
        let confirmed = freshness.demand(request.confirm.as_deref())?;
        act.because(confirmed.as_deref(), None);
        let run_id = insert_run(act, &question, letter_on, today)?;
        keep_sources(act, run_id, &freshness, confirmed.as_deref())?;
        let mut tally = Tally::default();
        {
            let mut desk = Drafts::open(act, run_id, &rules)?;
            for_each_candidate(act, &rules, None, job, |candidate| {
                for decision in &candidate.decisions {
                    tally.add(decision);
                    desk.keep(candidate, decision, letter_on)?;
                }
                Ok(())
            })?;
        }
        act.note("letters", tally.letters());
        act.note("skipped", tally.skipped.values().sum::<u64>());
        Ok(run_id)
    })?;
    runs::load(session.connection(), run_id, today)
}

/// Drafts that a run replaces: those of the same customers and currencies; what is printed is out and stays.
const REPLACEABLE: &str =
    "d.status = 'created' AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = d.id)";

/// What a preview says of drafts that are there, by customer and currency: how many, and how many of them somebody edited.
fn drafts_there(
    connection: &Connection,
    code: Option<Code>,
) -> Result<HashMap<(i64, String), LettersReplaced>, Refusal> {
    let mut statement = connection.prepare(&format!(
        "SELECT d.customer_id, d.currency, COUNT(*) AS drafts,
                SUM(d.note <> '' OR d.address IS NOT NULL OR EXISTS
                  (SELECT 1 FROM letter_draft_items i WHERE i.draft_id = d.id AND i.removed = 1)) AS edited
         FROM letter_drafts d WHERE {REPLACEABLE} AND (:code IS NULL OR d.code = :code)
         GROUP BY d.customer_id, d.currency"
    ))?;
    let mut rows = statement.query(named_params! {":code": code.map(Code::code)})?;
    let mut there = HashMap::new();
    while let Some(row) = rows.next()? {
        let count = |name: &str| -> Result<u64, rusqlite::Error> {
            Ok(u64::try_from(row.get::<_, i64>(name)?).unwrap_or(0))
        };
        there.insert(
            (row.get("customer_id")?, row.get("currency")?),
            LettersReplaced {
                drafts: count("drafts")?,
                edited: count("edited")?,
            },
        );
    }
    Ok(there)
}

fn insert_run(
    act: &Act<'_>,
    question: &LetterQuestion,
    letter_on: NaiveDate,
    today: NaiveDate,
) -> Result<i64, Refusal> {
    Ok(act.query_row(
        "INSERT INTO letter_runs (uuid, letter_on, created_on, created_at, request, act_id, company_id)
         VALUES (:uuid, :letter_on, :today, :at, :request, :act, (SELECT id FROM temp.current_company)) RETURNING id",
        named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":letter_on": letter_on.to_string(), ":today": today.to_string(),
            ":at": instant(act.at), ":request": serde_json::to_string(question)?, ":act": act.id,
        },
        |row| row.get("id"),
    )?)
}

fn keep_sources(
    act: &Act<'_>,
    run_id: i64,
    freshness: &Freshness,
    confirmed: Option<&str>,
) -> Result<(), Refusal> {
    let day = |source: Option<LetterSource>| source.map(|source| source.to.to_string());
    act.execute(
        "UPDATE letter_runs SET bank_to = :bank, items_to = :items, confirmed = :confirmed WHERE id = :id",
        named_params! {
            ":id": run_id, ":bank": day(freshness.bank), ":items": day(freshness.items), ":confirmed": confirmed,
        },
    )?;
    Ok(())
}

/// The statements that keep what a run decided.
struct Drafts<'c> {
    connection: &'c Connection,
    run_id: i64,
    rules: &'c Rules,
    skip: CachedStatement<'c>,
}

impl<'c> Drafts<'c> {
    fn open(connection: &'c Connection, run_id: i64, rules: &'c Rules) -> Result<Self, Refusal> {
        let skip = connection.prepare_cached(
            "INSERT INTO letter_skips (run_id, customer_id, currency, reason, overdue_minor, checks, stop_reason,
               stop_until_on)
             VALUES (:run, :customer, :currency, :reason, :overdue, :checks, :stop_reason, :stop_until)",
        )?;
        Ok(Self {
            connection,
            run_id,
            rules,
            skip,
        })
    }

    fn keep(
        &mut self,
        candidate: &Candidate<'_>,
        decision: &Decision,
        clock: NaiveDate,
    ) -> Result<(), Refusal> {
        let checks = serde_json::to_string(&decision.checks)?;
        match &decision.outcome {
            Outcome::Skip(reason) => {
                let stop = candidate.stop_of(decision);
                self.skip.execute(named_params! {
                    ":run": self.run_id, ":customer": candidate.customer_id, ":currency": decision.currency.code(),
                    ":reason": reason.code(), ":overdue": candidate.overdue_minor(decision.currency, clock),
                    ":checks": checks, ":stop_reason": stop.as_ref().map(|stop| &stop.reason),
                    ":stop_until": stop.as_ref().map(|stop| stop.until_on.to_string()),
                })?;
                Ok(())
            }
            Outcome::Letter(draft) => self.keep_draft(candidate, decision, draft, &checks),
        }
    }

    fn keep_draft(
        &mut self,
        candidate: &Candidate<'_>,
        decision: &Decision,
        draft: &Draft,
        checks: &str,
    ) -> Result<(), Refusal> {
        // Drafts that the customer still had make place, and only they: whoever gets nothing now keeps theirs.
        self.connection
            .prepare_cached(&format!(
                "UPDATE letter_drafts AS d SET status = 'replaced'
                 WHERE d.customer_id = :customer AND d.currency = :currency AND d.run_id <> :run
                   AND (:code IS NULL OR d.code = :code) AND {REPLACEABLE}"
            ))?
            .execute(named_params! {
                ":customer": candidate.customer_id, ":currency": decision.currency.code(), ":run": self.run_id,
                ":code": self.rules.replaces_only().map(Code::code),
            })?;
        let sequence = candidate.sequence.unwrap_or_default();
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO letter_drafts (uuid, run_id, customer_id, currency, sequence_id, code, blocks, items_minor,
               fee_minor, fee_tax_minor, fee_tax_code, total_minor, previous_code, previous_on, checks)
             VALUES (:uuid, :run, :customer, :currency, :sequence, :code, :blocks, :items, :fee, :tax, :tax_code, :total,
               :previous_code, :previous_on, :checks)",
        )?;
        let id = insert.insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":run": self.run_id, ":customer": candidate.customer_id,
            ":currency": decision.currency.code(), ":sequence": sequence,
            ":code": draft.line.code.code(), ":blocks": blocks_word(draft.line.blocks), ":items": draft.items_minor,
            ":fee": draft.line.fee_minor, ":tax": draft.line.fee_tax_minor,
            ":tax_code": self.rules.tax_code(sequence, &draft.line), ":total": draft.total_minor,
            ":previous_code": draft.previous.map(|(code, _)| code.code()),
            ":previous_on": draft.previous.map(|(_, on)| on.to_string()), ":checks": checks,
        })?;
        insert_items(self.connection, id, draft)
    }
}

/// Writes the items of a draft.
pub(super) fn insert_items(
    connection: &Connection,
    draft_id: i64,
    draft: &Draft,
) -> Result<(), Refusal> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO letter_draft_items (draft_id, transaction_id, due_on, days_overdue, amount_minor, open_minor,
           claimed_minor, code, previous_code, previous_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         -- Two instalments of one day are one row of the letter.
         ON CONFLICT (draft_id, transaction_id, due_on) DO UPDATE SET
           amount_minor = amount_minor + excluded.amount_minor, open_minor = open_minor + excluded.open_minor,
           claimed_minor = claimed_minor + excluded.claimed_minor",
    )?;
    for row in &draft.items {
        insert.execute(rusqlite::params![
            draft_id,
            row.item.transaction_id,
            row.item.due_on.to_string(),
            row.days_overdue,
            row.item.amount_minor,
            row.item.open_minor,
            row.claimed_minor,
            row.code.map(Code::code),
            row.previous.map(|(code, _)| code.code()),
            row.previous.map(|(_, on)| on.to_string()),
        ])?;
    }
    count_items(connection, draft_id)
}

/// Says on the draft how many items it has and how old the oldest claim is.
pub(super) fn count_items(connection: &Connection, draft_id: i64) -> Result<(), Refusal> {
    connection
        .prepare_cached(
            "UPDATE letter_drafts SET (items_count, oldest_days_overdue) = (
               SELECT COUNT(*), COALESCE(MAX(CASE WHEN claimed_minor > 0 THEN days_overdue END), 0)
               FROM letter_draft_items WHERE draft_id = :id AND removed = 0)
             WHERE id = :id",
        )?
        .execute(named_params! {":id": draft_id})?;
    Ok(())
}

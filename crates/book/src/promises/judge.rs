//! Judges promises by what was paid, and lets statuses, tasks and priorities follow (spec 21 §6, spec 20 §4).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use engine::calendar::Calendar;
use engine::collections::Status as Collected;
use engine::promises::{Judged, Line, Paid, Status, Terms, judge};
use rusqlite::{Connection, named_params};

use super::status_of;
use crate::accounts::{day_of, optional_day_of, parse_day};
use crate::act::Act;
use crate::activities::{self, Kind, NewActivity};
use crate::cases;
use crate::collections::parameters::{self, PromiseParameters};
use crate::collections::words::Words;
use crate::collections::{self, Item, Source, Why};
use crate::pools::specialists::Specialists;
use crate::refusal::Refusal;
use crate::terms::engine_calendar;

/// How many lines came to what in one go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Verdicts {
    pub kept: usize,
    pub broken: usize,
    pub open_again: usize,
}

impl Verdicts {
    /// Whether any line came to another verdict.
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

/// The last day that the data of the bank cover: of a bank file, or of an import of transactions or open items.
pub(crate) fn reach(connection: &Connection) -> Result<Option<NaiveDate>, Refusal> {
    let day: Option<String> = connection
        .prepare_cached(
            "SELECT MAX(day) AS day FROM (
               SELECT MAX(COALESCE(s.closing_on, ''), COALESCE(s.data_to, '')) AS day
               FROM bank_statements s JOIN import_batches b ON b.id = s.batch_id
               WHERE b.company_id = (SELECT id FROM temp.current_company) AND b.undone_by_act_id IS NULL
               UNION ALL
               SELECT as_of FROM import_batches
               WHERE company_id = (SELECT id FROM temp.current_company)
                 AND kind IN ('transactions', 'settlements') AND undone_by_act_id IS NULL)",
        )?
        .query_row([], |row| row.get("day"))?;
    Ok(day.as_deref().and_then(parse_day))
}

/// A line that is in force.
struct Stored {
    id: i64,
    promise_id: i64,
    transaction_id: i64,
    line: Line,
    open_then_minor: i64,
    status: Status,
    kept_minor: i64,
    judged_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    taken_by: i64,
}

/// Judges the promises of these customers, or of all, as of a day, and brings the statuses of their transactions up to date.
pub(crate) fn evaluate(
    act: &mut Act<'_>,
    customers: Option<&BTreeSet<i64>>,
    day: NaiveDate,
) -> Result<Verdicts, Refusal> {
    let mut verdicts = Verdicts::default();
    let stored = lines(act, customers)?;
    let parameters = parameters::load(act)?;
    if !stored.is_empty() {
        let calendar = engine_calendar(act)?;
        let bench = Bench {
            calendar: &calendar,
            parameters,
            reach: reach(act)?,
            day,
            specialists: Specialists::on(act.today),
        };
        for plan in stored
            .chunk_by(|a, b| (a.promise_id, a.transaction_id) == (b.promise_id, b.transaction_id))
        {
            bench.plan(act, plan, &mut verdicts)?;
        }
    }
    settled_or_open_again(act, customers)?;
    if verdicts.any() {
        act.note("promises_kept", verdicts.kept);
        act.note("promises_broken", verdicts.broken);
        act.note("promises_open_again", verdicts.open_again);
    }
    Ok(verdicts)
}

fn among(customers: Option<&BTreeSet<i64>>) -> Result<Option<String>, Refusal> {
    Ok(customers.map(serde_json::to_string).transpose()?)
}

fn lines(
    connection: &Connection,
    customers: Option<&BTreeSet<i64>>,
) -> Result<Vec<Stored>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.*, p.taken_by_id FROM promise_lines l JOIN promises p ON p.id = l.promise_id
         WHERE l.replaced_on IS NULL
           AND EXISTS (SELECT 1 FROM customers own WHERE own.id = l.customer_id
             AND own.company_id = (SELECT id FROM temp.current_company))
           AND (:customers IS NULL OR l.customer_id IN (SELECT value FROM json_each(:customers)))
         ORDER BY l.customer_id, l.promise_id, l.transaction_id, l.promised_on, l.id",
    )?;
    let mut rows = statement.query(named_params! {":customers": among(customers)?})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Stored {
            id: row.get("id")?,
            promise_id: row.get("promise_id")?,
            transaction_id: row.get("transaction_id")?,
            line: Line {
                promised_on: day_of(row, "promised_on")?,
                amount_minor: row.get("amount_minor")?,
            },
            open_then_minor: row.get("open_then_minor")?,
            status: status_of(&row.get::<_, String>("status")?)?,
            kept_minor: row.get("kept_minor")?,
            judged_on: optional_day_of(row, "judged_on")?,
            ended_on: optional_day_of(row, "ended_on")?,
            taken_by: row.get("taken_by_id")?,
        });
    }
    Ok(found)
}

/// What all promises are judged by.
struct Bench<'a> {
    calendar: &'a Calendar,
    parameters: PromiseParameters,
    reach: Option<NaiveDate>,
    day: NaiveDate,
    specialists: Specialists,
}

impl Bench<'_> {
    /// The lines of one promise about one transaction.
    fn plan(
        &self,
        act: &mut Act<'_>,
        plan: &[Stored],
        verdicts: &mut Verdicts,
    ) -> Result<(), Refusal> {
        // What was judged as of a later day is not judged again as of an earlier one.
        if plan
            .iter()
            .any(|line| line.judged_on.is_some_and(|on| on > self.day))
        {
            return Ok(());
        }
        let item = collections::item(act, plan[0].transaction_id)?;
        let terms = Terms {
            calendar: self.calendar,
            tolerance_days: self.parameters.tolerance_days,
            reach: self.reach,
        };
        let lines: Vec<Line> = plan.iter().map(|stored| stored.line).collect();
        let settled_then = item.amount_minor - plan[0].open_then_minor;
        let judged = judge(&lines, &paid(act, &item)?, settled_then, self.day, &terms);
        for (stored, judged) in plan.iter().zip(judged) {
            if (stored.status, stored.kept_minor) == (judged.status, judged.kept_minor) {
                continue;
            }
            self.write(act, stored, judged)?;
            self.follow(act, &item, stored, judged.status, verdicts)?;
        }
        follow_records(act, &item, plan[0].promise_id)
    }

    fn write(&self, act: &Act<'_>, stored: &Stored, judged: Judged) -> Result<(), Refusal> {
        let ended_on = (!judged.status.spares()).then(|| stored.ended_on.unwrap_or(self.day));
        act.prepare_cached(
            "UPDATE promise_lines SET status = :status, kept_minor = :kept, judged_on = :day, ended_on = :ended,
               act_id = :act
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": stored.id, ":status": judged.status.code(), ":kept": judged.kept_minor,
            ":day": self.day.to_string(), ":ended": ended_on.map(|day| day.to_string()), ":act": act.id,
        })?;
        Ok(())
    }

    /// What follows when a line comes to another status: the agent's task, or its end.
    fn follow(
        &self,
        act: &mut Act<'_>,
        item: &Item,
        stored: &Stored,
        status: Status,
        verdicts: &mut Verdicts,
    ) -> Result<(), Refusal> {
        let subject = format!("promise_broken:{}", stored.id);
        if status.disappoints() && !stored.status.disappoints() {
            verdicts.broken += 1;
            self.escalate(act, item, stored, &subject)?;
        } else if !status.disappoints() && stored.status.disappoints() {
            act.prepare_cached(
                "UPDATE activities SET state = 'closed', closed_on = :today, act_id = :act
                 WHERE subject = :subject AND state = 'open'",
            )?
            .execute(named_params! {
                ":subject": subject, ":today": act.today.to_string(), ":act": act.id,
            })?;
        }
        if status == Status::Kept {
            verdicts.kept += 1;
        } else if status.spares() && !stored.status.spares() {
            verdicts.open_again += 1;
        }
        Ok(())
    }

    fn escalate(
        &self,
        act: &mut Act<'_>,
        item: &Item,
        stored: &Stored,
        subject: &str,
    ) -> Result<(), Refusal> {
        let agent = self.specialists.of(act, item.customer_id)?;
        let purpose = Words::of(act)?.broken(&item.document_no);
        let on = act.today;
        let made = activities::add(
            act,
            &NewActivity {
                customer_id: item.customer_id,
                kind: Kind::Task,
                category: "promise",
                purpose: &purpose,
                memo: "",
                responsible_id: Some(agent.unwrap_or(stored.taken_by)),
                on,
                case_id: None,
                transaction_id: Some(item.id),
                subject: Some(subject),
            },
        )?;
        if made.is_some() && self.parameters.raise_priority {
            cases::more_urgent(act, item.customer_id)?;
        }
        Ok(())
    }
}

/// What settles a transaction, by the day of the credit; what was taken back of a credit is taken from that one.
fn paid(connection: &Connection, item: &Item) -> Result<Vec<Paid>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.credit_id, c.transaction_on, s.amount_minor
         FROM settlements s JOIN transactions c ON c.id = s.credit_id
         WHERE s.customer_id = :customer AND s.debit_id = :id",
    )?;
    let mut rows =
        statement.query(named_params! {":customer": item.customer_id, ":id": item.id})?;
    let mut found: BTreeMap<i64, Paid> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let on = day_of(row, "transaction_on")?;
        let paid = found.entry(row.get("credit_id")?).or_insert(Paid {
            on,
            amount_minor: 0,
        });
        paid.amount_minor += row.get::<_, i64>("amount_minor")?;
    }
    Ok(found.into_values().collect())
}

/// The status of a transaction follows its promise, unless a person has set another since.
fn follow_records(act: &Act<'_>, item: &Item, promise_id: i64) -> Result<(), Refusal> {
    let newest = collections::newest_source(act, item.id)?;
    if newest.as_deref() == Some("person") && !promised(item.status) {
        return Ok(());
    }
    let status = if item.open_minor == 0 {
        Collected::Resolved
    } else {
        collections::by_records(act, item)?
    };
    if status == item.status || (newest.as_deref() == Some("dispute") && item.open_minor != 0) {
        return Ok(());
    }
    let why = Why {
        promise_id: Some(promise_id),
        ..Why::by(Source::Rule)
    };
    collections::set(act, item, status, &why)
}

fn promised(status: Collected) -> bool {
    matches!(status, Collected::Promised | Collected::PromiseBroken)
}

/// Full settlement resolves what was disputed or broken; what is open again has the status that its records give it.
fn settled_or_open_again(act: &Act<'_>, customers: Option<&BTreeSet<i64>>) -> Result<(), Refusal> {
    let ids: Vec<i64> = act
        .prepare_cached(
            "SELECT x.transaction_id FROM transaction_states x
               LEFT JOIN open_items_snapshot o ON o.customer_id = x.customer_id AND o.transaction_id = x.transaction_id
             WHERE (:customers IS NULL OR x.customer_id IN (SELECT value FROM json_each(:customers)))
               AND EXISTS (SELECT 1 FROM customers own WHERE own.id = x.customer_id
                 AND own.company_id = (SELECT id FROM temp.current_company))
               AND ((o.open_minor IS NULL AND x.collections_status IN ('disputed', 'promised', 'promise_broken'))
                 OR (o.open_minor IS NOT NULL AND x.collections_status = 'resolved'
                   AND (SELECT h.source FROM collections_history h WHERE h.transaction_id = x.transaction_id
                        ORDER BY h.id DESC LIMIT 1) = 'rule'))",
        )?
        .query_map(named_params! {":customers": among(customers)?}, |row| row.get("transaction_id"))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        let item = collections::item(act, id)?;
        let status = if item.open_minor == 0 {
            Collected::Resolved
        } else {
            collections::by_records(act, &item)?
        };
        if status != item.status {
            collections::set(act, &item, status, &Why::by(Source::Rule))?;
        }
    }
    Ok(())
}

//! `cases.open`, `cases.save` and `cases.withdraw`.

use chrono::{Days, NaiveDate};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::categories::{self, CaseCategory};
use super::file::{CaseFile, read};
use super::write::CaseFields;
use super::{CaseStatus, Head, assign, log, set_status, touch};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::activities::close::CASE_OPENED;
use crate::activities::edit::responsible;
use crate::activities::{NewActivity, add};
use crate::refusal::Refusal;
use crate::session::Session;

/// Opens a case.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenCase {
    /// Account number.
    pub account: String,
    /// What it says.
    pub case: CaseFields,
    /// Transactions that belong to it.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
}

/// Changes a case.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveCase {
    /// Row id.
    #[ts(type = "number")]
    pub case_id: i64,
    /// Where it is now; closing and reopening are acts of their own.
    pub status: CaseStatus,
    /// What it says now.
    pub case: CaseFields,
}

/// Takes a case back that was opened by mistake.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WithdrawCase {
    /// Row id.
    #[ts(type = "number")]
    pub case_id: i64,
    /// Why, for the audit log.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// Takes several back at once: all of them or none.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WithdrawCases {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub case_ids: Vec<i64>,
    /// Why, for the audit log.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What was taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseWithdrawn {
    /// Cases.
    #[ts(type = "number")]
    pub cases: usize,
    /// Transactions that were in it.
    #[ts(type = "number")]
    pub transactions: usize,
    /// Activities that it had noted by itself.
    #[ts(type = "number")]
    pub activities: usize,
}

/// `cases.open`: with the activity that its category notes by itself.
pub fn open(session: &mut Session<'_>, request: OpenCase) -> Result<CaseFile, Refusal> {
    let today = session.today;
    let customer = customer_id(session.connection(), &request.account)?;
    let fields = request.case.checked(session.connection(), None)?;
    let id = session.act(|act| {
        let (id, number) = begin(act, customer, &fields, &request.transaction_ids)?;
        act.about("case", &number);
        act.note("description", &fields.description);
        Ok(id)
    })?;
    read(session.connection(), id, today)
}

/// Opens a case in an act, with its transactions and the activity that its category notes by itself; gives its row id and
/// its number.
pub(super) fn begin(
    act: &mut Act<'_>,
    customer: i64,
    fields: &CaseFields,
    transaction_ids: &[i64],
) -> Result<(i64, String), Refusal> {
    let (id, number) = fields.insert(act, customer)?;
    let head = Head::load(act, id)?;
    assign::add(act, &head, transaction_ids)?;
    let category = categories::one(act, &fields.category)?;
    let today = act.today;
    first_activity(act, id, customer, &category, fields.owner.as_deref(), today)?;
    Ok((id, number))
}

fn first_activity(
    act: &mut Act<'_>,
    case_id: i64,
    customer_id: i64,
    category: &CaseCategory,
    owner: Option<&str>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let first = &category.first;
    if first.purpose.is_empty() {
        return Ok(());
    }
    let responsible_id = responsible(act, owner, None)?;
    add(
        act,
        &NewActivity {
            customer_id,
            kind: first.kind,
            category: &first.category,
            purpose: &first.purpose,
            memo: "",
            responsible_id,
            on: today
                .checked_add_days(Days::new(u64::from(first.days)))
                .unwrap_or(today),
            case_id: Some(case_id),
            transaction_id: None,
            subject: Some(&format!("{CASE_OPENED}{case_id}")),
        },
    )?;
    Ok(())
}

/// `cases.save`
pub fn save(session: &mut Session<'_>, request: SaveCase) -> Result<CaseFile, Refusal> {
    let today = session.today;
    let old = read(session.connection(), request.case_id, today)?;
    let closed = |status| status == CaseStatus::Closed;
    if closed(request.status) != closed(old.head.status) {
        return Err(Refusal::new("case_status_by_act").with("field", "status"));
    }
    let before = CaseFields {
        category: old.head.category.clone(),
        description: old.head.description.clone(),
        priority: old.head.priority,
        owner: old.head.owner.clone(),
        notes: old.notes.clone(),
        resolution: old.resolution.clone(),
        external_reference: old.head.external_reference.clone(),
        contacts: old.contacts.clone(),
    };
    let fields = request
        .case
        .checked(session.connection(), before.owner.as_deref())?;
    session.act(|act| {
        act.about("case", &old.head.number);
        let head = Head::load(act, request.case_id)?;
        act.change("status", head.status, request.status);
        set_status(act, &head, request.status)?;
        if fields.update(act, head.id, &before)? {
            touch(act, head.id)?;
        }
        Ok(())
    })?;
    read(session.connection(), request.case_id, today)
}

/// `cases.withdraw`: only while nothing was done in it since it was opened.
pub fn withdraw(
    session: &mut Session<'_>,
    request: WithdrawCase,
) -> Result<CaseWithdrawn, Refusal> {
    session.act(|act| {
        let head = Head::load(act, request.case_id)?;
        act.about("case", &head.number);
        act.because(request.reason.as_deref(), None);
        withdraw_one(act, &head)
    })
}

/// `cases.withdraw_many`: what was opened together goes together, in one act.
pub fn withdraw_many(
    session: &mut Session<'_>,
    request: WithdrawCases,
) -> Result<CaseWithdrawn, Refusal> {
    if request.case_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    session.act(|act| {
        let mut done = CaseWithdrawn::default();
        for id in &request.case_ids {
            let head = Head::load(act, *id)?;
            let one = withdraw_one(act, &head)?;
            done.cases += one.cases;
            done.transactions += one.transactions;
            done.activities += one.activities;
        }
        act.about("cases", done.cases);
        act.note("withdrawn", &request.case_ids);
        act.because(request.reason.as_deref(), None);
        Ok(done)
    })
}

fn withdraw_one(act: &Act<'_>, head: &Head) -> Result<CaseWithdrawn, Refusal> {
    let later: i64 = act.query_row(
        "SELECT (SELECT COUNT(*) FROM case_log l WHERE l.case_id = :id AND l.act_id >
                   (SELECT MIN(f.act_id) FROM case_log f WHERE f.case_id = :id))
              + (SELECT COUNT(*) FROM activities v WHERE v.case_id = :id
                   AND NOT (v.subject = :subject AND v.state = 'open'))
              + (SELECT COUNT(*) FROM disputes d WHERE d.case_id = :id AND d.undone_by_act_id IS NULL)",
        named_params! {":id": head.id, ":subject": format!("{CASE_OPENED}{}", head.id)},
        |row| row.get(0),
    )?;
    if later > 0 {
        return Err(Refusal::new("case_has_later_work")
            .with("number", &head.number)
            .with("count", later));
    }
    let activities = act.execute(
        "DELETE FROM activities WHERE case_id = :id",
        named_params! {":id": head.id},
    )?;
    let transactions = act.execute(
        "DELETE FROM case_transactions WHERE case_id = :id",
        named_params! {":id": head.id},
    )?;
    set_status(act, head, CaseStatus::Closed)?;
    log(act, head.id, "withdrawn", "", &head.number)?;
    act.execute(
        "UPDATE cases SET withdrawn = 1 WHERE id = :id",
        named_params! {":id": head.id},
    )?;
    Ok(CaseWithdrawn {
        cases: 1,
        transactions,
        activities,
    })
}

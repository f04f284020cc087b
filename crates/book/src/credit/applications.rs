//! `applications.list` and what belongs to it: a prospect asks for terms and a limit (spec 10 §8). Deciding is
//! `application_decision`, documents and files are `application_files`.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::application_files::{ApplicationDocument, documents};
use super::prospects::{self, Prospect};
use crate::accounts::{day_of, optional_day_of};
use crate::approval::Stuck;
use crate::numbers;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Role};
use crate::wire::Nothing;

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Being prepared.
    Draft,
    /// Waits for a decision.
    Submitted,
    /// Terms and a limit were granted.
    Approved,
    /// Nothing was granted.
    Rejected,
    /// The prospect, or who prepared it, took it back.
    Withdrawn,
}

impl ApplicationState {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A score of the assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ApplicationScore {
    /// What was looked at.
    pub name: String,
    /// What was found.
    pub value: String,
}

/// What a prospect asks for, and what was made of it; amounts in minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditApplication {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Its number.
    pub number: String,
    /// The prospect.
    pub prospect: Prospect,
    /// Where it stands.
    pub state: ApplicationState,
    /// Code of the user who prepared it.
    pub preparer: String,
    /// When it was asked for.
    pub requested_on: NaiveDate,
    /// Requested terms of payment.
    pub requested_terms: Option<String>,
    /// Requested limit.
    #[ts(type = "number")]
    pub requested_minor: i64,
    /// Currency of the amounts.
    pub currency: String,
    /// Planned sales of a month.
    #[ts(type = "number | null")]
    pub monthly_sales_minor: Option<i64>,
    /// Scores of the assessment.
    pub scores: Vec<ApplicationScore>,
    /// Limit that the assessment proposes.
    #[ts(type = "number | null")]
    pub proposed_minor: Option<i64>,
    /// Assessment in words.
    pub assessment: String,
    /// Granted terms of payment.
    pub granted_terms: Option<String>,
    /// Granted limit.
    #[ts(type = "number | null")]
    pub granted_minor: Option<i64>,
    /// Whether something else was granted than asked for.
    pub with_changes: bool,
    /// Why it was decided so.
    pub reason: String,
    /// The last day on which the decision may be used for a quote.
    pub valid_until: Option<NaiveDate>,
    /// When it was decided.
    pub decided_on: Option<NaiveDate>,
    /// Code of who decided last.
    pub approver: Option<String>,
    /// Number of the journal with the proposed line.
    pub journal: Option<String>,
    /// Its row id.
    #[ts(type = "number | null")]
    pub journal_id: Option<i64>,
}

/// An application with everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ApplicationFile {
    /// The application.
    pub application: CreditApplication,
    /// Its documents.
    pub documents: Vec<ApplicationDocument>,
    /// Roles that still have to approve the limit that is granted or asked for, first to last.
    pub outstanding: Vec<Role>,
    /// Why nobody can.
    pub stuck: Option<Stuck>,
}

/// Every application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditApplications {
    /// Newest first.
    pub applications: Vec<CreditApplication>,
}

/// Names an application.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct ApplicationRequest {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
}

/// Writes the request and the assessment.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveApplication {
    /// Row id; 0 for a new one.
    #[ts(type = "number")]
    pub id: i64,
    /// Row id of the prospect.
    #[ts(type = "number")]
    pub prospect_id: i64,
    /// When it was asked for; today where missing.
    #[serde(default)]
    pub requested_on: Option<NaiveDate>,
    /// Requested terms of payment.
    #[serde(default)]
    pub requested_terms: Option<String>,
    /// Requested limit.
    #[ts(type = "number")]
    pub requested_minor: i64,
    /// Currency of the amounts.
    pub currency: String,
    /// Planned sales of a month.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub monthly_sales_minor: Option<i64>,
    /// Scores.
    #[serde(default)]
    pub scores: Vec<ApplicationScore>,
    /// Limit that the assessment proposes.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub proposed_minor: Option<i64>,
    /// Assessment in words.
    #[serde(default)]
    pub assessment: String,
}

/// `applications.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<CreditApplications, Refusal> {
    session.read(|connection| {
        Ok(CreditApplications {
            applications: read(connection, None)?,
        })
    })
}

/// The applications, newest first, or one of them.
pub(super) fn read(
    connection: &Connection,
    id: Option<i64>,
) -> Result<Vec<CreditApplication>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT a.*, p.code AS preparer, u.code AS approver, j.number AS journal FROM credit_applications a
         JOIN users p ON p.id = a.preparer_id LEFT JOIN users u ON u.id = a.approver_id
         LEFT JOIN limit_journals j ON j.id = a.journal_id
         WHERE :id IS NULL OR a.id = :id ORDER BY a.id DESC",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(application(connection, row)?);
    }
    Ok(found)
}

fn application(connection: &Connection, row: &Row<'_>) -> Result<CreditApplication, Refusal> {
    let state: String = row.get("state")?;
    let requested_terms: Option<String> = row.get("requested_terms")?;
    let granted_terms: Option<String> = row.get("granted_terms")?;
    let requested_minor: i64 = row.get("requested_minor")?;
    let granted_minor: Option<i64> = row.get("granted_minor")?;
    Ok(CreditApplication {
        id: row.get("id")?,
        number: row.get("number")?,
        prospect: prospects::one(connection, row.get("prospect_id")?)?,
        state: serde_json::from_value(serde_json::Value::String(state))?,
        preparer: row.get("preparer")?,
        requested_on: day_of(row, "requested_on")?,
        currency: row.get("currency")?,
        monthly_sales_minor: row.get("monthly_sales_minor")?,
        scores: serde_json::from_str(&row.get::<_, String>("scores")?)?,
        proposed_minor: row.get("proposed_minor")?,
        assessment: row.get("assessment")?,
        with_changes: granted_minor.is_some_and(|granted| granted != requested_minor)
            || (granted_minor.is_some() && granted_terms != requested_terms),
        requested_terms,
        requested_minor,
        granted_terms,
        granted_minor,
        reason: row.get("reason")?,
        valid_until: optional_day_of(row, "valid_until")?,
        decided_on: optional_day_of(row, "decided_on")?,
        approver: row.get("approver")?,
        journal: row.get("journal")?,
        journal_id: row.get("journal_id")?,
    })
}

/// One application.
pub(super) fn one(connection: &Connection, id: i64) -> Result<CreditApplication, Refusal> {
    let found = read(connection, Some(id))?.into_iter().next();
    found.ok_or_else(|| Refusal::new("unknown_application").with("id", id))
}

/// `applications.get`
pub fn get(
    session: &mut Session<'_>,
    request: ApplicationRequest,
) -> Result<ApplicationFile, Refusal> {
    let today = session.today;
    session.read(|connection| file(connection, request.id, today))
}

/// An application with everything.
pub(super) fn file(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<ApplicationFile, Refusal> {
    let application = one(connection, id)?;
    let (outstanding, stuck) =
        super::application_decision::outstanding(connection, &application, today)?;
    Ok(ApplicationFile {
        documents: documents(connection, id)?,
        application,
        outstanding,
        stuck,
    })
}

/// Refuses a change of an application that is not in one of these states.
pub(super) fn in_state(
    application: &CreditApplication,
    states: &[ApplicationState],
) -> Result<(), Refusal> {
    if states.contains(&application.state) {
        return Ok(());
    }
    Err(Refusal::new("application_state").with("state", application.state))
}

/// Terms that the book knows.
pub(super) fn known_terms(
    connection: &Connection,
    terms: Option<&str>,
    field: &'static str,
) -> Result<(), Refusal> {
    let Some(terms) = terms else {
        return Ok(());
    };
    let known: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM terms WHERE id = :id)",
        named_params! {":id": terms},
        |row| row.get(0),
    )?;
    if known {
        return Ok(());
    }
    Err(Refusal::new("unknown_terms")
        .with("field", field)
        .with("terms", terms))
}

fn check(connection: &Connection, new: &SaveApplication) -> Result<(), Refusal> {
    new.currency
        .parse::<engine::money::Currency>()
        .map_err(|_| {
            Refusal::new("unknown_currency")
                .with("field", "currency")
                .with("currency", &new.currency)
        })?;
    for (field, minor) in [
        ("requested_minor", Some(new.requested_minor)),
        ("monthly_sales_minor", new.monthly_sales_minor),
        ("proposed_minor", new.proposed_minor),
    ] {
        if minor.is_some_and(|minor| minor < 0) {
            return Err(Refusal::new("credit_limit_below_zero").with("field", field));
        }
    }
    known_terms(
        connection,
        new.requested_terms.as_deref(),
        "requested_terms",
    )?;
    crate::flows::application_scores::check(connection, &new.scores)?;
    prospects::one(connection, new.prospect_id).map(|_| ())
}

/// `applications.save`: the request while it is a draft, the assessment until it is decided.
pub fn save(session: &mut Session<'_>, new: SaveApplication) -> Result<ApplicationFile, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let connection = session.connection();
    check(connection, &new)?;
    if new.id != 0 {
        in_state(&one(connection, new.id)?, &[ApplicationState::Draft])?;
    }
    let id = session.act(|act| {
        let number = if new.id == 0 {
            numbers::take(act, numbers::APPLICATIONS)?
        } else {
            one(act, new.id)?.number
        };
        act.about("credit_application", &number);
        act.note("application", &new);
        let id: i64 = act.query_row(
            "INSERT INTO credit_applications (id, number, prospect_id, preparer_id, requested_on, requested_terms,
               requested_minor, currency, monthly_sales_minor, scores, proposed_minor, assessment, act_id)
             VALUES (NULLIF(:id, 0), :number, :prospect, :user, :on, :terms, :minor, :currency, :sales, :scores,
               :proposed, :assessment, :act)
             ON CONFLICT (id) DO UPDATE SET prospect_id = excluded.prospect_id, requested_on = excluded.requested_on,
               requested_terms = excluded.requested_terms, requested_minor = excluded.requested_minor,
               currency = excluded.currency, monthly_sales_minor = excluded.monthly_sales_minor,
               scores = excluded.scores, proposed_minor = excluded.proposed_minor,
               assessment = excluded.assessment, act_id = excluded.act_id
             RETURNING id",
            named_params! {
                ":id": new.id, ":number": number, ":prospect": new.prospect_id, ":user": user,
                ":on": new.requested_on.unwrap_or(today).to_string(), ":terms": new.requested_terms,
                ":minor": new.requested_minor, ":currency": new.currency, ":sales": new.monthly_sales_minor,
                ":scores": serde_json::to_string(&new.scores)?, ":proposed": new.proposed_minor,
                ":assessment": new.assessment.trim(), ":act": act.id,
            },
            |row| row.get("id"),
        )?;
        Ok(id)
    })?;
    file(session.connection(), id, today)
}

/// `applications.submit`
pub fn submit(
    session: &mut Session<'_>,
    request: ApplicationRequest,
) -> Result<ApplicationFile, Refusal> {
    step(
        session,
        request.id,
        &[ApplicationState::Draft],
        ApplicationState::Submitted,
    )
}

/// `applications.withdraw`
pub fn withdraw(
    session: &mut Session<'_>,
    request: ApplicationRequest,
) -> Result<ApplicationFile, Refusal> {
    let open = [ApplicationState::Draft, ApplicationState::Submitted];
    step(session, request.id, &open, ApplicationState::Withdrawn)
}

fn step(
    session: &mut Session<'_>,
    id: i64,
    from: &[ApplicationState],
    to: ApplicationState,
) -> Result<ApplicationFile, Refusal> {
    let today = session.today;
    let application = one(session.connection(), id)?;
    in_state(&application, from)?;
    if to == ApplicationState::Submitted {
        super::application_decision::reachable(session.connection(), &application, today)?;
    }
    session.act(|act| {
        act.about("credit_application", &application.number);
        act.change("state", application.state, to);
        act.execute(
            "UPDATE credit_applications SET state = :state, act_id = :act WHERE id = :id",
            named_params! {":id": id, ":state": to.code(), ":act": act.id},
        )?;
        Ok(())
    })?;
    file(session.connection(), id, today)
}

/// The roles of a user.
pub(super) fn roles(connection: &Connection, user_id: i64) -> Result<Vec<Role>, Refusal> {
    Ok(users::load(connection, user_id)?.roles)
}

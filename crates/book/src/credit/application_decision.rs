//! `applications.decide`: by the same approvals as a limit (spec 11 §4.5). An approval makes a customer with the granted
//! terms, whose limit is not set, and a line in a draft journal; only its posting sets the limit (C-35).

use chrono::NaiveDate;
use engine::credit::approval::{Request, Signature};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::applications::{
    ApplicationFile, ApplicationState, CreditApplication, file, in_state, known_terms, one, roles,
};
use super::asked::Asked;
use super::{first_limit, prospects};
use crate::accounts::currency_of;
use crate::act::Act;
use crate::approval::Stuck;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing;
use crate::users::Role;

/// Code of the reason that the line has.
const REASON: &str = "APPLICATION";

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationVerdict {
    /// Terms and a limit are granted, as asked for or with changes.
    Approve,
    /// Nothing is granted.
    Reject,
}

/// Decides about an application.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct DecideApplication {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// What is decided.
    pub verdict: ApplicationVerdict,
    /// Granted terms of payment.
    #[serde(default)]
    pub granted_terms: Option<String>,
    /// Granted limit, minor units of the application's currency.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub granted_minor: Option<i64>,
    /// Why; a rejection and a change need it.
    #[serde(default)]
    pub reason: String,
    /// The last day on which the decision may be used for a quote.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
    /// Account number of the new customer; the number of the prospect where missing.
    #[serde(default)]
    pub account: Option<String>,
}

/// What is asked about the limit that was granted so far, or asked for.
fn asked(
    connection: &Connection,
    application: &CreditApplication,
    minor: i64,
    today: NaiveDate,
) -> Result<Asked, Refusal> {
    let currency = currency_of(&application.currency)?;
    let preparer_id = connection.query_row(
        "SELECT preparer_id FROM credit_applications WHERE id = :id",
        named_params! {":id": application.id},
        |row| row.get(0),
    )?;
    // What was signed was another limit, where the granted one has changed since.
    let signatures = if application.granted_minor == Some(minor) {
        signatures(connection, application.id)?
    } else {
        Vec::new()
    };
    let request = Request::Limit {
        old_minor: None,
        new_minor: standing::in_company_currency(connection, minor, currency, today)?,
        eligible_minor: None,
        risk_group_id: None,
    };
    Asked::one(connection, (preparer_id, today), request, signatures)
}

/// The newest signatures that stand for one granted limit.
fn signatures(connection: &Connection, id: i64) -> Result<Vec<Signature>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT d.signature FROM application_decisions d JOIN credit_applications a ON a.id = d.application_id
         WHERE d.application_id = :id AND d.signature IS NOT NULL AND d.granted_minor = a.granted_minor
           AND d.granted_terms IS a.granted_terms ORDER BY d.id",
    )?;
    let texts: Vec<String> = statement
        .query_map(named_params! {":id": id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    texts
        .iter()
        .map(|text| Ok(serde_json::from_str(text)?))
        .collect()
}

/// Roles that still have to sign a submitted application, and why nobody can.
pub(super) fn outstanding(
    connection: &Connection,
    application: &CreditApplication,
    today: NaiveDate,
) -> Result<(Vec<Role>, Option<Stuck>), Refusal> {
    if application.state != ApplicationState::Submitted {
        return Ok((Vec::new(), None));
    }
    let minor = application
        .granted_minor
        .unwrap_or(application.requested_minor);
    match asked(connection, application, minor, today) {
        Ok(asked) => Ok(asked.stand()),
        // Without a rate nobody can decide; the application can still be looked at.
        Err(refusal) if standing::is_unknown(&refusal) => Ok((Vec::new(), None)),
        Err(refusal) => Err(refusal),
    }
}

/// How many submitted applications wait for this user's signature, and since when the oldest does.
pub(crate) fn to_sign(
    connection: &Connection,
    (user_id, day): (i64, NaiveDate),
) -> Result<(i64, Option<NaiveDate>), Refusal> {
    let (mut count, mut oldest) = (0, None);
    for application in super::applications::read(connection, None)?.iter().rev() {
        if application.state != ApplicationState::Submitted {
            continue;
        }
        let minor = application
            .granted_minor
            .unwrap_or(application.requested_minor);
        let mine = match asked(connection, application, minor, day) {
            // Where the limit needs nobody's signature, a clerk or a manager decides.
            Ok(asked) => signed(connection, &asked, user_id).is_ok(),
            Err(refusal) if standing::is_unknown(&refusal) => false,
            Err(refusal) => return Err(refusal),
        };
        if mine {
            count += 1;
            oldest = oldest.or(Some(application.requested_on));
        }
    }
    Ok((count, oldest))
}

/// Refuses an application that nobody else could decide about.
pub(super) fn reachable(
    connection: &Connection,
    application: &CreditApplication,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let asked = asked(connection, application, application.requested_minor, today)?;
    asked.ask(|batch| batch.unreachable().map_err(|why| asked.refusal(why)))
}

/// The signature of a user, or none where the limit needs nobody's and a clerk or manager decides.
fn signed(connection: &Connection, asked: &Asked, user: i64) -> Result<Option<Signature>, Refusal> {
    if asked.ask(|batch| !batch.outstanding().is_empty()) {
        let signature = asked.ask(|batch| batch.sign(user).map_err(|why| asked.refusal(why)))?;
        return Ok(Some(signature));
    }
    let decides = [
        Role::CreditClerk,
        Role::CreditManager,
        Role::FinanceApprover,
    ];
    if roles(connection, user)?
        .iter()
        .any(|role| decides.contains(role))
    {
        return Ok(None);
    }
    Err(Refusal::new("limit_role_missing"))
}

/// `applications.decide`
pub fn decide(
    session: &mut Session<'_>,
    request: DecideApplication,
) -> Result<ApplicationFile, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let application = one(session.connection(), request.id)?;
    in_state(&application, &[ApplicationState::Submitted])?;
    match request.verdict {
        ApplicationVerdict::Approve => approve(session, &application, &request, (user, today))?,
        ApplicationVerdict::Reject => reject(session, &application, &request, (user, today))?,
    }
    file(session.connection(), request.id, today)
}

fn reject(
    session: &mut Session<'_>,
    application: &CreditApplication,
    request: &DecideApplication,
    by: (i64, NaiveDate),
) -> Result<(), Refusal> {
    if request.reason.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "reason"));
    }
    let minor = application
        .granted_minor
        .unwrap_or(application.requested_minor);
    let asked = asked(session.connection(), application, minor, by.1)?;
    signed(session.connection(), &asked, by.0)?;
    session.act(|act| {
        written(act, application, request, None, ("rejected", by))?;
        act.execute(
            "UPDATE credit_applications SET state = 'rejected', granted_minor = NULL, granted_terms = NULL,
               valid_until = NULL, reason = :reason, decided_on = :on, approver_id = :user, act_id = :act
             WHERE id = :id",
            named_params! {
                ":id": application.id, ":reason": request.reason.trim(), ":on": by.1.to_string(), ":user": by.0,
                ":act": act.id,
            },
        )?;
        Ok(())
    })
}

fn checked(
    connection: &Connection,
    application: &CreditApplication,
    request: &DecideApplication,
    today: NaiveDate,
) -> Result<(i64, NaiveDate), Refusal> {
    let minor = request.granted_minor.unwrap_or(application.requested_minor);
    if minor < 0 {
        return Err(Refusal::new("credit_limit_below_zero").with("field", "granted_minor"));
    }
    known_terms(
        connection,
        request.granted_terms.as_deref(),
        "granted_terms",
    )?;
    let changed = minor != application.requested_minor
        || request.granted_terms != application.requested_terms;
    if changed && request.reason.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "reason"));
    }
    let valid_until = request
        .valid_until
        .ok_or_else(|| Refusal::new("value_missing").with("field", "valid_until"))?;
    if valid_until < today {
        return Err(Refusal::new("application_valid_before")
            .with("field", "valid_until")
            .with("valid_until", valid_until));
    }
    Ok((minor, valid_until))
}

fn approve(
    session: &mut Session<'_>,
    application: &CreditApplication,
    request: &DecideApplication,
    by: (i64, NaiveDate),
) -> Result<(), Refusal> {
    let connection = session.connection();
    let (minor, valid_until) = checked(connection, application, request, by.1)?;
    let mut asked = asked(connection, application, minor, by.1)?;
    let signature = signed(connection, &asked, by.0)?;
    asked.signatures.extend(signature);
    let decided = asked.ask(|batch| batch.outstanding().is_empty());
    session.act(|act| {
        act.execute(
            "UPDATE credit_applications SET granted_minor = :minor, granted_terms = :terms, reason = :reason,
               valid_until = :until, approver_id = :user, act_id = :act WHERE id = :id",
            named_params! {
                ":id": application.id, ":minor": minor, ":terms": request.granted_terms,
                ":reason": request.reason.trim(), ":until": valid_until.to_string(), ":user": by.0, ":act": act.id,
            },
        )?;
        written(act, application, request, signature.as_ref(), ("approved", by))?;
        if decided {
            grant(act, application, request, minor, by.1)?;
        }
        Ok(())
    })
}

/// Makes the customer, or takes the one that the prospect is already, and proposes the limit.
fn grant(
    act: &mut Act<'_>,
    application: &CreditApplication,
    request: &DecideApplication,
    minor: i64,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let prospect = &application.prospect;
    let terms = request.granted_terms.as_deref();
    let customer = if let Some(account) = &prospect.account {
        let id = crate::accounts::customer_id(act, account)?;
        act.execute(
            "UPDATE customers SET terms = COALESCE(:terms, terms), act_id = :act WHERE id = :id",
            named_params! {":id": id, ":terms": terms, ":act": act.id},
        )?;
        id
    } else {
        let wanted = request.account.as_deref().map(str::trim);
        let account = wanted.filter(|account| !account.is_empty());
        prospects::become_customer(act, prospect, account.unwrap_or(&prospect.number), terms)?
    };
    crate::flows::application_scores::carry(act, customer, &application.scores, today)?;
    let currency = currency_of(&application.currency)?;
    let company = standing::in_company_currency(act, minor, currency, today)?;
    // The line is the preparer's, so that whoever decided here may approve the journal as well.
    let preparer = act.query_row(
        "SELECT preparer_id FROM credit_applications WHERE id = :id",
        named_params! {":id": application.id},
        |row| row.get(0),
    )?;
    let line = (customer, company);
    let (journal, _) = first_limit::draft(act, preparer, line, REASON, &application.number, today)?;
    act.execute(
        "UPDATE credit_applications SET state = 'approved', decided_on = :on, journal_id = :journal WHERE id = :id",
        named_params! {":id": application.id, ":on": today.to_string(), ":journal": journal},
    )?;
    Ok(())
}

fn written(
    act: &mut Act<'_>,
    application: &CreditApplication,
    request: &DecideApplication,
    signature: Option<&Signature>,
    (decision, (user, today)): (&str, (i64, NaiveDate)),
) -> Result<(), Refusal> {
    act.about("credit_application", &application.number);
    act.note("decision", request);
    act.because(None, Some(&request.reason));
    let minor = request.granted_minor.unwrap_or(application.requested_minor);
    act.execute(
        "INSERT INTO application_decisions (application_id, decision, user_id, signature, granted_minor, granted_terms,
           reason, decided_on, act_id)
         VALUES (:id, :decision, :user, :signature, :minor, :terms, :reason, :on, :act)",
        named_params! {
            ":id": application.id, ":decision": decision, ":user": user,
            ":signature": signature.map(serde_json::to_string).transpose()?, ":minor": minor,
            ":terms": request.granted_terms, ":reason": request.reason.trim(), ":on": today.to_string(),
            ":act": act.id,
        },
    )?;
    Ok(())
}

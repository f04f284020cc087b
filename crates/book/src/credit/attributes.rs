//! `credit.get` and `credit.save`: the credit attributes of a customer (spec 10 §1).

use chrono::NaiveDate;
use engine::credit::limits::identification_required;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::causes::{self, HoldCause};
use super::limit::{self, LimitChange, LimitChanged};
use super::setup::{self, StatusHold};
use super::status::{StatusChange, history};
use crate::accounts::{currency_of, customer_id, optional_day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Right};
use crate::{invoice_accounts, standing};

/// Characters of a name at most.
const LONGEST_NAME: usize = 100;

/// Names a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditRequest {
    /// Account number.
    pub account: String,
}

/// What may be changed by hand. A missing day or amount is not set, which is never 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "boxes of a form, each with a name of its own"
)]
pub struct CreditAttributes {
    /// No limit test at all.
    pub unlimited: bool,
    /// The limit is tested even where the limit type is *None*; not set counts as 0.
    pub mandatory: bool,
    /// Rules are never run.
    pub excluded: bool,
    /// Rules are not run before this day.
    pub ignore_until: Option<NaiveDate>,
    /// Code of the credit management group.
    pub group: Option<String>,
    /// Ceiling from the last review.
    #[ts(type = "number | null")]
    pub eligible_minor: Option<i64>,
    /// Its currency.
    pub eligible_currency: Option<String>,
    /// Its day.
    pub eligible_on: Option<NaiveDate>,
    /// Last review.
    pub last_review_on: Option<NaiveDate>,
    /// Next scheduled review.
    pub next_review_on: Option<NaiveDate>,
    /// With an agency; information only.
    pub with_agency: bool,
    /// Title held; information only.
    pub title_held: bool,
    /// When the customer's business began.
    pub business_started_on: Option<NaiveDate>,
    /// Government identification.
    pub government_id: String,
    /// Code of the cash discount that is agreed, for the rank of an order's discount.
    #[serde(default)]
    pub discount: Option<String>,
    /// Who in the own house is responsible besides agent and salesperson; blank where nobody is named.
    #[serde(default)]
    pub employee_responsible: String,
    /// Account number of the customer that is billed for the orders of this one and carries the limit; missing where it is
    /// its own.
    #[serde(default)]
    pub invoice_account: Option<String>,
}

/// The permanent limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PermanentLimit {
    /// Minor units of the company's currency; `None` is not set, 0 is no credit.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// The same in the customer's currency, by the credit limit rate of the day; `None` where there is no rate.
    #[ts(type = "number | null")]
    pub in_customer_currency_minor: Option<i64>,
    /// The customer's currency.
    pub customer_currency: String,
    /// The same as it was given in a currency that is not the company's; missing where it was given in the company's.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub given_minor: Option<i64>,
    /// The currency of that.
    #[serde(default)]
    pub given_currency: Option<String>,
    /// When it was set.
    pub set_on: Option<NaiveDate>,
    /// When it expires; never where missing.
    pub expires_on: Option<NaiveDate>,
}

/// The credit file of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditFile {
    /// Account number.
    pub account: String,
    /// What may be changed.
    pub attributes: CreditAttributes,
    /// The permanent limit.
    pub limit: PermanentLimit,
    /// Code of the account status; `None` where none was set.
    pub status: Option<String>,
    /// What may not happen, by the customer's own hold or by the status, whichever stops more.
    pub hold: StatusHold,
    /// Why something stops, as far as the book knows; empty where nothing does.
    #[serde(default)]
    pub causes: Vec<HoldCause>,
    /// Changes of the status, newest first.
    pub statuses: Vec<StatusChange>,
    /// Changes of limits, newest first.
    pub limits: Vec<LimitChanged>,
    /// Account numbers of the customers whose orders are checked on this account.
    #[serde(default)]
    pub order_customers: Vec<String>,
}

/// Changes the attributes.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveCredit {
    /// Account number.
    pub account: String,
    /// All of them.
    pub attributes: CreditAttributes,
    /// Code of a reason of the kind *limit*; needed where limit or rules look at the customer no more, or again.
    #[serde(default)]
    pub reason: Option<String>,
    /// In words.
    #[serde(default)]
    pub comment: String,
}

/// Types a permanent limit, where parameters allow it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetLimit {
    /// Account number.
    pub account: String,
    /// Minor units; `None` is not set.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// Currency of the amount; the company's where missing.
    #[serde(default)]
    pub currency: Option<String>,
    /// When it expires.
    #[serde(default)]
    pub expires_on: Option<NaiveDate>,
    /// Code of a reason of the kind *limit*.
    #[serde(default)]
    pub reason: String,
    /// In words.
    #[serde(default)]
    pub comment: String,
}

/// `credit.get`
pub fn get(session: &mut Session<'_>, request: CreditRequest) -> Result<CreditFile, Refusal> {
    let today = session.today;
    session.read(|connection| load(connection, &request.account, today))
}

fn load(connection: &Connection, account: &str, today: NaiveDate) -> Result<CreditFile, Refusal> {
    let id = customer_id(connection, account)?;
    let (currency, hold): (String, String) = connection
        .prepare_cached(
            "SELECT COALESCE(c.currency, co.currency) AS currency, c.delivery_hold
             FROM customers c JOIN companies co ON co.id = c.company_id WHERE c.id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get("currency")?, row.get("delivery_hold")?))
        })?;
    let (status, status_hold) = super::status::current(connection, id)?.unzip();
    Ok(CreditFile {
        account: account.to_owned(),
        attributes: attributes(connection, id)?,
        limit: permanent(connection, id, currency, today)?,
        status,
        hold: stronger(
            StatusHold::of(&hold),
            status_hold.unwrap_or(StatusHold::None),
        ),
        causes: causes::of(connection, id, StatusHold::of(&hold))?,
        statuses: history(connection, id)?,
        limits: limit::history(connection, id)?,
        order_customers: invoice_accounts::order_customers(connection, id)?,
    })
}

fn stronger(one: StatusHold, other: StatusHold) -> StatusHold {
    match (one, other) {
        (StatusHold::All, _) | (_, StatusHold::All) => StatusHold::All,
        (StatusHold::Invoice, _) | (_, StatusHold::Invoice) => StatusHold::Invoice,
        _ => StatusHold::None,
    }
}

fn permanent(
    connection: &Connection,
    id: i64,
    customer_currency: String,
    today: NaiveDate,
) -> Result<PermanentLimit, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.credit_limit_minor, a.limit_expires_on, g.given_minor, g.given_currency, COALESCE((SELECT h.set_on FROM limit_history h
           WHERE h.customer_id = c.id AND h.kind = 'credit_limit' ORDER BY h.id DESC LIMIT 1), a.limit_set_on) AS limit_set_on
         FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id
           LEFT JOIN limit_history g ON g.id = (SELECT MAX(h.id) FROM limit_history h
             WHERE h.customer_id = c.id AND h.kind = 'credit_limit') WHERE c.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let limit_minor: Option<i64> = row.get("credit_limit_minor")?;
    let into = currency_of(&customer_currency)?;
    let in_customer_currency_minor = match limit_minor {
        None => None,
        Some(minor) => {
            let company = standing::company_currency(connection)?;
            standing::converted(connection, minor, company, into, today).ok()
        }
    };
    Ok(PermanentLimit {
        limit_minor,
        in_customer_currency_minor,
        customer_currency,
        given_minor: row.get("given_minor")?,
        given_currency: row.get("given_currency")?,
        set_on: optional_day_of(row, "limit_set_on")?,
        expires_on: optional_day_of(row, "limit_expires_on")?,
    })
}

/// The attributes of a customer; their defaults where none were saved.
fn attributes(connection: &Connection, id: i64) -> Result<CreditAttributes, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT a.*, g.code AS group_code FROM credit_attributes a
         LEFT JOIN credit_groups g ON g.id = a.credit_group_id WHERE a.customer_id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let Some(row) = rows.next()? else {
        return Ok(CreditAttributes::default());
    };
    Ok(CreditAttributes {
        unlimited: row.get("unlimited")?,
        mandatory: row.get("mandatory")?,
        excluded: row.get("excluded")?,
        ignore_until: optional_day_of(row, "ignore_until")?,
        group: row.get("group_code")?,
        eligible_minor: row.get("eligible_minor")?,
        eligible_currency: row.get("eligible_currency")?,
        eligible_on: optional_day_of(row, "eligible_on")?,
        last_review_on: optional_day_of(row, "last_review_on")?,
        next_review_on: optional_day_of(row, "next_review_on")?,
        with_agency: row.get("with_agency")?,
        title_held: row.get("title_held")?,
        business_started_on: optional_day_of(row, "business_started_on")?,
        government_id: row.get("government_id")?,
        discount: row.get("discount")?,
        employee_responsible: row.get("employee_responsible")?,
        invoice_account: invoice_accounts::named(connection, id)?,
    })
}

/// `credit.save`
pub fn save(session: &mut Session<'_>, request: SaveCredit) -> Result<CreditFile, Refusal> {
    let new = request.attributes;
    let id = customer_id(session.connection(), &request.account)?;
    check(&new)?;
    let limit = standing::attributes(session.connection(), id)?.limit_minor;
    identified(session.connection(), limit, &new.government_id)?;
    let reason = request.reason.as_deref().map(str::trim);
    let reason = reason.filter(|code| !code.is_empty());
    if lets_through(&attributes(session.connection(), id)?, &new) {
        let me = users::load(session.connection(), session.actor.user_id)?;
        users::allow(&me, Right::Decide, "credit.save")?;
        limit::typed_reason(session.connection(), reason.unwrap_or_default())?;
    }
    session.act(|act| {
        act.about("customer_credit", &request.account);
        act.because(reason, Some(request.comment.trim()));
        let before = serde_json::to_value(attributes(act, id)?)?;
        let after = serde_json::to_value(&new)?;
        for (field, value) in after.as_object().into_iter().flatten() {
            act.change(field, before.get(field), Some(value));
        }
        write(act, id, &new)
    })?;
    let today = session.today;
    load(session.connection(), &request.account, today)
}

/// Whether a save changes what is looked at of a customer at all, what is signed for a limit, or whose limit it is: it does
/// what no limit and no rule could, so that it needs whoever decides about credit, and a reason.
fn lets_through(old: &CreditAttributes, new: &CreditAttributes) -> bool {
    let eligible = |of: &CreditAttributes| (of.eligible_minor, of.eligible_currency.clone());
    let account = |of: &CreditAttributes| {
        let account = of.invoice_account.as_deref().map(str::trim);
        account.filter(|code| !code.is_empty()).map(str::to_owned)
    };
    old.unlimited != new.unlimited
        || old.excluded != new.excluded
        || old.ignore_until != new.ignore_until
        || old.mandatory && !new.mandatory
        || eligible(old) != eligible(new)
        || account(old) != account(new)
}

fn check(new: &CreditAttributes) -> Result<(), Refusal> {
    if new.eligible_minor.is_some_and(|minor| minor < 0) {
        return Err(Refusal::new("credit_limit_below_zero").with("field", "eligible_minor"));
    }
    if new.eligible_minor.is_some() != new.eligible_currency.is_some() {
        return Err(Refusal::new("value_missing").with("field", "eligible_currency"));
    }
    if new.employee_responsible.trim().chars().count() > LONGEST_NAME {
        return Err(Refusal::new("value_too_long")
            .with("field", "employee_responsible")
            .with("limit", LONGEST_NAME));
    }
    if let Some(currency) = &new.eligible_currency {
        currency.parse::<engine::money::Currency>().map_err(|_| {
            Refusal::new("unknown_currency")
                .with("field", "eligible_currency")
                .with("currency", currency)
        })?;
    }
    Ok(())
}

/// Refuses a limit for which the customer must be identified and is not (C-26).
pub(super) fn identified(
    connection: &Connection,
    limit_minor: Option<i64>,
    government_id: &str,
) -> Result<(), Refusal> {
    let rule = standing::parameters(connection)?.identification;
    if government_id.trim().is_empty() && identification_required(rule, limit_minor) {
        return Err(Refusal::new("identification_missing").with("field", "government_id"));
    }
    Ok(())
}

/// The identification of a customer; empty where there is none.
pub(super) fn government_id(connection: &Connection, id: i64) -> Result<String, Refusal> {
    let found = connection
        .prepare_cached("SELECT government_id FROM credit_attributes WHERE customer_id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get("government_id"))
        .optional()?;
    Ok(found.unwrap_or_default())
}

fn write(act: &mut Act<'_>, id: i64, new: &CreditAttributes) -> Result<(), Refusal> {
    let group = match &new.group {
        Some(code) => Some(setup::group_id(act, code)?),
        None => None,
    };
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let invoice = invoice_account(act, id, new.invoice_account.as_deref())?;
    touch(act, id)?;
    act.execute(
        "UPDATE credit_attributes SET unlimited = :unlimited, mandatory = :mandatory, excluded = :excluded,
           ignore_until = :ignore, credit_group_id = :grp, eligible_minor = :eligible, eligible_currency = :currency,
           eligible_on = :eligible_on, last_review_on = :last, next_review_on = :next, with_agency = :agency,
           title_held = :title, business_started_on = :started, government_id = :government, discount = :discount,
           invoice_account_id = :invoice, employee_responsible = :responsible
         WHERE customer_id = :id",
        named_params! {
            ":id": id, ":unlimited": new.unlimited, ":mandatory": new.mandatory, ":excluded": new.excluded,
            ":ignore": day(new.ignore_until), ":grp": group, ":eligible": new.eligible_minor,
            ":currency": new.eligible_currency, ":eligible_on": day(new.eligible_on),
            ":last": day(new.last_review_on), ":next": day(new.next_review_on), ":agency": new.with_agency,
            ":title": new.title_held, ":started": day(new.business_started_on),
            ":government": new.government_id.trim(),
            ":discount": new.discount.as_deref().map(str::trim).filter(|code| !code.is_empty()),
            ":invoice": invoice, ":responsible": new.employee_responsible.trim(),
        },
    )?;
    Ok(())
}

/// Id of the invoice account that is named; none where it is the customer's own.
fn invoice_account(
    connection: &Connection,
    id: i64,
    named: Option<&str>,
) -> Result<Option<i64>, Refusal> {
    let Some(account) = named.map(str::trim).filter(|account| !account.is_empty()) else {
        return Ok(None);
    };
    let refused = |refusal: Refusal| refusal.with("field", "invoice_account");
    let invoice_id = customer_id(connection, account).map_err(refused)?;
    match invoice_accounts::fault(connection, Some(id), invoice_id)? {
        None => Ok(Some(invoice_id)),
        Some(code) => Err(refused(Refusal::new(code).with("account", account))),
    }
}

/// Gives a customer its row of attributes, and the act to it.
pub(super) fn touch(act: &mut Act<'_>, customer_id: i64) -> Result<(), Refusal> {
    act.credit.customers.insert(customer_id);
    act.prepare_cached(
        "INSERT INTO credit_attributes (customer_id, act_id) VALUES (:id, :act)
         ON CONFLICT (customer_id) DO UPDATE SET act_id = excluded.act_id",
    )?
    .execute(named_params! {":id": customer_id, ":act": act.id})?;
    Ok(())
}

/// `credit.set_limit`
pub fn set_limit(session: &mut Session<'_>, request: SetLimit) -> Result<CreditFile, Refusal> {
    let connection = session.connection();
    if !standing::parameters(connection)?.manual_editing {
        return Err(Refusal::new("credit_limit_by_adjustment").with("field", "limit_minor"));
    }
    if request.limit_minor.is_some_and(|minor| minor < 0) {
        return Err(Refusal::new("credit_limit_below_zero").with("field", "limit_minor"));
    }
    let id = customer_id(connection, &request.account)?;
    let mut given = None;
    let new_minor = match (request.limit_minor, &request.currency) {
        (Some(minor), Some(code)) => {
            let currency = code.parse().map_err(|_| {
                Refusal::new("unknown_currency")
                    .with("field", "currency")
                    .with("currency", code)
            })?;
            let today = session.today;
            given = Some((minor, currency));
            Some(standing::in_company_currency(
                connection, minor, currency, today,
            )?)
        }
        (minor, _) => minor,
    };
    super::status::open_for_limits(connection, id, &request.account)?;
    identified(connection, new_minor, &government_id(connection, id)?)?;
    let reason_id = limit::typed_reason(connection, &request.reason)?;
    let (today, user) = (session.today, session.actor.user_id);
    session.act(|act| {
        act.about("customer_credit", &request.account);
        act.because(Some(request.reason.trim()), Some(&request.comment));
        limit::write_permanent(
            act,
            id,
            &LimitChange {
                new_minor,
                from_on: today,
                to_on: request.expires_on,
                preparer_id: user,
                approver_id: None,
                reason_id: Some(reason_id),
                comment: &request.comment,
                line_id: None,
                given,
                set_on: today,
            },
        )
    })?;
    load(session.connection(), &request.account, today)
}

//! `credit.shared`: customer credit groups, whose members share a limit (spec 11 §5).

use chrono::NaiveDate;
use engine::credit::adjustments::Target;
use engine::credit::approval::Request;
use engine::credit::limits::{GroupFault, group_faults};
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::attributes::touch;
use super::limit::{self, LimitChange, LimitChanged};
use super::setup::CodeName;
use crate::accounts::{customer_id, day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing;
use crate::wire::Nothing;
use crate::{companies, company};

/// A customer credit group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SharedGroup {
    /// Short name, at most 10 characters.
    pub code: String,
    /// Words.
    pub description: String,
    /// The shared limit, minor units; required.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// Its currency.
    pub currency: String,
    /// The day until which it holds; required.
    pub to_on: Option<NaiveDate>,
    /// Whether rules use the days overdue of every member.
    pub use_days_overdue: bool,
    /// Account numbers of the members in the company that is worked in; read only.
    #[serde(default)]
    pub members: Vec<String>,
    /// The members in other companies; read only.
    #[serde(default)]
    pub elsewhere: Vec<MemberElsewhere>,
    /// Code of a reason of the kind *limit*, for a limit or a day that changes; a new group's is `FIRST` where missing.
    #[serde(default)]
    pub reason: Option<String>,
    /// What is said of that change.
    #[serde(default)]
    pub comment: String,
}

/// A member of a group in another company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MemberElsewhere {
    /// Code of the company.
    pub company: String,
    /// Account number there.
    pub account: String,
}

/// Every group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SharedGroups {
    /// By code.
    pub groups: Vec<SharedGroup>,
}

/// A customer joins or leaves a group.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SharedMember {
    /// Code of the group.
    pub group: String,
    /// Account number.
    pub account: String,
    /// Code of the customer's company; the one that is worked in where missing.
    #[serde(default)]
    pub company: Option<String>,
}

/// The customer that a request means.
fn member(session: &Session<'_>, request: &SharedMember) -> Result<i64, Refusal> {
    let connection = session.connection();
    match &request.company {
        None => customer_id(connection, &request.account),
        Some(code) => {
            let company = companies::id_of(connection, code, session.actor.user_id)?;
            company::inside(connection, company, || {
                customer_id(connection, &request.account)
            })
        }
    }
}

/// `credit.shared`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<SharedGroups, Refusal> {
    let connection = session.connection();
    let mut members = connection.prepare_cached(
        "SELECT c.account FROM customer_credit_group_members m JOIN customers c ON c.id = m.customer_id
         WHERE m.group_id = :id AND c.company_id = (SELECT id FROM temp.current_company) ORDER BY m.customer_id",
    )?;
    let mut elsewhere = connection.prepare_cached(
        "SELECT co.code, c.account FROM customer_credit_group_members m JOIN customers c ON c.id = m.customer_id
           JOIN companies co ON co.id = c.company_id
         WHERE m.group_id = :id AND c.company_id <> (SELECT id FROM temp.current_company) ORDER BY m.customer_id",
    )?;
    let mut statement =
        connection.prepare_cached("SELECT * FROM customer_credit_groups ORDER BY code")?;
    let mut rows = statement.query([])?;
    let mut groups = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        groups.push(SharedGroup {
            code: row.get("code")?,
            description: row.get("description")?,
            limit_minor: Some(row.get("limit_minor")?),
            currency: row.get("currency")?,
            to_on: Some(day_of(row, "to_on")?),
            use_days_overdue: row.get("use_days_overdue")?,
            members: members
                .query_map(named_params! {":id": id}, |row| row.get(0))?
                .collect::<Result<_, _>>()?,
            elsewhere: elsewhere
                .query_map(named_params! {":id": id}, |row| {
                    Ok(MemberElsewhere {
                        company: row.get(0)?,
                        account: row.get(1)?,
                    })
                })?
                .collect::<Result<_, _>>()?,
            reason: None,
            comment: String::new(),
        });
    }
    Ok(SharedGroups { groups })
}

/// A group that can be written.
struct Checked {
    code: String,
    currency: Currency,
    limit_minor: i64,
    to_on: NaiveDate,
}

fn checked(new: &SharedGroup) -> Result<Checked, Refusal> {
    let code = new.code.trim().to_owned();
    if code.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "code"));
    }
    if code.chars().count() > 10 {
        return Err(Refusal::new("value_too_long")
            .with("field", "code")
            .with("limit", 10));
    }
    let currency: Currency = new.currency.parse().map_err(|_| {
        Refusal::new("unknown_currency")
            .with("field", "currency")
            .with("currency", &new.currency)
    })?;
    let missing = || Refusal::new("limit_line_no_expiry").with("field", "to_on");
    if let Some(fault) = group_faults(new.limit_minor, new.to_on).first() {
        return Err(match fault {
            GroupFault::ToDateMissing => missing(),
            GroupFault::LimitMissing => Refusal::new("value_missing").with("field", "limit_minor"),
            GroupFault::LimitNegative { .. } => {
                Refusal::new("credit_limit_below_zero").with("field", "limit_minor")
            }
        });
    }
    Ok(Checked {
        code,
        currency,
        limit_minor: new.limit_minor.unwrap_or(0),
        to_on: new.to_on.ok_or_else(missing)?,
    })
}

/// `credit.shared_save`: a new day until which the limit holds becomes the expiry of every member's limit.
pub fn save(session: &mut Session<'_>, new: SharedGroup) -> Result<SharedGroups, Refusal> {
    let group = checked(&new)?;
    let changes = changes(session.connection(), &group)?;
    if changes == Some(Changes::Limit)
        && !standing::parameters(session.connection())?.manual_editing
    {
        return Err(Refusal::new("credit_limit_by_adjustment").with("field", "limit_minor"));
    }
    if changes.is_none() {
        first_amount(session, &group)?;
    }
    let given = new
        .reason
        .as_deref()
        .map(str::trim)
        .filter(|code| !code.is_empty());
    let reason = match changes {
        Some(Changes::Limit) => given.unwrap_or_default(),
        _ => given.unwrap_or(super::first_limit::REASON),
    };
    let reason_id = limit::typed_reason(session.connection(), reason)?;
    let (today, user) = (session.today, session.actor.user_id);
    session.act(|act| {
        act.about("customer_credit_group", &group.code);
        act.note("group", &new);
        act.credit.everybody = true;
        let id = described(act, &group, &new)?;
        let change = LimitChange {
            new_minor: Some(group.limit_minor),
            from_on: today,
            to_on: Some(group.to_on),
            preparer_id: user,
            approver_id: None,
            reason_id: Some(reason_id),
            comment: new.comment.trim(),
            line_id: None,
            given: None,
            set_on: today,
        };
        match changes {
            None => limit::record(
                act,
                "credit_limit",
                Target::Group(id),
                &change,
                (None, None),
            ),
            Some(Changes::Words) => Ok(()),
            Some(Changes::Limit) => {
                act.because(Some(reason), Some(new.comment.trim()));
                limit::write_shared(act, id, &change)
            }
        }
    })?;
    list(session, Nothing {})
}

/// The limit of a new group is one that nobody had before: where it needs an approval by its size, the group begins with
/// 0 and gets its limit by an adjustment, which asks for the signatures.
fn first_amount(session: &Session<'_>, group: &Checked) -> Result<(), Refusal> {
    let (connection, today) = (session.connection(), session.today);
    if group.limit_minor == 0 || standing::parameters(connection)?.manual_editing {
        return Ok(());
    }
    let new_minor =
        standing::in_company_currency(connection, group.limit_minor, group.currency, today)?;
    let request = Request::Limit {
        old_minor: Some(0),
        new_minor,
        eligible_minor: None,
        risk_group_id: None,
    };
    let by = (session.actor.user_id, today);
    let (roles, _) = Asked::one(connection, by, request, Vec::new())?.stand();
    if roles.is_empty() {
        return Ok(());
    }
    Err(Refusal::new("shared_limit_by_adjustment")
        .with("field", "limit_minor")
        .with("group", &group.code))
}

/// What a save changes of a stored group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Changes {
    /// Limit or day.
    Limit,
    /// The rest.
    Words,
}

/// `None`: the group is new.
fn changes(connection: &Connection, group: &Checked) -> Result<Option<Changes>, Refusal> {
    let same: Option<bool> = connection
        .prepare_cached(
            "SELECT limit_minor = :limit AND to_on = :to FROM customer_credit_groups WHERE code = :code",
        )?
        .query_row(
            named_params! {":code": group.code, ":limit": group.limit_minor, ":to": group.to_on.to_string()},
            |row| row.get(0),
        )
        .optional()?;
    Ok(same.map(|same| if same { Changes::Words } else { Changes::Limit }))
}

/// Writes a group but for the limit of one that is known; gives its id.
fn described(act: &Act<'_>, group: &Checked, new: &SharedGroup) -> Result<i64, Refusal> {
    act.execute(
        "INSERT INTO customer_credit_groups (code, limit_minor, currency, to_on, act_id)
         VALUES (:code, :limit, :currency, :to, :act) ON CONFLICT (code) DO NOTHING",
        named_params! {
            ":code": group.code, ":limit": group.limit_minor, ":currency": group.currency.code(),
            ":to": group.to_on.to_string(), ":act": act.id,
        },
    )?;
    let id = group_id(act, &group.code)?;
    fixed_currency(act, id, group.currency)?;
    act.execute(
        "UPDATE customer_credit_groups SET description = :description, currency = :currency, use_days_overdue = :days,
           act_id = :act WHERE id = :id",
        named_params! {
            ":id": id, ":description": new.description.trim(), ":currency": group.currency.code(),
            ":days": new.use_days_overdue, ":act": act.id,
        },
    )?;
    Ok(id)
}

/// Refuses another currency while amounts of the old one stand in journals or in the history.
fn fixed_currency(connection: &Connection, id: i64, currency: Currency) -> Result<(), Refusal> {
    let other: Option<String> = connection
        .query_row(
            "SELECT currency FROM customer_credit_groups WHERE id = :id AND currency <> :currency
               AND (EXISTS (SELECT 1 FROM limit_lines WHERE group_id = :id)
                 OR EXISTS (SELECT 1 FROM limit_history WHERE group_id = :id))",
            named_params! {":id": id, ":currency": currency.code()},
            |row| row.get("currency"),
        )
        .optional()?;
    match other {
        None => Ok(()),
        Some(currency) => Err(Refusal::new("shared_currency_used")
            .with("field", "currency")
            .with("currency", currency)),
    }
}

/// Every change of a shared limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SharedHistory {
    /// Newest first.
    pub limits: Vec<LimitChanged>,
}

/// `credit.shared_history`
pub fn history(session: &mut Session<'_>, request: CodeName) -> Result<SharedHistory, Refusal> {
    let connection = session.connection();
    let id = group_id(connection, &request.code)?;
    Ok(SharedHistory {
        limits: limit::group_history(connection, id)?,
    })
}

/// Row id of the group `code`.
pub(super) fn group_id(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    group(connection, code).map(|(id, _)| id)
}

fn group(connection: &Connection, code: &str) -> Result<(i64, String), Refusal> {
    connection
        .prepare_cached("SELECT id, to_on FROM customer_credit_groups WHERE code = :code")?
        .query_row(named_params! {":code": code}, |row| {
            Ok((row.get("id")?, row.get("to_on")?))
        })
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_shared_group")
                .with("field", "group")
                .with("code", code)
        })
}

/// `credit.shared_join`: the expiry of the member's own limit becomes the group's day (C-18).
pub fn join(session: &mut Session<'_>, request: SharedMember) -> Result<SharedGroups, Refusal> {
    let connection = session.connection();
    let customer = member(session, &request)?;
    let (group, to_on) = group(connection, &request.group)?;
    let already: Option<String> = connection
        .query_row(
            "SELECT g.code FROM customer_credit_group_members m JOIN customer_credit_groups g ON g.id = m.group_id
             WHERE m.customer_id = :id",
            named_params! {":id": customer},
            |row| row.get(0),
        )
        .optional()?;
    if let Some(other) = already {
        return Err(Refusal::new("customer_in_other_group")
            .with("account", &request.account)
            .with("group", other));
    }
    session.act(|act| {
        act.about("customer_credit_group", &request.group);
        act.note("joined", &request.account);
        act.credit.everybody = true;
        act.execute(
            "INSERT INTO customer_credit_group_members (customer_id, group_id, act_id) VALUES (:id, :group, :act)",
            named_params! {":id": customer, ":group": group, ":act": act.id},
        )?;
        expire(act, customer, &to_on)
    })?;
    list(session, Nothing {})
}

fn expire(act: &mut Act<'_>, customer: i64, to_on: &str) -> Result<(), Refusal> {
    let old = standing::attributes(act, customer)?.expires_on;
    act.change(
        "limit_expires_on",
        old.map(|day| day.to_string()),
        Some(to_on),
    );
    touch(act, customer)?;
    act.execute(
        "UPDATE credit_attributes SET limit_expires_on = :to WHERE customer_id = :id",
        named_params! {":id": customer, ":to": to_on},
    )?;
    Ok(())
}

/// `credit.shared_leave`
pub fn leave(session: &mut Session<'_>, request: SharedMember) -> Result<SharedGroups, Refusal> {
    let connection = session.connection();
    let customer = member(session, &request)?;
    let (group, _) = group(connection, &request.group)?;
    session.act(|act| {
        act.about("customer_credit_group", &request.group);
        act.note("left", &request.account);
        act.credit.everybody = true;
        act.execute(
            "DELETE FROM customer_credit_group_members WHERE customer_id = :id AND group_id = :group",
            named_params! {":id": customer, ":group": group},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

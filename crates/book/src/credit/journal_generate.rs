//! `limits.generate`: new limits for many customers at once (spec 11 §4.3).

use chrono::NaiveDate;
use engine::credit::Flag;
use engine::credit::adjustments::{
    Act as Step, Change, Dates, Existing, Line, Rounding, RoundingForm, Skip, Target, Typed,
    from_existing,
};
use engine::money::Currency;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::journal_lines::{check_line, eligible, insert};
use super::journals::{JournalHead, JournalKind, LimitJournal, load, load_head, step};
use super::setup::{ReasonKind, reason_id};
use crate::accounts::{currency_of, day_of, optional_day_of};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, TemporariesOf};

/// For whom lines are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum GenerateFor {
    /// Customers.
    #[default]
    Customers,
    /// Customer credit groups.
    Groups,
}

/// How limits change: a fixed amount, or basis points of the current limit; one of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "value_type")]
pub enum LimitShift {
    /// Minor units of the company's currency, for groups of the group's; negative lowers.
    Fixed {
        /// Minor units.
        #[ts(type = "number")]
        minor: i64,
    },
    /// Basis points of the current limit; negative lowers.
    Percent {
        /// Basis points.
        #[ts(type = "number")]
        basis_points: i64,
    },
}

/// Where a remainder goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LimitRounding {
    /// Up.
    Up,
    /// Down.
    Down,
    /// To the nearer multiple.
    Nearest,
}

/// The dates of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "method")]
pub enum LimitDates {
    /// The same on every line.
    Absolute {
        /// First day, of temporary limits.
        from_on: Option<NaiveDate>,
        /// Last day.
        to_on: NaiveDate,
    },
    /// Days that are added to the current dates; a blank one counts from today.
    Relative {
        /// To the first day, of temporary limits.
        from_days: Option<i32>,
        /// To the last day.
        to_days: i32,
    },
}

/// Which customers get a line: all conditions that are given hold (spec 11 §4.3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct GenerateOnly {
    /// Code of the credit management group.
    pub group: Option<String>,
    /// Code of the risk group on the day of the journal's lines.
    pub risk_group: Option<String>,
    /// The current limit is at least this, minor units of the company's currency.
    #[ts(type = "number | null")]
    pub from_minor: Option<i64>,
    /// And at most this.
    #[ts(type = "number | null")]
    pub to_minor: Option<i64>,
}

/// Makes lines from the limits that are there.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct GenerateLines {
    /// The journal.
    #[ts(type = "number")]
    pub journal_id: i64,
    /// Customers or groups.
    #[serde(default)]
    pub target: GenerateFor,
    /// Account numbers, or codes of groups; all of them where it is empty.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Of customers, only those that fit; none given means all.
    #[serde(default)]
    pub only: GenerateOnly,
    /// The change.
    pub change: LimitShift,
    /// *Rounding unit*, minor units.
    #[ts(type = "number")]
    pub unit_minor: i64,
    /// *Rounding form*.
    pub rounding: LimitRounding,
    /// The dates.
    pub dates: LimitDates,
    /// Code of the reason.
    pub reason: String,
    /// Comment.
    #[serde(default)]
    pub comment: String,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LinesGenerated {
    /// The journal with its lines.
    pub journal: LimitJournal,
    /// Number of customers without a line because they are unlimited.
    #[ts(type = "number")]
    pub unlimited: usize,
    /// Because their limit is not set.
    #[ts(type = "number")]
    pub not_set: usize,
    /// Because the new limit or a date leaves the range.
    #[ts(type = "number")]
    pub out_of_range: usize,
}

/// `limits.generate`
pub fn generate(
    session: &mut Session<'_>,
    request: GenerateLines,
) -> Result<LinesGenerated, Refusal> {
    let today = session.today;
    let connection = session.connection();
    let head = load_head(connection, request.journal_id)?;
    step(session, &head, Step::Edit)?;
    if head.reverses.is_some() {
        return Err(Refusal::new("limit_line_of_undo"));
    }
    let reason = reason_id(connection, ReasonKind::Limit, &request.reason)?;
    let existing = match request.target {
        GenerateFor::Customers => {
            customers(connection, &head, (&request.accounts, &request.only), today)?
        }
        GenerateFor::Groups => groups(connection, &head, &request.accounts, today)?,
    };
    let company = standing::company_currency(connection)?;
    let (mut lines, mut left_out) = (Vec::new(), Vec::new());
    for (one, currency) in &existing {
        let made = from_existing(
            std::slice::from_ref(one),
            shift(request.change, company, *currency)?,
            rounding(&request, company, *currency)?,
            dates(request.dates),
            today,
        );
        lines.extend(made.lines);
        left_out.extend(made.skipped);
    }
    session.act(|act| {
        act.about("limit_journal", &head.number);
        act.note("generated", lines.len());
        for line in &lines {
            let typed = typed(line, reason);
            check_line(act, &head, None, &typed).map_err(|refusal| about(act, line, refusal))?;
            insert(act, head.id, &typed, request.comment.trim())?;
        }
        Ok(())
    })?;
    let skipped = |why| left_out.iter().filter(|one| one.why == why).count();
    Ok(LinesGenerated {
        journal: load(session.connection(), request.journal_id, today)?,
        unlimited: skipped(Skip::Unlimited),
        not_set: skipped(Skip::NotSet),
        out_of_range: skipped(Skip::OutOfRange),
    })
}

fn typed(line: &Line, reason: i64) -> Typed {
    let (customer_id, group_id) = match line.target {
        Target::Customer(id) => (Some(id), None),
        Target::Group(id) => (None, Some(id)),
    };
    Typed {
        customer_id,
        group_id,
        new_minor: Some(line.new_minor),
        from_on: line.from_on,
        to_on: line.to_on,
        reason_id: Some(reason),
    }
}

/// Names whose line was refused.
fn about(connection: &Connection, line: &Line, refusal: Refusal) -> Refusal {
    let (name, sql, id) = match line.target {
        Target::Customer(id) => (
            "account",
            "SELECT account FROM customers WHERE id = :id",
            id,
        ),
        Target::Group(id) => (
            "group",
            "SELECT code FROM customer_credit_groups WHERE id = :id",
            id,
        ),
    };
    let code: Result<String, _> =
        connection.query_row(sql, named_params! {":id": id}, |row| row.get(0));
    match code {
        Ok(code) => refusal.with(name, code),
        Err(_) => refusal,
    }
}

/// An amount that was typed in the company's currency as the same number of another one: 1,000.00 are 1,000.
fn as_typed(minor: i64, company: Currency, currency: Currency) -> Result<i64, Refusal> {
    if company.digits() == currency.digits() {
        return Ok(minor);
    }
    minor
        .checked_mul(currency.minor_per_major())
        .map(|minor| minor / company.minor_per_major())
        .ok_or_else(|| Refusal::new("exposure_out_of_range").with("currency", currency.code()))
}

fn shift(change: LimitShift, company: Currency, currency: Currency) -> Result<Change, Refusal> {
    Ok(match change {
        LimitShift::Fixed { minor } => Change::Fixed {
            minor: as_typed(minor, company, currency)?,
        },
        LimitShift::Percent { basis_points } => Change::Percent { basis_points },
    })
}

fn rounding(
    request: &GenerateLines,
    company: Currency,
    currency: Currency,
) -> Result<Rounding, Refusal> {
    Ok(Rounding {
        unit_minor: as_typed(request.unit_minor, company, currency)?.max(1),
        form: match request.rounding {
            LimitRounding::Up => RoundingForm::Up,
            LimitRounding::Down => RoundingForm::Down,
            LimitRounding::Nearest => RoundingForm::Nearest,
        },
    })
}

fn dates(dates: LimitDates) -> Dates {
    match dates {
        LimitDates::Absolute { from_on, to_on } => Dates::Absolute {
            from_on,
            to_on: Some(to_on),
        },
        LimitDates::Relative { from_days, to_days } => Dates::Relative { from_days, to_days },
    }
}

/// The customers with their limits; closed ones get no new limit and are left out.
fn customers(
    connection: &Connection,
    head: &JournalHead,
    (accounts, only): (&[String], &GenerateOnly),
    today: NaiveDate,
) -> Result<Vec<(Existing, Currency)>, Refusal> {
    let company = standing::company_currency(connection)?;
    let chosen = serde_json::to_string(accounts)?;
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.credit_limit_minor, a.limit_expires_on, COALESCE(a.unlimited, 0) AS unlimited,
                COALESCE(a.excluded, 0) AS excluded, a.eligible_minor, a.eligible_currency
         FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id
           LEFT JOIN account_statuses s ON s.id = a.status_id LEFT JOIN credit_groups g ON g.id = a.credit_group_id
         WHERE c.company_id = (SELECT id FROM temp.current_company) AND COALESCE(s.closed, 0) = 0
           AND (:grp IS NULL OR g.code = :grp) AND (:from IS NULL OR c.credit_limit_minor >= :from)
           AND (:to IS NULL OR c.credit_limit_minor <= :to) AND (:all OR c.account IN (SELECT value FROM json_each(:chosen)))",
    )?;
    let mut rows = statement.query(named_params! {
        ":all": accounts.is_empty(), ":chosen": chosen, ":grp": only.group, ":from": only.from_minor,
        ":to": only.to_minor,
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        if only.risk_group.is_some()
            && standing::risk_group_of(connection, id, today)? != only.risk_group
        {
            continue;
        }
        let mut one = Existing {
            target: Target::Customer(id),
            unlimited: standing::flag(row.get("unlimited")?),
            excluded: standing::flag(row.get("excluded")?),
            current_minor: row.get("credit_limit_minor")?,
            from_on: None,
            to_on: optional_day_of(row, "limit_expires_on")?,
            eligible_minor: eligible(connection, row, today)?,
        };
        moved(
            connection,
            head,
            &mut one,
            TemporariesOf::Customer(id),
            today,
        )?;
        found.push((one, company));
    }
    Ok(found)
}

/// The customer credit groups with their limits.
fn groups(
    connection: &Connection,
    head: &JournalHead,
    codes: &[String],
    today: NaiveDate,
) -> Result<Vec<(Existing, Currency)>, Refusal> {
    let chosen = serde_json::to_string(codes)?;
    let mut statement = connection.prepare_cached(
        "SELECT id, limit_minor, to_on, currency FROM customer_credit_groups
         WHERE :all OR code IN (SELECT value FROM json_each(:chosen)) ORDER BY id",
    )?;
    let mut rows = statement.query(named_params! {":all": codes.is_empty(), ":chosen": chosen})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        let mut one = Existing {
            target: Target::Group(id),
            unlimited: Flag::No,
            excluded: Flag::No,
            current_minor: Some(row.get("limit_minor")?),
            from_on: None,
            to_on: Some(day_of(row, "to_on")?),
            eligible_minor: None,
        };
        moved(connection, head, &mut one, TemporariesOf::Group(id), today)?;
        let currency: String = row.get("currency")?;
        found.push((one, currency_of(&currency)?));
    }
    Ok(found)
}

/// The dates that a journal of temporary limits moves are those of the one that runs; where none runs they count from today,
/// as the expiry of the permanent limit is no date of a temporary one.
fn moved(
    connection: &Connection,
    head: &JournalHead,
    one: &mut Existing,
    whose: TemporariesOf,
    today: NaiveDate,
) -> Result<(), Refusal> {
    if head.kind != JournalKind::Temporary {
        return Ok(());
    }
    let all = standing::temporaries(connection, whose)?;
    let running = all.into_iter().find(|limit| limit.is_active(today));
    one.from_on = running.as_ref().map(|limit| limit.from_on);
    one.to_on = running.map(|limit| limit.to_on);
    Ok(())
}

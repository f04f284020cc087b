//! `insurers.list` and what belongs to it: turnover that is declared to insurers, computed from the invoices of a period
//! and kept as declared (spec 30 §18).

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Days, NaiveDate};
use engine::credit::duties::{DeclarationPeriod, last_period};
use engine::exchange::Rates;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::duties::OWN;
use super::tasks::{Due, TaskFigures, TaskKind};
use crate::accounts::{currency_of, day_of};
use crate::company;
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, SheetWriter};
use crate::standing;
use crate::wire::Nothing;

/// Days after the end of a period, where the policy does not say.
const DECLARED_WITHIN_DAYS: u32 = 30;

/// A policy under which turnover is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DeclaringPolicy {
    /// Insurer.
    pub party: String,
    /// Number of the policy.
    pub policy_no: String,
    /// How often.
    pub declaration: DeclarationPeriod,
    /// Who to talk to there.
    pub contact: String,
    /// Number of insured customers.
    #[ts(type = "number")]
    pub customers: i64,
    /// First day of the last period that is over.
    pub from_on: NaiveDate,
    /// Its last day.
    pub to_on: NaiveDate,
    /// The day by which it is declared.
    pub due_on: NaiveDate,
    /// Whether it is.
    pub declared: bool,
}

/// A customer's turnover of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TurnoverLine {
    /// Country of the postal address; empty where there is none.
    pub country: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Invoices less credit notes, minor units of the company's currency.
    #[ts(type = "number")]
    pub minor: i64,
}

/// A country's turnover of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TurnoverCountry {
    /// The country; empty where no address says.
    pub country: String,
    /// Number of customers.
    pub customers: u32,
    /// Minor units of the company's currency.
    #[ts(type = "number")]
    pub minor: i64,
}

/// Turnover of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Turnover {
    /// Row id of the declaration; `None` while it is not declared.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// Insurer.
    pub party: String,
    /// Number of the policy.
    pub policy_no: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// The company's currency.
    pub currency: String,
    /// Sum.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// By country.
    pub countries: Vec<TurnoverCountry>,
    /// By country and account.
    pub lines: Vec<TurnoverLine>,
    /// When it was declared.
    pub declared_on: Option<NaiveDate>,
    /// Code of who declared it.
    pub declared_by: Option<String>,
}

/// Everything about declarations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Insurers {
    /// Policies under which turnover is declared.
    pub policies: Vec<DeclaringPolicy>,
    /// What was declared, newest first.
    pub declarations: Vec<Turnover>,
}

/// Names a policy and a period.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TurnoverRequest {
    /// Insurer.
    pub party: String,
    /// Number of the policy.
    pub policy_no: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
}

/// Writes a declaration as a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportTurnover {
    /// Row id of the declaration.
    #[ts(type = "number")]
    pub id: i64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// CSV or XLSX.
    pub format: SheetFormat,
    /// Headings of country, account, name and turnover in the user's language; the names of the fields where empty.
    #[serde(default)]
    pub headings: Vec<String>,
}

/// `insurers.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<Insurers, Refusal> {
    let today = session.today;
    session.read(|connection| {
        Ok(Insurers {
            policies: policies(connection, today)?,
            declarations: declarations(connection)?,
        })
    })
}

fn policies(connection: &Connection, today: NaiveDate) -> Result<Vec<DeclaringPolicy>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT party, policy_no, declaration, MAX(declaration_days) AS declaration_days, MAX(contact) AS contact,
                COUNT(DISTINCT customer_id) AS customers
         FROM credit_policies WHERE identifier = 'insurance' AND declaration IS NOT NULL AND customer_id IN {OWN}
         GROUP BY party, policy_no, declaration ORDER BY party, policy_no"
    ))?;
    let mut declared = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM turnover_declarations
           WHERE party = :party AND policy_no = :number AND from_on = :from AND to_on = :to
             AND company_id = (SELECT id FROM temp.current_company))",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let declaration: String = row.get("declaration")?;
        let declaration = serde_json::from_value(serde_json::Value::String(declaration))?;
        let (from_on, to_on) = last_period(declaration, today);
        let days: Option<u32> = row.get("declaration_days")?;
        let (party, policy_no): (String, String) = (row.get("party")?, row.get("policy_no")?);
        found.push(DeclaringPolicy {
            declared: declared.query_row(
                named_params! {
                    ":party": party, ":number": policy_no, ":from": from_on.to_string(), ":to": to_on.to_string(),
                },
                |row| row.get(0),
            )?,
            party,
            policy_no,
            declaration,
            contact: row.get("contact")?,
            customers: row.get("customers")?,
            from_on,
            to_on,
            due_on: to_on
                .checked_add_days(Days::new(days.unwrap_or(DECLARED_WITHIN_DAYS).into()))
                .unwrap_or(to_on),
        });
    }
    Ok(found)
}

/// The declarations that are missing: a task from the day after the period on.
pub(super) fn due(connection: &Connection, today: NaiveDate) -> Result<Vec<Due>, Refusal> {
    let missing = policies(connection, today)?;
    let mut found = Vec::new();
    for policy in missing.into_iter().filter(|policy| !policy.declared) {
        let turnover = computed(connection, &policy.request())?;
        // A policy that insured nobody in the period has nothing to declare.
        if turnover.lines.is_empty() && !held(connection, &policy)? {
            continue;
        }
        found.push(Due {
            kind: TaskKind::TurnoverDeclaration,
            customer_id: None,
            subject: subject(connection, &policy.request())?,
            by: policy.due_on,
            figures: TaskFigures {
                party: Some(policy.party),
                policy_no: Some(policy.policy_no),
                contact: Some(policy.contact).filter(|contact| !contact.is_empty()),
                from_on: Some(policy.from_on),
                to_on: Some(policy.to_on),
                currency: Some(turnover.currency),
                value_minor: Some(turnover.total_minor),
                ..TaskFigures::default()
            },
        });
    }
    Ok(found)
}

impl DeclaringPolicy {
    fn request(&self) -> TurnoverRequest {
        TurnoverRequest {
            party: self.party.clone(),
            policy_no: self.policy_no.clone(),
            from_on: self.from_on,
            to_on: self.to_on,
        }
    }
}

/// What the task of a declaration is called: in a book of several companies each declares its own.
fn subject(connection: &Connection, request: &TurnoverRequest) -> Result<String, Refusal> {
    let here = company::here(connection)?;
    let own = format!(
        "turnover {} {} {}",
        request.party, request.policy_no, request.to_on
    );
    Ok(if here.several {
        format!("{own} company {}", here.id)
    } else {
        own
    })
}

fn held(connection: &Connection, policy: &DeclaringPolicy) -> Result<bool, Refusal> {
    Ok(connection.query_row(
        &format!(
            "SELECT EXISTS (SELECT 1 FROM credit_policies
               WHERE party = :party AND policy_no = :number AND effective_on <= :to
                 AND (expires_on IS NULL OR expires_on >= :from) AND customer_id IN {OWN})"
        ),
        named_params! {
            ":party": policy.party, ":number": policy.policy_no, ":from": policy.from_on.to_string(),
            ":to": policy.to_on.to_string(),
        },
        |row| row.get(0),
    )?)
}

/// `insurers.turnover`
pub fn turnover(session: &mut Session<'_>, request: TurnoverRequest) -> Result<Turnover, Refusal> {
    session.read(|connection| computed(connection, &request))
}

/// Invoices less credit notes of the insured customers, by the days of the documents, at the rates of the last day.
fn computed(connection: &Connection, request: &TurnoverRequest) -> Result<Turnover, Refusal> {
    if request.to_on < request.from_on {
        return Err(Refusal::new("limit_line_ends_first")
            .with("field", "to_on")
            .with("from_on", request.from_on)
            .with("to_on", request.to_on));
    }
    let company = standing::company_currency(connection)?;
    let rate_type = standing::parameters(connection)?.rate_type;
    let of = standing::rates(connection, &rate_type, company, request.to_on)?;
    let rates = Rates { company, of: &of };
    let mut statement = connection.prepare_cached(
        "SELECT COALESCE(a.country, '') AS country, c.account, c.name, t.currency, SUM(t.amount_minor) AS minor
         FROM (SELECT DISTINCT customer_id FROM credit_policies WHERE identifier = 'insurance' AND party = :party
             AND policy_no = :number) i
           JOIN customers c ON c.id = i.customer_id JOIN transactions t ON t.customer_id = c.id
           LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
         WHERE c.company_id = (SELECT id FROM temp.current_company)
           AND t.kind IN ('invoice', 'credit_note') AND t.document_on BETWEEN :from AND :to
           AND EXISTS (SELECT 1 FROM credit_policies p WHERE p.customer_id = c.id AND p.identifier = 'insurance'
             AND p.party = :party AND p.policy_no = :number AND p.effective_on <= t.document_on
             AND (p.expires_on IS NULL OR p.expires_on >= t.document_on))
         GROUP BY country, c.id, t.currency ORDER BY country, c.account, t.currency",
    )?;
    let mut rows = statement.query(named_params! {
        ":party": request.party, ":number": request.policy_no, ":from": request.from_on.to_string(),
        ":to": request.to_on.to_string(),
    })?;
    let mut lines: Vec<TurnoverLine> = Vec::new();
    while let Some(row) = rows.next()? {
        let currency = currency_of(&row.get::<_, String>("currency")?)?;
        let minor = rates.value(row.get("minor")?, currency)?;
        let account: String = row.get("account")?;
        match lines.last_mut().filter(|line| line.account == account) {
            Some(line) => line.minor += minor,
            None => lines.push(TurnoverLine {
                country: row.get("country")?,
                account,
                name: row.get("name")?,
                minor,
            }),
        }
    }
    Ok(Turnover {
        id: None,
        party: request.party.clone(),
        policy_no: request.policy_no.clone(),
        from_on: request.from_on,
        to_on: request.to_on,
        currency: company.to_string(),
        total_minor: lines.iter().map(|line| line.minor).sum(),
        countries: countries(&lines),
        lines,
        declared_on: None,
        declared_by: None,
    })
}

fn countries(lines: &[TurnoverLine]) -> Vec<TurnoverCountry> {
    let mut sums: BTreeMap<&str, (u32, i64)> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry(&line.country).or_default();
        sum.0 += 1;
        sum.1 += line.minor;
    }
    sums.into_iter()
        .map(|(country, (customers, minor))| TurnoverCountry {
            country: country.to_owned(),
            customers,
            minor,
        })
        .collect()
}

fn declarations(connection: &Connection) -> Result<Vec<Turnover>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT d.*, u.code AS declared_by FROM turnover_declarations d JOIN users u ON u.id = d.user_id
         WHERE d.company_id = (SELECT id FROM temp.current_company) ORDER BY d.id DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let lines: Vec<TurnoverLine> = serde_json::from_str(&row.get::<_, String>("lines")?)?;
        found.push(Turnover {
            id: Some(row.get("id")?),
            party: row.get("party")?,
            policy_no: row.get("policy_no")?,
            from_on: day_of(row, "from_on")?,
            to_on: day_of(row, "to_on")?,
            currency: row.get("currency")?,
            total_minor: row.get("total_minor")?,
            countries: countries(&lines),
            lines,
            declared_on: Some(day_of(row, "declared_on")?),
            declared_by: Some(row.get("declared_by")?),
        });
    }
    Ok(found)
}

/// `insurers.declare`: keeps the turnover as it is today; what is imported later changes no declaration.
pub fn declare(session: &mut Session<'_>, request: TurnoverRequest) -> Result<Insurers, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    if request.to_on >= today {
        return Err(Refusal::new("turnover_period_runs")
            .with("field", "to_on")
            .with("to_on", request.to_on));
    }
    session.act(|act| {
        let turnover = computed(act, &request)?;
        act.about("turnover_declaration", format!("{} {}", request.party, request.policy_no));
        act.note("period", &request);
        act.note("total_minor", turnover.total_minor);
        act.execute(
            "INSERT INTO turnover_declarations (party, policy_no, from_on, to_on, currency, total_minor, lines,
               declared_on, user_id, act_id, company_id)
             VALUES (:party, :number, :from, :to, :currency, :total, :lines, :on, :user, :act,
               (SELECT id FROM temp.current_company))",
            named_params! {
                ":party": request.party, ":number": request.policy_no, ":from": request.from_on.to_string(),
                ":to": request.to_on.to_string(), ":currency": turnover.currency, ":total": turnover.total_minor,
                ":lines": serde_json::to_string(&turnover.lines)?, ":on": today.to_string(), ":user": user,
                ":act": act.id,
            },
        )?;
        act.execute(
            "UPDATE credit_tasks SET state = 'done', done_on = :today, done_by_id = :user, act_id = :act
             WHERE kind = 'turnover_declaration' AND state = 'open' AND subject = :subject",
            named_params! {
                ":today": today.to_string(), ":user": user, ":act": act.id,
                ":subject": subject(act, &request)?,
            },
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// `insurers.export`
pub fn export(session: &mut Session<'_>, request: ExportTurnover) -> Result<ExportDone, Refusal> {
    let found = declarations(session.connection())?
        .into_iter()
        .find(|turnover| turnover.id == Some(request.id));
    let turnover = found.ok_or_else(|| Refusal::new("unknown_turnover").with("id", request.id))?;
    let mut writer = SheetWriter::create(Path::new(&request.path), request.format)?;
    let named = ["country", "account", "name", "turnover"].map(str::to_owned);
    let mut headings = if request.headings.len() == named.len() {
        request.headings.clone()
    } else {
        named.to_vec()
    };
    if let Some(last) = headings.last_mut() {
        *last = format!("{last} {}", turnover.currency);
    }
    writer.heading(&headings)?;
    for line in &turnover.lines {
        writer.row(&[
            Cell::text(&line.country),
            Cell::text(&line.account),
            Cell::text(&line.name),
            Cell::money(line.minor, &turnover.currency),
        ])?;
    }
    writer.finish()?;
    Ok(ExportDone {
        path: request.path,
        rows: turnover.lines.len() as u64,
    })
}

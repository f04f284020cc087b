//! `credit.policies`: insurance and guarantees of a customer (spec 10 §6).

use chrono::NaiveDate;
use engine::credit::insurance::{Identifier, Policy, PolicyFault};
use engine::money::{Currency, Money};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::attributes::CreditRequest;
use super::insurer::PolicyDuties;
use crate::accounts::{customer_id, day_of, optional_day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing;
use crate::wire::Nothing;

/// What a cover type describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CoverKind {
    /// A class of insurers.
    Insurance,
    /// A class of guarantors.
    Guarantee,
    /// What an insurance covers.
    Coverage,
}

impl CoverKind {
    fn code(self) -> &'static str {
        match self {
            Self::Insurance => "insurance",
            Self::Guarantee => "guarantee",
            Self::Coverage => "coverage",
        }
    }
}

/// A type of insurance, guarantee or coverage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CoverType {
    /// What it describes.
    pub kind: CoverKind,
    /// Short name.
    pub code: String,
    /// Words.
    pub description: String,
}

/// Insurance or guarantee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PolicyIdentifier {
    /// Insurance; has a coverage type.
    Insurance,
    /// Guarantee; has none.
    Guarantee,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditPolicy {
    /// Row id; 0 for a new one.
    #[ts(type = "number")]
    pub id: i64,
    /// Insurance or guarantee.
    pub identifier: PolicyIdentifier,
    /// Code of the type of insurance or guarantee: the class of the insurer or guarantor.
    #[serde(default)]
    pub cover_type: Option<String>,
    /// Insurer or guarantor.
    pub party: String,
    /// Code of the coverage type; of an insurance only.
    pub coverage: Option<String>,
    /// Number of the policy.
    pub policy_no: String,
    /// First day.
    pub effective_on: NaiveDate,
    /// Last day; open where missing.
    pub expires_on: Option<NaiveDate>,
    /// Value, minor units.
    #[ts(type = "number")]
    pub value_minor: i64,
    /// Its currency.
    pub currency: String,
    /// *Update credit limit %* in basis points.
    pub update_bp: u32,
    /// *Included in exposure*.
    pub included_in_exposure: bool,
    /// What the insurer asks for.
    #[serde(default)]
    pub duties: PolicyDuties,
}

/// The policies of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditPolicies {
    /// In the order in which they were made.
    pub policies: Vec<CreditPolicy>,
    /// Every type of the book.
    pub types: Vec<CoverType>,
}

/// Saves a policy.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SavePolicy {
    /// Account number.
    pub account: String,
    /// The policy.
    pub policy: CreditPolicy,
}

/// Takes a policy away.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct DeletePolicy {
    /// Account number.
    pub account: String,
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
}

/// `credit.policies`
pub fn list(session: &mut Session<'_>, request: CreditRequest) -> Result<CreditPolicies, Refusal> {
    load(session.connection(), &request.account)
}

fn load(connection: &Connection, account: &str) -> Result<CreditPolicies, Refusal> {
    let id = customer_id(connection, account)?;
    let mut statement = connection.prepare_cached(
        "SELECT p.*, t.code AS coverage, k.code AS cover_type FROM credit_policies p
           LEFT JOIN cover_types t ON t.id = p.coverage_type_id LEFT JOIN cover_types k ON k.id = p.type_id
         WHERE p.customer_id = :id ORDER BY p.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut policies = Vec::new();
    while let Some(row) = rows.next()? {
        let identifier: String = row.get("identifier")?;
        policies.push(CreditPolicy {
            id: row.get("id")?,
            identifier: if identifier == "insurance" {
                PolicyIdentifier::Insurance
            } else {
                PolicyIdentifier::Guarantee
            },
            cover_type: row.get("cover_type")?,
            party: row.get("party")?,
            coverage: row.get("coverage")?,
            policy_no: row.get("policy_no")?,
            effective_on: day_of(row, "effective_on")?,
            expires_on: optional_day_of(row, "expires_on")?,
            value_minor: row.get("value_minor")?,
            currency: row.get("currency")?,
            update_bp: row.get("update_bp")?,
            included_in_exposure: row.get("included_in_exposure")?,
            duties: PolicyDuties::of(row)?,
        });
    }
    let types = types(connection)?;
    Ok(CreditPolicies { policies, types })
}

fn types(connection: &Connection) -> Result<Vec<CoverType>, Refusal> {
    let mut statement = connection
        .prepare_cached("SELECT kind, code, description FROM cover_types ORDER BY kind, code")?;
    let types = statement
        .query_map([], |row| {
            let kind: String = row.get("kind")?;
            Ok(CoverType {
                kind: match kind.as_str() {
                    "insurance" => CoverKind::Insurance,
                    "guarantee" => CoverKind::Guarantee,
                    _ => CoverKind::Coverage,
                },
                code: row.get("code")?,
                description: row.get("description")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(types)
}

/// Every type of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CoverTypes {
    /// By kind and code.
    pub types: Vec<CoverType>,
}

/// Names a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CoverTypeRequest {
    /// What it describes.
    pub kind: CoverKind,
    /// Short name.
    pub code: String,
}

/// `credit.cover_types`
pub fn type_list(session: &mut Session<'_>, _: Nothing) -> Result<CoverTypes, Refusal> {
    Ok(CoverTypes {
        types: types(session.connection())?,
    })
}

/// `credit.cover_type_delete`: a type that a policy has stays.
pub fn type_delete(
    session: &mut Session<'_>,
    request: CoverTypeRequest,
) -> Result<CoverTypes, Refusal> {
    let id = type_id(session.connection(), request.kind, &request.code)?;
    let used: i64 = session.connection().query_row(
        "SELECT COUNT(*) FROM credit_policies WHERE type_id = :id OR coverage_type_id = :id",
        named_params! {":id": id},
        |row| row.get(0),
    )?;
    if used > 0 {
        return Err(Refusal::new("cover_type_used")
            .with("code", &request.code)
            .with("count", used));
    }
    session.act(|act| {
        act.about(
            "cover_type",
            format!("{} {}", request.kind.code(), request.code),
        );
        act.note("deleted", &request.code);
        act.execute(
            "DELETE FROM cover_types WHERE id = :id",
            named_params! {":id": id},
        )?;
        Ok(())
    })?;
    type_list(session, Nothing {})
}

/// `credit.cover_type_save`
pub fn type_save(session: &mut Session<'_>, row: CoverType) -> Result<CoverType, Refusal> {
    if row.code.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "code"));
    }
    session.act(|act| {
        act.about("cover_type", format!("{} {}", row.kind.code(), row.code));
        act.note("description", &row.description);
        act.execute(
            "INSERT INTO cover_types (kind, code, description, act_id) VALUES (:kind, :code, :description, :act)
             ON CONFLICT (kind, code) DO UPDATE SET description = excluded.description, act_id = excluded.act_id",
            named_params! {
                ":kind": row.kind.code(), ":code": row.code.trim(), ":description": row.description.trim(),
                ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    Ok(row)
}

fn fault_refusal(fault: PolicyFault) -> Refusal {
    match fault {
        PolicyFault::CoverageTypeMissing => Refusal::new("value_missing").with("field", "coverage"),
        PolicyFault::CoverageTypeNotAllowed => {
            Refusal::new("policy_coverage_not_allowed").with("field", "coverage")
        }
        PolicyFault::EndsBeforeItBegins {
            effective_on,
            expires_on,
        } => Refusal::new("limit_line_ends_first")
            .with("field", "expires_on")
            .with("from_on", effective_on)
            .with("to_on", expires_on),
        PolicyFault::ValueNegative { .. } => {
            Refusal::new("policy_value_negative").with("field", "value_minor")
        }
        PolicyFault::PercentOutOfRange { .. } => Refusal::new("value_too_large")
            .with("field", "update_bp")
            .with("limit", 10_000),
    }
}

/// `credit.policy_save`
pub fn save(session: &mut Session<'_>, request: SavePolicy) -> Result<CreditPolicies, Refusal> {
    let connection = session.connection();
    let customer = customer_id(connection, &request.account)?;
    let new = &request.policy;
    let currency: Currency = new.currency.parse().map_err(|_| {
        Refusal::new("unknown_currency")
            .with("field", "currency")
            .with("currency", &new.currency)
    })?;
    let coverage = match &new.coverage {
        Some(code) => Some(
            type_id(connection, CoverKind::Coverage, code)
                .map_err(|refusal| refusal.with("field", "coverage"))?,
        ),
        None => None,
    };
    let kind = match new.identifier {
        PolicyIdentifier::Insurance => CoverKind::Insurance,
        PolicyIdentifier::Guarantee => CoverKind::Guarantee,
    };
    let type_id = match new.cover_type.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(code) => Some(type_id(connection, kind, code)?),
    };
    let identifier = match new.identifier {
        PolicyIdentifier::Insurance => Identifier::Insurance,
        PolicyIdentifier::Guarantee => Identifier::Guarantee,
    };
    let policy = Policy {
        id: new.id,
        identifier,
        coverage_type_id: coverage,
        effective_on: new.effective_on,
        expires_on: new.expires_on,
        value: Money {
            minor: new.value_minor,
            currency,
        },
        update_bp: new.update_bp,
        included_in_exposure: standing::flag(new.included_in_exposure),
    };
    if let Some(fault) = policy.faults().first() {
        return Err(fault_refusal(*fault));
    }
    new.duties.check()?;
    session.act(|act| {
        act.about("customer_credit", &request.account);
        act.note("policy", new);
        act.credit.customers.insert(customer);
        if new.id != 0 {
            act.execute(
                "DELETE FROM credit_policies WHERE id = :id AND customer_id = :customer",
                named_params! {":id": new.id, ":customer": customer},
            )?;
        }
        insert(act, customer, (type_id, coverage), currency, new)
    })?;
    load(session.connection(), &request.account)
}

fn insert(
    act: &Act<'_>,
    customer: i64,
    (type_id, coverage): (Option<i64>, Option<i64>),
    currency: Currency,
    new: &CreditPolicy,
) -> Result<(), Refusal> {
    let duties = &new.duties;
    // A guarantor asks for nothing.
    let asked = new.identifier == PolicyIdentifier::Insurance;
    let declaration = match duties.declaration.filter(|_| asked) {
        Some(period) => serde_json::to_value(period)?.as_str().map(str::to_owned),
        None => None,
    };
    act.execute(
        "INSERT INTO credit_policies (id, customer_id, identifier, type_id, party, coverage_type_id, policy_no, effective_on,
           expires_on, value_minor, currency, update_bp, included_in_exposure, notify_days, extension_days, claim_days,
           declaration, declaration_days, contact, act_id)
         VALUES (NULLIF(:id, 0), :customer, :identifier, :type, :party, :coverage, :number, :from, :to, :value, :currency,
           :bp, :included, :notify, :extension, :claim, :declaration, :declare, :contact, :act)",
        named_params! {
            ":id": new.id, ":customer": customer, ":identifier": if asked { "insurance" } else { "guarantee" },
            ":type": type_id, ":party": new.party.trim(), ":coverage": coverage, ":number": new.policy_no.trim(),
            ":from": new.effective_on.to_string(), ":to": new.expires_on.map(|day| day.to_string()),
            ":value": new.value_minor, ":currency": currency.code(), ":bp": new.update_bp,
            ":included": new.included_in_exposure, ":notify": duties.notify_days.filter(|_| asked),
            ":extension": duties.extension_days.filter(|_| asked), ":claim": duties.claim_days.filter(|_| asked),
            ":declaration": declaration, ":declare": duties.declaration_days.filter(|_| asked),
            ":contact": duties.contact.trim(), ":act": act.id,
        },
    )?;
    Ok(())
}

fn type_id(connection: &Connection, kind: CoverKind, code: &str) -> Result<i64, Refusal> {
    connection
        .prepare_cached("SELECT id FROM cover_types WHERE kind = :kind AND code = :code")?
        .query_row(named_params! {":kind": kind.code(), ":code": code}, |row| {
            row.get("id")
        })
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_cover_type")
                .with("field", "cover_type")
                .with("code", code)
        })
}

/// `credit.policy_delete`
pub fn delete(session: &mut Session<'_>, request: DeletePolicy) -> Result<CreditPolicies, Refusal> {
    let customer = customer_id(session.connection(), &request.account)?;
    session.act(|act| {
        act.about("customer_credit", &request.account);
        act.note("policy_deleted", request.id);
        act.credit.customers.insert(customer);
        act.execute(
            "DELETE FROM credit_policies WHERE id = :id AND customer_id = :customer",
            named_params! {":id": request.id, ":customer": customer},
        )?;
        Ok(())
    })?;
    load(session.connection(), &request.account)
}

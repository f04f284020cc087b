//! Limits that a file brings (spec 11 §1). The limit of a new customer is its first one; another limit of a customer that
//! has one changes only where limits may be typed. Each has its row of the history, in the act of the import.

use engine::credit::limits::identification_required;
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::Serialize;

use super::request::ImportWarning;
use crate::act::Act;
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::standing::{self, CreditParameters};

/// Code of the reason that such a change has.
pub const REASON: &str = "IMPORT";

/// Limits that were not taken and are named one by one; the others are counted.
const NAMED: usize = 100;

/// What the files of an import do to limits.
#[derive(Debug)]
pub(super) struct FileLimits {
    parameters: CreditParameters,
    /// Whether a customer that the import creates has one.
    first: bool,
    /// Customers that were in the book, and new ones whose limit is in another currency.
    changed: Vec<Changed>,
    not_taken: Vec<NotTaken>,
    /// All of them, also those that are not named.
    not_taken_count: usize,
}

/// A limit as a file gives it, in another currency than the company's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Foreign {
    pub minor: i64,
    pub currency: Currency,
}

#[derive(Debug)]
struct Changed {
    customer_id: i64,
    /// Minor units of the company's currency.
    old_minor: Option<i64>,
    new_minor: i64,
    foreign: Option<Foreign>,
}

/// A limit of a file that the book did not take.
#[derive(Debug, Serialize)]
struct NotTaken {
    #[serde(skip)]
    file: String,
    #[serde(skip)]
    code: &'static str,
    account: String,
    /// The limit that stays; none is *not set*.
    limit_minor: Option<i64>,
    /// The file's.
    file_minor: i64,
}

/// Whose limit the file has.
pub(super) struct Met<'a> {
    pub file: &'a str,
    pub account: &'a str,
    /// `None`: a new customer.
    pub id: Option<i64>,
    pub old_minor: Option<i64>,
    pub new_minor: i64,
}

impl FileLimits {
    pub fn read(connection: &Connection) -> Result<Self, Refusal> {
        Ok(Self {
            parameters: standing::parameters(connection)?,
            first: false,
            changed: Vec::new(),
            not_taken: Vec::new(),
            not_taken_count: 0,
        })
    }

    /// Whether the limit of a row is taken. One that is not is kept for the warnings.
    pub fn is_taken(&mut self, act: &Act<'_>, met: &Met<'_>) -> Result<bool, Refusal> {
        let Some(code) = self.fault(act, met)? else {
            return Ok(true);
        };
        self.not_taken_count += 1;
        if self.not_taken.len() < NAMED {
            self.not_taken.push(NotTaken {
                file: met.file.to_owned(),
                code,
                account: met.account.to_owned(),
                limit_minor: met.old_minor,
                file_minor: met.new_minor,
            });
        }
        Ok(false)
    }

    fn fault(&self, act: &Act<'_>, met: &Met<'_>) -> Result<Option<&'static str>, Refusal> {
        let known = match met.id {
            None => Known::default(),
            Some(id) => Known::read(act, act.id, id)?,
        };
        if known.has_limit && !self.parameters.manual_editing {
            return Ok(Some("limit_by_adjustment"));
        }
        if known.is_closed {
            return Ok(Some("limit_of_closed_customer"));
        }
        let rule = self.parameters.identification;
        let unidentified =
            !known.is_identified && identification_required(rule, Some(met.new_minor));
        Ok(unidentified.then_some("limit_without_identification"))
    }

    /// A customer that the import creates has a limit.
    pub fn note_first(&mut self, id: i64, new_minor: i64, foreign: Option<Foreign>) {
        match foreign {
            None => self.first = true,
            Some(_) => self.note_changed(id, None, new_minor, foreign),
        }
    }

    /// The limit of a customer that was in the book changes.
    pub fn note_changed(
        &mut self,
        customer_id: i64,
        old_minor: Option<i64>,
        new_minor: i64,
        foreign: Option<Foreign>,
    ) {
        self.changed.push(Changed {
            customer_id,
            old_minor,
            new_minor,
            foreign,
        });
    }

    /// Writes the rows of the history, and gives the warnings about what was not taken.
    pub fn finish(self, act: &mut Act<'_>) -> Result<Vec<ImportWarning>, Refusal> {
        if self.first || !self.changed.is_empty() {
            write(act, self.first, &self.changed)?;
        }
        if self.not_taken_count > 0 {
            act.note("limits_not_taken", self.not_taken_count);
            act.note("limits_not_taken_first", &self.not_taken);
        }
        let left_out = self.not_taken_count - self.not_taken.len();
        let last_file = self.not_taken.last().map(|last| last.file.clone());
        let mut warnings: Vec<ImportWarning> = self
            .not_taken
            .into_iter()
            .map(|limit| {
                ImportWarning::new(&limit.file, limit.code)
                    .with("account", limit.account)
                    .with("limit_minor", limit.limit_minor)
                    .with("file_minor", limit.file_minor)
            })
            .collect();
        if let Some(file) = last_file.filter(|_| left_out > 0) {
            warnings.push(ImportWarning::new(&file, "limits_not_taken").with("count", left_out));
        }
        Ok(warnings)
    }
}

/// The limit of a customer, where it was given before in this currency with this very amount.
pub(super) fn kept(
    connection: &Connection,
    id: i64,
    minor: i64,
    currency: Currency,
) -> Result<Option<i64>, Refusal> {
    let found: Option<Option<i64>> = connection
        .prepare_cached(
            "SELECT c.credit_limit_minor FROM customers c JOIN limit_history h ON h.id =
               (SELECT MAX(l.id) FROM limit_history l WHERE l.customer_id = c.id AND l.kind = 'credit_limit')
             WHERE c.id = :id AND h.given_minor = :minor AND h.given_currency = :currency
               AND h.new_minor = c.credit_limit_minor",
        )?
        .query_row(
            named_params! {":id": id, ":minor": minor, ":currency": currency.code()},
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.flatten())
}

/// What stands against a limit of a customer that is in the book.
#[derive(Debug, Default)]
struct Known {
    /// Whether it has, or ever had, a limit that this import did not bring.
    has_limit: bool,
    is_closed: bool,
    is_identified: bool,
}

impl Known {
    fn read(connection: &Connection, act_id: i64, id: i64) -> Result<Self, Refusal> {
        let found = connection
            .prepare_cached(
                "SELECT c.created_act_id IS NOT :act AND (c.credit_limit_minor IS NOT NULL OR EXISTS
                     (SELECT 1 FROM limit_history h WHERE h.customer_id = c.id AND h.kind = 'credit_limit')) AS has_limit,
                   COALESCE(s.closed, 0) AS is_closed, TRIM(COALESCE(a.government_id, '')) <> '' AS is_identified
                 FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id
                   LEFT JOIN account_statuses s ON s.id = a.status_id WHERE c.id = :id",
            )?
            .query_row(named_params! {":id": id, ":act": act_id}, |row| {
                Ok(Self {
                    has_limit: row.get("has_limit")?,
                    is_closed: row.get("is_closed")?,
                    is_identified: row.get("is_identified")?,
                })
            })
            .optional()?;
        Ok(found.unwrap_or_default())
    }
}

/// New customers in one statement; those that were there one by one.
fn write(act: &Act<'_>, first: bool, changed: &[Changed]) -> Result<(), Refusal> {
    let reason = reason_id(act, ReasonKind::Limit, REASON)?;
    let (today, user) = (act.today.to_string(), act.actor.user_id);
    if first {
        let apart: Vec<i64> = changed.iter().map(|limit| limit.customer_id).collect();
        act.execute(
            "INSERT INTO limit_history (kind, customer_id, currency, new_minor, from_on, preparer_id, reason_id, set_on,
               act_id)
             SELECT 'credit_limit', c.id, co.currency, c.credit_limit_minor, :today, :user, :reason, :today, :act
             FROM customers c JOIN companies co ON co.id = c.company_id
             WHERE c.created_act_id = :act AND c.credit_limit_minor IS NOT NULL
               AND c.id NOT IN (SELECT value FROM json_each(:apart)) ORDER BY c.id",
            named_params! {
                ":today": today, ":user": user, ":reason": reason, ":act": act.id,
                ":apart": serde_json::to_string(&apart)?,
            },
        )?;
    }
    let mut insert = act.prepare_cached(
        "INSERT INTO limit_history (kind, customer_id, currency, old_minor, new_minor, old_to_on, from_on, to_on,
           preparer_id, reason_id, given_minor, given_currency, set_on, act_id)
         SELECT 'credit_limit', c.id, co.currency, :old, :new, a.limit_expires_on, :today, a.limit_expires_on, :user,
           :reason, :given, :given_currency, :today, :act
         FROM customers c JOIN companies co ON co.id = c.company_id LEFT JOIN credit_attributes a ON a.customer_id = c.id
         WHERE c.id = :id",
    )?;
    for limit in changed {
        insert.execute(named_params! {
            ":id": limit.customer_id, ":old": limit.old_minor, ":new": limit.new_minor,
            ":given": limit.foreign.map(|given| given.minor),
            ":given_currency": limit.foreign.map(|given| given.currency.code().to_owned()), ":today": today, ":user": user, ":reason": reason, ":act": act.id,
        })?;
    }
    Ok(())
}

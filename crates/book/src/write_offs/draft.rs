//! What would be proposed: documents, lines with their accounts, and who has to approve – the one place that makes it, for the
//! preview and for the proposal.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::write_offs::{Fault, Group, Line, LineKind, SeparateTax, lines, out_of_balance};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::approval::Asked;
use super::items::{Loaded, WriteOffItem};
use super::{items, parameters, reasons};
use crate::accounts::{currency_of, customer_id};
use crate::journal::{AccountRole, Accounts};
use crate::refusal::Refusal;
use crate::standing;
use crate::users::Role;

/// Asks for a write-off of a customer.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WriteOffRequest {
    /// Account number.
    pub account: String,
    /// The documents; everything open where it is empty.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// The day; today where missing.
    pub on: Option<NaiveDate>,
    /// Code of the reason; that of the parameters where empty.
    pub reason: String,
    /// A comment.
    pub comment: String,
    /// Whether tax has lines of its own; as the parameters say where missing.
    pub separate_tax: Option<SeparateTax>,
    /// The lines as the person changed them; as they come out where empty.
    pub lines: Vec<WriteOffLine>,
}

/// A line of the journal of a write-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffLine {
    /// What it is.
    pub kind: LineKind,
    /// Currency.
    pub currency: String,
    /// Posting profile; empty for none.
    #[serde(default)]
    pub profile: String,
    /// Dimensions: name and value.
    #[serde(default)]
    pub dimensions: Vec<(String, String)>,
    /// Tax code; of tax lines only.
    #[serde(default)]
    pub tax_code: String,
    /// Account of the ledger, or the customer's number.
    pub account: String,
    /// Debits positive, credits negative, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

impl WriteOffLine {
    /// What the line stands for.
    pub(crate) fn group(&self) -> Group {
        let mut dimensions = self.dimensions.clone();
        dimensions.sort();
        (self.currency.clone(), dimensions, self.profile.clone())
    }
}

/// What a write-off comes to in a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffSum {
    /// Currency.
    pub currency: String,
    /// What is taken off the customer, signed minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Of it on write-off accounts, minor units.
    #[ts(type = "number")]
    pub write_off_minor: i64,
    /// Of it on tax accounts, minor units.
    #[ts(type = "number")]
    pub tax_minor: i64,
}

/// What would be proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffPreview {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
    /// Code of the reason.
    pub reason: String,
    /// Whether tax has lines of its own.
    pub separate_tax: SeparateTax,
    /// The documents.
    pub items: Vec<WriteOffItem>,
    /// The lines.
    pub lines: Vec<WriteOffLine>,
    /// Per currency.
    pub sums: Vec<WriteOffSum>,
    /// All of it in the company's currency, minor units; missing where there is no rate and nobody has to approve.
    #[ts(type = "number | null")]
    pub size_minor: Option<i64>,
    /// Who has to approve, first to last; nobody where it is empty.
    pub approvers: Vec<Role>,
}

/// A proposal before it is written.
pub(super) struct Draft {
    pub customer_id: i64,
    pub comment: String,
    pub shown: WriteOffPreview,
}

/// Makes a proposal by user `preparer_id`.
///
/// # Errors
/// In words' codes: nothing open, a day that cannot be, an account or a tax that is missing or wrong, lines out of balance.
pub(super) fn draft(
    connection: &Connection,
    request: &WriteOffRequest,
    (preparer_id, today): (i64, NaiveDate),
) -> Result<Draft, Refusal> {
    let customer_id = customer_id(connection, &request.account)?;
    let name: String = connection
        .prepare_cached("SELECT name FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| row.get("name"))?;
    let defaults = parameters::load(connection)?;
    let reason = match request.reason.trim() {
        "" => defaults.reason.clone(),
        code => code.to_owned(),
    };
    reasons::demand(connection, &reason)?;
    let loaded = items::open(connection, customer_id, &request.transaction_ids)?;
    let on = request.on.unwrap_or(today);
    demand_day(&loaded, (on, today))?;
    demand_free(connection, &loaded)?;
    let separate_tax = request.separate_tax.unwrap_or(defaults.separate_tax);
    let engine_items: Vec<_> = loaded.iter().map(|item| item.item.clone()).collect();
    let computed = lines(&engine_items, separate_tax)
        .map_err(|fault| refused(fault, &loaded, &request.account))?;
    let accounts = Accounts::load(connection)?;
    let mut lines = with_accounts(&computed, &accounts, &request.account)?;
    if !request.lines.is_empty() {
        lines = edited(&lines, &request.lines)?;
    }
    let sums = sums(&lines);
    let size_minor = size(connection, &lines, (on, !defaults.approval.is_empty()))?;
    let asked = Asked::new(connection, &defaults, (size_minor, preparer_id), today)?;
    Ok(Draft {
        customer_id,
        comment: request.comment.trim().to_owned(),
        shown: WriteOffPreview {
            account: request.account.clone(),
            name,
            on,
            reason,
            separate_tax,
            items: loaded.into_iter().map(|item| item.shown).collect(),
            lines,
            sums,
            size_minor,
            approvers: asked.outstanding(),
        },
    })
}

/// Not in the future, and not before a document was there.
fn demand_day(loaded: &[Loaded], (on, today): (NaiveDate, NaiveDate)) -> Result<(), Refusal> {
    let latest = loaded.iter().max_by_key(|item| item.transaction_on);
    let first = latest.map_or(on, |item| item.transaction_on);
    if on > today || on < first {
        return Err(Refusal::new("write_off_day")
            .with("field", "on")
            .with("on", on)
            .with("first", first)
            .with("today", today));
    }
    Ok(())
}

/// A document is in one proposal at a time.
fn demand_free(connection: &Connection, loaded: &[Loaded]) -> Result<(), Refusal> {
    for item in loaded {
        let taken: Option<String> = connection
            .prepare_cached(
                "SELECT w.number FROM write_off_items i JOIN write_offs w ON w.id = i.write_off_id
                 WHERE i.transaction_id = :id AND w.status IN ('draft', 'approved')",
            )?
            .query_row(named_params! {":id": item.item.transaction_id}, |row| {
                row.get("number")
            })
            .optional()?;
        if let Some(number) = taken {
            return Err(Refusal::new("write_off_twice")
                .with("document_no", &item.shown.document_no)
                .with("number", number));
        }
    }
    Ok(())
}

/// A fault of the rule in words' codes.
fn refused(fault: Fault, loaded: &[Loaded], account: &str) -> Refusal {
    match fault {
        Fault::NothingOpen => Refusal::new("write_off_nothing").with("account", account),
        Fault::TaxNotAPart {
            transaction_id,
            tax_minor,
            gross_minor,
        } => {
            let item = loaded
                .iter()
                .find(|item| item.item.transaction_id == transaction_id);
            let (number, currency) = item.map_or(("", ""), |item| {
                (
                    item.shown.document_no.as_str(),
                    item.shown.currency.as_str(),
                )
            });
            Refusal::new("write_off_tax")
                .with("document_no", number)
                .with("tax", json!({"minor": tax_minor, "currency": currency}))
                .with(
                    "amount",
                    json!({"minor": gross_minor, "currency": currency}),
                )
        }
        Fault::OutOfRange => Refusal::new("amount_out_of_range"),
    }
}

fn with_accounts(
    computed: &[Line],
    accounts: &Accounts,
    customer: &str,
) -> Result<Vec<WriteOffLine>, Refusal> {
    computed
        .iter()
        .map(|line| {
            let account = match line.kind {
                LineKind::Customer => Some(customer),
                LineKind::WriteOff => accounts.of(AccountRole::WriteOff, "", &line.profile),
                LineKind::SalesTax => accounts.of(AccountRole::SalesTax, &line.tax_code, ""),
            };
            let account = account.ok_or_else(|| match line.kind {
                LineKind::SalesTax => {
                    Refusal::new("write_off_tax_account_missing").with("tax_code", &line.tax_code)
                }
                _ => Refusal::new("write_off_account_missing").with("profile", &line.profile),
            })?;
            Ok(WriteOffLine {
                kind: line.kind,
                currency: line.currency.clone(),
                profile: line.profile.clone(),
                dimensions: line.dimensions.clone(),
                tax_code: line.tax_code.clone(),
                account: account.to_owned(),
                amount_minor: line.amount_minor,
            })
        })
        .collect()
}

/// The lines as the person changed them: the customer's stay, the others have accounts and amounts, and every currency adds up
/// to nothing.
fn edited(computed: &[WriteOffLine], given: &[WriteOffLine]) -> Result<Vec<WriteOffLine>, Refusal> {
    let of_customer = |lines: &[WriteOffLine]| {
        let mut own: Vec<(Group, i64)> = lines
            .iter()
            .filter(|line| line.kind == LineKind::Customer)
            .map(|line| (line.group(), line.amount_minor))
            .collect();
        own.sort();
        own
    };
    if of_customer(computed) != of_customer(given) {
        return Err(Refusal::new("write_off_customer_line").with("field", "lines"));
    }
    for (position, line) in (1..).zip(given) {
        let refuse = |code| {
            Refusal::new(code)
                .with("field", "lines")
                .with("line", position)
        };
        if line.account.trim().is_empty() {
            return Err(refuse("write_off_line_account"));
        }
        if line.amount_minor == 0 {
            return Err(refuse("write_off_line_amount"));
        }
        if (line.kind == LineKind::SalesTax) == line.tax_code.trim().is_empty() {
            return Err(refuse("write_off_line_tax"));
        }
    }
    let plain: Vec<Line> = given.iter().map(plain).collect();
    if let Some((currency, off)) = out_of_balance(&plain).first() {
        return Err(Refusal::new("write_off_unbalanced")
            .with("field", "lines")
            .with("off", json!({"minor": off, "currency": currency}))
            .with("currency", currency));
    }
    let customer = computed
        .iter()
        .find(|line| line.kind == LineKind::Customer)
        .map_or("", |line| line.account.as_str());
    let mut lines = given.to_vec();
    for line in &mut lines {
        line.account = if line.kind == LineKind::Customer {
            customer.to_owned()
        } else {
            line.account.trim().to_owned()
        };
    }
    Ok(lines)
}

fn plain(line: &WriteOffLine) -> Line {
    Line {
        kind: line.kind,
        currency: line.currency.clone(),
        profile: line.profile.clone(),
        dimensions: line.dimensions.clone(),
        tax_code: line.tax_code.clone(),
        amount_minor: line.amount_minor,
    }
}

/// Sums per currency.
pub(super) fn sums(lines: &[WriteOffLine]) -> Vec<WriteOffSum> {
    let mut by_currency: BTreeMap<&str, WriteOffSum> = BTreeMap::new();
    for line in lines {
        let sum = by_currency.entry(&line.currency).or_default();
        match line.kind {
            LineKind::Customer => sum.open_minor -= line.amount_minor,
            LineKind::WriteOff => sum.write_off_minor += line.amount_minor,
            LineKind::SalesTax => sum.tax_minor += line.amount_minor,
        }
    }
    by_currency
        .into_iter()
        .map(|(currency, sum)| WriteOffSum {
            currency: currency.to_owned(),
            ..sum
        })
        .collect()
}

/// What is written off in the company's currency: every line of the customer counts, whichever its side.
fn size(
    connection: &Connection,
    lines: &[WriteOffLine],
    (on, is_asked): (NaiveDate, bool),
) -> Result<Option<i64>, Refusal> {
    let into = standing::company_currency(connection)?;
    let mut size = 0_i64;
    for line in lines.iter().filter(|line| line.kind == LineKind::Customer) {
        let currency = currency_of(&line.currency)?;
        let minor = line.amount_minor.saturating_abs();
        match standing::converted(connection, minor, currency, into, on) {
            Ok(value) => size = size.saturating_add(value),
            Err(_) if !is_asked => return Ok(None),
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(Some(size))
}

//! Entries that wait for an export, with the accounts of their lines as they are set up by now.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::setup::{LedgerAccountMissing, note_missing, role_of};
use super::{AccountRole, Accounts};
use crate::accounts::day_of;
use crate::company;
use crate::refusal::Refusal;

/// What entries come to in a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalSum {
    /// Currency.
    pub currency: String,
    /// Minor units.
    #[ts(type = "number")]
    pub debits_minor: i64,
    /// Minor units.
    #[ts(type = "number")]
    pub credits_minor: i64,
}

/// A line.
#[derive(Debug, Clone)]
pub(super) struct WaitingLine {
    /// `customer`, or what the account of the ledger is for.
    pub role: String,
    /// The customer's number, or the account of the ledger; empty where none is set up.
    pub account: String,
    /// What customers owe as an account of the ledger; of the customer's lines only, empty where none is set up.
    pub receivable: String,
    pub profile: String,
    /// Name and value.
    pub dimensions: Vec<(String, String)>,
    pub tax_code: String,
    /// Debits positive.
    pub amount_minor: i64,
}

impl WaitingLine {
    pub fn is_customer(&self) -> bool {
        self.role == "customer"
    }

    /// `name=value; name=value`.
    pub fn named_dimensions(&self) -> String {
        let named: Vec<String> = self
            .dimensions
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        named.join("; ")
    }

    /// The tax code by which the accounting package is to find the tax of the line; tax that has a line of its own is found.
    pub fn tax_to_find(&self) -> Option<&str> {
        let is_found = self.is_customer() || self.role == AccountRole::SalesTax.code();
        Some(self.tax_code.as_str()).filter(|code| !is_found && !code.is_empty())
    }
}

/// An entry.
#[derive(Debug, Clone)]
pub(super) struct WaitingEntry {
    pub id: i64,
    pub number: String,
    pub posting_on: NaiveDate,
    pub kind: String,
    pub account: String,
    pub name: String,
    pub document_no: String,
    pub currency: String,
    pub text: String,
    /// Number of the entry that it takes back; empty for none.
    pub corrects: String,
    pub lines: Vec<WaitingLine>,
}

/// Everything that waits in a period.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// In the order of their numbers.
    pub entries: Vec<WaitingEntry>,
    /// Roles of lines without an account.
    pub missing: Vec<LedgerAccountMissing>,
}

impl Waiting {
    /// Reads it; both days may be left open.
    pub fn load(
        connection: &Connection,
        (first_on, last_on): (Option<NaiveDate>, Option<NaiveDate>),
    ) -> Result<Self, Refusal> {
        let accounts = Accounts::load(connection)?;
        let mut statement = connection.prepare_cached(
            "SELECT e.id, e.number, e.posting_on, e.kind, c.account AS customer, c.name, e.document_no, e.currency, e.text,
                    COALESCE((SELECT k.number FROM journal_entries k WHERE k.id = e.corrects_id), '') AS corrects,
                    l.role, l.role_key, l.account, l.profile, l.dimensions, l.tax_code, l.amount_minor
             FROM journal_entries e JOIN customers c ON c.id = e.customer_id JOIN journal_lines l ON l.entry_id = e.id
             WHERE e.company_id = :company AND e.posting_on >= :first AND e.posting_on <= :last
               AND NOT EXISTS (SELECT 1 FROM journal_exported x WHERE x.entry_id = e.id)
             ORDER BY e.id, l.id",
        )?;
        let mut rows = statement.query(named_params! {
            ":company": company::current(connection)?,
            ":first": first_on.map_or_else(String::new, |day| day.to_string()),
            ":last": last_on.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()),
        })?;
        let mut waiting = Self::default();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get("id")?;
            if waiting.entries.last().is_none_or(|entry| entry.id != id) {
                waiting.entries.push(head(row)?);
            }
            let line = waiting.line(row, &accounts)?;
            if let Some(entry) = waiting.entries.last_mut() {
                entry.lines.push(line);
            }
        }
        Ok(waiting)
    }

    fn line(
        &mut self,
        row: &rusqlite::Row<'_>,
        accounts: &Accounts,
    ) -> Result<WaitingLine, Refusal> {
        let dimensions: String = row.get("dimensions")?;
        let mut line = WaitingLine {
            role: row.get("role")?,
            account: row.get("account")?,
            receivable: String::new(),
            profile: row.get("profile")?,
            dimensions: serde_json::from_str(&dimensions)?,
            tax_code: row.get("tax_code")?,
            amount_minor: row.get("amount_minor")?,
        };
        if line.is_customer() {
            line.account = row.get("customer")?;
            let receivable = accounts.of(AccountRole::Receivable, "", &line.profile);
            line.receivable = receivable.unwrap_or_default().to_owned();
        } else if line.account.is_empty() {
            let mut key: String = row.get("role_key")?;
            if key.is_empty() {
                key.clone_from(&line.tax_code);
            }
            let role = role_of(&line.role)?;
            match accounts.of(role, &key, &line.profile) {
                Some(account) => account.clone_into(&mut line.account),
                None => note_missing(&mut self.missing, (role, &key), 1),
            }
        }
        Ok(line)
    }

    /// The days of the first and the last entry.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = self.entries.iter().map(|entry| entry.posting_on);
        Some((days.clone().min()?, days.max()?))
    }

    /// What it comes to, per currency.
    pub fn sums(&self) -> Vec<JournalSum> {
        let mut by_currency: BTreeMap<&str, JournalSum> = BTreeMap::new();
        for entry in &self.entries {
            let sum = by_currency.entry(&entry.currency).or_default();
            for line in &entry.lines {
                sum.debits_minor += line.amount_minor.max(0);
                sum.credits_minor += (-line.amount_minor).max(0);
            }
        }
        by_currency
            .into_iter()
            .map(|(currency, sum)| JournalSum {
                currency: currency.to_owned(),
                ..sum
            })
            .collect()
    }

    /// Refuses what cannot be exported: nothing, or lines without an account.
    pub fn demand_whole(&self) -> Result<(), Refusal> {
        if self.entries.is_empty() {
            return Err(Refusal::new("journal_nothing_to_export"));
        }
        if self.missing.is_empty() {
            return Ok(());
        }
        let lines: i64 = self.missing.iter().map(|missing| missing.lines).sum();
        let roles: Vec<&str> = self
            .missing
            .iter()
            .map(|missing| missing.role.code())
            .collect();
        let keys: Vec<&str> = self
            .missing
            .iter()
            .map(|missing| missing.key.as_str())
            .collect();
        Err(Refusal::new("journal_accounts_missing")
            .with("count", lines)
            .with("account_roles", roles)
            .with("keys", keys))
    }
}

fn head(row: &rusqlite::Row<'_>) -> Result<WaitingEntry, Refusal> {
    Ok(WaitingEntry {
        id: row.get("id")?,
        number: row.get("number")?,
        posting_on: day_of(row, "posting_on")?,
        kind: row.get("kind")?,
        account: row.get("customer")?,
        name: row.get("name")?,
        document_no: row.get("document_no")?,
        currency: row.get("currency")?,
        text: row.get("text")?,
        corrects: row.get("corrects")?,
        lines: Vec::new(),
    })
}

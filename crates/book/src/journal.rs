//! The journal: every posting of the book as balanced lines that the accounting package can take.
//!
//! Invariant: whatever the book posts to a customer by itself has its entry here, written in the same act; an entry adds up
//! to nothing, stays as it is, and is taken back by one of its own that names it. What files bring is the accounting
//! package's own and has none.

pub mod export;
mod extf;
mod lines;
pub mod list;
pub mod posted;
pub mod setup;
pub mod show;
mod table;

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::company;
use crate::facts::{FactKind, FactRow, FactsHash};
use crate::numbers::{self, Sequence};
use crate::refusal::Refusal;

/// Entries of the journal.
const ENTRIES: Sequence = Sequence {
    id: "journal",
    prefix: "JNL-",
};

/// What an account of the ledger is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum AccountRole {
    /// What customers owe, as one account; a profile may have its own.
    Receivable,
    /// A bank account; the key is its number.
    Bank,
    /// What a bank takes besides a payment that came back; the key is the number of its account.
    BankCharge,
    /// Fees of collection letters.
    LetterFee,
    /// Interest that is charged; the key is the interest code.
    InterestIncome,
    /// Interest that is paid on credits; the key is the interest code.
    InterestExpense,
    /// Fees of interest notes; the key is the interest code.
    InterestFee,
    /// Charges such as that of a returned payment; the key is the charges code.
    Charge,
    /// What is written off; a profile may have its own.
    WriteOff,
    /// What comes in on something that was written off.
    Recovery,
    /// Sales tax; the key is the tax code.
    SalesTax,
    /// Discounts for early payment.
    CashDiscount,
    /// Small differences.
    SmallDifference,
    /// Differences between currencies.
    ExchangeDifference,
    /// What is owed to customers and goes to accounts payable.
    Payable,
}

impl AccountRole {
    /// All of them, in the order in which they are set up.
    pub const ALL: [Self; 15] = [
        Self::Receivable,
        Self::Bank,
        Self::BankCharge,
        Self::LetterFee,
        Self::InterestIncome,
        Self::InterestExpense,
        Self::InterestFee,
        Self::Charge,
        Self::WriteOff,
        Self::Recovery,
        Self::SalesTax,
        Self::CashDiscount,
        Self::SmallDifference,
        Self::ExchangeDifference,
        Self::Payable,
    ];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Receivable => "receivable",
            Self::Bank => "bank",
            Self::BankCharge => "bank_charge",
            Self::LetterFee => "letter_fee",
            Self::InterestIncome => "interest_income",
            Self::InterestExpense => "interest_expense",
            Self::InterestFee => "interest_fee",
            Self::Charge => "charge",
            Self::WriteOff => "write_off",
            Self::Recovery => "recovery",
            Self::SalesTax => "sales_tax",
            Self::CashDiscount => "cash_discount",
            Self::SmallDifference => "small_difference",
            Self::ExchangeDifference => "exchange_difference",
            Self::Payable => "payable",
        }
    }
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "JournalEntryKind")]
pub enum EntryKind {
    /// A payment, or a refund.
    Payment,
    /// The fee of a letter.
    LetterFee,
    /// A discount, a small difference or an exchange of currencies.
    Difference,
    /// Interest of a note.
    InterestNote,
    /// The fee of a note.
    InterestFee,
    /// A waiver.
    Waiver,
    /// A waiver that is claimed again.
    Reinstatement,
    /// Interest that is taken off as if it had never been.
    InterestReversal,
    /// A write-off.
    WriteOff,
    /// What came in on something that was written off.
    Recovery,
    /// A payment that came back.
    ReturnedPayment,
    /// A charge.
    Charge,
    /// A credit that is paid out.
    Reimbursement,
    /// Takes another entry back.
    Correction,
}

impl EntryKind {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::LetterFee => "letter_fee",
            Self::Difference => "difference",
            Self::InterestNote => "interest_note",
            Self::InterestFee => "interest_fee",
            Self::Waiver => "waiver",
            Self::Reinstatement => "reinstatement",
            Self::InterestReversal => "interest_reversal",
            Self::WriteOff => "write_off",
            Self::Recovery => "recovery",
            Self::ReturnedPayment => "returned_payment",
            Self::Charge => "charge",
            Self::Reimbursement => "reimbursement",
            Self::Correction => "correction",
        }
    }
}

/// Whose account a line is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side<'a> {
    /// The customer's.
    Customer,
    /// The ledger's, by what it is for, with its key or nothing.
    Ledger(AccountRole, &'a str),
    /// The ledger's, by what it is for and its key, where somebody has chosen the account.
    Chosen(AccountRole, &'a str, &'a str),
}

/// A line to post.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Whose account.
    pub side: Side<'a>,
    /// Debits positive, credits negative, minor units; not 0.
    pub amount_minor: i64,
    /// The transaction of the customer that it is, or that it is about.
    pub transaction_id: Option<i64>,
    /// Posting profile; empty for none.
    pub profile: &'a str,
    /// Dimensions: name and value.
    pub dimensions: &'a [(String, String)],
    /// Tax code; empty for none.
    pub tax_code: &'a str,
}

impl<'a> Line<'a> {
    /// A line without profile, dimensions and tax code.
    pub fn plain(side: Side<'a>, amount_minor: i64, transaction_id: Option<i64>) -> Self {
        Self {
            side,
            amount_minor,
            transaction_id,
            profile: "",
            dimensions: &[],
            tax_code: "",
        }
    }
}

/// An entry to post.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The customer whom all of it is about.
    pub customer_id: i64,
    /// What it is about.
    pub kind: EntryKind,
    /// Posting day.
    pub on: NaiveDate,
    /// Number of the document, by which people find it.
    pub document_no: &'a str,
    /// Currency of the lines.
    pub currency: &'a str,
    /// Text for the accounting package.
    pub text: &'a str,
    /// Lines that add up to nothing.
    pub lines: &'a [Line<'a>],
}

/// Writes entries of one act.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    accounts: Option<Accounts>,
    row: FactRow,
}

impl Journal {
    /// Posts an entry and gives its id.
    ///
    /// # Errors
    /// `journal_unbalanced` where the lines do not add up to nothing; whoever posts has a fault then, and nothing is written.
    pub fn post(&mut self, act: &mut Act<'_>, entry: &Entry<'_>) -> Result<i64, Refusal> {
        demand_balance(entry)?;
        let id = write_entry(act, entry, None)?;
        let accounts = match self.accounts.take() {
            Some(accounts) => accounts,
            None => Accounts::load(act)?,
        };
        for line in entry.lines {
            let (role, key) = match line.side {
                Side::Customer => ("customer", ""),
                Side::Ledger(role, key) | Side::Chosen(role, key, _) => (role.code(), key),
            };
            let account = match line.side {
                Side::Customer => "",
                Side::Ledger(role, key) => accounts.of(role, key, line.profile).unwrap_or_default(),
                Side::Chosen(_, _, account) => account,
            };
            self.write_line(
                act,
                id,
                &Stored {
                    customer_id: entry.customer_id,
                    role,
                    role_key: key,
                    account,
                    transaction_id: line.transaction_id,
                    profile: line.profile,
                    dimensions: &serde_json::to_string(line.dimensions)?,
                    tax_code: line.tax_code,
                    amount_minor: line.amount_minor,
                },
            )?;
        }
        self.accounts = Some(accounts);
        Ok(id)
    }

    /// Posts a plain entry of two lines: `amount_minor` on the customer's account, and the same on the other side.
    pub fn pair(
        &mut self,
        act: &mut Act<'_>,
        entry: &Entry<'_>,
        counterpart: Side<'_>,
        (amount_minor, transaction_id): (i64, i64),
    ) -> Result<i64, Refusal> {
        let lines = [
            Line::plain(Side::Customer, amount_minor, Some(transaction_id)),
            Line::plain(counterpart, -amount_minor, Some(transaction_id)),
        ];
        self.post(
            act,
            &Entry {
                lines: &lines,
                ..*entry
            },
        )
    }

    /// Takes an entry back by one of its own that names it, and gives its id. `transaction_id` is the transaction of the
    /// customer that does the same to the account.
    ///
    /// # Errors
    /// `journal_entry_corrected` where it was taken back before.
    pub fn correct(
        &mut self,
        act: &mut Act<'_>,
        entry_id: i64,
        on: NaiveDate,
        transaction_id: Option<i64>,
    ) -> Result<i64, Refusal> {
        let old = Old::load(act, entry_id)?;
        if old.corrected {
            return Err(Refusal::new("journal_entry_corrected").with("number", old.number));
        }
        let lines = old_lines(act, entry_id)?;
        let id = write_entry(
            act,
            &Entry {
                customer_id: old.customer_id,
                kind: EntryKind::Correction,
                on,
                document_no: &old.document_no,
                currency: &old.currency,
                text: &old.text,
                lines: &[],
            },
            Some(entry_id),
        )?;
        for line in &lines {
            self.write_line(
                act,
                id,
                &Stored {
                    customer_id: old.customer_id,
                    role: &line.role,
                    role_key: &line.role_key,
                    account: &line.account,
                    transaction_id: transaction_id.or(line.transaction_id),
                    profile: &line.profile,
                    dimensions: &line.dimensions,
                    tax_code: &line.tax_code,
                    amount_minor: -line.amount_minor,
                },
            )?;
        }
        Ok(id)
    }

    /// Takes back the entry by which a transaction was posted, where there is one: what was posted before the book had a
    /// journal has none.
    pub fn correct_transaction(
        &mut self,
        act: &mut Act<'_>,
        transaction_id: i64,
        on: NaiveDate,
        by_transaction_id: i64,
    ) -> Result<Option<i64>, Refusal> {
        standing_entry(act, transaction_id)?
            .map(|entry_id| self.correct(act, entry_id, on, Some(by_transaction_id)))
            .transpose()
    }

    fn write_line(
        &mut self,
        act: &mut Act<'_>,
        entry_id: i64,
        line: &Stored<'_>,
    ) -> Result<(), Refusal> {
        let id = act
            .prepare_cached(
                "INSERT INTO journal_lines (entry_id, customer_id, role, role_key, account, transaction_id, profile,
                   dimensions, tax_code, amount_minor)
                 VALUES (:entry, :customer, :role, :key, :account, :transaction, :profile, :dimensions, :tax, :amount)",
            )?
            .insert(named_params! {
                ":entry": entry_id, ":customer": line.customer_id, ":role": line.role, ":key": line.role_key,
                ":account": line.account, ":transaction": line.transaction_id, ":profile": line.profile,
                ":dimensions": line.dimensions, ":tax": line.tax_code, ":amount": line.amount_minor,
            })?;
        let row = line.canonical(id, entry_id, &mut self.row);
        act.facts.written(FactKind::JournalLine, row);
        Ok(())
    }
}

/// A line as it is stored.
struct Stored<'a> {
    customer_id: i64,
    role: &'a str,
    role_key: &'a str,
    account: &'a str,
    transaction_id: Option<i64>,
    profile: &'a str,
    dimensions: &'a str,
    tax_code: &'a str,
    amount_minor: i64,
}

impl Stored<'_> {
    fn canonical<'r>(&self, id: i64, entry_id: i64, row: &'r mut FactRow) -> &'r FactRow {
        row.start()
            .int(id)
            .int(entry_id)
            .int(self.customer_id)
            .text(self.role)
            .text(self.role_key)
            .text(self.account)
            .int(self.transaction_id.unwrap_or(0))
            .text(self.profile)
            .text(self.dimensions)
            .text(self.tax_code)
            .int(self.amount_minor)
    }
}

fn demand_balance(entry: &Entry<'_>) -> Result<(), Refusal> {
    let sum = entry
        .lines
        .iter()
        .try_fold(0_i64, |sum, line| sum.checked_add(line.amount_minor));
    if sum != Some(0) || entry.lines.iter().any(|line| line.amount_minor == 0) {
        return Err(Refusal::new("journal_unbalanced")
            .with("document_no", entry.document_no)
            .with("off_minor", sum)
            .with("currency", entry.currency));
    }
    Ok(())
}

fn write_entry(act: &Act<'_>, entry: &Entry<'_>, corrects: Option<i64>) -> Result<i64, Refusal> {
    let number = numbers::take(act, ENTRIES)?;
    Ok(act
        .prepare_cached(
            "INSERT INTO journal_entries (company_id, number, kind, customer_id, posting_on, document_no, currency, text,
               corrects_id, act_id)
             VALUES (:company, :number, :kind, :customer, :on, :document, :currency, :text, :corrects, :act)",
        )?
        .insert(named_params! {
            ":company": company::current(act)?, ":number": number, ":kind": entry.kind.code(),
            ":customer": entry.customer_id, ":on": entry.on.to_string(), ":document": entry.document_no,
            ":currency": entry.currency, ":text": entry.text, ":corrects": corrects, ":act": act.id,
        })?)
}

/// The entry by which a transaction of a customer was posted.
pub(crate) fn entry_of(
    connection: &Connection,
    transaction_id: i64,
) -> Result<Option<i64>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT l.entry_id FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
             WHERE l.transaction_id = :transaction AND l.role = 'customer' AND e.kind <> 'correction'
             ORDER BY l.id LIMIT 1",
        )?
        .query_row(named_params! {":transaction": transaction_id}, |row| {
            row.get("entry_id")
        })
        .optional()?)
}

/// The entry of a transaction that stands: the one that it was written with, which may be a correction itself, or where that
/// was corrected and the correction too, the last one, which says the same again.
fn standing_entry(connection: &Connection, transaction_id: i64) -> Result<Option<i64>, Refusal> {
    let first: Option<i64> = connection
        .prepare_cached(
            "SELECT entry_id FROM journal_lines WHERE transaction_id = :transaction AND role = 'customer'
             ORDER BY id LIMIT 1",
        )?
        .query_row(named_params! {":transaction": transaction_id}, |row| {
            row.get("entry_id")
        })
        .optional()?;
    let mut statement =
        connection.prepare_cached("SELECT id FROM journal_entries WHERE corrects_id = :id")?;
    let mut next = |id: i64| -> Result<Option<i64>, Refusal> {
        Ok(statement
            .query_row(named_params! {":id": id}, |row| row.get("id"))
            .optional()?)
    };
    let mut standing = first;
    while let Some(entry) = standing
        && let Some(correction) = next(entry)?
        && let Some(again) = next(correction)?
    {
        standing = Some(again);
    }
    Ok(standing)
}

struct Old {
    number: String,
    customer_id: i64,
    document_no: String,
    currency: String,
    text: String,
    corrected: bool,
}

impl Old {
    fn load(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        connection
            .prepare_cached(
                "SELECT number, customer_id, document_no, currency, text,
                        EXISTS (SELECT 1 FROM journal_entries c WHERE c.corrects_id = e.id) AS corrected
                 FROM journal_entries e WHERE id = :id",
            )?
            .query_row(named_params! {":id": id}, |row| {
                Ok(Self {
                    number: row.get("number")?,
                    customer_id: row.get("customer_id")?,
                    document_no: row.get("document_no")?,
                    currency: row.get("currency")?,
                    text: row.get("text")?,
                    corrected: row.get("corrected")?,
                })
            })
            .optional()?
            .ok_or_else(|| Refusal::new("unknown_journal_entry").with("entry_id", id))
    }
}

struct OldLine {
    role: String,
    role_key: String,
    account: String,
    transaction_id: Option<i64>,
    profile: String,
    dimensions: String,
    tax_code: String,
    amount_minor: i64,
}

fn old_lines(connection: &Connection, entry_id: i64) -> Result<Vec<OldLine>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT role, role_key, account, transaction_id, profile, dimensions, tax_code, amount_minor
         FROM journal_lines WHERE entry_id = :entry ORDER BY id",
    )?;
    let lines = statement
        .query_map(named_params! {":entry": entry_id}, |row| {
            Ok(OldLine {
                role: row.get("role")?,
                role_key: row.get("role_key")?,
                account: row.get("account")?,
                transaction_id: row.get("transaction_id")?,
                profile: row.get("profile")?,
                dimensions: row.get("dimensions")?,
                tax_code: row.get("tax_code")?,
                amount_minor: row.get("amount_minor")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(lines)
}

/// The accounts as they are set up in the company of the call.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    by_role: HashMap<(String, String), String>,
    receivable: HashMap<String, String>,
    write_off: HashMap<String, String>,
}

impl Accounts {
    /// Reads them.
    pub fn load(connection: &Connection) -> Result<Self, Refusal> {
        let mut accounts = Self::default();
        {
            let mut statement = connection.prepare_cached(
                "SELECT role, key, account FROM ledger_accounts WHERE company_id = :company
                 UNION ALL
                 SELECT 'bank', number, ledger_account FROM bank_accounts
                 WHERE company_id = :company AND ledger_account <> ''",
            )?;
            let mut rows =
                statement.query(named_params! {":company": company::current(connection)?})?;
            while let Some(row) = rows.next()? {
                accounts
                    .by_role
                    .insert((row.get("role")?, row.get("key")?), row.get("account")?);
            }
        }
        let mut statement = connection.prepare_cached(
            "SELECT id, receivable_account, write_off_account FROM posting_profiles",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get("id")?;
            let named: [(&str, &mut HashMap<String, String>); 2] = [
                ("receivable_account", &mut accounts.receivable),
                ("write_off_account", &mut accounts.write_off),
            ];
            for (column, map) in named {
                let account: String = row.get(column)?;
                if !account.trim().is_empty() {
                    map.insert(id.clone(), account);
                }
            }
        }
        Ok(accounts)
    }

    /// The account of a role: that of the profile, else that of the key, else that for all others; `None` where nothing is
    /// set up.
    pub fn of(&self, role: AccountRole, key: &str, profile: &str) -> Option<&str> {
        let of_profile = match role {
            AccountRole::Receivable => self.receivable.get(profile),
            AccountRole::WriteOff => self.write_off.get(profile),
            _ => None,
        };
        let by = |key: &str| self.by_role.get(&(role.code().to_owned(), key.to_owned()));
        of_profile
            .or_else(|| by(key))
            .or_else(|| by(""))
            .map(String::as_str)
    }
}

/// Hashes the lines again, for `book.check`.
pub(crate) fn hash_lines<S: std::hash::BuildHasher>(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash, S>,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare(
        "SELECT l.id, l.entry_id, l.customer_id, l.role, l.role_key, l.account, l.transaction_id, l.profile, l.dimensions,
                l.tax_code, l.amount_minor, e.act_id
         FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id ORDER BY l.id",
    )?;
    let mut bytes = FactRow::default();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |name: &str| row.get_ref(name)?.as_str().map_err(rusqlite::Error::from);
        let line = Stored {
            customer_id: row.get("customer_id")?,
            role: text("role")?,
            role_key: text("role_key")?,
            account: text("account")?,
            transaction_id: row.get("transaction_id")?,
            profile: text("profile")?,
            dimensions: text("dimensions")?,
            tax_code: text("tax_code")?,
            amount_minor: row.get("amount_minor")?,
        };
        let row_bytes = line.canonical(row.get("id")?, row.get("entry_id")?, &mut bytes);
        hashes
            .entry(row.get("act_id")?)
            .or_default()
            .written(FactKind::JournalLine, row_bytes);
    }
    Ok(())
}

/// The first entry whose lines do not add up to nothing, and by how much, for `book.check`.
pub(crate) fn first_unbalanced(connection: &Connection) -> Result<Option<(String, i64)>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT e.number, SUM(l.amount_minor) AS off FROM journal_entries e
             JOIN journal_lines l ON l.entry_id = e.id GROUP BY e.id HAVING SUM(l.amount_minor) <> 0 LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get("number")?, row.get("off")?)))
        .optional()?)
}

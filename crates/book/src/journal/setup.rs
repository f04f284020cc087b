//! `journal.accounts`, `journal.account_save` and `journal.parameters_save`: the accounts of the ledger by what they are for,
//! which are missing, and what DATEV asks for besides.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::{AccountRole, Accounts};
use crate::company;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

const NAME: &str = "journal";

/// What an interest code may have accounts of its own for.
const INTEREST: [AccountRole; 3] = [
    AccountRole::InterestIncome,
    AccountRole::InterestExpense,
    AccountRole::InterestFee,
];

/// Digits of a key for tax.
const LONGEST_TAX_KEY: usize = 4;

/// Signs of an account.
const LONGEST: usize = 20;

/// An account of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LedgerAccount {
    /// What it is for.
    pub role: AccountRole,
    /// Tax code, number of a bank account, charges code or interest code; empty for all others.
    #[serde(default)]
    pub key: String,
    /// The account; empty takes it away.
    pub account: String,
}

/// What has no account and is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LedgerAccountMissing {
    /// What it would be for.
    pub role: AccountRole,
    /// Its key; empty for none.
    pub key: String,
    /// Lines that wait for it before they can be exported.
    #[ts(type = "number")]
    pub lines: i64,
}

/// What an export needs besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct JournalParameters {
    /// DATEV: number of the consultant.
    pub consultant_no: u32,
    /// DATEV: number of the client.
    pub client_no: u32,
    /// First month of the fiscal year, from 1.
    pub fiscal_month: u32,
    /// DATEV: the dimension whose values are the first cost centre, KOST1; empty for none.
    pub cost_centre: String,
    /// DATEV: the dimension whose values are the second, KOST2; empty for none.
    pub cost_object: String,
    /// DATEV: the key (BU-Schlüssel) by which the package finds the tax of a tax code.
    pub tax_keys: BTreeMap<String, String>,
}

impl Default for JournalParameters {
    fn default() -> Self {
        Self {
            consultant_no: 1_001,
            client_no: 1,
            fiscal_month: 1,
            cost_centre: String::new(),
            cost_object: String::new(),
            tax_keys: BTreeMap::new(),
        }
    }
}

impl JournalParameters {
    /// The first day of the fiscal year of a day.
    pub(super) fn year_of(&self, day: chrono::NaiveDate) -> Option<chrono::NaiveDate> {
        let year = if day.month() >= self.fiscal_month {
            day.year()
        } else {
            day.year() - 1
        };
        chrono::NaiveDate::from_ymd_opt(year, self.fiscal_month, 1)
    }
}

/// The accounts as they are set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LedgerAccounts {
    /// By role, in their order, then key.
    pub accounts: Vec<LedgerAccount>,
    /// Those of bank accounts, which are set up there.
    pub of_banks: Vec<LedgerAccount>,
    /// What has none and is used.
    pub missing: Vec<LedgerAccountMissing>,
    /// What an export needs besides.
    pub parameters: JournalParameters,
}

/// `journal.accounts`
pub fn accounts(session: &mut Session<'_>, _: Nothing) -> Result<LedgerAccounts, Refusal> {
    session.read(all)
}

fn all(connection: &Connection) -> Result<LedgerAccounts, Refusal> {
    let mut accounts = stored(
        connection,
        "SELECT role, key, account FROM ledger_accounts WHERE company_id = :company ORDER BY key",
    )?;
    accounts.sort_by_key(|account| {
        AccountRole::ALL
            .iter()
            .position(|role| *role == account.role)
    });
    let of_banks = stored(
        connection,
        "SELECT 'bank' AS role, number AS key, ledger_account AS account FROM bank_accounts
         WHERE company_id = :company AND ledger_account <> '' ORDER BY number",
    )?;
    Ok(LedgerAccounts {
        accounts,
        of_banks,
        missing: waiting(connection)?,
        parameters: load(connection)?,
    })
}

fn stored(connection: &Connection, sql: &str) -> Result<Vec<LedgerAccount>, Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":company": company::current(connection)?})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let role: String = row.get("role")?;
        found.push(LedgerAccount {
            role: role_of(&role)?,
            key: row.get("key")?,
            account: row.get("account")?,
        });
    }
    Ok(found)
}

/// Reads a stored role.
pub(super) fn role_of(code: &str) -> Result<AccountRole, Refusal> {
    AccountRole::ALL
        .into_iter()
        .find(|role| role.code() == code)
        .ok_or_else(|| Refusal::new("book_damaged").with("role", code))
}

/// Roles whose lines wait for an account.
fn waiting(connection: &Connection) -> Result<Vec<LedgerAccountMissing>, Refusal> {
    let accounts = Accounts::load(connection)?;
    let mut statement = connection.prepare_cached(
        "SELECT l.role, CASE WHEN l.role_key = '' THEN l.tax_code ELSE l.role_key END AS key, l.profile,
                COUNT(*) AS lines
         FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
         WHERE l.account = '' AND l.role <> 'customer'
           AND NOT EXISTS (SELECT 1 FROM journal_exported x WHERE x.entry_id = e.id)
         GROUP BY 1, 2, 3 ORDER BY 1, 2",
    )?;
    let mut rows = statement.query([])?;
    let mut missing: Vec<LedgerAccountMissing> = Vec::new();
    while let Some(row) = rows.next()? {
        let (role, key, profile): (String, String, String) =
            (row.get("role")?, row.get("key")?, row.get("profile")?);
        let role = role_of(&role)?;
        if accounts.of(role, &key, &profile).is_some() {
            continue;
        }
        note_missing(&mut missing, (role, &key), row.get("lines")?);
    }
    Ok(missing)
}

/// Counts lines without an account.
pub(super) fn note_missing(
    missing: &mut Vec<LedgerAccountMissing>,
    (role, key): (AccountRole, &str),
    lines: i64,
) {
    match missing
        .iter_mut()
        .find(|known| known.role == role && known.key == key)
    {
        Some(known) => known.lines += lines,
        None => missing.push(LedgerAccountMissing {
            role,
            key: key.to_owned(),
            lines,
        }),
    }
}

/// `journal.account_save`: sets an account, or takes it away where it is empty.
pub fn account_save(
    session: &mut Session<'_>,
    new: LedgerAccount,
) -> Result<LedgerAccounts, Refusal> {
    let (key, account) = (new.key.trim(), new.account.trim());
    let of_interest = INTEREST.contains(&new.role);
    let takes_key = of_interest
        || matches!(
            new.role,
            AccountRole::SalesTax
                | AccountRole::Bank
                | AccountRole::BankCharge
                | AccountRole::Charge
        );
    if !key.is_empty() && !takes_key {
        return Err(Refusal::new("ledger_account_key").with("field", "key"));
    }
    demand_account(account, "account")?;
    if of_interest && !key.is_empty() && !account.is_empty() {
        demand_interest_code(session.connection(), key)?;
    }
    session.act(|act| {
        act.about("ledger_account", format!("{} {key}", new.role.code()).trim_end());
        let company_id = company::current(act)?;
        let old = stored(
            act,
            "SELECT role, key, account FROM ledger_accounts WHERE company_id = :company",
        )?
        .into_iter()
        .find(|known| known.role == new.role && known.key == key)
        .map(|known| known.account);
        act.change("account", old.unwrap_or_default(), account);
        let sql = if account.is_empty() {
            "DELETE FROM ledger_accounts WHERE company_id = :company AND role = :role AND key = :key AND :account = ''"
        } else {
            "INSERT INTO ledger_accounts (company_id, role, key, account) VALUES (:company, :role, :key, :account)
             ON CONFLICT (company_id, role, key) DO UPDATE SET account = excluded.account"
        };
        act.execute(
            sql,
            named_params! {":company": company_id, ":role": new.role.code(), ":key": key, ":account": account},
        )?;
        Ok(())
    })?;
    accounts(session, Nothing {})
}

/// A misspelt code would be an account that nothing is ever posted to.
fn demand_interest_code(connection: &Connection, code: &str) -> Result<(), Refusal> {
    connection
        .prepare_cached("SELECT 1 FROM interest_codes WHERE id = :id")?
        .query_row(named_params! {":id": code}, |_| Ok(()))
        .optional()?
        .ok_or_else(|| {
            Refusal::new("ledger_account_interest_code")
                .with("field", "key")
                .with("code", code)
        })
}

/// Takes the accounts of an interest code away, because the code is gone.
pub(crate) fn forget_interest_code(connection: &Connection, code: &str) -> Result<(), Refusal> {
    for role in INTEREST {
        connection
            .prepare_cached("DELETE FROM ledger_accounts WHERE role = :role AND key = :code")?
            .execute(named_params! {":role": role.code(), ":code": code})?;
    }
    Ok(())
}

/// An account is short and has nothing in it that files are cut by.
pub(crate) fn demand_account(account: &str, field: &str) -> Result<(), Refusal> {
    let is_plain =
        |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '-' | '/' | ' ' | '_');
    if account.chars().count() > LONGEST || !account.chars().all(is_plain) {
        return Err(Refusal::new("ledger_account_invalid")
            .with("field", field)
            .with("account", account)
            .with("limit", LONGEST));
    }
    Ok(())
}

/// The parameters of the journal.
pub(super) fn load(connection: &Connection) -> Result<JournalParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `journal.parameters_save`
pub fn parameters_save(
    session: &mut Session<'_>,
    new: JournalParameters,
) -> Result<LedgerAccounts, Refusal> {
    for (field, value, first, last) in [
        ("consultant_no", new.consultant_no, 1_001, 9_999_999),
        ("client_no", new.client_no, 1, 99_999),
        ("fiscal_month", new.fiscal_month, 1, 12),
    ] {
        if !(first..=last).contains(&value) {
            return Err(Refusal::new("value_outside")
                .with("field", field)
                .with("first", first)
                .with("last", last));
        }
    }
    let new = tidy(new)?;
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    accounts(session, Nothing {})
}

/// Names without spaces around them; two different dimensions, and keys as DATEV has them.
fn tidy(new: JournalParameters) -> Result<JournalParameters, Refusal> {
    let (centre, object) = (new.cost_centre.trim(), new.cost_object.trim());
    if !centre.is_empty() && centre == object {
        return Err(Refusal::new("journal_dimension_twice")
            .with("field", "cost_object")
            .with("name", centre));
    }
    let mut tax_keys = BTreeMap::new();
    for (code, key) in &new.tax_keys {
        let (code, key) = (code.trim(), key.trim());
        if code.is_empty() && key.is_empty() {
            continue;
        }
        let is_key = (1..=LONGEST_TAX_KEY).contains(&key.len())
            && key.bytes().all(|sign| sign.is_ascii_digit());
        if code.is_empty() || !is_key {
            return Err(Refusal::new("journal_tax_key")
                .with("field", "tax_keys")
                .with("tax_code", code)
                .with("key", key)
                .with("digits", LONGEST_TAX_KEY));
        }
        tax_keys.insert(code.to_owned(), key.to_owned());
    }
    Ok(JournalParameters {
        cost_centre: centre.to_owned(),
        cost_object: object.to_owned(),
        tax_keys,
        ..new
    })
}

//! `bank.accounts`: the company's own bank accounts. A statement of an unknown one creates it.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::act::Act;
use crate::charges;
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// One of the company's bank accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankAccount {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// IBAN without blanks, or the number as the bank writes it.
    pub number: String,
    /// BIC.
    pub bic: String,
    /// Name shown.
    pub name: String,
    /// Currency; missing until a file or a person says it.
    pub currency: Option<String>,
    /// Account of the general ledger.
    pub ledger_account: String,
    /// Charges group of payments that come back; nothing is charged where missing.
    pub charges_group: Option<String>,
    /// Whether payments on it may come back.
    pub returns: AccountReturns,
    /// Lines of it in the book.
    #[ts(type = "number")]
    pub lines: i64,
    /// Of them, waiting.
    #[ts(type = "number")]
    pub open: i64,
    /// Newest day that its statements reach.
    pub data_to: Option<NaiveDate>,
    /// Newest closing balance, minor units.
    #[ts(type = "number | null")]
    pub closing_minor: Option<i64>,
    /// Day of the newest closing balance.
    pub closing_on: Option<NaiveDate>,
}

/// The company's bank accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankAccounts {
    /// By number.
    pub accounts: Vec<BankAccount>,
}

/// Saves an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveBankAccount {
    /// Row id; a new account where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// IBAN, blanks allowed, or the number as the bank writes it.
    pub number: String,
    /// BIC.
    #[serde(default)]
    pub bic: String,
    /// Name shown.
    #[serde(default)]
    pub name: String,
    /// Currency.
    #[serde(default)]
    pub currency: Option<String>,
    /// Account of the general ledger.
    #[serde(default)]
    pub ledger_account: String,
    /// Charges group of payments that come back; as it is where missing, none where empty.
    #[serde(default)]
    pub charges_group: Option<String>,
    /// Whether payments on it may come back; as it is where missing.
    #[serde(default)]
    pub returns: Option<AccountReturns>,
}

/// Whether payments on a bank account may come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum AccountReturns {
    /// They may.
    #[default]
    Allowed,
    /// They may not.
    Forbidden,
}

impl AccountReturns {
    fn code(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Forbidden => "forbidden",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "forbidden" => Self::Forbidden,
            _ => Self::Allowed,
        }
    }
}

/// `bank.accounts`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<BankAccounts, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT a.id, a.number, a.bic, a.name, a.currency, a.ledger_account, a.charges_group, a.returns,
                (SELECT COUNT(*) FROM bank_lines l WHERE l.bank_account_id = a.id) AS lines,
                (SELECT COUNT(*) FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id
                 WHERE s.state = 'open' AND l.bank_account_id = a.id) AS open,
                (SELECT MAX(x.data_to) FROM bank_statements x WHERE x.bank_account_id = a.id) AS data_to,
                c.closing_minor, c.closing_on
         FROM bank_accounts a
         LEFT JOIN bank_statements c ON c.id = (SELECT x.id FROM bank_statements x
           WHERE x.bank_account_id = a.id AND x.closing_minor IS NOT NULL ORDER BY x.closing_on DESC, x.id DESC LIMIT 1)
         WHERE a.company_id = :company ORDER BY a.number",
    )?;
    let accounts = statement
        .query_map(
            named_params! {":company": company::current(session.connection())?},
            |row| {
                let day = |name: &str| -> rusqlite::Result<Option<NaiveDate>> {
                    let text: Option<String> = row.get(name)?;
                    Ok(text.and_then(|day| day.parse().ok()))
                };
                Ok(BankAccount {
                    id: row.get("id")?,
                    number: row.get("number")?,
                    bic: row.get("bic")?,
                    name: row.get("name")?,
                    currency: row.get("currency")?,
                    ledger_account: row.get("ledger_account")?,
                    charges_group: row.get("charges_group")?,
                    returns: AccountReturns::of(&row.get::<_, String>("returns")?),
                    lines: row.get("lines")?,
                    open: row.get("open")?,
                    data_to: day("data_to")?,
                    closing_minor: row.get("closing_minor")?,
                    closing_on: day("closing_on")?,
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(BankAccounts { accounts })
}

/// `bank.account_save`
pub fn save(session: &mut Session<'_>, request: SaveBankAccount) -> Result<BankAccounts, Refusal> {
    let number = plain_number(&request.number);
    if number.is_empty() {
        return Err(Refusal::new("bank_account_number_missing").with("field", "number"));
    }
    let currency = request
        .currency
        .as_deref()
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .map(|code| {
            code.parse::<engine::money::Currency>()
                .map_err(|_| Refusal::new("unknown_currency").with("currency", code))
        })
        .transpose()?;
    session.act(|act| {
        act.about("bank_account", &number);
        let other = id_of(act, &number)?.filter(|id| Some(*id) != request.id);
        if other.is_some() {
            return Err(Refusal::new("bank_account_exists").with("number", &number));
        }
        let changed = match request.id {
            None => act.execute(
                "INSERT INTO bank_accounts (uuid, company_id, number, bic, name, currency, ledger_account, act_id)
                 VALUES (:uuid, :company, :number, :bic, :name, :currency, :ledger, :act)",
                named_params! {
                    ":uuid": Uuid::now_v7().to_string(), ":company": company::current(act)?, ":number": number,
                    ":bic": request.bic.trim(), ":name": request.name.trim(),
                    ":currency": currency.as_ref().map(engine::money::Currency::code),
                    ":ledger": request.ledger_account.trim(), ":act": act.id,
                },
            )?,
            Some(id) => act.execute(
                "UPDATE bank_accounts SET number = :number, bic = :bic, name = :name,
                   currency = COALESCE(:currency, currency), ledger_account = :ledger, act_id = :act WHERE id = :id",
                named_params! {
                    ":id": id, ":number": number, ":bic": request.bic.trim(), ":name": request.name.trim(),
                    ":currency": currency.as_ref().map(engine::money::Currency::code),
                    ":ledger": request.ledger_account.trim(), ":act": act.id,
                },
            )?,
        };
        if changed == 0 {
            return Err(Refusal::new("unknown_bank_account").with("number", &number));
        }
        save_returns(act, &number, &request)?;
        act.note("name", request.name.trim());
        act.note("bic", request.bic.trim());
        act.note("ledger_account", request.ledger_account.trim());
        Ok(())
    })?;
    list(session, Nothing {})
}

/// What is charged for a payment that comes back, and whether one may.
fn save_returns(act: &mut Act<'_>, number: &str, request: &SaveBankAccount) -> Result<(), Refusal> {
    let group = request.charges_group.as_deref().map(str::trim);
    if let Some(code) = group.filter(|code| !code.is_empty()) {
        charges::demand_group(act, code)?;
    }
    act.execute(
        "UPDATE bank_accounts SET
           charges_group = CASE WHEN :group IS NULL THEN charges_group ELSE nullif(:group, '') END,
           returns = COALESCE(:returns, returns)
         WHERE company_id = :company AND number = :number",
        named_params! {
            ":group": group, ":returns": request.returns.map(AccountReturns::code),
            ":company": company::current(act)?, ":number": number,
        },
    )?;
    if let Some(group) = group {
        act.note("charges_group", group);
    }
    if let Some(returns) = request.returns {
        act.note("returns", returns.code());
    }
    Ok(())
}

/// The number without blanks, upper case, as files write it.
pub(crate) fn plain_number(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn id_of(connection: &Connection, number: &str) -> Result<Option<i64>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT id FROM bank_accounts WHERE company_id = :company AND number = :number",
        )?
        .query_row(
            named_params! {":company": company::current(connection)?, ":number": number},
            |row| row.get("id"),
        )
        .optional()?)
}

/// The own account with that number, and whether it was made because no file and no person had it yet.
pub(super) fn found_or_made(
    act: &Act<'_>,
    number: &str,
    bic: &str,
    currency: &str,
) -> Result<(i64, bool), Refusal> {
    let number = plain_number(number);
    if let Some(id) = id_of(act, &number)? {
        act.prepare_cached(
            "UPDATE bank_accounts SET currency = :currency, act_id = :act WHERE id = :id AND currency IS NULL",
        )?
        .execute(named_params! {":id": id, ":currency": currency, ":act": act.id})?;
        return Ok((id, false));
    }
    let elsewhere: bool = act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM bank_accounts WHERE number = :number) AS elsewhere",
        )?
        .query_row(named_params! {":number": number}, |row| {
            row.get("elsewhere")
        })?;
    if elsewhere {
        return Err(Refusal::new("bank_account_of_other_company").with("number", number));
    }
    let id = act
        .prepare_cached(
            "INSERT INTO bank_accounts (uuid, company_id, number, bic, currency, act_id)
             VALUES (:uuid, :company, :number, :bic, :currency, :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":company": company::current(act)?, ":number": number, ":bic": bic,
            ":currency": currency, ":act": act.id,
        })?;
    Ok((id, true))
}

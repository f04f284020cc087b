//! Charges groups (spec 24 §3): sets of automatic charges. The one on a bank account decides what a payment that comes back
//! costs the customer; no group, or no line that fits, and nothing is charged.

use std::collections::BTreeMap;

use engine::charges::{Amount, Charged, Line, ValidFor, charges, tax_included};
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::currency_of;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Tax as high as what is taxed.
const MOST_TAX_BP: i64 = 10_000;

/// For whom a line of charges holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ChargesFor {
    /// Everybody.
    #[default]
    All,
    /// The customers of a group.
    Group,
    /// One customer.
    Customer,
}

impl ChargesFor {
    fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Group => "group",
            Self::Customer => "customer",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "group" => Self::Group,
            "customer" => Self::Customer,
            _ => Self::All,
        }
    }
}

/// A line of a charges group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ChargesLine {
    /// Charges code; the key of the ledger account that takes it.
    pub code: String,
    /// Text on the customer's account.
    pub text: String,
    /// The text in other languages, by language.
    pub translations: BTreeMap<String, String>,
    /// For whom it holds.
    pub valid_for: ChargesFor,
    /// Customer group or account number; empty for all.
    pub valid_key: String,
    /// For which currency; missing where a percentage holds for any.
    pub currency: Option<String>,
    /// Amount in minor units; missing where it is a percentage.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Hundredths of a percent of the payment; missing where it is an amount.
    #[ts(type = "number | null")]
    pub percent_bp: Option<i64>,
    /// Tax code; the amount includes the tax.
    pub tax_code: String,
    /// Hundredths of a percent of the net amount that are tax and get a line of their own in the journal; 0 where the accounting
    /// package finds the tax by its code.
    #[ts(type = "number")]
    pub tax_bp: i64,
}

/// A charges group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ChargesGroup {
    /// Its code.
    pub code: String,
    /// What it is for.
    pub description: String,
    /// Its lines, in their order.
    pub lines: Vec<ChargesLine>,
    /// Numbers of the bank accounts that have it; saving it does not change them.
    pub bank_accounts: Vec<String>,
}

/// The charges groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChargesGroups {
    /// By code.
    pub groups: Vec<ChargesGroup>,
}

/// Names a charges group.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ChargesGroupName {
    /// Its code.
    pub code: String,
}

/// `charges.groups`
pub fn groups(session: &mut Session<'_>, _: Nothing) -> Result<ChargesGroups, Refusal> {
    let connection = session.connection();
    let mut statement =
        connection.prepare_cached("SELECT code, description FROM charges_groups ORDER BY code")?;
    let heads: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get("code")?, row.get("description")?)))?
        .collect::<Result<_, _>>()?;
    let groups = heads.into_iter().map(|(code, description)| {
        Ok(ChargesGroup {
            lines: lines(connection, &code)?,
            bank_accounts: used_by(connection, &code)?,
            code,
            description,
        })
    });
    Ok(ChargesGroups {
        groups: groups.collect::<Result<_, Refusal>>()?,
    })
}

fn lines(connection: &Connection, group: &str) -> Result<Vec<ChargesLine>, Refusal> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM charges_lines WHERE group_code = :group ORDER BY id")?;
    let mut rows = statement.query(named_params! {":group": group})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(line_of(row)?);
    }
    Ok(found)
}

fn line_of(row: &Row<'_>) -> Result<ChargesLine, Refusal> {
    let translations: String = row.get("translations")?;
    Ok(ChargesLine {
        code: row.get("code")?,
        text: row.get("text")?,
        translations: serde_json::from_str(&translations)?,
        valid_for: ChargesFor::of(&row.get::<_, String>("valid_for")?),
        valid_key: row.get("valid_key")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        percent_bp: row.get("percent_bp")?,
        tax_code: row.get("tax_code")?,
        tax_bp: row.get("tax_bp")?,
    })
}

fn used_by(connection: &Connection, group: &str) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT number FROM bank_accounts WHERE charges_group = :group ORDER BY number",
    )?;
    let numbers = statement.query_map(named_params! {":group": group}, |row| row.get("number"))?;
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// `charges.group_save`: the lines that are given stand for all that were.
pub fn group_save(
    session: &mut Session<'_>,
    request: ChargesGroup,
) -> Result<ChargesGroups, Refusal> {
    let code = request.code.trim().to_owned();
    if code.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "code"));
    }
    session.act(|act| {
        act.about("charges_group", &code);
        for (row, line) in (1_u64..).zip(&request.lines) {
            demand_line(act, line).map_err(|refusal| refusal.with("row", row))?;
        }
        act.execute(
            "INSERT INTO charges_groups (code, description) VALUES (:code, :description)
             ON CONFLICT (code) DO UPDATE SET description = excluded.description",
            named_params! {":code": code, ":description": request.description.trim()},
        )?;
        act.change("lines", lines(act, &code)?, &request.lines);
        act.execute(
            "DELETE FROM charges_lines WHERE group_code = :code",
            named_params! {":code": code},
        )?;
        for line in &request.lines {
            write_line(act, &code, line)?;
        }
        Ok(())
    })?;
    groups(session, Nothing {})
}

fn write_line(act: &Act<'_>, group: &str, line: &ChargesLine) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO charges_lines (group_code, code, text, translations, valid_for, valid_key, currency, amount_minor,
           percent_bp, tax_code, tax_bp)
         VALUES (:group, :code, :text, :translations, :for, :key, :currency, :amount, :percent, :tax, :tax_bp)",
    )?
    .execute(named_params! {
        ":group": group, ":code": line.code.trim(), ":text": line.text.trim(),
        ":translations": serde_json::to_string(&line.translations)?, ":for": line.valid_for.code(),
        ":key": line.valid_key.trim(), ":currency": line.currency.as_deref().map(str::trim),
        ":amount": line.amount_minor, ":percent": line.percent_bp, ":tax": line.tax_code.trim(),
        ":tax_bp": line.tax_bp,
    })?;
    Ok(())
}

fn demand_line(connection: &Connection, line: &ChargesLine) -> Result<(), Refusal> {
    for (field, value) in [("line_code", &line.code), ("text", &line.text)] {
        if value.trim().is_empty() {
            return Err(Refusal::new("value_missing").with("field", field));
        }
    }
    let key = line.valid_key.trim();
    match line.valid_for {
        ChargesFor::All if !key.is_empty() => {
            return Err(Refusal::new("charges_key_of_all").with("field", "valid_key"));
        }
        ChargesFor::Group | ChargesFor::Customer if key.is_empty() => {
            return Err(Refusal::new("value_missing").with("field", "valid_key"));
        }
        ChargesFor::Customer => {
            connection
                .prepare_cached("SELECT 1 FROM customers WHERE account = :account")?
                .query_row(named_params! {":account": key}, |_| Ok(()))
                .optional()?
                .ok_or_else(|| {
                    Refusal::new("unknown_customer")
                        .with("field", "valid_key")
                        .with("account", key)
                })?;
        }
        ChargesFor::All | ChargesFor::Group => {}
    }
    if let Some(currency) = line.currency.as_deref() {
        currency.trim().parse::<Currency>().map_err(|_| {
            Refusal::new("unknown_currency")
                .with("field", "currency")
                .with("currency", currency)
        })?;
    }
    if !(0..=MOST_TAX_BP).contains(&line.tax_bp) {
        return Err(Refusal::new("value_outside")
            .with("field", "tax_bp")
            .with("first", 0)
            .with("last", MOST_TAX_BP / 100));
    }
    if line.tax_bp > 0 && line.tax_code.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "tax_code"));
    }
    match (line.amount_minor, line.percent_bp) {
        (Some(minor), None) if minor > 0 && line.currency.is_some() => Ok(()),
        (Some(minor), None) if minor > 0 => {
            Err(Refusal::new("charges_amount_needs_currency").with("field", "currency"))
        }
        (None, Some(bp)) if (1..=10_000).contains(&bp) => Ok(()),
        _ => Err(Refusal::new("charges_amount_or_percent").with("field", "amount_minor")),
    }
}

/// `charges.group_delete`: one that a bank account has stays.
pub fn group_delete(
    session: &mut Session<'_>,
    request: ChargesGroupName,
) -> Result<ChargesGroups, Refusal> {
    session.act(|act| {
        act.about("charges_group", &request.code);
        let used = used_by(act, &request.code)?;
        if !used.is_empty() {
            return Err(Refusal::new("charges_group_used")
                .with("code", &request.code)
                .with("bank_accounts", used.join(", ")));
        }
        act.change("lines", lines(act, &request.code)?, None::<()>);
        act.execute(
            "DELETE FROM charges_lines WHERE group_code = :code",
            named_params! {":code": request.code},
        )?;
        let gone = act.execute(
            "DELETE FROM charges_groups WHERE code = :code",
            named_params! {":code": request.code},
        )?;
        if gone == 0 {
            return Err(unknown(&request.code));
        }
        Ok(())
    })?;
    groups(session, Nothing {})
}

/// Refuses the code of a group that there is not.
pub(crate) fn demand_group(connection: &Connection, code: &str) -> Result<(), Refusal> {
    connection
        .prepare_cached("SELECT 1 FROM charges_groups WHERE code = :code")?
        .query_row(named_params! {":code": code}, |_| Ok(()))
        .optional()?
        .ok_or_else(|| unknown(code).with("field", "charges_group"))
}

fn unknown(code: &str) -> Refusal {
    Refusal::new("unknown_charges_group").with("code", code)
}

/// A charge that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FittingCharge {
    /// Charges code.
    pub code: String,
    /// Text in the customer's language, where there is one.
    pub text: String,
    /// Tax code; empty for none.
    pub tax_code: String,
    /// Positive minor units in the currency that was asked for.
    pub amount_minor: i64,
    /// What of it is tax, minor units; 0 where that has no line of its own.
    pub tax_minor: i64,
}

/// The charges of a group that fit a customer and an amount, in the customer's language.
pub(crate) fn fitting(
    connection: &Connection,
    group: &str,
    charged: &Charged<'_>,
    language: &str,
) -> Result<Vec<FittingCharge>, Refusal> {
    let stored = lines(connection, group)?;
    let lines = stored
        .iter()
        .map(|line| {
            Ok(Line {
                code: &line.code,
                valid_for: match line.valid_for {
                    ChargesFor::All => ValidFor::All,
                    ChargesFor::Group => ValidFor::Group(&line.valid_key),
                    ChargesFor::Customer => ValidFor::Customer(&line.valid_key),
                },
                currency: line.currency.as_deref().map(currency_of).transpose()?,
                amount: match (line.amount_minor, line.percent_bp) {
                    (Some(minor), _) => Amount::Fixed(minor),
                    (None, bp) => Amount::Percent(bp.unwrap_or(0)),
                },
            })
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    let found = charges(&lines, charged).into_iter().map(|charge| {
        let line = &stored[charge.line];
        FittingCharge {
            code: line.code.clone(),
            text: text_in(line, language),
            tax_code: line.tax_code.clone(),
            amount_minor: charge.amount_minor,
            tax_minor: tax_included(charge.amount_minor, line.tax_bp),
        }
    });
    Ok(found.collect())
}

/// The text in a language such as `de` or `de-AT`; the text itself where there is none in it.
fn text_in(line: &ChargesLine, language: &str) -> String {
    let short = language.split('-').next().unwrap_or("");
    let found = line
        .translations
        .get(language)
        .or_else(|| line.translations.get(short))
        .filter(|text| !text.trim().is_empty());
    found.unwrap_or(&line.text).clone()
}

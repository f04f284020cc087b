//! Payment by the letter's own reference (spec 30 §5): the account that takes the letter's currency, the reference that its
//! number gives, and the code on its paper.
//!
//! A letter without a code is a letter all the same: whatever keeps the code off is said with the letter, never a refusal.

use engine::codes::{self, Bill, Fault, Party, Standard, Transfer};
use engine::money::Currency;
use papers::{Bank, PaymentCode, SwissBill};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::parameters::{self, PaymentCodes};
use crate::accounts::currency_of;
use crate::act::Act;
use crate::company::{self, Company};
use crate::refusal::Refusal;

/// The number of a letter that has none yet.
pub(super) const NO_NUMBER: &str = "–";

/// Which code a letter carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStandard {
    /// EPC069-12: a SEPA transfer in euros.
    Epc,
    /// Swiss QR-bill.
    Swiss,
}

impl PaymentStandard {
    fn code(self) -> &'static str {
        match self {
            Self::Epc => "epc",
            Self::Swiss => "swiss",
        }
    }
}

/// Why a letter carries no code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum NoPaymentCode {
    /// The parameter says so.
    Off,
    /// Neither standard takes the currency.
    NoStandard {
        /// The currency.
        currency: String,
    },
    /// The company has no account that takes the currency.
    NoAccount {
        /// The currency.
        currency: String,
    },
    /// The number of the letter makes no reference: it is too long, or has letters beyond A to Z.
    NoReference,
    /// The payment part of a QR-bill is as wide as A4, and the company prints on another sheet.
    NotA4,
    /// The standard refuses what a field holds.
    Field {
        /// Which, and what is wrong with it.
        fault: Fault,
    },
}

impl From<Fault> for NoPaymentCode {
    fn from(fault: Fault) -> Self {
        Self::Field { fault }
    }
}

/// How a letter asks to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterPayment {
    /// The structured reference in groups; drafts have none yet.
    pub reference: Option<String>,
    /// The account; empty where the company has none that takes the currency.
    pub account: String,
    /// The code on the paper.
    pub standard: Option<PaymentStandard>,
    /// Why there is none.
    pub no_code: Option<NoPaymentCode>,
}

/// What a paper carries of it, as kept with the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PaymentRecord {
    /// Without blanks; empty where the number makes none.
    pub reference: String,
    /// The account where it is another than that of the letterhead.
    pub bank: Option<Bank>,
    pub account: String,
    pub code: Option<CodeRecord>,
    pub no_code: Option<NoPaymentCode>,
}

/// A code as kept with a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "standard")]
pub(crate) enum CodeRecord {
    Epc {
        text: String,
    },
    Swiss {
        text: String,
        creditor: Vec<String>,
        message: String,
        debtor: Vec<String>,
    },
}

impl CodeRecord {
    fn standard(&self) -> PaymentStandard {
        match self {
            Self::Epc { .. } => PaymentStandard::Epc,
            Self::Swiss { .. } => PaymentStandard::Swiss,
        }
    }
}

impl PaymentRecord {
    /// The code as a paper takes it.
    pub(super) fn paper_code(&self) -> Option<PaymentCode> {
        Some(match self.code.clone()? {
            CodeRecord::Epc { text } => PaymentCode::Transfer(text),
            CodeRecord::Swiss {
                text,
                creditor,
                message,
                debtor,
            } => PaymentCode::SwissBill(SwissBill {
                text,
                account: in_fours(&self.account),
                creditor,
                reference: codes::grouped(&self.reference),
                message,
                debtor,
            }),
        })
    }

    /// What is told of it.
    pub(super) fn told(&self) -> LetterPayment {
        LetterPayment {
            reference: Some(codes::grouped(&self.reference)).filter(|text| !text.is_empty()),
            account: self.account.clone(),
            standard: self.code.as_ref().map(CodeRecord::standard),
            no_code: self.no_code.clone(),
        }
    }
}

/// An account of the company that can take payments.
#[derive(Debug, Clone)]
struct Account {
    bank: Bank,
    /// The currency that it takes.
    currency: Currency,
    is_letterhead: bool,
}

/// A postal address in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub name: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

impl Parts {
    fn party(&self) -> Party<'_> {
        let (street, building) = codes::split_street(&self.street);
        Party {
            name: &self.name,
            street,
            building,
            postal_code: &self.postal_code,
            city: &self.city,
            country: &self.country,
        }
    }

    /// As a payment part prints it: the country before the postal code of other countries.
    fn lines(&self) -> Vec<String> {
        let town = format!("{} {}", self.postal_code, self.city);
        let town = match self.country.as_str() {
            "CH" | "LI" => town,
            country => format!("{country}-{town}"),
        };
        [self.name.clone(), self.street.clone(), town]
            .into_iter()
            .filter(|line| !line.trim().is_empty())
            .collect()
    }
}

/// What a letter is paid for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim<'a> {
    pub letter_no: &'a str,
    pub currency: Currency,
    pub total_minor: i64,
    /// Missing where the recipient was typed in review or has no town.
    pub debtor: Option<&'a Parts>,
}

/// Where the company takes payments, read once for a run.
#[derive(Debug, Clone)]
pub(super) struct PayTo {
    is_on: bool,
    is_a4: bool,
    creditor: Parts,
    accounts: Vec<Account>,
}

impl PayTo {
    /// The company's accounts as they are now.
    pub(super) fn load(connection: &Connection, company: &Company) -> Result<Self, Refusal> {
        Ok(Self {
            is_on: parameters::load(connection)?.payment_codes == PaymentCodes::Fitting,
            is_a4: company.page_size == "a4",
            creditor: Parts {
                name: company.holder().to_owned(),
                street: company.street.clone(),
                postal_code: company.postal_code.clone(),
                city: company.city.clone(),
                country: company.country.clone(),
            },
            accounts: accounts(connection, company)?,
        })
    }

    /// The account for a currency. A QR-IBAN comes first for francs, because its reference is the stronger one; then the
    /// account of the letterhead.
    fn account(&self, currency: Currency) -> Option<(&Account, Standard)> {
        self.accounts
            .iter()
            .filter(|account| account.currency == currency)
            .filter_map(|account| Some((account, codes::standard(&account.bank.iban, currency)?)))
            .min_by_key(|(account, standard)| {
                let is_qr = codes::is_qr_iban(&account.bank.iban);
                let prefers_qr = *standard == Standard::Swiss && currency.code() == "CHF";
                (prefers_qr && !is_qr, !account.is_letterhead)
            })
    }

    /// Reference, account and code of a letter.
    pub(super) fn of(&self, claim: &Claim<'_>) -> PaymentRecord {
        let chosen = self.account(claim.currency);
        let is_qr = chosen.is_some_and(|(account, _)| codes::is_qr_iban(&account.bank.iban));
        // A draft is laid out as its letter will be, under a number that no letter gets; `record` takes it off again.
        let number = if claim.letter_no == NO_NUMBER {
            "0"
        } else {
            claim.letter_no
        };
        let reference = if is_qr {
            codes::qr_reference(number)
        } else {
            codes::creditor_reference(number)
        };
        let code = self.code(claim, chosen, reference.as_deref());
        let is_draft = claim.letter_no == NO_NUMBER;
        let (code, no_code) = match code {
            Ok(code) if is_draft => (Some(code.blanked()), None),
            Ok(code) => (Some(code), None),
            Err(why) => (None, Some(why)),
        };
        PaymentRecord {
            reference: reference.filter(|_| !is_draft).unwrap_or_default(),
            bank: chosen
                .filter(|(account, _)| !account.is_letterhead)
                .map(|(account, _)| account.bank.clone()),
            account: chosen.map_or_else(String::new, |(account, _)| account.bank.iban.clone()),
            code,
            no_code,
        }
    }

    fn code(
        &self,
        claim: &Claim<'_>,
        chosen: Option<(&Account, Standard)>,
        reference: Option<&str>,
    ) -> Result<CodeRecord, NoPaymentCode> {
        if !self.is_on {
            return Err(NoPaymentCode::Off);
        }
        let currency = claim.currency.code().to_owned();
        if !matches!(claim.currency.code(), "EUR" | "CHF") {
            return Err(NoPaymentCode::NoStandard { currency });
        }
        let (account, standard) = chosen.ok_or(NoPaymentCode::NoAccount { currency })?;
        let reference = reference.ok_or(NoPaymentCode::NoReference)?;
        match standard {
            Standard::Epc => transfer(claim, &account.bank, reference),
            Standard::Swiss if !self.is_a4 => Err(NoPaymentCode::NotA4),
            Standard::Swiss => self.bill(claim, &account.bank, reference),
        }
    }

    fn bill(
        &self,
        claim: &Claim<'_>,
        bank: &Bank,
        reference: &str,
    ) -> Result<CodeRecord, NoPaymentCode> {
        let message = if claim.letter_no == NO_NUMBER {
            ""
        } else {
            claim.letter_no
        };
        let bill = |debtor: Option<&Parts>| {
            Bill {
                iban: &bank.iban,
                creditor: self.creditor.party(),
                amount_minor: Some(claim.total_minor),
                currency: claim.currency,
                debtor: debtor.map(Parts::party),
                reference,
                message,
                information: "",
                alternatives: &[],
            }
            .payload()
        };
        // A customer whose address the bill cannot carry writes it in by hand.
        let (text, debtor) = match bill(claim.debtor) {
            Ok(text) => (text, claim.debtor),
            Err(fault) if fault.field.is_of_debtor() => (bill(None)?, None),
            Err(fault) => return Err(fault.into()),
        };
        Ok(CodeRecord::Swiss {
            text,
            creditor: self.creditor.lines(),
            message: message.to_owned(),
            debtor: debtor.map(Parts::lines).unwrap_or_default(),
        })
    }
}

fn transfer(claim: &Claim<'_>, bank: &Bank, reference: &str) -> Result<CodeRecord, NoPaymentCode> {
    Transfer {
        name: &bank.holder,
        iban: &bank.iban,
        bic: &bank.bic,
        amount_minor: claim.total_minor,
        currency: claim.currency,
        purpose: "",
        reference,
        message: "",
        information: "",
    }
    .payload()
    .map(|text| CodeRecord::Epc { text })
    .map_err(NoPaymentCode::from)
}

impl CodeRecord {
    /// As large, but nothing that could be paid: a draft is shown as its letter will look.
    fn blanked(self) -> Self {
        let draft = |text: &str| format!("{:.<width$}", "Duebook: draft", width = text.len());
        match self {
            Self::Epc { text } => Self::Epc { text: draft(&text) },
            Self::Swiss {
                text,
                creditor,
                message,
                debtor,
            } => Self::Swiss {
                text: draft(&text),
                creditor,
                message,
                debtor,
            },
        }
    }
}

/// The account of the letterhead, which takes the company's own currency where no file or person said another, and every
/// bank account whose currency is known.
fn accounts(connection: &Connection, company: &Company) -> Result<Vec<Account>, Refusal> {
    let letterhead = codes::plain_iban(&company.iban);
    let own = connection
        .prepare_cached(
            "SELECT currency FROM bank_accounts WHERE company_id = :company AND number = :number",
        )?
        .query_row(
            named_params! {":company": company::current(connection)?, ":number": letterhead},
            |row| row.get::<_, Option<String>>("currency"),
        )
        .optional()?
        .flatten();
    let mut accounts = Vec::new();
    if !letterhead.is_empty() {
        accounts.push(Account {
            bank: Bank {
                holder: company.holder().to_owned(),
                iban: letterhead.clone(),
                bic: company.bic.clone(),
                bank_name: company.bank_name.clone(),
            },
            currency: currency_of(own.as_deref().unwrap_or(&company.currency))?,
            is_letterhead: true,
        });
    }
    let mut statement = connection.prepare_cached(
        "SELECT number, bic, name, currency FROM bank_accounts
         WHERE company_id = :company AND number <> :letterhead AND currency IS NOT NULL ORDER BY number",
    )?;
    let mut rows = statement.query(
        named_params! {":company": company::current(connection)?, ":letterhead": letterhead},
    )?;
    while let Some(row) = rows.next()? {
        let currency: String = row.get("currency")?;
        accounts.push(Account {
            bank: Bank {
                holder: company.holder().to_owned(),
                iban: row.get("number")?,
                bic: row.get("bic")?,
                bank_name: row.get("name")?,
            },
            currency: currency_of(&currency)?,
            is_letterhead: false,
        });
    }
    Ok(accounts)
}

/// Keeps what a posted letter gives its payer; nothing where its number makes no reference.
pub(super) fn keep(act: &Act<'_>, letter_id: i64, payment: &PaymentRecord) -> Result<(), Refusal> {
    if payment.reference.is_empty() {
        return Ok(());
    }
    let scheme = if payment.reference.starts_with("RF") {
        "rf"
    } else {
        "qrr"
    };
    let no_code = payment
        .no_code
        .as_ref()
        .map(serde_json::to_string)
        .transpose()?;
    act.prepare_cached(
        "INSERT INTO letter_references (letter_id, reference, scheme, account, standard, no_code, act_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(rusqlite::params![
        letter_id,
        payment.reference,
        scheme,
        payment.account,
        payment.code.as_ref().map(|code| code.standard().code()),
        no_code,
        act.id,
    ])?;
    Ok(())
}

/// How a posted letter asks to be paid; `None` where it was posted before letters had references.
pub(super) fn of_letter(
    connection: &Connection,
    letter_id: i64,
) -> Result<Option<LetterPayment>, Refusal> {
    let kept = connection
        .prepare_cached(
            "SELECT reference, account, standard, no_code FROM letter_references WHERE letter_id = :id",
        )?
        .query_row(named_params! {":id": letter_id}, |row| {
            let standard: Option<String> = row.get("standard")?;
            let no_code: Option<String> = row.get("no_code")?;
            Ok((
                LetterPayment {
                    reference: Some(codes::grouped(&row.get::<_, String>("reference")?)),
                    account: row.get("account")?,
                    standard: standard.map(|code| match code.as_str() {
                        "swiss" => PaymentStandard::Swiss,
                        _ => PaymentStandard::Epc,
                    }),
                    no_code: None,
                },
                no_code,
            ))
        })
        .optional()?;
    kept.map(|(payment, no_code)| {
        Ok(LetterPayment {
            no_code: no_code.as_deref().map(serde_json::from_str).transpose()?,
            ..payment
        })
    })
    .transpose()
}

/// How the letter of a draft would ask to be paid.
pub(super) fn of_draft(
    connection: &Connection,
    currency: Currency,
    total_minor: i64,
) -> Result<LetterPayment, Refusal> {
    let company = company::load(connection)?;
    let claim = Claim {
        letter_no: NO_NUMBER,
        currency,
        total_minor,
        debtor: None,
    };
    Ok(PayTo::load(connection, &company)?.of(&claim).told())
}

fn in_fours(iban: &str) -> String {
    let characters: Vec<char> = iban.chars().collect();
    characters
        .chunks(4)
        .map(String::from_iter)
        .collect::<Vec<_>>()
        .join(" ")
}

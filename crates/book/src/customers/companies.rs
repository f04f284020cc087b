//! The same party in several companies: what it owes in all of them, for the customer's page (spec 21, select companies).

use chrono::NaiveDate;
use engine::account::{Horizon, Kind};
use engine::aging::{AgeBy, CreditsIn, Period, Promises, Question};
use engine::day::days_overdue;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::account::{CurrencyBalance, currency_balance};
use crate::accounts::customer_id;
use crate::aging::definitions;
use crate::aging::together::Together;
use crate::companies;
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for the customers of a party, and for what they owe together.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TogetherRequest {
    /// Account number in the company in which the user works.
    pub account: String,
    /// Codes of the other companies to include; none of them where it is empty.
    #[serde(default)]
    pub companies: Vec<String>,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Definition; the default one where missing.
    #[serde(default)]
    pub definition: Option<String>,
}

/// A customer of the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PartyCustomer {
    /// Code of its company.
    pub company: String,
    /// Name of its company.
    pub company_name: String,
    /// Account number there.
    pub account: String,
    /// Currency of that company.
    pub currency: String,
    /// Whether it is counted.
    pub included: bool,
}

/// An open transaction of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PartyTransaction {
    /// Code of its company.
    pub company: String,
    /// What it is.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// The day on the document.
    pub document_on: NaiveDate,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Days overdue; negative before.
    #[ts(type = "number")]
    pub days_overdue: i64,
    /// Its own currency.
    pub currency: String,
    /// Open in it, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// The same in the currency of the company in which the user works.
    #[ts(type = "number")]
    pub company_minor: i64,
}

/// What a party owes in companies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PartyBalance {
    /// The party; missing where the customer has none.
    pub party: Option<String>,
    /// The customers, that of the company in which the user works first.
    pub customers: Vec<PartyCustomer>,
    /// The periods.
    pub periods: Vec<Period>,
    /// The balance of all that are included, in one currency; missing where only one is, or nothing is open.
    pub balance: Option<CurrencyBalance>,
    /// The open transactions by due day; empty where only one customer is included.
    pub transactions: Vec<PartyTransaction>,
}

/// `customers.together`: the figures of a run that takes these companies together.
pub fn together(
    session: &mut Session<'_>,
    request: TogetherRequest,
) -> Result<PartyBalance, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let user_id = session.actor.user_id;
    let connection = session.connection();
    let id = customer_id(connection, &request.account)?;
    let (_, periods) = definitions::periods(connection, request.definition.as_deref(), as_of)?;
    let (party, customers) = party_of(connection, id, user_id, &request.companies)?;
    let mut found = PartyBalance {
        party,
        customers,
        periods: periods.list().to_vec(),
        balance: None,
        transactions: Vec::new(),
    };
    let Some(mut together) = Together::of(connection, &request.companies, user_id, as_of)? else {
        return Ok(found);
    };
    together.among(&[id]);
    let question = Question {
        horizon: Horizon::as_of(as_of),
        periods: &periods,
        by: AgeBy::Due,
        credits_in: CreditsIn::OwnPeriod,
    };
    let columns = periods.list().len();
    together.for_each_balance(connection, &question, Promises::Respected, |_, balances| {
        found.balance = balances
            .first()
            .map(|balance| currency_balance(balance, columns));
        Ok(())
    })?;
    let mut document = connection.prepare_cached(
        "SELECT t.document_no, co.code FROM transactions t JOIN companies co ON co.id = t.company_id WHERE t.id = :id",
    )?;
    together.for_each_open(connection, question.horizon, |_, items, _| {
        for own in items {
            let (document_no, company) = document
                .query_row(named_params! {":id": own.transaction_id}, |row| {
                    Ok((row.get("document_no")?, row.get("code")?))
                })?;
            found.transactions.push(PartyTransaction {
                company,
                kind: own.kind,
                document_no,
                document_on: own.document_on,
                due_on: own.due_on,
                days_overdue: days_overdue(own.due_on, as_of),
                currency: own.currency.to_string(),
                open_minor: own.open_minor,
                company_minor: together.converted(own)?.open_minor,
            });
        }
        Ok(())
    })?;
    found
        .transactions
        .sort_by(|a, b| (a.due_on, &a.document_no).cmp(&(b.due_on, &b.document_no)));
    Ok(found)
}

fn party_of(
    connection: &Connection,
    id: i64,
    user_id: i64,
    included: &[String],
) -> Result<(Option<String>, Vec<PartyCustomer>), Refusal> {
    let party: Option<String> = connection
        .prepare_cached("SELECT party FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get("party"))?;
    let allowed = companies::allowed(connection, user_id)?;
    let mut statement = connection.prepare_cached(
        "SELECT co.id, co.code, co.name, co.currency, c.account, c.id = :id AS own
         FROM customers c JOIN companies co ON co.id = c.company_id
         WHERE c.id = :id OR c.party = :party ORDER BY c.id <> :id, co.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id, ":party": party})?;
    let mut customers = Vec::new();
    while let Some(row) = rows.next()? {
        let company_id: i64 = row.get("id")?;
        if allowed
            .as_ref()
            .is_some_and(|ids| !ids.contains(&company_id))
        {
            continue;
        }
        let company: String = row.get("code")?;
        customers.push(PartyCustomer {
            included: row.get::<_, bool>("own")? || included.contains(&company),
            company,
            company_name: row.get("name")?,
            account: row.get("account")?,
            currency: row.get("currency")?,
        });
    }
    Ok((party, customers))
}

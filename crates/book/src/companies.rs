//! The companies of a book: which there are, who may see which, and in which one a user works.
//!
//! Invariant: a call works in one company. What it finds by a number, and what it writes, belongs to that company; what
//! several companies share is said where it is shared (customer credit groups, holds, aging runs of several companies).

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::company::{self, Here, NewCompany};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Longest code.
const LONGEST: usize = 10;

/// A company in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CompanyRow {
    /// Short name.
    pub code: String,
    /// Name on letters.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Accounting currency.
    pub currency: String,
    /// Whether the user works in it.
    pub current: bool,
}

/// The companies that the user may see, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Companies {
    /// The companies.
    pub companies: Vec<CompanyRow>,
}

/// Adds a company.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AddCompany {
    /// Short name, up to ten characters, unique in the book.
    pub code: String,
    /// The company.
    pub company: NewCompany,
}

/// Names a company.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ChooseCompany {
    /// Its code.
    pub code: String,
}

/// Restricts a user to companies.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct UserCompanies {
    /// Code of the user.
    pub user: String,
    /// Codes of companies; the user sees all where it is empty.
    pub companies: Vec<String>,
}

/// Names a user.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CompaniesOf {
    /// Code of the user.
    pub code: String,
}

/// Says which party a customer is.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetParty {
    /// Account number in the company in which the user works.
    pub account: String,
    /// What its customers in other companies have as well; empty for none.
    pub party: String,
}

/// The ids of the companies that a user may see; `None` for all.
pub(crate) fn allowed(connection: &Connection, user_id: i64) -> Result<Option<Vec<i64>>, Refusal> {
    let ids: Vec<i64> = connection
        .prepare_cached(
            "SELECT company_id FROM main.user_companies WHERE user_id = :user ORDER BY company_id",
        )?
        .query_map(named_params! {":user": user_id}, |row| {
            row.get("company_id")
        })?
        .collect::<Result<_, _>>()?;
    Ok((!ids.is_empty()).then_some(ids))
}

/// Does `work` in every company of those [`allowed`], one after the other: what a user may not see is neither looked at nor
/// counted.
pub(crate) fn in_each_seen(
    act: &mut Act<'_>,
    allowed: Option<&[i64]>,
    mut work: impl FnMut(&mut Act<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    company::in_each(
        act,
        |act| act,
        |act| {
            let company = company::current(act)?;
            if allowed.is_some_and(|ids| !ids.contains(&company)) {
                return Ok(());
            }
            work(act)
        },
    )
}

/// Lets the connection that writes work in the company of the user: the one asked for, else the one chosen last, else the
/// first that the user may see.
pub(crate) fn arrive(
    connection: &Connection,
    user_id: i64,
    asked: Option<i64>,
) -> Result<(), Refusal> {
    let several: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM main.companies WHERE id > 1) AS several")?
        .query_row([], |row| row.get("several"))?;
    if !several {
        return company::enter(
            connection,
            Here {
                id: company::FIRST,
                several,
            },
        );
    }
    let allowed = allowed(connection, user_id)?;
    let may = |id: &i64| allowed.as_ref().is_none_or(|ids| ids.contains(id));
    let chosen: Option<i64> = connection
        .prepare_cached("SELECT company_id FROM main.chosen_companies WHERE user_id = :user")?
        .query_row(named_params! {":user": user_id}, |row| {
            row.get("company_id")
        })
        .optional()?;
    let first = allowed.as_ref().and_then(|ids| ids.first().copied());
    let id = asked
        .filter(may)
        .or(chosen.filter(may))
        .or(first)
        .unwrap_or(company::FIRST);
    company::enter(connection, Here { id, several })
}

/// The id of a company of this code that the user may see.
pub(crate) fn id_of(connection: &Connection, code: &str, user_id: i64) -> Result<i64, Refusal> {
    let found: Option<i64> = connection
        .prepare_cached("SELECT id FROM main.companies WHERE code = :code")?
        .query_row(named_params! {":code": code.trim()}, |row| row.get("id"))
        .optional()?;
    let allowed = allowed(connection, user_id)?;
    found
        .filter(|id| allowed.is_none_or(|ids| ids.contains(id)))
        .ok_or_else(|| Refusal::new("unknown_company").with("company", code))
}

/// Refuses a code that is empty, long, or that of another company.
pub(crate) fn demand_code(connection: &Connection, new: &str, old: &str) -> Result<(), Refusal> {
    if new.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "code"));
    }
    if new.chars().count() > LONGEST {
        return Err(Refusal::new("value_too_long")
            .with("field", "code")
            .with("limit", LONGEST));
    }
    let taken: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM main.companies WHERE code = :new AND code <> :old) AS taken",
        )?
        .query_row(named_params! {":new": new, ":old": old}, |row| {
            row.get("taken")
        })?;
    if taken {
        return Err(Refusal::new("company_code_taken")
            .with("field", "code")
            .with("code", new));
    }
    Ok(())
}

/// `companies.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<Companies, Refusal> {
    rows(session)
}

fn rows(session: &Session<'_>) -> Result<Companies, Refusal> {
    let companies = seen(&session.book.file.connection, Some(session.actor.user_id))?;
    Ok(Companies { companies })
}

/// The companies that a user may see, of the connection that writes.
pub(crate) fn seen(
    connection: &Connection,
    user_id: Option<i64>,
) -> Result<Vec<CompanyRow>, Refusal> {
    let allowed = match user_id {
        Some(user_id) => allowed(connection, user_id)?,
        None => None,
    };
    let current = company::current(connection)?;
    let mut statement = connection
        .prepare_cached("SELECT id, code, name, country, currency FROM companies ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut companies = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        if allowed.as_ref().is_none_or(|ids| ids.contains(&id)) {
            companies.push(CompanyRow {
                code: row.get("code")?,
                name: row.get("name")?,
                country: row.get("country")?,
                currency: row.get("currency")?,
                current: id == current,
            });
        }
    }
    Ok(companies)
}

/// `companies.add`: terms, texts and parameters are those of the book; address, calendar and bank are its own.
pub fn add(session: &mut Session<'_>, request: AddCompany) -> Result<Companies, Refusal> {
    let code = request.code.trim();
    request.company.check()?;
    demand_code(&session.book.file.connection, code, "")?;
    if allowed(&session.book.file.connection, session.actor.user_id)?.is_some() {
        return Err(Refusal::new("needs_all_companies").with("command", "companies.add"));
    }
    session.act(|act| {
        act.about("company", &request.company.name);
        act.note("code", code);
        let id: i64 = act.query_row(
            "SELECT MAX(id) + 1 AS next FROM companies",
            [],
            |row| row.get("next"),
        )?;
        request.company.insert(act, id, code)?;
        act.execute(
            "UPDATE companies SET default_terms = (SELECT default_terms FROM companies WHERE id = :first) WHERE id = :id",
            named_params! {":first": company::FIRST, ":id": id},
        )?;
        Ok(())
    })?;
    arrive(
        &session.book.file.connection,
        session.actor.user_id,
        Some(company::current(&session.book.file.connection)?),
    )?;
    rows(session)
}

/// `companies.choose`: the user works in it from the next call on, today and when the book is opened again.
pub fn choose(session: &mut Session<'_>, request: ChooseCompany) -> Result<Companies, Refusal> {
    let connection = &session.book.file.connection;
    let user_id = session.actor.user_id;
    let id = id_of(connection, &request.code, user_id)?;
    // Where somebody works is no fact of the book, so that it needs no act.
    connection.execute(
        "INSERT INTO main.chosen_companies (user_id, company_id) VALUES (:user, :id)
         ON CONFLICT (user_id) DO UPDATE SET company_id = excluded.company_id",
        named_params! {":user": user_id, ":id": id},
    )?;
    session.book.working_in = Some(id);
    arrive(connection, user_id, Some(id))?;
    rows(session)
}

/// `companies.of_user`
pub fn of_user(session: &mut Session<'_>, request: CompaniesOf) -> Result<UserCompanies, Refusal> {
    read_of(&session.book.file.connection, request.code)
}

fn user_id(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    crate::users::id_of(connection, code)?
        .ok_or_else(|| Refusal::new("unknown_user").with("user", code))
}

fn read_of(connection: &Connection, user: String) -> Result<UserCompanies, Refusal> {
    let id = user_id(connection, &user)?;
    let companies = connection
        .prepare_cached(
            "SELECT c.code FROM main.user_companies u JOIN main.companies c ON c.id = u.company_id
             WHERE u.user_id = :user ORDER BY c.id",
        )?
        .query_map(named_params! {":user": id}, |row| row.get("code"))?
        .collect::<Result<_, _>>()?;
    Ok(UserCompanies { user, companies })
}

/// `companies.restrict`: which companies a user may see.
pub fn restrict(
    session: &mut Session<'_>,
    request: UserCompanies,
) -> Result<UserCompanies, Refusal> {
    let user_id = user_id(&session.book.file.connection, &request.user)?;
    let by = session.actor.user_id;
    if user_id == by && !request.companies.is_empty() {
        return Err(Refusal::new("own_companies").with("user", &request.user));
    }
    session.act(|act| {
        act.about("user", &request.user);
        let old = read_of(act, request.user.clone())?.companies;
        act.change("companies", &old, &request.companies);
        act.execute(
            "DELETE FROM user_companies WHERE user_id = :user",
            named_params! {":user": user_id},
        )?;
        for code in &request.companies {
            let id = id_of(act, code, by)?;
            act.execute(
                "INSERT INTO user_companies (user_id, company_id) VALUES (:user, :id) ON CONFLICT DO NOTHING",
                named_params! {":user": user_id, ":id": id},
            )?;
        }
        Ok(())
    })?;
    read_of(&session.book.file.connection, request.user)
}

/// `companies.set_party`: the customer is the same as those of other companies that have this party.
pub fn set_party(session: &mut Session<'_>, request: SetParty) -> Result<SetParty, Refusal> {
    let party = request.party.trim().to_owned();
    let id = crate::accounts::customer_id(session.connection(), &request.account)?;
    session.act(|act| {
        act.about("customer", &request.account);
        let old: Option<String> = act.query_row(
            "SELECT party FROM customers WHERE id = :id",
            named_params! {":id": id},
            |row| row.get("party"),
        )?;
        act.change("party", old.unwrap_or_default(), &party);
        let holder: Option<String> = act
            .query_row(
                "SELECT account FROM customers WHERE party = :party AND id <> :id
                   AND company_id = (SELECT company_id FROM customers WHERE id = :id)",
                named_params! {":party": party, ":id": id},
                |row| row.get("account"),
            )
            .optional()?;
        if let Some(account) = holder {
            return Err(Refusal::new("party_taken")
                .with("field", "party")
                .with("party", &party)
                .with("account", account));
        }
        act.execute(
            "UPDATE customers SET party = NULLIF(:party, '') WHERE id = :id",
            named_params! {":party": party, ":id": id},
        )?;
        Ok(())
    })?;
    Ok(SetParty {
        account: request.account,
        party,
    })
}

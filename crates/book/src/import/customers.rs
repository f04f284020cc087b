//! A row of a customer file.

mod beside;
mod kept;
mod passing;

use intake::{CustomerRow, Field};
use rusqlite::{Connection, named_params, params_from_iter};
use uuid::Uuid;

use super::details;
use super::limits::{Foreign, Met};
use super::lost_zeros::bare;
use super::request::{PreviewRow, RowChange};
use super::row::{Outcome, RowRefusal, Trouble};
use super::work::Work;
use super::{known::account_of, words};
use crate::company;
pub(super) use kept::touch;
use kept::{keep_attributes, keep_before, keep_created_beside};
pub(super) use passing::{Beside, create_in_passing};

/// A field of a customer that a file can carry.
struct Column {
    name: &'static str,
    table: Table,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Customers,
    Addresses,
    Contacts,
    Attributes,
}

const fn column(table: Table, name: &'static str) -> Column {
    Column { name, table }
}

/// Every field, in the order of [`Values`] and of the columns of [`STORED`].
const COLUMNS: [Column; 20] = [
    column(Table::Customers, "account"),
    column(Table::Customers, "external_key"),
    column(Table::Customers, "name"),
    column(Table::Customers, "currency"),
    column(Table::Customers, "language"),
    column(Table::Customers, "customer_group"),
    column(Table::Customers, "region"),
    column(Table::Customers, "segment"),
    column(Table::Customers, "salesperson"),
    column(Table::Customers, "terms"),
    column(Table::Customers, "credit_limit_minor"),
    column(Table::Addresses, "street"),
    column(Table::Addresses, "postal_code"),
    column(Table::Addresses, "city"),
    column(Table::Addresses, "country"),
    column(Table::Contacts, "name"),
    column(Table::Contacts, "email"),
    column(Table::Contacts, "phone"),
    column(Table::Attributes, "discount"),
    column(Table::Attributes, "invoice_account"),
];
const ACCOUNT: usize = 0;
const KEY: usize = 1;
const NAME: usize = 2;
const LIMIT: usize = 10;
const DISCOUNT: usize = 18;
/// Blank where the file says that it is the customer's own.
const INVOICE_ACCOUNT: usize = 19;

/// The values of [`COLUMNS`]; `None` where the file (or the book) has none.
type Values = [Option<String>; COLUMNS.len()];

const STORED: &str = "
  SELECT c.account, c.external_key, c.name, c.currency, c.language, c.customer_group, c.region, c.segment,
         c.salesperson, c.terms, CAST(c.credit_limit_minor AS TEXT), a.street, a.postal_code, a.city, a.country,
         p.name, p.email, p.phone, k.discount,
         (SELECT i.account FROM customers i WHERE i.id = k.invoice_account_id)
  FROM customers c
  LEFT JOIN credit_attributes k ON k.customer_id = c.id
  LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
  LEFT JOIN contacts p ON p.id =
    (SELECT MIN(id) FROM contacts WHERE customer_id = c.id AND purpose = 'primary')
  WHERE c.id = :id";

/// Enters a row.
pub(super) fn enter(work: &mut Work<'_, '_>, row: &CustomerRow<'_>) -> Result<Outcome, Trouble> {
    let found = find(work, row)?;
    let mut given = values(work, row)?;
    given[INVOICE_ACCOUNT] = beside::invoice_account(work, row, found)?;
    let foreign = beside::foreign_limit(work, row, found, &mut given)?;
    let holds = details::holds(row.holds);
    match found {
        None => {
            let account = given[ACCOUNT].clone().unwrap_or_default();
            if !limit_taken(work, (None, &account), None, &given)? {
                given[LIMIT] = None;
            }
            let id = insert(work, &given, foreign)?;
            work.met_customers.note(id, row.line);
            work.hold_customer(id, &holds);
            let file = work.files.last();
            work.tally
                .show(|| shown(file, row.line, RowChange::New, &given, Vec::new()));
            Ok(Outcome::New)
        }
        Some(id) => {
            let outcome = meet(work, row, (id, foreign), given)?;
            work.hold_customer(id, &holds);
            Ok(outcome)
        }
    }
}

/// The customer that a row means: by key, by number, or the one that a ledger had named only by this key.
fn find(work: &Work<'_, '_>, row: &CustomerRow<'_>) -> Result<Option<i64>, Trouble> {
    let by_key = row.key.and_then(|key| work.customers.by_key(key));
    let by_account = row
        .no
        .or(row.key)
        .or(row.name)
        .and_then(|account| work.customers.by_account(account));
    match (by_key, by_account) {
        (Some(by_key), Some(by_account)) if by_key != by_account => {
            let refusal =
                RowRefusal::new("customer_contradiction", Field::CustomerKey).with("key", row.key);
            let accounts = (
                account_of(work.act, by_key)?,
                account_of(work.act, by_account)?,
            );
            Err(refusal
                .with("by_key", accounts.0)
                .with("by_account", accounts.1)
                .into())
        }
        (None, None) => match in_passing(work, row.key)? {
            None => Ok(without_zeros(work, row)),
            found => Ok(found),
        },
        (by_key, by_account) => Ok(by_key.or(by_account)),
    }
}

/// The customer whose account number only lost its zeros.
fn without_zeros(work: &Work<'_, '_>, row: &CustomerRow<'_>) -> Option<i64> {
    let found = row.no.and_then(|no| work.customers.by_bare_account(no));
    found.filter(|id| row.key.is_none() && *id <= work.lost_zeros.newest_customer)
}

fn in_passing(work: &Work<'_, '_>, key: Option<&str>) -> Result<Option<i64>, Trouble> {
    let Some(id) = key.and_then(|key| work.customers.by_account(key)) else {
        return Ok(None);
    };
    let only_a_number: bool = work
        .act
        .prepare_cached(
            "SELECT name = account AND external_key IS NULL AS it_is FROM customers WHERE id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| row.get("it_is"))?;
    Ok(only_a_number.then_some(id))
}

/// What the row says, in the words of the book.
fn values(work: &mut Work<'_, '_>, row: &CustomerRow<'_>) -> Result<Values, Trouble> {
    let own = |text: Option<&str>| text.map(str::to_owned);
    let name = match (row.first_name, row.name) {
        (Some(first), Some(name)) => Some(format!("{first} {name}")),
        (first, name) => own(name.or(first)),
    };
    let unknown = |code, field, text: &str| RowRefusal::new(code, field).with("value", text);
    let language = match row.language {
        None => None,
        Some(text) => Some(
            words::language(text)
                .ok_or_else(|| unknown("unknown_language", Field::Language, text))?,
        ),
    };
    let country = match row.country {
        None => None,
        Some(text) => Some(
            words::country(text).ok_or_else(|| unknown("unknown_country", Field::Country, text))?,
        ),
    };
    let terms = match row.terms {
        None => None,
        Some(text) => {
            let id = work.terms.id_of(work.act, work.act.id, text)?;
            Some(id.ok_or_else(|| unknown("unknown_terms", Field::Terms, text))?)
        }
    };
    if let Some(minor) = row.credit_limit_minor.filter(|minor| *minor < 0) {
        return Err(RowRefusal::new("credit_limit_negative", Field::CreditLimit)
            .with("amount_minor", minor)
            .into());
    }
    let named_currency = row
        .others
        .text(Field::Currency)
        .map(|_| row.currency.code().to_owned());
    Ok([
        own(row.no.or(row.key).or(row.name)),
        own(row.key),
        name,
        named_currency,
        language,
        own(row.customer_group),
        own(row.region),
        own(row.segment),
        own(row.salesperson),
        terms,
        row.credit_limit_minor.map(|minor| minor.to_string()),
        own(row.street),
        own(row.postal_code),
        own(row.city),
        country,
        own(row.contact_name),
        own(row.email),
        own(row.phone),
        own(row.discount_code),
        None,
    ])
}

fn insert(
    work: &mut Work<'_, '_>,
    given: &Values,
    foreign: Option<Foreign>,
) -> Result<i64, Trouble> {
    let text = |at: usize| given[at].as_deref();
    let account = text(ACCOUNT).unwrap_or_default();
    work.act
        .prepare_cached(
            "INSERT INTO customers (company_id, account, external_key, name, currency, language, customer_group,
               region, segment, salesperson, terms, credit_limit_minor, act_id, created_act_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, CAST(?12 AS INTEGER), ?13, ?13)",
        )?
        .execute(rusqlite::params![
            company::current(work.act)?,
            account,
            text(KEY),
            text(NAME).unwrap_or(account),
            text(3),
            text(4),
            text(5),
            text(6),
            text(7),
            text(8),
            text(9),
            text(10),
            work.act.id,
        ])?;
    let id = work.act.last_insert_rowid();
    if let Some(limit) = minor(text(LIMIT)) {
        work.limits.note_first(id, limit, foreign);
    }
    write_beside(work.act, id, given)?;
    if given[DISCOUNT..].iter().any(Option::is_some) {
        beside::write_attributes(work, id, given)?;
    }
    work.customers.add(id, account, text(KEY));
    Ok(id)
}

/// Address and contact, where the values have any part of them.
fn write_beside(connection: &Connection, id: i64, values: &Values) -> Result<(), Trouble> {
    let text = |at: usize| values[at].as_deref();
    if values[11..15].iter().any(Option::is_some) {
        connection
            .prepare_cached(
                "INSERT INTO addresses (customer_id, purpose, street, postal_code, city, country)
                 VALUES (?1, 'postal', ?2, ?3, ?4, ?5)
                 ON CONFLICT (customer_id, purpose) DO UPDATE SET street = excluded.street,
                   postal_code = excluded.postal_code, city = excluded.city, country = excluded.country",
            )?
            .execute(rusqlite::params![
                id,
                text(11).unwrap_or_default(),
                text(12).unwrap_or_default(),
                text(13).unwrap_or_default(),
                text(14),
            ])?;
    }
    if values[15..18].iter().any(Option::is_some) {
        let known = connection
            .prepare_cached(
                "UPDATE contacts SET name = ?2, email = ?3, phone = ?4 WHERE id =
                   (SELECT MIN(id) FROM contacts WHERE customer_id = ?1 AND purpose = 'primary')",
            )?
            .execute(rusqlite::params![
                id,
                text(15).unwrap_or_default(),
                text(16).unwrap_or_default(),
                text(17).unwrap_or_default(),
            ])?;
        if known == 0 {
            connection
                .prepare_cached(
                    "INSERT INTO contacts (uuid, customer_id, purpose, name, email, phone)
                     VALUES (?1, ?2, 'primary', ?3, ?4, ?5)",
                )?
                .execute(rusqlite::params![
                    Uuid::now_v7().to_string(),
                    id,
                    text(15).unwrap_or_default(),
                    text(16).unwrap_or_default(),
                    text(17).unwrap_or_default(),
                ])?;
        }
    }
    Ok(())
}

/// Whether the limit of the row, where it has another one than the customer, is taken.
fn limit_taken(
    work: &mut Work<'_, '_>,
    (id, account): (Option<i64>, &str),
    stored: Option<&str>,
    given: &Values,
) -> Result<bool, Trouble> {
    let new = given[LIMIT].as_deref();
    let Some(new_minor) = minor(new).filter(|_| new != stored) else {
        return Ok(true);
    };
    let met = Met {
        file: work.files.last().map_or("", String::as_str),
        account,
        id,
        old_minor: minor(stored),
        new_minor,
    };
    Ok(work.limits.is_taken(work.act, &met)?)
}

fn minor(text: Option<&str>) -> Option<i64> {
    text.and_then(|text| text.parse().ok())
}

/// A row of a customer that is in the book: what the file says is taken, what it does not say stays.
fn meet(
    work: &mut Work<'_, '_>,
    row: &CustomerRow<'_>,
    (id, foreign): (i64, Option<Foreign>),
    mut given: Values,
) -> Result<Outcome, Trouble> {
    let mut shown_only = Vec::new();
    let stored: Values =
        work.act
            .prepare_cached(STORED)?
            .query_row(named_params! {":id": id}, |stored| {
                let mut values = Values::default();
                for (at, value) in values.iter_mut().enumerate() {
                    *value = stored.get(at)?;
                }
                Ok(values)
            })?;
    let mut fields = Vec::new();
    let has_lost_zeros = |no: &str| bare(no) == stored[ACCOUNT].as_deref().and_then(bare);
    match row.no {
        // A key or a name stands for the number of a new customer only.
        None => given[ACCOUNT] = None,
        Some(no)
            if stored[ACCOUNT].as_deref() != Some(no)
                && bare(no).is_some()
                && has_lost_zeros(no) =>
        {
            let known = stored[ACCOUNT].clone().unwrap_or_default();
            shown_only.push(("account_in_file".to_owned(), known, no.to_owned()));
            given[ACCOUNT] = None;
        }
        // A former number finds the customer and renames nobody.
        Some(no) if work.customers.is_former(no, id) => {
            let known = stored[ACCOUNT].clone().unwrap_or_default();
            shown_only.push(("account_in_file".to_owned(), known, no.to_owned()));
            given[ACCOUNT] = None;
        }
        Some(_) => {}
    }
    let account = stored[ACCOUNT].clone().unwrap_or_default();
    if !limit_taken(work, (Some(id), &account), stored[LIMIT].as_deref(), &given)? {
        let (old, new) = (stored[LIMIT].clone(), given[LIMIT].take());
        shown_only.push((
            "credit_limit_in_file".to_owned(),
            old.unwrap_or_default(),
            new.unwrap_or_default(),
        ));
    }
    for ((value, old), column) in given.iter_mut().zip(&stored).zip(&COLUMNS) {
        match value {
            Some(new) if old.as_deref().unwrap_or_default() != new => {
                fields.push((
                    field_name(column),
                    old.clone().unwrap_or_default(),
                    new.clone(),
                ));
            }
            Some(_) => {}
            None => value.clone_from(old),
        }
    }
    if fields.is_empty() {
        work.met_customers.note(id, row.line);
        let file = work.files.last();
        work.tally
            .show(|| shown(file, row.line, RowChange::Unchanged, &given, shown_only));
        return Ok(Outcome::Unchanged);
    }
    if let Some(duplicate) = work.duplicate(&work.met_customers, id) {
        return Err(duplicate.into());
    }
    if let Some(holder) = given[ACCOUNT]
        .as_deref()
        .and_then(|account| work.customers.by_account(account))
        && holder != id
    {
        return Err(RowRefusal::new("account_taken", Field::CustomerNo)
            .with("account", &given[ACCOUNT])
            .into());
    }
    let rows_beside = keep_before(work, id)?;
    if given[DISCOUNT..] != stored[DISCOUNT..] && rows_beside.is_some() {
        keep_attributes(work, id)?;
    }
    update(work, id, &given, &stored)?;
    if given[LIMIT] != stored[LIMIT]
        && let Some(new) = minor(given[LIMIT].as_deref())
    {
        if rows_beside.is_some() {
            let old = minor(stored[LIMIT].as_deref());
            work.limits.note_changed(id, old, new, foreign);
        } else {
            work.limits.note_first(id, new, foreign);
        }
    }
    keep_created_beside(work, id, rows_beside)?;
    work.met_customers.note(id, row.line);
    let account = given[ACCOUNT].clone().unwrap_or_default();
    for (field, old, new) in &fields {
        work.record_change(&account, field, old, new);
    }
    shown_only.extend(fields);
    let file = work.files.last();
    work.tally
        .show(|| shown(file, row.line, RowChange::Changed, &given, shown_only));
    Ok(Outcome::Changed)
}

fn update(work: &mut Work<'_, '_>, id: i64, new: &Values, old: &Values) -> Result<(), Trouble> {
    let own = new[..=10].iter().map(Option::as_deref);
    work.act
        .prepare_cached(
            "UPDATE customers SET account = ?1, external_key = ?2, name = ?3, currency = ?4, language = ?5,
               customer_group = ?6, region = ?7, segment = ?8, salesperson = ?9, terms = ?10,
               credit_limit_minor = CAST(?11 AS INTEGER), act_id = CAST(?12 AS INTEGER)
             WHERE id = CAST(?13 AS INTEGER)",
        )?
        .execute(params_from_iter(own.chain([Some(work.act.id.to_string().as_str()), Some(id.to_string().as_str())])))?;
    write_beside(work.act, id, new)?;
    if new[DISCOUNT..] != old[DISCOUNT..] {
        beside::write_attributes(work, id, new)?;
    }
    if let Some(account) = old[ACCOUNT]
        .as_deref()
        .filter(|account| new[ACCOUNT].as_deref() != Some(account))
    {
        work.customers.forget_account(account);
    }
    work.customers.add(
        id,
        new[ACCOUNT].as_deref().unwrap_or_default(),
        new[KEY].as_deref(),
    );
    Ok(())
}

fn field_name(column: &Column) -> String {
    if column.table == Table::Contacts {
        format!("contact_{}", column.name)
    } else {
        column.name.to_owned()
    }
}

fn shown(
    file: Option<&String>,
    line: u64,
    change: RowChange,
    values: &Values,
    fields: Vec<(String, String, String)>,
) -> PreviewRow {
    let account = values[ACCOUNT].clone().unwrap_or_default();
    PreviewRow {
        file: file.cloned().unwrap_or_default(),
        line,
        change,
        record: "customer".to_owned(),
        key: account.clone(),
        account,
        amount_minor: None,
        currency: None,
        fields,
        rejected: None,
    }
}

//! A row of a ledger: a document, and where the file says so, that it was settled.

mod differences;
pub(super) mod meet;
mod stand_in;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::day::due_day;
use intake::{DocumentKind, Field, TransactionRow};
use rusqlite::named_params;

use super::booked;
use super::customers::{Beside, create_in_passing};
use super::details;
use super::discounts::{self, Base, HalfDiscount};
use super::known::{Naming, account_of};
use super::parties::Party;
use super::request::{PreviewRow, RowChange};
use super::row::{Outcome, RowRefusal, Trouble};
use super::work::Work;
use crate::days::DayText;
use crate::ledger::{DetailFact, DisputedFlag, DueDay, TransactionFact};
pub(super) use stand_in::StandIn;

/// The days of a row as text.
struct Days {
    transaction: DayText,
    document: DayText,
    due: DayText,
    due_from: DueDay,
}

/// What a file says about the settlement of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    /// What is settled of it, minor units.
    pub minor: i64,
    /// Since when.
    pub on: DayText,
    /// Whether the file gives that day, or only what is open.
    pub day: SettledDay,
}

/// What is asked of a document beside its values.
pub(super) struct Asked<'a> {
    pub line: u64,
    /// Its number as the file writes it.
    pub written_no: &'a str,
    /// Whether it is disputed, where the file says.
    pub disputed: Option<bool>,
    /// Since when it is, where the file says.
    pub disputed_on: Option<NaiveDate>,
    /// Due day and amount of its instalments, earliest first.
    pub instalments: Vec<(String, i64)>,
    /// Its discount, where the file says one half of it.
    pub discount: Option<HalfDiscount>,
}

/// Where the day of a settlement comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SettledDay {
    /// The file gives it.
    Given,
    /// It was some day up to the day of the file.
    Inferred,
}

/// Enters a row.
pub(super) fn enter(work: &mut Work<'_, '_>, row: &TransactionRow<'_>) -> Result<Outcome, Trouble> {
    let said = said(work, row)?;
    let kind = kind(row.kind);
    let document_no = row.document_no.or(row.key).unwrap_or_default();
    let customer_id = customer(work, row, kind, document_no)?;
    let days = days(work, row, customer_id)?;
    let with_zeros = if row.further.settles.is_some() {
        booked::number(work, row, (kind, customer_id), document_no)?
    } else {
        work.lost_zeros
            .document(work.act, document_no, kind, customer_id)?
    };
    // Whoever gives a day says yes.
    let disputed = row.disputed.or(row.further.disputed_on.map(|_| true));
    let fact = TransactionFact {
        customer_id,
        kind,
        document_no: with_zeros.as_deref().unwrap_or(document_no),
        external_key: row.key,
        transaction_on: days.transaction.as_str(),
        document_on: days.document.as_str(),
        due_on: days.due.as_str(),
        due: days.due_from,
        currency: row.currency.code(),
        amount_minor: row.amount_minor,
        disputed: if disputed == Some(true) {
            DisputedFlag::Yes
        } else {
            DisputedFlag::No
        },
        order_no: row.order_no,
        text: row.reference,
    };
    work.tally.saw_day(days.transaction);
    let mut detail = if work.has_details {
        details::of_row(row)
    } else {
        DetailFact::default()
    };
    let discount = discounts::half(work, (kind, customer_id), row.terms, &detail)?;
    let Some(id) = work.new_transaction(&fact)? else {
        let asked = Asked {
            line: row.line,
            written_no: document_no,
            disputed,
            disputed_on: row.further.disputed_on.filter(|_| disputed == Some(true)),
            instalments: if work.has_details {
                instalments(row, &fact)
            } else {
                Vec::new()
            },
            discount,
        };
        return meet::meet(work, &asked, &fact, said, detail);
    };
    wrote(work, id, row.line, row.currency, row.amount_minor);
    if let Some(key) = row.key {
        let party = Party {
            id,
            customer_id,
            currency: row.currency,
            on: row.transaction_date.unwrap_or(row.document_date),
            amount_minor: row.amount_minor,
        };
        work.parties.note(key, &party);
    }
    if let Some(discount) = discount {
        discount.complete(work.tally.discounts(), base(&fact), &mut detail);
    }
    details::write_new(work, customer_id, id, &detail)?;
    work.hold(id, &detail.text.holds);
    if disputed == Some(true) {
        work.tally.mark_disputed(id, row.further.disputed_on);
    }
    write_instalments(work, row, id, &fact)?;
    if let Some(settles) = row.further.settles {
        work.booked_against.push((id, settles.into()));
    }
    let file = work.files.last();
    let account_of = || account_of(work.act, customer_id).unwrap_or_default();
    work.tally.show(|| PreviewRow {
        file: file.cloned().unwrap_or_default(),
        line: row.line,
        change: RowChange::New,
        record: kind.code().to_owned(),
        key: document_no.to_owned(),
        account: account_of(),
        amount_minor: Some(row.amount_minor),
        currency: Some(row.currency.code().to_owned()),
        fields: Vec::new(),
        rejected: None,
    });
    if let Some(said) = said {
        settle(work, row.line, id, &fact, said)?;
    }
    Ok(Outcome::New)
}

/// What the discount of a document depends on.
pub(super) fn base<'a>(fact: &TransactionFact<'a>) -> Base<'a> {
    Base {
        document_on: fact.document_on,
        amount_minor: fact.amount_minor,
    }
}

pub(super) fn wrote(
    work: &mut Work<'_, '_>,
    id: i64,
    line: u64,
    currency: engine::money::Currency,
    amount_minor: i64,
) {
    work.met_transactions.note(id, line);
    work.touched.note(id);
    work.tally.saw_amount(currency, amount_minor);
}

fn kind(kind: DocumentKind) -> Kind {
    match kind {
        DocumentKind::Invoice => Kind::Invoice,
        DocumentKind::CreditNote => Kind::CreditNote,
        DocumentKind::Payment => Kind::Payment,
        DocumentKind::Refund => Kind::Refund,
        DocumentKind::Fee => Kind::LetterFee,
        DocumentKind::Interest => Kind::InterestNote,
    }
}

fn customer(
    work: &mut Work<'_, '_>,
    row: &TransactionRow<'_>,
    kind: Kind,
    document_no: &str,
) -> Result<i64, Trouble> {
    let naming = Naming {
        key: row.customer_key,
        no: row.customer_no,
        name: row.customer_name,
    };
    if let Some(id) = work.find_customer(&naming)? {
        return Ok(id);
    }
    // Judged before the customer is created, so that a rejected row leaves nobody behind.
    if row.key.is_none()
        && let Some(holder) = holder(work, kind, document_no)?
    {
        return Err(other_customer(&holder));
    }
    create_in_passing(work, &naming, beside(row))
}

/// What a ledger says about a customer that is not in the book yet.
fn beside<'a>(row: &TransactionRow<'a>) -> Beside<'a> {
    let further = &row.further;
    Beside {
        language: further.language,
        customer_group: further.customer_group,
        region: further.region,
        segment: further.segment,
        salesperson: further.salesperson,
        credit_limit_minor: further.credit_limit_minor,
        currency: row.others.text(Field::Currency),
        street: row.others.text(Field::Street),
        postal_code: row.others.text(Field::PostalCode),
        city: row.others.text(Field::City),
        country: row.others.text(Field::Country),
        contact_name: row.others.text(Field::ContactName),
        email: row.others.text(Field::Email),
        phone: row.others.text(Field::Phone),
    }
}

/// Due days and amounts of the instalments of a document, earliest first.
fn instalments(row: &TransactionRow<'_>, fact: &TransactionFact<'_>) -> Vec<(String, i64)> {
    let mut parts: Vec<(String, i64)> = row
        .parts
        .instalments()
        .map(|part| {
            let due = part.due_date.map(|day| day.to_string());
            (
                due.unwrap_or_else(|| fact.due_on.to_owned()),
                part.amount_minor,
            )
        })
        .collect();
    parts.sort();
    if parts.len() < 2 { Vec::new() } else { parts }
}

fn write_instalments(
    work: &mut Work<'_, '_>,
    row: &TransactionRow<'_>,
    id: i64,
    fact: &TransactionFact<'_>,
) -> Result<(), Trouble> {
    if !work.has_details {
        return Ok(());
    }
    let parts = instalments(row, fact);
    let parts: Vec<(&str, i64)> = parts
        .iter()
        .map(|(due_on, minor)| (due_on.as_str(), *minor))
        .collect();
    Ok(work
        .ledger
        .instalments(work.act, fact.customer_id, id, &parts)?)
}

/// The account number of the customer to whom a document belongs.
fn holder(work: &Work<'_, '_>, kind: Kind, document_no: &str) -> Result<Option<String>, Trouble> {
    use rusqlite::OptionalExtension as _;
    let mut statement = work.act.prepare_cached(
        "SELECT c.account FROM transactions t JOIN customers c ON c.id = t.customer_id
         WHERE t.document_no = :no AND t.kind = :kind AND t.company_id = :company",
    )?;
    Ok(statement
        .query_row(
            named_params! {":no": document_no, ":kind": kind.code(), ":company": crate::company::current(work.act)?},
            |row| row.get("account"),
        )
        .optional()?)
}

fn other_customer(account: &str) -> Trouble {
    RowRefusal::new("document_of_other_customer", Field::DocumentNo)
        .with("account", account)
        .into()
}

/// Terms count for debits; a credit without a due day is due at once.
fn days(work: &Work<'_, '_>, row: &TransactionRow<'_>, customer_id: i64) -> Result<Days, Trouble> {
    let due_from = if row.due_date.is_some() {
        DueDay::Given
    } else {
        DueDay::ByRule
    };
    let terms = if row.due_date.is_some() || row.amount_minor < 0 {
        None
    } else {
        match row.terms {
            Some(text) => {
                let unknown = || RowRefusal::new("unknown_terms", Field::Terms).with("value", text);
                Some(work.terms.meaning(text).ok_or_else(unknown)?)
            }
            None => work.terms.of_customer(work.act, customer_id)?,
        }
    };
    Ok(Days {
        transaction: DayText::of(row.transaction_date.unwrap_or(row.document_date)),
        document: DayText::of(row.document_date),
        due: DayText::of(due_day(row.document_date, row.due_date, terms)),
        due_from,
    })
}

/// What the row says about its settlement: settled in full on a day, or open by less than its amount on the day of the
/// file.
fn said(work: &Work<'_, '_>, row: &TransactionRow<'_>) -> Result<Option<Said>, Trouble> {
    let whole = row.amount_minor.abs();
    let open = match (row.open_amount_minor, row.settled_date) {
        (Some(open), _) => open,
        (None, Some(_)) => 0,
        (None, None) => return Ok(None),
    };
    if open.abs() > whole || open.signum() * row.amount_minor.signum() < 0 {
        let refusal = RowRefusal::new("open_exceeds_amount", Field::OpenAmount);
        return Err(refusal
            .with("open_minor", open)
            .with("amount_minor", row.amount_minor)
            .into());
    }
    Ok(Some(Said {
        minor: whole - open.abs(),
        on: DayText::of(row.settled_date.unwrap_or(work.as_of)),
        day: if row.settled_date.is_some() {
            SettledDay::Given
        } else {
            SettledDay::Inferred
        },
    }))
}

/// Adds the payment that the file implies, and its settlement, for what is not settled yet: a debit is settled by a
/// payment and a credit by a refund of the same number, so that the balance is right on every day whatever really
/// happened. Gives whether there was anything to add.
pub(super) fn settle(
    work: &mut Work<'_, '_>,
    line: u64,
    id: i64,
    fact: &TransactionFact<'_>,
    said: Said,
) -> Result<bool, Trouble> {
    let minor = said.minor - work.settled.of(id);
    if minor <= 0 {
        return Ok(false);
    }
    let stand_in = StandIn {
        document_id: id,
        fact,
        minor,
        on: said.on,
    };
    let (settlement_id, counter_id) = stand_in.write(work)?;
    work.met_transactions.note(counter_id, line);
    if said.day == SettledDay::Inferred {
        work.ledger
            .mark_inferred(work.act, settlement_id, counter_id, id)?;
    }
    Ok(true)
}

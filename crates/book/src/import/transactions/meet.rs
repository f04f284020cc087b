//! A row whose document is in the book: the same, changed, or a contradiction.

use intake::Field;
use rusqlite::{OptionalExtension as _, named_params};

use super::differences::differences;
use super::stand_in::counter_kind;
use super::{Asked, Said, SettledDay, base, other_customer, settle};
use crate::company;
use crate::import::details;
use crate::import::inferred;
use crate::import::known::account_of;
use crate::import::request::{PreviewRow, RowChange};
use crate::import::row::{Outcome, RowRefusal, Trouble};
use crate::import::work::Work;
use crate::ledger::{DetailFact, DueDay, OwnedTransaction, TransactionFact};
use crate::refusal::Refusal;

const COLUMNS: &str = "id AS transaction_id, customer_id, kind, document_no, external_key, transaction_on, document_on, \
     due_on, due_given, currency, amount_minor, disputed_flag, order_no, text";

/// What the file leaves out stays as it is; a due day by rule gives way to one that was given, and is not counted
/// again because the terms have changed since.
fn merged<'a>(
    stored: &TransactionFact<'a>,
    given: &TransactionFact<'a>,
    disputed: Option<bool>,
) -> TransactionFact<'a> {
    let keeps_due = given.due == DueDay::ByRule
        && (stored.due == DueDay::Given || stored.document_on == given.document_on);
    let (due_on, due) = if keeps_due {
        (stored.due_on, stored.due)
    } else {
        (given.due_on, given.due)
    };
    TransactionFact {
        external_key: given.external_key.or(stored.external_key),
        due_on,
        due,
        disputed: if disputed.is_some() {
            given.disputed
        } else {
            stored.disputed
        },
        order_no: given.order_no.or(stored.order_no),
        text: given.text.or(stored.text),
        ..given.clone()
    }
}

/// What a row of a known document says besides.
struct Given<'a> {
    said: Option<Said>,
    detail: DetailFact,
    /// The number as the file writes it, where it lost zeros.
    written_no: Option<&'a str>,
}

/// Enters a row whose document is there already.
pub(in crate::import) fn meet(
    work: &mut Work<'_, '_>,
    row: &Asked<'_>,
    given: &TransactionFact<'_>,
    said: Option<Said>,
    detail: DetailFact,
) -> Result<Outcome, Trouble> {
    let stored = find(work, given)?;
    let id = stored.id;
    let fact = stored.fact();
    let beside = Given {
        said,
        detail,
        written_no: Some(row.written_no).filter(|no| *no != given.document_no),
    };
    same_instalments(work, row, id)?;
    let holds = beside.detail.text.holds.clone();
    let new = merged(&fact, given, row.disputed);
    if new == fact {
        let outcome = meet_same(work, row, id, &fact, beside)?;
        work.hold(id, &holds);
        work.tally.mark_disputed(id, row.disputed_on);
        return Ok(outcome);
    }
    if let Some(duplicate) = work.duplicate(&work.met_transactions, id) {
        return Err(duplicate.into());
    }
    if let Err(trouble) = keeps_settlements(work, id, &fact, &new) {
        // What was only inferred gives way, and is inferred anew for the new values.
        if said.is_none() || !inferred::replace(work, id)? {
            return Err(trouble);
        }
        keeps_settlements(work, id, &fact, &new)?;
    }
    if new.customer_id != fact.customer_id {
        work.ledger.forget_open_item(work.act, id)?;
        work.act
            .prepare_cached("UPDATE stops SET customer_id = :customer WHERE transaction_id = :id")?
            .execute(named_params! {":customer": new.customer_id, ":id": id})?;
    }
    work.ledger.replace(work.act, id, &new)?;
    work.parties.forget();
    work.met_transactions.note(id, row.line);
    work.touched.note(id);
    let mut fields = beside.number_field(&new);
    fields.extend(differences(work, &fact, &new)?);
    fields.extend(change_detail(work, (id, row), &fact, &new, beside.detail)?.unwrap_or_default());
    show(work, row, &new, RowChange::Changed, fields)?;
    work.hold(id, &holds);
    work.tally.mark_disputed(id, row.disputed_on);
    if let Some(said) = said {
        inferred::reopen(work, id, said.minor, said.on.as_str())?;
        settle(work, row.line, id, &new, said)?;
        note_more_open(work, id, &new, said)?;
    }
    Ok(Outcome::Changed)
}

impl Given<'_> {
    /// The number that lost its zeros, as the preview shows it.
    fn number_field(&self, fact: &TransactionFact<'_>) -> Vec<(String, String, String)> {
        let written = self.written_no.into_iter();
        written
            .map(|no| {
                (
                    "document_no_in_file".to_owned(),
                    fact.document_no.to_owned(),
                    no.to_owned(),
                )
            })
            .collect()
    }
}

/// Instalments are posted with their document and do not change with a later file.
fn same_instalments(work: &Work<'_, '_>, row: &Asked<'_>, id: i64) -> Result<(), Trouble> {
    let parts = &row.instalments;
    if parts.is_empty() {
        return Ok(());
    }
    let stored: Vec<(String, i64)> = work
        .act
        .prepare_cached(
            "SELECT due_on, amount_minor FROM instalments WHERE transaction_id = ?1 ORDER BY due_on, amount_minor",
        )?
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    if stored == *parts {
        return Ok(());
    }
    Err(RowRefusal::new("instalments_differ", Field::InstalmentNo)
        .with("count", stored.len())
        .into())
}

/// Changed fields: name, old and new text.
type Changes = Vec<(String, String, String)>;

/// Lays what the file says over the details that are known. Gives what changed, or `None` where nothing did.
fn change_detail(
    work: &mut Work<'_, '_>,
    (id, row): (i64, &Asked<'_>),
    old: &TransactionFact<'_>,
    new: &TransactionFact<'_>,
    mut given: DetailFact,
) -> Result<Option<Changes>, Trouble> {
    let has_moved = new.customer_id != old.customer_id;
    if given.is_empty() && !has_moved {
        return Ok(None);
    }
    let stored = work.ledger.detail(work.act, id)?;
    let known = stored.clone().unwrap_or_default();
    if let Some(discount) = row.discount {
        let taken = work.tally.discounts();
        discount.complete_known(taken, (base(old), &known), base(new), &mut given);
    }
    let whole = given.over(&known);
    if whole == known && !(has_moved && stored.is_some()) {
        return Ok(None);
    }
    // What changed of the document itself was looked at before, and is noted as met by now.
    if new == old
        && let Some(duplicate) = work.duplicate(&work.met_transactions, id)
    {
        return Err(duplicate.into());
    }
    work.ledger
        .set_detail(work.act, new.customer_id, id, &whole)?;
    Ok(Some(details::differences(&known, &whole)))
}

/// The transaction that stands in the way of a new one: by number and kind, or by external key.
fn find(work: &Work<'_, '_>, given: &TransactionFact<'_>) -> Result<OwnedTransaction, Trouble> {
    let by_number = query(
        work,
        "document_no = :text AND kind = :kind AND company_id = :company",
        given.document_no,
        given.kind.code(),
    )?;
    let by_key = match (
        given.external_key,
        by_number.as_ref().map(|stored| stored.fact().external_key),
    ) {
        (None, _) => None,
        (Some(key), Some(Some(known))) if key == known => None,
        (Some(key), _) => query(
            work,
            "external_key = :text AND company_id = :company AND :kind <> ''",
            key,
            "any",
        )?,
    };
    match (by_number, by_key) {
        (Some(stored), None) => {
            if let (Some(key), Some(known)) = (given.external_key, stored.fact().external_key)
                && key != known
            {
                let refusal = RowRefusal::new("document_key_differs", Field::DocumentKey);
                return Err(refusal
                    .with("document_no", given.document_no)
                    .with("external_key", known)
                    .into());
            }
            let known = stored.fact();
            if known.customer_id != given.customer_id && known.external_key.is_none() {
                return Err(other_customer(&account_of(work.act, known.customer_id)?));
            }
            Ok(stored)
        }
        (None, Some(stored)) => Ok(stored),
        (Some(number), Some(key)) => {
            let refusal = RowRefusal::new("document_key_differs", Field::DocumentKey);
            Err(refusal
                .with("document_no", key.fact().document_no)
                .with("external_key", number.fact().external_key)
                .into())
        }
        (None, None) => Err(Refusal::new("internal")
            .with("detail", "a conflict without a cause")
            .into()),
    }
}

/// A transaction of the book.
pub(in crate::import) fn owned(work: &Work<'_, '_>, id: i64) -> Result<OwnedTransaction, Trouble> {
    let mut statement = work.act.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM transactions WHERE id = :id"
    ))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(OwnedTransaction::from_row(row)?)
}

fn query(
    work: &Work<'_, '_>,
    condition: &str,
    text: &str,
    kind: &str,
) -> Result<Option<OwnedTransaction>, Trouble> {
    let mut statement = work.act.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM transactions WHERE {condition}"
    ))?;
    let mut rows = statement.query(
        named_params! {":text": text, ":kind": kind, ":company": company::current(work.act)?},
    )?;
    Ok(rows.next()?.map(OwnedTransaction::from_row).transpose()?)
}

/// A row that repeats its document may still say something new about its settlement or its details.
fn meet_same(
    work: &mut Work<'_, '_>,
    row: &Asked<'_>,
    id: i64,
    fact: &TransactionFact<'_>,
    beside: Given<'_>,
) -> Result<Outcome, Trouble> {
    let mut fields = beside.number_field(fact);
    let mut outcome = Outcome::Unchanged;
    if let Some(changed) = change_detail(work, (id, row), fact, fact, beside.detail)? {
        fields.extend(changed);
        outcome = Outcome::Changed;
    }
    work.met_transactions.note(id, row.line);
    if let Some(said) = beside.said
        && let Some(field) = settle_met(work, row, id, fact, said)?
    {
        if field.0 != "open_minor_in_list" {
            outcome = Outcome::Changed;
        }
        fields.push(field);
    }
    let change = if outcome == Outcome::Changed {
        RowChange::Changed
    } else {
        RowChange::Unchanged
    };
    show(work, row, fact, change, fields)?;
    Ok(outcome)
}

/// Settles or opens what the row says; gives the change.
fn settle_met(
    work: &mut Work<'_, '_>,
    row: &Asked<'_>,
    id: i64,
    fact: &TransactionFact<'_>,
    said: Said,
) -> Result<Option<(String, String, String)>, Trouble> {
    let change =
        |name: &str, old: &str, new: &str| Some((name.to_owned(), old.to_owned(), new.to_owned()));
    let day = said.on.as_str();
    let open = |work: &Work<'_, '_>| {
        let minor = fact.amount_minor.abs() - work.settled.of(id);
        (minor * fact.amount_minor.signum()).to_string()
    };
    let open_before = open(work);
    // A day that the file gives stands in the place of one that a list only inferred.
    let taken_back = match said.day {
        SettledDay::Given if said.minor > 0 => inferred::replace(work, id)?,
        SettledDay::Given => false,
        SettledDay::Inferred => inferred::reopen(work, id, said.minor, day)?,
    };
    let settled = settle(work, row.line, id, fact, said)?;
    // A list says what is open, and only by that what was settled.
    if said.day == SettledDay::Inferred && (settled || taken_back) {
        return Ok(change("open_minor", &open_before, &open(work)));
    }
    if settled {
        return Ok(change("settled_on", "", day));
    }
    if taken_back {
        return Ok(change("open_again_on", "", day));
    }
    if let Some((book, list)) = note_more_open(work, id, fact, said)? {
        return Ok(change("open_minor_in_list", &book, &list));
    }
    if said.day == SettledDay::Given
        && said.minor > 0
        && let Some(known) = settled_on(work, fact)?
        && known != day
    {
        let refusal = RowRefusal::new("settled_day_differs", Field::SettledDate);
        return Err(refusal.with("settled_on", known).into());
    }
    Ok(None)
}

/// What is open by a posted settlement of that day or before, and what the list says, where the list has more.
fn note_more_open(
    work: &mut Work<'_, '_>,
    id: i64,
    fact: &TransactionFact<'_>,
    said: Said,
) -> Result<Option<(String, String)>, Trouble> {
    if said.day == SettledDay::Given || work.settled.of(id) <= said.minor {
        return Ok(None);
    }
    let by_then: i64 = work
        .act
        .prepare_cached(
            "SELECT COALESCE(SUM(amount_minor), 0) AS minor FROM settlements
             WHERE customer_id = :customer AND (debit_id = :id OR credit_id = :id) AND accounting_on <= :on",
        )?
        .query_row(
            named_params! {":customer": fact.customer_id, ":id": id, ":on": said.on.as_str()},
            |row| row.get("minor"),
        )?;
    if by_then <= said.minor {
        return Ok(None);
    }
    let sign = fact.amount_minor.signum();
    let open = |settled: i64| (fact.amount_minor.abs() - settled) * sign;
    let (book, list) = (open(by_then), open(said.minor));
    work.more_open.note(fact, book, list);
    Ok(Some((book.to_string(), list.to_string())))
}

/// The day on which an earlier import settled the document in full.
fn settled_on(work: &Work<'_, '_>, fact: &TransactionFact<'_>) -> Result<Option<String>, Trouble> {
    let mut statement = work.act.prepare_cached(
        "SELECT transaction_on FROM transactions
         WHERE document_no = :no AND kind = :kind AND company_id = :company AND customer_id = :customer
           AND amount_minor = :amount",
    )?;
    Ok(statement
        .query_row(
            named_params! {
                ":no": fact.document_no, ":kind": counter_kind(fact).code(), ":company": company::current(work.act)?,
                ":customer": fact.customer_id, ":amount": -fact.amount_minor,
            },
            |row| row.get("transaction_on"),
        )
        .optional()?)
}

/// A posted settlement stays: what it settles cannot become less than it, another customer's, another currency's, or
/// later than it.
fn keeps_settlements(
    work: &Work<'_, '_>,
    id: i64,
    old: &TransactionFact<'_>,
    new: &TransactionFact<'_>,
) -> Result<(), Trouble> {
    let settled = work.settled.of(id);
    if settled == 0 {
        return Ok(());
    }
    let refuse = |field| {
        let refusal =
            RowRefusal::new("change_breaks_settlement", field).with("settled_minor", settled);
        Err(refusal.with("currency", old.currency).into())
    };
    if new.customer_id != old.customer_id {
        return refuse(Field::CustomerNo);
    }
    if new.currency != old.currency {
        return refuse(Field::Currency);
    }
    if new.amount_minor.abs() < settled || new.amount_minor.signum() != old.amount_minor.signum() {
        return refuse(Field::Amount);
    }
    let first: Option<String> = work
        .act
        .prepare_cached(
            "SELECT MIN(effective_on) AS first FROM settlements
             WHERE customer_id = :customer AND (debit_id = :id OR credit_id = :id)",
        )?
        .query_row(
            named_params! {":customer": old.customer_id, ":id": id},
            |row| row.get("first"),
        )?;
    match first {
        Some(first) if first.as_str() < new.transaction_on => refuse(Field::DocumentDate),
        _ => Ok(()),
    }
}

fn show(
    work: &mut Work<'_, '_>,
    row: &Asked<'_>,
    fact: &TransactionFact<'_>,
    change: RowChange,
    fields: Vec<(String, String, String)>,
) -> Result<(), Trouble> {
    if work.tally.shown.is_none() {
        return Ok(());
    }
    let account = account_of(work.act, fact.customer_id)?;
    let file = work.file().to_owned();
    work.tally.show(|| PreviewRow {
        file,
        line: row.line,
        change,
        record: fact.kind.code().to_owned(),
        key: fact.document_no.to_owned(),
        account,
        amount_minor: Some(fact.amount_minor),
        currency: Some(fact.currency.to_owned()),
        fields,
        rejected: None,
    });
    Ok(())
}

//! A row of a settlement file.

use engine::money::Currency;
use intake::{Field, SettlementRow};
use rusqlite::named_params;

use super::inferred;
use super::known::account_of;
use super::parties::Party;
use super::request::{PreviewRow, RowChange};
use super::row::{Outcome, RowRefusal, Trouble};
use super::work::Work;
use crate::company;
use crate::days::DayText;
use crate::ledger::{SettlementFact, effective_on};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Debit,
    Credit,
}

impl Side {
    fn field(self) -> Field {
        match self {
            Self::Debit => Field::DebitKey,
            Self::Credit => Field::CreditKey,
        }
    }

    fn fits(self, amount_minor: i64) -> bool {
        match self {
            Self::Debit => amount_minor > 0,
            Self::Credit => amount_minor < 0,
        }
    }
}

/// Enters a row.
pub(super) fn enter(work: &mut Work<'_, '_>, row: &SettlementRow<'_>) -> Result<Outcome, Trouble> {
    let debit = party(work, row.debit_key, Side::Debit)?;
    let credit = party(work, row.credit_key, Side::Credit)?;
    fit_together(work, row, &debit, &credit)?;
    let accounting_on = DayText::of(row.date);
    let (debit_on, credit_on) = (DayText::of(debit.on), DayText::of(credit.on));
    work.tally.saw_day(accounting_on);
    let fact = SettlementFact {
        customer_id: debit.customer_id,
        debit_id: debit.id,
        credit_id: credit.id,
        accounting_on: accounting_on.as_str(),
        effective_on: effective_on(
            accounting_on.as_str(),
            debit_on.as_str(),
            credit_on.as_str(),
        ),
        amount_minor: row.amount_minor,
        occurrence: 1,
        external_key: row.key,
        reverses_id: None,
    };
    let parties = (&debit, &credit);
    let over = over_settled(work, row, &debit, &credit);
    if over.is_none()
        && let Some(id) = work.new_settlement(&fact)?
    {
        wrote(work, row, id, &fact, debit.currency);
        return Ok(Outcome::New);
    }
    meet(work, row, fact, parties, over)
}

/// The document of a key; where no key is like that, the one document of that number on that side.
fn party(work: &Work<'_, '_>, key: &str, side: Side) -> Result<Party, Trouble> {
    match by_key(work, key)? {
        Some(party) if side.fits(party.amount_minor) => Ok(party),
        Some(party) => {
            let code = if side == Side::Debit {
                "not_a_debit"
            } else {
                "not_a_credit"
            };
            let refusal = RowRefusal::new(code, side.field());
            Err(refusal.with("amount_minor", party.amount_minor).into())
        }
        None => by_number(work, key, side),
    }
}

fn by_key(work: &Work<'_, '_>, key: &str) -> Result<Option<Party>, Trouble> {
    if let Some(party) = work.parties.find(key) {
        return Ok(Some(party));
    }
    let mut statement = work.act.prepare_cached(
        "SELECT id, customer_id, currency, transaction_on, amount_minor FROM transactions
         WHERE external_key = ?1 AND company_id = ?2",
    )?;
    let mut rows = statement.query(rusqlite::params![key, company::current(work.act)?])?;
    Ok(rows.next()?.map(Party::from_row).transpose()?)
}

fn by_number(work: &Work<'_, '_>, key: &str, side: Side) -> Result<Party, Trouble> {
    let mut statement = work.act.prepare_cached(
        "SELECT id, customer_id, currency, transaction_on, amount_minor FROM transactions
         WHERE document_no = ?1 AND company_id = ?2",
    )?;
    let mut rows = statement.query(rusqlite::params![key, company::current(work.act)?])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let party = Party::from_row(row)?;
        if side.fits(party.amount_minor) {
            found.push(party);
        }
    }
    match found.as_slice() {
        [party] => Ok(*party),
        [] => Err(RowRefusal::new("unknown_document", side.field())
            .with("key", key)
            .into()),
        several => {
            let refusal = RowRefusal::new("document_ambiguous", side.field()).with("key", key);
            Err(refusal.with("count", several.len()).into())
        }
    }
}

/// Both documents are of one customer and one currency, and that is the currency of the row.
fn fit_together(
    work: &Work<'_, '_>,
    row: &SettlementRow<'_>,
    debit: &Party,
    credit: &Party,
) -> Result<(), Trouble> {
    if debit.customer_id != credit.customer_id {
        let refusal = RowRefusal::new("different_customers", Field::CreditKey);
        let accounts = (
            account_of(work.act, debit.customer_id)?,
            account_of(work.act, credit.customer_id)?,
        );
        return Err(refusal
            .with("debit_account", accounts.0)
            .with("credit_account", accounts.1)
            .into());
    }
    if debit.currency != credit.currency
        || row
            .currency
            .is_some_and(|currency| currency != debit.currency)
    {
        let refusal = RowRefusal::new("different_currencies", Field::CreditKey);
        let refusal = refusal
            .with("debit_currency", debit.currency)
            .with("credit_currency", credit.currency);
        return Err(refusal.with("row_currency", row.currency).into());
    }
    Ok(())
}

/// The refusal of a row that settles more than is open.
fn over_settled(
    work: &Work<'_, '_>,
    row: &SettlementRow<'_>,
    debit: &Party,
    credit: &Party,
) -> Option<RowRefusal> {
    [(debit, Side::Debit), (credit, Side::Credit)]
        .into_iter()
        .find_map(|(party, side)| {
            let open_minor = party.amount_minor.abs() - work.settled.of(party.id);
            (row.amount_minor > open_minor).then(|| {
                RowRefusal::new("over_settled", side.field())
                    .with("amount_minor", row.amount_minor)
                    .with("open_minor", open_minor)
                    .with("currency", party.currency)
            })
        })
}

fn wrote(
    work: &mut Work<'_, '_>,
    row: &SettlementRow<'_>,
    id: i64,
    fact: &SettlementFact<'_>,
    currency: Currency,
) {
    work.met_settlements.note(id, row.line);
    for document in [fact.debit_id, fact.credit_id] {
        work.settled.add(document, fact.amount_minor);
        work.touched.note(document);
    }
    show(work, row, fact, currency, RowChange::New);
}

fn show(
    work: &mut Work<'_, '_>,
    row: &SettlementRow<'_>,
    fact: &SettlementFact<'_>,
    currency: Currency,
    change: RowChange,
) {
    let account = || account_of(work.act, fact.customer_id).unwrap_or_default();
    let file = work.files.last();
    work.tally.show(|| PreviewRow {
        file: file.cloned().unwrap_or_default(),
        line: row.line,
        change,
        record: "settlement".to_owned(),
        key: row.key.map_or_else(
            || format!("{} {}", row.debit_key, row.credit_key),
            str::to_owned,
        ),
        account: account(),
        amount_minor: Some(fact.amount_minor),
        currency: Some(currency.code().to_owned()),
        fields: Vec::new(),
        rejected: None,
    });
}

/// A settlement of the book that is like the row's.
struct Like {
    id: i64,
    occurrence: i64,
    external_key: Option<String>,
}

/// A row that is in the book already, or one more of equal settlements (T-B3).
///
/// Equal settlements are told apart by counting: the row takes the first that no earlier row of this import has taken,
/// and where all are taken it is one more. Keys, where both have one, decide before that.
fn meet(
    work: &mut Work<'_, '_>,
    row: &SettlementRow<'_>,
    fact: SettlementFact<'_>,
    (debit, credit): (&Party, &Party),
    over: Option<RowRefusal>,
) -> Result<Outcome, Trouble> {
    let currency = debit.currency;
    let like = like(work, &fact)?;
    let fits = |like: &&Like| match (fact.external_key, like.external_key.as_deref()) {
        (Some(key), Some(known)) => key == known,
        _ => work.met_settlements.first(like.id).is_none(),
    };
    if let Some(same) = like.iter().find(fits) {
        work.met_settlements.note(same.id, row.line);
        show(work, row, &fact, currency, RowChange::Unchanged);
        return Ok(Outcome::Unchanged);
    }
    if let Some(id) = holder(work, fact.external_key)? {
        let refusal = work.duplicate(&work.met_settlements, id);
        let changed =
            || RowRefusal::new("settlement_differs", Field::SettlementKey).with("key", row.key);
        return Err(refusal.unwrap_or_else(changed).into());
    }
    // The file brings the real payment of a document that an open-items list only said to be settled.
    let over = match over {
        Some(_) if replace_inferences(work, debit, credit)? => {
            over_settled(work, row, debit, credit)
        }
        over => over,
    };
    if let Some(over) = over {
        return Err(over.into());
    }
    let occurrence = like.iter().map(|like| like.occurrence).max().unwrap_or(0) + 1;
    let fact = SettlementFact { occurrence, ..fact };
    let id = work.ledger.settlement(work.act, &fact)?;
    wrote(work, row, id, &fact, currency);
    Ok(Outcome::New)
}

fn replace_inferences(
    work: &mut Work<'_, '_>,
    debit: &Party,
    credit: &Party,
) -> Result<bool, Trouble> {
    let in_debit = inferred::replace(work, debit.id)?;
    Ok(inferred::replace(work, credit.id)? || in_debit)
}

fn like(work: &Work<'_, '_>, fact: &SettlementFact<'_>) -> Result<Vec<Like>, Trouble> {
    let mut statement = work.act.prepare_cached(
        "SELECT id, occurrence, external_key FROM settlements
         WHERE debit_id = :debit AND credit_id = :credit AND accounting_on = :day AND amount_minor = :amount
         ORDER BY occurrence",
    )?;
    let like = statement
        .query_map(
            named_params! {
                ":debit": fact.debit_id, ":credit": fact.credit_id, ":day": fact.accounting_on,
                ":amount": fact.amount_minor,
            },
            |row| {
                Ok(Like {
                    id: row.get("id")?,
                    occurrence: row.get("occurrence")?,
                    external_key: row.get("external_key")?,
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(like)
}

/// The settlement that has this external key.
fn holder(work: &Work<'_, '_>, key: Option<&str>) -> Result<Option<i64>, Trouble> {
    use rusqlite::OptionalExtension as _;
    let Some(key) = key else { return Ok(None) };
    let mut statement = work.act.prepare_cached(
        "SELECT s.id FROM settlements s JOIN customers c ON c.id = s.customer_id
             WHERE s.external_key = :key AND c.company_id = :company",
    )?;
    Ok(statement
        .query_row(
            named_params! {":key": key, ":company": company::current(work.act)?},
            |row| row.get("id"),
        )
        .optional()?)
}

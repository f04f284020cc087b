//! What a statement says, from the facts of one customer.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use engine::account::{Account, Horizon, Instalment, Kind, OpenItem, Scratch, Transaction};
use engine::aging::{AgeBy, CreditsIn, Question, age_items};
use engine::money::Currency;
use papers::{StatementDue, StatementLimit, StatementLine, StatementSpan};
use rusqlite::{Connection, named_params};

use super::Asked;
use crate::accounts::load_account;
use crate::letters::item_kind;
use crate::refusal::Refusal;
use crate::standing::{Taker, is_unknown};

/// Where a statement is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// On pages, which have room for six periods.
    OnPaper,
    /// In a table.
    InTable,
}

/// What was found of a customer.
pub(super) enum Gathered {
    /// Something to say.
    Some(Statement),
    /// Nothing is open and nothing came, or the balance is zero and such a customer has no statement.
    Nothing,
}

/// The statement of a customer, by currency.
pub(super) struct Statement(pub BTreeMap<Currency, InCurrency>);

/// What is said in one currency, minor units.
#[derive(Debug, Default)]
pub(super) struct InCurrency {
    /// The balance before the first day; 0 where only what is open is asked for.
    pub opening_minor: i64,
    /// The rows.
    pub lines: Vec<StatementLine>,
    /// The balance on the last day.
    pub closing_minor: i64,
    /// What falls due until the day that was asked for.
    pub due: Vec<StatementLine>,
    /// What is open by due day, in the order of the periods.
    pub by_due_minor: Vec<i64>,
    /// The credit limit.
    pub limit: Option<StatementLimit>,
}

/// Reads a customer.
pub(super) fn gather(
    connection: &Connection,
    asked: &Asked,
    customer_id: i64,
) -> Result<Gathered, Refusal> {
    let horizon = Horizon::as_of(asked.to_on);
    let account = load_account(connection, customer_id, horizon)?;
    let mut items = Vec::new();
    account.open_items(horizon, &mut Scratch::default(), &mut items);
    let teller = Teller {
        connection,
        account: &account,
        items: &items,
        scheduled: asked.parameters.payment_schedule,
    };
    let mut found: BTreeMap<Currency, InCurrency> = BTreeMap::new();
    for item in &items {
        let of = found.entry(item.currency).or_default();
        of.closing_minor = of.closing_minor.saturating_add(item.open_minor);
    }
    match asked.span() {
        StatementSpan::Open { .. } => {
            for transaction in &account.transactions {
                let rows = teller.open_rows(transaction)?;
                if !rows.is_empty() {
                    let of = found.entry(transaction.currency).or_default();
                    of.lines.extend(rows);
                }
            }
        }
        StatementSpan::Period { from_on, .. } => {
            let reversed = if asked.parameters.include_reversed {
                HashSet::new()
            } else {
                reversed(connection, &account, from_on)?
            };
            for transaction in &account.transactions {
                let of = found.entry(transaction.currency).or_default();
                if transaction.transaction_on < from_on {
                    of.opening_minor = of.opening_minor.saturating_add(transaction.amount_minor);
                } else if !reversed.contains(&transaction.id) {
                    of.lines.extend(teller.rows(transaction)?);
                }
            }
        }
    }
    if let Some(until) = asked.due_until() {
        for item in items.iter().filter(|item| item.due_on <= until) {
            if let Some(of) = found.get_mut(&item.currency) {
                of.due.push(teller.row_of_item(item)?);
            }
        }
    }
    if let Some(periods) = &asked.periods {
        let question = Question {
            horizon,
            periods,
            by: AgeBy::Due,
            credits_in: CreditsIn::OwnPeriod,
        };
        let mut aged = Vec::new();
        age_items(&items, &question, &mut aged);
        for balance in aged {
            if let Some(of) = found.get_mut(&balance.currency) {
                of.by_due_minor = balance.period_minor[..periods.list().len()].to_vec();
            }
        }
    }
    for of in found.values_mut() {
        // As they came; documents of one day in the order of the book.
        of.lines.sort_by_key(|line| line.on);
        of.due.sort_by_key(due_day);
    }
    for (currency, of) in &found {
        adds_up(asked.span(), *currency, of)?;
    }
    found.retain(|_, of| of.opening_minor != 0 || of.closing_minor != 0 || !of.lines.is_empty());
    let is_zero = found.values().all(|of| of.closing_minor == 0);
    if found.is_empty() || (asked.parameters.without_zero && is_zero) {
        return Ok(Gathered::Nothing);
    }
    if let Some(taker) = &asked.taker
        && let Some(of) = found.get_mut(&asked.company)
    {
        of.limit = limit(connection, asked, taker, customer_id)?;
    }
    Ok(Gathered::Some(Statement(found)))
}

/// The rows and the balance before them are the balance after them, or nothing is said at all.
fn adds_up(span: StatementSpan, currency: Currency, of: &InCurrency) -> Result<(), Refusal> {
    let counted = |line: &StatementLine| match span {
        StatementSpan::Period { .. } => line.amount_minor,
        StatementSpan::Open { .. } => line.open_minor,
    };
    let rows: i128 = of.lines.iter().map(|line| i128::from(counted(line))).sum();
    let rows_minor = i128::from(of.opening_minor) + rows;
    if rows_minor == i128::from(of.closing_minor) {
        return Ok(());
    }
    let balance_minor = of.closing_minor;
    let detail = format!("{}: {rows_minor}, {balance_minor}", currency.code());
    Err(Refusal::new("statement_does_not_add_up").with("detail", detail))
}

fn due_day(line: &StatementLine) -> Option<NaiveDate> {
    match line.due {
        StatementDue::On(day) => Some(day),
        StatementDue::Multiple | StatementDue::None => None,
    }
}

/// The limit as it holds today, which is dated by nothing but its own days; said only to a customer who buys in the company's
/// currency, only where an amount is set, and only where every rate is known.
fn limit(
    connection: &Connection,
    asked: &Asked,
    taker: &Taker,
    customer_id: i64,
) -> Result<Option<StatementLimit>, Refusal> {
    let own: Option<String> = connection
        .prepare_cached("SELECT currency FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| row.get(0))?;
    if own.is_some_and(|own| own != asked.company.code()) {
        return Ok(None);
    }
    let standing = match taker.standing(connection, customer_id, None) {
        Ok(standing) => standing,
        // Without a rate nobody knows what is left; a statement does not wait for it.
        Err(refusal) if is_unknown(&refusal) => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    Ok(standing
        .state
        .total_minor
        .map(|limit_minor| StatementLimit {
            limit_minor,
            available_minor: standing
                .resolution
                .remaining_minor
                .filter(|_| asked.parameters.available_credit),
        }))
}

/// Tells rows from the facts of one account.
struct Teller<'a> {
    connection: &'a Connection,
    account: &'a Account,
    items: &'a [OpenItem],
    /// Whether each instalment has a row.
    scheduled: bool,
}

impl Teller<'_> {
    /// What is open of a transaction; items stand in the order of the transactions.
    fn open_of(&self, id: i64) -> &[OpenItem] {
        let from = self.items.partition_point(|item| item.transaction_id < id);
        let open = &self.items[from..];
        &open[..open.partition_point(|item| item.transaction_id == id)]
    }

    fn instalments_of(&self, id: i64) -> &[Instalment] {
        let all = &self.account.instalments;
        let of = &all[all.partition_point(|instalment| instalment.transaction_id < id)..];
        &of[..of.partition_point(|instalment| instalment.transaction_id == id)]
    }

    /// The rows of a transaction of which something is open.
    fn open_rows(&self, transaction: &Transaction) -> Result<Vec<StatementLine>, Refusal> {
        if self.open_of(transaction.id).is_empty() {
            return Ok(Vec::new());
        }
        let mut rows = self.rows(transaction)?;
        rows.retain(|row| row.open_minor != 0);
        Ok(rows)
    }

    /// The rows of a transaction: one, or one for each instalment.
    fn rows(&self, transaction: &Transaction) -> Result<Vec<StatementLine>, Refusal> {
        let instalments = self.instalments_of(transaction.id);
        let mut open: Vec<&OpenItem> = self.open_of(transaction.id).iter().collect();
        let line = StatementLine {
            kind: item_kind(transaction.kind),
            document_no: self.number(transaction.id)?,
            on: transaction.transaction_on,
            due: match (transaction.kind, instalments.len()) {
                (Kind::Payment, _) => StatementDue::None,
                (_, 0 | 1) => StatementDue::On(transaction.due_on),
                _ => StatementDue::Multiple,
            },
            amount_minor: transaction.amount_minor,
            open_minor: open.iter().map(|item| item.open_minor).sum(),
        };
        if !self.scheduled || line.due != StatementDue::Multiple {
            return Ok(vec![line]);
        }
        Ok(instalments
            .iter()
            .map(|instalment| {
                let of = open.iter().position(|item| {
                    (item.due_on, item.amount_minor) == (instalment.due_on, instalment.amount_minor)
                });
                StatementLine {
                    due: StatementDue::On(instalment.due_on),
                    amount_minor: instalment.amount_minor,
                    open_minor: of.map_or(0, |at| open.swap_remove(at).open_minor),
                    ..line.clone()
                }
            })
            .collect())
    }

    fn row_of_item(&self, item: &OpenItem) -> Result<StatementLine, Refusal> {
        Ok(StatementLine {
            kind: item_kind(item.kind),
            document_no: self.number(item.transaction_id)?,
            on: item.transaction_on,
            due: StatementDue::On(item.due_on),
            amount_minor: item.amount_minor,
            open_minor: item.open_minor,
        })
    }

    fn number(&self, id: i64) -> Result<String, Refusal> {
        Ok(self
            .connection
            .prepare_cached("SELECT document_no FROM transactions WHERE id = :id")?
            .query_row(named_params! {":id": id}, |row| row.get(0))?)
    }
}

/// What was taken back, with what took it back, where both came since a day and leave nothing of each other: entries
/// that cancel others, which carry their number and settle them whole; interest notes and reimbursements that were reversed.
/// A payment that came back is none of them: the customer is to see it.
fn reversed(
    connection: &Connection,
    account: &Account,
    from_on: NaiveDate,
) -> Result<HashSet<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT x.id, c.id FROM settlements s JOIN transactions x ON x.id = MIN(s.debit_id, s.credit_id)
           JOIN transactions c ON c.id = MAX(s.debit_id, s.credit_id)
         WHERE s.customer_id = :id AND c.amount_minor = -x.amount_minor AND s.amount_minor = ABS(x.amount_minor)
           AND (c.kind = 'other' OR (x.kind, c.kind) IN (VALUES ('payment', 'refund'), ('refund', 'payment')))
           AND (c.document_no = x.document_no OR substr(c.document_no, 1, length(x.document_no) + 2) = x.document_no || '-R')
           AND NOT EXISTS (SELECT 1 FROM settlements r WHERE r.reverses_id = s.id)
           AND NOT EXISTS (SELECT 1 FROM returned_payments p
             WHERE p.payment_id = x.id AND p.refund_id = c.id AND p.undone_by_act_id IS NULL)
         UNION SELECT n.interest_transaction_id, j.transaction_id FROM interest_adjustments j
           JOIN interest_notes n ON n.id = j.note_id
         WHERE j.customer_id = :id AND j.object <> 'fee' AND EXISTS (SELECT 1 FROM interest_adjustments r
           WHERE r.note_id = j.note_id AND r.kind = 'reversed')
         UNION SELECT refund_id, reversal_id FROM reimbursements WHERE customer_id = :id AND status = 'reversed'",
    )?;
    let mut rows = statement.query(named_params! {":id": account.customer_id})?;
    let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        if let (Some(was), Some(back)) = (row.get(0)?, row.get::<_, Option<i64>>(1)?)
            && was != back
        {
            groups.entry(was).or_default().push(back);
        }
    }
    let find = |id: i64| account.transactions.iter().find(|one| one.id == id);
    let mut reversed = HashSet::new();
    for (was, back) in groups {
        let all: Option<Vec<&Transaction>> = std::iter::once(was).chain(back).map(find).collect();
        let Some(all) = all else { continue };
        let sum: i128 = all.iter().map(|one| i128::from(one.amount_minor)).sum();
        if sum == 0 && all.iter().all(|one| one.transaction_on >= from_on) {
            reversed.extend(all.iter().map(|one| one.id));
        }
    }
    Ok(reversed)
}

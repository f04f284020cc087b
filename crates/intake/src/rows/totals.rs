//! Total rows: compared with the sum of the rows above them, and never trusted.

use super::TransactionRow;
use super::plan::{Money, Plan};
use crate::field::Field;
use crate::source::Record;
use crate::synonyms::normalise_heading;

/// Totals of groups that a later total may still sum up.
const REMEMBERED: usize = 64;

/// A total that the file itself states, to compare with the sum of its rows: a difference is a warning, never a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalRow {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// The column that is summed: the open amount where the file has one, else the amount.
    pub field: Field,
    /// What the file says, as written.
    pub stated: String,
    /// The same in minor units of the default currency, where it is a number.
    pub stated_minor: Option<i64>,
    /// Sum of the same column over the rows that the total is of, the rejected ones left out, in minor units: of its
    /// group, of several groups, or of the whole file.
    pub summed_minor: i64,
}

impl TotalRow {
    /// Whether the stated figure is the sum. Where it is not, both are a warning.
    pub fn agrees(&self) -> bool {
        self.stated_minor == Some(self.summed_minor)
    }
}

/// Sums of amounts and of open amounts.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    amount: i64,
    open: i64,
    rows: u64,
}

/// The sums so far, and the totals that were met.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub rows: Vec<TotalRow>,
    all: Sums,
    /// The sums at the last totals.
    bounds: Vec<Sums>,
}

impl Totals {
    pub fn add(&mut self, row: &TransactionRow<'_>) {
        let open = row.open_amount_minor.unwrap_or(row.amount_minor);
        self.all.amount = self.all.amount.saturating_add(row.amount_minor);
        self.all.open = self.all.open.saturating_add(open);
        self.all.rows += 1;
    }

    /// Whether the record is a total row: it says so in words and carries neither document nor day.
    pub fn take(&mut self, plan: &Plan, record: &Record) -> bool {
        let has = |field| plan.text(record, field).is_some();
        if (has(Field::DocumentNo) || has(Field::DocumentKey)) && has(Field::DocumentDate) {
            return false;
        }
        let day = |field| plan.day(record, field).is_ok_and(|day| day.is_some());
        let first = record
            .cells
            .iter()
            .map(str::trim)
            .find(|cell| !cell.is_empty())
            .unwrap_or("");
        if day(Field::DocumentDate) || day(Field::TransactionDate) || !is_total_word(first) {
            return false;
        }
        if !normalise_heading(first).starts_with("percentage") {
            self.compare(plan, record, first);
        }
        true
    }

    fn compare(&mut self, plan: &Plan, record: &Record, label: &str) {
        let fields = [
            Field::OpenAmountMinor,
            Field::OpenAmount,
            Field::AmountMinor,
            Field::Amount,
        ];
        let text = |field| plan.text(record, field);
        let Some(field) = fields.into_iter().find(|field| text(*field).is_some()) else {
            return;
        };
        let money = plan.default_currency().map(Money::of);
        let figure = |field| money.and_then(|m| plan.amount(record, field, m).ok().flatten());
        let is_open = matches!(field, Field::OpenAmount | Field::OpenAmountMinor);
        // A list with a debit and a credit column and no balance is summed by their difference.
        let stated_minor = match figure(Field::Paid) {
            Some(paid) if !is_open => figure(field).and_then(|debit| debit.checked_sub(paid)),
            _ => figure(field),
        };
        let is_net = is_open || text(Field::Paid).is_some();
        let of = |sums: &Sums| if is_net { sums.open } else { sums.amount };
        let whole = of(&self.all);
        let since = |sums: &Sums| whole.saturating_sub(of(sums));
        let group = self.bounds.last().map_or(whole, since);
        // A total directly below another one is not of the no rows between them.
        let has_rows = |sums: &&Sums| sums.rows < self.all.rows;
        let candidates = self.bounds.iter().rev().filter(has_rows).map(since);
        let found = std::iter::once(whole)
            .chain(candidates)
            .find(|sum| Some(*sum) == stated_minor);
        // A total with a name is of its group; a bare one below such totals is of everything.
        let is_named = label.split_whitespace().count() > 1;
        let summed_minor = found.unwrap_or(if is_named { group } else { whole });
        self.rows.push(TotalRow {
            line: record.line,
            field,
            stated: text(field).unwrap_or_default().chars().take(80).collect(),
            stated_minor,
            summed_minor,
        });
        if self.bounds.len() == REMEMBERED {
            self.bounds.remove(0);
        }
        self.bounds.push(self.all);
    }
}

/// `Total`, `Total for Alder Ltd`, `Summe:`, `Gesamt`; `Percentage of total` is none to compare, but no row either.
fn is_total_word(cell: &str) -> bool {
    let word = cell.split_whitespace().next().unwrap_or("");
    let word = normalise_heading(word);
    matches!(
        word.as_str(),
        "total"
            | "totals"
            | "subtotal"
            | "grandtotal"
            | "grand"
            | "sum"
            | "summe"
            | "summen"
            | "gesamt"
            | "gesamtsumme"
            | "zwischensumme"
            | "endsumme"
            | "totale"
            | "totaal"
            | "totaux"
            | "soustotal"
            | "somme"
            | "somma"
            | "percentage"
    )
}

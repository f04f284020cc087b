//! Statements as a table: a line for each row, with the account before it.

use std::path::Path;

use engine::money::Currency;
use papers::{StatementDue, StatementSpan, Word, Wording};
use rusqlite::{Connection, named_params};

use super::{Asked, Statement};
use crate::company;
use crate::letters::refused;
use crate::refusal::Refusal;
use crate::sheet::{Cell, SheetFormat, SheetWriter};

/// A table in the making.
pub(super) struct Table<'a> {
    asked: &'a Asked,
    words: Wording,
    writer: SheetWriter,
    rows: u64,
}

impl<'a> Table<'a> {
    /// Opens the file with its headings, in the language of the company.
    pub fn create(
        connection: &Connection,
        asked: &'a Asked,
        path: &str,
        format: SheetFormat,
    ) -> Result<Self, Refusal> {
        let words = Wording::of(&company::load(connection)?.language).map_err(|e| refused(&e))?;
        let mut writer = SheetWriter::create(Path::new(path), format)?;
        let amount = |word| words.with(word, "currency", "").trim().to_owned();
        let mut headings = vec![
            words.word(Word::Account).to_owned(),
            words.word(Word::Customer).to_owned(),
            words.word(Word::CurrencyShort).to_owned(),
            words.word(Word::ColumnDate).to_owned(),
            words.word(Word::ColumnKind).to_owned(),
            words.word(Word::ColumnDocument).to_owned(),
            words.word(Word::ColumnDue).to_owned(),
            amount(Word::ColumnAmount),
            amount(Word::ColumnOpen),
            amount(Word::SheetBalance),
        ];
        headings.extend(
            asked
                .headings(&words)
                .into_iter()
                .map(|heading| heading.replace('\n', " ")),
        );
        writer.heading(&headings)?;
        Ok(Self {
            asked,
            words,
            writer,
            rows: 0,
        })
    }

    /// Writes the rows of a customer between its balances.
    pub fn write(
        &mut self,
        connection: &Connection,
        customer_id: i64,
        statement: &Statement,
    ) -> Result<(), Refusal> {
        let (account, name): (String, String) = connection
            .prepare_cached("SELECT account, name FROM customers WHERE id = :id")?
            .query_row(named_params! {":id": customer_id}, |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let span = self.asked.span();
        for (currency, of) in &statement.0 {
            let head = [
                Cell::text(&account),
                Cell::text(&name),
                Cell::text(currency.code()),
            ];
            let mut balance = of.opening_minor;
            if let StatementSpan::Period { from_on, .. } = span {
                let before = from_on.pred_opt().unwrap_or(from_on);
                self.balance(&head, before, (*currency, balance, &[]))?;
            }
            for line in &of.lines {
                balance = balance.saturating_add(match span {
                    StatementSpan::Period { .. } => line.amount_minor,
                    StatementSpan::Open { .. } => line.open_minor,
                });
                let mut cells = head.to_vec();
                cells.extend([
                    Cell::day(line.on),
                    Cell::text(self.words.word(line.kind.into())),
                    Cell::text(&line.document_no),
                    match line.due {
                        StatementDue::On(day) => Cell::day(day),
                        StatementDue::Multiple => {
                            Cell::text(self.words.word(Word::StatementMultiple))
                        }
                        StatementDue::None => Cell::text(""),
                    },
                    Cell::money(line.amount_minor, currency.code()),
                    Cell::money(line.open_minor, currency.code()),
                    Cell::money(balance, currency.code()),
                ]);
                self.row(&cells)?;
            }
            let closing = (*currency, of.closing_minor, of.by_due_minor.as_slice());
            self.balance(&head, span.to_on(), closing)?;
        }
        Ok(())
    }

    /// A line with the balance of a day, and what is open by due day.
    fn balance(
        &mut self,
        head: &[Cell],
        day: chrono::NaiveDate,
        (currency, minor, by_due): (Currency, i64, &[i64]),
    ) -> Result<(), Refusal> {
        let says = self
            .words
            .with(Word::BalanceAsOf, "day", &self.words.day(day));
        let mut cells = head.to_vec();
        cells.extend([
            Cell::day(day),
            Cell::text(&says),
            Cell::text(""),
            Cell::text(""),
            Cell::text(""),
            Cell::text(""),
            Cell::money(minor, currency.code()),
        ]);
        cells.extend(
            by_due
                .iter()
                .map(|minor| Cell::money(*minor, currency.code())),
        );
        self.row(&cells)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Refusal> {
        self.rows += 1;
        self.writer.row(cells)
    }

    /// Closes the file; how many lines it has.
    pub fn finish(self) -> Result<u64, Refusal> {
        self.writer.finish()?;
        Ok(self.rows)
    }
}

//! A statement of a file: opened at the first thing that tells its currency, ended with its balances.

use chrono::NaiveDate;
use intake::bank::{BalanceCheck, BalanceKind, StatementEnd};
use serde_json::json;

use super::again::{Again, Asked};
use super::rows::{self, finish_statement};
use super::{Current, Entering, FileState};
use crate::accounts::parse_day;
use crate::act::Act;
use crate::bank::accounts;
use crate::bank::import::StatementSeen;
use crate::bank::statements::{StatementFigures, judged};
use crate::refusal::Refusal;

impl Entering {
    /// Writes the statement at the first thing that tells its currency.
    pub(super) fn opened(
        &mut self,
        act: &Act<'_>,
        file: &mut FileState<'_>,
        currency: &str,
    ) -> Result<(), Refusal> {
        let Some(head) = file.head.take() else {
            return Ok(());
        };
        let account = head
            .account
            .iban
            .as_deref()
            .or(head.account.other_id.as_deref());
        let Some(number) = account
            .map(accounts::plain_number)
            .filter(|n| !n.is_empty())
        else {
            return Err(Refusal::new("bank_account_not_in_file")
                .with("file", file.name)
                .with("line", head.line));
        };
        let currency = head.account.currency.map_or_else(
            || currency.to_owned(),
            |currency| currency.code().to_owned(),
        );
        let (bank_account_id, new_account) = accounts::found_or_made(
            act,
            &number,
            head.account.bic.as_deref().unwrap_or_default(),
            &currency,
        )?;
        if new_account {
            self.read.new_accounts.push(number.clone());
        }
        let format = file.format_code(&head);
        let ids = (file.batch_id, bank_account_id);
        let id = rows::open_statement(act, ids, &head, (format, file.entry_name(), &currency))?;
        if file.seen.format.is_empty() {
            format.clone_into(&mut file.seen.format);
        }
        let again = Again::look(
            act,
            &Asked {
                bank_account_id,
                format,
                head: &head,
                hash: file.hash,
            },
        )?;
        file.current = Some(Current {
            id,
            head,
            bank_account_id,
            number,
            currency,
            new_account,
            data_to: None,
            lines: 0,
            lines_new: 0,
            undated: Vec::new(),
            again,
            before: None,
        });
        Ok(())
    }

    /// Ends a statement: what was held is entered, its balances are judged.
    pub(super) fn end(
        &mut self,
        act: &mut Act<'_>,
        file: &mut FileState<'_>,
        end: &StatementEnd,
    ) -> Result<(), Refusal> {
        let currency = end.balances.first().map_or_else(
            || "EUR".to_owned(),
            |balance| balance.currency.code().to_owned(),
        );
        self.opened(act, file, &currency)?;
        let Some(current) = &file.current else {
            return Ok(());
        };
        let figures = figures_of(current, file.entry_name(), end);
        self.undated(act, file, figures.closing_on)?;
        self.held(act, file, &figures)?;
        let Some(current) = file.current.take() else {
            return Ok(());
        };
        if figures.difference_minor != 0 {
            self.problem(
                file,
                current.head.line,
                "bank_balance_differs",
                json!({
                    "statement_no": current.head.statement_id, "bank_account": current.number,
                    "computed_minor": figures.computed_minor, "stated_minor": figures.closing_minor,
                    "difference_minor": figures.difference_minor, "currency": current.currency,
                }),
            );
        }
        file.lines += current.lines;
        file.lines_new += current.lines_new;
        let data_to = current
            .data_to
            .max(figures.closing_on)
            .or(current.head.to_on);
        file.data_to = file.data_to.max(data_to);
        finish_statement(act, &current, &figures, data_to)?;
        file.seen.statements.push(StatementSeen {
            figures,
            new_account: current.new_account,
            lines: current.lines,
            lines_new: current.lines_new,
        });
        Ok(())
    }

    /// Enters the entries that have no day of their own. Their money is booked, so the day of the statement stands in; only
    /// where nothing tells one, they are left out.
    fn undated(
        &mut self,
        act: &mut Act<'_>,
        file: &mut FileState<'_>,
        closing_on: Option<NaiveDate>,
    ) -> Result<(), Refusal> {
        let Some(current) = &mut file.current else {
            return Ok(());
        };
        let created = current.head.created.as_deref();
        let created_on = created.and_then(|text| parse_day(text.get(..10)?));
        // The last day that it covers comes first because lines have always been known by it.
        let day = current.head.to_on.or(closing_on).or(created_on);
        for entry in std::mem::take(&mut current.undated) {
            let line = entry.line;
            match day {
                Some(day) => {
                    self.problem(
                        file,
                        line,
                        "bank_line_day_of_statement",
                        json!({"day": day}),
                    );
                    self.dated(act, file, entry, day)?;
                }
                None => self.problem(file, line, "bank_line_without_day", json!({})),
            }
        }
        Ok(())
    }

    /// Enters what was held, now that the balances say whether the book has the statement.
    fn held(
        &mut self,
        act: &mut Act<'_>,
        file: &mut FileState<'_>,
        figures: &StatementFigures,
    ) -> Result<(), Refusal> {
        let Some(current) = &mut file.current else {
            return Ok(());
        };
        let Some(again) = current.again.take() else {
            return Ok(());
        };
        let (held, before) = again.settle(figures);
        current.before = before;
        for (entry, day) in held {
            self.dated(act, file, entry, day)?;
        }
        Ok(())
    }
}

/// Balances of a statement, and whether its lines lead from the first to the last.
fn figures_of(current: &Current, entry_name: &str, end: &StatementEnd) -> StatementFigures {
    let of = |kinds: [BalanceKind; 2]| {
        kinds
            .iter()
            .find_map(|kind| end.balances.iter().find(|balance| balance.kind == *kind))
    };
    let opening = of([BalanceKind::Opening, BalanceKind::InterimOpening]);
    let closing = of([BalanceKind::Closing, BalanceKind::InterimClosing]);
    let computed = match end.check {
        BalanceCheck::Agrees => closing.map(|balance| balance.amount_minor),
        BalanceCheck::Differs { computed_minor, .. } => Some(computed_minor),
        BalanceCheck::NotStated | BalanceCheck::NotComparable => None,
    };
    let stated = match end.check {
        BalanceCheck::Differs { stated_minor, .. } => Some(stated_minor),
        _ => closing.map(|balance| balance.amount_minor),
    };
    let (balance, difference_minor) = judged(computed, stated);
    StatementFigures {
        bank_account: current.number.clone(),
        statement_no: current.head.statement_id.clone().unwrap_or_default(),
        entry_name: entry_name.to_owned(),
        currency: current.currency.clone(),
        opening_on: opening.and_then(|balance| balance.day),
        opening_minor: opening.map(|balance| balance.amount_minor),
        closing_on: closing.and_then(|balance| balance.day),
        closing_minor: stated,
        computed_minor: computed,
        balance,
        difference_minor,
    }
}

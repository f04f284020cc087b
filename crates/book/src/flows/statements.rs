//! The customer account statement (spec 26 §7): what was open, what came and what is open now, in each currency by itself; as
//! paper, as a table, and beside a mail.
//!
//! Invariant: what is open comes from `engine::account` on the last day, so that a statement and an aging of that day say the
//! same (T-A7), also where documents were matched later; the rows are the documents themselves, and what they come to is
//! checked against it before anything is printed.

mod gather;
mod paper;
mod table;

use std::path::Path;

use chrono::NaiveDate;
use engine::aging::{Definition, MAX_PRINTED_PERIODS, Periods};
use papers::{PaperError, PrintRun};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::accounts::customer_id;
use crate::aging::report::{ReportInterval, definition_of};
use crate::aging::report_output::{ReportFormat, ReportPages, keep_pages, page_words};
use crate::aging::{definitions, ledger_periods};
use crate::letters::{Letterhead, press_for_statements, refused};
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::sheet::{SheetFormat, write_whole};
use crate::standing::{Taker, company_currency};

use gather::{Gathered, Shown, Statement};

/// What a statement is asked with (spec 26 §7).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "boxes of a form, each with a name of its own"
)]
pub struct StatementParameters {
    /// The first day; it may be missing only where nothing but what is open is asked for.
    pub from_on: Option<NaiveDate>,
    /// The last day; today where missing.
    pub to_on: Option<NaiveDate>,
    /// Only what is open on the last day.
    pub only_open: bool,
    /// With documents that were taken back, and what took them back.
    pub include_reversed: bool,
    /// Whether customers whose balance is zero in every currency are left out.
    pub without_zero: bool,
    /// A row for each instalment; one row of several due days where missing.
    pub payment_schedule: bool,
    /// Whether the credit limit is printed.
    pub credit_limit: bool,
    /// Whether the credit that is left is printed too.
    pub available_credit: bool,
    /// A second table with what falls due until this day.
    pub due_until: Option<NaiveDate>,
    /// Whether the open amounts are printed by due day.
    pub by_due: bool,
    /// By which definition; the default one where this and the interval are missing.
    pub definition: Option<String>,
    /// Periods of equal length instead of a definition.
    pub interval: Option<ReportInterval>,
    /// Whether periods are headed by their description, else by their days.
    pub descriptions: bool,
}

/// Asks for statements.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct MakeStatements {
    /// Account numbers, in the order of printing.
    pub accounts: Vec<String>,
    /// What they are asked with.
    pub parameters: StatementParameters,
}

/// Statements that were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatementsMade {
    /// The pages; they are read as those of a report.
    pub pages: ReportPages,
    /// Customers who have one.
    #[ts(type = "number")]
    pub customers: u64,
    /// Account numbers of those who have none: nothing is open, nothing came, or their balance is zero.
    pub without: Vec<String>,
}

/// Writes statements into a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteStatements {
    /// Account numbers, in the order of printing.
    pub accounts: Vec<String>,
    /// What they are asked with.
    pub parameters: StatementParameters,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// Which format.
    pub format: ReportFormat,
}

/// What was asked for, checked and read once for all customers.
struct Asked {
    parameters: StatementParameters,
    /// The last day.
    to_on: NaiveDate,
    periods: Option<Periods>,
    company: engine::money::Currency,
    /// Who says where a customer stands with its credit, where that is printed.
    taker: Option<Taker>,
}

impl Asked {
    /// Refuses days that cannot be, and on paper a definition of more than six periods.
    pub fn of(
        connection: &Connection,
        parameters: StatementParameters,
        today: NaiveDate,
        shown: Shown,
    ) -> Result<Self, Refusal> {
        let to_on = parameters.to_on.unwrap_or(today);
        match parameters.from_on {
            None if !parameters.only_open => {
                return Err(Refusal::new("value_missing").with("field", "from_on"));
            }
            Some(from_on) if from_on > to_on && !parameters.only_open => {
                return Err(Refusal::new("statement_days_reversed")
                    .with("field", "to_on")
                    .with("from", from_on.to_string())
                    .with("to", to_on.to_string()));
            }
            _ => {}
        }
        let periods = if parameters.by_due {
            let definition = definition_of(
                connection,
                parameters.interval,
                parameters.definition.as_deref(),
            )?;
            if shown == Shown::OnPaper {
                printable(&definition)?;
            }
            let periods = definition
                .periods_in(to_on, &ledger_periods::load(connection)?)
                .map_err(|fault| definitions::refuse(&fault))?;
            Some(periods)
        } else {
            None
        };
        Ok(Self {
            to_on,
            periods,
            company: company_currency(connection)?,
            taker: parameters
                .credit_limit
                .then(|| Taker::on(connection, to_on))
                .transpose()?,
            parameters,
        })
    }
}

fn printable(definition: &Definition) -> Result<(), Refusal> {
    if definition.is_printable() {
        return Ok(());
    }
    Err(Refusal::new("statement_too_many_periods")
        .with("field", "definition")
        .with("most", MAX_PRINTED_PERIODS))
}

/// `statements.make`: the pages, to be looked at. Nothing is kept of them.
pub fn make(session: &mut Session<'_>, request: MakeStatements) -> Result<StatementsMade, Refusal> {
    let printed = print(session, request)?;
    Ok(StatementsMade {
        customers: printed.customers,
        without: printed.without,
        pages: keep_pages(session, printed.document.bytes, printed.document.pages),
    })
}

/// `statements.write`
pub fn write(session: &mut Session<'_>, request: WriteStatements) -> Result<ExportDone, Refusal> {
    let asked = MakeStatements {
        accounts: request.accounts,
        parameters: request.parameters,
    };
    let rows = match request.format {
        ReportFormat::Pdf => {
            let printed = print(session, asked)?;
            write_whole(Path::new(&request.path), &printed.document.bytes)?;
            printed.customers
        }
        ReportFormat::Xlsx => table(session, asked, &request.path, SheetFormat::Xlsx)?,
        ReportFormat::Csv => table(session, asked, &request.path, SheetFormat::Csv)?,
    };
    Ok(ExportDone {
        path: request.path,
        rows,
    })
}

/// The statement of one customer as a PDF, for a mail; `None` where there is nothing to say.
pub(crate) fn pdf_of(
    session: &mut Session<'_>,
    account: &str,
    parameters: StatementParameters,
) -> Result<Option<Vec<u8>>, Refusal> {
    let request = MakeStatements {
        accounts: vec![account.to_owned()],
        parameters,
    };
    match print(session, request) {
        Ok(printed) => Ok(Some(printed.document.bytes)),
        Err(refusal) if refusal.code == "statement_nothing" => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// What was printed.
struct Printed {
    document: papers::Document,
    customers: u64,
    without: Vec<String>,
}

fn print(session: &mut Session<'_>, request: MakeStatements) -> Result<Printed, Refusal> {
    let (today, now, job) = (session.today, session.now, session.job);
    session.read(|connection| {
        let asked = Asked::of(connection, request.parameters, today, Shown::OnPaper)?;
        let head = Letterhead::of_company(connection)?;
        let press = press_for_statements(connection, &request.accounts)?;
        let mut run: PrintRun<'_> = press.run();
        let (mut customers, mut without) = (0, Vec::new());
        let total = request.accounts.len() as u64;
        for (account, done) in request.accounts.into_iter().zip(0_u64..) {
            if done.is_multiple_of(32) {
                job.progress(done, total, "customers");
                check_cancelled(job)?;
            }
            let id = customer_id(connection, &account)?;
            match gather::gather(connection, &asked, id)? {
                Gathered::Some(statement) => {
                    let paper =
                        paper::paper(connection, &head, id, (&asked, statement, today, now))?;
                    run.append_statement(&paper)
                        .map_err(|error| unprinted(&error))?;
                    customers += 1;
                }
                Gathered::Nothing => without.push(account),
            }
        }
        if customers == 0 {
            return Err(Refusal::new("statement_nothing").with("to", asked.to_on.to_string()));
        }
        let document = run.finish().map_err(|error| unprinted(&error))?;
        Ok(Printed {
            document,
            customers,
            without,
        })
    })
}

fn unprinted(error: &PaperError) -> Refusal {
    match error {
        PaperError::StatementDoesNotAddUp { .. } => {
            Refusal::new("statement_does_not_add_up").with("detail", error.to_string())
        }
        error => refused(error),
    }
}

fn table(
    session: &mut Session<'_>,
    request: MakeStatements,
    path: &str,
    format: SheetFormat,
) -> Result<u64, Refusal> {
    let (today, job) = (session.today, session.job);
    session.read(|connection| {
        let asked = Asked::of(connection, request.parameters, today, Shown::InTable)?;
        let mut table = table::Table::create(connection, &asked, path, format)?;
        let total = request.accounts.len() as u64;
        for (account, done) in request.accounts.iter().zip(0_u64..) {
            if done.is_multiple_of(32) {
                job.progress(done, total, "customers");
                check_cancelled(job)?;
            }
            let id = customer_id(connection, account)?;
            if let Gathered::Some(statement) = gather::gather(connection, &asked, id)? {
                table.write(connection, id, &statement)?;
            }
        }
        table.finish()
    })
}

impl Asked {
    /// What a statement covers.
    pub fn span(&self) -> papers::StatementSpan {
        match self.parameters.from_on {
            Some(from_on) if !self.parameters.only_open => papers::StatementSpan::Period {
                from_on,
                to_on: self.to_on,
            },
            _ => papers::StatementSpan::Open { on: self.to_on },
        }
    }

    /// The day of the second table.
    pub fn due_until(&self) -> Option<NaiveDate> {
        self.parameters.due_until
    }

    /// Headings of the amounts by due day, in a language.
    pub fn headings(&self, words: &papers::Wording) -> Vec<String> {
        self.periods.as_ref().map_or_else(Vec::new, |periods| {
            let of = |period| page_words(words, period, self.parameters.descriptions);
            periods.list().iter().map(of).collect()
        })
    }
}

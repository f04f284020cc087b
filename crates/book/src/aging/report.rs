//! The aging report (spec 20 §3): what it is asked with, and its lines.
//!
//! Invariant: open items come from `accounts::for_each_promised` and periods from `engine::aging::age_promised`, as on the
//! list; promises count only where that is asked for, because paper shows contractual days (spec 20 §4).
//! The lines are written into a table in the order of the paper, so that paper, table and window read the same rows and a
//! report of any length holds one customer in memory.

use chrono::NaiveDate;
use engine::account::{Horizon, OpenItem};
use engine::aging::{
    AgeBy, AgedBalance, CreditsIn, Definition, Direction, Interval, Period, Periods, Promises,
    Question,
};
use engine::day::days_overdue;
use engine::exchange::Rates;
use engine::promises::Part;
use rusqlite::Connection;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::papers::Papers;
use super::report_lines::{Lines, Writer};
use super::together::Together;
use super::{definitions, ledger_periods};
use crate::accounts::{Scope, for_each_promised};
use crate::host::Job;
use crate::pools::members::Narrowed;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::standing;

/// Unit of the periods of a report without a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportUnit {
    /// Days.
    Day,
    /// Calendar months.
    Month,
}

/// Periods of a report without a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportInterval {
    /// How many units a period has; at least one.
    pub length: u32,
    /// Days or months.
    pub unit: ReportUnit,
    /// Order of the columns.
    pub direction: Direction,
}

/// By what customers are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportGroup {
    /// Not at all.
    #[default]
    None,
    /// By the person who looks after them.
    Agent,
    /// By region.
    Region,
}

/// What a report is asked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "boxes of a form, each with a name of its own"
)]
pub struct ReportParameters {
    /// Codes of companies that are reported together with the one in which the report is asked for; customers of the same
    /// party are one.
    pub companies: Vec<String>,
    /// The day from which age counts; today where missing.
    pub as_of: Option<NaiveDate>,
    /// Later transactions and settlements are not seen; the day above where missing.
    pub balance_as_of: Option<NaiveDate>,
    /// Earlier transactions are left out; the total is then no balance any more.
    pub start_on: Option<NaiveDate>,
    /// Which day counts.
    pub by: AgeBy,
    /// Definition; the default one where this and the interval are missing.
    pub definition: Option<String>,
    /// Periods of equal length instead of a definition.
    pub interval: Option<ReportInterval>,
    /// Whether columns are headed by their description, else by their days.
    pub descriptions: bool,
    /// Whether there is a column *of which unapplied*.
    pub unapplied_column: bool,
    /// Only what was recorded up to this day.
    pub known_on: Option<NaiveDate>,
    /// Whether the items behind each customer are listed.
    pub details: bool,
    /// Whether every currency stands by itself; else all are converted to the company's, at the rates of the day.
    pub transaction_currency: bool,
    /// Whether customers with a credit balance are listed.
    pub negative_balances: bool,
    /// Whether customers with a balance of zero are left out.
    pub exclude_zero: bool,
    /// Where unsettled credits stand.
    pub credits_in: CreditsIn,
    /// Whether amounts of running promises age by their day; the contractual day counts where missing.
    #[ts(optional, as = "Option<Promises>")]
    pub promises: Promises,
    /// By what customers are grouped.
    pub group_by: ReportGroup,
    /// Code of a pool: its customers of today; all where missing.
    #[ts(optional)]
    pub pool: Option<String>,
    /// Language of the words, BCP 47; the company's where missing.
    pub language: Option<String>,
}

impl Default for ReportParameters {
    fn default() -> Self {
        Self {
            companies: Vec::new(),
            as_of: None,
            balance_as_of: None,
            start_on: None,
            by: AgeBy::Due,
            definition: None,
            interval: None,
            descriptions: true,
            unapplied_column: true,
            known_on: None,
            details: false,
            transaction_currency: true,
            negative_balances: true,
            exclude_zero: true,
            credits_in: CreditsIn::OwnPeriod,
            promises: Promises::Ignored,
            group_by: ReportGroup::None,
            pool: None,
            language: None,
        }
    }
}

/// What a report found besides its lines; kept with a stored one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportHead {
    /// The day from which age counted.
    pub as_of: NaiveDate,
    /// The day up to which facts were seen.
    pub balance_as_of: NaiveDate,
    /// The columns.
    pub periods: Vec<Period>,
    /// Whether paper has room for them.
    pub printable: bool,
    /// Currency to which amounts were converted; `None` where each stands by itself.
    pub converted_to: Option<String>,
    /// Currencies without a rate: they stand by themselves.
    pub without_rate: Vec<String>,
    /// Customers, once for each of their currencies.
    #[ts(type = "number")]
    pub customers: i64,
    /// Lines, with the items behind them.
    #[ts(type = "number")]
    pub lines: i64,
}

/// A report with everything that was asked for.
struct Asked<'a> {
    parameters: &'a ReportParameters,
    together: Option<Together>,
    customers: Narrowed,
    as_of: NaiveDate,
    horizon: Horizon,
    periods: Periods,
    printable: bool,
    rates: Option<(
        engine::money::Currency,
        Vec<(engine::money::Currency, Decimal)>,
    )>,
}

impl<'a> Asked<'a> {
    fn of(
        connection: &Connection,
        parameters: &'a ReportParameters,
        (today, user_id): (NaiveDate, i64),
    ) -> Result<Self, Refusal> {
        let as_of = parameters.as_of.unwrap_or(today);
        let definition = definition_of(
            connection,
            parameters.interval,
            parameters.definition.as_deref(),
        )?;
        let periods = definition
            .periods_in(as_of, &ledger_periods::load(connection)?)
            .map_err(|fault| definitions::refuse(&fault))?;
        let together = Together::of(connection, &parameters.companies, user_id, as_of)?;
        let rates = if parameters.transaction_currency && together.is_none() {
            None
        } else {
            let company = standing::company_currency(connection)?;
            let rate_type = standing::parameters(connection)?.rate_type;
            Some((
                company,
                standing::rates(connection, &rate_type, company, as_of)?,
            ))
        };
        Ok(Self {
            parameters,
            together,
            customers: Narrowed::to_run(connection, parameters.pool.as_deref(), today)?,
            as_of,
            horizon: Horizon {
                as_of: parameters.balance_as_of.unwrap_or(as_of),
                known_on: parameters.known_on,
            },
            periods,
            printable: definition.is_printable(),
            rates,
        })
    }

    /// What is open, with what promises spare: of each customer, or of each party in the companies asked for.
    fn for_each(
        &self,
        connection: &Connection,
        use_it: impl FnMut(i64, &[OpenItem], &[Part]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        match &self.together {
            Some(together) => together.for_each_open(connection, self.horizon, use_it),
            None => for_each_promised(connection, Scope::All, self.horizon, use_it),
        }
    }

    /// Cheques and bills that are not money on the day of the balance.
    fn papers(&self, connection: &Connection) -> Result<Papers, Refusal> {
        let rates = self.rates.as_ref().map(|(company, of)| Rates {
            company: *company,
            of,
        });
        Papers::load(
            connection,
            self.together.as_ref(),
            rates,
            self.horizon.as_of,
        )
    }

    /// Ages items as of the aging day, whatever day the balance is of.
    fn question(&self) -> Question<'_> {
        Question {
            horizon: Horizon {
                as_of: self.as_of,
                known_on: self.horizon.known_on,
            },
            periods: &self.periods,
            by: self.parameters.by,
            credits_in: self.parameters.credits_in,
        }
    }

    /// The parts of the customer's items that age by their promised day, each with the place of its item in `shown`, in
    /// whose currency it stands.
    fn parts(&self, promised: &[Part], shown: &[Shown], out: &mut Vec<Part>) {
        out.clear();
        for part in self.parameters.promises.parts(promised) {
            let Some(at) = shown.iter().position(|shown| shown.number == part.item) else {
                continue;
            };
            let Shown { item, own, .. } = &shown[at];
            let amount_minor = match &self.rates {
                Some((company, of)) if item.currency == *company => {
                    let rates = Rates {
                        company: *company,
                        of,
                    };
                    // A promise of all that is open stays so, however the two amounts are rounded.
                    if part.amount_minor == own.open_minor {
                        item.open_minor
                    } else {
                        rates
                            .value(part.amount_minor, own.currency)
                            .unwrap_or(part.amount_minor)
                    }
                }
                _ => part.amount_minor,
            };
            out.push(Part {
                item: at,
                amount_minor,
                ..*part
            });
        }
    }

    /// The item as it stands on the report, and whether a rate was missing; `None` where it is left out.
    fn shown(&self, item: &OpenItem, without_rate: &mut Vec<String>) -> Option<OpenItem> {
        if self
            .parameters
            .start_on
            .is_some_and(|start_on| item.transaction_on < start_on)
        {
            return None;
        }
        let Some((company, of)) = &self.rates else {
            return Some(*item);
        };
        let rates = Rates {
            company: *company,
            of,
        };
        let value = |minor: i64| rates.value(minor, item.currency).ok();
        let converted = value(item.open_minor)
            .zip(value(item.amount_minor))
            .zip(value(item.disputed_minor));
        let Some(((open_minor, amount_minor), disputed_minor)) = converted else {
            let code = item.currency.to_string();
            if !without_rate.contains(&code) {
                without_rate.push(code);
            }
            return Some(*item);
        };
        Some(OpenItem {
            currency: *company,
            open_minor,
            amount_minor,
            disputed_minor,
            ..*item
        })
    }

    fn lists(&self, balance: &AgedBalance) -> bool {
        match balance.total_minor {
            0 => !self.parameters.exclude_zero,
            minor => minor > 0 || self.parameters.negative_balances,
        }
    }
}

/// The periods that somebody chose: of equal length, of a definition, or those of the default one.
pub(crate) fn definition_of(
    connection: &Connection,
    interval: Option<ReportInterval>,
    definition: Option<&str>,
) -> Result<Definition, Refusal> {
    match (interval, definition) {
        (Some(interval), _) => Ok(even(interval)),
        (None, Some(id)) => definitions::load(connection, id),
        (None, None) => definitions::load(connection, &definitions::default_id(connection)?),
    }
}

fn even(interval: ReportInterval) -> Definition {
    let unit = match interval.unit {
        ReportUnit::Day => Interval::Day,
        ReportUnit::Month => Interval::Month,
    };
    Definition::even(interval.length, unit, interval.direction)
}

/// An item as asked for, with its own currency and amount.
struct Shown {
    item: OpenItem,
    own: OpenItem,
    /// Its place among the items of the customer.
    number: usize,
}

/// Refuses what no report can be asked with: a definition, a pool or a company that there is not.
pub(super) fn demand(
    connection: &Connection,
    parameters: &ReportParameters,
    whose: (NaiveDate, i64),
) -> Result<(), Refusal> {
    Asked::of(connection, parameters, whose).map(|_| ())
}

/// Writes the lines of a report into `lines` and says what it found.
pub(super) fn compute(
    connection: &Connection,
    lines: Lines,
    parameters: &ReportParameters,
    (today, user_id): (NaiveDate, i64),
    job: &dyn Job,
) -> Result<ReportHead, Refusal> {
    let asked = Asked::of(connection, parameters, (today, user_id))?;
    let mut writer = Writer::open(connection, lines, parameters.group_by, today)?;
    let mut cards = writer.cards()?;
    let mut papers = asked.papers(connection)?;
    let customers: i64 =
        connection.query_row("SELECT COUNT(*) AS customers FROM customers", [], |row| {
            row.get("customers")
        })?;
    let total = u64::try_from(customers).unwrap_or(0);
    let (mut without_rate, mut met) = (Vec::new(), 0_u64);
    let (mut shown, mut items): (Vec<Shown>, Vec<OpenItem>) = (Vec::new(), Vec::new());
    let (mut balances, mut parts) = (Vec::new(), Vec::new());
    asked.for_each(connection, |customer_id, open, promised| {
        met += 1;
        if !asked.customers.has(customer_id) {
            return Ok(());
        }
        if met.is_multiple_of(256) {
            job.progress(met.min(total), total, "aging");
            check_cancelled(job)?;
        }
        shown.clear();
        for (number, own) in open.iter().enumerate() {
            if let Some(item) = asked.shown(own, &mut without_rate) {
                shown.push(Shown {
                    item,
                    own: *own,
                    number,
                });
            }
        }
        shown.sort_by_key(|shown| (shown.item.due_on, shown.item.transaction_id));
        items.clear();
        items.extend(shown.iter().map(|shown| shown.item));
        balances.clear();
        let question = asked.question();
        asked.parts(promised, &shown, &mut parts);
        engine::aging::age_promised(&items, &parts, &question, &mut balances);
        for balance in &balances {
            if asked.lists(balance) {
                let card = cards.card(customer_id)?;
                let uncleared_minor = papers.take(customer_id, balance.currency);
                writer.customer(customer_id, &card, balance, uncleared_minor)?;
                if parameters.details {
                    let items = Items {
                        shown: &shown,
                        parts: &parts,
                    };
                    details(&mut writer, &asked, customer_id, &card, balance, &items)?;
                }
            }
        }
        Ok(())
    })?;
    if !parameters.exclude_zero {
        for (customer_id, currency, minor) in papers.rest() {
            if asked.customers.has(customer_id) {
                let nothing = AgedBalance::nothing(currency);
                writer.customer(customer_id, &cards.card(customer_id)?, &nothing, minor)?;
            }
        }
        writer.zeros(
            asked.rates.as_ref().map(|(company, _)| *company),
            &asked.customers,
        )?;
    }
    without_rate.sort();
    Ok(ReportHead {
        as_of: asked.as_of,
        balance_as_of: asked.horizon.as_of,
        periods: asked.periods.list().to_vec(),
        printable: asked.printable,
        converted_to: asked.rates.map(|(company, _)| company.to_string()),
        without_rate,
        customers: writer.customers(),
        lines: writer.written(),
    })
}

/// The items of a customer with their promised parts.
struct Items<'i> {
    shown: &'i [Shown],
    parts: &'i [Part],
}

fn details(
    writer: &mut Writer<'_>,
    asked: &Asked<'_>,
    customer_id: i64,
    card: &super::report_lines::Card,
    balance: &AgedBalance,
    items: &Items<'_>,
) -> Result<(), Refusal> {
    let of_currency = items
        .shown
        .iter()
        .enumerate()
        .filter(|(_, shown)| shown.item.currency == balance.currency);
    for (number, (at, shown)) in (1_i64..).zip(of_currency) {
        let mut aged = Vec::with_capacity(1);
        let parts: Vec<Part> = items
            .parts
            .iter()
            .filter(|part| part.item == at)
            .map(|part| Part { item: 0, ..*part })
            .collect();
        engine::aging::age_promised(&[shown.item], &parts, &asked.question(), &mut aged);
        if let [aged] = aged[..] {
            let late = days_overdue(shown.item.due_on, asked.as_of);
            writer.item(customer_id, card, number, &shown.own, &aged, late)?;
        }
    }
    Ok(())
}

/// An open report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportOpened {
    /// Handle for its pages and files.
    #[ts(type = "number")]
    pub handle: u64,
    /// What it found.
    pub head: ReportHead,
    /// Sums of all lines, by currency.
    pub totals: Vec<super::run::RunTotal>,
}

/// What a handle keeps.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub lines: Lines,
    pub parameters: ReportParameters,
    pub head: ReportHead,
}

/// `aging.report`
pub fn open(
    session: &mut Session<'_>,
    parameters: ReportParameters,
) -> Result<ReportOpened, Refusal> {
    let (today, job, user_id) = (session.today, session.job, session.actor.user_id);
    let connection = session.connection();
    // The lines go into a table of this connection: they are no part of the book.
    let transaction = connection.unchecked_transaction()?;
    let lines = Lines::temporary(connection)?;
    let head = compute(connection, lines, &parameters, (today, user_id), job)?;
    check_cancelled(job)?;
    transaction.commit()?;
    keep(session, lines, parameters, head)
}

pub(super) fn keep(
    session: &mut Session<'_>,
    lines: Lines,
    parameters: ReportParameters,
    head: ReportHead,
) -> Result<ReportOpened, Refusal> {
    let totals = lines.totals(session.connection(), head.periods.len())?;
    let handle = session.book.listings.keep(Kept {
        lines,
        parameters,
        head: head.clone(),
    });
    Ok(ReportOpened {
        handle,
        head,
        totals,
    })
}

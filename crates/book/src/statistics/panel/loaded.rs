//! What the figures of one customer are taken from, and the figures.

use chrono::NaiveDate;
use engine::account::{Horizon, Kind};
use engine::day::days_overdue;
use engine::exchange::Rates;
use engine::risk::statistics::{
    Disputed, Invoice, MonthEnd, Window, average_balance, average_days_past_due,
    average_limit_used, average_uninsured, dispute_rate, longest_delinquency, month_ends, sales,
};
use rusqlite::{Connection, named_params};

use super::{Statistic, StatisticFigure, StatisticInput, StatisticUnit};
use crate::accounts::{currency_of, customer_id, day_of, load_account, optional_day_of};
use crate::refusal::Refusal;
use crate::standing;
use crate::statistics::figures::{Inputs, month_ends_of};
use crate::statistics::parameters::{self, SCORE_MONTHS, StatisticsParameters};

/// Everything that the figures of one customer are taken from.
pub(super) struct Loaded {
    as_of: NaiveDate,
    since: Option<NaiveDate>,
    parameters: StatisticsParameters,
    pub(super) inputs: Inputs,
    ends: Vec<MonthEnd>,
    invoices: Vec<(i64, Invoice)>,
    /// Payments that came back by the day: the payment, the day, and the amount, positive.
    returned: Vec<(i64, NaiveDate, i64)>,
}

impl Loaded {
    pub(super) fn load(
        connection: &Connection,
        account: &str,
        as_of: NaiveDate,
    ) -> Result<Self, Refusal> {
        let id = customer_id(connection, account)?;
        let company = standing::company_currency(connection)?;
        let rate_type = standing::parameters(connection)?.rate_type;
        let rates = standing::rates(connection, &rate_type, company, as_of)?;
        let rates = Rates {
            company,
            of: &rates,
        };
        let facts = load_account(connection, id, Horizon::as_of(as_of))?;
        let mut inputs = Inputs::on(connection, Some(id))?;
        inputs.take(&facts, as_of, &rates)?;
        let mut statement =
            connection.prepare_cached("SELECT customer_since FROM customers WHERE id = :id")?;
        let mut rows = statement.query(named_params! {":id": id})?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Ok(Self {
            as_of,
            since: optional_day_of(row, "customer_since")?,
            parameters: parameters::load(connection)?,
            ends: month_ends_of(connection, id, as_of)?,
            invoices: invoices(connection, id, as_of, &inputs)?,
            returned: returned(connection, id, as_of, &rates)?,
            inputs,
        })
    }

    fn window(&self, months: u32, since: Option<NaiveDate>) -> Option<Window> {
        Window::last_months(self.as_of, months, since)
    }

    fn year(&self) -> Option<Window> {
        self.window(SCORE_MONTHS, None)
    }

    pub(super) fn figure(&self, statistic: Statistic) -> StatisticFigure {
        let parameters = &self.parameters;
        match statistic {
            Statistic::Dso1 => self.of_dso(statistic, parameters.dso_1),
            Statistic::Dso2 => self.of_dso(statistic, parameters.dso_2),
            Statistic::AverageBalance1 => self.of_ends(statistic, parameters.average_balance_1),
            Statistic::AverageBalance2 => self.of_ends(statistic, parameters.average_balance_2),
            Statistic::AverageLimit => self.of_ends(statistic, parameters.average_limit),
            Statistic::AverageExposure => self.of_ends(statistic, parameters.average_exposure),
            Statistic::PaymentDays | Statistic::DaysPastDue => self.of_pairs(statistic),
            Statistic::LongestDelinquency => self.delinquency(),
            Statistic::DisputeRate | Statistic::DisputeAmountRate => self.of_invoices(statistic),
            Statistic::ReturnedPayments => self.of_returned(),
        }
    }

    /// 0 where none came back.
    fn of_returned(&self) -> StatisticFigure {
        let statistic = Statistic::ReturnedPayments;
        let window = self.year();
        let rows = self.rows(statistic).len();
        StatisticFigure {
            value: i64::try_from(rows).ok(),
            inputs: rows,
            ..self.shaped(statistic, StatisticUnit::Count, SCORE_MONTHS, window)
        }
    }

    fn shaped(
        &self,
        statistic: Statistic,
        unit: StatisticUnit,
        months: u32,
        window: Option<Window>,
    ) -> StatisticFigure {
        StatisticFigure {
            statistic,
            unit,
            value: None,
            months: Some(months),
            from_on: window.map(|window| window.from_on),
            to_on: self.as_of,
            days: window.map(Window::days),
            sales_minor: None,
            inputs: 0,
        }
    }

    fn of_dso(&self, statistic: Statistic, months: u32) -> StatisticFigure {
        let window = self.window(months, self.since);
        let mut figure = self.shaped(statistic, StatisticUnit::DayHundredths, months, window);
        if let Some(window) = window {
            figure.sales_minor = sales(&self.inputs.sales(), window);
            figure.value = self.inputs.dso(self.as_of, months, self.since);
            figure.inputs = self.rows(statistic).len();
        }
        figure
    }

    fn of_ends(&self, statistic: Statistic, months: u32) -> StatisticFigure {
        let (unit, value) = match statistic {
            Statistic::AverageLimit => (
                StatisticUnit::BasisPoints,
                average_limit_used(&self.ends, self.as_of, months),
            ),
            Statistic::AverageExposure => (
                StatisticUnit::BasisPoints,
                average_uninsured(&self.ends, self.as_of, months),
            ),
            _ => (
                StatisticUnit::Minor,
                average_balance(&self.ends, self.as_of, months),
            ),
        };
        let mut figure = self.shaped(statistic, unit, months, self.window(months, None));
        figure.value = value;
        figure.inputs = self.rows(statistic).len();
        figure
    }

    fn of_pairs(&self, statistic: Statistic) -> StatisticFigure {
        let window = self.year();
        let unit = StatisticUnit::DayHundredths;
        let mut figure = self.shaped(statistic, unit, SCORE_MONTHS, window);
        let weighted = self.parameters.days_past_due.engine();
        figure.value = match statistic {
            Statistic::PaymentDays => self.inputs.payment_days(self.as_of),
            _ => window
                .and_then(|window| average_days_past_due(&self.inputs.pairs(), window, weighted)),
        };
        figure.inputs = self.rows(statistic).len();
        figure
    }

    fn delinquency(&self) -> StatisticFigure {
        let statistic = Statistic::LongestDelinquency;
        let days = longest_delinquency(&self.inputs.pairs(), &self.inputs.open, self.as_of);
        StatisticFigure {
            value: Some(days),
            months: None,
            inputs: self.rows(statistic).len(),
            ..self.shaped(statistic, StatisticUnit::Days, 0, None)
        }
    }

    /// 0 % where nothing was disputed; blank without an invoice.
    fn of_invoices(&self, statistic: Statistic) -> StatisticFigure {
        let window = self.year();
        let mut figure = self.shaped(statistic, StatisticUnit::BasisPoints, SCORE_MONTHS, window);
        let invoices: Vec<Invoice> = self.invoices.iter().map(|(_, invoice)| *invoice).collect();
        if let Some(window) = window {
            let rate = dispute_rate(&invoices, window);
            figure.value = match statistic {
                Statistic::DisputeRate => rate.by_count_bp,
                _ => rate.by_amount_bp,
            };
        }
        figure.inputs = self.rows(statistic).len();
        figure
    }

    /// The inputs of a figure, without the numbers of the documents; each with the id of its document.
    pub(super) fn rows(&self, statistic: Statistic) -> Vec<(Option<i64>, StatisticInput)> {
        let parameters = &self.parameters;
        match statistic {
            Statistic::Dso1 => self.sale_rows(parameters.dso_1),
            Statistic::Dso2 => self.sale_rows(parameters.dso_2),
            Statistic::AverageBalance1 => self.end_rows(statistic, parameters.average_balance_1),
            Statistic::AverageBalance2 => self.end_rows(statistic, parameters.average_balance_2),
            Statistic::AverageLimit => self.end_rows(statistic, parameters.average_limit),
            Statistic::AverageExposure => self.end_rows(statistic, parameters.average_exposure),
            Statistic::PaymentDays | Statistic::DaysPastDue => self.pair_rows(statistic),
            Statistic::LongestDelinquency => self.late_rows(),
            Statistic::DisputeRate | Statistic::DisputeAmountRate => self.invoice_rows(),
            Statistic::ReturnedPayments => self.returned_rows(),
        }
    }

    fn sale_rows(&self, months: u32) -> Vec<(Option<i64>, StatisticInput)> {
        let Some(window) = self.window(months, self.since) else {
            return Vec::new();
        };
        let inside = self.inputs.sold.iter();
        inside
            .filter(|document| window.holds(document.sale.document_on))
            .map(|document| {
                let row = input(document.sale.document_on, document.sale.amount_minor);
                (Some(document.id), row)
            })
            .collect()
    }

    fn end_rows(&self, statistic: Statistic, months: u32) -> Vec<(Option<i64>, StatisticInput)> {
        let ends = month_ends(self.as_of, months);
        let inside = self.ends.iter().filter(|row| ends.contains(&row.on));
        inside
            .map(|row| {
                let (minor, against) = match statistic {
                    Statistic::AverageLimit => (row.exposure_minor, row.limit_minor),
                    Statistic::AverageExposure => (row.exposure_minor, Some(row.cover_minor)),
                    _ => (row.balance_minor, None),
                };
                let row = StatisticInput {
                    against_minor: against,
                    ..input(row.on, minor)
                };
                (None, row)
            })
            .collect()
    }

    fn pair_rows(&self, statistic: Statistic) -> Vec<(Option<i64>, StatisticInput)> {
        let Some(window) = self.year() else {
            return Vec::new();
        };
        let inside = self.inputs.pairs.iter();
        inside
            .filter(|settled| window.holds(settled.pair.settled_on))
            .map(|settled| {
                let pair = settled.pair;
                let days = match statistic {
                    Statistic::PaymentDays => days_overdue(pair.invoiced_on, pair.settled_on),
                    _ => days_overdue(pair.due_on, pair.settled_on).max(0),
                };
                let row = StatisticInput {
                    due_on: Some(pair.due_on),
                    settled_on: Some(pair.settled_on),
                    days: Some(days),
                    ..input(pair.invoiced_on, pair.amount_minor)
                };
                (Some(settled.invoice_id), row)
            })
            .collect()
    }

    /// What was or is late, the latest first.
    fn late_rows(&self) -> Vec<(Option<i64>, StatisticInput)> {
        let settled = self.inputs.pairs.iter().map(|settled| {
            let pair = settled.pair;
            let row = StatisticInput {
                due_on: Some(pair.due_on),
                settled_on: Some(pair.settled_on),
                days: Some(days_overdue(pair.due_on, pair.settled_on)),
                ..input(pair.invoiced_on, pair.amount_minor)
            };
            (Some(settled.invoice_id), row)
        });
        let open = self.inputs.open.iter().filter(|item| item.open_minor > 0);
        let open = open.map(|item| {
            let row = StatisticInput {
                due_on: Some(item.due_on),
                days: Some(days_overdue(item.due_on, self.as_of)),
                ..input(item.document_on, item.open_minor)
            };
            (Some(item.transaction_id), row)
        });
        let mut rows: Vec<_> = settled
            .chain(open)
            .filter(|(_, row)| row.days > Some(0))
            .collect();
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.days));
        rows
    }

    /// Payments of the window that came back; the day on which each did stands where a settlement has its day.
    fn returned_rows(&self) -> Vec<(Option<i64>, StatisticInput)> {
        let Some(window) = self.year() else {
            return Vec::new();
        };
        let inside = self.returned.iter().filter(|(_, on, _)| window.holds(*on));
        inside
            .map(|(id, on, minor)| {
                let row = StatisticInput {
                    settled_on: Some(*on),
                    ..input(*on, *minor)
                };
                (Some(*id), row)
            })
            .collect()
    }

    fn invoice_rows(&self) -> Vec<(Option<i64>, StatisticInput)> {
        let Some(window) = self.year() else {
            return Vec::new();
        };
        let inside = self.invoices.iter();
        inside
            .filter(|(_, invoice)| window.holds(invoice.document_on))
            .map(|(id, invoice)| {
                let row = StatisticInput {
                    disputed: invoice.disputed != Disputed::No,
                    ..input(invoice.document_on, invoice.amount_minor)
                };
                (Some(*id), row)
            })
            .collect()
    }
}

/// Payments of a customer that came back by a day and stand so, in the company's currency.
fn returned(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
    rates: &Rates<'_>,
) -> Result<Vec<(i64, NaiveDate, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT r.payment_id, r.returned_on, -t.amount_minor AS amount_minor, t.currency FROM returned_payments r
         JOIN transactions t ON t.id = r.payment_id
         WHERE r.customer_id = :customer AND r.undone_by_act_id IS NULL AND r.returned_on <= :as_of
         ORDER BY r.returned_on, r.id",
    )?;
    let mut rows =
        statement.query(named_params! {":customer": customer_id, ":as_of": as_of.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let currency = currency_of(&row.get::<_, String>("currency")?)?;
        found.push((
            row.get("payment_id")?,
            day_of(row, "returned_on")?,
            rates.value(row.get("amount_minor")?, currency)?,
        ));
    }
    Ok(found)
}

fn input(on: NaiveDate, amount_minor: i64) -> StatisticInput {
    StatisticInput {
        document_no: None,
        kind: None,
        on,
        due_on: None,
        settled_on: None,
        amount_minor,
        against_minor: None,
        days: None,
        disputed: false,
    }
}

/// The invoices with what is known of disputes as of a day: one that began by then, open or closed since, or the word of a
/// file without a day (S-8). A dispute that was undone was never there.
fn invoices(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
    inputs: &Inputs,
) -> Result<Vec<(i64, Invoice)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.disputed_flag,
                EXISTS (SELECT 1 FROM dispute_periods p JOIN disputes d ON d.id = p.dispute_id
                  WHERE p.customer_id = t.customer_id AND p.transaction_id = t.id AND p.from_on <= :as_of
                    AND d.undone_by_act_id IS NULL) AS recorded
         FROM transactions t WHERE t.id = :id AND t.customer_id = :customer",
    )?;
    let mut found = Vec::new();
    for document in &inputs.sold {
        if document.sale.kind != Kind::Invoice {
            continue;
        }
        let (flagged, recorded): (bool, bool) = statement.query_row(
            named_params! {":id": document.id, ":customer": customer_id, ":as_of": as_of.to_string()},
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let disputed = match (recorded, flagged) {
            (true, _) => Disputed::Recorded,
            (_, true) => Disputed::UndatedFlag,
            _ => Disputed::No,
        };
        found.push((
            document.id,
            Invoice {
                document_on: document.sale.document_on,
                amount_minor: document.sale.amount_minor,
                disputed,
            },
        ));
    }
    Ok(found)
}

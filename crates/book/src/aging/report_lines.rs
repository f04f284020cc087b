//! The lines of a report in their table: written in the order of customers, read in the order of the paper.

use chrono::NaiveDate;
use engine::account::OpenItem;
use engine::aging::{AgedBalance, MAX_PERIODS};
use engine::money::Currency;
use rusqlite::{CachedStatement, Connection, OptionalExtension, named_params};

use super::report::ReportGroup;
use super::run::RunTotal;
use crate::accounts::optional_day_of;
use crate::pools::{members::Narrowed, specialists};
use crate::refusal::Refusal;

/// Reports of this connection that stay; older ones are dropped.
const KEPT: i64 = 4;

/// Where the lines of a report are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines {
    table: &'static str,
    report_id: i64,
}

/// Columns in the order of [`INSERT`].
const COLUMNS: &str = "report_id, group_name, account, customer_id, currency, item_no, name, kind, document_no,
  transaction_on, document_on, due_on, days_overdue, own_currency, own_minor, total_minor, overdue_minor,
  unapplied_minor, open_count, uncleared_minor, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12";

/// Columns before the periods.
const BEFORE_PERIODS: usize = 20;

/// A line as it is read.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub group_name: String,
    pub account: String,
    pub name: String,
    pub currency: String,
    /// 0 is the customer.
    pub item_no: i64,
    pub kind: String,
    pub document_no: String,
    pub document_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub days_overdue: Option<i64>,
    pub own: Option<(String, i64)>,
    pub total_minor: i64,
    pub overdue_minor: i64,
    pub unapplied_minor: i64,
    /// What cheques and bills of the customer would pay; 0 on an item.
    pub uncleared_minor: i64,
    pub period_minor: [i64; MAX_PERIODS],
}

impl Lines {
    /// Lines of a stored run.
    pub fn stored(report_id: i64) -> Self {
        Self {
            table: "aging_report_lines",
            report_id,
        }
    }

    /// Room for a report that is only looked at: a table of this connection with the columns of the stored one.
    pub fn temporary(connection: &Connection) -> Result<Self, Refusal> {
        connection.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS aging_report_view AS SELECT * FROM aging_report_lines WHERE 0;
             CREATE INDEX IF NOT EXISTS temp.aging_report_view_order
               ON aging_report_view (report_id, group_name, account, customer_id, currency, item_no);",
        )?;
        let report_id = connection.query_row(
            "SELECT COALESCE(MAX(report_id), 0) + 1 AS id FROM aging_report_view",
            [],
            |row| row.get("id"),
        )?;
        connection.execute(
            "DELETE FROM aging_report_view WHERE report_id <= :old",
            named_params! {":old": report_id - KEPT},
        )?;
        Ok(Self {
            table: "aging_report_view",
            report_id,
        })
    }

    /// Hands every line to `use_it`, in the order of the paper.
    pub fn each(
        self,
        connection: &Connection,
        mut use_it: impl FnMut(&Line) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {} WHERE report_id = :id
             ORDER BY report_id, group_name, account, customer_id, currency, item_no",
            self.table
        ))?;
        let mut rows = statement.query(named_params! {":id": self.report_id})?;
        while let Some(row) = rows.next()? {
            let own_currency: Option<String> = row.get("own_currency")?;
            let own_minor: Option<i64> = row.get("own_minor")?;
            let mut period_minor = [0; MAX_PERIODS];
            for (at, minor) in period_minor.iter_mut().enumerate() {
                *minor = row.get(BEFORE_PERIODS + at)?;
            }
            use_it(&Line {
                group_name: row.get("group_name")?,
                account: row.get("account")?,
                name: row.get("name")?,
                currency: row.get("currency")?,
                item_no: row.get("item_no")?,
                kind: row.get("kind")?,
                document_no: row.get("document_no")?,
                document_on: optional_day_of(row, "document_on")?,
                due_on: optional_day_of(row, "due_on")?,
                days_overdue: row.get("days_overdue")?,
                own: own_currency.zip(own_minor),
                total_minor: row.get("total_minor")?,
                overdue_minor: row.get("overdue_minor")?,
                unapplied_minor: row.get("unapplied_minor")?,
                uncleared_minor: row.get("uncleared_minor")?,
                period_minor,
            })?;
        }
        Ok(())
    }

    /// Whether a line has cheques or bills that are not money yet.
    pub fn have_uncleared(self, connection: &Connection) -> Result<bool, Refusal> {
        Ok(connection.query_row(
            &format!(
                "SELECT EXISTS (SELECT 1 FROM {} WHERE report_id = :id AND uncleared_minor <> 0) AS they_have",
                self.table
            ),
            named_params! {":id": self.report_id},
            |row| row.get("they_have"),
        )?)
    }

    /// Sums of the customers by currency.
    pub fn totals(self, connection: &Connection, columns: usize) -> Result<Vec<RunTotal>, Refusal> {
        let sums: Vec<String> = (0..MAX_PERIODS)
            .map(|at| format!("SUM(p{at}) AS p{at}"))
            .collect();
        let sums = sums.join(", ");
        let mut statement = connection.prepare_cached(&format!(
            "SELECT currency, SUM(total_minor) AS total, SUM(overdue_minor) AS overdue, {sums} FROM {}
             WHERE report_id = :id AND item_no = 0 GROUP BY currency ORDER BY currency",
            self.table
        ))?;
        let totals = statement
            .query_map(named_params! {":id": self.report_id}, |row| {
                Ok(RunTotal {
                    currency: row.get("currency")?,
                    total_minor: row.get("total")?,
                    overdue_minor: row.get("overdue")?,
                    period_minor: (0..columns.min(MAX_PERIODS))
                        .map(|at| row.get(format!("p{at}").as_str()))
                        .collect::<Result<_, _>>()?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(totals)
    }
}

/// What a line says of its customer.
#[derive(Debug, Clone)]
pub(super) struct Card {
    account: String,
    name: String,
    group_name: String,
}

/// Reads the card of one customer after the other.
pub(super) struct Cards<'c> {
    statement: CachedStatement<'c>,
}

impl Cards<'_> {
    pub fn card(&mut self, customer_id: i64) -> Result<Card, Refusal> {
        Ok(self
            .statement
            .query_row(named_params! {":id": customer_id}, |row| {
                Ok(Card {
                    account: row.get("account")?,
                    name: row.get("name")?,
                    group_name: row.get("group_name")?,
                })
            })?)
    }
}

/// Writes lines.
pub(super) struct Writer<'c> {
    connection: &'c Connection,
    lines: Lines,
    group: &'static str,
    insert: CachedStatement<'c>,
    document: CachedStatement<'c>,
    customers: i64,
    written: i64,
}

impl<'c> Writer<'c> {
    pub fn open(
        connection: &'c Connection,
        lines: Lines,
        group_by: ReportGroup,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        if group_by == ReportGroup::Agent {
            specialists::derive(connection, today)?;
        }
        let places: Vec<String> = (1..=BEFORE_PERIODS + MAX_PERIODS)
            .map(|at| format!("?{at}"))
            .collect();
        Ok(Self {
            connection,
            lines,
            group: match group_by {
                ReportGroup::None => "''",
                ReportGroup::Agent => {
                    "COALESCE(u.name, (SELECT x_user.name FROM temp.pool_specialists x JOIN users x_user ON x_user.id = x.user_id
                       WHERE x.customer_id = c.id), '')"
                }
                ReportGroup::Region => "COALESCE(c.region, '')",
            },
            insert: connection.prepare_cached(&format!(
                "INSERT INTO {} ({COLUMNS}) VALUES ({})",
                lines.table,
                places.join(", ")
            ))?,
            document: connection
                .prepare_cached("SELECT document_no FROM transactions WHERE id = :id")?,
            customers: 0,
            written: 0,
        })
    }

    pub fn cards(&self) -> Result<Cards<'c>, Refusal> {
        Ok(Cards {
            statement: self.connection.prepare_cached(&format!(
                "SELECT c.account, c.name, {} AS group_name FROM customers c LEFT JOIN users u ON u.id = c.agent_id
                 WHERE c.id = :id",
                self.group
            ))?,
        })
    }

    pub fn customers(&self) -> i64 {
        self.customers
    }

    pub fn written(&self) -> i64 {
        self.written
    }

    pub fn customer(
        &mut self,
        customer_id: i64,
        card: &Card,
        balance: &AgedBalance,
        uncleared_minor: i64,
    ) -> Result<(), Refusal> {
        self.customers += 1;
        self.bind(customer_id, card, balance, 0)?;
        self.insert.raw_bind_parameter(20, uncleared_minor)?;
        self.insert.raw_bind_parameter(8, "")?;
        self.insert.raw_bind_parameter(9, "")?;
        for at in [10, 11, 12, 14, 15] {
            self.insert.raw_bind_parameter(at, None::<i64>)?;
        }
        self.insert
            .raw_bind_parameter(13, balance.oldest_days_overdue)?;
        self.insert.raw_execute()?;
        Ok(())
    }

    pub fn item(
        &mut self,
        customer_id: i64,
        card: &Card,
        number: i64,
        own: &OpenItem,
        aged: &AgedBalance,
        days_overdue: i64,
    ) -> Result<(), Refusal> {
        let document_no: Option<String> = self
            .document
            .query_row(named_params! {":id": own.transaction_id}, |row| {
                row.get("document_no")
            })
            .optional()?;
        self.bind(customer_id, card, aged, number)?;
        let insert = &mut self.insert;
        insert.raw_bind_parameter(20, 0)?;
        insert.raw_bind_parameter(8, own.kind.code())?;
        insert.raw_bind_parameter(9, document_no.unwrap_or_default())?;
        insert.raw_bind_parameter(10, own.transaction_on.to_string())?;
        insert.raw_bind_parameter(11, own.document_on.to_string())?;
        insert.raw_bind_parameter(12, own.due_on.to_string())?;
        insert.raw_bind_parameter(13, days_overdue)?;
        let converted = own.currency != aged.currency;
        insert.raw_bind_parameter(14, converted.then(|| own.currency.code()))?;
        insert.raw_bind_parameter(15, converted.then_some(own.open_minor))?;
        insert.raw_execute()?;
        Ok(())
    }

    fn bind(
        &mut self,
        customer_id: i64,
        card: &Card,
        balance: &AgedBalance,
        number: i64,
    ) -> Result<(), Refusal> {
        self.written += 1;
        let insert = &mut self.insert;
        insert.raw_bind_parameter(1, self.lines.report_id)?;
        insert.raw_bind_parameter(2, &card.group_name)?;
        insert.raw_bind_parameter(3, &card.account)?;
        insert.raw_bind_parameter(4, customer_id)?;
        insert.raw_bind_parameter(5, balance.currency.code())?;
        insert.raw_bind_parameter(6, number)?;
        insert.raw_bind_parameter(7, &card.name)?;
        insert.raw_bind_parameter(16, balance.total_minor)?;
        insert.raw_bind_parameter(17, balance.overdue_minor)?;
        insert.raw_bind_parameter(18, balance.unapplied_minor)?;
        insert.raw_bind_parameter(19, balance.open_count)?;
        for (at, minor) in balance.period_minor.iter().enumerate() {
            insert.raw_bind_parameter(BEFORE_PERIODS + 1 + at, minor)?;
        }
        Ok(())
    }

    /// A line of zeros for everybody of whom there is none, in the currency of the customer or the one converted to. One
    /// statement, because these lines follow from the cards alone.
    pub fn zeros(
        &mut self,
        converted_to: Option<Currency>,
        customers: &Narrowed,
    ) -> Result<(), Refusal> {
        let rows = self.connection.execute(
            &format!(
                "INSERT INTO {table} ({COLUMNS})
                 SELECT :id, {group}, c.account, c.id, COALESCE(:converted, c.currency, co.currency), 0, c.name, '', '',
                   NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                 FROM customers c JOIN companies co ON co.id = c.company_id LEFT JOIN users u ON u.id = c.agent_id
                 WHERE c.company_id = (SELECT id FROM temp.current_company)
                   AND (:customers IS NULL OR c.id IN (SELECT value FROM json_each(:customers)))
                   AND c.id NOT IN (SELECT customer_id FROM {table} WHERE report_id = :id)",
                table = self.lines.table,
                group = self.group
            ),
            named_params! {
                ":id": self.lines.report_id, ":converted": converted_to.map(|currency| currency.to_string()),
                ":customers": customers.json()?,
            },
        )?;
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        self.customers += rows;
        self.written += rows;
        Ok(())
    }
}

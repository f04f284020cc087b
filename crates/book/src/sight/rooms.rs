//! Which rows of which table are about whom, and the views and triggers that follow from it.
//!
//! A table with a `customer_id` needs no word here. One without is either declared below, or nobody who sees only some
//! customers sees anything of it: that is the safe side, and a test asks for the declaration.

use rusqlite::Connection;

use crate::refusal::Refusal;

/// What a table without a customer of its own is about.
#[derive(Debug, Clone, Copy)]
pub enum About {
    /// No customer.
    Nobody,
    /// The customer of a row of another table: own column, table, its key.
    Of(&'static str, &'static str, &'static str),
    /// Rows for which a condition holds; `{t}` is the row, `{seen}` the ids of the visible customers.
    Where(&'static str, Guard),
    /// All rows, some columns without what tells about all customers: the columns, and what stands for them.
    Without(&'static [(&'static str, &'static str)]),
    /// The whole book: nothing of it is seen.
    Everybody,
}

/// Whether the condition also decides about what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// It does.
    Written,
    /// Only about what is read: the rows that make it true are written later, and are guarded themselves.
    Read,
}

const SEEN: &str = "SELECT id FROM temp.visible_customers";

const NO_HIDDEN_MEMBER: &str = "NOT EXISTS (SELECT 1 FROM main.customer_credit_group_members m
  WHERE m.group_id = {t}.id AND m.customer_id NOT IN ({seen}))";

const CUSTOMER_OR_GROUP: &str = "({t}.customer_id IN ({seen}) OR ({t}.group_id IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM main.customer_credit_group_members m WHERE m.group_id = {t}.group_id AND m.customer_id NOT IN ({seen}))))";

/// What is to be known about tables beside their `customer_id`.
#[rustfmt::skip]
pub const DECLARED: &[(&str, About)] = &[
    // Who, when, by which command; what it was about and what it counted is not told.
    ("audit", About::Nobody),
    ("audit_seals", About::Without(&[("object", "''"), ("object_key", "''"), ("changes", "'{}'"), ("reason", "NULL"),
        ("comment", "NULL"), ("facts_count", "MIN(t.facts_count, 1)")])),
    ("refinery_schema_history", About::Nobody),
    // The company and what is set up.
    ("companies", About::Nobody), ("company_logos", About::Nobody), ("closed_days", About::Nobody),
    ("terms", About::Nobody), ("users", About::Nobody), ("user_roles", About::Nobody), ("parameters", About::Nobody),
    ("number_sequences", About::Nobody), ("exchange_rates", About::Nobody), ("latest_facts_snapshot", About::Nobody),
    ("import_mappings", About::Nobody), ("aging_definitions", About::Nobody), ("aging_definition_lines", About::Nobody),
    ("letter_sequences", About::Nobody), ("letter_lines", About::Nobody), ("letter_texts", About::Nobody),
    ("posting_profiles", About::Nobody), ("posting_profile_lines", About::Nobody), ("letter_senders", About::Nobody),
    ("bank_accounts", About::Nobody), ("credit_reasons", About::Nobody), ("credit_groups", About::Nobody),
    ("account_statuses", About::Nobody), ("cover_types", About::Nobody), ("hold_policies", About::Nobody),
    ("customer_rules", About::Nobody), ("scoring_groups", About::Nobody), ("scoring_lines", About::Nobody),
    ("risk_groups", About::Nobody), ("automatic_limits", About::Nobody), ("automatic_limit_lines", About::Nobody),
    ("case_categories", About::Nobody), ("collections_reasons", About::Nobody), ("ledger_periods", About::Nobody),
    ("limitation_periods", About::Nobody), ("agent_teams", About::Nobody), ("agents", About::Nobody),
    // Counts and sums over all customers.
    ("aging_runs", About::Without(&[("row_count",
        "(SELECT COUNT(*) FROM main.aging_balances_snapshot b WHERE b.run_id = t.id
           AND b.customer_id IN (SELECT id FROM temp.visible_customers))"), ("totals", "NULL")])),
    ("aging_reports", About::Where("NOT EXISTS (SELECT 1 FROM main.aging_report_lines l WHERE l.report_id = {t}.id
        AND l.customer_id NOT IN ({seen}))", Guard::Read)),
    ("balance_statistics_state", About::Without(&[("rows", "0"), ("customers", "0"), ("without_rate", "0")])),
    ("job_runs", About::Without(&[("counts", "'{}'"), ("error", "NULL")])),
    ("small_balance_runs", About::Without(&[("note", "''"), ("counts", "'[]'"), ("totals", "'[]'")])),
    ("letter_runs", About::Without(&[("request", "json_replace(t.request, '$.accounts', json('[]'))")])),
    // Files and what the bank brought are about whoever stands in them.
    ("import_batches", About::Everybody), ("import_rejections", About::Everybody), ("import_before", About::Everybody),
    ("withdrawn_instalments", About::Everybody), ("bank_statements", About::Everybody),
    ("withdrawn_bank_lines", About::Everybody), ("turnover_declarations", About::Everybody),
    ("bank_lines", About::Where("EXISTS (SELECT 1 FROM main.bank_postings p WHERE p.line_id = {t}.id
        AND p.customer_id IN ({seen})) AND NOT EXISTS (SELECT 1 FROM main.bank_postings p WHERE p.line_id = {t}.id
        AND p.customer_id NOT IN ({seen}))", Guard::Read)),
    ("bank_line_states", About::Where("EXISTS (SELECT 1 FROM main.bank_postings p WHERE p.line_id = {t}.line_id
        AND p.customer_id IN ({seen}))", Guard::Read)),
    ("documents", About::Where("EXISTS (SELECT 1 FROM main.letters l WHERE l.document_id = {t}.id
        AND l.customer_id IN ({seen})) OR EXISTS (SELECT 1 FROM main.invoice_copies i JOIN main.transactions x
        ON x.id = i.transaction_id WHERE i.document_id = {t}.id AND x.customer_id IN ({seen}))
        OR EXISTS (SELECT 1 FROM main.case_documents k JOIN main.cases c ON c.id = k.case_id WHERE k.document_id = {t}.id
        AND c.customer_id IN ({seen})) OR EXISTS (SELECT 1 FROM main.dispute_documents y JOIN main.disputes s
        ON s.id = y.dispute_id WHERE y.document_id = {t}.id AND s.customer_id IN ({seen}))
        OR EXISTS (SELECT 1 FROM main.application_documents d JOIN main.credit_applications a ON a.id = d.application_id
        JOIN main.prospects p ON p.id = a.prospect_id WHERE d.document_id = {t}.id
        AND (p.customer_id IS NULL OR p.customer_id IN ({seen})))", Guard::Read)),
    // Rows that hang on others.
    ("letter_draft_items", About::Of("draft_id", "letter_drafts", "id")),
    ("letter_items", About::Of("letter_id", "letters", "id")),
    ("letter_prints", About::Of("letter_id", "letters", "id")),
    ("letter_cancellations", About::Of("letter_id", "letters", "id")),
    ("letter_papers", About::Of("letter_id", "letters", "id")),
    ("inferred_settlements", About::Of("settlement_id", "settlements", "id")),
    ("replaced_inferences", About::Of("settlement_id", "settlements", "id")),
    ("settlement_posting_parts", About::Of("settlement_id", "settlements", "id")),
    ("settlement_differences", About::Of("transaction_id", "transactions", "id")),
    ("invoice_copies", About::Of("transaction_id", "transactions", "id")),
    ("case_transactions", About::Of("case_id", "cases", "id")),
    ("case_documents", About::Of("case_id", "cases", "id")),
    ("case_log", About::Of("case_id", "cases", "id")),
    ("dispute_lines", About::Of("dispute_id", "disputes", "id")),
    ("dispute_documents", About::Of("dispute_id", "disputes", "id")),
    ("stop_changes", About::Of("stop_id", "stops", "id")),
    ("insolvency_entries", About::Of("insolvency_id", "insolvencies", "id")),
    ("insolvency_postings", About::Of("entry_id", "insolvency_entries", "id")),
    ("insolvency_parts", About::Of("entry_id", "insolvency_entries", "id")),
    ("limitation_events", About::Of("transaction_id", "transactions", "id")),
    ("order_checks", About::Of("order_id", "order_credit", "id")),
    ("order_history", About::Of("order_id", "order_credit", "id")),
    ("hold_reasons", About::Of("hold_id", "holds", "id")),
    ("hold_requests", About::Of("hold_id", "holds", "id")),
    ("hold_decisions", About::Of("request_id", "hold_requests", "id")),
    ("cover_notices", About::Of("task_id", "credit_tasks", "id")),
    ("limit_decisions", About::Of("journal_id", "limit_journals", "id")),
    ("limit_withdrawals", About::Of("history_id", "limit_history", "id")),
    ("credit_applications", About::Of("prospect_id", "prospects", "id")),
    ("application_documents", About::Of("application_id", "credit_applications", "id")),
    ("application_decisions", About::Of("application_id", "credit_applications", "id")),
    ("pools", About::Where("{t}.id IN (SELECT id FROM temp.visible_pools)", Guard::Read)),
    ("pool_criteria", About::Where("{t}.pool_id IN (SELECT id FROM temp.visible_pools)", Guard::Read)),
    ("agent_pools", About::Where("{t}.pool_id IN (SELECT id FROM temp.visible_pools)", Guard::Read)),
    // A customer, and more to it. A group that shares a limit with a hidden customer tells what that one owes.
    ("customers", About::Where("{t}.id IN ({seen})", Guard::Written)),
    ("prospects", About::Where("({t}.customer_id IS NULL OR {t}.customer_id IN ({seen}))", Guard::Written)),
    ("customer_credit_groups", About::Where(NO_HIDDEN_MEMBER, Guard::Written)),
    ("customer_credit_group_members", About::Where("{t}.customer_id IN ({seen}) AND NOT EXISTS
        (SELECT 1 FROM main.customer_credit_group_members m WHERE m.group_id = {t}.group_id
         AND m.customer_id NOT IN ({seen}))", Guard::Written)),
    ("limit_lines", About::Where(CUSTOMER_OR_GROUP, Guard::Written)),
    ("limit_history", About::Where(CUSTOMER_OR_GROUP, Guard::Written)),
    ("limit_journals", About::Where("(NOT EXISTS (SELECT 1 FROM main.limit_lines l WHERE l.journal_id = {t}.id)
        OR EXISTS (SELECT 1 FROM main.limit_lines l WHERE l.journal_id = {t}.id AND l.customer_id IN ({seen})))",
        Guard::Written)),
];

/// A table of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// The tables of the file.
pub fn tables(connection: &Connection) -> Result<Vec<Table>, Refusal> {
    let mut statement = connection.prepare(
        "SELECT m.name AS name, group_concat(i.name, ' ') AS columns
         FROM main.sqlite_schema m, pragma_table_info(m.name, 'main') i
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' GROUP BY m.name ORDER BY m.name",
    )?;
    let found = statement.query_map([], |row| {
        let columns: String = row.get("columns")?;
        Ok(Table {
            name: row.get("name")?,
            columns: columns.split(' ').map(str::to_owned).collect(),
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// What is declared of a table.
pub fn declared(name: &str) -> Option<About> {
    DECLARED
        .iter()
        .find(|(table, _)| *table == name)
        .map(|(_, about)| *about)
}

/// How a table is seen by somebody who sees only some customers.
enum Seen {
    All,
    Columns(&'static [(&'static str, &'static str)]),
    Rows(String, Guard),
    Nothing,
}

impl Table {
    fn seen(&self, row: &str, tables: &[Self]) -> Seen {
        let filled = |sql: &str| sql.replace("{t}", row).replace("{seen}", SEEN);
        match declared(&self.name) {
            None if self.columns.iter().any(|column| column == "customer_id") => {
                Seen::Rows(filled("{t}.customer_id IN ({seen})"), Guard::Written)
            }
            None | Some(About::Everybody) => Seen::Nothing,
            Some(About::Nobody) => Seen::All,
            Some(About::Without(columns)) => Seen::Columns(columns),
            Some(About::Where(sql, guard)) => Seen::Rows(filled(sql), guard),
            Some(About::Of(column, parent, key)) => {
                let above = format!("{row}_{parent}");
                let of = tables.iter().find(|table| table.name == parent);
                match of.map(|table| table.seen(&above, tables)) {
                    Some(Seen::Rows(condition, guard)) => Seen::Rows(
                        format!(
                            "EXISTS (SELECT 1 FROM main.\"{parent}\" {above} WHERE {above}.\"{key}\" = {row}.\"{column}\"
                             AND ({condition}))"
                        ),
                        guard,
                    ),
                    _ => Seen::Nothing,
                }
            }
        }
    }

    /// The view that stands before the table; `None` where it is seen as it is.
    fn view(&self, tables: &[Self]) -> Option<String> {
        let name = &self.name;
        let (columns, condition) = match self.seen("t", tables) {
            Seen::All => return None,
            Seen::Nothing => ("t.*".to_owned(), "0".to_owned()),
            Seen::Rows(condition, _) => ("t.*".to_owned(), condition),
            Seen::Columns(without) => (self.without(without), "1".to_owned()),
        };
        Some(format!(
            "CREATE TEMP VIEW \"{name}\" AS SELECT {columns} FROM main.\"{name}\" t WHERE {condition};\n"
        ))
    }

    fn without(&self, without: &[(&str, &str)]) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| {
                let other = without.iter().find(|(name, _)| name == column);
                match other {
                    Some((_, instead)) => format!("{instead} AS \"{column}\""),
                    None => format!("t.\"{column}\""),
                }
            })
            .collect();
        columns.join(", ")
    }

    /// The triggers that refuse rows about other customers.
    fn guards(&self, tables: &[Self]) -> String {
        let name = &self.name;
        let condition = |row: &str| match self.seen(row, tables) {
            Seen::Rows(condition, Guard::Written) => Some(condition),
            _ => None,
        };
        let (Some(new), Some(old)) = (condition("NEW"), condition("OLD")) else {
            return String::new();
        };
        let trigger = |event: &str, condition: &str| {
            format!(
                "CREATE TEMP TRIGGER \"guard_{event}_{name}\" BEFORE {event} ON main.\"{name}\" FOR EACH ROW
                 WHEN NOT EXISTS (SELECT 1 FROM temp.guards_paused) AND NOT COALESCE(({condition}), 0)
                 BEGIN SELECT RAISE(ABORT, '{}'); END;\n",
                super::NOT_IN_POOLS
            )
        };
        [
            trigger("INSERT", &new),
            trigger("UPDATE", &format!("({old}) AND ({new})")),
            trigger("DELETE", &old),
        ]
        .concat()
    }
}

const KEPT: &str = "
  CREATE TEMP TABLE visible_customers (id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE visible_pools (id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE guards_paused (id INTEGER PRIMARY KEY);";

/// Puts the views before the tables of a connection that only reads.
pub(super) fn veil(connection: &Connection) -> Result<(), Refusal> {
    let tables = tables(connection)?;
    let views: String = tables
        .iter()
        .filter_map(|table| table.view(&tables))
        .collect();
    connection.execute_batch(KEPT)?;
    connection.execute_batch(&views)?;
    Ok(())
}

/// Puts the triggers on the tables of the connection that writes.
pub(super) fn guard(connection: &Connection) -> Result<(), Refusal> {
    let tables = tables(connection)?;
    let guards: String = tables.iter().map(|table| table.guards(&tables)).collect();
    connection.execute_batch(KEPT)?;
    connection.execute_batch(&guards)?;
    Ok(())
}

/// Takes triggers and their tables away again.
pub(super) fn open(connection: &Connection) -> Result<(), Refusal> {
    let mut statement = connection.prepare(
        "SELECT 'DROP ' || type || ' temp.\"' || name || '\";' AS sql FROM sqlite_temp_schema
         WHERE name LIKE 'guard\\_%' ESCAPE '\\' OR name IN ('visible_customers', 'visible_pools', 'guards_paused')
         ORDER BY type DESC",
    )?;
    let drops: Vec<String> = statement
        .query_map([], |row| row.get("sql"))?
        .collect::<Result<_, _>>()?;
    drop(statement);
    connection.execute_batch(&drops.concat())?;
    Ok(())
}

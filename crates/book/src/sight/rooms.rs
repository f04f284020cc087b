//! Which rows of which table are about whom, and the views and triggers that follow from it.
//!
//! A table with a `customer_id` needs no word here. One without is either declared below, or nobody who sees only some
//! customers sees anything of it: that is the safe side, and a test asks for the declaration.

use rusqlite::Connection;

use super::Kind;
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

/// Papers that are about visible customers.
macro_rules! of_customers {
    () => {
        "EXISTS (SELECT 1 FROM main.letters l WHERE l.document_id = {t}.id
        AND l.customer_id IN ({seen})) OR EXISTS (SELECT 1 FROM main.invoice_copies i JOIN main.transactions x
        ON x.id = i.transaction_id WHERE i.document_id = {t}.id AND x.customer_id IN ({seen}))
        OR EXISTS (SELECT 1 FROM main.interest_notes g WHERE g.document_id = {t}.id AND g.customer_id IN ({seen}))
        OR EXISTS (SELECT 1 FROM main.case_documents k JOIN main.cases c ON c.id = k.case_id WHERE k.document_id = {t}.id
        AND c.customer_id IN ({seen})) OR EXISTS (SELECT 1 FROM main.dispute_documents y JOIN main.disputes s
        ON s.id = y.dispute_id WHERE y.document_id = {t}.id AND s.customer_id IN ({seen}))
        OR EXISTS (SELECT 1 FROM main.application_documents d JOIN main.credit_applications a ON a.id = d.application_id
        JOIN main.prospects p ON p.id = a.prospect_id WHERE d.document_id = {t}.id
        AND (p.customer_id IS NULL OR p.customer_id IN ({seen})))"
    };
}

const SEEN: &str = "SELECT id FROM temp.visible_customers";

/// What is otherwise for somebody who works in one of several companies: files and banks belong to a company.
#[rustfmt::skip]
const IN_COMPANY: &[(&str, About)] = &[
    ("companies", About::Where("{t}.id IN (SELECT id FROM temp.visible_companies)", Guard::Read)),
    ("company_logos", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("closed_days", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("user_companies", About::Nobody), ("chosen_companies", About::Nobody),
    ("bank_accounts", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("import_batches", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("import_rejections", About::Of("batch_id", "import_batches", "id")),
    ("import_before", About::Of("act_id", "import_batches", "act_id")),
    ("bank_statements", About::Of("bank_account_id", "bank_accounts", "id")),
    ("bank_lines", About::Of("bank_account_id", "bank_accounts", "id")),
    ("bank_line_states", About::Of("line_id", "bank_lines", "id")),
    ("bank_proposals_snapshot", About::Of("line_id", "bank_lines", "id")),
    ("aging_report_attempts", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("aging_reports", About::Where("{t}.company_id IN (SELECT id FROM temp.visible_companies)
        AND COALESCE(json_array_length({t}.parameters, '$.companies'), 0) = 0", Guard::Read)),
    ("letter_runs", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("small_balance_runs", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("interest_runs", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("ledger_accounts", About::Where(VISIBLE_COMPANY, Guard::Read)), ("journal_exports", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("reimbursement_runs", About::Where(VISIBLE_COMPANY, Guard::Read)),
    // Files of the journal are the company's.
    ("documents", About::Where(concat!(of_customers!(), " OR EXISTS (SELECT 1 FROM main.journal_exports v
        WHERE v.document_id = {t}.id AND v.company_id IN (SELECT id FROM temp.visible_companies))"), Guard::Read)),
    ("aging_runs", About::Where("{t}.company_id IN (SELECT id FROM temp.visible_companies) AND ({t}.companies IS NULL
        OR NOT EXISTS (SELECT 1 FROM json_each({t}.companies) j WHERE j.value NOT IN (SELECT id FROM temp.visible_companies)))",
        Guard::Read)),
    ("pools", About::Nobody), ("pool_criteria", About::Nobody), ("agent_pools", About::Nobody),
];

/// What is otherwise for somebody who may see every company: nothing is hidden, it only lies elsewhere.
#[rustfmt::skip]
const OPEN_BOOK: &[(&str, About)] = &[
    ("companies", About::Nobody), ("company_logos", About::Nobody), ("closed_days", About::Nobody),
    ("audit_seals", About::Nobody), ("balance_statistics_state", About::Nobody), ("job_runs", About::Nobody),
    ("turnover_declarations", About::Where(VISIBLE_COMPANY, Guard::Read)), ("aging_reports", About::Where(VISIBLE_COMPANY, Guard::Read)),
    ("customer_credit_groups", About::Nobody), ("customer_credit_group_members", About::Nobody),
    ("limit_lines", About::Where("({t}.customer_id IN ({seen}) OR {t}.group_id IS NOT NULL)", Guard::Read)),
    ("limit_history", About::Where("({t}.customer_id IN ({seen}) OR {t}.group_id IS NOT NULL)", Guard::Read)),
    ("limit_journals", About::Where("(NOT EXISTS (SELECT 1 FROM main.limit_lines l WHERE l.journal_id = {t}.id)
        OR EXISTS (SELECT 1 FROM main.limit_lines l WHERE l.journal_id = {t}.id
            AND (l.customer_id IN ({seen}) OR l.group_id IS NOT NULL)))", Guard::Read)),
];

/// The facts of a customer: a call writes those of the company in which it works, whoever makes it.
const FACTS: &[&str] = &[
    "addresses",
    "customers",
    "deliveries",
    "hand_overs",
    "holds",
    "instruments",
    "interest_adjustments",
    "interest_choices",
    "interest_note_items",
    "interest_notes",
    "journal_entries",
    "letter_drafts",
    "letters",
    "order_credit",
    "orders",
    "promises",
    "disputes",
    "reimbursements",
    "returned_payments",
    "settlements",
    "transaction_states",
    "transactions",
    "write_offs",
];

const VISIBLE_COMPANY: &str = "{t}.company_id IN (SELECT id FROM temp.visible_companies)";

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
    ("tax_rates", About::Nobody), ("terms", About::Nobody), ("users", About::Nobody), ("user_roles", About::Nobody), ("parameters", About::Nobody),
    ("number_sequences", About::Nobody), ("exchange_rates", About::Nobody), ("latest_facts_snapshot", About::Nobody),
    ("import_mappings", About::Nobody), ("aging_definitions", About::Nobody), ("aging_definition_lines", About::Nobody),
    ("letter_sequences", About::Nobody), ("letter_lines", About::Nobody), ("letter_texts", About::Nobody),
    ("charges_groups", About::Nobody), ("charges_lines", About::Nobody), ("posting_profiles", About::Nobody), ("posting_profile_lines", About::Nobody), ("letter_senders", About::Nobody),
    ("bank_accounts", About::Nobody), ("credit_reasons", About::Nobody), ("credit_groups", About::Nobody),
    ("account_statuses", About::Nobody), ("cover_types", About::Nobody), ("hold_policies", About::Nobody),
    ("customer_rules", About::Nobody), ("scoring_groups", About::Nobody), ("scoring_lines", About::Nobody),
    ("risk_groups", About::Nobody), ("automatic_limits", About::Nobody), ("automatic_limit_lines", About::Nobody),
    ("case_categories", About::Nobody), ("collections_reasons", About::Nobody), ("write_off_reasons", About::Nobody), ("ledger_periods", About::Nobody),
    ("limitation_periods", About::Nobody), ("agent_teams", About::Nobody), ("agents", About::Nobody), ("agencies", About::Nobody),
    ("ledger_accounts", About::Nobody),
    ("interest_codes", About::Nobody), ("interest_versions", About::Nobody), ("reference_rates", About::Nobody), ("user_companies", About::Nobody), ("chosen_companies", About::Nobody),
    // Counts and sums over all customers.
    ("aging_runs", About::Without(&[("row_count",
        "(SELECT COUNT(*) FROM main.aging_balances_snapshot b WHERE b.run_id = t.id
           AND b.customer_id IN (SELECT id FROM temp.visible_customers))"), ("totals", "NULL")])),
    ("aging_reports", About::Where("NOT EXISTS (SELECT 1 FROM main.aging_report_lines l WHERE l.report_id = {t}.id
        AND l.customer_id NOT IN ({seen}))", Guard::Read)),
    // Why a run failed may tell figures of anybody.
    ("aging_report_attempts", About::Without(&[("parameters", "json_remove(t.parameters, '$.pool')"), ("fault_args",
        "CASE WHEN t.fault_args IS NOT NULL THEN '{}' END")])),
    ("balance_statistics_state", About::Without(&[("rows", "0"), ("customers", "0"), ("without_rate", "0")])),
    ("job_runs", About::Without(&[("counts", "'{}'"), ("error", "NULL")])),
    ("small_balance_runs", About::Without(&[("note", "''"), ("counts", "'[]'"), ("totals", "'[]'"),
        ("pool", "NULL")])),
    ("interest_runs", About::Without(&[("counts", "'{}'"), ("request", "'{}'")])),
    ("interest_adjustment_parts", About::Of("adjustment_id", "interest_adjustments", "id")),
    ("reimbursement_runs", About::Without(&[("account", "NULL"), ("customer_groups", "'[]'")])),
    ("letter_runs", About::Without(&[("request", "json_remove(json_replace(t.request, '$.accounts', json('[]')), '$.pool')")])),
    // Files and what the bank brought are about whoever stands in them.
    ("import_batches", About::Everybody), ("import_rejections", About::Everybody), ("import_before", About::Everybody),
    ("journal_exports", About::Everybody), ("journal_exported", About::Of("entry_id", "journal_entries", "id")),
    ("withdrawn_instalments", About::Everybody), ("bank_statements", About::Everybody),
    ("withdrawn_bank_lines", About::Everybody), ("turnover_declarations", About::Everybody),
    ("bank_lines", About::Where("EXISTS (SELECT 1 FROM main.bank_postings p WHERE p.line_id = {t}.id
        AND p.customer_id IN ({seen})) AND NOT EXISTS (SELECT 1 FROM main.bank_postings p WHERE p.line_id = {t}.id
        AND p.customer_id NOT IN ({seen}))", Guard::Read)),
    ("bank_line_states", About::Where("EXISTS (SELECT 1 FROM main.bank_postings p WHERE p.line_id = {t}.line_id
        AND p.customer_id IN ({seen}))", Guard::Read)),
    ("documents", About::Where(of_customers!(), Guard::Read)),
    // Rows that hang on others.
    ("letter_draft_items", About::Of("draft_id", "letter_drafts", "id")),
    ("letter_items", About::Of("letter_id", "letters", "id")),
    ("letter_prints", About::Of("letter_id", "letters", "id")),
    ("letter_cancellations", About::Of("letter_id", "letters", "id")),
    ("letter_papers", About::Of("letter_id", "letters", "id")),
    ("letter_references", About::Of("letter_id", "letters", "id")),
    ("letter_postings", About::Of("letter_id", "letters", "id")),
    ("write_off_items", About::Of("write_off_id", "write_offs", "id")),
    ("write_off_lines", About::Of("write_off_id", "write_offs", "id")),
    ("write_off_history", About::Of("write_off_id", "write_offs", "id")),
    ("write_off_postings", About::Of("write_off_id", "write_offs", "id")),
    ("write_off_closed", About::Of("write_off_id", "write_offs", "id")),
    ("write_off_recoveries", About::Of("write_off_id", "write_offs", "id")),
    ("hand_over_items", About::Of("hand_over_id", "hand_overs", "id")),
    ("hand_over_history", About::Of("hand_over_id", "hand_overs", "id")),
    ("letter_mails", About::Of("letter_id", "letters", "id")),
    ("letter_mail_results", About::Of("mail_id", "letter_mails", "id")),
    ("inferred_settlements", About::Of("settlement_id", "settlements", "id")),
    ("replaced_inferences", About::Of("settlement_id", "settlements", "id")),
    ("settlement_posting_parts", About::Of("settlement_id", "settlements", "id")),
    ("settlement_differences", About::Of("transaction_id", "transactions", "id")),
    ("returned_payment_parts", About::Of("return_id", "returned_payments", "id")),
    ("returned_payment_entries", About::Of("return_id", "returned_payments", "id")),
    ("reimbursement_items", About::Of("reimbursement_id", "reimbursements", "id")),
    ("reimbursement_history", About::Of("reimbursement_id", "reimbursements", "id")),
    ("invoice_copies", About::Of("transaction_id", "transactions", "id")),
    ("case_transactions", About::Of("case_id", "cases", "id")),
    ("case_documents", About::Of("case_id", "cases", "id")),
    ("case_log", About::Of("case_id", "cases", "id")),
    ("dispute_lines", About::Of("dispute_id", "disputes", "id")),
    ("dispute_log", About::Of("dispute_id", "disputes", "id")),
    ("dispute_documents", About::Of("dispute_id", "disputes", "id")),
    ("stop_changes", About::Of("stop_id", "stops", "id")),
    ("insolvency_entries", About::Of("insolvency_id", "insolvencies", "id")),
    ("insolvency_postings", About::Of("entry_id", "insolvency_entries", "id")),
    ("insolvency_parts", About::Of("entry_id", "insolvency_entries", "id")),
    ("limitation_events", About::Of("transaction_id", "transactions", "id")),
    ("order_checks", About::Of("order_id", "order_credit", "id")),
    ("order_history", About::Of("order_id", "order_credit", "id")),
    ("order_answers", About::Of("order_id", "order_credit", "id")),
    ("hold_reasons", About::Of("hold_id", "holds", "id")),
    ("hold_requests", About::Of("hold_id", "holds", "id")),
    ("hold_decisions", About::Of("request_id", "hold_requests", "id")),
    ("cover_notices", About::Of("task_id", "credit_tasks", "id")),
    ("lost_cover_items", About::Of("taken_id", "lost_cover_taken", "id")),
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

/// What is declared of a table for somebody who sees a part in this way.
fn declared_for(kind: Kind, name: &str) -> Option<About> {
    let lists: &[&[(&str, About)]] = match kind {
        Kind::Pools => &[],
        Kind::Companies => &[IN_COMPANY],
        Kind::Company => &[OPEN_BOOK, IN_COMPANY],
    };
    lists
        .iter()
        .find_map(|list| list.iter().find(|(table, _)| *table == name))
        .map(|(_, about)| *about)
        .or_else(|| declared(name))
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
    fn seen(&self, kind: Kind, row: &str, tables: &[Self]) -> Seen {
        let filled = |sql: &str| sql.replace("{t}", row).replace("{seen}", SEEN);
        match declared_for(kind, &self.name) {
            None if self.columns.iter().any(|column| column == "customer_id") => {
                let of_customer = if kind == Kind::Pools {
                    "{t}.customer_id IN ({seen})"
                } else {
                    // What is about no single customer is about the book.
                    "({t}.customer_id IS NULL OR {t}.customer_id IN ({seen}))"
                };
                Seen::Rows(filled(of_customer), Guard::Written)
            }
            None | Some(About::Everybody) => Seen::Nothing,
            Some(About::Nobody) => Seen::All,
            Some(About::Without(columns)) => Seen::Columns(columns),
            Some(About::Where(sql, guard)) => Seen::Rows(filled(sql), guard),
            Some(About::Of(column, parent, key)) => {
                let above = format!("{row}_{parent}");
                let of = tables.iter().find(|table| table.name == parent);
                match of.map(|table| table.seen(kind, &above, tables)) {
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
    fn view(&self, kind: Kind, tables: &[Self]) -> Option<String> {
        let name = &self.name;
        let (columns, condition) = match self.seen(kind, "t", tables) {
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
    fn guards(&self, kind: Kind, tables: &[Self]) -> String {
        let name = &self.name;
        if kind == Kind::Company {
            return self.guards_of_company();
        }
        if kind == Kind::Companies && name == "customers" {
            return format!("{}{}", self.guards_of_company(), FOLLOW);
        }
        let condition = |row: &str| match self.seen(kind, row, tables) {
            Seen::Rows(condition, Guard::Written) => Some(condition),
            _ => None,
        };
        let (Some(new), Some(old)) = (condition("NEW"), condition("OLD")) else {
            return String::new();
        };
        let message = if kind == Kind::Pools {
            super::NOT_IN_POOLS
        } else {
            super::OTHER_COMPANY
        };
        let guards = self.triggers("guard", message, (&new, &old));
        if kind == Kind::Companies {
            return guards + &self.guards_of_company();
        }
        guards
    }

    fn triggers(&self, prefix: &str, message: &str, (new, old): (&str, &str)) -> String {
        let name = &self.name;
        let trigger = |event: &str, condition: &str| {
            format!(
                "CREATE TEMP TRIGGER \"{prefix}_{event}_{name}\" BEFORE {event} ON main.\"{name}\" FOR EACH ROW
                 WHEN NOT EXISTS (SELECT 1 FROM temp.guards_paused) AND NOT COALESCE(({condition}), 0)
                 BEGIN SELECT RAISE(ABORT, '{message}'); END;\n",
            )
        };
        [
            trigger("INSERT", new),
            trigger("UPDATE", &format!("({old}) AND ({new})")),
            trigger("DELETE", old),
        ]
        .concat()
    }

    /// The triggers that keep a call in the company in which it works.
    fn guards_of_company(&self) -> String {
        if !FACTS.contains(&self.name.as_str()) {
            return String::new();
        }
        let condition = |row: &str| {
            if self.columns.iter().any(|column| column == "company_id") {
                format!("{row}.company_id = (SELECT id FROM temp.current_company)")
            } else {
                format!(
                    "EXISTS (SELECT 1 FROM main.customers own WHERE own.id = {row}.customer_id
                       AND own.company_id = (SELECT id FROM temp.current_company))"
                )
            }
        };
        self.triggers(
            "guard_company",
            super::OTHER_COMPANY,
            (&condition("NEW"), &condition("OLD")),
        )
    }
}

/// A customer that comes is one that is seen.
const FOLLOW: &str =
    "CREATE TEMP TRIGGER guard_follow_customers AFTER INSERT ON main.customers FOR EACH ROW
  BEGIN INSERT INTO temp.visible_customers (id) VALUES (NEW.id) ON CONFLICT DO NOTHING; END;\n";

const KEPT: &str = "
  CREATE TEMP TABLE visible_customers (id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE visible_pools (id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE visible_companies (id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE guards_paused (id INTEGER PRIMARY KEY);";

const BY_POOLS: &str = "CREATE TEMP TABLE seen_by_pools (id INTEGER PRIMARY KEY);";

/// Puts the views before the tables of a connection that only reads.
pub(super) fn veil(connection: &Connection, kind: Kind) -> Result<(), Refusal> {
    let tables = tables(connection)?;
    let views: String = tables
        .iter()
        .filter_map(|table| table.view(kind, &tables))
        .collect();
    connection.execute_batch(KEPT)?;
    if kind == Kind::Pools {
        connection.execute_batch(BY_POOLS)?;
    }
    connection.execute_batch(&views)?;
    Ok(())
}

/// Puts the triggers on the tables of the connection that writes.
pub(super) fn guard(connection: &Connection, kind: Kind) -> Result<(), Refusal> {
    let tables = tables(connection)?;
    let guards: String = tables
        .iter()
        .map(|table| table.guards(kind, &tables))
        .collect();
    connection.execute_batch(KEPT)?;
    if kind == Kind::Pools {
        connection.execute_batch(BY_POOLS)?;
    }
    connection.execute_batch(&guards)?;
    Ok(())
}

/// Takes triggers and their tables away again.
pub(super) fn open(connection: &Connection) -> Result<(), Refusal> {
    let mut statement = connection.prepare(
        "SELECT 'DROP ' || type || ' temp.\"' || name || '\";' AS sql FROM sqlite_temp_schema
         WHERE name LIKE 'guard\\_%' ESCAPE '\\' OR name IN ('visible_customers', 'visible_pools', 'visible_companies', 'guards_paused', 'seen_by_pools')
         ORDER BY type DESC",
    )?;
    let drops: Vec<String> = statement
        .query_map([], |row| row.get("sql"))?
        .collect::<Result<_, _>>()?;
    drop(statement);
    connection.execute_batch(&drops.concat())?;
    Ok(())
}

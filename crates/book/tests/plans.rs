//! Every hot statement finds its rows by an index: no scan of a table, no sort beside it.
//!
//! The statements are taken from the sources as they stand, so that this list cannot go its own way.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::path::Path;

use book::ledger::OPEN_MINOR;
use common::TestBook;
use rusqlite::Connection;

/// A statement: its source file, words that stand in no other literal of that file, and what its plan must name.
type Hot = (&'static str, &'static str, &'static [&'static str]);

const ONE_CUSTOMER: &str = "customer_id = ?1";
const ALL_CUSTOMERS: &str = "customer_id >= ?1";

/// The statements that run once for every row, every page or every key that somebody types.
const HOT: &[Hot] = &[
    // The loader's passes over the accounts, in the order of customers.
    (
        "accounts.rs",
        "FROM transactions INDEXED BY transactions_by_customer",
        &["COVERING INDEX transactions_by_customer"],
    ),
    (
        "accounts.rs",
        "FROM settlements INDEXED BY settlements_by_customer",
        &["COVERING INDEX settlements_by_customer"],
    ),
    (
        "invoice_accounts.rs",
        "WHERE a.invoice_account_id = :id",
        &["credit_attributes_by_invoice_account"],
    ),
    (
        "accounts.rs",
        "FROM instalments INDEXED BY",
        &["instalments_by_customer"],
    ),
    (
        "accounts/claims.rs",
        "FROM dispute_periods INDEXED BY",
        &["dispute_periods_by_customer"],
    ),
    (
        "accounts/claims.rs",
        "FROM promise_lines INDEXED BY",
        &["COVERING INDEX promise_lines_by_customer"],
    ),
    (
        "standing/claims.rs",
        "FROM json_each(:ids) j CROSS JOIN holds h ON h.customer_id = j.value",
        &["holds_by_customer", "INTEGER PRIMARY KEY"],
    ),
    (
        "standing/claims.rs",
        "FROM holds h JOIN order_credit k ON k.id = h.order_id",
        &["holds_by_customer", "INTEGER PRIMARY KEY"],
    ),
    (
        "collections.rs",
        "COALESCE(o.open_minor, 0) AS open_minor",
        &["INTEGER PRIMARY KEY", "PRIMARY KEY"],
    ),
    (
        "collections.rs",
        "SELECT source FROM collections_history",
        &["collections_history_by_transaction"],
    ),
    (
        "promises/judge.rs",
        "FROM settlements s JOIN transactions c",
        &["settlements_by_customer", "INTEGER PRIMARY KEY"],
    ),
    (
        "accounts/open.rs",
        "FROM open_items_snapshot WHERE",
        &["PRIMARY KEY"],
    ),
    (
        "accounts/open.rs",
        "AND transaction_on <= ?2",
        &["COVERING INDEX transactions_by_customer"],
    ),
    (
        "accounts/open.rs",
        "AND effective_on <= ?2",
        &["COVERING INDEX settlements_by_customer"],
    ),
    // The page of one customer.
    (
        "customers/account.rs",
        "s.reverses_id, s.effective_on",
        &["settlements_by_customer", "INTEGER PRIMARY KEY"],
    ),
    (
        "customers/account.rs",
        "SELECT MAX(transaction_on)",
        &["transactions_by_customer"],
    ),
    (
        "customers/beside.rs",
        "SELECT t.id, t.document_no, t.external_key",
        &["t USING INTEGER PRIMARY KEY"],
    ),
    // The palette while somebody types: the two queries by a beginning.
    (
        "customers/search.rs",
        "AND account >= :text",
        &["customers USING INDEX"],
    ),
    (
        "customers/search.rs",
        "AND t.document_no >= :text",
        &["transactions_by_document"],
    ),
    // One row of a page of a list.
    (
        "aging/list.rs",
        "s.run_id = ?1 AND s.customer_id = ?2",
        &["PRIMARY KEY"],
    ),
    // One day of a customer's trend.
    (
        "aging/trend.rs",
        "run_id = :run AND customer_id = :customer",
        &["PRIMARY KEY"],
    ),
    (
        "letters/list.rs",
        "FROM json_each(?1) j",
        &["INTEGER PRIMARY KEY"],
    ),
    (
        "customers/list.rs",
        "a.country, c.language, c.customer_group",
        &["INTEGER PRIMARY KEY"],
    ),
    (
        "check.rs",
        "SELECT a.id, a.at, u.code AS user",
        &["INTEGER PRIMARY KEY"],
    ),
    // One row of an import.
    (
        "import/settlements.rs",
        "WHERE external_key = ?1",
        &["transactions_by_external_key"],
    ),
    (
        "import/settlements.rs",
        "WHERE document_no = ?1",
        &["transactions_by_document"],
    ),
    (
        "import/settlements.rs",
        "SELECT id, occurrence, external_key",
        &["settlements_by_pair"],
    ),
    (
        "import/settlements.rs",
        "WHERE s.external_key = :key",
        &["settlements_by_external_key"],
    ),
    // One settlement that somebody posts.
    (
        "settlement/side.rs",
        "AS open_minor",
        &[
            "INTEGER PRIMARY KEY",
            "COVERING INDEX settlements_by_customer",
        ],
    ),
    // Small balances: a page of the preview, a line of the log, and what a run has posted.
    (
        "settlement/small_balances/list.rs",
        "FROM json_each(?1) j",
        &["INTEGER PRIMARY KEY"],
    ),
    (
        "settlement/small_balances/log.rs",
        "FROM json_each(?2) j",
        &["PRIMARY KEY"],
    ),
    (
        "settlement/small_balances/candidates.rs",
        "WHERE t.id = :id",
        &["INTEGER PRIMARY KEY", "PRIMARY KEY"],
    ),
    (
        "flows/small_balances_undo.rs",
        "SELECT p.id FROM settlement_postings p",
        &["settlement_postings_by_act"],
    ),
    (
        "ledger/open_items.rs",
        "DELETE FROM open_items_snapshot WHERE transaction_id = :id",
        &["PRIMARY KEY"],
    ),
    // Where a customer stands with its credit: asked for every order that is tested.
    (
        "standing/facts.rs",
        "a.customer_id = c.id WHERE c.id = :id",
        &["INTEGER PRIMARY KEY"],
    ),
    (
        "standing/facts.rs",
        "FROM json_each(:ids) j CROSS JOIN customers c",
        &["INTEGER PRIMARY KEY"],
    ),
    (
        "standing/facts.rs",
        "FROM credit_policies WHERE",
        &["credit_policies_by_customer"],
    ),
    (
        "standing/facts.rs",
        "WHERE h.customer_id = :id AND h.kind = 'temporary'",
        &["limit_history_by_customer"],
    ),
    (
        "standing/facts.rs",
        "WHERE h.group_id = :id AND h.kind = 'temporary'",
        &["limit_history_by_group"],
    ),
    (
        "standing/facts.rs",
        "FROM customer_credit_group_members m",
        &["INTEGER PRIMARY KEY"],
    ),
    (
        "standing/facts.rs",
        "SELECT customer_id FROM customer_credit_group_members",
        &["COVERING INDEX customer_credit_group_members_by_group"],
    ),
    (
        "standing/facts.rs",
        "SELECT from_currency, rate",
        &["PRIMARY KEY"],
    ),
    (
        "credit/exposure.rs",
        "SELECT document_no FROM transactions",
        &["INTEGER PRIMARY KEY"],
    ),
    (
        "credit/limit.rs",
        "WHERE h.customer_id = :id ORDER",
        &["limit_history_by_customer"],
    ),
    (
        "credit/limit.rs",
        "WHERE h.group_id = :id ORDER",
        &["limit_history_by_group"],
    ),
    (
        "credit/posting.rs",
        "SELECT id FROM limit_history WHERE line_id",
        &["COVERING INDEX sqlite_autoindex_limit_history"],
    ),
    (
        "credit/status.rs",
        "FROM account_status_history h",
        &["account_status_history_by_customer"],
    ),
    // Statistics and scores: asked for every customer of a run.
    (
        "standing/many.rs",
        "SELECT h.set_on, h.old_minor FROM limit_history",
        &["limit_history_by_customer"],
    ),
    (
        "statistics/figures.rs",
        "FROM balance_statistics",
        &["PRIMARY KEY"],
    ),
    (
        "standing/facts.rs",
        "FROM risk_scores WHERE customer_id = :id AND from_on",
        &["PRIMARY KEY"],
    ),
    (
        "risk/factors.rs",
        "c.customer_since, a.business_started_on",
        &["INTEGER PRIMARY KEY", "account_status_history_by_customer"],
    ),
    (
        "risk/factors.rs",
        "SELECT value FROM scoring_values",
        &["scoring_values_by_group"],
    ),
    (
        "risk/update.rs",
        "SELECT from_on, total, risk_group FROM risk_scores",
        &["risk_scores_current"],
    ),
    (
        "risk/list.rs",
        "FROM json_each(?1) j CROSS JOIN customers",
        &["INTEGER PRIMARY KEY", "risk_scores_current"],
    ),
    (
        "nightly/log.rs",
        "SELECT 1 FROM job_runs",
        &["job_runs_by_job"],
    ),
    // The journal: an entry with its lines and what takes it back, the entries of a page, and what waits for a file.
    (
        "journal/show.rs",
        "FROM journal_lines l LEFT JOIN transactions t",
        &["journal_lines_by_entry"],
    ),
    (
        "journal.rs",
        "SELECT l.entry_id FROM journal_lines l",
        &["journal_lines_by_transaction"],
    ),
    // Write-offs: what a document, a posting or a row of the list asks.
    (
        "write_offs/draft.rs",
        "SELECT w.number FROM write_off_items i",
        &["write_off_items_by_transaction"],
    ),
    (
        "write_offs/stored.rs",
        "SELECT write_off_id FROM write_off_postings WHERE posting_id",
        &[
            "write_off_postings_by_posting",
            "write_off_recoveries_by_posting",
        ],
    ),
    (
        "write_offs/stored.rs",
        "FROM write_off_lines",
        &["write_off_lines_by_write_off"],
    ),
    (
        "write_offs/show.rs",
        "FROM write_off_history h JOIN users",
        &["write_off_history_by_write_off"],
    ),
    (
        "write_offs/show.rs",
        "FROM write_off_recoveries r JOIN transactions",
        &["write_off_recoveries_by_write_off"],
    ),
    // Stops, and insolvencies of a customer.
    (
        "stops/nightly.rs",
        "WHERE s.until_on < :today",
        &["stops_by_end", "stop_changes_by_stop"],
    ),
    (
        "stops/list.rs",
        "FROM stop_changes x JOIN users",
        &["stop_changes_by_stop"],
    ),
    (
        "insolvency/shown.rs",
        "FROM insolvency_entries e JOIN users",
        &["insolvency_entries_by_case"],
    ),
    (
        "standing/facts.rs",
        "SELECT opened_on FROM insolvencies",
        &["insolvencies_by_customer"],
    ),
    // Who works the customers of a page, and what comes next.
    (
        "worked.rs",
        "AS last_on",
        &[
            "activities_by_customer",
            "letters_by_customer",
            "promise_lines_by_customer",
        ],
    ),
];

/// The customers of a page.
const SOME_CUSTOMERS: &str = "json_each(?1) j CROSS JOIN customers c ON c.id = j.value";

/// The text literal of `source` in which `words` stand.
fn literal(source: &str, words: &str) -> String {
    let at = source
        .find(words)
        .unwrap_or_else(|| panic!("nowhere: {words}"));
    let start = source[..at].rfind('"').unwrap() + 1;
    let end = at + source[at..].find('"').unwrap();
    source[start..end].replace("\\\\", "\\")
}

/// Detail lines of the plan.
fn plan(connection: &Connection, statement: &str) -> Vec<String> {
    let mut explained = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
        .unwrap_or_else(|why| panic!("{why}: {statement}"));
    let mut rows = explained.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        lines.push(row.get(3).unwrap());
    }
    lines
}

#[test]
fn every_hot_statement_finds_its_rows_by_an_index() {
    let book = TestBook::new();
    let reader = book.reader();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (file, words, wanted) in HOT {
        let source = std::fs::read_to_string(sources.join(file)).unwrap();
        let statement = literal(&source, words);
        for filter in [ALL_CUSTOMERS, ONE_CUSTOMER] {
            let statement = statement
                .replace("{filter}", filter)
                .replace("{OPEN_MINOR}", OPEN_MINOR)
                .replace("{AGENT}", "u.code")
                .replace("{mailed}", "1")
                .replace("{still_open}", "1")
                .replace("{HELD_COLUMNS}", "k.order_no, k.facts")
                .replace(
                    "{NOT_ARRIVED}",
                    "NOT EXISTS (SELECT 1 FROM orders o WHERE o.company_id = k.company_id AND o.order_no = k.order_no)",
                )
                .replace("{from}", SOME_CUSTOMERS)
                .replace("FROM {} s", "FROM aging_balances_snapshot s");
            let lines = plan(&reader, &statement);
            // The ids of a page come as a list, which is read from its beginning to its end.
            let bad = |line: &&String| {
                line.starts_with("SCAN") && !line.contains("VIRTUAL TABLE")
                    || line.contains("TEMP B-TREE")
            };
            let missing = wanted
                .iter()
                .filter(|name| !lines.iter().any(|line| line.contains(*name)));
            for name in missing {
                wrong.push(format!("{file}, {words}: {name} is not in {lines:#?}"));
            }
            if let Some(line) = lines.iter().find(bad) {
                wrong.push(format!("{file}, {words}: {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

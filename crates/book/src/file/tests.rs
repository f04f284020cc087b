//! Books of older versions: what a migration builds anew keeps its rows.

use refinery::Target;
use rusqlite::Connection;

use super::{embedded, migrate};

/// A book as version 10 left it, with a row in every table that a later migration builds anew or reads.
const OLD: &str = "
  INSERT INTO companies (id, uuid, name, country, currency, language) VALUES (1, 'c', 'C', 'DE', 'EUR', 'de');
  INSERT INTO users (id, uuid, code, name) VALUES (5, 'u', 'kb', 'K. B.');
  INSERT INTO audit (id, at, user_id, command) VALUES (7, '2026-03-01T08:00:00Z', 5, 'test');
  INSERT INTO customers (id, company_id, account, name, act_id) VALUES (3, 1, 'K1', 'One', 7);
  INSERT INTO transactions (id, company_id, customer_id, kind, document_no, transaction_on, document_on, due_on, currency,
    amount_minor, act_id) VALUES (11, 1, 3, 'invoice', 'R-1', '2026-01-01', '2026-01-01', '2026-02-01', 'EUR', 1000, 7);
  INSERT INTO transaction_states (transaction_id, customer_id, collections_status, disputed_minor, since, act_id)
    VALUES (11, 3, 'disputed', 250, '2026-02-15', 7);
  INSERT INTO aging_definitions (id, number, description, direction) VALUES ('D', 9, '', 'forward');
  INSERT INTO aging_definition_lines (definition_id, position, period_id, label, unit, interval, length_days, indicator)
    VALUES ('D', 0, 'N', 'Now', 0, 'day', 1, 'plain');
  INSERT INTO credit_tasks (id, kind, customer_id, subject, due_on, figures, role, created_on, act_id)
    VALUES (21, 'claim', 3, 'R-1', '2026-04-01', '{}', 'credit_clerk', '2026-03-01', 7);
  INSERT INTO cover_notices (policy_id, duty, transaction_id, due_on, done_on, task_id, act_id)
    VALUES (1, 'claim', 11, '2026-02-01', '2026-03-01', 21, 7);
  INSERT INTO order_credit (id, company_id, order_no, customer_id, facts, act_id) VALUES (31, 1, 'A-1', 3, '{}', 7);
  INSERT INTO reservations (id, order_id, customer_id, currency, amount_minor, tax_minor, prepaid_minor, checked_on, last_on,
    act_id) VALUES (41, 31, 3, 'EUR', 500, 0, 0, '2026-03-01', '2026-03-08', 7);";

fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_book_of_version_10_keeps_its_rows() {
    let mut connection = Connection::open_in_memory().unwrap();
    embedded::migrations::runner()
        .set_target(Target::Version(10))
        .run(&mut connection)
        .unwrap();
    connection.execute_batch(OLD).unwrap();
    migrate(&mut connection).unwrap();
    for (sql, expected) in [
        (
            "SELECT label || ' ' || interval FROM aging_definition_lines WHERE definition_id = 'D'",
            "Now day",
        ),
        (
            "SELECT t.subject || ' ' || n.done_on FROM cover_notices n JOIN credit_tasks t ON t.id = n.task_id",
            "R-1 2026-03-01",
        ),
        (
            "SELECT r.id || ' ' || r.amount_minor || ' ' || k.order_no FROM reservations r JOIN order_credit k ON k.id = r.order_id",
            "41 500 A-1",
        ),
        // What was in dispute is a dispute with a number and a day of its own.
        (
            "SELECT number || ' ' || amount_minor || ' ' || opened_on || ' ' || status FROM disputes",
            "DSP-000001 250 2026-02-15 open",
        ),
        (
            "SELECT from_on || ' ' || amount_minor FROM dispute_periods WHERE until_on IS NULL",
            "2026-02-15 250",
        ),
        (
            "SELECT CAST(next_number AS TEXT) FROM number_sequences WHERE id = 'disputes'",
            "2",
        ),
    ] {
        assert_eq!(texts(&connection, sql), [expected], "{sql}");
    }
    // The references lead to the tables of now: a task that stands in a notice cannot go.
    let refused = connection.execute("DELETE FROM credit_tasks WHERE id = 21", []);
    assert!(refused.is_err(), "a notice still needs it");
}

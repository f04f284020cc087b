//! A book on a desk whose day moves; documents come from files.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use book::desk::{Desk, DeskOptions};
use book::host::{Clock, Unwatched};
use book::refusal::Refusal;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

#[derive(Clone)]
struct Moving(Arc<Mutex<NaiveDate>>);

impl Clock for Moving {
    fn now(&self) -> DateTime<Utc> {
        self.today()
            .and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap())
            .and_utc()
    }

    fn today(&self) -> NaiveDate {
        *self.0.lock().unwrap()
    }
}

pub struct Book {
    desk: Desk,
    day: Arc<Mutex<NaiveDate>>,
    pub folder: TempDir,
    files: usize,
}

/// Five per cent for every two months, without anything else.
pub fn terms() -> Value {
    json!({
        "every": {"unit": "month", "number": 2}, "day_rate": false, "basis": "percentage", "range_by": "none",
        "percent": "5", "grace_days": 0, "counts_from": "due_day", "prorate_last": false, "below_minimum": "wait",
        "currencies": [],
    })
}

/// Terms with some values set otherwise.
pub fn terms_with(changes: &Value) -> Value {
    let mut terms = terms();
    for (name, value) in changes.as_object().unwrap() {
        terms[name] = value.clone();
    }
    terms
}

/// A yearly rate for every day.
pub fn day_rate(percent: &str) -> Value {
    terms_with(&json!({"day_rate": true, "percent": percent}))
}

/// What is set for euros.
pub fn euros(changes: &Value) -> Value {
    let mut own = json!({
        "currency": "EUR", "amount_minor": 0, "minimum_minor": 0, "maximum_minor": null, "ranges": [],
    });
    for (name, value) in changes.as_object().unwrap() {
        own[name] = value.clone();
    }
    json!([own])
}

impl Book {
    /// A German company on a day.
    pub fn on(today: &str) -> Self {
        let day = Arc::new(Mutex::new(today.parse().unwrap()));
        let desk = Desk::new(DeskOptions {
            recent_file: None,
            os_account: "anna".to_owned(),
            desk: "test".to_owned(),
            clock: Arc::new(Moving(Arc::clone(&day))),
        });
        let book = Self {
            desk,
            day,
            folder: tempfile::tempdir().unwrap(),
            files: 0,
        };
        let company =
            json!({"name": "Muster GmbH", "country": "DE", "currency": "EUR", "language": null});
        let path = book.folder.path().join("test.duebook");
        book.call(
            "book.create",
            json!({"path": path, "company": company, "sample": null}),
        );
        book
    }

    /// The same with a code for everybody, valid from 2020 on, that charges by these terms.
    pub fn charging(today: &str, terms: &Value) -> Self {
        let book = Self::on(today);
        book.code(
            "C",
            "2020-01-01",
            &json!({"by": "terms", "terms": terms}),
            0,
        );
        book.everybody("C");
        book
    }

    pub fn set_today(&self, today: &str) {
        *self.day.lock().unwrap() = today.parse().unwrap();
    }

    /// A version of a code; the code where it is new.
    pub fn code(&self, code: &str, from_on: &str, rule: &Value, fee_minor: i64) {
        self.call(
            "interest.code_save",
            json!({"id": code, "description": code}),
        );
        let fees = if fee_minor == 0 {
            json!([])
        } else {
            json!([{"currency": "EUR", "amount_minor": fee_minor}])
        };
        self.call(
            "interest.version_save",
            json!({"code": code, "from_on": from_on, "earnings": rule, "fees": fees}),
        );
    }

    /// Gives a code to every customer.
    pub fn everybody(&self, code: &str) {
        let profiles = self.call("letters.profiles", json!({}));
        let mut profile = profiles["profiles"][0].clone();
        profile["lines"][0]["interest_code"] = json!(code);
        self.call("letters.profile_save", profile);
    }

    /// Drops a file of documents: number, due day, amount, type.
    pub fn documents(&mut self, rows: &[(&str, &str, &str, &str)]) {
        let mut text =
            "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n".to_owned();
        for (number, due, amount, kind) in rows {
            let _ = writeln!(text, "C1;Weber;{number};{due};{due};{amount};{kind}");
        }
        self.drop(&text);
    }

    /// Drops a file.
    pub fn drop(&mut self, text: &str) -> Value {
        self.files += 1;
        let path = self.folder.path().join(format!("{}.csv", self.files));
        std::fs::write(&path, text).unwrap();
        self.call("import.run", json!({"files": [{"path": path}]}))
    }

    /// Pays a document: a payment of that day from a file, settled on it.
    pub fn pay(&mut self, number: &str, on: &str, amount: &str, document: &str) {
        self.documents(&[(number, on, &format!("-{amount}"), "Payment")]);
        let minor: i64 = amount.replace([',', '.'], "").parse().unwrap();
        self.call(
            "settlement.post",
            json!({
                "account": "C1", "currency": "EUR", "settled_on": on,
                "credits": [{"transaction_id": self.id(number)}],
                "debits": [{"transaction_id": self.id(document), "amount_minor": minor}],
            }),
        );
    }

    /// The id of a document.
    pub fn id(&self, number: &str) -> i64 {
        self.number(&format!(
            "SELECT id FROM transactions WHERE document_no = '{number}' ORDER BY id LIMIT 1"
        ))
    }

    /// A run from the due day to a day: its notes as interest and fee.
    pub fn run(&self, to_on: &str) -> Vec<(i64, i64)> {
        let run = self.call("interest.create", json!({"to_on": to_on}));
        let id = run["run_id"].as_i64().unwrap();
        self.lines(&format!(
            "SELECT interest_minor, fee_minor FROM interest_notes WHERE run_id = {id} ORDER BY id"
        ))
        .iter()
        .map(|line| {
            let (interest, fee) = line.split_once('|').unwrap();
            (interest.parse().unwrap(), fee.parse().unwrap())
        })
        .collect()
    }

    /// What the journal has by role: customers, income, fees.
    pub fn by_role(&self) -> [i64; 3] {
        ["customer", "interest_income", "interest_fee"].map(|role| {
            self.number(&format!(
                "SELECT COALESCE(SUM(amount_minor), 0) FROM journal_lines WHERE role = '{role}'"
            ))
        })
    }

    /// The same, printed and posted on its last day: customers are debited with all of it, income and fees credited.
    pub fn post(&self, to_on: &str) -> Vec<(i64, i64)> {
        let before = self.by_role();
        let notes = self.run(to_on);
        self.post_run(to_on, &notes);
        let sums = notes
            .iter()
            .fold((0, 0), |sum, note| (sum.0 + note.0, sum.1 + note.1));
        let lump_sums = self.number(
            "SELECT COALESCE(SUM(lump_sum_minor), 0) FROM interest_note_items i JOIN interest_notes n ON n.id = i.note_id
             WHERE n.run_id = (SELECT MAX(id) FROM interest_runs) AND n.status = 'posted'",
        );
        let lump_sums = if notes.is_empty() { 0 } else { lump_sums };
        let after = self.by_role();
        assert_eq!(
            [0, 1, 2].map(|at| after[at] - before[at]),
            [sums.0 + sums.1, lump_sums - sums.0, -sums.1 - lump_sums]
        );
        notes
    }

    fn post_run(&self, to_on: &str, notes: &[(i64, i64)]) {
        if !notes.is_empty() {
            let run = self.number("SELECT MAX(id) FROM interest_runs");
            let printed = self.call("interest.print", json!({"run_id": run, "note_on": to_on}));
            assert_eq!(printed["unprintable"], json!([]));
            self.call("interest.post", json!({"run_id": run, "posting_on": to_on}));
        }
    }

    /// The newest note.
    pub fn note(&self) -> i64 {
        self.number("SELECT MAX(id) FROM interest_notes")
    }

    /// What is open of a document, minor units.
    pub fn open(&self, number: &str) -> i64 {
        self.number(&format!(
            "SELECT COALESCE(SUM(o.open_minor), 0) FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id
             WHERE t.document_no = '{number}'"
        ))
    }

    /// The lines of the journal: kind, role, minor units.
    pub fn journal(&self) -> Vec<String> {
        self.lines(
            "SELECT e.kind, l.role, l.amount_minor FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id ORDER BY l.id",
        )
    }

    pub fn call(&self, command: &str, request: Value) -> Value {
        self.try_call(command, request)
            .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
    }

    pub fn try_call(&self, command: &str, request: Value) -> Result<Value, Refusal> {
        self.desk
            .call(command, request, &Unwatched)
            .map(|reply| reply.body)
    }

    pub fn refused(&self, command: &str, request: Value) -> Refusal {
        match self.try_call(command, request) {
            Ok(body) => panic!("{command} was not refused: {body}"),
            Err(refusal) => refusal,
        }
    }

    pub fn number(&self, sql: &str) -> i64 {
        self.reader().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    pub fn lines(&self, sql: &str) -> Vec<String> {
        let reader = self.reader();
        let mut statement = reader.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells: Vec<String> = (0..columns)
                .map(|at| match row.get_ref(at).unwrap() {
                    rusqlite::types::ValueRef::Integer(value) => value.to_string(),
                    rusqlite::types::ValueRef::Text(text) => {
                        String::from_utf8_lossy(text).into_owned()
                    }
                    _ => String::new(),
                })
                .collect();
            Ok(cells.join("|"))
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    fn reader(&self) -> Connection {
        Connection::open_with_flags(
            self.folder.path().join("test.duebook"),
            rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY,
        )
        .unwrap()
    }

    /// The book is whole, and its journal adds up for every customer: what was posted here is what the account has.
    pub fn check(&self) {
        let report = self.call("book.check", json!({}));
        assert_eq!(report["faults"], json!([]));
        assert_eq!(
            self.number("SELECT COALESCE(SUM(amount_minor), 0) FROM journal_lines"),
            0
        );
        let own = self.lines(
            "SELECT t.customer_id, t.currency, SUM(t.amount_minor) FROM transactions t JOIN audit a ON a.id = t.act_id
             WHERE a.command NOT LIKE 'import.%' OR t.document_no LIKE 'ADJ-%'
             GROUP BY t.customer_id, t.currency HAVING SUM(t.amount_minor) <> 0 ORDER BY 1, 2",
        );
        let posted = self.lines(
            "SELECT l.customer_id, e.currency, SUM(l.amount_minor) FROM journal_lines l
             JOIN journal_entries e ON e.id = l.entry_id WHERE l.role = 'customer'
             GROUP BY l.customer_id, e.currency HAVING SUM(l.amount_minor) <> 0 ORDER BY 1, 2",
        );
        assert_eq!(own, posted);
    }
}

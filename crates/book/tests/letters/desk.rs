//! A desk in a temporary folder whose day can be set, with words for the facts that the scenarios need.

use book::act::{Act, Actor};
use book::book::{Book, Founder};
use book::commands::{self, Output};
use book::company::NewCompany;
use book::host::{Job, Unwatched};
use book::ledger::{
    DisputedFlag, DueDay, Ledger, SettlementFact, TransactionFact, effective_on, refresh_open_items,
};
use book::refusal::Refusal;
use book::session::Session;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use engine::account::Kind;
use rusqlite::named_params;
use serde_json::{Value, json};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub struct TestDesk {
    pub book: Book,
    pub folder: tempfile::TempDir,
    actor: Actor,
    today: NaiveDate,
}

impl TestDesk {
    /// 9 % a year by day for everybody.
    pub fn flat_rate(&mut self) {
        self.call("interest.code_save", json!({"id": "C", "description": "C"}));
        let terms = json!({
            "every": {"unit": "day", "number": 1}, "day_rate": true, "basis": "percentage", "range_by": "none", "percent": "9",
            "grace_days": 0, "counts_from": "due_day", "prorate_last": false, "below_minimum": "wait", "currencies": [],
        });
        self.call(
            "interest.version_save",
            json!({"code": "C", "from_on": "2020-01-01", "earnings": {"by": "terms", "terms": terms}, "fees": []}),
        );
        let mut profile = self.call("letters.profiles", json!({}))["profiles"][0].clone();
        profile["lines"][0]["interest_code"] = json!("C");
        self.call("letters.profile_save", profile);
    }

    /// A German company with an empty book, on `today`.
    pub fn new(today: &str) -> Self {
        Self::of("DE", "EUR", today)
    }

    pub fn of(country: &str, currency: &str, today: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let company = NewCompany {
            name: "Nordlicht Werkzeugbau GmbH".into(),
            country: country.into(),
            currency: currency.into(),
            language: None,
        };
        let founder = Founder {
            code: "kb".into(),
            name: "Katharina Brandt".into(),
            os_account: None,
        };
        let today = day(today);
        let book = Book::create(
            &folder.path().join("t.duebook"),
            "desk",
            &company,
            &founder,
            at(today),
            today,
        )
        .unwrap();
        let user_id = book
            .file
            .connection
            .query_row("SELECT id FROM users", [], |row| row.get("id"))
            .unwrap();
        let actor = Actor {
            user_id,
            acting_for_id: None,
        };
        let mut desk = Self {
            book,
            folder,
            actor,
            today,
        };
        desk.sql("UPDATE companies SET street = 'Speicherstr. 14', postal_code = '20457', city = 'Hamburg',
                  iban = 'DE89370400440532013000'");
        desk
    }

    pub fn sql(&mut self, sql: &str) {
        self.book.file.connection.execute_batch(sql).unwrap();
    }

    pub fn set_today(&mut self, today: &str) {
        self.today = day(today);
    }

    /// Goes on as a user who has only the role.
    pub fn become_user(&mut self, code: &str, role: &str) {
        self.sql(&format!(
            "INSERT INTO users (uuid, code, name) VALUES (lower(hex(randomblob(16))), '{code}', '{code}');
             INSERT INTO user_roles (user_id, role) SELECT id, '{role}' FROM users WHERE code = '{code}'"
        ));
        self.actor.user_id = self.number(&format!("SELECT id FROM users WHERE code = '{code}'"));
    }

    pub fn run(&mut self, command: &str, request: Value, job: &dyn Job) -> Result<Output, Refusal> {
        let command = commands::find(command).unwrap();
        let mut session = Session {
            book: &mut self.book,
            actor: self.actor,
            now: at(self.today),
            today: self.today,
            job,
            command: command.name,
        };
        (command.run)(&mut session, request)
    }

    pub fn call(&mut self, command: &str, request: Value) -> Value {
        match self.run(command, request, &Unwatched) {
            Ok(Output::Json(body)) => serde_json::from_str(body.get()).unwrap(),
            other => panic!("{command}: {other:?}"),
        }
    }

    pub fn bytes(&mut self, command: &str, request: Value) -> Vec<u8> {
        match self.run(command, request, &Unwatched) {
            Ok(Output::Bytes(bytes)) => bytes,
            other => panic!("{command}: {other:?}"),
        }
    }

    pub fn refused(&mut self, command: &str, request: Value) -> Refusal {
        self.run(command, request, &Unwatched).expect_err(command)
    }

    fn act<T>(&mut self, work: impl FnOnce(&mut Act<'_>) -> T) -> T {
        let now = at(self.today);
        let mut act = Act::open(
            &mut self.book.file.connection,
            self.actor,
            now,
            self.today,
            "test.facts",
        )
        .unwrap();
        let done = work(&mut act);
        act.seal().unwrap();
        done
    }

    /// A customer with an address; `language` as in the customer's card.
    pub fn customer(&mut self, account: &str, language: Option<&str>) -> i64 {
        self.act(|act| {
            let id = act
                .query_row(
                    "INSERT INTO customers (company_id, account, name, language, act_id)
                     VALUES (1, :account, 'Weber ' || :account, :language, :act) RETURNING id",
                    named_params! {":account": account, ":language": language, ":act": act.id},
                    |row| row.get("id"),
                )
                .unwrap();
            act.execute(
                "INSERT INTO addresses (customer_id, purpose, street, postal_code, city, country)
                 VALUES (:id, 'postal', 'Lindenallee 7', '04109', 'Leipzig', 'DE')",
                named_params! {":id": id},
            )
            .unwrap();
            id
        })
    }

    pub fn customer_id(&self, account: &str) -> i64 {
        let sql = "SELECT id FROM customers WHERE account = ?1";
        self.book
            .file
            .connection
            .query_row(sql, [account], |row| row.get("id"))
            .unwrap()
    }

    /// A document of any kind; its own day is 30 days before the due day for debits, the due day for credits.
    pub fn document(
        &mut self,
        account: &str,
        kind: Kind,
        number: &str,
        due: &str,
        minor: i64,
    ) -> i64 {
        self.document_in(account, kind, number, due, minor, "EUR")
    }

    pub fn document_in(
        &mut self,
        account: &str,
        kind: Kind,
        number: &str,
        due: &str,
        minor: i64,
        currency: &str,
    ) -> i64 {
        let customer_id = self.customer_id(account);
        let on = if minor > 0 {
            day(due) - chrono::TimeDelta::days(30)
        } else {
            day(due)
        }
        .to_string();
        self.act(|act| {
            let fact = TransactionFact {
                customer_id,
                kind,
                document_no: number,
                external_key: None,
                transaction_on: &on,
                document_on: &on,
                due_on: due,
                due: DueDay::Given,
                currency,
                amount_minor: minor,
                disputed: DisputedFlag::No,
                order_no: None,
                text: None,
            };
            let id = Ledger::default().transaction(act, &fact).unwrap();
            refresh_open_items(act, [id]).unwrap();
            id
        })
    }

    pub fn invoice(&mut self, account: &str, number: &str, due: &str, minor: i64) -> i64 {
        self.document(account, Kind::Invoice, number, due, minor)
    }

    /// A payment of `on` that settles part of an invoice.
    pub fn pay(&mut self, account: &str, invoice: i64, number: &str, on: &str, minor: i64) {
        let payment = self.document(account, Kind::Payment, number, on, -minor);
        let customer_id = self.customer_id(account);
        self.act(|act| {
            let fact = SettlementFact {
                customer_id,
                debit_id: invoice,
                credit_id: payment,
                accounting_on: on,
                effective_on: effective_on(on, on, on),
                amount_minor: minor,
                occurrence: 1,
                external_key: None,
                reverses_id: None,
            };
            Ledger::default().settlement(act, &fact).unwrap();
            refresh_open_items(act, [invoice, payment]).unwrap();
        });
    }

    /// Replaces lines of the shipped sequence: code, fee, minimum, grace days, blocks.
    pub fn lines(&mut self, currency: &str, lines: &[(&str, i64, i64, u32, &str)]) {
        let mut sequence = self.call("letters.sequences", json!({}))["sequences"][0].clone();
        sequence["lines"] = lines
            .iter()
            .map(|(code, fee, minimum, grace, blocks)| {
                json!({"currency": currency, "code": code, "fee_minor": fee, "minimum_minor": minimum,
                       "grace_days": grace, "blocks": blocks})
            })
            .collect();
        self.call("letters.sequence_save", sequence);
    }

    pub fn create(&mut self, letter_on: &str) -> Value {
        self.call("letters.create", json!({"letter_on": letter_on}))
    }

    /// Creates and posts; gives what posting said.
    pub fn letters(&mut self, letter_on: &str) -> Value {
        let run = self.create(letter_on);
        self.call(
            "letters.post",
            json!({"run_id": run["run_id"], "posting_on": letter_on}),
        )
    }

    /// Rows of the journal.
    pub fn journal(&mut self, request: Value) -> Vec<Value> {
        let listing = self.call("letters.list", request);
        let page = self.call(
            "letters.page",
            json!({"handle": listing["handle"], "offset": 0, "limit": 1000}),
        );
        page["rows"].as_array().unwrap().clone()
    }

    /// Reasons of the newest run for a customer.
    pub fn skipped(&mut self, run: &Value) -> Vec<(String, String)> {
        let detail = self.call("letters.run", json!({"run_id": run["run_id"]}));
        let rows = detail["skipped"].as_array().unwrap();
        rows.iter()
            .map(|row| {
                (
                    row["account"].as_str().unwrap().to_owned(),
                    row["reason"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    }

    pub fn number<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        self.book
            .file
            .connection
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    }

    /// What `book.check` finds.
    pub fn check(&mut self) {
        let report = self.call("book.check", json!({}));
        assert_eq!(report["ok"], true, "{report}");
    }
}

fn at(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap())
        .and_utc()
}

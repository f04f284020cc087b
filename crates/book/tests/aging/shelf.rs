//! A book whose facts are written by the ledger itself, at a desk whose day can be set.

use book::act::{Act, Actor};
use book::book::{Book, Founder};
use book::commands::{self, Output};
use book::company::NewCompany;
use book::host::Unwatched;
use book::ledger::{
    DisputedFlag, DueDay, Ledger, SettlementFact, TransactionFact, effective_on,
    rebuild_open_items, refresh_open_items,
};
use book::refusal::Refusal;
use book::session::Session;
use chrono::{DateTime, NaiveDate, Utc};
use engine::account::Kind;
use rusqlite::named_params;
use serde_json::{Value, json};

pub struct Shelf {
    pub book: Book,
    pub folder: tempfile::TempDir,
    pub actor: Actor,
    today: NaiveDate,
}

/// A document to write; a debit where the amount is positive.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    pub customer: i64,
    pub kind: Kind,
    pub number: &'a str,
    pub on: &'a str,
    pub due: &'a str,
    pub currency: &'a str,
    pub minor: i64,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(10, 0, 0).unwrap().and_utc()
}

impl Shelf {
    pub fn new(today: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let company = NewCompany {
            name: "Muster GmbH".into(),
            country: "DE".into(),
            currency: "EUR".into(),
            language: None,
        };
        let founder = Founder {
            code: "kb".into(),
            name: "K. B.".into(),
            os_account: None,
        };
        let path = folder.path().join("t.duebook");
        let book = Book::create(
            &path,
            "desk",
            &company,
            &founder,
            at(day(today)),
            day(today),
        )
        .unwrap();
        let user_id = book
            .file
            .connection
            .query_row("SELECT id FROM users", [], |row| row.get(0))
            .unwrap();
        Self {
            book,
            folder,
            actor: Actor {
                user_id,
                acting_for_id: None,
            },
            today: day(today),
        }
    }

    /// From now on it is this day at the desk: acts are recorded then.
    pub fn set_today(&mut self, today: &str) {
        self.today = day(today);
    }

    pub fn try_call(&mut self, command: &str, request: Value) -> Result<Value, Refusal> {
        let command = commands::find(command).unwrap();
        let mut session = Session {
            book: &mut self.book,
            actor: self.actor,
            now: at(self.today),
            today: self.today,
            job: &Unwatched,
            command: command.name,
        };
        match (command.run)(&mut session, request)? {
            Output::Json(body) => Ok(serde_json::from_str(body.get()).unwrap()),
            Output::Bytes(_) => panic!("bytes"),
        }
    }

    pub fn call(&mut self, command: &str, request: Value) -> Value {
        self.try_call(command, request)
            .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
    }

    /// Writes facts in one act; the open items of everything are rebuilt at its end.
    pub fn act<T>(&mut self, work: impl FnOnce(&mut Act<'_>, &mut Ledger) -> T) -> T {
        let connection = &mut self.book.file.connection;
        let mut act = Act::open(
            connection,
            self.actor,
            at(self.today),
            self.today,
            "test.facts",
        )
        .unwrap();
        let done = work(&mut act, &mut Ledger::default());
        rebuild_open_items(&act).unwrap();
        act.seal().unwrap();
        done
    }

    pub fn customer(&mut self, account: &str) -> i64 {
        self.act(|act, _| {
            act.query_row(
                "INSERT INTO customers (company_id, account, name, act_id)
                 VALUES (1, :account, 'Weber ' || :account, :act) RETURNING id",
                named_params! {":account": account, ":act": act.id},
                |row| row.get(0),
            )
            .unwrap()
        })
    }

    pub fn document(&mut self, document: Document<'_>) -> i64 {
        self.act(|act, ledger| write(act, ledger, document))
    }

    /// An invoice in euros.
    pub fn invoice(&mut self, customer: i64, number: &str, on: &str, due: &str, minor: i64) -> i64 {
        self.document(Document {
            customer,
            kind: Kind::Invoice,
            number,
            on,
            due,
            currency: "EUR",
            minor,
        })
    }

    /// A payment in euros.
    pub fn payment(&mut self, customer: i64, number: &str, on: &str, minor: i64) -> i64 {
        let minor = -minor;
        self.document(Document {
            customer,
            kind: Kind::Payment,
            number,
            on,
            due: on,
            currency: "EUR",
            minor,
        })
    }

    /// Applies part of a credit to a debit, and refreshes only what it touches, as an act of a person does.
    pub fn settle(&mut self, debit: i64, credit: i64, accounting_on: &str, minor: i64) {
        let connection = &mut self.book.file.connection;
        let mut act = Act::open(
            connection,
            self.actor,
            at(self.today),
            self.today,
            "test.settle",
        )
        .unwrap();
        settle(
            &mut act,
            &mut Ledger::default(),
            debit,
            credit,
            accounting_on,
            minor,
        );
        refresh_open_items(&act, [debit, credit]).unwrap();
        act.seal().unwrap();
    }

    /// One number from the file.
    pub fn number(&self, sql: &str) -> i64 {
        self.book
            .file
            .connection
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    }

    /// Lines of the newest report of this connection: the customers where `least_item` is 0, else the items behind them.
    pub fn report_rows(&self, report: &Value, least_item: i64) -> Vec<Value> {
        let columns = report["head"]["periods"].as_array().unwrap().len();
        let mut statement = self
            .book
            .file
            .connection
            .prepare(
                "SELECT account, currency, total_minor, open_count, item_no, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10,
                   p11, p12
                 FROM aging_report_view WHERE report_id = (SELECT MAX(report_id) FROM aging_report_view)
                   AND MIN(item_no, 1) = :least ORDER BY account, currency, item_no",
            )
            .unwrap();
        let rows = statement
            .query_map(named_params! {":least": least_item}, |row| {
                let periods: Vec<i64> = (0..columns).map(|at| row.get(5 + at).unwrap()).collect();
                Ok(json!({
                    "account": row.get::<_, String>(0)?, "currency": row.get::<_, String>(1)?,
                    "total_minor": row.get::<_, i64>(2)?, "open_count": row.get::<_, i64>(3)?, "period_minor": periods,
                }))
            })
            .unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Rows of the list *Aged balances*.
    pub fn list(&mut self, request: Value) -> (Value, Vec<Value>) {
        let listing = self.call("aging.list", request);
        let request = json!({"handle": listing["handle"], "offset": 0, "limit": 1_000});
        let rows = self.call("aging.page", request)["rows"]
            .as_array()
            .unwrap()
            .clone();
        (listing, rows)
    }
}

pub fn write(act: &mut Act<'_>, ledger: &mut Ledger, document: Document<'_>) -> i64 {
    let fact = TransactionFact {
        customer_id: document.customer,
        kind: document.kind,
        document_no: document.number,
        external_key: None,
        transaction_on: document.on,
        document_on: document.on,
        due_on: document.due,
        due: DueDay::Given,
        currency: document.currency,
        amount_minor: document.minor,
        disputed: DisputedFlag::No,
        order_no: None,
        text: None,
    };
    ledger.transaction(act, &fact).unwrap()
}

pub fn settle(
    act: &mut Act<'_>,
    ledger: &mut Ledger,
    debit: i64,
    credit: i64,
    accounting_on: &str,
    minor: i64,
) {
    let on = |id: i64| -> (i64, String) {
        let sql = "SELECT customer_id, transaction_on FROM transactions WHERE id = ?1";
        act.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
    };
    let ((customer_id, debit_on), (_, credit_on)) = (on(debit), on(credit));
    let occurrence: i64 = act
        .query_row(
            "SELECT COUNT(*) + 1 FROM settlements WHERE debit_id = ?1 AND credit_id = ?2",
            [debit, credit],
            |row| row.get(0),
        )
        .unwrap();
    let fact = SettlementFact {
        customer_id,
        debit_id: debit,
        credit_id: credit,
        accounting_on,
        effective_on: effective_on(accounting_on, &debit_on, &credit_on),
        amount_minor: minor,
        occurrence,
        external_key: None,
        reverses_id: None,
    };
    ledger.settlement(act, &fact).unwrap();
}

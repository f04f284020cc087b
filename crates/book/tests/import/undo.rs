//! Undo of an import: the book becomes what it was, or says what stands on it.

use serde_json::json;

use crate::bench_shape::{generated, write};
use crate::common::{TestBook, request};

const HEADING: &str = "Customer No;Invoice No;Invoice Date;Due Date;Amount;Currency\n";

fn ledger(book: &TestBook, name: &str, rows: &str) -> std::path::PathBuf {
    book.write(name, format!("{HEADING}{rows}"))
}

fn batch(done: &serde_json::Value, at: usize) -> serde_json::Value {
    json!({"batch_id": done["batches"][at]["id"]})
}

/// Facts, and the rows beside them that an import writes.
fn state(book: &TestBook) -> Vec<String> {
    let mut state = book.facts();
    for sql in [
        "SELECT c.account, a.street, a.postal_code, a.city, a.country FROM addresses a
         JOIN customers c ON c.id = a.customer_id ORDER BY 1",
        "SELECT c.account, p.purpose, p.name, p.email, p.phone FROM contacts p
         JOIN customers c ON c.id = p.customer_id ORDER BY 1, 2, 3",
        "SELECT id, days FROM terms ORDER BY id",
        "SELECT t.document_no, d.posting_profile, d.discount_minor, d.discount_on, d.detail FROM transaction_details d
         JOIN transactions t ON t.id = d.transaction_id ORDER BY 1",
    ] {
        state.extend(book.lines(sql));
    }
    state
}

/// T-B5: one drop is one import, undone as one; imported again it gives the same figures.
#[test]
fn a_first_import_is_undone_as_a_whole_and_can_be_done_again() {
    let book = TestBook::new();
    let before = state(&book);
    let [customers, transactions, settlements] = write(&book, &generated(5, 40, 400));
    let paths = [
        customers.as_path(),
        transactions.as_path(),
        settlements.as_path(),
    ];
    let done = book.import(&paths);
    let after = state(&book);

    let history = book.call("import.history", json!({}));
    assert_eq!(history["imports"].as_array().unwrap().len(), 1);
    assert_eq!(
        history["imports"][0]["batches"].as_array().unwrap().len(),
        3
    );
    let check = book.call("import.undo_check", batch(&done, 1));
    assert_eq!(check["standing"], json!([]));
    assert_eq!(state(&book), after, "a check writes nothing");

    let undone = book.call(
        "import.undo",
        json!({"batch_id": done["batches"][2]["id"], "reason": "wrong file"}),
    );
    assert_eq!(undone["batches"].as_array().unwrap().len(), 3);
    assert_eq!(undone["counts"]["customers"], 40);
    assert_eq!(state(&book), before);
    assert_eq!(book.check()["faults"], json!([]));
    let totals = book.call("aging.table", json!({"as_of": "2026-06-30"}));
    assert_eq!(totals["totals"], json!([]));
    let seal = book.lines("SELECT changes, reason FROM audit_seals ORDER BY act_id DESC LIMIT 1");
    assert!(seal[0].contains("\"counts\""), "{seal:?}");
    assert!(seal[0].ends_with("wrong file"), "{seal:?}");

    let again = book.refused("import.undo", batch(&done, 0));
    assert_eq!(again.code, "import_undone_already");
    let history = book.call("import.history", json!({}));
    assert_eq!(history["imports"][0]["undone_by"], "anna");

    book.import(&paths);
    assert_eq!(state(&book), after);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A second import that changed documents, customers, addresses and terms gives everything back.
#[test]
fn a_second_import_gives_the_earlier_values_back() {
    let book = TestBook::new();
    let customers = "Customer No;Name;Street;City;E-Mail;Payment terms;Credit limit\n";
    book.import(&[
        &book.write(
            "c1.csv",
            format!("{customers}1;Alder;High St 1;Leeds;a@a.example;14;500,00\n2;Birch;;;;;\n"),
        ),
        &ledger(
            &book,
            "t1.csv",
            "1;R1;2026-01-05;2026-02-04;100,00;EUR\n2;R2;2026-01-06;2026-02-05;50,00;EUR\n",
        ),
    ]);
    let before = state(&book);
    let done = book.import(&[
        &book.write(
            "c2.csv",
            format!(
                "{customers}1;Alder & Sons;Low St 2;York;b@b.example;21;0,00\n2;Birch;Elm 3;Hull;c@c.example;45;\n\
                 3;Cedar;;;;;\n"
            ),
        ),
        &ledger(
            &book,
            "t2.csv",
            "1;R1;2026-01-05;2026-03-04;110,00;EUR\n2;R2;2026-01-06;2026-02-05;50,00;EUR\n\
             3;R3;2026-01-07;2026-02-06;70,00;EUR\n4;R4;2026-01-07;2026-02-06;80,00;EUR\n",
        ),
    ]);
    assert_ne!(state(&book), before);
    let undone = book.call("import.undo", batch(&done, 0));
    assert_eq!(undone["counts"]["restored"], 1);
    assert_eq!(undone["counts"]["transactions"], 2);
    assert_eq!(undone["counts"]["customers"], 2);
    assert_eq!(state(&book), before);
    assert_eq!(book.check()["faults"], json!([]));

    // The first one can follow: nothing stands on it any more.
    let first = book.number("SELECT MIN(id) FROM import_batches");
    book.call("import.undo", json!({"batch_id": first}));
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 0);
    assert_eq!(book.number("SELECT COUNT(*) FROM customers"), 0);
    assert_eq!(book.check()["faults"], json!([]));
}

/// What stands on an import is named with counts and examples, and nothing is changed.
#[test]
fn an_import_with_later_work_says_what_stands_on_it() {
    let book = TestBook::new();
    let first = book.import(&[&ledger(
        &book,
        "a.csv",
        "1;R1;2026-01-05;2026-02-04;100,00;EUR\n1;R2;2026-01-05;2026-02-04;60,00;EUR\n",
    )]);
    let second = book.import(&[&ledger(
        &book,
        "b.csv",
        "1;R1;2026-01-05;2026-03-04;100,00;EUR\n1;R9;2026-01-05;2026-02-04;5,00;EUR\n",
    )]);
    let third = book.import(&[&book.write(
        "c.csv",
        "Customer No;Invoice No;Invoice Date;Amount;Settled Date\n1;R2;2026-01-05;60,00;2026-02-01\n",
    )]);
    let before = state(&book);
    let refused = book.refused("import.undo", batch(&first, 0));
    assert_eq!(refused.code, "import_has_later_work");
    let standing: Vec<(&str, u64)> = refused.args["standing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["what"].as_str().unwrap(),
                one["count"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        standing,
        [
            ("changed_documents", 1),
            ("settlements", 1),
            ("transactions", 2)
        ],
        "{:?}",
        refused.args
    );
    assert_eq!(state(&book), before);
    assert_eq!(book.check()["faults"], json!([]));

    // The later ones first, in any order that nothing stands against.
    book.call("import.undo", batch(&third, 0));
    book.call("import.undo", batch(&second, 0));
    book.call("import.undo", batch(&first, 0));
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 0);
    assert_eq!(book.check()["faults"], json!([]));
    assert_eq!(
        book.refused("import.undo", json!({"batch_id": 77})).code,
        "unknown_batch"
    );
}

/// Work of people stands too: a customer whose card was changed stays.
#[test]
fn a_changed_card_stands_on_the_import_of_its_customer() {
    let book = TestBook::new();
    let done = book.import(&[&ledger(
        &book,
        "a.csv",
        "1;R1;2026-01-05;2026-02-04;100,00;EUR\n",
    )]);
    let customer = book.call("customers.get", json!({"account": "1"}));
    let mut card = customer["card"].clone();
    card["notes"] = json!("calls back on Mondays");
    book.call("customers.update", json!({"account": "1", "card": card}));
    let refused = book.refused("import.undo", batch(&done, 0));
    assert_eq!(refused.args["standing"][0]["what"], "changed_records");
}

/// Orders, deliveries, rates and revenues: imported twice they change nothing, undone they are what they were.
#[test]
fn other_kinds_are_idempotent_and_undone() {
    let book = TestBook::new();
    book.import(&[&book.write("c.csv", "Customer No;Name;City\n1;Alder;Leeds\n")]);
    let tables = |book: &TestBook| {
        let mut all = Vec::new();
        for sql in [
            "SELECT order_no, step, amount_minor, open_minor FROM orders ORDER BY 1",
            "SELECT delivery_no, amount_minor FROM deliveries ORDER BY 1",
            "SELECT from_currency, to_currency, valid_from, rate FROM exchange_rates ORDER BY 1, 2, 3",
        ] {
            all.extend(book.lines(sql));
        }
        all
    };
    let orders = book.write(
        "orders.csv",
        "Customer No;Order No;Order Date;Order amount;Open amount;Status;Currency\n1;A1;2026-05-01;500,00;300,00;confirmed;EUR\n",
    );
    let rates = book.write(
        "rates.csv",
        "From currency;To currency;Rate date;Rate\nUSD;EUR;2026-05-01;0,92\n",
    );
    let recognise = |path: &std::path::Path| {
        book.call("import.recognise", json!({"path": path}))["recognition"]["kind"].clone()
    };
    assert_eq!(recognise(&orders), "orders");
    assert_eq!(recognise(&rates), "exchange_rates");
    book.import(&[&orders, &rates]);
    let first = tables(&book);
    assert_eq!(first[0], "A1|confirmation|50000|30000");
    assert_eq!(first[1], "USD|EUR|2026-05-01|0.92");
    let again = book.call("import.preview", request(&[&orders, &rates]));
    assert_eq!(again["counts"][0]["unchanged"], 1);
    assert_eq!(again["counts"][1]["unchanged"], 1);

    let done = book.import(&[
        &book.write(
            "orders2.csv",
            "Customer No;Order No;Order Date;Order amount;Open amount;Status;Currency\n\
             1;A1;2026-05-01;500,00;0,00;invoiced;EUR\n1;A2;2026-05-03;80,00;80,00;confirmed;EUR\n",
        ),
        &book.write(
            "rates2.csv",
            "From currency;To currency;Rate date;Rate\nUSD;EUR;2026-05-01;0,95\nGBP;EUR;2026-05-01;1,15\n",
        ),
    ]);
    assert_eq!(tables(&book).len(), 4);
    book.call("import.undo", batch(&done, 0));
    assert_eq!(tables(&book), first);
    assert_eq!(book.check()["faults"], json!([]));
}

/// The tasks of a night store figures of every customer; none of them keeps an import in the book.
#[test]
fn what_the_night_stored_goes_with_its_customers() {
    let book = TestBook::new();
    let before = state(&book);
    let rows = "C1;R1;2026-01-10;2026-02-09;100.00;EUR\n";
    let file = ledger(&book, "invoices.csv", rows);
    let done = book.import(&[file.as_path()]);
    let land = json!({
        "code": "LAND", "description": "", "group_type": "country", "score_type": "list", "weight": 10_000,
        "lines": [{"from": null, "value": "DE", "score": 10_000}],
    });
    book.call("risk.scoring_save", land);
    book.call("nightly.run", json!({}));
    assert!(book.number("SELECT COUNT(*) FROM balance_statistics") > 0);
    assert_eq!(book.number("SELECT COUNT(*) FROM risk_scores"), 1);
    let check = book.call("import.undo_check", batch(&done, 0));
    assert_eq!(check["standing"], json!([]));
    book.call("import.undo", batch(&done, 0));
    assert_eq!(state(&book), before);
    for table in ["balance_statistics", "risk_scores"] {
        assert_eq!(book.number(&format!("SELECT COUNT(*) FROM {table}")), 0);
    }
    assert_eq!(book.check()["faults"], json!([]));
}

/// Spec 30 §11: promises and disputes stand on the import of their documents and are named by their numbers; once they are
/// taken back they go along, with the tasks that the book noted about them.
#[test]
fn promises_and_disputes_stand_by_their_numbers() {
    let book = TestBook::new();
    let done = book.import(&[&ledger(
        &book,
        "a.csv",
        "1;R1;2026-05-05;2026-06-04;100,00;EUR\n1;R2;2026-05-05;2026-06-04;60,00;EUR\n",
    )]);
    let id = |number: &str| {
        book.number(&format!(
            "SELECT id FROM transactions WHERE document_no = '{number}'"
        ))
    };
    let line =
        json!({"transaction_id": id("R1"), "promised_on": "2026-07-10", "amount_minor": 5_000});
    let promise = book.call("promises.record", json!({"lines": [line]}));
    let rows = json!([{"transaction_id": id("R2"), "amount_minor": 1_000}]);
    let dispute = book.call(
        "disputes.open",
        json!({"rows": rows, "reason": "price", "investigator": "anna"}),
    );
    let (promise_no, dispute_no) = (
        promise["number"].as_str().unwrap().to_owned(),
        book.lines("SELECT number FROM disputes")[0].clone(),
    );
    let refused = book.refused("import.undo", batch(&done, 0));
    let standing: Vec<(&str, &str)> = refused.args["standing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["what"].as_str().unwrap(),
                one["examples"][0].as_str().unwrap(),
            )
        })
        .collect();
    let of_r1 = format!("{promise_no} · R1");
    let of_r2 = format!("{dispute_no} · R2");
    for named in [
        ("promise_lines", of_r1.as_str()),
        ("disputes", of_r2.as_str()),
    ] {
        assert!(standing.contains(&named), "{named:?} in {standing:?}");
    }
    let names = refused.args["names"].as_str().unwrap();
    assert!(names.contains(&of_r1) && names.contains(&of_r2), "{names}");
    assert!(
        standing.iter().all(|(what, _)| *what != "activities"),
        "the investigator's task goes along: {standing:?}"
    );

    book.call(
        "disputes.undo",
        json!({"dispute_ids": dispute["dispute_ids"], "reason": "x"}),
    );
    let still = book.refused("import.undo", batch(&done, 0));
    assert!(!still.to_string().contains(&dispute_no), "{still}");
    book.call(
        "promises.undo",
        json!({"promise_id": promise["promise_id"], "reason": "x"}),
    );
    let check = book.call("import.undo_check", batch(&done, 0));
    assert_eq!(check["standing"], json!([]));
    let undone = book.call("import.undo", batch(&done, 0));
    assert_eq!(undone["counts"]["tasks"], 1);
    for table in [
        "transactions",
        "promises",
        "promise_lines",
        "disputes",
        "dispute_periods",
        "collections_history",
        "transaction_states",
        "activities",
    ] {
        let left = book.number(&format!("SELECT COUNT(*) FROM {table}"));
        assert_eq!(left, 0, "{table}");
    }
    assert_eq!(book.check()["faults"], json!([]));
    book.import(&[&book.folder.path().join("a.csv")]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A task on which a person has worked stands; so does what a person noted.
#[test]
fn what_a_person_noted_stands_on_an_import() {
    let book = TestBook::new();
    let done = book.import(&[&ledger(
        &book,
        "a.csv",
        "1;R1;2026-05-05;2026-06-04;100,00;EUR\n",
    )]);
    let noted = book.call(
        "activities.note",
        json!({"account": "1", "text": "Called", "category": "call"}),
    );
    let refused = book.refused("import.undo", batch(&done, 0));
    let names = refused.args["names"].as_str().unwrap();
    assert!(names.contains(noted["number"].as_str().unwrap()), "{names}");
    book.call(
        "activities.withdraw",
        json!({"activity_ids": [noted["activity_id"]], "reason": "x"}),
    );
    book.call("import.undo", batch(&done, 0));
    assert_eq!(book.check()["faults"], json!([]));
}

//! The customer's page as spec 21 §4 wants it: the tabs of the transactions, their columns, the timeline, and the currency of
//! the amounts.

use engine::account::Kind;

use crate::shelf::Document;
use crate::*;

fn shown(shelf: &mut Shelf, show: &str) -> Value {
    shelf.call(
        "customers.transactions",
        json!({"account": "1", "show": show}),
    )
}

fn numbers(list: &Value) -> Vec<String> {
    let rows = list["rows"].as_array().unwrap();
    rows.iter()
        .map(|row| row["document_no"].as_str().unwrap().to_owned())
        .collect()
}

/// An invoice that is disputed in part, one that is promised, one that is paid, and a payment that is nobody's yet.
fn worked() -> (Shelf, [i64; 3]) {
    let (mut shelf, first) = owed("2026-05-04", "2026-03-03");
    let customer = customer(&shelf);
    let second = shelf.invoice(customer, "R-2", "2026-02-02", "2026-03-04", 50_000);
    let third = shelf.invoice(customer, "R-3", "2026-02-03", "2026-03-05", 7_000);
    pay(&mut shelf, third, "P-1", "2026-05-01", 7_000);
    shelf.payment(customer, "P-2", "2026-05-02", 900);
    dispute(&mut shelf, first, Some(20_000));
    promise(&mut shelf, second, 50_000, "2026-05-20");
    (shelf, [first, second, third])
}

/// Open, disputed, promised, unsettled payments and all are choices with their counts, whichever is shown.
#[test]
fn every_tab_shows_its_transactions_and_all_counts() {
    let (mut shelf, _) = worked();
    let counts = json!({"open": 3, "disputed": 1, "promised": 1, "payments": 1, "all": 5});
    for (show, wanted) in [
        ("open", vec!["R-1", "R-2", "P-2"]),
        ("disputed", vec!["R-1"]),
        ("promised", vec!["R-2"]),
        ("payments", vec!["P-2"]),
        ("all", vec!["R-1", "R-2", "R-3", "P-1", "P-2"]),
    ] {
        let list = shown(&mut shelf, show);
        let mut found = numbers(&list);
        found.sort();
        let mut wanted = wanted;
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{show}");
        assert_eq!(list["counts"], counts, "{show}");
    }
}

/// Status day, letter code and day of the last letter, case and the amount of the company stand in each row.
#[test]
fn a_row_says_its_status_day_its_letter_and_its_case() {
    let (mut shelf, [first, ..]) = worked();
    let opened = shelf.call(
        "cases.open",
        json!({
            "account": "1", "transaction_ids": [first],
            "case": {"category": "COLLECTIONS", "description": "Price", "owner": "kb"},
        }),
    );
    let run = shelf.call("letters.create", json!({"letter_on": "2026-05-04"}));
    shelf.call("letters.post", json!({"run_id": run["run_id"]}));
    let rows = shown(&mut shelf, "open");
    let of = |number: &str| {
        let rows = rows["rows"].as_array().unwrap();
        rows.iter()
            .find(|row| row["document_no"] == number)
            .unwrap()
            .clone()
    };
    let (one, two) = (of("R-1"), of("R-2"));
    assert_eq!(
        (&one["letter_code"], &one["letter_on"]),
        (&json!("letter_1"), &json!("2026-05-04"))
    );
    assert_eq!(one["case_number"], opened["head"]["number"]);
    assert_eq!(
        (&one["company_minor"], &rows["company_currency"]),
        (&json!(100_000), &json!("EUR"))
    );
    assert_eq!(one["company"], json!(""), "a book of one company");
    assert_eq!(
        (&two["status"], &two["status_on"]),
        (&json!("promised"), &json!("2026-05-04"))
    );
    assert_eq!(
        (&two["letter_code"], &two["case_number"]),
        (&Value::Null, &Value::Null)
    );
    let earlier = shelf.call(
        "customers.transactions",
        json!({"account": "1", "as_of": "2026-05-03"}),
    );
    assert_eq!(
        earlier["rows"][0]["letter_on"],
        Value::Null,
        "no letter by then"
    );
}

/// A promise and what became of it, a dispute and how it ended, and every status are in the timeline.
#[test]
fn promises_disputes_and_statuses_are_in_the_timeline() {
    let (mut shelf, [_, second, _]) = worked();
    pay(&mut shelf, second, "P-3", "2026-05-04", 50_000);
    let (_, open) = disputes(&mut shelf, json!({"show": "open"}));
    shelf.call(
        "disputes.close",
        json!({"dispute_id": open[0]["dispute_id"], "outcome": "customer_withdrew", "note": "Said so"}),
    );
    age(&mut shelf, "2026-05-04", true);
    let said = |shelf: &mut Shelf, kind: &str| {
        let entries = shelf.call(
            "customers.timeline",
            json!({"account": "1", "kinds": [kind]}),
        )["entries"]
            .clone();
        let mut said: Vec<_> = entries
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
                (
                    text("code"),
                    text("text"),
                    entry["amount_minor"].as_i64().unwrap(),
                )
            })
            .collect();
        said.sort();
        said
    };
    let own = |code: &str, text: &str, minor: i64| (code.to_owned(), text.to_owned(), minor);
    assert_eq!(
        said(&mut shelf, "promise"),
        [own("kept", "R-2", 50_000), own("taken", "R-2", 50_000)]
    );
    assert_eq!(
        said(&mut shelf, "dispute"),
        [
            own("customer_withdrew", "R-1", 20_000),
            own("opened", "R-1", 20_000)
        ]
    );
    let statuses: Vec<String> = said(&mut shelf, "status")
        .into_iter()
        .map(|(code, ..)| code)
        .collect();
    assert!(
        ["promised", "resolved"]
            .iter()
            .all(|code| statuses.iter().any(|known| known == code)),
        "{statuses:?}"
    );
}

/// All amounts in one currency: the sum of the rows is the panel, and a rate that is missing is refused, never taken as 1.
#[test]
fn amounts_of_the_page_in_the_currency_of_the_company_or_the_customer() {
    let (mut shelf, _) = owed("2026-05-04", "2026-03-03");
    let customer = customer(&shelf);
    for (number, minor) in [("US-1", 10_001), ("US-2", 10_001)] {
        shelf.document(Document {
            customer,
            kind: Kind::Invoice,
            number,
            on: "2026-02-01",
            due: "2026-03-03",
            currency: "USD",
            minor,
        });
    }
    shelf.act(|act, _| {
        act.execute(
            "UPDATE customers SET currency = 'USD' WHERE id = :id",
            named_params! {":id": customer},
        )
        .unwrap();
    });
    let ask = |amounts: &str| json!({"account": "1", "amounts": amounts});
    let refusal = shelf
        .try_call("customers.balance", ask("company"))
        .unwrap_err();
    assert_eq!(refusal.code, "amounts_rate_missing");
    assert_eq!(
        (&refusal.args["currency"], &refusal.args["into"]),
        (&json!("USD"), &json!("EUR"))
    );
    let as_ever = shelf.call("customers.transactions", json!({"account": "1"}));
    assert_eq!(as_ever["rows"][1]["company_minor"], Value::Null);
    for (from, to, rate) in [("USD", "EUR", "0.905"), ("EUR", "USD", "1.1")] {
        shelf.call(
            "rates.save",
            json!({"rate_type": "default", "from": from, "to": to, "valid_from": "2026-01-01", "rate": rate}),
        );
    }
    for (amounts, currency, total) in [("company", "EUR", 118_102), ("customer", "USD", 130_002)] {
        let balance = shelf.call("customers.balance", ask(amounts));
        let [line] = balance["balances"].as_array().unwrap().as_slice() else {
            panic!("one currency: {balance}")
        };
        assert_eq!(
            (&line["currency"], &line["total_minor"]),
            (&json!(currency), &json!(total)),
            "{amounts}"
        );
        assert_eq!(balance["credit_currency"], json!(currency));
        let rows = shelf.call("customers.transactions", ask(amounts))["rows"].clone();
        let sum: i64 = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                assert_eq!(row["currency"], json!(currency));
                row["open_minor"].as_i64().unwrap()
            })
            .sum();
        assert_eq!(sum, total, "{amounts}");
    }
    let own = shelf.call("customers.balance", ask("document"));
    assert_eq!(own["balances"].as_array().unwrap().len(), 2);
}

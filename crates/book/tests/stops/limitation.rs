//! Limitation: the last day of an invoice, the task ahead of it, and the events in between.

use serde_json::{Value, json};

use crate::desk::TestDesk;

fn with_invoice(today: &str) -> (TestDesk, i64) {
    let mut desk = TestDesk::new(today);
    let file = desk.folder.path().join("open.csv");
    std::fs::write(
        &file,
        "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Currency;Country\n\
         C1;Adler;R1;2023-05-10;2023-05-10;100,00;EUR;DE\n",
    )
    .unwrap();
    desk.call("import.run", json!({"files": [{"path": file}]}));
    let invoice = desk.number("SELECT id FROM transactions WHERE document_no = 'R1'");
    (desk, invoice)
}

fn item(desk: &mut TestDesk) -> Value {
    desk.call("limitation.of_customer", json!({"account": "C1"}))["items"][0].clone()
}

fn tasks(desk: &TestDesk) -> Vec<String> {
    let connection = &desk.book.file.connection;
    let mut statement = connection
        .prepare("SELECT starts_on || ' ' || purpose FROM activities ORDER BY id")
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// W-20: three years from the end of the year; due 2023-05-10 it is time-barred after 2026-12-31, and the task comes 90 days
/// before, on 2026-10-02, once.
#[test]
fn w_20_time_barred_and_warned() {
    let (mut desk, _) = with_invoice("2026-10-01");
    let before = item(&mut desk);
    assert_eq!(
        (&before["last_day"], &before["warning_on"], &before["state"]),
        (
            &json!("2026-12-31"),
            &json!("2026-10-02"),
            &json!("running")
        )
    );
    desk.call("nightly.run", json!({"jobs": ["limitation"]}));
    assert_eq!(tasks(&desk), [""; 0]);
    desk.set_today("2026-10-02");
    for _ in 0..2 {
        desk.call("nightly.run", json!({"jobs": ["limitation"]}));
    }
    assert_eq!(tasks(&desk), ["2026-10-02 R1 verjährt nach dem 31.12.2026"]);
    let soon = desk.call("limitation.list", json!({}));
    assert_eq!(
        (&soon["count"], &soon["items"][0]["days_left"]),
        (&json!(1), &json!(90))
    );
    desk.set_today("2026-12-31");
    assert_eq!(item(&mut desk)["state"], "soon");
    desk.set_today("2027-01-01");
    assert_eq!(item(&mut desk)["state"], "barred");
    desk.call("nightly.run", json!({"jobs": ["limitation"]}));
    assert_eq!(tasks(&desk).len(), 1);
    let path = desk.folder.path().join("barred.csv");
    let done = desk.call(
        "limitation.export",
        json!({"path": path, "format": "csv", "state": "barred"}),
    );
    assert_eq!(done["rows"], 1);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("2026-12-31"), "{text}");
    desk.check();
}

/// Events move the last day, which warns anew; a withdrawn one counts no more.
#[test]
fn events_move_the_last_day() {
    let (mut desk, invoice) = with_invoice("2026-10-02");
    desk.call("limitation.warn", json!({}));
    let add = json!({"transaction_id": invoice, "kind": "suspended", "from_on": "2026-09-01", "note": "Verhandlung"});
    let reply = desk.call("limitation.event_add", add);
    let event = reply["items"][0]["events"][0]["id"].clone();
    assert_eq!(
        (&reply["items"][0]["state"], &reply["items"][0]["last_day"]),
        (&json!("suspended"), &Value::Null)
    );
    let ended = desk.call(
        "limitation.suspension_end",
        json!({"id": event, "until_on": "2026-09-10"}),
    );
    assert_eq!(ended["items"][0]["last_day"], "2027-01-10");
    let restart = json!({"transaction_id": invoice, "kind": "restarted", "from_on": "2026-09-15", "note": "Anerkenntnis"});
    let restarted = desk.call("limitation.event_add", restart);
    assert_eq!(restarted["items"][0]["last_day"], "2029-09-15");
    let id = restarted["items"][0]["events"][1]["id"].clone();
    let refusal = desk.refused("limitation.event_withdraw", json!({"id": id, "reason": ""}));
    assert_eq!(refusal.code, "value_missing");
    desk.call(
        "limitation.event_withdraw",
        json!({"id": id, "reason": "Irrtum"}),
    );
    assert_eq!(item(&mut desk)["last_day"], "2027-01-10");
    desk.set_today("2026-10-12");
    desk.call("limitation.warn", json!({}));
    assert_eq!(
        tasks(&desk),
        [
            "2026-10-02 R1 verjährt nach dem 31.12.2026",
            "2026-10-12 R1 verjährt nach dem 10.01.2027"
        ]
    );
    let later = json!({"transaction_id": invoice, "kind": "restarted", "from_on": "2026-11-01", "note": "x"});
    assert_eq!(
        desk.refused("limitation.event_add", later).code,
        "limitation_event_later"
    );
}

/// Where a country has no period there is no day, and it is said; the country is that of the company, or of the customer
/// where the parameter says so.
#[test]
fn no_data_for_the_country_is_said() {
    let (mut desk, _) = with_invoice("2026-10-02");
    desk.sql("UPDATE addresses SET country = 'AT'");
    desk.call(
        "limitation.parameters_save",
        json!({"warning_days": 30, "country_of": "customer"}),
    );
    let austrian = item(&mut desk);
    assert_eq!(
        (&austrian["country"], &austrian["last_day"]),
        (&json!("AT"), &json!("2026-05-10"))
    );
    desk.call("limitation.period_delete", json!({"country": "AT"}));
    let unknown = item(&mut desk);
    assert_eq!(
        (&unknown["state"], &unknown["last_day"]),
        (&json!("no_data"), &Value::Null)
    );
    assert_eq!(desk.call("limitation.list", json!({}))["without_data"], 1);
    let warned = desk.call("limitation.warn", json!({}));
    assert_eq!(warned, json!({"tasks": 0, "without_data": 1}));
    let setup = desk.call(
        "limitation.period_save",
        json!({"country": "at", "months": 24, "begins": "due_day", "source": "Vertrag"}),
    );
    let saved = setup["periods"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["country"] == "AT");
    assert_eq!(saved.unwrap()["shipped"], false);
    assert_eq!(item(&mut desk)["last_day"], "2025-05-10");
    let refusal = desk.refused(
        "limitation.period_save",
        json!({"country": "AT", "months": 0, "begins": "due_day", "source": "x"}),
    );
    assert_eq!(refusal.code, "limitation_length");
}

/// Spec 30 §16: the list and the items of a customer can be asked for what is time-barred within n days.
#[test]
fn within_so_many_days() {
    let (mut desk, _) = with_invoice("2026-10-01");
    desk.invoice("C1", "R2", "2025-05-10", 10_000);
    let numbers = |reply: &Value| -> Vec<String> {
        reply["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["document_no"].as_str().unwrap().to_owned())
            .collect()
    };
    for (days, expected) in [
        (90, &[][..]),
        (91, &["R1"][..]),
        (455, &["R1"][..]),
        (1_000, &["R1", "R2"][..]),
    ] {
        let listed = desk.call("limitation.list", json!({"within_days": days}));
        assert_eq!(numbers(&listed), expected, "{days}");
        let of_customer = desk.call(
            "limitation.of_customer",
            json!({"account": "C1", "within_days": days}),
        );
        assert_eq!(numbers(&of_customer), expected, "{days}");
    }
    let running = desk.call(
        "limitation.list",
        json!({"within_days": 1000, "state": "soon"}),
    );
    assert_eq!(numbers(&running), [""; 0]);
    desk.set_today("2027-01-05");
    let barred = desk.call("limitation.list", json!({"within_days": 0}));
    assert_eq!(
        numbers(&barred),
        ["R1"],
        "what is barred already is within any days"
    );
}

/// Spec 30 §16: the shipped periods by country, each with its source; due 2023-05-10.
#[test]
fn shipped_periods_by_country() {
    let (mut desk, _) = with_invoice("2026-10-02");
    desk.call(
        "limitation.parameters_save",
        json!({"warning_days": 30, "country_of": "customer"}),
    );
    let setup = desk.call("limitation.setup", json!({}));
    for period in setup["periods"].as_array().unwrap() {
        assert!(!period["source"].as_str().unwrap().is_empty(), "{period}");
        assert_eq!(period["shipped"], true, "{period}");
    }
    for (country, last_day) in [
        ("DE", "2026-12-31"),
        ("AT", "2026-05-10"),
        ("CH", "2033-05-10"),
        ("GB", "2029-05-10"),
        ("FR", "2028-05-10"),
        ("NL", "2028-05-10"),
        ("PL", "2025-12-31"),
        ("BE", "2033-05-10"),
        ("DK", "2026-05-10"),
        ("IT", "2033-05-10"),
        ("ES", "2028-05-10"),
        ("SK", "2027-05-10"),
    ] {
        desk.sql(&format!("UPDATE addresses SET country = '{country}'"));
        assert_eq!(item(&mut desk)["last_day"], last_day, "{country}");
    }
    let noted = |country: &str, word: &str| {
        let periods = setup["periods"].as_array().unwrap();
        let row = periods
            .iter()
            .find(|row| row["country"] == country)
            .unwrap();
        assert!(row["source"].as_str().unwrap().contains(word), "{row}");
    };
    noted("GB", "5 years in Scotland");
    noted("FR", "2 years for consumers");
    noted("CH", "5 years");
}

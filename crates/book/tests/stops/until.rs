//! Stops until a day, through letters and the night.

use serde_json::json;

use crate::desk::TestDesk;

/// C1 with one overdue invoice over 100.00, on 2026-05-12.
fn one_overdue() -> (TestDesk, i64) {
    let mut desk = TestDesk::new("2026-05-12");
    desk.customer("C1", Some("de"));
    let invoice = desk.invoice("C1", "R1", "2026-04-30", 10_000);
    (desk, invoice)
}

fn tasks(desk: &TestDesk) -> Vec<String> {
    let connection = &desk.book.file.connection;
    let mut statement = connection
        .prepare(
            "SELECT a.starts_on || ' ' || u.code || ' ' || a.purpose || ' ' || a.memo FROM activities a
             JOIN users u ON u.id = a.responsible_id WHERE a.kind = 'task' ORDER BY a.id",
        )
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// L-26, T-D17: with a stop on the only overdue item the customer is among the skipped, with reason and date, through the
/// last day of the stop; the day after it the letter is made, and whoever set the stop has a task.
#[test]
fn l_26_a_stop_on_the_only_overdue_item() {
    let (mut desk, invoice) = one_overdue();
    desk.call(
        "stops.set",
        json!({"account": "C1", "transaction_ids": [invoice], "purpose": "dunning",
               "reason": "Ratenplan in Verhandlung", "until_on": "2026-05-31"}),
    );
    desk.set_today("2026-05-31");
    let preview = desk.call("letters.preview", json!({"letter_on": "2026-05-31"}));
    assert_eq!(preview["letters_count"], 0);
    let run = desk.create("2026-05-31");
    assert_eq!(desk.skipped(&run), [("C1".into(), "on_hold".into())]);
    let stop = json!({"reason": "Ratenplan in Verhandlung", "until_on": "2026-05-31"});
    assert_eq!(preview["skipped"][0]["stop"], stop);
    let detail = desk.call("letters.run", json!({"run_id": run["run_id"]}));
    assert_eq!(detail["skipped"][0]["stop"], stop);
    let list = desk.call("letters.skips", json!({"run_id": run["run_id"]}));
    let page = desk.call(
        "letters.skips_page",
        json!({"handle": list["handle"], "offset": 0, "limit": 10}),
    );
    assert_eq!(page["rows"][0]["stop"], stop);
    assert_eq!(page["rows"][0]["overdue_minor"], 10_000);
    let path = desk.folder.path().join("skips.csv");
    desk.call(
        "letters.skips_export",
        json!({"handle": list["handle"], "path": path, "format": "csv",
               "columns": [{"id": "reason", "heading": "Grund", "words": {"on_hold": "Ruht"}}]}),
    );
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("Ruht: Ratenplan in Verhandlung, 2026-05-31"),
        "{text}"
    );
    let explained = desk.call("letters.explain", json!({"account": "C1"}));
    let left = &explained["decisions"][0]["left_out"][0];
    assert_eq!(
        (&left["reason"], &left["until_on"]),
        (&json!("on_hold"), &json!("2026-05-31"))
    );
    desk.call("nightly.run", json!({"jobs": ["stops"]}));
    assert_eq!(tasks(&desk), [""; 0]);

    desk.set_today("2026-06-01");
    let posted = desk.letters("2026-06-01");
    assert_eq!(posted["letters"], 1);
    desk.call("nightly.run", json!({"jobs": ["stops"]}));
    desk.call("nightly.run", json!({"jobs": ["stops"]}));
    assert_eq!(
        tasks(&desk),
        ["2026-06-01 kb Der Mahnstopp für R1 ist abgelaufen Ratenplan in Verhandlung"],
        "once, however often the night runs"
    );
    desk.check();
}

/// The letter's own day counts, also for a letter of a past day and for one that is posted later than it was made.
#[test]
fn l_26_the_day_of_the_letter_counts() {
    let (mut desk, invoice) = one_overdue();
    let run = desk.create("2026-05-12");
    assert_eq!(run["counts"]["created"], 1);
    desk.call(
        "stops.set",
        json!({"account": "C1", "purpose": "both", "reason": "Klärung", "until_on": "2026-05-20"}),
    );
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(
        (&posted["letters"], &posted["dropped"]),
        (&json!(0), &json!(1))
    );
    let change = &posted["changes"][0];
    assert_eq!(change["dropped"], "on_hold");
    assert_eq!(
        change["stop"],
        json!({"reason": "Klärung", "until_on": "2026-05-20"})
    );
    desk.set_today("2026-05-21");
    for (letter_on, expected) in [("2026-05-11", 1), ("2026-05-20", 0), ("2026-05-21", 1)] {
        let preview = desk.call("letters.preview", json!({"letter_on": letter_on}));
        assert_eq!(preview["letters_count"], expected, "{letter_on}");
    }
    // Aging does not look at stops.
    let balance = desk.call(
        "customers.balance",
        json!({"account": "C1", "as_of": "2026-05-20"}),
    );
    assert_eq!(balance["balances"][0]["overdue_minor"], 10_000);
    assert!(invoice > 0);
}

/// An item on hold is left out and the others get their letter; a stop for interest keeps no letter off.
#[test]
fn the_items_beside_it_get_their_letter() {
    let (mut desk, invoice) = one_overdue();
    desk.invoice("C1", "R2", "2026-04-30", 2_500);
    for (purpose, total) in [("interest", 12_500), ("dunning", 2_500)] {
        desk.call(
            "stops.set",
            json!({"account": "C1", "transaction_ids": [invoice], "purpose": purpose, "reason": "x",
                   "until_on": "2026-05-31"}),
        );
        let preview = desk.call("letters.preview", json!({"letter_on": "2026-05-12"}));
        assert_eq!(preview["letters"][0]["total_minor"], total, "{purpose}");
    }
}

/// A stop is extended or ended only while it runs, each with a reason; ended today, it does not hold today, and asks for no
/// task. The whole way stays visible, on a past day as it was then.
#[test]
fn extended_and_ended_with_a_reason() {
    let (mut desk, _) = one_overdue();
    let set = json!({"account": "C1", "purpose": "dunning", "reason": "Klärung", "until_on": "2026-05-20"});
    let id = desk.call("stops.set", set)["stops"][0]["id"].clone();
    desk.set_today("2026-05-15");
    let refused = |desk: &mut TestDesk, command: &str, request: serde_json::Value| {
        desk.refused(command, request).code
    };
    let extend = |until: &str, reason: &str| json!({"id": id, "until_on": until, "reason": reason});
    assert_eq!(
        refused(&mut desk, "stops.extend", extend("2026-06-10", " ")),
        "value_missing"
    );
    assert_eq!(
        refused(&mut desk, "stops.extend", extend("2026-05-20", "x")),
        "stop_not_later"
    );
    desk.call("stops.extend", extend("2026-06-10", "Anwalt prüft"));
    desk.set_today("2026-06-01");
    let ended = desk.call("stops.end", json!({"id": id, "reason": "Einigung"}));
    let stop = &ended["stops"][0];
    assert_eq!(
        (&stop["until_on"], &stop["state"]),
        (&json!("2026-05-31"), &json!("over"))
    );
    let kinds: Vec<_> = stop["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            (
                change["kind"].as_str().unwrap(),
                change["until_on"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(kinds, [("extended", "2026-06-10"), ("ended", "2026-05-31")]);
    assert_eq!(
        refused(&mut desk, "stops.end", json!({"id": id, "reason": "x"})),
        "stop_over"
    );
    assert_eq!(
        refused(&mut desk, "stops.extend", extend("2026-07-01", "x")),
        "stop_over"
    );
    let preview = desk.call("letters.preview", json!({"letter_on": "2026-06-01"}));
    assert_eq!(preview["letters_count"], 1);
    desk.call("stops.over", json!({}));
    assert_eq!(tasks(&desk), [""; 0], "whoever ended it knows");
    let then = desk.call(
        "stops.of_customer",
        json!({"account": "C1", "as_of": "2026-05-14"}),
    );
    assert_eq!(
        (&then["stops"][0]["until_on"], &then["stops"][0]["changes"]),
        (&json!("2026-05-20"), &json!([]))
    );
    let running = desk.call("stops.list", json!({"state": "running"}));
    assert_eq!(running["count"], 0);
    desk.check();
}

/// What cannot be stopped is refused in words of its own.
#[test]
fn refusals() {
    let (mut desk, invoice) = one_overdue();
    let credit = desk.document(
        "C1",
        engine::account::Kind::CreditNote,
        "G1",
        "2026-05-01",
        -500,
    );
    desk.customer("C2", None);
    let with = |change: serde_json::Value| {
        let mut request = json!({"account": "C1", "transaction_ids": [invoice], "purpose": "dunning", "reason": "x",
                                 "until_on": "2026-05-31"});
        for (key, value) in change.as_object().unwrap() {
            request[key] = value.clone();
        }
        request
    };
    for (change, code) in [
        (json!({"reason": "  "}), "value_missing"),
        (json!({"until_on": "2026-05-11"}), "stop_ends_first"),
        (json!({"transaction_ids": [credit]}), "stop_on_credit"),
        (json!({"account": "C2"}), "unknown_transaction"),
        (json!({"account": "nobody"}), "unknown_customer"),
    ] {
        let refusal = desk.refused("stops.set", with(change));
        assert_eq!(refusal.code, code);
    }
    assert_eq!(
        desk.refused("stops.end", json!({"id": 99, "reason": "x"}))
            .code,
        "unknown_stop"
    );
    let today = desk.call("stops.set", with(json!({"until_on": "2026-05-12"})));
    assert_eq!(
        today["stops"][0]["state"], "running",
        "today is the first and the last day"
    );
}

//! Scoring groups, risk groups, values that people bring, and scores with their history.

use rusqlite::named_params;
use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, attributes_of, group, points, risk_group};

fn score(shelf: &mut Shelf, account: &str) -> Value {
    shelf.call("risk.customer", json!({"account": account}))["score"].clone()
}

fn refused(shelf: &mut Shelf, command: &str, request: Value) -> String {
    shelf.try_call(command, request).unwrap_err().code
}

/// C-27: the credit management group gives 30 or 10, a second factor 50: totals 80 and 60. The contributions add up, and
/// their shares to 100 %.
#[test]
fn c_27_two_factors_add_up() {
    let mut shelf = Shelf::new("2026-06-30");
    for (account, code) in [("1", "Indie"), ("2", "Major")] {
        shelf.customer(account);
        shelf.call(
            "credit.group_save",
            json!({"code": code, "description": ""}),
        );
        attributes_of(&mut shelf, account, &json!({"group": code}));
    }
    group(
        &mut shelf,
        "GRP",
        "credit_management_group",
        json!([{"value": "indie", "score": 30}, {"value": "MAJOR", "score": 10}]),
    );
    group(
        &mut shelf,
        "LAND",
        "country",
        json!([{"value": "de", "score": 50}]),
    );
    let done = shelf.call("risk.update", json!({}));
    assert_eq!((&done["scored"], &done["changed"]), (&json!(2), &json!(2)));
    for (account, total) in [("1", 80), ("2", 60)] {
        let score = score(&mut shelf, account);
        assert_eq!(score["total"], json!(points(total)), "{account}");
        let parts = score["contributions"].as_array().unwrap();
        let sum =
            |name: &str| -> i64 { parts.iter().map(|part| part[name].as_i64().unwrap()).sum() };
        assert_eq!((sum("points"), sum("share_bp")), (points(total), 10_000));
    }
    assert_sound(&mut shelf);
}

/// C-28, C-31: Low from 0, Medium from 36, High from 61, and nothing falls between them.
#[test]
fn c_28_and_c_31_risk_groups_have_no_gaps() {
    let mut shelf = Shelf::new("2026-06-30");
    let totals = [
        ("30", 300_000, "Low"),
        ("40", 400_000, "Medium"),
        ("80", 800_000, "High"),
        ("35.5", 355_000, "Low"),
        ("36", 360_000, "Medium"),
        ("60.9", 609_000, "Medium"),
        ("61", 610_000, "High"),
        ("120", 1_200_000, "High"),
    ];
    let lines: Vec<Value> = totals
        .iter()
        .map(|(value, score, _)| json!({"from": null, "value": value, "score": score}))
        .collect();
    shelf.call(
        "risk.scoring_save",
        json!({
            "code": "RATING", "description": "", "group_type": "user_defined", "score_type": "list", "weight": 10_000,
            "lines": lines,
        }),
    );
    risk_group(&mut shelf, "High", 61, "bad");
    risk_group(&mut shelf, "Low", 0, "good");
    risk_group(&mut shelf, "Medium", 36, "warn");
    let setup = shelf.call("risk.setup", json!({}));
    let ends: Vec<_> = setup["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| &group["to"])
        .collect();
    assert_eq!(ends, [&json!(points(36)), &json!(points(61)), &json!(null)]);
    for (value, _, _) in totals {
        shelf.customer(value);
        shelf.call(
            "risk.value_save",
            json!({"account": value, "group": "RATING", "value": value}),
        );
    }
    shelf.call("risk.update", json!({}));
    for (account, total, code) in totals {
        let score = score(&mut shelf, account);
        assert_eq!(
            (&score["total"], &score["risk_group"]),
            (&json!(total), &json!(code)),
            "{account}"
        );
    }
}

/// C-32: From 0 gives 0, 30 gives 20, 60 gives 50; below the first From it is 0 with a warning. A total below the first risk
/// group gives none, and a text is no value of ranges.
#[test]
fn c_32_ranges_begin_with_the_first_from() {
    let mut shelf = Shelf::new("2026-06-30");
    group(
        &mut shelf,
        "BUREAU",
        "user_defined",
        json!([{"from": 60, "score": 50}, {"from": 0, "score": 0}, {"from": 30, "score": 20}]),
    );
    risk_group(&mut shelf, "SOME", 20, "plain");
    let cases = [
        ("29.9", 0),
        ("30", 20),
        ("59,5", 20),
        ("60", 50),
        ("200", 50),
        ("-5", 0),
    ];
    for (value, _) in cases {
        shelf.customer(value);
        shelf.call(
            "risk.value_save",
            json!({"account": value, "group": "BUREAU", "value": value}),
        );
    }
    let done = shelf.call("risk.update", json!({}));
    assert_eq!(
        (
            &done["scored"],
            &done["without_group"],
            &done["with_warnings"]
        ),
        (&json!(6), &json!(2), &json!(1))
    );
    for (account, total) in cases {
        let score = score(&mut shelf, account);
        assert_eq!(score["total"], json!(points(total)), "{account}");
        let warning = if account == "-5" {
            json!("below_first_range")
        } else {
            json!(null)
        };
        assert_eq!(score["contributions"][0]["warning"], warning, "{account}");
        let class = if total == 0 {
            json!(null)
        } else {
            json!("SOME")
        };
        assert_eq!(score["risk_group"], class, "{account}");
    }
    let text = json!({"account": "30", "group": "BUREAU", "value": "AA"});
    assert_eq!(
        refused(&mut shelf, "risk.value_save", text),
        "scoring_value_no_number"
    );
}

/// What is wrong with a set-up is said in its own word, and nothing is saved.
#[test]
fn a_set_up_with_faults_is_refused() {
    let mut shelf = Shelf::new("2026-06-30");
    shelf.customer("1");
    let row = |group_type: &str, score_type: &str, lines: Value, weight: i64| {
        json!({
            "code": "X", "description": "", "group_type": group_type, "score_type": score_type, "weight": weight,
            "lines": lines,
        })
    };
    let range = |from: i64| json!({"from": from, "value": null, "score": 1});
    let list = |value: &str| json!({"from": null, "value": value, "score": 1});
    for (request, code) in [
        (
            row("dso", "range", json!([]), 10_000),
            "scoring_table_empty",
        ),
        (
            row("dso", "list", json!([list("1")]), 10_000),
            "scoring_needs_ranges",
        ),
        (
            row("country", "range", json!([range(1)]), 10_000),
            "scoring_needs_list",
        ),
        (
            row("dso", "range", json!([range(1), range(1)]), 10_000),
            "scoring_equal_from",
        ),
        (
            row("country", "list", json!([list("de"), list(" DE")]), 10_000),
            "scoring_equal_value",
        ),
        (
            row("dso", "range", json!([range(1)]), -1),
            "scoring_weight_negative",
        ),
    ] {
        assert_eq!(refused(&mut shelf, "risk.scoring_save", request), code);
    }
    assert_eq!(shelf.call("risk.setup", json!({}))["scoring"], json!([]));
    risk_group(&mut shelf, "A", 10, "good");
    let twice = json!({"code": "B", "description": "", "from": points(10), "indicator": "bad"});
    assert_eq!(
        refused(&mut shelf, "risk.group_save", twice),
        "risk_group_equal_from"
    );
    group(
        &mut shelf,
        "LAND",
        "country",
        json!([{"value": "DE", "score": 5}]),
    );
    let by_hand = json!({"account": "1", "group": "LAND", "value": "DE"});
    assert_eq!(
        refused(&mut shelf, "risk.value_save", by_hand),
        "scoring_value_by_rule"
    );
    group(
        &mut shelf,
        "RATING",
        "user_defined",
        json!([{"value": "AA", "score": 5}]),
    );
    shelf.call(
        "risk.value_save",
        json!({"account": "1", "group": "RATING", "value": "aa"}),
    );
    assert_eq!(
        refused(&mut shelf, "risk.scoring_delete", json!({"code": "RATING"})),
        "credit_setup_used"
    );
    shelf.call("risk.scoring_delete", json!({"code": "LAND"}));
}

/// Ratings of a bureau come as a table: headings are passed over, a wrong line is named and nothing is taken.
#[test]
fn values_come_as_a_table() {
    let mut shelf = Shelf::new("2026-06-30");
    shelf.customer("1");
    shelf.customer("2");
    group(
        &mut shelf,
        "RATING",
        "user_defined",
        json!([{"value": "AA", "score": 5}]),
    );
    let paste = |text: &str| json!({"group": "RATING", "text": text});
    let done = shelf.call(
        "risk.values_paste",
        paste("Account\tRating\n1\tAA\n\n2;BB\n"),
    );
    assert_eq!(done, json!({"changed": 2, "unchanged": 0}));
    let done = shelf.call("risk.values_paste", paste("1,AA\n2,CC"));
    assert_eq!(done, json!({"changed": 1, "unchanged": 1}));
    for (text, code, line) in [
        ("1;AA\n9;AA", "unknown_customer", 2),
        ("1;AA\n2", "scoring_line_without_value", 2),
        ("1;BB\n1;AA", "scoring_account_twice", 2),
    ] {
        let refusal = shelf
            .try_call("risk.values_paste", paste(text))
            .unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["line"]),
            (code, &json!(line))
        );
    }
    let values = shelf.call("risk.values", json!({"account": "1"}));
    assert_eq!(values["values"][0]["value"], json!("AA"));
}

/// Scores take statistics of the day first; the payments, the balance and the years of a customer become points by weight.
/// The row of a score stays while nothing changes, a day has one score, and the risk group of an earlier day is asked by
/// that day.
#[test]
fn scores_follow_the_facts_and_keep_their_history() {
    let mut shelf = Shelf::new("2026-03-15");
    let customer = shelf.customer("1");
    shelf.act(|act, _| {
        act.execute(
            "UPDATE customers SET customer_since = '2021-04-01' WHERE id = :id",
            named_params! {":id": customer},
        )
        .unwrap();
    });
    let invoice = shelf.invoice(customer, "R-1", "2026-01-01", "2026-01-31", 120_000);
    let payment = shelf.payment(customer, "P-1", "2026-02-10", 120_000);
    shelf.settle(invoice, payment, "2026-02-10", 120_000);
    group(
        &mut shelf,
        "DAYS",
        "average_payment_days",
        json!([{"from": 0, "score": 50}, {"from": 30, "score": 20}]),
    );
    group(
        &mut shelf,
        "YEARS",
        "customer_since",
        json!([{"from": 0, "score": 0}, {"from": 5, "score": 10}]),
    );
    let mut row = shelf.call("risk.setup", json!({}))["scoring"][1].clone();
    row["weight"] = json!(25_000);
    shelf.call("risk.scoring_save", row);
    risk_group(&mut shelf, "HIGH", 10, "bad");
    risk_group(&mut shelf, "LOW", 40, "good");
    shelf.call("risk.update", json!({}));
    // Statistics of the day were there before the scores: the balances of the end of January and of today.
    assert_eq!(shelf.number("SELECT COUNT(*) FROM balance_statistics"), 3);
    assert_eq!(score(&mut shelf, "1")["total"], json!(points(20)));
    shelf.set_today("2026-03-20");
    let again = shelf.call("risk.update", json!({}));
    assert_eq!(
        (&again["scored"], &again["changed"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM risk_scores"), 1);
    assert_eq!(score(&mut shelf, "1")["scored_on"], json!("2026-03-20"));
    // Five years as a customer: 10 points, two and a half times.
    shelf.set_today("2026-04-01");
    shelf.call("risk.update", json!({}));
    let now = score(&mut shelf, "1");
    assert_eq!(
        (&now["total"], &now["risk_group"]),
        (&json!(points(45)), &json!("LOW"))
    );
    let connection = &shelf.book.file.connection;
    let group_of =
        |day: &str| book::risk::group_of(connection, customer, crate::shelf::day(day)).unwrap();
    assert_eq!(group_of("2026-03-14"), None);
    assert_eq!(group_of("2026-03-31").as_deref(), Some("HIGH"));
    assert_eq!(group_of("2026-04-01").as_deref(), Some("LOW"));
    let then = shelf.call(
        "risk.customer",
        json!({"account": "1", "as_of": "2026-03-31"}),
    );
    assert_eq!(then["score"]["total"], json!(points(20)));
    // A day has one score, whatever is found on it.
    shelf.call("risk.scoring_delete", json!({"code": "YEARS"}));
    shelf.call("risk.update", json!({"accounts": ["1"]}));
    let history = shelf.call("risk.customer", json!({"account": "1"}))["history"].clone();
    assert_eq!(history.as_array().unwrap().len(), 2);
    assert_eq!(history[0]["total"], json!(points(20)));
    assert_sound(&mut shelf);
}

/// The list shows who was scored, sorted and filtered by the book, with how many stand in each risk group.
#[test]
fn the_list_sorts_filters_and_counts() {
    let mut shelf = Shelf::new("2026-06-30");
    group(
        &mut shelf,
        "BUREAU",
        "user_defined",
        json!([{"from": 0, "score": 10}, {"from": 50, "score": 90}]),
    );
    risk_group(&mut shelf, "HIGH", 0, "bad");
    risk_group(&mut shelf, "LOW", 50, "good");
    for at in 1..=4 {
        shelf.customer(&at.to_string());
        let value = if at == 3 { "70" } else { "10" };
        shelf.call(
            "risk.value_save",
            json!({"account": at.to_string(), "group": "BUREAU", "value": value}),
        );
    }
    shelf.call("risk.update", json!({}));
    let page = |shelf: &mut Shelf, request: Value| -> (Value, Vec<String>) {
        let listing = shelf.call("risk.list", request);
        let page = json!({"handle": listing["handle"], "offset": 0, "limit": 10});
        let rows = shelf.call("risk.page", page)["rows"].clone();
        let accounts = rows.as_array().unwrap().iter();
        let accounts = accounts
            .map(|row| row["account"].as_str().unwrap().to_owned())
            .collect();
        (listing, accounts)
    };
    let (listing, accounts) = page(&mut shelf, json!({}));
    assert_eq!(accounts, ["3", "1", "2", "4"]);
    assert_eq!(listing["count"], json!(4));
    assert_eq!(
        shelf.call("risk.counts", json!({}))["groups"],
        json!([{"risk_group": "HIGH", "customers": 3}, {"risk_group": "LOW", "customers": 1}])
    );
    let high = json!({"filters": [{"column": "risk_group", "test": "equals", "value": "HIGH"}], "search": "weber 2"});
    assert_eq!(page(&mut shelf, high).1, ["2"]);
}

//! Whether a promise is kept: by the aging run, at payments, and when they are taken back.

use serde_json::json;

use crate::*;

/// the run of the promised day leaves it, that of the next day breaks it, unless it is not to update statuses.
#[test]
fn a_4_the_run_after_the_day_breaks_it() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
    tolerance(&mut shelf, 0);
    bank_data_to(&mut shelf, "2026-05-10");
    promise(&mut shelf, invoice, 30_000, "2026-05-10");
    assert_eq!(status(&mut shelf), json!("promised"));
    shelf.set_today("2026-05-10");
    age(&mut shelf, "2026-05-10", true);
    assert_eq!(
        (verdict(&mut shelf), status(&mut shelf)),
        (json!("open"), json!("promised"))
    );
    shelf.set_today("2026-05-11");
    age(&mut shelf, "2026-05-11", false);
    assert_eq!(
        (verdict(&mut shelf), status(&mut shelf)),
        (json!("open"), json!("promised"))
    );
    age(&mut shelf, "2026-05-11", true);
    assert_eq!(
        (verdict(&mut shelf), status(&mut shelf)),
        (json!("broken"), json!("promise_broken"))
    );
    let tasks =
        "SELECT COUNT(*) FROM activities WHERE subject LIKE 'promise_broken:%' AND state = 'open'
                 AND kind = 'task' AND starts_on = '2026-05-11'";
    assert_eq!(shelf.number(tasks), 1, "a task due today");
    age(&mut shelf, "2026-05-11", true);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM activities"), 1, "once");
    age(&mut shelf, "2026-05-09", true);
    assert_eq!(
        verdict(&mut shelf),
        json!("broken"),
        "an earlier day changes no later verdict"
    );
    assert_sound(&mut shelf);
}

/// The night judges before it ages.
#[test]
fn the_night_judges() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
    promise(&mut shelf, invoice, 30_000, "2026-05-08");
    bank_data_to(&mut shelf, "2026-05-15");
    shelf.set_today("2026-05-16");
    shelf.call("nightly.run", json!({}));
    assert_eq!(status(&mut shelf), json!("promise_broken"));
}

/// D-4, D-12: without tolerance the payment of the day keeps it and that of the next does not; with the default tolerance
/// the second working day after a Friday does.
#[test]
fn d_4_d_12_in_time_or_not() {
    for (days, by, paid_on, seen, expected) in [
        (0, "2026-05-10", "2026-05-10", "2026-05-11", "kept"),
        (0, "2026-05-10", "2026-05-11", "2026-05-11", "broken"),
        (2, "2026-05-08", "2026-05-12", "2026-05-15", "kept"),
        (2, "2026-05-08", "2026-05-13", "2026-05-15", "broken"),
    ] {
        let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
        tolerance(&mut shelf, days);
        promise(&mut shelf, invoice, 50_000, by);
        shelf.set_today(seen);
        bank_data_to(&mut shelf, seen);
        pay(&mut shelf, invoice, "P-1", paid_on, 50_000);
        assert_eq!(
            verdict(&mut shelf),
            json!(expected),
            "{days} {by} {paid_on}"
        );
        let after = if expected == "kept" {
            "not_disputed"
        } else {
            "promise_broken"
        };
        assert_eq!(status(&mut shelf), json!(after));
        assert_sound(&mut shelf);
    }
}

/// D-12 with spec 30 §15: a public holiday of the company's country is no working day, unless the company works on it.
#[test]
fn d_12_a_public_holiday_is_no_working_day() {
    // Labour day is the Friday after the promised Thursday, so that two working days end on the Tuesday.
    for (region, paid_on, expected) in [
        ("", "2026-05-05", "kept"),
        ("", "2026-05-06", "broken"),
        ("none", "2026-05-04", "kept"),
        ("none", "2026-05-05", "broken"),
    ] {
        let (mut shelf, invoice) = owed("2026-04-20", "2026-03-03");
        let mut company = shelf.call("company.get", json!({}));
        company["holiday_region"] = json!(region);
        shelf.call("company.update", company);
        promise(&mut shelf, invoice, 50_000, "2026-04-30");
        shelf.set_today("2026-05-15");
        bank_data_to(&mut shelf, "2026-05-15");
        pay(&mut shelf, invoice, "P-1", paid_on, 50_000);
        assert_eq!(verdict(&mut shelf), json!(expected), "{region} {paid_on}");
    }
}

/// D-13: bank data to 05-07 leave it awaited, to 05-13 break it; a payment of 05-12 that becomes known later keeps it, and
/// the agent's task is over.
#[test]
fn d_13_a_late_payment_in_time_keeps_it() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
    promise(&mut shelf, invoice, 50_000, "2026-05-08");
    bank_data_to(&mut shelf, "2026-05-07");
    shelf.set_today("2026-05-13");
    assert_eq!(
        verdict(&mut shelf),
        json!("awaiting_bank_data"),
        "by the day alone"
    );
    assert_eq!(promises(&mut shelf, "awaiting").len(), 1);
    age(&mut shelf, "2026-05-13", true);
    assert_eq!(
        (verdict(&mut shelf), status(&mut shelf)),
        (json!("awaiting_bank_data"), json!("promised"))
    );
    assert_eq!(
        row(&mut shelf, "2026-05-13")["promised_minor"],
        json!(50_000),
        "it spares like an open one"
    );
    bank_data_to(&mut shelf, "2026-05-13");
    age(&mut shelf, "2026-05-13", true);
    assert_eq!(
        (verdict(&mut shelf), status(&mut shelf)),
        (json!("broken"), json!("promise_broken"))
    );
    assert_eq!(promises(&mut shelf, "broken").len(), 1);
    shelf.set_today("2026-05-18");
    pay(&mut shelf, invoice, "P-1", "2026-05-12", 50_000);
    assert_eq!(
        (verdict(&mut shelf), status(&mut shelf)),
        (json!("kept"), json!("not_disputed"))
    );
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM activities WHERE state = 'open'"),
        0
    );
    assert_sound(&mut shelf);
}

/// Full settlement resolves; its undo takes the verdict back, and what was promised is spared again.
#[test]
fn undoing_a_settlement_takes_the_verdict_back() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
    promise(&mut shelf, invoice, 100_000, "2026-05-20");
    pay(&mut shelf, invoice, "P-1", "2026-05-04", 100_000);
    assert_eq!(
        (verdict(&mut shelf), status(&mut shelf)),
        (json!("kept"), json!("resolved"))
    );
    let posting = shelf.number("SELECT MAX(id) FROM settlement_postings");
    shelf.call(
        "settlement.undo",
        json!({"posting_id": posting, "reason": "wrong invoice"}),
    );
    assert_eq!(
        (verdict(&mut shelf), status(&mut shelf)),
        (json!("open"), json!("promised"))
    );
    assert_eq!(
        row(&mut shelf, "2026-05-04")["promised_minor"],
        json!(100_000)
    );
    assert_sound(&mut shelf);
}

/// A dispute over all of it is resolved by the payment, and disputed again when that is taken back.
#[test]
fn what_is_paid_is_resolved() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
    dispute(&mut shelf, invoice, None);
    assert_eq!(status(&mut shelf), json!("disputed"));
    pay(&mut shelf, invoice, "P-1", "2026-05-04", 100_000);
    assert_eq!(status(&mut shelf), json!("resolved"));
    let posting = shelf.number("SELECT MAX(id) FROM settlement_postings");
    shelf.call(
        "settlement.undo",
        json!({"posting_id": posting, "reason": "returned"}),
    );
    assert_eq!(status(&mut shelf), json!("disputed"));
}

/// Instalments: each is judged alone. D-5: the kept rate counts what was judged.
#[test]
fn a_plan_is_judged_line_by_line() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
    tolerance(&mut shelf, 0);
    let line = |on: &str, minor: i64| json!({"transaction_id": invoice, "promised_on": on, "amount_minor": minor});
    let plan = json!([
        line("2026-05-08", 30_000),
        line("2026-05-15", 30_000),
        line("2026-05-29", 40_000)
    ]);
    shelf.call(
        "promises.record",
        json!({"lines": plan, "contact": "Frau Adler", "method": "email"}),
    );
    bank_data_to(&mut shelf, "2026-05-18");
    shelf.set_today("2026-05-18");
    pay(&mut shelf, invoice, "P-1", "2026-05-14", 30_000);
    let found: Vec<_> = promises(&mut shelf, "all")
        .into_iter()
        .map(|row| row["status"].clone())
        .collect();
    assert_eq!(found, [json!("broken"), json!("kept"), json!("open")]);
    assert_eq!(
        status(&mut shelf),
        json!("promise_broken"),
        "the row is marked"
    );
    assert_eq!(
        row(&mut shelf, "2026-05-18")["promised_minor"],
        json!(40_000),
        "the third instalment is spared still"
    );
    let listing = shelf.call("promises.list", json!({"show": "all", "account": "1"}));
    assert_eq!(listing["kept_rate_bp"], json!(5_000));
    assert_eq!(
        listing["totals"],
        json!([{"currency": "EUR", "promised_minor": 100_000, "kept_minor": 30_000}])
    );
}

/// Spec 30 §11: a file whose day reaches a promise breaks it and notes the agent's task; undone, the file takes the task along
/// and the promise waits for bank data again.
#[test]
fn an_undone_import_takes_its_tasks_along() {
    let (mut shelf, invoice) = owed("2026-06-01", "2026-05-01");
    promise(&mut shelf, invoice, 50_000, "2026-06-05");
    shelf.set_today("2026-06-22");
    let path = shelf.folder.path().join("later.csv");
    std::fs::write(
        &path,
        "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n\
         9;Neu;R-9;2026-06-20;2026-07-20;10,00;Invoice\n",
    )
    .unwrap();
    let done = shelf.call("import.run", json!({"files": [{"path": path}]}));
    assert_eq!(verdict(&mut shelf), "broken");
    let tasks = "SELECT COUNT(*) FROM activities WHERE subject LIKE 'promise_broken:%'";
    assert_eq!(shelf.number(tasks), 1);
    let batch = json!({"batch_id": done["batches"][0]["id"]});
    let undone = shelf.call("import.undo", batch);
    assert_eq!(undone["counts"]["tasks"], 1);
    assert_eq!(shelf.number(tasks), 0);
    assert_eq!(verdict(&mut shelf), "awaiting_bank_data");
    assert_sound(&mut shelf);
}

/// Whoever is on the worklist for a broken promise is there with its amount and since when; *Today* counts what the list
/// shows that it opens, and a document that is paid waits no more.
#[test]
fn today_names_the_broken_promise_and_counts_what_its_list_shows() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
    tolerance(&mut shelf, 0);
    bank_data_to(&mut shelf, "2026-05-10");
    promise(&mut shelf, invoice, 42_000, "2026-05-10");
    shelf.set_today("2026-05-11");
    age(&mut shelf, "2026-05-11", true);
    shelf.set_today("2026-05-12");
    let listing = shelf.call("worklist.list", json!({"ranking": "broken_promises"}));
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 10});
    let row = shelf.call("worklist.page", page)["rows"][0].clone();
    assert_eq!(row["reason"], "broken_promises");
    let broken = json!({"currency": "EUR", "amount_minor": 42_000, "promised_on": "2026-05-10",
        "broken_on": "2026-05-11", "days_ago": 1});
    assert_eq!(row["broken"], broken, "broken yesterday");
    let waiting = |shelf: &mut Shelf| {
        let today = shelf.call("today.get", json!({}));
        let rows = today["waiting"].as_array().unwrap().clone();
        let row = rows
            .into_iter()
            .find(|row| row["kind"] == "promises_broken");
        row.map_or(0, |row| {
            usize::try_from(row["count"].as_i64().unwrap()).unwrap()
        })
    };
    assert_eq!(waiting(&mut shelf), 1);
    assert_eq!(promises(&mut shelf, "broken_open").len(), 1);
    pay(&mut shelf, invoice, "Z-1", "2026-05-12", 100_000);
    assert_eq!(waiting(&mut shelf), 0);
    assert_eq!(promises(&mut shelf, "broken_open").len(), 0);
}

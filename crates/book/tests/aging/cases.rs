//! The acceptance cases of aging, through the commands.

use serde_json::{Value, json};

use crate::shelf::Shelf;

/// Amounts of the named periods.
fn periods(listing: &Value, row: &Value, ids: &[&str]) -> Vec<i64> {
    let all = listing["periods"].as_array().unwrap();
    ids.iter()
        .map(|id| {
            let at = all.iter().position(|period| period["id"] == *id).unwrap();
            row["period_minor"][at].as_i64().unwrap()
        })
        .collect()
}

/// a second run of the same definition replaces the first; each customer is there once, with the newer figures.
#[test]
fn a_7_a_second_run_replaces_the_first() {
    let mut shelf = Shelf::new("2026-06-30");
    let (one, two) = (shelf.customer("1"), shelf.customer("2"));
    shelf.invoice(one, "R1", "2026-05-01", "2026-05-31", 10_000);
    shelf.invoice(two, "R2", "2026-05-01", "2026-05-31", 20_000);
    shelf.call("aging.run", json!({}));
    shelf.invoice(one, "R3", "2026-06-01", "2026-06-30", 500);
    shelf.call("aging.run", json!({}));
    let (listing, rows) = shelf.list(json!({}));
    let totals: Vec<(&str, i64)> = rows
        .iter()
        .map(|row| {
            (
                row["account"].as_str().unwrap(),
                row["total_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(totals, [("1", 10_500), ("2", 20_000)]);
    assert_eq!(
        (&listing["count"], &listing["stored"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM aging_balances_snapshot"),
        2,
        "nothing of the first run is left"
    );
    assert_eq!(
        shelf.call("aging.runs", json!({}))["runs"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// a list without a definition uses the one of the parameters, else the first in the table.
#[test]
fn a_8_the_definition_that_lists_use() {
    let mut shelf = Shelf::new("2026-06-30");
    let mut definition = shelf.call("aging.definitions", json!({}))["definitions"][0].clone();
    definition["id"] = json!("second");
    shelf.call("aging.save_definition", json!({"definition": definition}));
    assert_eq!(
        shelf.list(json!({})).0["definition"],
        "standard",
        "the first in the table"
    );
    assert_eq!(
        shelf.call("aging.table", json!({}))["definition"],
        "standard"
    );
    shelf.call(
        "aging.save_definition",
        json!({"definition": definition, "make_default": true}),
    );
    assert_eq!(shelf.list(json!({})).0["definition"], "second");
    assert_eq!(shelf.call("aging.run", json!({}))["rows"], 0);
    assert_eq!(shelf.call("aging.runs", json!({}))["definition"], "second");
}

/// a definition without or with two current lines is refused when it is saved, and nothing is kept of it.
#[test]
fn a_14_a_definition_has_one_current_line() {
    let mut shelf = Shelf::new("2026-06-30");
    let before = shelf.call("aging.definitions", json!({}));
    let standard = &before["definitions"][0];
    let current = standard["lines"]
        .as_array()
        .unwrap()
        .iter()
        .position(|line| line["unit"] == 0)
        .unwrap();
    let mut none = standard.clone();
    none["lines"].as_array_mut().unwrap().remove(current);
    let mut two = standard.clone();
    two["lines"][current - 1]["unit"] = json!(0);
    for (mut definition, found) in [(none, 0), (two, 2)] {
        for id in ["standard", "another"] {
            definition["id"] = json!(id);
            let request = json!({"definition": definition});
            let refusal = shelf
                .try_call("aging.save_definition", request)
                .unwrap_err();
            assert_eq!(refusal.code, "aging_definition_invalid");
            let fault = (&refusal.args["fault"], &refusal.args["count"]);
            assert_eq!(fault, (&json!("current_lines"), &json!(found)));
        }
    }
    assert_eq!(shelf.call("aging.definitions", json!({})), before);
}

/// A-16, T-A5: as of a day by the accounting day; *as known on* by the day on which it was recorded.
#[test]
fn a_16_settled_last_year_recorded_this_year() {
    let mut shelf = Shelf::new("2025-11-01");
    let customer = shelf.customer("1");
    let invoice = shelf.invoice(customer, "R1", "2025-11-01", "2025-12-01", 10_000);
    let payment = shelf.payment(customer, "P1", "2025-12-20", 10_000);
    shelf.set_today("2026-01-15");
    shelf.settle(invoice, payment, "2025-12-20", 10_000);
    let open = |shelf: &mut Shelf, request: Value| {
        let table = shelf.call("aging.table", request);
        table["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["open_count"].as_i64().unwrap())
            .sum::<i64>()
    };
    assert_eq!(
        open(&mut shelf, json!({"as_of": "2025-12-31"})),
        0,
        "settled"
    );
    let known = json!({"as_of": "2025-12-31", "known_on": "2025-12-31"});
    assert_eq!(
        open(&mut shelf, known),
        2,
        "invoice and payment are both open in what was known then"
    );
    let later = json!({"as_of": "2025-12-31", "known_on": "2026-01-15"});
    assert_eq!(open(&mut shelf, later), 0);
    let before = json!({"as_of": "2025-12-19"});
    assert_eq!(
        open(&mut shelf, before),
        1,
        "the day before the accounting day the invoice is open"
    );
}

/// A-17, T-A15: an invoice in three rows, each by its own due day; a payment fills the earliest row first.
#[test]
fn a_17_instalments_in_the_book() {
    let mut shelf = Shelf::new("2026-05-15");
    let customer = shelf.customer("1");
    let invoice = shelf.invoice(customer, "R1", "2026-03-01", "2026-03-31", 90_000);
    shelf.act(|act, ledger| {
        let rows = [
            ("2026-03-31", 30_000),
            ("2026-04-30", 30_000),
            ("2026-05-31", 30_000),
        ];
        ledger.instalments(act, customer, invoice, &rows).unwrap();
    });
    let ids = ["d31_60", "d1_30", "not_due"];
    shelf.call("aging.run", json!({}));
    let (listing, rows) = shelf.list(json!({}));
    assert_eq!(periods(&listing, &rows[0], &ids), [30_000, 30_000, 30_000]);
    let payment = shelf.payment(customer, "P1", "2026-05-15", 40_000);
    shelf.settle(invoice, payment, "2026-05-15", 40_000);
    shelf.call("aging.run", json!({}));
    let (listing, rows) = shelf.list(json!({}));
    assert_eq!(periods(&listing, &rows[0], &ids), [0, 20_000, 30_000]);
    assert_eq!(
        (&rows[0]["total_minor"], &rows[0]["open_count"]),
        (&json!(50_000), &json!(2))
    );
}

/// A-19, T-A11, T-A18: an unapplied credit stands in the period of its own day, counts in the total, and is named.
#[test]
fn a_19_unapplied_credit_is_visible() {
    let mut shelf = Shelf::new("2026-05-10");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R1", "2026-02-01", "2026-03-01", 100_000);
    shelf.payment(customer, "P1", "2026-04-20", 20_000);
    shelf.call("aging.run", json!({}));
    let (listing, rows) = shelf.list(json!({}));
    assert_eq!(
        periods(&listing, &rows[0], &["d61_90", "d1_30"]),
        [100_000, -20_000]
    );
    assert_eq!(
        (&rows[0]["total_minor"], &rows[0]["unapplied_minor"]),
        (&json!(80_000), &json!(-20_000))
    );
    assert_eq!(rows[0]["overdue_minor"], json!(100_000));
}

/// a run for one customer leaves the rows of all others with their own day.
#[test]
fn a_20_a_run_for_some_leaves_the_others() {
    let mut shelf = Shelf::new("2026-05-01");
    for account in ["X", "Y", "Z"] {
        let customer = shelf.customer(account);
        shelf.invoice(customer, account, "2026-03-01", "2026-04-01", 10_000);
    }
    shelf.call("aging.run", json!({}));
    shelf.set_today("2026-05-08");
    shelf.call("aging.run", json!({"accounts": ["X"]}));
    let (listing, rows) = shelf.list(json!({}));
    let days: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| {
            (
                row["account"].as_str().unwrap(),
                row["as_of"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        days,
        [
            ("X", "2026-05-08"),
            ("Y", "2026-05-01"),
            ("Z", "2026-05-01")
        ]
    );
    assert_eq!(listing["as_of"], json!(["2026-05-01", "2026-05-08"]));
    let late: Vec<i64> = rows
        .iter()
        .map(|row| row["oldest_days_overdue"].as_i64().unwrap())
        .collect();
    assert_eq!(late, [37, 30, 30]);
    // X pays; its own run takes the row away, although it has nothing to write.
    let paid = shelf.payment(1, "P", "2026-05-09", 10_000);
    shelf.settle(1, paid, "2026-05-09", 10_000);
    shelf.set_today("2026-05-09");
    shelf.call("aging.run", json!({"accounts": ["X"]}));
    let accounts: Vec<Value> = shelf
        .list(json!({}))
        .1
        .iter()
        .map(|row| row["account"].clone())
        .collect();
    assert_eq!(accounts, ["Y", "Z"]);
}

/// T-A2: an invoice entered with a due day before its own day: list, ledger and open items agree.
#[test]
fn t_a2_back_dated_due_day_in_the_book() {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R1", "2026-06-20", "2026-04-15", 70_000);
    for (as_of, total) in [
        ("2026-06-19", 0),
        ("2026-06-20", 70_000),
        ("2026-06-30", 70_000),
    ] {
        let (listing, rows) = shelf.list(json!({"as_of": as_of}));
        assert_eq!(
            rows.iter()
                .map(|row| row["total_minor"].as_i64().unwrap())
                .sum::<i64>(),
            total,
            "{as_of}"
        );
        let listed: i64 = listing["totals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|total| total["total_minor"].as_i64().unwrap())
            .sum();
        assert_eq!(listed, total, "{as_of}");
    }
    let (listing, rows) = shelf.list(json!({"as_of": "2026-06-20"}));
    assert_eq!(periods(&listing, &rows[0], &["d61_90"]), [70_000]);
}

/// T-A19: a new book needs no set-up at all: import a file, and the aged balances are there, stored.
#[test]
fn t_a19_aging_without_any_set_up() {
    let mut shelf = Shelf::new("2026-06-30");
    let file = shelf.folder.path().join("items.csv");
    let rows = "Kundennummer;Kundenname;Belegnummer;Belegdatum;Fälligkeitsdatum;Betrag\n\
                10001;Weber & Söhne KG;RE-1;01.05.2026;31.05.2026;1.190,00\n\
                10002;Lindgrün GmbH;RE-2;02.06.2026;02.07.2026;238,50\n";
    std::fs::write(&file, rows).unwrap();
    shelf.call("import.run", json!({"files": [{"path": file}]}));
    let (listing, rows) = shelf.list(json!({}));
    assert_eq!(listing["stored"], true);
    let totals: Vec<(i64, i64)> = rows
        .iter()
        .map(|row| {
            (
                row["total_minor"].as_i64().unwrap(),
                row["overdue_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(totals, [(119_000, 119_000), (23_850, 0)]);
}

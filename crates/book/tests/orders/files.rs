//! Orders that come as files, and files for other systems.

use std::fs;

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, check, hold, holds, limit, order, release, rule, state, step};

pub fn import(shelf: &mut Shelf, name: &str, text: &str) -> Value {
    let path = shelf.folder.path().join(name);
    fs::write(&path, text).unwrap();
    shelf.call(
        "import.run",
        json!({"files": [{"path": path, "kind": "orders"}]}),
    )
}

pub const HEAD: &str = "Order No;Customer No;Order Date;Status;Amount;Currency;Tax;Payment Terms\n";

/// Imported orders are checked at the step at which they stand; the file is one act with their holds, and its undo takes
/// both.
#[test]
fn imported_orders_are_checked_at_their_step() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    let done = import(
        &mut shelf,
        "orders.csv",
        &format!(
            "{HEAD}A-1;1;2026-03-01;confirmed;600,00;EUR;95,80;\nA-2;1;2026-03-01;confirmed;700,00;EUR;111,76;\n\
             A-3;1;2026-03-01;quotation;9000,00;EUR;;\nA-4;1;2026-03-01;invoiced;50,00;EUR;;\n"
        ),
    );
    assert_eq!(done["batches"][0]["counts"]["new"], json!(4));
    assert_eq!(
        state(&mut shelf, "A-1"),
        "on_hold",
        "A-2 is there too: 1,300.00 of 1,000.00"
    );
    assert_eq!(state(&mut shelf, "A-2"), "on_hold");
    assert_eq!(state(&mut shelf, "A-3"), "not_checked");
    assert_eq!(state(&mut shelf, "A-4"), "not_checked");
    assert_eq!(holds(&mut shelf, json!({})).len(), 2);
    let batch = done["batches"][0]["id"].clone();
    shelf.call("import.undo", json!({"batch_id": batch}));
    assert!(holds(&mut shelf, json!({})).is_empty());
    assert_sound(&mut shelf);
}

/// Spec 11 §2, 12 §10: a quotation is no order and a closed one is finished: neither is checked, tried, held by hand or
/// changed, and nothing of it is written. Many at once leave them out by number.
#[test]
fn quotations_and_closed_orders_are_not_checked_and_not_held() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 1_000);
    import(
        &mut shelf,
        "orders.csv",
        &format!(
            "{HEAD}Q-1;1;2026-03-01;quotation;600,00;EUR;;\nC-1;1;2026-03-01;closed;700,00;EUR;;\n\
             A-1;1;2026-03-01;confirmed;5,00;EUR;;\n"
        ),
    );
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    for (number, step) in [("Q-1", "quotation"), ("C-1", "closed")] {
        let changed =
            json!({"order_no": number, "order": {"account": "1", "amount_minor": 90_000}});
        for (command, request) in [
            ("orders.check", json!({"order_no": number})),
            (
                "orders.check",
                json!({"order_no": number, "step": "confirmation"}),
            ),
            ("orders.try", json!({"order_no": number})),
            (
                "holds.force",
                json!({"order_nos": [number], "reason": "CHECK"}),
            ),
            ("orders.save", changed),
        ] {
            let refusal = shelf.try_call(command, request).unwrap_err();
            assert_eq!(refusal.code, "order_at_no_step", "{command} {number}");
            assert_eq!(refusal.args["step"], json!(step));
        }
    }
    assert_eq!(shelf.number("SELECT COUNT(*) FROM audit"), acts);
    let done = shelf.call(
        "holds.force",
        json!({"order_nos": ["Q-1", "A-1", "C-1"], "reason": "CHECK"}),
    );
    assert_eq!(done["order_nos"], json!(["A-1"]));
    assert_eq!(done["skipped"], json!(["Q-1", "C-1"]));
    assert_sound(&mut shelf);
}

/// One drop with a customer and its order, and the night after it; the batch.
fn drop_and_night(shelf: &mut Shelf) -> Value {
    let order = format!("{HEAD}A-1;17;2026-03-01;confirmed;600,00;EUR;95,80;\n");
    let files = [
        ("customers", "Customer No;Name\n17;Seventeen\n"),
        ("orders", order.as_str()),
    ]
    .map(|(kind, text)| {
        let path = shelf.folder.path().join(format!("{kind}.csv"));
        fs::write(&path, text).unwrap();
        json!({"path": path, "kind": kind})
    });
    let done = shelf.call("import.run", json!({"files": files}));
    assert_eq!(holds(shelf, json!({})).len(), 1, "{done}");
    shelf.call("nightly.run", json!({}));
    assert!(shelf.number("SELECT COUNT(*) FROM credit_tasks") > 0);
    done["batches"][0]["id"].clone()
}

/// Nothing that the book noted by itself about the customers of a drop keeps it in the book; a decision of a person does.
#[test]
fn an_undo_takes_customers_with_their_orders_and_holds() {
    let mut shelf = Shelf::new("2026-03-02");
    rule(&mut shelf, "sales_order", json!({"amount_minor": 10_000}));
    let batch = drop_and_night(&mut shelf);
    shelf.call("import.undo", json!({"batch_id": batch}));
    for table in [
        "customers",
        "order_credit",
        "order_checks",
        "order_history",
        "holds",
        "hold_reasons",
        "limit_lines",
        "limit_journals",
        "credit_tasks",
    ] {
        let left = shelf.number(&format!("SELECT COUNT(*) FROM {table}"));
        assert_eq!(left, 0, "{table}");
    }
    assert_sound(&mut shelf);
    shelf.set_today("2026-03-03");
    let batch = drop_and_night(&mut shelf);
    let held = hold(&mut shelf);
    release(&mut shelf, &held["hold_id"]);
    let refusal = shelf.try_call("import.undo", json!({"batch_id": batch}));
    assert_eq!(refusal.unwrap_err().code, "import_has_later_work");
    assert_sound(&mut shelf);
}

/// A later file changes a step: the order is checked there. One that is cancelled in the file is cancelled here, and its hold
/// ends.
#[test]
fn a_later_file_is_a_change() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 1_000);
    import(
        &mut shelf,
        "a.csv",
        &format!("{HEAD}A-1;1;2026-03-01;entered;600,00;EUR;;\n"),
    );
    assert_eq!(state(&mut shelf, "A-1"), "warned");
    import(
        &mut shelf,
        "b.csv",
        &format!("{HEAD}A-1;1;2026-03-01;confirmed;600,00;EUR;;\n"),
    );
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    import(
        &mut shelf,
        "c.csv",
        &format!("{HEAD}A-1;1;2026-03-01;confirmed;650,00;EUR;;\n"),
    );
    assert_eq!(hold(&mut shelf)["modified"], json!(true));
    import(
        &mut shelf,
        "d.csv",
        &format!("{HEAD}A-1;1;2026-03-01;cancelled;650,00;EUR;;\n"),
    );
    assert_eq!(state(&mut shelf, "A-1"), "cancelled");
    assert!(holds(&mut shelf, json!({})).is_empty());
}

/// An order for an unknown customer makes one, as every file does; one for a closed customer is a rejected row, in words; the
/// others stand.
#[test]
fn an_order_for_a_closed_customer_is_rejected() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "CLOSED", "reason": "REVIEW"}),
    );
    let done = import(
        &mut shelf,
        "a.csv",
        &format!(
            "{HEAD}A-1;1;2026-03-01;confirmed;600,00;EUR;;\nB-1;2;2026-03-01;confirmed;600,00;EUR;;\n"
        ),
    );
    assert_eq!(done["rejected"][0]["code"], json!("customer_closed"));
    assert_eq!(state(&mut shelf, "B-1"), "warned", "no limit is set");
    let refusal = shelf.try_call(
        "orders.check",
        json!({"order_no": "C", "order": {"account": "1", "amount_minor": 1}}),
    );
    assert_eq!(refusal.unwrap_err().code, "customer_closed");
}

/// Where customers stand, and what is on hold, for other systems: CSV and JSON say the same.
#[test]
fn files_for_other_systems() {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    shelf.invoice(customer, "R-1", "2026-01-01", "2026-02-01", 60_000);
    order(&mut shelf, "A-1", "1", 70_000);
    step(&mut shelf, "A-1", "confirmation");
    let path = |shelf: &Shelf, name: &str| shelf.folder.path().join(name);
    let json_path = path(&shelf, "status.json");
    shelf.call(
        "credit.status_export",
        json!({"path": json_path, "format": "json"}),
    );
    let rows: Value = serde_json::from_slice(&fs::read(&json_path).unwrap()).unwrap();
    assert_eq!(rows[0]["exposure_minor"], json!(130_000));
    assert_eq!(rows[0]["remaining_minor"], json!(-30_000));
    assert_eq!(rows[0]["used_bp"], json!(13_000));
    assert_eq!(
        (&rows[0]["over_limit"], &rows[0]["orders_on_hold"]),
        (&json!(true), &json!(1))
    );
    assert_eq!(rows[0]["overdue_minor"], json!(60_000));
    assert_eq!(
        (
            &rows[0]["company"],
            &rows[0]["status_reason"],
            &rows[0]["risk_group"]
        ),
        (&json!("1"), &json!(null), &json!(null))
    );
    let csv_path = path(&shelf, "status.csv");
    shelf.call(
        "credit.status_export",
        json!({"path": csv_path, "format": "csv"}),
    );
    let csv = fs::read_to_string(&csv_path).unwrap();
    assert!(
        csv.contains(",limit,1000.00,1300.00,-300.00,130.00,1,600.00,1,EUR"),
        "{csv}"
    );
    let holds_path = path(&shelf, "holds.json");
    shelf.call("holds.write", json!({"path": holds_path, "format": "json"}));
    let rows: Value = serde_json::from_slice(&fs::read(&holds_path).unwrap()).unwrap();
    assert_eq!(
        (&rows[0]["decision"], &rows[0]["reason"]),
        (&json!("hold"), &json!("limit_used_customer"))
    );
}

/// A shop that can only write files: orders as CSV and as JSON in one folder, decisions in another; a file is answered once, and
/// one that cannot be read is answered too.
#[test]
fn a_folder_answers_order_files() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    let (orders, decisions) = (
        shelf.folder.path().join("in"),
        shelf.folder.path().join("out"),
    );
    fs::create_dir(&orders).unwrap();
    fs::create_dir(&decisions).unwrap();
    let same = shelf.try_call(
        "orders.folder_set",
        json!({"orders": orders, "decisions": orders}),
    );
    assert_eq!(same.unwrap_err().code, "order_folders_differ");
    shelf.call(
        "orders.folder_set",
        json!({"orders": orders, "decisions": decisions, "format": "json"}),
    );
    fs::write(
        orders.join("a.csv"),
        format!("{HEAD}A-1;1;2026-03-01;confirmed;600,00;EUR;;\nA-2;1;2026-03-01;confirmed;700,00;EUR;;\n"),
    )
    .unwrap();
    fs::write(
        orders.join("b.json"),
        json!([
            {"order_no": "J-1", "step": "entry", "order": {"account": "1", "amount_minor": 100}},
            {"order_no": "J-2", "order": {"account": "99", "amount_minor": 100}},
        ])
        .to_string(),
    )
    .unwrap();
    fs::write(orders.join("c.json"), "[{").unwrap();
    fs::write(orders.join("read.me"), "not an order").unwrap();
    assert_eq!(
        shelf.call("orders.waiting", json!({}))["waiting"],
        json!(0),
        "they may still grow"
    );
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(shelf.call("orders.waiting", json!({}))["waiting"], json!(3));
    let done = shelf.call("orders.answer", json!({}));
    assert_eq!(done["files"].as_array().unwrap().len(), 3);
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(decisions.join(name)).unwrap()).unwrap()
    };
    let a = read("a.csv.decisions.json");
    assert_eq!(
        (&a[0]["order_no"], &a[0]["decision"]),
        (&json!("A-1"), &json!("hold"))
    );
    assert_eq!(a[1]["reasons"], json!(["limit_used_customer"]));
    let b = read("b.json.decisions.json");
    assert_eq!(
        (&b[0]["decision"], &b[0]["may_go_on"]),
        (&json!("warn"), &json!(true))
    );
    assert_eq!(
        (&b[1]["decision"], &b[1]["error"]),
        (&json!("refused"), &json!("unknown_customer"))
    );
    assert_eq!(
        read("c.json.decisions.json")[0]["error"],
        json!("order_file_unread")
    );
    assert_eq!(
        shelf.call("orders.answer", json!({}))["files"],
        json!([]),
        "answered once"
    );
    later_decisions(&mut shelf, &decisions);
    assert_sound(&mut shelf);
}

/// What is decided after the answer is written once, too: a release with its step and reason, its undo, a rejection. What did
/// not come through the folder is nothing to the shop.
fn later_decisions(shelf: &mut Shelf, decisions: &std::path::Path) {
    let hold_of = |shelf: &mut Shelf, number: &str| {
        let rows = holds(shelf, json!({}));
        let row = rows.iter().find(|row| row["order_no"] == json!(number));
        row.unwrap()["hold_id"].clone()
    };
    let told = |shelf: &mut Shelf, count: i64| -> Value {
        assert_eq!(
            shelf.call("orders.waiting", json!({}))["decided"],
            json!(count)
        );
        let done = shelf.call("orders.answer", json!({}));
        assert_eq!(shelf.call("orders.waiting", json!({}))["decided"], json!(0));
        done["files"].clone()
    };
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(decisions.join(name)).unwrap()).unwrap()
    };
    let (one, two) = (hold_of(shelf, "A-1"), hold_of(shelf, "A-2"));
    shelf.call(
        "holds.release",
        json!({"hold_ids": [one], "reason": "CHECKED", "mode": "with_posting"}),
    );
    order(shelf, "T-1", "1", 500_000);
    step(shelf, "T-1", "confirmation");
    let typed = hold_of(shelf, "T-1");
    shelf.call("holds.reject", json!({"hold_ids": [typed]}));
    let files = told(shelf, 1);
    assert_eq!(files[0], json!(decisions.join("A-1.decisions.1.json")));
    let released = read("A-1.decisions.1.json")[0].clone();
    assert_eq!(
        (&released["decision"], &released["may_go_on"]),
        (&json!("allow"), &json!(true))
    );
    assert_eq!(
        (&released["perform_step"], &released["release_reason"]),
        (&json!(true), &json!("CHECKED"))
    );
    assert_eq!(told(shelf, 0), json!([]), "told once");
    shelf.call("holds.undo", json!({"hold_ids": [one]}));
    shelf.call("holds.reject", json!({"hold_ids": [two]}));
    assert_eq!(told(shelf, 2).as_array().unwrap().len(), 2);
    assert_eq!(read("A-1.decisions.2.json")[0]["decision"], json!("hold"));
    let rejected = read("A-2.decisions.1.json")[0].clone();
    assert_eq!(
        (&rejected["decision"], &rejected["may_go_on"]),
        (&json!("rejected"), &json!(false))
    );
}

/// T-C4: a shop that waits for something else than a decision about a hold is told when that comes: a rate, the end of a stop, an
/// order that is opened again. Each once.
#[test]
fn t_c4_a_shop_is_told_when_what_it_waits_for_comes() {
    let mut shelf = Shelf::new("2026-03-02");
    for account in ["1", "2"] {
        shelf.customer(account);
        limit(&mut shelf, account, 100_000);
    }
    let folders = ["in", "out"].map(|name| shelf.folder.path().join(name));
    for folder in &folders {
        fs::create_dir(folder).unwrap();
    }
    let [orders, decisions] = &folders;
    shelf.call(
        "orders.folder_set",
        json!({"orders": orders, "decisions": decisions, "format": "json"}),
    );
    shelf.call(
        "credit.set_status",
        json!({"account": "2", "status": "STOPPED", "reason": "REVIEW"}),
    );
    fs::write(
        orders.join("a.csv"),
        format!(
            "{HEAD}U-1;1;2026-03-01;confirmed;10,00;USD;;\nS-1;2;2026-03-01;packing slip;20,00;EUR;;\n"
        ),
    )
    .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    shelf.call("orders.answer", json!({}));
    let read = |name: &str| -> Vec<(String, bool)> {
        let told: Value = serde_json::from_slice(&fs::read(decisions.join(name)).unwrap()).unwrap();
        told.as_array()
            .unwrap()
            .iter()
            .map(|one| {
                (
                    one["decision"].as_str().unwrap().to_owned(),
                    one["may_go_on"].as_bool().unwrap(),
                )
            })
            .collect()
    };
    let first = read("a.csv.decisions.json");
    assert_eq!(first[0], ("not_checked".to_owned(), false));
    assert!(!first[1].1, "{first:?}");
    let told = |shelf: &mut Shelf| -> Vec<String> {
        let done = shelf.call("orders.answer", json!({}));
        let files = done["files"].as_array().unwrap();
        let name = |file: &Value| {
            file.as_str()
                .unwrap()
                .rsplit(['/', '\\'])
                .next()
                .unwrap()
                .to_owned()
        };
        files.iter().map(name).collect()
    };
    assert!(told(&mut shelf).is_empty(), "nothing came");
    shelf.call(
        "rates.save",
        json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.9"}),
    );
    assert_eq!(told(&mut shelf), ["U-1.decisions.1.json"]);
    assert_eq!(read("U-1.decisions.1.json")[0], ("allow".to_owned(), true));
    shelf.call(
        "credit.set_status",
        json!({"account": "2", "status": "WATCH", "reason": "REVIEW"}),
    );
    let lifted = told(&mut shelf);
    assert_eq!(lifted, ["S-1.decisions.1.json"]);
    assert!(told(&mut shelf).is_empty(), "told once");
    assert_sound(&mut shelf);
}

/// The list of orders and its export.
#[test]
fn the_list_of_orders() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000);
    for number in 1..=5 {
        order(&mut shelf, &format!("A-{number}"), "1", number * 3_000);
    }
    step(&mut shelf, "A-5", "confirmation");
    check(&mut shelf, "GHOST", "1", 100, "entry");
    let listing = shelf.call(
        "orders.list",
        json!({"states": ["on_hold"], "sort": {"column": "amount", "order": "descending"}}),
    );
    assert_eq!(listing["count"], json!(1));
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 10});
    let row = shelf.call("orders.page", page)["rows"][0].clone();
    assert_eq!(
        (&row["order_no"], &row["held_by"]),
        (&json!("A-5"), &json!("limit_used_customer"))
    );
    let ghosts = shelf.call("orders.list", json!({"only_checked": true}));
    let page = json!({"handle": ghosts["handle"], "offset": 0, "limit": 10});
    let ghost = shelf.call("orders.page", page)["rows"].clone();
    assert_eq!(ghosts["count"], json!(1));
    assert_eq!(
        (
            &ghost[0]["order_no"],
            &ghost[0]["only_checked"],
            &ghost[0]["reserved_until"]
        ),
        (&json!("GHOST"), &json!(true), &json!("2026-03-09"))
    );
    assert_eq!(
        (&ghost[0]["open_minor"], &ghost[0]["ordered_on"]),
        (&json!(100), &json!("2026-03-02"))
    );
    let path = shelf.folder.path().join("orders.csv");
    let done = shelf.call(
        "orders.export",
        json!({
            "handle": listing["handle"], "path": path, "format": "csv",
            "columns": [{"id": "order_no", "heading": "No"}, {"id": "state", "heading": "State", "words": {"on_hold": "held"}}],
        }),
    );
    assert_eq!(done["rows"], json!(1));
    assert!(fs::read_to_string(&path).unwrap().contains("A-5,held"));
}

/// T-C4, T-C5: a quotation that the customer accepts elsewhere does not stay one in silence. The order has a state of its own,
/// and its hold waits in the queue of the role that the rule names, for whoever lists the holds and for other systems.
#[test]
fn t_c4_t_c5_a_hold_waits_in_the_queue_of_a_role() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    rule(
        &mut shelf,
        "sales_order",
        json!({"amount_minor": 10_000, "route": "credit_clerk"}),
    );
    limit(&mut shelf, "1", 1_000_000);
    let mut step = |name: &str, file: &str| {
        let text = format!("{HEAD}A-1;1;2026-03-01;{name};600,00;EUR;;\n");
        import(&mut shelf, file, &text);
        (state(&mut shelf, "A-1"), holds(&mut shelf, json!({})))
    };
    let (before, none) = step("quotation", "a.csv");
    assert_eq!(before, "not_checked");
    assert!(none.is_empty());
    let (after, waiting) = step("confirmed", "b.csv");
    assert_eq!(after, "on_hold");
    assert_eq!(
        (&waiting[0]["route"], &waiting[0]["reason"]),
        (&json!("credit_clerk"), &json!("order_amount"))
    );
    let listing = shelf.call("orders.list", json!({"states": ["on_hold"]}));
    assert_eq!(listing["count"], json!(1));
}

/// Spec 12 §1, *Remove blocked load lines*: where it is on, the file for other systems flags the lines of what is held, and of nothing that
/// was decided.
#[test]
fn held_lines_leave_the_load_where_that_is_set() {
    let mut shelf = crate::decisions::held("2026-03-02");
    order(&mut shelf, "A-2", "1", 90_000);
    step(&mut shelf, "A-2", "confirmation");
    let first = holds(&mut shelf, json!({"search": "A-1"}))[0]["hold_id"].clone();
    release(&mut shelf, &first);
    let path = shelf.folder.path().join("holds.json");
    let mut flagged = |on: bool| -> Vec<(String, bool)> {
        crate::parameters(&mut shelf, &json!({"remove_blocked_lines": on}));
        shelf.call("holds.write", json!({"path": path, "format": "json"}));
        let written: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let rows = written.as_array().or_else(|| written["holds"].as_array());
        rows.unwrap()
            .iter()
            .map(|row| {
                let number = row["order_no"].as_str().unwrap().to_owned();
                (number, row["lines_flagged"].as_bool().unwrap())
            })
            .collect()
    };
    let of = |first, second| vec![("A-1".to_owned(), first), ("A-2".to_owned(), second)];
    assert_eq!(flagged(false), of(false, false));
    assert_eq!(flagged(true), of(false, true));
}

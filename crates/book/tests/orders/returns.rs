//! Orders that come back, are lowered or go back a step by their files, and what becomes of their holds.

use std::fs;

use serde_json::{Value, json};

use crate::files::{HEAD, import};
use crate::shelf::Shelf;
use crate::{assert_sound, hold, holds, limit, order, parameters, release, rule, state, step};

/// A customer with a limit of 1,000.00.
fn shelf() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    shelf
}

/// A file with one order.
fn file(shelf: &mut Shelf, number: &str, step: &str, amount: &str) -> Value {
    let files = shelf.number("SELECT COUNT(*) FROM import_batches");
    let text = format!("{HEAD}{number};1;2026-03-01;{step};{amount};EUR;;\n");
    import(shelf, &format!("f{files}.csv"), &text)
}

fn exposure(shelf: &mut Shelf) -> Value {
    shelf.call("credit.exposure", json!({"account": "1"}))["total_minor"].clone()
}

fn checks(shelf: &mut Shelf, number: &str) -> usize {
    shelf.call("orders.get", json!({"order_no": number}))["checks"]
        .as_array()
        .unwrap()
        .len()
}

/// T-C1: an order that its file cancelled, or closed while it was held, and that a later file brings again is checked like
/// a new one and claims again.
#[test]
fn t_c1_an_order_that_comes_back_by_file_is_checked() {
    for away in ["cancelled", "closed"] {
        let mut shelf = shelf();
        file(&mut shelf, "A-1", "confirmed", "1500,00");
        assert_eq!(state(&mut shelf, "A-1"), "on_hold");
        file(&mut shelf, "A-1", away, "1500,00");
        assert_eq!(state(&mut shelf, "A-1"), "cancelled");
        file(&mut shelf, "A-1", "confirmed", "1500,00");
        assert_eq!(state(&mut shelf, "A-1"), "on_hold", "{away}");
        assert_eq!(hold(&mut shelf)["amount_minor"], json!(150_000));
        assert_eq!(exposure(&mut shelf), json!(150_000));
        assert_sound(&mut shelf);
    }
}

/// T-C1: a release is gone with the order that was closed; opened again it is held again.
#[test]
fn t_c1_a_release_does_not_outlive_a_closed_order() {
    let mut shelf = shelf();
    file(&mut shelf, "A-1", "confirmed", "1500,00");
    let id = hold(&mut shelf)["hold_id"].clone();
    release(&mut shelf, &id);
    file(&mut shelf, "A-1", "closed", "1500,00");
    assert_eq!(state(&mut shelf, "A-1"), "released");
    file(&mut shelf, "A-1", "confirmed", "1500,00");
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
}

/// T-C1: held, the import undone, and imported again; and an undo of the file that cancelled it.
#[test]
fn t_c1_an_undo_takes_no_order_out_of_the_check() {
    let mut shelf = shelf();
    let batch = file(&mut shelf, "A-1", "confirmed", "1500,00")["batches"][0]["id"].clone();
    shelf.call("import.undo", json!({"batch_id": batch}));
    assert!(holds(&mut shelf, json!({})).is_empty());
    file(&mut shelf, "A-1", "confirmed", "1500,00");
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    let batch = file(&mut shelf, "A-1", "cancelled", "1500,00")["batches"][0]["id"].clone();
    assert_eq!(exposure(&mut shelf), json!(0));
    shelf.call("import.undo", json!({"batch_id": batch}));
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    assert_eq!(exposure(&mut shelf), json!(150_000));
    assert_sound(&mut shelf);
}

/// A rejected order that a file brings again stays rejected: the import counts it, and the decision says so.
#[test]
fn a_rejected_order_stays_rejected_and_says_so() {
    let mut shelf = shelf();
    file(&mut shelf, "A-1", "confirmed", "1500,00");
    let id = hold(&mut shelf)["hold_id"].clone();
    shelf.call("holds.reject", json!({"hold_ids": [id]}));
    file(&mut shelf, "A-1", "confirmed", "1400,00");
    assert_eq!(state(&mut shelf, "A-1"), "rejected");
    let note = "SELECT json_extract(changes, '$.orders_checked.rejected') FROM audit_seals ORDER BY act_id DESC LIMIT 1";
    assert_eq!(shelf.number(note), 1);
    let rows = answered(&mut shelf, "A-1;1;2026-03-01;confirmed;1300,00;EUR;;\n");
    assert_eq!(
        (&rows[0]["decision"], &rows[0]["may_go_on"]),
        (&json!("rejected"), &json!(false))
    );
}

/// What the folder of orders says of a file.
fn answered(shelf: &mut Shelf, rows: &str) -> Value {
    let (orders, decisions) = (
        shelf.folder.path().join("in"),
        shelf.folder.path().join("out"),
    );
    fs::create_dir_all(&orders).unwrap();
    fs::create_dir_all(&decisions).unwrap();
    shelf.call(
        "orders.folder_set",
        json!({"orders": orders, "decisions": decisions, "format": "json"}),
    );
    let name = format!("{}.csv", fs::read_dir(&orders).unwrap().count());
    fs::write(orders.join(&name), format!("{HEAD}{rows}")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    shelf.call("orders.answer", json!({}));
    let path = decisions.join(format!("{name}.decisions.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// What cannot be checked does not go on, and says why: a rate is missing. What is cancelled does not go on either.
#[test]
fn what_was_not_checked_does_not_go_on() {
    let mut shelf = shelf();
    let rows = answered(
        &mut shelf,
        "A-1;1;2026-03-01;confirmed;1000;JPY;;\nA-2;1;2026-03-01;confirmed;10,00;EUR;;\n\
         A-3;1;2026-03-01;cancelled;10,00;EUR;;\nA-4;1;2026-03-01;quotation;10,00;EUR;;\n",
    );
    let said = |at: usize| {
        let row = &rows[at];
        (
            row["order_no"].as_str().unwrap().to_owned(),
            row["decision"].as_str().unwrap().to_owned(),
            row["may_go_on"].as_bool().unwrap(),
            row["error"].as_str().unwrap().to_owned(),
        )
    };
    let of = |no: &str, decision: &str, on: bool, error: &str| {
        (no.to_owned(), decision.to_owned(), on, error.to_owned())
    };
    assert_eq!(
        said(0),
        of("A-1", "not_checked", false, "exposure_rate_missing")
    );
    assert_eq!(said(1).2, said(1).3.is_empty());
    assert_eq!(said(2), of("A-3", "cancelled", false, ""));
    assert_eq!(said(3), of("A-4", "not_checked", true, ""));
    let rows = answered(&mut shelf, "A-4;1;2026-03-01;confirmed;2000,00;EUR;;\n");
    assert_eq!(rows[0]["may_go_on"], json!(false));
    let rows = answered(&mut shelf, "A-4;1;2026-03-01;cancelled;2000,00;EUR;;\n");
    assert_eq!(
        (&rows[0]["decision"], &rows[0]["may_go_on"]),
        (&json!("cancelled"), &json!(false))
    );
}

/// The amount of a hold follows its order, by hand and by file, and so do the list, its sum and a person's ceiling.
#[test]
fn a_hold_shows_the_order_as_it_is() {
    let mut shelf = shelf();
    order(&mut shelf, "A-1", "1", 150_000);
    step(&mut shelf, "A-1", "confirmation");
    order(&mut shelf, "A-1", "1", 900_000);
    assert_eq!(hold(&mut shelf)["amount_minor"], json!(900_000));
    let listing = shelf.call("holds.list", json!({}));
    assert_eq!(listing["amount_minor"], json!(900_000));
    file(&mut shelf, "A-1", "confirmed", "1200,00");
    assert_eq!(hold(&mut shelf)["amount_minor"], json!(120_000));
    assert_eq!(hold(&mut shelf)["modified"], json!(true));
}

/// H-27: an order that a file only lowers is not checked; a raised one is, and so is one that moves on.
#[test]
fn h_27_a_lowered_order_of_a_file_is_not_checked() {
    let mut shelf = shelf();
    file(&mut shelf, "A-1", "confirmed", "600,00");
    assert_eq!(state(&mut shelf, "A-1"), "passed");
    rule(&mut shelf, "sales_order", json!({"amount_minor": 10_000}));
    let before = checks(&mut shelf, "A-1");
    file(&mut shelf, "A-1", "confirmed", "500,00");
    assert_eq!(state(&mut shelf, "A-1"), "passed");
    assert_eq!(checks(&mut shelf, "A-1"), before);
    assert_eq!(exposure(&mut shelf), json!(50_000));
    file(&mut shelf, "A-1", "confirmed", "550,00");
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
}

/// Spec 12 §1: an order whose packing slip was cancelled is checked by the rules of the packing slip, unless the parameter
/// skips it.
#[test]
fn a_cancelled_packing_slip_is_checked_unless_it_is_skipped() {
    for (skipped, left) in [(true, "passed"), (false, "on_hold")] {
        let mut shelf = shelf();
        parameters(&mut shelf, &json!({"skip_on_packing_slip_cancel": skipped}));
        file(&mut shelf, "A-1", "packing slip", "600,00");
        assert_eq!(state(&mut shelf, "A-1"), "passed");
        rule(&mut shelf, "sales_order", json!({"amount_minor": 10_000}));
        file(&mut shelf, "A-1", "picking", "600,00");
        assert_eq!(state(&mut shelf, "A-1"), left, "{skipped}");
    }
}

/// After the undo of an import that came through the order folder no hold is left of its orders.
#[test]
fn an_undone_folder_import_leaves_no_holds() {
    let mut shelf = shelf();
    answered(&mut shelf, "A-1;1;2026-03-01;confirmed;1500,00;EUR;;\n");
    assert_eq!(holds(&mut shelf, json!({})).len(), 1);
    let batch = shelf.number("SELECT MAX(id) FROM import_batches");
    shelf.call("import.undo", json!({"batch_id": batch}));
    assert!(holds(&mut shelf, json!({})).is_empty());
    assert_sound(&mut shelf);
}

/// Credit that is freed ticks the customer's other holds at once: by a rejection, a cancelled hold, a cancelled order and a
/// lowered one.
#[test]
fn freed_credit_ticks_the_other_holds() {
    for way in ["reject", "cancel_hold", "cancel", "lower"] {
        let mut shelf = shelf();
        order(&mut shelf, "A-1", "1", 80_000);
        order(&mut shelf, "A-2", "1", 50_000);
        step(&mut shelf, "A-2", "confirmation");
        assert_eq!(hold(&mut shelf)["ready"], json!(false));
        if way == "reject" || way == "cancel_hold" {
            step(&mut shelf, "A-1", "confirmation");
            let rows = holds(&mut shelf, json!({"search": "A-1"}));
            let command = if way == "reject" {
                "holds.reject"
            } else {
                "holds.cancel"
            };
            shelf.call(command, json!({"hold_ids": [rows[0]["hold_id"]]}));
        } else if way == "cancel" {
            shelf.call("orders.cancel", json!({"order_no": "A-1"}));
        } else {
            order(&mut shelf, "A-1", "1", 10_000);
        }
        assert_eq!(hold(&mut shelf)["ready"], json!(true), "{way}");
    }
}

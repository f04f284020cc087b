//! What was posted is taken back from either side, and stays in the history.

use serde_json::json;

use crate::files::{assert_sound, import, import_open, lines, only_line, open, pay, simple};
use crate::shelf::Shelf;

fn posted(shelf: &mut Shelf) -> i64 {
    import_open(
        shelf,
        &[("1", "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000)],
    );
    import(
        shelf,
        "a.xml",
        &simple(&[pay(100_000, "Weber 1", "RE-2026-0815")]),
    );
    let line = only_line(shelf);
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    line
}

/// T-B8: undone from the side of the invoice, the bank line waits again too.
#[test]
fn t_b8_an_undo_on_the_invoice_opens_the_bank_line_again() {
    let mut shelf = Shelf::new("2026-03-10");
    let line = posted(&mut shelf);
    let history = shelf.call("settlement.history", json!({"account": "1"}));
    let posting = &history["postings"][0];
    assert_eq!(posting["line_id"], line);
    let undone = shelf.call(
        "settlement.undo",
        json!({"posting_id": posting["posting_id"]}),
    );
    assert_eq!(undone["line_id"], line);
    assert_eq!(lines(&mut shelf, &["open"]).len(), 1);
    assert_eq!(
        (
            open(&mut shelf, "RE-2026-0815"),
            open(&mut shelf, "PAY-000001")
        ),
        (85_000, 0)
    );
    let again = shelf.try_call(
        "settlement.undo",
        json!({"posting_id": posting["posting_id"]}),
    );
    assert_eq!(again.unwrap_err().code, "settlement_already_undone");
    let history = shelf.call("settlement.history", json!({"account": "1"}));
    assert!(
        history["postings"][0]["undone_at"].is_string(),
        "both stay in the history"
    );
    // On every day the invoice is as open as if nothing had been.
    for (as_of, total) in [
        ("2026-03-03", 85_000),
        ("2026-03-04", 85_000),
        ("2026-03-10", 85_000),
    ] {
        let table = shelf.call("aging.table", json!({"as_of": as_of}));
        assert_eq!(table["totals"][0]["total_minor"], total, "{as_of}");
    }
    assert_sound(&mut shelf);
}

/// What a later settlement stands on is not taken away beneath it: it is named, and goes first.
#[test]
fn an_undo_names_what_stands_in_its_way() {
    let mut shelf = Shelf::new("2026-03-10");
    let line = posted(&mut shelf);
    let weber = shelf.number("SELECT id FROM customers");
    let later = shelf.invoice(weber, "RE-2026-0900", "2026-03-05", "2026-04-05", 15_000);
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-000001'");
    let request = json!({
        "account": "1", "currency": "EUR", "credits": [{"transaction_id": payment}],
        "debits": [{"transaction_id": later}], "settled_on": "2026-03-10",
    });
    let settled = shelf.call("settlement.post", request);
    let refusal = shelf
        .try_call("bank.undo", json!({"line_id": line}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["document_no"]),
        ("settled_since", &json!("PAY-000001"))
    );
    assert_sound(&mut shelf);
    shelf.call(
        "settlement.undo",
        json!({"posting_id": settled["posting_id"]}),
    );
    shelf.call("bank.undo", json!({"line_id": line}));
    assert_eq!(
        open(&mut shelf, "RE-2026-0815") + open(&mut shelf, "RE-2026-0900"),
        100_000
    );
    assert_sound(&mut shelf);
}

/// The import of a bank file is not taken back while payments stand on its lines; after their undo it is.
#[test]
fn an_import_with_postings_is_kept_until_they_are_undone() {
    let mut shelf = Shelf::new("2026-03-10");
    let line = posted(&mut shelf);
    let batch = shelf.number("SELECT MAX(id) FROM import_batches");
    let request = json!({"batch_id": batch, "reason": "falsche Datei"});
    let refused = shelf
        .try_call("bank.undo_import", request.clone())
        .unwrap_err();
    assert_eq!(
        (refused.code.as_str(), &refused.args["documents"]),
        ("bank_lines_posted", &json!(["PAY-000001"]))
    );
    shelf.call("bank.undo", json!({"line_id": line}));
    assert_eq!(shelf.call("bank.undo_import", request.clone())["lines"], 1);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM bank_lines"), 0);
    assert_sound(&mut shelf);
    let twice = shelf.try_call("bank.undo_import", request).unwrap_err();
    assert_eq!(twice.code, "bank_import_not_there");
}

/// The list of what can be taken back names the confirmation with its amount; its check shows what would be posted and
/// posts nothing; the command that it names takes it back, and it leaves the list. What rests on it says why not.
#[test]
fn the_undo_list_leads_to_the_undo_of_a_bank_line() {
    let mut shelf = Shelf::new("2026-03-10");
    let line = posted(&mut shelf);
    let list = |shelf: &mut Shelf| shelf.call("undo.list", json!({}))["acts"].clone();
    let acts = list(&mut shelf);
    let commands: Vec<&str> = acts
        .as_array()
        .unwrap()
        .iter()
        .map(|act| act["command"].as_str().unwrap())
        .collect();
    assert_eq!(
        commands,
        ["bank.confirm", "bank.import", "import.run"],
        "{acts}"
    );
    let confirmed = &acts[0];
    assert_eq!(
        (
            &confirmed["names"],
            &confirmed["amount_minor"],
            &confirmed["by"],
            &confirmed["request"]
        ),
        (
            &json!(["Weber 1"]),
            &json!(100_000),
            &json!("bank.undo"),
            &json!({"line_id": line})
        )
    );

    let import = shelf.call("undo.check", json!({"act_id": acts[1]["act_id"]}));
    assert_eq!(import["refusal"]["code"], "bank_lines_posted", "{import}");
    let check = shelf.call("undo.check", json!({"act_id": confirmed["act_id"]}));
    assert_eq!(check["refusal"], json!(null), "{check}");
    let opened: Vec<_> = check["posting"]["open"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["document_no"] == "RE-2026-0815")
        .map(|item| (item["before_minor"].clone(), item["after_minor"].clone()))
        .collect();
    assert_eq!(opened, [(json!(0), json!(85_000))]);
    assert_eq!(
        open(&mut shelf, "RE-2026-0815"),
        0,
        "the check has posted nothing"
    );
    assert_eq!(list(&mut shelf), acts);

    shelf.call("bank.undo", confirmed["request"].clone());
    assert_eq!(open(&mut shelf, "RE-2026-0815"), 85_000);
    let left = list(&mut shelf);
    assert_eq!(
        left.as_array().unwrap().len(),
        2,
        "this import, and that of the invoice"
    );
    let import = shelf.call("undo.check", json!({"act_id": left[0]["act_id"]}));
    assert_eq!(
        import["figures"],
        json!([{"what": "lines", "count": 1}]),
        "{import}"
    );
    let gone = shelf.try_call("undo.check", json!({"act_id": confirmed["act_id"]}));
    assert_eq!(gone.unwrap_err().code, "undo_nothing_left");
    shelf.call("bank.set_aside", json!({"line_id": line, "note": ""}));
    let aside = list(&mut shelf);
    assert_eq!(
        (&aside[0]["command"], &aside[0]["by"]),
        (&json!("bank.set_aside"), &json!("bank.reopen"))
    );
    shelf.call("bank.reopen", aside[0]["request"].clone());
    assert_eq!(lines(&mut shelf, &["open"]).len(), 1);
    assert_sound(&mut shelf);
}

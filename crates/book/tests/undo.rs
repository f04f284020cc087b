//! What a person can take back, through the command list: the list, its check, and the undo that it leads to.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::TestBook;
use serde_json::{Value, json};

const INVOICES: &str = "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n\
    1;Alder;R-1;2026-01-05;2026-02-04;100,00;Invoice\n\
    1;Alder;P-1;2026-03-02;2026-03-02;-60,00;Payment\n\
    2;Birch;R-2;2026-01-05;2026-02-04;50,00;Invoice\n";

fn book() -> TestBook {
    let book = TestBook::new();
    book.import(&[&book.write("t.csv", INVOICES)]);
    book
}

fn acts(book: &TestBook) -> Vec<Value> {
    book.call("undo.list", json!({}))["acts"]
        .as_array()
        .unwrap()
        .clone()
}

fn commands(book: &TestBook) -> Vec<String> {
    acts(book)
        .iter()
        .map(|act| act["command"].as_str().unwrap().to_owned())
        .collect()
}

fn check(book: &TestBook, act: &Value) -> Value {
    book.call("undo.check", json!({"act_id": act["act_id"]}))
}

/// Does what the window does: asks the undo that the list names, with a reason.
fn undo(book: &TestBook, act: &Value) -> Value {
    let mut request = act["request"].clone();
    request["reason"] = json!("by mistake");
    request["comment"] = json!("by mistake");
    book.call(act["by"].as_str().unwrap(), request)
}

fn id(book: &TestBook, number: &str) -> i64 {
    book.number(&format!(
        "SELECT id FROM transactions WHERE document_no = '{number}'"
    ))
}

fn settle(book: &TestBook) {
    let request = json!({
        "account": "1", "currency": "EUR", "settled_on": "2026-06-30",
        "credits": [{"transaction_id": id(book, "P-1"), "amount_minor": null}],
        "debits": [{"transaction_id": id(book, "R-1"), "amount_minor": null, "discount_minor": 0, "difference_minor": 0}],
        "automatic": false, "cross": [], "note": "",
    });
    book.call("settlement.post", request);
}

/// The newest first; an import on which a settlement rests says so, and goes once the settlement is taken back.
#[test]
fn later_work_is_taken_back_first() {
    let book = book();
    let before = book.facts();
    settle(&book);
    let list = acts(&book);
    assert_eq!(commands(&book), ["settlement.post", "import.run"]);
    assert_eq!(list[0]["names"], json!(["Alder"]));
    assert_eq!(list[1]["names"], json!(["t.csv"]));
    let import = check(&book, &list[1]);
    assert_eq!(
        import["refusal"]["code"], "import_has_later_work",
        "{import}"
    );
    let settled = check(&book, &list[0]);
    assert_eq!(settled["refusal"], Value::Null);
    assert!(
        settled["posting"]["open"].as_array().unwrap().len() >= 2,
        "{settled}"
    );
    assert_eq!(commands(&book).len(), 2, "a check changes nothing");

    undo(&book, &list[0]);
    assert_eq!(commands(&book), ["import.run"]);
    let open = |facts: &[String]| -> Vec<String> {
        facts
            .iter()
            .filter(|fact| fact.starts_with("open"))
            .cloned()
            .collect()
    };
    assert_eq!(open(&book.facts()), open(&before));
    let again = book.refused("undo.check", json!({"act_id": list[0]["act_id"]}));
    assert_eq!(again.code, "undo_nothing_left");
    assert_eq!(book.check()["faults"], json!([]));
}

/// An import says in figures what goes, and going it leaves the list.
#[test]
fn an_import_is_taken_back() {
    let book = book();
    let import = acts(&book).remove(0);
    let figures = check(&book, &import)["figures"].clone();
    assert!(
        figures
            .as_array()
            .unwrap()
            .contains(&json!({"what": "transactions", "count": 3})),
        "{figures}"
    );
    undo(&book, &import);
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 0);
    assert_eq!(acts(&book), [json!(null); 0]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A run, then its posting: each is taken back by cancelling its letters, with a reason.
#[test]
fn letters_are_taken_back_as_a_run() {
    let book = book();
    let run = book.call("letters.create", json!({"letter_on": "2026-06-30"}));
    let drafts = acts(&book).remove(0);
    assert_eq!(
        (&drafts["command"], &drafts["count"]),
        (&json!("letters.create"), &json!(2))
    );
    assert_eq!(
        check(&book, &drafts)["figures"],
        json!([{"what": "drafts", "count": 2}])
    );
    book.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(commands(&book)[0], "letters.post");
    assert!(
        !commands(&book).contains(&"letters.create".to_owned()),
        "no draft is left"
    );
    let posted = acts(&book).remove(0);
    assert_eq!(posted["names"], json!(["Alder", "Birch"]));
    let figures = check(&book, &posted)["figures"].clone();
    assert!(
        figures
            .as_array()
            .unwrap()
            .contains(&json!({"what": "posted", "count": 2})),
        "{figures}"
    );
    let without_reason = book.refused("letters.cancel", {
        let mut request = posted["request"].clone();
        request["reason"] = json!("");
        request
    });
    assert_eq!(without_reason.code, "reason_missing");
    undo(&book, &posted);
    assert_eq!(book.number("SELECT COUNT(*) FROM letter_cancellations"), 2);
    assert_eq!(commands(&book), ["import.run"]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A cheque waits: it is given back. Cleared, what it settled is taken back.
#[test]
fn an_instrument_is_taken_back() {
    let book = book();
    let record = |number: &str| {
        book.call("instruments.record", json!({
            "account": "2", "kind": "cheque", "number": number, "received_on": "2026-06-01", "due_on": "2026-06-15",
            "currency": "EUR", "amount_minor": 5_000, "pays": [id(&book, "R-2")],
        }))
    };
    record("CHQ 1");
    let waiting = acts(&book).remove(0);
    assert_eq!(
        (&waiting["by"], &waiting["amount_minor"]),
        (&json!("instruments.return"), &json!(5_000))
    );
    assert_eq!(check(&book, &waiting)["refusal"], Value::Null);
    undo(&book, &waiting);
    assert_eq!(commands(&book), ["import.run"]);

    let second = record("CHQ 2");
    book.call(
        "instruments.clear",
        json!({"id": second["id"], "cleared_on": "2026-06-20"}),
    );
    let cleared = acts(&book).remove(0);
    assert_eq!(
        (&cleared["command"], &cleared["by"]),
        (&json!("instruments.clear"), &json!("settlement.undo"))
    );
    undo(&book, &cleared);
    assert_eq!(
        book.number("SELECT open_minor FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id
                     WHERE t.document_no = 'R-2'"),
        5_000
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// What was settled for all customers at once is no one thing to take back; the check says how many there are.
#[test]
fn many_postings_are_taken_back_one_by_one() {
    let book = book();
    book.call("settlement.automatic", json!({}));
    let act = acts(&book).remove(0);
    assert_eq!(
        (&act["command"], &act["request"]),
        (&json!("settlement.automatic"), &Value::Null)
    );
    let refusal = check(&book, &act)["refusal"].clone();
    assert_eq!(
        (&refusal["code"], &refusal["args"]["count"]),
        (&json!("undo_one_by_one"), &json!(1))
    );
}

/// Only one's own acts; and what one may not take back says so.
#[test]
fn another_persons_acts_are_not_ones_own() {
    let book = book();
    let user = json!({"user": {
        "id": 0, "code": "ben", "name": "Ben", "os_account": null, "roles": ["collections_agent"], "agent": true,
        "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
        "has_pin": false, "active": true}, "pin": null});
    book.call("users.save", user.clone());
    let mine = acts(&book).remove(0);
    book.desk.work_as("ben").unwrap();
    assert_eq!(acts(&book), [json!(null); 0]);
    assert_eq!(
        book.refused("undo.check", json!({"act_id": mine["act_id"]}))
            .code,
        "undo_nothing_left"
    );
}

/// A hand-over is taken back by its recall, and the recall by a step back.
#[test]
fn a_hand_over_is_taken_back() {
    let book = book();
    book.call(
        "hand_overs.agency_save",
        json!({"code": "INK", "name": "Nord Inkasso", "commission_bp": 0, "active": true}),
    );
    book.call(
        "hand_overs.prepare",
        json!({"account": "2", "agency": "INK"}),
    );
    let prepared = acts(&book).remove(0);
    assert_eq!(
        (&prepared["command"], &prepared["by"]),
        (&json!("hand_overs.prepare"), &json!("hand_overs.recall"))
    );
    assert_eq!(check(&book, &prepared)["refusal"], Value::Null);
    undo(&book, &prepared);
    let recalled = acts(&book).remove(0);
    assert_eq!(
        (&recalled["command"], &recalled["by"]),
        (&json!("hand_overs.recall"), &json!("hand_overs.back"))
    );
    undo(&book, &recalled);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM hand_overs WHERE status = 'prepared'"),
        1
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// Write-offs that were proposed from a list at once are rejected at once, as far as they wait still.
#[test]
fn write_offs_of_a_list_are_taken_back_at_once() {
    let book = book();
    book.call(
        "journal.account_save",
        json!({"role": "write_off", "key": "", "account": "6930"}),
    );
    let request = json!({"accounts": ["1", "2"], "reason": "GOODWILL"});
    assert_eq!(
        book.call("write_offs.propose_each", request.clone())["possible"],
        2
    );
    let proposed = acts(&book).remove(0);
    assert_eq!(
        (
            &proposed["command"],
            &proposed["by"],
            &proposed["count"],
            &proposed["names"]
        ),
        (
            &json!("write_offs.propose_each"),
            &json!("write_offs.reject_each"),
            &json!(2),
            &json!(["Alder", "Birch"])
        )
    );
    assert_eq!(
        check(&book, &proposed)["figures"],
        json!([{"what": "rejected", "count": 2}])
    );
    let wrong = book.refused(
        "write_offs.reject_each",
        json!({"write_off_ids": proposed["request"]["write_off_ids"], "comment": " "}),
    );
    assert_eq!(
        (wrong.code.as_str(), &wrong.args["field"]),
        ("value_missing", &json!("comment"))
    );
    undo(&book, &proposed);
    assert_eq!(
        book.lines("SELECT DISTINCT status FROM write_offs"),
        ["rejected"]
    );
    let rejected = acts(&book).remove(0);
    assert_eq!(
        check(&book, &rejected)["refusal"]["code"],
        "undo_propose_again"
    );
    // One of them was posted meanwhile: only the other is left.
    book.call("write_offs.propose_each", request);
    let ids = acts(&book)[0]["request"]["write_off_ids"].clone();
    book.call("write_offs.post", json!({"write_off_id": ids[0]}));
    let list = acts(&book);
    let left = list
        .iter()
        .find(|act| act["command"] == "write_offs.propose_each")
        .unwrap();
    assert_eq!(left["request"]["write_off_ids"], json!([ids[1]]));
    assert_eq!(book.check()["faults"], json!([]));
}

/// A page shows what its *take back* posts before it does: the entries are those that the act writes, nothing is written for
/// it, and what the act refuses is refused there with the same words.
#[test]
fn what_is_taken_back_on_a_page_is_rehearsed() {
    let book = book();
    book.call(
        "journal.account_save",
        json!({"role": "write_off", "key": "", "account": "6930"}),
    );
    let proposed = book.call("write_offs.propose", json!({"account": "1"}));
    let request = json!({"write_off_id": proposed["id"]});
    let rehearse = |request: &Value| {
        book.call(
            "undo.rehearse",
            json!({"by": "write_offs.undo", "request": request}),
        )
    };
    assert_eq!(rehearse(&request)["refusal"]["code"], "write_off_step");
    book.call("write_offs.post", request.clone());
    let before = (
        book.facts(),
        book.number("SELECT COUNT(*) FROM journal_lines"),
        book.number("SELECT COUNT(*) FROM audit"),
    );
    let shown = rehearse(&request);
    assert_eq!(shown["refusal"], Value::Null);
    assert_eq!(
        before,
        (
            book.facts(),
            book.number("SELECT COUNT(*) FROM journal_lines"),
            book.number("SELECT COUNT(*) FROM audit"),
        )
    );
    let lines: Vec<String> = shown["entries"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|entry| entry["lines"].as_array().unwrap())
        .map(|line| {
            format!(
                "{}|{}|{}",
                line["role"].as_str().unwrap(),
                line["account"].as_str().unwrap(),
                line["amount_minor"]
            )
        })
        .collect();
    assert_eq!(lines, ["customer|1|4000", "write_off|6930|-4000"]);
    let mut act = request.clone();
    act["reason"] = json!("by mistake");
    book.call("write_offs.undo", act);
    assert_eq!(
        book.lines(
            "SELECT l.role, CASE l.role WHEN 'customer' THEN c.account ELSE l.account END, l.amount_minor
             FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id JOIN customers c ON c.id = l.customer_id
             WHERE e.kind = 'correction' ORDER BY l.id"
        ),
        lines
    );
    let wrong = book.refused(
        "undo.rehearse",
        json!({"by": "write_offs.undo", "request": "x"}),
    );
    assert_eq!(wrong.code, "bad_request");
    let unknown = book.refused("undo.rehearse", json!({"by": "import.run", "request": {}}));
    assert_eq!(
        unknown.code, "bad_request",
        "only what takes back is rehearsed"
    );
}

fn fields() -> Value {
    json!({
        "kind": "task", "category": "call", "purpose": "Quarter end", "responsible": null,
        "starts_on": "2026-07-01", "ends_on": "2026-07-01",
    })
}

/// An activity for each of a list is one act: a customer who is not there keeps all of it from being noted, and all of it is taken
/// back at once. So are the cases of a list, unless somebody worked in one of them.
#[test]
fn what_was_done_for_a_whole_list_is_taken_back_at_once() {
    let book = book();
    let add = |accounts: Value| json!({"accounts": accounts, "activity": fields()});
    let refused = book.refused("activities.add_many", add(json!(["1", "99", "2"])));
    assert_eq!(refused.code, "unknown_customer");
    assert_eq!(book.number("SELECT COUNT(*) FROM activities"), 0);
    assert_eq!(
        book.refused("activities.add_many", add(json!([]))).code,
        "nothing_chosen"
    );
    let added = book.call("activities.add_many", add(json!(["1", "2", "1"])));
    assert_eq!(added["activities"], 2, "each customer once");
    let list = acts(&book);
    assert_eq!(commands(&book), ["activities.add_many", "import.run"]);
    assert_eq!(list[0]["names"], json!(["Alder", "Birch"]));
    assert_eq!(
        check(&book, &list[0])["figures"],
        json!([{"what": "activities", "count": 2}])
    );
    undo(&book, &list[0]);
    assert_eq!(book.number("SELECT COUNT(*) FROM activities"), 0);

    let case = json!({"category": "COLLECTIONS", "description": "Quarter end", "owner": null});
    book.call(
        "cases.open_many",
        json!({"accounts": ["1", "2"], "case": case}),
    );
    let list = acts(&book);
    assert_eq!(commands(&book), ["cases.open_many", "import.run"]);
    let note = |book: &TestBook, case_id: &Value| {
        book.call(
            "activities.note",
            json!({"account": "1", "text": "called", "case_id": case_id}),
        )
    };
    let case_id = list[0]["request"]["case_ids"][0].clone();
    let activity = note(&book, &case_id)["activity_id"].clone();
    assert_eq!(
        check(&book, &list[0])["refusal"]["code"],
        "case_has_later_work"
    );
    book.call("activities.withdraw", json!({"activity_ids": [activity]}));
    undo(&book, &list[0]);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM cases WHERE withdrawn = 1"),
        2
    );
    assert_eq!(commands(&book), ["import.run"]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A mail that was noted as sent, and a stop that was set, extended or ended, are taken back each by its own undo.
#[test]
fn sent_mails_and_stops_are_taken_back() {
    let book = book();
    book.call(
        "mail.log",
        json!({"account": "1", "case_id": null, "to_name": "A", "to_email": "a@b.example", "subject": "Your account", "body": "b"}),
    );
    assert_eq!(commands(&book)[0], "mail.log");
    undo(&book, &acts(&book)[0]);
    assert_eq!(book.number("SELECT COUNT(*) FROM activities"), 0);

    let until = |book: &TestBook| {
        let stops = book.call("stops.of_customer", json!({"account": "1"}));
        (
            stops["stops"][0]["state"].clone(),
            stops["stops"][0]["until_on"].clone(),
        )
    };
    let set =
        json!({"account": "1", "purpose": "dunning", "reason": "talks", "until_on": "2026-07-15"});
    let id = book.call("stops.set", set.clone())["stops"][0]["id"].clone();
    let change = |until: &str| json!({"id": id, "until_on": until, "reason": "longer"});
    book.call("stops.extend", change("2026-08-15"));
    assert_eq!(
        commands(&book),
        ["stops.extend", "import.run"],
        "what is done last goes first"
    );
    undo(&book, &acts(&book)[0]);
    assert_eq!(until(&book), (json!("running"), json!("2026-07-15")));
    book.call("stops.end", json!({"id": id, "reason": "paid"}));
    let ended = acts(&book)[0].clone();
    undo(&book, &ended);
    assert_eq!(until(&book), (json!("running"), json!("2026-07-15")));
    let mut again = ended["request"].clone();
    again["reason"] = json!("twice");
    assert_eq!(book.refused("stops.undo", again).code, "stop_changed_since");
    book.call("stops.end", json!({"id": id, "reason": "paid"}));
    book.call("stops.set", set);
    assert_eq!(commands(&book)[0], "stops.set");
    undo(&book, &acts(&book)[0]);
    assert_eq!(
        book.call("stops.list", json!({"state": "running"}))["count"],
        0
    );
    assert_eq!(book.check()["faults"], json!([]));
}

//! To whom and to what promises and disputes belong: the agent whose pool has the customer, and the case (spec 21 §1, §8).

use crate::*;

/// ben works the pool in which customer 1 is; its card names nobody.
fn ben_works_the_pool(shelf: &mut Shelf) {
    let user = json!({
        "id": 0, "code": "ben", "name": "Ben", "os_account": null, "roles": ["collections_agent"], "agent": false,
        "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
        "has_pin": false, "active": true,
    });
    shelf.call("users.save", json!({"user": user, "pin": null}));
    shelf.call(
        "pools.save",
        json!({
            "id": 0, "code": "ONE", "description": "", "kind": "collections", "definition": null, "rank": 1,
            "criteria": [{"field": "account", "comparison": "is", "values": ["1"], "currency": null}],
        }),
    );
    shelf.call(
        "agents.save",
        json!({"user": "ben", "pools": ["ONE"], "sees": "all"}),
    );
}

/// The task about a broken promise goes to the agent of the pool where the card names none, not to whoever took it.
#[test]
fn a_broken_promise_goes_to_the_agent_of_the_pool() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-03");
    ben_works_the_pool(&mut shelf);
    promise(&mut shelf, invoice, 50_000, "2026-05-08");
    shelf.set_today("2026-06-01");
    bank_data_to(&mut shelf, "2026-06-01");
    age(&mut shelf, "2026-06-01", true);
    assert_eq!(verdict(&mut shelf), "broken");
    let to_ben = shelf.number(
        "SELECT COUNT(*) FROM activities v JOIN users u ON u.id = v.responsible_id
         WHERE v.subject LIKE 'promise_broken:%' AND u.code = 'ben'",
    );
    assert_eq!(to_ben, 1);
}

/// The aging report by agent puts the customer under the agent of its pool.
#[test]
fn the_aging_report_by_agent_knows_the_agent_of_the_pool() {
    let (mut shelf, _) = owed("2026-05-04", "2026-03-03");
    ben_works_the_pool(&mut shelf);
    let handle = shelf.call("aging.report", json!({"group_by": "agent"}))["handle"].clone();
    let path = shelf.folder.path().join("report.csv");
    shelf.call(
        "aging.report_write",
        json!({"handle": handle, "path": path, "format": "csv"}),
    );
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("Ben"), "{text}");
}

/// Lists, the aging report by agent and stored runs by agent find the agents of pools one after the other on one connection,
/// whichever comes first.
#[test]
fn lists_and_the_report_by_agent_follow_each_other() {
    let (mut shelf, _) = owed("2026-05-04", "2026-03-03");
    ben_works_the_pool(&mut shelf);
    age(&mut shelf, "2026-06-01", true);
    let by_agent = json!({"column": "agent", "order": "ascending"});
    let filtered = json!([{"column": "agent", "test": "equals", "value": "ben"}]);
    for _ in 0..2 {
        for list in ["aging.list", "customers.list"] {
            let found = shelf.call(list, json!({"sort": by_agent, "filters": filtered}));
            assert_eq!(found["count"], 1, "{list}");
        }
        let report = shelf.call("aging.report", json!({"group_by": "agent"}));
        assert_eq!(report["head"]["customers"], 1);
        let stored = shelf.call(
            "aging.store",
            json!({"name": "By agent", "parameters": {"group_by": "agent"}}),
        );
        assert_eq!(stored["status"], "ended");
    }
}

/// A case shows what was promised and what is disputed of it; a dispute that was opened without one is linked later.
#[test]
fn a_case_shows_its_promises_and_disputes() {
    let (mut shelf, first) = owed("2026-05-04", "2026-03-03");
    let customer = customer(&shelf);
    let second = shelf.invoice(customer, "R-2", "2026-02-02", "2026-03-04", 50_000);
    let third = shelf.invoice(customer, "R-3", "2026-02-03", "2026-03-05", 7_000);
    let opened = shelf.call(
        "cases.open",
        json!({
            "account": "1", "transaction_ids": [first, second],
            "case": {"category": "COLLECTIONS", "description": "Price", "owner": "kb"},
        }),
    );
    let (id, number) = (&opened["head"]["case_id"], &opened["head"]["number"]);
    dispute(&mut shelf, first, Some(20_000));
    promise(&mut shelf, second, 50_000, "2026-05-20");
    let other = dispute(&mut shelf, third, None);
    let of = |shelf: &mut Shelf, list: &str| -> Vec<Value> {
        let found = shelf.call("collections.case", json!({"case_id": id}));
        let rows = found[list].as_array().unwrap();
        rows.iter().map(|row| row["document_no"].clone()).collect()
    };
    assert_eq!(of(&mut shelf, "promises"), ["R-2"]);
    assert_eq!(of(&mut shelf, "disputes"), ["R-1"]);
    shelf.call(
        "disputes.update",
        json!({"dispute_ids": [other], "case": number}),
    );
    assert_eq!(of(&mut shelf, "disputes"), ["R-1", "R-3"]);
    shelf.call(
        "disputes.update",
        json!({"dispute_ids": [other], "next_action": "Ask"}),
    );
    assert_eq!(
        of(&mut shelf, "disputes").len(),
        2,
        "what is not said stays"
    );
    shelf.call(
        "disputes.update",
        json!({"dispute_ids": [other], "case": ""}),
    );
    assert_eq!(of(&mut shelf, "disputes"), ["R-1"]);
    let refused = |shelf: &mut Shelf, command: &str, request: Value| {
        shelf.try_call(command, request).unwrap_err().code
    };
    assert_eq!(
        refused(
            &mut shelf,
            "disputes.update",
            json!({"dispute_ids": [other], "case": "CAS-999999"})
        ),
        "unknown_case_of_customer"
    );
    assert_eq!(
        refused(&mut shelf, "collections.case", json!({"case_id": 999})),
        "unknown_case"
    );
}

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

//! Who may work: every command runs as a user, and the audit row names that user.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use book::desk::{Desk, DeskOptions};
use book::host::{FrozenClock, Unwatched};
use book::refusal::Refusal;
use serde_json::{Value, json};

fn desk(os_account: &str) -> Desk {
    Desk::new(DeskOptions {
        recent_file: None,
        os_account: os_account.into(),
        desk: "desk".into(),
        clock: Arc::new(FrozenClock("2026-06-30T10:00:00Z".parse().unwrap())),
    })
}

fn call(desk: &Desk, command: &str, request: Value) -> Result<Value, Refusal> {
    desk.call(command, request, &Unwatched)
        .map(|reply| reply.body)
}

/// A book founded from the account `anna`, with the users ben (PIN 2580) and vera, who only reads.
fn book(folder: &Path) -> PathBuf {
    let path = folder.join("b.duebook");
    let anna = desk("anna");
    let company =
        json!({"name": "Muster GmbH", "country": "DE", "currency": "EUR", "language": null});
    call(
        &anna,
        "book.create",
        json!({"path": path, "company": company, "sample": null}),
    )
    .unwrap();
    save(&anna, &user("ben", "collections_manager"), Some("2580")).unwrap();
    save(&anna, &user("vera", "viewer"), Some("1470")).unwrap();
    path
}

fn user(code: &str, role: &str) -> Value {
    json!({
        "id": 0, "code": code, "name": code, "os_account": null, "roles": [role], "agent": false,
        "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
        "has_pin": false, "active": true,
    })
}

fn save(desk: &Desk, user: &Value, pin: Option<&str>) -> Result<Value, Refusal> {
    call(desk, "users.save", json!({"user": user, "pin": pin}))
}

/// Does something that leaves an audit row.
fn act(desk: &Desk) -> Result<Value, Refusal> {
    let terms = json!({"months": 0, "days": 10, "from": "document_day"});
    call(
        desk,
        "terms.save",
        json!({"id": "N10", "description": "10 days net", "terms": terms}),
    )
}

fn newest_actor(desk: &Desk) -> String {
    let page = call(desk, "audit.list", json!({})).unwrap();
    page["rows"][0]["user"].as_str().unwrap().to_owned()
}

/// U-1: an account bound to nobody is refused; `--as anna` runs, and the audit row names anna.
#[test]
fn u_1_an_unbound_account_needs_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let stranger = desk("somebody-else");
    call(&stranger, "book.open", json!({"path": path})).unwrap();
    let refusal = act(&stranger).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["os_account"]),
        ("account_not_bound", &json!("somebody-else"))
    );
    assert_eq!(
        call(&stranger, "customers.list", json!({}))
            .unwrap_err()
            .code,
        "account_not_bound"
    );
    assert_eq!(stranger.work_as("carl").unwrap_err().code, "unknown_user");
    stranger.work_as("anna").unwrap();
    act(&stranger).unwrap();
    assert_eq!(newest_actor(&stranger), "anna");
}

/// U-2: a wrong PIN leaves anna at the desk, the right one makes it ben's; the next audit row says which.
#[test]
fn u_2_switching_asks_for_the_pin() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let anna = desk("anna");
    call(&anna, "book.open", json!({"path": path})).unwrap();
    let switch = |pin: &str| call(&anna, "session.switch", json!({"user": "ben", "pin": pin}));
    assert_eq!(switch("0000").unwrap_err().code, "pin_wrong");
    act(&anna).unwrap();
    assert_eq!(newest_actor(&anna), "anna");
    assert_eq!(switch("2580").unwrap()["user"]["code"], "ben");
    act(&anna).unwrap();
    assert_eq!(newest_actor(&anna), "ben");
    let page = call(&anna, "audit.list", json!({})).unwrap().to_string();
    assert!(
        !page.contains("2580") && !page.contains("argon2"),
        "no PIN and no hash of one is in the log"
    );
}

/// A viewer reads and prints; what would change the book is refused with the right that is missing.
#[test]
fn roles_give_rights() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let desk = desk("anna");
    call(&desk, "book.open", json!({"path": path})).unwrap();
    desk.work_as("vera").unwrap();
    call(&desk, "aging.list", json!({})).unwrap();
    for (command, request, right) in [
        ("aging.run", json!({}), "age"),
        ("import.run", json!({"files": []}), "import"),
        (
            "users.save",
            json!({"user": user("x", "viewer"), "pin": null}),
            "users",
        ),
    ] {
        let refusal = call(&desk, command, request).unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["right"]),
            ("not_permitted", &json!(right)),
            "{command}"
        );
    }
    desk.work_as("ben").unwrap();
    call(&desk, "aging.run", json!({})).unwrap();
    assert_eq!(
        save(&desk, &user("x", "viewer"), None).unwrap_err().code,
        "not_permitted"
    );
}

/// Spec 00 *Roles*: what lets credit through or keeps it without an approval is the credit manager's, and a clerk prepares,
/// releases and excludes single orders.
#[test]
fn a_credit_clerk_has_what_the_role_table_gives() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let desk = desk("anna");
    call(&desk, "book.open", json!({"path": path})).unwrap();
    save(&desk, &user("clara", "credit_clerk"), None).unwrap();
    save(&desk, &user("mona", "credit_manager"), None).unwrap();
    let group = json!({
        "code": "G", "description": "", "limit_minor": 0, "currency": "EUR", "to_on": "2030-12-31", "members": [],
        "use_days_overdue": false, "elsewhere": [],
    });
    let account = json!({"account": "nobody"});
    let mut policy = account.clone();
    policy["id"] = json!(1);
    let mut status = account.clone();
    status["status"] = json!("WATCH");
    status["reason"] = json!("REVIEW");
    let member = json!({"group": "G", "account": "nobody"});
    let holds = json!({"hold_ids": [1], "comment": "no"});
    let decisions = [
        ("holds.reject", holds.clone()),
        ("holds.cancel", holds.clone()),
        (
            "holds.force",
            json!({"order_nos": ["A"], "reason": "CHECK"}),
        ),
        ("credit.set_status", status),
        ("credit.policy_delete", policy),
        ("credit.shared_save", group),
        ("credit.shared_join", member.clone()),
        ("credit.shared_leave", member),
    ];
    desk.work_as("clara").unwrap();
    for (command, request) in &decisions {
        let refusal = call(&desk, command, request.clone()).unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["right"]),
            ("not_permitted", &json!("decide")),
            "{command}"
        );
    }
    let release = json!({"hold_ids": [1], "reason": "CHECKED", "mode": "without_posting"});
    for (command, request) in [
        ("holds.release", release),
        (
            "orders.exclude",
            json!({"order_no": "A", "exclusion": "excluded"}),
        ),
    ] {
        let refusal = call(&desk, command, request).unwrap_err();
        assert_ne!(refusal.code, "not_permitted", "{command}");
    }
    let setup = [
        ("holds.workflow_save", json!({"active": false})),
        ("rules.delete", json!({"id": 1})),
        ("limits.matrix_save", json!({"rows": []})),
        ("credit.group_delete", json!({"code": "K"})),
    ];
    // Whoever manages collections sets up collections, and not what credit is decided by.
    desk.work_as("ben").unwrap();
    for (command, request) in setup {
        let refusal = call(&desk, command, request).unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["right"]),
            ("not_permitted", &json!("credit_setup")),
            "{command}"
        );
    }
    desk.work_as("mona").unwrap();
    for (command, request) in decisions {
        if let Err(refusal) = call(&desk, command, request) {
            assert_ne!(refusal.code, "not_permitted", "{command}");
        }
    }
}

/// An inactive user does not work, and the last one who can set up users stays.
#[test]
fn users_that_leave_and_the_last_who_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let anna = desk("anna");
    call(&anna, "book.open", json!({"path": path})).unwrap();
    let users = call(&anna, "users.list", json!({})).unwrap()["users"].clone();
    let find = |code: &str| {
        users
            .as_array()
            .unwrap()
            .iter()
            .find(|user| user["code"] == code)
            .cloned()
            .unwrap()
    };
    let mut ben = find("ben");
    ben["active"] = json!(false);
    save(&anna, &ben, None).unwrap();
    let refusal = call(
        &anna,
        "session.switch",
        json!({"user": "ben", "pin": "2580"}),
    )
    .unwrap_err();
    assert_eq!(refusal.code, "user_inactive");
    let mut last = find("anna");
    last["roles"] = json!(["viewer"]);
    assert_eq!(
        save(&anna, &last, None).unwrap_err().code,
        "last_user_manager"
    );
    assert_eq!(
        save(&anna, &user("ben", "viewer"), None).unwrap_err().code,
        "user_exists"
    );
    assert_eq!(
        save(&anna, &user("tim", "viewer"), Some("12"))
            .unwrap_err()
            .code,
        "pin_too_short"
    );
}

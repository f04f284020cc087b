//! Adjustment journals: lines, approval, posting, waiting, and limits made for many.

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, attributes_of, parameters, standing, type_limit};

pub fn journal(shelf: &mut Shelf, kind: &str) -> i64 {
    let made = shelf.call(
        "limits.create",
        json!({"kind": kind, "description": "Yearly review"}),
    );
    made["head"]["id"].as_i64().unwrap()
}

pub fn line(journal: i64, account: &str, minor: i64, from: Value, to: &str) -> Value {
    json!({
        "journal_id": journal, "account": account, "new_minor": minor, "from_on": from, "to_on": to,
        "reason": "REVIEW", "comment": "as agreed",
    })
}

/// A second person: roles as given.
pub fn person(shelf: &mut Shelf, code: &str, roles: &[&str]) -> i64 {
    let user = json!({
        "id": 0, "code": code, "name": code, "os_account": null, "roles": roles, "agent": false,
        "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
        "active": true, "has_pin": false,
    });
    let saved = shelf.call("users.save", json!({"user": user, "pin": null}));
    saved["id"].as_i64().unwrap()
}

/// What somebody else does at the desk.
pub fn as_user<T>(shelf: &mut Shelf, user: i64, act: impl FnOnce(&mut Shelf) -> T) -> T {
    let before = shelf.actor.user_id;
    shelf.actor.user_id = user;
    let done = act(shelf);
    shelf.actor.user_id = before;
    done
}

/// C-20 (second half): without a workflow posting an adjustment changes the limit, its expiry and its day, and leaves a row
/// with old, new, preparer, reason and journal; the journal is then as it is.
#[test]
fn c_20_posting_an_adjustment_sets_the_limit() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = journal(&mut shelf, "credit_limit");
    let saved = shelf.call(
        "limits.line_save",
        line(id, "1", 5_000_000, json!(null), "2026-12-31"),
    );
    assert_eq!(saved["lines"][0]["current_minor"], json!(null));
    let posted = shelf.call("limits.post", json!({"id": id}));
    assert_eq!(posted["head"]["state"], json!("posted"));
    let file = shelf.call("credit.get", json!({"account": "1"}));
    assert_eq!(file["limit"]["limit_minor"], json!(5_000_000));
    assert_eq!(file["limit"]["expires_on"], json!("2026-12-31"));
    assert_eq!(file["limit"]["set_on"], json!("2026-03-01"));
    let row = &file["limits"][0];
    assert_eq!(
        (&row["old_minor"], &row["new_minor"]),
        (&json!(null), &json!(5_000_000))
    );
    assert_eq!(
        (&row["preparer"], &row["approver"]),
        (&json!("kb"), &json!(null))
    );
    assert_eq!(
        (&row["reason"], &row["journal"]),
        (&json!("REVIEW"), &posted["head"]["number"])
    );
    let again = shelf.try_call(
        "limits.line_save",
        line(id, "1", 1, json!(null), "2026-12-31"),
    );
    assert_eq!(again.unwrap_err().code, "limit_journal_posted");
    let raw = shelf.act(|act, _| {
        act.execute("UPDATE limit_lines SET new_minor = 1", [])
            .is_err()
    });
    assert!(raw, "not even past the commands");
    assert_sound(&mut shelf);
}

/// C-16: customer and group both filled. C-17: no expiry date. Both are refused before anything is written.
#[test]
fn c_16_and_c_17_lines_that_are_refused() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let id = journal(&mut shelf, "credit_limit");
    let mut both = line(id, "1", 100, json!(null), "2026-12-31");
    both["group"] = json!("HOLDING");
    assert_eq!(
        shelf.try_call("limits.line_save", both).unwrap_err().code,
        "limit_line_two_targets"
    );
    let mut open = line(id, "1", 100, json!(null), "2026-12-31");
    open["to_on"] = json!(null);
    assert_eq!(
        shelf.try_call("limits.line_save", open).unwrap_err().code,
        "limit_line_no_expiry"
    );
    let mut silent = line(id, "1", 100, json!(null), "2026-12-31");
    silent["reason"] = json!(null);
    assert_eq!(
        shelf.try_call("limits.line_save", silent).unwrap_err().code,
        "value_missing"
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM limit_lines"), 0);
    let empty = shelf.try_call("limits.submit", json!({"id": id}));
    assert_eq!(empty.unwrap_err().code, "limit_journal_empty");
}

/// C-23: a workflow is active: a draft is not posted. A small increase approves itself when it is submitted; recalled, it
/// is a draft again.
#[test]
fn c_23_a_draft_must_be_submitted() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 1_000_000, json!(null), "2026-12-31"),
    );
    let refusal = shelf.try_call("limits.post", json!({"id": id}));
    assert_eq!(refusal.unwrap_err().code, "limit_must_be_submitted");
    let submitted = shelf.call("limits.submit", json!({"id": id}));
    assert_eq!(
        submitted["head"]["state"],
        json!("approved"),
        "up to 10,000 nobody is asked"
    );
    shelf.call("limits.post", json!({"id": id}));
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-01")["effective_minor"],
        json!(1_000_000)
    );
}

/// Spec 11 §4.5: an increase above 100,000 needs the credit manager and then finance; nobody approves what he prepared,
/// whatever his roles are, and whoever wrote a line has prepared it too.
#[test]
fn approval_by_size_and_by_others() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let manager = person(&mut shelf, "mia", &["credit_manager"]);
    let other = person(&mut shelf, "otto", &["credit_manager"]);
    let finance = person(&mut shelf, "fred", &["finance_approver"]);
    let id = journal(&mut shelf, "credit_limit");
    let large = line(id, "1", 10_000_001, json!(null), "2026-12-31");
    as_user(&mut shelf, manager, |shelf| {
        shelf.call("limits.line_save", large)
    });
    let submitted = shelf.call("limits.submit", json!({"id": id}));
    assert_eq!(submitted["head"]["state"], json!("submitted"));
    assert_eq!(
        submitted["outstanding"],
        json!(["credit_manager", "finance_approver"])
    );
    let approve = json!({"id": id, "comment": "fine"});
    let own = shelf.try_call("limits.approve", approve.clone());
    assert_eq!(own.unwrap_err().code, "limit_preparer_decides");
    let wrote = as_user(&mut shelf, manager, |shelf| {
        shelf.try_call("limits.approve", approve.clone())
    });
    assert_eq!(wrote.unwrap_err().code, "limit_preparer_decides");
    let early = as_user(&mut shelf, finance, |shelf| {
        shelf.try_call("limits.approve", approve.clone())
    });
    assert_eq!(early.unwrap_err().code, "limit_next_role");
    let once = as_user(&mut shelf, other, |shelf| {
        shelf.call("limits.approve", approve.clone())
    });
    assert_eq!(once["outstanding"], json!(["finance_approver"]));
    let refusal = shelf.try_call("limits.post", json!({"id": id}));
    assert_eq!(refusal.unwrap_err().code, "limit_journal_state");
    let done = as_user(&mut shelf, finance, |shelf| {
        shelf.call("limits.approve", approve)
    });
    assert_eq!(done["head"]["state"], json!("approved"));
    shelf.call("limits.post", json!({"id": id}));
    let file = shelf.call("credit.get", json!({"account": "1"}));
    assert_eq!(file["limits"][0]["approver"], json!("fred"));
    assert_eq!(file["limits"][0]["preparer"], json!("kb"));
    assert_sound(&mut shelf);
}

/// A journal that nobody else could approve is not handed in; a rejection needs words and stays.
#[test]
fn nobody_approves_and_somebody_rejects() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 2_000_000, json!(null), "2026-12-31"),
    );
    let alone = shelf.try_call("limits.submit", json!({"id": id}));
    assert_eq!(alone.unwrap_err().code, "limit_nobody_approves");
    let manager = person(&mut shelf, "mia", &["credit_manager"]);
    shelf.call("limits.submit", json!({"id": id}));
    let recalled = shelf.call("limits.recall", json!({"id": id}));
    assert_eq!(recalled["head"]["state"], json!("draft"));
    shelf.call("limits.submit", json!({"id": id}));
    let silent = as_user(&mut shelf, manager, |shelf| {
        shelf.try_call("limits.reject", json!({"id": id}))
    });
    assert_eq!(silent.unwrap_err().code, "value_missing");
    let no = json!({"id": id, "comment": "too much"});
    let rejected = as_user(&mut shelf, manager, |shelf| shelf.call("limits.reject", no));
    assert_eq!(rejected["head"]["state"], json!("rejected"));
    assert_eq!(
        rejected["decisions"].as_array().unwrap().last().unwrap()["comment"],
        json!("too much")
    );
}

/// Spec 10 §4: a limit that waited for its day is not given to a customer that was closed meanwhile; it is counted, leaves no
/// act behind, and takes effect when the customer is open again.
#[test]
fn a_waiting_limit_leaves_a_closed_customer_out() {
    let mut shelf = Shelf::new("2026-03-01");
    for account in ["1", "2"] {
        shelf.customer(account);
        type_limit(&mut shelf, account, Some(100));
    }
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 200, json!("2026-04-01"), "2026-12-31"),
    );
    shelf.call("limits.post", json!({"id": id}));
    let status = |shelf: &mut Shelf, status: &str| {
        shelf.call(
            "credit.set_status",
            json!({"account": "1", "status": status, "reason": "REVIEW"}),
        );
    };
    status(&mut shelf, "CLOSED");
    shelf.set_today("2026-04-01");
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    let done = shelf.call("limits.apply_waiting", json!({}));
    assert_eq!((&done["lines"], &done["left_out"]), (&json!(0), &json!(1)));
    assert_eq!(shelf.number("SELECT COUNT(*) FROM audit"), acts);
    assert_eq!(
        shelf.number("SELECT credit_limit_minor FROM customers WHERE account = '1'"),
        100
    );
    let left_out = |shelf: &mut Shelf| -> Vec<Value> {
        shelf.call("tasks.run", json!({}));
        let tasks = shelf.call("tasks.list", json!({"state": "open"}))["tasks"].clone();
        let tasks = tasks.as_array().unwrap().iter();
        tasks
            .filter(|task| task["kind"] == json!("limit_left_out"))
            .map(|task| task["figures"]["why"].clone())
            .collect()
    };
    assert_eq!(left_out(&mut shelf), [json!("customer_closed")]);
    status(&mut shelf, "NORMAL");
    let done = shelf.call("limits.apply_waiting", json!({}));
    assert_eq!((&done["lines"], &done["left_out"]), (&json!(1), &json!(0)));
    assert!(left_out(&mut shelf).is_empty());
    assert_sound(&mut shelf);
}

/// Spec 11 §4.3: lines for the customers that fit: of a credit management group, a risk group, or with limits in a range.
#[test]
fn limits_are_made_for_customers_that_fit() {
    let mut shelf = Shelf::new("2026-03-01");
    for (account, minor) in [("1", 100), ("2", 500), ("3", 900)] {
        shelf.customer(account);
        type_limit(&mut shelf, account, Some(minor * 100));
    }
    shelf.call(
        "credit.group_save",
        json!({"code": "KEY", "description": ""}),
    );
    attributes_of(&mut shelf, "3", &json!({"group": "KEY"}));
    for (only, made) in [
        (json!({"group": "KEY"}), vec!["3"]),
        (json!({"from_minor": 20_000, "to_minor": 60_000}), vec!["2"]),
        (json!({"risk_group": "LOW"}), vec![]),
        (json!({}), vec!["1", "2", "3"]),
    ] {
        let id = journal(&mut shelf, "credit_limit");
        let done = shelf.call(
            "limits.generate",
            json!({
                "journal_id": id, "change": {"value_type": "percent", "basis_points": 1_000}, "unit_minor": 100,
                "rounding": "up", "reason": "REVIEW", "only": only,
                "dates": {"method": "absolute", "from_on": null, "to_on": "2026-12-31"},
            }),
        );
        let lines = done["journal"]["lines"].as_array().unwrap();
        let accounts: Vec<&str> = lines
            .iter()
            .map(|line| line["account"].as_str().unwrap())
            .collect();
        assert_eq!(accounts, made, "{only}");
    }
}

/// C-11: permanent 10,000, temporary 25,000 in March: on both ends it holds, before and after the permanent one does. One
/// that overlaps is refused.
#[test]
fn c_11_a_temporary_limit_on_its_days() {
    let mut shelf = Shelf::new("2026-02-01");
    shelf.customer("1");
    type_limit(&mut shelf, "1", Some(1_000_000));
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = journal(&mut shelf, "temporary");
    shelf.call(
        "limits.line_save",
        line(id, "1", 2_500_000, json!("2026-03-01"), "2026-03-31"),
    );
    shelf.call("limits.post", json!({"id": id}));
    for (day, minor) in [
        ("2026-02-28", 1_000_000),
        ("2026-03-01", 2_500_000),
        ("2026-03-31", 2_500_000),
        ("2026-04-01", 1_000_000),
    ] {
        let shown = standing(&mut shelf, "1", day);
        assert_eq!(shown["effective_minor"], json!(minor), "{day}");
    }
    let second = journal(&mut shelf, "temporary");
    let overlaps = line(second, "1", 3_000_000, json!("2026-03-31"), "2026-04-30");
    let refusal = shelf.try_call("limits.line_save", overlaps).unwrap_err();
    assert_eq!(refusal.code, "limit_line_overlaps");
    assert_eq!(refusal.args["to_on"], json!("2026-03-31"));
    assert_sound(&mut shelf);
}

/// Spec 11 §4.2: a permanent limit with a later effective day waits, and takes effect when its day has come, once.
#[test]
fn a_later_effective_day_waits() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    type_limit(&mut shelf, "1", Some(100));
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 200, json!("2026-04-01"), "2026-12-31"),
    );
    let posted = shelf.call("limits.post", json!({"id": id}));
    assert_eq!(posted["head"]["waiting"], json!(1));
    shelf.set_today("2026-03-31");
    assert_eq!(
        shelf.call("limits.apply_waiting", json!({}))["lines"],
        json!(0)
    );
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-31")["effective_minor"],
        json!(100)
    );
    shelf.set_today("2026-04-01");
    assert_eq!(
        shelf.call("limits.apply_waiting", json!({}))["lines"],
        json!(1)
    );
    assert_eq!(
        shelf.call("limits.apply_waiting", json!({}))["lines"],
        json!(0)
    );
    assert_eq!(
        standing(&mut shelf, "1", "2026-04-01")["effective_minor"],
        json!(200)
    );
    assert_sound(&mut shelf);
}

fn generated(
    limit: i64,
    change: &Value,
    rounding: &str,
    dates: &Value,
    expires: &str,
) -> (i64, String) {
    let mut shelf = Shelf::new("2026-03-01");
    for account in ["1", "2", "3"] {
        shelf.customer(account);
    }
    parameters(&mut shelf, &json!({"manual_editing": true}));
    for account in ["1", "2"] {
        let set = json!({"account": account, "limit_minor": limit, "expires_on": expires, "reason": "REVIEW"});
        shelf.call("credit.set_limit", set);
    }
    attributes_of(&mut shelf, "2", &json!({"unlimited": true}));
    let id = journal(&mut shelf, "credit_limit");
    let made = shelf.call(
        "limits.generate",
        json!({
            "journal_id": id, "change": change, "unit_minor": 1_000, "rounding": rounding, "dates": dates,
            "reason": "REVIEW",
        }),
    );
    assert_eq!(
        (&made["unlimited"], &made["not_set"]),
        (&json!(1), &json!(1))
    );
    let line = &made["journal"]["lines"][0];
    assert_eq!(line["account"], json!("1"));
    (
        line["new_minor"].as_i64().unwrap(),
        line["to_on"].as_str().unwrap().to_owned(),
    )
}

/// C-13: 10,000 + 555, unit 10: up 10,560, down 10,550. C-14: 12,345 + 10 %: up 13,580, down 13,570. C-15: relative
/// dates, expiry 2026-06-30 and 90 days. Unlimited customers and those without a limit get no line.
#[test]
fn c_13_c_14_and_c_15_limits_for_many() {
    let absolute = json!({"method": "absolute", "from_on": null, "to_on": "2026-12-31"});
    let fixed = json!({"value_type": "fixed", "minor": 55_500});
    let percent = json!({"value_type": "percent", "basis_points": 1_000});
    for (limit, change, rounding, expected) in [
        (1_000_000, &fixed, "up", 1_056_000),
        (1_000_000, &fixed, "down", 1_055_000),
        (1_234_500, &percent, "up", 1_358_000),
        (1_234_500, &percent, "down", 1_357_000),
    ] {
        let (minor, to) = generated(limit, change, rounding, &absolute, "2026-06-30");
        assert_eq!((minor, to.as_str()), (expected, "2026-12-31"), "{rounding}");
    }
    let relative = json!({"method": "relative", "from_days": null, "to_days": 90});
    let (_, to) = generated(1_000_000, &fixed, "up", &relative, "2026-06-30");
    assert_eq!(to, "2026-09-28");
}

/// Spec 11 §4.3: where no temporary limit runs, relative dates of a temporary journal count from today, whatever the
/// expiry of the permanent limit is; first and last day have offsets of their own.
#[test]
fn relative_dates_of_temporary_limits_count_from_today() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    parameters(&mut shelf, &json!({"manual_editing": true}));
    let set = json!({"account": "1", "limit_minor": 1_000_000, "expires_on": "2027-06-30", "reason": "REVIEW"});
    shelf.call("credit.set_limit", set);
    let id = journal(&mut shelf, "temporary");
    let made = shelf.call(
        "limits.generate",
        json!({
            "journal_id": id, "change": {"value_type": "fixed", "minor": 100_000}, "unit_minor": 1_000,
            "rounding": "up", "dates": {"method": "relative", "from_days": 5, "to_days": 35}, "reason": "REVIEW",
        }),
    );
    let line = &made["journal"]["lines"][0];
    assert_eq!(
        (&line["from_on"], &line["to_on"]),
        (&json!("2026-03-06"), &json!("2026-04-05"))
    );
}

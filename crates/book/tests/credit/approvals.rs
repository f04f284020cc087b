//! Approval line by line, by people who come and go; journals of groups; journals that are taken back; the matrix.

use serde_json::{Value, json};

use crate::journals::{as_user, journal, line, person};
use crate::shelf::Shelf;
use crate::{assert_sound, parameters, standing, type_limit};

fn group(shelf: &mut Shelf, limit: i64, members: &[&str]) {
    let group = json!({
        "code": "HOLDING", "description": "Holding", "limit_minor": limit, "currency": "EUR", "to_on": "2026-12-31",
        "use_days_overdue": false,
    });
    // Typed, whatever approvals its size would need.
    parameters(shelf, &json!({"manual_editing": true}));
    shelf.call("credit.shared_save", group);
    parameters(shelf, &json!({"manual_editing": false}));
    for account in members {
        shelf.call(
            "credit.shared_join",
            json!({"group": "HOLDING", "account": account}),
        );
    }
}

fn group_line(journal: i64, minor: i64, from: Value, to: &str) -> Value {
    json!({
        "journal_id": journal, "group": "HOLDING", "new_minor": minor, "from_on": from, "to_on": to,
        "reason": "REVIEW", "comment": "as agreed",
    })
}

/// Spec 11 §4.4: two lines, one approved and one rejected by different people. Only the approved one posts; the rejected
/// one stays with what was said. Posting happens by itself where the book says so.
#[test]
fn only_approved_lines_post() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    shelf.customer("2");
    parameters(&mut shelf, &json!({"post_automatically": true}));
    let mia = person(&mut shelf, "mia", &["credit_manager"]);
    let otto = person(&mut shelf, "otto", &["credit_manager"]);
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 2_000_000, json!(null), "2026-12-31"),
    );
    let saved = shelf.call(
        "limits.line_save",
        line(id, "2", 3_000_000, json!(null), "2026-12-31"),
    );
    let (first, second) = (
        saved["lines"][0]["id"].clone(),
        saved["lines"][1]["id"].clone(),
    );
    let submitted = shelf.call("limits.submit", json!({"id": id}));
    assert_eq!(
        submitted["lines"][0]["outstanding"],
        json!(["credit_manager"])
    );
    let own = json!({"journal_id": id, "line_id": first, "comment": ""});
    assert_eq!(
        shelf.try_call("limits.line_approve", own).unwrap_err().code,
        "limit_preparer_decides"
    );
    let silent = json!({"journal_id": id, "line_id": second});
    let refusal = as_user(&mut shelf, mia, |shelf| {
        shelf.try_call("limits.line_reject", silent)
    });
    assert_eq!(refusal.unwrap_err().code, "value_missing");
    let no = json!({"journal_id": id, "line_id": second, "comment": "too much"});
    let rejected = as_user(&mut shelf, mia, |shelf| {
        shelf.call("limits.line_reject", no)
    });
    assert_eq!(
        rejected["head"]["state"],
        json!("submitted"),
        "the other line waits"
    );
    let yes = json!({"journal_id": id, "line_id": first, "comment": "fine"});
    let done = as_user(&mut shelf, otto, |shelf| {
        shelf.call("limits.line_approve", yes)
    });
    assert_eq!(done["head"]["state"], json!("posted"), "by itself");
    assert_eq!(done["head"]["waiting"], json!(0));
    assert_eq!(
        (&done["lines"][0]["state"], &done["lines"][1]["state"]),
        (&json!("approved"), &json!("rejected"))
    );
    assert_eq!(done["lines"][1]["rejected_comment"], json!("too much"));
    assert_eq!(done["decisions"][1]["about"], json!("2"));
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-01")["effective_minor"],
        json!(2_000_000)
    );
    assert_eq!(
        standing(&mut shelf, "2", "2026-03-01")["effective"],
        json!("not_set")
    );
    let file = shelf.call("credit.get", json!({"account": "1"}));
    assert_eq!(file["limits"][0]["approver"], json!("otto"));
    assert_eq!(
        shelf.call("limits.apply_waiting", json!({}))["lines"],
        json!(0)
    );
    assert_sound(&mut shelf);
}

/// Today counts a journal for whoever signs next and for nobody else; the list says for whom it waits.
#[test]
fn a_journal_waits_for_whoever_signs_next() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let mia = person(&mut shelf, "mia", &["credit_manager"]);
    let cfo = person(&mut shelf, "cfo", &["finance_approver"]);
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 100_000_000, json!(null), "2026-12-31"),
    );
    shelf.call("limits.submit", json!({"id": id}));
    let waits = |shelf: &mut Shelf, user: i64| -> i64 {
        as_user(shelf, user, |shelf| {
            let waiting = shelf.call("today.get", json!({}))["waiting"].clone();
            let rows = waiting.as_array().unwrap().iter();
            rows.filter(|row| row["kind"] == json!("limit_journals"))
                .map(|row| row["count"].as_i64().unwrap())
                .sum()
        })
    };
    let listed = |shelf: &mut Shelf| {
        shelf.call("limits.list", json!({}))["journals"][0]["waits_for"].clone()
    };
    let founder = shelf.actor.user_id;
    assert_eq!(
        listed(&mut shelf),
        json!(["credit_manager", "finance_approver"])
    );
    assert_eq!(
        [mia, cfo, founder].map(|user| waits(&mut shelf, user)),
        [1, 0, 0],
        "nobody signs what he prepared"
    );
    as_user(&mut shelf, mia, |shelf| {
        shelf.call("limits.approve", json!({"id": id, "comment": ""}))
    });
    assert_eq!(listed(&mut shelf), json!(["finance_approver"]));
    assert_eq!([mia, cfo].map(|user| waits(&mut shelf, user)), [0, 1]);
}

/// A recalled journal is open again, also the line that was rejected; with all lines rejected the journal is.
#[test]
fn a_recall_opens_rejected_lines_again() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let mia = person(&mut shelf, "mia", &["credit_manager"]);
    let id = journal(&mut shelf, "credit_limit");
    shelf.customer("2");
    shelf.call(
        "limits.line_save",
        line(id, "2", 2_500_000, json!(null), "2026-12-31"),
    );
    let saved = shelf.call(
        "limits.line_save",
        line(id, "1", 2_000_000, json!(null), "2026-12-31"),
    );
    let at = |journal: &Value, at: usize| journal["lines"][at]["id"].clone();
    shelf.call("limits.submit", json!({"id": id}));
    let no = |line: Value| json!({"journal_id": id, "line_id": line, "comment": "no"});
    as_user(&mut shelf, mia, |shelf| {
        shelf.call("limits.line_reject", no(at(&saved, 0)))
    });
    let recalled = shelf.call("limits.recall", json!({"id": id}));
    assert_eq!(recalled["head"]["state"], json!("draft"));
    assert_eq!(recalled["lines"][0]["state"], json!("pending"));
    shelf.call("limits.submit", json!({"id": id}));
    for line in [at(&saved, 0), at(&saved, 1)] {
        as_user(&mut shelf, mia, |shelf| {
            shelf.call("limits.line_reject", no(line))
        });
    }
    let after = shelf.call("limits.get", json!({"id": id}));
    assert_eq!(after["head"]["state"], json!("rejected"));
}

/// An approver who left: the journal says so, a refusal names who; a substitute signs in his place, whatever his own roles.
#[test]
fn an_approver_who_left_has_a_substitute_or_is_named() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let mia = person(&mut shelf, "mia", &["credit_manager"]);
    let vera = person(&mut shelf, "vera", &["viewer"]);
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 2_000_000, json!(null), "2026-12-31"),
    );
    shelf.call("limits.submit", json!({"id": id}));
    change_user(&mut shelf, "mia", &json!({"active": false}));
    let stuck = shelf.call("limits.get", json!({"id": id}));
    assert_eq!(
        stuck["stuck"],
        json!({"role": "credit_manager", "left": "mia"})
    );
    shelf.call("limits.recall", json!({"id": id}));
    let refusal = shelf
        .try_call("limits.submit", json!({"id": id}))
        .unwrap_err();
    assert_eq!(refusal.code, "limit_approver_left");
    assert_eq!(refusal.args["user"], json!("mia"));
    change_user(
        &mut shelf,
        "mia",
        &json!({"active": false, "substitute": "vera"}),
    );
    shelf.call("limits.submit", json!({"id": id}));
    let yes = json!({"id": id, "comment": ""});
    let done = as_user(&mut shelf, vera, |shelf| shelf.call("limits.approve", yes));
    assert_eq!(done["head"]["state"], json!("approved"));
    let signed = shelf.number(&format!(
        "SELECT signature ->> '$.acting_for_id' FROM limit_decisions WHERE journal_id = {id} AND decision = 'approved'"
    ));
    assert_eq!(signed, mia, "the audit row names both");
}

fn change_user(shelf: &mut Shelf, code: &str, changes: &Value) {
    let users = shelf.call("users.list", json!({}));
    let all = users["users"].as_array().unwrap();
    let mut user = all
        .iter()
        .find(|user| user["code"] == json!(code))
        .unwrap()
        .clone();
    for (name, value) in changes.as_object().unwrap() {
        user[name] = value.clone();
    }
    shelf.call("users.save", json!({"user": user, "pin": null}));
}

/// Spec 11 §4.2, §5: a line of a customer credit group changes the shared limit, its day, and the expiry of every member's
/// own limit, and leaves a row of the group's history. A line that was made for all groups does the same.
#[test]
fn lines_of_groups_change_the_shared_limit() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    shelf.customer("2");
    group(&mut shelf, 1_500_000, &["1", "2"]);
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = journal(&mut shelf, "credit_limit");
    let saved = shelf.call(
        "limits.line_save",
        group_line(id, 2_000_000, json!(null), "2027-06-30"),
    );
    assert_eq!(saved["lines"][0]["current_minor"], json!(1_500_000));
    assert_eq!(saved["lines"][0]["group"], json!("HOLDING"));
    shelf.call("limits.post", json!({"id": id}));
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-01")["effective_minor"],
        json!(2_000_000)
    );
    let file = shelf.call("credit.get", json!({"account": "2"}));
    assert_eq!(file["limit"]["expires_on"], json!("2027-06-30"));
    let history = shelf.call("credit.shared_history", json!({"code": "HOLDING"}));
    assert_eq!(history["limits"][0]["old_minor"], json!(1_500_000));
    assert_eq!(history["limits"][0]["reason"], json!("REVIEW"));
    assert_eq!(
        history["limits"][1]["old_minor"],
        json!(null),
        "by hand, when it was made"
    );
    let more = journal(&mut shelf, "credit_limit");
    let made = shelf.call(
        "limits.generate",
        json!({
            "journal_id": more, "target": "groups", "change": {"value_type": "percent", "basis_points": 1_000},
            "unit_minor": 1_000, "rounding": "up", "reason": "REVIEW",
            "dates": {"method": "relative", "from_days": null, "to_days": 10},
        }),
    );
    let line = &made["journal"]["lines"][0];
    assert_eq!(
        (&line["new_minor"], &line["to_on"]),
        (&json!(2_200_000), &json!("2027-07-10"))
    );
    assert_sound(&mut shelf);
}

/// A temporary limit of a group holds on its days for every member, and not beyond; a second one must not overlap.
#[test]
fn a_temporary_limit_of_a_group() {
    let mut shelf = Shelf::new("2026-02-01");
    shelf.customer("1");
    group(&mut shelf, 1_500_000, &["1"]);
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = journal(&mut shelf, "temporary");
    shelf.call(
        "limits.line_save",
        group_line(id, 2_500_000, json!("2026-03-01"), "2026-03-31"),
    );
    shelf.call("limits.post", json!({"id": id}));
    for (day, minor) in [
        ("2026-02-28", 1_500_000),
        ("2026-03-01", 2_500_000),
        ("2026-03-31", 2_500_000),
        ("2026-04-01", 1_500_000),
    ] {
        assert_eq!(
            standing(&mut shelf, "1", day)["effective_minor"],
            json!(minor),
            "{day}"
        );
    }
    let second = journal(&mut shelf, "temporary");
    let overlaps = group_line(second, 3_000_000, json!("2026-03-31"), "2026-04-30");
    let refusal = shelf.try_call("limits.line_save", overlaps).unwrap_err();
    assert_eq!(refusal.code, "limit_line_overlaps");
    assert_sound(&mut shelf);
}

/// Spec 11 §4.4: a posted journal is taken back by a new one with the old values, also where the old value was *not set*;
/// once, and again only where that one was rejected.
#[test]
fn a_posted_journal_is_taken_back_by_a_new_one() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    shelf.customer("2");
    type_limit(&mut shelf, "2", Some(700_000));
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 900_000, json!(null), "2026-12-31"),
    );
    shelf.call(
        "limits.line_save",
        line(id, "2", 900_000, json!(null), "2026-12-31"),
    );
    let early = shelf
        .try_call("limits.undo", json!({"id": id}))
        .unwrap_err();
    assert_eq!(early.code, "limit_undo_not_posted");
    shelf.call("limits.post", json!({"id": id}));
    let undo = shelf.call("limits.undo", json!({"id": id}));
    assert_eq!(undo["head"]["reverses"]["id"], json!(id));
    assert_eq!(
        (
            &undo["lines"][0]["new_minor"],
            &undo["lines"][1]["new_minor"]
        ),
        (&json!(null), &json!(700_000))
    );
    let undo_id = undo["head"]["id"].as_i64().unwrap();
    let edited = line(undo_id, "1", 1, json!(null), "2026-12-31");
    assert_eq!(
        shelf.try_call("limits.line_save", edited).unwrap_err().code,
        "limit_line_of_undo"
    );
    let twice = shelf
        .try_call("limits.undo", json!({"id": id}))
        .unwrap_err();
    assert_eq!(twice.code, "limit_undone_already");
    shelf.call("limits.post", json!({"id": undo_id}));
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-01")["effective"],
        json!("not_set")
    );
    assert_eq!(
        standing(&mut shelf, "2", "2026-03-01")["effective_minor"],
        json!(700_000)
    );
    let file = shelf.call("credit.get", json!({"account": "2"}));
    assert_eq!(file["limit"]["expires_on"], json!(null));
    assert_eq!(file["limits"][0]["old_minor"], json!(900_000));
    assert_sound(&mut shelf);
}

/// A temporary limit that is taken back on 10 March held until the 9th, and figures of earlier days stay; one whose day had
/// not come never holds, and a line that still waited never takes effect.
#[test]
fn taking_back_ends_a_temporary_limit_and_what_waits() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    type_limit(&mut shelf, "1", Some(1_000_000));
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = journal(&mut shelf, "temporary");
    shelf.call(
        "limits.line_save",
        line(id, "1", 2_500_000, json!("2026-03-01"), "2026-03-31"),
    );
    shelf.call(
        "limits.line_save",
        line(id, "1", 4_000_000, json!("2026-05-01"), "2026-05-31"),
    );
    shelf.call("limits.post", json!({"id": id}));
    shelf.set_today("2026-03-10");
    let undo = shelf.call("limits.undo", json!({"id": id}))["head"]["id"].clone();
    shelf.call("limits.post", json!({"id": undo}));
    for (day, minor) in [
        ("2026-03-09", 2_500_000),
        ("2026-03-10", 1_000_000),
        ("2026-05-15", 1_000_000),
    ] {
        assert_eq!(
            standing(&mut shelf, "1", day)["effective_minor"],
            json!(minor),
            "{day}"
        );
    }
    let file = shelf.call("credit.get", json!({"account": "1"}));
    assert_eq!(file["limits"][0]["withdrawn_on"], json!("2026-03-10"));
    let again = journal(&mut shelf, "temporary");
    let free = line(again, "1", 3_000_000, json!("2026-03-10"), "2026-03-20");
    shelf.call("limits.line_save", free);
    let later = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(later, "1", 9_000_000, json!("2026-04-01"), "2026-12-31"),
    );
    shelf.call("limits.post", json!({"id": later}));
    let undo = shelf.call("limits.undo", json!({"id": later}))["head"]["id"].clone();
    let posted = shelf.call("limits.post", json!({"id": undo}));
    assert_eq!(posted["head"]["state"], json!("posted"));
    shelf.set_today("2026-04-02");
    assert_eq!(
        shelf.call("limits.apply_waiting", json!({}))["lines"],
        json!(0)
    );
    assert_eq!(
        standing(&mut shelf, "1", "2026-04-02")["effective_minor"],
        json!(1_000_000)
    );
    assert_sound(&mut shelf);
}

/// Spec 11 §4.5: the matrix is shown as it is used, and changed; empty and overlapping ranges are refused and name the row.
#[test]
fn the_matrix_is_edited_and_what_says_nothing_is_refused() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let shown = shelf.call("limits.matrix", json!({}));
    assert_eq!(shown["shipped"], json!(true));
    assert_eq!(shown["rows"][0]["above"], json!(1_000_000));
    let row = |above: i64, up_to: Value, role: &str, order: u32| json!({"criterion": "new_limit", "above": above, "up_to": up_to, "role": role, "order": order});
    let mut refused = |rows: Value| {
        shelf
            .try_call("limits.matrix_save", json!({"rows": rows}))
            .unwrap_err()
    };
    let manager = "credit_manager";
    let empty = refused(json!([row(500, json!(500), manager, 1)]));
    assert_eq!(
        (empty.code.as_ref(), &empty.args["row"]),
        ("approval_row_empty", &json!(1))
    );
    let twice = refused(json!([
        row(0, json!(600), manager, 1),
        row(500, json!(null), manager, 1)
    ]));
    assert_eq!(twice.code, "approval_row_overlaps");
    assert_eq!(
        (&twice.args["row"], &twice.args["other"]),
        (&json!(2), &json!(1))
    );
    let saved = shelf.call(
        "limits.matrix_save",
        json!({"rows": [row(0, json!(null), "finance_approver", 1)]}),
    );
    assert_eq!(saved["shipped"], json!(false));
    person(&mut shelf, "fred", &["finance_approver"]);
    let id = journal(&mut shelf, "credit_limit");
    shelf.call(
        "limits.line_save",
        line(id, "1", 100, json!(null), "2026-12-31"),
    );
    let submitted = shelf.call("limits.submit", json!({"id": id}));
    assert_eq!(submitted["outstanding"], json!(["finance_approver"]));
    let back = shelf.call("limits.matrix_save", json!({"rows": null}));
    assert_eq!(back["shipped"], json!(true));
}

//! Posted letters by mail: to whom, what stays and why, once in each way, and a server that fails in the middle.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::desk::TestDesk;
use crate::mail_server::{MailServer, Manner};

/// Posted letters of `count` customers with a collections contact each, written by somebody with an address.
fn posted(count: usize) -> TestDesk {
    let mut desk = TestDesk::new("2026-03-20");
    desk.sql("UPDATE users SET email = 'kb@example.com'");
    for number in 1..=count {
        let account = format!("C{number:03}");
        let id = desk.customer(&account, Some("de"));
        desk.invoice(&account, &format!("R{number}"), "2026-03-01", 10_000);
        contact(
            &mut desk,
            id,
            "collections",
            &format!("c{number:03}@example.org"),
        );
    }
    desk.letters("2026-03-20");
    desk
}

fn contact(desk: &mut TestDesk, customer: i64, purpose: &str, email: &str) {
    desk.sql(&format!(
        "INSERT INTO contacts (uuid, customer_id, purpose, name, email)
         VALUES (lower(hex(randomblob(16))), {customer}, '{purpose}', 'Jana {purpose}', '{email}')"
    ));
}

fn run(desk: &TestDesk) -> i64 {
    desk.number("SELECT MAX(id) FROM letter_runs")
}

fn server(desk: &mut TestDesk, server: &MailServer, user: &str, security: &str) {
    let setup = desk.call(
        "mail.server_save",
        json!({"server": {
        "host": "127.0.0.1", "port": server.port, "security": security, "user": user,
        "from_name": "", "from_email": ""}}),
    );
    assert_eq!(setup["server"]["port"], server.port);
}

fn send(desk: &mut TestDesk, more: &Value) -> Value {
    let mut request = json!({"run_id": run(desk)});
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    desk.call("letters.mail_send", request)
}

fn counts(done: &Value) -> [u64; 5] {
    ["sent", "failed", "not_sent", "uncertain", "spared"].map(|name| done[name].as_u64().unwrap())
}

/// D-10, spec 30 §9: the dunning contact before the primary and the invoice contact; who has none is named with the reason.
/// T-L8: from the person's own mailbox. T-L4: the sender's address is shown before anything leaves.
#[test]
fn the_plan_shows_from_to_and_subject_and_who_stays() {
    let mut desk = posted(4);
    let of = |desk: &TestDesk, account: &str| desk.customer_id(account);
    let (first, second, third) = (of(&desk, "C001"), of(&desk, "C002"), of(&desk, "C003"));
    desk.sql(&format!(
        "DELETE FROM contacts WHERE customer_id IN ({second}, {third})"
    ));
    contact(&mut desk, first, "invoice", "invoice@example.org");
    contact(&mut desk, second, "invoice", "i2@example.org");
    let plan = desk.call("letters.mail_plan", json!({"run_id": run(&desk)}));
    assert_eq!(plan["from"]["email"], "kb@example.com");
    assert_eq!(
        (&plan["ready"], &plan["has_server"]),
        (&json!(3), &json!(false))
    );
    assert_eq!(
        plan["spared"],
        json!([{"reason": "no_address", "letters": 1}])
    );
    let letters = plan["letters"].as_array().unwrap();
    assert_eq!(letters[0]["account"], "C003", "who stays comes first");
    let to = |account: &str| {
        let found = letters
            .iter()
            .find(|one| one["account"] == account)
            .unwrap();
        found["to"]["email"].clone()
    };
    assert_eq!(
        (to("C001"), to("C002")),
        (json!("c001@example.org"), json!("i2@example.org"))
    );
    let subject = letters[1]["subject"].as_str().unwrap();
    assert!(subject.contains("DL000001"), "{subject}");
    assert_eq!(plan["copies_missing"], json!(["R1", "R2", "R4"]));
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letter_mails"), 0);
}

/// T-L8: one letter goes to another contact of the customer, and to nobody else.
#[test]
fn a_letter_goes_to_the_contact_that_is_chosen() {
    let mut desk = posted(2);
    let first = desk.customer_id("C001");
    contact(&mut desk, first, "invoice", "invoice@example.org");
    let plan = desk.call("letters.mail_plan", json!({"run_id": run(&desk)}));
    let letter = plan["letters"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["account"] == "C001")
        .unwrap()
        .clone();
    let emails: Vec<&str> = letter["choices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["email"].as_str().unwrap())
        .collect();
    assert_eq!(emails, ["c001@example.org", "invoice@example.org"]);
    let out = desk.folder.path().join("mails");
    let to = |email: &str| json!([{"letter_id": letter["letter_id"], "email": email}]);
    let mut request =
        json!({"run_id": run(&desk), "folder": out, "to": to("somebody@example.net")});
    let refusal = desk.refused("letters.mail_drafts", request.clone());
    assert_eq!(refusal.code, "mail_recipient_unknown");
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letter_mails"), 0);
    request["to"] = to("invoice@example.org");
    assert_eq!(
        counts(&desk.call("letters.mail_drafts", request)),
        [2, 0, 0, 0, 0]
    );
    let log =
        desk.call("letters.mails", json!({"letter_id": letter["letter_id"]}))["mails"].clone();
    assert_eq!(log[0]["to_email"], "invoice@example.org");
    let rows =
        desk.journal(json!({"filters": [{"column": "mailed", "test": "equals", "value": "1"}]}));
    assert_eq!(rows.len(), 2, "the journal says what was mailed");
}

/// T-D2, T-D26: a draft holds the PDF of the archive; a second time says so, and goes only when it is asked for, marked.
#[test]
fn drafts_are_written_once_with_the_paper() {
    let mut desk = posted(2);
    let out = desk.folder.path().join("mails");
    let request = json!({"run_id": run(&desk), "folder": out});
    let done = desk.call("letters.mail_drafts", request.clone());
    assert_eq!(counts(&done), [2, 0, 0, 0, 0]);
    let draft = std::fs::read_to_string(out.join("mail-C001-DL000001.eml")).unwrap();
    for part in [
        "X-Unsent: 1",
        "<c001@example.org>",
        "<kb@example.com>",
        "letter-C001-DL000001.pdf",
    ] {
        assert!(draft.contains(part), "{part}: {draft}");
    }
    let id = done["letters"][0]["letter_id"].clone();
    let pdf = desk.bytes("letters.document", json!({"letter_id": id}));
    let inside = draft.rsplit("\r\n\r\n").next().unwrap();
    let inside: String = inside
        .lines()
        .take_while(|line| !line.starts_with("--"))
        .collect();
    assert_eq!(STANDARD.decode(inside).unwrap(), pdf);

    let second = desk.call("letters.mail_drafts", request.clone());
    assert_eq!(counts(&second), [0, 0, 0, 0, 2]);
    assert_eq!(second["letters"][0]["spared"], "sent");
    let mut again = request;
    again["anyway"] = json!({"again": true});
    assert_eq!(
        counts(&desk.call("letters.mail_drafts", again)),
        [2, 0, 0, 0, 0]
    );
    let log = desk.call("letters.mails", json!({"letter_id": id}))["mails"].clone();
    assert_eq!(log.as_array().unwrap().len(), 2);
    assert_eq!(
        (&log[0]["again"], &log[1]["again"]),
        (&json!(true), &json!(false))
    );
    assert!(
        log[0]["subject"]
            .as_str()
            .unwrap()
            .ends_with("erneut gesendet"),
        "{log}"
    );
    // The other way is another matter.
    let plan = desk.call(
        "letters.mail_plan",
        json!({"run_id": run(&desk), "channel": "smtp"}),
    );
    assert_eq!(plan["ready"], 2);
    desk.check();
}

/// Spec 30 §3: every letter is computed again when it is mailed. What is paid stays, what is paid in part asks first; a
/// cancelled one, a stop and an insolvency keep theirs.
#[test]
fn what_changed_since_the_posting_stays() {
    let mut desk = posted(6);
    let invoice = |desk: &TestDesk, number: &str| -> i64 {
        desk.number(&format!(
            "SELECT id FROM transactions WHERE document_no = '{number}'"
        ))
    };
    desk.set_today("2026-03-24");
    let (first, second) = (invoice(&desk, "R1"), invoice(&desk, "R2"));
    desk.pay("C001", first, "P1", "2026-03-23", 10_000);
    desk.pay("C002", second, "P2", "2026-03-23", 4_000);
    let letter: i64 = desk.number("SELECT id FROM letters WHERE letter_no = 'DL000003'");
    desk.call(
        "letters.cancel",
        json!({"letter_ids": [letter], "reason": "by mistake"}),
    );
    desk.call(
        "stops.set",
        json!({"account": "C004", "transaction_ids": [], "purpose": "dunning", "reason": "Talks",
        "until_on": "2026-04-20"}),
    );
    desk.sql("UPDATE customers SET exclude_from_letters = 1 WHERE account = 'C005'");
    let plan = desk.call("letters.mail_plan", json!({"run_id": run(&desk)}));
    let why: Vec<(String, String)> = plan["letters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["account"].as_str().unwrap().to_owned(),
                one["spared"].as_str().unwrap_or("goes").to_owned(),
            )
        })
        .collect();
    let wanted = [
        ("C001", "settled"),
        ("C002", "changed"),
        ("C003", "cancelled"),
        ("C004", "on_hold"),
        ("C005", "customer_excluded"),
        ("C006", "goes"),
    ];
    assert_eq!(
        why,
        wanted.map(|(account, why)| (account.to_owned(), why.to_owned()))
    );
    assert_eq!(plan["letters"][1]["now_minor"], 6_000);
    let done = desk.call(
        "letters.mail_drafts",
        json!({"run_id": run(&desk), "folder": desk.folder.path().join("m"), "anyway": {"changed": true}}),
    );
    assert_eq!(counts(&done), [2, 0, 0, 0, 4]);
}

/// A server that stops after 30 letters: 30 are sent, the rest is said not to be, and a second run sends only these.
#[test]
fn a_server_that_stops_leaves_the_rest_for_the_next_run() {
    let mut desk = posted(33);
    let stops = MailServer::start(Manner {
        stops_after: Some(30),
        ..Manner::default()
    });
    server(&mut desk, &stops, "", "none");
    let done = send(&mut desk, &json!({}));
    assert_eq!(counts(&done), [30, 0, 3, 0, 0]);
    assert_eq!(done["letters"][30]["outcome"], "not_sent");
    assert_eq!(stops.taken().len(), 30);
    let works = MailServer::start(Manner::default());
    server(&mut desk, &works, "", "none");
    let rest = send(&mut desk, &json!({}));
    assert_eq!(counts(&rest), [3, 0, 0, 0, 30]);
    assert!(works.taken()[0].contains("c031@example.org"));
    assert!(
        works.taken()[0].contains("Message-ID: <"),
        "{}",
        &works.taken()[0][..600]
    );
    assert!(!works.taken()[0].contains("X-Unsent"));
    // Idempotent per letter and way: a third run sends nothing, until somebody asks for it.
    assert_eq!(counts(&send(&mut desk, &json!({}))), [0, 0, 0, 0, 33]);
    assert_eq!(
        counts(&send(&mut desk, &json!({"anyway": {"again": true}}))),
        [33, 0, 0, 0, 0]
    );
    desk.check();
}

/// An address that the server does not know stops no other; its answer is in the log word by word.
#[test]
fn one_refused_letter_stops_no_other() {
    let mut desk = posted(3);
    let picky = MailServer::start(Manner {
        unknown: vec!["c002@"],
        ..Manner::default()
    });
    server(&mut desk, &picky, "", "none");
    let done = send(&mut desk, &json!({}));
    assert_eq!(counts(&done), [2, 1, 0, 0, 0]);
    assert!(
        done["letters"][1]["answer"]
            .as_str()
            .unwrap()
            .contains("no such user"),
        "{done}"
    );
    // It was refused, so it goes again without being asked for.
    assert_eq!(counts(&send(&mut desk, &json!({}))), [0, 1, 0, 0, 2]);
}

/// The line goes dead after a letter was handed over: nobody knows, so it is said and not sent again by itself.
#[test]
fn a_letter_that_may_have_arrived_is_not_sent_again_by_itself() {
    let mut desk = posted(3);
    let silent = MailServer::start(Manner {
        silent_at: Some(2),
        ..Manner::default()
    });
    server(&mut desk, &silent, "", "none");
    assert_eq!(counts(&send(&mut desk, &json!({}))), [2, 0, 0, 1, 0]);
    let again = send(&mut desk, &json!({}));
    assert_eq!(counts(&again), [0, 0, 0, 0, 3]);
    let spared: Vec<&Value> = again["letters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["spared"])
        .collect();
    assert_eq!(
        spared,
        [&json!("sent"), &json!("uncertain"), &json!("sent")]
    );
}

/// A server that refuses TLS gets nothing; a wrong password is said before anything is logged, and a right one works.
#[test]
fn tls_refused_and_a_wrong_password_send_nothing() {
    let mut desk = posted(1);
    let open = MailServer::start(Manner {
        refuses_tls: true,
        ..Manner::default()
    });
    server(&mut desk, &open, "", "starttls");
    let request = json!({"run_id": run(&desk)});
    assert_eq!(
        desk.refused("letters.mail_send", request.clone()).code,
        "mail_tls_refused"
    );
    let never = MailServer::start(Manner::default());
    server(&mut desk, &never, "", "starttls");
    assert_eq!(
        desk.refused("letters.mail_send", request.clone()).code,
        "mail_tls_refused"
    );

    let asks = MailServer::start(Manner {
        password: Some("right"),
        ..Manner::default()
    });
    server(&mut desk, &asks, "kb", "none");
    let mut with = request.clone();
    assert_eq!(
        desk.refused("letters.mail_send", request).code,
        "mail_password_missing"
    );
    with["password"] = json!("wrong");
    let refusal = desk.refused("letters.mail_send", with.clone());
    assert_eq!(refusal.code, "mail_sign_in_refused");
    assert!(
        refusal.args["detail"]
            .as_str()
            .unwrap()
            .contains("wrong password")
    );
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letter_mails"), 0);
    assert_eq!(
        desk.call("mail.server_test", json!({"password": "right"}))["answer"],
        "250 ok"
    );
    with["password"] = json!("right");
    assert_eq!(
        counts(&desk.call("letters.mail_send", with)),
        [1, 0, 0, 0, 0]
    );
    let kept: i64 = desk.number("SELECT COUNT(*) FROM audit_seals WHERE changes LIKE '%right%'");
    assert_eq!(kept, 0, "no password is in the book");

    let away = json!({"server": {"host": "mail.example.com", "port": 25, "security": "none", "user": "kb",
        "from_name": "", "from_email": ""}});
    assert_eq!(
        desk.refused("mail.server_save", away).code,
        "mail_password_in_the_open"
    );
    desk.sql("DELETE FROM parameters WHERE name = 'mail_server'");
    let nowhere = json!({"run_id": run(&desk)});
    assert_eq!(
        desk.refused("letters.mail_send", nowhere).code,
        "mail_server_missing"
    );
}

/// Spec 30 §9: a mail with the open items goes to the server and is noted by itself; one that is refused is noted nowhere.
#[test]
fn a_mail_with_open_items_is_sent_and_noted() {
    let mut desk = posted(1);
    let mail = json!({
        "account": "C001", "to_name": "Jana", "to_email": "c001@example.org", "subject": "Offene Posten",
        "body": "Guten Tag", "copies": true,
    });
    let request = json!({"mail": mail});
    assert_eq!(
        desk.refused("mail.send", request.clone()).code,
        "mail_server_missing"
    );
    let smtp = MailServer::start(Manner {
        unknown: vec!["nobody@example.org"],
        ..Manner::default()
    });
    server(&mut desk, &smtp, "", "none");
    let composed = desk.call("mail.compose", json!({"account": "C001"}));
    assert_eq!(composed["from_server"]["email"], "kb@example.com");
    assert_eq!(
        (&composed["copies"], &composed["without_copy"]),
        (&json!(0), &json!(["R1"])),
        "the missing copy is named before"
    );
    let mails = "SELECT COUNT(*) FROM activities WHERE category = 'email'";
    let mut wrong = request.clone();
    wrong["mail"]["to_email"] = json!("nobody@example.org");
    assert_eq!(desk.refused("mail.send", wrong).code, "mail_refused");
    assert_eq!(desk.number::<i64>(mails), 0);
    let noted = desk.call("mail.send", request);
    assert_eq!(
        (&noted["category"], &noted["purpose"], &noted["contact"]),
        (&json!("email"), &json!("Offene Posten"), &json!("Jana"))
    );
    let taken = smtp.taken();
    assert_eq!((taken.len(), desk.number::<i64>(mails)), (1, 1));
    assert!(taken[0].contains("spreadsheetml") && taken[0].contains("application/pdf"));
}

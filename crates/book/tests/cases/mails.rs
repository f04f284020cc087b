//! Mails from one's own mailbox: to the right person, with the list of what is open, noted when they were sent.

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, rows, shop};

fn contacts(shelf: &mut Shelf, contacts: Value) {
    let mut card = shelf.call("customers.get", json!({"account": "1"}))["card"].clone();
    card["contacts"] = contacts;
    shelf.call("customers.update", json!({"account": "1", "card": card}));
}

fn person(purpose: &str, email: &str) -> Value {
    json!({"purpose": purpose, "name": format!("Frau {purpose}"), "email": email, "phone": ""})
}

fn own_address(shelf: &mut Shelf) {
    let mut user = shelf.call("users.list", json!({}))["users"][0].clone();
    user["email"] = json!("kb@muster.example");
    shelf.call("users.save", json!({"user": user, "pin": null}));
}

/// D-10, T-L8: the collections contact, else the primary one, else the first with an address; from the agent's own mailbox.
#[test]
fn d_10_the_mail_goes_to_the_right_person() {
    let (mut shelf, _) = shop();
    let nobody = shelf.call("mail.compose", json!({"account": "1"}));
    assert_eq!(
        (&nobody["to"], &nobody["others"], &nobody["from"]["email"]),
        (&Value::Null, &json!([]), &json!("")),
        "D-11: without an address there is nobody to write to"
    );
    own_address(&mut shelf);
    for (people, to) in [
        (
            json!([
                person("other", "o@x.example"),
                person("invoice", "i@x.example")
            ]),
            "o@x.example",
        ),
        (
            json!([
                person("invoice", "i@x.example"),
                person("primary", "p@x.example"),
                person("collections", "")
            ]),
            "p@x.example",
        ),
        (
            json!([
                person("primary", "p@x.example"),
                person("collections", "c@x.example")
            ]),
            "c@x.example",
        ),
    ] {
        contacts(&mut shelf, people);
        let mail = shelf.call("mail.compose", json!({"account": "1"}));
        assert_eq!(mail["to"]["email"], to);
        assert_eq!(
            (&mail["from"]["email"], &mail["from"]["name"]),
            (&json!("kb@muster.example"), &json!("K. B."))
        );
    }
    let mail = shelf.call("mail.compose", json!({"account": "1"}));
    assert_eq!(mail["subject"], "Offene Posten zu Ihrem Konto 1");
    let body = mail["body"].as_str().unwrap().replace('\u{a0}', " ");
    assert!(body.starts_with("Guten Tag Frau collections,\n"), "{body}");
    assert!(body.contains("sind 350,00 EUR offen, davon 300,00 EUR überfällig; am ältesten ist R-1, fällig am 31. März 2026."), "{body}");
    assert_eq!(
        mail["files"],
        json!([
            "Offene Posten 1 2026-06-30.pdf",
            "Offene Posten 1 2026-06-30.xlsx"
        ])
    );
}

/// The draft is a file with both lists; what is noted is what the person says was sent.
#[test]
fn a_draft_is_written_and_noted_when_it_was_sent() {
    let (mut shelf, [first, ..]) = shop();
    let draft = json!({
        "account": "1", "to_name": "Jörg Lind", "to_email": "lind@x.example", "subject": "Offen: Müller / März",
        "body": "Grüße\nK. B.", "transaction_ids": [first],
    });
    let refusal = shelf.try_call("mail.draft", draft.clone()).unwrap_err();
    assert_eq!(refusal.code, "mail_no_own_address");
    own_address(&mut shelf);
    let done = shelf.call("mail.draft", draft.clone());
    assert_eq!(done["rows"], json!(1));
    let path = std::path::PathBuf::from(done["path"].as_str().unwrap());
    assert_eq!(path.file_name().unwrap(), "Offen- Müller - März.eml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.is_ascii()
            && text.contains("X-Unsent: 1\r\n")
            && text.contains("\r\n <kb@muster.example>\r\n")
    );
    for (part, magic) in [
        ("application/pdf", "JVBERi0"),
        ("spreadsheetml.sheet", "UEsDB"),
    ] {
        let (_, rest) = text.split_once(part).unwrap();
        let (_, content) = rest.split_once("\r\n\r\n").unwrap();
        assert!(content.starts_with(magic), "{part}");
    }
    assert_eq!(
        std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "nothing lies beside it"
    );
    let saved = shelf.folder.path().join("own.eml");
    let mut to_file = draft.clone();
    to_file["path"] = json!(saved);
    shelf.call("mail.draft", to_file);
    assert!(saved.exists());
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM activities"),
        0,
        "a draft is not sent"
    );
    for address in ["", "nobody", "a@x.example\r\nBcc: b@x.example"] {
        let mut wrong = draft.clone();
        wrong["to_email"] = json!(address);
        let refusal = shelf.try_call("mail.draft", wrong).unwrap_err();
        assert_eq!(refusal.args["field"], "to_email");
    }
    let mut sent = draft;
    sent.as_object_mut().unwrap().remove("transaction_ids");
    shelf.call("mail.log", sent);
    let noted = rows(&mut shelf, "activities.list", json!({"show": "all"}));
    assert_eq!(
        (
            &noted[0]["category"],
            &noted[0]["purpose"],
            &noted[0]["contact"],
            &noted[0]["state"]
        ),
        (
            &json!("email"),
            &json!("Offen: Müller / März"),
            &json!("Jörg Lind"),
            &json!("closed")
        )
    );
    assert!(
        noted[0]["memo"]
            .as_str()
            .unwrap()
            .contains("Jörg Lind <lind@x.example>\n\nGrüße")
    );
    assert_sound(&mut shelf);
}

/// A colleague is the salesperson of the customer; the text is in the language of the company.
#[test]
fn the_salesperson_is_a_user() {
    let (mut shelf, _) = shop();
    own_address(&mut shelf);
    let mut card = shelf.call("customers.get", json!({"account": "1"}))["card"].clone();
    card["salesperson"] = json!("K. B.");
    card["language"] = json!("fr");
    shelf.call("customers.update", json!({"account": "1", "card": card}));
    let mail = shelf.call(
        "mail.compose",
        json!({"account": "1", "purpose": "salesperson"}),
    );
    assert_eq!(
        (&mail["to"]["email"], &mail["language"]),
        (&json!("kb@muster.example"), &json!("de"))
    );
    assert_eq!(mail["subject"], "Weber 1 (1): offene Posten");
}

/// A statement of account goes along instead of the list, to whom the list would go, in the customer's language; where there is
/// nothing to say, nothing goes along.
#[test]
fn a_statement_goes_along() {
    let (mut shelf, _) = shop();
    own_address(&mut shelf);
    contacts(&mut shelf, json!([person("collections", "c@x.example")]));
    let parameters = json!({"only_open": true});
    let mut compose = json!({"account": "1", "purpose": "statement", "statement": parameters});
    let mail = shelf.call("mail.compose", compose.clone());
    assert_eq!(mail["subject"], "Kontoauszug 1");
    assert_eq!(mail["to"]["email"], "c@x.example");
    assert_eq!(mail["files"], json!(["Kontoauszug 1 2026-06-30.pdf"]));
    let body = mail["body"].as_str().unwrap().replace('\u{a0}', " ");
    assert!(
        body.contains("Offen sind 350,00 EUR, davon 300,00 EUR überfällig."),
        "{body}"
    );
    let mut draft = json!({
        "account": "1", "to_email": "c@x.example", "subject": "s", "body": "b", "statement": parameters,
    });
    let done = shelf.call("mail.draft", draft.clone());
    let text = std::fs::read_to_string(done["path"].as_str().unwrap()).unwrap();
    assert_eq!(text.matches("application/pdf").count(), 1);
    assert!(!text.contains("spreadsheetml"), "no list beside it");
    compose["statement"] = json!({"only_open": true, "to_on": "2020-01-01"});
    let nothing = shelf.call("mail.compose", compose);
    assert_eq!(nothing["files"], json!([]));
    let body = nothing["body"].as_str().unwrap();
    assert!(
        !body.contains("350,00"),
        "the text is of the day of the statement: {body}"
    );
    draft["statement"] = json!({"from_on": "2026-06-02", "to_on": "2026-06-01"});
    let refusal = shelf.try_call("mail.draft", draft).unwrap_err();
    assert_eq!(refusal.code, "statement_days_reversed");
}

/// Two currencies are two lists that are never added.
#[test]
fn two_currencies_are_not_added() {
    let (mut shelf, _) = shop();
    own_address(&mut shelf);
    shelf.document(crate::shelf::Document {
        customer: 1,
        kind: engine::account::Kind::Invoice,
        number: "U-1",
        on: "2026-05-01",
        due: "2026-05-31",
        currency: "USD",
        minor: 7_000,
    });
    contacts(&mut shelf, json!([person("primary", "p@x.example")]));
    let mail = shelf.call("mail.compose", json!({"account": "1"}));
    let body = mail["body"].as_str().unwrap().replace('\u{a0}', " ");
    assert!(body.contains("350,00 EUR, 70,00 USD offen"), "{body}");
    let draft = json!({"account": "1", "to_email": "p@x.example", "subject": "s", "body": "b"});
    assert_eq!(shelf.call("mail.draft", draft)["rows"], json!(4));
}

/// Where the text about open items stands in a language.
fn place(texts: &Value, language: &str) -> usize {
    let texts = texts.as_array().unwrap();
    let here = |text: &Value| text["purpose"] == "transactions" && text["language"] == language;
    texts.iter().position(here).unwrap()
}

/// The texts are set up; one that names what there is not is refused with its line.
#[test]
fn texts_are_set_up() {
    let (mut shelf, _) = shop();
    let setup = shelf.call("mail.templates", json!({}));
    let mut texts = setup["texts"].clone();
    let german = place(&texts, "de");
    texts[german]["subject"] = json!("Konto {{ account }}: {{ overdue }}");
    shelf.call("mail.templates_save", json!({"texts": texts}));
    let mail = shelf.call("mail.compose", json!({"account": "1"}));
    assert_eq!(mail["subject"], "Konto 1: 300,00\u{a0}EUR");
    texts[german]["body"] = json!("one\n{{ amout }}");
    let refusal = shelf
        .try_call("mail.templates_save", json!({"texts": texts}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        (
            "text_placeholder_unknown",
            &json!(format!("texts.{german}.body"))
        )
    );
    assert_eq!(
        (
            &refusal.args["line"],
            &refusal.args["column"],
            &refusal.args["name"]
        ),
        (&json!(2), &json!(4), &json!("amout"))
    );
    texts[german] = texts[0].clone();
    let refusal = shelf
        .try_call("mail.templates_save", json!({"texts": texts}))
        .unwrap_err();
    assert_eq!(refusal.code, "mail_text_twice");
}

/// A text is seen as it would be read while it is written, of a customer or of an invented one, and nothing is kept.
#[test]
fn a_text_is_previewed_before_it_is_kept() {
    let (mut shelf, _) = shop();
    own_address(&mut shelf);
    let text = |subject: &str, body: &str| json!({"purpose": "transactions", "language": "en", "subject": subject, "body": body});
    let of_customer = json!({
        "text": text("{{ account }}: {{ overdue }}", "{{ documents }}"), "account": "1",
    });
    let seen = shelf.call("mail.preview", of_customer);
    assert_eq!(
        (&seen["subject"], &seen["body"]),
        (&json!("1: EUR\u{a0}300.00"), &json!("R-1, R-2, R-3"))
    );
    let invented = shelf.call(
        "mail.preview",
        json!({"text": text("x", "Dear {{ contact_name }}")}),
    );
    assert_eq!(invented["body"], "Dear Jana Weber");
    for (body, code, place) in [
        (
            "a\n\nbb {{ totl }}",
            "text_placeholder_unknown",
            [json!(3), json!(7)],
        ),
        ("a\n{{ total ", "text_not_understood", [json!(2), json!(4)]),
        (
            "{% if overdue %}no end",
            "text_not_understood",
            [json!(1), json!(17)],
        ),
    ] {
        let refusal = shelf
            .try_call("mail.preview", json!({"text": text("s", body)}))
            .unwrap_err();
        assert_eq!(refusal.code, code, "{body}");
        assert_eq!(refusal.args["field"], "body");
        assert_eq!(
            [refusal.args["line"].clone(), refusal.args["column"].clone()],
            place,
            "{body}: {refusal}"
        );
    }
    let setup = shelf.call("mail.templates", json!({}));
    assert_eq!(
        setup["texts"][place(&setup["texts"], "en")]["subject"],
        "Open items on account {{ account }}"
    );
}

/// Spec 21 §5: after a change of status the salesperson is told, where the parameter says so and there is an address; the
/// mail names the documents, the status and what was said, and nothing is sent by itself.
#[test]
fn the_salesperson_is_told_of_a_changed_status() {
    let (mut shelf, invoices) = shop();
    own_address(&mut shelf);
    let mut setup = shelf.call("mail.templates", json!({}));
    assert_eq!(setup["salesperson_on_change"], false);
    setup["salesperson_on_change"] = json!(true);
    let texts = setup["texts"].clone();
    let stored = shelf.call(
        "mail.templates_save",
        json!({"texts": texts, "salesperson_on_change": true}),
    );
    assert_eq!(stored, setup);
    let compose = json!({
        "account": "1", "purpose": "status", "transaction_ids": [invoices[0]], "comment": "Ware defekt",
    });
    let nobody = shelf.call("mail.compose", compose.clone());
    assert_eq!(nobody["to"], Value::Null, "the customer has no salesperson");
    let mut card = shelf.call("customers.get", json!({"account": "1"}))["card"].clone();
    card["salesperson"] = json!("kb");
    shelf.call("customers.update", json!({"account": "1", "card": card}));
    let change = json!({
        "transaction_ids": [invoices[0]], "status": "disputed", "reason": "quality", "comment": "Ware defekt",
    });
    shelf.call("collections.change_status", change);
    let mail = shelf.call("mail.compose", compose);
    assert_eq!(mail["to"]["email"], "kb@muster.example");
    assert_eq!(mail["subject"], "Weber 1 (1): Strittig");
    let body = mail["body"].as_str().unwrap().replace('\u{a0}', " ");
    assert_eq!(
        body,
        "Hallo,\n\nder Status von R-1 von Weber 1 wurde geändert auf: Strittig. Offen sind 100,00 EUR.\n\n\
         Ware defekt\n\nK. B."
    );
}

/// D-10, spec 21 §10: a contact that is marked as salesperson comes before the user whom the card names.
#[test]
fn d_10_a_marked_contact_is_the_salesperson() {
    let (mut shelf, _) = shop();
    own_address(&mut shelf);
    shelf.act(|act, _| {
        act.execute_batch("UPDATE customers SET salesperson = 'kb'")
            .unwrap();
    });
    let to = |shelf: &mut Shelf| {
        shelf.call(
            "mail.compose",
            json!({"account": "1", "purpose": "salesperson"}),
        )["to"]["email"]
            .clone()
    };
    assert_eq!(to(&mut shelf), "kb@muster.example");
    let mut marked = person("other", "sales@x.example");
    marked["salesperson"] = json!(true);
    contacts(
        &mut shelf,
        json!([person("primary", "p@x.example"), marked]),
    );
    assert_eq!(to(&mut shelf), "sales@x.example");
}

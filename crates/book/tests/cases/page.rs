//! The customer's page: the timeline of a year, and the summary of the account.

use serde_json::{Value, json};

use crate::{column, shop};

fn timeline(shelf: &mut crate::shelf::Shelf, kinds: &[&str]) -> Value {
    shelf.call(
        "customers.timeline",
        json!({"account": "1", "kinds": kinds}),
    )
}

/// D-7: what is 365 days old is shown, what is 366 days old is not; what comes after the day is not either.
#[test]
fn d_7_a_timeline_of_365_days() {
    let (mut shelf, _) = shop();
    for (number, on) in [
        ("OLD", "2025-06-29"),
        ("EDGE", "2025-06-30"),
        ("LATER", "2026-07-01"),
    ] {
        shelf.invoice(1, number, on, "2026-08-01", 100);
    }
    let shown = timeline(&mut shelf, &[]);
    assert_eq!(
        (&shown["from_on"], &shown["to_on"]),
        (&json!("2025-06-30"), &json!("2026-06-30"))
    );
    assert_eq!(
        column(&shown["entries"], "number"),
        ["R-3", "R-2", "R-1", "EDGE"]
    );
    let earlier = shelf.call(
        "customers.timeline",
        json!({"account": "1", "as_of": "2026-06-29"}),
    );
    assert_eq!(
        column(&earlier["entries"], "number"),
        ["R-3", "R-2", "R-1", "EDGE", "OLD"]
    );
}

/// Every kind comes with its figures, the newest first, and one can be chosen.
#[test]
fn every_kind_is_in_the_timeline() {
    let (mut shelf, [first, ..]) = shop();
    let payment = shelf.payment(1, "P-1", "2026-06-25", 4_000);
    shelf.settle(first, payment, "2026-06-25", 4_000);
    shelf.call(
        "activities.note",
        json!({"account": "1", "text": "Called\nlong talk"}),
    );
    let mut parameters = shelf.call("credit.parameters", json!({}));
    parameters["manual_editing"] = json!(true);
    shelf.call("credit.parameters_save", parameters);
    shelf.call(
        "credit.set_limit",
        json!({"account": "1", "limit_minor": 1_000, "reason": "REVIEW"}),
    );
    shelf.call(
        "orders.check",
        json!({"order_no": "A-1", "step": "confirmation", "order": {"account": "1", "amount_minor": 90_000}}),
    );
    let run = shelf.call("letters.create", json!({"letter_on": "2026-06-30"}));
    shelf.call("letters.post", json!({"run_id": run["run_id"]}));
    let shown = timeline(&mut shelf, &[]);
    let kinds = column(&shown["entries"], "kind");
    for kind in ["invoice", "payment", "letter", "activity", "hold", "limit"] {
        assert!(
            kinds.iter().any(|shown| shown == kind),
            "{kind} in {kinds:?}"
        );
        let only = timeline(&mut shelf, &[kind]);
        assert!(
            column(&only["entries"], "kind")
                .iter()
                .all(|shown| shown == kind)
        );
    }
    let days = column(&shown["entries"], "on");
    assert!(days.is_sorted_by(|one, next| one >= next), "{days:?}");
    let of = |kind: &str| -> Value {
        let entries = shown["entries"].as_array().unwrap();
        entries
            .iter()
            .find(|entry| entry["kind"] == kind)
            .unwrap()
            .clone()
    };
    let (payment, letter, hold) = (of("payment"), of("letter"), of("hold"));
    assert_eq!(
        (&payment["number"], &payment["amount_minor"]),
        (&json!("P-1"), &json!(-4_000))
    );
    assert_eq!(
        (&letter["code"], &letter["currency"]),
        (&json!("letter_1"), &json!("EUR"))
    );
    assert!(
        letter["fee_minor"].is_i64() && letter["text"].is_string(),
        "{letter}"
    );
    assert_eq!(
        (&hold["number"], &hold["code"]),
        (&json!("A-1"), &json!("held"))
    );
    assert_eq!(
        (&of("activity")["memo"], &of("activity")["user"]),
        (&json!(true), &json!("kb"))
    );
    assert_eq!(of("limit")["amount_minor"], json!(1_000));
}

/// The summary has the figures of the page, in the customer's language, and is the same whenever it is asked for.
#[test]
fn the_summary_says_what_the_page_shows() {
    let (mut shelf, [first, ..]) = shop();
    let payment = shelf.payment(1, "P-1", "2026-04-10", 4_000);
    shelf.settle(first, payment, "2026-04-10", 4_000);
    let text = shelf.call("customers.summary", json!({"account": "1"}));
    assert_eq!(text["language"], "de");
    let written = text["text"].as_str().unwrap().replace('\u{a0}', " ");
    assert_eq!(
        written,
        "Konto 1, Weber 1, Stand 30. Juni 2026\n\n\
         Offen: 310,00 EUR\nÜberfällig: 260,00 EUR (Belege: 2)\n\
         - R-1, fällig am 31.03.2026, Tage überfällig: 91, offen: 60,00 EUR\n\
         - R-2, fällig am 01.05.2026, Tage überfällig: 60, offen: 200,00 EUR\n\n\
         Gezahlt seit 30. Juni 2025: 40,00 EUR (Zahlungen: 1)\nTage nach Fälligkeit im Mittel: 10\n\
         Letzte Zahlung: 10. April 2026\nUmsatz seit 1. Januar 2026: 350,00 EUR"
    );
    assert_eq!(
        shelf.call("customers.summary", json!({"account": "1"})),
        text
    );
    let mut card = shelf.call("customers.get", json!({"account": "1"}))["card"].clone();
    card["language"] = json!("en");
    shelf.call("customers.update", json!({"account": "1", "card": card}));
    let english = shelf.call("customers.summary", json!({"account": "1"}));
    assert!(
        english["text"]
            .as_str()
            .unwrap()
            .starts_with("Account 1, Weber 1, as of June")
    );
}

/// Spec 21 §4: the text behind the summary is edited for each language, strict as the texts of letters; what nobody changed stays as
/// it is shipped, and nothing of a text with a fault is kept.
#[test]
fn the_text_of_the_summary_is_edited() {
    let (mut shelf, _) = shop();
    let setup = shelf.call("customers.summary_templates", json!({}));
    let texts = setup["texts"].as_array().unwrap();
    assert!(texts.len() >= 11);
    assert_eq!(setup["texts"], setup["shipped"]);
    let body = "{{ customer_name }}: {{ overdue }}\n{% for item in items %}{{ item.document }} {{ item.days }}\n{% endfor %}";
    let own = json!({"language": "de", "body": body});
    let preview = shelf.call(
        "customers.summary_preview",
        json!({"text": own, "account": "1"}),
    );
    let read = preview["body"].as_str().unwrap().replace('\u{a0}', " ");
    assert_eq!(read, "Weber 1: 300,00 EUR\nR-1 91\nR-2 60");
    let mut all: Vec<Value> = texts
        .iter()
        .filter(|text| text["language"] != "de")
        .cloned()
        .collect();
    all.push(own.clone());
    let saved = shelf.call("customers.summary_templates_save", json!({"texts": all}));
    let german = saved["texts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|text| text["language"] == "de");
    assert_eq!(german, Some(&own));
    let text = shelf.call("customers.summary", json!({"account": "1"}));
    assert_eq!(text["text"].as_str().unwrap().replace('\u{a0}', " "), read);
    for (body, code) in [
        ("{{ owed }}", "text_placeholder_unknown"),
        (
            "{% for item in items %}{{ item.number }}{% endfor %}",
            "text_not_understood",
        ),
        ("{% if open %}", "text_not_understood"),
        (" ", "value_missing"),
    ] {
        let texts = json!({"texts": [{"language": "en", "body": body}]});
        let refusal = shelf
            .try_call("customers.summary_templates_save", texts)
            .unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["field"]),
            (code, &json!("texts.0.body"))
        );
    }
    let twice = json!({"texts": [own, own]});
    let refusal = shelf
        .try_call("customers.summary_templates_save", twice)
        .unwrap_err();
    assert_eq!(refusal.code, "summary_text_twice");
    assert_eq!(
        shelf.call("customers.summary", json!({"account": "1"})),
        text
    );
    shelf.call("customers.summary_templates_save", json!({"texts": []}));
    let shipped = shelf.call("customers.summary_templates", json!({}));
    assert_eq!(shipped["texts"], shipped["shipped"]);
}

/// Spec 21 §4: the page says for how many months somebody is a customer, and who in the house looks after it; who is no user has a
/// name and no way to be reached.
#[test]
fn months_as_a_customer_and_the_team() {
    let (mut shelf, _) = shop();
    let ask = json!({"account": "1"});
    let balance = shelf.call("customers.balance", ask.clone());
    assert_eq!(balance["months_as_customer"], Value::Null);
    let empty = shelf.call("customers.team", ask.clone());
    assert_eq!(empty, json!({"team": null, "members": []}));
    let mut card = shelf.call("customers.get", ask.clone())["card"].clone();
    card["customer_since"] = json!("2024-12-31");
    card["salesperson"] = json!("Herr Roth");
    card["agent"] = json!("kb");
    shelf.call("customers.update", json!({"account": "1", "card": card}));
    let mut credit = shelf.call("credit.get", ask.clone())["attributes"].clone();
    credit["employee_responsible"] = json!("K. B.");
    shelf.call("credit.save", json!({"account": "1", "attributes": credit}));
    shelf.act(|act, _| {
        act.execute(
            "UPDATE users SET email = 'kb@muster.example', phone = '0431 1'",
            [],
        )
        .unwrap()
    });
    let balance = shelf.call("customers.balance", ask.clone());
    assert_eq!(balance["months_as_customer"], 18);
    let past = shelf.call(
        "customers.balance",
        json!({"account": "1", "as_of": "2025-01-30"}),
    );
    assert_eq!(past["months_as_customer"], 0);
    let team = shelf.call("customers.team", ask);
    let known = |role: &str| json!({"role": role, "name": "K. B.", "email": "kb@muster.example", "phone": "0431 1"});
    assert_eq!(
        team["members"],
        json!([
            known("specialist"),
            {"role": "salesperson", "name": "Herr Roth", "email": "", "phone": ""},
            known("employee_responsible"),
        ])
    );
}

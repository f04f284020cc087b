//! What a letter prints as its reference is known to the matching (30 §5).

use serde_json::json;

use crate::files::{Pay, assert_sound, import, lines, open, pay, simple, write};
use crate::shelf::Shelf;

/// Two invoices on a posted letter with a fee; gives the number that it prints.
fn reminded(shelf: &mut Shelf) -> String {
    let weber = shelf.customer("1");
    shelf.invoice(weber, "RE-2026-0815", "2026-01-02", "2026-01-10", 85_000);
    shelf.invoice(weber, "RE-2026-0816", "2026-01-05", "2026-01-12", 15_000);
    shelf.invoice(weber, "RE-2026-0900", "2026-03-01", "2026-04-01", 40_000);
    let run = shelf.call("letters.create", json!({"letter_on": "2026-03-01"}));
    shelf.call(
        "letters.post",
        json!({"run_id": run["run_id"], "posting_on": "2026-03-01"}),
    );
    let number = shelf.number("SELECT COUNT(*) FROM letters");
    assert_eq!(number, 1);
    shelf
        .book
        .file
        .connection
        .query_row("SELECT letter_no FROM letters", [], |row| row.get(0))
        .unwrap()
}

/// 30 §5: the payment that names the letter settles what it claims, all of it or in the order of the allocation.
#[test]
fn a_payment_that_names_the_letter_settles_its_items() {
    let mut shelf = Shelf::new("2026-03-10");
    let number = reminded(&mut shelf);
    let total = shelf.number("SELECT total_minor FROM letters");
    let (whole, part) = (format!("{number} / 1"), format!("Mahnung {number}"));
    let file = [
        pay(total, "Unbekannt", &whole),
        pay(50_000, "Unbekannt", &part),
    ];
    import(&mut shelf, "a.xml", &simple(&file));
    let waiting = lines(&mut shelf, &["open"]);
    let shown = |shelf: &mut Shelf, at: usize| {
        let line = &waiting[at]["line_id"];
        let shown = shelf.call("bank.line", json!({"line_id": line}));
        shown["proposals"][0].clone()
    };
    let part = shown(&mut shelf, 1);
    assert_eq!(part["confidence"], "proposal");
    assert_eq!(part["not_exact"][0]["code"], "part_payment");
    let best = shown(&mut shelf, 0);
    assert_eq!(best["confidence"], "exact", "{best}");
    assert_eq!(best["reasons"][0]["code"], "letter");
    assert_eq!(best["reasons"][0]["args"]["letter_no"], json!(number));
    shelf.call(
        "bank.confirm",
        json!({"line_id": waiting[0]["line_id"], "rank": 1}),
    );
    for (document, left) in [
        ("RE-2026-0815", 0),
        ("RE-2026-0816", 0),
        ("RE-2026-0900", 40_000),
    ] {
        assert_eq!(open(&mut shelf, document), left, "{document}");
    }
    assert_sound(&mut shelf);
}

/// The reference of a posted letter, as its row keeps it.
fn reference(shelf: &Shelf) -> String {
    shelf
        .book
        .file
        .connection
        .query_row("SELECT reference FROM letter_references", [], |row| {
            row.get(0)
        })
        .unwrap()
}

/// What the first proposal of the only waiting line says, and what is open after it was confirmed.
fn confirmed(shelf: &mut Shelf) -> (serde_json::Value, Vec<i64>) {
    let line = lines(shelf, &["open"])[0]["line_id"].clone();
    let shown = shelf.call("bank.line", json!({"line_id": line}));
    let best = shown["proposals"][0].clone();
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    let documents = ["RE-2026-0815", "RE-2026-0816", "RE-2026-0900"];
    let left = documents.map(|document| open(shelf, document)).to_vec();
    (best, left)
}

/// 30 §5: the RF of a letter, structured or typed into the text in groups, is exact and settles what the letter claims.
#[test]
fn the_rf_of_a_letter_settles_its_items() {
    for is_structured in [true, false] {
        let mut shelf = Shelf::new("2026-03-10");
        let number = reminded(&mut shelf);
        let total = shelf.number("SELECT total_minor FROM letters");
        let rf = reference(&shelf);
        assert!(rf.starts_with("RF") && rf.ends_with(&number), "{rf}");
        let grouped = engine::codes::grouped(&rf);
        let file = simple(&[pay(total, "Unbekannt", &grouped)]);
        let file = if is_structured {
            file.replace(
                &format!("<Ustrd>{grouped}</Ustrd>"),
                &format!("<Strd><CdtrRefInf><Ref>{rf}</Ref></CdtrRefInf></Strd>"),
            )
        } else {
            file
        };
        import(&mut shelf, "a.xml", &file);
        let (best, left) = confirmed(&mut shelf);
        assert_eq!(best["confidence"], "exact", "{best}");
        assert_eq!(best["reasons"][0]["code"], "reference", "{best}");
        assert_eq!(best["reasons"][1]["code"], "letter", "{best}");
        assert_eq!(best["reasons"][1]["args"]["letter_no"], json!(number));
        assert_eq!(left, [0, 0, 40_000]);
        assert_sound(&mut shelf);
    }
}

/// 30 §5, 24 §1: less than the letter claims is proposed over its items in the order of the allocation.
#[test]
fn a_part_payment_by_the_rf_settles_the_items_in_their_order() {
    let mut shelf = Shelf::new("2026-03-10");
    reminded(&mut shelf);
    let rf = reference(&shelf);
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(90_000, "Unbekannt", &rf)]),
    );
    let (best, left) = confirmed(&mut shelf);
    assert_eq!(best["confidence"], "proposal", "{best}");
    assert_eq!(left, [0, 10_000, 40_000], "{best}");
    assert_sound(&mut shelf);
}

/// 30 §5: the QR reference of a letter to a QR-IBAN does the same, from the bill to the settlement.
#[test]
fn the_qr_reference_of_a_letter_settles_its_items() {
    let mut shelf = Shelf::new("2026-03-10");
    shelf
        .book
        .file
        .connection
        .execute_batch(
            "UPDATE companies SET country = 'CH', street = 'Rue du Lac 1268', postal_code = '2501', city = 'Biel',
               iban = 'CH4431999123000889012'",
        )
        .unwrap();
    let number = reminded(&mut shelf);
    let total = shelf.number("SELECT total_minor FROM letters");
    let qrr = reference(&shelf);
    assert_eq!(qrr, engine::codes::qr_reference(&number).unwrap());
    let file = simple(&[pay(total, "Unbekannt", "x")]).replace(
        "<Ustrd>x</Ustrd>",
        &format!(
            "<Strd><CdtrRefInf><Tp><CdOrPrtry><Prtry>QRR</Prtry></CdOrPrtry></Tp><Ref>{qrr}</Ref></CdtrRefInf></Strd>"
        ),
    );
    import(&mut shelf, "a.xml", &file);
    let (best, left) = confirmed(&mut shelf);
    assert_eq!(best["confidence"], "exact", "{best}");
    assert_eq!(best["reasons"][0]["args"]["scheme"], "qrr", "{best}");
    assert_eq!(best["reasons"][1]["code"], "letter", "{best}");
    assert_eq!(left, [0, 0, 40_000]);
    assert_sound(&mut shelf);
}

/// A cancelled letter claims nothing.
#[test]
fn a_cancelled_letter_is_no_reference() {
    let mut shelf = Shelf::new("2026-03-10");
    let number = reminded(&mut shelf);
    let letter = shelf.number("SELECT id FROM letters");
    shelf.call(
        "letters.cancel",
        json!({"letter_ids": [letter], "reason": "Irrtum"}),
    );
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(100_000, "Unbekannt", &number)]),
    );
    let line = lines(&mut shelf, &["open"])[0]["line_id"].clone();
    let shown = shelf.call("bank.line", json!({"line_id": line}));
    assert_eq!(shown["proposals"], json!([]));
}

/// One overdue invoice in a file of open items as of `items_to`, and a bank file that reaches to `bank_to`.
fn with_sources(items_to: &str, bank_to: &str) -> Shelf {
    let mut shelf = Shelf::new("2026-03-10");
    let items = write(
        &shelf,
        "offen.csv",
        "Konto;Name;Rechnungsnummer;Datum;Fälligkeit;Betrag;Offen\n1;Weber KG;RE-1;02.01.2026;10.01.2026;850,00;850,00\n",
    );
    shelf.call(
        "import.run",
        json!({"files": [{"path": items, "whole_list": true}], "as_of": items_to}),
    );
    let pays = Pay {
        on: bank_to,
        ..pay(100, "Andere", "ohne Bezug")
    };
    import(&mut shelf, "a.xml", &simple(&[pays]));
    shelf
}

/// L-24: one fresh source is enough; where both are old a run asks for a reason, which it and its audit row keep.
#[test]
fn l_24_old_sources_ask_for_a_reason() {
    let run = json!({"letter_on": "2026-03-10"});
    let mut fresh = with_sources("2026-03-09", "2026-03-04");
    let preview = fresh.call("letters.preview", run.clone());
    assert_eq!(
        preview["freshness"],
        json!({"bank": {"to": "2026-03-04", "working_days": 4}, "items": {"to": "2026-03-09", "working_days": 1},
               "within_days": 2, "stale": false})
    );
    let made = fresh.call("letters.create", run.clone());
    assert_eq!(made["counts"]["created"], 1, "{made}");
    assert_eq!(made["confirmed"], json!(null));

    let mut old = with_sources("2026-03-04", "2026-03-04");
    assert_eq!(
        old.call("letters.preview", run.clone())["freshness"]["stale"],
        true
    );
    let refusal = old.try_call("letters.create", run.clone()).unwrap_err();
    assert_eq!(refusal.code, "letters_sources_old");
    assert_eq!(refusal.args["bank_to"], json!("2026-03-04"));
    assert_eq!(refusal.args["items_to"], json!("2026-03-04"));
    let blank = json!({"letter_on": "2026-03-10", "confirm": "  "});
    assert_eq!(
        old.try_call("letters.create", blank).unwrap_err().code,
        "letters_sources_old"
    );
    assert_eq!(old.number("SELECT COUNT(*) FROM letter_runs"), 0);
    let confirmed = json!({"letter_on": "2026-03-10", "confirm": "bank closed"});
    let made = old.call("letters.create", confirmed);
    assert_eq!(made["counts"]["created"], 1, "{made}");
    assert_eq!(made["confirmed"], "bank closed");
    assert_eq!(made["freshness"]["bank"]["working_days"], 4);
    assert_eq!(
        old.number(
            "SELECT COUNT(*) FROM audit_seals s JOIN audit a ON a.id = s.act_id
             WHERE a.command = 'letters.create' AND s.reason = 'bank closed'"
        ),
        1
    );
    // On an earlier day both reach far enough, and who wants no guard has none.
    let earlier = old.call("letters.create", json!({"letter_on": "2026-03-06"}));
    assert_eq!(earlier["confirmed"], json!(null));
    let mut rules = old.call("letters.parameters", json!({}));
    rules["fresh_within_days"] = json!(null);
    old.call("letters.parameters_save", rules);
    assert_eq!(old.call("letters.create", run)["counts"]["created"], 1);
}

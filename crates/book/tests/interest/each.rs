//! What is done from the list of customers and from marked documents; what posting shows before it is done; accounts of codes.

use serde_json::{Value, json};

use crate::desk::{Book, euros, terms_with};

/// Two customers from a file, each with a posted note of 50.00 and a fee of 10.00.
fn charged() -> Book {
    charged_in(coded())
}

/// The same after a first file was imported and aged, so that neither of them has a snapshot.
fn charged_later() -> Book {
    let mut book = coded();
    book.drop(
        "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n\
         C0;Vogel;R0;2026-12-29;2026-12-31;10,00;Invoice\n",
    );
    charged_in(book)
}

fn charged_in(mut book: Book) -> Book {
    book.drop(
        "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n\
         C1;Weber;R1;2026-01-15;2026-01-15;1000,00;Invoice\n\
         C2;Klein;R2;2026-01-15;2026-01-15;800,00;Invoice\n",
    );
    assert_eq!(book.post("2026-02-20"), [(5_000, 1_000), (5_000, 1_000)]);
    book
}

fn coded() -> Book {
    let book = Book::on("2026-12-30");
    let terms = terms_with(&json!({
        "every": {"unit": "month", "number": 1}, "basis": "amount", "currencies": euros(&json!({"amount_minor": 5_000})),
    }));
    let rule = json!({"by": "terms", "terms": terms});
    book.code("C", "2020-01-01", &rule, 1_000);
    book.everybody("C");
    book.call(
        "journal.account_save",
        json!({"role": "write_off", "key": "", "account": "6930"}),
    );
    book
}

fn each(kind: &str, object: &str) -> Value {
    json!({"kind": kind, "accounts": ["C1", "C2"], "object": object})
}

/// The documents of the customers with what is open of them.
fn ledger(book: &Book) -> Vec<String> {
    book.lines(
        "SELECT t.kind, t.document_no, t.amount_minor, COALESCE(o.open_minor, 0) FROM transactions t
         LEFT JOIN open_items_snapshot o ON o.customer_id = t.customer_id AND o.transaction_id = t.id ORDER BY t.id",
    )
}

/// D-16: customers without a snapshot stand in the list *Customers*, and waive, reinstate, reverse, letter and write-off of the
/// marked ones do what they do from the customer page and the note: the same documents, open amounts and lines of the journal.
#[test]
fn d_16_from_the_list_of_customers() {
    let (list, page) = (charged_later(), charged_later());
    assert_eq!(
        list.lines(
            "SELECT DISTINCT c.account FROM aging_balances_snapshot s JOIN customers c ON c.id = s.customer_id"
        ),
        ["C0"]
    );
    assert_eq!(list.call("customers.list", json!({}))["count"], 3);

    for (kind, command) in [
        ("waived", "interest.waive"),
        ("reinstated", "interest.reinstate"),
        ("reversed", "interest.reverse"),
    ] {
        let before = list.journal().len();
        let shown = list.call("interest.adjustments", each(kind, "note"));
        assert_eq!(list.journal().len(), before, "a preview writes nothing");
        let done = list.call("interest.adjust_each", each(kind, "note"));
        assert_eq!(shown, done, "what is shown is what is done");
        assert_eq!(done["possible"], 2);
        assert_eq!(done["totals"][0]["amount_minor"], 12_000);
        for note in [1, 2] {
            page.call(command, json!({"note_id": note, "object": "note"}));
        }
        assert_eq!(list.journal(), page.journal(), "{kind}");
        assert_eq!(ledger(&list), ledger(&page), "{kind}");
    }

    let letters = json!({"letter_on": "2026-12-30", "accounts": ["C1", "C2"]});
    assert_eq!(list.call("letters.create", letters)["counts"]["created"], 2);
    for account in ["C1", "C2"] {
        let one = json!({"letter_on": "2026-12-30", "accounts": [account]});
        assert_eq!(page.call("letters.create", one)["counts"]["created"], 1);
    }
    let drafts = |book: &Book| {
        book.lines(
            "SELECT customer_id, code, total_minor, fee_minor FROM letter_drafts WHERE status = 'created' ORDER BY customer_id",
        )
    };
    assert_eq!(drafts(&list), drafts(&page));

    let request = json!({"accounts": ["C1", "C2"], "reason": "GOODWILL"});
    assert_eq!(list.call("write_offs.propose_each", request)["possible"], 2);
    for account in ["C1", "C2"] {
        page.call(
            "write_offs.propose",
            json!({"account": account, "reason": "GOODWILL"}),
        );
    }
    for book in [&list, &page] {
        for id in [1, 2] {
            book.call("write_offs.post", json!({"write_off_id": id}));
        }
        assert_eq!(book.number("SELECT COUNT(*) FROM open_items_snapshot"), 1);
        book.check();
    }
    assert_eq!(list.journal(), page.journal());
    assert_eq!(ledger(&list), ledger(&page));
}

/// The whole of it is one act; what has nothing left is named once for its customer, and nothing at all is refused.
#[test]
fn what_cannot_be_adjusted_is_named() {
    let book = charged();
    book.call("interest.waive", json!({"note_id": 1, "object": "note"}));
    let mut request = each("waived", "note");
    request["accounts"] = json!(["C1", "C9", "C2"]);
    let shown = book.call("interest.adjustments", request.clone());
    let codes: Vec<&Value> = shown["charges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|charge| &charge["refusal"]["code"])
        .collect();
    assert_eq!(
        codes,
        [
            &json!("interest_nothing_of_customer"),
            &json!("unknown_customer"),
            &Value::Null
        ]
    );
    assert_eq!(shown["possible"], 1);
    let acts = book.number("SELECT COUNT(*) FROM audit");
    book.call("interest.adjust_each", request.clone());
    assert_eq!(book.number("SELECT COUNT(*) FROM audit"), acts + 1);
    assert_eq!(
        book.refused("interest.adjust_each", request).code,
        "interest_nothing_of_customer"
    );
    assert_eq!(
        book.refused("interest.adjust_each", each("reversed", "fee"))
            .code,
        "interest_fee_alone"
    );
    assert_eq!(
        book.refused(
            "interest.adjust_each",
            json!({"kind": "waived", "accounts": [], "object": "note"})
        )
        .code,
        "nothing_chosen"
    );
    book.check();
}

/// I-17: of several notes of a customer the newest is reversed first, all in one act; an older one alone is refused.
#[test]
fn i_17_all_notes_of_a_customer() {
    let book = charged();
    book.post("2026-03-20");
    let mut request = each("reversed", "note");
    request["only"] = json!([{"note_id": 1}]);
    let shown = book.call("interest.adjustments", request.clone());
    assert_eq!(shown["possible"], 0);
    assert_eq!(shown["charges"][0]["chosen"], json!(false));
    assert_eq!(
        book.refused("interest.adjust_each", request).code,
        "interest_newer_first"
    );
    let done = book.call("interest.adjust_each", each("reversed", "note"));
    assert_eq!(done["possible"], 4);
    assert_eq!(done["journal"]["count"], 4);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM open_items_snapshot"),
        2,
        "only the invoices are open"
    );
    book.check();
}

/// From the customer page: marked documents mean what they were charged, a marked note means the note, its fee the note too.
#[test]
fn marked_documents_of_a_customer() {
    let mut book = coded();
    book.documents(&[
        ("R1", "2026-01-15", "1000,00", "Invoice"),
        ("R2", "2026-01-15", "500,00", "Invoice"),
    ]);
    assert_eq!(book.post("2026-02-20"), [(10_000, 1_000)]);
    let of = |number: &str, object: &str| {
        json!({
            "kind": "waived", "accounts": ["C1"], "object": object, "transaction_ids": [book.id(number)],
        })
    };
    let amount = |request: Value| {
        let shown = book.call("interest.adjustments", request);
        shown["totals"][0]["amount_minor"].as_i64()
    };
    assert_eq!(amount(of("R1", "interest")), Some(5_000));
    assert_eq!(amount(of("R1", "note")), Some(11_000));
    assert_eq!(amount(of("INT-000001", "note")), Some(11_000));
    assert_eq!(amount(of("INT-000001", "interest")), Some(10_000));
    assert_eq!(amount(of("INT-000001-F", "fee")), Some(1_000));
    assert_eq!(amount(of("INT-000001-F", "interest")), None);
    book.call("interest.adjust_each", of("R1", "interest"));
    assert_eq!(book.open("INT-000001"), 5_000);
    // What is marked is named even where nothing is left of it.
    assert_eq!(
        book.refused("interest.adjust_each", of("R1", "interest"))
            .code,
        "interest_nothing_to_waive"
    );
    book.check();
}

/// Before notes are posted their lines are shown: the same as are posted then, each note for itself or together; an account
/// that is missing is empty there, and the export says which.
#[test]
fn posting_is_shown_before_it_is_done() {
    let mut book = coded();
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    book.run("2026-02-20");
    let request = json!({"note_ids": [book.note()], "posting_on": "2026-02-21"});
    assert_eq!(
        book.refused("interest.post_preview", request.clone()).code,
        "interest_note_not_printed"
    );
    book.call(
        "interest.print",
        json!({"note_ids": [book.note()], "note_on": "2026-02-20"}),
    );
    let shown = book.call("interest.post_preview", request.clone());
    assert_eq!(book.journal(), Vec::<String>::new());
    let lines = |at: usize| {
        let lines = shown["journal"]["entries"][at]["lines"].as_array().unwrap();
        lines
            .iter()
            .map(|line| {
                format!(
                    "{} {} {}",
                    line["role"].as_str().unwrap(),
                    line["account"].as_str().unwrap(),
                    line["amount_minor"]
                )
            })
            .collect::<Vec<String>>()
    };
    assert_eq!(lines(0), ["customer C1 5000", "interest_income  -5000"]);
    assert_eq!(lines(1), ["customer C1 1000", "interest_fee  -1000"]);
    assert_eq!(book.call("interest.post", request), shown);
    let missing = book.call("journal.accounts", json!({}))["missing"].clone();
    assert_eq!(
        (&missing[0]["role"], &missing[0]["key"]),
        (&json!("interest_fee"), &json!("C"))
    );
    book.check();
}

/// Spec 23 §1: a code posts to accounts of its own; a key that is no code is refused, and a deleted code leaves none behind.
#[test]
fn a_code_has_accounts_of_its_own() {
    let mut book = coded();
    let save = |role: &str, key: &str, account: &str| {
        book.try_call(
            "journal.account_save",
            json!({"role": role, "key": key, "account": account}),
        )
        .map_err(|refusal| refusal.code)
    };
    save("interest_income", "", "7100").unwrap();
    save("interest_income", "C", "7110").unwrap();
    save("interest_fee", "C", "7120").unwrap();
    assert_eq!(
        save("interest_income", "D", "7130").unwrap_err(),
        "ledger_account_interest_code"
    );
    assert_eq!(
        save("letter_fee", "C", "7130").unwrap_err(),
        "ledger_account_key"
    );
    book.call(
        "interest.code_save",
        json!({"id": "D", "description": "other"}),
    );
    let rule = json!({"by": "terms", "terms": crate::desk::day_rate("9")});
    book.code("D", "2020-01-01", &rule, 0);
    save("interest_income", "D", "7130").unwrap();
    let version = book.number("SELECT id FROM interest_versions WHERE code_id = 'D'");
    book.call("interest.version_delete", json!({"version_id": version}));
    assert_eq!(
        book.number("SELECT COUNT(*) FROM ledger_accounts WHERE key = 'D'"),
        0
    );

    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    book.post("2026-02-20");
    assert_eq!(
        book.lines(
            "SELECT account, amount_minor FROM journal_lines WHERE role <> 'customer' ORDER BY id"
        ),
        ["7110|-5000", "7120|-1000"]
    );
    assert_eq!(
        book.call("journal.accounts", json!({}))["missing"],
        json!([])
    );
    book.check();
}

/// A run for one invoice makes the note of both anew: the other invoice falls out, and the window can name it.
#[test]
fn what_falls_out_of_a_replaced_note_is_named() {
    let mut book = coded();
    book.documents(&[
        ("R1", "2026-01-15", "1000,00", "Invoice"),
        ("R2", "2026-01-15", "500,00", "Invoice"),
    ]);
    book.run("2026-02-20");
    let one = json!({"to_on": "2026-02-20", "transaction_ids": [book.id("R1")]});
    let named = |shown: &Value| {
        let rows = shown["dropped"].as_array().unwrap();
        rows.iter()
            .map(|row| format!("{} {}", row["document_no"], row["interest_minor"]))
            .collect::<Vec<String>>()
    };
    let shown = book.call("interest.preview", one.clone());
    assert_eq!(
        (&shown["replaced"], named(&shown)),
        (&json!(1), vec!["\"R2\" 5000".to_owned()])
    );
    assert_eq!(named(&book.call("interest.create", one)), ["\"R2\" 5000"]);
    let all = book.call("interest.preview", json!({"to_on": "2026-02-20"}));
    assert_eq!(named(&all), Vec::<String>::new());
    book.check();
}

/// Spec 23 §3, 24 §2: a note carries the posting profile by which it was made, so that what is written off of it later goes to
/// the account of that profile; a waiver carries it too.
#[test]
fn notes_carry_their_posting_profile() {
    let mut book = coded();
    let mut profile = book.call("letters.profiles", json!({}))["profiles"][0].clone();
    profile["write_off_account"] = json!("6940");
    book.call("letters.profile_save", profile);
    book.documents(&[
        ("R1", "2026-01-15", "1000,00", "Invoice"),
        ("R2", "2026-01-15", "500,00", "Invoice"),
    ]);
    book.post("2026-02-20");
    let interest = json!({"note_id": 1, "object": "interest", "item_id": 1});
    book.call("interest.waive", interest);
    assert_eq!(
        book.lines("SELECT DISTINCT profile FROM journal_lines"),
        ["GEN"]
    );
    let ids = json!([book.id("INT-000001")]);
    let shown = book.call(
        "write_offs.preview",
        json!({"account": "C1", "transaction_ids": ids, "reason": "GOODWILL"}),
    );
    assert_eq!(
        (
            &shown["lines"][1]["account"],
            &shown["lines"][1]["amount_minor"]
        ),
        (&json!("6940"), &json!(5_000))
    );
    book.check();
}

/// What was waived from a list at once is claimed again at once: just these waivers, whatever else is waived; the audit row tells
/// what all of them come to.
#[test]
fn waivers_of_a_list_are_taken_back_at_once() {
    let book = charged();
    // A waiver before it, of another part of the first note.
    book.call("interest.waive", json!({"note_id": 1, "object": "fee"}));
    let done = book.call("interest.adjust_each", each("waived", "note"));
    assert_eq!(done["totals"][0]["amount_minor"], 11_000);
    let audited: Value = serde_json::from_str(
        &book.lines(
            "SELECT s.changes FROM audit a JOIN audit_seals s ON s.act_id = a.id
             WHERE a.command = 'interest.adjust_each'",
        )[0],
    )
    .unwrap();
    assert_eq!(audited["kind"], "waived");
    assert_eq!(audited["amount_minor"], Value::Null, "{audited}");
    assert_eq!(audited["totals"][0]["amount_minor"], 11_000);

    let act = book.call("undo.list", json!({}))["acts"][0].clone();
    assert_eq!(
        (&act["command"], &act["by"], &act["count"]),
        (
            &json!("interest.adjust_each"),
            &json!("interest.reinstate_each"),
            &json!(2)
        )
    );
    let check = book.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(
        (&check["refusal"], &check["figures"]),
        (&Value::Null, &json!([{"what": "reinstated", "count": 2}]))
    );
    let lines: Vec<i64> = check["entries"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|entry| entry["lines"].as_array().unwrap())
        .filter(|line| line["role"] == "customer")
        .map(|line| line["amount_minor"].as_i64().unwrap())
        .collect();
    assert_eq!(lines, [5_000, 6_000]);
    let mut request = act["request"].clone();
    request["comment"] = json!("by mistake");
    let again = book.call("interest.reinstate_each", request.clone());
    assert_eq!(
        (&again["reinstated"], &again["totals"][0]["amount_minor"]),
        (&json!(2), &json!(11_000))
    );
    assert_eq!(
        book.refused("interest.reinstate_each", request).code,
        "interest_nothing_to_reinstate"
    );
    assert_eq!(
        book.refused("interest.reinstate_each", json!({"adjustment_ids": [99]}))
            .code,
        "unknown_interest_waiver"
    );
    let act = book.call("undo.list", json!({}))["acts"][0].clone();
    let check = book.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(check["refusal"]["code"], "undo_waive_again");

    book.call("interest.adjust_each", each("reversed", "note"));
    let act = book.call("undo.list", json!({}))["acts"][0].clone();
    let check = book.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(check["refusal"]["code"], "undo_charge_again");
    book.check();
}

//! Customer files: what they carry is taken, what they leave out stays.

use serde_json::json;

use crate::common::{TestBook, request};

#[test]
fn a_german_list_with_words_for_codes() {
    let book = TestBook::new();
    book.import(&[&book.write(
        "kunden.csv",
        "Kundennummer;Firma;Straße;PLZ;Ort;Land;Sprache;Zahlungsziel;Kreditlimit;E-Mail;Ansprechpartner\n\
         00123;Bäckerei Süß;Hauptstr. 1;01067;Dresden;Deutschland;Deutsch;14 Tage netto;1.500,50;a@b.example;Eva Süß\n\
         00124;Smith Ltd;1 High St;LS1 1AA;Leeds;UK;English;N30;0,00;;\n\
         00125;Ohne Limit;Weg 2;10115;Berlin;DE;;;;;\n",
    )]);
    assert_eq!(
        book.lines("SELECT account, name, language, terms, credit_limit_minor FROM customers ORDER BY account"),
        ["00123|Bäckerei Süß|de|N14|150050", "00124|Smith Ltd|en|N30|0", "00125|Ohne Limit|||"],
        "a written 0 is 0 and a blank is not set"
    );
    assert_eq!(
        book.lines(
            "SELECT street, postal_code, city, country FROM addresses ORDER BY customer_id LIMIT 2"
        ),
        ["Hauptstr. 1|01067|Dresden|DE", "1 High St|LS1 1AA|Leeds|GB"]
    );
    assert_eq!(
        book.lines("SELECT name, email FROM contacts"),
        ["Eva Süß|a@b.example"]
    );
    assert_eq!(book.number("SELECT days FROM terms WHERE id = 'N14'"), 14);
}

#[test]
fn a_file_without_a_column_leaves_the_field_alone() {
    let book = TestBook::new();
    book.import(&[&book.write(
        "a.csv",
        "Customer No,Name,City,Credit limit\n7,Alder,Leeds,500.00\n",
    )]);
    let done =
        book.import(&[&book.write("b.csv", "Customer No,Name,Credit limit\n7,Alder & Sons,\n")]);
    assert_eq!(done["batches"][0]["counts"]["changed"], 1);
    assert_eq!(
        book.lines("SELECT name, credit_limit_minor FROM customers"),
        ["Alder & Sons|50000"]
    );
    assert_eq!(book.lines("SELECT city FROM addresses"), ["Leeds"]);
    let audit = book.lines("SELECT changes FROM audit_seals ORDER BY act_id DESC LIMIT 1");
    assert!(
        audit[0].contains(r#"["7","name","Alder","Alder & Sons"]"#),
        "{audit:?}"
    );
}

#[test]
fn a_key_of_one_and_the_number_of_another_is_not_guessed() {
    let book = TestBook::new();
    book.import(&[&book.write("c.csv", "id,code,name\n1,2,Alder\n2,3,Birch\n")]);
    let done = book.import(&[&book.write(
        "t.csv",
        "customer_id,doc_no,doc_date,amount_minor\n2,A,2026-01-05,100\n3,B,2026-01-05,100\n",
    )]);
    assert_eq!(done["batches"][0]["counts"]["rejected"], 1);
    let rejected = &done["rejected"][0];
    assert_eq!(rejected["code"], "customer_ambiguous");
    assert_eq!(
        (&rejected["line"], &rejected["heading"]),
        (&json!(2), &json!("customer_id"))
    );
    assert_eq!(
        rejected["args"],
        json!({"value": "2", "by_key": "3", "by_account": "2"})
    );
}

#[test]
fn words_that_nobody_knows_are_refused_and_not_dropped() {
    let book = TestBook::new();
    let done = book.import(&[&book.write(
        "c.csv",
        "Customer No;Name;Country;Language;Terms\n1;A;Atlantis;;\n2;B;;Klingon;\n3;C;;;when pigs fly\n4;D;FR;fr;30\n",
    )]);
    let codes: Vec<&str> = done["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        ["unknown_country", "unknown_language", "unknown_terms"]
    );
    assert_eq!(book.lines("SELECT account FROM customers"), ["4"]);
}

#[test]
fn the_preview_names_the_changed_fields() {
    let book = TestBook::new();
    book.import(&[&book.write(
        "a.csv",
        "Customer No,Name,City\n7,Alder,Leeds\n8,Birch,York\n",
    )]);
    let path = book.write(
        "b.csv",
        "Customer No,Name,City\n7,Alder,Bradford\n8,Birch,York\n",
    );
    let preview = book.call("import.preview", request(&[&path]));
    assert_eq!(
        preview["counts"][0],
        json!({"read": 2, "new": 0, "changed": 1, "unchanged": 1, "rejected": 0})
    );
    assert_eq!(preview["rows"][0]["change"], "changed");
    assert_eq!(
        preview["rows"][0]["fields"],
        json!([["city", "Leeds", "Bradford"]])
    );
}

const LIMITS: &str = "Customer No;Name;Credit limit\n";

fn limit_history(book: &TestBook) -> Vec<String> {
    book.lines(
        "SELECT c.account, h.old_minor, h.new_minor, r.code, u.code FROM limit_history h
         JOIN customers c ON c.id = h.customer_id JOIN credit_reasons r ON r.id = h.reason_id
         JOIN users u ON u.id = h.preparer_id ORDER BY h.id",
    )
}

fn manual_editing(book: &TestBook, allowed: bool) {
    let mut parameters = book.call("credit.parameters", json!({}));
    parameters["manual_editing"] = json!(allowed);
    book.call("credit.parameters_save", parameters);
}

/// C-20, by file: the limit of a new customer is its first one, with a row of the history. Afterwards the file's other
/// limit is not taken while limits are not typed, and the answer says both; typed ones allowed, it is taken with a row.
/// Undone, limit and row are as before.
#[test]
fn c_20_a_file_does_not_overwrite_a_limit_that_was_approved() {
    let book = TestBook::new();
    book.import(&[&book.write("a.csv", format!("{LIMITS}1;Alder;500,00\n2;Birch;\n"))]);
    assert_eq!(limit_history(&book), ["1||50000|IMPORT|anna"]);
    let second = book.write(
        "b.csv",
        format!("{LIMITS}1;Alder & Sons;900,00\n2;Birch;70,00\n"),
    );
    let preview = book.call("import.preview", request(&[&second]));
    let warning = &preview["warnings"][0];
    assert_eq!(warning["code"], "limit_by_adjustment");
    assert_eq!(
        warning["args"],
        json!({"account": "1", "limit_minor": 50_000, "file_minor": 90_000})
    );
    let done = book.import(&[&second]);
    assert_eq!(done["warnings"][0]["code"], "limit_by_adjustment");
    let limits = "SELECT account, name, credit_limit_minor FROM customers ORDER BY account";
    assert_eq!(
        book.lines(limits),
        ["1|Alder & Sons|50000", "2|Birch|7000"],
        "the first limit of a customer that had none is taken"
    );
    assert_eq!(
        limit_history(&book),
        ["1||50000|IMPORT|anna", "2||7000|IMPORT|anna"]
    );
    book.call("import.undo", json!({"batch_id": done["batches"][0]["id"]}));
    assert_eq!(limit_history(&book), ["1||50000|IMPORT|anna"]);

    manual_editing(&book, true);
    let done = book.import(&[&book.write("c.csv", format!("{LIMITS}1;Alder;900,00\n"))]);
    assert_eq!(done["warnings"], json!([]));
    assert_eq!(book.lines(limits)[0], "1|Alder|90000");
    assert_eq!(
        limit_history(&book),
        ["1||50000|IMPORT|anna", "1|50000|90000|IMPORT|anna"]
    );
    book.call("import.undo", json!({"batch_id": done["batches"][0]["id"]}));
    assert_eq!(book.lines(limits)[0], "1|Alder|50000");
    assert_eq!(limit_history(&book), ["1||50000|IMPORT|anna"]);
    assert_eq!(book.check()["faults"], json!([]));
}

const FOREIGN: &str = "Customer No;Name;Currency;Credit limit in customer currency\n";

fn given(book: &TestBook) -> Vec<String> {
    book.lines(
        "SELECT c.account, c.credit_limit_minor, h.new_minor, h.given_minor, h.given_currency FROM customers c
         LEFT JOIN limit_history h ON h.customer_id = c.id ORDER BY c.account, h.id",
    )
}

/// Spec 10 §1: a limit in the customer's currency is converted by the credit limit rate and kept in both; without a rate its
/// row is rejected; another rate alone changes no limit.
#[test]
fn a_limit_in_the_customer_s_currency_is_converted_and_kept_in_both() {
    let book = TestBook::new();
    let rate = |day: &str, rate: &str| {
        let row = json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": day, "rate": rate});
        book.call("rates.save", row);
    };
    rate("2020-01-01", "0.80");
    let file = book.write(
        "a.csv",
        format!(
            "{FOREIGN}1;Alder;USD;1000,00\n2;Birch;EUR;70,00\n3;Cedar;GBP;500,00\n4;Dill;USD;\n"
        ),
    );
    let preview = book.call("import.preview", request(&[&file]));
    assert_eq!(
        preview["rejected"][0]["code"], "limit_rate_missing",
        "{}",
        preview["rejected"]
    );
    let done = book.import(&[&file]);
    assert_eq!(
        done["rejected"][0]["args"]["currency"], "GBP",
        "{}",
        done["rejected"]
    );
    let first = ["1|80000|80000|100000|USD", "2|7000|7000||", "4||||"];
    assert_eq!(given(&book), first);
    let limit = book.call("credit.get", json!({"account": "1"}))["limit"].clone();
    assert_eq!(
        (&limit["given_minor"], &limit["given_currency"]),
        (&json!(100_000), &json!("USD"))
    );

    rate("2021-01-01", "0.90");
    let again = book.import(&[&file]);
    assert_eq!(
        again["warnings"],
        json!([]),
        "the same amount is the same limit"
    );
    assert_eq!(given(&book), first);
    manual_editing(&book, true);
    let changed = book.import(&[&book.write("b.csv", format!("{FOREIGN}1;Alder;USD;2000,00\n"))]);
    assert_eq!(given(&book)[1], "1|180000|180000|200000|USD");
    book.call(
        "import.undo",
        json!({"batch_id": changed["batches"][0]["id"]}),
    );
    assert_eq!(given(&book), first);
    let unnamed = book.write(
        "c.csv",
        "Customer No;Name;Credit limit in customer currency\n1;Alder;5,00\n2;Birch;70,00\n",
    );
    let done = book.import(&[&unnamed]);
    assert_eq!(done["rejected"][0]["code"], "limit_currency_missing");
    assert_eq!(book.check()["faults"], json!([]));
}

/// Spec 11 §2: a file names the account that is billed, before or after its own row; an account of its own is none.
#[test]
fn a_customer_file_names_invoice_accounts() {
    let book = TestBook::new();
    let accounts = || {
        book.lines(
            "SELECT c.account, c.name, i.account FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id
             LEFT JOIN customers i ON i.id = a.invoice_account_id ORDER BY c.account",
        )
    };
    let head = "Kundennummer;Firma;Rechnungsempfänger\n";
    let file = format!("{head}1;Filiale Ost;9\n2;Filiale West;9\n9;Zentrale;9\n3;Solo;\n");
    let first = book.import(&[&book.write("a.csv", &file)]);
    let linked = [
        "1|Filiale Ost|9",
        "2|Filiale West|9",
        "3|Solo|",
        "9|Zentrale|",
    ];
    assert_eq!(accounts(), linked);
    assert_eq!(
        book.import(&[&book.write("b.csv", &file)])["batches"][0]["counts"]["unchanged"],
        json!(4)
    );
    let second = book.import(&[&book.write(
        "c.csv",
        format!("{head}2;Filiale West;2\n9;Zentrale;3\n3;Solo;1\n"),
    )]);
    assert_eq!(
        accounts(),
        [
            "1|Filiale Ost|9",
            "2|Filiale West|",
            "3|Solo|",
            "9|Zentrale|"
        ]
    );
    let codes: Vec<_> = second["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].clone())
        .collect();
    assert_eq!(codes, ["invoice_account_chain", "invoice_account_chain"]);
    book.call(
        "import.undo",
        json!({"batch_id": second["batches"][0]["id"]}),
    );
    assert_eq!(accounts(), linked);
    book.call(
        "import.undo",
        json!({"batch_id": first["batches"][0]["id"]}),
    );
    assert_eq!(accounts(), Vec::<String>::new());
    assert_eq!(book.check()["faults"], json!([]));
}

/// C-26, by file: a limit for which the customer must be identified is not taken without.
#[test]
fn c_26_a_file_s_limit_asks_for_identification_too() {
    let book = TestBook::new();
    let mut parameters = book.call("credit.parameters", json!({}));
    parameters["identification"] = json!({"rule": "minimum_limit", "minor": 200_000});
    book.call("credit.parameters_save", parameters);
    let done = book.import(&[&book.write(
        "a.csv",
        format!("{LIMITS}1;Alder;1999,99\n2;Birch;2000,00\n"),
    )]);
    assert_eq!(done["warnings"][0]["code"], "limit_without_identification");
    assert_eq!(
        book.lines("SELECT account, credit_limit_minor FROM customers ORDER BY account"),
        ["1|199999", "2|"]
    );
}

/// Spec 10 §1: a rename keeps everything of the customer in one act, is refused where the number is taken, and is taken back.
/// Files with the former number find the customer, change it and do not rename it back.
#[test]
fn a_customer_is_renamed_and_next_month_s_file_finds_it() {
    let book = TestBook::new();
    let ledger = "Customer No;Invoice No;Invoice Date;Due Date;Amount;Currency\n";
    book.import(&[
        &book.write("c.csv", "Customer No;Name\n17;Alder\n18;Birch\n"),
        &book.write(
            "t.csv",
            format!("{ledger}17;R1;2026-01-05;2026-02-04;100,00;EUR\n"),
        ),
    ]);
    let rename = |from: &str, to: &str| json!({"account": from, "new_account": to});
    for (to, code) in [
        (" ", "value_missing"),
        ("17", "account_unchanged"),
        ("18", "account_taken"),
    ] {
        assert_eq!(
            book.refused("customers.rename", rename("17", to)).code,
            code
        );
    }
    let done = book.call("customers.rename", rename("17", "A-17"));
    assert_eq!(done["account"], "A-17");
    let acts = book.call("undo.list", json!({}))["acts"].clone();
    assert_eq!(acts[0]["command"], "customers.rename");
    book.import(&[
        &book.write("c2.csv", "Customer No;Name\n17;Alder & Sons\n18;Birch\n"),
        &book.write(
            "t2.csv",
            format!("{ledger}17;R2;2026-02-05;2026-03-04;50,00;EUR\n"),
        ),
    ]);
    assert_eq!(
        book.lines("SELECT account, name FROM customers ORDER BY id"),
        ["A-17|Alder & Sons", "18|Birch"]
    );
    assert_eq!(
        book.lines("SELECT t.document_no, c.account FROM transactions t JOIN customers c ON c.id = t.customer_id ORDER BY 1"),
        ["R1|A-17", "R2|A-17"]
    );
    // The former number is free for somebody else, who is meant by it then.
    book.call("customers.rename", rename("18", "17"));
    book.import(&[&book.write(
        "t3.csv",
        format!("{ledger}17;R3;2026-02-05;2026-03-04;50,00;EUR\n"),
    )]);
    assert_eq!(
        book.lines("SELECT c.name FROM transactions t JOIN customers c ON c.id = t.customer_id WHERE t.document_no = 'R3'"),
        ["Birch"]
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// A rename is taken back by renaming.
#[test]
fn a_rename_is_taken_back() {
    let book = TestBook::new();
    book.import(&[&book.write("c.csv", "Customer No;Name\n17;Alder\n")]);
    book.call(
        "customers.rename",
        json!({"account": "17", "new_account": "A-17"}),
    );
    let act = book.call("undo.list", json!({}))["acts"][0].clone();
    let outlook = book.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(outlook["refusal"], json!(null));
    book.call(act["by"].as_str().unwrap(), act["request"].clone());
    assert_eq!(book.lines("SELECT account FROM customers"), ["17"]);
    assert_eq!(book.lines("SELECT account FROM former_accounts"), ["A-17"]);
}

/// H-20: the agreed cash discount comes with the customer file, for the rank of an order's discount, and goes with its undo.
#[test]
fn h_20_the_agreed_cash_discount_comes_with_the_file() {
    let book = TestBook::new();
    let heading = "Customer No;Name;Discount code\n";
    book.import(&[&book.write("a.csv", format!("{heading}1;Alder;\n2;Birch;D2\n"))]);
    let discounts = "SELECT customer_id, discount FROM credit_attributes ORDER BY 1";
    assert_eq!(book.lines(discounts), ["2|D2"]);
    let done = book.import(&[&book.write(
        "b.csv",
        format!("{heading}1;Alder;D1\n2;Birch;D3\n3;Cedar;D1\n"),
    )]);
    assert_eq!(book.lines(discounts), ["1|D1", "2|D3", "3|D1"]);
    let file = book.call("credit.get", json!({"account": "2"}));
    assert_eq!(file["attributes"]["discount"], "D3");
    book.call("import.undo", json!({"batch_id": done["batches"][0]["id"]}));
    assert_eq!(book.lines(discounts), ["2|D2"]);
    assert_eq!(book.check()["faults"], json!([]));
}

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

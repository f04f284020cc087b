#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
//! The command line as scripts use it: exit codes, JSON, and what is left when something goes wrong.

mod common;

use common::{Desk, invoices_file};
use serde_json::{Value, json};

/// One river: new, import, age, letters, check; the second run of a day makes no letter (T-D3).
#[test]
fn from_a_file_to_letters() {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write("invoices.csv", &invoices_file());
    let said = desk.done(&["import", desk.book(), &file]);
    assert!(said.contains("6 rows"), "{said}");

    let table = desk.json(&[
        "age",
        desk.book(),
        "--as-of",
        "2013-06-30",
        "--format",
        "json",
    ]);
    assert_eq!(table["as_of"], "2013-06-30");
    assert_eq!(table["by"], "due");
    let ids: Vec<&str> = table["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        ["not_due", "current", "d1_30", "d31_60", "d61_90", "over_90"]
    );
    assert_eq!(
        table["totals"],
        json!([
            {"currency": "EUR", "total_minor": 31_050, "period_minor": [10_000, 5_000, 9_050, 0, 0, 7_000]}
        ])
    );
    let row = &table["rows"][0];
    assert_eq!(
        (&row["account"], &row["currency"]),
        (&json!("0042-ALDER"), &json!("EUR"))
    );
    assert_eq!(row["total_minor"], 15_000);
    assert_eq!(row["open_count"], 2);
    assert_eq!(row["oldest_days_overdue"], 0);

    let folder = desk.path("letters");
    let posted = desk.json(&[
        "letters",
        desk.book(),
        "--as-of",
        "2013-06-30",
        "--post",
        "--out",
        &folder,
        "--format",
        "json",
    ]);
    assert_eq!(posted["letters"], 2, "{posted}");
    let pdfs: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(pdfs.len(), 3, "one file each and one print file: {pdfs:?}");
    assert!(
        pdfs.iter()
            .all(|path| std::fs::read(path).unwrap().starts_with(b"%PDF-"))
    );
    let again = desk.json(&[
        "letters",
        desk.book(),
        "--as-of",
        "2013-06-30",
        "--post",
        "--format",
        "json",
    ]);
    assert_eq!(again["letters"], 0);

    let said = desk.done(&["check", desk.book()]);
    assert!(said.starts_with("sound:"), "{said}");
}

/// A sequence of a country by one line, and a print file with every option beside the files of the customers.
#[test]
fn a_country_is_added_and_a_print_job_has_options() {
    let desk = Desk::new();
    desk.new_book();
    let listed = desk.done(&["sequences", "list", desk.book()]);
    assert!(listed.contains("inkassoloven § 9"), "{listed}");
    let added = desk.done(&["sequences", "add", desk.book(), "--country", "NO"]);
    assert!(
        added.lines().any(|line| line.starts_with("NO  ")),
        "{added}"
    );
    let listed = desk.done(&["sequences", "list", desk.book()]);
    assert!(listed.contains("NO *"), "{listed}");
    let refused = desk.refused(&["sequences", "add", desk.book(), "--country", "XX"]);
    assert!(refused.contains("AT, CH, DE"), "{refused}");

    let file = desk.write(
        "invoices.csv",
        "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount\n\
         0042-ALDER,R-1,5/31/2013,6/15/2013,50\n0815-BIRCH,R-2,5/14/2013,6/13/2013,90.5\n",
    );
    desk.done(&["import", desk.book(), &file]);
    let folder = desk.path("letters");
    let posted = desk.json(&[
        "letters",
        desk.book(),
        "--as-of",
        "2013-06-30",
        "--post",
        "--out",
        &folder,
        "--order",
        "postal-code",
        "--both-sides",
        "--separators",
        "--no-fold-marks",
        "--envelope",
        "uk-dl",
        "--format",
        "json",
    ]);
    let files = posted["files"].as_array().unwrap();
    assert_eq!(
        (&posted["letters"], files.len()),
        (&json!(2), 3),
        "one file each and one print file: {posted}"
    );
    let print_file = std::fs::read(files[2].as_str().unwrap()).unwrap();
    assert!(print_file.starts_with(b"%PDF-"));
    let without = desk.run(&["letters", desk.book(), "--post", "--both-sides"]);
    assert_eq!(
        without.status.code(),
        Some(2),
        "an option of paper needs a folder"
    );
}

fn words(asked: &[String]) -> Vec<&str> {
    asked.iter().map(String::as_str).collect()
}

/// L-24: both sources too old ask for a reason; the command line refuses without one, and runs with it; a fresh source is enough.
#[test]
fn l_24_old_sources_ask_for_a_reason() {
    let file = "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n\
                A-1,R-1,2026-01-21,2026-02-20,100.00,\n";
    let book_as_of = |day: &str| {
        let desk = Desk::new();
        desk.new_book();
        let file = desk.write("items.csv", file);
        desk.done(&["import", desk.book(), &file, "--as-of", day]);
        desk
    };
    let asked = |desk: &Desk, more: &[&str]| -> Vec<String> {
        ["letters", desk.book(), "--as-of", "2026-03-10", "--post"]
            .iter()
            .chain(more)
            .map(|word| (*word).to_owned())
            .collect()
    };
    let fresh = book_as_of("2026-03-09");
    let posted = fresh.json(&words(&asked(&fresh, &["--format", "json"])));
    assert_eq!(posted["letters"], 1, "{posted}");

    let old = book_as_of("2026-03-04");
    let refused = old.refused(&words(&asked(&old, &[])));
    assert!(refused.contains("letters_sources_old"), "{refused}");
    let runs = || old.json(&["call", old.book(), "letters.runs", "{}"])["runs"].clone();
    assert_eq!(runs(), json!([]));
    let confirmed = asked(&old, &["--confirm", "bank closed", "--format", "json"]);
    assert_eq!(old.json(&words(&confirmed))["letters"], 1);
    assert_eq!(runs()[0]["confirmed"], "bank closed");
}

/// Spec 22 §4 on the command line: a run can be narrowed as in the window.
#[test]
fn letters_can_be_narrowed() {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write("invoices.csv", &invoices_file());
    desk.done(&["import", desk.book(), &file]);
    let count = |more: &[&str]| {
        let mut asked = vec!["letters", desk.book(), "--as-of", "2013-06-30"];
        asked.extend(more);
        asked.extend(["--format", "json"]);
        desk.json(&asked)["letters_count"].clone()
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["--account", "0815-BIRCH"]), 1);
    assert_eq!(count(&["--code", "2"]), 0);
    assert_eq!(count(&["--types", "interest,payment"]), 0);
    assert_eq!(count(&["--group", "nobody"]), 0);
    assert_eq!(count(&["--per", "transaction", "--per-customer"]), 2);
    let both = ["letters", desk.book(), "--code", "1", "--per-customer"];
    assert_eq!(desk.run(&both).status.code(), Some(2));
}

/// L-23: the letter date is the clock of the run; a payment of that day counts, one of the next does not.
#[test]
fn l_23_later_facts_are_invisible() {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write(
        "paid.csv",
        "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n\
         A-1,R-1,2026-01-21,2026-02-20,100.00,2026-03-11\n",
    );
    desk.done(&["import", desk.book(), &file]);
    let letters =
        |day: &str| desk.json(&["letters", desk.book(), "--as-of", day, "--format", "json"]);
    assert_eq!(letters("2026-03-10")["letters_count"], 1);
    assert_eq!(letters("2026-03-11")["letters_count"], 0);
}

/// Spec 30 §7: the days ahead, as a table and for programs.
#[test]
fn letters_of_the_days_ahead_are_told() {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write(
        "open.csv",
        "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n\
         A-1,R-1,2026-01-21,2026-02-20,100.00,\n",
    );
    desk.done(&["import", desk.book(), &file]);
    let said = desk.done(&["letters-calendar", desk.book(), "--days", "60"]);
    assert!(said.contains("letter_1") && said.contains("A-1"), "{said}");
    let json = desk.json(&["letters-calendar", desk.book(), "--format", "json"]);
    assert_eq!(
        json["rows"].as_array().unwrap().len() as u64,
        json["letters"].as_u64().unwrap()
    );
    assert_eq!(json["rows"][0]["account"], "A-1");
}

/// Spec 20 §3: the aging report as pages and as a table, and as a stored run.
#[test]
fn the_aging_report_is_written() {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write(
        "open.csv",
        "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n\
         A-1,R-1,2026-01-21,2026-02-20,100.00,2026-03-11\n",
    );
    desk.done(&["import", desk.book(), &file]);
    let pdf = desk.path("report.pdf");
    let said = desk.done(&[
        "aging-report",
        desk.book(),
        &pdf,
        "--as-of",
        "2026-03-01",
        "--store",
        "March",
    ]);
    assert!(said.contains("March: 2 lines"), "{said}");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    let csv = desk.path("report.csv");
    desk.done(&[
        "aging-report",
        desk.book(),
        &csv,
        "--as-of",
        "2026-03-01",
        "--details",
        "--interval",
        "10",
        "--respect-promises",
    ]);
    let text = std::fs::read_to_string(&csv).unwrap();
    assert!(
        text.contains("A-1") && text.contains("R-1") && text.contains("100.00"),
        "{text}"
    );
    let refused = desk.refused(&["aging-report", desk.book(), "report.txt"]);
    assert!(refused.contains(".pdf"), "{refused}");
}

/// U-1: an account that is bound to nobody is refused; `--as` names who works, and the audit row names them.
#[test]
fn u_1_every_call_runs_as_a_user() {
    let desk = Desk::new();
    desk.new_book();
    let anna = json!({"user": {
        "id": 0, "code": "anna", "name": "Anna", "os_account": null, "roles": ["collections_agent"], "agent": true,
        "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
        "has_pin": false, "active": true}, "pin": null});
    desk.done(&["call", desk.book(), "users.save", &anna.to_string()]);
    let stranger = desk.as_account("stranger");
    let refused = stranger.refused(&["age", desk.book()]);
    assert!(refused.contains("account_not_bound"), "{refused}");
    stranger.done(&[
        "--as",
        "anna",
        "call",
        desk.book(),
        "aging.run",
        r#"{"as_of": "2026-06-30"}"#,
    ]);
    let audit = stranger.json(&["--as", "anna", "call", desk.book(), "audit.list"]);
    assert_eq!(audit["rows"][0]["user"], "anna");
    assert_eq!(audit["rows"][0]["command"], "aging.run");
    let refused = stranger.refused(&[
        "--as",
        "anna",
        "call",
        desk.book(),
        "users.save",
        &anna.to_string(),
    ]);
    assert!(refused.contains("not_permitted"), "{refused}");
}

/// U-1: who the person is, the system says; variables that anybody can set name nobody.
#[test]
fn u_1_the_environment_names_nobody() {
    let desk = Desk::new();
    desk.new_book();
    let output = desk
        .command(&["age", desk.book()])
        .env_remove("DUEBOOK_OS_ACCOUNT")
        .envs(["USER", "USERNAME", "LOGNAME"].map(|name| (name, "owner")))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("account_not_bound"), "{said}");
}

#[test]
fn a_book_is_open_at_one_desk() {
    let desk = Desk::new();
    desk.new_book();
    // Waits for its request on standard input, with the book open.
    let mut holder = desk.start(&["call", desk.book(), "company.get", "-"]);
    common::wait_for_size(&format!("{}-desk", desk.book()), 1);
    let refused = desk.refused(&["age", desk.book()]);
    assert!(refused.contains("book_in_use"), "{refused}");
    drop(holder.stdin.take());
    holder.wait().unwrap();
    desk.done(&["age", desk.book()]);
}

#[test]
fn bad_input_is_named_and_changes_nothing() {
    let desk = Desk::new();
    desk.new_book();
    let before = desk.facts();
    let refused = |name: &str, content: &[u8], code: &str| {
        let file = desk.write_bytes(name, content);
        let said = desk.refused(&["import", desk.book(), &file]);
        assert!(said.contains(code), "{name}: {said}");
        assert!(said.contains(name), "the file is named: {said}");
    };
    let missing = desk.path("none.csv");
    assert!(
        desk.refused(&["import", desk.book(), &missing])
            .contains("not_found")
    );
    refused("empty.csv", b"", "empty");
    refused(
        "paper.csv",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "pdf",
    );
    refused("broken.xlsx", b"PK\x03\x04 this is no workbook", "workbook");
    refused("colours.csv", b"red,green\n1,2\n", "column");
    let long = format!(
        "customerID,invoiceNumber,InvoiceDate,InvoiceAmount\nA,{},2026-01-01,1.00\n",
        "x".repeat(1_000_000)
    );
    let file = desk.write("long.csv", &long);
    let said = desk.refused(&["import", desk.book(), &file]);
    assert!(said.contains("long.csv"), "{said}");
    assert_eq!(desk.facts(), before);
    assert!(
        desk.refused(&[
            "new",
            desk.book(),
            "--company",
            "X",
            "--country",
            "DE",
            "--currency",
            "EUR"
        ])
        .contains("file_exists")
    );
    let other = desk.path("other.duebook");
    assert!(
        desk.refused(&[
            "new",
            &other,
            "--company",
            "X",
            "--country",
            "DE",
            "--currency",
            "EUX"
        ])
        .contains("unknown_currency")
    );
    assert!(
        !std::path::Path::new(&other).exists(),
        "nothing is left of a book that was not created"
    );
}

/// Rejected rows are named with line and reason; the others are imported.
#[test]
fn rejected_rows_do_not_stop_the_others() {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write(
        "mixed.csv",
        "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Currency\n\
         A-1,R-1,2026-01-21,2026-02-20,100.00,EUR\n\
         A-1,R-2,2026-02-30,2026-03-20,100.00,EUR\n\
         A-1,R-3,2026-02-28,2026-03-20,100.00,EUX\n\
         A-1,R-4,2026-02-28,2026-02-20,100.00,EUR\n",
    );
    let done = desk.json(&["import", desk.book(), &file, "--format", "json"]);
    assert_eq!(done["batches"][0]["counts"]["new"], 1, "{done}");
    let lines: Vec<u64> = done["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [3, 4, 5]);
    let codes: Vec<&str> = done["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].as_str().unwrap())
        .collect();
    assert!(codes.iter().all(|code| !code.is_empty()), "{codes:?}");

    // The same for a person: where, why and the value, in words.
    let other = Desk::new();
    other.new_book();
    let output = other.run(&["import", other.book(), &file]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let said: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("mixed.csv, line"))
        .collect();
    assert_eq!(
        said[0],
        "mixed.csv, line 3, column InvoiceDate: This is no day of the calendar (not_a_date): `2026-02-30`"
    );
    assert!(
        said[1].starts_with("mixed.csv, line 4, column Currency: No such currency"),
        "{said:?}"
    );
    assert!(
        said[2].contains("line 5") && said[2].contains("before the document of 2026-02-28"),
        "{said:?}"
    );
}

#[test]
fn wrong_usage_is_told_from_a_refusal() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["age"]).status.code(), Some(2));
    assert_eq!(desk.run(&["age", "nowhere.duebook"]).status.code(), Some(1));
    // Only posted letters are written: a folder without --post would stay empty without a word.
    desk.new_book();
    let folder = desk.path("out");
    let letters = desk.run(&[
        "letters",
        desk.book(),
        "--as-of",
        "2026-06-30",
        "--out",
        &folder,
    ]);
    assert_eq!(letters.status.code(), Some(2));
    let said = String::from_utf8_lossy(&letters.stderr);
    assert!(said.contains("--post"), "{said}");
    assert!(!std::path::Path::new(&folder).exists());
    let list = desk.done(&["commands"]);
    assert!(
        list.contains("aging.table") && list.contains("AgingTable"),
        "{list}"
    );
    let shapes = desk.done(&["commands", "aging.table"]);
    assert!(shapes.contains("period_minor"), "{shapes}");
}

/// A letter run of `day` on the file `content`: the items of the letters are those of a naive look at its rows.
fn letters_are_those_of(desk: &Desk, content: &str, day: &str) -> Value {
    let letters = [
        "letters",
        desk.book(),
        "--as-of",
        day,
        "--post",
        "--format",
        "json",
    ];
    let posted = desk.json(&letters);
    let wanted = common::late_items(content, day, 7);
    assert_eq!(
        common::letter_items(desk, posted["letters"].as_u64().unwrap()),
        wanted
    );
    let claimed: i64 = wanted.iter().map(|(_, _, minor)| minor).sum();
    let sum: i64 = posted["totals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|total| total["items_minor"].as_i64().unwrap())
        .sum();
    assert_eq!(sum, claimed);
    assert_eq!(
        desk.json(&letters)["letters"],
        0,
        "a second run of the day makes none"
    );
    posted
}

/// The items of letters are those of the file that are late, no other and none twice.
#[test]
fn letters_claim_what_is_late() {
    let desk = Desk::new();
    desk.new_book();
    let content = invoices_file();
    let file = desk.write("invoices.csv", &content);
    desk.done(&["import", desk.book(), &file]);
    letters_are_those_of(&desk, &content, "2013-06-30");
}

/// The public receivables files with the answers that must come out; they lie beside the project, not in it.
#[test]
fn the_real_files_give_their_answers() {
    let Some(folder) = common::shared("data/ibm-ar") else {
        return;
    };
    let desk = Desk::new();
    desk.new_book();
    let file = folder.join("WA_Fn-UseC_-Accounts-Receivable.csv");
    desk.done(&["import", desk.book(), &file.display().to_string()]);
    let mut references = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(day) = name
            .strip_prefix("ref-aging-")
            .and_then(|rest| rest.strip_suffix(".csv"))
        else {
            continue;
        };
        let table = desk.json(&["age", desk.book(), "--as-of", day, "--format", "json"]);
        common::compare_with_reference(&path, &table);
        references += 1;
    }
    assert!(references > 0, "{} has no reference file", folder.display());
    let age = [
        "age",
        desk.book(),
        "--as-of",
        "2013-06-30",
        "--format",
        "json",
    ];
    assert_eq!(desk.json(&age)["totals"][0]["total_minor"], 511_985);
    let content = std::fs::read_to_string(&file).unwrap();
    let posted = letters_are_those_of(&desk, &content, "2013-06-30");
    assert_eq!(posted["letters"], 4);
    let sum: i64 = posted["totals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|total: &Value| total["total_minor"].as_i64().unwrap())
        .sum();
    assert_eq!(sum, 31_416);
}

/// The three files of the workload, imported as they are: every customer of 2026-06-30 to the cent, by a naive look at
/// their rows.
#[test]
fn the_files_of_the_workload_are_taken_as_they_are() {
    let Some(folder) = common::shared("bench") else {
        return;
    };
    let desk = Desk::new();
    desk.new_book();
    let made = std::process::Command::new("python3")
        .args([
            folder.join("gen_workload.py").as_os_str(),
            desk.path("w").as_ref(),
            "S".as_ref(),
        ])
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let files = ["customers", "transactions", "settlements"]
        .map(|name| desk.path(&format!("w/{name}.csv")));
    let done = desk.json(&[
        "import",
        desk.book(),
        &files[0],
        &files[1],
        &files[2],
        "--format",
        "json",
    ]);
    assert_eq!(done["rejected"], json!([]));
    let table = desk.json(&[
        "age",
        desk.book(),
        "--as-of",
        "2026-06-30",
        "--format",
        "json",
    ]);
    let found: std::collections::BTreeMap<String, (i64, i64)> = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let periods: Vec<i64> = row["period_minor"]
                .as_array()
                .unwrap()
                .iter()
                .map(|minor| minor.as_i64().unwrap())
                .collect();
            let overdue = periods[2..].iter().sum();
            (
                row["account"].as_str().unwrap().to_owned(),
                (row["total_minor"].as_i64().unwrap(), overdue),
            )
        })
        .collect();
    let wanted = common::workload_balances(&files, "2026-06-30");
    assert!(
        wanted.len() > 500,
        "{} customers owe something",
        wanted.len()
    );
    assert_eq!(found, wanted);
}

/// T-F6: a damaged book is refused with its newest good backup, and `recover` opens that as a new book.
#[test]
fn t_f6_a_damaged_book_is_recovered() {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write("invoices.csv", &invoices_file());
    desk.done(&["import", desk.book(), &file]);
    let open = |book: &str| desk.json(&["age", book, "--as-of", "2013-06-30", "--format", "json"]);
    let before = open(desk.book());
    desk.done(&["call", desk.book(), "backups.take"]);
    let mut bytes = std::fs::read(desk.book()).unwrap();
    bytes[..16].fill(0xA5);
    std::fs::write(desk.book(), &bytes).unwrap();

    let refused = desk.refused(&["age", desk.book()]);
    assert!(refused.contains("book_damaged_backed_up"), "{refused}");
    assert!(refused.contains("duebook recover BOOK NEW"), "{refused}");
    let taken = desk.refused(&["recover", desk.book(), desk.book()]);
    assert!(taken.contains("file_exists"), "{taken}");
    let new = desk.path("new.duebook");
    let said = desk.done(&["recover", desk.book(), &new]);
    assert_eq!(said.trim(), new);
    assert_eq!(open(&new), before);
    assert!(desk.done(&["check", &new]).starts_with("sound:"));
    assert_eq!(
        std::fs::read(desk.book()).unwrap(),
        bytes,
        "the damaged book stays"
    );
}

/// A desk with an overdue customer, an order that is held at its confirmation, and a second manager.
fn desk_with_a_hold() -> (Desk, Value) {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write(
        "late.csv",
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n1,1001,invoice,RE-1,2013-01-12,2013-02-11,EUR,85000\n",
    );
    desk.done(&["import", desk.book(), &file]);
    let user = json!({
        "user": {
            "id": 0, "code": "mm", "name": "M. M.", "os_account": null, "roles": ["credit_manager"], "agent": false,
            "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
            "active": true, "has_pin": false,
        },
        "pin": null,
    });
    called(&desk, "users.save", &user);
    called(
        &desk,
        "holds.workflow_save",
        &json!({"active": true, "automated": "without_posting"}),
    );
    let said = desk.done(&[
        "orders",
        "check",
        desk.book(),
        "--order",
        "A-1",
        "--account",
        "1001",
        "--amount",
        "15.00",
        "--step",
        "confirmation",
    ]);
    assert!(
        said.contains("A-1: held at confirmation") && said.contains("days_overdue"),
        "{said}"
    );
    let tried = checked(&desk, "confirmation", &["--dry-run"]);
    let ids = json!({"hold_ids": [tried["hold_id"]], "comment": "pays soon"});
    (desk, ids)
}

fn called(desk: &Desk, command: &str, request: &Value) -> Value {
    desk.json(&["call", desk.book(), command, &request.to_string()])
}

fn checked(desk: &Desk, step: &str, further: &[&str]) -> Value {
    let mut arguments = vec![
        "orders",
        "check",
        desk.book(),
        "--order",
        "A-1",
        "--step",
        step,
        "--format",
        "json",
    ];
    arguments.extend(further);
    desk.json(&arguments)
}

/// Two people at two processes (H-38, T-C12 beside): the one who asks for a release cannot approve it, also not as a manager;
/// another one can. After the book was opened again the check at the same step is spared by its grace and says so, and so is
/// the next step within the grace.
#[test]
fn two_people_decide_about_a_hold() {
    let (desk, ids) = desk_with_a_hold();
    assert_eq!(called(&desk, "holds.list", &json!({}))["count"], json!(1));
    let mut release = ids.clone();
    release["reason"] = json!("CHECKED");
    release["mode"] = json!("without_posting");
    assert_eq!(
        called(&desk, "holds.release", &release)["requested"],
        json!(1)
    );
    let users = called(&desk, "users.list", &json!({}));
    let mut codes = users["users"].as_array().unwrap().iter();
    let founder = codes.find_map(|user| user["code"].as_str().filter(|code| *code != "mm"));
    let founder = founder.unwrap();
    let ids = ids.to_string();
    let refused = desk.refused(&["call", desk.book(), "holds.approve", &ids, "--as", founder]);
    assert!(refused.contains("limit_preparer_decides"), "{refused}");
    // Another role changes nothing about who asked.
    let mut row = users["users"]
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["code"] == founder)
        .unwrap()
        .clone();
    row["roles"] = json!(["credit_clerk", "credit_manager", "finance_approver"]);
    called(&desk, "users.save", &json!({"user": row, "pin": null}));
    let refused = desk.refused(&["call", desk.book(), "holds.approve", &ids, "--as", founder]);
    assert!(refused.contains("limit_preparer_decides"), "{refused}");
    let approved = desk.json(&["call", desk.book(), "holds.approve", &ids, "--as", "mm"]);
    assert_eq!(approved["decided"], json!(1));
    let again = checked(&desk, "confirmation", &[]);
    assert_eq!(
        (&again["state"], &again["ended"]),
        (&json!("released"), &json!("inside_grace"))
    );
    let next = checked(&desk, "packing-slip", &[]);
    assert_eq!(next["ended"], json!("inside_grace"));
    // A forced hold stands in the next process too, and ends by a decision of a person only.
    let force = json!({"order_nos": ["A-1"], "reason": "CHECK"}).to_string();
    let forced = desk.json(&["call", desk.book(), "holds.force", &force, "--as", "mm"]);
    assert_eq!(forced["order_nos"], json!(["A-1"]));
    for step in ["packing-slip", "invoice"] {
        let held = checked(&desk, step, &[]);
        assert_eq!(
            (&held["verdict"], &held["state"], &held["may_go_on"]),
            (&json!("hold"), &json!("on_hold"), &json!(false)),
            "{held}"
        );
    }
    // Whoever forced it cannot decide about a request that nobody made, and no evaluation lets it go.
    let none = desk.refused(&["call", desk.book(), "holds.approve", &ids, "--as", "mm"]);
    assert!(none.contains("hold"), "{none}");
    let evaluated = called(&desk, "holds.evaluate", &json!({}));
    assert_eq!(
        (&evaluated["released"], &evaluated["kept"]),
        (&json!(0), &json!(1))
    );
    // Without the workflow the founder releases it alone, in a process of their own.
    let off = json!({"active": false, "automated": "without_posting"});
    called(&desk, "holds.workflow_save", &off);
    // Without days of grace, so that the next step holds it anew, for its own reasons.
    let mut rows = called(&desk, "rules.get", &json!({}))["checkpoints"].clone();
    for row in rows.as_array_mut().unwrap() {
        row["posting_grace"] = json!(null);
    }
    called(
        &desk,
        "rules.checkpoints_save",
        &json!({"checkpoints": rows}),
    );
    let held = checked(&desk, "invoice", &["--dry-run"]);
    let alone =
        json!({"hold_ids": [held["hold_id"]], "reason": "CHECKED", "mode": "without_posting"});
    let alone = alone.to_string();
    let released = desk.json(&[
        "call",
        desk.book(),
        "holds.release",
        &alone,
        "--as",
        founder,
    ]);
    assert_eq!(released["decided"], json!(1), "{released}");
    let again = checked(&desk, "invoice", &[]);
    assert_eq!(
        (&again["verdict"], &again["state"]),
        (&json!("allow"), &json!("released")),
        "{again}"
    );
    let next = checked(&desk, "packing-slip", &[]);
    assert_eq!(
        (&next["verdict"], &next["state"]),
        (&json!("hold"), &json!("on_hold")),
        "{next}"
    );
}

/// Two people at two processes: a limit that one prepared is approved by another, whatever roles the first one takes on; it holds
/// when it is posted.
#[test]
fn two_people_decide_about_a_limit() {
    let (desk, _) = desk_with_a_hold();
    let made = called(
        &desk,
        "limits.create",
        &json!({"kind": "credit_limit", "description": "Review"}),
    );
    let id = made["head"]["id"].clone();
    let line = json!({"journal_id": id, "account": "1001", "new_minor": 5_000_000, "from_on": null,
        "to_on": "2099-12-31", "reason": "REVIEW", "comment": "as agreed"});
    called(&desk, "limits.line_save", &line);
    let submitted = called(&desk, "limits.submit", &json!({"id": id}));
    assert_eq!(submitted["head"]["state"], json!("submitted"));
    let approve = json!({"id": id, "comment": "fine"}).to_string();
    let own = desk.refused(&["call", desk.book(), "limits.approve", &approve]);
    assert!(own.contains("limit_preparer_decides"), "{own}");
    let users = called(&desk, "users.list", &json!({}));
    let mut users = users["users"].as_array().unwrap().iter();
    let mut founder = users.find(|user| user["code"] != "mm").unwrap().clone();
    founder["roles"] = json!(["credit_clerk", "credit_manager", "finance_approver"]);
    called(&desk, "users.save", &json!({"user": founder, "pin": null}));
    let own = desk.refused(&["call", desk.book(), "limits.approve", &approve]);
    assert!(own.contains("limit_preparer_decides"), "{own}");
    let post = json!({"id": id});
    let early = desk.refused(&["call", desk.book(), "limits.post", &post.to_string()]);
    assert!(early.contains("limit_journal_state"), "{early}");
    let done = desk.json(&[
        "call",
        desk.book(),
        "limits.approve",
        &approve,
        "--as",
        "mm",
    ]);
    assert_eq!(done["head"]["state"], json!("approved"), "{done}");
    called(&desk, "limits.post", &post);
    let file = called(&desk, "credit.get", &json!({"account": "1001"}));
    assert_eq!(
        (
            &file["limits"][0]["approver"],
            &file["limits"][0]["new_minor"]
        ),
        (&json!("mm"), &json!(5_000_000)),
        "{file}"
    );
}

/// Spec 13: the night runs what is due, a second run of the day has nothing to do, and a task that is named runs again.
#[test]
fn the_night_runs_once_a_day() {
    let desk = Desk::new();
    desk.new_book();
    let file = desk.write("invoices.csv", &invoices_file());
    desk.done(&["import", desk.book(), &file]);
    let said = desk.done(&["nightly", desk.book()]);
    let jobs: Vec<&str> = said
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(
        jobs,
        [
            "import",
            "scheduled_limits",
            "statistics",
            "outdated_statistics",
            "scores",
            "aging",
            "stored_aging",
            "dated_duties",
            "stops",
            "limitation",
            "customer_rules",
            "evaluate_releases",
        ]
    );
    assert!(said.lines().all(|line| line.contains("done")), "{said}");
    let again = desk.json(&["nightly", desk.book(), "--format", "json"]);
    assert_eq!(again["runs"], json!([]));
    let named = desk.json(&[
        "nightly",
        desk.book(),
        "--job",
        "statistics",
        "--format",
        "json",
    ]);
    assert_eq!(named["runs"][0]["job"], json!("statistics"));
    desk.done(&["check", desk.book()]);
}

/// The journal goes into a file once; nothing left to export, and a folder that is not there, are refused in words.
#[test]
fn the_journal_is_exported_once() {
    let (desk, _) = desk_with_a_hold();
    let account = |role: &str, account: &str| json!({"role": role, "key": "", "account": account});
    called(&desk, "journal.account_save", &account("write_off", "6920"));
    let request = json!({"account": "1001", "reason": "UNECONOMIC"});
    let proposed = called(&desk, "write_offs.propose", &request);
    called(
        &desk,
        "write_offs.post",
        &json!({"write_off_id": proposed["id"]}),
    );
    let folder = desk.path("journal");
    std::fs::create_dir(&folder).unwrap();
    let arguments = ["journal", "export", desk.book(), "--out", &folder];
    let said = desk.done(&arguments);
    assert!(
        said.contains("journal_") && said.contains("entries)"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    let said = desk.refused(&arguments);
    assert!(said.contains("journal_nothing_to_export"), "{said}");
    let nowhere = desk.path("nowhere");
    let said = desk.refused(&["journal", "export", desk.book(), "--out", &nowhere]);
    assert!(said.contains("folder_not_found"), "{said}");
}

/// Whoever reads an answer may have enough of it: what was asked is done, and nobody is told of a defect. An answer that could not
/// be written is one.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_nobody_reads_to_its_end() {
    let desk = Desk::new();
    desk.new_book();
    // The reader leaves before the first word.
    let asked = ["call", desk.book(), "interest.rates"];
    let mut child = desk
        .command(&asked)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!((ended.status.code(), said.as_ref()), (Some(0), ""));

    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ended = desk.command(&asked).stdout(full).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1));
    assert!(said.contains("could not be written"), "{said}");
}

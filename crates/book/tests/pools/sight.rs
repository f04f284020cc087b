//! What an agent of two pools finds of everybody else: nothing, in every reply and every file.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use book::commands::{COMMANDS, Command};
use book::host::Unwatched;
use book::refusal::Refusal;
use book::sight::rooms;
use serde_json::{Value, json};

use crate::common::TestBook;
use crate::{HIDDEN, shapes, with_agent};

/// Words and figures that stand in rows about hidden customers, and in nothing else.
const NEEDLES: [&str; 4] = [HIDDEN, "VERBORGEN", "9000000", "GBP"];

/// Requests that a command needs beside what every request carries.
fn more(command: &str) -> Value {
    match command {
        "aging.preview_definition" => {
            json!({"definition": {"id": "X", "description": "", "direction": "forward",
            "lines": [{"id": "N", "label": "", "unit": 0, "interval": "day", "length_days": 1, "indicator": "plain"}]}})
        }
        "company.set_logo" => json!({"base64": "AAAA"}),
        "credit.exposure_items" => json!({"component": "open_invoices"}),
        "activities.list" => json!({"show": "all"}),
        "activities.calendar" => json!({"activity_ids": [1, 2]}),
        "aging.stored_open" => json!({"report_id": 1}),
        "applications.propose" => json!({"prospect_id": 1, "currency": "EUR", "scores": []}),
        "cases.get" | "collections.case" => json!({"case_id": 1}),
        "interest.adjustment" => json!({"kind": "waived", "object": "note"}),
        "interest.adjustments" => {
            json!({"kind": "waived", "object": "note", "accounts": ["N1", "N2"]})
        }
        "insolvency.dividend_preview" => {
            json!({"on": "2026-06-30", "currency": "EUR", "rate_bp": 1_000})
        }
        "letters.forewarning" => json!({"title": "t", "gets": "g", "spared": "s"}),
        "mail.draft" => json!({"to_email": "a@b.example", "subject": "s", "body": "b"}),
        "letters.text_preview" => {
            json!({"text": {"code": "letter_1", "language": "en", "subject": "s", "opening": "{{ customer_name }}",
                "closing": "{{ total }}"}, "currency": "EUR", "page": 1})
        }
        "mail.preview" => {
            json!({"text": {"purpose": "transactions", "language": "en", "subject": "{{ total }}", "body": "{{ customer_name }}"}})
        }
        "customers.summary_preview" => {
            json!({"text": {"language": "en", "body": "{{ customer_name }} {{ open }}"}})
        }
        "promises.check" => {
            json!({"lines": [{"transaction_id": 5, "promised_on": "2026-07-10", "amount_minor": 1}]})
        }
        "statements.make" | "statements.write" => {
            json!({"accounts": ["N1", "N2"], "parameters": {"only_open": true, "credit_limit": true}})
        }
        "statistics.inputs" => json!({"statistic": "dso1"}),
        "undo.rehearse" => json!({"by": "write_offs.undo", "request": {"write_off_id": 1}}),
        "pools.preview" => pool_request(),
        _ => json!({}),
    }
}

fn pool_request() -> Value {
    json!({"id": 0, "code": "ALL", "kind": "collections", "rank": 1, "criteria": []})
}

/// A request with a value for every field that some command needs; who does not know a field passes over it.
fn request(command: &str, number: i64, folder: &Path) -> Value {
    let accounts = ["N1", "N2", "W1"];
    let turn = usize::try_from(number).unwrap();
    let account = accounts[turn % 3];
    // In turns with another period than that of the accounts, so that each customer is asked for in every format.
    let format = ["csv", "xlsx", "pdf"][turn / 3 % 3];
    let mut all = json!({
        "account": account, "id": number, "transaction_id": number, "transaction_ids": [number], "line_id": number,
        "letter_id": number, "letter_ids": [number], "note_id": number, "run_id": number, "dispute_id": number, "hold_id": number, "check_id": number, "batch_id": number,
        "act_id": number, "document_id": number, "handle": number, "offset": 0, "limit": 200, "page": 0, "width_px": 200,
        "order_no": format!("A-{number}"), "code": "X", "party": "X", "policy_no": "X", "text": "e", "months": 3,
        "from_on": "2026-01-01", "to_on": "2026-06-30", "new_on": "2026-07-31",
        "path": folder.join(format!("{command}-{number}.{format}")), "paths": [], "format": format, "headings": ["a"],
        "rows": [], "columns": [{"id": "account", "heading": "A"}, {"id": "name", "heading": "N"}],
        "types": ["invoice"], "files": [],
    });
    for (name, value) in more(command).as_object().unwrap() {
        all[name] = value.clone();
    }
    if command == "aging.preview_definition" {
        all["as_of"] = json!("2026-06-30");
    }
    all
}

/// The handle that a list was opened with last, for the commands that turn its pages.
#[derive(Default)]
struct Handles(std::collections::BTreeMap<String, i64>);

impl Handles {
    fn slice(command: &str) -> String {
        command.split('.').next().unwrap().to_owned()
    }

    fn put_into(&self, command: &str, request: &mut Value) {
        if let Some(handle) = self.0.get(&Self::slice(command)) {
            request["handle"] = json!(handle);
        }
    }

    fn keep(&mut self, command: &str, reply: &str) {
        let reply: Value = serde_json::from_str(reply).unwrap_or_default();
        if let Some(handle) = reply["handle"].as_i64() {
            self.0.insert(Self::slice(command), handle);
        }
    }
}

/// Calls a command and gives its reply as text, whatever it answers with.
fn reply(book: &TestBook, command: &Command, request: Value) -> Result<String, Refusal> {
    match book.desk.call(command.name, request.clone(), &Unwatched) {
        Ok(reply) => Ok(reply.body.to_string()),
        Err(refusal) if refusal.code == "answers_with_bytes" => book
            .desk
            .call_bytes(command.name, request, &Unwatched)
            .map(|bytes| text_of(&bytes)),
        Err(refusal) => Err(refusal),
    }
}

/// What a person reads in a file: the text of pages, what is packed in a table or an archive, what hangs on a mail.
fn text_of(bytes: &[u8]) -> String {
    if bytes.starts_with(b"%PDF") {
        let pages = pdf_extract::extract_text_from_mem(bytes).unwrap();
        // A page writes amounts in the way of its language.
        return format!(
            "{pages} {}",
            pages.replace(['.', ',', '\u{a0}', '\u{202f}'], "")
        );
    }
    if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let entries = (0..archive.len())
            .map(|at| {
                let mut entry = archive.by_index(at).unwrap();
                let mut inside = Vec::new();
                entry.read_to_end(&mut inside).unwrap();
                format!("{} {}", entry.name().unwrap(), text_of(&inside))
            })
            .collect::<Vec<_>>();
        return entries.join("\n");
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    if !text.contains("Content-Transfer-Encoding: base64") {
        return text;
    }
    let parts = text.split("Content-Transfer-Encoding: base64").skip(1);
    let attached = parts.filter_map(|part| {
        let (_, body) = part.split_once("\r\n\r\n")?;
        let body: String = body
            .lines()
            .take_while(|line| !line.is_empty() && !line.starts_with("--"))
            .collect();
        Some(text_of(&BASE64_STANDARD.decode(body).ok()?))
    });
    let attached: Vec<String> = attached.collect();
    format!("{text}\n{}", attached.join("\n"))
}

/// What must be told of nobody else.
fn leak(text: &str) -> Option<&'static str> {
    NEEDLES.into_iter().find(|needle| text.contains(needle))
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path.display().to_string(), text_of(&bytes)));
        }
    }
    found
}

/// A book in which much has happened to everybody: letters, orders, scores, statistics and aging runs.
fn prepared() -> TestBook {
    let book = with_agent();
    let rate = json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.5"});
    book.call("rates.save", rate);
    for day in ["2026-06-01", "2026-06-30"] {
        book.call("aging.run", json!({"as_of": day}));
    }
    book.call("statistics.calculate", json!({}));
    book.call("risk.update", json!({}));
    let run = book.call("letters.create", json!({}));
    book.call("letters.post", json!({"run_id": run["run_id"]}));
    book.call("letters.create", json!({"letter_on": "2026-06-30"}));
    charged(&book);
    for (order_no, account, minor) in [
        ("A-1", "N1", 10_000),
        ("A-2", "H1", 900_000_000_001_i64),
        ("A-3", "W1", 500),
        ("A-4", "H2", 900_000_000_002),
    ] {
        let order = json!({"account": account, "currency": "EUR", "amount_minor": minor});
        book.call("orders.save", json!({"order_no": order_no, "order": order}));
    }
    for (account, name, invoice) in [("N1", "Nord", 1), ("H1", HIDDEN, 5), ("H3", HIDDEN, 8)] {
        collected(&book, account, name, invoice);
    }
    book.call("aging.store", json!({"name": "All"}));
    for (name, pool) in [("South", "SOUTH"), ("North", "NORTH")] {
        let parameters = json!({"pool": pool, "group_by": "agent"});
        book.call(
            "aging.store",
            json!({"name": name, "parameters": parameters, "every_night": true}),
        );
    }
    book.call("nightly.run", json!({}));
    book
}

/// Interest of everybody, printed and posted.
fn charged(book: &TestBook) {
    let terms = json!({
        "every": {"unit": "day", "number": 1}, "day_rate": true, "basis": "percentage", "range_by": "none", "percent": "9",
        "grace_days": 0, "counts_from": "due_day", "prorate_last": false, "below_minimum": "wait", "currencies": [],
    });
    book.call("interest.code_save", json!({"id": "X", "description": ""}));
    book.call(
        "interest.version_save",
        json!({"code": "X", "from_on": "2020-01-01", "earnings": {"by": "terms", "terms": terms}}),
    );
    let mut profile = book.call("letters.profiles", json!({}))["profiles"][0].clone();
    profile["lines"][0]["interest_code"] = json!("X");
    book.call("letters.profile_save", profile);
    let run = book.call("interest.create", json!({}));
    assert_ne!(run["notes"], 0);
    book.call("interest.print", json!({"run_id": run["run_id"]}));
    book.call("interest.post", json!({"run_id": run["run_id"]}));
}

/// What agents note about a customer: a call, a case, a promise, a dispute, a stop.
fn collected(book: &TestBook, account: &str, name: &str, invoice: i64) {
    let text = format!("{name} was called");
    book.call("activities.note", json!({"account": account, "text": text}));
    let case =
        json!({"category": "COLLECTIONS", "description": format!("Case of {name}"), "owner": null});
    book.call(
        "cases.open",
        json!({"account": account, "transaction_ids": [invoice], "case": case}),
    );
    let line =
        json!({"transaction_id": invoice, "promised_on": "2026-07-10", "amount_minor": 5_000});
    book.call("promises.record", json!({"lines": [line], "note": name}));
    let rows = json!([{"transaction_id": invoice, "amount_minor": 1_000}]);
    book.call(
        "disputes.open",
        json!({"rows": rows, "reason": "price", "explanation": name}),
    );
    let stop =
        json!({"account": account, "purpose": "dunning", "reason": name, "until_on": "2026-07-31"});
    book.call("stops.set", stop);
}

/// An agent of two pools calls every command that reads, with every id that there is, and finds nothing of others: no name,
/// no number, no amount and no sum with one, in replies and in files.
#[test]
fn every_command_that_reads_tells_nothing_of_other_customers() {
    let book = prepared();
    book.desk.work_as("ben").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut never = BTreeSet::new();
    let mut handles = Handles::default();
    for command in COMMANDS.iter().filter(|command| !command.writes) {
        let mut answered = false;
        let mut why = String::new();
        let plain = [json!({}), more(command.name)];
        let numbered = (1..=24).map(|number| request(command.name, number, folder.path()));
        // The whole list comes last: its pages are turned next.
        for mut request in numbered.chain(plain) {
            handles.put_into(command.name, &mut request);
            match reply(&book, command, request.clone()) {
                Ok(text) => {
                    handles.keep(command.name, &text);
                    answered = true;
                    // What is shipped for every country names every currency and nobody.
                    let shipped =
                        ["letters.sequence_countries", "interest.rates"].contains(&command.name);
                    let found = leak(&text).filter(|_| !shipped);
                    assert_eq!(found, None, "{} {request}: {text}", command.name);
                }
                Err(refusal) => {
                    let told = leak(&refusal.to_string());
                    assert_eq!(told, None, "{} {request}: {refusal}", command.name);
                    if refusal.code != "bad_request" {
                        answered = true;
                    }
                    why = refusal.to_string();
                }
            }
        }
        if !answered {
            never.insert(format!("{}: {why}", command.name));
        }
    }
    assert!(
        never.is_empty(),
        "requests that reach nothing prove nothing: {never:#?}"
    );
    let written = files(folder.path());
    for kind in ["csv", "xlsx", "pdf"] {
        let of_kind = written.iter().filter(|(path, _)| path.ends_with(kind));
        assert!(of_kind.count() > 3, "{kind}: {written:?}");
    }
    for (path, text) in &written {
        assert_eq!(leak(text), None, "{path}");
    }
    assert!(
        written
            .iter()
            .any(|(path, text)| path.ends_with("xlsx") && text.contains("Nord Eins")),
        "a table is read"
    );
    assert!(
        written
            .iter()
            .any(|(path, text)| path.ends_with("pdf") && text.contains("Nord Eins")),
        "a page is read"
    );
    assert_eq!(book.call("desk.state", json!({}))["book"]["customers"], 3);
    book.desk.work_as("anna").unwrap();
    assert_eq!(
        book.call("customers.list", json!({}))["count"],
        6,
        "who sees everybody still does"
    );
}

/// An agent of two pools asks for the report by agent, after the lists that name agents too: it has the customers of the pools
/// and nobody else. Of the stored runs those are there that are about no others, and a pool of somebody else is unknown.
#[test]
fn reports_by_agent_and_stored_runs_tell_nothing_of_others() {
    let book = prepared();
    book.desk.work_as("ben").unwrap();
    let folder = tempfile::tempdir().unwrap();
    for number in 0..2 {
        for list in ["aging.list", "customers.list"] {
            book.call(list, json!({}));
        }
        let report = book.call(
            "aging.report",
            json!({"group_by": "agent", "details": true}),
        );
        assert_eq!(report["head"]["customers"], 3);
        let path = folder.path().join(format!("report-{number}.csv"));
        let write = json!({"handle": report["handle"], "path": path, "format": "csv"});
        book.call("aging.report_write", write);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("Nord Eins") && text.contains("ben"), "{text}");
        assert_eq!(leak(&text), None, "{text}");
    }
    let refused = book.refused(
        "aging.report",
        json!({"group_by": "agent", "pool": "SOUTH"}),
    );
    assert_eq!(refused.code, "unknown_pool");
    let stored = book.call("aging.stored", json!({}));
    let ended: Vec<&str> = stored["runs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|run| run["status"] == "ended")
        .map(|run| run["name"].as_str().unwrap())
        .collect();
    assert!(!ended.is_empty());
    assert!(ended.iter().all(|name| *name == "North"), "{ended:?}");
    for run in stored["runs"].as_array().unwrap() {
        let open = json!({"report_id": run["report_id"]});
        if let Ok(opened) = book.try_call("aging.stored_open", open) {
            assert_eq!(leak(&opened.to_string()), None, "{opened}");
        }
    }
}

/// The same questions asked by somebody who sees everybody do tell of them: what the agent does not find is there.
#[test]
fn the_same_requests_find_everybody_for_who_sees_all() {
    let book = prepared();
    let folder = tempfile::tempdir().unwrap();
    let mut telling = BTreeSet::new();
    let mut handles = Handles::default();
    for command in COMMANDS.iter().filter(|command| !command.writes) {
        let numbered = (1..=24).map(|number| request(command.name, number, folder.path()));
        for mut request in numbered.chain([json!({}), more(command.name)]) {
            handles.put_into(command.name, &mut request);
            let Ok(text) = reply(&book, command, request) else {
                continue;
            };
            handles.keep(command.name, &text);
            if leak(&text).is_some() {
                telling.insert(command.name);
            }
        }
    }
    for name in [
        "activities.page",
        "aging.list",
        "aging.page",
        "cases.page",
        "disputes.page",
        "orders.page",
        "promises.page",
        "stops.list",
        "customers.page",
        "customers.search",
        "customers.totals",
        "letters.letter",
        "pools.preview",
        "today.get",
        "worklist.list",
    ] {
        assert!(telling.contains(name), "{name} is not among {telling:?}");
    }
    let written = files(folder.path());
    for kind in ["csv", "xlsx", "pdf"] {
        let told = written
            .iter()
            .any(|(path, text)| path.ends_with(kind) && leak(text).is_some());
        assert!(told, "a file of {kind} would not be understood");
    }
}

/// Rows about hidden customers, table by table.
fn hidden_rows(book: &TestBook) -> Vec<String> {
    let reader = book.reader();
    let mut found = Vec::new();
    for table in rooms::tables(&reader).unwrap() {
        if table.columns.iter().any(|column| column == "customer_id") {
            let columns = table.columns.join("\", \"");
            let name = &table.name;
            let rows = book.lines(&format!(
                "SELECT \"{columns}\" FROM \"{name}\" WHERE customer_id IN
                (SELECT id FROM customers WHERE account LIKE 'H%') ORDER BY 1, 2"
            ));
            found.extend(rows.into_iter().map(|row| format!("{name}: {row}")));
        }
    }
    found
}

/// What changed about hidden customers since then; a row that went and one that came.
fn changes(book: &TestBook, before: &[String]) -> Vec<String> {
    let after = hidden_rows(book);
    let gone = before.iter().filter(|row| !after.contains(row));
    let come = after.iter().filter(|row| !before.contains(row));
    gone.map(|row| format!("gone {row}"))
        .chain(come.map(|row| format!("new {row}")))
        .collect()
}

/// The same agent calls every command that writes, each with requests that it takes: about their own customers and about
/// hidden ones, with every id that there is. Whoever is not in the pools stays as before, and no reply tells of them. The
/// night is the book's own and left out here.
#[test]
fn every_command_that_writes_leaves_other_customers_alone() {
    let book = prepared();
    let before = hidden_rows(&book);
    assert!(before.len() > 20, "{before:?}");
    book.desk.work_as("ben").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mut misshapen, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for command in COMMANDS
        .iter()
        .filter(|command| command.writes && command.name != "nightly.run")
    {
        let plain = [json!({}), more(command.name)];
        let numbered = (1..=8).map(|number| request(command.name, number, folder.path()));
        for request in plain.into_iter().chain(numbered) {
            let text = match reply(&book, command, request.clone()) {
                Ok(text) => text,
                Err(refusal) => refusal.to_string(),
            };
            assert_eq!(leak(&text), None, "{} {request}: {text}", command.name);
        }
        for (account, number) in [
            ("N1", 5),
            ("N2", 2),
            ("W1", 4),
            ("H1", 5),
            ("H2", 6),
            ("H3", 3),
        ] {
            let filling = shapes::Filling {
                account,
                number,
                folder: folder.path().to_str().unwrap(),
            };
            let (request, answer) = shapes::call(more(command.name), &filling, |request| {
                reply(&book, command, request.clone())
            });
            if let Some(fault) = shapes::fault(&answer) {
                misshapen.insert(format!("{} {request}: {fault}", command.name));
            }
            let text = match answer {
                Ok(text) => text,
                Err(refusal) => {
                    refused.insert(format!("{} {}", command.name, refusal.code));
                    refusal.to_string()
                }
            };
            // What the agent said themselves is no secret.
            let text = text.replace(account, "");
            assert_eq!(leak(&text), None, "{} {request}: {text}", command.name);
        }
        let changed = changes(&book, &before);
        assert!(changed.is_empty(), "{}: {changed:#?}", command.name);
    }
    assert!(misshapen.is_empty(), "{misshapen:#?}");
    let outside = |code: &String| code.ends_with("customer_not_in_pools");
    assert!(
        refused.iter().filter(|code| outside(code)).count() > 40,
        "{refused:?}"
    );
    for (path, text) in files(folder.path()) {
        assert_eq!(leak(&text), None, "{path}");
    }
    book.desk.work_as("anna").unwrap();
    assert_eq!(book.check()["faults"], json!([]));
}

/// A request that names somebody else is refused with the reason, and so is what is about the whole book.
#[test]
fn who_names_a_customer_of_other_pools_is_refused() {
    let book = with_agent();
    book.desk.work_as("ben").unwrap();
    for (command, request) in [
        ("customers.get", json!({"account": "H1"})),
        (
            "credit.set_limit",
            json!({"account": "H1", "limit_minor": 5}),
        ),
        ("aging.run", json!({"accounts": ["N1", "H1"]})),
    ] {
        assert_eq!(
            book.refused(command, request).code,
            "customer_not_in_pools",
            "{command}"
        );
    }
    for (command, request) in [
        ("import.run", json!({"files": []})),
        ("book.backup", json!({"path": "x"})),
        ("agents.remove", json!({"user": "ben"})),
    ] {
        assert_eq!(
            book.refused(command, request).code,
            "needs_all_customers",
            "{command}"
        );
    }
}

/// What a page would take back is rehearsed for nobody who could not take it back: neither a record of a hidden customer nor what
/// is about the whole book.
#[test]
fn an_undo_of_hidden_customers_is_not_rehearsed() {
    let book = with_agent();
    book.call(
        "journal.account_save",
        json!({"role": "write_off", "key": "", "account": "6930"}),
    );
    let mut ids = Vec::new();
    for account in ["H2", "N1"] {
        let proposed = book.call("write_offs.propose", json!({"account": account}));
        book.call("write_offs.post", json!({"write_off_id": proposed["id"]}));
        ids.push(proposed["id"].clone());
    }
    book.desk.work_as("ben").unwrap();
    let rehearse = |by: &str, request: Value| {
        book.try_call("undo.rehearse", json!({"by": by, "request": request}))
    };
    let hidden = rehearse("write_offs.undo", json!({"write_off_id": ids[0]})).unwrap_err();
    assert_eq!(hidden.code, "customer_not_in_pools");
    let whole = rehearse("bank.undo", json!({"line_id": 1})).unwrap_err();
    assert_eq!(whole.code, "needs_all_customers");
    let own = rehearse("write_offs.undo", json!({"write_off_id": ids[1]})).unwrap();
    assert_eq!(own["refusal"], Value::Null, "{own}");
    let several = book.refused(
        "write_offs.reject_each",
        json!({"write_off_ids": ids, "comment": "x"}),
    );
    assert_eq!(several.code, "customer_not_in_pools");
}

/// Runs over everybody take the customers of the agent; the night is done for all, whoever starts it.
#[test]
fn runs_take_the_visible_customers_and_the_night_everybody() {
    let book = with_agent();
    book.desk.work_as("ben").unwrap();
    assert_eq!(book.call("aging.run", json!({}))["rows"], 3);
    let judged = json!({"update_status": true});
    assert_eq!(book.call("aging.run", judged)["rows"], 3);
    let run = book.call("letters.create", json!({}));
    assert_eq!(run["counts"]["created"], 1, "{run}");
    assert_eq!(
        book.number("SELECT COUNT(*) FROM letter_drafts d WHERE d.customer_id > 3"),
        0
    );
    let night = book.call("nightly.run", json!({}));
    let runs = night["runs"].as_array().unwrap();
    assert!(
        runs.iter()
            .all(|run| run["state"] == "done" && run["counts"] == json!({})),
        "{night}"
    );
    book.desk.work_as("anna").unwrap();
    assert_eq!(book.call("aging.list", json!({}))["count"], 6);
    assert_eq!(book.check()["faults"], json!([]));
}

/// What an agent sees follows the facts: a customer who moves into the region is there with the next question.
#[test]
fn who_is_visible_follows_the_book() {
    let book = with_agent();
    let mut card = book.call("customers.get", json!({"account": "H1"}))["card"].clone();
    book.desk.work_as("ben").unwrap();
    assert_eq!(book.call("customers.list", json!({}))["count"], 3);
    book.desk.work_as("anna").unwrap();
    card["region"] = json!("Nord");
    book.call("customers.update", json!({"account": "H1", "card": card}));
    book.desk.work_as("ben").unwrap();
    assert_eq!(book.call("customers.list", json!({}))["count"], 4);
    book.desk.work_as("anna").unwrap();
    book.call(
        "agents.save",
        json!({"user": "ben", "pools": ["NORTH"], "sees": "all"}),
    );
    book.desk.work_as("ben").unwrap();
    assert_eq!(book.call("customers.list", json!({}))["count"], 6);
}

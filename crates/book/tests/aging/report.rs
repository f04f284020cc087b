//! The aging report: its parameters, its paper, its tables and its stored runs.

use std::sync::atomic::{AtomicU32, Ordering};

use book::commands::{self, Output};
use book::host::{Job, Unwatched};
use book::refusal::Refusal;
use book::session::Session;
use chrono::Days;
use engine::account::Kind;
use papers::Press;
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf, day};

/// The rows of a report as a table of text, without its heading.
fn rows(shelf: &mut Shelf, parameters: Value) -> Vec<Vec<String>> {
    let handle = shelf.call("aging.report", parameters)["handle"].clone();
    written(shelf, &handle)
}

fn written(shelf: &mut Shelf, handle: &Value) -> Vec<Vec<String>> {
    let path = shelf.folder.path().join("report.csv");
    let done = shelf.call(
        "aging.report_write",
        json!({"handle": handle, "path": path, "format": "csv"}),
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<Vec<String>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    assert_eq!(done["rows"], rows.len());
    rows
}

/// A (total 1,000, overdue), B (in credit), C (zero: an invoice and a payment that nobody matched), D (nothing), and a
/// dollar item of A.
fn shelf() -> Shelf {
    let mut shelf = Shelf::new("2026-05-10");
    let ids = ["A", "B", "C", "D"].map(|account| shelf.customer(account));
    shelf.invoice(ids[0], "R1", "2026-02-01", "2026-03-01", 100_000);
    shelf.document(Document {
        customer: ids[0],
        kind: Kind::Invoice,
        number: "R2",
        on: "2026-04-20",
        due: "2026-05-20",
        currency: "USD",
        minor: 10_000,
    });
    shelf.payment(ids[1], "P1", "2026-04-20", 5_000);
    shelf.invoice(ids[2], "R3", "2026-04-01", "2026-04-30", 700);
    shelf.payment(ids[2], "P2", "2026-05-01", 700);
    shelf.act(|act, _| {
        act.execute_batch(
            "UPDATE customers SET region = 'Nord' WHERE account IN ('A', 'B');
             UPDATE customers SET agent_id = (SELECT MIN(id) FROM users) WHERE account = 'C';",
        )
        .unwrap();
    });
    shelf
}

fn accounts(rows: &[Vec<String>]) -> Vec<String> {
    rows.iter()
        .map(|row| format!("{} {} {}", row[0], row[2], row[3]))
        .collect()
}

/// Spec 20 §3: who is listed follows from *negative balances* and *exclude zero*.
#[test]
fn who_is_on_the_report() {
    let mut shelf = shelf();
    assert_eq!(
        accounts(&rows(&mut shelf, json!({}))),
        ["A EUR 1000.00", "A USD 100.00", "B EUR -50.00"]
    );
    assert_eq!(
        accounts(&rows(&mut shelf, json!({"negative_balances": false}))),
        ["A EUR 1000.00", "A USD 100.00"]
    );
    assert_eq!(
        accounts(&rows(&mut shelf, json!({"exclude_zero": false}))),
        [
            "A EUR 1000.00",
            "A USD 100.00",
            "B EUR -50.00",
            "C EUR 0.00",
            "D EUR 0.00"
        ]
    );
}

/// The balance is of one day, the age of another; *start date* leaves earlier bookings out; *known on* what came later.
#[test]
fn the_days_of_a_report() {
    let mut shelf = shelf();
    let early = rows(&mut shelf, json!({"balance_as_of": "2026-03-31"}));
    assert_eq!(accounts(&early), ["A EUR 1000.00"]);
    // Account, name, currency, total, overdue, unapplied, not due, current, 1-30, 31-60, 61-90, over 90.
    assert_eq!(early[0][10], "1000.00", "aged as of today, 70 days late");
    let aged = rows(
        &mut shelf,
        json!({"as_of": "2026-03-10", "balance_as_of": "2026-03-31"}),
    );
    assert_eq!(aged[0][8], "1000.00", "aged as of another day, 9 days late");
    assert_eq!(
        accounts(&rows(&mut shelf, json!({"start_on": "2026-04-15"}))),
        ["A USD 100.00", "B EUR -50.00", "C EUR -7.00"]
    );
    assert_eq!(
        accounts(&rows(&mut shelf, json!({"known_on": "2026-05-09"}))),
        [""; 0]
    );
}

/// Payment positioning: unsettled credits in the first column, and the column of which unapplied says how much.
#[test]
fn credits_in_the_first_column() {
    let mut shelf = shelf();
    let own = rows(&mut shelf, json!({}));
    assert_eq!(
        (own[2][5].as_str(), own[2][8].as_str()),
        ("-50.00", "-50.00")
    );
    let first = rows(&mut shelf, json!({"credits_in": "first_period"}));
    assert_eq!(
        (first[2][6].as_str(), first[2][8].as_str()),
        ("-50.00", "0.00")
    );
    let without = rows(&mut shelf, json!({"unapplied_column": false}));
    assert_eq!(without[2].len(), own[2].len() - 1);
}

/// Without *transaction currency* everything is converted at the rates of the day; what has no rate says so.
#[test]
fn amounts_are_converted_where_wanted() {
    let mut shelf = shelf();
    let report = shelf.call("aging.report", json!({"transaction_currency": false}));
    assert_eq!(report["head"]["without_rate"], json!(["USD"]));
    let rate = json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.9"});
    shelf.call("rates.save", rate);
    let report = shelf.call("aging.report", json!({"transaction_currency": false}));
    assert_eq!(
        (
            &report["head"]["without_rate"],
            &report["head"]["converted_to"]
        ),
        (&json!([]), &json!("EUR"))
    );
    assert_eq!(
        accounts(&written(&mut shelf, &report["handle"])),
        ["A EUR 1090.00", "B EUR -50.00"]
    );
    let details = rows(
        &mut shelf,
        json!({"transaction_currency": false, "details": true}),
    );
    assert_eq!(details.iter().filter(|row| row[0] == "A").count(), 2);
}

/// Periods of equal length instead of a definition, in both directions.
#[test]
fn equal_periods_without_a_definition() {
    let mut shelf = shelf();
    let ids = |report: &Value| -> Vec<String> {
        report["head"]["periods"]
            .as_array()
            .unwrap()
            .iter()
            .map(|period| period["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let interval = |direction: &str, unit: &str| json!({"interval": {"length": 2, "unit": unit, "direction": direction}});
    let back = shelf.call("aging.report", interval("backward", "month"));
    assert_eq!(
        ids(&back),
        ["not_due", "current", "even_1", "even_2", "even_3", "older"]
    );
    // A month that has begun is one: the two months before 10 May are April and the first days of May.
    assert_eq!(back["head"]["periods"][2]["from"], "2026-04-01");
    assert_eq!(
        back["totals"][0]["period_minor"][3], 100_000,
        "March and February"
    );
    let forward = shelf.call("aging.report", interval("forward", "day"));
    assert_eq!(
        ids(&forward),
        ["older", "even_3", "even_2", "even_1", "current", "not_due"]
    );
    assert_eq!(forward["totals"][0]["period_minor"][0], 95_000);
}

/// a definition of seven periods is fine on the screen and as a table, and refused on paper.
#[test]
fn a_12_seven_periods_do_not_fit_on_paper() {
    let mut shelf = shelf();
    let mut definition = shelf.call("aging.definitions", json!({}))["definitions"][0].clone();
    definition["id"] = json!("seven");
    let lines = definition["lines"].as_array_mut().unwrap();
    let mut more = lines[1].clone();
    more["id"] = json!("d91_120");
    lines.insert(1, more);
    shelf.call("aging.save_definition", json!({"definition": definition}));
    assert_eq!(
        shelf
            .list(json!({"definition": "seven", "as_of": "2026-05-10"}))
            .0["periods"]
            .as_array()
            .unwrap()
            .len(),
        7
    );
    let report = shelf.call("aging.report", json!({"definition": "seven"}));
    assert_eq!(written(&mut shelf, &report["handle"]).len(), 3);
    let path = shelf.folder.path().join("report.pdf");
    for (command, request) in [
        ("aging.report_pages", json!({"handle": report["handle"]})),
        (
            "aging.report_write",
            json!({"handle": report["handle"], "path": path, "format": "pdf"}),
        ),
    ] {
        let refusal = shelf.try_call(command, request).unwrap_err();
        assert_eq!(refusal.code, "aging_report_too_many_periods");
        assert_eq!(
            (&refusal.args["count"], &refusal.args["most"]),
            (&json!(7), &json!(6))
        );
    }
    assert!(!path.exists());
}

fn page(shelf: &mut Shelf, handle: &Value, page: u32) -> Vec<u8> {
    let command = commands::find("aging.report_page").unwrap();
    let mut session = Session {
        book: &mut shelf.book,
        actor: shelf.actor,
        now: "2026-05-10T10:00:00Z".parse().unwrap(),
        today: day("2026-05-10"),
        job: &Unwatched,
        command: command.name,
    };
    let request = json!({"handle": handle, "page": page, "width_px": 1400});
    match (command.run)(&mut session, request).unwrap() {
        Output::Bytes(bytes) => bytes,
        Output::Json(body) => panic!("{body}"),
    }
}

/// The paper: pages as pictures, every parameter said, groups with sums, the heading on every page, page x of y.
#[test]
fn the_paper_says_everything() {
    let mut shelf = shelf();
    for number in 0..60 {
        let customer = shelf.customer(&format!("K{number:02}"));
        shelf.invoice(
            customer,
            &format!("X{number}"),
            "2026-03-01",
            "2026-03-31",
            123_456 + number,
        );
    }
    let parameters = json!({
        "group_by": "region", "details": true, "credits_in": "first_period", "negative_balances": false,
        "start_on": "2026-01-01", "known_on": "2026-05-10", "descriptions": false, "language": "en",
    });
    let report = shelf.call("aging.report", parameters);
    let pages = shelf.call("aging.report_pages", json!({"handle": report["handle"]}));
    let count = u32::try_from(pages["pages"].as_u64().unwrap()).unwrap();
    assert!(count >= 3, "{count}");
    assert_eq!(&page(&mut shelf, &pages["handle"], count)[..4], b"\x89PNG");
    let path = shelf.folder.path().join("report.pdf");
    shelf.call(
        "aging.report_write",
        json!({"handle": report["handle"], "path": path, "format": "pdf"}),
    );
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(Press::page_count(&bytes).unwrap(), count);
    if let Some(folder) = std::env::var_os("DUEBOOK_TEST_PAPERS") {
        std::fs::write(
            std::path::Path::new(&folder).join("aging-report.pdf"),
            &bytes,
        )
        .unwrap();
        for number in [1, count] {
            let name = format!("aging-report-{number}.png");
            std::fs::write(
                std::path::Path::new(&folder).join(name),
                page(&mut shelf, &pages["handle"], number),
            )
            .unwrap();
        }
    }
    // The same report is the same file.
    let again = shelf.folder.path().join("again.pdf");
    shelf.call(
        "aging.report_write",
        json!({"handle": report["handle"], "path": again, "format": "pdf"}),
    );
    assert_eq!(std::fs::read(again).unwrap(), bytes);
}

/// Stops a run as soon as it looks a second time whether it shall: what notes that it begins is done by then.
struct Stopped(AtomicU32);

impl Job for Stopped {
    fn progress(&self, _done: u64, _total: u64, _phase: &str) {}

    fn cancelled(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) > 0
    }
}

fn stopped(shelf: &mut Shelf, request: Value) -> Refusal {
    let mut session = Session {
        book: &mut shelf.book,
        actor: shelf.actor,
        now: day("2026-05-10").and_hms_opt(10, 0, 0).unwrap().and_utc(),
        today: day("2026-05-10"),
        job: &Stopped(AtomicU32::new(0)),
        command: "aging.store",
    };
    let store = commands::find("aging.store").unwrap();
    (store.run)(&mut session, request).err().unwrap()
}

/// Spec 20 §3: a run that does not come to its end stays on the list with the reason, nothing of it is stored, and it is run
/// again as it was asked; what no report can be asked with is refused and noted nowhere.
#[test]
fn a_stored_run_that_fails_is_shown_and_run_again() {
    let mut shelf = shelf();
    let wrong = json!({"name": "Wrong", "parameters": {"definition": "NOWHERE"}});
    assert!(shelf.try_call("aging.store", wrong).is_err());
    assert_eq!(shelf.call("aging.stored", json!({}))["runs"], json!([]));
    let asked =
        json!({"name": "Month-end", "parameters": {"as_of": "2026-05-01", "exclude_zero": false}});
    assert_eq!(stopped(&mut shelf, asked.clone()).code, "cancelled");
    let run = |shelf: &mut Shelf| {
        shelf.call("aging.stored", json!({"latest_only": true}))["runs"][0].clone()
    };
    let failed = run(&mut shelf);
    assert_eq!(
        (
            &failed["status"],
            &failed["fault"]["code"],
            &failed["lines"]
        ),
        (&json!("failed"), &json!("cancelled"), &json!(0))
    );
    assert_eq!(failed["name"], "Month-end");
    // Killed in the middle, it could not say why.
    shelf.act(|act, _| {
        act.execute(
            "UPDATE aging_report_attempts SET fault = NULL, fault_args = NULL",
            [],
        )
        .unwrap()
    });
    let killed = run(&mut shelf);
    assert_eq!(killed["fault"]["code"], "run_interrupted");
    let again = json!({"name": killed["name"], "parameters": killed["parameters"]});
    let ended = shelf.call("aging.store", again);
    assert_eq!(
        (&ended["status"], &ended["as_of"]),
        (&json!("ended"), &json!("2026-05-01"))
    );
    let all = shelf.call("aging.stored", json!({}));
    assert_eq!(
        all["runs"].as_array().unwrap().len(),
        1,
        "the attempt has gone: {all}"
    );
    stopped(&mut shelf, asked);
    let attempt = run(&mut shelf)["attempt_id"].clone();
    let left = shelf.call("aging.stored_delete", json!({"attempt_ids": [attempt]}));
    assert_eq!(left["runs"].as_array().unwrap().len(), 1);
    assert_eq!(left["runs"][0]["status"], "ended");
    assert_eq!(shelf.call("book.check", json!({}))["ok"], true);
}

/// Stored runs: named, with details, as they were; the latest of each name; a name that waits for every night; by hand
/// they go.
#[test]
fn stored_runs_stay_as_they_were() {
    let mut shelf = shelf();
    let first = shelf.call("aging.store", json!({"name": " Month-end "}));
    assert_eq!(
        (&first["name"], &first["status"], &first["lines"]),
        (&json!("Month-end"), &json!("ended"), &json!(6))
    );
    assert_eq!(first["parameters"]["details"], true);
    let paid = shelf.payment(1, "P9", "2026-05-10", 100_000);
    shelf.settle(1, paid, "2026-05-10", 100_000);
    let second = shelf.call("aging.store", json!({"name": "Month-end"}));
    shelf.call("aging.store", json!({"name": "Other", "every_night": true}));
    let all = shelf.call("aging.stored", json!({}));
    let shape = |runs: &Value| -> Vec<(String, String, bool)> {
        runs["runs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|run| {
                (
                    run["name"].as_str().unwrap().into(),
                    run["status"].as_str().unwrap().into(),
                    run["latest"] == true,
                )
            })
            .collect()
    };
    let is = |name: &str, status: &str, latest: bool| (name.to_owned(), status.to_owned(), latest);
    assert_eq!(
        shape(&all),
        [
            is("Other", "waiting", false),
            is("Other", "ended", true),
            is("Month-end", "ended", true),
            is("Month-end", "ended", false),
        ]
    );
    let latest = shelf.call("aging.stored", json!({"latest_only": true}));
    assert_eq!(shape(&latest).len(), 3);
    let opened = shelf.call(
        "aging.stored_open",
        json!({"report_id": first["report_id"]}),
    );
    assert_eq!(
        opened["totals"][0]["total_minor"], 95_000,
        "as it was before the payment"
    );
    let items = written(&mut shelf, &opened["handle"]);
    assert_eq!(items.len(), 3, "the items, of which the export is made");
    assert!(items.iter().any(|row| row[4] == "R1"));
    shelf.set_today("2026-05-11");
    shelf.call("nightly.run", json!({"jobs": ["stored_aging"]}));
    let newest = shelf.call("aging.stored", json!({"latest_only": true}))["runs"][1].clone();
    assert_eq!(
        (&newest["name"], &newest["as_of"]),
        (&json!("Other"), &json!("2026-05-11"))
    );
    let ids = json!({"report_ids": [first["report_id"], second["report_id"]]});
    let rest = shelf.call("aging.stored_delete", ids.clone());
    assert!(shape(&rest).iter().all(|(name, _, _)| name == "Other"));
    assert_eq!(
        shelf.try_call("aging.stored_delete", ids).unwrap_err().code,
        "unknown_stored_run"
    );
    assert_eq!(
        shelf
            .try_call("aging.store", json!({"name": " "}))
            .unwrap_err()
            .code,
        "value_missing"
    );
    assert_eq!(shelf.call("book.check", json!({}))["ok"], true);
}

/// T-A1 for paper: on every day of a random history, the list, the customer's page and the report say one figure, with
/// details and without, and the items add up to their customer.
#[test]
fn list_page_and_report_say_the_same_on_every_day() {
    for seed in [31, 32] {
        let mut shelf = crate::one_figure::random_shelf(seed);
        let first = day("2025-08-31");
        for as_of in (0..310)
            .step_by(3)
            .map(|days| (first + Days::new(days)).to_string())
        {
            // Paper has the days of the documents, also where a customer has promised another one.
            let (_, listed) = shelf.list(json!({"as_of": as_of, "promises": "ignored"}));
            let (_, respected) = shelf.list(json!({"as_of": as_of}));
            let figure = |row: &Value| {
                (
                    row["account"].clone(),
                    row["currency"].clone(),
                    row["total_minor"].clone(),
                    row["period_minor"].clone(),
                )
            };
            let from_list: Vec<_> = listed.iter().map(figure).collect();
            let report = shelf.call(
                "aging.report",
                json!({"as_of": as_of, "exclude_zero": false, "details": true}),
            );
            let from_report: Vec<_> = shelf
                .report_rows(&report, 0)
                .into_iter()
                .filter(|row| row["open_count"] != 0)
                .collect();
            assert_eq!(
                from_report.iter().map(figure).collect::<Vec<_>>(),
                from_list,
                "seed {seed}, {as_of}"
            );
            for (customer, respected) in from_report.iter().zip(&respected) {
                let page = shelf.call(
                    "customers.balance",
                    json!({"account": customer["account"], "as_of": as_of}),
                );
                let own = page["balances"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|own| own["currency"] == customer["currency"])
                    .unwrap();
                assert_eq!(
                    (&own["total_minor"], &own["period_minor"]),
                    (&respected["total_minor"], &respected["period_minor"])
                );
                let items: i64 = shelf
                    .report_rows(&report, 1)
                    .iter()
                    .filter(|item| {
                        item["account"] == customer["account"]
                            && item["currency"] == customer["currency"]
                    })
                    .map(|item| item["total_minor"].as_i64().unwrap())
                    .sum();
                assert_eq!(
                    json!(items),
                    customer["total_minor"],
                    "items, seed {seed}, {as_of}"
                );
            }
        }
    }
}

/// A-6, spec 20 §4: paper shows contractual days; where *respect promises* is ticked, the promised part ages by its day, in
/// the line of the customer and in that of the item, in its own currency and converted.
#[test]
fn a_6_the_report_respects_promises_where_asked() {
    let mut shelf = shelf();
    shelf.call(
        "rates.save",
        json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.5"}),
    );
    for (number, minor, on) in [("R1", 30_000, "2026-05-20"), ("R2", 10_000, "2026-06-05")] {
        let id = shelf.number(&format!(
            "SELECT id FROM transactions WHERE document_no = '{number}'"
        ));
        let line = json!({"transaction_id": id, "promised_on": on, "amount_minor": minor});
        shelf.call("promises.record", json!({"lines": [line]}));
    }
    // Account, name, currency, total, overdue, unapplied, not due, current, 1-30, 31-60, 61-90, over 90.
    let cells = |row: &Vec<String>| {
        (
            row[3].clone(),
            row[4].clone(),
            row[6].clone(),
            row[10].clone(),
        )
    };
    let text = |cells: [&str; 4]| {
        let [a, b, c, d] = cells.map(str::to_owned);
        (a, b, c, d)
    };
    let contractual = rows(&mut shelf, json!({}));
    assert_eq!(
        cells(&contractual[0]),
        text(["1000.00", "1000.00", "0.00", "1000.00"])
    );
    let respected = rows(&mut shelf, json!({"promises": "respected"}));
    assert_eq!(
        cells(&respected[0]),
        text(["1000.00", "700.00", "300.00", "700.00"])
    );
    let converted = rows(
        &mut shelf,
        json!({"promises": "respected", "transaction_currency": false}),
    );
    assert_eq!(
        cells(&converted[0]),
        text(["1050.00", "700.00", "350.00", "700.00"])
    );
    let head = shelf.call(
        "aging.report",
        json!({"promises": "respected", "details": true}),
    );
    let path = shelf.folder.path().join("details.csv");
    shelf.call(
        "aging.report_write",
        json!({"handle": head["handle"], "path": path, "format": "csv"}),
    );
    let lines = std::fs::read_to_string(&path).unwrap();
    let of_item: Vec<&str> = lines.lines().filter(|line| line.contains("R1")).collect();
    assert!(
        of_item
            .iter()
            .any(|line| line.contains("300.00") && line.contains("700.00")),
        "{lines}"
    );
}

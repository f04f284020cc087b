//! The night: what is due, once a day, whatever happened before.

use book::act::Actor;
use book::host::Job;
use book::session::Session;
use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, group, risk_group, type_limit};

const JOBS: [&str; 12] = [
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
];

fn ran(done: &Value) -> Vec<String> {
    let runs = done["runs"].as_array().unwrap().iter();
    runs.map(|run| {
        format!(
            "{} {}",
            run["job"].as_str().unwrap(),
            run["state"].as_str().unwrap()
        )
    })
    .collect()
}

fn due(shelf: &mut Shelf) -> Vec<String> {
    let jobs = shelf.call("nightly.due", json!({}))["jobs"].clone();
    let jobs = jobs
        .as_array()
        .unwrap()
        .iter()
        .filter(|job| job["due"] == json!(true));
    jobs.map(|job| job["job"].as_str().unwrap().to_owned())
        .collect()
}

fn night(shelf: &mut Shelf) -> Vec<String> {
    ran(&shelf.call("nightly.run", json!({})))
}

fn prepared() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(100_000));
    shelf.invoice(customer, "R-1", "2026-01-10", "2026-02-09", 40_000);
    group(
        &mut shelf,
        "LAND",
        "country",
        json!([{"value": "DE", "score": 50}]),
    );
    risk_group(&mut shelf, "LOW", 10, "good");
    shelf
}

/// Spec 13: twice a day does nothing the second time; a missed day is not made up for, and the snapshots of missed days are
/// not reconstructed.
#[test]
fn the_night_runs_once_a_day_and_makes_up_for_no_missed_one() {
    let mut shelf = prepared();
    assert_eq!(due(&mut shelf), JOBS);
    let first = night(&mut shelf);
    assert_eq!(first, JOBS.map(|job| format!("{job} done")));
    assert_eq!(due(&mut shelf), Vec::<String>::new());
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    assert_eq!(night(&mut shelf), Vec::<String>::new());
    assert_eq!(shelf.number("SELECT COUNT(*) FROM audit"), acts);
    let kept = usize::try_from(shelf.number("SELECT COUNT(*) FROM job_runs")).unwrap();
    assert_eq!(kept, JOBS.len());
    shelf.set_today("2026-03-06");
    assert_eq!(night(&mut shelf).len(), JOBS.len());
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM job_runs WHERE job = 'aging'"),
        2
    );
    assert_eq!(
        shelf.number("SELECT COUNT(DISTINCT as_of) FROM aging_runs"),
        2
    );
    // A score that did not change keeps its row.
    assert_eq!(shelf.number("SELECT COUNT(*) FROM risk_scores"), 1);
    let log = shelf.call("nightly.log", json!({}));
    let runs = log["runs"].as_array().unwrap();
    let aging = runs.iter().find(|run| run["job"] == json!("aging"));
    assert_eq!(aging.unwrap()["counts"], json!({"rows": 1}));
    assert_eq!(runs.len(), 2 * JOBS.len());
    assert_sound(&mut shelf);
}

/// A task that is named runs although it is done for today; an unknown one is refused.
#[test]
fn a_named_task_runs_again() {
    let mut shelf = prepared();
    night(&mut shelf);
    let again = shelf.call("nightly.run", json!({"jobs": ["statistics"]}));
    assert_eq!(ran(&again), ["statistics done"]);
    let refusal = shelf
        .try_call("nightly.run", json!({"jobs": ["no_such_job"]}))
        .unwrap_err();
    assert_eq!(refusal.code, "unknown_job");
}

/// A task that fails is logged with its reason, stops no other one, and is due again.
#[test]
fn a_failed_task_stops_no_other_one() {
    let mut shelf = prepared();
    let damage = "UPDATE scoring_lines SET score = 9223372036854775807";
    shelf.book.file.connection.execute_batch(damage).unwrap();
    let mut row = shelf.call("risk.setup", json!({}))["scoring"][0].clone();
    row["weight"] = json!(9_000_000_000_000_000_000_i64);
    shelf.call("risk.scoring_save", row);
    let done = night(&mut shelf);
    let failed = |job: &str| if job == "scores" { "failed" } else { "done" };
    assert_eq!(done, JOBS.map(|job| format!("{job} {}", failed(job))));
    let log = shelf.call("nightly.log", json!({}));
    let mut runs = log["runs"].as_array().unwrap().iter();
    let scores = runs.find(|run| run["job"] == json!("scores")).unwrap();
    assert_eq!(scores["error"]["code"], json!("score_out_of_range"));
    assert_eq!(due(&mut shelf), ["scores"]);
    assert_sound(&mut shelf);
}

/// Killed in its middle a task leaves its row and nothing else; the next run says so and completes the night.
#[test]
fn a_killed_night_is_completed_by_the_next_one() {
    let mut shelf = prepared();
    shelf.call("nightly.run", json!({"jobs": ["import"]}));
    // The row of a task that began, whose act was never sealed: as the file is found after the process was killed.
    let connection = &shelf.book.file.connection;
    connection
        .execute_batch(
            "INSERT INTO job_runs (job, due_on, state, started_at, user_id)
             SELECT 'statistics', '2026-03-02', 'running', '2026-03-02T10:00:00.000Z', id FROM users;
             BEGIN; DELETE FROM balance_statistics; ROLLBACK;",
        )
        .unwrap();
    assert_eq!(due(&mut shelf), JOBS[1..]);
    let rest: Vec<_> = JOBS[1..].iter().map(|job| format!("{job} done")).collect();
    assert_eq!(night(&mut shelf), rest);
    assert_eq!(
        shelf.number(
            "SELECT COUNT(*) FROM job_runs WHERE state = 'killed' AND ended_at IS NOT NULL"
        ),
        1
    );
    assert_eq!(due(&mut shelf), Vec::<String>::new());
    assert_sound(&mut shelf);
}

/// A job that is stopped after so many looks at the button.
struct Stopped(std::sync::atomic::AtomicU64);

impl Job for Stopped {
    fn progress(&self, _done: u64, _total: u64, _phase: &str) {}

    fn cancelled(&self) -> bool {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= 3
    }
}

/// Stopped, the running task changes nothing, the rest waits, and the next run completes the night.
#[test]
fn a_stopped_night_goes_on_later() {
    let mut shelf = prepared();
    let stop = Stopped(std::sync::atomic::AtomicU64::new(0));
    let actor: Actor = shelf.actor;
    let command = book::commands::find("nightly.run").unwrap();
    let today = crate::shelf::day("2026-03-02");
    let mut session = Session {
        book: &mut shelf.book,
        actor,
        now: today.and_hms_opt(10, 0, 0).unwrap().and_utc(),
        today,
        job: &stop,
        command: command.name,
    };
    (command.run)(&mut session, json!({})).unwrap();
    let log = shelf.call("nightly.log", json!({}));
    let states: Vec<_> = log["runs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| &run["state"])
        .collect();
    assert!(states.contains(&&json!("cancelled")), "{log}");
    assert!(states.len() < JOBS.len(), "{log}");
    assert!(!due(&mut shelf).is_empty());
    night(&mut shelf);
    assert_eq!(due(&mut shelf), Vec::<String>::new());
    assert_sound(&mut shelf);
}

/// The window asks whether it shall run what is due by itself; it does unless somebody said otherwise.
#[test]
fn running_by_itself_is_a_parameter() {
    let mut shelf = prepared();
    assert_eq!(
        shelf.call("nightly.due", json!({}))["automatic"],
        json!(true)
    );
    shelf.call("nightly.parameters_save", json!({"automatic": false}));
    assert_eq!(
        shelf.call("nightly.due", json!({}))["automatic"],
        json!(false)
    );
}

/// Spec 13: the night deletes balance statistics that are older than the months of the parameter, which may not cut into
/// what figures need (S-7); without the parameter it deletes none.
#[test]
fn outdated_statistics_go_by_night() {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-1", "2024-01-10", "2024-02-09", 400_000);
    shelf.call("statistics.calculate", json!({}));
    shelf.act(|act, _| {
        act.execute(
            "UPDATE balance_statistics SET on_day = '2024-05-31' WHERE on_day = (SELECT MIN(on_day) FROM balance_statistics)",
            [],
        )
        .unwrap();
    });
    let old = "SELECT COUNT(*) FROM balance_statistics WHERE on_day = '2024-05-31'";
    let run = json!({"jobs": ["outdated_statistics"]});
    let done = shelf.call("nightly.run", run.clone());
    assert_eq!(done["runs"][0]["counts"]["deleted"], json!(0));
    assert_eq!(shelf.number(old), 1);
    let mut parameters = shelf.call("statistics.parameters", json!({}));
    parameters["delete_months_kept"] = json!(6);
    let refusal = shelf
        .try_call("statistics.parameters_save", parameters.clone())
        .unwrap_err();
    assert_eq!(refusal.code, "statistics_needed");
    parameters["delete_months_kept"] = json!(12);
    shelf.call("statistics.parameters_save", parameters);
    let done = shelf.call("nightly.run", run);
    assert_eq!(done["runs"][0]["counts"]["deleted"], json!(1));
    assert_eq!(shelf.number(old), 0);
    assert_sound(&mut shelf);
}

//! A night that is killed: the real program on a real book, ended by its own process id at several moments (spec 13, 30).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::Desk;
use serde_json::{Value, json};

/// Parts of the night after which it is killed, in sevenths of what it takes undisturbed.
const MOMENTS: [u32; 5] = [1, 2, 3, 4, 6];

/// What every job did, by its name.
type Night = BTreeMap<String, Value>;

/// Customers with limits and with invoices of several years, so that every job has something to do.
fn book(desk: &Desk) {
    desk.new_book();
    let mut customers = "Customer No;Name;Credit limit\n".to_owned();
    let mut invoices = "Customer No;Invoice No;Invoice Date;Due Date;Amount;Currency\n".to_owned();
    for customer in 1..=300 {
        writeln!(
            customers,
            "{customer};Alder {customer};{},00",
            customer * 10
        )
        .unwrap();
        for year in 2023..=2026 {
            let month = 1 + customer % 9;
            writeln!(
                invoices,
                "{customer};R{year}-{customer};{year}-0{month}-05;{year}-0{month}-20;{},50;EUR",
                100 + customer
            )
            .unwrap();
        }
    }
    let customers = desk.write("customers.csv", &customers);
    let invoices = desk.write("invoices.csv", &invoices);
    desk.done(&["import", desk.book(), &customers, &invoices]);
}

fn runs(desk: &Desk, book: &str) -> Vec<Value> {
    let log = desk.json(&["call", book, "nightly.log"]);
    log["runs"].as_array().unwrap().clone()
}

/// What the runs that ended well did; each job is among them once.
fn done(desk: &Desk, book: &str) -> Night {
    let mut night = Night::new();
    for run in runs(desk, book) {
        if run["state"] == "done" {
            let job = run["job"].as_str().unwrap().to_owned();
            let before = night.insert(job.clone(), run["counts"].clone());
            assert_eq!(before, None, "{job} ran twice");
        }
    }
    night
}

#[test]
fn a_killed_night_leaves_whole_jobs_and_the_next_run_does_the_rest() {
    let desk = Desk::new();
    book(&desk);
    let copy = |name: &str| {
        let path = desk.path(name);
        std::fs::copy(desk.book(), &path).unwrap();
        path
    };
    let undisturbed = copy("undisturbed.duebook");
    let began = Instant::now();
    desk.done(&["nightly", &undisturbed]);
    let took = began.elapsed();
    let whole = done(&desk, &undisturbed);
    // What a job says when it has been done already.
    let jobs: Vec<&str> = whole.keys().map(String::as_str).collect();
    let mut again = vec!["nightly", &undisturbed, "--format", "json"];
    again.extend(jobs.iter().flat_map(|job| ["--job", job]));
    let again: Night = desk.json(&again)["runs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| {
            (
                run["job"].as_str().unwrap().to_owned(),
                run["counts"].clone(),
            )
        })
        .collect();

    let mut midway = 0;
    for moment in MOMENTS {
        let path = copy(&format!("killed-{moment}.duebook"));
        kill_after(&desk, &path, took * moment / 7);
        let before = done(&desk, &path);
        for (job, counts) in &before {
            assert_eq!(counts, &whole[job], "{job} is whole after {moment}/7");
        }
        desk.done(&["check", &path]);
        midway += usize::from(!before.is_empty() && before.len() < whole.len());

        desk.done(&["nightly", &path]);
        let after = done(&desk, &path);
        assert_eq!(after.len(), whole.len(), "every job once after {moment}/7");
        for (job, counts) in &after {
            let was_cut = runs(&desk, &path)
                .iter()
                .any(|run| run["job"] == json!(job) && run["state"] == "killed");
            // Between the end of its act and the line in the log a job is whole, and finds nothing left to do.
            let fits = *counts == whole[job] || (was_cut && *counts == again[job]);
            assert!(
                fits,
                "{job} after {moment}/7: {counts}, undisturbed {}",
                whole[job]
            );
        }
        desk.done(&["check", &path]);
        assert_eq!(
            desk.json(&["nightly", &path, "--format", "json"])["runs"],
            json!([])
        );
    }
    assert!(
        midway > 0,
        "no moment was in the middle of a night of {took:?}"
    );
}

/// Starts the night and kills this very process.
fn kill_after(desk: &Desk, book: &str, moment: Duration) {
    let mut night = desk
        .command(&["nightly", book])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(moment);
    night.kill().unwrap();
    night.wait().unwrap();
}

//! One measured act in a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use book::desk::{Desk, DeskOptions};
use book::host::{FrozenClock, Unwatched};
use serde_json::{Value, json};

use crate::measure::peak_kib;
use crate::workload::LAST_DAY;
use crate::{Failed, collections, import, interest, letters, matching, orders, plain};

/// What a child tells.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// Time of the act alone.
    pub time: Duration,
    /// Peak of memory of the whole process.
    pub peak_kib: u32,
    /// Counts of the act.
    pub counts: Value,
}

/// Runs `act` in a new process.
pub(crate) fn spawn(act: &str, paths: &[&dyn AsRef<std::ffi::OsStr>]) -> Result<Told, Failed> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--child").arg(act);
    for path in paths {
        command.arg(path.as_ref());
    }
    let output = within(&mut command, act)?;
    if !output.status.success() {
        return Err(format!("{act}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let told: Value = serde_json::from_slice(&output.stdout)?;
    Ok(Told {
        time: Duration::from_nanos(told["nanos"].as_u64().unwrap_or(0)),
        peak_kib: told["peak_kib"]
            .as_u64()
            .and_then(|kib| u32::try_from(kib).ok())
            .unwrap_or(0),
        counts: told["counts"].clone(),
    })
}

/// The most that one act may take; whatever takes longer is not slow but stuck.
const LONGEST: Duration = Duration::from_mins(20);

/// Waits for a process, and ends it where it is stuck. What it tells fits a pipe.
fn within(command: &mut Command, act: &str) -> Result<Output, Failed> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > LONGEST {
            child.kill()?;
            child.wait()?;
            return Err(format!("{act}: ended after {LONGEST:?}").into());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(child.wait_with_output()?)
}

/// The child's side: does the act and prints what there is to tell.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failed> {
    let (act, rest) = arguments.split_first().ok_or("no act")?;
    let path = |at: usize| -> Result<PathBuf, Failed> {
        Ok(PathBuf::from(rest.get(at).ok_or("no path")?))
    };
    let text = |at: usize| rest.get(at).map(String::as_str).ok_or("no value");
    let (time, counts) = match act.as_str() {
        "open" => {
            let start = Instant::now();
            let _desk = desk_with(&path(0)?)?;
            (start.elapsed(), Value::Null)
        }
        "import" => import::import(&path(0)?, &path(1)?)?,
        "aging-today" => today(&path(0)?, text(1)?)?,
        "aging" => called(&path(0)?, "aging.run", json!({"as_of": text(1)?}))?,
        "plain" => plain::run(&path(0)?, text(1)?, text(2)?)?,
        "bank-read" => matching::read(&path(0)?, &path(1)?)?,
        "bank-propose" => matching::propose(&path(0)?, &path(1)?)?,
        "orders-read" => orders::read_all(&path(0)?)?,
        "report" => collections::write_report(&path(0)?, &path(1)?)?,
        "orders-try" => orders::one_by_one(&path(0)?)?,
        "night" => orders::night(&path(0)?)?,
        "orders-check" => orders::check_all(&path(0)?)?,
        "letters" => letters::post(&path(0)?, &path(1)?)?,
        "interest" => interest::notes(&path(0)?, &path(1)?)?,
        "bare" => letters::bare(&path(0)?, text(1)?.parse()?)?,
        other => return Err(format!("unknown act {other}").into()),
    };
    let nanos = u64::try_from(time.as_nanos())?;
    println!(
        "{}",
        json!({"nanos": nanos, "peak_kib": peak_kib(), "counts": counts})
    );
    Ok(())
}

/// A desk at the last day of the workload.
pub(crate) fn desk() -> Desk {
    desk_on(LAST_DAY)
}

fn desk_on(day: chrono::NaiveDate) -> Desk {
    Desk::new(DeskOptions {
        recent_file: None,
        os_account: "bench".to_owned(),
        desk: "bench".to_owned(),
        clock: Arc::new(FrozenClock(
            day.and_time(chrono::NaiveTime::MIN)
                .and_utc()
                .fixed_offset(),
        )),
    })
}

/// A desk with a book open.
pub(crate) fn desk_with(book: &Path) -> Result<Desk, Failed> {
    let desk = desk();
    desk.call("book.open", json!({"path": book}), &Unwatched)?;
    Ok(desk)
}

/// A snapshot of the day at the desk, which also says what remains of each customer's credit.
fn today(book: &Path, day: &str) -> Result<(Duration, Value), Failed> {
    let desk = desk_on(day.parse()?);
    desk.call("book.open", json!({"path": book}), &Unwatched)?;
    let start = Instant::now();
    let reply = desk.call("aging.run", json!({}), &Unwatched)?;
    Ok((start.elapsed(), reply.body))
}

fn called(book: &Path, command: &str, request: Value) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    let start = Instant::now();
    let reply = desk.call(command, request, &Unwatched)?;
    Ok((start.elapsed(), reply.body))
}

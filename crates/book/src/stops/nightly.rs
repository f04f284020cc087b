//! The day after a stop: a task for whoever set it. Made once for each stop, however often the night runs.

use chrono::NaiveDate;
use engine::stops::Purpose;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::day_of;
use crate::activities::{self, Kind, NewActivity};
use crate::company;
use crate::refusal::Refusal;
use crate::session::{Keep, Session, check_cancelled};
use crate::wire::Nothing;

/// What a night came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StopsOver {
    /// New tasks.
    #[ts(type = "number")]
    pub tasks: usize,
}

/// A stop that is over and that nobody was told about.
struct Over {
    id: i64,
    customer_id: i64,
    transaction_id: Option<i64>,
    document_no: Option<String>,
    purpose: Purpose,
    reason: String,
    until_on: NaiveDate,
    set_by_id: i64,
}

/// `stops.over`: notes the tasks of stops whose last day is over; those that a person ended need none.
pub fn over(session: &mut Session<'_>, _: Nothing) -> Result<StopsOver, Refusal> {
    let (today, job) = (session.today, session.job);
    session.act_if(|act| {
        act.about("stop", "over");
        let language = company::load(act)?.language;
        let mut done = StopsOver::default();
        for stop in waiting(act, today)? {
            check_cancelled(job)?;
            let on = stop.until_on.succ_opt().unwrap_or(today);
            let made = activities::add(
                act,
                &NewActivity {
                    customer_id: stop.customer_id,
                    kind: Kind::Task,
                    category: "other",
                    purpose: &title(&stop, &language),
                    memo: &stop.reason,
                    responsible_id: Some(stop.set_by_id),
                    on,
                    case_id: None,
                    transaction_id: stop.transaction_id,
                    subject: Some(&format!("stop_over:{}", stop.id)),
                },
            )?;
            done.tasks += usize::from(made.is_some());
        }
        act.note("tasks", done.tasks);
        let keep = if done.tasks > 0 { Keep::Yes } else { Keep::No };
        Ok((done, keep))
    })
}

/// A task stands in the book as text, in the language of the company.
fn title(stop: &Over, language: &str) -> String {
    let german = language.starts_with("de");
    let (what, about) = match (stop.purpose, german) {
        (Purpose::Dunning, false) => ("The stop for letters", "is over"),
        (Purpose::Interest, false) => ("The stop for interest", "is over"),
        (Purpose::Both, false) => ("The stop for letters and interest", "is over"),
        (Purpose::Dunning, true) => ("Der Mahnstopp", "ist abgelaufen"),
        (Purpose::Interest, true) => ("Der Zinsstopp", "ist abgelaufen"),
        (Purpose::Both, true) => ("Der Mahn- und Zinsstopp", "ist abgelaufen"),
    };
    match (&stop.document_no, german) {
        (Some(number), false) => format!("{what} of {number} {about}"),
        (Some(number), true) => format!("{what} für {number} {about}"),
        (None, _) => format!("{what} {about}"),
    }
}

fn waiting(connection: &Connection, today: NaiveDate) -> Result<Vec<Over>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, s.customer_id, s.transaction_id, s.purpose, s.reason, s.until_on, s.set_by_id, t.document_no
         FROM stops s LEFT JOIN transactions t ON t.id = s.transaction_id
         WHERE s.until_on < :today
           AND NOT EXISTS (SELECT 1 FROM activities a WHERE a.subject = 'stop_over:' || s.id)
           -- Who ended it knows; one that was ended and runs again, or ends earlier again, is over by its day.
           AND NOT EXISTS (SELECT 1 FROM stop_changes x WHERE x.stop_id = s.id AND x.kind = 'ended'
             AND x.until_on < x.changed_on
             AND x.id = (SELECT MAX(n.id) FROM stop_changes n WHERE n.stop_id = s.id))
         ORDER BY s.until_on, s.id",
    )?;
    let mut rows = statement.query(named_params! {":today": today.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let purpose: String = row.get("purpose")?;
        found.push(Over {
            id: row.get("id")?,
            customer_id: row.get("customer_id")?,
            transaction_id: row.get("transaction_id")?,
            document_no: row.get("document_no")?,
            purpose: Purpose::from_code(&purpose)
                .ok_or_else(|| Refusal::new("book_damaged").with("purpose", &purpose))?,
            reason: row.get("reason")?,
            until_on: day_of(row, "until_on")?,
            set_by_id: row.get("set_by_id")?,
        });
    }
    Ok(found)
}

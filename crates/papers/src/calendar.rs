//! Tasks and appointments as an iCalendar file (RFC 5545), for whatever calendar a person keeps.
//!
//! Times have no zone: an appointment at nine is at nine where the person is. The identifier of an entry stays the same in
//! every file, so that a calendar changes the entry that it has instead of adding a second one.

use std::fmt::Write as _;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

/// Octets of a line before it is folded.
const LINE: usize = 75;

/// Whether an entry is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryState {
    /// To do.
    Open,
    /// Done.
    Done,
}

/// When an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryTime {
    /// Something to do by a day.
    Task {
        /// The day on which it may begin.
        from: NaiveDate,
        /// The day by which it is to be done.
        by: NaiveDate,
    },
    /// Whole days, the last one included.
    Days {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// A time, with its end where there is one.
    Times {
        /// Begin.
        from: (NaiveDate, NaiveTime),
        /// End.
        to: Option<(NaiveDate, NaiveTime)>,
    },
}

/// An entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Identifier, the same in every file.
    pub uid: String,
    /// Title.
    pub summary: String,
    /// Notes; may have lines.
    pub description: String,
    /// When.
    pub time: EntryTime,
    /// Whether it is done.
    pub state: EntryState,
    /// Days before its begin, or before its end for a task, on which to remind.
    pub remind_days_before: Option<i64>,
}

/// The file, in UTF-8 with the line ends that the format wants.
pub fn calendar(entries: &[CalendarEntry], produced_at: DateTime<Utc>) -> String {
    let mut file = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Duebook//Duebook//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ] {
        put(&mut file, line);
    }
    for entry in entries {
        put_entry(&mut file, entry, produced_at);
    }
    put(&mut file, "END:VCALENDAR");
    file
}

fn put_entry(file: &mut String, entry: &CalendarEntry, produced_at: DateTime<Utc>) {
    let (component, remind) = match entry.time {
        EntryTime::Task { .. } => ("VTODO", "TRIGGER;RELATED=END"),
        EntryTime::Days { .. } | EntryTime::Times { .. } => ("VEVENT", "TRIGGER"),
    };
    put(file, &format!("BEGIN:{component}"));
    put(file, &format!("UID:{}", escaped(&entry.uid)));
    put(
        file,
        &format!("DTSTAMP:{}", produced_at.format("%Y%m%dT%H%M%SZ")),
    );
    put_time(file, entry.time);
    put(file, &format!("SUMMARY:{}", escaped(&entry.summary)));
    if !entry.description.is_empty() {
        put(
            file,
            &format!("DESCRIPTION:{}", escaped(&entry.description)),
        );
    }
    put(
        file,
        match (entry.time, entry.state) {
            (EntryTime::Task { .. }, EntryState::Open) => "STATUS:NEEDS-ACTION",
            (EntryTime::Task { .. }, EntryState::Done) => "STATUS:COMPLETED",
            _ => "STATUS:CONFIRMED",
        },
    );
    if let (Some(days), EntryState::Open) = (entry.remind_days_before, entry.state) {
        put(file, "BEGIN:VALARM");
        put(file, "ACTION:DISPLAY");
        put(file, &format!("DESCRIPTION:{}", escaped(&entry.summary)));
        put(file, &format!("{remind}:-P{}D", days.max(0)));
        put(file, "END:VALARM");
    }
    put(file, &format!("END:{component}"));
}

fn put_time(file: &mut String, time: EntryTime) {
    let day = |day: NaiveDate| day.format("%Y%m%d");
    let at = |(day, time): (NaiveDate, NaiveTime)| day.and_time(time).format("%Y%m%dT%H%M%S");
    match time {
        EntryTime::Task { from, by } => {
            // A task begins before it is due, or it has no begin at all.
            if from < by {
                put(file, &format!("DTSTART;VALUE=DATE:{}", day(from)));
            }
            put(file, &format!("DUE;VALUE=DATE:{}", day(by)));
        }
        EntryTime::Days { from, to } => {
            put(file, &format!("DTSTART;VALUE=DATE:{}", day(from)));
            // The end of whole days is the day after them.
            let end = to.checked_add_days(Days::new(1)).unwrap_or(to);
            put(file, &format!("DTEND;VALUE=DATE:{}", day(end)));
        }
        EntryTime::Times { from, to } => {
            put(file, &format!("DTSTART:{}", at(from)));
            if let Some(to) = to.filter(|to| *to > from) {
                put(file, &format!("DTEND:{}", at(to)));
            }
        }
    }
}

/// Text as the format wants it; signs that no text may have are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' | ';' | ',' => {
                safe.push('\\');
                safe.push(sign);
            }
            '\r' => {
                if signs.peek() != Some(&'\n') {
                    safe.push_str("\\n");
                }
            }
            '\n' => safe.push_str("\\n"),
            '\t' => safe.push(sign),
            sign if sign.is_control() => {}
            sign => safe.push(sign),
        }
    }
    safe
}

/// Writes a line, folded so that no part of it is longer than the format allows and no sign is torn.
fn put(file: &mut String, line: &str) {
    let mut used = 0;
    for sign in line.chars() {
        if used + sign.len_utf8() > LINE {
            file.push_str("\r\n ");
            used = 1;
        }
        file.push(sign);
        used += sign.len_utf8();
    }
    // Writing to a String cannot fail.
    let _ = write!(file, "\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(time: EntryTime) -> CalendarEntry {
        CalendarEntry {
            uid: "0190@duebook".into(),
            summary: "Call, then; write \\ back".into(),
            description: "one\r\ntwo\nthree\u{7}".into(),
            time,
            state: EntryState::Open,
            remind_days_before: Some(2),
        }
    }

    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "")
            .split_terminator("\r\n")
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn a_task_has_its_due_day_and_its_text_is_escaped() {
        let by = day("2026-07-10");
        let file = calendar(
            &[entry(EntryTime::Task { from: by, by })],
            "2026-06-30T09:00:00Z".parse().unwrap(),
        );
        assert_eq!(
            unfolded(&file)[5..],
            [
                "BEGIN:VTODO",
                "UID:0190@duebook",
                "DTSTAMP:20260630T090000Z",
                "DUE;VALUE=DATE:20260710",
                "SUMMARY:Call\\, then\\; write \\\\ back",
                "DESCRIPTION:one\\ntwo\\nthree",
                "STATUS:NEEDS-ACTION",
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                "DESCRIPTION:Call\\, then\\; write \\\\ back",
                "TRIGGER;RELATED=END:-P2D",
                "END:VALARM",
                "END:VTODO",
                "END:VCALENDAR"
            ]
        );
    }

    #[test]
    fn an_appointment_is_at_its_time_or_takes_whole_days() {
        let nine = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
        let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap();
        let on = day("2026-07-10");
        let lines = |time| {
            unfolded(&calendar(
                &[entry(time)],
                "2026-06-30T09:00:00Z".parse().unwrap(),
            ))
        };
        let timed = lines(EntryTime::Times {
            from: (on, nine),
            to: Some((on, ten)),
        });
        assert!(timed.contains(&"DTSTART:20260710T093000".to_owned()));
        assert!(timed.contains(&"DTEND:20260710T100000".to_owned()));
        let whole = lines(EntryTime::Days { from: on, to: on });
        assert!(whole.contains(&"DTEND;VALUE=DATE:20260711".to_owned()));
        let open_end = lines(EntryTime::Times {
            from: (on, ten),
            to: Some((on, nine)),
        });
        assert!(!open_end.iter().any(|line| line.starts_with("DTEND")));
    }

    #[test]
    fn long_lines_are_folded_between_signs() {
        let mut long = entry(EntryTime::Task {
            from: day("2026-07-01"),
            by: day("2026-07-10"),
        });
        long.summary = "Überfällige Rechnung für Größe 😀 ".repeat(12);
        let file = calendar(&[long.clone()], "2026-06-30T09:00:00Z".parse().unwrap());
        for line in file.split_terminator("\r\n") {
            assert!(line.len() <= LINE, "{} octets: {line}", line.len());
            assert!(!line.contains('\n'));
        }
        assert!(unfolded(&file).contains(&format!("SUMMARY:{}", long.summary)));
    }
}

//! What a test may set when it drives the window, and nobody else: the shell listens to these variables only where the
//! web view is started for automation (`TAURI_AUTOMATION=true`).

use std::{env, path::PathBuf, sync::Arc};

use book::host::{self, Clock, FrozenClock, SystemClock};
use chrono::{DateTime, FixedOffset};

/// A file with the answers to the native dialogs, which a driver cannot press.
const ANSWERS: &str = "DUEBOOK_DIALOG_ANSWERS";
/// The account of the operating system.
const ACCOUNT: &str = "DUEBOOK_OS_ACCOUNT";
/// The instant at which the clock stands still, as RFC 3339; its offset is the zone of the desk.
const NOW: &str = "DUEBOOK_NOW";

/// Whether a test drives this window.
pub fn is_driven() -> bool {
    env::var("TAURI_AUTOMATION").is_ok_and(|value| value == "true")
}

/// The file that speaks for the person at native dialogs.
pub fn answers_file() -> Option<PathBuf> {
    is_driven()
        .then(|| env::var_os(ANSWERS))
        .flatten()
        .map(PathBuf::from)
}

/// The account of the operating system, or the one that a test works as.
pub fn os_account() -> String {
    is_driven()
        .then(|| env::var(ACCOUNT).ok())
        .flatten()
        .unwrap_or_else(host::os_account)
}

/// The clock of the machine, or the day at which a test has stopped it.
pub fn clock() -> Arc<dyn Clock> {
    is_driven()
        .then(|| env::var(NOW).ok())
        .flatten()
        .and_then(|text| stopped_at(&text))
        .map_or_else(
            || Arc::new(SystemClock) as Arc<dyn Clock>,
            |now| Arc::new(FrozenClock(now)),
        )
}

fn stopped_at(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text)
        .inspect_err(|why| tracing::warn!(%why, text, "this is no instant; the clock of the machine is used"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_reads_an_instant_and_nothing_else() {
        let instant = stopped_at("2013-06-30T09:00:00Z").unwrap();
        assert_eq!(instant.date_naive().to_string(), "2013-06-30");
        assert_eq!(stopped_at("2013-06-30"), None);
    }
}

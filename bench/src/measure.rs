//! Medians and memory.

use std::time::Duration;

/// The middle of the measurements; the lower middle of an even number.
pub(crate) fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or_default()
}

/// The measurement that 99 of 100 stay below.
pub(crate) fn p99(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() * 99 / 100).copied().unwrap_or_default()
}

/// The most memory that this process has had, in KiB, where the system tells.
pub(crate) fn peak_kib() -> Option<u32> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// How many a second.
pub(crate) fn per_second(count: u32, time: Duration) -> f64 {
    f64::from(count) / time.as_secs_f64().max(1e-9)
}

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

/// How long this thread has been ready to run but had no processor, where the system tells: the work of others on the
/// machine.
pub(crate) fn waited() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().nth(1);
    Duration::from_nanos(nanos.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// Processor, cores, memory and load, in one line.
pub(crate) fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let value = |text: &str, name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name))
            .map(|rest| rest.trim_start_matches([' ', '\t', ':']).to_owned())
    };
    let cpu = value(&read("/proc/cpuinfo"), "model name")
        .unwrap_or_else(|| "processor unknown".to_owned());
    let memory =
        value(&read("/proc/meminfo"), "MemTotal").unwrap_or_else(|| "memory unknown".to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split_whitespace().next().unwrap_or("unknown");
    format!(
        "{cpu}, {cores} cores, {memory}, {} {}; load {load} at the start",
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// How many a second.
pub(crate) fn per_second(count: u32, time: Duration) -> f64 {
    f64::from(count) / time.as_secs_f64().max(1e-9)
}

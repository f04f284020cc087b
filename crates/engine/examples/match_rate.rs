//! How long the index over a market takes and how long a noisy bank file takes against it:
//! `match_rate [CUSTOMERS DOCUMENTS LINES]`; 60,000, 180,000 and 10,000 where missing. The last figure is a hash over
//! all proposals: it stays what it is as long as the matching says the same.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, Instant};

use engine::matching::Policy;
use engine::matching::noise::{Market, lines};

const SEED: u64 = 20_261_126;

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse().ok());
    let mut number = |or: u64| numbers.next().unwrap_or(or);
    let (customers, documents, count) = (number(60_000), number(180_000), number(10_000));
    let market = Market::new(SEED, customers, documents);
    let file = lines(&market, SEED, usize::try_from(count).unwrap_or(0));
    let start = Clock::start();
    let index = market.index();
    let built = start.elapsed();
    let start = Clock::start();
    let proposals: Vec<_> = file
        .iter()
        .map(|noisy| index.propose(&noisy.line(), &Policy::default()))
        .collect();
    let matched = start.elapsed();
    let mut hasher = DefaultHasher::new();
    format!("{proposals:?}").hash(&mut hasher);
    println!(
        "{customers} customers, {documents} documents: index {:.0} ms; {count} lines: {:.0} ms; proposals {:016x}",
        built.as_secs_f64() * 1e3,
        matched.as_secs_f64() * 1e3,
        hasher.finish()
    );
}

/// Time on the processor where the system tells it, so that a busy machine slows nothing; else the time on the wall.
struct Clock(Instant, Option<Duration>);

impl Clock {
    fn start() -> Self {
        Self(Instant::now(), on_processor())
    }

    fn elapsed(&self) -> Duration {
        match (self.1, on_processor()) {
            (Some(start), Some(now)) => now - start,
            _ => self.0.elapsed(),
        }
    }
}

fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}

//! Prints how many rows per second a file is recognised and read at: `cargo run --release --example read_rate FILE…`.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use engine::money::Currency;
use intake::{Defaults, IntakeError, Options, read, recognise};

#[allow(clippy::cast_precision_loss)] // A rate for people to look at.
fn main() -> Result<(), IntakeError> {
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        let started = Instant::now();
        let seen = recognise(&path, &Options::default(), &mut |_| {
            ControlFlow::Continue(())
        })?;
        let recognised = started.elapsed().as_secs_f64();
        let mut reader = read(
            &path,
            &seen,
            &Defaults {
                currency: Currency::EUR,
            },
        )?;
        let started = Instant::now();
        let (mut rows, mut rejected) = (0_u64, 0_u64);
        while let Some(row) = reader.next()? {
            match row {
                Ok(_) => rows += 1,
                Err(_) => rejected += 1,
            }
        }
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "{}: {rows} rows, {rejected} rejected; recognised in {recognised:.3} s, read in {seconds:.3} s = {:.2} M rows/s",
            seen.file,
            (rows + rejected) as f64 / seconds / 1e6,
        );
    }
    Ok(())
}

//! How many letters a second, and how large: `cargo run --release -p papers --example letters_rate [LETTERS] [ITEMS]`.
//!
//! One thread makes the letters, hashes them and collects the print file. Nothing is written to disk. Half of the letters
//! carry the code of a SEPA transfer and a quarter the payment part of a QR-bill.

use std::env;
use std::error::Error;
use std::time::Instant;

use papers::{LetterPaper, NotePaper, Press, sample};

/// Documents of an interest note.
const NOTE_ITEMS: u64 = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let letters: u32 = arguments.next().map_or(Ok(2_000), |text| text.parse())?;
    let items: u64 = arguments.next().map_or(Ok(12), |text| text.parse())?;
    let papers: Vec<LetterPaper> = (0..u64::from(letters))
        .map(|seed| match seed % 4 {
            3 => sample::american(items, seed),
            2 => sample::swiss(items, seed),
            _ => sample::coded(sample::german(items, seed)),
        })
        .collect();
    let press = Press::new()?;
    press.letter(&papers[0])?;

    let started = Instant::now();
    let mut sizes: Vec<usize> = Vec::with_capacity(papers.len());
    for paper in &papers {
        sizes.push(press.letter(paper)?.bytes.len());
    }
    report("single letters", letters, started);
    sizes.sort_unstable();
    println!(
        "  bytes per letter: median {}, largest {}",
        sizes[sizes.len() / 2],
        sizes[sizes.len() - 1]
    );

    let started = Instant::now();
    let mut run = press.run();
    for paper in &papers {
        run.add(paper)?;
    }
    let file = run.finish()?;
    report("single letters and print file", letters, started);
    println!(
        "  print file: {} pages, {} bytes",
        file.pages,
        file.bytes.len()
    );

    let started = Instant::now();
    let file = press.print_file(&papers)?;
    report("print file alone", letters, started);
    println!(
        "  print file: {} bytes for 10,000 letters",
        file.bytes.len() * 10_000 / papers.len()
    );
    notes(&press, letters)
}

/// Interest notes with the sheets of `NOTE_ITEMS` documents.
fn notes(press: &Press, notes: u32) -> Result<(), Box<dyn Error>> {
    let papers: Vec<NotePaper> = (0..u64::from(notes))
        .map(|seed| sample::note(NOTE_ITEMS, seed))
        .collect();
    let started = Instant::now();
    let mut run = press.run();
    for paper in &papers {
        run.add_note(paper)?;
    }
    let file = run.finish()?;
    report("interest notes with sheets", notes, started);
    println!(
        "  print file: {} pages, {} bytes",
        file.pages,
        file.bytes.len()
    );
    Ok(())
}

fn report(what: &str, letters: u32, started: Instant) {
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{what}: {letters} in {seconds:.2} s, {:.0} per second",
        f64::from(letters) / seconds
    );
}

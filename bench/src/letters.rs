//! Letters: laid out, written as files and archived in the book, beside a bare writer of as many pages.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use book::host::Unwatched;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use papers::{Press, sample};
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::child::{desk_with, spawn};
use crate::measure::{median, per_second};
use crate::table::{Table, Target};
use crate::workload::LAST_DAY;
use crate::{Bench, Failed};

/// A run over all customers of the book: created, then posted into files and the archive. The posting is measured.
pub(crate) fn post(book: &Path, folder: &Path) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    speak_every_currency(&desk)?;
    let day = LAST_DAY.to_string();
    let run = desk
        .call("letters.create", json!({"letter_on": day}), &Unwatched)?
        .body;
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder)?;
    let start = Instant::now();
    let request = json!({"run_id": run["run_id"], "posting_on": day, "folder": folder});
    let posted = desk.call("letters.post", request, &Unwatched)?.body;
    let time = start.elapsed();
    desk.call("book.close", Value::Null, &Unwatched)?;
    let archive: i64 = Connection::open(book)?.query_row(
        "SELECT COALESCE(SUM(length(bytes)), 0) FROM documents",
        [],
        |row| row.get(0),
    )?;
    let files = posted["files"].as_array().cloned().unwrap_or_default();
    let print_file = files
        .last()
        .and_then(Value::as_str)
        .ok_or("no print file")?;
    let counts = json!({
        "letters": posted["letters"], "largest": largest(book, folder, "<= 3")?,
        "long": largest(book, folder, "> 3")?, "print_file": std::fs::metadata(print_file)?.len(), "archive": archive,
    });
    Ok((time, counts))
}

/// Bytes of the largest letter whose pages fit a condition.
fn largest(book: &Path, folder: &Path, pages: &str) -> Result<u64, Failed> {
    let connection = Connection::open(book)?;
    let mut statement = connection.prepare(&format!(
        "SELECT file_name FROM documents WHERE pages {pages}"
    ))?;
    let mut largest = 0;
    for name in statement.query_map([], |row| row.get::<_, String>(0))? {
        largest = largest.max(std::fs::metadata(folder.join(name?))?.len());
    }
    Ok(largest)
}

/// The shipped sequence is in the company's currency; the workload has three.
pub(crate) fn speak_every_currency(desk: &book::desk::Desk) -> Result<(), Failed> {
    let mut sequence =
        desk.call("letters.sequences", json!({}), &Unwatched)?.body["sequences"][0].take();
    let lines = sequence["lines"].as_array().cloned().unwrap_or_default();
    let more = ["USD", "GBP"].into_iter().flat_map(|currency| {
        lines.iter().cloned().map(move |mut line| {
            line["currency"] = json!(currency);
            line
        })
    });
    sequence["lines"] = lines.iter().cloned().chain(more).collect();
    desk.call("letters.sequence_save", sequence, &Unwatched)?;
    Ok(())
}

/// Bytes of a letter that are not its text: what papers spends on a cut font, incompressible.
fn font_bytes() -> Result<Vec<u8>, Failed> {
    let letter = Press::new()?.letter(&sample::german(12, 1))?;
    let size = letter.bytes.len().saturating_sub(3_000);
    let mut state = 1_u32;
    Ok((0..size)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect())
}

/// Writes `count` one-page files with twelve rows: nothing is laid out, the font is cut and compressed once.
pub(crate) fn bare(folder: &Path, count: u32) -> Result<(Duration, Value), Failed> {
    let font = font_bytes()?;
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder)?;
    let start = Instant::now();
    for number in 0..count {
        let bytes = bare_page(number, &font)?;
        std::fs::write(folder.join(format!("{number:06}.pdf")), bytes)?;
    }
    Ok((start.elapsed(), json!({"letters": count})))
}

fn bare_page(number: u32, font: &[u8]) -> Result<Vec<u8>, Failed> {
    let [catalog, tree, page, stream, face, file] = [1, 2, 3, 4, 5, 6].map(Ref::new);
    let mut content = Content::new();
    content
        .begin_text()
        .set_font(Name(b"F"), 10.0)
        .set_leading(14.0)
        .next_line(70.0, 720.0);
    let mut line = String::new();
    for row in 0..45_u32 {
        line.clear();
        write!(
            line,
            "{:05} 2026-06-30 2026-05-31 {:>10} EUR open {}",
            number + row,
            row * 1_234,
            number
        )?;
        content.show(Str(line.as_bytes())).next_line(0.0, -14.0);
    }
    content.end_text();
    let mut deflate = ZlibEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(&content.finish())?;
    let packed = deflate.finish()?;
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet
        .parent(tree)
        .media_box(Rect::new(0.0, 0.0, 595.0, 842.0))
        .contents(stream);
    sheet.resources().fonts().pair(Name(b"F"), face);
    sheet.finish();
    pdf.type1_font(face).base_font(Name(b"Helvetica"));
    pdf.stream(stream, &packed)
        .filter(pdf_writer::Filter::FlateDecode);
    pdf.stream(file, font);
    Ok(pdf.finish())
}

/// Measures both in turns.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let (written, bare_files) = (bench.folder.join("letters"), bench.folder.join("bare"));
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    let mut last = None;
    let mut letters = 0;
    for _ in 0..bench.rounds {
        let copy = bench.copy("letters.duebook")?;
        let told = spawn("letters", &[&copy, &written])?;
        crate::remove(&copy);
        letters = told.counts["letters"]
            .as_u64()
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(0);
        if letters == 0 {
            return Err(format!("no letters: {}", told.counts).into());
        }
        ours.push(told.time);
        floor.push(spawn("bare", &[&bare_files, &letters.to_string()])?.time);
        last = Some(told);
    }
    let _ = std::fs::remove_dir_all(written);
    let _ = std::fs::remove_dir_all(bare_files);
    let (ours, floor) = (median(ours), median(floor));
    let rate = per_second(letters, ours);
    table.add(
        &format!("{letters} letters, written and archived"),
        format!("{rate:.0}/s"),
        format!("{:.0}/s (bare writer)", per_second(letters, floor)),
        Some(floor.div_duration_f64(ours)),
        &Target::Is(">= 400/s", rate >= 400.0),
    );
    let Some(told) = last else { return Ok(()) };
    let size = |name: &str| told.counts[name].as_u64().unwrap_or(u64::MAX);
    let scaled = |bytes: u64| bytes.saturating_mul(10_000) / u64::from(letters) / 1_048_576;
    let kilobytes = |bytes: u64| {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        format!("{:.1} KB", f64::from(bytes) / 1_000.0)
    };
    let largest = size("largest");
    table.add(
        "largest letter of up to three pages",
        kilobytes(largest),
        "",
        None,
        &Target::Is("<= 20 KB", largest <= 20_000),
    );
    table.add(
        "  of more pages",
        kilobytes(size("long")),
        "",
        None,
        &Target::None,
    );
    for (what, bytes) in [
        ("print file of 10,000", size("print_file")),
        ("archive of 10,000", size("archive")),
    ] {
        let mib = scaled(bytes);
        table.add(
            what,
            format!("{mib} MiB"),
            "",
            None,
            &Target::Is("<= 64 MiB", mib <= 64),
        );
    }
    table.add(
        "peak memory of the letters",
        format!("{} MiB", told.peak_kib / 1024),
        "",
        None,
        &Target::None,
    );
    Ok(())
}

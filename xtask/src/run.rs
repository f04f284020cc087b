//! From a clean clone to a window with a book in it; without a display, to the papers of a month-end.

use std::{fs, path::Path};

use crate::{
    machine,
    places::Places,
    step::{Failed, Step},
    ui,
};

/// Builds everything, makes the sample book if there is none, and shows it.
pub fn run(places: &Places) -> Result<(), Failed> {
    machine::prepare(places)?;
    if machine::has_display() {
        ui::install(places)?;
        ui::build(places)?;
        Step::cargo(places, "build")
            .args(["build", "-p", "desktop", "-p", "cli"])
            .run()?;
        let book = sample(places)?;
        return Step::new(
            "window",
            places.program("debug", "duebook-desktop"),
            &places.root,
        )
        .arg(book)
        .run();
    }
    println!(
        "There is no display here, so the window stays closed and the month-end is done from the command line."
    );
    Step::cargo(places, "build")
        .args(["build", "-p", "cli"])
        .run()?;
    let book = sample(places)?;
    month_end(places, &book)
}

fn sample(places: &Places) -> Result<std::path::PathBuf, Failed> {
    let folder = places.target.join("sample");
    let book = folder.join("sample.duebook");
    if book.exists() {
        return Ok(book);
    }
    fs::create_dir_all(&folder).map_err(|why| Failed::new("sample book", why.to_string()))?;
    duebook(places, "sample book")
        .arg("new")
        .arg(&book)
        .args(["--company", "Nordwind Handels GmbH", "--country", "DE"])
        .args(["--currency", "EUR", "--sample", "small"])
        .run()?;
    Ok(book)
}

fn month_end(places: &Places, book: &Path) -> Result<(), Failed> {
    let papers = places.target.join("sample/letters");
    duebook(places, "aged balances")
        .arg("age")
        .arg(book)
        .run()?;
    duebook(places, "letters")
        .arg("letters")
        .arg(book)
        .arg("--post")
        .arg("--out")
        .arg(&papers)
        .run()?;
    println!("\nThe book:    {}", book.display());
    println!("The letters: {}", papers.display());
    println!(
        "Look at more with: {} --help",
        places.program("debug", "duebook").display()
    );
    Ok(())
}

fn duebook(places: &Places, name: &'static str) -> Step {
    Step::new(name, places.program("debug", "duebook"), &places.root)
}

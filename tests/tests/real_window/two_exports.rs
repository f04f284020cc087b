//! Two exports of open items in the real window: the second one waits in the watched folder, shows what became new, other
//! and settled since the first, and is undone from the history.

use std::time::{Duration, SystemTime};

use duebook_tests::window::{Outcome, Window};
use serde_json::{Value, json};

const APRIL: &str = "2026-04-02T08:00:00Z";

const HEADINGS: &str =
    "Customer No.;Name;Invoice No.;Invoice Date;Due Date;Amount;Open Amount;Currency\n";

const MARCH_LIST: [&str; 5] = [
    "1001;Alpin Werkzeuge GmbH;RE-2026-0101;2026-01-12;2026-02-11;850.00;850.00;EUR",
    "1001;Alpin Werkzeuge GmbH;RE-2026-0117;2026-02-02;2026-03-04;1190.00;1190.00;EUR",
    "1002;Bergquell Brauerei AG;RE-2026-0122;2026-02-05;2026-03-07;2400.50;2400.50;EUR",
    "1002;Bergquell Brauerei AG;RE-2026-0131;2026-02-16;2026-03-18;333.20;333.20;EUR",
    "1003;Castellan & Co. KG;RE-2026-0140;2026-02-20;2026-03-22;77.00;77.00;EUR",
];

/// One is gone, one is paid in part, one has another due day, one is new, and one falls on no day of the calendar.
const APRIL_LIST: [&str; 6] = [
    "1001;Alpin Werkzeuge GmbH;RE-2026-0117;2026-02-02;2026-03-04;1190.00;690.00;EUR",
    "1002;Bergquell Brauerei AG;RE-2026-0122;2026-02-05;2026-04-07;2400.50;2400.50;EUR",
    "1002;Bergquell Brauerei AG;RE-2026-0131;2026-02-16;2026-03-18;333.20;333.20;EUR",
    "1003;Castellan & Co. KG;RE-2026-0140;2026-02-20;2026-03-22;77.00;77.00;EUR",
    "1003;Castellan & Co. KG;RE-2026-0155;2026-03-10;2026-04-09;140.00;140.00;EUR",
    "1003;Castellan & Co. KG;RE-2026-0156;2026-02-30;2026-04-09;12.00;12.00;EUR",
];

#[tokio::test]
async fn the_second_export_shows_what_changed_and_is_undone() -> Outcome<()> {
    let Some(window) = Window::open(APRIL).await? else {
        return Ok(());
    };
    let home = window.stage().home().to_owned();
    let (book, folder) = (home.join("lists.duebook"), home.join("exports"));
    std::fs::create_dir(&folder)?;
    let march = home.join("march.csv");
    std::fs::write(&march, format!("{HEADINGS}{}\n", MARCH_LIST.join("\n")))?;
    let april = folder.join("open items april.csv");
    std::fs::write(&april, format!("{HEADINGS}{}\n", APRIL_LIST.join("\n")))?;
    // A file that was written this moment might still be growing.
    let earlier = SystemTime::now() - Duration::from_mins(10);
    std::fs::File::options()
        .write(true)
        .open(&april)?
        .set_modified(earlier)?;
    window
        .stage()
        .answer(&json!({ "save": { "rejected": home.join("rejected.csv") } }))?;
    window.answered("book.create",
        json!({"path": book, "company": {"name": "Nordlicht Handel", "country": "DE", "currency": "EUR"}, "sample": null}),
    )
    .await?;
    let first = json!({"path": march, "options": null, "whole_list": true, "as_of": "2026-03-02"});
    window
        .answered("import.run", json!({"files": [first], "as_of": null}))
        .await?;
    window
        .answered("import.watch_set", json!({"folder": folder}))
        .await?;
    let before = balances(&window).await?;
    let window = window.reopen(&[&book.display().to_string()]).await?;

    preview(&window).await?;
    import(&window).await?;
    assert_ne!(balances(&window).await?, before);
    undo(&window).await?;
    assert_eq!(
        balances(&window).await?,
        before,
        "undone: as if it had not happened"
    );
    let check = window.answered("book.check", json!({})).await?;
    assert_eq!(check["ok"], json!(true), "{check}");
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// What is open of every customer.
async fn balances(window: &Window) -> Outcome<Value> {
    let table = window
        .answered("aging.table", json!({"as_of": "2026-04-02"}))
        .await?;
    Ok(table["rows"].clone())
}

/// From the file that waits to the difference, kind by kind.
async fn preview(window: &Window) -> Outcome<()> {
    window.go("/import").await?;
    window
        .wait_for_text("main", |said| said.contains("open items april.csv"))
        .await?;
    window.screenshot("60-waiting-file").await?;
    window.press("Import these").await?;
    window
        .wait_for_text("main", |said| {
            said.contains("Is this the whole list of open items?")
        })
        .await?;
    window.screenshot("61-whole-list-question").await?;
    window.accessible("import, check of a list").await?;
    window.press("Show what it would change").await?;
    window
        .wait_for_text("main", |said| said.contains("What would change"))
        .await?;
    // In the order of the choices: new, changed, disappeared, rejected.
    for (place, told) in [
        (2, "690.00"),
        (3, "RE-2026-0101"),
        (4, "2026-02-30"),
        (1, "RE-2026-0155"),
    ] {
        window
            .click(&format!("fieldset button:nth-of-type({place})"))
            .await?;
        window
            .wait_for_text("main table", |said| said.contains(told))
            .await?;
        window.screenshot(&format!("62-difference-{place}")).await?;
    }
    window.accessible("import, difference").await
}

async fn import(window: &Window) -> Outcome<()> {
    window.press("Import").await?;
    window
        .wait_for_text("main", |said| said.contains("The import is complete."))
        .await?;
    window.screenshot("63-import-done").await?;
    Ok(())
}

/// The history says what was brought in, and takes the newest back.
async fn undo(window: &Window) -> Outcome<()> {
    window.press("Import history").await?;
    let newest = ".ag-row[row-index='0'] [col-id='files'] button";
    window.wait_for(newest).await?;
    window.screenshot("64-import-history").await?;
    window.click(newest).await?;
    window.press("Undo this import").await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("An undo takes back")
        })
        .await?;
    window.screenshot("65-import-undo").await?;
    window.accessible("import history, undo").await?;
    window.press("Undo now").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Undone by"))
        .await?;
    window.screenshot("66-import-undone").await?;
    Ok(())
}

//! Interest in the real window, by its keys: a code and a rate are set up, a run makes a note, which is printed and posted; a
//! part of it is waived and claimed again.

use duebook_tests::window::{Outcome, Window};
use fantoccini::key::Key;
use serde_json::json;

/// A morning after both invoices have become late.
const MORNING: &str = "2026-04-20T08:00:00Z";

const TRANSACTIONS: &str = "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n\
    1,1001,invoice,RE-1,2026-01-12,2026-02-11,EUR,850000\n\
    2,1001,invoice,RE-2,2026-01-15,2026-02-14,EUR,119000\n\
    3,1002,invoice,RE-3,2026-02-05,2026-03-07,EUR,240050\n";

#[tokio::test]
async fn interest_run_to_waiver() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    let home = window.stage().home().to_owned();
    let book = home.join("nordlicht.duebook");
    let company = json!({"name": "Nordlicht Handel", "country": "DE", "currency": "EUR"});
    let request = json!({"path": book, "company": company, "sample": null});
    window.answered("book.create", request).await?;
    std::fs::write(home.join("transactions.csv"), TRANSACTIONS)?;
    let files = json!([{"path": home.join("transactions.csv"), "options": null}]);
    window
        .answered("import.run", json!({"files": files, "as_of": null}))
        .await?;
    window.answered("book.close", json!({})).await?;
    let window = window.reopen(&[&book.display().to_string()]).await?;
    set_up(&window).await?;
    run(&window).await?;
    post(&window).await?;
    waive_and_reinstate(&window).await?;
    from_the_list(&window).await?;
    undo(&window).await?;
    other_looks(&window).await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// A code by the law of the country with a fee, and everybody's profile line has it.
async fn set_up(window: &Window) -> Outcome<()> {
    window.by_palette("Go to: Interest codes").await?;
    window
        .wait_for_text("main", |said| said.contains("No interest code yet"))
        .await?;
    window.types("n").await?;
    window.focus_comes_to("Code").await?;
    window.types("LAW").await?;
    window.presses(Key::Tab).await?;
    window.types("By law").await?;
    window.presses(Key::Enter).await?;
    window.wait_until_gone("[role='dialog']").await?;
    window
        .wait_for_text("main", |said| said.contains("LAW"))
        .await?;
    window.types("b").await?;
    window
        .wait_for("[data-testid='interest-version-save']")
        .await?;
    window.tabs_to("In force from").await?;
    window.retypes("2025-01-01").await?;
    window.tabs_to("Add a fee").await?;
    window.presses(Key::Enter).await?;
    window.tabs_to("Currency").await?;
    window.tabs_to("Fee").await?;
    window.retypes("10").await?;
    window.presses(Key::Tab).await?;
    window.screenshot("82-interest-version").await?;
    window.accessible("version of an interest code").await?;
    window
        .click("[data-testid='interest-version-save']")
        .await?;
    window.wait_until_gone("[role='dialog']").await?;
    window
        .wait_for_text("main", |said| said.contains("Germany, between businesses"))
        .await?;
    window.screenshot("83-interest-codes").await?;
    window.accessible("interest codes").await?;
    let profiles = window.answered("letters.profiles", json!({})).await?;
    let mut profile = profiles["profiles"][0].clone();
    profile["lines"][0]["interest_code"] = json!("LAW");
    window.answered("letters.profile_save", profile).await?;
    window.go("/profiles").await?;
    window.screenshot("84-posting-profile").await?;
    Ok(())
}

async fn run(window: &Window) -> Outcome<()> {
    window.types("g%").await?;
    window
        .wait_for_text("main", |said| said.contains("No interest notes here"))
        .await?;
    window.types("n").await?;
    window
        .wait_for_text("h1", |said| said.contains("New interest run"))
        .await?;
    window
        .wait_for("[data-testid='interest-calculate']")
        .await?;
    window
        .chord(&[Key::Control.into()], Key::Enter.into())
        .await?;
    window
        .wait_for_text("main", |said| said.contains("Would be charged up to"))
        .await?;
    window.screenshot("85-interest-preview").await?;
    window.accessible("preview of an interest run").await?;
    window.chord(&[Key::Control.into()], 's').await?;
    window
        .wait_for_text("main", |said| said.contains("2 notes were made"))
        .await?;
    window.screenshot("86-interest-made").await?;
    window.accessible("what an interest run made").await?;
    window.types("o").await?;
    window
        .wait_for_text("main", |said| said.contains("Notes of one run"))
        .await?;
    window.settled().await?;
    window.screenshot("87-interest-notes").await?;
    window.accessible("interest notes").await
}

/// Both notes are marked and printed into the book, then posted; one is opened.
async fn post(window: &Window) -> Outcome<()> {
    window.chord(&[Key::Control.into()], 'a').await?;
    window.types("f").await?;
    window.wait_for("[data-testid='interest-print']").await?;
    window.screenshot("88-interest-print").await?;
    window.accessible("printing interest notes").await?;
    window.click("[data-testid='interest-print']").await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("2 notes have their papers now")
        })
        .await?;
    window.press("Close").await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.settled().await?;
    window.chord(&[Key::Control.into()], 'a').await?;
    window.types("p").await?;
    // What is posted is shown before it is.
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Interest income"))
        .await?;
    window.screenshot("89-interest-post").await?;
    window.accessible("posting interest notes").await?;
    window
        .click("[data-testid='interest-post']:not([disabled])")
        .await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("2 notes posted on"))
        .await?;
    window.screenshot("89-interest-posted").await?;
    window.press("Close").await?;
    window.wait_until_gone("[role='dialog']").await?;
    let notes = window
        .answered("interest.notes", json!({"account": "1001"}))
        .await?;
    let page = json!({"handle": notes["handle"], "offset": 0, "limit": 1});
    let rows = window.answered("interest.page", page).await?;
    window
        .go(&format!("/interest-notes/{}", rows["rows"][0]["note_id"]))
        .await?;
    window.wait_for("[data-testid='interest-waived']").await?;
    window.press("RE-1").await?;
    window
        .wait_for_text("main", |said| said.contains("Interest sheet of RE-1"))
        .await?;
    window
        .wait_for("img[alt^='Page 1 of the interest note']")
        .await?;
    window.screenshot("90-interest-note").await?;
    window.accessible("an interest note").await
}

/// The interest of the document that is looked at is waived, and claimed again.
async fn waive_and_reinstate(window: &Window) -> Outcome<()> {
    window.types("w").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Interest income"))
        .await?;
    window.types("goodwill").await?;
    window.screenshot("91-interest-waive").await?;
    window.accessible("waiving interest").await?;
    window.click("[data-testid='interest-adjust']").await?;
    window.wait_until_gone("[role='dialog']").await?;
    window
        .wait_for_text("main", |said| {
            said.contains("Waived:") && said.contains("goodwill")
        })
        .await?;
    window.screenshot("92-interest-waived").await?;
    window.types("r").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Interest income"))
        .await?;
    window.screenshot("93-interest-reinstate").await?;
    window.click("[data-testid='interest-adjust']").await?;
    window
        .wait_for_text("main", |said| said.contains("Reinstated:"))
        .await?;
    window
        .accessible("what was waived and claimed again")
        .await?;
    window.screenshot("94-interest-history").await?;
    // Nothing is left that was waived: the refusal has its words before anything is done.
    window.types("r").await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("Nothing of it is waived")
        })
        .await?;
    window.presses(Key::Escape).await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.go("/customers/1001").await?;
    window.types("fi").await?;
    window
        .wait_for_text("main", |said| said.contains("Notes of customer 1001"))
        .await?;
    window.settled().await?;
    window.screenshot("95-interest-of-customer").await?;
    Ok(())
}

/// D-16: the marked customers of the list are waived what they were charged, in one act.
async fn from_the_list(window: &Window) -> Outcome<()> {
    window.go("/customers").await?;
    window.settled().await?;
    window.chord(&[Key::Control.into()], 'a').await?;
    window.settled().await?;
    window.screenshot("95-customers-marked").await?;
    window.types("w").await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("INT-000002") && said.contains("Interest income")
        })
        .await?;
    window.screenshot("95-waive-from-list").await?;
    window.accessible("waiving from the list").await?;
    window
        .click("[data-testid='interest-each-do']:not([disabled])")
        .await?;
    window.wait_until_gone("[role='dialog']").await?;
    window
        .wait_for_text("main", |said| said.contains("charges were waived"))
        .await?;
    window.screenshot("95-waived-from-list").await?;
    Ok(())
}

/// The waivers of the list are claimed again, then the notes are reversed: each with its lines before it is done.
async fn undo(window: &Window) -> Outcome<()> {
    window
        .undo_of("Interest adjusted", "Waivers that are claimed again")
        .await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Interest income"))
        .await?;
    window.screenshot("95-undo-waivers").await?;
    window.accessible("undo of waivers").await?;
    window.undo_now().await?;
    window
        .undo_of("Interest notes posted", "Interest income")
        .await?;
    window.screenshot("95-undo-notes").await?;
    window.accessible("undo of interest notes").await?;
    window.undo_now().await?;
    let notes = window.answered("interest.notes", json!({})).await?;
    let page = json!({"handle": notes["handle"], "offset": 0, "limit": 5});
    let rows = window.answered("interest.page", page).await?;
    assert_eq!(rows["rows"].as_array().map(Vec::len), Some(2), "{rows}");
    // Nothing of a note that was taken back is asked for any more.
    for row in rows["rows"].as_array().into_iter().flatten() {
        let minor = |name: &str| row[name].as_i64().unwrap_or_default();
        let asked = minor("interest_minor") + minor("fee_minor");
        assert_eq!(
            asked - minor("waived_minor") - minor("reversed_minor"),
            0,
            "{row}"
        );
    }
    let check = window.answered("book.check", json!({})).await?;
    assert_eq!(check["ok"], json!(true), "{check}");
    Ok(())
}

/// The pages in the dark and in German.
async fn other_looks(window: &Window) -> Outcome<()> {
    window.go("/reference-rates").await?;
    window.screenshot("96-reference-rates").await?;
    window.accessible("reference rates").await?;
    window.by_palette("Language: Deutsch").await?;
    window.wait_for("html[lang='de'] h1").await?;
    window.by_palette("Aussehen: Dunkel").await?;
    for (name, address) in [
        ("97-reference-rates-de-dark", "/reference-rates"),
        ("98-interest-notes-de-dark", "/interest"),
        ("99-interest-run-de-dark", "/interest/new"),
        ("99-interest-codes-de-dark", "/interest-codes"),
        ("99-interest-note-de-dark", "/interest-notes/1"),
        ("99-profiles-de-dark", "/profiles"),
        ("99-customer-de-dark", "/customers/1001"),
    ] {
        window.go(address).await?;
        window.screenshot(name).await?;
        window.accessible(name).await?;
    }
    Ok(())
}

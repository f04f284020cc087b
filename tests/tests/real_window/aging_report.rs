//! The aging report in the real window: asked, looked at as pages, saved, stored under a name and opened again.

use duebook_tests::window::{MORNING, Outcome, Window};
use serde_json::json;

#[tokio::test]
async fn the_aging_report_is_seen_saved_and_stored() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    let file = window.stage().home().join("aging report.pdf");
    window.look_around().await?;
    // Looking around has answered a question of its own.
    window
        .stage()
        .answer(&json!({ "save": { "export": file } }))?;
    for day in ["2026-05-01", "2026-05-02", "2026-05-03"] {
        window.ask("aging.run", json!({"as_of": day})).await?;
    }
    window.ask("aging.run", json!({})).await?;

    window.click("nav a[href$='/aging']").await?;
    window.press("Trend").await?;
    window.wait_for("table").await?;
    window.screenshot("70-aging-trend").await?;
    window.accessible("aging trend").await?;

    window.go("/aging/report").await?;
    window.press("Show the pages").await?;
    window
        .wait_for_text("main", |said| said.contains("Page 1 of"))
        .await?;
    window.wait_for("main img").await?;
    window.screenshot("71-aging-report").await?;
    window.accessible("aging report").await?;
    window.by_palette("PDF, landscape").await?;
    window
        .wait_for_text("main", |said| said.contains("Written to"))
        .await?;
    assert!(std::fs::read(&file)?.starts_with(b"%PDF-"));

    let stored = window
        .ask(
            "aging.store",
            json!({"name": "Month-end", "every_night": true}),
        )
        .await?;
    assert!(stored["ok"]["lines"].is_number(), "{stored}");
    window.go("/aging-runs").await?;
    window
        .wait_for_text("main", |said| {
            said.contains("Month-end") && said.contains("Waiting")
        })
        .await?;
    window.screenshot("72-stored-runs").await?;
    window.accessible("stored aging runs").await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

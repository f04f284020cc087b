//! The packaged build with its content security policy: styles that the kit and the grid put in at run time are there,
//! and scripts from elsewhere are not.
//!
//! A nonce that the shell adds to `style-src` switches `unsafe-inline` off, in packaged builds only; the page is then
//! bare. Every build here serves its pages as the packaged one does, so this test sees what people would see.

use duebook_tests::window::{MORNING, Outcome, Window};
use serde_json::json;

/// The columns of the first row that do not stand under their heading, with both places.
const MISPLACED: &str = "
    const left = (css) => document.querySelector(css)?.getBoundingClientRect().left;
    return [...document.querySelectorAll('.ag-header-cell[col-id]')]
        .map((heading) => heading.getAttribute('col-id'))
        .map((id) => [id, left(`.ag-header-cell[col-id='${id}']`), left(`.ag-row[row-index='0'] .ag-cell[col-id='${id}']`)])
        .filter(([, heading, cell]) => cell !== undefined && Math.abs(heading - cell) > 1);";

/// The default periods and sums of the aged balances that cannot be read without scrolling, or are cut off.
const UNREADABLE: &str = "
    const frame = document.querySelector('.ag-grid-viewport').getBoundingClientRect();
    const cut = (one) => {
        const part = one.querySelector('.ag-header-cell-text') ?? one;
        return part.scrollWidth > part.clientWidth + 1;
    };
    return ['total', 'not_due', 'current', 'd1_30', 'd31_60', 'd61_90', 'over_90', 'overdue']
        .flatMap((id) => [...document.querySelectorAll(`.ag-grid-viewport [col-id='${id}']`)])
        .filter((one) => one.getBoundingClientRect().right > frame.right || cut(one))
        .map((one) => one.getAttribute('col-id') + ': ' + one.innerText);";

#[tokio::test]
async fn styles_of_kit_and_grid_are_present_and_nothing_is_stopped() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    // The kit writes its variables into a style element when it starts.
    let spacing = "return getComputedStyle(document.documentElement).getPropertyValue('--mantine-spacing-md')";
    assert_eq!(window.script(spacing, &[]).await?, "1rem");
    assert_eq!(
        window.style(".mantine-Button-root", "cursor").await?,
        "pointer"
    );
    let background = window
        .style(".mantine-Button-root", "background-color")
        .await?;
    assert_ne!(background, "rgba(0, 0, 0, 0)", "a bare button");

    window.look_around().await?;
    window.press("Aged balances").await?;
    // The grid writes its whole theme into style elements, and places every row by an inline style.
    assert_eq!(window.style(".ag-row", "position").await?, "absolute");
    let height = window.style(".ag-row", "height").await?;
    let pixels: f64 = height.trim_end_matches("px").parse()?;
    assert!((20.0..=60.0).contains(&pixels), "a row of {height}");
    let figures = ".ag-row [col-id='total']";
    assert!(window.text(figures).await?.contains('.'), "a figure");
    let misplaced = window.script(MISPLACED, &[]).await?;
    assert_eq!(
        misplaced,
        json!([]),
        "cells that do not stand under their heading"
    );
    legible(&window, "English").await?;
    window.by_palette("Language: Deutsch").await?;
    window.wait_for("html[lang='de'] h1").await?;
    legible(&window, "German").await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.screenshot("packaged-aged-balances").await?;
    window.close().await
}

/// A figure that is cut off is a wrong figure, and a period that has to be searched for is not seen.
async fn legible(window: &Window, language: &str) -> Outcome<()> {
    window.settled().await?;
    let unreadable = window.script(UNREADABLE, &[]).await?;
    assert_eq!(unreadable, json!([]), "cut off in {language}");
    Ok(())
}

#[tokio::test]
async fn a_script_that_is_not_ours_is_stopped_and_reported() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    let ran = window
        .script(
            "const stray = document.createElement('script');
             stray.textContent = 'window.__stray = true';
             document.body.append(stray);
             return window.__stray === true",
            &[],
        )
        .await?;
    assert_eq!(ran, false, "an inline script ran");
    let stopped = window.violations().await?;
    assert!(
        stopped.iter().any(|one| one.starts_with("script-src")),
        "the collector heard nothing, so an empty list would prove nothing: {stopped:?}"
    );
    window.close().await
}

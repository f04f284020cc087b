//! The customer page and the list of pages in a small window: the transactions are the main thing, every act and every page
//! is within reach.

use duebook_tests::window::{MORNING, Outcome, Window};
use fantoccini::key::Key;
use serde_json::{Value, json};

/// Rows of the first list that are seen whole.
const ROWS: &str = "
    const list = document.querySelector('main .ag-root-wrapper');
    const end = list.getBoundingClientRect().bottom;
    const seen = new Set();
    for (const row of list.querySelectorAll('.ag-row:not([row-index^=b])')) {
        if (row.getBoundingClientRect().bottom <= end) seen.add(row.getAttribute('row-index'));
    }
    return seen.size;";

/// What of the list of pages cannot be brought into sight.
const OUT_OF_REACH: &str = "
    const rail = document.querySelector('nav');
    const lost = [];
    for (const link of rail.querySelectorAll('a')) {
        link.scrollIntoView({ block: 'nearest' });
        const at = link.getBoundingClientRect();
        const over = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
        if (!link.contains(over)) lost.push(link.innerText);
    }
    return lost;";

#[tokio::test]
async fn a_small_window_shows_ten_transactions_and_leads_to_every_page() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    window.look_around().await?;
    let account = busiest(&window).await?;
    window.by_palette("Language: Deutsch").await?;
    window.wait_for("html[lang='de'] h1").await?;
    for (look, entry) in [("light", "Aussehen: Hell"), ("dark", "Aussehen: Dunkel")] {
        window.by_palette(entry).await?;
        for (width, height, rows) in [(1280, 860, 10), (1024, 720, 6)] {
            window.resize(width, height).await?;
            window.go(&format!("/customers/{account}")).await?;
            window
                .screenshot(&format!("room-customer-{width}-{look}"))
                .await?;
            let seen = window.script(ROWS, &[]).await?;
            assert!(
                seen.as_u64() >= Some(rows),
                "{seen} rows at {width} × {height}"
            );
            window
                .accessible(&format!("a customer, {width}, {look}"))
                .await?;
            marked(&window, &format!("room-marked-{width}-{look}")).await?;
            pages(&window, &format!("room-pages-{width}-{look}")).await?;
        }
    }
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// The customer with the most open documents.
async fn busiest(window: &Window) -> Outcome<String> {
    let order = json!({"column": "overdue", "order": "descending"});
    let list = window
        .ask("customers.list", json!({"filters": [], "sort": order}))
        .await?;
    let page = json!({"handle": list["ok"]["handle"], "offset": 0, "limit": 200});
    let rows = window.ask("customers.page", page).await?;
    let mut best = (0, String::new());
    for row in rows["ok"]["rows"].as_array().into_iter().flatten() {
        let account = row["account"].as_str().unwrap_or_default();
        let open = json!({"account": account, "show": "open"});
        let open = window.ask("customers.transactions", open).await?;
        let count = open["ok"]["rows"].as_array().map_or(0, Vec::len);
        if count > best.0 {
            best = (count, account.to_owned());
        }
        if count >= 12 {
            break;
        }
    }
    Ok(best.1)
}

/// Marked rows have their acts in one line; what has no room there is in the menu, and the keyboard gets to it.
async fn marked(window: &Window, picture: &str) -> Outcome<()> {
    window.enters_rows().await?;
    window.types(" ").await?;
    window.wait_for("[data-testid='act-promise']").await?;
    window.painted().await?;
    let tools =
        "return document.querySelector('main [role=toolbar]').getBoundingClientRect().height";
    let height = window.script(tools, &[]).await?.as_f64().unwrap_or(0.0);
    assert!(height < 60.0, "the acts take {height} pixels");
    window
        .click("main [role='toolbar'] [data-testid='more-acts']")
        .await?;
    window
        .wait_for("[role='menuitem'][data-testid='act-stopRows']")
        .await?;
    window.screenshot(picture).await?;
    window.presses(Key::Escape).await?;
    window.wait_until_gone("[role='menu']").await?;
    window.presses(Key::Escape).await?;
    Ok(())
}

/// Every page is reached by the mouse, and the one that is shown is in sight after a key led there.
async fn pages(window: &Window, picture: &str) -> Outcome<()> {
    let lost = window.script(OUT_OF_REACH, &[]).await?;
    assert_eq!(lost, json!([]), "pages without reach");
    window.go("/book").await?;
    window.screenshot(picture).await?;
    let seen = window
        .script(
            "const at = document.querySelector('nav [aria-current=page]').getBoundingClientRect();
             const list = document.querySelector('nav [aria-current=page]').closest('[class*=railPages]').getBoundingClientRect();
             return at.top >= list.top && at.bottom <= list.bottom",
            &[],
        )
        .await?;
    assert_eq!(seen, Value::Bool(true), "the page that is shown");
    Ok(())
}

//! Steps that several window tests begin with.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::window::{Outcome, Window};

/// The rail is there once a book is open.
const SHELL: &str = "nav[aria-label='Pages']";

/// How long a page may take to be complete.
const PATIENCE: Duration = Duration::from_secs(45);

/// What the page still waits for. A list is there when its first row says something, or when it says that it has none.
const WAITS_FOR: &str = "
    const seen = (one) => one.getClientRects().length > 0;
    if ([...document.querySelectorAll('main .mantine-Loader-root')].some(seen)) return 'the sign of waiting';
    for (const list of document.querySelectorAll('main .ag-root-wrapper')) {
        const says = (part, css) => [...part.querySelectorAll(css)].some((one) => one.innerText.trim() !== '');
        const rows = says(list, '.ag-row:not([row-index^=b]) .ag-cell');
        if (!seen(list) || rows || says(list.closest('[class*=frame]'), '[class*=noHits]')) continue;
        return 'the rows of ' + list.querySelector('[role=grid], [role=treegrid]').getAttribute('aria-label');
    }
    return null;";

impl Window {
    /// The first door: makes the small sample book and waits for the shell around it.
    pub async fn look_around(&self) -> Outcome<PathBuf> {
        let book = self.stage().home().join("sample.duebook");
        self.stage().answer(&json!({ "save": { "book": book } }))?;
        self.press("Open the sample book").await?;
        // A debug build on a busy machine makes the year of the sample longer than a page may take to appear.
        if self.wait_for(SHELL).await.is_err() {
            self.wait_for(SHELL).await?;
        }
        Ok(book)
    }
    /// Opens the list of what can be taken back by its key, and chooses the newest act whose words begin so; what taking it back
    /// would do, or why it cannot be, is shown then.
    pub async fn undo_of(&self, beginning: &str, shows: &str) -> Outcome<()> {
        self.chord(&[Key::Control.into()], 'z').await?;
        self.wait_for_text("[role='dialog']", |said| said.contains(beginning))
            .await?;
        self.press_beginning(beginning).await?;
        self.wait_for_text("[role='dialog']", |said| said.contains(shows))
            .await?;
        Ok(())
    }

    /// Takes back what was chosen in the list, and closes it.
    pub async fn undo_now(&self) -> Outcome<()> {
        self.press("Take back").await?;
        self.wait_for_text("[role='dialog']", |said| said.contains("Taken back."))
            .await?;
        self.undo_closed().await
    }

    /// Closes the list of what can be taken back.
    pub async fn undo_closed(&self) -> Outcome<()> {
        self.click("[role='dialog'] button[aria-label='Close']")
            .await?;
        self.wait_until_gone("[role='dialog']").await
    }

    /// Presses *take back* on a page; what would be posted is shown, and is posted only then.
    pub async fn take_back(&self, button: &str, shows: &str, picture: &str) -> Outcome<()> {
        self.click(button).await?;
        self.wait_for_text("[data-testid='take-back']", |said| said.contains(shows))
            .await?;
        self.wait_for("[data-testid='take-back-now']").await?;
        self.screenshot(picture).await?;
        self.accessible(picture).await?;
        self.click("[data-testid='take-back-now']").await
    }

    /// Asks the book past the page for the answer alone; a refusal fails the test with its words.
    pub async fn answered(&self, command: &str, request: Value) -> Outcome<Value> {
        let answer = self.ask(command, request).await?;
        if answer["ok"].is_null() {
            return Err(format!("{command}: {answer}").into());
        }
        Ok(answer["ok"].clone())
    }

    /// Does what the palette offers under this name.
    pub async fn by_palette(&self, entry: &str) -> Outcome<()> {
        self.chord(&[Key::Control.into()], 'k').await?;
        self.wait_for("input[role='combobox']:focus").await?;
        for key in entry.chars() {
            self.chord(&[], key).await?;
        }
        self.wait_for_text("[role='option'][aria-selected='true']", |said| {
            said.contains(entry)
        })
        .await?;
        self.chord(&[], Key::Enter.into()).await?;
        // What it opens may be a dialog too.
        self.wait_until_gone("[role='dialog'] [role='listbox']")
            .await
    }

    /// Shows the page at an address, and waits until it is complete.
    pub async fn go(&self, address: &str) -> Outcome<()> {
        self.script("location.hash = arguments[0]", &[json!(address)])
            .await?;
        self.settled().await
    }

    /// The page is there and has stopped asking: no sign of waiting, the rows of its lists, and two frames drawn.
    pub async fn settled(&self) -> Outcome<()> {
        self.painted().await?;
        let start = Instant::now();
        loop {
            let waits_for = self.script(WAITS_FOR, &[]).await?;
            if waits_for == Value::Null {
                return self.painted().await;
            }
            if start.elapsed() > PATIENCE {
                let picture = self.screenshot("failure").await?;
                return Err(format!("{waits_for} did not come; see {}", picture.display()).into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

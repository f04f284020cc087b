//! Steps that several window tests begin with.

use std::path::PathBuf;

use serde_json::json;

use crate::window::{Outcome, Window};

/// The rail is there once a book is open.
const SHELL: &str = "nav[aria-label='Pages']";

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
}

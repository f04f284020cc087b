//! Steps that several window tests begin with.

use std::path::PathBuf;

use serde_json::json;

use crate::window::{Outcome, Window};

impl Window {
    /// The first door: makes the small sample book and waits for the shell around it.
    pub async fn look_around(&self) -> Outcome<PathBuf> {
        let book = self.stage().home().join("sample.duebook");
        self.stage().answer(&json!({ "save": { "book": book } }))?;
        self.press("Open the sample book").await?;
        self.wait_for("nav[aria-label='Pages']").await?;
        Ok(book)
    }
}

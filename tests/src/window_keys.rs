//! The keyboard alone: what a person types, and where the focus is meanwhile.

use std::time::{Duration, Instant};

use fantoccini::key::Key;
use serde_json::Value;

use crate::window::{Outcome, Window};

/// How long the focus may take to come where it belongs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Presses of Tab after which a field counts as out of reach.
const MOST_TABS: usize = 60;

/// What the focused element is called: its label, its name for people who do not see it, or its words.
const FOCUSED: &str = "
    const one = document.activeElement;
    if (!one || one === document.body) return '';
    const label = one.labels?.[0]?.textContent ?? one.getAttribute('aria-label');
    return (label ?? one.innerText ?? '').replace('*', '').trim();";

impl Window {
    /// Types signs one after the other, wherever the focus is.
    pub async fn types(&self, text: &str) -> Outcome<()> {
        for sign in text.chars() {
            self.chord(&[], sign).await?;
        }
        Ok(())
    }

    /// Presses a key that writes nothing.
    pub async fn presses(&self, key: Key) -> Outcome<()> {
        self.chord(&[], key.into()).await
    }

    /// Replaces what the focused field holds.
    pub async fn retypes(&self, text: &str) -> Outcome<()> {
        self.chord(&[Key::Control.into()], 'a').await?;
        self.types(text).await
    }

    /// What the focused element is called.
    pub async fn focused(&self) -> Outcome<String> {
        let name = self.script(FOCUSED, &[]).await?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the focus is on what has this name.
    pub async fn focus_comes_to(&self, name: &str) -> Outcome<()> {
        let start = Instant::now();
        loop {
            let focused = self.focused().await?;
            if focused.starts_with(name) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                let picture = self.screenshot("failure").await?;
                return Err(format!(
                    "the focus is on {focused:?}, not {name:?}; see {}",
                    picture.display()
                )
                .into());
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Presses Tab until the focus is on what has this name.
    pub async fn tabs_to(&self, name: &str) -> Outcome<()> {
        let mut seen = Vec::new();
        for _ in 0..MOST_TABS {
            let focused = self.focused().await?;
            if focused.starts_with(name) {
                return Ok(());
            }
            seen.push(focused);
            self.presses(Key::Tab).await?;
        }
        let picture = self.screenshot("failure").await?;
        Err(format!(
            "Tab leads to {seen:?} but not to {name:?}; see {}",
            picture.display()
        )
        .into())
    }

    /// Waits until the rows of the first list of the page have come, and leads the focus into them.
    pub async fn enters_rows(&self) -> Outcome<()> {
        self.settled().await?;
        self.presses(Key::Down).await?;
        let start = Instant::now();
        loop {
            let inside = self
                .script(
                    "return document.activeElement?.closest('.ag-row') !== null",
                    &[],
                )
                .await?;
            if inside == Value::Bool(true) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                let picture = self.screenshot("failure").await?;
                return Err(format!("no row has the focus; see {}", picture.display()).into());
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}

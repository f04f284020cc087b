//! Progress on a terminal: a bar, and Ctrl+C as a clean stop.

use std::io::IsTerminal as _;

use book::host::Job;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error; silent where that is no terminal.
pub struct Bar(Option<ProgressBar>);

impl Bar {
    /// A new bar.
    pub fn new() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg:12} {wide_bar} {percent:>3} %") {
            bar.set_style(style);
        }
        Self(Some(bar))
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Job for Bar {
    fn progress(&self, done: u64, total: u64, phase: &str) {
        if let Some(bar) = &self.0 {
            bar.set_length(total);
            bar.set_position(done);
            bar.set_message(phase.to_owned());
        }
    }

    /// Ctrl+C ends the process; the open transaction is rolled back when the book is opened next.
    fn cancelled(&self) -> bool {
        false
    }
}

//! Accessibility of a page, judged by axe-core.

use std::{fs, path::Path};

use serde_json::Value;

use crate::window::{Outcome, Window};

/// The judge, as the UI's modules bring it.
const AXE: &str = "../ui/node_modules/axe-core/axe.min.js";

/// Findings of these weights shut people out; the others are advice.
const SHUTS_OUT: [&str; 2] = ["serious", "critical"];

impl Window {
    /// Fails with every finding that shuts people out of the page that is shown.
    pub async fn accessible(&self, page: &str) -> Outcome<()> {
        let known = self.script("return typeof window.axe", &[]).await?;
        if known != "object" {
            let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
            self.script(&fs::read_to_string(source)?, &[]).await?;
        }
        // What still fades in has the contrast of neither its beginning nor its end.
        self.drawn().await?;
        let judged = self
            .later(
                "const done = arguments[arguments.length - 1];
                 axe.run(document, { resultTypes: ['violations'] })
                    .then((result) => done(result.violations), (thrown) => done(String(thrown)));",
            )
            .await?;
        let violations = judged
            .as_array()
            .ok_or_else(|| format!("axe did not judge {page}: {judged}"))?;
        let found: Vec<String> = violations
            .iter()
            .filter(|one| SHUTS_OUT.contains(&one["impact"].as_str().unwrap_or_default()))
            .map(finding)
            .collect();
        if found.is_empty() {
            return Ok(());
        }
        Err(format!("{page} shuts people out:\n{}", found.join("\n")).into())
    }
}

fn finding(violation: &Value) -> String {
    let nodes: Vec<&str> = violation["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| node["html"].as_str())
        .take(5)
        .collect();
    format!(
        "- {} ({}): {}\n    {}",
        violation["id"],
        violation["impact"],
        violation["help"],
        nodes.join("\n    ")
    )
}

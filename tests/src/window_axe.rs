//! Accessibility of a page, judged by axe-core.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::window::{Outcome, Window};

/// The judge, as the UI's modules bring it.
const AXE: &str = "../ui/node_modules/axe-core/axe.min.js";

/// Findings of these weights shut people out; the others are advice.
const SHUTS_OUT: [&str; 2] = ["serious", "critical"];

/// What of a page is judged. A page that was judged whole is not judged whole again in another colour or language.
#[derive(Clone, Copy, Debug)]
pub enum Judged {
    /// Everything.
    Whole,
    /// The contrast of its colours.
    Colours,
    /// Everything but its colours.
    Words,
}

impl Judged {
    fn options(self) -> Value {
        let mut options = json!({"resultTypes": ["violations"]});
        match self {
            Self::Whole => {}
            Self::Colours => options["runOnly"] = json!(["color-contrast"]),
            Self::Words => options["rules"] = json!({"color-contrast": {"enabled": false}}),
        }
        options
    }
}

impl Window {
    /// Fails with every finding that shuts people out of the page that is shown.
    pub async fn accessible(&self, page: &str) -> Outcome<()> {
        self.accessible_in(page, Judged::Whole).await
    }

    /// Fails with every finding of a kind that shuts people out of the page that is shown.
    pub async fn accessible_in(&self, page: &str, what: Judged) -> Outcome<()> {
        let known = self.script("return typeof window.axe", &[]).await?;
        if known != "object" {
            let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
            self.script(&fs::read_to_string(source)?, &[]).await?;
        }
        // What still fades in has the contrast of neither its beginning nor its end.
        self.drawn().await?;
        let judged = self
            .later_with(
                "const [options, done] = arguments;
                 axe.run(document, options)
                    .then((result) => done(result.violations), (thrown) => done(String(thrown)));",
                vec![what.options()],
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

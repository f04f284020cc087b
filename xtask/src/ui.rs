//! The UI's package: its modules as the lock file says, its checks and its build.

use std::{fs, io, path::PathBuf};

use crate::{
    places::Places,
    step::{Failed, Step},
};

/// Lies beside the installed modules and holds the lock file they were installed from.
const STAMP: &str = "node_modules/.duebook-lock.json";

/// Installs the modules when they are not those of the lock file.
pub fn install(places: &Places) -> Result<(), Failed> {
    let unreadable = |why: io::Error| Failed::new("UI modules", why.to_string());
    let ui = places.ui();
    let wanted = fs::read(ui.join("package-lock.json")).map_err(unreadable)?;
    let stamp = ui.join(STAMP);
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    Step::npm(places, "UI modules")
        .args(["ci", "--no-audit", "--no-fund"])
        .run()?;
    fs::write(stamp, wanted).map_err(unreadable)
}

/// Format, lints and types.
pub fn check(places: &Places) -> Result<(), Failed> {
    Step::npm(places, "UI check").args(["run", "check"]).run()
}

/// The UI's own tests.
pub fn test(places: &Places) -> Result<(), Failed> {
    Step::npm(places, "UI tests").arg("test").run()
}

/// Builds the pages that the window embeds.
pub fn build(places: &Places) -> Result<(), Failed> {
    Step::npm(places, "UI build").args(["run", "build"]).run()
}

/// A program that came with the modules; on Windows it is a script.
pub fn tool(places: &Places, name: &str) -> PathBuf {
    let ending = if cfg!(windows) { ".cmd" } else { "" };
    places
        .ui()
        .join("node_modules/.bin")
        .join(format!("{name}{ending}"))
}

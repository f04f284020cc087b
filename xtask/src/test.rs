//! Everything that is checked, in the order in which a mistake shows soonest.
//!
//! The whole workspace is built once, with one set of features, by the linter's driver, and lint, tests and window share
//! it: cargo would build the shell again for every other selection of packages, and every dependency a second time for a
//! lint of its own.

use std::time::Instant;

use crate::{
    machine,
    places::Places,
    step::{Failed, Step},
    ui,
};

/// Window tests live in a module of this name, so that one filter tells them from the others.
const WINDOW: &str = "real_window::";

/// Installs what is missing and checks everything; the first failure ends it and names its step.
pub fn test(places: &Places) -> Result<(), Failed> {
    let start = Instant::now();
    machine::prepare(places)?;
    ui::install(places)?;
    Step::cargo(places, "format")
        .args(["fmt", "--all", "--check"])
        .run()?;
    ui::check(places)?;
    ui::test(places)?;
    ui::build(places)?;
    Step::linted(places, "lints and build")
        .args(["build", "--workspace", "--all-targets", "--quiet"])
        .run()?;
    Step::new(
        "generated files are fresh",
        places.program("debug", "codegen"),
        &places.root,
    )
    .arg(places.wire())
    .arg("--check")
    .run()?;
    Step::linted(places, "tests")
        .args(["test", "--workspace", "--quiet"])
        .args(["--", "--skip", WINDOW])
        .run()?;
    window(places)?;
    println!(
        "\nAll steps passed in {:.0} s. Screenshots: {}",
        start.elapsed().as_secs_f64(),
        places.test_output().join("screens").display()
    );
    Ok(())
}

/// Drives the built window. Other systems' web views have no driver that works without a person's session.
fn window(places: &Places) -> Result<(), Failed> {
    if !cfg!(target_os = "linux") {
        println!("\n── real window: skipped, it is driven on Linux only");
        return Ok(());
    }
    Step::linted(places, "real window")
        .args(["test", "--workspace", "--quiet", "--test", "window"])
        .args(["--", "--nocapture"])
        .env("DUEBOOK_WINDOW", "required")
        .run()
}

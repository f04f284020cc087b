//! The installable package: the window and the command line, side by side.

use std::fs;

use crate::{
    machine,
    places::Places,
    step::{Failed, Step},
    ui,
};

/// Builds the pages, both programs and this system's packages.
pub fn dist(places: &Places) -> Result<(), Failed> {
    machine::prepare(places)?;
    ui::install(places)?;
    ui::build(places)?;
    Step::cargo(places, "command line")
        .args(["build", "--release", "-p", "cli"])
        .run()?;
    lay_beside_the_window(places)?;
    Step::new("package", ui::tool(places, "tauri"), &places.root)
        .arg("build")
        .args([
            "--config",
            r#"{"bundle":{"externalBin":["binaries/duebook"]}}"#,
        ])
        .args(bundles())
        .env("CARGO_TARGET_DIR", &places.target)
        .run()?;
    println!(
        "\nThe packages are in {}",
        places.target.join("release/bundle").display()
    );
    Ok(())
}

/// What people of this system install.
const fn bundles() -> [&'static str; 2] {
    if cfg!(target_os = "macos") {
        ["--bundles", "dmg"]
    } else if cfg!(windows) {
        ["--bundles", "nsis"]
    } else {
        ["--bundles", "deb"]
    }
}

/// The bundler takes a second program by its name with the target's triple, and installs it without.
fn lay_beside_the_window(places: &Places) -> Result<(), Failed> {
    let version = Step::new("toolchain", "rustc", &places.root)
        .arg("-vV")
        .output()?;
    let triple = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or_else(|| Failed::new("package", "rustc does not name its host"))?;
    let folder = places.root.join("src-tauri/binaries");
    let program = places.program("release", "duebook");
    let beside = folder.join(format!("duebook-{triple}{}", std::env::consts::EXE_SUFFIX));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::copy(&program, &beside))
        .map(|_| ())
        .map_err(|why| {
            Failed::new(
                "package",
                format!("cannot copy {}: {why}", program.display()),
            )
        })
}

//! What the machine needs before anything can be built or driven.
//!
//! On Debian and its kin missing packages are installed; elsewhere the system has its own web view and nothing is missing.

use std::process::{Command, Stdio};

use crate::{
    places::Places,
    step::{Failed, Step},
};

/// What the shell is built with, and what the window tests drive it with.
const PACKAGES: [&str; 11] = [
    "build-essential",
    "pkg-config",
    "file",
    "libdbus-1-dev",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "sqlite3",
    "poppler-utils",
];

/// Installs what is missing; does nothing, fast, when all is there.
pub fn prepare(places: &Places) -> Result<(), Failed> {
    if cfg!(target_os = "linux") {
        debian_packages(places)?;
    }
    rust_components(places)
}

fn debian_packages(places: &Places) -> Result<(), Failed> {
    if !Step::new("packages", "dpkg-query", &places.root)
        .arg("--version")
        .succeeds()
    {
        println!(
            "This is no Debian; what is needed there is called {}.",
            PACKAGES.join(" ")
        );
        return Ok(());
    }
    let missing: Vec<_> = PACKAGES
        .into_iter()
        .filter(|name| !installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing packages: {}", missing.join(" "));
    as_root(places, "package list")?
        .args(["apt-get", "update"])
        .run()?;
    as_root(places, "packages")?
        .args(["apt-get", "install", "--yes", "--no-install-recommends"])
        .args(&missing)
        .run()
}

fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"installed")
}

/// `env VARIABLE… PROGRAM…` as root: directly, or through sudo, which asks for the password itself.
fn as_root(places: &Places, name: &'static str) -> Result<Step, Failed> {
    let user = Step::new(name, "id", &places.root).arg("-u").output()?;
    let step = if user.trim() == "0" {
        Step::new(name, "env", &places.root)
    } else if Step::new(name, "sudo", &places.root)
        .arg("--version")
        .succeeds()
    {
        Step::new(name, "sudo", &places.root).arg("env")
    } else {
        return Err(Failed::new(
            name,
            "neither root nor sudo is at hand; install the missing packages by hand and start again",
        ));
    };
    Ok(step.arg("DEBIAN_FRONTEND=noninteractive"))
}

/// A minimal toolchain comes without the formatter and the linter.
fn rust_components(places: &Places) -> Result<(), Failed> {
    let here = |tool| {
        Step::cargo(places, "toolchain")
            .args([tool, "--version"])
            .succeeds()
    };
    if here("fmt") && here("clippy") {
        return Ok(());
    }
    Step::new("toolchain", "rustup", &places.root)
        .args(["component", "add", "rustfmt", "clippy"])
        .run()
}

/// Whether a window can be shown here.
pub fn has_display() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["WAYLAND_DISPLAY", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

//! The project's errands: `run`, `test`, `bench`, `codegen`, `handbook`, `dist` and `bridge`.
//!
//! Nothing here is needed at run time, and nothing here needs a crate: a clean clone can do its first errand as soon as
//! this file is compiled.

mod dist;
mod handbook;
mod machine;
mod places;
mod run;
mod step;
mod test;
mod ui;

use std::{env, process::ExitCode};

use crate::{
    places::Places,
    step::{Failed, Step},
};

const USAGE: &str = "\
cargo xtask run               install what is missing, build, and open the window with the sample book
cargo xtask test              install what is missing and run everything that is checked
cargo xtask bench [ARGS]      measure, each figure beside its floor
cargo xtask codegen [--check] write the TypeScript types of the command list, or say that they are stale
cargo xtask handbook          take the pictures of the handbook from the real window
cargo xtask dist              make an installable package
cargo xtask bridge [ARGS]     serve the command list on this machine, for the UI in a browser while developing
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match errand(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Errand::Unknown) => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
        Err(Errand::Failed(failed)) => {
            eprintln!("\nxtask: {failed}");
            ExitCode::FAILURE
        }
    }
}

enum Errand {
    Unknown,
    Failed(Failed),
}

impl From<Failed> for Errand {
    fn from(failed: Failed) -> Self {
        Self::Failed(failed)
    }
}

fn errand(arguments: &[String]) -> Result<(), Errand> {
    let (name, rest) = arguments.split_first().ok_or(Errand::Unknown)?;
    let places = Places::find()?;
    match (name.as_str(), rest) {
        ("run", []) => run::run(&places)?,
        ("test", []) => test::test(&places)?,
        ("bench", _) => bench(&places, rest)?,
        ("codegen", []) => codegen(&places, &[])?,
        ("codegen", [check]) if check == "--check" => codegen(&places, rest)?,
        ("handbook", []) => handbook::handbook(&places)?,
        ("dist", []) => dist::dist(&places)?,
        ("bridge", _) => bridge(&places, rest)?,
        _ => return Err(Errand::Unknown),
    }
    Ok(())
}

/// Speed is measured on the optimised build only.
fn bench(places: &Places, rest: &[String]) -> Result<(), Failed> {
    Step::cargo(places, "bench")
        .args(["run", "--release", "--quiet", "-p", "duebook-bench", "--"])
        .args(rest)
        .run()
}

fn codegen(places: &Places, rest: &[String]) -> Result<(), Failed> {
    Step::cargo(places, "generated files")
        .args(["run", "--quiet", "-p", "book", "--bin", "codegen", "--"])
        .arg(places.wire())
        .args(rest)
        .run()
}

fn bridge(places: &Places, rest: &[String]) -> Result<(), Failed> {
    Step::cargo(places, "bridge")
        .args([
            "run",
            "--quiet",
            "-p",
            "duebook-tests",
            "--bin",
            "bridge",
            "--",
        ])
        .args(rest)
        .run()
}

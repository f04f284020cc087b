//! One step of an errand: a program with a name, whose duration is printed and whose failure names itself.

use std::{
    ffi::OsStr,
    fmt,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use crate::places::Places;

/// A step that failed, in words that say where and why.
#[derive(Debug)]
pub struct Failed {
    step: String,
    why: String,
}

impl Failed {
    /// A failure of `step` for the reason `why`.
    pub fn new(step: &str, why: impl Into<String>) -> Self {
        Self {
            step: step.to_owned(),
            why: why.into(),
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "the step \"{}\" failed: {}", self.step, self.why)
    }
}

/// A program to run under a name.
pub struct Step {
    name: &'static str,
    command: Command,
}

impl Step {
    /// Runs `program` in `folder`.
    pub fn new(name: &'static str, program: impl AsRef<OsStr>, folder: &Path) -> Self {
        let mut command = Command::new(program);
        command.current_dir(folder);
        Self { name, command }
    }

    /// Runs cargo in the repository, with the target folder that built this program.
    pub fn cargo(places: &Places, name: &'static str) -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut step = Self::new(name, cargo, &places.root);
        step.command.env("CARGO_TARGET_DIR", &places.target);
        step
    }

    /// Cargo with the linter's driver in place of the compiler for the workspace's own crates: it lints and builds in one
    /// pass, and a warning is an error.
    pub fn linted(places: &Places, name: &'static str) -> Self {
        let separator = "__CLIPPY_HACKERY__";
        Self::cargo(places, name)
            .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
            .env("CLIPPY_ARGS", format!("-D{separator}warnings{separator}"))
    }

    /// Runs npm in the UI's package; on Windows npm is a script.
    pub fn npm(places: &Places, name: &'static str) -> Self {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        Self::new(name, npm, &places.ui())
    }

    /// Adds one argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it to its end and prints how long it took.
    pub fn run(mut self) -> Result<(), Failed> {
        println!("\n── {}", self.name);
        let start = Instant::now();
        let status = self
            .command
            .status()
            .map_err(|why| self.failed(&format!("cannot start {}: {why}", self.program())))?;
        if !status.success() {
            return Err(self.failed(&format!("{} ended with {status}", self.program())));
        }
        println!("── {}: {:.1} s", self.name, start.elapsed().as_secs_f64());
        Ok(())
    }

    /// Whether it can be run and succeeds; nothing is printed.
    pub fn succeeds(mut self) -> bool {
        self.command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// What it prints.
    pub fn output(mut self) -> Result<String, Failed> {
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|why| self.failed(&format!("cannot start {}: {why}", self.program())))?;
        if !output.status.success() {
            return Err(self.failed(&format!("{} ended with {}", self.program(), output.status)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn program(&self) -> String {
        self.command.get_program().to_string_lossy().into_owned()
    }

    fn failed(&self, why: &str) -> Failed {
        Failed::new(self.name, why)
    }
}

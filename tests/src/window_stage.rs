//! The stage of a window test: a screen of its own, a driver of its own, a home folder of its own.
//!
//! Everything that is started here is ended by its own process group when the stage is dropped, also after a failure.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{window::Outcome, window_closing::ask_to_close};

/// How long a screen or a driver may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a window may take to end: a large import rolls back first.
const END_PATIENCE: Duration = Duration::from_secs(90);

/// The programs without which no window can be driven.
const NEEDED: [&str; 2] = ["Xvfb", "WebKitWebDriver"];

/// A morning on which the window's clock stands, as RFC 3339, where a test needs no other.
pub const MORNING: &str = "2026-11-20T08:30:00Z";

/// A screen, a driver and a home folder.
pub struct Stage {
    // Dropped in this order: the driver takes its window with it, then the screen goes.
    driver: Group,
    _screen: Group,
    display: String,
    home: tempfile::TempDir,
    port: u16,
    app: PathBuf,
}

impl Stage {
    /// Sets the stage, or says why there is none: `None` only where the packages are missing and nobody requires them
    /// (`DUEBOOK_WINDOW=required`, as `cargo xtask test` sets it, or a CI machine).
    pub fn set(now: &str) -> Outcome<Option<Self>> {
        if let Some(missing) = missing()? {
            if env::var_os("CI").is_some()
                || env::var("DUEBOOK_WINDOW").as_deref() == Ok("required")
            {
                return Err(missing.into());
            }
            println!("skipped: {missing}");
            return Ok(None);
        }
        let home = tempfile::tempdir()?;
        fs::write(home.path().join("answers.json"), "{}")?;
        opener(home.path())?;
        let (screen, display) = screen()?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let driver = driver(port, &display, home.path(), now)?;
        Ok(Some(Self {
            driver,
            _screen: screen,
            display,
            home,
            port,
            app: app()?,
        }))
    }

    /// A folder that nothing else uses, for books, files to import and papers.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Puts the next answers into the mouth of the person at the native dialogs.
    pub fn answer(&self, answers: &Value) -> Outcome<()> {
        Ok(fs::write(
            self.home.path().join("answers.json"),
            answers.to_string(),
        )?)
    }

    /// What was opened with the person's own programs so far.
    pub fn opened(&self) -> Vec<PathBuf> {
        let list = fs::read_to_string(self.home.path().join(OPENED)).unwrap_or_default();
        list.lines().map(PathBuf::from).collect()
    }

    /// Asks the window to close as the cross in its corner does, which is more polite than ending the driver's session.
    pub fn ask_to_close(&self) -> Outcome<()> {
        match ask_to_close(&self.display)? {
            1 => Ok(()),
            other => Err(format!("{other} windows were asked to close").into()),
        }
    }

    /// Whether the window's process is alive; the driver started it, so it is one of the driver's children.
    pub fn app_runs(&self) -> Outcome<bool> {
        let driver = self.driver.0.id().to_string();
        let name = self.app.file_name().ok_or("the window has no name")?;
        let name = format!("({})", name.display());
        for entry in fs::read_dir("/proc")? {
            let Ok(stat) = fs::read_to_string(entry?.path().join("stat")) else {
                continue;
            };
            // Number, name, state, parent. A process whose first thread is dead may still hold its files with another,
            // so that only one that its parent has buried counts as gone.
            let mut fields = stat.split(' ').skip(1);
            let (called, parent) = (fields.next(), fields.nth(1));
            if called == Some(&name) && parent == Some(&driver) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Waits until the window's process is gone, which it is by itself or not at all.
    pub async fn ended(&self) -> Outcome<()> {
        let start = Instant::now();
        while self.app_runs()? {
            if start.elapsed() > END_PATIENCE {
                return Err("the window's process did not end".into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// The command line that was built beside the window.
    pub fn command_line(&self) -> PathBuf {
        self.app.with_file_name("duebook")
    }

    /// Where the driver listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The session that opens the built window with `arguments`.
    pub fn capabilities(&self, arguments: &[&str]) -> serde_json::Map<String, Value> {
        let options = json!({ "binary": self.app, "args": arguments });
        // A question to the book is a script to the driver, and a long import is a long question.
        let timeouts = json!({ "script": 120_000 });
        [
            ("webkitgtk:browserOptions".to_owned(), options),
            ("timeouts".to_owned(), timeouts),
        ]
        .into_iter()
        .collect()
    }
}

/// Why no window can be driven here.
fn missing() -> Outcome<Option<String>> {
    for program in NEEDED {
        let found = env::var_os("PATH").is_some_and(|path| {
            env::split_paths(&path).any(|folder| folder.join(program).exists())
        });
        if !found {
            return Ok(Some(format!(
                "{program} is not installed; `cargo xtask test` installs xvfb and webkit2gtk-driver"
            )));
        }
    }
    let app = app()?;
    Ok((!app.exists()).then(|| {
        format!(
            "{} is not built; `cargo build --workspace` builds it",
            app.display()
        )
    }))
}

/// The built window: two folders above a running test, beside any other program.
fn app() -> Outcome<PathBuf> {
    let running = env::current_exe()?;
    let beside = running
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("duebook-desktop"));
    let wanted: Vec<_> = beside.collect();
    let built = wanted.iter().find(|path| path.exists());
    built
        .or(wanted.last())
        .cloned()
        .ok_or_else(|| "a test runs inside the target folder".into())
}

/// Where `xdg-open` writes down what it was asked to open.
const OPENED: &str = "opened.txt";

/// The person's own programs: one that opens everything, and only writes down what.
fn opener(home: &Path) -> Outcome<()> {
    let folder = home.join("bin");
    fs::create_dir(&folder)?;
    let program = folder.join("xdg-open");
    fs::write(
        &program,
        format!("#!/bin/sh\necho \"$1\" >> \"$HOME/{OPENED}\"\n"),
    )?;
    Ok(fs::set_permissions(
        program,
        fs::Permissions::from_mode(0o755),
    )?)
}

/// Starts a screen on a display that the server itself finds free.
fn screen() -> Outcome<(Group, String)> {
    let mut child = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1440x900x24"])
        .args(["-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let said = child.stdout.take().ok_or("Xvfb says nothing")?;
    let group = Group(child);
    let mut number = String::new();
    BufReader::new(said).read_line(&mut number)?;
    let number = number.trim();
    if number.is_empty() {
        return Err("Xvfb found no free display".into());
    }
    Ok((group, format!(":{number}")))
}

/// Starts a driver; the window is its child and inherits this environment.
fn driver(port: u16, display: &str, home: &Path, now: &str) -> Outcome<Group> {
    let mut folders = vec![home.join("bin")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let path = env::join_paths(folders)?;
    let mut group = Group(
        Command::new("WebKitWebDriver")
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("DISPLAY", display)
            .env("PATH", path)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("DUEBOOK_DIALOG_ANSWERS", home.join("answers.json"))
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("DUEBOOK_NOW", now)
            .env("LC_ALL", "C.UTF-8")
            .env("LANGUAGE", "en_US:en")
            .env("DUEBOOK_OS_ACCOUNT", "anna")
            .env("NO_AT_BRIDGE", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .process_group(0)
            .spawn()?,
    );
    let start = Instant::now();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
        if let Some(ended) = group.0.try_wait()? {
            return Err(format!("WebKitWebDriver ended with {ended}").into());
        }
        if start.elapsed() > PATIENCE {
            return Err("WebKitWebDriver does not listen".into());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(group)
}

/// A process and everything it started.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        // The group has the id of its first process; `kill` of the system reaches it without unsafe code.
        let _ = Command::new("kill")
            .args(["-KILL", "--", &format!("-{}", self.0.id())])
            .stderr(Stdio::null())
            .status();
        let _ = self.0.wait();
    }
}

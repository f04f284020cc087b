//! The Duebook window: it shows the page, opens dialogs, keeps long work off the screen's thread, and hands every
//! command to the desk. It holds no rule and no SQL.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod closing;
mod dialogs;
mod driven;
#[cfg(target_os = "linux")]
mod graphics;
mod host;
mod jobs;
mod opener;
mod rpc;
mod words;

use std::{path::Path, process::ExitCode, sync::Arc};

use book::{
    backups::AutomaticBackups,
    desk::{Desk, DeskOptions},
    host::Unwatched,
};
use serde_json::json;
use tauri::{AppHandle, Emitter, Manager, RunEvent, WindowEvent};

use crate::{
    host::Host,
    jobs::{Jobs, News},
};

/// The page hears about its long calls under this name.
const JOB_EVENT: &str = "job";
/// The page hears under this name that the person opened a book from outside.
const OPEN_EVENT: &str = "book_handed_over";

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("DUEBOOK_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .with_writer(std::io::stderr)
        .init();
    #[cfg(target_os = "linux")]
    graphics::choose();
    match window() {
        Ok(app) => {
            app.run(until_closed);
            ExitCode::SUCCESS
        }
        Err(why) => {
            tracing::error!(%why, "the window did not open");
            ExitCode::FAILURE
        }
    }
}

fn window() -> tauri::Result<tauri::App> {
    let mut builder = tauri::Builder::default();
    // A driven window stands alone: several tests may run beside the window that a developer has open.
    if !driven::is_driven() {
        builder = builder
            .plugin(tauri_plugin_single_instance::init(
                |app, arguments, folder| hand_over(app, &arguments, &folder),
            ))
            .plugin(tauri_plugin_window_state::Builder::new().build());
    }
    builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri_plugin_opener::Builder::new()
                .open_js_links_on_click(false)
                .build(),
        )
        .invoke_handler(tauri::generate_handler![rpc::rpc, rpc::rpc_bytes])
        .setup(|app| {
            let host = host(app.handle())?;
            if let Some(path) = std::env::args().nth(1) {
                open_at_start(&host, &path);
            }
            app.manage(host);
            Ok(())
        })
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && !closing::may_close(window.app_handle())
            {
                api.prevent_close();
            }
        })
        .build(tauri::generate_context!())
}

fn host(app: &AppHandle) -> tauri::Result<Host> {
    let ear = app.clone();
    let jobs = Jobs::new(Arc::new(move |news: &News| {
        // A window that is gone needs no news.
        let _ = ear.emit(JOB_EVENT, news);
    }));
    let desk = Desk::new(DeskOptions {
        recent_file: Some(app.path().app_config_dir()?.join("recent.json")),
        os_account: driven::os_account(),
        desk: desk_name(),
        clock: driven::clock(),
    })
    .with_backups(AutomaticBackups::BeforeTheDayAndOnClosing);
    Ok(Host::new(desk, jobs, driven::answers_file()))
}

/// The name of the machine, by which a team tells its desks apart.
fn desk_name() -> String {
    ["COMPUTERNAME", "HOSTNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .or_else(|| std::fs::read_to_string("/etc/hostname").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "desk".to_owned())
}

/// A double click on a book starts Duebook with its path. If it does not open, the page begins at its
/// three doors and says why.
fn open_at_start(host: &Host, path: &str) {
    let opened = host
        .desk
        .call("book.open", json!({ "path": path }), &Unwatched);
    if let Err(refusal) = opened {
        tracing::warn!(%refusal, path, "the book handed over at the start did not open");
        host.desk.tell(refusal);
    }
}

/// A second start brings the first window forward and gives it the book that was meant.
fn hand_over(app: &AppHandle, arguments: &[String], folder: &str) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
    if let Some(book) = arguments.get(1) {
        let path = Path::new(folder).join(book);
        let _ = app.emit(OPEN_EVENT, json!({ "path": path }));
    }
}

/// Ends that come from the system (Cmd+Q, logging off) respect running work like a closing window does.
fn until_closed(app: &AppHandle, event: RunEvent) {
    if let RunEvent::ExitRequested { api, .. } = event
        && !closing::may_close(app)
    {
        api.prevent_exit();
    }
}

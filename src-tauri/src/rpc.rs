//! The one door between page and book: a command's name and its request in, the reply with its tags out.
//!
//! Every call leaves the thread that draws the window. What only a window can do (dialogs, viewers, stopping a job) is
//! answered here; everything else goes to the desk unread.

use std::sync::Arc;

use book::{desk::TextReply, host::Job, refusal::Refusal};
use serde::Deserialize;
use serde_json::{Value, json, value::to_raw_value};
use tauri::{AppHandle, Manager, async_runtime, ipc::Response};

use crate::{dialogs, host::Host, jobs::Running, opener, words::Language};

#[derive(Deserialize)]
struct JobId {
    id: String,
}

#[derive(Deserialize)]
struct Speak {
    language: String,
}

/// Runs one command; `job` is the id by which the page will stop it, or the host gives one.
#[tauri::command]
pub async fn rpc(
    app: AppHandle,
    command: String,
    request: Value,
    job: Option<String>,
) -> Result<TextReply, Refusal> {
    let name = command.clone();
    off_the_window(name, move || match host_command(&app, &command, &request) {
        Some(answer) => Ok(TextReply {
            body: to_raw_value(&answer?)?,
            tags: Vec::new(),
        }),
        None => book_command(&app, &command, request, job),
    })
    .await
}

/// Runs one command whose response is a file: a page of a letter, an export.
#[tauri::command]
pub async fn rpc_bytes(
    app: AppHandle,
    command: String,
    request: Value,
    job: Option<String>,
) -> Result<Response, Refusal> {
    let name = command.clone();
    off_the_window(name, move || {
        let desk = Arc::clone(&app.state::<Host>().desk);
        watched(&app, &command, job, |watch| {
            desk.call_bytes(&command, request, watch)
        })
    })
    .await
    .map(Response::new)
}

async fn off_the_window<T: Send + 'static>(
    command: String,
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    async_runtime::spawn_blocking(work)
        .await
        .unwrap_or_else(|why| {
            // Only a defect ends work without an answer; the transaction went with it.
            Err(Refusal::new("work_lost")
                .with("command", command)
                .with("detail", why.to_string()))
        })
}

/// What only a window can do; `None` when the command is the book's.
fn host_command(app: &AppHandle, command: &str, request: &Value) -> Option<Result<Value, Refusal>> {
    let request = || request.clone();
    Some(match command {
        "dialog.open_files" => dialogs::open_files(app, request()),
        "dialog.save" => dialogs::save(app, request()),
        "dialog.folder" => dialogs::folder(app),
        "opener.open" => opener::open(app, request()),
        "opener.reveal" => opener::reveal(app, request()),
        "jobs.cancel" => dialogs::shape(command, request())
            .map(|JobId { id }| json!({ "stopping": app.state::<Host>().jobs.cancel(&id) })),
        "window.language" => dialogs::shape(command, request()).map(|Speak { language }| {
            app.state::<Host>().speak(Language::of_tag(&language));
            Value::Null
        }),
        _ => return None,
    })
}

fn book_command(
    app: &AppHandle,
    command: &str,
    request: Value,
    job: Option<String>,
) -> Result<TextReply, Refusal> {
    let desk = Arc::clone(&app.state::<Host>().desk);
    watched(app, command, job, |watch| {
        desk.call_text(command, request, watch)
    })
}

/// Runs `call` on the table of jobs.
fn watched<T>(
    app: &AppHandle,
    command: &str,
    job: Option<String>,
    call: impl FnOnce(&dyn Job) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let id = job.unwrap_or_else(|| uuid::Uuid::now_v7().to_string());
    let running: Running = app
        .state::<Host>()
        .jobs
        .begin(&id, command)
        .ok_or_else(|| Refusal::new("job_id_taken").with("id", &id))?;
    let outcome = call(&running);
    running.finish(&outcome);
    outcome
}

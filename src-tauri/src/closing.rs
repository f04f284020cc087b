//! Closing the window never leaves half a job: the person is asked, the work is stopped, its transaction rolls back, and
//! only then the window goes.

use std::{sync::atomic::Ordering, thread};

use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

use crate::{dialogs, host::Host};

/// Whether the application may end now. If work runs, it asks the person and ends later by itself.
pub fn may_close(app: &AppHandle) -> bool {
    let host = app.state::<Host>();
    if !host.jobs.any_seen() {
        // A short call ends by itself or rolls back with its connection; nobody needs to decide that.
        host.jobs.cancel_all();
        return true;
    }
    if !host.asking.swap(true, Ordering::SeqCst) {
        ask(app, &host);
    }
    false
}

fn ask(app: &AppHandle, host: &Host) {
    if let Ok(Some(answers)) = dialogs::answers(app) {
        answered(app, answers["close"] == "stop");
        return;
    }
    let words = host.language().closing();
    let later = app.clone();
    app.dialog()
        .message(words.question)
        .title(words.title)
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom(
            words.stop.to_owned(),
            words.stay.to_owned(),
        ))
        .show(move |stop| answered(&later, stop));
}

fn answered(app: &AppHandle, stop: bool) {
    app.state::<Host>().asking.store(false, Ordering::SeqCst);
    if !stop {
        return;
    }
    let app = app.clone();
    // Rolling back a large import takes its time, and the window must keep drawing meanwhile.
    thread::spawn(move || {
        let host = app.state::<Host>();
        host.jobs.cancel_all();
        host.jobs.wait_until_empty();
        app.exit(0);
    });
}

//! Closing the window never leaves half a job: the person is asked, the work is stopped, its transaction rolls back, the
//! book takes its backup, and only then the window goes.

use std::{sync::atomic::Ordering, thread};

use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

use crate::{dialogs, host::Host};

/// The name under which the page shows the backup that a closing window waits for.
const CLOSING: &str = "book.close";

/// Whether the application may end now. If there is something to do first, it ends later by itself.
pub fn may_close(app: &AppHandle) -> bool {
    let host = app.state::<Host>();
    if host.closed.load(Ordering::SeqCst) {
        return true;
    }
    if host.jobs.any_seen() {
        if !host.asking.swap(true, Ordering::SeqCst) {
            ask(app, &host);
        }
        return false;
    }
    // A short call ends by itself or rolls back with its connection; nobody needs to decide that.
    finish(app);
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
    // Also the backup of a window that is closing already: it goes without one then.
    app.state::<Host>().jobs.cancel_all();
    finish(app);
}

/// Stops what runs, closes the book, which may back itself up then, and ends.
fn finish(app: &AppHandle) {
    if app.state::<Host>().closing.swap(true, Ordering::SeqCst) {
        return;
    }
    let end = End(app.clone());
    // Rolling back a large import takes its time, and the window must keep drawing meanwhile.
    thread::spawn(move || {
        let host = end.0.state::<Host>();
        host.jobs.cancel_all();
        host.jobs.wait_until_empty();
        if let Some(running) = host.jobs.begin(CLOSING, CLOSING) {
            host.desk.close(&running);
            running.finish(&Ok::<_, ()>(()));
        }
    });
}

/// Dropping it ends the application: also a defect in closing the book must not keep the window.
struct End(AppHandle);

impl Drop for End {
    fn drop(&mut self) {
        self.0.state::<Host>().closed.store(true, Ordering::SeqCst);
        self.0.exit(0);
    }
}

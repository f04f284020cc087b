//! How the page is drawn on a machine without graphics hardware: remote desktops, virtual machines, thin clients.
//!
//! The web view of Linux hands every frame through the graphics driver. Where there is no hardware behind it, a software
//! driver does that, and each frame costs a fifth of a second although nothing moved. Its plain way of drawing then is
//! more than ten times faster, but it is chosen by a variable of the environment only, before the web view starts.

use std::{env, ffi::OsStr, fs, os::unix::process::CommandExt as _, process::Command};

use crate::driven;

/// The variables by which a person or a system chooses; a choice that is made stands.
const CHOICES: [&str; 2] = [
    "WEBKIT_DISABLE_DMABUF_RENDERER",
    "WEBKIT_DISABLE_COMPOSITING_MODE",
];

/// Starts the program anew with plain drawing where that is called for; returns where it is not.
///
/// A driven window keeps to the driver: whoever drives it waits after each click until the frame is presented, which
/// plain drawing never tells.
pub(crate) fn choose() {
    let chosen = CHOICES.iter().any(|name| env::var_os(name).is_some());
    if chosen || driven::is_driven() || has_hardware() {
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    let why = Command::new(program)
        .args(env::args_os().skip(1))
        .env(CHOICES[0], "1")
        .exec();
    // The program is still this one: slower, but it works.
    tracing::warn!(%why, "plain drawing could not be chosen");
}

fn has_hardware() -> bool {
    fs::read_dir("/dev/dri").is_ok_and(|devices| {
        devices
            .flatten()
            .any(|device| is_render_node(&device.file_name()))
    })
}

/// The kernel gives every device that can draw a node of this name.
fn is_render_node(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b"renderD")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_draws_is_known_by_its_name() {
        for (name, draws) in [
            ("renderD128", true),
            ("renderD129", true),
            ("card0", false),
            ("by-path", false),
        ] {
            assert_eq!(is_render_node(OsStr::new(name)), draws, "{name}");
        }
    }
}

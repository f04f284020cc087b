//! Standard output, whose reader may have enough: `duebook call … | head` ends the pipe while there is more to say.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write as _, stdout};

/// Writes a line. Whoever stopped reading misses the rest; what was done is done all the same. Output that cannot be written
/// for another reason, such as a full disk, ends the program with an error.
pub(crate) fn line(text: Arguments<'_>) {
    let mut out = stdout().lock();
    let written = out
        .write_fmt(text)
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("the answer could not be written: {error}");
            std::process::exit(1);
        }
        _ => {}
    }
}

/// As `println!`, for answers.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::say::line(format_args!($($text)*))
    };
}

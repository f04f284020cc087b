//! The `duebook` command line: the same commands as the window, for scripts, schedulers and tests.
//!
//! Exit codes: 0 done; 1 the input was refused (code and reason on standard error, nothing changed); 2 wrong usage.
//! With `--format json` and `call` nothing but JSON goes to standard output.

#[macro_use]
mod say;

mod arguments;
mod out;
mod progress;
mod run;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("DUEBOOK_LOG"))
        .with_writer(std::io::stderr)
        .init();
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match run::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            eprintln!("{}", words::sentence(&refusal));
            ExitCode::FAILURE
        }
    }
}

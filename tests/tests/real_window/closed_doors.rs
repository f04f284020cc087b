//! The page has no right to files, programs or the network: a page that has gone astray can only ask the book.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, TcpListener},
};

use duebook_tests::window::{MORNING, Outcome, Window};
use serde_json::json;

/// What a stray page would try first.
const FORBIDDEN: [&str; 6] = [
    "plugin:dialog|open",
    "plugin:dialog|save",
    "plugin:opener|open_path",
    "plugin:fs|read_text_file",
    "plugin:window-state|filename",
    "plugin:event|emit",
];

#[tokio::test]
async fn the_page_reaches_the_book_and_nothing_else() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    let state = window.ask("desk.state", json!({})).await?;
    assert!(
        state["ok"]["today"].is_string(),
        "the book answers: {state}"
    );
    for command in FORBIDDEN {
        let answer = window.invoke(command, json!({})).await?;
        let refused = answer["refused"].as_str().unwrap_or_default();
        assert!(
            refused.contains("not allowed") || refused.contains("not found"),
            "{command}: {answer}"
        );
    }
    window.close().await
}

#[tokio::test]
async fn the_page_cannot_reach_the_network() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    server.set_nonblocking(true)?;
    let address = format!("http://{}/", server.local_addr()?);
    let script = format!(
        "const done = arguments[arguments.length - 1];
         fetch('{address}').then(() => done('reached'), () => done('stopped'));"
    );
    assert_eq!(window.later(&script).await?, "stopped");
    window
        .script(
            "document.body.append(Object.assign(new Image(), { src: arguments[0] }))",
            &[json!(address)],
        )
        .await?;
    let stopped = window.violations().await?;
    for directive in ["connect-src", "img-src"] {
        assert!(
            stopped.iter().any(|one| one.starts_with(directive)),
            "{directive} did not stop it: {stopped:?}"
        );
    }
    let knocked = server.accept().map_err(|why| why.kind());
    assert!(
        matches!(knocked, Err(ErrorKind::WouldBlock)),
        "somebody came: {knocked:?}"
    );
    window.close().await
}

#[tokio::test]
async fn a_refusal_crosses_with_its_code_and_a_file_that_is_no_paper_is_not_opened() -> Outcome<()>
{
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    let program = window.stage().home().join("run.sh");
    std::fs::write(&program, "#!/bin/sh\n")?;
    let answer = window
        .ask("opener.open", json!({ "path": program }))
        .await?;
    assert_eq!(answer["refused"]["code"], "kind_not_opened", "{answer}");
    assert!(answer["refused"]["trace_id"].is_string());
    let answer = window
        .ask("opener.open", json!({ "path": "/no/such.pdf" }))
        .await?;
    assert_eq!(answer["refused"]["code"], "file_not_found", "{answer}");
    let answer = window.ask("dialog.save", json!({ "purpose": "x" })).await?;
    assert_eq!(answer["refused"]["code"], "bad_request", "{answer}");
    window.close().await
}

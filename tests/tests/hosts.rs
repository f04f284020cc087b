//! One command that carries money and days, through every layer and both hosts: the command line and the door by which
//! the page asks. Both must say the same, to the byte of the JSON.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// Ends what it started.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The command line lies two folders above the running test.
fn duebook() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let path = folder.join(format!("duebook{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "build the workspace first: {}",
        path.display()
    );
    path
}

fn typed(arguments: &[&str]) -> String {
    let output = Command::new(duebook())
        .args(arguments)
        .env("DUEBOOK_OS_ACCOUNT", "anna")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The bridge with a book open, and its address.
fn bridge(book: &str) -> (Started, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bridge"))
        .args([book, "--port", "0"])
        .env("DUEBOOK_OS_ACCOUNT", "anna")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let started = Started(child);
    let address = loop {
        let line = said.next().unwrap().unwrap();
        if let Some(address) = line.strip_prefix("listening on http://") {
            break address.to_owned();
        }
    };
    (started, address)
}

/// What the page gets for a call.
fn asked(address: &str, command: &str, request: &Value) -> Value {
    let body = json!({"command": command, "request": request, "job": null}).to_string();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /rpc HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    serde_json::from_str::<Value>(body).unwrap()["ok"].clone()
}

#[test]
fn both_hosts_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let book = path("book.duebook");
    typed(&[
        "new",
        &book,
        "--company",
        "Muster GmbH",
        "--country",
        "DE",
        "--currency",
        "EUR",
    ]);
    let file = path("items.csv");
    let rows = "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n\
                A-1,R-1,2026-03-29,2026-04-28,1234.56,\nA-1,R-2,2026-06-01,2026-07-01,0.01,\n\
                A-1,R-3,2026-01-05,2026-02-04,9999999999999.99,2026-03-01\n";
    std::fs::write(&file, rows).unwrap();
    typed(&["import", &book, &file]);

    let request = json!({"account": "A-1", "as_of": "2026-06-30"});
    let by_line = typed(&["call", &book, "customers.balance", &request.to_string()]);
    let (_bridge, address) = bridge(&book);
    let by_page = asked(&address, "customers.balance", &request);
    assert_eq!(by_line.trim(), by_page.to_string());

    assert_eq!(by_page["as_of"], "2026-06-30");
    assert_eq!(by_page["last_payment_on"], "2026-03-01");
    let balance = &by_page["balances"][0];
    assert_eq!(
        (
            &balance["currency"],
            &balance["total_minor"],
            &balance["overdue_minor"]
        ),
        (&json!("EUR"), &json!(123_457), &json!(123_456))
    );
    assert_eq!(balance["oldest_days_overdue"], 63);
    // The largest amounts lose no cent.
    assert_eq!(
        by_page["payments"][0]["settled_minor"],
        999_999_999_999_999_i64
    );
    assert_eq!(by_page["payments"][0]["mean_days_late"], 25);
}

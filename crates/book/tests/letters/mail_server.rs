//! A mail server on the loopback, as small as a test needs it: it keeps what it takes, and fails as it is told to.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// How it behaves.
#[derive(Clone, Default)]
pub struct Manner {
    /// Takes this many letters, then hangs up and listens no more.
    pub stops_after: Option<usize>,
    /// Hangs up without an answer when this many letters were handed over.
    pub silent_at: Option<usize>,
    /// Recipients that it does not know.
    pub unknown: Vec<&'static str>,
    /// Offers STARTTLS and refuses it.
    pub refuses_tls: bool,
    /// Asks for this password.
    pub password: Option<&'static str>,
}

pub struct MailServer {
    pub port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    pub fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        thread::spawn(move || {
            let mut handed = 0;
            for stream in listener.incoming() {
                if serve(stream.unwrap(), &manner, &kept, &mut handed).is_none() {
                    return;
                }
            }
        });
        Self { port, taken }
    }

    /// What it took, whole mails.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

/// One connection; `None` when the server listens no more.
fn serve(
    mut stream: TcpStream,
    manner: &Manner,
    kept: &Mutex<Vec<String>>,
    handed: &mut usize,
) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut say = |text: &str| stream.write_all(format!("{text}\r\n").as_bytes());
    say("220 test ready").ok();
    while let Some(Ok(line)) = lines.next() {
        let verb = line.to_ascii_uppercase();
        let answer = if verb.starts_with("EHLO") {
            let tls = if manner.refuses_tls {
                "250-STARTTLS\r\n"
            } else {
                ""
            };
            format!("250-test\r\n{tls}250 AUTH PLAIN")
        } else if verb.starts_with("STARTTLS") {
            "454 TLS not available".to_owned()
        } else if let Some(given) = line.strip_prefix("AUTH PLAIN ") {
            let wanted = manner
                .password
                .map(|word| encoded(&format!("\0kb\0{word}")));
            if wanted.as_deref() == Some(given) {
                "235 welcome".to_owned()
            } else {
                "535 wrong password".to_owned()
            }
        } else if verb.starts_with("RCPT") && manner.unknown.iter().any(|one| line.contains(one)) {
            "550 no such user".to_owned()
        } else if verb == "DATA" {
            say("354 go on").ok();
            let mut mail = String::new();
            for line in lines.by_ref().map_while(Result::ok) {
                if line == "." {
                    break;
                }
                mail.push_str(&line);
                mail.push('\n');
            }
            *handed += 1;
            if manner.silent_at == Some(*handed) {
                return Some(());
            }
            kept.lock().unwrap().push(mail);
            if manner.stops_after == Some(*handed) {
                say("250 taken").ok();
                return None;
            }
            "250 taken".to_owned()
        } else if verb == "QUIT" {
            say("221 bye").ok();
            return Some(());
        } else {
            "250 ok".to_owned()
        };
        say(&answer).ok();
    }
    Some(())
}

fn encoded(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

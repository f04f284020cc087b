//! The command list over HTTP on this machine, so that the UI can be looked at in a browser while it is developed.
//!
//! `bridge [BOOK] [--port 7411] [--answers FILE]`. It answers the calls the window answers: `POST /rpc`, `POST /rpc_bytes`
//! and the events of running jobs at `/events`. Dialogs are answered from a file of the window's form. It is no server:
//! it listens on the loopback address, refuses what a foreign web page can send, and is in no package.

use std::{
    collections::HashMap,
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{self, Sender},
    },
    thread,
};

use book::{
    desk::{Desk, DeskOptions},
    host::{self, Job, SystemClock},
};
use serde::Deserialize;
use serde_json::{Value, json};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Where the UI's development server looks for the bridge.
const PORT: u16 = 7411;
/// No request of the UI is larger; a logo is the largest.
const BODY_LIMIT: usize = 32 << 20;

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("bridge: {why}");
            ExitCode::FAILURE
        }
    }
}

struct Bridge {
    desk: Desk,
    answers: Option<PathBuf>,
    listeners: Mutex<Vec<Sender<String>>>,
    running: Mutex<HashMap<String, Arc<AtomicBool>>>,
    next: AtomicU64,
}

#[derive(Deserialize)]
struct Call {
    command: String,
    request: Value,
    #[serde(default)]
    job: Option<String>,
}

fn serve() -> Result<(), Fault> {
    let mut port = PORT;
    let mut book = None;
    let mut answers = None;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => port = arguments.next().ok_or("--port needs a number")?.parse()?,
            "--answers" => answers = arguments.next().map(PathBuf::from),
            _ => book = Some(argument),
        }
    }
    let bridge = Arc::new(Bridge {
        desk: Desk::new(DeskOptions {
            recent_file: Some(env::temp_dir().join("duebook-bridge-recent.json")),
            os_account: host::os_account(),
            desk: "bridge".to_owned(),
            clock: Arc::new(SystemClock),
        }),
        answers,
        listeners: Mutex::default(),
        running: Mutex::default(),
        next: AtomicU64::new(1),
    });
    if let Some(path) = book {
        let (status, reply) = bridge.call("book.open", json!({ "path": path }), None);
        println!("book.open: {status} {reply}");
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    println!("listening on http://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        let bridge = Arc::clone(&bridge);
        thread::spawn(move || {
            if let Err(why) = bridge.answer(stream) {
                eprintln!("bridge: {why}");
            }
        });
    }
    Ok(())
}

impl Bridge {
    fn answer(&self, stream: TcpStream) -> Result<(), Fault> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut first = String::new();
        reader.read_line(&mut first)?;
        let headers = headers(&mut reader)?;
        let header = |name: &str| headers.get(name).map_or("", String::as_str);
        if first.starts_with("GET /events ") {
            return self.events(stream);
        }
        // Another site's page cannot send JSON here without asking first, and nobody answers such a question.
        if !header("content-type").starts_with("application/json") {
            return respond(stream, 415, "application/json", b"null");
        }
        let length: usize = header("content-length").parse()?;
        if length > BODY_LIMIT {
            return respond(stream, 413, "application/json", b"null");
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let call: Call = serde_json::from_slice(&body)?;
        if first.starts_with("POST /rpc_bytes ") {
            return self.bytes(stream, &call);
        }
        let (status, reply) = self.call(&call.command, call.request, call.job);
        respond(
            stream,
            status,
            "application/json",
            reply.to_string().as_bytes(),
        )
    }

    fn call(&self, command: &str, request: Value, job: Option<String>) -> (u16, Value) {
        if let Some(ok) = self.host(command, &request) {
            return (200, json!({ "ok": ok, "tags": [] }));
        }
        let job = self.job(command, job);
        let outcome = self.desk.call(command, request, &job);
        job.end(&outcome);
        match outcome {
            Ok(reply) => (200, json!({ "ok": reply.body, "tags": reply.tags })),
            Err(refusal) => (422, json!(refusal)),
        }
    }

    fn bytes(&self, stream: TcpStream, call: &Call) -> Result<(), Fault> {
        let job = self.job(&call.command, call.job.clone());
        let outcome = self
            .desk
            .call_bytes(&call.command, call.request.clone(), &job);
        job.end(&outcome);
        match outcome {
            Ok(bytes) => respond(stream, 200, "application/octet-stream", &bytes),
            Err(refusal) => respond(
                stream,
                422,
                "application/json",
                json!(refusal).to_string().as_bytes(),
            ),
        }
    }

    /// What the window would do itself.
    fn host(&self, command: &str, request: &Value) -> Option<Value> {
        let answers = || {
            self.answers
                .as_ref()
                .and_then(|path| fs::read_to_string(path).ok())
                .and_then(|text| serde_json::from_str::<Value>(&text).ok())
                .unwrap_or_default()
        };
        let purpose = request["purpose"].as_str().unwrap_or_default();
        Some(match command {
            "dialog.open_files" => {
                json!({ "paths": answers()["open_files"][purpose].as_array().cloned().unwrap_or_default() })
            }
            "dialog.save" => json!({ "path": answers()["save"][purpose] }),
            "dialog.folder" => json!({ "path": answers()["folder"] }),
            "opener.open" | "opener.reveal" => {
                println!("{command}: {request}");
                Value::Null
            }
            "window.language" => Value::Null,
            "jobs.cancel" => {
                let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
                let found = running.get(request["id"].as_str().unwrap_or_default());
                if let Some(stop) = found {
                    stop.store(true, Ordering::Relaxed);
                }
                json!({ "stopping": found.is_some() })
            }
            _ => return None,
        })
    }

    fn events(&self, mut stream: TcpStream) -> Result<(), Fault> {
        stream.write_all(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n\r\n",
        )?;
        let (sender, heard) = mpsc::channel();
        self.listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(sender);
        for news in heard {
            if write!(stream, "event: job\ndata: {news}\n\n").is_err() {
                // The page was closed or loaded anew.
                break;
            }
        }
        Ok(())
    }

    fn job(&self, command: &str, id: Option<String>) -> Told<'_> {
        let id = id.unwrap_or_else(|| self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let stop = Arc::new(AtomicBool::new(false));
        self.running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.clone(), Arc::clone(&stop));
        Told {
            bridge: self,
            id,
            command: command.to_owned(),
            stop,
            seen: AtomicBool::new(false),
        }
    }
}

/// A running call whose progress goes to everybody who listens.
struct Told<'a> {
    bridge: &'a Bridge,
    id: String,
    command: String,
    stop: Arc<AtomicBool>,
    seen: AtomicBool,
}

impl Told<'_> {
    fn tell(&self, (done, total): (u64, u64), phase: &str, state: &str) {
        let news = json!({
            "id": self.id, "command": self.command, "done": done, "total": (total > 0).then_some(total),
            "phase": phase, "state": state,
        })
        .to_string();
        self.bridge
            .listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|listener| listener.send(news.clone()).is_ok());
    }

    fn end<T, E>(&self, outcome: &Result<T, E>) {
        self.bridge
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.id);
        let state = match outcome {
            Ok(_) => "done",
            Err(_) if self.stop.load(Ordering::Relaxed) => "cancelled",
            Err(_) => "failed",
        };
        if self.seen.load(Ordering::Relaxed) {
            self.tell((0, 0), "", state);
        }
    }
}

impl Job for Told<'_> {
    fn progress(&self, done: u64, total: u64, phase: &str) {
        self.seen.store(true, Ordering::Relaxed);
        self.tell((done, total), phase, "running");
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

fn headers(reader: &mut impl BufRead) -> Result<HashMap<String, String>, Fault> {
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Ok(headers);
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
}

fn respond(mut stream: TcpStream, status: u16, kind: &str, body: &[u8]) -> Result<(), Fault> {
    write!(
        stream,
        "HTTP/1.1 {status} -\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    Ok(stream.write_all(body)?)
}

//! Closing a window as the system does when a person presses the cross: the X protocol's message `WM_DELETE_WINDOW`.
//!
//! Ending the driver's session kills the window instead, and no driver can send this message. The dozen requests it takes
//! are written here by hand, because a crate for it would be by far the largest thing in these tests.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
};

use crate::window::Outcome;

const GET_WINDOW_ATTRIBUTES: u8 = 3;
const QUERY_TREE: u8 = 15;
const INTERN_ATOM: u8 = 16;
const GET_PROPERTY: u8 = 20;
const SEND_EVENT: u8 = 25;
const CLIENT_MESSAGE: u8 = 33;
const VIEWABLE: u8 = 2;

/// Asks every window that can be seen on `display` (`:7`) to close; says how many were asked.
pub fn ask_to_close(display: &str) -> Outcome<usize> {
    let mut screen = Screen::connect(display)?;
    let protocols = screen.atom("WM_PROTOCOLS")?;
    let delete = screen.atom("WM_DELETE_WINDOW")?;
    let mut asked = 0;
    for window in screen.top_windows()? {
        if screen.is_viewable(window)? && screen.atoms_of(window, protocols)?.contains(&delete) {
            screen.send(window, protocols, delete)?;
            asked += 1;
        }
    }
    // The answer to any request says that everything before it has arrived.
    screen.atom("WM_PROTOCOLS")?;
    Ok(asked)
}

/// A connection to a screen.
struct Screen {
    stream: UnixStream,
    root: u32,
}

impl Screen {
    fn connect(display: &str) -> Outcome<Self> {
        let number = display.trim_start_matches(':');
        let mut stream = UnixStream::connect(format!("/tmp/.X11-unix/X{number}"))?;
        // Little-endian, protocol 11.0, no proof of identity: the screen is ours.
        stream.write_all(&[b'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
        let mut head = [0; 8];
        stream.read_exact(&mut head)?;
        if head[0] != 1 {
            return Err(format!("the screen {display} lets nobody in").into());
        }
        let mut about = vec![0; usize::from(u16::from_le_bytes([head[6], head[7]])) * 4];
        stream.read_exact(&mut about)?;
        let vendor = usize::from(u16::from_le_bytes([about[16], about[17]])).next_multiple_of(4);
        let formats = usize::from(about[21]) * 8;
        let root = word(&about, 32 + vendor + formats)?;
        Ok(Self { stream, root })
    }

    /// Sends one request: its code, the byte beside it, and its words.
    fn request(&mut self, code: u8, detail: u8, body: &[u8]) -> Outcome<()> {
        let length = u16::try_from(body.len() / 4 + 1)?;
        let mut bytes = vec![code, detail];
        bytes.extend(length.to_le_bytes());
        bytes.extend(body);
        Ok(self.stream.write_all(&bytes)?)
    }

    /// The answer to the last request, whole. A window that went away meanwhile answers with an error.
    fn reply(&mut self) -> Outcome<Vec<u8>> {
        let mut answer = vec![0; 32];
        self.stream.read_exact(&mut answer)?;
        if answer[0] == 1 {
            let mut rest = vec![0; usize::try_from(word(&answer, 4)?)? * 4];
            self.stream.read_exact(&mut rest)?;
            answer.extend(rest);
        }
        Ok(answer)
    }

    fn atom(&mut self, name: &str) -> Outcome<u32> {
        let mut body = u32::try_from(name.len())?.to_le_bytes().to_vec();
        body.extend(name.as_bytes());
        body.resize(body.len().next_multiple_of(4), 0);
        self.request(INTERN_ATOM, 0, &body)?;
        word(&self.reply()?, 8)
    }

    fn top_windows(&mut self) -> Outcome<Vec<u32>> {
        self.request(QUERY_TREE, 0, &self.root.to_le_bytes())?;
        Ok(words(&self.reply()?[32..]))
    }

    fn is_viewable(&mut self, window: u32) -> Outcome<bool> {
        self.request(GET_WINDOW_ATTRIBUTES, 0, &window.to_le_bytes())?;
        let answer = self.reply()?;
        Ok(answer[0] == 1 && answer[26] == VIEWABLE)
    }

    /// The atoms that a property of a window lists.
    fn atoms_of(&mut self, window: u32, property: u32) -> Outcome<Vec<u32>> {
        let any_type = 0;
        let body = [window, property, any_type, 0, 64].map(u32::to_le_bytes);
        self.request(GET_PROPERTY, 0, &body.concat())?;
        Ok(words(&self.reply()?[32..]))
    }

    fn send(&mut self, window: u32, protocols: u32, delete: u32) -> Outcome<()> {
        let no_mask = 0_u32;
        let mut body = [window, no_mask].map(u32::to_le_bytes).concat();
        body.extend([CLIENT_MESSAGE, 32, 0, 0]);
        body.extend(
            [window, protocols, delete, 0, 0, 0, 0]
                .map(u32::to_le_bytes)
                .concat(),
        );
        self.request(SEND_EVENT, 0, &body)
    }
}

fn word(bytes: &[u8], at: usize) -> Outcome<u32> {
    let four = bytes.get(at..at + 4).ok_or("the screen said too little")?;
    Ok(u32::from_le_bytes(four.try_into()?))
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect()
}

//! The hash over the posted facts of an act.
//!
//! New facts are hashed as they are written, in the order of their ids; changed ones are collected and hashed in that
//! order at the end. `check` walks the tables once, in the order of ids, and comes to the same hash, or names the act.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use sha2::{Digest, Sha256};

use crate::act::hex;

/// The kinds of facts, each hashed on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// Rows of `transactions`.
    Transaction,
    /// Rows of `settlements`.
    Settlement,
    /// Rows of `instalments`.
    Instalment,
    /// Rows of `documents`: their hash, not their bytes.
    Document,
    /// Rows of `letters`.
    Letter,
    /// Rows of `letter_items`.
    LetterItem,
    /// Rows of `transaction_details`.
    Detail,
    /// Rows of `bank_lines`.
    BankLine,
    /// Rows of `letter_postings`.
    LetterPosting,
    /// Rows of `journal_lines`.
    JournalLine,
}

impl FactKind {
    /// All kinds, in the order of the hash: a new one goes to the end, or older seals would no longer fit.
    pub const ALL: [Self; 10] = [
        Self::Transaction,
        Self::Settlement,
        Self::Instalment,
        Self::Document,
        Self::Letter,
        Self::LetterItem,
        Self::Detail,
        Self::BankLine,
        Self::LetterPosting,
        Self::JournalLine,
    ];
}

/// Canonical bytes of one row: every field with a mark of its kind and its length.
#[derive(Debug, Default)]
pub struct FactRow(Vec<u8>);

impl FactRow {
    /// Empties the row and keeps its memory.
    pub fn start(&mut self) -> &mut Self {
        self.0.clear();
        self
    }

    /// Adds a number.
    pub fn int(&mut self, value: i64) -> &mut Self {
        self.0.push(b'i');
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }

    /// Adds a text.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.0.push(b't');
        self.0
            .extend_from_slice(&(value.len() as u64).to_le_bytes());
        self.0.extend_from_slice(value.as_bytes());
        self
    }

    /// Adds a text that may be missing.
    pub fn optional(&mut self, value: Option<&str>) -> &mut Self {
        if let Some(text) = value {
            return self.text(text);
        }
        self.0.push(b'n');
        self
    }
}

#[derive(Debug)]
struct KindHash {
    count: i64,
    written: Stream,
    changed: BTreeMap<i64, [u8; 32]>,
}

/// The hash over the facts of one act.
#[derive(Debug, Default)]
pub struct FactsHash {
    kinds: BTreeMap<FactKind, KindHash>,
    place: Place,
}

/// Where the bytes of new facts are hashed.
#[derive(Debug, Clone, Copy, Default)]
enum Place {
    #[default]
    Here,
    /// On a thread for each kind: an act that writes a ledger shall not wait for its hash.
    Beside,
}

impl FactsHash {
    /// Hashes new facts on another thread; for an act of many.
    pub fn beside(&mut self) {
        self.place = Place::Beside;
    }

    fn kind(&mut self, kind: FactKind) -> &mut KindHash {
        let place = self.place;
        self.kinds.entry(kind).or_insert_with(|| KindHash {
            count: 0,
            written: Stream::at(place),
            changed: BTreeMap::new(),
        })
    }

    /// A new fact; call in the order of ids.
    pub fn written(&mut self, kind: FactKind, row: &FactRow) {
        let entry = self.kind(kind);
        entry.count += 1;
        entry.written.update(&row.0);
    }

    /// A later version of the fact `id`; in any order.
    pub fn changed(&mut self, kind: FactKind, id: i64, row: &FactRow) {
        let entry = self.kind(kind);
        entry.count += 1;
        entry.changed.insert(id, Sha256::digest(&row.0).into());
    }

    /// Number of facts, and the hash as hexadecimal text.
    pub fn finish(mut self) -> (i64, String) {
        let mut all = Sha256::new();
        let mut count = 0;
        for kind in FactKind::ALL {
            let Some(entry) = self.kinds.remove(&kind) else {
                continue;
            };
            count += entry.count;
            all.update([kind as u8]);
            all.update(entry.count.to_le_bytes());
            all.update(entry.written.finish());
            for digest in entry.changed.values() {
                all.update(digest);
            }
        }
        (count, hex(&all.finalize()))
    }
}

/// Bytes that are handed to the other thread at once.
const PIECE: usize = 1 << 17;

/// Pieces that may wait for it.
const WAITING: usize = 4;

/// A hash that grows.
#[derive(Debug)]
enum Stream {
    Here(Sha256),
    Beside {
        piece: Vec<u8>,
        pieces: SyncSender<Vec<u8>>,
        /// Pieces that were hashed come back to be filled again.
        spent: Receiver<Vec<u8>>,
        hash: JoinHandle<Sha256>,
    },
}

impl Stream {
    fn at(place: Place) -> Self {
        match place {
            Place::Here => Self::Here(Sha256::new()),
            Place::Beside => Self::start(),
        }
    }

    fn start() -> Self {
        let (pieces, waiting) = sync_channel::<Vec<u8>>(WAITING);
        let (give_back, spent) = channel();
        let started = Builder::new().name("facts-hash".to_owned()).spawn(move || {
            let mut hash = Sha256::new();
            while let Ok(mut piece) = waiting.recv() {
                hash.update(&piece);
                piece.clear();
                // Nobody takes it back after the last one.
                let _ = give_back.send(piece);
            }
            hash
        });
        match started {
            Ok(hash) => Self::Beside {
                piece: Vec::with_capacity(PIECE),
                pieces,
                spent,
                hash,
            },
            // A machine without a thread to spare hashes here.
            Err(_) => Self::Here(Sha256::new()),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Here(hash) => hash.update(bytes),
            Self::Beside {
                piece,
                pieces,
                spent,
                ..
            } => {
                if piece.len() + bytes.len() > PIECE {
                    let empty = spent
                        .try_recv()
                        .unwrap_or_else(|_| Vec::with_capacity(PIECE));
                    let full = std::mem::replace(piece, empty);
                    // The thread ends only after the last piece; without it the hash below is not given at all.
                    let _ = pieces.send(full);
                }
                piece.extend_from_slice(bytes);
            }
        }
    }

    fn finish(self) -> [u8; 32] {
        let hash = match self {
            Self::Here(hash) => hash,
            Self::Beside {
                piece,
                pieces,
                hash,
                ..
            } => {
                let _ = pieces.send(piece);
                drop(pieces);
                // A thread that panicked has no hash to give: the panic goes on here and the act is taken back.
                hash.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            }
        };
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On whichever thread, and however the rows fall into pieces, the hash is the same.
    #[test]
    fn the_hash_does_not_depend_on_where_it_is_taken() {
        let of = |place: Place| {
            let mut hash = FactsHash {
                place,
                ..FactsHash::default()
            };
            let mut row = FactRow::default();
            for (id, length) in (0..30_000).zip((0..97).cycle()) {
                row.start().int(id).text(&"x".repeat(length));
                hash.written(FactKind::Transaction, &row);
                if id % 3 == 0 {
                    hash.written(FactKind::Settlement, &row);
                    hash.changed(FactKind::Transaction, id, &row);
                }
            }
            hash.finish()
        };
        let (here, beside) = (of(Place::Here), of(Place::Beside));
        assert_eq!(here, beside);
        assert_eq!(here.0, 50_000);
        let mut large = FactsHash::default();
        large.beside();
        large.written(
            FactKind::Letter,
            FactRow::default().start().text(&"y".repeat(PIECE * 3)),
        );
        let mut plain = FactsHash::default();
        plain.written(
            FactKind::Letter,
            FactRow::default().start().text(&"y".repeat(PIECE * 3)),
        );
        assert_eq!(large.finish(), plain.finish());
    }
}

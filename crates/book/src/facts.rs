//! The hash over the posted facts of an act.
//!
//! New facts are hashed as they are written, in the order of their ids; changed ones are collected and hashed in that
//! order at the end. `check` walks the tables once, in the order of ids, and comes to the same hash, or names the act.

use std::collections::BTreeMap;

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
}

impl FactKind {
    /// All kinds, in the order of the hash: a new one goes to the end, or older seals would no longer fit.
    pub const ALL: [Self; 8] = [
        Self::Transaction,
        Self::Settlement,
        Self::Instalment,
        Self::Document,
        Self::Letter,
        Self::LetterItem,
        Self::Detail,
        Self::BankLine,
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

#[derive(Debug, Default, Clone)]
struct KindHash {
    count: i64,
    written: Sha256,
    changed: BTreeMap<i64, [u8; 32]>,
}

/// The hash over the facts of one act.
#[derive(Debug, Default, Clone)]
pub struct FactsHash {
    kinds: BTreeMap<FactKind, KindHash>,
}

impl FactsHash {
    /// A new fact; call in the order of ids.
    pub fn written(&mut self, kind: FactKind, row: &FactRow) {
        let entry = self.kinds.entry(kind).or_default();
        entry.count += 1;
        entry.written.update(&row.0);
    }

    /// A later version of the fact `id`; in any order.
    pub fn changed(&mut self, kind: FactKind, id: i64, row: &FactRow) {
        let entry = self.kinds.entry(kind).or_default();
        entry.count += 1;
        entry.changed.insert(id, Sha256::digest(&row.0).into());
    }

    /// Number of facts, and the hash as hexadecimal text.
    pub fn finish(&self) -> (i64, String) {
        let mut all = Sha256::new();
        let mut count = 0;
        for kind in FactKind::ALL {
            let Some(entry) = self.kinds.get(&kind) else {
                continue;
            };
            count += entry.count;
            all.update([kind as u8]);
            all.update(entry.count.to_le_bytes());
            all.update(entry.written.clone().finalize());
            for digest in entry.changed.values() {
                all.update(digest);
            }
        }
        (count, hex(&all.finalize()))
    }
}

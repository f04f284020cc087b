//! Reading ahead: the records of a large text file are parsed on a thread of their own while the ones before them are
//! used. A few batches of records go round between the two sides, so memory stays the same whatever the size.

use std::mem::swap;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::text::TextSource;
use super::{Progress, Record, file_name};
use crate::fault::{Fault, IntakeError};

/// Files from this size on are read ahead.
const WORTH_IT: u64 = 1 << 20;

/// Records of a batch.
const BATCH: usize = 256;

/// Batches that go round.
const BATCHES: usize = 4;

/// Records that were read, and how the reading stood after them.
struct Batch {
    records: Vec<Record>,
    len: usize,
    progress: Progress,
    /// Set on the last batch: the end of the file, or what stopped the reading.
    end: Option<Result<(), IntakeError>>,
}

/// The records of a text file that another thread reads. Dropping it ends that thread.
pub(crate) struct Ahead {
    full: Receiver<Batch>,
    spent: Sender<Vec<Record>>,
    batch: Batch,
    next: usize,
    file: String,
}

impl Ahead {
    /// Reads `source` ahead where the file is large enough; gives it back where it is not, or where the machine has no
    /// thread to spare.
    pub fn start(path: &Path, source: TextSource) -> Result<Self, Box<TextSource>> {
        if source.progress().bytes_total < WORTH_IT {
            return Err(Box::new(source));
        }
        let (spent, to_fill) = channel();
        let (to_use, full) = sync_channel(BATCHES);
        let (hand_over, source_for_thread) = sync_channel::<TextSource>(1);
        let started = thread::Builder::new()
            .name("read-ahead".to_owned())
            .spawn(move || {
                if let Ok(source) = source_for_thread.recv() {
                    fill(source, &to_fill, &to_use);
                }
            });
        if started.is_err() {
            return Err(Box::new(source));
        }
        let progress = source.progress();
        if let Err(unsent) = hand_over.send(source) {
            return Err(Box::new(unsent.0));
        }
        for _ in 0..BATCHES {
            let records = (0..BATCH).map(|_| Record::default()).collect();
            // A thread that has gone shows when the first batch is asked for.
            let _ = spent.send(records);
        }
        Ok(Self {
            full,
            spent,
            batch: Batch {
                records: Vec::new(),
                len: 0,
                progress,
                end: None,
            },
            next: 0,
            file: file_name(path),
        })
    }

    /// Gives the next record; `false` at the end.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, IntakeError> {
        while self.next == self.batch.len {
            if let Some(end) = &mut self.batch.end {
                return std::mem::replace(end, Ok(())).map(|()| false);
            }
            let next = self.full.recv().map_err(|_| self.thread_is_gone())?;
            let spent = std::mem::replace(&mut self.batch, next).records;
            self.next = 0;
            if !spent.is_empty() {
                let _ = self.spent.send(spent);
            }
        }
        swap(record, &mut self.batch.records[self.next]);
        self.next += 1;
        Ok(true)
    }

    fn thread_is_gone(&self) -> IntakeError {
        Fault::Io {
            detail: "the reading stopped".to_owned(),
        }
        .of(&self.file)
    }

    /// How far the reading has come, to the batch.
    pub fn progress(&self) -> Progress {
        self.batch.progress
    }
}

/// Fills batches until the file ends, the reading fails, or nobody wants them any more.
fn fill(mut source: TextSource, to_fill: &Receiver<Vec<Record>>, to_use: &SyncSender<Batch>) {
    while let Ok(mut records) = to_fill.recv() {
        let (mut len, mut end) = (0, None);
        while len < records.len() && end.is_none() {
            match source.read(&mut records[len]) {
                Ok(true) => len += 1,
                Ok(false) => end = Some(Ok(())),
                Err(error) => end = Some(Err(error)),
            }
        }
        let is_last = end.is_some();
        let progress = source.progress();
        let batch = Batch {
            records,
            len,
            progress,
            end,
        };
        if to_use.send(batch).is_err() || is_last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use encoding_rs::UTF_8;

    use super::*;

    fn cells(record: &Record) -> Vec<String> {
        record.cells.iter().map(str::to_owned).collect()
    }

    /// Read ahead or not, the records and their lines are the same, and so is what ends a broken file.
    #[test]
    fn reading_ahead_gives_the_same_records() {
        let folder = tempfile::tempdir().unwrap();
        let mut rows = String::new();
        for n in 0..60_000 {
            let _ = writeln!(rows, "R{n};\"two\nlines {n}\";{}", n * 7);
        }
        let broken = [rows.as_bytes(), b"R;\xff\xfe;1\nnever;reached;2\n"].concat();
        for (name, bytes) in [("sound.csv", rows.as_bytes()), ("broken.csv", &broken[..])] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let open = || TextSource::open(&path, UTF_8, b';').unwrap();
            let mut plain = open();
            let mut ahead = Ahead::start(&path, open()).ok().unwrap();
            let (mut one, mut other) = (Record::default(), Record::default());
            let mut count = 0;
            loop {
                let (here, there) = (plain.read(&mut one), ahead.read(&mut other));
                assert_eq!(format!("{here:?}"), format!("{there:?}"), "{name}, {count}");
                if !matches!(here, Ok(true)) {
                    assert_eq!(here.is_err(), name == "broken.csv");
                    break;
                }
                assert_eq!((cells(&one), one.line), (cells(&other), other.line));
                count += 1;
            }
            assert_eq!(count, 60_000);
            // After the end it stays ended.
            assert!(matches!(ahead.read(&mut other), Ok(false)));
            assert_eq!(ahead.progress().bytes_total, bytes.len() as u64);
        }
    }

    #[test]
    fn a_small_file_is_read_where_it_is_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("small.csv");
        std::fs::write(&path, "a;b\n1;2\n").unwrap();
        let source = TextSource::open(&path, UTF_8, b';').unwrap();
        assert!(Ahead::start(&path, source).is_err());
    }
}

//! Long work: who is running, what the page hears of it, and how it is told to stop.
//!
//! Every call to the book is on the table and can be stopped. It becomes a job that people see when it first reports
//! progress; from then on the page hears of it at most ten times a second, and of its end always. Stopping is a wish:
//! the book sees it at its next step, rolls its transaction back and refuses the call.

use std::{
    collections::HashMap,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde::Serialize;

/// Two news of one job are at least this far apart, so that a fast import does not drown the page.
const QUIET: Duration = Duration::from_millis(100);

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It works.
    Running,
    /// It ended with a result.
    Done,
    /// It ended with a refusal; nothing was changed.
    Failed,
    /// It was stopped; nothing was changed.
    Cancelled,
}

/// What the page hears about one job, as the event `job`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct News {
    /// The id by which it can be stopped.
    pub id: String,
    /// The command that runs.
    pub command: String,
    /// Steps done.
    pub done: u64,
    /// Steps in all, while known.
    pub total: Option<u64>,
    /// A coded phase; the UI has the words.
    pub phase: String,
    /// Where it stands.
    pub state: State,
}

/// How news leave this module; the window emits them, tests collect them.
pub type Tell = Arc<dyn Fn(&News) + Send + Sync>;

/// What others know of a running call.
#[derive(Default)]
struct Marks {
    stop: AtomicBool,
    seen: AtomicBool,
}

/// The calls that run now.
pub struct Jobs {
    table: Mutex<HashMap<String, Arc<Marks>>>,
    empty: Condvar,
    tell: Tell,
}

impl Jobs {
    /// An empty table whose news go to `tell`.
    pub fn new(tell: Tell) -> Arc<Self> {
        Arc::new(Self {
            table: Mutex::default(),
            empty: Condvar::new(),
            tell,
        })
    }

    /// Enters a call; `None` when one of this id already runs.
    pub fn begin(self: &Arc<Self>, id: &str, command: &str) -> Option<Running> {
        let marks = Arc::new(Marks::default());
        let mut table = self.table();
        if table.contains_key(id) {
            return None;
        }
        table.insert(id.to_owned(), Arc::clone(&marks));
        drop(table);
        let news = News {
            id: id.to_owned(),
            command: command.to_owned(),
            done: 0,
            total: None,
            phase: String::new(),
            state: State::Running,
        };
        Some(Running {
            jobs: Arc::clone(self),
            marks,
            last: Mutex::new(Last { told: None, news }),
        })
    }

    /// Asks one call to stop; says whether there was one.
    pub fn cancel(&self, id: &str) -> bool {
        self.table()
            .get(id)
            .map(|marks| marks.stop.store(true, Ordering::Relaxed))
            .is_some()
    }

    /// Asks all calls to stop.
    pub fn cancel_all(&self) {
        for marks in self.table().values() {
            marks.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Whether a job runs that people have seen.
    pub fn any_seen(&self) -> bool {
        self.table()
            .values()
            .any(|marks| marks.seen.load(Ordering::Relaxed))
    }

    /// Waits until the last call has rolled back or finished.
    pub fn wait_until_empty(&self) {
        let mut table = self.table();
        while !table.is_empty() {
            table = self
                .empty
                .wait(table)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn table(&self) -> MutexGuard<'_, HashMap<String, Arc<Marks>>> {
        // A table of flags is whole at every moment, also after a panic elsewhere.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, id: &str) {
        let mut table = self.table();
        table.remove(id);
        if table.is_empty() {
            self.empty.notify_all();
        }
    }
}

struct Last {
    told: Option<Instant>,
    news: News,
}

/// One call at work. Dropping it takes it off the table, whatever happened to the call.
pub struct Running {
    jobs: Arc<Jobs>,
    marks: Arc<Marks>,
    last: Mutex<Last>,
}

impl Running {
    /// Tells those who saw it how the call ended, and leaves the table.
    pub fn finish<T, E>(self, outcome: &Result<T, E>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.news.state = match outcome {
            Ok(_) => State::Done,
            Err(_) if self.marks.stop.load(Ordering::Relaxed) => State::Cancelled,
            Err(_) => State::Failed,
        };
        if last.told.is_some() {
            (self.jobs.tell)(&last.news);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let last = self.last.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.jobs.end(&last.news.id);
    }
}

impl book::host::Job for Running {
    fn progress(&self, done: u64, total: u64, phase: &str) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let new_phase = last.news.phase != phase;
        last.news.done = done;
        last.news.total = (total > 0).then_some(total);
        if new_phase {
            phase.clone_into(&mut last.news.phase);
        }
        if new_phase || last.told.is_none_or(|told| told.elapsed() >= QUIET) {
            self.marks.seen.store(true, Ordering::Relaxed);
            last.told = Some(Instant::now());
            (self.jobs.tell)(&last.news);
        }
    }

    fn cancelled(&self) -> bool {
        self.marks.stop.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use book::host::Job as _;

    use super::*;

    fn listening() -> (Arc<Jobs>, Arc<Mutex<Vec<News>>>) {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ear = Arc::clone(&heard);
        let jobs = Jobs::new(Arc::new(move |news: &News| {
            ear.lock().unwrap().push(news.clone());
        }));
        (jobs, heard)
    }

    #[test]
    fn a_fast_job_is_told_rarely_and_its_end_always() {
        let (jobs, heard) = listening();
        let job = jobs.begin("j1", "import.run").unwrap();
        for done in 0..10_000 {
            job.progress(done, 10_000, "rows");
        }
        job.finish(&Ok::<_, ()>(()));
        let heard = heard.lock().unwrap();
        assert!(heard.len() < 50, "told {} times", heard.len());
        let end = heard.last().unwrap();
        assert_eq!(
            (end.state, end.done, end.total),
            (State::Done, 9_999, Some(10_000))
        );
        assert!(!jobs.any_seen());
    }

    #[test]
    fn a_short_call_is_never_shown() {
        let (jobs, heard) = listening();
        jobs.begin("j1", "customer.get")
            .unwrap()
            .finish(&Ok::<_, ()>(()));
        assert!(heard.lock().unwrap().is_empty());
    }

    #[test]
    fn a_stopped_job_sees_it_and_its_refusal_is_told_as_cancelled() {
        let (jobs, heard) = listening();
        let job = jobs.begin("j1", "letters.post").unwrap();
        assert!(!job.cancelled());
        assert!(jobs.cancel("j1"));
        assert!(!jobs.cancel("j2"), "there is no such job");
        assert!(job.cancelled());
        job.progress(1, 0, "");
        assert!(jobs.any_seen());
        job.finish(&Err::<(), _>("refused"));
        let heard = heard.lock().unwrap();
        let end = heard.last().unwrap();
        assert_eq!((end.state, end.total), (State::Cancelled, None));
    }

    #[test]
    fn an_id_is_taken_while_its_job_runs() {
        let (jobs, _) = listening();
        let job = jobs.begin("j1", "import.run").unwrap();
        assert!(jobs.begin("j1", "import.run").is_none());
        drop(job);
        assert!(jobs.begin("j1", "import.run").is_some());
    }

    #[test]
    fn waiting_ends_when_the_last_job_has_rolled_back() {
        let (jobs, _) = listening();
        let job = jobs.begin("j1", "import.run").unwrap();
        let worker = thread::spawn(move || {
            while !job.cancelled() {
                thread::sleep(Duration::from_millis(1));
            }
            job.finish(&Err::<(), _>("rolled back"));
        });
        jobs.cancel_all();
        jobs.wait_until_empty();
        assert!(!jobs.cancel("j1"), "it has left the table");
        worker.join().unwrap();
    }
}

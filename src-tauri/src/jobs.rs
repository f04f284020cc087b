//! Long work: who is running, what the page hears of it, and how it is told to stop.
//!
//! A job is a call that the page gave an id. Its progress reaches the page at most ten times a second, its end always
//! does. Stopping is a wish: the engine sees it at its next step, rolls its transaction back and refuses the call.

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
    Refused,
    /// It was stopped; nothing was changed.
    Cancelled,
}

/// What the page hears about one job, as the event `job`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct News {
    /// The id that the page gave.
    pub id: String,
    /// The command that runs.
    pub command: String,
    /// Steps done.
    pub done: u64,
    /// Steps in all; 0 while unknown.
    pub total: u64,
    /// A coded phase; the UI has the words.
    pub phase: String,
    /// Where it stands.
    pub state: State,
}

/// How news leave this module; the window emits them, tests collect them.
pub type Tell = Arc<dyn Fn(&News) + Send + Sync>;

/// The jobs that run now.
pub struct Jobs {
    table: Mutex<HashMap<String, Arc<AtomicBool>>>,
    idle: Condvar,
    tell: Tell,
}

impl Jobs {
    /// An empty table whose news go to `tell`.
    pub fn new(tell: Tell) -> Arc<Self> {
        Arc::new(Self {
            table: Mutex::default(),
            idle: Condvar::new(),
            tell,
        })
    }

    /// Enters a job; `None` when the page already runs one of this id.
    pub fn begin(self: &Arc<Self>, id: &str, command: &str) -> Option<Running> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut table = self.table();
        if table.contains_key(id) {
            return None;
        }
        table.insert(id.to_owned(), Arc::clone(&stop));
        drop(table);
        let news = News {
            id: id.to_owned(),
            command: command.to_owned(),
            done: 0,
            total: 0,
            phase: String::new(),
            state: State::Running,
        };
        (self.tell)(&news);
        Some(Running {
            jobs: Arc::clone(self),
            stop,
            last: Mutex::new((Instant::now(), news)),
        })
    }

    /// Asks one job to stop; says whether there was one.
    pub fn cancel(&self, id: &str) -> bool {
        self.table()
            .get(id)
            .map(|stop| stop.store(true, Ordering::Relaxed))
            .is_some()
    }

    /// Asks all jobs to stop.
    pub fn cancel_all(&self) {
        for stop in self.table().values() {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Whether nothing runs.
    pub fn is_idle(&self) -> bool {
        self.table().is_empty()
    }

    /// Waits until the last job has rolled back or finished.
    pub fn wait_until_idle(&self) {
        let mut table = self.table();
        while !table.is_empty() {
            table = self
                .idle
                .wait(table)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn table(&self) -> MutexGuard<'_, HashMap<String, Arc<AtomicBool>>> {
        // A table of flags is whole at every moment, also after a panic elsewhere.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, id: &str) {
        let mut table = self.table();
        table.remove(id);
        if table.is_empty() {
            self.idle.notify_all();
        }
    }
}

/// One job at work. Dropping it takes it off the table, whatever happened to the call.
pub struct Running {
    jobs: Arc<Jobs>,
    stop: Arc<AtomicBool>,
    last: Mutex<(Instant, News)>,
}

impl Running {
    /// Tells how the call ended and leaves the table.
    pub fn finish<T, E>(self, outcome: &Result<T, E>) {
        let state = match outcome {
            Ok(_) => State::Done,
            Err(_) if self.stop.load(Ordering::Relaxed) => State::Cancelled,
            Err(_) => State::Refused,
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.1.state = state;
        (self.jobs.tell)(&last.1);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let last = self.last.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.jobs.end(&last.1.id);
    }
}

impl book::Job for Running {
    fn progress(&self, done: u64, total: u64, phase: &str) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let new_phase = last.1.phase != phase;
        last.1.done = done;
        last.1.total = total;
        if new_phase {
            phase.clone_into(&mut last.1.phase);
        }
        if new_phase || last.0.elapsed() >= QUIET {
            last.0 = Instant::now();
            (self.jobs.tell)(&last.1);
        }
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// A call that nobody watches: it says nothing and runs to its end.
pub struct Unwatched;

impl book::Job for Unwatched {
    fn progress(&self, _done: u64, _total: u64, _phase: &str) {}

    fn cancelled(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use book::Job as _;

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
        assert_eq!((end.state, end.done, end.total), (State::Done, 9_999, 10_000));
        assert!(jobs.is_idle());
    }

    #[test]
    fn a_stopped_job_sees_it_and_its_refusal_is_told_as_cancelled() {
        let (jobs, heard) = listening();
        let job = jobs.begin("j1", "letters.post").unwrap();
        assert!(!job.cancelled());
        assert!(jobs.cancel("j1"));
        assert!(!jobs.cancel("j2"), "there is no such job");
        assert!(job.cancelled());
        job.finish(&Err::<(), _>("refused"));
        assert_eq!(heard.lock().unwrap().last().unwrap().state, State::Cancelled);
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
        jobs.wait_until_idle();
        assert!(jobs.is_idle());
        worker.join().unwrap();
    }
}

//! Measures Duebook, each figure beside its floor in the same run: `cargo xtask bench [--size S|M|L] [--only NAMES]`.
//!
//! Every measured act runs in a process of its own, which also tells its peak of memory. A figure and its floor take
//! turns, so that a busy machine slows both alike; what counts is the median of five and the ratio of the medians.
//! Nothing here is a test: a slow machine fails nothing, it only prints `missed`.

mod aging;
mod child;
mod collections;
mod import;
mod interest;
mod letters;
mod lists;
mod matching;
mod measure;
mod orders;
mod plain;
mod table;
mod workload;

use std::error::Error;
use std::path::{Path, PathBuf};

use table::Table;
use workload::Size;

/// What ends a bench.
pub(crate) type Failed = Box<dyn Error>;

/// Names that `--only` takes, in the order in which they run.
const PARTS: [&str; 9] = [
    "import",
    "aging",
    "customer",
    "lists",
    "matching",
    "letters",
    "interest",
    "orders",
    "collections",
];

const USAGE: &str = "usage: duebook-bench [--size S|M|L] [--only import,aging,customer,lists,matching,letters,interest,orders,collections] [--rounds N]";

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("--child", rest)) = arguments
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        return child::run(rest);
    }
    let asked = Asked::read(&arguments)?;
    let folder = bench_folder();
    let small = Bench::prepare(&folder, asked.size.smaller(), asked.rounds)?;
    let large = Bench::prepare(&folder, asked.size, asked.rounds)?;
    let mut table = Table::default();
    println!(
        "{}: {} customers, {} invoices; median of {}, floors in the same turns\n{}",
        asked.size.name(),
        asked.size.customers(),
        asked.size.invoices(),
        asked.rounds,
        measure::machine()
    );
    for part in PARTS
        .iter()
        .filter(|part| asked.parts.iter().any(|asked| asked == *part))
    {
        eprintln!("measuring {part}");
        match *part {
            "import" => import::measure(&large, &mut table)?,
            "aging" => aging::measure(&large, &mut table)?,
            "customer" => aging::measure_customer(&small, &large, &mut table)?,
            "lists" => lists::measure(&large, &mut table)?,
            "matching" => matching::measure(&large, &mut table)?,
            "orders" => orders::measure(&large, &mut table)?,
            "collections" => collections::measure(&large, &mut table)?,
            "interest" => interest::measure(&small, &mut table)?,
            _ => letters::measure(&small, &mut table)?,
        }
    }
    table.print();
    Ok(())
}

struct Asked {
    size: Size,
    parts: Vec<String>,
    rounds: usize,
}

impl Asked {
    fn read(arguments: &[String]) -> Result<Self, Failed> {
        let mut asked = Self {
            size: Size::L,
            parts: PARTS.iter().map(|part| (*part).to_owned()).collect(),
            rounds: 5,
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest.next().ok_or(USAGE)?;
            match name.as_str() {
                "--size" => asked.size = Size::read(value).ok_or(USAGE)?,
                "--only" => asked.parts = value.split(',').map(str::to_owned).collect(),
                "--rounds" => asked.rounds = value.parse().map_err(|_| USAGE)?,
                _ => return Err(USAGE.into()),
            }
        }
        let known = asked
            .parts
            .iter()
            .all(|part| PARTS.contains(&part.as_str()));
        if known && asked.rounds > 0 {
            Ok(asked)
        } else {
            Err(USAGE.into())
        }
    }
}

/// Beside the build, so that `cargo clean` takes the workload away too.
fn bench_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    );
    target.join("bench")
}

/// The files of one size, and how often to measure.
pub(crate) struct Bench {
    /// Its folder: three CSV files, the book made from them, and whatever a measurement leaves for the next.
    pub folder: PathBuf,
    /// Rows of the three files without headings.
    pub rows: u32,
    /// Rounds of each measurement.
    pub rounds: usize,
}

impl Bench {
    fn prepare(folder: &Path, size: Size, rounds: usize) -> Result<Self, Failed> {
        let folder = folder.join(size.name());
        std::fs::create_dir_all(&folder)?;
        eprintln!("preparing {} in {}", size.name(), folder.display());
        let rows = workload::write(&folder, size)?;
        let bench = Self {
            folder,
            rows,
            rounds,
        };
        if !bench.book().exists() {
            child::spawn("import", &[&bench.folder, &bench.book()])?;
        }
        // A book of an older version is brought up here, so that no measured act carries its migration.
        child::spawn("open", &[&bench.book()])?;
        for entry in std::fs::read_dir(&bench.folder)? {
            let path = entry?.path();
            if path.to_string_lossy().contains(".before-upgrade") {
                remove(&path);
            }
        }
        Ok(bench)
    }

    /// The book with everything imported, of the newest version; no measurement writes to it.
    pub fn book(&self) -> PathBuf {
        self.folder.join("imported.duebook")
    }

    /// A copy of the book for one measurement.
    pub fn copy(&self, name: &str) -> Result<PathBuf, Failed> {
        let copy = self.folder.join(name);
        remove(&copy);
        std::fs::copy(self.book(), &copy)?;
        Ok(copy)
    }
}

/// Removes a book and what stands beside it.
pub(crate) fn remove(book: &Path) {
    for suffix in ["", "-wal", "-shm", "-desk"] {
        let mut name = book.as_os_str().to_owned();
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}

#![allow(dead_code)]
//! A folder of its own, and the built program in it.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Six invoices of three customers around 2013-06-30, one of them settled before that day.
pub fn invoices_file() -> String {
    [
        "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate",
        "391,0042-ALDER,4/6/2013,0000611365,6/1/2013,7/1/2013,100,No,7/15/2013,Paper,44,14",
        "391,0042-ALDER,4/6/2013,0000611366,5/31/2013,6/30/2013,50,No,7/15/2013,Paper,45,15",
        "406,0815-BIRCH,3/3/2012,7900770,5/14/2013,6/13/2013,90.5,Yes,7/13/2013,Electronic,60,30",
        "406,0815-BIRCH,3/3/2012,7900771,5/13/2013,6/12/2013,61.74,Yes,6/20/2013,Electronic,38,8",
        "818,4711-CEDAR,1/26/2012,9231909,3/1/2013,3/31/2013,70,No,7/8/2013,Electronic,129,99",
        "818,4711-CEDAR,1/26/2012,9231910,7/3/2013,8/2/2013,65.88,No,7/28/2013,Electronic,25,0",
    ]
    .join("\n")
        + "\n"
}

/// A desk of the command line.
pub struct Desk {
    folder: std::sync::Arc<tempfile::TempDir>,
    book: String,
    account: String,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.duebook").display().to_string();
        Self {
            folder: std::sync::Arc::new(folder),
            book,
            account: "owner".to_owned(),
        }
    }

    /// The same folder and book under another account of the operating system.
    pub fn as_account(&self, account: &str) -> Self {
        Self {
            folder: self.folder.clone(),
            book: self.book.clone(),
            account: account.to_owned(),
        }
    }

    pub fn book(&self) -> &str {
        &self.book
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn write(&self, name: &str, content: &str) -> String {
        self.write_bytes(name, content.as_bytes())
    }

    pub fn write_bytes(&self, name: &str, content: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn new_book(&self) {
        self.done(&[
            "new",
            &self.book,
            "--company",
            "Muster GmbH",
            "--country",
            "DE",
            "--currency",
            "EUR",
        ]);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_duebook"));
        command
            .args(arguments)
            .env("DUEBOOK_OS_ACCOUNT", &self.account)
            .current_dir(self.folder.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Runs what must succeed; gives its standard output.
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs what must be refused; gives its standard error.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {errors}");
        assert!(
            output.stdout.is_empty(),
            "a refusal prints nothing on standard output"
        );
        errors
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(arguments)).unwrap()
    }

    /// What the book holds: customers, transactions, imports.
    pub fn facts(&self) -> Value {
        let batches = self.json(&["call", &self.book, "import.batches"]);
        let table = self.json(&[
            "age",
            &self.book,
            "--as-of",
            "2099-12-31",
            "--format",
            "json",
        ]);
        serde_json::json!([batches, table["totals"], table["rows"]])
    }

    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

/// Waits until the file at `path` has `bytes`; a minute is far more than it takes.
pub fn wait_for_size(path: &str, bytes: u64) {
    let start = Instant::now();
    while std::fs::metadata(Path::new(path)).map_or(0, |data| data.len()) < bytes {
        assert!(
            start.elapsed() < Duration::from_mins(1),
            "{path} did not grow"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A folder of the files that lie beside the project, looked for upwards from here; says so where there is none.
pub fn shared(name: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared").join(name))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        // Not by a macro: the runner of the tests would keep it to itself.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: there is no folder shared/{name} beside the project"
        );
    }
    found
}

/// Account, document number and minor units, in their order.
pub type Items = Vec<(String, String, i64)>;

/// Minor units of an amount with at most two decimals.
fn minor(text: &str) -> i64 {
    let (whole, cents) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let whole: i64 = whole.parse().unwrap();
    whole * 100 + format!("{cents:0<2}")[..2].parse::<i64>().unwrap()
}

/// The invoices of a file of the IBM shape that are open on `day` and at least `days` overdue.
pub fn late_items(content: &str, day: &str, days: i64) -> Items {
    let date = |text: &str| chrono::NaiveDate::parse_from_str(text, "%m/%d/%Y").ok();
    let day: chrono::NaiveDate = day.parse().unwrap();
    let mut lines = content.lines();
    let headings: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| {
        headings
            .iter()
            .position(|heading| *heading == name)
            .unwrap()
    };
    let [customer, number, invoiced, due, amount, settled] = [
        "customerID",
        "invoiceNumber",
        "InvoiceDate",
        "DueDate",
        "InvoiceAmount",
        "SettledDate",
    ]
    .map(at);
    let mut items: Items = lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|row| {
            date(row[invoiced]).unwrap() <= day
                && date(row[settled]).is_none_or(|settled| settled > day)
                && (day - date(row[due]).unwrap()).num_days() >= days
        })
        .map(|row| {
            (
                row[customer].to_owned(),
                row[number].to_owned(),
                minor(row[amount]),
            )
        })
        .collect();
    items.sort();
    items
}

/// The items of the first `count` letters of a new book.
pub fn letter_items(desk: &Desk, count: u64) -> Items {
    let mut items = Items::new();
    for id in 1..=count {
        let request = serde_json::json!({"letter_id": id}).to_string();
        let letter = desk.json(&["call", desk.book(), "letters.letter", &request]);
        let account = letter["account"].as_str().unwrap();
        items.extend(letter["items"].as_array().unwrap().iter().map(|item| {
            let number = item["document_no"].as_str().unwrap();
            (
                account.to_owned(),
                number.to_owned(),
                item["open_minor"].as_i64().unwrap(),
            )
        }));
    }
    items.sort();
    items
}

/// Total and overdue of every customer with something open on `day`, from customers, transactions and settlements.
pub fn workload_balances(files: &[String; 3], day: &str) -> BTreeMap<String, (i64, i64)> {
    let rows = |file: &str| -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(file).unwrap();
        text.lines()
            .skip(1)
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect()
    };
    let codes: BTreeMap<String, String> = rows(&files[0])
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let mut settled: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows(&files[2]).iter().filter(|row| row[3].as_str() <= day) {
        let amount: i64 = row[4].parse().unwrap();
        *settled.entry(row[1].clone()).or_default() += amount;
        *settled.entry(row[2].clone()).or_default() -= amount;
    }
    let mut balances: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for row in rows(&files[1]).iter().filter(|row| row[4].as_str() <= day) {
        let open = row[7].parse::<i64>().unwrap() - settled.get(&row[0]).copied().unwrap_or(0);
        if open != 0 {
            let balance = balances.entry(codes[&row[1]].clone()).or_default();
            balance.0 += open;
            balance.1 += if row[5].as_str() < day { open } else { 0 };
        }
    }
    balances
}

/// Compares every customer of a reference list with the table, to the cent.
pub fn compare_with_reference(path: &Path, table: &Value) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let headings: Vec<String> = lines
        .next()
        .unwrap()
        .split(',')
        .map(|heading| {
            heading
                .to_lowercase()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect()
        })
        .collect();
    let column = |names: &[&str]| {
        headings
            .iter()
            .position(|heading| names.contains(&heading.as_str()))
            .unwrap_or_else(|| panic!("{}: none of {names:?} in {headings:?}", path.display()))
    };
    let account = column(&["customer", "customerid", "account", "customerno"]);
    let wanted = [
        column(&["notdue", "current"]),
        column(&["130", "d130", "b130", "days130"]),
        column(&["3160", "d3160", "b3160", "days3160"]),
        column(&["6190", "d6190", "b6190", "days6190"]),
        column(&["over90", "90", "d90", "b90", "91", "older"]),
    ];
    let mut compared = 0;
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[account].to_lowercase().starts_with("total") {
            continue;
        }
        let row = table["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["account"] == cells[account])
            .unwrap_or_else(|| panic!("{} is not in the table", cells[account]));
        let periods: Vec<i64> = row["period_minor"]
            .as_array()
            .unwrap()
            .iter()
            .map(|minor| minor.as_i64().unwrap())
            .collect();
        let found = [
            periods[0] + periods[1],
            periods[2],
            periods[3],
            periods[4],
            periods[5],
        ];
        assert_eq!(
            found,
            wanted.map(|at| minor(cells[at])),
            "{} in {}",
            cells[account],
            path.display()
        );
        compared += 1;
    }
    assert_eq!(
        compared,
        table["rows"].as_array().unwrap().len(),
        "the same customers in {}",
        path.display()
    );
}

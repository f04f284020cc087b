//! The workload: a ledger of two years as three CSV files, the same on every machine.
//!
//! Customers pay promptly, late, very late or badly; about four in five invoices are paid in full, some in part, some in
//! two parts; a few get a credit note; a few payments are too high. Each customer has one of three currencies. The last
//! customer has a thousand open invoices besides, for the question that one customer's page asks.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;

use chrono::{Days, NaiveDate};

use crate::Failed;

/// The day up to which the facts reach.
pub(crate) const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

/// Account number of the customer with a thousand open invoices.
pub(crate) const LARGE_ACCOUNT: &str = "C9999999";

/// Days of the workload.
const SPAN: i64 = 729;

/// Open invoices of the last customer.
const LARGE_OPEN: u32 = 1_000;

/// How much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Xs,
    S,
    M,
    L,
}

impl Size {
    pub(crate) fn read(text: &str) -> Option<Self> {
        [Self::S, Self::M, Self::L]
            .into_iter()
            .find(|size| size.name().eq_ignore_ascii_case(text))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Xs => "XS",
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
        }
    }

    /// A tenth of it.
    pub(crate) fn smaller(self) -> Self {
        match self {
            Self::Xs | Self::S => Self::Xs,
            Self::M => Self::S,
            Self::L => Self::M,
        }
    }

    pub(crate) fn customers(self) -> u32 {
        match self {
            Self::Xs => 100,
            Self::S => 1_000,
            Self::M => 10_000,
            Self::L => 100_000,
        }
    }

    pub(crate) fn invoices(self) -> u32 {
        self.customers() * 10
    }
}

/// splitmix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let mixed = mixed ^ (mixed >> 31);
        u64::try_from((u128::from(mixed) * u128::from(count)) >> 64).unwrap_or(0)
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below((high - low).unsigned_abs() + 1)).unwrap_or(0)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap_or(0)]
    }
}

#[derive(Clone, Copy)]
struct Customer {
    id: u32,
    currency: &'static str,
    payer: u64,
}

struct Files {
    days: Vec<String>,
    transactions: BufWriter<File>,
    settlements: BufWriter<File>,
    next_transaction: u32,
    next_settlement: u32,
}

impl Files {
    fn day(&self, number: i64) -> &str {
        usize::try_from(number)
            .ok()
            .and_then(|at| self.days.get(at))
            .map_or("", String::as_str)
    }

    fn transaction(
        &mut self,
        customer: Customer,
        kind: &str,
        on: i64,
        due: i64,
        amount: i64,
        disputed: bool,
    ) -> Result<u32, Failed> {
        self.next_transaction += 1;
        let id = self.next_transaction;
        let prefix = match kind {
            "invoice" => "INV",
            "payment" => "PAY",
            _ => "CRN",
        };
        let (on, due) = (self.day(on).to_owned(), self.day(due).to_owned());
        writeln!(
            self.transactions,
            "{id},{},{kind},{prefix}{id:08},{on},{due},{},{amount},{}",
            customer.id,
            customer.currency,
            u8::from(disputed)
        )?;
        Ok(id)
    }

    fn settlement(&mut self, debit: u32, credit: u32, on: i64, amount: i64) -> Result<(), Failed> {
        self.next_settlement += 1;
        let on = self.day(on).to_owned();
        writeln!(
            self.settlements,
            "{},{debit},{credit},{on},{amount}",
            self.next_settlement
        )?;
        Ok(())
    }
}

/// Writes the three files where they are not there yet; gives the number of rows without headings.
pub(crate) fn write(folder: &Path, size: Size) -> Result<u32, Failed> {
    let counted = folder.join("rows");
    if let Ok(text) = std::fs::read_to_string(&counted)
        && let Ok(rows) = text.trim().parse()
    {
        return Ok(rows);
    }
    let mut dice = Dice(20_260_630);
    let customers = write_customers(folder, size, &mut dice)?;
    let first = LAST_DAY - Days::new(SPAN.unsigned_abs());
    let mut files = Files {
        days: first
            .iter_days()
            .take(usize::try_from(SPAN + 200)?)
            .map(|day| day.to_string())
            .collect(),
        transactions: BufWriter::new(File::create(folder.join("transactions.csv"))?),
        settlements: BufWriter::new(File::create(folder.join("settlements.csv"))?),
        next_transaction: 0,
        next_settlement: 0,
    };
    writeln!(
        files.transactions,
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed"
    )?;
    writeln!(files.settlements, "id,debit_id,credit_id,date,amount_minor")?;
    let mut ranks = Vec::with_capacity(customers.len());
    for _ in 1..customers.len() {
        ranks
            .push(ranks.last().copied().unwrap_or(0) + (1 + dice.below(14)) * (1 + dice.below(14)));
    }
    for number in 0..size.invoices() {
        let throw = dice.below(ranks.last().copied().unwrap_or(1));
        let customer = customers[ranks.partition_point(|rank| *rank <= throw)];
        let day = i64::from(number) * (SPAN + 1) / i64::from(size.invoices());
        invoice(&mut files, customer, day, &mut dice)?;
    }
    for number in 0..LARGE_OPEN {
        let day = i64::from(number) * SPAN / i64::from(LARGE_OPEN);
        let amount = dice.between(500, 900_000);
        files.transaction(
            customers[customers.len() - 1],
            "invoice",
            day,
            day + 30,
            amount,
            false,
        )?;
    }
    files.transactions.flush()?;
    files.settlements.flush()?;
    let rows = count_rows(folder)?;
    std::fs::write(counted, rows.to_string())?;
    Ok(rows)
}

fn write_customers(folder: &Path, size: Size, dice: &mut Dice) -> Result<Vec<Customer>, Failed> {
    let words = [
        "Alder", "Birch", "Cedar", "Delta", "Ember", "Falcon", "Granite", "Harbor", "Linden",
        "Maple",
    ];
    let mut out = BufWriter::new(File::create(folder.join("customers.csv"))?);
    writeln!(
        out,
        "id,code,name,street,city,postcode,currency,credit_limit_minor,customer_group"
    )?;
    let mut customers = Vec::new();
    for id in 1..=size.customers() {
        let currency = match dice.below(10) {
            0..=6 => "EUR",
            7..=8 => "USD",
            _ => "GBP",
        };
        let payer = match dice.below(100) {
            0..=44 => 0,
            45..=79 => 1,
            80..=94 => 2,
            _ => 3,
        };
        let code = if id == size.customers() {
            LARGE_ACCOUNT.to_owned()
        } else {
            format!("C{id:07}")
        };
        writeln!(
            out,
            "{id},{code},{} {} {},{} Street {},{},{},{currency},{},{}",
            dice.pick(&words),
            dice.pick(&words),
            dice.pick(&["GmbH", "Ltd", "Inc", "SARL", "BV", "AG"]),
            dice.pick(&words),
            dice.between(1, 250),
            dice.pick(&[
                "Hamburg", "Lyon", "Leeds", "Torino", "Gent", "Porto", "Malmö", "Brno", "Graz"
            ]),
            dice.between(10_000, 99_999),
            dice.pick(&[5_u32, 10, 25, 50, 100, 250]) * 100_000,
            dice.pick(&["RETAIL", "WHOLESALE", "KEY", "EXPORT"]),
        )?;
        customers.push(Customer {
            id,
            currency,
            payer,
        });
    }
    out.flush()?;
    Ok(customers)
}

/// One invoice and what becomes of it.
fn invoice(files: &mut Files, customer: Customer, day: i64, dice: &mut Dice) -> Result<(), Failed> {
    // Many small amounts, a few large ones.
    let amount = 500 + dice.between(1, 64) * dice.between(1, 64) * dice.between(1, 120);
    let term = dice.pick(&[14, 30, 30, 30, 45, 60]);
    let disputed = dice.below(50) == 0;
    let id = files.transaction(customer, "invoice", day, day + term, amount, disputed)?;
    let mut open = amount;
    if dice.below(100) < 3 {
        let credited = amount * dice.pick(&[5, 10, 50, 100]) / 100;
        let on = (day + dice.between(1, 40)).min(SPAN);
        if credited > 0 {
            let credit = files.transaction(customer, "credit_note", on, on, -credited, false)?;
            files.settlement(id, credit, on, credited)?;
            open -= credited;
        }
    }
    let never = [20, 60, 150, 450][usize::try_from(customer.payer)?];
    let fate = dice.below(1_000);
    if open <= 0 || fate < never {
        return Ok(());
    }
    let parts = match fate - never {
        0..50 => vec![open * dice.between(20, 80) / 100],
        50..120 => {
            let part = open * dice.between(30, 70) / 100;
            vec![part, open - part]
        }
        _ => vec![open],
    };
    let (low, high) = [(-9, 0), (-7, 17), (0, 50), (20, 140)][usize::try_from(customer.payer)?];
    let mut on = day + term + dice.between(low, high);
    for part in parts {
        on = on.max(day);
        if on > SPAN || part <= 0 {
            break;
        }
        let over = if dice.below(100) == 0 { part / 50 } else { 0 };
        let credit = files.transaction(customer, "payment", on, on, -(part + over), false)?;
        files.settlement(id, credit, on, part)?;
        on += dice.between(10, 45);
    }
    Ok(())
}

fn count_rows(folder: &Path) -> Result<u32, Failed> {
    let mut rows = 0;
    for name in ["customers.csv", "transactions.csv", "settlements.csv"] {
        let lines = BufReader::new(File::open(folder.join(name))?)
            .lines()
            .count();
        rows += u32::try_from(lines)?.saturating_sub(1);
    }
    Ok(rows)
}

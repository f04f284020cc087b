//! The rows of a preview, each to look at: kept in a temporary file of SQLite's own, so that memory stays bounded, and
//! paged from there as long as the preview is open.

use rusqlite::{Connection, Row, Rows, Statement};

use super::request::{ChangeSum, PreviewRow, PreviewRowsRequest, RejectedRow, RowChange};
use crate::listing::LARGEST_PAGE;
use crate::refusal::Refusal;
use crate::wire::{Sort, SortOrder};

/// The rows of one preview.
pub(super) struct Shown {
    rows: Connection,
    failed: Option<Refusal>,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown").finish_non_exhaustive()
    }
}

impl Shown {
    /// An empty list. The file has no name and is gone with the connection.
    pub fn open() -> Result<Self, Refusal> {
        let rows = Connection::open("")?;
        rows.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096; BEGIN;
             CREATE TABLE shown (
               n INTEGER PRIMARY KEY, change TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
               record TEXT NOT NULL, row_key TEXT NOT NULL, account TEXT NOT NULL, amount_minor INTEGER, currency TEXT,
               fields TEXT, rejected TEXT) STRICT;",
        )?;
        Ok(Self { rows, failed: None })
    }

    /// Keeps a row. A failure is told at the end: a row of the preview is no reason to stop in the middle.
    pub fn add(&mut self, row: &PreviewRow) {
        if self.failed.is_none()
            && let Err(refusal) = self.insert(row)
        {
            self.failed = Some(refusal);
        }
    }

    fn insert(&self, row: &PreviewRow) -> Result<(), Refusal> {
        let fields = match row.fields.as_slice() {
            [] => None,
            fields => Some(serde_json::to_string(fields)?),
        };
        let rejected = row
            .rejected
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        self.rows
            .prepare_cached(
                "INSERT INTO shown (change, file, line, record, row_key, account, amount_minor, currency, fields,
                   rejected) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(rusqlite::params![
                row.change.code(),
                row.file,
                super::tally::stored(row.line),
                row.record,
                row.key,
                row.account,
                row.amount_minor,
                row.currency,
                fields,
                rejected,
            ])?;
        Ok(())
    }

    /// Ends the list; rows can be asked for now.
    pub fn finish(&mut self) -> Result<(), Refusal> {
        if let Some(refusal) = self.failed.take() {
            return Err(refusal);
        }
        self.rows
            .execute_batch("COMMIT; CREATE INDEX shown_by_change ON shown (change, n);")?;
        Ok(())
    }

    /// Rows and amounts by change and currency.
    pub fn sums(&self) -> Result<Vec<ChangeSum>, Refusal> {
        let mut statement = self.rows.prepare(
            "SELECT change, currency, COUNT(*) AS rows, COALESCE(SUM(amount_minor), 0) AS minor FROM shown
             GROUP BY change, currency ORDER BY change, currency",
        )?;
        let mut rows = statement.query([])?;
        let mut sums = Vec::new();
        while let Some(row) = rows.next()? {
            sums.push(ChangeSum {
                change: change_of(row)?,
                currency: row.get("currency")?,
                rows: u64::try_from(row.get::<_, i64>("rows")?).unwrap_or(0),
                amount_minor: row.get("minor")?,
            });
        }
        Ok(sums)
    }

    /// How many rows have the change and what is searched for.
    pub fn count(&self, request: &PreviewRowsRequest) -> Result<u64, Refusal> {
        let sql = format!(
            "SELECT COUNT(*) AS rows FROM shown WHERE {}",
            condition(request)
        );
        let mut statement = self.rows.prepare_cached(&sql)?;
        bind(&mut statement, request)?;
        let mut rows = statement.raw_query();
        let count: i64 = match rows.next()? {
            Some(row) => row.get("rows")?,
            None => 0,
        };
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// A page of these rows, in the order that is asked for.
    pub fn page(&self, request: &PreviewRowsRequest) -> Result<Vec<PreviewRow>, Refusal> {
        let mut statement = self.rows.prepare_cached(&format!(
            "SELECT * FROM shown WHERE {} ORDER BY {} LIMIT {} OFFSET {}",
            condition(request),
            order(request.sort.as_ref())?,
            request.limit.min(LARGEST_PAGE),
            request.offset.min(i64::MAX as u64)
        ))?;
        bind(&mut statement, request)?;
        read(statement.raw_query())
    }

    /// The first records that are new or that change.
    pub fn first(&self, limit: usize) -> Result<Vec<PreviewRow>, Refusal> {
        let mut statement = self.rows.prepare(&format!(
            "SELECT * FROM shown WHERE change IN ('new', 'changed', 'disappeared') ORDER BY n LIMIT {limit}"
        ))?;
        read(statement.raw_query())
    }
}

fn read(mut found: Rows<'_>) -> Result<Vec<PreviewRow>, Refusal> {
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(from_row(row)?);
    }
    Ok(rows)
}

/// Gives a statement those values that its condition names.
fn bind(statement: &mut Statement<'_>, request: &PreviewRowsRequest) -> Result<(), Refusal> {
    let digits = digits_of(&request.search);
    let values: [(&str, Option<&str>); 3] = [
        (":change", request.change.map(RowChange::code)),
        (":search", Some(&request.search)),
        (":digits", Some(&digits)),
    ];
    for (name, value) in values {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    Ok(())
}

/// What a search looks through: the words of a row, and the digits of its amount.
const FOUND: &str =
    "(instr(lower(row_key || char(10) || account || char(10) || record), lower(:search)) > 0
   OR (:digits <> '' AND instr(CAST(abs(amount_minor) AS TEXT), :digits) > 0))";

/// The condition of a request; it names the parameters of [`asked`].
fn condition(request: &PreviewRowsRequest) -> String {
    let change = request.change.map_or("1", |_| "change = :change");
    let search = if request.search.is_empty() {
        "1"
    } else {
        FOUND
    };
    format!("{change} AND {search}")
}

/// The order of a request. Rows that are equal in it stay in the order of the files.
fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let Some(Sort { column, order }) = sort else {
        return Ok("n".to_owned());
    };
    let by = match column.as_str() {
        "file" => "file",
        "line" => "line",
        "key" => "row_key",
        "account" => "account",
        "amount" => "amount_minor",
        _ => return Err(Refusal::new("unknown_column").with("column", column.as_str())),
    };
    let turn = match order {
        SortOrder::Ascending => "ASC",
        SortOrder::Descending => "DESC",
    };
    Ok(format!("{by} {turn}, n"))
}

/// The digits of an amount as one types it, whatever its marks; nothing where it is no amount.
fn digits_of(search: &str) -> String {
    let is_mark = |c: char| matches!(c, '.' | ',' | '\'' | '-' | '\u{2212}') || c.is_whitespace();
    if search.chars().all(|c| c.is_ascii_digit() || is_mark(c)) {
        search.chars().filter(char::is_ascii_digit).collect()
    } else {
        String::new()
    }
}

fn change_of(row: &Row<'_>) -> Result<RowChange, Refusal> {
    let code: String = row.get("change")?;
    RowChange::from_code(&code).ok_or_else(|| Refusal::new("internal").with("change", code))
}

fn from_row(row: &Row<'_>) -> Result<PreviewRow, Refusal> {
    let fields: Option<String> = row.get("fields")?;
    let rejected: Option<String> = row.get("rejected")?;
    Ok(PreviewRow {
        file: row.get("file")?,
        line: u64::try_from(row.get::<_, i64>("line")?).unwrap_or(0),
        change: change_of(row)?,
        record: row.get("record")?,
        key: row.get("row_key")?,
        account: row.get("account")?,
        amount_minor: row.get("amount_minor")?,
        currency: row.get("currency")?,
        fields: fields
            .map(|text| serde_json::from_str(&text))
            .transpose()?
            .unwrap_or_default(),
        rejected: rejected
            .map(|text| serde_json::from_str::<RejectedRow>(&text))
            .transpose()?,
    })
}

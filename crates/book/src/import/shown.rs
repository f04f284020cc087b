//! The rows of a preview, each to look at: kept in a temporary file of SQLite's own, so that memory stays bounded, and
//! paged from there as long as the preview is open.

use rusqlite::{Connection, Row, named_params};

use super::request::{ChangeSum, PreviewRow, RejectedRow, RowChange};
use crate::listing::LARGEST_PAGE;
use crate::refusal::Refusal;

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

    /// How many rows have this change; all where none is asked for.
    pub fn count(&self, change: Option<RowChange>) -> Result<u64, Refusal> {
        let count: i64 = self
            .rows
            .prepare_cached("SELECT COUNT(*) FROM shown WHERE :change IS NULL OR change = :change")?
            .query_row(
                named_params! {":change": change.map(RowChange::code)},
                |row| row.get(0),
            )?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// A page of the rows with this change.
    pub fn page(
        &self,
        change: Option<RowChange>,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<PreviewRow>, Refusal> {
        let filter = if change.is_some() {
            "change = :change"
        } else {
            ":change IS NULL"
        };
        self.read(
            &format!(
                "SELECT * FROM shown WHERE {filter} ORDER BY n LIMIT {} OFFSET {}",
                limit.min(LARGEST_PAGE),
                offset.min(i64::MAX as u64)
            ),
            change,
        )
    }

    /// The first records that are new or that change.
    pub fn first(&self, limit: usize) -> Result<Vec<PreviewRow>, Refusal> {
        self.read(
            &format!(
                "SELECT * FROM shown WHERE change IN ('new', 'changed', 'disappeared') AND :change IS NULL
                 ORDER BY n LIMIT {limit}"
            ),
            None,
        )
    }

    fn read(&self, sql: &str, change: Option<RowChange>) -> Result<Vec<PreviewRow>, Refusal> {
        let mut statement = self.rows.prepare(sql)?;
        let mut found = statement.query(named_params! {":change": change.map(RowChange::code)})?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(from_row(row)?);
        }
        Ok(rows)
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

//! A write-off as its acts need it, and its history.

use chrono::NaiveDate;
use engine::credit::approval::Signature;
use engine::write_offs::{LineKind, SeparateTax, Status};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::draft::WriteOffLine;
use crate::accounts::day_of;
use crate::act::Act;
use crate::refusal::Refusal;

/// A write-off as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub id: i64,
    pub number: String,
    pub customer_id: i64,
    pub status: Status,
    pub on: NaiveDate,
    pub reason: String,
    pub comment: String,
    pub separate_tax: SeparateTax,
    pub size_minor: Option<i64>,
    pub prepared_by_id: i64,
    pub posted_act_id: Option<i64>,
}

impl Stored {
    /// Reads one.
    ///
    /// # Errors
    /// `unknown_write_off`.
    pub fn load(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached("SELECT * FROM write_offs WHERE id = :id")?;
        let mut rows = statement.query(named_params! {":id": id})?;
        let row = rows
            .next()?
            .ok_or_else(|| Refusal::new("unknown_write_off").with("write_off_id", id))?;
        let status: String = row.get("status")?;
        Ok(Self {
            id,
            number: row.get("number")?,
            customer_id: row.get("customer_id")?,
            status: status_of(&status)?,
            on: day_of(row, "write_off_on")?,
            reason: row.get("reason_code")?,
            comment: row.get("comment")?,
            separate_tax: separate_of(&row.get::<_, String>("separate_tax")?),
            size_minor: row.get("size_minor")?,
            prepared_by_id: row.get("prepared_by_id")?,
            posted_act_id: row.get("posted_act_id")?,
        })
    }

    /// Refuses a step that the status does not allow.
    pub fn demand(&self, next: Status) -> Result<(), Refusal> {
        if self.status.may_become(next) {
            return Ok(());
        }
        let code = match next {
            // What waits for an approval has a reason of its own.
            Status::Posted if self.status == Status::Draft => "write_off_not_approved",
            _ => "write_off_step",
        };
        Err(Refusal::new(code)
            .with("number", &self.number)
            .with("status", self.status.code())
            .with("next", next.code()))
    }
}

/// Reads a stored status.
pub(crate) fn status_of(code: &str) -> Result<Status, Refusal> {
    Status::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("status", code))
}

/// Reads whether tax has lines of its own.
pub(super) fn separate_of(code: &str) -> SeparateTax {
    if code == "yes" {
        SeparateTax::Yes
    } else {
        SeparateTax::No
    }
}

/// As it is stored.
pub(super) fn separate_code(separate: SeparateTax) -> &'static str {
    match separate {
        SeparateTax::No => "no",
        SeparateTax::Yes => "yes",
    }
}

/// The lines as they were proposed.
pub(crate) fn lines(connection: &Connection, id: i64) -> Result<Vec<WriteOffLine>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, currency, profile, dimensions, tax_code, account, amount_minor FROM write_off_lines
         WHERE write_off_id = :id ORDER BY id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get("kind")?;
        let dimensions: String = row.get("dimensions")?;
        found.push(WriteOffLine {
            kind: LineKind::from_code(&kind)
                .ok_or_else(|| Refusal::new("book_damaged").with("kind", &kind))?,
            currency: row.get("currency")?,
            profile: row.get("profile")?,
            dimensions: serde_json::from_str(&dimensions)?,
            tax_code: row.get("tax_code")?,
            account: row.get("account")?,
            amount_minor: row.get("amount_minor")?,
        });
    }
    Ok(found)
}

/// What somebody did with a write-off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'a> {
    /// `proposed`, `approved`, `rejected`, `posted`, `undone`, `recovered` or `recovery_undone`.
    pub what: &'static str,
    pub signature: Option<&'a Signature>,
    pub comment: &'a str,
}

impl<'a> Step<'a> {
    pub fn plain(what: &'static str, comment: &'a str) -> Self {
        Self {
            what,
            signature: None,
            comment,
        }
    }
}

/// Writes a step into the history, and what the act is about.
pub(crate) fn note(
    act: &mut Act<'_>,
    write_off: (i64, &str),
    step: &Step<'_>,
) -> Result<(), Refusal> {
    let (id, number) = write_off;
    act.about("write_off", number);
    act.note("step", step.what);
    let comment = step.comment.trim();
    act.because(None, Some(comment).filter(|comment| !comment.is_empty()));
    let signature = step.signature.map(serde_json::to_string).transpose()?;
    act.prepare_cached(
        "INSERT INTO write_off_history (write_off_id, what, user_id, signature, comment, on_day, act_id)
         VALUES (:id, :what, :user, :signature, :comment, :on, :act)",
    )?
    .execute(named_params! {
        ":id": id, ":what": step.what, ":user": act.actor.user_id, ":signature": signature, ":comment": comment,
        ":on": act.today.to_string(), ":act": act.id,
    })?;
    Ok(())
}

/// Changes the status.
pub(crate) fn set_status(act: &mut Act<'_>, stored: &Stored, next: Status) -> Result<(), Refusal> {
    stored.demand(next)?;
    act.change("status", stored.status.code(), next.code());
    let posted_by = (next == Status::Posted).then_some(act.id);
    act.prepare_cached(
        "UPDATE write_offs SET status = :status, posted_act_id = COALESCE(:posted, posted_act_id), act_id = :act
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": stored.id, ":status": next.code(), ":posted": posted_by, ":act": act.id,
    })?;
    Ok(())
}

/// The write-off that a settlement posting belongs to, or whose recovery it is; such a posting is taken back there.
pub(crate) fn of_posting(
    connection: &Connection,
    posting_id: i64,
) -> Result<Option<String>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT w.number FROM write_offs w WHERE w.id IN (
               SELECT write_off_id FROM write_off_postings WHERE posting_id = :posting
               UNION ALL SELECT write_off_id FROM write_off_recoveries WHERE posting_id = :posting) LIMIT 1",
        )?
        .query_row(named_params! {":posting": posting_id}, |row| row.get("number"))
        .optional()?)
}

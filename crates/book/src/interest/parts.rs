//! What stands of a posted note: its parts, what was waived and reversed of each, and what is open of its transactions.

use chrono::NaiveDate;
use engine::interest::adjust::Charge;
use engine::interest::claims::Side;
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::accounts::{day_of, optional_day_of};
use crate::ledger::{DetailFact, DetailText};
use crate::refusal::Refusal;

/// The part of a note that is its fee.
pub(super) const FEE: i64 = 0;
/// The part of a note that is its rounding.
pub(super) const ROUNDING: i64 = -1;

/// The part of a note that is the lump sum of an item.
pub(super) fn lump_sum_of(item_id: i64) -> i64 {
    ROUNDING - item_id
}

/// A part of a note. Minor units; rounding may be below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// An item, the lump sum of one, [`FEE`] or [`ROUNDING`].
    pub id: i64,
    pub charged_minor: i64,
    /// Waived and not reinstated.
    pub waived_minor: i64,
    pub reversed_minor: i64,
}

impl Part {
    /// What stands of it, whether paid or not.
    pub fn standing(&self) -> i64 {
        self.charged_minor - self.waived_minor - self.reversed_minor
    }
}

/// A transaction that carries a part of a note: what may be settled on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub transaction_id: i64,
    pub transaction_on: String,
    /// Signed minor units.
    pub open_minor: i64,
}

/// A note with what became of it.
pub(super) struct Note {
    pub id: i64,
    pub number: Option<String>,
    pub customer_id: i64,
    pub side: Side,
    pub currency: String,
    /// The last day that it charges.
    pub to_on: NaiveDate,
    pub code: String,
    pub status: String,
    /// The day on which it was posted, where it is.
    pub posted_on: Option<NaiveDate>,
    /// Until when its paper asks for payment.
    pub due_on: Option<NaiveDate>,
    /// The structured reference by which it is paid; empty where there is none.
    pub reference: String,
    pub interest_transaction_id: Option<i64>,
    pub fee_transaction_id: Option<i64>,
    /// Posting profile and dimensions of its transactions and lines; empty for none.
    pub profile: String,
    pub dimensions: Vec<(String, String)>,
    pub parts: Vec<Part>,
}

impl Note {
    pub fn load(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let mut statement =
            connection.prepare_cached("SELECT * FROM interest_notes WHERE id = :id")?;
        let mut rows = statement.query(named_params! {":id": id})?;
        let row = rows
            .next()?
            .ok_or_else(|| Refusal::new("unknown_interest_note").with("note_id", id))?;
        let side: String = row.get("side")?;
        let mut note = Self {
            id,
            number: row.get("note_no")?,
            customer_id: row.get("customer_id")?,
            side: Side::from_code(&side)
                .ok_or_else(|| Refusal::new("book_damaged").with("side", side))?,
            currency: row.get("currency")?,
            to_on: day_of(row, "to_on")?,
            code: row.get("code_id")?,
            posted_on: optional_day_of(row, "posted_on")?,
            due_on: optional_day_of(row, "due_on")?,
            status: row.get("status")?,
            reference: row.get("reference")?,
            interest_transaction_id: row.get("interest_transaction_id")?,
            fee_transaction_id: row.get("fee_transaction_id")?,
            profile: row.get("profile")?,
            dimensions: Vec::new(),
            parts: Vec::new(),
        };
        note.read_dimensions(connection)?;
        let (fee_minor, rounding_minor): (i64, i64) =
            (row.get("fee_minor")?, row.get("rounding_minor")?);
        note.read_parts(connection, fee_minor, rounding_minor)?;
        Ok(note)
    }

    /// Of a posted note what its transactions carry; of another one the dimensions that all its documents share.
    fn read_dimensions(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let posted = self.interest_transaction_id.or(self.fee_transaction_id);
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT COALESCE(d.posting_profile, '') AS profile,
                    COALESCE(json_extract(d.detail, '$.dimensions'), '[]') AS dimensions
             FROM (SELECT :posted AS id WHERE :posted IS NOT NULL UNION ALL
                   SELECT transaction_id FROM interest_note_items WHERE note_id = :note AND :posted IS NULL) i
             LEFT JOIN transaction_details d ON d.transaction_id = i.id",
        )?;
        let rows: Vec<(String, String)> = statement
            .query_map(named_params! {":posted": posted, ":note": self.id}, |row| {
                Ok((row.get("profile")?, row.get("dimensions")?))
            })?
            .collect::<Result<_, _>>()?;
        if let (Some(_), [(profile, _)]) = (posted, rows.as_slice()) {
            self.profile.clone_from(profile);
        }
        let shared = rows
            .first()
            .filter(|(_, first)| rows.iter().all(|(_, dimensions)| dimensions == first));
        if let Some((_, dimensions)) = shared {
            self.dimensions = serde_json::from_str(dimensions)?;
        }
        Ok(())
    }

    /// What its transactions say beside amount and day; `reference` is empty for none.
    pub fn detail(&self, reference: &str) -> DetailFact {
        let own = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        DetailFact {
            posting_profile: own(&self.profile),
            payment_reference: own(reference),
            text: DetailText {
                dimensions: self.dimensions.clone(),
                ..DetailText::default()
            },
            ..DetailFact::default()
        }
    }

    fn read_parts(
        &mut self,
        connection: &Connection,
        fee_minor: i64,
        rounding_minor: i64,
    ) -> Result<(), Refusal> {
        let mut push = |id: i64, charged_minor: i64| {
            if charged_minor != 0 {
                self.parts.push(Part {
                    id,
                    charged_minor,
                    waived_minor: 0,
                    reversed_minor: 0,
                });
            }
        };
        let mut statement = connection.prepare_cached(
            "SELECT id, interest_minor, lump_sum_minor FROM interest_note_items WHERE note_id = :note ORDER BY id",
        )?;
        let mut rows = statement.query(named_params! {":note": self.id})?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get("id")?;
            push(id, row.get("interest_minor")?);
            push(lump_sum_of(id), row.get("lump_sum_minor")?);
        }
        push(ROUNDING, rounding_minor);
        push(FEE, fee_minor);
        let mut statement = connection.prepare_cached(
            "SELECT a.kind, p.part, p.amount_minor FROM interest_adjustments a
             JOIN interest_adjustment_parts p ON p.adjustment_id = a.id WHERE a.note_id = :note",
        )?;
        let mut rows = statement.query(named_params! {":note": self.id})?;
        while let Some(row) = rows.next()? {
            let (kind, id, minor): (String, i64, i64) =
                (row.get("kind")?, row.get("part")?, row.get("amount_minor")?);
            if let Some(part) = self.parts.iter_mut().find(|part| part.id == id) {
                match kind.as_str() {
                    "waived" => part.waived_minor += minor,
                    "reinstated" => part.waived_minor -= minor,
                    _ => part.reversed_minor += minor,
                }
            }
        }
        Ok(())
    }

    /// The transactions that carry some parts: the note's own, then what was reinstated of them.
    pub fn targets(&self, connection: &Connection, parts: &[i64]) -> Result<Vec<Target>, Refusal> {
        let mut targets = Vec::new();
        let own = [
            (
                self.interest_transaction_id,
                parts.iter().any(|id| *id != FEE),
            ),
            (self.fee_transaction_id, parts.contains(&FEE)),
        ];
        for (id, wanted) in own {
            if let (Some(id), true) = (id, wanted) {
                targets.extend(target(connection, id)?);
            }
        }
        let mut statement = connection.prepare_cached(
            "SELECT a.transaction_id AS id FROM interest_adjustments a
             WHERE a.note_id = :note AND a.kind = 'reinstated' AND EXISTS (SELECT 1 FROM interest_adjustment_parts p
               WHERE p.adjustment_id = a.id AND p.part IN (SELECT value FROM json_each(:parts)))
             ORDER BY a.id",
        )?;
        let mut rows = statement
            .query(named_params! {":note": self.id, ":parts": serde_json::to_string(parts)?})?;
        while let Some(row) = rows.next()? {
            targets.extend(target(connection, row.get("id")?)?);
        }
        Ok(targets)
    }

    /// What stands of some parts. What is not open any more was paid or written off.
    pub fn charge(&self, connection: &Connection, parts: &[i64]) -> Result<Charge, Refusal> {
        let sum = |of: fn(&Part) -> i64| -> i64 {
            self.parts
                .iter()
                .filter(|part| parts.contains(&part.id))
                .map(of)
                .sum()
        };
        let charged_minor = sum(|part| part.charged_minor);
        let waived_minor = sum(|part| part.waived_minor + part.reversed_minor);
        let targets = self.targets(connection, parts)?;
        let open: i64 = targets.iter().map(|target| target.open_minor.abs()).sum();
        let standing = (charged_minor - waived_minor).max(0);
        let closed = standing - standing.min(open);
        let mut written_off = 0;
        for target in &targets {
            written_off += written_off_of(connection, target.transaction_id)?;
        }
        let written_off_minor = written_off.min(closed);
        Ok(Charge {
            charged_minor,
            paid_minor: closed - written_off_minor,
            waived_minor,
            written_off_minor,
        })
    }
}

fn target(connection: &Connection, id: i64) -> Result<Option<Target>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT t.id, t.transaction_on, COALESCE((SELECT o.open_minor FROM open_items_snapshot o
               WHERE o.customer_id = t.customer_id AND o.transaction_id = t.id), 0) AS open_minor
             FROM transactions t WHERE t.id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok(Target {
                transaction_id: row.get("id")?,
                transaction_on: row.get("transaction_on")?,
                open_minor: row.get("open_minor")?,
            })
        })
        .optional()?)
}

/// What write-offs settled of a transaction, minor units.
fn written_off_of(connection: &Connection, id: i64) -> Result<i64, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT COALESCE(SUM(s.amount_minor), 0) AS minor FROM settlements s
             WHERE s.customer_id = (SELECT customer_id FROM transactions WHERE id = :id) AND s.debit_id = :id
               AND EXISTS (SELECT 1 FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
                 WHERE l.transaction_id = s.credit_id AND l.role = 'customer' AND e.kind = 'write_off')",
        )?
        .query_row(named_params! {":id": id}, |row| row.get("minor"))?)
}

//! `book.check`: integrity of the file, references, balances, facts and the audit chain; the first fault of each, named.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::act::{CHAIN_START, Opening, Seal};
use crate::documents::{Unpacker, document_row};
use crate::facts::{FactKind, FactRow, FactsHash};
use crate::journal::first_unbalanced;
use crate::ledger::{
    DETAIL_COLUMNS, SettlementFact, TransactionFact, canonical_detail, first_wrong_open_item,
    instalment_row,
};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CheckFault")]
pub struct Fault {
    /// Stable code.
    pub code: String,
    /// Where, and what was found.
    #[ts(type = "Record<string, unknown>")]
    pub args: serde_json::Map<String, serde_json::Value>,
}

impl Fault {
    fn new(code: &str, args: &[(&str, serde_json::Value)]) -> Self {
        Self {
            code: code.to_owned(),
            args: args
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
        }
    }
}

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct CheckReport {
    /// Whether everything is as it was written.
    pub ok: bool,
    /// The faults, the first one first.
    pub faults: Vec<Fault>,
    /// Acts in the audit log.
    #[ts(type = "number")]
    pub acts: i64,
    /// Facts that were compared with their hash.
    #[ts(type = "number")]
    pub facts: i64,
    /// Hash of the newest seal: printed on paper, it pins the file.
    pub head_hash: String,
}

/// `book.check`
pub fn run(session: &mut Session<'_>, _: Nothing) -> Result<CheckReport, Refusal> {
    let job = session.job;
    let phase = |done: u64, name: &str| {
        job.progress(done, 5, name);
        crate::session::check_cancelled(job)
    };
    let connection = session.connection();
    phase(0, "integrity")?;
    let mut faults = integrity(connection)?;
    let mut report = CheckReport {
        ok: false,
        faults: Vec::new(),
        acts: 0,
        facts: 0,
        head_hash: CHAIN_START.to_owned(),
    };
    if faults.is_empty() {
        phase(1, "references")?;
        faults.extend(references(connection)?);
        phase(2, "balances")?;
        faults.extend(balances(connection)?);
        faults.extend(journal(connection)?);
        phase(3, "chain")?;
        let seals = chain(connection, &mut faults, &mut report)?;
        phase(4, "facts")?;
        report.facts = facts(connection, &seals, &mut faults)?;
    }
    report.ok = faults.is_empty();
    report.faults = faults;
    Ok(report)
}

/// A broken page makes every other answer worthless, so the file itself comes first.
fn integrity(connection: &Connection) -> Result<Vec<Fault>, Refusal> {
    let found = connection.query_row("PRAGMA integrity_check(1)", [], |row| {
        row.get::<_, String>(0)
    });
    let said = match found {
        Ok(said) => said,
        Err(error) => {
            let refusal = Refusal::from(error);
            if refusal.code != "book_damaged" {
                return Err(refusal);
            }
            refusal
                .args
                .get("detail")
                .map(ToString::to_string)
                .unwrap_or_default()
        }
    };
    Ok(if said == "ok" {
        Vec::new()
    } else {
        vec![Fault::new("file_damaged", &[("detail", said.into())])]
    })
}

fn references(connection: &Connection) -> Result<Option<Fault>, Refusal> {
    let mut statement = connection.prepare(
        "SELECT \"table\" AS child, rowid AS row_id, parent FROM pragma_foreign_key_check LIMIT 1",
    )?;
    let mut rows = statement.query([])?;
    Ok(match rows.next()? {
        None => None,
        Some(row) => {
            let table: String = row.get("child")?;
            let id: Option<i64> = row.get("row_id")?;
            let parent: String = row.get("parent")?;
            Some(Fault::new(
                "reference_broken",
                &[
                    ("table", table.into()),
                    ("row", id.into()),
                    ("parent", parent.into()),
                ],
            ))
        }
    })
}

fn balances(connection: &Connection) -> Result<Option<Fault>, Refusal> {
    Ok(
        first_wrong_open_item(connection)?.map(|(document_no, stored, right)| {
            Fault::new(
                "balance_wrong",
                &[
                    ("document_no", document_no.into()),
                    ("stored_minor", stored.into()),
                    ("facts_minor", right.into()),
                ],
            )
        }),
    )
}

fn journal(connection: &Connection) -> Result<Option<Fault>, Refusal> {
    Ok(first_unbalanced(connection)?.map(|(number, off_minor)| {
        Fault::new(
            "journal_unbalanced",
            &[("number", number.into()), ("off_minor", off_minor.into())],
        )
    }))
}

/// Walks the chain; gives the seals by act.
fn chain(
    connection: &Connection,
    faults: &mut Vec<Fault>,
    report: &mut CheckReport,
) -> Result<BTreeMap<i64, Seal>, Refusal> {
    let mut seals = BTreeMap::new();
    let sql = format!("SELECT {} FROM audit_seals ORDER BY act_id", Seal::COLUMNS);
    let mut statement = connection.prepare(&sql)?;
    for seal in statement.query_map([], Seal::from_row)? {
        let seal = seal?;
        seals.insert(seal.act_id, seal);
    }
    let sql = format!("SELECT {} FROM audit ORDER BY id", Opening::COLUMNS);
    let mut statement = connection.prepare(&sql)?;
    let mut previous = CHAIN_START.to_owned();
    let mut broken = None;
    let mut expected_id = 1;
    for opening in statement.query_map([], Opening::from_row)? {
        let opening = opening?;
        report.acts += 1;
        if broken.is_some() {
            continue;
        }
        let what = |code: &str| {
            Fault::new(
                code,
                &[
                    ("act", opening.id.into()),
                    ("at", opening.at.clone().into()),
                    ("command", opening.command.clone().into()),
                ],
            )
        };
        match seals.get(&opening.id) {
            _ if opening.id != expected_id => broken = Some(what("audit_row_missing")),
            None => broken = Some(what("audit_seal_missing")),
            Some(seal) if seal.previous_hash != previous => {
                broken = Some(what("audit_chain_broken"));
            }
            Some(seal) if seal.compute(&opening) != seal.hash => {
                broken = Some(what("audit_row_changed"));
            }
            Some(seal) => previous.clone_from(&seal.hash),
        }
        expected_id = opening.id + 1;
    }
    report.head_hash = previous;
    faults.extend(broken);
    Ok(seals)
}

/// Walks the facts once, in the order of ids, and compares each act's hash with its seal.
fn facts(
    connection: &Connection,
    seals: &BTreeMap<i64, Seal>,
    faults: &mut Vec<Fault>,
) -> Result<i64, Refusal> {
    let mut hashes: HashMap<i64, FactsHash> = HashMap::new();
    transactions(connection, &mut hashes)?;
    settlements(connection, &mut hashes)?;
    instalments(connection, &mut hashes)?;
    details(connection, &mut hashes)?;
    documents(connection, &mut hashes, faults)?;
    crate::letters::hash_facts(connection, &mut hashes)?;
    crate::journal::hash_lines(connection, &mut hashes)?;
    crate::bank::hash_facts(connection, &mut hashes)?;
    let mut compared = 0;
    let mut first = None;
    for (act_id, seal) in seals {
        let (count, hash) = hashes.remove(act_id).unwrap_or_default().finish();
        compared += count;
        if first.is_none() && (count, &hash) != (seal.facts_count, &seal.facts_hash) {
            first = Some(Fault::new(
                "facts_changed",
                &[
                    ("act", (*act_id).into()),
                    ("object", seal.object.clone().into()),
                    ("key", seal.object_key.clone().into()),
                    ("sealed", seal.facts_count.into()),
                    ("found", count.into()),
                ],
            ));
        }
    }
    if let (None, Some(act_id)) = (&first, hashes.keys().min()) {
        first = Some(Fault::new(
            "facts_without_act",
            &[("act", (*act_id).into())],
        ));
    }
    faults.extend(first);
    Ok(compared)
}

/// Every version of a transaction: what is in the ledger, what a later import replaced, what an undo withdrew.
const TRANSACTION_VERSIONS: &str = "
  SELECT id AS transaction_id, act_id, NULL AS replaced_by, customer_id, kind, document_no, external_key,
         transaction_on, document_on, due_on, due_given, currency, amount_minor, disputed_flag, order_no, text
  FROM transactions
  UNION ALL
  SELECT transaction_id, act_id, replaced_by_act_id, customer_id, kind, document_no, external_key, transaction_on,
         document_on, due_on, due_given, currency, amount_minor, disputed_flag, order_no, text
  FROM transaction_history
  UNION ALL
  SELECT transaction_id, act_id, NULL, customer_id, kind, document_no, external_key, transaction_on, document_on,
         due_on, due_given, currency, amount_minor, disputed_flag, order_no, text
  FROM withdrawn_transactions
  ORDER BY 1, 2";

fn transactions(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash>,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare(TRANSACTION_VERSIONS)?;
    let mut bytes = FactRow::default();
    let mut rows = statement.query([])?;
    // The first version of a transaction was hashed when it was written, each later one as a change of its act: the
    // act that replaced the version before it.
    let mut replaced: Option<(i64, i64)> = None;
    while let Some(row) = rows.next()? {
        let act_id: i64 = row.get("act_id")?;
        let id: i64 = row.get("transaction_id")?;
        let hash = hashes.entry(act_id).or_default();
        TransactionFact::from_row(row, |id, fact| {
            let bytes = fact.canonical(id, &mut bytes);
            if replaced == Some((id, act_id)) {
                hash.changed(FactKind::Transaction, id, bytes);
            } else {
                hash.written(FactKind::Transaction, bytes);
            }
        })?;
        replaced = row.get::<_, Option<i64>>("replaced_by")?.map(|by| (id, by));
    }
    Ok(())
}

fn settlements(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash>,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare(
        "SELECT id, act_id, customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor, occurrence,
                external_key, reverses_id
         FROM settlements
         UNION ALL
         SELECT settlement_id, act_id, customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor,
                occurrence, external_key, reverses_id
         FROM withdrawn_settlements
         ORDER BY 1, 2",
    )?;
    let mut bytes = FactRow::default();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |name: &str| row.get_ref(name)?.as_str().map_err(rusqlite::Error::from);
        let fact = SettlementFact {
            customer_id: row.get("customer_id")?,
            debit_id: row.get("debit_id")?,
            credit_id: row.get("credit_id")?,
            accounting_on: text("accounting_on")?,
            effective_on: text("effective_on")?,
            amount_minor: row.get("amount_minor")?,
            occurrence: row.get("occurrence")?,
            external_key: row
                .get_ref("external_key")?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
            reverses_id: row.get("reverses_id")?,
        };
        let bytes = fact.canonical(row.get("id")?, &mut bytes);
        hashes
            .entry(row.get("act_id")?)
            .or_default()
            .written(FactKind::Settlement, bytes);
    }
    Ok(())
}

fn details(connection: &Connection, hashes: &mut HashMap<i64, FactsHash>) -> Result<(), Refusal> {
    let mut statement = connection.prepare(&format!(
        "SELECT {DETAIL_COLUMNS}, act_id FROM transaction_details
         UNION ALL SELECT {DETAIL_COLUMNS}, act_id FROM transaction_detail_history"
    ))?;
    let mut bytes = FactRow::default();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let bytes = canonical_detail(row, &mut bytes)?;
        hashes.entry(row.get("act_id")?).or_default().changed(
            FactKind::Detail,
            row.get("transaction_id")?,
            bytes,
        );
    }
    Ok(())
}

fn instalments(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash>,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare(
        "SELECT transaction_id, number, due_on, amount_minor, act_id FROM instalments
         UNION ALL SELECT transaction_id, number, due_on, amount_minor, act_id FROM withdrawn_instalments
         ORDER BY 1, 2, 5",
    )?;
    let mut bytes = FactRow::default();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let due_on = row
            .get_ref("due_on")?
            .as_str()
            .map_err(rusqlite::Error::from)?;
        let bytes = instalment_row(
            &mut bytes,
            row.get("transaction_id")?,
            row.get("number")?,
            due_on,
            row.get("amount_minor")?,
        );
        hashes
            .entry(row.get("act_id")?)
            .or_default()
            .written(FactKind::Instalment, bytes);
    }
    Ok(())
}

fn documents(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash>,
    faults: &mut Vec<Fault>,
) -> Result<(), Refusal> {
    use sha2::Digest as _;
    let mut statement = connection
        .prepare("SELECT id, file_name, sha256, bytes, act_id FROM documents ORDER BY id")?;
    let mut row_bytes = FactRow::default();
    let mut unpacker = Unpacker::new(connection);
    let mut rows = statement.query([])?;
    let mut changed = None;
    while let Some(row) = rows.next()? {
        let text = |name: &str| row.get_ref(name)?.as_str().map_err(rusqlite::Error::from);
        let (file_name, sha256) = (text("file_name")?, text("sha256")?);
        let bytes = row
            .get_ref("bytes")?
            .as_blob()
            .map_err(rusqlite::Error::from)?;
        let same = |whole: &[u8]| crate::act::hex(&sha2::Sha256::digest(whole)) == sha256;
        if changed.is_none() && !unpacker.whole(bytes).is_ok_and(|whole| same(&whole)) {
            changed = Some(Fault::new(
                "document_changed",
                &[("file_name", file_name.into())],
            ));
        }
        let fact = document_row(&mut row_bytes, row.get("id")?, file_name, sha256);
        hashes
            .entry(row.get("act_id")?)
            .or_default()
            .written(FactKind::Document, fact);
    }
    faults.extend(changed);
    Ok(())
}

/// Asks for a copy of the book.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct BackupRequest {
    /// Path of the copy; must not exist.
    pub path: String,
}

/// The copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BackupDone {
    /// Path of the copy.
    pub path: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// `book.backup`
pub fn backup(session: &mut Session<'_>, request: BackupRequest) -> Result<BackupDone, Refusal> {
    let job = session.job;
    let bytes = session.book.file.backup(Path::new(&request.path), job)?;
    Ok(BackupDone {
        path: request.path,
        bytes,
    })
}

/// Asks for the audit log.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AuditRequest {
    /// Only acts before this one; the newest where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub before: Option<i64>,
}

/// One act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct AuditRow {
    /// Id.
    #[ts(type = "number")]
    pub act: i64,
    /// When.
    pub at: String,
    /// Code of the user.
    pub user: String,
    /// The command.
    pub command: String,
    /// Kind of record.
    pub object: String,
    /// Its key.
    pub key: String,
    /// What changed.
    #[ts(type = "Record<string, unknown>")]
    pub changes: serde_json::Value,
    /// The user's reason.
    pub reason: Option<String>,
    /// Hash of the seal.
    pub hash: String,
}

/// A page of the audit log, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct AuditPage {
    /// At most 200 acts.
    pub rows: Vec<AuditRow>,
}

/// `audit.list`
pub fn audit(session: &mut Session<'_>, request: AuditRequest) -> Result<AuditPage, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT a.id, a.at, u.code AS user, a.command, s.object, s.object_key, s.changes, s.reason, s.hash
         FROM audit a JOIN audit_seals s ON s.act_id = a.id JOIN users u ON u.id = a.user_id
         WHERE a.id < :before ORDER BY a.id DESC LIMIT 200",
    )?;
    let mut rows =
        statement.query(named_params! {":before": request.before.unwrap_or(i64::MAX)})?;
    let mut page = AuditPage { rows: Vec::new() };
    while let Some(row) = rows.next()? {
        let changes: String = row.get("changes")?;
        page.rows.push(AuditRow {
            act: row.get("id")?,
            at: row.get("at")?,
            user: row.get("user")?,
            command: row.get("command")?,
            object: row.get("object")?,
            key: row.get("object_key")?,
            changes: serde_json::from_str(&changes)?,
            reason: row.get("reason")?,
            hash: row.get("hash")?,
        });
    }
    Ok(page)
}

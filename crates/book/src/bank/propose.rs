//! `bank.propose`: what the matching says of every open line, in one pass with one index over all open items.
//!
//! Proposals are a stored copy that can be dropped and made again: they are written outside any act.

mod documents;
mod letters;
mod rests;

use engine::matching::{BankLine, Policy, Proposal, Standing};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::line::{BankProposal, Confidence, MatchReason, ProposalPart, ProposalRest};
use crate::accounts::{currency_of, day_of};
use crate::company;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::settling::Rules;
use crate::wire::Nothing;
use documents::{Books, Known};
use rests::Rests;

/// Lines between two looks at the stop button.
const LINES_PER_TICK: u64 = 500;

/// What the matching found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ProposalsMade {
    /// Open lines.
    #[ts(type = "number")]
    pub lines: u64,
    /// Of them, with an exact and unique match.
    #[ts(type = "number")]
    pub exact: u64,
    /// With proposals to confirm.
    #[ts(type = "number")]
    pub proposals: u64,
    /// With nothing.
    #[ts(type = "number")]
    pub without: u64,
}

/// `bank.propose`
pub fn propose(session: &mut Session<'_>, _: Nothing) -> Result<ProposalsMade, Refusal> {
    propose_all(session)
}

/// Makes the proposals of all open lines again.
pub(crate) fn propose_all(session: &Session<'_>) -> Result<ProposalsMade, Refusal> {
    let transaction = session.book.file.connection.unchecked_transaction()?;
    let made = write(&transaction, session.job, None)?;
    transaction.commit()?;
    Ok(made)
}

/// Makes the proposals of some lines again, inside an open act.
pub(crate) fn propose_lines(connection: &Connection, lines: &[i64]) -> Result<(), Refusal> {
    write(connection, &crate::host::Unwatched, Some(lines))?;
    Ok(())
}

fn write(
    connection: &Connection,
    job: &dyn Job,
    only: Option<&[i64]>,
) -> Result<ProposalsMade, Refusal> {
    // The lines of other companies wait for those who work there.
    let own = match only {
        None if company::here(connection)?.several => Some(own_lines(connection)?),
        only => only.map(<[i64]>::to_vec),
    };
    let wanted = own.map(|lines| Value::from(lines).to_string());
    match &wanted {
        // Without a condition SQLite lets go of the pages instead of the rows.
        None => connection.execute("DELETE FROM bank_proposals_snapshot", [])?,
        Some(lines) => connection.execute(
            "DELETE FROM bank_proposals_snapshot WHERE line_id IN (SELECT value FROM json_each(:lines))",
            named_params! {":lines": lines},
        )?,
    };
    let total: i64 = connection.query_row(
        "SELECT COUNT(*) AS lines FROM bank_line_states WHERE state = 'open'
           AND (:lines IS NULL OR line_id IN (SELECT value FROM json_each(:lines)))",
        named_params! {":lines": wanted},
        |row| row.get("lines"),
    )?;
    let mut made = ProposalsMade::default();
    if total == 0 {
        return Ok(made);
    }
    let total = u64::try_from(total).unwrap_or(0);
    job.progress(0, total, "matching_index");
    let rules = Rules::load(connection)?;
    let books = Books::read(connection, &rules)?;
    let index = books.index();
    check_cancelled(job)?;
    let policy = Policy {
        discount_tolerance_days: rules.discount_tolerance_days(),
    };
    let mut writer = Writer {
        insert: connection.prepare(
            "INSERT INTO bank_proposals_snapshot (line_id, rank, confidence, reason, customer_id, proposal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?,
        books: &books,
        rests: Rests::new(&rules),
    };
    let mut statement = connection.prepare(
        "SELECT l.id, l.booking_on, l.currency, l.amount_minor, l.reference, l.end_to_end_id, l.remittance,
                l.document_numbers, l.payer_account, l.payer_name, l.occurrence
         FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id
         WHERE s.state = 'open' AND (:lines IS NULL OR s.line_id IN (SELECT value FROM json_each(:lines)))
         ORDER BY l.id",
    )?;
    let mut rows = statement.query(named_params! {":lines": wanted})?;
    while let Some(row) = rows.next()? {
        if made.lines.is_multiple_of(LINES_PER_TICK) {
            check_cancelled(job)?;
            job.progress(made.lines, total, "matching");
        }
        made.lines += 1;
        let text = |name: &str| row.get_ref(name)?.as_str().map_err(rusqlite::Error::from);
        let named = text("document_numbers")?;
        let told = if named == "[]" {
            text("remittance")?.to_owned()
        } else {
            let numbers: Vec<String> = serde_json::from_str(named)?;
            format!("{}\n{}", numbers.join("\n"), text("remittance")?)
        };
        let line = BankLine {
            booked_on: day_of(row, "booking_on")?,
            currency: currency_of(text("currency")?)?,
            amount_minor: row.get("amount_minor")?,
            reference: text("reference")?,
            end_to_end_id: text("end_to_end_id")?,
            text: &told,
            account: text("payer_account")?,
            name: text("payer_name")?,
            standing: if row.get::<_, i64>("occurrence")? > 1 {
                Standing::NewTwin
            } else {
                Standing::New
            },
        };
        let proposals = index.propose(&line, &policy);
        match proposals.first().map(|first| first.confidence) {
            Some(engine::matching::Confidence::Exact) => made.exact += 1,
            Some(engine::matching::Confidence::Proposal) => made.proposals += 1,
            None => made.without += 1,
        }
        writer.line(row.get("id")?, &line, &proposals)?;
    }
    Ok(made)
}

fn own_lines(connection: &Connection) -> Result<Vec<i64>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT l.id FROM bank_lines l JOIN bank_accounts a ON a.id = l.bank_account_id
             WHERE a.company_id = (SELECT id FROM temp.current_company) ORDER BY l.id",
        )?
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?)
}

struct Writer<'b, 'c> {
    insert: rusqlite::Statement<'c>,
    books: &'b Books,
    rests: Rests<'b>,
}

impl Writer<'_, '_> {
    fn line(
        &mut self,
        line_id: i64,
        line: &BankLine<'_>,
        proposals: &[Proposal],
    ) -> Result<(), Refusal> {
        for proposal in proposals {
            let shown = self.shown(line, proposal)?;
            let reason = shown
                .reasons
                .first()
                .map_or("", |reason| reason.code.as_str());
            self.insert.execute(rusqlite::params![
                line_id,
                shown.rank,
                shown.confidence.code(),
                reason,
                proposal.customer_id,
                serde_json::to_string(&shown)?,
            ])?;
        }
        Ok(())
    }

    /// The proposal with everything that a person wants to see, and with what the tolerances close.
    fn shown(&self, line: &BankLine<'_>, proposal: &Proposal) -> Result<BankProposal, Refusal> {
        let mut parts: Vec<ProposalPart> = Vec::with_capacity(proposal.shares.len());
        for share in &proposal.shares {
            let Some(document) = self.books.document(share.document_id) else {
                continue;
            };
            let customer = self.books.customer(document.customer_id);
            parts.push(ProposalPart {
                document_id: document.id,
                customer_id: document.customer_id,
                account: customer.account.clone(),
                name: customer.name.clone(),
                kind: document.kind,
                document_no: document.document_no.clone(),
                document_on: document.document_on,
                due_on: document.due_on,
                open_minor: document.open_minor,
                amount_minor: share.amount_minor,
                discount_minor: share.discount_minor,
                difference_minor: 0,
                inferred: document.known == Known::Inferred,
            });
        }
        let settled = self.rests.close(line, proposal, &mut parts);
        let mut on_account = Vec::new();
        if settled.on_account_minor != 0 {
            let customer = self.books.customer(proposal.customer_id);
            on_account.push(ProposalRest {
                customer_id: proposal.customer_id,
                account: customer.account.clone(),
                name: customer.name.clone(),
                amount_minor: settled.on_account_minor,
            });
        }
        Ok(BankProposal {
            rank: i64::from(proposal.rank),
            confidence: match proposal.confidence {
                engine::matching::Confidence::Exact => Confidence::Exact,
                engine::matching::Confidence::Proposal => Confidence::Proposal,
            },
            reasons: coded(&proposal.reasons, self.books)?,
            not_exact: coded(&proposal.cautions, self.books)?,
            parts,
            on_account,
            over_minor: settled.over_minor,
        })
    }
}

/// Reasons as the window takes them: a code and figures; a document by its number too.
fn coded<T: Serialize>(reasons: &[T], books: &Books) -> Result<Vec<MatchReason>, Refusal> {
    reasons
        .iter()
        .map(|reason| {
            let mut args = match serde_json::to_value(reason)? {
                Value::Object(args) => args,
                _ => Map::new(),
            };
            let code = match args.remove("code") {
                Some(Value::String(code)) => code,
                _ => String::new(),
            };
            let id = |name: &str| args.get(name).and_then(Value::as_i64);
            let document = id("document_id").and_then(|id| books.document(id));
            let letter_no = id("letter_id").and_then(|id| books.letter_no(id));
            let document_no = document.map(|document| document.document_no.as_str());
            for (name, number) in [("document_no", document_no), ("letter_no", letter_no)] {
                if let Some(number) = number {
                    args.insert(name.to_owned(), number.into());
                }
            }
            Ok(MatchReason { code, args })
        })
        .collect()
}

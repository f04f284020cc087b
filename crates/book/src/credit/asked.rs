//! What the engine is asked about the approval of a journal: matrix, lines, signatures so far, and people.

use chrono::NaiveDate;
use engine::credit::approval::{
    ApprovalRefusal, Batch, BatchLine, LineState, Matrix, Request, Row, Signature,
};
use rusqlite::{Connection, named_params};

use super::journal_lines::{JournalLine, JournalLineState};
use super::journals::{JournalHead, JournalKind, JournalState};
use crate::accounts::{currency_of, customer_id};
use crate::approval::{People, Stuck, approval_refusal, own_role};
use crate::refusal::Refusal;
use crate::standing;
use crate::users::Role;

struct AskedLine {
    request: Request,
    signatures: Vec<Signature>,
    rejected: engine::credit::Flag,
}

/// The question about a journal.
pub(super) struct Asked {
    matrix: Vec<Row>,
    lines: Vec<AskedLine>,
    preparer_id: i64,
    /// Signatures on the whole.
    pub(super) signatures: Vec<Signature>,
    people: People,
}

impl Asked {
    pub(super) fn load(
        connection: &Connection,
        head: &JournalHead,
        lines: &[JournalLine],
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let company = standing::company_currency(connection)?;
        let parameters = standing::parameters(connection)?;
        let mut asked = Vec::new();
        for line in lines {
            let risk_group_id = match &line.account {
                Some(account) => {
                    let customer = customer_id(connection, account)?;
                    standing::risk_group_of(connection, customer, today)?
                        .and_then(|code| parameters.risk_group_id(&code))
                }
                None => None,
            };
            asked.push(AskedLine {
                request: request(connection, head, line, risk_group_id, today)?,
                signatures: signatures(connection, head.id, Some(line.id))?,
                rejected: standing::flag(line.rejected_comment.is_some()),
            });
        }
        let preparer_id = connection.query_row(
            "SELECT preparer_id FROM limit_journals WHERE id = :id",
            named_params! {":id": head.id},
            |row| row.get(0),
        )?;
        Ok(Self {
            matrix: parameters.matrix(company),
            lines: asked,
            preparer_id,
            signatures: signatures(connection, head.id, None)?,
            people: People::read(connection, today)?,
        })
    }

    /// About one limit that stands in no journal.
    pub(super) fn one(
        connection: &Connection,
        (preparer_id, today): (i64, NaiveDate),
        request: Request,
        signatures: Vec<Signature>,
    ) -> Result<Self, Refusal> {
        let parameters = standing::parameters(connection)?;
        // Where adjustments need no approval, a first limit needs none.
        let matrix = if parameters.workflow {
            parameters.matrix(standing::company_currency(connection)?)
        } else {
            Vec::new()
        };
        Ok(Self {
            matrix,
            lines: vec![AskedLine {
                request,
                signatures: Vec::new(),
                rejected: engine::credit::Flag::No,
            }],
            preparer_id,
            signatures,
            people: People::read(connection, today)?,
        })
    }

    /// The roles that still have to sign, first to last, and why nobody can.
    pub(super) fn stand(&self) -> (Vec<Role>, Option<Stuck>) {
        let (left, reachable) = self.ask(|batch| (batch.outstanding(), batch.unreachable()));
        let stuck = reachable
            .err()
            .and_then(|refusal| self.people.stuck(refusal));
        (roles(&left), stuck)
    }

    /// What was signed before counts no more.
    pub(super) fn forget(&mut self) {
        self.signatures.clear();
        for line in &mut self.lines {
            line.signatures.clear();
            line.rejected = engine::credit::Flag::No;
        }
    }

    /// Adds a signature on one line.
    pub(super) fn sign_line(&mut self, position: usize, signature: Signature) {
        self.lines[position].signatures.push(signature);
    }

    /// Rejects one line.
    pub(super) fn reject_line(&mut self, position: usize) {
        self.lines[position].rejected = engine::credit::Flag::Yes;
    }

    pub(super) fn ask<T>(&self, question: impl FnOnce(&Batch<'_>) -> T) -> T {
        let people = self.people.users();
        let lines: Vec<BatchLine<'_>> = self
            .lines
            .iter()
            .map(|line| BatchLine {
                request: line.request,
                signatures: &line.signatures,
                rejected: line.rejected,
            })
            .collect();
        question(&Batch {
            matrix: Matrix(&self.matrix),
            lines: &lines,
            preparer_id: self.preparer_id,
            signatures: &self.signatures,
            users: &people,
        })
    }

    /// The state of the journal with what is signed.
    pub(super) fn state(&self) -> JournalState {
        self.ask(|batch| JournalState::from_engine(batch.state()))
    }

    /// Whether a user may sign the whole, or a line of it, now.
    pub(super) fn may_sign(&self, user_id: i64) -> bool {
        self.ask(|batch| {
            batch.sign(user_id).is_ok()
                || batch
                    .lines
                    .iter()
                    .any(|line| batch.sign_line(line, user_id).is_ok())
        })
    }

    /// A refusal with the words that it needs; somebody who left is named.
    pub(super) fn refusal(&self, refusal: ApprovalRefusal) -> Refusal {
        match self.people.stuck(refusal) {
            Some(Stuck {
                role,
                left: Some(user),
            }) => Refusal::new("limit_approver_left")
                .with("role", role)
                .with("user", user),
            _ => approval_refusal(refusal),
        }
    }
}

/// What is to be approved, in the company's currency. A line that ends a temporary limit brings the permanent one back.
fn request(
    connection: &Connection,
    head: &JournalHead,
    line: &JournalLine,
    risk_group_id: Option<i64>,
    today: NaiveDate,
) -> Result<Request, Refusal> {
    let ends = head.kind == JournalKind::Temporary && line.reverses_id.is_some();
    let (old, new) = match (ends, line.reverses_id) {
        (true, Some(id)) => {
            let ended = connection.query_row(
                "SELECT new_minor FROM limit_lines WHERE id = :id",
                named_params! {":id": id},
                |row| row.get(0),
            )?;
            (Some(ended), line.current_minor.unwrap_or(0))
        }
        _ => (line.current_minor, line.new_minor.unwrap_or(0)),
    };
    let currency = currency_of(&line.currency)?;
    let value = |minor| standing::in_company_currency(connection, minor, currency, today);
    Ok(Request::Limit {
        old_minor: old.map(value).transpose()?,
        new_minor: value(new)?,
        eligible_minor: line.above_eligible_minor,
        risk_group_id,
    })
}

/// Signatures since the journal was submitted last, on the whole or on one line.
pub(super) fn signatures(
    connection: &Connection,
    journal_id: i64,
    line_id: Option<i64>,
) -> Result<Vec<Signature>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT signature FROM limit_decisions WHERE journal_id = :id AND decision = 'approved' AND line_id IS :line
           AND id > (SELECT COALESCE(MAX(id), 0) FROM limit_decisions WHERE journal_id = :id AND decision = 'submitted')
         ORDER BY id",
    )?;
    let texts: Vec<String> = statement
        .query_map(named_params! {":id": journal_id, ":line": line_id}, |row| {
            row.get(0)
        })?
        .collect::<Result<_, _>>()?;
    texts
        .iter()
        .map(|text| Ok(serde_json::from_str(text)?))
        .collect()
}

fn roles(levels: &std::collections::BTreeSet<engine::credit::approval::Level>) -> Vec<Role> {
    let named = levels.iter().filter_map(|level| own_role(level.role));
    named.collect()
}

/// Fills in where the lines stand; gives the roles that still have to approve, first to last, and why nobody could.
pub(super) fn stand(
    connection: &Connection,
    head: &JournalHead,
    lines: &mut [JournalLine],
    today: NaiveDate,
) -> Result<(Vec<Role>, Option<Stuck>), Refusal> {
    let settled = match head.state {
        JournalState::Approved | JournalState::Posted => Some(JournalLineState::Approved),
        JournalState::Rejected => Some(JournalLineState::Rejected),
        JournalState::Draft | JournalState::Submitted => None,
    };
    if let Some(state) = settled {
        for line in lines {
            if line.rejected_comment.is_none() {
                line.state = state;
            }
        }
        return Ok((Vec::new(), None));
    }
    if !standing::parameters(connection)?.workflow {
        return Ok((Vec::new(), None));
    }
    let asked = match Asked::load(connection, head, lines, today) {
        Ok(asked) => asked,
        // Without a rate nobody can decide; the journal can still be looked at, changed and recalled.
        Err(refusal) if standing::is_unknown(&refusal) => return Ok((Vec::new(), None)),
        Err(refusal) => return Err(refusal),
    };
    let (decided, outstanding, reachable) = asked.ask(|batch| {
        let of = |line: &BatchLine<'_>| (batch.line_state(line), batch.line_outstanding(line));
        let decided = batch.lines.iter().map(of).collect::<Vec<_>>();
        (decided, batch.outstanding(), batch.unreachable())
    });
    for (line, (state, levels)) in lines.iter_mut().zip(decided) {
        line.outstanding = roles(&levels);
        line.state = match state {
            LineState::Pending => JournalLineState::Pending,
            LineState::Rejected => JournalLineState::Rejected,
            // A draft may still change: nothing of it is approved yet.
            LineState::Approved if head.state == JournalState::Draft => JournalLineState::Pending,
            LineState::Approved => JournalLineState::Approved,
        };
    }
    let stuck = match reachable {
        Err(refusal) if head.state == JournalState::Submitted => asked.people.stuck(refusal),
        _ => None,
    };
    Ok((roles(&outstanding), stuck))
}

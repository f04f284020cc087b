//! `bank.confirm`: a bank line becomes payments and settlements, in one act (T-B10).

use std::collections::BTreeMap;

use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::hooks::after_settlement;
use super::inference::replace_inference;
use crate::accounts::customer_id;
use crate::act::Act;
use crate::bank::line::{BankProposal, LineFacts, load_proposals};
use crate::bank::list::next_open;
use crate::bank::states;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settlement::post::close_by;
use crate::settlement::posted::{DifferenceKind, Posting};
use crate::settlement::poster::{PaymentFact, Poster, SettledBy, pairs};

/// Confirms a line: a proposal by its rank, or documents marked by hand. All amounts together are the line.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ConfirmBankLine {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Rank of the proposal; where it is given, `parts` and `on_account` are not.
    #[ts(type = "number | null")]
    pub rank: Option<i64>,
    /// Documents that it pays.
    pub parts: Vec<ConfirmPart>,
    /// What stays on accounts as unapplied credit.
    pub on_account: Vec<ConfirmRest>,
    /// Too much by little, minor units: taken as a small difference on the first document.
    #[ts(type = "number")]
    pub over_minor: i64,
    /// A comment for the history.
    pub note: String,
}

/// A document that a line pays.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ConfirmPart {
    /// The document.
    #[ts(type = "number")]
    pub document_id: i64,
    /// Minor units of the line: positive for a debit, negative for a credit that is deducted. Where missing, all that
    /// is open beside discount and difference, as far as the line reaches.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Cash discount that closes it, minor units.
    #[ts(type = "number")]
    pub discount_minor: i64,
    /// Small difference that closes it, minor units.
    #[ts(type = "number")]
    pub difference_minor: i64,
}

impl ConfirmPart {
    /// The part of a document of which `open_minor` is open, where `left_minor` is left of the line.
    fn of(&self, open_minor: i64, left_minor: i64) -> Part {
        let amount_minor = self.amount_minor.unwrap_or_else(|| {
            let all = open_minor - self.discount_minor - self.difference_minor;
            match (all.signum() == left_minor.signum(), all > 0) {
                (true, true) => all.min(left_minor),
                (true, false) => all.max(left_minor),
                (false, _) => all,
            }
        });
        Part {
            document_id: self.document_id,
            amount_minor,
            discount_minor: self.discount_minor,
            difference_minor: self.difference_minor,
        }
    }
}

/// A document that a line pays, with its amount.
#[derive(Debug, Clone, Copy)]
struct Part {
    document_id: i64,
    amount_minor: i64,
    discount_minor: i64,
    difference_minor: i64,
}

/// What stays on an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ConfirmRest {
    /// Account number.
    pub account: String,
    /// Minor units, signed like the line; all that is left where missing.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
}

/// What was posted from a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLineConfirmed {
    /// What was posted.
    pub posting: Posting,
    /// The next line that waits.
    #[ts(type = "number | null")]
    pub next_line_id: Option<i64>,
}

/// `bank.confirm`
pub fn confirm(
    session: &mut Session<'_>,
    request: ConfirmBankLine,
) -> Result<BankLineConfirmed, Refusal> {
    let posting = session.act(|act| post(act, &request))?;
    Ok(BankLineConfirmed {
        posting,
        next_line_id: next_open(session.connection(), request.line_id)?,
    })
}

/// `bank.confirm_preview`: the same act, taken back.
pub fn preview(session: &mut Session<'_>, request: ConfirmBankLine) -> Result<Posting, Refusal> {
    session.rehearse(|act| post(act, &request))
}

fn post(act: &mut Act<'_>, request: &ConfirmBankLine) -> Result<Posting, Refusal> {
    act.about("bank_line", request.line_id);
    act.because(
        None,
        Some(request.note.trim()).filter(|note| !note.is_empty()),
    );
    let mut poster = Poster::default();
    post_line(act, &mut poster, request, SettledBy::Person)?;
    let (posting, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    Ok(posting)
}

/// What one customer's share of a line is.
#[derive(Debug, Default)]
struct Share {
    parts: Vec<Part>,
    on_account_minor: i64,
    over_minor: i64,
}

impl Share {
    fn amount_minor(&self) -> i64 {
        self.parts.iter().map(|part| part.amount_minor).sum::<i64>()
            + self.on_account_minor
            + self.over_minor
    }
}

/// Posts a line as the request says; the poster is finished by whoever opened the act.
pub(super) fn post_line(
    act: &mut Act<'_>,
    poster: &mut Poster,
    request: &ConfirmBankLine,
    by: SettledBy,
) -> Result<(), Refusal> {
    let line = LineFacts::load(act, request.line_id)?;
    if line.state != "open" {
        return Err(Refusal::new("bank_line_not_open")
            .with("line_id", line.id)
            .with("state", &line.state));
    }
    let proposal = request
        .rank
        .map(|rank| proposal(act, line.id, rank))
        .transpose()?;
    let shares = match &proposal {
        Some(proposal) => shares_of(proposal),
        None => shares_by_hand(act, poster, request, &line)?,
    };
    let sum: i64 = shares.values().map(Share::amount_minor).sum();
    if sum != line.amount_minor || shares.is_empty() {
        return Err(Refusal::new("bank_line_not_covered")
            .with("line_minor", line.amount_minor)
            .with("sum_minor", sum)
            .with("currency", &line.currency));
    }
    let why = match &proposal {
        Some(proposal) => serde_json::to_value(proposal)?,
        None => json!({"reasons": [{"code": "by_hand", "args": {}}], "note": request.note.trim()}),
    };
    for (customer_id, share) in &shares {
        post_share(act, poster, &line, *customer_id, share, by, &why)?;
    }
    states::set(act, line.id, "posted", request.note.trim())?;
    act.prepare_cached("DELETE FROM bank_proposals_snapshot WHERE line_id = :line")?
        .execute(named_params! {":line": line.id})?;
    Ok(())
}

fn proposal(act: &Act<'_>, line_id: i64, rank: i64) -> Result<BankProposal, Refusal> {
    load_proposals(act, line_id)?
        .into_iter()
        .find(|proposal| proposal.rank == rank)
        .ok_or_else(|| {
            Refusal::new("unknown_proposal")
                .with("line_id", line_id)
                .with("rank", rank)
        })
}

fn shares_of(proposal: &BankProposal) -> BTreeMap<i64, Share> {
    let mut shares: BTreeMap<i64, Share> = BTreeMap::new();
    for part in &proposal.parts {
        shares
            .entry(part.customer_id)
            .or_default()
            .parts
            .push(Part {
                document_id: part.document_id,
                amount_minor: part.amount_minor,
                discount_minor: part.discount_minor,
                difference_minor: part.difference_minor,
            });
    }
    for rest in &proposal.on_account {
        shares.entry(rest.customer_id).or_default().on_account_minor += rest.amount_minor;
    }
    if let Some(part) = proposal.parts.first() {
        shares.entry(part.customer_id).or_default().over_minor += proposal.over_minor;
    }
    shares
}

fn shares_by_hand(
    act: &Act<'_>,
    poster: &mut Poster,
    request: &ConfirmBankLine,
    line: &LineFacts,
) -> Result<BTreeMap<i64, Share>, Refusal> {
    let mut shares: BTreeMap<i64, Share> = BTreeMap::new();
    let mut left = line.amount_minor;
    for part in &request.parts {
        let side = poster.side(act, part.document_id)?;
        let part = part.of(side.open_minor, left);
        left -= part.amount_minor;
        shares.entry(side.customer_id).or_default().parts.push(part);
    }
    if let Some(first) = request.parts.first() {
        let side = poster.side(act, first.document_id)?;
        shares.entry(side.customer_id).or_default().over_minor = request.over_minor;
    }
    for rest in &request.on_account {
        let id = customer_id(act, &rest.account)?;
        let sum: i64 = shares.values().map(Share::amount_minor).sum();
        let amount = rest.amount_minor.unwrap_or(line.amount_minor - sum);
        if amount == 0 && rest.amount_minor.is_none() {
            continue;
        }
        shares.entry(id).or_default().on_account_minor += amount;
    }
    Ok(shares)
}

/// Posts the payment of one customer, and settles it.
fn post_share(
    act: &mut Act<'_>,
    poster: &mut Poster,
    line: &LineFacts,
    customer_id: i64,
    share: &Share,
    by: SettledBy,
    why: &serde_json::Value,
) -> Result<(), Refusal> {
    let amount = share.amount_minor();
    if amount == 0 || (amount > 0) != (line.amount_minor > 0) {
        return Err(Refusal::new("bank_share_wrong_sign")
            .with("customer_id", customer_id)
            .with("amount_minor", amount)
            .with("currency", &line.currency));
    }
    let on = line.booking_on;
    poster.begin(act, customer_id, Some(line.id), by, on)?;
    let payment_id = poster.payment(
        act,
        &PaymentFact {
            customer_id,
            amount_minor: -amount,
            currency: &line.currency,
            transaction_on: on,
            document_on: line.value_on,
            text: line.text(),
            bank_account: Some(&line.bank_account),
            reference: Some(line.reference.as_str()).filter(|text| !text.is_empty()),
        },
    )?;
    act.prepare_cached(
        "INSERT INTO bank_postings (line_id, customer_id, transaction_id, posted_by, why, act_id)
         VALUES (:line, :customer, :payment, :by, :why, :act)",
    )?
    .execute(named_params! {
        ":line": line.id, ":customer": customer_id, ":payment": payment_id, ":by": by.code(),
        ":why": why.to_string(), ":act": act.id,
    })?;
    for part in &share.parts {
        replace_inference(act, poster, part.document_id)?;
    }
    settle_share(act, poster, line, share, payment_id)
}

/// Credits that the payer deducts are spent on the debits first, then the payment; discounts and small differences
/// close what they are for.
fn settle_share(
    act: &mut Act<'_>,
    poster: &mut Poster,
    line: &LineFacts,
    share: &Share,
    payment_id: i64,
) -> Result<(), Refusal> {
    let on = line.booking_on;
    let pays_out = line.amount_minor < 0;
    let amount = share.amount_minor().abs();
    let mut debits: Vec<(i64, i64)> = Vec::new();
    let mut credits: Vec<(i64, i64)> = Vec::new();
    for part in &share.parts {
        let one = (part.document_id, part.amount_minor.abs());
        if part.amount_minor > 0 {
            debits.push(one);
        } else if part.amount_minor < 0 {
            credits.push(one);
        }
    }
    if pays_out { &mut debits } else { &mut credits }.push((payment_id, amount));
    for (debit, credit, minor) in pairs(&debits, &credits) {
        poster.settle(act, debit, credit, minor, on)?;
    }
    for part in &share.parts {
        for (kind, minor) in [
            (DifferenceKind::CashDiscount, part.discount_minor),
            (DifferenceKind::SmallDifference, part.difference_minor),
        ] {
            close_by(
                act,
                poster,
                (part.document_id, Some(payment_id)),
                kind,
                minor,
                on,
            )?;
        }
    }
    if share.over_minor != 0 {
        let Some(first) = share.parts.first() else {
            return Err(Refusal::new("bank_line_not_covered").with("over_minor", share.over_minor));
        };
        let document = poster.side(act, first.document_id)?;
        let kind = DifferenceKind::SmallDifference;
        let entry = (share.over_minor, line.currency.as_str());
        let id = poster.difference(act, kind, &document, Some(payment_id), entry, on)?;
        let (debit, credit) = if pays_out {
            (payment_id, id)
        } else {
            (id, payment_id)
        };
        poster.settle(act, debit, credit, share.over_minor.abs(), on)?;
    }
    Ok(())
}

//! One payment of an entry.

use engine::money::Currency;

use crate::bank::statement::{
    Account, Batch, Detail, Party, Return, Reversal, StructuredReference,
};
use crate::bank::value;
use crate::fault::Fault;
use crate::xml::Element;

use super::head::direction;
use super::parts::{self, Frame};

/// Lines of remittance text are this long when software has cut a longer text.
const USTRD_WIDTH: usize = 140;
/// SWIFT's lines, which some banks carry over one by one.
const SWIFT_WIDTH: usize = 35;

/// Reads `TxDtls`. `own` is the account of the statement, by which the other side is told from the own one.
pub(super) fn read(
    element: &Element,
    frame: &Frame,
    own: Option<&Account>,
) -> Result<Detail, Fault> {
    let id = |path: &str| element.text_at(path).and_then(value::id);
    let end_to_end_id = id("Refs/EndToEndId");
    let returned = element.child("RtrInf").map(|r| returned(r, element));
    let (counterparty, side) = other_side(element, frame, own, returned.is_some());
    let ultimate = element
        .child("RltdPties")
        .and_then(|p| p.child(side.ultimate()));
    let (references, document_nos, remittance) = remittance(element);
    let (instructed, exchange_rate) = exchange(element, frame.currency)?;
    Ok(Detail {
        amount_minor: amount(element, frame)?,
        end_to_end_id,
        mandate_id: id("Refs/MndtId"),
        creditor_id: creditor_id(element),
        instruction_id: id("Refs/InstrId"),
        transaction_id: id("Refs/TxId").or_else(|| id("Refs/UETR")),
        message_id: id("Refs/MsgId"),
        payment_information_id: id("Refs/PmtInfId"),
        bank_ref: id("Refs/AcctSvcrRef"),
        counterparty,
        ultimate_party: parts::name(ultimate),
        references,
        remittance,
        document_nos,
        purpose: id("Purp/Cd").or_else(|| id("Purp/Prtry")),
        text: element.text_at("AddtlTxInf").and_then(value::text),
        returned,
        instructed,
        exchange_rate,
        charges: parts::charges(element.all("Chrgs"))?,
    })
}

/// The share of this payment: the first of its amounts that is in the currency of the entry. Versions that ask for an amount
/// have a zero where there is nothing to tell, so any other amount goes before it.
fn amount(element: &Element, frame: &Frame) -> Result<Option<i64>, Fault> {
    let sign = sign(element, frame)?;
    let mut share = None;
    for path in [
        "Amt",
        "AmtDtls/TxAmt/Amt",
        "AmtDtls/CntrValAmt/Amt",
        "AmtDtls/InstdAmt/Amt",
    ] {
        if let Some(found) = element.at(path) {
            let (unsigned, currency) = parts::amount_of(found)?;
            if currency == frame.currency && share.is_none_or(|known| known == 0) {
                share = Some(unsigned * sign);
            }
        }
    }
    Ok(share)
}

fn sign(element: &Element, frame: &Frame) -> Result<i64, Fault> {
    match element.text_at("CdtDbtInd") {
        Some(word) => direction("CdtDbtInd", word),
        None => Ok(frame.sign),
    }
}

/// The share of one of several payments of which the bank tells nothing but an amount of a kind of its own. More than one
/// of them could mean anything, and so could the one of a single payment: its share is the entry.
pub(super) fn own_kind(element: &Element, frame: &Frame) -> Result<Option<i64>, Fault> {
    let Some(amounts) = element.child("AmtDtls") else {
        return Ok(None);
    };
    let found = amounts.all("PrtryAmt").filter_map(|own| own.child("Amt"));
    let found = found.map(parts::amount_of).collect::<Result<Vec<_>, _>>()?;
    match found[..] {
        [(unsigned, currency)] if currency == frame.currency => {
            Ok(Some(unsigned * sign(element, frame)?))
        }
        _ => Ok(None),
    }
}

/// Gives the only payment of an entry the whole of it. An own amount that differs is what was ordered before charges, unless
/// the bank counts more payments than it tells.
pub(super) fn take_whole(only: &mut Detail, frame: &Frame, batch: Option<&Batch>) {
    let counted = batch.and_then(|batch| batch.count).unwrap_or(1);
    match only.amount_minor {
        None | Some(0) if counted > 1 => only.amount_minor = None,
        Some(own) if own != frame.amount_minor && counted > 1 => {}
        Some(own) if own != frame.amount_minor && own != 0 => {
            let ordered = i64::try_from(own.unsigned_abs()).ok();
            let ordered = ordered.map(|ordered| (ordered, frame.currency));
            only.instructed = only.instructed.or(ordered);
            only.amount_minor = Some(frame.amount_minor);
        }
        _ => only.amount_minor = Some(frame.amount_minor),
    }
}

/// What was ordered in another currency, and the rate.
type Exchange = (Option<(i64, Currency)>, Option<String>);

fn exchange(element: &Element, own: Currency) -> Result<Exchange, Fault> {
    let mut instructed = None;
    for path in ["AmtDtls/InstdAmt/Amt", "AmtDtls/TxAmt/Amt", "Amt"] {
        if let Some(found) = element.at(path) {
            let money = parts::amount_of(found)?;
            // Swiss banks write a zero where there is nothing to tell.
            if money.1 != own && money.0 != 0 && instructed.is_none() {
                instructed = Some(money);
            }
        }
    }
    let amounts = element.child("AmtDtls");
    let rate = amounts.and_then(|amounts| {
        let mut all = amounts.children.iter();
        all.find_map(|amount| amount.text_at("CcyXchg/XchgRate"))
    });
    Ok((instructed, rate.and_then(value::text)))
}

/// The roles in a payment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Debtor,
    Creditor,
}

impl Side {
    const fn role(self) -> &'static str {
        match self {
            Self::Debtor => "Dbtr",
            Self::Creditor => "Cdtr",
        }
    }

    const fn ultimate(self) -> &'static str {
        match self {
            Self::Debtor => "UltmtDbtr",
            Self::Creditor => "UltmtCdtr",
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Debtor => Self::Creditor,
            Self::Creditor => Self::Debtor,
        }
    }
}

/// The side that is not the account of the statement. Its number decides where both are given; else the direction does,
/// and a payment that comes back keeps the roles it had on its way out.
fn other_side(
    element: &Element,
    frame: &Frame,
    own: Option<&Account>,
    is_return: bool,
) -> (Party, Side) {
    let (parties, agents) = (element.child("RltdPties"), element.child("RltdAgts"));
    let side = |side: Side| parts::party(parties, agents, side.role());
    let by_direction = match (frame.sign > 0, is_return || frame.reversal == Reversal::Yes) {
        (true, false) | (false, true) => Side::Debtor,
        (false, false) | (true, true) => Side::Creditor,
    };
    let is_own = |party: &Party| {
        own.is_some_and(|own| {
            (own.iban.is_some() && own.iban == party.iban)
                || (own.other_id.is_some() && own.other_id == party.other_account)
        })
    };
    let (first, second) = (side(by_direction), side(by_direction.other()));
    let first_is_unfit = first.is_empty() || is_own(&first);
    if first_is_unfit && !second.is_empty() && !is_own(&second) {
        (second, by_direction.other())
    } else {
        (first, by_direction)
    }
}

fn creditor_id(element: &Element) -> Option<String> {
    let creditor = element.at("RltdPties/Cdtr")?;
    let paths = [
        "Id/PrvtId/Othr/Id",
        "Pty/Id/PrvtId/Othr/Id",
        "Id/PrvtId/OthrId/Id",
    ];
    paths
        .iter()
        .find_map(|path| creditor.text_at(path))
        .and_then(value::id)
}

/// Structured references, numbers of documents, and the text in one line.
fn remittance(element: &Element) -> (Vec<StructuredReference>, Vec<String>, Option<String>) {
    let (mut references, mut document_nos) = (Vec::new(), Vec::new());
    let (mut lines, mut more) = (Vec::new(), Vec::new());
    for information in element.all("RmtInf") {
        // Some banks leave an empty line between two; it says nothing about how they were cut.
        lines.extend(
            information
                .all("Ustrd")
                .map(|u| u.text.as_str())
                .filter(|u| !u.trim().is_empty()),
        );
        for structured in information.all("Strd") {
            let named = [
                "Tp/CdOrPrtry/Cd",
                "Tp/CdOrPrtry/Prtry",
                "CdtrRefTp/Cd",
                "CdtrRefTp/Prtry",
            ];
            for creditor in structured.all("CdtrRefInf") {
                let named = named.iter().find_map(|path| creditor.text_at(path));
                let value = creditor
                    .text_at("Ref")
                    .or_else(|| creditor.text_at("CdtrRef"));
                let found = value.and_then(|v| value::reference(v, named.and_then(value::text)));
                references.extend(found);
            }
            let documents = structured.all("RfrdDocInf");
            let numbers =
                documents.filter_map(|d| d.text_at("Nb").or_else(|| d.text_at("RfrdDocNb")));
            document_nos.extend(numbers.filter_map(value::id));
            more.extend(structured.all("AddtlRmtInf").map(|a| a.text.as_str()));
        }
    }
    let width = match lines.split_last() {
        Some((_, others)) if others.iter().all(|l| l.chars().count() == SWIFT_WIDTH) => SWIFT_WIDTH,
        _ => USTRD_WIDTH,
    };
    let mut joined = value::join(lines, width);
    for line in more {
        joined.push(' ');
        joined.push_str(line);
    }
    let text = value::text(&joined);
    if references.is_empty() {
        references.extend(text.as_deref().and_then(value::lone_reference));
    }
    (references, document_nos, text)
}

fn returned(element: &Element, payment: &Element) -> Return {
    let reason = ["Rsn/Cd", "Rsn/Prtry", "RtrRsn/Cd", "RtrRsn/Prtry"];
    let words = element.all("AddtlInf").map(|a| a.text.as_str());
    let original = |path: &str| payment.text_at(path).and_then(value::id);
    Return {
        reason: reason
            .iter()
            .find_map(|path| element.text_at(path))
            .and_then(value::text),
        information: value::text(&value::join(words, 105)),
        original_end_to_end_id: original("Refs/EndToEndId"),
        original_bank_ref: original("Refs/TxId").or_else(|| original("Refs/AcctSvcrRef")),
    }
}

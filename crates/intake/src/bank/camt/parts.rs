//! The parts of an entry, and what entries, payments and balances share.

use engine::money::Currency;

use crate::bank::statement::{BankCode, Charge, Entry, EntryStatus, Inclusion, Party, Reversal};
use crate::bank::value::{self, bad, missing};
use crate::fault::{Fault, ValueProblem};
use crate::number::DecimalMark;
use crate::xml::Element;

use super::head::direction;

/// What the payments of an entry are read against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub amount_minor: i64,
    pub currency: Currency,
    pub sign: i64,
    pub reversal: Reversal,
}

fn child<'a>(shell: &'a [Element], name: &str) -> Option<&'a Element> {
    shell.iter().find(|c| c.tag.name == name)
}

/// Amount, currency and direction of an entry. They stand before its payments in every version.
pub(super) fn frame(shell: &[Element]) -> Result<Frame, Fault> {
    let amount = child(shell, "Amt").ok_or_else(|| missing("Ntry/Amt"))?;
    let (unsigned, currency) = amount_of(amount)?;
    let word = child(shell, "CdtDbtInd").and_then(Element::trimmed);
    let sign = direction("CdtDbtInd", word.ok_or_else(|| missing("Ntry/CdtDbtInd"))?)?;
    let reversal = match child(shell, "RvslInd").and_then(Element::trimmed) {
        None | Some("false" | "0") => Reversal::No,
        Some("true" | "1") => Reversal::Yes,
        Some(other) => return Err(bad("RvslInd", other, ValueProblem::NotAFlag)),
    };
    Ok(Frame {
        amount_minor: unsigned * sign,
        currency,
        sign,
        reversal,
    })
}

/// The entry without its payments.
pub(super) fn entry(shell: &[Element], frame: Frame, line: u64) -> Result<Entry, Fault> {
    let own_text = |name: &str| child(shell, name).and_then(Element::trimmed);
    let day = |name: &str| {
        let date = child(shell, name);
        let text = date.and_then(|d| d.text_at("Dt").or_else(|| d.text_at("DtTm")));
        text.map(|text| value::iso_day(name, text)).transpose()
    };
    let status = child(shell, "Sts").ok_or_else(|| missing("Ntry/Sts"))?;
    let status = status.trimmed().or_else(|| status.text_at("Cd"));
    let status = match status.or_else(|| child(shell, "Sts")?.text_at("Prtry")) {
        Some("BOOK") => EntryStatus::Booked,
        Some("PDNG" | "FUTR") => EntryStatus::Pending,
        Some("INFO") => EntryStatus::Information,
        Some(other) => return Err(bad("Sts", other, ValueProblem::UnknownCode)),
        None => return Err(missing("Ntry/Sts")),
    };
    let advice = child(shell, "AddtlInfInd").and_then(|a| a.text_at("MsgId"));
    Ok(Entry {
        line,
        booking_on: day("BookgDt")?,
        value_on: day("ValDt")?,
        amount_minor: frame.amount_minor,
        currency: frame.currency,
        status,
        reversal: frame.reversal,
        entry_ref: own_text("NtryRef").and_then(value::id),
        bank_ref: own_text("AcctSvcrRef").and_then(value::id),
        advice_id: advice.and_then(value::id),
        code: child(shell, "BkTxCd").map(code).unwrap_or_default(),
        text: own_text("AddtlNtryInf").and_then(value::text),
        batch: None,
        details: Vec::new(),
        charges: charges(shell.iter().filter(|c| c.tag.name == "Chrgs"))?,
    })
}

fn code(element: &Element) -> BankCode {
    let proprietary = element.text_at("Prtry/Cd").and_then(value::text);
    let gvc = proprietary.as_deref().and_then(gvc_of);
    BankCode {
        domain: element.text_at("Domn/Cd").and_then(value::text),
        family: element.text_at("Domn/Fmly/Cd").and_then(value::text),
        sub_family: element.text_at("Domn/Fmly/SubFmlyCd").and_then(value::text),
        text_key: proprietary.as_deref().and_then(text_key_of),
        gvc,
        proprietary,
    }
}

/// German banks write `NTRF+166+00931+900`: SWIFT's type, the three digits, the prime note, the text key.
fn gvc_of(code: &str) -> Option<String> {
    let mut parts = code.split('+');
    let found = match (parts.next(), parts.next()) {
        (Some(_), Some(second)) => second,
        (Some(only), None) => only,
        (None, _) => return None,
    };
    three_digits(found)
}

fn text_key_of(code: &str) -> Option<String> {
    code.split('+').nth(3).and_then(three_digits)
}

fn three_digits(text: &str) -> Option<String> {
    let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    is_code.then(|| text.to_owned())
}

/// Charges lie in the element itself (version 2) or in records inside it (since version 4).
pub(super) fn charges<'a>(
    elements: impl Iterator<Item = &'a Element>,
) -> Result<Vec<Charge>, Fault> {
    let mut found = Vec::new();
    for element in elements {
        let records: Vec<_> = element.all("Rcrd").collect();
        let records = if records.is_empty() {
            vec![element]
        } else {
            records
        };
        for record in records {
            let Some(amount) = record.child("Amt") else {
                continue;
            };
            let (unsigned, currency) = amount_of(amount)?;
            // Without a word the bank takes: that is what a charge is.
            let sign = match record.text_at("CdtDbtInd") {
                Some(word) => direction("CdtDbtInd", word)?,
                None => -1,
            };
            let inclusion = match record.text_at("ChrgInclInd") {
                Some("true" | "1") => Inclusion::Included,
                Some("false" | "0") => Inclusion::Separate,
                _ => Inclusion::NotSaid,
            };
            if unsigned != 0 {
                found.push(Charge {
                    amount_minor: unsigned * sign,
                    currency,
                    inclusion,
                });
            }
        }
    }
    Ok(found)
}

/// The unsigned `Amt` of an element, with its currency.
pub(super) fn money(element: &Element) -> Result<(i64, Currency), Fault> {
    let amount = element.child("Amt");
    amount_of(amount.ok_or_else(|| missing(&format!("{}/Amt", element.tag.name)))?)
}

/// The amount and currency of an amount element.
pub(super) fn amount_of(element: &Element) -> Result<(i64, Currency), Fault> {
    let name = &element.tag.name;
    let code = element.tag.attribute("Ccy");
    let code = code.ok_or_else(|| missing(&format!("{name}/@Ccy")))?;
    let currency = value::currency(&format!("{name}/@Ccy"), code)?;
    let text = element.trimmed().ok_or_else(|| missing(name))?;
    Ok((
        value::amount(name, text, DecimalMark::Point, currency)?,
        currency,
    ))
}

/// The direction of an element, which it must have.
pub(super) fn sign(element: &Element, name: &str) -> Result<i64, Fault> {
    let word = element.text_at("CdtDbtInd");
    direction(
        "CdtDbtInd",
        word.ok_or_else(|| missing(&format!("{name}/CdtDbtInd")))?,
    )
}

/// The name of a party, which versions since 8 wrap once more.
pub(super) fn name(party: Option<&Element>) -> Option<String> {
    let paths = ["Nm", "Pty/Nm", "Agt/FinInstnId/Nm"];
    paths
        .iter()
        .find_map(|path| party?.text_at(path))
        .and_then(value::text)
}

/// The BIC of a bank; its national code where it has none.
pub(super) fn bic(agent: Option<&Element>) -> Option<String> {
    let paths = [
        "FinInstnId/BICFI",
        "FinInstnId/BIC",
        "FinInstnId/CmbndId/BIC",
        "FinInstnId/ClrSysMmbId/MmbId",
        "FinInstnId/Othr/Id",
    ];
    let found = paths.iter().find_map(|path| agent?.text_at(path));
    found.map(value::compact).and_then(|bic| value::id(&bic))
}

/// A side of a payment: `Dbtr` or `Cdtr`, with its account and bank.
pub(super) fn party(parties: Option<&Element>, agents: Option<&Element>, role: &str) -> Party {
    let account = parties.and_then(|p| p.child(&format!("{role}Acct")));
    let iban = account.and_then(|a| a.text_at("Id/IBAN"));
    let other = ["Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC"];
    Party {
        // Where nobody is named, the bank may still name the account.
        name: name(parties.and_then(|p| p.child(role))).or_else(|| name(account)),
        iban: iban.map(value::compact).and_then(|iban| value::id(&iban)),
        other_account: other
            .iter()
            .find_map(|path| account?.text_at(path))
            .and_then(value::id),
        bic: bic(agents.and_then(|a| a.child(&format!("{role}Agt")))),
    }
}

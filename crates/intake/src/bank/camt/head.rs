//! The message and the head of a statement.

use crate::bank::statement::{
    Account, Balance, BalanceKind, BankFormat, Continuation, StatementHead,
};
use crate::bank::value::{self, bad, missing};
use crate::fault::{Fault, ValueProblem};
use crate::xml::{Element, Tag};

use super::parts;

/// What the elements around the statements say.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub format: Option<BankFormat>,
    version: Option<String>,
    id: Option<String>,
    created: Option<String>,
    page: Option<(u32, Continuation)>,
    /// The statement that is being told was closed while its head was read.
    pub is_closed: bool,
    pub information: Option<String>,
}

impl Message {
    /// Looks at a tag for the format and the version. A file may hold several messages, one after the other.
    pub fn see(&mut self, tag: &Tag) {
        // Versions 001.01 of these messages had the version in the name of the element, too.
        let format = match tag.name.as_str() {
            name if name.starts_with("BkToCstmrStmt") => BankFormat::Camt053,
            name if name.starts_with("BkToCstmrAcctRpt") => BankFormat::Camt052,
            name if name.starts_with("BkToCstmrDbtCdtNtfctn") => BankFormat::Camt054,
            "Document" => {
                *self = Self::default();
                self.version = version(tag);
                return;
            }
            _ => return,
        };
        self.format = Some(format);
        self.version = version(tag).or_else(|| self.version.take());
    }

    pub fn header(&mut self, header: &Element) {
        self.id = header.text_at("MsgId").and_then(value::id);
        self.created = header.text_at("CreDtTm").and_then(value::text);
        self.page = header.child("MsgPgntn").and_then(page);
    }

    /// The head and the balances of a statement; a fault with its line.
    pub fn statement(
        &self,
        children: &[Element],
        place: &str,
        line: u64,
    ) -> Result<(StatementHead, Vec<Balance>), (Fault, u64)> {
        let child = |name: &str| children.iter().find(|c| c.tag.name == name);
        let own_text = |name: &str| child(name).and_then(Element::trimmed).and_then(value::text);
        let at = |fault| (fault, line);
        let account = child("Acct").map(account).transpose().map_err(at)?;
        let day = |path: [&str; 2]| {
            let period = child("FrToDt");
            let text = path.iter().find_map(|p| period?.text_at(p));
            text.map(|text| value::iso_day("FrToDt", text)).transpose()
        };
        let own_page = ["StmtPgntn", "RptPgntn", "NtfctnPgntn"];
        let own_page = own_page.iter().find_map(|name| page(child(name)?));
        let (page_no, continuation) = match own_page.or(self.page) {
            Some((page, continuation)) => (Some(page), continuation),
            None => (None, Continuation::NotSaid),
        };
        let mut head = StatementHead {
            place: place.to_owned(),
            line,
            format: self.format.unwrap_or(BankFormat::Camt053),
            version: self.version.clone(),
            statement_id: own_text("Id"),
            message_id: self.id.clone(),
            sequence_no: own_text("ElctrncSeqNb"),
            legal_sequence_no: own_text("LglSeqNb"),
            page_no,
            continuation,
            created: own_text("CreDtTm").or_else(|| self.created.clone()),
            from_on: day(["FrDtTm", "FrDt"]).map_err(at)?,
            to_on: day(["ToDtTm", "ToDt"]).map_err(at)?,
            account: account.ok_or_else(|| at(missing("Acct")))?,
        };
        let balances = children.iter().filter(|c| c.tag.name == "Bal");
        let balances = balances.map(|b| balance(b).map_err(|fault| (fault, b.tag.line)));
        let balances = balances.collect::<Result<Vec<_>, _>>()?;
        // An entry may be in another currency than its account; a balance never is.
        let told = balances.first().map(|balance| balance.currency);
        head.account.currency = head.account.currency.or(told);
        Ok((head, balances))
    }
}

/// What the bank says about the whole statement.
pub(super) fn information(children: &[Element]) -> Option<String> {
    let names = ["AddtlStmtInf", "AddtlRptInf", "AddtlNtfctnInf"];
    let found = children
        .iter()
        .find(|c| names.contains(&c.tag.name.as_str()));
    found.and_then(Element::trimmed).and_then(value::text)
}

/// `camt.053.001.08` anywhere in a namespace, which Austrian banks wrap into a name of their own.
fn version(tag: &Tag) -> Option<String> {
    tag.attributes.iter().find_map(|(_, value)| {
        let at = value.find("camt.05")?;
        let version = value.get(at + 9..at + 15)?;
        let is_version = version.bytes().enumerate().all(|(i, b)| {
            if i == 3 {
                b == b'.'
            } else {
                b.is_ascii_digit()
            }
        });
        is_version.then(|| version.to_owned())
    })
}

fn page(element: &Element) -> Option<(u32, Continuation)> {
    let page_no = element.text_at("PgNb")?.parse().ok()?;
    let continuation = match element.text_at("LastPgInd") {
        Some("true" | "1") => Continuation::Last,
        Some("false" | "0") => Continuation::More,
        _ => Continuation::NotSaid,
    };
    Some((page_no, continuation))
}

fn account(element: &Element) -> Result<Account, Fault> {
    let currency = element.text_at("Ccy");
    let iban = element.text_at("Id/IBAN").map(value::compact);
    let other = ["Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC"];
    let account = Account {
        iban,
        other_id: other
            .iter()
            .find_map(|p| element.text_at(p))
            .and_then(value::text),
        bic: parts::bic(element.child("Svcr")),
        currency: currency
            .map(|code| value::currency("Ccy", code))
            .transpose()?,
        owner: parts::name(element.child("Ownr")),
    };
    if account.iban.is_none() && account.other_id.is_none() {
        return Err(missing("Acct/Id"));
    }
    Ok(account)
}

pub(super) fn balance(element: &Element) -> Result<Balance, Fault> {
    let code = ["Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd", "Tp/Prtry"];
    let code = code.iter().find_map(|path| element.text_at(path));
    let kind = match code.unwrap_or("") {
        "OPBD" | "PRCD" => BalanceKind::Opening,
        "CLBD" => BalanceKind::Closing,
        "ITBD" => BalanceKind::InterimClosing,
        "OPAV" => BalanceKind::OpeningAvailable,
        "CLAV" | "ITAV" => BalanceKind::ClosingAvailable,
        "FWAV" => BalanceKind::ForwardAvailable,
        _ => BalanceKind::Other,
    };
    let (amount_minor, currency) = parts::money(element)?;
    let day = element
        .text_at("Dt/Dt")
        .or_else(|| element.text_at("Dt/DtTm"));
    let day = day.or_else(|| element.text_at("Dt"));
    Ok(Balance {
        kind,
        day: day.map(|day| value::iso_day("Bal/Dt", day)).transpose()?,
        amount_minor: amount_minor * parts::sign(element, "Bal")?,
        currency,
    })
}

/// A word that must be one of two.
pub(super) fn direction(element: &str, word: &str) -> Result<i64, Fault> {
    match word {
        "CRDT" => Ok(1),
        "DBIT" => Ok(-1),
        _ => Err(bad(element, word, ValueProblem::UnknownCode)),
    }
}

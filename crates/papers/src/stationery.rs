//! What letters and interest notes have in common: who writes to whom, under which number, and how it is paid.
//!
//! The layout of letterhead, window, information block, payment box and further pages knows only this, so that both papers
//! look alike by construction.

use chrono::{DateTime, NaiveDate, Utc};

use crate::language::Word;
use crate::{
    Clerk, EdgeMarks, Edition, LetterPaper, NotePaper, PageSize, PaymentCode, Sender,
    StatementAccount, StatementPaper,
};

/// A paper without its rows and texts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stationery<'a> {
    pub language: &'a str,
    pub page: PageSize,
    pub edge_marks: EdgeMarks,
    pub sender: &'a Sender,
    pub recipient: &'a [String],
    /// What the number is called.
    pub number_word: Word,
    pub number: &'a str,
    pub on: NaiveDate,
    pub place: Option<&'a str>,
    pub account: &'a str,
    pub contact_name: Option<&'a str>,
    pub agent: Option<&'a Clerk>,
    pub subject: &'a str,
    pub edition: Edition,
    pub currency: &'a str,
    pub minor_digits: u32,
    pub total_minor: i64,
    pub pay_by: Option<NaiveDate>,
    pub reference: &'a str,
    pub code: Option<&'a PaymentCode>,
    pub produced_at: DateTime<Utc>,
}

impl<'a> From<&'a LetterPaper> for Stationery<'a> {
    fn from(paper: &'a LetterPaper) -> Self {
        Self {
            language: &paper.language,
            page: paper.page,
            edge_marks: paper.edge_marks,
            sender: &paper.sender,
            recipient: &paper.recipient,
            number_word: Word::LetterNo,
            number: &paper.letter_no,
            on: paper.letter_on,
            place: paper.place.as_deref(),
            account: &paper.account,
            contact_name: paper.contact_name.as_deref(),
            agent: paper.agent.as_ref(),
            subject: &paper.subject,
            edition: paper.edition,
            currency: &paper.currency,
            minor_digits: paper.minor_digits,
            total_minor: paper.total_minor,
            pay_by: paper.pay_by,
            reference: &paper.reference,
            code: paper.code.as_ref(),
            produced_at: paper.produced_at,
        }
    }
}

impl<'a> From<&'a NotePaper> for Stationery<'a> {
    fn from(paper: &'a NotePaper) -> Self {
        Self {
            language: &paper.language,
            page: paper.page,
            edge_marks: paper.edge_marks,
            sender: &paper.sender,
            recipient: &paper.recipient,
            number_word: paper.direction.word(),
            number: &paper.number,
            on: paper.note_on,
            place: paper.place.as_deref(),
            account: &paper.account,
            contact_name: paper.contact_name.as_deref(),
            agent: paper.agent.as_ref(),
            subject: &paper.subject,
            edition: paper.edition,
            currency: &paper.currency,
            minor_digits: paper.minor_digits,
            total_minor: paper.total_minor,
            pay_by: paper.pay_until,
            reference: &paper.reference,
            code: paper.payment_code(),
            produced_at: paper.produced_at,
        }
    }
}

impl<'a> Stationery<'a> {
    /// Of a statement, with its title; amounts are those of one of its currencies. It has no number, and asks for nothing.
    pub fn of_statement(
        paper: &'a StatementPaper,
        account: &'a StatementAccount,
        title: &'a str,
    ) -> Self {
        Self {
            language: &paper.language,
            page: paper.page,
            edge_marks: paper.edge_marks,
            sender: &paper.sender,
            recipient: &paper.recipient,
            number_word: Word::Statement,
            number: "",
            on: paper.written_on,
            place: paper.place.as_deref(),
            account: &paper.account,
            contact_name: paper.contact_name.as_deref(),
            agent: paper.agent.as_ref(),
            subject: title,
            edition: Edition::Original,
            currency: &account.currency,
            minor_digits: account.minor_digits,
            total_minor: account.closing_minor,
            pay_by: None,
            reference: "",
            code: None,
            produced_at: paper.produced_at,
        }
    }
}

//! A bank statement as a bank writes it (camt.053), with the payments that a test names.

use std::fmt::Write as _;

/// One payment that came in, in euros.
pub struct Payment<'a> {
    /// Cents.
    pub minor: i64,
    /// Who paid.
    pub payer: &'a str,
    /// From which account.
    pub iban: &'a str,
    /// What the payer wrote.
    pub text: &'a str,
}

/// A statement of `day` (`2026-03-20`) whose balances fit its payments.
pub fn camt053(day: &str, payments: &[Payment<'_>]) -> String {
    let opening = 100_000;
    let closing = opening + payments.iter().map(|one| one.minor).sum::<i64>();
    let mut entries = String::new();
    for Payment {
        minor,
        payer,
        iban,
        text,
    } in payments
    {
        let amount = euros(*minor);
        let _ = write!(
            entries,
            "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
             <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><NtryDtls><TxDtls>\
             <Amt Ccy=\"EUR\">{amount}</Amt><RltdPties><Dbtr><Pty><Nm>{payer}</Nm></Pty></Dbtr>\
             <DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties>\
             <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        );
    }
    let balance = |code: &str, minor: i64| {
        let amount = euros(minor);
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId>\
         <CreDtTm>{day}T18:00:00</CreDtTm></GrpHdr><Stmt><Id>2026-057</Id><CreDtTm>{day}T18:00:00</CreDtTm>\
         <Acct><Id><IBAN>DE02700100800030876808</IBAN></Id><Ccy>EUR</Ccy></Acct>{}{}{entries}</Stmt></BkToCstmrStmt>\
         </Document>",
        balance("OPBD", opening),
        balance("CLBD", closing),
    )
}

fn euros(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

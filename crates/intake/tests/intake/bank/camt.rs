//! Statements, reports and notifications of ISO 20022.

use intake::Fault;
use intake::ValueProblem;
use intake::bank::{
    BalanceCheck, BalanceKind, BankFormat, Continuation, EntryStatus, Event, ReferenceKind,
};

use super::{checks, detail, details, entries, fault_of, format_of, heads, of, short};

/// A message around entries. `version` is what stands behind the name of the message.
pub fn camt053(namespace: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"{namespace}\">\n<BkToCstmrStmt>\n<GrpHdr><MsgId>M-1</MsgId>\
         <CreDtTm>2026-03-05T06:00:00+01:00</CreDtTm></GrpHdr>\n{body}\n</BkToCstmrStmt></Document>\n"
    )
}

pub fn statement(balances: (&str, &str), entries: &str) -> String {
    let balance = |code: &str, amount: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-04</Dt></Dt></Bal>\n"
        )
    };
    format!(
        "<Stmt><Id>S-1</Id><ElctrncSeqNb>44</ElctrncSeqNb><CreDtTm>2026-03-05T06:00:00</CreDtTm>\
         <FrToDt><FrDtTm>2026-03-04T00:00:00+01:00</FrDtTm><ToDtTm>2026-03-04T23:59:59+01:00</ToDtTm></FrToDt>\
         <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Verkauf GmbH</Nm></Ownr>\
         <Svcr><FinInstnId><BIC>COBADEFFXXX</BIC></FinInstnId></Svcr></Acct>\n{}{}{entries}</Stmt>",
        balance("OPBD", balances.0),
        balance("CLBD", balances.1),
    )
}

pub fn entry(amount: &str, direction: &str, rest: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>BOOK</Sts>\
         <BookgDt><Dt>2026-03-04</Dt></BookgDt><ValDt><Dt>2026-03-05</Dt></ValDt>{rest}</Ntry>\n"
    )
}

pub const V02: &str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02";

/// One transfer, one collection of two debits, one debit that comes back.
pub fn german_053() -> String {
    let transfer = entry(
        "850.00",
        "CRDT",
        "<AcctSvcrRef>B-1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>\
         <Prtry><Cd>NTRF+166+00931</Cd><Issr>DK</Issr></Prtry></BkTxCd><NtryDtls><TxDtls>\
         <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>\
         <RltdPties><Dbtr><Nm>Metallbau Mu\u{308}ller &amp; Co. KG</Nm></Dbtr><DbtrAcct><Id><IBAN>DE12500105170648489890</IBAN></Id></DbtrAcct>\
         <UltmtDbtr><Nm>Müller Holding</Nm></UltmtDbtr>\
         <Cdtr><Nm>Verkauf GmbH</Nm></Cdtr><CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct></RltdPties>\
         <RltdAgts><DbtrAgt><FinInstnId><BIC>INGDDEFFXXX</BIC></FinInstnId></DbtrAgt></RltdAgts>\
         <RmtInf><Ustrd>Rechnung 2026-0815\n   Kd. 10004</Ustrd></RmtInf></TxDtls></NtryDtls>\
         <AddtlNtryInf>SEPA-Gutschrift</AddtlNtryInf>",
    );
    let collection = entry(
        "30.00",
        "CRDT",
        "<NtryDtls><Btch><MsgId>P-1</MsgId><PmtInfId>PI-1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>\
         <TxDtls><Refs><EndToEndId>E-1</EndToEndId><MndtId>MD-1</MndtId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">10.00</Amt></TxAmt></AmtDtls>\
         <RltdPties><Dbtr><Nm>Klein</Nm></Dbtr></RltdPties></TxDtls>\
         <TxDtls><Refs><EndToEndId>E-1</EndToEndId><MndtId>MD-1</MndtId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">20.00</Amt></TxAmt></AmtDtls>\
         <RltdPties><Dbtr><Nm>Groß</Nm></Dbtr></RltdPties></TxDtls></NtryDtls>",
    );
    let returned = entry(
        "53.00",
        "DBIT",
        "<BkTxCd><Prtry><Cd>NDDT+109+00931+914</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>\
         <Refs><EndToEndId>LS-77</EndToEndId><MndtId>M-0001</MndtId></Refs>\
         <AmtDtls><InstdAmt><Amt Ccy=\"EUR\">50.00</Amt></InstdAmt><TxAmt><Amt Ccy=\"EUR\">53.00</Amt></TxAmt></AmtDtls>\
         <Chrgs><Amt Ccy=\"EUR\">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>\
         <RltdPties><Dbtr><Nm>Bäckerei Klein</Nm></Dbtr><Cdtr><Nm>Verkauf GmbH</Nm></Cdtr></RltdPties>\
         <RtrInf><Rsn><Cd>AM04</Cd></Rsn><AddtlInf>keine Deckung</AddtlInf></RtrInf></TxDtls></NtryDtls>",
    );
    let entries = [transfer, collection, returned].concat();
    camt053(V02, &statement(("1000.00", "1827.00"), &entries))
}

#[test]
fn t_b1_a_batch_keeps_its_payments_even_with_one_id_for_all() {
    let events = of("053.xml", german_053());
    let shown: Vec<_> = entries(&events).iter().map(|e| short(e)).collect();
    assert_eq!(
        shown,
        [
            "2026-03-04 2026-03-05 85000 EUR booked ref=- bank=B-1 gvc=166 text=SEPA-Gutschrift",
            "2026-03-04 2026-03-05 3000 EUR booked ref=- bank=- gvc=- text=-",
            "2026-03-04 2026-03-05 -5300 EUR booked ref=- bank=- gvc=109 text=-",
        ]
    );
    assert_eq!(
        details(&events),
        [
            "85000 name=Metallbau Müller & Co. KG iban=DE12500105170648489890 bic=INGDDEFFXXX for=Müller Holding \
             text=Rechnung 2026-0815 Kd. 10004",
            "1000 e2e=E-1 mandate=MD-1 name=Klein",
            "2000 e2e=E-1 mandate=MD-1 name=Groß",
            "-5300 e2e=LS-77 mandate=M-0001 name=Bäckerei Klein returned=AM04|keine Deckung",
        ]
    );
    let batch = entries(&events)[1].batch.as_ref().unwrap();
    assert_eq!(
        (batch.message_id.as_deref(), batch.count),
        (Some("P-1"), Some(2))
    );
    let charges = &entries(&events)[2].details[0].charges;
    assert_eq!(charges[0].amount_minor, -300);
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
    let head = heads(&events)[0];
    assert_eq!(head.version.as_deref(), Some("001.02"));
    assert_eq!(head.account.owner.as_deref(), Some("Verkauf GmbH"));
    assert_eq!(head.from_on, head.to_on);
    assert_eq!((head.line, entries(&events)[0].line), (5, 8));
}

#[test]
fn t_b7_every_version_and_namespace() {
    let body = statement(("1.00", "2.00"), &entry("1.00", "CRDT", ""));
    for version in 1..=14 {
        let namespace = format!("urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}");
        let events = of("053.xml", camt053(&namespace, &body));
        assert_eq!(heads(&events)[0].version, Some(format!("001.{version:02}")));
        assert_eq!(checks(&events), [BalanceCheck::Agrees]);
    }
    let austrian = "ISO:camt.053.001.02:APC:STUZZA:payments:003";
    let events = of("053.xml", camt053(austrian, &body));
    assert_eq!(heads(&events)[0].version.as_deref(), Some("001.02"));
    let first = camt053(V02, &body).replace("BkToCstmrStmt>", "BkToCstmrStmtV01>");
    assert_eq!(entries(&of("053.xml", first)).len(), 1);
    let prefixed = camt053(V02, &body)
        .replace("</", "</c:")
        .replace('<', "<c:")
        .replace("<c:/c:", "</c:")
        .replace("<c:?", "<?")
        .replace("xmlns=", "xmlns:c=");
    assert_eq!(checks(&of("053.xml", prefixed)), [BalanceCheck::Agrees]);
    let wrapped = camt053(V02, &body)
        .replace(
            "<Document",
            "<Envelope><AppHdr><Id>1</Id></AppHdr><Document",
        )
        .replace("</Document>", "</Document></Envelope>");
    assert_eq!(entries(&of("053.xml", wrapped)).len(), 1);
}

#[test]
fn t_b5_many_statements_in_one_file_are_told_one_after_the_other() {
    let one = statement(("1.00", "2.00"), &entry("1.00", "CRDT", ""));
    let other = statement(("5.00", "5.00"), "").replace("S-1", "S-2");
    let events = of("053.xml", camt053(V02, &[one.as_str(), &other].concat()));
    let kinds: Vec<_> = events
        .iter()
        .map(|event| match event {
            Event::Statement(head) => head.statement_id.clone().unwrap(),
            Event::Entry(entry) => entry.amount_minor.to_string(),
            Event::End(end) => format!("{} entries", end.entries),
            Event::Skipped { place } => place.clone(),
        })
        .collect();
    assert_eq!(kinds, ["S-1", "100", "1 entries", "S-2", "0 entries"]);
    assert_eq!(
        checks(&events),
        [BalanceCheck::Agrees, BalanceCheck::Agrees]
    );
}

#[test]
fn t_b4_a_notification_has_no_balance_and_names_its_payments() {
    let text = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
        <GrpHdr><MsgId>N-1</MsgId><CreDtTm>2026-03-04T18:00:00</CreDtTm><MsgPgntn><PgNb>2</PgNb><LastPgInd>false</LastPgInd></MsgPgntn></GrpHdr>\
        <Ntfctn><Id>N</Id><Acct><Id><IBAN>CH4431999123000889012</IBAN></Id></Acct>\
        <Ntry><Amt Ccy=\"CHF\">1949.75</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
        <BookgDt><DtTm>2026-03-04T23:30:00-05:00</DtTm></BookgDt><AddtlInfInd><MsgId>053-7</MsgId></AddtlInfInd>\
        <NtryDtls><TxDtls><Amt Ccy=\"CHF\">1949.75</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
        <RltdPties><Dbtr><Pty><Nm>Muster AG</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>80-1-2</Id></Othr></Id></DbtrAcct></RltdPties>\
        <RltdAgts><DbtrAgt><FinInstnId><BICFI>POFICHBEXXX</BICFI></FinInstnId></DbtrAgt></RltdAgts>\
        <RmtInf><Strd><RfrdDocInf><Nb>R 4711</Nb></RfrdDocInf><CdtrRefInf><Tp><CdOrPrtry><Prtry>QRR</Prtry></CdOrPrtry></Tp>\
        <Ref>21 00000 00003 13947 14300 09017</Ref></CdtrRefInf><AddtlRmtInf>?REJECT?0</AddtlRmtInf></Strd></RmtInf>\
        </TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>";
    assert_eq!(format_of(text), Some(BankFormat::Camt054));
    let events = of("054.xml", text);
    assert_eq!(checks(&events), [BalanceCheck::NotStated]);
    let head = heads(&events)[0];
    assert_eq!(
        (head.page_no, head.continuation),
        (Some(2), Continuation::More)
    );
    let entry = entries(&events)[0];
    assert_eq!(
        entry.booking_on.unwrap().to_string(),
        "2026-03-04",
        "never shifted by a zone"
    );
    assert_eq!(entry.advice_id.as_deref(), Some("053-7"));
    assert_eq!(
        detail(&entry.details[0]),
        "194975 name=Muster AG account=80-1-2 bic=POFICHBEXXX refs=Qrr:210000000003139471430009017 docs=R 4711 text=?REJECT?0"
    );
    assert_eq!(entry.details[0].references[0].kind, ReferenceKind::Qrr);
}

#[test]
fn a_report_tells_what_is_booked_and_what_is_not() {
    let body = statement(
        ("1.00", "2.00"),
        &[
            entry("1.00", "CRDT", ""),
            entry("7.00", "DBIT", "").replace("BOOK", "PDNG"),
            entry("9.00", "DBIT", "").replace("BOOK", "INFO"),
        ]
        .concat(),
    )
    .replace("Stmt>", "Rpt>")
    .replace("CLBD", "ITBD");
    let text = camt053("urn:iso:std:iso:20022:tech:xsd:camt.052.001.08", &body)
        .replace("BkToCstmrStmt", "BkToCstmrAcctRpt");
    assert_eq!(format_of(&text), Some(BankFormat::Camt052));
    let events = of("052.xml", text);
    let status: Vec<_> = entries(&events).iter().map(|e| e.status).collect();
    assert_eq!(
        status,
        [
            EntryStatus::Booked,
            EntryStatus::Pending,
            EntryStatus::Information
        ]
    );
    assert_eq!(
        checks(&events),
        [BalanceCheck::Agrees],
        "only what is booked counts"
    );
    let Some(Event::End(end)) = events.last() else {
        panic!("{events:?}");
    };
    assert_eq!(end.balances[1].kind, BalanceKind::InterimClosing);
}

#[test]
fn a_difference_of_balances_is_a_warning_with_both_figures() {
    let text = camt053(
        V02,
        &statement(("1.00", "3.00"), &entry("1.00", "CRDT", "")),
    );
    let events = of("053.xml", text);
    assert_eq!(
        checks(&events),
        [BalanceCheck::Differs {
            computed_minor: 200,
            stated_minor: 300,
            currency: engine::money::Currency::EUR
        }]
    );
}

#[test]
fn what_cannot_be_taken_is_a_fault_at_its_line() {
    let at = |entry: String| {
        fault_of(
            "053.xml",
            camt053(V02, &statement(("1.00", "2.00"), &entry)),
        )
    };
    let value = |element: &str, value: &str, reason| Fault::BankValue {
        element: element.to_owned(),
        value: value.to_owned(),
        reason,
    };
    let missing = |element: &str| Fault::BankValueMissing {
        element: element.to_owned(),
    };
    let line = Some(8);
    let plain = entry("1.00", "CRDT", "");
    let cases = [
        (plain.replace(" Ccy=\"EUR\"", ""), missing("Amt/@Ccy")),
        (
            plain.replace("EUR", "EUX"),
            value("Amt/@Ccy", "EUX", ValueProblem::UnknownCurrency),
        ),
        (
            plain.replace("1.00", "1.005"),
            value("Amt", "1.005", ValueProblem::TooManyDecimals { digits: 2 }),
        ),
        (
            plain.replace("1.00", "-1.00"),
            value("Amt", "-1.00", ValueProblem::NotANumber),
        ),
        (plain.replace("1.00", ""), missing("Amt")),
        (
            plain.replace("<CdtDbtInd>CRDT</CdtDbtInd>", ""),
            missing("Ntry/CdtDbtInd"),
        ),
        (
            plain.replace("CRDT", "CREDIT"),
            value("CdtDbtInd", "CREDIT", ValueProblem::UnknownCode),
        ),
        (plain.replace("<Sts>BOOK</Sts>", ""), missing("Ntry/Sts")),
        (
            plain.replace("BOOK", "MAYB"),
            value("Sts", "MAYB", ValueProblem::UnknownCode),
        ),
        (
            plain.replace("2026-03-04", "2026-02-30"),
            value("BookgDt", "2026-02-30", ValueProblem::NotADate),
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(at(text.clone()), (fault, line), "{text}");
    }
    let foreign = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"><CstmrCdtTrfInitn/></Document>";
    assert_eq!(fault_of("pain.xml", foreign).0, Fault::NotABankFile);
    assert_eq!(fault_of("a.csv", "a;b\n1;2\n").0, Fault::NotABankFile);
    assert_eq!(fault_of("empty.xml", "").0, Fault::EmptyFile);
}

/// The format asks for at least one; a file that was emptied on its way looks the same.
#[test]
fn a_message_without_a_statement_is_refused() {
    let empty = camt053(V02, "");
    assert_eq!(format_of(&empty), Some(BankFormat::Camt053));
    let lacks = |element: &str| {
        let element = element.to_owned();
        (Fault::BankValueMissing { element }, None)
    };
    assert_eq!(fault_of("a.xml", &empty), lacks("Stmt"));
    let notice = empty.replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn");
    assert_eq!(fault_of("a.xml", notice), lacks("Ntfctn"));
    let report = empty.replace("BkToCstmrStmt", "BkToCstmrAcctRpt");
    assert_eq!(fault_of("a.xml", report), lacks("Rpt"));
}

//! Where the same thing stands in other versions and with other banks.

use intake::bank::{BalanceCheck, Inclusion, Reversal};

use super::camt::{V02, camt053, entry, statement};
use super::{checks, detail, details, entries, heads, of};

fn one(rest: &str) -> Vec<intake::bank::Event> {
    of(
        "053.xml",
        camt053(
            V02,
            &statement(("0.00", "10.00"), &entry("10.00", "CRDT", rest)),
        ),
    )
}

#[test]
fn pages_between_others_have_interim_balances_on_both_sides() {
    let page = statement(("10.00", "12.00"), &entry("2.00", "CRDT", ""))
        .replace("OPBD", "ITBD")
        .replace("CLBD", "ITBD")
        .replace(
            "<ElctrncSeqNb>",
            "<StmtPgntn><PgNb>2</PgNb><LastPgInd>false</LastPgInd></StmtPgntn><ElctrncSeqNb>",
        );
    let events = of("053.xml", camt053(V02, &page));
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
    assert_eq!(heads(&events)[0].page_no, Some(2));
}

#[test]
fn a_foreign_payment_keeps_what_was_ordered_its_rate_and_its_charges() {
    let events = one(
        "<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">1.50</TtlChrgsAndTaxAmt><Rcrd><Amt Ccy=\"EUR\">1.50</Amt><CdtDbtInd>DBIT</CdtDbtInd>\
         <ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs><NtryDtls><TxDtls><AmtDtls><InstdAmt><Amt Ccy=\"USD\">12.00</Amt></InstdAmt>\
         <TxAmt><Amt Ccy=\"EUR\">10.00</Amt><CcyXchg><SrcCcy>USD</SrcCcy><XchgRate>1.2</XchgRate></CcyXchg></TxAmt></AmtDtls></TxDtls></NtryDtls>",
    );
    let entry = entries(&events)[0];
    let payment = &entry.details[0];
    assert_eq!(payment.amount_minor, Some(1_000));
    assert_eq!(payment.instructed, Some((1_200, "USD".parse().unwrap())));
    assert_eq!(payment.exchange_rate.as_deref(), Some("1.2"));
    assert_eq!(entry.charges[0].amount_minor, -150);
    assert_eq!(entry.charges[0].inclusion, Inclusion::Included);
}

#[test]
fn a_reversal_goes_the_way_its_own_direction_says() {
    let text = entry("10.00", "DBIT", "<RvslInd>true</RvslInd>")
        .replace("<RvslInd>true</RvslInd>", "")
        .replace("</CdtDbtInd>", "</CdtDbtInd><RvslInd>true</RvslInd>");
    let events = of(
        "053.xml",
        camt053(V02, &statement(("10.00", "0.00"), &text)),
    );
    let reversal = entries(&events)[0];
    assert_eq!(
        (reversal.amount_minor, reversal.reversal),
        (-1_000, Reversal::Yes)
    );
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

#[test]
fn text_in_lines_of_swift_is_joined_as_it_was_cut() {
    let cut = |width: usize, text: &str| -> String {
        let chars: Vec<char> = text.chars().collect();
        let pieces = chars.chunks(width).map(String::from_iter);
        let lines: Vec<String> = pieces.map(|p| format!("<Ustrd>{p}</Ustrd>")).collect();
        lines.concat()
    };
    let text = "Rechnungen 2026-0815 und 2026-0816 abzueglich Skonto laut Vereinbarung vom Januar";
    let wrap =
        |lines: String| format!("<NtryDtls><TxDtls><RmtInf>{lines}</RmtInf></TxDtls></NtryDtls>");
    assert_eq!(
        details(&one(&wrap(cut(35, text)))),
        [format!("1000 text={text}")]
    );
    let words = "<Ustrd>Rechnung 815</Ustrd><Ustrd>danke</Ustrd>".to_owned();
    assert_eq!(
        details(&one(&wrap(words))),
        ["1000 text=Rechnung 815 danke"]
    );
}

#[test]
fn a_reference_alone_in_the_text_is_known_by_its_check_digits() {
    let text =
        "<NtryDtls><TxDtls><RmtInf><Ustrd>RF18 5390 0754 7034</Ustrd></RmtInf></TxDtls></NtryDtls>";
    assert_eq!(
        details(&one(text)),
        ["1000 refs=Rf:RF18539007547034 text=RF18 5390 0754 7034"]
    );
    let structured = "<NtryDtls><TxDtls><RmtInf><Strd><CdtrRefInf><CdtrRefTp><Cd>SCOR</Cd></CdtrRefTp>\
                      <CdtrRef>RF18539007547034</CdtrRef></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>";
    let events = one(structured);
    let reference = &entries(&events)[0].details[0].references[0];
    assert_eq!(reference.named_type.as_deref(), Some("SCOR"));
}

#[test]
fn the_other_side_is_the_one_that_is_not_the_own_account() {
    let own = "<IBAN>DE89370400440532013000</IBAN>";
    let crossed = format!(
        "<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Verkauf GmbH</Nm></Dbtr><DbtrAcct><Id>{own}</Id></DbtrAcct>\
         <Cdtr><Nm>Kunde</Nm></Cdtr></RltdPties></TxDtls></NtryDtls>"
    );
    assert_eq!(details(&one(&crossed)), ["1000 name=Kunde"]);
}

#[test]
fn an_entry_without_payments_has_one_and_a_batch_without_has_none() {
    let events = one("<AddtlNtryInf>Zinsen</AddtlNtryInf>");
    assert_eq!(detail(&entries(&events)[0].details[0]), "1000");
    let batch = one("<NtryDtls><Btch><NbOfTxs>12</NbOfTxs></Btch></NtryDtls>");
    assert!(entries(&batch)[0].details.is_empty());
}

#[test]
fn a_returned_payment_shows_by_its_code_when_nothing_else_says_so() {
    let events = one(
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>\
         <NtryDtls><TxDtls><RmtInf><Ustrd>Return reason MS02</Ustrd></RmtInf></TxDtls></NtryDtls>",
    );
    assert_eq!(
        details(&events),
        ["1000 text=Return reason MS02 returned=MS02|-"]
    );
}

/// An entry may be in another currency than its account, and is not asked what that of the account is.
#[test]
fn an_account_without_a_currency_has_that_of_its_balances() {
    let foreign = entry("10.00", "CRDT", "").replace("Ccy=\"EUR\"", "Ccy=\"SEK\"");
    let body = statement(("0.00", "10.00"), &foreign).replace("<Ccy>EUR</Ccy>", "");
    let events = of("053.xml", camt053(V02, &body));
    let currency = heads(&events)[0].account.currency.unwrap();
    assert_eq!(currency.code(), "EUR");
    assert_eq!(entries(&events)[0].currency.code(), "SEK");
}

/// The bank took its charges on the way: the entry is what came in, and the payer and the reference are still told.
#[test]
fn the_only_payment_of_an_entry_is_the_whole_of_it() {
    let payment = |batch: &str| {
        format!(
            "<NtryDtls>{batch}<TxDtls><Refs><EndToEndId>E-1</EndToEndId></Refs><Amt Ccy=\"EUR\">12.50</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd></TxDtls></NtryDtls>"
        )
    };
    let events = one(&payment(""));
    assert_eq!(details(&events), ["1000 e2e=E-1"]);
    let ordered = entries(&events)[0].details[0].instructed;
    assert_eq!(
        ordered.map(|(minor, currency)| (minor, currency.code().to_owned())),
        Some((1_250, "EUR".to_owned()))
    );
    let of_many = payment("<Btch><NbOfTxs>3</NbOfTxs></Btch>");
    assert_eq!(details(&one(&of_many)), ["1250 e2e=E-1"]);
}

#[test]
fn an_amount_of_zero_was_not_ordered() {
    for currency in ["USD", "EUR"] {
        let events = one(&format!(
            "<NtryDtls><TxDtls><Amt Ccy=\"{currency}\">0</Amt></TxDtls></NtryDtls>"
        ));
        let only = &entries(&events)[0].details[0];
        assert_eq!((only.amount_minor, only.instructed), (Some(1_000), None));
    }
}

/// The bank counts twenty payments and tells one of them: nobody knows what that one brings.
#[test]
fn one_of_many_without_a_share_is_not_the_whole() {
    for amount in ["", "<Amt Ccy=\"EUR\">0.00</Amt>"] {
        let events = one(&format!(
            "<NtryDtls><Btch><NbOfTxs>20</NbOfTxs></Btch><TxDtls><Refs><EndToEndId>E-1</EndToEndId></Refs>{amount}\
             </TxDtls></NtryDtls>"
        ));
        assert_eq!(details(&events), ["? e2e=E-1"]);
    }
}

#[test]
fn a_share_stands_behind_a_zero_or_is_of_a_kind_of_the_bank() {
    let share = |amounts: &str| format!("<TxDtls>{amounts}</TxDtls>");
    let zero = |amount: &str| {
        share(&format!(
            "<Amt Ccy=\"EUR\">0</Amt><AmtDtls><TxAmt><Amt Ccy=\"EUR\">{amount}</Amt></TxAmt></AmtDtls>"
        ))
    };
    let own = |amount: &str| {
        format!("<PrtryAmt><Tp>SHARE</Tp><Amt Ccy=\"EUR\">{amount}</Amt></PrtryAmt>")
    };
    let kinds = |amounts: &str| share(&format!("<AmtDtls>{amounts}</AmtDtls>"));
    let told =
        |payments: &[String]| details(&one(&format!("<NtryDtls>{}</NtryDtls>", payments.concat())));
    assert_eq!(told(&[zero("4.00"), zero("6.00")]), ["400", "600"]);
    assert_eq!(
        told(&[kinds(&own("4.00")), kinds(&own("6.00"))]),
        ["400", "600"]
    );
    let two = kinds(&[own("4.00"), own("0.50")].concat());
    let foreign = kinds(&own("6.00").replace("EUR", "USD"));
    assert_eq!(told(&[two, foreign]), ["?", "?"]);
    // The only payment is the whole of its entry, whatever the bank has as an amount of its own.
    let events = one(&format!("<NtryDtls>{}</NtryDtls>", kinds(&own("4.00"))));
    let only = &entries(&events)[0].details[0];
    assert_eq!((only.amount_minor, only.instructed), (Some(1_000), None));
}

#[test]
fn the_name_of_the_account_stands_in_for_the_one_that_nobody_gives() {
    let side = |name: &str| {
        format!(
            "<NtryDtls><TxDtls><RltdPties>{name}<DbtrAcct><Id><IBAN>DE12500105170648489890</IBAN></Id>\
             <Nm>Metallbau Konto</Nm></DbtrAcct></RltdPties></TxDtls></NtryDtls>"
        )
    };
    assert_eq!(
        details(&one(&side(""))),
        ["1000 name=Metallbau Konto iban=DE12500105170648489890"]
    );
    assert_eq!(
        details(&one(&side("<Dbtr><Nm>Metallbau</Nm></Dbtr>"))),
        ["1000 name=Metallbau iban=DE12500105170648489890"]
    );
}

#[test]
fn a_payment_is_traced_by_what_identifies_it() {
    let traced = |refs: &str| {
        let events = one(&format!(
            "<NtryDtls><TxDtls><Refs>{refs}</Refs></TxDtls></NtryDtls>"
        ));
        entries(&events)[0].details[0].transaction_id.clone()
    };
    let uetr = "<UETR>97ed4827-7b6f-4491-a06f-b548d5a7512d</UETR>";
    assert_eq!(
        traced(uetr).as_deref(),
        Some("97ed4827-7b6f-4491-a06f-b548d5a7512d")
    );
    assert_eq!(
        traced(&format!("<TxId>T-1</TxId>{uetr}")).as_deref(),
        Some("T-1")
    );
}

//! MT940 and MT942 as German and Austrian banks write them.

use intake::bank::{BalanceCheck, BankFormat, Event};

use super::{checks, detail, details, entries, fault_of, heads, of, short};

/// A collection, a returned debit, a card payment without name, and a charge; text cut at 27 characters.
pub const GERMAN: &str = "\
:20:STARTUMSE\r
:25:37040044/0532013000\r
:28C:00123/001\r
:60F:C260302EUR1000,00\r
:61:2603040304CR850,00NTRFNONREF//26063A1\r
:86:166?00SEPA-GUTSCHRIFT?109075/611?20EREF+RE-2026-0815?21KREF+KR1?22S\r
VWZ+Rechnung 2026-0815 Kd.?23 Nr. 10004 vom 02.03.2026 w?24ie vereinba\r
rt?30COBADEFFXXX?31DE89370400440532013000?32Metallbau Müller & Söhne \r
Gm?33bH?34000\r
:61:2603050305DR53,00NDDTNONREF//26064B2\r
:86:109?00RÜCKLASTSCHRIFT?20EREF+LS-77?21MREF+M-0001?22CRED+DE98ZZZ0999\r
9999999?23OAMT+50,00?24COAM+3,00?25SVWZ+MD06 WIDERSPRUCH DURCH?26 ZAHLE\r
R?30GENODEF1S04?31DE12500105170648489890?32Bäckerei Klein?34914\r
:61:2603050305DR10,00NMSCNONREF\r
:86:805?00ABSCHLUSS?20Entgelt Frage?20 bleibt?60Fortsetzung\r
:62F:C260305EUR1787,00\r
:64:C260305EUR1787,00\r
:65:C260306EUR1787,00\r
-\r
";

#[test]
fn t_b6_text_in_subfields_name_in_two_and_currency_only_in_the_balance() {
    let events = of("umsatz.sta", GERMAN);
    let shown: Vec<_> = entries(&events).iter().map(|e| short(e)).collect();
    assert_eq!(
        shown,
        [
            "2026-03-04 2026-03-04 85000 EUR booked ref=- bank=26063A1 gvc=166 text=SEPA-GUTSCHRIFT",
            "2026-03-05 2026-03-05 -5300 EUR booked ref=- bank=26064B2 gvc=109 text=RÜCKLASTSCHRIFT",
            "2026-03-05 2026-03-05 -1000 EUR booked ref=- bank=- gvc=805 text=ABSCHLUSS",
        ]
    );
    assert_eq!(
        details(&events),
        [
            "85000 e2e=RE-2026-0815 instr=KR1 name=Metallbau Müller & Söhne GmbH \
             iban=DE89370400440532013000 bic=COBADEFFXXX \
             text=Rechnung 2026-0815 Kd. Nr. 10004 vom 02.03.2026 wie vereinbart",
            "-5300 e2e=LS-77 mandate=M-0001 creditor=DE98ZZZ09999999999 name=Bäckerei Klein \
             iban=DE12500105170648489890 bic=GENODEF1S04 text=MD06 WIDERSPRUCH DURCH ZAHLER \
             returned=MD06|-",
            "-1000 text=Entgelt Frage?20 bleibt Fortsetzung",
        ]
    );
    let returned = entries(&events)[1];
    assert_eq!(returned.charges[0].amount_minor, -300);
    assert_eq!(returned.code.text_key.as_deref(), Some("914"));
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
    let head = heads(&events)[0];
    assert_eq!(
        head.account.other_id.as_deref(),
        Some("37040044/0532013000")
    );
    assert_eq!(
        (head.sequence_no.as_deref(), head.page_no),
        (Some("00123"), Some(1))
    );
    let Some(Event::End(end)) = events.last() else {
        panic!("{events:?}");
    };
    assert_eq!((end.entries, end.balances.len()), (3, 4));
}

#[test]
fn t_b6_the_same_text_in_every_encoding() {
    let wanted = details(&of("a.sta", GERMAN));
    let (western, ..) = encoding_rs::WINDOWS_1252.encode(GERMAN);
    assert_eq!(details(&of("b.sta", western)), wanted);
    let dos: Vec<u8> = GERMAN
        .chars()
        .map(|c| match c {
            'ü' => 0x81,
            'ä' => 0x84,
            'ö' => 0x94,
            'Ü' => 0x9A,
            c => u8::try_from(c).unwrap(),
        })
        .collect();
    let seen = details(&of("c.sta", dos));
    assert_eq!(seen[0], wanted[0]);
    assert_eq!(seen[1], wanted[1]);
    assert_eq!(details(&of("d.sta", GERMAN.replace('\r', ""))), wanted);
}

#[test]
fn balances_that_do_not_add_up_are_told_with_both_figures() {
    let wrong = GERMAN.replace(":62F:C260305EUR1787,00", ":62F:C260305EUR1787,01");
    assert_eq!(
        checks(&of("a.sta", wrong)),
        [BalanceCheck::Differs {
            computed_minor: 178_700,
            stated_minor: 178_701,
            currency: engine::money::Currency::EUR
        }]
    );
}

#[test]
fn several_messages_and_pages_are_told_one_after_the_other() {
    let text = "\
{1:F01COBADEFFXXXX0000000000}{2:O9401200260304COBADEFFXXXX00000000002603041200N}{4:\n\
:20:A\n:25:DE89370400440532013000\n:28C:7/1\n:60F:C260303EUR100,00\n\
:61:260304C10,00NTRFNONREF\n:86:051?00GUTSCHRIFT?20SVWZ+eins\n:62M:C260304EUR110,00\n-}\n\
{1:F01COBADEFFXXXX0000000000}{2:O9401200260304COBADEFFXXXX00000000002603041200N}{4:\n\
:20:A\n:25:DE89370400440532013000\n:28C:7/2\n:60M:C260304EUR110,00\n\
:61:260304D20,00NTRFNONREF\n:86:020?00LASTSCHRIFT?20SVWZ+zwei\n:62F:C260304EUR90,00\n:86:Zinsen folgen\n-}\n";
    let events = of("a.sta", text);
    assert_eq!(
        checks(&events),
        [BalanceCheck::Agrees, BalanceCheck::Agrees]
    );
    let pages: Vec<_> = heads(&events).iter().map(|h| (h.page_no, h.line)).collect();
    assert_eq!(pages, [(Some(1), 2), (Some(2), 11)]);
    assert_eq!(
        heads(&events)[0].account.iban.as_deref(),
        Some("DE89370400440532013000")
    );
    let Some(Event::End(end)) = events.last() else {
        panic!("{events:?}");
    };
    assert_eq!(end.information.as_deref(), Some("Zinsen folgen"));
}

#[test]
fn a_statement_with_the_hour_it_was_made_is_still_a_statement() {
    let text = GERMAN.replace(":60F:", ":13D:2603051130+0100\r\n:60F:");
    let events = of("a.sta", text);
    assert_eq!(heads(&events)[0].format, BankFormat::Mt940);
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

/// The report of a day: no balance, the currency in the floor limit.
pub const INTERIM: &str = ":20:VORMERK\n:25:37040044/532013000EUR\n:28C:0/1\n:34F:EURD0,\n:34F:EURC0,\n\
:13D:2603041130+0100\n:61:260304C12,50NTRFNONREF\n:86:166?00GUTSCHRIFT?20SVWZ+EREF: X-1 SVWZ: Rest?32Klein\n\
:61:2603040304ED5,00NDDTNONREF\n:86:105?00LASTSCHRIFT?20KREF: K2 EREF: X-2 SVWZ: Strom:?21 Abschlag\n:90D:1EUR5,00\n:90C:1EUR12,50\n-\n";

#[test]
fn the_report_of_a_day_is_pending_and_has_its_currency_from_the_limit() {
    let events = of("vmk.sta", INTERIM);
    assert_eq!(heads(&events)[0].format, BankFormat::Mt942);
    assert_eq!(
        heads(&events)[0].account.other_id.as_deref(),
        Some("37040044/532013000")
    );
    let shown: Vec<_> = entries(&events).iter().map(|e| short(e)).collect();
    assert!(shown.iter().all(|s| s.contains("pending")), "{shown:?}");
    assert_eq!(
        details(&events)[1],
        "-500 e2e=X-2 instr=K2 text=Strom: Abschlag"
    );
    assert_eq!(checks(&events), [BalanceCheck::NotStated]);
}

#[test]
fn fields_of_their_own_fill_what_86_leaves_open() {
    let text = ":20:A\n:25:12030000/18997\n:28C:1\n:60F:C260303EUR0,00\n:61:260304C10,00NTRFNONREF\n\
                :NS:01Rechnung 4711\n15Muster\n17GUTSCHRIFT\n3312030000\n340000202051\n:62F:C260304EUR10,00\n-\n";
    let events = of("a.sta", text);
    assert_eq!(
        detail(&entries(&events)[0].details[0]),
        "1000 name=Muster account=0000202051 bic=12030000 text=Rechnung 4711"
    );
    assert_eq!(entries(&events)[0].text.as_deref(), Some("GUTSCHRIFT"));
}

#[test]
fn a_message_without_currency_or_account_is_refused_at_its_line() {
    use intake::Fault;
    let missing = |element: &str| Fault::BankValueMissing {
        element: element.to_owned(),
    };
    let no_currency = ":20:A\n:25:1/2\n:28C:1\n:61:260304C10,00NTRF\n";
    assert_eq!(fault_of("a.sta", no_currency), (missing(":60F:"), Some(4)));
    let no_account = ":20:A\n:28C:1\n:25:\n:60F:C260303EUR0,00\n:62F:C260303EUR0,00\n";
    assert_eq!(fault_of("a.sta", no_account), (missing(":25:"), Some(1)));
}

fn subfields(info: &str) -> Vec<String> {
    details(&of(
        "de.sta",
        format!(
            ":20:1\n:25:10020030/1234567\n:28C:1/1\n:60F:C260302EUR0,00\n:61:2603030303CR20,00NTRFNONREF\n:86:{info}\n\
             :62F:C260303EUR20,00\n-\n"
        ),
    ))
}

#[test]
fn the_words_of_the_bank_are_no_part_of_an_identification() {
    assert_eq!(
        subfields("159?00RETOURE?20EREF+A 40005 00005?21MTLG:Konto gesperrt?34914"),
        ["2000 e2e=A 40005 00005 text=Konto gesperrt returned=-|-"]
    );
    assert_eq!(
        subfields("191?00SEPA-UEBERW?20KREF+A 01005?21MTLG:Datei mit 5?22 Zahlungen"),
        ["2000 instr=A 01005 text=Datei mit 5 Zahlungen"]
    );
    assert_eq!(
        subfields("105?20MREF+M-1?21CRED+DE98ZZZ09999999999?22Beitrag Maerz"),
        ["2000 mandate=M-1 creditor=DE98ZZZ09999999999 text=Beitrag Maerz"]
    );
}

#[test]
fn the_own_name_is_no_part_of_the_other_name() {
    assert_eq!(
        subfields("166?20SVWZ+Rechnung 815?32Erika Muster?33mann?70Verkauf GmbH und Co?71 KG"),
        ["2000 name=Erika Muster mann text=Rechnung 815"]
    );
    // Before any number of the other side it is text.
    assert_eq!(
        subfields("166?20SVWZ+Warum ?70 Euro?32Erika"),
        ["2000 name=Erika text=Warum ?70 Euro"]
    );
}

/// Lines that are broken before an amount and inside of a tag, and a last balance that leaves the currency to the first.
#[test]
fn broken_lines_are_read_as_one() {
    let text = ":20:1\n:25:50010517/648489890\n:28C:1/1\n:60F:C260302EUR100,00\n:61:2603030303CR\n30,00N062NONREF\n:\n\
86:166?00GUTSCHRIFT?20SVWZ+RE 815?32Klein\n:62F:C260303130,00\n";
    let events = of("de.sta", text);
    assert_eq!(details(&events), ["3000 name=Klein text=RE 815"]);
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

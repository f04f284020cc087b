//! MT940 of Polish, Swiss and other banks, and plain text.

use intake::bank::BalanceCheck;
use intake::{Fault, ValueProblem};

use super::{checks, details, entries, fault_of, of};

pub const POLISH: &str = ":20:ST260303CYC/1\n:25:PL61109010140000071219812874\n:28C:00042\n:60F:C260302PLN1000,00\n\
:61:2603030303CN500,00S073NONREF\n:86:073~00VE02\n~20FAKTURA FV/2026/08~2115 Z DNIA 2026-03-01\n\
~3010901014~31PL27114020040000300201355387~32ZAKŁAD USŁUGOWY~33SP. Z O.O.~60UL. PROSTA\n\
:62F:C260303PLN1500,00\n-\n";

pub const POLISH_ANGLE: &str = ":20:1\n:25:/PL61109010140000071219812874\n:28C:1\n:60F:C260302PLN1000,00\n\
:61:2603030303CN10,00NTRFNONREF//X1\n:86:020<00Przelew<20FV 815<27KOWALSKI JAN<29WARSZAWA<3010901014\n\
<3827114020040000300201355387\n:62F:C260303PLN1010,00\n-\n";

pub const SWISS: &str = ":20:1\n:25:CH9300762011623852957\n:28C:63/1\n:60F:C260302CHF10,00\n\
:61:2603030303C1949,75NTRFNONREF//0301\n:86:210000000003139471430009017\n\
:61:2603030303C100,NTRFNONREF//0302\n:86:GUTSCHRIFT AUFTRAGGEBER MUSTER AG ZUERICH RECHNUNGSNUMMER: 081547\n\
11 ZAHLUNGSGRUND MAERZ\n:62F:C260303CHF2059,75\n-\n";

#[test]
fn polish_separators_and_account_numbers() {
    assert_eq!(
        details(&of("pl.sta", POLISH)),
        [
            "50000 name=ZAKŁAD USŁUGOWY SP. Z O.O. iban=PL27114020040000300201355387 bic=10901014 \
          text=FAKTURA FV/2026/08 15 Z DNIA 2026-03-01"
        ]
    );
    assert_eq!(
        details(&of("pl.sta", POLISH_ANGLE)),
        ["1000 name=KOWALSKI JAN iban=PL27114020040000300201355387 bic=10901014 text=FV 815"]
    );
    let (central, ..) = encoding_rs::WINDOWS_1250.encode(POLISH);
    assert_eq!(
        details(&of("pl.sta", central)),
        details(&of("pl.sta", POLISH))
    );
}

#[test]
fn plain_text_keeps_words_and_numbers_whole_where_the_line_was_full() {
    let events = of("ch.sta", SWISS);
    assert_eq!(
        details(&events),
        [
            "194975 refs=Qrr:210000000003139471430009017 text=210000000003139471430009017",
            "10000 text=GUTSCHRIFT AUFTRAGGEBER MUSTER AG ZUERICH RECHNUNGSNUMMER: 08154711 ZAHLUNGSGRUND MAERZ",
        ]
    );
    assert_eq!(entries(&events)[1].currency.code(), "CHF");
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

#[test]
fn amounts_have_the_decimals_of_their_currency() {
    let text =
        ":20:1\n:25:1/2\n:28C:1\n:60F:C260302JPY1000,\n:61:260303C500,NTRF\n:62F:C260303JPY1500,\n";
    let events = of("jp.sta", text);
    assert_eq!(entries(&events)[0].amount_minor, 500);
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

pub const MBANK: &str = ":20:ST260303CYC/1\n:25:PL61109010140000071219812874\n:28C:1/1\n:60F:C260303PLN0,00\n\
:61:2603030303CN120,00NTRFNONREF//MB1\n911-TRANSAKCJA IPH\n:86:911 TRANSAKCJA COLLECT; ID IPH: XX004711; Z RACH.: \n\
27114020040000300201355387; OD: ZAKLAD BLACHARSKI  \nUL. PROSTA 1; TYT.: FV 815; ZALICZKA  ; \nTNR: 17917.010001\n\
:61:2603030303DN20,00NTRFNONREF//BR1\n:86:944 CompanyNet Przelew; na rach.: 27114020040000300201355387; dla: HURT\n\
SP. Z O.O.; tyt.: fv 12; TNR: 2\n\
:61:2603030303DN5,00NCHGNONREF//CH1\n:86:794 OPLATY; ZA MARZEC\n:62F:C260303PLN95,00\n-\n";

#[test]
fn words_between_semicolons_name_the_other_side() {
    let events = of("mbank.sta", MBANK);
    assert_eq!(
        details(&events),
        [
            "12000 name=ZAKLAD BLACHARSKI iban=PL27114020040000300201355387 refs=Other:XX004711 text=FV 815; ZALICZKA \
             note=911-TRANSAKCJA IPH",
            "-2000 name=HURT SP. Z O.O. iban=PL27114020040000300201355387 text=fv 12",
            "-500 text=794 OPLATY; ZA MARZEC",
        ]
    );
    let first = entries(&events)[0];
    assert_eq!(first.text.as_deref(), Some("TRANSAKCJA COLLECT"));
    assert_eq!(
        first.details[0].transaction_id.as_deref(),
        Some("17917.010001")
    );
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

#[test]
fn a_text_under_the_number_of_the_account_is_no_account() {
    let text = ":20:1\n:25:1/2\n:28C:1\n:60F:C260302EUR10,\n:61:260303C5,NTRFNONREF\n\
                :25:166?00GUTSCHRIFT?100399?20EREF+E 22 004?2100001?22SVWZ+Rechnung 815\n:62F:C260303EUR15,\n";
    let (fault, line) = fault_of("broken.sta", text);
    let is_form = matches!(
        &fault,
        Fault::BankValue { element, reason: ValueProblem::NotItsForm, .. } if element == ":25:"
    );
    assert!(is_form, "{fault:?}");
    assert_eq!(line, Some(6));
}

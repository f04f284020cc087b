//! MT940 of Dutch banks: words between slashes, and the older words before colons.

use intake::bank::BalanceCheck;

use super::{checks, details, entries, of};

pub const ABN: &str = "ABNANL2A\n940\nABNANL2A\n:20:ABN AMRO BANK NV\n:25:501234567\n:28:06301/1\n:60F:C260302EUR3000,00\n\
:61:2603030303C121,00N247NONREF\n:86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/D\n\
E VRIES BV/REMI/FACTUUR 2026/0815 EN 2026/0816/EREF/NOTPROVIDED\n\
:61:2603030303D80,50N245NONREF\n:86:SEPA OVERBOEKING                 IBAN: NL91ABNA0417164300        \n\
BIC: ABNANL2A                    NAAM: J JANSEN                   \nOMSCHRIJVING: Huur maart         KENMERK: K-12\n\
:62F:C260303EUR3040,50\n-\n";

pub const ING: &str = ":20:P260303000000001\n:25:NL69INGB0123456789EUR\n:28C:26062\n:60F:C260302EUR100,00\n\
:61:2603030303D10,00NDDTEREF//26062003\n/TRCD/01028/\n\
:86:/RTRN/MS03//EREF/INC-9//MARF/MND-1//CSID/NL32ZZZ999999991234//CNTP/NL91ABNA0417164300/ABNANL2A/KLANT BV\n\
///REMI/USTD//STORNO 0815/\n\
:61:2603030303C60,00NTRFNONREF//26062004\n:86:/EREF/E-5//CNTP/NL91ABNA0417164300/ABNANL2A/KLANT BV///ULTD//MOEDER NV//ID/\n\
/REMI/STRD/CUR/9001123412341234/\n:62F:C260303EUR150,00\n-\n";

pub const RABO: &str = ":940:\n:20:940S260303\n:25:NL44RABO0123456789 EUR\n:28C:0\n:60F:C260302EUR000000000100,00\n\
:61:260303C000000000020,00N541NONREF\nNL91ABNA0417164300\n:86:/ORDP//NAME/Bakker VOF/REMI/rood/blauw 0815/ISDT/2026-03-03\n\
:62F:C260303EUR000000000120,00\n";

#[test]
fn words_between_slashes_and_before_colons() {
    let events = of("abn.sta", ABN);
    assert_eq!(
        details(&events),
        [
            "12100 name=DE VRIES BV iban=NL91ABNA0417164300 bic=ABNANL2A text=FACTUUR 2026/0815 EN 2026/0816",
            "-8050 e2e=K-12 name=J JANSEN iban=NL91ABNA0417164300 bic=ABNANL2A text=Huur maart",
        ]
    );
    assert_eq!(
        entries(&events)[0].text.as_deref(),
        Some("SEPA OVERBOEKING")
    );
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

#[test]
fn a_return_names_its_reason_and_a_structured_reference_its_issuer() {
    let events = of("ing.940", ING);
    assert_eq!(
        details(&events),
        [
            "-1000 e2e=INC-9 mandate=MND-1 creditor=NL32ZZZ999999991234 name=KLANT BV iban=NL91ABNA0417164300 \
             bic=ABNANL2A text=STORNO 0815 note=/TRCD/01028/ returned=MS03|-",
            "6000 e2e=E-5 name=KLANT BV iban=NL91ABNA0417164300 bic=ABNANL2A for=MOEDER NV \
             refs=Other:9001123412341234",
        ]
    );
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

#[test]
fn the_account_stands_under_the_line() {
    assert_eq!(
        details(&of("rabo.swi", RABO)),
        ["2000 name=Bakker VOF iban=NL91ABNA0417164300 text=rood/blauw 0815"]
    );
}

fn plain(line: &str, info: &str) -> Vec<String> {
    details(&of(
        "nl.sta",
        format!(
            ":20:1\n:25:123456789\n:28C:1/1\n:60F:C260302EUR0,00\n:61:2603030303C20,00{line}\n:86:{info}\n\
             :62F:C260303EUR20,00\n-\n"
        ),
    ))
}

#[test]
fn the_account_and_the_name_stand_below_the_text() {
    let wide = "FACTUUR 2026/0815 EN 2026/0816 MET DANK VOOR DE SNELLE LEVERING V";
    assert_eq!(
        plain(
            "NTRFNONREF",
            &format!("{wide}\nAN MAART\nREK: NL91ABNA0417164300/NAAM: DE VRIES\nEN ZONEN")
        ),
        [format!(
            "2000 name=DE VRIES EN ZONEN iban=NL91ABNA0417164300 text={wide}AN MAART"
        )]
    );
}

#[test]
fn the_account_and_the_name_stand_before_the_text() {
    let blank = " ".repeat(65);
    assert_eq!(
        plain(
            "NIOBNL91ABNA0417164300\nj jansen",
            &format!("NL91ABNA0417164300 j jansen\n{blank}\nfactuur 0815\n{blank}")
        ),
        ["2000 name=j jansen iban=NL91ABNA0417164300 text=j jansen factuur 0815 note=j jansen"]
    );
    // What has a number in it may be what is paid.
    assert_eq!(
        plain("NTRFNONREF", "NL91ABNA0417164300 factuur 0815\ndank u"),
        ["2000 iban=NL91ABNA0417164300 text=factuur 0815 dank u"]
    );
    assert_eq!(
        plain("NIOBNL91ABNA0417164300", "factuur 0815"),
        ["2000 iban=NL91ABNA0417164300 text=factuur 0815"]
    );
    assert_eq!(
        plain("NOV NONREF", "12.34.56.789 J Jansen"),
        ["2000 account=123456789 text=12.34.56.789 J Jansen"]
    );
}

#[test]
fn an_account_with_wrong_check_digits_is_still_one() {
    assert_eq!(
        plain(
            "NTRFNONREF\nNL92ABNA0417164300",
            "/BENM//NAME/Bakker/REMI/0815"
        ),
        ["2000 name=Bakker account=NL92ABNA0417164300 text=0815"]
    );
}

#[test]
fn numbers_behind_angles_have_the_account_in_the_tenth() {
    assert_eq!(
        plain(
            "N000NONREF",
            "000>100987654321\n>20 HUUR>21 MAART>310123456789"
        ),
        ["2000 account=0987654321 text=HUUR MAART"]
    );
}

/// Before they had IBANs: account and name of the other side in columns of the line.
#[test]
fn account_and_name_stand_in_the_columns_of_the_line() {
    let text = ":940:\n:20:940A260303\n:25:1234.56.789EUR\n:28:00000/00\n:60F:C260302EUR000000000100,00\n\
:61:260303C000000000020,00N0600123456789      Bakker VOF\n:86:rood 0815\n\
:61:260303D000000000005,00N030NONREF          Winkel\n:86:Betaalautomaat\n:62F:C260303EUR000000000115,00\n-XXX\n";
    let events = of("rabo.swi", text);
    assert_eq!(
        details(&events),
        [
            "2000 name=Bakker VOF account=0123456789 text=rood 0815",
            "-500 name=Winkel text=Betaalautomaat",
        ]
    );
    assert_eq!(entries(&events)[1].entry_ref, None);
    assert_eq!(checks(&events), [BalanceCheck::Agrees]);
}

//! Payloads as the standards print them, and what they refuse.

use super::Problem::{Character, Invalid, Missing, NotBoth, OutOfRange, TooLong, Unfitting};
use super::*;
use crate::matching::{Scheme, scheme};
use proptest::prelude::*;

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn transfer() -> Transfer<'static> {
    Transfer {
        name: "Nordlicht Werkzeugbau GmbH",
        iban: "DE89 3704 0044 0532 0130 00",
        bic: "",
        amount_minor: 300_000,
        currency: Currency::EUR,
        purpose: "",
        reference: "RF18539007547034",
        message: "",
        information: "",
    }
}

fn robert() -> Party<'static> {
    Party {
        name: "Robert Schneider AG",
        street: "Rue du Lac",
        building: "1268",
        postal_code: "2501",
        city: "Biel",
        country: "CH",
    }
}

fn pia() -> Party<'static> {
    Party {
        name: "Pia-Maria Rutschmann-Schnyder",
        street: "Grosse Marktgasse",
        building: "28",
        postal_code: "9400",
        city: "Rorschach",
        country: "CH",
    }
}

fn bill() -> Bill<'static> {
    Bill {
        iban: "CH44 3199 9123 0008 8901 2",
        creditor: robert(),
        amount_minor: Some(194_975),
        currency: currency("CHF"),
        debtor: Some(pia()),
        reference: "21 00000 00003 13947 14300 09017",
        message: "Bestellung vom 15.10.2020",
        information: "//S1/10/10201409/11/190512/20/1400.000-53/30/106017086/31/180508/32/7.7/40/2:10;0:30",
        alternatives: &[
            "Name AV1: UV;UltraPay005;12345",
            "Name AV2: XY;XYService;54321",
        ],
    }
}

/// T-Q1, T-Q2: thousands without separators, and the currency in front.
#[test]
fn a_transfer_is_written_as_the_standard_says() {
    assert_eq!(
        transfer().payload().unwrap(),
        "BCD\n002\n1\nSCT\n\nNordlicht Werkzeugbau GmbH\nDE89370400440532013000\nEUR3000.00\n\nRF18539007547034"
    );
    // The example of the guidelines: a purpose, a free text and a note.
    let example = Transfer {
        name: "Red Cross of Belgium",
        iban: "BE72000000001616",
        bic: "BPOTBEB1",
        amount_minor: 100,
        purpose: "CHAR",
        reference: "",
        message: "Urgency fund",
        information: "Sample EPC QR Code",
        ..transfer()
    };
    assert_eq!(
        example.payload().unwrap(),
        "BCD\n002\n1\nSCT\nBPOTBEB1\nRed Cross of Belgium\nBE72000000001616\nEUR1.00\nCHAR\n\nUrgency fund\nSample EPC QR Code"
    );
}

/// A change to a transfer or bill that is right, and what it makes wrong.
type Wrong<T> = (fn(&mut T), Field, Problem);

const LONG: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

#[test]
fn a_transfer_that_the_standard_forbids_names_field_and_problem() {
    let cases: [Wrong<Transfer<'_>>; 15] = [
        (|t| t.currency = currency("CHF"), Field::Currency, Unfitting),
        (|t| t.iban = "", Field::Iban, Missing),
        (|t| t.iban = "DE89370400440532013001", Field::Iban, Invalid),
        // Right digits, but an account in Qatar.
        (
            |t| t.iban = "QA58DOHB00001234567890ABCDEFG",
            Field::Iban,
            Unfitting,
        ),
        (|t| t.iban = "CH9300762011623852957", Field::Bic, Missing),
        (|t| t.bic = "COBADEFFX", Field::Bic, Invalid),
        (|t| t.name = " ", Field::Name, Missing),
        (|t| t.name = LONG, Field::Name, TooLong { limit: 70 }),
        (
            |t| t.name = "A\nB",
            Field::Name,
            Character { character: '\n' },
        ),
        (|t| t.amount_minor = 0, Field::Amount, OutOfRange),
        (
            |t| t.amount_minor = 100_000_000_000,
            Field::Amount,
            OutOfRange,
        ),
        (
            |t| t.purpose = "CHARS",
            Field::Purpose,
            TooLong { limit: 4 },
        ),
        (
            |t| t.reference = "RF19539007547034",
            Field::Reference,
            Invalid,
        ),
        (|t| t.message = "both", Field::Message, NotBoth),
        (
            |t| t.information = LONG,
            Field::Information,
            TooLong { limit: 70 },
        ),
    ];
    for (change, field, problem) in cases {
        let mut wrong = transfer();
        change(&mut wrong);
        assert_eq!(wrong.payload(), Err(Fault { field, problem }), "{wrong:?}");
    }
    for amount_minor in [1, 99_999_999_999] {
        let right = Transfer {
            amount_minor,
            ..transfer()
        };
        right.payload().unwrap();
    }
    // Within 70 characters of four bytes each the code as a whole is too long.
    let wide = "𝒜".repeat(70);
    let wide = Transfer {
        name: &wide,
        ..transfer()
    };
    let fault = Fault {
        field: Field::Code,
        problem: TooLong { limit: 331 },
    };
    assert_eq!(wide.payload(), Err(fault));
}

#[test]
fn a_bill_is_written_as_the_guidelines_print_it() {
    assert_eq!(
        bill().payload().unwrap(),
        "SPC\n0200\n1\nCH4431999123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\nCH\n\n\n\n\n\n\n\n\
         1949.75\nCHF\nS\nPia-Maria Rutschmann-Schnyder\nGrosse Marktgasse\n28\n9400\nRorschach\nCH\nQRR\n\
         210000000003139471430009017\nBestellung vom 15.10.2020\nEPD\n\
         //S1/10/10201409/11/190512/20/1400.000-53/30/106017086/31/180508/32/7.7/40/2:10;0:30\n\
         Name AV1: UV;UltraPay005;12345\nName AV2: XY;XYService;54321"
    );
    let scor = Bill {
        iban: "CH5800791123000889012",
        amount_minor: Some(19_995),
        reference: "RF18 5390 0754 7034",
        message: "",
        information: "",
        alternatives: &[],
        ..bill()
    };
    let text = scor.payload().unwrap();
    assert!(text.ends_with("\nSCOR\nRF18539007547034\n\nEPD"), "{text}");
    // No reference, no amount, nobody who pays: a donation.
    let open = Bill {
        reference: "",
        amount_minor: None,
        debtor: None,
        ..scor
    };
    assert_eq!(
        open.payload().unwrap(),
        "SPC\n0200\n1\nCH5800791123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\nCH\n\n\n\n\n\n\n\n\
         \nCHF\n\n\n\n\n\n\n\nNON\n\n\nEPD"
    );
}

#[test]
fn a_bill_that_the_guidelines_forbid_names_field_and_problem() {
    /// An account that is no QR-IBAN.
    const PLAIN: &str = "CH5800791123000889012";
    let cases: [Wrong<Bill<'_>>; 18] = [
        (|b| b.currency = currency("USD"), Field::Currency, Unfitting),
        (
            |b| b.iban = "DE89370400440532013000",
            Field::Iban,
            Unfitting,
        ),
        (|b| b.iban = "CH4431999123000889013", Field::Iban, Invalid),
        (|b| b.amount_minor = Some(0), Field::Amount, OutOfRange),
        (|b| b.reference = "", Field::Reference, Missing),
        (
            |b| b.reference = "RF18539007547034",
            Field::Reference,
            Unfitting,
        ),
        (
            |b| b.reference = "210000000003139471430009018",
            Field::Reference,
            Invalid,
        ),
        (|b| b.iban = PLAIN, Field::Reference, Unfitting),
        (
            |b| (b.iban, b.reference) = (PLAIN, "RF19539007547034"),
            Field::Reference,
            Invalid,
        ),
        (|b| b.message = LONG, Field::Message, TooLong { limit: 140 }),
        (
            |b| b.message = "Ελλάδα",
            Field::Message,
            Character { character: 'Ε' },
        ),
        (|b| b.creditor.name = "", Field::Name, Missing),
        (
            |b| b.creditor.street = "ул. Ленина",
            Field::Street,
            Character { character: 'у' },
        ),
        (|b| b.creditor.postal_code = "", Field::PostalCode, Missing),
        (
            |b| b.creditor.postal_code = "CH-2501",
            Field::PostalCode,
            Invalid,
        ),
        (|b| b.creditor.city = "", Field::City, Missing),
        (
            |b| b.creditor.country = "Schweiz",
            Field::Country,
            TooLong { limit: 2 },
        ),
        (
            |b| b.alternatives = &["a", "b", "c"],
            Field::Alternatives,
            TooLong { limit: 2 },
        ),
    ];
    for (change, field, problem) in cases {
        let mut wrong = bill();
        change(&mut wrong);
        assert_eq!(wrong.payload(), Err(Fault { field, problem }), "{wrong:?}");
    }
    let nowhere = Bill {
        debtor: Some(Party { city: "", ..pia() }),
        ..bill()
    };
    let fault = Fault {
        field: Field::DebtorCity,
        problem: Missing,
    };
    assert_eq!(nowhere.payload(), Err(fault));
}

/// T-Q4: letters of the Latin scripts stand in the code as they are.
#[test]
fn umlauts_stay_umlauts() {
    let text = Bill {
        creditor: Party {
            name: "Röösli & Žižka, Timișoara",
            city: "Zürich",
            ..robert()
        },
        ..bill()
    }
    .payload()
    .unwrap();
    assert!(text.contains("\nRöösli & Žižka, Timișoara\n") && text.contains("\nZürich\n"));
}

#[test]
fn the_account_decides_on_the_standard() {
    let cases = [
        ("DE89370400440532013000", "EUR", Some(Standard::Epc)),
        ("DE89370400440532013000", "CHF", None),
        ("CH5800791123000889012", "CHF", Some(Standard::Swiss)),
        ("CH5800791123000889012", "EUR", Some(Standard::Epc)),
        ("CH44 3199 9123 0008 8901 2", "EUR", Some(Standard::Swiss)),
        ("CH4431999123000889012", "USD", None),
        ("DE89370400440532013001", "EUR", None),
        ("021000021-12345678", "EUR", None),
    ];
    for (iban, code, expected) in cases {
        assert_eq!(standard(iban, currency(code)), expected, "{iban} {code}");
    }
}

#[test]
fn a_house_number_is_taken_off_the_end_of_a_street() {
    let cases = [
        ("Lindenallee 7", ("Lindenallee", "7")),
        ("Bahnhofstrasse 12a", ("Bahnhofstrasse", "12a")),
        ("Straße des 17. Juni 135", ("Straße des 17. Juni", "135")),
        ("12 rue de la Paix", ("12 rue de la Paix", "")),
        ("Postfach", ("Postfach", "")),
        ("4 5", ("4 5", "")),
        ("", ("", "")),
    ];
    for (street, parts) in cases {
        assert_eq!(split_street(street), parts, "{street}");
    }
}

#[test]
fn references_are_made_of_the_number_of_a_letter() {
    assert_eq!(
        creditor_reference("539007547034").as_deref(),
        Some("RF18539007547034")
    );
    assert_eq!(
        creditor_reference("DL000001"),
        creditor_reference("dl-000 001")
    );
    assert_eq!(creditor_reference("DL0000000000000000000001"), None);
    assert_eq!(creditor_reference("М-1"), None);
    assert_eq!(creditor_reference(""), None);
    let reference = qr_reference("DL000001").unwrap();
    // D and L count 13 and 21.
    assert_eq!(&reference[..26], "00000000000000001321000001");
    assert_eq!(qr_reference("ABCDEFGHIJKLMN"), None);
    assert_eq!(grouped("RF18539007547034"), "RF18 5390 0754 7034");
    assert_eq!(
        grouped("210000000003139471430009017"),
        "21 00000 00003 13947 14300 09017"
    );
}

proptest! {
    /// The matching of bank lines, which was written apart from this, takes every reference that is made here.
    #[test]
    fn what_is_made_is_recognised(number in "[A-Z]{0,3}[-/ ]?[0-9]{1,12}") {
        let rf = creditor_reference(&number).unwrap();
        prop_assert_eq!(scheme(&rf), Some(Scheme::Rf));
        let qrr = qr_reference(&number).unwrap();
        prop_assert_eq!(scheme(&qrr), Some(Scheme::Qrr));
    }

    /// One wrong character never passes for another letter.
    #[test]
    fn one_wrong_digit_is_seen(number in 0_u64..10_000_000, at in 4_usize..14, by in 1_u8..10) {
        let mut rf = creditor_reference(&format!("DL{number:08}")).unwrap().into_bytes();
        if rf[at].is_ascii_digit() {
            rf[at] = b'0' + (rf[at] - b'0' + by) % 10;
            prop_assert_eq!(scheme(std::str::from_utf8(&rf).unwrap()), None);
        }
    }
}

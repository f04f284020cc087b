//! Names and texts as people and programs write them.

use super::*;
use proptest::prelude::*;

fn find(numbers: &[&str], name: &str, text: &str) -> String {
    let index = DocumentNumbers::new(numbers.iter().enumerate().map(|(i, n)| (i, *n)));
    match index.find(name, text) {
        CopyMatch::Matched { document, by } => format!("{} {by:?}", numbers[document]),
        CopyMatch::Doubtful { candidates, by } => {
            let list: Vec<&str> = candidates.into_iter().map(|i| numbers[i]).collect();
            format!("? {} {by:?}", list.join(", "))
        }
        CopyMatch::Unmatched => "-".to_owned(),
    }
}

#[test]
fn u_7_two_of_three_files_are_matched() {
    let numbers = ["INV-7", "INV-8"];
    assert_eq!(find(&numbers, "INV-7.pdf", ""), "INV-7 Name");
    assert_eq!(find(&numbers, "INV-8 copy.pdf", ""), "INV-8 Name");
    assert_eq!(find(&numbers, "x.pdf", ""), "-");
}

#[test]
fn u_7_names_in_every_spelling() {
    let cases: &[(&[&str], &str, &str)] = &[
        (&["INV-7"], "inv7.PDF", "INV-7 Name"),
        (&["INV-7"], "Inv 7 (1).pdf", "INV-7 Name"),
        (&["INV-7"], "2026/March/INV_7.pdf", "INV-7 Name"),
        (&["INV-7"], "C:\\copies\\INV-7.pdf", "INV-7 Name"),
        (&["INV-7"], "2026-03-01_INV-7_2026.pdf", "INV-7 Name"),
        (&["INV-7"], "INV-77.pdf", "-"),
        (&["INV-7"], "INV-7a.pdf", "-"),
        (&["INV-7"], "XINV-7.pdf", "-"),
        (&["INV-7"], "INV-7-1.pdf", "-"),
        (&["INV-7"], "1-INV-7.pdf", "INV-7 Name"),
        (&["INV-7", "INV-7-1"], "INV-7-1.pdf", "INV-7-1 Name"),
        (
            &["INV-7", "INV-8"],
            "INV-7 INV-8.pdf",
            "? INV-7, INV-8 Name",
        ),
        (&["INV-0007"], "INV-7.pdf", "INV-0007 Name"),
        (&["INV-7"], "INV-0007.pdf", "INV-7 Name"),
        (&["INV-7", "INV-0007"], "INV-0007.pdf", "INV-0007 Name"),
        (
            &["INV-7", "INV-0007"],
            "INV-07.pdf",
            "? INV-7, INV-0007 Name",
        ),
        (&["INV-7", "inv 7"], "INV-7.pdf", "? INV-7, inv 7 Name"),
        (&["2026-0815"], "RE-2026-0815.pdf", "2026-0815 Name"),
        (&["2026-0815"], "20260815.pdf", "2026-0815 Name"),
        (&["20260815"], "2026-08-15.pdf", "-"),
        (&["2026"], "2026-03-01 scan.pdf", "-"),
        (&["10023"], "Rechnung10023.pdf", "10023 Name"),
        (&["7"], "7.pdf", "7 Name"),
        (&["7"], "Rechnung 7.pdf", "7 Name"),
        (&["7"], "scan 7.pdf", "-"),
        (&["77", "INV-77"], "INV-77.pdf", "INV-77 Name"),
        (&["", "--"], "--.pdf", "-"),
    ];
    for (numbers, name, expected) in cases {
        assert_eq!(find(numbers, name, ""), *expected, "{name} in {numbers:?}");
    }
}

#[test]
fn u_7_the_text_speaks_where_the_name_is_silent() {
    let cases: &[(&[&str], &str, &str)] = &[
        (&["INV-7"], "Invoice INV-7 of 1 March", "INV-7 Text"),
        (&["INV-7"], "Invoice INV-77", "-"),
        (
            &["INV-7", "INV-8"],
            "INV-7\nreplaces INV-8",
            "? INV-7, INV-8 Text",
        ),
        (&["7"], "7 pieces at 7.00", "-"),
        (&["7"], "Invoice No. 7\n7 pieces", "7 Text"),
        (&["7"], "Rechnung Nr.: 7", "7 Text"),
        (&["7"], "Credit note no. 7", "7 Text"),
        (&["30"], "Credit 30 days, re 30 pieces", "-"),
        (&["7"], "Facture n° 7", "7 Text"),
        (&["007"], "Rechnung 7", "007 Text"),
        (&["10023"], "10023", "10023 Text"),
        (
            &["10023", "10115"],
            "Rechnung 10023, 10115 Berlin",
            "10023 Text",
        ),
        (&["1234"], "Total 1.234,56 and 1234,50", "-"),
        (&["2026"], "Berlin, 01.03.2026", "-"),
        (&["NO-7"], "No 7", "-"),
        (&["NO-2026-7"], "NO 2026-7", "NO-2026-7 Text"),
        (&["INV-77"], "INV-7\n7 pieces", "-"),
    ];
    for (numbers, text, expected) in cases {
        assert_eq!(
            find(numbers, "x.pdf", text),
            *expected,
            "{text} in {numbers:?}"
        );
    }
    assert_eq!(
        find(&["INV-7", "INV-8"], "INV-7.pdf", "INV-8"),
        "INV-7 Name",
        "the name goes first"
    );
}

proptest! {
    /// Whatever surrounds it, a number is found in its own file, and never in that of a longer one.
    #[test]
    fn a_number_is_found_whole_or_not_at_all(
        prefix in "[A-Z]{2,4}", number in 1_000_u32..100_000, more in 0_u32..10,
    ) {
        let own = format!("{prefix}-{number}");
        let longer = format!("{prefix}-{number}{more}.pdf");
        let named = format!("{} copy.pdf", own.to_lowercase());
        prop_assert_eq!(find(&[&own], &named, ""), format!("{own} Name"));
        prop_assert_eq!(find(&[&own], &longer, &longer), "-");
    }

    #[test]
    fn any_name_and_text_get_an_answer(name in ".{0,40}", text in "(?s).{0,200}", numbers in prop::collection::vec(".{0,10}", 0..4)) {
        let list: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let _ = find(&list, &name, &text);
    }
}

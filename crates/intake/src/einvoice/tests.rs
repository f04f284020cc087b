//! The smallest parts: amounts, days, profiles.

use engine::money::Currency;

use super::files::profile;
use super::model::EInvoiceProfile;
use super::value::{day_of, minor_of};

#[test]
fn amounts_are_exact_or_nothing() {
    let yen: Currency = "JPY".parse().unwrap();
    for (text, currency, minor) in [
        ("119.00", Currency::EUR, Some(11_900)),
        (" -0.5 ", Currency::EUR, Some(-50)),
        ("+1", Currency::EUR, Some(100)),
        ("1.10000", Currency::EUR, Some(110)),
        ("1.005", Currency::EUR, None),
        ("1,00", Currency::EUR, None),
        ("1e2", Currency::EUR, None),
        ("1 000", Currency::EUR, None),
        ("", Currency::EUR, None),
        ("-", Currency::EUR, None),
        ("1.0", yen, Some(1)),
        ("1.5", yen, None),
        (
            "10000000000000.00",
            Currency::EUR,
            Some(1_000_000_000_000_000),
        ),
        ("10000000000000.01", Currency::EUR, None),
        (
            "99999999999999999999999999999999999999",
            Currency::EUR,
            None,
        ),
    ] {
        assert_eq!(minor_of(text, currency), minor, "{text}");
    }
}

#[test]
fn days_in_both_forms() {
    for (text, day) in [
        ("2026-03-01", Some("2026-03-01")),
        ("2026-03-01Z", Some("2026-03-01")),
        ("2026-03-01T00:00:00+01:00", Some("2026-03-01")),
        ("20260301", Some("2026-03-01")),
        ("202603011200", Some("2026-03-01")),
        ("2026-02-30", None),
        ("01.03.2026", None),
        ("202603", None),
        ("ü0260301", None),
        ("", None),
    ] {
        assert_eq!(
            day_of(text).map(|d| d.to_string()).as_deref(),
            day,
            "{text}"
        );
    }
}

#[test]
fn the_more_special_guideline_wins() {
    for (guideline, expected) in [
        ("urn:cen.eu:en16931:2017", EInvoiceProfile::En16931),
        (
            "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
            EInvoiceProfile::Basic,
        ),
        ("urn:factur-x.eu:1p0:basicwl", EInvoiceProfile::BasicWl),
        (
            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
            EInvoiceProfile::Peppol,
        ),
        ("", EInvoiceProfile::Other),
    ] {
        assert_eq!(profile(Some(guideline)), expected, "{guideline}");
    }
}

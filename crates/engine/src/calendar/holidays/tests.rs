use std::collections::BTreeSet;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn place(code: &str) -> Place {
    let country = code.split('-').next().unwrap();
    Place::of(country, if code == country { "" } else { code }).unwrap()
}

fn named(code: &str, year: i32, name: &str) -> Vec<String> {
    let holidays = place(code).in_year(year);
    let named = holidays
        .iter()
        .filter(|holiday| holiday.name.starts_with(name));
    named
        .map(|holiday| holiday.day.format("%m-%d").to_string())
        .collect()
}

#[test]
fn every_line_of_the_shipped_text_is_read() {
    let (countries, wrong) = read(include_str!("../holidays.txt"));
    assert_eq!(wrong, Vec::<&str>::new());
    assert_eq!(countries.len(), 19);
    for country in &countries {
        assert!(!country.source.is_empty(), "{}", country.code);
        assert!(!country.rules.is_empty(), "{}", country.code);
        for region in &country.regions {
            assert!(
                region.code.starts_with(&format!("{}-", country.code)),
                "{}",
                region.code
            );
        }
    }
}

#[test]
fn a_line_that_means_nothing_is_named() {
    let (countries, wrong) = read(
        "country XX | law\n13-40 | never\nfoo | bar\n01-01 | New | XX-1\n01-01 | New || 20\n01-01 | New ||| twice\n01-01 | New",
    );
    assert_eq!(
        countries[0].rules.len(),
        2,
        "a date that no year has is no fault of the text"
    );
    assert_eq!(wrong.len(), 4);
}

/// Easter Sundays as the tables of the Physikalisch-Technische Bundesanstalt print them.
#[test]
fn easter_falls_on_the_days_of_the_tables() {
    for known in [
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2029-04-01",
        "2030-04-21",
        "2031-04-13",
        "2032-03-28",
        "2033-04-17",
        "2034-04-09",
        "2035-03-25",
        "1981-04-19",
        "2038-04-25",
        "2285-03-22",
    ] {
        let known = day(known);
        assert_eq!(easter_sunday(known.year()), Some(known));
    }
}

/// England and Scotland as gov.uk lists them.
#[test]
fn holidays_on_a_weekend_have_a_substitute_in_the_united_kingdom() {
    assert_eq!(named("GB-EAW", 2026, "Boxing"), ["12-26", "12-28"]);
    assert_eq!(named("GB-EAW", 2027, "Christmas"), ["12-25", "12-27"]);
    assert_eq!(named("GB-EAW", 2027, "Boxing"), ["12-26", "12-28"]);
    assert_eq!(
        named("GB-EAW", 2022, "Christmas"),
        ["12-25", "12-27"],
        "the 26th is a holiday itself"
    );
    assert_eq!(named("GB-EAW", 2028, "New"), ["01-01", "01-03"]);
    assert_eq!(named("GB-SCT", 2027, "2 January"), ["01-02", "01-04"]);
    assert_eq!(named("GB-SCT", 2028, "2 January"), ["01-02", "01-04"]);
    assert_eq!(named("GB-NIR", 2026, "Battle"), ["07-12", "07-13"]);
    assert_eq!(named("GB-SCT", 2026, "Easter Monday"), Vec::<String>::new());
    assert_eq!(named("GB-EAW", 2026, "Spring"), ["05-25"]);
}

#[test]
fn federal_holidays_are_observed_on_the_nearest_weekday() {
    assert_eq!(named("US", 2026, "Independence"), ["07-03", "07-04"]);
    assert_eq!(named("US", 2027, "Juneteenth"), ["06-18", "06-19"]);
    assert_eq!(
        named("US", 2027, "New"),
        ["01-01", "12-31"],
        "that of 2028 is observed in 2027"
    );
    assert_eq!(named("US", 2026, "Thanksgiving"), ["11-26"]);
    assert_eq!(named("US", 2020, "Juneteenth"), Vec::<String>::new());
}

#[test]
fn the_day_of_repentance_is_the_wednesday_before_23_november_in_saxony() {
    for (year, known) in [
        (2024, "11-20"),
        (2025, "11-19"),
        (2026, "11-18"),
        (2027, "11-17"),
        (2033, "11-16"),
        (2022, "11-16"),
    ] {
        assert_eq!(named("DE-SN", year, "Buß"), [known]);
        assert_eq!(named("DE-BY", year, "Buß"), Vec::<String>::new());
    }
}

#[test]
fn reformation_day_by_state() {
    let of = |year| -> Vec<&str> {
        let states = place("DE").country.regions.iter();
        states
            .filter(|state| place(&state.code).is_holiday(day(&format!("{year}-10-31"))))
            .map(|state| &state.code[3..])
            .collect()
    };
    assert_eq!(
        of(2026),
        ["BB", "HB", "HH", "MV", "NI", "SN", "ST", "SH", "TH"]
    );
    assert_eq!(of(2016), ["BB", "MV", "SN", "ST", "TH"]);
    assert_eq!(of(2017).len(), 18, "in 2017 everywhere");
    assert!(!place("DE").is_holiday(day("2026-10-31")));
}

#[test]
fn a_birthday_on_a_sunday_is_kept_on_saturday_instead() {
    assert_eq!(named("NL", 2025, "Koning"), ["04-26"]);
    assert_eq!(named("NL", 2026, "Koning"), ["04-27"]);
}

/// Days that the other list leaves out or has besides, each for a reason.
const OTHERWISE: &[(&str, &[&str])] = &[
    // A public holiday by the law on periods of time, though employers need not give it.
    ("NL", &["Bevrijdingsdag"]),
    // No public holidays, but the law on periods of time takes them for such.
    ("SE", &["Midsommarafton", "Julafton", "Nyårsafton"]),
];

#[test]
fn known_years_of_every_place() {
    let mut faults = Vec::new();
    for line in include_str!("known.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut words = line.split(' ');
        let (code, year) = (words.next().unwrap(), words.next().unwrap());
        let besides = OTHERWISE
            .iter()
            .find(|(of, _)| *of == code)
            .map_or(&[][..], |(_, names)| names);
        let holidays = place(code).in_year(year.parse().unwrap());
        assert!(
            holidays
                .iter()
                .all(|holiday| place(code).is_holiday(holiday.day)),
            "{line}"
        );
        let (apart, kept): (Vec<_>, Vec<_>) = holidays
            .iter()
            .filter(|holiday| !matches!(holiday.day.weekday(), Weekday::Sat | Weekday::Sun))
            .partition(|holiday| besides.contains(&holiday.name.as_str()));
        let days = |of: Vec<&Holiday>| -> BTreeSet<String> {
            of.iter()
                .map(|holiday| holiday.day.format("%m-%d").to_string())
                .collect()
        };
        let (ours, apart) = (days(kept), days(apart));
        let theirs: BTreeSet<String> = words
            .map(str::to_owned)
            .filter(|day| !apart.contains(day))
            .collect();
        if ours != theirs {
            faults.push(format!(
                "{code} {year}: {:?}",
                ours.symmetric_difference(&theirs)
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

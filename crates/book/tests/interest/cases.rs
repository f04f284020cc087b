//! The acceptance cases of the calculation, from a dropped file to the posted note.

use serde_json::json;

use crate::desk::{Book, day_rate, euros, terms, terms_with};

const INVOICE: (&str, &str, &str, &str) = ("R1", "2026-01-15", "1000,00", "Invoice");

fn with(today: &str, terms: &serde_json::Value, rows: &[(&str, &str, &str, &str)]) -> Book {
    let mut book = Book::charging(today, terms);
    book.documents(rows);
    book
}

/// I-1: 5 % every two months, two complete intervals.
#[test]
fn i_1_complete_intervals_only() {
    let book = with("2026-06-30", &terms(), &[INVOICE]);
    assert_eq!(book.post("2026-06-20"), [(10_000, 0)]);
    assert_eq!(
        book.journal(),
        [
            "interest_note|customer|10000",
            "interest_note|interest_income|-10000"
        ]
    );
    assert_eq!(book.open("INT-000001"), 10_000);
    book.check();
}

/// I-2: 25.00 every 20 days, 50 days late.
#[test]
fn i_2_an_amount_for_an_interval() {
    let terms = terms_with(&json!({
        "every": {"unit": "day", "number": 20}, "basis": "amount", "currencies": euros(&json!({"amount_minor": 2_500})),
    }));
    let book = with("2026-06-30", &terms, &[INVOICE]);
    assert_eq!(book.post("2026-03-06"), [(5_000, 0)]);
}

/// I-3: one rate for the whole amount, by the greatest range that it reaches.
#[test]
fn i_3_ranges_by_amount() {
    let ranges = json!([
        {"from": 0, "value": "1"}, {"from": 100_100, "value": "2"}, {"from": 500_100, "value": "3"},
    ]);
    let terms = terms_with(&json!({
        "every": {"unit": "month", "number": 3}, "range_by": "amount", "currencies": euros(&json!({"ranges": ranges})),
    }));
    for (amount, expected) in [
        ("1000,00", 2_000),
        ("1000,50", 2_001),
        ("1001,00", 4_004),
        ("5000,00", 20_000),
        ("5001,00", 30_006),
    ] {
        let book = with(
            "2026-12-30",
            &terms,
            &[("R1", "2026-01-15", amount, "Invoice")],
        );
        assert_eq!(book.post("2026-07-15"), [(expected, 0)], "{amount}");
    }
}

/// I-4: each interval takes the row that contains its last day.
#[test]
fn i_4_ranges_by_days() {
    let ranges = json!([
        {"from": 0, "value": "1000"}, {"from": 61, "value": "1500"}, {"from": 91, "value": "2000"},
    ]);
    let terms = terms_with(&json!({
        "every": {"unit": "day", "number": 15}, "basis": "amount", "range_by": "days",
        "currencies": euros(&json!({"ranges": ranges})),
    }));
    for (to_on, expected) in [
        ("2026-01-29", None),
        ("2026-03-16", Some(4_000)),
        ("2026-04-15", Some(7_000)),
        ("2026-04-25", Some(7_000)),
        ("2026-04-30", Some(9_000)),
        ("2026-05-15", Some(11_000)),
    ] {
        let book = with("2026-12-30", &terms, &[INVOICE]);
        let notes: Vec<i64> = book
            .post(to_on)
            .into_iter()
            .map(|(minor, _)| minor)
            .collect();
        assert_eq!(notes, Vec::from_iter(expected), "{to_on}");
    }
}

/// I-5: ranges by the number of the month.
#[test]
fn i_5_ranges_by_months() {
    let ranges = json!([
        {"from": 0, "value": "1.5"}, {"from": 4, "value": "2.0"}, {"from": 7, "value": "2.5"},
    ]);
    let terms = terms_with(&json!({
        "every": {"unit": "month", "number": 1}, "range_by": "months", "currencies": euros(&json!({"ranges": ranges})),
    }));
    for (to_on, expected) in [
        ("2026-04-15", 4_500),
        ("2026-07-15", 10_500),
        ("2026-09-15", 15_500),
    ] {
        let book = with("2026-12-30", &terms, &[INVOICE]);
        assert_eq!(book.post(to_on), [(expected, 0)], "{to_on}");
        book.check();
    }
}

/// I-6, T-I4: 9 % per year, 45 days; the day after the due day is the first.
#[test]
fn i_6_a_yearly_rate() {
    let book = with(
        "2026-12-30",
        &day_rate("9"),
        &[("R1", "2026-01-15", "10000,00", "Invoice")],
    );
    assert_eq!(book.post("2026-03-01"), [(11_096, 0)]);
}

/// I-7: 2 % every 30 days, grace 29; two items on one note.
#[test]
fn i_7_two_items_on_one_note() {
    let terms = terms_with(
        &json!({"every": {"unit": "day", "number": 30}, "percent": "2", "grace_days": 29}),
    );
    let book = with(
        "2026-12-30",
        &terms,
        &[
            ("R1", "2026-01-15", "100,00", "Invoice"),
            ("R2", "2026-01-20", "250,00", "Invoice"),
        ],
    );
    assert_eq!(book.post("2026-03-01"), [(700, 0)]);
    assert_eq!(book.number("SELECT items FROM interest_notes"), 2);
}

/// I-8: the code gets a new version during the late time: two notes.
#[test]
fn i_8_a_note_for_each_version() {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    let rule = json!({"by": "terms", "terms": day_rate("6")});
    book.call(
        "interest.version_save",
        json!({"code": "C", "from_on": "2026-02-01", "earnings": rule, "fees": []}),
    );
    book.documents(&[INVOICE]);
    // 16 days at 9 % and 28 days at 6 %.
    assert_eq!(book.post("2026-02-28"), [(395, 0), (460, 0)]);
    let codes = book.call("interest.codes", json!({}));
    assert_eq!(codes["codes"][0]["versions"][0]["to_on"], "2026-01-31");
}

/// I-9: without a first day the note that is not posted is cancelled, and made anew from the due day.
#[test]
fn i_9_what_is_not_posted_is_made_anew() {
    let book = with("2026-12-30", &day_rate("9"), &[INVOICE]);
    book.run("2026-01-25");
    assert_eq!(book.run("2026-02-04"), [(493, 0)]);
    assert_eq!(
        book.lines("SELECT status, cancel_reason FROM interest_notes ORDER BY id"),
        ["cancelled|recalculated", "created|"]
    );
    // With a first day the earlier note stays, and the new one charges the days since.
    let run = book.call(
        "interest.create",
        json!({"from_on": "2026-02-05", "to_on": "2026-02-14"}),
    );
    assert_eq!(run["totals"][0]["interest_minor"], 247);
    assert_eq!(run["replaced"], 0);
    for run in [
        "SELECT MIN(id) + 1 FROM interest_runs",
        "SELECT MAX(id) FROM interest_runs",
    ] {
        let run = json!({"run_id": book.number(run)});
        book.call("interest.print", run.clone());
        book.call("interest.post", run);
    }
    assert_eq!(
        book.journal(),
        [
            "interest_note|customer|493",
            "interest_note|interest_income|-493",
            "interest_note|customer|247",
            "interest_note|interest_income|-247",
        ]
    );
    book.check();
}

/// I-10, I-22, T-I3: split in two, the sum is that of one run, and the second note begins on the day after the first.
#[test]
fn i_10_and_i_22_splitting_changes_no_sum() {
    let book = with("2026-12-30", &day_rate("9"), &[INVOICE]);
    assert_eq!(book.post("2026-01-25"), [(247, 0)]);
    assert_eq!(book.post("2026-02-04"), [(246, 0)]);
    let whole = with("2026-12-30", &day_rate("9"), &[INVOICE]);
    assert_eq!(whole.post("2026-02-04"), [(493, 0)]);
    assert_eq!(
        book.lines(
            "SELECT charged_from, charged_to, before_minor FROM interest_note_items ORDER BY id"
        ),
        ["2026-01-16|2026-01-25|0", "2026-01-26|2026-02-04|247"]
    );
}

/// I-11: within the grace nothing, one day later everything from the due day.
#[test]
fn i_11_grace() {
    let terms = terms_with(&json!({
        "every": {"unit": "day", "number": 1}, "basis": "amount", "grace_days": 5,
        "currencies": euros(&json!({"amount_minor": 100})),
    }));
    let book = with("2026-12-30", &terms, &[INVOICE]);
    assert_eq!(book.post("2026-01-20"), []);
    assert_eq!(book.post("2026-01-21"), [(600, 0)]);
    book.check();
}

/// I-12, I-23: below the minimum nothing is charged, and the time is charged once it is reached.
#[test]
fn i_12_and_i_23_the_minimum_waits() {
    let terms = terms_with(&json!({
        "every": {"unit": "month", "number": 1}, "basis": "amount",
        "currencies": euros(&json!({"amount_minor": 700, "minimum_minor": 1_000})),
    }));
    let book = with("2026-12-30", &terms, &[INVOICE]);
    assert_eq!(book.post("2026-02-20"), []);
    assert_eq!(book.lines("SELECT reason FROM interest_skips"), ["not_yet"]);
    assert_eq!(book.post("2026-03-20"), [(1_400, 0)]);
}

/// I-21: a monthly code, posted in between: two intervals, then three, as one run has five.
#[test]
fn i_21_intervals_are_never_charged_twice() {
    let terms = terms_with(&json!({"every": {"unit": "month", "number": 1}, "percent": "1"}));
    let book = with("2026-12-30", &terms, &[INVOICE]);
    assert_eq!(book.post("2026-03-31"), [(2_000, 0)]);
    assert_eq!(book.post("2026-06-20"), [(3_000, 0)]);
    let whole = with("2026-12-30", &terms, &[INVOICE]);
    assert_eq!(whole.post("2026-06-20"), [(5_000, 0)]);
}

/// I-24: the maximum is cumulative.
#[test]
fn i_24_the_maximum_caps_everything() {
    let terms = terms_with(&json!({
        "every": {"unit": "month", "number": 1}, "basis": "amount",
        "currencies": euros(&json!({"amount_minor": 700, "maximum_minor": 2_000})),
    }));
    let book = with("2026-12-30", &terms, &[INVOICE]);
    assert_eq!(book.post("2026-03-20"), [(1_400, 0)]);
    assert_eq!(book.post("2026-05-20"), [(600, 0)]);
}

/// I-25, T-I1, T-I7: German law between businesses: one note, one fee, a slice for each half-year, each rounded once, in
/// minor units, from the day after the due day.
#[test]
fn i_25_half_years_are_slices_of_one_note() {
    let mut book = Book::on("2026-12-30");
    let rule = json!({"by": "pack", "code": "DE_B2B", "lump_sum": "left"});
    book.code("DE", "2014-07-29", &rule, 500);
    book.everybody("DE");
    book.documents(&[("R1", "2025-05-31", "1000,00", "Invoice")]);
    assert_eq!(book.post("2025-07-31"), [(1_798, 500)]);
    let shown = book.call("interest.show", json!({"note_id": book.note()}));
    let slices: Vec<(i64, String, i64)> = shown["items"][0]["slices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slice| {
            (
                slice["days"].as_i64().unwrap(),
                slice["percent"].as_str().unwrap().to_owned(),
                slice["interest_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        slices,
        [(30, "11.27".to_owned(), 926), (31, "10.27".to_owned(), 872)]
    );
    assert_eq!(
        book.journal(),
        [
            "interest_note|customer|1798",
            "interest_note|interest_income|-1798",
            "interest_fee|customer|500",
            "interest_fee|interest_fee|-500",
        ]
    );
    book.check();
}

/// I-27: disputed time is not charged while the dispute lasts, and is charged afterwards: the watermark does not move.
#[test]
fn i_27_a_dispute_suppresses_and_moves_nothing() {
    let mut book = Book::charging("2026-01-31", &day_rate("9"));
    book.documents(&[INVOICE]);
    assert_eq!(book.post("2026-01-31"), [(395, 0)]);
    book.set_today("2026-02-01");
    let rows = json!([{"transaction_id": book.id("R1"), "amount_minor": null}]);
    let dispute = book.call("disputes.open", json!({"rows": rows, "reason": "price"}));
    book.set_today("2026-03-31");
    assert_eq!(book.post("2026-03-31"), []);
    assert_eq!(
        book.lines("SELECT reason FROM interest_skips ORDER BY run_id DESC LIMIT 1"),
        ["disputed"]
    );
    book.call(
        "disputes.close",
        json!({"dispute_id": dispute["dispute_ids"][0], "outcome": "resolved"}),
    );
    book.set_today("2026-04-15");
    assert_eq!(book.post("2026-04-15"), [(1_824, 0)]);
    assert_eq!(
        book.number("SELECT SUM(interest_minor) FROM interest_notes WHERE status = 'posted'"),
        2_219
    );
}

/// T-I2, T-I7: a part payment splits the time; the rest bears interest from the next day on.
#[test]
fn t_i2_a_part_payment_splits_the_time() {
    let mut book = Book::on("2026-12-30");
    let rule = json!({"by": "pack", "code": "DE_B2B", "lump_sum": "left"});
    book.code("DE", "2014-07-29", &rule, 0);
    book.everybody("DE");
    book.documents(&[("R1", "2025-01-31", "1000,00", "Invoice")]);
    book.pay("P1", "2025-03-02", "400,00", "R1");
    book.run("2025-03-31");
    let shown = book.call("interest.show", json!({"note_id": book.note()}));
    let bases: Vec<(i64, i64)> = shown["items"][0]["slices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slice| {
            (
                slice["base_minor"].as_i64().unwrap(),
                slice["days"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(bases, [(100_000, 30), (60_000, 29)]);
}

/// T-I8, T-I9: a half-year beyond the table is refused and can be entered with its source; British law keeps the rate of the
/// day on which interest began.
#[test]
fn t_i8_and_t_i9_rates() {
    let mut book = Book::on("2027-02-01");
    let rule = json!({"by": "pack", "code": "DE_B2B", "lump_sum": "left"});
    book.code("DE", "2014-07-29", &rule, 0);
    book.everybody("DE");
    book.documents(&[("R1", "2026-12-01", "1000,00", "Invoice")]);
    let refusal = book.refused("interest.create", json!({"to_on": "2027-01-31"}));
    assert_eq!(refusal.code, "interest_rate_unknown");
    assert_eq!(refusal.args["half_year"], "2027 H1");
    assert_eq!(refusal.args["known_until"], "2026-12-31");
    assert_eq!(book.number("SELECT COUNT(*) FROM interest_runs"), 0);
    let refusal = book.refused(
        "interest.rate_enter",
        json!({"reference": "de_basiszins", "half_year": {"year": 2027, "half": "first"}, "percent": "1.77", "source": " "}),
    );
    assert_eq!(refusal.code, "value_missing");
    book.call(
        "interest.rate_enter",
        json!({
            "reference": "de_basiszins", "half_year": {"year": 2027, "half": "first"}, "percent": "1.77",
            "source": "Federal Gazette",
        }),
    );
    // 30 days at 10.52 % and 31 days at 10.77 %.
    assert_eq!(book.run("2027-01-31"), [(865 + 915, 0)]);
    // The source stays with what was charged by it, whatever is entered later.
    let sources = |book: &Book| {
        let shown = book.call("interest.show", json!({"note_id": book.note()}));
        let slices = shown["items"][0]["slices"].as_array().unwrap().clone();
        slices
            .iter()
            .map(|slice| slice["reference_source"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(sources(&book), [json!(null), json!("Federal Gazette")]);
    book.call(
        "interest.rate_enter",
        json!({
            "reference": "de_basiszins", "half_year": {"year": 2027, "half": "first"}, "percent": "1.77",
            "source": "another page",
        }),
    );
    assert_eq!(sources(&book), [json!(null), json!("Federal Gazette")]);

    let mut british = Book::on("2026-12-30");
    let rule = json!({"by": "pack", "code": "UK_B2B", "lump_sum": "claimed"});
    british.code("UK", "2010-01-01", &rule, 0);
    british.everybody("UK");
    british.drop(
        "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Currency;Type\n\
         C1;Weber;R1;2025-04-30;2025-04-30;5000,00;GBP;Invoice\n",
    );
    let run = british.call("interest.create", json!({"to_on": "2025-08-09"}));
    assert_eq!(run["totals"][0]["interest_minor"], 17_640 + 7_000);
    let again = british.call("interest.preview", json!({"to_on": "2025-08-10"}));
    assert_eq!(again["totals"][0]["notes"], 1);
}

/// T-I10: an agreed rate takes every day count with every way to follow its reference, up to the posted note. Five points
/// above the refinancing rate of the central bank: 4.00 in the half-year of the due day, 4.50 and 4.25 in those that follow;
/// the year in between has 366 days.
#[test]
fn t_i10_every_day_count_follows_in_every_way() {
    for (day_count, floating, at_start, at_payment, fixed) in [
        ("act_365", 64_206, 61_397, 63_103, 34_110),
        ("act_act", 64_044, 61_244, 62_945, 34_024),
        ("thirty_360", 64_063, 61_250, 62_951, 34_028),
    ] {
        for (mode, slices, expected) in [
            ("floating_half_year", 3, floating),
            ("fixed_at_interest_start", 1, at_start),
            ("single_at_payment", 1, at_payment),
            ("fixed", 1, fixed),
        ] {
            let mut book = Book::on("2026-12-30");
            let reference = (mode != "fixed").then_some("ecb_mro");
            let law = json!({"reference": reference, "margin": "5", "mode": mode, "day_count": day_count});
            book.code("A", "2020-01-01", &json!({"by": "contract", "law": law}), 0);
            book.everybody("A");
            book.documents(&[("R1", "2023-12-10", "10000,00", "Invoice")]);
            let way = format!("{day_count}, {mode}");
            assert_eq!(book.post("2024-08-15"), [(expected, 0)], "{way}");
            let preview = book.call("interest.show", json!({"note_id": book.note()}));
            let shown = preview["items"][0]["slices"].as_array().map(Vec::len);
            assert_eq!(shown, Some(slices), "{way}");
            let lines = [
                format!("interest_note|customer|{expected}"),
                format!("interest_note|interest_income|-{expected}"),
            ];
            assert_eq!(book.journal(), lines, "{way}");
            assert_eq!(book.open("INT-000001"), expected, "{way}");
        }
    }
}

/// T-D10: without interest the fee stays: a note with a fee only, once for the same days.
#[test]
fn t_d10_a_fee_without_interest() {
    let mut book = Book::on("2026-12-30");
    let free = json!({"by": "terms", "terms": terms_with(&json!({"percent": "0", "every": {"unit": "month", "number": 1}}))});
    book.code("F", "2020-01-01", &free, 1_000);
    book.everybody("F");
    book.documents(&[INVOICE]);
    assert_eq!(book.post("2026-02-20"), [(0, 1_000)]);
    assert_eq!(book.run("2026-02-25"), [], "no new interval");
    assert_eq!(book.run("2026-03-20"), [(0, 1_000)]);
    let refusal = book.refused(
        "interest.version_save",
        json!({"code": "F", "from_on": "2026-01-01", "earnings": free, "fees": []}),
    );
    assert_eq!(refusal.code, "interest_nothing_charged");
}

/// A code that is chosen later, or a version that is dated back, charges no day again.
#[test]
fn another_code_charges_no_day_again() {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    book.documents(&[INVOICE]);
    assert_eq!(book.post("2026-01-31"), [(395, 0)]);
    let rule = json!({"by": "terms", "terms": day_rate("6")});
    let refusal = book.refused(
        "interest.version_save",
        json!({"code": "C", "from_on": "2026-01-20", "earnings": rule, "fees": []}),
    );
    assert_eq!(refusal.code, "interest_version_charged");
    book.code("D", "2020-01-01", &rule, 0);
    book.call(
        "interest.choose",
        json!({"transaction_ids": [book.id("R1")], "code": "D"}),
    );
    // 28 days at 6 %, the 16 days before at 9 % stand.
    assert_eq!(book.post("2026-02-28"), [(460, 0)]);
}

/// The lump sum is claimed once for an invoice, by the whole of it, whatever version or instalment comes first.
#[test]
fn a_lump_sum_is_claimed_once() {
    let mut book = Book::on("2026-12-30");
    let rule = json!({"by": "pack", "code": "DE_B2B", "lump_sum": "claimed"});
    book.code("DE", "2014-07-29", &rule, 0);
    book.everybody("DE");
    book.call(
        "interest.version_save",
        json!({"code": "DE", "from_on": "2026-07-01", "earnings": rule, "fees": []}),
    );
    book.documents(&[("R1", "2026-05-31", "1000,00", "Invoice")]);
    book.post("2026-07-31");
    book.post("2026-08-31");
    assert_eq!(
        book.number("SELECT SUM(lump_sum_minor) FROM interest_note_items"),
        4_000
    );
    assert_eq!(
        book.number("SELECT COUNT(*) FROM interest_notes"),
        3,
        "a note for each version, and one of the later run"
    );
    // Taken back it leaves the account on which it was posted.
    book.call("interest.reverse", json!({"note_id": 3, "object": "note"}));
    book.call("interest.reverse", json!({"note_id": 2, "object": "note"}));
    book.call("interest.reverse", json!({"note_id": 1, "object": "note"}));
    for role in ["interest_income", "interest_fee", "customer"] {
        assert_eq!(
            book.number(&format!(
                "SELECT SUM(amount_minor) FROM journal_lines WHERE role = '{role}'"
            )),
            0,
            "{role}"
        );
    }
    book.check();
}

/// Round-off: the note is rounded, and one that comes to nothing waits without keeping others back.
#[test]
fn round_off() {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    book.drop(
        "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n\
         C1;Weber;R1;2026-01-15;2026-01-15;100,00;Invoice\n\
         C2;Krause;R2;2026-01-15;2026-01-15;1000,00;Invoice\n",
    );
    let run = book.call(
        "interest.create",
        json!({"to_on": "2026-01-31", "round_off_minor": 100}),
    );
    assert_eq!(run["notes"], 1);
    assert_eq!(run["totals"][0]["interest_minor"], 400);
    assert_eq!(book.number("SELECT rounding_minor FROM interest_notes"), 5);
    let skipped = book.call("interest.skips", json!({"run_id": run["run_id"]}));
    assert_eq!(skipped["rows"][0]["document_no"], "R1");
    assert_eq!(skipped["rows"][0]["reason"], "not_yet");
}

/// `rates.md`, CONTRACT: an agreed lump sum is claimed once for an invoice, in its currency, beside the agreed rate.
#[test]
fn an_agreed_lump_sum() {
    let mut book = Book::on("2026-12-30");
    let rule = json!({"by": "contract",
        "law": {"reference": null, "margin": "9", "mode": "fixed", "day_count": "act_365"},
        "lump_sums": [{"currency": "EUR", "amount_minor": 2_500}]});
    book.code("A", "2020-01-01", &rule, 0);
    book.everybody("A");
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    assert_eq!(book.post("2026-01-25"), [(247 + 2_500, 0)]);
    assert_eq!(
        book.journal(),
        [
            "interest_note|customer|2747",
            "interest_note|interest_income|-247",
            "interest_note|interest_fee|-2500",
        ]
    );
    // 20 days are 493 together.
    assert_eq!(book.post("2026-02-04"), [(246, 0)], "once for an invoice");
    let twice = json!({"code": "A", "from_on": "2027-01-01", "fees": [],
        "earnings": {"by": "contract", "law": rule["law"], "lump_sums": [rule["lump_sums"][0], rule["lump_sums"][0]]}});
    assert_eq!(
        book.refused("interest.version_save", twice).code,
        "interest_currency_twice"
    );
    book.check();
}

/// `rates.md`: obligations from before 29 July 2014 (Austria: 16 March 2013) have eight points and no lump sum.
#[test]
fn older_contracts_have_no_lump_sum() {
    let mut book = Book::on("2026-12-30");
    let rule = json!({"by": "pack", "code": "DE_B2B", "lump_sum": "claimed"});
    book.code("D", "2010-01-01", &rule, 0);
    book.everybody("D");
    book.documents(&[
        ("OLD", "2014-07-15", "1000,00", "Invoice"),
        ("NEW", "2014-08-15", "1000,00", "Invoice"),
    ]);
    book.run("2014-12-31");
    assert_eq!(
        book.lines(
            "SELECT document_no, lump_sum_minor FROM interest_note_items ORDER BY document_no"
        ),
        ["NEW|4000", "OLD|0"]
    );
    book.check();
}

/// Spec 23 §2: rounded off in two notes, the sum is that of one note: 2.00 and 3.00, as 4.94 would be 5.00 at once.
#[test]
fn round_off_keeps_the_sum() {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    let run = |to_on: &str| {
        let run = book.call(
            "interest.create",
            json!({"to_on": to_on, "round_off_minor": 100}),
        );
        book.call("interest.print", json!({"run_id": run["run_id"]}));
        book.call("interest.post", json!({"run_id": run["run_id"]}));
        run["totals"][0]["interest_minor"].clone()
    };
    assert_eq!(
        (run("2026-01-25"), run("2026-02-04")),
        (json!(200), json!(300))
    );
    assert_eq!(
        book.lines("SELECT rounding_minor FROM interest_notes ORDER BY id"),
        ["-47", "54"]
    );
    // Reversed, the rounding of the newer note goes with it, and the same comes again.
    book.call("interest.reverse", json!({"note_id": 2, "object": "note"}));
    assert_eq!(run("2026-02-04"), json!(300));
    book.check();
}

/// The minimum counts over all versions.
#[test]
fn the_minimum_counts_over_versions() {
    let terms = terms_with(&json!({
        "every": {"unit": "month", "number": 1}, "basis": "amount",
        "currencies": euros(&json!({"amount_minor": 700, "minimum_minor": 1_000})),
    }));
    let mut book = Book::charging("2026-12-30", &terms);
    book.call(
        "interest.version_save",
        json!({"code": "C", "from_on": "2026-02-16", "earnings": {"by": "terms", "terms": terms}, "fees": []}),
    );
    book.documents(&[INVOICE]);
    assert_eq!(book.post("2026-03-20"), [(1_400, 0)]);
}

/// Interest that the house owes on a credit note: a credit of the customer, against expense, that bears none itself.
#[test]
fn what_the_house_owes() {
    let mut book = Book::on("2026-12-30");
    let rule = json!({"by": "terms", "terms": day_rate("9")});
    book.call(
        "interest.code_save",
        json!({"id": "P", "description": "both"}),
    );
    book.call(
        "interest.version_save",
        json!({"code": "P", "from_on": "2020-01-01", "earnings": rule, "payments": rule, "fees": []}),
    );
    book.everybody("P");
    book.documents(&[("G1", "2026-01-15", "-1000,00", "Credit note")]);
    let kinds = json!(["invoice", "credit_note"]);
    let run = |to_on: &str| {
        let run = book.call("interest.create", json!({"to_on": to_on, "kinds": kinds}));
        let id = run["run_id"].clone();
        book.call("interest.print", json!({"run_id": id, "note_on": to_on}));
        book.call("interest.post", json!({"run_id": id, "posting_on": to_on}));
        run["totals"][0]["interest_minor"].as_i64().unwrap()
    };
    assert_eq!(run("2026-01-31"), 395);
    assert_eq!(
        book.journal(),
        [
            "interest_note|customer|-395",
            "interest_note|interest_expense|395"
        ]
    );
    assert_eq!(book.open("INT-000001"), -395);
    assert_eq!(run("2026-02-10"), 246, "on the credit note alone");
    assert_eq!(
        book.refused("interest.waive", json!({"note_id": 1, "object": "note"}))
            .code,
        "interest_note_is_credit"
    );
    book.call("interest.reverse", json!({"note_id": 2, "object": "note"}));
    assert_eq!(book.open("INT-000002"), 0);
    book.check();
}

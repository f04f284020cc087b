//! What can be read two ways asks; what the file settles does not.

use intake::{DateOrder, DecimalMark, EvidenceCode, Fault, Options, Question};

use crate::support::file;

const HEAD: &str = "Customer No;Invoice No;Invoice Date;Amount\n";

#[test]
fn a_date_that_nothing_settles_is_a_question() {
    let file = file(
        "dates.csv",
        format!("{HEAD}1;A;03/04/2026;10\n1;B;05/05/2026;20\n1;C;01/12/2026;30\n"),
    );
    let seen = file.recognise().unwrap();
    let [question] = seen.ambiguities.as_slice() else {
        panic!("one question")
    };
    assert_eq!(
        (question.question, question.count),
        (Question::DateOrder, 2)
    );
    assert_eq!(
        (question.examples[0].line, question.examples[0].column),
        (2, 2)
    );
    assert_eq!(question.examples[0].readings, ["2026-04-03", "2026-03-04"]);
    let refused = file.reader(&seen).unwrap_err();
    assert_eq!(
        (refused.fault, refused.line),
        (Fault::Ambiguous { questions: 1 }, Some(2))
    );
    assert_eq!(refused.column.unwrap().heading, "Invoice Date");

    let (rows, _) = file.rows_with(&Options {
        date_order: Some(DateOrder::Dmy),
        ..Options::default()
    });
    assert!(rows[0].contains("|2026-04-03|"));
    let (rows, _) = file.rows_with(&Options {
        date_order: Some(DateOrder::Mdy),
        ..Options::default()
    });
    assert!(rows[0].contains("|2026-03-04|"));
}

#[test]
fn one_other_row_settles_the_dates() {
    let file = file(
        "dates.csv",
        format!("{HEAD}1;A;03/04/2026;10\n1;B;25/04/2026;20\n"),
    );
    let seen = file.recognise().unwrap();
    assert_eq!(
        (seen.date_order, seen.ambiguities.len()),
        (Some(DateOrder::Dmy), 0)
    );
    let reason = seen
        .evidence
        .iter()
        .find(|e| e.code == EvidenceCode::OnlyDayFirst)
        .unwrap();
    assert_eq!((reason.count, reason.examples[0].line), (1, 3));
}

#[test]
fn dates_with_dots_are_said_to_begin_with_the_day() {
    for (day, order) in [
        ("13.11.2026", DateOrder::Dmy),
        ("2026-11-13", DateOrder::Ymd),
    ] {
        let file = file("dates.csv", format!("{HEAD}1;A;{day};10\n"));
        assert_eq!(file.recognise().unwrap().date_order, Some(order), "{day}");
    }
}

#[test]
fn dates_that_contradict_each_other_are_a_question_with_both_sides() {
    let file = file(
        "dates.csv",
        format!("{HEAD}1;A;03/04/2026;10\n1;B;25/04/2026;20\n1;C;04/25/2026;20\n"),
    );
    let seen = file.recognise().unwrap();
    assert_eq!(seen.ambiguities[0].contradiction.len(), 2);
    // Without a row that could be either, each date says itself what it is: the odd one out is rejected, not guessed.
    let file = crate::support::file(
        "dates.csv",
        format!("{HEAD}1;A;23/04/2026;10\n1;B;25/04/2026;20\n1;C;04/25/2026;20\n"),
    );
    let (rows, rejected) = file.rows();
    assert_eq!(
        (rows.len(), rejected[0].line, rejected[0].code.code()),
        (2, 4, "not_a_date")
    );
}

#[test]
fn t_f1_ambiguous_numbers_stop_the_import() {
    let alone = file(
        "a.csv",
        format!("{HEAD}1;A;2026-01-01;1.234\n1;B;2026-01-01;5\n"),
    );
    let seen = alone.recognise().unwrap();
    let question = &seen.ambiguities[0];
    assert_eq!(
        (question.question, question.count),
        (Question::DecimalMark, 1)
    );
    assert_eq!(question.examples[0].readings, ["1.234", "1234.000"]);
    assert!(matches!(
        alone.reader(&seen).unwrap_err().fault,
        Fault::Ambiguous { questions: 1 }
    ));

    let settled = file(
        "a.csv",
        format!("{HEAD}1;A;2026-01-01;1.234\n1;B;2026-01-01;13,75\n"),
    );
    let (rows, rejected) = settled.rows();
    assert!(
        rows[0].contains("|123400 EUR|") && rows[1].contains("|1375 EUR|"),
        "{rows:?}"
    );
    assert!(rejected.is_empty());

    // A comma in a file of points is never read as grouping.
    let given = Options {
        decimal_mark: Some(DecimalMark::Point),
        ..Options::default()
    };
    let odd = file(
        "a.csv",
        format!("{HEAD}1;A;2026-01-01;12.50\n1;B;2026-01-01;13,75\n"),
    );
    for options in [Options::default(), given] {
        let (rows, rejected) = odd.rows_with(&options);
        assert_eq!((rows.len(), rejected.len()), (1, 1));
        assert_eq!(
            (
                rejected[0].line,
                rejected[0].code.code(),
                rejected[0].value.as_str()
            ),
            (3, "ambiguous_number", "13,75")
        );
        assert_eq!(rejected[0].column.as_ref().unwrap().heading, "Amount");
    }
}

#[test]
fn t_f1_an_unquoted_decimal_comma_does_not_shift_the_columns() {
    let file = file(
        "a.csv",
        "Customer No,Invoice No,Invoice Date,Amount,Text\n1,A,2026-01-01,12,x\n1,B,2026-01-01,13,75,x\n",
    );
    let (rows, rejected) = file.rows();
    assert_eq!(
        (rows.len(), rejected[0].line, rejected[0].code.code()),
        (1, 3, "too_many_cells")
    );
}

#[test]
fn t_f3_one_decimal_amounts_are_tenths() {
    let file = file(
        "a.csv",
        format!("{HEAD}1;A;2026-01-01;110.7\n1;B;2026-01-01;-110.7\n1;C;2026-01-01;94\n"),
    );
    let (rows, _) = file.rows();
    assert!(
        rows[0].contains("|11070 EUR|")
            && rows[1].contains("|-11070 EUR|")
            && rows[2].contains("|9400 EUR|")
    );
}

#[test]
fn contradicting_marks_are_a_question_where_a_value_could_be_either() {
    let file = file(
        "a.csv",
        format!("{HEAD}1;A;2026-01-01;1.234\n1;B;2026-01-01;13,75\n1;C;2026-01-01;13.75\n"),
    );
    let seen = file.recognise().unwrap();
    assert_eq!(seen.ambiguities[0].question, Question::DecimalMark);
    assert_eq!(seen.ambiguities[0].contradiction.len(), 2);
}

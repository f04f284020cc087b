//! From what was seen to what is settled, and to the questions that stay open.

use super::scan::{Findings, Seen};
use super::types::{
    Ambiguity, DefaultCode, DefaultTaken, Evidence, EvidenceCode, Options, Question,
};
use crate::day::DateOrder;
use crate::field::{Field, FileKind};
use crate::number::DecimalMark;

pub(super) struct Settled {
    pub date_order: Option<DateOrder>,
    pub decimal_mark: Option<DecimalMark>,
    pub evidence: Vec<Evidence>,
    pub ambiguities: Vec<Ambiguity>,
}

/// What speaks for two readings, and what could be either.
struct Case<'a, T> {
    question: Question,
    given: Option<T>,
    sides: [(T, EvidenceCode, &'a Seen); 2],
    either: &'a Seen,
}

pub(super) fn settle(findings: &Findings, options: &Options) -> Settled {
    let mut settled = Settled {
        date_order: None,
        decimal_mark: None,
        evidence: Vec::new(),
        ambiguities: Vec::new(),
    };
    settled.date_order = decide(
        &Case {
            question: Question::DateOrder,
            given: options.date_order,
            sides: [
                (
                    DateOrder::Dmy,
                    EvidenceCode::OnlyDayFirst,
                    &findings.day_first,
                ),
                (
                    DateOrder::Mdy,
                    EvidenceCode::OnlyMonthFirst,
                    &findings.month_first,
                ),
            ],
            either: &findings.either_order,
        },
        &mut settled,
    );
    if findings.fixed_days.count > 0 {
        settled.evidence.push(evidence(
            EvidenceCode::YearFirstOrDots,
            &findings.fixed_days,
        ));
        if findings.either_order.count == 0 {
            settled.date_order = settled.date_order.or(Some(DateOrder::Ymd));
        }
    }
    settled.decimal_mark = decide(
        &Case {
            question: Question::DecimalMark,
            given: options.decimal_mark,
            sides: [
                (
                    DecimalMark::Point,
                    EvidenceCode::OnlyPoint,
                    &findings.only_point,
                ),
                (
                    DecimalMark::Comma,
                    EvidenceCode::OnlyComma,
                    &findings.only_comma,
                ),
            ],
            either: &findings.either_mark,
        },
        &mut settled,
    );
    settled
}

/// What the caller says holds. Else one-sided evidence settles the file. Evidence for both sides is a question where it
/// matters, that is where some value could be either; where none could, each value says itself what it is, the larger
/// side is taken, and the rows of the smaller are rejected one by one.
fn decide<T: Copy>(case: &Case<'_, T>, settled: &mut Settled) -> Option<T> {
    let [(a, a_code, for_a), (b, b_code, for_b)] = case.sides;
    let seen: Vec<Evidence> = [(a_code, for_a), (b_code, for_b)]
        .into_iter()
        .filter(|(_, s)| s.count > 0)
        .map(|(c, s)| evidence(c, s))
        .collect();
    settled.evidence.extend(seen.iter().cloned());
    if let Some(given) = case.given {
        let code = match case.question {
            Question::DateOrder => EvidenceCode::DateOrderGiven,
            Question::DecimalMark => EvidenceCode::DecimalMarkGiven,
        };
        settled.evidence.push(Evidence {
            code,
            count: case.either.count,
            examples: Vec::new(),
        });
        return Some(given);
    }
    let is_contradicted = for_a.count > 0 && for_b.count > 0;
    if case.either.count > 0 && (is_contradicted || seen.is_empty()) {
        settled.ambiguities.push(Ambiguity {
            question: case.question,
            count: case.either.count,
            examples: case.either.examples.clone(),
            contradiction: seen,
        });
        return None;
    }
    match (for_a.count, for_b.count) {
        (0, 0) => None,
        (for_a, for_b) if for_a >= for_b => Some(a),
        _ => Some(b),
    }
}

fn evidence(code: EvidenceCode, seen: &Seen) -> Evidence {
    Evidence {
        code,
        count: seen.count,
        examples: seen.examples.clone(),
    }
}

/// The defaults that stand in for what the file does not carry.
pub(super) fn defaults(
    kind: FileKind,
    fields: &[Option<Field>],
    findings: &Findings,
    row_count: u64,
) -> Vec<DefaultTaken> {
    use DefaultCode as D;
    use Field as F;
    let candidates: &[(&[F], D)] = match kind {
        FileKind::Transactions => &[
            (&[F::Currency], D::BookCurrency),
            (&[F::DueDate], D::DocumentDatePlusTerms),
            (&[F::DocumentType], D::SignOfAmount),
            (&[F::SettledDate], D::Open),
            (&[F::CustomerName], D::CustomerNumber),
            (&[F::Terms], D::CompanyTerms),
        ],
        FileKind::Customers => &[
            (&[F::CustomerName], D::CustomerNumber),
            (&[F::Currency], D::BookCurrency),
            (&[F::Language], D::CompanyLanguage),
            (&[F::Terms], D::CompanyTerms),
            (&[F::CustomerGroup], D::CompanyGroup),
            (&[F::CreditLimit, F::CreditLimitMinor], D::NotSet),
        ],
        FileKind::Settlements => &[],
    };
    let mut taken = Vec::new();
    for (names, default) in candidates {
        let column = fields
            .iter()
            .position(|f| f.is_some_and(|f| names.contains(&f)));
        let rows = match column {
            None => row_count,
            // An open invoice has no settled day; that is what the column says, not a default.
            Some(column) if matches!(names[0], F::Currency | F::DueDate) => {
                findings.rows - findings.columns[column].filled
            }
            Some(_) => 0,
        };
        if rows > 0 {
            taken.push(DefaultTaken {
                field: names[0],
                default: *default,
                rows,
            });
        }
    }
    taken
}

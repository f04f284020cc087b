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
            settled.date_order = settled
                .date_order
                .or_else(|| Some(fixed_order(&findings.fixed_days)));
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

/// The order of days that cannot be read two ways. Nothing depends on it but what people are shown of their file.
fn fixed_order(days: &Seen) -> DateOrder {
    let dots_after = |value: &str| value.trim_start().find('.').is_some_and(|at| at <= 2);
    if days.examples.iter().any(|day| dots_after(&day.value)) {
        DateOrder::Dmy
    } else {
        DateOrder::Ymd
    }
}

fn evidence(code: EvidenceCode, seen: &Seen) -> Evidence {
    Evidence {
        code,
        count: seen.count,
        examples: seen.examples.clone(),
    }
}

/// Fields of documents and what stands in for each (imports.md, section 2).
#[rustfmt::skip]
const DOCUMENT_DEFAULTS: &[(&[Field], DefaultCode)] = &[
    (&[Field::Currency], DefaultCode::BookCurrency),
    (&[Field::DueDate, Field::DueHint], DefaultCode::DocumentDatePlusTerms),
    (&[Field::DocumentType, Field::DebitCredit], DefaultCode::SignOfAmount),
    (&[Field::SettledDate], DefaultCode::Open),
    (&[Field::CustomerName], DefaultCode::CustomerNumber),
    (&[Field::Terms], DefaultCode::CompanyTerms),
    (&[Field::Language], DefaultCode::CompanyLanguage),
    (&[Field::CreditLimit, Field::CreditLimitMinor], DefaultCode::NotSet),
    (&[Field::CustomerGroup], DefaultCode::CompanyGroup),
    (&[Field::TaxAmount, Field::TaxCode, Field::LineTaxCode, Field::LineTaxAmount], DefaultCode::NoTaxKnown),
    (&[Field::Dimension], DefaultCode::NoDimension),
    (&[Field::PostingProfile], DefaultCode::ProfileByLookup),
    (&[Field::BankAccount, Field::ContraAccount], DefaultCode::CompanyMainBank),
    (&[Field::CashDiscount, Field::CashDiscountPercent], DefaultCode::NoCashDiscount),
    (&[Field::CashDiscountDate], DefaultCode::TermsDiscountDays),
    (&[Field::Salesperson], DefaultCode::CustomersElseNone),
    (&[Field::Region], DefaultCode::ByAddress),
    (&[Field::Segment], DefaultCode::None),
    (&[Field::OrderNo], DefaultCode::Blank),
    (&[Field::DisputedFlag, Field::DisputedOn], DefaultCode::No),
    (&[Field::LineAmount], DefaultCode::OneLine),
];

#[rustfmt::skip]
const CUSTOMER_DEFAULTS: &[(&[Field], DefaultCode)] = &[
    (&[Field::CustomerName], DefaultCode::CustomerNumber),
    (&[Field::Currency], DefaultCode::BookCurrency),
    (&[Field::Language], DefaultCode::CompanyLanguage),
    (&[Field::Terms], DefaultCode::CompanyTerms),
    (&[Field::CustomerGroup], DefaultCode::CompanyGroup),
    (&[Field::CreditLimit, Field::CreditLimitMinor, Field::CreditLimitForeign], DefaultCode::NotSet),
    (&[Field::PostingProfile], DefaultCode::ProfileByLookup),
    (&[Field::CashDiscount, Field::CashDiscountPercent], DefaultCode::NoCashDiscount),
    (&[Field::Salesperson], DefaultCode::None),
    (&[Field::Region], DefaultCode::ByAddress),
    (&[Field::Segment], DefaultCode::None),
];

#[rustfmt::skip]
const fn defaults_of(kind: FileKind) -> &'static [(&'static [Field], DefaultCode)] {
    match kind {
        FileKind::Transactions => DOCUMENT_DEFAULTS,
        FileKind::Customers => CUSTOMER_DEFAULTS,
        FileKind::Settlements => &[],
        FileKind::Contacts => &[(&[Field::ContactPurpose], DefaultCode::EveryPurpose)],
        FileKind::Orders => &[
            (&[Field::Currency], DefaultCode::BookCurrency),
            (&[Field::OrderStep], DefaultCode::ConfirmedOrder),
            (&[Field::OpenAmount, Field::OpenAmountMinor], DefaultCode::AllOpen),
            (&[Field::Prepaid], DefaultCode::None),
        ],
        FileKind::Deliveries => &[
            (&[Field::Currency], DefaultCode::BookCurrency),
            (&[Field::OrderNo], DefaultCode::Blank),
        ],
        FileKind::ExchangeRates => &[
            (&[Field::CurrencyTo], DefaultCode::BookCurrency),
            (&[Field::RateUnits], DefaultCode::OneUnit),
        ],
        FileKind::Revenue => &[
            (&[Field::Currency], DefaultCode::BookCurrency),
            (&[Field::PeriodTo, Field::Period], DefaultCode::EndOfPeriod),
        ],
        FileKind::BankLines => &[
            (&[Field::Currency], DefaultCode::BookCurrency),
            (&[Field::ValueDate], DefaultCode::BookingDay),
        ],
    }
}

/// Whether something stands in for the field where its cell is blank, so that its cells are worth counting.
pub(super) fn has_default(field: Field) -> bool {
    FileKind::ALL
        .into_iter()
        .flat_map(defaults_of)
        .any(|(names, _)| names.contains(&field))
}

/// The defaults that stand in for what the file does not carry.
pub(super) fn defaults(
    kind: FileKind,
    fields: &[Option<Field>],
    findings: &Findings,
    row_count: u64,
) -> Vec<DefaultTaken> {
    let mut taken = Vec::new();
    for (names, default) in defaults_of(kind) {
        let column = fields
            .iter()
            .position(|f| f.is_some_and(|f| names.contains(&f)));
        let rows = match column {
            None => row_count,
            // An open invoice has no settled day, and no dispute is none: that is what the column says, no default.
            Some(_) if matches!(names[0], Field::SettledDate | Field::DisputedFlag) => 0,
            Some(column) => findings.rows - findings.columns[column].filled,
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

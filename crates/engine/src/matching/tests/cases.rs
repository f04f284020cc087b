//! Named cases, one small ledger each.

use super::super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn doc(id: i64, customer_id: i64, document_no: &'static str, open_minor: i64) -> OpenDoc<'static> {
    OpenDoc {
        id,
        customer_id,
        document_no,
        reference: "",
        due_on: day("2026-03-01"),
        currency: Currency::EUR,
        open_minor,
        discount: None,
        state: State::Open,
    }
}

const PAYERS: [Payer<'static>; 3] = [
    Payer {
        customer_id: 1,
        account: "DE02 1111",
        name: "Müller & Söhne GmbH",
    },
    Payer {
        customer_id: 2,
        account: "DE02 2222",
        name: "Nordlicht Handels AG",
    },
    Payer {
        customer_id: 3,
        account: "",
        name: "Côté Traiteur SARL",
    },
];

fn index(docs: &[OpenDoc<'static>]) -> Index {
    Index::build(docs.iter().copied(), PAYERS, [])
}

fn line(text: &'static str, amount_minor: i64) -> BankLine<'static> {
    BankLine {
        booked_on: day("2026-03-10"),
        currency: Currency::EUR,
        amount_minor,
        reference: "",
        end_to_end_id: "NOTPROVIDED",
        text,
        account: "DE021111",
        name: "SOEHNE MUELLER",
        standing: Standing::New,
    }
}

fn best(index: &Index, line: &BankLine<'_>) -> Proposal {
    index
        .propose(line, &Policy::default())
        .into_iter()
        .next()
        .unwrap()
}

fn ids(proposal: &Proposal) -> Vec<i64> {
    proposal
        .shares
        .iter()
        .map(|share| share.document_id)
        .collect()
}

#[test]
fn t_b10_one_fitting_invoice_is_one_step() {
    let index = index(&[doc(1, 1, "RE-2026-00123", 85_000)]);
    let found = index.propose(&line("RE 2026 00123", 85_000), &Policy::default());
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].rank, found[0].confidence, ids(&found[0])),
        (1, Confidence::Exact, vec![1])
    );
    assert!(
        found[0]
            .reasons
            .contains(&Reason::Number { document_id: 1 })
    );
    assert!(found[0].reasons.contains(&Reason::AmountOpen));
    assert!(
        index
            .propose(&line("RE 2026 00123", -85_000), &Policy::default())
            .is_empty()
    );
}

#[test]
fn the_order_of_the_evidence_is_that_of_the_spec() {
    let with_reference = OpenDoc {
        reference: "RF18 5390 0754 7034",
        ..doc(1, 1, "RE-10001", 10_000)
    };
    let index = index(&[
        with_reference,
        doc(2, 1, "RE-10002", 20_000),
        doc(3, 3, "RE-10003", 30_000),
    ]);
    let by_reference = BankLine {
        reference: "RF18539007547034",
        ..line("", 10_000)
    };
    let found = best(&index, &by_reference);
    assert_eq!(
        (found.step, found.confidence),
        (Step::Reference, Confidence::Exact)
    );
    let wrong_digits = BankLine {
        reference: "RF19539007547034",
        ..line("RE-10001", 10_000)
    };
    let found = best(&index, &wrong_digits);
    assert_eq!(
        (found.step, found.confidence),
        (Step::Number, Confidence::Proposal)
    );
    assert_eq!(found.cautions, [Caution::ReferenceInvalid]);
    let by_account = best(&index, &line("danke", 20_000));
    assert_eq!(
        (by_account.step, ids(&by_account)),
        (Step::Account, vec![2])
    );
    assert_eq!(by_account.confidence, Confidence::Proposal);
    let by_name = BankLine {
        account: "FR76",
        name: "COTE TRAITEUR S.A.R.L.",
        ..line("merci", 30_000)
    };
    let found = best(&index, &by_name);
    assert_eq!((found.step, ids(&found)), (Step::Name, vec![3]));
    assert!(
        found
            .reasons
            .contains(&Reason::PayerName { per_mille: 1_000 })
    );
}

#[test]
fn a_letter_reference_stands_for_all_its_items() {
    let docs = [
        doc(1, 1, "RE-10001", 10_000),
        doc(2, 1, "ZN-10001", 700),
        doc(3, 1, "RE-10003", 10_700),
    ];
    let letter = |letter_id, reference, document_ids| LetterReference {
        letter_id,
        reference,
        document_ids,
    };
    let letters = [
        letter(5, "RF18539007547034", &[1, 2, 99][..]),
        letter(6, "DL000001", &[2, 1]),
        letter(7, "DL000002", &[98, 99]),
    ];
    let index = Index::build(docs, PAYERS, letters);
    let found = best(&index, &line("RF18 5390 0754 7034", 10_700));
    assert_eq!(
        (ids(&found), found.confidence),
        (vec![1, 2], Confidence::Exact)
    );
    let scheme = Scheme::Rf;
    assert!(found.reasons.starts_with(&[
        Reason::Reference { scheme },
        Reason::Letter { letter_id: 5 }
    ]));
    // The number of the letter as it is printed with the account, as it is typed, and in the field for references.
    for text in ["DL000001 / K-7", "dl 000001", "Mahnung DL-000001 vom 3.5."] {
        let found = best(&index, &line(text, 10_700));
        assert_eq!(
            (ids(&found), found.confidence, found.step),
            (vec![2, 1], Confidence::Exact, Step::Reference),
            "{text}"
        );
        assert_eq!(found.reasons[0], Reason::Letter { letter_id: 6 });
    }
    let structured = BankLine {
        reference: "DL000001",
        ..line("", 10_700)
    };
    assert_eq!(best(&index, &structured).confidence, Confidence::Exact);
    // A letter of which nothing is known says nothing.
    let found = best(&index, &line("DL000002", 10_700));
    assert!(
        !found
            .reasons
            .iter()
            .any(|reason| matches!(reason, Reason::Letter { .. }))
    );
}

#[test]
fn a_part_of_a_letter_is_paid_in_its_order() {
    let fee = OpenDoc {
        document_no: "DL000001",
        ..doc(2, 1, "", 500)
    };
    let docs = [
        doc(1, 1, "RE-10001", 10_000),
        fee,
        doc(3, 1, "RE-10003", 8_000),
    ];
    let letter = LetterReference {
        letter_id: 6,
        reference: "DL000001",
        document_ids: &[2, 1, 3],
    };
    let index = Index::build(docs, PAYERS, [letter]);
    // The fee has the number of its letter, and is not what is meant.
    let all = best(&index, &line("DL000001", 18_500));
    assert_eq!((all.shares.len(), all.confidence), (3, Confidence::Exact));
    let found = best(&index, &line("DL000001", 9_000));
    let shares: Vec<(i64, i64)> = found
        .shares
        .iter()
        .map(|share| (share.document_id, share.amount_minor))
        .collect();
    assert_eq!(shares, [(2, 500), (1, 8_500)]);
    assert_eq!(found.cautions, [Caution::PartPayment { minor: 9_500 }]);
    // One of its invoices alone is a proposal: the letter says more than that.
    let one = best(&index, &line("DL000001", 8_000));
    assert_eq!((ids(&one), one.confidence), (vec![3], Confidence::Proposal));
    // More than the letter claims stays on the account.
    let over = best(&index, &line("DL000001", 20_000));
    assert_eq!(over.rest_minor, 1_500);
    assert_eq!(over.cautions, [Caution::Overpayment { minor: 1_500 }]);
}

#[test]
fn a_letter_number_that_a_document_has_too_is_never_exact() {
    let docs = [
        doc(1, 1, "RE-10001", 10_000),
        doc(2, 2, "100001", 10_000),
        doc(3, 1, "RE-10003", 500),
    ];
    let letter = LetterReference {
        letter_id: 6,
        reference: "100001",
        document_ids: &[1, 3],
    };
    let index = Index::build(docs, PAYERS, [letter]);
    for amount in [10_000, 10_500] {
        let found = index.propose(&line("100001", amount), &Policy::default());
        let of_letter = found
            .iter()
            .find(|proposal| proposal.reasons.contains(&Reason::Letter { letter_id: 6 }));
        assert_eq!(
            of_letter.unwrap().confidence,
            Confidence::Proposal,
            "{amount}"
        );
        assert!(of_letter.unwrap().cautions.contains(&Caution::OtherNumber));
    }
}

/// Whether the best proposal posts itself, and what speaks against it.
fn cautions(index: &Index, line: &BankLine<'_>) -> Vec<Caution> {
    let found = index.propose(line, &Policy::default());
    assert!(
        found
            .iter()
            .all(|proposal| proposal.confidence == Confidence::Proposal),
        "{found:?}"
    );
    found[0].cautions.clone()
}

#[test]
fn what_speaks_against_is_never_exact() {
    let twice = index(&[doc(1, 1, "RE-10001", 10_000), doc(2, 2, "RE 10001", 10_000)]);
    assert!(cautions(&twice, &line("RE-10001", 10_000)).contains(&Caution::NumberTwice));

    let plain = index(&[doc(1, 1, "RE-10001", 10_000), doc(2, 2, "RE-10055", 500)]);
    let other = BankLine {
        account: "DE02 2222",
        ..line("RE-10001", 10_000)
    };
    assert_eq!(cautions(&plain, &other), [Caution::PayerOfOther]);
    assert_eq!(
        cautions(&plain, &line("RE-10001", 9_999)),
        [Caution::PartPayment { minor: 1 }]
    );
    assert_eq!(
        cautions(&plain, &line("RE-10001", 10_001)),
        [Caution::Overpayment { minor: 1 }]
    );
    let twin = BankLine {
        standing: Standing::NewTwin,
        ..line("RE-10001", 10_000)
    };
    assert_eq!(cautions(&plain, &twin), [Caution::DuplicateSuspected]);
    let ambiguous = BankLine {
        account: "",
        name: "NORDLICHT HANDELS",
        ..line("RE-10001", 10_000)
    };
    assert_eq!(cautions(&plain, &ambiguous), [Caution::CustomerAmbiguous]);
    let both = cautions(&plain, &line("RE-10001 RE-10055", 10_500));
    assert!(both.contains(&Caution::SeveralCustomers));

    let equal = index(&[doc(1, 1, "RE-10001", 10_000), doc(2, 1, "RE-20001", 10_000)]);
    assert!(cautions(&equal, &line("danke", 10_000)).contains(&Caution::AmountsCompete));
    assert_eq!(
        best(&equal, &line("RE-20001", 10_000)).cautions,
        [Caution::AmountsCompete],
        "one slip away"
    );
    let apart = index(&[doc(1, 1, "RE-10001", 10_000), doc(2, 1, "RE-20972", 10_000)]);
    let found = best(&apart, &line("RE-20972", 10_000));
    assert_eq!(
        (ids(&found), found.confidence),
        (vec![2], Confidence::Exact)
    );
    let usd = BankLine {
        currency: Currency::known("USD").unwrap(),
        ..line("RE-10001", 10_000)
    };
    assert_eq!(cautions(&plain, &usd), [Caution::OtherCurrency]);
}

#[test]
fn discounts_part_sums_and_deducted_credit_notes_fit() {
    let discount = CashDiscount {
        amount_minor: 200,
        until: day("2026-03-10"),
    };
    let index = index(&[
        OpenDoc {
            discount: Some(discount),
            ..doc(1, 1, "RE-10001", 10_000)
        },
        doc(2, 1, "RE-20972", 5_000),
        doc(3, 1, "GS-30555", -1_500),
    ]);
    let found = best(&index, &line("RE-10001", 9_800));
    assert_eq!(found.confidence, Confidence::Exact);
    assert_eq!(
        (found.shares[0].amount_minor, found.shares[0].discount_minor),
        (9_800, 200)
    );
    let late = BankLine {
        booked_on: day("2026-03-11"),
        ..line("RE-10001", 9_800)
    };
    assert_eq!(
        best(&index, &late).cautions,
        [Caution::PartPayment { minor: 200 }]
    );
    let all = best(&index, &line("10001/20972 abzgl. GS 30555", 13_300));
    assert_eq!(
        (ids(&all), all.confidence),
        (vec![1, 2, 3], Confidence::Exact)
    );
    let total: i64 = all.shares.iter().map(|share| share.amount_minor).sum();
    assert_eq!(total, 13_300);
    let unnamed = best(&index, &line("", 14_800));
    assert_eq!((unnamed.step, ids(&unnamed)), (Step::Account, vec![1, 2]));
}

#[test]
fn t_m6_paid_again_and_too_much_stay_with_the_customer() {
    let closed = OpenDoc {
        state: State::Closed,
        ..doc(1, 1, "RE-10001", 85_000)
    };
    let index = index(&[closed, doc(2, 1, "RE-20972", 85_000)]);
    let again = best(&index, &line("RE-10001", 85_000));
    assert_eq!((again.customer_id, again.rest_minor), (1, 85_000));
    assert!(
        again
            .cautions
            .contains(&Caution::PaidAgain { document_id: 1 })
    );
    let over = best(&index, &line("RE-20972", 100_000));
    assert_eq!((ids(&over), over.rest_minor), (vec![2], 15_000));
}

#[test]
fn zeros_and_slips_need_a_payer_or_an_amount() {
    let index = index(&[
        doc(1, 1, "RE-2026-00123", 10_000),
        doc(2, 2, "RE-2025-00123", 20_000),
        doc(3, 1, "RE-2026-45678", 5_000),
    ]);
    let short = best(&index, &line("Rechnung 123", 10_000));
    assert_eq!(
        (ids(&short), short.confidence),
        (vec![1], Confidence::Proposal)
    );
    assert!(
        short
            .reasons
            .contains(&Reason::NumberShortened { document_id: 1 })
    );
    let unknown = BankLine {
        account: "",
        name: "",
        ..line("Rechnung 123", 7_777)
    };
    assert!(index.propose(&unknown, &Policy::default()).is_empty());
    let slip = BankLine {
        text: "RE-2026-45687",
        amount_minor: 5_000,
        ..unknown
    };
    let found = best(&index, &slip);
    assert_eq!(ids(&found), [3]);
    assert!(
        found
            .reasons
            .contains(&Reason::NumberMistyped { document_id: 3 })
    );
    assert!(found.cautions.contains(&Caution::NumberWeak));
}

/// A chain pays for one of many branches that go by one name: whichever the number names is right.
#[test]
fn a_name_that_many_customers_have_speaks_for_each_of_them() {
    let docs = (1..=40).map(|id| OpenDoc {
        document_no: ["RE-20017", "RE-30999"][usize::from(id != 33)],
        ..doc(id, id, "", 10_000 + id)
    });
    let docs: Vec<OpenDoc<'_>> = docs.filter(|doc| doc.id == 33 || doc.id == 7).collect();
    let branches: Vec<Payer<'_>> = (1..=40)
        .map(|customer_id| Payer {
            customer_id,
            account: "",
            name: "Nordlicht Handels AG",
        })
        .collect();
    let index = Index::build(docs.clone(), branches.clone(), []);
    let paid = BankLine {
        account: "FR76",
        name: "NORDLICHT HANDELS",
        ..line("RE-20017", 10_033)
    };
    let found = best(&index, &paid);
    assert_eq!(
        (ids(&found), found.confidence),
        (vec![33], Confidence::Exact)
    );
    let reason = Reason::PayerName { per_mille: 1_000 };
    assert!(found.reasons.contains(&reason));
    // The slip of another branch is as likely as that of the first eight.
    let rival = OpenDoc {
        document_no: "RE-20071",
        ..doc(40, 40, "", 10_033)
    };
    let index = Index::build(docs.into_iter().chain([rival]), branches, []);
    let found = best(&index, &paid);
    assert_eq!(found.cautions, [Caution::AmountsCompete]);
}

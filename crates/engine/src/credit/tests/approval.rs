use std::collections::BTreeSet;

use super::*;
use crate::credit::adjustments::Role;
use crate::credit::approval::{
    ApprovalRefusal, Ceiling, Criterion, Level, Matrix, MatrixFault, Presence, Question as Asked,
    Request, Row, Signature, User, outstanding, shipped, sign, unreachable,
};

const MANAGER: Level = Level {
    order: 1,
    role: Role::CreditManager,
};
const CFO: Level = Level {
    order: 2,
    role: Role::FinanceApprover,
};

fn limit(old: Option<i64>, new: i64) -> Request {
    Request::Limit {
        old_minor: old.map(units),
        new_minor: units(new),
        eligible_minor: None,
        risk_group_id: None,
    }
}

fn needs(rows: &[Row], request: Request) -> Vec<Level> {
    Matrix(rows).needed(&request).into_iter().collect()
}

/// Spec 11 §4.5, default: up to 10,000 the clerk posts, up to 100,000 the manager, above the manager and the CFO.
#[test]
fn the_shipped_matrix() {
    let rows = shipped(Currency::EUR);
    assert_eq!(Matrix(&rows).faults(), []);
    for (old, new, expected) in [
        (Some(5_000), 15_000, &[][..]),
        (Some(5_000), 15_001, &[MANAGER]),
        (Some(0), 100_000, &[MANAGER]),
        (Some(0), 100_001, &[MANAGER, CFO]),
        (None, 10_001, &[MANAGER]),
        (Some(500_000), 1, &[]),
        (Some(500_000), 500_000, &[]),
    ] {
        assert_eq!(needs(&rows, limit(old, new)), expected, "{old:?} {new}");
    }
}

#[test]
fn a_limit_above_the_eligible_one_needs_the_next_level() {
    let rows = shipped(Currency::EUR);
    let above = |old, new| Request::Limit {
        old_minor: Some(units(old)),
        new_minor: units(new),
        eligible_minor: Some(units(20_000)),
        risk_group_id: None,
    };
    assert_eq!(needs(&rows, above(19_000, 20_000)), []);
    assert_eq!(needs(&rows, above(19_000, 20_001)), [MANAGER]);
    assert_eq!(needs(&rows, above(1_000, 20_001)), [MANAGER, CFO]);
    assert_eq!(needs(&rows, above(0, 200_000)), [MANAGER, CFO]);
    assert_eq!(needs(&rows, above(30_000, 25_000)), []);
}

fn row(criterion: Criterion, above: i64, up_to: Option<i64>, level: Level) -> Row {
    Row {
        criterion,
        above,
        up_to,
        risk_group_id: None,
        role: level.role,
        order: level.order,
    }
}

#[test]
fn every_criterion_measures_its_own() {
    let only = |row: Row, request| !needs(&[row], request).is_empty();
    let by_new = row(Criterion::NewLimit, units(100), Some(units(200)), MANAGER);
    assert!(!only(by_new, limit(Some(0), 100)));
    assert!(only(by_new, limit(Some(500), 200)));
    assert!(!only(by_new, limit(Some(0), 201)));
    let by_percent = row(Criterion::IncreasePercent, 2_000, None, MANAGER);
    assert!(!only(by_percent, limit(Some(100), 120)));
    // A hair above 20 % is above it, although it would be shown as 20.00 %.
    let hair = Request::Limit {
        old_minor: Some(units(1_000_000)),
        new_minor: units(1_200_000) + 1,
        eligible_minor: None,
        risk_group_id: None,
    };
    assert!(only(by_percent, hair));
    // From nothing every increase is beyond every bound.
    assert!(only(by_percent, limit(None, 1)));
    assert!(only(by_percent, limit(Some(0), 1)));
    let release = |order, over| Request::Release {
        order_minor: units(order),
        over_limit_minor: units(over),
        risk_group_id: None,
    };
    let by_order = row(Criterion::OrderAmount, units(100), None, MANAGER);
    assert!(!only(by_order, release(100, 900)));
    assert!(only(by_order, release(101, 0)));
    assert!(!only(by_order, limit(None, 900)));
    let by_over = row(Criterion::OverLimit, 0, None, MANAGER);
    assert!(!only(by_over, release(900, 0)));
    assert!(only(by_over, release(1, 1)));
}

#[test]
fn rows_of_a_risk_group_come_in_addition() {
    let mut rows = shipped(Currency::EUR).to_vec();
    rows.push(Row {
        risk_group_id: Some(9),
        ..row(Criterion::Increase, 0, None, CFO)
    });
    let request = |risk_group_id| Request::Limit {
        old_minor: Some(0),
        new_minor: units(20_000),
        eligible_minor: None,
        risk_group_id,
    };
    assert_eq!(needs(&rows, request(None)), [MANAGER]);
    assert_eq!(needs(&rows, request(Some(8))), [MANAGER]);
    assert_eq!(needs(&rows, request(Some(9))), [MANAGER, CFO]);
    rows.reverse();
    assert_eq!(needs(&rows, request(Some(9))), [MANAGER, CFO]);
}

#[test]
fn rows_are_checked_before_they_are_saved() {
    let rows = [
        row(Criterion::Increase, 5, Some(5), MANAGER),
        row(
            Criterion::Increase,
            0,
            None,
            Level {
                role: Role::Viewer,
                order: 3,
            },
        ),
        row(
            Criterion::NewLimit,
            0,
            None,
            Level {
                role: Role::CreditClerk,
                order: 1,
            },
        ),
    ];
    assert_eq!(
        Matrix(&rows).faults(),
        [
            MatrixFault::Empty { position: 0 },
            MatrixFault::RoleApprovesNothing { position: 1 },
            MatrixFault::OrderOfAnotherRole {
                position: 2,
                order: 1
            },
        ]
    );
}

fn user(id: i64, roles: &'static [Role], ceiling: Option<i64>) -> User<'static> {
    User {
        id,
        roles,
        ceiling_minor: ceiling.map(units),
        substitute_id: None,
        presence: Presence::Present,
    }
}

const CLERK_ID: i64 = 1;

/// Clerk 1, managers 2 and 3, CFO 4.
fn people() -> Vec<User<'static>> {
    vec![
        user(CLERK_ID, &[Role::CreditClerk], None),
        user(2, &[Role::CreditManager], Some(50_000)),
        user(3, &[Role::CreditManager], Some(200_000)),
        user(4, &[Role::FinanceApprover], None),
    ]
}

struct Desk {
    rows: Vec<Row>,
    requests: Vec<Request>,
    preparer_id: i64,
    signatures: Vec<Signature>,
    users: Vec<User<'static>>,
}

impl Desk {
    fn new(request: Request) -> Self {
        Self {
            rows: shipped(Currency::EUR).to_vec(),
            requests: vec![request],
            preparer_id: CLERK_ID,
            signatures: Vec::new(),
            users: people(),
        }
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            matrix: Matrix(&self.rows),
            requests: &self.requests,
            preparer_id: self.preparer_id,
            signatures: &self.signatures,
            users: &self.users,
        }
    }

    fn sign(&mut self, user_id: i64) -> Result<Signature, ApprovalRefusal> {
        let signature = sign(&self.asked(), user_id)?;
        self.signatures.push(signature);
        Ok(signature)
    }

    fn left(&self) -> BTreeSet<Level> {
        outstanding(&self.asked())
    }
}

#[test]
fn levels_are_signed_in_turn_by_different_people() {
    let mut desk = Desk::new(limit(Some(0), 150_000));
    assert_eq!(
        desk.sign(4),
        Err(ApprovalRefusal::RoleMissing {
            role: Role::CreditManager
        })
    );
    assert_eq!(desk.sign(CLERK_ID), Err(ApprovalRefusal::PreparerApproves));
    let first = desk.sign(3).unwrap();
    assert_eq!((first.level, first.ceiling), (MANAGER, Ceiling::Within));
    assert_eq!(desk.left(), BTreeSet::from([CFO]));
    assert_eq!(
        desk.sign(3),
        Err(ApprovalRefusal::SignedAlready { user_id: 3 })
    );
    assert_eq!(desk.sign(4).unwrap().level, CFO);
    assert_eq!(desk.left(), BTreeSet::new());
    assert_eq!(desk.sign(4), Err(ApprovalRefusal::NothingToApprove));
}

#[test]
fn a_batch_needs_what_its_largest_line_needs() {
    let mut desk = Desk::new(limit(Some(0), 5_000));
    assert_eq!(desk.left(), BTreeSet::new());
    desk.requests.push(limit(Some(0), 60_000));
    assert_eq!(desk.left(), BTreeSet::from([MANAGER]));
    desk.requests.push(limit(Some(0), 150_000));
    desk.requests.push(limit(Some(0), 20_000));
    assert_eq!(desk.left(), BTreeSet::from([MANAGER, CFO]));
    let ceiling_minor = units(50_000);
    let signed = desk.sign(2).unwrap();
    assert_eq!(signed.ceiling, Ceiling::Above { ceiling_minor });
    assert_eq!(desk.left(), BTreeSet::from([CFO]));
}

#[test]
fn who_has_both_roles_signs_one_level() {
    let mut desk = Desk::new(limit(Some(0), 150_000));
    desk.users
        .push(user(5, &[Role::CreditManager, Role::FinanceApprover], None));
    assert_eq!(desk.sign(5).unwrap().level, MANAGER);
    assert_eq!(
        desk.sign(5),
        Err(ApprovalRefusal::SignedAlready { user_id: 5 })
    );
    assert_eq!(desk.sign(4).unwrap().level, CFO);
}

/// The figures of a release above the manager's ceiling: his signature stands, and the CFO's is needed besides.
#[test]
fn a_signature_above_the_ceiling_needs_the_next_level() {
    let rows = vec![
        row(Criterion::OrderAmount, 0, None, MANAGER),
        row(Criterion::OrderAmount, units(1_000_000), None, CFO),
    ];
    let request = Request::Release {
        order_minor: units(60_000),
        over_limit_minor: units(10),
        risk_group_id: None,
    };
    let mut desk = Desk {
        rows,
        ..Desk::new(request)
    };
    assert_eq!(desk.left(), BTreeSet::from([MANAGER]));
    let signed = desk.sign(2).unwrap();
    let ceiling_minor = units(50_000);
    assert_eq!(signed.ceiling, Ceiling::Above { ceiling_minor });
    assert_eq!(desk.left(), BTreeSet::from([CFO]));
    desk.users[3].ceiling_minor = Some(units(55_000));
    assert_eq!(
        desk.sign(4),
        Err(ApprovalRefusal::AboveCeiling {
            amount_minor: units(60_000),
            ceiling_minor: units(55_000),
        })
    );
    desk.users[3].ceiling_minor = Some(units(60_000));
    assert_eq!(desk.sign(4).unwrap().ceiling, Ceiling::Within);
    assert_eq!(desk.left(), BTreeSet::new());
    // A manager whose ceiling suffices decides alone.
    let mut desk = Desk {
        signatures: Vec::new(),
        ..desk
    };
    assert_eq!(desk.sign(3).unwrap().ceiling, Ceiling::Within);
    assert_eq!(desk.left(), BTreeSet::new());
}

#[test]
fn a_substitute_signs_within_the_rights_of_the_absent() {
    let mut desk = Desk::new(limit(Some(0), 60_000));
    desk.users
        .push(user(6, &[Role::CollectionsManager], Some(1)));
    desk.users[2].substitute_id = Some(6);
    let missing = Err(ApprovalRefusal::RoleMissing {
        role: Role::CreditManager,
    });
    assert_eq!(desk.sign(6), missing, "user 3 is at work");
    desk.users[2].presence = Presence::Absent;
    let signed = desk.sign(6).unwrap();
    assert_eq!(signed.acting_for_id, Some(3));
    assert_eq!(signed.ceiling, Ceiling::Within);
    // The absent user counts as one who has signed.
    assert_eq!(desk.left(), BTreeSet::new());
    let mut desk = Desk {
        signatures: Vec::new(),
        preparer_id: 3,
        ..desk
    };
    assert_eq!(desk.sign(6), Err(ApprovalRefusal::PreparerApproves));
}

#[test]
fn who_was_replaced_on_one_level_does_not_sign_the_next() {
    let mut desk = Desk::new(limit(Some(0), 150_000));
    desk.users.push(User {
        substitute_id: Some(6),
        presence: Presence::Absent,
        ..user(5, &[Role::CreditManager, Role::FinanceApprover], None)
    });
    desk.users.push(user(6, &[Role::Viewer], None));
    assert_eq!(desk.sign(6).unwrap().acting_for_id, Some(5));
    desk.users[4].presence = Presence::Present;
    assert_eq!(
        desk.sign(5),
        Err(ApprovalRefusal::SignedAlready { user_id: 5 })
    );
    assert_eq!(desk.sign(4).unwrap().level, CFO);
}

#[test]
fn the_substitute_of_two_takes_the_higher_ceiling() {
    let mut desk = Desk::new(limit(Some(0), 60_000));
    desk.users.push(user(6, &[Role::Viewer], None));
    for at in [1, 2] {
        desk.users[at].substitute_id = Some(6);
        desk.users[at].presence = Presence::Absent;
    }
    assert_eq!(desk.sign(6).unwrap().acting_for_id, Some(3));
}

#[test]
fn an_approver_who_left_is_named() {
    let mut desk = Desk::new(limit(Some(0), 150_000));
    assert_eq!(unreachable(&desk.asked()), Ok(()));
    desk.users[3].presence = Presence::Left;
    let left = Err(ApprovalRefusal::ApproverLeft {
        user_id: 4,
        role: Role::FinanceApprover,
    });
    assert_eq!(unreachable(&desk.asked()), left);
    assert_eq!(
        desk.sign(4),
        Err(ApprovalRefusal::UserNotActive { user_id: 4 })
    );
    // A substitute who left as well does not help; one who is there does.
    desk.users[3].substitute_id = Some(2);
    desk.users[1].presence = Presence::Left;
    assert_eq!(unreachable(&desk.asked()), left);
    desk.users[1].presence = Presence::Present;
    assert_eq!(unreachable(&desk.asked()), Ok(()));
    desk.users.remove(3);
    assert_eq!(
        unreachable(&desk.asked()),
        Err(ApprovalRefusal::NobodyApproves {
            role: Role::FinanceApprover
        })
    );
}

#[test]
fn decisions_can_be_stored_and_read() {
    let mut desk = Desk::new(limit(Some(0), 60_000));
    let signature = desk.sign(2).unwrap();
    let text = serde_json::to_string(&signature).unwrap();
    assert_eq!(
        text,
        r#"{"level":{"order":1,"role":"credit_manager"},"user_id":2,"acting_for_id":null,"ceiling":{"is":"above","ceiling_minor":5000000}}"#
    );
    assert_eq!(serde_json::from_str::<Signature>(&text).unwrap(), signature);
}

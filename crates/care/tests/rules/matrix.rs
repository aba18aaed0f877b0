//! Every cell: each role, however near, whatever was answered, whatever is marked on the person.
//!
//! This is the second statement of the rule, written from the agreed table and the rules on special
//! people, not from the code that decides: who changes one must change the other.

use care::access::privacy::Kin;
use care::access::{
    Because, DataGroup, Extent, Leave, Override, Permission, PermissionMode, Refusal, Relation,
    Role, SaidNo, WhyNotAsked, WhyOverride,
};
use care::filing::Shield;
use care::people::{Born, Death, Reason, Verdict};
use care::record::Sharing;
use jiff::civil::date;

use crate::agreed::agreed;
use crate::look::{Case, case, person, stay};
use crate::sample::at;

/// A mark on the person, and whom it keeps out.
struct Mark {
    name: &'static str,
    put: fn(Case) -> Case,
    keeps_out: KeepsOut,
}

#[derive(Clone, Copy)]
enum KeepsOut {
    /// Nobody.
    Nobody,
    /// Everybody, whatever they say, and the page says this.
    Everybody(Refusal),
    /// Those who do not say why.
    TheSilent,
}

fn marks() -> Vec<Mark> {
    use KeepsOut::{Everybody, Nobody, TheSilent};
    let mark = |name, keeps_out, put| Mark { name, put, keeps_out };
    vec![
        mark("none", Nobody, |case| case),
        mark("objection at the council", Everybody(Refusal::Restricted), |case| Case {
            sharing: Sharing::Objection,
            ..case
        }),
        mark("objection at the hospital", Everybody(Refusal::Restricted), |case| Case {
            shield: Shield::Objection,
            ..case
        }),
        mark("held by the hospital", Everybody(Refusal::Restricted), |case| Case {
            shield: Shield::Held,
            ..case
        }),
        mark("place protected by the council", Nobody, |case| Case {
            sharing: Sharing::ProtectedLocation,
            ..case
        }),
        mark("place protected by the hospital", Nobody, |case| Case {
            shield: Shield::Location,
            ..case
        }),
        mark("dead for thirty days", Nobody, |case| Case {
            death: Death::DiedOn(date(2026, 7, 13)),
            ..case
        }),
        mark("dead for longer", Everybody(Refusal::ClosedAfterDeath), |case| Case {
            death: Death::DiedOn(date(2026, 7, 12)),
            ..case
        }),
        mark("a child", Everybody(Refusal::UnderAge), |case| Case {
            born: Some(Born::on(date(2009, 1, 1))),
            ..case
        }),
        mark("a child in transition", Nobody, |case| Case {
            born: Some(Born::on(date(2009, 1, 1))),
            sharing: Sharing::Transition,
            ..case
        }),
        mark("family", TheSilent, |case| Case { kin: Some(Kin::Family), ..case }),
        mark("watched", TheSilent, |case| Case { kin: Some(Kin::Known), ..case }),
        mark("a shared number", Everybody(Refusal::NumberUnderReview), |case| Case {
            verdict: Verdict::Review(vec![person()], vec![Reason::NumberShared]),
            ..case
        }),
        mark("in doubt", Everybody(Refusal::Doubtful), |case| Case {
            verdict: Verdict::Review(vec![person()], vec![Reason::DifferentBirthDate]),
            ..case
        }),
        mark("not found", Everybody(Refusal::NotFound), |case| Case {
            verdict: Verdict::None(vec![]),
            ..case
        }),
    ]
}

/// What was answered, and in which modes of the trust that opens to those who must ask.
struct Answer {
    permission: Option<Permission>,
    said_no: bool,
    overrides: bool,
    opens_where: &'static [PermissionMode],
}

const ALL: [PermissionMode; 3] = [PermissionMode::Ask, PermissionMode::Inform, PermissionMode::Off];

fn answers() -> Vec<Answer> {
    use PermissionMode::{Inform, Off};
    let why = || WhyNotAsked::Emergency;
    let plain = |permission, opens_where: &'static [PermissionMode]| Answer {
        permission,
        said_no: false,
        overrides: false,
        opens_where,
    };
    let no = |permission, overrides| {
        let opens_where: &[PermissionMode] = if overrides { &ALL } else { &[] };
        Answer { permission, said_no: true, overrides, opens_where }
    };
    vec![
        plain(None, &[Off]),
        plain(Some(Permission::Given), &ALL),
        plain(Some(Permission::CouldNotAsk(why())), &ALL),
        plain(Some(Permission::Told), &[Inform, Off]),
        plain(Some(Permission::CouldNotTell(why())), &[Inform, Off]),
        plain(Some(Permission::Refused), &[Off]),
        no(Some(Permission::Refused), false),
        no(Some(Permission::Given), false),
        no(None, false),
        no(Some(Permission::Refused), true),
        no(None, true),
    ]
}

fn relations() -> [Relation; 5] {
    [
        Relation::LiveStay(stay()),
        Relation::RecentStay(stay()),
        Relation::Earlier,
        Relation::OwnPerson,
        Relation::None,
    ]
}

/// One place in the walk.
struct Step<'a> {
    case: &'a Case,
    mark: &'a Mark,
    answer: &'a Answer,
}

fn each_step(mut visit: impl FnMut(Step<'_>)) {
    let until = SaidNo { until: at("2026-08-19T13:05:00Z") };
    let overriding = || Override::new(WhyOverride::LegalDuty, "the coroner asks for it");
    for role in Role::ALL {
        for relation in relations() {
            for mark in &marks() {
                for answer in &answers() {
                    for (mode, stated) in
                        ALL.iter().flat_map(|mode| [(*mode, None), (*mode, Some("rang us"))])
                    {
                        let case = (mark.put)(Case {
                            role,
                            relation: relation.clone(),
                            stated,
                            mode,
                            permission: answer.permission.clone(),
                            said_no: answer.said_no.then_some(until),
                            overriding: overriding().filter(|_| answer.overrides),
                            ..case()
                        });
                        visit(Step { case: &case, mark, answer });
                    }
                }
            }
        }
    }
}

/// What keeps the record shut, first things first; `None` where it opens.
fn shut(step: &Step<'_>) -> Option<Refusal> {
    let Step { case, mark, answer } = step;
    let no_view = [Role::WardClerk, Role::PrivacyOfficer, Role::ServiceOwner, Role::Support];
    if no_view.contains(&case.role) {
        return Some(Refusal::RoleSeesNone);
    }
    if case.relation == Relation::None {
        return Some(Refusal::NotYours);
    }
    if let KeepsOut::Everybody(refusal) = mark.keeps_out {
        return Some(refusal);
    }
    let is_near = matches!(case.relation, Relation::LiveStay(_) | Relation::OwnPerson);
    if case.stated.is_none() && !is_near {
        return Some(Refusal::ReasonNeeded(Because::NotHere));
    }
    if case.stated.is_none() && matches!(mark.keeps_out, KeepsOut::TheSilent) {
        return Some(Refusal::ReasonNeeded(Because::MayBeKin));
    }
    if answer.said_no && !answer.overrides {
        return Some(Refusal::PersonRefused { until: at("2026-08-19T13:05:00Z") });
    }
    let asks = agreed(case.role, DataGroup::Packages) == Leave::AfterPermission;
    if asks && !answer.opens_where.contains(&case.mode) {
        return Some(Refusal::PermissionNeeded);
    }
    None
}

/// How far a group is shown once the record is open.
fn extent(case: &Case, group: DataGroup) -> Extent {
    match agreed(case.role, group) {
        Leave::Full | Leave::AfterPermission => Extent::Full,
        Leave::Minimum | Leave::MinimumAfterPermission | Leave::Report => Extent::Minimum,
        Leave::WithReason if case.stated.is_some() => Extent::Full,
        Leave::WithReason => Extent::WithReason,
        Leave::None => Extent::Nothing,
    }
}

#[test]
fn every_cell_is_as_agreed() {
    let (mut steps, mut cells, mut open) = (0, 0, 0);
    each_step(|step| {
        steps += 1;
        let told = || format!("{} {:?}, {:?}", step.mark.name, step.case.role, step.case.relation);
        match (step.case.try_it(), shut(&step)) {
            (Ok(permit), None) => {
                open += 1;
                for group in DataGroup::ALL {
                    let expected = extent(step.case, group);
                    assert_eq!(permit.shown().of(group), expected, "{group:?}, {}", told());
                    cells += 1;
                }
                assert_eq!(permit.may_print(), !step.answer.overrides, "{}", told());
                assert_eq!(permit.relation(), &step.case.relation);
            }
            (Err(refusal), expected) => assert_eq!(Some(refusal), expected, "{}", told()),
            (Ok(_), Some(expected)) => panic!("opened: {}, not {expected:?}", told()),
        }
    });
    assert_eq!(steps, 12 * 5 * 15 * 11 * 6);
    assert_eq!(cells, open * DataGroup::ALL.len());
    assert!(open > 6_000, "{open} of {steps} opened");
}

#[test]
fn a_role_for_which_the_table_has_no_cell_opens_nothing_however_near_it_is() {
    each_step(|step| {
        let nothing = DataGroup::ALL
            .into_iter()
            .filter(|group| group.is_of_the_record() && *group != DataGroup::Identity)
            .all(|group| agreed(step.case.role, group) == Leave::None);
        assert!(!nothing || step.case.try_it().is_err(), "{:?}", step.case.role);
    });
}

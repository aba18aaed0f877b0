//! What the person said binds those who ask, and those who did not.

use care::access::{
    Override, Permission, PermissionMode, Refusal, Role, SaidNo, Sheet, WhyNotAsked, WhyOverride,
};

use crate::look::{Case, case, own_worker};
use crate::sample::at;

#[test]
fn hospital_staff_answer_before_they_look_where_the_trust_asks() {
    for mode in [PermissionMode::Ask, PermissionMode::Inform] {
        Case { permission: None, mode, ..case() }.refused(Refusal::PermissionNeeded);
    }
    let off = Case { permission: None, mode: PermissionMode::Off, ..case() };
    assert_eq!(off.opens().permission(), None);
    assert_eq!(own_worker().opens().permission(), None);
    let lead = Case { role: Role::SafeguardingLead, permission: None, ..case() };
    assert_eq!(lead.opens().permission(), None);
}

#[test]
fn who_was_told_has_not_agreed() {
    let why = || WhyNotAsked::Unconscious;
    for told in [Permission::Told, Permission::CouldNotTell(why())] {
        let with = |mode| Case { permission: Some(told.clone()), mode, ..case() };
        with(PermissionMode::Ask).refused(Refusal::PermissionNeeded);
        assert_eq!(with(PermissionMode::Inform).opens().permission(), Some(&told));
    }
    for asked in [Permission::Given, Permission::CouldNotAsk(why())] {
        let mode = PermissionMode::Inform;
        Case { permission: Some(asked), mode, ..case() }.opens();
    }
}

fn until(text: &str) -> SaidNo {
    SaidNo { until: at(text) }
}

#[test]
fn a_no_shuts_the_record_for_everyone_of_the_trust_until_its_time_is_over() {
    let said_no = Some(until("2026-08-19T13:05:00Z"));
    let refusal = Refusal::PersonRefused { until: at("2026-08-19T13:05:00Z") };
    for mode in [PermissionMode::Ask, PermissionMode::Inform, PermissionMode::Off] {
        for permission in [None, Some(Permission::Refused), Some(Permission::Given)] {
            Case { permission, said_no, mode, ..case() }.refused(refusal);
        }
    }
    let lead = Case { role: Role::SafeguardingLead, permission: None, said_no, ..case() };
    lead.refused(refusal);
    let over = Case { said_no, now: at("2026-08-19T13:05:00Z"), ..case() };
    over.opens();
    let again = Case { permission: Some(Permission::Refused), ..over };
    again.refused(Refusal::PermissionNeeded);
}

#[test]
fn who_says_why_may_look_against_a_no_and_never_on_paper() {
    let overriding = Override::new(WhyOverride::Emergency, "found unconscious at home");
    let said_no = Some(until("2026-08-19T13:05:00Z"));
    let permission = Some(Permission::Refused);
    let with = Case { said_no, overriding: overriding.clone(), permission, ..case() };
    let permit = with.opens();
    assert_eq!(permit.overridden(), overriding.as_ref());
    assert_eq!(permit.looked().overridden, overriding);
    assert!(!permit.may_print());
    assert!(!permit.sight().may_print());
    assert!(permit.on_paper(Sheet::Usual).is_none());
    let nothing = Case { overriding, ..case() }.opens();
    assert_eq!(nothing.overridden(), None, "where nobody said no there is nothing to override");
    assert!(nothing.may_print());
}

#[test]
fn a_person_who_cannot_be_asked_is_not_left_without_help() {
    for why in [
        WhyNotAsked::Unconscious,
        WhyNotAsked::LacksCapacity,
        WhyNotAsked::Emergency,
        WhyNotAsked::Other("asleep".into()),
    ] {
        let permission = Some(Permission::CouldNotAsk(why));
        let permit = Case { permission: permission.clone(), ..case() }.opens();
        assert_eq!(permit.permission(), permission.as_ref());
    }
}

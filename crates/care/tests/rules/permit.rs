//! Whether a record may be opened: every refusal, and which one comes first.

use care::access::privacy::Kin;
use care::access::{
    Because, DataGroup, Extent, Ground, Looked, Override, Permission, Refusal, Relation, Role,
    SaidNo, Sheet, WhyNotAsked, WhyOverride,
};
use care::filing::Shield;
use care::people::{Born, Death, PartialDate, Reason, Verdict};
use care::record::Sharing;
use jiff::civil::{Date, date};

use crate::look::{Case, case, own_worker, patient, person, stay};
use crate::sample::at;

#[test]
fn a_permit_says_who_looks_at_whom_and_why() {
    let permit = case().opens();
    assert_eq!(permit.staff().role, Role::Ward);
    assert_eq!(permit.patient(), &patient());
    assert_eq!(permit.person(), &person());
    assert_eq!(permit.ground(), &Ground::Stay(stay()));
    assert_eq!(permit.permission(), Some(&Permission::Given));
    assert_eq!(permit.at(), case().now);
}

#[test]
fn only_roles_that_see_packages_open_a_record() {
    for role in Role::ALL {
        let sees_none = matches!(
            role,
            Role::WardClerk | Role::PrivacyOfficer | Role::ServiceOwner | Role::Support
        );
        let refusal = Case { role, ..case() }.try_it().err();
        assert_eq!(refusal, sees_none.then_some(Refusal::RoleSeesNone), "{role:?}");
    }
}

#[test]
fn h01_only_a_certain_match_opens_a_record() {
    let review = |reasons: &[Reason]| Case {
        verdict: Verdict::Review(vec![person()], reasons.to_vec()),
        ..case()
    };
    review(&[Reason::DifferentBirthDate]).refused(Refusal::Doubtful);
    review(&[]).refused(Refusal::Doubtful);
    review(&[Reason::SeveralFit]).refused(Refusal::Several);
    review(&[Reason::NumberShared]).refused(Refusal::NumberUnderReview);
    review(&[Reason::SeveralFit, Reason::NumberInConflict]).refused(Refusal::NumberUnderReview);
    let none = Verdict::None(vec![Reason::NobodyFits]);
    Case { verdict: none, ..case() }.refused(Refusal::NotFound);
}

#[test]
fn h16_an_objection_of_either_side_shuts_the_record_for_all() {
    for shield in [Shield::Objection, Shield::Held] {
        Case { shield, ..case() }.refused(Refusal::Restricted);
        Case { shield, ..own_worker() }.refused(Refusal::Restricted);
    }
    Case { sharing: Sharing::Objection, ..case() }.refused(Refusal::Restricted);
    Case { shield: Shield::Location, ..case() }.opens();
    Case { sharing: Sharing::ProtectedLocation, ..case() }.opens();
}

#[test]
fn a_record_stays_open_for_thirty_days_after_death() {
    let looked_at =
        |now: &str| Case { death: Death::DiedOn(date(2026, 7, 13)), now: at(now), ..case() };
    looked_at("2026-07-13T12:00:00Z").opens();
    // 12 August is the thirtieth day; it ends at local midnight.
    looked_at("2026-08-12T22:59:59Z").opens();
    looked_at("2026-08-12T23:00:00Z").refused(Refusal::ClosedAfterDeath);
    Case { death: Death::Died, ..case() }.opens();
}

#[test]
fn h27_a_child_is_shown_from_the_eighteenth_birthday_on() {
    let born = |on: Date, now: &str| Case { born: Some(Born::on(on)), now: at(now), ..case() };
    let birthday = date(2008, 8, 12);
    born(birthday, "2026-08-11T22:59:59Z").refused(Refusal::UnderAge);
    born(birthday, "2026-08-11T23:00:00Z").opens();
    let leap_day = date(2008, 2, 29);
    born(leap_day, "2026-02-28T23:59:59Z").refused(Refusal::UnderAge);
    born(leap_day, "2026-03-01T00:00:00Z").opens();
}

#[test]
fn h27_a_child_whose_birthday_is_not_known_is_still_a_child() {
    let on = |on| Case { born: Some(Born { on, estimated: false }), ..case() };
    on(PartialDate::Year(2012)).refused(Refusal::UnderAge);
    on(PartialDate::Year(2008)).refused(Refusal::UnderAge);
    on(PartialDate::Year(2007)).opens();
    on(PartialDate::Month(2008, 8)).refused(Refusal::UnderAge);
    on(PartialDate::Month(2008, 7)).opens();
    Case { born: None, ..case() }.opens();
}

#[test]
fn h27_a_birth_date_to_come_is_no_adult() {
    Case { born: Some(Born::on(date(2026, 8, 13))), ..case() }.refused(Refusal::UnderAge);
}

#[test]
fn h27_a_young_person_marked_by_the_council_is_shown() {
    let born = Some(Born::on(date(2009, 1, 1)));
    Case { born, sharing: Sharing::Transition, ..case() }.opens();
    Case { born, sharing: Sharing::ProtectedLocation, ..case() }.refused(Refusal::UnderAge);
}

#[test]
fn nobody_sees_past_their_own_organisation() {
    Case { relation: Relation::None, ..case() }.refused(Refusal::NotYours);
    let doubtful = Verdict::Review(vec![person()], vec![Reason::NumberShared]);
    let stranger = Case { relation: Relation::None, verdict: doubtful, ..case() };
    stranger.refused(Refusal::NotYours);
    assert_eq!(own_worker().opens().ground(), &Ground::OwnPerson);
}

#[test]
fn without_a_live_stay_a_reason_must_be_stated() {
    let earlier = |stated| Case { relation: Relation::Earlier, stated, ..case() };
    earlier(None).refused(Refusal::ReasonNeeded(Because::NotHere));
    earlier(Some("  ")).refused(Refusal::ReasonNeeded(Because::NotHere));
    let permit = earlier(Some(" rang about equipment ")).opens();
    assert_eq!(permit.ground(), &Ground::Stated("rang about equipment".into()));
    let left = |stated| Case { relation: Relation::RecentStay(stay()), stated, ..case() };
    left(None).refused(Refusal::ReasonNeeded(Because::NotHere));
    let permit = left(Some("rang about equipment")).opens();
    assert_eq!(permit.ground(), &Ground::Stated("rang about equipment".into()));
    assert_eq!(permit.relation().stay(), Some(&stay()), "the stay at the time is known");
}

#[test]
fn family_neighbours_and_colleagues_open_with_a_reason() {
    for kin in [Kin::Own, Kin::Family, Kin::Neighbour, Kin::Colleague, Kin::Known] {
        for near in [case(), own_worker()] {
            let with = |stated| Case { kin: Some(kin), stated, ..near.clone() };
            with(None).refused(Refusal::ReasonNeeded(Because::MayBeKin));
            let permit = with(Some("only nurse on the ward")).opens();
            assert_eq!(permit.ground(), &Ground::Stated("only nurse on the ward".into()));
            assert_eq!(permit.kin(), Some(kin));
        }
    }
    let far = Case { kin: Some(Kin::Family), relation: Relation::Earlier, ..case() };
    far.refused(Refusal::ReasonNeeded(Because::NotHere));
}

#[test]
fn the_council_states_a_reason_to_see_what_is_protected() {
    let with = |stated| Case { stated, ..own_worker() }.opens().ground().clone();
    assert_eq!(with(None), Ground::OwnPerson);
    assert_eq!(with(Some(" ")), Ground::OwnPerson);
    assert_eq!(with(Some("moves tonight")), Ground::Stated("moves tonight".into()));
}

#[test]
fn a_live_stay_is_the_ground_though_a_reason_is_stated() {
    let permit = Case { stated: Some("rang about equipment"), ..case() }.opens();
    assert_eq!(permit.ground(), &Ground::Stay(stay()));
    let lead = Case { role: Role::SafeguardingLead, stated: Some("moves tonight"), ..case() };
    let permit = lead.opens();
    assert_eq!(permit.ground(), &Ground::Stated("moves tonight".into()), "whom it shows more");
    assert_eq!(permit.shown().of(DataGroup::ProtectedLocation), Extent::Full);
}

#[test]
fn a_long_reason_is_kept_to_its_limit_and_never_splits_a_letter() {
    let long: &'static str = Box::leak("é".repeat(300).into_boxed_str());
    let permit = Case { relation: Relation::Earlier, stated: Some(long), ..case() }.opens();
    assert_eq!(permit.ground(), &Ground::Stated("é".repeat(200)));
}

#[test]
fn no_override_and_no_reason_opens_what_must_never_be_shown() {
    let overriding = Override::new(WhyOverride::Safety, "their life is in danger now");
    let stated = Some("their life is in danger now");
    let try_all = |case: Case| Case { overriding: overriding.clone(), stated, ..case };
    let review = |reason| Verdict::Review(vec![person()], vec![reason]);
    for (verdict, refusal) in [
        (review(Reason::NumberShared), Refusal::NumberUnderReview),
        (review(Reason::NumberInConflict), Refusal::NumberUnderReview),
        (review(Reason::SeveralFit), Refusal::Several),
        (review(Reason::DifferentBirthDate), Refusal::Doubtful),
        (Verdict::None(vec![]), Refusal::NotFound),
    ] {
        for role in [Role::EmergencyDepartment, Role::SafeguardingLead] {
            try_all(Case { role, verdict: verdict.clone(), ..case() }).refused(refusal);
        }
    }
    for shield in [Shield::Objection, Shield::Held] {
        try_all(Case { shield, ..case() }).refused(Refusal::Restricted);
    }
    try_all(Case { sharing: Sharing::Objection, ..case() }).refused(Refusal::Restricted);
}

#[test]
fn a_sheet_holds_less_than_the_screen_unless_somebody_ticked() {
    let paper = |sheet| case().opens().on_paper(sheet).unwrap();
    let usual = paper(Sheet::Usual);
    assert_eq!(usual.shown().of(DataGroup::SafeguardingFlag), Extent::Nothing);
    assert_eq!(usual.shown().of(DataGroup::StaffRisk), Extent::Nothing);
    assert_eq!(usual.shown().of(DataGroup::Decisions), Extent::Minimum);
    assert_eq!(usual.shown().of(DataGroup::Packages), Extent::Full);
    assert_eq!(paper(Sheet::WithSensitive).shown(), case().opens().shown());
}

#[test]
fn the_line_of_the_audit_names_the_parts_that_were_shown() {
    let looked = case().opens().looked();
    let parts: Vec<_> = looked.shown.parts().map(|(group, _)| group).collect();
    assert!(parts.contains(&DataGroup::Packages) && parts.contains(&DataGroup::SafeguardingFlag));
    assert!(!parts.contains(&DataGroup::ProtectedLocation));
    assert!(parts.iter().all(|group| group.is_of_the_record()));
    assert_eq!(looked.shown.of(DataGroup::SafeguardingFlag), Extent::Minimum);
    let text = serde_json::to_string(&looked).unwrap();
    assert_eq!(serde_json::from_str::<Looked>(&text).unwrap(), looked);
}

/// What must never be shown at all is refused before anything is asked of the user.
#[test]
fn the_first_ground_of_refusal_is_the_one_that_is_told() {
    let mut case = Case {
        role: Role::WardClerk,
        relation: Relation::Earlier,
        stated: None,
        permission: None,
        verdict: Verdict::None(vec![]),
        shield: Shield::Objection,
        death: Death::DiedOn(date(2026, 1, 1)),
        born: Some(Born::on(date(2015, 1, 1))),
        ..case()
    };
    case.refused(Refusal::RoleSeesNone);
    case.role = Role::Ward;
    case.refused(Refusal::NotFound);
    case.verdict = Verdict::Match(person(), vec![]);
    case.refused(Refusal::Restricted);
    case.shield = Shield::None;
    case.refused(Refusal::ClosedAfterDeath);
    case.death = Death::Alive;
    case.refused(Refusal::UnderAge);
    case.born = None;
    case.refused(Refusal::ReasonNeeded(Because::NotHere));
    case.stated = Some("rang about equipment");
    let later = at("2026-08-19T13:05:00Z");
    case.said_no = Some(SaidNo { until: later });
    case.refused(Refusal::PersonRefused { until: later });
    case.said_no = None;
    case.refused(Refusal::PermissionNeeded);
    case.permission = Some(Permission::Given);
    case.opens();
}

#[test]
fn debug_text_keeps_the_words_of_a_reason_to_itself() {
    let stated = Some("her neighbour asked me");
    let permit = Case { relation: Relation::Earlier, stated, ..case() }.opens();
    assert!(!format!("{permit:?}").contains("neighbour"));
    let other = Permission::CouldNotAsk(WhyNotAsked::Other("her neighbour".into()));
    assert!(!format!("{other:?}").contains("neighbour"));
}

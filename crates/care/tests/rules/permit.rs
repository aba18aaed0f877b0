//! Whether a record may be opened: every refusal, and which one comes first.

use care::access::{
    Ground, Look, Marks, Organisation, Permission, PermissionMode, Permit, Refusal, Relation, Role,
    Seat, Staff, WhyNotAsked, permit,
};
use care::filing::Shield;
use care::people::{Born, Death, PartialDate, PatientId, PersonKey, Reason, StayId, Verdict};
use care::record::Sharing;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::sample::at;

/// One look that is granted: a ward nurse, permission given, a live stay, a certain match, an
/// adult alive. Each test spoils a part of it.
struct Case {
    role: Role,
    organisation: Organisation,
    relation: Relation,
    stated: Option<&'static str>,
    permission: Option<Permission>,
    verdict: Verdict,
    mode: PermissionMode,
    shield: Shield,
    sharing: Sharing,
    death: Death,
    born: Option<Born>,
    now: Timestamp,
}

fn person() -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: "40021".parse().unwrap() }
}

fn stay() -> StayId {
    "stay-1".parse().unwrap()
}

fn patient() -> PatientId {
    "patient-1".parse().unwrap()
}

fn hospital() -> Organisation {
    Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() }
}

fn council() -> Organisation {
    Organisation::Council("westshire".parse().unwrap())
}

fn case() -> Case {
    Case {
        role: Role::Ward,
        organisation: hospital(),
        relation: Relation::LiveStay(stay()),
        stated: None,
        permission: Some(Permission::Given),
        verdict: Verdict::Match(person(), vec![Reason::SameNumber]),
        mode: PermissionMode::Ask,
        shield: Shield::None,
        sharing: Sharing::Open,
        death: Death::Alive,
        born: Some(Born::on(date(1945, 7, 14))),
        now: at("2026-08-12T13:05:00Z"),
    }
}

/// A social worker of the person's own council.
fn own_worker() -> Case {
    Case {
        role: Role::SocialWorker,
        organisation: council(),
        relation: Relation::OwnPerson,
        permission: None,
        ..case()
    }
}

impl Case {
    fn try_it(&self) -> Result<Permit, Refusal> {
        let staff = Staff::new(
            "staff-1".parse().unwrap(),
            "A Nurse",
            Seat { role: self.role, organisation: self.organisation.clone() },
        );
        let look = Look {
            staff: &staff,
            patient: &patient(),
            relation: self.relation.clone(),
            stated: self.stated,
            permission: self.permission.as_ref(),
        };
        let marks = Marks {
            verdict: &self.verdict,
            mode: self.mode,
            shield: self.shield,
            sharing: self.sharing,
            death: self.death,
            born: self.born,
        };
        permit(&look, marks, self.now)
    }

    #[track_caller]
    fn opens(&self) -> Permit {
        self.try_it().unwrap()
    }

    #[track_caller]
    fn refused(&self, why: Refusal) {
        assert_eq!(self.try_it().err(), Some(why));
    }
}

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
    Case { relation: Relation::OwnPerson, ..case() }.refused(Refusal::NotYours);
    Case { relation: Relation::LiveStay(stay()), ..own_worker() }.refused(Refusal::NotYours);
    Case { relation: Relation::Earlier, ..own_worker() }.refused(Refusal::NotYours);
    assert_eq!(own_worker().opens().ground(), &Ground::OwnPerson);
}

#[test]
fn without_a_live_stay_a_reason_must_be_stated() {
    let earlier = |stated| Case { relation: Relation::Earlier, stated, ..case() };
    earlier(None).refused(Refusal::ReasonNeeded);
    earlier(Some("  ")).refused(Refusal::ReasonNeeded);
    let permit = earlier(Some(" rang about equipment ")).opens();
    assert_eq!(permit.ground(), &Ground::Stated("rang about equipment".into()));
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
}

#[test]
fn a_long_reason_is_kept_to_its_limit_and_never_splits_a_letter() {
    let long: &'static str = Box::leak("é".repeat(300).into_boxed_str());
    let permit = Case { relation: Relation::Earlier, stated: Some(long), ..case() }.opens();
    assert_eq!(permit.ground(), &Ground::Stated("é".repeat(200)));
}

#[test]
fn hospital_staff_answer_before_they_look_where_the_trust_asks() {
    Case { permission: None, ..case() }.refused(Refusal::PermissionNeeded);
    for mode in [PermissionMode::Inform, PermissionMode::Off] {
        assert_eq!(Case { permission: None, mode, ..case() }.opens().permission(), None);
    }
    assert_eq!(own_worker().opens().permission(), None);
    let lead = Case { role: Role::SafeguardingLead, permission: None, ..case() };
    assert_eq!(lead.opens().permission(), None);
}

#[test]
fn a_refusal_holds_in_every_mode() {
    for mode in [PermissionMode::Ask, PermissionMode::Inform, PermissionMode::Off] {
        let permission = Some(Permission::Refused);
        Case { permission, mode, ..case() }.refused(Refusal::PersonRefused);
    }
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
    case.refused(Refusal::ReasonNeeded);
    case.stated = Some("rang about equipment");
    case.refused(Refusal::PermissionNeeded);
    case.permission = Some(Permission::Refused);
    case.refused(Refusal::PersonRefused);
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

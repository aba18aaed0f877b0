//! Every reason for which a look goes on the privacy list, and the looks that do not.

use care::access::privacy::{
    About, Deed, DeedKind, Haunt, Kin, Limits, Numbered, Presence, Recent, Trigger, identified,
    searched, tried, vet,
};
use care::access::{Override, Permission, Refusal, Relation, SaidNo, WhyNotAsked, WhyOverride};
use care::record::Sharing;
use jiff::{SignedDuration, Timestamp};

use crate::look::{Case, case, own_worker, patient};

#[test]
fn work_alone_puts_nobody_on_the_list() {
    check(&case(), about(), &[]);
    check(&own_worker(), about(), &[]);
}

#[test]
fn a_look_without_a_stay_is_on_the_list() {
    let earlier = Case { relation: Relation::Earlier, stated: Some("rang us"), ..case() };
    let never = About { presence: Presence::Unknown, ..about() };
    check(&earlier, never, &[Trigger::NoStay]);
    check(&own_worker(), About { presence: Presence::Unknown, ..about() }, &[]);
}

#[test]
fn a_look_more_than_seven_days_after_the_patient_left_is_on_the_list_as_such() {
    let earlier = Case { relation: Relation::Earlier, stated: Some("rang us"), ..case() };
    let left =
        |ago: SignedDuration| About { presence: Presence::Left(earlier.now - ago), ..about() };
    let week = SignedDuration::from_hours(7 * 24);
    check(&earlier, left(week), &[Trigger::NoStay]);
    let later = week + SignedDuration::from_secs(1);
    check(&earlier, left(later), &[Trigger::NoStay, Trigger::AfterDischarge]);
}

#[test]
fn a_look_against_a_refusal_is_on_the_list() {
    let words = "unconscious, and her carer must be told";
    let overriding = Override::new(WhyOverride::Emergency, words);
    let said_no = Some(SaidNo::noted(case().now, 7));
    let against = Case { said_no, overriding, ..case() };
    check(&against, about(), &[Trigger::Override]);
    let vetted = vet(against.opens(), about(), &Recent::default(), &Limits::default());
    assert_eq!(vetted.said(), words);
}

#[test]
fn who_could_not_be_asked_or_told_is_on_the_list() {
    let why = || WhyNotAsked::Other("asleep".to_owned());
    let could_not = Case { permission: Some(Permission::CouldNotAsk(why())), ..case() };
    check(&could_not, about(), &[Trigger::CouldNotAsk]);
    let vetted = vet(could_not.opens(), about(), &Recent::default(), &Limits::default());
    assert_eq!(vetted.said(), "asleep");
}

#[test]
fn what_is_restricted_is_on_the_list_when_it_is_seen_and_when_it_is_tried() {
    let stated =
        Case { stated: Some("visit today"), sharing: Sharing::ProtectedLocation, ..own_worker() };
    check(&stated, About { is_protected: true, ..about() }, &[Trigger::Restricted]);
    let cut = Case { sharing: Sharing::ProtectedLocation, ..own_worker() };
    check(&cut, About { is_protected: true, ..about() }, &[]);
    assert_eq!(tried(Refusal::Restricted), Some(Trigger::Restricted));
    assert_eq!(tried(Refusal::Doubtful), None);
}

#[test]
fn each_kind_of_kin_is_a_reason_of_its_own() {
    for (kin, expected) in [
        (Kin::Own, Trigger::OwnRecord),
        (Kin::Family, Trigger::Family),
        (Kin::Neighbour, Trigger::Neighbour),
        (Kin::Colleague, Trigger::Colleague),
        (Kin::Known, Trigger::KnownPerson),
    ] {
        let look = Case { kin: Some(kin), stated: Some("her nurse today"), ..case() };
        check(&look, About { kin: Some(kin), ..about() }, &[expected]);
    }
}

#[test]
fn the_thirty_first_person_of_an_hour_is_too_many_and_the_thirtieth_is_not() {
    let looked = |people: i64, ago| with_deeds(people, DeedKind::Looked, ago);
    let no_action = Trigger::NoAction;
    check_after(&looked(30, 59), &[Trigger::ManyPeople, no_action]);
    check_after(&looked(29, 59), &[no_action]);
    check_after(&looked(30, 60), &[no_action]);
    let saw_who = |recent: &Recent| identified(&patient(), recent, &Limits::default(), case().now);
    assert_eq!(saw_who(&looked(30, 59)), Some(Trigger::ManyPeople));
    assert_eq!(saw_who(&looked(29, 59)), None);
}

#[test]
fn the_twentieth_person_for_whom_nothing_was_done_is_a_reason() {
    check_after(&with_deeds(19, DeedKind::Looked, 90), &[Trigger::NoAction]);
    check_after(&with_deeds(18, DeedKind::Looked, 90), &[]);
    check_after(&with_deeds(19, DeedKind::Looked, 24 * 60), &[]);
    let mut recent = with_deeds(19, DeedKind::Looked, 90);
    recent.deeds.extend(with_deeds(1, DeedKind::Acted, 80).deeds);
    check_after(&recent, &[]);
}

#[test]
fn a_run_of_numbers_is_a_reason_opened_or_only_searched() {
    let number = |place| Numbered { series: "hospital H".to_owned(), place };
    let now = case().now;
    let numbers = (1..5).map(|place| (number(place), now)).collect();
    let recent = Recent { numbers, ..Recent::default() };
    let next = About { numbers: vec![number(5)], ..about() };
    let vetted = vet(case().opens(), next, &recent, &Limits::default());
    assert_eq!(vetted.triggers(), [Trigger::NumberSequence]);
    assert_eq!(searched(&[number(5)], &recent, now), Some(Trigger::NumberSequence));
    assert_eq!(searched(&[number(9)], &recent, now), None);
}

#[test]
fn a_site_where_somebody_never_sat_lately_is_a_reason() {
    let site = |code: &str| Haunt::Site(code.to_owned());
    let sat = |code| Recent { haunts: vec![(site(code), case().now)], ..Recent::default() };
    check_after(&sat("RZZ02"), &[Trigger::UnusualPlace]);
    check_after(&sat("RZZ01"), &[]);
}

#[test]
fn each_reason_has_a_word_and_words_of_its_own() {
    for (place, trigger) in Trigger::ALL.into_iter().enumerate() {
        assert_eq!(Trigger::named(trigger.word()), Some(trigger));
        let stored = serde_json::to_value(trigger).unwrap();
        assert_eq!(stored, trigger.word());
        for other in &Trigger::ALL[place + 1..] {
            assert_ne!(trigger.words(), other.words());
        }
    }
    assert_eq!(Trigger::named("nonsense"), None);
}

#[track_caller]
fn check(look: &Case, about: About, expected: &[Trigger]) {
    let vetted = vet(look.opens(), about, &Recent::default(), &Limits::default());
    assert_eq!(vetted.triggers(), expected);
}

#[track_caller]
fn check_after(recent: &Recent, expected: &[Trigger]) {
    let vetted = vet(case().opens(), about(), recent, &Limits::default());
    assert_eq!(vetted.triggers(), expected);
    assert_eq!(vetted.permit().patient(), &patient());
}

/// So many other people, each dealt with once, so many minutes ago.
fn with_deeds(people: i64, kind: DeedKind, minutes: i64) -> Recent {
    let at: Timestamp = case().now - SignedDuration::from_mins(minutes);
    let deed = |number| Deed { at, patient: format!("other-{number}").parse().unwrap(), kind };
    Recent { deeds: (0..people).map(deed).collect(), ..Recent::default() }
}

fn about() -> About {
    About {
        trust: "RZZ".parse().unwrap(),
        presence: Presence::Here,
        kin: None,
        is_protected: false,
        numbers: Vec::new(),
    }
}

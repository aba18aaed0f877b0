//! What councils are told, once, and what is taken back.

use care::exchange::NoticeKind;
use care::filing::{FilingPolicy, IdentityNews, Told};
use care::people::{
    Compared, Death, Identity, Judgement, NumberStatus, Opinion, PersonKey, Reason, Side,
    TracedNumber, Verdict,
};
use care::stays::{Class, Details, Event, Movement, Said, StayState};
use jiff::SignedDuration;

use crate::memory::{Memory, handles, trust};
use crate::messages::{
    by_number, happened, identity, joined, moved, movement, nobody, nobody_known, number, person,
    time, told, visit, who,
};

const DORA: &str = "9991234519";
const ROY: &str = "9991234527";

type Telling = (NoticeKind, PersonKey);

/// Files a message in the minute `now` and says who was told what.
fn file(memory: &mut Memory, message: &Told, now: i64) -> Vec<Telling> {
    let filing = memory.file(message, &by_number, time(now));
    filing.notices.into_iter().map(|notice| (notice.kind, notice.person)).collect()
}

fn of(kind: NoticeKind, number: &str) -> Telling {
    (kind, person(number))
}

fn dora(minute: i64) -> Told {
    told([identity(who(minute, "H1", DORA))])
}

fn admitted(minute: i64) -> Told {
    happened(minute, "H1", "V1", Event::Admitted)
}

fn with(movement_of: Movement, details: Details) -> Told {
    told([movement(Movement { details, ..movement_of })])
}

/// Dora in hospital, and her council told.
fn dora_in_hospital() -> Memory {
    let mut memory = Memory::default();
    file(&mut memory, &dora(0), 0);
    assert_eq!(file(&mut memory, &admitted(1), 1), [of(NoticeKind::Admitted, DORA)]);
    memory
}

#[test]
fn h11_a_day_replayed_five_times_tells_nothing_more() {
    let day = [
        dora(0),
        admitted(1),
        happened(2, "H1", "V1", Event::Moved),
        happened(3, "H1", "V1", Event::Discharged),
        happened(4, "H1", "V1", Event::DischargeCancelled),
        happened(5, "H1", "V1", Event::Discharged),
    ];
    let mut memory = Memory::default();
    for (now, message) in (0..).zip(&day) {
        file(&mut memory, message, now);
    }
    let kinds: Vec<_> = memory.notices.iter().map(|notice| notice.kind).collect();
    let expected = [
        NoticeKind::Admitted,
        NoticeKind::Discharged,
        NoticeKind::DischargeCancelled,
        NoticeKind::Discharged,
    ];
    assert_eq!(kinds, expected);
    for now in 10..15 {
        for message in &day {
            let filing = memory.file(message, &by_number, time(now));
            assert!(filing.patients.is_empty() && filing.stays.is_empty());
            assert!(filing.notices.is_empty() && filing.audit.is_empty());
        }
    }
}

#[test]
fn h11_a_reload_of_all_current_patients_tells_nothing_more() {
    let mut memory = dora_in_hospital();
    for (minute, event) in [(50, Event::Admitted), (60, Event::Updated)] {
        assert_eq!(file(&mut memory, &happened(minute, "H1", "V1", event), minute), []);
    }
}

#[test]
fn h11_old_news_tells_nothing() {
    let day = 24 * 60;
    let mut memory = Memory::default();
    file(&mut memory, &dora(0), 0);
    assert_eq!(file(&mut memory, &admitted(1), day + 2), [], "a minute too old");
    assert_eq!(file(&mut memory, &happened(2, "H1", "V1", Event::Discharged), day + 3), []);

    let mut memory = Memory::default();
    file(&mut memory, &dora(0), 0);
    let just_in_time = file(&mut memory, &admitted(1), day + 1);
    assert_eq!(just_in_time, [of(NoticeKind::Admitted, DORA)]);
}

#[test]
fn h13_an_admission_filed_too_late_is_told_with_the_next_news_of_the_stay() {
    let three_days = 3 * 24 * 60;
    let mut memory = Memory::default();
    file(&mut memory, &dora(0), 0);
    assert_eq!(file(&mut memory, &admitted(1), three_days), []);
    let still_here = happened(three_days + 1, "H1", "V1", Event::Updated);
    let told = file(&mut memory, &still_here, three_days + 1);
    assert_eq!(told, [of(NoticeKind::Admitted, DORA)]);
    assert_eq!(memory.notices[0].happened_at, time(1));
}

#[test]
fn h13_what_was_told_is_corrected_however_late() {
    let mut memory = dora_in_hospital();
    let week = 7 * 24 * 60;
    let discharged = happened(60, "H1", "V1", Event::Discharged);
    assert_eq!(file(&mut memory, &discharged, week), [of(NoticeKind::Discharged, DORA)]);
    let cancelled = happened(70, "H1", "V1", Event::DischargeCancelled);
    let corrected = file(&mut memory, &cancelled, week + 1);
    assert_eq!(corrected, [of(NoticeKind::DischargeCancelled, DORA)]);
    let void = happened(80, "H1", "V1", Event::AdmissionCancelled);
    assert_eq!(file(&mut memory, &void, week + 2), [of(NoticeKind::Withdrawn, DORA)]);
}

#[test]
fn h13_a_stay_that_begins_anew_after_it_was_withdrawn_is_told_again() {
    let mut memory = dora_in_hospital();
    file(&mut memory, &happened(2, "H1", "V1", Event::AdmissionCancelled), 2);
    assert_eq!(
        file(&mut memory, &happened(3, "H1", "V1", Event::Admitted), 3),
        [of(NoticeKind::Admitted, DORA)]
    );
}

#[test]
fn h13_a_stay_already_over_is_told_as_over() {
    let mut memory = Memory::default();
    file(&mut memory, &dora(0), 0);
    assert_eq!(file(&mut memory, &happened(5, "H1", "V1", Event::Discharged), 6), []);
    assert_eq!(file(&mut memory, &admitted(1), 6), [of(NoticeKind::Discharged, DORA)]);
}

#[test]
fn h14_a_death_is_told_and_taken_back() {
    let died = |minute, died| {
        let news = IdentityNews { died, ..nobody(minute, "H1") };
        told([identity(news)])
    };
    let mut memory = dora_in_hospital();
    let told_of = file(&mut memory, &died(2, Said::Value(Death::Died)), 2);
    assert_eq!(told_of, [of(NoticeKind::Died, DORA)]);
    let discharged = happened(3, "H1", "V1", Event::Discharged);
    assert_eq!(file(&mut memory, &discharged, 3), [], "the same death");
    let again = died(3 * 24 * 60, Said::Value(Death::Died));
    assert_eq!(file(&mut memory, &again, 4), [], "said again, days later");
    let error = died(4 * 24 * 60, Said::Cleared);
    let corrected = file(&mut memory, &error, 5);
    assert_eq!(corrected, [of(NoticeKind::Withdrawn, DORA), of(NoticeKind::Discharged, DORA)]);
}

#[test]
fn h14_a_death_after_the_stay_is_no_death_in_hospital() {
    let mut memory = dora_in_hospital();
    file(&mut memory, &happened(3, "H1", "V1", Event::Discharged), 3);
    let day = Death::DiedOn(care::when::local(time(5 * 24 * 60)).date());
    let news = IdentityNews { died: Said::Value(day), ..nobody(5 * 24 * 60, "H1") };
    assert_eq!(file(&mut memory, &told([identity(news)]), 5 * 24 * 60), []);
}

#[test]
fn h14_one_death_on_a_day_of_two_stays_is_told_once() {
    let mut memory = Memory::default();
    file(&mut memory, &dora(0), 0);
    let attended = Details { class: Said::Value(Class::Emergency), ..Details::default() };
    let registered = moved(1, "H1", "ED1", Event::Registered);
    file(&mut memory, &with(registered, attended), 1);
    file(&mut memory, &happened(2, "H1", "ED1", Event::Discharged), 2);
    file(&mut memory, &happened(3, "H1", "V1", Event::Admitted), 3);
    let day = Death::DiedOn(care::when::local(time(4)).date());
    let news = IdentityNews { died: Said::Value(day), ..nobody(4, "H1") };
    assert_eq!(file(&mut memory, &told([identity(news)]), 4), [of(NoticeKind::Died, DORA)]);
}

#[test]
fn an_attendance_is_told_only_where_the_trust_wants_it() {
    for (tell_attendances, expected) in [(false, 0), (true, 1)] {
        let policy = FilingPolicy { tell_attendances, ..FilingPolicy::default() };
        let mut memory = Memory { policy, ..Memory::default() };
        file(&mut memory, &dora(0), 0);
        let details = Details { class: Said::Value(Class::Emergency), ..Details::default() };
        let message = with(moved(1, "H1", "ED1", Event::Registered), details);
        assert_eq!(file(&mut memory, &message, 1).len(), expected);
        let details = Details { class: Said::Value(Class::Inpatient), ..Details::default() };
        let message = with(moved(2, "H1", "ED1", Event::Admitted), details);
        assert_eq!(file(&mut memory, &message, 2).len(), 1 - expected);
    }
}

#[test]
fn mothers_babies_and_regular_visits_are_not_told() {
    for (class, method) in [
        (Class::Inpatient, "31"),
        (Class::Inpatient, "82"),
        (Class::Obstetric, "21"),
        (Class::Recurring, "13"),
        (Class::Outpatient, "13"),
    ] {
        let mut memory = Memory::default();
        file(&mut memory, &dora(0), 0);
        let details = Details {
            class: Said::Value(class),
            admission_method: Said::Value(method.into()),
            ..Details::default()
        };
        let message = with(moved(1, "H1", "V1", Event::Admitted), details);
        assert_eq!(file(&mut memory, &message, 1), [], "{class:?} {method}");
    }
}

#[test]
fn a_stay_that_was_only_inferred_is_told_where_the_trust_wants_it() {
    for (tell_inferred, expected) in [(false, 0), (true, 1)] {
        let policy = FilingPolicy { tell_inferred, ..FilingPolicy::default() };
        let mut memory = Memory { policy, ..Memory::default() };
        file(&mut memory, &dora(0), 0);
        let message = happened(2, "H1", "V1", Event::Moved);
        assert_eq!(file(&mut memory, &message, 2).len(), expected);
        assert_eq!(file(&mut memory, &admitted(1), 3).len(), 1 - expected);
    }
}

#[test]
fn a_late_match_tells_of_the_stay_that_runs() {
    let mut memory = Memory::default();
    file(&mut memory, &admitted(1), 1);
    let three_days = 3 * 24 * 60;
    let found = file(&mut memory, &dora(three_days), three_days);
    assert_eq!(found, [of(NoticeKind::Admitted, DORA)]);
    assert_eq!(memory.notices[0].happened_at, time(1));
}

#[test]
fn h01_a_match_that_moves_to_another_person_is_withdrawn_from_the_first() {
    let mut memory = dora_in_hospital();
    let other = told([identity(who(2, "H1", ROY))]);
    let moved = file(&mut memory, &other, 2);
    assert_eq!(moved, [of(NoticeKind::Withdrawn, DORA), of(NoticeKind::Admitted, ROY)]);
    let back = file(&mut memory, &dora(3), 3);
    assert_eq!(back, [of(NoticeKind::Withdrawn, ROY)], "it does not come back by itself");
}

#[test]
fn h01_a_match_that_becomes_doubtful_is_withdrawn_while_the_stay_runs() {
    let conflict = {
        let nhs = TracedNumber { number: DORA.parse().unwrap(), status: NumberStatus::InConflict };
        let news = IdentityNews { nhs: Said::Value(nhs), ..nobody(9, "H1") };
        told([identity(news)])
    };
    let mut memory = dora_in_hospital();
    assert_eq!(file(&mut memory, &conflict, 9), [of(NoticeKind::Withdrawn, DORA)]);

    let mut memory = dora_in_hospital();
    file(&mut memory, &happened(2, "H1", "V1", Event::Discharged), 2);
    assert_eq!(file(&mut memory, &conflict, 9), [], "what is long over stands");
}

#[test]
fn h01_a_patient_withheld_before_reports_were_kept_is_released_by_the_desk_alone() {
    for (opinion, expected) in
        [(Opinion::NotSure, true), (Opinion::Same, true), (Opinion::Different, false)]
    {
        let mut memory = dora_in_hospital();
        let held = memory.patients.values_mut().next().unwrap();
        held.withheld = true;
        held.judgements = vec![Judgement {
            person: held.link.as_ref().unwrap().verdict.matched().unwrap().clone(),
            by: "officer-1".parse().unwrap(),
            side: Side::Hospital,
            at: time(3),
            opinion,
            against: Vec::new(),
            compared: Compared::of(&held.patient.identity(), &Identity::default()),
            taken_back_at: None,
        }];
        memory.rematch(&by_number, time(4));
        let held = memory.patients.values().next().unwrap();
        assert_eq!(held.withheld, expected, "{opinion:?}");
        let opens = held.link.as_ref().unwrap().verdict.matched().filter(|_| !held.withheld);
        assert_eq!(opens, None, "{opinion:?}");
    }
}

#[test]
fn h01_a_match_reported_as_wrong_stays_withheld() {
    let mut memory = dora_in_hospital();
    let id = handles().patient(&trust(), &number("H1"));
    memory.patients.get_mut(&id).unwrap().withheld = true;
    let moved = happened(2, "H1", "V1", Event::Moved);
    assert_eq!(file(&mut memory, &moved, 2), [of(NoticeKind::Withdrawn, DORA)]);
    assert_eq!(file(&mut memory, &happened(3, "H1", "V1", Event::Discharged), 3), []);
    assert!(memory.patients[&id].withheld);
}

#[test]
fn h01_a_reassigned_visit_is_withdrawn_from_the_first_and_told_of_the_second() {
    for over in [false, true] {
        let mut memory = dora_in_hospital();
        file(&mut memory, &told([identity(who(2, "H2", ROY))]), 2);
        if over {
            file(&mut memory, &happened(3, "H1", "V1", Event::Discharged), 3);
        }
        let news = file(&mut memory, &happened(4, "H2", "V1", Event::Reassigned), 4);
        let second = if over { NoticeKind::Discharged } else { NoticeKind::Admitted };
        assert_eq!(news, [of(NoticeKind::Withdrawn, DORA), of(second, ROY)]);
        let dora = handles().patient(&trust(), &number("H1"));
        let withdrawn = memory.notices.iter().rfind(|one| one.kind == NoticeKind::Withdrawn);
        assert_eq!(withdrawn.unwrap().patient, dora, "her council hears nothing of him");
        assert_eq!(memory.stay(&visit("V1")).patient, number("H2"));
    }
}

#[test]
fn h23_a_visit_merged_into_another_is_told_under_that_one() {
    let mut memory = dora_in_hospital();
    let news = file(&mut memory, &told([joined(5, "V1", "V2")]), 5);
    assert_eq!(news, [of(NoticeKind::Withdrawn, DORA), of(NoticeKind::Admitted, DORA)]);
    assert_eq!(memory.stay(&visit("V1")).state, StayState::Void);
    assert_eq!(memory.stay(&visit("V2")).state, StayState::Open);
    let late = happened(3, "H1", "V1", Event::Discharged);
    assert_eq!(file(&mut memory, &late, 6), [of(NoticeKind::Discharged, DORA)]);
}

#[test]
fn two_patients_who_swap_beds_stay_themselves() {
    let mut memory = dora_in_hospital();
    file(&mut memory, &told([identity(who(2, "H2", ROY))]), 2);
    file(&mut memory, &happened(3, "H2", "V2", Event::Admitted), 3);
    let swap = told([
        movement(crate::messages::to_ward(moved(4, "H1", "V1", Event::Moved), "B")),
        movement(crate::messages::to_ward(moved(4, "H2", "V2", Event::Moved), "A")),
    ]);
    assert_eq!(file(&mut memory, &swap, 4), []);
    let lies = |stay| {
        (memory.stay(&visit(stay)).patient.clone(), memory.stay(&visit(stay)).place.ward.clone())
    };
    assert_eq!(lies("V1"), (number("H1"), "B".to_owned()));
    assert_eq!(lies("V2"), (number("H2"), "A".to_owned()));
}

#[test]
fn people_who_become_known_to_the_council_are_told_of_without_a_message() {
    let mut memory = Memory::default();
    memory.file(&dora(0), &nobody_known, time(0));
    memory.file(&admitted(1), &nobody_known, time(1));
    let three_days = time(3 * 24 * 60);
    let filing = memory.rematch(&by_number, three_days);
    assert_eq!(filing.notices.len(), 1);
    assert_eq!(filing.audit.len(), 2, "matched and told");
    let filing = memory.rematch(&by_number, three_days);
    assert!(filing.patients.is_empty() && filing.notices.is_empty() && filing.audit.is_empty());
    let unsure = |_: &_| Verdict::Review(vec![person(DORA)], vec![Reason::NumberShared]);
    let filing = memory.rematch(&unsure, three_days + SignedDuration::from_hours(1));
    assert_eq!(filing.notices[0].kind, NoticeKind::Withdrawn);
}

//! Who is who after merges, and what they never do.

use care::exchange::NoticeKind;
use care::filing::{IdentityNews, Merge, MergeKind, News, Shield, Told};
use care::people::{HospitalNumber, Reason, Verdict};
use care::stays::{Event, Said, StayState};

use crate::memory::{Memory, handles, trust};
use crate::messages::{
    at, by_number, happened, identity, joined, merged, nobody, number, person, time, told, visit,
    who,
};

const DORA: &str = "9991234519";
const ROY: &str = "9991234527";

fn after(messages: &[Told]) -> Memory {
    let mut memory = Memory::default();
    for message in messages {
        memory.file(message, &by_number, time(100));
    }
    memory
}

fn verdict(memory: &Memory, value: &str) -> Verdict {
    memory.patient(&number(value)).link.clone().unwrap().verdict
}

#[track_caller]
fn is_in_doubt(memory: &Memory, value: &str, reason: Reason) {
    let verdict = verdict(memory, value);
    assert!(matches!(verdict, Verdict::Review(..)), "{verdict:?}");
    assert!(verdict.reasons().contains(&reason), "{verdict:?}");
}

#[test]
fn every_number_of_a_chain_finds_its_end_in_any_order() {
    let chain = [
        told([merged(1, "A", "B")]),
        told([merged(2, "B", "C")]),
        told([merged(3, "C", "D")]),
        told([merged(4, "D", "A")]),
    ];
    let [first, second, third, circle] = chain.clone();
    for order in [chain, [third, circle.clone(), first, second]] {
        let memory = after(&order);
        for value in ["A", "B", "C", "D"] {
            assert_eq!(*memory.survivor(&number(value)), number("D"), "{value}");
        }
    }
    let mut memory = after(&[told([merged(1, "A", "D")])]);
    let filing = memory.file(&circle, &by_number, time(100));
    assert_eq!(filing.needs_a_person, ["a merge would close a circle and was refused"]);
}

#[test]
fn a_stay_of_a_retired_number_is_the_survivors() {
    let mut memory =
        after(&[told([identity(who(1, "B", DORA))]), happened(2, "A", "V1", Event::Admitted)]);
    assert!(memory.notices.is_empty());
    let filing = memory.file(&told([merged(3, "A", "B")]), &by_number, time(4));
    let [notice] = filing.notices.as_slice() else { panic!("{:?}", filing.notices) };
    assert_eq!((notice.kind, &notice.person), (NoticeKind::Admitted, &person(DORA)));
    assert_eq!(notice.patient, handles().patient(&trust(), &number("B")));
    let late = memory.file(&happened(5, "A", "V1", Event::Discharged), &by_number, time(6));
    assert_eq!(late.notices[0].kind, NoticeKind::Discharged);
}

#[test]
fn h03_a_merge_of_two_people_of_the_council_is_in_doubt_in_any_order() {
    let messages = [
        told([identity(who(1, "A", DORA))]),
        told([identity(who(2, "B", ROY))]),
        told([merged(3, "A", "B")]),
    ];
    let [a, b, merge] = messages.clone();
    for order in [messages, [merge, b, a]] {
        let memory = after(&order);
        is_in_doubt(&memory, "B", Reason::MergedInDoubt);
        assert_eq!(
            verdict(&memory, "B").clone(),
            Verdict::Review(
                vec![person(DORA), person(ROY)],
                vec![Reason::SameNumber, Reason::MergedInDoubt]
            )
        );
    }
}

#[test]
fn h03_what_was_told_of_two_people_who_are_merged_is_withdrawn() {
    let memory = after(&[
        told([identity(who(1, "A", DORA))]),
        happened(2, "A", "V1", Event::Admitted),
        told([identity(who(3, "B", ROY))]),
        happened(4, "B", "V2", Event::Admitted),
        told([merged(5, "A", "B")]),
    ]);
    let withdrawn = memory.notices.iter().filter(|one| one.kind == NoticeKind::Withdrawn);
    let mut people: Vec<_> = withdrawn.map(|notice| notice.person.clone()).collect();
    people.sort();
    assert_eq!(people, [person(DORA), person(ROY)]);
}

#[test]
fn a_merge_of_one_person_with_themselves_stays_a_match() {
    let memory = after(&[
        told([identity(who(1, "A", DORA))]),
        told([identity(who(2, "B", DORA))]),
        told([merged(3, "A", "B")]),
    ]);
    assert_eq!(verdict(&memory, "B").matched(), Some(&person(DORA)));
}

#[test]
fn h03_a_person_known_only_under_the_retired_number_is_for_the_match_desk() {
    let memory = after(&[
        told([identity(who(1, "A", DORA))]),
        told([identity(nobody(2, "B"))]),
        told([merged(3, "A", "B")]),
    ]);
    is_in_doubt(&memory, "B", Reason::MergedInDoubt);
}

#[test]
fn h03_an_nhs_number_in_a_merge_is_never_applied_and_holds_the_match() {
    let retired = HospitalNumber { authority: "NHS".into(), value: ROY.into() };
    let kind = MergeKind::Patients { retired: retired.clone(), survivor: number("B") };
    let merge = told([News::Merge(Merge { kind, at: at(3) })]);
    let mut memory = after(&[told([identity(who(1, "B", DORA))])]);
    assert!(verdict(&memory, "B").matched().is_some());
    let filing = memory.file(&merge, &by_number, time(4));
    assert_eq!(filing.needs_a_person, ["a merge names an NHS number as retired"]);
    is_in_doubt(&memory, "B", Reason::NumberInConflict);
    assert!(!memory.patients.contains_key(&handles().patient(&trust(), &retired)));
    memory.file(&told([identity(who(5, "B", DORA))]), &by_number, time(5));
    is_in_doubt(&memory, "B", Reason::NumberInConflict);
    memory.file(&told([merged(6, "B", "C")]), &by_number, time(6));
    memory.file(&told([identity(who(7, "C", DORA))]), &by_number, time(7));
    is_in_doubt(&memory, "C", Reason::NumberInConflict);
}

#[test]
fn h16_what_one_number_holds_back_the_other_does_not_show() {
    let shielded = |minute, patient, nhs, shield| {
        let news = IdentityNews { shielded: Said::Value(shield), ..who(minute, patient, nhs) };
        told([identity(news)])
    };
    let merge = told([merged(3, "A", "B")]);
    let memory = after(&[
        shielded(1, "A", DORA, Shield::Location),
        told([identity(who(2, "B", DORA))]),
        merge.clone(),
    ]);
    is_in_doubt(&memory, "B", Reason::MergedInDoubt);
    let memory = after(&[
        shielded(1, "A", DORA, Shield::Location),
        shielded(2, "B", DORA, Shield::None),
        merge,
    ]);
    assert!(verdict(&memory, "B").matched().is_some(), "lifted later under the other number");
}

#[test]
fn h01_a_match_withheld_under_one_number_is_not_shown_under_the_other() {
    let mut memory =
        after(&[told([identity(who(1, "A", DORA))]), told([identity(who(2, "B", DORA))])]);
    let id = handles().patient(&trust(), &number("A"));
    memory.patients.get_mut(&id).unwrap().withheld = true;
    memory.file(&told([merged(3, "A", "B")]), &by_number, time(4));
    is_in_doubt(&memory, "B", Reason::MergedInDoubt);
}

#[test]
fn two_open_stays_of_one_person_stay_two_and_a_person_looks() {
    let mut memory =
        after(&[happened(1, "A", "V1", Event::Admitted), happened(2, "B", "V2", Event::Admitted)]);
    let filing = memory.file(&told([merged(3, "A", "B")]), &by_number, time(4));
    assert_eq!(filing.needs_a_person, ["a merged patient has more than one open stay"]);
    for stay in ["V1", "V2"] {
        assert_eq!(memory.stay(&visit(stay)).state, StayState::Open);
    }
}

#[test]
fn a_visit_that_is_suddenly_another_patients_is_looked_at() {
    let mut memory = after(&[happened(1, "A", "V1", Event::Admitted)]);
    let reused = memory.file(&happened(2, "B", "V1", Event::Admitted), &by_number, time(4));
    assert_eq!(reused.needs_a_person, ["a visit is told of another patient than before"]);
    let mut memory = after(&[
        happened(1, "A", "V1", Event::Admitted),
        happened(2, "A", "V1", Event::AdmissionCancelled),
    ]);
    let anew = memory.file(&happened(3, "B", "V1", Event::Admitted), &by_number, time(4));
    assert!(anew.needs_a_person.is_empty());
}

#[test]
fn merged_visits_are_read_as_one() {
    let messages = [
        happened(1, "A", "V1", Event::Admitted),
        happened(3, "A", "V2", Event::Discharged),
        told([joined(2, "V1", "V2")]),
    ];
    let [one, two, merge] = messages.clone();
    for order in [messages, [merge, two, one]] {
        let memory = after(&order);
        let stay = memory.stay(&visit("V2"));
        assert!(matches!(stay.state, StayState::Closed(_)));
        assert_eq!((&stay.visit, stay.admitted_at), (&visit("V2"), Some(time(1))));
        assert_eq!(memory.stay(&visit("V1")).state, StayState::Void);
    }
}

#[test]
fn a_link_between_patients_joins_nothing() {
    let kind = MergeKind::Linked { one: number("A"), other: number("B") };
    let memory = after(&[
        told([identity(who(1, "A", DORA))]),
        told([identity(who(2, "B", ROY))]),
        told([News::Merge(Merge { kind, at: at(3) })]),
    ]);
    assert_eq!(*memory.survivor(&number("A")), number("A"));
    assert!(verdict(&memory, "A").matched().is_some());
}

//! What follows for a patient when the national service has answered.

use care::access::Act;
use care::exchange::NoticeKind;
use care::filing::{Filing, IdentityNews};
use care::people::trace::Outcome;
use care::people::{
    NhsNumber, NumberStatus, PersonName, Reason, TracedNumber, Verdict, WithdrawalCause,
};
use care::stays::{Event, Said};

use crate::memory::Memory;
use crate::messages::{
    by_number, happened, identity, merged, nobody_known, number, person, time, told, who,
};

const DORA: &str = "9991234519";
const FORMER: &str = "9991234527";

/// Who the patient is, with a name that can be asked for.
fn dora(minute: i64, patient: &str) -> IdentityNews {
    let names = Said::Value(vec![PersonName::usual("Halliday", "Dora")]);
    IdentityNews { names, ..who(minute, patient, DORA) }
}

fn nhs(digits: &str) -> NhsNumber {
    digits.parse().unwrap()
}

fn found(former: Option<&str>) -> Outcome {
    Outcome::Found { number: nhs(DORA), former: former.map(nhs) }
}

/// A patient in hospital whom the hospital sent with such a number.
fn in_hospital(number: Said<TracedNumber>) -> Memory {
    let mut memory = Memory::default();
    let news = IdentityNews { nhs: number, ..dora(0, "H1") };
    memory.file(&told([identity(news)]), &by_number, time(0));
    memory.file(&happened(1, "H1", "V1", Event::Admitted), &by_number, time(1));
    memory
}

fn without_number() -> Memory {
    in_hospital(Said::Nothing)
}

fn with(digits: &str, status: NumberStatus) -> Memory {
    in_hospital(Said::Value(TracedNumber { number: nhs(digits), status }))
}

fn traced(memory: &mut Memory, outcome: Outcome) -> Filing {
    memory.trace(&number("H1"), outcome, (&by_number, time(2)))
}

fn verdict(memory: &Memory) -> Verdict {
    memory.patient(&number("H1")).link.clone().unwrap().verdict
}

#[test]
fn a_patient_without_a_number_is_matched_by_the_one_that_was_traced() {
    let mut memory = without_number();
    assert_eq!(verdict(&memory).matched(), None);
    let filing = traced(&mut memory, found(None));
    assert_eq!(verdict(&memory).matched(), Some(&person(DORA)));
    let kinds: Vec<NoticeKind> = filing.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Admitted], "and the council is told");
    let patient = &memory.patient(&number("H1")).patient;
    assert_eq!(patient.identity().nhs.unwrap().status, NumberStatus::Verified);
    assert_eq!(patient.as_said().nhs, None, "what the hospital said stays as it was");
}

#[test]
fn h01_a_match_that_an_answer_ends_was_not_ended_by_the_hospital() {
    let mut memory = with(FORMER, NumberStatus::TraceRequired);
    assert_eq!(verdict(&memory).matched(), Some(&person(FORMER)));
    let answer = (&nobody_known as _, time(2));
    let filing = memory.trace(&number("H1"), found(Some(FORMER)), answer);
    let causes: Vec<WithdrawalCause> = filing.withdrawals.iter().map(|one| one.cause).collect();
    assert_eq!(causes, [WithdrawalCause::Traced]);
}

#[test]
fn each_trace_leaves_a_line_in_the_audit() {
    let mut memory = without_number();
    for outcome in [Outcome::Nobody, found(None)] {
        let filing = traced(&mut memory, outcome);
        let act = Act::Traced { outcome: outcome.word().to_owned() };
        assert_eq!(filing.audit.first().map(|line| &line.act), Some(&act));
    }
}

#[test]
fn a_trace_that_found_nobody_changes_nothing() {
    let mut memory = without_number();
    for outcome in [Outcome::Nobody, Outcome::Several, Outcome::Unlike] {
        let filing = traced(&mut memory, outcome);
        assert!(filing.patients.is_empty() && filing.notices.is_empty());
        assert_eq!(filing.needs_a_person, [""; 0]);
    }
}

#[test]
fn a_number_that_was_replaced_is_kept_as_a_former_one() {
    let mut memory = with(FORMER, NumberStatus::NotTraced);
    traced(&mut memory, found(Some(FORMER)));
    let who = memory.patient(&number("H1")).patient.identity();
    assert_eq!(who.nhs.unwrap().number, nhs(DORA));
    assert_eq!(who.former_numbers, [nhs(FORMER)]);
}

#[test]
fn h03_a_number_that_is_somebody_elses_matches_nobody_and_a_person_must_look() {
    let mut memory = with(FORMER, NumberStatus::NotTraced);
    assert!(verdict(&memory).matched().is_some());
    let filing = traced(&mut memory, Outcome::Conflict);
    assert_eq!(filing.needs_a_person.len(), 1);
    assert!(verdict(&memory).reasons().contains(&Reason::NumberInConflict));
    assert_eq!(verdict(&memory).matched(), None);
    let again = traced(&mut memory, Outcome::Conflict);
    assert_eq!(again.needs_a_person, [""; 0], "it is asked for once");
}

#[test]
fn h16_whom_the_national_service_restricts_is_as_one_whom_nobody_knows() {
    let mut unknown = without_number();
    unknown.rematch(&nobody_known, time(2));
    for outcome in [Outcome::Restricted, Outcome::Invalidated] {
        let mut memory = with(DORA, NumberStatus::NotTraced);
        assert!(verdict(&memory).matched().is_some());
        let filing = traced(&mut memory, outcome);
        assert_eq!(verdict(&memory), verdict(&unknown), "nothing tells the two apart");
        let kinds: Vec<NoticeKind> = filing.notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::Withdrawn], "what was told is taken back");
        memory.rematch(&by_number, time(3));
        assert_eq!(verdict(&memory).matched(), None, "and it stays so");
    }
}

#[test]
fn h16_who_is_restricted_stays_so_whatever_the_hospital_says_until_asked_again() {
    let mut memory = with(DORA, NumberStatus::NotTraced);
    traced(&mut memory, Outcome::Restricted);
    let verified = dora(5, "H1");
    memory.file(&told([identity(verified)]), &by_number, time(5));
    assert_eq!(verdict(&memory).matched(), None);
    traced(&mut memory, found(None));
    assert_eq!(verdict(&memory).matched(), Some(&person(DORA)));
}

#[test]
fn h16_an_answer_that_names_nobody_for_certain_lets_nobody_go_who_is_held_back() {
    for holding in [Outcome::Restricted, Outcome::Invalidated] {
        let mut memory = with(DORA, NumberStatus::NotTraced);
        traced(&mut memory, holding);
        for vague in [Outcome::Nobody, Outcome::Several, Outcome::Unlike, Outcome::Conflict] {
            let filing = traced(&mut memory, vague);
            assert_eq!(filing.needs_a_person, [""; 0], "{vague:?}");
            memory.rematch(&by_number, time(3));
            assert_eq!(verdict(&memory), Verdict::None(vec![Reason::NobodyFits]), "{vague:?}");
            assert!(memory.patient(&number("H1")).patient.is_held_back(), "{vague:?}");
        }
        traced(&mut memory, found(None));
        assert_eq!(verdict(&memory).matched(), Some(&person(DORA)), "{holding:?}");
    }
}

#[test]
fn h16_a_restricted_patient_is_held_back_under_each_of_their_numbers() {
    let mut memory = with(DORA, NumberStatus::NotTraced);
    memory.file(&told([identity(dora(3, "H2"))]), &by_number, time(3));
    memory.file(&told([merged(4, "H1", "H2")]), &by_number, time(4));
    let survivor = |memory: &Memory| memory.patient(&number("H2")).link.clone().unwrap().verdict;
    assert!(survivor(&memory).matched().is_some());
    traced(&mut memory, Outcome::Restricted);
    assert_eq!(survivor(&memory), Verdict::None(vec![Reason::NobodyFits]));
}

#[test]
fn a_traced_number_stands_only_as_long_as_the_hospital_says_the_same() {
    let mut memory = without_number();
    traced(&mut memory, found(None));
    let renamed = IdentityNews { nhs: Said::Nothing, ..dora(5, "H1") };
    let names = Said::Value(vec![PersonName::usual("Somebody", "Else")]);
    let renamed = IdentityNews { names, ..renamed };
    memory.file(&told([identity(renamed)]), &by_number, time(5));
    assert_eq!(verdict(&memory).matched(), None);
    assert_eq!(memory.patient(&number("H1")).patient.identity().nhs, None);
}

#[test]
fn a_message_that_says_the_same_again_keeps_the_traced_number() {
    let mut memory = without_number();
    traced(&mut memory, found(None));
    let again = IdentityNews { nhs: Said::Nothing, ..dora(5, "H1") };
    memory.file(&told([identity(again)]), &by_number, time(5));
    assert_eq!(verdict(&memory).matched(), Some(&person(DORA)));
}

fn release(memory: &mut Memory) -> Filing {
    memory.release(&number("H1"), (&by_number, time(4)))
}

/// The hospital says another number of the patient.
fn corrected(memory: &mut Memory, minute: i64, digits: &str, status: NumberStatus) {
    let nhs = Said::Value(TracedNumber { number: nhs(digits), status });
    memory.file(
        &told([identity(IdentityNews { nhs, ..dora(minute, "H1") })]),
        &by_number,
        time(minute),
    );
}

#[test]
fn h16_whoever_is_released_by_hand_never_opens_by_the_number_that_is_anothers() {
    let mut memory = with(FORMER, NumberStatus::NotTraced);
    traced(&mut memory, Outcome::Restricted);
    release(&mut memory);
    assert!(!memory.patient(&number("H1")).patient.is_held_back());
    assert!(matches!(verdict(&memory), Verdict::Review(_, why)
        if why.contains(&Reason::NumberInConflict)));
    corrected(&mut memory, 6, FORMER, NumberStatus::Verified);
    assert_eq!(verdict(&memory).matched(), None, "though the hospital calls it verified");
    corrected(&mut memory, 7, DORA, NumberStatus::Verified);
    assert_eq!(verdict(&memory).matched(), Some(&person(DORA)));
}

#[test]
fn h16_a_release_outlasts_the_same_answer_and_no_other() {
    let mut memory = with(FORMER, NumberStatus::NotTraced);
    traced(&mut memory, Outcome::Restricted);
    release(&mut memory);
    for same in [Outcome::Restricted, Outcome::Invalidated, Outcome::Nobody, Outcome::Unlike] {
        traced(&mut memory, same);
        assert!(!memory.patient(&number("H1")).patient.is_held_back(), "{same:?}");
    }
    corrected(&mut memory, 7, DORA, NumberStatus::NotTraced);
    traced(&mut memory, Outcome::Restricted);
    assert!(memory.patient(&number("H1")).patient.is_held_back(), "it is another number");
}

#[test]
fn a_release_of_somebody_who_is_not_held_back_changes_nothing() {
    let mut memory = with(DORA, NumberStatus::NotTraced);
    let filing = release(&mut memory);
    assert!(filing.patients.is_empty());
    assert_eq!(verdict(&memory).matched(), Some(&person(DORA)));
}

#[test]
fn a_patient_is_released_under_each_of_their_numbers() {
    let mut memory = with(FORMER, NumberStatus::NotTraced);
    traced(&mut memory, Outcome::Restricted);
    memory.file(&told([identity(dora(3, "H2"))]), &by_number, time(3));
    memory.file(&told([merged(4, "H1", "H2")]), &by_number, time(4));
    let survivor = |memory: &Memory| memory.patient(&number("H2")).link.clone().unwrap().verdict;
    assert_eq!(survivor(&memory), Verdict::None(vec![Reason::NobodyFits]));
    release(&mut memory);
    assert!(matches!(survivor(&memory), Verdict::Review(..)), "a merge of two people, perhaps");
}

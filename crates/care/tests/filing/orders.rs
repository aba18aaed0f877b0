//! No order, repetition or delay of a patient's messages makes a difference to what is so.

use std::collections::{BTreeMap, BTreeSet};

use care::exchange::NoticeKind;
use care::filing::{IdentityNews, Merge, MergeKind, News, Shield, Told};
use care::people::{
    Death, HospitalNumber, Link, NumberStatus, Patient, PatientId, PersonKey, StayId, TracedNumber,
    Verdict,
};
use care::stays::{Class, Details, Event, Moment, Movement, Place, Said, Stay, StayState};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::{Index, select};
use proptest::{collection, prop_oneof};

use crate::memory::Memory;
use crate::messages::{at, by_number, number, time, told, visit};

/// All that messages lead to, apart from the times of our own decisions.
#[derive(Debug, PartialEq)]
struct End {
    patients: BTreeMap<PatientId, (Patient, PatientId, Option<Verdict>)>,
    stays: BTreeMap<StayId, (Stay, BTreeSet<Movement>)>,
    merges: BTreeSet<Merge>,
}

fn end(memory: &Memory) -> End {
    let verdict = |link: &Option<Link>| link.as_ref().map(|link| link.verdict.clone());
    let patient = |(id, held): (&PatientId, &care::filing::KnownPatient)| {
        let survivor = memory.survivors[id].clone();
        (id.clone(), (held.patient.clone(), survivor, verdict(&held.link)))
    };
    let stay = |(id, stay): (&StayId, &Stay)| {
        let movements = memory.visits[id].movements.iter().cloned().collect();
        (id.clone(), (stay.clone(), movements))
    };
    // A visit without a movement of its own that is void is as if it had never been.
    let is_nothing =
        |(stay, own): &(Stay, BTreeSet<Movement>)| stay.state == StayState::Void && own.is_empty();
    let mut stays: BTreeMap<StayId, _> = memory.stays.iter().map(stay).collect();
    stays.retain(|_, stay| !is_nothing(stay));
    End {
        patients: memory.patients.iter().map(patient).collect(),
        stays,
        merges: memory.merges.iter().cloned().collect(),
    }
}

fn after(messages: &[Told]) -> Memory {
    with(Memory::default(), messages)
}

/// The same, where what was once withdrawn is not remembered: that alone hangs on what a patient
/// was matched with on the way.
fn forgetting(messages: &[Told]) -> Memory {
    with(Memory { forgets: true, ..Memory::default() }, messages)
}

fn with(mut memory: Memory, messages: &[Told]) -> Memory {
    for message in messages {
        memory.file(message, &by_number, time(1000));
    }
    memory
}

/// Files in order once, then shuffled with repetitions, then as one message that says everything.
#[track_caller]
fn all_lead_to_one_end(in_order: &[Told], shuffled: &[Told]) {
    let expected = end(&forgetting(in_order));
    let memory = forgetting(shuffled);
    assert_eq!(end(&memory), expected, "shuffled and repeated");
    tellings_make_sense(&memory);
    let at_once = told(shuffled.iter().flat_map(|message| message.news.clone()));
    assert_eq!(end(&forgetting(&[at_once])), expected, "told at once");
    let memory = after(shuffled);
    tellings_make_sense(&memory);
    shows_no_more(&memory, &expected);
}

/// What was once withdrawn as wrong makes a match a doubt, and never the other way round.
fn shows_no_more(memory: &Memory, expected: &End) {
    for (id, (_, _, verdict)) in end(memory).patients {
        let shown = verdict.as_ref().and_then(Verdict::matched).cloned();
        let (_, _, elsewhere) = &expected.patients[&id];
        let expected = elsewhere.as_ref().and_then(Verdict::matched).cloned();
        assert!(shown.is_none() || shown == expected);
    }
}

/// Whatever the order: nobody is told the same twice in a row, and nothing is taken back that was
/// not told.
fn tellings_make_sense(memory: &Memory) {
    let mut last: BTreeMap<(&StayId, &PersonKey), NoticeKind> = BTreeMap::new();
    for notice in &memory.notices {
        let before = last.insert((&notice.stay, &notice.person), notice.kind);
        assert_ne!(before, Some(notice.kind));
        let known = before.is_some_and(|kind| kind != NoticeKind::Withdrawn);
        match notice.kind {
            NoticeKind::Admitted => assert!(!known),
            NoticeKind::Withdrawn | NoticeKind::DischargeCancelled => assert!(known),
            NoticeKind::Discharged | NoticeKind::Died => {}
        }
    }
}

/// What each council believes in the end of each stay that it was told of.
fn beliefs(memory: &Memory) -> BTreeMap<(&StayId, &PersonKey), &'static str> {
    let believed = memory.notices.iter().map(|notice| {
        let belief = match notice.kind {
            NoticeKind::Admitted | NoticeKind::DischargeCancelled => "in",
            NoticeKind::Discharged => "out",
            NoticeKind::Died => "dead",
            NoticeKind::Withdrawn => "nothing",
        };
        ((&notice.stay, &notice.person), belief)
    });
    let mut last: BTreeMap<_, _> = believed.collect();
    last.retain(|_, belief| *belief != "nothing");
    last
}

/// A message list, and the same shuffled with some told twice.
fn shuffled(
    messages: impl Strategy<Value = Vec<Told>>,
) -> impl Strategy<Value = (Vec<Told>, Vec<Told>)> {
    messages.prop_flat_map(|messages| {
        let again = collection::vec(any::<Index>(), 0..6);
        (Just(messages), again).prop_flat_map(|(messages, again)| {
            let twice = again.iter().filter(|_| !messages.is_empty());
            let twice = twice.map(|one| one.get(&messages).clone());
            let all: Vec<Told> = messages.iter().cloned().chain(twice).collect();
            (Just(messages), Just(all).prop_shuffle())
        })
    })
}

const NUMBERS: [&str; 3] = ["9991234519", "9991234527", "9991234535"];
const EVENTS: [Event; 17] = [
    Event::Planned,
    Event::Admitted,
    Event::Registered,
    Event::Moved,
    Event::LeaveStarted,
    Event::LeaveEnded,
    Event::Updated,
    Event::DischargePlanned,
    Event::DischargePlanCancelled,
    Event::Discharged,
    Event::MoveCancelled,
    Event::LeaveStartCancelled,
    Event::LeaveEndCancelled,
    Event::DischargeCancelled,
    Event::PlanCancelled,
    Event::AdmissionCancelled,
    Event::Reassigned,
];

fn patient() -> impl Strategy<Value = HospitalNumber> {
    select(vec!["A", "B", "C", "D"]).prop_map(number)
}

/// Often the same times, so that every place in the order is fought over.
fn moment() -> impl Strategy<Value = Moment> {
    (0..12_i64, 0..2_i64, 0..2_i64, 0..3_u64).prop_map(|(occurred, recorded, sent, digest)| {
        let (recorded, sent) = (time(occurred + recorded), time(occurred + recorded + sent));
        Moment { recorded, sent, digest, ..at(occurred) }
    })
}

fn said<T: Clone + std::fmt::Debug>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Said<T>> {
    prop_oneof![
        3 => Just(Said::Nothing),
        1 => Just(Said::Cleared),
        4 => value.prop_map(Said::Value),
    ]
}

fn details() -> impl Strategy<Value = Details> {
    let ward = select(vec!["EAU", "7A", "7B"]);
    let ward = ward.prop_map(|ward| Place { ward: ward.into(), ..Place::default() });
    let class = select(vec![Class::Inpatient, Class::Emergency, Class::Outpatient]);
    let code = select(vec!["19", "55", "79"]).prop_map(str::to_owned);
    let minute = || said((0..12_i64).prop_map(time));
    (said(ward), said(class), said(code), minute(), minute(), minute()).prop_map(
        |(place, class, discharge_destination, admitted_at, discharged_at, fit_since)| Details {
            place,
            class,
            discharge_destination,
            admitted_at,
            discharged_at,
            fit_since,
            ..Details::default()
        },
    )
}

fn movement() -> impl Strategy<Value = News> {
    let stay = select(vec!["V1", "V2", "V3"]).prop_map(visit);
    (patient(), stay, select(EVENTS.to_vec()), moment(), details()).prop_map(
        |(patient, visit, event, at, details)| {
            News::Movement(Box::new(Movement { visit, patient, event, at, details }))
        },
    )
}

fn identity() -> impl Strategy<Value = News> {
    let status = select(vec![NumberStatus::Verified, NumberStatus::InConflict]);
    let nhs = (select(NUMBERS.to_vec()), status)
        .prop_map(|(digits, status)| TracedNumber { number: digits.parse().unwrap(), status });
    let shield = select(vec![Shield::None, Shield::Location, Shield::Objection]);
    let conflict = proptest::bool::weighted(0.1);
    (patient(), moment(), said(nhs), conflict, said(Just(Death::Died)), said(shield)).prop_map(
        |(patient, at, nhs, number_in_conflict, died, shielded)| {
            let silent = IdentityNews::silent(patient, at);
            News::Identity(Box::new(IdentityNews {
                nhs,
                number_in_conflict,
                died,
                shielded,
                ..silent
            }))
        },
    )
}

fn merge() -> impl Strategy<Value = News> {
    let stay = || select(vec!["V1", "V2", "V3"]).prop_map(visit);
    let kind = prop_oneof![
        4 => (patient(), patient())
            .prop_map(|(retired, survivor)| MergeKind::Patients { retired, survivor }),
        2 => (stay(), stay()).prop_map(|(retired, survivor)| MergeKind::Visits { retired, survivor }),
        1 => (patient(), patient()).prop_map(|(one, other)| MergeKind::Linked { one, other }),
    ];
    (kind, moment()).prop_map(|(kind, at)| News::Merge(Merge { kind, at }))
}

/// Anything at all, one or two pieces of news in a message.
fn random_messages() -> impl Strategy<Value = Vec<Told>> {
    let news = prop_oneof![6 => movement(), 3 => identity(), 1 => merge()];
    collection::vec(collection::vec(news, 1..3).prop_map(told), 0..14)
}

/// A stay as hospitals tell it: admission, moves, leave, mistakes taken back, discharge, with two
/// patients who swap beds, a merge, and a visit that was another patient's.
fn realistic_messages() -> impl Strategy<Value = Vec<Told>> {
    let any_events = collection::vec(any::<bool>(), 12);
    (any_events, select(NUMBERS.to_vec()), details()).prop_map(|(happens, nhs, discharged)| {
        let here = |minute, patient: &str, stay: &str, event, ward: &str| {
            let movement = crate::messages::moved(minute, patient, stay, event);
            crate::messages::movement(crate::messages::to_ward(movement, ward))
        };
        let who = |minute, patient| crate::messages::who(minute, patient, nhs);
        let id = |minute, patient| crate::messages::identity(who(minute, patient));
        let left = Movement {
            details: Details { class: Said::Nothing, ..discharged },
            ..crate::messages::moved(14, "A", "V1", Event::Discharged)
        };
        let all = [
            told([id(0, "A"), here(0, "A", "V1", Event::Planned, "DSU")]),
            told([id(1, "A"), here(1, "A", "V1", Event::Admitted, "EAU")]),
            told([here(2, "B", "V2", Event::Admitted, "7B")]),
            told([here(3, "A", "V1", Event::Moved, "7A")]),
            told([here(4, "A", "V1", Event::Moved, "7B"), here(4, "B", "V2", Event::Moved, "7A")]),
            told([here(5, "A", "V1", Event::MoveCancelled, "7A")]),
            told([here(6, "A", "V1", Event::LeaveStarted, "7A")]),
            told([here(7, "A", "V1", Event::LeaveEnded, "7A")]),
            told([crate::messages::merged(8, "C", "A"), id(9, "A")]),
            told([here(10, "C", "V3", Event::Admitted, "ED")]),
            told([here(11, "B", "V3", Event::Reassigned, "ED")]),
            told([crate::messages::movement(left)]),
            told([here(15, "A", "V1", Event::DischargeCancelled, "7A")]),
            told([here(16, "A", "V1", Event::Discharged, "7A")]),
        ];
        let always = all.iter().take(2).cloned();
        let perhaps = all.iter().skip(2).zip(happens).filter(|(_, happens)| *happens);
        always.chain(perhaps.map(|(message, _)| message.clone())).collect()
    })
}

proptest! {
    #[test]
    fn h12_any_order_of_what_hospitals_tell_leads_to_one_end(
        (in_order, shuffled) in shuffled(realistic_messages())
    ) {
        all_lead_to_one_end(&in_order, &shuffled);
    }

    #[test]
    fn h13_any_order_of_what_hospitals_tell_leads_councils_to_one_belief(
        (in_order, shuffled) in shuffled(realistic_messages())
    ) {
        let (in_order, shuffled) = (after(&in_order), after(&shuffled));
        prop_assert_eq!(beliefs(&shuffled), beliefs(&in_order));
    }

    #[test]
    fn h12_any_order_of_anything_leads_to_one_end(
        (in_order, shuffled) in shuffled(random_messages())
    ) {
        all_lead_to_one_end(&in_order, &shuffled);
    }

    #[test]
    fn h11_all_told_again_in_any_order_changes_and_tells_nothing(
        (in_order, shuffled) in shuffled(random_messages())
    ) {
        let mut memory = after(&in_order);
        let expected = end(&memory);
        let told_before = memory.notices.len();
        for message in &shuffled {
            let filing = memory.file(message, &by_number, time(1000));
            prop_assert!(filing.patients.is_empty() && filing.stays.is_empty());
            prop_assert!(filing.merges.is_empty() && filing.audit.is_empty());
        }
        prop_assert_eq!(end(&memory), expected);
        prop_assert_eq!(memory.notices.len(), told_before);
    }
}

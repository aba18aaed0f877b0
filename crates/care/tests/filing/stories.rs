//! The sixteen sample messages of a hospital's feed, and what each leaves behind.

use care::exchange::NoticeKind;
use care::filing::{IdentityNews, News, Shield, Told};
use care::people::{
    Born, Death, Identity, Known, NumberStatus, PartialDate, PersonName, TracedNumber, Verdict,
};
use care::stays::{Class, Details, Event, Moment, Movement, Origin, Place, Said, StayState};
use care::when::When;
use jiff::Timestamp;
use jiff::civil::date;

use crate::memory::Memory;
use crate::messages::{by_number, identity, merged, movement, nobody, number, told, visit, who};

const DORA: &str = "9991234519";
const ROY: &str = "9991234527";
const IVY: &str = "9991234535";

fn at(text: &str) -> Moment {
    let time = time(text);
    Moment { occurred: time, recorded: time, sent: time, digest: 0 }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn event(when: &str, patient: &str, stay: &str, event: Event, details: Details) -> News {
    let (visit, patient) = (visit(stay), number(patient));
    movement(Movement { visit, patient, event, at: at(when), details })
}

fn ward(code: &str) -> Details {
    let place = Said::Value(Place { ward: code.into(), ..Place::default() });
    Details { class: Said::Value(Class::Inpatient), place, ..Details::default() }
}

fn on(when: &str, news: IdentityNews) -> News {
    identity(IdentityNews { at: at(when), ..news })
}

/// Files a message in the minute in which it happened and says what the councils were told.
fn file(memory: &mut Memory, told: &Told) -> Vec<NoticeKind> {
    let heard = told.news.iter().find_map(|news| match news {
        News::Identity(news) => Some(news.at.occurred),
        News::Movement(movement) => Some(movement.at.occurred),
        News::Merge(merge) => Some(merge.at.occurred),
        News::NeedsAPerson(_) => None,
    });
    let filing = memory.file(told, &by_number, heard.unwrap());
    filing.notices.iter().map(|notice| notice.kind).collect()
}

fn dora(when: &str) -> News {
    on(when, who(0, "H4471902", DORA))
}

fn admission(when: &str) -> Told {
    let expected = Said::Value(When::On(date(2026, 4, 2)));
    let details = Details {
        expected_discharge: expected,
        admitted_at: Said::Value(time(when)),
        admission_method: Said::Value("21".into()),
        ..ward("EAU")
    };
    told([dora(when), event(when, "H4471902", "IP2600412", Event::Admitted, details)])
}

#[test]
fn a_fall_from_admission_to_a_discharge_that_was_cancelled() {
    let mut memory = Memory::default();
    let stay = visit("IP2600412");
    assert_eq!(file(&mut memory, &admission("2026-03-29T13:42:00Z")), [NoticeKind::Admitted]);
    assert_eq!(memory.stay(&stay).state, StayState::Open);
    assert_eq!(memory.stay(&stay).place.ward, "EAU");

    let when = "2026-03-30T07:50:00Z";
    let transfer = event(when, "H4471902", "IP2600412", Event::Moved, ward("7B"));
    assert_eq!(file(&mut memory, &told([dora(when), transfer])), []);
    assert_eq!(memory.stay(&stay).place.ward, "7B");

    let when = "2026-03-31T09:58:00Z";
    let details = Details {
        expected_discharge: Said::Value(When::On(date(2026, 4, 3))),
        fit_since: Said::Value(time("2026-03-31T09:30:00Z")),
        ..ward("7B")
    };
    let update = event(when, "H4471902", "IP2600412", Event::Updated, details);
    assert_eq!(file(&mut memory, &told([dora(when), update])), []);
    assert_eq!(memory.stay(&stay).expected_discharge, Some(When::On(date(2026, 4, 3))));
    assert_eq!(memory.stay(&stay).fit_since, Some(time("2026-03-31T09:30:00Z")));

    let when = "2026-04-03T15:15:00Z";
    let details = Details {
        discharged_at: Said::Value(time(when)),
        discharge_destination: Said::Value("19".into()),
        discharge_method: Said::Value("1".into()),
        ..ward("7B")
    };
    let discharge = event(when, "H4471902", "IP2600412", Event::Discharged, details);
    assert_eq!(file(&mut memory, &told([dora(when), discharge])), [NoticeKind::Discharged]);

    let when = "2026-04-03T15:55:00Z";
    let details = Details { discharged_at: Said::Cleared, ..ward("7B") };
    let cancel = event(when, "H4471902", "IP2600412", Event::DischargeCancelled, details);
    assert_eq!(file(&mut memory, &told([dora(when), cancel])), [NoticeKind::DischargeCancelled]);
    assert_eq!(memory.stay(&stay).state, StayState::Open);
}

#[test]
fn an_untraced_attendance_is_matched_when_the_trace_comes_back() {
    let mut memory = Memory::default();
    let when = "2026-04-04T01:15:00Z";
    let born = Born { on: PartialDate::Month(1949, 11), estimated: true };
    let roy = IdentityNews {
        names: Said::Value(vec![PersonName::usual("Mbeki", "Roy")]),
        born: Said::Value(born),
        ..nobody(0, "H4480031")
    };
    let details = Details { class: Said::Value(Class::Emergency), ..ward("ED") };
    let registered = event(when, "H4480031", "ED2600933", Event::Registered, details);
    assert_eq!(file(&mut memory, &told([on(when, roy), registered])), []);
    let link = memory.patient(&number("H4480031")).link.clone().unwrap();
    assert!(matches!(link.verdict, Verdict::None(_)));

    let when = "2026-04-04T06:59:00Z";
    let before = memory.stay(&visit("ED2600933")).clone();
    assert_eq!(file(&mut memory, &told([on(when, who(0, "H4480031", ROY))])), []);
    let link = memory.patient(&number("H4480031")).link.clone().unwrap();
    assert!(link.verdict.matched().is_some());
    assert_eq!(*memory.stay(&visit("ED2600933")), before, "no visit changes");

    let when = "2026-04-04T09:31:00Z";
    let demographics = memory.patient(&number("H4480031")).patient.clone();
    file(&mut memory, &told([merged_on(when, "H3310456", "H4480031")]));
    assert_eq!(*memory.survivor(&number("H3310456")), number("H4480031"));
    assert_eq!(memory.patient(&number("H4480031")).patient, demographics);

    let when = "2026-04-11T04:12:00Z";
    let died = IdentityNews {
        died: Said::Value(Death::DiedOn(date(2026, 4, 11))),
        ..who(0, "H4480031", ROY)
    };
    let details = Details {
        discharged_at: Said::Value(time(when)),
        discharge_destination: Said::Value("79".into()),
        ..ward("ITU")
    };
    let death = event(when, "H4480031", "IP2600430", Event::Discharged, details);
    assert_eq!(file(&mut memory, &told([on(when, died), death])), [NoticeKind::Died]);
    let stay = memory.stay(&visit("IP2600430"));
    assert_eq!((stay.origin, stay.death()), (Origin::Inferred, Death::DiedOn(date(2026, 4, 11))));
}

fn merged_on(when: &str, retired: &str, survivor: &str) -> News {
    match merged(0, retired, survivor) {
        News::Merge(merge) => News::Merge(care::filing::Merge { at: at(when), ..merge }),
        other => other,
    }
}

#[test]
fn a_plan_tells_nobody_and_is_taken_back() {
    let mut memory = Memory::default();
    for (when, what, state) in [
        ("2026-04-06T10:58:00Z", Event::Planned, StayState::Planned),
        ("2026-04-07T07:55:00Z", Event::PlanCancelled, StayState::Void),
    ] {
        let news = event(when, "H4491200", "IP2600500", what, ward("DSU"));
        let message = told([on(when, who(0, "H4491200", IVY)), news]);
        assert_eq!(file(&mut memory, &message), []);
        assert_eq!(memory.stay(&visit("IP2600500")).state, state);
    }
}

#[test]
fn h13_an_admission_entered_on_the_wrong_person_is_withdrawn() {
    let mut memory = Memory::default();
    let ivy = |when, what| {
        let news = event(when, "H4491200", "IP2600555", what, ward("EAU"));
        told([on(when, who(0, "H4491200", IVY)), news])
    };
    let admitted = ivy("2026-04-11T08:30:00Z", Event::Admitted);
    let cancelled = ivy("2026-04-11T09:12:00Z", Event::AdmissionCancelled);
    assert_eq!(file(&mut memory, &admitted), [NoticeKind::Admitted]);
    assert_eq!(file(&mut memory, &cancelled), [NoticeKind::Withdrawn]);
    assert_eq!(memory.stay(&visit("IP2600555")).state, StayState::Void);
}

#[test]
fn a_nobody_is_admitted_and_nobody_is_told() {
    let mut memory = Memory::default();
    let when = "2026-04-09T00:33:00Z";
    let unknown = IdentityNews { known: Said::Value(Known::Unknown), ..nobody(0, "H4500099") };
    let admitted = event(when, "H4500099", "IP2600522", Event::Admitted, ward("ITU"));
    assert_eq!(file(&mut memory, &told([on(when, unknown), admitted])), []);
    let patient = &memory.patient(&number("H4500099")).patient;
    assert_eq!(patient.identity().known, Known::Unknown);
    assert_eq!(memory.stay(&visit("IP2600522")).state, StayState::Open);
}

#[test]
fn h16_a_hidden_location_is_no_part_of_what_is_told_and_an_objection_silences() {
    for (shield, expected) in [
        (Shield::Location, vec![NoticeKind::Admitted]),
        (Shield::Objection, Vec::new()),
        (Shield::Held, Vec::new()),
    ] {
        let mut memory = Memory::default();
        let when = "2026-04-08T22:10:00Z";
        let sam =
            IdentityNews { shielded: Said::Value(shield), ..who(0, "H4500017", "9992001038") };
        let admitted = event(when, "H4500017", "IP2600519", Event::Admitted, ward("SECRET"));
        let message = told([on(when, sam), admitted]);
        assert_eq!(file(&mut memory, &message), expected, "{shield:?}");
        assert!(!format!("{:?}", memory.notices).contains("SECRET"));
    }
}

#[test]
fn an_update_of_a_stay_not_seen_before_opens_it_and_tells_nobody() {
    let mut memory = Memory::default();
    let when = "2026-10-25T01:28:00Z";
    let details = Details { admitted_at: Said::Value(time("2026-10-20T09:15:00Z")), ..ward("7B") };
    let update = event(when, "90017733", "77120045", Event::Updated, details);
    let zofia = on(when, who(0, "90017733", "9992001046"));
    assert_eq!(file(&mut memory, &told([zofia, update])), []);
    let stay = memory.stay(&visit("77120045"));
    assert_eq!((&stay.state, stay.origin), (&StayState::Open, Origin::Inferred));
}

#[test]
fn a_planned_discharge_sets_its_time_and_closes_nothing() {
    let mut memory = Memory::default();
    file(&mut memory, &admission("2026-03-29T13:42:00Z"));
    let when = "2026-04-02T12:55:00Z";
    let expected = When::At(time("2026-04-03T13:00:00Z"));
    let details = Details { expected_discharge: Said::Value(expected), ..ward("7B") };
    let planned = event(when, "H4471902", "IP2600412", Event::DischargePlanned, details);
    assert_eq!(file(&mut memory, &told([dora(when), planned])), []);
    let stay = memory.stay(&visit("IP2600412"));
    assert_eq!((&stay.state, stay.expected_discharge), (&StayState::Open, Some(expected)));
}

#[test]
fn h03_a_number_in_conflict_never_matches_whatever_matching_says() {
    let mut memory = Memory::default();
    let when = "2026-04-08T22:10:00Z";
    let status = NumberStatus::InConflict;
    let nhs = Said::Value(TracedNumber { number: DORA.parse().unwrap(), status });
    let news = IdentityNews { nhs, ..who(0, "H4471902", DORA) };
    let admitted = event(when, "H4471902", "IP2600412", Event::Admitted, ward("EAU"));
    assert_eq!(file(&mut memory, &told([on(when, news), admitted])), []);
    let link = memory.patient(&number("H4471902")).link.clone().unwrap();
    assert!(matches!(link.verdict, Verdict::Review(..)));

    let without_number = |identity: &Identity| {
        by_number(&Identity { nhs: who_has(DORA).or(identity.nhs), ..identity.clone() })
    };
    let mut memory = Memory::default();
    let news = IdentityNews { number_in_conflict: true, ..nobody(0, "H4471902") };
    memory.file(&told([on(when, news)]), &without_number, time(when));
    let link = memory.patient(&number("H4471902")).link.clone().unwrap();
    assert!(matches!(link.verdict, Verdict::Review(..)));
}

fn who_has(digits: &str) -> Option<TracedNumber> {
    let number = digits.parse().ok()?;
    Some(TracedNumber { number, status: NumberStatus::Verified })
}

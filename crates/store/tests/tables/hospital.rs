//! An invented hospital for the stories: what it says, and how that is filed.

use care::filing::{
    Filing, FilingPolicy, Handles, IdentityNews, KnownSoFar, Merge, MergeKind, News, Told, rematch,
    replay,
};
use care::people::{
    Born, HospitalNumber, NhsNumber, NumberStatus, PatientId, PersonKey, PersonName, Reason,
    StayId, TracedNumber, TrustCode, Verdict, VisitNumber,
};
use care::stays::{Class, Details, Event, Moment, Movement, Place, Said};
use jiff::Timestamp;
use jiff::civil::date;
use store::{Arrived, Basis, Filed, Kept, MessageId, Store, StoreError};

/// What the index of people answers, for all patients alike.
pub(crate) type Answer = fn() -> Verdict;

pub(crate) fn trust() -> TrustCode {
    "RZZ".parse().unwrap()
}

pub(crate) fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_786_000_000 + minute * 60).unwrap()
}

pub(crate) fn number(value: &str) -> HospitalNumber {
    HospitalNumber { authority: "RZZ".into(), value: value.into() }
}

pub(crate) fn visit(value: &str) -> VisitNumber {
    VisitNumber { authority: "RZZ".into(), value: value.into() }
}

pub(crate) fn patient_id(value: &str) -> PatientId {
    Handles(&digest).patient(&trust(), &number(value))
}

pub(crate) fn stay_id(value: &str) -> StayId {
    Handles(&digest).stay(&trust(), &visit(value))
}

pub(crate) fn person() -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: "40021".parse().unwrap() }
}

pub(crate) fn is_known() -> Verdict {
    Verdict::Match(person(), vec![Reason::SameNumber])
}

pub(crate) fn is_nobody() -> Verdict {
    Verdict::None(vec![Reason::NobodyFits])
}

/// A movement of a visit, and who the patient is.
pub(crate) fn moved(patient: &str, spell: &str, event: Event, (ward, minute): (&str, i64)) -> Told {
    let place = Place { ward: ward.into(), bed: patient.into(), ..Place::default() };
    let movement = Movement {
        visit: visit(spell),
        patient: number(patient),
        event,
        at: moment(minute),
        details: Details {
            class: Said::Value(Class::Inpatient),
            place: Said::Value(place),
            ..Details::default()
        },
    };
    told(vec![News::Identity(Box::new(identity(patient, minute))), News::Movement(movement.into())])
}

/// Two numbers are one.
pub(crate) fn merged(retired: &str, survivor: &str, minute: i64) -> Told {
    let kind = MergeKind::Patients { retired: number(retired), survivor: number(survivor) };
    told(vec![News::Merge(Merge { kind, at: moment(minute) })])
}

/// Keeps a message of this minute.
pub(crate) async fn keep(store: &Store, minute: i64) -> MessageId {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &minute.to_be_bytes());
    let arrived = Arrived {
        feed: "pas",
        trust: &trust(),
        received_at: at(minute),
        control_id: &minute.to_string(),
        trigger: "A01",
        digest: digest.as_ref().try_into().unwrap(),
        body: b"MSH|",
        unreadable: None,
    };
    match store.keep_message(arrived).await.unwrap() {
        Kept::New(id) | Kept::Again(id) => id,
    }
}

/// Keeps and files what the hospital says, as the service does: load, decide, commit, and begin
/// again when somebody else was first.
pub(crate) async fn file(store: &Store, told: &Told, answer: Answer) -> Filing {
    let minute = minute_of(told);
    let message = keep(store, minute).await;
    loop {
        let known = store.known(&trust(), told).await.unwrap();
        let basis = Basis::of(&known);
        let filing = decide(told, known, answer, at(minute));
        match store.commit_filing(message, &filing, &basis, at(minute)).await {
            Err(StoreError::Conflict) => {}
            answer => {
                assert_eq!(answer, Ok(Filed::Now));
                return filing;
            }
        }
    }
}

pub(crate) fn decide(told: &Told, known: KnownSoFar, answer: Answer, now: Timestamp) -> Filing {
    let policy = FilingPolicy::default();
    let replayed = replay(&trust(), told, known, &Handles(&digest), &policy);
    let verdicts = replayed.to_match().into_iter().map(|(id, _)| (id, answer())).collect();
    replayed.decide(verdicts, now)
}

/// Decides again for patients who are known, as after a change of the councils' people.
pub(crate) fn match_again(known: KnownSoFar, answer: Answer, now: Timestamp) -> Filing {
    let policy = FilingPolicy::default();
    let replayed = rematch(&trust(), known, &Handles(&digest), &policy);
    let verdicts = replayed.to_match().into_iter().map(|(id, _)| (id, answer())).collect();
    replayed.decide(verdicts, now)
}

fn told(news: Vec<News>) -> Told {
    Told { trigger: "A01".into(), news, doubts: Vec::new() }
}

fn identity(patient: &str, minute: i64) -> IdentityNews {
    let nhs: NhsNumber = "9991234519".parse().unwrap();
    IdentityNews {
        nhs: Said::Value(TracedNumber { number: nhs, status: NumberStatus::Verified }),
        names: Said::Value(vec![PersonName::usual("Núñez-O'Brien", "Dora")]),
        born: Said::Value(Born::on(date(1945, 7, 14))),
        ..IdentityNews::silent(number(patient), moment(minute))
    }
}

fn moment(minute: i64) -> Moment {
    let time = at(minute);
    Moment { occurred: time, recorded: time, sent: time, digest: u64::try_from(minute).unwrap() }
}

fn minute_of(told: &Told) -> i64 {
    let moment = told.news.iter().find_map(|news| match news {
        News::Identity(identity) => Some(identity.at),
        News::Movement(movement) => Some(movement.at),
        News::Merge(merge) => Some(merge.at),
        News::NeedsAPerson(_) => None,
    });
    i64::try_from(moment.unwrap().digest).unwrap()
}

pub(crate) fn digest(text: &str) -> [u8; 16] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    *digest.as_ref().first_chunk().unwrap()
}

//! An invented hospital: who comes, and how that is filed, as the service does it.

use std::sync::Mutex;

use care::access::{Staff, Stated};
use care::filing::{
    Filing, FilingPolicy, Handles, IdentityNews, News, Replayed, Shield, Told, release_hold,
    rematch, replay, retrace,
};
use care::people::trace::{Outcome, Question};
use care::people::{
    Address, Born, Death, Gender, HospitalNumber, NumberStatus, PatientId, PersonName, SiteCode,
    Trace, TracedNumber, TrustCode, VisitNumber,
};
use care::stays::{Class, Details, Event, Moment, Movement, Place, Said};
use care::when::When;
use invented::Scene;
use jiff::{SignedDuration, Timestamp};
use matching::Index;
use store::{Arrived, Basis, Filed, Kept, MessageId, Store, StoreError, TraceEnd};

/// A patient as the hospital tells of them.
#[derive(Clone)]
pub(crate) struct Coming {
    pub(crate) trust: &'static str,
    pub(crate) site: &'static str,
    pub(crate) number: String,
    pub(crate) visit: String,
    pub(crate) ward: String,
    pub(crate) bed: String,
    pub(crate) nhs: Option<TracedNumber>,
    pub(crate) name: PersonName,
    pub(crate) born: Born,
    pub(crate) address: &'static str,
    pub(crate) death: Death,
    pub(crate) shield: Shield,
    pub(crate) expected: Option<When>,
    /// What happens.
    pub(crate) event: Event,
    /// So long before now it happened.
    pub(crate) ago: SignedDuration,
}

impl Coming {
    /// One of the people of the walk-through, admitted two hours ago.
    pub(crate) fn scene(scene: &Scene) -> Self {
        let name = PersonName {
            title: scene.title.to_owned(),
            ..PersonName::usual(scene.family, scene.given)
        };
        Self {
            number: scene.hospital_number.to_owned(),
            ward: scene.ward.to_owned(),
            bed: scene.bed.to_owned(),
            nhs: scene.is_traced().then(|| TracedNumber {
                number: scene.nhs_number.parse().unwrap(),
                status: NumberStatus::Verified,
            }),
            born: Born::on(scene.born),
            ..Self::stranger(name)
        }
    }

    /// Somebody whom no council knows.
    pub(crate) fn stranger(name: PersonName) -> Self {
        Self {
            trust: "RZZ",
            site: "RZZ01",
            number: "H9900001".to_owned(),
            visit: "V1".to_owned(),
            ward: "7B".to_owned(),
            bed: "B9-9".to_owned(),
            nhs: None,
            name,
            born: Born::on(jiff::civil::date(1950, 1, 2)),
            address: "14 Canary Crescent",
            death: Death::Alive,
            shield: Shield::None,
            expected: None,
            event: Event::Admitted,
            ago: SignedDuration::from_hours(2),
        }
    }

    fn hospital_number(&self) -> HospitalNumber {
        HospitalNumber { authority: self.trust.into(), value: self.number.clone() }
    }

    /// Our handle of the patient.
    pub(crate) fn id(&self) -> PatientId {
        let trust = self.trust.parse().unwrap();
        Handles(&digest16).patient(&trust, &self.hospital_number())
    }

    fn told(&self, now: Timestamp) -> Told {
        let time = now - self.ago;
        let at = Moment { occurred: time, recorded: time, sent: time, digest: 1 };
        let identity = IdentityNews {
            nhs: Said::from_option(self.nhs),
            names: Said::Value(vec![self.name.clone()]),
            born: Said::Value(self.born),
            gender: Said::Value(Gender::Female),
            address: Said::Value(Address {
                lines: vec![self.address.into(), "Netherby".into()],
                postcode: "XX1 2AB".parse().ok(),
            }),
            phones: Said::Value(vec![care::people::Phone::new("01632 960987").unwrap()]),
            died: Said::Value(self.death),
            shielded: Said::Value(self.shield),
            ..IdentityNews::silent(self.hospital_number(), at)
        };
        let place = Place {
            site: self.site.parse::<SiteCode>().ok(),
            ward: self.ward.clone(),
            bed: self.bed.clone(),
            ..Place::default()
        };
        let movement = Movement {
            visit: VisitNumber {
                authority: self.trust.into(),
                value: format!("{}{}", self.visit, self.number),
            },
            patient: self.hospital_number(),
            event: self.event,
            at,
            details: Details {
                class: Said::Value(Class::Inpatient),
                place: Said::Value(place),
                admitted_at: Said::from_option((self.event == Event::Admitted).then_some(time)),
                expected_discharge: Said::from_option(self.expected),
                ..Details::default()
            },
        };
        let news = vec![News::Identity(Box::new(identity)), News::Movement(Box::new(movement))];
        Told { trigger: "A01".into(), news, doubts: Vec::new() }
    }
}

/// Files what the hospital tells: load, decide, commit.
pub(crate) async fn file(store: &Store, index: &Mutex<Index>, coming: &Coming, now: Timestamp) {
    let trust: TrustCode = coming.trust.parse().unwrap();
    let told = coming.told(now);
    let message = keep(store, &trust, coming, now).await;
    let known = store.known(&trust, &told).await.unwrap();
    let basis = Basis::of(&known);
    let policy = FilingPolicy::default();
    let replayed = replay(&trust, &told, known, &Handles(&digest16), &policy);
    let filing = decided(replayed, index, now);
    assert_eq!(store.commit_filing(message, &filing, &basis, now).await, Ok(Filed::Now));
}

/// Decides anew on a patient: load, decide, commit.
pub(crate) async fn match_again(
    store: &Store,
    index: &Mutex<Index>,
    patient: (&TrustCode, &PatientId),
    now: Timestamp,
) -> Result<(), StoreError> {
    let (trust, patient) = patient;
    let known = store.known_patient(patient).await?;
    let basis = Basis::of(&known);
    let replayed = rematch(trust, known, &Handles(&digest16), &FilingPolicy::default());
    store.commit_rematch(&decided(replayed, index, now), &basis, now).await
}

/// Lets go of a patient who is held back: load, decide, commit.
pub(crate) async fn release(
    store: &Store,
    index: &Mutex<Index>,
    (trust, patient, by): (&TrustCode, &PatientId, (&Staff, &Stated)),
    now: Timestamp,
) -> Result<(), StoreError> {
    let known = store.known_patient(patient).await?;
    let basis = Basis::of(&known);
    let policy = FilingPolicy::default();
    let replayed = release_hold(trust, known, patient, &Handles(&digest16), &policy);
    let filing = decided(replayed, index, now);
    store.commit_release(by, patient, (&filing, &basis), now).await
}

/// The national service answers about a patient.
pub(crate) async fn answer(
    store: &Store,
    index: &Mutex<Index>,
    (trust, patient, outcome): (&TrustCode, &PatientId, Outcome),
    now: Timestamp,
) {
    let known = store.known_patient(patient).await.unwrap();
    let basis = Basis::of(&known);
    let asked =
        known.patients.first().and_then(|one| Question::of(&one.patient.as_said())).unwrap();
    let trace = (patient, Trace { asked, outcome });
    let replayed = retrace(trust, known, trace, &Handles(&digest16), &FilingPolicy::default());
    let filing = decided(replayed, index, now);
    let end =
        TraceEnd { patient, asked: [7; 32], outcome: outcome.word(), version: None, failures: 0 };
    store.commit_trace(end, (&filing, &basis), now).await.unwrap();
}

fn decided(replayed: Replayed, index: &Mutex<Index>, now: Timestamp) -> Filing {
    let asked = replayed.to_match().into_iter();
    let found = |identity: &_| index.lock().unwrap().look_up(identity).verdict;
    let verdicts = asked.map(|(id, identity)| (id, found(&identity))).collect();
    replayed.decide(verdicts, now)
}

async fn keep(store: &Store, trust: &TrustCode, coming: &Coming, now: Timestamp) -> MessageId {
    let text = format!("{} {:?} {:?} {now}", coming.number, coming.event, coming.ago);
    let arrived = Arrived {
        feed: "pas",
        trust,
        received_at: now,
        control_id: &text,
        trigger: "A01",
        digest: digest(text.as_bytes()),
        body: b"MSH|",
        unreadable: None,
    };
    match store.keep_message(arrived).await.unwrap() {
        Kept::New(id) | Kept::Again(id) => id,
    }
}

pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().try_into().unwrap()
}

fn digest16(text: &str) -> [u8; 16] {
    *digest(text.as_bytes()).first_chunk().unwrap()
}

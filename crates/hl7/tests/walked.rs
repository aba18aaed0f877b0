//! The sample messages, from their bytes to the stay and the patient that they leave behind.
//!
//! Each story is told in its order and backwards: what is so afterwards must not depend on it.
#![expect(clippy::unwrap_used, reason = "helpers outside #[test] may fail a test by unwrapping")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use care::filing::{FilingPolicy, MergeKind, News, Shield};
use care::people::{Death, HospitalNumber, Known, NumberStatus, Patient, VisitNumber};
use care::stays::{Class, Movement, Stay, StayState, stay_of};
use care::when::When;
use hl7::adt;
use hl7::profile::{PlaceLayout, Profile};
use jiff::civil::date;

/// All that was told, in whatever order.
#[derive(Default)]
struct Hospital {
    patients: BTreeMap<HospitalNumber, Patient>,
    movements: Vec<Movement>,
    merges: Vec<MergeKind>,
}

impl Hospital {
    fn hear(&mut self, sample: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let is_named = |path: &Path| {
            let begins = path.file_name().unwrap().to_str().unwrap().starts_with(sample);
            begins && path.extension().is_some_and(|extension| extension == "hl7")
        };
        let path = files.into_iter().find(|path| is_named(path)).unwrap();
        let message = fs::read(path).unwrap();
        let mut profile = Profile::itk("RZZ".parse().unwrap());
        if sample == "e15" {
            profile.place = PlaceLayout::PLAIN;
        }
        let arrival = "2026-12-31T00:00:00Z".parse().unwrap();
        for news in adt::read(&message, &profile, arrival).unwrap().news {
            match news {
                News::Identity(identity) => {
                    let new = || Patient::new(identity.patient.clone());
                    let patient = self.patients.entry(identity.patient.clone());
                    patient.or_insert_with(new).hear(&identity);
                }
                News::Movement(movement) => self.movements.push(*movement),
                News::Merge(merge) => self.merges.push(merge.kind),
                News::NeedsAPerson(words) => unreachable!("{words}"),
            }
        }
    }

    fn patient(&self, number: &str) -> &Patient {
        self.patients
            .get(&HospitalNumber { authority: "RZZ".into(), value: number.into() })
            .unwrap()
    }

    fn stay(&self, visit: &str) -> Stay {
        let authority = if visit.starts_with('7') { "RZZ" } else { "RZZ_VISIT" };
        let visit = VisitNumber { authority: authority.into(), value: visit.into() };
        let told = self.movements.iter().filter(|movement| movement.visit == visit);
        stay_of(&visit, told, &FilingPolicy::default()).unwrap()
    }
}

/// The hospital after a story, told forwards, backwards, and with every message twice.
fn after(story: &str) -> [Hospital; 3] {
    let mut tellings: [Vec<&str>; 3] = std::array::from_fn(|_| story.split(' ').collect());
    let [_, backwards, twice] = &mut tellings;
    backwards.reverse();
    twice.extend(story.split(' ').rev());
    tellings.map(|telling| {
        let mut hospital = Hospital::default();
        for sample in telling {
            hospital.hear(sample);
        }
        hospital
    })
}

#[test]
fn e1_opens_a_stay_with_a_known_person() {
    for hospital in after("e01") {
        let stay = hospital.stay("IP2600412");
        assert_eq!((stay.state, stay.class), (StayState::Open, Class::Inpatient));
        assert_eq!(stay.place.ward, "EAU");
        assert_eq!(stay.expected_discharge, Some(When::On(date(2026, 4, 2))));
        let identity = hospital.patient("H4471902").identity();
        let nhs = identity.nhs.unwrap();
        assert_eq!(
            (nhs.number.digits().as_str(), nhs.status),
            ("9991234519", NumberStatus::Verified)
        );
        assert!(identity.names.iter().any(|name| name.given == "DOLLY"));
    }
}

#[test]
fn e2_and_e3_move_the_stay_and_say_since_when_she_is_fit() {
    for hospital in after("e01 e02 e03") {
        let stay = hospital.stay("IP2600412");
        assert_eq!(stay.place.ward, "7B");
        assert_eq!(stay.expected_discharge, Some(When::On(date(2026, 4, 3))));
        assert_eq!(stay.fit_since, Some("2026-03-31T09:30:00Z".parse().unwrap()));
        let phones = hospital.patient("H4471902").identity().phones;
        let shown: Vec<_> = phones.iter().map(care::people::Phone::shown).collect();
        assert_eq!(shown, ["07700 900 121"]);
    }
}

#[test]
fn e4_closes_the_stay_at_home_and_e5_opens_it_again() {
    for hospital in after("e01 e02 e03 e04") {
        let StayState::Closed(departure) = hospital.stay("IP2600412").state else {
            unreachable!("it is closed");
        };
        assert_eq!(departure.at, "2026-04-03T15:15:00Z".parse().unwrap());
        assert_eq!(departure.destination.as_deref(), Some("19"));
        assert_eq!(departure.method.as_deref(), Some("1"));
    }
    for hospital in after("e01 e02 e03 e04 e05") {
        assert_eq!(hospital.stay("IP2600412").state, StayState::Open);
    }
}

#[test]
fn e6_is_an_attendance_of_somebody_who_cannot_be_matched_by_date_of_birth() {
    for hospital in after("e06") {
        assert_eq!(hospital.stay("ED2600933").class, Class::Emergency);
        let identity = hospital.patient("H4480031").identity();
        let born = identity.born.unwrap();
        assert!(born.estimated && born.exact().is_none());
        assert!(identity.nhs.is_none());
        assert!(identity.address.unwrap().postcode.unwrap().is_pseudo());
    }
}

#[test]
fn e7_gives_the_same_patient_a_verified_number_and_moves_nobody() {
    for hospital in after("e06 e07") {
        let identity = hospital.patient("H4480031").identity();
        assert_eq!(identity.nhs.unwrap().number.digits(), "9991234527");
        assert_eq!(identity.born.unwrap().exact(), Some(date(1949, 11, 17)));
        assert_eq!(
            hospital.movements.iter().map(|each| &each.visit.value).max().unwrap(),
            "ED2600933"
        );
    }
}

#[test]
fn e8_joins_two_numbers_and_touches_no_demographics() {
    for hospital in after("e07 e08") {
        let number = |value: &str| HospitalNumber { authority: "RZZ".into(), value: value.into() };
        let expected =
            MergeKind::Patients { retired: number("H3310456"), survivor: number("H4480031") };
        assert!(!hospital.merges.is_empty());
        assert!(hospital.merges.iter().all(|merge| *merge == expected));
        assert!(hospital.patient("H4480031").identity().nhs.is_some());
    }
}

#[test]
fn e9_plans_a_stay_and_e10_takes_the_plan_back() {
    for hospital in after("e09") {
        let stay = hospital.stay("IP2600500");
        assert_eq!(stay.state, StayState::Planned);
        let expected = "2026-04-13T06:30:00Z".parse().unwrap();
        assert_eq!(stay.expected_admission, Some(When::At(expected)));
        let identity = hospital.patient("H4491200").identity();
        assert_eq!(identity.usual_name().unwrap().family, "O'BRIEN-NÚÑEZ");
    }
    for hospital in after("e09 e10") {
        assert_eq!(hospital.stay("IP2600500").state, StayState::Void);
    }
}

#[test]
fn e11_is_open_and_hidden() {
    for hospital in after("e11") {
        assert_eq!(hospital.stay("IP2600519").state, StayState::Open);
        assert_eq!(hospital.patient("H4500017").shield(), Shield::Location);
    }
}

#[test]
fn e12_is_open_and_nobody_knows_who() {
    for hospital in after("e12") {
        assert_eq!(hospital.stay("IP2600522").state, StayState::Open);
        assert_eq!(hospital.patient("H4500099").identity().known, Known::Unknown);
    }
}

#[test]
fn e13_closes_the_stay_by_death() {
    for hospital in after("e13") {
        let stay = hospital.stay("IP2600430");
        assert!(matches!(stay.state, StayState::Closed(departure) if departure.is_death()));
        let identity = hospital.patient("H4480031").identity();
        assert_eq!(identity.death, Death::DiedOn(date(2026, 4, 11)));
    }
}

#[test]
fn e14_makes_the_stay_one_that_never_was() {
    for hospital in after("e14") {
        assert_eq!(hospital.stay("IP2600555").state, StayState::Void);
    }
}

#[test]
fn e15_is_read_through_its_own_profile() {
    for hospital in after("e15") {
        let stay = hospital.stay("77120045");
        assert_eq!((stay.place.ward.as_str(), stay.place.bed.as_str()), ("7B", "11"));
        let identity = hospital.patient("90017733").identity();
        assert_eq!(identity.nhs.unwrap().status, NumberStatus::Verified);
    }
}

#[test]
fn e16_sets_the_expected_discharge_and_leaves_the_stay_open() {
    for hospital in after("e01 e16") {
        let stay = hospital.stay("IP2600412");
        assert_eq!(stay.state, StayState::Open);
        let expected = "2026-04-03T13:00:00Z".parse().unwrap();
        assert_eq!(stay.expected_discharge, Some(When::At(expected)));
    }
}

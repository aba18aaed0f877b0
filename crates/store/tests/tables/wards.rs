//! A page learns what changed on its ward, and a search finds whom it names.

use care::people::TrustCode;
use care::stays::Event;
use jiff::civil::date;
use store::testing::stores;
use store::{Finding, Store};

use crate::hospital::{at, file, is_known, is_nobody, moved, patient_id, trust};

#[tokio::test]
async fn a_wards_revision_rises_with_its_own_changes_and_no_others() {
    let story = [
        (Event::Admitted, "W1", [true, false]),
        (Event::Moved, "W2", [true, true]),
        (Event::LeaveStarted, "W2", [false, true]),
        (Event::Discharged, "W2", [false, true]),
        (Event::DischargeCancelled, "W2", [false, true]),
    ];
    for store in stores().await {
        file(&store, &moved("H9", "V9", Event::Admitted, ("W1", 0)), is_nobody).await;
        for (minute, (event, ward, rises)) in (1..).zip(story) {
            let before = revisions(&store).await;
            file(&store, &moved("H1", "V1", event, (ward, minute)), is_nobody).await;
            let after = revisions(&store).await;
            for ((before, after), rises) in before.iter().zip(&after).zip(rises) {
                assert_eq!(after > before, rises, "{store:?}: {event:?} on {ward}");
            }
            let (all, before) = (after.iter().sum::<i64>(), before.iter().sum::<i64>());
            assert!(all > before, "{store:?}");
            assert_eq!(store.ward_revision(&trust(), None).await, Ok(all), "{store:?}");
        }
    }
}

#[tokio::test]
async fn a_ward_is_listed_by_bed_and_those_who_left_are_not_on_it() {
    for store in stores().await {
        for (minute, patient) in (1..).zip(["H3", "H1", "H2", "H4"]) {
            let told = moved(patient, patient, Event::Admitted, ("W1", minute));
            file(&store, &told, is_nobody).await;
        }
        file(&store, &moved("H2", "H2", Event::LeaveStarted, ("W1", 8)), is_nobody).await;
        file(&store, &moved("H4", "H4", Event::Discharged, ("W1", 9)), is_nobody).await;
        let list = store.ward_list(&trust(), Some("W1"), 10).await.unwrap();
        let beds: Vec<&str> = list.iter().map(|row| row.stay.place.bed.as_str()).collect();
        assert_eq!(beds, ["H1", "H2", "H3"], "{store:?}");
        assert_eq!(store.ward_list(&trust(), Some("W1"), 2).await.unwrap().len(), 2, "{store:?}");
        assert!(store.ward_list(&trust(), Some("W7"), 9).await.unwrap().is_empty(), "{store:?}");
        let wards = store.wards(&trust()).await.unwrap();
        assert_eq!((wards.len(), wards[0].patients), (1, 3), "{store:?}");
    }
}

#[tokio::test]
async fn a_ward_name_of_any_length_is_a_ward() {
    for store in stores().await {
        let ward = "Ł".repeat(4000);
        file(&store, &moved("H1", "V1", Event::Admitted, (&ward, 1)), is_nobody).await;
        let wards = store.wards(&trust()).await.unwrap();
        let list = store.ward_list(&trust(), Some(&wards[0].ward), 10).await.unwrap();
        assert_eq!(list[0].stay.place.ward, ward, "{store:?}");
        assert_eq!(store.ward_list(&trust(), Some(&ward), 10).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_patient_is_found_by_number_and_by_name_with_birth_date() {
    let born = date(1945, 7, 14);
    let name = |family: &str, born| Finding::NameAndBirth { family: family.into(), born };
    let cases = [
        (Finding::NhsNumber("9991234519".parse().unwrap()), true),
        (Finding::HospitalNumber("h1 ".into()), true),
        (name("NUNEZ OBRIEN", born), true),
        (name("Núñez-O'Brien", born), true),
        (name("Nunez", born), false),
        (name("Nunez-Obrien", date(1945, 7, 15)), false),
        (Finding::HospitalNumber("H10".into()), false),
        (Finding::HospitalNumber("%".into()), false),
    ];
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        for (finding, expected) in &cases {
            let found = store.find_patients(&trust(), finding).await.unwrap();
            let ids: Vec<_> = found.iter().map(|patient| &patient.id).collect();
            let wanted = patient_id("H1");
            let wanted: &[_] = if *expected { &[&wanted] } else { &[] };
            assert_eq!(ids, wanted, "{store:?}");
        }
        let other: TrustCode = "RYY".parse().unwrap();
        assert!(store.find_patients(&other, &cases[0].0).await.unwrap().is_empty(), "{store:?}");
    }
}

#[tokio::test]
async fn a_patient_comes_with_all_stays_the_latest_first() {
    for store in stores().await {
        for (minute, spell) in [(1, "V1"), (2, "V2"), (3, "V3")] {
            let told = moved("H1", spell, Event::Admitted, ("W1", minute));
            file(&store, &told, is_nobody).await;
        }
        let patient = store.patient(&patient_id("H1")).await.unwrap().unwrap();
        assert_eq!(patient.stays.len(), 3, "{store:?}");
        let admitted: Vec<_> = patient.stays.iter().map(|(_, stay)| stay.admitted_at).collect();
        assert!(admitted.is_sorted_by(|one, next| one >= next), "{store:?}: {admitted:?}");
        assert_eq!(admitted[0], Some(at(3)), "{store:?}");
        assert!(store.patient(&patient_id("H2")).await.unwrap().is_none(), "{store:?}");
    }
}

async fn revisions(store: &Store) -> [i64; 2] {
    let of = async |ward| store.ward_revision(&trust(), Some(ward)).await.unwrap();
    [of("W1").await, of("W2").await]
}

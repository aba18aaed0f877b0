//! Every mark that bears on where somebody is counts, whoever set it and under whatever number.

use care::access::PlaceMarks;
use care::filing::{News, Shield};
use care::people::{Identity, Reason, Verdict};
use care::record::Sharing;
use care::stays::{Event, Said};
use store::testing::stores;
use store::{IndexedPerson, Store};

use crate::hospital::{at, file, is_known, merged, moved, patient_id, person};

/// The council's person, marked so.
async fn book(store: &Store, sharing: Sharing, digest: u8) {
    let identity = Identity::default();
    let one =
        IndexedPerson { key: person(), identity, sharing, marker: None, digest: [digest; 32] };
    store.put_people(&person().council, &[one]).await.unwrap();
}

async fn marks(store: &Store, number: &str) -> PlaceMarks {
    store.place_marks(&patient_id(number)).await.unwrap()
}

fn is_doubtful() -> Verdict {
    Verdict::Review(vec![person()], vec![Reason::NotSureEnough])
}

#[tokio::test]
async fn h16_a_mark_counts_while_the_match_is_in_doubt_and_hides_when_the_person_is_gone() {
    for store in stores().await {
        book(&store, Sharing::Open, 1).await;
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        assert!(!marks(&store, "H1").await.hide(), "{store:?}");
        book(&store, Sharing::ProtectedLocation, 2).await;
        assert!(marks(&store, "H1").await.hide(), "{store:?}");
        file(&store, &moved("H1", "V1", Event::Moved, ("W2", 2)), is_doubtful).await;
        assert!(marks(&store, "H1").await.hide(), "{store:?}");
        store.remove_people(&person().council, &[person().id], at(3)).await.unwrap();
        assert!(marks(&store, "H1").await.hide(), "{store:?}: nobody knows what they asked for");
    }
}

#[tokio::test]
async fn h16_a_mark_under_a_number_that_was_merged_away_counts() {
    for store in stores().await {
        book(&store, Sharing::Open, 1).await;
        let mut told = moved("H1", "V1", Event::Admitted, ("W1", 1));
        for news in &mut told.news {
            if let News::Identity(identity) = news {
                identity.shielded = Said::Value(Shield::Location);
            }
        }
        file(&store, &told, is_known).await;
        file(&store, &moved("H2", "V2", Event::Admitted, ("W1", 2)), is_known).await;
        assert!(!marks(&store, "H2").await.hide(), "{store:?}");
        file(&store, &merged("H1", "H2", 3), is_known).await;
        assert!(marks(&store, "H2").await.hide(), "{store:?}");
        assert!(marks(&store, "H1").await.hide(), "{store:?}");
    }
}

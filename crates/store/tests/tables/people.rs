//! The index of people can be followed without missing anybody.

use care::people::{CouncilName, Identity, PersonId, PersonKey, PersonName};
use care::record::Sharing;
use store::testing::stores;
use store::{IndexedPerson, Store, SyncState};

use crate::hospital::at;

#[tokio::test]
async fn only_who_is_new_or_changed_gets_a_new_revision() {
    for store in stores().await {
        let first = [someone("1", "a"), someone("2", "a"), someone("3", "a")];
        assert_eq!(store.put_people(&westshire(), &first).await, Ok(3), "{store:?}");
        let seen = store.people_after(0, 10).await.unwrap();
        let last = seen.last().unwrap().revision;
        let second = [someone("1", "a"), someone("2", "b"), someone("4", "a")];
        assert_eq!(store.put_people(&westshire(), &second).await, Ok(2), "{store:?}");
        let rows = store.people_after(last, 10).await.unwrap();
        let ids: Vec<&str> = rows.iter().map(|row| row.key.id.as_str()).collect();
        assert_eq!(ids, ["2", "4"], "{store:?}");
        let (identity, sharing) = rows[0].found.clone().unwrap();
        assert_eq!(identity.names[0].family, "b", "{store:?}");
        assert_eq!(sharing, Sharing::ProtectedLocation, "{store:?}");
    }
}

#[tokio::test]
async fn who_is_removed_is_told_and_forgotten() {
    for store in stores().await {
        let both = [someone("1", "a"), someone("2", "a")];
        store.put_people(&westshire(), &both).await.unwrap();
        let gone: PersonId = "1".parse().unwrap();
        let removed = store.remove_people(&westshire(), std::slice::from_ref(&gone), at(1)).await;
        assert_eq!(removed, Ok(1), "{store:?}");
        let again = store.remove_people(&westshire(), std::slice::from_ref(&gone), at(2)).await;
        assert_eq!(again, Ok(0), "{store:?}");
        let rows = store.people_after(0, 10).await.unwrap();
        assert!(rows.last().unwrap().found.is_none(), "{store:?}");
        assert_eq!(store.person_sharing(&key("1")).await, Ok(None), "{store:?}");
        let digests = store.people_digests(&westshire()).await.unwrap();
        assert_eq!(digests, [("2".parse().unwrap(), [b'a'; 32])], "{store:?}");
        assert_eq!(store.put_people(&westshire(), &both).await, Ok(1), "{store:?}: came back");
        assert!(store.people_after(0, 10).await.unwrap().iter().all(|row| row.found.is_some()));
    }
}

#[tokio::test]
async fn a_follower_who_reads_while_others_write_misses_nobody() {
    for store in stores().await {
        let mut writers = Vec::new();
        for writer in 0..4 {
            let store = Store::clone(&store);
            writers.push(tokio::spawn(async move {
                for batch in 0..5 {
                    let people: Vec<_> = (0..10)
                        .map(|person| someone(&format!("{writer}-{batch}-{person}"), "a"))
                        .collect();
                    store.put_people(&westshire(), &people).await.unwrap();
                }
            }));
        }
        let (mut seen, mut last) = (Vec::new(), 0);
        while seen.len() < 200 {
            for row in store.people_after(last, 7).await.unwrap() {
                assert!(row.revision > last, "{store:?}");
                last = row.revision;
                seen.push(row.key.id.clone());
            }
            let all_written = writers.iter().all(tokio::task::JoinHandle::is_finished);
            let nothing_left = store.people_after(last, 1).await.unwrap().is_empty();
            assert!(!(all_written && nothing_left) || seen.len() == 200, "{store:?}: missed some");
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 200, "{store:?}");
    }
}

#[tokio::test]
async fn two_councils_may_use_the_same_id() {
    for store in stores().await {
        let eastshire: CouncilName = "eastshire".parse().unwrap();
        let other = PersonKey { council: eastshire.clone(), id: "1".parse().unwrap() };
        store.put_people(&westshire(), &[someone("1", "a")]).await.unwrap();
        let theirs = IndexedPerson { key: other.clone(), ..someone("1", "b") };
        store.put_people(&eastshire, &[theirs]).await.unwrap();
        let family = async |key| {
            let row = store.indexed_person(key).await.unwrap().unwrap();
            row.found.unwrap().0.names[0].family.clone()
        };
        let ours = key("1");
        assert_eq!(family(&ours).await, "a", "{store:?}");
        assert_eq!(family(&other).await, "b", "{store:?}");
    }
}

#[tokio::test]
async fn how_far_a_council_was_read_is_known_after_a_restart() {
    for store in stores().await {
        assert_eq!(store.sync_state(&westshire()).await, Ok(None), "{store:?}");
        for minute in 1..3 {
            let state = SyncState {
                marker: Some(format!("mark {minute}")),
                synced_at: at(minute),
                people: 8000 + minute,
                outcome: "read to the end".into(),
            };
            store.save_sync_state(&westshire(), &state).await.unwrap();
            let again = store.ground().open().await;
            assert_eq!(again.sync_state(&westshire()).await, Ok(Some(state)), "{store:?}");
        }
    }
}

#[tokio::test]
async fn debug_text_of_a_person_shows_nothing_of_them() {
    let shown = format!("{:?}", someone("40021", "Halliday"));
    assert!(!shown.contains("40021") && !shown.contains("Halliday"), "{shown}");
}

fn someone(id: &str, family: &str) -> IndexedPerson {
    IndexedPerson {
        key: key(id),
        identity: Identity {
            names: vec![PersonName::usual(family, "Dora")],
            ..Identity::default()
        },
        sharing: Sharing::ProtectedLocation,
        marker: None,
        digest: [family.bytes().next().unwrap(); 32],
    }
}

fn key(id: &str) -> PersonKey {
    PersonKey { council: westshire(), id: id.parse().unwrap() }
}

fn westshire() -> CouncilName {
    "westshire".parse().unwrap()
}

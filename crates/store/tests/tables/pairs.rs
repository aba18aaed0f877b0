//! Nobody learns who a candidate is without a line in the audit.

use care::access::desk::desk;
use care::access::{Act, Actor, AtDesk, Organisation, Role, Seat, Staff};
use care::people::{CouncilName, Identity, PersonKey, PersonName};
use care::record::Sharing;
use store::testing::stores;
use store::{AuditFilter, IndexedPerson, Store};

use crate::hospital::{at, patient_id, trust};

#[tokio::test]
async fn each_candidate_seen_is_a_line_and_one_who_left_the_books_is_not_shown() {
    for store in stores().await {
        store.put_people(&council(), &[someone("1"), someone("2")]).await.unwrap();
        store.remove_people(&council(), &[key("2").id], at(1)).await.unwrap();
        let (patient, trust) = (patient_id("H1"), trust());
        let people = [key("1"), key("2")];
        let asked = AtDesk { patient: &patient, trust: &trust, people: &people };
        let permit = desk(&officer(), asked, at(2)).unwrap();
        assert_eq!(lines(&store).await, [], "{store:?}: leave alone is not a look");
        let seen = store.see_pairs(permit).await.unwrap();
        let keys: Vec<&PersonKey> = seen.iter().map(|row| &row.key).collect();
        assert_eq!(keys, [&key("1")], "{store:?}");
        assert_eq!(lines(&store).await, [Some(key("2")), Some(key("1"))], "{store:?}");
    }
}

/// Whom the lines of the audit name, newest first.
async fn lines(store: &Store) -> Vec<Option<PersonKey>> {
    let lines = store.audit_lines(&AuditFilter::Patient(patient_id("H1")), 10).await.unwrap();
    for line in &lines {
        assert_eq!((&line.act, &line.actor), (&Act::SawPair, &Actor::from(&officer())));
        assert_eq!(line.at, at(2));
    }
    lines.into_iter().map(|line| line.person).collect()
}

fn officer() -> Staff {
    Staff::new(
        "officer-1".parse().unwrap(),
        "Ada Officer",
        Seat {
            role: Role::PrivacyOfficer,
            organisation: Organisation::Hospital { trust: trust(), site: "RZZ01".parse().unwrap() },
        },
    )
}

fn council() -> CouncilName {
    "westshire".parse().unwrap()
}

fn key(id: &str) -> PersonKey {
    PersonKey { council: council(), id: id.parse().unwrap() }
}

fn someone(id: &str) -> IndexedPerson {
    let names = vec![PersonName::usual("Nobody", id)];
    IndexedPerson {
        key: key(id),
        identity: Identity { names, ..Identity::default() },
        sharing: Sharing::Open,
        marker: None,
        digest: [7; 32],
    }
}
